/* SPDX-License-Identifier: MIT */
/*
 * Walks over PyTorch networks: children, modules and their named forms, as the program asks for them.
 * Each module comes once, before what is in it, with the names that lead to it.
 *
 * Questionable: an attribute of unknown value is taken for no module; most are sizes and options. Its
 * absence can only be seen in a program that rebuilds its network from such a walk.
 */
#include "flow/interp.h"

#define MOST_MODULES 8192
#define MOST_DEPTH 48

typedef struct walk {
    eos_flow *flow;
    bool is_named, is_deep;
    bool is_open; /* there may be more, or fewer */
    EOS_VECTOR(const eos_object *) seen;
    const eos_sequence *out;
} walk;

static bool was_seen(const walk *run, const eos_object *object)
{
    for (uint32_t i = 0; i < run->seen.count; i++)
        if (run->seen.items[i] == object)
            return true;
    return false;
}

static void put(walk *run, eos_object *object, const char *name, eos_item from)
{
    eos_item item = {
        .value = eos_object_value(object), .presence = from.presence, .condition = from.condition};
    if (run->is_named) {
        eos_sequence *pair = eos_sequence_copy(run->flow->arena, NULL, 2);
        pair->items[pair->count++].value = eos_string(eos_intern_string(run->flow->names, name));
        pair->items[pair->count++].value = item.value;
        *pair->used = pair->count;
        item.value = eos_make_tuple(run->flow, pair);
    }
    run->out = eos_sequence_push(run->flow->arena, run->out, item);
    eos_vector_push(run->flow->arena, &run->seen, object);
}

static void walk_parts(walk *run, const eos_object *object, const char *prefix, int depth);

/* parts under their names, or under their numbers */
static void walk_entries(walk *run, const eos_sequence *entries, const char *prefix, int depth)
{
    for (uint32_t i = 0; i < eos_sequence_count(entries); i++) {
        const eos_item *item = &entries->items[i];
        if (item->value.kind != EOS_VALUE_OBJECT || !eos_is_network_object(item->value.as.object) ||
            was_seen(run, item->value.as.object))
            continue;
        if (run->seen.count >= MOST_MODULES || depth >= MOST_DEPTH) {
            run->is_open = true;
            return;
        }
        const eos_text *key = eos_value_string(item->key);
        char number[16];
        snprintf(number, sizeof number, "%u", i);
        const char *name = !run->is_named ? ""
                                          : eos_arena_printf(run->flow->arena, "%s%s%s", prefix,
                                                             prefix[0] != '\0' ? "." : "",
                                                             key != NULL ? key->data : number);
        put(run, item->value.as.object, name, *item);
        if (run->is_deep)
            walk_parts(run, item->value.as.object, name, depth + 1);
    }
}

static void walk_parts(walk *run, const eos_object *object, const char *prefix, int depth)
{
    const eos_api_entry *entry = object->library != NULL ? object->library->entry : NULL;
    run->is_open |= object->now.is_open;
    if (object->kind == EOS_OBJECT_INSTANCE)
        walk_entries(run, object->now.attributes, prefix, depth);
    if (eos_is_container(object))
        walk_entries(run, object->now.items, prefix, depth);
    else if (object->kind == EOS_OBJECT_LIBRARY && entry != NULL &&
             entry->family == EOS_API_LAYER &&
             (entry->detail == EOS_LAYER_CUSTOM || entry->detail == EOS_LAYER_ATTENTION))
        run->is_open = true; /* layers of the library that are made of others */
}

eos_value eos_walk_network(eos_flow *flow, eos_frame *frame, eos_object *object,
                           const eos_text *name, const eos_arguments *arguments)
{
    walk run = {.flow = flow,
                .is_named = eos_text_starts_with(name, "named_"),
                .is_deep = eos_text_is(name, "modules") || eos_text_is(name, "named_modules")};
    bool is_walk =
        run.is_deep || eos_text_is(name, "children") || eos_text_is(name, "named_children");
    if (!is_walk)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (arguments->count > 0)
        return eos_unknown("a walk over a network with options");
    if (run.is_deep)
        put(&run, object, "", (eos_item){0});
    walk_parts(&run, object, "", 0);
    eos_value list = eos_make_list(flow, frame, run.out, arguments->span);
    list.as.object->now.is_open = run.is_open;
    return list;
}
