/* SPDX-License-Identifier: MIT */
/*
 * flake8's noqa, as flake8 7 reads it: the pattern, case-insensitive,
 *
 *     # noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?
 *
 * is searched (first match only) in the text of all lines that belong to one token or backslash
 * continuation, in strings too. Without codes, or with something after the colon that is no code, it
 * silences everything on these lines. A code silences the codes that begin with it. A line that
 * begins with `# flake8: noqa` silences the file, whatever follows.
 *
 * Questionable: `# NOQA: eos101` silences nothing, since flake8 compares codes with their case.
 */
#include "engine/suppress_internal.h"

#include <string.h>

typedef struct noqa_comment {
    const char *codes, *codes_end; /* equal = blanket */
    const char *end;               /* of the match */
    const char *line_end;          /* of the line with the comment, for the reason */
    uint32_t line;
} noqa_comment;

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool starts_with(const char *at, const char *end, const char *lower_word)
{
    for (; *lower_word; lower_word++, at++)
        if (at >= end || (*at != *lower_word && (*at | 0x20) != *lower_word))
            return false;
    return true;
}

/* End of ([A-Z]+[0-9]+(?:[,\s]+)?)+ at `at`; `at` itself when there is no code. */
static const char *skip_codes(const char *at, const char *end)
{
    for (;;) {
        const char *next = at;
        while (next < end && is_letter(*next))
            next++;
        const char *digits = next;
        while (next < end && is_digit(*next))
            next++;
        if (digits == at || next == digits)
            return at;
        while (next < end && (*next == ',' || is_space(*next)))
            next++;
        at = next;
    }
}

static bool read_noqa(const char *at, const char *end, noqa_comment *comment)
{
    if (!starts_with(at, end, "# noqa"))
        return false;
    at += 6;
    comment->codes = comment->codes_end = comment->end = at;
    if (at < end && *at == ':') {
        const char *codes = at + 1;
        if (codes < end && is_space(*codes) && skip_codes(codes + 1, end) > codes + 1)
            codes++;
        const char *codes_end = skip_codes(codes, end);
        if (codes_end > codes) {
            comment->codes = codes;
            comment->codes_end = comment->end = codes_end;
        }
    }
    return true;
}

/* The first noqa in the lines that belong to `line`. */
static bool find_noqa(const eos_source_lines *lines, uint32_t line, noqa_comment *comment)
{
    const eos_source_line *own = &lines->items[line - 1];
    const char *end = lines->text + lines->items[own->last - 1].end;
    for (uint32_t number = own->first; number <= own->last; number++) {
        const char *at = lines->text + lines->items[number - 1].start;
        const char *line_end = lines->text + lines->items[number - 1].end;
        for (; (at = memchr(at, '#', (size_t)(line_end - at))); at++)
            if (read_noqa(at, end, comment)) {
                comment->line = number;
                comment->line_end = line_end;
                return true;
            }
    }
    return false;
}

static bool is_code_listed(const noqa_comment *comment, const char *code)
{
    const char *at = comment->codes;
    while (at < comment->codes_end) {
        const char *start = at;
        while (at < comment->codes_end && *at != ',' && !is_space(*at))
            at++;
        size_t length = (size_t)(at - start);
        if (length > 0 && strncmp(code, start, length) == 0)
            return true;
        at++;
    }
    return false;
}

/* \s*# flake8[:=]\s*noqa at the start of a line */
static uint32_t find_whole_file(const eos_source_lines *lines)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        const char *at = lines->text + lines->items[i].start,
                   *end = lines->text + lines->items[i].end;
        while (at < end && is_space(*at))
            at++;
        if (!starts_with(at, end, "# flake8"))
            continue;
        at += 8;
        if (at >= end || (*at != ':' && *at != '='))
            continue;
        at++;
        while (at < end && is_space(*at))
            at++;
        if (starts_with(at, end, "noqa"))
            return i + 1;
    }
    return 0;
}

void eos_suppress_noqa(eos_judgement *judgement, const eos_source_lines *lines)
{
    uint32_t whole_file = find_whole_file(lines);
    for (uint32_t i = 0; i < judgement->findings.count; i++) {
        eos_finding *finding = &judgement->findings.items[i];
        noqa_comment comment;
        if (finding->suppressed_by != EOS_NOT_SUPPRESSED)
            continue;
        if (whole_file) {
            eos_suppress_mark(judgement, finding, EOS_SUPPRESSED_NOQA, whole_file, NULL, NULL);
            continue;
        }
        if (finding->line == 0 || finding->line > lines->count ||
            !find_noqa(lines, finding->line, &comment))
            continue;
        if (comment.codes == comment.codes_end || is_code_listed(&comment, finding->code)) {
            const char *reason = comment.end < comment.line_end ? comment.end : comment.line_end;
            eos_suppress_mark(judgement, finding, EOS_SUPPRESSED_NOQA, comment.line, reason,
                              comment.line_end);
        }
    }
}
