/* SPDX-License-Identifier: MIT */
/* The second half of eos_judge, from models to answers; apart so that tests can hand models in. */
#ifndef EOS_ENGINE_JUDGE_MODELS_H
#define EOS_ENGINE_JUDGE_MODELS_H

#include "engine/judge.h"
#include "model/model.h"

/** Binds data to the models, runs every rule that is on over them and over the classes (NULL = none), settles findings and answers. Jumps to the
 *  guard of the judgement's arena when memory is out. */
void eos_judge_models(eos_judgement *judgement, const eos_models *models,
                      const eos_class_facts_list *classes, const eos_train_facts *training,
                      const eos_source *source, const eos_config *config);

#endif
