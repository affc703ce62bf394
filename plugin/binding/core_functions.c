/* SPDX-License-Identifier: MIT */
/*
 * Module functions and exceptions of eoslint._core. The rules leave as plain dictionaries: `explain`,
 * pylint's messages and the tables of the command line are all made from them in Python.
 */
#include "core_functions.h"

#include "describe_data.h"

#include "engine/imports.h"
#include "engine/rule.h"
#include "lower_ast.h"
#include "module_cache.h"
#include "model/model_json.h"

#include "base/limits.h"

#include <string.h>

/* ---- exceptions ---- */

static int set_attribute(PyObject *object, const char *name, PyObject *value)
{
    int set = value ? PyObject_SetAttrString(object, name, value) : -1;
    Py_XDECREF(value);
    return set;
}

PyObject *eos_core_fail(PyObject *module, const eos_error *err)
{
    if (err->code == EOS_ERR_MEMORY)
        return PyErr_NoMemory();
    PyObject *type =
        module ? PyObject_GetAttrString(module, err->code == EOS_ERR_USAGE ? "UsageError" : "Error")
               : NULL;
    if (!type)
        return NULL;
    PyObject *error = PyObject_CallFunction(type, "s", err->message);
    if (error &&
        set_attribute(error, "code", PyUnicode_FromString(eos_status_name(err->code))) == 0 &&
        set_attribute(error, "path",
                      PyUnicode_DecodeUTF8(err->path, (Py_ssize_t)strlen(err->path),
                                           "surrogateescape")) == 0 &&
        set_attribute(error, "line", PyLong_FromUnsignedLong(err->line)) == 0)
        PyErr_SetObject(type, error);
    Py_XDECREF(error);
    Py_DECREF(type);
    return NULL;
}

static int add_exceptions(PyObject *module)
{
    PyObject *error = PyErr_NewExceptionWithDoc(
        "eoslint._core.Error", "Trouble of the core: code, path and line tell where.", NULL, NULL);
    PyObject *usage =
        error ? PyErr_NewExceptionWithDoc("eoslint._core.UsageError",
                                          "A setting or name that does not exist.", error, NULL)
              : NULL;
    int added = usage ? PyModule_AddObjectRef(module, "Error", error) : -1;
    if (added == 0)
        added = PyModule_AddObjectRef(module, "UsageError", usage);
    Py_XDECREF(error);
    Py_XDECREF(usage);
    return added;
}

/* ---- queries ---- */

typedef struct rows_in_making {
    PyObject *columns, *rows; /* new references; columns is NULL until the first call */
    PyThreadState *thread;    /* saved while the database works */
} rows_in_making;

static PyObject *value_object(const eos_store_value *value)
{
    switch (value->type) {
    case EOS_STORE_INTEGER:
        return PyLong_FromLongLong(value->integer);
    case EOS_STORE_REAL:
        return PyFloat_FromDouble(value->real);
    case EOS_STORE_TEXT:
        return PyUnicode_DecodeUTF8(value->text, (Py_ssize_t)value->length, "surrogateescape");
    case EOS_STORE_BLOB:
        return PyBytes_FromStringAndSize(value->text, (Py_ssize_t)value->length);
    case EOS_STORE_NULL:
        break;
    }
    Py_RETURN_NONE;
}

