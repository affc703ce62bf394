/* SPDX-License-Identifier: MIT */
/* Reading helpers over the meta-model, for rules, messages and the JSON. */
#include "model/model.h"

const eos_param *eos_layer_param(const eos_layer *layer, const char *name)
{
    for (uint32_t i = 0; i < layer->param_count; i++)
        if (strcmp(layer->params[i].name, name) == 0)
            return &layer->params[i];
    return NULL;
}

eos_value eos_layer_value(const eos_layer *layer, const char *name)
{
    const eos_param *param = eos_layer_param(layer, name);
    return param != NULL ? param->value : eos_unknown("the layer has no such parameter");
}

const char *eos_layer_label(eos_arena *arena, const eos_layer *layer)
{
    if (layer->name != NULL)
        return eos_arena_printf(arena, "layer %u (%s)", layer->ordinal, layer->name);
    return eos_arena_printf(arena, "layer %u", layer->ordinal);
}

const char *eos_activation_name(eos_activation_kind kind)
{
    switch (kind) {
    case EOS_ACT_LINEAR:
        return "linear";
    case EOS_ACT_RELU:
        return "relu";
    case EOS_ACT_RELU_LIKE:
        return "relu-like";
    case EOS_ACT_SIGMOID:
        return "sigmoid";
    case EOS_ACT_HARD_SIGMOID:
        return "hard_sigmoid";
    case EOS_ACT_TANH:
        return "tanh";
    case EOS_ACT_SOFTMAX:
        return "softmax";
    case EOS_ACT_LOG_SOFTMAX:
        return "log_softmax";
    case EOS_ACT_LOG_SIGMOID:
        return "log_sigmoid";
    case EOS_ACT_SOFTPLUS:
        return "softplus";
    case EOS_ACT_SOFTSIGN:
        return "softsign";
    case EOS_ACT_EXPONENTIAL:
        return "exponential";
    case EOS_ACT_OTHER:
        return "a nonlinearity";
    default:
        return NULL;
    }
}
