/* SPDX-License-Identifier: MIT */
/*
 * eoslint._core.Session: the core's session for Python. The boundary is thin: texts and trees go in,
 * numbers, tuples and JSON text come out; nothing of the core is wrapped as an object of its own.
 *
 * The GIL is held while the tree is lowered (it is made of Python objects) and given back for
 * everything behind it: analysis, database, queries. So a second thread could enter the same session
 * meanwhile; `is_busy` turns that mistake into an exception.
 *
 * Questionable: the exceptions are looked up as attributes of the module instead of fields of its
 * state. They are needed on error paths only, and the module state then stays the lowering's business.
 */
#include "core_functions.h"
#include "eos.h"
#include "lower_ast.h"
#include "module_cache.h"

#include "base/limits.h"

#include <stdbool.h>
#include <string.h>

typedef struct session_object {
    PyObject_HEAD eos_session *session; /* owned; NULL before __init__ */
    eos_module_cache cache;             /* other files that programs import */
    bool is_busy;                       /* a thread works in it without the GIL */
} session_object;

/* ---- helpers ---- */

static session_object *enter(PyObject *self)
{
    session_object *object = (session_object *)self;
    if (!object->session) {
        PyErr_SetString(PyExc_RuntimeError, "Session was not initialised");
        return NULL;
    }
    if (object->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "Session is in use by another thread");
        return NULL;
    }
    return object;
}

static PyObject *fail(PyObject *self, const eos_error *err)
{
    return eos_core_fail(PyType_GetModule(Py_TYPE(self)), err);
}

/* A path as bytes of the file system, so that names in no encoding pass too. New reference. */
static PyObject *path_bytes(PyObject *path)
{
    PyObject *bytes = NULL;
    return PyUnicode_FSConverter(path, &bytes) ? bytes : NULL;
}

static PyObject *text_or_none(const char *text)
{
    if (!text)
        Py_RETURN_NONE;
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "surrogateescape");
}

/* ---- life ---- */

static int session_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static const char *const names[] = {"settings", NULL};
    const char *settings;
    Py_ssize_t length;
    session_object *object = (session_object *)self;
    eos_error err = {0};
    eos_json *tree;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s#:Session", (char **)(uintptr_t)names,
                                     &settings, &length))
        return -1;
    if (object->session) {
        PyErr_SetString(PyExc_RuntimeError, "Session is initialised already");
        return -1;
    }
    eos_status status = eos_json_parse(&tree, settings, (size_t)length, NULL, &err);
    if (!status) {
        status = eos_session_new(&object->session, tree, &err);
        eos_json_free(tree);
    }
    if (status)
        fail(self, &err);
    return status ? -1 : 0;
}

static int session_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void session_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    eos_session_free(((session_object *)self)->session);
    eos_module_cache_free(&((session_object *)self)->cache);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyObject *session_close(PyObject *self, PyObject *Py_UNUSED(unused))
{
    session_object *object = (session_object *)self;
    if (object->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "Session is in use by another thread");
        return NULL;
    }
    eos_session_free(object->session);
    object->session = NULL;
    Py_RETURN_NONE;
}

/* ---- judging ---- */

/* Hands a sequence of codes to the session; NULL = none. -1 with an exception set. */
static int set_off(PyObject *self, session_object *object, PyObject *codes)
{
    PyObject *tuple = codes ? PySequence_Tuple(codes) : PyTuple_New(0);
    Py_ssize_t count = tuple ? PyTuple_Size(tuple) : -1;
    const char **texts = count >= 0 ? PyMem_Calloc((size_t)count + 1, sizeof *texts) : NULL;
    int set = texts ? 0 : -1;
    for (Py_ssize_t i = 0; set == 0 && i < count; i++) {
        PyObject *item = PyTuple_GetItem(tuple, i);
        if (PyUnicode_Check(item))
            texts[i] = PyUnicode_AsUTF8AndSize(item, NULL);
        else
            PyErr_SetString(PyExc_TypeError, "a code is a str");
        set = texts[i] ? 0 : -1;
    }
    eos_error err = {0};
    if (set == 0 && eos_session_set_off(object->session, texts, (uint32_t)count, &err)) {
        fail(self, &err);
        set = -1;
    }
    PyMem_Free(texts);
    Py_XDECREF(tuple);
    return set;
}

