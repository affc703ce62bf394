/* SPDX-License-Identifier: MIT */
/*
 * EOS701: a loop goes backward and steps an optimiser, and nothing in it clears the gradients. PyTorch
 * adds to them, so each update is made with the sum over all rounds so far.
 *
 * Relies on the steps of a round (model_loops.h). An absence is claimed only of a loop of which all is
 * seen. Clearing in the loop around (once per epoch) is another severity: it bounds the sum.
 */
#include "rules/training_steps.h"
#include "rules/wording.h"

#include <string.h>

/* what an engine or a wrapper steps, it clears as it likes */
static bool is_plain(const char *name)
{
    static const char *const others[] = {"engine", "accel", "fabric", "opt_fn", NULL};
    for (size_t i = 0; name != NULL && others[i] != NULL; i++)
        if (strstr(name, others[i]) != NULL)
            return false;
    return true;
}

static const eos_loop_step *find_backward(const eos_train_loop *loop)
{
    for (uint32_t i = 0; i < loop->steps.count; i++) {
        const eos_loop_step *step = &loop->steps.items[i];
        if (step->kind == EOS_ACTION_BACKWARD)
            return step;
    }
    return NULL;
}

static bool is_cleared(const eos_train_facts *facts, const eos_train_loop *loop,
                       const eos_loop_step *step)
{
    for (uint32_t i = 0; i < loop->steps.count; i++)
        if (eos_step_may_clear(facts, &loop->steps.items[i], step))
            return true;
    return false;
}

/* a loop around that clears; *is_seen = false: one around may clear without being seen to */
static bool is_cleared_around(const eos_train_facts *facts, const eos_train_loop *loop,
                              const eos_loop_step *step, bool *is_seen)
{
    for (loop = loop->outer; loop != NULL; loop = loop->outer) {
        *is_seen &= eos_loop_is_seen(facts, loop);
        if (is_cleared(facts, loop, step))
            return true;
    }
    return false;
}

/* the step is made in rounds that share gradients, and all of a round is seen */
static bool is_judged(const eos_train_facts *facts, const eos_train_loop *loop,
                      const eos_loop_step *step, const eos_loop_step *backward)
{
    int64_t rounds;
    if (backward == NULL || !eos_loop_is_seen(facts, loop))
        return false;
    if (eos_value_integer(loop->rounds, &rounds) && rounds <= 1)
        return false;
    if (step->optimizer == NULL)
        return is_plain(step->name) && is_plain(backward->name) && step->name != NULL &&
               strchr(step->name, '.') == NULL && strstr(step->name, "opt") != NULL;
    if (step->optimizer->is_escaped ||
        eos_loop_encloses(loop, step->optimizer->scope, step->optimizer->span, step))
        return false; /* made anew in each round, as a rule with its model */
    for (uint32_t i = 0; i < step->optimizer->owners.count; i++) {
        const eos_owner *owner = &step->optimizer->owners.items[i];
        if (eos_loop_encloses(loop, loop->scope, owner->span, step) && owner->span.line != 0)
            return false;
    }
    return true;
}

static void judge_step(eos_check *check, const eos_train_facts *facts, const eos_train_loop *loop,
                       const eos_loop_step *step)
{
    eos_about about = eos_about_step(check, loop, step, "optimizer step");
    const eos_loop_step *backward = find_backward(loop);
    bool is_all_seen = true;
    if (is_cleared(facts, loop, step)) {
        eos_check_satisfied(check, &about);
        return;
    }
    bool is_around = is_cleared_around(facts, loop, step, &is_all_seen);
    if (!is_judged(facts, loop, step, backward) || !is_all_seen) {
        eos_check_unknown(check, &about, "not all that a round does is seen");
        return;
    }
    const char *name = eos_say_optimizer(step);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s steps in every round of the loop at line %u, but its gradients are %s: backward() "
        "(line %u) adds to those of all rounds before",
        name, loop->span.line, is_around ? "cleared only outside of that loop" : "never cleared",
        backward->span.line);
    eos_finding_fix(check, finding, "call %s.zero_grad() before backward() in each round", name);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "backward without clearing",
                         eos_unknown(NULL), backward->span);
    eos_finding_related(check, finding, "loop", loop->span);
    eos_finding_related(check, finding, "backward", backward->span);
    if (step->optimizer != NULL)
        eos_finding_related(check, finding, "optimizer", step->optimizer->span);
    if (is_around || step->optimizer == NULL)
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
    if (loop->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

static void check_training(eos_check *check, const eos_train_facts *facts, const eos_models *models)
{
    (void)models;
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const eos_train_loop *loop = facts->loops.items[i];
        if (!loop->is_loop || loop->role != EOS_LOOP_TRAINS)
            continue;
        for (uint32_t j = 0; j < loop->steps.count; j++) {
            const eos_loop_step *step = &loop->steps.items[j];
            if (step->kind == EOS_ACTION_STEP && step->loop == loop && eos_step_is_here(step))
                judge_step(check, facts, loop, step);
        }
    }
}

const eos_rule eos_rule_701 = {
    .code = "EOS701",
    .name = "gradients-not-cleared",
    .summary = "A training loop never clears the gradients",
    .category = "LOOP",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds loops that call backward() and step an optimiser while nothing in a "
                    "round clears the gradients.",
            .why = "backward() adds to the gradients that are there. Without zero_grad() every "
                   "update is made with the sum over all rounds so far, which grows and points "
                   "into the past.",
            .example = "import torch\n"
                       "from torch import nn\n"
                       "\n"
                       "def train(loader):\n"
                       "    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3))\n"
                       "    criterion = nn.CrossEntropyLoss()\n"
                       "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                       "    for x, y in loader:\n"
                       "        loss = criterion(model(x), y)\n"
                       "        loss.backward()\n"
                       "        optimizer.step()\n",
            .use_instead =
                "import torch\n"
                "from torch import nn\n"
                "\n"
                "def train(loader):\n"
                "    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3))\n"
                "    criterion = nn.CrossEntropyLoss()\n"
                "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                "    for x, y in loader:\n"
                "        optimizer.zero_grad()\n"
                "        loss = criterion(model(x), y)\n"
                "        loss.backward()\n"
                "        optimizer.step()\n",
            .evidence =
                "The steps of one round, those of helpers, closures and loops inside included. "
                "zero_grad() of the optimiser or of a module, `p.grad = None` and "
                "`p.grad.zero_()` clear, also under a condition (every k rounds). Silent when code "
                "that cannot be seen is handed the model or the optimiser, when the optimiser is "
                "made in the loop, and for loops that a library runs. A warning when the loop "
                "around clears, or when the optimiser is known by its name only.",
            .options = "",
            .known_problems = "An optimiser of the program's own that clears in its step() is "
                              "taken at its word only when its class is not seen as an optimiser.",
            .references = "PyTorch 2.13 documentation of torch.optim.Optimizer.zero_grad; design "
                          "section 5.",
        },
    .check_training = check_training,
};
