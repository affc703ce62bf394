/* SPDX-License-Identifier: MIT */
/*
 * EOS408: dropout whose result goes into batch normalisation with no layer with weights between.
 *
 * Questionable: with weights between them the shift reaches the normalisation too, but weaker; every
 * second network is built that way, so only the direct case is told.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

typedef enum shift_end { SHIFT_FINE, SHIFT_UNKNOWN, SHIFT_FOUND } shift_end;

static shift_end follow(const eos_model *model, const eos_layer_uses *uses, uint32_t index,
                        uint32_t *norm)
{
    bool is_open = model->layers.items[index].presence != EOS_PRESENT;
    for (uint32_t at = index;;) {
        at = eos_layer_only_reader(model, uses, at);
        if (at == EOS_NO_LAYER)
            return SHIFT_FINE;
        const eos_layer *layer = &model->layers.items[at];
        is_open = is_open || layer->presence != EOS_PRESENT;
        if (layer->family == EOS_LAYER_NORM_BATCH) {
            *norm = at;
            return is_open ? SHIFT_UNKNOWN : SHIFT_FOUND;
        }
        if (!eos_layer_is_understood(layer))
            return SHIFT_UNKNOWN;
        if (!eos_layer_keeps_values(layer) && !eos_layer_is_pooling(layer) &&
            layer->family != EOS_LAYER_ACTIVATION)
            return SHIFT_FINE;
    }
}

static bool is_void(const eos_layer *layer)
{
    double rate;
    const char *name = eos_layer_param(layer, "rate") ? "rate" : "p";
    return eos_value_number(eos_layer_value(layer, name), &rate) && rate == 0;
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (!eos_layer_is_dropout(layer) || layer->is_ready_made)
            continue;
        uint32_t norm = i;
        eos_about about = eos_about_layer(check, model, layer);
        shift_end end = is_void(layer) ? SHIFT_FINE : follow(model, &uses, i, &norm);
        if (end == SHIFT_FINE) {
            eos_check_satisfied(check, &about);
            continue;
        }
        if (end == SHIFT_UNKNOWN || model->is_escaped) {
            eos_check_unknown(check, &about, "what reads the result is not fully known");
            continue;
        }
        const eos_layer *reader = &model->layers.items[norm];
        eos_finding *finding = eos_check_violated(
            check, &about,
            "%s drops values in front of the batch normalisation of %s, whose statistics then fit "
            "training only: write the dropout behind it",
            eos_say_layer(check, model, layer),
            eos_say_at(check, eos_layer_label(check->arena, reader), reader->span,
                       about.span.line));
        eos_finding_fix(check, finding, "move the dropout behind the normalisation");
        eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "rate of the dropout",
                             eos_layer_value(layer, eos_layer_param(layer, "rate") ? "rate" : "p"),
                             layer->span);
        eos_finding_related(check, finding, "normalisation layer", reader->span);
    }
}

const eos_rule eos_rule_408 = {
    .code = "EOS408",
    .name = "dropout-before-normalisation",
    .summary = "Dropout in front of batch normalisation",
    .category = "MRD",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a dropout whose result goes into batch normalisation before any other "
                    "layer with weights.",
            .why = "Dropout changes the variance of the values while training, and only then. The "
                   "normalisation learns that variance and applies it at prediction, where it is "
                   "another one.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import BatchNormalization, Dense, Dropout\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(16,)))\n"
                       "model.add(Dropout(0.5))\n"
                       "model.add(BatchNormalization())\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import BatchNormalization, Dense, Dropout\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(16,)))\n"
                           "model.add(BatchNormalization())\n"
                           "model.add(Dropout(0.5))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .evidence = "The only way from the dropout to the normalisation. Silent when a layer "
                        "with weights, a branch or a merge lies between, and for a rate of 0.",
            .options = "",
            .known_problems = "",
            .references = "Li et al. 2019, Understanding the Disharmony between Dropout and Batch "
                          "Normalization by Variance Shift, sections 3 and 5.",
        },
    .check = check_model,
};
