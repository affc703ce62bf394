/* SPDX-License-Identifier: MIT */
/*
 * pandas. A frame has two axes and labels on its columns; of a file only the path is known.
 * Missing values are not tracked: a column that is mapped through a literal dict is taken to be
 * covered by it, because a program that leaves gaps there has no labels to train on.
 */
#include "flow/array.h"

#include <math.h>

static eos_tensor *new_frame(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    out->holder = EOS_HOLDER_FRAME;
    out->shape = (eos_shape){true, 2, {EOS_DIM_UNKNOWN, EOS_DIM_UNKNOWN}};
    return out;
}

static eos_value read_csv(const eos_array_call *call)
{
    eos_tensor *out = new_frame(call);
    const eos_text *path = eos_value_string(eos_array_argument(call, 0, "filepath_or_buffer"));
    eos_value header = eos_array_argument(call, UINT32_MAX, "header");
    eos_value names = eos_array_argument(call, UINT32_MAX, "names");
    eos_value chosen = eos_array_argument(call, UINT32_MAX, "usecols");
    eos_value index = eos_array_argument(call, UINT32_MAX, "index_col");
    bool is_in_parts = eos_array_is_given(eos_array_argument(call, UINT32_MAX, "chunksize")) ||
                       eos_array_is_given(eos_array_argument(call, UINT32_MAX, "iterator"));
    if (is_in_parts)
        return eos_unknown("a file that is read in parts");
    if (path != NULL)
        out->source = path->data;
    const eos_sequence *list = eos_array_is_given(chosen) ? eos_iterate(call->flow, chosen) : NULL;
    if (!eos_array_is_given(chosen) && eos_array_is_given(names))
        list = eos_iterate(call->flow, names);
    if (list != NULL && !eos_array_is_given(index))
        out->shape.sizes[1] = list->count;
    out->has_numbered_columns =
        header.kind == EOS_VALUE_NONE && !eos_array_is_given(names) && !eos_array_is_given(index);
    return eos_array_result(call, out);
}

static eos_value make_frame(const eos_array_call *call)
{
    eos_value from = eos_array_argument(call, 0, "data");
    eos_value columns = eos_array_argument(call, UINT32_MAX, "columns");
    const eos_tensor *facts = eos_array_facts(call, from);
    eos_tensor *out = new_frame(call);
    bool has_names = eos_array_is_given(columns);
    const eos_sequence *names = has_names ? eos_iterate(call->flow, columns) : NULL;
    if (facts != NULL && facts->holder < EOS_HOLDER_FEED && facts->shape.is_known &&
        facts->shape.rank == 2) {
        out = eos_array_copy(call->flow, facts);
        out->holder = EOS_HOLDER_FRAME;
    } else if (facts != NULL) {
        out->minimum = facts->minimum;
        out->maximum = facts->maximum;
    }
    out->has_numbered_columns =
        !has_names && (facts == NULL || facts->holder == EOS_HOLDER_ARRAY) &&
        !(from.kind == EOS_VALUE_OBJECT && from.as.object->kind == EOS_OBJECT_DICT);
    if (names != NULL)
        out->shape.sizes[1] = names->count;
    return eos_array_result(call, out);
}

static eos_value make_series(const eos_array_call *call)
{
    const eos_tensor *facts = eos_array_facts(call, eos_array_argument(call, 0, "data"));
    if (facts == NULL || facts->holder >= EOS_HOLDER_FEED || !facts->shape.is_known ||
        facts->shape.rank != 1)
        return eos_array_unknown();
    eos_tensor *out = eos_array_copy(call->flow, facts);
    out->holder = EOS_HOLDER_SERIES;
    return eos_array_result(call, out);
}

