/* SPDX-License-Identifier: MIT */
/*
 * The runner: `eos_unit` runs all suites of suites.def, `eos_unit arena text` those named. Answers
 * 0 only if at least one check ran and all held; CUnit prints file and line of those that did not.
 */
#include "unit.h"

#include "base/text.h"
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EOS_SUITE(name) void eos_suite_##name(void);
#include "suites.def"
#undef EOS_SUITE

static const struct {
    const char *name;
    void (*add)(void);
} suites[] = {
#define EOS_SUITE(name) {#name, eos_suite_##name},
#include "suites.def"
#undef EOS_SUITE
};

void unit_add_suite(const char *name, const unit_test *tests, size_t count)
{
    CU_pSuite suite = CU_add_suite(name, NULL, NULL);
    for (size_t i = 0; suite && i < count; i++)
        if (!CU_add_test(suite, tests[i].name, tests[i].run))
            suite = NULL;
    if (!suite) {
        fprintf(stderr, "cannot register suite %s: %s\n", name, CU_get_error_msg());
        exit(2);
    }
}

bool unit_same_text(const char *actual, const char *expected)
{
    if (actual == expected || (actual && expected && strcmp(actual, expected) == 0))
        return true;
    fprintf(stderr, "\n  got      %s\n  expected %s\n", actual ? actual : "(null)",
            expected ? expected : "(null)");
    return false;
}

bool unit_same_int(long long actual, long long expected)
{
    if (actual != expected)
        fprintf(stderr, "\n  got %lld, expected %lld\n", actual, expected);
    return actual == expected;
}

/* True when the `nth` allocation was reached, and so failed. */
static bool fails_at(size_t nth, void (*work)(eos_arena *arena, void *payload), void *payload)
{
    eos_arena arena;
    eos_arena_init(&arena, (size_t)256 << 20);
    arena.fail_after = nth;
    volatile bool out_of_memory = false;
    EOS_ARENA_TRY(&arena, guard) {
        work(&arena, payload);
    }
    EOS_ARENA_CATCH(&arena, guard) {
        out_of_memory = true;
    }
    EOS_ARENA_END;
    CU_ASSERT_PTR_NULL(arena.guard);
    eos_arena_release(&arena);
    return out_of_memory;
}

size_t unit_fail_allocations(void (*work)(eos_arena *arena, void *payload), void *payload,
                             size_t most)
{
    size_t failed = 0;
    while (failed < most && fails_at(failed + 1, work, payload))
        failed++;
    return failed;
}

char *unit_read_file(eos_arena *arena, const char *path, size_t *length)
{
    eos_buffer buffer;
    eos_buffer_init(&buffer, arena);
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "\n  cannot read %s\n", path);
        CU_FAIL("test file cannot be read");
    } else {
        char chunk[4096];
        size_t got = 0;
        while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
            eos_buffer_add(&buffer, chunk, got);
        fclose(file);
    }
    if (length)
        *length = buffer.length;
    return buffer.data;
}

static bool add_named(const char *name)
{
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        if (strcmp(suites[i].name, name) == 0) {
            suites[i].add();
            return true;
        }
    }
    fprintf(stderr, "no suite named %s in suites.def\n", name);
    return false;
}

int main(int argc, char **argv)
{
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    bool known = true;
    for (int i = 1; i < argc; i++)
        known = add_named(argv[i]) && known;
    for (size_t i = 0; argc < 2 && i < sizeof suites / sizeof suites[0]; i++)
        suites[i].add();
    bool passed = false;
    if (known) {
        CU_basic_set_mode(CU_BRM_NORMAL);
        CU_ErrorCode ran = CU_basic_run_tests();
        passed = ran == CUE_SUCCESS && CU_get_number_of_asserts() > 0 &&
                 CU_get_number_of_failures() == 0 && CU_get_number_of_tests_failed() == 0;
    }
    CU_cleanup_registry();
    return !known ? 2 : passed ? 0 : 1;
}
