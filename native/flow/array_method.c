/* SPDX-License-Identifier: MIT */
/*
 * Methods of arrays and tensors; numpy's functions of the same name come here too (array.c,
 * delegate).
 *
 * Reductions of the whole array give a number or an interval, so that `y.max() + 1` and `x /
 * x.max()` are worked out by Python's own operators; with an axis they give an array.
 */
#include "flow/array.h"

#include <math.h>

static eos_tensor *copy_self(const eos_array_call *call)
{
    return eos_array_copy(call->flow, call->self);
}

static eos_value self_again(const eos_array_call *call)
{
    return eos_array_result(call, copy_self(call));
}

/* .to(device), .cuda(), .numpy(), .values of an array: the same numbers elsewhere */
static eos_value as_array(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    out->holder = EOS_HOLDER_ARRAY;
    return eos_array_result(call, out);
}

static eos_value cast_if_type(const eos_array_call *call, eos_value type)
{
    eos_tensor *out = copy_self(call);
    if (eos_facts_dtype(type) != EOS_DTYPE_UNKNOWN)
        eos_facts_cast(out, type);
    return eos_array_result(call, out);
}

static eos_value to(const eos_array_call *call)
{
    eos_value dtype = eos_array_argument(call, UINT32_MAX, "dtype");
    return cast_if_type(
        call, dtype.kind != EOS_VALUE_UNBOUND ? dtype : eos_array_argument(call, 0, "device"));
}

static eos_value astype(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    eos_facts_cast(out, eos_array_argument(call, 0, "dtype"));
    return eos_array_result(call, out);
}

static eos_value cast_named(const eos_array_call *call, const char *name)
{
    eos_tensor *out = copy_self(call);
    eos_facts_cast(out, eos_string(eos_intern_string(call->flow->names, name)));
    return eos_array_result(call, out);
}

static eos_value as_float(const eos_array_call *call)
{
    return cast_named(call, "float32");
}

static eos_value as_long(const eos_array_call *call)
{
    return cast_named(call, "int64");
}

static eos_value as_int(const eos_array_call *call)
{
    return cast_named(call, "int32");
}

static eos_value as_bool(const eos_array_call *call)
{
    return cast_named(call, "bool");
}

/* ---- shape ---- */

/* labels stay labels when the rows stay: (n,) <-> (n, 1), one-hot rows of the same width */
static void keep_labels(eos_tensor *out, const eos_tensor *from)
{
    const eos_shape *shape = &out->shape;
    bool keeps = false;
    if (from->encoding == EOS_LABELS_INTEGER || from->encoding == EOS_LABELS_CONTINUOUS) {
        keeps = eos_facts_is_column(out);
    } else if (shape->is_known && shape->rank > 0) {
        int64_t columns = shape->sizes[shape->rank - 1];
        keeps = columns >= 0 && from->shape.is_known && from->shape.rank > 0 &&
                columns == from->shape.sizes[from->shape.rank - 1];
    }
    if (!keeps)
        eos_facts_no_labels(out);
    out->is_standardised = out->is_standardised && eos_shape_equal(shape, &from->shape);
    out->is_arange = false;
    out->has_numbered_columns = false;
}

static eos_value reshape(const eos_array_call *call)
{
    const eos_arguments *arguments = call->arguments;
    eos_shape wanted = {0};
    eos_value first = eos_array_argument(call, 0, "shape");
    bool is_number = first.kind == EOS_VALUE_INT || arguments->positional_count > 1;
    if (!is_number) {
        if (!eos_shape_from_value(first, &wanted))
            wanted = (eos_shape){0};
    } else if (arguments->positional_count <= EOS_LIMIT_RANK && !arguments->is_open) {
        wanted.is_known = true;
        for (uint32_t i = 0; i < arguments->positional_count; i++)
            wanted.sizes[wanted.rank++] = eos_data_size(arguments->items[i].value);
    }
    eos_tensor *out = copy_self(call);
    /* x.view(torch.float32) and x.view(other) are no shapes */
    out->shape = eos_shape_reshaped(&call->self->shape, wanted);
    keep_labels(out, call->self);
    out->holder = EOS_HOLDER_ARRAY;
    return eos_array_result(call, out);
}

