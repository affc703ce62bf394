/* SPDX-License-Identifier: MIT */
/* Scratch folders, repositories and judgements for the tests of the history (scratch.h). */
#include "scratch.h"

#include "unit.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool scratch_run(const scratch *s, const char *format, ...)
{
    char line[2048], full[2560];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    snprintf(full, sizeof full, "cd '%s' && { %s ; } >/dev/null 2>&1", s->root, line);
    const int result = system(full);
    if (result != 0)
        fprintf(stderr, "\n  failed: %s\n", line);
    return result == 0;
}

void scratch_init(scratch *s, bool with_git)
{
    const char *base = getenv("TMPDIR");
    snprintf(s->root, sizeof s->root, "%s/eoslint-test-XXXXXX", base != NULL ? base : "/tmp");
    s->now = 1700000000;
    CU_ASSERT_FATAL(mkdtemp(s->root) != NULL);
    /* nothing of the machine's git configuration, and no repository around the tests */
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    unsetenv("GIT_INDEX_FILE");
    unsetenv("GIT_DIR");
    if (with_git)
        CU_ASSERT(scratch_run(s, "git init -q -b main . && git config user.name 'Ada Author' && "
                                 "git config user.email ada@example.org && "
                                 "echo .eoslint/ > .git/info/exclude"));
}

void scratch_release(scratch *s)
{
    scratch_run(s, "rm -rf '%s'", s->root);
}

void scratch_write(const scratch *s, const char *path, const char *text)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", s->root, path);
    for (char *at = full + strlen(s->root) + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        mkdir(full, 0777);
        *at = '/';
    }
    FILE *file = fopen(full, "w");
    CU_ASSERT_FATAL(file != NULL);
    fputs(text, file);
    fclose(file);
}

/* ---- judgements ---- */

static const char *code_of(char subject)
{
    return subject == 'A' ? "EOS101" : subject == 'B' ? "EOS102" : "EOS201";
}

static void add_subject(eos_judgement *judgement, const char *word, eos_answer_kind kind)
{
    eos_arena *arena = &judgement->arena;
    const char *at = strchr(word, '@');
    const char *scope = at != NULL ? at + 1 : "";
    const size_t length = strcspn(scope, "#");
    const eos_subject subject = {.scope = eos_arena_copy(arena, scope, length),
                                 .role = "layer",
                                 .kind = eos_arena_printf(arena, "%c", word[0]),
                                 .before = "",
                                 .after = ""};
    eos_answer answer = {.code = code_of(word[0]),
                         .answer = (uint8_t)kind,
                         .scope = subject.scope,
                         .reason = kind == EOS_UNKNOWN_ANSWER ? "no data" : NULL};
    eos_fingerprint(answer.code, &subject, 0, answer.fingerprint);
    eos_vector_push(arena, &judgement->answers, answer);
    if (kind != EOS_VIOLATED)
        return;
    eos_finding finding = {.code = answer.code,
                           .name = "a-name",
                           .category = "CNL",
                           .severity = EOS_SEVERITY_ERROR,
                           .confidence = EOS_CONFIDENCE_CERTAIN,
                           .line = 3,
                           .column = 1,
                           .cell = -1,
                           .model = "model",
                           .message = eos_arena_printf(arena, "subject %c", word[0]),
                           .subject = subject};
    snprintf(finding.fingerprint, sizeof finding.fingerprint, "%s", answer.fingerprint);
    if (strchr(word, '#') != NULL) {
        finding.suppressed_by = EOS_SUPPRESSED_NOQA;
        finding.suppressed_line = 3;
        finding.suppressed_reason = "on purpose";
    }
    eos_vector_push(arena, &judgement->findings, finding);
}

static void add_word(eos_judgement *judgement, const char *word)
{
    if (word[0] == '~' || word[0] == '!') {
        const eos_not_judged gap = {
            .line = word[0] == '~' ? 7 : 0,
            .what = "a call",
            .reason = "step budget",
            .scope = eos_arena_copy(&judgement->arena, word + 1, strlen(word + 1))};
        eos_vector_push(&judgement->arena, &judgement->not_judged, gap);
    } else if (word[0] == '-' || word[0] == '?') {
        add_subject(judgement, word + 1, word[0] == '-' ? EOS_SATISFIED : EOS_UNKNOWN_ANSWER);
    } else {
        add_subject(judgement, word, EOS_VIOLATED);
    }
}

