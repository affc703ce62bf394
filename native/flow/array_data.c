/* SPDX-License-Identifier: MIT */
/*
 * Attributes and method calls of data: arrays, frames, feeds. Which table answers depends on what
 * holds the numbers. An attribute of a frame that is no method of pandas is a column.
 */
#include "flow/array.h"

#include <math.h>

static eos_value bound_method(eos_flow *flow, eos_value value, const eos_text *name)
{
    eos_method *method = EOS_NEW(flow->arena, eos_method);
    method->receiver = value;
    method->name = name;
    return (eos_value){.kind = EOS_VALUE_METHOD, .as.method = method};
}

static bool is_pandas(const eos_tensor *tensor)
{
    return tensor->holder == EOS_HOLDER_FRAME || tensor->holder == EOS_HOLDER_SERIES;
}

static eos_array_handler *find_method(const eos_tensor *tensor, const char *name)
{
    if (tensor->holder == EOS_HOLDER_FEED)
        return eos_array_find(&eos_feed_methods, name);
    if (tensor->holder >= EOS_HOLDER_BY_POSITION)
        return NULL;
    eos_array_handler *run = is_pandas(tensor) ? eos_array_find(&eos_series_methods, name) : NULL;
    return run != NULL ? run : eos_array_find(&eos_array_methods, name);
}

/* .iloc and .loc: the same data, indexed by other rules; writes reach the frame */
static eos_value indexer(eos_flow *flow, eos_frame *frame, eos_value value, eos_holder holder,
                         eos_span span)
{
    eos_tensor *out = eos_array_copy(flow, eos_tensor_of(value));
    out->holder = (uint8_t)holder;
    out->view_of = value.as.object;
    return eos_make_tensor(flow, frame, out, span);
}

/* text: names of classes, of columns */
static eos_value names(eos_flow *flow, eos_frame *frame, int64_t count, eos_span span)
{
    eos_tensor *out = eos_new_tensor(flow, span);
    out->shape = (eos_shape){true, 1, {count}};
    out->dtype = EOS_DTYPE_TEXT;
    return eos_make_tensor(flow, frame, out, span);
}

