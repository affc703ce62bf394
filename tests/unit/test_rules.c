/* SPDX-License-Identifier: MIT */
/*
 * Rules on models built by hand. The first part holds every cell of the catalogue's decision tables:
 * one line per loss, one letter per head, as the document has them; the same for the labels that
 * decide a cell. Letters: r right, E error, W warning, I info, ? silent.
 */
#include "model_fixture.h"
#include "unit.h"

#include "engine/rule.h"

#include <stdio.h>
#include <string.h>

/* ---- decision tables ---- */

typedef enum label_kind { NO_LABELS, BINARY, IDS, ONE_HOT, MULTI_HOT, FRACTION, BEYOND } label_kind;

static void set_labels(fixture *f, label_kind kind, int64_t units)
{
    eos_labels *labels = &fixture_training(f)->labels;
    labels->is_range_exact = true;
    labels->minimum = 0;
    switch (kind) {
    case NO_LABELS:
        labels->minimum = 0.0 / 1.0;
        return;
    case BINARY:
        labels->encoding = EOS_LABELS_INTEGER;
        labels->maximum = 1;
        break;
    case IDS:
        labels->encoding = EOS_LABELS_INTEGER;
        labels->maximum = 2;
        break;
    case ONE_HOT:
        labels->encoding = EOS_LABELS_ONE_HOT;
        labels->maximum = 1;
        break;
    case MULTI_HOT:
        labels->encoding = EOS_LABELS_MULTI_HOT;
        labels->maximum = 1;
        break;
    case FRACTION:
        labels->encoding = EOS_LABELS_CONTINUOUS;
        labels->maximum = 1;
        break;
    case BEYOND:
        labels->encoding = EOS_LABELS_CONTINUOUS;
        labels->maximum = 50;
        break;
    }
    if (kind == ONE_HOT || kind == MULTI_HOT)
        labels->classes = eos_integer(units);
}

typedef struct head_under_test {
    eos_activation_kind activation;
    int64_t units; /* 0 = the row's own */
} head_under_test;

static const head_under_test keras_heads[] = {
    {EOS_ACT_SIGMOID, 1}, {EOS_ACT_SIGMOID, 3}, {EOS_ACT_SOFTMAX, 1}, {EOS_ACT_SOFTMAX, 2},
    {EOS_ACT_SOFTMAX, 3}, {EOS_ACT_LINEAR, 0},  {EOS_ACT_RELU, 0},    {EOS_ACT_TANH, 0}};
static const head_under_test torch_heads[] = {
    {EOS_ACT_LINEAR, 0},  {EOS_ACT_LINEAR, 1},      {EOS_ACT_SIGMOID, 0}, {EOS_ACT_SOFTMAX, 1},
    {EOS_ACT_SOFTMAX, 3}, {EOS_ACT_LOG_SOFTMAX, 3}, {EOS_ACT_RELU, 0},    {EOS_ACT_TANH, 0}};

typedef struct table_line {
    eos_loss_kind loss;
    int from_logits; /* 0, 1 */
    label_kind labels;
    int64_t units;             /* of heads that bring none */
    const char *contradiction; /* EOS101, one letter per head */
    const char *width;         /* EOS102 */
} table_line;

static char judge_cell(const table_line *line, eos_framework framework, head_under_test head,
                       const char *code)
{
    bool is_torch = framework == EOS_FRAMEWORK_TORCH;
    fixture f = fixture_new(framework);
    int64_t units = head.units ? head.units : line->units;
    fixture_layer(&f, EOS_LAYER_DENSE, is_torch ? "Linear" : "Dense", 16, EOS_ACT_RELU);
    fixture_layer(&f, EOS_LAYER_DENSE, is_torch ? "Linear" : "Dense", units, head.activation);
    fixture_learner(&f, line->loss, "loss")->loss.from_logits = eos_boolean(line->from_logits);
    if (line->labels != NO_LABELS)
        set_labels(&f, line->labels, units);
    fixture_run(&f);
    char answer = fixture_answer(&f, code);
    fixture_free(&f);
    return answer;
}

