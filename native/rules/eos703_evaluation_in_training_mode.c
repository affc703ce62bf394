/* SPDX-License-Identifier: MIT */
/*
 * EOS703: dropout and batch norm in the wrong mode: a loop evaluates a trained model that nothing put
 * into evaluation mode, or later rounds of training go on in evaluation mode. And, as information,
 * an evaluation that keeps the graph for gradients.
 *
 * Relies on the mode of each forward (model_loops.c) in the first and in later rounds.
 *
 * Questionable: an evaluating loop is one over data, or cut out of arrays, that calls a model whose own
 * output reaches a loss elsewhere. So generators that are sampled and rollouts of policies stay out.
 */
#include "rules/training_steps.h"
#include "rules/wording.h"

#include <string.h>

/* the layer that behaves differently in training: NULL = none that is surely there */
static const eos_layer *find_moody(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        double rate;
        bool is_dropout =
            layer->family == EOS_LAYER_DROPOUT || layer->family == EOS_LAYER_DROPOUT_SPATIAL;
        if (layer->presence == EOS_MAYBE || layer->is_functional)
            continue; /* F.dropout has a `training` of its own */
        if (layer->family == EOS_LAYER_NORM_BATCH)
            return layer;
        if (is_dropout && !(eos_value_number(eos_layer_value(layer, "p"), &rate) && rate <= 0))
            return layer;
    }
    return NULL;
}

static bool has_loss(const eos_model *model)
{
    for (uint32_t i = 0; i < model->learners.count; i++)
        if (model->learners.items[i].loss.name != NULL)
            return true;
    return false;
}

/* a step of training of this module, before `order`; in a round of `around` when that is given */
static const eos_loop_step *find_training(const eos_train_facts *facts, uint32_t module,
                                          uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const eos_train_loop *loop = facts->loops.items[i];
        for (uint32_t j = 0; j < loop->steps.count; j++) {
            const eos_loop_step *step = &loop->steps.items[j];
            bool trains = (step->kind == EOS_ACTION_BACKWARD && eos_step_reaches(step, module)) ||
                          (step->kind == EOS_ACTION_STEP && step->optimizer != NULL &&
                           eos_optimizer_trains(step->optimizer, module));
            if (trains && step->order > from && step->order < to)
                return step;
        }
    }
    return NULL;
}

/* the last train() of the module before a step: its order; 0 = none */
static uint32_t last_train(const eos_train_facts *facts, const eos_loop_step *call)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < facts->loops.count; i++)
        for (uint32_t j = 0; j < facts->loops.items[i]->steps.count; j++) {
            const eos_loop_step *step = &facts->loops.items[i]->steps.items[j];
            if (step->kind == EOS_ACTION_TRAIN && step->order < call->order && step->order > last)
                last = step->order;
        }
    return last;
}

static bool is_training_mode(uint8_t mode)
{
    return mode == EOS_MODE_INITIAL || mode == EOS_MODE_TRAIN;
}

/* a gradient is taken behind the loop, of what it collects */
static bool is_used_behind(const eos_train_facts *facts, const eos_train_loop *loop,
                           const eos_loop_step *call)
{
    for (uint32_t i = 0; i < facts->loops.count; i++)
        for (uint32_t j = 0; j < facts->loops.items[i]->steps.count; j++) {
            const eos_loop_step *step = &facts->loops.items[i]->steps.items[j];
            bool is_around = eos_loop_is_within(loop, step->loop) ||
                             (!step->loop->is_loop && step->loop->scope != NULL &&
                              strcmp(step->loop->scope, loop->scope) == 0);
            if (step->kind == EOS_ACTION_BACKWARD && is_around && step->order > call->order)
                return true;
        }
    return false;
}

