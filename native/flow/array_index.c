/* SPDX-License-Identifier: MIT */
/*
 * Indexing and indexed writes.
 *
 * A slice of columns with written bounds is taken at its word (`data[:, 0:8]` has 8 columns),
 * although a narrower file would give fewer: the program says what its author believes of the
 * file, and fails or means something else otherwise. Rows are not: `x[:1000]` of unknown rows
 * stays unknown.
 */
#include "flow/array.h"

#include <math.h>

typedef struct index_run {
    eos_flow *flow;
    const eos_tensor *from;
    eos_tensor *out;
    uint32_t axis; /* next axis of `from` */
    bool is_shape_known;
    bool are_rows_whole;    /* nothing was taken from the first axis */
    bool are_rows_kept;     /* the first axis is still one entry per row */
    bool are_columns_whole; /* nothing was taken from any other axis */
    uint32_t fancy_count;
} index_run;

static void put_axis(index_run *run, int64_t size)
{
    eos_shape *shape = &run->out->shape;
    if (shape->rank >= EOS_LIMIT_RANK)
        run->is_shape_known = false;
    else
        shape->sizes[shape->rank++] = size;
}

/* size of lower:upper:step of an axis */
static int64_t sliced_size(eos_value key, int64_t size, bool is_rows, bool *is_whole)
{
    const eos_item *part = key.as.items->items;
    int64_t lower = 0, upper = size, step = 1;
    bool has_lower = part[0].value.kind != EOS_VALUE_NONE,
         has_upper = part[1].value.kind != EOS_VALUE_NONE,
         has_step = part[2].value.kind != EOS_VALUE_NONE;
    *is_whole = !has_lower && !has_upper && !has_step;
    if (*is_whole)
        return size;
    if ((has_lower && !eos_value_integer(part[0].value, &lower)) ||
        (has_upper && !eos_value_integer(part[1].value, &upper)) ||
        (has_step && !eos_value_integer(part[2].value, &step)))
        return EOS_DIM_UNKNOWN;
    if (step == -1 && !has_lower && !has_upper)
        return size; /* reversed */
    if (step < 1)
        return EOS_DIM_UNKNOWN;
    if (size < 0) {
        if (lower < 0 && !has_upper && !is_rows && step == 1)
            return -lower; /* the last columns */
        if (is_rows || lower < 0 || upper < lower || !has_upper || step != 1)
            return EOS_DIM_UNKNOWN;
        return upper - lower;
    }
    lower = lower < 0 ? lower + size : lower;
    upper = upper < 0 ? upper + size : upper;
    lower = lower < 0 ? 0 : lower > size ? size : lower;
    upper = upper < 0 ? 0 : upper > size ? size : upper;
    return upper > lower ? (upper - lower - 1) / step + 1 : 0;
}

static void take_slice(index_run *run, eos_value key)
{
    bool is_rows = run->axis == 0, is_whole;
    int64_t size = run->from->shape.sizes[run->axis++];
    int64_t left = sliced_size(key, size, is_rows, &is_whole);
    put_axis(run, left);
    if (is_rows)
        run->are_rows_whole = is_whole;
    else
        run->are_columns_whole &= is_whole;
}

static void take_array(index_run *run, const eos_tensor *key)
{
    bool is_rows = run->axis == 0, is_mask = key->dtype == EOS_DTYPE_BOOL;
    bool is_number = key->dtype == EOS_DTYPE_INTEGER;
    run->fancy_count++;
    if (is_rows) {
        run->are_rows_whole = key->is_permutation && eos_facts_rows(key) >= 0 &&
                              eos_facts_rows(key) == run->from->shape.sizes[0];
        run->are_rows_kept = key->shape.is_known && key->shape.rank == 1;
    } else {
        run->are_columns_whole = false;
    }
    if (!key->shape.is_known || (!is_mask && !is_number && key->shape.rank != 1)) {
        run->is_shape_known = false;
        return;
    }
    if (!is_number) { /* a mask, or numbers of unknown type: as many as it likes */
        uint32_t taken = is_mask ? key->shape.rank : 1;
        for (uint32_t i = 0; i < taken && run->axis < run->from->shape.rank; i++)
            run->axis++;
        put_axis(run, EOS_DIM_UNKNOWN);
        return;
    }
    run->axis++;
    for (uint32_t i = 0; i < key->shape.rank; i++)
        put_axis(run, key->shape.sizes[i]);
}

