/* SPDX-License-Identifier: MIT */
/*
 * Models and their layers in execution order. A Sequential is executed here: its items one after the
 * other on the shape of its input. A functional model is what its output tensors lead back to, in the
 * order of the operation numbers. Both end in the same list of layers.
 *
 * The layers are those of the last compile or fit call that the model has seen, so that what the rules
 * judge together was together; a model that is never compiled is read as it was at the end.
 */
#include "model/model_build.h"

#define MAX_MODELS_PER_PLACE 16u /* one call site in a loop: the first tell enough */

static bool is_family(const eos_object *object, eos_api_family family)
{
    return object->library != NULL && object->library->entry != NULL &&
           object->library->entry->family == family;
}

void eos_model_give_up(eos_model_builder *builder, eos_span span, const char *scope,
                       const char *what, const char *reason)
{
    eos_vector_push(builder->arena, &builder->program->given_up,
                    (eos_given_up){.span = span, .scope = scope, .what = what, .reason = reason});
}

/* ---- one layer ---- */

static void place_layer(eos_layer *layer, const eos_object *object)
{
    layer->object = object->id;
    layer->is_ready_made = object->built != NULL;
    layer->span = object->span;
    layer->path = object->path != NULL ? object->path->data : NULL;
    layer->scope = object->scope != NULL ? object->scope->data : "";
    if (layer->name == NULL && object->name != NULL)
        layer->name = object->name->data;
}

static bool was_executed(const eos_model *model, uint32_t object)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].object == object)
            return true;
    return false;
}

static const eos_model *build_nested(eos_model_builder *builder, const eos_object *object,
                                     const eos_content *content, const eos_shape *input);
static eos_model *start_model(eos_model_builder *builder, const eos_object *object);

/* a layer or model that was run: what it did, its output and its parameters */
static void read_inside(eos_model_builder *builder, eos_model *model, eos_layer *layer,
                        const eos_object *object, const eos_operation *operation)
{
    if (builder->nesting >= 8)
        return;
    builder->nesting++;
    const eos_condition *around = builder->condition;
    const eos_round *around_round = builder->round;
    builder->condition = operation->condition;
    builder->round = operation->round;
    eos_model *inside = start_model(builder, object);
    eos_trace_build(builder, inside, operation->inside);
    if (object->kind == EOS_OBJECT_INSTANCE)
        inside->own_parameters = eos_keras_own_parameters(inside, &operation->layer_content);
    inside->parameter_count = eos_model_count_parameters(builder->arena, inside);
    builder->condition = around;
    builder->round = around_round;
    builder->nesting--;
    const eos_trace *trace = operation->inside;
    if (trace->output_count > 0)
        layer->family = EOS_LAYER_MODEL;
    if (!trace->is_complete || inside->own_parameters < 0)
        eos_model_give_up(builder, layer->span, layer->scope,
                          eos_arena_printf(builder->arena, "layer %u (%s) of %s",
                                           model->layers.count + 1, layer->kind, model->name),
                          trace->output_count == 0 ? "what its call gives is not known"
                                                   : "some of its weights are not known");
    layer->nested = inside;
    layer->output_shape = operation->output;
    layer->parameter_count = inside->parameter_count;
}

static eos_value weight_filling(const eos_content *content)
{
    for (uint32_t i = eos_sequence_count(content->attributes); i-- > 0;)
        if (eos_text_is(eos_value_string(content->attributes->items[i].key), EOS_WEIGHT_FILLING))
            return content->attributes->items[i].presence == EOS_PRESENT
                       ? content->attributes->items[i].value
                       : eos_unknown("it may have been initialised");
    return (eos_value){0};
}

