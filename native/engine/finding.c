/* SPDX-License-Identifier: MIT */
/*
 * The record of a finding: making and freeing judgements, the names that JSON uses, and the
 * fingerprint that makes a finding the same finding in the next version of the file.
 *
 * Questionable: the fingerprint knows neither path, line, message nor value. 0.1 changed to 0.5 is then
 * the same finding (it was not fixed), and inserting lines above changes nothing. What tells two equal
 * subjects apart is their ordinal in the file.
 */
#include "engine/finding.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"

eos_judgement *eos_judgement_new(void)
{
    eos_judgement *judgement = calloc(1, sizeof *judgement);
    if (judgement != NULL)
        eos_arena_init(&judgement->arena, EOS_LIMIT_ARENA_BYTES);
    return judgement;
}

void eos_judgement_free(eos_judgement *judgement)
{
    if (judgement == NULL)
        return;
    eos_arena_release(&judgement->arena);
    free(judgement);
}

const char *eos_severity_name(eos_severity severity)
{
    switch (severity) {
    case EOS_SEVERITY_INFO:
        return "info";
    case EOS_SEVERITY_WARNING:
        return "warning";
    case EOS_SEVERITY_ERROR:
        return "error";
    }
    return "warning";
}

const char *eos_confidence_name(eos_confidence confidence)
{
    switch (confidence) {
    case EOS_CONFIDENCE_HEURISTIC:
        return "heuristic";
    case EOS_CONFIDENCE_LIKELY:
        return "likely";
    case EOS_CONFIDENCE_CERTAIN:
        return "certain";
    }
    return "heuristic";
}

const char *eos_evidence_source_name(eos_evidence_source source)
{
    switch (source) {
    case EOS_EVIDENCE_CODE:
        return "code";
    case EOS_EVIDENCE_API:
        return "api";
    case EOS_EVIDENCE_KNOWN_DATA:
        return "known-data";
    case EOS_EVIDENCE_DATA_FILE:
        return "data-file";
    }
    return "code";
}

static const char *text_or_empty(const char *text)
{
    return text != NULL ? text : ""; /* NULL and "" are the same subject */
}

void eos_fingerprint(const char *code, const eos_subject *subject, uint32_t ordinal, char *out)
{
    char number[16];
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    snprintf(number, sizeof number, "%d", EOS_IDENTITY_ALGORITHM);
    eos_hasher_add_field(&hasher, number);
    eos_hasher_add_field(&hasher, code);
    eos_hasher_add_field(&hasher, text_or_empty(subject->scope));
    eos_hasher_add_field(&hasher, text_or_empty(subject->role));
    eos_hasher_add_field(&hasher, text_or_empty(subject->kind));
    eos_hasher_add_field(&hasher, text_or_empty(subject->before));
    eos_hasher_add_field(&hasher, text_or_empty(subject->after));
    snprintf(number, sizeof number, "%u", (unsigned)ordinal);
    eos_hasher_add_field(&hasher, number);
    const eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, EOS_FINGERPRINT_HEX / 2, out);
}
