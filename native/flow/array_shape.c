/* SPDX-License-Identifier: MIT */
/*
 * Shapes of data, all axes listed. Sizes that are not known stay so; the rank is given up only
 * when it really depends on something that is not known.
 */
#include "flow/array.h"

int64_t eos_data_size(eos_value value)
{
    int64_t size;
    return eos_value_integer(value, &size) && size >= 0 ? size : EOS_DIM_UNKNOWN;
}

eos_shape eos_shape_reshaped(const eos_shape *from, eos_shape wanted)
{
    int64_t known = 1, all = eos_shape_elements(from);
    uint32_t open = 0, open_at = 0;
    if (!wanted.is_known)
        return wanted;
    for (uint32_t i = 0; i < wanted.rank; i++) {
        if (wanted.sizes[i] < 0) {
            open++;
            open_at = i;
        } else if (wanted.sizes[i] > 0 && known <= INT64_MAX / wanted.sizes[i]) {
            known *= wanted.sizes[i];
        } else {
            return wanted; /* empty or absurd: nothing to work out */
        }
    }
    if (open == 1 && all >= 0 && all % known == 0)
        wanted.sizes[open_at] = all / known;
    return wanted;
}

eos_shape eos_shape_without(const eos_shape *shape, uint32_t axis)
{
    eos_shape out = *shape;
    if (!out.is_known || axis >= out.rank)
        return (eos_shape){0};
    for (uint32_t i = axis; i + 1 < out.rank; i++)
        out.sizes[i] = out.sizes[i + 1];
    out.rank--;
    return out;
}

eos_shape eos_shape_with(const eos_shape *shape, uint32_t axis, int64_t size)
{
    eos_shape out = *shape;
    if (!out.is_known || axis > out.rank || out.rank >= EOS_LIMIT_RANK)
        return (eos_shape){0};
    for (uint32_t i = out.rank; i > axis; i--)
        out.sizes[i] = out.sizes[i - 1];
    out.sizes[axis] = size;
    out.rank++;
    return out;
}

bool eos_array_axis(const eos_shape *shape, eos_value axis, uint32_t *out)
{
    int64_t number;
    if (!shape->is_known || !eos_value_integer(axis, &number))
        return false;
    if (number < 0)
        number += shape->rank;
    if (number < 0 || number >= shape->rank)
        return false;
    *out = (uint32_t)number;
    return true;
}

/* one axis of two operands that are broadcast */
static int64_t broadcast_size(int64_t left, int64_t right)
{
    if (left == right)
        return left;
    if (left == 1)
        return right;
    if (right == 1)
        return left;
    if (left < 0 || right < 0) { /* an unknown size is 1 or the other one, or both are not known */
        int64_t known = left < 0 ? right : left;
        return known > 1 ? known : EOS_DIM_UNKNOWN;
    }
    return EOS_DIM_UNKNOWN; /* numpy would raise */
}

eos_shape eos_shape_broadcast(const eos_shape *left, const eos_shape *right)
{
    if (!left->is_known || !right->is_known)
        return (eos_shape){0};
    const eos_shape *longer = left->rank >= right->rank ? left : right;
    const eos_shape *shorter = longer == left ? right : left;
    eos_shape out = *longer;
    for (uint32_t i = 0; i < shorter->rank; i++) {
        uint32_t at = (uint32_t)(longer->rank - shorter->rank) + i;
        out.sizes[at] = broadcast_size(longer->sizes[at], shorter->sizes[i]);
    }
    return out;
}
