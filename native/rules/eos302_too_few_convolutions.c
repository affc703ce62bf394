/* SPDX-License-Identifier: MIT */
/*
 * EOS302: a convolutional classifier of images with fewer convolutions than its pictures call for. A
 * rule of absence: it speaks only of networks that are in sight from end to end.
 *
 * Questionable: below 48 pixels the default profile is silent, although the paper counts there too. Two
 * convolutions read digits and thumbnails well; the benchmark's programs are told by profile theia.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

#include <inttypes.h>

static bool is_convolution(const eos_layer *layer) /* functional ones too: they do the same */
{
    return layer->family >= EOS_LAYER_CONV && layer->family <= EOS_LAYER_CONV_SEPARABLE;
}

static bool is_task_meant(const eos_check *check, const eos_model *model)
{
    eos_task task = eos_task_find(model);
    return task == EOS_TASK_CLASSES ||
           (task == EOS_TASK_NUMBERS && eos_check_is_profile(check, EOS_PROFILE_STRICT));
}

static void report(eos_check *check, const eos_model *model, const eos_about *about, uint32_t count,
                   uint32_t wanted, eos_input_kind kind)
{
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s has %u convolution%s for %s: write at least %u, each followed by a "
        "pooling layer or a stride",
        model->name, count, count == 1 ? "" : "s", eos_input_kind_name(kind), wanted);
    if (eos_check_is_profile(check, EOS_PROFILE_THEIA))
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_HEURISTIC);
    eos_finding_fix(check, finding, "add %u more", wanted - count);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "convolutions of the model",
                         eos_integer(count), about->span);
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (is_convolution(&model->layers.items[i]))
            eos_finding_related(check, finding, "convolution", model->layers.items[i].span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    uint32_t first = eos_model_first_conv(model);
    if (first == EOS_NO_LAYER || model->layers.items[first].rank != 2)
        return;
    eos_about about = eos_about_layer(check, model, &model->layers.items[first]);
    eos_input_kind kind = eos_input_kind_find(model);
    bool is_colour = kind == EOS_INPUT_COLOUR;
    const char *reason;
    if (!is_colour && kind != EOS_INPUT_GREY) {
        eos_check_unknown(check, &about, "the channels of the images are not known");
        return;
    }
    if (!eos_model_is_plain_network(model, &reason)) {
        eos_check_unknown(check, &about, reason);
        return;
    }
    double least = eos_check_threshold(check, "conv-count-min-extent");
    int64_t extent = eos_input_extent(model);
    if (least > 0 && extent < 0) {
        eos_check_unknown(check, &about, "the size of the images is not known");
        return;
    }
    uint32_t count = eos_model_count(model, is_convolution);
    double wanted =
        eos_check_threshold(check, is_colour ? "conv-count-colour-min" : "conv-count-grey-min");
    bool is_large = least <= 0 || (double)extent >= least;
    if (is_large && count < wanted && is_task_meant(check, model))
        report(check, model, &about, count, (uint32_t)wanted, kind);
    else
        eos_check_satisfied(check, &about);
}

static const eos_threshold thresholds[] = {
    {"conv-count-colour-min", {3, 3, 3}, "Theia (rule table in section 4.1)"},
    {"conv-count-grey-min", {2, 2, 2}, "Theia (rule table in section 4.1)"},
    {"conv-count-min-extent",
     {48, 0, 0},
     "opinion: thumbnails and digits are read by fewer; the paper knows no such limit"},
    {0},
};

const eos_rule eos_rule_302 = {
    .code = "EOS302",
    .name = "too-few-convolutions",
    .summary = "A classifier of images has fewer convolutions than they call for",
    .category = "ICL",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Counts the convolutions of a network that classifies images: fewer than three "
                    "for colour images, fewer than two for grey ones.",
            .why = "Each convolution sees a window of what the one before found. Few of them see "
                   "edges and small textures only, and the dense layers behind learn the training "
                   "pictures by heart.",
            .example =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(32, (3, 3), activation=\"relu\", input_shape=(96, 96, 3)))\n"
                "model.add(MaxPooling2D((4, 4)))\n"
                "model.add(Conv2D(64, (3, 3), activation=\"relu\"))\n"
                "model.add(MaxPooling2D((4, 4)))\n"
                "model.add(Flatten())\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(32, (3, 3), activation=\"relu\", input_shape=(96, 96, 3)))\n"
                "model.add(MaxPooling2D((2, 2)))\n"
                "model.add(Conv2D(64, (3, 3), activation=\"relu\"))\n"
                "model.add(MaxPooling2D((2, 2)))\n"
                "model.add(Conv2D(128, (3, 3), activation=\"relu\"))\n"
                "model.add(MaxPooling2D((2, 2)))\n"
                "model.add(Flatten())\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence = "The channels of the input, the task (by the loss or the head), and the "
                        "whole network. Silent for pretrained models, attention, recurrence, "
                        "networks that make maps, and when any layer is not understood.",
            .options = "`conv-count-colour-min`, `conv-count-grey-min`; below "
                       "`conv-count-min-extent` pixels on the shorter side the rule is silent. "
                       "Profile theia: a warning. Profile strict: regression on images too.",
            .known_problems = "A wide first kernel with a large stride may do the work of two.",
            .references = "Theia (rule table in section 4.1).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
