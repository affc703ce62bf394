/* SPDX-License-Identifier: MIT */
/*
 * EOS404: dropout behind the last layer with weights, on the scores that reach the loss or the
 * softmax. A model's end is only known as such by a loss or by a softmax or sigmoid at its end; a
 * block that ends in a dropout (proj_drop) is no head.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

static eos_value rate_of(const eos_layer *layer)
{
    return eos_layer_value(layer, eos_layer_param(layer, "rate") ? "rate" : "p");
}

/* F.dropout(x, training=True): drawn at prediction too, as Monte Carlo dropout does. */
static bool is_always_on(const eos_layer *layer)
{
    bool is_on = false;
    const eos_param *training = eos_layer_param(layer, "training");
    return layer->is_functional && training && training->is_given &&
           eos_value_boolean(training->value, &is_on) && is_on;
}

/* The dropout nearest to the output; NULL = none. */
static const eos_layer *find_dropout(const eos_model *model)
{
    uint32_t at = model->layers.count - 1;
    const eos_layer *found = NULL;
    for (;;) {
        const eos_layer *layer = &model->layers.items[at];
        if (layer == model->head.layer)
            return found;
        if (eos_layer_is_dropout(layer) && !found)
            found = layer;
        if (layer->input_count != 1 || layer->inputs[0] >= at)
            return NULL; /* the head lies in a model inside */
        at = layer->inputs[0];
    }
}

static void report(eos_check *check, const eos_model *model, const eos_layer *dropout)
{
    const eos_layer *head = model->head.layer;
    eos_about about = eos_about_layer(check, model, dropout);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s drops scores of %s, the output layer: each row then trains without some of its "
        "outputs: write the dropout before that layer",
        eos_say_layer(check, model, dropout),
        eos_say_at(check, eos_layer_label(check->arena, head), head->span, about.span.line));
    eos_finding_fix(check, finding, "move the dropout before %s",
                    eos_layer_label(check->arena, head));
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "rate of the dropout", rate_of(dropout),
                         dropout->span);
    eos_finding_relate_learner(check, finding, model,
                               model->learners.count > 0 ? &model->learners.items[0] : NULL);
}

static void check_model(eos_check *check, const eos_model *model)
{
    double rate = 0;
    const eos_head *head = &model->head;
    eos_about about = eos_about_head(check, model);
    if (!head->is_known || !head->layer || eos_task_find(model) == EOS_TASK_UNKNOWN) {
        eos_check_unknown(check, &about, "which layer makes the output is not known");
        return;
    }
    bool is_output_layer =
        head->layer->family == EOS_LAYER_DENSE || head->layer->family == EOS_LAYER_CONV;
    const eos_layer *dropout = is_output_layer ? find_dropout(model) : NULL;
    bool is_rate_known = dropout && eos_value_number(rate_of(dropout), &rate);
    if (dropout && !is_rate_known)
        eos_check_unknown(check, &about, "the rate of the dropout is not known");
    else if (dropout && rate > 0 && !is_always_on(dropout))
        report(check, model, dropout);
    else
        eos_check_satisfied(check, &about);
}

const eos_rule eos_rule_404 = {
    .code = "EOS404",
    .name = "dropout-on-output",
    .summary = "Dropout on the output scores, behind the last layer with weights",
    .category = "MRD",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a dropout between the output layer and the loss or the final softmax.",
            .why = "Dropout there sets whole outputs to zero. A dropped class score counts as an "
                   "average one, a dropped probability as impossible, a dropped number as 0, and "
                   "the loss punishes the network for what it never said.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Activation, Dense, Dropout\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(10))\n"
                       "model.add(Dropout(0.5))\n"
                       "model.add(Activation(\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Activation, Dense, Dropout\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dropout(0.5))\n"
                           "model.add(Dense(10))\n"
                           "model.add(Activation(\"softmax\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n",
            .evidence = "The way from the output layer to the output, the rate, and that this is "
                        "an output: a loss, or a softmax or sigmoid at the end. Silent for blocks "
                        "that end in a dropout, recurrent outputs, a rate of 0, and "
                        "F.dropout(..., training=True).",
            .options = "",
            .known_problems = "A Keras dropout layer that is called with training=True is not "
                              "told from a plain one.",
            .references = "Srivastava et al., Dropout, 2014, section 2: hidden and visible units.",
        },
    .check = check_model,
};