static PyObject *make_tuple(const char *const *names, const eos_store_value *values, uint32_t count)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    for (uint32_t i = 0; tuple && i < count; i++) {
        PyObject *item = values ? value_object(&values[i]) : PyUnicode_FromString(names[i]);
        if (!item || PyTuple_SetItem(tuple, (Py_ssize_t)i, item) < 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}

static int take_row(rows_in_making *making, const char *const *columns,
                    const eos_store_value *values, uint32_t count)
{
    PyObject *tuple = make_tuple(columns, values, count);
    if (!tuple)
        return -1;
    if (!values) {
        Py_XDECREF(making->columns);
        making->columns = tuple;
        return 0;
    }
    int appended = PyList_Append(making->rows, tuple);
    Py_DECREF(tuple);
    return appended;
}

static eos_status receive_row(void *payload, const char *const *columns,
                              const eos_store_value *values, uint32_t count)
{
    rows_in_making *making = payload;
    PyEval_RestoreThread(making->thread);
    int taken = take_row(making, columns, values, count);
    making->thread = PyEval_SaveThread();
    return taken < 0 ? EOS_ERR_MEMORY : EOS_OK;
}

/* Borrows from `object`, which the caller's sequence keeps. */
static int read_parameter(PyObject *object, eos_store_value *out)
{
    *out = (eos_store_value){.type = EOS_STORE_NULL};
    if (object == Py_None)
        return 0;
    if (PyFloat_Check(object)) {
        out->type = EOS_STORE_REAL;
        out->real = PyFloat_AsDouble(object);
        return 0;
    }
    if (PyLong_Check(object)) {
        out->type = EOS_STORE_INTEGER;
        out->integer = PyLong_AsLongLong(object);
        return out->integer == -1 && PyErr_Occurred() ? -1 : 0;
    }
    Py_ssize_t length;
    out->type = EOS_STORE_TEXT;
    out->text = PyUnicode_Check(object) ? PyUnicode_AsUTF8AndSize(object, &length) : NULL;
    if (!out->text) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "a parameter is None, int, float or str");
        return -1;
    }
    out->length = (size_t)length;
    return 0;
}

/* New array of values over the items of a tuple; NULL with an exception. */
static eos_store_value *read_parameters(PyObject *tuple, uint32_t *count)
{
    Py_ssize_t size = PyTuple_Size(tuple);
    eos_store_value *values = PyMem_Calloc((size_t)size + 1, sizeof *values);
    if (!values)
        return (eos_store_value *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < size; i++) {
        if (read_parameter(PyTuple_GetItem(tuple, i), &values[i]) < 0) {
            PyMem_Free(values);
            return NULL;
        }
    }
    *count = (uint32_t)size;
    return values;
}

PyObject *eos_core_query(eos_session *session, const char *path, const char *sql,
                         PyObject *parameters, eos_error *err)
{
    PyObject *tuple = parameters ? PySequence_Tuple(parameters) : PyTuple_New(0);
    uint32_t count = 0;
    eos_store_value *values = tuple ? read_parameters(tuple, &count) : NULL;
    rows_in_making making = {.rows = PyList_New(0)};
    PyObject *result = NULL;
    if (values && making.rows) {
        making.thread = PyEval_SaveThread();
        eos_status status =
            eos_session_query(session, path, sql, values, count, receive_row, &making, err);
        PyEval_RestoreThread(making.thread);
        if (!status && !making.columns)
            making.columns = PyTuple_New(0);
        if (!status && making.columns)
            result = PyTuple_Pack(2, making.columns, making.rows);
    }
    PyMem_Free(values);
    Py_XDECREF(tuple);
    Py_XDECREF(making.columns);
    Py_XDECREF(making.rows);
    return result;
}

/* ---- functions ---- */

static PyObject *concerns_us(PyObject *Py_UNUSED(module), PyObject *text)
{
    Py_ssize_t length;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &length);
    return utf8 ? PyBool_FromLong(eos_source_scan(utf8, (size_t)length) != EOS_CONCERNS_NOBODY)
                : NULL;
}

static PyObject *nearest_rule(PyObject *Py_UNUSED(module), PyObject *word)
{
    const char *utf8 = PyUnicode_AsUTF8AndSize(word, NULL);
    if (!utf8)
        return NULL;
    const char *nearest = eos_rule_nearest(utf8);
    return Py_BuildValue("z", nearest);
}

