/* SPDX-License-Identifier: MIT */
/*
 * Journal and merge. The journal may hold several entries for one slot or object; taking a delta walks
 * it backwards, so the oldest entry wins for the roll-back and the current state is what is kept. A
 * small address table keeps each target once.
 *
 * Merging lists keeps the common prefix and suffix; what lies between becomes maybe, each side in its
 * order (design section 2, "Layers that may be there").
 */
#include "flow/heap.h"

#include "base/address_map.h"
#include "flow/flow.h" /* facts of tensors join */

void eos_heap_init(eos_heap *heap, eos_arena *arena)
{
    memset(heap, 0, sizeof *heap);
    heap->arena = arena;
    heap->next_id = 1;
}

eos_object *eos_heap_new(eos_heap *heap, eos_object_kind kind, eos_span span)
{
    eos_object *object = EOS_NEW(heap->arena, eos_object);
    object->id = heap->next_id++;
    object->kind = (uint8_t)kind;
    object->span = span;
    return object;
}

void eos_heap_assign(eos_heap *heap, eos_value *slot, eos_value value)
{
    eos_vector_push(heap->arena, &heap->journal, (eos_change){.slot = slot, .old_value = *slot});
    *slot = value;
}

void eos_heap_write(eos_heap *heap, eos_object *object, eos_content content)
{
    eos_vector_push(heap->arena, &heap->journal,
                    (eos_change){.object = object, .old_content = object->now});
    object->now = content;
}

eos_mark eos_heap_mark(const eos_heap *heap)
{
    return (eos_mark){heap->journal.count, heap->next_id};
}

/* key of a change in an address map, whose values are index + 1 */
static const void *change_target(const eos_change *change)
{
    return change->slot != NULL ? (const void *)change->slot : (const void *)change->object;
}

eos_delta eos_heap_take(eos_heap *heap, eos_mark mark)
{
    uint32_t entries = heap->journal.count - mark.journal_count;
    eos_delta delta = {NULL, 0, mark.next_id, heap->next_id};
    if (entries == 0)
        return delta;
    eos_address_map index = eos_address_map_make(heap->arena, entries);
    delta.changes = EOS_NEW_ARRAY(heap->arena, eos_change, entries);
    while (heap->journal.count > mark.journal_count) {
        const eos_change *change = &heap->journal.items[--heap->journal.count];
        uint32_t *place = eos_address_map_place(&index, change_target(change));
        if (*place == 0) {
            eos_change now = *change;
            if (change->slot != NULL)
                now.old_value = *change->slot;
            else
                now.old_content = change->object->now;
            delta.changes[delta.count++] = now;
            *place = delta.count;
        }
        if (change->slot != NULL)
            *change->slot = change->old_value;
        else
            change->object->now = change->old_content;
    }
    return delta;
}

void eos_heap_apply(eos_heap *heap, const eos_delta *delta)
{
    for (uint32_t i = 0; i < delta->count; i++) {
        const eos_change *change = &delta->changes[i];
        if (change->slot != NULL)
            eos_heap_assign(heap, change->slot, change->old_value);
        else
            eos_heap_write(heap, change->object, change->old_content);
    }
}

/* ---- merging ---- */

/* two unknowns at one position merge to an unknown: here they are the same */
static bool same_value(eos_value left, eos_value right)
{
    return eos_value_equal(left, right) || (left.kind == right.kind && eos_value_is_unknown(left));
}

static bool item_equal(const eos_item *left, const eos_item *right)
{
    return left->presence == right->presence && same_value(left->key, right->key) &&
           same_value(left->value, right->value);
}

static void push_maybe(eos_arena *arena, eos_sequence *out, const eos_item *item,
                       eos_span condition)
{
    eos_item maybe = *item;
    (void)arena;
    if (maybe.presence == EOS_PRESENT) {
        maybe.presence = EOS_MAYBE;
        maybe.condition = condition;
    }
    out->items[out->count++] = maybe;
}

