/* SPDX-License-Identifier: MIT */
/*
 * Statements, and how paths part and join.
 *
 * An `if` on an unknown test runs both sides on the same start and merges what they changed. When one
 * side leaves the block (return, break, raise), the rest of the block belongs to the other side alone
 * and runs there before the merge, so a guard at the top of a function costs no precision. A side that
 * raises is dropped: what follows did not come that way.
 *
 * A loop whose elements are known is unrolled; any other runs twice: once silently to learn what it
 * changes, once for real with those values widened, its list items marked as a repeated segment.
 */
#include "flow/interp.h"

#include <math.h>

static const eos_ending NORMAL_END = {.ways = EOS_ENDS_NORMALLY};

/* ---- binding ---- */

/* the first name says what an object is called: "model", "self.encoder" */
static void name_object(eos_value value, const eos_text *name)
{
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->name == NULL)
        value.as.object->name = name;
}

void eos_bind_symbol(eos_flow *flow, eos_frame *frame, uint32_t symbol, eos_value value)
{
    if (symbol == EOS_NO_SYMBOL)
        return;
    eos_value *slot = eos_symbol_slot(flow, frame, symbol);
    if (slot == NULL)
        return;
    name_object(value, frame->scope->symbols[symbol].name);
    eos_heap_assign(&flow->heap, slot, value);
}

static void bind_items(eos_flow *flow, eos_frame *frame, const eos_ir_nodes *targets,
                       eos_value value)
{
    const eos_sequence *items = eos_iterate(flow, value);
    uint32_t count = eos_sequence_count(items), star = UINT32_MAX;
    for (uint32_t i = 0; i < targets->count; i++)
        if (targets->items[i]->kind == EOS_IR_Starred)
            star = i;
    bool fits = items != NULL &&
                (star == UINT32_MAX ? count == targets->count : count + 1 >= targets->count);
    for (uint32_t i = 0; i < targets->count; i++) {
        const eos_ir_node *target = targets->items[i];
        if (i == star)
            target = EOS_IR_AS(Starred, target)->value;
        eos_value part = eos_unknown("an unpacked part that is not known");
        if (fits && i < star) {
            part = items->items[i].value;
        } else if (fits && i > star) {
            part = items->items[count - (targets->count - i)].value;
        } else if (fits) {
            eos_sequence *middle = eos_sequence_copy(flow->arena, NULL, count);
            for (uint32_t k = star; k < count - (targets->count - 1 - star); k++)
                middle->items[middle->count++] = items->items[k];
            *middle->used = middle->count;
            part = eos_make_list(flow, frame, middle, target->span);
        } else if (items == NULL && value.kind == EOS_VALUE_OBJECT &&
                   value.as.object->kind == EOS_OBJECT_TENSOR && star == UINT32_MAX) {
            part = eos_tensor_item(flow, frame, value, eos_integer((int64_t)i), target->span);
        }
        eos_bind_target(flow, frame, target, part);
    }
}

/* list[lower:upper] = values; false = not known enough */
static bool assign_slice(eos_flow *flow, eos_content *content, eos_value key, eos_value value)
{
    int64_t count = (int64_t)eos_sequence_count(content->items), bounds[2] = {0, count}, step;
    const eos_sequence *values = eos_iterate(flow, value);
    if (values == NULL || content->is_open ||
        (key.as.items->items[2].value.kind != EOS_VALUE_NONE &&
         (!eos_value_integer(key.as.items->items[2].value, &step) || step != 1)))
        return false;
    for (uint32_t i = 0; i < 2; i++) {
        if (key.as.items->items[i].value.kind == EOS_VALUE_NONE)
            continue;
        if (!eos_value_integer(key.as.items->items[i].value, &bounds[i]))
            return false;
        bounds[i] += bounds[i] < 0 ? count : 0;
        bounds[i] = bounds[i] < 0 ? 0 : bounds[i] > count ? count : bounds[i];
    }
    bounds[1] = bounds[1] < bounds[0] ? bounds[0] : bounds[1];
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, (uint32_t)count + values->count);
    for (int64_t i = 0; i < bounds[0]; i++)
        out->items[out->count++] = content->items->items[i];
    for (uint32_t i = 0; i < values->count; i++)
        out->items[out->count++].value = values->items[i].value;
    for (int64_t i = bounds[1]; i < count; i++)
        out->items[out->count++] = content->items->items[i];
    *out->used = out->count;
    content->items = out;
    return true;
}

