/* SPDX-License-Identifier: MIT */
/*
 * Events: what is done to models. Keras says it by method (compile, fit); in PyTorch a loss that is
 * called on the output of a module and an optimiser that takes its parameters say the same.
 */
#include "flow/interp.h"

/* is `inner` reached whenever `outer` is: is it one of the conditions around it? */
static bool condition_holds_at(const eos_condition *inner, const eos_condition *outer)
{
    if (inner == NULL)
        return true;
    for (; outer != NULL; outer = outer->outer)
        if (outer == inner)
            return true;
    return false;
}

eos_event *eos_record_event(eos_flow *flow, eos_frame *frame, eos_event_kind kind,
                            eos_object *model, const eos_made *made, const char *method,
                            eos_span span)
{
    if (flow->is_silent)
        return NULL;
    bool is_certain = condition_holds_at(flow->condition, model->condition);
    eos_event event = {.kind = (uint8_t)kind,
                       .model = model,
                       .content = model->now,
                       .made = made,
                       .method = method,
                       .span = span,
                       .under = flow->condition,
                       .round = flow->round,
                       .path = flow->path,
                       .scope = eos_intern_string(flow->names, eos_flow_scope_name(frame)),
                       .presence = is_certain ? EOS_PRESENT : EOS_MAYBE,
                       .is_with_defaults = flow->is_with_defaults};
    if (!is_certain)
        event.condition = flow->condition->span;
    eos_vector_push(flow->arena, &flow->result->events, event);
    return eos_vector_last(&flow->result->events);
}

/* a loop that is unrolled calls the loss at one place many times: the first call tells */
static bool was_recorded(const eos_flow *flow, const eos_object *module, eos_span span)
{
    for (uint32_t i = 0; i < flow->result->events.count; i++) {
        const eos_event *event = &flow->result->events.items[i];
        if (event->kind == EOS_EVENT_LOSS && event->model == module &&
            event->span.line == span.line && event->span.column == span.column)
            return true;
    }
    return false;
}

eos_value eos_call_torch_loss(eos_flow *flow, eos_frame *frame, const eos_made *made,
                              const eos_arguments *arguments)
{
    eos_value output = eos_argument_at(arguments, 0, "input");
    eos_value target = eos_argument_at(arguments, 1, "target");
    const eos_tensor *tensor = eos_tensor_of(output);
    if (tensor == NULL || !tensor->is_symbolic)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    /* within a forward or training_step the module around is not known as such: no event */
    if (tensor->module != NULL && flow->forward_depth == 0 &&
        !was_recorded(flow, tensor->module, arguments->span)) {
        eos_event *event = eos_record_event(flow, frame, EOS_EVENT_LOSS, tensor->module, made,
                                            "loss", arguments->span);
        if (event != NULL) {
            event->output = tensor;
            event->target = target;
        }
    }
    return eos_apply_functional(flow, frame, "loss", EOS_LAYER_OTHER, &output, 1, NULL,
                                arguments->span);
}

void eos_note_torch_optimizer(eos_flow *flow, eos_frame *frame, const eos_made *made)
{
    eos_value parameters = eos_made_value(made, "params");
    if (parameters.kind != EOS_VALUE_OBJECT || !eos_is_network_object(parameters.as.object))
        return;
    (void)eos_record_event(flow, frame, EOS_EVENT_OPTIMIZER, parameters.as.object, made,
                           "optimizer", made->span);
}