static const eos_sequence *merge_lists(eos_arena *arena, const eos_sequence *left,
                                       const eos_sequence *right, eos_span condition)
{
    uint32_t left_count = eos_sequence_count(left), right_count = eos_sequence_count(right);
    uint32_t prefix = 0, suffix = 0;
    while (prefix < left_count && prefix < right_count &&
           item_equal(&left->items[prefix], &right->items[prefix]))
        prefix++;
    if (prefix == left_count && prefix == right_count)
        return left;
    while (
        suffix < left_count - prefix && suffix < right_count - prefix &&
        item_equal(&left->items[left_count - 1 - suffix], &right->items[right_count - 1 - suffix]))
        suffix++;
    eos_sequence *out = eos_sequence_copy(arena, NULL, left_count + right_count);
    for (uint32_t i = 0; i < prefix; i++)
        out->items[out->count++] = left->items[i];
    for (uint32_t i = prefix; i < left_count - suffix; i++)
        push_maybe(arena, out, &left->items[i], condition);
    for (uint32_t i = prefix; i < right_count - suffix; i++)
        push_maybe(arena, out, &right->items[i], condition);
    for (uint32_t i = left_count - suffix; i < left_count; i++)
        out->items[out->count++] = left->items[i];
    *out->used = out->count;
    return out;
}

/* `longer` is `shorter` with entries that one side added */
static const eos_sequence *merge_longer(eos_arena *arena, const eos_sequence *shorter,
                                        const eos_sequence *longer, eos_span condition)
{
    eos_sequence *out = eos_sequence_copy(arena, shorter, longer->count - shorter->count);
    for (uint32_t i = shorter->count; i < longer->count; i++)
        push_maybe(arena, out, &longer->items[i], condition);
    *out->used = out->count;
    return out;
}

/* both sides come from one start, so most keys stand in one place: no search for these */
static bool has_key_at(const eos_sequence *entries, uint32_t at, eos_value key)
{
    return at < eos_sequence_count(entries) && eos_value_equal(entries->items[at].key, key);
}

/* entries: per key the join of both sides; a key of one side only is maybe */
static const eos_sequence *merge_entries(eos_arena *arena, const eos_sequence *left,
                                         const eos_sequence *right, eos_span condition)
{
    if (left == right)
        return left;
    uint32_t left_count = eos_sequence_count(left), right_count = eos_sequence_count(right);
    if (left != NULL && right != NULL && left->items == right->items)
        return merge_longer(arena, left_count < right_count ? left : right,
                            left_count < right_count ? right : left, condition);
    eos_sequence *out = eos_sequence_copy(arena, NULL, left_count + right_count);
    for (uint32_t i = 0; i < left_count; i++) {
        const eos_item *item = &left->items[i];
        bool is_paired = has_key_at(right, i, item->key);
        if (!is_paired && eos_entry_find(left, item->key) != item)
            continue; /* overwritten later */
        const eos_item *other = is_paired ? &right->items[i] : eos_entry_find(right, item->key);
        if (other == NULL) {
            push_maybe(arena, out, item, condition);
            continue;
        }
        eos_item both = *item;
        both.value = eos_value_join(arena, item->value, other->value);
        if (other->presence != EOS_PRESENT) {
            both.presence = other->presence;
            both.condition = other->condition;
        }
        out->items[out->count++] = both;
    }
    for (uint32_t i = 0; i < right_count; i++) {
        const eos_item *item = &right->items[i];
        if (!has_key_at(left, i, item->key) && eos_entry_find(right, item->key) == item &&
            eos_entry_find(left, item->key) == NULL)
            push_maybe(arena, out, item, condition);
    }
    *out->used = out->count;
    return out;
}

static eos_content merge_content(eos_arena *arena, const eos_object *object,
                                 const eos_content *left, const eos_content *right,
                                 eos_span condition)
{
    eos_content out = *left;
    bool is_keyed = object->kind == EOS_OBJECT_DICT || object->kind == EOS_OBJECT_SET;
    out.items = is_keyed ? merge_entries(arena, left->items, right->items, condition)
                         : merge_lists(arena, left->items, right->items, condition);
    out.attributes = merge_entries(arena, left->attributes, right->attributes, condition);
    out.is_escaped = left->is_escaped || right->is_escaped;
    out.is_open = left->is_open || right->is_open;
    if (eos_sequence_count(out.items) > EOS_LIMIT_SEQUENCE) {
        out.items = NULL;
        out.is_open = true;
    }
    if (left->facts != right->facts) {
        /* NULL: whoever reads the facts sees an object that is not understood */
        out.facts = object->kind == EOS_OBJECT_TENSOR
                        ? eos_tensor_join(arena, left->facts, right->facts)
                        : NULL;
        if (object->kind == EOS_OBJECT_TENSOR)
            out.items = NULL; /* the elements that were known */
        out.is_open = true;
    }
    return out;
}

