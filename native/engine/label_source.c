/* SPDX-License-Identifier: MIT */
/* Data sets by model, read once each: see label_source.h. Relies on engine/dataset.h for both halves. */
#include "engine/label_source.h"

#include "engine/dataset.h"

#include <string.h>

typedef struct label_source {
    const eos_dataset *dataset;
    const eos_file_labels *labels; /* NULL = not known */
    bool is_read;
} label_source;

struct eos_label_sources {
    eos_datasets datasets;
    label_source *items;
};

eos_label_sources *eos_label_sources_find(eos_judgement *judgement, const eos_source *source,
                                          const eos_config *config)
{
    eos_arena *arena = &judgement->arena;
    eos_label_sources *sources = EOS_NEW(arena, eos_label_sources);
    eos_datasets_find(&sources->datasets, arena, source, config);
    for (uint32_t i = 0; i < sources->datasets.troubles.count; i++)
        eos_vector_push(arena, &judgement->not_judged, sources->datasets.troubles.items[i]);
    sources->items = EOS_NEW_ARRAY(arena, label_source, sources->datasets.items.count);
    for (uint32_t i = 0; i < sources->datasets.items.count; i++)
        sources->items[i].dataset = &sources->datasets.items.items[i];
    return sources;
}

/* "build_model" names the models made in that function, or called so. */
static bool names_model(const eos_dataset *dataset, const char *name, const char *scope)
{
    if (!dataset->function || strcmp(dataset->function, name) == 0)
        return true;
    size_t length = strlen(dataset->function);
    return strncmp(scope, dataset->function, length) == 0 &&
           (scope[length] == '\0' || scope[length] == '.');
}

static eos_file_label_kind kind_of(const eos_label_traits *traits)
{
    switch (traits->encoding) {
    case EOS_LABEL_INTEGER:
        return EOS_FILE_LABELS_INTEGER;
    case EOS_LABEL_ONE_HOT:
        return EOS_FILE_LABELS_ONE_HOT;
    case EOS_LABEL_MULTI_HOT:
        return EOS_FILE_LABELS_MULTI_HOT;
    case EOS_LABEL_CONTINUOUS:
        return EOS_FILE_LABELS_CONTINUOUS;
    case EOS_LABEL_TEXT:
        return EOS_FILE_LABELS_TEXT;
    default:
        return EOS_FILE_LABELS_UNKNOWN;
    }
}

static void read_source(label_source *source, eos_judgement *judgement)
{
    source->is_read = true;
    const eos_label_traits *traits = eos_dataset_labels(source->dataset, judgement);
    if (!traits || kind_of(traits) == EOS_FILE_LABELS_UNKNOWN)
        return;
    eos_file_labels *labels = EOS_NEW(&judgement->arena, eos_file_labels);
    bool is_counted = traits->classes > 0 && traits->classes <= INT32_MAX;
    *labels = (eos_file_labels){.kind = kind_of(traits),
                                .classes = is_counted ? (int64_t)traits->classes : -1,
                                .minimum = traits->minimum,
                                .maximum = traits->maximum,
                                .is_exact = traits->is_exact,
                                .path = source->dataset->train_shown,
                                .line = source->dataset->line};
    source->labels = labels;
}

const eos_file_labels *eos_label_sources_read(eos_label_sources *sources, const char *name,
                                              const char *scope, eos_judgement *judgement)
{
    for (uint32_t i = 0; i < sources->datasets.items.count; i++) {
        label_source *source = &sources->items[i];
        if (!names_model(source->dataset, name, scope))
            continue;
        if (!source->is_read)
            read_source(source, judgement);
        if (source->labels)
            return source->labels;
    }
    return NULL;
}
