/* SPDX-License-Identifier: MIT */
/*
 * Networks that are graphs: everything that the outputs lead back to, in the order of the operation
 * numbers. Keras' functional models and traced modules differ only in where the outputs come from.
 */
#include "base/address_map.h"
#include "model/model_build.h"

typedef EOS_VECTOR(const eos_operation *) operations;

/* The operations of a model, and where each stands in the list. */
typedef struct model_graph {
    operations list;
    eos_address_map places; /* index in the list + 1 */
    operations ends;        /* inputs of the model that another one made */
    operations outputs;
} model_graph;

static bool has_operation(const operations *list, const eos_operation *operation)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i] == operation)
            return true;
    return false;
}

static void add_once(eos_arena *arena, model_graph *graph, const eos_operation *operation)
{
    uint32_t *place = eos_address_map_place(&graph->places, operation);
    if (*place != 0)
        return;
    eos_vector_push(arena, &graph->list, operation);
    *place = graph->list.count;
}

/* an operation and everything it leads back to; a worklist, so depth costs no stack */
static void collect_behind(eos_arena *arena, model_graph *graph, const eos_operation *last)
{
    uint32_t next = graph->list.count;
    add_once(arena, graph, last);
    for (; next < graph->list.count; next++) {
        const eos_operation *operation = graph->list.items[next];
        if (has_operation(&graph->ends, operation))
            continue; /* an input of the model, made by another one */
        for (uint32_t i = 0; i < operation->input_count; i++)
            if (operation->inputs[i]->operation != NULL)
                add_once(arena, graph, operation->inputs[i]->operation);
    }
}

static void collect(eos_arena *arena, model_graph *graph, const eos_tensor *output)
{
    if (output->operation == NULL)
        return;
    eos_vector_push(arena, &graph->outputs, output->operation);
    collect_behind(arena, graph, output->operation);
}

/* joins carry the number of their newest alternative and come behind it */
static int by_number(const void *left, const void *right)
{
    const eos_operation *a = *(const eos_operation *const *)left;
    const eos_operation *b = *(const eos_operation *const *)right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (a->join_depth > b->join_depth) - (a->join_depth < b->join_depth);
}

/* tensors of an argument: one, or those of a list or tuple; false = something else among them */
static bool collect_tensors(eos_arena *arena, model_graph *graph, eos_value value, uint32_t *count)
{
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_TENSOR) {
        if (value.as.object->now.facts == NULL)
            return false;
        collect(arena, graph, value.as.object->now.facts);
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
                   collect_tensors(arena, graph, one, count);
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
    layer->parameter_count = eos_registered_parameters(builder, operation->layer);
}

/* an operation in a loop that the model itself is not made in runs nobody knows how often */
static bool is_repeated(const eos_round *round, const eos_round *base)
{
    if (round == NULL)
        return false;
    for (; base != NULL; base = base->outer)
        if (base == round)
            return false;
    return true;
}

/* The layers that an operation stands for: its own, none for an input, and for a join those of all its
 * alternatives. */
typedef struct sources {
    const uint32_t *layers;
    uint32_t count;
} sources;

/* A layer leads back to an older one. Numbers grow along the way, so what lies before the older one is
 * not looked at; false when it takes too long. */
static bool leads_back(eos_arena *arena, const eos_model *model, uint32_t from, uint32_t to)
{
    EOS_VECTOR(uint32_t) way = {0};
    eos_address_map seen = eos_address_map_make(arena, 8);
    eos_vector_push(arena, &way, from);
    for (uint32_t next = 0; next < way.count && next < EOS_LIMIT_JOIN_STEPS; next++) {
        const eos_layer *layer = &model->layers.items[way.items[next]];
        for (uint32_t i = 0; i < layer->input_count; i++) {
            if (layer->inputs[i] == to)
                return true;
            uint32_t *place = eos_address_map_place(&seen, &model->layers.items[layer->inputs[i]]);
            if (layer->inputs[i] > to && *place == 0)
                eos_vector_push(arena, &way, layer->inputs[i]);
            *place = 1;
        }
    }
    return false;
}

/* An alternative that another one leads back to is the same way without the layers between, which may
 * be there or not. */
static sources join_sources(eos_arena *arena, const eos_model *model, const model_graph *graph,
                            const sources *all, const eos_operation *join)
{
    EOS_VECTOR(uint32_t) found = {0}, kept = {0};
    for (uint32_t i = 0; i < join->input_count; i++) {
        uint32_t place = eos_address_map_find(&graph->places, join->inputs[i]->operation);
        for (uint32_t k = 0; place > 0 && k < all[place - 1].count; k++)
            eos_vector_push(arena, &found, all[place - 1].layers[k]);
    }
    for (uint32_t i = 0; i < found.count; i++) {
        bool is_needless = false;
        for (uint32_t k = 0; k < found.count && !is_needless; k++)
            is_needless = found.items[k] == found.items[i]
                              ? k < i
                              : found.items[k] > found.items[i] &&
                                    leads_back(arena, model, found.items[k], found.items[i]);
        if (!is_needless)
            eos_vector_push(arena, &kept, found.items[i]);
    }
    return (sources){kept.items, kept.count};
}

static sources own_layer(eos_arena *arena, uint32_t index)
{
    uint32_t *layer = EOS_NEW(arena, uint32_t);
    *layer = index;
    return (sources){layer, 1};
}

/* the sizes given to view or reshape, as a parameter like those of a layer */
static void read_sizes(eos_model_builder *builder, eos_layer *layer, const eos_operation *operation)
{
    eos_param *param = EOS_NEW(builder->arena, eos_param);
    *param = (eos_param){"shape", operation->sizes, true, operation->span};
    layer->params = param;
    layer->param_count = 1;
}

