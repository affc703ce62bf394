/* SPDX-License-Identifier: MIT */
/*
 * From the answers of the rules to the lists of a judgement: see answers.h.
 *
 * Two passes of sorting instead of a table: first by place, to make one answer of several about the
 * same place; then by subject, to count equal subjects from the top of the file. The number of
 * answers is about rules times layers, so sorting costs nothing beside the interpreter.
 *
 * Questionable: a place is (code, role, span), not the subject. A builder called twice makes two
 * subjects at one line when the layers before it differ, and a user wants one line about it.
 */
#include "engine/answers.h"

#include <stdlib.h>
#include <string.h>

eos_line_index eos_line_index_make(eos_arena *arena, const char *text, size_t length)
{
    eos_line_index index = {.text = text, .length = length};
    EOS_VECTOR(uint32_t) starts = {0};
    size_t at = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    eos_vector_push(arena, &starts, (uint32_t)at);
    for (; at < length; at++) {
        bool is_end =
            text[at] == '\n' || (text[at] == '\r' && (at + 1 == length || text[at + 1] != '\n'));
        if (is_end)
            eos_vector_push(arena, &starts, (uint32_t)(at + 1));
    }
    index.starts = starts.items;
    index.count = starts.count;
    return index;
}

uint32_t eos_line_index_column(const eos_line_index *index, uint32_t line, uint32_t byte_column)
{
    if (line == 0 || line > index->count)
        return byte_column + 1;
    size_t at = index->starts[line - 1];
    size_t end = line < index->count ? index->starts[line] : index->length;
    if (end - at > byte_column)
        end = at + byte_column;
    uint32_t column = 1;
    for (; at < end && index->text[at] != '\n' && index->text[at] != '\r'; at++)
        column += ((unsigned char)index->text[at] & 0xC0) != 0x80; /* UTF-8: count first bytes */
    return column;
}

static int compare_numbers(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

static int compare_spans(eos_span left, eos_span right)
{
    int order = compare_numbers(left.line, right.line);
    if (!order)
        order = compare_numbers(left.column, right.column);
    if (!order)
        order = compare_numbers(left.end_line, right.end_line);
    return order ? order : compare_numbers(left.end_column, right.end_column);
}

static int compare_subjects(const eos_subject *left, const eos_subject *right)
{
    int order = strcmp(left->scope, right->scope);
    if (!order)
        order = strcmp(left->role, right->role);
    if (!order)
        order = strcmp(left->kind, right->kind);
    if (!order)
        order = strcmp(left->before, right->before);
    return order ? order : strcmp(left->after, right->after);
}

/* Same place: without a place (line 0) only the same subject. */
static int compare_keys(const eos_answer_draft *left, const eos_answer_draft *right)
{
    int order = strcmp(left->rule->code, right->rule->code);
    if (!order)
        order = compare_spans(left->span, right->span);
    if (!order)
        order = strcmp(left->subject.role, right->subject.role);
    if (!order && left->span.line == 0)
        order = compare_subjects(&left->subject, &right->subject);
    return order;
}

static uint8_t severity_of(const eos_answer_draft *item)
{
    return item->draft ? item->draft->finding.severity : 0;
}

/* by place, the answer that wins first */
static int compare_places(const void *left_item, const void *right_item)
{
    const eos_answer_draft *left = left_item, *right = right_item;
    int order = compare_keys(left, right);
    if (!order)
        order = compare_numbers(right->answer == EOS_VIOLATED, left->answer == EOS_VIOLATED);
    if (!order)
        order = compare_numbers(right->answer == EOS_UNKNOWN_ANSWER,
                                left->answer == EOS_UNKNOWN_ANSWER);
    if (!order)
        order = compare_numbers(severity_of(right), severity_of(left));
    return order ? order : compare_numbers(left->order, right->order);
}

static int compare_identities(const void *left_item, const void *right_item)
{
    const eos_answer_draft *left = left_item, *right = right_item;
    int order = strcmp(left->rule->code, right->rule->code);
    if (!order)
        order = compare_subjects(&left->subject, &right->subject);
    if (!order)
        order = compare_spans(left->span, right->span);
    return order ? order : compare_numbers(left->order, right->order);
}

static int compare_findings(const void *left_item, const void *right_item)
{
    const eos_finding *left = left_item, *right = right_item;
    int order = compare_numbers(left->line, right->line);
    if (!order)
        order = compare_numbers(left->column, right->column);
    if (!order)
        order = strcmp(left->code, right->code);
    return order ? order : strcmp(left->fingerprint, right->fingerprint);
}

static void keep_one_per_place(eos_answer_set *set)
{
    if (set->items.count == 0)
        return;
    qsort(set->items.items, set->items.count, sizeof *set->items.items, compare_places);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < set->items.count; i++)
        if (compare_keys(&set->items.items[kept - 1], &set->items.items[i]) != 0)
            set->items.items[kept++] = set->items.items[i];
    set->items.count = kept;
}

