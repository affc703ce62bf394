/* SPDX-License-Identifier: MIT */
/*
 * Scopes and symbols, as Python's symbol table makes them (Language Reference, section 4.2.2).
 * Gives every SYMBOL field its index and every symbol the place of its value.
 *
 * Two rounds, because a name may be bound after its use: the walk over the tree makes the scopes
 * and enters each name where it stands; then, scope by scope with the outer ones first, each
 * name that its scope does not bind is looked for outward, class bodies left out, and ends at
 * the module, which takes every name that nobody binds.
 *
 * Recursion goes as deep as the tree, which whoever filled it has kept to EOS_LIMIT_AST_DEPTH.
 *
 * Questionable: names are not mangled in classes (__x stays __x). All mentions stay consistent
 * within a file, and what a finding prints is what stands in the source.
 */
#include "ir/ir.h"

#include "base/vector.h"

#include <assert.h>
#include <string.h>

/* up to here a scope is searched from its first symbol on, which is faster than an index */
#define FEW_SYMBOLS 8u

/* ---- symbols of one scope ---- */

/* Place in the index where `name` stands or would stand. */
static uint32_t index_place(const eos_ir_scope *scope, const eos_text *name)
{
    uint32_t mask = scope->index_capacity - 1;
    uint32_t at = name->hash & mask;

    while (scope->index[at] != EOS_NO_SYMBOL && scope->symbols[scope->index[at]].name != name)
        at = (at + 1) & mask;
    return at;
}

uint32_t eos_ir_symbol_find(const eos_ir_scope *scope, const eos_text *name)
{
    if (scope->index != NULL)
        return scope->index[index_place(scope, name)];
    for (uint32_t i = 0; i < scope->count; i++)
        if (scope->symbols[i].name == name)
            return i;
    return EOS_NO_SYMBOL;
}

static void index_grow(eos_ir_module *module, eos_ir_scope *scope)
{
    scope->index_capacity = scope->index == NULL ? 4 * FEW_SYMBOLS : 2 * scope->index_capacity;
    scope->index = EOS_NEW_ARRAY(module->arena, uint32_t, scope->index_capacity);
    memset(scope->index, 0xFF, scope->index_capacity * sizeof *scope->index);
    for (uint32_t i = 0; i < scope->count; i++)
        scope->index[index_place(scope, scope->symbols[i].name)] = i;
}

/* Index of `name` in `scope`, entered on first mention. */
static uint32_t symbol_use(eos_ir_module *module, eos_ir_scope *scope, const eos_text *name)
{
    uint32_t found = eos_ir_symbol_find(scope, name);

    if (found != EOS_NO_SYMBOL)
        return found;
    if (scope->count == scope->capacity)
        scope->symbols = eos_vector_grow(module->arena, scope->symbols, &scope->capacity,
                                         sizeof *scope->symbols);
    scope->symbols[scope->count++] = (eos_ir_symbol){.name = name};
    if (scope->count > FEW_SYMBOLS && 2 * scope->count > scope->index_capacity)
        index_grow(module, scope);
    else if (scope->index != NULL)
        scope->index[index_place(scope, name)] = scope->count - 1;
    return scope->count - 1;
}

/* The same, and marks it as bound there. */
static uint32_t symbol_bind(eos_ir_module *module, eos_ir_scope *scope, const eos_text *name)
{
    uint32_t symbol = symbol_use(module, scope, name);

    scope->symbols[symbol].is_assigned = true;
    return symbol;
}

static eos_ir_scope *scope_new(eos_ir_module *module, eos_ir_scope_kind kind, eos_ir_scope *parent,
                               const eos_ir_node *node)
{
    eos_ir_scope *scope = EOS_NEW(module->arena, eos_ir_scope);

    scope->kind = (uint8_t)kind;
    scope->parent = parent;
    scope->node = node;
    if (module->scope_count == module->scope_capacity)
        module->scopes = eos_vector_grow(module->arena, module->scopes, &module->scope_capacity,
                                         sizeof *module->scopes);
    module->scopes[module->scope_count++] = scope;
    return scope;
}

/* ---- first round: the walk ---- */

typedef struct walker {
    eos_ir_module *module;
    eos_ir_scope *scope; /* of the node that is visited */
} walker;

