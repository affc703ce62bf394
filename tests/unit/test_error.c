/* SPDX-License-Identifier: MIT */
/* The error record: one line, cut at whole characters, reset on each filling. */
#include "unit.h"

#include "base/error.h"
#include <string.h>

static void fills_the_record(void)
{
    eos_error err = {.line = 7, .column = 8, .offset = 9};
    CU_ASSERT(eos_fail(&err, EOS_ERR_IO, "a/b.py", "cannot read %d of %s", 3, "x") == EOS_ERR_IO);
    UNIT_SAME_INT(err.code, EOS_ERR_IO);
    UNIT_SAME_TEXT(err.path, "a/b.py");
    UNIT_SAME_TEXT(err.message, "cannot read 3 of x");
    CU_ASSERT(err.line == 0 && err.column == 0 && err.offset == 0);
    CU_ASSERT(eos_fail(&err, EOS_ERR_USAGE, NULL, "no such rule") == EOS_ERR_USAGE);
    UNIT_SAME_TEXT(err.path, "");
    CU_ASSERT(eos_fail(NULL, EOS_ERR_BUSY, "p", "not told") == EOS_ERR_BUSY);
}

static void message_is_one_line(void)
{
    eos_error err;
    (void)eos_fail(&err, EOS_ERR_FORMAT, "", "first\nsecond\r\nthird\t%c", 27);
    UNIT_SAME_TEXT(err.message, "first second  third  ");
}

static void long_path_keeps_its_end(void)
{
    char path[3000];
    memset(path, 'd', sizeof path);
    memcpy(path + sizeof path - 9, "/file.py", 9);
    eos_error err;
    (void)eos_fail(&err, EOS_ERR_IO, path, "gone");
    UNIT_SAME_INT(strlen(err.path), 1023);
    UNIT_SAME_TEXT(err.path + 1023 - 8, "/file.py");

    /* two-byte characters, placed so that the cut falls inside one: its second byte goes too */
    for (size_t i = 0; i + 1 < sizeof path - 1; i += 2)
        memcpy(path + i, "\xC3\xA9", 2);
    path[sizeof path - 2] = '\0';
    (void)eos_fail(&err, EOS_ERR_IO, path, "gone");
    UNIT_SAME_INT(strlen(err.path), 1022);
    CU_ASSERT((unsigned char)err.path[0] == 0xC3);
}

static void long_message_is_cut_at_a_character(void)
{
    char text[3000];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'm', sizeof text);
        for (size_t i = 1000 + shift; i + 4 < 1200; i += 4)
            memcpy(text + i, "\xF0\x9F\x8C\x85", 4);
        text[sizeof text - 1] = '\0';
        eos_error err;
        (void)eos_fail(&err, EOS_ERR_FORMAT, "", "%s", text);
        size_t length = strlen(err.message);
        UNIT_SAME_INT((length - 1000 - shift) % 4, 0);
        CU_ASSERT(length > 1019 && length < 1024);
        CU_ASSERT(memcmp(err.message, text, length) == 0);
    }
}

static void old_texts_may_be_arguments(void)
{
    eos_error err;
    (void)eos_fail(&err, EOS_ERR_FORMAT, "inner.npy", "bad header");
    (void)eos_fail(&err, EOS_ERR_FORMAT, err.path, "%s (%s)", err.message, err.path);
    UNIT_SAME_TEXT(err.path, "inner.npy");
    UNIT_SAME_TEXT(err.message, "bad header (inner.npy)");
}

static void every_status_has_its_own_name(void)
{
    for (int i = EOS_OK; i >= EOS_ERR_INTERNAL; i--) {
        CU_ASSERT(strcmp(eos_status_name((eos_status)i), "unknown") != 0);
        for (int j = EOS_OK; j > i; j--)
            CU_ASSERT(strcmp(eos_status_name((eos_status)i), eos_status_name((eos_status)j)) != 0);
    }
    UNIT_SAME_TEXT(eos_status_name(EOS_ERR_READONLY), "readonly");
}

static const unit_test tests[] = {
    {"error: fills the record and resets the place", fills_the_record},
    {"error: a message is one line", message_is_one_line},
    {"error: a long path keeps its end", long_path_keeps_its_end},
    {"error: a long message is cut at a character", long_message_is_cut_at_a_character},
    {"error: old texts may be arguments", old_texts_may_be_arguments},
    {"error: every status has its own name", every_status_has_its_own_name},
};
UNIT_SUITE(error, tests)
