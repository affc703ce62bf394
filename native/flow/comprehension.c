/* SPDX-License-Identifier: MIT */
/*
 * Comprehensions run as the loops they are, in a frame of their own whose first iterable belongs to the
 * scope around it. A generator expression is run at once, as a list: what it yields is the same.
 */
#include "flow/interp.h"

typedef struct comprehension_run {
    const eos_ir_nodes *generators;
    uint32_t index;
    const eos_ir_node *element, *value;
    eos_object *out; /* list, set or dict being filled */
} comprehension_run;

static eos_ending run_generator(eos_flow *flow, eos_frame *frame, comprehension_run *run,
                                eos_frame *iter_frame);

static eos_ending run_comprehension_body(eos_flow *flow, eos_frame *frame, void *payload)
{
    comprehension_run *run = payload;
    const eos_ir_comprehension *generator =
        EOS_IR_AS(comprehension, run->generators->items[run->index]);
    bool is_maybe = false;
    for (uint32_t i = 0; i < generator->ifs.count; i++) {
        bool is_true;
        eos_value truth = eos_truth(flow, eos_evaluate(flow, frame, generator->ifs.items[i]));
        if (!eos_value_boolean(truth, &is_true))
            is_maybe = true;
        else if (!is_true)
            return (eos_ending){.ways = EOS_ENDS_NORMALLY};
    }
    uint32_t before = eos_sequence_count(run->out->now.items);
    if (run->index + 1 < run->generators->count) {
        comprehension_run inner = *run;
        inner.index++;
        (void)run_generator(flow, frame, &inner, frame);
    } else {
        eos_value element = eos_evaluate(flow, frame, run->element);
        if (run->out->kind == EOS_OBJECT_DICT)
            eos_dict_set(&flow->heap, run->out, element, eos_evaluate(flow, frame, run->value));
        else if (run->out->kind == EOS_OBJECT_SET)
            eos_dict_set(&flow->heap, run->out, element, element);
        else
            eos_list_append(&flow->heap, run->out, element);
    }
    if (is_maybe && run->out->kind == EOS_OBJECT_LIST) {
        eos_content content = run->out->now;
        eos_sequence *marked = eos_sequence_copy(flow->arena, content.items, 4);
        for (uint32_t i = before; i < marked->count; i++)
            if (marked->items[i].presence == EOS_PRESENT)
                marked->items[i].presence = EOS_MAYBE;
        content.items = marked;
        eos_heap_write(&flow->heap, run->out, content);
    }
    return (eos_ending){.ways = EOS_ENDS_NORMALLY};
}

static eos_ending run_generator(eos_flow *flow, eos_frame *frame, comprehension_run *run,
                                eos_frame *iter_frame)
{
    const eos_ir_comprehension *generator =
        EOS_IR_AS(comprehension, run->generators->items[run->index]);
    eos_value iterable = eos_evaluate(flow, iter_frame, generator->iter);
    bool is_list = run->out->kind == EOS_OBJECT_LIST; /* its items tell that they stand for many */
    if (!is_list && eos_iterate(flow, iterable) == NULL) {
        eos_content content = run->out->now;
        content.is_open = true;
        eos_heap_write(&flow->heap, run->out, content);
    }
    return eos_run_loop(flow, frame, generator->target, iterable, generator->iter->span,
                        run_comprehension_body, run);
}

eos_value eos_evaluate_comprehension(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    comprehension_run run = {0};
    const eos_ir_scope *scope;
    eos_object_kind kind = EOS_OBJECT_LIST;
    if (node->kind == EOS_IR_DictComp) {
        const eos_ir_DictComp *comp = EOS_IR_AS(DictComp, node);
        run = (comprehension_run){&comp->generators, 0, comp->key, comp->value, NULL};
        scope = comp->scope;
        kind = EOS_OBJECT_DICT;
    } else if (node->kind == EOS_IR_ListComp) {
        const eos_ir_ListComp *comp = EOS_IR_AS(ListComp, node);
        run = (comprehension_run){&comp->generators, 0, comp->elt, NULL, NULL};
        scope = comp->scope;
    } else if (node->kind == EOS_IR_SetComp) {
        const eos_ir_SetComp *comp = EOS_IR_AS(SetComp, node);
        run = (comprehension_run){&comp->generators, 0, comp->elt, NULL, NULL};
        scope = comp->scope;
        kind = EOS_OBJECT_SET;
    } else { /* a generator is run at once, as a list: what it yields is the same */
        const eos_ir_GeneratorExp *comp = EOS_IR_AS(GeneratorExp, node);
        run = (comprehension_run){&comp->generators, 0, comp->elt, NULL, NULL};
        scope = comp->scope;
    }
    eos_frame *inner = EOS_NEW(flow->arena, eos_frame);
    *inner = (eos_frame){.scope = scope,
                         .slots = EOS_NEW_ARRAY(flow->arena, eos_value, scope->count),
                         .parent = frame,
                         .class_object = frame->class_object,
                         .self = frame->self};
    run.out = eos_flow_object(flow, frame, kind, node->span);
    (void)run_generator(flow, inner, &run, frame);
    return eos_object_value(run.out);
}
