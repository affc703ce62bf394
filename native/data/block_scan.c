/* SPDX-License-Identifier: MIT */
/*
 * Passes over one block: (1) sum, minimum, maximum; (2) moments around the mean; (3) only while a
 * column may hold labels, a count of its values; (4) only while a column is sorted, its order. A
 * block stays in the level-2 cache between the passes, and with two of them the variance does not
 * suffer from cancellation. A block whose sum is not finite is done value by value.
 *
 * Lanes: `width` is the smallest multiple of 16 and of the number of columns, so lane l always
 * holds column l % columns, and the same loop serves one column and 256.
 *
 *   values   | c0 c1 c2 c0 | c1 c2 c0 c1 | c2 c0 c1 c2 | c0 ...     columns = 3, width = 48
 *   lane       0  1  2  3    4  5  6  7    8 ...
 */
#include "data/block_scan.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)

/* the most lanes: 16 times an odd number of columns below 256 */
#define MAX_LANES (EOS_BLOCK_LANES * EOS_TRAITS_COLUMNS)

/* Wide vectors where the processor has them. Every version does the same operations in the same order
 * (avx2 without fma: nothing is contracted), so the bytes of the result do not depend on it. Not under a
 * sanitizer: the choice is made while the library is loaded, before its run time is up. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) &&       \
    !defined(__SANITIZE_ADDRESS__)
#define TARGET __attribute__((target_clones("avx2", "default")))
#else
#define TARGET
#endif

#define T int8_t
#define NAME(verb) JOIN(verb, i1)
#define IS_FLOAT 0
#define IS_UINT64 0
#define ONLY_ROWS
#include "data/block_kernels.inc"
#define T uint8_t
#define NAME(verb) JOIN(verb, u1)
#define IS_FLOAT 0
#define IS_UINT64 0
#include "data/block_kernels.inc"
#undef ONLY_ROWS
#define T int16_t
#define NAME(verb) JOIN(verb, i2)
#define IS_FLOAT 0
#define IS_UINT64 0
#include "data/block_kernels.inc"
#define T uint16_t
#define NAME(verb) JOIN(verb, u2)
#define IS_FLOAT 0
#define IS_UINT64 0
#include "data/block_kernels.inc"
#define T int32_t
#define NAME(verb) JOIN(verb, i4)
#define IS_FLOAT 0
#define IS_UINT64 0
#include "data/block_kernels.inc"
#define T uint32_t
#define NAME(verb) JOIN(verb, u4)
#define IS_FLOAT 0
#define IS_UINT64 0
#include "data/block_kernels.inc"
#define T int64_t
#define NAME(verb) JOIN(verb, i8)
#define IS_FLOAT 0
#define IS_UINT64 0
#include "data/block_kernels.inc"
#define T uint64_t
#define NAME(verb) JOIN(verb, u8)
#define IS_FLOAT 0
#define IS_UINT64 1
#include "data/block_kernels.inc"
#define T float
#define NAME(verb) JOIN(verb, f4)
#define IS_FLOAT 1
#define IS_UINT64 0
#include "data/block_kernels.inc"
#define T double
#define NAME(verb) JOIN(verb, f8)
#define IS_FLOAT 1
#define IS_UINT64 0
#include "data/block_kernels.inc"

typedef struct kernel {
    size_t size; /* bytes of a value as it stands in the block */
    void (*sum)(const void *, size_t, size_t, double *, double *, double *);
    void (*moment)(const void *, size_t, size_t, const double *, double *, double *);
    void (*slow)(const void *, size_t, size_t, eos_block_column *);
    bool (*count)(const void *, size_t, size_t, eos_class_counter *);
    void (*order)(const void *, size_t, size_t, eos_value_traits *);
    void (*rows)(const void *, size_t, eos_row_scan *);
    void (*row_columns)(const void *, size_t, eos_row_scan *);
} kernel;

