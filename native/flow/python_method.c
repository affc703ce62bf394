/* SPDX-License-Identifier: MIT */
/*
 * Methods of lists, dicts, sets and tuples. Every change goes through the heap, so that branches
 * can be undone and merged.
 *
 * A change whose place is not known (pop of a list with items that may be there) leaves a list of
 * which every item is "maybe" and that is open: nothing is claimed of it afterwards. A method that
 * is not modelled makes its container escape.
 */
#include "flow/python.h"

static eos_value argument(const eos_python_call *call, uint32_t position)
{
    return eos_argument_at(call->arguments, position, NULL);
}

static eos_object *receiver_of(const eos_python_call *call)
{
    return call->receiver.as.object;
}

static void write_items(const eos_python_call *call, const eos_sequence *items)
{
    eos_content content = receiver_of(call)->now;
    content.items = items;
    eos_heap_write(&call->flow->heap, receiver_of(call), content);
}

static void open_receiver(const eos_python_call *call)
{
    eos_content content = receiver_of(call)->now;
    content.is_open = true;
    eos_heap_write(&call->flow->heap, receiver_of(call), content);
}

/* something was taken out or moved, and which is not known */
static void blur_receiver(const eos_python_call *call)
{
    eos_content content = receiver_of(call)->now;
    eos_sequence *items = eos_sequence_copy(call->flow->arena, content.items, 4);
    for (uint32_t i = 0; i < items->count; i++) {
        if (items->items[i].presence != EOS_PRESENT)
            continue;
        items->items[i].presence = EOS_MAYBE;
        items->items[i].condition = call->arguments->span;
    }
    content.items = items;
    content.is_open = true;
    eos_heap_write(&call->flow->heap, receiver_of(call), content);
}

static bool is_fully_known(const eos_content *content)
{
    return !content->is_open && eos_sequence_is_complete(content->items);
}

static const eos_sequence *without(eos_arena *arena, const eos_sequence *items, uint32_t at)
{
    eos_sequence *out = eos_sequence_copy(arena, NULL, items->count + 4);
    for (uint32_t i = 0; i < items->count; i++)
        if (i != at)
            out->items[out->count++] = items->items[i];
    *out->used = out->count;
    return out;
}

/* ---- lists ---- */

static eos_value list_append(const eos_python_call *call)
{
    eos_value value = argument(call, 0);
    if (call->arguments->is_open || value.kind == EOS_VALUE_UNBOUND)
        open_receiver(call);
    else
        eos_list_append(&call->flow->heap, receiver_of(call), value);
    return eos_none();
}

static eos_value list_extend(const eos_python_call *call)
{
    eos_value other = argument(call, 0);
    const eos_sequence *items = eos_iterate(call->flow, other);
    bool is_open = items == NULL;
    if (items == NULL && other.kind == EOS_VALUE_OBJECT &&
        other.as.object->kind == EOS_OBJECT_LIST) {
        items = other.as.object->now.items; /* what may be there in it may be there here */
        is_open = other.as.object->now.is_open;
    }
    eos_content content = receiver_of(call)->now;
    if (eos_sequence_count(content.items) + eos_sequence_count(items) > EOS_LIMIT_SEQUENCE) {
        open_receiver(call);
        return eos_none();
    }
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        content.items = eos_sequence_push(call->flow->arena, content.items, items->items[i]);
    content.is_open |= is_open;
    eos_heap_write(&call->flow->heap, receiver_of(call), content);
    return eos_none();
}

/* of a deque only */
static eos_value deque_append_left(const eos_python_call *call)
{
    const eos_content *now = &receiver_of(call)->now;
    eos_sequence *out =
        eos_sequence_copy(call->flow->arena, NULL, eos_sequence_count(now->items) + 8);
    eos_value value = argument(call, 0);
    out->items[out->count++].value =
        value.kind != EOS_VALUE_UNBOUND ? value : eos_unknown("an item that is not known");
    for (uint32_t i = 0; i < eos_sequence_count(now->items); i++)
        out->items[out->count++] = now->items->items[i];
    *out->used = out->count;
    write_items(call, out);
    return eos_none();
}

static eos_value list_insert(const eos_python_call *call)
{
    const eos_content *now = &receiver_of(call)->now;
    int64_t at, count = eos_sequence_count(now->items);
    eos_value value = argument(call, 1);
    if (value.kind == EOS_VALUE_UNBOUND || !eos_python_integer(argument(call, 0), &at) ||
        (at != 0 && !is_fully_known(now)) || count >= EOS_LIMIT_SEQUENCE) {
        if (value.kind != EOS_VALUE_UNBOUND)
            eos_list_append(&call->flow->heap, receiver_of(call), value);
        blur_receiver(call); /* it is in there, somewhere */
        return eos_none();
    }
    at = at < 0 ? at + count : at;
    at = at < 0 ? 0 : at > count ? count : at;
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, (uint32_t)count + 8);
    for (int64_t i = 0; i <= count; i++) {
        if (i == at)
            out->items[out->count++] = (eos_item){.value = value};
        if (i < count)
            out->items[out->count++] = now->items->items[i];
    }
    *out->used = out->count;
    write_items(call, out);
    return eos_none();
}

