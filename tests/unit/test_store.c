/* SPDX-License-Identifier: MIT */
/* The history without git: cache, states from sequences of scans, idempotence, what never resolves. */
#include "unit.h"

#include "scratch.h"
#include "store/store_judgement.h"

#include <stdio.h>
#include <unistd.h>

/* ---- cache ---- */

static eos_judgement *make_full_judgement(void)
{
    eos_judgement *judgement = scratch_judge("A B# -C ?D ~build !");
    static const eos_evidence evidence[] = {
        {EOS_EVIDENCE_CODE, "learning rate", "0.1", NULL, 12, 5},
        {EOS_EVIDENCE_DATA_FILE, "classes", NULL, "data/train.csv", 0, 0},
    };
    static const eos_related related[] = {{"loss argument", NULL, 36, 7},
                                          {"optimizer", "opt.py", 2, 0}};
    static const eos_edit edit = {31, 11, 31, 20, "Dense(1, activation=\"sigmoid\")", true};
    eos_finding *finding = &judgement->findings.items[0];
    finding->edit = &edit;
    finding->evidence = evidence;
    finding->evidence_count = 2;
    finding->related = related;
    finding->related_count = 2;
    finding->cell = 4;
    finding->cell_id = "abc";
    finding->layer_ordinal = 5;
    finding->layer_name = "dense_5";
    finding->layer_kind = "Dense";
    finding->message = "100% \"odd\": \xC3\xA9 007 3.50 12345678901234567890";
    finding->fix = "write it\nso";
    finding->ordinal = 2;
    finding->is_shown = true;
    finding->end_line = 4000000000u;
    const eos_problem problem = {
        .path = "net.py", .line = 3, .message = "cannot be read", .cell = 2};
    const eos_data_use data = {"data/train.csv", "feed", "{\"rows\": 3}", "2024-01-01T00:00:00Z"};
    const eos_data_use unread = {"data/test.csv", NULL, NULL, NULL};
    EOS_ARENA_TRY(&judgement->arena, saved) {
        eos_vector_push(&judgement->arena, &judgement->problems, problem);
        eos_vector_push(&judgement->arena, &judgement->data, data);
        eos_vector_push(&judgement->arena, &judgement->data, unread);
    }
    EOS_ARENA_CATCH(&judgement->arena, saved) {
        CU_FAIL("out of memory");
    }
    EOS_ARENA_END;
    judgement->model_count = 2;
    judgement->models_json = "{\"models\": [1, 2.50]}";
    return judgement;
}

static void same_findings(const eos_finding *a, const eos_finding *b)
{
    UNIT_SAME_TEXT(a->message, b->message);
    UNIT_SAME_TEXT(a->fix, b->fix);
    UNIT_SAME_TEXT(a->cell_id, b->cell_id);
    UNIT_SAME_TEXT(a->layer_name, b->layer_name);
    UNIT_SAME_TEXT(a->fingerprint, b->fingerprint);
    UNIT_SAME_TEXT(a->subject.scope, b->subject.scope);
    UNIT_SAME_TEXT(a->suppressed_reason, b->suppressed_reason);
    UNIT_SAME_INT(a->cell, b->cell);
    UNIT_SAME_INT(a->end_line, b->end_line);
    UNIT_SAME_INT(a->suppressed_by, b->suppressed_by);
    UNIT_SAME_INT(a->is_shown, b->is_shown);
    UNIT_SAME_INT(a->evidence_count, b->evidence_count);
    UNIT_SAME_INT(a->related_count, b->related_count);
    for (uint32_t i = 0; i < a->evidence_count && i < b->evidence_count; i++) {
        UNIT_SAME_TEXT(a->evidence[i].what, b->evidence[i].what);
        UNIT_SAME_TEXT(a->evidence[i].value, b->evidence[i].value);
        UNIT_SAME_TEXT(a->evidence[i].path, b->evidence[i].path);
        UNIT_SAME_INT(a->evidence[i].source, b->evidence[i].source);
        UNIT_SAME_INT(a->evidence[i].line, b->evidence[i].line);
        UNIT_SAME_INT(a->evidence[i].cell, b->evidence[i].cell);
    }
    CU_ASSERT((a->edit == NULL) == (b->edit == NULL));
    if (a->edit != NULL && b->edit != NULL) {
        UNIT_SAME_TEXT(a->edit->replacement, b->edit->replacement);
        UNIT_SAME_INT(a->edit->end_column, b->edit->end_column);
        UNIT_SAME_INT(a->edit->is_safe, b->edit->is_safe);
    }
}

