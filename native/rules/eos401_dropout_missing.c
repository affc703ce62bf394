/* SPDX-License-Identifier: MIT */
/*
 * EOS401: a network with hidden layers and no dropout at all. One finding for the network, at the last
 * hidden layer, where a dropout does most.
 *
 * Questionable: the paper asks for dropout behind every convolution and dense layer; a network that has
 * one anywhere is left alone here, as its benchmark does.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

static bool has_dropout(const eos_layer *layer)
{
    return eos_layer_is_dropout(layer) || layer->family == EOS_LAYER_NOISE;
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    uint32_t last = EOS_NO_LAYER;
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_hidden(model, &uses, i))
            last = i;
    if (last == EOS_NO_LAYER)
        return;
    const eos_layer *layer = &model->layers.items[last];
    eos_about about = eos_about_layer(check, model, layer);
    const char *reason;
    if (!eos_model_is_plain_network(model, &reason)) {
        eos_check_unknown(check, &about, reason);
        return;
    }
    double least = eos_check_threshold(check, "dropout-min-parameters");
    if (least > 0 && model->parameter_count < 0) {
        eos_check_unknown(check, &about, "the size of the model is not known");
        return;
    }
    bool is_large = least <= 0 || (double)model->parameter_count >= least;
    if (!is_large || eos_model_count(model, has_dropout) > 0) {
        eos_check_satisfied(check, &about);
        return;
    }
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const char *write = is_torch ? "nn.Dropout(0.5)" : "Dropout(0.5)";
    eos_finding *finding =
        eos_check_violated(check, &about, "%s has no dropout: write %s behind %s", model->name,
                           write, eos_layer_label(check->arena, layer));
    eos_finding_fix(check, finding, "add %s behind the layer", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "last hidden layer", layer->units,
                         layer->span);
}

static const eos_threshold thresholds[] = {
    {"dropout-min-parameters",
     {10000, 0, 10000},
     "Theia (rule table in section 4.1) knows no limit; opinion otherwise: small networks learn "
     "little by heart"},
    {0},
};

const eos_rule eos_rule_401 = {
    .code = "EOS401",
    .name = "dropout-missing",
    .summary = "A network with hidden layers has no dropout",
    .category = "MRD",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds networks with hidden dense or convolution layers and no dropout of any "
                    "kind.",
            .why = "Without any regularisation a network of some size learns its training rows by "
                   "heart. Dropout is the cheapest remedy.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(512, activation=\"relu\", input_shape=(64,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense, Dropout\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(512, activation=\"relu\", input_shape=(64,)))\n"
                           "model.add(Dropout(0.5))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .evidence =
                "The whole network and its task. Silent when any layer is not understood or "
                "may be missing, for pretrained models, attention and recurrence, and "
                "networks that make maps.",
            .options = "`dropout-min-parameters`: smaller networks are left alone.",
            .known_problems = "Weight decay, augmentation and much data regularise as well.",
            .references = "Theia (rule table in section 4.1).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
