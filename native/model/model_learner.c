/* SPDX-License-Identifier: MIT */
/*
 * compile and fit: optimiser, loss, metrics, training facts. Strings, classes, instances and functions
 * mean the same entry of the tables; what a default supplies carries the origin "library" and is told
 * apart from what the program writes.
 */
#include "model/model_build.h"

#include <math.h>

#define KERAS_BATCH_SIZE                                                                           \
    32 /* keras.Model.fit: batch_size=None means 32 (keras documentation of fit) */

static eos_named_entry resolve(eos_value value, const char *space, eos_api_family family)
{
    eos_named_entry out = {0};
    const eos_text *text = eos_value_string(value);
    if (text != NULL) {
        out.entry = eos_api_find_string(space, text->data, text->length);
    } else if (value.kind == EOS_VALUE_LIBRARY) {
        out.entry = value.as.library->entry;
    } else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIBRARY) {
        out.made = value.as.object->now.facts;
        out.entry = out.made != NULL ? out.made->entry : NULL;
    }
    if (out.entry != NULL && out.entry->family != family)
        out = (eos_named_entry){0};
    return out;
}

/* the default of a parameter as a value; unknown when it is no plain literal */
static eos_value entry_default(eos_arena *arena, const eos_api_entry *entry, const char *name)
{
    int index = eos_api_param_index(entry, name, strlen(name));
    if (index < 0)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    const eos_api_literal *literal = &entry->params[index].otherwise;
    eos_value value;
    switch (literal->kind) {
    case EOS_API_NONE:
        value = eos_none();
        break;
    case EOS_API_BOOL:
        value = eos_boolean(literal->integer != 0);
        break;
    case EOS_API_INT:
        value = eos_integer(literal->integer);
        break;
    case EOS_API_FLOAT:
        value = eos_number(literal->number);
        break;
    default:
        return eos_unknown("a default that is no literal");
    }
    return eos_value_through(arena, value, EOS_ORIGIN_API, (eos_span){0}, NULL, NULL);
}

static eos_value value_of(eos_arena *arena, eos_named_entry named, const char *name)
{
    if (named.made != NULL)
        return eos_made_value(named.made, name);
    return entry_default(arena, named.entry, name);
}

/* ---- optimiser ---- */

/* a schedule stands for its largest rate */
static void read_schedule(eos_optimizer *optimizer, const eos_made *schedule)
{
    optimizer->is_schedule = true;
    eos_value warm = eos_made_value(schedule, "warmup_target");
    optimizer->has_warmup = warm.kind != EOS_VALUE_UNBOUND && warm.kind != EOS_VALUE_NONE;
    static const char *const names[] = {"initial_learning_rate", "max_lr"};
    optimizer->learning_rate = eos_unknown("a schedule that is not understood");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        eos_value rate = eos_made_value(schedule, names[i]);
        if (rate.kind != EOS_VALUE_UNBOUND)
            optimizer->learning_rate = rate;
    }
    if (optimizer->has_warmup)
        optimizer->learning_rate = warm;
}

static bool is_given_and_set(const eos_made *made, const char *name)
{
    return eos_made_is_given(made, name) && !eos_value_is_none(eos_made_value(made, name));
}

/* optimizer.learning_rate = 0.001, or K.set_value(model.optimizer.lr, 0.001) */
static bool is_rate_set(const eos_object *optimizer)
{
    for (uint32_t i = 0; i < eos_sequence_count(optimizer->now.attributes); i++) {
        const eos_text *name = eos_value_string(optimizer->now.attributes->items[i].key);
        if (eos_text_is(name, "learning_rate") || eos_text_is(name, "lr") ||
            eos_text_is(name, EOS_KERAS_RATE))
            return true;
    }
    return false;
}

