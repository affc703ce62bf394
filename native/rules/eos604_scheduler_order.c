/* SPDX-License-Identifier: MIT */
/*
 * EOS604: a learning-rate scheduler that is stepped before its optimiser, or per batch where its numbers
 * count epochs, or per epoch where they count batches; a plateau scheduler without the value it watches.
 *
 * Relies on the schedulers and steps of model_loops.c. A number alone decides nothing: the interval is
 * judged where the period is the very number of epochs (or of all batches) of the loops around.
 */
#include "rules/training_steps.h"
#include "rules/wording.h"

#include <inttypes.h>
#include <string.h>

static eos_finding *report(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step,
                           eos_about *about, const char *message)
{
    eos_finding *finding = eos_check_violated(check, about, "%s", message);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, step->scheduler->kind,
                         step->scheduler->period, step->scheduler->span);
    eos_finding_related(check, finding, "scheduler", step->scheduler->span);
    eos_finding_related(check, finding, "loop", loop->span);
    if (step->optimizer != NULL)
        eos_finding_related(check, finding, "optimizer", step->optimizer->span);
    if (loop->is_with_defaults)
        eos_finding_with_defaults(check, finding);
    return finding;
}

static bool is_plateau(const eos_scheduler *scheduler)
{
    return strcmp(scheduler->kind, "ReduceLROnPlateau") == 0;
}

/* the first step of this optimiser in a round; *is_first: the program made none before the round */
static const eos_loop_step *find_step(const eos_train_facts *facts, const eos_train_loop *loop,
                                      const eos_torch_optimizer *optimizer, uint32_t before)
{
    for (uint32_t i = 0; i < facts->loops.count; i++)
        for (uint32_t j = 0; j < facts->loops.items[i]->steps.count; j++) {
            const eos_loop_step *step = &facts->loops.items[i]->steps.items[j];
            if (step->kind == EOS_ACTION_STEP && step->order < before &&
                (step->optimizer == optimizer || step->optimizer == NULL))
                return NULL;
        }
    for (uint32_t i = 0; i < loop->steps.count; i++) {
        const eos_loop_step *step = &loop->steps.items[i];
        if (step->kind == EOS_ACTION_STEP && step->optimizer == optimizer &&
            step->presence != EOS_MAYBE)
            return step;
    }
    return NULL;
}

static bool judge_order(eos_check *check, const eos_train_facts *facts, const eos_train_loop *loop,
                        const eos_loop_step *step, eos_about *about)
{
    const eos_scheduler *scheduler = step->scheduler;
    if (scheduler->optimizer == NULL || step->presence != EOS_PRESENT || is_plateau(scheduler) ||
        step->value.kind != EOS_VALUE_UNBOUND || !eos_loop_is_seen(facts, loop))
        return false;
    const eos_loop_step *update = find_step(facts, loop, scheduler->optimizer, step->order);
    if (update == NULL || update->order < step->order)
        return false;
    const char *name = scheduler->name ? scheduler->name : scheduler->kind;
    const char *message = eos_arena_printf(
        check->arena,
        "%s.step() comes before %s.step() (line %u) in a round, so the first rate of %s is never "
        "used: step the scheduler after the optimizer",
        name, eos_say_optimizer(update), update->span.line, scheduler->kind);
    eos_finding *finding = report(check, loop, step, about, message);
    eos_finding_fix(check, finding, "move %s.step() behind %s.step()", name,
                    eos_say_optimizer(update));
    eos_finding_related(check, finding, "optimizer step", update->span);
    return true;
}

static bool judge_value(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step,
                        eos_about *about)
{
    if (!is_plateau(step->scheduler) || step->value.kind != EOS_VALUE_UNBOUND ||
        step->scheduler->is_stepped_by_engine)
        return false;
    const char *name = step->scheduler->name ? step->scheduler->name : step->scheduler->kind;
    eos_finding *finding =
        report(check, loop, step, about,
               eos_arena_printf(check->arena,
                                "%s.step() of ReduceLROnPlateau needs the value it watches: write "
                                "%s.step(validation_loss)",
                                name, name));
    eos_finding_fix(check, finding, "write %s.step(validation_loss)", name);
    return true;
}

/* an optimiser is stepped directly in a round of this loop, at least once */
static bool is_updating(const eos_train_loop *loop)
{
    for (uint32_t i = 0; i < loop->steps.count; i++)
        if (loop->steps.items[i].kind == EOS_ACTION_STEP && loop->steps.items[i].loop == loop)
            return true;
    return false;
}

