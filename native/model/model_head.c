/* SPDX-License-Identifier: MIT */
/*
 * The head: walking back from the model's output to the last learnable layer. Layers that only move or
 * thin out values (flatten, dropout, pooling ...) are passed; one that is not understood, or not
 * certainly there, ends the walk with "not known".
 */
#include "model/model_build.h"

typedef enum step { STEP_PASS, STEP_ACTIVATION, STEP_LEARNABLE, STEP_MODEL, STEP_UNKNOWN } step;

static step classify(const eos_layer *layer)
{
    if (layer->presence != EOS_PRESENT)
        return STEP_UNKNOWN;
    if (layer->is_learnable)
        return STEP_LEARNABLE;
    switch (layer->family) {
    case EOS_LAYER_ACTIVATION:
        return STEP_ACTIVATION;
    case EOS_LAYER_MODEL:
        return STEP_MODEL;
    case EOS_LAYER_POOL_MAX:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_GLOBAL_MAX:
    case EOS_LAYER_POOL_GLOBAL_AVERAGE:
    case EOS_LAYER_POOL_ADAPTIVE:
    case EOS_LAYER_NORM_BATCH:
    case EOS_LAYER_NORM_LAYER:
    case EOS_LAYER_NORM_GROUP:
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_DROPOUT_SPATIAL:
    case EOS_LAYER_DROPOUT_OTHER:
    case EOS_LAYER_FLATTEN:
    case EOS_LAYER_RESHAPE:
    case EOS_LAYER_PERMUTE:
    case EOS_LAYER_CROP:
    case EOS_LAYER_PAD:
    case EOS_LAYER_UPSAMPLE:
    case EOS_LAYER_IDENTITY:
    case EOS_LAYER_NOISE:
    case EOS_LAYER_MASKING:
        return STEP_PASS;
    default:
        return STEP_UNKNOWN;
    }
}

/* the layer whose result is the model's output; NULL = several, or none */
static const eos_layer *output_layer(const eos_model *model)
{
    const eos_layer *last = NULL;
    for (uint32_t i = model->layers.count; i > 0 && last == NULL; i--)
        last = &model->layers.items[i - 1];
    return last;
}

static void walk(const eos_model *model, eos_head *head, bool has_activation)
{
    const eos_layer *layer = output_layer(model);
    while (layer != NULL) {
        switch (classify(layer)) {
        case STEP_UNKNOWN:
            return;
        case STEP_ACTIVATION:
            if (!has_activation && layer->activation.kind != EOS_ACT_LINEAR) {
                head->activation = layer->activation;
                head->activation_layer = layer;
                has_activation = true;
            }
            break;
        case STEP_MODEL:
            if (layer->nested == NULL || layer->nested->layers.count == 0)
                return;
            if (layer->nested->is_complete)
                walk(layer->nested, head, has_activation);
            return;
        case STEP_LEARNABLE:
            head->layer = layer;
            head->units = layer->units;
            head->is_known = true;
            if (!has_activation) {
                head->activation = layer->activation;
                head->activation_layer = layer;
            }
            return;
        case STEP_PASS:
            break;
        }
        if (layer->input_count != 1 || layer->inputs[0] >= model->layers.count)
            return;
        layer = &model->layers.items[layer->inputs[0]];
    }
}

void eos_head_find(const eos_model *model, eos_head *head)
{
    *head = (eos_head){.units = eos_unknown("no head was found")};
    if (model->layers.count == 0)
        return;
    const eos_layer *last = output_layer(model);
    if (last->presence == EOS_PRESENT) /* else what lies before it may be the output */
        head->output_shape = last->output_shape;
    if (model->has_several_outputs)
        return;
    walk(model, head, false);
}
