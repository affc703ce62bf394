/* SPDX-License-Identifier: MIT */
/*
 * pylint's comments: `# pylint: disable=...`, `enable=`, `disable-next=`, `skip-file`, `disable=all`.
 *
 * Where a comment holds, as pylint documents it:
 *   behind code            its line; behind `def` or `class`: that block
 *   on a line of its own   from there to the end of the block it stands in, or of the module
 *   disable-next           the next line
 * A later comment overrules an earlier one, one for a single line overrules one for a block.
 *
 * A message is named by its code (E6101: letter by severity, any is taken; the digits are ours after
 * the 6), by the rule's name, by `eoslint` (all ours) or by `all`.
 *
 * Questionable: blocks are told by indentation and not by the tree, which is not at hand here. The two
 * differ for comments at the very end of a block, where pylint's own reading surprises.
 */
#include "engine/suppress_internal.h"

#include <string.h>

typedef struct text_range {
    const char *start, *end;
} text_range;

typedef struct pylint_pragma {
    text_range messages; /* what stands behind the = */
    text_range reason;   /* what follows ; or # */
    uint32_t line;       /* of the comment */
    uint32_t first, last;
    bool is_enabling;
    bool is_one_line;
} pylint_pragma;

typedef EOS_VECTOR(pylint_pragma) pragma_list;

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static text_range skip_spaces(text_range range)
{
    while (range.start < range.end && is_space(*range.start))
        range.start++;
    return range;
}

static text_range take_word(text_range *range)
{
    *range = skip_spaces(*range);
    text_range word = {range->start, range->start};
    while (word.end < range->end && is_word_char(*word.end))
        word.end++;
    range->start = word.end;
    return word;
}

static bool is_word(text_range word, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(word.end - word.start) == length && memcmp(word.start, text, length) == 0;
}

/* What stands behind "pylint:" in a comment; false when it does not occur. */
static bool find_pragma(text_range comment, text_range *out, text_range *reason)
{
    static const char mark[] = "pylint:";
    const size_t size = sizeof mark - 1;
    for (const char *at = comment.start; (size_t)(comment.end - at) >= size; at++) {
        if (memcmp(at, mark, size) != 0 || (at > comment.start && is_word_char(at[-1])))
            continue;
        const char *end = at + size;
        while (end < comment.end && *end != ';' && *end != '#')
            end++;
        *out = (text_range){at + size, end};
        *reason = (text_range){end, comment.end};
        return true;
    }
    return false;
}

/* The block around line `number` ends before the first later line of code that is indented less. */
static uint32_t find_block_end(const eos_source_lines *lines, uint32_t number, uint32_t indent)
{
    for (uint32_t next = number + 1; next <= lines->count; next++) {
        const eos_source_line *line = &lines->items[next - 1];
        if (!line->is_blank && !line->is_inner && line->indent < indent)
            return next - 1;
    }
    return lines->count;
}

static uint32_t find_statement_end(const eos_source_lines *lines, uint32_t number)
{
    while (number < lines->count && lines->items[number].is_inner)
        number++;
    return number;
}

static bool opens_scope(const eos_source_lines *lines, const eos_source_line *line)
{
    text_range rest = {lines->text + line->start, lines->text + line->end};
    text_range word = take_word(&rest);
    if (is_word(word, "async"))
        word = take_word(&rest);
    return is_word(word, "def") || is_word(word, "class");
}

static void set_range(const eos_source_lines *lines, uint32_t number, pylint_pragma *pragma)
{
    const eos_source_line *line = &lines->items[number - 1];
    pragma->line = pragma->first = pragma->last = number;
    pragma->is_one_line = true;
    if (line->is_blank && line->is_inner) {
        pragma->last = find_statement_end(lines, number);
    } else if (line->is_blank) {
        pragma->last = find_block_end(lines, number, line->indent);
        pragma->is_one_line = false;
    } else if (opens_scope(lines, line)) {
        pragma->last = find_block_end(lines, number, line->indent + 1);
        pragma->is_one_line = false;
    }
}

