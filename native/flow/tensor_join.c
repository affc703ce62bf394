/* SPDX-License-Identifier: MIT */
/*
 * One of two symbolic tensors: what a name holds behind a branch on an unknown condition. The join is a
 * tensor of its own, whose operation is none (is_join) and only names the alternatives; so a layer that
 * is called on it stands in the graph behind both ways, and its shape is what both ways agree on.
 *
 * Questionable: the joined object keeps the identity of the left one. Nothing asks for the identity of a
 * symbolic tensor but the journal, for which an old object is the careful choice.
 */
#include "flow/array.h"

static const eos_tensor *join_tensors(eos_arena *arena, const eos_tensor *left,
                                      const eos_tensor *right, bool is_partial)
{
    eos_operation *join = EOS_NEW(arena, eos_operation);
    *join = *left->operation;
    join->layer = NULL;
    join->made = NULL;
    join->kind = "one of";
    join->is_input = false;
    join->is_join = true;
    join->is_partial = is_partial;
    uint16_t depth = left->operation->join_depth > right->operation->join_depth
                         ? left->operation->join_depth
                         : right->operation->join_depth;
    join->join_depth = (uint16_t)(depth + (depth < UINT16_MAX));
    if (right->operation->id > join->id)
        join->id = right->operation->id;
    join->inputs = EOS_NEW_ARRAY(arena, const eos_tensor *, 2);
    join->inputs[0] = left;
    join->inputs[1] = right;
    join->input_count = 2;
    join->output = eos_shape_join(&left->shape, &right->shape);
    eos_tensor *out = EOS_NEW(arena, eos_tensor);
    *out = *left;
    eos_facts_hull(out, left, right);
    out->operation = join;
    out->shape = join->output;
    out->is_of_several =
        left->is_of_several || right->is_of_several ||
        (left->module != right->module && left->module != NULL && right->module != NULL);
    out->module = left->module == right->module ? left->module : NULL;
    bool is_same_batch = left->batch_size.kind == EOS_VALUE_UNKNOWN &&
                         right->batch_size.kind == EOS_VALUE_UNKNOWN &&
                         left->batch_size.as.reason == right->batch_size.as.reason;
    if (!is_same_batch && !eos_value_equal(left->batch_size, right->batch_size))
        out->batch_size = eos_unknown("one of two batch sizes");
    return out;
}

static bool can_join(const eos_tensor *left, const eos_tensor *right)
{
    return left != NULL && right != NULL && left->is_symbolic && right->is_symbolic &&
           left->is_torch == right->is_torch && left->operation != NULL && right->operation != NULL;
}

const eos_tensor *eos_symbolic_join(eos_arena *arena, const eos_tensor *left,
                                    const eos_tensor *right)
{
    return can_join(left, right) ? join_tensors(arena, left, right, false) : NULL;
}

eos_value eos_join_symbolic_values(eos_arena *arena, eos_value left, eos_value right)
{
    const eos_tensor *one = eos_tensor_of(left), *other = eos_tensor_of(right);
    if (!can_join(one, other))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_object *object = EOS_NEW(arena, eos_object);
    *object = *left.as.object;
    object->now.facts = join_tensors(arena, one, other, false);
    left.as.object = object;
    left.is_with_defaults |= right.is_with_defaults;
    return left;
}

/* what a round of a loop changes: the tensor that went into the first round, as far as the round leaves
 * its shape; how often the round runs is not known, so the graph is not complete */
eos_value eos_widen_symbolic_value(eos_arena *arena, eos_value before, eos_value after)
{
    const eos_tensor *one = eos_tensor_of(before), *other = eos_tensor_of(after);
    if (!can_join(one, other))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_object *object = EOS_NEW(arena, eos_object);
    *object = *before.as.object;
    eos_tensor *facts = EOS_NEW(arena, eos_tensor);
    *facts = *join_tensors(arena, one, other, true);
    eos_operation *open = EOS_NEW(arena, eos_operation);
    *open = *facts->operation;
    open->id = one->operation->id;
    open->join_depth = (uint16_t)(one->operation->join_depth + 1);
    open->input_count = 1; /* the operations of the silent round are no part of the graph */
    facts->operation = open;
    object->now.facts = facts;
    before.as.object = object;
    return before;
}
