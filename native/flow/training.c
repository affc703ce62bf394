/* SPDX-License-Identifier: MIT */
/*
 * Events: what is done to models. Keras says it by method (compile, fit); in PyTorch a loss that is
 * called on the output of a module and an optimiser that takes its parameters say the same. What
 * hand-written loops do with them becomes actions (action.c).
 *
 * parameters() gives a list that repeats one parameter which knows its module, so that filter, list,
 * comprehensions and groups of parameters still tell whose they are.
 */
#include "flow/array.h"

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
                       .loop = flow->loop,
                       .gradient = flow->gradient,
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

void eos_record_reading(eos_flow *flow, eos_frame *frame, eos_object *model, const char *method,
                        eos_value value, eos_span span)
{
    eos_event *event = eos_record_event(flow, frame, EOS_EVENT_READ, model, NULL, method, span);
    if (event != NULL)
        event->target = value;
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
    eos_action *action =
        eos_record_action(flow, frame, EOS_ACTION_LOSS, NULL, "loss", arguments->span);
    if (action != NULL && action->made == NULL) {
        action->made = made;
        action->loss = tensor;
        action->target = eos_tensor_of(target);
        action->fed = tensor != NULL && tensor->module != NULL ? tensor->module->called_on : NULL;
    }
    if (tensor == NULL || !tensor->is_symbolic)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    /* within a forward or training_step the module around is not known as such: no event */
    if (tensor->module != NULL && flow->forward_depth == 0 &&
        !was_recorded(flow, tensor->module, arguments->span)) {
        eos_event *event = eos_record_event(flow, frame, EOS_EVENT_LOSS, tensor->module, made,
                                            "loss", arguments->span);
        if (event != NULL) {
            event->output = tensor;
            event->input = tensor->module->called_on;
            event->target = eos_value_snapshot(flow, target);
        }
    }
    return eos_apply_loss(flow, frame, output, target, arguments->span);
}

/* ---- whose parameters ---- */

/* what model.parameters() gives: a list that repeats one parameter of the module */
static eos_value parameters_of(eos_flow *flow, eos_frame *frame, eos_object *module, bool is_named,
                               eos_span span)
{
    eos_object *parameter = eos_flow_object(flow, frame, EOS_OBJECT_TENSOR, span);
    parameter->now.facts = eos_new_tensor(flow, span);
    parameter->is_parameter = true;
    parameter->parameter_of = module;
    eos_value value = eos_object_value(parameter);
    if (is_named)
        value = eos_array_pair(flow, eos_unknown("the name of a parameter"), value);
    eos_item item = {.value = value, .presence = EOS_REPEATED};
    return eos_make_list(flow, frame, eos_sequence_push(flow->arena, NULL, item), span);
}

static void add_owner(eos_flow *flow, eos_parameter_owners *owners, eos_object *owner)
{
    for (uint32_t i = 0; i < owners->items.count; i++)
        if (owners->items.items[i] == owner)
            return;
    if (owners->items.count < EOS_LIMIT_SEQUENCE)
        eos_vector_push(flow->arena, &owners->items, owner);
}

static void collect_owners(eos_flow *flow, eos_value value, eos_parameter_owners *owners, int depth)
{
    const eos_sequence *items = value.kind == EOS_VALUE_TUPLE ? value.as.items : NULL;
    if (value.kind == EOS_VALUE_OBJECT) {
        eos_object *object = value.as.object;
        if (object->kind == EOS_OBJECT_TENSOR && object->is_parameter) {
            add_owner(flow, owners, object->parameter_of != NULL ? object->parameter_of : object);
            return;
        }
        if (object->kind == EOS_OBJECT_DICT) { /* a group: {"params": ..., "lr": ...} */
            const eos_item *found = eos_entry_find(
                object->now.items, eos_string(eos_intern_string(flow->names, "params")));
            owners->has_groups = true;
            if (found != NULL && found->presence == EOS_PRESENT && depth < 4)
                collect_owners(flow, found->value, owners, depth + 1);
            else
                owners->is_open = true;
            return;
        }
        if (object->kind == EOS_OBJECT_TENSOR || object->kind > EOS_OBJECT_SET) {
            owners->is_open |= object->kind != EOS_OBJECT_TENSOR; /* data that is optimised */
            owners->has_data |= object->kind == EOS_OBJECT_TENSOR;
            return;
        }
        items = object->now.items;
        owners->is_open |= object->now.is_open;
    } else if (value.kind != EOS_VALUE_TUPLE) {
        owners->is_open = true;
        return;
    }
    for (uint32_t i = 0; i < eos_sequence_count(items) && depth < 4; i++)
        collect_owners(flow, items->items[i].value, owners, depth + 1);
    owners->is_open |= depth >= 4;
}

