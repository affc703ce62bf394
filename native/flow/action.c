/* SPDX-License-Identifier: MIT */
/*
 * Actions: what a program does around its training, each with the loop it happens in. Statements that
 * loop enter and leave here; training.c and the library's families say what happens.
 *
 * A loop that is unrolled, or reached once per round of the loop around it, does the same things many
 * times: an action is kept once per place, subject and loop, with the number of rounds that had it. What
 * fewer rounds had than were followed does not happen in every round.
 *
 * Questionable: of a method call on something that is not known (`optimizer.step()` of a parameter that
 * nothing gives) the names decide what it is. It is kept without a subject, so that rules can tell it
 * from what is known; without it, a loop in a function that nothing calls would look as if it did
 * nothing.
 */
#include "flow/interp.h"

uint64_t eos_place_through(uint64_t place, eos_span span)
{
    uint64_t next =
        place ^ (((uint64_t)span.line << 32) | (span.column << 8) | (span.file & 0xFFu));
    next ^= next >> 29;
    next *= UINT64_C(0xBF58476D1CE4E5B9);
    return next ^ (next >> 32);
}

/* ---- loops ---- */

static eos_value rounds_of(eos_flow *flow, eos_value iterable, bool is_while)
{
    const eos_sequence *items = is_while ? NULL : eos_iterate(flow, iterable);
    if (items == NULL)
        return eos_unknown("a number of rounds that is not known");
    eos_value rounds = eos_integer(items->count);
    rounds.origin = iterable.origin;
    rounds.is_with_defaults = iterable.is_with_defaults;
    return rounds;
}

/* range(0, rows, 32): batches that are cut out of arrays */
static int64_t stride_of(eos_flow *flow, eos_value iterable)
{
    const eos_sequence *items = eos_iterate(flow, iterable);
    int64_t first, second;
    if (eos_sequence_count(items) < 2 || !eos_value_integer(items->items[0].value, &first) ||
        !eos_value_integer(items->items[1].value, &second) || first < 0 || second <= first)
        return 0;
    return second - first;
}

eos_loop *eos_enter_loop(eos_flow *flow, eos_frame *frame, eos_span span, bool is_while,
                         eos_value iterable)
{
    eos_loop *outer = flow->loop;
    if (flow->is_silent || flow->forward_depth > 0)
        return outer;
    uint64_t place = eos_place_through(flow->place, span);
    for (uint32_t i = flow->result->loops.count; i > 0; i--) {
        eos_loop *known = flow->result->loops.items[i - 1];
        if (known->place == place && known->outer == outer && outer != NULL) {
            flow->loop = known;
            return outer;
        }
        if (outer != NULL && known == outer)
            break; /* what was entered before the loop around it is not in it */
    }
    if (flow->result->loops.count >= EOS_LIMIT_ACTIONS) {
        flow->result->has_more_actions = true;
        return outer;
    }
    const eos_tensor *feed = is_while ? NULL : eos_tensor_of(iterable);
    eos_loop *loop = EOS_NEW(flow->arena, eos_loop);
    *loop = (eos_loop){.id = flow->result->loops.count + 1,
                       .outer = outer,
                       .span = span,
                       .path = flow->path,
                       .is_while = is_while,
                       .is_conditional = outer != NULL && flow->condition != outer->under,
                       .is_with_defaults = flow->is_with_defaults,
                       .feed = feed != NULL && feed->holder == EOS_HOLDER_FEED ? feed : NULL,
                       .rounds = rounds_of(flow, iterable, is_while),
                       .stride = is_while ? 0 : stride_of(flow, iterable),
                       .place = place};
    loop->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    eos_vector_push(flow->arena, &flow->result->loops, loop);
    flow->loop = loop;
    return outer;
}

void eos_begin_round(eos_flow *flow)
{
    if (flow->is_silent || flow->loop == NULL)
        return;
    flow->loop->under = flow->condition;
    flow->loop->round = ++flow->next_round;
    flow->loop->seen++;
}

/* ---- actions ---- */

static eos_action **bucket_of(eos_flow *flow, uint64_t place, const eos_object *subject)
{
    uint64_t hash = place ^ ((uint64_t)(subject != NULL ? subject->id : 0) * 0x9E3779B9u);
    return &flow->buckets[(hash ^ (hash >> 17)) & 255u];
}

/* it happens in this round: once more, if it did not before */
static void count_round(eos_flow *flow, eos_action *action)
{
    uint32_t round = flow->loop != NULL ? flow->loop->round : 0;
    const eos_condition *around = flow->loop != NULL ? flow->loop->under : NULL;
    if (action->times == 0 || action->last_round != round)
        action->times++;
    action->last_round = round;
    if (action->gradient != flow->gradient)
        action->gradient = EOS_GRADIENT_UNKNOWN; /* it differs from round to round */
    if (flow->loop == NULL || flow->condition == around)
        action->is_conditional = false;
}