/* torch: flatten(start_dim), the axes from there on as one */
static eos_value flatten_from(const eos_array_call *call)
{
    const eos_shape *from = &call->self->shape;
    eos_tensor *out = copy_self(call);
    uint32_t start;
    if (call->arguments->count != 1 ||
        !eos_array_axis(from, eos_array_argument(call, 0, "start_dim"), &start))
        return eos_array_unknown();
    eos_shape rest = {.is_known = true, .rank = (uint8_t)(from->rank - start)};
    memcpy(rest.sizes, from->sizes + start, rest.rank * sizeof *rest.sizes);
    out->shape.rank = (uint8_t)(start + 1);
    out->shape.sizes[start] = eos_shape_elements(&rest);
    eos_facts_no_labels(out);
    keep_labels(out, call->self);
    return eos_array_result(call, out);
}

static eos_value flatten(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    if (call->arguments->count > 0)
        return flatten_from(call);
    out->shape = (eos_shape){true, 1, {eos_shape_elements(&call->self->shape)}};
    if (!eos_facts_is_column(call->self))
        eos_facts_no_labels(out);
    keep_labels(out, call->self);
    out->holder = EOS_HOLDER_ARRAY;
    return eos_array_result(call, out);
}

static eos_value squeeze(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    eos_value axis = eos_array_argument(call, 0, "axis");
    const eos_shape *from = &call->self->shape;
    uint32_t at;
    if (axis.kind == EOS_VALUE_UNBOUND)
        axis = eos_array_argument(call, UINT32_MAX, "dim");
    if (eos_array_is_given(axis)) {
        out->shape = eos_array_axis(from, axis, &at) && from->sizes[at] == 1
                         ? eos_shape_without(from, at)
                         : (eos_shape){0};
    } else if (from->is_known) {
        out->shape.rank = 0;
        for (uint32_t i = 0; i < from->rank; i++) {
            if (from->sizes[i] < 0 && i > 0) { /* rows: a data set of one row is none */
                out->shape = (eos_shape){0};
                break;
            }
            if (from->sizes[i] != 1)
                out->shape.sizes[out->shape.rank++] = from->sizes[i];
        }
    }
    keep_labels(out, call->self);
    return eos_array_result(call, out);
}

static eos_value expand_dims(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    int64_t axis;
    eos_value given = eos_array_argument(call, 0, "axis");
    if (given.kind == EOS_VALUE_UNBOUND)
        given = eos_array_argument(call, UINT32_MAX, "dim");
    if (!eos_value_integer(given, &axis))
        out->shape = (eos_shape){0};
    else if (out->shape.is_known)
        out->shape = eos_shape_with(&call->self->shape,
                                    (uint32_t)(axis < 0 ? axis + out->shape.rank + 1 : axis), 1);
    keep_labels(out, call->self);
    return eos_array_result(call, out);
}

static eos_value transpose(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    const eos_arguments *arguments = call->arguments;
    const eos_shape *from = &call->self->shape;
    eos_facts_no_labels(out);
    out->is_standardised = false;
    out->has_numbered_columns = false;
    if (!from->is_known)
        return eos_array_result(call, out);
    const eos_sequence *order = NULL;
    eos_value first = eos_array_argument(call, 0, "axes");
    if (first.kind == EOS_VALUE_UNBOUND)
        first = eos_array_argument(call, UINT32_MAX, "perm");
    if (first.kind != EOS_VALUE_UNBOUND)
        order = eos_iterate(call->flow, first);
    bool is_reversed = first.kind == EOS_VALUE_UNBOUND || first.kind == EOS_VALUE_NONE;
    for (uint32_t i = 0; i < from->rank; i++) {
        eos_value axis = is_reversed ? eos_integer(from->rank - 1 - (int64_t)i)
                         : order != NULL && i < order->count ? order->items[i].value
                         : order == NULL && i < arguments->positional_count
                             ? arguments->items[i].value
                             : eos_none();
        uint32_t at;
        if (!eos_array_axis(from, axis, &at)) {
            out->shape = (eos_shape){0};
            break;
        }
        out->shape.sizes[i] = from->sizes[at];
    }
    return eos_array_result(call, out);
}