eos_optimizer eos_optimizer_read(eos_arena *arena, eos_value value, eos_span span,
                                 eos_named_entry named)
{
    eos_optimizer out = {
        .value = value, .span = span, .learning_rate = eos_unknown("the optimizer is not known")};
    if (named.entry == NULL)
        return out;
    const char *rate_name = named.entry->is_torch ? "lr" : "learning_rate";
    out.family = named.entry->detail;
    out.name = named.entry->kind;
    out.learning_rate = value_of(arena, named, rate_name);
    if (out.learning_rate.kind == EOS_VALUE_UNBOUND)
        out.learning_rate = eos_unknown("the optimizer takes no learning rate");
    if (named.made == NULL)
        return out;
    out.span = named.made->span;
    out.is_rate_given = eos_made_is_given(named.made, rate_name);
    out.has_clipping = is_given_and_set(named.made, "clipnorm") ||
                       is_given_and_set(named.made, "clipvalue") ||
                       is_given_and_set(named.made, "global_clipnorm");
    if (value.kind == EOS_VALUE_OBJECT && is_rate_set(value.as.object))
        out.learning_rate = eos_unknown("the program may set another rate");
    eos_value rate = out.learning_rate;
    if (rate.kind == EOS_VALUE_OBJECT && rate.as.object->kind == EOS_OBJECT_LIBRARY &&
        rate.as.object->now.facts != NULL)
        read_schedule(&out, rate.as.object->now.facts);
    return out;
}

/* ---- loss ---- */

/* a list of one loss is that loss */
static eos_value only_loss(eos_value value, bool *is_several)
{
    if (value.kind == EOS_VALUE_TUPLE ||
        (value.kind == EOS_VALUE_OBJECT &&
         (value.as.object->kind == EOS_OBJECT_LIST || value.as.object->kind == EOS_OBJECT_DICT))) {
        const eos_sequence *items =
            value.kind == EOS_VALUE_TUPLE ? value.as.items : value.as.object->now.items;
        if (eos_sequence_count(items) == 1 && items->items[0].presence == EOS_PRESENT &&
            (value.kind == EOS_VALUE_TUPLE || !value.as.object->now.is_open))
            return items->items[0].value;
        *is_several = true;
    }
    return value;
}

eos_loss eos_loss_read(eos_arena *arena, eos_value value, eos_span span, eos_named_entry named)
{
    eos_loss out = {.value = value,
                    .span = span,
                    .from_logits = eos_unknown("the loss is not known"),
                    .label_smoothing = eos_unknown("the loss is not known")};
    if (named.entry == NULL)
        return out;
    out.kind = named.entry->detail;
    const eos_text *text = eos_value_string(out.value);
    out.name = text != NULL ? text->data : named.entry->kind;
    out.from_logits = value_of(arena, named, "from_logits");
    if (out.from_logits.kind == EOS_VALUE_UNBOUND)
        out.from_logits = eos_none();
    out.label_smoothing = value_of(arena, named, "label_smoothing");
    return out;
}

/* ---- metrics ---- */

static bool is_holder(eos_value value)
{
    return value.kind == EOS_VALUE_TUPLE ||
           (value.kind == EOS_VALUE_OBJECT &&
            (value.as.object->kind == EOS_OBJECT_LIST || value.as.object->kind == EOS_OBJECT_DICT));
}

/* metrics in a list, of several outputs in lists within it, or by name of the output */
static void add_metrics(eos_arena *arena, eos_learner *learner, eos_value value, eos_span span,
                        int depth)
{
    if (value.kind == EOS_VALUE_NONE)
        return;
    if (is_holder(value) && depth < 3) {
        const eos_sequence *items =
            value.kind == EOS_VALUE_TUPLE ? value.as.items : value.as.object->now.items;
        learner->is_metrics_known &= value.kind == EOS_VALUE_TUPLE || !value.as.object->now.is_open;
        for (uint32_t i = 0; i < eos_sequence_count(items); i++)
            add_metrics(arena, learner, items->items[i].value, span, depth + 1);
        return;
    }
    const eos_text *text = eos_value_string(value);
    eos_named_entry named = resolve(value, "metrics", EOS_API_METRIC);
    const char *name = text != NULL ? text->data : named.entry != NULL ? named.entry->kind : NULL;
    learner->is_metrics_known &= name != NULL;
    if (depth > 0)
        eos_vector_push(arena, &learner->metrics, (eos_metric){name, span});
}

