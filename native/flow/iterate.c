/* SPDX-License-Identifier: MIT */
/*
 * Elements of what a program can loop over, and what Python's containers share: sorting, filling,
 * merging.
 *
 * What a generator, range, zip or dict view yields is a tuple here. It can be walked twice where
 * Python walks it once; programs that rely on exhaustion are rarer than those that are understood
 * this way.
 */
#include "flow/python.h"

const eos_sequence *eos_sequence_empty(eos_arena *arena)
{
    return eos_sequence_copy(arena, NULL, 0);
}

bool eos_sequence_is_complete(const eos_sequence *items)
{
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        if (items->items[i].presence != EOS_PRESENT)
            return false;
    return true;
}

/* ---- elements ---- */

static const eos_sequence *iterate_text(eos_flow *flow, const eos_text *text)
{
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, text->length);
    uint32_t at = 0;
    while (at < text->length) {
        uint32_t end = at + 1; /* continuation bytes of UTF-8 are 10xxxxxx */
        while (end < text->length && ((unsigned char)text->data[end] & 0xC0u) == 0x80u)
            end++;
        out->items[out->count++].value =
            eos_string(eos_intern_bytes(flow->names, text->data + at, end - at));
        at = end;
    }
    *out->used = out->count;
    return out;
}

/* keys of a dict, elements of a set */
static const eos_sequence *iterate_keys(eos_flow *flow, const eos_sequence *entries)
{
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, eos_sequence_count(entries));
    for (uint32_t i = 0; i < eos_sequence_count(entries); i++)
        if (entries->items[i].value.kind != EOS_VALUE_UNBOUND)
            out->items[out->count++].value = entries->items[i].key;
    *out->used = out->count;
    return out;
}

static const eos_sequence *iterate_object(eos_flow *flow, const eos_object *object)
{
    const eos_content *now = &object->now;
    if (eos_is_container(object))
        return eos_container_iterate(flow, object);
    if (now->is_open || !eos_sequence_is_complete(now->items))
        return NULL;
    switch (object->kind) {
    case EOS_OBJECT_INSTANCE:
        return eos_named_tuple_items(flow, object);
    case EOS_OBJECT_LIST:
        return now->items != NULL ? now->items : eos_sequence_empty(flow->arena);
    case EOS_OBJECT_DICT:
    case EOS_OBJECT_SET:
        return iterate_keys(flow, now->items);
    case EOS_OBJECT_TENSOR: /* elements that are known (array_elements.c) */
        return now->items;
    case EOS_OBJECT_LIBRARY: /* no items = a class whose items nobody keeps */
        return !now->is_escaped && eos_sequence_count(now->items) > 0 ? now->items : NULL;
    default:
        return NULL;
    }
}

const eos_sequence *eos_iterate(eos_flow *flow, eos_value iterable)
{
    const eos_sequence *items = NULL;
    if (iterable.kind == EOS_VALUE_TUPLE)
        items = iterable.as.items != NULL ? iterable.as.items : eos_sequence_empty(flow->arena);
    else if (iterable.kind == EOS_VALUE_STRING)
        items = iterate_text(flow, iterable.as.text);
    else if (iterable.kind == EOS_VALUE_OBJECT)
        items = iterate_object(flow, iterable.as.object);
    if (items == NULL || !iterable.is_with_defaults)
        return items;
    eos_sequence *marked = eos_sequence_copy(flow->arena, items, 0);
    for (uint32_t i = 0; i < marked->count; i++)
        marked->items[i].value.is_with_defaults = true;
    return marked;
}

const eos_sequence *eos_iterate_loosely(eos_flow *flow, eos_value iterable)
{
    const eos_sequence *items = eos_iterate(flow, iterable);
    if (items != NULL || iterable.kind != EOS_VALUE_OBJECT)
        return items;
    const eos_object *object = iterable.as.object;
    if (object->now.is_open || object->now.is_escaped)
        return NULL;
    if (object->kind == EOS_OBJECT_LIST)
        return object->now.items;
    return eos_is_container(object) ? eos_container_values(flow, object) : NULL;
}

/* ---- calling back into the program ---- */

eos_value eos_python_apply(const eos_python_call *call, eos_value callee, const eos_value *values,
                           uint32_t count)
{
    eos_argument *items = EOS_NEW_ARRAY(call->flow->arena, eos_argument, count);
    for (uint32_t i = 0; i < count; i++)
        items[i] = (eos_argument){values[i], call->arguments->span, NULL};
    eos_arguments arguments = {.items = items,
                               .count = count,
                               .positional_count = count,
                               .span = call->arguments->span,
                               .callee = call->arguments->callee};
    if (!eos_flow_step(call->flow, call->arguments->span))
        return eos_unknown("the step budget is spent");
    return eos_call(call->flow, call->frame, callee, &arguments);
}

/* ---- sorting ---- */

typedef struct sort_pair {
    eos_value key;
    eos_item item;
} sort_pair;

