/* SPDX-License-Identifier: MIT */
/*
 * Modules of the program that are layers: subclasses of a layer of PyTorch (class LayerNorm2d(nn.LayerNorm)),
 * and modules without modules inside (a gate, a stochastic depth, a permutation).
 *
 * A subclass of a layer is an instance of a class of the program whose facts are those of the library's
 * constructor; unless the class has a forward of its own, calling it is calling the layer. Where a module
 * without modules inside was called, its operations stand in the graph, and behind them one more that
 * stands for the module and passes on what it is given: users count it as a layer, and what the rules read
 * does not change by it.
 *
 * Questionable: only PyTorch's layers; what a subclass of a Keras layer changes is rarely its call alone.
 */
#include "flow/interp.h"

#define MAX_LOOKED_AT 64u /* operations of one call; modules without modules inside are small */

bool eos_is_derived_layer(const eos_object *object)
{
    if (object->kind != EOS_OBJECT_INSTANCE || object->library == NULL)
        return false;
    const eos_api_entry *entry = object->library->entry;
    return entry != NULL && entry->is_torch && entry->is_class &&
           (entry->family == EOS_API_LAYER || entry->family == EOS_API_ACTIVATION);
}

const eos_made *eos_layer_facts(const eos_object *object, const eos_content *content)
{
    return object->kind == EOS_OBJECT_LIBRARY || eos_is_derived_layer(object) ? content->facts
                                                                              : NULL;
}

void eos_init_derived_layer(eos_flow *flow, eos_object *object, const eos_arguments *arguments)
{
    eos_content content = object->now;
    content.facts = eos_bind_arguments(flow, object->library->entry, arguments);
    eos_heap_write(&flow->heap, object, content);
}

eos_value eos_call_derived_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_text *name, const eos_arguments *arguments)
{
    if (eos_is_derived_layer(object) && eos_text_is(name, "__init__")) {
        eos_init_derived_layer(flow, object, arguments);
        return eos_none();
    }
    if (eos_is_derived_layer(object) && eos_text_is(name, "forward"))
        return eos_call_library_object(flow, frame, object, arguments);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* ---- modules without modules inside ---- */

static bool holds_modules(const eos_sequence *items)
{
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        for (uint32_t k = 0; k < eos_value_alternative_count(items->items[i].value); k++) {
            eos_value one = eos_value_alternative(items->items[i].value, k);
            if (one.kind == EOS_VALUE_UNKNOWN)
                return true; /* it may be one */
            if (one.kind == EOS_VALUE_OBJECT && eos_is_network_object(one.as.object))
                return true;
        }
    }
    return false;
}

/* an operation of this very object leads to the result: the layer's own forward ran inside */
static bool is_among(const eos_operation *last, const eos_object *object, uint32_t since)
{
    const eos_operation *list[MAX_LOOKED_AT];
    uint32_t count = 0;
    list[count++] = last;
    for (uint32_t i = 0; i < count; i++) {
        if (list[i]->layer == object)
            return true;
        for (uint32_t k = 0; k < list[i]->input_count && count < MAX_LOOKED_AT; k++) {
            const eos_operation *before = list[i]->inputs[k]->operation;
            if (before != NULL && before->id > since)
                list[count++] = before;
        }
    }
    return false;
}

eos_value eos_note_leaf(eos_flow *flow, eos_frame *frame, eos_object *module, eos_value result,
                        uint32_t since, eos_span span)
{
    bool is_pair = result.kind == EOS_VALUE_TUPLE && eos_sequence_count(result.as.items) > 0;
    eos_value first = is_pair ? result.as.items->items[0].value : result;
    if (!eos_is_symbolic(first) || eos_is_container(module) || module->now.is_open ||
        holds_modules(module->now.attributes))
        return result;
    const eos_operation *last = eos_tensor_of(first)->operation;
    if (last != NULL && last->id > since && is_among(last, module, since))
        return result;
    eos_value passed = eos_apply_module(flow, frame, module, first, span);
    if (!is_pair)
        return passed;
    eos_sequence *items = eos_sequence_copy(flow->arena, result.as.items, 0);
    items->items[0].value = passed;
    return eos_make_tuple(flow, items);
}
