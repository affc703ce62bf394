/* SPDX-License-Identifier: MIT */
/*
 * copy.deepcopy: new objects for everything that can change, the sharing within kept. What cannot be
 * copied part by part (arrays that are views, classes) stays the object that it is. Nesting is bounded;
 * behind the bound the copy is unknown.
 */
#include "flow/interp.h"

#define MAX_DEPTH 24

typedef struct copy_run {
    eos_flow *flow;
    eos_frame *frame;
    eos_span span;
    EOS_VECTOR(eos_object *) from;
    EOS_VECTOR(eos_object *) to;
} copy_run;

static eos_value copy_value(copy_run *run, eos_value value, int depth);

static const eos_sequence *copy_items(copy_run *run, const eos_sequence *items, int depth)
{
    if (items == NULL)
        return NULL;
    eos_sequence *out = eos_sequence_copy(run->flow->arena, items, 0);
    for (uint32_t i = 0; i < out->count; i++)
        out->items[i].value = copy_value(run, out->items[i].value, depth + 1);
    return out;
}

static eos_value copy_object(copy_run *run, eos_object *object, int depth)
{
    eos_flow *flow = run->flow;
    if (object->kind == EOS_OBJECT_CLASS ||
        (object->kind == EOS_OBJECT_TENSOR && !object->is_parameter))
        return eos_object_value(object);
    for (uint32_t i = 0; i < run->from.count; i++)
        if (run->from.items[i] == object)
            return eos_object_value(run->to.items[i]);
    eos_object *copy = eos_flow_object(flow, run->frame, (eos_object_kind)object->kind, run->span);
    copy->class_object = object->class_object;
    copy->library = object->library;
    copy->built = object->built;
    copy->is_parameter = object->is_parameter;
    eos_vector_push(flow->arena, &run->from, object);
    eos_vector_push(flow->arena, &run->to, copy);
    bool is_model = object->kind == EOS_OBJECT_LIBRARY && object->library->entry != NULL &&
                    object->library->entry->family == EOS_API_SEQUENTIAL;
    bool is_holder = eos_is_module_instance(object) || eos_is_container(object);
    if (is_model && !flow->is_silent)
        eos_vector_push(flow->arena, &flow->result->models, copy);
    if ((is_model || is_holder) && !flow->is_silent)
        eos_vector_push(flow->arena, &flow->instances, copy);
    eos_content content = object->now;
    content.items = copy_items(run, content.items, depth);
    content.attributes = copy_items(run, content.attributes, depth);
    eos_heap_write(&flow->heap, copy, content);
    if (object->parameter_of != NULL) {
        eos_value owner = copy_object(run, object->parameter_of, depth + 1);
        copy->parameter_of = owner.kind == EOS_VALUE_OBJECT ? owner.as.object : NULL;
    }
    return eos_object_value(copy);
}

static eos_value copy_value(copy_run *run, eos_value value, int depth)
{
    if (depth > MAX_DEPTH || run->from.count >= EOS_LIMIT_COPIED_OBJECTS)
        return eos_unknown("a copy of many things");
    if (value.kind == EOS_VALUE_TUPLE)
        return eos_make_tuple(run->flow, copy_items(run, value.as.items, depth));
    if (value.kind == EOS_VALUE_METHOD || value.kind == EOS_VALUE_ONE_OF)
        return eos_unknown("a copy of something that is not fully known");
    if (value.kind != EOS_VALUE_OBJECT)
        return value;
    eos_value copy = copy_object(run, value.as.object, depth);
    copy.is_with_defaults = value.is_with_defaults;
    return copy;
}

eos_value eos_call_deep_copy(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                             const eos_arguments *arguments)
{
    if (!eos_text_is(library->path, "copy.deepcopy") || arguments->count == 0)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    copy_run run = {.flow = flow, .frame = frame, .span = arguments->span};
    return copy_value(&run, arguments->items[0].value, 0);
}