static void visit(walker *walk, const eos_ir_node *node);
static void visit_fields(walker *walk, eos_ir_node *node);

/* The tree is const for its readers only; here it is still being built. */
static eos_ir_node *writable(const eos_ir_node *node)
{
    return (eos_ir_node *)(uintptr_t)node;
}

static void visit_all(walker *walk, const eos_ir_nodes *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit(walk, list->items[i]);
}

/* Turns the mention in a SYMBOL field into the symbol of the present scope. */
static void enter_symbol(walker *walk, uint32_t *field, bool is_bound)
{
    if (*field == 0) {
        *field = EOS_NO_SYMBOL;
        return;
    }
    const eos_text *name = walk->module->mentions[*field];
    *field = is_bound ? symbol_bind(walk->module, walk->scope, name)
                      : symbol_use(walk->module, walk->scope, name);
}

static void visit_target(walker *walk, const eos_ir_node *target)
{
    if (target == NULL)
        return;
    switch ((eos_ir_kind)target->kind) {
    case EOS_IR_Name:
        eos_ir_node_settle(walk->module, writable(target));
        enter_symbol(walk, &((eos_ir_Name *)(void *)writable(target))->id, true);
        return;
    case EOS_IR_Starred:
        eos_ir_node_settle(walk->module, writable(target));
        visit_target(walk, EOS_IR_AS(Starred, target)->value);
        return;
    case EOS_IR_List:
    case EOS_IR_Tuple: {
        eos_ir_node_settle(walk->module, writable(target));
        const eos_ir_nodes *elts = target->kind == EOS_IR_List ? &EOS_IR_AS(List, target)->elts
                                                               : &EOS_IR_AS(Tuple, target)->elts;
        for (uint32_t i = 0; i < elts->count; i++)
            visit_target(walk, elts->items[i]);
        return;
    }
    default: /* an attribute or a subscript: its parts are read */
        visit(walk, target);
        return;
    }
}

/* `target := value` inside comprehensions binds in the scope around them (PEP 572). */
static void visit_walrus(walker *walk, eos_ir_NamedExpr *node)
{
    eos_ir_scope *owner = walk->scope;

    while (owner->kind == EOS_SCOPE_COMPREHENSION)
        owner = owner->parent;
    visit(walk, node->value);
    if (owner == walk->scope || node->target->kind != EOS_IR_Name) {
        visit_target(walk, node->target);
        return;
    }
    eos_ir_Name *name = (eos_ir_Name *)(void *)writable(node->target);
    eos_ir_node_settle(walk->module, &name->head);
    symbol_bind(walk->module, owner, walk->module->mentions[name->id]);
    for (eos_ir_scope *scope = walk->scope->parent; scope != owner; scope = scope->parent)
        symbol_use(walk->module, scope, walk->module->mentions[name->id]);
    enter_symbol(walk, &name->id, false);
}

static void bind_parameter(walker *walk, const eos_ir_node *node)
{
    if (node == NULL)
        return;
    eos_ir_arg *parameter = (eos_ir_arg *)(void *)writable(node);
    enter_symbol(walk, &parameter->arg, true);
    walk->scope->symbols[parameter->arg].is_parameter = true;
}

/* Defaults and annotations belong to the scope around the function. */
static void visit_arguments_outside(walker *walk, const eos_ir_node *node)
{
    const eos_ir_arguments *arguments;
    const eos_ir_nodes *lists[3];

    eos_ir_node_settle(walk->module, writable(node));
    arguments = EOS_IR_AS(arguments, node);
    visit_all(walk, &arguments->defaults);
    visit_all(walk, &arguments->kw_defaults);
    lists[0] = &arguments->posonlyargs;
    lists[1] = &arguments->args;
    lists[2] = &arguments->kwonlyargs;
    for (size_t l = 0; l < 3; l++)
        for (uint32_t i = 0; i < lists[l]->count; i++) {
            eos_ir_node_settle(walk->module, writable(lists[l]->items[i]));
            visit(walk, EOS_IR_AS(arg, lists[l]->items[i])->annotation);
        }
    const eos_ir_node *rest[2] = {arguments->vararg, arguments->kwarg};
    for (size_t i = 0; i < 2; i++)
        if (rest[i] != NULL) {
            eos_ir_node_settle(walk->module, writable(rest[i]));
            visit(walk, EOS_IR_AS(arg, rest[i])->annotation);
        }
}

