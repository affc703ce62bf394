/* SPDX-License-Identifier: MIT */
/*
 * IR: field tables, exact round trip of the golden trees, Python's scoping case by case, trees that
 * are not whole, ceilings, and failing allocations. The golden trees come from real syntax trees
 * (tests/hosts/test_lowering.py writes and checks them).
 */
#include "unit.h"

#include "base/limits.h"
#include "ir/ir.h"
#include <stdio.h>
#include <string.h>

#define GOLDEN(name) EOS_UNIT_DIR "/../golden/ir/" name ".json"
#define DOCUMENT(body) "{\"format\": \"" EOS_IR_FORMAT "\", \"body\": [" body "]}"
#define EXPRESSION(node) DOCUMENT("{\"kind\": \"Expr\", \"value\": " node "}")

/* The module read from JSON text; NULL and the status in *status when it is refused. */
static eos_ir_module *load(eos_arena *arena, const char *text, eos_status *status, eos_error *err)
{
    eos_json *document = NULL;
    eos_ir_module *module = NULL;
    eos_intern *names = EOS_NEW(arena, eos_intern);

    eos_intern_init(names, arena);
    *status = eos_json_parse(&document, text, strlen(text), NULL, err);
    if (*status == EOS_OK)
        *status = eos_ir_from_json(&module, document, arena, names, err);
    eos_json_free(document);
    return module;
}

static eos_ir_module *load_golden(eos_arena *arena, const char *path)
{
    eos_status status;
    eos_error err = {0};
    eos_ir_module *module = load(arena, unit_read_file(arena, path, NULL), &status, &err);

    UNIT_SAME_TEXT(err.message, "");
    CU_ASSERT(status == EOS_OK);
    return module;
}

/* ---- field tables ---- */

static void every_kind_and_operator_is_found_by_name(void)
{
    for (int kind = EOS_IR_NONE + 1; kind < EOS_IR_KIND_COUNT; kind++) {
        const eos_ir_kind_info *info = eos_ir_kind_describe((eos_ir_kind)kind);
        CU_ASSERT(eos_ir_kind_find(info->name) == (eos_ir_kind)kind);
        CU_ASSERT(info->size >= sizeof(eos_ir_node));
        for (uint8_t i = 0; i < info->field_count; i++)
            CU_ASSERT(info->fields[i].name != NULL && info->fields[i].offset < info->size);
        CU_ASSERT_PTR_NULL(info->fields[info->field_count].name);
    }
    for (int op = EOS_OP_NONE + 1; op < EOS_OP_COUNT; op++)
        CU_ASSERT(eos_ir_op_find(eos_ir_op_name((eos_ir_op)op)) == (eos_ir_op)op);
    UNIT_SAME_TEXT(eos_ir_op_name(EOS_OP_NotIn), "NotIn");
    UNIT_SAME_TEXT(eos_ir_op_name(EOS_OP_NONE), "");
    CU_ASSERT(eos_ir_kind_find("Load") == EOS_IR_NONE);
}

static void fields_accept_their_kinds_only(void)
{
    static const struct {
        eos_ir_kind owner;
        const char *field;
        eos_ir_kind kind;
        bool accepts;
    } cases[] = {
        {EOS_IR_Expr, "value", EOS_IR_BoolOp, true},
        {EOS_IR_Expr, "value", EOS_IR_Slice, true},
        {EOS_IR_Expr, "value", EOS_IR_TypeAlias, false},
        {EOS_IR_Expr, "value", EOS_IR_comprehension, false},
        {EOS_IR_If, "body", EOS_IR_FunctionDef, true},
        {EOS_IR_If, "body", EOS_IR_TypeAlias, true},
        {EOS_IR_If, "body", EOS_IR_BoolOp, false},
        {EOS_IR_Call, "keywords", EOS_IR_keyword, true},
        {EOS_IR_Call, "keywords", EOS_IR_arg, false},
        {EOS_IR_MatchOr, "patterns", EOS_IR_MatchValue, true},
        {EOS_IR_MatchOr, "patterns", EOS_IR_match_case, false},
        {EOS_IR_Lambda, "scope", EOS_IR_Lambda, false},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const eos_ir_kind_info *info = eos_ir_kind_describe(cases[c].owner);
        const eos_ir_field *field = NULL;
        for (uint8_t i = 0; i < info->field_count; i++)
            if (strcmp(info->fields[i].name, cases[c].field) == 0)
                field = &info->fields[i];
        CU_ASSERT_PTR_NOT_NULL_FATAL(field);
        CU_ASSERT(eos_ir_field_accepts(field, cases[c].kind) == cases[c].accepts);
    }
}