void eos_note_torch_optimizer(eos_flow *flow, eos_frame *frame, eos_object *optimizer)
{
    const eos_made *made = optimizer->now.facts;
    eos_parameter_owners *owners = EOS_NEW(flow->arena, eos_parameter_owners);
    if (flow->is_silent)
        return;
    collect_owners(flow, eos_made_value(made, "params"), owners, 0);
    optimizer->owners = owners;
    eos_vector_push(flow->arena, &flow->result->optimizers, optimizer);
    for (uint32_t i = 0; i < owners->items.count; i++)
        if (eos_is_network_object(owners->items.items[i]))
            (void)eos_record_event(flow, frame, EOS_EVENT_OPTIMIZER, owners->items.items[i], made,
                                   "optimizer", made->span);
}

/* ---- modules ---- */

eos_value eos_call_trained_module(eos_flow *flow, eos_frame *frame, eos_object *module,
                                  const eos_text *name, const eos_arguments *arguments)
{
    static const char *const moves[] = {"to", "cuda", "cpu", "xpu", NULL};
    bool is_training = true;
    if (eos_text_is(name, "parameters"))
        return parameters_of(flow, frame, module, false, arguments->span);
    if (eos_text_is(name, "named_parameters"))
        return parameters_of(flow, frame, module, true, arguments->span);
    if (eos_text_is(name, "zero_grad")) {
        (void)eos_record_action(flow, frame, EOS_ACTION_ZERO_GRAD, module, "zero_grad",
                                arguments->span);
        return eos_none();
    }
    bool is_mode = eos_text_is(name, "train");
    if (is_mode || eos_text_is(name, "eval")) {
        eos_value given = is_mode ? eos_argument_at(arguments, 0, "mode") : eos_boolean(false);
        bool is_known = given.kind == EOS_VALUE_UNBOUND || eos_value_boolean(given, &is_training);
        (void)eos_record_action(flow, frame,
                                !is_known     ? EOS_ACTION_MODE
                                : is_training ? EOS_ACTION_TRAIN
                                              : EOS_ACTION_EVAL,
                                module, name->data, arguments->span);
        return eos_object_value(module);
    }
    for (size_t i = 0; moves[i] != NULL; i++) {
        if (!eos_text_is(name, moves[i]))
            continue;
        eos_action *action =
            eos_record_action(flow, frame, EOS_ACTION_MOVE, module, name->data, arguments->span);
        if (action != NULL)
            action->value = eos_argument_at(arguments, 0, "device");
        return eos_object_value(module);
    }
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

void eos_note_cleared(eos_flow *flow, eos_frame *frame, eos_value parameter, eos_span span)
{
    eos_object *object = parameter.kind == EOS_VALUE_OBJECT ? parameter.as.object : NULL;
    if (object != NULL && (object->kind != EOS_OBJECT_TENSOR || !object->is_parameter))
        object = NULL;
    if (object != NULL && object->parameter_of != NULL)
        object = object->parameter_of;
    (void)eos_record_action(flow, frame, EOS_ACTION_ZERO_GRAD, object, "grad = None", span);
}

/* ---- optimisers, schedulers, scalers ---- */

static const eos_api_entry *entry_of(const eos_object *object)
{
    return object->library != NULL ? object->library->entry : NULL;
}

static bool is_trainer(const eos_object *object)
{
    const eos_api_entry *entry = entry_of(object);
    return entry != NULL && entry->is_torch &&
           (entry->family == EOS_API_OPTIMIZER || entry->family == EOS_API_SCHEDULE);
}

static bool is_scaler(const eos_object *object)
{
    return object->kind == EOS_OBJECT_LIBRARY && object->library != NULL &&
           (eos_text_is(object->library->path, "torch.cuda.amp.GradScaler") ||
            eos_text_is(object->library->path, "torch.amp.GradScaler"));
}

void eos_note_backward(eos_flow *flow, eos_frame *frame, eos_value loss, const char *method,
                       const eos_arguments *arguments)
{
    flow->backwards++;
    eos_action *action =
        eos_record_action(flow, frame, EOS_ACTION_BACKWARD, NULL, method, arguments->span);
    if (action == NULL)
        return;
    action->loss = eos_tensor_of(loss);
    action->value = eos_argument_at(arguments, 1, "retain_graph");
}

static void note_step(eos_flow *flow, eos_frame *frame, eos_value optimizer, const char *method,
                      eos_span span)
{
    eos_value first = eos_value_alternative(optimizer, 0); /* it stands for the others too */
    eos_object *object = first.kind == EOS_VALUE_OBJECT ? first.as.object : NULL;
    (void)eos_record_action(flow, frame, EOS_ACTION_STEP, object, method, span);
}

static eos_value call_scaler(eos_flow *flow, eos_frame *frame, const eos_text *name,
                             const eos_arguments *arguments)
{
    eos_value first = eos_argument_at(arguments, 0, NULL);
    if (eos_text_is(name, "scale"))
        return first;
    if (eos_text_is(name, "step"))
        note_step(flow, frame, first, "scaler.step", arguments->span);
    return eos_unknown("the result of a method of GradScaler");
}

/* step(closure): the closure clears, computes the loss and goes backward, then the step is made */
static void step_optimizer(eos_flow *flow, eos_frame *frame, eos_object *optimizer,
                           const eos_arguments *arguments)
{
    eos_value closure = eos_argument_at(arguments, 0, "closure");
    bool has_closure = closure.kind != EOS_VALUE_UNBOUND && closure.kind != EOS_VALUE_NONE;
    eos_arguments none = {.span = arguments->span, .callee = arguments->callee};
    if (has_closure)
        (void)eos_call(flow, frame, closure, &none);
    note_step(flow, frame, eos_object_value(optimizer), has_closure ? "step(closure)" : "step",
              arguments->span);
}

eos_value eos_trainer_property(eos_flow *flow, eos_frame *frame, eos_object *object,
                               const eos_text *name, eos_span span)
{
    if (!eos_text_is(name, "param_groups") || !is_trainer(object))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (object->group == NULL)
        object->group = eos_flow_object(flow, frame, EOS_OBJECT_DICT, span);
    eos_item item = {.value = eos_object_value(object->group), .presence = EOS_REPEATED};
    return eos_make_list(flow, frame, eos_sequence_push(flow->arena, NULL, item), span);
}

void eos_note_own_trainer(eos_flow *flow, eos_frame *frame, eos_object *object,
                          const eos_text *name, const eos_arguments *arguments)
{
    if (!is_trainer(object))
        return;
    bool is_optimizer = entry_of(object)->family == EOS_API_OPTIMIZER;
    if (eos_text_is(name, "step"))
        (void)eos_record_action(flow, frame,
                                is_optimizer ? EOS_ACTION_STEP : EOS_ACTION_SCHEDULER_STEP, object,
                                "step", arguments->span);
    else if (is_optimizer && eos_text_is(name, "zero_grad"))
        (void)eos_record_action(flow, frame, EOS_ACTION_ZERO_GRAD, object, "zero_grad",
                                arguments->span);
}

eos_value eos_call_training_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                   const eos_text *name, const eos_arguments *arguments)
{
    if (is_scaler(object))
        return call_scaler(flow, frame, name, arguments);
    if (!is_trainer(object))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    bool is_optimizer = entry_of(object)->family == EOS_API_OPTIMIZER;
    eos_action *action = NULL;
    if (is_optimizer && eos_text_is(name, "zero_grad")) {
        action = eos_record_action(flow, frame, EOS_ACTION_ZERO_GRAD, object, "zero_grad",
                                   arguments->span);
        if (action != NULL)
            action->value = eos_argument_at(arguments, 0, "set_to_none");
        return eos_none();
    }
    if (is_optimizer && eos_text_is(name, "step")) {
        step_optimizer(flow, frame, object, arguments);
    } else if (eos_text_is(name, "step")) {
        action = eos_record_action(flow, frame, EOS_ACTION_SCHEDULER_STEP, object, "step",
                                   arguments->span);
        if (action != NULL)
            action->value = eos_argument_at(arguments, 0, NULL);
        if (action != NULL && action->value.kind == EOS_VALUE_UNBOUND && arguments->count > 0)
            action->value = arguments->items[0].value;
    } else if (is_optimizer && eos_text_is(name, "add_param_group")) {
        eos_content content = object->now;
        content.is_open = true;
        eos_heap_write(&flow->heap, object, content);
    }
    return eos_unknown("the result of a method of an optimizer or scheduler");
}