static eos_value swapaxes(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    uint32_t a, b;
    eos_facts_no_labels(out);
    out->is_standardised = false;
    if (eos_array_axis(&out->shape, eos_array_argument(call, 0, "axis1"), &a) &&
        eos_array_axis(&out->shape, eos_array_argument(call, 1, "axis2"), &b)) {
        out->shape.sizes[a] = call->self->shape.sizes[b];
        out->shape.sizes[b] = call->self->shape.sizes[a];
    } else {
        out->shape = (eos_shape){0};
    }
    return eos_array_result(call, out);
}

static eos_value same_shape(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    out->is_arange = false;
    if (call->arguments->count > 0 || !eos_facts_is_column(call->self))
        eos_facts_no_labels(out);
    return eos_array_result(call, out);
}

static eos_value repeat(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    eos_value axis = eos_array_argument(call, 1, "axis");
    int64_t number = -1, count = eos_data_size(eos_array_argument(call, 0, "repeats"));
    out->is_arange = out->is_standardised = false;
    if (eos_array_is_given(axis) && eos_value_integer(axis, &number) && out->shape.is_known &&
        out->shape.rank > 0) {
        uint32_t at;
        if (!eos_array_axis(&out->shape, axis, &at))
            return eos_array_unknown();
        int64_t size = out->shape.sizes[at];
        out->shape.sizes[at] = size >= 0 && count >= 0 && size < INT32_MAX && count < INT32_MAX
                                   ? size * count
                                   : EOS_DIM_UNKNOWN;
        if (at != 0)
            eos_facts_no_labels(out);
        return eos_array_result(call, out);
    }
    return eos_array_unknown();
}

/* ---- values ---- */

/* applies a function that never falls to both ends of the range */
static eos_value monotone(const eos_array_call *call, double (*function)(double), bool is_defined)
{
    eos_tensor *out = copy_self(call);
    eos_facts_no_labels(out);
    out->dtype = EOS_DTYPE_FLOAT;
    out->is_standardised = false;
    if (is_defined) {
        out->minimum = function(out->minimum);
        out->maximum = function(out->maximum);
    } else {
        eos_facts_no_range(out);
    }
    if (!isfinite(out->minimum) || !isfinite(out->maximum))
        eos_facts_no_range(out);
    return eos_array_result(call, out);
}

static eos_value exponential(const eos_array_call *call)
{
    return monotone(call, exp, true);
}

static eos_value logarithm(const eos_array_call *call)
{
    return monotone(call, log, call->self->minimum > 0);
}

static eos_value absolute(const eos_array_call *call)
{
    const eos_tensor *self = call->self;
    eos_tensor *out = copy_self(call);
    if (self->minimum >= 0)
        return eos_array_result(call, out);
    eos_facts_no_labels(out);
    out->is_standardised = false;
    out->maximum = fmax(fabs(self->minimum), fabs(self->maximum));
    out->minimum = self->maximum <= 0 ? -self->maximum : 0;
    if (isnan(self->minimum) || isnan(self->maximum))
        eos_facts_no_range(out);
    out->is_range_exact = out->is_range_exact && self->maximum <= 0;
    return eos_array_result(call, out);
}

static eos_value clip(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    double low, high;
    eos_value first = eos_array_argument(call, 0, "a_min"),
              second = eos_array_argument(call, 1, "a_max");
    if (first.kind == EOS_VALUE_UNBOUND)
        first = eos_array_argument(call, UINT32_MAX, "min");
    if (second.kind == EOS_VALUE_UNBOUND)
        second = eos_array_argument(call, UINT32_MAX, "max");
    bool has_low = eos_value_number(first, &low), has_high = eos_value_number(second, &high);
    if (has_low && has_high && out->minimum >= low && out->maximum <= high)
        return eos_array_result(call, out);
    eos_facts_no_labels(out);
    out->is_standardised = false;
    if (!has_low || !has_high || low > high) {
        eos_facts_no_range(out);
        return eos_array_result(call, out);
    }
    bool is_known = !isnan(out->minimum) && !isnan(out->maximum);
    out->minimum = is_known ? fmin(fmax(out->minimum, low), high) : low;
    out->maximum = is_known ? fmin(fmax(out->maximum, low), high) : high;
    out->is_range_exact = out->is_range_exact && is_known;
    return eos_array_result(call, out);
}

