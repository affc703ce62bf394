/* SPDX-License-Identifier: MIT */
/*
 * Lines of a program as Python's tokenizer sees them: which belong together, where comments stand.
 * Made for comments that suppress findings, when the tree is gone or was never seen.
 */
#ifndef EOS_ENGINE_SOURCE_LINES_H
#define EOS_ENGINE_SOURCE_LINES_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct eos_source_line {
    uint32_t start, end;  /* bytes of the line, without its line end */
    uint32_t first, last; /* lines (from 1) of the same token or backslash continuation */
    uint32_t comment;     /* byte where its comment starts; UINT32_MAX = none */
    uint32_t indent;      /* columns before the first character; a tab counts to the next eighth */
    bool is_blank;        /* nothing but blanks and a comment */
    bool is_inner;        /* starts inside brackets or a token begun before */
} eos_source_line;

typedef struct eos_source_lines {
    const char *text;
    const eos_source_line *items; /* items[0] is line 1 */
    uint32_t count;
} eos_source_lines;

/** Reads the text once. Broken programs give lines too; what is inside an open string has no comment. */
eos_source_lines eos_source_lines_read(eos_arena *arena, const char *text, size_t length);

#endif
