/* SPDX-License-Identifier: MIT */
/*
 * numpy's makers of arrays, and the functions that put arrays together. Functions that numpy
 * offers as method too (reshape, clip, max ...) go to array_method.c.
 *
 * numpy.eye is a table of one-hot rows: indexing it by labels gives one-hot labels of its width,
 * which is how programs encode without Keras. The claim is made at eye and survives row indexing.
 */
#include "flow/array.h"

#include <math.h>

/* a list of constant strings */
static bool is_list_of_text(const eos_array_call *call, eos_value from, int64_t *count)
{
    const eos_sequence *items =
        from.kind == EOS_VALUE_STRING ? NULL : eos_iterate(call->flow, from);
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        if (items->items[i].value.kind != EOS_VALUE_STRING)
            return false;
    *count = eos_sequence_count(items);
    return *count > 0;
}

static eos_value make_array(const eos_array_call *call)
{
    int64_t rows;
    eos_value from = eos_array_argument(call, 0, "object");
    if (from.kind == EOS_VALUE_UNBOUND)
        from = eos_array_argument(call, UINT32_MAX, "a");
    const eos_tensor *facts = eos_array_facts(call, from);
    eos_value type = eos_array_argument(call, 1, "dtype");
    if (from.kind == EOS_VALUE_UNBOUND)
        return eos_array_unknown();
    bool is_readable = facts != NULL && facts->holder < EOS_HOLDER_FEED;
    eos_tensor *out = is_readable ? eos_array_copy(call->flow, facts) : eos_array_new(call);
    out->holder = EOS_HOLDER_ARRAY;
    out->has_numbered_columns = false;
    if (facts == NULL && is_list_of_text(call, from, &rows)) {
        out->dtype = EOS_DTYPE_TEXT;
        out->shape = (eos_shape){true, 1, {rows}};
    }
    if (eos_array_is_given(type))
        eos_facts_cast(out, type);
    eos_value array = eos_array_result(call, out);
    eos_array_take_list(call, array, from, type);
    return array;
}

static eos_value make_filled(const eos_array_call *call, uint32_t type_position, double minimum,
                             double maximum)
{
    eos_tensor *out = eos_array_new(call);
    eos_value type = eos_array_argument(call, type_position, "dtype");
    if (!eos_shape_from_value(eos_array_argument(call, 0, "shape"), &out->shape))
        out->shape = (eos_shape){0};
    out->minimum = minimum;
    out->maximum = maximum;
    out->is_range_exact = minimum == maximum;
    out->dtype = EOS_DTYPE_FLOAT;
    if (eos_array_is_given(type))
        eos_facts_cast(out, type);
    return eos_array_result(call, out);
}

static eos_value make_zeros(const eos_array_call *call)
{
    return make_filled(call, 1, 0.0, 0.0);
}

static eos_value make_ones(const eos_array_call *call)
{
    return make_filled(call, 1, 1.0, 1.0);
}

static eos_value make_empty(const eos_array_call *call)
{
    return make_filled(call, 1, (double)NAN, (double)NAN);
}

static eos_value make_full(const eos_array_call *call)
{
    double fill;
    eos_value value = eos_array_argument(call, 1, "fill_value");
    if (!eos_value_number(value, &fill))
        return make_filled(call, 2, (double)NAN, (double)NAN);
    return make_filled(call, 2, fill, fill);
}

static eos_value make_like(const eos_array_call *call, double fill)
{
    const eos_tensor *from = eos_array_facts(call, eos_array_argument(call, 0, "a"));
    eos_value type = eos_array_argument(call, UINT32_MAX, "dtype");
    if (from == NULL)
        return eos_array_unknown();
    eos_tensor *out = eos_array_new(call);
    out->shape = from->shape;
    out->dtype = from->dtype;
    out->minimum = out->maximum = fill;
    out->is_range_exact = !isnan(fill);
    if (eos_array_is_given(type))
        eos_facts_cast(out, type);
    return eos_array_result(call, out);
}

static eos_value make_zeros_like(const eos_array_call *call)
{
    return make_like(call, 0.0);
}

static eos_value make_ones_like(const eos_array_call *call)
{
    return make_like(call, 1.0);
}

static eos_value make_empty_like(const eos_array_call *call)
{
    return make_like(call, (double)NAN);
}

