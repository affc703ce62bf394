/* SPDX-License-Identifier: MIT */
/*
 * Reading the tables of builder_tables.h: texts, values, arguments and the layers that calls make.
 * Relies on the embedding script for indices that are in range. The decision worth doubting: values are
 * made anew on each reading instead of being kept, since few programs build more than one such model.
 */
#include "flow/builder.h"

#define MAX_DEPTH 12 /* of values within values; the tables stay far below */

static eos_value read_value(eos_flow *flow, eos_frame *frame, uint16_t value,
                            const eos_built_scope *scope, int depth);

const char *eos_built_text_of(uint16_t text)
{
    return (const char *)eos_built_text + eos_built_text_at[text];
}

static const eos_sequence *read_items(eos_flow *flow, eos_frame *frame, const eos_built_value *from,
                                      const eos_built_scope *scope, int depth)
{
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, from->count);
    for (uint32_t i = 0; i < from->count; i++)
        items->items[items->count++].value =
            read_value(flow, frame, eos_built_items[from->first + i], scope, depth + 1);
    *items->used = items->count;
    return items;
}

static eos_value read_dict(eos_flow *flow, eos_frame *frame, const eos_built_value *from,
                           const eos_built_scope *scope, int depth)
{
    eos_object *dict = eos_flow_object(flow, frame, EOS_OBJECT_DICT, scope->span);
    for (uint32_t i = 0; i + 1 < from->count; i += 2)
        eos_dict_set(
            &flow->heap, dict,
            read_value(flow, frame, eos_built_items[from->first + i], scope, depth + 1),
            read_value(flow, frame, eos_built_items[from->first + i + 1], scope, depth + 1));
    return eos_object_value(dict);
}

static eos_value read_symbol(const eos_built_value *from, const eos_built_scope *scope)
{
    const char *name = eos_built_text_of(from->first);
    for (uint32_t i = 0; i < scope->count; i++) {
        int64_t number;
        if (strcmp(scope->names[i], name) != 0)
            continue;
        if (from->integer == 1)
            return scope->values[i];
        if (eos_value_integer(scope->values[i], &number) && number >= 0 && number < INT32_MAX)
            return eos_integer(number * from->integer);
    }
    return eos_unknown("an argument of the model that is not known");
}

/* what keras.applications' correct_pad gives: the side that the size makes uneven gets one less */
static eos_value read_pad(eos_flow *flow, int64_t kernel, const eos_shape *input)
{
    eos_sequence *pairs = eos_sequence_copy(flow->arena, NULL, 2);
    for (uint32_t i = 0; i < 2; i++) {
        if (input == NULL || !input->is_known || input->rank != 3 || input->sizes[i] < 0)
            return eos_unknown("a padding that depends on the size of the input");
        eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
        int64_t half = kernel / 2;
        pair->items[pair->count++].value = eos_integer(half - (1 - input->sizes[i] % 2));
        pair->items[pair->count++].value = eos_integer(half);
        *pair->used = pair->count;
        pairs->items[pairs->count++].value = eos_make_tuple(flow, pair);
    }
    *pairs->used = pairs->count;
    return eos_make_tuple(flow, pairs);
}

/* one layer of a Sequential inside of a model: a pair of the layer and its name */
static eos_value read_named_layer(eos_flow *flow, eos_frame *frame, const eos_built_value *from,
                                  const eos_built_scope *scope)
{
    const eos_built_value *layer = &eos_built_values[eos_built_items[from->first]];
    const eos_built_value *name = &eos_built_values[eos_built_items[from->first + 1]];
    eos_object *object =
        eos_built_layer_of(flow, frame, layer->first, eos_built_text_of(name->first), scope);
    return object != NULL ? eos_object_value(object) : eos_unknown("a layer that is not known");
}