#define FULL(n)                                                                                    \
    {                                                                                              \
        sizeof(n##_t), sum_##n, moment_##n, slow_##n, count_##n, order_##n, rows_##n,              \
            row_columns_##n                                                                        \
    }
#define BYTE(n)                                                                                    \
    {                                                                                              \
        1, NULL, NULL, NULL, NULL, order_##n, rows_##n, row_columns_##n                            \
    }

typedef int16_t i2_t;
typedef uint16_t u2_t;
typedef int32_t i4_t;
typedef uint32_t u4_t;
typedef int64_t i8_t;
typedef uint64_t u8_t;
typedef float f4_t;
typedef double f8_t;

/* float16 is widened to float32 by the reader */
static const kernel kernels[] = {
    [EOS_ARRAY_BOOL] = BYTE(u1),    [EOS_ARRAY_INT8] = BYTE(i1),    [EOS_ARRAY_UINT8] = BYTE(u1),
    [EOS_ARRAY_INT16] = FULL(i2),   [EOS_ARRAY_UINT16] = FULL(u2),  [EOS_ARRAY_INT32] = FULL(i4),
    [EOS_ARRAY_UINT32] = FULL(u4),  [EOS_ARRAY_INT64] = FULL(i8),   [EOS_ARRAY_UINT64] = FULL(u8),
    [EOS_ARRAY_FLOAT16] = FULL(f4), [EOS_ARRAY_FLOAT32] = FULL(f4), [EOS_ARRAY_FLOAT64] = FULL(f8),
};

size_t eos_block_rows(uint64_t columns)
{
    size_t rows = columns ? (size_t)(EOS_BLOCK_VALUES / columns) : EOS_BLOCK_VALUES;
    return rows ? rows : 1;
}

void eos_scan_init(eos_scan *scan, eos_arena *arena, eos_array_type dtype, uint32_t columns,
                   bool has_order)
{
    assert(columns >= 1 && columns <= EOS_TRAITS_COLUMNS);
    *scan =
        (eos_scan){.arena = arena, .dtype = dtype, .column_count = columns, .has_order = has_order};
    scan->columns = EOS_NEW_ARRAY(arena, eos_value_traits, columns);
    scan->counters = EOS_NEW_ARRAY(arena, eos_class_counter, columns);
    for (uint32_t c = 0; c < columns; c++) {
        scan->columns[c] = eos_value_traits_none();
        scan->columns[c].is_integer = true;
        eos_class_counter_init(&scan->counters[c], arena);
    }
    if (eos_array_type_size(dtype) == 1)
        scan->bytes = eos_arena_array(arena, columns, sizeof *scan->bytes);
    else
        scan->lanes = EOS_NEW_ARRAY(arena, double, (size_t)6 * MAX_LANES);
    scan->block = EOS_NEW_ARRAY(arena, eos_block_column, columns);
}

/* Smallest multiple of `columns` and 16 (a power of two). */
static size_t lane_width(size_t columns)
{
    size_t width = columns;
    while (width % EOS_BLOCK_LANES)
        width *= 2;
    return width;
}

/* Passes 1 and 2 by lanes; false when a NaN or an infinity came by (or the sum overflowed). */
static bool scan_lanes(eos_scan *scan, const kernel *k, const void *values, size_t rows,
                       size_t columns, eos_block_column *block)
{
    size_t width = lane_width(columns), total = rows * columns;
    double *sum = scan->lanes, *low = sum + MAX_LANES, *high = low + MAX_LANES;
    double *mean = high + MAX_LANES, *first = mean + MAX_LANES, *second = first + MAX_LANES;
    k->sum(values, total, width, sum, low, high);
    for (size_t c = 0; c < columns; c++)
        block[c] =
            (eos_block_column){.finite_count = rows, .minimum = INFINITY, .maximum = -INFINITY};
    for (size_t lane = 0, c = 0; lane < width; lane++, c = c + 1 == columns ? 0 : c + 1) {
        block[c].sum += sum[lane];
        block[c].minimum = low[lane] < block[c].minimum ? low[lane] : block[c].minimum;
        block[c].maximum = high[lane] > block[c].maximum ? high[lane] : block[c].maximum;
    }
    for (size_t c = 0; c < columns; c++)
        if (!isfinite(block[c].sum))
            return false;
    for (size_t lane = 0, c = 0; lane < width; lane++, c = c + 1 == columns ? 0 : c + 1)
        mean[lane] = block[c].sum / (double)rows;
    k->moment(values, total, width, mean, first, second);
    double *rest = sum; /* pass 1 is done with its lanes: the first moments of each column */
    memset(rest, 0, columns * sizeof *rest);
    for (size_t lane = 0, c = 0; lane < width; lane++, c = c + 1 == columns ? 0 : c + 1) {
        rest[c] += first[lane];
        block[c].m2 += second[lane];
    }
    for (size_t c = 0; c < columns; c++)
        block[c].m2 -= rest[c] * rest[c] / (double)rows;
    return true;
}

/* Joins a block's numbers to its column: count last, because order reads it. */
static void join_block(eos_scan *scan, uint32_t column, const eos_block_column *block)
{
    eos_value_traits *sum = &scan->columns[column];
    eos_value_traits part = eos_value_traits_none();
    part.count = block->finite_count + block->nan_count + block->infinite_count;
    part.nan_count = block->nan_count;
    part.infinite_count = block->infinite_count;
    if (block->finite_count) {
        part.minimum = block->minimum + 0.0; /* -0.0 becomes 0.0 */
        part.maximum = block->maximum + 0.0;
        part.sum = block->sum;
        part.m2 = block->m2 > 0 ? block->m2 : (isnan(block->m2) ? block->m2 : 0);
    }
    /* what this file follows by itself: wholeness, order, classes */
    eos_value_traits kept = *sum;
    *sum = eos_value_traits_merge(scan->arena, sum, &part);
    sum->is_integer = kept.is_integer;
    sum->is_ascending = kept.is_ascending;
    sum->is_descending = kept.is_descending;
    sum->first = kept.first;
    sum->last = kept.last;
}

static void add_bytes(eos_scan *scan, uint32_t column, const uint8_t *values, size_t rows,
                      size_t stride)
{
    if (stride > 1) {
        uint64_t *counts = scan->bytes[column];
        for (size_t r = 0; r < rows; r++)
            counts[values[r * stride]]++;
        return;
    }
    /* four tables: equal neighbours would wait for each other's store */
    uint32_t part[4][256] = {{0}};
    size_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        part[0][values[r]]++;
        part[1][values[r + 1]]++;
        part[2][values[r + 2]]++;
        part[3][values[r + 3]]++;
    }
    for (; r < rows; r++)
        part[0][values[r]]++;
    for (size_t v = 0; v < 256; v++)
        scan->bytes[column][v] += (uint64_t)part[0][v] + part[1][v] + part[2][v] + part[3][v];
}