static eos_value make_eye(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    eos_value width = eos_array_argument(call, 1, "M"), first = eos_array_argument(call, 2, "k");
    int64_t size = eos_data_size(eos_array_argument(call, 0, "N"));
    bool is_square = !eos_array_is_given(width) || eos_facts_dtype(width) != EOS_DTYPE_UNKNOWN;
    out->shape = (eos_shape){true, 2, {size, is_square ? size : eos_data_size(width)}};
    out->minimum = 0.0;
    out->maximum = 1.0;
    out->dtype = EOS_DTYPE_FLOAT;
    if (is_square && !eos_array_is_given(first)) {
        out->encoding = EOS_LABELS_ONE_HOT;
        out->classes = size;
        out->source = "eye";
        out->is_range_exact = size > 1;
    }
    return eos_array_result(call, out);
}

static eos_value make_arange(const eos_array_call *call)
{
    double start = 0, stop, step = 1;
    eos_tensor *out = eos_array_new(call);
    eos_value first = eos_array_argument(call, 0, "start"),
              second = eos_array_argument(call, 1, "stop"),
              third = eos_array_argument(call, 2, "step");
    out->shape = (eos_shape){true, 1, {EOS_DIM_UNKNOWN}};
    bool is_single = !eos_array_is_given(second) && !eos_array_is_given(third);
    out->is_arange = is_single;
    bool is_known = is_single
                        ? eos_value_number(first, &stop)
                        : eos_value_number(first, &start) && eos_value_number(second, &stop) &&
                              (!eos_array_is_given(third) || eos_value_number(third, &step));
    bool is_whole = is_known && start == floor(start) && stop == floor(stop) && step == floor(step);
    if (!is_whole || step < 1 || stop <= start || stop - start > 1e15)
        return eos_array_result(call, out);
    double count = ceil((stop - start) / step);
    out->shape.sizes[0] = (int64_t)count;
    out->minimum = start;
    out->maximum = start + (count - 1) * step;
    out->is_range_exact = true;
    out->dtype = EOS_DTYPE_INTEGER;
    out->is_single = strncmp(call->path, "numpy.", 6) != 0;
    eos_value array = eos_array_result(call, out),
              type = eos_array_argument(call, UINT32_MAX, "dtype");
    bool is_float = false, is_read = eos_array_reads_type(type, &is_float);
    if (is_float)
        out->dtype = EOS_DTYPE_FLOAT;
    if (is_read)
        eos_array_set_elements(call->flow, array, start, step, (int64_t)count, !is_float);
    return array;
}

static eos_value make_linspace(const eos_array_call *call)
{
    double start, stop;
    eos_tensor *out = eos_array_new(call);
    bool is_torch = strncmp(call->path, "torch.", 6) == 0;
    eos_value count = eos_array_argument(call, 2, is_torch ? "steps" : "num");
    if (!eos_value_number(eos_array_argument(call, 0, "start"), &start) ||
        !eos_value_number(eos_array_argument(call, 1, is_torch ? "end" : "stop"), &stop) ||
        eos_array_is_given(eos_array_argument(call, UINT32_MAX, "retstep")))
        return eos_array_unknown();
    out->shape = (eos_shape){true, 1, {eos_array_is_given(count) ? eos_data_size(count) : 50}};
    out->minimum = fmin(start, stop);
    out->maximum = fmax(start, stop);
    out->dtype = EOS_DTYPE_FLOAT;
    out->is_single = out->is_inexact = strncmp(call->path, "numpy.", 6) != 0;
    eos_value array = eos_array_result(call, out);
    int64_t size = out->shape.sizes[0];
    if (size > 0 && !eos_array_is_given(eos_array_argument(call, UINT32_MAX, "dtype")) &&
        !eos_array_is_given(eos_array_argument(call, UINT32_MAX, "endpoint")))
        eos_array_set_elements(call->flow, array, start,
                               size > 1 ? (stop - start) / (double)(size - 1) : 0.0, size, false);
    return array;
}

/* ---- files ---- */

static eos_value read_file(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    const eos_text *path = eos_value_string(eos_array_argument(call, 0, "file"));
    if (path == NULL)
        path = eos_value_string(eos_array_argument(call, UINT32_MAX, "fname"));
    if (path != NULL) {
        const char *ending = strrchr(path->data, '.');
        out->source = path->data;
        if (ending != NULL && strcmp(ending, ".npz") == 0)
            return eos_unknown("an archive of arrays");
    }
    return eos_array_result(call, out);
}