/* The parameters are the first symbols of their scope, in the order of co_varnames. */
static void bind_parameters(walker *walk, const eos_ir_node *node)
{
    const eos_ir_arguments *arguments = EOS_IR_AS(arguments, node);

    for (uint32_t i = 0; i < arguments->posonlyargs.count; i++)
        bind_parameter(walk, arguments->posonlyargs.items[i]);
    for (uint32_t i = 0; i < arguments->args.count; i++)
        bind_parameter(walk, arguments->args.items[i]);
    for (uint32_t i = 0; i < arguments->kwonlyargs.count; i++)
        bind_parameter(walk, arguments->kwonlyargs.items[i]);
    bind_parameter(walk, arguments->vararg);
    bind_parameter(walk, arguments->kwarg);
}

static eos_ir_scope *open_scope(walker *walk, eos_ir_scope_kind kind, const eos_ir_node *node)
{
    walk->scope = scope_new(walk->module, kind, walk->scope, node);
    return walk->scope;
}

static void close_scope(walker *walk)
{
    walk->scope = walk->scope->parent;
}

/* FunctionDef and AsyncFunctionDef have the same fields, and so the same struct layout. */
static_assert(sizeof(eos_ir_FunctionDef) == sizeof(eos_ir_AsyncFunctionDef), "one layout");

static void visit_function(walker *walk, eos_ir_node *node)
{
    eos_ir_FunctionDef *function = (void *)node;

    visit_all(walk, &function->decorator_list);
    visit_arguments_outside(walk, function->args);
    visit(walk, function->returns);
    enter_symbol(walk, &function->name, true);
    function->scope = open_scope(walk, EOS_SCOPE_FUNCTION, node);
    bind_parameters(walk, function->args);
    visit_all(walk, &function->body);
    close_scope(walk);
}

static void visit_lambda(walker *walk, eos_ir_node *node)
{
    eos_ir_Lambda *lambda = (void *)node;

    visit_arguments_outside(walk, lambda->args);
    lambda->scope = open_scope(walk, EOS_SCOPE_LAMBDA, node);
    bind_parameters(walk, lambda->args);
    visit(walk, lambda->body);
    close_scope(walk);
}

static void visit_class(walker *walk, eos_ir_node *node)
{
    eos_ir_ClassDef *class_def = (void *)node;

    visit_all(walk, &class_def->decorator_list);
    visit_all(walk, &class_def->bases);
    visit_all(walk, &class_def->keywords);
    enter_symbol(walk, &class_def->name, true);
    class_def->scope = open_scope(walk, EOS_SCOPE_CLASS, node);
    visit_all(walk, &class_def->body);
    close_scope(walk);
}

/* Everything but the first iterable belongs to the comprehension's own scope. */
static eos_ir_scope *visit_comprehension(walker *walk, const eos_ir_node *node,
                                         const eos_ir_nodes *generators, const eos_ir_node *first,
                                         const eos_ir_node *second)
{
    eos_ir_scope *scope;

    for (uint32_t i = 0; i < generators->count; i++)
        eos_ir_node_settle(walk->module, writable(generators->items[i]));
    if (generators->count > 0)
        visit(walk, EOS_IR_AS(comprehension, generators->items[0])->iter);
    scope = open_scope(walk, EOS_SCOPE_COMPREHENSION, node);
    for (uint32_t i = 0; i < generators->count; i++) {
        const eos_ir_comprehension *generator = EOS_IR_AS(comprehension, generators->items[i]);
        visit_target(walk, generator->target);
        if (i > 0)
            visit(walk, generator->iter);
        visit_all(walk, &generator->ifs);
    }
    visit(walk, first);
    visit(walk, second);
    close_scope(walk);
    return scope;
}

static void visit_declaration(walker *walk, const eos_ir_names *names, bool is_global)
{
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t symbol = symbol_use(walk->module, walk->scope, names->items[i]);
        if (is_global)
            walk->scope->symbols[symbol].is_global = true;
        else
            walk->scope->symbols[symbol].is_nonlocal = true;
    }
}