/* a column becomes one-hot rows, a frame anything */
static eos_value get_dummies(const eos_array_call *call)
{
    const eos_tensor *facts = eos_array_facts(call, eos_array_argument(call, 0, "data"));
    eos_value given = eos_array_argument(call, UINT32_MAX, "drop_first");
    bool drops = false, has_drop = eos_array_is_given(given);
    eos_tensor *out = new_frame(call);
    if (has_drop && !eos_value_boolean(given, &drops))
        drops = true;
    bool is_column = facts != NULL && facts->shape.is_known && facts->shape.rank == 1 &&
                     facts->holder <= EOS_HOLDER_SERIES;
    if (!is_column || drops)
        return eos_array_result(call, out);
    bool is_counted = facts->encoding == EOS_LABELS_INTEGER && facts->is_range_exact;
    out->encoding = EOS_LABELS_ONE_HOT;
    out->classes = is_counted ? facts->classes : -1;
    out->shape = (eos_shape){true, 2, {eos_facts_rows(facts), out->classes}};
    out->minimum = 0;
    out->maximum = 1;
    out->dtype = EOS_DTYPE_BOOL;
    out->source = "get_dummies";
    return eos_array_result(call, out);
}

static eos_value factorize_facts(const eos_array_call *call, const eos_tensor *facts)
{
    eos_tensor *codes = eos_array_new(call);
    codes->shape = (eos_shape){true, 1, {eos_facts_rows(facts)}};
    codes->dtype = EOS_DTYPE_INTEGER;
    codes->encoding = EOS_LABELS_INTEGER; /* -1 stands for missing values: no lower bound */
    codes->source = "factorize";
    return eos_array_pair(call->flow, eos_array_result(call, codes),
                          eos_unknown("distinct values of a column"));
}

static eos_value factorize(const eos_array_call *call)
{
    return factorize_facts(call, eos_array_facts(call, eos_array_argument(call, 0, "values")));
}

static eos_value concat(const eos_array_call *call)
{
    const eos_sequence *parts = eos_iterate(call->flow, eos_array_argument(call, 0, "objs"));
    eos_value axis = eos_array_argument(call, UINT32_MAX, "axis");
    int64_t number = 0, columns = 0, rows = 0;
    eos_tensor *out = NULL;
    if (eos_array_is_given(axis) && !eos_value_integer(axis, &number))
        return eos_array_unknown();
    for (uint32_t i = 0; i < eos_sequence_count(parts); i++) {
        const eos_tensor *part = eos_tensor_of(parts->items[i].value);
        if (part == NULL || part->holder > EOS_HOLDER_SERIES || part->holder == EOS_HOLDER_ARRAY)
            return eos_array_unknown();
        eos_tensor *next = eos_array_copy(call->flow, part);
        if (out != NULL)
            eos_facts_hull(next, out, part);
        int64_t width = part->holder == EOS_HOLDER_SERIES ? 1 : eos_facts_columns(part);
        columns = columns < 0 || width < 0 ? EOS_DIM_UNKNOWN : columns + width;
        rows = rows < 0 || eos_facts_rows(part) < 0 ? EOS_DIM_UNKNOWN : rows + eos_facts_rows(part);
        out = next;
    }
    if (out == NULL)
        return eos_array_unknown();
    out->is_range_exact = out->is_standardised = out->has_numbered_columns = false;
    if (number == 1) {
        out->holder = EOS_HOLDER_FRAME;
        out->shape = (eos_shape){true, 2, {EOS_DIM_UNKNOWN, columns}};
        eos_facts_no_labels(out);
    } else if (out->shape.is_known && out->shape.rank > 0) {
        out->shape.sizes[0] = rows;
        if (out->shape.rank > 1) /* columns that only one part has are added */
            out->shape.sizes[1] = EOS_DIM_UNKNOWN;
    }
    return eos_array_result(call, out);
}

/* ---- methods ---- */

/* the result, or in place: the receiver changes and None comes back */
static eos_value deliver(const eos_array_call *call, eos_tensor *out)
{
    bool is_in_place = false;
    eos_value given = eos_array_argument(call, UINT32_MAX, "inplace");
    if (given.kind == EOS_VALUE_UNBOUND)
        return eos_array_result(call, out);
    if (!eos_value_boolean(given, &is_in_place)) {
        eos_tensor *lost = eos_array_new(call);
        lost->holder = out->holder;
        eos_array_replace(call, lost);
        return eos_array_unknown();
    }
    if (!is_in_place)
        return eos_array_result(call, out);
    out->view_of = call->self->view_of;
    eos_array_replace(call, out);
    return eos_none();
}

