/* SPDX-License-Identifier: MIT */
/*
 * Fresh judgements of a process that settles itself wait here and are written together: a transaction
 * for each would cost more than all that is in it. Relies on the caller for the transaction.
 *
 * Questionable: the judgement is the caller's and dies after the call, so what writing needs is copied
 * (the findings without their evidence, which the printed body has). A killed process loses what waits;
 * its files are judged again next time.
 */
#include "store/store_internal.h"

#include "base/json.h"
#include "base/limits.h"
#include "store/store_judgement.h"

#define QUEUE_ITEMS 256u

static const char *keep(eos_arena *arena, const char *text)
{
    return text != NULL ? eos_arena_copy(arena, text, strlen(text)) : NULL;
}

static void copy_findings(eos_arena *arena, eos_judgement *out, const eos_judgement *in)
{
    for (uint32_t i = 0; i < in->findings.count; i++) {
        eos_finding finding = in->findings.items[i];
        finding.code = keep(arena, finding.code);
        finding.name = keep(arena, finding.name);
        finding.category = keep(arena, finding.category);
        finding.model = keep(arena, finding.model);
        finding.message = keep(arena, finding.message);
        finding.subject = (eos_subject){.scope = keep(arena, finding.subject.scope)};
        finding.suppressed_reason = keep(arena, finding.suppressed_reason);
        finding.cell_id = finding.layer_name = finding.layer_kind = finding.fix = NULL;
        finding.edit = NULL;
        finding.evidence = NULL;
        finding.related = NULL;
        finding.evidence_count = finding.related_count = 0;
        eos_vector_push(arena, &out->findings, finding);
    }
}

static void copy_judgement(eos_arena *arena, eos_judgement *out, const eos_judgement *in)
{
    memcpy(out->key, in->key, sizeof out->key);
    memcpy(out->base_key, in->base_key, sizeof out->base_key);
    out->concerns_us = in->concerns_us;
    out->models_json = keep(arena, in->models_json);
    copy_findings(arena, out, in);
    for (uint32_t i = 0; i < in->answers.count; i++) {
        eos_answer answer = in->answers.items[i];
        answer.code = keep(arena, answer.code);
        answer.scope = keep(arena, answer.scope);
        answer.reason = NULL;
        eos_vector_push(arena, &out->answers, answer);
    }
    for (uint32_t i = 0; i < in->not_judged.count; i++) {
        const eos_not_judged gap = {.line = in->not_judged.items[i].line,
                                    .scope = keep(arena, in->not_judged.items[i].scope)};
        eos_vector_push(arena, &out->not_judged, gap);
    }
    for (uint32_t i = 0; i < in->problems.count; i++) {
        const eos_problem problem = {.line = in->problems.items[i].line};
        eos_vector_push(arena, &out->problems, problem);
    }
    for (uint32_t i = 0; i < in->data.count; i++) {
        const eos_data_use *use = &in->data.items[i];
        const eos_data_use copy = {.path = keep(arena, use->path),
                                   .identity = keep(arena, use->identity),
                                   .traits = keep(arena, use->traits),
                                   .read_at = keep(arena, use->read_at)};
        eos_vector_push(arena, &out->data, copy);
    }
}

bool eos_store_enqueue(eos_store *store, const eos_scan *scan, const char *off)
{
    if (store->queue.count >= QUEUE_ITEMS)
        return false;
    char *const body = eos_judgement_print(scan->judgement);
    if (body == NULL)
        return false;
    eos_arena *const arena = &store->queue_arena;
    volatile bool is_complete = false;
    EOS_ARENA_TRY(arena, saved) {
        eos_queued queued = {.path = keep(arena, scan->path), .off = keep(arena, off)};
        queued.body = keep(arena, body);
        copy_judgement(arena, &queued.judgement, scan->judgement);
        eos_vector_push(arena, &store->queue, queued);
        is_complete = true;
    }
    EOS_ARENA_CATCH(arena, saved) {
        is_complete = false;
    }
    EOS_ARENA_END;
    eos_json_text_free(body);
    return is_complete;
}

bool eos_store_is_queued(const eos_store *store, const char *path)
{
    for (uint32_t i = 0; i < store->queue.count; i++)
        if (strcmp(store->queue.items[i].path, path) == 0)
            return true;
    return false;
}

bool eos_store_has_queued_key(const eos_store *store, const char *key, bool is_base)
{
    for (uint32_t i = 0; i < store->queue.count; i++) {
        const eos_judgement *judgement = &store->queue.items[i].judgement;
        if (strcmp(is_base ? judgement->base_key : judgement->key, key) == 0)
            return true;
    }
    return false;
}

void eos_store_write_queue(eos_store *store)
{
    for (uint32_t i = 0; i < store->queue.count; i++) {
        const eos_queued *queued = &store->queue.items[i];
        eos_scan_row row = {.path_id = eos_store_path_id(store, queued->path, true),
                            .kind = EOS_KIND_JUDGED};
        row.judgement_id =
            eos_store_write_judgement(store, &queued->judgement, row.path_id, queued->body);
        if (queued->off[0] != '\0')
            row.off_set_id = eos_store_code_set_id(store, queued->off);
        eos_vector_push(&store->work, &store->pending, row);
    }
    /* not written twice when this is asked again before the queue is cleared */
    store->queue.count = 0;
}

void eos_store_clear_queue(eos_store *store)
{
    memset(&store->queue, 0, sizeof store->queue);
    eos_arena_release(&store->queue_arena);
    eos_arena_init(&store->queue_arena, EOS_LIMIT_ARENA_BYTES);
}