/* the layer of an object on a known input; links are set by the caller */
eos_layer eos_layer_make(eos_model_builder *builder, eos_model *model, const eos_object *object,
                         const eos_content *content, const eos_shape *inputs, uint32_t input_count,
                         const eos_operation *operation)
{
    eos_layer layer = {.kind = "?", .family = EOS_LAYER_CUSTOM, .parameter_count = -1};
    layer.units = eos_unknown("the layer is not understood");
    layer.scope = "";
    place_layer(&layer, object);
    if (object->built != NULL && object->built->weights != EOS_WEIGHTS_NONE &&
        model->weights != EOS_WEIGHTS_TRAINED)
        model->weights = object->built->weights;
    if (input_count > 0)
        layer.input_shape = inputs[0];
    const eos_made *made = eos_layer_facts(object, content);
    layer.is_reuse = was_executed(model, layer.object);
    if (made == NULL || made->entry == NULL) {
        if (object->kind == EOS_OBJECT_INSTANCE && object->class_object != NULL &&
            object->class_object->name != NULL)
            layer.kind = object->class_object->name->data;
        if (operation != NULL && operation->inside != NULL)
            read_inside(builder, model, &layer, object, operation);
        return layer;
    }
    eos_layer_read(builder, &layer, made);
    if (object->class_object != NULL && object->class_object->name != NULL)
        layer.kind = object->class_object->name->data;
    layer.weight_filling = weight_filling(content);
    if (operation != NULL && operation->inside != NULL) {
        read_inside(builder, model, &layer, object, operation);
        return layer;
    }
    if (layer.family == EOS_LAYER_MODEL) {
        layer.nested = build_nested(builder, object, content, input_count > 0 ? &inputs[0] : NULL);
        if (layer.nested != NULL) {
            layer.parameter_count = layer.nested->parameter_count;
            if (model->weights != EOS_WEIGHTS_TRAINED)
                model->weights = layer.nested->weights;
            layer.output_shape =
                eos_model_shape(builder->arena, object, content, inputs, input_count);
        }
        return layer;
    }
    eos_shape_infer(made, inputs, input_count, &layer.output_shape, &layer.parameter_count);
    if (operation != NULL && layer.family == EOS_LAYER_LAMBDA) /* its function was run */
        layer.output_shape = operation->output;
    if (eos_is_layer_changed(object, content)) {
        layer.output_shape = (eos_shape){0};
        layer.parameter_count = -1;
    }
    return layer;
}

void eos_layer_push(eos_model_builder *builder, eos_model *model, eos_layer layer)
{
    layer.ordinal = model->layers.count + 1;
    if (layer.presence != EOS_PRESENT || layer.family == EOS_LAYER_CUSTOM ||
        (layer.family == EOS_LAYER_MODEL && (layer.nested == NULL || !layer.nested->is_complete)))
        model->is_complete = false;
    eos_vector_push(builder->arena, &model->layers, layer);
}

/* ---- Sequential ---- */

/* the input that a first layer names itself: input_shape=, batch_input_shape=, input_dim= */
static bool shape_of_first(const eos_made *made, eos_shape *out)
{
    if (made->entry->family == EOS_API_MODEL) { /* a base that begins the model */
        eos_value input = eos_model_tensors(made, "inputs", "input");
        const eos_tensor *tensor =
            input.kind == EOS_VALUE_OBJECT && input.as.object->kind == EOS_OBJECT_TENSOR
                ? input.as.object->now.facts
                : NULL;
        if (tensor != NULL)
            *out = tensor->shape;
        return tensor != NULL && tensor->shape.is_known;
    }
    eos_value shape = eos_made_value(made, "input_shape");
    if (shape.kind == EOS_VALUE_UNBOUND || shape.kind == EOS_VALUE_NONE)
        shape = eos_made_value(made, "shape");
    if (shape.kind != EOS_VALUE_UNBOUND && shape.kind != EOS_VALUE_NONE)
        return eos_shape_from_value(shape, out);
    eos_value batch_shape = eos_made_value(made, "batch_input_shape");
    if (batch_shape.kind == EOS_VALUE_UNBOUND || batch_shape.kind == EOS_VALUE_NONE)
        batch_shape = eos_made_value(made, "batch_shape");
    if (batch_shape.kind != EOS_VALUE_UNBOUND && batch_shape.kind != EOS_VALUE_NONE &&
        eos_shape_from_value(batch_shape, out) && out->rank > 0) {
        out->rank--;
        memmove(out->sizes, out->sizes + 1, out->rank * sizeof *out->sizes);
        return true;
    }
    int64_t width, length;
    if (!eos_value_integer(eos_made_value(made, "input_dim"), &width))
        return false;
    *out = (eos_shape){true, 1, {width}};
    if (made->entry->family == EOS_API_LAYER && made->entry->detail == EOS_LAYER_EMBEDDING) {
        bool has_length = eos_value_integer(eos_made_value(made, "input_length"), &length);
        *out = (eos_shape){true, 1, {has_length ? length : EOS_DIM_UNKNOWN}};
    }
    return true;
}

