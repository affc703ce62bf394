/* SPDX-License-Identifier: MIT */
/*
 * The decision tables. A row is a loss, a cell a head; nine letters for nine kinds of labels, in the
 * order of eos_label_column:
 *
 *     ? unknown  B binary column  X ids  I ids beyond {0,1}  O one-hot  M multi-hot
 *     F in [0,1]  C beyond [0,1]  N continuous
 *
 * first the verdicts (R right, E error, W warning, I info, ? silent), then the rule that owns each
 * letter by its last digit (1 = EOS101 ... 8 = EOS108, - = nobody). A rule that does not own a letter
 * takes the combination as right: one cause, one finding.
 *
 * What the libraries do, where it decides a cell: Keras clips and renormalises probabilities, so a
 * linear or relu head under a probability loss trains on a clipped constant instead of failing; one
 * sigmoid or softmax unit under a categorical loss is renormalised to 1. PyTorch's cross_entropy applies
 * log_softmax itself, nll_loss applies nothing, BCELoss refuses values outside [0,1] at run time.
 *
 * Questionable: categorical losses on one unit belong to EOS102 whatever the activation, since one unit
 * is the cause. The columns without a width (relu, tanh, log_softmax) cannot say so: who knows that the
 * head has one unit asks eos_loss_is_exclusive first (head_case.c does).
 */
#include "rules/loss_tables.h"

#include <stddef.h>

typedef struct table_cell {
    const char *verdicts, *owners;
} table_cell;

typedef struct table_row {
    eos_loss_kind first, last; /* kinds that share the row */
    int8_t from_logits;        /* -1 = no matter */
    table_cell cells[EOS_HEAD_COLUMNS];
} table_row;

/* clang-format off */
/*                            ?BXIOMFCN    ?BXIOMFCN */
#define ERROR_101            {"EEEEEEEEE", "111111111"}
#define WARNING_101          {"WWWWWWWWW", "111111111"}
#define INFO_101             {"IIIIIIIII", "111111111"}
#define ERROR_102            {"EEEEEEEEE", "222222222"}
#define RIGHT                {"RRRRRRRRR", "---------"}
#define SILENT               {"?????????", "111111111"}
/* one unit per yes-or-no question, fed with one column */
#define ONE_QUESTION         {"RR?E??RE?", "--33445-5"}
/* K questions: the labels decide whether they are independent */
#define MANY_QUESTIONS       {"?EEEWRRE?", "2222255-5"}
/* softmax under a binary loss: K >= 2 columns compared one by one */
#define SOFTMAX_AS_QUESTIONS {"WEEEWW???", "222226255"}
/* one class per row, labels as rows / as ids */
#define CLASS_ROWS           {"REEERWR??", "-444-6-54"}
#define CLASS_IDS            {"RR??EEEEE", "--3344444"}
/* a squared or absolute distance: any head, what matters is the target (EOS105) or the task (EOS108) */
#define DISTANCE             {"?WWWWWR?R", "5888885-5"}
#define DISTANCE_BOUNDED     {"?WWWWWR??", "588888-55"}
#define NO_LOG_SOFTMAX       SILENT
/* clang-format on */