static eos_value round_values(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    if (out->dtype == EOS_DTYPE_INTEGER)
        return eos_array_result(call, out);
    out->minimum = floor(out->minimum);
    out->maximum = ceil(out->maximum);
    out->is_range_exact = false;
    out->is_standardised = false;
    if (out->encoding == EOS_LABELS_CONTINUOUS)
        eos_facts_no_labels(out);
    return eos_array_result(call, out);
}

static eos_value nan_to_num(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    bool is_whole = out->dtype == EOS_DTYPE_INTEGER;
    if (!is_whole)
        eos_facts_no_range(out);
    return eos_array_result(call, out);
}

/* ---- reductions ---- */

static eos_value axis_of(const eos_array_call *call)
{
    eos_value axis = eos_array_argument(call, 0, "axis");
    return axis.kind == EOS_VALUE_UNBOUND ? eos_array_argument(call, UINT32_MAX, "dim") : axis;
}

/* an array with that axis taken away; its values lie within the given bounds */
static eos_value reduced(const eos_array_call *call, eos_value axis, double minimum, double maximum)
{
    eos_tensor *out = eos_array_new(call);
    bool keeps_axis = false;
    eos_value keepdims = eos_array_argument(call, UINT32_MAX, "keepdims");
    uint32_t at;
    out->dtype = call->self->dtype;
    out->minimum = minimum;
    out->maximum = maximum;
    if (keepdims.kind != EOS_VALUE_UNBOUND && !eos_value_boolean(keepdims, &keeps_axis))
        return eos_array_result(call, out);
    if (eos_array_axis(&call->self->shape, axis, &at)) {
        out->shape = eos_shape_without(&call->self->shape, at);
        if (keeps_axis)
            out->shape = eos_shape_with(&out->shape, at, 1);
    }
    return eos_array_result(call, out);
}

static eos_value extreme(const eos_array_call *call, bool is_maximum)
{
    const eos_tensor *self = call->self;
    eos_value axis = axis_of(call);
    if (eos_array_is_given(axis)) {
        bool is_named = eos_array_is_given(eos_array_argument(call, UINT32_MAX, "axis"));
        if (!is_named) /* a torch tensor gives a pair here: (values, indices) */
            axis = eos_unknown("an axis that may make a pair of the result");
        return reduced(call, axis, self->minimum, self->maximum);
    }
    double end = is_maximum ? self->maximum : self->minimum;
    bool is_whole = self->dtype == EOS_DTYPE_INTEGER;
    eos_value value = self->is_range_exact
                          ? eos_facts_number(call->flow, end, end, is_whole)
                          : eos_facts_number(call->flow, self->minimum, self->maximum, is_whole);
    if (self->is_known_data && value.kind != EOS_VALUE_UNKNOWN)
        value = eos_value_through(call->flow->arena, value, EOS_ORIGIN_DATA, call->arguments->span,
                                  call->flow->path, NULL);
    return value;
}

static eos_value maximum(const eos_array_call *call)
{
    return extreme(call, true);
}

static eos_value minimum(const eos_array_call *call)
{
    return extreme(call, false);
}

