/* SPDX-License-Identifier: MIT */
/*
 * Tensors as data: attributes, items, arithmetic and methods of arrays, where shape, range and label
 * facts matter. Symbolic tensors go on to graph.c.
 */
#include "flow/interp.h"

#include <math.h>

const eos_tensor *eos_tensor_of(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_TENSOR)
        return NULL;
    return value.as.object->now.facts;
}

eos_value eos_make_tensor(eos_flow *flow, eos_frame *frame, const eos_tensor *facts, eos_span span)
{
    eos_object *object = eos_flow_object(flow, frame, EOS_OBJECT_TENSOR, span);
    object->now.facts = facts;
    return eos_flow_literal(flow, eos_object_value(object), span);
}

eos_tensor *eos_new_tensor(eos_flow *flow, eos_span span)
{
    eos_tensor *tensor = EOS_NEW(flow->arena, eos_tensor);
    tensor->minimum = tensor->maximum = (double)NAN;
    tensor->classes = -1;
    tensor->span = span;
    return tensor;
}

/* ---- shapes as values ---- */

bool eos_shape_from_value(eos_value value, eos_shape *out)
{
    const eos_sequence *items = NULL;
    int64_t size;
    *out = (eos_shape){0};
    if (value.kind == EOS_VALUE_TUPLE)
        items = value.as.items;
    else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
             !value.as.object->now.is_open)
        items = value.as.object->now.items;
    else if (eos_value_integer(value, &size)) { /* np.zeros(5) */
        *out = (eos_shape){true, 1, {size}};
        return true;
    } else {
        return false;
    }
    uint32_t count = eos_sequence_count(items);
    if (count > EOS_LIMIT_RANK)
        return false;
    out->is_known = true;
    out->rank = (uint8_t)count;
    for (uint32_t i = 0; i < count; i++) {
        if (items->items[i].presence != EOS_PRESENT)
            return false;
        out->sizes[i] = eos_value_integer(items->items[i].value, &size) && size >= 0
                            ? size
                            : EOS_DIM_UNKNOWN;
    }
    return true;
}

static eos_value size_value(int64_t size)
{
    return size >= 0 ? eos_integer(size) : eos_unknown("a size that is not known");
}

eos_value eos_shape_value(eos_flow *flow, const eos_tensor *tensor, bool has_known_data)
{
    if (!tensor->shape.is_known)
        return eos_unknown("a shape that is not known");
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, tensor->shape.rank + 1u);
    if (tensor->is_symbolic) /* the batch axis is not listed */
        items->items[items->count++].value =
            tensor->is_torch ? eos_unknown("the batch size") : eos_none();
    for (uint32_t i = 0; i < tensor->shape.rank; i++) {
        eos_value size = size_value(tensor->shape.sizes[i]);
        if (has_known_data)
            size = eos_value_through(flow->arena, size, EOS_ORIGIN_DATA, tensor->span, flow->path, NULL);
        items->items[items->count++].value = size;
    }
    *items->used = items->count;
    return eos_make_tuple(flow, items);
}

/* ---- arithmetic ---- */

static bool scalar_range(eos_value value, double *minimum, double *maximum)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor != NULL) {
        *minimum = tensor->minimum;
        *maximum = tensor->maximum;
        return !isnan(*minimum) && !isnan(*maximum);
    }
    if (value.kind == EOS_VALUE_INTERVAL) {
        *minimum = value.as.interval->minimum;
        *maximum = value.as.interval->maximum;
        return true;
    }
    double number;
    if (!eos_value_number(value, &number))
        return false;
    *minimum = *maximum = number;
    return true;
}

