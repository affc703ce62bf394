/* SPDX-License-Identifier: MIT */
/*
 * Keras layers and models that are classes of the program, called on tensors of a graph. Keras makes one
 * node of such a call whatever the class does inside, and so do we: build runs once, call runs on fresh
 * inputs, and what it did stands inside of the one operation (eos_operation.inside). A Sequential that
 * holds such layers is called in the same way, since only running them tells their shapes.
 *
 * add_weight gives a parameter of the layer; the sum of their elements is kept on the instance under a
 * name that no program can write (WEIGHTS).
 *
 * Questionable: `training` is left as the program passes it, so that call runs as Keras runs it when it
 * builds the graph, not as it runs in fit.
 */
#include "flow/interp.h"

static const char *const BUILT = " built";

static const eos_text *name_of(eos_flow *flow, const char *name)
{
    return eos_intern_string(flow->names, name);
}

bool eos_is_keras_instance(const eos_object *object)
{
    return eos_is_module_instance(object) && eos_text_starts_with(object->library->path, "keras.");
}

/* ---- tensors in and out ---- */

typedef struct keras_call {
    eos_flow *flow;
    eos_frame *frame;
    eos_span span;
    EOS_VECTOR(eos_value) outer; /* symbolic tensors among the arguments, in order */
    eos_value result;            /* of the operation: what its parts are taken from */
    bool is_cutting;             /* arguments become inputs; else results become parts */
} keras_call;

static eos_value fresh_input(keras_call *call, const eos_tensor *outer)
{
    eos_flow *flow = call->flow;
    eos_tensor *tensor = eos_new_tensor(flow, call->span);
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    tensor->is_symbolic = true;
    tensor->shape = outer->shape;
    *operation = (eos_operation){.id = ++flow->next_operation,
                                 .kind = "Input",
                                 .is_input = true,
                                 .output = tensor->shape,
                                 .span = call->span,
                                 .path = flow->path,
                                 .scope = name_of(flow, eos_flow_scope_name(call->frame)),
                                 .condition = flow->condition};
    tensor->operation = operation;
    return eos_make_tensor(flow, call->frame, tensor, call->span);
}

static eos_value replace_tensors(keras_call *call, eos_value value, int depth);

static const eos_sequence *replace_items(keras_call *call, const eos_sequence *items, int depth)
{
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, eos_sequence_count(items));
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_item item = items->items[i];
        item.value = replace_tensors(call, item.value, depth + 1);
        out->items[out->count++] = item;
    }
    *out->used = out->count;
    return out;
}

/* the same structure with other tensors in it */
static eos_value replace_tensors(keras_call *call, eos_value value, int depth)
{
    if (eos_is_symbolic(value)) {
        const eos_tensor *tensor = eos_tensor_of(value);
        if (!call->is_cutting)
            return eos_apply_functional(call->flow, call->frame, "item", EOS_LAYER_OTHER,
                                        &call->result, 1, &tensor->shape, call->span);
        eos_vector_push(call->flow->arena, &call->outer, value);
        return fresh_input(call, tensor);
    }
    if (depth > 8)
        return value;
    if (value.kind == EOS_VALUE_TUPLE)
        return eos_make_tuple(call->flow, replace_items(call, value.as.items, depth));
    bool is_holder = value.kind == EOS_VALUE_OBJECT && (value.as.object->kind == EOS_OBJECT_LIST ||
                                                        value.as.object->kind == EOS_OBJECT_DICT);
    if (!is_holder)
        return value;
    const eos_object *old = value.as.object;
    eos_object *copy =
        eos_flow_object(call->flow, call->frame, (eos_object_kind)old->kind, call->span);
    copy->now = old->now;
    copy->now.items = replace_items(call, old->now.items, depth);
    return eos_object_value(copy);
}

static eos_arguments cut_arguments(keras_call *call, const eos_arguments *arguments)
{
    eos_arguments out = *arguments;
    eos_argument *items = EOS_NEW_ARRAY(call->flow->arena, eos_argument, arguments->count);
    call->is_cutting = true;
    for (uint32_t i = 0; i < arguments->count; i++) {
        items[i] = arguments->items[i];
        items[i].value = replace_tensors(call, items[i].value, 0);
    }
    call->is_cutting = false;
    out.items = items;
    return out;
}

/* ---- build ---- */

