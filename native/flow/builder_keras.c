/* SPDX-License-Identifier: MIT */
/*
 * keras.applications: the layers of the table, called one after the other on the input that the program
 * asks for, as a functional model. Relies on the graph (graph.c) for shapes and links.
 *
 * One list of layers stands for all ways to build a network: each layer says in which of them it is
 * there, and a missing one passes its input on. Questionable: what an option does together with another
 * is followed from what each does alone; the harvest holds the combinations that it can.
 */
#include "flow/builder.h"

/* ORDER: as OPTIONS in schemas/api/embed_builders.py, the last option turning fastest */
typedef struct way {
    bool has_top;
    uint32_t pooling; /* 0 = none, 1 = avg, 2 = max */
    bool has_weights; /* weights="imagenet": preprocessing may depend on it */
    bool has_preprocessing;
    bool is_open; /* the input has no size: None */
} way;

static uint64_t bit_of(const way *one)
{
    uint32_t number = one->has_top ? 0 : 1;
    number = number * 3 + one->pooling;
    number = number * 2 + (one->has_weights ? 1 : 0);
    number = number * 2 + (one->has_preprocessing ? 0 : 1);
    number = number * 2 + (one->is_open ? 1 : 0);
    return (uint64_t)1 << number;
}

static const eos_keras_builder *find_builder(const char *name)
{
    for (uint32_t i = 0; i < eos_keras_builder_count; i++)
        if (strcmp(eos_keras_builders[i].name, name) == 0)
            return &eos_keras_builders[i];
    return NULL;
}

/* ---- arguments ---- */

/* true or false of an argument that the function may not have; false = not known */
static bool read_flag(const eos_made *made, const char *name, bool otherwise, bool *out)
{
    eos_value value = eos_made_value(made, name);
    *out = otherwise;
    return value.kind == EOS_VALUE_UNBOUND || eos_value_boolean(value, out);
}

static bool read_pooling(const eos_made *made, uint32_t *out)
{
    eos_value value = eos_made_value(made, "pooling");
    const eos_text *text = eos_value_string(value);
    *out = text == NULL ? 0 : eos_text_is(text, "avg") ? 1 : 2;
    return value.kind == EOS_VALUE_NONE ||
           (text != NULL && (eos_text_is(text, "avg") || eos_text_is(text, "max")));
}

/* options that change the layers themselves: only their defaults are in the tables */
static bool has_defaults(const eos_made *made)
{
    static const char *const names[] = {"alpha", "minimalistic", "depth_multiplier"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int at = eos_api_param_index(made->entry, names[i], strlen(names[i]));
        double given;
        if (at < 0 || !made->is_given[at])
            continue;
        const eos_api_literal *wanted = &made->entry->params[at].otherwise;
        bool is_flag = wanted->kind == EOS_API_BOOL, flag;
        if (is_flag ? !eos_value_boolean(made->values[at], &flag) || flag != (wanted->integer != 0)
                    : !eos_value_number(made->values[at], &given) || given < wanted->number ||
                          given > wanted->number)
            return false;
    }
    return !made->is_open && made->extra_count == 0;
}

/* weights=None, "imagenet", or the path of a file */
static uint8_t read_weights(const eos_made *made, bool *is_imagenet)
{
    eos_value value = eos_made_value(made, "weights");
    const eos_text *text = eos_value_string(value);
    *is_imagenet = text != NULL && eos_text_is(text, "imagenet");
    return value.kind == EOS_VALUE_NONE ? EOS_WEIGHTS_NONE
           : text != NULL               ? EOS_WEIGHTS_TRAINED
                                        : EOS_WEIGHTS_UNKNOWN;
}

static bool depends_on(const eos_keras_builder *builder, const way *one, const way *other)
{
    for (uint32_t i = 0; i < builder->count; i++) {
        uint64_t when = eos_built_whens[eos_built_layers[builder->first + i].when];
        if (((when & bit_of(one)) != 0) != ((when & bit_of(other)) != 0))
            return true;
    }
    return false;
}

/* which layers there are; false = it cannot be told */
static bool read_way(const eos_keras_builder *builder, const eos_made *made, way *out,
                     uint8_t *weights)
{
    *out = (way){0};
    *weights = read_weights(made, &out->has_weights);
    if (!has_defaults(made) || !read_flag(made, "include_top", true, &out->has_top) ||
        !read_pooling(made, &out->pooling) ||
        !read_flag(made, "include_preprocessing", true, &out->has_preprocessing))
        return false;
    way other = *out;
    other.has_weights = !out->has_weights;
    return *weights != EOS_WEIGHTS_UNKNOWN || !depends_on(builder, out, &other);
}

/* ---- the input ---- */

