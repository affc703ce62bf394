/* SPDX-License-Identifier: MIT */
/*
 * What Python's own library adds to lists, dicts and records: collections.defaultdict and deque,
 * dataclasses.replace and asdict, itertools. Registries and configurations of model libraries are made
 * of them.
 *
 * Questionable: a deque is a list under a mark, with the methods at its left end; only isinstance can
 * tell, and says nothing then. A deque of bounded length is not followed.
 */
#include "flow/python.h"

#define FACTORY_NAME " factory" /* no program can write it */
#define DEQUE_NAME " deque"
#define RECORD_DEPTH 16

/* ---- collections ---- */

static eos_arguments rest_of(const eos_arguments *arguments)
{
    eos_arguments rest = *arguments;
    if (rest.positional_count > 0) {
        rest.items++;
        rest.count--;
        rest.positional_count--;
    }
    return rest;
}

static eos_value make_defaultdict(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value factory = eos_argument_at(arguments, 0, "default_factory");
    eos_arguments rest = rest_of(arguments);
    eos_value dict = eos_call_builtin(flow, frame, eos_intern_string(flow->names, "dict"), &rest);
    if (dict.kind == EOS_VALUE_OBJECT && factory.kind != EOS_VALUE_UNBOUND &&
        factory.kind != EOS_VALUE_NONE)
        eos_attribute_set(&flow->heap, dict.as.object, eos_intern_string(flow->names, FACTORY_NAME),
                          factory);
    return dict;
}

eos_value eos_default_item(eos_flow *flow, eos_frame *frame, eos_object *dict, eos_value key,
                           eos_span span)
{
    const eos_item *factory =
        eos_attribute_find(dict, eos_intern_string(flow->names, FACTORY_NAME));
    if (factory == NULL)
        return (eos_value){0};
    if (dict->now.is_open || eos_value_is_unknown(key) || key.kind == EOS_VALUE_ONE_OF) {
        eos_dict_set(&flow->heap, dict, eos_unknown("a key that is not known"), eos_none());
        return eos_unknown("a key that is not known");
    }
    for (uint32_t i = 0; i < eos_sequence_count(dict->now.items);
         i++) { /* 1 and True are one key */
        const eos_item *item = &dict->now.items->items[i];
        if (item->value.kind != EOS_VALUE_UNBOUND &&
            eos_python_equal(flow, item->key, key) != EOS_CERTAINLY_NOT)
            return eos_unknown("a key that is not known");
    }
    eos_arguments none = {.span = span, .callee = span};
    eos_value made = eos_call(flow, frame, factory->value, &none);
    eos_dict_set(&flow->heap, dict, key, made);
    return made;
}

static eos_value make_deque(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value bound = eos_argument_at(arguments, 1, "maxlen");
    if (arguments->positional_count > 1 ||
        (bound.kind != EOS_VALUE_UNBOUND && bound.kind != EOS_VALUE_NONE))
        return eos_unknown("a queue of bounded length");
    eos_arguments items = *arguments;
    items.count = items.positional_count;
    eos_value list = eos_call_builtin(flow, frame, eos_intern_string(flow->names, "list"), &items);
    if (list.kind == EOS_VALUE_OBJECT)
        eos_attribute_set(&flow->heap, list.as.object, eos_intern_string(flow->names, DEQUE_NAME),
                          eos_boolean(true));
    return list;
}

/* ---- itertools: what they give is a tuple at once ---- */

static eos_value tuple_of(eos_flow *flow, eos_sequence *items)
{
    *items->used = items->count;
    return eos_make_tuple(flow, items);
}

static eos_value repeat_value(eos_flow *flow, const eos_arguments *arguments)
{
    eos_value value = eos_argument_at(arguments, 0, "object");
    int64_t times;
    if (value.kind == EOS_VALUE_UNBOUND ||
        !eos_python_integer(eos_argument_at(arguments, 1, "times"), &times) ||
        times > EOS_LIMIT_SEQUENCE)
        return eos_unknown("a value repeated without end");
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, times > 0 ? (uint32_t)times : 0);
    for (int64_t i = 0; i < times; i++)
        items->items[items->count++].value = value;
    return tuple_of(flow, items);
}

static eos_value chain_values(eos_flow *flow, const eos_sequence *iterables)
{
    const eos_sequence *out = eos_sequence_copy(flow->arena, NULL, 8);
    for (uint32_t i = 0; i < eos_sequence_count(iterables); i++) {
        const eos_sequence *items = eos_iterate(flow, iterables->items[i].value);
        if (items == NULL || out->count + items->count > EOS_LIMIT_SEQUENCE)
            return eos_unknown("elements that are not known");
        for (uint32_t k = 0; k < items->count; k++)
            out = eos_sequence_push(flow->arena, out, (eos_item){.value = items->items[k].value});
    }
    return eos_make_tuple(flow, out);
}

