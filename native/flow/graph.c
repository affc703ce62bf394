/* SPDX-License-Identifier: MIT */
/*
 * The graph. Calling a layer, a model or a function on a symbolic tensor appends an operation; the
 * result carries it, so that the graph of a model is what its outputs lead back to. Operation numbers
 * grow in execution order. Keras' functional models, call of subclassed models and forward of
 * torch.nn.Module are this one mechanism.
 *
 * What a function does is known by the family that the tables give it; any other function of a library
 * still links its inputs to its output, with a shape that is not known.
 */
#include "flow/interp.h"

bool eos_is_symbolic(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    return tensor != NULL && tensor->is_symbolic;
}

/* ---- operations ---- */

/* functions and methods that join tensors, by name: x.mul(y), torch.bmm(a, b) */
static eos_layer_family merge_family(const char *kind)
{
    static const struct {
        const char *kind;
        eos_layer_family family;
    } merges[] = {{"add", EOS_LAYER_MERGE_ADD},           {"add_", EOS_LAYER_MERGE_ADD},
                  {"mul", EOS_LAYER_MERGE_MULTIPLY},      {"mul_", EOS_LAYER_MERGE_MULTIPLY},
                  {"multiply", EOS_LAYER_MERGE_MULTIPLY}, {"matmul", EOS_LAYER_MERGE_OTHER},
                  {"bmm", EOS_LAYER_MERGE_OTHER},         {"einsum", EOS_LAYER_MERGE_OTHER}};
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++)
        if (strcmp(merges[i].kind, kind) == 0)
            return merges[i].family;
    return EOS_LAYER_CUSTOM;
}

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
                                 .is_input = true,
                                 .output = tensor->shape,
                                 .span = made->span,
                                 .path = flow->path,
                                 .condition = flow->condition};
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    tensor->operation = operation;
    return eos_make_tensor(flow, frame, tensor, made->span);
}

static bool has_shape_rule(const eos_made *made)
{
    return made != NULL &&
           (made->entry->family == EOS_API_LAYER || made->entry->family == EOS_API_ACTIVATION ||
            (made->entry->family == EOS_API_OPAQUE && made->entry->detail != EOS_LAYER_CUSTOM));
}

static bool is_model_family(const eos_made *made)
{
    return made != NULL &&
           (made->entry->family == EOS_API_SEQUENTIAL || made->entry->family == EOS_API_MODEL);
}

static eos_operation *new_operation(eos_flow *flow, eos_frame *frame, const char *kind,
                                    const eos_value *inputs, uint32_t input_count, eos_span span)
{
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    uint32_t capacity = 0;
    for (uint32_t i = 0; i < input_count; i++)
        capacity += eos_value_alternative_count(inputs[i]);
    operation->inputs = EOS_NEW_ARRAY(flow->arena, const eos_tensor *, capacity);
    for (uint32_t i = 0; i < input_count; i++) {
        uint32_t before = operation->input_count;
        for (uint32_t k = 0; k < eos_value_alternative_count(inputs[i]); k++) {
            const eos_tensor *tensor = eos_tensor_of(eos_value_alternative(inputs[i], k));
            if (tensor != NULL)
                operation->inputs[operation->input_count++] = tensor;
        }
        /* not known, or one of several: what is on the way may be there or not */
        operation->is_partial |=
            eos_value_is_unknown(inputs[i]) ||
            (inputs[i].kind == EOS_VALUE_ONE_OF && operation->input_count > before);
        if (inputs[i].kind == EOS_VALUE_UNKNOWN)
            operation->reason = inputs[i].as.reason;
    }
    operation->id = ++flow->next_operation;
    operation->kind = kind;
    operation->span = span;
    operation->path = flow->path;
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    operation->condition = flow->condition;
    operation->gradient = flow->gradient;
    operation->round = flow->round;
    operation->is_ready_made = flow->ready_made_depth > 0;
    return operation;
}

