/* SPDX-License-Identifier: MIT */
/*
 * EOS502: the arrays that train a model and those that it is evaluated or used on come from the same data
 * and were not prepared alike: one side scaled, scaled twice, or scaled by a scaler that was fitted
 * again. The subject is the call that reads the odd one; the place is where that array was made.
 *
 * Two arrays belong together when their rows come from one array, or from one data set of a library.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct side {
    const char *method; /* "fit", "evaluate", "validation_data" */
    eos_value value;
    const eos_tensor *facts; /* of the inputs; NULL = not known */
    eos_span span;           /* of the call */
    const char *scope;
    uint8_t presence;
} side;

static const eos_tensor *inputs_of(eos_value value)
{
    const eos_tensor *tensor = eos_array_of_value(value);
    if (tensor && tensor->holder == EOS_HOLDER_FEED)
        tensor = tensor->inputs;
    return tensor && tensor->holder < EOS_HOLDER_BY_POSITION ? tensor : NULL;
}

static bool is_same_text(const char *left, const char *right)
{
    return left && right && strcmp(left, right) == 0;
}

static bool belong_together(const eos_tensor *left, const eos_tensor *right)
{
    return (left->root != 0 && left->root == right->root) ||
           (left->is_known_data && right->is_known_data &&
            is_same_text(left->source, right->source));
}

static double largest_of(const eos_tensor *tensor)
{
    return fmax(fabs(tensor->minimum), fabs(tensor->maximum)); /* NaN when unknown */
}

/* By the ranges when both are known, else by what a scaler of a library did to one of them. */
static bool is_one_scaled(const eos_tensor *train, const eos_tensor *other)
{
    if ((train->scaled_by != NULL) == (other->scaled_by != NULL))
        return false;
    double a = largest_of(train), b = largest_of(other);
    const char *by = train->scaled_by ? train->scaled_by : other->scaled_by;
    if (!isnan(a) && !isnan(b) && !isinf(a) && !isinf(b))
        return a > 0 && b > 0 && (a >= 10 * b || b >= 10 * a);
    return strstr(by, "Scaler") != NULL;
}

/* x / 255, twice */
static bool is_scaled_twice(const eos_tensor *tensor)
{
    if (!tensor->scaled_again || !tensor->scaled_by)
        return false;
    bool is_first = strncmp(tensor->scaled_again, "/ ", 2) == 0 &&
                    strtod(tensor->scaled_again + 2, NULL) >= 100;
    bool is_second =
        (strncmp(tensor->scaled_by, "/ ", 2) == 0 && strtod(tensor->scaled_by + 2, NULL) >= 100) ||
        strcmp(tensor->scaled_by, "rescale") == 0;
    double largest = largest_of(tensor);
    return is_first && is_second && (isnan(largest) || largest < 0.1);
}

static eos_about make_about(eos_check *check, const eos_model *model, const side *one)
{
    eos_training call = {.span = one->span, .scope = one->scope, .method = one->method};
    eos_about about = eos_about_fit(check, model, &call);
    about.subject.role = "data";
    return about;
}

static void finish(eos_check *check, eos_finding *finding, const side *train, const side *odd)
{
    if (odd->facts->is_known_data)
        eos_finding_evidence(check, finding, EOS_EVIDENCE_KNOWN_DATA, "largest value as it is read",
                             eos_number(largest_of(odd->facts)), odd->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, odd->method, eos_unknown(NULL),
                         odd->span);
    if (train && train->value.kind == EOS_VALUE_OBJECT) {
        eos_finding_related(check, finding, "training inputs", train->value.as.object->span);
        eos_finding_related(check, finding, "training", train->span);
    }
    if (odd->value.kind == EOS_VALUE_OBJECT)
        eos_finding_related(check, finding, "inputs", odd->value.as.object->span);
    eos_finding_related(check, finding, odd->method, odd->span);
}

static void move_to_data(eos_about *about, const side *odd)
{
    if (odd->value.kind == EOS_VALUE_OBJECT && odd->value.as.object->span.line &&
        odd->value.as.object->span.file == 0)
        about->span = odd->value.as.object->span;
}