static PyObject *describe_thresholds(const eos_threshold *threshold)
{
    PyObject *list = PyList_New(0);
    for (; list && threshold && threshold->name; threshold++) {
        PyObject *item = Py_BuildValue("{s:s,s:d,s:d,s:d,s:z}", "name", threshold->name, "default",
                                       threshold->value[0], "theia", threshold->value[1], "strict",
                                       threshold->value[2], "source", threshold->source);
        if (!item || PyList_Append(list, item) < 0)
            Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

static PyObject *describe_profiles(unsigned profiles)
{
    static const char *const names[] = {"default", "theia", "strict"}; /* ORDER eos_profile bits */
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list && i < 3; i++) {
        if (!(profiles & (1u << i)))
            continue;
        PyObject *name = PyUnicode_FromString(names[i]);
        if (!name || PyList_Append(list, name) < 0)
            Py_CLEAR(list);
        Py_XDECREF(name);
    }
    return list;
}

static PyObject *describe_rule(const eos_rule *rule)
{
    const eos_rule_documentation *text = &rule->documentation;
    return Py_BuildValue(
        "{s:s,s:s,s:s,s:s,s:s,s:s,s:N,s:N,s:{s:z,s:z,s:z,s:z,s:z,s:z,s:z,s:z}}", "code", rule->code,
        "name", rule->name, "summary", rule->summary, "category", rule->category, "severity",
        eos_severity_name((eos_severity)rule->severity), "confidence",
        eos_confidence_name((eos_confidence)rule->confidence), "profiles",
        describe_profiles(rule->profiles), "thresholds", describe_thresholds(rule->thresholds),
        "documentation", "what", text->what, "why", text->why, "example", text->example,
        "use_instead", text->use_instead, "evidence", text->evidence, "options", text->options,
        "known_problems", text->known_problems, "references", text->references);
}

static PyObject *list_rules(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(unused))
{
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list && i < eos_rule_count(); i++) {
        PyObject *item = describe_rule(eos_rule_at(i));
        if (!item || PyList_Append(list, item) < 0)
            Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

/* ---- the meta-model ---- */

/* What one program's models look like, as malloc'ed text; NULL when memory is out. No GIL needed. */
static char *print_models(eos_module_cache *cache, const eos_ir_module *module,
                          const eos_source *source, bool is_json)
{
    char *volatile text = NULL;
    eos_arena *arena = &cache->arena;
    const eos_module_parser parser = eos_module_cache_parser(cache);
    EOS_ARENA_TRY(arena, guard) {
        eos_imports imports;
        eos_imports_init(&imports, arena, source, &parser);
        const eos_module_provider provider = eos_imports_provider(&imports);
        eos_program *program = eos_program_read(arena, module->names, module, &provider);
        if (is_json) {
            eos_json *document = eos_program_to_json(program, source->path);
            text = eos_json_print(document, false);
            eos_json_free(document);
        } else {
            const char *drawn = eos_program_to_text(arena, program);
            size_t size = strlen(drawn) + 1;
            text = malloc(size);
            if (text)
                memcpy(text, drawn, size);
        }
    }
    EOS_ARENA_CATCH(arena, guard) {
        text = NULL;
    }
    EOS_ARENA_END;
    return text;
}

/* The folder of the program and the root that its shown path is relative to, for its imports. */
static void place_program(eos_source *source, eos_arena *arena, const char *file)
{
    size_t length = strlen(file), shown = strlen(source->path);
    const char *slash = strrchr(file, '/');
    if (slash == NULL)
        return;
    source->folder = eos_arena_copy(arena, file, (size_t)(slash - file));
    if (length > shown + 1 && file[length - shown - 1] == '/' &&
        strcmp(file + length - shown, source->path) == 0)
        source->root = eos_arena_copy(arena, file, length - shown - 1);
}

static eos_status lower_guarded(eos_ir_module **out, PyObject *module, PyObject *tree,
                                eos_source *source, const char *file, eos_module_cache *cache,
                                eos_error *err)
{
    volatile eos_status status = EOS_OK;
    eos_arena *arena = &cache->arena;
    eos_intern *names = &cache->names;
    const char *path = source->path;
    EOS_ARENA_TRY(arena, guard) {
        if (file != NULL)
            place_program(source, arena, file);
        status = eos_lower_ast(out, PyModule_GetState(module), tree, 0, arena, names, err);
        if (!status)
            (*out)->path = eos_intern_string(names, path);
    }
    EOS_ARENA_CATCH(arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, path, "out of memory for the program's tree");
    }
    EOS_ARENA_END;
    return status;
}

/* `file`: the program's absolute path, to follow its imports from; NULL = none is followed */
static PyObject *describe_models(PyObject *module, PyObject *tree, const char *path,
                                 const char *file, bool is_json)
{
    eos_module_cache cache = {0};
    eos_source source = {.path = path};
    eos_ir_module *lowered = NULL;
    eos_error err = {0};
    char *text = NULL;
    bool is_stopped = false;
    if (!eos_module_cache_begin(&cache, PyModule_GetState(module)))
        return PyErr_NoMemory();
    eos_status status = lower_guarded(&lowered, module, tree, &source, file, &cache, &err);
    if (!status) {
        eos_module_cache_leave_python(&cache);
        text = print_models(&cache, lowered, &source, is_json);
        is_stopped = !eos_module_cache_enter_python(&cache);
        if (!text)
            status = eos_fail(&err, EOS_ERR_MEMORY, path, "out of memory for the models");
    }
    PyObject *result =
        is_stopped ? NULL
        : status   ? eos_core_fail(module, &err)
                   : PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "surrogateescape");
    if (is_json)
        eos_json_text_free(text);
    else
        free(text);
    eos_module_cache_free(&cache);
    return result;
}

