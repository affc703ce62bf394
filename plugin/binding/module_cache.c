/* SPDX-License-Identifier: MIT */
/*
 * Parsing of imported files on demand: the interpreter runs without the GIL, takes it for one ast.parse
 * and one lowering, and gives it back. The thread state is the one that was saved when the GIL was
 * given away (PyGILState_Ensure knows the main interpreter only).
 *
 * Nothing jumps to a guard while the GIL is held here: eos_lower_ast catches its own, and texts are
 * made before and after. What ast.parse raises becomes the reason why a file is not followed; only an
 * interrupt (KeyboardInterrupt, SystemExit) is kept and raised when the judgement is over.
 */
#include "module_cache.h"

#include "base/limits.h"
#include "lower_ast.h"

#include <stdio.h>
#include <string.h>

/* ---- life ---- */

void eos_module_cache_free(eos_module_cache *cache)
{
    if (cache->is_ready)
        eos_arena_release(&cache->arena);
    *cache = (eos_module_cache){0};
}

bool eos_module_cache_begin(eos_module_cache *cache, const eos_core_state *state)
{
    if (cache->is_ready && cache->arena.used > EOS_LIMIT_MODULE_CACHE_BYTES)
        eos_module_cache_free(cache);
    cache->state = state;
    if (cache->is_ready)
        return true;
    volatile bool is_made = false;
    eos_arena_init(&cache->arena, EOS_LIMIT_ARENA_BYTES);
    EOS_ARENA_TRY(&cache->arena, guard) {
        eos_intern_init(&cache->names, &cache->arena);
        is_made = true;
    }
    EOS_ARENA_CATCH(&cache->arena, guard) {
        is_made = false;
    }
    EOS_ARENA_END;
    if (!is_made)
        eos_arena_release(&cache->arena);
    cache->is_ready = is_made;
    return is_made;
}

void eos_module_cache_leave_python(eos_module_cache *cache)
{
    cache->thread = PyEval_SaveThread();
}

bool eos_module_cache_enter_python(eos_module_cache *cache)
{
    PyEval_RestoreThread(cache->thread);
    cache->thread = NULL;
    if (!cache->stop_type)
        return true;
    PyErr_Restore(cache->stop_type, cache->stop_value, cache->stop_traceback);
    cache->stop_type = cache->stop_value = cache->stop_traceback = NULL;
    return false;
}

/* ---- Python ---- */

static PyObject *parse_bytes(const char *bytes, size_t length)
{
    PyObject *module = PyImport_ImportModule("eoslint.program");
    PyObject *parse = module ? PyObject_GetAttrString(module, "parse_import") : NULL;
    PyObject *source = parse ? PyBytes_FromStringAndSize(bytes, (Py_ssize_t)length) : NULL;
    PyObject *tree = source ? PyObject_CallFunctionObjArgs(parse, source, NULL) : NULL;
    Py_XDECREF(source);
    Py_XDECREF(parse);
    Py_XDECREF(module);
    return tree;
}

static long line_of(PyObject *value)
{
    PyObject *number = value ? PyObject_GetAttrString(value, "lineno") : NULL;
    long line = number && PyLong_Check(number) ? PyLong_AsLong(number) : 0;
    Py_XDECREF(number);
    PyErr_Clear();
    return line > 0 ? line : 0;
}

/* Clears the exception and says it in one line; an interrupt is kept for later. */
static void take_exception(eos_module_cache *cache, char *text, size_t size)
{
    PyObject *type, *value, *traceback;
    bool is_syntax = PyErr_ExceptionMatches(PyExc_SyntaxError) != 0;
    bool is_depth =
        PyErr_ExceptionMatches(PyExc_RecursionError) || PyErr_ExceptionMatches(PyExc_MemoryError);
    bool is_interrupt = PyErr_ExceptionMatches(PyExc_Exception) == 0;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyErr_Clear();
    long line = is_syntax ? line_of(value) : 0;
    if (line > 0)
        snprintf(text, size, "syntax error in line %ld", line);
    else
        snprintf(text, size, "%s",
                 is_depth ? "nested too deep for Python's own parser"
                          : "not a program that Python can read");
    if (is_interrupt && !cache->stop_type) {
        cache->stop_type = type;
        cache->stop_value = value;
        cache->stop_traceback = traceback;
        return;
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* ---- the parser ---- */

static uint32_t number_of(void *payload, const char *path)
{
    eos_module_cache *cache = payload;
    for (uint32_t i = 0; i < cache->modules.count; i++)
        if (strcmp(cache->modules.items[i].path, path) == 0)
            return i + 1;
    eos_cached_module module = {.path = eos_arena_copy(&cache->arena, path, strlen(path))};
    eos_vector_push(&cache->arena, &cache->modules, module);
    return cache->modules.count;
}

static bool has_module(void *payload, uint32_t number, const char *hash)
{
    const eos_module_cache *cache = payload;
    return strcmp(cache->modules.items[number - 1].hash, hash) == 0;
}

static eos_ir_module *parse_and_lower(eos_module_cache *cache, uint32_t number, const char *bytes,
                                      size_t length, char *reason, size_t size)
{
    eos_ir_module *module = NULL;
    eos_error err = {0};
    reason[0] = '\0';
    PyEval_RestoreThread(cache->thread);
    PyObject *tree = parse_bytes(bytes, length);
    if (!tree)
        take_exception(cache, reason, size);
    else if (eos_lower_ast(&module, cache->state, tree, number, &cache->arena, &cache->names, &err))
        snprintf(reason, size, "%.200s", err.message);
    Py_XDECREF(tree);
    cache->thread = PyEval_SaveThread();
    return module;
}

static const eos_ir_module *parse(void *payload, uint32_t number, const char *shown,
                                  const char *bytes, size_t length, const char *hash,
                                  eos_arena *arena, const char **reason)
{
    eos_module_cache *cache = payload;
    eos_cached_module *entry = &cache->modules.items[number - 1];
    char trouble[256];
    (void)arena;
    if (strcmp(entry->hash, hash) != 0) {
        entry->hash[0] = '\0';
        eos_ir_module *module =
            parse_and_lower(cache, number, bytes, length, trouble, sizeof trouble);
        entry = &cache->modules.items[number - 1];
        entry->reason = NULL;
        if (module) {
            module->path = eos_intern_string(&cache->names, shown);
            module->waiting = eos_deferral_plan(&cache->arena, module);
        } else {
            entry->reason = eos_arena_printf(&cache->arena, "%s", trouble);
        }
        entry->module = module;
        snprintf(entry->hash, sizeof entry->hash, "%s", hash);
    }
    *reason = entry->reason;
    return entry->module;
}

eos_module_parser eos_module_cache_parser(eos_module_cache *cache)
{
    return (eos_module_parser){number_of, has_module, parse, cache};
}
