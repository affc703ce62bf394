/* SPDX-License-Identifier: MIT */
/*
 * EOS109: what predict gives is read otherwise than the head means it: argmax over the only column, argmax
 * where several columns may hold, a threshold of a probability on scores. The subject is the reading.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <string.h>

typedef struct reading_case {
    const eos_reading *reading;
    int64_t width; /* of the only axis of one prediction; -1 = not known */
    eos_activation_kind activation;
    const eos_learner *learner; /* the last; NULL = none */
} reading_case;

static int64_t find_width(const eos_model *model)
{
    const eos_learner *learner =
        model->learners.count ? &model->learners.items[model->learners.count - 1] : NULL;
    eos_head_widths widths = eos_head_widths_find(model, learner);
    bool is_row = !model->head.output_shape.is_known || model->head.output_shape.rank == 1;
    return model->head.is_known && is_row ? eos_head_width_only(&widths) : -1;
}

static bool has_several_labels(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; check->bindings && i < check->bindings->items.count; i++) {
        const eos_binding *binding = &check->bindings->items.items[i];
        if (binding->model == model && binding->labels.encoding == EOS_LABELS_MULTI_HOT)
            return true;
    }
    return false;
}

static eos_finding *report(eos_check *check, const eos_model *model, const eos_about *about,
                           const reading_case *item, const char *what, const char *write)
{
    eos_finding *finding = eos_check_violated(check, about, "%s: write %s", what, write);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "units of the head", model->head.units,
                         model->head.layer ? model->head.layer->span : model->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "output activation",
                         model->head.activation.value, model->head.activation.span);
    eos_finding_related(check, finding, item->reading->method, item->reading->span);
    if (item->learner)
        eos_finding_relate_learner(check, finding, model, item->learner);
    return finding;
}

static void judge_argmax(eos_check *check, const eos_model *model, const eos_about *about,
                         const reading_case *item)
{
    int64_t axis = 0;
    bool is_columns = eos_value_integer(item->reading->value, &axis) && (axis == 1 || axis == -1);
    const char *layer = eos_say_layer(check, model, model->head.layer);
    if (!is_columns) {
        eos_check_unknown(check, about, "the axis is not known, or it is not that of the classes");
    } else if (item->width < 0) {
        eos_check_unknown(check, about, "the width of the head is not known");
    } else if (item->width == 1) {
        eos_finding *finding = report(
            check, model, about, item,
            eos_arena_printf(check->arena, "argmax over the only column of %s is 0 for every input",
                             layer),
            "(predictions > 0.5).astype(int)");
        if (item->reading->presence != EOS_PRESENT)
            eos_finding_severity(finding, EOS_SEVERITY_ERROR, EOS_CONFIDENCE_LIKELY);
    } else if (item->width > 1 && item->activation == EOS_ACT_SIGMOID &&
               has_several_labels(check, model)) {
        eos_finding *finding = report(
            check, model, about, item,
            eos_arena_printf(check->arena,
                             "argmax names one class, but %s answers for each label alone", layer),
            "predictions > 0.5");
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
    } else {
        eos_check_satisfied(check, about);
    }
}

/* 0.5 on scores: the loss applies sigmoid itself, so the boundary lies at 0 */
static void judge_threshold(eos_check *check, const eos_model *model, const eos_about *about,
                            const reading_case *item)
{
    double threshold = 0;
    bool is_logits = false;
    bool is_between =
        eos_value_number(item->reading->value, &threshold) && threshold > 0 && threshold < 1;
    if (!is_between || !item->learner || !model->head.is_known) {
        eos_check_unknown(check, about, "the threshold or the head is not known");
        return;
    }
    bool is_score = item->activation == EOS_ACT_LINEAR &&
                    item->learner->loss.kind == EOS_LOSS_BINARY_CROSSENTROPY &&
                    eos_value_boolean(item->learner->loss.from_logits, &is_logits) && is_logits;
    if (!is_score) {
        eos_check_satisfied(check, about);
        return;
    }
    eos_finding *finding = report(
        check, model, about, item,
        eos_arena_printf(check->arena,
                         "the threshold %g is one of probabilities, but %s gives scores (the loss "
                         "applies sigmoid itself)",
                         threshold, eos_say_layer(check, model, model->head.layer)),
        "predictions > 0");
    eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
}

static void judge_reading(eos_check *check, const eos_model *model, const eos_reading *reading)
{
    eos_training call = {.span = reading->span, .scope = reading->scope, .method = reading->method};
    eos_about about = eos_about_fit(check, model, &call);
    reading_case item = {
        reading, find_width(model), (eos_activation_kind)model->head.activation.kind,
        model->learners.count ? &model->learners.items[model->learners.count - 1] : NULL};
    about.subject.role = "reading";
    if (strcmp(reading->method, "threshold") == 0)
        judge_threshold(check, model, &about, &item);
    else
        judge_argmax(check, model, &about, &item);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->readings.count; i++)
        judge_reading(check, model, &model->readings.items[i]);
}

const eos_rule eos_rule_109 = {
    .code = "EOS109",
    .name = "reading-contradicts-head",
    .summary = "The predictions are read in a way that the head does not give",
    .category = "LLM",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Looks at what is done with the result of predict: argmax over an axis of one "
                    "column, argmax on a head of independent labels, a threshold between 0 and 1 "
                    "on raw scores.",
            .why = "argmax of one number is 0 whatever the number is, so that every sample gets "
                   "the first class and the accuracy is the share of that class. A threshold of "
                   "0.5 on scores moves the boundary away from where training put it.",
            .example = "import numpy as np\n"
                       "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x, y)\n"
                       "classes = np.argmax(model.predict(x_test), axis=1)\n",
            .use_instead = "import numpy as np\n"
                           "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y)\n"
                           "classes = (model.predict(x_test) > 0.5).astype(int)\n",
            .evidence =
                "The head of a Sequential, and argmax or a comparison directly on the result "
                "of its predict. Silent when the axis or the width is unknown, for sigmoid "
                "outputs with a threshold, for argmax over time or batch.",
            .options = "",
            .known_problems =
                "Readings of other forms of networks, and of predictions that were changed in "
                "between, are not followed.",
            .references = "Keras 3: Model.predict. NumPy: argmax.",
        },

    .check = check_model,
};
