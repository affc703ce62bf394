/* SPDX-License-Identifier: MIT */
/*
 * EOS507: rows that stand in the order of their classes reach training as they are: a validation split
 * then cuts off the last classes, and batches hold one class each. The subject is the training call.
 *
 * Keras' fit shuffles the rows of arrays, but cuts the validation part before that.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

static const char *find_fault(const eos_model *model, const eos_training *training,
                              const eos_tensor **labels)
{
    bool is_shuffled = false;
    double share = 0;
    if (model->framework == EOS_FRAMEWORK_TORCH) {
        const eos_train_loop *loop = training->loop;
        if (!loop || loop->role != EOS_LOOP_TRAINS || !loop->feed || !loop->feed->targets ||
            !loop->feed->loader || eos_made_is_given(loop->feed->loader, "sampler") ||
            eos_made_is_given(loop->feed->loader, "batch_sampler"))
            return NULL;
        *labels = loop->feed->targets;
        bool is_known = eos_value_boolean(training->shuffle, &is_shuffled);
        return is_known && !is_shuffled
                   ? "the loader does not shuffle, so that batches hold one class"
                   : NULL;
    }
    *labels = eos_training_targets(training);
    if (!training->call)
        return NULL;
    if (eos_value_number(training->validation_split, &share) && share > 0)
        return "validation_split cuts off the last rows, which are the last classes";
    bool is_known = eos_value_boolean(training->shuffle, &is_shuffled);
    return is_known && !is_shuffled ? "shuffle=False leaves batches of one class" : NULL;
}

/* Steps that carry a state from batch to batch want their order. */
static bool is_ordered(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].family == EOS_LAYER_RECURRENT)
            return true;
    return false;
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    const eos_tensor *labels = NULL;
    const char *fault = find_fault(model, training, &labels);
    if (!labels || is_ordered(model)) {
        eos_check_unknown(check, &about, "the order of the rows is not known");
        return;
    }
    if (!labels->is_by_class || !fault) {
        if (labels->is_by_class)
            eos_check_satisfied(check, &about);
        else
            eos_check_unknown(check, &about, "the order of the rows is not known");
        return;
    }
    const char *write = model->framework == EOS_FRAMEWORK_TORCH
                            ? "DataLoader(..., shuffle=True)"
                            : "train_test_split(x, y, stratify=y), or shuffle x and y together";
    const char *source = labels->source ? labels->source : "the data";
    eos_finding *finding =
        eos_check_violated(check, &about, "the rows of %s are sorted by class, and %s: write %s",
                           source, fault, write);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding,
                         labels->is_known_data ? EOS_EVIDENCE_KNOWN_DATA : EOS_EVIDENCE_API,
                         "order of the rows", eos_unknown(NULL), labels->span);
    eos_finding_related(check, finding, "labels", labels->span);
    eos_finding_related(check, finding, "training", training->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

const eos_rule eos_rule_507 = {
    .code = "EOS507",
    .name = "sorted-and-not-shuffled",
    .summary = "Rows sorted by class are not shuffled",
    .category = "DATA",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds rows that stand in the order of their classes and reach training "
                    "unshuffled: a validation split of them, shuffle=False, a loader without "
                    "shuffle.",
            .why = "With a split at the end, the validation part holds classes that training "
                   "never sees. Batches of one class pull the weights to that class and back "
                   "again.",
            .example =
                "from keras import Sequential\n"
                "from keras.layers import Dense\n"
                "from sklearn.datasets import load_iris\n"
                "\n"
                "x, y = load_iris(return_X_y=True)\n"
                "model = Sequential()\n"
                "model.add(Dense(16, activation=\"relu\", input_shape=(4,)))\n"
                "model.add(Dense(3, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x, y, epochs=100, validation_split=0.2)\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Dense\n"
                "from sklearn.datasets import load_iris\n"
                "from sklearn.utils import shuffle\n"
                "\n"
                "x, y = load_iris(return_X_y=True)\n"
                "x, y = shuffle(x, y)\n"
                "model = Sequential()\n"
                "model.add(Dense(16, activation=\"relu\", input_shape=(4,)))\n"
                "model.add(Dense(3, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x, y, epochs=100, validation_split=0.2)\n",
            .evidence =
                "Data that are known to be sorted (scikit-learn's iris and wine, class "
                "folders of torchvision), the arguments of fit or of the loader. Silent for "
                "recurrent networks, samplers, and data of unknown order.",
            .options = "",
            .known_problems =
                "Rows that a program sorts or puts together by class itself are not noticed.",
            .references =
                "Keras 3: Model.fit (validation_split: the last samples, before shuffling). "
                "scikit-learn: load_iris. torchvision: ImageFolder.",
        },

    .check = check_model,
};
