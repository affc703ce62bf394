/* SPDX-License-Identifier: MIT */
/* The history in trouble: locked, damaged, newer, read-only, many writers, killed writers, forks. */
#include "unit.h"

#include "base/limits.h"
#include "scratch.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WRITERS 8
#define FILES 12

static void check_status(scratch *s, eos_status expected)
{
    eos_error err = {0};
    eos_judgement *judgement = scratch_judge("A");
    const eos_scan scan = {.path = "n.py", .judgement = judgement};
    eos_store *store = scratch_store(s, NULL, false);
    UNIT_SAME_TEXT(eos_status_name(eos_store_record(store, &scan, &err)),
                   eos_status_name(expected));
    CU_ASSERT(err.message[0] != '\0' && err.code == expected);
    /* nothing is tried again, and nobody is stopped by it */
    CU_ASSERT(eos_store_record(store, &scan, &err) == expected);
    CU_ASSERT(eos_store_settle(store, &err) == expected);
    UNIT_SAME_INT(
        eos_store_status_of(store, "n.py", "EOS101", judgement->findings.items[0].fingerprint),
        EOS_STATUS_NEW);
    eos_store_close(store);
    eos_judgement_free(judgement);
}

static void damaged_is_said_and_left(void)
{
    static const char *const bodies[] = {
        "this is no database, but it is long enough to look like one", "SQLite format 3"};
    for (size_t i = 0; i < 2; i++) {
        scratch s;
        scratch_init(&s, false);
        scratch_write(&s, ".eoslint/history.db", bodies[i]);
        check_status(&s, EOS_ERR_DAMAGED);
        CU_ASSERT(strncmp(scratch_sql(&s, "SELECT 1 FROM runs"), "error: ", 7) == 0);
        scratch_release(&s);
    }
    scratch s; /* pages overwritten in the middle */
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    CU_ASSERT(scratch_run(&s,
                          "yes x | dd of=.eoslint/history.db bs=4096 seek=1 count=60 conv=notrunc "
                          "iflag=fullblock"));
    check_status(&s, EOS_ERR_DAMAGED);
    scratch_release(&s);
}

static void patch(scratch *s, long offset, const unsigned char *bytes, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/.eoslint/history.db", s->root);
    FILE *file = fopen(path, "r+b");
    CU_ASSERT_FATAL(file != NULL);
    fseek(file, offset, SEEK_SET);
    CU_ASSERT(fwrite(bytes, 1, size, file) == size);
    fclose(file);
}

static void newer_is_refused_untouched(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    patch(&s, 60, (const unsigned char[]){0, 0, 0, 99}, 4); /* user_version in the header */
    CU_ASSERT(scratch_run(&s, "cp .eoslint/history.db before.bin"));
    check_status(&s, EOS_ERR_NEWER);
    CU_ASSERT(strncmp(scratch_sql(&s, "SELECT 1"), "error: the history was made by a newer", 38) ==
              0);
    CU_ASSERT(scratch_run(&s, "cmp .eoslint/history.db before.bin"));
    scratch_release(&s);
}

static void foreign_database_is_refused(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    patch(&s, 68, (const unsigned char[]){1, 2, 3, 4}, 4); /* application_id */
    check_status(&s, EOS_ERR_DAMAGED);
    scratch_release(&s);
}

static void folder_in_its_place_is_said(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_run(&s, "mkdir -p .eoslint/history.db"));
    check_status(&s, EOS_ERR_IO);
    scratch_release(&s);
}

/* Root may write anything, so a child gives up root first; without root the permissions do. */
static void read_only_is_said_and_read(void)
{
    scratch s;
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    CU_ASSERT(
        scratch_run(&s, "chmod 755 . && chmod 555 .eoslint && chmod 444 .eoslint/history.db"));
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(9);
        check_status(&s, EOS_ERR_READONLY);
        if (!unit_same_text(scratch_sql(&s, "SELECT code FROM open_findings"), "EOS101"))
            _exit(1);
        _exit(CU_get_number_of_failures() == 0 ? 0 : 2);
    }
    int state = -1;
    CU_ASSERT(waitpid(child, &state, 0) == child);
    UNIT_SAME_INT(state, 0);
    CU_ASSERT(scratch_run(&s, "chmod 755 .eoslint"));
    scratch_release(&s);
}

