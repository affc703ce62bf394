/* SPDX-License-Identifier: MIT */
/*
 * Builds the loops of hand-written training from flow's actions. A loop that holds others lists their
 * steps too, as REPEATED: `zero_grad` before the inner loop and `step` behind it are one round of the
 * outer one.
 *
 * What a function does outside of loops is kept as one more record without a loop: a helper that makes
 * one update is called in a loop that another file holds. It is open, because that loop is not seen.
 */
#include "model/model_build.h"

#include "model/model_reach.h"

typedef struct loop_builder {
    eos_model_builder *builder;
    eos_arena *arena;
    const eos_flow_result *flow;
    eos_train_facts *facts;
    eos_reach reach;
    eos_train_loop **of_loop; /* per eos_loop.id - 1 */
} loop_builder;

/* ---- modules, optimisers, schedulers ---- */

static const char *name_of(const eos_object *object)
{
    return object != NULL && object->name != NULL ? object->name->data : NULL;
}

/* the model that a part belongs to: the outermost module that holds it; 0 = none */
static uint32_t module_of(loop_builder *loops, const eos_object *part)
{
    const eos_flow_result *flow = loops->flow;
    for (uint32_t i = 0; i < flow->traces.count; i++)
        if (eos_reach_holds(&loops->reach, flow->traces.items[i].module, part))
            return flow->traces.items[i].module->id;
    for (uint32_t i = 0; i < flow->models.count; i++)
        if (!flow->models.items[i]->is_held &&
            eos_reach_holds(&loops->reach, flow->models.items[i], part))
            return flow->models.items[i]->id;
    return 0;
}

static eos_object *scheduled_optimizer(const eos_object *scheduler)
{
    const eos_made *made = scheduler->now.facts;
    if (made == NULL)
        return NULL;
    eos_value value = eos_value_alternative(eos_made_value(made, "optimizer"), 0);
    return value.kind == EOS_VALUE_OBJECT ? value.as.object : NULL;
}

static eos_torch_optimizer *find_optimizer(const eos_train_facts *facts, const eos_object *object)
{
    for (uint32_t i = 0; object != NULL && i < facts->optimizers.count; i++)
        if (facts->optimizers.items[i]->object == object->id)
            return facts->optimizers.items[i];
    return NULL;
}

static void add_optimizer(loop_builder *loops, const eos_object *object)
{
    eos_torch_optimizer *out = EOS_NEW(loops->arena, eos_torch_optimizer);
    const eos_parameter_owners *owners = object->owners;
    eos_optimizer *optimizer = EOS_NEW(loops->arena, eos_optimizer);
    *optimizer = eos_torch_optimizer_read(loops->builder, object);
    out->object = object->id;
    out->name = name_of(object);
    out->optimizer = optimizer;
    out->span = object->span;
    out->path = object->path != NULL ? object->path->data : NULL;
    out->scope = object->scope != NULL ? object->scope->data : "";
    out->is_escaped = object->now.is_escaped;
    out->has_groups = owners->has_groups;
    out->is_owners_known =
        !owners->is_open && !object->now.is_open && !out->is_escaped && !owners->has_data;
    for (uint32_t i = 0; i < owners->items.count; i++) {
        const eos_object *part = owners->items.items[i];
        eos_vector_push(loops->arena, &out->owners,
                        (eos_owner){.module = module_of(loops, part),
                                    .part = part->id,
                                    .name = name_of(part),
                                    .span = part->span});
    }
    eos_vector_push(loops->arena, &loops->facts->optimizers, out);
}

