/* SPDX-License-Identifier: MIT */
/*
 * Field tables of the node kinds, made from ir_nodes.def: for everyone who treats nodes alike
 * (lowering, JSON, resolving) instead of kind by kind.
 *
 * Relies on the four sections of ir_nodes.def (statements, expressions, parts, patterns) being
 * ranges of eos_ir_kind, so that "is this an expression" is two comparisons. The first and last
 * kind of each are named once, in eos_ir_field_accepts; a kind put into the wrong section shows
 * in the lowering tests, because it then disappears from the tree.
 */
#include "ir/ir.h"

#include <assert.h>
#include <string.h>

#define FIELD(f, type, role, part, optional)                                                       \
    {#f, EOS_FIELD_##type, EOS_ROLE_##role, part, optional, offsetof(this_node, f)},
#define EXPR(f) FIELD(f, EXPR, VALUE, 0, false)
#define OPT_EXPR(f) FIELD(f, EXPR, VALUE, 0, true)
#define EXPRS(f) FIELD(f, EXPRS, VALUE, 0, false)
#define OPT_EXPRS(f) FIELD(f, EXPRS, VALUE, 0, true)
#define TARGET(f) FIELD(f, EXPR, TARGET, 0, false)
#define OPT_TARGET(f) FIELD(f, EXPR, TARGET, 0, true)
#define TARGETS(f) FIELD(f, EXPRS, TARGET, 0, false)
#define STMTS(f) FIELD(f, EXPRS, STATEMENT, 0, false)
#define PATTERN(f) FIELD(f, EXPR, PATTERN, 0, false)
#define OPT_PATTERN(f) FIELD(f, EXPR, PATTERN, 0, true)
#define PATTERNS(f) FIELD(f, EXPRS, PATTERN, 0, false)
#define PART(K, f) FIELD(f, EXPR, PART, EOS_IR_##K, false)
#define OPT_PART(K, f) FIELD(f, EXPR, PART, EOS_IR_##K, true)
#define PARTS(K, f) FIELD(f, EXPRS, PART, EOS_IR_##K, false)
#define NAME(f) FIELD(f, NAME, VALUE, 0, false)
#define OPT_NAME(f) FIELD(f, NAME, VALUE, 0, true)
#define NAMES(f) FIELD(f, NAMES, VALUE, 0, false)
#define SYMBOL(f) FIELD(f, SYMBOL, VALUE, 0, false)
#define OPT_SYMBOL(f) FIELD(f, SYMBOL, VALUE, 0, true)
#define BOUND(f) FIELD(f, SYMBOL, DERIVED, 0, true)
#define SCOPE(f) FIELD(f, SCOPE, DERIVED, 0, true)
#define INT(f) FIELD(f, INT, VALUE, 0, false)
#define OP(f) FIELD(f, OP, VALUE, 0, false)
#define OPS(f) FIELD(f, OPS, VALUE, 0, false)
#define CONST(f) FIELD(f, CONST, VALUE, 0, false)

/* Each kind's table is a static of its own block, where `this_node` names the struct. */
const eos_ir_kind_info *eos_ir_kind_describe(eos_ir_kind kind)
{
    switch (kind) {
#define EOS_IR_NODE(Kind, list)                                                                    \
    case EOS_IR_##Kind: {                                                                          \
        typedef eos_ir_##Kind this_node;                                                           \
        static const eos_ir_field fields[] = {list{NULL, 0, 0, 0, false, 0}};                      \
        static const eos_ir_kind_info info = {#Kind, sizeof(this_node),                            \
                                              sizeof fields / sizeof *fields - 1, fields};         \
        return &info;                                                                              \
    }
#include "ir/ir_nodes.def"
#include "ir/ir_undef.def"
    case EOS_IR_NONE:
    case EOS_IR_KIND_COUNT:
        break;
    }
    assert(kind > EOS_IR_NONE && kind < EOS_IR_KIND_COUNT);
    static const eos_ir_kind_info none = {"", sizeof(eos_ir_node), 0, NULL};
    return &none;
}

eos_ir_kind eos_ir_kind_find(const char *name)
{
    for (int kind = EOS_IR_NONE + 1; kind < EOS_IR_KIND_COUNT; kind++)
        if (strcmp(eos_ir_kind_describe((eos_ir_kind)kind)->name, name) == 0)
            return (eos_ir_kind)kind;
    return EOS_IR_NONE;
}

bool eos_ir_field_accepts(const eos_ir_field *field, eos_ir_kind kind)
{
    switch ((eos_ir_role)field->role) {
    case EOS_ROLE_VALUE:
    case EOS_ROLE_TARGET:
        return kind >= EOS_IR_BoolOp && kind <= EOS_IR_Slice;
    case EOS_ROLE_STATEMENT:
        return kind >= EOS_IR_FunctionDef && kind <= EOS_IR_TypeAlias;
    case EOS_ROLE_PATTERN:
        return kind >= EOS_IR_MatchValue && kind <= EOS_IR_MatchOr;
    case EOS_ROLE_PART:
        return kind == (eos_ir_kind)field->part;
    case EOS_ROLE_DERIVED:
        break;
    }
    return false;
}

/* ---- operators ---- */

/* In the order of eos_ir_op. */
/* clang-format off */
static const char *const op_names[EOS_OP_COUNT] = {
    "", "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow",
    "LShift", "RShift", "BitOr", "BitXor", "BitAnd", "FloorDiv",
    "And", "Or", "Invert", "Not", "UAdd", "USub",
    "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn",
};
/* clang-format on */

const char *eos_ir_op_name(eos_ir_op op)
{
    return op > EOS_OP_NONE && op < EOS_OP_COUNT ? op_names[op] : "";
}

eos_ir_op eos_ir_op_find(const char *name)
{
    for (int op = EOS_OP_NONE + 1; op < EOS_OP_COUNT; op++)
        if (strcmp(op_names[op], name) == 0)
            return (eos_ir_op)op;
    return EOS_OP_NONE;
}
