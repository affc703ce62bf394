/* SPDX-License-Identifier: MIT */
/*
 * EOS406: a dropout rate that is no probability, drops (nearly) everything, or does nothing because a
 * recurrent layer of PyTorch has no second layer to drop for.
 *
 * Questionable: a rate of 0 is silent. It is the usual way to switch dropout off by a setting.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

#include <inttypes.h>

/* 1 = all alternatives are at least `least` or below zero, 0 = none is, -1 = not known or mixed */
static int is_beyond(eos_value value, double least)
{
    uint32_t count = eos_value_alternative_count(value), beyond = 0;
    for (uint32_t i = 0; i < count; i++) {
        double rate;
        if (!eos_value_number(eos_value_alternative(value, i), &rate))
            return -1;
        beyond += rate < 0 || rate >= least;
    }
    return beyond == count ? 1 : beyond == 0 ? 0 : -1;
}

static void finish(eos_check *check, eos_finding *finding, const eos_param *param,
                   const eos_layer *layer, const char *write)
{
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, param->is_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                         "dropout rate", param->value, layer->span);
    if (eos_value_is_default(param->value))
        eos_finding_with_defaults(check, finding);
}

static bool is_literal_here(const eos_param *param)
{
    const eos_origin *origin = param->value.origin;
    return param->span.line != 0 && origin && origin->kind == EOS_ORIGIN_LITERAL && !origin->from &&
           origin->span.line == param->span.line && origin->span.column == param->span.column;
}

static void report_invalid(eos_check *check, const eos_about *about, const eos_layer *layer,
                           const eos_param *param)
{
    double rate = 0;
    bool is_percent = eos_value_number(param->value, &rate) && rate > 1 && rate < 100;
    const char *share = eos_arena_printf(check->arena, "%g", rate / 100);
    const char *write = is_percent
                            ? eos_arena_printf(check->arena, "%s=%s", param->name, share)
                            : eos_arena_printf(check->arena, "a %s from 0 to below 1", param->name);
    eos_finding *finding = eos_check_violated(
        check, about, "%s %s of %s is no share of values to drop%s: write %s", param->name,
        eos_say_value(check, param->value, about->span.line),
        eos_say_layer(check, about->model, layer), rate == 1 ? " but all of them" : "", write);
    finish(check, finding, param, layer, write);
    if (is_percent && is_literal_here(param))
        eos_finding_edit(check, finding, param->span, share, false);
}

static void judge_rate(eos_check *check, const eos_model *model, const eos_layer *layer,
                       const eos_param *param)
{
    double most = eos_check_threshold(check, "dropout-rate-max");
    eos_about about = eos_about_layer(check, model, layer);
    int is_invalid = is_beyond(param->value, 1), is_high = is_beyond(param->value, most);
    if (is_invalid > 0) {
        report_invalid(check, &about, layer, param);
    } else if (is_invalid == 0 && is_high > 0) {
        eos_finding *finding = eos_check_violated(
            check, &about, "%s %s of %s leaves almost nothing: write a rate of 0.2 to 0.5",
            param->name, eos_say_value(check, param->value, about.span.line),
            eos_say_layer(check, model, layer));
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
        finish(check, finding, param, layer, "a rate of 0.2 to 0.5");
    } else if (is_invalid == 0 && is_high == 0) {
        eos_check_satisfied(check, &about);
    } else {
        eos_check_unknown(check, &about, "the rate is not known");
    }
}

/* PyTorch drops between the layers of one recurrent module, so a single layer has no place for it. */
static void judge_recurrent_torch(eos_check *check, const eos_model *model, const eos_layer *layer,
                                  const eos_param *param)
{
    int64_t layers;
    double rate;
    eos_about about = eos_about_layer(check, model, layer);
    const eos_param *count = eos_layer_param(layer, "num_layers");
    if (!count || !eos_value_integer(count->value, &layers) ||
        !eos_value_number(param->value, &rate)) {
        eos_check_unknown(check, &about, "the rate or the number of layers is not known");
        return;
    }
    if (layers != 1 || rate <= 0 || rate >= 1) {
        judge_rate(check, model, layer, param);
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about,
        "dropout %s of %s does nothing: PyTorch drops between stacked layers, and there is one: "
        "write num_layers=2, or nn.Dropout behind it",
        eos_say_value(check, param->value, about.span.line), eos_say_layer(check, model, layer));
    eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_CERTAIN);
    finish(check, finding, param, layer, "num_layers=2, or nn.Dropout behind it");
    eos_finding_evidence(check, finding, count->is_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                         "num_layers", count->value, layer->span);
    if (eos_value_is_default(count->value))
        eos_finding_with_defaults(check, finding);
}

static void judge_recurrent(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    static const char *const names[] = {"dropout", "recurrent_dropout"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const eos_param *param = eos_layer_param(layer, names[i]);
        if (!param || !param->is_given)
            continue;
        if (model->framework == EOS_FRAMEWORK_TORCH)
            judge_recurrent_torch(check, model, layer, param);
        else
            judge_rate(check, model, layer, param);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        const eos_param *rate = eos_layer_param(layer, "rate");
        if (!rate)
            rate = eos_layer_param(layer, "p");
        if (eos_layer_is_dropout(layer) && rate)
            judge_rate(check, model, layer, rate);
        else if (layer->family == EOS_LAYER_RECURRENT)
            judge_recurrent(check, model, layer);
    }
}

static const eos_threshold thresholds[] = {
    {"dropout-rate-max",
     {0.9, 0.9, 0.9},
     "opinion; Srivastava et al. 2014, appendix A.4: keep 0.5 to 0.8 of hidden units"},
    {0},
};

const eos_rule eos_rule_406 = {
    .code = "EOS406",
    .name = "dropout-rate-invalid",
    .summary = "A dropout rate that is no probability, drops nearly all, or has no effect",
    .category = "MRD",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Checks the rate of dropout layers and of recurrent layers: below 0 or at "
                    "least 1 is an error, at least 0.9 a warning; in PyTorch also the dropout of a "
                    "recurrent module with a single layer.",
            .why =
                "The libraries take a rate for the share that is dropped, not for the share that "
                "is kept, and not for per cent. Outside of [0, 1) they refuse it, or drop "
                "everything. PyTorch's LSTM, GRU and RNN drop between stacked layers only.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense, Dropout\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dropout(50))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense, Dropout\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dropout(0.5))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .evidence = "The rate as a number, and for PyTorch's recurrent modules the number of "
                        "layers. Silent when it is unknown or one of several, and for a rate of 0.",
            .options = "dropout-rate-max (0.9): at this rate and above a warning.",
            .known_problems = "",
            .references = "Keras 3: layers.Dropout. PyTorch 2: nn.Dropout, nn.LSTM (dropout).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