static eos_value read_value(eos_flow *flow, eos_frame *frame, uint16_t value,
                            const eos_built_scope *scope, int depth)
{
    const eos_built_value *from = &eos_built_values[value];
    if (depth > MAX_DEPTH)
        return eos_unknown(NULL);
    switch ((eos_built_kind)from->kind) {
    case EOS_BUILT_NONE:
        return eos_none();
    case EOS_BUILT_BOOL:
        return eos_boolean(from->integer != 0);
    case EOS_BUILT_INT:
        return eos_integer(from->integer);
    case EOS_BUILT_FLOAT:
        return eos_number(from->number);
    case EOS_BUILT_STRING:
        return eos_string(eos_intern_string(flow->names, eos_built_text_of(from->first)));
    case EOS_BUILT_TUPLE:
        if (from->count == 2 &&
            eos_built_values[eos_built_items[from->first]].kind == EOS_BUILT_LAYER)
            return read_named_layer(flow, frame, from, scope);
        return eos_make_tuple(flow, read_items(flow, frame, from, scope, depth));
    case EOS_BUILT_LIST:
        return eos_make_list(flow, frame, read_items(flow, frame, from, scope, depth), scope->span);
    case EOS_BUILT_SLICE:
        return (eos_value){.kind = EOS_VALUE_SLICE,
                           .as.items = read_items(flow, frame, from, scope, depth)};
    case EOS_BUILT_DICT:
        return read_dict(flow, frame, from, scope, depth);
    case EOS_BUILT_SYMBOL:
        return read_symbol(from, scope);
    case EOS_BUILT_PAD:
        return read_pad(flow, from->integer, scope->input);
    case EOS_BUILT_NODE:
        return scope->nodes != NULL ? scope->nodes[from->integer] : eos_unknown(NULL);
    case EOS_BUILT_ELLIPSIS:
        return (eos_value){.kind = EOS_VALUE_ELLIPSIS};
    case EOS_BUILT_LAYER:
    case EOS_BUILT_UNKNOWN:
    default:
        return eos_unknown("an argument that the tables do not tell");
    }
}

eos_value eos_built_value_of(eos_flow *flow, eos_frame *frame, uint16_t value,
                             const eos_built_scope *scope)
{
    return read_value(flow, frame, value, scope, 0);
}

eos_arguments eos_built_arguments_of(eos_flow *flow, eos_frame *frame, uint16_t first,
                                     uint16_t count, const eos_argument *more,
                                     const eos_built_scope *scope)
{
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, count + 1u);
    eos_arguments out = {.items = items, .span = scope->span, .callee = scope->span};
    for (uint32_t i = 0; i < count; i++) {
        const eos_built_argument *one = &eos_built_arguments[first + i];
        items[i].value = read_value(flow, frame, one->value, scope, 0);
        items[i].span = scope->span;
        if (one->name != 0)
            items[i].name = eos_intern_string(flow->names, eos_built_text_of(one->name));
        else
            out.positional_count++;
    }
    if (more != NULL)
        items[count] = *more;
    out.count = count + (more != NULL ? 1u : 0u);
    return out;
}

eos_object *eos_built_layer_of(eos_flow *flow, eos_frame *frame, uint16_t call, const char *name,
                               const eos_built_scope *scope)
{
    const eos_built_call *from = &eos_built_calls[call];
    const char *path = eos_built_text_of(from->path);
    const eos_library_ref *library = eos_library_ref_for(flow, path, strlen(path));
    if (library->entry == NULL)
        return NULL;
    eos_argument named = {eos_string(eos_intern_string(flow->names, name)), scope->span,
                          eos_intern_string(flow->names, "name")};
    eos_arguments arguments = eos_built_arguments_of(flow, frame, from->first, from->count,
                                                     name[0] != '\0' ? &named : NULL, scope);
    eos_object *layer = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, scope->span);
    layer->library = library;
    layer->built = scope->built;
    const eos_made *made = eos_bind_arguments(flow, library->entry, &arguments);
    layer->now.facts = made;
    if (library->entry->family == EOS_API_SEQUENTIAL) {
        eos_value layers = eos_made_value(made, "layers");
        layer->now.items = layers.kind == EOS_VALUE_TUPLE ? layers.as.items : NULL;
    }
    return layer;
}
