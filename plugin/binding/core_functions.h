/* SPDX-License-Identifier: MIT */
/*
 * What the Session type needs beside itself: exceptions, queries, and the functions of the module.
 */
#ifndef EOS_BINDING_CORE_FUNCTIONS_H
#define EOS_BINDING_CORE_FUNCTIONS_H

#include "state.h"

#include "eos.h"

/** Sets eoslint._core.UsageError or .Error with code, path and line; always NULL. */
PyObject *eos_core_fail(PyObject *module, const eos_error *err);

/**
 * (columns, rows) of one read-only statement; `parameters` is a sequence or NULL. Called with the GIL,
 * which is free while the database works. NULL with an exception, or with only `err` filled.
 */
PyObject *eos_core_query(eos_session *session, const char *path, const char *sql,
                         PyObject *parameters, eos_error *err);

/** Adds exceptions and functions to the module; -1 with an exception set. */
int eos_core_functions_add(PyObject *module);

#endif
