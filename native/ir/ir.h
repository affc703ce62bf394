/* SPDX-License-Identifier: MIT */
/*
 * IR: the program as a compact tree with spans, owned by one arena. Given by the binding's lowering
 * or by ir_json (tests), read by flow, never changed after eos_ir_resolve.
 *
 * Names are resolved while lowering: a Name holds the index of a symbol in the scope that contains
 * it, and each symbol says where its value lives: a slot of the same frame, of an outer function's
 * frame (`hops` up), or of the module's. So the interpreter indexes and never hashes. A name that
 * nobody binds is a module symbol that is not assigned: builtins, star imports and snippets without
 * imports are looked up by name when the slot is empty.
 *
 * Nodes are structs of their own, with a common head: cast with EOS_IR_AS(Call, node).
 */
#ifndef EOS_IR_IR_H
#define EOS_IR_IR_H

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "base/span.h"
#include "base/text.h"
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum eos_ir_kind {
    EOS_IR_NONE = 0, /* no node; never stored */
#define EOS_IR_NODE(kind, fields) EOS_IR_##kind,
#include "ir/ir_nodes.def"
#undef EOS_IR_NODE
    EOS_IR_KIND_COUNT
} eos_ir_kind;

/* Lists that read better packed. */
/* clang-format off */
typedef enum eos_ir_op {
    EOS_OP_NONE = 0,
    EOS_OP_Add, EOS_OP_Sub, EOS_OP_Mult, EOS_OP_MatMult, EOS_OP_Div, EOS_OP_Mod, EOS_OP_Pow,
    EOS_OP_LShift, EOS_OP_RShift, EOS_OP_BitOr, EOS_OP_BitXor, EOS_OP_BitAnd, EOS_OP_FloorDiv,
    EOS_OP_And, EOS_OP_Or, EOS_OP_Invert, EOS_OP_Not, EOS_OP_UAdd, EOS_OP_USub,
    EOS_OP_Eq, EOS_OP_NotEq, EOS_OP_Lt, EOS_OP_LtE, EOS_OP_Gt, EOS_OP_GtE, EOS_OP_Is, EOS_OP_IsNot,
    EOS_OP_In, EOS_OP_NotIn
} eos_ir_op;
#define EOS_OP_COUNT (EOS_OP_NotIn + 1)

typedef enum eos_ir_const_kind {
    EOS_CONST_NONE = 0, EOS_CONST_BOOL, EOS_CONST_INT, EOS_CONST_FLOAT, EOS_CONST_STR,
    EOS_CONST_BYTES, EOS_CONST_ELLIPSIS,
    EOS_CONST_OTHER /* no value kept: complex, an integer beyond 64 bits, a string beyond
                       EOS_LIMIT_TEXT_BYTES */
} eos_ir_const_kind;
/* clang-format on */

typedef struct eos_ir_const {
    eos_ir_const_kind kind;
    union {
        bool boolean;
        int64_t integer;
        double number;
        const eos_text *text; /* str (UTF-8) and bytes */
    } as;
} eos_ir_const;

typedef struct eos_ir_node {
    uint8_t kind;  /* eos_ir_kind */
    eos_span span; /* arguments and comprehension have no place of their own: line 0 */
} eos_ir_node;

typedef struct eos_ir_nodes {
    const eos_ir_node **items; /* an item may be NULL where ast has None */
    uint32_t count;
} eos_ir_nodes;

typedef struct eos_ir_names {
    const eos_text **items;
    uint32_t count;
} eos_ir_names;

typedef struct eos_ir_ops {
    uint8_t *items; /* eos_ir_op */
    uint32_t count;
} eos_ir_ops;

#define EOS_NO_SYMBOL UINT32_MAX /* a SYMBOL field whose identifier is None */

struct eos_ir_scope;

/* the fields of ir_nodes.def as struct members */
#define EXPR(f) const eos_ir_node *f;
#define OPT_EXPR(f) const eos_ir_node *f;
#define EXPRS(f) eos_ir_nodes f;
#define OPT_EXPRS(f) eos_ir_nodes f;
#define TARGET(f) const eos_ir_node *f;
#define OPT_TARGET(f) const eos_ir_node *f;
#define TARGETS(f) eos_ir_nodes f;
#define STMTS(f) eos_ir_nodes f;
#define PATTERN(f) const eos_ir_node *f;
#define OPT_PATTERN(f) const eos_ir_node *f;
#define PATTERNS(f) eos_ir_nodes f;
#define PART(K, f) const eos_ir_node *f;
#define OPT_PART(K, f) const eos_ir_node *f;
#define PARTS(K, f) eos_ir_nodes f;
#define NAME(f) const eos_text *f;
#define OPT_NAME(f) const eos_text *f;
#define NAMES(f) eos_ir_names f;
#define SYMBOL(f) uint32_t f;
#define OPT_SYMBOL(f) uint32_t f;
#define BOUND(f) uint32_t f;
#define SCOPE(f) struct eos_ir_scope *f;
#define INT(f) int32_t f;
#define OP(f) uint8_t f;
#define OPS(f) eos_ir_ops f;
#define CONST(f) eos_ir_const f;
#define EOS_IR_NODE(kind, fields)                                                                  \
    typedef struct eos_ir_##kind {                                                                 \
        eos_ir_node head;                                                                          \
        fields                                                                                     \
    } eos_ir_##kind;
