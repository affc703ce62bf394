/* SPDX-License-Identifier: MIT */
/*
 * Which labels reach which model. The program's own knowledge comes first (eos_labels of a training);
 * the data set that a comment or the configuration names completes it:
 *
 *   the program knows nothing of the labels     the file's facts
 *   the program knows the encoding only         its encoding, with the classes and range of the file
 *   the program knows more than that            the program
 *
 * Each data set is read once, however many models it serves. A model that is trained nowhere in the
 * file gets the labels of its data set too, under no training.
 *
 * Questionable: a configured data set is believed to be what reaches fit, although the program may
 * change the labels on the way where we cannot follow. Whoever configures it says so.
 */
#include "engine/bind.h"

#include "engine/label_source.h"

#include <math.h>

static uint8_t encoding_of(eos_file_label_kind kind)
{
    switch (kind) {
    case EOS_FILE_LABELS_INTEGER:
        return EOS_LABELS_INTEGER;
    case EOS_FILE_LABELS_ONE_HOT:
        return EOS_LABELS_ONE_HOT;
    case EOS_FILE_LABELS_MULTI_HOT:
        return EOS_LABELS_MULTI_HOT;
    case EOS_FILE_LABELS_CONTINUOUS:
        return EOS_LABELS_CONTINUOUS;
    case EOS_FILE_LABELS_TEXT: /* their number is known, what becomes of them is not */
    case EOS_FILE_LABELS_UNKNOWN:
        break;
    }
    return EOS_LABELS_UNKNOWN;
}

static eos_labels labels_of_file(const eos_file_labels *file)
{
    return (eos_labels){.encoding = encoding_of(file->kind),
                        .classes = file->classes > 0 ? eos_integer(file->classes)
                                                     : eos_unknown("not counted"),
                        .minimum = file->minimum,
                        .maximum = file->maximum,
                        .is_range_exact = file->is_exact,
                        .value = eos_unknown("read from a file"),
                        .source = file->path,
                        .evidence = EOS_EVIDENCE_DATA_FILE};
}

/* The program tells the encoding; what it does not tell of it comes from the file. True = something did. */
static bool complete_labels(eos_labels *own, const eos_labels *file)
{
    bool is_completed = false;
    bool is_same = own->encoding == file->encoding;
    if (is_same && (isnan(own->minimum) || isnan(own->maximum))) {
        own->minimum = file->minimum;
        own->maximum = file->maximum;
        own->is_range_exact = file->is_range_exact;
        is_completed = true;
    }
    if (!eos_value_is_unknown(own->classes))
        return is_completed;
    if (is_same) {
        own->classes = file->classes;
        return true;
    }
    /* words: whatever encodes them gives each a number or a column */
    if (file->encoding == EOS_LABELS_UNKNOWN && !eos_value_is_unknown(file->classes) &&
        (own->encoding == EOS_LABELS_INTEGER || own->encoding == EOS_LABELS_ONE_HOT)) {
        own->classes = file->classes;
        return true;
    }
    bool is_encoded_id = own->encoding == EOS_LABELS_ONE_HOT &&
                         file->encoding == EOS_LABELS_INTEGER && file->is_range_exact &&
                         file->minimum >= 0 && file->maximum < 1e6;
    if (is_encoded_id) /* as to_categorical counts them */
        own->classes = eos_integer((int64_t)file->maximum + 1);
    return is_completed || is_encoded_id;
}

static eos_labels no_labels(void)
{
    return (eos_labels){.classes = eos_unknown("no training is seen"),
                        .minimum = NAN,
                        .maximum = NAN,
                        .value = eos_unknown("no training is seen")};
}

static eos_binding bind_training(const eos_model *model, const eos_training *training,
                                 const eos_file_labels *file)
{
    eos_binding binding = {
        .model = model, .training = training, .labels = training ? training->labels : no_labels()};
    eos_labels *own = &binding.labels;
    bool is_from_file = false;
    if (!file)
        return binding;
    eos_labels read = labels_of_file(file);
    if (own->encoding == EOS_LABELS_UNKNOWN) {
        read.span = own->span;
        read.value = own->value;
        *own = read;
        is_from_file = true;
    } else {
        is_from_file = complete_labels(own, &read);
    }
    if (is_from_file) {
        own->evidence = EOS_EVIDENCE_DATA_FILE;
        binding.data_path = file->path;
        binding.data_line = file->line;
    }
    return binding;
}

void eos_bind(eos_bindings *out, const eos_models *models, const eos_source *source,
              const eos_config *config, eos_judgement *judgement)
{
    eos_label_sources *sources = eos_label_sources_find(judgement, source, config);
    *out = (eos_bindings){0};
    for (uint32_t i = 0; i < models->count; i++) {
        const eos_model *model = models->items[i];
        const eos_file_labels *file =
            eos_label_sources_read(sources, model->name, model->scope, judgement);
        for (uint32_t j = 0; j < model->trainings.count; j++)
            eos_vector_push(&judgement->arena, &out->items,
                            bind_training(model, &model->trainings.items[j], file));
        if (model->trainings.count == 0 && file)
            eos_vector_push(&judgement->arena, &out->items, bind_training(model, NULL, file));
    }
}
