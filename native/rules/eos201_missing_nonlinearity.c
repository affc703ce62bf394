/* SPDX-License-Identifier: MIT */
/*
 * EOS201: two learnable layers with nothing nonlinear between them. From each full layer without an
 * activation the way is followed while its tensor has one reader and only linear helpers stand on it;
 * if it reaches another full layer, the pair is one linear map.
 *
 * Questionable: a pair whose middle is narrower than both ends is taken as a factorised layer and left
 * alone, although beginners also write it by accident. A false alarm on every bottleneck costs more.
 */
#include "flow/heap.h"
#include "rules/layer_path.h"
#include "rules/loss_tables.h"
#include "rules/wording.h"

typedef struct pair_search {
    eos_check *check;
    const eos_model *model;
    eos_layer_uses uses;
    uint32_t hidden; /* full layers that another full layer follows */
    uint32_t linear; /* of them, those without a nonlinearity on the way */
    uint32_t first_linear;
} pair_search;

typedef enum way_end {
    WAY_RIGHT,
    WAY_UNKNOWN,
    WAY_LINEAR,
    WAY_BARE, /* nothing but max pooling between: profile theia */
    WAY_NO_PAIR
} way_end;

static bool has_unit_kernel(const eos_layer *layer)
{
    eos_value kernel = eos_layer_value(layer, "kernel_size");
    int64_t size;
    if (kernel.kind != EOS_VALUE_TUPLE)
        return eos_value_integer(kernel, &size) && size == 1;
    for (uint32_t i = 0; i < kernel.as.items->count; i++)
        if (!eos_value_integer(kernel.as.items->items[i].value, &size) || size != 1)
            return false;
    return true;
}

static bool is_number_known(eos_value value, int64_t *out)
{
    return eos_value_integer(value, out) && *out > 0;
}

/* Input width of a layer: its features before it. */
static bool find_input_width(const eos_model *model, const eos_layer *layer, int64_t *out)
{
    if (!layer->input_shape.is_known || layer->input_shape.rank == 0)
        return false;
    bool is_first = model->framework == EOS_FRAMEWORK_TORCH && layer->family != EOS_LAYER_DENSE;
    *out = layer->input_shape.sizes[is_first ? 0 : layer->input_shape.rank - 1];
    return *out > 0;
}

/* k x 1 followed by 1 x k: a kernel taken apart on purpose. */
static bool is_split_kernel(const eos_layer *layer, const eos_layer *next)
{
    eos_value mine = eos_layer_value(layer, "kernel_size"),
              its = eos_layer_value(next, "kernel_size");
    return layer->rank >= 2 && next->rank == layer->rank && mine.kind == EOS_VALUE_TUPLE &&
           its.kind == EOS_VALUE_TUPLE && !eos_value_equal(mine, its);
}

/* A product of two thin maps, written on purpose: low rank, linear bottleneck. */
static way_end judge_factors(const eos_model *model, const eos_layer *layer, const eos_layer *next)
{
    int64_t middle, input, output;
    if (is_split_kernel(layer, next))
        return WAY_RIGHT;
    bool is_wide_conv = layer->rank > 0 && !has_unit_kernel(layer) && !has_unit_kernel(next);
    if (is_wide_conv)
        return WAY_LINEAR; /* two windows in a row are no bottleneck */
    if (!is_number_known(layer->units, &middle) || !is_number_known(next->units, &output))
        return WAY_UNKNOWN;
    if (middle >= output)
        return WAY_LINEAR;
    if (!find_input_width(model, layer, &input))
        return WAY_UNKNOWN;
    return middle < input ? WAY_RIGHT : WAY_LINEAR;
}

/* the tensor that a layer works on: of a gated product (squeeze and excite) the older factor */
static uint32_t main_input(const eos_layer *layer)
{
    uint32_t oldest = layer->input_count > 0 ? layer->inputs[0] : EOS_NO_LAYER;
    if (layer->input_count > 1 && layer->family != EOS_LAYER_MERGE_MULTIPLY)
        return EOS_NO_LAYER;
    for (uint32_t i = 1; i < layer->input_count; i++)
        oldest = layer->inputs[i] < oldest ? layer->inputs[i] : oldest;
    return oldest;
}

/* A 1x1 convolution behind a depthwise or grouped one is half of a separable convolution: the linear
 * bottleneck of the MobileNet family, with or without a gate between. */
static bool is_behind_depthwise(const eos_model *model, const eos_layer *layer)
{
    for (uint32_t steps = 0; steps < model->layers.count; steps++) {
        uint32_t at = main_input(layer);
        if (at >= model->layers.count)
            return false;
        layer = &model->layers.items[at];
        bool is_conv = layer->family == EOS_LAYER_CONV && !layer->is_functional;
        if (layer->family == EOS_LAYER_CONV_DEPTHWISE || (is_conv && !eos_layer_is_full(layer)))
            return true;
        if (eos_layer_is_full(layer) ||
            !(eos_layer_is_linear_helper(layer) || layer->family == EOS_LAYER_ACTIVATION ||
              layer->family == EOS_LAYER_MERGE_MULTIPLY))
            return false;
    }
    return false;
}

