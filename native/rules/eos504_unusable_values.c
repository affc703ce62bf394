/* SPDX-License-Identifier: MIT */
/*
 * EOS504: text reaches fit. The subject is the training call; a first layer that reads text makes it right.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

/* The first layer does arithmetic: it has weights of a kind that reads numbers. */
static bool reads_numbers(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (layer->family == EOS_LAYER_INPUT || layer->family == EOS_LAYER_FLATTEN)
            continue;
        return layer->presence == EOS_PRESENT &&
               (layer->family == EOS_LAYER_DENSE || layer->family == EOS_LAYER_CONV ||
                layer->family == EOS_LAYER_RECURRENT || layer->family == EOS_LAYER_NORM_BATCH);
    }
    return false;
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    const eos_tensor *inputs = eos_training_inputs(training);
    if (!inputs || inputs->dtype == EOS_DTYPE_UNKNOWN || !reads_numbers(model)) {
        eos_check_unknown(check, &about, "the type of the inputs is not known");
        return;
    }
    if (inputs->dtype != EOS_DTYPE_TEXT) {
        eos_check_satisfied(check, &about);
        return;
    }
    const eos_layer *layer = &model->layers.items[0];
    eos_finding *finding =
        eos_check_violated(check, &about,
                           "text reaches %s, but %s reads numbers: write OneHotEncoder, or "
                           "TextVectorization with an Embedding",
                           eos_say_method(training->method), eos_say_layer(check, model, layer));
    if (training->presence != EOS_PRESENT)
        eos_finding_severity(finding, EOS_SEVERITY_ERROR, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write OneHotEncoder, or TextVectorization with an Embedding");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "inputs", eos_unknown(NULL),
                         training->x.kind == EOS_VALUE_OBJECT ? training->x.as.object->span
                                                              : training->span);
    eos_finding_related(check, finding, "first layer", layer->span);
    eos_finding_related(check, finding, "training", training->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

const eos_rule eos_rule_504 = {
    .code = "EOS504",
    .name = "unusable-values",
    .summary = "Values that a network cannot use reach training",
    .category = "DATA",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds text that reaches a network whose first layer does arithmetic.",
            .why = "Keras stops with an error that names a type (\"Invalid dtype: object\") and "
                   "not the column.",
            .example = "import numpy as np\n"
                       "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "x = np.array([\"a\", \"b\", \"c\", \"a\"])\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(1,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x, y, epochs=200)\n",
            .use_instead = "import numpy as np\n"
                           "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from sklearn.preprocessing import OneHotEncoder\n"
                           "\n"
                           "x = OneHotEncoder(sparse_output=False).fit_transform(np.array([\"a\", "
                           "\"b\", \"c\", \"a\"]).reshape(-1, 1))\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(3,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y, epochs=200)\n",
            .evidence = "The type of the inputs, and a first layer that reads numbers. Silent when "
                        "the type is unknown, as of columns of a file.",
            .options = "",
            .known_problems =
                "NaN, infinite values, constant columns and headers need the data file and "
                "are not looked for.",
            .references = "Keras 3: Model.fit.",
        },

    .check = check_model,
};