static const table_row rows[] = {
    /* clang-format off */
    {EOS_LOSS_BINARY_CROSSENTROPY, EOS_LOSS_BINARY_CROSSENTROPY, 0,
     {ONE_QUESTION, MANY_QUESTIONS, ERROR_102, SOFTMAX_AS_QUESTIONS, SOFTMAX_AS_QUESTIONS,
      ERROR_101, ERROR_101, ERROR_101, ERROR_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_BINARY_CROSSENTROPY, EOS_LOSS_BINARY_CROSSENTROPY, 1,
     {ERROR_101, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ONE_QUESTION, MANY_QUESTIONS, WARNING_101, WARNING_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, EOS_LOSS_CATEGORICAL_CROSSENTROPY, 0,
     {ERROR_102, ERROR_101, ERROR_102, CLASS_ROWS, CLASS_ROWS,
      ERROR_102, ERROR_101, ERROR_101, ERROR_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, EOS_LOSS_CATEGORICAL_CROSSENTROPY, 1,
     {ERROR_102, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ERROR_102, CLASS_ROWS, WARNING_101, WARNING_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 0,
     {ERROR_102, ERROR_101, ERROR_102, CLASS_IDS, CLASS_IDS,
      ERROR_102, ERROR_101, ERROR_101, ERROR_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 1,
     {ERROR_102, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ERROR_102, CLASS_IDS, WARNING_101, WARNING_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_KL_DIVERGENCE, EOS_LOSS_KL_DIVERGENCE, -1,
     {ERROR_101, {"????W????", "144415555"}, ERROR_102, {"R???RWR??", "-444-6-55"},
      {"R???RWR??", "-444-6-55"}, ERROR_101, ERROR_101, WARNING_101, ERROR_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_POISSON, EOS_LOSS_POISSON, -1,
     {{"?R?WRRRW?", "1-11---11"}, WARNING_101, ERROR_102, WARNING_101, WARNING_101,
      WARNING_101, WARNING_101, RIGHT, ERROR_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_HINGE, EOS_LOSS_SQUARED_HINGE, -1,
     {WARNING_101, WARNING_101, ERROR_102, WARNING_101, WARNING_101,
      RIGHT, RIGHT, WARNING_101, RIGHT, NO_LOG_SOFTMAX}},
    {EOS_LOSS_CATEGORICAL_HINGE, EOS_LOSS_CATEGORICAL_HINGE, -1,
     {ERROR_102, INFO_101, ERROR_102, INFO_101, INFO_101,
      RIGHT, RIGHT, INFO_101, INFO_101, NO_LOG_SOFTMAX}},
    {EOS_LOSS_MSE, EOS_LOSS_MSLE, -1,
     {DISTANCE_BOUNDED, DISTANCE_BOUNDED, ERROR_102, DISTANCE_BOUNDED, DISTANCE_BOUNDED,
      DISTANCE, DISTANCE, DISTANCE_BOUNDED, DISTANCE_BOUNDED, NO_LOG_SOFTMAX}},
    {EOS_LOSS_COSINE, EOS_LOSS_COSINE, -1,
     {SILENT, SILENT, ERROR_102, SILENT, SILENT, RIGHT, RIGHT, SILENT, SILENT, NO_LOG_SOFTMAX}},

    {EOS_LOSS_TORCH_CROSS_ENTROPY, EOS_LOSS_TORCH_CROSS_ENTROPY, -1,
     {ERROR_102, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ERROR_102, {"RR??????R", "--334444-"}, WARNING_101, WARNING_101, INFO_101}},
    {EOS_LOSS_TORCH_NLL, EOS_LOSS_TORCH_NLL, -1,
     {ERROR_102, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ERROR_102, ERROR_101, ERROR_101, ERROR_101, {"RR??EEEEE", "--3344444"}}},
    {EOS_LOSS_TORCH_BCE, EOS_LOSS_TORCH_BCE, -1,
     {ONE_QUESTION, MANY_QUESTIONS, ERROR_102, SOFTMAX_AS_QUESTIONS, SOFTMAX_AS_QUESTIONS,
      ERROR_101, ERROR_101, ERROR_101, ERROR_101, ERROR_101}},
    {EOS_LOSS_TORCH_BCE_LOGITS, EOS_LOSS_TORCH_BCE_LOGITS, -1,
     {ERROR_101, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ONE_QUESTION, MANY_QUESTIONS, WARNING_101, WARNING_101, ERROR_101}},
    {EOS_LOSS_TORCH_MULTILABEL, EOS_LOSS_TORCH_MULTILABEL, -1,
     {WARNING_101, WARNING_101, ERROR_102, WARNING_101, WARNING_101,
      RIGHT, RIGHT, SILENT, SILENT, WARNING_101}},
    {EOS_LOSS_TORCH_KL, EOS_LOSS_TORCH_KL, -1,
     {ERROR_101, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ERROR_101, ERROR_101, ERROR_101, ERROR_101, RIGHT}},
    {EOS_LOSS_TORCH_POISSON, EOS_LOSS_TORCH_POISSON, 1,
     {WARNING_101, WARNING_101, ERROR_102, WARNING_101, WARNING_101,
      RIGHT, RIGHT, WARNING_101, WARNING_101, WARNING_101}},
    {EOS_LOSS_TORCH_POISSON, EOS_LOSS_TORCH_POISSON, 0,
     {SILENT, SILENT, ERROR_102, SILENT, SILENT,
      ERROR_101, ERROR_101, RIGHT, SILENT, SILENT}},
    {EOS_LOSS_TORCH_MSE, EOS_LOSS_TORCH_HUBER, -1,
     {DISTANCE_BOUNDED, DISTANCE_BOUNDED, ERROR_102, DISTANCE_BOUNDED, DISTANCE_BOUNDED,
      DISTANCE, DISTANCE, DISTANCE_BOUNDED, DISTANCE_BOUNDED, SILENT}},
    {EOS_LOSS_TORCH_CTC, EOS_LOSS_TORCH_CTC, -1,
     {ERROR_101, ERROR_101, ERROR_102, ERROR_101, ERROR_101,
      ERROR_101, ERROR_101, ERROR_101, ERROR_101, RIGHT}},
    /* clang-format on */
};

static const table_row *find_row(eos_loss_kind loss, bool from_logits)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (loss >= rows[i].first && loss <= rows[i].last &&
            (rows[i].from_logits < 0 || rows[i].from_logits == (int8_t)from_logits))
            return &rows[i];
    return NULL;
}

eos_loss_cell eos_loss_table_find(eos_loss_kind loss, bool from_logits, eos_head_column head,
                                  eos_label_column labels)
{
    const table_row *row = find_row(loss, from_logits);
    if (head >= EOS_HEAD_COLUMNS || labels >= EOS_LABEL_COLUMNS)
        return (eos_loss_cell){.verdict = EOS_VERDICT_SILENT};
    if (!row && head == EOS_HEAD_SOFTMAX_ONE) /* always 1, whatever the loss */
        return (eos_loss_cell){.verdict = EOS_VERDICT_ERROR, .owner = 102};
    if (!row)
        return (eos_loss_cell){.verdict = EOS_VERDICT_SILENT, .owner = 101};
    const table_cell *cell = &row->cells[head];
    char owner = cell->owners[labels];
    return (eos_loss_cell){.verdict = (uint8_t)cell->verdicts[labels],
                           .owner = owner == '-' ? 0 : (uint8_t)(100 + (owner - '0'))};
}

bool eos_loss_table_needs_logits(eos_loss_kind loss)
{
    return loss == EOS_LOSS_BINARY_CROSSENTROPY || loss == EOS_LOSS_CATEGORICAL_CROSSENTROPY ||
           loss == EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY || loss == EOS_LOSS_TORCH_POISSON;
}

bool eos_loss_is_sparse(eos_loss_kind loss)
{
    return loss == EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY ||
           loss == EOS_LOSS_TORCH_CROSS_ENTROPY || loss == EOS_LOSS_TORCH_NLL;
}

bool eos_loss_is_exclusive(eos_loss_kind loss)
{
    return eos_loss_is_sparse(loss) || loss == EOS_LOSS_CATEGORICAL_CROSSENTROPY;
}

bool eos_loss_is_binary(eos_loss_kind loss)
{
    return loss == EOS_LOSS_BINARY_CROSSENTROPY || loss == EOS_LOSS_TORCH_BCE ||
           loss == EOS_LOSS_TORCH_BCE_LOGITS;
}

bool eos_loss_is_regression(eos_loss_kind loss)
{
    return (loss >= EOS_LOSS_MSE && loss <= EOS_LOSS_MSLE) ||
           (loss >= EOS_LOSS_TORCH_MSE && loss <= EOS_LOSS_TORCH_HUBER);
}

bool eos_head_column_find(eos_activation_kind activation, int64_t units, eos_head_column *out)
{
    switch (activation) {
    case EOS_ACT_SIGMOID:
    case EOS_ACT_HARD_SIGMOID:
        *out = units == 1 ? EOS_HEAD_SIGMOID_ONE : EOS_HEAD_SIGMOID_MANY;
        return units > 0;
    case EOS_ACT_SOFTMAX:
        *out = units == 1   ? EOS_HEAD_SOFTMAX_ONE
               : units == 2 ? EOS_HEAD_SOFTMAX_TWO
                            : EOS_HEAD_SOFTMAX_MANY;
        return units > 0;
    case EOS_ACT_LINEAR:
        *out = units == 1 ? EOS_HEAD_NONE_ONE : EOS_HEAD_NONE_MANY;
        return units > 0;
    case EOS_ACT_RELU:
    case EOS_ACT_RELU_LIKE:
    case EOS_ACT_SOFTPLUS:
    case EOS_ACT_EXPONENTIAL:
        *out = EOS_HEAD_RELU;
        return true;
    case EOS_ACT_TANH:
    case EOS_ACT_SOFTSIGN:
        *out = EOS_HEAD_TANH;
        return true;
    case EOS_ACT_LOG_SOFTMAX:
        *out = EOS_HEAD_LOG_SOFTMAX;
        return true;
    case EOS_ACT_UNKNOWN:
    case EOS_ACT_LOG_SIGMOID:
    case EOS_ACT_OTHER:
        break;
    }
    return false;
}