/* layers give as many rows as they take, and so do most functions on one tensor that are understood */
static bool keeps_batch(const eos_operation *operation)
{
    eos_shape pairs;
    if (operation->input_count == 0 || !operation->inputs[0]->is_symbolic)
        return false;
    if (operation->layer != NULL)
        return operation->made != NULL && operation->made->entry->is_torch &&
               operation->made->entry->detail != EOS_LAYER_FLATTEN &&
               operation->made->entry->detail != EOS_LAYER_RESHAPE;
    if (operation->input_count != 1 || !operation->output.is_known || operation->made == NULL)
        return false;
    switch (operation->made->entry->family == EOS_API_ACTIVATION ? EOS_LAYER_ACTIVATION
                                                                 : operation->family) {
    case EOS_LAYER_ACTIVATION:
    case EOS_LAYER_FLATTEN:
    case EOS_LAYER_POOL_MAX:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_ADAPTIVE:
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_UPSAMPLE:
        return true;
    case EOS_LAYER_PAD: /* pairs from the last axis on; those of the batch stand behind the others */
        return eos_shape_from_value(eos_made_value(operation->made, "pad"), &pairs) &&
               pairs.rank / 2 <= operation->output.rank;
    default:
        return false;
    }
}

/* what is called belongs to the network that is asked for, whatever becomes of the result */
static void note_executed(eos_flow *flow, const eos_operation *operation)
{
    if (operation->layer != NULL && flow->is_asked && flow->is_tracing && !flow->is_silent)
        eos_vector_push(flow->arena, &flow->executed, operation);
}

static eos_value result_of(eos_flow *flow, eos_frame *frame, const eos_operation *operation)
{
    eos_tensor *result = eos_new_tensor(flow, operation->span);
    note_executed(flow, operation);
    result->is_symbolic = true;
    for (uint32_t i = 0; i < operation->input_count; i++) {
        const eos_tensor *input = operation->inputs[i];
        result->is_torch |= input->is_torch;
        result->is_of_several |= input->is_of_several;
        if (result->module != NULL && input->module != NULL && input->module != result->module)
            result->is_of_several = true;
        else if (input->module != NULL)
            result->module = input->module;
    }
    if (result->is_of_several)
        result->module = NULL;
    result->shape = operation->output;
    result->batch_size =
        keeps_batch(operation) ? operation->inputs[0]->batch_size : eos_new_batch_size(flow);
    result->operation = operation;
    return eos_make_tensor(flow, frame, result, operation->span);
}

eos_value eos_apply_operation(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_made *made, const char *kind, const eos_value *inputs,
                              uint32_t input_count, eos_span span)
{
    eos_operation *operation = new_operation(flow, frame, kind, inputs, input_count, span);
    operation->layer = layer;
    operation->made = made;
    operation->parameter_count = layer == NULL ? 0 : -1;
    if (layer != NULL) {
        operation->layer_content = layer->now;
        eos_note_remade(flow, layer);
    }
    if (made != NULL && made->entry->family == EOS_API_OPAQUE)
        operation->family = made->entry->detail;
    if (layer == NULL && operation->family == EOS_LAYER_CUSTOM)
        operation->family = (uint8_t)merge_family(kind);
    if (has_shape_rule(made) || is_model_family(made)) {
        eos_shape *shapes = EOS_NEW_ARRAY(flow->arena, eos_shape, input_count);
        for (uint32_t i = 0; i < input_count; i++)
            if (eos_tensor_of(inputs[i]) != NULL)
                shapes[i] = eos_tensor_of(inputs[i])->shape;
        eos_shape_infer(made, shapes, input_count, &operation->output, &operation->parameter_count);
        if (layer != NULL && eos_is_layer_changed(layer, &layer->now)) {
            operation->output = (eos_shape){0};
            operation->parameter_count = -1;
        }
        if (layer != NULL && is_model_family(made))
            operation->output =
                eos_model_shape(flow->arena, layer, &layer->now, shapes, input_count);
    }
    return result_of(flow, frame, operation);
}

