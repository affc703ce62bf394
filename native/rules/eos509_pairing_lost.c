/* SPDX-License-Identifier: MIT */
/*
 * EOS509: the results of a split are unpacked in the wrong order, so that inputs meet rows of themselves
 * or labels of the other part. The subject is the training call.
 *
 * train_test_split(x, y) gives x_train, x_test, y_train, y_test. Two results pair when they are the same
 * part of two different arrays.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

static bool is_same_split(const eos_tensor *left, const eos_tensor *right)
{
    return left->split_part > 0 && right->split_part > 0 && left->split.line == right->split.line &&
           left->split.column == right->split.column && left->split.file == right->split.file;
}

static const char *say_part(eos_check *check, const eos_tensor *part)
{
    return eos_arena_printf(check->arena, "the %s part of array %d",
                            part->split_part % 2 == 1 ? "train" : "test",
                            (part->split_part + 1) / 2);
}

static void judge_pair(eos_check *check, const eos_model *model, eos_about *about, eos_value x,
                       eos_value y, const char *method)
{
    eos_training call = {.x = x, .y = y};
    const eos_tensor *inputs = eos_training_inputs(&call), *targets = eos_array_of_value(y);
    (void)model;
    if (!inputs || !targets || !is_same_split(inputs, targets)) {
        eos_check_unknown(check, about, "where inputs and labels come from is not known");
        return;
    }
    bool is_other_side = inputs->split_part % 2 != targets->split_part % 2;
    bool is_same_array = (inputs->split_part + 1) / 2 == (targets->split_part + 1) / 2;
    if (!is_other_side && (!is_same_array || eos_training_is_own_target(&call))) {
        eos_check_satisfied(check, about);
        return;
    }
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s gets %s as inputs and %s as labels (train_test_split, line %u): write x_train, x_test, "
        "y_train, y_test = train_test_split(x, y)",
        eos_say_method(method), say_part(check, inputs), say_part(check, targets),
        inputs->split.line);
    eos_finding_fix(check, finding,
                    "write x_train, x_test, y_train, y_test = train_test_split(x, y)");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_API, "order of the results of the split",
                         eos_unknown(NULL), inputs->split);
    eos_finding_related(check, finding, "split", inputs->split);
    eos_finding_related(check, finding, method, about->span);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++) {
        const eos_training *one = &model->trainings.items[i];
        eos_about about = eos_about_fit(check, model, one);
        judge_pair(check, model, &about, one->x, one->y, one->method);
    }
    for (uint32_t i = 0; i < model->evaluations.count; i++) {
        const eos_evaluation *one = &model->evaluations.items[i];
        eos_training call = {.span = one->span, .scope = one->scope, .method = one->method};
        eos_about about = eos_about_fit(check, model, &call);
        judge_pair(check, model, &about, one->x, one->y, one->method);
    }
}

const eos_rule eos_rule_509 = {
    .code = "EOS509",
    .name = "pairing-lost",
    .summary = "Inputs and labels lose their pairing",
    .category = "DATA",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds inputs and labels that do not belong together: the results of "
                    "train_test_split taken in the wrong order.",
            .why = "Every row gets the label of another row, or no label at all. Shapes often "
                   "fit, so that nothing fails and nothing is learned.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "from sklearn.datasets import make_classification\n"
                       "from sklearn.model_selection import train_test_split\n"
                       "\n"
                       "x, y = make_classification(n_samples=5000, n_features=20)\n"
                       "x_train, y_train, x_test, y_test = train_test_split(x, y)\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(20,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x_train, y_train, epochs=10)\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from sklearn.datasets import make_classification\n"
                           "from sklearn.model_selection import train_test_split\n"
                           "\n"
                           "x, y = make_classification(n_samples=5000, n_features=20)\n"
                           "x_train, x_test, y_train, y_test = train_test_split(x, y)\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(20,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x_train, y_train, epochs=10)\n",
            .evidence =
                "Both arrays are results of one split call, and they are parts of it that do "
                "not pair. Silent when either comes from elsewhere.",
            .options = "",
            .known_problems =
                "Arrays that are shuffled, sorted or filtered alone are not followed.",
            .references = "scikit-learn: train_test_split (order of the results).",
        },

    .check = check_model,
};
