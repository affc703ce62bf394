/* SPDX-License-Identifier: MIT */
/*
 * Data on its way to fit: functions of numpy, keras.utils, scikit-learn and the built-in data sets
 * that make, split or encode arrays, as far as shape, range and label facts go. Each handler is a line
 * of the table; what is not in it gives unknown, never a guess.
 */
#include "flow/interp.h"

#include <math.h>

typedef eos_value array_function(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments);

static eos_value not_given(void)
{
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* ---- literals ---- */

typedef struct literal_scan {
    double minimum, maximum;
    int64_t count;
    bool is_integer, is_number;
} literal_scan;

/* shape of nested lists of numbers; false when they are ragged or not fully known */
static bool scan_literal(eos_flow *flow, eos_value value, eos_shape *shape, uint32_t depth,
                         literal_scan *scan)
{
    double number;
    if (eos_value_number(value, &number)) {
        scan->is_integer &= value.kind != EOS_VALUE_FLOAT;
        scan->minimum = scan->count == 0 ? number : fmin(scan->minimum, number);
        scan->maximum = scan->count == 0 ? number : fmax(scan->maximum, number);
        scan->count++;
        return depth == shape->rank;
    }
    const eos_sequence *items = eos_iterate(flow, value);
    if (items == NULL || value.kind == EOS_VALUE_STRING || depth >= EOS_LIMIT_RANK)
        return false;
    if (scan->count == 0 && shape->rank == depth) {
        shape->sizes[shape->rank++] = items->count;
    } else if (depth >= shape->rank || shape->sizes[depth] != (int64_t)items->count) {
        return false;
    }
    for (uint32_t i = 0; i < items->count; i++)
        if (!scan_literal(flow, items->items[i].value, shape, depth + 1, scan))
            return false;
    return true;
}

static eos_value make_array(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value from = eos_argument_at(arguments, 0, "object");
    if (eos_tensor_of(from) != NULL)
        return from;
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    literal_scan scan = {.is_integer = true};
    eos_shape shape = {.is_known = true};
    if (!scan_literal(flow, from, &shape, 0, &scan) || scan.count == 0)
        return eos_unknown("an array of values that are not known");
    tensor->shape = shape;
    tensor->minimum = scan.minimum;
    tensor->maximum = scan.maximum;
    tensor->is_range_exact = true;
    tensor->dtype = scan.is_integer ? EOS_DTYPE_INTEGER : EOS_DTYPE_FLOAT;
    return eos_make_tensor(flow, frame, tensor, arguments->span);
}

static eos_value make_filled(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments,
                             double minimum, double maximum)
{
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    if (!eos_shape_from_value(eos_argument_at(arguments, 0, "shape"), &tensor->shape))
        tensor->shape = (eos_shape){0};
    tensor->minimum = minimum;
    tensor->maximum = maximum;
    tensor->dtype = EOS_DTYPE_FLOAT;
    return eos_make_tensor(flow, frame, tensor, arguments->span);
}

static eos_value make_zeros(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    return make_filled(flow, frame, arguments, 0.0, 0.0);
}

static eos_value make_ones(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    return make_filled(flow, frame, arguments, 1.0, 1.0);
}

/* numpy.random.rand(d0, d1 ..): shape from positions; placeholders have shape and range, no task */
static eos_value make_random(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    if (arguments->positional_count <= EOS_LIMIT_RANK && !arguments->is_open) {
        tensor->shape.is_known = true;
        tensor->shape.rank = (uint8_t)arguments->positional_count;
        for (uint32_t i = 0; i < arguments->positional_count; i++)
            if (!eos_value_integer(arguments->items[i].value, &tensor->shape.sizes[i]))
                tensor->shape.sizes[i] = EOS_DIM_UNKNOWN;
    }
    tensor->dtype = EOS_DTYPE_FLOAT;
    return eos_make_tensor(flow, frame, tensor, arguments->span);
}

static eos_value load_npy(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    const eos_text *path = eos_value_string(eos_argument_at(arguments, 0, "file"));
    if (path != NULL)
        tensor->source = path->data;
    return eos_make_tensor(flow, frame, tensor, arguments->span);
}

/* ---- encoders ---- */

static eos_value to_categorical(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    const eos_tensor *from = eos_tensor_of(eos_argument_at(arguments, 0, "x"));
    eos_value given = eos_argument_at(arguments, 1, "num_classes");
    if (given.kind == EOS_VALUE_UNBOUND)
        given = eos_argument_at(arguments, UINT32_MAX, "nb_classes");
    int64_t classes = -1;
    if (given.kind == EOS_VALUE_UNBOUND || given.kind == EOS_VALUE_NONE) {
        /* Keras takes max(y) + 1 */
        if (from != NULL && from->is_range_exact && !isnan(from->maximum))
            classes = (int64_t)from->maximum + 1;
    } else if (!eos_value_integer(given, &classes)) {
        classes = -1;
    }
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    tensor->encoding = EOS_LABELS_ONE_HOT;
    tensor->classes = classes;
    tensor->minimum = 0.0;
    tensor->maximum = 1.0;
    tensor->dtype = EOS_DTYPE_FLOAT;
    tensor->source = "to_categorical";
    tensor->is_known_data = from != NULL && from->is_known_data;
    int64_t rows = EOS_DIM_UNKNOWN;
    if (from != NULL && from->shape.is_known && from->shape.rank > 0)
        rows = from->shape.sizes[0];
    tensor->shape = (eos_shape){true, 2, {rows, classes}};
    if (from != NULL && from->shape.is_known && from->shape.rank > 2)
        tensor->shape = (eos_shape){0};
    return eos_make_tensor(flow, frame, tensor, arguments->span);
}

/* ---- splitting ---- */

static eos_value split_part(eos_flow *flow, eos_frame *frame, eos_value whole, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(whole);
    if (tensor == NULL)
        return eos_unknown("part of something that is not known");
    eos_tensor *part = EOS_NEW(flow->arena, eos_tensor);
    *part = *tensor;
    if (part->shape.is_known && part->shape.rank > 0)
        part->shape.sizes[0] = EOS_DIM_UNKNOWN;
    part->is_range_exact = false;
    return eos_make_tensor(flow, frame, part, span);
}

static eos_value train_test_split(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    if (arguments->is_open)
        return eos_unknown("arguments that are not known");
    eos_sequence *parts = eos_sequence_copy(flow->arena, NULL, arguments->positional_count * 2);
    for (uint32_t i = 0; i < arguments->positional_count; i++)
        for (int side = 0; side < 2; side++)
            parts->items[parts->count++].value =
                split_part(flow, frame, arguments->items[i].value, arguments->span);
    *parts->used = parts->count;
    return eos_make_list(flow, frame, parts, arguments->span);
}

/* ---- built-in data sets ---- */

static eos_value known_array(eos_flow *flow, eos_frame *frame, const eos_api_dataset *set, int64_t rows,
                             bool is_label, eos_span span)
{
    eos_tensor *tensor = eos_new_tensor(flow, span);
    tensor->source = set->name;
    tensor->is_known_data = true;
    tensor->shape.is_known = true;
    tensor->shape.sizes[0] = rows > 0 ? rows : EOS_DIM_UNKNOWN;
    tensor->dtype = EOS_DTYPE_INTEGER;
    if (is_label) {
        tensor->shape.rank = set->label_rank > 0 ? set->label_rank : 1;
        if (tensor->shape.rank > 1)
            tensor->shape.sizes[1] = 1;
        if (set->is_regression) {
            tensor->encoding = EOS_LABELS_CONTINUOUS;
            tensor->dtype = EOS_DTYPE_FLOAT;
        } else if (set->classes > 0) {
            tensor->encoding = EOS_LABELS_INTEGER;
            tensor->classes = set->classes;
            tensor->minimum = 0.0;
            tensor->maximum = set->classes - 1;
            tensor->is_range_exact = true;
        }
    } else {
        tensor->shape.rank = (uint8_t)(set->rank + 1);
        for (uint32_t i = 0; i < set->rank && i < 4; i++)
            tensor->shape.sizes[i + 1] = set->shape[i] > 0 ? set->shape[i] : EOS_DIM_UNKNOWN;
        tensor->minimum = set->minimum;
        tensor->maximum = set->maximum;
        tensor->is_range_exact = true;
        if (set->dtype != NULL && strncmp(set->dtype, "float", 5) == 0)
            tensor->dtype = EOS_DTYPE_FLOAT;
    }
    return eos_make_tensor(flow, frame, tensor, span);
}

/* ((x_train, y_train), (x_test, y_test)) */
static eos_value load_data(eos_flow *flow, eos_frame *frame, const eos_api_dataset *set,
                           const eos_arguments *arguments)
{
    if (set->split_pairs == 0 || arguments->count > 0) /* arguments may change rows, words, labels */
        return eos_unknown("a data set with options");
    eos_sequence *pairs = eos_sequence_copy(flow->arena, NULL, set->split_pairs);
    for (uint32_t i = 0; i < set->split_pairs; i++) {
        int64_t rows = i == 0 ? set->train_rows : set->test_rows;
        eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
        for (int part = 0; part < 2; part++)
            pair->items[pair->count++].value =
                known_array(flow, frame, set, rows, part == 1, arguments->span);
        *pair->used = 2;
        pairs->items[pairs->count++].value = eos_make_tuple(flow, pair);
    }
    *pairs->used = pairs->count;
    return eos_make_tuple(flow, pairs);
}

/* ---- generators ---- */

static eos_value flow_from_directory(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    eos_value mode = eos_argument_at(arguments, UINT32_MAX, "class_mode");
    const eos_text *text = eos_value_string(mode);
    const eos_text *folder = eos_value_string(eos_argument_at(arguments, 0, "directory"));
    tensor->source = folder != NULL ? folder->data : "flow_from_directory";
    if (mode.kind == EOS_VALUE_UNBOUND || eos_text_is(text, "categorical")) {
        tensor->encoding = EOS_LABELS_ONE_HOT;
        const eos_sequence *classes =
            eos_iterate(flow, eos_argument_at(arguments, UINT32_MAX, "classes"));
        if (classes != NULL)
            tensor->classes = classes->count;
    } else if (eos_text_is(text, "binary")) {
        tensor->encoding = EOS_LABELS_INTEGER;
        tensor->classes = 2;
        tensor->minimum = 0.0;
        tensor->maximum = 1.0;
    } else if (eos_text_is(text, "sparse")) {
        tensor->encoding = EOS_LABELS_INTEGER;
    }
    tensor->batch_size = eos_argument_at(arguments, UINT32_MAX, "batch_size");
    if (tensor->batch_size.kind == EOS_VALUE_UNBOUND)
        tensor->batch_size = eos_value_through(flow->arena, eos_integer(32), EOS_ORIGIN_API,
                                               (eos_span){0}, NULL, NULL);
    return eos_make_tensor(flow, frame, tensor, arguments->span);
}

/* ---- dispatch ---- */

static const struct {
    const char *path; /* sorted */
    array_function *call;
} FUNCTIONS[] = {
    {"keras.utils.to_categorical", to_categorical},
    {"numpy.array", make_array},
    {"numpy.asarray", make_array},
    {"numpy.load", load_npy},
    {"numpy.ones", make_ones},
    {"numpy.random.rand", make_random},
    {"numpy.random.randn", make_random},
    {"numpy.zeros", make_zeros},
    {"sklearn.model_selection.train_test_split", train_test_split},
};

static int compare_path(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

eos_value eos_call_array_function(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                  const eos_arguments *arguments)
{
    const eos_api_entry *entry = library->entry;
    if (entry != NULL && entry->family == EOS_API_DATASET) {
        const eos_api_dataset *set =
            eos_api_find_dataset(library->path->data, library->path->length);
        if (set != NULL)
            return load_data(flow, frame, set, arguments);
        return not_given();
    }
    if (entry != NULL && entry->family != EOS_API_ARRAY && entry->family != EOS_API_OPAQUE)
        return not_given();
    const void *found = bsearch(library->path->data, FUNCTIONS, sizeof FUNCTIONS / sizeof *FUNCTIONS,
                                sizeof *FUNCTIONS, compare_path);
    if (found == NULL)
        return not_given();
    size_t index = (size_t)((const char *)found - (const char *)FUNCTIONS) / sizeof *FUNCTIONS;
    return FUNCTIONS[index].call(flow, frame, arguments);
}

eos_value eos_call_array_method(eos_flow *flow, eos_frame *frame, eos_object *object, const eos_text *name,
                                const eos_arguments *arguments)
{
    const eos_api_entry *entry = object->library != NULL ? object->library->entry : NULL;
    if (entry != NULL && entry->family == EOS_API_GENERATOR &&
        eos_text_is(name, "flow_from_directory"))
        return flow_from_directory(flow, frame, arguments);
    return not_given();
}
