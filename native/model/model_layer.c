/* SPDX-License-Identifier: MIT */
/*
 * Reading one layer: what its class is, with which arguments, what activation it carries. An
 * activation may be a string, a function of the library or of the program, a class, or a layer; a few
 * alternatives of one kind count as that kind, anything else is unknown and silences the rules.
 */
#include "model/model_build.h"

/* ---- activations ---- */

static int32_t softmax_axis(const eos_made *made)
{
    int64_t axis;
    eos_value value = made != NULL ? eos_made_value(made, "axis") : (eos_value){0};
    if (value.kind == EOS_VALUE_UNBOUND && made != NULL)
        value = eos_made_value(made, "dim");
    if (value.kind == EOS_VALUE_UNBOUND)
        return -1; /* activation="softmax": the last axis */
    return eos_value_integer(value, &axis) && axis > INT32_MIN && axis < INT32_MAX ? (int32_t)axis
                                                                                   : INT32_MIN;
}

eos_activation eos_activation_of_entry(const eos_api_entry *entry, const eos_made *made,
                                       eos_activation_place place, eos_span span)
{
    eos_activation activation = {.place = (uint8_t)place, .span = span};
    activation.kind = entry->family == EOS_API_ACTIVATION && entry->activation == EOS_ACT_UNKNOWN
                          ? entry->detail
                          : entry->activation;
    activation.name = eos_activation_name((eos_activation_kind)activation.kind);
    if (activation.kind == EOS_ACT_RELU_LIKE || activation.kind == EOS_ACT_OTHER)
        activation.name = entry->kind;
    activation.axis = softmax_axis(made);
    if (entry->is_torch && strcmp(entry->kind, "Softmax2d") == 0)
        activation.axis = -3; /* over the channels of (N, C, H, W) and (C, H, W) */
    return activation;
}

static eos_activation read_one(eos_value value, eos_activation_place place, eos_span span)
{
    eos_activation activation = {
        .kind = EOS_ACT_UNKNOWN, .place = (uint8_t)place, .axis = -1, .span = span, .value = value};
    const eos_text *text = eos_value_string(value);
    const eos_api_entry *entry = NULL;
    const eos_made *made = NULL;
    if (value.kind == EOS_VALUE_NONE) {
        activation.kind = EOS_ACT_LINEAR;
        activation.name = "linear";
        return activation;
    }
    if (text != NULL) {
        entry = eos_api_find_string("activations", text->data, text->length);
    } else if (value.kind == EOS_VALUE_LIBRARY) {
        entry = value.as.library->entry;
    } else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIBRARY) {
        made = value.as.object->now.facts;
        entry = made != NULL ? made->entry : NULL;
    } else if (value.kind == EOS_VALUE_FUNCTION) {
        /* a function of the program: certainly something, and a nonlinearity (rules.md, rule 1) */
        activation.kind = EOS_ACT_OTHER;
        activation.name = "a function of the program";
        return activation;
    }
    if (entry == NULL)
        return activation;
    eos_activation found = eos_activation_of_entry(entry, made, place, span);
    found.value = value;
    return found;
}

eos_activation eos_activation_read(eos_value value, eos_activation_place place, eos_span span)
{
    uint32_t count = eos_value_alternative_count(value);
    eos_activation first = read_one(eos_value_alternative(value, 0), place, span);
    for (uint32_t i = 1; i < count; i++) {
        eos_activation next = read_one(eos_value_alternative(value, i), place, span);
        if (next.kind != first.kind || next.axis != first.axis) {
            first.kind = EOS_ACT_UNKNOWN;
            first.name = NULL;
        }
    }
    first.value = value;
    return first;
}

/* ---- parameters ---- */

static void read_params(eos_model_builder *builder, eos_layer *layer, const eos_made *made)
{
    const eos_api_entry *entry = made->entry;
    uint32_t capacity = entry->param_count + made->extra_count;
    eos_param *params = EOS_NEW_ARRAY(builder->arena, eos_param, capacity);
    uint32_t count = 0;
    for (uint32_t i = 0; i < entry->param_count; i++) {
        if (entry->params[i].kind == EOS_API_ARGS || entry->params[i].kind == EOS_API_KWARGS ||
            made->values[i].kind == EOS_VALUE_UNBOUND)
            continue;
        params[count++] =
            (eos_param){entry->params[i].name, made->values[i], made->is_given[i], made->spans[i]};
    }
    for (uint32_t i = 0; i < made->extra_count; i++)
        params[count++] = (eos_param){made->extra_names[i]->data, made->extra_values[i], true,
                                      made->extra_spans[i]};
    layer->params = params;
    layer->param_count = count;
}

