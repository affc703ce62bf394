/* SPDX-License-Identifier: MIT */
/* See network_facts.h. */
#include "rules/network_facts.h"

#include "rules/loss_tables.h"

#define DEEPEST 8u /* models within models, as the model stage nests them */

/* ---- maps ---- */

/* A layer of PyTorch, which a Keras model can call too. Keras' convolutions know no in_channels, its
 * pooling layers say pool_size. */
static bool is_torch_layer(const eos_layer *layer)
{
    return eos_layer_param(layer, "in_channels") != NULL ||
           (eos_layer_is_pooling(layer) && eos_layer_param(layer, "kernel_size") != NULL);
}

static bool is_channels_first(const eos_model *model, const eos_layer *layer, bool *is_first)
{
    if (model->framework == EOS_FRAMEWORK_TORCH || is_torch_layer(layer)) {
        *is_first = true;
        return true;
    }
    const eos_param *order = eos_layer_param(layer, "data_format");
    *is_first = false;
    if (!order || eos_value_is_none(order->value))
        return true; /* Keras' default, unless a configuration file of the user says otherwise */
    const eos_text *text = eos_value_string(order->value);
    *is_first = text && eos_text_is(text, "channels_first");
    return text != NULL;
}

eos_map eos_map_find(const eos_model *model, const eos_layer *layer, const eos_shape *shape)
{
    bool is_first;
    if (!shape->is_known || shape->rank < 2 || !is_channels_first(model, layer, &is_first))
        return (eos_map){0};
    return (eos_map){.is_known = true,
                     .first = is_first ? 1 : 0,
                     .extent = shape->rank - 1u,
                     .channel = is_first ? 0 : shape->rank - 1u};
}

/* ---- layers ---- */

bool eos_layer_is_plain_conv(const eos_layer *layer)
{
    return !layer->is_functional &&
           (layer->family == EOS_LAYER_CONV || layer->family == EOS_LAYER_CONV_SEPARABLE ||
            layer->family == EOS_LAYER_CONV_DEPTHWISE);
}

bool eos_layer_is_plain_dense(const eos_layer *layer)
{
    return !layer->is_functional && layer->family == EOS_LAYER_DENSE;
}

bool eos_layer_is_dropout(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_DROPOUT || layer->family == EOS_LAYER_DROPOUT_SPATIAL ||
           layer->family == EOS_LAYER_DROPOUT_OTHER;
}

bool eos_layer_is_norm(const eos_layer *layer)
{
    return layer->family >= EOS_LAYER_NORM_BATCH && layer->family <= EOS_LAYER_NORM_OTHER;
}

bool eos_layer_is_pooling(const eos_layer *layer)
{
    return layer->family >= EOS_LAYER_POOL_MAX && layer->family <= EOS_LAYER_POOL_ADAPTIVE;
}

bool eos_layer_is_understood(const eos_layer *layer)
{
    return layer->family != EOS_LAYER_CUSTOM && layer->family != EOS_LAYER_MODEL &&
           layer->family != EOS_LAYER_WRAPPER && layer->family != EOS_LAYER_LAMBDA &&
           layer->family != EOS_LAYER_OTHER;
}

bool eos_layer_is_foreign(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_ATTENTION || layer->family == EOS_LAYER_RECURRENT ||
           layer->family == EOS_LAYER_EMBEDDING || layer->family == EOS_LAYER_UPSAMPLE ||
           layer->family == EOS_LAYER_CONV_TRANSPOSE || layer->family == EOS_LAYER_WRAPPER;
}

static uint32_t count_within(const eos_model *model, eos_layer_fn fits, uint32_t depth)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        count += fits(layer);
        if (layer->nested && depth < DEEPEST)
            count += count_within(layer->nested, fits, depth + 1);
    }
    return count;
}

uint32_t eos_model_count(const eos_model *model, eos_layer_fn fits)
{
    return count_within(model, fits, 0);
}

static bool is_open(const eos_layer *layer)
{
    return layer->presence != EOS_PRESENT || layer->family == EOS_LAYER_CUSTOM ||
           (layer->family == EOS_LAYER_MODEL && !layer->nested);
}

bool eos_model_is_closed(const eos_model *model)
{
    return model->is_complete && !model->is_escaped && !model->is_open_at_compile &&
           eos_model_count(model, is_open) == 0;
}

/* ---- inputs ---- */

static const eos_layer *first_conv(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_plain_conv(&model->layers.items[i]))
            return &model->layers.items[i];
    return NULL;
}

static const eos_shape *input_of(const eos_model *model)
{
    if (model->input_shape.is_known)
        return &model->input_shape;
    return model->layers.count > 0 ? &model->layers.items[0].input_shape : &model->input_shape;
}

static eos_input_kind kind_of_image(int64_t channels)
{
    if (channels == 3 || channels == 4)
        return EOS_INPUT_COLOUR;
    if (channels == 1)
        return EOS_INPUT_GREY;
    return channels > 0 ? EOS_INPUT_OTHER : EOS_INPUT_UNKNOWN;
}

