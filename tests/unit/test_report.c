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

/* Cells 1 and 3 of a notebook hold lines 1-2 and 3 of the joined program. */
static const eos_cell book_items[] = {{1, 1, "one"}, {3, 3, NULL}};
static const eos_cells book = {book_items, 2};

static void lines_of_a_notebook_are_found(void)
{
    CU_ASSERT_PTR_NULL(eos_cell_at(NULL, 1));
    CU_ASSERT_PTR_NULL(eos_cell_at(&book, 0));
    CU_ASSERT_PTR_EQUAL(eos_cell_at(&book, 2), &book_items[0]);
    CU_ASSERT_PTR_EQUAL(eos_cell_at(&book, 3), &book_items[1]);
    CU_ASSERT_PTR_EQUAL(eos_cell_at(&book, 99), &book_items[1]);
    CU_ASSERT_PTR_EQUAL(eos_cell_numbered(&book, 4), &book_items[1]);
    CU_ASSERT_PTR_NULL(eos_cell_numbered(&book, 3));
    CU_ASSERT_PTR_NULL(eos_cell_numbered(NULL, 1));
    UNIT_ARENA(arena) {
        UNIT_SAME_TEXT(eos_say_line(&arena, NULL, 12, 1), "line 12");
        UNIT_SAME_TEXT(eos_say_line(&arena, &book, 2, 1), "line 2");
        UNIT_SAME_TEXT(eos_say_line(&arena, &book, 2, 3), "line 2 of cell 1");
    }
    UNIT_ARENA_END(arena);
}

static void a_notebook_is_reported_by_cells(void)
{
    UNIT_ARENA(arena) {
        const eos_evidence evidence[] = {{EOS_EVIDENCE_CODE, "loss", NULL, NULL, 2, 0},
                                         {EOS_EVIDENCE_CODE, "other", NULL, "b.py", 2, 0}};
        eos_judgement *judgement = eos_judgement_new();
        CU_ASSERT_PTR_NOT_NULL_FATAL(judgement);
        eos_finding finding = {.code = "EOS102",
                               .message = "m",
                               .line = 3,
                               .column = 1,
                               .end_line = 3,
                               .end_column = 2,
                               .evidence = evidence,
                               .evidence_count = 2,
                               .is_shown = true};
        judgement->findings.items = &finding;
        judgement->findings.count = 1;
        judgement->cells = &book;
        eos_cells_place(&book, judgement);
        UNIT_SAME_INT(finding.cell, 3);
        UNIT_SAME_INT(finding.line, 1);
        UNIT_SAME_INT(finding.evidence[0].cell, 2);
        UNIT_SAME_INT(finding.evidence[1].line, 2);
        eos_buffer out;
        eos_buffer_init(&out, &arena);
        eos_report_text(&out, judgement, "a.ipynb", "x\ny\nz\n", 6, false);
        UNIT_SAME_TEXT(out.data, "a.ipynb:cell 3:1:1: EOS102 m\n    1 | z\n      | ^\n"
                                 "      = loss (cell 1 line 2)\n      = other (b.py line 2)\n");
        judgement->findings.items = NULL;
        judgement->findings.count = 0;
        eos_judgement_free(judgement);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"report: carets stand below the range", carets_stand_below_the_range},
    {"report: odd places are no trouble", odd_places_are_no_trouble},
    {"report: json has null for the unknown", json_has_null_for_the_unknown},
    {"report: lines of a notebook are found", lines_of_a_notebook_are_found},
    {"report: a notebook is reported by cells", a_notebook_is_reported_by_cells},
};
UNIT_SUITE(report, tests)