static eos_value first_given(const eos_made *made, const char *const *names)
{
    for (; *names != NULL; names++) {
        eos_value value = eos_made_value(made, *names);
        if (value.kind != EOS_VALUE_UNBOUND && value.kind != EOS_VALUE_NONE)
            return value;
    }
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* Lightning's configure_optimizers says how often it is stepped */
static void take_interval(eos_scheduler *out, const eos_object *object)
{
    for (uint32_t i = 0; i < eos_sequence_count(object->now.attributes); i++) {
        const eos_item *item = &object->now.attributes->items[i];
        const eos_text *unit = eos_value_string(item->value);
        if (!eos_text_is(eos_value_string(item->key), " interval"))
            continue;
        out->is_stepped_by_engine = true;
        out->interval = eos_text_is(unit, "step")    ? EOS_UNIT_STEP
                        : eos_text_is(unit, "epoch") ? EOS_UNIT_EPOCH
                                                     : EOS_UNIT_UNKNOWN;
    }
}

static void add_scheduler(loop_builder *loops, const eos_object *object)
{
    static const char *const periods[] = {"step_size",   "T_max", "total_steps",
                                          "total_iters", "T_0",   NULL};
    static const char *const rates[] = {"max_lr", NULL};
    static const char *const per_step[] = {"OneCycleLR", "CyclicLR", NULL};
    static const char *const warm[] = {"OneCycleLR", "CyclicLR", "LinearLR",
                                       "ConstantLR", "LambdaLR", NULL};
    eos_scheduler *out = EOS_NEW(loops->arena, eos_scheduler);
    const eos_made *made = object->now.facts;
    eos_torch_optimizer *optimizer = find_optimizer(loops->facts, scheduled_optimizer(object));
    out->object = object->id;
    out->name = name_of(object);
    out->kind = object->library->entry->kind;
    out->optimizer = optimizer;
    out->span = object->span;
    out->is_escaped = object->now.is_escaped;
    for (size_t i = 0; per_step[i] != NULL; i++)
        if (strcmp(out->kind, per_step[i]) == 0)
            out->unit = EOS_UNIT_STEP;
    for (size_t i = 0; warm[i] != NULL; i++)
        out->has_warmup |= strcmp(out->kind, warm[i]) == 0;
    if (strcmp(out->kind, "ReduceLROnPlateau") == 0)
        out->unit = EOS_UNIT_EPOCH;
    take_interval(out, object);
    if (made != NULL) {
        out->period = first_given(made, periods);
        out->largest_rate = first_given(made, rates);
    }
    eos_vector_push(loops->arena, &loops->facts->schedulers, out);
    if (optimizer != NULL)
        eos_vector_push(loops->arena, &optimizer->schedulers, out);
}

/* ---- steps ---- */

static bool is_within(const eos_loop *inner, const eos_loop *outer)
{
    for (; inner != NULL; inner = inner->outer)
        if (inner == outer)
            return true;
    return false;
}

/* not in every round of its own loop */
static bool is_maybe(const eos_action *action)
{
    return action->is_conditional || (action->loop != NULL && action->times < action->loop->seen);
}

/* it sets the mode of the module that is called: its own, or that of a module that holds it */
static bool sets_mode(loop_builder *loops, const eos_action *action, const eos_action *call)
{
    if (action->kind != EOS_ACTION_TRAIN && action->kind != EOS_ACTION_EVAL &&
        action->kind != EOS_ACTION_MODE)
        return false;
    if (action->subject == NULL) /* it may be this module, where both are handled */
        return action->scope == call->scope;
    return eos_reach_holds(&loops->reach, action->subject, call->subject);
}

static uint8_t mode_of(const eos_action *action)
{
    if (action == NULL)
        return EOS_MODE_INITIAL;
    if (action->subject == NULL || action->is_conditional || action->kind == EOS_ACTION_MODE)
        return EOS_MODE_UNKNOWN;
    return action->kind == EOS_ACTION_TRAIN ? EOS_MODE_TRAIN : EOS_MODE_EVAL;
}

/*
 * The mode of a module when it is called: set last before, in the order of the program; and in later
 * rounds, when no call within the round sets it before, set last anywhere in the loops around.
 */
static void find_mode(loop_builder *loops, const eos_action *call, eos_loop_step *step)
{
    const eos_action *before = NULL;
    if (call->subject == NULL)
        return;
    for (uint32_t i = 0; i + 1 < call->order; i++)
        if (sets_mode(loops, loops->flow->actions.items[i], call))
            before = loops->flow->actions.items[i];
    step->mode = step->later_mode = mode_of(before);
    for (const eos_loop *loop = call->loop; loop != NULL; loop = loop->outer) {
        if (before != NULL && is_within(before->loop, loop)) {
            if (is_maybe(before)) /* else each round of this loop sets the mode before the call */
                step->later_mode = EOS_MODE_UNKNOWN;
            return;
        }
        const eos_action *behind = NULL;
        for (uint32_t i = call->order; i < loops->flow->actions.count; i++) {
            const eos_action *one = loops->flow->actions.items[i];
            if (is_within(one->loop, loop) && sets_mode(loops, one, call))
                behind = one;
        }
        if (behind != NULL) {
            step->later_mode = is_maybe(behind) ? EOS_MODE_UNKNOWN : mode_of(behind);
            return;
        }
    }
}

static void find_reach(loop_builder *loops, const eos_action *action, eos_loop_step *step)
{
    eos_gradient_way way;
    eos_reach_walk(&loops->reach, action->loss, &way);
    step->is_reach_known = way.is_known;
    step->cut = way.cut;
    step->cut_by = way.cut_by;
    for (uint32_t i = 0; i < way.layers.count; i++) {
        uint32_t module = module_of(loops, way.layers.items[i]);
        if (module == 0)
            step->is_reach_known = false;
        else if (!eos_step_reaches(step, module))
            eos_vector_push(loops->arena, &step->reaches, module);
    }
}

static const eos_scheduler *find_scheduler(const eos_train_facts *facts, const eos_object *object)
{
    for (uint32_t i = 0; object != NULL && i < facts->schedulers.count; i++)
        if (facts->schedulers.items[i]->object == object->id)
            return facts->schedulers.items[i];
    return NULL;
}

static eos_loop_step make_step(loop_builder *loops, const eos_action *action,
                               const eos_train_loop *loop)
{
    eos_loop_step step = {.kind = action->kind,
                          .presence = is_maybe(action) ? EOS_MAYBE : EOS_PRESENT,
                          .gradient = action->gradient,
                          .object = action->subject != NULL ? action->subject->id : 0,
                          .name =
                              action->subject != NULL ? name_of(action->subject) : action->receiver,
                          .method = action->method,
                          .loop = loop,
                          .optimizer = find_optimizer(loops->facts, action->subject),
                          .scheduler = find_scheduler(loops->facts, action->subject),
                          .value = action->value,
                          .order = action->order,
                          .span = action->span,
                          .path = action->path != NULL ? action->path->data : NULL};
    const eos_condition *around = action->loop != NULL ? action->loop->under : NULL;
    if (action->is_conditional && action->under != NULL && action->under != around)
        step.condition = action->under->span;
    if (action->kind == EOS_ACTION_LOSS && action->made != NULL)
        step.loss = action->made->entry->kind;
    if (action->kind == EOS_ACTION_LOSS) {
        step.output = action->loss;
        step.target = action->target;
        step.fed = action->fed;
    }
    if (action->kind == EOS_ACTION_FORWARD)
        find_mode(loops, action, &step);
    if (action->kind == EOS_ACTION_BACKWARD)
        find_reach(loops, action, &step);
    return step;
}

/* ---- loops ---- */

static void take_feed(eos_train_loop *out, const eos_tensor *feed)
{
    out->is_over_data = true;
    out->feed = feed;
    if (feed->batch_size.kind != EOS_VALUE_UNBOUND)
        out->batch_size = feed->batch_size;
    if (feed->loader == NULL)
        return;
    out->shuffle = eos_made_value(feed->loader, "shuffle");
    out->drop_last = eos_made_value(feed->loader, "drop_last");
    eos_value sampler = eos_made_value(feed->loader, "sampler");
    bool is_default = sampler.kind == EOS_VALUE_NONE;
    if (out->shuffle.kind == EOS_VALUE_NONE) /* the default: not, unless a sampler chooses */
        out->shuffle = is_default ? eos_boolean(false) : eos_unknown("a sampler decides");
}

static eos_train_loop *new_loop(loop_builder *loops)
{
    eos_train_loop *out = EOS_NEW(loops->arena, eos_train_loop);
    out->batch_size = out->shuffle = out->drop_last = eos_unknown("no loader is seen");
    out->rounds = eos_unknown("no loop is seen");
    return out;
}

static void add_loop(loop_builder *loops, const eos_loop *loop)
{
    eos_train_loop *out = new_loop(loops);
    out->is_loop = true;
    out->id = loop->id;
    out->is_while = loop->is_while;
    out->is_open = loop->is_engine;
    if (loop->is_engine)
        out->role = EOS_LOOP_ENGINE;
    out->span = loop->span;
    out->path = loop->path != NULL ? loop->path->data : NULL;
    out->scope = loop->scope->data;
    out->is_conditional = loop->is_conditional;
    out->is_with_defaults = loop->is_with_defaults;
    out->rounds = loop->rounds;
    out->stride = loop->stride;
    if (loop->feed != NULL)
        take_feed(out, loop->feed);
    if (loop->outer != NULL)
        out->outer = loops->of_loop[loop->outer->id - 1];
    loops->of_loop[loop->id - 1] = out;
}

/* the record of what a function does outside of loops */
static eos_train_loop *outside_of(loop_builder *loops, const eos_action *action)
{
    eos_train_facts *facts = loops->facts;
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        eos_train_loop *known = facts->loops.items[i];
        if (!known->is_loop && strcmp(known->scope, action->scope->data) == 0)
            return known;
    }
    eos_train_loop *out = new_loop(loops);
    out->scope = action->scope->data;
    out->path = action->path != NULL ? action->path->data : NULL;
    out->is_open = true;
    out->is_with_defaults = action->is_with_defaults;
    eos_vector_push(loops->arena, &facts->loops, out);
    return out;
}

