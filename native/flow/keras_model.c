/* SPDX-License-Identifier: MIT */
/*
 * What programs ask a Keras model for: its tensors (input, output and their plurals), its layers, one
 * layer by name, and the shape that it gives as a part of another model. So a network that begins in
 * another one's middle is followed: Model(base.input, Dense(3)(base.get_layer("fc").output)).
 *
 * A functional model has its graph already. The graph of a Sequential is made when something of it is
 * asked for, by calling its layers one after the other as Keras does; it is kept until the layers change.
 * Each layer remembers the result of its only call as its attribute `output`.
 *
 * Keras orders model.layers by depth, not by call. The two agree along a chain, so only the layers of
 * chains are listed; of other graphs the list stays unknown.
 */
#include "flow/interp.h"

#define MOST_OPERATIONS 4096u /* looked through for the layers of one model */

/* kept at a Sequential under names that no program can write */
static const char *const KEPT_FOR = " layers", *const KEPT_INPUT = " input",
                         *const KEPT_OUTPUT = " output";

static bool is_family(const eos_object *object, eos_api_family family)
{
    return object->kind == EOS_OBJECT_LIBRARY && object->library != NULL &&
           object->library->entry != NULL && object->library->entry->family == family &&
           !object->library->entry->is_torch;
}

static const eos_made *made_of(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_LIBRARY)
        return NULL;
    const eos_made *made = value.as.object->now.facts;
    return made != NULL && made->entry != NULL ? made : NULL;
}

/* an Input(...) tensor or InputLayer among the items of a Sequential: no layer of it */
static bool is_input_item(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    const eos_made *made = made_of(value);
    return tensor != NULL || (made != NULL && made->entry->family == EOS_API_LAYER &&
                              made->entry->detail == EOS_LAYER_INPUT);
}

/* the shape that the first layer of a Sequential names; false = none */
static bool named_input(eos_value first, eos_shape *out)
{
    const eos_made *made = made_of(first);
    int64_t width;
    if (made != NULL && is_family(first.as.object, EOS_API_MODEL)) { /* a base that begins it */
        const eos_tensor *tensor = eos_tensor_of(eos_model_tensors(made, "inputs", "input"));
        if (tensor != NULL)
            *out = tensor->shape;
        return tensor != NULL && tensor->shape.is_known;
    }
    if (made == NULL || made->entry->family != EOS_API_LAYER)
        return false;
    if (eos_shape_from_value(eos_made_value(made, "input_shape"), out))
        return true;
    if (made->entry->detail == EOS_LAYER_INPUT)
        return eos_shape_from_value(eos_made_value(made, "shape"), out);
    if (made->entry->detail == EOS_LAYER_EMBEDDING ||
        !eos_value_integer(eos_made_value(made, "input_dim"), &width))
        return false;
    *out = (eos_shape){true, 1, {width}};
    return true;
}

/* ---- shapes of models that are parts ---- */

static bool sequential_shape(eos_arena *arena, const eos_sequence *items, const eos_shape *input,
                             eos_shape *out, int depth);

static int by_number(const void *left, const void *right)
{
    uint32_t a = (*(const eos_operation *const *)left)->id;
    uint32_t b = (*(const eos_operation *const *)right)->id;
    return (a > b) - (a < b);
}

/* Everything between an input and an output, in the order of the calls; 0 = too much, or something that
 * does not come from this input alone. `place` has one entry per number from that of the input on. */
static uint32_t operations_between(const eos_tensor *from, const eos_tensor *to,
                                   const eos_operation **out, uint32_t *place)
{
    uint32_t count = 1, base = from->operation->id, last = to->operation->id;
    out[0] = to->operation;
    place[last - base] = 1;
    for (uint32_t next = 0; next < count; next++) {
        for (uint32_t i = 0; i < out[next]->input_count; i++) {
            const eos_operation *before = out[next]->inputs[i]->operation;
            if (before == NULL || before->id < base || before->id > last || out[next]->is_partial)
                return 0;
            if (before == from->operation || place[before->id - base] != 0)
                continue;
            place[before->id - base] = 1;
            out[count++] = before;
        }
        if (out[next]->input_count == 0)
            return 0;
    }
    qsort(out, count, sizeof *out, by_number);
    return count;
}