eos_value eos_apply_composite(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_made *made, const eos_trace *inside,
                              const eos_shape *output, const eos_value *inputs,
                              uint32_t input_count, eos_span span)
{
    const eos_text *name = layer->class_object != NULL ? layer->class_object->name : NULL;
    const char *kind = made != NULL ? made->entry->kind : name != NULL ? name->data : "?";
    eos_operation *operation = new_operation(flow, frame, kind, inputs, input_count, span);
    operation->layer = layer;
    operation->layer_content = layer->now;
    operation->made = made;
    operation->inside = inside;
    operation->output = *output;
    operation->parameter_count = -1;
    return result_of(flow, frame, operation);
}

/* an operation without a layer whose shape the caller works out */
eos_value eos_apply_functional(eos_flow *flow, eos_frame *frame, const char *kind,
                               eos_layer_family family, const eos_value *inputs,
                               uint32_t input_count, const eos_shape *output, eos_span span)
{
    eos_operation *operation = new_operation(flow, frame, kind, inputs, input_count, span);
    operation->family = (uint8_t)family;
    if (output != NULL)
        operation->output = *output;
    return result_of(flow, frame, operation);
}

eos_value eos_apply_loss(eos_flow *flow, eos_frame *frame, eos_value output, eos_value target,
                         eos_span span)
{
    eos_operation *operation = new_operation(flow, frame, "loss", &output, 1, span);
    operation->family = EOS_LAYER_OTHER;
    if (eos_is_symbolic(target))
        operation->fed = eos_tensor_of(target);
    return result_of(flow, frame, operation);
}

eos_value eos_apply_module(eos_flow *flow, eos_frame *frame, eos_object *module, eos_value input,
                           eos_span span)
{
    const eos_tensor *before = eos_tensor_of(input);
    const char *kind = module->class_object != NULL && module->class_object->name != NULL
                           ? module->class_object->name->data
                           : "?";
    eos_operation *operation = new_operation(flow, frame, kind, &input, 1, span);
    operation->layer = module;
    operation->layer_content = module->now;
    operation->layer_content.facts = NULL; /* it is no layer of the library that runs here */
    operation->output = before->shape;
    eos_value result = result_of(flow, frame, operation);
    eos_tensor *facts = EOS_NEW(flow->arena, eos_tensor);
    *facts = *eos_tensor_of(result);
    facts->batch_size = before->batch_size;
    result.as.object->now.facts = facts; /* new: nobody has seen it */
    return result;
}

/* ---- calling layers and functions ---- */

static void collect_into(eos_flow *flow, eos_value value, eos_value **out, uint32_t *count,
                         uint32_t *capacity, bool *is_complete, int depth)
{
    if (eos_tensor_of(value) != NULL) {
        if (*count == *capacity)
            *out = eos_vector_grow(flow->arena, *out, capacity, sizeof **out);
        (*out)[(*count)++] = value;
        return;
    }
    if (value.kind == EOS_VALUE_NONE)
        return; /* an output that is left out */
    bool is_dict = value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_DICT;
    const eos_sequence *items = is_dict ? value.as.object->now.items : eos_iterate(flow, value);
    if (depth > 8 || items == NULL || value.kind == EOS_VALUE_STRING) {
        for (uint32_t i = 0; value.kind == EOS_VALUE_ONE_OF && i < value.as.one_of->count; i++)
            collect_into(flow, value.as.one_of->items[i], out, count, capacity, is_complete,
                         depth + 1);
        *is_complete = false;
        return;
    }
    for (uint32_t i = 0; i < items->count; i++)
        collect_into(flow, items->items[i].value, out, count, capacity, is_complete, depth + 1);
}

