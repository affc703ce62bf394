/* SPDX-License-Identifier: MIT */
/*
 * IR as JSON, exactly: golden files, CUnit tests and fuzzers drive everything behind the IR with
 * it, without Python. This file writes, ir_json_read.c reads.
 *
 *   {"format": "eoslint-ir-1", "path": null, "body": [NODE ...]}
 *   NODE = {"kind": "Name", "at": [line, column, end_line, end_column], "id": "x"}
 *
 * "at" is left out when no place is known, and so is a field that is absent, empty or zero.
 * Identifiers are written as their names; symbols and scopes are no part of the form, reading
 * resolves anew. Constants: null, true, an integer, a string stand for themselves; the rest is
 * an object with one key: {"int": "9007199254740993"} beyond 2^53, {"float":
 * "0.10000000000000001"} (17 digits, inf, nan), {"bytes": HEX}, {"str": HEX} for a str that
 * holds a NUL, {"ellipsis": true}, {"other": true}.
 *
 * Questionable: a constant None is written ("value": null) although null also is how an absent
 * node in a list is written; the two never share a field.
 */
#include "ir/ir.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_DOUBLE ((int64_t)1 << 53)

/* No memory comes from the arena here: a jump to its guard would lose the half-made document. */
typedef struct writer {
    bool is_out_of_memory;
} writer;

/*
 * The scopes in which a node's names stand. Almost everywhere both are one; `other` is where the
 * names of parameters belong (in `arguments`), and where the iterable of a first `for` belongs
 * (in a comprehension).
 */
typedef struct place {
    const eos_ir_scope *scope, *other;
} place;

static void write_node(writer *out, place at, const eos_ir_node *node, eos_json *parent,
                       const char *key);

static void write_hex(writer *out, eos_json *parent, const char *key, const eos_text *text)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = malloc((size_t)text->length * 2 + 1);

    if (hex == NULL) {
        out->is_out_of_memory = true;
        return;
    }
    for (uint32_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->data[i];
        hex[2 * (size_t)i] = digits[byte >> 4];
        hex[2 * (size_t)i + 1] = digits[byte & 15];
    }
    hex[2 * (size_t)text->length] = '\0';
    eos_json_add_string(parent, key, hex);
    free(hex);
}

static void write_const(writer *out, const eos_ir_const *value, eos_json *parent, const char *key)
{
    char digits[40];

    switch (value->kind) {
    case EOS_CONST_NONE:
        eos_json_add_null(parent, key);
        return;
    case EOS_CONST_BOOL:
        eos_json_add_bool(parent, key, value->as.boolean);
        return;
    case EOS_CONST_INT:
        if (value->as.integer >= -EXACT_DOUBLE && value->as.integer <= EXACT_DOUBLE) {
            eos_json_add_int(parent, key, value->as.integer);
            return;
        }
        snprintf(digits, sizeof digits, "%" PRId64, value->as.integer);
        eos_json_add_string(eos_json_object(parent, key), "int", digits);
        return;
    case EOS_CONST_FLOAT:
        snprintf(digits, sizeof digits, "%.17g", value->as.number);
        eos_json_add_string(eos_json_object(parent, key), "float", digits);
        return;
    case EOS_CONST_STR:
        if (memchr(value->as.text->data, '\0', value->as.text->length) == NULL)
            eos_json_add_string(parent, key, value->as.text->data);
        else
            write_hex(out, eos_json_object(parent, key), "str", value->as.text);
        return;
    case EOS_CONST_BYTES:
        write_hex(out, eos_json_object(parent, key), "bytes", value->as.text);
        return;
    case EOS_CONST_ELLIPSIS:
        eos_json_add_bool(eos_json_object(parent, key), "ellipsis", true);
        return;
    case EOS_CONST_OTHER:
        eos_json_add_bool(eos_json_object(parent, key), "other", true);
        return;
    }
}