/* what a functional model gives on an input of another size than it was made for */
static bool shape_on(eos_arena *arena, const eos_tensor *from, const eos_tensor *to,
                     const eos_shape *input, eos_shape *out)
{
    if (from->operation == NULL || to->operation == NULL || !from->operation->is_input ||
        to->operation->id <= from->operation->id ||
        to->operation->id - from->operation->id > MOST_OPERATIONS)
        return false;
    uint32_t room = to->operation->id - from->operation->id + 1, base = from->operation->id;
    const eos_operation **list = EOS_NEW_ARRAY(arena, const eos_operation *, room);
    uint32_t *place = EOS_NEW_ARRAY(arena, uint32_t, room);
    eos_shape *shapes = EOS_NEW_ARRAY(arena, eos_shape, room);
    uint32_t count = operations_between(from, to, list, place);
    shapes[0] = *input;
    for (uint32_t i = 0; i < count; i++) {
        const eos_operation *one = list[i];
        eos_shape *inputs = EOS_NEW_ARRAY(arena, eos_shape, one->input_count);
        int64_t parameters;
        for (uint32_t k = 0; k < one->input_count; k++)
            inputs[k] = shapes[one->inputs[k]->operation->id - base];
        if (one->made == NULL || one->layer == NULL || one->made->entry->family != EOS_API_LAYER)
            return false;
        eos_shape_infer(one->made, inputs, one->input_count, &shapes[one->id - base], &parameters);
    }
    *out = shapes[room - 1];
    return count > 0 && out->is_known;
}

static bool part_shape(eos_arena *arena, eos_value part, const eos_shape *inputs, uint32_t count,
                       eos_shape *out, int depth)
{
    const eos_made *made = made_of(part);
    *out = (eos_shape){0};
    if (made == NULL || count == 0 || depth > 8)
        return false;
    if (is_family(part.as.object, EOS_API_SEQUENTIAL))
        return !part.as.object->now.is_open &&
               sequential_shape(arena, part.as.object->now.items, &inputs[0], out, depth + 1);
    if (is_family(part.as.object, EOS_API_MODEL)) {
        const eos_tensor *from = eos_tensor_of(eos_model_tensors(made, "inputs", "input"));
        const eos_tensor *to = eos_tensor_of(eos_model_tensors(made, "outputs", "output"));
        if (from == NULL || to == NULL || count != 1)
            return false;
        if (!eos_shape_equal(&from->shape, &inputs[0]))
            return inputs[0].is_known && shape_on(arena, from, to, &inputs[0], out);
        *out = to->shape;
        return true;
    }
    int64_t parameters;
    eos_shape_infer(made, inputs, count, out, &parameters);
    return out->is_known;
}

static bool sequential_shape(eos_arena *arena, const eos_sequence *items, const eos_shape *input,
                             eos_shape *out, int depth)
{
    eos_shape shape = *input;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_shape next;
        if (is_input_item(items->items[i].value)) {
            const eos_tensor *tensor = eos_tensor_of(items->items[i].value);
            if (!shape.is_known && tensor != NULL)
                shape = tensor->shape;
            continue;
        }
        if (i == 0 && !shape.is_known)
            (void)named_input(items->items[i].value, &shape);
        if (items->items[i].presence != EOS_PRESENT ||
            !part_shape(arena, items->items[i].value, &shape, 1, &next, depth))
            return false;
        shape = next;
    }
    *out = shape;
    return true;
}

eos_shape eos_model_shape(eos_arena *arena, const eos_object *model, const eos_content *content,
                          const eos_shape *inputs, uint32_t input_count)
{
    eos_object part = *model;
    eos_shape shape;
    part.now = *content;
    return part_shape(arena, eos_object_value(&part), inputs, input_count, &shape, 0)
               ? shape
               : (eos_shape){0};
}

/* ---- tensors ---- */

eos_value eos_model_tensors(const eos_made *made, const char *name, const char *old_name)
{
    eos_value value = eos_made_value(made, name);
    if (value.kind == EOS_VALUE_UNBOUND || value.kind == EOS_VALUE_NONE)
        value = eos_made_value(made, old_name); /* Keras 1 */
    const eos_sequence *items = NULL;
    if (value.kind == EOS_VALUE_TUPLE)
        items = value.as.items;
    else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
             !value.as.object->now.is_open)
        items = value.as.object->now.items;
    if (eos_sequence_count(items) == 1 && items->items[0].presence == EOS_PRESENT)
        return items->items[0].value;
    return value;
}

static const eos_text *name_of(eos_flow *flow, const char *name)
{
    return eos_intern_string(flow->names, name);
}

static eos_value input_of(eos_flow *flow, eos_frame *frame, const eos_object *model,
                          eos_value first, eos_span span)
{
    eos_shape shape;
    const eos_item *called = eos_attribute_find(model, name_of(flow, EOS_KERAS_CALLED));
    const eos_tensor *seen = called != NULL ? eos_tensor_of(called->value) : NULL;
    if (eos_is_symbolic(first))
        return first;
    if (!named_input(first, &shape) && seen == NULL)
        return eos_unknown("a model without a known input");
    if (!named_input(first, &shape))
        shape = seen->shape;
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    *operation = (eos_operation){.id = ++flow->next_operation,
                                 .kind = "Input",
                                 .is_input = true,
                                 .output = shape,
                                 .span = span,
                                 .path = flow->path,
                                 .condition = flow->condition};
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    eos_tensor *tensor = eos_new_tensor(flow, span);
    tensor->is_symbolic = true;
    tensor->shape = shape;
    tensor->operation = operation;
    return eos_make_tensor(flow, frame, tensor, span);
}

