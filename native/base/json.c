/* SPDX-License-Identifier: MIT */
/*
 * JSON on top of cJSON; the only file that includes it.
 *
 * What cJSON leaves to its user is done here: the place of an error as line and column (its own
 * error position is one global for the process), text after the document, case-sensitive lookup,
 * NaN. The input is copied once to end in a NUL: releases before 1.7.18 read one byte beyond an
 * input that stops after a comma.
 *
 * Questionable: a builder that runs out of memory does not return NULL. It takes the kind away from
 * the parent (kind `invalid`, which cJSON refuses to print) and answers `failed_node`, a constant
 * that swallows everything built under it. So callers build without checks, nothing leaks, and the
 * one check is that of eos_json_print.
 */
#include "base/json.h"

#include "base/limits.h"
#include <assert.h>
#include <cjson/cJSON.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_EXACT 9007199254740992LL /* 2^53: beyond it doubles skip integers */

static const cJSON failed_node = {.type = cJSON_Invalid};

/* ---- reading text ---- */

/* Depth of open brackets at `end`, strings left out: tells "too deep" from "wrong". */
static size_t depth_at(const char *text, const char *end)
{
    size_t depth = 0;
    bool in_string = false;
    for (; text < end; text++) {
        if (in_string) {
            if (*text == '\\')
                text++;
            else if (*text == '"')
                in_string = false;
        } else if (*text == '"') {
            in_string = true;
        } else if (*text == '[' || *text == '{') {
            depth++;
        } else if ((*text == ']' || *text == '}') && depth > 0) {
            depth--;
        }
    }
    return depth;
}