/* what build is told of an argument: its shape, or those of the tensors in it */
static eos_value shape_of(eos_flow *flow, eos_frame *frame, eos_value value, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor != NULL && tensor->is_symbolic)
        return eos_shape_value(flow, tensor, false);
    const eos_sequence *items = tensor == NULL ? eos_iterate(flow, value) : NULL;
    if (items == NULL)
        return eos_unknown("the shape of what a layer is called on");
    eos_sequence *shapes = eos_sequence_copy(flow->arena, NULL, items->count);
    for (uint32_t i = 0; i < items->count; i++) {
        const eos_tensor *one = eos_tensor_of(items->items[i].value);
        shapes->items[shapes->count++].value =
            one != NULL && one->is_symbolic ? eos_shape_value(flow, one, false)
                                            : eos_unknown("the shape of what a layer is called on");
    }
    *shapes->used = shapes->count;
    return eos_make_list(flow, frame, shapes, span);
}

void eos_build_keras_instance(eos_flow *flow, eos_frame *frame, eos_object *object,
                              const eos_arguments *arguments)
{
    const eos_item *build = eos_class_find(object->class_object, name_of(flow, "build"));
    if (eos_attribute_find(object, name_of(flow, BUILT)) != NULL)
        return;
    eos_attribute_set(&flow->heap, object, name_of(flow, BUILT), eos_boolean(true));
    if (build == NULL || build->value.kind != EOS_VALUE_FUNCTION ||
        build->value.as.function->parameters == NULL)
        return;
    uint32_t wanted = build->value.as.function->parameters->args.count, count = 0;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, wanted + 1);
    for (uint32_t i = 0; i + 1 < wanted && i < arguments->count; i++)
        items[count++] =
            (eos_argument){shape_of(flow, frame, arguments->items[i].value, arguments->span),
                           arguments->span, NULL};
    eos_arguments shapes = {.items = items,
                            .count = count,
                            .positional_count = count,
                            .span = arguments->span,
                            .callee = arguments->callee};
    (void)eos_call_function(flow, build->value.as.function, eos_object_value(object), &shapes);
}

/* ---- calls ---- */

static eos_trace *trace_of(eos_flow *flow, eos_object *object, eos_value result)
{
    eos_trace *trace = EOS_NEW(flow->arena, eos_trace);
    trace->module = object;
    trace->outputs = eos_collect_tensors(flow, result, &trace->output_count, &trace->is_complete);
    trace->content = object->now;
    return trace;
}

/* the operation, and its result in the structure that call gave */
static eos_value finish(keras_call *call, eos_object *object, const eos_made *made, eos_value inner)
{
    const eos_tensor *single = eos_tensor_of(inner);
    eos_trace *trace = trace_of(call->flow, object, inner);
    const eos_shape none = {0};
    bool has_shape = trace->output_count > 0 && trace->outputs[0]->is_symbolic;
    call->result = eos_apply_composite(call->flow, call->frame, object, made, trace,
                                       has_shape ? &trace->outputs[0]->shape : &none,
                                       call->outer.items, call->outer.count, call->span);
    return single != NULL || trace->output_count == 0 || inner.kind == EOS_VALUE_ONE_OF
               ? call->result
               : replace_tensors(call, inner, 0);
}

eos_value eos_call_keras_instance(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_function *function, const eos_arguments *arguments)
{
    keras_call call = {.flow = flow, .frame = frame, .span = arguments->span};
    eos_value result = {.kind = EOS_VALUE_UNBOUND};
    if (!eos_is_keras_instance(object) || function == NULL)
        return result;
    eos_arguments inner = cut_arguments(&call, arguments);
    if (call.outer.count == 0)
        return result;
    for (uint32_t i = 0; i < arguments->positional_count; i++)
        if (eos_is_symbolic(arguments->items[i].value))
            eos_note_module_input(flow, object, i,
                                  &eos_tensor_of(arguments->items[i].value)->shape);
    eos_build_keras_instance(flow, frame, object, &inner);
    flow->forward_depth++;
    result = eos_call_function(flow, function, eos_object_value(object), &inner);
    flow->forward_depth--;
    return finish(&call, object, NULL, result);
}

/* ---- layers of the library that run code of the program ---- */

static const eos_made *layer_made(const eos_object *object)
{
    const eos_made *made = object->kind == EOS_OBJECT_LIBRARY ? object->now.facts : NULL;
    bool is_layer = made != NULL && made->entry != NULL && !made->entry->is_torch &&
                    made->entry->family == EOS_API_LAYER;
    return is_layer ? made : NULL;
}

/* what TimeDistributed repeats, when it is more than a layer of the library */
static eos_object *repeated(const eos_made *made)
{
    eos_value inner = eos_made_value(made, "layer");
    if (made->entry->detail != EOS_LAYER_WRAPPER ||
        strcmp(made->entry->kind, "TimeDistributed") != 0 || inner.kind != EOS_VALUE_OBJECT)
        return NULL;
    return layer_made(inner.as.object) == NULL ? inner.as.object : NULL;
}

