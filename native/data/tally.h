/* SPDX-License-Identifier: MIT */
/*
 * Distinct values of a column: counted one by one up to a bound, estimated by a sketch beyond it.
 *
 * Numbers and texts may mix; equal numbers are one value however they are written. The answer does
 * not depend on the order of the values nor on how they were split among tallies: the sketch
 * (HyperLogLog) is the maximum of each register, and holds every value from the first on.
 *
 * Memory is malloc'ed, so that threads can fill tallies; it is bounded by `limit` and `bits`.
 */
#ifndef EOS_DATA_TALLY_H
#define EOS_DATA_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EOS_TALLY_TEXT_BYTES 64u /* of a text that are kept for people; all of it is counted */

typedef struct eos_tally_entry {
    uint64_t key;   /* bits of the number, or hash of the text */
    uint64_t count; /* 0 = the slot is free */
    char *text;     /* owned; NULL = a number */
} eos_tally_entry;

typedef struct eos_tally {
    eos_tally_entry *entries; /* open addressing; owned */
    uint32_t capacity, used, limit;
    uint8_t *registers; /* 2^bits, owned; NULL while the bound holds */
    uint8_t bits;
} eos_tally;

/** At most `limit` values one by one; a sketch of 2^`bits` bytes (4 to 16) beyond. */
void eos_tally_init(eos_tally *tally, uint32_t limit, uint8_t bits);
void eos_tally_release(eos_tally *tally);

/* All three answer false when memory is out; the tally is then good for nothing but release. */
bool eos_tally_add_numbers(eos_tally *tally, const double *values, size_t count); /* no NaN */
bool eos_tally_add_text(eos_tally *tally, const char *text, size_t length, uint64_t hash);
bool eos_tally_merge(eos_tally *tally, const eos_tally *other); /* same limit and bits */

uint64_t eos_tally_hash(const char *text, size_t length);
bool eos_tally_is_exact(const eos_tally *tally);
/** Number of distinct values; beyond the bound within about 1.04 / sqrt(2^bits) (one sigma). */
uint64_t eos_tally_distinct(const eos_tally *tally);

#endif
