/* SPDX-License-Identifier: MIT */
/*
 * Attributes and items. Methods are bound here: of the program's classes along their bases, of library
 * objects by the path of their class, of Python's own types by name. Alternatives are followed one by
 * one, so `layers[-1].units` of two possible layers gives two possible numbers.
 */
#include "flow/interp.h"

static eos_value bind_method(eos_flow *flow, eos_value receiver, const eos_function *function,
                             const eos_library_ref *library, const eos_text *name)
{
    eos_method *method = EOS_NEW(flow->arena, eos_method);
    *method = (eos_method){receiver, function, library, name};
    return (eos_value){.kind = EOS_VALUE_METHOD, .as.method = method};
}

eos_value eos_bind_instance_method(eos_flow *flow, eos_value receiver, const eos_text *name)
{
    return bind_method(flow, receiver, NULL, NULL, name);
}

eos_value eos_bind_library_method(eos_flow *flow, eos_value receiver,
                                  const eos_library_ref *library, const eos_text *name)
{
    const eos_library_ref *member = eos_library_member(flow, library, name);
    if (member == NULL)
        return eos_unknown("a name that is too long");
    return bind_method(flow, receiver, NULL, member, name);
}

/* what an attribute of a class of the program gives when read through `receiver` */
eos_value eos_bind_class_attribute(eos_flow *flow, eos_value receiver, eos_value found,
                                   eos_span span)
{
    if (found.kind != EOS_VALUE_FUNCTION)
        return found;
    const eos_function *function = found.as.function;
    if (function->is_static)
        return found;
    if (function->is_property) {
        eos_arguments none = {.span = span, .callee = span};
        return eos_call_function(flow, function, receiver, &none);
    }
    if (function->is_class_method && receiver.as.object->kind != EOS_OBJECT_CLASS)
        receiver = eos_object_value(receiver.as.object->class_object);
    const eos_ir_node *node = function->node;
    const eos_text *name =
        node->kind == EOS_IR_FunctionDef
            ? function->scope->parent->symbols[EOS_IR_AS(FunctionDef, node)->name].name
            : NULL;
    return bind_method(flow, receiver, function, NULL, name);
}

static bool is_class_method(eos_value value)
{
    return value.kind == EOS_VALUE_FUNCTION && value.as.function->is_class_method;
}

/* __name__ and __module__ of functions and classes; UNBOUND = another attribute */
static eos_value special_name(eos_flow *flow, const eos_frame *frame, const eos_text *own,
                              const eos_text *name)
{
    const eos_text *text = NULL;
    if (eos_text_is(name, "__name__"))
        text = own;
    else if (eos_text_is(name, "__module__"))
        text = eos_module_name(flow, frame);
    else
        return (eos_value){0};
    return text != NULL ? eos_string(text) : eos_unknown("a name that is not known");
}

static eos_value function_attribute(eos_flow *flow, const eos_function *function,
                                    const eos_text *name)
{
    const eos_ir_node *node = function->node;
    const eos_text *own =
        node->kind == EOS_IR_FunctionDef && !function->is_renamed
            ? function->scope->parent->symbols[EOS_IR_AS(FunctionDef, node)->name].name
            : NULL;
    eos_value value =
        special_name(flow, function->is_renamed ? NULL : function->closure, own, name);
    return value.kind != EOS_VALUE_UNBOUND ? value : eos_unknown("an attribute of a function");
}

static eos_value object_attribute(eos_flow *flow, eos_frame *frame, eos_value value,
                                  const eos_text *name, eos_span span)
{
    eos_object *object = value.as.object;
    if (object->kind == EOS_OBJECT_TENSOR)
        return eos_tensor_attribute(flow, frame, value, name, span);
    if (object->kind == EOS_OBJECT_MODULE)
        return eos_module_attribute(flow, object, name);
    if (object->partial != NULL)
        return eos_partial_attribute(flow, frame, object, name);
    const eos_item *own = eos_attribute_find(object, name);
    if (own != NULL && own->value.kind != EOS_VALUE_UNBOUND)
        return object->kind == EOS_OBJECT_CLASS && is_class_method(own->value)
                   ? bind_method(flow, value, own->value.as.function, NULL, name)
                   : own->value;
    if (object->kind == EOS_OBJECT_CLASS || object->class_object != NULL) {
        const eos_object *class_object =
            object->kind == EOS_OBJECT_CLASS ? object : object->class_object;
        const eos_item *found = eos_class_find(class_object, name);
        if (found != NULL)
            return object->kind != EOS_OBJECT_CLASS || is_class_method(found->value)
                       ? eos_bind_class_attribute(flow, value, found->value, span)
                       : found->value;
    }
    if (eos_text_is(name, "module") && eos_is_module_instance(object))
        return value; /* nn.DataParallel(model) is the model itself here */
    if (object->kind == EOS_OBJECT_CLASS) {
        eos_value special = special_name(flow, NULL, object->name, name);
        if (special.kind != EOS_VALUE_UNBOUND)
            return special;
    }
    if (object->kind == EOS_OBJECT_INSTANCE && eos_text_is(name, "__class__"))
        return eos_object_value(object->class_object);
    if (object->kind == EOS_OBJECT_INSTANCE &&
        (eos_text_is(name, "_replace") || eos_text_is(name, "_asdict")) &&
        eos_named_tuple_items(flow, object) != NULL)
        return bind_method(flow, value, NULL, NULL, name);
    if (object->library != NULL) {
        eos_value property = eos_library_property(flow, frame, object, name, span);
        if (property.kind != EOS_VALUE_UNBOUND)
            return property;
        return eos_bind_library_method(flow, value, object->library, name);
    }
    if (object->kind <= EOS_OBJECT_SET)
        return bind_method(flow, value, NULL, NULL, name);
    return eos_unknown("an attribute that is not known");
}