static bool needs_running(const eos_object *object, int depth)
{
    const eos_made *made = layer_made(object);
    if (eos_is_keras_instance(object))
        return true;
    if (made != NULL)
        return made->entry->detail == EOS_LAYER_LAMBDA || repeated(made) != NULL;
    return depth < 8 && object->kind == EOS_OBJECT_LIBRARY && object->library != NULL &&
           object->library->entry != NULL && object->library->entry->family == EOS_API_SEQUENTIAL &&
           eos_keras_needs_running(object, depth + 1);
}

bool eos_keras_needs_running(const eos_object *sequential, int depth)
{
    for (uint32_t i = 0; i < eos_sequence_count(sequential->now.items); i++) {
        eos_value item = sequential->now.items->items[i].value;
        if (item.kind == EOS_VALUE_OBJECT && needs_running(item.as.object, depth))
            return true;
    }
    return false;
}

static eos_value call_with(keras_call *call, eos_value callee, eos_argument *items, uint32_t count,
                           uint32_t positional)
{
    eos_arguments arguments = {.items = items,
                               .count = count,
                               .positional_count = positional,
                               .span = call->span,
                               .callee = call->span};
    return eos_call(call->flow, call->frame, callee, &arguments);
}

/* Lambda(function, arguments={...}): the shape of what the function gives */
static eos_shape lambda_result(keras_call *call, const eos_made *made, eos_value input)
{
    eos_flow *flow = call->flow;
    eos_value named = eos_made_value(made, "arguments"),
              function = eos_made_value(made, "function");
    const eos_sequence *entries =
        named.kind == EOS_VALUE_OBJECT && named.as.object->kind == EOS_OBJECT_DICT
            ? named.as.object->now.items
            : NULL;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, eos_sequence_count(entries) + 1);
    uint32_t count = 0;
    items[count++] = (eos_argument){input, call->span, NULL};
    for (uint32_t i = 0; i < eos_sequence_count(entries); i++)
        if (eos_value_string(entries->items[i].key) != NULL)
            items[count++] = (eos_argument){entries->items[i].value, call->span,
                                            eos_value_string(entries->items[i].key)};
    const eos_tensor *tensor = eos_tensor_of(call_with(call, function, items, count, 1));
    return tensor != NULL && tensor->is_symbolic ? tensor->shape : (eos_shape){0};
}

/* output_shape=(8, 8), or a function from shape to shape; false = it is left out */
static bool lambda_says(keras_call *call, const eos_made *made, eos_value input, eos_shape *out)
{
    eos_value given = eos_made_value(made, "output_shape");
    *out = (eos_shape){0};
    if (given.kind == EOS_VALUE_NONE || given.kind == EOS_VALUE_UNBOUND)
        return false;
    if (given.kind != EOS_VALUE_FUNCTION) {
        (void)eos_shape_from_value(given, out);
        return true;
    }
    eos_argument shape = {shape_of(call->flow, call->frame, input, call->span), call->span, NULL};
    if (eos_shape_from_value(call_with(call, given, &shape, 1, 1), out) && out->rank > 0) {
        out->rank--;
        memmove(out->sizes, out->sizes + 1, out->rank * sizeof *out->sizes);
    } else {
        *out = (eos_shape){0};
    }
    return true;
}

/* one step of the input goes through the inner model */
static eos_value each_step(keras_call *call, eos_object *inner, eos_value input, eos_shape *out)
{
    const eos_tensor *whole = eos_tensor_of(input);
    eos_tensor step = *whole;
    int64_t steps = EOS_DIM_UNKNOWN;
    if (whole->shape.is_known && whole->shape.rank > 0) {
        steps = whole->shape.sizes[0];
        step.shape.rank--;
        memmove(step.shape.sizes, step.shape.sizes + 1, step.shape.rank * sizeof *step.shape.sizes);
    } else {
        step.shape = (eos_shape){0};
    }
    eos_argument argument = {fresh_input(call, &step), call->span, NULL};
    eos_value result = call_with(call, eos_object_value(inner), &argument, 1, 1);
    const eos_tensor *tensor = eos_tensor_of(result);
    *out = (eos_shape){0};
    if (tensor != NULL && tensor->shape.is_known && tensor->shape.rank < EOS_LIMIT_RANK) {
        *out = (eos_shape){true, (uint8_t)(tensor->shape.rank + 1), {steps}};
        memcpy(out->sizes + 1, tensor->shape.sizes, tensor->shape.rank * sizeof *out->sizes);
    }
    return result;
}

