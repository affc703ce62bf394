/* SPDX-License-Identifier: MIT */
/*
 * The run of one file: module body first, then every function and class that nothing reached, in the
 * order of definition (design section 2, "Entry points"). What such a run finds holds only with the
 * parameters' defaults, and says so.
 *
 * The step budget is the one bound that holds whatever the program does: when it is gone every
 * evaluation answers unknown at once and blocks stop, so a run always ends.
 */
#include "flow/interp.h"

bool eos_flow_step(eos_flow *flow, eos_span span)
{
    if (flow->is_exhausted)
        return false;
    if (flow->path != NULL && ++flow->steps_abroad > flow->abroad_limit) {
        if (!flow->is_abroad_exhausted)
            eos_flow_not_judged(flow, span, "", "what other files do",
                                "the step budget for imported files is spent");
        flow->is_abroad_exhausted = true;
        return false;
    }
    if (++flow->steps <= flow->step_limit)
        return true;
    flow->is_exhausted = true;
    flow->is_silent = false;
    if (flow->step_limit == EOS_LIMIT_STEPS) /* else the function's run says so */
        eos_flow_not_judged(flow, span, "", "the rest of the file",
                            "the step budget of the analysis is spent");
    return false;
}

eos_frame *eos_module_frame(eos_frame *frame)
{
    while (frame->parent != NULL)
        frame = frame->parent;
    return frame;
}

eos_program_file *eos_frame_file(eos_frame *frame)
{
    return eos_module_frame(frame)->file;
}

/* the judged file's part of the calls around this place: what cannot be followed elsewhere is its gap */
static const char *judged_scope(const eos_flow *flow)
{
    for (uint32_t i = flow->active.count; i > 0; i--) {
        const eos_function *function = flow->active.items[i - 1];
        if (eos_frame_file(function->closure)->number == 0)
            return function->scope->qualname != NULL ? function->scope->qualname->data : "";
    }
    return "";
}

void eos_flow_not_judged(eos_flow *flow, eos_span span, const char *scope, const char *what,
                         const char *reason)
{
    if (flow->is_silent)
        return;
    for (uint32_t i = 0; i < flow->result->given_up.count; i++) {
        const eos_given_up *old = &flow->result->given_up.items[i];
        if (old->span.file == span.file && old->span.line == span.line &&
            old->span.column == span.column && strcmp(old->reason, reason) == 0)
            return;
    }
    if (flow->result->given_up.count >= 256)
        return; /* the first places say enough */
    if (span.file != 0 && scope != NULL)
        scope = judged_scope(flow);
    eos_vector_push(flow->arena, &flow->result->given_up,
                    (eos_given_up){.span = span, .scope = scope, .what = what, .reason = reason});
}

/* NULL = it has none */
static const eos_text *find_qualname(const eos_frame *frame)
{
    const eos_ir_scope *scope = frame->scope;
    while (scope != NULL && scope->kind == EOS_SCOPE_COMPREHENSION)
        scope = scope->parent;
    return scope != NULL ? scope->qualname : NULL;
}

const char *eos_flow_scope_name(const eos_frame *frame)
{
    const eos_text *name = find_qualname(frame);
    return name != NULL ? name->data : "";
}

static const eos_text *scope_text(eos_flow *flow, const eos_frame *frame)
{
    const eos_text *name = find_qualname(frame);
    return name != NULL ? name : eos_intern_string(flow->names, "");
}

eos_value eos_flow_literal(eos_flow *flow, eos_value value, eos_span span)
{
    return eos_value_through(flow->arena, value, EOS_ORIGIN_LITERAL, span, flow->path, NULL);
}

eos_value eos_flow_computed(eos_flow *flow, eos_value value, eos_span span, eos_value from)
{
    value.origin = from.origin;
    value.is_with_defaults |= from.is_with_defaults;
    return eos_value_through(flow->arena, value, EOS_ORIGIN_COMPUTED, span, flow->path, NULL);
}

eos_object *eos_flow_object(eos_flow *flow, eos_frame *frame, eos_object_kind kind, eos_span span)
{
    eos_object *object = eos_heap_new(&flow->heap, kind, span);
    object->path = flow->path;
    object->scope = scope_text(flow, frame);
    object->condition = flow->condition;
    object->round = flow->round;
    object->is_with_defaults = flow->is_with_defaults;
    return object;
}

eos_value eos_object_value(eos_object *object)
{
    return (eos_value){.kind = EOS_VALUE_OBJECT,
                       .is_with_defaults = object->is_with_defaults,
                       .as.object = object};
}

eos_condition *eos_flow_enter_condition(eos_flow *flow, eos_span span)
{
    eos_condition *condition = EOS_NEW(flow->arena, eos_condition);
    condition->outer = flow->condition;
    condition->span = span;
    flow->condition = condition;
    return condition;
}

void eos_flow_enter_round(eos_flow *flow)
{
    eos_round *round = EOS_NEW(flow->arena, eos_round);
    round->outer = flow->round;
    flow->round = round;
}

/* ---- arguments of library calls ---- */

