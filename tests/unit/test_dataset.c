/* SPDX-License-Identifier: MIT */
/* Data sets of a program: comments, configuration, globs, labels. */
#include "unit.h"

#include "engine/dataset.h"

#include <string.h>

static void globs(void)
{
    static const struct {
        const char *pattern, *path;
        bool is_match;
    } cases[] = {
        {"train.py", "train.py", true},
        {"./train.py", "train.py", true},
        {"train.py", "a/train.py", false},
        {"*.py", "train.py", true},
        {"*.py", "a/train.py", false},
        {"models/cnn_*.py", "models/cnn_small.py", true},
        {"models/cnn_*.py", "models/deep/cnn_small.py", false},
        {"**/train.py", "train.py", true},
        {"**/train.py", "a/b/train.py", true},
        {"**/train.py", "a/btrain.py", false},
        {"a/**/b.py", "a/b.py", true},
        {"a/**/b.py", "a/x/y/b.py", true},
        {"a/**/b.py", "x/a/b.py", false},
        {"a/**", "a/x/y.py", true},
        {"**", "a/b", true},
        {"a**b", "a/x/b", true},
        {"**/c/*.py", "a/c/b/c/x.py", true},
        {"**/c/*.py", "a/c/b/d/x.py", false},
        {"a?.py", "a1.py", true},
        {"a?.py", "a\xC3\xA4.py", true},
        {"a?.py", "a/.py", false},
        {"[ab]*.py", "b1.py", true},
        {"[a-c]x", "dx", false},
        {"[!a-c]x", "dx", true},
        {"[x", "[x", true},
        {"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false},
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_match = eos_glob_match(cases[i].pattern, cases[i].path);
        if (is_match != cases[i].is_match)
            fprintf(stderr, "glob %s on %s\n", cases[i].pattern, cases[i].path);
        CU_ASSERT_EQUAL(is_match, cases[i].is_match);
    }
}

static void find(eos_datasets *out, eos_arena *arena, const char *text, const eos_config *config)
{
    eos_source source = {.path = "src/train.py",
                         .root = EOS_CORPUS_DIR,
                         .folder = EOS_CORPUS_DIR "/data",
                         .text = text,
                         .length = strlen(text)};
    eos_datasets_find(out, arena, &source, config);
}

static void comments(void)
{
    UNIT_ARENA(arena) {
        eos_datasets d;
        find(&d, &arena, "import keras\n# eoslint: dataset=labels_10_classes.npy target=-1\n",
             NULL);
        UNIT_SAME_INT(d.items.count, 1);
        UNIT_SAME_TEXT(d.items.items[0].train, EOS_CORPUS_DIR "/data/labels_10_classes.npy");
        UNIT_SAME_TEXT(d.items.items[0].train_shown, "data/labels_10_classes.npy");
        UNIT_SAME_TEXT(d.items.items[0].target, "-1");
        UNIT_SAME_INT(d.items.items[0].line, 2);
        /* from the root when the program's folder does not have it */
        find(&d, &arena, "x = 1  # eoslint: dataset=data/make.py\r\n", NULL);
        UNIT_SAME_TEXT(d.items.items[0].train, EOS_CORPUS_DIR "/data/make.py");
        find(&d, &arena, "#eoslint:dataset=\"my data/a.npy\" test='b c.npy' target=\"leaf shape\"",
             NULL);
        UNIT_SAME_INT(d.items.count, 1);
        UNIT_SAME_TEXT(d.items.items[0].train, EOS_CORPUS_DIR "/data/my data/a.npy");
        UNIT_SAME_TEXT(d.items.items[0].test, EOS_CORPUS_DIR "/data/b c.npy");
        UNIT_SAME_TEXT(d.items.items[0].target, "leaf shape");
        find(&d, &arena, "a\n# eoslint: dataset=/abs/x.npy\r# eoslint: dataset=/abs/y.npy\n", NULL);
        UNIT_SAME_INT(d.items.count, 2);
        UNIT_SAME_INT(d.items.items[1].line, 3);
        UNIT_SAME_TEXT(d.items.items[1].train, "/abs/y.npy");
    }
    UNIT_ARENA_END(arena);
}

static void no_comments(void)
{
    static const char *const texts[] = {
        "x = '# eoslint: dataset=a.npy'\n",
        "x = \"it's # eoslint: dataset=a.npy\"\n",
        "'''\n# eoslint: dataset=a.npy\n'''\n",
        "r\"\"\"say \\\"\"\" # eoslint: dataset=a.npy\n\"\"\"\n",
        "# see eoslint: dataset=a.npy\n",
        "# eoslint: off\n",
        "# eoslint:",
        "",
    };
    UNIT_ARENA(arena) {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            eos_datasets d;
            find(&d, &arena, texts[i], NULL);
            UNIT_SAME_INT(d.items.count, 0);
            UNIT_SAME_INT(d.troubles.count, 0);
        }
    }
    UNIT_ARENA_END(arena);
}

static void misunderstood_comments(void)
{
    static const char *const texts[] = {
        "# eoslint: dataset='a.npy\n", "# eoslint: dataset=a.npy tagret=1\n",
        "# eoslint: target=1\n",       "# eoslint: dataset=a.npy target\n",
        "# eoslint: dataset=\n",
    };
    UNIT_ARENA(arena) {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            eos_datasets d;
            find(&d, &arena, texts[i], NULL);
            UNIT_SAME_INT(d.items.count, 0);
            UNIT_SAME_INT(d.troubles.count, 1);
        }
    }
    UNIT_ARENA_END(arena);
}

