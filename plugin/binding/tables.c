/* SPDX-License-Identifier: MIT */
/*
 * The tables of the module state: which class of ast is which node kind or operator, and which
 * attribute name is which field. Made from ir_nodes.def and the ast module of the running Python
 * when the module is executed; a class that this Python does not have (TryStar, TypeAlias) is
 * left out.
 */
#include "state.h"

#include <string.h>

/* ---- classes ---- */

/* Enters ast.<name> when there is such a class; -1 with an exception set on failure. */
static int enter_type(eos_core_state *state, PyObject *ast, const char *name, eos_type_slot entry)
{
    PyObject *type = PyObject_GetAttrString(ast, name);
    size_t at;
    int result;

    if (type == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError))
            return -1;
        PyErr_Clear();
        return 0;
    }
    at = eos_address_place(type, EOS_TYPE_SLOTS);
    while (state->types[at].type != NULL && state->types[at].type != type)
        at = (at + 1) & (EOS_TYPE_SLOTS - 1);
    entry.type = type;
    state->types[at] = entry;
    result = PyList_Append(state->node_types, type);
    Py_DECREF(type);
    return result;
}

static int enter_types(eos_core_state *state, PyObject *ast)
{
    for (int kind = EOS_IR_NONE + 1; kind < EOS_IR_KIND_COUNT; kind++)
        if (enter_type(state, ast, eos_ir_kind_describe((eos_ir_kind)kind)->name,
                       (eos_type_slot){.kind = (uint8_t)kind}) < 0)
            return -1;
    for (int op = EOS_OP_NONE + 1; op < EOS_OP_COUNT; op++)
        if (enter_type(state, ast, eos_ir_op_name((eos_ir_op)op),
                       (eos_type_slot){.op = (uint8_t)op}) < 0)
            return -1;
    return enter_type(state, ast, "Module", (eos_type_slot){.is_root = true});
}

/* ---- attribute names ---- */

/* The id of an attribute name, entered when new; 0 with an exception set on failure. */
static uint8_t enter_key(eos_core_state *state, const char *name)
{
    PyObject *key = PyUnicode_InternFromString(name);
    Py_ssize_t count = PyList_Size(state->key_names);
    size_t at;

    if (key == NULL)
        return 0;
    at = eos_address_place(key, EOS_KEY_SLOTS);
    while (state->keys[at].key != NULL && state->keys[at].key != key)
        at = (at + 1) & (EOS_KEY_SLOTS - 1);
    if (state->keys[at].key == NULL) {
        if (count + 1 >= (Py_ssize_t)EOS_KEY_LIMIT) {
            PyErr_SetString(PyExc_SystemError, "EOS_KEY_LIMIT is too small for ir_nodes.def");
            Py_DECREF(key);
            return 0;
        }
        if (PyList_Append(state->key_names, key) < 0) {
            Py_DECREF(key);
            return 0;
        }
        state->keys[at] = (eos_key_slot){.key = key, .id = (uint8_t)(count + 1)};
    }
    Py_DECREF(key); /* the list holds it */
    return state->keys[at].id;
}

static int enter_fields(eos_core_state *state)
{
    for (int kind = EOS_IR_NONE + 1; kind < EOS_IR_KIND_COUNT; kind++) {
        const eos_ir_kind_info *info = eos_ir_kind_describe((eos_ir_kind)kind);
        for (uint8_t i = 0; i < info->field_count; i++) {
            if (info->fields[i].role == EOS_ROLE_DERIVED)
                continue;
            uint8_t id = enter_key(state, info->fields[i].name);
            if (id == 0)
                return -1;
            state->fields[kind][id] = (uint8_t)(i + 1);
        }
    }
    return 0;
}

int eos_core_tables_fill(eos_core_state *state)
{
    PyObject *ast = PyImport_ImportModule("ast");
    int result;

    if (ast == NULL)
        return -1;
    result = enter_types(state, ast);
    Py_DECREF(ast);
    if (result < 0 || enter_fields(state) < 0)
        return -1;
    static const char *const places[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    for (uint8_t i = 0; i < 4; i++) {
        uint8_t id = enter_key(state, places[i]);
        for (int kind = EOS_IR_NONE + 1; kind < EOS_IR_KIND_COUNT; kind++)
            state->fields[kind][id] = (uint8_t)(EOS_KEY_LINE + i);
    }
    state->key_lineno = enter_key(state, "lineno");
    state->key_body = enter_key(state, "body");
    return PyErr_Occurred() != NULL ? -1 : 0;
}
