/* SPDX-License-Identifier: MIT */
/*
 * Random numbers. They stand in for data that a snippet does not show: shape and bounds are
 * facts, but nothing is said of what the numbers mean, so no rule takes them for labels.
 */
#include "flow/array.h"

#include <math.h>

static eos_tensor *shaped(const eos_array_call *call, uint32_t position, const char *name)
{
    eos_tensor *out = eos_array_new(call);
    eos_value size = eos_array_argument(call, position, name);
    if (!eos_array_is_given(size))
        size = eos_array_argument(call, UINT32_MAX, "shape");
    if (!eos_array_is_given(size)) { /* one number */
        out->shape.is_known = true;
    } else if (!eos_shape_from_value(size, &out->shape)) {
        out->shape = (eos_shape){0};
    }
    out->is_random = true;
    out->dtype = EOS_DTYPE_FLOAT;
    return out;
}

/* rand(2, 3): a size per position; torch takes a tuple too */
static eos_tensor *by_positions(const eos_array_call *call)
{
    eos_tensor *out = eos_array_new(call);
    out->is_random = true;
    const eos_arguments *arguments = call->arguments;
    eos_value first = eos_array_argument(call, 0, "size");
    out->dtype = EOS_DTYPE_FLOAT;
    if (arguments->is_open || arguments->positional_count > EOS_LIMIT_RANK)
        return out;
    if (arguments->positional_count <= 1 && eos_shape_from_value(first, &out->shape))
        return out;
    out->shape = (eos_shape){.is_known = true};
    for (uint32_t i = 0; i < arguments->positional_count; i++)
        out->shape.sizes[out->shape.rank++] = eos_data_size(arguments->items[i].value);
    /* a single argument that is not known may be a tuple */
    if (arguments->positional_count == 1 && arguments->items[0].value.kind != EOS_VALUE_INT)
        out->shape = (eos_shape){0};
    return out;
}

static eos_value unit(const eos_array_call *call)
{
    eos_tensor *out = by_positions(call);
    out->minimum = 0;
    out->maximum = 1;
    return eos_array_result(call, out);
}

static eos_value unbounded(const eos_array_call *call)
{
    return eos_array_result(call, by_positions(call));
}

static eos_value sample(const eos_array_call *call)
{
    eos_tensor *out = shaped(call, 0, "size");
    out->minimum = 0;
    out->maximum = 1;
    return eos_array_result(call, out);
}

static bool takes_shape_first(const eos_array_call *call)
{
    return strncmp(call->path, "tensorflow", 10) == 0 || strncmp(call->path, "keras", 5) == 0;
}

static eos_value normal(const eos_array_call *call)
{
    bool is_shape_first =
        takes_shape_first(call) || strcmp(call->path, "numpy.random.standard_normal") == 0;
    return eos_array_result(call, shaped(call, is_shape_first ? 0 : 2, "size"));
}

static eos_value uniform(const eos_array_call *call)
{
    bool is_shape_first = takes_shape_first(call);
    double low = 0, high = 1;
    eos_tensor *out = shaped(call, is_shape_first ? 0 : 2, "size");
    eos_value first =
        eos_array_argument(call, is_shape_first ? 1 : 0, is_shape_first ? "minval" : "low");
    eos_value second =
        eos_array_argument(call, is_shape_first ? 2 : 1, is_shape_first ? "maxval" : "high");
    if (eos_array_is_given(eos_array_argument(call, UINT32_MAX, "dtype")))
        out->dtype = EOS_DTYPE_UNKNOWN;
    if ((!eos_array_is_given(first) || eos_value_number(first, &low)) &&
        (!eos_array_is_given(second) || eos_value_number(second, &high)) && low <= high) {
        out->minimum = low;
        out->maximum = high;
    }
    return eos_array_result(call, out);
}

