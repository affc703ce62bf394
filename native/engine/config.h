/* SPDX-License-Identifier: MIT */
/*
 * What is in force for one file: profile, selection, thresholds, data sets. Made by the Python side
 * from host options, the [tool.eoslint] table and defaults; the core only reads it.
 */
#ifndef EOS_ENGINE_CONFIG_H
#define EOS_ENGINE_CONFIG_H

#include "base/digest.h"
#include "base/json.h"
#include "engine/finding.h"

typedef enum eos_profile {
    EOS_PROFILE_DEFAULT = 1,
    EOS_PROFILE_THEIA = 2,
    EOS_PROFILE_STRICT = 4
} eos_profile;

typedef struct eos_threshold_setting {
    const char *name; /* "learning-rate-adam-max" */
    double value;
} eos_threshold_setting;

typedef struct eos_dataset_setting {
    const char
        *programs; /* glob over paths relative to the root, or "train.py:build_model"; NULL = all */
    const char *train; /* file, folder or glob, absolute; NULL = none */
    const char *test;
    const char *target; /* column name or number as text; NULL = none */
} eos_dataset_setting;

typedef struct eos_config {
    eos_arena arena; /* owns the texts */
    eos_profile profile;
    int min_severity; /* eos_severity; -1 = the profile's own (default: warning; theia, strict: info) */
    const char **select, **ignore; /* code prefixes ("EOS6"); empty select = all of the profile */
    uint32_t select_count, ignore_count;
    const eos_threshold_setting *thresholds;
    uint32_t threshold_count;
    const eos_dataset_setting *datasets;
    uint32_t dataset_count;
    eos_digest digest; /* over all of the above, in canonical order */
} eos_config;

/**
 * Reads {"profile": "default"|"theia"|"strict", "min_severity": "error"|"warning"|"info"|null,
 * "select": [..], "ignore": [..], "thresholds": {name: number}, "datasets": [{programs, train, test,
 * target}]}; every key optional. Unknown keys, profiles, codes and thresholds are EOS_ERR_USAGE with
 * the nearest right name in the message. The caller owns *out (eos_config_free).
 */
EOS_MUST_CHECK eos_status eos_config_from_json(eos_config **out, const eos_json *settings,
                                               eos_error *err);
void eos_config_free(eos_config *config);
/** True when the code is on: in the profile, selected and not ignored. */
bool eos_config_is_on(const eos_config *config, const char *code, unsigned profiles);
eos_severity eos_config_min_severity(const eos_config *config);

#endif
