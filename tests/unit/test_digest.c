/* SPDX-License-Identifier: MIT */
/* SHA-256 against published answers (FIPS 180-2, appendix B), and the identity of program text. */
#include "unit.h"

#include "base/digest.h"
#include <string.h>

static const char *hex_of(const char *text, size_t length, size_t step, char *out)
{
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    for (size_t at = 0; at < length; at += step)
        eos_hasher_add(&hasher, text + at, length - at < step ? length - at : step);
    eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, 32, out);
    return out;
}

static void known_answers(void)
{
    char hex[65];
    static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static const char two_hex[] =
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    UNIT_SAME_TEXT(hex_of("", 0, 1, hex),
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    UNIT_SAME_TEXT(hex_of("abc", 3, 3, hex),
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    for (size_t step = 1; step < sizeof two; step++)
        UNIT_SAME_TEXT(hex_of(two, sizeof two - 1, step, hex), two_hex);
}

static void million_letters(void)
{
    char hex[65];
    UNIT_ARENA(arena) {
        char *text = eos_arena_alloc(&arena, 1000000);
        memset(text, 'a', 1000000);
        UNIT_SAME_TEXT(hex_of(text, 1000000, 4096, hex),
                       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    UNIT_ARENA_END(arena);
}

static void hex_is_cut_to_bytes(void)
{
    eos_digest digest = {{0x01, 0xAB, 0xFF}};
    char hex[65];
    eos_digest_hex(&digest, 3, hex);
    UNIT_SAME_TEXT(hex, "01abff");
    eos_digest_hex(&digest, 0, hex);
    UNIT_SAME_TEXT(hex, "");
}

static eos_digest fields(const char *first, const char *second)
{
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add_field(&hasher, first);
    eos_hasher_add_field(&hasher, second);
    return eos_hasher_finish(&hasher);
}

static bool is_same(eos_digest a, eos_digest b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void fields_do_not_run_together(void)
{
    CU_ASSERT_TRUE(is_same(fields("ab", "c"), fields("ab", "c")));
    CU_ASSERT_FALSE(is_same(fields("ab", "c"), fields("a", "bc")));
    CU_ASSERT_FALSE(is_same(fields("", NULL), fields(NULL, "")));
    CU_ASSERT_FALSE(is_same(fields(NULL, NULL), fields("", "")));
}

static bool is_same_source(const char *a, const char *b)
{
    return is_same(eos_digest_source(a, strlen(a)), eos_digest_source(b, strlen(b)));
}

static void source_ignores_bom_and_line_ends(void)
{
    static const char plain[] = "import keras\n\nx = 1\n";
    CU_ASSERT_TRUE(is_same_source(plain, "\xEF\xBB\xBFimport keras\n\nx = 1\n"));
    CU_ASSERT_TRUE(is_same_source(plain, "import keras\r\n\r\nx = 1\r\n"));
    CU_ASSERT_TRUE(is_same_source(plain, "import keras\r\rx = 1\r"));
    CU_ASSERT_TRUE(is_same_source(plain, "\xEF\xBB\xBFimport keras\n\rx = 1\r\n"));
    CU_ASSERT_TRUE(is_same_source("", "\xEF\xBB\xBF"));
    CU_ASSERT_FALSE(is_same_source(plain, "import keras\n\nx = 1"));
    CU_ASSERT_FALSE(is_same_source(plain, "import keras\nx = 1\n"));
    CU_ASSERT_FALSE(is_same_source("a", "\xEF\xBB"
                                        "a"));

    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add(&hasher, plain, sizeof plain - 1);
    CU_ASSERT_TRUE(is_same(eos_hasher_finish(&hasher), eos_digest_source(plain, sizeof plain - 1)));
}

static const unit_test tests[] = {
    {"digest: known answers in pieces of any size", known_answers},
    {"digest: a million letters", million_letters},
    {"digest: hex of the first bytes", hex_is_cut_to_bytes},
    {"digest: fields do not run together", fields_do_not_run_together},
    {"digest: source without BOM and with one line end", source_ignores_bom_and_line_ends},
};
UNIT_SUITE(digest, tests)
