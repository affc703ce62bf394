/* SPDX-License-Identifier: MIT */
/*
 * Meta-models written as JSON and text. A size or count that is not known is null in JSON and "?" in
 * text. The tree is cJSON's, so the arena must not be used while a tree is half built: texts that need
 * it are made first, values are shown in a scratch arena of this call.
 */
#include "model/model_json.h"
#include "model/model_json_parts.h"

#include <math.h>

static const char *const FORMS[] = {"sequential", "functional", "subclass", "module"};
static const char *const PRESENCES[] = {"always", "maybe", "repeated"};

const char *eos_presence_name(eos_presence presence)
{
    return PRESENCES[presence];
}

static const char *const ENCODINGS[] = {NULL, "integer", "one-hot", "multi-hot", "continuous"};

void eos_json_add_count(eos_json *parent, const char *key, int64_t count)
{
    if (count < 0)
        eos_json_add_null(parent, key);
    else
        eos_json_add_int(parent, key, count);
}

static void add_shape(eos_json *parent, const char *key, const eos_shape *shape)
{
    if (!shape->is_known) {
        eos_json_add_null(parent, key);
        return;
    }
    eos_json *array = eos_json_array(parent, key);
    for (uint32_t i = 0; i < shape->rank; i++)
        eos_json_add_count(array, NULL, shape->sizes[i]);
}

/* plain constants as JSON values, anything else as the text a program would write */
void eos_json_add_value(eos_json *parent, const char *key, eos_value value, eos_arena *scratch)
{
    double number;
    if (value.kind == EOS_VALUE_BOOL)
        eos_json_add_bool(parent, key, value.as.boolean);
    else if (value.kind == EOS_VALUE_INT)
        eos_json_add_int(parent, key, value.as.integer);
    else if (eos_value_number(value, &number))
        eos_json_add_number(parent, key, number);
    else if (value.kind == EOS_VALUE_STRING)
        eos_json_add_string(parent, key, value.as.text->data);
    else if (eos_value_is_unknown(value) || value.kind == EOS_VALUE_NONE)
        eos_json_add_null(parent, key);
    else
        eos_json_add_string(parent, key, eos_value_show(scratch, value));
}

void eos_json_add_line(eos_json *parent, eos_span span)
{
    eos_json_add_count(parent, "line", span.line > 0 ? (int64_t)span.line : -1);
}

static void add_layer(eos_json *array, const eos_layer *layer, eos_arena *scratch, int depth);

static void add_layers(eos_json *parent, const eos_model *model, eos_arena *scratch, int depth)
{
    eos_json *array = eos_json_array(parent, "layers");
    for (uint32_t i = 0; i < model->layers.count && depth < 16; i++)
        add_layer(array, &model->layers.items[i], scratch, depth);
}

static void add_layer(eos_json *array, const eos_layer *layer, eos_arena *scratch, int depth)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_int(out, "ordinal", layer->ordinal);
    eos_json_add_string(out, "kind", layer->kind);
    eos_json_add_string(out, "name", layer->name);
    eos_json_add_line(out, layer->span);
    eos_json_add_string(out, "presence", PRESENCES[layer->presence]);
    eos_json_add_int(out, "object", layer->object);
    eos_json_add_bool(out, "reuse", layer->is_reuse);
    eos_json_add_bool(out, "functional", layer->is_functional);
    eos_json *inputs = eos_json_array(out, "inputs");
    for (uint32_t i = 0; i < layer->input_count; i++)
        eos_json_add_int(inputs, NULL, (long long)layer->inputs[i] + 1);
    add_shape(out, "input_shape", &layer->input_shape);
    add_shape(out, "output_shape", &layer->output_shape);
    eos_json_add_count(out, "parameter_count", layer->parameter_count);
    eos_json_add_string(out, "activation", layer->activation.name);
    eos_json *params = eos_json_object(out, "parameters");
    for (uint32_t i = 0; i < layer->param_count; i++)
        if (layer->params[i].is_given)
            eos_json_add_value(params, layer->params[i].name, layer->params[i].value, scratch);
    if (layer->nested != NULL)
        add_layers(out, layer->nested, scratch, depth + 1);
}