/* ---- round trip ---- */

static void check_round_trip(const char *path)
{
    UNIT_ARENA(arena) {
        eos_json *golden = NULL;
        size_t length = 0;
        const char *text = unit_read_file(&arena, path, &length);
        CU_ASSERT(eos_json_parse(&golden, text, length, path, NULL) == EOS_OK);
        eos_ir_module *module = load_golden(&arena, path);
        eos_json *again = module != NULL ? eos_ir_to_json(module, true) : NULL;
        char *expected = eos_json_print(golden, true);
        char *actual = eos_json_print(again, true);
        UNIT_SAME_TEXT(actual, expected);
        eos_json_text_free(actual);
        eos_json_text_free(expected);
        eos_json_free(again);
        eos_json_free(golden);
    }
    UNIT_ARENA_END(arena);
}

static void golden_trees_come_back_exactly(void)
{
    check_round_trip(GOLDEN("nodes"));
    check_round_trip(GOLDEN("scopes"));
    check_round_trip(GOLDEN("keras_model"));
}

static const eos_ir_const *value_of(const eos_ir_module *module, size_t index)
{
    const eos_ir_Assign *assign = EOS_IR_AS(Assign, module->body.items[module->body.count - 1]);
    const eos_ir_node *item = EOS_IR_AS(Tuple, assign->value)->elts.items[index];

    return &EOS_IR_AS(Constant, item)->value;
}

static void constants_keep_their_value(void)
{
    UNIT_ARENA(arena) {
        const eos_ir_module *module = load_golden(&arena, GOLDEN("nodes"));
        CU_ASSERT(value_of(module, 0)->kind == EOS_CONST_NONE);
        CU_ASSERT(value_of(module, 1)->kind == EOS_CONST_BOOL && value_of(module, 1)->as.boolean);
        CU_ASSERT(value_of(module, 3)->kind == EOS_CONST_ELLIPSIS);
        CU_ASSERT(value_of(module, 6)->as.integer == INT64_C(9007199254740993));
        CU_ASSERT(value_of(module, 8)->kind == EOS_CONST_OTHER); /* 2^63 */
        CU_ASSERT(value_of(module, 9)->kind == EOS_CONST_FLOAT);
        CU_ASSERT(value_of(module, 9)->as.number == 0.1);
        CU_ASSERT(value_of(module, 10)->as.number > 1e308);   /* infinity */
        CU_ASSERT(value_of(module, 11)->as.number == 1e-320); /* subnormal */
        CU_ASSERT(value_of(module, 12)->kind == EOS_CONST_FLOAT);
        CU_ASSERT(value_of(module, 13)->kind == EOS_CONST_OTHER); /* complex */
        UNIT_SAME_TEXT(value_of(module, 14)->as.text->data, "Ünïcode\n");
        UNIT_SAME_INT(value_of(module, 15)->as.text->length, 4); /* "nul\0" */
        CU_ASSERT(value_of(module, 16)->kind == EOS_CONST_BYTES);
        CU_ASSERT(memcmp(value_of(module, 16)->as.text->data, "bytes\xff", 7) == 0);
    }
    UNIT_ARENA_END(arena);
}

/* ---- scoping ---- */

static const eos_ir_scope *find_scope(const eos_ir_module *module, const char *qualname,
                                      uint32_t line)
{
    for (uint32_t i = 0; i < module->scope_count; i++) {
        const eos_ir_scope *scope = module->scopes[i];
        if (eos_text_is(scope->qualname, qualname) &&
            (line == 0 || (scope->node != NULL && scope->node->span.line == line)))
            return scope;
    }
    return NULL;
}

