/* SPDX-License-Identifier: MIT */
/*
 * scikit-learn: splitting, encoders of labels, scalers.
 *
 * What fit learned is an attribute of the encoder: `classes_`, an array of names, as scikit-learn
 * has it, and `fitted_` (ours), the array that was seen. A scaler says something exact only of
 * the array that it was fitted to; other data is scaled, but its bounds are not known.
 */
#include "flow/array.h"

#include <math.h>

/* ---- splitting ---- */

static eos_value split_part(const eos_array_call *call, const eos_tensor *whole, uint32_t place)
{
    if (whole == NULL || whole->holder >= EOS_HOLDER_BY_POSITION)
        return eos_unknown("part of something that is not known");
    eos_tensor *part = eos_array_copy(call->flow, whole);
    eos_facts_some_rows(part, EOS_DIM_UNKNOWN, false); /* at random: the same task */
    part->split = call->arguments->span;
    if (whole->scaled_by != NULL && strstr(whole->scaled_by, "Scaler") != NULL)
        part->split_after = whole->scaled_by;
    part->split_part = place < 255 ? (uint8_t)(place + 1) : 0;
    return eos_array_result(call, part);
}

static eos_value train_test_split(const eos_array_call *call)
{
    const eos_arguments *arguments = call->arguments;
    if (arguments->is_open)
        return eos_unknown("arguments that are not known");
    eos_sequence *parts =
        eos_sequence_copy(call->flow->arena, NULL, arguments->positional_count * 2);
    for (uint32_t i = 0; i < arguments->positional_count; i++)
        for (int side = 0; side < 2; side++, parts->count++)
            parts->items[parts->count].value =
                split_part(call, eos_array_facts(call, arguments->items[i].value), parts->count);
    *parts->used = parts->count;
    return eos_make_list(call->flow, call->frame, parts, arguments->span);
}

/* sklearn.utils.shuffle(x, y): the same rows in another order, all arrays alike */
static eos_value shuffle(const eos_array_call *call)
{
    const eos_arguments *arguments = call->arguments;
    if (arguments->is_open || arguments->positional_count == 0 ||
        eos_array_is_given(eos_array_argument(call, UINT32_MAX, "n_samples")))
        return eos_array_unknown();
    eos_sequence *parts = eos_sequence_copy(call->flow->arena, NULL, arguments->positional_count);
    for (uint32_t i = 0; i < arguments->positional_count; i++) {
        const eos_tensor *whole = eos_array_facts(call, arguments->items[i].value);
        eos_tensor *part = whole != NULL && whole->holder < EOS_HOLDER_BY_POSITION
                               ? eos_array_copy(call->flow, whole)
                               : NULL;
        if (part != NULL)
            part->is_arange = part->is_by_class = false;
        parts->items[parts->count++].value =
            part != NULL ? eos_array_result(call, part)
                         : eos_unknown("part of something that is not known");
    }
    *parts->used = parts->count;
    return parts->count == 1 ? parts->items[0].value
                             : eos_make_list(call->flow, call->frame, parts, arguments->span);
}

/* ---- what encoders learn ---- */

static void set_attribute(const eos_array_call *call, const char *name, eos_value value)
{
    eos_attribute_set(&call->flow->heap, call->object, eos_intern_string(call->flow->names, name),
                      value);
}

