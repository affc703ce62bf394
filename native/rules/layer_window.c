/* SPDX-License-Identifier: MIT */
/* See layer_window.h. */
#include "rules/layer_window.h"

static bool is_window_family(uint8_t family)
{
    return (family >= EOS_LAYER_CONV && family <= EOS_LAYER_CONV_SEPARABLE) ||
           family == EOS_LAYER_POOL_MAX || family == EOS_LAYER_POOL_AVERAGE;
}

/* One number stands for all axes. */
static void spread(eos_value value, uint32_t axes, int64_t *out)
{
    int64_t number;
    for (uint32_t i = 0; i < axes; i++)
        out[i] = EOS_WINDOW_UNKNOWN;
    if (eos_value_integer(value, &number)) {
        for (uint32_t i = 0; i < axes; i++)
            out[i] = number;
        return;
    }
    const eos_sequence *items = NULL;
    if (value.kind == EOS_VALUE_TUPLE)
        items = value.as.items;
    else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
             !value.as.object->now.is_open)
        items = value.as.object->now.items;
    uint32_t count = eos_sequence_count(items);
    if (count == 1 && axes > 0 && eos_value_integer(items->items[0].value, &number))
        for (uint32_t i = 0; i < axes; i++)
            out[i] = number;
    for (uint32_t i = 0; count == axes && i < axes; i++)
        if (items->items[i].presence == EOS_PRESENT)
            (void)eos_value_integer(items->items[i].value, &out[i]);
}

/* The first of these arguments that the layer has; `otherwise` when it has none of them. */
static eos_value read_either(const eos_layer *layer, const char *name, const char *other,
                             int64_t otherwise)
{
    const eos_param *param = eos_layer_param(layer, name);
    if (!param)
        param = eos_layer_param(layer, other);
    return param ? param->value : eos_integer(otherwise);
}

static void read_padding(const eos_layer *layer, eos_window *window)
{
    const eos_param *param = eos_layer_param(layer, "padding");
    if (!param) {
        window->padding = EOS_PADDING_UNKNOWN;
        return;
    }
    const eos_text *text = eos_value_string(param->value);
    if (text) {
        window->padding = eos_text_is(text, "valid") ? EOS_PADDING_NONE
                          : eos_text_is(text, "same") || eos_text_is(text, "causal")
                              ? EOS_PADDING_SAME
                              : EOS_PADDING_UNKNOWN;
        return;
    }
    spread(param->value, window->axes, window->margin);
    window->padding = EOS_PADDING_NUMBER;
}

eos_window eos_window_find(const eos_layer *layer)
{
    eos_window window = {0};
    if (!is_window_family(layer->family) || layer->rank < 1 || layer->rank > EOS_WINDOW_AXES)
        return window;
    window.axes = layer->rank;
    bool is_pool = layer->family == EOS_LAYER_POOL_MAX || layer->family == EOS_LAYER_POOL_AVERAGE;
    spread(read_either(layer, is_pool ? "pool_size" : "kernel_size", "kernel_size",
                       EOS_WINDOW_UNKNOWN),
           window.axes, window.kernel);
    eos_value stride = read_either(layer, "strides", "stride", 1);
    if (is_pool && eos_value_is_none(stride)) /* windows side by side */
        memcpy(window.stride, window.kernel, sizeof window.stride);
    else
        spread(stride, window.axes, window.stride);
    spread(read_either(layer, "dilation_rate", "dilation", 1), window.axes, window.dilation);
    read_padding(layer, &window);
    return window;
}

int64_t eos_window_reach(const eos_window *window, uint32_t axis)
{
    int64_t kernel = window->kernel[axis], dilation = window->dilation[axis];
    if (kernel < 1 || dilation < 1 || kernel > INT32_MAX || dilation > INT32_MAX)
        return EOS_WINDOW_UNKNOWN;
    return dilation * (kernel - 1) + 1;
}

bool eos_window_is_unit(const eos_window *window)
{
    for (uint32_t i = 0; i < window->axes; i++)
        if (window->kernel[i] != 1)
            return false;
    return window->axes > 0;
}

bool eos_window_is_strided(const eos_window *window)
{
    for (uint32_t i = 0; i < window->axes; i++)
        if (window->stride[i] > 1)
            return true;
    return false;
}