static void round_trip_is_exact(void)
{
    scratch s;
    scratch_init(&s, false);
    scratch_write(&s, "net.py", "x");
    eos_judgement *judgement = make_full_judgement(), *back = NULL;
    const eos_scan scan = {.path = "net.py", .judgement = judgement};
    eos_store *store = scratch_store(&s, NULL, false);
    eos_error err;
    CU_ASSERT(eos_store_lookup(store, judgement->key, &back, &err) == EOS_OK && back == NULL);
    CU_ASSERT(access(eos_store_path(store), F_OK) != 0); /* a look-up makes no file */
    CU_ASSERT(eos_store_record(store, &scan, &err) == EOS_OK);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    CU_ASSERT(eos_store_lookup(store, judgement->key, &back, &err) == EOS_OK && back != NULL);
    if (back != NULL) {
        char *before = eos_judgement_print(judgement), *after = eos_judgement_print(back);
        UNIT_SAME_TEXT(after, before);
        eos_json_text_free(before);
        eos_json_text_free(after);
        same_findings(&back->findings.items[0], &judgement->findings.items[0]);
        same_findings(&back->findings.items[1], &judgement->findings.items[1]);
        UNIT_SAME_TEXT(back->models_json, judgement->models_json);
        UNIT_SAME_INT(back->model_count, 2);
        UNIT_SAME_INT(back->answers.count, 4);
        UNIT_SAME_TEXT(back->not_judged.items[0].scope, "build");
        UNIT_SAME_TEXT(back->problems.items[0].message, "cannot be read");
        UNIT_SAME_TEXT(back->data.items[0].traits, "{\"rows\": 3}");
        CU_ASSERT_PTR_NULL(back->data.items[1].identity);
    }
    /* the view puts the numbers back into the message */
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT message FROM open_findings"),
                   judgement->findings.items[0].message);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT path FROM data_sets ORDER BY 1"),
                   "data/test.csv data/train.csv");
    eos_judgement_free(judgement);
    eos_judgement_free(back);
    eos_store_close(store);
    scratch_release(&s);
}

/* ---- states ---- */