static eos_value drop(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    eos_value labels = eos_array_argument(call, 0, "labels"),
              axis = eos_array_argument(call, 1, "axis");
    eos_value columns = eos_array_argument(call, UINT32_MAX, "columns");
    int64_t number = 0;
    const eos_text *side = eos_value_string(axis);
    bool is_column_axis = eos_array_is_given(columns) || eos_text_is(side, "columns") ||
                          (eos_value_integer(axis, &number) && number == 1);
    if (!eos_array_is_given(columns))
        columns = labels;
    if (is_column_axis && out->shape.is_known && out->shape.rank == 2) {
        const eos_sequence *names =
            columns.kind == EOS_VALUE_STRING ? NULL : eos_iterate(call->flow, columns);
        int64_t count = columns.kind == EOS_VALUE_STRING || columns.kind == EOS_VALUE_INT ? 1
                        : names != NULL ? (int64_t)names->count
                                        : -1;
        int64_t width = out->shape.sizes[1];
        out->shape.sizes[1] = width >= count && count >= 0 ? width - count : EOS_DIM_UNKNOWN;
        out->has_numbered_columns = false;
        out->is_range_exact = false;
        eos_facts_no_labels(out);
    } else {
        eos_facts_some_rows(out, EOS_DIM_UNKNOWN, true);
        if (eos_array_is_given(axis) && !eos_value_integer(axis, &number))
            out->shape = (eos_shape){true, 2, {EOS_DIM_UNKNOWN, EOS_DIM_UNKNOWN}};
    }
    return deliver(call, out);
}

static eos_value pop(const eos_array_call *call)
{
    if (call->self->holder != EOS_HOLDER_FRAME)
        return eos_array_unknown();
    eos_value column = eos_tensor_item(call->flow, call->frame, call->receiver,
                                       eos_array_argument(call, 0, "item"), call->arguments->span);
    eos_tensor *rest = eos_array_copy(call->flow, call->self);
    if (rest->shape.is_known && rest->shape.rank == 2 && rest->shape.sizes[1] > 0)
        rest->shape.sizes[1]--;
    rest->has_numbered_columns = rest->is_range_exact = false;
    eos_array_replace(call, rest);
    return column;
}

static eos_value fill_missing(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    out->is_standardised = false;
    if (out->dtype != EOS_DTYPE_INTEGER)
        eos_facts_no_range(out);
    return deliver(call, out);
}

static eos_value drop_rows(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    eos_value axis = eos_array_argument(call, UINT32_MAX, "axis");
    eos_facts_some_rows(out, EOS_DIM_UNKNOWN, true);
    if (eos_array_is_given(axis) && out->shape.is_known && out->shape.rank == 2)
        out->shape.sizes[1] = EOS_DIM_UNKNOWN;
    return deliver(call, out);
}

/* rows in another order; a part of them when frac or n say so */
static eos_value sample(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    double fraction = 0;
    eos_value given = eos_array_argument(call, UINT32_MAX, "frac");
    eos_value count = eos_array_argument(call, 0, "n");
    bool is_all = eos_value_number(given, &fraction) && fraction == 1 && !eos_array_is_given(count);
    if (!is_all)
        eos_facts_some_rows(out, eos_data_size(count), true);
    return eos_array_result(call, out);
}

static eos_value head(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    eos_facts_some_rows(out, EOS_DIM_UNKNOWN, true);
    return eos_array_result(call, out);
}

static eos_value same(const eos_array_call *call)
{
    return deliver(call, eos_array_copy(call->flow, call->self));
}

