/* SPDX-License-Identifier: MIT */
/* What the engine makes of answers: places in characters, one answer per place, ordinals, thresholds. */
#include "engine/answers.h"
#include "model_fixture.h"
#include "unit.h"

#include <string.h>

static void columns_are_characters(void)
{
    UNIT_ARENA(arena) {
        const char *text = "\xef\xbb\xbf"
                           "a\xc3\xa9 = 1\r\nb\rc\xe2\x82\xac\xf0\x9f\x98\x80x\n";
        eos_line_index index = eos_line_index_make(&arena, text, strlen(text));
        UNIT_SAME_INT(index.count, 4);
        UNIT_SAME_INT(eos_line_index_column(&index, 1, 0), 1);
        UNIT_SAME_INT(eos_line_index_column(&index, 1, 3), 3);
        UNIT_SAME_INT(eos_line_index_column(&index, 1, 99), 7);
        UNIT_SAME_INT(eos_line_index_column(&index, 2, 1), 2);
        UNIT_SAME_INT(eos_line_index_column(&index, 3, 8), 4);
        UNIT_SAME_INT(eos_line_index_column(&index, 9, 4), 5); /* no such line: bytes */
    }
    UNIT_ARENA_END(arena);
}

static const eos_threshold limits[] = {{"test-limit", {1, 2, 3}, "test"}, {0}};
static const eos_rule test_rule = {.code = "EOS999",
                                   .name = "test",
                                   .category = "SHAPE",
                                   .severity = EOS_SEVERITY_ERROR,
                                   .confidence = EOS_CONFIDENCE_CERTAIN,
                                   .thresholds = limits};

static eos_check make_check(fixture *f, eos_answer_set *answers)
{
    return (eos_check){.arena = &f->judgement->arena,
                       .rule = &test_rule,
                       .config = &f->config,
                       .source = &f->source,
                       .answers = answers};
}

static void thresholds_follow_profile_and_settings(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    eos_check check = make_check(&f, NULL);
    CU_ASSERT_EQUAL(eos_check_threshold(&check, "test-limit"), 1);
    f.config.profile = EOS_PROFILE_THEIA;
    CU_ASSERT_EQUAL(eos_check_threshold(&check, "test-limit"), 2);
    f.config.profile = EOS_PROFILE_STRICT;
    CU_ASSERT_EQUAL(eos_check_threshold(&check, "test-limit"), 3);
    static const eos_threshold_setting settings[] = {{"test-limit", 7}};
    f.config.thresholds = settings;
    f.config.threshold_count = 1;
    CU_ASSERT_EQUAL(eos_check_threshold(&check, "test-limit"), 7);
    fixture_free(&f);
}

static void one_answer_per_place(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    eos_answer_set answers = {0};
    eos_check check = make_check(&f, &answers);
    eos_about about = eos_about_layer(&check, f.model,
                                      fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_RELU));
    eos_check_satisfied(&check, &about);
    eos_check_unknown(&check, &about, "reason");
    (void)eos_check_violated(&check, &about, "first\nline");
    eos_check_satisfied(&check, &about);
    eos_answer_set_settle(&answers, f.judgement, &f.source, &f.config);
    UNIT_SAME_INT(f.judgement->answers.count, 1);
    UNIT_SAME_INT(f.judgement->findings.count, 1);
    UNIT_SAME_INT(f.judgement->answers.items[0].answer, EOS_VIOLATED);
    UNIT_SAME_TEXT(f.judgement->findings.items[0].message, "first line");
    UNIT_SAME_TEXT(f.judgement->findings.items[0].fingerprint,
                   f.judgement->answers.items[0].fingerprint);
    fixture_free(&f);
}

/* Equal subjects are counted from the top of the file, in whatever order they are met. */
static void equal_subjects_are_counted(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    eos_answer_set answers = {0};
    eos_check check = make_check(&f, &answers);
    eos_about about = eos_about_layer(&check, f.model,
                                      fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_RELU));
    static const uint32_t lines[] = {30, 10, 20};
    for (size_t i = 0; i < 3; i++) {
        about.span = (eos_span){lines[i], 2, lines[i], 9, 0};
        if (lines[i] == 20)
            eos_check_satisfied(&check, &about);
        else
            (void)eos_check_violated(&check, &about, "line %u", lines[i]);
    }
    eos_answer_set_settle(&answers, f.judgement, &f.source, &f.config);
    UNIT_SAME_INT(f.judgement->findings.count, 2);
    UNIT_SAME_INT(f.judgement->findings.items[0].line, 10);
    UNIT_SAME_INT(f.judgement->findings.items[0].column, 3);
    UNIT_SAME_INT(f.judgement->findings.items[0].ordinal, 0);
    UNIT_SAME_INT(f.judgement->findings.items[1].ordinal, 2);
    CU_ASSERT(strcmp(f.judgement->findings.items[0].fingerprint,
                     f.judgement->findings.items[1].fingerprint) != 0);
    fixture_free(&f);
}

static void defaults_and_maybe_lower_the_confidence(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    eos_answer_set answers = {0};
    eos_check check = make_check(&f, &answers);
    eos_layer *layer = fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_RELU);
    f.model->is_with_defaults = true;
    eos_about about = eos_about_layer(&check, f.model, layer);
    eos_finding *finding = eos_check_violated(&check, &about, "wrong");
    eos_finding_severity(finding, EOS_SEVERITY_ERROR, EOS_CONFIDENCE_CERTAIN);
    eos_finding_with_defaults(&check, finding);
    eos_answer_set_settle(&answers, f.judgement, &f.source, &f.config);
    UNIT_SAME_TEXT(f.judgement->findings.items[0].message, "wrong (with the defaults)");
    UNIT_SAME_INT(f.judgement->findings.items[0].confidence, EOS_CONFIDENCE_LIKELY);
    fixture_free(&f);
}

