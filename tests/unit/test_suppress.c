/* SPDX-License-Identifier: MIT */
/*
 * Comments that silence findings. Each case is a program and, for a finding EOS101 on each of its
 * lines, one letter: n silenced by noqa, p by pylint, . not silenced.
 */
#include "engine/judge.h"
#include "unit.h"

#include <string.h>

static eos_judgement *judge_lines(const char *text, uint32_t count)
{
    eos_judgement *judgement = eos_judgement_new();
    for (uint32_t line = 1; line <= count; line++) {
        eos_finding finding = {.code = "EOS101",
                               .name = "activation-contradicts-loss",
                               .line = line,
                               .is_shown = true};
        eos_vector_push(&judgement->arena, &judgement->findings, finding);
    }
    eos_suppress(judgement, text, strlen(text));
    return judgement;
}

static void check_case(const char *text, const char *expected)
{
    char seen[32] = "";
    uint32_t count = (uint32_t)strlen(expected);
    eos_judgement *judgement = judge_lines(text, count);
    for (uint32_t i = 0; i < count; i++) {
        const eos_finding *finding = &judgement->findings.items[i];
        seen[i] = ".np"[finding->suppressed_by];
        CU_ASSERT_EQUAL(finding->is_shown, finding->suppressed_by == EOS_NOT_SUPPRESSED);
    }
    if (strcmp(seen, expected) != 0)
        (void)fprintf(stderr, "%s\n", text);
    UNIT_SAME_TEXT(seen, expected);
    eos_judgement_free(judgement);
}

static void noqa_pattern(void)
{
    check_case("x\ny\n", "..");
    check_case("x  # noqa\ny\n", "n.");
    check_case("x  # NoQA\ny\n", "n.");
    check_case("x  #noqa\ny\n", "..");
    check_case("x  #  noqa\n", ".");
    check_case("x  # noqa: EOS101\n", "n");
    check_case("x  # noqa:EOS101\n", "n");
    check_case("x  # noqa: EOS1\n", "n");
    check_case("x  # noqa: E501\n", ".");
    check_case("x  # noqa: E501,EOS101\n", "n");
    check_case("x  # noqa: E501, W1 EOS101 because\n", "n");
    check_case("x  # noqa: eos101\n", ".");
    check_case("x  # noqa: EOS\n", "n");     /* no digits: blanket */
    check_case("x  # noqa:  EOS102\n", "n"); /* two blanks: no codes are read, blanket */
    check_case("x  # noqa : EOS102\n", "n");
    check_case("x  # noqa: EOS102\n", ".");
    check_case("x  # noqa: E501  # noqa: EOS101\n", "."); /* the first match counts */
    check_case("x = '# noqa'\n", "n");                    /* in strings too */
}

static void noqa_lines(void)
{
    check_case("x = \"\"\"\na\n\"\"\"  # noqa\ny\n", "nnn.");
    check_case("x = 1 + \\\n    2  # noqa\ny\n", "nn.");
    check_case("f(\n    1,  # noqa\n)\n", ".n.");
    check_case("x = 'a\\\nb'  # noqa\ny\n", "nn.");
    check_case("x  # noqa\r\ny\r\n", "n.");
    check_case("\xef\xbb\xbfx  # noqa\ny", "n.");
    check_case("# flake8: noqa\nx\n", "nn");
    check_case("x\n   # FLAKE8=NOQA\n", "nn");
    check_case("x  # flake8: noqa\ny\n", "..");
}

static void pylint_lines(void)
{
    check_case("x  # pylint: disable=E6101\ny\n", "p.");
    check_case("x  # pylint: disable=W6101\n", "p");
    check_case("x  # pylint: disable=E6102\n", ".");
    check_case("x  # pylint: disable=eoslint\n", "p");
    check_case("x  # pylint: disable=invalid-name, activation-contradicts-loss\n", "p");
    check_case("x  # pylint: disable-next=E6101\ny\nz\n", ".p.");
    check_case("# pylint: skip-file\nx\n", "pp");
    check_case("x\n# pylint: disable=all\n", "pp");
    check_case("x = '# pylint: disable=E6101'\n", ".");
    check_case("f(\n    a,  # pylint: disable=E6101\n    b)\n", ".p.");
}

static void pylint_blocks(void)
{
    check_case("x\n# pylint: disable=E6101\ny\nz\n", ".ppp");
    check_case("def f():\n    # pylint: disable=E6101\n    x\n    y\nz\n", ".ppp.");
    check_case("def f():  # pylint: disable=E6101\n    x\ny\n", "pp.");
    check_case("# pylint: disable=E6101\nx\n# pylint: enable=E6101\ny\n", "pp..");
    check_case("# pylint: disable=E6101\nx\ny  # pylint: enable=E6101\nz\n", "pp.p");
    check_case("x  # pylint: enable=E6101\n# pylint: disable=E6101\ny\n", ".pp");
}

static void reasons_are_kept(void)
{
    const char *texts[] = {"x  # noqa: EOS101 - loss is custom",
                           "x  # noqa: EOS101  # loss is custom",
                           "x  # pylint: disable=E6101  # loss is custom",
                           "x  # pylint: disable=E6101; loss is custom  "};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        eos_judgement *judgement = judge_lines(texts[i], 1);
        UNIT_SAME_TEXT(judgement->findings.items[0].suppressed_reason, "loss is custom");
        UNIT_SAME_INT(judgement->findings.items[0].suppressed_line, 1);
        eos_judgement_free(judgement);
    }
    eos_judgement *judgement = judge_lines("x  # noqa", 1);
    CU_ASSERT_PTR_NULL(judgement->findings.items[0].suppressed_reason);
    eos_judgement_free(judgement);
}

static void broken_text_is_survived(void)
{
    check_case("x = '''\n# noqa", "nn");
    check_case("((((\n# noqa\n\\", ".n.");
    check_case("x = 'open  # noqa\ny # pylint: disable=E6101\n", "np");
    check_case("# pylint:\n# pylint: disable\n# pylint: disable=\n# pylint: =\n", "....");
    check_case("# noqa:", "n");
}

static const unit_test tests[] = {
    {"suppress: flake8's pattern", noqa_pattern},
    {"suppress: flake8's lines", noqa_lines},
    {"suppress: pylint, single lines", pylint_lines},
    {"suppress: pylint, blocks", pylint_blocks},
    {"suppress: reasons are kept", reasons_are_kept},
    {"suppress: broken text", broken_text_is_survived},
};
UNIT_SUITE(suppress, tests)