/* what the first layer names goes before what is only seen to come in */
static void take_named_shape(const eos_made *made, eos_shape *shape)
{
    eos_shape named;
    if (!shape_of_first(made, &named))
        return;
    for (uint32_t i = 0; i < named.rank && shape->is_known && shape->rank == named.rank; i++)
        if (named.sizes[i] < 0)
            named.sizes[i] = shape->sizes[i];
    *shape = named;
}

static bool is_input(const eos_value *value, const eos_made **made)
{
    *made = NULL;
    if (value->kind != EOS_VALUE_OBJECT)
        return false;
    const eos_object *object = value->as.object;
    if (object->kind == EOS_OBJECT_TENSOR) { /* keras.Input(...) as the first item */
        const eos_tensor *tensor = object->now.facts;
        if (tensor == NULL || tensor->operation == NULL || tensor->operation->layer != NULL)
            return false;
        *made = tensor->operation->made;
        return *made != NULL && (*made)->entry->family == EOS_API_INPUT;
    }
    *made = object->kind == EOS_OBJECT_LIBRARY ? object->now.facts : NULL;
    return *made != NULL && (*made)->entry != NULL &&
           ((*made)->entry->family == EOS_API_INPUT ||
            ((*made)->entry->family == EOS_API_LAYER && (*made)->entry->detail == EOS_LAYER_INPUT));
}

/* the layer that stands for an item which is no single known object */
static eos_layer unknown_layer(const eos_model *model, eos_value value)
{
    (void)value;
    return (eos_layer){.kind = "?",
                       .family = EOS_LAYER_CUSTOM,
                       .span = model->span,
                       .scope = model->scope,
                       .units = eos_unknown("the layer is not understood"),
                       .parameter_count = -1};
}

static void build_sequential(eos_model_builder *builder, eos_model *model,
                             const eos_content *content)
{
    eos_shape shape = model->input_shape;
    const eos_made *made;
    for (uint32_t i = 0; i < eos_sequence_count(content->items); i++) {
        const eos_item *item = &content->items->items[i];
        if (is_input(&item->value, &made)) {
            (void)shape_of_first(made, &shape);
            model->input_shape = shape;
            continue;
        }
        eos_layer layer;
        if (item->value.kind == EOS_VALUE_OBJECT) {
            const eos_object *object = item->value.as.object;
            made = object->kind == EOS_OBJECT_LIBRARY ? object->now.facts : NULL;
            if (model->layers.count == 0 && made != NULL && made->entry != NULL)
                take_named_shape(made, &shape);
            if (model->layers.count == 0)
                model->input_shape = shape;
            layer = eos_layer_make(builder, model, object, &object->now, &shape, 1, NULL);
        } else {
            layer = unknown_layer(model, item->value);
            const char *reason =
                item->value.kind == EOS_VALUE_UNKNOWN ? item->value.as.reason : NULL;
            eos_model_give_up(builder, model->span, model->scope,
                              eos_arena_printf(builder->arena, "layer %u of %s",
                                               model->layers.count + 1, model->name),
                              reason != NULL ? reason : "it may be one of several");
        }
        layer.presence = item->presence;
        layer.condition = item->condition;
        if (model->layers.count > 0) {
            uint32_t *input = EOS_NEW(builder->arena, uint32_t);
            *input = model->layers.count - 1;
            layer.inputs = input;
            layer.input_count = 1;
        }
        /* behind a layer that may be missing only what both ways agree on is known */
        shape = layer.presence == EOS_PRESENT ? layer.output_shape
                                              : eos_shape_join(&shape, &layer.output_shape);
        eos_layer_push(builder, model, layer);
    }
    if (content->is_open) {
        model->is_complete = false;
        eos_layer_push(builder, model, unknown_layer(model, eos_unknown(NULL)));
        eos_model_give_up(builder, model->span, model->scope,
                          eos_arena_printf(builder->arena, "layers of %s", model->name),
                          "some layers come from a list that is not fully known");
    }
}

