/* SPDX-License-Identifier: MIT */
/* See layer_path.h. Inputs point backwards, so readers are counted once per model. */
#include "rules/layer_path.h"

eos_layer_uses eos_layer_uses_make(eos_arena *arena, const eos_model *model)
{
    eos_layer_uses uses = {.count = EOS_NEW_ARRAY(arena, uint32_t, model->layers.count),
                           .first = EOS_NEW_ARRAY(arena, uint32_t, model->layers.count)};
    for (uint32_t i = 0; i < model->layers.count; i++)
        uses.first[i] = EOS_NO_LAYER;
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        for (uint32_t j = 0; j < layer->input_count; j++) {
            uint32_t input = layer->inputs[j];
            if (input >= model->layers.count)
                continue;
            if (uses.count[input]++ == 0)
                uses.first[input] = i;
        }
    }
    return uses;
}

static bool is_merge(const eos_layer *layer)
{
    return layer->input_count != 1 ||
           (layer->family >= EOS_LAYER_MERGE_ADD && layer->family <= EOS_LAYER_MERGE_OTHER);
}

uint32_t eos_layer_only_reader(const eos_model *model, const eos_layer_uses *uses, uint32_t at)
{
    if (uses->count[at] != 1 || is_merge(&model->layers.items[uses->first[at]]))
        return EOS_NO_LAYER;
    return uses->first[at];
}

uint32_t eos_layer_only_maker(const eos_model *model, const eos_layer_uses *uses, uint32_t at)
{
    const eos_layer *layer = &model->layers.items[at];
    if (is_merge(layer) || layer->inputs[0] >= at || uses->count[layer->inputs[0]] != 1)
        return EOS_NO_LAYER;
    return layer->inputs[0];
}

eos_layer_activation eos_layer_activation_find(const eos_model *model, const eos_layer_uses *uses,
                                               uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    for (uint32_t at = index;;) {
        bool is_carrier = at == index || layer->family == EOS_LAYER_ACTIVATION;
        if (is_carrier && layer->activation.kind == EOS_ACT_UNKNOWN)
            return (eos_layer_activation){0};
        if (is_carrier && layer->activation.kind != EOS_ACT_LINEAR)
            return (eos_layer_activation){&layer->activation, true};
        at = eos_layer_only_reader(model, uses, at);
        if (at == EOS_NO_LAYER)
            return (eos_layer_activation){.is_known = true};
        layer = &model->layers.items[at];
        if (layer->presence != EOS_PRESENT || layer->family == EOS_LAYER_CUSTOM ||
            layer->family == EOS_LAYER_LAMBDA)
            return (eos_layer_activation){0};
        if (layer->family != EOS_LAYER_ACTIVATION && !eos_layer_is_linear_helper(layer))
            return (eos_layer_activation){.is_known = true};
    }
}

bool eos_activation_is_nonlinear(const eos_activation *activation)
{
    return activation->kind != EOS_ACT_LINEAR && activation->kind != EOS_ACT_UNKNOWN;
}

bool eos_layer_is_full(const eos_layer *layer)
{
    if (layer->is_functional) /* weights from elsewhere: a fixed filter, say */
        return false;
    if (layer->family == EOS_LAYER_DENSE)
        return true;
    if (layer->family != EOS_LAYER_CONV && layer->family != EOS_LAYER_CONV_TRANSPOSE)
        return false;
    const eos_param *groups = eos_layer_param(layer, "groups");
    int64_t count;
    return groups == NULL || (eos_value_integer(groups->value, &count) && count == 1);
}

bool eos_layer_is_linear_helper(const eos_layer *layer)
{
    switch ((eos_layer_family)layer->family) {
    case EOS_LAYER_NORM_BATCH:
    case EOS_LAYER_NORM_LAYER:
    case EOS_LAYER_NORM_GROUP:
    case EOS_LAYER_NORM_OTHER:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_GLOBAL_AVERAGE:
        return true;
    case EOS_LAYER_ACTIVATION:
        return layer->activation.kind == EOS_ACT_LINEAR;
    default:
        return eos_layer_keeps_values(layer);
    }
}

bool eos_layer_keeps_values(const eos_layer *layer)
{
    switch ((eos_layer_family)layer->family) {
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_DROPOUT_SPATIAL:
    case EOS_LAYER_DROPOUT_OTHER:
    case EOS_LAYER_FLATTEN:
    case EOS_LAYER_RESHAPE:
    case EOS_LAYER_IDENTITY:
        return true;
    case EOS_LAYER_ACTIVATION:
        return layer->activation.kind == EOS_ACT_LINEAR;
    default:
        return false;
    }
}
