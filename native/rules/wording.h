/* SPDX-License-Identifier: MIT */
/* How rules speak of places, values and layers, so that all messages read alike. Arena texts. */
#ifndef EOS_RULES_WORDING_H
#define EOS_RULES_WORDING_H

#include "engine/rule.h"

/** "layer 5 (fc) of model", "layer 5 of model", "the output of model" when there is no layer. */
const char *eos_say_layer(eos_check *check, const eos_model *model, const eos_layer *layer);
/**
 * A value with where it comes from: "0.1", "0.1 (line 12)", "0.1 (line 12, through `sgd` line 49)",
 * "0.01 (the library's default)", "0.1 (default of `rate`, line 5)". Lines equal to `here` are left
 * away: the reader stands there.
 */
const char *eos_say_value(eos_check *check, eos_value value, uint32_t here);
/** "name (line 36)"; without the line when it is unknown or the reader stands there. */
const char *eos_say_at(eos_check *check, const char *name, eos_span span, uint32_t here);
/** "one unit", "10 units". */
const char *eos_say_units(eos_check *check, int64_t units);
/** True when the value, or an alternative, is a default parameter of the program's own function. */
bool eos_value_is_default(eos_value value);

#endif