/* itertools.product(*iterables), the last one running fastest */
static eos_value multiply(eos_flow *flow, const eos_sequence *iterables)
{
    uint32_t rank = eos_sequence_count(iterables), total = 1;
    const eos_sequence **columns = EOS_NEW_ARRAY(flow->arena, const eos_sequence *, rank + 1);
    for (uint32_t i = 0; i < rank; i++) {
        columns[i] = eos_iterate(flow, iterables->items[i].value);
        if (columns[i] == NULL || columns[i]->count > EOS_LIMIT_SEQUENCE / total)
            return eos_unknown("elements that are not known");
        if (columns[i]->count == 0)
            return eos_make_tuple(flow, eos_sequence_empty(flow->arena));
        total *= columns[i]->count;
    }
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, total);
    for (uint32_t row = 0; row < total; row++) {
        eos_sequence *items = eos_sequence_copy(flow->arena, NULL, rank);
        items->count = rank;
        for (uint32_t i = rank, rest = row; i > 0; i--) {
            items->items[i - 1].value = columns[i - 1]->items[rest % columns[i - 1]->count].value;
            rest /= columns[i - 1]->count;
        }
        out->items[out->count++].value = tuple_of(flow, items);
    }
    return tuple_of(flow, out);
}

static eos_value accumulate(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    const eos_sequence *items = eos_iterate(flow, eos_argument_at(arguments, 0, "iterable"));
    if (items == NULL || arguments->count != 1)
        return eos_unknown("running sums that are not known");
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, items->count);
    for (uint32_t i = 0; i < items->count; i++)
        out->items[out->count++].value =
            i == 0 ? items->items[i].value
                   : eos_binary(flow, frame, EOS_OP_Add, out->items[i - 1].value,
                                items->items[i].value, arguments->span);
    return tuple_of(flow, out);
}

static eos_value call_itertools(eos_flow *flow, eos_frame *frame, const char *name,
                                const eos_arguments *arguments)
{
    if (strcmp(name, "repeat") == 0)
        return repeat_value(flow, arguments);
    if (strcmp(name, "accumulate") == 0)
        return accumulate(flow, frame, arguments);
    bool is_one = strcmp(name, "chain.from_iterable") == 0;
    bool is_chain = is_one || strcmp(name, "chain") == 0;
    if ((!is_chain && strcmp(name, "product") != 0) || arguments->is_open ||
        arguments->count != arguments->positional_count)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_sequence *all = eos_sequence_copy(flow->arena, NULL, arguments->count);
    for (uint32_t i = 0; i < arguments->count; i++)
        all->items[all->count++].value = arguments->items[i].value;
    if (!is_one)
        return is_chain ? chain_values(flow, all) : multiply(flow, all);
    const eos_sequence *inner = all->count == 1 ? eos_iterate(flow, all->items[0].value) : NULL;
    return inner != NULL ? chain_values(flow, inner) : eos_unknown("elements that are not known");
}

/* ---- the environment ---- */

eos_value eos_environment_variable(eos_value name, eos_value unset)
{
    static const char *const usual[] = {"HOME", "HOSTNAME", "LANG",     "LOGNAME",    "PATH",
                                        "PWD",  "SHELL",    "TEMP",     "TERM",       "TMPDIR",
                                        "TMP",  "USER",     "USERNAME", "USERPROFILE"};
    const eos_text *text = eos_value_string(name);
    if (text == NULL)
        return eos_unknown("a variable of the environment");
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (eos_text_is(text, usual[i]))
            return eos_unknown("a variable of the environment");
    unset.is_with_defaults = true;
    return unset;
}

/* os.environ.get(name, otherwise): like an option of the command line, its default counts */
static eos_value read_environment(const eos_arguments *arguments)
{
    eos_value otherwise = eos_argument_at(arguments, 1, "default");
    if (otherwise.kind == EOS_VALUE_UNBOUND)
        return eos_unknown("a variable of the environment");
    return eos_environment_variable(eos_argument_at(arguments, 0, "key"), otherwise);
}

/* ---- records ---- */

/* of a class with @dataclass, and made by its own constructor: attributes are the fields; NULL = no */
static const eos_sequence *record_fields(eos_flow *flow, eos_value record)
{
    if (record.kind != EOS_VALUE_OBJECT || record.as.object->kind != EOS_OBJECT_INSTANCE ||
        record.as.object->class_object == NULL)
        return NULL;
    return eos_dataclass_field_names(flow, record.as.object->class_object);
}

