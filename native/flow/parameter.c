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

eos_value eos_layer_parameter(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_text *name, eos_span span)
{
    const eos_made *made = eos_layer_facts(layer, &layer->now);
    bool is_weight = eos_text_is(name, "weight");
    bool has_facts = made != NULL && made->entry != NULL;
    if (!has_facts || !made->entry->is_torch || made->entry->family != EOS_API_LAYER ||
        (!is_weight && !eos_text_is(name, "bias")))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
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
    if (is_known)
        facts->shape = shape;
    return make_parameter(flow, frame, facts, layer, span);
}
