/* SPDX-License-Identifier: MIT */
/*
 * Parameters of a PyTorch module. PyTorch counts what is registered, executed or not; so they are
 * counted along the attributes and containers of the module, each object once. A weight that a layer
 * takes from another (`decoder.weight = encoder.weight`) belongs to the other.
 *
 * Whatever may be a module or a parameter and is not known makes the count unknown.
 */
#include "model/model_build.h"

typedef struct registered {
    eos_model_builder *builder;
    EOS_VECTOR(const eos_object *) seen;
    EOS_VECTOR(const eos_object *)
    owners;        /* layers whose weights others take: they must be there too */
    int64_t total; /* -1 = not known */
    uint32_t depth;
} registered;

static void count_object(registered *count, const eos_object *object, bool is_item);

static bool was_seen(const registered *count, const eos_object *object)
{
    for (uint32_t i = 0; i < count->seen.count; i++)
        if (count->seen.items[i] == object)
            return true;
    return false;
}

static void count_value(registered *count, eos_value value, bool is_present, bool is_item)
{
    if (value.kind == EOS_VALUE_UNBOUND)
        return; /* deleted */
    if (value.kind ==
        EOS_VALUE_UNKNOWN) { /* self.device = torch.device(..) is certainly no module */
        bool is_device =
            value.as.reason != NULL && strcmp(value.as.reason, "torch.device is not modelled") == 0;
        count->total = is_device ? count->total : -1;
        return;
    }
    for (uint32_t i = 0; i < eos_value_alternative_count(value) && count->total >= 0; i++) {
        eos_value one = eos_value_alternative(value, i);
        if (one.kind == EOS_VALUE_OBJECT && value.kind != EOS_VALUE_ONE_OF && is_present) {
            count_object(count, one.as.object, is_item);
        } else if (one.kind == EOS_VALUE_OBJECT) { /* it may be there */
            int64_t before = count->total;
            count_object(count, one.as.object, is_item);
            if (count->total != before)
                count->total = -1;
        } else if (is_item && one.kind != EOS_VALUE_NONE) {
            count->total = -1;
        }
    }
}

static void count_entries(registered *count, const eos_sequence *entries, bool are_items)
{
    for (uint32_t i = 0; i < eos_sequence_count(entries) && count->total >= 0; i++)
        count_value(count, entries->items[i].value, entries->items[i].presence == EOS_PRESENT,
                    are_items);
}

static void add(registered *count, int64_t number)
{
    count->total = number < 0 || count->total < 0 ? -1 : count->total + number;
}

static int64_t elements_of(const eos_object *parameter)
{
    const eos_tensor *tensor = parameter->now.facts;
    if (tensor == NULL || !tensor->shape.is_known)
        return -1;
    return tensor->shape.rank == 0 ? 1 : eos_shape_elements(&tensor->shape);
}

/* the weights of a layer, but for those that the program put in the place of its own */
static void count_layer(registered *count, const eos_object *layer, const eos_made *made)
{
    eos_shape input = {0}, output;
    int64_t parameters = -1;
    eos_shape_infer(made, &input, 1, &output, &parameters);
    add(count, parameters);
    for (uint32_t i = 0; i < eos_sequence_count(layer->now.attributes); i++) {
        const eos_item *item = &layer->now.attributes->items[i];
        const eos_text *name = eos_value_string(item->key);
        if (name == NULL || (!eos_text_is(name, "weight") && !eos_text_is(name, "bias")))
            continue;
        const eos_object *given =
            item->value.kind == EOS_VALUE_OBJECT ? item->value.as.object : NULL;
        int64_t elements = given != NULL && given->is_parameter ? elements_of(given) : -1;
        if (elements < 0 || item->presence != EOS_PRESENT || count->total < 0) {
            count->total = -1;
            return;
        }
        if (given->parameter_of == layer)
            continue;
        if (given->parameter_of != NULL) {
            eos_vector_push(count->builder->arena, &count->owners, given->parameter_of);
            count->total -= elements;
        } else if (was_seen(count, given)) {
            count->total -= elements;
        } else { /* a parameter of its own, as large as the one before */
            eos_vector_push(count->builder->arena, &count->seen, given);
        }
    }
}

/* a library's object that is no layer we know: does it hold weights? */
static bool may_hold_weights(const eos_object *object)
{
    const eos_api_entry *entry = object->library != NULL ? object->library->entry : NULL;
    if (entry == NULL)
        return object->library != NULL && eos_text_starts_with(object->library->path, "torch");
    return entry->family == EOS_API_BACKBONE || entry->family == EOS_API_MODEL ||
           entry->family == EOS_API_LAYER || entry->family == EOS_API_SEQUENTIAL ||
           (entry->family == EOS_API_OPAQUE && (strncmp(entry->path, "torch.nn.", 9) == 0 ||
                                                strncmp(entry->path, "torchvision.", 12) == 0));
}

static void count_inside(registered *count, const eos_object *object)
{
    const eos_made *made = eos_layer_facts(object, &object->now);
    bool is_lost = object->kind == EOS_OBJECT_INSTANCE && made == NULL &&
                   object->library->entry != NULL &&
                   object->library->entry->family == EOS_API_LAYER; /* never constructed */
    if (count->depth >= 64 || object->now.is_open || is_lost) {
        count->total = -1;
        return;
    }
    count->depth++;
    if (object->kind == EOS_OBJECT_INSTANCE) {
        if (made != NULL && made->entry->family == EOS_API_LAYER)
            count_layer(count, object, made);
        count_entries(count, object->now.attributes, false);
        count_entries(count, object->now.items, true);
    } else if (made != NULL && made->entry->family == EOS_API_LAYER) {
        count_layer(count, object, made);
    } else {
        count_entries(count, object->now.items, true);
    }
    count->depth--;
}

static void count_object(registered *count, const eos_object *object, bool is_item)
{
    if (count->total < 0 || was_seen(count, object))
        return;
    if (object->kind == EOS_OBJECT_TENSOR) {
        if (!object->is_parameter && !is_item)
            return; /* an attribute that is plain data */
        eos_vector_push(count->builder->arena, &count->seen, object);
        if (object->parameter_of != NULL)
            eos_vector_push(count->builder->arena, &count->owners, object->parameter_of);
        else
            add(count, elements_of(object));
        return;
    }
    if (!eos_is_network_object(object)) {
        if (object->kind == EOS_OBJECT_LIBRARY ? may_hold_weights(object) : is_item)
            count->total = -1;
        return;
    }
    eos_vector_push(count->builder->arena, &count->seen, object);
    count_inside(count, object);
}

int64_t eos_registered_parameters(eos_model_builder *builder, const eos_object *module)
{
    registered count = {.builder = builder};
    count_object(&count, module, false);
    for (uint32_t i = 0; i < count.owners.count; i++)
        if (!was_seen(&count, count.owners.items[i]))
            count.total = -1;
    return count.total;
}
