/* SPDX-License-Identifier: MIT */
/*
 * What libraries do, by family of the API tables: making layers, models, optimisers and losses keeps
 * the bound arguments; Sequential's methods change its items; compile and fit are events. The rest of
 * a library's surface answers unknown. A library does not change what it is handed behind our back, so
 * only callees outside of the tables' libraries make their arguments escape.
 */
#include "flow/interp.h"

/* ---- references ---- */

static void grow_library_index(eos_flow *flow)
{
    uint32_t capacity = flow->library_capacity == 0 ? 256 : flow->library_capacity * 2;
    eos_library_ref **index = EOS_NEW_ARRAY(flow->arena, eos_library_ref *, capacity);
    for (uint32_t i = 0; i < flow->library_capacity; i++) {
        eos_library_ref *one = flow->library_index[i];
        if (one == NULL)
            continue;
        uint32_t at = one->written->hash & (capacity - 1);
        while (index[at] != NULL)
            at = (at + 1) & (capacity - 1);
        index[at] = one;
    }
    flow->library_index = index;
    flow->library_capacity = capacity;
}

const eos_library_ref *eos_library_ref_for(eos_flow *flow, const char *path, size_t length)
{
    const eos_text *written = eos_intern_bytes(flow->names, path, length);
    if (flow->library_count * 2 >= flow->library_capacity)
        grow_library_index(flow);
    uint32_t at = written->hash & (flow->library_capacity - 1);
    while (flow->library_index[at] != NULL) {
        if (flow->library_index[at]->written == written)
            return flow->library_index[at];
        at = (at + 1) & (flow->library_capacity - 1);
    }
    char canonical[512];
    size_t canonical_length = eos_api_canonical(path, length, canonical, sizeof canonical);
    eos_library_ref *library = EOS_NEW(flow->arena, eos_library_ref);
    library->written = written;
    library->path =
        canonical_length > 0 ? eos_intern_bytes(flow->names, canonical, canonical_length) : written;
    library->entry = eos_api_find(library->path->data, library->path->length);
    flow->library_index[at] = library;
    flow->library_count++;
    return library;
}

const eos_library_ref *eos_library_member(eos_flow *flow, const eos_library_ref *library,
                                          const eos_text *name)
{
    char path[512];
    size_t head = library->path->length, length = head + 1 + name->length;
    if (length >= sizeof path)
        return NULL;
    memcpy(path, library->path->data, head);
    path[head] = '.';
    memcpy(path + head + 1, name->data, name->length + 1);
    return eos_library_ref_for(flow, path, length);
}

eos_value eos_library_value(eos_flow *flow, const char *path, size_t length)
{
    return (eos_value){.kind = EOS_VALUE_LIBRARY,
                       .as.library = eos_library_ref_for(flow, path, length)};
}

static eos_value constant_of(const eos_text *path)
{
    bool may_be = path->data[0] == 'n' || path->data[0] == 'm' || path->data[0] == 't';
    if (!may_be || path->length > sizeof "tensorflow.newaxis")
        return (eos_value){0};
    if (eos_text_is(path, "numpy.nan") || eos_text_is(path, "math.nan"))
        return eos_number(strtod("nan", NULL));
    if (eos_text_is(path, "numpy.newaxis") || eos_text_is(path, "tensorflow.newaxis"))
        return eos_none();
    if (eos_text_is(path, "numpy.pi") || eos_text_is(path, "math.pi"))
        return eos_number(3.141592653589793);
    if (eos_text_is(path, "math.e") || eos_text_is(path, "numpy.e"))
        return eos_number(2.718281828459045);
    return (eos_value){0};
}

eos_value eos_library_attribute(eos_flow *flow, const eos_library_ref *library,
                                const eos_text *name)
{
    const eos_library_ref *member = eos_library_member(flow, library, name);
    if (member == NULL)
        return eos_unknown("a name that is too long");
    eos_value constant = constant_of(member->path);
    return constant.kind != EOS_VALUE_UNBOUND
               ? constant
               : (eos_value){.kind = EOS_VALUE_LIBRARY, .as.library = member};
}

/* ---- binding arguments ---- */