static eos_value attribute(const eos_array_call *call, const char *name)
{
    const eos_item *item =
        eos_attribute_find(call->object, eos_intern_string(call->flow->names, name));
    return item != NULL && item->presence == EOS_PRESENT ? item->value
                                                         : (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* number of distinct constants in a list; -1 = not known */
static int64_t count_distinct(eos_flow *flow, eos_value value)
{
    const eos_sequence *items = value.kind == EOS_VALUE_STRING ? NULL : eos_iterate(flow, value);
    int64_t count = 0;
    if (items == NULL || items->count > 512)
        return -1;
    for (uint32_t i = 0; i < items->count; i++) {
        eos_value one = items->items[i].value;
        bool is_new = true;
        if (one.kind != EOS_VALUE_STRING && one.kind != EOS_VALUE_INT)
            return -1;
        for (uint32_t k = 0; k < i && is_new; k++)
            is_new = !eos_value_equal(items->items[k].value, one);
        count += is_new ? 1 : 0;
    }
    return count;
}

static int64_t count_classes(const eos_array_call *call, eos_value labels)
{
    const eos_tensor *facts = eos_tensor_of(labels);
    if (facts == NULL)
        return count_distinct(call->flow, labels);
    bool is_counted = facts->encoding == EOS_LABELS_INTEGER && facts->is_range_exact;
    return is_counted ? facts->classes : -1;
}

/* the test part of what was learned from before */
static bool is_test_part(const eos_tensor *before, const eos_tensor *now)
{
    if (before == NULL || now == NULL)
        return false;
    if (before->split_part > 0 &&
        now->split_part > 0) /* first the train part, then the test part */
        return before->split.line == now->split.line && before->split.column == now->split.column &&
               before->split_part % 2 == 1 && now->split_part == before->split_part + 1;
    return before->is_known_data && now->is_known_data && before->source != NULL &&
           now->source != NULL && strcmp(before->source, now->source) == 0 &&
           before->root != now->root && eos_facts_rows(now) > 0 &&
           eos_facts_rows(now) < eos_facts_rows(before);
}

static void learn(const eos_array_call *call, eos_value labels)
{
    bool is_again = is_test_part(eos_tensor_of(attribute(call, "fitted_")), eos_tensor_of(labels));
    set_attribute(call, "refitted_", eos_boolean(is_again));
    eos_tensor *names = eos_array_new(call);
    names->shape = (eos_shape){true, 1, {count_classes(call, labels)}};
    names->dtype = EOS_DTYPE_TEXT;
    set_attribute(call, "classes_", eos_array_result(call, names));
    set_attribute(call, "fitted_", labels);
}

static int64_t learned_classes(const eos_array_call *call)
{
    return eos_facts_rows(eos_tensor_of(attribute(call, "classes_")));
}

/* rows of what is encoded: of an array, or a list that is fully known */
static int64_t rows_of(const eos_array_call *call, eos_value labels)
{
    const eos_tensor *facts = eos_tensor_of(labels);
    const eos_sequence *items = facts == NULL ? eos_iterate(call->flow, labels) : NULL;
    return facts != NULL ? eos_facts_rows(facts) : items != NULL ? (int64_t)items->count : -1;
}

static eos_value self_again(const eos_array_call *call)
{
    return eos_object_value(call->object);
}

static eos_value fit_labels(const eos_array_call *call)
{
    learn(call, eos_array_argument(call, 0, "y"));
    return self_again(call);
}

/* ---- encoders ---- */

static eos_value encode_ids(const eos_array_call *call)
{
    eos_value labels = eos_array_argument(call, 0, "y");
    eos_tensor *out = eos_array_new(call);
    out->encoding = EOS_LABELS_INTEGER;
    out->dtype = EOS_DTYPE_INTEGER;
    out->minimum = 0;
    out->source = "LabelEncoder";
    out->shape = (eos_shape){true, 1, {rows_of(call, labels)}};
    out->classes = learned_classes(call);
    if (out->classes > 0) {
        out->maximum = (double)(out->classes - 1);
        out->is_range_exact = eos_value_equal(attribute(call, "fitted_"), labels);
    }
    return eos_array_result(call, out);
}

static eos_value fit_encode_ids(const eos_array_call *call)
{
    learn(call, eos_array_argument(call, 0, "y"));
    return encode_ids(call);
}

/* two classes give one column of 0 and 1, more give one-hot rows */
static eos_value binarize(const eos_array_call *call)
{
    eos_value labels = eos_array_argument(call, 0, "y");
    eos_tensor *out = eos_array_new(call);
    const eos_made *made = call->object->now.facts;
    int64_t classes = learned_classes(call), low = 0, high = 1;
    out->dtype = EOS_DTYPE_INTEGER;
    out->source = "LabelBinarizer";
    if (made != NULL && ((eos_made_is_given(made, "neg_label") &&
                          !eos_value_integer(eos_made_value(made, "neg_label"), &low)) ||
                         (eos_made_is_given(made, "pos_label") &&
                          !eos_value_integer(eos_made_value(made, "pos_label"), &high))))
        return eos_array_result(call, out);
    out->minimum = (double)low;
    out->maximum = (double)high;
    out->shape = (eos_shape){true, 2, {rows_of(call, labels), EOS_DIM_UNKNOWN}};
    if (classes == 2) {
        out->encoding = EOS_LABELS_INTEGER;
        out->classes = 2;
        out->shape.sizes[1] = 1;
    } else if (classes > 2 && low == 0 && high == 1) {
        out->encoding = EOS_LABELS_ONE_HOT;
        out->classes = classes;
        out->shape.sizes[1] = classes;
    }
    return eos_array_result(call, out);
}

static eos_value fit_binarize(const eos_array_call *call)
{
    learn(call, eos_array_argument(call, 0, "y"));
    return binarize(call);
}

static eos_value binarize_many(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    const eos_made *made = call->object->now.facts;
    eos_value classes = made != NULL ? eos_made_value(made, "classes") : eos_none();
    out->encoding = EOS_LABELS_MULTI_HOT;
    out->dtype = EOS_DTYPE_INTEGER;
    out->minimum = 0;
    out->maximum = 1;
    out->source = "MultiLabelBinarizer";
    if (eos_array_is_given(classes))
        out->classes = count_distinct(call->flow, classes);
    out->shape =
        (eos_shape){true, 2, {rows_of(call, eos_array_argument(call, 0, "y")), out->classes}};
    return eos_array_result(call, out);
}

/* one column becomes one-hot rows; of several nothing is said but the bounds */
static eos_value encode_one_hot(const eos_array_call *call)
{
    eos_value from = eos_array_argument(call, 0, "X");
    const eos_tensor *facts = eos_array_facts(call, from);
    const eos_made *made = call->object->now.facts;
    eos_tensor *out = eos_array_new(call);
    out->dtype = EOS_DTYPE_FLOAT;
    out->source = "OneHotEncoder";
    out->shape = (eos_shape){true, 2, {eos_facts_rows(facts), EOS_DIM_UNKNOWN}};
    bool is_plain = made != NULL && !made->is_open && made->extra_count == 0 &&
                    !eos_array_is_given(eos_made_value(made, "drop"));
    if (!is_plain) /* categorical_features of old leaves other columns as they are */
        return eos_array_result(call, out);
    out->minimum = 0;
    out->maximum = 1;
    const eos_text *unseen = eos_value_string(eos_made_value(made, "handle_unknown"));
    bool is_same = eos_value_equal(attribute(call, "fitted_"), from);
    if (facts != NULL && eos_facts_columns(facts) == 1 &&
        (is_same || eos_text_is(unseen, "error"))) {
        int64_t classes = learned_classes(call);
        out->encoding = EOS_LABELS_ONE_HOT;
        out->classes = classes;
        out->shape.sizes[1] = classes;
    }
    return eos_array_result(call, out);
}

static eos_value fit_features(const eos_array_call *call)
{
    learn(call, eos_array_argument(call, 0, "X"));
    return self_again(call);
}

static eos_value fit_encode_one_hot(const eos_array_call *call)
{
    learn(call, eos_array_argument(call, 0, "X"));
    return encode_one_hot(call);
}

static eos_value decode(const eos_array_call *call)
{
    return eos_array_result(call, eos_array_new(call));
}

/* ---- scalers ---- */

static eos_tensor *scaled(const eos_array_call *call, const char *by)
{
    const eos_tensor *facts = eos_array_facts(call, eos_array_argument(call, 0, "X"));
    eos_tensor *out;
    if (facts != NULL && facts->holder < EOS_HOLDER_BY_POSITION) {
        out = eos_array_copy(call->flow, facts);
        if (out->encoding != EOS_LABELS_CONTINUOUS)
            eos_facts_no_labels(out);
    } else {
        out = eos_array_new(call);
    }
    eos_facts_no_range(out);
    out->holder = EOS_HOLDER_ARRAY;
    out->dtype = EOS_DTYPE_FLOAT;
    out->is_standardised = out->has_numbered_columns = out->is_arange = out->is_permutation = false;
    if (out->scaled_by != NULL)
        out->scaled_again = out->scaled_by;
    out->scaled_by = by;
    bool is_refitted = false;
    if (call->object != NULL)
        (void)eos_value_boolean(attribute(call, "refitted_"), &is_refitted);
    out->is_refitted = is_refitted;
    return out;
}

static bool is_fitted_to(const eos_array_call *call)
{
    eos_value seen = attribute(call, "fitted_"), now = eos_array_argument(call, 0, "X");
    return seen.kind == EOS_VALUE_OBJECT && eos_value_equal(seen, now);
}

static eos_value scale_to_deviation(const eos_array_call *call)
{
    const eos_made *made = call->object != NULL ? call->object->now.facts : NULL;
    eos_tensor *out = scaled(call, "StandardScaler");
    bool has_mean = true, has_deviation = true;
    if (made != NULL && (!eos_value_boolean(eos_made_value(made, "with_mean"), &has_mean) ||
                         !eos_value_boolean(eos_made_value(made, "with_std"), &has_deviation)))
        has_mean = false;
    out->is_standardised = is_fitted_to(call) && has_mean && has_deviation;
    return eos_array_result(call, out);
}

static eos_value scale_to_range(const eos_array_call *call)
{
    const eos_made *made = call->object->now.facts;
    eos_tensor *out = scaled(call, "MinMaxScaler");
    bool clips = false;
    eos_value range = made != NULL ? eos_made_value(made, "feature_range") : eos_none();
    const eos_sequence *ends = eos_iterate(call->flow, range);
    double low, high;
    if (made != NULL)
        (void)eos_value_boolean(eos_made_value(made, "clip"), &clips);
    if ((is_fitted_to(call) || clips) && ends != NULL && ends->count == 2 &&
        eos_value_number(ends->items[0].value, &low) &&
        eos_value_number(ends->items[1].value, &high)) {
        out->minimum = low;
        out->maximum = high;
    }
    return eos_array_result(call, out);
}

static eos_value scale_to_largest(const eos_array_call *call)
{
    eos_tensor *out = scaled(call, "MaxAbsScaler");
    if (is_fitted_to(call)) {
        out->minimum = -1;
        out->maximum = 1;
    }
    return eos_array_result(call, out);
}

static eos_value scale_robustly(const eos_array_call *call)
{
    return eos_array_result(call, scaled(call, "RobustScaler"));
}

static eos_value scale_rows(const eos_array_call *call)
{
    eos_tensor *out = scaled(call, "Normalizer");
    out->minimum = -1;
    out->maximum = 1;
    return eos_array_result(call, out);
}

#define FIT_AND(function, transform)                                                               \
    static eos_value function(const eos_array_call *call)                                          \
    {                                                                                              \
        learn(call, eos_array_argument(call, 0, "X"));                                             \
        return transform(call);                                                                    \
    }

FIT_AND(fit_to_deviation, scale_to_deviation)
FIT_AND(fit_to_range, scale_to_range)
FIT_AND(fit_to_largest, scale_to_largest)
FIT_AND(fit_robustly, scale_robustly)
FIT_AND(fit_rows, scale_rows)

static eos_value scale_once(const eos_array_call *call)
{
    eos_tensor *out = scaled(call, "scale");
    out->is_standardised = call->arguments->count == 1;
    return eos_array_result(call, out);
}

static const eos_array_entry METHODS[] = {
    {"sklearn.preprocessing.LabelBinarizer.fit", fit_labels},
    {"sklearn.preprocessing.LabelBinarizer.fit_transform", fit_binarize},
    {"sklearn.preprocessing.LabelBinarizer.inverse_transform", decode},
    {"sklearn.preprocessing.LabelBinarizer.transform", binarize},
    {"sklearn.preprocessing.LabelEncoder.fit", fit_labels},
    {"sklearn.preprocessing.LabelEncoder.fit_transform", fit_encode_ids},
    {"sklearn.preprocessing.LabelEncoder.inverse_transform", decode},
    {"sklearn.preprocessing.LabelEncoder.transform", encode_ids},
    {"sklearn.preprocessing.MaxAbsScaler.fit", fit_features},
    {"sklearn.preprocessing.MaxAbsScaler.fit_transform", fit_to_largest},
    {"sklearn.preprocessing.MaxAbsScaler.inverse_transform", decode},
    {"sklearn.preprocessing.MaxAbsScaler.transform", scale_to_largest},
    {"sklearn.preprocessing.MinMaxScaler.fit", fit_features},
    {"sklearn.preprocessing.MinMaxScaler.fit_transform", fit_to_range},
    {"sklearn.preprocessing.MinMaxScaler.inverse_transform", decode},
    {"sklearn.preprocessing.MinMaxScaler.transform", scale_to_range},
    {"sklearn.preprocessing.MultiLabelBinarizer.fit", fit_labels},
    {"sklearn.preprocessing.MultiLabelBinarizer.fit_transform", binarize_many},
    {"sklearn.preprocessing.MultiLabelBinarizer.transform", binarize_many},
    {"sklearn.preprocessing.Normalizer.fit", fit_features},
    {"sklearn.preprocessing.Normalizer.fit_transform", fit_rows},
    {"sklearn.preprocessing.Normalizer.transform", scale_rows},
    {"sklearn.preprocessing.OneHotEncoder.fit", fit_features},
    {"sklearn.preprocessing.OneHotEncoder.fit_transform", fit_encode_one_hot},
    {"sklearn.preprocessing.OneHotEncoder.inverse_transform", decode},
    {"sklearn.preprocessing.OneHotEncoder.transform", encode_one_hot},
    {"sklearn.preprocessing.RobustScaler.fit", fit_features},
    {"sklearn.preprocessing.RobustScaler.fit_transform", fit_robustly},
    {"sklearn.preprocessing.RobustScaler.inverse_transform", decode},
    {"sklearn.preprocessing.RobustScaler.transform", scale_robustly},
    {"sklearn.preprocessing.StandardScaler.fit", fit_features},
    {"sklearn.preprocessing.StandardScaler.fit_transform", fit_to_deviation},
    {"sklearn.preprocessing.StandardScaler.inverse_transform", decode},
    {"sklearn.preprocessing.StandardScaler.transform", scale_to_deviation},
};

const eos_array_table eos_array_encoders = {METHODS, sizeof METHODS / sizeof *METHODS};

static const eos_array_entry ENTRIES[] = {
    {"sklearn.cross_validation.train_test_split", train_test_split},
    {"sklearn.model_selection.train_test_split", train_test_split},
    {"sklearn.preprocessing.scale", scale_once},
    {"sklearn.utils.shuffle", shuffle},
};

const eos_array_table eos_array_sklearn = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