eos_action *eos_record_action(eos_flow *flow, eos_frame *frame, eos_action_kind kind,
                              eos_object *subject, const char *method, eos_span span)
{
    if (flow->is_silent || flow->forward_depth > 0)
        return NULL;
    uint64_t place = eos_place_through(flow->place + kind, span);
    eos_action **bucket = bucket_of(flow, place, subject);
    for (eos_action *known = *bucket; known != NULL; known = known->next) {
        if (known->place == place && known->kind == kind && known->subject == subject &&
            known->loop == flow->loop) {
            count_round(flow, known);
            return known;
        }
    }
    if (flow->result->actions.count >= EOS_LIMIT_ACTIONS) {
        flow->result->has_more_actions = true;
        return NULL;
    }
    eos_action *action = EOS_NEW(flow->arena, eos_action);
    *action = (eos_action){.kind = (uint8_t)kind,
                           .order = flow->result->actions.count + 1,
                           .loop = flow->loop,
                           .subject = subject,
                           .method = method,
                           .span = span,
                           .path = flow->path,
                           .gradient = flow->gradient,
                           .is_conditional = true,
                           .under = flow->condition,
                           .is_with_defaults = flow->is_with_defaults,
                           .place = place,
                           .next = *bucket};
    action->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    *bucket = action;
    count_round(flow, action);
    eos_vector_push(flow->arena, &flow->result->actions, action);
    return action;
}

/* ---- calls of what is not known ---- */

/* "self.optimizer" as written; NULL = more than names */
static const char *written_name(eos_flow *flow, const eos_frame *frame, const eos_ir_node *node,
                                int depth)
{
    if (node->kind == EOS_IR_Name)
        return frame->scope->symbols[EOS_IR_AS(Name, node)->id].name->data;
    if (node->kind != EOS_IR_Attribute || depth > 8)
        return NULL;
    const eos_ir_Attribute *attribute = EOS_IR_AS(Attribute, node);
    const char *holder = written_name(flow, frame, attribute->value, depth + 1);
    return holder == NULL ? NULL
                          : eos_arena_printf(flow->arena, "%s.%s", holder, attribute->attr->data);
}

static bool has_word(const char *name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strstr(name, *words) != NULL)
            return true;
    return false;
}

/* what `.step()` of an unknown object of this name steps; -1 = anything, an environment say */
static int kind_of_step(const char *receiver)
{
    static const char *const schedulers[] = {"sched", "Sched", NULL};
    static const char *const optimizers[] = {"opt", "Opt", "solver", "engine", NULL};
    const char *dot = receiver != NULL ? strrchr(receiver, '.') : NULL;
    const char *last = dot != NULL ? dot + 1 : receiver;
    if (last == NULL)
        return -1;
    return has_word(last, schedulers)   ? EOS_ACTION_SCHEDULER_STEP
           : has_word(last, optimizers) ? EOS_ACTION_STEP
                                        : -1;
}

static eos_object *optimizer_in(const eos_arguments *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        eos_value value = arguments->items[i].value;
        if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIBRARY &&
            value.as.object->library != NULL && value.as.object->library->entry != NULL &&
            value.as.object->library->entry->family == EOS_API_OPTIMIZER)
            return value.as.object;
    }
    return NULL;
}

void eos_note_unseen_call(eos_flow *flow, eos_frame *frame, const eos_ir_Call *node,
                          const eos_arguments *arguments)
{
    static const char *const modes[] = {"train", "eval", NULL};
    if (node->func->kind != EOS_IR_Attribute)
        return;
    const eos_ir_Attribute *callee = EOS_IR_AS(Attribute, node->func);
    const eos_text *name = callee->attr;
    bool is_backward = eos_text_is(name, "backward") || eos_text_is(name, "manual_backward");
    if (is_backward) {
        flow->backwards++;
        eos_value loss = eos_argument_at(arguments, 0, "loss");
        eos_action *action =
            eos_record_action(flow, frame, EOS_ACTION_BACKWARD, NULL, name->data, arguments->span);
        if (action != NULL) {
            action->loss = eos_tensor_of(loss);
            action->receiver = written_name(flow, frame, callee->value, 0);
        }
        return;
    }
    bool is_step = eos_text_is(name, "step"), is_zero = eos_text_is(name, "zero_");
    if (flow->is_silent ||
        (!is_step && !is_zero && !eos_text_is(name, "zero_grad") && !has_word(name->data, modes)))
        return;
    const char *receiver = written_name(flow, frame, callee->value, 0);
    if (has_word(name->data, modes) && (receiver == NULL || strstr(receiver, "rainer") != NULL))
        return; /* trainer.train() sets no mode */
    if (is_zero && (receiver == NULL || strstr(receiver, ".grad") == NULL))
        return; /* p.grad.zero_(), p.grad.data.zero_() */
    eos_object *optimizer = optimizer_in(arguments);
    int kind = !is_step            ? EOS_ACTION_ZERO_GRAD
               : optimizer != NULL ? EOS_ACTION_STEP
                                   : kind_of_step(receiver);
    if (eos_text_is(name, "train") && arguments->count == 0)
        kind = EOS_ACTION_TRAIN;
    else if (eos_text_is(name, "eval") && arguments->count == 0)
        kind = EOS_ACTION_EVAL;
    else if (!is_step && !is_zero && !eos_text_is(name, "zero_grad"))
        kind = -1;
    if (kind < 0)
        return;
    eos_action *action = eos_record_action(flow, frame, (eos_action_kind)kind, optimizer,
                                           name->data, arguments->span);
    if (action != NULL && optimizer == NULL)
        action->receiver = receiver;
}

