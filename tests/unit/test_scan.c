/* SPDX-License-Identifier: MIT */
/* The byte scan: which texts concern us. A naive search checks the fast one on every cut of a text. */
#include "engine/judge.h"
#include "unit.h"

#include <string.h>

static bool concerns(const char *text)
{
    return eos_source_scan(text, strlen(text)) == EOS_CONCERNS;
}

static void words_are_found(void)
{
    const char *ours[] = {"import keras",     "import torch",   "from tensorflow import x",
                          "import lightning", "Sequential()",   "class A(nn.Module):",
                          "x = Dense(3)",     "Conv2D(1, 2)",   "torch",
                          "keras\n",          "   a  tortorch", "kkeras",
                          "tensortensorflow"};
    const char *others[] = {"",         "kera",        "import numpy", "model.compile()",
                            "x.fit(y)", "Sequential",  "nn.Modul",     "Dense (3)",
                            "TORCH",    "tensor flow", "Conv1D(",      "lightnin",
                            "torc h",   "sequential("};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        CU_ASSERT_TRUE(concerns(ours[i]));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        CU_ASSERT_FALSE(concerns(others[i]));
}

static void calls_of_others_are_told_apart(void)
{
    const char *calls[] = {"model.compile()", "x.fit(y)", "a\nbb.fit(", "tree.compile(1)", ".fit("};
    const char *others[] = {"re.compile(x)", "import re\nre.compile(r'')", "x.fit (y)", ".compile",
                            "fit(x)"};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        UNIT_SAME_INT(eos_source_scan(calls[i], strlen(calls[i])), EOS_CONCERNS_IF_IMPORTED);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        UNIT_SAME_INT(eos_source_scan(others[i], strlen(others[i])), EOS_CONCERNS_NOBODY);
    UNIT_SAME_INT(eos_source_scan("x.fit(torch)", 12), EOS_CONCERNS);
}

static bool naive(const char *text, size_t length)
{
    static const char *const words[] = {"keras",       "torch",     "tensorflow", "lightning",
                                        "Sequential(", "nn.Module", "Dense(",     "Conv2D("};
    for (size_t at = 0; at < length; at++)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t size = strlen(words[i]);
            if (length - at >= size && memcmp(text + at, words[i], size) == 0)
                return true;
        }
    return false;
}

static void every_cut_agrees(void)
{
    static const char text[] = "toketorc\xc3\xa9kerat nn.Modnn.Module DenseDense( ConvConv2D(1) Seq"
                               "uentialSequential(x) tensortensorflow lightlightning torch";
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t to = from; to < sizeof text; to++)
            if ((eos_source_scan(text + from, to - from) == EOS_CONCERNS) !=
                naive(text + from, to - from))
                CU_FAIL("the two searches differ");
    CU_PASS("all cuts");
}

static const unit_test tests[] = {
    {"scan: words are found anywhere, others not", words_are_found},
    {"scan: calls that others know are told apart", calls_of_others_are_told_apart},
    {"scan: agrees with the naive search on every cut", every_cut_agrees},
};
UNIT_SUITE(scan, tests)
