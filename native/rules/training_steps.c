/* SPDX-License-Identifier: MIT */
/* Steps of hand-written loops, as rules ask for them: see training_steps.h. */
#include "rules/training_steps.h"

#include <string.h>

bool eos_step_is_here(const eos_loop_step *step)
{
    return step->path == NULL && step->span.file == 0 && step->span.line != 0;
}

static bool share_module(const eos_torch_optimizer *left, const eos_torch_optimizer *right)
{
    for (uint32_t i = 0; i < left->owners.count; i++)
        if (left->owners.items[i].module != 0 &&
            eos_optimizer_trains(right, left->owners.items[i].module))
            return true;
    return false;
}

/* the module belongs, whole, to other optimisers only */
static bool is_of_others(const eos_train_facts *facts, uint32_t module,
                         const eos_torch_optimizer *optimizer)
{
    bool is_others = false;
    for (uint32_t i = 0; i < facts->optimizers.count; i++) {
        const eos_torch_optimizer *one = facts->optimizers.items[i];
        if (one != optimizer && eos_optimizer_trains(one, module))
            is_others = true;
    }
    return is_others && optimizer->is_owners_known && !eos_optimizer_trains(optimizer, module);
}

bool eos_step_may_clear(const eos_train_facts *facts, const eos_loop_step *clearing,
                        const eos_loop_step *step)
{
    if (clearing->kind != EOS_ACTION_ZERO_GRAD)
        return false;
    if (step->optimizer == NULL || clearing->object == 0)
        return true;
    if (clearing->optimizer != NULL)
        return clearing->optimizer == step->optimizer || !clearing->optimizer->is_owners_known ||
               !step->optimizer->is_owners_known ||
               share_module(clearing->optimizer, step->optimizer);
    return !is_of_others(facts, clearing->object, step->optimizer);
}

bool eos_step_surely_clears(const eos_loop_step *clearing, const eos_loop_step *step)
{
    if (clearing->kind != EOS_ACTION_ZERO_GRAD || clearing->presence == EOS_MAYBE ||
        clearing->method == NULL || strcmp(clearing->method, "zero_grad") != 0)
        return false;
    if (step->optimizer != NULL)
        return clearing->optimizer == step->optimizer;
    return clearing->object == step->object && clearing->name != NULL && step->name != NULL &&
           strcmp(clearing->name, step->name) == 0;
}

bool eos_loop_is_within(const eos_train_loop *inner, const eos_train_loop *outer)
{
    for (; inner != NULL; inner = inner->outer)
        if (inner == outer)
            return true;
    return false;
}

bool eos_loop_is_seen(const eos_train_facts *facts, const eos_train_loop *loop)
{
    if (facts->is_cut || loop->is_open || loop->role == EOS_LOOP_ENGINE)
        return false;
    for (uint32_t i = 0; i < loop->steps.count; i++)
        if (loop->steps.items[i].loop->is_open || loop->steps.items[i].kind == EOS_ACTION_UNSEEN)
            return false;
    return true;
}

bool eos_loop_encloses(const eos_train_loop *loop, const char *scope, eos_span span,
                       const eos_loop_step *step)
{
    if (scope == NULL || loop->scope == NULL || strcmp(scope, loop->scope) != 0)
        return false;
    return span.file == loop->span.file && span.line >= loop->span.line &&
           span.line <= step->span.line;
}

const eos_model *eos_model_of_object(const eos_models *models, uint32_t object)
{
    for (uint32_t i = 0; object != 0 && i < models->count; i++)
        if (models->items[i]->object == object)
            return models->items[i];
    return NULL;
}

const char *eos_say_optimizer(const eos_loop_step *step)
{
    if (step->optimizer != NULL && step->optimizer->name != NULL)
        return step->optimizer->name;
    return step->name != NULL ? step->name : "optimizer";
}
