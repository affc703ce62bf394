/* SPDX-License-Identifier: MIT */
/*
 * What unit tests share. A suite is one file:
 *
 *     static void buffer_grows(void) { ... CU_ASSERT(...) ... }
 *     static const unit_test tests[] = {{"buffer: grows past its first block", buffer_grows}};
 *     UNIT_SUITE(text, tests)
 *
 * Prefer the checks that go on (CU_ASSERT, UNIT_SAME_TEXT) to the fatal ones: a fatal check jumps
 * out of the test and leaves its arena to the leak checker.
 */
#ifndef EOS_TESTS_UNIT_H
#define EOS_TESTS_UNIT_H

#include "base/arena.h"
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct unit_test {
    const char *name; /* "module: behaviour" */
    void (*run)(void);
} unit_test;

void unit_add_suite(const char *name, const unit_test *tests, size_t count);

/* Defines eos_suite_<name>(), which suites.def tells the runner about. */
#define UNIT_SUITE(name, tests)                                                                    \
    void eos_suite_##name(void);                                                                   \
    void eos_suite_##name(void)                                                                    \
    {                                                                                              \
        unit_add_suite(#name, (tests), sizeof(tests) / sizeof(tests)[0]);                          \
    }

/* clang-format off: the two macros open and close each other's braces */
/* UNIT_ARENA(a) { work on &a } UNIT_ARENA_END(a): out of memory fails the test. Do not return
 * inside. */
#define UNIT_ARENA(arena_)                                                                         \
    eos_arena arena_;                                                                              \
    eos_arena_init(&arena_, (size_t)256 << 20);                                                    \
    EOS_ARENA_TRY(&arena_, arena_##_guard)
#define UNIT_ARENA_END(arena_)                                                                     \
    EOS_ARENA_CATCH(&arena_, arena_##_guard)                                                       \
        CU_FAIL("out of memory");                                                                  \
    EOS_ARENA_END;                                                                                 \
    eos_arena_release(&arena_)
/* clang-format on */

/* Both texts on stderr when they differ; NULL equals only NULL. */
#define UNIT_SAME_TEXT(actual, expected)                                                           \
    CU_assertImplementation(unit_same_text((actual), (expected)), __LINE__,                        \
                            #actual " is " #expected, __FILE__, "", CU_FALSE)
#define UNIT_SAME_INT(actual, expected)                                                            \
    CU_assertImplementation(unit_same_int((long long)(actual), (long long)(expected)), __LINE__,   \
                            #actual " is " #expected, __FILE__, "", CU_FALSE)

bool unit_same_text(const char *actual, const char *expected);
bool unit_same_int(long long actual, long long expected);

/*
 * Runs `work` on a fresh arena again and again, failing its 1st, 2nd, ... `most`-th allocation,
 * until it needs no more: each failure must reach the guard, and the sanitizers must see no leak.
 * Answers how many runs failed. `work` must allocate from the arena it is given only.
 */
size_t unit_fail_allocations(void (*work)(eos_arena *arena, void *payload), void *payload,
                             size_t most);

/** The file's bytes and a NUL, from the arena; a missing file fails the test and gives "". */
char *unit_read_file(eos_arena *arena, const char *path, size_t *length);

#endif