static void states_follow_the_scans(void)
{
    static const struct {
        const char *name, *scans[5], *states;
    } cases[] = {
        {"new", {"n.py: A"}, "A=new"},
        {"the same again", {"n.py: A", "n.py: A"}, "A=new"},
        {"seen by a second run",
         {"n.py: A; m.py: B", "n.py: A; m.py: -B C"},
         "A=open B=resolved C=new"},
        {"open after another version", {"n.py: A", "n.py: A B"}, "A=open B=new"},
        {"satisfied", {"n.py: A", "n.py: -A"}, "A=resolved"},
        {"subject gone", {"n.py: A", "n.py: -B"}, "A=resolved"},
        {"reopened", {"n.py: A", "n.py: -A", "n.py: A"}, "A=resolved A=reopened"},
        {"reopened stays so",
         {"n.py: A", "n.py: -A", "n.py: A", "n.py: A B"},
         "A=resolved A=reopened B=new"},
        {"resolved twice",
         {"n.py: A", "n.py: -A", "n.py: A", "n.py: -A B"},
         "A=resolved A=resolved B=new"},
        {"unknown keeps", {"n.py: A", "n.py: ?A"}, "A=open"},
        {"unknown does not begin", {"n.py: B", "n.py: ?A B"}, "B=open"},
        {"gap in the scope keeps", {"n.py: A@f", "n.py: ~f"}, "A=open"},
        {"gap around the scope keeps", {"n.py: A@f.g", "n.py: ~f"}, "A=open"},
        {"gap in another scope", {"n.py: A@f", "n.py: ~ff"}, "A=resolved"},
        {"satisfied inside a gap", {"n.py: A@f", "n.py: -A@f ~f"}, "A=resolved"},
        {"whole file not followed", {"n.py: A@f", "n.py: !"}, "A=open"},
        {"suppressed", {"n.py: A", "n.py: A#"}, "A=suppressed"},
        {"suppressed at once", {"n.py: A#"}, "A=suppressed"},
        {"spoken again", {"n.py: A", "n.py: A#", "n.py: A B"}, "A=open B=new"},
        {"suppressed, then fixed", {"n.py: A#", "n.py: -A"}, "A=resolved"},
        {"skipped by the byte scan", {"n.py: A", "n.py: SKIP"}, "A=resolved"},
        {"partial run", {"n.py: A; m.py: B", "m.py: -B"}, "A=new B=resolved"},
        {"equal files, own findings", {"n.py: A; m.py: A", "m.py: -A"}, "A=resolved A=new"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scratch s;
        scratch_init(&s, false);
        for (size_t j = 0; j < 5 && cases[i].scans[j] != NULL; j++)
            CU_ASSERT(scratch_lint(&s, cases[i].scans[j]) == EOS_OK);
        const char *states = scratch_states(&s);
        if (!unit_same_text(states, cases[i].states))
            fprintf(stderr, "  case: %s\n", cases[i].name);
        UNIT_SAME_TEXT(states, cases[i].states);
        scratch_release(&s);
    }
}

static void views_agree(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A B C#; m.py: A") == EOS_OK);
    CU_ASSERT(scratch_lint(&s, "n.py: -A B C#; m.py: A") == EOS_OK);
    CU_ASSERT(scratch_lint(&s, "n.py: A B C#; m.py: A") == EOS_OK);
    UNIT_SAME_TEXT(
        scratch_sql(&s, "SELECT path || ':' || code || ':' || state FROM open_findings ORDER BY 1"),
        "m.py:EOS101:open n.py:EOS101:reopened n.py:EOS102:open");
    UNIT_SAME_TEXT(
        scratch_sql(&s, "SELECT code || event FROM introduced ORDER BY at, path, code"),
        "EOS101introduced EOS101introduced EOS102introduced EOS201introduced EOS101reopened");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT path || code FROM resolved"), "n.pyEOS101");
    UNIT_SAME_TEXT(
        scratch_sql(&s, "SELECT introduced || '-' || resolved || '-' || open || '-' || scanned "
                        "FROM runs ORDER BY position"),
        "4-0-3-2 0-1-2-2 1-0-3-2");
    UNIT_SAME_TEXT(
        scratch_sql(&s, "SELECT by || ':' || suppressed_line || ':' || reason FROM suppressions"),
        "noqa:3:on purpose");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code || fixed FROM time_to_fix"), "EOS1011");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT sum(introduced) FROM rule_trend"), "5");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT path || findings || open FROM hot_models ORDER BY 1"),
                   "m.py11 n.py32");
    scratch_release(&s);
}

static const char dump_counts[] =
    "SELECT (SELECT count(*) FROM scan) || ',' || (SELECT count(*) FROM run) || ',' || "
    "(SELECT count(*) FROM span) || ',' || (SELECT count(*) FROM version) || ',' || "
    "(SELECT count(*) FROM judgement) || ',' || (SELECT count(*) FROM finding) || ',' || "
    "(SELECT count(*) FROM path_set)";