eos_value eos_call_one_of_trainers(eos_flow *flow, eos_frame *frame, eos_value callee,
                                   const eos_arguments *arguments)
{
    uint32_t count = eos_value_alternative_count(callee);
    for (uint32_t i = 0; i < count; i++) {
        eos_value one = eos_value_alternative(callee, i);
        if (one.kind != EOS_VALUE_METHOD || one.as.method->function != NULL ||
            one.as.method->receiver.kind != EOS_VALUE_OBJECT ||
            !is_trainer(one.as.method->receiver.as.object))
            return (eos_value){.kind = EOS_VALUE_UNBOUND};
    }
    const eos_method *first = eos_value_alternative(callee, 0).as.method;
    return eos_call_training_method(flow, frame, first->receiver.as.object, first->name, arguments);
}

/* ---- functions ---- */

static eos_value make_manager(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                              uint8_t mode, eos_span span)
{
    eos_object *manager = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, span);
    manager->library = library;
    eos_attribute_set(&flow->heap, manager, eos_intern_string(flow->names, " gradient"),
                      eos_integer(mode));
    return eos_object_value(manager);
}

bool eos_enter_gradient_mode(eos_flow *flow, eos_value manager)
{
    int64_t mode;
    if (manager.kind != EOS_VALUE_OBJECT || manager.as.object->kind != EOS_OBJECT_LIBRARY)
        return false;
    const eos_item *item =
        eos_attribute_find(manager.as.object, eos_intern_string(flow->names, " gradient"));
    if (item == NULL || !eos_value_integer(item->value, &mode))
        return false;
    flow->gradient = (uint8_t)mode;
    return true;
}

