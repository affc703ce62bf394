/* SPDX-License-Identifier: MIT */
/*
 * EOS310: a hidden Dense or Linear of one unit that another layer with weights reads. Everything behind
 * it depends on one number per row.
 *
 * Questionable: scores and gates have one unit on purpose. They are told by what follows: a merge,
 * several readers, an axis of steps or pixels, a reshape.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

typedef enum narrow_end { NARROW_FINE, NARROW_UNKNOWN, NARROW_BOTTLENECK } narrow_end;

static narrow_end follow(const eos_model *model, const eos_layer_uses *uses, uint32_t index,
                         uint32_t *next)
{
    narrow_end found = NARROW_BOTTLENECK;
    for (uint32_t at = index;;) {
        at = eos_layer_only_reader(model, uses, at);
        if (at == EOS_NO_LAYER)
            return NARROW_FINE;
        const eos_layer *layer = &model->layers.items[at];
        if (layer->presence != EOS_PRESENT)
            found = NARROW_UNKNOWN;
        *next = at;
        if (eos_layer_is_plain_dense(layer))
            return found;
        if (!eos_layer_is_understood(layer))
            return NARROW_UNKNOWN;
        bool is_passed = eos_layer_is_dropout(layer) || eos_layer_is_norm(layer) ||
                         layer->family == EOS_LAYER_ACTIVATION ||
                         layer->family == EOS_LAYER_NOISE || layer->family == EOS_LAYER_IDENTITY;
        if (!is_passed)
            return NARROW_FINE; /* put into another form, or of another kind */
    }
}

/* One number in, or a row of steps: not a squeezed row. */
static bool is_on_purpose(const eos_model *model, const eos_layer *layer)
{
    int64_t width;
    const eos_shape *shape = &layer->input_shape;
    if (shape->is_known && (shape->rank != 1 || shape->sizes[0] == 1))
        return true;
    if (eos_value_integer(eos_layer_value(layer, "in_features"), &width) && width == 1)
        return true;
    return eos_model_gives_what_it_takes(model);
}

static void judge_layer(eos_check *check, const eos_model *model, const eos_layer_uses *uses,
                        uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    uint32_t next = index;
    eos_about about = eos_about_layer(check, model, layer);
    narrow_end end = follow(model, uses, index, &next);
    if (end == NARROW_BOTTLENECK && is_on_purpose(model, layer))
        end = NARROW_FINE;
    if (end == NARROW_FINE) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (end == NARROW_UNKNOWN || layer->presence != EOS_PRESENT || model->is_escaped) {
        eos_check_unknown(check, &about, "what follows the layer is not fully known");
        return;
    }
    const eos_layer *reader = &model->layers.items[next];
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s is a hidden layer of one unit, so %s sees a single number per row: write more units",
        eos_say_layer(check, model, layer),
        eos_say_at(check, eos_layer_label(check->arena, reader), reader->span, about.span.line));
    eos_finding_fix(check, finding, "write more units in %s", eos_layer_label(check->arena, layer));
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "units", layer->units, layer->span);
    eos_finding_related(check, finding, "layer that reads it", reader->span);
    if (eos_value_is_default(layer->units))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        int64_t units;
        const eos_layer *layer = &model->layers.items[i];
        if (!eos_layer_is_plain_dense(layer))
            continue;
        if (eos_value_integer(layer->units, &units) && units == 1)
            judge_layer(check, model, &uses, i);
    }
}

const eos_rule eos_rule_310 = {
    .code = "EOS310",
    .name = "single-hidden-unit",
    .summary = "A hidden dense layer of one unit in front of another layer",
    .category = "INN",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a Dense or Linear layer of one unit whose result another Dense or "
                    "Linear layer reads.",
            .why = "All that the layers in front have found is pressed into one number per row; "
                   "the layers behind can only rescale it. Often a head was left in the middle of "
                   "the network.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"relu\"))\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(32, activation=\"relu\"))\n"
                           "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence = "The width and the only way to the next layer with weights. Silent when "
                        "the result enters a merge or has several readers (scores, gates), when "
                        "the layer works on steps or pixels, when its input has one number, and "
                        "for networks that give what they take (the code of an autoencoder).",
            .options = "",
            .known_problems = "A one-dimensional embedding that is wanted looks the same.",
            .references = "opinion",
        },
    .check = check_model,
};