/* a module, an optimiser, or what holds them */
static bool is_of_training(eos_value value, int depth)
{
    for (uint32_t i = 0; i < eos_value_alternative_count(value); i++) {
        eos_value one = eos_value_alternative(value, i);
        const eos_sequence *items = one.kind == EOS_VALUE_TUPLE ? one.as.items : NULL;
        if (one.kind == EOS_VALUE_OBJECT) {
            const eos_object *object = one.as.object;
            if (eos_is_network_object(object) ||
                (object->library != NULL && object->library->entry != NULL &&
                 object->library->entry->family == EOS_API_OPTIMIZER))
                return true;
            if (object->kind == EOS_OBJECT_LIST || object->kind == EOS_OBJECT_DICT)
                items = object->now.items;
            if (object->kind == EOS_OBJECT_INSTANCE) /* a trainer that holds them */
                items = object->now.attributes;
        }
        for (uint32_t k = 0; k < eos_sequence_count(items) && depth < 3; k++)
            if (is_of_training(items->items[k].value, depth + 1))
                return true;
    }
    return false;
}

/* libraries whose trainers run the whole loop: told outside of loops too */
static bool is_engine(const char *path)
{
    static const char *const libraries[] = {"transformers.", "trl.",    "accelerate.", "deepspeed.",
                                            "ignite.",       "fastai.", "composer.",   "catalyst.",
                                            "skorch.",       NULL};
    for (size_t i = 0; path != NULL && libraries[i] != NULL; i++)
        if (strncmp(path, libraries[i], strlen(libraries[i])) == 0)
            return true;
    return false;
}

void eos_note_unseen(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments,
                     const char *path)
{
    bool concerns = false;
    if (flow->is_silent || flow->forward_depth > 0 || (flow->loop == NULL && !is_engine(path)))
        return;
    for (uint32_t i = 0; i < arguments->count && !concerns; i++)
        concerns = is_of_training(arguments->items[i].value, 0);
    if (concerns)
        (void)eos_record_action(flow, frame, EOS_ACTION_UNSEEN, NULL, path, arguments->span);
}

/* an optimiser that is known by its name only: prepare(model, optimizer, batch) */
void eos_note_handed(eos_flow *flow, eos_frame *frame, const eos_ir_Call *node, eos_value callee,
                     const eos_arguments *arguments)
{
    if (flow->loop == NULL || flow->is_silent || flow->forward_depth > 0)
        return;
    if (!eos_value_is_unknown(callee) &&
        (callee.kind != EOS_VALUE_LIBRARY ||
         eos_api_is_library(callee.as.library->path->data, callee.as.library->path->length)))
        return;
    for (uint32_t i = 0; i < node->args.count && i < arguments->count; i++) {
        const char *name = written_name(flow, frame, node->args.items[i], 0);
        if (name != NULL && strstr(name, "opt") != NULL && arguments->items[i].name == NULL &&
            eos_value_is_unknown(arguments->items[i].value)) {
            (void)eos_record_action(flow, frame, EOS_ACTION_UNSEEN, NULL, NULL, arguments->span);
            return;
        }
    }
}

/* ---- gradient mode ---- */

bool eos_gradient_mode_of(const eos_text *path, const eos_arguments *arguments, uint8_t *mode)
{
    bool is_on;
    if (eos_text_is(path, "torch.no_grad") || eos_text_is(path, "torch.inference_mode") ||
        eos_text_is(path, "torch.autograd.no_grad") ||
        eos_text_is(path, "torch.autograd.grad_mode.no_grad")) {
        eos_value given = eos_argument_at(arguments, 0, "mode");
        *mode = EOS_GRADIENT_OFF;
        if (eos_value_boolean(given, &is_on))
            *mode = is_on ? EOS_GRADIENT_OFF : EOS_GRADIENT_ON;
        else if (given.kind != EOS_VALUE_UNBOUND && given.kind != EOS_VALUE_FUNCTION)
            *mode = EOS_GRADIENT_UNKNOWN;
        return true;
    }
    if (eos_text_is(path, "torch.enable_grad")) {
        *mode = EOS_GRADIENT_ON;
        return true;
    }
    if (!eos_text_is(path, "torch.set_grad_enabled"))
        return false;
    *mode = EOS_GRADIENT_UNKNOWN;
    if (eos_value_boolean(eos_argument_at(arguments, 0, "mode"), &is_on))
        *mode = is_on ? EOS_GRADIENT_ON : EOS_GRADIENT_OFF;
    return true;
}
