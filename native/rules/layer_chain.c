/* SPDX-License-Identifier: MIT */
/* See layer_chain.h. */
#include "rules/layer_chain.h"

static bool is_passed(const eos_layer *layer)
{
    switch ((eos_layer_family)layer->family) {
    case EOS_LAYER_ACTIVATION:
    case EOS_LAYER_NOISE:
    case EOS_LAYER_PAD:
    case EOS_LAYER_CROP:
    case EOS_LAYER_PERMUTE:
    case EOS_LAYER_RESCALE:
    case EOS_LAYER_NORMALIZE_INPUT:
    case EOS_LAYER_AUGMENT:
        return true;
    default:
        return eos_layer_keeps_values(layer) || eos_layer_is_norm(layer) ||
               eos_layer_is_pooling(layer);
    }
}

static bool is_flattening(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_FLATTEN || layer->family == EOS_LAYER_RESHAPE ||
           layer->family == EOS_LAYER_POOL_GLOBAL_MAX ||
           layer->family == EOS_LAYER_POOL_GLOBAL_AVERAGE;
}

eos_chain_link eos_chain_link_find(const eos_model *model, const eos_layer_uses *uses,
                                   uint32_t index)
{
    eos_chain_link link = {.next = EOS_NO_LAYER};
    for (uint32_t at = index;;) {
        at = eos_layer_only_reader(model, uses, at);
        if (at == EOS_NO_LAYER)
            return link;
        const eos_layer *layer = &model->layers.items[at];
        link.is_open = link.is_open || layer->presence != EOS_PRESENT;
        if (!eos_layer_is_understood(layer)) {
            link.is_open = true;
            return link;
        }
        if (layer->is_learnable) {
            link.next = at;
            return link;
        }
        if (!is_passed(layer))
            return link;
        link.is_pooled = link.is_pooled || eos_layer_is_pooling(layer);
        link.is_flattened = link.is_flattened || is_flattening(layer);
    }
}

bool eos_layer_is_window_conv(const eos_layer *layer)
{
    eos_window window = eos_window_find(layer);
    return eos_layer_is_plain_conv(layer) && !eos_window_is_unit(&window);
}

bool eos_layer_mixes_channels(const eos_layer *layer)
{
    return eos_layer_is_plain_conv(layer) &&
           (layer->family == EOS_LAYER_CONV_SEPARABLE || eos_layer_is_full(layer));
}

uint32_t eos_model_first_conv(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_plain_conv(&model->layers.items[i]))
            return i;
    return EOS_NO_LAYER;
}

bool eos_layer_is_hidden(const eos_model *model, const eos_layer_uses *uses, uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    return eos_layer_is_full(layer) && layer != model->head.layer && uses->count[index] > 0;
}

int64_t eos_dense_input_width(const eos_layer *layer)
{
    int64_t width;
    const eos_shape *shape = &layer->input_shape;
    if (shape->is_known && shape->rank != 1)
        return -1;
    if (shape->is_known && shape->sizes[0] > 0)
        return shape->sizes[0];
    return eos_value_integer(eos_layer_value(layer, "in_features"), &width) && width > 0 ? width
                                                                                         : -1;
}

static bool is_enlarging(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_UPSAMPLE || layer->family == EOS_LAYER_CONV_TRANSPOSE;
}

bool eos_model_makes_maps(const eos_model *model)
{
    return eos_task_find(model) == EOS_TASK_MAPS || eos_model_count(model, is_enlarging) > 0 ||
           eos_model_gives_what_it_takes(model);
}

static bool is_ready_made(const eos_layer *layer)
{
    return layer->is_ready_made;
}

bool eos_model_is_ready_made(const eos_model *model)
{
    return model->weights != EOS_WEIGHTS_NONE || eos_model_count(model, is_ready_made) > 0;
}

/* A module that ends in softmax or sigmoid may be part of a larger one: only a loss makes it whole. */
static bool is_whole(const eos_model *model)
{
    return model->framework != EOS_FRAMEWORK_TORCH || model->learners.count > 0;
}

bool eos_model_is_plain_network(const eos_model *model, const char **reason)
{
    *reason = NULL;
    if (!eos_model_is_closed(model))
        *reason = "not all of the model is known";
    else if (eos_model_is_ready_made(model))
        *reason = "the model begins in a ready-made one";
    else if (eos_task_find(model) == EOS_TASK_UNKNOWN || !is_whole(model))
        *reason = "what the model is for is not known";
    else if (eos_model_count(model, eos_layer_is_foreign) > 0 || eos_model_makes_maps(model))
        *reason = "the network is no plain one for classes or numbers";
    return *reason == NULL;
}
