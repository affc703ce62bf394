/* SPDX-License-Identifier: MIT */
/* See model_fixture.h. The judgement's arena has no guard outside fixture_run, so a test that runs out
 * of memory aborts; models are a few kilobytes. */
#include "model_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <string.h>

static const char *const activation_names[] = {
    NULL,      "linear",      "relu",        "elu",      "sigmoid",  "hard_sigmoid", "tanh",
    "softmax", "log_softmax", "log_sigmoid", "softplus", "softsign", "exponential",  NULL};

static const char *const no_codes[] = {NULL};

fixture fixture_new(eos_framework framework)
{
    fixture f = {.judgement = eos_judgement_new()};
    f.config = (eos_config){.profile = EOS_PROFILE_DEFAULT, .min_severity = -1};
    f.config.select = f.config.ignore = (const char **)(uintptr_t)no_codes;
    f.source = (eos_source){.path = "net.py", .text = "", .length = 0};
    f.model = EOS_NEW(&f.judgement->arena, eos_model);
    f.model->name = "model";
    f.model->scope = "";
    f.model->span = (eos_span){300, 0, 300, 10, 0};
    f.model->framework = (uint8_t)framework;
    f.model->is_complete = true;
    f.model->parameter_count = -1;
    return f;
}

void fixture_free(fixture *f)
{
    eos_judgement_free(f->judgement);
}

static eos_span line_span(uint32_t line, uint32_t column)
{
    return (eos_span){line, column, line, column + 8, 0};
}

eos_layer *fixture_layer(fixture *f, eos_layer_family family, const char *kind, int64_t units,
                         eos_activation_kind activation)
{
    eos_arena *arena = &f->judgement->arena;
    uint32_t index = f->model->layers.count;
    bool is_learnable = family == EOS_LAYER_DENSE || family == EOS_LAYER_CONV ||
                        family == EOS_LAYER_RECURRENT || family == EOS_LAYER_CONV_DEPTHWISE ||
                        family == EOS_LAYER_CUSTOM;
    eos_layer layer = {.ordinal = index + 1,
                       .kind = kind,
                       .family = (uint8_t)family,
                       .is_learnable = is_learnable,
                       .object = index + 1,
                       .span = line_span(index + 1, 0),
                       .scope = "",
                       .parameter_count = -1};
    layer.units = is_learnable && units > 0 ? eos_integer(units) : eos_unknown("not written");
    layer.activation = (eos_activation){.kind = (uint8_t)activation,
                                        .place = EOS_ACTIVATION_ARGUMENT,
                                        .name = activation_names[activation],
                                        .axis = -1,
                                        .span = line_span(index + 1, 4),
                                        .value = eos_unknown("by hand")};
    if (index > 0) {
        uint32_t *inputs = EOS_NEW(arena, uint32_t);
        *inputs = index - 1;
        layer.inputs = inputs;
        layer.input_count = 1;
    }
    eos_vector_push(arena, &f->model->layers, layer);
    return &f->model->layers.items[index];
}

eos_layer *fixture_activation(fixture *f, eos_activation_kind activation)
{
    eos_layer *layer = fixture_layer(f, EOS_LAYER_ACTIVATION, "Activation", 0, activation);
    layer->activation.place = EOS_ACTIVATION_OWN_LAYER;
    return layer;
}

eos_learner *fixture_learner(fixture *f, eos_loss_kind loss, const char *name)
{
    eos_learner learner = {.span = line_span(100, 0), .scope = "", .is_metrics_known = true};
    learner.loss = (eos_loss){.kind = (uint8_t)loss,
                              .name = name,
                              .value = eos_unknown("by hand"),
                              .span = line_span(100, 20),
                              .from_logits = eos_boolean(false),
                              .label_smoothing = eos_number(0)};
    learner.optimizer = (eos_optimizer){.family = EOS_OPT_SGD,
                                        .name = "SGD",
                                        .value = eos_unknown("by hand"),
                                        .span = line_span(99, 0),
                                        .learning_rate = eos_number(0.01)};
    eos_vector_push(&f->judgement->arena, &f->model->learners, learner);
    return eos_vector_last(&f->model->learners);
}

