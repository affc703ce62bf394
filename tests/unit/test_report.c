/* SPDX-License-Identifier: MIT */
/* The text report on awkward sources, and the JSON report's keys. */
#include "unit.h"

#include "report/report_json.h"
#include "report/report_text.h"
#include <string.h>

/* Report of one finding at a place of `source`; arena text. */
static const char *print_one(eos_arena *arena, const char *source, uint32_t line, uint32_t column,
                             uint32_t end_line, uint32_t end_column)
{
    eos_judgement *judgement = eos_judgement_new();
    CU_ASSERT_PTR_NOT_NULL_FATAL(judgement);
    eos_finding finding = {.code = "EOS102",
                           .message = "m",
                           .line = line,
                           .column = column,
                           .end_line = end_line,
                           .end_column = end_column,
                           .is_shown = true};
    judgement->findings.items = &finding;
    judgement->findings.count = 1;
    eos_buffer out;
    eos_buffer_init(&out, arena);
    eos_report_text(&out, judgement, "a.py", source, source ? strlen(source) : 0, false);
    judgement->findings.items = NULL;
    judgement->findings.count = 0;
    eos_judgement_free(judgement);
    return out.data;
}

static void carets_stand_below_the_range(void)
{
    UNIT_ARENA(arena) {
        UNIT_SAME_TEXT(print_one(&arena, "x\nab cd\n", 2, 4, 2, 6),
                       "a.py:2:4: EOS102 m\n    2 | ab cd\n      |    ^^\n");
        UNIT_SAME_TEXT(print_one(&arena, "\xC3\xA9\xC3\xA9 b", 1, 4, 1, 5),
                       "a.py:1:4: EOS102 m\n    1 | \xC3\xA9\xC3\xA9 b\n      |    ^\n");
        UNIT_SAME_TEXT(print_one(&arena, "\tab", 1, 2, 1, 3),
                       "a.py:1:2: EOS102 m\n    1 | \tab\n      | \t^\n");
    }
    UNIT_ARENA_END(arena);
}

static void odd_places_are_no_trouble(void)
{
    UNIT_ARENA(arena) {
        /* a range over lines goes to the end of the first */
        UNIT_SAME_TEXT(print_one(&arena, "abc\ndef", 1, 2, 2, 2),
                       "a.py:1:2: EOS102 m\n    1 | abc\n      |  ^^\n");
        /* behind the line's end: one caret; a range of no width too */
        UNIT_SAME_TEXT(print_one(&arena, "ab\n", 1, 3, 1, 3),
                       "a.py:1:3: EOS102 m\n    1 | ab\n      |   ^\n");
        UNIT_SAME_TEXT(print_one(&arena, "ab\n", 1, 1, 1, 1),
                       "a.py:1:1: EOS102 m\n    1 | ab\n      | ^\n");
        /* no such line, no source: the excerpt is left out */
        UNIT_SAME_TEXT(print_one(&arena, "ab\n", 9, 1, 9, 2), "a.py:9:1: EOS102 m\n");
        UNIT_SAME_TEXT(print_one(&arena, NULL, 1, 1, 1, 2), "a.py:1:1: EOS102 m\n");
        /* line ends of all kinds, a BOM, and control characters that must not reach a terminal */
        UNIT_SAME_TEXT(print_one(&arena,
                                 "\xEF\xBB\xBF"
                                 "a\r\nb\rcd",
                                 3, 2, 3, 3),
                       "a.py:3:2: EOS102 m\n    3 | cd\n      |  ^\n");
        UNIT_SAME_TEXT(print_one(&arena, "a\x1b[31mb", 1, 1, 1, 2),
                       "a.py:1:1: EOS102 m\n    1 | a [31mb\n      | ^\n");
    }
    UNIT_ARENA_END(arena);
}

static void json_has_null_for_the_unknown(void)
{
    eos_judgement *judgement = eos_judgement_new();
    CU_ASSERT_PTR_NOT_NULL_FATAL(judgement);
    eos_evidence evidence[] = {{.source = EOS_EVIDENCE_API, .what = "default"},
                               {.source = EOS_EVIDENCE_CODE, .what = "units", .line = 3}};
    eos_finding finding = {.code = "EOS102",
                           .name = "n",
                           .category = "LLM",
                           .line = 1,
                           .column = 1,
                           .end_line = 1,
                           .end_column = 2,
                           .cell = -1,
                           .message = "m",
                           .evidence = evidence,
                           .evidence_count = 2,
                           .suppressed_by = EOS_SUPPRESSED_NOQA,
                           .suppressed_line = 1};
    judgement->findings.items = &finding;
    judgement->findings.count = 1;
    eos_json *report = eos_report_json(judgement, "a.py");
    const eos_json *object = eos_json_first(eos_json_get(report, "findings"));
    CU_ASSERT(eos_json_get(object, "layer") && eos_json_is_null(eos_json_get(object, "layer")));
    CU_ASSERT(eos_json_get(object, "cell") && eos_json_is_null(eos_json_get(object, "cell")));
    CU_ASSERT(eos_json_is_null(eos_json_get(object, "status")));
    UNIT_SAME_TEXT(eos_json_string(eos_json_get(eos_json_get(object, "suppressed"), "by")), "noqa");
    const eos_json *first = eos_json_first(eos_json_get(object, "evidence"));
    CU_ASSERT(eos_json_is_null(eos_json_get(first, "path")));
    UNIT_SAME_TEXT(eos_json_string(eos_json_get(eos_json_next(first), "path")), "a.py");
    eos_json_free(report);
    judgement->findings.items = NULL;
    judgement->findings.count = 0;
    eos_judgement_free(judgement);
}

static const unit_test tests[] = {
    {"report: carets stand below the range", carets_stand_below_the_range},
    {"report: odd places are no trouble", odd_places_are_no_trouble},
    {"report: json has null for the unknown", json_has_null_for_the_unknown},
};
UNIT_SUITE(report, tests)
