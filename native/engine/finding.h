/* SPDX-License-Identifier: MIT */
/*
 * What a judgement says of one file: the record that every host, the store and the reports read.
 * All texts and arrays live in the judgement's arena and are read-only once it is made. Places are as
 * users see them: lines and columns from 1, columns in characters, end exclusive.
 */
#ifndef EOS_ENGINE_FINDING_H
#define EOS_ENGINE_FINDING_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/vector.h"
#include "engine/cells.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum eos_severity {
    EOS_SEVERITY_INFO,
    EOS_SEVERITY_WARNING,
    EOS_SEVERITY_ERROR
} eos_severity;
typedef enum eos_confidence {
    EOS_CONFIDENCE_HEURISTIC,
    EOS_CONFIDENCE_LIKELY,
    EOS_CONFIDENCE_CERTAIN
} eos_confidence;

/* the three answers of a rule to one subject (design section 5) */
typedef enum eos_answer_kind { EOS_UNKNOWN_ANSWER, EOS_SATISFIED, EOS_VIOLATED } eos_answer_kind;

typedef enum eos_evidence_source {
    EOS_EVIDENCE_CODE,       /* written in the program */
    EOS_EVIDENCE_API,        /* what the library does or its default */
    EOS_EVIDENCE_KNOWN_DATA, /* public facts of a data set */
    EOS_EVIDENCE_DATA_FILE   /* read in a file */
} eos_evidence_source;

typedef enum eos_status_of_finding { /* `status` in JSON; NONE = null, no history */
                                     EOS_STATUS_NONE,
                                     EOS_STATUS_NEW,
                                     EOS_STATUS_OPEN,
                                     EOS_STATUS_REOPENED
} eos_status_of_finding;

typedef enum eos_suppressed_by {
    EOS_NOT_SUPPRESSED,
    EOS_SUPPRESSED_NOQA,
    EOS_SUPPRESSED_PYLINT,
    EOS_SUPPRESSED_CONFIG
} eos_suppressed_by;

typedef struct eos_evidence {
    uint8_t source;    /* eos_evidence_source */
    const char *what;  /* "learning rate", "units of layer 5" */
    const char *value; /* as the program writes it: "0.1"; NULL = none */
    const char *path;  /* NULL = the judged file */
    uint32_t line;     /* 0 = no line (a default of the library, a data file) */
    uint32_t cell;     /* number of the notebook's cell (index + 1); 0 = none */
} eos_evidence;

typedef struct eos_related {
    const char *what; /* "loss argument", "optimizer" */
    const char *path; /* NULL = the judged file */
    uint32_t line;
    uint32_t cell; /* as in eos_evidence */
} eos_related;

typedef struct eos_edit {
    uint32_t line, column, end_line, end_column;
    const char *replacement;
    bool is_safe;
} eos_edit;

#define EOS_FINGERPRINT_HEX 32 /* first 128 bits of SHA-256 */
#define EOS_IDENTITY_ALGORITHM 1

/* What a finding is about, without path, line, message or value (design section 8, Identity). */
typedef struct eos_subject {
    const char *scope;  /* qualified name of the enclosing function or class; "" = module */
    const char *role;   /* "layer", "head", "loss", "optimizer", "fit", "data", "model" */
    const char *kind;   /* "Dense", "Adam", "categorical_crossentropy" */
    const char *before; /* kinds of the learnable layers before and after; "" = none */
    const char *after;
} eos_subject;

typedef struct eos_finding {
    const char *code, *name, *category; /* static texts of the rule */
    uint8_t severity, confidence;       /* eos_severity, eos_confidence */
    uint32_t line, column, end_line, end_column;
    int32_t cell;                        /* index of the notebook cell; -1 = no notebook */
    const char *cell_id;                 /* NULL = none */
    const char *model;                   /* name; NULL = none */
    uint32_t layer_ordinal;              /* as users count, from 1; 0 = not about a layer */
    const char *layer_name, *layer_kind; /* NULL = none */
    const char
        *message; /* one line: what contradicts what, where the other half stands, what to write */
    const char *fix;      /* what to write instead; NULL = none */
    const eos_edit *edit; /* NULL = none */
    const eos_evidence *evidence;
    uint32_t evidence_count;
    const eos_related *related;
    uint32_t related_count;
    eos_subject subject;
    uint32_t ordinal; /* among equal subjects of this code in the file, from 0 */
    char fingerprint[EOS_FINGERPRINT_HEX + 1];
    uint8_t status;        /* eos_status_of_finding; filled by the session from the history */
    uint8_t suppressed_by; /* eos_suppressed_by */
    uint32_t suppressed_line;
    const char *suppressed_reason; /* text behind the comment's code; NULL = none */
    bool is_shown;                 /* severity at or above min_severity and not suppressed */
} eos_finding;

