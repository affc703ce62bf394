/* SPDX-License-Identifier: MIT */
/*
 * Lowering: a tree of CPython's ast module becomes IR. The only code that reads Python objects;
 * behind it everything runs without the GIL.
 */
#ifndef EOS_BINDING_LOWER_AST_H
#define EOS_BINDING_LOWER_AST_H

#include "state.h"

/**
 * The resolved IR of `tree` (an ast.Module), in `arena` with its texts in `names`; `file` stands in
 * its spans (0 = the judged file). Needs the GIL
 * and keeps no reference. Sets no Python exception; odd trees (missing attributes, fields of
 * wrong types) give unknown nodes. EOS_ERR_FORMAT: not a Module; EOS_ERR_LIMIT: nested too deep
 * or too many nodes; EOS_ERR_MEMORY.
 */
EOS_MUST_CHECK eos_status eos_lower_ast(eos_ir_module **out, const eos_core_state *state,
                                        PyObject *tree, uint32_t file, eos_arena *arena,
                                        eos_intern *names, eos_error *err);

#endif
