/* SPDX-License-Identifier: MIT */
/*
 * IR from JSON: reads what ir_json.c writes (the form is told there) and resolves it.
 *
 * Strict about what is written: unknown kinds, fields, operators and values of a wrong type are
 * errors that name them. Lenient about what is missing: eos_ir_resolve makes every node whole,
 * here as for trees from Python, so a fuzzer reaches everything behind without crafting complete
 * nodes.
 */
#include "ir/ir.h"

#include "base/limits.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_DOUBLE 9007199254740992.0 /* 2^53 */

typedef struct reader {
    eos_ir_module *module;
    uint32_t depth;
    eos_status status; /* first failure, told in err */
    eos_error *err;
} reader;

static const eos_ir_node *read_node(reader *read, const eos_json *json);

static void refuse(reader *read, const char *what, const char *name)
{
    if (read->status == EOS_OK)
        read->status = eos_fail(read->err, EOS_ERR_FORMAT, NULL, "%s: %.200s", what, name);
}

/* A whole number between the bounds; 0 and a refusal otherwise. */
static double read_whole(reader *read, const eos_json *json, double lowest, double highest,
                         const char *name)
{
    double number = eos_json_number(json, NAN);

    if (number >= lowest && number <= highest && floor(number) == number)
        return number;
    refuse(read, "expected a whole number in range", name);
    return 0;
}

static const eos_text *read_text(reader *read, const eos_json *json, const char *name)
{
    const char *string = eos_json_string(json);

    if (string != NULL && strlen(string) <= EOS_LIMIT_TEXT_BYTES)
        return eos_intern_string(read->module->names, string);
    refuse(read, string == NULL ? "expected a string" : "string too long", name);
    return NULL;
}

/* ---- constants ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const eos_text *read_hex(reader *read, const char *hex)
{
    size_t length = strlen(hex) / 2;
    char *bytes = eos_arena_alloc(read->module->arena, length + 1);

    for (size_t i = 0; i < length; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            refuse(read, "expected hex digits", "");
            return eos_intern_string(read->module->names, "");
        }
        bytes[i] = (char)(high << 4 | low);
    }
    return eos_intern_bytes(read->module->names, bytes, length);
}

static eos_ir_const read_tagged(reader *read, const eos_json *json)
{
    const eos_json *member = eos_json_first(json);
    const char *key = member != NULL ? eos_json_key(member) : "";
    const char *string = eos_json_string(member);
    eos_ir_const out = {.kind = EOS_CONST_OTHER};
    char *end = NULL;

    if (strcmp(key, "other") == 0)
        return out;
    if (strcmp(key, "ellipsis") == 0) {
        out.kind = EOS_CONST_ELLIPSIS;
    } else if (string == NULL) {
        refuse(read, "unknown constant", key);
    } else if (strcmp(key, "int") == 0) {
        errno = 0;
        out.kind = EOS_CONST_INT;
        out.as.integer = strtoll(string, &end, 10);
        if (errno != 0 || end == string || *end != '\0')
            refuse(read, "expected an integer of 64 bits", string);
    } else if (strcmp(key, "float") == 0) {
        out.kind = EOS_CONST_FLOAT;
        out.as.number = strtod(string, &end);
        if (end == string || *end != '\0')
            refuse(read, "expected a number", string);
    } else if (strcmp(key, "bytes") == 0 || strcmp(key, "str") == 0) {
        out.kind = key[0] == 'b' ? EOS_CONST_BYTES : EOS_CONST_STR;
        out.as.text = read_hex(read, string);
    } else {
        refuse(read, "unknown constant", key);
    }
    return out;
}

static eos_ir_const read_const(reader *read, const eos_json *json)
{
    eos_ir_const out = {.kind = EOS_CONST_NONE};

    if (eos_json_is_null(json))
        return out;
    if (eos_json_is_object(json))
        return read_tagged(read, json);
    if (eos_json_string(json) != NULL) {
        out.kind = EOS_CONST_STR;
        out.as.text = read_text(read, json, "value");
        if (out.as.text == NULL)
            out.kind = EOS_CONST_OTHER;
    } else if (eos_json_is_number(json)) {
        out.kind = EOS_CONST_INT;
        out.as.integer = (int64_t)read_whole(read, json, -EXACT_DOUBLE, EXACT_DOUBLE, "value");
    } else if (!eos_json_is_array(json)) {
        out.kind = EOS_CONST_BOOL;
        out.as.boolean = eos_json_bool(json, false);
    } else {
        refuse(read, "unknown constant", "array");
    }
    return out;
}

/* ---- fields ---- */

