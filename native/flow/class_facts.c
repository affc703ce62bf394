/* SPDX-License-Identifier: MIT */
/*
 * See class_facts.h. What an instance holds when the program has run is compared with what the text of the
 * file mentions: flow knows which attributes are modules, the text knows which are ever read.
 *
 * Questionable: mentions are collected for the whole file, not per class. A name that another class reads
 * counts as read, so some unused modules are missed; none is claimed because of a reader that was missed.
 */
#include "flow/class_facts.h"

#include "base/address_map.h"
#include "flow/interp.h"
#include "ir/ir_walk.h"

#define MAX_DEPTH                                                                                  \
    8 /* of modules within modules and lists within lists, when weights are looked for */

/* ---- weights ---- */

static bool has_weights(eos_value value, int depth);

static bool any_has_weights(const eos_sequence *items, int depth)
{
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        if (has_weights(items->items[i].value, depth))
            return true;
    return false;
}

static bool is_weighted_layer(const eos_object *object)
{
    const eos_made *made = object->kind == EOS_OBJECT_LIBRARY ? object->now.facts : NULL;
    return made != NULL && made->entry != NULL && made->entry->is_class &&
           made->entry->family == EOS_API_LAYER &&
           (eos_family_is_learnable(made->entry->detail) ||
            made->entry->detail == EOS_LAYER_NORM_BATCH);
}

/* a module that certainly has weights of its own or in a part */
static bool has_weights(eos_value value, int depth)
{
    if (value.kind != EOS_VALUE_OBJECT || depth > MAX_DEPTH)
        return false;
    const eos_object *object = value.as.object;
    if (is_weighted_layer(object))
        return true;
    if (!eos_is_network_object(object))
        return false;
    return any_has_weights(object->now.items, depth + 1) ||
           any_has_weights(object->now.attributes, depth + 1);
}

static const char *kind_of(const eos_object *object)
{
    if (object->class_object != NULL && object->class_object->name != NULL)
        return object->class_object->name->data;
    return object->library != NULL && object->library->entry != NULL ? object->library->entry->kind
                                                                     : "module";
}

/* ---- what the text mentions ---- */

typedef struct mentions {
    eos_address_map names; /* interned texts of attributes that are read, and of strings */
    bool is_reflective;    /* attributes are reached by other ways than their names */
    bool is_registering; /* attributes are made by names that are made up: add_module(str(i), x) */
    bool has_keras_layers; /* model.layers is read, which is one of a Keras model */
} mentions;

static bool is_among(const eos_text *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (eos_text_is(name, *names))
            return true;
    return false;
}

static bool is_setting_call(const eos_ir_Call *call, const eos_ir_scope *scope)
{
    const eos_text *callee = eos_ir_name_of(call->func, scope);
    return callee != NULL && eos_text_is(callee, "setattr");
}

/* getattr(self, name) of a name that is made up, vars(self) */
static bool is_reflective_call(const eos_ir_Call *call, const eos_ir_scope *scope)
{
    static const char *const by_name[] = {"getattr", "setattr", "hasattr", "delattr", NULL};
    const eos_text *callee = eos_ir_name_of(call->func, scope);
    if (callee == NULL)
        return false;
    return eos_text_is(callee, "vars") || (is_among(callee, by_name) && call->args.count > 1 &&
                                           call->args.items[1]->kind != EOS_IR_Constant);
}

/* self handed to other code, which may do anything with it */
static bool hands_over_self(const eos_ir_Call *call, const eos_ir_scope *scope)
{
    static const char *const harmless[] = {"super", "isinstance", "hasattr", "getattr",
                                           "type",  "id",         "len",     "print",
                                           "repr",  "setattr",    NULL};
    const eos_text *callee = eos_ir_name_of(call->func, scope);
    bool is_init = call->func->kind == EOS_IR_Attribute &&
                   eos_text_is(EOS_IR_AS(Attribute, call->func)->attr, "__init__");
    if (is_init || (callee != NULL && is_among(callee, harmless)))
        return false;
    for (uint32_t i = 0; i < call->args.count; i++) {
        const eos_text *name = eos_ir_name_of(call->args.items[i], scope);
        if (name != NULL && eos_text_is(name, "self"))
            return true;
    }
    return false;
}