static void add_learner(eos_json *array, const eos_learner *learner, eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_line(out, learner->span);
    eos_json_add_string(out, "presence", PRESENCES[learner->presence]);
    eos_json *optimizer = eos_json_object(out, "optimizer");
    eos_json_add_string(optimizer, "name", learner->optimizer.name);
    eos_json_add_line(optimizer, learner->optimizer.span);
    eos_json_add_value(optimizer, "learning_rate", learner->optimizer.learning_rate, scratch);
    eos_json_add_bool(optimizer, "given", learner->optimizer.is_rate_given);
    eos_json_add_bool(optimizer, "schedule", learner->optimizer.is_schedule);
    eos_json *loss = eos_json_object(out, "loss");
    eos_json_add_string(loss, "name", learner->loss.name);
    eos_json_add_line(loss, learner->loss.span);
    eos_json_add_value(loss, "from_logits", learner->loss.from_logits, scratch);
    eos_json *metrics = eos_json_array(out, "metrics");
    for (uint32_t i = 0; i < learner->metrics.count; i++)
        eos_json_add_string(metrics, NULL, learner->metrics.items[i].name);
}

/* a number that may not be known */
static void add_bound(eos_json *parent, const char *key, double bound)
{
    if (isfinite(bound))
        eos_json_add_number(parent, key, bound);
    else
        eos_json_add_null(parent, key);
}

static const eos_tensor *data_of(eos_value value, bool is_target)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_TENSOR)
        return NULL;
    const eos_tensor *tensor = value.as.object->now.facts;
    if (tensor != NULL && tensor->holder == EOS_HOLDER_FEED)
        return is_target ? tensor->targets : tensor->inputs;
    return tensor;
}

static void add_data(eos_json *parent, const char *key, const eos_tensor *tensor)
{
    if (tensor == NULL) {
        eos_json_add_null(parent, key);
        return;
    }
    eos_json *out = eos_json_object(parent, key);
    add_shape(out, "shape", &tensor->shape);
    add_bound(out, "minimum", tensor->minimum);
    add_bound(out, "maximum", tensor->maximum);
    eos_json_add_bool(out, "exact", tensor->is_range_exact);
    eos_json_add_bool(out, "standardised", tensor->is_standardised);
    eos_json_add_string(out, "scaled_by", tensor->scaled_by);
    eos_json_add_string(out, "source", tensor->source);
}

static void add_training(eos_json *array, const eos_training *training, eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_line(out, training->span);
    eos_json_add_string(out, "method", training->method);
    eos_json_add_string(out, "presence", PRESENCES[training->presence]);
    if (training->learner == EOS_NO_LEARNER)
        eos_json_add_null(out, "learner");
    else
        eos_json_add_int(out, "learner", (long long)training->learner + 1);
    eos_json_add_value(out, "batch_size", training->batch_size, scratch);
    eos_json_add_value(out, "epochs", training->epochs, scratch);
    eos_json_add_value(out, "shuffle", training->shuffle, scratch);
    eos_json_add_count(out, "loop", training->loop != NULL ? (int64_t)training->loop->ordinal : -1);
    eos_json *labels = eos_json_object(out, "labels");
    eos_json_add_string(labels, "encoding", ENCODINGS[training->labels.encoding]);
    eos_json_add_value(labels, "classes", training->labels.classes, scratch);
    eos_json_add_string(labels, "source", training->labels.source);
    add_data(out, "inputs", data_of(training->x, false));
    bool is_fed = data_of(training->y, true) == NULL;
    add_data(out, "targets", data_of(is_fed ? training->x : training->y, true));
}

static void add_given_up(eos_json *array, const eos_given_up *one)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_line(out, one->span);
    eos_json_add_string(out, "what", one->what);
    eos_json_add_string(out, "reason", one->reason);
}

static void add_model(eos_json *array, const eos_model *model, const eos_program *program,
                      eos_arena *scratch)
{
    eos_json *out = eos_json_object(array, NULL);
    eos_json_add_string(out, "name", model->name);
    eos_json_add_line(out, model->span);
    eos_json_add_string(out, "scope", model->scope);
    eos_json_add_string(out, "framework",
                        model->framework == EOS_FRAMEWORK_TORCH ? "torch" : "keras");
    eos_json_add_string(out, "form", FORMS[model->form]);
    eos_json_add_count(out, "parameter_count", model->parameter_count);
    eos_json_add_bool(out, "complete", model->is_complete);
    if (model->weights == EOS_WEIGHTS_TRAINED)
        eos_json_add_bool(out, "pretrained", true);
    add_shape(out, "input_shape", &model->input_shape);
    add_layers(out, model, scratch, 0);
    eos_json *learners = eos_json_array(out, "learners");
    for (uint32_t i = 0; i < model->learners.count; i++)
        add_learner(learners, &model->learners.items[i], scratch);
    eos_json *trainings = eos_json_array(out, "trainings");
    for (uint32_t i = 0; i < model->trainings.count; i++)
        add_training(trainings, &model->trainings.items[i], scratch);
    eos_json *not_judged = eos_json_array(out, "not_judged");
    for (uint32_t i = 0; i < program->given_up.count; i++)
        if (program->given_up.items[i].span.line == model->span.line)
            add_given_up(not_judged, &program->given_up.items[i]);
}