static void subjects_of_other_files(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    eos_answer_set answers = {0};
    eos_check check = make_check(&f, &answers);
    eos_layer *layer = fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_RELU);
    layer->path = "blocks.py";
    eos_about about = eos_about_layer(&check, f.model, layer);
    eos_finding *finding = eos_check_violated(&check, &about, "wrong");
    eos_finding_evidence(&check, finding, EOS_EVIDENCE_CODE, "units", eos_integer(1),
                         f.model->span);
    (void)eos_check_violated(&check, &about, "that file's own finding");
    f.model->path = "blocks.py";
    finding = eos_check_violated(&check, &about, "nowhere in this file");
    eos_finding_evidence(&check, finding, EOS_EVIDENCE_CODE, "units", eos_integer(1),
                         f.model->span);
    eos_answer_set_settle(&answers, f.judgement, &f.source, &f.config);
    UNIT_SAME_INT(f.judgement->findings.count, 1);
    UNIT_SAME_INT(f.judgement->findings.items[0].line, 300);
    UNIT_SAME_TEXT(f.judgement->findings.items[0].message, "wrong (in blocks.py line 1)");
    fixture_free(&f);
}

/* A head of another file that contradicts a loss of this one is told at the loss. */
static void other_files_meet_a_learner(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    eos_answer_set answers = {0};
    eos_check check = make_check(&f, &answers);
    eos_layer *layer = fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SOFTMAX);
    eos_learner *learner = fixture_learner(&f, EOS_LOSS_BINARY_CROSSENTROPY, "binary_crossentropy");
    layer->path = f.model->path = "blocks.py";
    eos_about about = eos_about_layer(&check, f.model, layer);
    eos_finding *finding = eos_check_violated(&check, &about, "wrong");
    eos_finding_relate_learner(&check, finding, f.model, learner);
    eos_answer_set_settle(&answers, f.judgement, &f.source, &f.config);
    UNIT_SAME_INT(f.judgement->findings.count, 1);
    UNIT_SAME_INT(f.judgement->findings.items[0].line, learner->loss.span.line);
    fixture_free(&f);
}

static void register_is_searched(void)
{
    for (uint32_t i = 1; i < eos_rule_count(); i++)
        CU_ASSERT(strcmp(eos_rule_at(i - 1)->code, eos_rule_at(i)->code) < 0);
    CU_ASSERT_PTR_NULL(eos_rule_at(eos_rule_count()));
    CU_ASSERT_PTR_EQUAL(eos_rule_find("EOS101"), eos_rule_at(0));
    CU_ASSERT_PTR_EQUAL(eos_rule_find("activation-contradicts-loss"), eos_rule_at(0));
    CU_ASSERT_PTR_NULL(eos_rule_find("EOS1"));
    UNIT_SAME_TEXT(eos_rule_nearest("EOS110"), "EOS101");
    UNIT_SAME_TEXT(eos_rule_nearest("eos601"), "EOS601");
    UNIT_SAME_TEXT(eos_rule_nearest("activaton-contradict-loss"), "activation-contradicts-loss");
    UNIT_SAME_TEXT(eos_rule_nearest("learning-rate-sdg-max"), "learning-rate-sgd-max");
    CU_ASSERT_PTR_NULL(eos_rule_nearest("something else altogether"));
}

/* Every allocation of the judgement fails once; what was found stays whole or goes. */
static void judging_survives_exhaustion(void)
{
    for (size_t nth = 1; nth <= 150; nth++) {
        fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
        fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 8, EOS_ACT_LINEAR);
        fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SOFTMAX);
        fixture_learner(&f, EOS_LOSS_BINARY_CROSSENTROPY, "binary_crossentropy");
        f.judgement->arena.fail_after = nth;
        fixture_run(&f);
        CU_ASSERT_PTR_NULL(f.judgement->arena.guard);
        fixture_free(&f);
    }
}

/* The host goes on: EOS900 and an entry in problems instead of an error. */
static void limits_become_eos900(void)
{
    UNIT_ARENA(arena) {
        eos_intern names;
        eos_intern_init(&names, &arena);
        eos_ir_module *module = eos_ir_module_new(&arena, &names);
        eos_ir_resolve(module);
        fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
        eos_error err;
        UNIT_SAME_INT(eos_judge(f.judgement, module, &f.source, &f.config, NULL, &err), EOS_OK);
        UNIT_SAME_INT(f.judgement->findings.count, 0);
        CU_ASSERT_TRUE(f.judgement->concerns_us);
        f.judgement->arena.fail_after = 1;
        UNIT_SAME_INT(eos_judge(f.judgement, module, &f.source, &f.config, NULL, &err), EOS_OK);
        UNIT_SAME_INT(f.judgement->findings.count, 1);
        UNIT_SAME_INT(f.judgement->problems.count, 1);
        if (f.judgement->findings.count == 1)
            UNIT_SAME_TEXT(f.judgement->findings.items[0].code, "EOS900");
        fixture_free(&f);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"check: columns are characters", columns_are_characters},
    {"check: thresholds follow profile and settings", thresholds_follow_profile_and_settings},
    {"check: one answer per place", one_answer_per_place},
    {"check: equal subjects are counted from the top", equal_subjects_are_counted},
    {"check: defaults lower the confidence", defaults_and_maybe_lower_the_confidence},
    {"check: subjects of other files", subjects_of_other_files},
    {"check: other files meet a learner", other_files_meet_a_learner},
    {"check: judging survives exhaustion", judging_survives_exhaustion},
    {"check: limits become EOS900", limits_become_eos900},
    {"check: register", register_is_searched},
};
UNIT_SUITE(check, tests)
