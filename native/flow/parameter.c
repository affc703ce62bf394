/* SPDX-License-Identifier: MIT */
/*
 * Parameters of PyTorch modules as values. nn.Parameter(data) is an array like any other that its object
 * marks as a parameter; `layer.weight` is one that belongs to a layer. Which of them a module registers
 * is found where modules are counted (model_graph.c). Relies on heap.h: the mark lies on the object, so
 * that what is computed from a parameter is none.
 */
#include "flow/interp.h"

static eos_value make_parameter(eos_flow *flow, eos_frame *frame, eos_tensor *facts,
                                eos_object *layer, eos_span span)
{
    eos_value value = eos_make_tensor(flow, frame, facts, span);
    value.as.object->is_parameter = true;
    value.as.object->parameter_of = layer;
    return value;
}

eos_value eos_call_parameter(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                             const eos_arguments *arguments)
{
    if (!eos_text_is(library->path, "torch.nn.Parameter") &&
        !eos_text_is(library->path, "torch.nn.parameter.Parameter"))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    const eos_tensor *data = eos_tensor_of(eos_argument_at(arguments, 0, "data"));
    eos_tensor *facts = eos_new_tensor(flow, arguments->span);
    if (data != NULL && !data->is_symbolic && data->holder == EOS_HOLDER_ARRAY)
        facts->shape = data->shape; /* its numbers are trained: nothing else stays true */
    facts->dtype = EOS_DTYPE_FLOAT;
    return make_parameter(flow, frame, facts, NULL, arguments->span);
}

static bool take_size(const eos_made *made, const char *name, eos_shape *shape)
{
    int64_t size;
    if (!eos_value_integer(eos_made_value(made, name), &size) || size <= 0)
        return false;
    shape->sizes[shape->rank++] = size;
    return true;
}

/* output channels, input channels of a group, a size per axis */
static bool take_kernel(const eos_made *made, eos_shape *shape)
{
    int64_t inside, groups, size;
    eos_value kernel = eos_made_value(made, "kernel_size");
    if (!take_size(made, "out_channels", shape) ||
        !eos_value_integer(eos_made_value(made, "in_channels"), &inside) ||
        !eos_value_integer(eos_made_value(made, "groups"), &groups) || groups <= 0 || inside <= 0)
        return false;
    shape->sizes[shape->rank++] = inside / groups;
    for (uint32_t i = 0; i < made->entry->rank; i++) {
        eos_value one = kernel.kind == EOS_VALUE_TUPLE && i < eos_sequence_count(kernel.as.items)
                            ? kernel.as.items->items[i].value
                            : kernel;
        if (!eos_value_integer(one, &size) || size <= 0)
            return false;
        shape->sizes[shape->rank++] = size;
    }
    return true;
}

eos_value eos_layer_parameter(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_text *name, eos_span span)
{
    const eos_made *made = eos_layer_facts(layer, &layer->now);
    bool is_weight = eos_text_is(name, "weight");
    bool has_facts = made != NULL && made->entry != NULL;
    if (!has_facts || !made->entry->is_torch || made->entry->family != EOS_API_LAYER ||
        (!is_weight && !eos_text_is(name, "bias")))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    const char *const switches[] = {"affine", "elementwise_affine", is_weight ? "affine" : "bias"};
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        eos_value is_on = eos_made_value(made, switches[i]);
        bool has_it;
        if (is_on.kind == EOS_VALUE_UNBOUND)
            continue;
        if (!eos_value_boolean(is_on, &has_it))
            return eos_unknown("a parameter that may be there");
        if (!has_it)
            return eos_none();
    }
    eos_tensor *facts = eos_new_tensor(flow, span);
    eos_shape shape = {.is_known = true};
    bool is_known = false;
    facts->dtype = EOS_DTYPE_FLOAT;
    if (is_weight && made->entry->detail == EOS_LAYER_DENSE)
        is_known =
            take_size(made, "out_features", &shape) && take_size(made, "in_features", &shape);
    else if (is_weight && made->entry->detail == EOS_LAYER_EMBEDDING)
        is_known =
            take_size(made, "num_embeddings", &shape) && take_size(made, "embedding_dim", &shape);
    else if (is_weight && made->entry->detail == EOS_LAYER_CONV)
        is_known = take_kernel(made, &shape);
    else if (made->entry->detail == EOS_LAYER_NORM_BATCH)
        is_known = take_size(made, "num_features", &shape);
    if (is_known)
        facts->shape = shape;
    return make_parameter(flow, frame, facts, layer, span);
}

/* ---- options ---- */

/* convolutions keep a number per axis, whatever they were given */
static eos_value per_axis(eos_flow *flow, eos_value value, uint32_t rank)
{
    int64_t size;
    if (!eos_value_integer(value, &size))
        return value;
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, rank);
    for (uint32_t i = 0; i < rank; i++)
        items->items[items->count++].value = eos_integer(size);
    *items->used = items->count;
    return eos_make_tuple(flow, items);
}

eos_value eos_torch_layer_option(eos_flow *flow, const eos_made *made, const eos_text *name)
{
    static const char *const kept[] = {"in_channels",
                                       "out_channels",
                                       "in_features",
                                       "out_features",
                                       "groups",
                                       "padding_mode",
                                       "num_features",
                                       "eps",
                                       "momentum",
                                       "affine",
                                       "num_groups",
                                       "num_channels",
                                       "p",
                                       "inplace",
                                       "negative_slope",
                                       "num_embeddings",
                                       "embedding_dim",
                                       "padding_idx",
                                       "hidden_size",
                                       "input_size",
                                       "num_layers",
                                       "bidirectional",
                                       "batch_first",
                                       "embed_dim",
                                       "num_heads",
                                       "start_dim",
                                       "end_dim",
                                       "scale_factor",
                                       "mode",
                                       "align_corners",
                                       "ceil_mode",
                                       "output_size",
                                       "elementwise_affine",
                                       "track_running_stats"};
    static const char *const per_axis_names[] = {"kernel_size", "stride", "padding", "dilation"};
    bool is_convolution =
        made->entry->detail == EOS_LAYER_CONV || made->entry->detail == EOS_LAYER_CONV_TRANSPOSE;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (eos_text_is(name, kept[i]))
            return eos_made_value(made, kept[i]);
    for (size_t i = 0; i < sizeof per_axis_names / sizeof *per_axis_names; i++) {
        if (!eos_text_is(name, per_axis_names[i]))
            continue;
        eos_value value = eos_made_value(made, per_axis_names[i]);
        if (is_convolution && made->entry->rank > 0)
            return per_axis(flow, value, made->entry->rank);
        return value.kind == EOS_VALUE_NONE && i == 1 ? eos_made_value(made, "kernel_size") : value;
    }
    if (eos_text_is(name, "normalized_shape"))
        return per_axis(flow, eos_made_value(made, "normalized_shape"), 1);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
