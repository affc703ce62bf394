/* SPDX-License-Identifier: MIT */
/*
 * Inside of shape inference: what its files share. Outside of them include shape.h.
 *
 * One rule per layer family reads a job (the layer's arguments, its input shapes) and fills in what
 * it knows. A job starts with an unknown output and an unknown number of parameters, so that a rule
 * which returns early has claimed nothing. Sizes and counts that are not known are EOS_DIM_UNKNOWN
 * and pass through the helpers below as such.
 */
#ifndef EOS_FLOW_SHAPE_RULES_H
#define EOS_FLOW_SHAPE_RULES_H

#include "flow/flow.h"

/* an integer argument that is not known; arguments may be negative, so it is no size */
#define EOS_ARGUMENT_UNKNOWN INT64_MIN

typedef enum eos_answer { EOS_ANSWER_NO, EOS_ANSWER_YES, EOS_ANSWER_UNKNOWN } eos_answer;

typedef struct eos_shape_job {
    const eos_made *made;
    const eos_shape *inputs;
    uint32_t input_count;
    uint32_t depth;     /* wrappers around this layer */
    eos_shape output;   /* out; starts unknown */
    int64_t parameters; /* out; starts EOS_DIM_UNKNOWN */
} eos_shape_job;

typedef void eos_shape_rule(eos_shape_job *job);

/* integers of a tuple or list argument */
typedef struct eos_shape_list {
    bool is_known; /* the length */
    uint32_t count;
    int64_t items[EOS_LIMIT_RANK]; /* EOS_ARGUMENT_UNKNOWN where not known */
} eos_shape_list;

/* ---- numbers ---- */
/** Product or sum of two sizes or counts; EOS_DIM_UNKNOWN when one is not known or it overflows. */
int64_t eos_dim_multiply(int64_t left, int64_t right);
int64_t eos_dim_add(int64_t left, int64_t right);
/** `count` when the answer is yes, 0 when it is no, else EOS_DIM_UNKNOWN. */
int64_t eos_dim_when(eos_answer answer, int64_t count);

/* ---- arguments ---- */
/** An integer constant, or EOS_ARGUMENT_UNKNOWN (also when the entry has no such parameter). */
int64_t eos_argument_integer(const eos_shape_job *job, const char *name);
/** The same for sizes and counts: EOS_DIM_UNKNOWN unless it is a constant of at least 0. */
int64_t eos_argument_size(const eos_shape_job *job, const char *name);
/** Truth of a flag; `otherwise` when the entry has no such parameter. None is no. */
eos_answer eos_argument_flag(const eos_shape_job *job, const char *name, eos_answer otherwise);
/** True when the argument is certainly absent or None. */
bool eos_argument_is_none(const eos_shape_job *job, const char *name);
/** True for a string constant of exactly this text. */
bool eos_argument_is(const eos_shape_job *job, const char *name, const char *text);
/** Items of a tuple or list value; NULL when it is none, or when not all items are certain. */
const eos_sequence *eos_argument_items(eos_value value);
eos_shape_list eos_argument_list(eos_value value);
/** One integer per spatial axis: a number stands for all of them. All unknown when it does not
 * fit. */
void eos_argument_per_axis(eos_value value, uint32_t count, int64_t *out);
/** Whether channels come before the spatial axes. */
eos_answer eos_argument_channels_first(const eos_shape_job *job);
bool eos_kind_is(const eos_shape_job *job, const char *kind);

/* ---- shapes ---- */
eos_shape eos_shape_of_rank(uint32_t rank); /* every size unknown */
/** Sizes that are not positive or too large to reckon with become unknown. */
void eos_shape_settle(eos_shape *shape);
/** The first input; unknown when there is none. */
const eos_shape *eos_shape_input(const eos_shape_job *job);
/** Size of an axis as programs count it, batch axis 0 and negatives from the end; unknown if out
 * of range. */
int64_t eos_shape_axis(const eos_shape *shape, int64_t axis);
/** Index into sizes of such an axis; -1 for the batch axis, an unknown or a wrong one. */
int32_t eos_shape_axis_index(const eos_shape *shape, int64_t axis);
/** Infers an inner layer (of a wrapper); false when the argument is no layer or wrappers nest
 * too deep. */
bool eos_shape_infer_inner(const eos_shape_job *outer, const char *name, const eos_shape *inputs,
                           uint32_t input_count, eos_shape_job *inner);

/* ---- shape_conv.c: windows over spatial axes ---- */
eos_shape_rule eos_rule_conv, eos_rule_conv_transpose, eos_rule_conv_depthwise,
    eos_rule_conv_separable;
eos_shape_rule eos_rule_pool, eos_rule_pool_global, eos_rule_pool_adaptive;
/** Output of a Keras ConvLSTM step: the spatial part of `frame` (with channels) after the
 * convolution. */
eos_shape eos_convolved_frame(const eos_shape_job *job, const eos_shape *frame, int64_t channels);

/* ---- shape_space.c: spatial sizes without windows ---- */
eos_shape_rule eos_rule_crop, eos_rule_pad, eos_rule_upsample, eos_rule_augment, eos_rule_other;

/* ---- shape_arrange.c: the same numbers in another order ---- */
eos_shape_rule eos_rule_flatten, eos_rule_reshape, eos_rule_permute, eos_rule_repeat;
eos_shape_rule eos_rule_merge, eos_rule_concat;

/* ---- shape_weights.c: layers with weights that are no convolutions ---- */
eos_shape_rule eos_rule_dense, eos_rule_norm_batch, eos_rule_norm_layer, eos_rule_norm_group,
    eos_rule_norm_other, eos_rule_normalize_input, eos_rule_embedding, eos_rule_activation;

/* ---- shape_torch.c: PyTorch's layers that are small networks themselves ---- */
eos_shape_rule eos_rule_custom;

/* ---- shape_recurrent.c: recurrent layers, attention and the wrappers around them ---- */
eos_shape_rule eos_rule_recurrent, eos_rule_attention, eos_rule_wrapper;

#endif