/* loadtxt and genfromtxt give columns unless one is chosen or they are unpacked */
static eos_value read_text(const eos_array_call *call)
{
    if (eos_array_is_given(eos_array_argument(call, UINT32_MAX, "unpack")))
        return eos_array_unknown();
    eos_value out = read_file(call);
    eos_tensor *table =
        out.kind == EOS_VALUE_OBJECT ? eos_array_copy(call->flow, eos_tensor_of(out)) : NULL;
    if (table == NULL)
        return out;
    table->is_table = true;
    return eos_array_result(call, table);
}

/* ---- putting together ---- */

/* facts of all parts, with one hull; NULL when one is not known */
static eos_tensor *join_parts(const eos_array_call *call, const eos_sequence *parts)
{
    eos_tensor *out = NULL;
    for (uint32_t i = 0; i < eos_sequence_count(parts); i++) {
        const eos_tensor *part = eos_array_facts(call, parts->items[i].value);
        if (part == NULL || part->holder >= EOS_HOLDER_FEED)
            return NULL;
        if (out == NULL) {
            out = eos_array_copy(call->flow, part);
            continue;
        }
        eos_tensor *hull = eos_array_new(call);
        hull->shape = part->shape;
        bool is_union_exact = out->is_range_exact && part->is_range_exact;
        eos_facts_hull(hull, out, part);
        hull->is_range_exact = is_union_exact; /* all parts are there: both ends occur */
        out = hull;
    }
    if (out != NULL) {
        out->holder = EOS_HOLDER_ARRAY;
        out->has_numbered_columns = out->is_arange = out->is_standardised = false;
    }
    return out;
}

/* the shape of parts side by side along `axis` */
static eos_shape concatenated(const eos_array_call *call, const eos_sequence *parts, uint32_t axis)
{
    eos_shape out = {0};
    for (uint32_t i = 0; i < parts->count; i++) {
        const eos_tensor *part = eos_array_facts(call, parts->items[i].value);
        if (part == NULL) /* an iterator among the parts: it was walked before */
            return (eos_shape){0};
        const eos_shape *shape = &part->shape;
        if (!shape->is_known || axis >= shape->rank || (i > 0 && shape->rank != out.rank))
            return (eos_shape){0};
        if (i == 0) {
            out = *shape;
            continue;
        }
        for (uint32_t k = 0; k < out.rank; k++) {
            if (k == axis)
                out.sizes[k] = out.sizes[k] < 0 || shape->sizes[k] < 0
                                   ? EOS_DIM_UNKNOWN
                                   : out.sizes[k] + shape->sizes[k];
            else if (out.sizes[k] < 0)
                out.sizes[k] = shape->sizes[k]; /* they must agree */
        }
    }
    return out;
}

static eos_value put_together(const eos_array_call *call, eos_value list, int64_t axis)
{
    const eos_sequence *parts = eos_iterate(call->flow, list);
    eos_tensor *out = join_parts(call, parts);
    if (out == NULL)
        return eos_array_unknown();
    uint8_t rank = out->shape.rank;
    bool is_known = out->shape.is_known;
    if (is_known && axis < 0)
        axis += rank;
    out->shape = is_known && axis >= 0 ? concatenated(call, parts, (uint32_t)axis) : (eos_shape){0};
    if (axis != 0) /* columns side by side are no rows of labels */
        eos_facts_no_labels(out);
    return eos_array_result(call, out);
}

static eos_value concatenate(const eos_array_call *call)
{
    int64_t axis = 0;
    eos_value given = eos_array_argument(call, 1, "axis");
    if (given.kind == EOS_VALUE_UNBOUND)
        given = eos_array_argument(call, UINT32_MAX, "dim");
    if (eos_array_is_given(given) && !eos_value_integer(given, &axis))
        return eos_array_unknown();
    if (given.kind == EOS_VALUE_NONE)
        return eos_array_unknown();
    return put_together(call, eos_array_argument(call, 0, "arrays"), axis);
}

/* ranks of all parts when they agree; -1 otherwise */
static int common_rank(const eos_array_call *call, const eos_sequence *parts)
{
    int rank = -1;
    for (uint32_t i = 0; i < eos_sequence_count(parts); i++) {
        const eos_tensor *part = eos_array_facts(call, parts->items[i].value);
        if (part == NULL || !part->shape.is_known || (i > 0 && part->shape.rank != rank))
            return -1;
        rank = part->shape.rank;
    }
    return rank;
}

static eos_value stack_along(const eos_array_call *call, eos_value list, uint32_t axis)
{
    const eos_sequence *parts = eos_iterate(call->flow, list);
    eos_tensor *out = join_parts(call, parts);
    if (out == NULL)
        return eos_array_unknown();
    out->shape = common_rank(call, parts) >= 0 ? eos_shape_with(&out->shape, axis, parts->count)
                                               : (eos_shape){0};
    if (axis != 0 || out->encoding == EOS_LABELS_INTEGER)
        eos_facts_no_labels(out);
    return eos_array_result(call, out);
}