/* what else stands for the module that it is handed */
static bool is_wrapping(const eos_text *path)
{
    static const char *const paths[] = {"torch.compile",
                                        "torch.nn.DataParallel",
                                        "torch.nn.parallel.DataParallel",
                                        "torch.nn.parallel.DistributedDataParallel",
                                        "torch.nn.SyncBatchNorm.convert_sync_batchnorm",
                                        "torch.autograd.Variable"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (eos_text_is(path, paths[i]))
            return true;
    return false;
}

eos_value eos_call_training_function(eos_flow *flow, eos_frame *frame,
                                     const eos_library_ref *library, const eos_arguments *arguments)
{
    const eos_text *path = library->path;
    eos_value first = eos_argument_at(arguments, 0, NULL);
    uint8_t mode;
    if (!eos_text_starts_with(path, "torch."))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (eos_gradient_mode_of(path, arguments, &mode)) {
        if (eos_text_is(path, "torch.set_grad_enabled")) /* holds from here on */
            flow->gradient = flow->condition == NULL ? mode : EOS_GRADIENT_UNKNOWN;
        return make_manager(flow, frame, library, mode, arguments->span);
    }
    if (is_wrapping(path) && first.kind == EOS_VALUE_OBJECT &&
        (eos_is_network_object(first.as.object) || eos_tensor_of(first) != NULL))
        return first;
    if (eos_text_is(path, "torch.cuda.amp.GradScaler") ||
        eos_text_is(path, "torch.amp.GradScaler")) {
        eos_object *scaler = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, arguments->span);
        scaler->library = library;
        return eos_object_value(scaler);
    }
    if (eos_text_starts_with(path, "torch.nn.utils.clip_grad_")) {
        (void)eos_record_action(flow, frame, EOS_ACTION_CLIP, NULL, path->data + 15,
                                arguments->span);
        return eos_unknown("the norm of gradients");
    }
    if (eos_text_is(path, "torch.autograd.backward") || eos_text_is(path, "torch.autograd.grad")) {
        eos_note_backward(flow, frame, first, path->data + 6, arguments);
        return eos_unknown("gradients");
    }
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