/* calls the layers of a Sequential one after the other; false = its graph is not known */
static bool run_sequential(eos_flow *flow, eos_frame *frame, eos_object *model, eos_span span)
{
    const eos_sequence *items = model->now.items;
    const eos_item *kept = eos_attribute_find(model, name_of(flow, KEPT_FOR));
    if (kept != NULL && kept->value.kind == EOS_VALUE_TUPLE && kept->value.as.items == items)
        return true;
    if (model->now.is_open || eos_sequence_count(items) == 0)
        return false;
    for (uint32_t i = 0; i < items->count; i++)
        if (items->items[i].presence != EOS_PRESENT ||
            items->items[i].value.kind != EOS_VALUE_OBJECT)
            return false;
    eos_value input = input_of(flow, frame, model, items->items[0].value, span), output = input;
    for (uint32_t i = 0; i < items->count && eos_is_symbolic(output); i++) {
        if (is_input_item(items->items[i].value))
            continue;
        eos_argument argument = {output, span, NULL};
        eos_arguments one = {
            .items = &argument, .count = 1, .positional_count = 1, .span = span, .callee = span};
        output = eos_call(flow, frame, items->items[i].value, &one);
    }
    if (!eos_is_symbolic(output))
        return false;
    eos_attribute_set(&flow->heap, model, name_of(flow, KEPT_INPUT), input);
    eos_attribute_set(&flow->heap, model, name_of(flow, KEPT_OUTPUT), output);
    eos_attribute_set(&flow->heap, model, name_of(flow, KEPT_FOR),
                      (eos_value){.kind = EOS_VALUE_TUPLE, .as.items = items});
    return true;
}

void eos_note_output(eos_flow *flow, eos_object *layer, eos_value input, eos_value output)
{
    const eos_text *name = name_of(flow, "output");
    bool is_first = eos_attribute_find(layer, name) == NULL;
    eos_value several = eos_unknown("a layer that is called more than once");
    eos_attribute_set(&flow->heap, layer, name, is_first ? output : several);
    eos_attribute_set(&flow->heap, layer, name_of(flow, "input"), is_first ? input : several);
}

/* ---- layers ---- */

static eos_value list_of(eos_flow *flow, eos_frame *frame, eos_value value, eos_span span)
{
    if (eos_tensor_of(value) == NULL)
        return value;
    return eos_make_list(flow, frame,
                         eos_sequence_push(flow->arena, NULL, (eos_item){.value = value}), span);
}

static const eos_sequence *sequential_layers(eos_flow *flow, const eos_object *model)
{
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, eos_sequence_count(model->now.items));
    for (uint32_t i = 0; i < eos_sequence_count(model->now.items); i++)
        if (!is_input_item(model->now.items->items[i].value))
            out->items[out->count++] = model->now.items->items[i];
    *out->used = out->count;
    return out;
}

/* layers of a graph without branches, its input first; NULL = it has branches or is not known */
static const eos_sequence *chain_layers(eos_flow *flow, eos_frame *frame, const eos_object *model,
                                        eos_span span)
{
    const eos_made *made = model->now.facts;
    if (made == NULL)
        return NULL;
    const eos_tensor *end = eos_tensor_of(eos_model_tensors(made, "inputs", "input"));
    const eos_tensor *tensor = eos_tensor_of(eos_model_tensors(made, "outputs", "output"));
    eos_sequence *backwards = NULL;
    uint32_t count = 0;
    if (end == NULL || tensor == NULL || end->operation == NULL || !end->operation->is_input)
        return NULL;
    for (const eos_tensor *at = tensor; at->operation != end->operation; count++) {
        if (at->operation == NULL || at->operation->input_count != 1 || count > MOST_OPERATIONS)
            return NULL;
        at = at->operation->inputs[0];
    }
    backwards = eos_sequence_copy(flow->arena, NULL, count + 1);
    for (const eos_tensor *at = tensor; at->operation != end->operation;
         at = at->operation->inputs[0]) {
        if (at->operation->layer == NULL)
            continue;
        eos_value layer = eos_object_value(at->operation->layer);
        for (uint32_t i = 0; i < backwards->count; i++)
            if (backwards->items[i].value.as.object == layer.as.object)
                return NULL; /* called twice: where Keras lists it is not worth following */
        backwards->items[backwards->count++].value = layer;
    }
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, backwards->count + 1);
    out->items[out->count++].value = eos_make_tensor(flow, frame, end, span);
    for (uint32_t i = backwards->count; i > 0; i--)
        out->items[out->count++].value = backwards->items[i - 1].value;
    *out->used = out->count;
    return out;
}

