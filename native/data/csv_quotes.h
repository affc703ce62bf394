/* SPDX-License-Identifier: MIT */
/*
 * Is a byte of a text table inside quotes? The one thing that has to be known of all bytes before a
 * stretch of the file can be read by itself. Much faster than reading cells: only quotes are looked
 * at, and the first row of each stretch.
 */
#ifndef EOS_DATA_CSV_QUOTES_H
#define EOS_DATA_CSV_QUOTES_H

#include "data/csv_dialect.h"

/* State between two bytes. All zero but `before` = '\n': the beginning of a row. */
typedef struct eos_csv_quotes {
    bool is_open;
    bool is_just_closed; /* the byte before closed a quote: another one opens it again */
    char before;         /* the byte before */
} eos_csv_quotes;

/** Moves over `length` bytes. */
void eos_csv_quotes_skip(eos_csv_quotes *state, const eos_csv_dialect *dialect, const char *text,
                         size_t length);

/**
 * Moves to the beginning of the next row and answers its place; `length` when it is not within the
 * text (is_row_begin tells whether the text ended with a row).
 */
size_t eos_csv_quotes_find_row(eos_csv_quotes *state, const eos_csv_dialect *dialect,
                               const char *text, size_t length);
bool eos_csv_quotes_is_row_begin(const eos_csv_quotes *state);

#endif