static eos_value stack(const eos_array_call *call)
{
    int64_t axis = 0;
    eos_value given = eos_array_argument(call, 1, "axis");
    if (eos_array_is_given(given) && (!eos_value_integer(given, &axis) || axis < 0))
        return eos_array_unknown();
    return stack_along(call, eos_array_argument(call, 0, "arrays"), (uint32_t)axis);
}

static eos_value stack_rows(const eos_array_call *call)
{
    eos_value list = eos_array_argument(call, 0, "tup");
    int rank = common_rank(call, eos_iterate(call->flow, list));
    if (rank == 1)
        return stack_along(call, list, 0);
    return rank > 1 ? put_together(call, list, 0) : eos_array_unknown();
}

static eos_value stack_columns(const eos_array_call *call)
{
    eos_value list = eos_array_argument(call, 0, "tup");
    int rank = common_rank(call, eos_iterate(call->flow, list));
    return rank > 0 ? put_together(call, list, rank == 1 ? 0 : 1) : eos_array_unknown();
}

static eos_value column_stack(const eos_array_call *call)
{
    eos_value list = eos_array_argument(call, 0, "tup");
    int rank = common_rank(call, eos_iterate(call->flow, list));
    if (rank == 1)
        return stack_along(call, list, 1);
    return rank == 2 ? put_together(call, list, 1) : eos_array_unknown();
}

static eos_value append(const eos_array_call *call)
{
    eos_value axis = eos_array_argument(call, 2, "axis"), left = eos_array_argument(call, 0, "arr");
    int64_t number = 0;
    const eos_tensor *facts = eos_array_facts(call, left);
    if (!eos_array_is_given(axis) &&
        (facts == NULL || !facts->shape.is_known || facts->shape.rank != 1))
        return eos_array_unknown();
    if (eos_array_is_given(axis) && !eos_value_integer(axis, &number))
        return eos_array_unknown();
    return put_together(
        call, eos_array_pair(call->flow, left, eos_array_argument(call, 1, "values")), number);
}

/* numpy.where(condition, a, b): one of two at each place */
static eos_value where(const eos_array_call *call)
{
    const eos_tensor *test = eos_array_facts(call, eos_array_argument(call, 0, "condition"));
    eos_value first = eos_array_argument(call, 1, "x"), second = eos_array_argument(call, 2, "y");
    if (second.kind == EOS_VALUE_UNBOUND)
        return eos_unknown("places where a condition holds");
    double a, b;
    if (test == NULL || !eos_value_number(first, &a) || !eos_value_number(second, &b))
        return eos_array_unknown();
    eos_tensor *out = eos_array_new(call);
    out->shape = test->shape;
    out->minimum = fmin(a, b);
    out->maximum = fmax(a, b);
    out->dtype = first.kind == EOS_VALUE_FLOAT || second.kind == EOS_VALUE_FLOAT
                     ? EOS_DTYPE_FLOAT
                     : EOS_DTYPE_INTEGER;
    bool is_bit = out->minimum == 0 && out->maximum == 1;
    if (is_bit && eos_facts_is_column(test)) {
        out->encoding = EOS_LABELS_INTEGER;
        out->classes = 2;
    }
    return eos_array_result(call, out);
}

/* ---- functions that are methods too ---- */

#define DELEGATE(function, method)                                                                 \
    static eos_value function(const eos_array_call *call)                                          \
    {                                                                                              \
        return eos_array_delegate(call, method);                                                   \
    }

DELEGATE(call_abs, "abs")
DELEGATE(call_argmax, "argmax")
DELEGATE(call_argsort, "argsort")
DELEGATE(call_clip, "clip")
DELEGATE(call_copy, "copy")
DELEGATE(call_exp, "exp")
DELEGATE(call_expand, "expand_dims")
DELEGATE(call_flatten, "ravel")
DELEGATE(call_log, "log")
DELEGATE(call_max, "max")
DELEGATE(call_mean, "mean")
DELEGATE(call_min, "min")
DELEGATE(call_nan_to_num, "nan_to_num")
DELEGATE(call_repeat, "repeat")
DELEGATE(call_reshape, "reshape")
DELEGATE(call_round, "round")
DELEGATE(call_same, "same_shape")
DELEGATE(call_squeeze, "squeeze")
DELEGATE(call_std, "std")
DELEGATE(call_swap, "swapaxes")
DELEGATE(call_transpose, "transpose")
DELEGATE(call_unique, "unique")

