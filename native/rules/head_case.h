/* SPDX-License-Identifier: MIT */
/*
 * One head under one loss with one kind of labels: the case that EOS101 to EOS103 judge.
 *
 * Head, loss and labels may each leave alternatives open. A rule's claim holds only when it holds for
 * every combination; eos_head_case_judge asks the tables for all of them.
 */
#ifndef EOS_RULES_HEAD_CASE_H
#define EOS_RULES_HEAD_CASE_H

#include "engine/rule.h"
#include "rules/loss_tables.h"

/** The head, at the place of its activation when that stands on its own. */
eos_about eos_about_head_activation(eos_check *check, const eos_model *model);

typedef struct eos_head_widths {
    bool is_known;
    uint32_t count;
    int64_t items[EOS_LIMIT_ALTERNATIVES];
} eos_head_widths;

/** Size of the axis that the classes lie on: softmax's own axis, else the features'. */
eos_head_widths eos_head_widths_find(const eos_model *model, const eos_learner *learner);
/** The only width; -1 when it is unknown or several are open. */
int64_t eos_head_width_only(const eos_head_widths *widths);

typedef struct eos_head_case {
    const eos_model *model;
    const eos_learner *learner;
    const eos_binding *binding; /* the labels' source; NULL = labels are not known */
    eos_label_column labels;
} eos_head_case;

typedef void (*eos_head_case_fn)(eos_check *check, const eos_head_case *item);
/** Calls `judge` for every learner of the model with every training's labels that are bound to it. */
void eos_head_case_each(eos_check *check, const eos_model *model, eos_head_case_fn judge);

typedef struct eos_head_answer {
    uint8_t answer;     /* eos_answer_kind */
    uint8_t verdict;    /* eos_verdict of a violation: the mildest of the combinations */
    const char *reason; /* why unknown; static text */
} eos_head_answer;

/** What the tables say to `rule` (101, 102) for all combinations together. */
eos_head_answer eos_head_case_judge(const eos_head_case *item, unsigned rule);

/** Labels as a column of the tables; `binding` NULL = not known. */
eos_label_column eos_label_column_find(const eos_binding *binding);

#endif
