/* SPDX-License-Identifier: MIT */
/*
 * EOS205: a rectifier on the maps whose channels are the classes, then the mean over each map, then
 * softmax or a loss that applies it.
 *
 * Questionable: it is a published design (some compact networks end so), therefore info. EOS101 leaves
 * this case to this rule, so that one cause is one finding.
 */
#include "rules/class_maps.h"
#include "rules/loss_tables.h"
#include "rules/wording.h"

/* A loss that takes scores and lets one class win; NULL = none of the model's learners has one. */
static const eos_learner *find_score_loss(const eos_model *model)
{
    for (uint32_t i = 0; i < model->learners.count; i++) {
        const eos_loss *loss = &model->learners.items[i].loss;
        bool is_logits = false;
        bool takes_scores = loss->kind == EOS_LOSS_TORCH_CROSS_ENTROPY ||
                            (eos_loss_is_exclusive((eos_loss_kind)loss->kind) &&
                             eos_value_boolean(loss->from_logits, &is_logits) && is_logits);
        if (takes_scores)
            return &model->learners.items[i];
    }
    return NULL;
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_class_maps maps = eos_class_maps_find(check->arena, model);
    if (!maps.head)
        return;
    eos_about about = eos_about_layer(check, model, maps.head);
    const eos_learner *learner = find_score_loss(model);
    if (!maps.rectifier || (!maps.softmax && !learner)) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (model->is_escaped) {
        eos_check_unknown(check, &about, "the model is changed by code that cannot be seen");
        return;
    }
    const char *then = maps.softmax
                           ? eos_say_at(check, "softmax", maps.softmax->span, about.span.line)
                           : eos_say_at(check, learner->loss.name ? learner->loss.name : "the loss",
                                        learner->loss.span, about.span.line);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s cuts the class scores of %s off at 0, so %s cannot push a wrong class below it: "
        "write no activation there",
        maps.rectifier->name ? maps.rectifier->name : "the rectifier",
        eos_say_layer(check, model, maps.head), then);
    eos_finding_fix(check, finding, "remove the activation");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "activation of the class scores",
                         maps.rectifier->value, maps.rectifier->span);
    eos_finding_related(check, finding, "activation", maps.rectifier->span);
    if (learner)
        eos_finding_relate_learner(check, finding, model, learner);
}

const eos_rule eos_rule_205 = {
    .code = "EOS205",
    .name = "rectified-class-scores",
    .summary = "A rectifier on the class scores in front of global pooling and softmax",
    .category = "CNL",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a relu on the convolution whose channels are the classes, followed by "
                    "global average pooling and softmax, or by a loss that applies softmax.",
            .why = "Scores below zero are how a network says \"not this class\". The rectifier "
                   "makes them 0, their gradient with them, and softmax over zeros can at best "
                   "give all those classes the same share.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, GlobalAveragePooling2D, Softmax\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(32, 3, activation=\"relu\", input_shape=(32, 32, 3)))\n"
                       "model.add(Conv2D(10, 1, activation=\"relu\"))\n"
                       "model.add(GlobalAveragePooling2D())\n"
                       "model.add(Softmax())\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, GlobalAveragePooling2D, Softmax\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(32, 3, activation=\"relu\", input_shape=(32, 32, 3)))\n"
                "model.add(Conv2D(10, 1))\n"
                "model.add(GlobalAveragePooling2D())\n"
                "model.add(Softmax())\n",
            .evidence = "The whole way from the last convolution to the output, and the softmax or "
                        "the loss.",
            .options = "",
            .known_problems = "SqueezeNet and others were published with it and train well.",
            .references = "opinion; Iandola et al. 2016 (SqueezeNet) for the design.",
        },
    .check = check_model,
};