static uint8_t read_op(reader *read, const eos_json *json)
{
    const char *name = eos_json_string(json);
    eos_ir_op op = name != NULL ? eos_ir_op_find(name) : EOS_OP_NONE;

    /* "" stands for an operator that a hand-made tree left open */
    if (op == EOS_OP_NONE && (name == NULL || name[0] != '\0'))
        refuse(read, "unknown operator", name != NULL ? name : "");
    return (uint8_t)op;
}

/* Number of items of an array; 0 and a refusal for anything else. */
static uint32_t array_size(reader *read, const eos_json *json, const char *name)
{
    if (!eos_json_is_array(json)) {
        refuse(read, "expected an array", name);
        return 0;
    }
    return (uint32_t)eos_json_size(json);
}

static void read_nodes(reader *read, const eos_json *json, eos_ir_nodes *out, const char *name)
{
    uint32_t count = array_size(read, json, name);
    const eos_json *item = eos_json_first(json);

    if (count == 0)
        return;
    out->items = EOS_NEW_ARRAY(read->module->arena, const eos_ir_node *, count);
    for (; item != NULL && read->status == EOS_OK && out->count < count; item = eos_json_next(item))
        out->items[out->count++] = read_node(read, item);
}

static void read_names(reader *read, const eos_json *json, eos_ir_names *out, const char *name)
{
    uint32_t count = array_size(read, json, name);
    const eos_json *item = eos_json_first(json);

    if (count == 0)
        return;
    out->items = EOS_NEW_ARRAY(read->module->arena, const eos_text *, count);
    for (; item != NULL && out->count < count; item = eos_json_next(item))
        out->items[out->count++] = read_text(read, item, name);
}

static void read_ops(reader *read, const eos_json *json, eos_ir_ops *out, const char *name)
{
    uint32_t count = array_size(read, json, name);
    const eos_json *item = eos_json_first(json);

    if (count == 0)
        return;
    out->items = EOS_NEW_ARRAY(read->module->arena, uint8_t, count);
    for (; item != NULL && out->count < count; item = eos_json_next(item))
        out->items[out->count++] = read_op(read, item);
}

static void read_field(reader *read, const eos_json *json, eos_ir_node *node,
                       const eos_ir_field *field)
{
    void *at = eos_ir_field_at(node, field);

    switch ((eos_ir_field_type)field->type) {
    case EOS_FIELD_EXPR:
        *(const eos_ir_node **)at = read_node(read, json);
        return;
    case EOS_FIELD_EXPRS:
        read_nodes(read, json, at, field->name);
        return;
    case EOS_FIELD_NAME:
        *(const eos_text **)at = read_text(read, json, field->name);
        return;
    case EOS_FIELD_NAMES:
        read_names(read, json, at, field->name);
        return;
    case EOS_FIELD_SYMBOL:
        *(uint32_t *)at = eos_ir_mention(read->module, read_text(read, json, field->name));
        return;
    case EOS_FIELD_INT:
        *(int32_t *)at = (int32_t)read_whole(read, json, INT32_MIN, INT32_MAX, field->name);
        return;
    case EOS_FIELD_OP:
        *(uint8_t *)at = read_op(read, json);
        return;
    case EOS_FIELD_OPS:
        read_ops(read, json, at, field->name);
        return;
    case EOS_FIELD_CONST:
        *(eos_ir_const *)at = read_const(read, json);
        return;
    case EOS_FIELD_SCOPE:
        return;
    }
}

/* ---- nodes ---- */

static eos_span read_span(reader *read, const eos_json *json)
{
    uint32_t numbers[4] = {0};
    const eos_json *item = eos_json_first(json);

    if (json == NULL)
        return (eos_span){0};
    if (!eos_json_is_array(json) || eos_json_size(json) != 4) {
        refuse(read, "expected four numbers", "at");
        return (eos_span){0};
    }
    for (size_t i = 0; i < 4; i++, item = eos_json_next(item))
        numbers[i] = (uint32_t)read_whole(read, item, 0, INT32_MAX, "at");
    return (eos_span){numbers[0], numbers[1], numbers[2], numbers[3], 0};
}