const eos_tensor **eos_collect_tensors(eos_flow *flow, eos_value value, uint32_t *count,
                                       bool *is_complete)
{
    eos_value *values = NULL;
    uint32_t capacity = 0;
    *count = 0;
    *is_complete = true;
    collect_into(flow, value, &values, count, &capacity, is_complete, 0);
    const eos_tensor **tensors = EOS_NEW_ARRAY(flow->arena, const eos_tensor *, *count);
    for (uint32_t i = 0; i < *count; i++)
        tensors[i] = eos_tensor_of(values[i]);
    return tensors;
}

/* inputs of a call: one tensor, or a list or tuple of which at least one is a symbolic tensor; parts
 * that are no tensor stay in their place, with a shape that is not known */
static uint32_t call_inputs(eos_flow *flow, eos_value argument, eos_value **out)
{
    const eos_sequence *items = NULL;
    if (eos_tensor_of(argument) == NULL)
        items = eos_iterate(flow, argument);
    uint32_t count = items != NULL ? items->count : 1;
    bool is_any = items == NULL && eos_is_symbolic(argument);
    *out = EOS_NEW_ARRAY(flow->arena, eos_value, count);
    if (items == NULL)
        (*out)[0] = argument;
    for (uint32_t i = 0; items != NULL && i < count; i++) {
        (*out)[i] = items->items[i].value;
        is_any |= eos_is_symbolic((*out)[i]);
    }
    for (uint32_t i = 0; items != NULL && is_any && i < count; i++) { /* cat([self.token, x]) */
        const eos_tensor *data = eos_tensor_of((*out)[i]);
        if (data == NULL || data->is_symbolic)
            continue;
        eos_tensor *tensor = eos_new_tensor(flow, data->span);
        tensor->is_symbolic = tensor->is_torch = true;
        eos_take_sample(flow, data, tensor);
        (*out)[i] = eos_make_tensor(flow, flow->module_frame, tensor, data->span);
    }
    return is_any ? count : 0;
}

eos_value eos_apply_function(eos_flow *flow, eos_frame *frame, const eos_made *made,
                             const eos_arguments *arguments)
{
    if (arguments->count > 0 && eos_is_symbolic(arguments->items[0].value) &&
        made->entry->family == EOS_API_ACTIVATION)
        return eos_apply_operation(flow, frame, NULL, made, made->entry->kind,
                                   &arguments->items[0].value, 1, arguments->span);
    if (made->entry->family == EOS_API_LOSS && made->entry->is_torch) {
        eos_value loss = eos_call_torch_loss(flow, frame, made, arguments);
        if (loss.kind != EOS_VALUE_UNBOUND)
            return loss;
    }
    return eos_unknown("the result of a library function");
}

/* tensors in the other arguments of a PyTorch layer's call: keys and values, a state, a memory. Those
 * that are there already add nothing. */
static uint32_t further_tensors(eos_flow *flow, const eos_arguments *arguments, eos_value **inputs,
                                uint32_t count)
{
    for (uint32_t i = 1; i < arguments->count; i++) {
        eos_value *more = NULL;
        uint32_t added = call_inputs(flow, arguments->items[i].value, &more);
        eos_value *all = EOS_NEW_ARRAY(flow->arena, eos_value, count + added);
        memcpy(all, *inputs, count * sizeof *all);
        for (uint32_t k = 0; k < added; k++) {
            bool is_there = !eos_is_symbolic(more[k]);
            for (uint32_t n = 0; n < count; n++)
                is_there |= eos_tensor_of(all[n]) == eos_tensor_of(more[k]);
            if (!is_there)
                all[count++] = more[k];
        }
        *inputs = all;
    }
    return count;
}

