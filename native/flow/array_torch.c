/* SPDX-License-Identifier: MIT */
/*
 * PyTorch's makers that take sizes one by one, and constructors that cast. The rest is numpy's
 * (array_numpy.c), since a tensor and an array have the same facts.
 */
#include "flow/array.h"

#include <math.h>

static eos_value filled(const eos_array_call *call, double fill)
{
    const eos_arguments *arguments = call->arguments;
    eos_value first = eos_array_argument(call, 0, "size"),
              type = eos_array_argument(call, UINT32_MAX, "dtype");
    eos_tensor *out = eos_array_new(call);
    bool is_listed = arguments->positional_count > 1 || first.kind == EOS_VALUE_INT;
    if (is_listed && arguments->positional_count <= EOS_LIMIT_RANK && !arguments->is_open) {
        out->shape.is_known = true;
        for (uint32_t i = 0; i < arguments->positional_count; i++)
            out->shape.sizes[out->shape.rank++] = eos_data_size(arguments->items[i].value);
    } else if (!eos_shape_from_value(first, &out->shape)) {
        out->shape = (eos_shape){0};
    }
    out->minimum = out->maximum = fill;
    out->is_range_exact = !isnan(fill);
    out->dtype = EOS_DTYPE_FLOAT;
    if (eos_array_is_given(type))
        eos_facts_cast(out, type);
    return eos_array_result(call, out);
}

static eos_value zeros(const eos_array_call *call)
{
    return filled(call, 0.0);
}

static eos_value ones(const eos_array_call *call)
{
    return filled(call, 1.0);
}

static eos_value empty(const eos_array_call *call)
{
    return filled(call, (double)NAN);
}

/* torch.LongTensor(data) casts; torch.Tensor(2, 3) makes room for 2 x 3 numbers */
static eos_value construct(const eos_array_call *call)
{
    eos_value first = eos_array_argument(call, 0, "data");
    if (first.kind == EOS_VALUE_INT || call->arguments->positional_count != 1)
        return empty(call);
    const eos_tensor *facts = eos_array_facts(call, first);
    eos_tensor *out = facts != NULL && facts->holder < EOS_HOLDER_BY_POSITION
                          ? eos_array_copy(call->flow, facts)
                          : eos_array_new(call);
    bool is_whole = strcmp(call->path, "torch.LongTensor") == 0;
    out->holder = EOS_HOLDER_ARRAY;
    eos_facts_cast(
        out, eos_string(eos_intern_string(call->flow->names, is_whole ? "int64" : "float32")));
    return eos_array_result(call, out);
}

static eos_value like(const eos_array_call *call)
{
    const eos_tensor *facts = eos_array_facts(call, eos_array_argument(call, 0, "input"));
    eos_tensor *out = eos_array_new(call);
    bool is_random = strstr(call->path, "rand") != NULL;
    if (facts != NULL)
        out->shape = facts->shape;
    if (!is_random) {
        out->minimum = out->maximum = strstr(call->path, "ones") != NULL ? 1.0 : 0.0;
        out->is_range_exact = true;
    }
    return eos_array_result(call, out);
}

#define DELEGATE(function, method)                                                                 \
    static eos_value function(const eos_array_call *call)                                          \
    {                                                                                              \
        return eos_array_delegate(call, method);                                                   \
    }

DELEGATE(call_abs, "abs")
DELEGATE(call_argmax, "argmax")
DELEGATE(call_clamp, "clamp")
DELEGATE(call_exp, "exp")
DELEGATE(call_log, "log")
DELEGATE(call_mean, "mean")
DELEGATE(call_reshape, "reshape")
DELEGATE(call_round, "round")
DELEGATE(call_squeeze, "squeeze")
DELEGATE(call_unique, "unique")
DELEGATE(call_unsqueeze, "unsqueeze")

static const eos_array_entry ENTRIES[] = {
    {"torch.FloatTensor", construct},
    {"torch.LongTensor", construct},
    {"torch.Tensor", construct},
    {"torch.abs", call_abs},
    {"torch.add", eos_array_operator},
    {"torch.argmax", call_argmax},
    {"torch.clamp", call_clamp},
    {"torch.diff", eos_array_differences},
    {"torch.div", eos_array_operator},
    {"torch.divide", eos_array_operator},
    {"torch.empty", empty},
    {"torch.exp", call_exp},
    {"torch.log", call_log},
    {"torch.mean", call_mean},
    {"torch.mul", eos_array_operator},
    {"torch.multiply", eos_array_operator},
    {"torch.ones", ones},
    {"torch.ones_like", like},
    {"torch.pow", eos_array_operator},
    {"torch.randn_like", like},
    {"torch.reshape", call_reshape},
    {"torch.round", call_round},
    {"torch.squeeze", call_squeeze},
    {"torch.sub", eos_array_operator},
    {"torch.subtract", eos_array_operator},
    {"torch.true_divide", eos_array_operator},
    {"torch.unique", call_unique},
    {"torch.unsqueeze", call_unsqueeze},
    {"torch.zeros", zeros},
    {"torch.zeros_like", like},
};

const eos_array_table eos_array_torch = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
