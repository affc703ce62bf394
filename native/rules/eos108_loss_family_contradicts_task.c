/* SPDX-License-Identifier: MIT */
/*
 * EOS108: the loss belongs to another kind of task than the labels: a distance on labels that are
 * classes, or a class loss on a target that is continuous and leaves [0, 1]. The subject is the loss.
 *
 * A column of few whole numbers is no proof of classes: accuracy, or a softmax or sigmoid head, must say
 * so too. Adversarial training writes such columns by hand, so train_on_batch is left alone with them.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <string.h>

static bool has_class_head(const eos_model *model)
{
    return model->head.is_known && (model->head.activation.kind == EOS_ACT_SOFTMAX ||
                                    model->head.activation.kind == EOS_ACT_SIGMOID);
}

/* Are the labels classes for certain, or by two signals? */
static bool are_classes(const eos_head_case *item)
{
    eos_label_nature nature = eos_label_nature_find(item->binding);
    const eos_training *training = item->binding->training;
    if (nature != EOS_LABELS_LIKE_CLASSES)
        return nature == EOS_LABELS_ARE_CLASSES;
    if (training && strcmp(training->method, "train_on_batch") == 0)
        return false;
    return eos_learner_accuracy(item->learner) != NULL || has_class_head(item->model);
}

static const char *class_loss(const eos_head_case *item)
{
    bool is_torch = item->model->framework == EOS_FRAMEWORK_TORCH;
    switch (item->labels) {
    case EOS_LABEL_COLUMN_EXCLUSIVE:
        return is_torch ? "CrossEntropyLoss on scores" : "loss=\"categorical_crossentropy\"";
    case EOS_LABEL_COLUMN_MULTI:
    case EOS_LABEL_COLUMN_BINARY:
        return is_torch ? "BCEWithLogitsLoss on scores" : "loss=\"binary_crossentropy\"";
    default:
        return is_torch ? "CrossEntropyLoss on scores" : "loss=\"sparse_categorical_crossentropy\"";
    }
}

static void report(eos_check *check, const eos_head_case *item, const eos_about *about,
                   bool is_distance, bool is_provable)
{
    const eos_learner *learner = item->learner;
    const char *labels = eos_say_labels(check, item->binding, about->span.line);
    const char *write = is_distance ? class_loss(item)
                        : item->model->framework == EOS_FRAMEWORK_TORCH
                            ? "MSELoss on a linear output"
                            : "loss=\"mse\" with a linear output";
    eos_finding *finding = eos_check_violated(
        check, about, "%s %s, but the labels are %s: write %s", learner->loss.name,
        is_distance ? "measures a distance to a number" : "expects classes", labels, write);
    if (is_provable)
        eos_finding_severity(finding, EOS_SEVERITY_ERROR, EOS_CONFIDENCE_CERTAIN);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", learner->loss.value,
                         learner->loss.span);
    eos_finding_label_evidence(check, finding, item->binding);
    const eos_metric *accuracy = eos_learner_accuracy(learner);
    if (accuracy)
        eos_finding_related(check, finding, "metrics", accuracy->span);
    eos_finding_relate_learner(check, finding, item->model, learner);
    eos_finding_related(check, finding, "labels", item->binding->labels.span);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    eos_about about = eos_about_loss(check, item->model, item->learner);
    eos_loss_kind loss = (eos_loss_kind)item->learner->loss.kind;
    const char *reason = loss == EOS_LOSS_UNKNOWN ? "the loss is not known"
                         : !item->binding || item->labels == EOS_LABEL_COLUMN_UNKNOWN
                             ? "the labels are not known"
                             : NULL;
    bool is_own = item->binding && eos_training_is_own_target(item->binding->training);
    bool is_rows_loss = eos_loss_is_exclusive(loss) && !eos_loss_is_sparse(loss);
    if (reason)
        eos_check_unknown(check, &about, reason);
    else if (is_own)
        eos_check_satisfied(check, &about);
    else if (eos_loss_is_regression(loss) && are_classes(item))
        report(check, item, &about, true, false);
    else if (eos_loss_is_regression(loss) &&
             eos_label_nature_find(item->binding) != EOS_LABELS_ARE_NUMBERS)
        eos_check_unknown(check, &about, "whole numbers may be classes or measurements");
    else if ((is_rows_loss || eos_loss_is_binary(loss)) && eos_labels_leave_unit(item->binding))
        report(check, item, &about, false,
               eos_loss_is_binary(loss) && item->binding->labels.is_range_exact &&
                   item->learner->presence == EOS_PRESENT);
    else
        eos_check_satisfied(check, &about);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_head_case_each(check, model, judge_case);
}

const eos_rule eos_rule_108 = {
    .code = "EOS108",
    .name = "loss-family-contradicts-task",
    .summary = "A regression loss on classes, or a class loss on a continuous target",
    .category = "LLM",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the family of the loss with the labels: a regression loss (mse, "
                    "mae, huber ...) on labels that are classes, or a class loss (binary or "
                    "categorical cross-entropy) on a target that is continuous and goes beyond 0 "
                    "to 1.",
            .why = "Squared error on classes punishes confident right answers as it punishes "
                   "wrong ones and learns slowly behind a softmax or sigmoid; on class ids it "
                   "believes that class 2 lies between 1 and 3. Cross-entropy on a target beyond "
                   "1 has no lowest value: the loss falls below zero and training runs away.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense, Flatten\n"
                       "from keras.datasets import mnist\n"
                       "from keras.utils import to_categorical\n"
                       "\n"
                       "(x, y), _ = mnist.load_data()\n"
                       "model = Sequential()\n"
                       "model.add(Flatten(input_shape=(28, 28)))\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"mse\", metrics=[\"accuracy\"])\n"
                       "model.fit(x / 255.0, to_categorical(y, 10))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense, Flatten\n"
                           "from keras.datasets import mnist\n"
                           "from keras.utils import to_categorical\n"
                           "\n"
                           "(x, y), _ = mnist.load_data()\n"
                           "model = Sequential()\n"
                           "model.add(Flatten(input_shape=(28, 28)))\n"
                           "model.add(Dense(10, activation=\"softmax\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\", "
                           "metrics=[\"accuracy\"])\n"
                           "model.fit(x / 255.0, to_categorical(y, 10))\n",
            .evidence =
                "The loss, and labels that are certainly classes (an encoder, one-hot rows, a "
                "known data set, a generator, class folders) or certainly continuous. Whole "
                "numbers of unknown make need at most 20 values and accuracy or a class head "
                "besides. Silent for fit(x, x), for binary cross-entropy on targets within 0 "
                "and 1, for labels of ones and zeros that adversarial training writes.",
            .options = "",
            .known_problems = "",
            .references =
                "Theia (rule table in section 4.1). scikit-learn: make_regression. Keras 3: "
                "losses. PyTorch 2: nn.MSELoss.",
        },

    .check = check_model,
};
