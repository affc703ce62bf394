/* SPDX-License-Identifier: MIT */
/*
 * Building the tree: modules, nodes, mentions of names, and the check that makes every node whole.
 *
 * Readers of the IR cast by field ("what stands in `keywords` is a keyword") and count on lists
 * that belong together. A tree from CPython's parser keeps these promises, one put together by a
 * program, read from JSON or written by a Python newer than this code need not. So one place,
 * eos_ir_node_settle, holds every promise of ir_nodes.def, and everyone behind it may cast
 * without asking.
 *
 * Questionable: what cannot stay becomes an unknown expression instead of an error. A tree with one
 * node of Python 3.14 is still worth judging, and unknown is what the interpreter understands best.
 */
#include "ir/ir.h"

#include "base/vector.h"

#include <assert.h>
#include <string.h>

eos_ir_module *eos_ir_module_new(eos_arena *arena, eos_intern *names)
{
    eos_ir_module *module = EOS_NEW(arena, eos_ir_module);
    module->arena = arena;
    module->names = names;
    return module;
}

eos_ir_node *eos_ir_node_new(eos_ir_module *module, eos_ir_kind kind, eos_span span)
{
    eos_ir_node *node = eos_arena_alloc(module->arena, eos_ir_kind_describe(kind)->size);
    node->kind = (uint8_t)kind;
    node->span = span;
    module->node_count++;
    return node;
}

eos_ir_node *eos_ir_unknown_new(eos_ir_module *module, eos_span span)
{
    eos_ir_node *node = eos_ir_node_new(module, EOS_IR_Constant, span);
    ((eos_ir_Constant *)(void *)node)->value.kind = EOS_CONST_OTHER;
    return node;
}

/* Entry 0 stands for "absent", so that the zeroed field of a new node means just that. */
uint32_t eos_ir_mention(eos_ir_module *module, const eos_text *name)
{
    if (name == NULL)
        return 0;
    if (module->mention_count + 1 >= module->mention_capacity) {
        module->mentions = eos_vector_grow(module->arena, module->mentions,
                                           &module->mention_capacity, sizeof *module->mentions);
        if (module->mention_count == 0)
            module->mention_count = 1;
    }
    module->mentions[module->mention_count] = name;
    return module->mention_count++;
}

/* ---- settling ---- */

/* What stands in for a required child that is missing or of a wrong kind; NULL = leave it away. */
static eos_ir_node *substitute(eos_ir_module *module, const eos_ir_field *field, eos_span span)
{
    eos_ir_node *unknown;

    switch ((eos_ir_role)field->role) {
    case EOS_ROLE_VALUE:
    case EOS_ROLE_TARGET:
        return eos_ir_unknown_new(module, span);
    case EOS_ROLE_PATTERN:
        unknown = eos_ir_node_new(module, EOS_IR_MatchValue, span);
        ((eos_ir_MatchValue *)(void *)unknown)->value = eos_ir_unknown_new(module, span);
        return unknown;
    case EOS_ROLE_PART: /* `arguments` is the only required single part; lists drop others */
        if (field->part == EOS_IR_arguments && field->type == EOS_FIELD_EXPR)
            return eos_ir_node_new(module, EOS_IR_arguments, (eos_span){0});
        return NULL;
    case EOS_ROLE_STATEMENT:
    case EOS_ROLE_DERIVED:
        break;
    }
    return NULL;
}

static void settle_list(eos_ir_module *module, const eos_ir_field *field, eos_ir_nodes *list,
                        eos_span span)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        const eos_ir_node *item = list->items[i];
        if (item != NULL && !eos_ir_field_accepts(field, (eos_ir_kind)item->kind))
            item = substitute(module, field, item->span.line != 0 ? item->span : span);
        else if (item == NULL && !field->is_optional)
            item = substitute(module, field, span);
        if (item != NULL || field->is_optional)
            list->items[kept++] = item;
    }
    list->count = kept;
}

static void settle_field(eos_ir_module *module, eos_ir_node *node, const eos_ir_field *field)
{
    void *at = eos_ir_field_at(node, field);

    switch ((eos_ir_field_type)field->type) {
    case EOS_FIELD_EXPR: {
        const eos_ir_node **child = at;
        bool is_wrong = *child != NULL && !eos_ir_field_accepts(field, (eos_ir_kind)(*child)->kind);
        if (is_wrong || (*child == NULL && !field->is_optional))
            *child = substitute(module, field, node->span);
        return;
    }
    case EOS_FIELD_EXPRS:
        settle_list(module, field, at, node->span);
        return;
    case EOS_FIELD_NAME:
        if (*(const eos_text **)at == NULL && !field->is_optional)
            *(const eos_text **)at = eos_intern_string(module->names, "");
        return;
    case EOS_FIELD_SYMBOL:
        if (*(uint32_t *)at == 0 && !field->is_optional)
            *(uint32_t *)at = eos_ir_mention(module, eos_intern_string(module->names, ""));
        return;
    case EOS_FIELD_NAMES: {
        eos_ir_names *names = at;
        uint32_t kept = 0;
        for (uint32_t i = 0; i < names->count; i++)
            if (names->items[i] != NULL)
                names->items[kept++] = names->items[i];
        names->count = kept;
        return;
    }
    case EOS_FIELD_SCOPE:
    case EOS_FIELD_INT:
    case EOS_FIELD_OP:
    case EOS_FIELD_OPS:
    case EOS_FIELD_CONST:
        return;
    }
}

static void cut_to_equal(uint32_t *a, uint32_t *b)
{
    if (*a > *b)
        *a = *b;
    else
        *b = *a;
}

/* Lists that are read side by side. */
static void settle_counts(eos_ir_node *node)
{
    void *self = node;

    switch ((eos_ir_kind)node->kind) {
    case EOS_IR_Dict: {
        eos_ir_Dict *dict = self;
        cut_to_equal(&dict->keys.count, &dict->values.count);
        return;
    }
    case EOS_IR_Compare: {
        eos_ir_Compare *compare = self;
        cut_to_equal(&compare->ops.count, &compare->comparators.count);
        return;
    }
    case EOS_IR_arguments: {
        eos_ir_arguments *arguments = self;
        uint32_t positional = arguments->posonlyargs.count + arguments->args.count;
        if (arguments->defaults.count > positional)
            arguments->defaults.count = positional;
        cut_to_equal(&arguments->kwonlyargs.count, &arguments->kw_defaults.count);
        return;
    }
    case EOS_IR_MatchMapping: {
        eos_ir_MatchMapping *mapping = self;
        cut_to_equal(&mapping->keys.count, &mapping->patterns.count);
        return;
    }
    case EOS_IR_MatchClass: {
        eos_ir_MatchClass *class_pattern = self;
        cut_to_equal(&class_pattern->kwd_attrs.count, &class_pattern->kwd_patterns.count);
        return;
    }
    default:
        return;
    }
}

void eos_ir_node_settle(eos_ir_module *module, eos_ir_node *node)
{
    const eos_ir_kind_info *info = eos_ir_kind_describe((eos_ir_kind)node->kind);

    for (uint8_t i = 0; i < info->field_count; i++)
        settle_field(module, node, &info->fields[i]);
    settle_counts(node);
}

void eos_ir_body_settle(eos_ir_module *module)
{
    static const eos_ir_field body = {"body", EOS_FIELD_EXPRS, EOS_ROLE_STATEMENT,
                                      0,      false,           offsetof(eos_ir_module, body)};

    settle_list(module, &body, &module->body, (eos_span){0});
}