static bool is_certain(const eos_content *content)
{
    for (uint32_t i = 0; i < eos_sequence_count(content->items); i++)
        if (content->items->items[i].presence != EOS_PRESENT)
            return false;
    return !content->is_open;
}

static void bind_list_item(eos_flow *flow, eos_content *content, eos_value key, eos_value value)
{
    int64_t index, count = (int64_t)eos_sequence_count(content->items);
    bool is_slice = key.kind == EOS_VALUE_SLICE;
    if (is_slice && is_certain(content) && assign_slice(flow, content, key, value))
        return;
    if (!is_slice && eos_value_integer(key, &index) && is_certain(content)) {
        index = index < 0 ? index + count : index;
        if (index < 0 || index >= count)
            return; /* an IndexError */
        eos_sequence *copy = eos_sequence_copy(flow->arena, content->items, 0);
        copy->items[index].value = value;
        content->items = copy;
        return;
    }
    if (is_slice) { /* any number of items may have changed */
        content->items = NULL;
        content->is_open = true;
        return;
    }
    eos_sequence *copy = eos_sequence_copy(flow->arena, content->items, 0);
    for (int64_t i = 0; i < count; i++) /* it may be any of them */
        copy->items[i].value = eos_value_join(flow->arena, copy->items[i].value, value);
    content->items = copy;
}

/* holder[key] = value; `is_sure` false: it may be another object that is written to */
static void write_item(eos_flow *flow, eos_object *object, eos_value key, eos_value value,
                       bool is_sure)
{
    eos_content content = object->now;
    if (!is_sure)
        key = eos_unknown("an item of one of several objects");
    if (object->kind == EOS_OBJECT_DICT) {
        eos_dict_set(&flow->heap, object, key, value);
        return;
    }
    if (object->kind == EOS_OBJECT_TENSOR) {
        eos_array_write(flow, object, key, value);
        return;
    }
    if (eos_is_container(object)) {
        eos_container_set_item(flow, object, key, value);
        return;
    }
    if (object->kind == EOS_OBJECT_LIST) {
        bind_list_item(flow, &content, key, value);
    } else {
        content.is_open = true;
        content.is_escaped = true;
    }
    eos_heap_write(&flow->heap, object, content);
}

static void bind_item(eos_flow *flow, eos_frame *frame, const eos_ir_Subscript *target,
                      eos_value value)
{
    eos_value holder = eos_evaluate(flow, frame, target->value);
    eos_value key = eos_evaluate(flow, frame, target->slice);
    for (uint32_t i = 0; i < eos_value_alternative_count(holder); i++) {
        eos_value one = eos_value_alternative(holder, i);
        if (one.kind == EOS_VALUE_OBJECT)
            write_item(flow, one.as.object, key, value, holder.kind == EOS_VALUE_OBJECT);
    }
}

/* a property with a setter: what reading it gives later is up to the program's code */
static bool is_computed_attribute(const eos_object *object, const eos_text *name)
{
    if (object->kind != EOS_OBJECT_INSTANCE || object->class_object == NULL)
        return false;
    const eos_item *found = eos_class_find(object->class_object, name);
    return found != NULL && found->value.kind == EOS_VALUE_FUNCTION &&
           (found->value.as.function->is_property || found->value.as.function->is_opaque);
}