static eos_value mean(const eos_array_call *call)
{
    const eos_tensor *self = call->self;
    eos_value axis = axis_of(call);
    if (eos_array_is_given(axis)) {
        eos_value out = reduced(call, axis, self->minimum, self->maximum);
        return out;
    }
    if (self->holder == EOS_HOLDER_FRAME) { /* one mean per column */
        eos_tensor *out = eos_array_new(call);
        out->holder = EOS_HOLDER_SERIES;
        out->shape = (eos_shape){true, 1, {eos_facts_columns(self)}};
        return eos_array_result(call, out);
    }
    eos_tensor *out = eos_array_new(call); /* a number that is not known exactly */
    out->shape.is_known = true;
    out->dtype = EOS_DTYPE_FLOAT;
    out->minimum = self->minimum;
    out->maximum = self->maximum;
    return eos_array_result(call, out);
}

static eos_value deviation(const eos_array_call *call)
{
    const eos_tensor *self = call->self;
    double widest = self->maximum - self->minimum;
    eos_value axis = axis_of(call);
    if (eos_array_is_given(axis))
        return reduced(call, axis, 0.0, widest);
    if (self->holder == EOS_HOLDER_FRAME)
        return mean(call);
    eos_tensor *out = eos_array_new(call);
    out->shape.is_known = true;
    out->dtype = EOS_DTYPE_FLOAT;
    out->minimum = 0.0;
    out->maximum = widest;
    return eos_array_result(call, out);
}

static eos_value sum(const eos_array_call *call)
{
    eos_value axis = axis_of(call);
    return eos_array_is_given(axis) ? reduced(call, axis, (double)NAN, (double)NAN)
                                    : eos_unknown("a sum over an array");
}

static eos_value argmax(const eos_array_call *call)
{
    const eos_tensor *self = call->self;
    eos_tensor *out = eos_array_new(call);
    eos_value axis = axis_of(call);
    uint32_t at;
    out->dtype = EOS_DTYPE_INTEGER;
    if (self->predicted_by != NULL)
        eos_record_reading(call->flow, call->frame, self->predicted_by, "argmax", axis,
                           call->arguments->span);
    if (!eos_array_is_given(axis))
        return eos_array_unknown();
    if (!eos_array_axis(&self->shape, axis, &at))
        return eos_array_result(call, out);
    out->shape = eos_shape_without(&self->shape, at);
    if (self->shape.sizes[at] > 0) {
        out->minimum = 0;
        out->maximum = (double)(self->shape.sizes[at] - 1);
    }
    if (self->encoding == EOS_LABELS_ONE_HOT && at + 1u == self->shape.rank && at == 1) {
        out->encoding = EOS_LABELS_INTEGER; /* back from one-hot rows */
        out->is_known_data = self->is_known_data;
        out->source = self->source;
    }
    return eos_array_result(call, out);
}

static eos_value argsort(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    out->shape = call->self->shape;
    out->dtype = EOS_DTYPE_INTEGER;
    out->minimum = 0;
    return eos_array_result(call, out);
}

/* distinct values, sorted; their number is the number of classes */
static eos_value unique(const eos_array_call *call)
{
    const eos_tensor *self = call->self;
    if (call->arguments->count > 0)
        return eos_array_unknown();
    eos_tensor *out = copy_self(call);
    out->holder = EOS_HOLDER_ARRAY;
    bool is_ids = self->encoding == EOS_LABELS_INTEGER && self->is_range_exact;
    out->shape =
        (eos_shape){true, 1, {is_ids && self->classes > 0 ? self->classes : EOS_DIM_UNKNOWN}};
    eos_facts_no_labels(out);
    return eos_array_result(call, out);
}

static eos_value size_method(const eos_array_call *call)
{
    eos_value shape =
        eos_tensor_attribute(call->flow, call->frame, call->receiver,
                             eos_intern_string(call->flow->names, "shape"), call->arguments->span);
    eos_value axis = eos_array_argument(call, 0, "dim");
    if (axis.kind == EOS_VALUE_UNBOUND)
        return shape;
    return eos_get_item(call->flow, call->frame, shape, axis, call->arguments->span);
}

static eos_value dimensions(const eos_array_call *call)
{
    return call->self->shape.is_known ? eos_integer(call->self->shape.rank)
                                      : eos_unknown("a rank that is not known");
}