static eos_value list_pop(const eos_python_call *call)
{
    const eos_content *now = &receiver_of(call)->now;
    int64_t at = -1, count = eos_sequence_count(now->items);
    bool is_last = call->arguments->count == 0;
    bool is_index = is_last || eos_python_integer(argument(call, 0), &at);
    bool is_last_known =
        count > 0 && !now->is_open && now->items->items[count - 1].presence == EOS_PRESENT;
    at = at < 0 ? at + count : at;
    if (!is_index || at < 0 || at >= count || call->arguments->is_open ||
        (at == count - 1 && is_last ? !is_last_known : !is_fully_known(now))) {
        blur_receiver(call);
        return eos_unknown("an item taken out of a list that is not fully known");
    }
    eos_value value = now->items->items[at].value;
    write_items(call, without(call->flow->arena, now->items, (uint32_t)at));
    return value;
}

/* the first item that equals the argument; count = none, UINT32_MAX = cannot be told */
static uint32_t find_item(const eos_python_call *call, const eos_sequence *items)
{
    eos_value wanted = argument(call, 0);
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_certainty same = eos_python_equal(call->flow, items->items[i].value, wanted);
        if (same == EOS_UNCERTAIN)
            return UINT32_MAX;
        if (same == EOS_CERTAINLY)
            return i;
    }
    return eos_sequence_count(items);
}

static eos_value list_remove(const eos_python_call *call)
{
    const eos_content *now = &receiver_of(call)->now;
    uint32_t at = is_fully_known(now) ? find_item(call, now->items) : UINT32_MAX;
    if (at >= eos_sequence_count(now->items))
        blur_receiver(call);
    else
        write_items(call, without(call->flow->arena, now->items, at));
    return eos_none();
}

/* of lists, dicts and sets; who else holds an escaped one may fill it again */
static eos_value container_clear(const eos_python_call *call)
{
    eos_content content = receiver_of(call)->now;
    content.items = NULL;
    content.is_open = content.is_escaped;
    eos_heap_write(&call->flow->heap, receiver_of(call), content);
    return eos_none();
}

static eos_value container_copy(const eos_python_call *call)
{
    const eos_object *object = receiver_of(call);
    return eos_python_container(call, (eos_object_kind)object->kind, object->now.items,
                                object->now.is_open);
}

static eos_value list_reverse(const eos_python_call *call)
{
    const eos_sequence *items = receiver_of(call)->now.items;
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, eos_sequence_count(items));
    for (uint32_t i = eos_sequence_count(items); i > 0; i--)
        out->items[out->count++] = items->items[i - 1];
    *out->used = out->count;
    write_items(call, out);
    return eos_none();
}

static eos_value list_sort(const eos_python_call *call)
{
    eos_value reverse = eos_argument_at(call->arguments, UINT32_MAX, "reverse");
    eos_value key = eos_argument_at(call->arguments, UINT32_MAX, "key");
    bool is_reverse = false;
    const eos_sequence *sorted = NULL;
    if (!receiver_of(call)->now.is_open &&
        (reverse.kind == EOS_VALUE_UNBOUND ||
         eos_value_boolean(eos_truth(call->flow, reverse), &is_reverse)))
        sorted = eos_python_sort(call, receiver_of(call)->now.items, key, is_reverse);
    if (sorted != NULL)
        write_items(call, sorted);
    else
        blur_receiver(call);
    return eos_none();
}

/* ---- lists and tuples ---- */

/* NULL = not fully known */
static const eos_sequence *known_items(const eos_python_call *call)
{
    return eos_iterate(call->flow, call->receiver);
}

static eos_value sequence_index(const eos_python_call *call)
{
    const eos_sequence *items = known_items(call);
    uint32_t at =
        items != NULL && call->arguments->count == 1 ? find_item(call, items) : UINT32_MAX;
    return items != NULL && at < items->count ? eos_integer(at)
                                              : eos_unknown("a place in a list that is not known");
}

static eos_value sequence_count(const eos_python_call *call)
{
    const eos_sequence *items = known_items(call);
    int64_t count = 0;
    if (items == NULL)
        return eos_unknown("a count that is not known");
    for (uint32_t i = 0; i < items->count; i++) {
        eos_certainty same = eos_python_equal(call->flow, items->items[i].value, argument(call, 0));
        if (same == EOS_UNCERTAIN)
            return eos_unknown("a count that is not known");
        count += same == EOS_CERTAINLY ? 1 : 0;
    }
    return eos_integer(count);
}

