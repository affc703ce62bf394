/* SPDX-License-Identifier: MIT */
/*
 * EOS106: rows of independent labels under a softmax, or under a loss that picks one class. The subject
 * is the head; the labels must be known to be independent (a binarizer, a generator, a data file).
 */
#include "rules/label_case.h"
#include "rules/wording.h"

static void report(eos_check *check, const eos_head_case *item, const eos_about *about)
{
    const eos_model *model = item->model;
    const eos_loss *loss = &item->learner->loss;
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    bool is_softmax = model->head.activation.kind == EOS_ACT_SOFTMAX;
    const char *half =
        is_softmax ? eos_say_at(check, "softmax", model->head.activation.span, about->span.line)
                   : eos_say_at(check, loss->name, loss->span, about->span.line);
    const char *write = is_torch ? "BCEWithLogitsLoss on the scores"
                                 : "activation=\"sigmoid\" with loss=\"binary_crossentropy\"";
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s makes the classes of %s compete, but %s may hold several at once: write %s", half,
        eos_say_layer(check, model, model->head.layer),
        eos_say_labels(check, item->binding, about->span.line), write);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "output activation",
                         model->head.activation.value, model->head.activation.span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", loss->value, loss->span);
    eos_finding_label_evidence(check, finding, item->binding);
    eos_finding_relate_learner(check, finding, model, item->learner);
    eos_finding_related(check, finding, "labels", item->binding->labels.span);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    const eos_model *model = item->model;
    eos_about about = eos_about_head_activation(check, model);
    if (!item->binding || item->labels == EOS_LABEL_COLUMN_UNKNOWN) {
        eos_check_unknown(check, &about, "the labels are not known");
        return;
    }
    bool is_exclusive_loss = item->learner->loss.kind == EOS_LOSS_CATEGORICAL_CROSSENTROPY ||
                             item->learner->loss.kind == EOS_LOSS_TORCH_CROSS_ENTROPY;
    if (item->labels != EOS_LABEL_COLUMN_MULTI) {
        eos_check_satisfied(check, &about);
        return;
    }
    double smoothing = 0;
    bool is_smoothed = eos_value_number(item->learner->loss.label_smoothing, &smoothing);
    eos_head_widths widths = eos_head_widths_find(model, item->learner);
    if (!model->head.is_known || eos_head_width_only(&widths) < 0)
        eos_check_unknown(check, &about, "the head is not known");
    else if (eos_head_width_only(&widths) == 1 || (is_smoothed && smoothing > 0))
        eos_check_satisfied(check, &about);
    else if (model->head.activation.kind == EOS_ACT_SOFTMAX || is_exclusive_loss)
        report(check, item, &about);
    else
        eos_check_satisfied(check, &about);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_head_case_each(check, model, judge_case);
}

const eos_rule eos_rule_106 = {
    .code = "EOS106",
    .name = "multi-label-with-exclusive-classes",
    .summary = "Independent labels meet an output that chooses one class",
    .category = "LLM",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a softmax, or categorical cross-entropy, on label rows whose columns "
                    "are independent of each other.",
            .why = "A softmax divides one unit of belief among the classes. A sample with three "
                   "labels can then reach a third for each, and one without a label pulls the "
                   "others up.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "from sklearn.datasets import make_multilabel_classification\n"
                       "\n"
                       "x, y = make_multilabel_classification(n_samples=5000, n_features=20, "
                       "n_classes=3)\n"
                       "model = Sequential()\n"
                       "model.add(Dense(20, activation=\"relu\", input_shape=(20,)))\n"
                       "model.add(Dense(3, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n"
                       "model.fit(x, y, epochs=20)\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from sklearn.datasets import make_multilabel_classification\n"
                           "\n"
                           "x, y = make_multilabel_classification(n_samples=5000, n_features=20, "
                           "n_classes=3)\n"
                           "model = Sequential()\n"
                           "model.add(Dense(20, activation=\"relu\", input_shape=(20,)))\n"
                           "model.add(Dense(3, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y, epochs=20)\n",
            .evidence =
                "Labels that are known to be independent: MultiLabelBinarizer, "
                "make_multilabel_classification, a data file whose rows sum to other than 1. "
                "Silent for one-hot rows, smoothed labels, labels of unknown make.",
            .options = "",
            .known_problems = "",
            .references = "Theia (section 5: a fault that its rules miss). scikit-learn: "
                          "MultiLabelBinarizer.",
        },

    .check = check_model,
};
