/* SPDX-License-Identifier: MIT */
/*
 * scikit-learn's made-up data sets: shapes and classes follow from the arguments and their
 * defaults.
 *
 * All classes are taken to occur when there are twenty rows for each: the functions deal them out
 * evenly and then change one in a hundred at random.
 */
#include "flow/array.h"

#include <math.h>

#define ROWS_PER_CLASS 20

static int64_t argument_size(const eos_made *made, const char *name)
{
    return eos_data_size(eos_made_value(made, name));
}

static eos_value inputs(const eos_array_call *call, int64_t rows, int64_t columns)
{
    eos_tensor *out = eos_array_new(call);
    out->shape = (eos_shape){true, 2, {rows, columns}};
    out->dtype = EOS_DTYPE_FLOAT;
    return eos_array_result(call, out);
}

static eos_value class_ids(const eos_array_call *call, int64_t rows, int64_t classes, bool is_even)
{
    eos_tensor *out = eos_array_new(call);
    const char *name = strrchr(call->path, '.');
    out->shape = (eos_shape){true, 1, {rows}};
    out->dtype = EOS_DTYPE_INTEGER;
    out->encoding = EOS_LABELS_INTEGER;
    out->classes = classes > 0 ? classes : -1;
    out->source = name != NULL ? name + 1 : call->path;
    out->minimum = 0;
    if (classes > 0) {
        out->maximum = (double)(classes - 1);
        out->is_range_exact = is_even && rows / ROWS_PER_CLASS >= classes;
    }
    return eos_array_result(call, out);
}

static eos_value classification(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    bool is_pair = true;
    if (made == NULL ||
        (eos_made_is_given(made, "return_X_y") &&
         (!eos_value_boolean(eos_made_value(made, "return_X_y"), &is_pair) || !is_pair)))
        return eos_array_unknown();
    int64_t rows = argument_size(made, "n_samples");
    bool is_even =
        !eos_array_is_given(eos_made_value(made, "weights")) && !eos_made_is_given(made, "flip_y");
    return eos_array_pair(call->flow, inputs(call, rows, argument_size(made, "n_features")),
                          class_ids(call, rows, argument_size(made, "n_classes"), is_even));
}

static eos_value quantiles(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    int64_t rows = argument_size(made, "n_samples");
    return eos_array_pair(call->flow, inputs(call, rows, argument_size(made, "n_features")),
                          class_ids(call, rows, argument_size(made, "n_classes"), true));
}

static eos_value blobs(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL || eos_made_is_given(made, "return_centers"))
        return eos_array_unknown();
    eos_value samples = eos_made_value(made, "n_samples"),
              centers = eos_made_value(made, "centers");
    int64_t rows = eos_data_size(samples), columns = argument_size(made, "n_features"),
            classes = -1;
    const eos_sequence *list = eos_iterate(call->flow, centers);
    if (list != NULL) { /* the centres themselves: as many columns as they have */
        const eos_tensor *points = eos_array_facts(call, centers);
        classes = list->count;
        columns = eos_facts_columns(points);
    } else if (centers.kind == EOS_VALUE_NONE) {
        classes = samples.kind == EOS_VALUE_INT ? 3 : -1;
    } else {
        classes = eos_data_size(centers);
        if (eos_tensor_of(centers) != NULL)
            columns = EOS_DIM_UNKNOWN;
    }
    return eos_array_pair(call->flow, inputs(call, rows, columns),
                          class_ids(call, rows, classes, true));
}

/* moons and circles: two columns, two classes */
static eos_value pairs(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    int64_t rows = argument_size(made, "n_samples");
    return eos_array_pair(call->flow, inputs(call, rows, 2), class_ids(call, rows, 2, true));
}

static eos_value several_labels(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL || eos_made_is_given(made, "return_indicator") ||
        eos_made_is_given(made, "return_distributions") || eos_made_is_given(made, "sparse"))
        return eos_array_unknown();
    int64_t rows = argument_size(made, "n_samples"), classes = argument_size(made, "n_classes");
    eos_tensor *labels = eos_array_new(call);
    labels->shape = (eos_shape){true, 2, {rows, classes}};
    labels->encoding = EOS_LABELS_MULTI_HOT;
    labels->classes = classes;
    labels->dtype = EOS_DTYPE_INTEGER;
    labels->minimum = 0;
    labels->maximum = 1;
    labels->source = "make_multilabel_classification";
    return eos_array_pair(call->flow, inputs(call, rows, argument_size(made, "n_features")),
                          eos_array_result(call, labels));
}

static eos_value regression(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    bool has_weights = false;
    if (made == NULL || !eos_value_boolean(eos_made_value(made, "coef"), &has_weights) ||
        has_weights)
        return eos_array_unknown();
    int64_t rows = argument_size(made, "n_samples"), targets = argument_size(made, "n_targets");
    eos_tensor *labels = eos_array_new(call);
    if (targets == 1)
        labels->shape = (eos_shape){true, 1, {rows}};
    else if (targets > 1)
        labels->shape = (eos_shape){true, 2, {rows, targets}};
    labels->encoding = EOS_LABELS_CONTINUOUS;
    labels->dtype = EOS_DTYPE_FLOAT;
    labels->source = "make_regression";
    return eos_array_pair(call->flow, inputs(call, rows, argument_size(made, "n_features")),
                          eos_array_result(call, labels));
}

static const eos_array_entry ENTRIES[] = {
    {"sklearn.datasets.make_blobs", blobs},
    {"sklearn.datasets.make_circles", pairs},
    {"sklearn.datasets.make_classification", classification},
    {"sklearn.datasets.make_gaussian_quantiles", quantiles},
    {"sklearn.datasets.make_moons", pairs},
    {"sklearn.datasets.make_multilabel_classification", several_labels},
    {"sklearn.datasets.make_regression", regression},
};

const eos_array_table eos_array_samples = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
