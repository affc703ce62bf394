/* SPDX-License-Identifier: MIT */
/*
 * Exceptions that are certain: a key that a known dict does not have, an index beyond a known list, a
 * number in a text that is none. Within a try statement, or a with statement that may swallow them, they leave
 * the body where they happen; everywhere else the value stays unknown, since a program that is judged is
 * taken to run.
 *
 * Certain means: raised under no further condition, and in no further round, than the statement that
 * catches it. While one is on its way (flow->raised) calls and assignments do nothing and blocks end.
 */
#include "flow/interp.h"

void eos_raise(eos_flow *flow, const char *name)
{
    const eos_guard *guard = flow->guard;
    if (guard != NULL && flow->raised == NULL && !flow->is_looking &&
        guard->condition == flow->condition && guard->round == flow->round)
        flow->raised = name;
}

static bool is_kind_of(const char *name, const eos_text *wanted)
{
    bool is_lookup = strcmp(name, "KeyError") == 0 || strcmp(name, "IndexError") == 0;
    return eos_text_is(wanted, name) || eos_text_is(wanted, "Exception") ||
           eos_text_is(wanted, "BaseException") ||
           (is_lookup && eos_text_is(wanted, "LookupError"));
}

bool eos_catches(eos_flow *flow, const char *name, eos_value type, bool *is_known)
{
    const eos_sequence *types = type.kind == EOS_VALUE_TUPLE ? type.as.items : NULL;
    if (type.kind == EOS_VALUE_BUILTIN)
        return is_kind_of(name, type.as.text);
    for (uint32_t i = 0; i < eos_sequence_count(types); i++)
        if (eos_catches(flow, name, types->items[i].value, is_known))
            return true;
    *is_known &= types != NULL;
    return false;
}

const eos_ir_ExceptHandler *eos_find_handler(eos_flow *flow, eos_frame *frame,
                                             const eos_ir_nodes *handlers, const char *name)
{
    for (uint32_t i = 0; i < handlers->count; i++) {
        const eos_ir_ExceptHandler *handler = EOS_IR_AS(ExceptHandler, handlers->items[i]);
        bool is_known = true;
        if (handler->type == NULL ||
            eos_catches(flow, name, eos_evaluate(flow, frame, handler->type), &is_known))
            return handler;
        if (!is_known) /* a class of the program or of a library: it may be the one */
            return handler;
    }
    return NULL;
}