static const eos_ir_field *find_field(const eos_ir_kind_info *info, const char *name)
{
    for (uint8_t i = 0; i < info->field_count; i++)
        if (info->fields[i].role != EOS_ROLE_DERIVED && strcmp(info->fields[i].name, name) == 0)
            return &info->fields[i];
    return NULL;
}

static bool is_within_limits(reader *read)
{
    if (read->status != EOS_OK)
        return false;
    if (read->depth >= EOS_LIMIT_AST_DEPTH)
        read->status =
            eos_fail(read->err, EOS_ERR_LIMIT, NULL,
                     "the syntax tree is nested deeper than %d levels", EOS_LIMIT_AST_DEPTH);
    else if (read->module->node_count >= EOS_LIMIT_AST_NODES)
        read->status = eos_fail(read->err, EOS_ERR_LIMIT, NULL,
                                "the syntax tree has more than %u nodes", EOS_LIMIT_AST_NODES);
    return read->status == EOS_OK;
}

static const eos_ir_node *read_node(reader *read, const eos_json *json)
{
    if (eos_json_is_null(json) || !is_within_limits(read))
        return NULL;
    const char *name = eos_json_string(eos_json_get(json, "kind"));
    eos_ir_kind kind = name != NULL ? eos_ir_kind_find(name) : EOS_IR_NONE;
    if (kind == EOS_IR_NONE) {
        refuse(read, "unknown kind of node", name != NULL ? name : "");
        return NULL;
    }
    const eos_ir_kind_info *info = eos_ir_kind_describe(kind);
    eos_ir_node *node =
        eos_ir_node_new(read->module, kind, read_span(read, eos_json_get(json, "at")));
    read->depth++;
    for (const eos_json *member = eos_json_first(json); member != NULL && read->status == EOS_OK;
         member = eos_json_next(member)) {
        const char *key = eos_json_key(member);
        if (strcmp(key, "kind") == 0 || strcmp(key, "at") == 0)
            continue;
        const eos_ir_field *field = find_field(info, key);
        if (field != NULL)
            read_field(read, member, node, field);
        else
            refuse(read, "unknown field", key);
    }
    read->depth--;
    return node;
}

static void read_document(reader *read, const eos_json *document)
{
    const char *format = eos_json_string(eos_json_get(document, "format"));

    if (format == NULL || strcmp(format, EOS_IR_FORMAT) != 0) {
        refuse(read, "expected \"format\": \"" EOS_IR_FORMAT "\"",
               format != NULL ? format : "none");
        return;
    }
    for (const eos_json *member = eos_json_first(document); member != NULL;
         member = eos_json_next(member)) {
        const char *key = eos_json_key(member);
        if (strcmp(key, "body") == 0)
            read_nodes(read, member, &read->module->body, key);
        else if (strcmp(key, "path") == 0 && !eos_json_is_null(member))
            read->module->path = read_text(read, member, key);
        else if (strcmp(key, "path") != 0 && strcmp(key, "format") != 0 &&
                 strcmp(key, "scopes") != 0) /* written for tests, made anew here */
            refuse(read, "unknown field", key);
    }
    if (read->status == EOS_OK)
        eos_ir_resolve(read->module);
}

eos_status eos_ir_from_json(eos_ir_module **out, const eos_json *document, eos_arena *arena,
                            eos_intern *names, eos_error *err)
{
    volatile eos_status status = EOS_ERR_MEMORY;
    reader read = {.err = err};

    *out = NULL;
    EOS_ARENA_TRY(arena, guard) {
        read.module = eos_ir_module_new(arena, names);
        read_document(&read, document);
        status = read.status;
    }
    EOS_ARENA_CATCH(arena, guard) {
        status =
            eos_fail(err, EOS_ERR_MEMORY, NULL, "the syntax tree needs more memory than there is");
    }
    EOS_ARENA_END;
    if (status == EOS_OK)
        *out = read.module;
    return status;
}