/* `import a.b` binds a, `import a.b as c` and `from a import b as c` bind c, a star nothing. */
static void visit_import(walker *walk, const eos_ir_nodes *names, bool is_from)
{
    for (uint32_t i = 0; i < names->count; i++) {
        eos_ir_alias *alias = (eos_ir_alias *)(void *)writable(names->items[i]);
        eos_ir_node_settle(walk->module, &alias->head);
        const eos_text *bound = alias->asname != NULL ? alias->asname : alias->name;
        alias->bound = EOS_NO_SYMBOL;
        if (eos_text_is(bound, "*"))
            continue;
        const char *dot = memchr(bound->data, '.', bound->length);
        if (dot != NULL && !is_from && alias->asname == NULL)
            bound = eos_intern_bytes(walk->module->names, bound->data, (size_t)(dot - bound->data));
        alias->bound = symbol_bind(walk->module, walk->scope, bound);
    }
}

static void visit(walker *walk, const eos_ir_node *visited)
{
    if (visited == NULL)
        return;
    eos_ir_node *node = writable(visited);
    void *self = node;

    eos_ir_node_settle(walk->module, node);
    switch ((eos_ir_kind)node->kind) {
    case EOS_IR_Name:
        enter_symbol(walk, &((eos_ir_Name *)self)->id, false);
        return;
    case EOS_IR_Constant:
        return;
    case EOS_IR_FunctionDef:
    case EOS_IR_AsyncFunctionDef:
        visit_function(walk, node);
        return;
    case EOS_IR_ClassDef:
        visit_class(walk, node);
        return;
    case EOS_IR_Lambda:
        visit_lambda(walk, node);
        return;
#define COMPREHENSION(Kind, first, second)                                                         \
    case EOS_IR_##Kind: {                                                                          \
        eos_ir_##Kind *made = self;                                                                \
        made->scope = visit_comprehension(walk, node, &made->generators, first, second);           \
        return;                                                                                    \
    }
        COMPREHENSION(ListComp, made->elt, NULL)
        COMPREHENSION(SetComp, made->elt, NULL)
        COMPREHENSION(GeneratorExp, made->elt, NULL)
        COMPREHENSION(DictComp, made->key, made->value)
#undef COMPREHENSION
    case EOS_IR_NamedExpr:
        visit_walrus(walk, self);
        return;
    case EOS_IR_Global:
        visit_declaration(walk, &((eos_ir_Global *)self)->names, true);
        return;
    case EOS_IR_Nonlocal:
        visit_declaration(walk, &((eos_ir_Nonlocal *)self)->names, false);
        return;
    case EOS_IR_Import:
        visit_import(walk, &((eos_ir_Import *)self)->names, false);
        return;
    case EOS_IR_ImportFrom:
        visit_import(walk, &((eos_ir_ImportFrom *)self)->names, true);
        return;
    case EOS_IR_Yield:
    case EOS_IR_YieldFrom:
        walk->scope->has_yield = true;
        visit_fields(walk, node);
        return;
    default:
        visit_fields(walk, node);
        return;
    }
}

/* What is not special above: children are read or bound as their field says, names are bound. */
static void visit_fields(walker *walk, eos_ir_node *node)
{
    const eos_ir_kind_info *info = eos_ir_kind_describe((eos_ir_kind)node->kind);

    for (uint8_t i = 0; i < info->field_count; i++) {
        const eos_ir_field *field = &info->fields[i];
        void *at = eos_ir_field_at(node, field);
        bool is_target = field->role == EOS_ROLE_TARGET;
        if (field->type == EOS_FIELD_EXPR) {
            (is_target ? visit_target : visit)(walk, *(const eos_ir_node **)at);
        } else if (field->type == EOS_FIELD_EXPRS) {
            const eos_ir_nodes *list = at;
            for (uint32_t k = 0; k < list->count; k++)
                (is_target ? visit_target : visit)(walk, list->items[k]);
        } else if (field->type == EOS_FIELD_SYMBOL) {
            enter_symbol(walk, at, true);
        }
    }
}

/* ---- second round: where values live ---- */

/* The module's symbol of that name, entered when nobody binds it. */
static uint32_t module_slot(eos_ir_module *module, const eos_text *name, bool is_bound)
{
    uint32_t slot = is_bound ? symbol_bind(module, module->scope, name)
                             : symbol_use(module, module->scope, name);
    module->scope->symbols[slot].where = EOS_WHERE_MODULE;
    module->scope->symbols[slot].slot = slot;
    return slot;
}