void eos_bind_target(eos_flow *flow, eos_frame *frame, const eos_ir_node *target, eos_value value)
{
    if (flow->raised != NULL)
        return;
    switch (target->kind) {
    case EOS_IR_Name:
        eos_bind_symbol(flow, frame, EOS_IR_AS(Name, target)->id, value);
        return;
    case EOS_IR_Tuple:
        bind_items(flow, frame, &EOS_IR_AS(Tuple, target)->elts, value);
        return;
    case EOS_IR_List:
        bind_items(flow, frame, &EOS_IR_AS(List, target)->elts, value);
        return;
    case EOS_IR_Starred:
        eos_bind_target(flow, frame, EOS_IR_AS(Starred, target)->value, value);
        return;
    case EOS_IR_Subscript:
        bind_item(flow, frame, EOS_IR_AS(Subscript, target), value);
        return;
    case EOS_IR_Attribute: {
        const eos_ir_Attribute *attribute = EOS_IR_AS(Attribute, target);
        eos_value holder = eos_evaluate(flow, frame, attribute->value);
        if (eos_text_is(attribute->attr, "grad") && value.kind == EOS_VALUE_NONE)
            eos_note_cleared(flow, frame, holder, target->span);
        if (eos_tensor_of(holder) != NULL && eos_tensor_of(holder)->holder == EOS_HOLDER_FEED)
            eos_feed_forget(flow, holder);
        if (holder.kind == EOS_VALUE_OBJECT) {
            name_object(value, attribute->attr);
            if (is_computed_attribute(holder.as.object, attribute->attr))
                value = eos_unknown("an attribute that the program computes");
            if (holder.as.object->kind == EOS_OBJECT_MODULE)
                eos_module_assign(flow, holder.as.object, attribute->attr, value);
            else if (!eos_container_set_attribute(flow, holder.as.object, attribute->attr, value))
                eos_attribute_set(&flow->heap, holder.as.object, attribute->attr, value);
        }
        for (uint32_t i = 0; holder.kind == EOS_VALUE_ONE_OF && i < holder.as.one_of->count; i++)
            if (holder.as.one_of->items[i].kind == EOS_VALUE_OBJECT)
                eos_attribute_set(&flow->heap, holder.as.one_of->items[i].as.object,
                                  attribute->attr,
                                  eos_unknown("an attribute of one of several objects"));
        return;
    }
    default:
        return;
    }
}

/* ---- paths that part ---- */

eos_ending eos_join_endings(eos_flow *flow, eos_ending left, eos_ending right)
{
    eos_ending out = {.ways = left.ways | right.ways};
    out.result = eos_value_join(flow->arena, left.result, right.result);
    return out;
}

/* what happened since the mark only may have happened */
void eos_merge_with_nothing(eos_flow *flow, eos_mark mark, eos_span condition)
{
    eos_delta delta = eos_heap_take(&flow->heap, mark);
    eos_delta nothing = {.first_id = delta.end_id, .end_id = delta.end_id};
    eos_heap_merge(&flow->heap, &delta, &nothing, condition);
}

typedef struct branch {
    eos_ending ending;
    eos_delta delta;
} branch;

/* runs a block under a condition and takes what it changed; `rest` follows it when it ends normally */
static branch run_branch(eos_flow *flow, eos_frame *frame, const eos_ir_nodes *block, eos_span test)
{
    const eos_condition *outer = flow->condition;
    eos_mark mark = eos_heap_mark(&flow->heap);
    eos_flow_enter_condition(flow, test);
    branch side;
    side.ending = eos_run_block(flow, frame, block, 0);
    side.delta = eos_heap_take(&flow->heap, mark);
    flow->condition = outer;
    return side;
}

/* the rest of `block` in continuation of a side that ended normally */
static void continue_branch(eos_flow *flow, eos_frame *frame, branch *side,
                            const eos_ir_nodes *block, uint32_t from, eos_span test)
{
    const eos_condition *outer = flow->condition;
    eos_mark mark = eos_heap_mark(&flow->heap);
    /* objects of the side itself keep belonging to it */
    mark.next_id = side->delta.first_id;
    eos_heap_apply(&flow->heap, &side->delta);
    eos_flow_enter_condition(flow, test);
    eos_ending rest = eos_run_block(flow, frame, block, from);
    eos_ending before = side->ending;
    before.ways &= ~(unsigned)EOS_ENDS_NORMALLY;
    side->ending = eos_join_endings(flow, before, rest);
    side->delta = eos_heap_take(&flow->heap, mark);
    flow->condition = outer;
}