static eos_value read_units(const eos_made *made)
{
    static const char *const names[] = {"units",        "filters",     "out_features",
                                        "out_channels", "hidden_size", "output_dim"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        eos_value value = eos_made_value(made, names[i]);
        if (value.kind != EOS_VALUE_UNBOUND)
            return value;
    }
    return eos_unknown("the layer has no width of its own");
}

static const eos_made *inner_layer(const eos_made *made)
{
    eos_value inner = eos_made_value(made, "layer");
    if (inner.kind != EOS_VALUE_OBJECT || inner.as.object->kind != EOS_OBJECT_LIBRARY)
        return NULL;
    const eos_made *facts = inner.as.object->now.facts;
    return facts != NULL && facts->entry->family == EOS_API_LAYER ? facts : NULL;
}

static eos_activation read_activation(eos_layer *layer, const eos_made *made)
{
    eos_value value = eos_made_value(made, "activation");
    if (layer->family == EOS_LAYER_ACTIVATION && value.kind == EOS_VALUE_UNBOUND)
        return eos_activation_of_entry(made->entry, made, EOS_ACTIVATION_OWN_LAYER, made->span);
    if (value.kind == EOS_VALUE_UNBOUND) /* the class takes none */
        return (eos_activation){.kind = EOS_ACT_LINEAR, .name = "linear", .axis = -1};
    bool is_given = eos_made_is_given(made, "activation");
    if (layer->family == EOS_LAYER_ACTIVATION)
        return eos_activation_read(value, EOS_ACTIVATION_OWN_LAYER, made->span);
    return eos_activation_read(value, is_given ? EOS_ACTIVATION_ARGUMENT : EOS_ACTIVATION_DEFAULT,
                               is_given ? eos_made_span(made, "activation") : made->span);
}

/* the class that users see in model.layers: add([a, b]) makes an Add, Model(x, y) a Functional */
static const char *kind_of(const eos_api_entry *entry)
{
    static const char *const made_by[][2] = {
        {"add", "Add"},           {"average", "Average"},  {"concatenate", "Concatenate"},
        {"dot", "Dot"},           {"maximum", "Maximum"},  {"minimum", "Minimum"},
        {"multiply", "Multiply"}, {"subtract", "Subtract"}};
    if (entry->family == EOS_API_MODEL && !entry->is_torch)
        return "Functional";
    for (size_t i = 0; i < sizeof made_by / sizeof *made_by; i++)
        if (entry->family == EOS_API_LAYER && !entry->is_class &&
            strcmp(entry->kind, made_by[i][0]) == 0)
            return made_by[i][1];
    return entry->kind;
}

void eos_layer_read(eos_model_builder *builder, eos_layer *layer, const eos_made *made)
{
    const eos_api_entry *entry = made->entry;
    layer->kind = kind_of(entry);
    layer->family = entry->family == EOS_API_LAYER || entry->family == EOS_API_OPAQUE
                        ? entry->detail
                    : entry->family == EOS_API_ACTIVATION ? EOS_LAYER_ACTIVATION
                    : entry->family == EOS_API_SEQUENTIAL || entry->family == EOS_API_MODEL ||
                            entry->family == EOS_API_BACKBONE
                        ? EOS_LAYER_MODEL
                        : EOS_LAYER_CUSTOM;
    layer->rank = entry->rank;
    layer->is_learnable = eos_family_is_learnable(layer->family);
    read_params(builder, layer, made);
    const eos_text *name = eos_value_string(eos_made_value(made, "name"));
    if (name != NULL)
        layer->name = name->data;
    layer->units = read_units(made);
    layer->activation =
        entry->family == EOS_API_ACTIVATION
            ? eos_activation_of_entry(entry, made, EOS_ACTIVATION_FUNCTIONAL, made->span)
            : read_activation(layer, made);
    const eos_made *inner = layer->family == EOS_LAYER_WRAPPER ? inner_layer(made) : NULL;
    if (inner != NULL) { /* TimeDistributed(Dense(..)), Bidirectional(LSTM(..)) */
        eos_layer wrapped = {0};
        eos_layer_read(builder, &wrapped, inner);
        layer->is_learnable = wrapped.is_learnable;
        layer->activation = wrapped.activation;
        if (wrapped.family == EOS_LAYER_DENSE || wrapped.family == EOS_LAYER_CONV)
            layer->units = wrapped.units;
    }
}
