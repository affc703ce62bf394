/* SPDX-License-Identifier: MIT */
/* See ir_walk.h. The field tables tell where nodes stand, so a new kind needs nothing here unless it opens a
 * scope: of such a node the body belongs to the new scope, and everything else to the one around it. */
#include "ir/ir_walk.h"

#include "base/limits.h"

#include <string.h>

typedef struct walk_state {
    eos_ir_visit *visit;
    void *payload;
} walk_state;

static const eos_ir_scope *scope_of(const eos_ir_node *node)
{
    switch (node->kind) {
    case EOS_IR_FunctionDef:
        return EOS_IR_AS(FunctionDef, node)->scope;
    case EOS_IR_AsyncFunctionDef:
        return EOS_IR_AS(AsyncFunctionDef, node)->scope;
    case EOS_IR_ClassDef:
        return EOS_IR_AS(ClassDef, node)->scope;
    case EOS_IR_Lambda:
        return EOS_IR_AS(Lambda, node)->scope;
    case EOS_IR_ListComp:
        return EOS_IR_AS(ListComp, node)->scope;
    case EOS_IR_SetComp:
        return EOS_IR_AS(SetComp, node)->scope;
    case EOS_IR_DictComp:
        return EOS_IR_AS(DictComp, node)->scope;
    case EOS_IR_GeneratorExp:
        return EOS_IR_AS(GeneratorExp, node)->scope;
    default:
        return NULL;
    }
}

static bool is_inside(const eos_ir_node *node, const eos_ir_field *field)
{
    bool is_definition = node->kind == EOS_IR_FunctionDef ||
                         node->kind == EOS_IR_AsyncFunctionDef || node->kind == EOS_IR_ClassDef ||
                         node->kind == EOS_IR_Lambda;
    return !is_definition || strcmp(field->name, "body") == 0;
}

static void walk(const walk_state *state, const eos_ir_node *node, const eos_ir_field *in,
                 const eos_ir_scope *scope, uint32_t depth);

static void walk_fields(const walk_state *state, const eos_ir_node *node, const eos_ir_scope *scope,
                        uint32_t depth)
{
    const eos_ir_kind_info *info = eos_ir_kind_describe((eos_ir_kind)node->kind);
    const eos_ir_scope *own = scope_of(node);
    for (uint32_t i = 0; i < info->field_count; i++) {
        const eos_ir_field *field = &info->fields[i];
        const eos_ir_scope *of_field = own != NULL && is_inside(node, field) ? own : scope;
        if (field->type == EOS_FIELD_EXPR) {
            const eos_ir_node *child = *(const eos_ir_node *const *)eos_ir_field_at(node, field);
            if (child != NULL)
                walk(state, child, field, of_field, depth + 1);
        } else if (field->type == EOS_FIELD_EXPRS) {
            const eos_ir_nodes *children = eos_ir_field_at(node, field);
            for (uint32_t k = 0; k < children->count; k++) {
                const eos_ir_node *child = children->items[k];
                if (child != NULL && child->kind == EOS_IR_comprehension && k == 0 && own != NULL) {
                    /* the first iterable of a comprehension is evaluated outside of it */
                    const eos_ir_comprehension *first = EOS_IR_AS(comprehension, child);
                    walk(state, first->iter, field, scope, depth + 1);
                    walk(state, first->target, field, own, depth + 1);
                    for (uint32_t n = 0; n < first->ifs.count; n++)
                        walk(state, first->ifs.items[n], field, own, depth + 1);
                } else if (child != NULL) {
                    walk(state, child, field, of_field, depth + 1);
                }
            }
        }
    }
}

static void walk(const walk_state *state, const eos_ir_node *node, const eos_ir_field *in,
                 const eos_ir_scope *scope, uint32_t depth)
{
    if (state->visit(state->payload, node, in, scope) && depth < EOS_LIMIT_AST_DEPTH)
        walk_fields(state, node, scope, depth);
}

void eos_ir_walk(const eos_ir_nodes *nodes, const eos_ir_scope *scope, eos_ir_visit *visit,
                 void *payload)
{
    const walk_state state = {visit, payload};
    for (uint32_t i = 0; i < nodes->count; i++)
        if (nodes->items[i] != NULL)
            walk(&state, nodes->items[i], NULL, scope, 0);
}

const eos_text *eos_ir_name_of(const eos_ir_node *node, const eos_ir_scope *scope)
{
    if (node->kind != EOS_IR_Name)
        return NULL;
    uint32_t symbol = EOS_IR_AS(Name, node)->id;
    return symbol < scope->count ? scope->symbols[symbol].name : NULL;
}