/* An `if` on an unknown test at block->items[at]. *is_rest_done: the rest of the block was run here. */
static eos_ending run_unknown_if(eos_flow *flow, eos_frame *frame, const eos_ir_If *node,
                                 const eos_ir_nodes *block, uint32_t at, bool *is_rest_done)
{
    eos_span test = node->test->span;
    branch left = run_branch(flow, frame, &node->body, test);
    branch right = run_branch(flow, frame, &node->orelse, test);
    bool left_goes_on = (left.ending.ways & EOS_ENDS_NORMALLY) != 0;
    bool right_goes_on = (right.ending.ways & EOS_ENDS_NORMALLY) != 0;
    if (left.ending.ways == 0 || right.ending.ways == 0) { /* a side that raises is dropped */
        const branch *kept = left.ending.ways == 0 ? &right : &left;
        eos_heap_apply(&flow->heap, &kept->delta);
        return kept->ending;
    }
    if (left_goes_on != right_goes_on) {
        continue_branch(flow, frame, left_goes_on ? &left : &right, block, at + 1, test);
        *is_rest_done = true;
        if ((left_goes_on ? left : right).ending.ways == 0) { /* the rest only raises */
            const branch *kept = left_goes_on ? &right : &left;
            eos_heap_apply(&flow->heap, &kept->delta);
            return kept->ending;
        }
    }
    eos_heap_merge(&flow->heap, &left.delta, &right.delta, test);
    return eos_join_endings(flow, left.ending, right.ending);
}

/* ---- try, with, match ---- */

/* The body is what normally happens. A handler adds only what would otherwise be unbound: the fallback
 * of an import, say. */
static eos_ending run_try(eos_flow *flow, eos_frame *frame, const eos_ir_nodes *body,
                          const eos_ir_nodes *handlers, const eos_ir_nodes *orelse,
                          const eos_ir_nodes *finalbody)
{
    const eos_guard guard = {flow->condition, flow->round}, *outer = flow->guard;
    flow->guard = &guard;
    eos_ending ending = eos_run_block(flow, frame, body, 0);
    flow->guard = outer;
    const char *raised = flow->raised;
    const eos_ir_ExceptHandler *taking = NULL;
    flow->raised = NULL;
    if (raised != NULL && (taking = eos_find_handler(flow, frame, handlers, raised)) != NULL) {
        if (taking->name != EOS_NO_SYMBOL)
            eos_bind_symbol(flow, frame, taking->name, eos_unknown("an exception"));
        ending = eos_join_endings(flow, ending, eos_run_block(flow, frame, &taking->body, 0));
        raised = NULL;
    }
    for (uint32_t i = 0; i < handlers->count && taking == NULL; i++) {
        const eos_ir_ExceptHandler *handler = EOS_IR_AS(ExceptHandler, handlers->items[i]);
        bool was_silent = flow->is_silent;
        flow->is_silent = true;
        eos_mark mark = eos_heap_mark(&flow->heap);
        eos_ending caught = eos_run_block(flow, frame, &handler->body, 0);
        eos_delta delta = eos_heap_take(&flow->heap, mark);
        flow->is_silent = was_silent;
        for (uint32_t k = 0; k < delta.count; k++) {
            const eos_change *change = &delta.changes[k];
            if (change->slot != NULL && change->slot->kind == EOS_VALUE_UNBOUND)
                eos_heap_assign(&flow->heap, change->slot, change->old_value);
        }
        if (ending.ways == 0 && caught.ways != 0) /* the body always raises: the handler goes on */
            ending = caught;
    }
    if ((ending.ways & EOS_ENDS_NORMALLY) && orelse->count > 0 && taking == NULL) {
        eos_ending rest = eos_run_block(flow, frame, orelse, 0);
        ending.ways &= ~(unsigned)EOS_ENDS_NORMALLY;
        ending = eos_join_endings(flow, ending, rest);
    }
    if (finalbody->count > 0) {
        eos_ending last = eos_run_block(flow, frame, finalbody, 0);
        if ((last.ways & EOS_ENDS_NORMALLY) == 0)
            return last;
    }
    if (raised != NULL) /* nobody took it */
        eos_raise(flow, raised);
    return ending;
}

/* calls a method of an instance of the program's own class; UNBOUND = there is none */
static eos_value call_of_instance(eos_flow *flow, eos_frame *frame, eos_value value,
                                  const char *name, eos_span span)
{
    eos_value none = {.kind = EOS_VALUE_UNBOUND};
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_INSTANCE ||
        value.as.object->class_object == NULL)
        return none;
    const eos_item *found =
        eos_class_find(value.as.object->class_object, eos_intern_string(flow->names, name));
    if (found == NULL || found->value.kind != EOS_VALUE_FUNCTION)
        return none;
    eos_argument error[3] = {
        {eos_none(), span, NULL}, {eos_none(), span, NULL}, {eos_none(), span, NULL}};
    uint32_t count =
        name[2] == 'e' && name[3] == 'x' ? 3 : 0; /* __exit__(type, value, traceback) */
    eos_arguments arguments = {
        .items = error, .count = count, .positional_count = count, .span = span, .callee = span};
    return eos_call(flow, frame, eos_bind_class_attribute(flow, value, found->value, span),
                    &arguments);
}

