/* SPDX-License-Identifier: MIT */
/*
 * EOS309: layers behind the first that name an input shape again. Keras reads it on the first layer of
 * a Sequential only. One finding per model, at the first such layer; the others are related places.
 */
#include "rules/network_facts.h"
#include "rules/wording.h"

static const eos_param *find_repeated(const eos_layer *layer)
{
    static const char *const names[] = {"input_shape", "batch_input_shape", "input_dim"};
    if (layer->is_functional || layer->family == EOS_LAYER_MODEL ||
        layer->family == EOS_LAYER_EMBEDDING || layer->family == EOS_LAYER_INPUT ||
        layer->family == EOS_LAYER_CUSTOM)
        return NULL; /* its input_dim counts words; a model's or custom layer's shape is its own */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const eos_param *param = eos_layer_param(layer, names[i]);
        if (param && param->is_given && !eos_value_is_none(param->value) && param->span.line != 0)
            return param;
    }
    return NULL;
}

static void report(eos_check *check, const eos_model *model, uint32_t index)
{
    const eos_layer *layer = &model->layers.items[index];
    const eos_param *param = find_repeated(layer);
    eos_about about = eos_about_layer(check, model, layer);
    about.subject.role = "model";
    eos_finding *finding = eos_check_violated(
        check, &about, "%s of %s is ignored, only the first layer of %s names it: write %s without",
        param->name, eos_layer_label(check->arena, layer), model->name, layer->kind);
    eos_finding_fix(check, finding, "remove %s", param->name);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, param->name, param->value, param->span);
    eos_finding_related(check, finding, "first layer", model->layers.items[0].span);
    for (uint32_t i = index + 1; i < model->layers.count; i++) {
        const eos_param *other = find_repeated(&model->layers.items[i]);
        if (other)
            eos_finding_related(check, finding, "repeated again", other->span);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (model->framework != EOS_FRAMEWORK_KERAS || model->layers.count == 0)
        return;
    bool has_first = model->layers.items[0].presence == EOS_PRESENT;
    for (uint32_t i = 1; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (find_repeated(layer) && !layer->is_reuse && has_first) {
            report(check, model, i);
            return;
        }
        has_first = has_first || layer->presence == EOS_PRESENT;
    }
    eos_about about = eos_about_model(check, model);
    if (model->is_complete)
        eos_check_satisfied(check, &about);
    else
        eos_check_unknown(check, &about, "not all layers are known");
}

const eos_rule eos_rule_309 = {
    .code = "EOS309",
    .name = "input-shape-repeated",
    .summary = "An input shape on a layer behind the first, where Keras ignores it",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds input_shape, batch_input_shape or input_dim on a layer that is not the "
                    "first of its model.",
            .why = "Keras takes the shape from the layer before and drops the argument without a "
                   "word. Whoever reads the program believes a size that does not hold.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(32, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(32, activation=\"relu\"))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n",
            .evidence = "The argument, and a layer before that is certainly there. Silent for "
                        "Embedding (its input_dim is the vocabulary), for models inside the model, "
                        "and when only conditional layers stand before.",
            .options = "",
            .known_problems = "",
            .references = "Keras 3: Sequential.add reads the input shape of a layer when it is the "
                          "first.",
        },
    .check = check_model,
};
