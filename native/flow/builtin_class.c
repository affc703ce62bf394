/* SPDX-License-Identifier: MIT */
/*
 * Builtins that ask what a value is: isinstance, type, hasattr and their like.
 *
 * Classes of libraries inherit from one another in ways that no table tells. The answer is "yes"
 * for the same class and for the few base classes that every program asks for, "no" for layers of
 * different families, and open for the rest.
 */
#include "flow/python.h"

#define CLASS_DEPTH 16 /* nested tuples of classes, chains of bases */

static eos_value argument(const eos_python_call *call, uint32_t position)
{
    return eos_argument_at(call->arguments, position, NULL);
}

/* ---- Python's own types ---- */

static const char *python_type(eos_value value)
{
    static const char *const objects[] = {
        [EOS_OBJECT_LIST] = "list", [EOS_OBJECT_DICT] = "dict", [EOS_OBJECT_SET] = "set"};
    switch (value.kind) {
    case EOS_VALUE_BOOL:
        return "bool";
    case EOS_VALUE_INT:
        return "int";
    case EOS_VALUE_FLOAT:
        return "float";
    case EOS_VALUE_STRING:
        return "str";
    case EOS_VALUE_TUPLE:
        return "tuple";
    case EOS_VALUE_INTERVAL:
        return value.as.interval->is_integer ? "int" : NULL;
    case EOS_VALUE_OBJECT:
        return value.as.object->kind <= EOS_OBJECT_SET && value.as.object->now.attributes == NULL
                   ? objects[value.as.object->kind]
                   : NULL; /* with attributes: a deque, a defaultdict (python_collections.c) */
    default:
        return NULL;
    }
}