static void same_again_writes_nothing(void)
{
    for (int with_git = 0; with_git < 2; with_git++) {
        scratch s;
        scratch_init(&s, with_git != 0);
        scratch_write(&s, "n.py", "1");
        scratch_write(&s, "m.py", "1");
        if (with_git)
            CU_ASSERT(scratch_run(&s, "git add -A"));
        CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: -B") == EOS_OK);
        UNIT_SAME_TEXT(scratch_sql(&s, dump_counts), "0,1,1,2,2,1,1");
        CU_ASSERT(scratch_run(&s, "sqlite3 -version || true; cp .eoslint/history.db before.bin"));
        CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: -B") == EOS_OK);
        CU_ASSERT(scratch_lint(&s, "m.py: -B; n.py: A") == EOS_OK);
        CU_ASSERT(scratch_run(&s, "cmp .eoslint/history.db before.bin"));
        UNIT_SAME_TEXT(scratch_sql(&s, dump_counts), "0,1,1,2,2,1,1");
        scratch_release(&s);
    }
}

static void status_is_cheap_and_right(void)
{
    scratch s;
    scratch_init(&s, false);
    eos_judgement *judgement = scratch_judge("A B C");
    const eos_finding *items = judgement->findings.items;
    eos_store *store = scratch_store(&s, NULL, false);
    UNIT_SAME_INT(eos_store_status_of(store, "n.py", "EOS101", items[0].fingerprint),
                  EOS_STATUS_NEW);
    CU_ASSERT(access(eos_store_path(store), F_OK) != 0);
    CU_ASSERT(scratch_lint(&s, "n.py: A B") == EOS_OK);
    CU_ASSERT(scratch_lint(&s, "n.py: A -B") == EOS_OK);
    for (int recorded = 0; recorded < 2; recorded++) {
        UNIT_SAME_INT(eos_store_status_of(store, "n.py", "EOS101", items[0].fingerprint),
                      EOS_STATUS_OPEN);
        UNIT_SAME_INT(eos_store_status_of(store, "n.py", "EOS102", items[1].fingerprint),
                      EOS_STATUS_REOPENED);
        UNIT_SAME_INT(eos_store_status_of(store, "n.py", "EOS201", items[2].fingerprint),
                      EOS_STATUS_NEW);
        UNIT_SAME_INT(eos_store_status_of(store, "m.py", "EOS101", items[0].fingerprint),
                      EOS_STATUS_NEW);
        CU_ASSERT(scratch_scan(store, "n.py", "A B C") == EOS_OK);
    }
    eos_store_fill_status(store, "n.py", judgement);
    UNIT_SAME_INT(judgement->findings.items[1].status, EOS_STATUS_REOPENED);
    eos_judgement_free(judgement);
    eos_store_close(store);
    scratch_release(&s);
}

static void code_off_keeps(void)
{
    scratch s;
    scratch_init(&s, false);
    scratch_write(&s, "n.py", "1");
    CU_ASSERT(scratch_lint(&s, "n.py: A B") == EOS_OK);
    eos_error err;
    eos_store *store = scratch_store(&s, "EOS102 EOS201", false);
    CU_ASSERT(scratch_scan(store, "n.py", "-A -B C") == EOS_OK); /* EOS101 is off in this run */
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_states(&s), "A=open B=resolved C=new");

    /* off for one file only */
    static const char *const off[] = {"EOS101", "EOS201"};
    eos_judgement *judgement = scratch_judge("-A B -C");
    const eos_scan scan = {.path = "n.py", .judgement = judgement, .off = off, .off_count = 2};
    store = scratch_store(&s, NULL, false);
    CU_ASSERT(eos_store_record(store, &scan, &err) == EOS_OK);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_states(&s), "A=open B=resolved B=reopened C=open");
    /* on again, the same judgement: now it counts */
    store = scratch_store(&s, NULL, false);
    CU_ASSERT(scratch_scan(store, "n.py", "-A B -C") == EOS_OK);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_states(&s), "A=resolved B=resolved B=reopened C=resolved");
    eos_judgement_free(judgement);
    scratch_release(&s);
}

