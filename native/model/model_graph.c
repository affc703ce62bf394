/* SPDX-License-Identifier: MIT */
/*
 * Networks that are graphs: everything that the outputs lead back to, in the order of the operation
 * numbers. Keras' functional models and traced modules differ only in where the outputs come from.
 */
#include "model/model_build.h"

typedef EOS_VECTOR(const eos_operation *) operations;

/* index in the list; UINT32_MAX = not in it */
static uint32_t place_of(const operations *list, const eos_operation *operation)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i] == operation)
            return i;
    return UINT32_MAX;
}

static bool has_operation(const operations *list, const eos_operation *operation)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i] == operation)
            return true;
    return false;
}

/* everything an output leads back to; a worklist, so depth costs no stack */
static void collect(eos_arena *arena, operations *list, const operations *ends,
                    const eos_tensor *output)
{
    if (output->operation == NULL || has_operation(list, output->operation))
        return;
    uint32_t next = list->count;
    eos_vector_push(arena, list, output->operation);
    for (; next < list->count; next++) {
        const eos_operation *operation = list->items[next];
        if (has_operation(ends, operation))
            continue; /* an input of the model, made by another one */
        for (uint32_t i = 0; i < operation->input_count; i++) {
            const eos_operation *before = operation->inputs[i]->operation;
            if (before != NULL && !has_operation(list, before))
                eos_vector_push(arena, list, before);
        }
    }
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = (*(const eos_operation *const *)left)->id;
    uint32_t b = (*(const eos_operation *const *)right)->id;
    return (a > b) - (a < b);
}

/* tensors of an argument: one, or those of a list or tuple; false = something else among them */
static bool collect_tensors(eos_arena *arena, operations *list, const operations *ends,
                            eos_value value, uint32_t *count)
{
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_TENSOR) {
        if (value.as.object->now.facts == NULL)
            return false;
        collect(arena, list, ends, value.as.object->now.facts);
        (*count)++;
        return true;
    }
    const eos_sequence *items = NULL;
    if (value.kind == EOS_VALUE_TUPLE)
        items = value.as.items;
    else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
             !value.as.object->now.is_open)
        items = value.as.object->now.items;
    else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_DICT &&
             !value.as.object->now.is_open)
        items = value.as.object->now.items; /* outputs by name */
    bool is_fine = items != NULL;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_value one = items->items[i].value;
        is_fine &= one.kind == EOS_VALUE_OBJECT && one.as.object->kind == EOS_OBJECT_TENSOR &&
                   collect_tensors(arena, list, ends, one, count);
    }
    return is_fine;
}

/* an operation under a condition that the model itself does not stand under may not happen */
static bool is_conditional(const eos_condition *condition, const eos_condition *base)
{
    if (condition == NULL)
        return false;
    for (; base != NULL; base = base->outer)
        if (base == condition)
            return false;
    return true;
}

/* what stands for a module of the program behind its own operations */
static void read_module_end(eos_model_builder *builder, eos_layer *layer,
                            const eos_operation *operation)
{
    layer->family = EOS_LAYER_IDENTITY;
    layer->activation = (eos_activation){.kind = EOS_ACT_LINEAR, .name = "linear", .axis = -1};
    layer->output_shape = operation->output;
    /* weights that a Keras layer makes when it is built are not among its attributes yet */
    bool is_keras = eos_text_starts_with(operation->layer->library->path, "keras.");
    layer->parameter_count = is_keras && eos_class_has_method(operation->layer, "build")
                                 ? -1
                                 : eos_registered_parameters(builder, operation->layer);
}

static void add_operation(eos_model_builder *builder, eos_model *model, const operations *list,
                          uint32_t at, uint32_t *index_of)
{
    const eos_operation *operation = list->items[at];
    eos_shape *shapes = EOS_NEW_ARRAY(builder->arena, eos_shape, operation->input_count);
    uint32_t *inputs = EOS_NEW_ARRAY(builder->arena, uint32_t, operation->input_count);
    uint32_t input_count = 0;
    for (uint32_t k = 0; k < operation->input_count; k++) {
        const eos_operation *before = operation->inputs[k]->operation;
        shapes[k] = operation->inputs[k]->shape;
        uint32_t found = before != NULL ? place_of(list, before) : UINT32_MAX;
        if (found != UINT32_MAX && index_of[found] > 0)
            inputs[input_count++] = index_of[found] - 1;
    }
    eos_layer layer;
    if (operation->layer != NULL) {
        layer = eos_layer_make(builder, model, operation->layer, &operation->layer_content, shapes,
                               operation->input_count);
        if (operation->layer->kind == EOS_OBJECT_INSTANCE && operation->made == NULL)
            read_module_end(builder, &layer, operation);
    } else {
        layer = (eos_layer){.kind = operation->kind,
                            .family = operation->family == EOS_LAYER_CUSTOM ? EOS_LAYER_OTHER
                                                                            : operation->family,
                            .units = eos_unknown("an operation without weights")};
        if (operation->made != NULL)
            eos_layer_read(builder, &layer, operation->made);
        else
            layer.activation =
                (eos_activation){.kind = EOS_ACT_LINEAR, .name = "linear", .axis = -1};
        layer.is_functional = true;
        layer.is_learnable = false;
        layer.span = operation->span;
        layer.scope = operation->scope->data;
        layer.output_shape = operation->output;
        if (operation->input_count > 0)
            layer.input_shape = shapes[0];
    }
    layer.inputs = inputs;
    layer.input_count = input_count;
    if (is_conditional(operation->condition, builder->condition)) {
        layer.presence = EOS_MAYBE;
        layer.condition = operation->condition->span;
    }
    model->is_complete &= !operation->is_partial;
    eos_layer_push(builder, model, layer);
    index_of[at] = model->layers.count;
}