static eos_value cast_to(const eos_array_call *call)
{
    const eos_tensor *facts = eos_array_facts(call, eos_array_argument(call, 0, "value"));
    double number;
    if (eos_value_number(eos_array_argument(call, 0, "value"), &number))
        return strstr(call->path, "float") != NULL ? eos_number(number)
                                                   : eos_array_argument(call, 0, "value");
    if (facts == NULL || facts->holder >= EOS_HOLDER_FEED)
        return eos_array_unknown();
    eos_tensor *out = eos_array_copy(call->flow, facts);
    eos_facts_cast(out, eos_library_value(call->flow, call->path, strlen(call->path)));
    return eos_array_result(call, out);
}

static const eos_array_entry ENTRIES[] = {
    {"numpy.abs", call_abs},
    {"numpy.append", append},
    {"numpy.arange", make_arange},
    {"numpy.argmax", call_argmax},
    {"numpy.argsort", call_argsort},
    {"numpy.array", make_array},
    {"numpy.asarray", make_array},
    {"numpy.ascontiguousarray", make_array},
    {"numpy.clip", call_clip},
    {"numpy.column_stack", column_stack},
    {"numpy.concatenate", concatenate},
    {"numpy.copy", call_copy},
    {"numpy.empty", make_empty},
    {"numpy.empty_like", make_empty_like},
    {"numpy.exp", call_exp},
    {"numpy.expand_dims", call_expand},
    {"numpy.eye", make_eye},
    {"numpy.flip", call_same},
    {"numpy.fliplr", call_same},
    {"numpy.flipud", call_same},
    {"numpy.float32", cast_to},
    {"numpy.float64", cast_to},
    {"numpy.full", make_full},
    {"numpy.genfromtxt", read_text},
    {"numpy.hstack", stack_columns},
    {"numpy.identity", make_eye},
    {"numpy.int32", cast_to},
    {"numpy.int64", cast_to},
    {"numpy.linspace", make_linspace},
    {"numpy.load", read_file},
    {"numpy.loadtxt", read_text},
    {"numpy.log", call_log},
    {"numpy.max", call_max},
    {"numpy.mean", call_mean},
    {"numpy.min", call_min},
    {"numpy.nan_to_num", call_nan_to_num},
    {"numpy.ones", make_ones},
    {"numpy.ones_like", make_ones_like},
    {"numpy.ravel", call_flatten},
    {"numpy.repeat", call_repeat},
    {"numpy.reshape", call_reshape},
    {"numpy.round", call_round},
    {"numpy.squeeze", call_squeeze},
    {"numpy.stack", stack},
    {"numpy.std", call_std},
    {"numpy.swapaxes", call_swap},
    {"numpy.transpose", call_transpose},
    {"numpy.uint8", cast_to},
    {"numpy.unique", call_unique},
    {"numpy.vstack", stack_rows},
    {"numpy.where", where},
    {"numpy.zeros", make_zeros},
    {"numpy.zeros_like", make_zeros_like},
};

const eos_array_table eos_array_numpy = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};

/* torch and tensorflow have the same makers under other names: numbers are numbers */
static const eos_array_entry NUMBERS[] = {
    {"keras.ops.arange", make_arange},
    {"keras.ops.convert_to_tensor", make_array},
    {"keras.ops.expand_dims", call_expand},
    {"keras.ops.reshape", call_reshape},
    {"tensorflow.argmax", call_argmax},
    {"tensorflow.concat", concatenate},
    {"tensorflow.constant", make_array},
    {"tensorflow.convert_to_tensor", make_array},
    {"tensorflow.expand_dims", call_expand},
    {"tensorflow.ones", make_ones},
    {"tensorflow.reshape", call_reshape},
    {"tensorflow.squeeze", call_squeeze},
    {"tensorflow.stack", stack},
    {"tensorflow.zeros", make_zeros},
    {"torch.arange", make_arange},
    {"torch.as_tensor", make_array},
    {"torch.cat", concatenate},
    {"torch.eye", make_eye},
    {"torch.from_numpy", make_array},
    {"torch.full", make_full},
    {"torch.linspace", make_linspace},
    {"torch.stack", stack},
    {"torch.tensor", make_array},
};

const eos_array_table eos_array_numbers = {NUMBERS, sizeof NUMBERS / sizeof *NUMBERS};
