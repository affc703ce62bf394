/* SPDX-License-Identifier: MIT */
/*
 * Loops. Rounds over known elements unroll up to a bound. A loop of unknown count runs its body twice:
 * once to see what changes from round to round (that becomes unknown), once as the segment that stands
 * for all rounds, whose new list items are marked as repeated. Since there may be no round at all, what
 * it leaves behind is merged with what was before.
 *
 * Relied on by statement.c and comprehension.c; relies on the journal of the heap. A round that may have
 * left the loop (a break on an unknown test) makes the others conditional: that is a recursion, cut after
 * EOS_LIMIT_MAYBE_ROUNDS by calling the rest one repeated segment.
 */
#include "flow/interp.h"

/* the entries of `before` that a round changed become unknown */
static const eos_sequence *widen_entries(eos_flow *flow, const eos_sequence *before,
                                         const eos_sequence *after)
{
    eos_sequence *out = NULL;
    for (uint32_t i = 0; i < eos_sequence_count(before); i++) {
        const eos_item *old = &before->items[i];
        const eos_item *now = eos_entry_find(after, old->key);
        if (now != NULL && now->presence == old->presence &&
            eos_value_equal(now->value, old->value))
            continue;
        if (out == NULL)
            out = eos_sequence_copy(flow->arena, before, 0);
        out->items[i].value = eos_unknown("changes from round to round of a loop");
    }
    return out != NULL ? out : before;
}

static const eos_sequence *widen_items(eos_flow *flow, const eos_sequence *before,
                                       const eos_sequence *after)
{
    eos_sequence *out = NULL;
    uint32_t count = eos_sequence_count(before);
    for (uint32_t i = 0; i < count && i < eos_sequence_count(after); i++) {
        if (eos_value_equal(before->items[i].value, after->items[i].value))
            continue;
        if (out == NULL)
            out = eos_sequence_copy(flow->arena, before, 0);
        out->items[i].value = eos_unknown("changes from round to round of a loop");
    }
    return out != NULL ? out : before;
}

static void widen_object(eos_flow *flow, eos_object *object, const eos_content *after)
{
    eos_content content = object->now;
    bool is_keyed = object->kind == EOS_OBJECT_DICT || object->kind == EOS_OBJECT_SET;
    content.items = is_keyed ? widen_entries(flow, content.items, after->items)
                             : widen_items(flow, content.items, after->items);
    content.attributes = widen_entries(flow, content.attributes, after->attributes);
    if (content.facts != after->facts)
        content.facts = object->kind == EOS_OBJECT_TENSOR
                            ? eos_tensor_widen(flow->arena, content.facts, after->facts)
                            : NULL;
    eos_heap_write(&flow->heap, object, content);
}

/* what changes from round to round is not known inside and after a loop of unknown count */
static void widen_changes(eos_flow *flow, const eos_delta *delta)
{
    for (uint32_t i = 0; i < delta->count; i++) {
        const eos_change *change = &delta->changes[i];
        if (change->slot == NULL) { /* new items of lists: run_repeated marks them */
            if (change->object->id < delta->first_id)
                widen_object(flow, change->object, &change->old_content);
            continue;
        }
        eos_value before = *change->slot, after = change->old_value;
        if (before.kind == EOS_VALUE_UNBOUND || eos_value_equal(before, after))
            continue;
        bool is_object = before.kind == EOS_VALUE_OBJECT && after.kind == EOS_VALUE_OBJECT;
        eos_value widened = eos_widen_symbolic_value(flow->arena, before, after);
        if (widened.kind == EOS_VALUE_UNBOUND)
            widened = is_object ? eos_value_join(flow->arena, before, after)
                                : eos_unknown("changes from round to round of a loop");
        eos_heap_assign(&flow->heap, change->slot, widened);
    }
}

/* items that one round added to lists from outside of the loop stand for many */
static void mark_repeated(eos_flow *flow, eos_mark mark)
{
    uint32_t end = flow->heap.journal.count;
    for (uint32_t i = mark.journal_count; i < end; i++) {
        const eos_change change = flow->heap.journal.items[i];
        if (change.slot != NULL || change.object->id >= mark.next_id)
            continue;
        eos_content content = change.object->now;
        uint32_t before = eos_sequence_count(change.old_content.items);
        if (before > eos_sequence_count(content.items)) { /* shrinks by an unknown amount */
            content.is_open = true;
            eos_heap_write(&flow->heap, change.object, content);
        }
        if (before >= eos_sequence_count(content.items))
            continue;
        eos_sequence *marked = eos_sequence_copy(flow->arena, content.items, 4);
        bool has_changed = false;
        for (uint32_t k = before; k < marked->count; k++) {
            has_changed |= marked->items[k].presence != EOS_REPEATED;
            marked->items[k].presence = EOS_REPEATED;
        }
        content.items = marked;
        if (has_changed)
            eos_heap_write(&flow->heap, change.object, content);
    }
}