/* One rule's answer to one subject. Violated answers have a finding with the same code and fingerprint. */
typedef struct eos_answer {
    const char *code;
    uint8_t answer; /* eos_answer_kind */
    const char *scope;
    char fingerprint[EOS_FINGERPRINT_HEX + 1];
    const char *reason; /* why unknown; NULL otherwise */
    uint32_t line;
} eos_answer;

typedef struct eos_not_judged {
    uint32_t line;      /* 0 = the whole file */
    const char *what;   /* "call of build_head", "loop over cfg", "data/train.csv" */
    const char *reason; /* "recursion", "step budget", "not read yet: CSV" */
    const char *
        scope; /* qualified name of the scope that is not fully followed; NULL = none is affected */
    uint32_t cell; /* as in eos_evidence */
} eos_not_judged;

typedef struct eos_problem { /* becomes an entry of `errors` */
    const char *path;        /* NULL = the judged file */
    uint32_t line;           /* 0 = none */
    const char *message;
    uint32_t cell; /* as in eos_evidence */
} eos_problem;

/* A data set that the judgement rests on. */
typedef struct eos_data_use {
    const char *path; /* as configured, relative to the root where possible */
    const char
        *identity; /* hex digest of what was read of it, or of its size and time; NULL = not read */
    const char *traits;  /* JSON text of its traits; NULL = not read */
    const char *read_at; /* ISO 8601 UTC; NULL = not read */
} eos_data_use;

/* Something outside of the program that the judgement rests on: what an import led to, or what was in
 * a file. Paths as findings print them. */
typedef struct eos_dependency {
    const char *from; /* importer; NULL = the judged file */
    const char *name; /* module looked for, with `level` leading dots; NULL = a file's content */
    uint32_t level;
    const char
        *path; /* what was found ("." = the judged file), or the file; NULL = nothing was found */
    const char *hash; /* of the file's bytes, hex SHA-256 */
} eos_dependency;

typedef struct eos_judgement {
    eos_arena arena; /* owns all that hangs below */
    char key[65];    /* hex SHA-256: source, dependencies, configuration, data, version */
    char
        base_key[65]; /* the same without other files of the repository; "" = none were asked for */
    char source_hash[65];             /* eos_digest_source of the text */
    bool concerns_us;                 /* false: the byte scan found nothing, all lists are empty */
    EOS_VECTOR(eos_finding) findings; /* sorted by line, column, code */
    EOS_VECTOR(eos_answer) answers;
    EOS_VECTOR(eos_not_judged) not_judged;
    EOS_VECTOR(eos_problem) problems;
    EOS_VECTOR(eos_data_use) data;
    EOS_VECTOR(eos_dependency) dependencies;
    uint32_t model_count;
    const char
        *models_json; /* text of the meta-models (schemas/metamodel.schema.json); NULL = none */
    const eos_cells *cells; /* of the notebook, borrowed, never stored; NULL = none */
} eos_judgement;

/** An empty judgement of its own; free with eos_judgement_free. NULL when memory is out. */
eos_judgement *eos_judgement_new(void);
void eos_judgement_free(eos_judgement *judgement);

const char *eos_severity_name(eos_severity severity); /* "error" "warning" "info" */
const char *eos_confidence_name(eos_confidence confidence);
const char *eos_evidence_source_name(
    eos_evidence_source source); /* "code" "api" "known-data" "data-file" */
/** Fills `out` (EOS_FINGERPRINT_HEX + 1 bytes) from code, subject and ordinal (design section 8). */
void eos_fingerprint(const char *code, const eos_subject *subject, uint32_t ordinal, char *out);

#endif
