/* SPDX-License-Identifier: MIT */
/* The history in a repository: who introduced and resolved what, work tree scans, branches. */
#include "unit.h"

#include "scratch.h"
#include "store/git.h"

#include <stdio.h>

/* Lints as a pre-commit hook does (everything staged), then commits. */
static void hook_and_commit(scratch *s, const char *author, const char *files)
{
    CU_ASSERT(scratch_run(s, "git add -A"));
    CU_ASSERT(scratch_lint(s, files) == EOS_OK);
    CU_ASSERT(scratch_run(s, "git commit -qm '%s' --author='%s <a@x>'", author, author));
}

static const char *commit_of(scratch *s, const char *view)
{
    static char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT message || '/' || coalesce(author, 'nobody') FROM %s "
             "ORDER BY at, message",
             view);
    return scratch_sql(s, sql);
}

static bool names_commit(scratch *s, const char *view, const char *revision)
{
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT \"commit\" FROM %s LIMIT 1", view);
    return scratch_run(s, "test \"$(git rev-parse %s)\" = '%s'", revision, scratch_sql(s, sql));
}

static void hook_runs_get_their_commits(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "buggy");
    hook_and_commit(&s, "Ann", "n.py: A");
    UNIT_SAME_TEXT(commit_of(&s, "introduced"), "subject A/Ann");
    CU_ASSERT(names_commit(&s, "introduced", "HEAD"));
    CU_ASSERT(names_commit(&s, "open_findings", "HEAD"));
    scratch_write(&s, "n.py", "fixed");
    hook_and_commit(&s, "Bob", "n.py: -A");
    UNIT_SAME_TEXT(commit_of(&s, "introduced"), "subject A/Ann");
    UNIT_SAME_TEXT(commit_of(&s, "resolved"), "subject A/Bob");
    CU_ASSERT(names_commit(&s, "introduced", "HEAD~1"));
    CU_ASSERT(names_commit(&s, "resolved", "HEAD"));
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM open_findings"), "0");
    /* linting the clean tree afterwards adds a run and no event */
    CU_ASSERT(scratch_lint(&s, "n.py: -A") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT author FROM runs ORDER BY position"), "Ann Bob Bob");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM resolved"), "1");
    scratch_release(&s);
}

static void clean_tree_is_its_commit(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "buggy");
    CU_ASSERT(scratch_run(&s, "git add -A && git commit -qm one --author='Ann <a@x>'"));
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    UNIT_SAME_TEXT(commit_of(&s, "introduced"), "subject A/Ann");
    scratch_release(&s);
}

static void refused_try_gets_the_credit_of_the_commit(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    hook_and_commit(&s, "Ann", "n.py: -A");
    /* first try brings A and B; the hook refuses, A is fixed, B is committed */
    scratch_write(&s, "n.py", "first");
    CU_ASSERT(scratch_run(&s, "git add -A"));
    CU_ASSERT(scratch_lint(&s, "n.py: A B") == EOS_OK);
    scratch_write(&s, "n.py", "second");
    hook_and_commit(&s, "Bob", "n.py: -A B");
    UNIT_SAME_TEXT(commit_of(&s, "introduced"), "subject A/nobody subject B/Bob");
    UNIT_SAME_TEXT(commit_of(&s, "resolved"), "subject A/nobody");
    scratch_release(&s);
}

static void amended_commit_is_found(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    hook_and_commit(&s, "Ann", "n.py: -A");
    scratch_write(&s, "n.py", "1");
    hook_and_commit(&s, "Bob", "n.py: -B");
    scratch_write(&s, "n.py", "2");
    CU_ASSERT(scratch_run(&s, "git add -A"));
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    CU_ASSERT(scratch_run(&s, "git commit -q --amend --no-edit --author='Cy <c@x>'"));
    UNIT_SAME_TEXT(commit_of(&s, "introduced"), "subject A/Cy");
    scratch_release(&s);
}