static void deleted_file_resolves(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: B") == EOS_OK);
    CU_ASSERT(scratch_run(&s, "rm n.py"));
    eos_store *store = scratch_store(&s, NULL, false);
    eos_error err;
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK); /* no file concerned us */
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_states(&s), "A=resolved B=new");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM runs"), "2");
    scratch_release(&s);
}

static void nothing_is_made_for_nothing(void)
{
    scratch s;
    scratch_init(&s, false);
    eos_store *store = scratch_store(&s, NULL, false);
    eos_error err;
    CU_ASSERT(scratch_scan(store, "n.py", NULL) == EOS_OK);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    CU_ASSERT(scratch_run(&s, "test ! -e .eoslint"));
    CU_ASSERT(strncmp(scratch_sql(&s, "SELECT 1"), "error: no history yet", 21) == 0);
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    CU_ASSERT(scratch_run(
        &s, "test \"$(cat .eoslint/.gitignore)\" = '*' && test \"$(ls -A)\" = \"$(printf "
            "'.eoslint\\nn.py')\" && test ! -e .eoslint/history.db-wal"));
    scratch_release(&s);
}

static void batched_scans_are_written_at_settling(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "1");
    CU_ASSERT(scratch_run(&s, "git add -A && git commit -qm one"));
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    CU_ASSERT(scratch_run(&s, "echo 1 > other.txt && git add -A && git commit -qm two"));
    eos_store *store = scratch_store(&s, NULL, true);
    eos_error err;
    CU_ASSERT(scratch_scan(store, "n.py", "A") == EOS_OK);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_states(&s), "A=open");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM runs WHERE is_settled"), "2");
    scratch_release(&s);
}

/* ---- counters ---- */

static const char recounted[] =
    "SELECT (SELECT group_concat(x) FROM (SELECT path || ' ' || coalesce(model, '-') || ' ' || "
    "findings || open || reopened AS x FROM hot_models ORDER BY 1)) = (SELECT group_concat(x) FROM "
    "(SELECT p.path || ' ' || coalesce(m.text, '-') || ' ' || count(DISTINCT s.finding_id) || "
    "sum(s.state < 4) || sum(s.origin = 1) AS x FROM here h JOIN span s ON s.lineage_id = "
    "h.lineage_id JOIN finding f ON f.finding_id = s.finding_id JOIN path p ON p.path_id = "
    "f.path_id LEFT JOIN text m ON m.text_id = f.model_id GROUP BY f.path_id, f.model_id ORDER BY "
    "1))";

/* All that the counters say is what counting the spans says. */
static void counters_agree(scratch *s)
{
    static const char *const questions[] = {
        recounted,
        "SELECT coalesce(sum(introduced), 0) = (SELECT count(*) FROM introduced) FROM rule_trend",
        "SELECT coalesce(sum(resolved), 0) = (SELECT count(*) FROM resolved) FROM rule_trend",
        "SELECT coalesce(sum(fixed), 0) = (SELECT count(*) FROM resolved) FROM time_to_fix",
        "SELECT (SELECT sum(introduced) FROM runs) = (SELECT count(*) FROM introduced)",
        "SELECT (SELECT sum(resolved) FROM runs) = (SELECT count(*) FROM resolved)",
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (!unit_same_text(scratch_sql(s, questions[i]), "1")) {
            fprintf(stderr, "  question %zu\n", i);
            CU_FAIL("a counter is off");
        }
}

static void counters_follow_the_spans(void)
{
    static const char *const scans[] = {
        "n.py: A B C#; m.py: A", "n.py: -A B C#; m.py: A", "n.py: A B C; m.py: -A",
        "n.py: SKIP; m.py: A",   "n.py: A; m.py: A B#",    "n.py: -A; m.py: SKIP",
    };
    scratch s;
    scratch_init(&s, false);
    for (size_t i = 0; i < sizeof scans / sizeof *scans; i++) {
        CU_ASSERT(scratch_lint(&s, scans[i]) == EOS_OK);
        counters_agree(&s);
    }
    /* a store's clock goes on by a minute: A of n.py lived one, later two of them */
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT fixed FROM time_to_fix WHERE code = 'EOS101'"), "5");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT max_days >= mean_days AND mean_days >= min_days AND "
                                   "min_days > 0 FROM time_to_fix WHERE code = 'EOS101'"),
                   "1");
    scratch_release(&s);
}

