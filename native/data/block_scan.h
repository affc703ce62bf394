/* SPDX-License-Identifier: MIT */
/*
 * The inner loops of traits: facts about one block of rows x columns, in native byte order.
 *
 * A block is eos_block_rows(columns) rows, counted from row 0 of the data set: the same values fall
 * into the same block whoever reads them, and a block's numbers depend on its values alone. So any
 * number of threads may scan blocks as long as eos_scan_add_block is called in order of rows.
 *
 * One-byte types do not come here as blocks: 256 counters per column hold everything there is to
 * say about them (eos_scan_add_bytes).
 */
#ifndef EOS_DATA_BLOCK_SCAN_H
#define EOS_DATA_BLOCK_SCAN_H

#include "data/class_counter.h"
#include "data/traits.h"

#define EOS_BLOCK_VALUES 32768u /* values of a block; 256 KB of doubles stay in a level-2 cache */
#define EOS_BLOCK_LANES 16u     /* neighbouring values that are summed apart, for vector units */

/* What the passes over one block say of one column. */
typedef struct eos_block_column {
    uint64_t nan_count, infinite_count, finite_count;
    double minimum, maximum, sum, m2; /* of the finite values */
} eos_block_column;

/* A scan of one array: columns side by side (C order) or one at a time (Fortran order). */
typedef struct eos_scan {
    eos_arena *arena; /* borrowed */
    eos_array_type dtype;
    uint32_t column_count;     /* 1 = a single column, or a whole array */
    bool has_order;            /* order of each column is followed */
    eos_value_traits *columns; /* owned by the arena; classes are filled by eos_scan_finish */
    eos_class_counter *counters;
    uint64_t (*bytes)[256];  /* counts of one-byte types, per column; NULL otherwise */
    double *lanes;           /* work space: sum, minimum, maximum, mean, two moments per lane */
    eos_block_column *block; /* work space: one per column */
} eos_scan;

/** Rows of one block; a multiple that depends on nothing but the number of columns. */
size_t eos_block_rows(uint64_t columns);

void eos_scan_init(eos_scan *scan, eos_arena *arena, eos_array_type dtype, uint32_t columns,
                   bool has_order);
/** The next rows of all columns, side by side; at most one block. `values` is 16-byte aligned. */
void eos_scan_add_block(eos_scan *scan, const void *values, size_t rows);
/** The next rows of one column; at most eos_block_rows(column_count) of them. */
void eos_scan_add_column(eos_scan *scan, uint32_t column, const void *values, size_t rows);
/** Fills what is only known at the end: classes and everything of one-byte types. */
void eos_scan_finish(eos_scan *scan);

/* Rows as indicators. Feeding ends by itself at the first value that is neither 0 nor 1. */
typedef struct eos_row_scan {
    eos_row_traits facts;
    uint64_t columns;  /* values per row */
    uint64_t position; /* values of the open row seen so far */
    uint64_t ones;     /* ones among them */
} eos_row_scan;

void eos_row_scan_init(eos_row_scan *rows, uint64_t columns);
/** The next `count` values in C order. */
void eos_row_scan_add(eos_row_scan *rows, eos_array_type dtype, const void *values, size_t count);
/** Rows given as columns of `rows` values each, `column_count` of them one after the other. */
void eos_row_scan_add_columns(eos_row_scan *scan, eos_array_type dtype, const void *values,
                              size_t rows);
eos_row_traits eos_row_scan_finish(const eos_row_scan *rows);

#endif
