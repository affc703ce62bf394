/* SPDX-License-Identifier: MIT */
/*
 * EOS402: two dropouts on the same tensor with no layer with weights between them. From each dropout
 * the tensor is followed back to what made it.
 *
 * Questionable: channels dropped from a map (spatial dropout), then numbers dropped from its flattened
 * row, are two different things and left alone.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

static const char *rate_name(const eos_layer *layer)
{
    return eos_layer_param(layer, "rate") ? "rate" : "p";
}

static bool is_zero(const eos_layer *layer)
{
    double rate;
    return eos_value_number(eos_layer_value(layer, rate_name(layer)), &rate) && rate == 0;
}

typedef enum twice_end { TWICE_FINE, TWICE_UNKNOWN, TWICE_FOUND } twice_end;

static bool is_reducing(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_FLATTEN || layer->family == EOS_LAYER_RESHAPE ||
           eos_layer_is_pooling(layer);
}

static twice_end follow_back(const eos_model *model, const eos_layer_uses *uses, uint32_t index,
                             uint32_t *first)
{
    const eos_layer *start = &model->layers.items[index];
    bool is_open = start->presence != EOS_PRESENT, is_reduced = false;
    for (uint32_t at = index;;) {
        at = eos_layer_only_maker(model, uses, at);
        if (at == EOS_NO_LAYER)
            return TWICE_FINE;
        const eos_layer *layer = &model->layers.items[at];
        is_open = is_open || layer->presence != EOS_PRESENT;
        if (eos_layer_is_dropout(layer)) {
            bool is_other_kind = layer->family == EOS_LAYER_DROPOUT_SPATIAL &&
                                 start->family != EOS_LAYER_DROPOUT_SPATIAL && is_reduced;
            *first = at;
            return is_other_kind || is_zero(layer) ? TWICE_FINE
                   : is_open                       ? TWICE_UNKNOWN
                                                   : TWICE_FOUND;
        }
        if (!eos_layer_is_understood(layer))
            return TWICE_UNKNOWN;
        is_reduced = is_reduced || is_reducing(layer);
        bool is_passed = eos_layer_keeps_values(layer) || eos_layer_is_norm(layer) ||
                         eos_layer_is_pooling(layer) || layer->family == EOS_LAYER_ACTIVATION ||
                         layer->family == EOS_LAYER_NOISE;
        if (!is_passed)
            return TWICE_FINE;
    }
}

static void report(eos_check *check, const eos_model *model, const eos_layer *second,
                   const eos_layer *first)
{
    eos_about about = eos_about_layer(check, model, second);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s drops from what %s has already thinned out, with no weights between: write one "
        "dropout with the rate that is meant",
        eos_say_layer(check, model, second),
        eos_say_at(check, eos_layer_label(check->arena, first), first->span, about.span.line));
    eos_finding_fix(check, finding, "remove one of the two");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "rate of the first dropout",
                         eos_layer_value(first, rate_name(first)), first->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "rate of the second dropout",
                         eos_layer_value(second, rate_name(second)), second->span);
    eos_finding_related(check, finding, "first dropout", first->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        uint32_t first = i;
        if (!eos_layer_is_dropout(layer))
            continue;
        twice_end end = is_zero(layer) ? TWICE_FINE : follow_back(model, &uses, i, &first);
        eos_about about = eos_about_layer(check, model, layer);
        if (end == TWICE_FOUND && !model->is_escaped)
            report(check, model, layer, &model->layers.items[first]);
        else if (end == TWICE_FINE)
            eos_check_satisfied(check, &about);
        else
            eos_check_unknown(check, &about, "what stands before the dropout is not fully known");
    }
}

const eos_rule eos_rule_402 = {
    .code = "EOS402",
    .name = "dropout-twice",
    .summary = "Two dropouts with no layer with weights between them",
    .category = "MRD",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a dropout whose input was already dropped from, with only activation, "
                    "normalisation, pooling or reshaping between the two.",
            .why = "The rates multiply: 0.5 behind 0.5 keeps a quarter of the values. What was "
                   "meant is one rate, and it is easier to read and to tune as one.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Activation, Dense, Dropout\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, input_shape=(8,)))\n"
                       "model.add(Dropout(0.5))\n"
                       "model.add(Activation(\"relu\"))\n"
                       "model.add(Dropout(0.5))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Activation, Dense, Dropout\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, input_shape=(8,)))\n"
                           "model.add(Activation(\"relu\"))\n"
                           "model.add(Dropout(0.5))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .evidence = "Both dropouts and everything between them. Silent when a branch or merge "
                        "lies between, when one of the two may be missing or has a rate of 0, and "
                        "for spatial dropout on a map followed by plain dropout on the flattened "
                        "row.",
            .options = "",
            .known_problems = "",
            .references = "Theia (rule table in section 4.1). Srivastava et al., Dropout, 2014.",
        },
    .check = check_model,
};
