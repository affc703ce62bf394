/* SPDX-License-Identifier: MIT */
/*
 * Learners and trainings of PyTorch: there is no compile and no fit, so they are put together from the
 * loss that is called on the module's output, the optimisers that took its parameters, and the loop
 * around the loss.
 *
 * A module that several optimisers train has a learner for each; the loss stands in the first, so that
 * it is judged once.
 */
#include "model/model_build.h"

/* ---- optimisers ---- */

static eos_value joined_rates(eos_arena *arena, eos_value rate, eos_value groups)
{
    const eos_sequence *items =
        groups.kind == EOS_VALUE_TUPLE ? groups.as.items
        : groups.kind == EOS_VALUE_OBJECT && groups.as.object->kind == EOS_OBJECT_LIST
            ? groups.as.object->now.items
            : NULL;
    eos_value joined = {.kind = EOS_VALUE_UNBOUND};
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_value group = items->items[i].value, own = {.kind = EOS_VALUE_UNBOUND};
        if (group.kind != EOS_VALUE_OBJECT || group.as.object->kind != EOS_OBJECT_DICT)
            return rate;
        const eos_sequence *entries = group.as.object->now.items;
        for (uint32_t k = eos_sequence_count(entries); k > 0; k--) {
            if (eos_text_is(eos_value_string(entries->items[k - 1].key), "lr")) {
                own = entries->items[k - 1].value;
                break;
            }
        }
        if (own.kind == EOS_VALUE_UNBOUND)
            own = group.as.object->now.is_open ? eos_unknown("a rate that may be given") : rate;
        joined = eos_value_join(arena, joined, own);
    }
    return joined.kind == EOS_VALUE_UNBOUND ? rate : joined;
}

/* group["lr"] = ... */
static bool is_rate_written(const eos_object *group)
{
    for (uint32_t i = 0; i < eos_sequence_count(group->now.items); i++)
        if (eos_text_is(eos_value_string(group->now.items->items[i].key), "lr"))
            return true;
    return group->now.is_open;
}

eos_optimizer eos_torch_optimizer_read(eos_model_builder *builder, const eos_object *object)
{
    const eos_made *made = object->now.facts;
    eos_named_entry named = {.made = made};
    if (made != NULL)
        named.entry = made->entry;
    eos_optimizer out =
        eos_optimizer_read(builder->arena, eos_unknown("an optimizer"), object->span, named);
    if (made == NULL)
        return out;
    eos_value groups = eos_made_value(made, "params");
    eos_value rate = joined_rates(builder->arena, out.learning_rate, groups);
    out.is_rate_given |= !eos_value_equal(rate, out.learning_rate);
    out.learning_rate = rate;
    if (object->group != NULL && is_rate_written(object->group)) {
        out.is_schedule = true;
        out.learning_rate = eos_unknown("the program sets the rate itself");
    }
    if (object->owners != NULL && object->now.is_open) /* groups were added later */
        out.learning_rate = eos_unknown("groups of parameters with rates of their own");
    return out;
}

/* a schedule stands for its largest rate */
static eos_optimizer with_schedulers(const eos_torch_optimizer *optimizer)
{
    eos_optimizer out = *optimizer->optimizer;
    for (uint32_t i = 0; i < optimizer->schedulers.count; i++) {
        const eos_scheduler *one = optimizer->schedulers.items[i];
        out.is_schedule = true;
        out.has_warmup |= one->has_warmup;
        if (one->largest_rate.kind != EOS_VALUE_UNBOUND) {
            out.learning_rate = one->largest_rate;
            out.is_rate_given = true;
        }
    }
    return out;
}

/* ---- the training around a loss ---- */

static const eos_train_loop *loop_at(const eos_train_facts *facts, const eos_loop *loop)
{
    for (uint32_t i = 0; loop != NULL && facts != NULL && i < facts->loops.count; i++) {
        const eos_train_loop *one = facts->loops.items[i];
        if (one->is_loop && one->id == loop->id)
            return one;
    }
    return NULL;
}

/* the loop over batches around this one; NULL = none is known to be one */
static const eos_loop *data_loop(const eos_loop *loop)
{
    while (loop != NULL && loop->feed == NULL)
        loop = loop->outer;
    return loop;
}

/* the module is called on as many rows as the loop goes on by: batches that are cut out of arrays */
static bool is_cut_out(const eos_train_loop *loop, const eos_tensor *input)
{
    return loop->stride > 1 && input != NULL && !input->is_symbolic && input->shape.is_known &&
           input->shape.rank > 0 && input->shape.sizes[0] == loop->stride;
}