static void take_one(index_run *run, eos_value key, const eos_array_call *call)
{
    int64_t number;
    if (key.kind == EOS_VALUE_NONE) {
        put_axis(run, 1);
        run->are_rows_kept &= run->axis > 0;
        return;
    }
    if (run->axis >= run->from->shape.rank) {
        run->is_shape_known = false;
        return;
    }
    if (key.kind == EOS_VALUE_SLICE) {
        take_slice(run, key);
        return;
    }
    if (eos_value_integer(key, &number) || key.kind == EOS_VALUE_INTERVAL) {
        bool is_only = run->from->shape.sizes[run->axis] == 1;
        if (run->axis++ == 0)
            run->are_rows_kept = run->are_rows_whole = false;
        else if (!is_only)
            run->are_columns_whole = false;
        return;
    }
    const eos_tensor *array = eos_array_facts(call, key);
    if (array == NULL) {
        run->is_shape_known = false;
        if (run->axis == 0) /* rows of a table of rows, whatever picks them; perhaps one */
            run->are_rows_kept = run->are_rows_whole = false;
        run->axis++;
        return;
    }
    take_array(run, array);
}

/* labels and range after the shape is done */
static void settle_labels(index_run *run)
{
    eos_tensor *out = run->out;
    const eos_tensor *from = run->from;
    bool is_one_hot =
        from->encoding == EOS_LABELS_ONE_HOT || from->encoding == EOS_LABELS_MULTI_HOT;
    bool is_all = run->are_rows_whole && run->are_columns_whole;
    out->is_range_exact = from->is_range_exact && is_all;
    out->is_arange = out->is_permutation = out->is_by_class = false;
    out->has_numbered_columns = false;
    out->is_standardised = from->is_standardised && run->are_rows_whole && out->shape.rank == 2;
    if (is_all && eos_shape_equal(&out->shape, &from->shape))
        return;
    if (is_one_hot) { /* rows of the table stay what they are; a single row is none any more */
        bool is_lookup = run->fancy_count == 1 && !run->are_rows_whole;
        if (!run->are_columns_whole || (!run->are_rows_kept && !is_lookup))
            eos_facts_no_labels(out);
        return;
    }
    if (!run->are_rows_kept || !run->are_columns_whole || !eos_facts_is_column(out)) {
        eos_facts_no_labels(out);
        return;
    }
    if (!run->are_rows_whole && from->encoding == EOS_LABELS_INTEGER)
        out->classes = -1;
}

/* numpy's rules on `from`; the shape of `from` is known */
static eos_tensor *index_array(const eos_array_call *call, const eos_tensor *from, eos_value key)
{
    index_run run = {.flow = call->flow,
                     .from = from,
                     .out = eos_array_copy(call->flow, from),
                     .is_shape_known = true,
                     .are_rows_whole = true,
                     .are_rows_kept = true,
                     .are_columns_whole = true};
    run.out->shape = (eos_shape){.is_known = true};
    uint32_t count = key.kind == EOS_VALUE_TUPLE ? eos_sequence_count(key.as.items) : 1, axes = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t kind = key.kind == EOS_VALUE_TUPLE ? key.as.items->items[i].value.kind : key.kind;
        axes += kind != EOS_VALUE_NONE && kind != EOS_VALUE_ELLIPSIS ? 1u : 0u;
    }
    for (uint32_t i = 0; i < count; i++) {
        eos_value one = key.kind == EOS_VALUE_TUPLE ? key.as.items->items[i].value : key;
        if (one.kind != EOS_VALUE_ELLIPSIS) {
            take_one(&run, one, call);
            continue;
        }
        while (run.axis + axes < from->shape.rank)
            put_axis(&run, from->shape.sizes[run.axis++]);
    }
    while (run.axis < from->shape.rank)
        put_axis(&run, from->shape.sizes[run.axis++]);
    if (!run.is_shape_known || run.fancy_count > 1)
        run.out->shape = (eos_shape){0};
    settle_labels(&run);
    return run.out;
}

