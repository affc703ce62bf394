/* SPDX-License-Identifier: MIT */
/* Asking git: HEAD, differences, files, commits; and what happens when there is no repository. */
#include "unit.h"

#include "scratch.h"
#include "store/git.h"

#include <stdio.h>

static void reads_head(void)
{
    scratch s;
    scratch_init(&s, true);
    UNIT_ARENA(arena) {
        eos_git_head head;
        eos_git_read_head(&head, &arena, s.root);
        CU_ASSERT(head.is_known);
        UNIT_SAME_TEXT(head.commit, "");
        UNIT_SAME_TEXT(head.line, "main");
        UNIT_SAME_TEXT(head.index_hash, "");
        scratch_write(&s, "a b\xC3\xA9.py", "1");
        CU_ASSERT(scratch_run(&s, "git add -A"));
        eos_git_read_head(&head, &arena, s.root);
        UNIT_SAME_INT(strlen(head.index_hash), 64);
        char staged[65], hash[65];
        memcpy(staged, head.index_hash, 65);
        CU_ASSERT(
            scratch_run(&s, "git commit -qm one && git branch topic/x && git checkout -q topic/x"));
        eos_git_read_head(&head, &arena, s.root);
        UNIT_SAME_TEXT(head.line, "topic/x");
        UNIT_SAME_TEXT(head.index_hash, "");
        UNIT_SAME_INT(strlen(head.commit), 40);
        CU_ASSERT(eos_git_hash_difference(hash, &arena, s.root, "", head.commit));
        UNIT_SAME_TEXT(hash, staged);
        CU_ASSERT(scratch_run(&s, "git checkout -q --detach"));
        eos_git_read_head(&head, &arena, s.root);
        UNIT_SAME_TEXT(head.line, "detached");
    }
    UNIT_ARENA_END(arena);
    scratch_release(&s);
}

static void reads_commits(void)
{
    scratch s;
    scratch_init(&s, true);
    CU_ASSERT(scratch_run(
        &s, "for i in 1 2 3; do echo $i > n.py; git add -A; git commit -qm \"line\n\nbody $i\" "
            "--date=2024-01-0${i}T00:00:00Z --author='\xC3\x89 me <e@x>'; done"));
    UNIT_ARENA(arena) {
        eos_git_head head;
        eos_git_commits commits;
        eos_git_commit commit;
        eos_git_read_head(&head, &arena, s.root);
        CU_ASSERT(eos_git_read_commits(&commits, &arena, s.root, "", head.commit));
        UNIT_SAME_INT(commits.count, 3);
        UNIT_SAME_TEXT(commits.items[0].id, head.commit);
        UNIT_SAME_TEXT(commits.items[0].parents, commits.items[1].id);
        UNIT_SAME_TEXT(commits.items[2].parents, "");
        UNIT_SAME_TEXT(commits.items[2].author, "\xC3\x89 me");
        UNIT_SAME_INT(commits.items[2].at, 1704067200);
        const char *first = commits.items[2].id;
        CU_ASSERT(eos_git_is_ancestor(&arena, s.root, first, head.commit));
        CU_ASSERT(!eos_git_is_ancestor(&arena, s.root, head.commit, first));
        CU_ASSERT(eos_git_read_commits(&commits, &arena, s.root, first, head.commit));
        UNIT_SAME_INT(commits.count, 2);
        CU_ASSERT(eos_git_read_commit(&commit, &arena, s.root, first));
        CU_ASSERT(!eos_git_read_commit(&commit, &arena, s.root,
                                       "0123456789012345678901234567890123456789"));
    }
    UNIT_ARENA_END(arena);
    scratch_release(&s);
}

static void tells_files_apart(void)
{
    scratch s;
    scratch_init(&s, true);
    scratch_write(&s, "same.py", "1");
    scratch_write(&s, "changed.py", "1");
    scratch_write(&s, "gone.py", "1");
    scratch_write(&s, "deep/odd [x].py", "1");
    scratch_write(&s, "script", "1");
    CU_ASSERT(
        scratch_run(&s, "git add -A && git commit -qm one && rm gone.py && echo 2 > changed.py && "
                        "echo 2 > script && echo 1 > staged.py && git add staged.py"));
    scratch_write(&s, "new.py", "1");
    UNIT_ARENA(arena) {
        static const struct {
            const char *path;
            eos_git_file_state state;
        } cases[] = {{"same.py", EOS_GIT_SAME},    {"changed.py", EOS_GIT_DIFFERS},
                     {"gone.py", EOS_GIT_DIFFERS}, {"deep/odd [x].py", EOS_GIT_SAME},
                     {"staged.py", EOS_GIT_SAME},  {"new.py", EOS_GIT_UNTRACKED},
                     {"script", EOS_GIT_DIFFERS},  {"none", EOS_GIT_UNTRACKED}};
        eos_git_files files;
        eos_git_read_files(&files, &arena, s.root);
        CU_ASSERT(files.is_known);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            UNIT_SAME_INT(eos_git_file(&files, &arena, s.root, cases[i].path), cases[i].state);
    }
    UNIT_ARENA_END(arena);
    scratch_release(&s);
}

static void no_repository_is_no_error(void)
{
    scratch s;
    scratch_init(&s, false);
    UNIT_ARENA(arena) {
        eos_git_head head;
        eos_git_files files;
        eos_git_read_head(&head, &arena, s.root);
        CU_ASSERT(!head.is_known);
        UNIT_SAME_TEXT(head.line, "local");
        eos_git_read_files(&files, &arena, s.root);
        CU_ASSERT(!files.is_known);
        scratch_write(&s, ".git", "gitdir: nowhere\n");
        eos_git_read_head(&head, &arena, s.root);
        CU_ASSERT(!head.is_known);
    }
    UNIT_ARENA_END(arena);
    scratch_release(&s);
}

static void index_of_a_partial_commit_counts(void)
{
    scratch s;
    char value[512];
    scratch_init(&s, true);
    scratch_write(&s, "n.py", "1");
    CU_ASSERT(scratch_run(&s, "git add -A && git commit -qm one && echo 2 > n.py && "
                              "cp .git/index .git/next && GIT_INDEX_FILE=.git/next git add n.py"));
    UNIT_ARENA(arena) {
        eos_git_head head;
        eos_git_read_head(&head, &arena, s.root);
        UNIT_SAME_TEXT(head.index_hash, "");
        snprintf(value, sizeof value, "%s/.git/next", s.root);
        setenv("GIT_INDEX_FILE", value, 1);
        setenv("GIT_DIR", "/nowhere", 1); /* of another repository's hook */
        eos_git_read_head(&head, &arena, s.root);
        CU_ASSERT(head.is_known);
        UNIT_SAME_INT(strlen(head.index_hash), 64);
        setenv("GIT_INDEX_FILE", "/tmp/of-another-repository/index", 1);
        eos_git_read_head(&head, &arena, s.root);
        UNIT_SAME_TEXT(head.index_hash, "");
    }
    UNIT_ARENA_END(arena);
    unsetenv("GIT_INDEX_FILE");
    unsetenv("GIT_DIR");
    scratch_release(&s);
}

static const unit_test tests[] = {
    {"git: reads HEAD and the staged difference", reads_head},
    {"git: reads commits", reads_commits},
    {"git: tells files apart", tells_files_apart},
    {"git: no repository is no error", no_repository_is_no_error},
    {"git: the index of a partial commit counts", index_of_a_partial_commit_counts},
};
UNIT_SUITE(git, tests)
