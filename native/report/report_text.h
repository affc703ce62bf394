/* SPDX-License-Identifier: MIT */
/*
 * Findings as text for people: `path:line:column: CODE message`, below it the source line with the
 * range underlined, the evidence in the order of reasoning, related places and the fix.
 */
#ifndef EOS_REPORT_TEXT_H
#define EOS_REPORT_TEXT_H

#include "base/text.h"
#include "engine/finding.h"

/**
 * Adds the shown findings (is_shown) of one judgement to `out`. `path` as the user gave it; `text` is
 * the judged source (UTF-8) and may be NULL: the source line is left out then. `all` adds those that
 * are not shown too. Runs inside a guard of the buffer's arena.
 */
void eos_report_text(eos_buffer *out, const eos_judgement *judgement, const char *path,
                     const char *text, size_t length, bool all);

#endif
