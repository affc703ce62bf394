/* SPDX-License-Identifier: MIT */
/*
 * EOS206: relu inside a recurrent layer. Keras' layers take it as `activation`, PyTorch's RNN as
 * `nonlinearity`, which its documentation offers and people use over short sequences: there the number
 * of steps must be known and large.
 *
 * Questionable: Keras' default recurrent initialiser is orthogonal already; only one that the program
 * writes itself counts as a sign that the author knows the matter.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

#include <string.h>

static bool is_keras_cell(const eos_layer *layer)
{
    return strcmp(layer->kind, "LSTM") == 0 || strcmp(layer->kind, "GRU") == 0 ||
           strcmp(layer->kind, "SimpleRNN") == 0;
}

/* The argument that says relu; NULL = none does. `is_known` false: it cannot be read. */
static const eos_param *find_rectifier(const eos_model *model, const eos_layer *layer,
                                       bool *is_known)
{
    *is_known = true;
    if (model->framework == EOS_FRAMEWORK_TORCH) {
        const eos_param *param =
            strcmp(layer->kind, "RNN") == 0 ? eos_layer_param(layer, "nonlinearity") : NULL;
        const eos_text *text = param ? eos_value_string(param->value) : NULL;
        *is_known = !param || text;
        return text && eos_text_is(text, "relu") ? param : NULL;
    }
    if (!is_keras_cell(layer))
        return NULL;
    *is_known = layer->activation.kind != EOS_ACT_UNKNOWN;
    return layer->activation.kind == EOS_ACT_RELU ? eos_layer_param(layer, "activation") : NULL;
}

/* Number of steps that the layer runs over; -1 = not known. */
static int64_t count_steps(const eos_model *model, const eos_layer *layer)
{
    bool is_batch_first = true;
    const eos_shape *shape = &layer->input_shape;
    if (!shape->is_known || shape->rank != 2)
        return -1;
    if (model->framework == EOS_FRAMEWORK_TORCH &&
        !eos_value_boolean(eos_layer_value(layer, "batch_first"), &is_batch_first))
        return -1;
    return is_batch_first && shape->sizes[0] > 0 ? shape->sizes[0] : -1;
}

static bool has_own_initialiser(const eos_layer *layer)
{
    const eos_param *param = eos_layer_param(layer, "recurrent_initializer");
    return param && param->is_given;
}

static bool has_clipping(const eos_model *model)
{
    for (uint32_t i = 0; i < model->learners.count; i++)
        if (model->learners.items[i].optimizer.has_clipping)
            return true;
    return false;
}

static void report(eos_check *check, const eos_model *model, const eos_layer *layer,
                   const eos_param *param)
{
    eos_about about = eos_about_layer(check, model, layer);
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const char *write = is_torch ? "nonlinearity=\"tanh\"" : "activation=\"tanh\"";
    eos_finding *finding = eos_check_violated(
        check, &about,
        "relu in %s has no upper bound and is applied at every step, so its values can grow from "
        "step to step: write %s",
        eos_say_layer(check, model, layer), write);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "activation of the recurrent layer",
                         param->value, param->span);
    if (eos_value_string(param->value) && !eos_value_is_default(param->value))
        eos_finding_edit(check, finding, param->span, "\"tanh\"", false);
}

static void check_model(eos_check *check, const eos_model *model)
{
    double most = eos_check_threshold(check, "recurrent-steps-max");
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (layer->family != EOS_LAYER_RECURRENT || layer->is_ready_made || layer->is_reuse)
            continue;
        bool is_known;
        eos_about about = eos_about_layer(check, model, layer);
        const eos_param *param = find_rectifier(model, layer, &is_known);
        int64_t steps = count_steps(model, layer);
        bool is_short = steps >= 0 && (double)steps < most;
        bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
        if (is_known && (!param || has_own_initialiser(layer) ||
                         (is_short && (is_torch || has_clipping(model)))))
            eos_check_satisfied(check, &about);
        else if (!is_known || (is_torch && steps < 0) || model->is_escaped)
            eos_check_unknown(check, &about,
                              is_known ? "the number of steps is not known"
                                       : "the activation is not known");
        else
            report(check, model, layer, param);
    }
}

static const eos_threshold thresholds[] = {
    {"recurrent-steps-max",
     {50, 50, 50},
     "opinion: shorter sequences are trained with relu in PyTorch, or with clipped gradients"},
    {0},
};

const eos_rule eos_rule_206 = {
    .code = "EOS206",
    .name = "rectifier-in-recurrent-layer",
    .summary = "A recurrent layer applies relu at every step",
    .category = "CNL",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds LSTM, GRU and SimpleRNN layers of Keras with relu as activation, and "
                    "PyTorch's RNN with relu over long sequences.",
            .why = "The same weights are applied at every step. tanh keeps the state within -1 and "
                   "1; relu lets it grow from step to step, and the loss turns to NaN. Keras' fast "
                   "implementation on graphics cards takes tanh only, too.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import LSTM, Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(LSTM(64, activation=\"relu\", input_shape=(100, 8)))\n"
                       "model.add(Dense(1))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import LSTM, Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(LSTM(64, input_shape=(100, 8)))\n"
                           "model.add(Dense(1))\n",
            .evidence = "The activation as written. PyTorch: the number of steps too. Silent for a "
                        "recurrent initialiser that the program chooses, and for short sequences "
                        "with clipped gradients.",
            .options = "`recurrent-steps-max`: sequences below are short.",
            .known_problems = "Well scaled data and few steps often train all the same.",
            .references = "Le, Jaitly and Hinton 2015 (identity initialisation for relu); Keras 3 "
                          "LSTM documentation (requirements of the cuDNN kernel).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
