/* SPDX-License-Identifier: MIT */
/*
 * Rules: the register, the documentation, and what a check may do.
 *
 * A rule looks at one model at a time and answers each subject that it can name (a layer, a head, a
 * loss, an optimiser, a fit call) with violated, satisfied or unknown. It never fires on a value that
 * it does not know. One rule, one file: native/rules/eos<code>_<name>.c defines `const eos_rule
 * eos_rule_<code>`, native/rules/rules.def lists it, corpus/rules/ holds its programs.
 */
#ifndef EOS_ENGINE_RULE_H
#define EOS_ENGINE_RULE_H

#include "engine/bind.h"
#include "engine/config.h"
#include "engine/finding.h"
#include "model/model.h"

/* Plain text, Markdown allowed; each field under 4,095 bytes. Read by explain, pylint's help, SARIF, the store. */
typedef struct eos_rule_documentation {
    const char *what;           /* what it does */
    const char *why;            /* why this is bad */
    const char *example;        /* a program that violates it */
    const char *use_instead;    /* the program repaired */
    const char *evidence;       /* what must be known; silent otherwise */
    const char *options;        /* thresholds and their sources; "" = none */
    const char *known_problems; /* "" = none known */
    const char *references;     /* paper and section, library and version */
} eos_rule_documentation;

typedef struct eos_threshold {
    const char *name;   /* "learning-rate-sgd-max" */
    double value[3];    /* default, theia, strict */
    const char *source; /* paper and section, measurement, or "opinion" */
} eos_threshold;

struct eos_check;

typedef struct eos_rule {
    const char *code;             /* "EOS101" */
    const char *name;             /* "activation-contradicts-loss" */
    const char *summary;          /* one line for tables */
    const char *category;         /* design section 5 */
    uint8_t severity, confidence; /* the usual ones; a finding may be lower */
    unsigned profiles;            /* eos_profile bits in which it is on */
    eos_rule_documentation documentation;
    const eos_threshold *thresholds; /* ends with a NULL name; NULL = none */
    void (*check)(struct eos_check *check, const eos_model *model); /* NULL = none of models */
    /* of each class of the file that is a network or a layer; NULL = none of classes */
    void (*check_class)(struct eos_check *check, const eos_class_facts *facts);
    /* once: all loops of the program, those too that train no model of it; NULL = none of loops */
    void (*check_training)(struct eos_check *check, const eos_train_facts *facts,
                           const eos_models *models);
} eos_rule;

/* ---- the register (rules.def) ---- */
uint32_t eos_rule_count(void);
const eos_rule *eos_rule_at(uint32_t index);             /* sorted by code */
const eos_rule *eos_rule_find(const char *code_or_name); /* NULL = none */
/** Nearest known code, name or threshold by edit distance, for messages; NULL when nothing is near. */
const char *eos_rule_nearest(const char *wrong);

/* ---- what a check is given ---- */
typedef struct eos_check {
    eos_arena *arena;
    const eos_rule *rule;
    const eos_config *config;
    const eos_source *source;
    const eos_bindings *bindings;
    struct eos_answer_set
        *answers; /* engine/answers.h: what was said so far, settled by the judge */
} eos_check;

/** Value of one of the rule's thresholds in force (settings, then profile). */
double eos_check_threshold(const eos_check *check, const char *name);
bool eos_check_is_profile(const eos_check *check, eos_profile profile);

/* A subject with its place; made by the helpers below so that all rules name subjects alike. */
typedef struct eos_about {
    eos_subject subject;
    eos_span span;
    const char *path; /* NULL = the judged file */
    const eos_model *model;
    const eos_layer *layer; /* NULL = not about a layer */
} eos_about;

eos_about eos_about_layer(eos_check *check, const eos_model *model, const eos_layer *layer);
eos_about eos_about_head(eos_check *check, const eos_model *model);
eos_about eos_about_loss(eos_check *check, const eos_model *model, const eos_learner *learner);
eos_about eos_about_optimizer(eos_check *check, const eos_model *model, const eos_learner *learner);
eos_about eos_about_fit(eos_check *check, const eos_model *model, const eos_training *training);
eos_about eos_about_model(eos_check *check, const eos_model *model);
/** A member of a class, or the class itself when `member` is NULL. */
eos_about eos_about_class(eos_check *check, const eos_class_facts *facts,
                          const eos_class_member *member);
/** What happens in a round of hand-written training; `kind` is its part in the subject's name. */
eos_about eos_about_step(eos_check *check, const eos_train_loop *loop, const eos_loop_step *step,
                         const char *kind);

/** File of a place as findings print it; NULL = the judged file. */
const char *eos_check_path(const eos_check *check, eos_span span);

void eos_check_satisfied(eos_check *check, const eos_about *about);
void eos_check_unknown(eos_check *check, const eos_about *about, const char *reason);

/**
 * Violated: a finding at the subject with the rule's severity and confidence, to be filled further.
 * `message` is one line, without the code. Confidence drops to likely when the subject is a maybe
 * layer or holds only with the defaults of an uncalled function (the message then says "with the
 * defaults"). A subject in a file other than the judged one is reported when something in the judged
 * file has its part in it: at the learner that eos_finding_relate_learner names, or where the model is
 * made when evidence stands in the judged file. Otherwise it is that file's own finding, and goes.
 */
eos_finding *eos_check_violated(eos_check *check, const eos_about *about, const char *format, ...)
    EOS_PRINTF(3, 4);
void eos_finding_fix(eos_check *check, eos_finding *finding, const char *format, ...)
    EOS_PRINTF(3, 4);
/** The repair as a change of the text at `span`; nothing is said when that is in another file or
 *  nowhere. `is_safe`: the program behaves as before, but for the fault. */
void eos_finding_edit(eos_check *check, eos_finding *finding, eos_span span,
                      const char *replacement, bool is_safe);
void eos_finding_severity(eos_finding *finding, eos_severity severity, eos_confidence confidence);
/** Evidence with the value as written and its chain: the literal's line, the names it went through. */
void eos_finding_evidence(eos_check *check, eos_finding *finding, eos_evidence_source source,
                          const char *what, eos_value value, eos_span span);
/** Evidence read in a data file; the path is shown in place of a line. */
void eos_finding_evidence_file(eos_check *check, eos_finding *finding, const char *what,
                               eos_value value, const char *path);
/** What the finding rests on holds only with the defaults of an uncalled function: at most likely, and
 *  the message says so (once). */
void eos_finding_with_defaults(eos_check *check, eos_finding *finding);
void eos_finding_related(eos_check *check, eos_finding *finding, const char *what, eos_span span);
/** Head layer, activation, loss, optimiser, fit: the related places that rule 4 of rules.md asks for. */
void eos_finding_relate_learner(eos_check *check, eos_finding *finding, const eos_model *model,
                                const eos_learner *learner);

#endif
