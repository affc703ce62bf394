/* SPDX-License-Identifier: MIT */
/* What the two kinds of suppressing comments share (suppress.c, suppress_noqa.c, suppress_pylint.c). */
#ifndef EOS_ENGINE_SUPPRESS_INTERNAL_H
#define EOS_ENGINE_SUPPRESS_INTERNAL_H

#include "engine/finding.h"
#include "engine/source_lines.h"

/** Marks what `# noqa` and `# flake8: noqa` silence, by flake8's rule. */
void eos_suppress_noqa(eos_judgement *judgement, const eos_source_lines *lines);
/** Marks what `# pylint:` comments silence and no noqa did before. */
void eos_suppress_pylint(eos_judgement *judgement, const eos_source_lines *lines);
/**
 * Marks one finding. `reason` is what follows the comment's codes, up to `end`: dashes, semicolons and
 * hashes before the words are left away; nothing left = no reason.
 */
void eos_suppress_mark(eos_judgement *judgement, eos_finding *finding, eos_suppressed_by by,
                       uint32_t line, const char *reason, const char *end);

#endif
