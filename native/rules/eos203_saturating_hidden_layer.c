/* SPDX-License-Identifier: MIT */
/*
 * EOS203: a softmax inside the network, or several saturating layers in a row. A softmax is followed to
 * the layer that reads it; a stack of sigmoid or tanh layers is one run along the only way, told once.
 *
 * Questionable: this is the one heuristic that is a warning (rules.md, rule 3). Three sigmoids in a row
 * without normalisation hardly learn from the usual initialisers, and beginners write them often.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

#include <inttypes.h>

typedef struct saturation {
    eos_check *check;
    const eos_model *model;
    eos_layer_uses uses;
    uint8_t *in_run; /* per layer: already part of a run that was judged */
} saturation;

static bool has_wide_kernel(const eos_layer *layer)
{
    eos_value kernel = eos_layer_value(layer, "kernel_size");
    int64_t size;
    if (kernel.kind != EOS_VALUE_TUPLE)
        return eos_value_integer(kernel, &size) && size > 1;
    for (uint32_t i = 0; i < kernel.as.items->count; i++)
        if (eos_value_integer(kernel.as.items->items[i].value, &size) && size > 1)
            return true;
    return false;
}

static bool is_passed(const eos_layer *layer)
{
    return layer->presence == EOS_PRESENT &&
           (eos_layer_keeps_values(layer) || eos_layer_is_pooling(layer) ||
            layer->family == EOS_LAYER_NOISE);
}

/* ---- softmax ---- */

typedef enum softmax_end { SOFTMAX_FINE, SOFTMAX_UNKNOWN, SOFTMAX_HIDDEN } softmax_end;

/* A mean over fixed positions: one output, no bias (integral regression in detectors). */
static bool is_expectation(const eos_layer *layer)
{
    int64_t units;
    bool has_bias = true;
    eos_value bias = eos_layer_value(layer, "bias");
    if (eos_value_is_unknown(bias))
        bias = eos_layer_value(layer, "use_bias");
    (void)eos_value_boolean(bias, &has_bias);
    return !has_bias && eos_value_integer(layer->units, &units) && units == 1;
}

/* Who reads the result of the softmax in layer `index`. */
static softmax_end follow_softmax(const saturation *search, uint32_t index, uint32_t *reader)
{
    const eos_model *model = search->model;
    for (uint32_t at = index;;) {
        at = eos_layer_only_reader(model, &search->uses, at);
        if (at == EOS_NO_LAYER)
            return SOFTMAX_FINE; /* the output, a branch, or weights for another tensor */
        const eos_layer *layer = &model->layers.items[at];
        bool is_reader = eos_layer_is_full(layer) || layer->family == EOS_LAYER_CONV_SEPARABLE;
        if (is_reader) {
            *reader = at;
            return layer->presence != EOS_PRESENT ? SOFTMAX_UNKNOWN
                   : is_expectation(layer)        ? SOFTMAX_FINE
                                                  : SOFTMAX_HIDDEN;
        }
        if (!is_passed(layer) && layer->family != EOS_LAYER_NORM_BATCH)
            return eos_layer_is_understood(layer) ? SOFTMAX_FINE : SOFTMAX_UNKNOWN;
    }
}

/* The layer with weights whose result the softmax takes; a recurrent cell's own softmax is no such. */
static bool is_of_weights(const saturation *search, uint32_t index)
{
    const eos_model *model = search->model;
    for (uint32_t at = index; at != EOS_NO_LAYER;
         at = eos_layer_only_maker(model, &search->uses, at)) {
        const eos_layer *layer = &model->layers.items[at];
        if (eos_layer_is_full(layer) || layer->family == EOS_LAYER_CONV_SEPARABLE)
            return true;
        if (at != index && !is_passed(layer) && !eos_layer_is_linear_helper(layer) &&
            layer->family != EOS_LAYER_ACTIVATION)
            return false;
    }
    return false;
}

static void report_softmax(const saturation *search, uint32_t index, uint32_t reader)
{
    eos_check *check = search->check;
    const eos_model *model = search->model;
    const eos_layer *layer = &model->layers.items[index], *next = &model->layers.items[reader];
    const char *write = model->framework == EOS_FRAMEWORK_TORCH ? "nn.ReLU()" : "\"relu\"";
    eos_about about = eos_about_layer(check, model, layer);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "softmax in %s lies between layers: its values compete and sum to 1, so little reaches %s: "
        "write %s",
        eos_say_layer(check, model, layer),
        eos_say_at(check, eos_layer_label(check->arena, next), next->span, about.span.line), write);
    eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "activation of the hidden layer",
                         layer->activation.value, layer->activation.span);
    eos_finding_related(check, finding, "layer that reads it", next->span);
    if (layer->activation.place == EOS_ACTIVATION_ARGUMENT &&
        layer->activation.span.line == layer->span.line &&
        eos_value_string(layer->activation.value))
        eos_finding_edit(check, finding, layer->activation.span, "\"relu\"", false);
    if (eos_value_is_default(layer->activation.value))
        eos_finding_with_defaults(check, finding);
}

