/* SPDX-License-Identifier: MIT */
/*
 * Regular expressions as Python's re understands them, the common part: literals, classes, groups,
 * alternatives, greedy and lazy repetition, anchors, looks ahead. For programs that are analysed: builders that
 * read their configuration from strings.
 *
 * Patterns and texts come from programs, so matching is bounded in steps and memory; what is beyond
 * the bounds, or written in a way that is not understood, has no answer.
 */
#ifndef EOS_BASE_REGEX_H
#define EOS_BASE_REGEX_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define EOS_REGEX_GROUPS 16

typedef struct eos_regex eos_regex;

typedef struct eos_regex_match {
    /* begin and end of the whole match and of each group; begin -1 = the group took no part */
    int begins[EOS_REGEX_GROUPS], ends[EOS_REGEX_GROUPS];
} eos_regex_match;

typedef enum eos_regex_where {
    EOS_REGEX_ANYWHERE, /* at `from` or later */
    EOS_REGEX_THERE,    /* at `from` */
    EOS_REGEX_WHOLE,    /* from `from` to the end of the text */
} eos_regex_where;

/** Reads an ASCII pattern into the arena; NULL = not understood. */
eos_regex *eos_regex_read(eos_arena *arena, const char *pattern, size_t length);
/** Groups of the pattern without the whole. */
int eos_regex_group_count(const eos_regex *regex);
/**
 * The first match in an ASCII text; `from` is at most `length`. Returns 1, 0 when there is none, -1 when a
 * bound was reached.
 */
int eos_regex_find(const eos_regex *regex, const char *text, size_t length, size_t from,
                   eos_regex_where where, eos_regex_match *match);

#endif