/* the layer of this name that an output leads back to; a worklist, so depth costs no stack */
static eos_object *find_in_graph(eos_flow *flow, const eos_tensor *output, const eos_text *name)
{
    EOS_VECTOR(const eos_operation *) list = {0};
    eos_vector_push(flow->arena, &list, output->operation);
    for (uint32_t next = 0; next < list.count && list.count < MOST_OPERATIONS; next++) {
        const eos_operation *operation = list.items[next];
        if (operation == NULL)
            continue;
        if (operation->layer != NULL && operation->made != NULL &&
            eos_value_string(eos_made_value(operation->made, "name")) == name)
            return operation->layer;
        for (uint32_t i = 0; i < operation->input_count; i++) {
            bool is_new = true;
            for (uint32_t k = 0; k < list.count && is_new; k++)
                is_new = list.items[k] != operation->inputs[i]->operation;
            if (is_new)
                eos_vector_push(flow->arena, &list, operation->inputs[i]->operation);
        }
    }
    return NULL;
}

eos_value eos_model_get_layer(eos_flow *flow, eos_frame *frame, eos_object *model,
                              const eos_arguments *arguments)
{
    const eos_text *name = eos_value_string(eos_argument_at(arguments, 0, "name"));
    eos_value unknown = eos_unknown("a layer of a model");
    eos_object *found = NULL;
    if (is_family(model, EOS_API_SEQUENTIAL) && !model->now.is_open) {
        (void)run_sequential(flow, frame, model, arguments->span);
        const eos_sequence *layers = sequential_layers(flow, model);
        for (uint32_t i = 0; i < layers->count && name != NULL; i++) {
            const eos_made *made = made_of(layers->items[i].value);
            if (made != NULL && eos_value_string(eos_made_value(made, "name")) == name)
                found = layers->items[i].value.as.object;
        }
        if (name == NULL && eos_argument_at(arguments, 1, "index").kind == EOS_VALUE_INT)
            return eos_get_item(flow, frame, eos_make_list(flow, frame, layers, arguments->span),
                                eos_argument_at(arguments, 1, "index"), arguments->span);
    } else if (is_family(model, EOS_API_MODEL) && model->now.facts != NULL && name != NULL) {
        const eos_tensor *output =
            eos_tensor_of(eos_model_tensors(model->now.facts, "outputs", "output"));
        if (output != NULL)
            found = find_in_graph(flow, output, name);
    }
    return found != NULL ? eos_object_value(found) : unknown;
}

/* ---- properties ---- */

eos_value eos_model_property(eos_flow *flow, eos_frame *frame, eos_object *model,
                             const eos_text *name, eos_span span)
{
    eos_value none = {.kind = EOS_VALUE_UNBOUND};
    bool is_output = eos_text_is(name, "output") || eos_text_is(name, "outputs");
    bool is_input = eos_text_is(name, "input") || eos_text_is(name, "inputs");
    bool is_plural = name->length > 0 && name->data[name->length - 1] == 's';
    bool is_sequential = is_family(model, EOS_API_SEQUENTIAL);
    if (!is_sequential && !is_family(model, EOS_API_MODEL))
        return none;
    if (eos_text_is(name, "layers")) {
        const eos_sequence *layers = NULL;
        if (is_sequential) {
            (void)run_sequential(flow, frame, model, span);
            layers = sequential_layers(flow, model);
        } else if (model->built != NULL) {
            layers = model->built->layers;
            if (layers == NULL)
                return eos_unknown("the layers of a model");
        } else {
            layers = chain_layers(flow, frame, model, span);
            if (layers == NULL)
                return eos_unknown("the layers of a model");
        }
        eos_value list = eos_make_list(flow, frame, layers, span);
        list.as.object->now.is_open = model->now.is_open;
        return list;
    }
    if (!is_output && !is_input)
        return none;
    eos_value value;
    if (is_sequential) {
        if (!run_sequential(flow, frame, model, span))
            return eos_unknown("a model without a known input");
        value =
            eos_attribute_find(model, name_of(flow, is_output ? KEPT_OUTPUT : KEPT_INPUT))->value;
    } else if (model->now.facts != NULL) {
        value = is_output ? eos_model_tensors(model->now.facts, "outputs", "output")
                          : eos_model_tensors(model->now.facts, "inputs", "input");
    } else {
        return eos_unknown("the tensors of a model");
    }
    return is_plural ? list_of(flow, frame, value, span) : value;
}