/* merges from[left..middle) and from[middle..end) into to; false when two keys have no known
   order */
static bool merge_runs(eos_flow *flow, const sort_pair *from, sort_pair *to, uint32_t left,
                       uint32_t middle, uint32_t end, bool is_reverse)
{
    uint32_t a = left, b = middle;
    for (uint32_t at = left; at < end; at++) {
        bool takes_left = b >= end;
        if (a < middle && b < end) {
            int order;
            if (!eos_python_order(flow, from[a].key, from[b].key, &order))
                return false;
            takes_left = is_reverse ? order >= 0 : order <= 0;
        }
        to[at] = takes_left ? from[a++] : from[b++];
    }
    return true;
}

const eos_sequence *eos_python_sort(const eos_python_call *call, const eos_sequence *items,
                                    eos_value key, bool is_reverse)
{
    eos_flow *flow = call->flow;
    uint32_t count = eos_sequence_count(items);
    if (count == 0)
        return eos_sequence_empty(flow->arena);
    bool has_key = key.kind != EOS_VALUE_UNBOUND && key.kind != EOS_VALUE_NONE;
    sort_pair *from = EOS_NEW_ARRAY(flow->arena, sort_pair, count);
    sort_pair *to = EOS_NEW_ARRAY(flow->arena, sort_pair, count);
    for (uint32_t i = 0; i < count; i++) {
        from[i].item = items->items[i];
        from[i].key = has_key ? eos_python_apply(call, key, &items->items[i].value, 1)
                              : items->items[i].value;
    }
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t left = 0; left < count; left += 2 * width) {
            uint32_t middle = left + width < count ? left + width : count;
            uint32_t end = middle + width < count ? middle + width : count;
            if (!merge_runs(flow, from, to, left, middle, end, is_reverse))
                return NULL;
        }
        sort_pair *swap = from;
        from = to;
        to = swap;
    }
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, count);
    for (uint32_t i = 0; i < count; i++)
        out->items[out->count++] = from[i].item;
    *out->used = out->count;
    return out;
}

/* ---- filling containers ---- */

eos_value eos_python_container(const eos_python_call *call, eos_object_kind kind,
                               const eos_sequence *items, bool is_open)
{
    eos_object *object = eos_flow_object(call->flow, call->frame, kind, call->arguments->span);
    object->now.items = items;
    object->now.is_open = is_open;
    return eos_object_value(object);
}

static void open_object(eos_flow *flow, eos_object *object)
{
    eos_content content = object->now;
    content.is_open = true;
    eos_heap_write(&flow->heap, object, content);
}

/* a known pair of an iterable of pairs */
static bool set_pair(eos_flow *flow, eos_object *dict, eos_value pair)
{
    const eos_sequence *parts = eos_iterate(flow, pair);
    if (eos_sequence_count(parts) != 2)
        return false;
    eos_dict_set(&flow->heap, dict, parts->items[0].value, parts->items[1].value);
    return true;
}

/* one entry of another dict; what is only maybe there leaves the key at either value */
static void update_entry(eos_flow *flow, eos_object *dict, const eos_item *entry)
{
    if (entry->value.kind == EOS_VALUE_UNBOUND)
        return;
    if (entry->presence == EOS_PRESENT) {
        eos_dict_set(&flow->heap, dict, entry->key, entry->value);
        return;
    }
    const eos_item *old = eos_entry_find(dict->now.items, entry->key);
    if (old != NULL && old->presence == EOS_PRESENT && old->value.kind != EOS_VALUE_UNBOUND) {
        eos_dict_set(&flow->heap, dict, entry->key,
                     eos_value_join(flow->arena, old->value, entry->value));
        return;
    }
    eos_content content = dict->now;
    if (old != NULL) { /* there twice under a condition: which one cannot be told */
        content.is_open = true;
    } else {
        content.items = eos_sequence_push(flow->arena, content.items, *entry);
    }
    eos_heap_write(&flow->heap, dict, content);
}

void eos_python_dict_update(eos_flow *flow, eos_object *dict, eos_value other)
{
    if (other.kind == EOS_VALUE_OBJECT && other.as.object->kind == EOS_OBJECT_DICT) {
        const eos_content from = other.as.object->now;
        for (uint32_t i = 0; i < eos_sequence_count(from.items); i++)
            update_entry(flow, dict, &from.items->items[i]);
        if (from.is_open)
            open_object(flow, dict);
        return;
    }
    const eos_sequence *pairs = eos_iterate(flow, other);
    bool is_known = pairs != NULL;
    for (uint32_t i = 0; i < eos_sequence_count(pairs); i++)
        is_known &= set_pair(flow, dict, pairs->items[i].value);
    if (!is_known)
        open_object(flow, dict);
}

void eos_python_set_update(eos_flow *flow, eos_object *set, eos_value other)
{
    const eos_sequence *items = eos_iterate(flow, other);
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        eos_dict_set(&flow->heap, set, items->items[i].value, items->items[i].value);
    if (items == NULL)
        open_object(flow, set);
}
