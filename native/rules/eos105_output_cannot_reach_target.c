/* SPDX-License-Identifier: MIT */
/*
 * EOS105: the last activation bounds the output, and the target goes beyond. Judged for losses that
 * measure a distance to a continuous target; a class loss on such a target is EOS108's case. The subject
 * is the head, the place its activation.
 *
 * Questionable: what nobody measured counts only where its maker is known to be unbounded
 * (make_regression, standardised columns, the regression sets of the libraries).
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <math.h>

typedef struct output_reach {
    bool is_known;
    double lowest, highest;
    const char *shown;
} output_reach;

static output_reach find_reach(eos_activation_kind kind)
{
    switch (kind) {
    case EOS_ACT_SIGMOID:
    case EOS_ACT_HARD_SIGMOID:
    case EOS_ACT_SOFTMAX:
        return (output_reach){true, 0, 1, "0 to 1"};
    case EOS_ACT_TANH:
    case EOS_ACT_SOFTSIGN:
        return (output_reach){true, -1, 1, "-1 to 1"};
    case EOS_ACT_RELU:
    case EOS_ACT_SOFTPLUS:
    case EOS_ACT_EXPONENTIAL:
        return (output_reach){true, 0, (double)INFINITY, "0 and more"};
    case EOS_ACT_LINEAR:
        return (output_reach){true, -(double)INFINITY, (double)INFINITY, "every number"};
    default:
        return (output_reach){0};
    }
}

/* Does anything behind the activation change values? A norm or noise does. */
static bool is_last_word(const eos_model *model)
{
    const eos_layer *layer = model->head.activation_layer;
    if (!layer || layer < model->layers.items || layer >= model->layers.items + model->layers.count)
        return false;
    for (uint32_t i = (uint32_t)(layer - model->layers.items) + 1; i < model->layers.count; i++)
        switch ((eos_layer_family)model->layers.items[i].family) {
        case EOS_LAYER_NORM_BATCH:
        case EOS_LAYER_NORM_LAYER:
        case EOS_LAYER_NORM_GROUP:
        case EOS_LAYER_NORM_OTHER:
        case EOS_LAYER_NOISE:
        case EOS_LAYER_DROPOUT:
        case EOS_LAYER_DROPOUT_SPATIAL:
        case EOS_LAYER_DROPOUT_OTHER:
            return false;
        default:
            break;
        }
    return true;
}

typedef struct target_range {
    bool is_known, is_exact;
    double lowest, highest;
    const char *shown;
} target_range;

/* Where the target certainly goes; infinite ends stand for "beyond any bound". */
static target_range find_target(eos_check *check, const eos_binding *binding)
{
    const eos_labels *labels = &binding->labels;
    const eos_tensor *tensor = eos_training_targets(binding->training);
    if (labels->encoding != EOS_LABELS_CONTINUOUS && labels->encoding != EOS_LABELS_UNKNOWN)
        return (target_range){0};
    if (labels->is_range_exact && labels->minimum < labels->maximum)
        return (target_range){
            true, true, labels->minimum, labels->maximum,
            eos_arena_printf(check->arena, "%g to %g", labels->minimum, labels->maximum)};
    if (!isnan(labels->minimum) || !isnan(labels->maximum) || !tensor || binding->data_path)
        return (target_range){0};
    if (tensor->is_standardised)
        return (target_range){true, false, -1, 1.5, "both sides of 0 (standardised)"};
    if (!eos_labels_leave_unit(binding))
        return (target_range){0};
    if (tensor->is_known_data) /* prices and measures: above 0, far beyond 1 */
        return (target_range){true, false, 0, 5, "0 to far beyond 1"};
    return (target_range){true, false, -(double)INFINITY, (double)INFINITY,
                          "both sides of 0 without a bound"};
}

static bool is_beyond(const output_reach *reach, const target_range *target, double share)
{
    double spread = target->highest - target->lowest;
    double margin = isinf(spread) ? 0 : share * spread;
    return target->lowest < reach->lowest - margin || target->highest > reach->highest + margin;
}