static eos_value count_elements(const eos_array_call *call)
{
    int64_t count = call->self->shape.is_known ? eos_shape_elements(&call->self->shape) : -1;
    if (call->self->shape.is_known && call->self->shape.rank == 0)
        count = 1;
    return count >= 0 ? eos_integer(count) : eos_unknown("a number of elements that is not known");
}

/* ---- in place ---- */

static eos_value fill(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    double number;
    eos_facts_no_labels(out);
    eos_facts_no_range(out);
    if (eos_value_number(eos_array_argument(call, 0, "value"), &number)) {
        out->minimum = out->maximum = number;
        out->is_range_exact = true;
    }
    eos_array_replace(call, out);
    return eos_none();
}

static eos_value sort_in_place(const eos_array_call *call)
{
    eos_tensor *out = copy_self(call);
    out->is_arange = false;
    eos_array_replace(call, out);
    return eos_none();
}

/* x.view_as(y), x.reshape_as(y) */
static eos_value reshape_as(const eos_array_call *call)
{
    const eos_tensor *other = eos_array_facts(call, eos_array_argument(call, 0, "other"));
    eos_tensor *out = copy_self(call);
    out->shape = other != NULL ? other->shape : (eos_shape){0};
    keep_labels(out, call->self);
    return eos_array_result(call, out);
}

/* ---- the table ---- */

/* x.expand(8, -1, -1): -1 keeps the axis; axes of size 1 grow */
static eos_value expand(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    const eos_arguments *arguments = call->arguments;
    const eos_shape *old = &call->self->shape;
    uint32_t count = arguments->positional_count;
    bool is_known = strcmp(call->path, "expand") == 0 && old->is_known && count >= old->rank &&
                    count <= EOS_LIMIT_RANK && count > 1 && !arguments->is_open;
    eos_facts_no_labels(out);
    out->shape = (eos_shape){.is_known = is_known, .rank = (uint8_t)(is_known ? count : 0)};
    for (uint32_t i = 0; is_known && i < count; i++) {
        int64_t size;
        uint32_t missing = count - old->rank;
        bool is_number = eos_value_integer(arguments->items[i].value, &size);
        out->shape.sizes[i] = !is_number                   ? EOS_DIM_UNKNOWN
                              : size == -1 && i >= missing ? old->sizes[i - missing]
                                                           : size;
    }
    return eos_array_result(call, out);
}

static const eos_array_entry ENTRIES[] = {
    {"abs", absolute},
    {"argmax", argmax},
    {"argsort", argsort},
    {"astype", astype},
    {"bool", as_bool},
    {"clamp", clip},
    {"clip", clip},
    {"clone", self_again},
    {"contiguous", self_again},
    {"copy", self_again},
    {"cpu", self_again},
    {"cuda", self_again},
    {"detach", self_again},
    {"dim", dimensions},
    {"double", as_float},
    {"exp", exponential},
    {"expand", expand},
    {"expand_as", expand},
    {"expand_dims", expand_dims},
    {"fill", fill},
    {"flatten", flatten},
    {"float", as_float},
    {"half", as_float},
    {"int", as_int},
    {"log", logarithm},
    {"long", as_long},
    {"max", maximum},
    {"mean", mean},
    {"min", minimum},
    {"nan_to_num", nan_to_num},
    {"nelement", count_elements},
    {"numel", count_elements},
    {"numpy", as_array},
    {"permute", transpose},
    {"ravel", flatten},
    {"repeat", repeat},
    {"requires_grad_", self_again},
    {"reshape", reshape},
    {"reshape_as", reshape_as},
    {"round", round_values},
    {"same_shape", same_shape},
    {"size", size_method},
    {"sort", sort_in_place},
    {"squeeze", squeeze},
    {"std", deviation},
    {"sum", sum},
    {"swapaxes", swapaxes},
    {"to", to},
    {"to_numpy", as_array},
    {"toarray", as_array},
    {"todense", as_array},
    {"transpose", transpose},
    {"type", to},
    {"unique", unique},
    {"unsqueeze", expand_dims},
    {"values", as_array},
    {"view", reshape},
    {"view_as", reshape_as},
};

const eos_array_table eos_array_methods = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