static void place_finding(eos_finding *finding, eos_span span, const eos_line_index *lines)
{
    finding->line = span.line ? span.line : 1;
    finding->column = span.line ? eos_line_index_column(lines, span.line, span.column) : 1;
    finding->end_line = span.end_line ? span.end_line : finding->line;
    finding->end_column = span.end_line
                              ? eos_line_index_column(lines, span.end_line, span.end_column)
                              : finding->column;
}

static const eos_edit *place_edit(eos_judgement *judgement, const eos_draft *draft,
                                  const eos_line_index *lines)
{
    eos_span span = draft->edit_span;
    eos_edit *edit = EOS_NEW(&judgement->arena, eos_edit);
    *edit = (eos_edit){.line = span.line,
                       .column = eos_line_index_column(lines, span.line, span.column),
                       .end_line = span.end_line,
                       .end_column = eos_line_index_column(lines, span.end_line, span.end_column),
                       .replacement = draft->edit_text,
                       .is_safe = draft->is_edit_safe};
    return edit;
}

static void finish_finding(eos_judgement *judgement, const eos_answer_draft *item,
                           const eos_line_index *lines, const eos_config *config)
{
    eos_draft *draft = item->draft;
    eos_finding finding = draft->finding;
    place_finding(&finding, item->span, lines);
    if (finding.confidence > draft->highest_confidence)
        finding.confidence = draft->highest_confidence;
    if (draft->is_with_defaults)
        finding.message =
            eos_arena_printf(&judgement->arena, "%s (with the defaults)", finding.message);
    if (draft->edit_span.line != 0)
        finding.edit = place_edit(judgement, draft, lines);
    finding.evidence = draft->evidence.items;
    finding.evidence_count = draft->evidence.count;
    finding.related = draft->related.items;
    finding.related_count = draft->related.count;
    finding.is_shown = (int)finding.severity >= (int)eos_config_min_severity(config);
    eos_vector_push(&judgement->arena, &judgement->findings, finding);
}

/* findings about other files go to their place in this one, or away */
static void place_foreign(eos_answer_set *set)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < set->items.count; i++) {
        eos_answer_draft item = set->items.items[i];
        if (item.draft && item.draft->is_elsewhere) {
            if (item.draft->place.line == 0)
                continue;
            item.span = item.draft->place;
        }
        set->items.items[kept++] = item;
    }
    set->items.count = kept;
}

void eos_answer_set_settle(eos_answer_set *set, eos_judgement *judgement, const eos_source *source,
                           const eos_config *config)
{
    place_foreign(set);
    keep_one_per_place(set);
    if (set->items.count == 0)
        return;
    eos_line_index lines = eos_line_index_make(&judgement->arena, source->text, source->length);
    eos_answer_draft *items = set->items.items;
    qsort(items, set->items.count, sizeof *items, compare_identities);
    uint32_t ordinal = 0;
    for (uint32_t i = 0; i < set->items.count; i++) {
        bool is_same = i > 0 && strcmp(items[i].rule->code, items[i - 1].rule->code) == 0 &&
                       compare_subjects(&items[i].subject, &items[i - 1].subject) == 0;
        ordinal = is_same ? ordinal + 1 : 0;
        eos_answer answer = {.code = items[i].rule->code,
                             .answer = items[i].answer,
                             .scope = items[i].subject.scope,
                             .reason =
                                 items[i].answer == EOS_UNKNOWN_ANSWER ? items[i].reason : NULL,
                             .line = items[i].span.line};
        eos_fingerprint(answer.code, &items[i].subject, ordinal, answer.fingerprint);
        eos_vector_push(&judgement->arena, &judgement->answers, answer);
        if (!items[i].draft)
            continue;
        eos_finding *finding = &items[i].draft->finding;
        finding->subject = items[i].subject;
        finding->ordinal = ordinal;
        memcpy(finding->fingerprint, answer.fingerprint, sizeof answer.fingerprint);
        finish_finding(judgement, &items[i], &lines, config);
    }
    if (judgement->findings.count)
        qsort(judgement->findings.items, judgement->findings.count,
              sizeof *judgement->findings.items, compare_findings);
}