static void combine_range(eos_ir_op op, eos_value left, eos_value right, eos_tensor *out)
{
    double a, b, c, d;
    out->minimum = out->maximum = (double)NAN;
    if (!scalar_range(left, &a, &b) || !scalar_range(right, &c, &d))
        return;
    switch (op) {
    case EOS_OP_Add:
        out->minimum = a + c;
        out->maximum = b + d;
        return;
    case EOS_OP_Sub:
        out->minimum = a - d;
        out->maximum = b - c;
        return;
    case EOS_OP_Mult:
        out->minimum = fmin(fmin(a * c, a * d), fmin(b * c, b * d));
        out->maximum = fmax(fmax(a * c, a * d), fmax(b * c, b * d));
        return;
    case EOS_OP_Div:
        if (c == d && c != 0.0) {
            out->minimum = fmin(a / c, b / c);
            out->maximum = fmax(a / c, b / c);
        }
        return;
    default:
        return;
    }
}

eos_value eos_tensor_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                            eos_value right, eos_span span)
{
    if (eos_is_symbolic(left) || eos_is_symbolic(right))
        return eos_graph_binary(flow, frame, op, left, right, span);
    const eos_tensor *from = eos_tensor_of(left) != NULL ? eos_tensor_of(left) : eos_tensor_of(right);
    bool is_scalar = eos_tensor_of(left) == NULL || eos_tensor_of(right) == NULL;
    eos_tensor *result = EOS_NEW(flow->arena, eos_tensor);
    *result = *from;
    if (!is_scalar) { /* two arrays: broadcasting and label meaning are not followed */
        *result = *eos_new_tensor(flow, span);
        if (eos_tensor_of(left) != NULL && eos_tensor_of(right) != NULL &&
            eos_shape_equal(&eos_tensor_of(left)->shape, &eos_tensor_of(right)->shape))
            result->shape = from->shape;
    } else {
        result->encoding = EOS_LABELS_UNKNOWN; /* ids times something are no ids */
        result->classes = -1;
        result->is_range_exact = from->is_range_exact;
    }
    if (op == EOS_OP_Div)
        result->dtype = EOS_DTYPE_FLOAT;
    combine_range(op, left, right, result);
    return eos_make_tensor(flow, frame, result, span);
}

/* ---- attributes, items, methods ---- */

eos_value eos_tensor_attribute(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                               eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    (void)frame;
    (void)span;
    if (tensor == NULL)
        return eos_unknown("an array that is not known any more");
    if (eos_text_is(name, "shape"))
        return eos_shape_value(flow, tensor, tensor->is_known_data);
    if (eos_text_is(name, "ndim") && tensor->shape.is_known)
        return eos_integer(tensor->shape.rank + (tensor->is_symbolic ? 1 : 0));
    if (eos_text_is(name, "size") && !tensor->is_symbolic)
        return size_value(eos_shape_elements(&tensor->shape));
    eos_method *method = EOS_NEW(flow->arena, eos_method);
    method->receiver = value;
    method->name = name;
    return (eos_value){.kind = EOS_VALUE_METHOD, .as.method = method};
}

eos_value eos_tensor_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor == NULL)
        return eos_unknown("an array that is not known any more");
    if (tensor->is_symbolic)
        return eos_graph_item(flow, frame, value, key, span);
    eos_tensor *part = EOS_NEW(flow->arena, eos_tensor);
    *part = *tensor;
    part->is_range_exact = false;
    bool is_rows = key.kind == EOS_VALUE_SLICE || eos_tensor_of(key) != NULL;
    if (is_rows && part->shape.is_known && part->shape.rank > 0) {
        bool is_all = key.kind == EOS_VALUE_SLICE && key.as.items->items[0].value.kind == EOS_VALUE_NONE &&
                      key.as.items->items[1].value.kind == EOS_VALUE_NONE;
        if (!is_all)
            part->shape.sizes[0] = EOS_DIM_UNKNOWN;
        part->is_range_exact = tensor->is_range_exact && is_all;
        if (eos_tensor_of(key) != NULL && eos_tensor_of(key)->dtype != EOS_DTYPE_INTEGER)
            part->classes = tensor->encoding == EOS_LABELS_ONE_HOT ? tensor->classes : -1; /* a filter */
    } else { /* columns, single rows: what is left is data of the same range */
        part->shape = (eos_shape){0};
        part->encoding = EOS_LABELS_UNKNOWN;
        part->classes = -1;
    }
    return eos_make_tensor(flow, frame, part, span);
}