/* each input is one tensor of the graph, and which one is known */
static bool has_plain_inputs(const eos_operation *operation)
{
    for (uint32_t i = 0; i < operation->input_count; i++)
        if (!operation->inputs[i]->is_symbolic)
            return false;
    return operation->input_count > 0 && !operation->is_partial;
}

static void add_operation(eos_model_builder *builder, eos_model *model, const model_graph *graph,
                          uint32_t at, sources *all)
{
    const eos_operation *operation = graph->list.items[at];
    eos_shape *shapes = EOS_NEW_ARRAY(builder->arena, eos_shape, operation->input_count);
    EOS_VECTOR(uint32_t) inputs = {0};
    for (uint32_t k = 0; k < operation->input_count; k++) {
        const eos_operation *before = operation->inputs[k]->operation;
        shapes[k] = operation->inputs[k]->shape;
        uint32_t place = before != NULL ? eos_address_map_find(&graph->places, before) : 0;
        for (uint32_t i = 0; place > 0 && i < all[place - 1].count; i++)
            eos_vector_push(builder->arena, &inputs, all[place - 1].layers[i]);
    }
    eos_layer layer;
    if (operation->layer != NULL) {
        layer = eos_layer_make(builder, model, operation->layer, &operation->layer_content, shapes,
                               operation->input_count, operation);
        if (operation->layer->kind == EOS_OBJECT_INSTANCE && operation->made == NULL &&
            operation->inside == NULL)
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
        layer.is_ready_made = operation->is_ready_made;
        layer.is_learnable = false;
        layer.span = operation->span;
        layer.scope = operation->scope->data;
        layer.output_shape = operation->output;
        if (operation->made == NULL && operation->sizes.kind != EOS_VALUE_UNBOUND)
            read_sizes(builder, &layer, operation);
        if (operation->input_count > 0)
            layer.input_shape = shapes[0];
    }
    layer.inputs = inputs.items;
    layer.input_count = inputs.count;
    if (has_plain_inputs(operation)) {
        layer.input_shapes = shapes;
        layer.input_shape_count = operation->input_count;
    }
    if (is_conditional(operation->condition, builder->condition)) {
        layer.presence = EOS_MAYBE;
        layer.condition = operation->condition->span;
    }
    if (is_repeated(operation->round, builder->round)) {
        layer.presence = EOS_REPEATED;
        model->is_complete = false;
    }
    if (operation->is_partial && model->is_complete && builder->flow->is_call)
        eos_model_give_up(builder, operation->span, operation->scope->data,
                          eos_arena_printf(builder->arena, "an input of %s", operation->kind),
                          operation->reason != NULL ? operation->reason : "it is not known");
    model->is_complete &= !operation->is_partial;
    eos_layer_push(builder, model, layer);
    all[at] = own_layer(builder->arena, model->layers.count - 1);
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

/* the list in the order of execution, with its places anew */
static void sort_operations(eos_arena *arena, model_graph *graph)
{
    operations *list = &graph->list;
    for (uint32_t i = 1; i < list->count; i++) {
        if (by_number(&list->items[i - 1], &list->items[i]) <= 0)
            continue;
        qsort(list->items, list->count, sizeof *list->items, by_number);
        break;
    }
    graph->places = eos_address_map_make(arena, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        *eos_address_map_place(&graph->places, list->items[i]) = i + 1;
}

static void build_layers(eos_model_builder *builder, eos_model *model, model_graph *graph)
{
    sort_operations(builder->arena, graph);
    const operations *list = &graph->list;
    sources *all = EOS_NEW_ARRAY(builder->arena, sources, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        const eos_operation *operation = list->items[i];
        if (operation->is_join) {
            model->is_complete &= !operation->is_partial;
            all[i] = join_sources(builder->arena, model, graph, all, operation);
        } else if (operation->is_input || has_operation(&graph->ends, operation)) {
            if (!model->input_shape.is_known)
                model->input_shape = operation->output;
        } else {
            add_operation(builder, model, graph, i, all);
        }
    }
    uint32_t ends = 0; /* layers whose result is an output: one of two is as open as both */
    for (uint32_t i = 0; i < graph->outputs.count; i++) {
        uint32_t place = eos_address_map_find(&graph->places, graph->outputs.items[i]);
        ends += place > 0 ? all[place - 1].count : 0;
    }
    model->has_several_outputs |= ends > 1;
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

static model_graph new_graph(eos_arena *arena)
{
    return (model_graph){.places = eos_address_map_make(arena, 64)};
}

void eos_functional_build(eos_model_builder *builder, eos_model *model, const eos_made *made)
{
    model_graph graph = new_graph(builder->arena);
    uint32_t outputs = 0;
    eos_value input = eos_model_tensors(made, "inputs", "input");
    input_operations(builder->arena, input, &graph.ends);
    if (!collect_tensors(builder->arena, &graph, eos_model_tensors(made, "outputs", "output"),
                         &outputs)) {
        model->is_complete = false;
        eos_model_give_up(builder, model->span, model->scope, model->name,
                          "its outputs are not known");
    }
    model->has_several_outputs = outputs != 1;
    build_layers(builder, model, &graph);
}

void eos_trace_build(eos_model_builder *builder, eos_model *model, const eos_trace *trace)
{
    model_graph graph = new_graph(builder->arena);
    for (uint32_t i = 0; i < trace->output_count; i++)
        collect(builder->arena, &graph, trace->outputs[i]);
    for (uint32_t i = 0; i < trace->executed_count && trace->output_count > 0; i++)
        collect_behind(builder->arena, &graph, trace->executed[i]);
    model->has_several_outputs = trace->output_count != 1;
    model->is_complete = trace->is_complete;
    build_layers(builder, model, &graph);
}