/* Fills the record for a document that stops being JSON at `at`; columns count characters. */
static eos_status fail_at(eos_error *err, const char *path, const char *text, const char *end,
                          const char *at)
{
    eos_status status;
    if (at < text || at > end)
        at = end;
    if (depth_at(text, at) >= CJSON_NESTING_LIMIT)
        status = eos_fail(err, EOS_ERR_LIMIT, path, "JSON nested deeper than %d levels",
                          CJSON_NESTING_LIMIT);
    else if (at == end)
        status = eos_fail(err, EOS_ERR_FORMAT, path, "not valid JSON: ends too early");
    else
        status = eos_fail(err, EOS_ERR_FORMAT, path, "not valid JSON near `%.*s`",
                          (int)(end - at < 20 ? end - at : 20), at);
    if (!err)
        return status;
    err->line = 1;
    err->column = 1;
    if (end - text >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (; text < at; text++) {
        if (*text == '\n') {
            err->line++;
            err->column = 1;
        } else if (((unsigned char)*text & 0xC0u) != 0x80u) {
            err->column++;
        }
    }
    return status;
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

eos_status eos_json_parse(eos_json **out, const char *text, size_t length, const char *path,
                          eos_error *err)
{
    *out = NULL;
    if (length > EOS_LIMIT_JSON_BYTES)
        return eos_fail(err, EOS_ERR_LIMIT, path, "JSON larger than %zu bytes",
                        EOS_LIMIT_JSON_BYTES);
    char *copy = malloc(length + 1);
    if (!copy)
        return eos_fail(err, EOS_ERR_MEMORY, path, "out of memory while reading JSON");
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';

    eos_status status = EOS_OK;
    const char *end = copy + length;
    const char *stopped = NULL;
    cJSON *document = cJSON_ParseWithLengthOpts(copy, length + 1, &stopped, 0);
    if (!document) {
        status = fail_at(err, path, copy, end, stopped ? stopped : copy);
    } else if (skip_space(stopped, end) != end) {
        status = fail_at(err, path, copy, end, skip_space(stopped, end));
        cJSON_Delete(document);
        document = NULL;
    }
    free(copy);
    *out = document;
    return status;
}

void eos_json_free(eos_json *document)
{
    if (document != &failed_node)
        cJSON_Delete(document);
}

/* ---- printing ---- */

/* The text while it grows; NULL data = memory ran out. Compact text is what every judgement keeps, and
 * cJSON prints each number twice and reads it back: it took a tenth of all the time. */
typedef struct json_text {
    char *data;
    size_t length, capacity;
    bool has_failed; /* memory, or a node that a builder gave up */
} json_text;

static void put_bytes(json_text *out, const char *bytes, size_t length)
{
    if (length >= out->capacity - out->length && !out->has_failed) {
        size_t capacity = (out->capacity + length) * 2;
        char *grown = capacity > length ? cJSON_malloc(capacity) : NULL;
        if (grown && out->data)
            memcpy(grown, out->data, out->length);
        cJSON_free(out->data);
        out->data = grown;
        out->capacity = grown ? capacity : 0;
        out->has_failed = !grown;
    }
    if (out->has_failed)
        return;
    memcpy(out->data + out->length, bytes, length);
    out->length += length;
}

static void put_string(json_text *out, const char *text)
{
    static const char escapes[] = "btnvfr"; /* from 8 on; \v has none in JSON */
    put_bytes(out, "\"", 1);
    while (*text) {
        size_t plain = 0;
        while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\')
            plain++;
        put_bytes(out, text, plain);
        text += plain;
        unsigned char special = (unsigned char)*text;
        if (!special)
            break;
        char escape[8] = {'\\', (char)special};
        if (special >= 8 && special <= 13 && special != 11)
            escape[1] = escapes[special - 8];
        else if (special < 0x20)
            (void)snprintf(escape, sizeof escape, "\\u%04x", special);
        put_bytes(out, escape, strlen(escape));
        text++;
    }
    put_bytes(out, "\"", 1);
}

/* 15 digits, or 17 when these read back as more than a rounding error away; as cJSON does, so that
 * what older versions stored stays the same */
static void put_number(json_text *out, double number)
{
    char digits[40];
    bool is_whole =
        fabs(number) < 1e15 && number == floor(number) && (number != 0 || !signbit(number));
    int length = is_whole ? snprintf(digits, sizeof digits, "%lld", (long long)number)
                          : snprintf(digits, sizeof digits, "%1.15g", number);
    double back = is_whole ? number : strtod(digits, NULL);
    if (fabs(back - number) > fmax(fabs(back), fabs(number)) * DBL_EPSILON)
        length = snprintf(digits, sizeof digits, "%1.17g", number);
    put_bytes(out, digits, (size_t)length);
}

static void put_node(json_text *out, const cJSON *node);

static void put_children(json_text *out, const cJSON *node)
{
    bool is_object = cJSON_IsObject(node);
    put_bytes(out, is_object ? "{" : "[", 1);
    for (const cJSON *child = node->child; child; child = child->next) {
        if (child != node->child)
            put_bytes(out, ",", 1);
        if (is_object) {
            put_string(out, child->string ? child->string : "");
            put_bytes(out, ":", 1);
        }
        put_node(out, child);
    }
    put_bytes(out, is_object ? "}" : "]", 1);
}

/* as deep as the tree: what is built here is flat, what is read is bounded by cJSON */
static void put_node(json_text *out, const cJSON *node)
{
    if (cJSON_IsObject(node) || cJSON_IsArray(node))
        put_children(out, node);
    else if (cJSON_IsString(node))
        put_string(out, node->valuestring ? node->valuestring : "");
    else if (cJSON_IsNumber(node) && isfinite(node->valuedouble))
        put_number(out, node->valuedouble);
    else if (cJSON_IsBool(node))
        put_bytes(out, cJSON_IsTrue(node) ? "true" : "false", cJSON_IsTrue(node) ? 4 : 5);
    else if (cJSON_IsNull(node) || cJSON_IsNumber(node))
        put_bytes(out, "null", 4);
    else
        out->has_failed = true;
}

char *eos_json_print(const eos_json *document, bool pretty)
{
    if (pretty)
        return cJSON_Print(document);
    json_text out = {.data = cJSON_malloc(1024), .capacity = 1024};
    out.has_failed = !out.data || !document;
    if (!out.has_failed)
        put_node(&out, document);
    put_bytes(&out, "", 1); /* the NUL */
    if (!out.has_failed)
        return out.data;
    cJSON_free(out.data);
    return NULL;
}

void eos_json_text_free(char *text)
{
    cJSON_free(text);
}

/* ---- looking into a tree ---- */

const eos_json *eos_json_get(const eos_json *object, const char *key)
{
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
}

const char *eos_json_string(const eos_json *node)
{
    return cJSON_IsString(node) ? node->valuestring : NULL;
}

bool eos_json_is_null(const eos_json *node)
{
    return !node || cJSON_IsNull(node);
}

bool eos_json_bool(const eos_json *node, bool otherwise)
{
    return cJSON_IsBool(node) ? cJSON_IsTrue(node) != 0 : otherwise;
}

double eos_json_number(const eos_json *node, double otherwise)
{
    return cJSON_IsNumber(node) ? node->valuedouble : otherwise;
}

bool eos_json_is_number(const eos_json *node)
{
    return cJSON_IsNumber(node) != 0;
}

bool eos_json_is_array(const eos_json *node)
{
    return cJSON_IsArray(node) != 0;
}

bool eos_json_is_object(const eos_json *node)
{
    return cJSON_IsObject(node) != 0;
}

const eos_json *eos_json_first(const eos_json *array_or_object)
{
    return array_or_object ? array_or_object->child : NULL;
}

const eos_json *eos_json_next(const eos_json *node)
{
    return node ? node->next : NULL;
}

const char *eos_json_key(const eos_json *member)
{
    return member ? member->string : NULL;
}

int eos_json_size(const eos_json *array_or_object)
{
    return cJSON_GetArraySize(array_or_object);
}

/* ---- building ---- */

static eos_json *fail_parent(eos_json *parent)
{
    if (parent && parent != &failed_node)
        parent->type &= ~0xFF; /* the low byte is the kind; ownership flags above it stay */
    return (eos_json *)(uintptr_t)&failed_node; /* never written: every builder tests for it */
}

/* Gives `child` (NULL = could not be made) to `parent`; the answer is the child or the failed node.
 */
static eos_json *attach(eos_json *parent, const char *key, eos_json *child)
{
    if (!child || child == &failed_node)
        return fail_parent(parent);
    if (!parent)
        return child;
    if (parent == &failed_node) {
        cJSON_Delete(child);
        return fail_parent(NULL);
    }
    assert(cJSON_IsInvalid(parent) || (key ? cJSON_IsObject(parent) : cJSON_IsArray(parent)));
    cJSON_bool added =
        key ? cJSON_AddItemToObject(parent, key, child) : cJSON_AddItemToArray(parent, child);
    if (added)
        return child;
    cJSON_Delete(child);
    return fail_parent(parent);
}

eos_json *eos_json_object(eos_json *parent, const char *key)
{
    return attach(parent, key, cJSON_CreateObject());
}

eos_json *eos_json_array(eos_json *parent, const char *key)
{
    return attach(parent, key, cJSON_CreateArray());
}

/* Length of the UTF-8 character at `text`, 0 = none (RFC 3629: no surrogates, nothing over-long).
 */
static size_t character_size(const unsigned char *text, size_t length)
{
    unsigned char lead = text[0];
    if (lead < 0x80)
        return lead != 0;
    size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || size > length)
        return 0;
    unsigned char low = 0x80, high = 0xBF; /* range of the second byte */
    if (lead == 0xE0)
        low = 0xA0;
    else if (lead == 0xED)
        high = 0x9F;
    else if (lead == 0xF0)
        low = 0x90;
    else if (lead == 0xF4)
        high = 0x8F;
    if (text[1] < low || text[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((text[i] & 0xC0u) != 0x80u)
            return 0;
    return size;
}

void eos_json_add_bytes(eos_json *parent, const char *key, const char *data, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)data;
    char *text = length < SIZE_MAX / 4 ? malloc(3 * length + 1) : NULL;
    if (!text) {
        fail_parent(parent);
        return;
    }
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        size_t size = character_size(bytes + i, length - i);
        memcpy(text + used, size ? (const char *)bytes + i : "\xEF\xBF\xBD", size ? size : 3);
        used += size ? size : 3;
        i += size ? size : 1;
    }
    text[used] = '\0';
    attach(parent, key, cJSON_CreateString(text));
    free(text);
}

void eos_json_add_string(eos_json *parent, const char *key, const char *value)
{
    if (value)
        eos_json_add_bytes(parent, key, value, strlen(value));
    else
        eos_json_add_null(parent, key);
}

void eos_json_add_number(eos_json *parent, const char *key, double value)
{
    attach(parent, key, isfinite(value) ? cJSON_CreateNumber(value) : cJSON_CreateNull());
}

void eos_json_add_int(eos_json *parent, const char *key, long long value)
{
    if (value >= -LARGEST_EXACT && value <= LARGEST_EXACT) {
        attach(parent, key, cJSON_CreateNumber((double)value));
        return;
    }
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%lld", value);
    attach(parent, key, cJSON_CreateString(digits));
}

void eos_json_add_bool(eos_json *parent, const char *key, bool value)
{
    attach(parent, key, cJSON_CreateBool(value));
}

void eos_json_add_null(eos_json *parent, const char *key)
{
    attach(parent, key, cJSON_CreateNull());
}

void eos_json_adopt(eos_json *parent, const char *key, eos_json *child)
{
    attach(parent, key, child);
}
