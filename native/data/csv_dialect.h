/* SPDX-License-Identifier: MIT */
/*
 * How a text table is written: what parts its cells, whether its first row names them. Decided from
 * the first rows, and stated with how sure it is.
 *
 * Quotes are read as pandas reads them: a quote opens at the beginning of a cell only; inside, two
 * quotes are one; what stands behind the closing quote belongs to the text. Rows end with \n, \r or
 * \r\n; rows without any character but blanks are none.
 */
#ifndef EOS_DATA_CSV_DIALECT_H
#define EOS_DATA_CSV_DIALECT_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

#define EOS_CSV_SAMPLE_BYTES ((size_t)64 << 10) /* looked at to decide; at least one row */

typedef struct eos_csv_dialect {
    char delimiter;
    bool is_blank_run; /* cells parted by any number of blanks and tabs */
    uint32_t columns;  /* cells of most rows */
    bool has_header, is_header_certain;
    bool has_row_names;  /* rows have one cell more than the header: the first names the row */
    const char **names;  /* one per column; NULL without header. "" = none in the header */
    uint64_t data_start; /* offset of the first row that holds data */
} eos_csv_dialect;

/** One cell of a row under a dialect; text as in the file, or unquoted in `scratch`. */
typedef struct eos_csv_cursor {
    const char *at, *end;
    char delimiter;
    bool is_blank_run;
    bool is_row_end;  /* the cell that was taken is the last of its row */
    bool is_cut;      /* the end came inside the row: it may go on behind the sample */
    const char *text; /* of the cell, trimmed unless quoted */
    size_t length;
    bool is_quoted;
} eos_csv_cursor;

/**
 * Takes the next cell; false at the end. A quoted cell is copied to `scratch`, which has room for
 * the rest of the sample. Empty rows come as one empty cell.
 */
bool eos_csv_cursor_next(eos_csv_cursor *cursor, char *scratch);

/**
 * Decides from the first `length` bytes; `is_whole` when the file has no more. False when this is
 * no table: prose, or binary. `is_named` = the file's name says that it is one, which is believed
 * for a single column. Readable bytes behind the sample as for number.h.
 */
bool eos_csv_dialect_find(eos_csv_dialect *dialect, eos_arena *arena, const char *sample,
                          size_t length, bool is_whole, bool is_named);

#endif
