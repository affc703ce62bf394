/* SPDX-License-Identifier: MIT */
/*
 * Kernel, stride, padding and dilation of convolution and pooling layers, one number per spatial axis,
 * whatever the framework calls them. Reads arguments only; sizes of maps are the shapes' business.
 */
#ifndef EOS_RULES_LAYER_WINDOW_H
#define EOS_RULES_LAYER_WINDOW_H

#include "model/model.h"

#define EOS_WINDOW_UNKNOWN INT64_MIN
#define EOS_WINDOW_AXES 3u

typedef enum eos_window_padding {
    EOS_PADDING_UNKNOWN,
    EOS_PADDING_NONE,  /* "valid" */
    EOS_PADDING_SAME,  /* "same", "causal": the size stays, but for the stride */
    EOS_PADDING_NUMBER /* that many cells on each side */
} eos_window_padding;

typedef struct eos_window {
    uint32_t axes; /* 0 = no window layer, or not understood */
    int64_t kernel[EOS_WINDOW_AXES], stride[EOS_WINDOW_AXES], dilation[EOS_WINDOW_AXES];
    int64_t margin[EOS_WINDOW_AXES]; /* of EOS_PADDING_NUMBER */
    eos_window_padding padding;
} eos_window;

/** The window of a convolution or a local pooling; `axes` 0 for anything else. */
eos_window eos_window_find(const eos_layer *layer);
/** Cells that the window spans along an axis, dilation counted; EOS_WINDOW_UNKNOWN = not known. */
int64_t eos_window_reach(const eos_window *window, uint32_t axis);
/** All kernel sizes are known and 1. */
bool eos_window_is_unit(const eos_window *window);
/** A stride above 1 along some axis for certain. */
bool eos_window_is_strided(const eos_window *window);

#endif
