/* SPDX-License-Identifier: MIT */
/*
 * What rules ask of the steps of a hand-written loop: which optimiser a clearing concerns, what stands
 * directly in a round. Relies on model/model_loops.h.
 *
 * Questionable: where it cannot be told whether a clearing concerns an optimiser, it does, so that a rule
 * that misses a clearing stays silent.
 */
#ifndef EOS_RULES_TRAINING_STEPS_H
#define EOS_RULES_TRAINING_STEPS_H

#include "engine/rule.h"

/** The step is written in the judged file. */
bool eos_step_is_here(const eos_loop_step *step);
/** The ZERO_GRAD step may clear gradients that the STEP step uses. */
bool eos_step_may_clear(const eos_train_facts *facts, const eos_loop_step *clearing,
                        const eos_loop_step *step);
/** It certainly clears all of them, whenever it happens. */
bool eos_step_surely_clears(const eos_loop_step *clearing, const eos_loop_step *step);
/** A loop of which nothing is hidden: neither it, nor one in it, has code that cannot be seen. */
bool eos_loop_is_seen(const eos_train_facts *facts, const eos_train_loop *loop);
/** `inner` is `outer` or stands in it. */
bool eos_loop_is_within(const eos_train_loop *inner, const eos_train_loop *outer);
/** The place is within the text of the loop, up to this step of it: made anew in each round. */
bool eos_loop_encloses(const eos_train_loop *loop, const char *scope, eos_span span,
                       const eos_loop_step *step);
/** The model of this identity; NULL = none. */
const eos_model *eos_model_of_object(const eos_models *models, uint32_t object);
/** "optimizer", or what the optimiser of a step is called otherwise. */
const char *eos_say_optimizer(const eos_loop_step *step);

#endif
