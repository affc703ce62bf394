/* SPDX-License-Identifier: MIT */
/* JSON: round trip, places of errors, ceilings, text that is no UTF-8, and failing allocations. */
#include "unit.h"

#include "base/json.h"
#include "base/limits.h"
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static eos_status parse(eos_json **out, const char *text, eos_error *err)
{
    return eos_json_parse(out, text, strlen(text), "f.json", err);
}

static void reads_a_document(void)
{
    eos_json *document = NULL;
    CU_ASSERT(parse(&document, "\xEF\xBB\xBF {\"a\": [1, -2.5e3], \"A\": null, \"t\": true}\n",
                    NULL) == EOS_OK);
    const eos_json *list = eos_json_get(document, "a");
    CU_ASSERT_TRUE(eos_json_is_object(document));
    CU_ASSERT_TRUE(eos_json_is_array(list));
    UNIT_SAME_INT(eos_json_size(list), 2);
    CU_ASSERT(eos_json_number(eos_json_next(eos_json_first(list)), 0) == -2500.0);
    CU_ASSERT_PTR_NULL(eos_json_next(eos_json_next(eos_json_first(list))));
    UNIT_SAME_TEXT(eos_json_key(eos_json_first(document)), "a");
    CU_ASSERT_TRUE(eos_json_is_null(eos_json_get(document, "A"))); /* not "a": case counts */
    CU_ASSERT_TRUE(eos_json_bool(eos_json_get(document, "t"), false));
    eos_json_free(document);
}

static void getters_accept_null_and_other_kinds(void)
{
    eos_json *document = NULL;
    CU_ASSERT(parse(&document, "[\"s\", 1]", NULL) == EOS_OK);
    const eos_json *nodes[] = {NULL, document, eos_json_next(eos_json_first(document))};
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_PTR_NULL(eos_json_get(nodes[i], "k"));
        CU_ASSERT_PTR_NULL(eos_json_string(nodes[i]));
        CU_ASSERT_TRUE(eos_json_bool(nodes[i], true));
        CU_ASSERT_FALSE(eos_json_bool(nodes[i], false));
        CU_ASSERT_PTR_NULL(eos_json_key(nodes[i]));
        CU_ASSERT_FALSE(eos_json_is_object(nodes[i]));
    }
    CU_ASSERT(eos_json_number(document, 7) == 7.0);
    CU_ASSERT(eos_json_number(NULL, 7) == 7.0);
    CU_ASSERT_TRUE(eos_json_is_null(NULL));
    CU_ASSERT_FALSE(eos_json_is_null(document));
    CU_ASSERT_PTR_NULL(eos_json_first(NULL));
    CU_ASSERT_PTR_NULL(eos_json_next(NULL));
    UNIT_SAME_INT(eos_json_size(NULL), 0);
    eos_json_free(document);
    eos_json_free(NULL);
}

