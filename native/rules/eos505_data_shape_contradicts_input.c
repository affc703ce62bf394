/* SPDX-License-Identifier: MIT */
/*
 * EOS505: what fit, evaluate or predict feeds does not fit the input shape that the network declares. The
 * subject is the layer that declares it.
 *
 * Keras adds or drops a last axis of size 1 by itself, so that difference is none.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

/* The layer that the program gave the shape: the first one written, inputs included. */
static const eos_layer *find_input_layer(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].span.line && model->layers.items[i].presence == EOS_PRESENT)
            return &model->layers.items[i];
    return NULL;
}

/* Shape that the program declares at the first layer; unknown when it only follows from the data. */
static eos_shape declared_shape(const eos_model *model, const eos_layer *layer)
{
    eos_shape shape = {0};
    if (!eos_shape_from_value(eos_layer_value(layer, "input_shape"), &shape) &&
        !eos_shape_from_value(eos_layer_value(layer, "shape"), &shape) &&
        eos_value_is_unknown(eos_layer_value(layer, "input_dim")))
        return (eos_shape){0};
    return model->input_shape;
}

static uint8_t rank_without_ones(const eos_shape *shape)
{
    uint8_t rank = shape->rank;
    while (rank > 1 && shape->sizes[rank - 1] == 1)
        rank--;
    return rank;
}

/* Certain differences only: unknown sizes fit everything. */
static bool differ(const eos_shape *wanted, const eos_shape *given)
{
    uint8_t rank = rank_without_ones(wanted), other = rank_without_ones(given);
    if (wanted->rank == given->rank)
        rank = other = wanted->rank;
    if (rank != other) {
        bool is_open = (rank < wanted->rank) != (other < given->rank);
        for (uint8_t i = 0; i < wanted->rank; i++)
            is_open |= wanted->sizes[i] < 0;
        for (uint8_t i = 0; i < given->rank; i++)
            is_open |= given->sizes[i] < 0;
        return !is_open || rank > other + 1 || other > rank + 1;
    }
    for (uint8_t i = 0; i < rank; i++)
        if (wanted->sizes[i] >= 0 && given->sizes[i] >= 0 && wanted->sizes[i] != given->sizes[i])
            return true;
    return false;
}

static bool find_sample(const eos_tensor *inputs, eos_shape *out)
{
    if (!inputs || !inputs->shape.is_known || inputs->shape.rank == 0)
        return false;
    *out = inputs->shape;
    if (out->rank == 1) { /* (n,): Keras makes (n, 1) of it */
        out->sizes[0] = 1;
        return true;
    }
    for (uint8_t i = 1; i < out->rank; i++)
        out->sizes[i - 1] = out->sizes[i];
    out->rank--;
    return true;
}

static void judge_call(eos_check *check, const eos_model *model, const eos_layer *layer,
                       const eos_shape *wanted, eos_value x, eos_span span, const char *method,
                       uint8_t presence)
{
    eos_about about = eos_about_layer(check, model, layer);
    eos_training call = {.x = x};
    eos_shape given;
    about.subject.role = "input";
    if (!wanted->is_known || !find_sample(eos_training_inputs(&call), &given)) {
        eos_check_unknown(check, &about, "the shape of the input or of the data is not known");
        return;
    }
    if (!differ(wanted, &given)) {
        eos_check_satisfied(check, &about);
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about, "%s takes inputs of shape %s, but %s gives %s: write input_shape=%s",
        model->name, eos_shape_show(check->arena, wanted),
        eos_say_at(check, method, span, about.span.line), eos_shape_show(check->arena, &given),
        eos_shape_show(check->arena, &given));
    if (presence != EOS_PRESENT)
        eos_finding_severity(finding, EOS_SEVERITY_ERROR, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write input_shape=%s, or bring the data into shape %s",
                    eos_shape_show(check->arena, &given), eos_shape_show(check->arena, wanted));
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "input shape",
                         eos_layer_value(layer, "input_shape"), layer->span);
    if (x.kind == EOS_VALUE_OBJECT)
        eos_finding_related(check, finding, "data", x.as.object->span);
    eos_finding_related(check, finding, method, span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    const eos_layer *layer = find_input_layer(model);
    if (!layer || model->framework != EOS_FRAMEWORK_KERAS || model->form == EOS_FORM_SUBCLASS)
        return;
    eos_shape wanted = declared_shape(model, layer);
    for (uint32_t i = 0; i < model->trainings.count; i++) {
        const eos_training *one = &model->trainings.items[i];
        judge_call(check, model, layer, &wanted, one->x, one->span, one->method, one->presence);
    }
    for (uint32_t i = 0; i < model->evaluations.count; i++) {
        const eos_evaluation *one = &model->evaluations.items[i];
        judge_call(check, model, layer, &wanted, one->x, one->span, one->method, one->presence);
    }
}

const eos_rule eos_rule_505 = {
    .code = "EOS505",
    .name = "data-shape-contradicts-input",
    .summary = "The data have another shape than the input of the model",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the shape that the first layer declares with the shape of the "
                    "arrays or batches that reach fit, evaluate and predict.",
            .why = "Keras stops with an error at the first batch, often after minutes of reading "
                   "data.",
            .example =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), _ = keras.datasets.mnist.load_data()\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Dense(64, activation=\"relu\", input_shape=(784,)))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x / 255.0, y)\n",
            .use_instead =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), _ = keras.datasets.mnist.load_data()\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Dense(64, activation=\"relu\", input_shape=(784,)))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x.reshape(-1, 784) / 255.0, y)\n",
            .evidence =
                "The declared input shape and the shape of the data. Sizes that are unknown "
                "fit everything; an axis of size 1 at the end makes no difference, as Keras "
                "adds or drops it. Models of several inputs are not judged.",
            .options = "",
            .known_problems = "A column index beyond the file is not reported.",
            .references =
                "Keras 3: Model.fit, InputSpec. Keras 3 source, models/functional.py (last "
                "axis of size 1).",
        },

    .check = check_model,
};