/* One run (nothing is committed in between) that resolves a finding and sees it again. */
static void counters_take_back(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    scratch_write(&s, "m.py", "0");
    CU_ASSERT(scratch_run(&s, "git add -A && git commit -qm one"));
    CU_ASSERT(scratch_lint(&s, "n.py: A B; m.py: A") == EOS_OK);
    CU_ASSERT(scratch_run(&s, "git commit -q --allow-empty -m two"));
    static const char *const scans[] = {"n.py: -A B", "n.py: A B", "n.py: -A -B", "n.py: A -B C",
                                        "n.py: A B"};
    for (size_t i = 0; i < sizeof scans / sizeof *scans; i++) {
        CU_ASSERT(scratch_lint(&s, scans[i]) == EOS_OK);
        counters_agree(&s);
    }
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM resolved"), "0");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM time_to_fix"), "0");
    scratch_release(&s);
}

static void renamed_model_takes_its_counts_along(void)
{
    scratch s;
    eos_error err;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A B; m.py: A") == EOS_OK);
    eos_judgement *judgement = scratch_judge("A B ?C");
    for (uint32_t i = 0; i < judgement->findings.count; i++)
        judgement->findings.items[i].model = "another";
    const eos_scan scan = {.path = "n.py", .judgement = judgement};
    eos_store *store = scratch_store(&s, NULL, false);
    CU_ASSERT(eos_store_record(store, &scan, &err) == EOS_OK);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    eos_judgement_free(judgement);
    UNIT_SAME_TEXT(
        scratch_sql(&s, "SELECT findings || open FROM hot_models WHERE model = 'another'"), "22");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT sum(findings) FROM hot_models"), "3");
    counters_agree(&s);
    scratch_release(&s);
}

/* ---- what waits in memory ---- */

static void fresh_judgements_wait_and_are_found(void)
{
    for (int with_git = 0; with_git < 2; with_git++) {
        scratch s;
        eos_error err;
        scratch_init(&s, with_git != 0);
        scratch_write(&s, "n.py", "1");
        scratch_write(&s, "m.py", "1");
        if (with_git)
            CU_ASSERT(scratch_run(&s, "git add -A && git commit -qm one"));
        CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: B") == EOS_OK);
        if (with_git)
            CU_ASSERT(scratch_run(&s, "git commit -q --allow-empty -m two"));
        eos_judgement *judgement = scratch_judge("-A C"), *back = NULL;
        eos_store *store = scratch_store(&s, NULL, true);
        CU_ASSERT(scratch_scan(store, "n.py", "-A C") == EOS_OK);
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM judgement"), "2"); /* it waits */
        CU_ASSERT(eos_store_lookup(store, judgement->key, &back, &err) == EOS_OK);
        CU_ASSERT(back != NULL); /* asked for, it is there */
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM judgement"), "3");
        eos_judgement_free(back);
        /* the last scan of a path counts, whether it waits or not */
        CU_ASSERT(scratch_scan(store, "m.py", "-B") == EOS_OK);
        CU_ASSERT(scratch_scan(store, "m.py", "B") == EOS_OK);
        CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
        eos_store_close(store);
        eos_judgement_free(judgement);
        UNIT_SAME_TEXT(scratch_states(&s), "A=resolved B=open C=new");
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM scan"), "0");
        counters_agree(&s);
        scratch_release(&s);
    }
}

