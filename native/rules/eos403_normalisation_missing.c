/* SPDX-License-Identifier: MIT */
/*
 * EOS403: a network with hidden layers and no normalisation layer at all. One finding for the network,
 * at its first hidden layer.
 *
 * Questionable: the paper asks for batch normalisation between every convolution or dense layer and its
 * activation; a network that normalises anywhere is left alone here.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

#include <string.h>

/* selu keeps its scale by itself. */
static bool is_self_normalising(const eos_layer *layer)
{
    return layer->activation.name && strcmp(layer->activation.name, "selu") == 0;
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    uint32_t first = EOS_NO_LAYER, hidden = 0;
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_hidden(model, &uses, i) && hidden++ == 0)
            first = i;
    if (first == EOS_NO_LAYER)
        return;
    const eos_layer *layer = &model->layers.items[first];
    eos_about about = eos_about_layer(check, model, layer);
    const char *reason;
    if (!eos_model_is_plain_network(model, &reason)) {
        eos_check_unknown(check, &about, reason);
        return;
    }
    bool is_deep = hidden >= eos_check_threshold(check, "normalisation-min-hidden-layers");
    if (!is_deep || eos_model_count(model, eos_layer_is_norm) > 0 ||
        eos_model_count(model, is_self_normalising) > 0) {
        eos_check_satisfied(check, &about);
        return;
    }
    bool is_map = layer->rank == 2;
    const char *write = model->framework != EOS_FRAMEWORK_TORCH ? "BatchNormalization()"
                        : is_map                                ? "nn.BatchNorm2d"
                                                                : "nn.BatchNorm1d";
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s has %u hidden layer%s and no normalisation: write %s between %s and its activation",
        model->name, hidden, hidden == 1 ? "" : "s", write, eos_layer_label(check->arena, layer));
    eos_finding_fix(check, finding, "add %s between the layer and its activation", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "hidden layers", eos_integer(hidden),
                         layer->span);
}

static const eos_threshold thresholds[] = {
    {"normalisation-min-hidden-layers",
     {3, 1, 3},
     "Theia (rule table in section 4.1) knows no limit; opinion otherwise: shallow networks train "
     "without"},
    {0},
};

const eos_rule eos_rule_403 = {
    .code = "EOS403",
    .name = "normalisation-missing",
    .summary = "A network with hidden layers has no normalisation layer",
    .category = "MNL",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds networks with hidden dense or convolution layers and no normalisation "
                    "layer of any kind.",
            .why = "The values that reach a layer drift while the layers in front learn. Batch "
                   "normalisation holds their scale, allows larger learning rates and makes deep "
                   "networks train at all.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(16,)))\n"
                       "model.add(Dense(64, activation=\"relu\"))\n"
                       "model.add(Dense(32, activation=\"relu\"))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Activation, BatchNormalization, Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, use_bias=False, input_shape=(16,)))\n"
                           "model.add(BatchNormalization())\n"
                           "model.add(Activation(\"relu\"))\n"
                           "model.add(Dense(64, activation=\"relu\"))\n"
                           "model.add(Dense(32, activation=\"relu\"))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .evidence =
                "The whole network and its task. Silent when any layer is not understood or "
                "may be missing, for pretrained models, attention and recurrence, selu, and "
                "networks that make maps.",
            .options = "`normalisation-min-hidden-layers`: networks with fewer are left alone.",
            .known_problems = "Careful initialisation (fixup) trains deep networks without.",
            .references = "Theia (rule table in section 4.1); Ioffe and Szegedy 2015.",
        },
    .thresholds = thresholds,
    .check = check_model,
};