/* ---- dicts ---- */

/* the value under one known key, `otherwise` when it is not there */
static eos_value look_up(const eos_python_call *call, eos_value key, eos_value otherwise)
{
    const eos_content *now = &receiver_of(call)->now;
    if (now->is_open)
        return eos_unknown("a dict that may have been changed");
    const eos_item *found = eos_entry_find(now->items, key);
    if (found != NULL && found->value.kind != EOS_VALUE_UNBOUND)
        return found->presence == EOS_PRESENT
                   ? found->value
                   : eos_value_join(call->flow->arena, found->value, otherwise);
    for (uint32_t i = 0; i < eos_sequence_count(now->items); i++) /* 1, 1.0 and True are one key */
        if (now->items->items[i].value.kind != EOS_VALUE_UNBOUND &&
            eos_python_equal(call->flow, now->items->items[i].key, key) != EOS_CERTAINLY_NOT)
            return eos_unknown("a key that is not known");
    return otherwise;
}

static eos_value dict_get(const eos_python_call *call)
{
    eos_value key = argument(call, 0), otherwise = argument(call, 1), joined = {0};
    if (otherwise.kind == EOS_VALUE_UNBOUND)
        otherwise = eos_none();
    if (eos_value_is_unknown(key))
        return eos_unknown("a key that is not known");
    for (uint32_t i = 0; i < eos_value_alternative_count(key); i++)
        joined = eos_value_join(call->flow->arena, joined,
                                look_up(call, eos_value_alternative(key, i), otherwise));
    joined.is_with_defaults |= key.is_with_defaults;
    return joined;
}

typedef enum dict_part { PART_KEYS, PART_VALUES, PART_ITEMS } dict_part;

static eos_value dict_view(const eos_python_call *call, dict_part part)
{
    const eos_content *now = &receiver_of(call)->now;
    eos_arena *arena = call->flow->arena;
    if (!is_fully_known(now))
        return eos_unknown("a dict that is not fully known");
    eos_sequence *out = eos_sequence_copy(arena, NULL, eos_sequence_count(now->items));
    for (uint32_t i = 0; i < eos_sequence_count(now->items); i++) {
        const eos_item *item = &now->items->items[i];
        if (item->value.kind == EOS_VALUE_UNBOUND)
            continue;
        eos_value value = part == PART_KEYS ? item->key : item->value;
        if (part == PART_ITEMS) {
            eos_sequence *pair = eos_sequence_copy(arena, NULL, 2);
            pair->items[0].value = item->key;
            pair->items[1].value = item->value;
            pair->count = *pair->used = 2;
            value = eos_make_tuple(call->flow, pair);
        }
        out->items[out->count++].value = value;
    }
    *out->used = out->count;
    return eos_make_tuple(call->flow, out);
}

static eos_value dict_keys(const eos_python_call *call)
{
    return dict_view(call, PART_KEYS);
}

static eos_value dict_values(const eos_python_call *call)
{
    return dict_view(call, PART_VALUES);
}

static eos_value dict_items(const eos_python_call *call)
{
    return dict_view(call, PART_ITEMS);
}

static eos_value dict_update(const eos_python_call *call)
{
    const eos_arguments *arguments = call->arguments;
    if (arguments->positional_count > 0)
        eos_python_dict_update(call->flow, receiver_of(call), arguments->items[0].value);
    for (uint32_t i = arguments->positional_count; i < arguments->count; i++)
        eos_dict_set(&call->flow->heap, receiver_of(call), eos_string(arguments->items[i].name),
                     arguments->items[i].value);
    if (arguments->is_open)
        open_receiver(call);
    return eos_none();
}

/* takes one key out: dict.pop, set.remove, set.discard */
static eos_value keyed_pop(const eos_python_call *call)
{
    eos_value key = argument(call, 0), otherwise = argument(call, 1);
    const eos_content now = receiver_of(call)->now;
    if (eos_value_is_unknown(key) || key.kind == EOS_VALUE_ONE_OF || now.is_open) {
        blur_receiver(call);
        return eos_unknown("a dict that may have been changed");
    }
    const eos_item *found = eos_entry_find(now.items, key);
    if (found == NULL || found->value.kind == EOS_VALUE_UNBOUND) {
        eos_value value = look_up(call, key, otherwise);
        if (value.kind == EOS_VALUE_UNKNOWN && found == NULL)
            blur_receiver(call); /* a key that equals it in another type: 1 and True */
        return value.kind != EOS_VALUE_UNBOUND ? value : eos_unknown("a key that is not there");
    }
    eos_value value = look_up(call, key, otherwise);
    eos_dict_set(&call->flow->heap, receiver_of(call), key, (eos_value){0});
    return value;
}

static eos_value set_remove(const eos_python_call *call)
{
    (void)keyed_pop(call);
    return eos_none();
}