static void judge_gradient(eos_check *check, const eos_train_facts *facts,
                           const eos_train_loop *loop, const eos_loop_step *call,
                           const eos_model *model)
{
    eos_about about = eos_about_step(check, loop, call, "evaluation gradients");
    about.subject.role = "evaluation gradients";
    if (call->gradient == EOS_GRADIENT_OFF) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (call->gradient != EOS_GRADIENT_ON || is_used_behind(facts, loop, call)) {
        eos_check_unknown(check, &about, "whether gradients are wanted is not known");
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s is evaluated in the loop at line %u with gradients, which keeps every intermediate "
        "result: write with torch.no_grad(): around it",
        model->name, loop->span.line);
    eos_finding_severity(finding, EOS_SEVERITY_INFO, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write with torch.no_grad(): around the loop");
    eos_finding_related(check, finding, "loop", loop->span);
    eos_finding_related(check, finding, "model", model->span);
}

static void judge_evaluation(eos_check *check, const eos_train_facts *facts,
                             const eos_train_loop *loop, const eos_loop_step *call,
                             const eos_model *model)
{
    const eos_layer *moody = find_moody(model);
    const eos_loop_step *training = find_training(facts, model->object, 0, call->order);
    bool is_evaluating = !loop->is_while && (loop->is_over_data || loop->stride > 0 ||
                                             eos_value_is_unknown(loop->rounds));
    if (!is_evaluating || training == NULL || !has_loss(model) || loop->is_open || facts->is_cut)
        return;
    judge_gradient(check, facts, loop, call, model);
    if (moody == NULL)
        return;
    eos_about about = eos_about_step(check, loop, call, "evaluation");
    if (call->mode == EOS_MODE_EVAL && call->later_mode == EOS_MODE_EVAL) {
        eos_check_satisfied(check, &about);
        return;
    }
    /* train() with no training behind it is meant for this loop */
    uint32_t set = call->mode == EOS_MODE_TRAIN ? last_train(facts, call) : 0;
    bool is_left_over = find_training(facts, model->object, set, call->order) != NULL;
    if (!is_training_mode(call->mode) || !is_training_mode(call->later_mode) || !is_left_over ||
        model->is_escaped) {
        eos_check_unknown(check, &about, "the mode of the model is not known, or is meant");
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s is evaluated in the loop at line %u in training mode, where %s (line %u) does not do "
        "what it does in use: call %s.eval() before the loop",
        model->name, loop->span.line, moody->kind, moody->span.line, model->name);
    eos_finding_fix(check, finding,
                    "call %s.eval() before the loop, and %s.train() before training", model->name,
                    model->name);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "layer that knows two modes",
                         eos_unknown(NULL), moody->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "the model is trained here",
                         eos_unknown(NULL), training->span);
    eos_finding_related(check, finding, moody->kind, moody->span);
    eos_finding_related(check, finding, "loop", loop->span);
    eos_finding_related(check, finding, "training", training->span);
    if (loop->is_with_defaults || model->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

/* ---- training goes on in evaluation mode ---- */

static const eos_loop_step *find_eval(const eos_train_loop *loop, uint32_t after)
{
    for (loop = loop->outer; loop != NULL; loop = loop->outer)
        for (uint32_t i = 0; i < loop->steps.count; i++)
            if (loop->steps.items[i].kind == EOS_ACTION_EVAL && loop->steps.items[i].order > after)
                return &loop->steps.items[i];
    return NULL;
}

static void judge_restored(eos_check *check, const eos_train_facts *facts,
                           const eos_train_loop *loop, const eos_loop_step *call,
                           const eos_model *model)
{
    const eos_layer *moody = find_moody(model);
    const eos_loop_step *eval = find_eval(loop, call->order);
    bool trains = false;
    for (uint32_t i = 0; i < loop->steps.count; i++)
        trains |= loop->steps.items[i].kind == EOS_ACTION_BACKWARD &&
                  eos_step_reaches(&loop->steps.items[i], model->object);
    if (moody == NULL || !trains)
        return;
    eos_about about = eos_about_step(check, loop, call, "training");
    if (eval == NULL || call->later_mode == EOS_MODE_TRAIN) {
        eos_check_satisfied(check, &about);
        return;
    }
    bool is_known = is_training_mode(call->mode) && call->later_mode == EOS_MODE_EVAL &&
                    eos_loop_is_seen(facts, eval->loop) && !model->is_escaped &&
                    call->gradient == EOS_GRADIENT_ON;
    if (!is_known) {
        eos_check_unknown(check, &about, "the mode of the model in later rounds is not known");
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s is trained in evaluation mode from the second round on: eval() (line %u) is never "
        "taken back, so %s (line %u) is off: call %s.train() at the start of each round",
        model->name, eval->span.line, moody->kind, moody->span.line, model->name);
    eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_CERTAIN);
    eos_finding_fix(check, finding, "call %s.train() before the loop at line %u", model->name,
                    loop->span.line);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "eval() without train() behind it",
                         eos_unknown(NULL), eval->span);
    eos_finding_related(check, finding, "eval()", eval->span);
    eos_finding_related(check, finding, moody->kind, moody->span);
    eos_finding_related(check, finding, "loop", loop->span);
    if (loop->is_with_defaults || model->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

static void check_training(eos_check *check, const eos_train_facts *facts, const eos_models *models)
{
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const eos_train_loop *loop = facts->loops.items[i];
        if (!loop->is_loop)
            continue;
        for (uint32_t j = 0; j < loop->steps.count; j++) {
            const eos_loop_step *step = &loop->steps.items[j];
            if (step->kind != EOS_ACTION_FORWARD || step->loop != loop || !eos_step_is_here(step))
                continue;
            const eos_model *model = eos_model_of_object(models, step->object);
            if (model == NULL)
                continue;
            if (loop->role == EOS_LOOP_EVALUATES)
                judge_evaluation(check, facts, loop, step, model);
            else if (loop->role == EOS_LOOP_TRAINS)
                judge_restored(check, facts, loop, step, model);
        }
    }
}

const eos_rule eos_rule_703 = {
    .code = "EOS703",
    .name = "evaluation-in-training-mode",
    .summary = "A model is evaluated in training mode, or trained in evaluation mode",
    .category = "LOOP",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds loops that evaluate a trained model with dropout or batch norm while it "
                    "is in training mode, loops that evaluate with gradients (information), and "
                    "training that goes on in evaluation mode because train() was not called "
                    "again.",
            .why = "In training mode dropout drops and batch norm uses the statistics of the batch "
                   "(and moves its own), so what is measured is not what the model does in use. In "
                   "evaluation mode neither regularises.",
            .example = "import torch\n"
                       "from torch import nn\n"
                       "\n"
                       "def run(loader, held_out):\n"
                       "    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Dropout(0.5), "
                       "nn.Linear(8, 3))\n"
                       "    criterion = nn.CrossEntropyLoss()\n"
                       "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                       "    for x, y in loader:\n"
                       "        optimizer.zero_grad()\n"
                       "        loss = criterion(model(x), y)\n"
                       "        loss.backward()\n"
                       "        optimizer.step()\n"
                       "    hits = 0\n"
                       "    with torch.no_grad():\n"
                       "        for x, y in held_out:\n"
                       "            hits += (model(x).argmax(1) == y).sum().item()\n"
                       "    return hits\n",
            .use_instead = "import torch\n"
                           "from torch import nn\n"
                           "\n"
                           "def run(loader, held_out):\n"
                           "    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Dropout(0.5), "
                           "nn.Linear(8, 3))\n"
                           "    criterion = nn.CrossEntropyLoss()\n"
                           "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                           "    for x, y in loader:\n"
                           "        optimizer.zero_grad()\n"
                           "        loss = criterion(model(x), y)\n"
                           "        loss.backward()\n"
                           "        optimizer.step()\n"
                           "    hits = 0\n"
                           "    model.eval()\n"
                           "    with torch.no_grad():\n"
                           "        for x, y in held_out:\n"
                           "            hits += (model(x).argmax(1) == y).sum().item()\n"
                           "    return hits\n",
            .evidence =
                "The mode that train() and eval() left the model in when a loop calls it, in the "
                "first and in later rounds; a layer of dropout or batch norm that is surely there; "
                "training of the model before. Silent for a mode that is not known, for loops "
                "that are not over data, for models whose output reaches no loss itself (sampled "
                "generators), for train() that is called for the evaluating loop (Monte Carlo "
                "dropout, renewed statistics), and at the end of the program, where nothing is "
                "trained after eval().",
            .options = "",
            .known_problems = "Evaluations outside of loops are not judged.",
            .references = "PyTorch 2.13 documentation of torch.nn.Module.eval and train; Autograd "
                          "mechanics, \"Locally disabling gradient computation\".",
        },
    .check_training = check_training,
};
