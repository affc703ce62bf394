/* SPDX-License-Identifier: MIT */
/*
 * Shapes, and what layers do to them. Sizes are known, or EOS_DIM_UNKNOWN; a shape whose rank is not
 * known says so. The batch axis is never listed.
 */
#ifndef EOS_FLOW_SHAPE_H
#define EOS_FLOW_SHAPE_H

#include "base/arena.h"
#include "base/limits.h"
#include "flow/api.h"
#include <stdbool.h>
#include <stdint.h>

#define EOS_DIM_UNKNOWN (-1) /* size of an axis that is not known */

/* Shape of one sample, without the batch axis; channels last for Keras, first for PyTorch. */
typedef struct eos_shape {
    bool is_known; /* the rank is known; single sizes may still be EOS_DIM_UNKNOWN */
    uint8_t rank;
    int64_t sizes[EOS_LIMIT_RANK];
} eos_shape;

struct eos_made; /* library.h: a layer with its bound arguments */

/**
 * Output shape and number of parameters of a layer applied to `input_count` inputs. What is not known
 * stays so: *parameters is -1 when a size it depends on is unknown. Never guesses.
 */
void eos_shape_infer(const struct eos_made *layer, const eos_shape *inputs, uint32_t input_count,
                     eos_shape *output, int64_t *parameters);

bool eos_shape_equal(const eos_shape *left, const eos_shape *right);
/** Known where both agree. */
eos_shape eos_shape_join(const eos_shape *left, const eos_shape *right);
/** Number of elements of one sample; -1 = unknown. */
int64_t eos_shape_elements(const eos_shape *shape);
/** "(32, 32, 3)" with ? for unknown sizes; "?" when the rank is unknown; arena text. */
const char *eos_shape_show(eos_arena *arena, const eos_shape *shape);

#endif