static eos_value dict_setdefault(const eos_python_call *call)
{
    eos_value key = argument(call, 0), otherwise = argument(call, 1);
    if (otherwise.kind == EOS_VALUE_UNBOUND)
        otherwise = eos_none();
    if (eos_value_is_unknown(key) || key.kind == EOS_VALUE_ONE_OF ||
        receiver_of(call)->now.is_open) {
        open_receiver(call);
        eos_object_escape(&call->flow->heap, otherwise); /* it may be reached through the dict */
        return eos_unknown("a key that is not known");
    }
    eos_value value = look_up(call, key, otherwise);
    eos_dict_set(&call->flow->heap, receiver_of(call), key, value);
    return value;
}

/* ---- sets ---- */

static eos_value set_add(const eos_python_call *call)
{
    eos_value value = argument(call, 0);
    eos_dict_set(&call->flow->heap, receiver_of(call), value, value);
    return eos_none();
}

static eos_value set_update(const eos_python_call *call)
{
    for (uint32_t i = 0; i < call->arguments->count; i++)
        eos_python_set_update(call->flow, receiver_of(call), call->arguments->items[i].value);
    if (call->arguments->is_open)
        open_receiver(call);
    return eos_none();
}

/* ---- dispatch: tables sorted by name ---- */

static const eos_python_entry list_methods[] = {
    {"append", list_append, false},    {"appendleft", deque_append_left, false},
    {"clear", container_clear, false}, {"copy", container_copy, false},
    {"count", sequence_count, false},  {"extend", list_extend, false},
    {"index", sequence_index, false},  {"insert", list_insert, false},
    {"pop", list_pop, false},          {"remove", list_remove, false},
    {"reverse", list_reverse, false},  {"sort", list_sort, false},
};
static const eos_python_entry dict_methods[] = {
    {"clear", container_clear, false},
    {"copy", container_copy, false},
    {"get", dict_get, false},
    {"items", dict_items, false},
    {"keys", dict_keys, false},
    {"pop", keyed_pop, false},
    {"setdefault", dict_setdefault, false},
    {"update", dict_update, false},
    {"values", dict_values, false},
};
static const eos_python_entry set_methods[] = {
    {"add", set_add, false},         {"clear", container_clear, false},
    {"copy", container_copy, false}, {"discard", set_remove, false},
    {"remove", set_remove, false},   {"update", set_update, false},
};
static const eos_python_entry tuple_methods[] = {
    {"count", sequence_count, false},
    {"index", sequence_index, false},
};

#define FIND_METHOD(table, name) eos_python_entry_find(table, sizeof(table) / sizeof *(table), name)

static const eos_python_entry *find_method(const eos_python_call *call)
{
    if (call->receiver.kind == EOS_VALUE_TUPLE)
        return FIND_METHOD(tuple_methods, call->name);
    if (call->receiver.kind != EOS_VALUE_OBJECT)
        return NULL;
    switch (call->receiver.as.object->kind) {
    case EOS_OBJECT_LIST:
        return FIND_METHOD(list_methods, call->name);
    case EOS_OBJECT_DICT:
        return FIND_METHOD(dict_methods, call->name);
    case EOS_OBJECT_SET:
        return FIND_METHOD(set_methods, call->name);
    default:
        return NULL;
    }
}

eos_value eos_call_python_method(eos_flow *flow, eos_frame *frame, const eos_method *method,
                                 const eos_arguments *arguments)
{
    eos_python_call call = {flow, frame, arguments, method->name, method->receiver};
    eos_value result = {0};
    if (method->receiver.kind == EOS_VALUE_STRING) {
        result = eos_python_string_method(&call);
        if (result.kind != EOS_VALUE_UNBOUND)
            return eos_flow_computed(flow, result, arguments->span, method->receiver);
        return eos_unknown("a method of a string that is not followed");
    }
    bool is_number =
        method->receiver.kind == EOS_VALUE_INT || method->receiver.kind == EOS_VALUE_FLOAT;
    if (is_number && arguments->count == 0 &&
        (eos_text_is(method->name, "item") || eos_text_is(method->name, "tolist")))
        return method->receiver; /* an element of an array */
    if (method->receiver.kind == EOS_VALUE_OBJECT) {
        result = eos_call_instance_method(flow, frame, method->receiver.as.object, method->name,
                                          arguments);
        if (result.kind != EOS_VALUE_UNBOUND)
            return result;
    }
    const eos_python_entry *entry = find_method(&call);
    if (entry == NULL) {
        eos_object_escape(&flow->heap, method->receiver);
        eos_escape_arguments(flow, arguments);
        return eos_unknown("a method that is not followed");
    }
    result = entry->run(&call);
    result.is_with_defaults |= method->receiver.is_with_defaults;
    return result;
}