static void judge_softmax(const saturation *search, uint32_t index)
{
    const eos_layer *layer = &search->model->layers.items[index];
    uint32_t reader = EOS_NO_LAYER;
    if (layer->family == EOS_LAYER_RECURRENT || layer->family == EOS_LAYER_ATTENTION)
        return;
    eos_about about = eos_about_layer(search->check, search->model, layer);
    softmax_end end = follow_softmax(search, index, &reader);
    if (end == SOFTMAX_HIDDEN && search->model->is_escaped)
        end = SOFTMAX_UNKNOWN;
    if (end == SOFTMAX_HIDDEN && is_of_weights(search, index))
        report_softmax(search, index, reader);
    else if (end == SOFTMAX_UNKNOWN)
        eos_check_unknown(search->check, &about, "what reads the softmax is not known");
    else
        eos_check_satisfied(search->check, &about);
}

/* ---- stacks ---- */

/* The next layer of the run behind layer `at`: of the same kind, with nothing but helpers between. */
static uint32_t find_next(const saturation *search, uint32_t at, uint8_t family)
{
    for (;;) {
        at = eos_layer_only_reader(search->model, &search->uses, at);
        if (at == EOS_NO_LAYER)
            return EOS_NO_LAYER;
        const eos_layer *layer = &search->model->layers.items[at];
        if (eos_layer_is_full(layer))
            return layer->family == family ? at : EOS_NO_LAYER;
        if (!is_passed(layer) && layer->family != EOS_LAYER_ACTIVATION)
            return EOS_NO_LAYER;
    }
}

static bool is_of_kind(const saturation *search, uint32_t index, uint8_t activation)
{
    const eos_layer *layer = &search->model->layers.items[index];
    eos_layer_activation found = eos_layer_activation_find(search->model, &search->uses, index);
    bool is_saturating =
        found.activation &&
        (found.activation->kind == activation ||
         (activation == EOS_ACT_SIGMOID && found.activation->kind == EOS_ACT_HARD_SIGMOID));
    return is_saturating && layer->presence == EOS_PRESENT &&
           (layer->family != EOS_LAYER_CONV || has_wide_kernel(layer));
}

static double find_least(const saturation *search, uint8_t family, uint8_t activation)
{
    if (activation == EOS_ACT_TANH)
        return eos_check_threshold(search->check, "saturating-tanh-layers");
    return eos_check_threshold(search->check, family == EOS_LAYER_CONV
                                                  ? "saturating-sigmoid-convs"
                                                  : "saturating-sigmoid-layers");
}

static void report_run(const saturation *search, uint32_t first, uint32_t second, uint32_t last,
                       uint32_t count, uint8_t activation)
{
    eos_check *check = search->check;
    const eos_model *model = search->model;
    const char *name = activation == EOS_ACT_TANH ? "tanh" : "sigmoid";
    const char *write = model->framework == EOS_FRAMEWORK_TORCH ? "nn.ReLU()" : "\"relu\"";
    const eos_layer *layer = &model->layers.items[second];
    eos_about about = eos_about_layer(check, model, layer);
    const eos_layer *start = &model->layers.items[first], *end = &model->layers.items[last];
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%" PRIu32 " hidden layers in a row saturate with %s, from %s to %s: the gradient fades on "
        "the way back: write %s in them",
        count, name,
        eos_say_at(check, eos_layer_label(check->arena, start), start->span, about.span.line),
        eos_say_at(check, eos_layer_label(check->arena, end), end->span, about.span.line), write);
    eos_finding_fix(check, finding, "write %s in the hidden layers", write);
    for (uint32_t at = first; at != EOS_NO_LAYER; at = find_next(search, at, layer->family)) {
        const eos_activation *found =
            eos_layer_activation_find(model, &search->uses, at).activation;
        if (!found)
            break;
        eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "saturating activation",
                             found->value, found->span);
        if (at == last)
            break;
    }
}