static void check_lines(const table_line *lines, size_t count, eos_framework framework)
{
    const head_under_test *heads = framework == EOS_FRAMEWORK_KERAS ? keras_heads : torch_heads;
    for (size_t i = 0; i < count; i++)
        for (int rule = 101; rule <= 102; rule++) {
            char seen[9] = "", code[16];
            (void)snprintf(code, sizeof code, "EOS%d", rule);
            for (size_t j = 0; j < 8; j++)
                seen[j] = judge_cell(&lines[i], framework, heads[j], code);
            const char *expected = rule == 101 ? lines[i].contradiction : lines[i].width;
            if (strcmp(seen, expected) != 0)
                (void)fprintf(stderr, "loss %d logits %d labels %d %s\n", (int)lines[i].loss,
                              lines[i].from_logits, (int)lines[i].labels, code);
            UNIT_SAME_TEXT(seen, expected);
        }
}

/* heads: sigmoid 1, sigmoid 3, softmax 1, softmax 2, softmax 3, none, relu, tanh */
static const table_line keras_lines[] = {
    {EOS_LOSS_BINARY_CROSSENTROPY, 0, NO_LABELS, 1, "rrrrrEEE", "r?EWWrrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 0, BINARY, 1, "rrrrrEEE", "rEEEErrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 0, IDS, 3, "rrrrrEEE", "rEEEErrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 0, ONE_HOT, 3, "rrrrrEEE", "rWEWWrrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 0, MULTI_HOT, 3, "rrrrrEEE", "rrErrrrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 0, FRACTION, 3, "rrrrrEEE", "rrE??rrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 1, NO_LABELS, 1, "EErEErWW", "rrErrrrr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 1, NO_LABELS, 3, "EErEErWW", "rrErr?rr"},
    {EOS_LOSS_BINARY_CROSSENTROPY, 1, MULTI_HOT, 3, "EErEErWW", "rrErrrrr"},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, 0, NO_LABELS, 3, "rErrrEEE", "ErErrrrr"},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, 0, NO_LABELS, 1, "rErrrrrr", "ErErrEEE"},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, 0, ONE_HOT, 3, "rErrrEEE", "ErErrrrr"},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, 1, NO_LABELS, 3, "rErEErWW", "ErErrrrr"},
    {EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 0, NO_LABELS, 3, "rErrrEEE", "ErErrrrr"},
    {EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 0, IDS, 3, "rErrrEEE", "ErErrrrr"},
    {EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 1, NO_LABELS, 3, "rErEErWW", "ErErrrrr"},
    {EOS_LOSS_KL_DIVERGENCE, 0, NO_LABELS, 3, "E?rrrEWE", "rrErrrrr"},
    {EOS_LOSS_KL_DIVERGENCE, 0, ONE_HOT, 3, "EWrrrEWE", "rrErrrrr"},
    {EOS_LOSS_POISSON, 0, NO_LABELS, 3, "?WrWWWrE", "rrErrrrr"},
    {EOS_LOSS_POISSON, 0, FRACTION, 3, "rWrWWWrE", "rrErrrrr"},
    {EOS_LOSS_POISSON, 0, BEYOND, 3, "WWrWWWrE", "rrErrrrr"},
    {EOS_LOSS_HINGE, 0, NO_LABELS, 1, "WWrWWrWr", "rrErrrrr"},
    {EOS_LOSS_SQUARED_HINGE, 0, NO_LABELS, 1, "WWrWWrWr", "rrErrrrr"},
    {EOS_LOSS_CATEGORICAL_HINGE, 0, NO_LABELS, 3, "rIrIIrII", "ErErrrrr"},
    {EOS_LOSS_MSE, 0, NO_LABELS, 1, "rrrrrrrr", "rrErrrrr"},
    {EOS_LOSS_MAE, 0, BEYOND, 1, "rrrrrrrr", "rrErrrrr"},
    {EOS_LOSS_MSLE, 0, BINARY, 1, "rrrrrrrr", "rrErrrrr"},
    {EOS_LOSS_COSINE, 0, NO_LABELS, 3, "??r??r??", "rrErrrrr"},
    {EOS_LOSS_UNKNOWN, 0, NO_LABELS, 3, "??r?????", "rrErrrrr"},
};

