/* SPDX-License-Identifier: MIT */
/*
 * Python's operators, comparisons, builtins and methods on abstract values. Tables hold what
 * CPython 3.11 prints for the same expression; "?" is an honest unknown, "raises" cases among
 * them.
 */
#include "unit.h"

#include "flow/python.h"
#include <math.h>
#include <string.h>

/* An interpreter that runs nothing: enough for what needs a heap, names and a scope. */
static eos_flow *make_flow(eos_arena *arena)
{
    eos_flow *flow = EOS_NEW(arena, eos_flow);
    eos_ir_scope *scope = EOS_NEW(arena, eos_ir_scope);
    flow->arena = arena;
    flow->names = EOS_NEW(arena, eos_intern);
    eos_intern_init(flow->names, arena);
    flow->result = EOS_NEW(arena, eos_flow_result);
    eos_heap_init(&flow->heap, arena);
    scope->kind = EOS_SCOPE_MODULE;
    scope->qualname = eos_intern_string(flow->names, "");
    flow->module_frame = EOS_NEW(arena, eos_frame);
    flow->module_frame->scope = scope;
    return flow;
}

static const eos_span here = {.line = 3, .column = 4, .end_line = 3, .end_column = 9};

/* ---- literals: None True 7 2.5 'ab' (..,) [..] {k: v} {..} 1|2 1..5 ? ---- */

static eos_value read_literal(eos_flow *flow, const char **at);

static void skip_spaces(const char **at)
{
    while (**at == ' ' || **at == ',' || **at == ':')
        (*at)++;
}

static const eos_sequence *read_items(eos_flow *flow, const char **at, char end)
{
    const eos_sequence *items = eos_sequence_empty(flow->arena);
    for (skip_spaces(at); **at != end && **at != '\0'; skip_spaces(at))
        items = eos_sequence_push(flow->arena, items, (eos_item){.value = read_literal(flow, at)});
    (*at)++;
    return items;
}

/* {'a': 1} is a dict; {{1, 2}} a set */
static eos_value read_braces(eos_flow *flow, const char **at)
{
    bool is_set = **at == '{';
    eos_object *object =
        eos_flow_object(flow, flow->module_frame, is_set ? EOS_OBJECT_SET : EOS_OBJECT_DICT, here);
    *at += is_set ? 1 : 0;
    const eos_sequence *items = read_items(flow, at, '}');
    *at += is_set ? 1 : 0;
    for (uint32_t i = 0; i < items->count; i += is_set ? 1 : 2)
        eos_dict_set(&flow->heap, object, items->items[i].value,
                     items->items[is_set ? i : i + 1].value);
    return eos_object_value(object);
}

static eos_value read_number(const char **at)
{
    char *stop;
    const char *start = *at;
    double number = strtod(start, &stop);
    const char *end = stop, *dots = strstr(start, "..");
    if (dots != NULL && dots < end)
        end = dots;
    *at = end;
    for (const char *p = start; p < end; p++)
        if (strchr(".en", *p) != NULL && *p != '\0')
            return eos_number(number);
    return eos_integer(strtoll(start, NULL, 10));
}

static eos_value read_literal(eos_flow *flow, const char **at)
{
    static const char *const words[] = {"None", "True", "False", "?"};
    const eos_value values[] = {eos_none(), eos_boolean(true), eos_boolean(false),
                                eos_unknown("test")};
    eos_value value = {0};
    skip_spaces(at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(*at, words[i], strlen(words[i])) == 0) {
            value = values[i];
            *at += strlen(words[i]);
        }
    if (value.kind != EOS_VALUE_UNBOUND)
        ;
    else if (**at == '\'') {
        const char *end = strchr(*at + 1, '\'');
        value = eos_string(eos_intern_bytes(flow->names, *at + 1, (size_t)(end - *at - 1)));
        *at = end + 1;
    } else if (**at == '(') {
        (*at)++;
        value = eos_make_tuple(flow, read_items(flow, at, ')'));
    } else if (**at == '[') {
        (*at)++;
        value = eos_make_list(flow, flow->module_frame, read_items(flow, at, ']'), here);
    } else if (**at == '{') {
        (*at)++;
        value = read_braces(flow, at);
    } else {
        value = read_number(at);
    }
    if (strncmp(*at, "..", 2) == 0) {
        *at += 2;
        eos_value end = read_number(at);
        double low = 0.0, high = 0.0;
        (void)eos_value_number(value, &low);
        (void)eos_value_number(end, &high);
        value = eos_python_interval(flow, low, high, value.kind == EOS_VALUE_INT);
    } else if (**at == '|') {
        (*at)++;
        value = eos_value_join(flow->arena, value, read_literal(flow, at));
    }
    return value;
}

