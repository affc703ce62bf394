/* SPDX-License-Identifier: MIT */
/*
 * EOS801: a layer is made for another number of features, channels or axes than what reaches it.
 *
 * PyTorch writes the input size of a layer by hand, so it can contradict what the layer before gives:
 * the size is compared with the known shape, or, when the shape is not known, with the width that the
 * last full layer gives and that the layers between leave alone. Keras reads sizes itself; there the
 * number of axes is what can be wrong (a convolution over flattened rows).
 */
#include "rules/layer_path.h"
#include "rules/wording.h"

#include <inttypes.h>
#include <string.h>

/* Which argument of a PyTorch layer holds the size of which axis of one sample. */
typedef struct input_size {
    const char *kind;  /* exact, or a prefix that ends in '*' */
    const char *param; /* canonical argument name */
    bool is_last_axis; /* features: the last axis; else channels: the first */
} input_size;

static const input_size INPUT_SIZES[] = {
    {"Linear", "in_features", true},
    {"Conv*", "in_channels", false},
    {"BatchNorm*", "num_features", false},
    {"GroupNorm", "num_channels", false},
    {"LSTM", "input_size", true},
    {"GRU", "input_size", true},
    {"RNN", "input_size", true},
    {"LayerNorm", "normalized_shape", true},
    {"TransformerEncoderLayer", "d_model", true},
};

static const input_size *find_input_size(const eos_layer *layer)
{
    for (size_t i = 0; i < sizeof INPUT_SIZES / sizeof *INPUT_SIZES; i++) {
        const char *kind = INPUT_SIZES[i].kind;
        size_t length = strlen(kind);
        bool is_prefix = kind[length - 1] == '*';
        if (is_prefix ? strncmp(layer->kind, kind, length - 1) == 0
                      : strcmp(layer->kind, kind) == 0)
            return &INPUT_SIZES[i];
    }
    return NULL;
}

/* The size that reaches a layer, and the layer that gives it (NULL = the shape alone tells). */
typedef struct given_size {
    int64_t size; /* EOS_DIM_UNKNOWN = not known */
    const eos_layer *giver;
} given_size;

static int64_t size_in_shape(const eos_layer *layer, const input_size *expected)
{
    const eos_shape *shape = &layer->input_shape;
    if (!shape->is_known || shape->rank == 0)
        return EOS_DIM_UNKNOWN;
    if (expected->is_last_axis)
        return shape->sizes[shape->rank - 1];
    /* a convolution takes one sample without batch too: its rank tells which */
    bool is_sample = layer->rank == 0 || shape->rank == layer->rank + 1u;
    return is_sample ? shape->sizes[0] : EOS_DIM_UNKNOWN;
}

static bool keeps_width(const eos_layer *layer)
{
    switch ((eos_layer_family)layer->family) {
    case EOS_LAYER_ACTIVATION:
        return layer->activation.kind != EOS_ACT_UNKNOWN;
    case EOS_LAYER_NORM_BATCH:
    case EOS_LAYER_NORM_LAYER:
    case EOS_LAYER_NORM_GROUP:
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_DROPOUT_SPATIAL:
    case EOS_LAYER_IDENTITY:
        return true;
    default:
        return false;
    }
}

static bool is_conv(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_CONV || layer->family == EOS_LAYER_CONV_TRANSPOSE;
}

static bool is_pool(const eos_layer *layer)
{
    return layer->family == EOS_LAYER_POOL_MAX || layer->family == EOS_LAYER_POOL_AVERAGE ||
           layer->family == EOS_LAYER_POOL_ADAPTIVE;
}

/* Back along single inputs to the layer whose width arrives unchanged. GLU halves it and is an
 * activation of its own, so only activations that are understood count. */