static eos_value make_input(eos_flow *flow, eos_frame *frame, const eos_shape *shape, eos_span span)
{
    const eos_library_ref *library = eos_library_ref_for(flow, "keras.Input", 11);
    eos_sequence *sizes = eos_sequence_copy(flow->arena, NULL, shape->rank);
    for (uint32_t i = 0; i < shape->rank; i++)
        sizes->items[sizes->count++].value =
            shape->sizes[i] >= 0 ? eos_integer(shape->sizes[i]) : eos_none();
    *sizes->used = sizes->count;
    eos_argument argument = {eos_make_tuple(flow, sizes), span,
                             eos_intern_string(flow->names, "shape")};
    eos_arguments arguments = {.items = &argument, .count = 1, .span = span, .callee = span};
    return eos_make_input(flow, frame, eos_bind_arguments(flow, library->entry, &arguments));
}

/* the tensor that the network begins with; UNBOUND = not known */
static eos_value input_of(eos_flow *flow, eos_frame *frame, const eos_keras_builder *builder,
                          const eos_made *made, way *one)
{
    eos_value none = {.kind = EOS_VALUE_UNBOUND}, tensor = eos_made_value(made, "input_tensor");
    eos_value given = eos_made_value(made, "input_shape");
    if (tensor.kind != EOS_VALUE_NONE && tensor.kind != EOS_VALUE_UNBOUND)
        return eos_is_symbolic(tensor) ? tensor : none;
    const int16_t *sizes = one->has_top ? builder->top : builder->open;
    eos_shape shape = {true, 3, {sizes[0], sizes[1], sizes[2]}};
    if (given.kind == EOS_VALUE_NONE) {
        one->is_open = sizes[0] < 0;
        return make_input(flow, frame, &shape, made->span);
    }
    if (!eos_shape_from_value(given, &shape)) /* some size with some channels */
        shape = (eos_shape){true, 3, {EOS_DIM_UNKNOWN, EOS_DIM_UNKNOWN, EOS_DIM_UNKNOWN}};
    way open = *one;
    open.is_open = true;
    if (shape.rank != 3 ||
        ((shape.sizes[0] < 0 || shape.sizes[1] < 0) && depends_on(builder, one, &open)))
        return none;
    return make_input(flow, frame, &shape, made->span);
}

/* the input that a tensor leads back to: what a model on input_tensor= begins with; NULL = several */
static const eos_tensor *source_of(const eos_tensor *tensor)
{
    for (uint32_t i = 0; i < EOS_LIMIT_BUILT_LAYERS; i++) {
        const eos_operation *operation = tensor->operation;
        if (operation == NULL || operation->is_input)
            return operation != NULL ? tensor : NULL;
        if (operation->input_count != 1)
            return NULL;
        tensor = operation->inputs[0];
    }
    return NULL;
}

/* ---- the layers ---- */

static eos_value call_layer(eos_flow *flow, eos_frame *frame, eos_object *layer,
                            const eos_value *inputs, uint32_t count, eos_span span)
{
    eos_argument argument = {inputs[0], span, NULL};
    eos_arguments one = {
        .items = &argument, .count = 1, .positional_count = 1, .span = span, .callee = span};
    if (count > 1) {
        eos_sequence *list = eos_sequence_copy(flow->arena, NULL, count);
        for (uint32_t i = 0; i < count; i++)
            list->items[list->count++].value = inputs[i];
        *list->used = list->count;
        argument.value = eos_make_list(flow, frame, list, span);
    }
    return eos_call_library_object(flow, frame, layer, &one);
}

/* x + y, x * 0.5: no layer */
static bool is_operation(const eos_built_layer *from)
{
    const char *path = eos_built_text_of(eos_built_calls[from->call].path);
    return strncmp(path, "operator.", 9) == 0;
}

static eos_value run_operation(eos_flow *flow, eos_frame *frame, const eos_built_layer *from,
                               const eos_value *inputs, const eos_built_scope *scope)
{
    const eos_built_call *call = &eos_built_calls[from->call];
    const char *path = eos_built_text_of(call->path);
    eos_ir_op op = strcmp(path, "operator.add") == 0 ? EOS_OP_Add : EOS_OP_Mult;
    eos_value right = from->input_count > 1 ? inputs[1] : eos_unknown(NULL);
    if (from->input_count == 1 && call->count == 1)
        right = eos_built_value_of(flow, frame, eos_built_arguments[call->first].value, scope);
    return eos_binary(flow, frame, op, inputs[0], right, scope->span);
}

/* Calls the layers that are there; the last result, and in `made` the layers as model.layers has them.
 * UNBOUND = one of them is not in the API tables. */
