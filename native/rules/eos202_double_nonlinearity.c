/* SPDX-License-Identifier: MIT */
/*
 * EOS202: two nonlinearities on the same tensor. For each activation that stands on its own the tensor
 * is followed back, through layers that keep its values, to the nonlinearity that made it: another
 * activation, or the activation argument of a Dense or convolution layer.
 *
 * Questionable: recurrent layers are no first half. Their tanh is multiplied by a gate, so what follows
 * is a second function of another tensor.
 */
#include "rules/layer_path.h"
#include "rules/wording.h"

typedef enum back_end { BACK_RIGHT, BACK_UNKNOWN, BACK_DOUBLE } back_end;

static bool can_carry_argument(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_DENSE ||
           (layer->family >= EOS_LAYER_CONV && layer->family <= EOS_LAYER_CONV_SEPARABLE);
}

/* What made the tensor that layer `index` reads. */
static back_end find_maker(const eos_model *model, const eos_layer_uses *uses, uint32_t index,
                           uint32_t *maker)
{
    bool is_open = false;
    uint32_t reader = uses->first[index];
    if (reader != EOS_NO_LAYER && model->layers.items[reader].family == EOS_LAYER_MERGE_MULTIPLY)
        return BACK_RIGHT; /* a gate factor: x * tanh(softplus(x)) */
    for (uint32_t at = index;;) {
        const eos_layer *layer = &model->layers.items[at];
        if (layer->input_count != 1 || layer->inputs[0] >= at)
            return BACK_RIGHT;
        at = layer->inputs[0];
        if (uses->count[at] != 1)
            return BACK_RIGHT; /* the tensor goes elsewhere too: a gate, swish by hand */
        layer = &model->layers.items[at];
        is_open = is_open || layer->presence == EOS_MAYBE;
        if (layer->family == EOS_LAYER_ACTIVATION || can_carry_argument(layer)) {
            *maker = at;
            if (eos_activation_is_nonlinear(&layer->activation))
                return is_open || layer->activation.kind == EOS_ACT_OTHER ? BACK_UNKNOWN
                                                                          : BACK_DOUBLE;
            if (layer->activation.kind == EOS_ACT_UNKNOWN)
                return BACK_UNKNOWN;
            if (can_carry_argument(layer))
                return BACK_RIGHT;
            continue; /* a linear activation layer */
        }
        if (!eos_layer_keeps_values(layer))
            return layer->family == EOS_LAYER_CUSTOM ? BACK_UNKNOWN : BACK_RIGHT;
    }
}

static const char *name_of(const eos_activation *activation)
{
    return activation->name ? activation->name
                            : eos_activation_name((eos_activation_kind)activation->kind);
}

static void report(eos_check *check, const eos_model *model, const eos_layer *layer,
                   const eos_layer *maker)
{
    eos_about about = eos_about_layer(check, model, layer);
    const char *second = name_of(&layer->activation);
    eos_span place = maker->activation.span.line ? maker->activation.span : maker->span;
    const char *first = eos_say_at(check, name_of(&maker->activation), place, about.span.line);
    bool is_head = model->head.is_known && model->head.activation_layer == layer;
    const char *write = is_head && can_carry_argument(maker)
                            ? eos_arena_printf(check->arena, "%s without %s", maker->kind,
                                               name_of(&maker->activation))
                            : eos_arena_printf(check->arena, "only one of the two");
    eos_finding *finding = eos_check_violated(
        check, &about, "%s in %s is applied to the result of %s in %s: write %s", second,
        eos_say_layer(check, model, layer), first, eos_layer_label(check->arena, maker), write);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "first activation",
                         maker->activation.value, place);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "second activation",
                         layer->activation.value, layer->activation.span);
    if (!maker->path)
        eos_finding_related(check, finding, "first activation", place);
    if (eos_value_is_default(maker->activation.value) ||
        eos_value_is_default(layer->activation.value))
        eos_finding_with_defaults(check, finding);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        uint32_t maker = EOS_NO_LAYER;
        if (layer->family != EOS_LAYER_ACTIVATION || layer->activation.kind == EOS_ACT_LINEAR ||
            layer->is_ready_made)
            continue;
        back_end end = find_maker(model, &uses, i, &maker);
        if (end == BACK_DOUBLE && (layer->activation.kind == EOS_ACT_UNKNOWN ||
                                   layer->activation.kind == EOS_ACT_OTHER || model->is_escaped))
            end = BACK_UNKNOWN;
        if (end == BACK_DOUBLE) {
            report(check, model, layer, &model->layers.items[maker]);
            continue;
        }
        eos_about about = eos_about_layer(check, model, layer);
        if (end == BACK_UNKNOWN)
            eos_check_unknown(check, &about, "one of the two activations is not known");
        else
            eos_check_satisfied(check, &about);
    }
}

const eos_rule eos_rule_202 = {
    .code = "EOS202",
    .name = "double-nonlinearity",
    .summary = "Two nonlinearities in a row on the same tensor",
    .category = "CNL",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Finds an activation that is applied to the result of another one, with nothing "
                "learnable, no normalisation and no merge between them. An activation argument and "
                "an activation layer behind it both count.",
            .why =
                "The second function sees only what the first one left: a softmax behind a relu "
                "can "
                "not give a class less than the others with a score of 0, a sigmoid behind a relu "
                "never goes below 0.5. The same function twice is at best a waste.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Activation, Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(10, activation=\"relu\"))\n"
                       "model.add(Activation(\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Activation, Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(10))\n"
                           "model.add(Activation(\"softmax\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n",
            .evidence =
                "Both activations by name and the tensor between them. Silent when one of them "
                "is unknown or a function of the program, when the tensor between has another "
                "reader (swish by hand, gates), and behind recurrent layers.",
            .options = "",
            .known_problems = "",
            .references = "Theia (rule table in section 4.1).",
        },
    .check = check_model,
};