eos_value eos_graph_call(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                         const eos_arguments *arguments)
{
    eos_value as_method = eos_graph_method_function(flow, frame, library, arguments);
    if (as_method.kind == EOS_VALUE_UNBOUND)
        as_method = eos_graph_operation(flow, frame, library, arguments);
    if (as_method.kind != EOS_VALUE_UNBOUND)
        return as_method;
    eos_value *inputs = NULL, *more = NULL;
    uint32_t count = 0;
    const char *dot = strrchr(library->path->data, '.');
    const char *kind = dot != NULL ? dot + 1 : library->path->data;
    for (uint32_t i = 0; i < arguments->count && count == 0; i++) {
        count = call_inputs(flow, arguments->items[i].value, &inputs);
        if (count == 0)
            continue;
        /* matmul(q, k): a second tensor beside the first */
        uint32_t next = i + 1 < arguments->count && count == 1
                            ? call_inputs(flow, arguments->items[i + 1].value, &more)
                            : 0;
        if (next == 1) {
            eos_value *both = EOS_NEW_ARRAY(flow->arena, eos_value, 2);
            both[0] = inputs[0];
            both[1] = more[0];
            inputs = both;
            count = 2;
        }
    }
    if (count == 0)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    bool is_modelled = library->entry != NULL && library->entry->family == EOS_API_OPAQUE &&
                       library->entry->detail != EOS_LAYER_CUSTOM;
    if (!is_modelled || library->entry->detail == EOS_LAYER_ATTENTION)
        count = further_tensors(flow, arguments, &inputs, count);
    const eos_made *made = is_modelled ? eos_bind_arguments(flow, library->entry, arguments) : NULL;
    return eos_apply_operation(flow, frame, NULL, made, kind, inputs, count, arguments->span);
}

static eos_value pair_with(eos_flow *flow, eos_value first, eos_value second)
{
    eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
    pair->items[pair->count++].value = first;
    pair->items[pair->count++].value = second;
    *pair->used = pair->count;
    return eos_make_tuple(flow, pair);
}

/* the last state of a recurrent layer: (layers and directions, batch, features); `is_projected`: of an
 * LSTM the state that proj_size makes narrower, when it is given */
static eos_value state_of(eos_flow *flow, eos_frame *frame, const eos_made *made, eos_value first,
                          bool is_projected, eos_span span)
{
    const eos_tensor *output = eos_tensor_of(first);
    eos_value width = made->rest_count > 1 ? made->rest[1] : eos_made_value(made, "hidden_size");
    eos_value projected = eos_made_value(made, "proj_size");
    eos_shape shape = {true, 2, {EOS_DIM_UNKNOWN, EOS_DIM_UNKNOWN}};
    int64_t size, narrowed = 0;
    bool is_known = !is_projected || projected.kind == EOS_VALUE_UNBOUND ||
                    eos_value_integer(projected, &narrowed);
    if (is_projected && is_known && narrowed > 0)
        shape.sizes[1] = narrowed;
    else if (is_known && eos_value_integer(width, &size) && size > 0)
        shape.sizes[1] = size;
    bool is_batched = output->shape.is_known && output->shape.rank == 2;
    return eos_apply_functional(flow, frame, "item", EOS_LAYER_OTHER, &first, 1,
                                is_batched ? &shape : NULL, span);
}

/* torch's recurrent layers and attention give a pair: the output and something else */
static eos_value with_second_result(eos_flow *flow, eos_frame *frame, const eos_made *made,
                                    eos_value first, eos_span span)
{
    if (!made->entry->is_torch || made->entry->family != EOS_API_LAYER)
        return first;
    if (made->entry->detail == EOS_LAYER_ATTENTION)
        return pair_with(
            flow, first,
            eos_apply_functional(flow, frame, "item", EOS_LAYER_OTHER, &first, 1, NULL, span));
    if (made->entry->detail != EOS_LAYER_RECURRENT)
        return first;
    eos_value state = state_of(flow, frame, made, first, true, span);
    if (strcmp(made->entry->kind, "LSTM") == 0)
        state = pair_with(flow, state, state_of(flow, frame, made, first, false, span));
    return pair_with(flow, first, state);
}

