/* SPDX-License-Identifier: MIT */
/*
 * EOS702: an optimiser's step that cannot learn from its loss: the way from the loss to the parameters is
 * cut, the gradients are cleared between backward() and step(), or the optimiser took the parameters of
 * a model that is not the one which is trained.
 *
 * Relies on what a backward reaches (model_reach.c). One cut branch is right; only a loss that leads to
 * no parameter at all counts. The order is that of a cycle: the last round's end comes before the first
 * step of the next, so `step(); zero_grad(); backward()` is a (delayed) right order.
 */
#include "rules/training_steps.h"
#include "rules/wording.h"

#include <string.h>

/* ---- the way from the loss is cut ---- */

static const eos_loop_step *find_step(const eos_train_loop *loop)
{
    for (; loop != NULL; loop = loop->outer)
        for (uint32_t i = 0; i < loop->steps.count; i++)
            if (loop->steps.items[i].kind == EOS_ACTION_STEP)
                return &loop->steps.items[i];
    return NULL;
}

static void judge_cut(eos_check *check, const eos_train_loop *loop, const eos_loop_step *backward)
{
    eos_about about = eos_about_step(check, loop, backward, "backward");
    const eos_loop_step *step = find_step(loop);
    if (backward->reaches.count > 0) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (!backward->is_reach_known || step == NULL || backward->cut.line == 0) {
        eos_check_unknown(check, &about, "which parameters the loss leads back to is not known");
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about,
        "the loss leads back to no parameter, so %s has nothing to step on: %s cuts the gradient",
        eos_say_optimizer(step),
        eos_say_at(check, backward->cut_by, backward->cut, about.span.line));
    eos_finding_fix(check, finding, "keep the loss on the tensors that the model gave, without %s",
                    backward->cut_by);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "the gradient ends here",
                         eos_unknown(NULL), backward->cut);
    eos_finding_related(check, finding, "cut", backward->cut);
    eos_finding_related(check, finding, "optimizer step", step->span);
    if (step->optimizer != NULL)
        eos_finding_related(check, finding, "optimizer", step->optimizer->span);
    if (loop->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

/* ---- the wrong order ---- */

/*
 * The clearing that comes last before a step, with no backward between. Back from the step, and on from
 * the end of the round where it is one of a loop.
 */
static const eos_loop_step *find_clearing(const eos_train_loop *loop, uint32_t at)
{
    const eos_loop_step *step = &loop->steps.items[at];
    uint32_t count = loop->steps.count;
    uint32_t last = loop->is_loop ? count - 1 : at;
    for (uint32_t i = 1; i <= last; i++) {
        const eos_loop_step *one = &loop->steps.items[(at + count - i) % count];
        if (one->kind == EOS_ACTION_BACKWARD || one->kind == EOS_ACTION_UNSEEN)
            return NULL;
        if (one->loop == loop && eos_step_surely_clears(one, step))
            return one;
    }
    return NULL;
}

static const eos_loop_step *find_backward(const eos_train_loop *loop, uint32_t end)
{
    for (uint32_t i = 0; i < loop->steps.count && (loop->is_loop || i < end); i++)
        if (loop->steps.items[i].kind == EOS_ACTION_BACKWARD)
            return &loop->steps.items[i];
    return NULL;
}

static void judge_order(eos_check *check, const eos_train_facts *facts, const eos_train_loop *loop,
                        uint32_t at)
{
    const eos_loop_step *step = &loop->steps.items[at];
    eos_about about = eos_about_step(check, loop, step, "optimizer step");
    const eos_loop_step *backward = find_backward(loop, at);
    const eos_loop_step *clearing = find_clearing(loop, at);
    int64_t rounds;
    bool is_once = eos_value_integer(loop->rounds, &rounds) && rounds <= 1;
    bool is_plain = step->presence == EOS_PRESENT && step->method != NULL &&
                    strcmp(step->method, "step(closure)") != 0;
    if (backward == NULL || (loop->is_loop && (is_once || !eos_loop_is_seen(facts, loop)))) {
        eos_check_unknown(check, &about, "not all that a round does is seen");
        return;
    }
    if (clearing == NULL || !is_plain) {
        eos_check_satisfied(check, &about);
        return;
    }
    const char *name = eos_say_optimizer(step);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s steps on gradients that zero_grad() (line %u) has just cleared: backward() (line %u) "
        "must come between",
        name, clearing->span.line, backward->span.line);
    eos_finding_fix(check, finding,
                    "write %s.zero_grad(), loss.backward(), %s.step() in this order", name, name);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "gradients are cleared here",
                         eos_unknown(NULL), clearing->span);
    eos_finding_related(check, finding, "clearing", clearing->span);
    eos_finding_related(check, finding, "backward", backward->span);
    eos_finding_related(check, finding, "loop", loop->span);
    if (loop->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

/* ---- another instance ---- */

static bool is_called(const eos_train_facts *facts, uint32_t module)
{
    for (uint32_t i = 0; i < facts->loops.count; i++)
        if (eos_loop_concerns(facts->loops.items[i], module))
            for (uint32_t j = 0; j < facts->loops.items[i]->steps.count; j++) {
                const eos_loop_step *step = &facts->loops.items[i]->steps.items[j];
                if ((step->kind == EOS_ACTION_FORWARD && step->object == module) ||
                    (step->kind == EOS_ACTION_BACKWARD && eos_step_reaches(step, module)))
                    return true;
            }
    return false;
}

/* the model that took the name of this one, behind the optimiser, and is the one that is trained */
static const eos_model *find_successor(const eos_models *models, const eos_train_loop *loop,
                                       const eos_torch_optimizer *optimizer, const eos_model *owner)
{
    for (uint32_t i = 0; i < loop->steps.count; i++) {
        const eos_loop_step *step = &loop->steps.items[i];
        for (uint32_t j = 0; step->kind == EOS_ACTION_BACKWARD && j < step->reaches.count; j++) {
            const eos_model *model = eos_model_of_object(models, step->reaches.items[j]);
            if (model == NULL || model == owner || model->path != NULL || model->span.file != 0)
                continue;
            if (strcmp(model->name, owner->name) == 0 && strcmp(model->scope, owner->scope) == 0 &&
                optimizer->scope != NULL && strcmp(model->scope, optimizer->scope) == 0 &&
                optimizer->span.line > owner->span.line && model->span.line > optimizer->span.line)
                return model;
        }
    }
    return NULL;
}

static void judge_instance(eos_check *check, const eos_train_facts *facts, const eos_models *models,
                           const eos_train_loop *loop, const eos_loop_step *step)
{
    const eos_torch_optimizer *optimizer = step->optimizer;
    if (optimizer == NULL || !optimizer->is_owners_known || optimizer->owners.count == 0 ||
        optimizer->path != NULL)
        return;
    uint32_t module = optimizer->owners.items[0].module;
    for (uint32_t i = 0; i < optimizer->owners.count; i++)
        if (optimizer->owners.items[i].module != module)
            return;
    const eos_model *owner = eos_model_of_object(models, module);
    if (owner == NULL || owner->is_escaped || facts->is_cut || is_called(facts, module))
        return;
    const eos_model *successor = find_successor(models, loop, optimizer, owner);
    if (successor == NULL || eos_optimizer_trains(optimizer, successor->object))
        return;
    eos_about about = eos_about_step(check, loop, step, "optimizer");
    about.span = optimizer->span;
    about.subject.role = "optimizer";
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s holds the parameters of the first %s (line %u), but the loss trains the one made at "
        "line %u: make the optimizer after it",
        eos_say_optimizer(step), owner->name, owner->span.line, successor->span.line);
    eos_finding_fix(check, finding, "make the optimizer behind line %u", successor->span.line);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "the model that the optimizer holds",
                         eos_unknown(NULL), owner->span);
    eos_finding_related(check, finding, "the model that is trained", successor->span);
    eos_finding_related(check, finding, "optimizer step", step->span);
    if (loop->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

static void check_training(eos_check *check, const eos_train_facts *facts, const eos_models *models)
{
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const eos_train_loop *loop = facts->loops.items[i];
        for (uint32_t j = 0; j < loop->steps.count; j++) {
            const eos_loop_step *step = &loop->steps.items[j];
            if (step->loop != loop || !eos_step_is_here(step))
                continue;
            if (step->kind == EOS_ACTION_BACKWARD)
                judge_cut(check, loop, step);
            if (step->kind != EOS_ACTION_STEP)
                continue;
            judge_order(check, facts, loop, j);
            judge_instance(check, facts, models, loop, step);
        }
    }
}