/* heads: none, none 1, sigmoid, softmax 1, softmax 3, log_softmax 3, relu, tanh */
static const table_line torch_lines[] = {
    {EOS_LOSS_TORCH_CROSS_ENTROPY, 0, NO_LABELS, 3, "rrErEIWW", "rErErrrr"},
    {EOS_LOSS_TORCH_CROSS_ENTROPY, 0, IDS, 3, "rrErEIWW", "rErErrrr"},
    {EOS_LOSS_TORCH_NLL, 0, NO_LABELS, 3, "ErErErEE", "rErErrrr"},
    {EOS_LOSS_TORCH_BCE, 0, NO_LABELS, 1, "EErrrEEE", "rrrEWrrr"},
    {EOS_LOSS_TORCH_BCE, 0, NO_LABELS, 3, "EErrrEEE", "rr?EWrrr"},
    {EOS_LOSS_TORCH_BCE, 0, IDS, 3, "EErrrEEE", "rrEEErrr"},
    {EOS_LOSS_TORCH_BCE, 0, ONE_HOT, 3, "EErrrEEE", "rrWEWrrr"},
    {EOS_LOSS_TORCH_BCE_LOGITS, 0, NO_LABELS, 1, "rrErEEWW", "rrrErrrr"},
    {EOS_LOSS_TORCH_BCE_LOGITS, 0, MULTI_HOT, 3, "rrErEEWW", "rrrErrrr"},
    {EOS_LOSS_TORCH_MULTILABEL, 0, NO_LABELS, 3, "rrWrWW??", "rrrErrrr"},
    {EOS_LOSS_TORCH_KL, 0, NO_LABELS, 3, "EEErErEE", "rrrErrrr"},
    {EOS_LOSS_TORCH_POISSON, 1, NO_LABELS, 3, "rrWrWWWW", "rrrErrrr"},
    {EOS_LOSS_TORCH_POISSON, 0, NO_LABELS, 3, "EE?r??r?", "rrrErrrr"},
    {EOS_LOSS_TORCH_MSE, 0, NO_LABELS, 1, "rrrrr?rr", "rrrErrrr"},
    {EOS_LOSS_TORCH_HUBER, 0, BEYOND, 1, "rrrrr?rr", "rrrErrrr"},
    {EOS_LOSS_TORCH_CTC, 0, NO_LABELS, 3, "EEErErEE", "rrrErrrr"},
    {EOS_LOSS_TORCH_OTHER, 0, NO_LABELS, 3, "???r????", "rrrErrrr"},
};

static void keras_cells(void)
{
    check_lines(keras_lines, sizeof keras_lines / sizeof keras_lines[0], EOS_FRAMEWORK_KERAS);
}

static void torch_cells(void)
{
    check_lines(torch_lines, sizeof torch_lines / sizeof torch_lines[0], EOS_FRAMEWORK_TORCH);
}

/* ---- the cells that the labels decide ---- */

/* heads as above; one letter per head for each of the rules that own such cells */
typedef struct label_line {
    eos_loss_kind loss;
    int from_logits;
    label_kind labels;
    int64_t units;
    const char *encoding, *reach, *choice, *family; /* EOS104, EOS105, EOS106, EOS108 */
} label_line;

static const label_line keras_label_lines[] = {
#include "label_cells_keras.inc"
};

static const label_line torch_label_lines[] = {
#include "label_cells_torch.inc"
};

static void check_label_lines(const label_line *lines, size_t count, eos_framework framework)
{
    static const char *const codes[] = {"EOS104", "EOS105", "EOS106", "EOS108"};
    const head_under_test *heads = framework == EOS_FRAMEWORK_KERAS ? keras_heads : torch_heads;
    for (size_t i = 0; i < count; i++) {
        table_line line = {
            lines[i].loss, lines[i].from_logits, lines[i].labels, lines[i].units, NULL, NULL};
        const char *const expected[] = {lines[i].encoding, lines[i].reach, lines[i].choice,
                                        lines[i].family};
        for (int rule = 0; rule < 4; rule++) {
            char seen[9] = "";
            for (size_t j = 0; j < 8; j++)
                seen[j] = judge_cell(&line, framework, heads[j], codes[rule]);
            if (strcmp(seen, expected[rule]) != 0)
                (void)fprintf(stderr, "CELL %d loss %d labels %d %s %s\n", (int)framework,
                              (int)line.loss, (int)line.labels, codes[rule], seen);
            UNIT_SAME_TEXT(seen, expected[rule]);
        }
    }
}