/* randint(high), randint(low, high), with the size after them */
static eos_value integers(const eos_array_call *call)
{
    bool is_torch = strncmp(call->path, "torch", 5) == 0;
    eos_value low = eos_array_argument(call, 0, "low"), high = eos_array_argument(call, 1, "high");
    uint32_t position = 2;
    bool is_single = !eos_array_is_given(high) ||
                     (is_torch && high.kind != EOS_VALUE_INT && high.kind != EOS_VALUE_UNKNOWN);
    if (is_torch && is_single && high.kind == EOS_VALUE_TUPLE)
        position = 1;
    eos_tensor *out = shaped(call, position, "size");
    int64_t from = 0, to = 0;
    out->dtype = EOS_DTYPE_INTEGER;
    if (is_single ? eos_value_integer(low, &to)
                  : eos_value_integer(low, &from) && eos_value_integer(high, &to)) {
        out->minimum = (double)from;
        out->maximum = (double)(to - 1);
    }
    if (eos_array_is_given(eos_array_argument(call, UINT32_MAX, "endpoint")))
        eos_facts_no_range(out);
    return out->shape.is_known && out->shape.rank == 0
               ? eos_facts_number(call->flow, out->minimum, out->maximum, true)
               : eos_array_result(call, out);
}

static eos_value permutation(const eos_array_call *call)
{
    eos_value from = eos_array_argument(call, 0, "x");
    int64_t count;
    if (eos_value_integer(from, &count) || eos_value_is_unknown(from)) {
        eos_tensor *out = eos_array_new(call);
        if (eos_value_is_unknown(from))
            return eos_array_result(call, out);
        out->shape = (eos_shape){true, 1, {count}};
        out->dtype = EOS_DTYPE_INTEGER;
        out->is_permutation = true;
        return eos_array_result(call, out);
    }
    const eos_tensor *facts = eos_array_facts(call, from);
    if (facts == NULL || facts->holder >= EOS_HOLDER_FEED)
        return eos_array_unknown();
    eos_tensor *out = eos_array_copy(call->flow, facts);
    out->is_permutation = facts->is_arange;
    out->is_arange = out->is_by_class = false;
    return eos_array_result(call, out);
}

/* in place: the same rows in another order */
static eos_value shuffle(const eos_array_call *call)
{
    eos_value from = eos_array_argument(call, 0, "x");
    const eos_tensor *facts = eos_tensor_of(from);
    if (facts == NULL || facts->is_symbolic) {
        eos_object_escape(&call->flow->heap, from);
        return eos_none();
    }
    eos_tensor *out = eos_array_copy(call->flow, facts);
    out->is_permutation = facts->is_arange || facts->is_permutation;
    out->is_arange = out->is_by_class = false;
    out->view_of = facts->view_of;
    eos_content content = from.as.object->now;
    content.facts = out;
    eos_heap_write(&call->flow->heap, from.as.object, content);
    return eos_none();
}

static eos_value choice(const eos_array_call *call)
{
    eos_value from = eos_array_argument(call, 0, "a");
    eos_tensor *out = shaped(call, 1, "size");
    int64_t count;
    const eos_tensor *facts;
    out->dtype = EOS_DTYPE_UNKNOWN;
    if (eos_value_integer(from, &count)) {
        out->minimum = 0;
        out->maximum = (double)(count - 1);
        out->dtype = EOS_DTYPE_INTEGER;
    } else if ((facts = eos_array_facts(call, from)) != NULL &&
               facts->holder <= EOS_HOLDER_SERIES) {
        out->minimum = facts->minimum;
        out->maximum = facts->maximum;
        out->dtype = facts->dtype;
    }
    return out->shape.is_known && out->shape.rank == 0 ? eos_array_unknown()
                                                       : eos_array_result(call, out);
}

static const eos_array_entry ENTRIES[] = {
    {"keras.backend.random_normal", normal},
    {"keras.random.normal", normal},
    {"keras.random.uniform", uniform},
    {"numpy.random.choice", choice},
    {"numpy.random.normal", normal},
    {"numpy.random.permutation", permutation},
    {"numpy.random.rand", unit},
    {"numpy.random.randint", integers},
    {"numpy.random.randn", unbounded},
    {"numpy.random.random", sample},
    {"numpy.random.random_sample", sample},
    {"numpy.random.shuffle", shuffle},
    {"numpy.random.standard_normal", normal},
    {"numpy.random.uniform", uniform},
    {"tensorflow.random.normal", normal},
    {"tensorflow.random.uniform", uniform},
    {"torch.rand", unit},
    {"torch.randint", integers},
    {"torch.randn", unbounded},
};

const eos_array_table eos_array_random = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
