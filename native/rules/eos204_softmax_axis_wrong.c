/* SPDX-License-Identifier: MIT */
/*
 * EOS204: a softmax over the wrong axis. Three faults: over the batch axis of scores that a dense head
 * made, over an axis of size 1 inside the network, and in PyTorch no axis at all.
 *
 * Questionable: an axis of size 1 at the output is left to EOS102, which knows the loss. A model of
 * single rows without a batch (a policy that is asked state by state) may normalise over axis 0; so
 * that fault is only claimed where rank and batch are known.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

#include <inttypes.h>

static bool is_softmax(const eos_layer *layer)
{
    return layer->activation.kind == EOS_ACT_SOFTMAX ||
           layer->activation.kind == EOS_ACT_LOG_SOFTMAX;
}

/* PyTorch's older form: nn.Softmax(), F.softmax(x). */
static bool has_implicit_axis(const eos_model *model, const eos_layer *layer)
{
    const eos_param *axis = eos_layer_param(layer, "dim");
    return model->framework == EOS_FRAMEWORK_TORCH && axis && !axis->is_given &&
           eos_value_is_none(axis->value);
}

/* Rows of class scores: one axis beside the batch, made by a dense layer and only reordered since. */
static bool is_row_of_scores(const eos_model *model, uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    const eos_shape *shape =
        eos_layer_is_plain_dense(layer) ? &layer->output_shape : &layer->input_shape;
    if (!shape->is_known || shape->rank != 1)
        return false;
    while (!eos_layer_is_plain_dense(layer)) {
        bool is_passed = is_softmax(layer) || eos_layer_keeps_values(layer);
        if (!is_passed || layer->input_count != 1 || layer->inputs[0] >= index)
            return false;
        index = layer->inputs[0];
        layer = &model->layers.items[index];
    }
    return true;
}

static const char *name_of(const eos_layer *layer)
{
    return layer->activation.kind == EOS_ACT_SOFTMAX ? "softmax" : "log_softmax";
}

static const char *say_axis(const eos_model *model)
{
    return model->framework == EOS_FRAMEWORK_TORCH ? "dim=1" : "axis=-1";
}

static void finish(eos_check *check, eos_finding *finding, const eos_model *model,
                   const eos_layer *layer, const char *write)
{
    const eos_param *axis = eos_layer_param(layer, "dim");
    if (!axis)
        axis = eos_layer_param(layer, "axis");
    eos_finding_fix(check, finding, "write %s", write);
    if (axis)
        eos_finding_evidence(check, finding, axis->is_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                             "axis of the softmax", axis->value, layer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE,
                         eos_arena_printf(check->arena, "shape of its input, without the batch: %s",
                                          eos_shape_show(check->arena, &layer->input_shape)),
                         eos_unknown(NULL), layer->span);
    if (model->learners.count > 0 && model->head.activation_layer == layer)
        eos_finding_relate_learner(check, finding, model, &model->learners.items[0]);
    if (axis && eos_value_is_default(axis->value))
        eos_finding_with_defaults(check, finding);
}

static void report_batch(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    eos_about about = eos_about_layer(check, model, layer);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s in %s runs over the batch axis: the rows of a batch share one sum, not the classes of "
        "a row: write %s",
        name_of(layer), eos_say_layer(check, model, layer), say_axis(model));
    finish(check, finding, model, layer, say_axis(model));
    const eos_param *axis = eos_layer_param(layer, "dim");
    if (axis && axis->is_given && axis->span.line != 0 && axis->span.line == layer->span.line)
        eos_finding_edit(check, finding, axis->span, "1", false);
}

/* Without a dim PyTorch takes axis 0 of 0, 1 or 3 axes, the batch counted, and axis 1 of others. */
static void judge_implicit(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    eos_about about = eos_about_layer(check, model, layer);
    const eos_shape *input = &layer->input_shape;
    if (input->is_known && input->rank == 2) {
        eos_finding *finding = eos_check_violated(
            check, &about,
            "%s in %s names no dim, and PyTorch then takes axis 0 of three: the batch: write the "
            "axis of the classes, dim=1 or dim=-1",
            name_of(layer), eos_say_layer(check, model, layer));
        finish(check, finding, model, layer, "dim=1 or dim=-1");
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about, "%s in %s names no dim, which PyTorch deprecates: write dim=1",
        name_of(layer), eos_say_layer(check, model, layer));
    eos_finding_severity(finding, EOS_SEVERITY_INFO, EOS_CONFIDENCE_CERTAIN);
    finish(check, finding, model, layer, "dim=1");
}