static eos_value literal(eos_flow *flow, const char *text)
{
    return read_literal(flow, &text);
}

/* repr; "?" for unknown, "a | b" for alternatives, "low..high" for intervals */
static const char *shown(eos_flow *flow, eos_value value)
{
    eos_buffer buffer;
    eos_buffer_init(&buffer, flow->arena);
    if (value.kind == EOS_VALUE_UNBOUND)
        return "unbound";
    if (value.kind == EOS_VALUE_INTERVAL)
        return eos_arena_printf(flow->arena,
                                value.as.interval->is_integer ? "%.0f..%.0f" : "%g..%g f",
                                value.as.interval->minimum, value.as.interval->maximum);
    for (uint32_t i = 0; i < eos_value_alternative_count(value); i++) {
        if (i > 0)
            eos_buffer_add_string(&buffer, " | ");
        if (!eos_python_text(&buffer, eos_value_alternative(value, i), true))
            return "?";
    }
    return buffer.data;
}

/* ---- operators ---- */

static void binary(void)
{
    static const struct {
        eos_ir_op op;
        const char *left, *right, *result;
    } table[] = {
        {EOS_OP_Add, "2", "3", "5"},
        {EOS_OP_Add, "True", "True", "2"},
        {EOS_OP_Add, "9223372036854775807", "1", "?"},
        {EOS_OP_Sub, "-9223372036854775808", "1", "?"},
        {EOS_OP_Mult, "4611686018427387904", "2", "?"},
        {EOS_OP_Mult, "3", "0.5", "1.5"},
        {EOS_OP_Div, "6", "3", "2.0"},
        {EOS_OP_Div, "1", "0", "?"},
        {EOS_OP_Div, "1", "3", "0.3333333333333333"},
        {EOS_OP_FloorDiv, "7", "2", "3"},
        {EOS_OP_FloorDiv, "-7", "2", "-4"},
        {EOS_OP_FloorDiv, "7", "-2", "-4"},
        {EOS_OP_FloorDiv, "-9223372036854775808", "-1", "?"},
        {EOS_OP_FloorDiv, "-7.5", "2", "-4.0"},
        {EOS_OP_Mod, "-7", "2", "1"},
        {EOS_OP_Mod, "7", "-2", "-1"},
        {EOS_OP_Mod, "-9223372036854775808", "-1", "0"},
        {EOS_OP_Mod, "-7.5", "2", "0.5"},
        {EOS_OP_Mod, "5", "0", "?"},
        {EOS_OP_Pow, "2", "10", "1024"},
        {EOS_OP_Pow, "2", "62", "4611686018427387904"},
        {EOS_OP_Pow, "2", "63", "?"},
        {EOS_OP_Pow, "-2", "3", "-8"},
        {EOS_OP_Pow, "-1", "9000000000000000001", "-1"},
        {EOS_OP_Pow, "10", "-3", "0.001"},
        {EOS_OP_Pow, "0", "-1", "?"},
        {EOS_OP_Pow, "4", "0.5", "2.0"},
        {EOS_OP_Pow, "-4.0", "0.5", "?"},
        {EOS_OP_Pow, "10.0", "400", "?"},
        {EOS_OP_LShift, "1", "10", "1024"},
        {EOS_OP_LShift, "1", "63", "?"},
        {EOS_OP_LShift, "-3", "2", "-12"},
        {EOS_OP_LShift, "1", "-1", "?"},
        {EOS_OP_RShift, "-5", "1", "-3"},
        {EOS_OP_RShift, "5", "70", "0"},
        {EOS_OP_BitAnd, "True", "False", "False"},
        {EOS_OP_BitOr, "True", "2", "3"},
        {EOS_OP_BitXor, "6", "3", "5"},
        {EOS_OP_BitOr, "1.5", "2", "?"},
        {EOS_OP_Add, "'conv'", "'_1'", "'conv_1'"},
        {EOS_OP_Mult, "'ab'", "2", "'abab'"},
        {EOS_OP_Mult, "-1", "'ab'", "''"},
        {EOS_OP_Mult, "'ab'", "100000", "?"},
        {EOS_OP_Mod, "'w%d_%s%%'", "(3, 'x')", "'w3_x%'"},
        {EOS_OP_Mod, "'%s'", "1e-05", "'1e-05'"},
        {EOS_OP_Mod, "'%s'", "(1,)", "'1'"},
        {EOS_OP_Mod, "'%.2f'", "1.5", "?"},
        {EOS_OP_Mod, "'%d'", "(1, 2)", "?"},
        {EOS_OP_Add, "(1, 2)", "(3,)", "(1, 2, 3)"},
        {EOS_OP_Add, "[1]", "[2, 3]", "[1, 2, 3]"},
        {EOS_OP_Add, "[1]", "(2,)", "?"},
        {EOS_OP_Mult, "[64]", "3", "[64, 64, 64]"},
        {EOS_OP_Mult, "2", "(1,)", "(1, 1)"},
        {EOS_OP_Mult, "[64]", "0", "[]"},
        {EOS_OP_Mult, "[64]", "True", "[64]"},
        {EOS_OP_Mult, "[64]", "2.0", "?"},
        {EOS_OP_Mult, "[64]", "70000", "?"},
        {EOS_OP_Add, "?", "1", "?"},
        {EOS_OP_Add, "1..5", "2", "3..7"},
        {EOS_OP_Sub, "10", "1..5", "5..9"},
        {EOS_OP_Mult, "1..5", "-2", "-10..-2"},
        {EOS_OP_Div, "1..5", "2", "0.5..2.5 f"},
        {EOS_OP_Div, "8", "0..2", "?"},
        {EOS_OP_FloorDiv, "-5..5", "2", "-3..2"},
        {EOS_OP_Mod, "0..50", "10", "0..9"},
        {EOS_OP_Mod, "2..5", "10", "2..5"},
        {EOS_OP_Pow, "2..3", "2", "4..9"},
        {EOS_OP_Add, "1|2", "10|20", "11 | 21 | 12 | 22"},
        {EOS_OP_Mult, "'a'|3", "2", "'aa' | 6"},
    };
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            UNIT_SAME_TEXT(shown(flow, eos_binary(flow, flow->module_frame, table[i].op,
                                                  literal(flow, table[i].left),
                                                  literal(flow, table[i].right), here)),
                           table[i].result);
    }
    UNIT_ARENA_END(arena);
}