static void take_role(eos_train_loop *loop, const eos_loop_step *step)
{
    bool trains = step->kind == EOS_ACTION_BACKWARD || step->kind == EOS_ACTION_STEP;
    if (step->loop != loop || loop->role == EOS_LOOP_ENGINE)
        return;
    if (trains)
        loop->role = EOS_LOOP_TRAINS;
    else if (step->kind == EOS_ACTION_FORWARD && loop->role == EOS_LOOP_OTHER)
        loop->role = EOS_LOOP_EVALUATES;
}

static void add_to(loop_builder *loops, eos_train_loop *loop, eos_loop_step step)
{
    /* a loop inside may have no round at all, but that is no reason to doubt what each of them does */
    if (step.loop != loop && step.presence == EOS_PRESENT)
        step.presence = EOS_REPEATED;
    for (const eos_train_loop *at = step.loop; at != NULL && at != loop; at = at->outer)
        if (at->is_conditional)
            step.presence = EOS_MAYBE;
    loop->is_open |=
        step.kind == EOS_ACTION_UNSEEN || (step.optimizer != NULL && step.optimizer->is_escaped);
    take_role(loop, &step);
    eos_vector_push(loops->arena, &loop->steps, step);
}

static void add_action(loop_builder *loops, const eos_action *action)
{
    const eos_loop *loop = action->loop;
    eos_train_loop *innermost =
        loop != NULL ? loops->of_loop[loop->id - 1] : outside_of(loops, action);
    eos_loop_step step = make_step(loops, action, innermost);
    if (loop == NULL)
        add_to(loops, innermost, step);
    for (; loop != NULL; loop = loop->outer)
        add_to(loops, loops->of_loop[loop->id - 1], step);
}