static void write_nodes(writer *out, place at, const eos_ir_nodes *list, eos_json *parent,
                        const char *key)
{
    if (list->count == 0)
        return;
    eos_json *array = eos_json_array(parent, key);
    for (uint32_t i = 0; i < list->count; i++) {
        bool is_later_for =
            i > 0 && list->items[i] != NULL && list->items[i]->kind == EOS_IR_comprehension;
        write_node(out, is_later_for ? (place){at.scope, at.scope} : at, list->items[i], array,
                   NULL);
    }
}

static void write_field(writer *out, place at, const eos_ir_node *node, const eos_ir_field *field,
                        eos_json *parent)
{
    const void *value = eos_ir_field_at(node, field);

    switch ((eos_ir_field_type)field->type) {
    case EOS_FIELD_EXPR:
        if (*(const eos_ir_node *const *)value != NULL)
            write_node(out, at, *(const eos_ir_node *const *)value, parent, field->name);
        return;
    case EOS_FIELD_EXPRS:
        write_nodes(out, at, value, parent, field->name);
        return;
    case EOS_FIELD_NAME:
        if (*(const eos_text *const *)value != NULL)
            eos_json_add_string(parent, field->name, (*(const eos_text *const *)value)->data);
        return;
    case EOS_FIELD_NAMES: {
        const eos_ir_names *names = value;
        eos_json *array = eos_json_array(parent, field->name);
        for (uint32_t i = 0; i < names->count; i++)
            eos_json_add_string(array, NULL, names->items[i]->data);
        return;
    }
    case EOS_FIELD_SYMBOL: {
        const eos_ir_scope *scope = node->kind == EOS_IR_arg ? at.other : at.scope;
        uint32_t symbol = *(const uint32_t *)value;
        if (symbol != EOS_NO_SYMBOL)
            eos_json_add_string(parent, field->name, scope->symbols[symbol].name->data);
        return;
    }
    case EOS_FIELD_INT:
        if (*(const int32_t *)value != 0)
            eos_json_add_int(parent, field->name, *(const int32_t *)value);
        return;
    case EOS_FIELD_OP:
        if (*(const uint8_t *)value != EOS_OP_NONE)
            eos_json_add_string(parent, field->name,
                                eos_ir_op_name((eos_ir_op) * (const uint8_t *)value));
        return;
    case EOS_FIELD_OPS: {
        const eos_ir_ops *ops = value;
        eos_json *array = eos_json_array(parent, field->name);
        for (uint32_t i = 0; i < ops->count; i++)
            eos_json_add_string(array, NULL, eos_ir_op_name((eos_ir_op)ops->items[i]));
        return;
    }
    case EOS_FIELD_CONST:
        write_const(out, value, parent, field->name);
        return;
    case EOS_FIELD_SCOPE:
        return;
    }
}

/* The scope that a node opens; NULL for all but a few kinds. */
static const eos_ir_scope *opened_scope(const eos_ir_node *node, const eos_ir_kind_info *info)
{
    const eos_ir_field *last = info->field_count > 0 ? &info->fields[info->field_count - 1] : NULL;

    if (last == NULL || last->type != EOS_FIELD_SCOPE)
        return NULL;
    return *(eos_ir_scope *const *)eos_ir_field_at(node, last);
}

/* Where the names of a field stand; mirrors what ir_resolve.c does while it walks. */
static place field_place(const eos_ir_node *node, const eos_ir_scope *opened,
                         const eos_ir_field *field, place at)
{
    static const char *const inside[] = {"body", "elt", "key", "value", "generators"};

    if (node->kind == EOS_IR_arguments)
        return at;
    if (node->kind == EOS_IR_arg && field->type == EOS_FIELD_SYMBOL)
        return at;
    if (node->kind == EOS_IR_comprehension && strcmp(field->name, "iter") == 0)
        return (place){at.other, at.other};
    if (opened == NULL)
        return (place){at.scope, at.scope};
    if (strcmp(field->name, "args") == 0)
        return (place){at.scope, opened};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (strcmp(field->name, inside[i]) == 0)
            return (place){opened, strcmp(field->name, "generators") == 0 ? at.scope : opened};
    return (place){at.scope, at.scope};
}