static void provenance(void)
{
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        const eos_span place = {.line = 1, .end_line = 1, .end_column = 2};
        eos_value rate = eos_flow_literal(flow, eos_number(0.1), place);
        eos_value factor = eos_integer(2);
        factor.is_with_defaults = true;
        eos_value product = eos_binary(flow, flow->module_frame, EOS_OP_Mult, factor, rate, here);
        CU_ASSERT(product.is_with_defaults);
        CU_ASSERT_EQUAL(product.origin->kind, EOS_ORIGIN_COMPUTED);
        UNIT_SAME_INT(product.origin->span.line, 3);
        UNIT_SAME_INT(eos_origin_first(product.origin)->span.line, 1);
        CU_ASSERT(eos_compare(flow, EOS_OP_Eq, rate, factor).is_with_defaults);
        CU_ASSERT(eos_unary(flow, EOS_OP_USub, factor, here).is_with_defaults);
        eos_value left = literal(flow, "[1]"), right = literal(flow, "[2]");
        left.as.object->now.is_open = true;
        eos_value sum = eos_binary(flow, flow->module_frame, EOS_OP_Add, right, left, here);
        CU_ASSERT(sum.as.object != left.as.object && sum.as.object != right.as.object);
        CU_ASSERT(sum.as.object->now.is_open);
    }
    UNIT_ARENA_END(arena);
}

