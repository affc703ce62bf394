/* SPDX-License-Identifier: MIT */
/*
 * Imports of other files of the repository. What a name means is asked of the provider (flow.h); a
 * name that the API tables know as a library stays the library, whatever lies beside the program.
 *
 * Following is lazy: `from pkg import Block` leaves a mark in the slot, and the file is read and run
 * when Block is first needed. A package whose __init__.py gathers a hundred files so costs the few that
 * the program uses. In a branch or a class body, where slots are merged or copied, names are read at
 * once.
 *
 * Of a file that is needed, classes, decorated functions and assignments wait in the same way, each for
 * its own name (deferral.c).
 *
 * A file runs once per program, as if before the statement that needed it: outside of the branch, loop
 * or call that stands there. So its writes go to a journal of their own that nobody rolls back.
 *
 * With --call the judged file may be a library's own source. There a name that the tables do not speak
 * for (eos_api_is_modelled) is followed as any import is: what the library builds is read, not looked up.
 *
 * Questionable: the __init__.py of the packages above a module does not run when the module is imported
 * by its own name. What it would do is nearly always more imports.
 */
#include "flow/interp.h"

/* ---- files ---- */

static eos_program_file *find_file(eos_flow *flow, const eos_program_file *importer,
                                   const char *name, int level)
{
    const eos_module_provider *provider = flow->provider;
    bool is_package = false;
    if (provider == NULL)
        return NULL;
    uint32_t number = provider->find(provider->payload, importer->number, name, level, &is_package);
    if (number == EOS_FILE_NONE)
        return NULL;
    if (number == EOS_FILE_JUDGED)
        return flow->files.items[0];
    for (uint32_t i = 1; i < flow->files.count; i++)
        if (flow->files.items[i]->number == number)
            return flow->files.items[i];
    eos_program_file *file = EOS_NEW(flow->arena, eos_program_file);
    file->number = number;
    file->path = eos_intern_string(flow->names, provider->path(provider->payload, number));
    file->is_package = is_package;
    eos_vector_push(flow->arena, &flow->files, file);
    return file;
}

/* runs statements of the file on a clean slate, and puts back where the interpreter was */
static void run_apart(eos_flow *flow, eos_program_file *file, const eos_ir_nodes *body)
{
    const eos_condition *condition = flow->condition;
    const eos_text *path = flow->path;
    uint32_t call_depth = flow->call_depth, step_limit = flow->step_limit;
    bool is_silent = flow->is_silent, is_with_defaults = flow->is_with_defaults;
    eos_heap heap = flow->heap;
    flow->heap = flow->spare_heap; /* an empty journal with room, when no other run apart has it */
    flow->heap.next_id = heap.next_id;
    eos_heap_init(&flow->spare_heap, flow->arena);
    flow->condition = NULL;
    flow->path = file->path;
    flow->call_depth = 0;
    flow->step_limit = EOS_LIMIT_STEPS; /* not that of the function that happens to need it */
    flow->is_silent = flow->is_with_defaults = false;
    const eos_guard *guard = flow->guard;
    flow->guard = NULL;
    (void)eos_run_block(flow, file->frame, body, 0);
    flow->guard = guard;
    heap.next_id = flow->heap.next_id;
    flow->spare_heap = flow->heap;
    flow->spare_heap.journal.count = 0;
    flow->heap = heap;
    flow->condition = condition;
    flow->path = path;
    flow->call_depth = call_depth;
    flow->step_limit = step_limit;
    flow->is_silent = is_silent;
    flow->is_with_defaults = is_with_defaults;
}

static void tell_unread(eos_flow *flow, const eos_pending_import *import, const char *what,
                        const char *reason)
{
    bool is_silent = flow->is_silent;
    flow->is_silent = false; /* it is tried once, so it is said whatever pass this is */
    eos_flow_not_judged(flow, import->span, import->scope,
                        eos_arena_printf(flow->arena, "import of %s", what), reason);
    flow->is_silent = is_silent;
}

static bool has_star_import(const eos_ir_nodes *body)
{
    for (uint32_t i = 0; i < body->count; i++) {
        const eos_ir_node *node = body->items[i];
        if (node == NULL || node->kind != EOS_IR_ImportFrom)
            continue;
        const eos_ir_nodes *names = &EOS_IR_AS(ImportFrom, node)->names;
        if (names->count == 1 && eos_text_is(EOS_IR_AS(alias, names->items[0])->name, "*"))
            return true;
    }
    return false;
}