static void keras_label_cells(void)
{
    check_label_lines(keras_label_lines, sizeof keras_label_lines / sizeof keras_label_lines[0],
                      EOS_FRAMEWORK_KERAS);
}

static void torch_label_cells(void)
{
    check_label_lines(torch_label_lines, sizeof torch_label_lines / sizeof torch_label_lines[0],
                      EOS_FRAMEWORK_TORCH);
}

/* ---- alternatives and unknowns ---- */

static char judge_units(eos_value units, eos_activation_kind activation, eos_loss_kind loss,
                        const char *code, bool is_joined)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 8, EOS_ACT_RELU);
    eos_layer *head = fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, activation);
    head->units = is_joined ? fixture_one_of(&f, eos_integer(1), units) : units;
    fixture_learner(&f, loss, "loss");
    fixture_run(&f);
    char answer = fixture_answer(&f, code);
    fixture_free(&f);
    return answer;
}

static void width_alternatives(void)
{
    /* one of {1, 10}: softmax over one only in one case */
    CU_ASSERT_EQUAL(judge_units(eos_integer(10), EOS_ACT_SOFTMAX, EOS_LOSS_MSE, "EOS102", true),
                    '?');
    /* linear under BCE is wrong for both */
    CU_ASSERT_EQUAL(
        judge_units(eos_integer(10), EOS_ACT_LINEAR, EOS_LOSS_BINARY_CROSSENTROPY, "EOS101", true),
        'E');
    eos_value unknown = eos_unknown("test");
    CU_ASSERT_EQUAL(
        judge_units(unknown, EOS_ACT_SOFTMAX, EOS_LOSS_BINARY_CROSSENTROPY, "EOS102", false), 'W');
    CU_ASSERT_EQUAL(
        judge_units(unknown, EOS_ACT_SOFTMAX, EOS_LOSS_CATEGORICAL_CROSSENTROPY, "EOS102", false),
        '?');
    CU_ASSERT_EQUAL(
        judge_units(unknown, EOS_ACT_SOFTMAX, EOS_LOSS_CATEGORICAL_CROSSENTROPY, "EOS101", false),
        'r');
    CU_ASSERT_EQUAL(
        judge_units(unknown, EOS_ACT_LINEAR, EOS_LOSS_CATEGORICAL_CROSSENTROPY, "EOS101", false),
        'E');
    CU_ASSERT_EQUAL(
        judge_units(unknown, EOS_ACT_LINEAR, EOS_LOSS_BINARY_CROSSENTROPY, "EOS101", false), 'E');
}

static void unknown_head_is_silent(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    fixture_layer(&f, EOS_LAYER_CUSTOM, "MyLayer", 1, EOS_ACT_SOFTMAX);
    fixture_learner(&f, EOS_LOSS_BINARY_CROSSENTROPY, "binary_crossentropy");
    fixture_run(&f);
    CU_ASSERT_EQUAL(fixture_answer(&f, "EOS101"), '?');
    CU_ASSERT_EQUAL(fixture_answer(&f, "EOS102"), '?');
    fixture_free(&f);
}

static void softmax_axis_decides(void)
{
    /* (B, T, 1) with softmax over T is right; over the last axis it is not */
    for (int axis = -1; axis <= 1; axis += 2) {
        fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
        fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SOFTMAX)->activation.axis = axis;
        f.model->head.output_shape = (eos_shape){.is_known = true, .rank = 2, .sizes = {7, 1}};
        fixture_learner(&f, EOS_LOSS_OTHER, "custom");
        fixture_run(&f);
        CU_ASSERT_EQUAL(fixture_answer(&f, "EOS102"), axis == -1 ? 'E' : 'r');
        fixture_free(&f);
    }
}

