/* SPDX-License-Identifier: MIT */
/*
 * EOS407: the weights of a hidden layer all start from one number. Its units then compute the same.
 *
 * Questionable: one such layer between random ones is slow to part, not stuck: the layer behind it
 * sends each unit another gradient. What stays equal for ever is an error: zeros under a relu (no
 * gradient at all) and two constant layers in a row; the rest is a warning. PyTorch draws the bias,
 * which parts the units too, so there the error needs bias=False.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

#include <string.h>

typedef struct filling {
    bool is_constant;
    bool is_zero;
    eos_value value; /* the number, or the initialiser as written */
} filling;

static filling filling_of_entry(const eos_api_entry *entry, const eos_made *made, eos_value value)
{
    double number = 1;
    filling out = {.value = value};
    if (!entry || entry->family != EOS_API_INITIALIZER)
        return out;
    out.is_zero = strcmp(entry->kind, "Zeros") == 0;
    out.is_constant = out.is_zero || strcmp(entry->kind, "Ones") == 0;
    if (strcmp(entry->kind, "Constant") != 0)
        return out;
    if (!made) { /* Keras: the value of Constant is 0 by default */
        out.is_constant = out.is_zero = true;
    } else if (eos_value_number(eos_made_value(made, "value"), &number)) {
        out.is_constant = true;
        out.is_zero = number == 0;
    }
    return out;
}

static filling find_filling(const eos_layer *layer, const char *argument)
{
    eos_value value = eos_layer_value(layer, argument);
    const eos_text *text = eos_value_string(value);
    if (text)
        return filling_of_entry(eos_api_find_string("initializers", text->data, text->length), NULL,
                                value);
    if (value.kind == EOS_VALUE_LIBRARY)
        return filling_of_entry(value.as.library->entry, NULL, value);
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIBRARY &&
        value.as.object->now.facts) {
        const eos_made *made = value.as.object->now.facts;
        return filling_of_entry(made->entry, made, value);
    }
    return (filling){0};
}

static filling find_weights(const eos_model *model, const eos_layer *layer)
{
    if (model->framework == EOS_FRAMEWORK_KERAS)
        return find_filling(layer, "kernel_initializer");
    double number;
    filling out = {.value = layer->weight_filling};
    out.is_constant = layer->weight_filling.kind != EOS_VALUE_BOOL &&
                      eos_value_number(layer->weight_filling, &number);
    out.is_zero = out.is_constant && number == 0;
    return out;
}

/* All units have the same bias at the start. */
static bool has_even_bias(const eos_model *model, const eos_layer *layer)
{
    bool has_bias = true;
    bool is_keras = model->framework == EOS_FRAMEWORK_KERAS;
    if (eos_value_boolean(eos_layer_value(layer, is_keras ? "use_bias" : "bias"), &has_bias) &&
        !has_bias)
        return true;
    return is_keras && find_filling(layer, "bias_initializer").is_constant;
}

/* The next layer with weights on the only way; *has_chance: a dropout on it parts the units. */
static const eos_layer *find_reader(const eos_model *model, const eos_layer_uses *uses,
                                    uint32_t index, bool *has_chance)
{
    for (uint32_t at = index;;) {
        at = eos_layer_only_reader(model, uses, at);
        if (at == EOS_NO_LAYER)
            return NULL;
        const eos_layer *layer = &model->layers.items[at];
        if (layer->is_learnable)
            return layer;
        if (!eos_layer_is_understood(layer))
            return NULL;
        *has_chance =
            *has_chance || eos_layer_is_dropout(layer) || layer->family == EOS_LAYER_NOISE;
    }
}

/* Weights that are loaded or set make the start irrelevant. */
static bool may_load_weights(const eos_check *check)
{
    static const char *const names[] = {"load_weights", "set_weights", "load_state_dict",
                                        "load_checkpoint"};
    const eos_source *source = check->source;
    for (size_t i = 0; source && source->text && i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        for (size_t at = 0; at + length <= source->length; at++) {
            const char *found =
                memchr(source->text + at, names[i][0], source->length - length + 1 - at);
            if (!found)
                break;
            at = (size_t)(found - source->text);
            if (memcmp(found, names[i], length) == 0)
                return true;
        }
    }
    return false;
}