/* moves the index in as a column unless drop=True */
static eos_value reset_index(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    bool drops = false;
    eos_value given = eos_array_argument(call, UINT32_MAX, "drop");
    if (!eos_value_boolean(given, &drops) || !drops) {
        if (out->holder == EOS_HOLDER_SERIES)
            return eos_array_unknown();
        if (out->shape.is_known && out->shape.rank == 2)
            out->shape.sizes[1] = EOS_DIM_UNKNOWN;
        out->has_numbered_columns = false;
        eos_facts_no_range(out);
        eos_facts_no_labels(out);
    }
    return deliver(call, out);
}

/* column.map({"cat": 0, "dog": 1}) */
static eos_value map(const eos_array_call *call)
{
    eos_value table = eos_array_argument(call, 0, "arg");
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    eos_facts_no_labels(out);
    eos_facts_no_range(out);
    out->dtype = EOS_DTYPE_UNKNOWN;
    if (call->self->holder != EOS_HOLDER_SERIES || table.kind != EOS_VALUE_OBJECT ||
        table.as.object->kind != EOS_OBJECT_DICT || table.as.object->now.is_open)
        return deliver(call, out);
    const eos_sequence *entries = table.as.object->now.items;
    int64_t distinct = 0;
    double minimum = (double)INFINITY, maximum = -(double)INFINITY;
    for (uint32_t i = 0; i < eos_sequence_count(entries); i++) {
        int64_t value;
        bool is_new = true;
        if (entries->items[i].presence != EOS_PRESENT ||
            !eos_value_integer(entries->items[i].value, &value) || entries->count > 4096)
            return deliver(call, out);
        for (uint32_t k = 0; k < i; k++)
            is_new &= !eos_value_equal(entries->items[k].value, entries->items[i].value);
        distinct += is_new ? 1 : 0;
        minimum = fmin(minimum, (double)value);
        maximum = fmax(maximum, (double)value);
    }
    if (distinct == 0)
        return deliver(call, out);
    out->encoding = EOS_LABELS_INTEGER;
    out->classes = distinct;
    out->minimum = minimum;
    out->maximum = maximum;
    out->dtype = EOS_DTYPE_INTEGER;
    return deliver(call, out);
}

static eos_value replace(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    eos_facts_no_range(out);
    eos_facts_no_labels(out);
    return deliver(call, out);
}

static eos_value factorize_self(const eos_array_call *call)
{
    return factorize_facts(call, call->self);
}

static eos_value count_unique(const eos_array_call *call)
{
    const eos_tensor *self = call->self;
    bool is_counted =
        self->encoding == EOS_LABELS_INTEGER && self->is_range_exact && self->classes > 0;
    return is_counted ? eos_integer(self->classes) : eos_unknown("the number of distinct values");
}

/* one element per row, of whatever the function gives */
static eos_value apply(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    if (call->self->holder != EOS_HOLDER_SERIES)
        return eos_array_unknown();
    out->holder = EOS_HOLDER_SERIES;
    out->shape = call->self->shape;
    return eos_array_result(call, out);
}

static const eos_array_entry METHODS[] = {
    {"apply", apply},
    {"copy", same},
    {"drop", drop},
    {"drop_duplicates", drop_rows},
    {"dropna", drop_rows},
    {"factorize", factorize_self},
    {"fillna", fill_missing},
    {"head", head},
    {"map", map},
    {"nunique", count_unique},
    {"pop", pop},
    {"replace", replace},
    {"reset_index", reset_index},
    {"sample", sample},
    {"sort_index", same},
    {"sort_values", same},
    {"tail", head},
};

const eos_array_table eos_series_methods = {METHODS, sizeof METHODS / sizeof *METHODS};

static const eos_array_entry ENTRIES[] = {
    {"pandas.DataFrame", make_frame},    {"pandas.Series", make_series},
    {"pandas.concat", concat},           {"pandas.factorize", factorize},
    {"pandas.get_dummies", get_dummies}, {"pandas.read_csv", read_csv},
    {"pandas.read_excel", read_csv},     {"pandas.read_table", read_csv},
};

const eos_array_table eos_array_pandas = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