static void message_names_both_halves(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 8, EOS_ACT_RELU);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SOFTMAX);
    fixture_learner(&f, EOS_LOSS_BINARY_CROSSENTROPY, "binary_crossentropy");
    fixture_run(&f);
    const eos_finding *finding = fixture_finding(&f, "EOS102");
    CU_ASSERT_PTR_NOT_NULL(finding);
    if (finding) {
        UNIT_SAME_TEXT(finding->message,
                       "softmax over one unit (layer 2 of model) always gives 1.0, so "
                       "binary_crossentropy (line 100) has nothing to learn: write "
                       "Dense(1, activation=\"sigmoid\")");
        UNIT_SAME_INT(finding->line, 2);
        UNIT_SAME_INT(finding->layer_ordinal, 2);
        CU_ASSERT(finding->related_count >= 3);
        CU_ASSERT(finding->is_shown);
    }
    fixture_free(&f);
}

/* ---- EOS103 ---- */

static char judge_classes(int64_t units, eos_activation_kind activation, eos_loss_kind loss,
                          eos_label_encoding encoding, double minimum, double maximum,
                          int64_t classes)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", units, activation);
    fixture_learner(&f, loss, "loss");
    eos_labels *labels = &fixture_training(&f)->labels;
    labels->encoding = (uint8_t)encoding;
    labels->minimum = minimum;
    labels->maximum = maximum;
    labels->is_range_exact = true;
    labels->evidence = EOS_EVIDENCE_KNOWN_DATA;
    if (classes > 0)
        labels->classes = eos_integer(classes);
    fixture_run(&f);
    char answer = fixture_answer(&f, "EOS103");
    fixture_free(&f);
    return answer;
}

static void classes_and_width(void)
{
    const eos_loss_kind sparse = EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY;
    const eos_loss_kind rows = EOS_LOSS_CATEGORICAL_CROSSENTROPY,
                        bce = EOS_LOSS_BINARY_CROSSENTROPY;
    const double none = 0.0 / 0.0 * 1.0;
    struct {
        int64_t units;
        eos_activation_kind activation;
        eos_loss_kind loss;
        eos_label_encoding encoding;
        double minimum, maximum;
        int64_t classes;
        char expected;
    } cases[] = {
        {10, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, 0, 9, 10, 'r'},
        {9, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, 0, 9, 10, 'E'},
        {10, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, 1, 10, 10, 'E'},
        {11, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, 1, 10, 10, 'r'},
        {11, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, 0, 9, 10, '?'},
        {100, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, 0, 9, 10, 'I'},
        {10, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, -1, 8, 10, 'E'},
        {5, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, none, none, 10, 'E'},
        {10, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_INTEGER, none, none, 10, 'r'},
        {10, EOS_ACT_SOFTMAX, sparse, EOS_LABELS_UNKNOWN, none, none, 0, '?'},
        {1, EOS_ACT_SIGMOID, bce, EOS_LABELS_INTEGER, 0, 1, 2, 'r'},
        {1, EOS_ACT_SIGMOID, bce, EOS_LABELS_INTEGER, 0, 2, 3, 'E'},
        {10, EOS_ACT_SOFTMAX, rows, EOS_LABELS_ONE_HOT, 0, 1, 10, 'r'},
        {10, EOS_ACT_SOFTMAX, rows, EOS_LABELS_ONE_HOT, 0, 1, 100, 'E'},
        {12, EOS_ACT_SOFTMAX, rows, EOS_LABELS_ONE_HOT, 0, 1, 10, 'E'},
        {4, EOS_ACT_SIGMOID, bce, EOS_LABELS_MULTI_HOT, 0, 1, 5, 'E'},
        {1, EOS_ACT_SOFTMAX, rows, EOS_LABELS_ONE_HOT, 0, 1, 10, '?'},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char seen =
            judge_classes(cases[i].units, cases[i].activation, cases[i].loss, cases[i].encoding,
                          cases[i].minimum, cases[i].maximum, cases[i].classes);
        if (seen != cases[i].expected)
            (void)fprintf(stderr, "case %zu: %c instead of %c\n", i, seen, cases[i].expected);
        CU_ASSERT_EQUAL(seen, cases[i].expected);
    }
}

/* ---- EOS201, EOS202 ---- */

