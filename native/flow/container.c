/* SPDX-License-Identifier: MIT */
/*
 * PyTorch's containers: Sequential, ModuleList, ModuleDict, ParameterList and ParameterDict are library
 * objects with items. Items have a key when the program names them: entries of a ModuleDict or of an
 * OrderedDict, add_module. Reading, writing and iterating them as Python does stands here; running them
 * is graph.c's. Instances of the program's own subclasses of them are containers as well; what they
 * hold is open until the library's constructor was reached.
 *
 * Questionable: a slice of a container is an object of its own, but no model that is judged: its layers
 * are judged where they come from, and a second finding about them would tell nothing.
 */
#include "flow/interp.h"

static bool is_keyed(const eos_object *object)
{
    return eos_text_is(object->library->path, "torch.nn.ModuleDict") ||
           eos_text_is(object->library->path, "torch.nn.ParameterDict");
}

bool eos_is_container(const eos_object *object)
{
    if ((object->kind != EOS_OBJECT_LIBRARY && object->kind != EOS_OBJECT_INSTANCE) ||
        object->library == NULL)
        return false;
    const eos_api_entry *entry = object->library->entry;
    return is_keyed(object) || eos_text_is(object->library->path, "torch.nn.ModuleList") ||
           eos_text_is(object->library->path, "torch.nn.ParameterList") ||
           (entry != NULL && entry->is_torch && entry->family == EOS_API_SEQUENTIAL);
}

static bool is_certain(const eos_object *object)
{
    bool is_sure = !object->now.is_open && !object->now.is_escaped;
    for (uint32_t i = 0; i < eos_sequence_count(object->now.items); i++)
        is_sure &= object->now.items->items[i].presence == EOS_PRESENT;
    return is_sure;
}

static void set_items(eos_flow *flow, eos_object *object, const eos_sequence *items, bool is_open)
{
    eos_content content = object->now;
    content.items = items;
    content.is_open |= is_open;
    eos_heap_write(&flow->heap, object, content);
}

/* ---- filling ---- */

/* ModuleDict([("a", x), ("b", y)]) and update(..): entries of a dict or pairs; false = neither */
static bool take_entries(eos_flow *flow, eos_object *object, eos_value given)
{
    if (given.kind == EOS_VALUE_OBJECT &&
        (given.as.object->kind == EOS_OBJECT_DICT || given.as.object->kind == EOS_OBJECT_LIBRARY)) {
        const eos_sequence *entries = given.as.object->now.items;
        bool is_sure = !given.as.object->now.is_open;
        for (uint32_t i = 0; i < eos_sequence_count(entries); i++) {
            is_sure &= entries->items[i].presence == EOS_PRESENT;
            if (entries->items[i].value.kind != EOS_VALUE_UNBOUND)
                eos_dict_set(&flow->heap, object, entries->items[i].key, entries->items[i].value);
        }
        return is_sure;
    }
    const eos_sequence *pairs = eos_iterate(flow, given);
    for (uint32_t i = 0; i < eos_sequence_count(pairs); i++) {
        const eos_sequence *pair = eos_iterate(flow, pairs->items[i].value);
        if (eos_sequence_count(pair) != 2)
            return false;
        eos_dict_set(&flow->heap, object, pair->items[0].value, pair->items[1].value);
    }
    return pairs != NULL;
}

bool eos_fill_container(eos_flow *flow, eos_object *object, const eos_made *made)
{
    static const char *const names[] = {"modules", "parameters", "values"};
    if (!eos_is_container(object))
        return false;
    eos_value given = made->rest_count > 0 ? made->rest[0] : (eos_value){0};
    for (size_t i = 0; i < sizeof names / sizeof *names && given.kind == EOS_VALUE_UNBOUND; i++)
        given = eos_made_value(made, names[i]);
    if (given.kind == EOS_VALUE_UNBOUND || given.kind == EOS_VALUE_NONE)
        return true;
    if (is_keyed(object)) {
        if (!take_entries(flow, object, given))
            set_items(flow, object, object->now.items, true);
        return true;
    }
    if (given.kind == EOS_VALUE_OBJECT && given.as.object->kind == EOS_OBJECT_LIST) {
        object->now.items = given.as.object->now.items;
        object->now.is_open = given.as.object->now.is_open;
        return true;
    }
    object->now.items = eos_iterate(flow, given);
    object->now.is_open = object->now.items == NULL;
    return true;
}

void eos_init_container(eos_flow *flow, eos_object *object, const eos_arguments *arguments)
{
    eos_content content = object->now;
    eos_value given = eos_argument_at(arguments, 0, is_keyed(object) ? "modules" : NULL);
    bool is_sequential =
        object->library->entry != NULL && object->library->entry->family == EOS_API_SEQUENTIAL;
    bool is_dict = given.kind == EOS_VALUE_OBJECT && given.as.object->kind == EOS_OBJECT_DICT;
    bool has_maybe = is_sequential && arguments->maybe_items != NULL;
    content.is_open = object->class_object->now.is_open || (arguments->is_open && !has_maybe);
    content.items = has_maybe ? arguments->maybe_items : NULL;
    for (uint32_t i = 0; is_sequential && !is_dict && i < arguments->positional_count; i++)
        content.items = eos_sequence_push(flow->arena, content.items,
                                          (eos_item){.value = arguments->items[i].value});
    eos_heap_write(&flow->heap, object, content);
    if ((is_sequential && !is_dict) || given.kind == EOS_VALUE_UNBOUND ||
        given.kind == EOS_VALUE_NONE)
        return;
    if (is_keyed(object) || is_dict) {
        if (!take_entries(flow, object, given))
            set_items(flow, object, object->now.items, true);
        return;
    }
    const eos_sequence *items = eos_iterate(flow, given);
    set_items(flow, object, items, items == NULL);
}