eos_judgement *scratch_judge(const char *words)
{
    eos_judgement *judgement = eos_judgement_new();
    CU_ASSERT_FATAL(judgement != NULL);
    char copy[512], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", words);
    EOS_ARENA_TRY(&judgement->arena, saved) {
        for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
            add_word(judgement, word);
    }
    EOS_ARENA_CATCH(&judgement->arena, saved) {
        CU_FAIL("out of memory");
    }
    EOS_ARENA_END;
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add_field(&hasher, words);
    const eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, 32, judgement->key);
    eos_digest_hex(&digest, 32, judgement->source_hash);
    judgement->concerns_us = true;
    return judgement;
}

/* ---- stores ---- */

static int64_t tell_time(void *payload)
{
    return ((scratch *)payload)->now;
}

eos_store *scratch_store(scratch *s, const char *codes, bool is_batched)
{
    char copy[256], *rest = NULL;
    const char *list[16];
    uint32_t count = 0;
    snprintf(copy, sizeof copy, "%s", codes != NULL ? codes : "");
    for (char *code = strtok_r(copy, " ", &rest); code && count < 16;
         code = strtok_r(NULL, " ", &rest))
        list[count++] = code;
    s->now += 60;
    const eos_store_options options = {.root = s->root,
                                       .version = "1",
                                       .config_digest = "c0ffee",
                                       .codes = count > 0 ? list : NULL,
                                       .code_count = count,
                                       .is_batched = is_batched,
                                       .now_fn = tell_time,
                                       .now_payload = s};
    eos_store *store = NULL;
    eos_error err;
    CU_ASSERT_FATAL(eos_store_open(&store, &options, &err) == EOS_OK);
    return store;
}

eos_status scratch_scan(eos_store *store, const char *path, const char *words)
{
    eos_error err = {0};
    eos_judgement *judgement = words != NULL ? scratch_judge(words) : NULL;
    const eos_scan scan = {.path = path, .judgement = judgement};
    const eos_status status = eos_store_record(store, &scan, &err);
    if (status != EOS_OK)
        fprintf(stderr, "\n  record: %s\n", err.message);
    eos_judgement_free(judgement);
    return status;
}

eos_status scratch_lint(scratch *s, const char *files)
{
    char copy[1024], *rest = NULL;
    eos_error err = {0};
    snprintf(copy, sizeof copy, "%s", files);
    eos_store *store = scratch_store(s, NULL, false);
    eos_status status = EOS_OK;
    for (char *file = strtok_r(copy, ";", &rest); file; file = strtok_r(NULL, ";", &rest)) {
        file += strspn(file, " ");
        char *colon = strchr(file, ':');
        *colon = '\0';
        char *words = colon + 1 + strspn(colon + 1, " ");
        char full[512];
        snprintf(full, sizeof full, "%s/%s", s->root, file);
        if (access(full, F_OK) != 0)
            scratch_write(s, file, words);
        if (status == EOS_OK)
            status = scratch_scan(store, file, strcmp(words, "SKIP") == 0 ? NULL : words);
    }
    if (status == EOS_OK)
        status = eos_store_settle(store, &err);
    if (status != EOS_OK)
        fprintf(stderr, "\n  lint: %s\n", err.message);
    eos_store_close(store);
    return status;
}

typedef struct text_sink {
    char text[8192];
    size_t used;
} text_sink;

static eos_status add_row(void *payload, const char *const *columns, const eos_store_value *values,
                          uint32_t count)
{
    text_sink *sink = payload;
    (void)columns;
    if (values == NULL || count == 0)
        return EOS_OK;
    const char *gap = sink->used > 0 ? " " : "";
    const size_t space = sizeof sink->text - sink->used;
    int added = 0;
    if (values[0].type == EOS_STORE_INTEGER)
        added =
            snprintf(sink->text + sink->used, space, "%s%lld", gap, (long long)values[0].integer);
    else if (values[0].type == EOS_STORE_REAL)
        added = snprintf(sink->text + sink->used, space, "%s%g", gap, values[0].real);
    else
        added = snprintf(sink->text + sink->used, space, "%s%s", gap,
                         values[0].type == EOS_STORE_NULL ? "NULL" : values[0].text);
    sink->used += (size_t)added < space ? (size_t)added : space - 1;
    return EOS_OK;
}

const char *scratch_sql(scratch *s, const char *sql)
{
    static text_sink sink;
    eos_error err = {0};
    sink.used = 0;
    sink.text[0] = '\0';
    eos_store *store = scratch_store(s, NULL, false);
    if (eos_store_query(store, sql, NULL, 0, add_row, &sink, &err) != EOS_OK)
        snprintf(sink.text, sizeof sink.text, "error: %s", err.message);
    eos_store_close(store);
    return sink.text;
}

const char *scratch_states(scratch *s)
{
    return scratch_sql(s, "SELECT replace(message, 'subject ', '') || '=' || state FROM "
                          "finding_history ORDER BY message, path, introduced_at, branch");
}
