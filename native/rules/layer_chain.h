/* SPDX-License-Identifier: MIT */
/*
 * From one layer with weights to the next along the only way, and what lies between: how the rules on
 * depth and width (EOS301 to EOS307, EOS401, EOS403) read a network.
 *
 * Questionable: a chain ends at every branch and merge, so the rules that follow chains say nothing of
 * residual networks. What they claim there would be the paper's rule applied to forms it never saw.
 */
#ifndef EOS_RULES_LAYER_CHAIN_H
#define EOS_RULES_LAYER_CHAIN_H

#include "rules/layer_window.h"
#include "rules/network_facts.h"

typedef struct eos_chain_link {
    uint32_t
        next; /* the next layer with weights; EOS_NO_LAYER = a merge, several readers, the end */
    bool is_open;      /* something on the way may be there or not, or is not understood */
    bool is_pooled;    /* a pooling layer, local or global, lies between */
    bool is_flattened; /* a flatten, reshape or global pooling lies between */
} eos_chain_link;

/** What follows layer `index`. Links of different layers share no steps: all of a model's together
 *  are linear. */
eos_chain_link eos_chain_link_find(const eos_model *model, const eos_layer_uses *uses,
                                   uint32_t index);

/** A convolution object that moves a window over the map: not transposed, not 1x1. */
bool eos_layer_is_window_conv(const eos_layer *layer);
/** A convolution over all channels, or a separable one: its filters are its own choice. */
bool eos_layer_mixes_channels(const eos_layer *layer);
/** Index of the first convolution object of the model; EOS_NO_LAYER = it has none. */
uint32_t eos_model_first_conv(const eos_model *model);
/** A full layer that another layer reads: not the head. */
bool eos_layer_is_hidden(const eos_model *model, const eos_layer_uses *uses, uint32_t index);

/** Numbers that come into a Dense or Linear per row; -1 = not known, or it works on steps or pixels. */
int64_t eos_dense_input_width(const eos_layer *layer);

/** A network that makes maps, sequences or its own input again: upsampling, transposed convolutions,
 *  an output with an extent, or one as large as the input. */
bool eos_model_makes_maps(const eos_model *model);
/** Trained weights, or layers that a library put together: their authors chose the sizes. */
bool eos_model_is_ready_made(const eos_model *model);
/** All of the network is in sight, it is a plain one (no attention, recurrence, upsampling), made anew
 *  and its task is known: what is missing may be named. Else `reason` says why not. */
bool eos_model_is_plain_network(const eos_model *model, const char **reason);

#endif