typedef struct chain_link {
    eos_layer_family family;
    int64_t units;
    eos_activation_kind activation;
} chain_link;

#define DENSE(units, act)                                                                          \
    {                                                                                              \
        EOS_LAYER_DENSE, units, EOS_ACT_##act                                                      \
    }
#define ACT(act)                                                                                   \
    {                                                                                              \
        EOS_LAYER_ACTIVATION, 0, EOS_ACT_##act                                                     \
    }
#define PASS(family)                                                                               \
    {                                                                                              \
        EOS_LAYER_##family, 0, EOS_ACT_LINEAR                                                      \
    }
#define END                                                                                        \
    {                                                                                              \
        EOS_LAYER_CUSTOM, -1, EOS_ACT_UNKNOWN                                                      \
    }

static fixture make_chain(const chain_link *links)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    for (; links->units >= 0; links++)
        fixture_layer(&f, links->family, links->family == EOS_LAYER_DENSE ? "Dense" : "Layer",
                      links->units, links->activation);
    return f;
}

static char judge_chain(const chain_link *links, const char *code)
{
    fixture f = make_chain(links);
    if (f.model->layers.count > 0)
        f.model->layers.items[0].input_shape =
            (eos_shape){.is_known = true, .rank = 1, .sizes = {4}};
    fixture_run(&f);
    char answer = fixture_answer(&f, code);
    fixture_free(&f);
    return answer;
}

static void linear_pairs(void)
{
    struct {
        chain_link links[6];
        char expected;
    } cases[] = {
        {{DENSE(64, LINEAR), DENSE(1, SIGMOID), END}, 'W'},
        {{DENSE(64, RELU), DENSE(1, SIGMOID), END}, 'r'},
        {{DENSE(64, LINEAR), ACT(RELU), DENSE(1, SIGMOID), END}, 'r'},
        {{DENSE(64, LINEAR), PASS(NORM_BATCH), PASS(DROPOUT), DENSE(1, SIGMOID), END}, 'W'},
        {{DENSE(64, LINEAR), PASS(POOL_MAX), DENSE(1, SIGMOID), END}, 'r'},
        {{DENSE(64, LINEAR), PASS(POOL_AVERAGE), DENSE(1, SIGMOID), END}, 'W'},
        {{DENSE(64, LINEAR), PASS(LAMBDA), DENSE(1, SIGMOID), END}, '?'},
        {{DENSE(64, UNKNOWN), DENSE(1, SIGMOID), END}, '?'},
        {{DENSE(64, OTHER), DENSE(1, SIGMOID), END}, 'r'},
        {{DENSE(64, LINEAR), ACT(UNKNOWN), DENSE(1, SIGMOID), END}, '?'},
        {{DENSE(2, LINEAR), DENSE(64, RELU), DENSE(1, SIGMOID), END}, 'r'}, /* narrower than both */
        {{DENSE(1, SIGMOID), END}, '-'},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char seen = judge_chain(cases[i].links, "EOS201");
        if (seen != cases[i].expected)
            (void)fprintf(stderr, "chain %zu: %c instead of %c\n", i, seen, cases[i].expected);
        CU_ASSERT_EQUAL(seen, cases[i].expected);
    }
}

static void all_linear_is_one_finding(void)
{
    const chain_link links[] = {DENSE(64, LINEAR), DENSE(64, LINEAR), DENSE(64, LINEAR),
                                DENSE(1, SIGMOID), END};
    fixture f = make_chain(links);
    fixture_run(&f);
    UNIT_SAME_INT(f.judgement->findings.count, 1);
    const eos_finding *finding = fixture_finding(&f, "EOS201");
    CU_ASSERT_PTR_NOT_NULL(finding);
    if (finding) {
        UNIT_SAME_TEXT(finding->subject.role, "model");
        UNIT_SAME_INT(finding->layer_ordinal, 0);
    }
    fixture_free(&f);
}

static void several_readers_are_no_pair(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    static const uint32_t first[] = {0}, both[] = {1, 2};
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 64, EOS_ACT_LINEAR);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 8, EOS_ACT_RELU);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 8, EOS_ACT_RELU)->inputs = first;
    eos_layer *merge = fixture_layer(&f, EOS_LAYER_MERGE_ADD, "Add", 0, EOS_ACT_LINEAR);
    merge->inputs = both;
    merge->input_count = 2;
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SIGMOID);
    fixture_run(&f);
    CU_ASSERT_EQUAL(fixture_answer(&f, "EOS201"), 'r');
    fixture_free(&f);
}