/* The scope whose frame holds the value, by what the symbol says. */
static const eos_ir_scope *home_of(const eos_ir_module *module, const eos_ir_scope *scope,
                                   const eos_ir_symbol *symbol)
{
    if (symbol->where == EOS_WHERE_MODULE)
        return module->scope;
    for (uint16_t i = 0; symbol->where == EOS_WHERE_OUTER && i < symbol->hops; i++)
        scope = scope->parent;
    return scope;
}

#define ASSIGNED 1
#define PARAMETER 2
#define CAPTURED 4

static const struct {
    const char *scope;
    uint32_t line; /* 0 = the name of the scope is enough */
    const char *name, *home;
    int flags;
} scoping[] = {
    {"", 0, "keras", "", ASSIGNED}, /* import keras.layers */
    {"", 0, "np", "", ASSIGNED},    /* import numpy as np */
    {"", 0, "m", "", ASSIGNED},     /* from keras import models as m */
    {"", 0, "top", "", ASSIGNED | CAPTURED},
    {"", 0, "unbound", "", CAPTURED},           /* free everywhere: entered, not assigned */
    {"", 0, "made", "", ASSIGNED | CAPTURED},   /* assigned by a function that says global */
    {"", 0, "leaked", "", ASSIGNED | CAPTURED}, /* := in a comprehension */
    {"closure", 0, "base", "closure", ASSIGNED | PARAMETER | CAPTURED},
    {"closure", 0, "factor", "closure", ASSIGNED | PARAMETER},
    {"closure.<locals>.step", 0, "count", "closure", ASSIGNED}, /* nonlocal */
    {"closure.<locals>.step", 0, "base", "closure", 0},
    {"closure.<locals>.step", 0, "top", "", 0},
    {"closure.<locals>.<lambda>", 0, "step", "closure", 0},
    {"declares", 0, "made", "", ASSIGNED},
    {"declares.<locals>.inner", 0, "made", "", 0}, /* global goes through */
    {"Outer", 0, "own", "Outer", ASSIGNED},
    {"Outer.method", 0, "size", "", 0}, /* class bodies are not seen from inside */
    {"Outer.Inner", 0, "size", "", 0},
    {"Outer.Inner.method", 0, "value", "", 0},
    {"Outer.<listcomp>", 0, "size", "", 0},
    {"comprehensions", 0, "kept", "comprehensions", ASSIGNED | CAPTURED},
    {"comprehensions", 0, "also", "comprehensions", ASSIGNED | CAPTURED},
    {"comprehensions", 0, "x", "", 0}, /* the loop's name does not leak */
    {"comprehensions.<locals>.<listcomp>", 56, "kept", "comprehensions", 0},
    {"comprehensions.<locals>.<dictcomp>.<locals>.<listcomp>", 0, "rows", "comprehensions", 0},
    {"comprehensions.<locals>.<listcomp>.<locals>.<listcomp>", 0, "far", "comprehensions", 0},
    {"<listcomp>", 0, "leaked", "", 0},
    {"bindings", 0, "os", "bindings", ASSIGNED},
    {"bindings", 0, "gone", "bindings", ASSIGNED}, /* del binds */
    {"bindings", 0, "c", "bindings", ASSIGNED},    /* with ... as (a, [b, *c]) */
    {"bindings", 0, "error", "bindings", ASSIGNED},
    {"bindings", 0, "loop", "", 0}, /* for loop.attribute reads it */
    {"bindings", 0, "typed", "bindings", ASSIGNED},
    {"bindings", 0, "head", "bindings", ASSIGNED},
    {"bindings", 0, "tail", "bindings", ASSIGNED},
    {"bindings", 0, "augmented", "bindings", ASSIGNED},
    {"bindings", 0, "annotated", "", 0}, /* annotations, bases: the enclosing scope */
    {"bindings", 0, "keyed", "", 0},
    {"bindings.<locals>.later", 0, "more", "bindings.<locals>.later", ASSIGNED | PARAMETER},
    {"bindings.<locals>.Local.method", 0, "subject", "bindings", 0},
    {"bindings.<locals>.Local.method", 0, "Local", "bindings", 0},
};