/* the loop over batches in this one; NULL = none, or several */
static const eos_train_loop *find_batches(const eos_train_loop *loop)
{
    const eos_train_loop *found = NULL;
    for (uint32_t i = 0; i < loop->steps.count; i++) {
        const eos_loop_step *step = &loop->steps.items[i];
        if (step->kind != EOS_ACTION_STEP)
            continue;
        if (step->loop == loop || step->loop->outer != loop || (found && found != step->loop))
            return NULL;
        found = step->loop;
    }
    return found;
}

/* per batch, with the number of epochs as its period */
static bool judge_per_batch(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step,
                            eos_about *about)
{
    const eos_scheduler *scheduler = step->scheduler;
    int64_t period, epochs, batches;
    if (step->presence != EOS_PRESENT || !is_updating(loop) || loop->outer == NULL ||
        loop->is_while || strcmp(scheduler->kind, "CosineAnnealingLR") != 0 ||
        !eos_value_integer(scheduler->period, &period) ||
        !eos_value_integer(loop->outer->rounds, &epochs) || period != epochs || epochs < 2 ||
        !(loop->is_over_data || eos_value_is_unknown(loop->rounds) || loop->stride > 0) ||
        (eos_value_integer(loop->rounds, &batches) && batches < 2))
        return false;
    const char *name = scheduler->name ? scheduler->name : scheduler->kind;
    const char *message =
        eos_arena_printf(check->arena,
                         "%s.step() is called for every batch, but T_max=%" PRId64
                         " of %s counts the %" PRId64 " epochs of the loop at line %u: step it "
                         "once per epoch, or multiply T_max by the number of batches",
                         name, period, scheduler->kind, epochs, loop->outer->span.line);
    eos_finding *finding = report(check, loop, step, about, message);
    eos_finding_fix(check, finding, "move %s.step() out of the loop over batches", name);
    eos_finding_related(check, finding, "loop over epochs", loop->outer->span);
    return true;
}

/* per epoch, with a period in batches */
static bool judge_per_epoch(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step,
                            eos_about *about)
{
    const eos_scheduler *scheduler = step->scheduler;
    const eos_train_loop *batches = find_batches(loop);
    int64_t period, epochs, rounds;
    if (batches == NULL || step->loop != loop || is_updating(loop) ||
        !eos_value_integer(loop->rounds, &epochs) || epochs < 2)
        return false;
    bool is_in_batches = eos_value_integer(scheduler->period, &period) &&
                         eos_value_integer(batches->rounds, &rounds) && rounds > 1 &&
                         period == epochs * rounds;
    /* total_steps is not given: epochs and steps_per_epoch are, which count batches */
    if (strcmp(scheduler->kind, "OneCycleLR") == 0)
        is_in_batches |= scheduler->period.kind == EOS_VALUE_UNBOUND;
    if (!is_in_batches)
        return false;
    const char *name = scheduler->name ? scheduler->name : scheduler->kind;
    const char *message = eos_arena_printf(
        check->arena,
        "%s.step() is called once per epoch, but %s counts batches, so it never gets beyond its "
        "beginning: step it in the loop over batches (line %u)",
        name, scheduler->kind, batches->span.line);
    eos_finding *finding = report(check, loop, step, about, message);
    eos_finding_fix(check, finding, "move %s.step() behind the optimizer's step", name);
    eos_finding_related(check, finding, "loop over batches", batches->span);
    return true;
}

/* Lightning steps what configure_optimizers gives once per epoch unless it says "interval": "step" */
static void judge_engine(eos_check *check, const eos_scheduler *scheduler)
{
    if (!scheduler->is_stepped_by_engine || scheduler->interval != EOS_UNIT_EPOCH ||
        scheduler->span.file != 0 || strcmp(scheduler->kind, "OneCycleLR") != 0 ||
        scheduler->period.kind != EOS_VALUE_UNBOUND)
        return;
    static const eos_train_loop no_loop = {.scope = ""};
    const eos_loop_step step = {.span = scheduler->span};
    eos_about about = eos_about_step(check, &no_loop, &step, scheduler->kind);
    eos_finding *finding =
        eos_check_violated(check, &about,
                           "%s counts batches, but Lightning steps it once per epoch here: return "
                           "{\"scheduler\": ..., \"interval\": \"step\"}",
                           scheduler->kind);
    eos_finding_fix(check, finding, "return {\"scheduler\": ..., \"interval\": \"step\"}");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "stepped once per epoch",
                         eos_unknown(NULL), scheduler->span);
    if (scheduler->optimizer != NULL)
        eos_finding_related(check, finding, "optimizer", scheduler->optimizer->span);
}

