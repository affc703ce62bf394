/* SPDX-License-Identifier: MIT */
/* What the files that write meta-models as JSON share. Inside of model/. */
#ifndef EOS_MODEL_MODEL_JSON_PARTS_H
#define EOS_MODEL_MODEL_JSON_PARTS_H

#include "base/json.h"
#include "model/model_build.h"

/** A count; negative = not known, null. */
void eos_json_add_count(eos_json *parent, const char *key, int64_t count);
/** "line"; null when there is none. */
void eos_json_add_line(eos_json *parent, eos_span span);
/** Plain constants as JSON values, unknown as null, anything else as the text a program would write. */
void eos_json_add_value(eos_json *parent, const char *key, eos_value value, eos_arena *scratch);
/** "always", "maybe", "repeated". */
const char *eos_presence_name(eos_presence presence);
/** "loops", "optimizers" and "schedulers" of the program. */
void eos_train_facts_to_json(eos_json *root, const eos_program *program, eos_arena *scratch);

#endif