static void configuration(void)
{
    static const eos_dataset_setting settings[] = {
        {.programs = "src/*.py", .train = "/d/one.npy", .target = "3"},
        {.programs = "lib/*.py", .train = "/d/two.npy"},
        {.programs = "src/train.py:build_model", .train = EOS_CORPUS_DIR "/three.npy"},
        {.programs = NULL, .train = "/d/four.npy", .test = "/d/five.npy"},
    };
    eos_config config = {.datasets = settings, .dataset_count = 4};
    UNIT_ARENA(arena) {
        eos_datasets d;
        find(&d, &arena, "import keras\n", &config);
        UNIT_SAME_INT(d.items.count, 3);
        UNIT_SAME_TEXT(d.items.items[0].train, "/d/one.npy");
        UNIT_SAME_TEXT(d.items.items[1].function, "build_model");
        UNIT_SAME_TEXT(d.items.items[1].train_shown, "three.npy");
        UNIT_SAME_TEXT(d.items.items[2].test, "/d/five.npy");
        UNIT_SAME_INT(d.items.items[2].line, 0);
        find(&d, &arena, "# eoslint: dataset=/d/six.npy\n", &config);
        UNIT_SAME_INT(d.items.count, 1);
        UNIT_SAME_TEXT(d.items.items[0].train, "/d/six.npy");
    }
    UNIT_ARENA_END(arena);
}

/* What a judgement gets of each kind of file. */
static void labels_of_a_judgement(void)
{
    static const struct {
        const char *comment, *reason;
        int encoding;
        uint64_t classes;
    } cases[] = {
        {"# eoslint: dataset=labels_10_classes.npy", NULL, EOS_LABEL_INTEGER, 10},
        {"# eoslint: dataset=labels_one_hot.npy", NULL, EOS_LABEL_ONE_HOT, 10},
        {"# eoslint: dataset=table_label_last.npy target=-1", NULL, EOS_LABEL_INTEGER, 3},
        {"# eoslint: dataset=target_continuous.npy", NULL, EOS_LABEL_CONTINUOUS, 0},
        {"# eoslint: dataset=table_label_last.npy", "name the target", 0, 0},
        {"# eoslint: dataset=table_label_last.npy target=9", "target column 9", 0, 0},
        {"# eoslint: dataset=broken/object.npy", "never read", 0, 0},
        {"# eoslint: dataset=missing.npy", "no such file", 0, 0},
        {"# eoslint: dataset=*.npy", "several files", 0, 0},
        {"# eoslint: dataset=https://example.org/a.npy", "not followed", 0, 0},
        {"# eoslint: dataset=make.py", "no table", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        UNIT_ARENA(arena) {
            eos_judgement judgement = {.arena = arena};
            eos_datasets d;
            find(&d, &judgement.arena, cases[i].comment, NULL);
            UNIT_SAME_INT(d.items.count, 1);
            const eos_label_traits *labels = eos_dataset_labels(&d.items.items[0], &judgement);
            UNIT_SAME_INT(judgement.data.count, 1);
            UNIT_SAME_INT(labels != NULL, cases[i].reason == NULL);
            UNIT_SAME_INT(judgement.not_judged.count, cases[i].reason != NULL);
            if (labels) {
                UNIT_SAME_INT(labels->encoding, cases[i].encoding);
                UNIT_SAME_INT(labels->classes, cases[i].classes);
                CU_ASSERT_PTR_NOT_NULL(judgement.data.items[0].traits);
                CU_ASSERT_PTR_NOT_NULL(judgement.data.items[0].identity);
            } else if (judgement.not_judged.count) {
                CU_ASSERT(strstr(judgement.not_judged.items[0].reason, cases[i].reason) != NULL);
                UNIT_SAME_INT(judgement.not_judged.items[0].line, 1);
            }
            arena = judgement.arena;
        }
        UNIT_ARENA_END(arena);
    }
}

static void key_depends_on_content(void)
{
    UNIT_ARENA(arena) {
        eos_datasets a, b;
        eos_digest digest[3];
        find(&a, &arena, "# eoslint: dataset=labels_10_classes.npy", NULL);
        find(&b, &arena, "# eoslint: dataset=labels_10_classes.npy target=0", NULL);
        for (int i = 0; i < 3; i++) {
            eos_hasher hasher;
            eos_hasher_init(&hasher);
            eos_datasets_hash(&hasher, i == 1 ? &b : &a);
            digest[i] = eos_hasher_finish(&hasher);
        }
        CU_ASSERT(memcmp(&digest[0], &digest[2], sizeof digest[0]) == 0);
        CU_ASSERT(memcmp(&digest[0], &digest[1], sizeof digest[0]) != 0);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"dataset: globs", globs},
    {"dataset: comments name data", comments},
    {"dataset: strings and other comments do not", no_comments},
    {"dataset: a comment that is not understood is told", misunderstood_comments},
    {"dataset: configuration by program, comment first", configuration},
    {"dataset: labels, or the reason why not", labels_of_a_judgement},
    {"dataset: the key follows target and content", key_depends_on_content},
};
UNIT_SUITE(dataset, tests)