static void judge_step(eos_check *check, const eos_train_facts *facts, const eos_train_loop *loop,
                       const eos_loop_step *step)
{
    eos_about about = eos_about_step(check, loop, step, "scheduler step");
    if (step->scheduler == NULL || step->scheduler->is_escaped) {
        eos_check_unknown(check, &about, "the scheduler is not known");
        return;
    }
    if (!judge_value(check, loop, step, &about) && loop->is_loop &&
        !judge_order(check, facts, loop, step, &about) &&
        !judge_per_batch(check, loop, step, &about) && !judge_per_epoch(check, loop, step, &about))
        eos_check_satisfied(check, &about);
}

static void check_training(eos_check *check, const eos_train_facts *facts, const eos_models *models)
{
    (void)models;
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const eos_train_loop *loop = facts->loops.items[i];
        for (uint32_t j = 0; j < loop->steps.count; j++) {
            const eos_loop_step *step = &loop->steps.items[j];
            if (step->kind == EOS_ACTION_SCHEDULER_STEP && step->loop == loop &&
                eos_step_is_here(step))
                judge_step(check, facts, loop, step);
        }
    }
    for (uint32_t i = 0; i < facts->schedulers.count; i++)
        judge_engine(check, facts->schedulers.items[i]);
}

const eos_rule eos_rule_604 = {
    .code = "EOS604",
    .name = "scheduler-order",
    .summary = "A scheduler is stepped in the wrong order or at the wrong interval",
    .category = "LOOP",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds scheduler.step() before optimizer.step() in a round, a schedule over "
                    "epochs that is stepped per batch, one over batches that is stepped per epoch, "
                    "and ReduceLROnPlateau.step() without its value.",
            .why = "Stepped first, a scheduler skips the first rate. A schedule of 30 epochs that "
                   "is stepped per batch is through after 30 batches, and one over all batches "
                   "that is stepped per epoch hardly begins.",
            .example = "import torch\n"
                       "from torch import nn\n"
                       "from torch.optim.lr_scheduler import CosineAnnealingLR\n"
                       "\n"
                       "def train(loader):\n"
                       "    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3))\n"
                       "    criterion = nn.CrossEntropyLoss()\n"
                       "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                       "    scheduler = CosineAnnealingLR(optimizer, T_max=30)\n"
                       "    for epoch in range(30):\n"
                       "        for x, y in loader:\n"
                       "            optimizer.zero_grad()\n"
                       "            criterion(model(x), y).backward()\n"
                       "            optimizer.step()\n"
                       "            scheduler.step()\n",
            .use_instead =
                "import torch\n"
                "from torch import nn\n"
                "from torch.optim.lr_scheduler import CosineAnnealingLR\n"
                "\n"
                "def train(loader):\n"
                "    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3))\n"
                "    criterion = nn.CrossEntropyLoss()\n"
                "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                "    scheduler = CosineAnnealingLR(optimizer, T_max=30)\n"
                "    for epoch in range(30):\n"
                "        for x, y in loader:\n"
                "            optimizer.zero_grad()\n"
                "            criterion(model(x), y).backward()\n"
                "            optimizer.step()\n"
                "        scheduler.step()\n",
            .evidence =
                "The order of the two steps in a round, when no step was made before. The "
                "interval: CosineAnnealingLR whose T_max is the number of epochs of the loop "
                "around the one it is stepped in; a period that is the number of all batches, or "
                "OneCycleLR made with epochs and steps_per_epoch, stepped per epoch (by hand, or "
                "by Lightning, whose default that is). Silent where the numbers differ: they may "
                "be given in iterations.",
            .options = "",
            .known_problems = "The intervals of StepLR and of schedules of other libraries are "
                              "not judged.",
            .references = "PyTorch 2.13 documentation of torch.optim, \"How to adjust learning "
                          "rate\"; of OneCycleLR and ReduceLROnPlateau; Lightning 2.6, "
                          "configure_optimizers.",
        },
    .check_training = check_training,
};
