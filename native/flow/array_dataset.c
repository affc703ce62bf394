/* SPDX-License-Identifier: MIT */
/*
 * Built-in data sets: their public facts as arrays. Options of a loader that change rows or
 * labels make just those facts unknown; an option that is not listed here makes the whole
 * unknown.
 */
#include "flow/array.h"

#include <math.h>

static bool is_path(const eos_array_call *call, const char *part)
{
    return strstr(call->path, part) != NULL;
}

static eos_tensor *known_inputs(const eos_array_call *call, const eos_api_dataset *set,
                                int64_t rows)
{
    eos_tensor *out = eos_array_new(call);
    bool is_ragged = set->dtype != NULL && strcmp(set->dtype, "object") == 0; /* lists of words */
    out->source = set->name;
    out->is_known_data = true;
    out->dtype = EOS_DTYPE_INTEGER;
    out->shape = (eos_shape){.is_known = true, .rank = (uint8_t)(is_ragged ? 1 : set->rank + 1)};
    out->shape.sizes[0] = rows > 0 ? rows : EOS_DIM_UNKNOWN;
    for (uint32_t i = 0; i < set->rank && i < 4 && !is_ragged; i++)
        out->shape.sizes[i + 1] = set->shape[i] > 0 ? set->shape[i] : EOS_DIM_UNKNOWN;
    out->minimum = set->minimum;
    out->maximum = set->maximum;
    out->is_byte = set->dtype != NULL && strcmp(set->dtype, "uint8") == 0;
    out->is_range_exact = !isnan(set->minimum) && !isnan(set->maximum);
    if (set->dtype == NULL || strncmp(set->dtype, "float", 5) == 0)
        out->dtype = EOS_DTYPE_FLOAT;
    else if (is_ragged)
        out->dtype = EOS_DTYPE_UNKNOWN;
    return out;
}

static eos_tensor *known_labels(const eos_array_call *call, const eos_api_dataset *set,
                                int64_t rows, int64_t classes)
{
    eos_tensor *out = eos_array_new(call);
    out->source = set->name;
    out->is_known_data = true;
    out->dtype = EOS_DTYPE_INTEGER;
    out->is_byte = strncmp(call->path, "keras.", 6) == 0; /* MNIST, CIFAR: labels are bytes too */
    out->shape = (eos_shape){.is_known = true, .rank = set->label_rank > 0 ? set->label_rank : 1};
    out->shape.sizes[0] = rows > 0 ? rows : EOS_DIM_UNKNOWN;
    if (out->shape.rank > 1)
        out->shape.sizes[1] = set->is_regression ? EOS_DIM_UNKNOWN : 1;
    if (set->is_regression) {
        out->encoding = EOS_LABELS_CONTINUOUS;
        out->dtype = EOS_DTYPE_FLOAT;
    } else if (classes > 0) {
        int64_t first = is_path(call, "fetch_covtype") ? 1 : 0;
        out->encoding = EOS_LABELS_INTEGER;
        out->classes = classes;
        out->minimum = (double)first;
        out->maximum = (double)(first + classes - 1);
        out->is_range_exact = true;
    } else {
        out->encoding = EOS_LABELS_INTEGER;
    }
    out->is_by_class = is_path(call, "load_iris") || is_path(call, "load_wine");
    return out;
}

/* ---- keras.datasets ---- */

typedef struct loader_options {
    bool is_understood, are_rows_known;
    int64_t classes;
} loader_options;

