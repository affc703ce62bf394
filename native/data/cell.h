/* SPDX-License-Identifier: MIT */
/* What one cell of a text table holds: a number, nothing, or a text. */
#ifndef EOS_DATA_CELL_H
#define EOS_DATA_CELL_H

#include <stdbool.h>
#include <stddef.h>

typedef enum eos_cell_kind {
    EOS_CELL_MISSING, /* empty, or a word for it: NA, ?, null, ... (what pandas takes, and "?") */
    EOS_CELL_NAN,     /* nan in any of its spellings */
    EOS_CELL_INTEGER, /* a number without point and exponent */
    EOS_CELL_DECIMAL, /* any other number, infinity included */
    EOS_CELL_TEXT
} eos_cell_kind;

/** Takes blanks off both ends. */
void eos_cell_trim(const char **text, size_t *length);

/** The kind of a trimmed cell; *value is written for numbers. Readable bytes as for number.h. */
eos_cell_kind eos_cell_read(const char *text, size_t length, double *value);

/** A word for true or false, as pandas reads them. */
bool eos_cell_is_truth(const char *text);

#endif
