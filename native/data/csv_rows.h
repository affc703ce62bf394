/* SPDX-License-Identifier: MIT */
/*
 * Rows of a text table to facts about its columns, without keeping the rows.
 *
 * A table is cut into units: the rows that begin within one stretch of EOS_CSV_UNIT_BYTES, counted
 * from byte 0 of the unpacked file. What does not depend on the order of rows (counts, distinct
 * values) gathers in a worker, and any worker may take any unit. What does depend on it (sums,
 * order) is written per unit into parts, which are then merged in order. So the same bytes give the
 * same result for any number of workers.
 *
 * Why units of bytes and not of rows: where row n stands is not known without reading all before it,
 * where byte n stands is.
 *
 * All memory is malloc'ed: a worker belongs to one thread at a time.
 */
#ifndef EOS_DATA_CSV_ROWS_H
#define EOS_DATA_CSV_ROWS_H

#include "data/csv_dialect.h"
#include "data/tally.h"
#include "data/traits.h"

#define EOS_CSV_UNIT_BYTES ((size_t)256 << 10)

/* What a unit says of one column, in the order of its rows. */
typedef struct eos_csv_part {
    eos_value_traits values; /* finite numbers: count, extremes, sum, moment, order */
    uint64_t texts, text_changes;
    uint64_t first_text, last_text; /* hashes; only when texts > 0 */
} eos_csv_part;

/* What a worker has seen of one column, in any order. */
typedef struct eos_csv_column {
    uint64_t missing, nan_count, infinite_count, decimals, texts;
    bool has_fraction; /* a number that is not whole */
    bool is_unsorted;  /* neither ascending nor descending: order need not be looked at */
    bool has_large;    /* a whole number beyond 2^53: doubles cannot tell it from its neighbours */
    eos_tally tally;
} eos_csv_column;

typedef struct eos_csv_worker {
    eos_csv_dialect dialect; /* names not used */
    eos_csv_column *columns;
    double *values; /* a block: `block_rows` numbers of each column */
    uint32_t *fill;
    size_t block_rows;
    char *scratch; /* an unquoted cell */
    size_t scratch_size;
    uint64_t rows, short_rows, long_rows;
    bool is_out_of_memory;
} eos_csv_worker;

/** False when memory is out; release it in any case. */
bool eos_csv_worker_init(eos_csv_worker *worker, const eos_csv_dialect *dialect);
void eos_csv_worker_release(eos_csv_worker *worker);

void eos_csv_parts_clear(eos_csv_part *parts, uint32_t columns);

/**
 * Reads the whole rows in `length` bytes at `text` and writes `parts`, one per column, cleared
 * before. EOS_CSV_MARK_BYTES behind the text are readable and zero. Memory running out is noted in
 * the worker.
 */
void eos_csv_worker_read(eos_csv_worker *worker, const char *text, size_t length,
                         eos_csv_part *parts);

/** Adds the parts of the next unit to those of all before it. */
void eos_csv_parts_merge(eos_csv_part *into, const eos_csv_part *next, uint32_t columns);

/** Adds what another worker has seen. */
void eos_csv_worker_merge(eos_csv_worker *into, const eos_csv_worker *other);

#endif
