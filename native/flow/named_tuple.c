/* SPDX-License-Identifier: MIT */
/*
 * Named tuples: classes that collections.namedtuple and typing.NamedTuple make. An instance is an object
 * with one attribute per field, as a dataclass has them (python_library.c), that can also be unpacked and
 * indexed. Relies on the names of the fields being a hidden attribute of the class.
 *
 * Questionable: an instance is no tuple for isinstance and `+`; programs ask for its fields.
 */
#include "flow/interp.h"

#define MARK " tuple" /* an attribute that no program can write */

static bool has_mark(const eos_object *class_object, const eos_text *mark, int depth)
{
    if (class_object == NULL || depth > 16)
        return false;
    if (eos_attribute_find(class_object, mark) != NULL)
        return true;
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind == EOS_VALUE_OBJECT && base.as.object->kind == EOS_OBJECT_CLASS &&
            has_mark(base.as.object, mark, depth + 1))
            return true;
    }
    return false;
}

bool eos_is_named_tuple_base(eos_value base)
{
    return base.kind == EOS_VALUE_LIBRARY &&
           (eos_text_is(base.as.library->path, "typing.NamedTuple") ||
            eos_text_is(base.as.library->path, "typing_extensions.NamedTuple"));
}

void eos_mark_named_tuple(eos_flow *flow, eos_object *class_object)
{
    eos_attribute_set(&flow->heap, class_object, eos_intern_string(flow->names, MARK),
                      eos_boolean(true));
}

const eos_sequence *eos_named_tuple_items(eos_flow *flow, const eos_object *object)
{
    if (object->kind != EOS_OBJECT_INSTANCE || object->now.is_open || object->now.is_escaped ||
        !has_mark(object->class_object, eos_intern_string(flow->names, MARK), 0))
        return NULL;
    const eos_sequence *fields = eos_class_fields(flow, object->class_object);
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, eos_sequence_count(fields));
    for (uint32_t i = 0; i < eos_sequence_count(fields); i++) {
        const eos_item *item = eos_attribute_find(object, fields->items[i].value.as.text);
        if (item == NULL || item->presence != EOS_PRESENT)
            return NULL;
        out->items[out->count++].value = item->value;
    }
    *out->used = out->count;
    return out;
}

/* namedtuple("P", "x y"), "x, y" or ["x", "y"]; NULL = not known */
static const eos_sequence *read_names(eos_flow *flow, eos_value given)
{
    const eos_text *text = eos_value_string(given);
    eos_sequence *out;
    if (text == NULL) {
        const eos_sequence *items = eos_iterate(flow, given);
        for (uint32_t i = 0; i < eos_sequence_count(items); i++)
            if (eos_value_string(items->items[i].value) == NULL)
                return NULL;
        return items;
    }
    out = eos_sequence_copy(flow->arena, NULL, text->length);
    for (uint32_t at = 0; at < text->length;) {
        uint32_t length = (uint32_t)strcspn(text->data + at, " ,\t\n");
        if (length > 0)
            out->items[out->count++].value =
                eos_string(eos_intern_bytes(flow->names, text->data + at, length));
        at += length + 1;
    }
    *out->used = out->count;
    return out;
}

eos_value eos_make_named_tuple(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    const eos_sequence *names = read_names(flow, eos_argument_at(arguments, 1, "field_names"));
    const eos_text *name = eos_value_string(eos_argument_at(arguments, 0, "typename"));
    eos_value defaults = eos_argument_at(arguments, UINT32_MAX, "defaults");
    if (names == NULL || arguments->is_open)
        return eos_unknown("a named tuple whose fields are not known");
    eos_object *class_object = eos_flow_object(flow, frame, EOS_OBJECT_CLASS, arguments->span);
    class_object->name = name;
    eos_attribute_set(&flow->heap, class_object, eos_intern_string(flow->names, EOS_FIELDS_NAME),
                      eos_make_tuple(flow, names));
    eos_mark_named_tuple(flow, class_object);
    const eos_sequence *values =
        defaults.kind == EOS_VALUE_UNBOUND ? NULL : eos_iterate(flow, defaults);
    uint32_t given = eos_sequence_count(values);
    for (uint32_t i = 0; i < given && given <= names->count; i++) /* of the last fields */
        eos_attribute_set(&flow->heap, class_object,
                          names->items[names->count - given + i].value.as.text,
                          values->items[i].value);
    return eos_object_value(class_object);
}

/* ---- methods of instances ---- */

static eos_value replace_fields(eos_flow *flow, eos_frame *frame, const eos_object *object,
                                const eos_arguments *changes)
{
    eos_object *copy = eos_flow_object(flow, frame, EOS_OBJECT_INSTANCE, changes->span);
    copy->class_object = object->class_object;
    copy->library = object->library;
    copy->now = object->now;
    for (uint32_t i = changes->positional_count; i < changes->count; i++)
        eos_attribute_set(&flow->heap, copy, changes->items[i].name, changes->items[i].value);
    if (changes->is_open) { /* any field may be another one */
        for (uint32_t i = 0; i < eos_sequence_count(object->now.attributes); i++)
            eos_attribute_set(&flow->heap, copy, object->now.attributes->items[i].key.as.text,
                              eos_unknown("a field that may be replaced"));
    }
    return eos_object_value(copy);
}

static eos_value fields_as_dict(eos_flow *flow, eos_frame *frame, const eos_object *object,
                                eos_span span)
{
    const eos_sequence *fields = eos_class_fields(flow, object->class_object);
    eos_object *dict = eos_flow_object(flow, frame, EOS_OBJECT_DICT, span);
    for (uint32_t i = 0; i < eos_sequence_count(fields); i++) {
        const eos_item *item = eos_attribute_find(object, fields->items[i].value.as.text);
        eos_dict_set(&flow->heap, dict, fields->items[i].value,
                     item != NULL ? item->value : eos_unknown("a field that is not known"));
    }
    dict->now.is_open = object->now.is_open;
    return eos_object_value(dict);
}

eos_value eos_copy_shallowly(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value value = eos_argument_at(arguments, 0, "x");
    if (value.kind == EOS_VALUE_ONE_OF)
        return eos_unknown("a copy of one of several");
    if (value.kind != EOS_VALUE_OBJECT)
        return value;
    const eos_object *object = value.as.object;
    bool is_plain = object->kind <= EOS_OBJECT_SET ||
                    (object->kind == EOS_OBJECT_INSTANCE && !eos_is_module_instance(object));
    if (!is_plain)
        return eos_unknown("a copy of something that is not understood");
    eos_object *copy = eos_flow_object(flow, frame, (eos_object_kind)object->kind, arguments->span);
    copy->class_object = object->class_object;
    copy->library = object->library;
    copy->now = object->now;
    return eos_object_value(copy);
}

eos_value eos_call_instance_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                   const eos_text *name, const eos_arguments *arguments)
{
    if (object->kind != EOS_OBJECT_INSTANCE)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (eos_text_is(name, "__init__")) { /* super().__init__(...) of a class without one */
        (void)eos_dataclass_init(flow, frame, object, arguments);
        return eos_none();
    }
    bool is_tuple = eos_named_tuple_items(flow, object) != NULL;
    if (is_tuple && eos_text_is(name, "_replace"))
        return replace_fields(flow, frame, object, arguments);
    if (is_tuple && eos_text_is(name, "_asdict"))
        return fields_as_dict(flow, frame, object, arguments->span);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