static void bad_input_has_a_place(void)
{
    static const struct {
        const char *text;
        unsigned line, column;
    } cases[] = {
        {"", 1, 1},
        {"   ", 1, 4},
        {"{\"a\": 1,", 1, 9}, /* the end of the input, not one byte further */
        {"{\n  \"a\": tru\n}", 2, 8},
        {"[1,\n 2,\n x]", 3, 2},
        {"{\"a\": 1}\n\n}", 3, 1},
        {"[\"\xC3\xA9\xC3\xA9\", ?]", 1, 8}, /* characters, not bytes */
        {"\xEF\xBB\xBF[?]", 1, 2},
        {"\"open", 1, 2}, /* where its text begins */
        {"nul", 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        eos_error err = {0};
        eos_json *document = NULL;
        CU_ASSERT(parse(&document, cases[i].text, &err) == EOS_ERR_FORMAT);
        CU_ASSERT_PTR_NULL(document);
        UNIT_SAME_INT(err.line, cases[i].line);
        UNIT_SAME_INT(err.column, cases[i].column);
        UNIT_SAME_TEXT(err.path, "f.json");
        CU_ASSERT(strncmp(err.message, "not valid JSON", 14) == 0);
    }
}

static void nul_in_the_text_is_bad_input(void)
{
    eos_json *document = NULL;
    eos_error err = {0};
    CU_ASSERT(eos_json_parse(&document, "[1]\0[2]", 7, "", &err) == EOS_ERR_FORMAT);
    UNIT_SAME_INT(err.column, 4);
}

/* The input ends at the last byte of its own block, so AddressSanitizer sees one byte too many. */
static void reads_no_byte_beyond_the_input(void)
{
    static const char whole[] = "{\"a\": [1, true, null, \"x\\u00e9\"], \"b\": -0.5e10}";
    for (size_t length = 0; length < sizeof whole; length++) {
        char *text = malloc(length ? length : 1);
        memcpy(text, whole, length);
        eos_json *document = NULL;
        eos_status status = eos_json_parse(&document, text, length, "", NULL);
        CU_ASSERT(status == (length == sizeof whole - 1 ? EOS_OK : EOS_ERR_FORMAT));
        eos_json_free(document);
        free(text);
    }
}

static void deep_nesting_is_refused(void)
{
    enum { DEEP = 200000 };
    char *text = malloc(DEEP);
    memset(text, '[', DEEP);
    eos_json *document = NULL;
    eos_error err = {0};
    CU_ASSERT(eos_json_parse(&document, text, DEEP, "", &err) == EOS_ERR_LIMIT);
    UNIT_SAME_INT(err.line, 1);
    CU_ASSERT(strstr(err.message, "nested deeper than") != NULL);
    memset(text + 900, ']', 900);
    CU_ASSERT(eos_json_parse(&document, text, 1800, "", &err) == EOS_OK);
    eos_json_free(document);
    free(text);
}

static void size_is_limited(void)
{
    eos_json *document = NULL;
    eos_error err = {0};
    /* refused by its length alone: the bytes are not looked at */
    CU_ASSERT(eos_json_parse(&document, "1", EOS_LIMIT_JSON_BYTES + 1, "", &err) == EOS_ERR_LIMIT);
    CU_ASSERT_PTR_NULL(document);
}

static void prints_what_was_built(void)
{
    eos_json *root = eos_json_object(NULL, NULL);
    eos_json_add_string(root, "name", "tab\t\"quoted\"");
    eos_json_add_string(root, "none", NULL);
    eos_json *list = eos_json_array(root, "list");
    eos_json_add_int(list, NULL, -3);
    eos_json_add_int(list, NULL, 4294967296LL);
    eos_json_add_int(list, NULL, 9007199254740993LL);
    eos_json_add_number(list, NULL, 0.1);
    eos_json_add_number(list, NULL, NAN);
    eos_json_add_number(list, NULL, -INFINITY);
    eos_json_add_bool(list, NULL, true);
    eos_json_add_null(list, NULL);
    eos_json *child = eos_json_object(NULL, NULL);
    eos_json_add_bytes(child, "cut", "abcdef", 3);
    eos_json_adopt(list, NULL, child);
    char *text = eos_json_print(root, false);
    UNIT_SAME_TEXT(text, "{\"name\":\"tab\\t\\\"quoted\\\"\",\"none\":null,\"list\":[-3,4294967296,"
                         "\"9007199254740993\",0.1,null,null,true,null,{\"cut\":\"abc\"}]}");
    eos_json_text_free(text);
    text = eos_json_print(root, true);
    CU_ASSERT(text && strchr(text, '\n') != NULL);
    eos_json *again = NULL;
    CU_ASSERT(parse(&again, text, NULL) == EOS_OK);
    UNIT_SAME_INT(eos_json_size(eos_json_get(again, "list")), 9);
    eos_json_text_free(text);
    eos_json_free(again);
    eos_json_free(root);
}

static void wrong_utf8_becomes_the_replacement_character(void)
{
#define FFFD "\xEF\xBF\xBD"
    static const struct {
        const char *bytes;
        size_t length;
        const char *expected;
    } cases[] = {
        {"a\0b", 3, "[\"a" FFFD "b\"]"},
        {"\xFF", 1, "[\"" FFFD "\"]"},
        {"\xC3\xA9\xC3", 3, "[\"\xC3\xA9" FFFD "\"]"},
        {"\xC0\xAF", 2, "[\"" FFFD FFFD "\"]"},                   /* over-long slash */
        {"\xE0\x80\x80", 3, "[\"" FFFD FFFD FFFD "\"]"},          /* over-long NUL */
        {"\xED\xA0\x80", 3, "[\"" FFFD FFFD FFFD "\"]"},          /* surrogate */
        {"\xF0\x9F\x8C\x85", 4, "[\"\xF0\x9F\x8C\x85\"]"},        /* U+1F305 */
        {"\xF4\x90\x80\x80", 4, "[\"" FFFD FFFD FFFD FFFD "\"]"}, /* beyond U+10FFFF */
        {"", 0, "[\"\"]"},
    };
#undef FFFD
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        eos_json *list = eos_json_array(NULL, NULL);
        eos_json_add_bytes(list, NULL, cases[i].bytes, cases[i].length);
        char *text = eos_json_print(list, false);
        UNIT_SAME_TEXT(text, cases[i].expected);
        eos_json_text_free(text);
        eos_json_free(list);
    }
}

