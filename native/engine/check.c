/* SPDX-License-Identifier: MIT */
/*
 * What a rule is given: thresholds in force, subjects named alike, and the three answers. Nothing is
 * decided here about programs. Answers are collected in an eos_answer_set (answers.h), which settles
 * them when all rules have spoken.
 *
 * Everything kept is copied to the judgement's arena: models and values live in the arena of the
 * interpreter, which goes before the judgement does.
 */
#include "engine/answers.h"

#include <assert.h>
#include <string.h>

double eos_check_threshold(const eos_check *check, const char *name)
{
    for (uint32_t i = 0; i < check->config->threshold_count; i++)
        if (strcmp(check->config->thresholds[i].name, name) == 0)
            return check->config->thresholds[i].value;
    const eos_threshold *own = check->rule->thresholds;
    for (; own && own->name; own++)
        if (strcmp(own->name, name) == 0)
            return own->value[check->config->profile == EOS_PROFILE_THEIA    ? 1
                              : check->config->profile == EOS_PROFILE_STRICT ? 2
                                                                             : 0];
    assert(!"threshold that the rule does not list");
    return 0;
}

bool eos_check_is_profile(const eos_check *check, eos_profile profile)
{
    return check->config->profile == profile;
}

/* ---- subjects ---- */

static const char *copy_text(eos_arena *arena, const char *text)
{
    return text ? eos_arena_copy(arena, text, strlen(text)) : NULL;
}

static const char *copy_or_empty(eos_arena *arena, const char *text)
{
    return text ? eos_arena_copy(arena, text, strlen(text)) : "";
}

static const eos_layer *learnable_before(const eos_model *model, uint32_t index)
{
    while (index-- > 0)
        if (model->layers.items[index].is_learnable)
            return &model->layers.items[index];
    return NULL;
}

static const eos_layer *learnable_after(const eos_model *model, uint32_t index)
{
    while (++index < model->layers.count)
        if (model->layers.items[index].is_learnable)
            return &model->layers.items[index];
    return NULL;
}

/* The kinds of the learnable layers around a layer, when it is one of the model's own. */
static void name_neighbours(eos_check *check, eos_about *about)
{
    const eos_model *model = about->model;
    about->subject.before = about->subject.after = "";
    if (!about->layer || !model->layers.items || about->layer < model->layers.items ||
        about->layer >= model->layers.items + model->layers.count)
        return;
    uint32_t index = (uint32_t)(about->layer - model->layers.items);
    const eos_layer *before = learnable_before(model, index),
                    *after = learnable_after(model, index);
    about->subject.before = copy_or_empty(check->arena, before ? before->kind : NULL);
    about->subject.after = copy_or_empty(check->arena, after ? after->kind : NULL);
}

static eos_about make_about(eos_check *check, const eos_model *model, const char *role,
                            const char *scope, const char *kind)
{
    eos_about about = {.model = model};
    about.subject = (eos_subject){.scope = copy_or_empty(check->arena, scope),
                                  .role = role,
                                  .kind = copy_or_empty(check->arena, kind),
                                  .before = "",
                                  .after = ""};
    return about;
}

eos_about eos_about_layer(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    eos_about about = make_about(check, model, "layer", layer->scope, layer->kind);
    about.span = layer->span;
    about.path = layer->path;
    about.layer = layer;
    name_neighbours(check, &about);
    return about;
}

eos_about eos_about_head(eos_check *check, const eos_model *model)
{
    const eos_layer *layer = model->head.layer;
    if (!layer)
        layer = model->head.activation_layer;
    eos_about about = make_about(check, model, "head", layer ? layer->scope : model->scope,
                                 layer ? layer->kind : "");
    about.span = layer ? layer->span : model->span;
    about.path = layer ? layer->path : model->path;
    about.layer = layer;
    name_neighbours(check, &about);
    return about;
}