/* One (line, index, id) of the sequence; -1 with an exception set. The id's text is the tuple's. */
static int take_cell(PyObject *item, eos_cell *out)
{
    unsigned long line, index;
    const char *id;
    if (!PyTuple_Check(item)) {
        PyErr_SetString(PyExc_TypeError, "a cell is a tuple of line, index and id");
        return -1;
    }
    if (!PyArg_ParseTuple(item, "kkz", &line, &index, &id))
        return -1;
    *out = (eos_cell){.line = (uint32_t)line, .index = (uint32_t)index, .id = id};
    return 0;
}

/* Hands the cells of a notebook to the session; NULL = none. -1 with an exception set. */
static int set_cells(PyObject *self, session_object *object, PyObject *cells)
{
    PyObject *tuple = cells ? PySequence_Tuple(cells) : PyTuple_New(0);
    Py_ssize_t count = tuple ? PyTuple_Size(tuple) : -1;
    eos_cell *items = count >= 0 ? PyMem_Calloc((size_t)count + 1, sizeof *items) : NULL;
    int set = items ? 0 : -1;
    for (Py_ssize_t i = 0; set == 0 && i < count; i++)
        set = take_cell(PyTuple_GetItem(tuple, i), &items[i]);
    eos_error err = {0};
    if (set == 0 && eos_session_set_cells(object->session, items, (uint32_t)count, &err)) {
        fail(self, &err);
        set = -1;
    }
    PyMem_Free(items);
    Py_XDECREF(tuple);
    return set;
}

static PyObject *scan_text(PyObject *self, session_object *object, const char *path, PyObject *text)
{
    Py_ssize_t length;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &length);
    if (!utf8)
        return NULL;
    eos_error err = {0};
    eos_scan_result result;
    const eos_judgement *judgement;
    eos_status status;
    object->is_busy = true;
    Py_BEGIN_ALLOW_THREADS status =
        eos_session_scan(object->session, path, utf8, (size_t)length, &result, &judgement, &err);
    Py_END_ALLOW_THREADS object->is_busy = false;
    return status ? fail(self, &err) : PyLong_FromLong(result);
}

static PyObject *session_scan(PyObject *self, PyObject *args)
{
    session_object *object = enter(self);
    PyObject *path, *text, *off = NULL, *cells = NULL;
    if (!object ||
        !PyArg_ParseTuple(args, "O&U|OO:scan", PyUnicode_FSConverter, &path, &text, &off, &cells))
        return NULL;
    PyObject *result = NULL;
    if (set_off(self, object, off) == 0 && set_cells(self, object, cells) == 0)
        result = scan_text(self, object, PyBytes_AsString(path), text);
    Py_DECREF(path);
    return result;
}

/* The program's IR in `arena`, its texts in the cache's table. */
static eos_status lower(session_object *object, const eos_core_state *state, PyObject *tree,
                        eos_arena *arena, eos_ir_module **module, eos_error *err)
{
    eos_module_cache *cache = &object->cache;
    volatile eos_status status = EOS_OK;
    if (!eos_module_cache_begin(cache, state))
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for the program's tree");
    EOS_ARENA_TRY(&cache->arena, guard) {
        status = eos_lower_ast(module, state, tree, 0, arena, &cache->names, err);
        if (!status)
            (*module)->path =
                eos_intern_string(&cache->names, eos_session_shown_path(object->session));
    }
    EOS_ARENA_CATCH(&cache->arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for the program's tree");
        arena->guard = NULL; /* lowering's own guard was jumped over */
    }
    EOS_ARENA_END;
    return status;
}

/* Lowers with the GIL, judges without. A tree beyond our limits is a judgement too: "not judged".
 * *is_stopped: an interrupt came; its exception is set. */
static eos_status lower_and_judge(session_object *object, const eos_core_state *state,
                                  PyObject *tree, eos_arena *arena, bool *is_stopped,
                                  eos_error *err)
{
    eos_ir_module *module = NULL;
    const eos_judgement *judgement;
    eos_status status = lower(object, state, tree, arena, &module, err);
    if (status && status != EOS_ERR_LIMIT)
        return status;
    eos_module_parser parser = eos_module_cache_parser(&object->cache);
    eos_module_cache_leave_python(&object->cache);
    eos_status judged = status
                            ? eos_session_give_up(object->session, err->message, &judgement, err)
                            : eos_session_judge(object->session, module, &parser, &judgement, err);
    *is_stopped = !eos_module_cache_enter_python(&object->cache);
    return judged;
}