eos_json *eos_program_to_json(const eos_program *program, const char *path)
{
    eos_arena scratch;
    eos_json *volatile root = eos_json_object(NULL, NULL);
    eos_arena_init(&scratch, EOS_LIMIT_ARENA_BYTES);
    EOS_ARENA_TRY(&scratch, guard)
        eos_json_add_string(root, "version", EOS_VERSION);
    eos_json_add_string(root, "path", path);
    eos_json *models = eos_json_array(root, "models");
    for (uint32_t i = 0; i < program->models.count; i++)
        add_model(models, program->models.items[i], program, &scratch);
    eos_train_facts_to_json(root, program, &scratch);
    eos_json *not_judged = eos_json_array(root, "not_judged");
    for (uint32_t i = 0; i < program->given_up.count; i++)
        add_given_up(not_judged, &program->given_up.items[i]);
    EOS_ARENA_CATCH(&scratch, guard)
        eos_json_free(root);
    root = NULL;
    EOS_ARENA_END;
    eos_arena_release(&scratch);
    return root;
}

/* ---- text ---- */

static void write_count(eos_buffer *out, int64_t count)
{
    if (count < 0)
        eos_buffer_add_string(out, "?");
    else
        eos_buffer_printf(out, "%lld", (long long)count);
}

static void write_layers(eos_buffer *out, eos_arena *arena, const eos_model *model, int depth)
{
    static const char *const marks[] = {"", " (maybe)", " (repeated)"};
    for (uint32_t i = 0; i < model->layers.count && depth < 16; i++) {
        const eos_layer *layer = &model->layers.items[i];
        const char *activation =
            layer->activation.name != NULL && layer->activation.kind != EOS_ACT_LINEAR
                ? layer->activation.name
                : "";
        eos_buffer_printf(out, "%*s%4u  %-22s %-24s %-12s ", depth * 2, "", layer->ordinal,
                          layer->kind, eos_shape_show(arena, &layer->output_shape), activation);
        write_count(out, layer->parameter_count);
        eos_buffer_printf(out, "  line %u%s\n", layer->span.line, marks[layer->presence]);
        if (layer->nested != NULL)
            write_layers(out, arena, layer->nested, depth + 1);
    }
}

static void write_model(eos_buffer *out, eos_arena *arena, const eos_model *model)
{
    eos_buffer_printf(out, "%s (line %u): %s, %s, input %s, parameters ", model->name,
                      model->span.line, model->framework == EOS_FRAMEWORK_TORCH ? "torch" : "keras",
                      FORMS[model->form], eos_shape_show(arena, &model->input_shape));
    write_count(out, model->parameter_count);
    eos_buffer_add_string(out, model->is_complete ? "\n" : " (not fully known)\n");
    write_layers(out, arena, model, 0);
    for (uint32_t i = 0; i < model->learners.count; i++) {
        const eos_learner *learner = &model->learners.items[i];
        eos_buffer_printf(out, "   compile (line %u): loss %s, optimizer %s, learning rate %s\n",
                          learner->span.line, learner->loss.name != NULL ? learner->loss.name : "?",
                          learner->optimizer.name != NULL ? learner->optimizer.name : "?",
                          eos_value_show(arena, learner->optimizer.learning_rate));
    }
    for (uint32_t i = 0; i < model->trainings.count; i++) {
        const eos_training *training = &model->trainings.items[i];
        eos_buffer_printf(out, "   %s (line %u): batch size %s, epochs %s\n", training->method,
                          training->span.line, eos_value_show(arena, training->batch_size),
                          eos_value_show(arena, training->epochs));
    }
}

const char *eos_program_to_text(eos_arena *arena, const eos_program *program)
{
    eos_buffer out;
    eos_buffer_init(&out, arena);
    for (uint32_t i = 0; i < program->models.count; i++)
        write_model(&out, arena, program->models.items[i]);
    if (program->models.count == 0)
        eos_buffer_add_string(&out, "no model found\n");
    for (uint32_t i = 0; i < program->given_up.count; i++) {
        const eos_given_up *one = &program->given_up.items[i];
        eos_buffer_printf(&out, "not judged, line %u: %s: %s\n", one->span.line, one->what,
                          one->reason);
    }
    return out.data;
}