eos_value eos_get_attribute(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                            eos_span span)
{
    switch (value.kind) {
    case EOS_VALUE_LIBRARY:
        if (eos_text_is(name, "__name__") && value.as.library->entry != NULL) {
            const char *dot = strrchr(value.as.library->path->data, '.');
            return eos_string(eos_intern_string(
                flow->names, dot != NULL ? dot + 1 : value.as.library->path->data));
        }
        return eos_library_attribute(flow, value.as.library, name);
    case EOS_VALUE_OBJECT: {
        eos_value found = object_attribute(flow, frame, value, name, span);
        found.is_with_defaults |= value.is_with_defaults;
        return found;
    }
    case EOS_VALUE_STRING:
    case EOS_VALUE_TUPLE:
    case EOS_VALUE_INT:
    case EOS_VALUE_FLOAT:
        return bind_method(flow, value, NULL, NULL, name);
    case EOS_VALUE_FUNCTION:
        return function_attribute(flow, value.as.function, name);
    case EOS_VALUE_BUILTIN: /* dict.fromkeys and the like are not modelled */
        return eos_unknown("an attribute of a Python type");
    case EOS_VALUE_ONE_OF: {
        eos_value joined = {0};
        for (uint32_t i = 0; i < value.as.one_of->count; i++) {
            eos_value one =
                eos_get_attribute(flow, frame, eos_value_alternative(value, i), name, span);
            joined = eos_value_join(flow->arena, joined, one);
        }
        return joined;
    }
    case EOS_VALUE_UNKNOWN:
        return eos_unknown(value.as.reason);
    default:
        return eos_unknown("an attribute that is not known");
    }
}

/* index of a sequence with Python's negative counting; false = out of range */
static bool sequence_index(const eos_sequence *items, int64_t index, uint32_t *out)
{
    int64_t count = (int64_t)eos_sequence_count(items);
    if (index < 0)
        index += count;
    if (index < 0 || index >= count)
        return false;
    *out = (uint32_t)index;
    return true;
}

static bool all_present(const eos_sequence *items)
{
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        if (items->items[i].presence != EOS_PRESENT)
            return false;
    return true;
}

static bool slice_part(const eos_sequence *slice, uint32_t index, int64_t otherwise, int64_t *out)
{
    eos_value part = slice->items[index].value;
    if (part.kind == EOS_VALUE_NONE) {
        *out = otherwise;
        return true;
    }
    return eos_value_integer(part, out);
}

static const eos_sequence *slice_sequence(eos_flow *flow, const eos_sequence *items, eos_value key)
{
    int64_t count = (int64_t)eos_sequence_count(items), lower, upper, step;
    if (count == 0) /* whatever the bounds are */
        return eos_sequence_copy(flow->arena, NULL, 0);
    if (!slice_part(key.as.items, 2, 1, &step) || step == 0 ||
        !slice_part(key.as.items, 0, step > 0 ? 0 : count - 1, &lower) ||
        !slice_part(key.as.items, 1, step > 0 ? count : -count - 1, &upper))
        return NULL;
    if (lower < 0)
        lower += count;
    if (upper < 0)
        upper += count;
    lower = lower < 0 ? (step > 0 ? 0 : -1) : lower > count ? count : lower;
    upper = upper < -1 ? -1 : upper > count ? count : upper;
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, (uint32_t)count);
    for (int64_t i = lower; step > 0 ? i < upper : i > upper; i += step)
        if (i >= 0 && i < count)
            out->items[out->count++] = items->items[i];
    *out->used = out->count;
    return out;
}