static bool is_stuck(const eos_model *model, const eos_layer_uses *uses, uint32_t index,
                     const filling *weights, const eos_layer *reader, bool has_chance)
{
    const eos_layer *layer = &model->layers.items[index];
    if (!has_even_bias(model, layer) || layer->presence != EOS_PRESENT)
        return false;
    eos_layer_activation after = eos_layer_activation_find(model, uses, index);
    bool is_relu = after.activation && after.activation->kind == EOS_ACT_RELU;
    return (weights->is_zero && is_relu) ||
           (find_weights(model, reader).is_constant && !has_chance);
}

static void report(eos_check *check, const eos_model *model, const eos_layer *layer,
                   const filling *weights, const eos_layer *reader, bool is_certain)
{
    bool is_keras = model->framework == EOS_FRAMEWORK_KERAS;
    const char *write = is_keras ? "kernel_initializer=\"glorot_uniform\""
                                 : "nn.init.xavier_uniform_, or leave the weight to the library";
    eos_about about = eos_about_layer(check, model, layer);
    eos_finding *finding = eos_check_violated(
        check, &about, "all weights of %s start from %s, so its units %s: write %s",
        eos_say_layer(check, model, layer), eos_say_value(check, weights->value, about.span.line),
        is_certain ? "compute the same and stay equal" : "compute the same at the start", write);
    if (!is_certain)
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "initialiser of the weights",
                         weights->value, layer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "units", layer->units, layer->span);
    eos_finding_related(check, finding, "layer that reads it", reader->span);
    const eos_param *param = eos_layer_param(layer, "kernel_initializer");
    if (param && eos_value_string(param->value) && param->value.origin &&
        !param->value.origin->from && param->span.line == layer->span.line)
        eos_finding_edit(check, finding, param->span, "\"glorot_uniform\"", false);
    if (eos_value_is_default(weights->value))
        eos_finding_with_defaults(check, finding);
}

static void judge_layer(eos_check *check, const eos_model *model, const eos_layer_uses *uses,
                        uint32_t index)
{
    int64_t units;
    bool has_chance = false;
    const eos_layer *layer = &model->layers.items[index];
    eos_about about = eos_about_layer(check, model, layer);
    filling weights = find_weights(model, layer);
    const eos_layer *reader = find_reader(model, uses, index, &has_chance);
    bool has_weights_given =
        eos_layer_param(layer, "weights") && eos_layer_param(layer, "weights")->is_given;
    if (!weights.is_constant || !reader || has_weights_given) {
        if (eos_value_is_unknown(weights.value) && model->framework == EOS_FRAMEWORK_KERAS)
            eos_check_unknown(check, &about, "the initialiser is not known");
        else
            eos_check_satisfied(check, &about);
        return;
    }
    if (!eos_value_integer(layer->units, &units) || model->is_escaped || may_load_weights(check))
        eos_check_unknown(check, &about, "the width is not known, or weights are loaded later");
    else if (units < 2)
        eos_check_satisfied(check, &about);
    else
        report(check, model, layer, &weights, reader,
               is_stuck(model, uses, index, &weights, reader, has_chance));
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (!layer->is_functional && layer->is_learnable && layer->family != EOS_LAYER_EMBEDDING &&
            layer->family != EOS_LAYER_ATTENTION && layer->family != EOS_LAYER_WRAPPER)
            judge_layer(check, model, &uses, i);
    }
}

const eos_rule eos_rule_407 = {
    .code = "EOS407",
    .name = "constant-weights",
    .summary = "The weights of a hidden layer all start from one number",
    .category = "INIT",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds hidden layers whose kernel starts from zeros, ones or another constant "
                    "and whose result another layer with weights reads.",
            .why = "Units with equal weights compute the same number. Zeros under a relu send no "
                   "gradient back at all; behind them a second constant layer sends all units the "
                   "same one. The layer then works like a single unit, however wide it is.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", kernel_initializer=\"zeros\",\n"
                       "                input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\",\n"
                           "                kernel_initializer=\"he_normal\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .evidence =
                "The initialiser, the width and the only way to the next layer with weights. An "
                "error when the units can never part (zeros under a relu, or two constant layers "
                "in a row without dropout between; equal biases), else a warning. Silent for the "
                "last layer, for the end of a residual branch or adapter (it enters a sum), for "
                "biases and scales, and in programs that load weights.",
            .options = "",
            .known_problems = "In PyTorch only the functions of torch.nn.init on layer.weight are "
                              "seen, not writes through layer.weight.data.",
            .references = "Keras 3: initializers.Zeros, Ones, Constant. PyTorch 2: torch.nn.init. "
                          "Goodfellow et al., Deep Learning, section 8.4.",
        },
    .check = check_model,
};