/* a functional model of several outputs gives a list of them */
static eos_value model_results(eos_flow *flow, eos_frame *frame, const eos_made *made,
                               eos_value all, eos_span span)
{
    eos_value outputs = eos_model_tensors(made, "outputs", "output");
    if (eos_tensor_of(outputs) != NULL)
        return all;
    uint32_t count = eos_sequence_count(eos_iterate(flow, outputs));
    eos_sequence *parts = eos_sequence_copy(flow->arena, NULL, count);
    if (count == 0)
        return eos_unknown("the result of a model whose outputs are not known");
    for (uint32_t i = 0; i < count; i++)
        parts->items[parts->count++].value =
            eos_apply_functional(flow, frame, "item", EOS_LAYER_OTHER, &all, 1, NULL, span);
    *parts->used = parts->count;
    return eos_make_list(flow, frame, parts, span);
}

/* tensors in the other arguments of a Keras layer's call, initial_state=[h, c] above all: what they come
 * from is part of the model */
static uint32_t further_inputs(eos_flow *flow, const eos_arguments *arguments, eos_value **inputs,
                               uint32_t count)
{
    for (uint32_t i = 1; i < arguments->count; i++) {
        eos_value *more = NULL;
        uint32_t added = call_inputs(flow, arguments->items[i].value, &more);
        bool is_lost = added == 0 && eos_text_is(arguments->items[i].name, "initial_state") &&
                       eos_value_is_unknown(arguments->items[i].value);
        if (is_lost) {
            more = EOS_NEW(flow->arena, eos_value);
            *more = arguments->items[i].value;
            added = 1;
        }
        eos_value *all = EOS_NEW_ARRAY(flow->arena, eos_value, count + added);
        memcpy(all, *inputs, count * sizeof *all);
        for (uint32_t k = 0; k < added; k++)
            all[count++] = more[k];
        *inputs = all;
    }
    return count;
}

static const eos_made *wrapped_layer(const eos_made *made, const char *name)
{
    eos_value inner = eos_made_value(made, name);
    if (inner.kind != EOS_VALUE_OBJECT || inner.as.object->kind != EOS_OBJECT_LIBRARY)
        return NULL;
    const eos_made *facts = inner.as.object->now.facts;
    return facts != NULL && facts->entry != NULL ? facts : NULL;
}

/* LSTM(n, return_state=True) gives a list: the output and its states; Bidirectional those of both ways.
 * `state` = the layer that says so. */
static eos_value with_states(eos_flow *flow, eos_frame *frame, const eos_made *layer,
                             const eos_made *state, uint32_t ways, eos_value first, eos_span span)
{
    bool returns_state;
    eos_value given = eos_made_value(state, "return_state");
    if (given.kind == EOS_VALUE_UNBOUND ||
        (eos_value_boolean(given, &returns_state) && !returns_state))
        return first;
    uint32_t states = strcmp(state->entry->kind, "LSTM") == 0        ? 2
                      : strcmp(state->entry->kind, "GRU") == 0       ? 1
                      : strcmp(state->entry->kind, "SimpleRNN") == 0 ? 1
                                                                     : 0;
    eos_value merge = eos_made_value(layer, "merge_mode");
    if (states == 0 || !eos_value_boolean(given, &returns_state) ||
        (ways == 2 && eos_value_string(merge) == NULL))
        return eos_unknown("what a recurrent layer gives beside its output");
    eos_shape shape;
    bool is_known = eos_shape_from_value(eos_made_value(state, "units"), &shape);
    eos_sequence *all = eos_sequence_copy(flow->arena, NULL, states * ways + 1);
    all->items[all->count++].value = first;
    for (uint32_t i = 0; i < states * ways; i++)
        all->items[all->count++].value = eos_apply_functional(
            flow, frame, "item", EOS_LAYER_OTHER, &first, 1, is_known ? &shape : NULL, span);
    *all->used = all->count;
    return eos_make_list(flow, frame, all, span);
}