static void work_tree_scans_are_no_events(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    scratch_write(&s, "m.py", "0");
    hook_and_commit(&s, "Ann", "n.py: A; m.py: -A");
    scratch_write(&s, "n.py", "dirty");
    scratch_write(&s, "new.py", "untracked");
    CU_ASSERT(scratch_lint(&s, "n.py: A B; new.py: C") == EOS_OK);
    UNIT_SAME_TEXT(
        scratch_sql(&s, "SELECT path || code || state || coalesce(\"commit\" <> '', 'NULL') FROM "
                        "open_findings ORDER BY 1"),
        "n.pyEOS101new1 n.pyEOS102newNULL new.pyEOS201newNULL");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM introduced"), "1");
    /* last scan wins: fixed in the work tree, not by a commit */
    CU_ASSERT(scratch_lint(&s, "n.py: -A; new.py: SKIP") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM open_findings"), "0");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM resolved"), "0");
    /* committed, it counts */
    hook_and_commit(&s, "Bob", "n.py: -A; new.py: SKIP");
    UNIT_SAME_TEXT(commit_of(&s, "resolved"), "subject A/Bob");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM worktree WHERE kind = 0"), "0");
    scratch_release(&s);
}

static void deletion_counts_when_the_index_has_it(void)
{
    scratch s;
    eos_error err;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    scratch_write(&s, "m.py", "0");
    hook_and_commit(&s, "Ann", "n.py: A; m.py: B");
    CU_ASSERT(scratch_run(&s, "rm n.py"));
    eos_store *store = scratch_store(&s, NULL, false);
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code FROM open_findings"), "EOS102");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM resolved"), "0");
    CU_ASSERT(scratch_run(&s, "git add -A"));
    CU_ASSERT(eos_store_settle(store, &err) == EOS_OK);
    eos_store_close(store);
    CU_ASSERT(scratch_run(&s, "git commit -qm gone --author='Bob <b@x>'"));
    UNIT_SAME_TEXT(commit_of(&s, "resolved"), "subject A/Bob");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code FROM open_findings"), "EOS102");
    scratch_release(&s);
}

static void branch_starts_from_its_ancestor(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    scratch_write(&s, "m.py", "0");
    hook_and_commit(&s, "Ann", "n.py: A B#; m.py: C");
    scratch_write(&s, "n.py", "1");
    hook_and_commit(&s, "Ann", "n.py: -A B#; m.py: C");
    /* a branch from the first commit still has A; C and the suppression come along */
    CU_ASSERT(scratch_run(&s, "git checkout -qb topic HEAD~1"));
    eos_judgement *judgement = scratch_judge("A");
    eos_store *store = scratch_store(&s, NULL, false);
    UNIT_SAME_INT(
        eos_store_status_of(store, "n.py", "EOS101", judgement->findings.items[0].fingerprint),
        EOS_STATUS_OPEN);
    eos_store_close(store);
    eos_judgement_free(judgement);
    CU_ASSERT(scratch_lint(&s, "n.py: A B#") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code || state || branch FROM open_findings ORDER BY 1"),
                   "EOS101opentopic EOS201opentopic");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM suppressions"), "2");
    scratch_write(&s, "m.py", "1");
    hook_and_commit(&s, "Bob", "n.py: A B#; m.py: -C");
    UNIT_SAME_TEXT(commit_of(&s, "introduced"), "subject A/Ann subject B/Ann subject C/Ann");
    UNIT_SAME_TEXT(commit_of(&s, "resolved WHERE branch = 'topic'"), "subject C/Bob");
    /* back on main nothing has changed */
    CU_ASSERT(scratch_run(&s, "git checkout -q main"));
    CU_ASSERT(scratch_lint(&s, "n.py: -A B#; m.py: C") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code || state || branch FROM open_findings"),
                   "EOS201openmain");
    UNIT_SAME_TEXT(commit_of(&s, "resolved WHERE branch = 'main'"), "subject A/Ann");
    scratch_release(&s);
}