/* `import` = what needed it first */
static void read_file(eos_flow *flow, eos_program_file *file, const eos_pending_import *import)
{
    if (file->is_read || file->number == 0)
        return;
    file->is_read = true;
    if (flow->files_left == 0) {
        file->reason = "more imported files than are read while linting";
        tell_unread(flow, import, file->path->data, file->reason);
        return;
    }
    flow->files_left--;
    const eos_module_provider *provider = flow->provider;
    const eos_ir_module *module = provider->load(provider->payload, file->number, &file->reason);
    if (module != NULL && module->scope != NULL) {
        file->module = module;
        file->has_star = has_star_import(&module->body);
    } else if (file->reason != NULL) {
        tell_unread(flow, import, file->path->data, file->reason);
    }
}

static void run_file(eos_flow *flow, eos_program_file *file, const eos_pending_import *import)
{
    if (file->is_started || flow->is_exhausted)
        return;
    read_file(flow, file, import);
    file->is_started = true;
    const eos_ir_module *module = file->module;
    if (module == NULL)
        return;
    file->frame = EOS_NEW(flow->arena, eos_frame);
    *file->frame =
        (eos_frame){.file = file,
                    .scope = module->scope,
                    .slots = EOS_NEW_ARRAY(flow->arena, eos_value, module->scope->count)};
    eos_look_at_imports(file, &module->body);
    eos_ir_nodes now = eos_defer_statements(flow, file);
    run_apart(flow, file, &now);
}

static eos_value module_value(eos_flow *flow, eos_program_file *file)
{
    if (file->object == NULL) {
        file->object = eos_heap_new(&flow->heap, EOS_OBJECT_MODULE, (eos_span){0});
        file->object->path = file->path;
        file->object->scope = eos_intern_string(flow->names, "");
        file->object->now.facts = file;
    }
    return eos_object_value(file->object);
}

/* ---- names of a file ---- */

static eos_pending_import *pending_of(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_IMPORT)
        return NULL;
    return (eos_pending_import *)(uintptr_t)value.as.object->now.facts;
}

static eos_value own_name(eos_flow *flow, const eos_program_file *file, const eos_text *name)
{
    if (file->object != NULL) { /* set from outside: config.LR = 0.1 */
        const eos_item *set = eos_attribute_find(file->object, name);
        if (set != NULL)
            return set->value;
    }
    if (file->frame == NULL)
        return (eos_value){0};
    uint32_t symbol = eos_ir_symbol_find(file->frame->scope, name);
    if (symbol == EOS_NO_SYMBOL)
        return (eos_value){0};
    eos_value value = file->frame->slots[symbol];
    const eos_pending_import *import = pending_of(value);
    if (import != NULL && import->is_followed)
        return import->value; /* `from . import x` in a package: the slot leads back to itself */
    return eos_import_settle(flow, value);
}

/* __all__ when it is known, else every name without an underscore */
static bool is_public(eos_flow *flow, const eos_program_file *file, const eos_text *name)
{
    eos_value all = own_name(flow, file, eos_intern_string(flow->names, "__all__"));
    const eos_sequence *names = all.kind != EOS_VALUE_UNBOUND ? eos_iterate(flow, all) : NULL;
    if (names == NULL)
        return name->data[0] != '_';
    for (uint32_t i = 0; i < names->count; i++)
        if (eos_value_string(names->items[i].value) == name)
            return true;
    return false;
}

/* a file that cannot bind the name need not run */
static bool may_bind(const eos_program_file *file, const eos_text *name)
{
    if (file->is_started || file->module == NULL || file->has_star)
        return true;
    uint32_t symbol = eos_ir_symbol_find(file->module->scope, name);
    return symbol != EOS_NO_SYMBOL && file->module->scope->symbols[symbol].is_assigned;
}

static eos_value name_of_star(eos_flow *flow, eos_program_file *file,
                              const eos_pending_import *import, const eos_text *name)
{
    eos_program_file *star = import->file;
    read_file(flow, star, import);
    if (!may_bind(star, name))
        return (eos_value){0};
    run_file(flow, star, import);
    eos_value found = own_name(flow, star, name);
    if (found.kind == EOS_VALUE_UNBOUND)
        found = eos_star_name(flow, star, name);
    file->has_unseen_star |= star->reason != NULL || star->has_unseen_star;
    bool is_found = found.kind != EOS_VALUE_UNBOUND && is_public(flow, star, name);
    return is_found ? found : (eos_value){0};
}