eos_about eos_about_loss(eos_check *check, const eos_model *model, const eos_learner *learner)
{
    eos_about about = make_about(check, model, "loss", learner->scope, learner->loss.name);
    about.span = learner->loss.span.line ? learner->loss.span : learner->span;
    return about;
}

eos_about eos_about_optimizer(eos_check *check, const eos_model *model, const eos_learner *learner)
{
    eos_about about =
        make_about(check, model, "optimizer", learner->scope, learner->optimizer.name);
    about.span = learner->optimizer.span.line ? learner->optimizer.span : learner->span;
    return about;
}

eos_about eos_about_fit(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = make_about(check, model, "fit", training->scope, training->method);
    about.span = training->span;
    return about;
}

eos_about eos_about_model(eos_check *check, const eos_model *model)
{
    static const char *const forms[] = {"sequential", "functional", "subclass", "module"};
    const char *kind = model->form < 4 ? forms[model->form] : "";
    eos_about about = make_about(check, model, "model", model->scope, kind);
    about.span = model->span;
    about.path = model->path;
    return about;
}

eos_about eos_about_class(eos_check *check, const eos_class_facts *facts,
                          const eos_class_member *member)
{
    eos_about about =
        make_about(check, NULL, member ? "member" : "class", member ? member->scope : facts->scope,
                   member ? member->kind : facts->name);
    about.subject.before = about.subject.after = "";
    about.span = member ? member->span : facts->span;
    return about;
}

eos_about eos_about_step(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step,
                         const char *kind)
{
    eos_about about = make_about(check, NULL, "step", loop->scope, kind);
    about.span = step->span;
    about.path = step->path;
    return about;
}

/* ---- answers ---- */

const char *eos_check_path(const eos_check *check, eos_span span)
{
    const eos_module_provider *imports = check->source ? check->source->imports : NULL;
    return span.file != 0 && imports ? imports->path(imports->payload, span.file) : NULL;
}

static bool is_here(const eos_about *about)
{
    return !about->path && about->span.file == 0;
}

/* The first member of a struct has the struct's address: every finding of a rule is a draft's. */
static eos_draft *draft_of(eos_finding *finding)
{
    return (eos_draft *)(void *)finding;
}

/* Where the subject stands in the judged file; false when it stands in no place of it. */
static bool find_place(const eos_about *about, eos_span *span)
{
    *span = about->span;
    if (is_here(about))
        return true;
    if (!about->model || about->model->path || about->model->span.file != 0)
        return false;
    *span = about->model->span; /* the place that brings it in */
    return span->line != 0;
}

static void add_answer(eos_check *check, const eos_about *about, eos_answer_kind answer,
                       const char *reason, eos_draft *draft)
{
    eos_answer_draft item = {.rule = check->rule,
                             .subject = about->subject,
                             .reason = copy_text(check->arena, reason),
                             .draft = draft,
                             .order = check->answers->items.count,
                             .answer = (uint8_t)answer};
    bool has_place = find_place(about, &item.span);
    if (draft && !is_here(about)) {
        draft->is_elsewhere = true;
        if (has_place)
            draft->model_place = item.span;
    } else if (!has_place) {
        return;
    }
    eos_vector_push(check->arena, &check->answers->items, item);
}

void eos_check_satisfied(eos_check *check, const eos_about *about)
{
    add_answer(check, about, EOS_SATISFIED, NULL, NULL);
}

void eos_check_unknown(eos_check *check, const eos_about *about, const char *reason)
{
    add_answer(check, about, EOS_UNKNOWN_ANSWER, reason ? reason : "not known", NULL);
}

/* Names come from programs: a message is one line whatever they hold. */
static char *make_line(char *text)
{
    for (char *at = text; *at; at++)
        if ((unsigned char)*at < 0x20)
            *at = ' ';
    return text;
}

static void describe_subject(eos_check *check, eos_finding *finding, const eos_about *about)
{
    finding->cell = -1;
    if (about->model)
        finding->model = copy_text(check->arena, about->model->name);
    if (!about->layer)
        return;
    finding->layer_ordinal = about->layer->ordinal;
    finding->layer_name = copy_text(check->arena, about->layer->name);
    finding->layer_kind = copy_text(check->arena, about->layer->kind);
}

