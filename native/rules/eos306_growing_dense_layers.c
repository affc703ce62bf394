/* SPDX-License-Identifier: MIT */
/*
 * EOS306: behind convolutions, a hidden Dense or Linear with more units than come into it.
 *
 * Questionable: networks without convolutions are left alone. There a wider hidden layer is how a few
 * columns are spread out, and the paper's own benchmark names none of them.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

#include <inttypes.h>

static void judge_layer(eos_check *check, const eos_model *model, const eos_layer *layer,
                        bool is_open)
{
    int64_t units, width = eos_dense_input_width(layer);
    eos_about about = eos_about_layer(check, model, layer);
    if (width < 0 || !eos_value_integer(layer->units, &units)) {
        eos_check_unknown(check, &about, "the width of the layer or of its input is not known");
        return;
    }
    if (units <= width) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (is_open || layer->presence != EOS_PRESENT || model->is_escaped) {
        eos_check_unknown(check, &about, "what follows the layer is not fully known");
        return;
    }
    eos_finding *finding =
        eos_check_violated(check, &about,
                           "%s widens its input of %" PRId64 " to %s units: write at most %" PRId64
                           ", and fewer in each dense layer behind",
                           eos_say_layer(check, model, layer), width,
                           eos_say_value(check, layer->units, about.span.line), width);
    eos_finding_fix(check, finding, "write at most %" PRId64 " units", width);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "units", layer->units, layer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "width of the input",
                         eos_integer(width), layer->span);
    if (eos_value_is_default(layer->units))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    uint32_t first = eos_model_first_conv(model);
    if (first == EOS_NO_LAYER || eos_model_makes_maps(model) ||
        eos_model_count(model, eos_layer_is_foreign) > 0)
        return;
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = first; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (!eos_layer_is_plain_dense(layer) || layer == model->head.layer ||
            layer->is_ready_made || layer->is_reuse)
            continue;
        eos_chain_link link = eos_chain_link_find(model, &uses, i);
        if (link.next != EOS_NO_LAYER && eos_layer_is_plain_dense(&model->layers.items[link.next]))
            judge_layer(check, model, layer, link.is_open);
    }
}

const eos_rule eos_rule_306 = {
    .code = "EOS306",
    .name = "growing-dense-layers",
    .summary = "A dense layer behind convolutions has more units than inputs",
    .category = "INN",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds hidden Dense or Linear layers of a convolutional network that have more "
                    "units than numbers come in, so that the network grows towards its output.",
            .why = "The convolutions have already found the patterns; what is left is to weigh "
                   "them. More units than inputs add weights, not knowledge, and overfit.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, GlobalAveragePooling2D\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(32, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                       "model.add(Conv2D(64, 3, activation=\"relu\"))\n"
                       "model.add(GlobalAveragePooling2D())\n"
                       "model.add(Dense(1024, activation=\"relu\"))\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, GlobalAveragePooling2D\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(32, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                "model.add(Conv2D(64, 3, activation=\"relu\"))\n"
                "model.add(GlobalAveragePooling2D())\n"
                "model.add(Dense(64, activation=\"relu\"))\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence = "The units, the width that comes in, and that another dense layer reads "
                        "the result. Silent for the output layer, gates, attention, recurrence, "
                        "and networks that make maps.",
            .options = "",
            .known_problems = "Networks without convolutions are not judged: the paper's text can "
                              "be read to mean them too, its benchmark does not.",
            .references = "Theia (rule table in section 4.1).",
        },
    .check = check_model,
};
