/* SPDX-License-Identifier: MIT */
/*
 * EOS301: a convolution with very few or very many filters for its kind of input. Each convolution is
 * answered for itself.
 *
 * Questionable: 1x1 convolutions and the one whose channels are the classes are left out, though the
 * paper counts every layer; their widths mean something else.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

#include <inttypes.h>

typedef struct filter_band {
    double least, most;
    const char *name;
} filter_band;

static filter_band find_band(const eos_check *check, const eos_model *model)
{
    eos_input_kind kind = eos_input_kind_find(model);
    if (kind == EOS_INPUT_COLOUR)
        return (filter_band){eos_check_threshold(check, "filters-colour-min"),
                             eos_check_threshold(check, "filters-colour-max"),
                             eos_input_kind_name(kind)};
    if (kind == EOS_INPUT_GREY || kind == EOS_INPUT_TABULAR)
        return (filter_band){eos_check_threshold(check, "filters-grey-min"),
                             eos_check_threshold(check, "filters-grey-max"),
                             eos_input_kind_name(kind)};
    return (filter_band){0};
}

static void judge_layer(eos_check *check, const eos_model *model, const eos_layer *layer,
                        const filter_band *band)
{
    int64_t filters;
    eos_about about = eos_about_layer(check, model, layer);
    if (!eos_value_integer(layer->units, &filters) || layer->presence != EOS_PRESENT) {
        eos_check_unknown(check, &about, "the number of filters is not known");
        return;
    }
    bool is_few = (double)filters < band->least;
    if (!is_few && (double)filters <= band->most) {
        eos_check_satisfied(check, &about);
        return;
    }
    double bound = is_few ? band->least : band->most;
    eos_finding *finding = eos_check_violated(
        check, &about, "%s has %s filters for %s, %s %g: write a number from %g to %g",
        eos_say_layer(check, model, layer), eos_say_value(check, layer->units, about.span.line),
        band->name, is_few ? "fewer than" : "more than", bound, band->least, band->most);
    eos_finding_fix(check, finding, "write %g filters", bound);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "filters", layer->units, layer->span);
    if (eos_value_is_default(layer->units))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (eos_model_first_conv(model) == EOS_NO_LAYER)
        return;
    filter_band band = find_band(check, model);
    if (!band.name || eos_model_makes_maps(model))
        return;
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        eos_window window = eos_window_find(layer);
        bool is_patches = window.axes > 0 && window.kernel[0] > 1 &&
                          window.stride[0] >= window.kernel[0]; /* cuts pictures into tokens */
        bool is_meant = eos_layer_is_window_conv(layer) && eos_layer_mixes_channels(layer) &&
                        !layer->is_ready_made && layer != model->head.layer && !layer->is_reuse &&
                        !is_patches;
        if (is_meant)
            judge_layer(check, model, layer, &band);
    }
}

static const eos_threshold thresholds[] = {
    {"filters-colour-min", {16, 16, 16}, "Theia (rule table in section 4.1)"},
    {"filters-colour-max", {512, 512, 512}, "Theia (rule table in section 4.1)"},
    {"filters-grey-min", {6, 6, 6}, "Theia (rule table in section 4.1)"},
    {"filters-grey-max", {256, 256, 256}, "Theia (rule table in section 4.1)"},
    {0},
};

const eos_rule eos_rule_301 = {
    .code = "EOS301",
    .name = "filters-out-of-band",
    .summary = "A convolution has unusually few or many filters for its input",
    .category = "INF",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the filters of each convolution with the usual band: 16 to 512 for "
                    "colour images, 6 to 256 for grey images and tables.",
            .why = "Few filters cannot hold the patterns that the next layer needs; very many cost "
                   "weights and time and learn the same pattern several times.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(4, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                       "model.add(MaxPooling2D())\n"
                       "model.add(Conv2D(32, 3, activation=\"relu\"))\n"
                       "model.add(Flatten())\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(16, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                "model.add(MaxPooling2D())\n"
                "model.add(Conv2D(32, 3, activation=\"relu\"))\n"
                "model.add(Flatten())\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence =
                "The filters and the channels of the network's input. Silent for 1x1 and "
                "depthwise convolutions, patches, class scores, and networks that make maps.",
            .options = "`filters-colour-min`, `filters-colour-max`, `filters-grey-min`, "
                       "`filters-grey-max`.",
            .known_problems =
                "The band knows neither the size of the pictures nor of the data set.",
            .references = "Theia (rule table in section 4.1).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