static bool note_mention(void *payload, const eos_ir_node *node, const eos_ir_field *field,
                         const eos_ir_scope *scope)
{
    static const char *const reflective[] = {"children",      "modules",    "named_children",
                                             "named_modules", "_modules",   "__dict__",
                                             "get_submodule", "add_module", NULL};
    static const char *const registering[] = {"add_module", "register_module", "__setattr__",
                                              "_modules",   "__dict__",        NULL};
    static const char *const of_keras[] = {"layers", "_layers", "_flatten_layers", NULL};
    mentions *seen = payload;
    bool is_bound = field != NULL && field->role == EOS_ROLE_TARGET;
    if (node->kind == EOS_IR_Attribute) {
        const eos_text *name = EOS_IR_AS(Attribute, node)->attr;
        if (!is_bound)
            *eos_address_map_place(&seen->names, name) = 1;
        seen->is_reflective |= !is_bound && is_among(name, reflective);
        seen->is_registering |= is_among(name, registering);
        seen->has_keras_layers |= !is_bound && is_among(name, of_keras);
    } else if (node->kind == EOS_IR_Constant) {
        const eos_ir_const *constant = &EOS_IR_AS(Constant, node)->value;
        if (constant->kind == EOS_CONST_STR && constant->as.text != NULL)
            *eos_address_map_place(&seen->names, constant->as.text) = 1;
    } else if (node->kind == EOS_IR_Call) {
        const eos_ir_Call *call = EOS_IR_AS(Call, node);
        seen->is_registering |= is_setting_call(call, scope);
        seen->is_reflective |= is_reflective_call(call, scope) || hands_over_self(call, scope);
    } else if (node->kind == EOS_IR_AugAssign) {
        const eos_ir_node *target = EOS_IR_AS(AugAssign, node)->target;
        if (target->kind == EOS_IR_Attribute)
            *eos_address_map_place(&seen->names, EOS_IR_AS(Attribute, target)->attr) = 1;
    }
    return true;
}

/* ---- where a module is held ---- */

/* counts the places that hold each module: attributes of modules, and containers that register */
static void count_registered(eos_address_map *places, const eos_object *holder, int depth)
{
    const eos_sequence *groups[2] = {holder->now.attributes, holder->now.items};
    for (int group = 0; group < 2; group++) {
        for (uint32_t i = 0; i < eos_sequence_count(groups[group]); i++) {
            eos_value value = groups[group]->items[i].value;
            if (value.kind != EOS_VALUE_OBJECT || !eos_is_network_object(value.as.object))
                continue;
            uint32_t *count = eos_address_map_place(places, value.as.object);
            if ((*count)++ == 0 && depth < MAX_DEPTH)
                count_registered(places, value.as.object, depth + 1);
        }
    }
}

static const eos_sequence *plain_items(eos_value value)
{
    if (value.kind == EOS_VALUE_TUPLE)
        return value.as.items;
    if (value.kind == EOS_VALUE_OBJECT &&
        (value.as.object->kind == EOS_OBJECT_LIST || value.as.object->kind == EOS_OBJECT_DICT))
        return value.as.object->now.items;
    return NULL;
}

static bool stands_in(const eos_class_facts *facts, const eos_object *object)
{
    size_t length = strlen(facts->scope);
    return object->path == NULL && object->scope != NULL &&
           strncmp(object->scope->data, facts->scope, length) == 0 &&
           object->scope->data[length] == '.';
}

static bool has_member(const eos_class_members *members, const eos_class_member *wanted)
{
    for (uint32_t i = 0; i < members->count; i++)
        if (strcmp(members->items[i].name, wanted->name) == 0 &&
            members->items[i].span.line == wanted->span.line)
            return true;
    return false;
}

static void add_member(eos_arena *arena, eos_class_members *members, eos_class_member member)
{
    if (!has_member(members, &member))
        eos_vector_push(arena, members, member);
}

/* a list or dict of modules, none of which is registered otherwise. One module in a list alone is a known
 * way to keep it from being registered. */
static void note_plain(eos_arena *arena, eos_class_facts *facts, const eos_text *name,
                       eos_value value, const eos_address_map *places)
{
    const eos_sequence *items = plain_items(value);
    const eos_object *first = NULL;
    eos_class_member member = {.name = name->data};
    bool is_escaped = value.kind == EOS_VALUE_OBJECT && value.as.object->now.is_escaped;
    bool stands_for_many = false;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_value one = items->items[i].value;
        if (one.kind != EOS_VALUE_OBJECT || !eos_is_network_object(one.as.object))
            return; /* not a list of modules */
        if (eos_address_map_find(places, one.as.object) > 0)
            return; /* registered by another holder */
        stands_for_many |= items->items[i].presence == EOS_REPEATED;
        member.count++;
        if (first == NULL && has_weights(one, 0))
            first = one.as.object;
    }
    if (first == NULL || is_escaped || !stands_in(facts, first) ||
        (member.count == 1 && !stands_for_many))
        return;
    member.kind = kind_of(first);
    member.scope = first->scope->data;
    member.is_dict = value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_DICT;
    member.span = value.kind == EOS_VALUE_OBJECT ? value.as.object->span : first->span;
    add_member(arena, &facts->plain, member);
}

