/* SPDX-License-Identifier: MIT */
/*
 * What a changed path does to its findings in one line: the transitions between new, open, reopened,
 * suppressed and resolved. Relies on the facts of a judgement (store_finding.c writes them).
 *
 *   there, never before           -> span (new)                     there, resolved before -> span (reopened)
 *   there with a comment          -> suppressed                     comment gone           -> open
 *   satisfied, or gone from a scope that was fully followed, or file skipped or deleted -> resolved
 *   unknown, scope not followed, code off                           -> as it was
 *
 * Invariant: applying a run twice, or applying two scans of a path in one run, ends as if only the last
 * had been applied to the state before the run. So a finding that came in this very run leaves no
 * trace when it goes, and one that this very run resolved is simply open again.
 */
#include "store/store_internal.h"

#include <stdio.h>

#include "base/json.h"

typedef struct suppressed_row {
    int64_t finding_id, line;
    const char *by, *reason;
} suppressed_row;

typedef struct fact_list {
    eos_id_set violated;
    EOS_VECTOR(suppressed_row) suppressed;
    EOS_VECTOR(const char *) satisfied, unknown, gaps;
    bool is_file_open; /* nothing may be concluded from absence */
} fact_list;

typedef struct open_span {
    int64_t finding_id, first_run, origin, rule_id, model_id;
    int64_t since; /* when first_run started */
    eos_span_state state;
    const char *code, *scope;
    char mark[64]; /* code:fingerprint */
} open_span;

/* ---- facts ---- */

static const char *keep(eos_arena *arena, const char *text)
{
    return text != NULL ? eos_arena_copy(arena, text, strlen(text)) : NULL;
}

static void copy_facts(fact_list *out, eos_arena *arena, const eos_json *facts)
{
    const eos_json *node;
    for (node = eos_json_first(eos_json_get(facts, "v")); node; node = eos_json_next(node))
        eos_id_set_add(arena, &out->violated, (int64_t)eos_json_number(node, 0));
    eos_id_set_finish(&out->violated);
    for (node = eos_json_first(eos_json_get(facts, "s")); node; node = eos_json_next(node)) {
        const eos_json *id = eos_json_first(node), *by = eos_json_next(id),
                       *line = eos_json_next(by);
        suppressed_row row = {.finding_id = (int64_t)eos_json_number(id, 0),
                              .by = keep(arena, eos_json_string(by)),
                              .line = (int64_t)eos_json_number(line, 0),
                              .reason = keep(arena, eos_json_string(eos_json_next(line)))};
        eos_vector_push(arena, &out->suppressed, row);
    }
    for (node = eos_json_first(eos_json_get(facts, "k")); node; node = eos_json_next(node))
        eos_vector_push(arena, &out->satisfied, keep(arena, eos_json_string(node)));
    for (node = eos_json_first(eos_json_get(facts, "u")); node; node = eos_json_next(node))
        eos_vector_push(arena, &out->unknown, keep(arena, eos_json_string(node)));
    for (node = eos_json_first(eos_json_get(facts, "p")); node; node = eos_json_next(node))
        eos_vector_push(arena, &out->gaps, keep(arena, eos_json_string(node)));
    out->is_file_open = eos_json_bool(eos_json_get(facts, "w"), false);
}

static void read_facts(eos_store *store, fact_list *out, eos_arena *arena, int64_t judgement_id)
{
    static const char sql[] = "SELECT facts FROM judgement WHERE judgement_id = ?";
    *out = (fact_list){.is_file_open = true}; /* damaged facts conclude nothing */
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", judgement_id);
    if (!eos_db_step(&store->db, statement))
        return;
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    eos_json *facts = NULL;
    if (text != NULL && eos_json_parse(&facts, text, strlen(text), NULL, NULL) != EOS_OK)
        facts = NULL;
    eos_db_done(statement);
    if (facts == NULL)
        return;
    EOS_ARENA_TRY(arena, saved) {
        copy_facts(out, arena, facts);
    }
    EOS_ARENA_CATCH(arena, saved) {
        eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
    }
    EOS_ARENA_END;
    eos_json_free(facts);
}

static bool has_text(const char *const *texts, uint32_t count, const char *text)
{
    for (uint32_t i = 0; i < count; i++)
        if (texts[i] != NULL && strcmp(texts[i], text) == 0)
            return true;
    return false;
}