static loader_options read_options(const eos_array_call *call, const eos_api_dataset *set)
{
    static const char *const harmless[] = {"path",       "num_words",  "nb_words", "skip_top",
                                           "seed",       "start_char", "oov_char", "index_from",
                                           "label_mode", NULL};
    static const char *const rows[] = {"maxlen", "test_split", "version", NULL};
    loader_options out = {!call->arguments->is_open, true, set->classes};
    for (uint32_t i = 0; i < call->arguments->count; i++) {
        const eos_argument *argument = &call->arguments->items[i];
        bool is_listed = argument->name == NULL && i == 0 && !is_path(call, "california");
        for (int k = 0; argument->name != NULL && harmless[k] != NULL; k++)
            is_listed |= eos_text_is(argument->name, harmless[k]);
        for (int k = 0; argument->name != NULL && rows[k] != NULL; k++)
            if (eos_text_is(argument->name, rows[k])) {
                is_listed = true;
                out.are_rows_known = false;
            }
        out.is_understood &= is_listed;
    }
    if (is_path(call, "cifar100")) {
        eos_value mode = eos_array_argument(call, 0, "label_mode");
        const eos_text *text = eos_value_string(mode);
        if (mode.kind != EOS_VALUE_UNBOUND)
            out.classes = eos_text_is(text, "coarse") ? 20 : eos_text_is(text, "fine") ? 100 : 0;
    }
    return out;
}

/* ((x_train, y_train), (x_test, y_test)) */
static eos_value load_pairs(const eos_array_call *call, const eos_api_dataset *set)
{
    loader_options options = read_options(call, set);
    if (!options.is_understood)
        return eos_unknown("a data set with options");
    eos_sequence *pairs = eos_sequence_copy(call->flow->arena, NULL, set->split_pairs);
    for (uint32_t i = 0; i < set->split_pairs; i++) {
        int64_t rows = !options.are_rows_known ? 0 : i == 0 ? set->train_rows : set->test_rows;
        pairs->items[pairs->count++].value =
            eos_array_pair(call->flow, eos_array_result(call, known_inputs(call, set, rows)),
                           eos_array_result(call, known_labels(call, set, rows, options.classes)));
    }
    *pairs->used = pairs->count;
    return eos_make_tuple(call->flow, pairs);
}

/* ---- sklearn.datasets ---- */

static eos_value load_bunch(const eos_array_call *call, const eos_api_dataset *set)
{
    eos_value as_pair = eos_array_argument(call, UINT32_MAX, "return_X_y");
    eos_value as_frame = eos_array_argument(call, UINT32_MAX, "as_frame");
    eos_value subset = eos_array_argument(call, UINT32_MAX, "n_class");
    bool is_pair = false, is_frame = false;
    if ((as_pair.kind != EOS_VALUE_UNBOUND && !eos_value_boolean(as_pair, &is_pair)) ||
        (as_frame.kind != EOS_VALUE_UNBOUND && !eos_value_boolean(as_frame, &is_frame)) ||
        subset.kind != EOS_VALUE_UNBOUND || call->arguments->positional_count > 0)
        return eos_unknown("a data set with options");
    eos_tensor *inputs = known_inputs(call, set, set->train_rows);
    eos_tensor *labels = known_labels(call, set, set->train_rows, set->classes);
    if (is_frame) {
        inputs->holder = EOS_HOLDER_FRAME;
        labels->holder = labels->shape.rank == 1 ? EOS_HOLDER_SERIES : EOS_HOLDER_FRAME;
    }
    if (is_pair)
        return eos_array_pair(call->flow, eos_array_result(call, inputs),
                              eos_array_result(call, labels));
    eos_tensor *bunch = eos_array_new(call);
    bunch->holder = EOS_HOLDER_BUNCH;
    bunch->inputs = inputs;
    bunch->targets = labels;
    bunch->source = set->name;
    return eos_array_result(call, bunch);
}

eos_value eos_load_dataset(const eos_array_call *call, const eos_api_dataset *set)
{
    if (strncmp(call->path, "keras.", 6) == 0 && set->split_pairs > 1)
        return load_pairs(call, set);
    if (strncmp(call->path, "sklearn.", 8) == 0)
        return load_bunch(call, set);
    if (strncmp(call->path, "torchvision.", 12) == 0)
        return eos_load_pictures(call, set);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
