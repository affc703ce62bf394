/* SPDX-License-Identifier: MIT */
/*
 * Labels read in data files, in words of the engine's own: the stages data and model do not know each
 * other, and this header belongs to neither, so that bind.c can hold the two side by side.
 */
#ifndef EOS_ENGINE_LABEL_SOURCE_H
#define EOS_ENGINE_LABEL_SOURCE_H

#include "engine/config.h"
#include "engine/judge.h"

typedef enum eos_file_label_kind {
    EOS_FILE_LABELS_UNKNOWN,
    EOS_FILE_LABELS_INTEGER,
    EOS_FILE_LABELS_ONE_HOT,
    EOS_FILE_LABELS_MULTI_HOT,
    EOS_FILE_LABELS_CONTINUOUS,
    EOS_FILE_LABELS_TEXT /* words: the program has to encode them */
} eos_file_label_kind;

typedef struct eos_file_labels {
    eos_file_label_kind kind;
    int64_t classes;         /* distinct ids, or columns of label rows; -1 = not known */
    double minimum, maximum; /* NaN = not known */
    bool is_exact;           /* every value was read */
    const char *path;        /* as shown to people */
    uint32_t line;           /* of the comment that names the file; 0 = configuration */
} eos_file_labels;

typedef struct eos_label_sources eos_label_sources;

/** The data sets that belong to the program; comments that are not understood go to not_judged. */
eos_label_sources *eos_label_sources_find(eos_judgement *judgement, const eos_source *source,
                                          const eos_config *config);
/**
 * Labels of the first data set that names this model, by `name` or by the function in whose scope it is
 * made, or that names none; NULL = none, or not readable. A file is read at the first need, once.
 */
const eos_file_labels *eos_label_sources_read(eos_label_sources *sources, const char *name,
                                              const char *scope, eos_judgement *judgement);

#endif
