/* SPDX-License-Identifier: MIT */
/* What a module holds, and to which layers with weights a loss leads back. Inside of model/. */
#ifndef EOS_MODEL_MODEL_REACH_H
#define EOS_MODEL_MODEL_REACH_H

#include "model/model_loops.h"

typedef struct eos_module_parts {
    const eos_object *module;
    const uint8_t *bits; /* per object: it is held */
} eos_module_parts;

typedef struct eos_reach {
    eos_arena *arena;
    const eos_flow_result *flow;
    EOS_VECTOR(eos_module_parts) known;
    uint32_t walks; /* so far; at most EOS_LIMIT_REACHED */
} eos_reach;

typedef struct eos_gradient_way {
    EOS_VECTOR(eos_object *) layers; /* with weights, that the loss leads back to */
    bool is_known;                   /* and to no other parameters */
    eos_span cut;                    /* the first end of a way; line 0 = none */
    const char *cut_by;
} eos_gradient_way;

/** The module is this part, or holds it somewhere inside. */
bool eos_reach_holds(eos_reach *reach, eos_object *module, const eos_object *part);
/** Follows the graph back from a loss; `loss` NULL or no symbolic tensor: nothing is known. */
void eos_reach_walk(eos_reach *reach, const eos_tensor *loss, eos_gradient_way *way);

#endif