eos_finding *eos_check_violated(eos_check *check, const eos_about *about, const char *format, ...)
{
    eos_draft *draft = EOS_NEW(check->arena, eos_draft);
    eos_finding *finding = &draft->finding;
    finding->code = check->rule->code;
    finding->name = check->rule->name;
    finding->category = check->rule->category;
    finding->severity = check->rule->severity;
    finding->confidence = check->rule->confidence;
    draft->highest_confidence = EOS_CONFIDENCE_CERTAIN;
    describe_subject(check, finding, about);
    va_list args;
    va_start(args, format);
    char *message = make_line(eos_arena_vprintf(check->arena, format, args));
    va_end(args);
    const char *path = about->path ? about->path : eos_check_path(check, about->span);
    if (path && !strstr(message, path))
        message =
            eos_arena_printf(check->arena, "%s (in %s line %u)", message, path, about->span.line);
    finding->message = message;
    bool is_maybe = about->layer && about->layer->presence != EOS_PRESENT;
    if (is_maybe)
        draft->highest_confidence = EOS_CONFIDENCE_LIKELY;
    if (about->model && about->model->is_with_defaults)
        eos_finding_with_defaults(check, finding);
    add_answer(check, about, EOS_VIOLATED, NULL, draft);
    return finding;
}

void eos_finding_with_defaults(eos_check *check, eos_finding *finding)
{
    (void)check;
    eos_draft *draft = draft_of(finding);
    draft->is_with_defaults = true;
    if (draft->highest_confidence > EOS_CONFIDENCE_LIKELY)
        draft->highest_confidence = EOS_CONFIDENCE_LIKELY;
}

void eos_finding_fix(eos_check *check, eos_finding *finding, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    finding->fix = make_line(eos_arena_vprintf(check->arena, format, args));
    va_end(args);
}

void eos_finding_edit(eos_check *check, eos_finding *finding, eos_span span,
                      const char *replacement, bool is_safe)
{
    eos_draft *draft = draft_of(finding);
    if (span.line == 0 || span.file != 0 || draft->is_elsewhere)
        return;
    draft->edit_span = span;
    draft->edit_text = copy_text(check->arena, replacement);
    draft->is_edit_safe = is_safe;
}

void eos_finding_severity(eos_finding *finding, eos_severity severity, eos_confidence confidence)
{
    finding->severity = (uint8_t)severity;
    finding->confidence = (uint8_t)confidence;
}

/* ---- evidence and related places ---- */

static void add_evidence(eos_check *check, eos_finding *finding, eos_evidence evidence)
{
    eos_vector_push(check->arena, &draft_of(finding)->evidence, evidence);
}

static const char *text_or_null(eos_arena *arena, const eos_text *text)
{
    return text ? eos_arena_copy(arena, text->data, text->length) : NULL;
}

void eos_finding_evidence(eos_check *check, eos_finding *finding, eos_evidence_source source,
                          const char *what, eos_value value, eos_span span)
{
    const eos_origin *first = value.origin ? eos_origin_first(value.origin) : NULL;
    eos_evidence evidence = {.source = (uint8_t)source, .what = copy_text(check->arena, what)};
    if (!eos_value_is_unknown(value))
        evidence.value =
            make_line(eos_arena_printf(check->arena, "%s", eos_value_show(check->arena, value)));
    eos_span place = first && first->span.line ? first->span : span;
    evidence.line = place.line;
    evidence.path = copy_text(check->arena, eos_check_path(check, place));
    if (first && first->span.line && first->path)
        evidence.path = text_or_null(check->arena, first->path);
    eos_draft *draft = draft_of(finding);
    if (place.line && !evidence.path && draft->place.line == 0)
        draft->place = draft->model_place;
    add_evidence(check, finding, evidence);
    const eos_origin *names[EOS_LIMIT_ORIGIN_CHAIN];
    uint32_t count = 0;
    for (const eos_origin *at = value.origin; at && count < EOS_LIMIT_ORIGIN_CHAIN; at = at->from)
        if (at != first && at->name && at->span.line && at->span.line != evidence.line)
            names[count++] = at;
    while (count-- > 0) /* oldest first: the way the value took */
        add_evidence(check, finding,
                     (eos_evidence){.source = EOS_EVIDENCE_CODE,
                                    .what = make_line(eos_arena_printf(check->arena, "through `%s`",
                                                                       names[count]->name->data)),
                                    .path = text_or_null(check->arena, names[count]->path),
                                    .line = names[count]->span.line});
}