static PyObject *session_judge(PyObject *self, PyObject *tree)
{
    session_object *object = enter(self);
    const eos_core_state *state = PyType_GetModuleState(Py_TYPE(self));
    if (!object || !state)
        return NULL;
    eos_arena arena;
    eos_error err = {0};
    bool is_stopped = false;
    eos_arena_init(&arena, EOS_LIMIT_ARENA_BYTES);
    arena.pool = eos_session_pool(object->session);
    object->is_busy = true;
    eos_status status = lower_and_judge(object, state, tree, &arena, &is_stopped, &err);
    object->is_busy = false;
    eos_arena_release(&arena);
    if (is_stopped)
        return NULL;
    if (status)
        return fail(self, &err);
    Py_RETURN_NONE;
}

static PyObject *session_add_problem(PyObject *self, PyObject *args)
{
    session_object *object = enter(self);
    unsigned long line;
    const char *message;
    if (!object || !PyArg_ParseTuple(args, "ks:add_problem", &line, &message))
        return NULL;
    eos_error err = {0};
    if (eos_session_add_problem(object->session, (uint32_t)line, message, &err))
        return fail(self, &err);
    Py_RETURN_NONE;
}

static PyObject *session_give_up(PyObject *self, PyObject *args)
{
    session_object *object = enter(self);
    const char *reason;
    if (!object || !PyArg_ParseTuple(args, "s:give_up", &reason))
        return NULL;
    const eos_judgement *judgement;
    eos_error err = {0};
    eos_status status;
    object->is_busy = true;
    Py_BEGIN_ALLOW_THREADS status = eos_session_give_up(object->session, reason, &judgement, &err);
    Py_END_ALLOW_THREADS object->is_busy = false;
    if (status)
        return fail(self, &err);
    Py_RETURN_NONE;
}

/* ---- results ---- */

/* ORDER: the fields stand in _core.pyi and in eoslint/_sessions.py (Finding) too */
static PyObject *finding_tuple(const eos_finding *finding, eos_severity least)
{
    static const char *const suppressors[] = {NULL, "noqa", "pylint", "config"};
    return Py_BuildValue(
        "(IIIIsssszzOzz)", finding->line, finding->column, finding->end_line, finding->end_column,
        finding->code, eos_severity_name((eos_severity)finding->severity),
        eos_confidence_name((eos_confidence)finding->confidence), finding->message, finding->fix,
        finding->model, finding->severity >= least ? Py_True : Py_False,
        suppressors[finding->suppressed_by], finding->name);
}