/* ---- reading ---- */

const eos_sequence *eos_container_iterate(eos_flow *flow, const eos_object *object)
{
    return is_certain(object) ? eos_container_values(flow, object) : NULL;
}

const eos_sequence *eos_container_values(eos_flow *flow, const eos_object *object)
{
    uint32_t count = eos_sequence_count(object->now.items);
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, count);
    for (uint32_t i = 0; i < count; i++) {
        const eos_item *item = &object->now.items->items[i];
        if (item->value.kind != EOS_VALUE_UNBOUND)
            out->items[out->count++] =
                (eos_item){.value = is_keyed(object) ? item->key : item->value,
                           .condition = item->condition,
                           .presence = item->presence};
    }
    *out->used = out->count;
    return out;
}

eos_value eos_container_item(eos_flow *flow, eos_frame *frame, eos_object *object, eos_value key,
                             eos_span span)
{
    if (!is_certain(object))
        return eos_unknown("an item of a container that is not fully known");
    if (is_keyed(object) && eos_value_string(key) != NULL) {
        const eos_item *found = eos_entry_find(object->now.items, key);
        return found != NULL && found->value.kind != EOS_VALUE_UNBOUND
                   ? found->value
                   : eos_unknown("a key that is not known");
    }
    eos_value found = eos_get_item(flow, frame, eos_make_tuple(flow, object->now.items), key, span);
    if (key.kind != EOS_VALUE_SLICE || found.kind != EOS_VALUE_TUPLE)
        return found;
    eos_object *part = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, span);
    part->library = object->library;
    part->now.facts = object->kind == EOS_OBJECT_LIBRARY ? object->now.facts : NULL;
    part->now.items = found.as.items;
    return eos_object_value(part);
}

/* "3" as an index; -1 = it is none */
static int64_t index_of_name(const eos_text *name)
{
    int64_t index = 0;
    if (name->length == 0 || name->length > 6)
        return -1;
    for (uint32_t i = 0; i < name->length; i++) {
        if (name->data[i] < '0' || name->data[i] > '9')
            return -1;
        index = index * 10 + (name->data[i] - '0');
    }
    return index;
}

eos_value eos_container_attribute(const eos_object *object, const eos_text *name)
{
    int64_t index = index_of_name(name);
    const eos_item *found = eos_entry_find(object->now.items, eos_string(name));
    if (found == NULL && index >= 0 && index < (int64_t)eos_sequence_count(object->now.items))
        found = &object->now.items->items[index];
    if (found == NULL)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    return is_certain(object) ? found->value
                              : eos_unknown("a part of a container that is not fully known");
}

/* ---- writing ---- */

/* the module under a name, as Module.__setattr__ and add_module register it */
static void set_named(eos_flow *flow, eos_object *object, const eos_text *name, eos_value value)
{
    int64_t index = index_of_name(name);
    if (!is_keyed(object) && index >= 0 && index < (int64_t)eos_sequence_count(object->now.items)) {
        eos_container_set_item(flow, object, eos_integer(index), value);
        return;
    }
    eos_dict_set(&flow->heap, object, eos_string(name), value);
}

bool eos_container_set_attribute(eos_flow *flow, eos_object *object, const eos_text *name,
                                 eos_value value)
{
    if (!eos_is_container(object) || value.kind != EOS_VALUE_OBJECT ||
        !eos_is_network_object(value.as.object))
        return false;
    set_named(flow, object, name, value);
    return true;
}

void eos_container_set_item(eos_flow *flow, eos_object *object, eos_value key, eos_value value)
{
    int64_t index, count = (int64_t)eos_sequence_count(object->now.items);
    if (is_keyed(object)) {
        eos_dict_set(&flow->heap, object, key, value);
        return;
    }
    bool is_index = eos_value_integer(key, &index);
    if (is_index && index < 0)
        index += count;
    if (!is_index || !is_certain(object) || index < 0 || index >= count) {
        set_items(flow, object, object->now.items, true);
        return;
    }
    eos_sequence *copy = eos_sequence_copy(flow->arena, object->now.items, 0);
    copy->items[index].value = value;
    set_items(flow, object, copy, false);
}