/* contextlib.suppress(..) of whatever exceptions */
static bool is_suppression(eos_flow *flow, eos_frame *frame, const eos_ir_node *manager)
{
    if (manager->kind != EOS_IR_Call)
        return false;
    eos_value callee = eos_evaluate(flow, frame, EOS_IR_AS(Call, manager)->func);
    return callee.kind == EOS_VALUE_LIBRARY &&
           eos_text_is(callee.as.library->path, "contextlib.suppress");
}

static eos_ending run_with(eos_flow *flow, eos_frame *frame, const eos_ir_nodes *items,
                           const eos_ir_nodes *body)
{
    eos_value *managers = EOS_NEW_ARRAY(flow->arena, eos_value, items->count);
    uint8_t gradient = flow->gradient;
    bool may_swallow = false;
    for (uint32_t i = 0; i < items->count; i++) {
        const eos_ir_withitem *item = EOS_IR_AS(withitem, items->items[i]);
        eos_value value = eos_evaluate(flow, frame, item->context_expr);
        (void)eos_enter_gradient_mode(flow, value);
        eos_value entered =
            call_of_instance(flow, frame, value, "__enter__", item->context_expr->span);
        if (entered.kind != EOS_VALUE_UNBOUND) {
            managers[i] = value;
            value = entered;
            may_swallow = true;
        } else if (is_suppression(flow, frame, item->context_expr)) {
            managers[i].kind = EOS_VALUE_BUILTIN; /* a mark: it swallows what comes */
            may_swallow = true;
        }
        if (item->optional_vars != NULL)
            eos_bind_target(flow, frame, item->optional_vars,
                            value.kind == EOS_VALUE_OBJECT
                                ? value
                                : eos_unknown("what a with statement gives"));
    }
    const eos_guard guard = {flow->condition, flow->round}, *outer = flow->guard;
    if (may_swallow)
        flow->guard = &guard;
    eos_ending ending = eos_run_block(flow, frame, body, 0);
    flow->gradient = gradient;
    flow->guard = outer;
    const char *raised = flow->raised;
    flow->raised = NULL;
    for (uint32_t i = items->count; i > 0; i--) {
        eos_value swallows = managers[i - 1].kind == EOS_VALUE_BUILTIN
                                 ? eos_boolean(true)
                                 : call_of_instance(flow, frame, managers[i - 1], "__exit__",
                                                    items->items[i - 1]->span);
        bool is_true;
        if (raised == NULL || swallows.kind == EOS_VALUE_UNBOUND)
            continue;
        swallows = eos_truth(flow, swallows);
        if (!eos_value_boolean(swallows, &is_true) || is_true) {
            raised = NULL;
            ending.ways |= EOS_ENDS_NORMALLY;
        }
    }
    if (raised != NULL)
        eos_raise(flow, raised);
    return ending;
}

/* Which case a value takes is decided for plain values; otherwise every case may be the one. */
static eos_ending run_match(eos_flow *flow, eos_frame *frame, const eos_ir_Match *node)
{
    eos_value subject = eos_evaluate(flow, frame, node->subject);
    for (uint32_t i = 0; i < node->cases.count; i++) {
        const eos_ir_match_case *one = EOS_IR_AS(match_case, node->cases.items[i]);
        const eos_ir_node *pattern = one->pattern;
        bool is_wild =
            pattern->kind == EOS_IR_MatchAs && EOS_IR_AS(MatchAs, pattern)->pattern == NULL;
        if (one->guard != NULL)
            break;
        if (is_wild)
            return eos_run_block(flow, frame, &one->body, 0);
        if (pattern->kind != EOS_IR_MatchValue)
            break;
        eos_value value = eos_evaluate(flow, frame, EOS_IR_AS(MatchValue, pattern)->value);
        bool is_same;
        if (!eos_value_boolean(eos_compare(flow, EOS_OP_Eq, subject, value), &is_same))
            break;
        if (is_same)
            return eos_run_block(flow, frame, &one->body, 0);
    }
    eos_ending out = NORMAL_END;
    for (uint32_t i = 0; i < node->cases.count; i++) {
        const eos_ir_match_case *one = EOS_IR_AS(match_case, node->cases.items[i]);
        branch side = run_branch(flow, frame, &one->body, node->subject->span);
        eos_delta nothing = {.first_id = flow->heap.next_id, .end_id = flow->heap.next_id};
        eos_heap_merge(&flow->heap, &side.delta, &nothing, node->subject->span);
        out = eos_join_endings(flow, out, side.ending);
    }
    return out;
}