/* The silent first round. Loops inside it have one round: two each would be 2^depth runs of the innermost. */
static void widen_what_a_round_changes(eos_flow *flow, eos_frame *frame, const eos_ir_node *target,
                                       eos_value element, eos_loop_body *body, void *payload)
{
    eos_mark mark = eos_heap_mark(&flow->heap);
    bool was_silent = flow->is_silent;
    uint8_t gradient = flow->gradient;
    flow->is_silent = flow->is_looking = true;
    if (target != NULL)
        eos_bind_target(flow, frame, target, element);
    (void)body(flow, frame, payload);
    eos_delta delta = eos_heap_take(&flow->heap, mark);
    flow->is_looking = false;
    flow->is_silent = was_silent;
    flow->gradient = gradient;
    widen_changes(flow, &delta);
}

static eos_ending run_repeated(eos_flow *flow, eos_frame *frame, const eos_ir_node *target,
                               eos_value element, eos_span span, eos_loop_body *body, void *payload)
{
    if (!flow->is_looking) /* else the look of a loop around this one covers it */
        widen_what_a_round_changes(flow, frame, target, element, body, payload);
    eos_mark mark = eos_heap_mark(&flow->heap);
    if (target != NULL)
        eos_bind_target(flow, frame, target, element);
    const eos_round *outer = flow->round;
    eos_flow_enter_round(flow);
    eos_ending ending = body(flow, frame, payload);
    flow->round = outer;
    mark_repeated(flow, mark);
    ending.ways &= ~(unsigned)EOS_ENDS_BY_CONTINUE;
    ending.ways |= EOS_ENDS_NORMALLY;
    eos_merge_with_nothing(flow, mark, span); /* there may be no round at all */
    return ending;
}

/* one element that stands for all: the join of few, unknown otherwise */
static eos_value any_element(eos_flow *flow, const eos_sequence *items)
{
    eos_value joined = {0};
    if (items == NULL || items->count == 0 || items->count > EOS_LIMIT_ALTERNATIVES)
        return eos_unknown("an element of a loop");
    for (uint32_t i = 0; i < items->count; i++)
        joined = eos_value_join(flow->arena, joined, items->items[i].value);
    return joined;
}

/* rounds `from` and later of a loop over numbers: what they go through */
static eos_value later_elements(eos_flow *flow, const eos_sequence *items, uint32_t from)
{
    int64_t number, least = INT64_MAX, most = INT64_MIN;
    for (uint32_t i = from; i < items->count; i++) {
        if (!eos_value_integer(items->items[i].value, &number))
            return eos_unknown("an element of a loop");
        least = number < least ? number : least;
        most = number > most ? number : most;
    }
    return least == most ? eos_integer(least)
                         : eos_facts_number(flow, (double)least, (double)most, true);
}

/* what a round sees when the elements are not known one by one: a batch of a loader */
static eos_value element_of(eos_flow *flow, eos_frame *frame, eos_value iterable,
                            const eos_sequence *items, eos_span span)
{
    const eos_tensor *feed = eos_tensor_of(iterable);
    if (items != NULL)
        return any_element(flow, items);
    if (feed != NULL && feed->holder == EOS_HOLDER_FEED)
        return eos_feed_element(flow, frame, feed, span);
    return eos_unknown("an element of a loop");
}

typedef struct rounds {
    const eos_ir_node *target;
    const eos_sequence *items;
    eos_span span;
    eos_loop_body *body;
    void *payload;
} rounds;

/* a round for an item that may be missing, or that stands for many */
static eos_ending run_maybe_round(eos_flow *flow, eos_frame *frame, const rounds *run,
                                  const eos_item *item)
{
    if (item->presence == EOS_REPEATED)
        return run_repeated(flow, frame, run->target, item->value, run->span, run->body,
                            run->payload);
    const eos_condition *outer = flow->condition;
    eos_mark mark = eos_heap_mark(&flow->heap);
    eos_flow_enter_condition(flow, item->condition);
    if (run->target != NULL)
        eos_bind_target(flow, frame, run->target, item->value);
    eos_ending ending = run->body(flow, frame, run->payload);
    ending.ways |= EOS_ENDS_NORMALLY;
    flow->condition = outer;
    eos_merge_with_nothing(flow, mark, item->condition);
    return ending;
}

static eos_ending run_round(eos_flow *flow, eos_frame *frame, const rounds *run,
                            const eos_item *item)
{
    if (item->presence != EOS_PRESENT)
        return run_maybe_round(flow, frame, run, item);
    if (run->target != NULL)
        eos_bind_target(flow, frame, run->target, item->value);
    return run->body(flow, frame, run->payload);
}