static PyObject *session_findings(PyObject *self, PyObject *Py_UNUSED(unused))
{
    session_object *object = enter(self);
    if (!object)
        return NULL;
    PyObject *list = PyList_New(0);
    const eos_judgement *judgement = eos_session_judgement(object->session);
    eos_severity least = eos_session_min_severity(object->session);
    for (uint32_t i = 0; list && judgement && i < judgement->findings.count; i++) {
        PyObject *item = finding_tuple(&judgement->findings.items[i], least);
        if (!item || PyList_Append(list, item) < 0)
            Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

static PyObject *session_report(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static const char *const names[] = {"path", "format", NULL};
    session_object *object = enter(self);
    PyObject *path;
    const char *format = "json";
    if (!object ||
        !PyArg_ParseTupleAndKeywords(args, kwargs, "O&|s:report", (char **)(uintptr_t)names,
                                     PyUnicode_FSConverter, &path, &format))
        return NULL;
    if (strcmp(format, "json") != 0 && strcmp(format, "text") != 0) {
        Py_DECREF(path);
        return PyErr_Format(PyExc_ValueError, "format must be 'json' or 'text', not '%s'", format);
    }
    eos_error err = {0};
    char *text;
    eos_status status =
        eos_session_report(object->session, format[0] == 'j' ? EOS_REPORT_JSON : EOS_REPORT_TEXT,
                           PyBytes_AsString(path), &text, &err);
    Py_DECREF(path);
    if (status)
        return fail(self, &err);
    PyObject *result = text_or_none(text);
    free(text);
    return result;
}

static PyObject *session_shown_path(PyObject *self, PyObject *path)
{
    session_object *object = enter(self);
    PyObject *bytes = object ? path_bytes(path) : NULL;
    if (!bytes)
        return NULL;
    char shown[8192];
    eos_error err = {0};
    eos_status status =
        eos_session_show_path(object->session, PyBytes_AsString(bytes), shown, sizeof shown, &err);
    Py_DECREF(bytes);
    return status ? fail(self, &err) : text_or_none(shown);
}

/* ---- history ---- */

static PyObject *session_add_path(PyObject *self, PyObject *path)
{
    session_object *object = enter(self);
    PyObject *bytes = object ? path_bytes(path) : NULL;
    if (!bytes)
        return NULL;
    eos_error err = {0};
    eos_status status = eos_session_add_path(object->session, PyBytes_AsString(bytes), &err);
    Py_DECREF(bytes);
    if (status)
        return fail(self, &err);
    Py_RETURN_NONE;
}

static PyObject *session_settle(PyObject *self, PyObject *Py_UNUSED(unused))
{
    session_object *object = enter(self);
    if (!object)
        return NULL;
    object->is_busy = true;
    Py_BEGIN_ALLOW_THREADS(void)
        eos_session_settle(object->session, NULL); /* the trouble line tells of failures */
    Py_END_ALLOW_THREADS object->is_busy = false;
    return text_or_none(eos_session_history_trouble(object->session));
}

static PyObject *session_trouble(PyObject *self, PyObject *Py_UNUSED(unused))
{
    session_object *object = enter(self);
    return object ? text_or_none(eos_session_history_trouble(object->session)) : NULL;
}

static PyObject *session_history_query(PyObject *self, PyObject *args)
{
    session_object *object = enter(self);
    PyObject *path, *parameters = NULL;
    const char *sql;
    if (!object || !PyArg_ParseTuple(args, "O&s|O:history_query", PyUnicode_FSConverter, &path,
                                     &sql, &parameters))
        return NULL;
    eos_error err = {0};
    object->is_busy = true;
    PyObject *result =
        eos_core_query(object->session, PyBytes_AsString(path), sql, parameters, &err);
    object->is_busy = false;
    Py_DECREF(path);
    if (!result && !PyErr_Occurred())
        return fail(self, &err);
    return result;
}

/* ---- the type ---- */

static PyMethodDef session_methods[] = {
    {"scan", session_scan, METH_VARARGS,
     PyDoc_STR("scan(path, text, off=(), cells=()) -> int\n\n0: does not concern us; 1: judged "
               "before; 2: parse the text and call judge(tree). Cells of a notebook: (line in the "
               "joined text, index, id).")},
    {"add_problem", session_add_problem, METH_VARARGS,
     PyDoc_STR("add_problem(line, message) -> None\n\nBefore judge: a place that did not parse.")},
    {"judge", session_judge, METH_O,
     PyDoc_STR("judge(tree) -> None\n\nJudges the ast.Module of the last scan and records it.")},
    {"give_up", session_give_up, METH_VARARGS,
     PyDoc_STR("give_up(reason) -> None\n\nInstead of judge: no tree can be had.")},
    {"findings", session_findings, METH_NOARGS,
     PyDoc_STR("findings() -> list[tuple]\n\nFindings of the last file; fields as in _core.pyi.")},
    {"report", (PyCFunction)(void (*)(void))session_report, METH_VARARGS | METH_KEYWORDS,
     PyDoc_STR("report(path, format='json') -> str\n\nReport of the last file.")},
    {"shown_path", session_shown_path, METH_O,
     PyDoc_STR("shown_path(path) -> str\n\nThe path relative to its root, or absolute.")},
    {"add_path", session_add_path, METH_O,
     PyDoc_STR("add_path(path) -> None\n\nLets settle() cover the root of this file or folder.")},
    {"settle", session_settle, METH_NOARGS,
     PyDoc_STR("settle() -> str | None\n\nEnd of a command; answers trouble with the history.")},
    {"trouble", session_trouble, METH_NOARGS,
     PyDoc_STR("trouble() -> str | None\n\nTrouble with the history so far.")},
    {"close", session_close, METH_NOARGS,
     PyDoc_STR("close() -> None\n\nWrites what was collected and ends the session; whoever still "
               "holds it cannot use it.")},
    {"history_query", session_history_query, METH_VARARGS,
     PyDoc_STR(
         "history_query(path, sql, parameters=()) -> (columns, rows)\n\nOne read-only query.")},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot session_slots[] = {
    {Py_tp_doc, (void *)(uintptr_t) "Session(settings)\n\nJudges files; settings is JSON text."},
    {Py_tp_init, (void *)(uintptr_t)session_init},
    {Py_tp_traverse, (void *)(uintptr_t)session_traverse},
    {Py_tp_dealloc, (void *)(uintptr_t)session_dealloc},
    {Py_tp_methods, session_methods},
    {0, NULL},
};

static PyType_Spec session_spec = {
    .name = "eoslint._core.Session",
    .basicsize = sizeof(session_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = session_slots,
};

int eos_session_type_add(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &session_spec, NULL);
    if (!type)
        return -1;
    int added = PyModule_AddObjectRef(module, "Session", type);
    Py_DECREF(type);
    return added < 0 ? -1 : eos_core_functions_add(module);
}
