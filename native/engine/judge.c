/* SPDX-License-Identifier: MIT */
/*
 * From a lowered program to its judgement: flow, model, binding of data, rules.
 *
 * Two arenas: what flow and model make lives in one that goes with this call; what a judgement keeps is
 * copied to its own. Each has its guard here, and so has the module's, where names are interned. Running out of either is no error of the program: the
 * file gets EOS900 and an entry in `problems`, and the host goes on with the next file.
 *
 * Questionable: EOS900 is written from the judgement's arena after that arena refused. The first, small
 * guard is tried again; only when even that fails does EOS_ERR_MEMORY leave.
 */
#include "engine/answers.h"
#include "engine/imports.h"
#include "engine/judge_models.h"

#include "model/model_json.h"

void eos_judge_models(eos_judgement *judgement, const eos_models *models,
                      const eos_class_facts_list *classes, const eos_train_facts *training,
                      const eos_source *source, const eos_config *config)
{
    eos_bindings bindings = {0};
    eos_answer_set answers = {0};
    eos_bind(&bindings, models, source, config, judgement);
    eos_check check = {.arena = &judgement->arena,
                       .config = config,
                       .source = source,
                       .bindings = &bindings,
                       .answers = &answers};
    for (uint32_t i = 0; i < eos_rule_count(); i++) {
        check.rule = eos_rule_at(i);
        if (!eos_config_is_on(config, check.rule->code, check.rule->profiles))
            continue;
        for (uint32_t j = 0; check.rule->check && j < models->count; j++)
            check.rule->check(&check, models->items[j]);
        for (uint32_t j = 0; check.rule->check_class && classes && j < classes->count; j++)
            check.rule->check_class(&check, &classes->items[j]);
        if (check.rule->check_training && training)
            check.rule->check_training(&check, training, models);
    }
    eos_answer_set_settle(&answers, judgement, source, config);
    judgement->model_count = models->count;
}

static const char *keep_text(eos_arena *arena, const char *text)
{
    return text ? eos_arena_printf(arena, "%s", text) : NULL;
}

/* a gap in another file has its place in the text: lines are the judged file's */
static void keep_given_up(eos_judgement *judgement, const eos_program *program,
                          const eos_module_provider *imports)
{
    eos_arena *arena = &judgement->arena;
    for (uint32_t i = 0; i < program->given_up.count; i++) {
        const eos_given_up *entry = &program->given_up.items[i];
        const char *what = keep_text(arena, entry->what);
        if (entry->span.file != 0)
            what = eos_arena_printf(arena, "%s in %s line %u", entry->what,
                                    imports->path(imports->payload, entry->span.file),
                                    entry->span.line);
        eos_not_judged kept = {.line = entry->span.file == 0 ? entry->span.line : 0,
                               .what = what,
                               .reason = keep_text(arena, entry->reason),
                               .scope = keep_text(arena, entry->scope)};
        eos_vector_push(arena, &judgement->not_judged, kept);
    }
}

/* the meta-models of this version of the program, for the history */
static void keep_models_json(eos_judgement *judgement, const eos_program *program)
{
    eos_json *document = eos_program_to_json(program, NULL);
    char *text = document ? eos_json_print(document, false) : NULL;
    eos_json_free(document);
    if (!text)
        return;
    size_t length = strlen(text);
    if (length < EOS_LIMIT_JSON_BYTES)
        judgement->models_json = eos_arena_copy(&judgement->arena, text, length);
    eos_json_text_free(text);
}

static void judge_module(eos_judgement *judgement, eos_arena *work, const eos_ir_module *module,
                         const eos_source *source, const eos_config *config,
                         const eos_module_parser *parser)
{
    eos_imports imports;
    eos_imports_init(&imports, work, source, parser);
    const eos_module_provider provider = eos_imports_provider(&imports);
    eos_source with_imports = *source;
    with_imports.imports = &provider;
    eos_program *program =
        eos_program_read(work, module->names, module, parser != NULL ? &provider : NULL);
    keep_given_up(judgement, program, &provider);
    if (source->keeps_models && program->models.count > 0)
        keep_models_json(judgement, program);
    eos_judge_models(judgement, &program->models, &program->classes, program->around, &with_imports,
                     config);
    eos_imports_keep(&imports, judgement);
}

