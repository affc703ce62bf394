/* SPDX-License-Identifier: MIT */
/*
 * EOS605: rows, batch size and epochs together make fewer updates than a network needs that starts from
 * random weights. The subject is the training call.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Weights that were not trained before: a model inside, or of a library, may bring its own. */
static bool is_from_scratch(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].family == EOS_LAYER_MODEL ||
            model->layers.items[i].family == EOS_LAYER_CUSTOM || model->layers.items[i].nested)
            return false;
    return model->layers.count > 0 && !model->is_escaped;
}

/* Updates of the call; -1 = not known. */
static int64_t count_updates(const eos_training *training)
{
    const eos_tensor *inputs = eos_training_inputs(training);
    double share = 0;
    int64_t batch, epochs, rows, steps;
    bool is_split = eos_value_number(training->validation_split, &share);
    if (!eos_value_integer(training->epochs, &epochs) || epochs < 1 ||
        !eos_value_integer(training->batch_size, &batch) || batch < 1)
        return -1;
    if (eos_value_integer(training->steps_per_epoch, &steps))
        return steps > 0 ? steps * epochs : -1;
    if (!inputs || !inputs->shape.is_known || inputs->shape.rank < 1 ||
        inputs->shape.sizes[0] < 1 ||
        (!is_split && training->validation_split.kind != EOS_VALUE_UNKNOWN) || share < 0 ||
        share >= 1)
        return -1;
    const eos_tensor *given = eos_array_of_value(training->x);
    if (given && given->holder == EOS_HOLDER_FEED)
        return -1;
    rows = (int64_t)floor((double)inputs->shape.sizes[0] * (1 - share));
    if (rows > INT64_C(1) << 40 || epochs > INT64_C(1) << 20)
        return -1;
    return (rows + batch - 1) / batch * epochs;
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    int64_t updates = training->call ? count_updates(training) : -1;
    double wanted = eos_check_threshold(check, "updates-min");
    const char *reason = updates < 0 ? "the number of updates is not known"
                         : strcmp(training->method, "fit") != 0 ? "the call may be one of many"
                         : training->is_repeated || model->trainings.count > 1
                             ? "the model is trained by several calls"
                         : eos_array_is_placeholder(eos_training_inputs(training))
                             ? "the inputs are placeholders"
                         : !is_from_scratch(model) ? "the weights may be trained already"
                                                   : NULL;
    if (updates >= 0 && (double)updates >= wanted) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (reason) {
        eos_check_unknown(check, &about, reason);
        return;
    }
    const eos_tensor *inputs = eos_training_inputs(training);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s makes %" PRId64 " updates (batch size %s, epochs %s): write more epochs%s",
        training->method, updates, eos_say_value(check, training->batch_size, about.span.line),
        eos_say_value(check, training->epochs, about.span.line),
        training->is_batch_size_given ? " or a smaller batch" : "");
    eos_finding_fix(check, finding, "write more epochs, so that there are at least %g updates",
                    wanted);
    if (inputs && inputs->shape.is_known && inputs->shape.rank > 0)
        eos_finding_evidence(check, finding,
                             inputs->is_known_data ? EOS_EVIDENCE_KNOWN_DATA : EOS_EVIDENCE_CODE,
                             "rows", eos_integer(inputs->shape.sizes[0]), training->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "epochs", training->epochs,
                         training->span);
    eos_finding_evidence(check, finding,
                         training->is_batch_size_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                         "batch size", training->batch_size, training->span);
    if (eos_value_is_default(training->batch_size) || eos_value_is_default(training->epochs))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

static const eos_threshold thresholds[] = {
    {"updates-min",
     {100, 100, 100},
     "rules.md: opinion, two orders below what small networks take"},
    {0},
};

const eos_rule eos_rule_605 = {
    .code = "EOS605",
    .name = "too-few-updates",
    .summary = "The training makes too few updates to learn",
    .category = "EPOCH",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Counts the updates that a training call makes: rows after the validation "
                    "split, divided by the batch size, times the epochs.",
            .why = "A network that starts from random weights and is updated a few dozen times "
                   "has not left its start. What looks like a bad model is an untrained one; "
                   "Keras trains for one epoch when nothing is said.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "from sklearn.datasets import make_classification\n"
                       "\n"
                       "x, y = make_classification(n_samples=500, n_features=20)\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(20,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x, y)\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from sklearn.datasets import make_classification\n"
                           "\n"
                           "x, y = make_classification(n_samples=500, n_features=20)\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(20,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y, epochs=50)\n",
            .evidence =
                "The rows that reach fit, the batch size and the epochs as numbers, a network "
                "without layers of unknown make and without another model inside. Silent for "
                "calls in a loop, several calls, train_on_batch, and placeholders (zeros, "
                "ones, random numbers).",
            .options = "updates-min (100).",
            .known_problems =
                "A smoke test on real data is right to make few updates; it is not told "
                "apart.",
            .references = "Keras 3: Model.fit (epochs=1, batch_size=32).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
