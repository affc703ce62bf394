/* SPDX-License-Identifier: MIT */
/*
 * Head x loss x labels: what fits what, as a table of cells. EOS101 and EOS102 read it now, the other
 * rules about heads and losses (EOS103 to EOS108) own the cells that bear their number.
 *
 * A cell answers one combination for each kind of labels. The source of every cell is the catalogue's
 * two decision tables; a unit test holds each cell (tests/unit/test_rules.c).
 */
#ifndef EOS_RULES_LOSS_TABLES_H
#define EOS_RULES_LOSS_TABLES_H

#include "flow/api.h"
#include <stdbool.h>
#include <stdint.h>

/* What reaches the loss: the last activation and the width K of the head. ORDER: cells in loss_tables.c */
typedef enum eos_head_column {
    EOS_HEAD_SIGMOID_ONE,  /* sigmoid, K = 1 */
    EOS_HEAD_SIGMOID_MANY, /* sigmoid, K > 1 */
    EOS_HEAD_SOFTMAX_ONE,
    EOS_HEAD_SOFTMAX_TWO,
    EOS_HEAD_SOFTMAX_MANY,
    EOS_HEAD_NONE_ONE, /* linear */
    EOS_HEAD_NONE_MANY,
    EOS_HEAD_RELU, /* relu and its like, softplus, exponential */
    EOS_HEAD_TANH, /* tanh, softsign */
    EOS_HEAD_LOG_SOFTMAX,
    EOS_HEAD_COLUMNS
} eos_head_column;

/* What is known of the labels. ORDER: letters of a cell in loss_tables.c */
typedef enum eos_label_column {
    EOS_LABEL_COLUMN_UNKNOWN,
    EOS_LABEL_COLUMN_BINARY,     /* one integer column within {0, 1} */
    EOS_LABEL_COLUMN_IDS,        /* one integer column, range not known */
    EOS_LABEL_COLUMN_MANY_IDS,   /* one integer column that leaves {0, 1} */
    EOS_LABEL_COLUMN_EXCLUSIVE,  /* one-hot by construction */
    EOS_LABEL_COLUMN_MULTI,      /* rows of independent 0 and 1 */
    EOS_LABEL_COLUMN_FRACTION,   /* continuous within [0, 1] */
    EOS_LABEL_COLUMN_BEYOND,     /* continuous, leaves [0, 1] */
    EOS_LABEL_COLUMN_CONTINUOUS, /* continuous, range not known */
    EOS_LABEL_COLUMNS
} eos_label_column;

/* the letters of the tables */
typedef enum eos_verdict {
    EOS_VERDICT_SILENT = '?',
    EOS_VERDICT_RIGHT = 'R',
    EOS_VERDICT_INFO = 'I',
    EOS_VERDICT_WARNING = 'W',
    EOS_VERDICT_ERROR = 'E'
} eos_verdict;

typedef struct eos_loss_cell {
    uint8_t verdict; /* eos_verdict */
    uint8_t owner;   /* the rule that speaks for it: 101, 102, ...; 0 = none */
} eos_loss_cell;

/**
 * The cell for one combination. `from_logits`: of Keras' cross-entropies, that the loss expects scores;
 * of PyTorch's PoissonNLLLoss, log_input. A loss without a row is silent for every head.
 */
eos_loss_cell eos_loss_table_find(eos_loss_kind loss, bool from_logits, eos_head_column head,
                                  eos_label_column labels);
/** True for losses whose verdict needs `from_logits` to be known. */
bool eos_loss_table_needs_logits(eos_loss_kind loss);

/* groups that rules ask for */
bool eos_loss_is_exclusive(
    eos_loss_kind loss);                     /* one class per row: categorical, sparse, CE, NLL */
bool eos_loss_is_sparse(eos_loss_kind loss); /* takes class ids */
bool eos_loss_is_binary(eos_loss_kind loss); /* BCE in either framework */
bool eos_loss_is_regression(eos_loss_kind loss); /* squared, absolute, Huber ... */

/**
 * Column of an activation with width `units` (0 = not known); false when the table has none (unknown,
 * custom, log-sigmoid) or needs the width to tell.
 */
bool eos_head_column_find(eos_activation_kind activation, int64_t units, eos_head_column *out);

#endif
