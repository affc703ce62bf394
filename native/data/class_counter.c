/* SPDX-License-Identifier: MIT */
/*
 * Exact counts of few distinct integers. Relies on the arena for its tables. The questionable
 * decision: the window is placed by the first value and never moved; moving it would save a few
 * hash look-ups for odd data and cost a second way to be wrong.
 */
#include "data/class_counter.h"

#include <stdlib.h>
#include <string.h>

void eos_class_counter_init(eos_class_counter *counter, eos_arena *arena)
{
    *counter = (eos_class_counter){.arena = arena};
}

void eos_class_counter_place(eos_class_counter *counter, int64_t value)
{
    if (counter->window)
        return;
    /* ids mostly start at 0 or 1 and the first value is any of them: centre, but cover 0 if near */
    int64_t half = EOS_CLASS_WINDOW / 2;
    if (value >= -half / 4 && value < EOS_CLASS_WINDOW - half / 4)
        counter->base = -half / 4;
    else
        counter->base = value < INT64_MIN + half ? INT64_MIN : value - half;
    counter->window = EOS_NEW_ARRAY(counter->arena, uint64_t, EOS_CLASS_WINDOW);
}

static uint32_t hash_value(int64_t value)
{
    uint64_t x = (uint64_t)value * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(x >> 32);
}

static void grow_table(eos_class_counter *counter)
{
    uint32_t capacity = counter->capacity ? counter->capacity * 2 : 64;
    int64_t *keys = EOS_NEW_ARRAY(counter->arena, int64_t, capacity);
    uint64_t *counts = EOS_NEW_ARRAY(counter->arena, uint64_t, capacity);
    for (uint32_t i = 0; i < counter->capacity; i++) {
        if (!counter->counts[i])
            continue;
        uint32_t slot = hash_value(counter->keys[i]) & (capacity - 1);
        while (counts[slot])
            slot = (slot + 1) & (capacity - 1);
        keys[slot] = counter->keys[i];
        counts[slot] = counter->counts[i];
    }
    counter->keys = keys;
    counter->counts = counts;
    counter->capacity = capacity;
}

void eos_class_counter_add(eos_class_counter *counter, int64_t value, uint64_t count)
{
    if (counter->is_exceeded || count == 0)
        return;
    eos_class_counter_place(counter, value);
    uint64_t index = (uint64_t)value - (uint64_t)counter->base;
    if (index < EOS_CLASS_WINDOW) {
        counter->window[index] += count;
        return;
    }
    if (2 * (counter->used + 1) > counter->capacity)
        grow_table(counter);
    uint32_t slot = hash_value(value) & (counter->capacity - 1);
    while (counter->counts[slot] && counter->keys[slot] != value)
        slot = (slot + 1) & (counter->capacity - 1);
    if (!counter->counts[slot]) {
        counter->keys[slot] = value;
        if (++counter->used > EOS_LIMIT_EXACT_CLASSES)
            counter->is_exceeded = true;
    }
    counter->counts[slot] += count;
}

static int compare_classes(const void *left, const void *right)
{
    int64_t a = ((const eos_class_count *)left)->value, b = ((const eos_class_count *)right)->value;
    return (a > b) - (a < b);
}

void eos_class_counter_finish(eos_class_counter *counter, eos_value_traits *traits)
{
    traits->classes = NULL;
    traits->class_count = 0;
    traits->has_more_classes = counter->is_exceeded;
    uint32_t distinct = counter->used;
    for (uint32_t i = 0; counter->window && i < EOS_CLASS_WINDOW; i++)
        distinct += counter->window[i] != 0;
    if (distinct > EOS_LIMIT_EXACT_CLASSES)
        traits->has_more_classes = true;
    if (traits->has_more_classes || distinct == 0)
        return;
    eos_class_count *list = EOS_NEW_ARRAY(counter->arena, eos_class_count, distinct);
    uint32_t filled = 0;
    for (uint32_t i = 0; counter->window && i < EOS_CLASS_WINDOW; i++)
        if (counter->window[i])
            list[filled++] =
                (eos_class_count){(int64_t)((uint64_t)counter->base + i), counter->window[i]};
    for (uint32_t i = 0; i < counter->capacity; i++)
        if (counter->counts[i])
            list[filled++] = (eos_class_count){counter->keys[i], counter->counts[i]};
    qsort(list, filled, sizeof *list, compare_classes);
    traits->classes = list;
    traits->class_count = filled;
}