static eos_value default_of(eos_flow *flow, const eos_api_literal *literal)
{
    eos_value value = eos_unknown("a default that is no literal");
    switch (literal->kind) {
    case EOS_API_REQUIRED:
        return (eos_value){0};
    case EOS_API_NONE:
        value = eos_none();
        break;
    case EOS_API_BOOL:
        value = eos_boolean(literal->integer != 0);
        break;
    case EOS_API_INT:
        value = eos_integer(literal->integer);
        break;
    case EOS_API_FLOAT:
        value = eos_number(literal->number);
        break;
    case EOS_API_STRING:
        value = eos_string(eos_intern_string(flow->names, literal->string));
        break;
    case EOS_API_INT_TUPLE: {
        eos_sequence *items = eos_sequence_copy(flow->arena, NULL, literal->count);
        for (uint32_t i = 0; i < literal->count; i++)
            items->items[items->count++].value = eos_integer(literal->tuple[i]);
        *items->used = items->count;
        value = eos_make_tuple(flow, items);
        break;
    }
    default:
        return value;
    }
    return eos_value_through(flow->arena, value, EOS_ORIGIN_API, (eos_span){0}, NULL, NULL);
}

typedef struct made_builder {
    eos_value *values;
    eos_span *spans;
    bool *is_given;
} made_builder;

static void give(made_builder *builder, int index, const eos_argument *argument)
{
    builder->values[index] = argument->value;
    builder->spans[index] = argument->span;
    builder->is_given[index] = true;
}

/* positional parameter number `position`; -1 = it goes to *args or nowhere */
static int positional_index(const eos_api_entry *entry, uint32_t position)
{
    uint32_t seen = 0;
    for (uint32_t i = 0; i < entry->param_count; i++) {
        if (entry->params[i].kind == EOS_API_ARGS)
            return -1;
        if (entry->params[i].kind == EOS_API_POSITIONAL && seen++ == position)
            return (int)i;
    }
    return -1;
}