static void unary(void)
{
    static const struct {
        eos_ir_op op;
        const char *operand, *result;
    } table[] = {
        {EOS_OP_USub, "3", "-3"},        {EOS_OP_USub, "-9223372036854775808", "?"},
        {EOS_OP_USub, "2.5", "-2.5"},    {EOS_OP_USub, "True", "-1"},
        {EOS_OP_USub, "1..5", "-5..-1"}, {EOS_OP_UAdd, "True", "1"},
        {EOS_OP_Invert, "5", "-6"},      {EOS_OP_Invert, "1.5", "?"},
        {EOS_OP_Not, "''", "True"},      {EOS_OP_Not, "[1]", "False"},
        {EOS_OP_Not, "?", "?"},          {EOS_OP_USub, "1|2", "-1 | -2"},
    };
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            UNIT_SAME_TEXT(
                shown(flow, eos_unary(flow, table[i].op, literal(flow, table[i].operand), here)),
                table[i].result);
    }
    UNIT_ARENA_END(arena);
}

static void compare(void)
{
    static const struct {
        eos_ir_op op;
        const char *left, *right, *result;
    } table[] = {
        {EOS_OP_Eq, "1", "1.0", "True"},
        {EOS_OP_Eq, "True", "1", "True"},
        {EOS_OP_Eq, "9007199254740993", "9007199254740992.0", "False"},
        {EOS_OP_Lt, "9007199254740992.0", "9007199254740993", "True"},
        {EOS_OP_Lt, "9223372036854775807", "1e300", "True"},
        {EOS_OP_Eq, "'a'", "'a'", "True"},
        {EOS_OP_Eq, "'a'", "1", "False"},
        {EOS_OP_Eq, "None", "0", "False"},
        {EOS_OP_NotEq, "(1, 2)", "(1, 2.0)", "False"},
        {EOS_OP_Eq, "(1, ?)", "(2, ?)", "False"},
        {EOS_OP_Eq, "(1, ?)", "(1, ?)", "?"},
        {EOS_OP_Eq, "[1, 2]", "[1, 2]", "True"},
        {EOS_OP_Eq, "[1]", "(1,)", "False"},
        {EOS_OP_Lt, "'abc'", "'abd'", "True"},
        {EOS_OP_Lt, "'ab'", "'abc'", "True"},
        {EOS_OP_GtE, "(2, 0)", "(1, 9)", "True"},
        {EOS_OP_Lt, "[1, 2]", "[1, 3]", "True"},
        {EOS_OP_Lt, "1", "'a'", "?"},
        {EOS_OP_Lt, "nan", "1", "False"},
        {EOS_OP_Eq, "nan", "nan", "False"},
        {EOS_OP_NotEq, "nan", "nan", "True"},
        {EOS_OP_Is, "None", "None", "True"},
        {EOS_OP_Is, "5", "None", "False"},
        {EOS_OP_IsNot, "[1]", "None", "True"},
        {EOS_OP_Is, "?", "None", "?"},
        {EOS_OP_Is, "True", "True", "True"},
        {EOS_OP_Is, "1", "True", "False"},
        {EOS_OP_Is, "'a'", "'a'", "?"},
        {EOS_OP_Is, "'a'", "'b'", "False"},
        {EOS_OP_Is, "[1]", "[1]", "False"},
        {EOS_OP_In, "2", "(1, 2)", "True"},
        {EOS_OP_In, "3", "[1, 2]", "False"},
        {EOS_OP_NotIn, "'b'", "{'a': 1}", "True"},
        {EOS_OP_In, "1.0", "{1: 2}", "True"},
        {EOS_OP_In, "2", "{{1, 2}}", "True"},
        {EOS_OP_In, "'bc'", "'abcd'", "True"},
        {EOS_OP_In, "'x'", "''", "False"},
        {EOS_OP_In, "3", "[1, ?]", "?"},
        {EOS_OP_In, "1", "?", "?"},
        {EOS_OP_Lt, "1..5", "6", "True"},
        {EOS_OP_LtE, "1..5", "5", "True"},
        {EOS_OP_Lt, "1..5", "5", "?"},
        {EOS_OP_GtE, "1..5", "5", "?"},
        {EOS_OP_Gt, "1..5", "5", "False"},
        {EOS_OP_Eq, "1..5", "2.5", "False"},
        {EOS_OP_Eq, "1..5", "2", "?"},
        {EOS_OP_Gt, "3|4", "2", "True"},
        {EOS_OP_Gt, "1|4", "2", "?"},
        {EOS_OP_Eq, "1|2", "1|2", "?"},
    };
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            UNIT_SAME_TEXT(shown(flow, eos_compare(flow, table[i].op, literal(flow, table[i].left),
                                                   literal(flow, table[i].right))),
                           table[i].result);
    }
    UNIT_ARENA_END(arena);
}