/*
 * cJSON's allocator is one per process, so this test is the only place that sets it: the n-th
 * request from now on fails.
 */
static size_t requests_left;

static void *fail_in_turn(size_t size)
{
    if (requests_left == 0)
        return NULL;
    requests_left--;
    return malloc(size);
}

static char *build_and_print(void)
{
    eos_json *root = eos_json_object(NULL, NULL);
    eos_json *list = eos_json_array(root, "findings");
    for (int i = 0; i < 3; i++) {
        eos_json *item = eos_json_object(list, NULL);
        eos_json_add_string(item, "code", "EOS101");
        eos_json_add_int(item, "line", i);
    }
    eos_json *child = eos_json_array(NULL, NULL);
    eos_json_add_bool(child, NULL, true);
    eos_json_adopt(root, "child", child);
    char *text = eos_json_print(root, false);
    eos_json_free(root);
    return text;
}

static void failed_allocation_is_seen_at_printing(void)
{
    char *expected = build_and_print();
    CU_ASSERT_PTR_NOT_NULL(expected);
    cJSON_Hooks hooks = {.malloc_fn = fail_in_turn, .free_fn = free};
    size_t failed = 0;
    for (size_t nth = 0; nth < 200; nth++) {
        cJSON_InitHooks(&hooks);
        requests_left = nth;
        char *text = build_and_print();
        cJSON_InitHooks(NULL);
        if (text) {
            UNIT_SAME_TEXT(text, expected); /* all or nothing: never a document with holes */
            eos_json_text_free(text);
            break;
        }
        failed++;
    }
    CU_ASSERT(failed > 20 && failed < 200);
    eos_json_text_free(expected);
}

static const unit_test tests[] = {
    {"json: reads a document", reads_a_document},
    {"json: getters accept NULL and other kinds", getters_accept_null_and_other_kinds},
    {"json: bad input has a place", bad_input_has_a_place},
    {"json: NUL in the text is bad input", nul_in_the_text_is_bad_input},
    {"json: reads no byte beyond the input", reads_no_byte_beyond_the_input},
    {"json: deep nesting is refused", deep_nesting_is_refused},
    {"json: size is limited", size_is_limited},
    {"json: prints what was built", prints_what_was_built},
    {"json: wrong UTF-8 becomes U+FFFD", wrong_utf8_becomes_the_replacement_character},
    {"json: a failed allocation is seen at printing", failed_allocation_is_seen_at_printing},
};
UNIT_SUITE(json, tests)
