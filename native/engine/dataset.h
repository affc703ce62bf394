/* SPDX-License-Identifier: MIT */
/*
 * Which data sets belong to a program, and what their labels are.
 *
 * A comment in the program wins over the configuration:
 *     # eoslint: dataset=data/train.npy target=3
 *     # eoslint: dataset="my data/train.npy" test='my data/test.npy' target="leaf shape"
 * (`train` is another word for `dataset`). Without such a comment every configured data set counts
 * whose `programs` glob matches the program's path, or is not given.
 *
 * Everything made here lives in the arena or judgement that is passed in.
 */
#ifndef EOS_ENGINE_DATASET_H
#define EOS_ENGINE_DATASET_H

#include "data/label_traits.h"
#include "engine/config.h"
#include "engine/finding.h"
#include "engine/judge.h"

typedef struct eos_dataset {
    const char *train, *test; /* absolute where the program's place is known; NULL = none */
    const char *train_shown, *test_shown; /* relative to the root where possible, for people */
    const char *target;                   /* NULL = none */
    const char *function; /* "build_model" of "train.py:build_model"; NULL = all of the file */
    uint32_t line;        /* line of the comment; 0 = from the configuration */
} eos_dataset;

typedef struct eos_datasets {
    EOS_VECTOR(eos_dataset) items;
    EOS_VECTOR(eos_not_judged) troubles; /* comments that are not understood */
} eos_datasets;

/** Fills `out` for this program. Looks at files only to place relative paths of comments. */
void eos_datasets_find(eos_datasets *out, eos_arena *arena, const eos_source *source,
                       const eos_config *config);

/** Adds paths, targets and cheap identities of the data sets to a key (engine/judge.h). */
void eos_datasets_hash(eos_hasher *hasher, const eos_datasets *datasets);

/**
 * The labels of the training data, read within EOS_LIMIT_LINT_READ; NULL when they are not known.
 * Adds an entry to judgement->data, and one to judgement->not_judged when the file was not read
 * ("not read yet: CSV") or has no such target. The result lives in the judgement's arena.
 */
const eos_label_traits *eos_dataset_labels(const eos_dataset *dataset, eos_judgement *judgement);

/**
 * Does `pattern` match all of `path`? `*` and `?` stay within a folder; `**` crosses folders, and
 * as a whole folder name it also stands for no folder at all; [abc], [a-z], [!x] as usual; a
 * leading "./" counts for nothing.
 */
bool eos_glob_match(const char *pattern, const char *path);

#endif