static void report_single(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    eos_about about = eos_about_layer(check, model, layer);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s in %s runs over axis %" PRId32 " of size 1 and gives %s for every input: write the "
        "axis that holds the values to choose from",
        name_of(layer), eos_say_layer(check, model, layer), layer->activation.axis,
        layer->activation.kind == EOS_ACT_SOFTMAX ? "1.0" : "0.0");
    finish(check, finding, model, layer, "the axis that holds the values to choose from");
}

/* Size of the softmax's axis; -1 = not known, 0 = the batch. */
static int64_t find_axis_size(const eos_layer *layer)
{
    const eos_shape *shape =
        layer->family == EOS_LAYER_ACTIVATION ? &layer->input_shape : &layer->output_shape;
    int32_t axis = layer->activation.axis;
    if (axis == 0)
        return 0;
    if (!shape->is_known || axis == INT32_MIN)
        return -1;
    int64_t index = axis < 0 ? (int64_t)shape->rank + axis : (int64_t)axis - 1;
    if (index == -1)
        return 0;
    return index >= 0 && index < shape->rank ? shape->sizes[index] : -1;
}

static void judge_layer(eos_check *check, const eos_model *model, uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    eos_about about = eos_about_layer(check, model, layer);
    if (has_implicit_axis(model, layer)) {
        judge_implicit(check, model, layer);
        return;
    }
    int64_t size = find_axis_size(layer);
    if (size < 0)
        eos_check_unknown(check, &about, "the axis or the shape is not known");
    else if (size == 0 && is_row_of_scores(model, index))
        report_batch(check, model, layer);
    else if (size == 0)
        eos_check_unknown(check, &about, "what lies on the first axis is not known");
    else if (size == 1 && model->head.activation_layer != layer && !model->is_with_defaults)
        report_single(check, model, layer);
    else
        eos_check_satisfied(check, &about);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (is_softmax(&model->layers.items[i]))
            judge_layer(check, model, i);
}

const eos_rule eos_rule_204 = {
    .code = "EOS204",
    .name = "softmax-axis-wrong",
    .summary = "A softmax over the batch axis, over an axis of size 1, or over no named axis",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a softmax (or log_softmax) over the batch axis of rows of scores, a "
                    "softmax inside the network over an axis of size 1, and in PyTorch a softmax "
                    "without a dim.",
            .why =
                "Over the batch axis the rows of a batch compete with each other: the result of a "
                "row depends on its neighbours, and nothing says so. Over an axis of size 1 the "
                "result is 1.0 for every input. Without a dim PyTorch guesses by the number of "
                "axes: right for (batch, classes), the batch for three axes.",
            .example = "from torch import nn\n"
                       "\n"
                       "\n"
                       "class Net(nn.Module):\n"
                       "    def __init__(self):\n"
                       "        super().__init__()\n"
                       "        self.hidden = nn.Linear(784, 64)\n"
                       "        self.relu = nn.ReLU()\n"
                       "        self.head = nn.Linear(64, 10)\n"
                       "        self.out = nn.Softmax(dim=0)\n"
                       "\n"
                       "    def forward(self, x):\n"
                       "        x = x.view(-1, 784)\n"
                       "        return self.out(self.head(self.relu(self.hidden(x))))\n"
                       "\n"
                       "\n"
                       "net = Net()\n",
            .use_instead = "from torch import nn\n"
                           "\n"
                           "\n"
                           "class Net(nn.Module):\n"
                           "    def __init__(self):\n"
                           "        super().__init__()\n"
                           "        self.hidden = nn.Linear(784, 64)\n"
                           "        self.relu = nn.ReLU()\n"
                           "        self.head = nn.Linear(64, 10)\n"
                           "        self.out = nn.Softmax(dim=1)\n"
                           "\n"
                           "    def forward(self, x):\n"
                           "        x = x.view(-1, 784)\n"
                           "        return self.out(self.head(self.relu(self.hidden(x))))\n"
                           "\n"
                           "\n"
                           "net = Net()\n",
            .evidence =
                "The axis, and the shape of what is normalised; for the batch axis also that a "
                "Dense or Linear layer made the rows. Silent when the number of axes is not known "
                "(a network of Linear layers alone takes rows and batches of rows), and for "
                "attention over several axes. Softmax over one unit at the output is EOS102.",
            .options = "",
            .known_problems = "",
            .references = "Keras 3: layers.Softmax. PyTorch 2: nn.Softmax, nn.functional.softmax "
                          "(dim=None is deprecated since 0.4).",
        },
    .check = check_model,
};
