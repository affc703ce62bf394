/* SPDX-License-Identifier: MIT */
/*
 * The end of a fully convolutional classifier: a convolution whose channels are the classes, the mean
 * over each map, perhaps softmax. EOS205 judges it, and EOS101 leaves rectifiers on it to that rule.
 */
#ifndef EOS_RULES_CLASS_MAPS_H
#define EOS_RULES_CLASS_MAPS_H

#include "rules/network_facts.h"

typedef struct eos_class_maps {
    const eos_layer *head;           /* the convolution; NULL = the model does not end so */
    const eos_activation *rectifier; /* on the maps, before the mean; NULL = none */
    const eos_activation *softmax;   /* behind the mean; NULL = none */
} eos_class_maps;

/** How the model ends; `head` NULL also when a layer on the way is not certain. */
eos_class_maps eos_class_maps_find(eos_arena *arena, const eos_model *model);

#endif
