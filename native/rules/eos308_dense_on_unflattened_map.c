/* SPDX-License-Identifier: MIT */
/*
 * EOS308: Dense on a map that was not flattened. Two forms: the output keeps an axis that the labels
 * do not have (certain), and a Dense straight on a map of images with the Flatten behind it (likely).
 *
 * Questionable: Dense on the last axis is a 1x1 convolution, which mixers and transformers use on
 * purpose; so the second form wants a plain chain from a convolution to a Flatten.
 */
#include "rules/head_case.h"
#include "rules/network_facts.h"
#include "rules/wording.h"

#include "flow/flow.h"
#include "flow/heap.h"

#include <inttypes.h>

/* ---- 1: more axes than the labels ---- */

/* Axes of one label; -1 = not known. A column (n, 1) counts as none. */
static int find_label_rank(const eos_training *training)
{
    if (training->y.kind != EOS_VALUE_OBJECT || training->y.as.object->kind != EOS_OBJECT_TENSOR ||
        !training->y.as.object->now.facts)
        return -1;
    const eos_tensor *labels = training->y.as.object->now.facts;
    if (labels->holder == EOS_HOLDER_FEED || labels->is_symbolic || !labels->shape.is_known ||
        labels->shape.rank == 0)
        return -1;
    int rank = (int)labels->shape.rank - 1;
    if (rank == 1 && labels->shape.sizes[1] == 1)
        return 0;
    return rank == 1 && labels->shape.sizes[1] < 0 ? -1 : rank;
}

/* Axes of the output that hold more than one value, the class axis not counted. */
static int count_extents(const eos_shape *output)
{
    int count = 0;
    for (uint32_t i = 0; i + 1 < output->rank; i++) {
        if (output->sizes[i] < 0)
            return -1;
        count += output->sizes[i] != 1;
    }
    return count;
}

static const eos_layer *find_dense_on_map(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (eos_layer_is_plain_dense(layer) && layer->input_shape.is_known &&
            layer->input_shape.rank > 1)
            return layer;
    }
    return NULL;
}

static void report_rank(eos_check *check, const eos_model *model, const eos_training *training,
                        const eos_layer *dense)
{
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const char *write = is_torch ? "flatten(1)" : "Flatten()";
    eos_about about = eos_about_layer(check, model, dense);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s works on the last axis of %s only, so the output keeps the shape %s while each label "
        "(line %" PRIu32 ") is one row: write %s before it",
        eos_say_layer(check, model, dense), eos_shape_show(check->arena, &dense->input_shape),
        eos_shape_show(check->arena, &model->head.output_shape), training->labels.span.line, write);
    eos_finding_fix(check, finding, "write %s before %s", write,
                    eos_layer_label(check->arena, dense));
    eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_CERTAIN);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "labels", training->y,
                         training->labels.span);
    if (training->learner < model->learners.count)
        eos_finding_relate_learner(check, finding, model,
                                   &model->learners.items[training->learner]);
}

static bool judge_ranks(eos_check *check, const eos_model *model)
{
    const eos_shape *output = &model->head.output_shape;
    const eos_layer *dense = find_dense_on_map(model);
    if (!dense || !model->head.is_known || !output->is_known || output->rank < 2 ||
        count_extents(output) < 1)
        return false;
    for (uint32_t i = 0; i < model->trainings.count; i++) {
        const eos_training *training = &model->trainings.items[i];
        int labels = find_label_rank(training);
        if (training->learner >= model->learners.count || labels < 0)
            continue;
        eos_loss_kind loss = (eos_loss_kind)model->learners.items[training->learner].loss.kind;
        int wanted = eos_loss_is_sparse(loss) ? (int)output->rank - 1 : (int)output->rank;
        if (loss == EOS_LOSS_UNKNOWN || labels >= wanted ||
            (labels > 0 && output->sizes[output->rank - 1] == 1))
            continue;
        report_rank(check, model, training, dense);
        return true;
    }
    return false;
}

/* ---- 2: Flatten comes too late ---- */

static bool is_between(const eos_layer *layer)
{
    return layer->presence == EOS_PRESENT &&
           (eos_layer_is_dropout(layer) || eos_layer_is_pooling(layer) ||
            layer->family == EOS_LAYER_NORM_BATCH || layer->family == EOS_LAYER_ACTIVATION ||
            layer->family == EOS_LAYER_PAD || layer->family == EOS_LAYER_IDENTITY);
}