/* ---- simple statements ---- */

/* del list[index]; anything else leaves an object that is not known any more */
static void delete_item(eos_flow *flow, eos_value holder, eos_value key)
{
    int64_t index;
    eos_object *object = holder.kind == EOS_VALUE_OBJECT ? holder.as.object : NULL;
    if (object != NULL && eos_is_container(object)) {
        eos_container_delete_item(flow, object, key);
        return;
    }
    const eos_sequence *items = object != NULL ? object->now.items : NULL;
    int64_t count = (int64_t)eos_sequence_count(items);
    bool is_known = object != NULL && object->kind == EOS_OBJECT_LIST && !object->now.is_open &&
                    eos_value_integer(key, &index) && index >= -count && index < count;
    for (int64_t i = 0; is_known && i < count; i++)
        is_known = items->items[i].presence == EOS_PRESENT;
    if (!is_known) {
        eos_object_escape(&flow->heap, holder);
        return;
    }
    uint32_t at = (uint32_t)(index < 0 ? index + count : index);
    eos_sequence *shorter = eos_sequence_copy(flow->arena, items, 0);
    memmove(shorter->items + at, shorter->items + at + 1,
            (shorter->count - at - 1) * sizeof *shorter->items);
    *shorter->used = --shorter->count;
    eos_content content = object->now;
    content.items = shorter;
    eos_heap_write(&flow->heap, object, content);
}

static void run_delete(eos_flow *flow, eos_frame *frame, const eos_ir_Delete *node)
{
    for (uint32_t i = 0; i < node->targets.count; i++) {
        const eos_ir_node *target = node->targets.items[i];
        if (target->kind == EOS_IR_Name) {
            eos_bind_symbol(flow, frame, EOS_IR_AS(Name, target)->id, (eos_value){0});
        } else if (target->kind == EOS_IR_Subscript) {
            const eos_ir_Subscript *item = EOS_IR_AS(Subscript, target);
            delete_item(flow, eos_evaluate(flow, frame, item->value),
                        eos_evaluate(flow, frame, item->slice));
        } else if (target->kind == EOS_IR_Attribute) {
            const eos_ir_Attribute *attribute = EOS_IR_AS(Attribute, target);
            eos_value holder = eos_evaluate(flow, frame, attribute->value);
            if (holder.kind == EOS_VALUE_OBJECT && eos_is_container(holder.as.object))
                eos_container_delete_item(flow, holder.as.object, eos_string(attribute->attr));
            else if (holder.kind == EOS_VALUE_OBJECT)
                eos_attribute_set(&flow->heap, holder.as.object, attribute->attr, (eos_value){0});
        }
    }
}

static void run_aug_assign(eos_flow *flow, eos_frame *frame, const eos_ir_AugAssign *node)
{
    eos_value before = eos_evaluate(flow, frame, node->target);
    eos_value operand = eos_evaluate(flow, frame, node->value);
    bool is_container = before.kind == EOS_VALUE_OBJECT && eos_is_container(before.as.object);
    if (before.kind == EOS_VALUE_OBJECT && node->op == EOS_OP_Add &&
        (is_container || before.as.object->kind == EOS_OBJECT_LIST)) {
        /* in place: every name of the list sees it */
        eos_method extend = {.receiver = before, .name = eos_intern_string(flow->names, "extend")};
        eos_argument item = {.value = operand, .span = node->value->span};
        eos_arguments arguments = {.items = &item,
                                   .count = 1,
                                   .positional_count = 1,
                                   .span = node->head.span,
                                   .callee = node->head.span};
        if (is_container)
            (void)eos_call_container_method(flow, frame, before.as.object, extend.name, &arguments);
        else
            (void)eos_call_python_method(flow, frame, &extend, &arguments);
        return;
    }
    eos_value after =
        eos_binary(flow, frame, (eos_ir_op)node->op, before, operand, node->head.span);
    const eos_tensor *old = eos_tensor_of(before), *now = eos_tensor_of(after);
    if (old != NULL && now != NULL && !old->is_symbolic) { /* numpy writes in place */
        eos_content content = before.as.object->now;
        content.facts = now;
        content.items = NULL; /* the elements that were known */
        eos_heap_write(&flow->heap, before.as.object, content);
        if (old->view_of != NULL)
            eos_array_write(flow, old->view_of, eos_none(), after);
        return;
    }
    eos_bind_target(flow, frame, node->target, after);
}