/* (x, x) doubled a hundred times: exponential when written out */
static void compare_budget(void)
{
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        eos_value left = eos_integer(1), right = eos_integer(1);
        for (int i = 0; i < 100; i++) {
            const eos_sequence *pair = eos_sequence_push(&arena, NULL, (eos_item){.value = left});
            left = eos_make_tuple(flow, eos_sequence_push(&arena, pair, (eos_item){.value = left}));
            pair = eos_sequence_push(&arena, NULL, (eos_item){.value = right});
            right =
                eos_make_tuple(flow, eos_sequence_push(&arena, pair, (eos_item){.value = right}));
        }
        UNIT_SAME_TEXT(shown(flow, eos_compare(flow, EOS_OP_Eq, left, right)), "?");
        UNIT_SAME_TEXT(shown(flow, eos_compare(flow, EOS_OP_Lt, left, right)), "?");
        UNIT_SAME_TEXT(shown(flow, eos_compare(flow, EOS_OP_Eq, left, left)), "True");
    }
    UNIT_ARENA_END(arena);
}

/* ---- builtins ---- */

static eos_arguments arguments_of(eos_flow *flow, const char *text)
{
    const char *at = text;
    const eos_sequence *values = read_items(flow, &at, ';');
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, values->count);
    for (uint32_t i = 0; i < values->count; i++)
        items[i] = (eos_argument){values->items[i].value, here, NULL};
    return (eos_arguments){.items = items,
                           .count = values->count,
                           .positional_count = values->count,
                           .span = here,
                           .callee = here};
}

static void builtins(void)
{
    static const char *const table[][3] = {
        {"len", "[1, 2];", "2"},
        {"len", "'h\xC3\xA9';", "2"},
        {"len", "{'a': 1};", "1"},
        {"len", "?;", "?"},
        {"range", "3;", "(0, 1, 2)"},
        {"range", "5, 0, -2;", "(5, 3, 1)"},
        {"range", "2, 2;", "()"},
        {"range", "1000000;", "?"},
        {"range", "-9223372036854775808, 9223372036854775807;", "?"},
        {"range", "0, 9223372036854775807, 9223372036854775807;", "(0,)"},
        {"range", "1|2;", "(0,) | (0, 1)"},
        {"int", "2.9;", "2"},
        {"int", "-2.9;", "-2"},
        {"int", "' 12 ';", "12"},
        {"int", "'1x';", "?"},
        {"int", "1e300;", "?"},
        {"int", "True;", "1"},
        {"float", "'1e-3';", "0.001"},
        {"float", "'0x10';", "?"},
        {"float", "3;", "3.0"},
        {"str", "100000.0;", "'100000.0'"},
        {"str", "1e16;", "'1e+16'"},
        {"str", "0.0001;", "'0.0001'"},
        {"str", "123456789.125;", "'123456789.125'"},
        {"str", "[1, (2,)];", "'[1, (2,)]'"},
        {"repr", "'a';", "\"'a'\""},
        {"bool", "0.0;", "False"},
        {"abs", "-3;", "3"},
        {"abs", "-5..2;", "0..5"},
        {"min", "3, 1, 2;", "1"},
        {"max", "[3, 1.5];", "3"},
        {"min", "1..5, 3;", "1..3"},
        {"max", "?, 3;", "?"},
        {"max", "?;", "?"},
        {"min", "[];", "?"},
        {"sum", "[1, 2, 3.5];", "6.5"},
        {"sum", "[[1], [2]], [];", "[1, 2]"},
        {"round", "2.5;", "2"},
        {"round", "2.675, 2;", "2.67"},
        {"round", "-0.5;", "0"},
        {"pow", "2, 3;", "8"},
        {"divmod", "-7, 2;", "(-4, 1)"},
        {"list", "(1, 2);", "[1, 2]"},
        {"list", ";", "[]"},
        {"tuple", "'ab';", "('a', 'b')"},
        {"sorted", "[3, 1, 2];", "[1, 2, 3]"},
        {"sorted", "['b', 1];", "?"},
        {"reversed", "(1, 2);", "(2, 1)"},
        {"enumerate", "['a'], 5;", "((5, 'a'),)"},
        {"zip", "(1, 2, 3), 'ab';", "((1, 'a'), (2, 'b'))"},
        {"any", "[?, 1];", "True"},
        {"any", "[?, 0];", "?"},
        {"all", "[];", "True"},
        {"all", "[?, 0];", "False"},
        {"next", "[7];", "7"},
        {"next", "[7, 8];", "7 | 8"},
        {"print", "1;", "None"},
        {"callable", "1;", "False"},
        {"open", "'f';", "?"},
        {"filter", "None, [0, 1, 2];", "(1, 2)"},
        {"pow", "?;", "?"},
        {"divmod", "1;", "?"},
        {"isinstance", "1;", "?"},
        {"getattr", ";", "?"},
    };
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            eos_arguments arguments = arguments_of(flow, table[i][1]);
            const eos_text *name = eos_intern_string(flow->names, table[i][0]);
            UNIT_SAME_TEXT(
                shown(flow, eos_call_builtin(flow, flow->module_frame, name, &arguments)),
                table[i][2]);
        }
    }
    UNIT_ARENA_END(arena);
}