static void read_instance(eos_flow *flow, eos_class_facts *facts, const eos_object *instance,
                          const mentions *seen)
{
    eos_address_map places = eos_address_map_make(flow->arena, 16);
    count_registered(&places, instance, 0);
    for (uint32_t i = 0; i < eos_sequence_count(instance->now.attributes); i++) {
        const eos_item *item = &instance->now.attributes->items[i];
        const eos_text *name = eos_value_string(item->key);
        if (name == NULL || item->presence != EOS_PRESENT)
            continue;
        if (facts->is_torch && !seen->is_registering)
            note_plain(flow->arena, facts, name, item->value, &places);
        if (item->value.kind != EOS_VALUE_OBJECT)
            continue;
        const eos_object *module = item->value.as.object;
        if (eos_address_map_find(&seen->names, name) == 0 && has_weights(item->value, 0) &&
            eos_address_map_find(&places, module) == 1 && !module->now.is_escaped &&
            stands_in(facts, module))
            add_member(flow->arena, &facts->unused,
                       (eos_class_member){.name = name->data,
                                          .kind = kind_of(module),
                                          .scope = module->scope->data,
                                          .span = module->span});
    }
    if (instance->asked_for != NULL) {
        facts->asked = instance->asked;
        facts->asked_for = instance->asked_for->data;
    }
}

/* ---- the base's initialiser ---- */

typedef struct init_search {
    const eos_object *instance;
    eos_span call, module; /* the first of each; line 0 = none yet */
    bool is_nested;        /* the call stands under a condition or in a loop */
} init_search;

static bool is_module_attribute(const eos_object *instance, const eos_ir_node *target,
                                const eos_ir_scope *scope)
{
    if (target->kind != EOS_IR_Attribute || instance == NULL)
        return false;
    const eos_ir_Attribute *attribute = EOS_IR_AS(Attribute, target);
    const eos_text *holder = eos_ir_name_of(attribute->value, scope);
    if (holder == NULL || !eos_text_is(holder, "self"))
        return false;
    const eos_item *found = eos_attribute_find(instance, attribute->attr);
    return found != NULL && found->value.kind == EOS_VALUE_OBJECT &&
           eos_is_network_object(found->value.as.object);
}

static bool search_init(void *payload, const eos_ir_node *node, const eos_ir_field *field,
                        const eos_ir_scope *scope)
{
    init_search *search = payload;
    (void)field;
    if (node->kind == EOS_IR_Call) {
        const eos_ir_node *callee = EOS_IR_AS(Call, node)->func;
        const eos_text *name = eos_ir_name_of(callee, scope);
        bool is_base = callee->kind == EOS_IR_Attribute &&
                       eos_text_is(EOS_IR_AS(Attribute, callee)->attr, "__init__");
        bool is_super = name != NULL && eos_text_is(name, "super");
        if ((is_base || is_super) && search->call.line == 0)
            search->call = node->span;
    } else if (node->kind == EOS_IR_Assign && search->module.line == 0) {
        const eos_ir_Assign *assign = EOS_IR_AS(Assign, node);
        for (uint32_t i = 0; i < assign->targets.count; i++)
            if (is_module_attribute(search->instance, assign->targets.items[i], scope))
                search->module = node->span;
    }
    return true;
}

/* Its own __init__, in the order of its text. Any other method that is called on self may initialise the
 * base, so the whole class must not mention it. */
static void read_base_init(eos_class_facts *facts, const eos_ir_ClassDef *node,
                           const eos_object *instance)
{
    init_search whole = {.instance = instance}, own = {.instance = instance};
    const eos_ir_node *init = NULL;
    for (uint32_t i = 0; i < node->body.count; i++) {
        const eos_ir_node *one = node->body.items[i];
        if (one->kind != EOS_IR_FunctionDef)
            continue;
        const eos_ir_FunctionDef *function = EOS_IR_AS(FunctionDef, one);
        eos_ir_walk(&function->body, function->scope, search_init, &whole);
        if (eos_text_is(node->scope->symbols[function->name].name, "__init__")) {
            init = one;
            eos_ir_walk(&function->body, function->scope, search_init, &own);
        }
    }
    facts->base_init = EOS_BASE_INIT_FINE;
    if (init == NULL)
        return;
    facts->init = init->span;
    if (whole.call.line == 0 && (own.module.line != 0 || !facts->is_torch))
        facts->base_init = EOS_BASE_INIT_MISSING;
    else if (own.call.line != 0 && own.module.line != 0 && facts->is_torch &&
             own.module.line < own.call.line) {
        facts->base_init = EOS_BASE_INIT_LATE;
        facts->init = own.module;
        facts->base_call = own.call;
    }
}