static eos_value run_layers(eos_flow *flow, eos_frame *frame, const eos_keras_builder *builder,
                            uint64_t bit, eos_value input, eos_built_scope *scope,
                            eos_sequence *made)
{
    eos_object **layers = EOS_NEW_ARRAY(flow->arena, eos_object *, builder->count);
    eos_value *results = EOS_NEW_ARRAY(flow->arena, eos_value, builder->count + 1);
    results[0] = input; /* results[i + 1] is that of layer i */
    for (uint32_t i = 0; i < builder->count; i++) {
        const eos_built_layer *from = &eos_built_layers[builder->first + i];
        eos_value *inputs = EOS_NEW_ARRAY(flow->arena, eos_value, from->input_count);
        for (uint32_t k = 0; k < from->input_count; k++)
            inputs[k] = results[i + 1 - eos_built_inputs[from->input_first + k]];
        results[i + 1] = inputs[0];
        if ((eos_built_whens[from->when] & bit) == 0)
            continue;
        scope->input = &eos_tensor_of(inputs[0])->shape;
        if (is_operation(from)) {
            results[i + 1] = run_operation(flow, frame, from, inputs, scope);
            if (eos_tensor_of(results[i + 1]) == NULL)
                return (eos_value){.kind = EOS_VALUE_UNBOUND};
            continue;
        }
        eos_object *layer =
            eos_built_layer_of(flow, frame, from->call, eos_built_text_of(from->name), scope);
        if (layer != NULL)
            results[i + 1] = call_layer(flow, frame, layer, inputs, from->input_count, scope->span);
        if (layer == NULL || eos_tensor_of(results[i + 1]) == NULL)
            return (eos_value){.kind = EOS_VALUE_UNBOUND};
        layers[i] = layer;
    }
    for (uint32_t i = 0; i < builder->count; i++) {
        uint32_t at = builder->order_count > 0 ? eos_built_inputs[builder->order_first + i] : i;
        if (layers[at] != NULL)
            made->items[made->count++].value = eos_object_value(layers[at]);
    }
    return results[builder->count];
}

static eos_value make_model(eos_flow *flow, eos_frame *frame, const eos_keras_builder *builder,
                            const eos_made *made, eos_value input, eos_value output)
{
    eos_value name = eos_made_value(made, "name");
    if (eos_value_string(name) == NULL && builder->model[0] != '\0')
        name = eos_string(eos_intern_string(flow->names, builder->model));
    eos_argument items[] = {{input, made->span, eos_intern_string(flow->names, "inputs")},
                            {output, made->span, eos_intern_string(flow->names, "outputs")},
                            {name, made->span, eos_intern_string(flow->names, "name")}};
    eos_arguments arguments = {
        .items = items, .count = 3, .span = made->span, .callee = made->span};
    return eos_call_library(flow, frame, eos_library_ref_for(flow, "keras.Model", 11), &arguments);
}

eos_value eos_build_keras(eos_flow *flow, eos_frame *frame, const char *name,
                          const eos_library_ref *library, const eos_arguments *arguments)
{
    static const char *const symbols[] = {"classes", "classifier_activation", "dropout"};
    eos_value none = {.kind = EOS_VALUE_UNBOUND};
    const eos_keras_builder *builder = find_builder(name);
    uint8_t weights;
    way one;
    if (builder == NULL || library->entry == NULL || flow->is_data_format_set ||
        flow->built_layers + builder->count > EOS_LIMIT_BUILT_LAYERS)
        return none;
    const eos_made *made = eos_bind_arguments(flow, library->entry, arguments);
    if (!read_way(builder, made, &one, &weights))
        return none;
    eos_value input = input_of(flow, frame, builder, made, &one);
    if (input.kind == EOS_VALUE_UNBOUND)
        return none;
    flow->built_layers += builder->count;
    eos_value dropout = eos_made_value(made, "dropout");
    if (dropout.kind == EOS_VALUE_UNBOUND)
        dropout = eos_made_value(made, "dropout_rate");
    eos_value values[] = {eos_made_value(made, "classes"),
                          eos_made_value(made, "classifier_activation"), dropout};
    eos_built *built = EOS_NEW(flow->arena, eos_built);
    *built = (eos_built){.weights = weights};
    eos_built_scope scope = {
        .names = symbols, .values = values, .count = 3, .built = built, .span = made->span};
    eos_sequence *layers = eos_sequence_copy(flow->arena, NULL, builder->count + 1);
    const eos_tensor *source = source_of(eos_tensor_of(input));
    bool is_whole = source == eos_tensor_of(input); /* else its layers begin with others' */
    eos_value begin = input;
    if (!is_whole && source != NULL)
        begin = eos_make_tensor(flow, frame, source, made->span);
    if (source == NULL)
        return none;
    layers->items[layers->count++].value = begin;
    eos_value output = run_layers(flow, frame, builder, bit_of(&one), input, &scope, layers);
    if (output.kind == EOS_VALUE_UNBOUND)
        return none;
    *layers->used = layers->count;
    eos_value model = make_model(flow, frame, builder, made, begin, output);
    if (model.kind != EOS_VALUE_OBJECT)
        return none;
    built->layers = is_whole ? layers : NULL;
    model.as.object->built = built;
    model.as.object->name = NULL;
    return model;
}
