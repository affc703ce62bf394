/* SPDX-License-Identifier: MIT */
/*
 * The bytes that part a text table, found 64 at a time: delimiters, row ends, quotes. A header of
 * its own because the loop over cells lives from having this inlined.
 */
#ifndef EOS_DATA_CSV_MARKS_H
#define EOS_DATA_CSV_MARKS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define EOS_CSV_MARK_BYTES 64u /* readable behind every text that is searched */

/* Two delimiters, so that blanks and tabs can part alike; equal when there is one only. */
typedef struct eos_csv_marks {
    char delimiter, other;
} eos_csv_marks;

/* A bit for each of the 64 bytes at `at` that is a mark. */
static inline uint64_t eos_csv_find_marks(const char *at, eos_csv_marks marks)
{
    uint64_t found = 0;
#if defined(__SSE2__)
    const __m128i one = _mm_set1_epi8(marks.delimiter), two = _mm_set1_epi8(marks.other),
                  feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r'),
                  quote = _mm_set1_epi8('"');
    for (unsigned i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(at + (size_t)16 * i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(x, one), _mm_cmpeq_epi8(x, two));
        hit = _mm_or_si128(hit, _mm_or_si128(_mm_cmpeq_epi8(x, feed), _mm_cmpeq_epi8(x, back)));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, quote));
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * i);
    }
#else
    for (unsigned i = 0; i < 64; i++) {
        char c = at[i];
        uint64_t is_mark =
            c == marks.delimiter || c == marks.other || c == '\n' || c == '\r' || c == '"';
        found |= is_mark << i;
    }
#endif
    return found;
}

/* Position of the lowest bit; not for 0. */
static inline unsigned eos_csv_first_mark(uint64_t found)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(found);
#else
    unsigned at = 0;
    for (; !(found & 1); found >>= 1)
        at++;
    return at;
#endif
}

#endif
