/* SPDX-License-Identifier: MIT */
/* Interned names and the growable buffer. */
#include "unit.h"

#include "base/text.h"
#include <string.h>

static void equal_texts_are_one_pointer(void)
{
    UNIT_ARENA(arena) {
        eos_intern names;
        eos_intern_init(&names, &arena);
        char spelled[] = {'D', 'e', 'n', 's', 'e', '\0'};
        const eos_text *dense = eos_intern_string(&names, "Dense");
        CU_ASSERT_PTR_EQUAL(dense, eos_intern_string(&names, spelled));
        CU_ASSERT_PTR_EQUAL(dense, eos_intern_bytes(&names, "DenseNet", 5));
        CU_ASSERT_PTR_NOT_EQUAL(dense, eos_intern_string(&names, "dense"));
        UNIT_SAME_INT(names.count, 2);
        UNIT_SAME_TEXT(dense->data, "Dense");
        UNIT_SAME_INT(dense->length, 5);
    }
    UNIT_ARENA_END(arena);
}

static void empty_and_nul_bytes(void)
{
    UNIT_ARENA(arena) {
        eos_intern names;
        eos_intern_init(&names, &arena);
        const eos_text *empty = eos_intern_string(&names, "");
        CU_ASSERT_PTR_EQUAL(empty, eos_intern_bytes(&names, NULL, 0));
        const eos_text *zero = eos_intern_bytes(&names, "\0", 1);
        const eos_text *inside = eos_intern_bytes(&names, "a\0b", 3);
        CU_ASSERT_PTR_NOT_EQUAL(empty, zero);
        CU_ASSERT_PTR_NOT_EQUAL(inside, eos_intern_string(&names, "a"));
        CU_ASSERT_PTR_EQUAL(inside, eos_intern_bytes(&names, "a\0b", 3));
        CU_ASSERT_FALSE(eos_text_is(inside, "a"));
        CU_ASSERT_TRUE(eos_text_is(empty, ""));
    }
    UNIT_ARENA_END(arena);
}

static void table_grows(void)
{
    enum { COUNT = 20000 };
    UNIT_ARENA(arena) {
        eos_intern names;
        eos_intern_init(&names, &arena);
        const eos_text **seen = EOS_NEW_ARRAY(&arena, const eos_text *, COUNT);
        for (int i = 0; i < COUNT; i++)
            seen[i] = eos_intern_string(&names, eos_arena_printf(&arena, "name_%d", i));
        int wrong = 0;
        for (int i = 0; i < COUNT; i++)
            wrong += seen[i] != eos_intern_string(&names, eos_arena_printf(&arena, "name_%d", i));
        UNIT_SAME_INT(wrong, 0);
        UNIT_SAME_INT(names.count, COUNT);
    }
    UNIT_ARENA_END(arena);
}

/* The generated API tables are indexed by this hash: the values are those of the published FNV-1a.
 */
static void hash_is_fnv1a(void)
{
    UNIT_SAME_INT(eos_hash_bytes("", 0), 0x811c9dc5);
    UNIT_SAME_INT(eos_hash_bytes("a", 1), 0xe40c292c);
    UNIT_SAME_INT(eos_hash_bytes("foobar", 6), 0xbf9cf968);
}

static void comparisons(void)
{
    UNIT_ARENA(arena) {
        eos_intern names;
        eos_intern_init(&names, &arena);
        const eos_text *path = eos_intern_string(&names, "keras.layers.Dense");
        CU_ASSERT_TRUE(eos_text_is(path, "keras.layers.Dense"));
        CU_ASSERT_FALSE(eos_text_is(path, "keras.layers"));
        CU_ASSERT_TRUE(eos_text_starts_with(path, "keras."));
        CU_ASSERT_FALSE(eos_text_starts_with(path, "keras.layers.Dense."));
        CU_ASSERT_FALSE(eos_text_is(NULL, ""));
        CU_ASSERT_FALSE(eos_text_starts_with(NULL, ""));
    }
    UNIT_ARENA_END(arena);
}

static void buffer_grows(void)
{
    UNIT_ARENA(arena) {
        eos_buffer buffer;
        eos_buffer_init(&buffer, &arena);
        UNIT_SAME_TEXT(buffer.data, "");
        for (int i = 0; i < 5000; i++) {
            eos_buffer_printf(&buffer, "%d,", i % 10);
            eos_buffer_add_string(&buffer, "");
            eos_buffer_add(&buffer, "x", 1);
        }
        UNIT_SAME_INT(buffer.length, 15000);
        UNIT_SAME_INT(strlen(buffer.data), 15000);
        UNIT_SAME_TEXT(buffer.data + 14991, "7,x8,x9,x");
        CU_ASSERT(buffer.capacity > buffer.length);
    }
    UNIT_ARENA_END(arena);
}

/* Each length around the first capacities, so the NUL meets every edge. */
static void buffer_edges(void)
{
    UNIT_ARENA(arena) {
        char *long_text = eos_arena_alloc(&arena, 600);
        memset(long_text, 'y', 599);
        for (size_t length = 0; length < 599; length++) {
            eos_buffer added, printed;
            eos_buffer_init(&added, &arena);
            eos_buffer_init(&printed, &arena);
            eos_buffer_add(&added, long_text, length);
            eos_buffer_printf(&printed, "%.*s", (int)length, long_text);
            CU_ASSERT(strlen(added.data) == length);
            CU_ASSERT(strcmp(added.data, printed.data) == 0);
            CU_ASSERT(printed.length == length);
        }
    }
    UNIT_ARENA_END(arena);
}

static void intern_many(eos_arena *arena, void *payload)
{
    (void)payload;
    eos_intern names;
    eos_intern_init(&names, arena);
    for (int i = 0; i < 300; i++) {
        eos_buffer buffer;
        eos_buffer_init(&buffer, arena);
        eos_buffer_printf(&buffer, "%d", i);
        (void)eos_intern_bytes(&names, buffer.data, buffer.length);
    }
    UNIT_SAME_INT(names.count, 300);
}

static void each_allocation_may_fail(void)
{
    UNIT_SAME_INT(unit_fail_allocations(intern_many, NULL, 50), 50);
    /* 300 buffers, 300 texts, the first table and two larger ones, each of two arrays */
    UNIT_SAME_INT(unit_fail_allocations(intern_many, NULL, 10000), 606);
}

static const unit_test tests[] = {
    {"intern: equal texts are one pointer", equal_texts_are_one_pointer},
    {"intern: empty text and NUL bytes", empty_and_nul_bytes},
    {"intern: the table grows", table_grows},
    {"text: the hash is FNV-1a", hash_is_fnv1a},
    {"text: comparisons accept NULL", comparisons},
    {"buffer: grows", buffer_grows},
    {"buffer: NUL at every edge", buffer_edges},
    {"intern, buffer: each allocation may fail", each_allocation_may_fail},
};
UNIT_SUITE(text, tests)