/* what a recurrent layer of Keras, wrapped or not, gives beside its output */
static eos_value recurrent_results(eos_flow *flow, eos_frame *frame, const eos_made *made,
                                   eos_value first, eos_span span)
{
    if (made->entry->detail == EOS_LAYER_RECURRENT)
        return with_states(flow, frame, made, made, 1, first, span);
    if (strcmp(made->entry->kind, "Bidirectional") != 0)
        return first;
    const eos_made *inner = wrapped_layer(made, "layer");
    if (inner == NULL)
        return eos_unknown("what a wrapped layer gives");
    return with_states(flow, frame, made, inner, 2, first, span);
}

/* MultiHeadAttention()(query, value, key=None): a key that is not given is the value */
static uint32_t attention_inputs(eos_flow *flow, const eos_arguments *arguments, eos_value **inputs)
{
    static const char *const names[] = {"query", "value", "key"};
    eos_value *all = EOS_NEW_ARRAY(flow->arena, eos_value, 3);
    for (uint32_t i = 0; i < 3; i++) {
        all[i] = eos_argument_at(arguments, i, names[i]);
        if (all[i].kind == EOS_VALUE_UNBOUND || all[i].kind == EOS_VALUE_NONE) {
            if (i < 2)
                return 1; /* self-attention on something else than written */
            all[i] = all[1];
        }
    }
    *inputs = all;
    return 3;
}

static bool is_layer_family(const eos_made *made)
{
    return made->entry->family == EOS_API_LAYER || made->entry->family == EOS_API_SEQUENTIAL ||
           (made->entry->family == EOS_API_ACTIVATION && made->entry->is_class);
}

/* plain data that a PyTorch layer is called on, or one of Keras within a call: a part of the graph that nothing leads up to */
static eos_arguments with_symbolic_data(eos_flow *flow, eos_frame *frame, const eos_object *layer,
                                        const eos_arguments *arguments)
{
    eos_arguments out = *arguments;
    const eos_tensor *data = eos_tensor_of(arguments->items[0].value);
    if (data == NULL || data->is_symbolic || data->holder != EOS_HOLDER_ARRAY)
        return out;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count);
    memcpy(items, arguments->items, arguments->count * sizeof *items);
    eos_tensor *tensor = eos_new_tensor(flow, arguments->span);
    const eos_made *made = layer->now.facts;
    tensor->is_symbolic = true;
    tensor->is_torch = made->entry->is_torch;
    eos_take_sample(flow, data, tensor);
    items[0].value = eos_make_tensor(flow, frame, tensor, arguments->span);
    out.items = items;
    return out;
}

/* an item that may be missing: what comes out is its result, or what went in */
static eos_value run_maybe_item(eos_flow *flow, eos_frame *frame, const eos_item *item,
                                eos_value value, const eos_arguments *around)
{
    const eos_condition *outer = flow->condition;
    const eos_round *outer_round = flow->round;
    if (item->presence == EOS_REPEATED)
        eos_flow_enter_round(flow);
    else
        eos_flow_enter_condition(flow, item->condition);
    eos_value output = eos_call_one(flow, frame, item->value, value, around);
    flow->condition = outer;
    flow->round = outer_round;
    return eos_value_join(flow->arena, value, output);
}

eos_value eos_run_items(eos_flow *flow, eos_frame *frame, const eos_object *object,
                        const eos_arguments *arguments)
{
    eos_value value = arguments->items[0].value;
    for (uint32_t i = 0; i < eos_sequence_count(object->now.items); i++) {
        const eos_item *item = &object->now.items->items[i];
        value = item->presence == EOS_PRESENT
                    ? eos_call_one(flow, frame, item->value, value, arguments)
                    : run_maybe_item(flow, frame, item, value, arguments);
    }
    return value;
}

