/* SPDX-License-Identifier: MIT */
/*
 * store_judgement.h: a judgement as text and back. Private to native/store/ and its tests.
 */
#ifndef EOS_STORE_JUDGEMENT_H
#define EOS_STORE_JUDGEMENT_H

#include "base/json.h"
#include "engine/finding.h"

/** The complete judgement as JSON text, without models_json (often large; it has a table of its own,
 *  where equal ones are one). Owned by the caller (eos_json_text_free); NULL when memory is out. */
char *eos_judgement_print(const eos_judgement *judgement);
/** The judgement again; all but models_json. The caller owns *out. */
EOS_MUST_CHECK eos_status eos_judgement_parse(eos_judgement **out, const char *text, size_t length,
                                              eos_error *err);

#define EOS_MESSAGE_VALUES 6 /* ORDER: n1 to n6 of schemas/store.sql */

/* A message without its whole numbers: %d stands in their place, and %% for %. The texts of equal
 * complaints are then one text, and printf of SQL gives the message back. */
typedef struct eos_message {
    const char *skeleton; /* in the arena given */
    int64_t values[EOS_MESSAGE_VALUES];
    uint32_t count; /* of values; further numbers stay in the skeleton */
} eos_message;

eos_message eos_message_split(eos_arena *arena, const char *message);

#endif
