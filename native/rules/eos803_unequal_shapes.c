/* SPDX-License-Identifier: MIT */
/*
 * EOS803: tensors of shapes that do not fit meet: in a merge layer or an operator, or as prediction and
 * target of an elementwise loss of PyTorch, which broadcasts (n, 1) against (n,) to (n, n) without an
 * error.
 *
 * Relies on the shapes of all inputs of a layer (model.h) and of what a loss compares (model_loops.h).
 *
 * Questionable: the first axis of a prediction is taken for the batch only when the module was called on
 * an array of at least two axes. A state of an environment without batch looks the same otherwise.
 */
#include "rules/training_steps.h"
#include "rules/wording.h"

#include <inttypes.h>
#include <string.h>

/* ---- merges ---- */

static bool is_elementwise(const eos_layer *layer)
{
    static const char *const kinds[] = {"Add",      "Subtract", "Multiply", "Average",
                                        "Maximum",  "Minimum",  "add",      "subtract",
                                        "multiply", "divide",   NULL};
    for (size_t i = 0; kinds[i] != NULL; i++)
        if (strcmp(layer->kind, kinds[i]) == 0)
            return true;
    return false;
}

static bool is_concat(const eos_layer *layer)
{
    return strcmp(layer->kind, "Concatenate") == 0 || strcmp(layer->kind, "cat") == 0 ||
           strcmp(layer->kind, "concat") == 0;
}

/* The first two inputs that cannot meet; false = none. `along` = the axis that may differ; -1 = none */
static bool find_clash(const eos_layer *layer, int32_t along, bool is_broadcast, uint32_t *left,
                       uint32_t *right)
{
    for (*right = 1; *right < layer->input_shape_count; ++*right)
        for (*left = 0; *left < *right; ++*left) {
            const eos_shape *a = &layer->input_shapes[*left], *b = &layer->input_shapes[*right];
            for (int32_t i = 0; i < (int32_t)a->rank; i++) {
                bool is_free = is_broadcast && (a->sizes[i] == 1 || b->sizes[i] == 1);
                if (i != along && !is_free && a->sizes[i] >= 1 && b->sizes[i] >= 1 &&
                    a->sizes[i] != b->sizes[i])
                    return true;
            }
        }
    return false;
}

static bool have_one_rank(const eos_layer *layer)
{
    for (uint32_t i = 0; i < layer->input_shape_count; i++)
        if (!layer->input_shapes[i].is_known || layer->input_shapes[i].rank == 0 ||
            layer->input_shapes[i].rank != layer->input_shapes[0].rank)
            return false;
    return layer->input_shape_count >= 2 && layer->input_shapes != NULL;
}

/* the axis of a sample along which it concatenates; false = not known, or the batch */
static bool read_axis(const eos_model *model, const eos_layer *layer, int32_t *out)
{
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const eos_param *param = eos_layer_param(layer, is_torch ? "dim" : "axis");
    int64_t axis, rank = layer->input_shapes[0].rank + 1;
    if (param == NULL || !eos_value_integer(param->value, &axis))
        return false;
    axis = axis < 0 ? axis + rank : axis;
    *out = (int32_t)axis - 1;
    return axis > 0 && axis < rank;
}

static void judge_merge(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    eos_about about = eos_about_layer(check, model, layer);
    uint32_t left, right;
    int32_t along = -1;
    bool is_joined = is_concat(layer);
    if (!have_one_rank(layer) || (is_joined && !read_axis(model, layer, &along))) {
        eos_check_unknown(check, &about, "the shapes that meet are not known");
        return;
    }
    if (!find_clash(layer, along, !is_joined, &left, &right)) {
        eos_check_satisfied(check, &about);
        return;
    }
    const char *one = eos_shape_show(check->arena, &layer->input_shapes[left]);
    const char *other = eos_shape_show(check->arena, &layer->input_shapes[right]);
    eos_finding *finding = eos_check_violated(
        check, &about, "%s (%s) gets samples of shapes %s and %s, which do not fit%s",
        eos_say_layer(check, model, layer), layer->kind, one, other,
        is_joined ? eos_arena_printf(check->arena, " off axis %" PRId32, along + 1) : "");
    eos_finding_fix(check, finding, "give both the same shape: %s", one);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE,
                         eos_arena_printf(check->arena, "shapes %s and %s", one, other),
                         eos_unknown(NULL), layer->span);
    for (uint32_t i = 0; i < layer->input_count; i++)
        if (layer->inputs[i] < model->layers.count)
            eos_finding_related(check, finding, "what goes in",
                                model->layers.items[layer->inputs[i]].span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if ((is_elementwise(layer) || is_concat(layer)) && !layer->is_ready_made)
            judge_merge(check, model, layer);
    }
}