eos_value eos_call_keras_wrapper(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_made *made, const eos_arguments *arguments)
{
    keras_call call = {.flow = flow, .frame = frame, .span = arguments->span};
    bool is_lambda = made->entry->detail == EOS_LAYER_LAMBDA;
    eos_object *inner = repeated(made);
    eos_shape shape;
    eos_trace *trace = NULL;
    if (!is_lambda && (inner == NULL || !eos_is_symbolic(arguments->items[0].value)))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_arguments cut = cut_arguments(&call, arguments);
    flow->forward_depth++;
    if (!is_lambda)
        trace = trace_of(flow, object, each_step(&call, inner, cut.items[0].value, &shape));
    else if (!lambda_says(&call, made, cut.items[0].value, &shape))
        shape = lambda_result(&call, made, cut.items[0].value);
    flow->forward_depth--;
    /* Keras asks such a layer for its shape only: what it holds has no weights until data comes */
    if (trace != NULL && eos_is_keras_instance(inner))
        trace->is_complete = false;
    return eos_apply_composite(flow, frame, object, made, trace, &shape, call.outer.items,
                               call.outer.count, call.span);
}

eos_value eos_call_keras_sequential(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_made *made, const eos_arguments *arguments)
{
    keras_call call = {.flow = flow, .frame = frame, .span = arguments->span};
    eos_arguments inner = cut_arguments(&call, arguments);
    eos_value value = inner.items[0].value;
    for (uint32_t i = 0; i < eos_sequence_count(object->now.items); i++) {
        const eos_item *item = &object->now.items->items[i];
        if (eos_tensor_of(item->value) != NULL)
            continue; /* keras.Input(...) */
        value = item->presence == EOS_PRESENT
                    ? eos_call_one(flow, frame, item->value, value, arguments)
                    : eos_unknown("a layer that may be there");
    }
    return finish(&call, object, made, value);
}

void eos_trace_keras_sequential(eos_flow *flow, eos_object *model)
{
    bool is_sequential = model->kind == EOS_OBJECT_LIBRARY && model->library->entry != NULL &&
                         model->library->entry->family == EOS_API_SEQUENTIAL &&
                         !model->library->entry->is_torch;
    if (!is_sequential || !eos_keras_needs_running(model, 0))
        return;
    eos_value output =
        eos_model_property(flow, flow->module_frame, model, name_of(flow, "output"), model->span);
    if (eos_is_symbolic(output))
        eos_vector_push(flow->arena, &flow->result->traces, *trace_of(flow, model, output));
}

/* ---- weights ---- */

static int64_t elements_of(const eos_shape *shape)
{
    return shape->is_known && shape->rank == 0 ? 1 : eos_shape_elements(shape);
}

/* add_weight(shape, ...) today, add_weight(name, shape, ...) before Keras 3 */
static eos_value add_weight(eos_flow *flow, eos_frame *frame, eos_object *object,
                            const eos_arguments *arguments)
{
    eos_value given = eos_argument_at(arguments, 0, "shape");
    if (given.kind == EOS_VALUE_STRING || (given.kind == EOS_VALUE_NONE && arguments->count > 1))
        given = eos_argument_at(arguments, 1, "shape");
    eos_tensor *facts = eos_new_tensor(flow, arguments->span);
    facts->dtype = EOS_DTYPE_FLOAT;
    if (given.kind == EOS_VALUE_UNBOUND || given.kind == EOS_VALUE_NONE)
        facts->shape = (eos_shape){.is_known = true}; /* one number */
    else if (!eos_shape_from_value(given, &facts->shape))
        facts->shape = (eos_shape){0};
    const eos_text *key = name_of(flow, EOS_KERAS_WEIGHTS);
    const eos_item *before = eos_attribute_find(object, key);
    int64_t sum = 0, elements = elements_of(&facts->shape);
    bool is_known = (before == NULL || eos_value_integer(before->value, &sum)) && elements >= 0 &&
                    sum <= INT64_MAX - elements && !arguments->is_open;
    eos_attribute_set(&flow->heap, object, key,
                      is_known ? eos_integer(sum + elements)
                               : eos_unknown("a weight whose shape is not known"));
    eos_value value = eos_make_tensor(flow, frame, facts, arguments->span);
    value.as.object->is_parameter = true;
    value.as.object->parameter_of = object;
    return value;
}

eos_value eos_call_keras_layer_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                      const eos_text *name, const eos_arguments *arguments)
{
    if (eos_text_is(name, "add_weight") || eos_text_is(name, "add_variable"))
        return add_weight(flow, frame, object, arguments);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