/* Rounds from `from` on. Behind a round that may have left the loop, the others only may happen; when
 * that happens too often, what is left is one repeated segment. BREAK in the result: may leave so. */
static eos_ending run_rounds(eos_flow *flow, eos_frame *frame, const rounds *run, uint32_t from,
                             uint32_t depth)
{
    eos_ending out = {0};
    uint32_t count = eos_sequence_count(run->items), backwards = flow->backwards;
    uint32_t refused = flow->refused_loops;
    for (uint32_t i = from; i < count && !flow->is_exhausted; i++) {
        bool is_enough = flow->backwards != backwards || flow->refused_loops != refused;
        if (i > from && is_enough && count - i > 1) {
            /* it trains: what it builds stands, and a hundred epochs say no more than two; or a loop
             * inside is no longer unrolled, and costs more with every round */
            eos_ending rest =
                run_repeated(flow, frame, run->target, later_elements(flow, run->items, i),
                             run->span, run->body, run->payload);
            return eos_join_endings(flow, out, rest);
        }
        eos_ending ending = run_round(flow, frame, run, &run->items->items[i]);
        unsigned leaves = ending.ways & (EOS_ENDS_BY_RETURN | EOS_ENDS_BY_BREAK);
        out.result = eos_value_join(flow->arena, out.result, ending.result);
        out.ways |= leaves;
        if ((ending.ways & (EOS_ENDS_NORMALLY | EOS_ENDS_BY_CONTINUE)) == 0)
            return out; /* every path broke, returned or raised */
        if (leaves == 0 || i + 1 == count)
            continue;
        eos_mark mark = eos_heap_mark(&flow->heap);
        const eos_condition *outer = flow->condition;
        eos_flow_enter_condition(flow, run->span);
        eos_ending rest =
            depth < EOS_LIMIT_MAYBE_ROUNDS
                ? run_rounds(flow, frame, run, i + 1, depth + 1)
                : run_repeated(flow, frame, run->target, any_element(flow, run->items), run->span,
                               run->body, run->payload);
        flow->condition = outer;
        eos_merge_with_nothing(flow, mark, run->span);
        return eos_join_endings(flow, out, rest);
    }
    out.ways |= EOS_ENDS_NORMALLY;
    return out;
}

eos_ending eos_run_loop(eos_flow *flow, eos_frame *frame, const eos_ir_node *target,
                        eos_value iterable, eos_span span, eos_loop_body *body, void *payload)
{
    rounds run = {target, eos_iterate_loosely(flow, iterable), span, body, payload};
    uint32_t count = eos_sequence_count(run.items);
    uint32_t most = flow->is_asked ? EOS_LIMIT_ASKED_ITERATIONS : EOS_LIMIT_LOOP_ITERATIONS;
    uint32_t most_in_all = EOS_LIMIT_ALL_ITERATIONS * (flow->is_asked ? 16u : 1u);
    bool is_refused = run.items != NULL && flow->iterations + count > most_in_all;
    flow->refused_loops += is_refused;
    if (run.items == NULL || count > most || is_refused)
        return run_repeated(flow, frame, target, element_of(flow, frame, iterable, run.items, span),
                            span, body, payload);
    flow->iterations += count;
    return run_rounds(flow, frame, &run, 0, 0);
}

typedef struct block_body {
    const eos_ir_nodes *block;
    const eos_ir_node *test; /* of a while loop; NULL = for */
} block_body;

static eos_ending run_block_body(eos_flow *flow, eos_frame *frame, void *payload)
{
    const block_body *body = payload;
    eos_begin_round(flow);
    if (body->test != NULL)
        (void)eos_evaluate(flow, frame, body->test);
    return eos_run_block(flow, frame, body->block, 0);
}

/* the else of a loop runs when no break left it */
static eos_ending finish_loop(eos_flow *flow, eos_frame *frame, eos_ending ending,
                              const eos_ir_nodes *orelse, eos_span span)
{
    bool is_broken = (ending.ways & EOS_ENDS_BY_BREAK) != 0;
    ending.ways &= ~(unsigned)EOS_ENDS_BY_BREAK;
    if ((ending.ways & EOS_ENDS_NORMALLY) && orelse->count > 0) {
        eos_mark mark = eos_heap_mark(&flow->heap);
        eos_ending rest = eos_run_block(flow, frame, orelse, 0);
        if (is_broken)
            eos_merge_with_nothing(flow, mark, span);
        ending.ways &= ~(unsigned)EOS_ENDS_NORMALLY;
        ending = eos_join_endings(flow, ending, rest);
    }
    if (is_broken)
        ending.ways |= EOS_ENDS_NORMALLY;
    return ending;
}

/* for epoch in range(1000): too long to be unrolled, or of a length that is not known; what its numbers
 * tell is kept with the loop all the same */
