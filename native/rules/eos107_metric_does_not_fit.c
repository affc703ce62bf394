/* SPDX-License-Identifier: MIT */
/*
 * EOS107: a metric that reads something else than the labels and the head give: accuracy on a continuous
 * target, one kind of accuracy on labels of another, precision over two softmax columns. The subject is
 * the metric. Plain "accuracy" is chosen by Keras from loss and labels, so for classes it is right.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <string.h>

static bool is_named(const eos_metric *metric, const char *const *names)
{
    for (; metric->name && *names; names++)
        if (strcmp(metric->name, *names) == 0)
            return true;
    return false;
}

typedef struct metric_misfit {
    const char *why;   /* "..., but <why>" */
    const char *write; /* NULL = none */
    eos_severity severity;
    eos_confidence confidence;
} metric_misfit;

/* A distance to one number, and nothing that hints at classes. */
static bool is_plain_regression(const eos_head_case *item)
{
    int64_t units = 0;
    return eos_loss_is_regression((eos_loss_kind)item->learner->loss.kind) &&
           item->model->head.is_known && item->model->head.activation.kind == EOS_ACT_LINEAR &&
           eos_value_integer(item->model->head.units, &units) && units == 1 &&
           (!item->binding || item->labels == EOS_LABEL_COLUMN_UNKNOWN);
}

static bool find_misfit(const eos_head_case *item, const eos_metric *metric, metric_misfit *out)
{
    static const char *const accuracies[] = {"accuracy",
                                             "acc",
                                             "Accuracy",
                                             "binary_accuracy",
                                             "BinaryAccuracy",
                                             "categorical_accuracy",
                                             "CategoricalAccuracy",
                                             NULL};
    static const char *const binary[] = {"binary_accuracy", "BinaryAccuracy", NULL};
    static const char *const rows[] = {"categorical_accuracy", "CategoricalAccuracy", NULL};
    static const char *const ids[] = {"sparse_categorical_accuracy", "SparseCategoricalAccuracy",
                                      NULL};
    static const char *const columns[] = {"Precision", "Recall", "AUC", NULL};
    eos_loss_kind loss = (eos_loss_kind)item->learner->loss.kind;
    eos_head_widths widths = eos_head_widths_find(item->model, item->learner);
    int64_t width = item->model->head.is_known ? eos_head_width_only(&widths) : -1;
    bool is_softmax = item->model->head.activation.kind == EOS_ACT_SOFTMAX;
    if (is_named(metric, accuracies) && item->binding && eos_loss_is_regression(loss) &&
        eos_label_nature_find(item->binding) == EOS_LABELS_ARE_NUMBERS) {
        *out =
            (metric_misfit){"the target is continuous: it counts exact hits, which do not happen",
                            "metrics=[\"mae\"]", EOS_SEVERITY_INFO, EOS_CONFIDENCE_CERTAIN};
        return true;
    }
    if (is_named(metric, accuracies) && is_plain_regression(item)) {
        *out = (metric_misfit){"the loss and the head predict a number: it counts exact hits",
                               "metrics=[\"mae\"]", EOS_SEVERITY_INFO, EOS_CONFIDENCE_LIKELY};
        return true;
    }
    if (is_named(metric, binary) && eos_loss_is_exclusive(loss) && width > 2) {
        *out = (metric_misfit){
            "the classes exclude each other: it counts the many zeros of a row as right",
            "metrics=[\"accuracy\"]", EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY};
        return true;
    }
    if (is_named(metric, rows) && eos_loss_is_sparse(loss)) {
        *out = (metric_misfit){
            "the loss reads class ids: it takes the place of the largest entry of a row",
            "metrics=[\"accuracy\"]", EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY};
        return true;
    }
    if (is_named(metric, ids) && loss == EOS_LOSS_CATEGORICAL_CROSSENTROPY) {
        *out =
            (metric_misfit){"the loss reads one-hot rows: it reads class ids",
                            "metrics=[\"accuracy\"]", EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY};
        return true;
    }
    if (is_named(metric, columns) && eos_loss_is_sparse(loss) && width >= 2 && is_softmax) {
        *out = (metric_misfit){"the labels are ids and the head gives a column for each class",
                               "one sigmoid unit, or one-hot rows", EOS_SEVERITY_WARNING,
                               EOS_CONFIDENCE_LIKELY};
        return true;
    }
    return false;
}

static void report(eos_check *check, const eos_head_case *item, const eos_metric *metric,
                   const eos_about *about, const metric_misfit *misfit)
{
    const eos_learner *learner = item->learner;
    eos_finding *finding = eos_check_violated(
        check, about, "metric %s does not fit: %s (loss %s): write %s", metric->name, misfit->why,
        eos_say_at(check, learner->loss.name ? learner->loss.name : "?", learner->loss.span,
                   about->span.line),
        misfit->write);
    eos_finding_severity(finding, misfit->severity, misfit->confidence);
    eos_finding_fix(check, finding, "write %s", misfit->write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", learner->loss.value,
                         learner->loss.span);
    if (item->binding && item->labels != EOS_LABEL_COLUMN_UNKNOWN) {
        eos_finding_label_evidence(check, finding, item->binding);
        eos_finding_related(check, finding, "labels", item->binding->labels.span);
    }
    eos_finding_relate_learner(check, finding, item->model, learner);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    const eos_learner *learner = item->learner;
    for (uint32_t i = 0; i < learner->metrics.count; i++) {
        const eos_metric *metric = &learner->metrics.items[i];
        eos_about about = eos_about_loss(check, item->model, learner);
        metric_misfit misfit;
        if (!metric->name)
            continue;
        about.subject.role = "metric";
        about.subject.kind = eos_arena_copy(check->arena, metric->name, strlen(metric->name));
        if (metric->span.line)
            about.span = metric->span;
        if (learner->loss.kind == EOS_LOSS_UNKNOWN || learner->has_several_losses)
            eos_check_unknown(check, &about, "the loss is not known");
        else if (find_misfit(item, metric, &misfit))
            report(check, item, metric, &about, &misfit);
        else if (!item->binding || item->labels == EOS_LABEL_COLUMN_UNKNOWN)
            eos_check_unknown(check, &about, "the labels are not known");
        else
            eos_check_satisfied(check, &about);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_head_case_each(check, model, judge_case);
}

const eos_rule eos_rule_107 = {
    .code = "EOS107",
    .name = "metric-does-not-fit",
    .summary = "The metric does not fit the labels",
    .category = "METRIC",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares each metric with the labels, the loss and the head: accuracy on a "
                    "continuous target (info), binary_accuracy under a loss of exclusive classes, "
                    "categorical_accuracy on class ids, precision, recall or AUC over the columns "
                    "of a softmax.",
            .why = "The number on the screen is not what it is taken for. binary_accuracy of a "
                   "net with ten classes starts at 0.9, since nine of ten entries of a row are "
                   "0; accuracy of a regression stays at 0.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\", "
                       "metrics=[\"binary_accuracy\"])\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(10, activation=\"softmax\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\", "
                           "metrics=[\"accuracy\"])\n",
            .evidence =
                "The name of the metric, the loss, and for accuracy the target or a linear "
                "head of one unit. Silent for plain accuracy on classes, for own metrics, and "
                "when the loss is unknown.",
            .options = "",
            .known_problems = "Metrics of PyTorch programs are calls, which are not judged.",
            .references =
                "Keras 3: metrics (how \"accuracy\" is resolved), Precision, Recall, AUC.",
        },

    .check = check_model,
};
