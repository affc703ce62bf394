/* SPDX-License-Identifier: MIT */
/*
 * Models built by hand, for tests of rules: no interpreter, no Python. Everything lives in the arena of
 * the fixture's judgement.
 *
 *     fixture f = fixture_new(FIXTURE_KERAS);
 *     fixture_layer(&f, EOS_LAYER_DENSE, "Dense", 1, EOS_ACT_SOFTMAX);
 *     fixture_learner(&f, EOS_LOSS_BINARY_CROSSENTROPY, "binary_crossentropy");
 *     fixture_run(&f);
 *     UNIT_SAME_INT(fixture_answer(&f, "EOS102"), 'E');
 *     fixture_free(&f);
 *
 * Lines: layer n stands on line n, compile on line 100, fit on line 200.
 */
#ifndef EOS_TESTS_MODEL_FIXTURE_H
#define EOS_TESTS_MODEL_FIXTURE_H

#include "engine/config.h"
#include "engine/judge_models.h"
#include "model/model.h"

typedef struct fixture {
    eos_judgement *judgement;
    eos_config config;
    eos_model *model;
    eos_source source;
} fixture;

fixture fixture_new(eos_framework framework);
void fixture_free(fixture *f);

/** Appends a layer that reads the one before; learnable families get units, others ignore them. */
eos_layer *fixture_layer(fixture *f, eos_layer_family family, const char *kind, int64_t units,
                         eos_activation_kind activation);
/** An activation layer of its own. */
eos_layer *fixture_activation(fixture *f, eos_activation_kind activation);
/** A compile call; SGD with its default rate until the test says otherwise. */
eos_learner *fixture_learner(fixture *f, eos_loss_kind loss, const char *name);
/** A fit call for the last learner, labels unknown. */
eos_training *fixture_training(fixture *f);
/** Finds the head as the model stage would (last learnable layer, what follows it) and judges. */
void fixture_run(fixture *f);

/**
 * The one answer of a rule: 'r' satisfied, '?' unknown, 'E' 'W' 'I' violated with that severity,
 * '-' none. Several answers: the gravest.
 */
char fixture_answer(const fixture *f, const char *code);
/** The first finding of a rule; NULL = none. */
const eos_finding *fixture_finding(const fixture *f, const char *code);

eos_value fixture_one_of(fixture *f, eos_value first, eos_value second);
/** A number that stands as a literal on `line` and came through `name` on `through`. */
eos_value fixture_number_from(fixture *f, double number, uint32_t line, const char *name,
                              uint32_t through);

#endif
