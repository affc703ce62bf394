/* SPDX-License-Identifier: MIT */
/*
 * State of the extension module eoslint._core: every Python object it holds, and two tables by
 * which lowering recognises node classes and attribute names by address. One state per module
 * object, so sub-interpreters do not share anything; nothing here is static.
 *
 * EOS_STATE_OBJECTS names each held reference once; the struct, traverse, clear and free are
 * made from it. A new reference = one line there and one line in exec_module (module.c).
 *
 * The tables hold borrowed addresses: `node_types` and `key_names` keep what they point to alive.
 */
#ifndef EOS_BINDING_STATE_H
#define EOS_BINDING_STATE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "base/error.h"
#include "ir/ir.h"

#include <stdbool.h>
#include <stdint.h>

#define EOS_STATE_OBJECTS(X)                                                                       \
    X(node_types) /* list: the classes of ast that the tables know */                              \
    X(key_names)  /* list: interned attribute names */

/* powers of two, a few times what is entered: about 110 classes, 80 keys (tables.c checks) */
#define EOS_TYPE_SLOTS 512u
#define EOS_KEY_SLOTS 256u
#define EOS_KEY_LIMIT 120u

/* parts of the span among the fields of a kind */
enum { EOS_KEY_LINE = 200, EOS_KEY_COLUMN, EOS_KEY_END_LINE, EOS_KEY_END_COLUMN };

typedef struct eos_type_slot {
    const void *type;
    uint8_t kind; /* eos_ir_kind, or EOS_IR_NONE for an operator */
    uint8_t op;   /* eos_ir_op */
    bool is_root; /* ast.Module */
} eos_type_slot;

typedef struct eos_key_slot {
    const void *key;
    uint8_t id; /* from 1; index into fields[kind] */
} eos_key_slot;

typedef struct eos_core_state {
#define X(name) PyObject *name;
    EOS_STATE_OBJECTS(X)
#undef X
    eos_type_slot types[EOS_TYPE_SLOTS];
    eos_key_slot keys[EOS_KEY_SLOTS];
    /* by kind and id of a key: 1 + index of the field in the kind's table, or EOS_KEY_LINE and the
     * like for parts of the span; 0 = not its field */
    uint8_t fields[EOS_IR_KIND_COUNT][EOS_KEY_LIMIT];
    uint8_t key_lineno, key_body;
} eos_core_state;

/** First place to look for an address in a table of `slots` (a power of two). */
static inline size_t eos_address_place(const void *address, size_t slots)
{
    return (size_t)(((uintptr_t)address >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 40) & (slots - 1);
}

/** Fills the tables from the ast module; -1 with an exception set. */
int eos_core_tables_fill(eos_core_state *state);

/** Adds the Session type and the module's functions (session_type.c); -1 with an exception set.
 *  Without it the module can only lower. */
int eos_session_type_add(PyObject *module);

#endif
