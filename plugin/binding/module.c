/* SPDX-License-Identifier: MIT */
/*
 * eoslint._core: the extension module. Multi-phase initialisation, all references in the module's
 * state (state.h), stable ABI of Python 3.11, so that one binary serves 3.11 and everything newer.
 *
 * The GIL is held while Python objects are read (lower_ast.c) and released by whoever then runs the
 * core on the lowered module.
 */
#include "lower_ast.h"

#include "eos.h"

#include "base/limits.h"

#include <string.h>

/* ---- functions ---- */

/* For the two functions of this file, which only tests call; what users meet is an Error of
 * core_functions.c. */
static PyObject *raise_error(const eos_error *err)
{
    if (err->code == EOS_ERR_MEMORY)
        return PyErr_NoMemory();
    PyErr_SetString(PyExc_ValueError, err->message);
    return NULL;
}

/* The JSON text of a lowered module as a str. */
static PyObject *dump_module(const eos_ir_module *module, bool with_scopes)
{
    eos_json *document = eos_ir_to_json(module, with_scopes);
    char *text = eos_json_print(document, false);
    PyObject *result = text != NULL ? PyUnicode_FromString(text) : PyErr_NoMemory();

    eos_json_text_free(text);
    eos_json_free(document);
    return result;
}

static PyObject *core_lower_json(PyObject *module, PyObject *args, PyObject *kwargs)
{
    static const char *const names[] = {"tree", "scopes", NULL};
    const eos_core_state *state = PyModule_GetState(module);
    PyObject *tree;
    int with_scopes = 0;
    eos_error err = {0};
    eos_arena arena;
    eos_intern texts = {0};
    eos_ir_module *lowered = NULL;
    PyObject *volatile result = NULL;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|p:lower_json", (char **)(uintptr_t)names,
                                     &tree, &with_scopes))
        return NULL;
    eos_arena_init(&arena, EOS_LIMIT_ARENA_BYTES);
    EOS_ARENA_TRY(&arena, guard) {
        eos_intern_init(&texts, &arena);
        if (eos_lower_ast(&lowered, state, tree, 0, &arena, &texts, &err) == EOS_OK)
            result = dump_module(lowered, with_scopes != 0);
    }
    EOS_ARENA_CATCH(&arena, guard) {
        eos_fail(&err, EOS_ERR_MEMORY, NULL, "out of memory");
    }
    EOS_ARENA_END;
    eos_arena_release(&arena);
    return result != NULL || PyErr_Occurred() != NULL ? result : raise_error(&err);
}

static PyObject *core_reload_json(PyObject *module, PyObject *args)
{
    const char *text;
    Py_ssize_t length;
    eos_error err = {0};
    eos_arena arena;
    eos_intern texts = {0};
    eos_json *document = NULL;
    eos_ir_module *loaded = NULL;
    PyObject *volatile result = NULL;

    (void)module;
    if (!PyArg_ParseTuple(args, "s#:reload_json", &text, &length))
        return NULL;
    if (eos_json_parse(&document, text, (size_t)length, NULL, &err) != EOS_OK)
        return raise_error(&err);
    eos_arena_init(&arena, EOS_LIMIT_ARENA_BYTES);
    EOS_ARENA_TRY(&arena, guard) {
        eos_intern_init(&texts, &arena);
        if (eos_ir_from_json(&loaded, document, &arena, &texts, &err) == EOS_OK)
            result = dump_module(loaded, eos_json_get(document, "scopes") != NULL);
    }
    EOS_ARENA_CATCH(&arena, guard) {
        eos_fail(&err, EOS_ERR_MEMORY, NULL, "out of memory");
    }
    EOS_ARENA_END;
    eos_arena_release(&arena);
    eos_json_free(document);
    return result != NULL || PyErr_Occurred() != NULL ? result : raise_error(&err);
}

static PyMethodDef core_methods[] = {
    {"lower_json", (PyCFunction)(void (*)(void))core_lower_json, METH_VARARGS | METH_KEYWORDS,
     PyDoc_STR("lower_json(tree, scopes=False)\n--\n\n"
               "The IR of an ast.Module as JSON text, with its scopes when asked for; for tests.\n"
               "ValueError: not a Module, nested too deep, or too many nodes.")},
    {"reload_json", core_reload_json, METH_VARARGS,
     PyDoc_STR("reload_json(text)\n--\n\n"
               "Reads what lower_json wrote and writes it again, with scopes when it has some; for "
               "tests.\n"
               "ValueError: not the IR of a program, nested too deep, or too many nodes.")},
    {NULL, NULL, 0, NULL},
};

/* ---- life of the module ---- */

static int core_exec(PyObject *module)
{
    eos_core_state *state = PyModule_GetState(module);

    state->node_types = PyList_New(0);
    state->key_names = PyList_New(0);
    if (state->node_types == NULL || state->key_names == NULL || eos_core_tables_fill(state) < 0)
        return -1;
    if (eos_session_type_add(module) < 0)
        return -1;
    return PyModule_AddStringConstant(module, "__version__", EOS_VERSION);
}

static int core_traverse(PyObject *module, visitproc visit, void *arg)
{
    eos_core_state *state = PyModule_GetState(module);

    if (state == NULL)
        return 0;
#define X(name) Py_VISIT(state->name);
    EOS_STATE_OBJECTS(X)
#undef X
    return 0;
}

/* The tables point to what is let go here: they are emptied first. */
static int core_clear(PyObject *module)
{
    eos_core_state *state = PyModule_GetState(module);

    if (state == NULL)
        return 0;
    memset(state->types, 0, sizeof state->types);
    memset(state->keys, 0, sizeof state->keys);
#define X(name) Py_CLEAR(state->name);
    EOS_STATE_OBJECTS(X)
#undef X
    return 0;
}

static void core_free(void *module)
{
    core_clear(module);
}

static PyModuleDef_Slot core_slots[] = {
    {Py_mod_exec, (void *)core_exec},
    {0, NULL},
};

static struct PyModuleDef core_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "eoslint._core",
    .m_doc = PyDoc_STR("The core of eoslint: reads a syntax tree and judges the program."),
    .m_size = sizeof(eos_core_state),
    .m_methods = core_methods,
    .m_slots = core_slots,
    .m_traverse = core_traverse,
    .m_clear = core_clear,
    .m_free = core_free,
};

PyMODINIT_FUNC PyInit__core(void);
PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&core_module);
}