static void read_metrics(eos_arena *arena, eos_learner *learner, const eos_made *compile)
{
    learner->is_metrics_known = true;
    add_metrics(arena, learner, eos_made_value(compile, "metrics"),
                eos_made_span(compile, "metrics"), 0);
}

void eos_learner_read(eos_model_builder *builder, eos_model *model, const eos_event *event)
{
    eos_learner learner = {
        .span = event->span, .scope = event->scope->data, .presence = event->presence};
    eos_value optimizer = eos_made_value(event->made, "optimizer");
    learner.optimizer =
        eos_optimizer_read(builder->arena, optimizer, eos_made_span(event->made, "optimizer"),
                           resolve(optimizer, "optimizers", EOS_API_OPTIMIZER));
    eos_value loss = only_loss(eos_made_value(event->made, "loss"), &learner.has_several_losses);
    eos_named_entry named = {0};
    if (!learner.has_several_losses)
        named = resolve(loss, "losses", EOS_API_LOSS);
    learner.loss = eos_loss_read(builder->arena, loss, eos_made_span(event->made, "loss"), named);
    read_metrics(builder->arena, &learner, event->made);
    model->is_with_defaults |= event->is_with_defaults;
    eos_vector_push(builder->arena, &model->learners, learner);
}

/* ---- training ---- */

static const eos_tensor *tensor_of(eos_value value)
{
    return value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_TENSOR
               ? value.as.object->now.facts
               : NULL;
}

static bool is_feed(const eos_tensor *tensor)
{
    return tensor != NULL && tensor->holder == EOS_HOLDER_FEED;
}

/* `tensor` NULL = nothing is known of what `y` stands for */
eos_labels eos_labels_read(eos_value y, const eos_tensor *tensor, eos_span span)
{
    eos_labels labels = {.classes = eos_unknown("labels that are not known"),
                         .minimum = (double)NAN,
                         .maximum = (double)NAN,
                         .value = y,
                         .span = span};
    if (tensor == NULL || tensor->is_symbolic || tensor->holder >= EOS_HOLDER_BY_POSITION)
        return labels;
    labels.encoding = tensor->encoding;
    labels.minimum = tensor->minimum;
    labels.maximum = tensor->maximum;
    labels.is_range_exact = tensor->is_range_exact;
    labels.source = tensor->source;
    labels.evidence = tensor->is_known_data ? 2 : 0; /* eos_evidence_source: known data, code */
    if (tensor->classes >= 0) {
        labels.classes = eos_integer(tensor->classes);
        labels.classes.origin = y.origin;
        labels.classes.is_with_defaults = y.is_with_defaults;
    }
    return labels;
}

static eos_value given_or_unknown(const eos_made *made, const char *name)
{
    eos_value value = eos_made_value(made, name);
    return value.kind == EOS_VALUE_UNBOUND ? eos_unknown("not given") : value;
}

static eos_value read_batch_size(eos_arena *arena, const eos_made *made, eos_value x,
                                 bool *is_given)
{
    eos_value value = eos_made_value(made, "batch_size");
    const eos_tensor *feed = tensor_of(x);
    *is_given = true;
    if (value.kind != EOS_VALUE_UNBOUND && value.kind != EOS_VALUE_NONE)
        return value;
    if (feed != NULL && feed->batch_size.kind != EOS_VALUE_UNBOUND)
        return feed->batch_size;
    *is_given = false;
    if (value.kind == EOS_VALUE_NONE && feed != NULL && !is_feed(feed))
        return eos_value_through(arena, eos_integer(KERAS_BATCH_SIZE), EOS_ORIGIN_API,
                                 (eos_span){0}, NULL, NULL);
    return eos_unknown("the batch size comes from what feeds the model");
}

/* a callback that decides the rate whatever the optimiser was given */
static bool has_rate_callback(eos_value callbacks)
{
    const eos_sequence *items = NULL;
    if (callbacks.kind == EOS_VALUE_TUPLE)
        items = callbacks.as.items;
    else if (callbacks.kind == EOS_VALUE_OBJECT && callbacks.as.object->kind == EOS_OBJECT_LIST)
        items = callbacks.as.object->now.items;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        eos_value one = items->items[i].value;
        if (one.kind == EOS_VALUE_OBJECT && one.as.object->kind == EOS_OBJECT_LIBRARY &&
            one.as.object->library != NULL &&
            eos_text_is(one.as.object->library->path, "keras.callbacks.LearningRateScheduler"))
            return true;
    }
    return false;
}