eos_value eos_call_library_object(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_arguments *arguments)
{
    const eos_made *made = object->now.facts;
    if (made == NULL || made->entry == NULL || arguments->count == 0)
        return eos_unknown("a call of a library object");
    eos_api_family family = (eos_api_family)made->entry->family;
    eos_arguments symbolic;
    if (family == EOS_API_LOSS && made->entry->is_torch) {
        eos_value loss = eos_call_torch_loss(flow, frame, made, arguments);
        if (loss.kind != EOS_VALUE_UNBOUND)
            return loss;
    }
    bool is_network = family == EOS_API_SEQUENTIAL || family == EOS_API_BACKBONE;
    if (is_network && made->entry->is_torch)
        (void)eos_record_action(flow, frame, EOS_ACTION_FORWARD, object, "forward",
                                arguments->span);
    if (family == EOS_API_SEQUENTIAL && made->entry->is_torch && flow->forward_depth == 0) {
        symbolic = eos_symbolic_arguments(flow, frame, object, arguments);
        arguments = &symbolic;
    }
    eos_value *inputs = NULL;
    if ((made->entry->is_torch || flow->forward_depth > 0) && is_layer_family(made)) {
        symbolic = with_symbolic_data(flow, frame, object, arguments);
        arguments = &symbolic;
    }
    uint32_t count = call_inputs(flow, arguments->items[0].value, &inputs);
    if (count == 0)
        return eos_unknown("a call of a library object on something that is not known");
    if (made->entry->is_torch && family == EOS_API_LAYER)
        count = further_tensors(flow, arguments, &inputs, count);
    if (family == EOS_API_LAYER && made->entry->detail == EOS_LAYER_ATTENTION &&
        !made->entry->is_torch && count == 1)
        count = attention_inputs(flow, arguments, &inputs);
    else if (family == EOS_API_LAYER && made->entry->is_class && !made->entry->is_torch)
        count = further_inputs(flow, arguments, &inputs, count);
    if (family == EOS_API_SEQUENTIAL && made->entry->is_torch && !object->now.is_open) {
        /* run through, so that the leaves stand in the graph of the module around it */
        return eos_run_items(flow, frame, object, arguments);
    }
    if (family == EOS_API_SEQUENTIAL && !made->entry->is_torch &&
        eos_is_symbolic(arguments->items[0].value)) {
        const eos_text *called = eos_intern_string(flow->names, EOS_KERAS_CALLED);
        if (eos_attribute_find(object, called) == NULL)
            eos_attribute_set(&flow->heap, object, called, arguments->items[0].value);
    }
    if (family == EOS_API_SEQUENTIAL && !made->entry->is_torch && !object->now.is_open &&
        eos_keras_needs_running(object, 0))
        return eos_call_keras_sequential(flow, frame, object, made, arguments);
    if (family == EOS_API_LAYER && made->entry->is_class && !made->entry->is_torch) {
        eos_value wrapped = eos_call_keras_wrapper(flow, frame, object, made, arguments);
        if (wrapped.kind != EOS_VALUE_UNBOUND) {
            eos_note_output(flow, object, arguments->items[0].value, wrapped);
            return wrapped;
        }
    }
    bool is_layer = family == EOS_API_LAYER || family == EOS_API_SEQUENTIAL ||
                    family == EOS_API_MODEL || family == EOS_API_BACKBONE ||
                    (family == EOS_API_ACTIVATION && made->entry->is_class);
    if (!is_layer)
        return eos_unknown("a call of a library object");
    eos_value first = eos_apply_operation(flow, frame, object, made, made->entry->kind, inputs,
                                          count, arguments->span);
    if (!made->entry->is_torch && !is_model_family(made))
        eos_note_output(flow, object, arguments->items[0].value, first);
    if (family == EOS_API_LAYER && !made->entry->is_torch &&
        (made->entry->detail == EOS_LAYER_RECURRENT || made->entry->detail == EOS_LAYER_WRAPPER))
        return recurrent_results(flow, frame, made, first, arguments->span);
    if (family == EOS_API_MODEL)
        return model_results(flow, frame, made, first, arguments->span);
    return with_second_result(flow, frame, made, first, arguments->span);
}
