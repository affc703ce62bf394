/* SPDX-License-Identifier: MIT */
/* Traits of data files for Python: the function eoslint._core.traits. */
#ifndef EOS_BINDING_DESCRIBE_DATA_H
#define EOS_BINDING_DESCRIBE_DATA_H

#include "core_functions.h"

/** traits(path, target=None) -> str: see eos_core_functions_add. */
PyObject *eos_core_traits(PyObject *module, PyObject *args, PyObject *kwargs);

#endif