eos_value eos_star_name(eos_flow *flow, eos_program_file *file, const eos_text *name)
{
    eos_value found = {0};
    if (file->is_searched)
        return found;
    file->is_searched = true;
    for (uint32_t i = file->stars.count; i > 0 && found.kind == EOS_VALUE_UNBOUND; i--) {
        const eos_pending_import import = file->stars.items[i - 1];
        found = name_of_star(flow, file, &import, name);
    }
    file->is_searched = false;
    return found;
}

static eos_value library_star_name(eos_flow *flow, const eos_program_file *file,
                                   const eos_text *name)
{
    char path[256];
    for (uint32_t i = file->star_modules.count; i > 0; i--) {
        int length =
            snprintf(path, sizeof path, "%s.%s", file->star_modules.items[i - 1]->data, name->data);
        if (length <= 0 || (size_t)length >= sizeof path)
            continue;
        eos_value value = eos_library_value(flow, path, (size_t)length);
        if (value.kind == EOS_VALUE_LIBRARY && value.as.library->entry != NULL)
            return value;
    }
    return (eos_value){0};
}

static eos_value name_of_file(eos_flow *flow, eos_program_file *file, const eos_text *name,
                              const eos_pending_import *import)
{
    run_file(flow, file, import);
    eos_value value = own_name(flow, file, name);
    if (value.kind == EOS_VALUE_UNBOUND)
        value = eos_star_name(flow, file, name);
    if (value.kind == EOS_VALUE_UNBOUND)
        value = library_star_name(flow, file, name);
    if (value.kind == EOS_VALUE_UNBOUND && file->is_package) {
        eos_program_file *below = find_file(flow, file, name->data, 1);
        if (below != NULL)
            return module_value(flow, below);
    }
    if (value.kind == EOS_VALUE_UNBOUND)
        return eos_unknown(file->reason != NULL ? "an import from a file that cannot be read"
                                                : "a name that its module does not bind");
    return value;
}

eos_value eos_module_attribute(eos_flow *flow, eos_object *module, const eos_text *name)
{
    eos_program_file *file = (eos_program_file *)(uintptr_t)module->now.facts;
    if (file == NULL)
        return eos_unknown("a module that may be one of several");
    eos_pending_import import = {.file = file, .name = name, .span = module->span, .scope = ""};
    return name_of_file(flow, file, name, &import);
}

eos_value eos_module_has(eos_flow *flow, eos_object *module, const eos_text *name)
{
    eos_program_file *file = (eos_program_file *)(uintptr_t)module->now.facts;
    const eos_value unknown = eos_unknown("an attribute that may be there");
    if (file == NULL || module->now.is_open || module->now.is_escaped)
        return unknown;
    eos_pending_import import = {.file = file, .name = name, .span = module->span, .scope = ""};
    run_file(flow, file, &import);
    if (own_name(flow, file, name).kind != EOS_VALUE_UNBOUND)
        return eos_boolean(true);
    bool may_have_more = file->frame == NULL || file->is_package || file->stars.count > 0 ||
                         file->star_modules.count > 0 || file->has_unseen_star ||
                         eos_text_starts_with(name, "__");
    return may_have_more && !eos_text_is(name, "__all__") ? unknown : eos_boolean(false);
}

const eos_text *eos_module_name(eos_flow *flow, const eos_frame *frame)
{
    while (frame != NULL && frame->parent != NULL)
        frame = frame->parent;
    if (frame == NULL || flow->provider == NULL || flow->provider->name == NULL)
        return NULL;
    eos_program_file *file = frame->file;
    if (file->number == 0 && !flow->is_asked) /* it may be run as a script: __main__ */
        return NULL;
    if (file->name == NULL) {
        const char *name = flow->provider->name(flow->provider->payload, file->number);
        file->name = name != NULL ? eos_intern_string(flow->names, name) : NULL;
    }
    return file->name;
}

eos_value eos_loaded_module(eos_flow *flow, const eos_text *name)
{
    for (uint32_t i = 0; name != NULL && i < flow->files.count; i++) {
        eos_program_file *file = flow->files.items[i];
        if (file->frame != NULL && eos_module_name(flow, file->frame) == name)
            return module_value(flow, file);
    }
    return eos_unknown("a module that is not known");
}

