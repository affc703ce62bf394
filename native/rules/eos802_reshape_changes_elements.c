/* SPDX-License-Identifier: MIT */
/*
 * EOS802: a reshape whose sizes do not hold the numbers of one sample. Keras' Reshape must keep them; in
 * PyTorch a -1 in front takes up what is over, so that samples are mixed without an error.
 *
 * Relies on shapes of samples and on the sizes as given (a parameter "shape" of view and reshape, in which
 * None is the size of the batch; "target_shape" of Keras).
 *
 * Questionable: with a -1 in front the first axis of the tensor must be the batch. It is taken for that
 * only when every layer from the input on is one that keeps it.
 */
#include "rules/layer_path.h"
#include "rules/wording.h"

#include <inttypes.h>
#include <string.h>

typedef struct target {
    uint32_t count;
    int64_t sizes[EOS_LIMIT_RANK + 1]; /* EOS_DIM_UNKNOWN for None and for -1 */
    bool is_batch_first;               /* the first size is None: that of the batch */
    uint32_t open_at;                  /* place of -1; count = none */
} target;

/* false = a size that is not known, or more than one -1 */
static bool read_target(eos_value value, target *out)
{
    const eos_sequence *items = value.kind == EOS_VALUE_TUPLE    ? value.as.items
                                : value.kind == EOS_VALUE_OBJECT ? value.as.object->now.items
                                                                 : NULL;
    uint32_t count = eos_sequence_count(items);
    *out = (target){.count = count, .open_at = count};
    if (value.kind == EOS_VALUE_OBJECT &&
        (value.as.object->kind != EOS_OBJECT_LIST || value.as.object->now.is_open))
        return false;
    if (count == 0 || count > EOS_LIMIT_RANK)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        int64_t size;
        out->sizes[i] = EOS_DIM_UNKNOWN;
        if (items->items[i].value.kind == EOS_VALUE_NONE && i == 0) {
            out->is_batch_first = true;
            continue;
        }
        if (!eos_value_integer(items->items[i].value, &size) || size == 0 || size < -1)
            return false;
        if (size == -1 && out->open_at < count)
            return false;
        if (size == -1)
            out->open_at = i;
        else
            out->sizes[i] = size;
    }
    return true;
}

/* product of the sizes from `from` on, -1 left out; EOS_DIM_UNKNOWN = too large */
static int64_t product_from(const int64_t *sizes, uint32_t from, uint32_t count)
{
    int64_t product = 1;
    for (uint32_t i = from; i < count; i++) {
        if (sizes[i] <= 0)
            continue;
        if (product > INT64_MAX / sizes[i])
            return EOS_DIM_UNKNOWN;
        product *= sizes[i];
    }
    return product;
}

static bool is_product_of_trailing(const eos_shape *shape, int64_t product)
{
    int64_t trailing = 1;
    for (uint32_t i = shape->rank; i-- > 0;) {
        trailing *= shape->sizes[i];
        if (trailing == product)
            return true;
    }
    return product == 1;
}

/* ---- the batch ---- */

static bool keeps_batch(const eos_layer *layer)
{
    switch ((eos_layer_family)layer->family) {
    case EOS_LAYER_DENSE:
    case EOS_LAYER_CONV:
    case EOS_LAYER_CONV_TRANSPOSE:
    case EOS_LAYER_NORM_BATCH:
    case EOS_LAYER_NORM_LAYER:
    case EOS_LAYER_NORM_GROUP:
    case EOS_LAYER_ACTIVATION:
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_DROPOUT_SPATIAL:
    case EOS_LAYER_POOL_MAX:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_ADAPTIVE:
    case EOS_LAYER_IDENTITY:
        return layer->input_count <= 1;
    default:
        return false;
    }
}

/* back to the input of the model through layers that keep the batch, a convolution among them: what a
 * convolution over maps takes in has its batch in front */
static bool is_batch_first(const eos_model *model, const eos_layer *layer)
{
    bool has_map = false;
    for (uint32_t steps = 0; steps <= model->layers.count; steps++) {
        if (layer->input_count == 0)
            return has_map;
        if (layer->input_count != 1 || layer->inputs[0] >= model->layers.count)
            return false;
        layer = &model->layers.items[layer->inputs[0]];
        if (!keeps_batch(layer) || layer->presence != EOS_PRESENT || layer->nested != NULL)
            return false;
        has_map |= layer->family == EOS_LAYER_CONV && layer->rank == 2;
    }
    return false;
}

/* ---- judging ---- */

static void report(eos_check *check, const eos_model *model, const eos_layer *layer,
                   const eos_about *about, const eos_param *param, int64_t elements,
                   int64_t product, const char *consequence, bool is_open)
{
    const eos_layer *giver = layer->input_count == 1 && layer->inputs[0] < model->layers.count
                                 ? &model->layers.items[layer->inputs[0]]
                                 : NULL;
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s gives sizes of %s%" PRId64 " numbers to samples of %" PRId64 ", shape %s%s: %s",
        eos_say_layer(check, model, layer), is_open ? "a multiple of " : "", product, elements,
        eos_shape_show(check->arena, &layer->input_shape),
        giver ? eos_arena_printf(check->arena, " from %s",
                                 eos_say_at(check, giver->kind, giver->span, about->span.line))
              : "",
        consequence);
    eos_finding_fix(check, finding, "write sizes whose product is %" PRId64, elements);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, param->name, param->value, param->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "numbers of one sample",
                         eos_integer(elements), giver ? giver->span : layer->span);
    if (giver)
        eos_finding_related(check, finding, "the layer before", giver->span);
    if (eos_value_is_default(param->value))
        eos_finding_with_defaults(check, finding);
}

