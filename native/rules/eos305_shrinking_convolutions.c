/* SPDX-License-Identifier: MIT */
/*
 * EOS305: a convolution with fewer filters, or a smaller kernel, than the one in front of it. The pair
 * is told at the second.
 *
 * Questionable: a kernel counts as shrunk only when it falls below three. A wide stem in front of 3x3
 * windows is how most networks begin, and 3x3 to 2x2 is the case that people ask about.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

#include <inttypes.h>

/* Sizes of the kernels along the first axis on which the second falls below `least`. */
static bool is_kernel_shrunk(const eos_layer *layer, const eos_layer *next, double least,
                             int64_t *was, int64_t *is)
{
    eos_window before = eos_window_find(layer), after = eos_window_find(next);
    for (uint32_t i = 0; i < before.axes && i < after.axes; i++) {
        *was = before.kernel[i];
        *is = after.kernel[i];
        if (*is > 1 && *is < *was && (double)*is < least) /* 1: a factor, like 1x7 and 7x1 */
            return true;
    }
    return false;
}

static bool is_filters_shrunk(const eos_layer *layer, const eos_layer *next)
{
    int64_t was, is;
    return eos_layer_mixes_channels(layer) && eos_layer_mixes_channels(next) &&
           eos_value_integer(layer->units, &was) && eos_value_integer(next->units, &is) && is < was;
}

static void judge_pair(eos_check *check, const eos_model *model, const eos_layer *layer,
                       const eos_layer *next, bool is_open)
{
    int64_t was = 0, is = 0;
    eos_about about = eos_about_layer(check, model, next);
    bool is_fewer = is_filters_shrunk(layer, next);
    bool is_smaller =
        is_kernel_shrunk(layer, next, eos_check_threshold(check, "kernel-shrink-min"), &was, &is);
    if (!is_fewer && !is_smaller) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (is_open || layer->presence != EOS_PRESENT || next->presence != EOS_PRESENT) {
        eos_check_unknown(check, &about, "not all layers of the chain are certain");
        return;
    }
    const char *front =
        eos_say_at(check, eos_layer_label(check->arena, layer), layer->span, about.span.line);
    const char *filters = eos_say_value(check, next->units, about.span.line);
    const char *more = eos_say_value(check, layer->units, layer->span.line);
    const char *write = is_fewer
                            ? eos_arena_printf(check->arena, "write at least %s filters", more)
                            : eos_arena_printf(check->arena, "write a kernel of %" PRId64, was);
    eos_finding *finding;
    if (is_fewer && is_smaller)
        finding = eos_check_violated(
            check, &about,
            "%s has %s filters and a kernel of %" PRId64 " after the %s and %" PRId64
            " of %s: %s and a kernel of %" PRId64,
            eos_say_layer(check, model, next), filters, is, more, was, front, write, was);
    else if (is_fewer)
        finding =
            eos_check_violated(check, &about, "%s has %s filters after the %s of %s: %s",
                               eos_say_layer(check, model, next), filters, more, front, write);
    else
        finding = eos_check_violated(
            check, &about, "%s has a kernel of %" PRId64 " after the %" PRId64 " of %s: %s",
            eos_say_layer(check, model, next), is, was, front, write);
    eos_finding_fix(check, finding, "%s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "filters of the layer in front",
                         layer->units, layer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "filters", next->units, next->span);
    eos_finding_related(check, finding, "convolution in front", layer->span);
    if (eos_value_is_default(layer->units) || eos_value_is_default(next->units))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (eos_model_first_conv(model) == EOS_NO_LAYER || eos_model_makes_maps(model) ||
        model->is_escaped)
        return;
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (!eos_layer_is_window_conv(layer) || layer->is_ready_made)
            continue;
        eos_chain_link link = eos_chain_link_find(model, &uses, i);
        if (link.next == EOS_NO_LAYER)
            continue;
        const eos_layer *next = &model->layers.items[link.next];
        bool is_pair = eos_layer_is_window_conv(next) && next != model->head.layer &&
                       !next->is_ready_made && next->rank == layer->rank && !next->is_reuse;
        bool is_inner = eos_chain_link_find(model, &uses, link.next).next != EOS_NO_LAYER;
        if (is_pair && is_inner)
            judge_pair(check, model, layer, next, link.is_open);
    }
}

static const eos_threshold thresholds[] = {
    {"kernel-shrink-min", {3, 3, 3}, "opinion: kernels of 3 and more may follow larger ones"},
    {0},
};

const eos_rule eos_rule_305 = {
    .code = "EOS305",
    .name = "shrinking-convolutions",
    .summary = "A convolution has fewer filters or a smaller kernel than the one in front",
    .category = "INF",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds two convolutions in a row of which the second has fewer filters, or a "
                    "kernel below 3 behind a larger one.",
            .why = "Early layers see simple patterns, of which there are few; later ones combine "
                   "them, and there are many combinations. Filters that shrink with depth throw "
                   "away what was found.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(64, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                       "model.add(MaxPooling2D())\n"
                       "model.add(Conv2D(32, 3, activation=\"relu\"))\n"
                       "model.add(Flatten())\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(32, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                "model.add(MaxPooling2D())\n"
                "model.add(Conv2D(64, 3, activation=\"relu\"))\n"
                "model.add(Flatten())\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence =
                "Filters and kernels of both, and the only way between them. Silent for 1x1 "
                "convolutions, class scores, branches and merges, and networks that make "
                "maps (decoders, autoencoders).",
            .options = "`kernel-shrink-min`: a kernel of this size may follow a larger one.",
            .known_problems =
                "The last convolutions of some published networks have fewer filters.",
            .references = "Theia (INF in section 4.1 and its benchmark).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