static bool is_behind_conv(const eos_model *model, const eos_layer_uses *uses, uint32_t index)
{
    for (uint32_t at = eos_layer_only_maker(model, uses, index); at != EOS_NO_LAYER;
         at = eos_layer_only_maker(model, uses, at)) {
        const eos_layer *layer = &model->layers.items[at];
        if (eos_layer_is_plain_conv(layer))
            return layer->presence == EOS_PRESENT;
        if (!is_between(layer))
            return false;
    }
    return false;
}

static const eos_layer *find_later_flatten(const eos_model *model, const eos_layer_uses *uses,
                                           uint32_t index)
{
    for (uint32_t at = eos_layer_only_reader(model, uses, index); at != EOS_NO_LAYER;
         at = eos_layer_only_reader(model, uses, at)) {
        const eos_layer *layer = &model->layers.items[at];
        if (layer->family == EOS_LAYER_FLATTEN && layer->presence == EOS_PRESENT)
            return layer;
        if (!is_between(layer) && !eos_layer_is_plain_dense(layer))
            return NULL;
        if (eos_layer_is_pooling(layer))
            return NULL; /* the map is still worked on as a map */
    }
    return NULL;
}

static bool has_extent(const eos_shape *shape)
{
    for (uint32_t i = 0; i + 1 < shape->rank; i++)
        if (shape->sizes[i] != 1)
            return true;
    return false;
}

static bool judge_layer(eos_check *check, const eos_model *model, const eos_layer_uses *uses,
                        uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    const eos_shape *input = &layer->input_shape;
    eos_about about = eos_about_layer(check, model, layer);
    const eos_layer *flatten = NULL;
    bool is_map = input->is_known && input->rank >= 3 && has_extent(input);
    if (is_map && layer->presence == EOS_PRESENT && is_behind_conv(model, uses, index))
        flatten = find_later_flatten(model, uses, index);
    if (!flatten || model->is_escaped) {
        if (input->is_known)
            eos_check_satisfied(check, &about);
        else
            eos_check_unknown(check, &about, "the shape of its input is not known");
        return false;
    }
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s reads a map of shape %s and works on its last axis only; the map is flattened behind "
        "it (line %" PRIu32 "): write the %s before it",
        eos_say_layer(check, model, layer), eos_shape_show(check->arena, input), flatten->span.line,
        is_torch ? "flatten" : "Flatten");
    eos_finding_fix(check, finding, "move %s before %s", is_torch ? "the flatten" : "Flatten()",
                    eos_layer_label(check->arena, layer));
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE,
                         eos_arena_printf(check->arena, "shape of its input, without the batch: %s",
                                          eos_shape_show(check->arena, input)),
                         eos_unknown(NULL), layer->span);
    eos_finding_related(check, finding, "flatten", flatten->span);
    return true;
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (judge_ranks(check, model))
        return;
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (eos_layer_is_plain_dense(&model->layers.items[i]) &&
            judge_layer(check, model, &uses, i))
            return; /* the next one suffers from the same missing Flatten */
}

const eos_rule eos_rule_308 = {
    .code = "EOS308",
    .name = "dense-on-unflattened-map",
    .summary = "A dense layer on a map that was not flattened",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a Dense or Linear layer on an input with more axes than rows: when the "
                    "output then has more axes than the labels, and when it stands straight on "
                    "the map of a convolution and the Flatten comes later.",
            .why = "Dense works on the last axis and keeps the others: what was meant to join the "
                   "whole image joins the channels of each pixel. The output keeps the axes, and "
                   "the loss either fails or broadcasts the labels over them.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, Flatten\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(16, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                       "model.add(Dense(64, activation=\"relu\"))\n"
                       "model.add(Flatten())\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, Flatten\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(16, 3, activation=\"relu\", input_shape=(28, 28, 1)))\n"
                "model.add(Flatten())\n"
                "model.add(Dense(64, activation=\"relu\"))\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence =
                "The shapes; for the first form also that of the labels, and the loss. Silent for "
                "sequences (rows of steps into pooling, recurrent layers or Flatten), for axes of "
                "size 1, for targets per step or pixel, and wherever the map is permuted, "
                "normalised over its channels or merged (mixers, transformers).",
            .options = "",
            .known_problems = "",
            .references = "Keras 3: layers.Dense (input with a rank greater than 2). PyTorch 2: "
                          "nn.Linear.",
        },
    .check = check_model,
};