static void report(eos_check *check, const eos_head_case *item, eos_about *about,
                   const output_reach *reach, const target_range *target)
{
    const eos_model *model = item->model;
    const eos_activation *activation = &model->head.activation;
    const char *name = activation->name
                           ? activation->name
                           : eos_activation_name((eos_activation_kind)activation->kind);
    bool is_nonnegative = target->lowest >= 0 && !isinf(target->lowest);
    const char *write = is_nonnegative ? "no activation there, or scale the target into the range"
                                       : "no activation there";
    eos_finding *finding = eos_check_violated(
        check, about, "%s gives %s, but %s cover %s: write %s", name, reach->shown,
        eos_say_labels(check, item->binding, about->span.line), target->shown, write);
    bool is_certain = target->is_exact && item->learner->presence == EOS_PRESENT;
    eos_finding_severity(finding, EOS_SEVERITY_WARNING,
                         is_certain ? EOS_CONFIDENCE_CERTAIN : EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "output activation", activation->value,
                         activation->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", item->learner->loss.value,
                         item->learner->loss.span);
    eos_finding_label_evidence(check, finding, item->binding);
    eos_finding_relate_learner(check, finding, model, item->learner);
    eos_finding_related(check, finding, "labels", item->binding->labels.span);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    const eos_model *model = item->model;
    eos_about about = eos_about_head_activation(check, model);
    const char *reason = !item->binding          ? "the target is not known"
                         : !model->head.is_known ? "the way to the output is not fully followed"
                         : item->learner->loss.kind == EOS_LOSS_UNKNOWN ? "the loss is not known"
                                                                        : NULL;
    if (!reason && !eos_loss_is_regression((eos_loss_kind)item->learner->loss.kind)) {
        eos_check_satisfied(check, &about);
        return;
    }
    output_reach reach = find_reach((eos_activation_kind)model->head.activation.kind);
    target_range target = {0};
    if (!reason && !reach.is_known)
        reason = "the range of the output is not known";
    if (!reason) {
        target = find_target(check, item->binding);
        reason = target.is_known ? NULL : "the range of the target is not known";
    }
    int64_t units = 0;
    bool is_single = eos_value_integer(model->head.units, &units) && units == 1;
    if (reason)
        eos_check_unknown(check, &about, reason);
    else if (model->head.activation.kind == EOS_ACT_SOFTMAX && is_single)
        eos_check_satisfied(check, &about); /* EOS102 speaks of it */
    else if (!is_beyond(&reach, &target, eos_check_threshold(check, "target-beyond-range")))
        eos_check_satisfied(check, &about);
    else if (!is_last_word(model))
        eos_check_unknown(check, &about, "something behind the activation changes its range");
    else
        report(check, item, &about, &reach, &target);
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_head_case_each(check, model, judge_case);
}

static const eos_threshold thresholds[] = {
    {"target-beyond-range",
     {0.05, 0.05, 0.05},
     "opinion: less may be rounding or a single outlier"},
    {0},
};

const eos_rule eos_rule_105 = {
    .code = "EOS105",
    .name = "output-cannot-reach-target",
    .summary = "The range of the output activation does not hold the target",
    .category = "LLM",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the range of the last activation (sigmoid and softmax 0 to 1, tanh "
                    "-1 to 1, relu, softplus and exponential from 0) with the range of a "
                    "continuous target.",
            .why = "A target that the output cannot reach keeps an error that no training "
                   "removes: the output saturates at its bound and its gradient vanishes.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "from sklearn.datasets import make_regression\n"
                       "\n"
                       "x, y = make_regression(n_samples=2000, n_features=8)\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"mse\")\n"
                       "model.fit(x, y, epochs=20)\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from sklearn.datasets import make_regression\n"
                           "\n"
                           "x, y = make_regression(n_samples=2000, n_features=8)\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1))\n"
                           "model.compile(optimizer=\"adam\", loss=\"mse\")\n"
                           "model.fit(x, y, epochs=20)\n",
            .evidence =
                "The last activation with nothing behind it that changes values, a loss that "
                "measures a distance, and the range of the target: numbers in the program, a "
                "scaler, a generator, a regression set of a library, a data file. Silent when "
                "one is unknown, for a target scaled into the range, for relu on a target "
                "from 0.",
            .options =
                "target-beyond-range (0.05): the share of its own spread by which the target "
                "must leave the range.",
            .known_problems =
                "Rows that are constrained to a sum are not told apart from other rows within "
                "0 and 1.",
            .references =
                "scikit-learn: make_regression (targets of both signs, unbounded). Keras 3: "
                "activations.",
        },
    .thresholds = thresholds,
    .check = check_model,
};