static void resolve_symbol(eos_ir_module *module, eos_ir_scope *scope, uint32_t index)
{
    eos_ir_symbol *symbol = &scope->symbols[index];
    uint16_t hops = 0;

    symbol->slot = index;
    if (scope == module->scope) {
        symbol->where = EOS_WHERE_MODULE;
        return;
    }
    if (symbol->is_assigned && !symbol->is_global && !symbol->is_nonlocal) {
        symbol->where = EOS_WHERE_LOCAL;
        return;
    }
    for (eos_ir_scope *outer = scope->parent; !symbol->is_global && outer->parent != NULL;
         outer = outer->parent) {
        hops++;
        if (outer->kind == EOS_SCOPE_CLASS)
            continue;
        uint32_t found = eos_ir_symbol_find(outer, symbol->name);
        if (found == EOS_NO_SYMBOL)
            continue;
        eos_ir_symbol *owner = &outer->symbols[found];
        if (owner->is_global)
            break;
        if (owner->is_assigned && !owner->is_nonlocal) {
            owner->is_captured = true;
            symbol->where = EOS_WHERE_OUTER;
            symbol->hops = hops;
            symbol->slot = found;
            return;
        }
    }
    symbol->where = EOS_WHERE_MODULE;
    symbol->slot = module_slot(module, symbol->name, symbol->is_global && symbol->is_assigned);
    module->scope->symbols[symbol->slot].is_captured = true;
}

static const eos_text *own_name(const eos_ir_scope *scope)
{
    switch ((eos_ir_kind)scope->node->kind) {
    case EOS_IR_FunctionDef:
        return scope->parent->symbols[EOS_IR_AS(FunctionDef, scope->node)->name].name;
    case EOS_IR_AsyncFunctionDef:
        return scope->parent->symbols[EOS_IR_AS(AsyncFunctionDef, scope->node)->name].name;
    case EOS_IR_ClassDef:
        return scope->parent->symbols[EOS_IR_AS(ClassDef, scope->node)->name].name;
    default:
        return NULL;
    }
}

static const char *anonymous_name(eos_ir_kind kind)
{
    switch (kind) {
    case EOS_IR_ListComp:
        return "<listcomp>";
    case EOS_IR_SetComp:
        return "<setcomp>";
    case EOS_IR_DictComp:
        return "<dictcomp>";
    case EOS_IR_GeneratorExp:
        return "<genexpr>";
    default:
        return "<lambda>";
    }
}

/* As __qualname__ (PEP 3155); comprehensions count as functions, as they do up to Python 3.11. */
static void name_scope(eos_ir_module *module, eos_ir_scope *scope)
{
    eos_buffer qualname;
    const eos_text *name;

    if (scope->parent == NULL) {
        scope->qualname = eos_intern_string(module->names, "");
        return;
    }
    eos_buffer_init(&qualname, module->arena);
    name = own_name(scope);
    bool is_global =
        name != NULL && scope->parent->symbols[eos_ir_symbol_find(scope->parent, name)].is_global;
    if (scope->parent->parent != NULL && !is_global) {
        eos_buffer_add(&qualname, scope->parent->qualname->data, scope->parent->qualname->length);
        eos_buffer_add_string(&qualname,
                              scope->parent->kind == EOS_SCOPE_CLASS ? "." : ".<locals>.");
    }
    if (name != NULL)
        eos_buffer_add(&qualname, name->data, name->length);
    else
        eos_buffer_add_string(&qualname, anonymous_name((eos_ir_kind)scope->node->kind));
    scope->qualname = eos_intern_bytes(module->names, qualname.data, qualname.length);
}

void eos_ir_resolve(eos_ir_module *module)
{
    walker walk = {.module = module};

    assert(module->scope == NULL);
    module->scope = walk.scope = scope_new(module, EOS_SCOPE_MODULE, NULL, NULL);
    eos_ir_body_settle(module);
    visit_all(&walk, &module->body);
    module->mentions = NULL;
    module->mention_count = module->mention_capacity = 0;
    for (uint32_t s = 0; s < module->scope_count; s++) {
        eos_ir_scope *scope = module->scopes[s];
        name_scope(module, scope);
        for (uint32_t i = 0; i < scope->count; i++)
            resolve_symbol(module, scope, i);
    }
}