/* no builtin falls over few, many or unknown arguments; names are found, others are not */
static void builtin_names(void)
{
    static const char *const known[] = {"ArithmeticError",
                                        "NotImplementedError",
                                        "ValueError",
                                        "ZeroDivisionError",
                                        "abs",
                                        "super",
                                        "zip",
                                        "print",
                                        "isinstance",
                                        "__import__",
                                        "exit"};
    static const char *const unknown[] = {"__file__", "__name__", "True", "", "zzz", "keras", "A"};
    static const char *const calls[] = {
        ";",          "?;",          "?, ?;",          "?, ?, ?;",
        "[?], [1];",  "1, 2, 3, 4;", "1|2, 3|4, 5|6;", "{'a': ?}, 'a';",
        "None, None;"};
    static const char *const names[] = {
        "abs",       "all",     "any",  "bool",       "callable",   "dict",   "divmod",
        "enumerate", "eval",    "exec", "filter",     "float",      "format", "frozenset",
        "getattr",   "hasattr", "int",  "isinstance", "issubclass", "iter",   "len",
        "list",      "map",     "max",  "min",        "next",       "pow",    "print",
        "property",  "range",   "repr", "reversed",   "round",      "set",    "setattr",
        "sorted",    "str",     "sum",  "tuple",      "type",       "zip",    "delattr",
        "compile"};
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            CU_ASSERT(eos_is_builtin(eos_intern_string(flow->names, known[i])));
        for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
            CU_ASSERT(!eos_is_builtin(eos_intern_string(flow->names, unknown[i])));
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) {
                const eos_text *name = eos_intern_string(flow->names, names[i]);
                eos_arguments arguments = arguments_of(flow, calls[k]);
                CU_ASSERT(eos_is_builtin(name));
                CU_ASSERT(eos_call_builtin(flow, flow->module_frame, name, &arguments).kind !=
                          EOS_VALUE_UNBOUND);
                arguments.is_open = true;
                CU_ASSERT(eos_call_builtin(flow, flow->module_frame, name, &arguments).kind !=
                          EOS_VALUE_UNBOUND);
            }
    }
    UNIT_ARENA_END(arena);
}