const eos_made *eos_bind_arguments(eos_flow *flow, const eos_api_entry *entry,
                                   const eos_arguments *arguments)
{
    eos_made *made = EOS_NEW(flow->arena, eos_made);
    uint32_t count = entry->param_count;
    made_builder builder = {EOS_NEW_ARRAY(flow->arena, eos_value, count),
                            EOS_NEW_ARRAY(flow->arena, eos_span, count),
                            EOS_NEW_ARRAY(flow->arena, bool, count)};
    eos_value *extra_values = EOS_NEW_ARRAY(flow->arena, eos_value, arguments->count);
    eos_value *rest = EOS_NEW_ARRAY(flow->arena, eos_value, arguments->count);
    eos_span *extra_spans = EOS_NEW_ARRAY(flow->arena, eos_span, arguments->count);
    const eos_text **extra_names = EOS_NEW_ARRAY(flow->arena, const eos_text *, arguments->count);
    for (uint32_t i = 0; i < arguments->count; i++) {
        const eos_argument *argument = &arguments->items[i];
        int index = argument->name == NULL
                        ? positional_index(entry, i)
                        : eos_api_param_index(entry, argument->name->data, argument->name->length);
        if (index >= 0) {
            give(&builder, index, argument);
        } else if (argument->name == NULL) {
            rest[made->rest_count++] = argument->value;
        } else {
            extra_values[made->extra_count] = argument->value;
            extra_spans[made->extra_count] = argument->span;
            extra_names[made->extra_count++] = argument->name;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        if (!builder.is_given[i])
            builder.values[i] = arguments->is_open ? eos_unknown("arguments that are not known")
                                                   : default_of(flow, &entry->params[i].otherwise);
    made->entry = entry;
    made->values = builder.values;
    made->spans = builder.spans;
    made->is_given = builder.is_given;
    made->extra_values = extra_values;
    made->extra_spans = extra_spans;
    made->extra_names = extra_names;
    made->rest = rest;
    made->is_open = arguments->is_open;
    made->maybe_rest = arguments->maybe_items;
    made->span = arguments->span;
    return made;
}

/* ---- making things ---- */

static eos_object *make_object(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                               const eos_made *made)
{
    eos_object *object = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, made->span);
    object->library = library;
    object->now.facts = made;
    return object;
}

static eos_value made_here(eos_flow *flow, eos_object *object, eos_span span)
{
    return eos_flow_literal(flow, eos_object_value(object), span);
}

void eos_note_model(eos_flow *flow, eos_object *object)
{
    if (!flow->is_silent)
        eos_vector_push(flow->arena, &flow->result->models, object);
}

/* keras.Sequential([..]) and torch.nn.Sequential(a, b): the layers become the object's items */
void eos_fill_sequential(eos_flow *flow, eos_object *model, const eos_made *made)
{
    eos_value layers = eos_made_value(made, "layers");
    const eos_sequence *items = NULL;
    eos_content content = model->now;
    if (made->entry->is_torch) {
        bool is_named = made->rest_count == 1 && made->rest[0].kind == EOS_VALUE_OBJECT &&
                        made->rest[0].as.object->kind == EOS_OBJECT_DICT;
        if (is_named) { /* Sequential(OrderedDict([("conv1", ..), ..])) */
            items = made->rest[0].as.object->now.items;
            content.is_open = made->rest[0].as.object->now.is_open;
        }
        for (uint32_t i = 0; i < made->rest_count && !is_named; i++)
            items = eos_sequence_push(flow->arena, items, (eos_item){.value = made->rest[i]});
    } else if (layers.kind == EOS_VALUE_OBJECT && layers.as.object->kind == EOS_OBJECT_LIST) {
        items = layers.as.object->now.items;
        content.is_open = layers.as.object->now.is_open;
    } else if (layers.kind == EOS_VALUE_TUPLE) {
        items = layers.as.items;
    } else if (layers.kind != EOS_VALUE_NONE && layers.kind != EOS_VALUE_UNBOUND) {
        content.is_open = true;
    }
    if (made->entry->is_torch && made->maybe_rest != NULL)
        items = made->maybe_rest;
    else
        content.is_open |= made->is_open;
    content.items = items;
    eos_heap_write(&flow->heap, model, content);
    eos_note_model(flow, model);
    if (!flow->is_silent)
        eos_vector_push(flow->arena, &flow->instances, model);
}

static eos_value make_sequential(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                 const eos_made *made)
{
    eos_object *model = make_object(flow, frame, library, made);
    eos_fill_sequential(flow, model, made);
    return made_here(flow, model, made->span);
}

/* Keras 1 wrote Convolution2D(filters, rows, columns): today's second and third positions mean
 * kernel_size and strides. Only the old class name tells the two apart. */
static eos_arguments translate_keras1(eos_flow *flow, const eos_library_ref *library,
                                      const eos_arguments *arguments)
{
    eos_arguments out = *arguments;
    const char *name = strrchr(library->written->data, '.');
    if (name == NULL || strcmp(name, ".Convolution2D") != 0 || arguments->positional_count < 3)
        return out;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count);
    eos_sequence *kernel = eos_sequence_copy(flow->arena, NULL, 2);
    for (uint32_t i = 1; i <= 2; i++)
        kernel->items[kernel->count++].value = arguments->items[i].value;
    *kernel->used = kernel->count;
    items[0] = arguments->items[0];
    items[1] = (eos_argument){eos_make_tuple(flow, kernel), arguments->items[1].span, NULL};
    uint32_t kept = 2;
    for (uint32_t i = 3; i < arguments->count; i++)
        items[kept++] = arguments->items[i];
    out.items = items;
    out.count = kept;
    out.positional_count--;
    return out;
}

