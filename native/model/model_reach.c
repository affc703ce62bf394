/* SPDX-License-Identifier: MIT */
/*
 * Whose parameters: what a module holds, and to which modules a loss leads back.
 *
 * A way from the loss ends where PyTorch ends it: detach(), .data, .item(), .numpy(), argmax, a new
 * tensor made of the value, anything under torch.no_grad(). It is found when it meets a layer that has
 * weights. What could be a way and is not known (an unknown operand, a module whose weights are
 * parameters of its own) makes "and no others" unknown.
 */
#include "model/model_reach.h"

#define MAX_DEPTH 64u

static bool test_and_set(uint8_t *bits, uint32_t index)
{
    uint8_t bit = (uint8_t)(1u << (index & 7u));
    bool was_set = (bits[index >> 3] & bit) != 0;
    bits[index >> 3] |= bit;
    return was_set;
}

/* ---- what a module holds ---- */

static void mark_value(eos_reach *reach, uint8_t *bits, eos_value value, uint32_t depth);

static void mark_items(eos_reach *reach, uint8_t *bits, const eos_sequence *items, uint32_t depth)
{
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        mark_value(reach, bits, items->items[i].value, depth);
}

static void mark_value(eos_reach *reach, uint8_t *bits, eos_value value, uint32_t depth)
{
    if (depth > MAX_DEPTH)
        return;
    for (uint32_t i = 0; i < eos_value_alternative_count(value); i++) {
        eos_value one = eos_value_alternative(value, i);
        if (one.kind == EOS_VALUE_TUPLE)
            mark_items(reach, bits, one.as.items, depth + 1);
        if (one.kind != EOS_VALUE_OBJECT)
            continue;
        const eos_object *object = one.as.object;
        bool is_holder = eos_is_network_object(object) || object->kind == EOS_OBJECT_LIST ||
                         object->kind == EOS_OBJECT_DICT ||
                         (object->kind == EOS_OBJECT_TENSOR && object->is_parameter);
        if (!is_holder || object->id >= reach->flow->objects || test_and_set(bits, object->id))
            continue;
        mark_items(reach, bits, object->now.attributes, depth + 1);
        mark_items(reach, bits, object->now.items, depth + 1);
    }
}

static const uint8_t *parts_of(eos_reach *reach, eos_object *module)
{
    for (uint32_t i = 0; i < reach->known.count; i++)
        if (reach->known.items[i].module == module)
            return reach->known.items[i].bits;
    uint8_t *bits = EOS_NEW_ARRAY(reach->arena, uint8_t, reach->flow->objects / 8 + 1);
    mark_value(reach, bits, (eos_value){.kind = EOS_VALUE_OBJECT, .as.object = module}, 0);
    eos_vector_push(reach->arena, &reach->known, (eos_module_parts){module, bits});
    return bits;
}

bool eos_reach_holds(eos_reach *reach, eos_object *module, const eos_object *part)
{
    if (module == part)
        return true;
    if (part->id >= reach->flow->objects)
        return false;
    const uint8_t *bits = parts_of(reach, module);
    return (bits[part->id >> 3] & (1u << (part->id & 7u))) != 0;
}

/* ---- from a loss to parameters ---- */

typedef struct gradient_walk {
    eos_reach *reach;
    uint8_t *seen;
    EOS_VECTOR(const eos_operation *) open;
    eos_gradient_way *way;
} gradient_walk;

