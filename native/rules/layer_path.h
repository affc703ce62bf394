/* SPDX-License-Identifier: MIT */
/* Walking a model's graph from layer to layer, as the structural rules need it. */
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

/** The layer that alone reads the output of layer `at` and reads nothing else; EOS_NO_LAYER when there
 *  are several readers, a merge, or the end of the model. A merge with the model's input is one too. */
uint32_t eos_layer_only_reader(const eos_model *model, const eos_layer_uses *uses, uint32_t at);
/** The layer whose output alone layer `at` reads and that no other layer reads; else EOS_NO_LAYER. */
uint32_t eos_layer_only_maker(const eos_model *model, const eos_layer_uses *uses, uint32_t at);

/* The nonlinearity that a layer's result goes through before the next layer with weights. */
typedef struct eos_layer_activation {
    const eos_activation *activation; /* NULL = none, or not known */
    bool is_known;
} eos_layer_activation;
/** Its own argument, else the first activation layer behind it on the only way. */
eos_layer_activation eos_layer_activation_find(const eos_model *model, const eos_layer_uses *uses,
                                               uint32_t index);

/** A nonlinearity for certain: not linear, and not unknown. */
bool eos_activation_is_nonlinear(const eos_activation *activation);
/** Dense, Linear, or a convolution over all channels (not depthwise, not grouped). */
bool eos_layer_is_full(const eos_layer *layer);
/** Neither learnable nor nonlinear: norm, dropout, average pooling, flatten, reshape, identity ... */
bool eos_layer_is_linear_helper(const eos_layer *layer);
/** The tensor stays the same value by value: dropout, flatten, reshape, identity. */
bool eos_layer_keeps_values(const eos_layer *layer);

#endif
