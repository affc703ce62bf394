/* SPDX-License-Identifier: MIT */
/*
 * Traits read as labels: what a rule about heads and losses asks of a data set. The record says
 * what the array is if it is the labels; whether it is them, the program or the configuration said.
 */
#ifndef EOS_DATA_LABEL_TRAITS_H
#define EOS_DATA_LABEL_TRAITS_H

#include "data/traits.h"

typedef enum eos_label_kind {
    EOS_LABEL_UNKNOWN,
    EOS_LABEL_INTEGER,    /* one column of whole numbers: class ids, or counts of something */
    EOS_LABEL_ONE_HOT,    /* rows of 0 and 1 with exactly one 1 each */
    EOS_LABEL_MULTI_HOT,  /* rows of 0 and 1, some with no 1 or several */
    EOS_LABEL_CONTINUOUS, /* one column with fractions */
    EOS_LABEL_TEXT        /* one column of words: classes, not encoded yet */
} eos_label_kind;

typedef struct eos_label_traits {
    uint8_t encoding; /* eos_label_kind */
    uint64_t classes; /* INTEGER, TEXT: distinct values; ONE_HOT, MULTI_HOT: width; 0 = not known */
    bool has_more_classes;   /* INTEGER, TEXT: too many to count; `classes` is 0 */
    double minimum, maximum; /* of the finite values; NaN = none */
    uint64_t rows;
    uint64_t nan_count;
    uint64_t missing;               /* cells of a table's column without a value */
    bool is_float;                  /* stored as floats, whole or not */
    bool is_sorted;                 /* one column, ascending or descending */
    bool is_exact;                  /* every value was read */
    const char *path;               /* of the data file */
    const char *target;             /* as configured; NULL = none */
    const eos_value_traits *values; /* the label column, or the whole array */
    const char *reason;             /* why UNKNOWN; NULL otherwise */
} eos_label_traits;

/**
 * The labels that `target` names in `traits`. Without target: an array (n,) or (n, 1) is the
 * labels, a matrix of 0 and 1 is one indicator per column; of any other matrix a column must be
 * named, by its number (from 0; negative from the end). A table's column may be named by its header
 * too, which goes before the number; an array of an NPZ file by its name; its last column is not guessed to be the target. EOS_ERR_USAGE:
 * a name that is not there, or a number outside. *out lives in `arena` and borrows from `traits`.
 */
EOS_MUST_CHECK eos_status eos_label_traits_find(eos_arena *arena, const eos_traits *traits,
                                                const char *target, eos_label_traits **out,
                                                eos_error *err);

const char *eos_label_kind_name(eos_label_kind encoding); /* "one-hot" */

eos_json *eos_label_traits_to_json(eos_json *parent, const char *key,
                                   const eos_label_traits *labels);

#endif