void eos_finding_evidence_file(eos_check *check, eos_finding *finding, const char *what,
                               eos_value value, const char *path)
{
    add_evidence(
        check, finding,
        (eos_evidence){.source = EOS_EVIDENCE_DATA_FILE,
                       .what = copy_text(check->arena, what),
                       .value = copy_text(check->arena, eos_value_show(check->arena, value)),
                       .path = copy_text(check->arena, path)});
}

void eos_finding_related(eos_check *check, eos_finding *finding, const char *what, eos_span span)
{
    if (span.line == 0)
        return;
    eos_draft *draft = draft_of(finding);
    if (span.file == 0 && draft->place.line == 0)
        draft->place = draft->model_place;
    for (uint32_t i = 0; i < draft->related.count; i++)
        if (draft->related.items[i].line == span.line && span.file == 0 &&
            strcmp(draft->related.items[i].what, what) == 0)
            return;
    eos_vector_push(check->arena, &draft->related,
                    (eos_related){.what = copy_text(check->arena, what),
                                  .path = copy_text(check->arena, eos_check_path(check, span)),
                                  .line = span.line});
}

/* A place in another file keeps its path. */
static void relate_layer(eos_check *check, eos_finding *finding, const char *what,
                         const eos_layer *layer, eos_span span)
{
    if (!layer->path) {
        eos_finding_related(check, finding, what, span);
        return;
    }
    if (span.line)
        eos_vector_push(check->arena, &draft_of(finding)->related,
                        (eos_related){.what = copy_text(check->arena, what),
                                      .path = copy_text(check->arena, layer->path),
                                      .line = span.line});
}

static void relate_trainings(eos_check *check, eos_finding *finding, const eos_model *model,
                             const eos_learner *learner)
{
    for (uint32_t i = 0; i < model->trainings.count; i++) {
        const eos_training *training = &model->trainings.items[i];
        if (training->learner >= model->learners.count ||
            &model->learners.items[training->learner] != learner)
            continue;
        eos_finding_related(check, finding, "fit call", training->span);
        eos_finding_related(check, finding, "labels", training->labels.span);
    }
}

void eos_finding_relate_learner(eos_check *check, eos_finding *finding, const eos_model *model,
                                const eos_learner *learner)
{
    const eos_head *head = &model->head;
    if (head->layer)
        relate_layer(check, finding, "head layer", head->layer, head->layer->span);
    if (head->activation_layer && head->activation.kind != EOS_ACT_LINEAR)
        relate_layer(check, finding, "activation", head->activation_layer, head->activation.span);
    if (!learner)
        return;
    eos_span place = learner->loss.span.line && learner->loss.span.file == 0 ? learner->loss.span
                                                                             : learner->span;
    if (place.file == 0) /* of a finding about another file: here it meets what contradicts it */
        draft_of(finding)->place = place;
    eos_finding_related(check, finding, "loss argument", learner->loss.span);
    eos_finding_related(check, finding,
                        model->framework == EOS_FRAMEWORK_TORCH ? "loss call" : "compile call",
                        learner->span);
    eos_finding_related(check, finding, "optimizer", learner->optimizer.span);
    relate_trainings(check, finding, model, learner);
}
