/* SPDX-License-Identifier: MIT */
/*
 * EOS602: the batch size lies outside the paper's band. A heuristic by nature, so it is off in the
 * default profile and never louder than info. The subject is the fit call.
 */
#include "rules/wording.h"

#include <inttypes.h>

static bool read_sizes(eos_value value, int64_t *lowest, int64_t *highest)
{
    *lowest = INT64_MAX;
    *highest = INT64_MIN;
    for (uint32_t i = 0, count = eos_value_alternative_count(value); i < count; i++) {
        int64_t size;
        if (!eos_value_integer(eos_value_alternative(value, i), &size))
            return false;
        *lowest = size < *lowest ? size : *lowest;
        *highest = size > *highest ? size : *highest;
    }
    return true;
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    int64_t lowest, highest;
    double minimum = eos_check_threshold(check, "batch-size-min");
    double maximum = eos_check_threshold(check, "batch-size-max");
    eos_about about = eos_about_fit(check, model, training);
    if (!read_sizes(training->batch_size, &lowest, &highest)) {
        eos_check_unknown(check, &about, "the batch size is not known");
        return;
    }
    bool is_low = (double)highest<minimum, is_high = (double)lowest> maximum;
    bool is_mixed = (double)lowest < minimum || (double)highest > maximum;
    if (!is_low && !is_high) {
        if (is_mixed)
            eos_check_unknown(check, &about, "one of several possible sizes is outside the band");
        else
            eos_check_satisfied(check, &about);
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about, "batch size %s is %s the usual %g to %g: write %s batch",
        eos_say_value(check, training->batch_size, about.span.line), is_low ? "below" : "above",
        minimum, maximum, is_low ? "a larger" : "a smaller");
    eos_finding_fix(check, finding, "write a batch size from %g to %g", minimum, maximum);
    eos_finding_evidence(check, finding,
                         training->is_batch_size_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                         "batch size", training->batch_size, training->span);
    if (eos_value_is_default(training->batch_size))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

static const eos_threshold thresholds[] = {
    {"batch-size-min", {32, 32, 32}, "Theia (rule table in section 4.1)"},
    {"batch-size-max", {256, 256, 256}, "Theia (rule table in section 4.1)"},
    {0},
};

const eos_rule eos_rule_602 = {
    .code = "EOS602",
    .name = "batch-size-out-of-band",
    .summary = "The batch size is outside the usual band",
    .category = "IBS",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the batch size of a training call with a band.",
            .why = "Very small batches make noisy steps and slow training; very large ones need a "
                   "tuned learning rate to generalise as well.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x, y, batch_size=2)\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y, batch_size=64)\n",
            .evidence =
                "The batch size as a number, written or the library's default. Silent when it "
                "is unknown.",
            .options = "batch-size-min, batch-size-max (32 and 256, as in the paper). On in the "
                       "profiles theia and strict.",
            .known_problems =
                "Small data sets and large images want small batches; the rule does not "
                "know them.",
            .references = "Theia (rule table in section 4.1).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