/* ---- models ---- */

static eos_model *start_model(eos_model_builder *builder, const eos_object *object)
{
    eos_model *model = EOS_NEW(builder->arena, eos_model);
    model->name = object->name != NULL ? object->name->data
                  : object->class_object != NULL && object->class_object->name != NULL
                      ? object->class_object->name->data
                      : "model";
    model->span = object->span;
    model->path = object->path != NULL ? object->path->data : NULL;
    model->scope = object->scope != NULL ? object->scope->data : "";
    bool is_keras = eos_text_starts_with(object->library->path, "keras.");
    model->framework = is_keras ? EOS_FRAMEWORK_KERAS : EOS_FRAMEWORK_TORCH;
    model->form = object->kind == EOS_OBJECT_INSTANCE
                      ? (is_keras ? EOS_FORM_SUBCLASS : EOS_FORM_MODULE)
                  : is_family(object, EOS_API_SEQUENTIAL) ? EOS_FORM_SEQUENTIAL
                                                          : EOS_FORM_FUNCTIONAL;
    model->object = object->id;
    model->around = builder->program->around;
    model->is_complete = true;
    model->is_with_defaults = object->is_with_defaults;
    return model;
}

static void build_layers(eos_model_builder *builder, eos_model *model, const eos_object *object,
                         const eos_content *content)
{
    const eos_condition *around = builder->condition;
    const eos_round *around_round = builder->round;
    builder->condition = object->condition;
    builder->round = object->round;
    if (is_family(object, EOS_API_SEQUENTIAL)) {
        build_sequential(builder, model, content);
    } else if (is_family(object, EOS_API_MODEL) && content->facts != NULL) {
        eos_functional_build(builder, model, content->facts);
    } else { /* a library's ready-made network */
        model->is_complete = false;
        eos_layer_push(builder, model, unknown_layer(model, eos_unknown(NULL)));
    }
    builder->condition = around;
    builder->round = around_round;
    model->parameter_count = eos_model_count_parameters(builder->arena, model);
}

static const eos_model *build_nested(eos_model_builder *builder, const eos_object *object,
                                     const eos_content *content, const eos_shape *input)
{
    if (builder->nesting >= 8)
        return NULL;
    builder->nesting++;
    eos_model *model = start_model(builder, object);
    if (input != NULL)
        model->input_shape = *input;
    build_layers(builder, model, object, content);
    builder->nesting--;
    return model;
}