static void read_loop(eos_training *training, const eos_train_facts *facts, const eos_event *loss)
{
    const eos_loop *loop = loss->loop;
    const eos_loop *data = data_loop(loop);
    const eos_train_loop *own = loop_at(facts, data != NULL ? data : loop);
    training->loop = own;
    if (own == NULL)
        return;
    if (data == NULL) { /* over something that is not known, in rounds that are counted */
        const eos_train_loop *outer = own->outer;
        bool is_batched = is_cut_out(own, loss->input);
        if (is_batched) {
            training->batch_size = eos_integer(own->stride);
            training->is_batch_size_given = true;
        }
        if (!own->is_while && (is_batched || eos_value_is_unknown(own->rounds)) && outer != NULL &&
            outer->outer == NULL && outer->role != EOS_LOOP_ENGINE)
            training->epochs = outer->rounds;
        return;
    }
    if (own->role == EOS_LOOP_ENGINE)
        training->method = "Trainer.fit";
    training->span = own->span;
    training->scope = own->scope;
    training->batch_size = own->batch_size;
    training->is_batch_size_given =
        own->feed->loader != NULL && eos_made_is_given(own->feed->loader, "batch_size");
    training->shuffle = own->shuffle;
    /* what goes round outside of the batches are the epochs, when nothing else does */
    if (data->outer != NULL && data->outer->outer == NULL && data->outer->feed == NULL)
        training->epochs = data->outer->rounds;
    else if (data->outer == NULL && !training->loop->is_open)
        training->epochs = eos_unknown("one pass, unless the code around repeats it");
}

/* facts as the value of an array */
static eos_value value_of(eos_arena *arena, const eos_tensor *tensor)
{
    if (tensor == NULL || tensor->is_symbolic)
        return eos_unknown("what the loop feeds is not known");
    eos_object *object = EOS_NEW(arena, eos_object);
    object->kind = EOS_OBJECT_TENSOR;
    object->span = tensor->span;
    object->now.facts = tensor;
    return (eos_value){.kind = EOS_VALUE_OBJECT, .as.object = object};
}

static eos_training read_training(eos_arena *arena, const eos_model *model, const eos_event *loss)
{
    static const char tells[] = "the loop tells";
    eos_training training = {.span = loss->span,
                             .scope = loss->scope->data,
                             .method = "loop",
                             .presence = loss->presence,
                             .learner = 0,
                             .batch_size = eos_unknown("the batch size comes from the loader"),
                             .epochs = eos_unknown(tells),
                             .steps_per_epoch = eos_unknown(tells),
                             .validation_split = eos_unknown(tells),
                             .shuffle = eos_unknown(tells),
                             .x = value_of(arena, loss->input),
                             .y = loss->target};
    const eos_tensor *target =
        loss->target.kind == EOS_VALUE_OBJECT && loss->target.as.object->kind == EOS_OBJECT_TENSOR
            ? loss->target.as.object->now.facts
            : NULL;
    read_loop(&training, model->around, loss);
    training.labels = eos_labels_read(loss->target, target, loss->span);
    return training;
}

/* ---- learners ---- */

static eos_learner start_learner(const eos_event *event)
{
    return (eos_learner){
        .span = event->span, .scope = event->scope->data, .presence = event->presence};
}

void eos_torch_learners_read(eos_model_builder *builder, eos_model *model, const eos_event *loss,
                             bool has_several_losses, const eos_event *optimizer)
{
    const eos_train_facts *around = model->around;
    const eos_event *event = loss != NULL ? loss : optimizer;
    eos_named_entry none = {0}, named = {0};
    if (loss != NULL && !has_several_losses)
        named = (eos_named_entry){loss->made->entry, loss->made};
    model->is_with_defaults |= event->is_with_defaults;
    for (uint32_t i = 0; i < around->optimizers.count; i++) {
        const eos_torch_optimizer *one = around->optimizers.items[i];
        if (!eos_optimizer_trains(one, model->object))
            continue;
        eos_learner learner = start_learner(event);
        learner.optimizer = with_schedulers(one);
        bool is_first = model->learners.count == 0;
        learner.has_several_losses = has_several_losses;
        learner.loss = eos_loss_read(builder->arena, eos_unknown("a loss"), event->span,
                                     is_first ? named : none);
        eos_vector_push(builder->arena, &model->learners, learner);
    }
    if (model->learners.count == 0) {
        eos_learner learner = start_learner(event);
        learner.has_several_losses = has_several_losses;
        learner.optimizer =
            eos_optimizer_read(builder->arena, eos_unknown("an optimizer"), event->span, none);
        learner.loss = eos_loss_read(builder->arena, eos_unknown("a loss"), event->span, named);
        eos_vector_push(builder->arena, &model->learners, learner);
    }
    if (loss != NULL)
        eos_vector_push(builder->arena, &model->trainings,
                        read_training(builder->arena, model, loss));
}