/* ---- prediction against target ---- */

typedef enum loss_manner { NOT_ELEMENTWISE, BROADCASTS, RAISES } loss_manner;

static loss_manner manner_of(const char *loss)
{
    static const struct {
        const char *kind;
        loss_manner manner;
    } losses[] = {{"MSELoss", BROADCASTS},       {"mse_loss", BROADCASTS},
                  {"L1Loss", BROADCASTS},        {"l1_loss", BROADCASTS},
                  {"SmoothL1Loss", BROADCASTS},  {"smooth_l1_loss", BROADCASTS},
                  {"HuberLoss", BROADCASTS},     {"huber_loss", BROADCASTS},
                  {"BCELoss", RAISES},           {"binary_cross_entropy", RAISES},
                  {"BCEWithLogitsLoss", RAISES}, {"binary_cross_entropy_with_logits", RAISES}};
    for (size_t i = 0; loss != NULL && i < sizeof losses / sizeof *losses; i++)
        if (strcmp(loss, losses[i].kind) == 0)
            return losses[i].manner;
    return NOT_ELEMENTWISE;
}

/* axes behind the first one; false = not known, or a single number for the whole batch */
static bool sample_of(const eos_tensor *tensor, eos_shape *out)
{
    if (tensor == NULL || !tensor->shape.is_known)
        return false;
    *out = tensor->shape;
    if (tensor->is_symbolic)
        return true;
    if (tensor->holder != EOS_HOLDER_ARRAY || out->rank == 0 ||
        (out->rank == 1 && out->sizes[0] == 1))
        return false;
    out->rank--;
    memmove(out->sizes, out->sizes + 1, out->rank * sizeof *out->sizes);
    return true;
}

static bool is_batch_certain(const eos_tensor *fed)
{
    return fed != NULL && !fed->is_symbolic && fed->holder == EOS_HOLDER_ARRAY &&
           fed->shape.is_known && fed->shape.rank >= 2;
}

static bool differ(const eos_shape *left, const eos_shape *right)
{
    for (uint32_t i = 0; i < left->rank && left->rank == right->rank; i++)
        if (left->sizes[i] >= 1 && right->sizes[i] >= 1 && left->sizes[i] != right->sizes[i])
            return true;
    return left->rank != right->rank;
}

static const char *show_batch(eos_check *check, const eos_shape *sample)
{
    const char *inner = eos_shape_show(check->arena, sample);
    return sample->rank == 0 ? "(n,)"
           : sample->rank == 1
               ? eos_arena_printf(check->arena, "(n, %" PRId64 ")", sample->sizes[0])
               : eos_arena_printf(check->arena, "(n, %s", inner + 1);
}

/* several units against one class id per row: that is EOS102's, which names the loss to take */
static bool is_of_classes(loss_manner manner, const eos_shape *output, const eos_tensor *target)
{
    return manner == RAISES && output->rank > 0 && output->sizes[output->rank - 1] > 1 &&
           target->encoding == EOS_LABELS_INTEGER;
}