/* the sample shape of what is fitted, for models that name no input */
static void take_input_from_fit(eos_model *model, const eos_event *event)
{
    eos_value x = eos_made_value(event->made, "x");
    if (model->input_shape.is_known || x.kind != EOS_VALUE_OBJECT ||
        x.as.object->kind != EOS_OBJECT_TENSOR || x.as.object->now.facts == NULL)
        return;
    const eos_tensor *tensor = x.as.object->now.facts;
    if (tensor->holder == EOS_HOLDER_FEED)
        tensor = tensor->inputs;
    if (tensor == NULL || !tensor->shape.is_known || tensor->shape.rank < 2)
        return;
    model->input_shape = tensor->shape;
    model->input_shape.rank--;
    memmove(model->input_shape.sizes, model->input_shape.sizes + 1,
            model->input_shape.rank * sizeof *model->input_shape.sizes);
}

/* the sample shape of what a Sequential was first called on */
static void take_input_from_call(eos_model *model, const eos_content *content)
{
    for (uint32_t i = 0; i < eos_sequence_count(content->attributes); i++) {
        const eos_item *item = &content->attributes->items[i];
        if (!eos_text_is(eos_value_string(item->key), EOS_KERAS_CALLED) ||
            item->presence != EOS_PRESENT || item->value.kind != EOS_VALUE_OBJECT ||
            item->value.as.object->kind != EOS_OBJECT_TENSOR)
            continue;
        const eos_tensor *tensor = item->value.as.object->now.facts;
        if (tensor != NULL)
            model->input_shape = tensor->shape;
    }
}

/* compile and fit calls of a Keras model; the content that the last of them saw */
static const eos_content *read_events(eos_model_builder *builder, eos_model *model,
                                      const eos_object *object, bool *has_event)
{
    const eos_content *content = &object->now;
    for (uint32_t i = 0; i < builder->flow->events.count; i++) {
        const eos_event *event = &builder->flow->events.items[i];
        if (event->model != object)
            continue;
        if (event->kind == EOS_EVENT_USE || event->kind == EOS_EVENT_READ) {
            eos_evaluation_read(builder, model, event);
            continue;
        }
        *has_event = true;
        content = &event->content;
        if (event->kind == EOS_EVENT_COMPILE) {
            eos_learner_read(builder, model, event);
            model->is_open_at_compile |= event->content.is_escaped;
        } else if (event->kind == EOS_EVENT_FIT)
            eos_training_read(builder, model, event);
        if (event->kind == EOS_EVENT_FIT)
            take_input_from_fit(model, event);
    }
    return content;
}

static const eos_trace *trace_of(const eos_flow_result *flow, const eos_object *object)
{
    for (uint32_t i = 0; i < flow->traces.count; i++)
        if (flow->traces.items[i].module == object)
            return &flow->traces.items[i];
    return NULL;
}

static void read_model(eos_model_builder *builder, const eos_object *object)
{
    bool has_event = false;
    eos_model *model = start_model(builder, object);
    const eos_content *content = read_events(builder, model, object, &has_event);
    model->is_escaped = object->now.is_escaped;
    bool is_empty = eos_sequence_count(content->items) == 0 && !content->is_open &&
                    is_family(object, EOS_API_SEQUENTIAL);
    if (is_empty && !has_event)
        return;
    if (!model->input_shape.is_known)
        take_input_from_call(model, content);
    const eos_trace *trace = trace_of(builder->flow, object);
    if (trace != NULL &&
        trace->content.items == content->items) { /* it holds layers of the program */
        builder->condition = object->condition;
        eos_trace_build(builder, model, trace);
        model->parameter_count = eos_model_count_parameters(builder->arena, model);
    } else {
        build_layers(builder, model, object, content);
    }
    eos_head_find(model, &model->head);
    if (model->is_open_at_compile) /* code that cannot be seen may have added layers before */
        model->head.is_known = false;
    eos_vector_push(builder->arena, &builder->program->models, model);
}