static void locked_is_waited_for_once(void)
{
    scratch s;
    char line[1024];
    scratch_init(&s, false);
    CU_ASSERT(scratch_lint(&s, "n.py: -A") == EOS_OK);
    if (!scratch_run(&s, "python3 -c 'import sqlite3'")) {
        scratch_release(&s);
        return; /* nobody there to hold the lock */
    }
    snprintf(line, sizeof line,
             "cd '%s' && python3 -c \"import sqlite3, os, time\n"
             "c = sqlite3.connect('.eoslint/history.db'); c.execute('BEGIN IMMEDIATE')\n"
             "open('ready', 'w').close()\n"
             "while not os.path.exists('done'): time.sleep(0.05)\" &",
             s.root);
    CU_ASSERT(system(line) == 0);
    CU_ASSERT(scratch_run(
        &s, "for i in $(seq 200); do test -e ready && break; sleep 0.05; done; test -e ready"));
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    check_status(&s, EOS_ERR_BUSY);
    clock_gettime(CLOCK_MONOTONIC, &after);
    const long waited = (long)(after.tv_sec - before.tv_sec) * 1000;
    CU_ASSERT(waited >= EOS_LIMIT_BUSY_MS - 2000 && waited < 2 * EOS_LIMIT_BUSY_MS);
    CU_ASSERT(scratch_run(&s, "touch done"));
    /* what could not be had now is had next time */
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    UNIT_SAME_TEXT(scratch_states(&s), "A=new");
    scratch_release(&s);
}

/* ---- many writers ---- */

static void write_files(scratch *s, int writer)
{
    char path[64];
    eos_store *store = scratch_store(s, NULL, false);
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "w%d_%d.py", writer, i);
        if (scratch_scan(store, path, "A B") != EOS_OK ||
            scratch_scan(store, "shared.py", "C") != EOS_OK)
            _exit(1);
    }
    eos_store_close(store);
    _exit(0);
}

static void make_files(scratch *s, bool with_git)
{
    CU_ASSERT(scratch_run(s, "for w in 0 1 2 3 4 5 6 7; do for i in 0 1 2 3 4 5 6 7 8 9 10 11; do "
                             "touch w${w}_$i.py; done; done; touch shared.py"));
    if (with_git)
        CU_ASSERT(scratch_run(s, "git add -A && git commit -qm one"));
}

static void eight_writers_lose_nothing(void)
{
    for (int with_git = 0; with_git < 2; with_git++) {
        scratch s;
        eos_error err;
        scratch_init(&s, with_git != 0);
        make_files(&s, with_git != 0);
        fflush(NULL);
        pid_t children[WRITERS];
        for (int i = 0; i < WRITERS; i++)
            if ((children[i] = fork()) == 0)
                write_files(&s, i);
        for (int i = 0; i < WRITERS; i++) {
            int state = -1;
            CU_ASSERT(waitpid(children[i], &state, 0) == children[i]);
            UNIT_SAME_INT(state, 0);
        }
        eos_store *store = scratch_store(&s, NULL, false);
        CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
        eos_store_close(store);
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM open_findings"), "193");
        UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) || ' ' || max(scanned) FROM runs"), "1 97");
        UNIT_SAME_TEXT(scratch_sql(&s, "PRAGMA integrity_check"), "ok");
        scratch_release(&s);
    }
}

static void settling_at_once_settles_once(void)
{
    scratch s;
    scratch_init(&s, true);
    make_files(&s, true);
    fflush(NULL);
    pid_t children[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0) {
            char path[64];
            eos_error err;
            eos_store *store = scratch_store(&s, NULL, false);
            snprintf(path, sizeof path, "w%d_0.py", i);
            const bool is_fine = scratch_scan(store, path, "A B") == EOS_OK &&
                                 scratch_scan(store, "shared.py", "C") == EOS_OK &&
                                 eos_store_settle(store, &err) == EOS_OK;
            eos_store_close(store);
            _exit(is_fine ? 0 : 1);
        }
    for (int i = 0; i < WRITERS; i++) {
        int state = -1;
        CU_ASSERT(waitpid(children[i], &state, 0) == children[i]);
        UNIT_SAME_INT(state, 0);
    }
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM introduced WHERE \"commit\" IS NOT NULL"),
                   "17");
    UNIT_SAME_TEXT(
        scratch_sql(&s,
                    "SELECT count(*) || ' ' || max(scanned) || ' ' || max(introduced) FROM runs"),
        "1 9 17");
    scratch_release(&s);
}