static void write_node(writer *out, place at, const eos_ir_node *node, eos_json *parent,
                       const char *key)
{
    const eos_ir_kind_info *info;
    const eos_ir_scope *opened;
    eos_json *object;

    if (node == NULL) {
        eos_json_add_null(parent, key);
        return;
    }
    info = eos_ir_kind_describe((eos_ir_kind)node->kind);
    opened = opened_scope(node, info);
    object = eos_json_object(parent, key);
    eos_json_add_string(object, "kind", info->name);
    if (node->span.line != 0 || node->span.end_line != 0) {
        eos_json *span = eos_json_array(object, "at");
        eos_json_add_int(span, NULL, node->span.line);
        eos_json_add_int(span, NULL, node->span.column);
        eos_json_add_int(span, NULL, node->span.end_line);
        eos_json_add_int(span, NULL, node->span.end_column);
    }
    for (uint8_t i = 0; i < info->field_count; i++)
        if (info->fields[i].role != EOS_ROLE_DERIVED)
            write_field(out, field_place(node, opened, &info->fields[i], at), node,
                        &info->fields[i], object);
}

/* ---- scopes, for tests of the resolution ---- */

static void write_symbol(const eos_ir_symbol *symbol, eos_json *parent)
{
    static const char *const where[] = {"local", "outer", "module"};
    eos_json *object = eos_json_object(parent, NULL);

    eos_json_add_string(object, "name", symbol->name->data);
    eos_json_add_string(object, "where", where[symbol->where]);
    if (symbol->where == EOS_WHERE_OUTER)
        eos_json_add_int(object, "hops", symbol->hops);
    eos_json_add_int(object, "slot", symbol->slot);
    if (symbol->is_assigned)
        eos_json_add_bool(object, "assigned", true);
    if (symbol->is_parameter)
        eos_json_add_bool(object, "parameter", true);
    if (symbol->is_global)
        eos_json_add_bool(object, "global", true);
    if (symbol->is_nonlocal)
        eos_json_add_bool(object, "nonlocal", true);
    if (symbol->is_captured)
        eos_json_add_bool(object, "captured", true);
}

static void write_scopes(const eos_ir_module *module, eos_json *parent)
{
    static const char *const kinds[] = {"module", "function", "class", "lambda", "comprehension"};
    eos_json *array = eos_json_array(parent, "scopes");

    for (uint32_t s = 0; s < module->scope_count; s++) {
        const eos_ir_scope *scope = module->scopes[s];
        eos_json *object = eos_json_object(array, NULL);
        eos_json_add_string(object, "kind", kinds[scope->kind]);
        eos_json_add_string(object, "qualname", scope->qualname->data);
        if (scope->node != NULL)
            eos_json_add_int(object, "line", scope->node->span.line);
        if (scope->has_yield)
            eos_json_add_bool(object, "yields", true);
        eos_json *symbols = eos_json_array(object, "symbols");
        for (uint32_t i = 0; i < scope->count; i++)
            write_symbol(&scope->symbols[i], symbols);
    }
}

eos_json *eos_ir_to_json(const eos_ir_module *module, bool with_scopes)
{
    eos_json *document = eos_json_object(NULL, NULL);
    place at = {module->scope, module->scope};
    writer out = {false};

    eos_json_add_string(document, "format", EOS_IR_FORMAT);
    eos_json_add_string(document, "path", module->path != NULL ? module->path->data : NULL);
    write_nodes(&out, at, &module->body, document, "body");
    if (with_scopes)
        write_scopes(module, document);
    if (out.is_out_of_memory) {
        eos_json_free(document);
        return NULL;
    }
    return document;
}