void eos_container_delete_item(eos_flow *flow, eos_object *object, eos_value key)
{
    int64_t index, count = (int64_t)eos_sequence_count(object->now.items);
    bool is_index = eos_value_integer(key, &index);
    if (is_index && index < 0)
        index += count;
    for (int64_t i = 0; is_keyed(object) && !is_index && i < count; i++) {
        if (eos_value_equal(object->now.items->items[i].key, key)) {
            index = i;
            is_index = true;
        }
    }
    if (!is_index || !is_certain(object) || index < 0 || index >= count) {
        set_items(flow, object, object->now.items, true);
        return;
    }
    eos_sequence *shorter = eos_sequence_copy(flow->arena, object->now.items, 0);
    memmove(shorter->items + index, shorter->items + index + 1,
            (size_t)(count - index - 1) * sizeof *shorter->items);
    *shorter->used = --shorter->count;
    set_items(flow, object, shorter, false);
}

/* ---- methods ---- */

static void extend(eos_flow *flow, eos_object *object, eos_value given)
{
    const eos_sequence *items = eos_iterate(flow, given);
    const eos_sequence *all = object->now.items;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        all = eos_sequence_push(flow->arena, all, (eos_item){.value = items->items[i].value});
    set_items(flow, object, all, items == NULL);
}

static void insert(eos_flow *flow, eos_object *object, eos_value at, eos_value value)
{
    int64_t index, count = (int64_t)eos_sequence_count(object->now.items);
    bool is_index = eos_value_integer(at, &index) && is_certain(object);
    if (is_index && index < 0)
        index += count;
    if (!is_index || index < 0 || index > count) {
        set_items(flow, object, object->now.items, true);
        return;
    }
    eos_sequence *longer = eos_sequence_copy(flow->arena, object->now.items, 1);
    memmove(longer->items + index + 1, longer->items + index,
            (size_t)(count - index) * sizeof *longer->items);
    longer->items[index] = (eos_item){.value = value};
    *longer->used = ++longer->count;
    set_items(flow, object, longer, false);
}

/* what pop takes away: by index, by key, or the last */
static eos_value pop(eos_flow *flow, eos_frame *frame, eos_object *object, eos_value key,
                     eos_span span)
{
    if (key.kind == EOS_VALUE_UNBOUND)
        key = eos_integer(-1);
    eos_value taken = eos_container_item(flow, frame, object, key, span);
    eos_container_delete_item(flow, object, key);
    return taken;
}

/* keys(), values(), items() and their like, as a list; `what` is 'k', 'v' or 'i' */
static eos_value view(eos_flow *flow, eos_frame *frame, const eos_object *object, char what,
                      eos_span span)
{
    const eos_sequence *all = NULL;
    for (uint32_t i = 0; i < eos_sequence_count(object->now.items); i++) {
        eos_item item = object->now.items->items[i];
        char name[16];
        int length = snprintf(name, sizeof name, "%u", i);
        eos_value key = item.key.kind == EOS_VALUE_STRING
                            ? item.key
                            : eos_string(eos_intern_bytes(flow->names, name, (size_t)length));
        if (item.value.kind == EOS_VALUE_UNBOUND)
            continue;
        if (what == 'i') {
            eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
            pair->items[pair->count++].value = key;
            pair->items[pair->count++].value = item.value;
            *pair->used = pair->count;
            item.value = eos_make_tuple(flow, pair);
        } else if (what == 'k') {
            item.value = key;
        }
        item.key = (eos_value){0};
        all = eos_sequence_push(flow->arena, all, item);
    }
    eos_value list = eos_make_list(flow, frame, all, span);
    list.as.object->now.is_open = object->now.is_open || object->now.is_escaped;
    return list;
}

eos_value eos_call_container_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_text *name, const eos_arguments *arguments)
{
    eos_value first = eos_argument_at(arguments, 0, NULL);
    eos_value second = eos_argument_at(arguments, 1, "module");
    const eos_text *key = eos_value_string(eos_argument_at(arguments, 0, "name"));
    eos_value self = eos_object_value(object);
    eos_span span = arguments->span;
    if (eos_text_is(name, "add_module") || eos_text_is(name, "register_module")) {
        if (key != NULL)
            set_named(flow, object, key, second);
        else /* one more, under a name that is not known */
            eos_list_append(&flow->heap, object, second);
        return eos_none();
    }
    if (eos_text_is(name, "append")) {
        eos_list_append(&flow->heap, object, first.kind == EOS_VALUE_UNBOUND ? second : first);
        return self;
    }
    if (eos_text_is(name, "extend")) {
        extend(flow, object, first);
        return self;
    }
    if (eos_text_is(name, "insert")) {
        insert(flow, object, first, second);
        return self;
    }
    if (eos_text_is(name, "pop"))
        return pop(flow, frame, object, first, span);
    if (eos_text_is(name, "update")) {
        if (!take_entries(flow, object, first))
            set_items(flow, object, object->now.items, true);
        return eos_none();
    }
    if (eos_text_is(name, "clear")) {
        set_items(flow, object, NULL, false);
        return eos_none();
    }
    if (eos_text_is(name, "items"))
        return view(flow, frame, object, 'i', span);
    if (eos_text_is(name, "keys"))
        return view(flow, frame, object, 'k', span);
    if (eos_text_is(name, "values"))
        return view(flow, frame, object, 'v', span);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