/* The maximum over a window is no linear map; the paper wants an activation in front of it all the same. */
static bool is_pooling_passed(const pair_search *search, const eos_layer *layer)
{
    return eos_check_is_profile(search->check, EOS_PROFILE_THEIA) &&
           (layer->family == EOS_LAYER_POOL_MAX || layer->family == EOS_LAYER_POOL_GLOBAL_MAX);
}

/* Follows the tensor of layer `index` to the next layer that matters. */
static way_end follow_way(const pair_search *search, uint32_t index, uint32_t *next_index)
{
    const eos_model *model = search->model;
    bool is_open = false; /* something on the way may be there or not, or is not understood */
    bool is_bare = false;
    for (uint32_t at = index;;) {
        if (search->uses.first[at] == EOS_NO_LAYER)
            return WAY_NO_PAIR; /* an output */
        if (search->uses.count[at] != 1)
            return WAY_RIGHT; /* several readers: a branch, q/k/v, mean and variance heads */
        at = search->uses.first[at];
        const eos_layer *layer = &model->layers.items[at];
        if (layer->input_count != 1)
            return WAY_RIGHT; /* a merge */
        if (eos_layer_is_full(layer) || layer->family == EOS_LAYER_CONV_DEPTHWISE) {
            *next_index = at;
            if (layer->presence == EOS_MAYBE)
                is_open = true;
            return !eos_layer_is_full(layer) ? WAY_RIGHT
                   : is_open                 ? WAY_UNKNOWN
                   : is_bare                 ? WAY_BARE
                                             : WAY_LINEAR;
        }
        is_bare = is_bare || is_pooling_passed(search, layer);
        if (eos_layer_is_linear_helper(layer) || is_pooling_passed(search, layer))
            continue;
        bool is_understood =
            layer->family != EOS_LAYER_CUSTOM && layer->family != EOS_LAYER_MODEL &&
            layer->family != EOS_LAYER_WRAPPER && layer->family != EOS_LAYER_LAMBDA;
        bool is_unread =
            layer->family == EOS_LAYER_ACTIVATION && layer->activation.kind == EOS_ACT_UNKNOWN;
        if (layer->presence == EOS_MAYBE || !is_understood || is_unread) {
            is_open = true;
            if (!is_understood)
                return WAY_UNKNOWN;
            continue;
        }
        return WAY_RIGHT; /* nonlinear, or of a kind with its own meaning: recurrent, max pooling ... */
    }
}

static way_end judge_pair(const pair_search *search, uint32_t index, uint32_t *next)
{
    const eos_layer *layer = &search->model->layers.items[index];
    if (layer->is_ready_made) /* its authors knew what they did */
        return WAY_NO_PAIR;
    way_end end = follow_way(search, index, next);
    if (end == WAY_NO_PAIR || end == WAY_RIGHT)
        return end;
    if (eos_activation_is_nonlinear(&layer->activation))
        return WAY_RIGHT;
    if (end == WAY_UNKNOWN || layer->activation.kind == EOS_ACT_UNKNOWN ||
        layer->presence == EOS_MAYBE || search->model->is_escaped)
        return WAY_UNKNOWN;
    if (has_unit_kernel(layer) && is_behind_depthwise(search->model, layer))
        return WAY_RIGHT;
    return end == WAY_BARE
               ? WAY_BARE
               : judge_factors(search->model, layer, &search->model->layers.items[*next]);
}

static const char *say_repair(const eos_model *model)
{
    return model->framework == EOS_FRAMEWORK_TORCH ? "a ReLU between them" : "activation=\"relu\"";
}

static void report_layer(const pair_search *search, uint32_t index, uint32_t next_index,
                         way_end end)
{
    eos_check *check = search->check;
    const eos_model *model = search->model;
    const eos_layer *layer = &model->layers.items[index], *next = &model->layers.items[next_index];
    eos_about about = eos_about_layer(check, model, layer);
    const char *layer_text = eos_say_layer(check, model, layer);
    const char *next_text =
        eos_say_at(check, eos_layer_label(check->arena, next), next->span, about.span.line);
    eos_finding *finding =
        end == WAY_BARE
            ? eos_check_violated(check, &about,
                                 "%s has no activation, and only max pooling lies between it and "
                                 "%s: write %s",
                                 layer_text, next_text, say_repair(model))
            : eos_check_violated(check, &about,
                                 "%s has no activation, so it and %s are one linear map: write %s",
                                 layer_text, next_text, say_repair(model));
    eos_finding_fix(check, finding, "write %s", say_repair(model));
    eos_finding_evidence(
        check, finding,
        layer->activation.place == EOS_ACTIVATION_DEFAULT ? EOS_EVIDENCE_API : EOS_EVIDENCE_CODE,
        "activation of the layer", layer->activation.value, layer->activation.span);
    eos_finding_related(check, finding, "next layer with weights", next->span);
}