static bool is_alike(eos_value left, eos_value right)
{
    return (eos_value_is_unknown(left) && eos_value_is_unknown(right)) ||
           eos_value_equal(left, right);
}

/* the same call in another round of a loop, with the same numbers */
static bool is_repeated(eos_model *model, const eos_training *training)
{
    for (uint32_t i = model->trainings.count; i > 0; i--) {
        eos_training *old = &model->trainings.items[i - 1];
        if (old->span.line == training->span.line && old->span.column == training->span.column &&
            old->span.file == training->span.file && old->learner == training->learner &&
            old->labels.encoding == training->labels.encoding &&
            is_alike(old->batch_size, training->batch_size) &&
            is_alike(old->epochs, training->epochs) &&
            is_alike(old->validation_split, training->validation_split)) {
            old->is_repeated = true;
            return true;
        }
    }
    return false;
}

void eos_training_read(eos_model_builder *builder, eos_model *model, const eos_event *event)
{
    const eos_made *made = event->made;
    eos_training training = {.span = event->span,
                             .scope = event->scope->data,
                             .method = event->method,
                             .presence = event->presence,
                             .learner = model->learners.count > 0 ? model->learners.count - 1
                                                                  : EOS_NO_LEARNER};
    training.x = given_or_unknown(made, "x");
    if (eos_made_value(made, "x").kind == EOS_VALUE_UNBOUND)
        training.x = given_or_unknown(made, "generator");
    training.y = given_or_unknown(made, "y");
    eos_span span = eos_made_span(made, "y");
    bool is_fed = training.y.kind == EOS_VALUE_NONE || eos_value_is_unknown(training.y);
    const eos_tensor *feed = tensor_of(training.x);
    eos_span at = span.line != 0 ? span : event->span;
    if (is_fed && is_feed(feed))
        training.labels = eos_labels_read(training.x, feed->targets, at);
    else if (is_fed) /* plain inputs without labels */
        training.labels = eos_labels_read(eos_unknown("no labels are passed"), NULL, at);
    else
        training.labels = eos_labels_read(training.y, tensor_of(training.y), at);
    training.batch_size =
        read_batch_size(builder->arena, made, training.x, &training.is_batch_size_given);
    training.call = made;
    training.is_repeated = event->round != NULL;
    training.epochs = given_or_unknown(made, "epochs");
    training.steps_per_epoch = given_or_unknown(made, "steps_per_epoch");
    training.validation_split = given_or_unknown(made, "validation_split");
    training.shuffle = given_or_unknown(made, "shuffle");
    if (training.learner != EOS_NO_LEARNER &&
        has_rate_callback(eos_made_value(made, "callbacks"))) {
        eos_optimizer *optimizer = &model->learners.items[training.learner].optimizer;
        optimizer->is_schedule = true;
        optimizer->learning_rate = eos_unknown("a callback sets the rate");
    }
    if (is_repeated(model, &training))
        return;
    model->is_with_defaults |= event->is_with_defaults;
    eos_vector_push(builder->arena, &model->trainings, training);
}

void eos_evaluation_read(eos_model_builder *builder, eos_model *model, const eos_event *event)
{
    eos_evaluation one = {.span = event->span,
                          .scope = event->scope->data,
                          .method = event->method,
                          .presence = event->presence,
                          .x = eos_unknown("no data are passed"),
                          .y = eos_unknown("no data are passed")};
    if (event->kind == EOS_EVENT_READ) {
        eos_reading reading = {event->span, one.scope, one.method, one.presence, event->target};
        eos_vector_push(builder->arena, &model->readings, reading);
        return;
    }
    one.x = given_or_unknown(event->made, "x");
    one.y = given_or_unknown(event->made, "y");
    if (eos_made_value(event->made, "x").kind == EOS_VALUE_UNBOUND)
        one.x = given_or_unknown(event->made, "generator");
    eos_vector_push(builder->arena, &model->evaluations, one);
}