void eos_module_assign(eos_flow *flow, eos_object *module, const eos_text *name, eos_value value)
{
    const eos_program_file *file = module->now.facts;
    uint32_t symbol = file != NULL && file->frame != NULL
                          ? eos_ir_symbol_find(file->frame->scope, name)
                          : EOS_NO_SYMBOL;
    if (symbol != EOS_NO_SYMBOL) /* its own functions see it */
        eos_heap_assign(&flow->heap, &file->frame->slots[symbol], value);
    else
        eos_attribute_set(&flow->heap, module, name, value);
}

/* a name of a module that is not ours */
static eos_value library_name(eos_flow *flow, const eos_ir_ImportFrom *node, const eos_text *name)
{
    char path[512];
    int length = snprintf(path, sizeof path, "%s.%s",
                          node->module != NULL ? node->module->data : "", name->data);
    if (length <= 0 || (size_t)length >= sizeof path)
        return eos_unknown("an import with a very long name");
    return eos_library_value(flow, path, (size_t)length);
}

static eos_program_file *find_origin(eos_flow *flow, const eos_program_file *importer,
                                     const eos_ir_ImportFrom *node)
{
    const char *module = node->module != NULL ? node->module->data : "";
    return find_file(flow, importer, module, node->level);
}

static const eos_text *written_module(eos_flow *flow, const eos_ir_ImportFrom *node)
{
    char dotted[256];
    snprintf(dotted, sizeof dotted, "%.*s%s", node->level > 9 ? 9 : node->level, ".........",
             node->module != NULL ? node->module->data : "");
    return eos_intern_string(flow->names, dotted);
}

eos_value eos_import_settle(eos_flow *flow, eos_value value)
{
    eos_pending_import *import = pending_of(value);
    if (import == NULL)
        return value;
    if (import->is_followed)
        return import->value.kind != EOS_VALUE_UNBOUND ? import->value
                                                       : eos_unknown("imports in a circle");
    import->is_followed = true;
    if (import->statement != NULL) {
        eos_ir_nodes body = {.items = &import->statement, .count = 1};
        run_apart(flow, import->file, &body);
        import->value = import->file->frame->slots[import->symbol];
        if (pending_of(import->value) == import)
            import->value = eos_unknown("a statement that binds nothing");
        return import->value;
    }
    if (import->origin != NULL) {
        import->file = find_origin(flow, import->importer, import->origin);
        if (import->file == NULL && import->origin->level == 0) {
            import->value = library_name(flow, import->origin, import->name);
            return import->value;
        }
    }
    if (import->file == NULL) {
        import->module = written_module(flow, import->origin);
        import->value = eos_unknown("an import from a file that is not there");
        tell_unread(flow, import, import->module->data, "no such file in the repository");
        return import->value;
    }
    import->value = name_of_file(flow, import->file, import->name, import);
    return import->value;
}

/* ---- statements ---- */

static bool is_library(const eos_text *module)
{
    return eos_api_is_library(module->data, module->length);
}

/* the file lies in the package that the first segment of `module` names */
static bool is_in_package(eos_flow *flow, const eos_program_file *file, const eos_text *module)
{
    static const char init[] = "__init__.py";
    const char *dot = strchr(module->data, '.');
    size_t length = dot != NULL ? (size_t)(dot - module->data) : module->length;
    const eos_text *top = eos_intern_bytes(flow->names, module->data, length);
    const eos_program_file *package = find_file(flow, file, top->data, 0);
    const eos_module_provider *provider = flow->provider;
    const char *path = file->number == 0 ? provider->path(provider->payload, 0) : file->path->data;
    if (package == NULL || package->path == NULL || path == NULL ||
        package->path->length < sizeof init)
        return false;
    size_t folder = package->path->length - (sizeof init - 1);
    return strcmp(package->path->data + folder, init) == 0 &&
           strncmp(path, package->path->data, folder) == 0;
}

/* a name of the library whose own source is judged, and that only its source explains */
static bool is_own_name(eos_flow *flow, const eos_program_file *file, const eos_text *module,
                        const eos_text *name)
{
    char path[256], canonical[256];
    if (!flow->is_asked || flow->provider == NULL)
        return false;
    int length = snprintf(path, sizeof path, "%s%s%s", module->data, name != NULL ? "." : "",
                          name != NULL ? name->data : "");
    if (length <= 0 || (size_t)length >= sizeof path)
        return false;
    size_t size = eos_api_canonical(path, (size_t)length, canonical, sizeof canonical);
    return size > 0 && !eos_api_is_modelled(canonical, size) && is_in_package(flow, file, module);
}