/* ---- pandas ---- */

/* a column that the program wrote, as it was written; UNBOUND = none, or perhaps another one */
static eos_value find_column(eos_value frame, eos_value key)
{
    const eos_text *name = eos_value_string(key);
    const eos_item *item = name != NULL ? eos_attribute_find(frame.as.object, name) : NULL;
    return item != NULL && item->presence == EOS_PRESENT ? item->value
                                                         : (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* one column of a frame */
static eos_tensor *take_column(eos_flow *flow, const eos_tensor *frame)
{
    eos_tensor *out = eos_array_copy(flow, frame);
    out->holder = EOS_HOLDER_SERIES;
    out->shape = (eos_shape){true, 1, {eos_facts_rows(frame)}};
    out->is_range_exact = false;
    out->has_numbered_columns = false;
    eos_facts_no_labels(out);
    return out;
}

static eos_tensor *take_columns(eos_flow *flow, const eos_tensor *frame, int64_t columns)
{
    eos_tensor *out = take_column(flow, frame);
    out->holder = EOS_HOLDER_FRAME;
    out->shape = (eos_shape){true, 2, {eos_facts_rows(frame), columns}};
    return out;
}

static eos_tensor *take_rows(eos_flow *flow, const eos_tensor *from, int64_t rows)
{
    eos_tensor *out = eos_array_copy(flow, from);
    eos_facts_some_rows(out, rows, true);
    if (from->holder == EOS_HOLDER_BY_LABEL || from->holder == EOS_HOLDER_BY_POSITION)
        out->holder = from->shape.rank == 1 ? EOS_HOLDER_SERIES : EOS_HOLDER_FRAME;
    return out;
}

static eos_tensor *index_frame(const eos_array_call *call, const eos_tensor *frame, eos_value key)
{
    const eos_tensor *array = eos_tensor_of(key);
    int64_t number;
    bool is_whole;
    if (key.kind == EOS_VALUE_STRING || eos_value_integer(key, &number))
        return take_column(call->flow, frame);
    if (key.kind == EOS_VALUE_SLICE)
        return take_rows(call->flow, frame,
                         sliced_size(key, eos_facts_rows(frame), true, &is_whole));
    if (array != NULL && array->dtype == EOS_DTYPE_BOOL)
        return take_rows(call->flow, frame, EOS_DIM_UNKNOWN);
    const eos_sequence *names = array == NULL ? eos_iterate(call->flow, key) : NULL;
    if (names != NULL && key.kind == EOS_VALUE_OBJECT) {
        bool is_mask = names->count > 0 && names->items[0].value.kind == EOS_VALUE_BOOL;
        return is_mask ? take_rows(call->flow, frame, EOS_DIM_UNKNOWN)
                       : take_columns(call->flow, frame, names->count);
    }
    eos_tensor *out =
        take_column(call->flow, frame); /* columns or rows: what is left is its data */
    out->shape = (eos_shape){0};
    return out;
}

/* .loc[rows, columns]: labels, and slices that include their end */
static eos_tensor *index_by_label(const eos_array_call *call, const eos_tensor *from, eos_value key)
{
    if (key.kind != EOS_VALUE_TUPLE || eos_sequence_count(key.as.items) != 2 ||
        from->shape.rank != 2)
        return key.kind == EOS_VALUE_SLICE || eos_tensor_of(key) != NULL
                   ? take_rows(call->flow, from, EOS_DIM_UNKNOWN)
                   : NULL;
    eos_value rows = key.as.items->items[0].value, columns = key.as.items->items[1].value;
    bool is_whole = false;
    eos_tensor *out;
    if (rows.kind == EOS_VALUE_SLICE)
        (void)sliced_size(rows, 0, true, &is_whole);
    else if (eos_tensor_of(rows) == NULL)
        return NULL;
    int64_t lower, upper;
    const eos_sequence *names =
        columns.kind == EOS_VALUE_OBJECT ? eos_iterate(call->flow, columns) : NULL;
    if (columns.kind == EOS_VALUE_STRING || eos_value_integer(columns, &lower)) {
        out = take_column(call->flow, from);
    } else if (columns.kind == EOS_VALUE_SLICE) {
        const eos_item *part = columns.as.items->items;
        bool is_counted = from->has_numbered_columns && eos_value_integer(part[0].value, &lower) &&
                          eos_value_integer(part[1].value, &upper) && lower >= 0 && upper >= lower;
        bool is_all;
        int64_t left = sliced_size(columns, eos_facts_columns(from), false, &is_all);
        out = take_columns(call->flow, from,
                           is_all       ? left
                           : is_counted ? upper - lower + 1
                                        : EOS_DIM_UNKNOWN);
    } else if (names != NULL) {
        out = take_columns(call->flow, from, names->count);
    } else {
        return NULL;
    }
    if (!is_whole)
        out->shape.sizes[0] = EOS_DIM_UNKNOWN;
    return out;
}

/* ---- reading ---- */

/* slices and numbers give a view; arrays of indices give a copy */
static bool is_basic(eos_value key)
{
    if (key.kind != EOS_VALUE_TUPLE)
        return key.kind != EOS_VALUE_OBJECT;
    for (uint32_t i = 0; i < eos_sequence_count(key.as.items); i++)
        if (key.as.items->items[i].value.kind == EOS_VALUE_OBJECT)
            return false;
    return true;
}

static eos_value index_feed(const eos_array_call *call, eos_value key)
{
    const eos_text *name = eos_value_string(key);
    if (call->self->holder == EOS_HOLDER_BUNCH && name != NULL)
        return eos_tensor_attribute(call->flow, call->frame, call->receiver, name,
                                    call->arguments->span);
    if (call->self->holder != EOS_HOLDER_FEED)
        return eos_unknown("part of what feeds a model");
    return eos_feed_element(call->flow, call->frame, call->self, call->arguments->span);
}

eos_value eos_tensor_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                          eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (value.kind != EOS_VALUE_OBJECT)
        return eos_get_item(flow, frame, value, key, span);
    if (tensor == NULL)
        return eos_unknown("an array that is not known any more");
    if (tensor->is_symbolic)
        return eos_graph_item(flow, frame, value, key, span);
    eos_arguments none = {.span = span, .callee = span};
    eos_array_call call = {.flow = flow,
                           .frame = frame,
                           .arguments = &none,
                           .path = "[]",
                           .receiver = value,
                           .self = tensor};
    if (tensor->holder >= EOS_HOLDER_FEED)
        return index_feed(&call, key);
    eos_value column = tensor->holder == EOS_HOLDER_FRAME ? find_column(value, key)
                                                          : (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (column.kind != EOS_VALUE_UNBOUND)
        return column;
    eos_tensor from = *tensor, *out = NULL;
    bool is_pair = key.kind == EOS_VALUE_TUPLE && eos_sequence_count(key.as.items) == 2;
    if (tensor->is_table && !from.shape.is_known && is_pair)
        from.shape = (eos_shape){true, 2, {EOS_DIM_UNKNOWN, EOS_DIM_UNKNOWN}};
    if (tensor->holder == EOS_HOLDER_FRAME) {
        out = index_frame(&call, tensor, key);
    } else if (tensor->holder == EOS_HOLDER_BY_LABEL) {
        out = index_by_label(&call, tensor, key);
    } else if (tensor->holder == EOS_HOLDER_SERIES && key.kind == EOS_VALUE_STRING) {
        return eos_unknown("a value of an array");
    } else if (from.shape.is_known) {
        eos_tensor *base = EOS_NEW(flow->arena, eos_tensor);
        *base = from;
        out = index_array(&call, base, key);
    } else {
        out = eos_array_copy(flow, tensor);
        out->is_range_exact = out->is_standardised = out->is_arange = out->is_permutation = false;
        bool is_one_hot_lookup =
            tensor->encoding == EOS_LABELS_ONE_HOT && eos_tensor_of(key) != NULL;
        if (!is_one_hot_lookup)
            eos_facts_no_labels(out);
    }
    if (out == NULL)
        return eos_unknown("part of a frame");
    if (tensor->holder == EOS_HOLDER_BY_POSITION && out->shape.is_known)
        out->holder = out->shape.rank == 1 ? EOS_HOLDER_SERIES : EOS_HOLDER_FRAME;
    else if (tensor->holder == EOS_HOLDER_BY_POSITION)
        return eos_unknown("part of a frame");
    if (out->shape.is_known && out->shape.rank == 0 && tensor->shape.rank > 0 &&
        !flow->is_sampling) /* one number */
        return eos_facts_number(flow, out->minimum, out->maximum, out->dtype == EOS_DTYPE_INTEGER);
    if (flow->is_sampling && out->shape.is_known && out->shape.rank == 0 &&
        eos_facts_is_column(tensor)) { /* one label of them stands for all */
        out->encoding = tensor->encoding;
        out->classes = tensor->classes;
    }
    if (tensor->holder == EOS_HOLDER_ARRAY && is_basic(key))
        out->view_of = value.as.object;
    eos_value result = eos_make_tensor(flow, frame, out, span);
    result.is_with_defaults = value.is_with_defaults || key.is_with_defaults;
    return result;
}

/* ---- writing ---- */

/* y[numpy.arange(len(y)), labels] = 1 on zeros: rows with exactly one 1 */
static bool makes_one_hot(const eos_tensor *tensor, eos_value key, eos_value value)
{
    double number;
    if (key.kind != EOS_VALUE_TUPLE || eos_sequence_count(key.as.items) != 2 ||
        !eos_value_number(value, &number) || number != 1)
        return false;
    const eos_tensor *rows = eos_tensor_of(key.as.items->items[0].value);
    const eos_tensor *ids = eos_tensor_of(key.as.items->items[1].value);
    return rows != NULL && ids != NULL && rows->is_arange && tensor->minimum == 0 &&
           tensor->maximum == 0 && tensor->shape.is_known && tensor->shape.rank == 2 &&
           eos_facts_rows(rows) >= 0 && eos_facts_rows(rows) == tensor->shape.sizes[0] &&
           ids->shape.is_known && ids->shape.rank == 1;
}

static bool value_bounds(eos_value value, double *minimum, double *maximum, bool *is_whole)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    double number;
    if (tensor != NULL) {
        *minimum = tensor->minimum;
        *maximum = tensor->maximum;
        *is_whole = tensor->dtype == EOS_DTYPE_INTEGER || tensor->dtype == EOS_DTYPE_BOOL;
    } else if (value.kind == EOS_VALUE_INTERVAL) {
        *minimum = value.as.interval->minimum;
        *maximum = value.as.interval->maximum;
        *is_whole = value.as.interval->is_integer;
    } else if (eos_value_number(value, &number)) {
        *minimum = *maximum = number;
        *is_whole = number == floor(number);
    } else {
        return false;
    }
    return !isnan(*minimum) && !isnan(*maximum);
}

static eos_tensor *written(eos_flow *flow, const eos_tensor *tensor, eos_value key, eos_value value)
{
    eos_tensor *out = EOS_NEW(flow->arena, eos_tensor);
    *out = *tensor;
    out->written_over = tensor;
    double minimum = 0, maximum = 0;
    bool is_whole = false, is_known = value_bounds(value, &minimum, &maximum, &is_whole);
    bool was_whole =
        tensor->minimum == floor(tensor->minimum) && tensor->maximum == floor(tensor->maximum);
    bool was_filled = tensor->minimum == tensor->maximum && tensor->encoding == EOS_LABELS_UNKNOWN;
    out->is_range_exact = out->is_standardised = out->is_arange = out->is_permutation = false;
    out->is_random = false;
    if (makes_one_hot(tensor, key, value)) {
        out->encoding = EOS_LABELS_ONE_HOT;
        out->classes = tensor->shape.sizes[1];
    } else if (eos_facts_is_column(tensor) && is_known && is_whole && was_whole &&
               (was_filled || tensor->encoding == EOS_LABELS_INTEGER)) {
        out->encoding = EOS_LABELS_INTEGER; /* numbers of classes written over a filled column */
        out->classes = -1;
    } else {
        eos_facts_no_labels(out);
    }
    if (is_known && out->dtype == EOS_DTYPE_INTEGER && !is_whole) {
        minimum = trunc(minimum);
        maximum = trunc(maximum);
    }
    out->minimum = is_known ? fmin(out->minimum, minimum) : (double)NAN;
    out->maximum = is_known ? fmax(out->maximum, maximum) : (double)NAN;
    if (isnan(tensor->minimum) || isnan(tensor->maximum))
        eos_facts_no_range(out);
    return out;
}

/* what a frame's column is from now on; .loc may write to any of them */
static void write_column(eos_flow *flow, eos_object *frame, eos_value key, eos_value value)
{
    const eos_text *name = eos_value_string(key);
    const eos_tensor *series = eos_tensor_of(value);
    if (name != NULL && series != NULL && series->holder <= EOS_HOLDER_SERIES) {
        eos_tensor *column = eos_array_copy(flow, series);
        eos_object *object = eos_heap_new(&flow->heap, EOS_OBJECT_TENSOR, series->span);
        column->holder = EOS_HOLDER_SERIES;
        if (!eos_facts_is_column(column))
            eos_facts_no_labels(column);
        column->shape = (eos_shape){true, 1, {eos_facts_rows(series)}};
        object->now.facts = column;
        eos_attribute_set(&flow->heap, frame, name, eos_object_value(object));
    } else if (name != NULL) {
        eos_attribute_set(&flow->heap, frame, name, (eos_value){.kind = EOS_VALUE_UNBOUND});
    } else {
        eos_content content = frame->now;
        content.attributes = NULL;
        eos_heap_write(&flow->heap, frame, content);
    }
}

void eos_array_write(eos_flow *flow, eos_object *object, eos_value key, eos_value value)
{
    const eos_tensor *tensor = object->now.facts;
    for (int depth = 0; object != NULL && depth < 16; depth++) {
        eos_content content = object->now;
        eos_object *base = tensor != NULL ? tensor->view_of : NULL;
        if (tensor != NULL) {
            eos_tensor *facts = written(flow, tensor, key, value);
            if (tensor->holder == EOS_HOLDER_FRAME) { /* a column may be new */
                bool is_column = key.kind == EOS_VALUE_STRING || key.kind == EOS_VALUE_INT;
                facts->shape.sizes[1] =
                    is_column || depth > 0 ? EOS_DIM_UNKNOWN : facts->shape.sizes[1];
                facts->has_numbered_columns = false;
                eos_facts_no_labels(facts);
            }
            content.facts = facts;
            content.items = NULL; /* the elements that were known */
        }
        eos_heap_write(&flow->heap, object, content);
        if (tensor != NULL && tensor->holder == EOS_HOLDER_FRAME)
            write_column(flow, object, depth == 0 ? key : eos_none(), value);
        object = base;
        tensor = base != NULL ? base->now.facts : NULL;
    }
}