static void going_back_is_the_last_word(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    hook_and_commit(&s, "Ann", "n.py: A");
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    scratch_write(&s, "n.py", "1");
    CU_ASSERT(scratch_run(&s, "git add -A"));
    CU_ASSERT(scratch_lint(&s, "n.py: -A B") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code FROM open_findings"), "EOS102");
    CU_ASSERT(scratch_run(&s, "git reset -q --hard"));
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code FROM open_findings"), "EOS101");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT count(*) FROM resolved WHERE \"commit\" IS NOT NULL"),
                   "0");
    scratch_release(&s);
}

static void two_processes_of_one_hook_are_one_run(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    scratch_write(&s, "m.py", "0");
    CU_ASSERT(scratch_run(&s, "git add -A"));
    CU_ASSERT(scratch_lint(&s, "n.py: A") == EOS_OK);
    CU_ASSERT(scratch_lint(&s, "m.py: B") == EOS_OK);
    CU_ASSERT(scratch_run(&s, "git commit -qm one --author='Ann <a@x>'"));
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT author || scanned || introduced FROM runs"), "Ann22");
    UNIT_SAME_TEXT(scratch_states(&s), "A=new B=new");
    scratch_release(&s);
}

static void repository_is_found_above_the_root(void)
{
    UNIT_ARENA(arena) {
        scratch s;
        eos_git_head head;
        scratch_init(&s, true);
        scratch_write(&s, "sub/deep/n.py", "0");
        CU_ASSERT(scratch_run(&s, "git add -A && git commit -qm one"));
        eos_git_read_head(&head, &arena, s.root);
        CU_ASSERT(head.is_known);
        const char *inside = eos_arena_printf(&arena, "%s/sub/deep", s.root);
        eos_git_read_head(&head, &arena, inside);
        CU_ASSERT(head.is_known);
        UNIT_SAME_TEXT(head.line, "main");
        /* without a .git up to the top nobody is asked */
        CU_ASSERT(scratch_run(&s, "mv .git elsewhere"));
        eos_git_read_head(&head, &arena, inside);
        CU_ASSERT(!head.is_known);
        UNIT_SAME_TEXT(head.line, "local");
        scratch_release(&s);
    }
    UNIT_ARENA_END(arena);
}

static void branch_counts_what_it_took_over(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "0");
    hook_and_commit(&s, "Ann", "n.py: A B#");
    CU_ASSERT(scratch_run(&s, "git checkout -qb topic"));
    scratch_write(&s, "n.py", "1");
    hook_and_commit(&s, "Bob", "n.py: -A B# C");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT findings || open || reopened FROM hot_models"), "310");
    UNIT_SAME_TEXT(scratch_sql(&s, "SELECT code || fixed FROM time_to_fix"), "EOS1011");
    scratch_release(&s);
}

static const unit_test tests[] = {
    {"store_git: runs of a hook get their commits", hook_runs_get_their_commits},
    {"store_git: a clean tree is its commit", clean_tree_is_its_commit},
    {"store_git: a refused try and the commit after it", refused_try_gets_the_credit_of_the_commit},
    {"store_git: an amended commit is found", amended_commit_is_found},
    {"store_git: work tree scans are no events", work_tree_scans_are_no_events},
    {"store_git: a deletion counts when the index has it", deletion_counts_when_the_index_has_it},
    {"store_git: a branch starts from its ancestor", branch_starts_from_its_ancestor},
    {"store_git: a repository above the root", repository_is_found_above_the_root},
    {"store_git: a branch counts what it took over", branch_counts_what_it_took_over},
    {"store_git: going back is the last word", going_back_is_the_last_word},
    {"store_git: two processes of one hook are one run", two_processes_of_one_hook_are_one_run},
};
UNIT_SUITE(store_git, tests)