static void closing_writes_what_waits(void)
{
    scratch s;
    eos_error err;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: B") == EOS_OK);
    eos_store *store = scratch_store(&s, NULL, true);
    CU_ASSERT(scratch_scan(store, "n.py", "-A C") == EOS_OK);
    CU_ASSERT(scratch_scan(store, "m.py", "B") == EOS_OK);
    eos_store_close(store); /* not settled: the next one does it */
    UNIT_SAME_TEXT(scratch_states(&s), "A=resolved B=open C=new");
    store = scratch_store(&s, NULL, true);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM runs"), "2");
    scratch_release(&s);
}

/* More files than are asked for one by one, and than wait at once. */
static void large_runs_are_right(void)
{
    for (int with_git = 0; with_git < 2; with_git++) {
        scratch s;
        eos_error err;
        char path[32], keys[2][256];
        scratch_init(&s, with_git != 0);
        CU_ASSERT(scratch_run(&s, "for i in $(seq 0 299); do echo 1 > f$i.py; done"));
        for (int run = 0; run < 3; run++) {
            if (with_git)
                CU_ASSERT(scratch_run(&s, "git add -A && git commit -q --allow-empty -m run"));
            eos_store *store = scratch_store(&s, NULL, true);
            for (int i = 0; i < 300; i++) {
                snprintf(path, sizeof path, "f%d.py", i);
                const bool is_changed = run > 0 && i % 100 == run;
                CU_ASSERT(scratch_scan(store, path, is_changed ? "-A B" : "A") == EOS_OK);
            }
            CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
            eos_store_close(store);
            counters_agree(&s);
        }
        /* run 1 turns three files, run 2 turns three others and those back */
        UNIT_SAME_TEXT(
            scratch_sql(&s, "SELECT introduced || '-' || resolved || '-' || open || '-' || scanned "
                            "FROM runs ORDER BY position"),
            "300-0-300-300 3-3-300-300 6-6-300-300");
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM path_set"), "1");
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM version"), "309");
        snprintf(keys[0], sizeof keys[0], "%s",
                 scratch_sql(&s, "SELECT run FROM runs WHERE position = 1"));
        snprintf(keys[1], sizeof keys[1], "%s",
                 scratch_sql(&s, "SELECT run FROM runs WHERE position = 3"));
        CU_ASSERT(strncmp(keys[0], "open-", 5) != 0 && strcmp(keys[0], keys[1]) != 0);
        scratch_release(&s);
    }
}

/* Without git the key of a run is made of what was seen, not of the order or of ids. */
static void same_content_has_the_same_key(void)
{
    char keys[2][512];
    for (int order = 0; order < 2; order++) {
        scratch s;
        scratch_init(&s, false);
        CU_ASSERT(scratch_lint(&s, order ? "m.py: B; n.py: A" : "n.py: A; m.py: B") == EOS_OK);
        CU_ASSERT(scratch_lint(&s, order ? "m.py: -B; n.py: A" : "n.py: A; m.py: -B") == EOS_OK);
        snprintf(keys[order], sizeof keys[order], "%s",
                 scratch_sql(&s, "SELECT run FROM runs ORDER BY position"));
        scratch_release(&s);
    }
    UNIT_SAME_TEXT(keys[0], keys[1]);
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: B") == EOS_OK);
    CU_ASSERT(scratch_lint(&s, "n.py: A; m.py: -B C") == EOS_OK);
    CU_ASSERT(strcmp(scratch_sql(&s, "SELECT run FROM runs ORDER BY position"), keys[0]) != 0);
    scratch_release(&s);
}

/* ---- queries ---- */