eos_value eos_made_value(const eos_made *made, const char *name)
{
    int index = eos_api_param_index(made->entry, name, strlen(name));
    if (index >= 0 && made->entry->params[index].kind != EOS_API_ARGS &&
        made->entry->params[index].kind != EOS_API_KWARGS)
        return made->values[index];
    for (uint32_t i = 0; i < made->extra_count; i++)
        if (eos_text_is(made->extra_names[i], name))
            return made->extra_values[i];
    if (made->is_open)
        return eos_unknown("arguments that are not known");
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

eos_span eos_made_span(const eos_made *made, const char *name)
{
    int index = eos_api_param_index(made->entry, name, strlen(name));
    if (index >= 0)
        return made->spans[index];
    for (uint32_t i = 0; i < made->extra_count; i++)
        if (eos_text_is(made->extra_names[i], name))
            return made->extra_spans[i];
    return (eos_span){0};
}

bool eos_made_is_given(const eos_made *made, const char *name)
{
    int index = eos_api_param_index(made->entry, name, strlen(name));
    if (index >= 0)
        return made->is_given[index];
    return eos_made_span(made, name).line != 0;
}

/* ---- the run ---- */

/* the imports decide what the bare names of an unfinished program mean */
void eos_look_at_imports(eos_program_file *file, const eos_ir_nodes *body)
{
    bool has_torch = false, has_keras = false;
    for (uint32_t i = 0; i < body->count; i++) {
        const eos_ir_node *node = body->items[i];
        if (node == NULL)
            continue;
        const eos_text *module = NULL;
        if (node->kind == EOS_IR_ImportFrom)
            module = EOS_IR_AS(ImportFrom, node)->module;
        else if (node->kind == EOS_IR_Import && EOS_IR_AS(Import, node)->names.count > 0)
            module = EOS_IR_AS(alias, EOS_IR_AS(Import, node)->names.items[0])->name;
        has_torch |= eos_text_starts_with(module, "torch");
        has_keras |=
            eos_text_starts_with(module, "keras") || eos_text_starts_with(module, "tensorflow");
    }
    file->prefers_torch = has_torch && !has_keras;
}

static void tell_given_up(eos_flow *flow, eos_span span)
{
    if (span.line != 0)
        eos_flow_not_judged(flow, span, "", "what stands in a large list or dict",
                            "it is changed more often than is followed");
}

eos_flow_result *eos_flow_run(eos_arena *arena, eos_intern *names, const eos_ir_module *module,
                              const eos_module_provider *provider)
{
    eos_flow *flow = EOS_NEW(arena, eos_flow);
    flow->arena = arena;
    flow->names = names;
    flow->module = module;
    flow->provider = provider;
    flow->step_limit = EOS_LIMIT_STEPS;
    /* one expression is wanted, wherever its code stands */
    flow->is_asked = eos_ir_symbol_find(module->scope, eos_intern_string(names, EOS_CALLED_NAME)) !=
                     EOS_NO_SYMBOL;
    flow->files_left = flow->is_asked ? EOS_LIMIT_IMPORTED_FILES : EOS_LIMIT_LINTED_FILES;
    flow->abroad_limit = flow->is_asked ? EOS_LIMIT_STEPS : EOS_LIMIT_IMPORTED_STEPS;
    flow->result = EOS_NEW(arena, eos_flow_result);
    eos_heap_init(&flow->heap, arena);
    eos_heap_init(&flow->spare_heap, arena);
    flow->entered = eos_address_map_make(arena, 64);
    flow->module_frame = EOS_NEW(arena, eos_frame);
    flow->module_frame->scope = module->scope;
    flow->module_frame->slots = EOS_NEW_ARRAY(arena, eos_value, module->scope->count);
    eos_program_file *judged = EOS_NEW(arena, eos_program_file);
    judged->frame = flow->module_frame;
    judged->is_started = true;
    flow->module_frame->file = judged;
    eos_vector_push(arena, &flow->files, judged);
    eos_look_at_imports(judged, &module->body);
    (void)eos_run_block(flow, flow->module_frame, &module->body, 0);
    uint32_t called = eos_ir_symbol_find(module->scope, eos_intern_string(names, EOS_CALLED_NAME));
    if (called != EOS_NO_SYMBOL) {
        flow->result->is_call = true;
        flow->result->called = flow->module_frame->slots[called];
        eos_trace_value(flow, flow->result->called);
        flow->result->steps = flow->steps;
        return flow->result;
    }
    /* what nothing calls here is called in another file: there its imports are followed in full */
    if (flow->steps_abroad + EOS_LIMIT_ENTRIES_ABROAD < flow->abroad_limit)
        flow->abroad_limit = flow->steps_abroad + EOS_LIMIT_ENTRIES_ABROAD;
    flow->files_left = EOS_LIMIT_ENTRIES_FILES;
    /* Functions before methods: one of them may make the instance that the methods run on. `defined`
     * grows while we walk it. */
    for (int methods = 0; methods < 2; methods++) {
        for (uint32_t i = 0; i < flow->defined.count && !flow->is_exhausted; i++) {
            const eos_function *function = flow->defined.items[i];
            if ((function->class_object != NULL) == (methods == 1) &&
                !eos_was_entered(flow, function->node)) {
                flow->heap.journal.count = 0; /* no branch is open: nothing is rolled back */
                eos_run_uncalled(flow, function);
            }
        }
    }
    eos_trace_modules(flow);
    eos_read_classes(flow);
    tell_given_up(flow, flow->heap.given_up_at);
    tell_given_up(flow, flow->spare_heap.given_up_at);
    flow->result->steps = flow->steps;
    flow->result->operations = flow->next_operation;
    flow->result->objects = flow->heap.next_id;
    return flow->result;
}