static bool is_data_type(const eos_text *name)
{
    static const char *const names[] = {"int",   "float", "bool",  "str",       "list",
                                        "tuple", "dict",  "set",   "complex",   "bytes",
                                        "type",  "slice", "range", "frozenset", "bytearray"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (eos_text_is(name, names[i]))
            return true;
    return false;
}

static eos_certainty is_python_instance(eos_value value, const eos_text *name)
{
    const char *type = python_type(value);
    if (eos_text_is(name, "object"))
        return EOS_CERTAINLY;
    if (eos_text_is(name, "type") && value.kind == EOS_VALUE_LIBRARY)
        return value.as.library->entry == NULL     ? EOS_UNCERTAIN
               : value.as.library->entry->is_class ? EOS_CERTAINLY
                                                   : EOS_CERTAINLY_NOT;
    if (eos_text_is(name, "type") && value.kind == EOS_VALUE_BUILTIN)
        return is_data_type(value.as.text) ? EOS_CERTAINLY : EOS_UNCERTAIN;
    if (eos_text_is(name, "type") && value.kind == EOS_VALUE_OBJECT &&
        value.as.object->kind == EOS_OBJECT_CLASS)
        return EOS_CERTAINLY;
    if (!is_data_type(name))
        return EOS_UNCERTAIN;
    if (type != NULL) {
        if (eos_text_is(name, type) || (value.kind == EOS_VALUE_BOOL && eos_text_is(name, "int")))
            return EOS_CERTAINLY;
        /* ranges are tuples here, frozen sets are sets */
        if ((value.kind == EOS_VALUE_TUPLE && eos_text_is(name, "range")) ||
            (strcmp(type, "set") == 0 && eos_text_is(name, "frozenset")))
            return EOS_UNCERTAIN;
        return EOS_CERTAINLY_NOT;
    }
    switch (value.kind) {
    case EOS_VALUE_NONE:
    case EOS_VALUE_ELLIPSIS:
    case EOS_VALUE_METHOD:
    case EOS_VALUE_FUNCTION:
        return EOS_CERTAINLY_NOT;
    case EOS_VALUE_OBJECT:
        return value.as.object->kind == EOS_OBJECT_TENSOR ||
                       value.as.object->kind == EOS_OBJECT_LIBRARY ||
                       value.as.object->kind == EOS_OBJECT_CLASS ||
                       value.as.object->kind == EOS_OBJECT_MODULE
                   ? EOS_CERTAINLY_NOT
                   : EOS_UNCERTAIN;
    case EOS_VALUE_LIBRARY: /* classes and functions; constants are not in the tables */
        return value.as.library->entry != NULL ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
    default:
        return EOS_UNCERTAIN;
    }
}

/* ---- library classes ---- */

static bool is_layer_like(uint8_t family)
{
    return family == EOS_API_LAYER || family == EOS_API_SEQUENTIAL || family == EOS_API_MODEL ||
           family == EOS_API_BACKBONE;
}

static bool is_model_like(uint8_t family)
{
    return family == EOS_API_SEQUENTIAL || family == EOS_API_MODEL || family == EOS_API_BACKBONE;
}

static eos_certainty certainly(bool is_true)
{
    return is_true ? EOS_CERTAINLY : EOS_CERTAINLY_NOT;
}

static bool is_torch_part(const eos_api_entry *entry)
{
    return entry->is_class &&
           (entry->family == EOS_API_LAYER || entry->family == EOS_API_ACTIVATION ||
            entry->family == EOS_API_SEQUENTIAL || entry->family == EOS_API_MODULE_CLASS);
}

/* Two different classes of torch.nn: they are siblings, but for lazy layers, a few paddings and
 * upsamplings, and ReLU6, which is a Hardtanh. */
static eos_certainty torch_derives(const eos_api_entry *derived, const eos_api_entry *base)
{
    bool has_sisters = base->family == EOS_API_LAYER &&
                       (base->detail == EOS_LAYER_PAD || base->detail == EOS_LAYER_UPSAMPLE ||
                        base->detail == EOS_LAYER_CUSTOM || base->detail == EOS_LAYER_OTHER);
    if (!is_torch_part(derived) || !is_torch_part(base) || has_sisters ||
        strncmp(derived->kind, "Lazy", 4) == 0 || strcmp(base->kind, "Hardtanh") == 0)
        return EOS_UNCERTAIN;
    return EOS_CERTAINLY_NOT;
}

/* a class that inherits from `base`, both of libraries */
static eos_certainty library_derives(const eos_library_ref *derived, const eos_library_ref *base)
{
    const eos_api_entry *entry = derived->entry, *base_entry = base->entry;
    const eos_text *path = base->path;
    if (derived->path == path || (entry != NULL && entry == base_entry))
        return EOS_CERTAINLY;
    if (entry == NULL)
        return EOS_UNCERTAIN;
    bool is_keras = strncmp(entry->path, "keras.", 6) == 0;
    bool is_torch = strncmp(entry->path, "torch.nn.", 9) == 0;
    if (eos_text_is(path, "keras.layers.Layer") && is_keras && is_layer_like(entry->family))
        return EOS_CERTAINLY;
    if (eos_text_is(path, "keras.Model") && is_keras && is_layer_like(entry->family))
        return certainly(is_model_like(entry->family));
    if (eos_text_is(path, "torch.nn.Module") && is_torch)
        return is_layer_like(entry->family) || entry->family == EOS_API_MODULE_CLASS ||
                       entry->family == EOS_API_LOSS
                   ? EOS_CERTAINLY
                   : EOS_UNCERTAIN;
    if (is_torch && base_entry != NULL && base_entry->is_torch)
        return torch_derives(entry, base_entry);
    if (base_entry == NULL || base_entry->family != EOS_API_LAYER ||
        entry->family != EOS_API_LAYER || base_entry->detail == entry->detail ||
        base_entry->detail == EOS_LAYER_CUSTOM || base_entry->detail == EOS_LAYER_OTHER ||
        base_entry->detail == EOS_LAYER_WRAPPER || base_entry->detail == EOS_LAYER_MODEL)
        return EOS_UNCERTAIN;
    bool is_keras_convolution = is_keras && base_entry->detail == EOS_LAYER_CONV;
    /* Conv2DTranspose and DepthwiseConv2D are convolutions in some versions of Keras, padding and
     * activation layers share bases in PyTorch; families that matter to programs stand apart */
    return is_keras_convolution || base_entry->detail == EOS_LAYER_PAD ||
                   base_entry->detail == EOS_LAYER_DROPOUT
               ? EOS_UNCERTAIN
               : EOS_CERTAINLY_NOT;
}

/* ---- classes of the program ---- */

static eos_certainty class_derives(eos_value derived, eos_value base, int depth);

static eos_certainty bases_derive(const eos_object *class_object, eos_value base, int depth)
{
    eos_certainty all = class_object->now.is_open ? EOS_UNCERTAIN : EOS_CERTAINLY_NOT;
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_certainty one = class_derives(class_object->now.items->items[i].value, base, depth + 1);
        if (one == EOS_CERTAINLY)
            return EOS_CERTAINLY;
        if (one == EOS_UNCERTAIN)
            all = EOS_UNCERTAIN;
    }
    return all;
}

