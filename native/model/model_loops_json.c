/* SPDX-License-Identifier: MIT */
/* Hand-written loops, optimisers and schedulers as JSON; the schema is metamodel.schema.json. */
#include "model/model_json.h"
#include "model/model_json_parts.h"

static const char *const ACTIONS[] = {"zero_grad", "forward", "loss",           "backward",
                                      "clip",      "step",    "scheduler_step", "train",
                                      "eval",      "mode",    "move",           "unseen"};
static const char *const GRADIENTS[] = {"on", "off", NULL};
static const char *const MODES[] = {NULL, "initial", "train", "eval"};
static const char *const ROLES[] = {"other", "trains", "engine", "evaluates"};
static const char *const UNITS[] = {NULL, "step", "epoch"};

static const char *model_name(const eos_program *program, uint32_t object)
{
    for (uint32_t i = 0; i < program->models.count; i++)
        if (program->models.items[i]->object == object)
            return program->models.items[i]->name;
    return NULL;
}

static void add_identity(eos_json *out, uint32_t object)
{
    eos_json_add_count(out, "object", object != 0 ? (int64_t)object : -1);
}

static void add_step(eos_json *array, const eos_loop_step *step, const eos_program *program,
                     eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_string(out, "what", ACTIONS[step->kind]);
    eos_json_add_line(out, step->span);
    eos_json_add_string(out, "presence", eos_presence_name((eos_presence)step->presence));
    add_identity(out, step->object);
    eos_json_add_string(out, "name", step->name);
    eos_json_add_string(out, "method", step->method);
    eos_json_add_string(out, "gradient", GRADIENTS[step->gradient]);
    eos_json_add_int(out, "loop", step->loop->ordinal);
    if (step->condition.line > 0)
        eos_json_add_int(out, "condition", step->condition.line);
    if (step->value.kind != EOS_VALUE_UNBOUND)
        eos_json_add_value(out, "value", step->value, scratch);
    if (step->kind == EOS_ACTION_LOSS)
        eos_json_add_string(out, "loss", step->loss);
    if (step->kind == EOS_ACTION_FORWARD) {
        eos_json_add_string(out, "mode", MODES[step->mode]);
        eos_json_add_string(out, "later_mode", MODES[step->later_mode]);
    }
    if (step->kind != EOS_ACTION_BACKWARD)
        return;
    eos_json *reaches = eos_json_array(out, "reaches");
    for (uint32_t i = 0; i < step->reaches.count; i++)
        eos_json_add_string(reaches, NULL, model_name(program, step->reaches.items[i]));
    eos_json_add_bool(out, "reaches_no_other", step->is_reach_known);
    eos_json_add_string(out, "cut_by", step->cut_by);
    if (step->cut.line > 0)
        eos_json_add_int(out, "cut_line", step->cut.line);
}

static void add_loop(eos_json *array, const eos_train_loop *loop, const eos_program *program,
                     eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_int(out, "ordinal", loop->ordinal);
    eos_json_add_string(out, "kind", !loop->is_loop ? "none" : loop->is_while ? "while" : "for");
    eos_json_add_line(out, loop->span);
    eos_json_add_string(out, "scope", loop->scope);
    eos_json_add_count(out, "outer", loop->outer != NULL ? (int64_t)loop->outer->ordinal : -1);
    eos_json_add_string(out, "role", ROLES[loop->role]);
    eos_json_add_bool(out, "conditional", loop->is_conditional);
    eos_json_add_bool(out, "over_data", loop->is_over_data);
    eos_json_add_bool(out, "open", loop->is_open);
    eos_json_add_value(out, "rounds", loop->rounds, scratch);
    eos_json_add_value(out, "batch_size", loop->batch_size, scratch);
    eos_json_add_value(out, "shuffle", loop->shuffle, scratch);
    eos_json_add_value(out, "drop_last", loop->drop_last, scratch);
    eos_json *steps = eos_json_array(out, "steps");
    for (uint32_t i = 0; i < loop->steps.count; i++)
        add_step(steps, &loop->steps.items[i], program, scratch);
}

static void add_optimizer(eos_json *array, const eos_torch_optimizer *optimizer,
                          const eos_program *program, eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    add_identity(out, optimizer->object);
    eos_json_add_string(out, "name", optimizer->name);
    eos_json_add_line(out, optimizer->span);
    eos_json_add_string(out, "kind", optimizer->optimizer->name);
    eos_json_add_value(out, "learning_rate", optimizer->optimizer->learning_rate, scratch);
    eos_json_add_bool(out, "groups", optimizer->has_groups);
    eos_json_add_bool(out, "escaped", optimizer->is_escaped);
    eos_json_add_bool(out, "owners_known", optimizer->is_owners_known);
    eos_json *owners = eos_json_array(out, "owners");
    for (uint32_t i = 0; i < optimizer->owners.count; i++) {
        const eos_owner *owner = &optimizer->owners.items[i];
        eos_json *one = eos_json_object(owners, NULL);
        eos_json_add_string(one, "model", model_name(program, owner->module));
        eos_json_add_bool(one, "whole", owner->module == owner->part);
        add_identity(one, owner->part);
        eos_json_add_string(one, "name", owner->name);
        eos_json_add_line(one, owner->span);
    }
}

static void add_scheduler(eos_json *array, const eos_scheduler *scheduler, eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    add_identity(out, scheduler->object);
    eos_json_add_string(out, "name", scheduler->name);
    eos_json_add_line(out, scheduler->span);
    eos_json_add_string(out, "kind", scheduler->kind);
    eos_json_add_count(out, "optimizer",
                       scheduler->optimizer != NULL ? (int64_t)scheduler->optimizer->object : -1);
    eos_json_add_string(out, "unit", UNITS[scheduler->unit]);
    eos_json_add_value(out, "period", scheduler->period, scratch);
    eos_json_add_value(out, "largest_rate", scheduler->largest_rate, scratch);
    eos_json_add_string(out, "interval",
                        scheduler->is_stepped_by_engine ? UNITS[scheduler->interval] : NULL);
    eos_json_add_bool(out, "warmup", scheduler->has_warmup);
}

void eos_train_facts_to_json(eos_json *root, const eos_program *program, eos_arena *scratch)
{
    const eos_train_facts *facts = program->around;
    eos_json *loops = eos_json_array(root, "loops");
    eos_json *optimizers = eos_json_array(root, "optimizers");
    eos_json *schedulers = eos_json_array(root, "schedulers");
    for (uint32_t i = 0; i < facts->loops.count; i++)
        add_loop(loops, facts->loops.items[i], program, scratch);
    for (uint32_t i = 0; i < facts->optimizers.count; i++)
        add_optimizer(optimizers, facts->optimizers.items[i], program, scratch);
    for (uint32_t i = 0; i < facts->schedulers.count; i++)
        add_scheduler(schedulers, facts->schedulers.items[i], scratch);
}
