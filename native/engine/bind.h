/* SPDX-License-Identifier: MIT */
/*
 * Where models and data meet: which data reach which model, done once; rules read the result. The
 * program's own knowledge (model.h: eos_labels) comes first; a data set that is configured or named in
 * a comment (engine/dataset.h) completes it.
 */
#ifndef EOS_ENGINE_BIND_H
#define EOS_ENGINE_BIND_H

#include "engine/config.h"
#include "engine/judge.h"
#include "model/model.h"

typedef struct eos_binding {
    const eos_model *model;
    const eos_training *training; /* NULL = the data set is configured, but no fit call was seen */
    eos_labels labels; /* the best known: the data file's facts over the program's unknowns */
    const char
        *data_path;     /* file that the labels were read in; NULL = the program's knowledge only */
    uint32_t data_line; /* line of the comment that names it; 0 = configuration */
} eos_binding;

typedef struct eos_bindings {
    EOS_VECTOR(eos_binding) items;
} eos_bindings;

/**
 * Fills `out` for all models; reads configured data sets within EOS_LIMIT_LINT_READ; what could not be
 * read becomes an entry of judgement->not_judged, what was read an entry of judgement->data.
 */
void eos_bind(eos_bindings *out, const eos_models *models, const eos_source *source,
              const eos_config *config, eos_judgement *judgement);

#endif