static void define_function(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    uint32_t symbol = node->kind == EOS_IR_FunctionDef ? EOS_IR_AS(FunctionDef, node)->name
                                                       : EOS_IR_AS(AsyncFunctionDef, node)->name;
    eos_bind_symbol(flow, frame, symbol, eos_make_function(flow, frame, node));
}

/* `raise SystemExit`, sys.exit(), exit() end the path */
static bool ends_program(eos_flow *flow, eos_frame *frame, const eos_ir_node *expression)
{
    if (expression->kind != EOS_IR_Call)
        return false;
    const eos_ir_node *callee = EOS_IR_AS(Call, expression)->func;
    bool is_named =
        callee->kind == EOS_IR_Name || (callee->kind == EOS_IR_Attribute &&
                                        EOS_IR_AS(Attribute, callee)->value->kind == EOS_IR_Name);
    if (!is_named) /* Trainer(model).fit(): must not run twice */
        return false;
    eos_value value = eos_evaluate(flow, frame, callee);
    if (value.kind == EOS_VALUE_LIBRARY)
        return eos_text_is(value.as.library->path, "sys.exit") ||
               eos_text_is(value.as.library->path, "os._exit");
    return value.kind == EOS_VALUE_BUILTIN &&
           (eos_text_is(value.as.text, "exit") || eos_text_is(value.as.text, "quit"));
}

static eos_ending run_expression(eos_flow *flow, eos_frame *frame, const eos_ir_node *expression)
{
    if (expression->kind == EOS_IR_Constant)
        return NORMAL_END; /* a docstring */
    if (ends_program(flow, frame, expression))
        return (eos_ending){0};
    (void)eos_evaluate(flow, frame, expression);
    return NORMAL_END;
}

static eos_ending run_statement(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    switch (node->kind) {
    case EOS_IR_Expr:
        return run_expression(flow, frame, EOS_IR_AS(Expr, node)->value);
    case EOS_IR_Assign: {
        const eos_ir_Assign *assign = EOS_IR_AS(Assign, node);
        eos_value value = eos_evaluate(flow, frame, assign->value);
        for (uint32_t i = 0; i < assign->targets.count; i++)
            eos_bind_target(flow, frame, assign->targets.items[i], value);
        return NORMAL_END;
    }
    case EOS_IR_AnnAssign: {
        const eos_ir_AnnAssign *assign = EOS_IR_AS(AnnAssign, node);
        if (assign->value != NULL)
            eos_bind_target(flow, frame, assign->target, eos_evaluate(flow, frame, assign->value));
        return NORMAL_END;
    }
    case EOS_IR_AugAssign:
        run_aug_assign(flow, frame, EOS_IR_AS(AugAssign, node));
        return NORMAL_END;
    case EOS_IR_Return: {
        const eos_ir_node *value = EOS_IR_AS(Return, node)->value;
        return (eos_ending){.ways = EOS_ENDS_BY_RETURN,
                            .result =
                                value != NULL ? eos_evaluate(flow, frame, value) : eos_none()};
    }
    case EOS_IR_Import:
        eos_run_import(flow, frame, EOS_IR_AS(Import, node));
        return NORMAL_END;
    case EOS_IR_ImportFrom:
        eos_run_import_from(flow, frame, EOS_IR_AS(ImportFrom, node));
        return NORMAL_END;
    case EOS_IR_FunctionDef:
    case EOS_IR_AsyncFunctionDef:
        define_function(flow, frame, node);
        return NORMAL_END;
    case EOS_IR_ClassDef:
        eos_define_class(flow, frame, node);
        return NORMAL_END;
    case EOS_IR_For: {
        const eos_ir_For *loop = EOS_IR_AS(For, node);
        return eos_run_for(flow, frame, loop->target, loop->iter, &loop->body, &loop->orelse);
    }
    case EOS_IR_AsyncFor: {
        const eos_ir_AsyncFor *loop = EOS_IR_AS(AsyncFor, node);
        return eos_run_for(flow, frame, loop->target, loop->iter, &loop->body, &loop->orelse);
    }
    case EOS_IR_While:
        return eos_run_while(flow, frame, EOS_IR_AS(While, node));
    case EOS_IR_With:
        return run_with(flow, frame, &EOS_IR_AS(With, node)->items, &EOS_IR_AS(With, node)->body);
    case EOS_IR_AsyncWith:
        return run_with(flow, frame, &EOS_IR_AS(AsyncWith, node)->items,
                        &EOS_IR_AS(AsyncWith, node)->body);
    case EOS_IR_Try: {
        const eos_ir_Try *one = EOS_IR_AS(Try, node);
        return run_try(flow, frame, &one->body, &one->handlers, &one->orelse, &one->finalbody);
    }
    case EOS_IR_TryStar: {
        const eos_ir_TryStar *one = EOS_IR_AS(TryStar, node);
        return run_try(flow, frame, &one->body, &one->handlers, &one->orelse, &one->finalbody);
    }
    case EOS_IR_Match:
        return run_match(flow, frame, EOS_IR_AS(Match, node));
    case EOS_IR_Delete:
        run_delete(flow, frame, EOS_IR_AS(Delete, node));
        return NORMAL_END;
    case EOS_IR_Raise:
        return (eos_ending){0};
    case EOS_IR_Break:
        return (eos_ending){.ways = EOS_ENDS_BY_BREAK};
    case EOS_IR_Continue:
        return (eos_ending){.ways = EOS_ENDS_BY_CONTINUE};
    default: /* assert, global, nonlocal, pass, type aliases change nothing that we follow */
        return NORMAL_END;
    }
}

