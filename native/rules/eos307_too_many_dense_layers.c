/* SPDX-License-Identifier: MIT */
/*
 * EOS307: more than three dense layers in a row behind convolutions, the output counted. Told once, at
 * the first that is too many.
 *
 * Questionable: only a chain counts. Dense layers in branches (gates, several heads) are other things
 * than a long classifier.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

static void report(eos_check *check, const eos_model *model, const eos_layer *layer, uint32_t total,
                   uint32_t most, const eos_layer *first)
{
    eos_about about = eos_about_layer(check, model, layer);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s has %u dense layers in a row behind its convolutions, from %s on: write at most %u",
        model->name, total,
        eos_say_at(check, eos_layer_label(check->arena, first), first->span, about.span.line),
        most);
    eos_finding_fix(check, finding, "remove %u of them", total - most);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "dense layers in a row",
                         eos_integer(total), about.span);
    eos_finding_related(check, finding, "first dense layer", first->span);
}

/* Follows the dense layers that begin at `index`; marks them as seen. */
static void judge_chain(eos_check *check, const eos_model *model, const eos_layer_uses *uses,
                        uint32_t index, bool *seen)
{
    double most = eos_check_threshold(check, "dense-count-max");
    uint32_t total = 0, beyond = index;
    bool is_open = model->is_escaped;
    for (uint32_t at = index; at != EOS_NO_LAYER && !seen[at];) {
        const eos_layer *layer = &model->layers.items[at];
        if (!eos_layer_is_plain_dense(layer) || layer->is_ready_made)
            break;
        seen[at] = true;
        is_open = is_open || layer->presence != EOS_PRESENT;
        if (++total <= most + 1)
            beyond = at;
        eos_chain_link link = eos_chain_link_find(model, uses, at);
        is_open = is_open || (link.next != EOS_NO_LAYER && link.is_open);
        at = link.next;
    }
    eos_about about = eos_about_layer(check, model, &model->layers.items[beyond]);
    if (total <= most)
        eos_check_satisfied(check, &about);
    else if (is_open)
        eos_check_unknown(check, &about, "not all dense layers of the chain are certain");
    else
        report(check, model, &model->layers.items[beyond], total, (uint32_t)most,
               &model->layers.items[index]);
}

static void check_model(eos_check *check, const eos_model *model)
{
    uint32_t first = eos_model_first_conv(model);
    if (first == EOS_NO_LAYER || eos_model_makes_maps(model) ||
        eos_model_count(model, eos_layer_is_foreign) > 0)
        return;
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    bool *seen = EOS_NEW_ARRAY(check->arena, bool, model->layers.count);
    for (uint32_t i = first; i < model->layers.count; i++)
        if (eos_layer_is_plain_dense(&model->layers.items[i]) && !seen[i])
            judge_chain(check, model, &uses, i, seen);
}

static const eos_threshold thresholds[] = {
    {"dense-count-max", {3, 3, 3}, "Theia (rule table in section 4.1)"},
    {0},
};

const eos_rule eos_rule_307 = {
    .code = "EOS307",
    .name = "too-many-dense-layers",
    .summary = "More than three dense layers behind convolutions",
    .category = "IFL",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Counts the Dense or Linear layers in a row behind the convolutions, the output "
                "included: more than three.",
            .why = "The convolutions do the seeing. A long tail of dense layers holds most of the "
                   "weights, trains slowly and overfits.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(32, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                       "model.add(MaxPooling2D())\n"
                       "model.add(Conv2D(64, 3, activation=\"relu\"))\n"
                       "model.add(Flatten())\n"
                       "model.add(Dense(512, activation=\"relu\"))\n"
                       "model.add(Dense(256, activation=\"relu\"))\n"
                       "model.add(Dense(128, activation=\"relu\"))\n"
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
                "model.add(Dense(128, activation=\"relu\"))\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence = "The chain of dense layers. Silent for branches, attention, recurrence, "
                        "networks that make maps, and layers that may be there or not.",
            .options = "`dense-count-max`.",
            .known_problems = "",
            .references = "Theia (rule table in section 4.1).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
