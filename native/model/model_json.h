/* SPDX-License-Identifier: MIT */
/*
 * The meta-model as JSON (schemas/metamodel.schema.json) and as text. Any producer of that JSON can be
 * compared with it: a live model, another version of the program.
 */
#ifndef EOS_MODEL_MODEL_JSON_H
#define EOS_MODEL_MODEL_JSON_H

#include "base/json.h"
#include "model/model_build.h"

/** {"version", "path", "models": [...], "not_judged": [...]}; the caller frees the tree. `path` may be
 *  NULL. */
eos_json *eos_program_to_json(const eos_program *program, const char *path);
/** One line per layer with shapes and parameter counts; arena text. */
const char *eos_program_to_text(eos_arena *arena, const eos_program *program);

#endif
