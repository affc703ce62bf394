/* SPDX-License-Identifier: MIT */
/*
 * The answers that rules give while a file is judged, before they become a judgement.
 *
 * Rules answer in the order in which they meet subjects, and may meet one place several times: a
 * builder that is called twice, a head with two learners. eos_answer_set_settle makes one answer per
 * place (violated wins over unknown, unknown over satisfied), counts equal subjects from the top of
 * the file, and fills what needs the whole: ordinals, fingerprints, columns in characters, order.
 */
#ifndef EOS_ENGINE_ANSWERS_H
#define EOS_ENGINE_ANSWERS_H

#include "engine/rule.h"

/* A finding in the making. The finding comes first, so that a rule's eos_finding * is one of these. */
typedef struct eos_draft {
    eos_finding finding;
    uint8_t highest_confidence; /* what the subject allows at most */
    bool is_with_defaults;      /* the message says it */
    bool is_elsewhere;          /* the subject stands in another file */
    eos_span model_place; /* of one elsewhere: where the model is made, if in the judged file */
    eos_span place;       /* of one elsewhere: in the judged file; line 0 = not reported */
    eos_span edit_span;   /* what a mechanical repair replaces; line 0 = none */
    const char *edit_text;
    bool is_edit_safe;
    EOS_VECTOR(eos_evidence) evidence;
    EOS_VECTOR(eos_related) related;
} eos_draft;

typedef struct eos_answer_draft {
    const eos_rule *rule;
    eos_subject subject;
    eos_span span;
    const char *reason; /* why unknown */
    eos_draft *draft;   /* of a violated answer; NULL otherwise */
    uint32_t order;     /* of answering; the last tie-break, so that sorting is deterministic */
    uint8_t answer;     /* eos_answer_kind */
} eos_answer_draft;

typedef struct eos_answer_set {
    EOS_VECTOR(eos_answer_draft) items;
} eos_answer_set;

/** Fills findings and answers of `judgement` from the set; texts live in the judgement's arena. */
void eos_answer_set_settle(eos_answer_set *set, eos_judgement *judgement, const eos_source *source,
                           const eos_config *config);

/* Places of lines in a text, for columns: CPython counts bytes from 0, users characters from 1. */
typedef struct eos_line_index {
    const char *text;
    size_t length;
    const uint32_t *starts; /* byte offset of each line */
    uint32_t count;
} eos_line_index;

/** Line ends are \n, \r\n and \r alone, as Python's parser reads them; a BOM belongs to no line. */
eos_line_index eos_line_index_make(eos_arena *arena, const char *text, size_t length);
/** Characters from 1 for a byte column from 0; beyond the line's end it is the end's column. */
uint32_t eos_line_index_column(const eos_line_index *index, uint32_t line, uint32_t byte_column);

#endif