static void names_live_where_python_says(void)
{
    UNIT_ARENA(arena) {
        const eos_ir_module *module = load_golden(&arena, GOLDEN("scopes"));
        for (size_t c = 0; c < sizeof scoping / sizeof *scoping; c++) {
            const eos_ir_scope *scope = find_scope(module, scoping[c].scope, scoping[c].line);
            CU_ASSERT_PTR_NOT_NULL(scope);
            if (scope == NULL)
                continue;
            uint32_t found =
                eos_ir_symbol_find(scope, eos_intern_string(module->names, scoping[c].name));
            CU_ASSERT(found != EOS_NO_SYMBOL);
            if (found == EOS_NO_SYMBOL)
                continue;
            const eos_ir_symbol *symbol = &scope->symbols[found];
            const eos_ir_scope *home = home_of(module, scope, symbol);
            UNIT_SAME_TEXT(home->qualname->data, scoping[c].home);
            CU_ASSERT(symbol->slot < home->count);
            UNIT_SAME_TEXT(home->symbols[symbol->slot].name->data, scoping[c].name);
            UNIT_SAME_INT((symbol->is_assigned ? ASSIGNED : 0) |
                              (symbol->is_parameter ? PARAMETER : 0) |
                              (symbol->is_captured ? CAPTURED : 0),
                          scoping[c].flags);
        }
    }
    UNIT_ARENA_END(arena);
}

static void scopes_know_their_node_and_kind(void)
{
    UNIT_ARENA(arena) {
        const eos_ir_module *module = load_golden(&arena, GOLDEN("scopes"));
        const eos_ir_scope *later = find_scope(module, "bindings.<locals>.later", 0);
        CU_ASSERT_PTR_NULL(module->scope->parent);
        CU_ASSERT(later != NULL && later->has_yield && later->kind == EOS_SCOPE_FUNCTION);
        CU_ASSERT(later != NULL && EOS_IR_AS(FunctionDef, later->node)->scope == later);
        CU_ASSERT_PTR_NOT_NULL(find_scope(module, "made", 32)); /* declared global: no prefix */
        for (uint32_t i = 1; i < module->scope_count; i++)
            CU_ASSERT(module->scopes[i]->parent != NULL && module->scopes[i]->node != NULL);
    }
    UNIT_ARENA_END(arena);
}

static void imports_bind_their_first_name(void)
{
    UNIT_ARENA(arena) {
        const eos_ir_module *module = load_golden(&arena, GOLDEN("scopes"));
        static const char *const bound[] = {"keras", "np", "m", NULL};
        for (uint32_t i = 0; i < 4; i++) {
            const eos_ir_node *node = module->body.items[1 + i];
            const eos_ir_nodes *names = node->kind == EOS_IR_Import
                                            ? &EOS_IR_AS(Import, node)->names
                                            : &EOS_IR_AS(ImportFrom, node)->names;
            uint32_t symbol = EOS_IR_AS(alias, names->items[0])->bound;
            if (bound[i] != NULL)
                UNIT_SAME_TEXT(module->scope->symbols[symbol].name->data, bound[i]);
            CU_ASSERT((bound[i] == NULL) == (symbol == EOS_NO_SYMBOL)); /* a star binds nothing */
        }
    }
    UNIT_ARENA_END(arena);
}