static PyObject *model_of(PyObject *module, PyObject *args, PyObject *kwargs)
{
    static const char *const names[] = {"tree", "path", "format", "file", NULL};
    PyObject *tree, *path, *file = NULL, *place = NULL;
    const char *format = "json";
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO&|sO:model", (char **)(uintptr_t)names, &tree,
                                     PyUnicode_FSConverter, &path, &format, &file))
        return NULL;
    PyObject *result = NULL;
    if (file && file != Py_None && !PyUnicode_FSConverter(file, &place)) {
        Py_DECREF(path);
        return NULL;
    }
    if (strcmp(format, "json") == 0 || strcmp(format, "text") == 0)
        result = describe_models(module, tree, PyBytes_AsString(path),
                                 place ? PyBytes_AsString(place) : NULL, format[0] == 'j');
    else
        PyErr_Format(PyExc_ValueError, "format must be 'json' or 'text', not '%s'", format);
    Py_XDECREF(place);
    Py_DECREF(path);
    return result;
}

static PyMethodDef functions[] = {
    {"model", (PyCFunction)(void (*)(void))model_of, METH_VARARGS | METH_KEYWORDS,
     PyDoc_STR("model(tree, path, format='json', file=None) -> str\n\nThe meta-models of an "
               "ast.Module; `file` is its absolute path, for imports.")},
    {"traits", (PyCFunction)(void (*)(void))eos_core_traits, METH_VARARGS | METH_KEYWORDS,
     PyDoc_STR("traits(path, target=None) -> str\n\nWhat a data file is, and the labels in it, as "
               "JSON.")},
    {"concerns_us", concerns_us, METH_O,
     PyDoc_STR("concerns_us(text) -> bool\n\nThe byte scan: may this program concern us at all?")},
    {"rules", list_rules, METH_NOARGS,
     PyDoc_STR("rules() -> list[dict]\n\nThe register with its documentation, sorted by code.")},
    {"nearest_rule", nearest_rule, METH_O,
     PyDoc_STR("nearest_rule(word) -> str | None\n\nThe code or name nearest to a wrong one.")},
    {NULL, NULL, 0, NULL},
};

int eos_core_functions_add(PyObject *module)
{
    return add_exceptions(module) < 0 ? -1 : PyModule_AddFunctions(module, functions);
}