static eos_value pandas_attribute(eos_flow *flow, eos_frame *frame, eos_value value,
                                  const eos_text *name, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (eos_text_is(name, "values")) {
        eos_tensor *out = eos_array_copy(flow, tensor);
        out->holder = EOS_HOLDER_ARRAY;
        out->has_numbered_columns = false;
        return eos_make_tensor(flow, frame, out, span);
    }
    if (eos_text_is(name, "iloc"))
        return indexer(flow, frame, value, EOS_HOLDER_BY_POSITION, span);
    if (eos_text_is(name, "loc") || eos_text_is(name, "ix"))
        return indexer(flow, frame, value, EOS_HOLDER_BY_LABEL, span);
    if (eos_text_is(name, "columns"))
        return names(flow, frame, eos_facts_columns(tensor), span);
    if (eos_text_is(name, "index"))
        return names(flow, frame, eos_facts_rows(tensor), span);
    if (eos_text_is(name, "str") || eos_text_is(name, "dt") || eos_text_is(name, "dtypes"))
        return eos_unknown("an attribute of a frame");
    if (eos_text_is(name, "cat"))
        return value; /* .cat.codes */
    if (eos_text_is(name, "codes") && tensor->holder == EOS_HOLDER_SERIES) {
        eos_tensor *out = eos_new_tensor(flow, span);
        out->holder = EOS_HOLDER_SERIES;
        out->shape = tensor->shape;
        out->dtype = EOS_DTYPE_INTEGER;
        out->encoding = EOS_LABELS_INTEGER;
        out->source = "cat.codes";
        return eos_make_tensor(flow, frame, out, span);
    }
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

static eos_value bunch_attribute(eos_flow *flow, eos_frame *frame, const eos_tensor *tensor,
                                 const eos_text *name, eos_span span)
{
    if (eos_text_is(name, "data") && tensor->inputs != NULL)
        return eos_make_tensor(flow, frame, tensor->inputs, span);
    if (eos_text_is(name, "target") && tensor->targets != NULL)
        return eos_make_tensor(flow, frame, tensor->targets, span);
    if (eos_text_is(name, "target_names") && tensor->targets != NULL)
        return names(flow, frame, tensor->targets->classes, span);
    if (eos_text_is(name, "feature_names") && tensor->inputs != NULL)
        return names(flow, frame, eos_facts_columns(tensor->inputs), span);
    return eos_unknown("an attribute of a data set");
}

/* of what an image generator gives */
static eos_value feed_attribute(eos_flow *flow, const eos_tensor *tensor, const eos_text *name)
{
    if (eos_text_is(name, "batch_size"))
        return tensor->batch_size.kind == EOS_VALUE_UNBOUND ? eos_unknown("a batch size")
                                                            : tensor->batch_size;
    if (eos_text_is(name, "num_classes") && tensor->targets != NULL && tensor->targets->classes > 0)
        return eos_integer(tensor->targets->classes);
    if (eos_text_is(name, "dataset") && tensor->loader != NULL)
        return eos_made_value(tensor->loader, "dataset");
    if (eos_text_is(name, "classes") && tensor->targets != NULL && tensor->targets->classes > 0) {
        eos_tensor *out = eos_new_tensor(flow, tensor->span); /* their names */
        out->shape = (eos_shape){true, 1, {tensor->targets->classes}};
        out->dtype = EOS_DTYPE_TEXT;
        return eos_make_tensor(flow, flow->module_frame, out, tensor->span);
    }
    if (eos_array_find(&eos_feed_methods, name->data) == NULL)
        return eos_unknown("an attribute of what feeds a model");
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

static eos_value plain_attribute(eos_flow *flow, eos_frame *frame, eos_value value,
                                 const eos_text *name, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (eos_text_is(name, "ndim") && tensor->shape.is_known)
        return eos_integer(tensor->shape.rank);
    if (eos_text_is(name, "size") && tensor->holder <= EOS_HOLDER_SERIES) {
        int64_t size = eos_shape_elements(&tensor->shape); /* x.size() of torch is a call */
        return size >= 0 && !tensor->is_torch ? eos_integer(size)
                                              : eos_unknown("a size that is not known");
    }
    if (eos_text_is(name, "T")) {
        eos_arguments none = {.span = span, .callee = span};
        return eos_tensor_method(flow, frame, value, eos_intern_string(flow->names, "transpose"),
                                 &none);
    }
    if (eos_text_is(name, "dtype"))
        return eos_unknown("the type of an array");
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

eos_value eos_tensor_attribute(eos_flow *flow, eos_frame *frame, eos_value value,
                               const eos_text *name, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor == NULL)
        return eos_unknown("an array that is not known any more");
    eos_value found = {.kind = EOS_VALUE_UNBOUND};
    if (eos_text_is(name, "shape") && tensor->holder < EOS_HOLDER_FEED)
        return eos_shape_value(flow, tensor, tensor->is_known_data);
    if (tensor->is_symbolic && eos_text_is(name, "ndim") && tensor->shape.is_known)
        return eos_integer(tensor->shape.rank + 1);
    if (tensor->is_symbolic && eos_text_is(name, "data"))
        return eos_apply_functional(flow, frame, "data", EOS_LAYER_OTHER, &value, 1, &tensor->shape,
                                    span);
    if (tensor->is_symbolic)
        return bound_method(flow, value, name);
    if (tensor->holder == EOS_HOLDER_BUNCH)
        return bunch_attribute(flow, frame, tensor, name, span);
    if (tensor->holder == EOS_HOLDER_FEED && tensor->loader == NULL &&
        eos_text_is(name, "dataset")) /* of a part: whoever asks for it changes its transform */
        eos_feed_forget(flow, value);
    if (tensor->holder == EOS_HOLDER_FEED)
        found = feed_attribute(flow, tensor, name);
    else
        found = plain_attribute(flow, frame, value, name, span);
    if (found.kind == EOS_VALUE_UNBOUND && is_pandas(tensor))
        found = pandas_attribute(flow, frame, value, name, span);
    if (found.kind != EOS_VALUE_UNBOUND)
        return found;
    /* methods that are not modelled are calls of a column: unknown, which is right */
    if (tensor->holder == EOS_HOLDER_FRAME && find_method(tensor, name->data) == NULL)
        return eos_tensor_item(flow, frame, value, eos_string(name), span);
    return bound_method(flow, value, name);
}

static bool is_changing(const eos_text *name, const eos_arguments *arguments)
{
    bool is_in_place = false;
    eos_value given = eos_argument_at(arguments, UINT32_MAX, "inplace");
    if (given.kind != EOS_VALUE_UNBOUND && (!eos_value_boolean(given, &is_in_place) || is_in_place))
        return true;
    uint32_t length = name->length;
    return length > 1 && name->data[length - 1] == '_'; /* torch: x.mul_(2) */
}

/* noise.bernoulli_(p): other numbers in the same shape, but for a few that are known to change it */
static bool fills_in_place(const eos_text *name)
{
    static const char *const reshaping[] = {"as_strided_", "resize_",    "resize_as_", "set_",
                                            "squeeze_",    "swapaxes_",  "swapdims_",  "t_",
                                            "transpose_",  "unsqueeze_", "apply_",     "map_"};
    for (size_t i = 0; i < sizeof reshaping / sizeof *reshaping; i++)
        if (eos_text_is(name, reshaping[i]))
            return false;
    return name->length > 1 && name->data[name->length - 1] == '_';
}

eos_value eos_tensor_method(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                            const eos_arguments *arguments)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor == NULL)
        return eos_unknown("an array that is not known any more");
    if (tensor->is_symbolic)
        return eos_graph_method(flow, frame, value, name, arguments);
    eos_array_handler *run = find_method(tensor, name->data);
    eos_array_call call = {.flow = flow,
                           .frame = frame,
                           .arguments = arguments,
                           .path = name->data,
                           .receiver = value,
                           .self = tensor};
    eos_value of_elements = eos_array_element_method(&call);
    if (of_elements.kind != EOS_VALUE_UNBOUND)
        return of_elements;
    if (run != NULL) {
        eos_value result = eos_array_compute_each(&call, run(&call));
        result.is_with_defaults |= value.is_with_defaults;
        for (uint32_t i = 0; i < arguments->count; i++)
            result.is_with_defaults |= arguments->items[i].value.is_with_defaults;
        return result;
    }
    if (is_changing(name, arguments)) {
        eos_tensor *lost = eos_new_tensor(flow, arguments->span);
        bool is_filled = tensor->holder == EOS_HOLDER_ARRAY && fills_in_place(name);
        lost->holder = tensor->holder;
        if (is_filled)
            lost->shape = tensor->shape;
        eos_array_replace(&call, lost);
        if (is_filled)
            return value;
    }
    return eos_unknown("the result of an array method");
}

eos_value eos_value_snapshot(eos_flow *flow, eos_value value)
{
    if (eos_tensor_of(value) == NULL)
        return value;
    eos_object *frozen = EOS_NEW(flow->arena, eos_object);
    *frozen = *value.as.object; /* nothing of the program leads to it: it stays as it is */
    value.as.object = frozen;
    return value;
}

const eos_made *eos_made_snapshot(eos_flow *flow, const eos_made *made)
{
    eos_made *out = EOS_NEW(flow->arena, eos_made);
    eos_value *values = EOS_NEW_ARRAY(flow->arena, eos_value, made->entry->param_count);
    *out = *made;
    for (uint32_t i = 0; i < made->entry->param_count; i++)
        values[i] = eos_value_snapshot(flow, made->values[i]);
    out->values = values;
    return out;
}