static void large_scopes_find_every_name(void)
{
    enum { COUNT = 20000 };
    UNIT_ARENA(arena) {
        eos_intern names;
        char name[32];
        eos_intern_init(&names, &arena);
        eos_ir_module *module = eos_ir_module_new(&arena, &names);
        module->body.items = EOS_NEW_ARRAY(&arena, const eos_ir_node *, 2 * COUNT);
        for (int i = 0; i < 2 * COUNT; i++) { /* each name twice */
            snprintf(name, sizeof name, "name_%d", i % COUNT);
            eos_ir_node *read = eos_ir_node_new(module, EOS_IR_Name, (eos_span){0});
            eos_ir_node *statement = eos_ir_node_new(module, EOS_IR_Expr, (eos_span){0});
            ((eos_ir_Name *)(void *)read)->id =
                eos_ir_mention(module, eos_intern_string(&names, name));
            ((eos_ir_Expr *)(void *)statement)->value = read;
            module->body.items[module->body.count++] = statement;
        }
        eos_ir_resolve(module);
        UNIT_SAME_INT(module->scope->count, COUNT);
        bool all = true;
        for (uint32_t i = 0; i < COUNT; i++)
            all = all && eos_ir_symbol_find(module->scope, module->scope->symbols[i].name) == i;
        CU_ASSERT(all);
        CU_ASSERT(eos_ir_symbol_find(module->scope, eos_intern_string(&names, "no")) ==
                  EOS_NO_SYMBOL);
    }
    UNIT_ARENA_END(arena);
}

/* ---- trees that are not whole ---- */

static const eos_ir_node *load_expression(eos_arena *arena, const char *text)
{
    eos_status status;
    eos_ir_module *module = load(arena, text, &status, NULL);

    CU_ASSERT(status == EOS_OK);
    return module != NULL ? EOS_IR_AS(Expr, module->body.items[0])->value : NULL;
}

static bool is_unknown(const eos_ir_node *node)
{
    return node != NULL && node->kind == EOS_IR_Constant &&
           EOS_IR_AS(Constant, node)->value.kind == EOS_CONST_OTHER;
}

static void missing_parts_become_unknown(void)
{
    UNIT_ARENA(arena) {
        const eos_ir_node *node = load_expression(&arena, EXPRESSION("{\"kind\": \"BinOp\"}"));
        CU_ASSERT(is_unknown(EOS_IR_AS(BinOp, node)->left));
        CU_ASSERT(is_unknown(EOS_IR_AS(BinOp, node)->right));
        UNIT_SAME_INT(EOS_IR_AS(BinOp, node)->op, EOS_OP_NONE);
        node = load_expression(&arena, EXPRESSION("{\"kind\": \"Lambda\"}"));
        CU_ASSERT_PTR_NOT_NULL(EOS_IR_AS(Lambda, node)->args);
        CU_ASSERT(is_unknown(EOS_IR_AS(Lambda, node)->body));
        CU_ASSERT_PTR_NOT_NULL(EOS_IR_AS(Lambda, node)->scope);
        node = load_expression(&arena, EXPRESSION("{\"kind\": \"Name\"}"));
        UNIT_SAME_INT(EOS_IR_AS(Name, node)->id, 0); /* the empty name */
        node = load_expression(&arena, EXPRESSION("{\"kind\": \"Attribute\"}"));
        UNIT_SAME_TEXT(EOS_IR_AS(Attribute, node)->attr->data, "");
        node = load_expression(&arena, EXPRESSION("{\"kind\": \"ListComp\"}"));
        CU_ASSERT_PTR_NOT_NULL(EOS_IR_AS(ListComp, node)->scope);
    }
    UNIT_ARENA_END(arena);
}

static void misplaced_parts_go_or_become_unknown(void)
{
    UNIT_ARENA(arena) {
        eos_status status;
        const eos_ir_module *module = load(&arena,
                                           DOCUMENT("{\"kind\": \"Name\", \"id\": \"x\"}, null, "
                                                    "{\"kind\": \"Pass\"}"),
                                           &status, NULL);
        CU_ASSERT(status == EOS_OK);
        UNIT_SAME_INT(module->body.count, 1);
        const eos_ir_node *node = load_expression(
            &arena,
            EXPRESSION("{\"kind\": \"Call\", \"func\": {\"kind\": \"Pass\"}, "
                       "\"args\": [{\"kind\": \"keyword\"}, {\"kind\": \"Name\", \"id\": \"a\"}],"
                       "\"keywords\": [{\"kind\": \"Name\"}, {\"kind\": \"keyword\"}]}"));
        const eos_ir_Call *call = EOS_IR_AS(Call, node);
        CU_ASSERT(is_unknown(call->func) && is_unknown(call->args.items[0]));
        UNIT_SAME_INT(call->args.count, 2);
        UNIT_SAME_INT(call->keywords.count, 1);
        CU_ASSERT(is_unknown(EOS_IR_AS(keyword, call->keywords.items[0])->value));
    }
    UNIT_ARENA_END(arena);
}