static void read_range(eos_flow *flow, eos_frame *frame, const eos_ir_node *iter, eos_loop *loop)
{
    const eos_ir_Call *call = iter->kind == EOS_IR_Call ? EOS_IR_AS(Call, iter) : NULL;
    int64_t numbers[3];
    bool is_known[3] = {false};
    eos_value last = {0};
    if (call == NULL || call->func->kind != EOS_IR_Name || call->keywords.count > 0 ||
        call->args.count < 1 || call->args.count > 3)
        return;
    eos_value callee = eos_evaluate(flow, frame, call->func);
    if (callee.kind != EOS_VALUE_BUILTIN || !eos_text_is(callee.as.text, "range"))
        return;
    for (uint32_t i = 0; i < call->args.count; i++) { /* anything else may have effects */
        eos_ir_kind kind = (eos_ir_kind)call->args.items[i]->kind;
        if (kind != EOS_IR_Constant && kind != EOS_IR_Name && kind != EOS_IR_Attribute)
            continue;
        eos_value value = eos_evaluate(flow, frame, call->args.items[i]);
        is_known[i] = eos_value_integer(value, &numbers[i]) && numbers[i] >= 0;
        if (i < 2)
            last = value;
    }
    if (call->args.count == 3) {
        loop->stride = is_known[2] ? numbers[2] : 0;
        return;
    }
    int64_t first = call->args.count == 2 ? numbers[0] : 0;
    int64_t end = numbers[call->args.count - 1];
    if (!is_known[0] || !is_known[call->args.count - 1] || end < first)
        return;
    loop->rounds = eos_integer(end - first);
    loop->rounds.origin = last.origin;
    loop->rounds.is_with_defaults = last.is_with_defaults;
}

eos_ending eos_run_for(eos_flow *flow, eos_frame *frame, const eos_ir_node *target,
                       const eos_ir_node *iter, const eos_ir_nodes *block,
                       const eos_ir_nodes *orelse)
{
    eos_value iterable = eos_evaluate(flow, frame, iter);
    block_body body = {block, NULL};
    eos_loop *outer = eos_enter_loop(flow, frame, iter->span, false, iterable);
    if (flow->loop != outer && eos_value_is_unknown(flow->loop->rounds))
        read_range(flow, frame, iter, flow->loop);
    eos_ending ending =
        eos_run_loop(flow, frame, target, iterable, iter->span, run_block_body, &body);
    flow->loop = outer;
    return finish_loop(flow, frame, ending, orelse, iter->span);
}

static eos_ending run_while_rounds(eos_flow *flow, eos_frame *frame, const eos_ir_While *node,
                                   uint32_t from, uint32_t depth)
{
    eos_ending out = {0};
    uint32_t backwards = flow->backwards;
    for (uint32_t i = from; i < EOS_LIMIT_LOOP_ITERATIONS && !flow->is_exhausted; i++) {
        bool is_true;
        if (i > from && flow->backwards != backwards)
            break; /* as in run_rounds */
        if (!eos_value_boolean(eos_decide(flow, frame, node->test), &is_true))
            break;
        if (!is_true) {
            out.ways |= EOS_ENDS_NORMALLY;
            return out;
        }
        eos_begin_round(flow);
        eos_ending ending = eos_run_block(flow, frame, &node->body, 0);
        unsigned leaves = ending.ways & (EOS_ENDS_BY_RETURN | EOS_ENDS_BY_BREAK);
        out.result = eos_value_join(flow->arena, out.result, ending.result);
        out.ways |= leaves;
        if ((ending.ways & (EOS_ENDS_NORMALLY | EOS_ENDS_BY_CONTINUE)) == 0)
            return out;
        if (leaves == 0)
            continue;
        if (depth >= EOS_LIMIT_MAYBE_ROUNDS)
            break;
        eos_mark mark = eos_heap_mark(&flow->heap);
        const eos_condition *outer = flow->condition;
        eos_flow_enter_condition(flow, node->test->span);
        eos_ending rest = run_while_rounds(flow, frame, node, i + 1, depth + 1);
        flow->condition = outer;
        eos_merge_with_nothing(flow, mark, node->test->span);
        return eos_join_endings(flow, out, rest);
    }
    block_body body = {&node->body, node->test};
    eos_ending rest =
        run_repeated(flow, frame, NULL, eos_none(), node->test->span, run_block_body, &body);
    return eos_join_endings(flow, out, rest);
}

eos_ending eos_run_while(eos_flow *flow, eos_frame *frame, const eos_ir_While *node)
{
    eos_loop *outer = eos_enter_loop(flow, frame, node->test->span, true, (eos_value){0});
    eos_ending ending = run_while_rounds(flow, frame, node, 0, 0);
    flow->loop = outer;
    return finish_loop(flow, frame, ending, &node->orelse, node->test->span);
}