/* ---- large contents ---- */

#define LARGE_ENTRIES 256u /* a copy of fewer costs next to nothing */

/* Copies of large contents have a budget: a table of thousands that is overwritten or merged item by
 * item would cost its square. */
static bool may_copy(eos_heap *heap, uint32_t count)
{
    if (count <= LARGE_ENTRIES)
        return true;
    heap->rewritten += count;
    if (heap->rewritten <= EOS_LIMIT_REWRITTEN_ITEMS)
        return true;
    heap->rewritten = EOS_LIMIT_REWRITTEN_ITEMS; /* spent from here on */
    return false;
}

static void give_up(eos_heap *heap, const eos_object *object, eos_content *content)
{
    content->is_open = content->is_escaped = true;
    if (heap->given_up_at.line == 0)
        heap->given_up_at = object->span;
}

void eos_heap_merge(eos_heap *heap, const eos_delta *left, const eos_delta *right,
                    eos_span condition)
{
    eos_address_map index = eos_address_map_make(heap->arena, left->count + right->count + 1);
    for (uint32_t i = 0; i < right->count; i++)
        *eos_address_map_place(&index, change_target(&right->changes[i])) = i + 1;
    bool *is_used = EOS_NEW_ARRAY(heap->arena, bool, right->count + 1);
    for (uint32_t i = 0; i < left->count + right->count; i++) {
        bool is_left = i < left->count;
        const eos_change *one = is_left ? &left->changes[i] : &right->changes[i - left->count];
        const eos_change *other = NULL;
        if (is_left) {
            uint32_t at = *eos_address_map_place(&index, change_target(one));
            if (at != 0) {
                other = &right->changes[at - 1];
                is_used[at - 1] = true;
            }
        } else if (is_used[i - left->count]) {
            continue;
        }
        const eos_delta *own = is_left ? left : right;
        if (one->slot == NULL && one->object->id >= own->first_id &&
            one->object->id < own->end_id) {
            eos_heap_write(heap, one->object, one->old_content); /* made on this side */
        } else if (one->slot != NULL) {
            eos_value before = other != NULL ? other->old_value : *one->slot;
            eos_heap_assign(heap, one->slot, eos_value_join(heap->arena, one->old_value, before));
        } else {
            eos_content before = other != NULL ? other->old_content : one->object->now;
            eos_content merged =
                merge_content(heap->arena, one->object, &one->old_content, &before, condition);
            if (!may_copy(heap, eos_sequence_count(merged.items))) {
                merged.items = NULL;
                give_up(heap, one->object, &merged);
            }
            eos_heap_write(heap, one->object, merged);
        }
    }
}

/* ---- sequences ---- */

eos_sequence *eos_sequence_copy(eos_arena *arena, const eos_sequence *sequence, uint32_t room)
{
    struct buffer {
        eos_sequence sequence;
        eos_key_index keys;
        uint32_t used;
    } *made = EOS_NEW(arena, struct buffer);
    uint32_t count = eos_sequence_count(sequence);
    eos_sequence *copy = &made->sequence;
    copy->capacity = count + room;
    copy->items = EOS_NEW_ARRAY(arena, eos_item, copy->capacity);
    copy->count = made->used = count;
    if (count > 0)
        memcpy(copy->items, sequence->items, count * sizeof *copy->items);
    copy->keys = &made->keys;
    copy->keys->arena = arena;
    copy->used = &made->used;
    return copy;
}