static void fork_with_an_open_handle_is_safe(void)
{
    scratch s;
    eos_error err;
    scratch_init(&s, false);
    make_files(&s, false);
    eos_store *store = scratch_store(&s, NULL, false);
    CU_ASSERT(scratch_scan(store, "shared.py", "C") == EOS_OK); /* the handle is open now */
    fflush(NULL);
    pid_t children[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0) {
            char path[64];
            bool is_fine = true;
            for (int j = 0; j < FILES && is_fine; j++) {
                snprintf(path, sizeof path, "w%d_%d.py", i, j);
                is_fine = scratch_scan(store, path, "A B") == EOS_OK;
            }
            eos_store_close(store);
            _exit(is_fine ? 0 : 1);
        }
    CU_ASSERT(scratch_scan(store, "shared.py", "C D") == EOS_OK); /* the parent's still works */
    for (int i = 0; i < WRITERS; i++) {
        int state = -1;
        CU_ASSERT(waitpid(children[i], &state, 0) == children[i]);
        UNIT_SAME_INT(state, 0);
    }
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM open_findings"), "194");
    UNIT_SAME_TEXT(scratch_sql(&s, "PRAGMA integrity_check"), "ok");
    scratch_release(&s);
}

static void killed_writers_leave_a_sound_history(void)
{
    scratch s;
    scratch_init(&s, false);
    make_files(&s, false);
    for (int round = 0; round < 20; round++) {
        fflush(NULL);
        const pid_t child = fork();
        if (child == 0) {
            for (int i = 0;; i++) {
                char words[32];
                eos_error err;
                eos_store *store = scratch_store(&s, NULL, false);
                snprintf(words, sizeof words, "A @%d_%d", round, i); /* a new version each time */
                for (int j = 0; j < FILES; j++) {
                    char path[64];
                    snprintf(path, sizeof path, "w0_%d.py", j);
                    if (scratch_scan(store, path, words) != EOS_OK)
                        _exit(1);
                }
                if (eos_store_settle(store, &err) != EOS_OK)
                    _exit(2);
                eos_store_close(store);
            }
        }
        const struct timespec pause = {.tv_nsec = 3000000L + 4700000L * round};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        int state = 0;
        CU_ASSERT(waitpid(child, &state, 0) == child);
        CU_ASSERT(WIFSIGNALED(state));
    }
    CU_ASSERT(scratch_lint(&s, "w0_0.py: A; w0_1.py: A") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "PRAGMA integrity_check"), "ok");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM scan"), "0");
    /* nothing is doubled: one open span per finding and line */
    UNIT_SAME_TEXT(scratch_sql(&s,
                               "SELECT count(*) FROM (SELECT 1 FROM span WHERE state < 5 GROUP BY "
                               "finding_id, lineage_id HAVING count(*) > 1)"),
                   "0");
    scratch_release(&s);
}

static const unit_test tests[] = {
    {"store_faults: damaged", damaged_is_said_and_left},
    {"store_faults: newer is refused untouched", newer_is_refused_untouched},
    {"store_faults: another program's database", foreign_database_is_refused},
    {"store_faults: a folder in its place", folder_in_its_place_is_said},
    {"store_faults: read-only is said, and still read", read_only_is_said_and_read},
    {"store_faults: locked is waited for once", locked_is_waited_for_once},
    {"store_faults: eight writers lose nothing", eight_writers_lose_nothing},
    {"store_faults: settling at once settles once", settling_at_once_settles_once},
    {"store_faults: a fork with an open handle is safe", fork_with_an_open_handle_is_safe},
    {"store_faults: killed writers leave a sound history", killed_writers_leave_a_sound_history},
};
UNIT_SUITE(store_faults, tests)
