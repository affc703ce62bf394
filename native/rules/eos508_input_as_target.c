/* SPDX-License-Identifier: MIT */
/*
 * EOS508: fit(x, x) under a loss that reads classes. The subject is the fit call.
 *
 * Autoencoders do this on purpose, with losses that compare values; a per-step output (tokens) and names
 * that say autoencoder are left alone, too.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <ctype.h>
#include <string.h>

static bool contains_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; text && *text; text++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)text[i]) == word[i])
            i++;
        if (i == length)
            return true;
    }
    return false;
}

static bool is_said(const eos_model *model)
{
    static const char *const words[] = {"encoder",     "decoder", "vae", "denois",
                                        "reconstruct", "copy",    NULL};
    for (int i = 0; words[i]; i++)
        if (contains_word(model->name, words[i]) || contains_word(model->scope, words[i]))
            return true;
    return false;
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    if (training->learner == EOS_NO_LEARNER || training->x.kind != EOS_VALUE_OBJECT) {
        eos_check_unknown(check, &about, "what is fed, or the loss, is not known");
        return;
    }
    const eos_learner *learner = &model->learners.items[training->learner];
    bool is_per_sample = model->head.output_shape.is_known && model->head.output_shape.rank == 1;
    if (!eos_training_is_own_target(training)) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (!eos_loss_is_exclusive((eos_loss_kind)learner->loss.kind) || !is_per_sample ||
        is_said(model)) {
        eos_check_unknown(check, &about, "the model may be meant to rebuild its input");
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s gets the same array as input and target, but %s expects classes: "
        "write the labels as the second argument",
        eos_say_method(training->method),
        eos_say_at(check, learner->loss.name, learner->loss.span, about.span.line));
    eos_finding_fix(check, finding, "write the labels as the second argument");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "target", training->y, training->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", learner->loss.value,
                         learner->loss.span);
    eos_finding_relate_learner(check, finding, model, learner);
    eos_finding_related(check, finding, "array", training->x.as.object->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

const eos_rule eos_rule_508 = {
    .code = "EOS508",
    .name = "input-as-target",
    .summary = "The same array is input and target of a class loss",
    .category = "DATA",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a training call that gets the same array as input and as target, under "
                    "a loss that reads classes.",
            .why = "It is a slip of the hand: the model learns to name its own input, and the "
                   "loss falls or stays at random depending on what the numbers are taken for.",
            .example = "import keras\n"
                       "from keras import layers\n"
                       "\n"
                       "(x, y), _ = keras.datasets.mnist.load_data()\n"
                       "x = x.reshape(-1, 784) / 255.0\n"
                       "model = keras.Sequential()\n"
                       "model.add(layers.Dense(64, activation=\"relu\", input_shape=(784,)))\n"
                       "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n"
                       "model.fit(x, x)\n",
            .use_instead =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), _ = keras.datasets.mnist.load_data()\n"
                "x = x.reshape(-1, 784) / 255.0\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Dense(64, activation=\"relu\", input_shape=(784,)))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x, y)\n",
            .evidence =
                "Both arguments are one array, the loss is categorical or sparse, and the "
                "output has one row for each sample. Silent for losses that compare values, "
                "outputs per step, and names that say autoencoder.",
            .options = "",
            .known_problems = "A second prepared array that is never used is not looked for.",
            .references = "Keras 3: Model.fit.",
        },

    .check = check_model,
};
