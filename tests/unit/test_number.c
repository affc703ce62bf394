/* SPDX-License-Identifier: MIT */
/* Numbers in text, against the C library: every digit and every rounding the same. */
#include "unit.h"

#include "data/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same_as_library(const char *text)
{
    char copy[128] = {0};
    double ours = 0, theirs = strtod(text, NULL);
    (void)snprintf(copy, sizeof copy - 16, "%s", text);
    if (eos_number_parse(copy, strlen(copy), &ours) == EOS_NUMBER_NONE) {
        fprintf(stderr, "%s is a number\n", text);
        return false;
    }
    if (memcmp(&ours, &theirs, sizeof ours) != 0)
        fprintf(stderr, "%s: %a, not %a\n", text, ours, theirs);
    return memcmp(&ours, &theirs, sizeof ours) == 0;
}

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void agrees_with_the_library(void)
{
    uint64_t state = 88172645463325252u;
    int wrong = 0;
    for (int i = 0; i < 60000 && wrong < 5; i++) {
        char text[100];
        double value;
        uint64_t bits = next(&state);
        unsigned long long whole = next(&state) >> (next(&state) % 60),
                           part = next(&state) >> (next(&state) % 60);
        switch (i % 5) {
        case 0:
            memcpy(&value, &bits, sizeof value);
            (void)snprintf(text, sizeof text, "%.17g", isfinite(value) ? value : 1.0);
            break;
        case 1:
            (void)snprintf(text, sizeof text, "-%llu.%llu", whole, part);
            break;
        case 2:
            (void)snprintf(text, sizeof text, "%llue%d", whole, (int)(part % 700) - 350);
            break;
        case 3: /* exactly between two doubles */
            (void)snprintf(text, sizeof text, "%llu", 2 * (whole >> 11 | 1ull << 52) + 1);
            break;
        default:
            (void)snprintf(text, sizeof text, "%.*f", (int)(part % 30), (double)(whole >> 40) / 7);
        }
        wrong += !same_as_library(text);
    }
    UNIT_SAME_INT(wrong, 0);
}

static void edges(void)
{
    static const char *const numbers[] = {"0",
                                          "-0",
                                          "+1",
                                          "1.",
                                          ".5",
                                          "-.5e1",
                                          "00000000000000000000000000012",
                                          "1e400",
                                          "1e-400",
                                          "4.9e-324",
                                          "2.2250738585072011e-308",
                                          "1.7976931348623157e308",
                                          "9007199254740993",
                                          "9007199254740993.0",
                                          "123456789012345678901234567890",
                                          "0.1e00000000001",
                                          "12345678",
                                          "123456789",
                                          "1234567.8",
                                          "12345678.9",
                                          "1234567890123456",
                                          "123456789012345.6",
                                          "12345678901234567",
                                          "0.00000000000000000000000000000000000000001"};
    static const char *const others[] = {
        "",      "-",    "+",   ".",    "-.",        "e5",        "1e",
        "1e+",   "1 2",  "1,5", "0x10", "1_000",     "12a",       "--1",
        "1.2.3", "1..2", "nan", "inf",  "12345678a", "1234567.a", "123456789012345a",
        "1e5.0"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        CU_ASSERT(same_as_library(numbers[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char copy[64] = {0};
        double value;
        (void)snprintf(copy, 40, "%s", others[i]);
        UNIT_SAME_INT(eos_number_parse(copy, strlen(copy), &value), EOS_NUMBER_NONE);
    }
    double value;
    UNIT_SAME_INT(eos_number_parse("12\0\0\0\0\0\0\0", 2, &value), EOS_NUMBER_INTEGER);
    UNIT_SAME_INT(eos_number_parse("1.0\0\0\0\0\0\0\0", 3, &value), EOS_NUMBER_DECIMAL);
    UNIT_SAME_INT(eos_number_parse("1234567\0\0\0\0\0\0\0", 4, &value), EOS_NUMBER_INTEGER);
    CU_ASSERT(value == 1234);
}

static const unit_test tests[] = {
    {"number: agrees with the C library", agrees_with_the_library},
    {"number: edges, and what is none", edges},
};
UNIT_SUITE(number, tests)
