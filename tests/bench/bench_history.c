/* SPDX-License-Identifier: MIT */
/*
 * Scale of the history: 2,000 runs over 1,000 files with 5,000 findings, 2 % of them replaced by others
 * in each run (20 files change), everything scanned and recorded each time. Prints ms per run, the size
 * of the file and the time of queries. Without git, so that the time is the store's own.
 *
 *     bench_history [runs] [files]      TMPDIR: where; EOS_BENCH_KEEP=1: leave the folder
 *
 * Budget (design, section 9): < 10 ms per run, < 30 MB; every view's first 1,000 rows < 100 ms.
 */
#include "store/store.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PER_FILE 5

static double read_ms(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static double now_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

/* Without what a disk or other programs add. */
static double cpu_ms(void)
{
    return read_ms(CLOCK_PROCESS_CPUTIME_ID);
}

/* File `file` in its `version`-th shape: five findings that no other version has. */
static eos_judgement *make_judgement(unsigned file, unsigned version)
{
    eos_judgement *judgement = eos_judgement_new();
    if (judgement == NULL)
        exit(2);
    eos_arena *arena = &judgement->arena;
    EOS_ARENA_TRY(arena, saved) {
        for (unsigned i = 0; i < PER_FILE; i++) {
            const unsigned rule = (file + i * 7 + version) % 40;
            eos_finding finding = {
                .code = eos_arena_printf(arena, "EOS%u", 101 + rule),
                .name = "some-name",
                .category = "CNL",
                .severity = (uint8_t)(rule % 3),
                .confidence = EOS_CONFIDENCE_CERTAIN,
                .line = 10 + i * 9 + version % 50,
                .column = 5,
                .cell = -1,
                .model = "model",
                .message = eos_arena_printf(
                    arena,
                    "softmax over one unit (layer %u of model) always gives 1.0, so "
                    "binary_crossentropy (line %u) has nothing to learn [%u]",
                    i + 1, 30 + version % 60, rule),
                .fix = "Dense(1, activation=\"sigmoid\")",
                .subject = {.scope = "build_model",
                            .role = "layer",
                            .kind = "Dense",
                            .before = "Conv2D",
                            .after = ""}};
            finding.evidence = EOS_NEW_ARRAY(arena, eos_evidence, 2);
            finding.evidence_count = 2;
            ((eos_evidence *)(uintptr_t)finding.evidence)[0] =
                (eos_evidence){EOS_EVIDENCE_CODE, "units of layer 5", "1", NULL, finding.line};
            ((eos_evidence *)(uintptr_t)finding.evidence)[1] =
                (eos_evidence){EOS_EVIDENCE_CODE, "loss", "binary_crossentropy", NULL, 36};
            eos_fingerprint(finding.code, &finding.subject, version * PER_FILE + i,
                            finding.fingerprint);
            eos_answer answer = {
                .code = finding.code, .answer = EOS_VIOLATED, .scope = "build_model"};
            snprintf(answer.fingerprint, sizeof answer.fingerprint, "%s", finding.fingerprint);
            eos_vector_push(arena, &judgement->findings, finding);
            eos_vector_push(arena, &judgement->answers, answer);
        }
    }
    EOS_ARENA_CATCH(arena, saved) {
        exit(2);
    }
    EOS_ARENA_END;
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add(&hasher, &file, sizeof file);
    eos_hasher_add(&hasher, &version, sizeof version);
    const eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, 32, judgement->key);
    eos_digest_hex(&digest, 32, judgement->source_hash);
    judgement->concerns_us = true;
    return judgement;
}

static int64_t tick(void *payload)
{
    return *(int64_t *)payload;
}

static void must(eos_status status, const eos_error *err)
{
    if (status != EOS_OK) {
        fprintf(stderr, "%s\n", err->message);
        exit(1);
    }
}

static eos_store *open_store(const char *root, int64_t *clock_at)
{
    eos_error err;
    eos_store *store = NULL;
    const eos_store_options options = {.root = root,
                                       .version = "1",
                                       .config_digest = "d",
                                       .is_batched = true,
                                       .now_fn = tick,
                                       .now_payload = clock_at};
    must(eos_store_open(&store, &options, &err), &err);
    return store;
}

