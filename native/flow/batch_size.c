/* SPDX-License-Identifier: MIT */
/*
 * Sizes of batches that are not known, and their multiples: `x.reshape(B * windows, 49, -1)` and
 * `x.view(-1, 49, 96)` have so many times as many rows as the batch that went in, and what comes back by
 * `view(B, -1, 96)` is that batch. A size is an unknown value; its identity is the address of its reason.
 *
 * Questionable: only the newest multiples are looked through. Who asks for an older one gets a size of its
 * own, which costs knowledge and never truth.
 */
#include "flow/interp.h"

#define RECENT 64
#define MULTIPLE_REASON "a multiple of the batch size"

eos_value eos_new_batch_size(eos_flow *flow)
{
    return eos_unknown(eos_arena_printf(flow->arena, "%s", EOS_BATCH_SIZE_REASON));
}

bool eos_batch_read(const eos_flow *flow, eos_value size, const char **base, int64_t *times)
{
    const char *reason = size.kind == EOS_VALUE_UNKNOWN ? size.as.reason : NULL;
    if (reason == NULL)
        return false;
    *base = reason;
    *times = 1;
    if (strcmp(reason, EOS_BATCH_SIZE_REASON) == 0)
        return true;
    if (strcmp(reason, MULTIPLE_REASON) != 0)
        return false;
    uint32_t count = flow->batch_multiples.count;
    for (uint32_t i = count; i > 0 && count - i < RECENT; i--) {
        const eos_batch_multiple *one = &flow->batch_multiples.items[i - 1];
        if (one->reason != reason)
            continue;
        *base = one->base;
        *times = one->times;
        break; /* not found: a size of its own */
    }
    return true;
}

eos_value eos_batch_times(eos_flow *flow, const char *base, int64_t times)
{
    if (times == 1)
        return eos_unknown(base);
    uint32_t count = flow->batch_multiples.count;
    for (uint32_t i = count; i > 0 && count - i < RECENT; i--) {
        const eos_batch_multiple *one = &flow->batch_multiples.items[i - 1];
        if (one->base == base && one->times == times)
            return eos_unknown(one->reason);
    }
    const char *reason = eos_arena_printf(flow->arena, "%s", MULTIPLE_REASON);
    eos_batch_multiple made = {reason, base, times};
    eos_vector_push(flow->arena, &flow->batch_multiples, made);
    return eos_unknown(reason);
}

eos_value eos_batch_arithmetic(eos_flow *flow, eos_ir_op op, eos_value left, eos_value right)
{
    const char *base;
    int64_t times, number;
    bool is_left = left.kind == EOS_VALUE_UNKNOWN;
    eos_value other = is_left ? right : left, none = {.kind = EOS_VALUE_UNBOUND};
    if (!eos_value_integer(other, &number) || number < 1 || number > INT32_MAX ||
        !eos_batch_read(flow, is_left ? left : right, &base, &times))
        return none;
    if (op == EOS_OP_Mult && times <= INT32_MAX)
        return eos_batch_times(flow, base, times * number);
    if (op == EOS_OP_FloorDiv && is_left && times % number == 0)
        return eos_batch_times(flow, base, times / number);
    return none;
}
