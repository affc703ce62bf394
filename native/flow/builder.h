/* SPDX-License-Identifier: MIT */
/*
 * Models that a library builds from its own source: what the files behind it share. In: a call of
 * keras.applications.VGG16(..) or torchvision.models.resnet18(..). Out: the same objects that a program
 * would have made itself, a functional Keras model or a PyTorch module with its children, so that
 * replaced heads, slices of children and frozen layers need nothing of their own.
 *
 * A call whose arguments are not fully understood makes no model here: UNBOUND, and the caller goes on
 * with a model of unknown layers.
 */
#ifndef EOS_FLOW_BUILDER_H
#define EOS_FLOW_BUILDER_H

#include "flow/builder_tables.h"
#include "flow/interp.h"

/* What the symbols and nodes in a value stand for. */
typedef struct eos_built_scope {
    const char *const *names; /* of symbols */
    const eos_value *values;
    uint32_t count;
    const eos_value *nodes; /* results of the graph so far; NULL = none */
    const eos_built *built; /* of what is made */
    const eos_shape *input; /* of the layer that a padding belongs to; NULL = none */
    eos_span span;
} eos_built_scope;

const char *eos_built_text_of(uint16_t text);
/** The value at an index; UNKNOWN for what the scope does not tell. */
eos_value eos_built_value_of(eos_flow *flow, eos_frame *frame, uint16_t value,
                             const eos_built_scope *scope);
/** Arguments from the table, and behind them one more (NULL = none). */
eos_arguments eos_built_arguments_of(eos_flow *flow, eos_frame *frame, uint16_t first,
                                     uint16_t count, const eos_argument *more,
                                     const eos_built_scope *scope);
/** The layer that a call makes, under a name ("" = none); NULL when the API tables do not know it. */
eos_object *eos_built_layer_of(eos_flow *flow, eos_frame *frame, uint16_t call, const char *name,
                               const eos_built_scope *scope);

/* By the last part of the path; UNBOUND = not in the tables, or arguments that are not understood. */
eos_value eos_build_keras(eos_flow *flow, eos_frame *frame, const char *name,
                          const eos_library_ref *library, const eos_arguments *arguments);
eos_value eos_build_torch(eos_flow *flow, eos_frame *frame, const char *name,
                          const eos_arguments *arguments, uint32_t skipped);

#endif