/* questions after a special way of running, which a program that is just run answers with no */
static bool is_switch(const eos_text *path)
{
    static const char *const paths[] = {"torch.jit.is_scripting",
                                        "torch.jit.is_tracing",
                                        "torch.compiler.is_compiling",
                                        "torch.compiler.is_dynamo_compiling",
                                        "torch.onnx.is_in_onnx_export",
                                        "torch.is_autocast_enabled",
                                        "torch.fx._symbolic_trace.is_fx_tracing"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (eos_text_is(path, paths[i]))
            return true;
    return false;
}

/* functions of libraries that are modelled one by one; UNBOUND = not by this family */
typedef eos_value modelled_call(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                const eos_arguments *arguments);
static modelled_call *const MODELLED[] = {eos_call_array_function,  eos_call_parameter,
                                          eos_call_keras_estimator, eos_call_keras_get,
                                          eos_call_deep_copy,       eos_call_training_function,
                                          eos_call_builder};

static eos_value ask_is_tensor(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_argument both[2] = {arguments->items[0],
                            {eos_library_value(flow, "torch.Tensor", 12), arguments->span, NULL}};
    eos_arguments question = *arguments;
    question.items = both;
    question.count = question.positional_count = 2;
    return eos_call_builtin(flow, frame, eos_intern_string(flow->names, "isinstance"), &question);
}

eos_value eos_call_library(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                           const eos_arguments *arguments)
{
    eos_note_cross_validation(flow, frame, library, arguments);
    for (size_t i = 0; i < sizeof MODELLED / sizeof *MODELLED; i++) {
        eos_value modelled = MODELLED[i](flow, frame, library, arguments);
        if (modelled.kind != EOS_VALUE_UNBOUND)
            return modelled;
    }
    const eos_api_entry *entry = library->entry;
    if (is_switch(library->path))
        return eos_boolean(false);
    if (eos_text_is(library->path, "torch.is_tensor") && arguments->count == 1)
        return ask_is_tensor(flow, frame, arguments);
    if (entry == NULL) {
        eos_value modelled = eos_call_python_library(flow, frame, library, arguments);
        if (modelled.kind != EOS_VALUE_UNBOUND)
            return modelled;
        if (!eos_api_is_library(library->path->data, library->path->length)) {
            eos_note_unseen(flow, frame, arguments, library->path->data);
            eos_escape_arguments(flow, arguments);
        } else {
            eos_value operation = eos_graph_call(flow, frame, library, arguments);
            if (operation.kind != EOS_VALUE_UNBOUND)
                return operation;
        }
        return eos_unknown(
            eos_arena_printf(flow->arena, "%s is not modelled", library->path->data));
    }
    eos_arguments translated = translate_keras1(flow, library, arguments);
    const eos_made *made = eos_bind_arguments(flow, entry, &translated);
    switch ((eos_api_family)entry->family) {
    case EOS_API_SEQUENTIAL:
        return make_sequential(flow, frame, library, made);
    case EOS_API_MODEL:
    case EOS_API_BACKBONE: {
        eos_object *model = make_object(flow, frame, library, made);
        eos_note_model(flow, model);
        return made_here(flow, model, made->span);
    }
    case EOS_API_INPUT:
        return eos_make_input(flow, frame, made);
    case EOS_API_ACTIVATION:
    case EOS_API_LOSS:
        if (entry->is_class)
            return made_here(flow, make_object(flow, frame, library, made), made->span);
        return eos_apply_function(flow, frame, made, arguments);
    case EOS_API_LAYER:
        if (!entry->is_class) { /* keras.layers.add([a, b]): made and applied at once */
            eos_object *layer = make_object(flow, frame, library, made);
            return eos_call_library_object(flow, frame, layer, &translated);
        }
        return made_here(flow, make_object(flow, frame, library, made), made->span);
    case EOS_API_INITIALIZER:
        if (entry->is_torch && !entry->is_class)
            return eos_initialise_parameter(flow, made);
        return made_here(flow, make_object(flow, frame, library, made), made->span);
    case EOS_API_OPTIMIZER: {
        eos_object *optimizer = make_object(flow, frame, library, made);
        if (entry->is_torch)
            eos_note_torch_optimizer(flow, frame, optimizer);
        return made_here(flow, optimizer, made->span);
    }
    case EOS_API_SCHEDULE: {
        eos_object *schedule = make_object(flow, frame, library, made);
        if (entry->is_torch && !flow->is_silent)
            eos_vector_push(flow->arena, &flow->result->schedulers, schedule);
        return made_here(flow, schedule, made->span);
    }
    case EOS_API_METRIC:
    case EOS_API_REGULARIZER:
    case EOS_API_CALLBACK:
    case EOS_API_GENERATOR:
        return made_here(flow, make_object(flow, frame, library, made), made->span);
    default: {
        if (entry->is_class) {
            eos_object *object = make_object(flow, frame, library, made);
            if (eos_fill_container(flow, object, made) && !flow->is_silent)
                eos_vector_push(flow->arena, &flow->instances, object);
            return made_here(flow, object, made->span);
        }
        eos_value operation = eos_graph_call(flow, frame, library, &translated);
        if (operation.kind != EOS_VALUE_UNBOUND)
            return operation;
        return eos_unknown(
            eos_arena_printf(flow->arena, "%s is not modelled", library->path->data));
    }
    }
}

/* ---- methods ---- */

static bool is_family(const eos_object *object, eos_api_family family)
{
    return object->library != NULL && object->library->entry != NULL &&
           object->library->entry->family == family;
}

static void add_layer(eos_flow *flow, eos_object *model, eos_value layer)
{
    eos_content content = model->now;
    content.items = eos_sequence_push(flow->arena, content.items, (eos_item){.value = layer});
    eos_heap_write(&flow->heap, model, content);
}

static void pop_layer(eos_flow *flow, eos_object *model)
{
    eos_content content = model->now;
    uint32_t count = eos_sequence_count(content.items);
    if (count == 0 || content.items->items[count - 1].presence != EOS_PRESENT) {
        content.is_open = true;
    } else {
        eos_sequence *shorter = EOS_NEW(flow->arena, eos_sequence);
        *shorter = *content.items;
        shorter->count--;
        content.items = shorter;
    }
    eos_heap_write(&flow->heap, model, content);
}

static bool is_one_of(const eos_text *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (eos_text_is(name, *names))
            return true;
    return false;
}

static eos_value call_sequential_method(eos_flow *flow, eos_object *model, const eos_text *name,
                                        const eos_arguments *arguments, bool *is_done)
{
    static const char *const adding[] = {"add", "append", NULL};
    *is_done = true;
    if (is_one_of(name, adding)) {
        eos_value layer = eos_argument_at(arguments, 0, "layer");
        if (layer.kind == EOS_VALUE_UNBOUND)
            layer = eos_argument_at(arguments, 0, "module");
        add_layer(flow, model,
                  layer.kind == EOS_VALUE_UNBOUND ? eos_unknown("a layer that is not known")
                                                  : layer);
        return eos_none();
    }
    if (eos_text_is(name, "pop")) {
        pop_layer(flow, model);
        return eos_unknown("the layer that was taken off");
    }
    *is_done = false;
    return eos_none();
}

static void record_compile(eos_flow *flow, eos_frame *frame, eos_object *model,
                           const eos_made *made)
{
    eos_value optimizer = eos_made_value(made, "optimizer");
    eos_record_event(flow, frame, EOS_EVENT_COMPILE, model, made, "compile", made->span);
    if (optimizer.kind == EOS_VALUE_OBJECT) /* model.optimizer.learning_rate = ... */
        eos_attribute_set(&flow->heap, model, eos_intern_string(flow->names, "optimizer"),
                          optimizer);
}

/* an array of which nothing is known but whose it is; a Sequential has one output */
static eos_value predicted(eos_flow *flow, eos_frame *frame, eos_object *model, eos_span span)
{
    eos_tensor *out = eos_new_tensor(flow, span);
    out->predicted_by = model;
    return eos_make_tensor(flow, frame, out, span);
}

eos_value eos_call_library_method(eos_flow *flow, eos_frame *frame, const eos_method *method,
                                  const eos_arguments *arguments)
{
    static const char *const fitting[] = {"fit", "fit_generator", "train_on_batch", NULL};
    static const char *const using[] = {"evaluate",        "evaluate_generator", "predict",
                                        "predict_classes", "predict_generator",  NULL};
    eos_object *object =
        method->receiver.kind == EOS_VALUE_OBJECT ? method->receiver.as.object : NULL;
    const eos_text *name = method->name;
    bool is_done = false;
    if (object == NULL)
        return eos_unknown("a method of something that is not known");
    eos_value modelled = eos_call_array_method(flow, frame, object, name, arguments);
    if (modelled.kind == EOS_VALUE_UNBOUND)
        modelled = eos_call_estimator_method(flow, frame, object, name, arguments);
    if (modelled.kind == EOS_VALUE_UNBOUND)
        modelled = eos_call_module_method(flow, frame, object, name, arguments);
    if (modelled.kind == EOS_VALUE_UNBOUND)
        modelled = eos_call_parser_method(flow, frame, object, name, arguments);
    if (modelled.kind == EOS_VALUE_UNBOUND)
        modelled = eos_call_training_method(flow, frame, object, name, arguments);
    if (modelled.kind == EOS_VALUE_UNBOUND)
        modelled = eos_call_lightning_method(flow, frame, object, name, arguments);
    if (modelled.kind == EOS_VALUE_UNBOUND)
        modelled = eos_call_regex_method(flow, frame, object, name, arguments);
    if (modelled.kind != EOS_VALUE_UNBOUND)
        return modelled;
    if (is_family(object, EOS_API_SEQUENTIAL)) {
        eos_value result = call_sequential_method(flow, object, name, arguments, &is_done);
        if (is_done)
            return result;
    }
    bool is_model = is_family(object, EOS_API_SEQUENTIAL) || is_family(object, EOS_API_MODEL) ||
                    is_family(object, EOS_API_BACKBONE);
    const eos_api_entry *entry = method->library != NULL ? method->library->entry : NULL;
    if (is_model && entry == NULL) { /* methods stand at keras.Model in the tables */
        char path[128];
        int length = snprintf(path, sizeof path, "keras.Model.%s", name->data);
        if (length > 0 && (size_t)length < sizeof path)
            entry = eos_api_find(path, (size_t)length);
    }
    if (is_model && eos_text_is(name, "get_layer"))
        return eos_model_get_layer(flow, frame, object, arguments);
    if (is_model && entry != NULL) {
        if (eos_text_is(name, "compile"))
            record_compile(flow, frame, object, eos_bind_arguments(flow, entry, arguments));
        else if (is_one_of(name, fitting))
            eos_record_event(flow, frame, EOS_EVENT_FIT, object,
                             eos_made_snapshot(flow, eos_bind_arguments(flow, entry, arguments)),
                             name->data, arguments->span);
        else if (is_one_of(name, using)) {
            eos_record_event(flow, frame, EOS_EVENT_USE, object,
                             eos_made_snapshot(flow, eos_bind_arguments(flow, entry, arguments)),
                             name->data, arguments->span);
            if (eos_text_is(name, "predict") && is_family(object, EOS_API_SEQUENTIAL))
                return predicted(flow, frame, object, arguments->span);
        } else if (eos_text_is(name, "build"))
            eos_record_event(flow, frame, EOS_EVENT_BUILD, object,
                             eos_bind_arguments(flow, entry, arguments), name->data,
                             arguments->span);
    }
    return eos_unknown(eos_arena_printf(flow->arena, "the result of %s", name->data));
}

/* ---- properties ---- */

eos_value eos_library_property(eos_flow *flow, eos_frame *frame, eos_object *object,
                               const eos_text *name, eos_span span)
{
    eos_value part = eos_is_container(object)
                         ? eos_container_attribute(object, name)
                         : eos_layer_parameter(flow, frame, object, name, span);
    if (part.kind != EOS_VALUE_UNBOUND)
        return part;
    eos_value of_trainer = eos_trainer_property(flow, frame, object, name, span);
    if (of_trainer.kind != EOS_VALUE_UNBOUND)
        return of_trainer;
    if (is_family(object, EOS_API_OPTIMIZER) && !object->library->entry->is_torch &&
        (eos_text_is(name, "learning_rate") || eos_text_is(name, "lr")))
        eos_attribute_set(&flow->heap, object, eos_intern_string(flow->names, EOS_KERAS_RATE),
                          eos_boolean(true));
    eos_value of_model = eos_model_property(flow, frame, object, name, span);
    if (of_model.kind != EOS_VALUE_UNBOUND)
        return of_model;
    eos_value of_module = eos_module_property(flow, object, name);
    if (of_module.kind != EOS_VALUE_UNBOUND)
        return of_module;
    const eos_made *made = eos_layer_facts(object, &object->now);
    if (made != NULL && made->entry != NULL && made->entry->is_torch &&
        made->entry->family == EOS_API_LAYER)
        return eos_torch_layer_option(flow, made, name);
    if (made != NULL && made->entry != NULL && made->entry->is_class) {
        static const char *const plain[] = {
            "units",       "filters",      "kernel_size", "strides",      "rate",
            "in_features", "out_features", "in_channels", "out_channels", NULL};
        if (is_one_of(name, plain)) {
            eos_value value = eos_made_value(made, name->data);
            if (value.kind != EOS_VALUE_UNBOUND)
                return value;
        }
    }
    return (eos_value){0};
}