static given_size find_giver(const eos_model *model, const eos_layer *layer,
                             const input_size *expected)
{
    static const given_size unknown = {EOS_DIM_UNKNOWN, NULL};
    bool is_map = !expected->is_last_axis; /* channels come first in maps only */
    const eos_layer *at = layer;
    for (uint32_t steps = 0; steps < model->layers.count; steps++) {
        if (at->input_count != 1 || at->inputs[0] >= model->layers.count)
            return unknown;
        at = &model->layers.items[at->inputs[0]];
        int64_t width;
        if (at->presence != EOS_PRESENT || at->nested)
            return unknown;
        if (at->family == EOS_LAYER_DENSE || is_conv(at)) {
            bool is_same_rank = !is_conv(layer) || at->rank == layer->rank;
            bool is_comparable = is_conv(at) == is_map && !at->is_functional && is_same_rank;
            return is_comparable && eos_value_integer(at->units, &width) ? (given_size){width, at}
                                                                         : unknown;
        }
        bool is_passed = keeps_width(at) || (is_map && is_pool(at));
        if (!is_passed || strcmp(at->kind, "GLU") == 0 || strcmp(at->kind, "glu") == 0)
            return unknown;
    }
    return unknown;
}

static given_size find_given(const eos_model *model, const eos_layer *layer,
                             const input_size *expected)
{
    given_size given = {size_in_shape(layer, expected), NULL};
    if (given.size == EOS_DIM_UNKNOWN)
        return find_giver(model, layer, expected);
    if (layer->input_count == 1 && layer->inputs[0] < model->layers.count)
        given.giver = &model->layers.items[layer->inputs[0]];
    return given;
}

static void judge_size(eos_check *check, const eos_model *model, const eos_layer *layer,
                       const input_size *expected)
{
    eos_about about = eos_about_layer(check, model, layer);
    const eos_param *param = eos_layer_param(layer, expected->param);
    int64_t size;
    if (!param || !eos_value_integer(param->value, &size) || size <= 0) {
        eos_check_unknown(check, &about, "the input size that the layer is made for is not known");
        return;
    }
    given_size given = find_given(model, layer, expected);
    if (given.size == EOS_DIM_UNKNOWN) {
        eos_check_unknown(check, &about, "the size that reaches the layer is not known");
        return;
    }
    if (given.size == size) {
        eos_check_satisfied(check, &about);
        return;
    }
    const char *what = expected->is_last_axis ? "features" : "channels";
    const char *shape =
        layer->input_shape.is_known ? eos_shape_show(check->arena, &layer->input_shape) : NULL;
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s is made for %" PRId64 " %s but %" PRId64 " reach it%s%s%s: write %s=%" PRId64,
        eos_say_layer(check, model, layer), size, what, given.size,
        given.giver ? eos_arena_printf(
                          check->arena, " from %s",
                          eos_say_at(check, given.giver->kind, given.giver->span, about.span.line))
                    : "",
        shape ? ", shape " : "", shape ? shape : "", expected->param, given.size);
    eos_finding_fix(check, finding, "write %s=%" PRId64 ", or change the layers before it",
                    expected->param, given.size);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, expected->param, param->value,
                         layer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "size that reaches it",
                         eos_integer(given.size), given.giver ? given.giver->span : layer->span);
    if (given.giver)
        eos_finding_related(check, finding, "the layer before", given.giver->span);
    if (eos_value_is_default(param->value) ||
        (given.giver && eos_value_is_default(given.giver->units)))
        eos_finding_with_defaults(check, finding);
}

/* ---- Keras: the number of axes ---- */

/* axes of one sample that the layer needs; 0 = any */
static uint32_t needed_axes(const eos_layer *layer)
{
    switch ((eos_layer_family)layer->family) {
    case EOS_LAYER_CONV:
    case EOS_LAYER_CONV_TRANSPOSE:
    case EOS_LAYER_CONV_DEPTHWISE:
    case EOS_LAYER_CONV_SEPARABLE:
    case EOS_LAYER_POOL_MAX:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_GLOBAL_MAX:
    case EOS_LAYER_POOL_GLOBAL_AVERAGE:
        return layer->rank > 0 ? layer->rank + 1u : 0;
    case EOS_LAYER_RECURRENT:
        return strcmp(layer->kind, "LSTM") == 0 || strcmp(layer->kind, "GRU") == 0 ||
                       strcmp(layer->kind, "SimpleRNN") == 0
                   ? 2
                   : 0;
    default:
        return 0;
    }
}