static uint8_t dtype_of(eos_value value)
{
    const eos_text *text = eos_value_string(value);
    if (text == NULL && value.kind == EOS_VALUE_BUILTIN)
        text = value.as.text;
    const char *name = text != NULL ? text->data : NULL;
    if (value.kind == EOS_VALUE_LIBRARY) {
        name = strrchr(value.as.library->path->data, '.');
        name = name != NULL ? name + 1 : value.as.library->path->data;
    }
    if (name == NULL)
        return EOS_DTYPE_UNKNOWN;
    if (strncmp(name, "float", 5) == 0 || strncmp(name, "f", 2) == 0)
        return EOS_DTYPE_FLOAT;
    if (strncmp(name, "int", 3) == 0 || strncmp(name, "uint", 4) == 0)
        return EOS_DTYPE_INTEGER;
    return strncmp(name, "bool", 4) == 0 ? EOS_DTYPE_BOOL : EOS_DTYPE_UNKNOWN;
}

/* the new shape of reshape(...): one -1 is worked out when the rest is known */
static eos_shape reshaped(const eos_tensor *tensor, const eos_arguments *arguments)
{
    eos_shape shape = {0};
    int64_t known = 1, all = eos_shape_elements(&tensor->shape);
    uint32_t open = 0, open_at = 0;
    if (arguments->positional_count == 1 && arguments->items[0].value.kind != EOS_VALUE_INT) {
        if (!eos_shape_from_value(arguments->items[0].value, &shape))
            return (eos_shape){0};
        /* eos_shape_from_value reads -1 as unknown, which is what it is until worked out */
    } else {
        shape.is_known = arguments->positional_count > 0 && arguments->positional_count <= EOS_LIMIT_RANK;
        shape.rank = (uint8_t)(shape.is_known ? arguments->positional_count : 0);
        for (uint32_t i = 0; i < shape.rank; i++)
            if (!eos_value_integer(arguments->items[i].value, &shape.sizes[i]) || shape.sizes[i] < 0)
                shape.sizes[i] = EOS_DIM_UNKNOWN;
    }
    for (uint32_t i = 0; i < shape.rank; i++) {
        if (shape.sizes[i] < 0) {
            open++;
            open_at = i;
        } else {
            known *= shape.sizes[i];
        }
    }
    if (open == 1 && all >= 0 && known > 0 && all % known == 0)
        shape.sizes[open_at] = all / known;
    return shape;
}

eos_value eos_tensor_method(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                            const eos_arguments *arguments)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor == NULL)
        return eos_unknown("an array that is not known any more");
    if (tensor->is_symbolic)
        return eos_graph_method(flow, frame, value, name, arguments);
    eos_tensor *result = EOS_NEW(flow->arena, eos_tensor);
    *result = *tensor;
    if (eos_text_is(name, "astype")) {
        uint8_t dtype = dtype_of(eos_argument_at(arguments, 0, "dtype"));
        result->dtype = dtype;
    } else if (eos_text_is(name, "reshape")) {
        result->shape = reshaped(tensor, arguments);
        if (result->encoding == EOS_LABELS_ONE_HOT &&
            (!result->shape.is_known || result->shape.rank != tensor->shape.rank ||
             result->shape.sizes[result->shape.rank - 1] != tensor->classes))
            result->encoding = EOS_LABELS_UNKNOWN;
    } else if (!eos_text_is(name, "copy") && !eos_text_is(name, "to_numpy")) {
        return eos_unknown("the result of an array method");
    }
    return eos_make_tensor(flow, frame, result, arguments->span);
}
