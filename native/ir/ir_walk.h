/* SPDX-License-Identifier: MIT */
/* Every node below one, in the order of the fields; for questions about text that need no values. */
#ifndef EOS_IR_WALK_H
#define EOS_IR_WALK_H

#include "ir/ir.h"

/** `field`: the one of the node above that it stands in; NULL for the root. `scope`: where its names
 *  belong. False = not below it. */
typedef bool eos_ir_visit(void *payload, const eos_ir_node *node, const eos_ir_field *field,
                          const eos_ir_scope *scope);

/** Walks statements of `scope`. Nesting is bounded by EOS_LIMIT_AST_DEPTH, as whoever builds the IR keeps
 *  to it. */
void eos_ir_walk(const eos_ir_nodes *nodes, const eos_ir_scope *scope, eos_ir_visit *visit,
                 void *payload);

/** The identifier of a Name of this scope; NULL = another node. */
const eos_text *eos_ir_name_of(const eos_ir_node *node, const eos_ir_scope *scope);

#endif