static void isinstance_types(void)
{
    static const char *const table[][3] = {
        {"True", "int", "True"},   {"1", "bool", "False"},           {"[1]", "list", "True"},
        {"(1,)", "list", "False"}, {"'a'", "str", "True"},           {"None", "str", "False"},
        {"?", "int", "?"},         {"1", "object", "True"},          {"1", "memoryview", "?"},
        {"1|2", "int", "True"},    {"1|'a'", "int", "True | False"},
    };
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            eos_argument items[2] = {
                {literal(flow, table[i][0]), here, NULL},
                {(eos_value){.kind = EOS_VALUE_BUILTIN,
                             .as.text = eos_intern_string(flow->names, table[i][1])},
                 here, NULL}};
            eos_arguments arguments = {
                .items = items, .count = 2, .positional_count = 2, .span = here};
            UNIT_SAME_TEXT(
                shown(flow,
                      eos_call_builtin(flow, flow->module_frame,
                                       eos_intern_string(flow->names, "isinstance"), &arguments)),
                table[i][2]);
        }
    }
    UNIT_ARENA_END(arena);
}

/* ---- methods ---- */

static eos_value call_method(eos_flow *flow, eos_value receiver, const char *name,
                             const char *arguments)
{
    eos_method method = {.receiver = receiver, .name = eos_intern_string(flow->names, name)};
    eos_arguments given = arguments_of(flow, arguments);
    return eos_call_python_method(flow, flow->module_frame, &method, &given);
}

static void methods(void)
{
    /* receiver, method, arguments, result, receiver afterwards (NULL = does not matter) */
    static const char *const table[][5] = {
        {"[1]", "append", "2;", "None", "[1, 2]"},
        {"[1]", "extend", "(2, 3);", "None", "[1, 2, 3]"},
        {"[1]", "extend", "?;", "None", "?"},
        {"[1, 3]", "insert", "1, 2;", "None", "[1, 2, 3]"},
        {"[1, 2]", "insert", "-1, 9;", "None", "[1, 9, 2]"},
        {"[1, 2]", "insert", "99, 9;", "None", "[1, 2, 9]"},
        {"[1, 2]", "insert", "?, 9;", "None", "?"},
        {"[1, 2]", "pop", ";", "2", "[1]"},
        {"[1, 2]", "pop", "0;", "1", "[2]"},
        {"[1, 2]", "pop", "5;", "?", "?"},
        {"[1, 2, 1]", "remove", "1;", "None", "[2, 1]"},
        {"[1, ?]", "remove", "2;", "None", "?"},
        {"[1]", "clear", ";", "None", "[]"},
        {"[1]", "copy", ";", "[1]", "[1]"},
        {"[4, 5]", "index", "5;", "1", NULL},
        {"[4, 4]", "count", "4;", "2", NULL},
        {"(4, 5)", "index", "6;", "?", NULL},
        {"[1, 2]", "reverse", ";", "None", "[2, 1]"},
        {"[2, 1]", "sort", ";", "None", "[1, 2]"},
        {"[2, ?]", "sort", ";", "None", "?"},
        {"[1]", "unheard_of", ";", "?", "?"},
        {"{'a': 1}", "get", "'a';", "1", NULL},
        {"{'a': 1}", "get", "'b';", "None", NULL},
        {"{'a': 1}", "get", "'b', 5;", "5", NULL},
        {"{'a': 1}", "get", "'a'|'b', 5;", "1 | 5", NULL},
        {"{1: 2}", "get", "True;", "?", NULL},
        {"{'a': 1}", "items", ";", "(('a', 1),)", NULL},
        {"{'a': 1}", "keys", ";", "('a',)", NULL},
        {"{'a': 1}", "values", ";", "(1,)", NULL},
        {"{'a': 1}", "pop", "'a';", "1", NULL},
        {"{'a': 1}", "setdefault", "'b', 2;", "2", NULL},
        {"'Ab'", "lower", ";", "'ab'", NULL},
        {"'Ab'", "upper", ";", "'AB'", NULL},
        {"'\xC3\x84'", "lower", ";", "?", NULL},
        {"' a '", "strip", ";", "'a'", NULL},
        {"'xax'", "lstrip", "'x';", "'ax'", NULL},
        {"'a,b,'", "split", "',';", "['a', 'b', '']", NULL},
        {"' a  b '", "split", ";", "['a', 'b']", NULL},
        {"''", "split", "',';", "['']", NULL},
        {"'-'", "join", "['a', 'b'];", "'a-b'", NULL},
        {"'{}_{}'", "format", "1, 'x';", "'1_x'", NULL},
        {"'{1}{0}{{'", "format", "1, 2;", "'21{'", NULL},
        {"'{'", "format", "1;", "?", NULL},
        {"'abab'", "replace", "'b', 'c';", "'acac'", NULL},
        {"'model.h5'", "endswith", "('.h5', '.keras');", "True", NULL},
        {"'model'", "startswith", "'x';", "False", NULL},
    };
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            eos_value receiver = literal(flow, table[i][0]);
            UNIT_SAME_TEXT(shown(flow, call_method(flow, receiver, table[i][1], table[i][2])),
                           table[i][3]);
            if (table[i][4] != NULL)
                UNIT_SAME_TEXT(shown(flow, receiver), table[i][4]);
        }
    }
    UNIT_ARENA_END(arena);
}