/* ---- EOS900 ---- */

static void forget_results(eos_judgement *judgement)
{
    judgement->findings.count = 0;
    judgement->answers.count = 0;
    judgement->not_judged.count = 0;
    judgement->data.count = 0;
    judgement->model_count = 0;
    judgement->models_json = NULL;
}

static eos_finding make_internal_error(const char *reason, eos_arena *arena)
{
    const eos_rule *rule = eos_rule_find("EOS900");
    eos_finding finding = {.code = rule->code,
                           .name = rule->name,
                           .category = rule->category,
                           .severity = EOS_SEVERITY_ERROR,
                           .confidence = EOS_CONFIDENCE_CERTAIN,
                           .line = 1,
                           .column = 1,
                           .end_line = 1,
                           .end_column = 1,
                           .cell = -1,
                           .is_shown = true};
    finding.message =
        eos_arena_printf(arena, "eoslint could not judge this file: %s (please report it)", reason);
    finding.subject =
        (eos_subject){.scope = "", .role = "file", .kind = "", .before = "", .after = ""};
    eos_fingerprint(finding.code, &finding.subject, 0, finding.fingerprint);
    return finding;
}

static eos_status record_failure(eos_judgement *judgement, const eos_source *source,
                                 const char *reason, eos_error *err)
{
    eos_status status = EOS_OK;
    forget_results(judgement);
    judgement->arena.limit += (size_t)1 << 20; /* room for the message that the limit was reached */
    EOS_ARENA_TRY(&judgement->arena, guard)
        eos_finding finding = make_internal_error(reason, &judgement->arena);
    eos_vector_push(&judgement->arena, &judgement->findings, finding);
    eos_problem problem = {
        .path = eos_arena_printf(&judgement->arena, "%s", source->path ? source->path : ""),
        .line = 1,
        .message = finding.message};
    eos_vector_push(&judgement->arena, &judgement->problems, problem);
    eos_not_judged whole = {.line = 0, .what = "the file", .reason = finding.message, .scope = ""};
    eos_vector_push(&judgement->arena, &judgement->not_judged, whole);
    EOS_ARENA_CATCH(&judgement->arena, guard)
        forget_results(judgement);
    status = EOS_ERR_MEMORY;
    EOS_ARENA_END;
    if (status)
        return eos_fail(err, EOS_ERR_MEMORY, source->path, "out of memory while judging");
    return EOS_OK;
}

eos_status eos_judge(eos_judgement *judgement, const eos_ir_module *module,
                     const eos_source *source, const eos_config *config,
                     const eos_module_parser *parser, eos_error *err)
{
    eos_arena work;
    const char *volatile failure = NULL;
    eos_arena_init(&work, EOS_LIMIT_ARENA_BYTES);
    work.pool = module->names->arena->pool;
    judgement->concerns_us = true;
    jmp_buf *const names_guard = module->names->arena->guard;
    EOS_ARENA_TRY(&judgement->arena, kept)
        EOS_ARENA_TRY(&work, passing)
            EOS_ARENA_TRY(module->names->arena, naming) /* flow interns names */
                judge_module(judgement, &work, module, source, config, parser);
    EOS_ARENA_CATCH(module->names->arena, naming)
        failure = "out of memory for its names";
    EOS_ARENA_END;
    EOS_ARENA_CATCH(&work, passing)
        failure = "out of memory, or beyond the limit for one file";
    EOS_ARENA_END;
    EOS_ARENA_CATCH(&judgement->arena, kept)
        failure = "out of memory for its findings";
    EOS_ARENA_END;
    if (failure) /* an outer guard jumped over the end of an inner one */
        module->names->arena->guard = names_guard;
    eos_arena_release(&work);
    return failure ? record_failure(judgement, source, failure, err) : EOS_OK;
}
