/* SPDX-License-Identifier: MIT */
/*
 * EOS405: a layer adds a bias, and batch normalisation right behind subtracts it again with the mean.
 *
 * Questionable: only batch normalisation is meant. Layer and group normalisation take the mean over
 * several channels, and the differences between their biases stay.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

static const eos_param *bias_of(const eos_layer *layer)
{
    const eos_param *param = eos_layer_param(layer, "use_bias");
    return param ? param : eos_layer_param(layer, "bias");
}

static bool is_weighted(const eos_layer *layer)
{
    return !layer->is_functional && !layer->is_ready_made && !layer->is_reuse &&
           layer->family >= EOS_LAYER_DENSE && layer->family <= EOS_LAYER_CONV_SEPARABLE;
}

static void report(eos_check *check, const eos_model *model, const eos_layer *layer,
                   const eos_layer *norm, const eos_param *bias)
{
    eos_about about = eos_about_layer(check, model, layer);
    const char *write = model->framework == EOS_FRAMEWORK_TORCH ? "bias=False" : "use_bias=False";
    eos_finding *finding = eos_check_violated(
        check, &about,
        "the bias of %s is subtracted again by the batch normalisation of %s: write %s",
        eos_say_layer(check, model, layer),
        eos_say_at(check, eos_layer_label(check->arena, norm), norm->span, about.span.line), write);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, bias->is_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                         "bias", bias->value, bias->span);
    if (bias->is_given)
        eos_finding_edit(check, finding, bias->span, "False", false);
    eos_finding_related(check, finding, "normalisation layer", norm->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        uint32_t at = is_weighted(layer) ? eos_layer_only_reader(model, &uses, i) : EOS_NO_LAYER;
        if (at == EOS_NO_LAYER || model->layers.items[at].family != EOS_LAYER_NORM_BATCH)
            continue;
        bool has_bias = false;
        const eos_layer *norm = &model->layers.items[at];
        const eos_param *bias = bias_of(layer);
        eos_about about = eos_about_layer(check, model, layer);
        bool is_known = bias && eos_value_boolean(bias->value, &has_bias);
        bool is_certain = layer->presence == EOS_PRESENT && norm->presence == EOS_PRESENT &&
                          layer->activation.kind != EOS_ACT_UNKNOWN && !model->is_escaped;
        if (is_known && (!has_bias || eos_activation_is_nonlinear(&layer->activation)))
            eos_check_satisfied(check, &about);
        else if (!is_known || !is_certain)
            eos_check_unknown(check, &about, "the bias or the layer behind is not known");
        else
            report(check, model, layer, norm, bias);
    }
}

const eos_rule eos_rule_405 = {
    .code = "EOS405",
    .name = "bias-before-normalisation",
    .summary = "A bias that batch normalisation right behind takes away again",
    .category = "INIT",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Finds dense and convolution layers with a bias whose result goes straight into "
                "batch normalisation.",
            .why = "Batch normalisation subtracts the mean of each channel, and the bias with it. "
                   "The bias costs memory and time and never changes anything; the normalisation "
                   "has a shift of its own.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Activation, BatchNormalization, Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, input_shape=(16,)))\n"
                       "model.add(BatchNormalization())\n"
                       "model.add(Activation(\"relu\"))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Activation, BatchNormalization, Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, use_bias=False, input_shape=(16,)))\n"
                           "model.add(BatchNormalization())\n"
                           "model.add(Activation(\"relu\"))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .evidence = "The bias argument or its default, and that nothing but the normalisation "
                        "reads the result. Silent when an activation lies between.",
            .options = "",
            .known_problems = "Weights to be loaded from elsewhere may need the bias.",
            .references = "Ioffe and Szegedy 2015, section 3.2.",
        },
    .check = check_model,
};