#include "ir/ir_nodes.def"
#include "ir/ir_undef.def"

/** The node as its own struct; the kind is asserted in debug builds. */
#define EOS_IR_AS(Kind, node) ((const eos_ir_##Kind *)eos_ir_checked((node), EOS_IR_##Kind))
static inline const eos_ir_node *eos_ir_checked(const eos_ir_node *node, eos_ir_kind kind)
{
    assert(node != NULL && node->kind == kind);
    (void)kind;
    return node;
}

/* ---- scopes ---- */

typedef enum eos_ir_scope_kind {
    EOS_SCOPE_MODULE,
    EOS_SCOPE_FUNCTION,
    EOS_SCOPE_CLASS,
    EOS_SCOPE_LAMBDA,
    EOS_SCOPE_COMPREHENSION
} eos_ir_scope_kind;

/*
 * Where a value lives. A name that a class body binds is LOCAL there; while its slot is empty
 * Python reads the module's (eos_ir_symbol_find). Class scopes are not searched for OUTER names,
 * but counted as steps.
 */
typedef enum eos_ir_where {
    EOS_WHERE_LOCAL,  /* slot of this scope's frame */
    EOS_WHERE_OUTER,  /* slot of the frame `hops` scopes outward: number of ->parent steps */
    EOS_WHERE_MODULE, /* slot of the module's frame; all symbols of the module's own scope too */
} eos_ir_where;

/*
 * `is_assigned` means bound in this scope: assignment, import, def, class, for, with, except, del,
 * parameter, capture of a pattern; in the module's scope also by a function that says global.
 */
typedef struct eos_ir_symbol {
    const eos_text *name;
    uint8_t where; /* eos_ir_where */
    uint16_t hops; /* for EOS_WHERE_OUTER */
    uint32_t slot; /* index of the symbol in the scope where the value lives */
    bool is_assigned;
    bool is_parameter;
    bool is_global, is_nonlocal; /* declared so */
    bool is_captured;            /* an inner scope reads or writes it */
} eos_ir_symbol;

typedef struct eos_ir_scope {
    uint8_t kind;                /* eos_ir_scope_kind */
    struct eos_ir_scope *parent; /* NULL for the module */
    const eos_ir_node *node;     /* the def, class, lambda or comprehension; NULL for the module */
    const eos_text *qualname;    /* "Net.forward", "build.<locals>.block"; "" for the module */
    eos_ir_symbol *symbols;      /* slot i of a frame of this scope is the value of symbols[i] */
    uint32_t count, capacity;
    bool has_yield; /* a generator function */
    /* private to ir_resolve.c: open-addressing index of names (NULL while there are few) */
    uint32_t *index;
    uint32_t index_capacity;
} eos_ir_scope;

/* ---- module ---- */

typedef struct eos_ir_module {
    eos_arena *arena;     /* borrowed; owns all that hangs below */
    eos_intern *names;    /* borrowed; table of every text in the tree */
    const eos_text *path; /* as findings print it; may be NULL */
    eos_ir_nodes body;
    eos_ir_scope *scope;   /* the module's scope; NULL before eos_ir_resolve */
    eos_ir_scope **scopes; /* every scope of the file in order of appearance; [0] is the module's */
    uint32_t scope_count, scope_capacity;
    uint32_t node_count;
    const uint32_t
        *waiting; /* per statement of `body`, by flow (eos_deferral_plan); NULL = not made */
    /* private to building: what SYMBOL fields hold until eos_ir_resolve is an index in here */
    const eos_text **mentions;
    uint32_t mention_count, mention_capacity;
} eos_ir_module;

/*
 * ---- building (used by the binding's lowering and by ir_json) ----
 *
 * In two steps, so that lowering and JSON share all that is Python's scoping: first nodes are
 * filled, with mentions of names in their SYMBOL fields; then eos_ir_resolve makes scopes and
 * symbols. Who fills keeps to EOS_LIMIT_AST_DEPTH and EOS_LIMIT_AST_NODES; resolving recurses as
 * deep as the tree.
 */

