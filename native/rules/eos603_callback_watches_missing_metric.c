/* SPDX-License-Identifier: MIT */
/*
 * EOS603: a callback waits for a number that never comes: val_* without validation data, or a metric that
 * the model does not have. The subject is the callback.
 *
 * "acc" and "accuracy" mean each other in different versions of Keras; they are told apart nowhere here.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <string.h>

static const eos_sequence *find_callbacks(const eos_training *training)
{
    eos_value value = eos_made_value(training->call, "callbacks");
    if (value.kind == EOS_VALUE_TUPLE)
        return value.as.items;
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST)
        return value.as.object->now.items;
    return NULL;
}

/* EarlyStopping, ModelCheckpoint, ReduceLROnPlateau with what they were given; NULL = something else */
static const eos_made *read_callback(eos_value value, const char **name)
{
    static const char *const watching[] = {"EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"};
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_LIBRARY ||
        !value.as.object->library)
        return NULL;
    const char *path = value.as.object->library->path->data;
    for (size_t i = 0; i < sizeof watching / sizeof *watching; i++) {
        const char *end = strrchr(path, '.');
        if (strncmp(path, "keras.callbacks.", 16) == 0 && end &&
            strcmp(end + 1, watching[i]) == 0) {
            *name = watching[i];
            return value.as.object->now.facts;
        }
    }
    return NULL;
}

typedef enum validation_state {
    VALIDATION_UNKNOWN,
    VALIDATION_NONE,
    VALIDATION_GIVEN
} validation_state;

static validation_state find_validation(const eos_training *training)
{
    double share = 0;
    eos_value data = eos_made_value(training->call, "validation_data");
    eos_value split = eos_made_value(training->call, "validation_split");
    if (training->call->is_open)
        return VALIDATION_UNKNOWN;
    if (data.kind != EOS_VALUE_UNBOUND && data.kind != EOS_VALUE_NONE)
        return data.kind == EOS_VALUE_UNKNOWN ? VALIDATION_UNKNOWN : VALIDATION_GIVEN;
    if (split.kind == EOS_VALUE_UNBOUND || split.kind == EOS_VALUE_NONE)
        return VALIDATION_NONE;
    if (!eos_value_number(split, &share))
        return VALIDATION_UNKNOWN;
    return share > 0 ? VALIDATION_GIVEN : VALIDATION_NONE;
}

/* What the callback needs, or NULL when it needs nothing that can be told. */
static const char *find_need(const eos_made *made, const char *name, const char **argument)
{
    const eos_text *monitor = eos_value_string(eos_made_value(made, "monitor"));
    const eos_text *path = eos_value_string(eos_made_value(made, "filepath"));
    bool is_checkpoint = strcmp(name, "ModelCheckpoint") == 0, is_best = false;
    *argument = "monitor";
    if (is_checkpoint && path && strstr(path->data, "{val_")) {
        *argument = "filepath";
        return "val_";
    }
    if (is_checkpoint &&
        (!eos_value_boolean(eos_made_value(made, "save_best_only"), &is_best) || !is_best))
        return NULL;
    return monitor ? monitor->data : NULL;
}

static bool is_always_there(const char *metric)
{
    return strcmp(metric, "loss") == 0 || strcmp(metric, "lr") == 0 ||
           strcmp(metric, "learning_rate") == 0;
}

/* The model certainly has no metric at all. */
static bool has_no_metric(const eos_model *model, const eos_training *training)
{
    if (training->learner == EOS_NO_LEARNER || model->form == EOS_FORM_SUBCLASS ||
        model->has_several_outputs || !model->is_complete)
        return false;
    const eos_learner *learner = &model->learners.items[training->learner];
    return learner->is_metrics_known && learner->metrics.count == 0 &&
           !learner->has_several_losses && learner->presence == EOS_PRESENT;
}

