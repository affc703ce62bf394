/* SPDX-License-Identifier: MIT */
/*
 * Tensors as values: making them, and their shapes as tuples of the program. What is done to plain data
 * stands in array_*.c, what is done to symbolic tensors in graph.c.
 */
#include "flow/interp.h"

#include <math.h>

const eos_tensor *eos_tensor_of(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_TENSOR)
        return NULL;
    return value.as.object->now.facts;
}

eos_value eos_make_tensor(eos_flow *flow, eos_frame *frame, const eos_tensor *facts, eos_span span)
{
    eos_object *object = eos_flow_object(flow, frame, EOS_OBJECT_TENSOR, span);
    object->now.facts = facts;
    return eos_flow_literal(flow, eos_object_value(object), span);
}

eos_tensor *eos_new_tensor(eos_flow *flow, eos_span span)
{
    eos_tensor *tensor = EOS_NEW(flow->arena, eos_tensor);
    tensor->minimum = tensor->maximum = (double)NAN;
    tensor->classes = -1;
    tensor->span = span;
    tensor->root = ++flow->next_root;
    return tensor;
}

/* ---- shapes as values ---- */

bool eos_shape_from_value(eos_value value, eos_shape *out)
{
    const eos_sequence *items = NULL;
    int64_t size;
    *out = (eos_shape){0};
    if (value.kind == EOS_VALUE_TUPLE)
        items = value.as.items;
    else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
             !value.as.object->now.is_open)
        items = value.as.object->now.items;
    else if (eos_value_integer(value, &size)) { /* np.zeros(5) */
        *out = (eos_shape){true, 1, {size}};
        return true;
    } else {
        return false;
    }
    uint32_t count = eos_sequence_count(items);
    if (count > EOS_LIMIT_RANK)
        return false;
    out->is_known = true;
    out->rank = (uint8_t)count;
    for (uint32_t i = 0; i < count; i++) {
        if (items->items[i].presence != EOS_PRESENT)
            return false;
        out->sizes[i] =
            eos_value_integer(items->items[i].value, &size) && size >= 0 ? size : EOS_DIM_UNKNOWN;
    }
    return true;
}

static eos_value size_value(int64_t size)
{
    return size >= 0 ? eos_integer(size) : eos_unknown("a size that is not known");
}

eos_value eos_shape_value(eos_flow *flow, const eos_tensor *tensor, bool has_known_data)
{
    if (!tensor->shape.is_known)
        return eos_unknown("a shape that is not known");
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, tensor->shape.rank + 1u);
    if (tensor->is_symbolic) /* the batch axis is not listed */
        items->items[items->count++].value = !tensor->is_torch ? eos_none()
                                             : tensor->batch_size.kind == EOS_VALUE_UNBOUND
                                                 ? eos_unknown("a size that is not known")
                                                 : tensor->batch_size;
    for (uint32_t i = 0; i < tensor->shape.rank; i++) {
        eos_value size = size_value(tensor->shape.sizes[i]);
        if (has_known_data)
            size = eos_value_through(flow->arena, size, EOS_ORIGIN_DATA, tensor->span, flow->path,
                                     NULL);
        items->items[items->count++].value = size;
    }
    *items->used = items->count;
    return eos_make_tuple(flow, items);
}
