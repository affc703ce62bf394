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
#include "flow/flow.h"
#include "ir/ir.h"

typedef struct eos_source {
    const char *path;   /* relative to the root, POSIX; as given when there is no root */
    const char *root;   /* absolute folder that relative data paths are looked up in; NULL = none */
    const char *folder; /* absolute folder of the program; NULL = none (text from an editor) */
    const char *text;   /* UTF-8 */
    size_t length;
    const eos_cells *cells;     /* of a notebook; NULL = it is none */
    bool keeps_models;          /* the judgement carries its meta-models, for the history */
    struct eos_file_memo *memo; /* what was seen of other files; NULL = nothing is kept */
    const eos_module_provider
        *imports; /* while it is judged: the files that it imports; NULL = none */
} eos_source;

/* Who turns another file of the repository into IR; the core cannot parse Python. Called without the
 * GIL, in the thread that judges. */
typedef struct eos_module_parser {
    /** A number from 1 for the file with this absolute path, never given to another one. */
    uint32_t (*number)(void *payload, const char *path);
    /** True when the IR of bytes with this hash is at hand: then `parse` needs no bytes. */
    bool (*has)(void *payload, uint32_t number, const char *hash);
    /** IR of the file, its nodes' spans with this number, its texts in the intern table of the judged
     *  module. NULL: *reason says why, in `arena`. `shown` is the path to print. */
    const eos_ir_module *(*parse)(void *payload, uint32_t number, const char *shown,
                                  const char *bytes, size_t length, const char *hash,
                                  eos_arena *arena, const char **reason);
    void *payload;
} eos_module_parser;

typedef enum eos_concern {
    EOS_CONCERNS_NOBODY,
    EOS_CONCERNS_IF_IMPORTED, /* only calls that others know too: ask eos_source_follows_ours */
    EOS_CONCERNS
} eos_concern;

/** Byte scan (design section 2): may this text concern us at all? One pass, no allocation. */
eos_concern eos_source_scan(const char *text, size_t length);
/** Does the program import a file of the repository that concerns us, straight or through packages? */
bool eos_source_follows_ours(const eos_source *source);

/**
 * Judges one lowered module. `judgement` comes from eos_judgement_new; its key and source_hash are
 * filled by eos_judge_key before. An internal error of ours becomes a finding EOS900 and an entry in
 * problems, and EOS_OK: the host goes on. `parser` reads what the program imports (NULL: no import is
 * followed); the key then covers what was read and what was looked for in vain. Only EOS_ERR_MEMORY is returned as an error.
 */
EOS_MUST_CHECK eos_status eos_judge(eos_judgement *judgement, const eos_ir_module *module,
                                    const eos_source *source, const eos_config *config,
                                    const eos_module_parser *parser, eos_error *err);

/** Do the other files of the repository that a cached judgement rests on still say the same? */
bool eos_dependencies_hold(const eos_judgement *judgement, const eos_source *source);

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