static void dict_changes(void)
{
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        eos_value dict = literal(flow, "{'a': 1, 'b': 2}");
        eos_mark mark = eos_heap_mark(&flow->heap);
        UNIT_SAME_TEXT(shown(flow, call_method(flow, dict, "pop", "'a';")), "1");
        UNIT_SAME_TEXT(shown(flow, call_method(flow, dict, "items", ";")), "(('b', 2),)");
        UNIT_SAME_TEXT(shown(flow, call_method(flow, dict, "get", "'a', 7;")), "7");
        (void)call_method(flow, dict, "update", "[('c', 3)];");
        UNIT_SAME_TEXT(shown(flow, call_method(flow, dict, "keys", ";")), "('b', 'c')");
        (void)eos_heap_take(&flow->heap, mark); /* all of it went through the journal */
        UNIT_SAME_TEXT(shown(flow, call_method(flow, dict, "items", ";")), "(('a', 1), ('b', 2))");
        (void)call_method(flow, dict, "update", "?;");
        UNIT_SAME_TEXT(shown(flow, call_method(flow, dict, "get", "'a';")), "?");
    }
    UNIT_ARENA_END(arena);
}

/* items of one branch only: bounds instead of a length, and no known order of removal */
static void maybe_items(void)
{
    UNIT_ARENA(arena) {
        eos_flow *flow = make_flow(&arena);
        eos_value list = literal(flow, "[1, 2]");
        eos_sequence *items = eos_sequence_copy(&arena, list.as.object->now.items, 0);
        items->items[1].presence = EOS_MAYBE;
        list.as.object->now.items = items;
        eos_argument argument = {list, here, NULL};
        eos_arguments arguments = {
            .items = &argument, .count = 1, .positional_count = 1, .span = here};
        eos_value length = eos_call_builtin(flow, flow->module_frame,
                                            eos_intern_string(flow->names, "len"), &arguments);
        UNIT_SAME_TEXT(shown(flow, length), "1..2");
        CU_ASSERT_PTR_NULL(eos_iterate(flow, list));
        eos_value twice =
            eos_binary(flow, flow->module_frame, EOS_OP_Mult, list, eos_integer(2), here);
        UNIT_SAME_INT(twice.as.object->now.items->items[3].presence, EOS_MAYBE);
        UNIT_SAME_TEXT(shown(flow, eos_compare(flow, EOS_OP_In, eos_integer(1), list)), "True");
        UNIT_SAME_TEXT(shown(flow, eos_compare(flow, EOS_OP_In, eos_integer(2), list)), "?");
        UNIT_SAME_TEXT(shown(flow, call_method(flow, list, "pop", ";")), "?");
        CU_ASSERT(list.as.object->now.is_open);
        UNIT_SAME_INT(list.as.object->now.items->items[0].presence, EOS_MAYBE);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"operator: numbers, strings, sequences, intervals, alternatives", binary},
    {"operator: where a result comes from", provenance},
    {"operator: unary", unary},
    {"compare: equality, order, identity, membership", compare},
    {"compare: ends on values that are exponentially large", compare_budget},
    {"builtin: results", builtins},
    {"builtin: names, and any arguments", builtin_names},
    {"builtin: isinstance of Python's types", isinstance_types},
    {"method: lists, dicts, strings", methods},
    {"method: dict changes go through the heap", dict_changes},
    {"method: lists with items that may be there", maybe_items},
};
UNIT_SUITE(operator, tests)
