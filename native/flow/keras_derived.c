/* SPDX-License-Identifier: MIT */
/*
 * Classes of the program that only configure what they inherit from Keras: class Same(Conv2D) with a
 * constructor of its own, class Mlp(Sequential), class Net(Model) that hands its inputs and outputs to
 * super().__init__. From the moment that the library's constructor is called, the instance is an object
 * of the library with these arguments; that it has a class of the program gives it its name and methods.
 *
 * A class that defines call, build or what a layer computes of itself is left to be run (keras_layer.c)
 * or stays unknown.
 */
#include "flow/interp.h"

static bool defines(eos_flow *flow, const eos_object *class_object, const char *name)
{
    return eos_class_find(class_object, eos_intern_string(flow->names, name)) != NULL;
}

/* a base that the library's constructor explains in full */
static bool can_turn(eos_flow *flow, const eos_object *object)
{
    static const char *const own[] = {"call", "__call__", "build", "compute_output_shape",
                                      "compute_output_spec"};
    const eos_api_entry *entry = object->kind == EOS_OBJECT_INSTANCE && object->library != NULL
                                     ? object->library->entry
                                     : NULL;
    if (entry == NULL || entry->is_torch || !entry->is_class || object->class_object == NULL ||
        object->class_object->now.is_open)
        return false;
    bool is_layer = entry->family == EOS_API_LAYER && entry->detail != EOS_LAYER_CUSTOM &&
                    !eos_text_is(object->library->path, "keras.Layer");
    if (!is_layer && entry->family != EOS_API_SEQUENTIAL && entry->family != EOS_API_MODEL)
        return false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (defines(flow, object->class_object, own[i]))
            return false;
    return true;
}

bool eos_init_keras_derived(eos_flow *flow, eos_object *object, const eos_arguments *arguments)
{
    if (!can_turn(flow, object))
        return false;
    const eos_made *made = eos_bind_arguments(flow, object->library->entry, arguments);
    bool is_model = object->library->entry->family == EOS_API_MODEL;
    if (is_model && (!eos_made_is_given(made, "inputs") || !eos_made_is_given(made, "outputs")))
        return false;
    object->kind = EOS_OBJECT_LIBRARY;
    eos_content content = object->now;
    content.facts = made;
    content.is_open = made->is_open;
    eos_heap_write(&flow->heap, object, content);
    if (object->library->entry->family == EOS_API_SEQUENTIAL)
        eos_fill_sequential(flow, object, made);
    else if (is_model)
        eos_note_model(flow, object);
    return true;
}

eos_value eos_call_keras_derived(eos_flow *flow, eos_object *object, const eos_text *name,
                                 const eos_arguments *arguments)
{
    if (!eos_text_is(name, "__init__") || !eos_init_keras_derived(flow, object, arguments))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    return eos_none();
}