/* what a PyTorch convolution takes in tells the channels and the rank of its input */
static eos_shape taken_by(const eos_operation *operation)
{
    const eos_made *made = operation->layer != NULL ? operation->made : NULL;
    int64_t channels;
    if (made == NULL || !made->entry->is_torch || made->entry->family != EOS_API_LAYER ||
        (made->entry->detail != EOS_LAYER_CONV &&
         made->entry->detail != EOS_LAYER_CONV_TRANSPOSE) ||
        made->entry->rank == 0 ||
        !eos_value_integer(eos_made_value(made, "in_channels"), &channels))
        return (eos_shape){0};
    eos_shape shape = {true, (uint8_t)(made->entry->rank + 1), {channels}};
    for (uint32_t i = 1; i < shape.rank; i++)
        shape.sizes[i] = EOS_DIM_UNKNOWN;
    return shape;
}

/* the first input, or what its first consumer says of it */
static void find_input_shape(eos_model *model, const operations *list)
{
    const eos_operation *input = NULL;
    for (uint32_t i = 0; i < list->count && !model->input_shape.is_known; i++) {
        const eos_operation *operation = list->items[i];
        if (operation->is_input && input == NULL)
            input = operation;
        if (input != NULL && operation->input_count > 0 && operation->inputs[0]->operation == input)
            model->input_shape = taken_by(operation);
    }
}

static void build_layers(eos_model_builder *builder, eos_model *model, operations *list,
                         const operations *ends)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_number);
    uint32_t *index_of = EOS_NEW_ARRAY(builder->arena, uint32_t, list->count); /* layer index + 1 */
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i]->is_input || has_operation(ends, list->items[i])) {
            if (!model->input_shape.is_known)
                model->input_shape = list->items[i]->output;
            continue;
        }
        add_operation(builder, model, list, i, index_of);
    }
    find_input_shape(model, list);
}

/* the operations that made the inputs: what lies before them is no part of the model */
static void input_operations(eos_arena *arena, eos_value value, operations *ends)
{
    const eos_sequence *items = NULL;
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_TENSOR) {
        const eos_tensor *tensor = value.as.object->now.facts;
        if (tensor != NULL && tensor->operation != NULL)
            eos_vector_push(arena, ends, tensor->operation);
    } else if (value.kind == EOS_VALUE_TUPLE) {
        items = value.as.items;
    } else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind <= EOS_OBJECT_DICT) {
        items = value.as.object->now.items;
    }
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        if (items->items[i].value.kind == EOS_VALUE_OBJECT &&
            items->items[i].value.as.object->kind == EOS_OBJECT_TENSOR)
            input_operations(arena, items->items[i].value, ends);
}

void eos_functional_build(eos_model_builder *builder, eos_model *model, const eos_made *made)
{
    operations list = {0}, ends = {0};
    uint32_t outputs = 0;
    eos_value input = eos_model_tensors(made, "inputs", "input");
    input_operations(builder->arena, input, &ends);
    if (!collect_tensors(builder->arena, &list, &ends, eos_model_tensors(made, "outputs", "output"),
                         &outputs)) {
        model->is_complete = false;
        eos_model_give_up(builder, model->span, model->scope, model->name,
                          "its outputs are not known");
    }
    model->has_several_outputs = outputs != 1;
    build_layers(builder, model, &list, &ends);
}

void eos_trace_build(eos_model_builder *builder, eos_model *model, const eos_trace *trace)
{
    operations list = {0}, nothing = {0};
    for (uint32_t i = 0; i < trace->output_count; i++)
        collect(builder->arena, &list, &nothing, trace->outputs[i]);
    model->has_several_outputs = trace->output_count != 1;
    model->is_complete = trace->is_complete;
    build_layers(builder, model, &list, &nothing);
}