static void report_model(const pair_search *search)
{
    eos_check *check = search->check;
    const eos_model *model = search->model;
    const eos_layer *first = &model->layers.items[search->first_linear];
    eos_about about = eos_about_model(check, model);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s has no activation in any of its %u hidden layers, so it is one linear map: write %s, "
        "first in %s",
        model->name, search->linear, say_repair(model),
        eos_say_at(check, eos_layer_label(check->arena, first), first->span, about.span.line));
    eos_finding_fix(check, finding, "write %s in the hidden layers", say_repair(model));
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_full(&model->layers.items[i]))
            eos_finding_related(check, finding, "layer without activation",
                                model->layers.items[i].span);
}

/* The paper's reading: an output layer without activation, unless the loss takes scores. */
static void judge_output(eos_check *check, const eos_model *model)
{
    const eos_head *head = &model->head;
    if (!eos_check_is_profile(check, EOS_PROFILE_THEIA) || !head->is_known || !head->layer ||
        head->activation.kind != EOS_ACT_LINEAR)
        return;
    for (uint32_t i = 0; i < model->learners.count; i++) {
        const eos_learner *learner = &model->learners.items[i];
        eos_loss_kind loss = (eos_loss_kind)learner->loss.kind;
        bool is_logits = true;
        bool is_probability_loss =
            eos_loss_table_needs_logits(loss) && loss < EOS_LOSS_TORCH_CROSS_ENTROPY &&
            eos_value_boolean(learner->loss.from_logits, &is_logits) && !is_logits;
        if (!is_probability_loss)
            continue;
        eos_about about = eos_about_layer(check, model, head->layer);
        eos_finding *finding = eos_check_violated(
            check, &about,
            "the output %s has no activation, and %s does not take scores: write sigmoid or "
            "softmax",
            eos_say_layer(check, model, head->layer),
            eos_say_at(check, learner->loss.name ? learner->loss.name : "the loss",
                       learner->loss.span, about.span.line));
        eos_finding_relate_learner(check, finding, model, learner);
        return;
    }
}

static void answer_layer(const pair_search *search, uint32_t index, way_end end, uint32_t next)
{
    eos_about about =
        eos_about_layer(search->check, search->model, &search->model->layers.items[index]);
    if (end == WAY_LINEAR || end == WAY_BARE)
        report_layer(search, index, next, end);
    else if (end == WAY_UNKNOWN)
        eos_check_unknown(search->check, &about, "what follows the layer is not fully known");
    else
        eos_check_satisfied(search->check, &about);
}

static void check_model(eos_check *check, const eos_model *model)
{
    pair_search search = {.check = check, .model = model};
    search.uses = eos_layer_uses_make(check->arena, model);
    uint8_t *ends = EOS_NEW_ARRAY(check->arena, uint8_t, model->layers.count);
    uint32_t *nexts = EOS_NEW_ARRAY(check->arena, uint32_t, model->layers.count);
    for (uint32_t i = 0; i < model->layers.count; i++) {
        if (!eos_layer_is_full(&model->layers.items[i]))
            continue;
        ends[i] = (uint8_t)judge_pair(&search, i, &nexts[i]);
        search.hidden += ends[i] != WAY_NO_PAIR;
        if (ends[i] == WAY_LINEAR && search.linear++ == 0)
            search.first_linear = i;
    }
    bool is_all_linear = search.linear > 1 && search.linear == search.hidden;
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_full(&model->layers.items[i]) && ends[i] != WAY_NO_PAIR && !is_all_linear)
            answer_layer(&search, i, (way_end)ends[i], nexts[i]);
    eos_about about = eos_about_model(check, model);
    if (is_all_linear)
        report_model(&search);
    else if (search.hidden > 0)
        eos_check_satisfied(check, &about);
    judge_output(check, model);
}

const eos_rule eos_rule_201 = {
    .code = "EOS201",
    .name = "missing-nonlinearity",
    .summary = "Nothing nonlinear between two layers with weights",
    .category = "CNL",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Finds two Dense, Linear or full convolution layers that follow each other with "
                "only normalisation, dropout, average pooling, flatten or reshape between them. A "
                "model whose hidden layers are all linear is one finding.",
            .why = "Two linear maps in a row are one linear map. The layer costs weights and time, "
                   "and "
                   "the network can represent nothing more than without it.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .evidence =
                "Both layers, and everything on the way between them. Silent when a layer on "
                "the way is custom, may be there or not, or has an unknown activation; when "
                "the tensor has several readers or enters a merge; for depthwise and grouped "
                "convolutions, 1x1 convolutions, and a product of two narrower maps.",
            .options =
                "Profile theia also reports an output layer without activation under a loss on "
                "probabilities, and layers with nothing but max pooling between them.",
            .known_problems =
                "A hidden layer narrower than its input and the next layer is taken as a "
                "deliberate bottleneck.",
            .references = "Theia (rule table in section 4.1).",
        },
    .check = check_model,
};
