/* SPDX-License-Identifier: MIT */
/*
 * Tensors and the graph. Calling a layer, a model or a function on a symbolic tensor appends an
 * operation; the result carries it, so that the graph of a model is what its output leads back to.
 * Operation numbers grow in execution order.
 *
 * Plain data (arrays) go through the same functions: there only shape, range and label facts matter.
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

static eos_value shape_value(eos_flow *flow, const eos_tensor *tensor, bool has_known_data)
{
    if (!tensor->shape.is_known)
        return eos_unknown("a shape that is not known");
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, tensor->shape.rank + 1u);
    if (tensor->is_symbolic) /* the batch axis is not listed */
        items->items[items->count++].value = eos_none();
    for (uint32_t i = 0; i < tensor->shape.rank; i++) {
        eos_value size = size_value(tensor->shape.sizes[i]);
        if (has_known_data)
            size = eos_value_through(flow->arena, size, EOS_ORIGIN_DATA, tensor->span, flow->path, NULL);
        items->items[items->count++].value = size;
    }
    *items->used = items->count;
    return eos_make_tuple(flow, items);
}

/* ---- the graph ---- */

eos_value eos_make_input(eos_flow *flow, eos_frame *frame, const eos_made *made)
{
    eos_tensor *tensor = eos_new_tensor(flow, made->span);
    tensor->is_symbolic = true;
    eos_value shape = eos_made_value(made, "shape");
    eos_value batch_shape = eos_made_value(made, "batch_shape");
    if (!eos_shape_from_value(shape, &tensor->shape) &&
        eos_shape_from_value(batch_shape, &tensor->shape) && tensor->shape.rank > 0) {
        tensor->shape.rank--;
        memmove(tensor->shape.sizes, tensor->shape.sizes + 1,
                tensor->shape.rank * sizeof *tensor->shape.sizes);
    }
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    *operation = (eos_operation){.id = ++flow->next_operation,
                                 .made = made,
                                 .kind = "Input",
                                 .output = tensor->shape,
                                 .span = made->span,
                                 .path = flow->path,
                                 .condition = flow->condition};
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    tensor->operation = operation;
    return eos_make_tensor(flow, frame, tensor, made->span);
}

eos_value eos_apply_operation(eos_flow *flow, eos_frame *frame, eos_object *layer, const eos_made *made,
                              const char *kind, const eos_value *inputs, uint32_t input_count,
                              eos_span span)
{
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    eos_shape *shapes = EOS_NEW_ARRAY(flow->arena, eos_shape, input_count);
    operation->inputs = EOS_NEW_ARRAY(flow->arena, const eos_tensor *, input_count);
    for (uint32_t i = 0; i < input_count; i++) {
        const eos_tensor *input = eos_tensor_of(inputs[i]);
        if (input == NULL)
            continue;
        shapes[operation->input_count] = input->shape;
        operation->inputs[operation->input_count++] = input;
    }
    operation->id = ++flow->next_operation;
    operation->layer = layer;
    if (layer != NULL)
        operation->layer_content = layer->now;
    operation->made = made;
    operation->kind = kind;
    operation->span = span;
    operation->path = flow->path;
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    operation->condition = flow->condition;
    operation->parameter_count = layer == NULL ? 0 : -1;
    if (made != NULL && (made->entry->family == EOS_API_LAYER || made->entry->family == EOS_API_ACTIVATION))
        eos_shape_infer(made, shapes, operation->input_count, &operation->output,
                        &operation->parameter_count);
    eos_tensor *result = eos_new_tensor(flow, span);
    result->is_symbolic = true;
    result->shape = operation->output;
    result->operation = operation;
    return eos_make_tensor(flow, frame, result, span);
}

static bool is_symbolic(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    return tensor != NULL && tensor->is_symbolic;
}

eos_value eos_apply_function(eos_flow *flow, eos_frame *frame, const eos_made *made,
                             const eos_arguments *arguments)
{
    if (arguments->count > 0 && is_symbolic(arguments->items[0].value) &&
        made->entry->family == EOS_API_ACTIVATION)
        return eos_apply_operation(flow, frame, NULL, made, made->entry->kind,
                                   &arguments->items[0].value, 1, arguments->span);
    return eos_unknown("the result of a library function");
}

/* inputs of a layer call: one tensor, or a list or tuple of them */
static uint32_t collect_inputs(eos_flow *flow, eos_value argument, eos_value **out)
{
    if (eos_tensor_of(argument) != NULL) {
        *out = EOS_NEW_ARRAY(flow->arena, eos_value, 1);
        (*out)[0] = argument;
        return 1;
    }
    const eos_sequence *items = eos_iterate(flow, argument);
    uint32_t count = eos_sequence_count(items);
    *out = EOS_NEW_ARRAY(flow->arena, eos_value, count);
    for (uint32_t i = 0; i < count; i++) {
        if (eos_tensor_of(items->items[i].value) == NULL)
            return 0;
        (*out)[i] = items->items[i].value;
    }
    return count;
}

eos_value eos_call_library_object(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_arguments *arguments)
{
    const eos_made *made = object->now.facts;
    if (made == NULL || made->entry == NULL || arguments->count == 0)
        return eos_unknown("a call of a library object");
    bool is_layer = made->entry->family == EOS_API_LAYER || made->entry->family == EOS_API_SEQUENTIAL ||
                    made->entry->family == EOS_API_MODEL || made->entry->family == EOS_API_BACKBONE ||
                    (made->entry->family == EOS_API_ACTIVATION && made->entry->is_class);
    if (!is_layer)
        return eos_unknown("a call of a library object");
    eos_value *inputs = NULL;
    uint32_t count = collect_inputs(flow, arguments->items[0].value, &inputs);
    if (count == 0 || !is_symbolic(inputs[0]))
        return eos_unknown("a layer applied to something that is not known");
    return eos_apply_operation(flow, frame, object, made, made->entry->kind, inputs, count,
                               arguments->span);
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

static const char *merge_kind(eos_ir_op op)
{
    switch (op) {
    case EOS_OP_Add:
        return "add";
    case EOS_OP_Sub:
        return "subtract";
    case EOS_OP_Mult:
        return "multiply";
    case EOS_OP_Div:
        return "divide";
    default:
        return "operation";
    }
}

eos_value eos_tensor_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                            eos_value right, eos_span span)
{
    if (is_symbolic(left) || is_symbolic(right)) {
        eos_value inputs[2] = {left, right};
        return eos_apply_operation(flow, frame, NULL, NULL, merge_kind(op), inputs, 2, span);
    }
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
        return shape_value(flow, tensor, tensor->is_known_data);
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
        return eos_apply_operation(flow, frame, NULL, NULL, "item", &value, 1, span);
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
        return eos_apply_operation(flow, frame, NULL, NULL, name->data, &value, 1, arguments->span);
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