/* A run starts at a layer that no layer of its kind leads to; each layer is visited once. */
static void judge_run(saturation *search, uint32_t first, uint8_t activation)
{
    const eos_model *model = search->model;
    const eos_layer *layer = &model->layers.items[first];
    uint32_t count = 0, second = first, last = first, at = first;
    while (at != EOS_NO_LAYER && is_of_kind(search, at, activation)) {
        search->in_run[at] = 1;
        uint32_t next = find_next(search, at, layer->family);
        bool is_hidden = next != EOS_NO_LAYER;
        for (uint32_t way = at; !is_hidden && way != EOS_NO_LAYER;) {
            way = eos_layer_only_reader(model, &search->uses, way);
            is_hidden = way != EOS_NO_LAYER && model->layers.items[way].is_learnable;
        }
        if (!is_hidden)
            break; /* the head */
        count++;
        last = at;
        if (count == 2)
            second = at;
        at = next;
    }
    eos_about about = eos_about_layer(search->check, model, &model->layers.items[second]);
    bool is_long = count >= find_least(search, layer->family, activation);
    if (!is_long || eos_model_gives_what_it_takes(model)) {
        eos_check_satisfied(search->check, &about);
        return;
    }
    bool is_class_head = eos_task_find(model) == EOS_TASK_CLASSES;
    if ((activation == EOS_ACT_TANH && !is_class_head &&
         eos_check_is_profile(search->check, EOS_PROFILE_DEFAULT)) ||
        model->is_escaped)
        eos_check_unknown(search->check, &about, "what the network is for is not known");
    else
        report_run(search, first, second, last, count, activation);
}

static void check_model(eos_check *check, const eos_model *model)
{
    static const uint8_t kinds[] = {EOS_ACT_SIGMOID, EOS_ACT_TANH};
    saturation search = {.check = check, .model = model};
    search.uses = eos_layer_uses_make(check->arena, model);
    search.in_run = EOS_NEW_ARRAY(check->arena, uint8_t, model->layers.count);
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].activation.kind == EOS_ACT_SOFTMAX)
            judge_softmax(&search, i);
    for (uint32_t i = 0; i < model->layers.count; i++)
        for (size_t k = 0; k < sizeof kinds; k++)
            if (!search.in_run[i] && eos_layer_is_full(&model->layers.items[i]) &&
                is_of_kind(&search, i, kinds[k]))
                judge_run(&search, i, kinds[k]);
}

static const eos_threshold thresholds[] = {
    {"saturating-sigmoid-layers", {3, 2, 2}, "opinion; Glorot and Bengio 2010, section 3.1"},
    {"saturating-sigmoid-convs", {2, 2, 2}, "opinion; Glorot and Bengio 2010, section 3.1"},
    {"saturating-tanh-layers", {5, 2, 2}, "opinion; Glorot and Bengio 2010, section 3.2"},
    {0},
};

const eos_rule eos_rule_203 = {
    .code = "EOS203",
    .name = "saturating-hidden-layer",
    .summary = "A softmax, or a stack of saturating activations, in hidden layers",
    .category = "CNL",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a softmax between two layers with weights, and hidden Dense, Linear or "
                    "convolution layers in a row whose activations all saturate: sigmoid or tanh.",
            .why =
                "A softmax lets its values compete: they sum to 1, most are near 0, and the next "
                "layer has little to work with. The slope of a sigmoid is at most a quarter, that "
                "of a tanh small wherever it saturates; through several layers the gradient of "
                "the first ones fades and they hardly learn.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"softmax\", input_shape=(8,)))\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(10, activation=\"softmax\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n",
            .evidence =
                "The activations and the only way from layer to layer. Silent for a softmax whose "
                "result is multiplied into another tensor or has several readers (attention, "
                "gates, mixture weights, memory); for a stack with normalisation or a residual "
                "branch in it; for recurrent cells; for a network that gives what it takes "
                "(autoencoders); in the default profile for tanh without a class head.",
            .options = "saturating-sigmoid-layers (3; theia and strict 2), "
                       "saturating-sigmoid-convs (2), saturating-tanh-layers (5; theia and strict "
                       "2): how many hidden layers in a row.",
            .known_problems = "A deliberate bottleneck of probabilities between two parts of a "
                              "network looks like a misplaced softmax.",
            .references = "Theia (rule table in section 4.1). Glorot and Bengio, Understanding the "
                          "difficulty of training deep feedforward neural networks, 2010.",
        },
    .thresholds = thresholds,
    .check = check_model,
};