const eos_train_facts *eos_train_facts_build(eos_model_builder *builder)
{
    const eos_flow_result *flow = builder->flow;
    loop_builder loops = {.builder = builder, .arena = builder->arena, .flow = flow};
    loops.facts = EOS_NEW(builder->arena, eos_train_facts);
    loops.facts->is_cut = flow->has_more_actions;
    loops.reach = (eos_reach){.arena = builder->arena, .flow = flow};
    loops.of_loop = EOS_NEW_ARRAY(builder->arena, eos_train_loop *, flow->loops.count);
    for (uint32_t i = 0; i < flow->optimizers.count && i < EOS_LIMIT_ACTIONS; i++)
        add_optimizer(&loops, flow->optimizers.items[i]);
    for (uint32_t i = 0; i < flow->schedulers.count && i < EOS_LIMIT_ACTIONS; i++)
        add_scheduler(&loops, flow->schedulers.items[i]);
    for (uint32_t i = 0; i < flow->loops.count; i++)
        add_loop(&loops, flow->loops.items[i]);
    for (uint32_t i = 0; i < flow->actions.count; i++)
        add_action(&loops, flow->actions.items[i]);
    for (uint32_t i = 0; i < flow->loops.count; i++) /* loops that do none of this are left out */
        if (loops.of_loop[i]->steps.count > 0)
            eos_vector_push(builder->arena, &loops.facts->loops, loops.of_loop[i]);
    for (uint32_t i = 0; i < loops.facts->loops.count; i++)
        loops.facts->loops.items[i]->ordinal = i + 1;
    return loops.facts;
}

/* ---- reading ---- */

bool eos_optimizer_trains(const eos_torch_optimizer *optimizer, uint32_t module)
{
    for (uint32_t i = 0; i < optimizer->owners.count; i++)
        if (optimizer->owners.items[i].module == module)
            return true;
    return false;
}

bool eos_step_reaches(const eos_loop_step *step, uint32_t module)
{
    for (uint32_t i = 0; i < step->reaches.count; i++)
        if (step->reaches.items[i] == module)
            return true;
    return false;
}

bool eos_loop_concerns(const eos_train_loop *loop, uint32_t module)
{
    for (uint32_t i = 0; i < loop->steps.count; i++) {
        const eos_loop_step *step = &loop->steps.items[i];
        if (step->object == module || eos_step_reaches(step, module) ||
            (step->optimizer != NULL && eos_optimizer_trains(step->optimizer, module)))
            return true;
    }
    return false;
}