static eos_value sequence_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                               eos_span span)
{
    bool is_tuple = value.kind == EOS_VALUE_TUPLE;
    const eos_sequence *items = is_tuple ? value.as.items : value.as.object->now.items;
    bool is_open = !is_tuple && value.as.object->now.is_open;
    if (is_open || !all_present(items))
        return eos_unknown("an item of a list that is not fully known");
    int64_t index;
    uint32_t at;
    if (key.kind == EOS_VALUE_SLICE) {
        const eos_sequence *part = slice_sequence(flow, items, key);
        if (part == NULL)
            return eos_unknown("a slice that is not known");
        return is_tuple ? eos_make_tuple(flow, part) : eos_make_list(flow, frame, part, span);
    }
    if (eos_value_integer(key, &index)) {
        if (sequence_index(items, index, &at))
            return items->items[at].value;
        if (is_tuple || !value.as.object->now.is_escaped)
            eos_raise(flow, "IndexError");
        return eos_unknown("an index out of range");
    }
    /* some item: any of them, when they are few */
    if (eos_sequence_count(items) == 0 || eos_sequence_count(items) > EOS_LIMIT_ALTERNATIVES)
        return eos_unknown("an index that is not known");
    eos_value joined = {0};
    for (uint32_t i = 0; i < items->count; i++)
        joined = eos_value_join(flow->arena, joined, items->items[i].value);
    return joined;
}

/* a plain key that is certainly not among plain keys */
static bool lacks_key(const eos_sequence *entries, eos_value key)
{
    if (key.kind != EOS_VALUE_STRING)
        return false;
    for (uint32_t i = 0; i < eos_sequence_count(entries); i++)
        if (entries->items[i].key.kind != EOS_VALUE_STRING &&
            entries->items[i].key.kind != EOS_VALUE_INT)
            return false;
    return true;
}

/* a character, or a slice; places of characters are places of bytes in ASCII only */
static eos_value string_item(eos_flow *flow, const eos_text *text, eos_value key)
{
    int64_t count = text->length, index;
    for (uint32_t i = 0; i < text->length; i++)
        if ((unsigned char)text->data[i] >= 128)
            return eos_unknown("a place in a string beyond ASCII");
    if (key.kind != EOS_VALUE_SLICE) {
        if (!eos_value_integer(key, &index))
            return eos_unknown("part of a string");
        index += index < 0 ? count : 0;
        if (index < 0 || index >= count)
            return eos_unknown("an index out of range");
        return eos_string(eos_intern_bytes(flow->names, text->data + index, 1));
    }
    int64_t bounds[3] = {0, count, 1};
    for (uint32_t i = 0; i < 3; i++)
        if (!slice_part(key.as.items, i, bounds[i], &bounds[i]))
            return eos_unknown("part of a string");
    if (bounds[2] != 1)
        return eos_unknown("part of a string");
    for (uint32_t i = 0; i < 2; i++) {
        bounds[i] += bounds[i] < 0 ? count : 0;
        bounds[i] = bounds[i] < 0 ? 0 : bounds[i] > count ? count : bounds[i];
    }
    int64_t length = bounds[1] > bounds[0] ? bounds[1] - bounds[0] : 0;
    return eos_string(eos_intern_bytes(flow->names, text->data + bounds[0], (size_t)length));
}

eos_value eos_get_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                       eos_span span)
{
    if (value.kind == EOS_VALUE_TUPLE)
        return sequence_item(flow, frame, value, key, span);
    if (value.kind == EOS_VALUE_STRING)
        return string_item(flow, value.as.text, key);
    if (value.kind == EOS_VALUE_ONE_OF) {
        eos_value joined = {0};
        for (uint32_t i = 0; i < value.as.one_of->count; i++)
            joined = eos_value_join(
                flow->arena, joined,
                eos_get_item(flow, frame, eos_value_alternative(value, i), key, span));
        return joined;
    }
    if (value.kind == EOS_VALUE_LIBRARY && eos_text_is(value.as.library->path, "sys.modules"))
        return eos_loaded_module(flow, eos_value_string(key));
    if (value.kind != EOS_VALUE_OBJECT)
        return eos_unknown(value.kind == EOS_VALUE_UNKNOWN ? value.as.reason
                                                           : "an item that is not known");
    eos_object *object = value.as.object;
    if (object->kind == EOS_OBJECT_LIST)
        return sequence_item(flow, frame, value, key, span);
    if (object->kind == EOS_OBJECT_TENSOR)
        return eos_tensor_item(flow, frame, value, key, span);
    if (eos_is_container(object))
        return eos_container_item(flow, frame, object, key, span);
    const eos_sequence *fields = eos_named_tuple_items(flow, object);
    if (fields != NULL)
        return sequence_item(flow, frame, eos_make_tuple(flow, fields), key, span);
    if (object->kind != EOS_OBJECT_DICT)
        return eos_unknown("an item that is not known");
    const eos_item *found = eos_entry_find(object->now.items, key);
    if (found == NULL || found->value.kind == EOS_VALUE_UNBOUND) {
        eos_value made = eos_default_item(flow, frame, object, key, span);
        if (made.kind != EOS_VALUE_UNBOUND)
            return made;
        if (!object->now.is_open && !object->now.is_escaped && lacks_key(object->now.items, key))
            eos_raise(flow, "KeyError");
        return eos_unknown("a key that is not known");
    }
    if (object->now.is_open || found->presence != EOS_PRESENT)
        return eos_unknown("a dict that may have been changed");
    return found->value;
}