eos_training *fixture_training(fixture *f)
{
    eos_training training = {.span = line_span(200, 0),
                             .scope = "",
                             .method = "fit",
                             .learner = f->model->learners.count - 1,
                             .batch_size = eos_integer(32),
                             .epochs = eos_unknown("by hand"),
                             .steps_per_epoch = eos_unknown("by hand"),
                             .validation_split = eos_unknown("by hand"),
                             .x = eos_unknown("by hand"),
                             .y = eos_unknown("by hand")};
    training.labels = (eos_labels){.classes = eos_unknown("by hand"),
                                   .minimum = NAN,
                                   .maximum = NAN,
                                   .value = eos_unknown("by hand"),
                                   .span = line_span(200, 10)};
    eos_vector_push(&f->judgement->arena, &f->model->trainings, training);
    return eos_vector_last(&f->model->trainings);
}

static void find_head(eos_model *model)
{
    eos_head *head = &model->head;
    bool is_set = head->layer != NULL;
    for (uint32_t i = model->layers.count; i-- > 0 && !is_set;) {
        const eos_layer *layer = &model->layers.items[i];
        if (layer->family == EOS_LAYER_ACTIVATION && !head->activation_layer) {
            head->activation = layer->activation;
            head->activation_layer = layer;
        }
        if (!layer->is_learnable)
            continue;
        head->layer = layer;
        head->units = layer->units;
        head->is_known = layer->family != EOS_LAYER_CUSTOM;
        if (!head->activation_layer) {
            head->activation = layer->activation;
            head->activation_layer = layer;
        }
        is_set = true;
    }
}

void fixture_run(fixture *f)
{
    find_head(f->model);
    eos_models models = {0};
    EOS_ARENA_TRY(&f->judgement->arena, guard)
        eos_vector_push(&f->judgement->arena, &models, f->model);
    eos_judge_models(f->judgement, &models, NULL, NULL, &f->source, &f->config);
    EOS_ARENA_CATCH(&f->judgement->arena, guard)
        EOS_ARENA_END;
}

const eos_finding *fixture_finding(const fixture *f, const char *code)
{
    for (uint32_t i = 0; i < f->judgement->findings.count; i++)
        if (strcmp(f->judgement->findings.items[i].code, code) == 0)
            return &f->judgement->findings.items[i];
    return NULL;
}

char fixture_answer(const fixture *f, const char *code)
{
    char gravest = '-';
    const eos_finding *finding = fixture_finding(f, code);
    if (finding)
        return "IWE"[finding->severity];
    for (uint32_t i = 0; i < f->judgement->answers.count; i++) {
        const eos_answer *answer = &f->judgement->answers.items[i];
        if (strcmp(answer->code, code) != 0)
            continue;
        if (answer->answer == EOS_UNKNOWN_ANSWER)
            return '?';
        gravest = answer->answer == EOS_SATISFIED ? 'r' : '!';
    }
    return gravest;
}

eos_value fixture_one_of(fixture *f, eos_value first, eos_value second)
{
    return eos_value_join(&f->judgement->arena, first, second);
}

eos_value fixture_number_from(fixture *f, double number, uint32_t line, const char *name,
                              uint32_t through)
{
    eos_arena *arena = &f->judgement->arena;
    size_t length = strlen(name);
    eos_text *text = eos_arena_alloc(arena, sizeof *text + length + 1);
    text->length = (uint32_t)length;
    memcpy(text->data, name, length);
    eos_value value = eos_value_through(arena, eos_number(number), EOS_ORIGIN_LITERAL,
                                        line_span(line, 7), NULL, NULL);
    return eos_value_through(arena, value, EOS_ORIGIN_NAME, line_span(through, 3), NULL, text);
}