static eos_certainty class_derives(eos_value derived, eos_value base, int depth)
{
    if (depth > CLASS_DEPTH)
        return EOS_UNCERTAIN;
    bool is_base_program =
        base.kind == EOS_VALUE_OBJECT && base.as.object->kind == EOS_OBJECT_CLASS;
    if (base.kind == EOS_VALUE_BUILTIN && eos_text_is(base.as.text, "object"))
        return EOS_CERTAINLY;
    switch (derived.kind) {
    case EOS_VALUE_OBJECT:
        if (derived.as.object->kind != EOS_OBJECT_CLASS)
            return EOS_UNCERTAIN;
        if (is_base_program && derived.as.object == base.as.object)
            return EOS_CERTAINLY;
        return bases_derive(derived.as.object, base, depth);
    case EOS_VALUE_LIBRARY:
        if (base.kind == EOS_VALUE_LIBRARY)
            return library_derives(derived.as.library, base.as.library);
        return is_base_program ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
    case EOS_VALUE_BUILTIN:
        if (base.kind == EOS_VALUE_BUILTIN)
            return derived.as.text == base.as.text ? EOS_CERTAINLY : EOS_UNCERTAIN;
        if (base.kind == EOS_VALUE_LIBRARY) /* typing and abc know Python's types */
            return base.as.library->entry != NULL ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
        return is_base_program ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
    default:
        return EOS_UNCERTAIN;
    }
}

/* ---- isinstance ---- */

static eos_certainty is_callable(eos_value value)
{
    switch (value.kind) {
    case EOS_VALUE_FUNCTION:
    case EOS_VALUE_METHOD:
    case EOS_VALUE_BUILTIN:
        return EOS_CERTAINLY;
    case EOS_VALUE_LIBRARY:
        return value.as.library->entry != NULL ? EOS_CERTAINLY : EOS_UNCERTAIN;
    case EOS_VALUE_OBJECT:
        if (value.as.object->kind <= EOS_OBJECT_SET)
            return EOS_CERTAINLY_NOT;
        return value.as.object->kind == EOS_OBJECT_CLASS || value.as.object->partial != NULL
                   ? EOS_CERTAINLY
                   : EOS_UNCERTAIN;
    default:
        return EOS_CERTAINLY_NOT;
    }
}

/* the class itself is nothing special: no enumeration, say, whose members a loop gives */
static bool has_plain_metaclass(const eos_object *class_object, int depth)
{
    if (class_object->now.is_open || depth > CLASS_DEPTH)
        return false;
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        bool is_plain =
            base.kind == EOS_VALUE_BUILTIN ||
            (base.kind == EOS_VALUE_LIBRARY && base.as.library->entry != NULL) ||
            (base.kind == EOS_VALUE_OBJECT && base.as.object->kind == EOS_OBJECT_CLASS &&
             has_plain_metaclass(base.as.object, depth + 1));
        if (!is_plain)
            return false;
    }
    return true;
}