static void queries_only_read(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    static const char *const refused[] = {
        "DELETE FROM span",
        "ATTACH 'x.db' AS x",
        "PRAGMA journal_mode = DELETE",
        "SELECT 1; SELECT 2",
        "CREATE TABLE t (a)",
        "VACUUM",
        "BEGIN",
        "PRAGMA user_version = 7",
        "SELECT load_extension('x')",
        "SELECT nonsense",
        "",
        "SELECT ?",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        CU_ASSERT(strncmp(scratch_sql(&s, refused[i]), "error: ", 7) == 0);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT 1.5 ; -- done"), "1.5");
    UNIT_SAME_TEXT(
        scratch_sql(&s, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                        "i < 3) SELECT i FROM n"),
        "1 2 3");
    UNIT_SAME_TEXT(scratch_sql(&s, "PRAGMA integrity_check"), "ok");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT NULL"), "NULL");
    scratch_release(&s);
}

/* ---- roots and messages ---- */

static void roots_are_found(void)
{
    scratch s;
    char out[512], path[512];
    scratch_init(&s, false);
    CU_ASSERT(scratch_run(&s, "mkdir -p a/b/c d/e && touch a/eoslint.toml && mkdir d/.git && "
                              "printf '[tool.other]\\n' > d/e/pyproject.toml && "
                              "printf 'x=1\\n[[tool.eoslint.datasets]]\\n' > a/b/pyproject.toml"));
    snprintf(path, sizeof path, "%s/a/b/c/n.py", s.root);
    CU_ASSERT(eos_store_find_root(path, out, sizeof out));
    UNIT_SAME_TEXT(out + strlen(s.root), "/a/b");
    snprintf(path, sizeof path, "%s/d/e/n.py", s.root);
    CU_ASSERT(eos_store_find_root(path, out, sizeof out));
    UNIT_SAME_TEXT(out + strlen(s.root), "/d");
    snprintf(path, sizeof path, "%s/n.py", s.root);
    CU_ASSERT(!eos_store_find_root(path, out, sizeof out));
    scratch_release(&s);
}

static void messages_lose_their_numbers(void)
{
    UNIT_ARENA(arena) {
        eos_message message = eos_message_split(&arena, "layer 5 of 100%: 1.05 007 x2");
        UNIT_SAME_TEXT(message.skeleton, "layer %d of %d%%: %d.05 007 x%d");
        UNIT_SAME_INT(message.count, 4);
        CU_ASSERT(message.values[0] == 5 && message.values[1] == 100 && message.values[3] == 2);
        message = eos_message_split(&arena, "");
        UNIT_SAME_TEXT(message.skeleton, "");
        UNIT_SAME_INT(message.count, 0);
        message = eos_message_split(&arena, "1234567890123456 1 2 3 4 5 6 7");
        UNIT_SAME_TEXT(message.skeleton, "1234567890123456 %d %d %d %d %d %d 7");
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"store: a judgement comes back exactly", round_trip_is_exact},
    {"store: states follow the scans", states_follow_the_scans},
    {"store: views agree", views_agree},
    {"store: the same again writes nothing", same_again_writes_nothing},
    {"store: status of a finding", status_is_cheap_and_right},
    {"store: a code that is off resolves nothing", code_off_keeps},
    {"store: a deleted file resolves its findings", deleted_file_resolves},
    {"store: nothing is made for nothing", nothing_is_made_for_nothing},
    {"store: collected scans are written at settling", batched_scans_are_written_at_settling},
    {"store: counters follow the spans", counters_follow_the_spans},
    {"store: counters take back", counters_take_back},
    {"store: a renamed model takes its counts along", renamed_model_takes_its_counts_along},
    {"store: fresh judgements wait and are found", fresh_judgements_wait_and_are_found},
    {"store: closing writes what waits", closing_writes_what_waits},
    {"store: large runs are right", large_runs_are_right},
    {"store: the same content has the same key", same_content_has_the_same_key},
    {"store: queries only read", queries_only_read},
    {"store: roots are found", roots_are_found},
    {"store: messages lose their numbers", messages_lose_their_numbers},
};
UNIT_SUITE(store, tests)
