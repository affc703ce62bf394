/* SPDX-License-Identifier: MIT */
/*
 * EOS102: the width of the head contradicts the loss. First what needs no loss at all (softmax over an
 * axis of size 1 gives 1 for every input), then the cells of the decision tables that the width owns.
 * The subject and the place are the head layer.
 */
#include "rules/head_case.h"
#include "rules/wording.h"

#include <string.h>

static bool is_softmax_over_one(const eos_model *model, const eos_learner *learner)
{
    const eos_activation *activation = &model->head.activation;
    eos_head_widths widths = eos_head_widths_find(model, learner);
    if (!model->head.is_known || !widths.is_known ||
        (activation->kind != EOS_ACT_SOFTMAX && activation->kind != EOS_ACT_LOG_SOFTMAX))
        return false;
    for (uint32_t i = 0; i < widths.count; i++)
        if (widths.items[i] != 1)
            return false;
    return true;
}

static void finish(eos_check *check, eos_finding *finding, const eos_model *model,
                   const eos_learner *learner)
{
    const eos_layer *layer = model->head.layer;
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "units of the head", model->head.units,
                         layer ? layer->span : model->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "output activation",
                         model->head.activation.value, model->head.activation.span);
    if (learner)
        eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", learner->loss.value,
                             learner->loss.span);
    eos_finding_relate_learner(check, finding, model, learner);
    if (eos_value_is_default(model->head.units) ||
        eos_value_is_default(model->head.activation.value))
        eos_finding_with_defaults(check, finding);
}

static const char *say_sigmoid_unit(eos_check *check, const eos_model *model)
{
    const eos_head *head = &model->head;
    if (model->framework == EOS_FRAMEWORK_TORCH)
        return "one unit with sigmoid, or one unit per class";
    bool is_dense = head->layer && head->layer->family == EOS_LAYER_DENSE;
    bool is_argument = head->activation_layer == head->layer;
    if (is_dense && is_argument)
        return eos_arena_printf(check->arena, "%s(1, activation=\"sigmoid\")", head->layer->kind);
    return "sigmoid instead of softmax";
}

static void report_softmax_over_one(eos_check *check, const eos_model *model,
                                    const eos_learner *learner)
{
    eos_about about = eos_about_head(check, model);
    bool is_log = model->head.activation.kind == EOS_ACT_LOG_SOFTMAX;
    const char *loss = learner && learner->loss.name ? learner->loss.name : NULL;
    const char *name = eos_say_at(check, is_log ? "log_softmax" : "softmax",
                                  model->head.activation.span, about.span.line);
    const char *then =
        loss ? eos_arena_printf(check->arena, "%s has nothing to learn",
                                eos_say_at(check, loss, learner->loss.span, about.span.line))
             : "nothing is learned";
    const char *write = say_sigmoid_unit(check, model);
    eos_finding *finding = eos_check_violated(
        check, &about, "%s over one unit (%s) always gives %s, so %s: write %s", name,
        eos_say_layer(check, model, about.layer), is_log ? "0.0" : "1.0", then, write);
    eos_finding_fix(check, finding, "write %s", write);
    finish(check, finding, model, learner);
}

static const char *say_loss(eos_check *check, const eos_head_case *item, uint32_t here)
{
    const eos_loss *loss = &item->learner->loss;
    return eos_say_at(check, loss->name ? loss->name : "the loss", loss->span, here);
}

/* 'accuracy' beside binary_crossentropy counts cells of the label rows, not rows. */
static const char *say_accuracy(const eos_learner *learner)
{
    for (uint32_t i = 0; i < learner->metrics.count; i++)
        if (learner->metrics.items[i].name &&
            strcmp(learner->metrics.items[i].name, "accuracy") == 0)
            return "; 'accuracy' then counts single columns";
    return "";
}

/* A categorical loss on one unit. */
static eos_finding *report_one_unit(eos_check *check, const eos_head_case *item,
                                    const eos_about *about)
{
    bool is_torch = item->model->framework == EOS_FRAMEWORK_TORCH;
    const char *write = is_torch ? "BCEWithLogitsLoss, or one unit per class"
                                 : "binary_crossentropy with sigmoid, or one unit per class";
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s chooses among classes, but the head has one unit (%s) and so no choice: write %s",
        say_loss(check, item, about->span.line), eos_say_layer(check, item->model, about->layer),
        write);
    eos_finding_fix(check, finding, "write %s", write);
    return finding;
}

/* Several units, judged one by one by a binary loss. */
static eos_finding *report_many_units(eos_check *check, const eos_head_case *item,
                                      const eos_about *about, int64_t width)
{
    const eos_model *model = item->model;
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const char *loss = say_loss(check, item, about->span.line);
    const char *layer = eos_say_layer(check, model, about->layer);
    const char *units = width > 0 ? eos_say_units(check, width) : "several units";
    bool is_column =
        item->labels >= EOS_LABEL_COLUMN_BINARY && item->labels <= EOS_LABEL_COLUMN_MANY_IDS;
    const char *write = is_torch    ? "CrossEntropyLoss on the scores"
                        : is_column ? "softmax with sparse_categorical_crossentropy"
                                    : "softmax with categorical_crossentropy";
    eos_finding *finding;
    if (is_column)
        finding = eos_check_violated(
            check, about,
            "%s judges each of %s (%s) alone, but the labels%s are one integer per row: write %s",
            loss, units, layer, eos_say_at(check, "", item->binding->labels.span, about->span.line),
            write);
    else if (model->head.activation.kind == EOS_ACT_SOFTMAX)
        finding = eos_check_violated(
            check, about,
            "softmax over %s (%s) lets one class win, but %s judges each unit alone: write %s%s",
            units, layer, loss, write, say_accuracy(item->learner));
    else
        finding = eos_check_violated(
            check, about,
            "%s judges each of %s (%s) alone, but each label row has exactly one 1: write %s%s",
            loss, units, layer, write, say_accuracy(item->learner));
    eos_finding_fix(check, finding, "write %s", write);
    return finding;
}