/** An empty module whose texts and nodes live in `arena`. */
eos_ir_module *eos_ir_module_new(eos_arena *arena, eos_intern *names);
/** A zeroed node of `kind` with its full struct size. */
eos_ir_node *eos_ir_node_new(eos_ir_module *module, eos_ir_kind kind, eos_span span);
/** An expression of which nothing is known: Constant of kind EOS_CONST_OTHER. */
eos_ir_node *eos_ir_unknown_new(eos_ir_module *module, eos_span span);
/** What a SYMBOL field holds until eos_ir_resolve; `name` NULL = absent. */
uint32_t eos_ir_mention(eos_ir_module *module, const eos_text *name);
/**
 * Last step. Makes the tree whole: nodes that have no business where they stand, or that ast
 * requires and that are missing, become unknown expressions or go (only hand-made trees have
 * them), and lists that belong together get one length (a Dict's keys and values). Then makes
 * scopes and symbols, tells where every value lives, fills qualnames. After it a reader may rely
 * on what ir_nodes.def says.
 */
void eos_ir_resolve(eos_ir_module *module);
/** Part of eos_ir_resolve (ir_build.c): makes one node whole; looks at its children, no further. */
void eos_ir_node_settle(eos_ir_module *module, eos_ir_node *node);
/** The same for the statements of the module's body. */
void eos_ir_body_settle(eos_ir_module *module);

/** Index of the symbol in its scope, EOS_NO_SYMBOL when the scope does not mention the name. */
uint32_t eos_ir_symbol_find(const eos_ir_scope *scope, const eos_text *name);

/* Field tables generated from ir_nodes.def. */
typedef enum eos_ir_field_type {
    EOS_FIELD_EXPR,
    EOS_FIELD_EXPRS,
    EOS_FIELD_NAME,
    EOS_FIELD_NAMES,
    EOS_FIELD_SYMBOL,
    EOS_FIELD_SCOPE,
    EOS_FIELD_INT,
    EOS_FIELD_OP,
    EOS_FIELD_OPS,
    EOS_FIELD_CONST
} eos_ir_field_type;

/* what may stand in a field */
typedef enum eos_ir_role {
    EOS_ROLE_VALUE,  /* an expression that is read; also every field that holds no node */
    EOS_ROLE_TARGET, /* an expression that is bound or deleted */
    EOS_ROLE_STATEMENT,
    EOS_ROLE_PATTERN,
    EOS_ROLE_PART,   /* nodes of the kind `part` */
    EOS_ROLE_DERIVED /* not in ast and JSON: made by eos_ir_resolve */
} eos_ir_role;

typedef struct eos_ir_field {
    const char *name;
    uint8_t type;     /* eos_ir_field_type */
    uint8_t role;     /* eos_ir_role */
    uint8_t part;     /* eos_ir_kind of EOS_ROLE_PART, else 0 */
    bool is_optional; /* may be NULL or EOS_NO_SYMBOL; of a list: its items may be NULL */
    uint16_t offset;  /* in the kind's struct */
} eos_ir_field;

typedef struct eos_ir_kind_info {
    const char *name; /* as in the ast module */
    uint16_t size;    /* of the struct, bytes */
    uint8_t field_count;
    const eos_ir_field *fields;
} eos_ir_kind_info;

const eos_ir_kind_info *eos_ir_kind_describe(eos_ir_kind kind);
/** The kind with this name; EOS_IR_NONE when there is none. */
eos_ir_kind eos_ir_kind_find(const char *name);
/** True when a node of `kind` may stand in `field`. */
bool eos_ir_field_accepts(const eos_ir_field *field, eos_ir_kind kind);
/** The name of its class in the ast module, "" for EOS_OP_NONE. */
const char *eos_ir_op_name(eos_ir_op op);
/** The operator with this name; EOS_OP_NONE when there is none. */
eos_ir_op eos_ir_op_find(const char *name);
/** Where in the node the field's value stands, by the offset of its table. */
static inline void *eos_ir_field_at(const eos_ir_node *node, const eos_ir_field *field)
{
    return (char *)(uintptr_t)node + field->offset;
}

/* ---- JSON (ir_json.c, ir_json_read.c): exact round trip; drives CUnit tests and fuzzers ---- */

#define EOS_IR_FORMAT "eoslint-ir-1"

/** The module as a JSON tree (caller frees; NULL when memory ran out). Scopes are rebuilt on
 *  reading, so they are not written unless `with_scopes` (for tests of the resolution). */
eos_json *eos_ir_to_json(const eos_ir_module *module, bool with_scopes);
/** Reads what eos_ir_to_json wrote; refuses unknown kinds and fields, and what exceeds limits.h. */
EOS_MUST_CHECK eos_status eos_ir_from_json(eos_ir_module **out, const eos_json *document,
                                           eos_arena *arena, eos_intern *names, eos_error *err);

#endif