static void lists_side_by_side_get_one_length(void)
{
    UNIT_ARENA(arena) {
        const eos_ir_node *node = load_expression(
            &arena, EXPRESSION("{\"kind\": \"Dict\", \"keys\": [null, {\"kind\": \"Name\"}], "
                               "\"values\": [{\"kind\": \"Name\", \"id\": \"a\"}]}"));
        UNIT_SAME_INT(EOS_IR_AS(Dict, node)->keys.count, 1);
        CU_ASSERT_PTR_NULL(EOS_IR_AS(Dict, node)->keys.items[0]); /* {**a} */
        node =
            load_expression(&arena, EXPRESSION("{\"kind\": \"Compare\", \"ops\": [\"Lt\", \"Gt\"], "
                                               "\"comparators\": [{\"kind\": \"Name\"}]}"));
        UNIT_SAME_INT(EOS_IR_AS(Compare, node)->ops.count, 1);
        node = load_expression(
            &arena, EXPRESSION("{\"kind\": \"Lambda\", \"args\": {\"kind\": \"arguments\", "
                               "\"args\": [{\"kind\": \"arg\", \"arg\": \"a\"}], "
                               "\"defaults\": [{\"kind\": \"Name\"}, {\"kind\": \"Name\"}]}}"));
        UNIT_SAME_INT(EOS_IR_AS(arguments, EOS_IR_AS(Lambda, node)->args)->defaults.count, 1);
    }
    UNIT_ARENA_END(arena);
}

/* ---- refusals and ceilings ---- */

static void wrong_documents_are_refused(void)
{
    static const char *const documents[] = {
        "[]",
        "{}",
        "{\"format\": \"eoslint-ir-0\", \"body\": []}",
        "{\"format\": \"" EOS_IR_FORMAT "\", \"body\": {}}",
        "{\"format\": \"" EOS_IR_FORMAT "\", \"path\": 3}",
        "{\"format\": \"" EOS_IR_FORMAT "\", \"bodies\": []}",
        DOCUMENT("3"),
        DOCUMENT("{}"),
        DOCUMENT("{\"kind\": \"Load\"}"),
        DOCUMENT("{\"kind\": \"Pass\", \"scope\": 1}"),
        DOCUMENT("{\"kind\": \"Pass\", \"at\": [1, 2, 3]}"),
        DOCUMENT("{\"kind\": \"Pass\", \"at\": [1, -2, 3, 4]}"),
        DOCUMENT("{\"kind\": \"Pass\", \"at\": [1, 2, 3, 1.5]}"),
        DOCUMENT("{\"kind\": \"Global\", \"names\": [1]}"),
        EXPRESSION("{\"kind\": \"Lambda\", \"scope\": {}}"),
        EXPRESSION("{\"kind\": \"Name\", \"id\": 3}"),
        EXPRESSION("{\"kind\": \"BoolOp\", \"op\": \"Xor\"}"),
        EXPRESSION("{\"kind\": \"Compare\", \"ops\": [null]}"),
        EXPRESSION("{\"kind\": \"Call\", \"args\": 1}"),
        EXPRESSION("{\"kind\": \"FormattedValue\", \"conversion\": 1e10}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": 1.5}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": 1e300}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": []}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": {}}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": {\"int\": 1}}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": {\"int\": \"9223372036854775808\"}}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": {\"float\": \"one\"}}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": {\"bytes\": \"0g\"}}"),
        EXPRESSION("{\"kind\": \"Constant\", \"value\": {\"set\": \"x\"}}"),
    };

    UNIT_ARENA(arena) {
        for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
            eos_status status;
            eos_error err = {0};
            const eos_ir_module *module = load(&arena, documents[i], &status, &err);
            if (status != EOS_ERR_FORMAT)
                fprintf(stderr, "\n  not refused: %s\n", documents[i]);
            CU_ASSERT(status == EOS_ERR_FORMAT && module == NULL && err.message[0] != '\0');
        }
    }
    UNIT_ARENA_END(arena);
}

/* A chain of `levels` nodes as JSON text. */
static const char *deep_document(eos_arena *arena, int levels)
{
    eos_buffer text;

    eos_buffer_init(&text, arena);
    eos_buffer_add_string(&text,
                          "{\"format\": \"" EOS_IR_FORMAT "\", \"body\": [{\"kind\": \"Expr\"");
    for (int i = 1; i < levels; i++)
        eos_buffer_add_string(&text, ", \"value\": {\"kind\": \"Await\"");
    for (int i = 0; i < levels; i++)
        eos_buffer_add_string(&text, "}");
    eos_buffer_add_string(&text, "]}");
    return text.data;
}

static void depth_is_limited(void)
{
    UNIT_ARENA(arena) {
        eos_status status;
        eos_error err = {0};
        load(&arena, deep_document(&arena, EOS_LIMIT_AST_DEPTH - 1), &status, &err);
        CU_ASSERT(status == EOS_OK);
        load(&arena, deep_document(&arena, EOS_LIMIT_AST_DEPTH + 1), &status, &err);
        CU_ASSERT(status == EOS_ERR_LIMIT);
        CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "nested deeper than"));
    }
    UNIT_ARENA_END(arena);
}