/* dataclasses.replace(record, **changes) */
static eos_value replace_fields(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value record = eos_argument_at(arguments, 0, NULL);
    const eos_sequence *fields = record_fields(flow, record);
    if (fields == NULL || arguments->positional_count != 1)
        return eos_unknown("a record that is not known");
    uint32_t count = eos_sequence_count(fields), used = 0;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, count + arguments->count);
    for (uint32_t i = 0; i < count; i++) {
        const eos_text *name = fields->items[i].value.as.text;
        bool is_given = false;
        for (uint32_t k = 1; k < arguments->count; k++)
            is_given |= arguments->items[k].name == name;
        const eos_item *item = eos_attribute_find(record.as.object, name);
        eos_value value = item != NULL && item->presence == EOS_PRESENT && !arguments->is_open
                              ? item->value
                              : eos_unknown("a field that is not known");
        if (!is_given)
            items[used++] = (eos_argument){value, arguments->span, name};
    }
    for (uint32_t k = 1; k < arguments->count; k++)
        items[used++] = arguments->items[k];
    eos_arguments all = {
        .items = items, .count = used, .span = arguments->span, .callee = arguments->callee};
    return eos_call(flow, frame, eos_object_value(record.as.object->class_object), &all);
}

static eos_value plain_value(eos_flow *flow, eos_frame *frame, eos_value value, eos_span span,
                             int depth);

static eos_value plain_record(eos_flow *flow, eos_frame *frame, const eos_object *record,
                              const eos_sequence *fields, eos_span span, int depth)
{
    eos_object *dict = eos_flow_object(flow, frame, EOS_OBJECT_DICT, span);
    for (uint32_t i = 0; i < eos_sequence_count(fields); i++) {
        const eos_text *name = fields->items[i].value.as.text;
        const eos_item *item = eos_attribute_find(record, name);
        eos_value value = item != NULL && item->presence == EOS_PRESENT
                              ? item->value
                              : eos_unknown("a field that is not known");
        eos_dict_set(&flow->heap, dict, eos_string(name),
                     plain_value(flow, frame, value, span, depth + 1));
    }
    return eos_object_value(dict);
}

/* new containers with plain parts, as asdict makes them */
static eos_value plain_value(eos_flow *flow, eos_frame *frame, eos_value value, eos_span span,
                             int depth)
{
    if (depth > RECORD_DEPTH)
        return eos_unknown("records nested too deeply");
    const eos_sequence *fields = record_fields(flow, value);
    if (fields != NULL)
        return plain_record(flow, frame, value.as.object, fields, span, depth);
    bool is_tuple = value.kind == EOS_VALUE_TUPLE;
    if (!is_tuple && (value.kind != EOS_VALUE_OBJECT || value.as.object->kind > EOS_OBJECT_DICT))
        return value;
    const eos_sequence *from = is_tuple ? value.as.items : value.as.object->now.items;
    eos_sequence *out = eos_sequence_copy(flow->arena, from, 0);
    for (uint32_t i = 0; i < out->count; i++)
        out->items[i].value = plain_value(flow, frame, out->items[i].value, span, depth + 1);
    if (is_tuple)
        return eos_make_tuple(flow, out);
    eos_object *object = eos_flow_object(flow, frame, (eos_object_kind)value.as.object->kind, span);
    object->now.items = out;
    object->now.is_open = value.as.object->now.is_open;
    return eos_object_value(object);
}

static eos_value record_as_dict(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value record = eos_argument_at(arguments, 0, NULL);
    if (arguments->count != 1 || record_fields(flow, record) == NULL)
        return eos_unknown("a record that is not known");
    return plain_value(flow, frame, record, arguments->span, 0);
}

eos_value eos_call_collections(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                               const eos_arguments *arguments)
{
    const char *path = library->path->data;
    if (strcmp(path, "collections.defaultdict") == 0)
        return make_defaultdict(flow, frame, arguments);
    if (strcmp(path, "collections.deque") == 0)
        return make_deque(flow, frame, arguments);
    if (strncmp(path, "itertools.", 10) == 0)
        return call_itertools(flow, frame, path + 10, arguments);
    if (strcmp(path, "os.getenv") == 0 || strcmp(path, "os.environ.get") == 0)
        return read_environment(arguments);
    if (strcmp(path, "typing.cast") == 0 && arguments->positional_count == 2)
        return arguments->items[1].value;
    if (strcmp(path, "dataclasses.replace") == 0)
        return replace_fields(flow, frame, arguments);
    if (strcmp(path, "dataclasses.asdict") == 0)
        return record_as_dict(flow, frame, arguments);
    return eos_call_regex(flow, frame, library, arguments);
}