const eos_rule eos_rule_702 = {
    .code = "EOS702",
    .name = "gradient-cut",
    .summary = "The optimizer's step cannot learn from the loss",
    .category = "LOOP",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds training loops whose loss leads back to no parameter, loops that clear "
                    "the gradients between backward() and step(), and optimizers that hold the "
                    "parameters of a model which was replaced.",
            .why = "Without a way from the loss to the parameters that are stepped, step() changes "
                   "nothing, and the loss stays what it is.",
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
                       "        optimizer.zero_grad()\n"
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
                "Cut: every way from the loss ends at detach(), .data, .item(), numpy(), argmax, a "
                "tensor made anew or torch.no_grad() before it meets a layer with weights, and "
                "none is unknown. Order: in each round zero_grad() of this optimizer comes "
                "straight before its step(), with no backward() between. Instance: the model that "
                "gave its parameters is called nowhere, and one of the same name made after the "
                "optimizer is what the loss leads back to. Silent when code that cannot be seen "
                "has a part in the loop, and where one branch of several is cut.",
            .options = "",
            .known_problems = "A loss that is used for parameters which the program made itself, "
                              "without a module, is not followed.",
            .references = "PyTorch 2.13 documentation: Autograd mechanics; torch.optim, "
                          "\"Constructing it\".",
        },
    .check_training = check_training,
};
