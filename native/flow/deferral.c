/* SPDX-License-Identifier: MIT */
/*
 * What may wait in a file that is imported. A program that needs one block of a large package would
 * otherwise pay for every table and class beside it.
 *
 * A class, a decorated function or an assignment waits for its name to be read when nothing else binds
 * that name, and, for an assignment, when every name in its value is bound once: then it does not matter
 * when it runs. Everything else runs at once and in order; what it reads is settled on the way.
 *
 * Questionable: `NAMES = list(REGISTRY)` sees entries that later statements add. Libraries do that to
 * tell what they have; networks are not built from it.
 */
#include "flow/interp.h"

typedef struct binding_counts {
    const eos_ir_scope *scope;
    uint32_t *counts; /* per symbol of the module: statements that may bind it */
    bool is_plain;    /* of an expression: all names are bound once at most */
} binding_counts;

static void count_symbol(binding_counts *bindings, uint32_t symbol)
{
    if (symbol != EOS_NO_SYMBOL && symbol < bindings->scope->count)
        bindings->counts[symbol]++;
}

typedef void visit_node(binding_counts *bindings, const eos_ir_node *node,
                        const eos_ir_field *field);

static bool opens_scope(const eos_ir_node *node)
{
    switch (node->kind) {
    case EOS_IR_FunctionDef:
    case EOS_IR_AsyncFunctionDef:
    case EOS_IR_ClassDef:
    case EOS_IR_Lambda:
    case EOS_IR_ListComp:
    case EOS_IR_SetComp:
    case EOS_IR_DictComp:
    case EOS_IR_GeneratorExp:
        return true;
    default:
        return false;
    }
}

/* every node below, but not into other scopes */
static void walk(binding_counts *bindings, const eos_ir_node *node, visit_node *visit, int depth)
{
    const eos_ir_kind_info *info = eos_ir_kind_describe((eos_ir_kind)node->kind);
    for (uint32_t i = 0; i < info->field_count && depth < (int)EOS_LIMIT_AST_DEPTH; i++) {
        const eos_ir_field *field = &info->fields[i];
        const char *at = (const char *)node + field->offset;
        visit(bindings, node, field);
        if (opens_scope(node))
            continue;
        if (field->type == EOS_FIELD_EXPR) {
            const eos_ir_node *child = *(const eos_ir_node *const *)(const void *)at;
            if (child != NULL)
                walk(bindings, child, visit, depth + 1);
        } else if (field->type == EOS_FIELD_EXPRS) {
            const eos_ir_nodes *children = (const eos_ir_nodes *)(const void *)at;
            for (uint32_t k = 0; k < children->count; k++)
                if (children->items[k] != NULL)
                    walk(bindings, children->items[k], visit, depth + 1);
        }
    }
}

/* ---- bindings ---- */

static void count_field(binding_counts *bindings, const eos_ir_node *node,
                        const eos_ir_field *field)
{
    const char *at = (const char *)node + field->offset;
    if (field->type == EOS_FIELD_SYMBOL && node->kind != EOS_IR_Name) {
        count_symbol(bindings, *(const uint32_t *)(const void *)at);
        return;
    }
    if (field->role != EOS_ROLE_TARGET)
        return;
    const eos_ir_node *const *items = (const eos_ir_node *const *)(const void *)at;
    uint32_t count = 1;
    if (field->type == EOS_FIELD_EXPRS) {
        const eos_ir_nodes *list = (const eos_ir_nodes *)(const void *)at;
        items = list->items;
        count = list->count;
    }
    for (uint32_t i = 0; i < count; i++) {
        const eos_ir_node *target = items[i];
        if (target != NULL && target->kind == EOS_IR_Starred)
            target = EOS_IR_AS(Starred, target)->value;
        if (target != NULL && target->kind == EOS_IR_Name)
            count_symbol(bindings, EOS_IR_AS(Name, target)->id);
        /* names within tuples: their elements are visited as targets of the tuple only by name */
        const eos_ir_nodes *parts = NULL;
        if (target != NULL && target->kind == EOS_IR_Tuple)
            parts = &EOS_IR_AS(Tuple, target)->elts;
        else if (target != NULL && target->kind == EOS_IR_List)
            parts = &EOS_IR_AS(List, target)->elts;
        for (uint32_t k = 0; parts != NULL && k < parts->count; k++)
            if (parts->items[k]->kind == EOS_IR_Name)
                count_symbol(bindings, EOS_IR_AS(Name, parts->items[k])->id);
    }
}