static const char *axes_named(const eos_layer *layer)
{
    if (layer->family == EOS_LAYER_RECURRENT)
        return "(steps, features)";
    switch (layer->rank) {
    case 1:
        return "(steps, channels)";
    case 2:
        return "(height, width, channels)";
    default:
        return "(depth, height, width, channels)";
    }
}

static void judge_axes(eos_check *check, const eos_model *model, const eos_layer *layer,
                       uint32_t needed)
{
    eos_about about = eos_about_layer(check, model, layer);
    const eos_shape *shape = &layer->input_shape;
    if (!shape->is_known) {
        eos_check_unknown(check, &about, "the shape that reaches the layer is not known");
        return;
    }
    if (shape->rank == needed) {
        eos_check_satisfied(check, &about);
        return;
    }
    const eos_layer *giver = layer->input_count == 1 && layer->inputs[0] < model->layers.count
                                 ? &model->layers.items[layer->inputs[0]]
                                 : NULL;
    const char *shown = eos_shape_show(check->arena, shape);
    eos_finding *finding = eos_check_violated(
        check, &about, "%s (%s) works on %s but samples of shape %s reach it%s: reshape them first",
        eos_say_layer(check, model, layer), layer->kind, axes_named(layer), shown,
        giver ? eos_arena_printf(check->arena, " from %s",
                                 eos_say_at(check, giver->kind, giver->span, about.span.line))
              : "");
    eos_finding_fix(check, finding,
                    giver ? "write Reshape((...)) with the axes %s before this layer"
                          : "give it samples of shape %s",
                    axes_named(layer));
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "axes of a sample",
                         eos_integer(shape->rank), giver ? giver->span : layer->span);
    if (giver)
        eos_finding_related(check, finding, "the layer before", giver->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (layer->is_functional || layer->presence == EOS_REPEATED)
            continue;
        if (model->framework == EOS_FRAMEWORK_TORCH) {
            const input_size *expected = find_input_size(layer);
            if (expected)
                judge_size(check, model, layer, expected);
        } else if (needed_axes(layer) > 0) {
            judge_axes(check, model, layer, needed_axes(layer));
        }
    }
}

const eos_rule eos_rule_801 = {
    .code = "EOS801",
    .name = "layer-size-contradicts-input",
    .summary = "A layer is made for another size than what reaches it",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the input size that a PyTorch layer is made for (in_features, "
                    "in_channels, num_features, input_size, normalized_shape, d_model) with what "
                    "the layers before it give. In Keras, where sizes are read from the input, "
                    "compares the number of axes that convolution, pooling and recurrent layers "
                    "need.",
            .why = "The program stops with a shape error at the first batch; in a branch that runs "
                   "late (evaluation, a second network) only after hours.",
            .example = "from torch import nn\n"
                       "\n"
                       "model = nn.Sequential(\n"
                       "    nn.Linear(784, 128),\n"
                       "    nn.ReLU(),\n"
                       "    nn.Linear(64, 10),\n"
                       ")\n",
            .use_instead = "from torch import nn\n"
                           "\n"
                           "model = nn.Sequential(\n"
                           "    nn.Linear(784, 128),\n"
                           "    nn.ReLU(),\n"
                           "    nn.Linear(128, 10),\n"
                           ")\n",
            .evidence = "Both sizes as numbers: the argument, and the shape of the tensor or the "
                        "width of the last full layer with nothing between that changes it. "
                        "Silent when either is unknown.",
            .options = "",
            .known_problems = "The size of an image that only the data tell is not known, so the "
                              "first Linear behind a flattened map is judged only when a shape is "
                              "written in the program.",
            .references = "PyTorch 2.13 documentation of torch.nn.Linear and torch.nn.Conv2d "
                          "(shape sections); Keras 3 input_spec of the layers.",
        },
    .check = check_model,
};