static void report(eos_check *check, const eos_model *model, const eos_training *training,
                   const eos_about *about, const eos_made *made, const char *argument,
                   const char *name, const char *need, bool is_validation)
{
    uint32_t here = about->span.line;
    const char *fit = eos_say_at(check, training->method, training->span, here);
    bool is_default = !eos_made_is_given(made, argument);
    const char *watched = strcmp(need, "val_") == 0 ? "a val_* number in its file name" : need;
    const char *write = is_validation
                            ? "validation_split=0.2 or validation_data=, or monitor=\"loss\""
                            : "metrics=[\"accuracy\"] in compile, or monitor=\"val_loss\"";
    eos_finding *finding = eos_check_violated(
        check, about, "%s watches %s%s, but %s %s: write %s", name, watched,
        is_default ? " (its default)" : "", fit,
        is_validation ? "has no validation data" : "trains a model without metrics", write);
    if (training->presence != EOS_PRESENT)
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, is_default ? EOS_EVIDENCE_API : EOS_EVIDENCE_CODE,
                         argument, eos_made_value(made, argument), made->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "validation data", eos_none(),
                         training->span);
    eos_finding_related(check, finding, "training", training->span);
    if (training->learner != EOS_NO_LEARNER)
        eos_finding_relate_learner(check, finding, model,
                                   &model->learners.items[training->learner]);
}

static void judge_callback(eos_check *check, const eos_model *model, const eos_training *training,
                           const eos_made *made, const char *name)
{
    const char *argument, *need = find_need(made, name, &argument);
    eos_about about = eos_about_fit(check, model, training);
    about.subject.role = "callback";
    about.subject.kind = name;
    if (made->span.line && made->span.file == 0)
        about.span = made->span;
    validation_state validation = find_validation(training);
    bool is_validation = need && strncmp(need, "val_", 4) == 0;
    if (!need || made->is_open || (is_validation && validation == VALIDATION_UNKNOWN))
        eos_check_unknown(check, &about, "what it watches is not known");
    else if (is_validation && validation == VALIDATION_NONE)
        report(check, model, training, &about, made, argument, name, need, true);
    else if (strcmp(need, "val_") != 0 && !is_always_there(is_validation ? need + 4 : need) &&
             has_no_metric(model, training))
        report(check, model, training, &about, made, argument, name, need, false);
    else
        eos_check_satisfied(check, &about);
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++) {
        const eos_training *training = &model->trainings.items[i];
        const eos_sequence *callbacks = training->call ? find_callbacks(training) : NULL;
        for (uint32_t k = 0; callbacks && k < callbacks->count; k++) {
            const char *name = NULL;
            const eos_made *made = callbacks->items[k].presence == EOS_PRESENT
                                       ? read_callback(callbacks->items[k].value, &name)
                                       : NULL;
            if (made)
                judge_callback(check, model, training, made, name);
        }
    }
}

const eos_rule eos_rule_603 = {
    .code = "EOS603",
    .name = "callback-watches-missing-metric",
    .summary = "A callback watches a metric that training does not produce",
    .category = "LOOP",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares what EarlyStopping, ReduceLROnPlateau and ModelCheckpoint watch "
                    "with what the training produces.",
            .why = "Without the number Keras only warns, and the callback never acts: training "
                   "does not stop, the rate stays, no best model is written. A file name that "
                   "asks for it stops with a KeyError after the first epoch.",
            .example = "from keras import Sequential\n"
                       "from keras.callbacks import EarlyStopping\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1))\n"
                       "model.compile(optimizer=\"adam\", loss=\"mse\")\n"
                       "model.fit(x, y, epochs=100, callbacks=[EarlyStopping(patience=5)])\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.callbacks import EarlyStopping\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1))\n"
                           "model.compile(optimizer=\"adam\", loss=\"mse\")\n"
                           "model.fit(x, y, epochs=100, validation_split=0.2, "
                           "callbacks=[EarlyStopping(patience=5)])\n",
            .evidence =
                "The callback as it was made, the arguments of fit, and the metrics of "
                "compile. Silent when one is unknown, for val_* of given validation data, for "
                "own models with their own training step.",
            .options = "",
            .known_problems =
                "The names acc and accuracy are taken for each other; metrics with a name of "
                "their own are not compared.",
            .references = "Keras 3: callbacks EarlyStopping, ModelCheckpoint, ReduceLROnPlateau.",
        },

    .check = check_model,
};