static void maybe_activation_is_unknown(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 64, EOS_ACT_LINEAR);
    fixture_activation(&f, EOS_ACT_RELU)->presence = EOS_MAYBE;
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SIGMOID);
    fixture_run(&f);
    CU_ASSERT_EQUAL(fixture_answer(&f, "EOS201"), '?');
    fixture_free(&f);
}

static void double_activations(void)
{
    struct {
        chain_link links[6];
        char expected;
    } cases[] = {
        {{DENSE(10, RELU), ACT(SOFTMAX), END}, 'W'},
        {{DENSE(10, RELU), PASS(DROPOUT), ACT(RELU), DENSE(1, LINEAR), END}, 'W'},
        {{DENSE(10, LINEAR), ACT(RELU), ACT(SOFTMAX), END}, 'W'},
        {{DENSE(10, LINEAR), ACT(SOFTMAX), END}, 'r'},
        {{DENSE(10, RELU), PASS(NORM_BATCH), ACT(RELU), END}, 'r'},
        {{DENSE(10, RELU), ACT(LINEAR), END}, '-'},
        {{DENSE(10, UNKNOWN), ACT(RELU), END}, '?'},
        {{DENSE(10, RELU), ACT(UNKNOWN), END}, '?'},
        {{DENSE(10, OTHER), ACT(RELU), END}, '?'},
        {{{EOS_LAYER_RECURRENT, 10, EOS_ACT_TANH}, ACT(RELU), END}, 'r'},
        {{DENSE(10, RELU), PASS(LAMBDA), ACT(RELU), END}, 'r'},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char seen = judge_chain(cases[i].links, "EOS202");
        if (seen != cases[i].expected)
            (void)fprintf(stderr, "chain %zu: %c instead of %c\n", i, seen, cases[i].expected);
        CU_ASSERT_EQUAL(seen, cases[i].expected);
    }
}

/* ---- EOS601, EOS602 ---- */

static char judge_rate(eos_optimizer_family family, double rate, bool has_norm, eos_profile profile)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    f.config.profile = profile;
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 8, EOS_ACT_RELU);
    if (has_norm)
        fixture_layer(&f, EOS_LAYER_NORM_BATCH, "BatchNormalization", 0, EOS_ACT_LINEAR);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_LINEAR);
    eos_optimizer *optimizer = &fixture_learner(&f, EOS_LOSS_MSE, "mse")->optimizer;
    optimizer->family = (uint8_t)family;
    optimizer->learning_rate = eos_number(rate);
    optimizer->is_rate_given = true;
    fixture_run(&f);
    char answer = fixture_answer(&f, "EOS601");
    fixture_free(&f);
    return answer;
}

static void rate_bands(void)
{
    const eos_profile usual = EOS_PROFILE_DEFAULT, theia = EOS_PROFILE_THEIA;
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 0.1, false, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 0.1, true, usual), 'r');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 0.09, false, usual), 'r');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 2, true, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 1e-6, true, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 0, true, usual), '?');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_SGD, 0.05, false, theia), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_ADAM, 0.1, false, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_ADAM, 0.05, false, usual), 'r');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_ADAM, 1e-7, false, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_ADAM, 1e-5, false, theia), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_RMSPROP, 0.5, false, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_ADAGRAD, 1e-4, false, usual), 'W');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_ADADELTA, 1.0, false, usual), 'r');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_LBFGS, 1.0, false, usual), 'r');
    CU_ASSERT_EQUAL(judge_rate(EOS_OPT_UNKNOWN, 10.0, false, usual), '?');
}

