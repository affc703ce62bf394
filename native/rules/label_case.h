/* SPDX-License-Identifier: MIT */
/*
 * What is known of the labels and inputs of a training, as the rules about labels ask it, and how they
 * speak of it.
 *
 * Labels are certainly classes only when something made them so: an encoder, a generator, a known data
 * set, one-hot rows, class folders. Whole numbers in a column may be counts or measurements; they need
 * a second signal (rules.md, "For every rule", 5).
 */
#ifndef EOS_RULES_LABEL_CASE_H
#define EOS_RULES_LABEL_CASE_H

#include "rules/head_case.h"

typedef enum eos_label_nature {
    EOS_LABELS_OF_UNKNOWN_NATURE,
    EOS_LABELS_LIKE_CLASSES, /* a column of few whole numbers: classes when something else says so */
    EOS_LABELS_ARE_CLASSES,
    EOS_LABELS_ARE_NUMBERS /* certainly continuous */
} eos_label_nature;

eos_label_nature eos_label_nature_find(const eos_binding *binding);
/** Continuous and certainly not within [0, 1]: by its known range, its generator or its data set. */
bool eos_labels_leave_unit(const eos_binding *binding);
/** "one-hot rows", "class ids", "rows of independent labels", "continuous targets", "labels". */
const char *eos_label_noun(const eos_labels *labels);
/** The same with the source and the line: "class ids of MNIST (line 7)". */
const char *eos_say_labels(eos_check *check, const eos_binding *binding, uint32_t here);
/** Encoding, classes and range of the labels as evidence, with the data file as related place. */
void eos_finding_label_evidence(eos_check *check, eos_finding *finding, const eos_binding *binding);

/** Facts of an array; NULL = none are known, or it is a symbolic tensor. */
const eos_tensor *eos_array_of_value(eos_value value);
/** What reaches the model as input, of a feed its batches' inputs; NULL = not known. */
const eos_tensor *eos_training_inputs(const eos_training *training);
/** Zeros, ones, random numbers: the program tries whether it runs. */
bool eos_array_is_placeholder(const eos_tensor *array);
const eos_tensor *eos_training_targets(const eos_training *training);
/** fit(x, x): the input is its own target. */
bool eos_training_is_own_target(const eos_training *training);

/** "fit", "the loop": how messages name what trains. */
const char *eos_say_method(const char *method);

/** accuracy, acc, or one of the accuracies by their own name; NULL = none of them. */
const eos_metric *eos_learner_accuracy(const eos_learner *learner);

#endif