/* ---- classes ---- */

/* all bases are classes of the library or of this file, and one of the file's has a forward */
static const char *why_not_closed(const eos_object *class_object, int depth)
{
    if (class_object->now.is_open || depth > MAX_DEPTH)
        return "a base class is not known";
    if (class_object->path != NULL)
        return "a base class stands in another file";
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind == EOS_VALUE_LIBRARY)
            continue;
        if (base.kind != EOS_VALUE_OBJECT || base.as.object->kind != EOS_OBJECT_CLASS)
            return "a base class is not known";
        const char *reason = why_not_closed(base.as.object, depth + 1);
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

static const eos_object *any_instance(const eos_flow *flow, const eos_object *class_object)
{
    for (uint32_t i = 0; i < flow->instances.count; i++)
        if (flow->instances.items[i]->class_object == class_object)
            return flow->instances.items[i];
    return NULL;
}

static void read_class(eos_flow *flow, const eos_defined_class *defined, const mentions *seen)
{
    const eos_object *class_object = defined->object;
    const eos_ir_ClassDef *node = EOS_IR_AS(ClassDef, defined->node);
    eos_class_facts facts = {.name = class_object->name->data,
                             .scope = node->scope->qualname->data,
                             .span = class_object->span};
    facts.is_torch = !eos_text_starts_with(class_object->library->path, "keras.");
    facts.unknown = why_not_closed(class_object, 0);
    if (facts.unknown == NULL)
        read_base_init(&facts, node, any_instance(flow, class_object));
    else
        facts.base_init = EOS_BASE_INIT_UNKNOWN;
    const eos_text *forward = eos_intern_string(flow->names, facts.is_torch ? "forward" : "call");
    if (facts.unknown == NULL &&
        (seen->is_reflective || (seen->has_keras_layers && !facts.is_torch)))
        facts.unknown = "modules are reached by other ways than their names";
    if (facts.unknown == NULL && eos_class_find(class_object, forward) == NULL)
        facts.unknown = "the class has no forward of its own";
    for (uint32_t i = 0; i < flow->instances.count; i++)
        if (flow->instances.items[i]->class_object == class_object)
            read_instance(flow, &facts, flow->instances.items[i], seen);
    for (uint32_t i = 0; i < flow->remade.count; i++)
        if (stands_in(&facts, flow->remade.items[i]))
            add_member(flow->arena, &facts.remade,
                       (eos_class_member){.name = kind_of(flow->remade.items[i]),
                                          .kind = kind_of(flow->remade.items[i]),
                                          .scope = flow->remade.items[i]->scope->data,
                                          .span = flow->remade.items[i]->span});
    eos_vector_push(flow->arena, &flow->result->classes, facts);
}

void eos_read_classes(eos_flow *flow)
{
    if (flow->classes.count == 0)
        return;
    mentions seen = {.names = eos_address_map_make(flow->arena, 256)};
    eos_ir_walk(&flow->module->body, flow->module->scope, note_mention, &seen);
    for (uint32_t i = 0; i < flow->classes.count; i++)
        read_class(flow, &flow->classes.items[i], &seen);
}

/* ---- layers made in forward ---- */

void eos_note_remade(eos_flow *flow, eos_object *layer)
{
    if (flow->trace_began > 0 && layer->id >= flow->trace_began && layer->path == NULL &&
        layer->condition == flow->trace_condition && is_weighted_layer(layer))
        eos_vector_push(flow->arena, &flow->remade, layer);
}

/* the module keeps what it makes: it makes it once */
void eos_forget_kept(eos_flow *flow, const eos_object *module, uint32_t since)
{
    eos_address_map places = eos_address_map_make(flow->arena, 16);
    count_registered(&places, module, 0);
    uint32_t kept = since;
    for (uint32_t i = since; i < flow->remade.count; i++)
        if (eos_address_map_find(&places, flow->remade.items[i]) == 0)
            flow->remade.items[kept++] = flow->remade.items[i];
    flow->remade.count = kept;
}
