/* SPDX-License-Identifier: MIT */
/*
 * Parameters of Keras models. Keras counts the weights of every layer that was built, each once: those of
 * layers that were executed, and for a layer or model of the program those that it added itself
 * (eos_model.own_parameters).
 *
 * A layer of the program that holds another layer which was not executed, or something that is not known
 * and may be one, is counted as not known.
 */
#include "model/model_build.h"

#define DEEPEST 8 /* lists in lists that an attribute holds */

/* ---- weights of a program's own layer ---- */

typedef struct holding {
    const eos_model *inside;
    uint32_t found;   /* executed layers that are attributes */
    bool is_doubtful; /* something else may hold weights */
} holding;

static bool was_executed(const eos_model *model, uint32_t object)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].object == object)
            return true;
    return false;
}

static bool has_no_weights(const eos_object *object)
{
    const eos_made *made = object->kind == EOS_OBJECT_LIBRARY ? object->now.facts : NULL;
    const eos_shape input = {0};
    eos_shape output;
    int64_t parameters = -1;
    if (made == NULL || made->entry == NULL)
        return false;
    if (made->entry->family == EOS_API_LAYER)
        eos_shape_infer(made, &input, 1, &output, &parameters);
    return parameters == 0 ||
           (made->entry->family == EOS_API_ACTIVATION && strcmp(made->entry->kind, "PReLU") != 0);
}

static void look_at(holding *held, eos_value value, int depth);

static void look_at_items(holding *held, const eos_sequence *items, int depth)
{
    held->is_doubtful |= depth > DEEPEST;
    for (uint32_t i = 0; i < eos_sequence_count(items) && !held->is_doubtful; i++)
        look_at(held, items->items[i].value, depth + 1);
}

static void look_at_object(holding *held, const eos_object *object, int depth)
{
    if (object->kind == EOS_OBJECT_LIST || object->kind == EOS_OBJECT_DICT) {
        held->is_doubtful |= object->now.is_open;
        look_at_items(held, object->now.items, depth);
    } else if (eos_is_network_object(object) ||
               (object->kind == EOS_OBJECT_LIBRARY && object->library != NULL &&
                object->library->entry != NULL &&
                (object->library->entry->family == EOS_API_MODEL ||
                 object->library->entry->family == EOS_API_BACKBONE))) {
        bool is_executed = was_executed(held->inside, object->id);
        held->found += is_executed;
        held->is_doubtful |= !is_executed && !has_no_weights(object);
    }
}

static void look_at(holding *held, eos_value value, int depth)
{
    if (value.kind == EOS_VALUE_UNKNOWN)
        held->is_doubtful = true;
    else if (value.kind == EOS_VALUE_TUPLE)
        look_at_items(held, value.as.items, depth);
    else if (value.kind == EOS_VALUE_OBJECT)
        look_at_object(held, value.as.object, depth);
    for (uint32_t i = 0; value.kind == EOS_VALUE_ONE_OF && i < value.as.one_of->count; i++)
        held->is_doubtful |= value.as.one_of->items[i].kind == EOS_VALUE_OBJECT;
}

int64_t eos_keras_own_parameters(const eos_model *inside, const eos_content *content)
{
    holding held = {.inside = inside};
    int64_t own = 0;
    for (uint32_t i = 0; i < eos_sequence_count(content->attributes); i++) {
        const eos_item *item = &content->attributes->items[i];
        if (eos_text_is(eos_value_string(item->key), EOS_KERAS_WEIGHTS)) {
            if (!eos_value_integer(item->value, &own) || item->presence != EOS_PRESENT)
                return -1;
        } else if (item->presence == EOS_PRESENT) {
            look_at(&held, item->value, 0);
        } else {
            held.is_doubtful = true;
        }
    }
    return held.is_doubtful || content->is_open ? -1 : own;
}

/* ---- all of a model ---- */

typedef struct counting {
    uint64_t *seen; /* a bit per object */
    uint32_t words;
    int64_t total; /* -1 = not known */
} counting;

static uint32_t largest_object(const eos_model *model, int depth)
{
    uint32_t largest = 0;
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        uint32_t inside =
            layer->nested != NULL && depth < 16 ? largest_object(layer->nested, depth + 1) : 0;
        largest = layer->object > largest ? layer->object : largest;
        largest = inside > largest ? inside : largest;
    }
    return largest;
}

static void add(counting *count, int64_t parameters)
{
    bool fits = count->total >= 0 && parameters >= 0 && parameters <= INT64_MAX - count->total;
    count->total = fits ? count->total + parameters : -1;
}

static void count_layers(counting *count, const eos_model *model, int depth)
{
    if (!model->is_complete || depth >= 16)
        count->total = -1;
    add(count, model->own_parameters);
    for (uint32_t i = 0; i < model->layers.count && count->total >= 0; i++) {
        const eos_layer *layer = &model->layers.items[i];
        uint64_t bit = (uint64_t)1 << (layer->object % 64);
        if (layer->object != 0 && (count->seen[layer->object / 64] & bit) != 0)
            continue;
        if (layer->object != 0)
            count->seen[layer->object / 64] |= bit;
        if (layer->nested != NULL)
            count_layers(count, layer->nested, depth + 1);
        else
            add(count, layer->parameter_count);
    }
}

int64_t eos_model_count_parameters(eos_arena *arena, const eos_model *model)
{
    counting count = {.words = largest_object(model, 0) / 64 + 1};
    if (!model->is_complete)
        return -1;
    count.seen = EOS_NEW_ARRAY(arena, uint64_t, count.words);
    count_layers(&count, model, 0);
    return count.total;
}