/* sizes of one sample: they must hold what it holds */
static void judge_sample(eos_check *check, const eos_model *model, const eos_layer *layer,
                         const eos_param *param, const target *sizes, uint32_t from)
{
    eos_about about = eos_about_layer(check, model, layer);
    int64_t elements = eos_shape_elements(&layer->input_shape);
    int64_t product = product_from(sizes->sizes, from, sizes->count);
    bool is_open = sizes->open_at < sizes->count;
    if (elements <= 0 || product <= 0) {
        eos_check_unknown(check, &about, "the number of elements is not known");
        return;
    }
    if (is_open ? elements % product == 0 : elements == product) {
        eos_check_satisfied(check, &about);
        return;
    }
    report(check, model, layer, &about, param, elements, product, "this raises an error", is_open);
}

/* view(-1, ...): rows are as many as are left over */
static void judge_open_rows(eos_check *check, const eos_model *model, const eos_layer *layer,
                            const eos_param *param, const target *sizes)
{
    eos_about about = eos_about_layer(check, model, layer);
    int64_t elements = eos_shape_elements(&layer->input_shape);
    int64_t product = product_from(sizes->sizes, 1, sizes->count);
    if (elements <= 0 || product <= 0 || !is_batch_first(model, layer)) {
        eos_check_unknown(check, &about, "what the first axis counts is not known");
        return;
    }
    bool is_folded = elements % product == 0 && elements != product && sizes->count == 2 &&
                     layer->input_shape.rank >= 3 &&
                     !is_product_of_trailing(&layer->input_shape, product);
    if (product > elements && product % elements == 0) { /* samples that were split before */
        eos_check_unknown(check, &about, "several samples may be put together on purpose");
        return;
    }
    if (elements % product == 0 && !is_folded) {
        eos_check_satisfied(check, &about);
        return;
    }
    const char *consequence = "the -1 in front mixes the numbers of several samples";
    if (is_folded)
        consequence =
            eos_arena_printf(check->arena, "the -1 in front makes %" PRId64 " rows of each sample",
                             elements / product);
    report(check, model, layer, &about, param, elements, product, consequence, false);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        const eos_param *param = eos_layer_param(layer, "target_shape");
        bool is_keras = model->framework == EOS_FRAMEWORK_KERAS;
        target sizes;
        if (layer->family != EOS_LAYER_RESHAPE || layer->is_ready_made)
            continue;
        if (!is_keras)
            param = layer->is_functional ? eos_layer_param(layer, "shape") : NULL;
        if (param == NULL || !layer->input_shape.is_known || !read_target(param->value, &sizes))
            continue;
        if (is_keras ? !layer->is_functional : sizes.is_batch_first)
            judge_sample(check, model, layer, param, &sizes, is_keras ? 0 : 1);
        else if (!is_keras && sizes.open_at == 0)
            judge_open_rows(check, model, layer, param, &sizes);
    }
}

const eos_rule eos_rule_802 = {
    .code = "EOS802",
    .name = "reshape-changes-elements",
    .summary = "A reshape does not hold the numbers of a sample, or folds the batch",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the sizes given to Keras' Reshape and to PyTorch's view and reshape "
                    "with the number of elements of the sample that reaches them.",
            .why = "Sizes that hold another number raise an error at the first batch. With -1 in "
                   "front PyTorch only changes the number of rows: numbers of several samples are "
                   "mixed, and the batch no longer fits its labels.",
            .example = "import torch.nn as nn\n"
                       "\n"
                       "class Net(nn.Module):\n"
                       "    def __init__(self):\n"
                       "        super().__init__()\n"
                       "        self.conv = nn.Conv2d(3, 16, 3)\n"
                       "        self.pool = nn.AdaptiveAvgPool2d(6)\n"
                       "        self.fc = nn.Linear(400, 10)\n"
                       "\n"
                       "    def forward(self, x):\n"
                       "        x = self.pool(self.conv(x).relu())\n"
                       "        return self.fc(x.view(-1, 400))\n",
            .use_instead = "import torch.nn as nn\n"
                           "\n"
                           "class Net(nn.Module):\n"
                           "    def __init__(self):\n"
                           "        super().__init__()\n"
                           "        self.conv = nn.Conv2d(3, 16, 3)\n"
                           "        self.pool = nn.AdaptiveAvgPool2d(6)\n"
                           "        self.fc = nn.Linear(576, 10)\n"
                           "\n"
                           "    def forward(self, x):\n"
                           "        x = self.pool(self.conv(x).relu())\n"
                           "        return self.fc(x.view(x.size(0), -1))\n",
            .evidence =
                "A fully known shape of the sample and known sizes. With -1 in front also that the "
                "first axis is the batch: every layer from the model's input on keeps it, and a "
                "convolution over maps is among them. Then the sizes must divide the sample, and "
                "two sizes of a map (-1, n) must be a product of its last axes: view(-1, width) "
                "is a list of rows on purpose. Silent for sizes that are not known, and for "
                "several whole samples in a row.",
            .options = "",
            .known_problems = "Samples grouped in rows on purpose, with a size that is no product "
                              "of trailing axes, are reported.",
            .references = "Keras 3.15 documentation of Reshape; PyTorch 2.13 documentation of "
                          "torch.Tensor.view and torch.reshape.",
        },
    .check = check_model,
};