static bool is_any(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static bool cuts(const eos_operation *operation)
{
    static const char *const names[] = {
        "detach", "detach_", "data",       "item()",      "numpy",  "tolist", "argmax",
        "argmin", "tensor",  "from_numpy", "array",       "Tensor", "long",   "int",
        "bool",   "byte",    "LongTensor", "FloatTensor", "eq",     "ne",     "gt",
        "ge",     "lt",      "le",         "argsort",     NULL};
    return operation->layer == NULL && !operation->is_input && is_any(operation->kind, names);
}

/* layers that surely have weights; others of a library have none, or it is not known */
static bool has_weights(const eos_operation *operation, bool *is_known)
{
    *is_known = true;
    if (operation->layer == NULL)
        return false;
    if (operation->made == NULL || operation->made->entry->family != EOS_API_LAYER) {
        *is_known = operation->made != NULL &&
                    operation->made->entry->family == EOS_API_ACTIVATION; /* PReLU is a layer */
        return false;
    }
    if (strcmp(operation->made->entry->kind, "PReLU") == 0)
        return true;
    if (eos_family_is_learnable(operation->made->entry->detail))
        return true;
    switch ((eos_layer_family)operation->made->entry->detail) {
    case EOS_LAYER_NORM_BATCH: /* with affine=False they have none: at worst a way too many */
    case EOS_LAYER_NORM_LAYER:
    case EOS_LAYER_NORM_GROUP:
        return true;
    case EOS_LAYER_ACTIVATION:
    case EOS_LAYER_POOL_MAX:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_ADAPTIVE:
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_DROPOUT_SPATIAL:
    case EOS_LAYER_FLATTEN:
    case EOS_LAYER_RESHAPE:
    case EOS_LAYER_UPSAMPLE:
    case EOS_LAYER_PAD:
    case EOS_LAYER_IDENTITY:
        return false;
    default:
        *is_known = false;
        return false;
    }
}

static void add_layer(gradient_walk *walk, eos_object *layer)
{
    for (uint32_t i = 0; i < walk->way->layers.count; i++)
        if (walk->way->layers.items[i] == layer)
            return;
    eos_vector_push(walk->reach->arena, &walk->way->layers, layer);
}

static void follow(gradient_walk *walk, const eos_tensor *tensor)
{
    if (tensor == NULL)
        return;
    if (!tensor->is_symbolic || tensor->operation == NULL) {
        walk->way->is_known &= !tensor->is_symbolic; /* data; perhaps a parameter: see visit */
        return;
    }
    if (tensor->operation->id <= walk->reach->flow->operations &&
        !test_and_set(walk->seen, tensor->operation->id))
        eos_vector_push(walk->reach->arena, &walk->open, tensor->operation);
}

static void visit(gradient_walk *walk, const eos_operation *operation)
{
    bool is_known;
    bool is_cut =
        (!operation->is_join && cuts(operation)) || operation->gradient == EOS_GRADIENT_OFF;
    if (operation->gradient == EOS_GRADIENT_UNKNOWN)
        walk->way->is_known = false;
    if (is_cut) {
        eos_span *at = &walk->way->cut;
        if (at->line == 0) {
            *at = operation->span;
            walk->way->cut_by =
                operation->gradient == EOS_GRADIENT_OFF ? "torch.no_grad()" : operation->kind;
        }
        return;
    }
    if (has_weights(operation, &is_known))
        add_layer(walk, operation->layer);
    walk->way->is_known &= is_known && !operation->is_partial && !operation->is_fed_unknown;
    for (uint32_t i = 0; i < operation->input_count; i++) {
        if (!operation->inputs[i]->is_symbolic && !operation->is_input)
            walk->way->is_known = false; /* it may be a parameter */
        follow(walk, operation->inputs[i]);
    }
    follow(walk, operation->fed);
}

void eos_reach_walk(eos_reach *reach, const eos_tensor *loss, eos_gradient_way *way)
{
    *way = (eos_gradient_way){.is_known = false};
    if (loss == NULL || !loss->is_symbolic || reach->walks >= EOS_LIMIT_REACHED)
        return;
    reach->walks++;
    way->is_known = true;
    gradient_walk walk = {.reach = reach, .way = way};
    walk.seen = EOS_NEW_ARRAY(reach->arena, uint8_t, reach->flow->operations / 8 + 1);
    follow(&walk, loss);
    while (walk.open.count > 0)
        visit(&walk, walk.open.items[--walk.open.count]);
}
