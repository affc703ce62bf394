/* SPDX-License-Identifier: MIT */
/*
 * EOS503: the rows that judge a model are those that it is trained on, or a scaler saw all rows before
 * they were split. The subject is the training call.
 *
 * Evaluating on the training rows is a fair question; validating on them is not, because the number is
 * taken for one of unseen rows.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

static eos_value validation_inputs(const eos_training *training)
{
    eos_value value =
        training->call ? eos_made_value(training->call, "validation_data") : eos_unknown(NULL);
    const eos_sequence *items = value.kind == EOS_VALUE_TUPLE ? value.as.items : NULL;
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST)
        items = value.as.object->now.items;
    return items && items->count > 0 ? items->items[0].value : value;
}

static void report_same_rows(eos_check *check, const eos_model *model, const eos_training *training,
                             const eos_about *about)
{
    eos_finding *finding = eos_check_violated(
        check, about,
        "validation_data of %s is the array that it trains on: write rows that it does "
        "not see, or validation_split=0.2",
        training->method);
    if (training->presence != EOS_PRESENT)
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write validation_split=0.2 instead of validation_data");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "validation data", eos_unknown(NULL),
                         eos_made_span(training->call, "validation_data"));
    eos_finding_related(check, finding, "training inputs", eos_made_span(training->call, "x"));
    if (training->learner != EOS_NO_LEARNER)
        eos_finding_relate_learner(check, finding, model,
                                   &model->learners.items[training->learner]);
}

static void report_scaler(eos_check *check, const eos_about *about, const eos_tensor *inputs)
{
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s saw all rows before train_test_split (line %u): write fit_transform on the "
        "training part, then transform on the test part",
        inputs->split_after, inputs->split.line);
    eos_finding_severity(finding, EOS_SEVERITY_INFO, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "split first, then fit the scaler on the training part");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "split", eos_unknown(NULL),
                         inputs->split);
    eos_finding_related(check, finding, "split", inputs->split);
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    const eos_tensor *given = eos_array_of_value(training->x);
    const eos_tensor *inputs = eos_training_inputs(training);
    const eos_tensor *other = eos_array_of_value(validation_inputs(training));
    if (eos_array_is_placeholder(given))
        eos_check_unknown(check, &about, "the inputs are placeholders");
    else if (given && given == other)
        report_same_rows(check, model, training, &about);
    else if (inputs && inputs->split_part > 0 && inputs->split_after && inputs->scaled_by &&
             !inputs->scaled_again)
        report_scaler(check, &about, inputs);
    else if (inputs && (other || inputs->split_part > 0))
        eos_check_satisfied(check, &about);
    else
        eos_check_unknown(check, &about, "where the inputs come from is not known");
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

const eos_rule eos_rule_503 = {
    .code = "EOS503",
    .name = "train-test-leak",
    .summary = "Rows or knowledge of the test part reach training",
    .category = "DATA",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds validation data that are the training rows themselves, and scalers "
                    "that were fitted on all rows before the split.",
            .why = "The validation loss of rows that were trained on says nothing of other rows: "
                   "early stopping and the best checkpoint then pick the most overfitted epoch. "
                   "A scaler that saw the test rows leaks a little of them.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "from sklearn.datasets import make_classification\n"
                       "\n"
                       "x, y = make_classification(n_samples=5000, n_features=20)\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(20,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x, y, epochs=10, validation_data=(x, y))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from sklearn.datasets import make_classification\n"
                           "\n"
                           "x, y = make_classification(n_samples=5000, n_features=20)\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(20,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y, epochs=10, validation_split=0.2)\n",
            .evidence =
                "The arrays of fit and of validation_data are one and the same; or a scaler "
                "of scikit-learn was applied to an array that train_test_split then cut. "
                "Silent when either is unknown, and after a scaler that is fitted again "
                "behind the split.",
            .options = "",
            .known_problems =
                "Feature selection and oversampling before the split, and files in both "
                "parts, are not followed.",
            .references = "scikit-learn: common pitfalls, data leakage.",
        },

    .check = check_model,
};