static bool are_bases_known(const eos_object *class_object, int depth);

/* instances of plain classes and parts of networks are no sequences, mappings or numbers */
static eos_certainty object_has_ability(eos_value value, bool is_iterable)
{
    if (value.kind != EOS_VALUE_OBJECT)
        return EOS_UNCERTAIN;
    const eos_object *object = value.as.object;
    if (eos_is_network_object(object))
        return is_iterable ? EOS_UNCERTAIN : EOS_CERTAINLY_NOT;
    if (object->kind != EOS_OBJECT_INSTANCE || object->class_object == NULL || is_iterable ||
        !are_bases_known(object->class_object, 0))
        return EOS_UNCERTAIN;
    return EOS_CERTAINLY_NOT;
}

/* Classes of Python's own library that ask what a value can do; *is_one false = another class. */
static eos_certainty has_ability(eos_value value, const eos_text *path, bool *is_one)
{
    static const struct {
        const char *path, *types; /* Python types that have it, each with a space behind */
    } abilities[] = {{"collections.abc.Callable", ""},
                     {"collections.abc.Iterable", "str list tuple dict set "},
                     {"collections.abc.Mapping", "dict "},
                     {"collections.abc.MutableMapping", "dict "},
                     {"collections.abc.Sequence", "str list tuple "},
                     {"functools.partial", ""},
                     {"numbers.Number", "bool int float "},
                     {"types.FunctionType", ""},
                     {"typing.Callable", ""},
                     {"typing.Iterable", "str list tuple dict set "},
                     {"typing.Mapping", "dict "},
                     {"typing.Sequence", "str list tuple "}};
    const char *type = python_type(value);
    char word[16];
    snprintf(word, sizeof word, "%s ", type != NULL ? type : "?");
    *is_one = false;
    for (size_t i = 0; i < sizeof abilities / sizeof *abilities; i++) {
        if (!eos_text_is(path, abilities[i].path))
            continue;
        *is_one = true;
        bool is_function = value.kind == EOS_VALUE_FUNCTION;
        if (strstr(path->data, "Callable") != NULL)
            return is_callable(value);
        if (type != NULL || eos_value_is_none(value))
            return certainly(type != NULL && strstr(abilities[i].types, word) != NULL);
        if (eos_text_is(path, "types.FunctionType"))
            return value.kind == EOS_VALUE_LIBRARY && value.as.library->entry != NULL &&
                           !value.as.library->entry->is_class
                       ? EOS_UNCERTAIN /* of Python, or compiled */
                       : certainly(is_function);
        if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_CLASS)
            return has_plain_metaclass(value.as.object, 0) ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
        if (value.kind == EOS_VALUE_LIBRARY && value.as.library->entry != NULL)
            return EOS_CERTAINLY_NOT;
        bool is_partial = value.kind == EOS_VALUE_OBJECT && value.as.object->partial != NULL;
        if (eos_text_is(path, "functools.partial"))
            return certainly(is_partial);
        if (is_function || is_partial)
            return EOS_CERTAINLY_NOT;
        bool is_iterable = strstr(path->data, "Iterable") != NULL;
        return object_has_ability(value, is_iterable);
    }
    return EOS_UNCERTAIN;
}

static eos_certainty is_torch_tensor(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor != NULL) /* data may be of numpy */
        return tensor->is_symbolic && tensor->is_torch ? EOS_CERTAINLY
               : value.as.object->is_parameter         ? EOS_CERTAINLY
                                                       : EOS_UNCERTAIN;
    switch (value.kind) {
    case EOS_VALUE_OBJECT:
        return value.as.object->kind <= EOS_OBJECT_CLASS ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
    case EOS_VALUE_ONE_OF:
    case EOS_VALUE_UNBOUND:
    case EOS_VALUE_UNKNOWN:
    case EOS_VALUE_LIBRARY:
        return EOS_UNCERTAIN;
    default:
        return EOS_CERTAINLY_NOT;
    }
}