static eos_status count_row(void *payload, const char *const *columns,
                            const eos_store_value *values, uint32_t count)
{
    (void)columns;
    (void)count;
    *(unsigned *)payload += values != NULL;
    return EOS_OK;
}

static void time_queries(const char *root, int64_t *clock_at)
{
    static const char *const queries[] = {
        "SELECT * FROM open_findings LIMIT 1000",
        "SELECT * FROM introduced LIMIT 1000",
        "SELECT * FROM resolved LIMIT 1000",
        "SELECT * FROM finding_history LIMIT 1000",
        "SELECT * FROM runs LIMIT 1000",
        "SELECT * FROM time_to_fix",
        "SELECT code, sum(introduced), sum(resolved) FROM rule_trend GROUP BY code",
        "SELECT code, count(*) FROM open_findings GROUP BY code",
        "SELECT * FROM hot_models ORDER BY findings DESC LIMIT 20",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        unsigned rows = 0;
        eos_error err;
        eos_store *store = open_store(root, clock_at);
        const double start = now_ms();
        must(eos_store_query(store, queries[i], NULL, 0, count_row, &rows, &err), &err);
        printf("%7.1f ms %6u rows  %s\n", now_ms() - start, rows, queries[i]);
        eos_store_close(store);
    }
}

int main(int argc, char **argv)
{
    const unsigned runs = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 2000;
    const unsigned files = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1000;
    const unsigned changed = files / 50 > 0 ? files / 50 : 1;
    char root[256], path[512];
    const char *const folder = getenv("TMPDIR");
    snprintf(root, sizeof root, "%s/eoslint-bench-XXXXXX", folder != NULL ? folder : "/tmp");
    if (mkdtemp(root) == NULL)
        return 1;
    unsigned *versions = calloc(files, sizeof *versions);
    if (versions == NULL)
        return 2;
    for (unsigned i = 0; i < files; i++) {
        snprintf(path, sizeof path, "%s/f%u.py", root, i);
        FILE *file = fopen(path, "w");
        if (file != NULL)
            fclose(file);
    }
    int64_t clock_at = 1700000000;
    double spent = 0, settling = 0, computing = 0, slowest = 0, first = 0;
    for (unsigned run = 0; run < runs; run++) {
        clock_at += 3600;
        for (unsigned i = 0; run > 0 && i < changed; i++)
            versions[(run * changed + i) % files]++;
        double mine = 0;
        eos_error err;
        double start = now_ms();
        eos_store *store = open_store(root, &clock_at);
        mine += now_ms() - start;
        for (unsigned i = 0; i < files; i++) {
            eos_judgement *judgement = make_judgement(i, versions[i]);
            snprintf(path, sizeof path, "f%u.py", i);
            const eos_scan scan = {.path = path, .judgement = judgement};
            const double cpu_start = cpu_ms();
            start = now_ms();
            must(eos_store_record(store, &scan, &err), &err);
            mine += now_ms() - start;
            computing += run > 0 ? cpu_ms() - cpu_start : 0;
            eos_judgement_free(judgement);
        }
        const double cpu_start = cpu_ms();
        start = now_ms();
        must(eos_store_settle(store, &err), &err);
        eos_store_close(store);
        mine += now_ms() - start;
        computing += run > 0 ? cpu_ms() - cpu_start : 0;
        settling += run > 0 ? now_ms() - start : 0;
        if (run == 0)
            first = mine;
        else {
            spent += mine;
            slowest = mine > slowest ? mine : slowest;
        }
    }
    struct stat status = {0};
    snprintf(path, sizeof path, "%s/.eoslint/history.db", root);
    stat(path, &status);
    printf("first run %.1f ms; then %.2f ms per run (%.2f to settle; processor %.2f), slowest %.1f "
           "ms; %.1f MB "
           "after %u runs of %u files\n",
           first, runs > 1 ? spent / (runs - 1) : 0.0, runs > 1 ? settling / (runs - 1) : 0.0,
           runs > 1 ? computing / (runs - 1) : 0.0, slowest, (double)status.st_size / 1e6, runs,
           files);
    time_queries(root, &clock_at);
    if (getenv("EOS_BENCH_KEEP") != NULL)
        printf("kept: %s\n", root);
    else {
        snprintf(path, sizeof path, "rm -rf '%s'", root);
        if (system(path) != 0)
            return 1;
    }
    free(versions);
    return 0;
}