static void report_one_scaled(eos_check *check, eos_about *about, const side *train,
                              const side *other)
{
    bool is_train = train->facts->scaled_by != NULL;
    const char *by = is_train ? train->facts->scaled_by : other->facts->scaled_by;
    bool is_number = by[0] == '/' || by[0] == '*';
    const char *how = is_number ? eos_arena_printf(check->arena, "scaled (%s)", by)
                                : eos_arena_printf(check->arena, "scaled by %s", by);
    const char *write = is_number ? "the same scaling for both"
                                  : "scaler.transform() for both, fitted on the training part";
    move_to_data(about, is_train ? other : train);
    eos_finding *finding = eos_check_violated(
        check, about, "the inputs of %s are %s, those of %s (line %u) are not: write %s",
        is_train ? "training" : other->method, how, is_train ? other->method : "training",
        is_train ? other->span.line : train->span.line, write);
    bool is_certain = train->presence == EOS_PRESENT && other->presence == EOS_PRESENT;
    eos_finding_severity(finding, EOS_SEVERITY_WARNING,
                         is_certain ? EOS_CONFIDENCE_CERTAIN : EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    finish(check, finding, train, is_train ? other : train);
}

static bool judge_alone(eos_check *check, eos_about *about, const side *train, const side *one)
{
    if (is_scaled_twice(one->facts)) {
        move_to_data(about, one);
        eos_finding *finding = eos_check_violated(
            check, about, "the inputs of %s are scaled twice (%s, then %s): write one of the two",
            one->method, one->facts->scaled_again, one->facts->scaled_by);
        eos_finding_fix(check, finding, "write one of the two scalings");
        finish(check, finding, train, one);
        return true;
    }
    if (train && one->facts->is_refitted) {
        move_to_data(about, one);
        eos_finding *finding = eos_check_violated(
            check, about,
            "%s is fitted again on the data of %s: write transform() instead of fit_transform()",
            one->facts->scaled_by ? one->facts->scaled_by : "the scaler", one->method);
        bool is_byte = one->facts->is_byte;
        eos_finding_severity(finding, is_byte ? EOS_SEVERITY_INFO : EOS_SEVERITY_WARNING,
                             EOS_CONFIDENCE_LIKELY);
        eos_finding_fix(check, finding, "write transform() on the test part");
        finish(check, finding, train, one);
        return true;
    }
    return false;
}

static void judge_pair(eos_check *check, const eos_model *model, const side *train,
                       const side *other)
{
    eos_about about = make_about(check, model, other);
    if (!train->facts || !other->facts)
        eos_check_unknown(check, &about, "the inputs are not known");
    else if (judge_alone(check, &about, train, other))
        return;
    else if (!belong_together(train->facts, other->facts))
        eos_check_unknown(check, &about, "the inputs come from different data");
    else if (is_one_scaled(train->facts, other->facts))
        report_one_scaled(check, &about, train, other);
    else
        eos_check_satisfied(check, &about);
}

/* The inputs of validation_data=(x, y) or of a feed. */
static bool find_validation(const eos_training *training, side *out)
{
    eos_value value =
        training->call ? eos_made_value(training->call, "validation_data") : eos_unknown(NULL);
    const eos_sequence *items = value.kind == EOS_VALUE_TUPLE ? value.as.items : NULL;
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST)
        items = value.as.object->now.items;
    if (items && items->count > 0)
        value = items->items[0].value;
    *out = (side){"validation_data", value,           inputs_of(value),
                  training->span,    training->scope, training->presence};
    return value.kind == EOS_VALUE_OBJECT;
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    side train = {training->method, training->x,     inputs_of(training->x),
                  training->span,   training->scope, training->presence};
    side other;
    eos_about about = make_about(check, model, &train);
    if (!train.facts)
        eos_check_unknown(check, &about, "the inputs are not known");
    else if (!judge_alone(check, &about, NULL, &train))
        eos_check_satisfied(check, &about);
    if (find_validation(training, &other))
        judge_pair(check, model, &train, &other);
    for (uint32_t i = 0; i < model->evaluations.count; i++) {
        const eos_evaluation *one = &model->evaluations.items[i];
        other =
            (side){one->method, one->x, inputs_of(one->x), one->span, one->scope, one->presence};
        judge_pair(check, model, &train, &other);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

const eos_rule eos_rule_502 = {
    .code = "EOS502",
    .name = "preprocessing-differs",
    .summary = "Training and test data are prepared differently",
    .category = "IDN",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares how the inputs of training were prepared with those of validation, "
                    "evaluation and prediction, when both come from the same data: one side "
                    "scaled and the other not, scaled twice, a scaler fitted again on the test "
                    "part.",
            .why = "A model that learned on values from 0 to 1 and is asked about values from 0 "
                   "to 255 answers at random, while its training looks fine. A scaler that is "
                   "fitted again on the test part maps the same value to two different inputs.",
            .example =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()\n"
                "x = x / 255.0\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Flatten(input_shape=(28, 28)))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x, y)\n"
                "model.evaluate(x_test, y_test)\n",
            .use_instead =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()\n"
                "x = x / 255.0\n"
                "x_test = x_test / 255.0\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Flatten(input_shape=(28, 28)))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x, y)\n"
                "model.evaluate(x_test, y_test)\n",
            .evidence = "The arrays of fit and of evaluate, predict or validation_data, that both "
                        "come from one array or one data set of a library, and what scaled each. "
                        "Silent when one is unknown, when the data differ, and for augmentation of "
                        "the training side.",
            .options = "",
            .known_problems =
                "Arrays that other functions prepare are not followed. A prepared copy that "
                "is never read is not reported.",
            .references = "Theia (rule table in section 4.1: test data are judged as training data "
                          "are). scikit-learn: common pitfalls, inconsistent preprocessing.",
        },

    .check = check_model,
};