static eos_certainty is_instance_of_class(eos_value value, eos_value class_value)
{
    if (class_value.kind == EOS_VALUE_LIBRARY) {
        bool is_ability;
        eos_certainty answer = has_ability(value, class_value.as.library->path, &is_ability);
        if (is_ability)
            return answer;
    }
    bool is_object = value.kind == EOS_VALUE_OBJECT;
    if (class_value.kind == EOS_VALUE_LIBRARY &&
        eos_text_is(class_value.as.library->path, "torch.Tensor"))
        return is_torch_tensor(value);
    bool is_plain = python_type(value) != NULL || eos_value_is_none(value);
    if (is_object && value.as.object->kind == EOS_OBJECT_INSTANCE) {
        if (value.as.object->class_object == NULL)
            return EOS_UNCERTAIN;
        return class_derives(eos_object_value(value.as.object->class_object), class_value, 0);
    }
    if (class_value.kind == EOS_VALUE_BUILTIN)
        return is_python_instance(value, class_value.as.text);
    if (class_value.kind == EOS_VALUE_OBJECT && class_value.as.object->kind == EOS_OBJECT_CLASS &&
        is_plain && !has_plain_metaclass(class_value.as.object, 0))
        return EOS_UNCERTAIN; /* members of an enumeration are known by their values */
    if (class_value.kind == EOS_VALUE_OBJECT && class_value.as.object->kind == EOS_OBJECT_CLASS)
        return is_plain || (is_object && value.as.object->kind >= EOS_OBJECT_LIBRARY)
                   ? EOS_CERTAINLY_NOT
                   : EOS_UNCERTAIN;
    if (class_value.kind != EOS_VALUE_LIBRARY)
        return EOS_UNCERTAIN;
    if (is_object && value.as.object->kind == EOS_OBJECT_LIBRARY &&
        value.as.object->library != NULL)
        return library_derives(value.as.object->library, class_value.as.library);
    const eos_api_entry *entry = class_value.as.library->entry;
    return is_plain && entry != NULL && entry->family != EOS_API_ARRAY &&
                   entry->family != EOS_API_OPAQUE
               ? EOS_CERTAINLY_NOT
               : EOS_UNCERTAIN;
}

/* `test` of value and a class or any of a tuple of classes */
typedef eos_certainty class_test(eos_value value, eos_value class_value);

static eos_certainty test_classes(class_test *test, eos_value value, eos_value classes, int depth)
{
    if (eos_value_is_unknown(value) || eos_value_is_unknown(classes) || depth > CLASS_DEPTH)
        return EOS_UNCERTAIN;
    if (classes.kind != EOS_VALUE_TUPLE)
        return test(value, classes);
    eos_certainty any = EOS_CERTAINLY_NOT;
    for (uint32_t i = 0; i < eos_sequence_count(classes.as.items); i++) {
        eos_certainty one = test_classes(test, value, classes.as.items->items[i].value, depth + 1);
        if (one == EOS_CERTAINLY)
            return EOS_CERTAINLY;
        if (one == EOS_UNCERTAIN)
            any = EOS_UNCERTAIN;
    }
    return any;
}

static eos_certainty is_subclass_of(eos_value value, eos_value class_value)
{
    return class_derives(value, class_value, 0);
}

eos_value eos_builtin_isinstance(const eos_python_call *call)
{
    return eos_certainty_value(
        test_classes(is_instance_of_class, argument(call, 0), argument(call, 1), 0),
        "a class that is not known");
}

eos_value eos_builtin_issubclass(const eos_python_call *call)
{
    return eos_certainty_value(
        test_classes(is_subclass_of, argument(call, 0), argument(call, 1), 0),
        "a class that is not known");
}