/* functions that declare a name global may bind it at any time */
static void count_globals(binding_counts *bindings, const eos_ir_module *module)
{
    for (uint32_t i = 0; i < module->scope_count; i++) {
        const eos_ir_scope *scope = module->scopes[i];
        for (uint32_t k = 0; k < scope->count; k++) {
            const eos_ir_symbol *symbol = &scope->symbols[k];
            if (scope != module->scope && symbol->is_global && symbol->is_assigned &&
                symbol->where == EOS_WHERE_MODULE && symbol->slot < bindings->scope->count)
                bindings->counts[symbol->slot] += 2;
        }
    }
}

static void check_field(binding_counts *bindings, const eos_ir_node *node,
                        const eos_ir_field *field)
{
    (void)field;
    if (node->kind != EOS_IR_Name)
        return;
    uint32_t symbol = EOS_IR_AS(Name, node)->id;
    if (symbol < bindings->scope->count && bindings->counts[symbol] > 1)
        bindings->is_plain = false;
}

/* ---- what waits ---- */

/* the symbol of a statement that may wait; EOS_NO_SYMBOL = it runs at once */
static uint32_t deferred_symbol(binding_counts *bindings, const eos_ir_node *node)
{
    uint32_t symbol = EOS_NO_SYMBOL;
    if (node->kind == EOS_IR_ClassDef) {
        symbol = EOS_IR_AS(ClassDef, node)->name;
    } else if (node->kind == EOS_IR_FunctionDef) {
        if (EOS_IR_AS(FunctionDef, node)->decorator_list.count > 0)
            symbol = EOS_IR_AS(FunctionDef, node)->name;
    } else if (node->kind == EOS_IR_Assign) {
        const eos_ir_Assign *assign = EOS_IR_AS(Assign, node);
        if (assign->targets.count != 1 || assign->targets.items[0]->kind != EOS_IR_Name ||
            assign->value->kind == EOS_IR_Constant)
            return EOS_NO_SYMBOL;
        bindings->is_plain = true;
        walk(bindings, assign->value, check_field, 0);
        if (bindings->is_plain)
            symbol = EOS_IR_AS(Name, assign->targets.items[0])->id;
    }
    if (symbol == EOS_NO_SYMBOL || symbol >= bindings->scope->count ||
        bindings->counts[symbol] != 1)
        return EOS_NO_SYMBOL;
    return symbol;
}

const uint32_t *eos_deferral_plan(eos_arena *arena, const eos_ir_module *module)
{
    binding_counts bindings = {.scope = module->scope,
                               .counts = EOS_NEW_ARRAY(arena, uint32_t, module->scope->count)};
    for (uint32_t i = 0; i < module->body.count; i++)
        if (module->body.items[i] != NULL)
            walk(&bindings, module->body.items[i], count_field, 0);
    count_globals(&bindings, module);
    uint32_t *waiting = EOS_NEW_ARRAY(arena, uint32_t, module->body.count);
    for (uint32_t i = 0; i < module->body.count; i++) {
        const eos_ir_node *node = module->body.items[i];
        waiting[i] = node != NULL ? deferred_symbol(&bindings, node) : EOS_NO_SYMBOL;
    }
    return waiting;
}

eos_ir_nodes eos_defer_statements(eos_flow *flow, eos_program_file *file)
{
    const eos_ir_module *module = file->module;
    const uint32_t *waiting =
        module->waiting != NULL ? module->waiting : eos_deferral_plan(flow->arena, module);
    eos_ir_nodes now = {.items =
                            EOS_NEW_ARRAY(flow->arena, const eos_ir_node *, module->body.count)};
    for (uint32_t i = 0; i < module->body.count; i++) {
        const eos_ir_node *node = module->body.items[i];
        uint32_t symbol = waiting[i];
        if (symbol == EOS_NO_SYMBOL) {
            now.items[now.count++] = node;
            continue;
        }
        eos_pending_import *pending = EOS_NEW(flow->arena, eos_pending_import);
        *pending = (eos_pending_import){.file = file,
                                        .name = module->scope->symbols[symbol].name,
                                        .span = node->span,
                                        .scope = "",
                                        .statement = node,
                                        .symbol = symbol};
        eos_object *object = eos_heap_new(&flow->heap, EOS_OBJECT_IMPORT, node->span);
        object->now.facts = pending;
        file->frame->slots[symbol] = eos_object_value(object);
    }
    return now;
}
