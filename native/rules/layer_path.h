/* SPDX-License-Identifier: MIT */
/* Walking a model's graph from layer to layer, as EOS201 and EOS202 need it. */
#ifndef EOS_RULES_LAYER_PATH_H
#define EOS_RULES_LAYER_PATH_H

#include "model/model.h"

#define EOS_NO_LAYER UINT32_MAX

/* Who reads each layer's output. */
typedef struct eos_layer_uses {
    uint32_t *count; /* readers per layer */
    uint32_t *first; /* the first reader; EOS_NO_LAYER = none: an output of the model */
} eos_layer_uses;

eos_layer_uses eos_layer_uses_make(eos_arena *arena, const eos_model *model);

/** A nonlinearity for certain: not linear, and not unknown. */
bool eos_activation_is_nonlinear(const eos_activation *activation);
/** Dense, Linear, or a convolution over all channels (not depthwise, not grouped). */
bool eos_layer_is_full(const eos_layer *layer);
/** Neither learnable nor nonlinear: norm, dropout, average pooling, flatten, reshape, identity ... */
bool eos_layer_is_linear_helper(const eos_layer *layer);
/** The tensor stays the same value by value: dropout, flatten, reshape, identity. */
bool eos_layer_keeps_values(const eos_layer *layer);

#endif