/* a part of another model is judged within it, unless it is trained on its own */
static bool is_part_of_another(const eos_flow_result *flow, const eos_object *object)
{
    for (uint32_t i = 0; i < flow->events.count; i++)
        if (flow->events.items[i].model == object)
            return false;
    for (uint32_t i = 0; i < flow->models.count; i++) {
        const eos_sequence *items = flow->models.items[i]->now.items;
        for (uint32_t k = 0; k < eos_sequence_count(items); k++)
            if (items->items[k].value.kind == EOS_VALUE_OBJECT &&
                items->items[k].value.as.object == object)
                return true;
    }
    return false;
}

/* what a PyTorch program does to a module, as events */
typedef struct torch_events {
    const eos_event *loss;      /* the first loss call; NULL = none */
    const eos_event *optimizer; /* the first optimiser over the whole module; NULL = none */
    bool has_several_losses;    /* on different outputs, or of different kinds */
} torch_events;

/* a loss that is computed without gradients tells of training only when no other does */
static bool trains_somewhere(const eos_flow_result *flow, const eos_object *module)
{
    for (uint32_t i = 0; i < flow->events.count; i++) {
        const eos_event *event = &flow->events.items[i];
        if (event->model == module && event->kind == EOS_EVENT_LOSS &&
            event->gradient != EOS_GRADIENT_OFF)
            return true;
    }
    return false;
}

/* of two calls of a module: what the same layer gives, or the same place in forward */
static bool is_same_output(const eos_tensor *one, const eos_tensor *other)
{
    const eos_object *layer = one->operation != NULL ? one->operation->layer : NULL;
    const eos_object *second = other->operation != NULL ? other->operation->layer : NULL;
    return layer == second && (layer != NULL || one->span.line == other->span.line);
}

static torch_events find_torch_events(const eos_flow_result *flow, const eos_object *module)
{
    torch_events out = {0};
    bool is_trained = trains_somewhere(flow, module);
    for (uint32_t i = 0; i < flow->events.count; i++) {
        const eos_event *event = &flow->events.items[i];
        if (event->model != module ||
            (is_trained && event->kind == EOS_EVENT_LOSS && event->gradient == EOS_GRADIENT_OFF))
            continue;
        if (event->kind == EOS_EVENT_OPTIMIZER) {
            if (out.optimizer == NULL)
                out.optimizer = event;
        } else if (event->kind == EOS_EVENT_LOSS) {
            if (out.loss == NULL)
                out.loss = event;
            else if (out.loss->made->entry != event->made->entry ||
                     !is_same_output(out.loss->output, event->output))
                out.has_several_losses = true;
        }
    }
    return out;
}

/* A network that is a class of the program, or a torch.nn.Sequential: its layers are what a loss is
 * called on, or else what forward gives. */
static void read_module(eos_model_builder *builder, const eos_object *object,
                        const eos_trace *trace)
{
    eos_model *model = start_model(builder, object);
    torch_events events = find_torch_events(builder->flow, object);
    bool has_event = false;
    model->is_escaped = object->now.is_escaped;
    (void)read_events(builder, model, object, &has_event);
    builder->condition = events.loss != NULL ? events.loss->under : object->condition;
    builder->round = events.loss != NULL ? events.loss->round : object->round;
    if (events.loss != NULL && !events.has_several_losses) {
        eos_trace reaching = {.output_count = 1, .is_complete = true};
        reaching.outputs = EOS_NEW_ARRAY(builder->arena, const eos_tensor *, 1);
        reaching.outputs[0] = events.loss->output;
        eos_trace_build(builder, model, &reaching);
    } else if (trace != NULL && (trace->output_count > 0 || object->kind == EOS_OBJECT_INSTANCE)) {
        eos_trace_build(builder, model, trace);
    } else {
        build_sequential(builder, model, &object->now);
    }
    if (model->layers.count == 0)
        return;
    if (events.loss != NULL || events.optimizer != NULL)
        eos_torch_learners_read(builder, model, events.loss, events.has_several_losses,
                                events.optimizer);
    if (model->framework == EOS_FRAMEWORK_TORCH)
        model->parameter_count = eos_registered_parameters(builder, object);
    else {
        if (trace != NULL)
            model->own_parameters = eos_keras_own_parameters(model, &trace->content);
        model->parameter_count = eos_model_count_parameters(builder->arena, model);
    }
    eos_head_find(model, &model->head);
    eos_vector_push(builder->arena, &builder->program->models, model);
}