const eos_sequence *eos_sequence_push(eos_arena *arena, const eos_sequence *sequence, eos_item item)
{
    eos_sequence *longer;
    if (sequence != NULL && *sequence->used == sequence->count &&
        sequence->count < sequence->capacity) {
        longer = EOS_NEW(arena, eos_sequence);
        *longer = *sequence;
    } else {
        longer = eos_sequence_copy(arena, sequence, eos_sequence_count(sequence) + 8);
    }
    longer->items[longer->count++] = item;
    *longer->used = longer->count;
    return longer;
}

/* ---- shorthands ---- */

void eos_list_append(eos_heap *heap, eos_object *list, eos_value value)
{
    eos_content content = list->now;
    if (eos_sequence_count(content.items) >= EOS_LIMIT_SEQUENCE)
        content.is_open = true;
    else
        content.items = eos_sequence_push(heap->arena, content.items, (eos_item){.value = value});
    eos_heap_write(heap, list, content);
}

const eos_item *eos_entry_find(const eos_sequence *entries, eos_value key)
{
    uint32_t count = eos_sequence_count(entries);
    if (count > EOS_FEW_KEYS && entries->keys != NULL)
        return eos_key_index_find(entries, &key);
    for (uint32_t i = count; i > 0; i--) {
        const eos_item *item = &entries->items[i - 1];
        if (item->key.kind != key.kind)
            continue;
        if (key.kind == EOS_VALUE_STRING ? item->key.as.text == key.as.text
                                         : eos_value_equal(item->key, key))
            return item;
    }
    return NULL;
}

const eos_item *eos_attribute_find(const eos_object *object, const eos_text *name)
{
    const eos_sequence *entries = object->now.attributes;
    uint32_t count = eos_sequence_count(entries);
    if (count > EOS_FEW_KEYS && entries->keys != NULL) {
        eos_value key = eos_string(name);
        return eos_key_index_find(entries, &key);
    }
    for (uint32_t i = count; i > 0; i--)
        if (entries->items[i - 1].key.as.text == name)
            return &entries->items[i - 1];
    return NULL;
}

/* writing under a key that is there copies all entries; false when that was done too often */
static bool set_entry(eos_heap *heap, const eos_sequence **entries, eos_value key, eos_value value)
{
    const eos_item *old = eos_entry_find(*entries, key);
    if (old == NULL) {
        *entries = eos_sequence_push(heap->arena, *entries, (eos_item){.key = key, .value = value});
        return true;
    }
    uint32_t at = (uint32_t)(old - (*entries)->items), count = (*entries)->count;
    if (!may_copy(heap, count))
        return false;
    eos_sequence *copy = eos_sequence_copy(heap->arena, *entries, 4);
    copy->items[at] = (eos_item){.key = key, .value = value};
    *entries = copy;
    return true;
}

void eos_attribute_set(eos_heap *heap, eos_object *object, const eos_text *name, eos_value value)
{
    eos_content content = object->now;
    if (!set_entry(heap, &content.attributes, eos_string(name), value)) {
        content.attributes = NULL;
        give_up(heap, object, &content);
    }
    eos_heap_write(heap, object, content);
}

void eos_dict_set(eos_heap *heap, eos_object *dict, eos_value key, eos_value value)
{
    eos_content content = dict->now;
    if (eos_value_is_unknown(key) || key.kind == EOS_VALUE_ONE_OF ||
        eos_sequence_count(content.items) >= EOS_LIMIT_SEQUENCE) {
        content.is_open = true;
    } else if (!set_entry(heap, &content.items, key, value)) {
        content.items = NULL;
        give_up(heap, dict, &content);
    }
    eos_heap_write(heap, dict, content);
}

void eos_object_escape(eos_heap *heap, eos_value value)
{
    for (uint32_t i = 0; i < eos_value_alternative_count(value); i++) {
        eos_value one = eos_value_alternative(value, i);
        if (one.kind != EOS_VALUE_OBJECT || one.as.object->now.is_escaped)
            continue;
        eos_content content = one.as.object->now;
        content.is_escaped = true;
        if (one.as.object->kind == EOS_OBJECT_LIST || one.as.object->kind == EOS_OBJECT_DICT ||
            one.as.object->kind == EOS_OBJECT_SET)
            content.is_open = true;
        eos_heap_write(heap, one.as.object, content);
    }
}
