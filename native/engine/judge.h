/* SPDX-License-Identifier: MIT */
/*
 * One call from program to judgement: flow, model, data binding, rules. The session calls it for each
 * file that concerns us, without the GIL. Everything in the result is deterministic: same source, same
 * configuration, same data, same judgement.
 */
#ifndef EOS_ENGINE_JUDGE_H
#define EOS_ENGINE_JUDGE_H

#include "engine/config.h"
#include "engine/finding.h"
#include "ir/ir.h"

typedef struct eos_source {
    const char *path;   /* relative to the root, POSIX; as given when there is no root */
    const char *root;   /* absolute folder that relative data paths are looked up in; NULL = none */
    const char *folder; /* absolute folder of the program; NULL = none (text from an editor) */
    const char *text;   /* UTF-8 */
    size_t length;
} eos_source;

/**
 * Byte scan (design section 2): may this text concern us at all? One pass, no allocation. Files with
 * only `.compile(` or `.fit(` are not ours unless they import a file that is (not followed yet: false).
 */
bool eos_source_concerns_us(const char *text, size_t length);

/**
 * Judges one lowered module. `judgement` comes from eos_judgement_new; its key and source_hash are
 * filled by eos_judge_key before. An internal error of ours becomes a finding EOS900 and an entry in
 * problems, and EOS_OK: the host goes on. Only EOS_ERR_MEMORY is returned as an error.
 */
EOS_MUST_CHECK eos_status eos_judge(eos_judgement *judgement, const eos_ir_module *module,
                                    const eos_source *source, const eos_config *config, eos_error *err);

/** Fills key and source_hash: SHA-256 over source, configuration, identity of the data sets named for
 *  this program, and version. Cheap: no parsing. */
void eos_judge_key(eos_judgement *judgement, const eos_source *source, const eos_config *config);

/**
 * Marks findings that a comment in the source silences: flake8's `# noqa`, `# noqa: EOS101` (its line
 * rule: same line, or any line of the multi-line token or backslash continuation) and pylint's
 * `# pylint: disable=` by code, name or `eoslint` (line and block scope). Looks at the text only when
 * there are findings and it contains "noqa" or "pylint:".
 */
void eos_suppress(eos_judgement *judgement, const char *text, size_t length);

#endif
