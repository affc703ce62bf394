/* SPDX-License-Identifier: MIT */
/* See class_maps.h. */
#include "rules/class_maps.h"

static bool is_mean(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_POOL_GLOBAL_AVERAGE ||
           layer->family == EOS_LAYER_POOL_ADAPTIVE || layer->family == EOS_LAYER_POOL_AVERAGE;
}

static bool is_rectifier(const eos_activation *activation)
{
    return activation->kind == EOS_ACT_RELU;
}

static bool is_softmax(const eos_activation *activation)
{
    return activation->kind == EOS_ACT_SOFTMAX || activation->kind == EOS_ACT_LOG_SOFTMAX;
}

eos_class_maps eos_class_maps_find(eos_arena *arena, const eos_model *model)
{
    const eos_head *head = &model->head;
    eos_class_maps maps = {0};
    if (!head->is_known || !head->layer || head->layer->family != EOS_LAYER_CONV ||
        head->layer->is_ready_made)
        return maps;
    eos_layer_uses uses = eos_layer_uses_make(arena, model);
    uint32_t at = (uint32_t)(head->layer - model->layers.items);
    bool is_pooled = false;
    if (at >= model->layers.count)
        return maps; /* inside a nested model */
    if (is_rectifier(&head->layer->activation))
        maps.rectifier = &head->layer->activation;
    while ((at = eos_layer_only_reader(model, &uses, at)) != EOS_NO_LAYER) {
        const eos_layer *layer = &model->layers.items[at];
        bool is_activation = layer->family == EOS_LAYER_ACTIVATION;
        if (layer->presence != EOS_PRESENT || !eos_layer_is_understood(layer))
            return (eos_class_maps){0};
        if (is_mean(layer))
            is_pooled = true;
        else if (is_activation && !is_pooled && is_rectifier(&layer->activation))
            maps.rectifier = &layer->activation;
        else if (is_activation && is_pooled && is_softmax(&layer->activation))
            maps.softmax = &layer->activation;
        else if (!eos_layer_keeps_values(layer))
            return (eos_class_maps){0};
    }
    if (is_pooled)
        maps.head = head->layer;
    return maps;
}
