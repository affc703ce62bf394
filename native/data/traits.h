/* SPDX-License-Identifier: MIT */
/*
 * Traits: what a data set is, without keeping its values (design section 4). A reader fills them in
 * one pass; rules read them through eos_label_traits and the binding of data to models.
 *
 * Mergeable: traits(A + B) = merge(traits(A), traits(B)) for A and B stacked along the first axis.
 * Counts, minimum, maximum, classes, order and row facts are the same bytes for any split. Sums and
 * variance are added by fixed blocks of absolute rows, in order (block_scan.h), so they are the
 * same bytes however blocks are handed to threads, and equal to about 1e-13 of the values' size for
 * splits inside a block.
 *
 * All records live in an arena and are read-only once the reader has returned them.
 */
#ifndef EOS_DATA_TRAITS_H
#define EOS_DATA_TRAITS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include <stdbool.h>
#include <stdint.h>

/* columns of a 2-D array that are described one by one; wider arrays only as a whole (opinion) */
#define EOS_TRAITS_COLUMNS 256u

/* The element types that are read. Order: names and sizes in traits.c follow it. */
typedef enum eos_array_type {
    EOS_ARRAY_BOOL,
    EOS_ARRAY_INT8,
    EOS_ARRAY_UINT8,
    EOS_ARRAY_INT16,
    EOS_ARRAY_UINT16,
    EOS_ARRAY_INT32,
    EOS_ARRAY_UINT32,
    EOS_ARRAY_INT64,
    EOS_ARRAY_UINT64,
    EOS_ARRAY_FLOAT16,
    EOS_ARRAY_FLOAT32,
    EOS_ARRAY_FLOAT64
} eos_array_type;

typedef struct eos_class_count {
    int64_t value;
    uint64_t count;
} eos_class_count;

/* Facts about a bag of values: a column or a whole array. */
typedef struct eos_value_traits {
    uint64_t count; /* values, NaN and infinities included */
    uint64_t nan_count, infinite_count;
    double minimum, maximum; /* of the finite values, integers beyond 2^53 rounded; NaN = none */
    double sum, sum_low;     /* of the finite values: the sum is sum + sum_low (compensated) */
    double m2;               /* sum of squared distances from the mean */
    bool is_integer;         /* every finite value is whole, and there is one */
    bool is_ordered_known;   /* the four fields below are filled (one column, no NaN) */
    bool is_ascending, is_descending; /* in row order, equal neighbours allowed */
    double first, last;
    const eos_class_count
        *classes;          /* sorted by value; NULL = not integers, too many, or no value */
    uint32_t class_count;  /* entries of classes */
    bool has_more_classes; /* integers, but more than EOS_LIMIT_EXACT_CLASSES, or beyond 2^53 */
} eos_value_traits;

/* Rows of a 2-D array with two columns or more, read as indicators (one-hot, multi-hot). */
typedef struct eos_row_traits {
    bool is_known;  /* false: not 2-D, one column only, or too wide to follow */
    bool is_binary; /* every value is 0 or 1; the counts below hold only then */
    uint64_t rows_with_none, rows_with_one, rows_with_many; /* by number of ones */
} eos_row_traits;

/* What the cells of a table's column are. */
typedef enum eos_column_type {
    EOS_COLUMN_EMPTY,   /* no value at all */
    EOS_COLUMN_INTEGER, /* numbers without point or exponent */
    EOS_COLUMN_FLOAT,
    EOS_COLUMN_BOOLEAN, /* words for true and false */
    EOS_COLUMN_TEXT,
    EOS_COLUMN_MIXED /* numbers and texts */
} eos_column_type;

typedef struct eos_text_class {
    const char *text; /* the first 64 bytes of it */
    uint64_t count;
} eos_text_class;

/* What a column of a table has beside its numbers. */
typedef struct eos_table_column {
    const char *name;       /* "" = none */
    uint8_t type;           /* eos_column_type */
    uint64_t missing;       /* cells without a value; NaN is counted in the numbers' traits */
    uint64_t texts;         /* cells that are no numbers */
    int64_t distinct;       /* different values; -1 = not known */
    bool is_distinct_exact; /* counted; otherwise estimated within a few percent */
    const eos_text_class *classes; /* by text; NULL = none, or too many */
    uint32_t class_count;
    bool is_grouped; /* texts only: equal ones stand together, so the rows are not shuffled */
    bool is_index;   /* counts the rows, and is named so or not at all */
} eos_table_column;

/* A text table: how it is written, and its columns (as many as eos_traits has). */
typedef struct eos_table {
    char delimiter; /* ' ' = any number of blanks and tabs */
    bool has_header, is_header_certain;
    uint64_t short_rows, long_rows; /* rows with too few or too many cells */
    const eos_table_column *columns;
} eos_table;

typedef struct eos_traits {
    const char *format; /* "NPY", "CSV", "TSV" */
    const char *path;   /* as given to the reader */
    uint8_t dtype;      /* eos_array_type */
    bool is_big_endian, is_fortran;
    uint32_t rank;
    uint64_t shape[EOS_LIMIT_RANK];
    uint64_t rows; /* shape[0]; 1 for a scalar */
    uint64_t bytes_read;
    bool is_exact;                   /* every value was read; false = sampled */
    eos_value_traits all;            /* the whole array; order known only for one column */
    const eos_value_traits *columns; /* NULL = not described one by one */
    uint32_t column_count;
    eos_row_traits row_facts;
    const eos_table *table; /* NULL = an array */
    const char *member;     /* name within a zip; NULL = the whole file */
    /* several arrays or tables in one file: the fields above from `dtype` on are empty then */
    const struct eos_traits *const *members;
    uint32_t member_count;
} eos_traits;

const char *eos_column_type_name(eos_column_type type); /* "float" */
const char *eos_array_type_name(eos_array_type dtype);  /* numpy's name: "float32" */
size_t eos_array_type_size(eos_array_type dtype);       /* bytes of one value */

/* Empty facts, the neutral element of eos_value_traits_merge. */
eos_value_traits eos_value_traits_none(void);
uint64_t eos_value_traits_finite(
    const eos_value_traits *traits);                          /* count without NaN, infinities */
double eos_value_traits_mean(const eos_value_traits *traits); /* NaN = no finite value */
double eos_value_traits_variance(
    const eos_value_traits *traits); /* of the population; NaN = none */
bool eos_value_traits_is_constant(
    const eos_value_traits *traits); /* one value, no NaN or infinity */

/** Facts of `a` followed by `b`; classes of the result live in `arena`. */
eos_value_traits eos_value_traits_merge(eos_arena *arena, const eos_value_traits *a,
                                        const eos_value_traits *b);

/** Traits of the rows of `a` followed by the rows of `b`. EOS_ERR_USAGE when type or row shape
 *  differ (path of `b` in the error), EOS_ERR_UNSUPPORTED for text tables. *out lives in `arena` and keeps the path of `a`. */
EOS_MUST_CHECK eos_status eos_traits_merge(eos_arena *arena, const eos_traits *a,
                                           const eos_traits *b, eos_traits **out, eos_error *err);

/** The traits as JSON, a root or a member `key` of `parent`. Minimum and the like are null when
 *  there is no finite value. The caller owns a root (eos_json_free). */
eos_json *eos_traits_to_json(eos_json *parent, const char *key, const eos_traits *traits);

#endif