/* Reads the pragmas of one comment into the list; true when the file is skipped as a whole. */
static bool read_comment(eos_arena *arena, const eos_source_lines *lines, uint32_t number,
                         pragma_list *pragmas)
{
    const eos_source_line *line = &lines->items[number - 1];
    text_range rest, reason;
    if (line->comment == UINT32_MAX ||
        !find_pragma((text_range){lines->text + line->comment, lines->text + line->end}, &rest,
                     &reason))
        return false;
    text_range action = take_word(&rest);
    if (is_word(action, "skip-file") || is_word(action, "disable-all"))
        return true;
    pylint_pragma pragma = {.reason = reason};
    set_range(lines, number, &pragma);
    rest = skip_spaces(rest);
    if (rest.start == rest.end || *rest.start != '=')
        return false;
    pragma.messages = (text_range){rest.start + 1, rest.end};
    if (is_word(action, "disable-next")) {
        pragma.first = pragma.last = number + 1;
        pragma.is_one_line = true;
    } else if (is_word(action, "enable") || is_word(action, "enable-msg")) {
        pragma.is_enabling = true;
    } else if (!is_word(action, "disable") && !is_word(action, "disable-msg")) {
        return false;
    }
    text_range messages = pragma.messages;
    if (!pragma.is_enabling && is_word(action, "disable") && is_word(take_word(&messages), "all"))
        return true;
    eos_vector_push(arena, pragmas, pragma);
    return false;
}

/* "E6101" names EOS101: one capital, a 6, then our digits. */
static bool is_code_of(text_range word, const char *code)
{
    return word.end - word.start == 5 && word.start[0] >= 'A' && word.start[0] <= 'Z' &&
           word.start[1] == '6' && strlen(code) == 6 && memcmp(word.start + 2, code + 3, 3) == 0;
}

static bool names_finding(const pylint_pragma *pragma, const eos_finding *finding)
{
    text_range rest = pragma->messages;
    while (rest.start < rest.end) {
        text_range word = take_word(&rest);
        if (is_word(word, "eoslint") || is_word(word, "all") || is_word(word, finding->name) ||
            is_word(word, finding->code) || is_code_of(word, finding->code))
            return true;
        if (rest.start < rest.end)
            rest.start++; /* the comma */
    }
    return false;
}

/* The comment that holds for the finding; NULL = none, or one that enables. */
static const pylint_pragma *find_holding(const pragma_list *pragmas, const eos_finding *finding)
{
    const pylint_pragma *holding = NULL;
    for (uint32_t i = 0; i < pragmas->count; i++) {
        const pylint_pragma *pragma = &pragmas->items[i];
        bool is_weaker = holding && holding->is_one_line && !pragma->is_one_line;
        if (finding->line >= pragma->first && finding->line <= pragma->last && !is_weaker &&
            names_finding(pragma, finding))
            holding = pragma;
    }
    return holding && !holding->is_enabling ? holding : NULL;
}

void eos_suppress_pylint(eos_judgement *judgement, const eos_source_lines *lines)
{
    pragma_list pragmas = {0};
    uint32_t whole_file = 0;
    for (uint32_t number = 1; number <= lines->count && !whole_file; number++)
        if (read_comment(&judgement->arena, lines, number, &pragmas))
            whole_file = number;
    for (uint32_t i = 0; i < judgement->findings.count; i++) {
        eos_finding *finding = &judgement->findings.items[i];
        if (finding->suppressed_by != EOS_NOT_SUPPRESSED)
            continue;
        if (whole_file) {
            eos_suppress_mark(judgement, finding, EOS_SUPPRESSED_PYLINT, whole_file, NULL, NULL);
            continue;
        }
        const pylint_pragma *pragma = find_holding(&pragmas, finding);
        if (pragma)
            eos_suppress_mark(judgement, finding, EOS_SUPPRESSED_PYLINT, pragma->line,
                              pragma->reason.start, pragma->reason.end);
    }
}