eos_value eos_builtin_type(const eos_python_call *call)
{
    eos_value value = argument(call, 0);
    const char *name = python_type(value);
    if (call->arguments->count != 1)
        return eos_unknown("a class made at run time");
    if (name != NULL)
        return (eos_value){.kind = EOS_VALUE_BUILTIN,
                           .as.text = eos_intern_string(call->flow->names, name)};
    if (value.kind != EOS_VALUE_OBJECT)
        return eos_unknown("a type that is not known");
    const eos_object *object = value.as.object;
    if (object->kind == EOS_OBJECT_INSTANCE && object->class_object != NULL)
        return eos_object_value(object->class_object);
    if (object->kind == EOS_OBJECT_LIBRARY && object->library != NULL)
        return (eos_value){.kind = EOS_VALUE_LIBRARY, .as.library = object->library};
    return eos_unknown("a type that is not known");
}

/* ---- attributes ---- */

/* the class and all it inherits from stand in the program */
static bool are_bases_known(const eos_object *class_object, int depth)
{
    if (class_object->now.is_open || class_object->now.is_escaped || depth > CLASS_DEPTH)
        return false;
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind == EOS_VALUE_BUILTIN && eos_text_is(base.as.text, "object"))
            continue;
        if (base.kind != EOS_VALUE_OBJECT || !are_bases_known(base.as.object, depth + 1))
            return false;
    }
    return true;
}

static eos_certainty has_attribute(eos_flow *flow, eos_value value, const eos_text *name)
{
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_MODULE) {
        bool is_there;
        return eos_value_boolean(eos_module_has(flow, value.as.object, name), &is_there)
                   ? certainly(is_there)
                   : EOS_UNCERTAIN;
    }
    if (value.kind == EOS_VALUE_LIBRARY) {
        /* what a table does not list may exist all the same; Keras' tables also list what is gone */
        eos_value found = eos_library_attribute(flow, value.as.library, name);
        return found.kind == EOS_VALUE_LIBRARY && found.as.library->entry != NULL &&
                       found.as.library->entry->is_torch
                   ? EOS_CERTAINLY
                   : EOS_UNCERTAIN;
    }
    if (value.kind != EOS_VALUE_OBJECT)
        return EOS_UNCERTAIN;
    const eos_object *object = value.as.object;
    const eos_item *own = eos_attribute_find(object, name);
    if (own != NULL && own->presence == EOS_PRESENT && own->value.kind != EOS_VALUE_UNBOUND)
        return EOS_CERTAINLY;
    bool is_class = object->kind == EOS_OBJECT_CLASS;
    if (own != NULL || (!is_class && object->kind != EOS_OBJECT_INSTANCE))
        return EOS_UNCERTAIN;
    const eos_object *class_object = is_class ? object : object->class_object;
    if (class_object == NULL)
        return EOS_UNCERTAIN;
    if (eos_class_find(class_object, name) != NULL)
        return EOS_CERTAINLY;
    bool is_special = eos_text_starts_with(name, "__"); /* object has many of them */
    return is_special || object->now.is_open || object->now.is_escaped || object->library != NULL ||
                   !are_bases_known(class_object, 0)
               ? EOS_UNCERTAIN
               : EOS_CERTAINLY_NOT;
}

eos_value eos_builtin_callable(const eos_python_call *call)
{
    eos_value value = argument(call, 0);
    static const char *const reason = "what may be called or not";
    switch (value.kind) {
    case EOS_VALUE_FUNCTION:
    case EOS_VALUE_METHOD:
    case EOS_VALUE_BUILTIN:
        return eos_boolean(true);
    case EOS_VALUE_LIBRARY:
        return value.as.library->entry != NULL ? eos_boolean(true) : eos_unknown(reason);
    case EOS_VALUE_UNBOUND:
    case EOS_VALUE_UNKNOWN:
        return eos_unknown(reason);
    case EOS_VALUE_OBJECT:
        break;
    default:
        return eos_boolean(false);
    }
    const eos_object *object = value.as.object;
    if (object->kind == EOS_OBJECT_CLASS)
        return eos_boolean(true);
    if (object->kind <= EOS_OBJECT_SET)
        return eos_boolean(false);
    if (object->kind == EOS_OBJECT_INSTANCE)
        return eos_certainty_value(
            has_attribute(call->flow, value, eos_intern_string(call->flow->names, "__call__")),
            reason);
    bool is_layer = object->library != NULL && object->library->entry != NULL &&
                    is_layer_like(object->library->entry->family);
    return is_layer ? eos_boolean(true) : eos_unknown(reason);
}