static void report(eos_check *check, const eos_head_case *item, const eos_about *about,
                   const eos_head_answer *answer)
{
    eos_head_widths widths = eos_head_widths_find(item->model, item->learner);
    int64_t width = eos_head_width_only(&widths);
    bool is_one_unit = eos_loss_is_exclusive((eos_loss_kind)item->learner->loss.kind) ||
                       item->learner->loss.kind == EOS_LOSS_CATEGORICAL_HINGE;
    eos_finding *finding = is_one_unit ? report_one_unit(check, item, about)
                                       : report_many_units(check, item, about, width);
    bool is_error = answer->verdict == EOS_VERDICT_ERROR;
    eos_finding_severity(finding, is_error ? EOS_SEVERITY_ERROR : EOS_SEVERITY_WARNING,
                         is_error && item->learner->presence == EOS_PRESENT
                             ? EOS_CONFIDENCE_CERTAIN
                             : EOS_CONFIDENCE_LIKELY);
    finish(check, finding, item->model, item->learner);
    if (item->binding && item->labels != EOS_LABEL_COLUMN_UNKNOWN)
        eos_finding_evidence(check, finding, (eos_evidence_source)item->binding->labels.evidence,
                             "labels", item->binding->labels.value, item->binding->labels.span);
}

/* The paper's rule taken literally: a task of two classes wants one sigmoid unit. */
static bool is_pair_of_softmax(eos_check *check, const eos_head_case *item)
{
    eos_head_widths widths = eos_head_widths_find(item->model, item->learner);
    return eos_check_is_profile(check, EOS_PROFILE_THEIA) && item->model->head.is_known &&
           item->model->head.activation.kind == EOS_ACT_SOFTMAX &&
           eos_head_width_only(&widths) == 2 &&
           eos_loss_is_exclusive((eos_loss_kind)item->learner->loss.kind);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    eos_about about = eos_about_head(check, item->model);
    if (is_softmax_over_one(item->model, item->learner)) {
        report_softmax_over_one(check, item->model, item->learner);
        return;
    }
    eos_head_answer answer = eos_head_case_judge(item, 102);
    if (answer.answer == EOS_VIOLATED) {
        report(check, item, &about, &answer);
    } else if (answer.answer == EOS_UNKNOWN_ANSWER) {
        eos_check_unknown(check, &about, answer.reason);
    } else if (is_pair_of_softmax(check, item)) {
        eos_finding *finding = eos_check_violated(
            check, &about,
            "two softmax units (%s) for a task of two classes: write %s with a binary loss",
            eos_say_layer(check, item->model, about.layer), say_sigmoid_unit(check, item->model));
        eos_finding_severity(finding, EOS_SEVERITY_INFO, EOS_CONFIDENCE_HEURISTIC);
        finish(check, finding, item->model, item->learner);
    } else {
        eos_check_satisfied(check, &about);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (model->learners.count > 0) {
        eos_head_case_each(check, model, judge_case);
        return;
    }
    if (is_softmax_over_one(model, NULL)) {
        report_softmax_over_one(check, model, NULL);
        return;
    }
    eos_about about = eos_about_head(check, model);
    eos_check_unknown(check, &about, "no loss is seen");
}

const eos_rule eos_rule_102 = {
    .code = "EOS102",
    .name = "head-width-contradicts-loss",
    .summary = "The width of the output layer contradicts the loss",
    .category = "LLM",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a softmax over an axis of size 1, a categorical loss on one unit, and a "
                    "binary loss on several units that compete for one class.",
            .why =
                "Softmax over one value is 1.0 for every input, so nothing is learned. A "
                "categorical "
                "loss on one unit has only one class to choose. A binary loss judges each unit "
                "alone: on one-hot rows it is mostly paid for predicting the many zeros, and the "
                "accuracy that is shown looks far better than it is.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .evidence =
                "The width of the axis that the classes lie on, the output activation and the "
                "loss; for sigmoid units under a binary loss also how the labels are made. "
                "Silent when one is unknown: labels of unknown make, several independent "
                "labels, two softmax units with a categorical loss.",
            .options =
                "Profile theia reports two softmax units under a categorical loss too, as info: "
                "the paper asks for one sigmoid unit there. To the libraries both are right, "
                "and the other profiles never advise one against the other.",
            .known_problems = "",
            .references = "Theia (rule table in section 4.1). Keras 3: losses. PyTorch 2: "
                          "nn.CrossEntropyLoss, nn.BCELoss.",
        },
    .check = check_model,
};