static bool is_torch_sequential(const eos_object *object)
{
    return object->kind == EOS_OBJECT_LIBRARY && object->library->entry->is_torch &&
           is_family(object, EOS_API_SEQUENTIAL);
}

static uint32_t made_at_same_place(const eos_program *program, const eos_object *object)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->models.count; i++) {
        const eos_model *model = program->models.items[i];
        count += model->span.line == object->span.line && model->span.column == object->span.column;
    }
    return count;
}

/* the one model that an expression makes (`eoslint model --call`) */
static void read_called(eos_model_builder *builder)
{
    eos_value value = builder->flow->called;
    const eos_object *object = value.kind == EOS_VALUE_OBJECT ? value.as.object : NULL;
    uint32_t before = builder->program->models.count;
    const char *reason = value.kind == EOS_VALUE_UNKNOWN ? value.as.reason : NULL;
    if (object != NULL && object->kind == EOS_OBJECT_INSTANCE && builder->flow->traces.count > 0)
        read_module(builder, object, &builder->flow->traces.items[builder->flow->traces.count - 1]);
    else if (object != NULL && is_torch_sequential(object))
        read_module(builder, object, NULL);
    else if (object != NULL &&
             (is_family(object, EOS_API_SEQUENTIAL) || is_family(object, EOS_API_MODEL)))
        read_model(builder, object);
    if (reason == NULL && builder->flow->traces.count > 0)
        reason = builder->flow->traces.items[builder->flow->traces.count - 1].reason;
    if (builder->program->models.count == before)
        eos_model_give_up(builder, object != NULL ? object->span : (eos_span){0}, "",
                          "the called expression",
                          reason != NULL ? reason : "it makes no model that is understood");
}

eos_program *eos_program_read(eos_arena *arena, eos_intern *names, const eos_ir_module *module,
                              const eos_module_provider *provider)
{
    eos_program *program = EOS_NEW(arena, eos_program);
    eos_model_builder builder = {.arena = arena, .program = program};
    builder.flow = eos_flow_run(arena, names, module, provider);
    for (uint32_t i = 0; i < builder.flow->given_up.count; i++)
        eos_vector_push(arena, &program->given_up, builder.flow->given_up.items[i]);
    program->around = eos_train_facts_build(&builder);
    program->classes = builder.flow->classes;
    if (builder.flow->is_call) {
        read_called(&builder);
        return program;
    }
    for (uint32_t i = 0; i < builder.flow->models.count; i++) {
        const eos_object *object = builder.flow->models.items[i];
        if (object->library->entry->is_torch || is_part_of_another(builder.flow, object) ||
            made_at_same_place(program, object) >= MAX_MODELS_PER_PLACE)
            continue;
        read_model(&builder, object);
    }
    for (uint32_t i = 0; i < builder.flow->traces.count; i++) {
        const eos_trace *trace = &builder.flow->traces.items[i];
        if (trace->module->kind == EOS_OBJECT_INSTANCE &&
            made_at_same_place(program, trace->module) < MAX_MODELS_PER_PLACE)
            read_module(&builder, trace->module, trace);
    }
    for (uint32_t i = 0; i < builder.flow->models.count; i++) { /* torch.nn.Sequential on its own */
        const eos_object *object = builder.flow->models.items[i];
        if (is_torch_sequential(object) &&
            made_at_same_place(program, object) < MAX_MODELS_PER_PLACE &&
            (!object->is_held || find_torch_events(builder.flow, object).loss != NULL))
            read_module(&builder, object, trace_of(builder.flow, object));
    }
    return program;
}