/* A module's input has no shape, but the convolution that reads it names the channels. */
static eos_input_kind kind_of_reader(const eos_model *model, const eos_layer *conv)
{
    int64_t channels;
    bool is_reader = conv && conv->rank == 2 && conv == &model->layers.items[0];
    if (!is_reader || !eos_value_integer(eos_layer_value(conv, "in_channels"), &channels))
        return EOS_INPUT_UNKNOWN;
    return kind_of_image(channels);
}

eos_input_kind eos_input_kind_find(const eos_model *model)
{
    const eos_shape *input = input_of(model);
    const eos_layer *conv = first_conv(model);
    if (!input->is_known)
        return kind_of_reader(model, conv);
    if (input->rank == 1 || (input->rank == 2 && (!conv || conv->rank == 1)))
        return EOS_INPUT_TABULAR;
    if (input->rank != 3 || !conv || conv->rank != 2)
        return input->rank > 3 ? EOS_INPUT_OTHER : EOS_INPUT_UNKNOWN;
    eos_map map = eos_map_find(model, conv, input);
    return map.is_known ? kind_of_image(input->sizes[map.channel]) : EOS_INPUT_UNKNOWN;
}

int64_t eos_input_extent(const eos_model *model)
{
    const eos_shape *input = input_of(model);
    const eos_layer *conv = first_conv(model);
    if (!conv || !input->is_known || input->rank != 3)
        return -1;
    eos_map map = eos_map_find(model, conv, input);
    int64_t smallest = -1;
    for (uint32_t i = 0; map.is_known && i < map.extent; i++) {
        int64_t size = input->sizes[map.first + i];
        if (size < 0)
            return -1;
        smallest = smallest < 0 || size < smallest ? size : smallest;
    }
    return smallest;
}

const char *eos_input_kind_name(eos_input_kind kind)
{
    switch (kind) {
    case EOS_INPUT_COLOUR:
        return "colour images";
    case EOS_INPUT_GREY:
        return "grey images";
    case EOS_INPUT_TABULAR:
        return "tables";
    case EOS_INPUT_UNKNOWN:
    case EOS_INPUT_OTHER:
        break;
    }
    return "this input";
}

/* PyTorch programs name the width of the input in their first layer only. */
static int64_t first_width(const eos_model *model)
{
    int64_t width = eos_shape_elements(input_of(model));
    if (width > 0 || model->layers.count == 0)
        return width;
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_plain_dense(&model->layers.items[i]))
            return eos_value_integer(eos_layer_value(&model->layers.items[i], "in_features"),
                                     &width)
                       ? width
                       : -1;
    return -1;
}

bool eos_model_gives_what_it_takes(const eos_model *model)
{
    int64_t given =
        model->head.output_shape.is_known ? eos_shape_elements(&model->head.output_shape) : -1;
    int64_t taken = first_width(model);
    if (given < 0 && model->head.is_known)
        (void)eos_value_integer(model->head.units, &given);
    return taken > 1 && taken == given;
}

/* ---- task ---- */

static eos_task task_of_loss(eos_loss_kind loss)
{
    if (loss == EOS_LOSS_UNKNOWN)
        return EOS_TASK_UNKNOWN;
    if (eos_loss_is_exclusive(loss) || eos_loss_is_binary(loss) || loss == EOS_LOSS_HINGE ||
        loss == EOS_LOSS_SQUARED_HINGE || loss == EOS_LOSS_CATEGORICAL_HINGE ||
        loss == EOS_LOSS_TORCH_MULTILABEL || loss == EOS_LOSS_FOCAL)
        return EOS_TASK_CLASSES;
    return eos_loss_is_regression(loss) ? EOS_TASK_NUMBERS : EOS_TASK_UNKNOWN;
}

static eos_task task_of_head(const eos_head *head)
{
    if (!head->is_known)
        return EOS_TASK_UNKNOWN;
    switch ((eos_activation_kind)head->activation.kind) {
    case EOS_ACT_SOFTMAX:
    case EOS_ACT_LOG_SOFTMAX:
    case EOS_ACT_SIGMOID:
        return EOS_TASK_CLASSES;
    default:
        return EOS_TASK_UNKNOWN;
    }
}

static bool is_per_place(const eos_head *head)
{
    uint32_t extents = 0;
    for (uint32_t i = 0; head->output_shape.is_known && i < head->output_shape.rank; i++)
        extents += head->output_shape.sizes[i] != 1;
    return extents > 1;
}

eos_task eos_task_find(const eos_model *model)
{
    eos_task task = EOS_TASK_UNKNOWN;
    for (uint32_t i = 0; i < model->learners.count; i++) {
        eos_task one = task_of_loss((eos_loss_kind)model->learners.items[i].loss.kind);
        if (one == EOS_TASK_UNKNOWN || (task != EOS_TASK_UNKNOWN && task != one))
            return EOS_TASK_UNKNOWN;
        task = one;
    }
    if (task == EOS_TASK_UNKNOWN)
        task = task_of_head(&model->head);
    return task != EOS_TASK_UNKNOWN && is_per_place(&model->head) ? EOS_TASK_MAPS : task;
}
