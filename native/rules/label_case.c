/* SPDX-License-Identifier: MIT */
/*
 * Labels and inputs as rules ask for them: see label_case.h. Relies on what flow tells of an array
 * (flow.h: eos_tensor) and on the binding, which puts a data file's facts over the program's unknowns.
 *
 * Questionable: regression sets of the libraries count as leaving [0, 1] although their range is not in
 * the tables. All of them (housing prices, diabetes, exercise) do, as long as nothing scaled them.
 */
#include "rules/label_case.h"

#include "rules/wording.h"

#include <math.h>
#include <string.h>

#define MOST_CLASS_IDS                                                                             \
    20              /* whole numbers beyond that are measurements (rules.md, for every rule, 5) */
#define BEYOND 0.05 /* of its spread that a target must leave a range by (rules.md, EOS105) */

const eos_tensor *eos_array_of_value(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_TENSOR)
        return NULL;
    const eos_tensor *tensor = value.as.object->now.facts;
    return tensor && !tensor->is_symbolic ? tensor : NULL;
}

static bool is_plain(const eos_tensor *tensor)
{
    return tensor && tensor->holder < EOS_HOLDER_BY_POSITION;
}

const eos_tensor *eos_training_inputs(const eos_training *training)
{
    const eos_tensor *tensor = training ? eos_array_of_value(training->x) : NULL;
    if (tensor && tensor->holder == EOS_HOLDER_FEED)
        tensor = tensor->inputs;
    return is_plain(tensor) ? tensor : NULL;
}

const eos_tensor *eos_training_targets(const eos_training *training)
{
    const eos_tensor *tensor = training ? eos_array_of_value(training->y) : NULL;
    if (is_plain(tensor))
        return tensor;
    tensor = training ? eos_array_of_value(training->x) : NULL;
    bool is_fed = tensor && tensor->holder == EOS_HOLDER_FEED;
    return is_fed && is_plain(tensor->targets) ? tensor->targets : NULL;
}

bool eos_array_is_placeholder(const eos_tensor *array)
{
    return array && (array->is_random || array->minimum == array->maximum);
}

bool eos_training_is_own_target(const eos_training *training)
{
    /* what a call was given is kept as it was then, in objects of its own: facts tell identity */
    const eos_tensor *input = training ? eos_array_of_value(training->x) : NULL;
    return input && input == eos_array_of_value(training->y);
}

/* ---- what the labels are ---- */

eos_label_nature eos_label_nature_find(const eos_binding *binding)
{
    if (!binding)
        return EOS_LABELS_OF_UNKNOWN_NATURE;
    const eos_labels *labels = &binding->labels;
    int64_t classes = -1;
    switch ((eos_label_encoding)labels->encoding) {
    case EOS_LABELS_ONE_HOT:
    case EOS_LABELS_MULTI_HOT:
        return EOS_LABELS_ARE_CLASSES;
    case EOS_LABELS_CONTINUOUS:
        return EOS_LABELS_ARE_NUMBERS;
    case EOS_LABELS_INTEGER:
        if (labels->source && !binding->data_path)
            return EOS_LABELS_ARE_CLASSES;
        (void)eos_value_integer(labels->classes, &classes);
        if (classes < 0 && labels->maximum - labels->minimum < MOST_CLASS_IDS)
            classes = (int64_t)(labels->maximum - labels->minimum) + 1;
        return classes >= 2 && classes <= MOST_CLASS_IDS ? EOS_LABELS_LIKE_CLASSES
                                                         : EOS_LABELS_OF_UNKNOWN_NATURE;
    case EOS_LABELS_UNKNOWN:
        break;
    }
    return EOS_LABELS_OF_UNKNOWN_NATURE;
}

bool eos_labels_leave_unit(const eos_binding *binding)
{
    if (eos_label_nature_find(binding) != EOS_LABELS_ARE_NUMBERS)
        return false;
    const eos_labels *labels = &binding->labels;
    double spread = labels->maximum - labels->minimum;
    if (labels->is_range_exact && spread > 0)
        return labels->minimum < -BEYOND * spread || labels->maximum > 1 + BEYOND * spread;
    if (binding->data_path || !isnan(labels->minimum) || !isnan(labels->maximum))
        return false;
    const eos_tensor *tensor = eos_training_targets(binding->training);
    if (!tensor || tensor->encoding != EOS_LABELS_CONTINUOUS)
        return false;
    if (tensor->is_standardised)
        return true;
    bool is_regression_set =
        tensor->is_known_data || (tensor->source && strcmp(tensor->source, "make_regression") == 0);
    return is_regression_set && !tensor->scaled_by;
}

/* ---- wording ---- */

const char *eos_label_noun(const eos_labels *labels)
{
    switch ((eos_label_encoding)labels->encoding) {
    case EOS_LABELS_INTEGER:
        return "class ids";
    case EOS_LABELS_ONE_HOT:
        return "one-hot rows";
    case EOS_LABELS_MULTI_HOT:
        return "rows of independent labels";
    case EOS_LABELS_CONTINUOUS:
        return "continuous targets";
    case EOS_LABELS_UNKNOWN:
        break;
    }
    return "labels";
}

const char *eos_say_labels(eos_check *check, const eos_binding *binding, uint32_t here)
{
    const eos_labels *labels = &binding->labels;
    const char *source = binding->data_path ? binding->data_path : labels->source;
    const char *kind = eos_label_noun(labels);
    if (source)
        kind = eos_arena_printf(check->arena, "%s from %s", kind, source);
    return eos_say_at(check, kind, labels->span, here);
}

static void add_fact(eos_check *check, eos_finding *finding, const eos_binding *binding,
                     const char *what, eos_value value)
{
    if (binding->data_path)
        eos_finding_evidence_file(check, finding, what, value, binding->data_path);
    else
        eos_finding_evidence(check, finding, (eos_evidence_source)binding->labels.evidence, what,
                             value, binding->labels.span);
}

void eos_finding_label_evidence(eos_check *check, eos_finding *finding, const eos_binding *binding)
{
    const eos_labels *labels = &binding->labels;
    uint32_t comment = binding->data_line;
    add_fact(check, finding, binding, eos_label_noun(labels), labels->classes);
    if (!isnan(labels->minimum))
        add_fact(check, finding, binding, "smallest label", eos_number(labels->minimum));
    if (!isnan(labels->maximum))
        add_fact(check, finding, binding, "largest label", eos_number(labels->maximum));
    eos_finding_related(check, finding, "data set", (eos_span){comment, 0, comment, 0, 0});
    if (eos_value_is_default(labels->classes))
        eos_finding_with_defaults(check, finding);
}

const char *eos_say_method(const char *method)
{
    return strcmp(method, "loop") == 0 ? "the loop" : method;
}

/* ---- metrics ---- */

const eos_metric *eos_learner_accuracy(const eos_learner *learner)
{
    static const char *const names[] = {"accuracy",
                                        "acc",
                                        "Accuracy",
                                        "binary_accuracy",
                                        "BinaryAccuracy",
                                        "categorical_accuracy",
                                        "CategoricalAccuracy",
                                        "sparse_categorical_accuracy",
                                        "SparseCategoricalAccuracy"};
    for (uint32_t i = 0; i < learner->metrics.count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (learner->metrics.items[i].name &&
                strcmp(learner->metrics.items[i].name, names[k]) == 0)
                return &learner->metrics.items[i];
    return NULL;
}
