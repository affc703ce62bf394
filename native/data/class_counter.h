/* SPDX-License-Identifier: MIT */
/*
 * Counts distinct integers exactly up to EOS_LIMIT_EXACT_CLASSES, then only remembers that there
 * are more. Labels are small and dense, so a window of 4,096 values around the first one is counted
 * by index; everything else goes to a hash table. The answer does not depend on the order of the
 * values.
 */
#ifndef EOS_DATA_CLASS_COUNTER_H
#define EOS_DATA_CLASS_COUNTER_H

#include "data/traits.h"

#define EOS_CLASS_WINDOW 4096u

typedef struct eos_class_counter {
    eos_arena *arena; /* borrowed */
    int64_t base;     /* value of window[0] */
    uint64_t *window; /* EOS_CLASS_WINDOW counts; NULL until the first value */
    int64_t *keys;    /* open addressing, capacity a power of two; slot free when its count is 0 */
    uint64_t *counts;
    uint32_t capacity, used;
    bool is_exceeded; /* more distinct values than the limit: nothing is counted any more */
} eos_class_counter;

void eos_class_counter_init(eos_class_counter *counter, eos_arena *arena);
/** Makes the window, so that it holds `value`; later calls do nothing. */
void eos_class_counter_place(eos_class_counter *counter, int64_t value);
/** `count` more of `value`. */
void eos_class_counter_add(eos_class_counter *counter, int64_t value, uint64_t count);
/** Fills classes, class_count and has_more_classes; the list lives in the counter's arena. */
void eos_class_counter_finish(eos_class_counter *counter, eos_value_traits *traits);

#endif
