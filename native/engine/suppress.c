/* SPDX-License-Identifier: MIT */
/*
 * Findings that a comment silences stay in the record, with where and why. Hosts filter for
 * themselves; this is for the command line and the history (design section 7).
 *
 * The text is read only when there is a finding and one of the two words occurs in it at all.
 */
#include "engine/judge.h"
#include "engine/suppress_internal.h"

#include <string.h>

static bool has_word(const char *text, size_t length, const char *lower_word)
{
    size_t size = strlen(lower_word);
    for (size_t at = 0; at + size <= length; at++) {
        size_t same = 0;
        while (same < size && (text[at + same] | 0x20) == (lower_word[same] | 0x20))
            same++;
        if (same == size)
            return true;
    }
    return false;
}

void eos_suppress_mark(eos_judgement *judgement, eos_finding *finding, eos_suppressed_by by,
                       uint32_t line, const char *reason, const char *end)
{
    finding->suppressed_by = (uint8_t)by;
    finding->suppressed_line = line;
    finding->is_shown = false;
    while (reason < end && strchr(" \t,;:#-\xe2\x80\x93\x94", *reason))
        reason++;
    while (end > reason && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    finding->suppressed_reason =
        reason < end ? eos_arena_copy(&judgement->arena, reason, (size_t)(end - reason)) : NULL;
}

void eos_suppress(eos_judgement *judgement, const char *text, size_t length)
{
    if (judgement->findings.count == 0 || length > UINT32_MAX / 2)
        return;
    bool has_noqa = has_word(text, length, "noqa"), has_pylint = has_word(text, length, "pylint:");
    if (!has_noqa && !has_pylint)
        return;
    EOS_ARENA_TRY(&judgement->arena, guard)
        eos_source_lines lines = eos_source_lines_read(&judgement->arena, text, length);
    if (has_noqa)
        eos_suppress_noqa(judgement, &lines);
    if (has_pylint)
        eos_suppress_pylint(judgement, &lines);
    EOS_ARENA_CATCH(&judgement->arena, guard)
        /* out of memory: the findings stand, which is the safe side */
        EOS_ARENA_END;
}