static eos_value make_pending(eos_flow *flow, eos_frame *frame, eos_pending_import import)
{
    eos_pending_import *kept = EOS_NEW(flow->arena, eos_pending_import);
    *kept = import;
    kept->scope = eos_flow_scope_name(frame);
    eos_object *object = eos_flow_object(flow, frame, EOS_OBJECT_IMPORT, import.span);
    object->now.facts = kept;
    eos_value value = eos_object_value(object);
    bool may_wait = flow->condition == NULL && frame->parent == NULL;
    return may_wait ? value : eos_import_settle(flow, value);
}

/* `import a.b as m` means a.b, `import a.b` binds a; what is no file of ours is a library's */
static eos_value imported_module(eos_flow *flow, eos_frame *frame, const eos_ir_alias *alias,
                                 eos_span span)
{
    const char *dot = strchr(alias->name->data, '.');
    size_t length = alias->asname != NULL || dot == NULL ? alias->name->length
                                                         : (size_t)(dot - alias->name->data);
    bool is_own = is_library(alias->name) && alias->asname != NULL &&
                  is_own_name(flow, eos_frame_file(frame), alias->name, NULL);
    if (is_own || !is_library(alias->name)) {
        const eos_text *name = eos_intern_bytes(flow->names, alias->name->data, length);
        eos_program_file *file = find_file(flow, eos_frame_file(frame), name->data, 0);
        if (file != NULL) {
            eos_value module = module_value(flow, file);
            if (module.as.object->span.line == 0)
                module.as.object->span = span;
            return module;
        }
    }
    return eos_library_value(flow, alias->name->data, length);
}

void eos_run_import(eos_flow *flow, eos_frame *frame, const eos_ir_Import *node)
{
    for (uint32_t i = 0; i < node->names.count; i++) {
        const eos_ir_alias *alias = EOS_IR_AS(alias, node->names.items[i]);
        eos_bind_symbol(flow, frame, alias->bound,
                        imported_module(flow, frame, alias, node->head.span));
    }
}

static void run_star(eos_flow *flow, eos_frame *frame, const eos_ir_ImportFrom *node,
                     eos_program_file *found)
{
    eos_program_file *file = eos_frame_file(frame);
    if (found != NULL) {
        eos_pending_import import = {
            .file = found, .span = node->head.span, .scope = eos_flow_scope_name(frame)};
        eos_vector_push(flow->arena, &file->stars, import);
    } else if (node->level == 0 && node->module != NULL && is_library(node->module)) {
        eos_value module = eos_library_value(flow, node->module->data, node->module->length);
        eos_vector_push(flow->arena, &file->star_modules, module.as.library->path);
    } else {
        file->has_unseen_star = true;
    }
}

void eos_run_import_from(eos_flow *flow, eos_frame *frame, const eos_ir_ImportFrom *node)
{
    bool is_ours = node->level > 0 || (node->module != NULL && !is_library(node->module));
    eos_program_file *here = eos_frame_file(frame);
    bool is_star =
        node->names.count == 1 && eos_text_is(EOS_IR_AS(alias, node->names.items[0])->name, "*");
    if (is_ours && is_star && here->stars.count >= EOS_LIMIT_STAR_IMPORTS) {
        here->has_unseen_star = true; /* an index of a whole library: any name may come from it */
        return;
    }
    bool is_followed = is_ours && flow->provider != NULL;
    for (uint32_t i = 0; i < node->names.count; i++) {
        const eos_ir_alias *alias = EOS_IR_AS(alias, node->names.items[i]);
        if (is_star || eos_text_is(alias->name, "*")) {
            run_star(flow, frame, node, is_followed ? find_origin(flow, here, node) : NULL);
            continue;
        }
        eos_value value;
        if (is_followed ||
            (node->level == 0 && is_own_name(flow, here, node->module, alias->name))) {
            eos_pending_import import = {
                .name = alias->name, .span = node->head.span, .origin = node, .importer = here};
            value = make_pending(flow, frame, import);
        } else if (node->level == 0) {
            value = library_name(flow, node, alias->name);
        } else {
            value = eos_unknown("an import from the same package");
        }
        eos_bind_symbol(flow, frame, alias->bound, value);
    }
}
