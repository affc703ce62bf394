/* SPDX-License-Identifier: MIT */
/*
 * A data file's traits as JSON text. Everything happens without the interpreter's lock, in an arena of
 * this call; the text is all that leaves it.
 */
#include "describe_data.h"

#include "data/label_traits.h"
#include "data/reader.h"

#include <string.h>

/* JSON text to be freed with eos_json_text_free; NULL with `err` filled. */
static char *describe(eos_arena *arena, const char *path, const char *target, eos_error *err)
{
    eos_traits *traits = NULL;
    eos_label_traits *labels = NULL;
    eos_status status = eos_data_describe(path, 0, arena, &traits, err);
    if (status == EOS_OK) {
        volatile eos_status found = EOS_ERR_MEMORY;
        eos_label_traits **volatile out = &labels;
        EOS_ARENA_TRY(arena, guard) {
            found = eos_label_traits_find(arena, traits, target, out, err);
        }
        EOS_ARENA_CATCH(arena, guard) {
            found = eos_fail(err, EOS_ERR_MEMORY, path, "not enough memory to describe it");
        }
        EOS_ARENA_END;
        status = found;
    }
    if (status != EOS_OK)
        return NULL;
    eos_json *root = eos_json_object(NULL, NULL);
    eos_traits_to_json(root, "traits", traits);
    eos_label_traits_to_json(root, "labels", labels);
    char *text = eos_json_print(root, false);
    eos_json_free(root);
    if (!text)
        (void)eos_fail(err, EOS_ERR_MEMORY, path, "not enough memory to print it");
    return text;
}

PyObject *eos_core_traits(PyObject *module, PyObject *args, PyObject *kwargs)
{
    static const char *const names[] = {"path", "target", NULL};
    PyObject *path;
    const char *target = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O&|z:traits", (char **)(uintptr_t)names,
                                     PyUnicode_FSConverter, &path, &target))
        return NULL;
    const char *place = PyBytes_AsString(path);
    eos_arena arena;
    eos_error err = {0};
    char *text;
    Py_BEGIN_ALLOW_THREADS;
    eos_arena_init(&arena, EOS_LIMIT_ARENA_BYTES);
    text = describe(&arena, place, target, &err);
    eos_arena_release(&arena);
    Py_END_ALLOW_THREADS;
    PyObject *result = text ? PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace")
                            : eos_core_fail(module, &err);
    eos_json_text_free(text);
    Py_DECREF(path);
    return result;
}