static void rate_special_cases(void)
{
    struct {
        bool has_warmup, is_incomplete, is_given;
        double other; /* a second possible rate; 0 = none */
        char expected;
    } cases[] = {
        {false, false, true, 0, 'W'},    {true, false, true, 0, '?'},
        {false, true, true, 0, '?'},     {false, false, false, 0, 'r'},
        {false, false, true, 0.01, '?'}, {false, false, true, 0.5, 'W'},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
        fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_LINEAR);
        eos_optimizer *optimizer = &fixture_learner(&f, EOS_LOSS_MSE, "mse")->optimizer;
        optimizer->learning_rate = eos_number(0.1);
        if (cases[i].other > 0)
            optimizer->learning_rate =
                fixture_one_of(&f, eos_number(0.1), eos_number(cases[i].other));
        optimizer->is_rate_given = cases[i].is_given;
        optimizer->has_warmup = cases[i].has_warmup;
        f.model->is_complete = !cases[i].is_incomplete;
        fixture_run(&f);
        CU_ASSERT_EQUAL(fixture_answer(&f, "EOS601"), cases[i].expected);
        fixture_free(&f);
    }
}

static void rate_message_shows_the_chain(void)
{
    fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
    fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_LINEAR);
    eos_optimizer *optimizer = &fixture_learner(&f, EOS_LOSS_MSE, "mse")->optimizer;
    optimizer->family = EOS_OPT_ADAM;
    optimizer->name = "Adam";
    optimizer->learning_rate = fixture_number_from(&f, 0.5, 12, "rate", 49);
    optimizer->is_rate_given = true;
    fixture_run(&f);
    const eos_finding *finding = fixture_finding(&f, "EOS601");
    CU_ASSERT_PTR_NOT_NULL(finding);
    if (finding) {
        UNIT_SAME_TEXT(finding->message,
                       "learning rate 0.5 (line 12, through `rate` line 49) of Adam is above 0.05: "
                       "write a smaller rate, 0.001 is usual");
        UNIT_SAME_INT(finding->line, 99);
        UNIT_SAME_TEXT(finding->evidence[0].value, "0.5");
        UNIT_SAME_INT(finding->evidence[0].line, 12);
        UNIT_SAME_TEXT(finding->evidence[1].what, "through `rate`");
    }
    fixture_free(&f);
}

static void batch_sizes(void)
{
    struct {
        int64_t size;
        eos_profile profile;
        char expected;
    } cases[] = {{2, EOS_PROFILE_THEIA, 'I'},
                 {32, EOS_PROFILE_THEIA, 'r'},
                 {256, EOS_PROFILE_THEIA, 'r'},
                 {512, EOS_PROFILE_STRICT, 'I'},
                 {2, EOS_PROFILE_DEFAULT, '-'}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f = fixture_new(EOS_FRAMEWORK_KERAS);
        f.config.profile = cases[i].profile;
        fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_LINEAR);
        fixture_learner(&f, EOS_LOSS_MSE, "mse");
        fixture_training(&f)->batch_size = eos_integer(cases[i].size);
        fixture_run(&f);
        CU_ASSERT_EQUAL(fixture_answer(&f, "EOS602"), cases[i].expected);
        fixture_free(&f);
    }
}

static const unit_test tests[] = {
    {"rules: Keras' decision table", keras_cells},
    {"rules: PyTorch's decision table", torch_cells},
    {"rules: Keras' cells that labels decide", keras_label_cells},
    {"rules: PyTorch's cells that labels decide", torch_label_cells},
    {"rules: a claim holds for every width or not at all", width_alternatives},
    {"rules: unknown head is silent", unknown_head_is_silent},
    {"rules: softmax axis decides the width", softmax_axis_decides},
    {"rules: EOS102 names both halves", message_names_both_halves},
    {"rules: EOS103 ids and rows", classes_and_width},
    {"rules: EOS201 chains", linear_pairs},
    {"rules: EOS201 all linear is one finding", all_linear_is_one_finding},
    {"rules: EOS201 several readers", several_readers_are_no_pair},
    {"rules: EOS201 an activation that may be there", maybe_activation_is_unknown},
    {"rules: EOS202 chains", double_activations},
    {"rules: EOS601 bands", rate_bands},
    {"rules: EOS601 special cases", rate_special_cases},
    {"rules: EOS601 shows the chain", rate_message_shows_the_chain},
    {"rules: EOS602 bands by profile", batch_sizes},
};
UNIT_SUITE(rules, tests)
