/* SPDX-License-Identifier: MIT */
/*
 * JSON, the only user of cJSON. A node is opaque; documents are trees that own their children.
 * Numbers are doubles inside cJSON: identifiers, hashes and integers beyond 2^53 travel as strings.
 * Builders never answer NULL; they record a failed allocation in the tree they were given, and
 * eos_json_print then answers NULL. Text that is not UTF-8 is added with U+FFFD for each wrong byte
 * and for NUL, so what is printed is always JSON. A string that is read ends at a NUL (\u0000).
 */
#ifndef EOS_BASE_JSON_H
#define EOS_BASE_JSON_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct cJSON eos_json; /* opaque here; only json.c knows more */

/**
 * Reads one document; the error carries line and column (in characters). EOS_ERR_FORMAT also covers
 * memory that ran out inside cJSON, which does not tell the two apart. The caller owns *out
 * (eos_json_free).
 */
EOS_MUST_CHECK eos_status eos_json_parse(eos_json **out, const char *text, size_t length,
                                         const char *path, eos_error *err);
void eos_json_free(eos_json *document); /* NULL is fine */
/** Text of the tree, owned by the caller (free with eos_json_text_free); NULL when memory ran out. */
char *eos_json_print(const eos_json *document, bool pretty);
void eos_json_text_free(char *text);

/* Reading. Lookups are case-sensitive; every getter accepts NULL and the wrong kind. */
const eos_json *eos_json_get(const eos_json *object, const char *key);
const char *eos_json_string(const eos_json *node); /* NULL = not a string */
bool eos_json_is_null(const eos_json *node);       /* also true for a missing node */
bool eos_json_bool(const eos_json *node, bool otherwise);
double eos_json_number(const eos_json *node, double otherwise);
bool eos_json_is_number(const eos_json *node);
bool eos_json_is_array(const eos_json *node);
bool eos_json_is_object(const eos_json *node);
const eos_json *eos_json_first(const eos_json *array_or_object); /* NULL at the end */
const eos_json *eos_json_next(const eos_json *node);
const char *eos_json_key(const eos_json *member); /* name within its object */
int eos_json_size(const eos_json *array_or_object);

/* Building. `parent` is an array (key NULL) or an object (key given); NULL parent gives a root. */
eos_json *eos_json_object(eos_json *parent, const char *key);
eos_json *eos_json_array(eos_json *parent, const char *key);
void eos_json_add_string(eos_json *parent, const char *key,
                         const char *value); /* NULL value = null */
void eos_json_add_bytes(eos_json *parent, const char *key, const char *data, size_t length);
void eos_json_add_number(eos_json *parent, const char *key,
                         double value); /* NaN and Inf become null */
/** An integer; beyond 2^53 its decimal digits as a string. */
void eos_json_add_int(eos_json *parent, const char *key, long long value);
void eos_json_add_bool(eos_json *parent, const char *key, bool value);
void eos_json_add_null(eos_json *parent, const char *key);
/** Moves `child` (a root) into `parent`, which owns it from then on. */
void eos_json_adopt(eos_json *parent, const char *key, eos_json *child);

#endif