/* `columns` columns from `first` on, side by side in `values`. */
static void add_values(eos_scan *scan, uint32_t first, uint32_t columns, const void *values,
                       size_t rows)
{
    const kernel *k = &kernels[scan->dtype];
    const char *start = values;
    if (rows == 0)
        return;
    for (uint32_t c = 0; scan->has_order && c < columns; c++)
        k->order(start + c * k->size, rows, columns, &scan->columns[first + c]);
    if (scan->bytes) {
        for (uint32_t c = 0; c < columns; c++) {
            add_bytes(scan, first + c, (const uint8_t *)values + c, rows, columns);
            scan->columns[first + c].count += rows;
        }
        return;
    }
    if (!scan_lanes(scan, k, values, rows, columns, scan->block))
        for (uint32_t c = 0; c < columns; c++)
            k->slow(start + c * k->size, rows, columns, &scan->block[c]);
    for (uint32_t c = 0; c < columns; c++) {
        eos_value_traits *column = &scan->columns[first + c];
        if (column->is_integer)
            column->is_integer =
                k->count(start + c * k->size, rows, columns, &scan->counters[first + c]);
        join_block(scan, first + c, &scan->block[c]);
    }
}

void eos_scan_add_block(eos_scan *scan, const void *values, size_t rows)
{
    assert(rows <= eos_block_rows(scan->column_count));
    add_values(scan, 0, scan->column_count, values, rows);
}

void eos_scan_add_column(eos_scan *scan, uint32_t column, const void *values, size_t rows)
{
    assert(column < scan->column_count && rows <= eos_block_rows(scan->column_count));
    add_values(scan, column, 1, values, rows);
}

/* All facts of a one-byte column from its counters; sums are exact integers. */
static void finish_bytes(eos_scan *scan, uint32_t column)
{
    eos_value_traits *traits = &scan->columns[column];
    const uint64_t *counts = scan->bytes[column];
    int64_t sum = 0;
    for (int v = 0; v < 256; v++) {
        if (!counts[v])
            continue;
        int value = scan->dtype == EOS_ARRAY_INT8 && v > 127 ? v - 256 : v;
        traits->minimum =
            isnan(traits->minimum) || value < traits->minimum ? value : traits->minimum;
        traits->maximum =
            isnan(traits->maximum) || value > traits->maximum ? value : traits->maximum;
        sum += value * (int64_t)counts[v];
        eos_class_counter_add(&scan->counters[column], value, counts[v]);
    }
    traits->sum = (double)sum;
    traits->sum_low = (double)(sum - (int64_t)traits->sum);
    double mean = eos_value_traits_mean(traits);
    for (int v = 0; v < 256; v++) {
        int value = scan->dtype == EOS_ARRAY_INT8 && v > 127 ? v - 256 : v;
        traits->m2 += counts[v] ? (double)counts[v] * (value - mean) * (value - mean) : 0;
    }
}

void eos_scan_finish(eos_scan *scan)
{
    for (uint32_t c = 0; c < scan->column_count; c++) {
        eos_value_traits *traits = &scan->columns[c];
        if (scan->bytes)
            finish_bytes(scan, c);
        traits->is_integer = traits->is_integer && eos_value_traits_finite(traits) > 0;
        if (traits->is_integer)
            eos_class_counter_finish(&scan->counters[c], traits);
        traits->is_ordered_known = scan->has_order && traits->count > 0;
        if (!traits->is_ordered_known) {
            traits->is_ascending = traits->is_descending = false;
            traits->first = traits->last = NAN;
        }
    }
}

void eos_row_scan_init(eos_row_scan *rows, uint64_t columns)
{
    *rows = (eos_row_scan){.columns = columns, .facts = {.is_known = true, .is_binary = true}};
}

void eos_row_scan_add(eos_row_scan *rows, eos_array_type dtype, const void *values, size_t count)
{
    if (rows->facts.is_binary)
        kernels[dtype].rows(values, count, rows);
}

void eos_row_scan_add_columns(eos_row_scan *scan, eos_array_type dtype, const void *values,
                              size_t rows)
{
    if (scan->facts.is_binary)
        kernels[dtype].row_columns(values, rows, scan);
}

eos_row_traits eos_row_scan_finish(const eos_row_scan *rows)
{
    eos_row_traits facts = rows->facts;
    if (!facts.is_binary)
        facts.rows_with_none = facts.rows_with_one = facts.rows_with_many = 0;
    return facts;
}
