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

/* other numbers in the same shape: a layer's function on a weight */
static eos_value other_numbers(const eos_array_call *call)
{
    const eos_tensor *facts = eos_array_facts(call, eos_array_argument(call, 0, "input"));
    eos_tensor *out = eos_array_new(call);
    if (facts == NULL || facts->holder != EOS_HOLDER_ARRAY)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    out->shape = facts->shape;
    out->dtype = EOS_DTYPE_FLOAT;
    return eos_array_result(call, out);
}

/* torch.meshgrid(a, b) and torch.meshgrid([a, b]): an array per axis, of all their lengths */
static eos_value meshgrid(const eos_array_call *call)
{
    const eos_arguments *all = call->arguments;
    const eos_text *order = eos_value_string(eos_array_argument(call, UINT32_MAX, "indexing"));
    const eos_sequence *given = NULL;
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, EOS_LIMIT_RANK);
    eos_shape shape = {.is_known = true};
    if (all->is_open || all->positional_count == 0 || (order != NULL && !eos_text_is(order, "ij")))
        return eos_array_unknown();
    if (all->positional_count == 1 && eos_tensor_of(all->items[0].value) == NULL)
        given = eos_iterate(call->flow, all->items[0].value);
    uint32_t count = given != NULL ? given->count : all->positional_count;
    for (uint32_t i = 0; i < count; i++) {
        const eos_tensor *axis =
            eos_array_facts(call, given != NULL ? given->items[i].value : all->items[i].value);
        if (axis == NULL || !axis->shape.is_known || axis->shape.rank != 1 || i >= EOS_LIMIT_RANK)
            return eos_array_unknown();
        shape.sizes[shape.rank++] = axis->shape.sizes[0];
        eos_tensor *grid = eos_array_new(call);
        grid->dtype = axis->dtype;
        grid->minimum = axis->minimum;
        grid->maximum = axis->maximum;
        out->items[out->count++].value = eos_array_result(call, grid);
    }
    *out->used = out->count;
    for (uint32_t i = 0; i < count; i++) { /* nobody has seen them yet */
        eos_tensor *grid = eos_array_copy(call->flow, eos_tensor_of(out->items[i].value));
        grid->shape = shape;
        out->items[i].value.as.object->now.facts = grid;
    }
    return eos_make_tuple(call->flow, out);
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
DELEGATE(call_flatten, "flatten")
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
    {"torch.flatten", call_flatten},
    {"torch.log", call_log},
    {"torch.log2", other_numbers},
    {"torch.mean", call_mean},
    {"torch.meshgrid", meshgrid},
    {"torch.mul", eos_array_operator},
    {"torch.multiply", eos_array_operator},
    {"torch.nn.functional.batch_norm", other_numbers},
    {"torch.nn.functional.layer_norm", other_numbers},
    {"torch.nn.functional.normalize", other_numbers},
    {"torch.nn.functional.softmax", other_numbers},
    {"torch.ones", ones},
    {"torch.ones_like", like},
    {"torch.pow", eos_array_operator},
    {"torch.randn_like", like},
    {"torch.reshape", call_reshape},
    {"torch.round", call_round},
    {"torch.sigmoid", other_numbers},
    {"torch.sign", other_numbers},
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