eos_value eos_builtin_hasattr(const eos_python_call *call)
{
    const eos_text *name = eos_value_string(argument(call, 1));
    return eos_certainty_value(name != NULL ? has_attribute(call->flow, argument(call, 0), name)
                                            : EOS_UNCERTAIN,
                               "an attribute that may be there");
}

eos_value eos_builtin_getattr(const eos_python_call *call)
{
    eos_value value = argument(call, 0), otherwise = argument(call, 2);
    const eos_text *name = eos_value_string(argument(call, 1));
    if (name == NULL) { /* a method whose name is not known may be called next */
        eos_object_escape(&call->flow->heap, value);
        return eos_unknown("an attribute whose name is not known");
    }
    eos_certainty is_there = has_attribute(call->flow, value, name);
    if (otherwise.kind != EOS_VALUE_UNBOUND) {
        if (is_there == EOS_CERTAINLY_NOT)
            return otherwise;
        if (is_there == EOS_UNCERTAIN && value.kind != EOS_VALUE_LIBRARY)
            return eos_unknown("an attribute that may be there");
    }
    eos_value found =
        eos_get_attribute(call->flow, call->frame, value, name, call->arguments->span);
    if (otherwise.kind != EOS_VALUE_UNBOUND && found.kind == EOS_VALUE_LIBRARY &&
        found.as.library->entry == NULL)
        return eos_unknown("an attribute that may be there");
    return found;
}

/* any attribute of the object may be another one now */
static void forget_attributes(eos_flow *flow, eos_object *object)
{
    eos_content content = object->now;
    eos_sequence *changed = eos_sequence_copy(flow->arena, content.attributes, 0);
    for (uint32_t i = 0; i < changed->count; i++)
        changed->items[i].value = eos_unknown("an attribute that is set by a name not known");
    content.attributes = changed;
    content.is_open = true;
    eos_heap_write(&flow->heap, object, content);
}

eos_value eos_builtin_setattr(const eos_python_call *call)
{
    eos_value target = argument(call, 0), value = argument(call, 2);
    const eos_text *name = eos_value_string(argument(call, 1));
    bool is_known = name != NULL && target.kind == EOS_VALUE_OBJECT &&
                    value.kind != EOS_VALUE_UNBOUND && target.as.object->kind >= EOS_OBJECT_CLASS &&
                    target.as.object->kind != EOS_OBJECT_TENSOR;
    if (is_known) {
        if (!eos_container_set_attribute(call->flow, target.as.object, name, value))
            eos_attribute_set(&call->flow->heap, target.as.object, name, value);
    } else { /* it may be any attribute of any of them */
        for (uint32_t i = 0; i < eos_value_alternative_count(target); i++) {
            eos_value one = eos_value_alternative(target, i);
            eos_object_escape(&call->flow->heap, one);
            if (one.kind != EOS_VALUE_OBJECT || one.as.object->kind == EOS_OBJECT_TENSOR)
                continue;
            forget_attributes(call->flow, one.as.object);
        }
        eos_object_escape(&call->flow->heap, value);
    }
    return eos_none();
}

eos_value eos_builtin_delattr(const eos_python_call *call)
{
    eos_value target = argument(call, 0);
    eos_object_escape(&call->flow->heap, target);
    if (target.kind == EOS_VALUE_OBJECT && target.as.object->kind != EOS_OBJECT_TENSOR)
        forget_attributes(call->flow, target.as.object);
    return eos_none();
}