/* `if __name__ == "__main__":` is taken in the judged file, which is judged as a program, and not in
 * what it imports */
static bool is_main_guard(const eos_frame *frame, const eos_ir_node *test)
{
    if (test->kind != EOS_IR_Compare)
        return false;
    const eos_ir_node *left = EOS_IR_AS(Compare, test)->left;
    return left->kind == EOS_IR_Name &&
           eos_text_is(frame->scope->symbols[EOS_IR_AS(Name, left)->id].name, "__name__");
}

eos_ending eos_run_block(eos_flow *flow, eos_frame *frame, const eos_ir_nodes *block, uint32_t from)
{
    eos_ending out = {.ways = 0};
    for (uint32_t i = from; i < block->count; i++) {
        const eos_ir_node *node = block->items[i];
        if (node == NULL)
            continue;
        if (!eos_flow_step(flow, node->span))
            break;
        eos_ending ending;
        bool is_rest_done = false;
        if (node->kind == EOS_IR_If) {
            const eos_ir_If *branching = EOS_IR_AS(If, node);
            bool is_true;
            eos_value truth = is_main_guard(frame, branching->test)
                                  ? eos_boolean(eos_frame_file(frame)->number == 0)
                                  : eos_decide(flow, frame, branching->test);
            if (eos_value_boolean(truth, &is_true))
                ending =
                    eos_run_block(flow, frame, is_true ? &branching->body : &branching->orelse, 0);
            else
                ending = run_unknown_if(flow, frame, branching, block, i, &is_rest_done);
        } else {
            ending = run_statement(flow, frame, node);
        }
        if (flow->raised != NULL)
            return out;
        unsigned leaving = ending.ways & ~(unsigned)EOS_ENDS_NORMALLY;
        out.ways |= leaving;
        out.result = eos_value_join(flow->arena, out.result, ending.result);
        if (is_rest_done || (ending.ways & EOS_ENDS_NORMALLY) == 0) {
            out.ways |= ending.ways & EOS_ENDS_NORMALLY;
            return out;
        }
        if (leaving != 0 &&
            i + 1 < block->count) { /* a deeper path left: the rest may not happen */
            const eos_condition *outer = flow->condition;
            eos_mark mark = eos_heap_mark(&flow->heap);
            eos_flow_enter_condition(flow, node->span);
            eos_ending rest = eos_run_block(flow, frame, block, i + 1);
            flow->condition = outer;
            eos_merge_with_nothing(flow, mark, node->span);
            return eos_join_endings(flow, out, rest);
        }
    }
    out.ways |= EOS_ENDS_NORMALLY;
    return out;
}
