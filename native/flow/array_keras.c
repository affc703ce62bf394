/* SPDX-License-Identifier: MIT */
/*
 * keras.utils and its like: one-hot rows by to_categorical and one_hot of all libraries,
 * sequences, normalisation, casts.
 */
#include "flow/array.h"

#include <math.h>

/* one-hot rows: the axes of the ids, and one of `classes` behind them */
static eos_value one_hot_rows(const eos_array_call *call, const eos_tensor *from, int64_t classes,
                              bool drops_last, const char *source)
{
    eos_tensor *out = eos_array_new(call);
    out->encoding = EOS_LABELS_ONE_HOT;
    out->classes = classes;
    out->minimum = 0.0;
    out->maximum = 1.0;
    out->dtype = strncmp(call->path, "torch", 5) == 0 ? EOS_DTYPE_INTEGER : EOS_DTYPE_FLOAT;
    out->source = source;
    out->is_known_data = from != NULL && from->is_known_data;
    out->is_by_class = from != NULL && from->is_by_class;
    if (from != NULL && from->shape.is_known && from->holder < EOS_HOLDER_BY_POSITION) {
        eos_shape shape = from->shape;
        bool is_column = drops_last && shape.rank > 1 && shape.sizes[shape.rank - 1] == 1;
        bool may_be_column = drops_last && shape.rank > 1 && shape.sizes[shape.rank - 1] < 0;
        if (is_column)
            shape.rank--;
        if (!may_be_column)
            out->shape = eos_shape_with(&shape, shape.rank, classes);
    }
    return eos_array_result(call, out);
}

static eos_value to_categorical(const eos_array_call *call)
{
    const eos_tensor *from = eos_array_facts(call, eos_array_argument(call, 0, "x"));
    if (from == NULL)
        from = eos_array_facts(call, eos_array_argument(call, UINT32_MAX, "y"));
    eos_value given = eos_array_argument(call, 1, "num_classes");
    if (given.kind == EOS_VALUE_UNBOUND)
        given = eos_array_argument(call, UINT32_MAX, "nb_classes");
    int64_t classes = -1;
    if (eos_array_is_given(given))
        classes = eos_data_size(given);
    else if (from != NULL && from->is_range_exact && from->maximum >= 0 && from->maximum < 1e9)
        classes = (int64_t)from->maximum + 1; /* Keras takes max(y) + 1 */
    return one_hot_rows(call, from, classes, true, "to_categorical");
}

/* tensorflow.one_hot, torch's F.one_hot, keras.ops.one_hot: ids outside give rows of zeros */
static eos_value one_hot(const eos_array_call *call)
{
    const eos_tensor *from = eos_array_facts(call, eos_array_argument(call, 0, "indices"));
    eos_value given = eos_array_argument(call, 1, "depth");
    if (given.kind == EOS_VALUE_UNBOUND)
        given = eos_array_argument(call, UINT32_MAX, "num_classes");
    bool is_plain = !eos_array_is_given(eos_array_argument(call, UINT32_MAX, "on_value")) &&
                    !eos_array_is_given(eos_array_argument(call, UINT32_MAX, "off_value")) &&
                    !eos_array_is_given(eos_array_argument(call, UINT32_MAX, "axis")) &&
                    !eos_array_is_given(eos_array_argument(call, UINT32_MAX, "multi_hot"));
    int64_t classes = eos_data_size(given);
    bool is_outside = from != NULL && classes >= 0 && from->maximum >= (double)classes;
    if (!is_plain || is_outside)
        return eos_array_unknown();
    if (given.kind == EOS_VALUE_UNBOUND && from != NULL && from->is_range_exact &&
        from->maximum >= 0)
        classes = (int64_t)from->maximum + 1; /* torch: num_classes=-1 */
    return one_hot_rows(call, from, classes, false, "one_hot");
}

static eos_value normalize(const eos_array_call *call)
{
    const eos_tensor *from = eos_array_facts(call, eos_array_argument(call, 0, "x"));
    eos_tensor *out = eos_array_new(call);
    eos_value order = eos_array_argument(call, 2, "order");
    int64_t power = 2;
    if (from != NULL)
        out->shape = from->shape;
    out->dtype = EOS_DTYPE_FLOAT;
    out->scaled_by = "normalize";
    if (!eos_array_is_given(order) || (eos_value_integer(order, &power) && power >= 1)) {
        out->minimum = from != NULL && from->minimum >= 0 ? 0 : -1;
        out->maximum = 1;
    }
    return eos_array_result(call, out);
}

static eos_value pad_sequences(const eos_array_call *call)
{
    eos_value sequences = eos_array_argument(call, 0, "sequences");
    eos_value length = eos_array_argument(call, 1, "maxlen");
    eos_value type = eos_array_argument(call, 2, "dtype");
    const eos_tensor *from = eos_tensor_of(sequences);
    eos_tensor *out = eos_array_new(call);
    out->shape = (eos_shape){true, 2, {eos_facts_rows(from), eos_data_size(length)}};
    out->dtype = eos_array_is_given(type) ? eos_facts_dtype(type) : EOS_DTYPE_INTEGER;
    return eos_array_result(call, out);
}

static eos_value cast(const eos_array_call *call)
{
    const eos_tensor *from = eos_array_facts(call, eos_array_argument(call, 0, "x"));
    if (from == NULL || from->holder >= EOS_HOLDER_BY_POSITION)
        return eos_array_unknown();
    eos_tensor *out = eos_array_copy(call->flow, from);
    eos_facts_cast(out, eos_array_argument(call, 1, "dtype"));
    return eos_array_result(call, out);
}

/* channels last unless a configuration file or the program says otherwise */
static eos_value data_format(const eos_array_call *call)
{
    bool is_old = strstr(call->path, "dim_ordering") != NULL;
    const char *name = is_old ? "tf" : "channels_last";
    if (call->flow->is_data_format_set)
        return eos_unknown("a data format that the program sets");
    return eos_value_through(call->flow->arena,
                             eos_string(eos_intern_string(call->flow->names, name)), EOS_ORIGIN_API,
                             (eos_span){0}, NULL, NULL);
}

static eos_value set_data_format(const eos_array_call *call)
{
    call->flow->is_data_format_set = true;
    return eos_none();
}

static const eos_array_entry ENTRIES[] = {
    {"keras.backend.cast", cast},
    {"keras.backend.image_data_format", data_format},
    {"keras.backend.image_dim_ordering", data_format},
    {"keras.backend.set_image_data_format", set_data_format},
    {"keras.backend.set_image_dim_ordering", set_data_format},
    {"keras.config.image_data_format", data_format},
    {"keras.config.set_image_data_format", set_data_format},
    {"keras.ops.cast", cast},
    {"keras.ops.one_hot", one_hot},
    {"keras.utils.normalize", normalize},
    {"keras.utils.pad_sequences", pad_sequences},
    {"keras.utils.to_categorical", to_categorical},
    {"tensorflow.cast", cast},
    {"tensorflow.one_hot", one_hot},
    {"torch.nn.functional.one_hot", one_hot},
};

const eos_array_table eos_array_keras = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