static bool is_in_gap(const fact_list *facts, const char *scope)
{
    for (uint32_t i = 0; i < facts->gaps.count; i++) {
        const char *gap = facts->gaps.items[i];
        const size_t length = gap != NULL ? strlen(gap) : 0;
        if (gap != NULL && strncmp(gap, scope, length) == 0 &&
            (scope[length] == '\0' || (length > 0 && scope[length] == '.')))
            return true;
    }
    return false;
}

/* ---- codes ---- */

static bool has_code(const char *codes, const char *code)
{
    const size_t length = strlen(code);
    for (const char *at = strstr(codes, code); at != NULL; at = strstr(at + 1, code))
        if ((at == codes || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static bool is_on(const eos_run_row *run, const char *off, const char *code)
{
    return (run->codes[0] == '\0' || has_code(run->codes, code)) && !has_code(off, code);
}

/* ---- spans ---- */

static bool is_counted_open(int64_t state)
{
    return state < EOS_SPAN_SUPPRESSED;
}

static void set_state(eos_store *store, const eos_run_row *run, const open_span *span,
                      eos_span_state state)
{
    static const char sql[] =
        "UPDATE span SET state = ? WHERE finding_id = ? AND lineage_id = ? AND "
        "first_run = ?";
    if (span->state == state)
        return;
    eos_db_run(&store->db, sql, "iiii", (int64_t)state, span->finding_id, run->lineage_id,
               span->first_run);
    eos_store_count_model(store, span->model_id, 0,
                          is_counted_open(state) - is_counted_open(span->state), 0);
}

static void end_span(eos_store *store, const eos_run_row *run, const open_span *span)
{
    static const char undo[] =
        "DELETE FROM span WHERE finding_id = ? AND lineage_id = ? AND first_run = ?";
    static const char end[] = "UPDATE span SET state = 5, last_run = ? "
                              "WHERE finding_id = ? AND lineage_id = ? AND first_run = ?";
    static const char speak[] = "DELETE FROM suppression WHERE finding_id = ? AND lineage_id = ?";
    const int was_open = is_counted_open(span->state), came_back = span->origin == EOS_ORIGIN_AGAIN;
    if (span->first_run == run->run_id && span->origin != EOS_ORIGIN_BASE) {
        eos_db_run(&store->db, undo, "iii", span->finding_id, run->lineage_id, span->first_run);
        eos_store_count_coming(store, run->run_id, span->rule_id, -1);
        eos_store_count_model(store, span->model_id, came_back - 1, -was_open, -came_back);
    } else {
        eos_db_run(&store->db, end, "iiii", run->run_id, span->finding_id, run->lineage_id,
                   span->first_run);
        eos_store_count_going(store, run->run_id, span->rule_id, 1, run->at - span->since);
        eos_store_count_model(store, span->model_id, 0, -was_open, 0);
    }
    if (span->state == EOS_SPAN_SUPPRESSED)
        eos_db_run(&store->db, speak, "ii", span->finding_id, run->lineage_id);
}

static void suppress(eos_store *store, const eos_run_row *run, const suppressed_row *row)
{
    static const char sql[] =
        "INSERT INTO suppression (finding_id, lineage_id, run_id, by, line, reason) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (finding_id, lineage_id) DO UPDATE SET "
        "by = excluded.by, line = excluded.line, reason = excluded.reason";
    const char *const by = row->by != NULL ? row->by : "config";
    eos_db_run(&store->db, sql, "iiitit", row->finding_id, run->lineage_id, run->run_id, by,
               row->line, row->reason);
}

/* State of an open span whose finding is there and not suppressed. */
static eos_span_state state_when_there(const open_span *span, const eos_run_row *run)
{
    if (span->origin == EOS_ORIGIN_AGAIN)
        return EOS_SPAN_REOPENED;
    if (span->first_run == run->run_id && span->origin == EOS_ORIGIN_FIRST)
        return EOS_SPAN_NEW;
    return span->state == EOS_SPAN_SUPPRESSED ? EOS_SPAN_OPEN : span->state;
}

/* A finding that is to get a span, as its row tells. */
typedef struct coming_finding {
    int64_t finding_id, rule_id, model_id;
    bool is_suppressed;
} coming_finding;

/* The newest span of a finding in the line; all of them are resolved. */
typedef struct old_span {
    int64_t first_run, last_run, origin, seconds; /* first_run 0 = there is none */
} old_span;

static old_span read_newest_span(eos_store *store, const eos_run_row *run, int64_t finding_id)
{
    static const char sql[] =
        "SELECT s.first_run, s.last_run, s.origin, e.started_at - f.started_at FROM span s "
        "JOIN run f ON f.run_id = s.first_run JOIN run e ON e.run_id = s.last_run "
        "WHERE s.finding_id = ? AND s.lineage_id = ? ORDER BY e.position DESC, e.run_id DESC "
        "LIMIT 1";
    old_span out = {.origin = EOS_ORIGIN_FIRST};
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "ii", finding_id, run->lineage_id);
    if (eos_db_step(&store->db, statement)) {
        out = (old_span){.first_run = sqlite3_column_int64(statement, 0),
                         .last_run = sqlite3_column_int64(statement, 1),
                         .origin = sqlite3_column_int64(statement, 2),
                         .seconds = sqlite3_column_int64(statement, 3)};
        eos_db_done(statement);
    }
    return out;
}

/* A finding that is there and has no open span. */
static void begin_span(eos_store *store, const eos_run_row *run, const eos_scan_row *row,
                       const coming_finding *finding)
{
    static const char again[] = "UPDATE span SET state = ?, last_run = first_run "
                                "WHERE finding_id = ? AND lineage_id = ? AND first_run = ?";
    static const char insert[] =
        "INSERT INTO span (finding_id, lineage_id, first_run, last_run, path_id, state, origin, "
        "rule_id) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7)";
    const old_span old = read_newest_span(store, run, finding->finding_id);
    if (old.first_run != 0 && (old.last_run == run->run_id || old.first_run == run->run_id)) {
        const int64_t state = finding->is_suppressed           ? EOS_SPAN_SUPPRESSED
                              : old.origin == EOS_ORIGIN_AGAIN ? EOS_SPAN_REOPENED
                              : old.first_run == run->run_id   ? EOS_SPAN_NEW
                                                               : EOS_SPAN_OPEN;
        eos_db_run(&store->db, again, "iiii", state, finding->finding_id, run->lineage_id,
                   old.first_run);
        eos_store_count_going(store, old.last_run, finding->rule_id, -1, old.seconds);
        eos_store_count_model(store, finding->model_id, 0, is_counted_open(state), 0);
        return;
    }
    const bool is_back = old.first_run != 0;
    const int64_t state = finding->is_suppressed ? EOS_SPAN_SUPPRESSED
                          : is_back              ? EOS_SPAN_REOPENED
                                                 : EOS_SPAN_NEW;
    const int64_t origin = is_back ? EOS_ORIGIN_AGAIN : EOS_ORIGIN_FIRST;
    eos_db_run(&store->db, insert, "iiiiiii", finding->finding_id, run->lineage_id, run->run_id,
               row->path_id, state, origin, finding->rule_id);
    eos_store_count_coming(store, run->run_id, finding->rule_id, 1);
    eos_store_count_model(store, finding->model_id, !is_back, is_counted_open(state), is_back);
}

/* ---- one path ---- */

typedef EOS_VECTOR(open_span) open_spans;

static void read_open_spans(eos_store *store, eos_arena *arena, const eos_run_row *run,
                            int64_t path_id, open_spans *out)
{
    static const char sql[] =
        "SELECT s.finding_id, s.first_run, s.origin, s.state, r.code, t.text, "
        "lower(hex(f.fingerprint)), s.rule_id, f.model_id, b.started_at FROM span s "
        "JOIN finding f ON f.finding_id = s.finding_id JOIN run b ON b.run_id = s.first_run "
        "JOIN rule r ON r.rule_id = s.rule_id JOIN text t ON t.text_id = f.scope_id "
        "WHERE s.lineage_id = ? AND s.path_id = ? AND s.state < 5";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "ii", run->lineage_id, path_id);
    while (eos_db_step(&store->db, statement)) {
        open_span span = {.finding_id = sqlite3_column_int64(statement, 0),
                          .first_run = sqlite3_column_int64(statement, 1),
                          .origin = sqlite3_column_int64(statement, 2),
                          .state = (eos_span_state)sqlite3_column_int64(statement, 3),
                          .code = keep(arena, (const char *)sqlite3_column_text(statement, 4)),
                          .scope = keep(arena, (const char *)sqlite3_column_text(statement, 5)),
                          .rule_id = sqlite3_column_int64(statement, 7),
                          .model_id = sqlite3_column_int64(statement, 8),
                          .since = sqlite3_column_int64(statement, 9)};
        const char *hex = (const char *)sqlite3_column_text(statement, 6);
        snprintf(span.mark, sizeof span.mark, "%.15s:%.32s", span.code, hex != NULL ? hex : "");
        eos_vector_push(arena, out, span);
    }
}

static const suppressed_row *find_suppressed(const fact_list *facts, int64_t finding_id)
{
    for (uint32_t i = 0; i < facts->suppressed.count; i++)
        if (facts->suppressed.items[i].finding_id == finding_id)
            return &facts->suppressed.items[i];
    return NULL;
}

static void change_span(eos_store *store, const eos_run_row *run, const fact_list *facts,
                        const char *off, const open_span *span)
{
    static const char speak[] = "DELETE FROM suppression WHERE finding_id = ? AND lineage_id = ?";
    if (!is_on(run, off, span->code))
        return;
    const suppressed_row *row = find_suppressed(facts, span->finding_id);
    if (row != NULL) {
        set_state(store, run, span, EOS_SPAN_SUPPRESSED);
        suppress(store, run, row);
    } else if (eos_id_set_has(&facts->violated, span->finding_id)) {
        set_state(store, run, span, state_when_there(span, run));
        if (span->state == EOS_SPAN_SUPPRESSED)
            eos_db_run(&store->db, speak, "ii", span->finding_id, run->lineage_id);
    } else if (has_text(facts->satisfied.items, facts->satisfied.count, span->mark)) {
        end_span(store, run, span);
    } else if (!facts->is_file_open && !is_in_gap(facts, span->scope) &&
               !has_text(facts->unknown.items, facts->unknown.count, span->mark)) {
        end_span(store, run, span);
    }
}

static bool has_open_span(const open_spans *spans, int64_t finding_id)
{
    for (uint32_t i = 0; i < spans->count; i++)
        if (spans->items[i].finding_id == finding_id)
            return true;
    return false;
}

static void begin_if_on(eos_store *store, eos_arena *arena, const eos_run_row *run,
                        const eos_scan_row *row, const char *off, int64_t finding_id,
                        const suppressed_row *suppressed)
{
    static const char sql[] = "SELECT r.code, r.rule_id, f.model_id FROM finding f JOIN rule r "
                              "ON r.rule_id = f.rule_id WHERE f.finding_id = ?";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", finding_id);
    if (!eos_db_step(&store->db, statement))
        return;
    const char *code = keep(arena, (const char *)sqlite3_column_text(statement, 0));
    const coming_finding finding = {.finding_id = finding_id,
                                    .rule_id = sqlite3_column_int64(statement, 1),
                                    .model_id = sqlite3_column_int64(statement, 2),
                                    .is_suppressed = suppressed != NULL};
    eos_db_done(statement);
    if (!is_on(run, off, code))
        return;
    begin_span(store, run, row, &finding);
    if (suppressed != NULL)
        suppress(store, run, suppressed);
}

static void change_findings(eos_store *store, eos_arena *arena, const eos_run_row *run,
                            const eos_scan_row *row)
{
    static const char off_sql[] = "SELECT codes FROM code_set WHERE code_set_id = ?";
    open_spans spans = {0};
    read_open_spans(store, arena, run, row->path_id, &spans);
    if (row->kind != EOS_KIND_JUDGED) {
        for (uint32_t i = 0; i < spans.count; i++)
            end_span(store, run, &spans.items[i]);
        return;
    }
    const char *off = "";
    if (row->off_set_id != 0) {
        sqlite3_stmt *statement = eos_db_bind(&store->db, off_sql, "i", row->off_set_id);
        if (eos_db_step(&store->db, statement))
            off = keep(arena, (const char *)sqlite3_column_text(statement, 0));
        eos_db_done(statement);
    }
    fact_list facts;
    read_facts(store, &facts, arena, row->judgement_id);
    for (uint32_t i = 0; i < spans.count; i++)
        change_span(store, run, &facts, off, &spans.items[i]);
    for (uint32_t i = 0; i < facts.violated.count; i++)
        if (!has_open_span(&spans, facts.violated.items[i]))
            begin_if_on(store, arena, run, row, off, facts.violated.items[i], NULL);
    for (uint32_t i = 0; i < facts.suppressed.count; i++)
        if (!has_open_span(&spans, facts.suppressed.items[i].finding_id))
            begin_if_on(store, arena, run, row, off, facts.suppressed.items[i].finding_id,
                        &facts.suppressed.items[i]);
}

void eos_store_change_path(eos_store *store, eos_arena *arena, const eos_run_row *run,
                           const eos_scan_row *row)
{
    store->model_deltas.count = 0;
    change_findings(store, arena, run, row);
    eos_store_write_model_counts(store, run->lineage_id, row->path_id);
}
