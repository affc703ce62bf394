/* SPDX-License-Identifier: MIT */
/*
 * Findings as JSON, in the form of schemas/finding.schema.json (design section 5).
 */
#ifndef EOS_REPORT_JSON_H
#define EOS_REPORT_JSON_H

#include "base/json.h"
#include "engine/finding.h"

/**
 * What one judgement says: {findings, models, not_judged, errors}; the command adds up the files and
 * puts `version` on top. `path` stands wherever the judgement means the judged file. The caller frees
 * the tree; memory that ran out shows when it is printed.
 */
eos_json *eos_report_json(const eos_judgement *judgement, const char *path);

const char *eos_status_of_finding_name(eos_status_of_finding status); /* NULL for EOS_STATUS_NONE */
const char *eos_suppressed_by_name(eos_suppressed_by by);             /* NULL when not suppressed */

#endif
