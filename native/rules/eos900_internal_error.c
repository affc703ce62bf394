/* SPDX-License-Identifier: MIT */
/*
 * EOS900: eoslint could not judge the file. No check: the judge and the hosts write it when a stage
 * gave up. It has a place in the register so that it can be named, explained and suppressed.
 */
#include "engine/rule.h"

const eos_rule eos_rule_900 = {
    .code = "EOS900",
    .name = "internal-error",
    .summary = "eoslint could not judge this file",
    .category = "-",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Says that eoslint itself failed on the file: out of memory, beyond a limit, or a "
                "mistake of ours.",
            .why = "Silence would read as 'no bug found'.",
            .example = "",
            .use_instead = "",
            .evidence = "None of the program. Please report it with the file.",
            .options = "",
            .known_problems = "",
            .references = "",
        },
};