static void judge_loss(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step)
{
    eos_about about = eos_about_step(check, loop, step, step->loss);
    eos_shape output, target;
    loss_manner manner = manner_of(step->loss);
    if (manner == NOT_ELEMENTWISE)
        return;
    about.subject.role = "loss";
    if (!is_batch_certain(step->fed) || !sample_of(step->output, &output) ||
        !sample_of(step->target, &target)) {
        eos_check_unknown(check, &about, "the shapes of prediction and target are not known");
        return;
    }
    if (is_of_classes(manner, &output, step->target)) {
        eos_check_unknown(check, &about, "EOS102 judges several units against class ids");
        return;
    }
    if (!differ(&output, &target)) {
        eos_check_satisfied(check, &about);
        return;
    }
    const char *given = show_batch(check, &output), *wanted = show_batch(check, &target);
    eos_finding *finding = eos_check_violated(
        check, &about, "%s compares a prediction of shape %s with a target of shape %s: %s",
        step->loss, given, wanted,
        manner == RAISES ? "it raises an error"
                         : "they are broadcast, and each prediction meets every target, or it "
                           "raises an error");
    bool is_column = output.rank == 1 && output.sizes[0] == 1 && target.rank == 0;
    eos_finding_fix(check, finding, "%s",
                    is_column ? "write target.unsqueeze(1), or prediction.squeeze(1)"
                              : "give prediction and target the same shape");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE,
                         eos_arena_printf(check->arena, "prediction %s, target %s", given, wanted),
                         eos_unknown(NULL), step->span);
    if (!step->target->is_symbolic)
        eos_finding_related(check, finding, "target", step->target->span);
    if (loop->is_with_defaults)
        eos_finding_with_defaults(check, finding);
}

static void check_training(eos_check *check, const eos_train_facts *facts, const eos_models *models)
{
    (void)models;
    for (uint32_t i = 0; i < facts->loops.count; i++) {
        const eos_train_loop *loop = facts->loops.items[i];
        for (uint32_t j = 0; j < loop->steps.count; j++)
            if (loop->steps.items[j].kind == EOS_ACTION_LOSS && loop->steps.items[j].loop == loop &&
                eos_step_is_here(&loop->steps.items[j]))
                judge_loss(check, loop, &loop->steps.items[j]);
    }
}

const eos_rule eos_rule_803 = {
    .code = "EOS803",
    .name = "unequal-shapes",
    .summary = "Tensors of shapes that do not fit are merged or compared",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the shapes that meet in Keras' merge layers and PyTorch's operators "
                    "and cat, and those of prediction and target in PyTorch's elementwise losses.",
            .why =
                "Shapes that do not fit raise an error at the first batch. Worse is a prediction "
                "(n, 1) against a target (n,): the loss is taken over n x n pairs, and the "
                "model learns the mean.",
            .example = "import torch\n"
                       "from torch import nn\n"
                       "\n"
                       "x = torch.randn(100, 8)\n"
                       "y = torch.randn(100)\n"
                       "model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))\n"
                       "optimizer = torch.optim.Adam(model.parameters(), lr=0.001)\n"
                       "for epoch in range(100):\n"
                       "    optimizer.zero_grad()\n"
                       "    loss = nn.functional.mse_loss(model(x), y)\n"
                       "    loss.backward()\n"
                       "    optimizer.step()\n",
            .use_instead = "import torch\n"
                           "from torch import nn\n"
                           "\n"
                           "x = torch.randn(100, 8)\n"
                           "y = torch.randn(100)\n"
                           "model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))\n"
                           "optimizer = torch.optim.Adam(model.parameters(), lr=0.001)\n"
                           "for epoch in range(100):\n"
                           "    optimizer.zero_grad()\n"
                           "    loss = nn.functional.mse_loss(model(x), y.unsqueeze(1))\n"
                           "    loss.backward()\n"
                           "    optimizer.step()\n",
            .evidence =
                "Merge: all inputs are tensors of the graph with one known rank, and two known "
                "sizes differ, neither of them 1; for concatenation off its axis. Loss: both "
                "shapes are known, and the model was called on an array of two axes or more, so "
                "that the first is the batch. Keras expands (n,) to (n, 1) in its losses and is "
                "not judged there.",
            .options = "",
            .known_problems = "Inputs of different rank are not judged in merges.",
            .references = "PyTorch 2.13 documentation of torch.nn.MSELoss, BCELoss and of "
                          "broadcasting semantics; Keras 3.15 documentation of the merging layers.",
        },
    .check = check_model,
    .check_training = check_training,
};