/* ---- memory ---- */

/* Reads the document with the n-th allocation failing. */
static eos_status load_failing(const eos_json *document, size_t n)
{
    volatile eos_status status = EOS_ERR_INTERNAL;

    UNIT_ARENA(arena) {
        eos_ir_module *module;
        eos_intern names;
        eos_intern_init(&names, &arena);
        arena.fail_after = n;
        status = eos_ir_from_json(&module, document, &arena, &names, NULL);
    }
    UNIT_ARENA_END(arena);
    return status;
}

static void reading_survives_failing_allocations(void)
{
    UNIT_ARENA(arena) {
        eos_json *document = NULL;
        size_t length = 0;
        const char *text = unit_read_file(&arena, GOLDEN("keras_model"), &length);
        CU_ASSERT(eos_json_parse(&document, text, length, NULL, NULL) == EOS_OK);
        size_t failures = 0;
        eos_status status = EOS_ERR_MEMORY;
        while (status == EOS_ERR_MEMORY && failures < 5000)
            status = load_failing(document, ++failures);
        CU_ASSERT(status == EOS_OK);
        CU_ASSERT(failures > 100); /* nodes, lists, scopes: each was refused once */
        eos_json_free(document);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"ir: every kind and operator is found by its name", every_kind_and_operator_is_found_by_name},
    {"ir: fields accept their kinds only", fields_accept_their_kinds_only},
    {"ir: golden trees come back from JSON exactly", golden_trees_come_back_exactly},
    {"ir: constants keep their value", constants_keep_their_value},
    {"ir: names live where Python says", names_live_where_python_says},
    {"ir: scopes know their node and kind", scopes_know_their_node_and_kind},
    {"ir: imports bind their first name", imports_bind_their_first_name},
    {"ir: large scopes find every name", large_scopes_find_every_name},
    {"ir: missing parts become unknown", missing_parts_become_unknown},
    {"ir: misplaced parts go or become unknown", misplaced_parts_go_or_become_unknown},
    {"ir: lists side by side get one length", lists_side_by_side_get_one_length},
    {"ir: wrong documents are refused", wrong_documents_are_refused},
    {"ir: depth is limited", depth_is_limited},
    {"ir: reading survives failing allocations", reading_survives_failing_allocations},
};

UNIT_SUITE(ir, tests)
