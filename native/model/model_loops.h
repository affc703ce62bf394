/* SPDX-License-Identifier: MIT */
/*
 * What hand-written training consists of: loops with the steps of one round, optimisers with the modules
 * whose parameters they took, schedulers. Part of the meta-model; model.h includes it.
 *
 * Everything here is what was seen. What was not seen may still happen where `is_open` says that code
 * which cannot be seen had a part in it: no rule claims an absence there.
 */
#ifndef EOS_MODEL_MODEL_LOOPS_H
#define EOS_MODEL_MODEL_LOOPS_H

#include "base/vector.h"
#include "flow/flow.h"

struct eos_optimizer;
struct eos_train_loop;

/* Modules are named by the identity of their object: eos_model.object, when the program's model it is. */
typedef struct eos_owner {
    uint32_t module;  /* the model whose parameters these are; 0 = of no model that is known */
    uint32_t part;    /* what was named: the module itself, a part of it, or a parameter */
    const char *name; /* of that; NULL = none */
    eos_span span;    /* where it is made */
} eos_owner;

typedef struct eos_torch_optimizer {
    uint32_t object;
    const char *name;                      /* variable or attribute; NULL = none */
    const struct eos_optimizer *optimizer; /* kind, rate, schedule; never NULL */
    eos_span span;
    const char *path, *scope;
    EOS_VECTOR(eos_owner) owners; /* whose parameters it took */
    bool is_owners_known;         /* and no others */
    bool has_groups;
    bool is_escaped; /* handed to code that cannot be seen: it may clear and step there */
    EOS_VECTOR(const struct eos_scheduler *) schedulers;
} eos_torch_optimizer;

typedef enum eos_schedule_unit {
    EOS_UNIT_UNKNOWN = 0, /* the numbers decide: StepLR, CosineAnnealingLR ... */
    EOS_UNIT_STEP, /* OneCycleLR, CyclicLR: once per batch (PyTorch's documentation of each) */
    EOS_UNIT_EPOCH /* ReduceLROnPlateau: with a metric, once per validation */
} eos_schedule_unit;

typedef struct eos_scheduler {
    uint32_t object;
    const char *name;                     /* variable or attribute; NULL = none */
    const char *kind;                     /* "StepLR" */
    const eos_torch_optimizer *optimizer; /* NULL = not known */
    uint8_t unit;                         /* eos_schedule_unit */
    eos_value period; /* step_size, T_max, total_steps, total_iters, T_0; UNBOUND = it has none */
    eos_value largest_rate; /* max_lr; UNBOUND = that of the optimiser */
    bool has_warmup;
    bool is_escaped;
    bool is_stepped_by_engine; /* Lightning steps it, once per `interval` */
    uint8_t interval;          /* eos_schedule_unit */
    eos_span span;
} eos_scheduler;

typedef enum eos_module_mode {
    EOS_MODE_UNKNOWN = 0,
    EOS_MODE_INITIAL, /* nothing set it: training, as made */
    EOS_MODE_TRAIN,
    EOS_MODE_EVAL
} eos_module_mode;

/* One thing that happens in a round. */
typedef struct eos_loop_step {
    uint8_t kind; /* eos_action_kind */
    uint8_t
        presence; /* PRESENT: in every round. MAYBE: under a condition, or not in all rounds that were
                         followed. REPEATED: in a loop inside this one, in each of its rounds */
    uint8_t gradient;   /* eos_gradient_mode around it */
    uint32_t object;    /* module, optimiser or scheduler; 0 = not known */
    const char *name;   /* of that; of an unknown one, as written: "self.optimizer"; NULL = none */
    const char *method; /* "zero_grad", "scaler.step", "grad = None" */
    const struct eos_train_loop *loop;    /* the innermost it stands in; never NULL */
    const eos_torch_optimizer *optimizer; /* of STEP, ZERO_GRAD; NULL = none or not known */
    const eos_scheduler *scheduler;       /* of SCHEDULER_STEP; NULL = not known */
    const char *loss;                     /* LOSS: its kind; NULL = not known */
    const eos_tensor *output, *target,
        *fed;        /* LOSS: what it compares, and what the module that gave
                                                the output was called on; NULL = not known */
    eos_value value; /* as of eos_action: a scheduler's argument, retain_graph ... */
    uint32_t order;  /* of all steps of the program: it grows as they first happen */
    eos_span span;
    const char *path;
    eos_span condition; /* of a MAYBE step; line 0 = it has several, or none */
    /* FORWARD */
    uint8_t mode;       /* eos_module_mode in the first round */
    uint8_t later_mode; /* in later rounds */
    /* BACKWARD: the modules with parameters that the loss leads back to */
    EOS_VECTOR(uint32_t) reaches;
    bool is_reach_known; /* and no others */
    eos_span cut; /* where a way to parameters ends first: detach(), .item(); line 0 = nowhere */
    const char *cut_by; /* "detach"; NULL = none */
} eos_loop_step;

typedef enum eos_loop_role {
    EOS_LOOP_OTHER = 0, /* holds other loops, or does neither */
    EOS_LOOP_TRAINS,    /* goes backward or steps an optimiser, directly in its rounds */
    EOS_LOOP_ENGINE,    /* Lightning's Trainer runs it: what is not listed is done there */
    EOS_LOOP_EVALUATES  /* calls a module, directly in its rounds, and does not train it */
} eos_loop_role;

typedef struct eos_train_loop {
    uint32_t ordinal; /* from 1 */
    uint32_t id;      /* of flow's eos_loop; 0 = no loop */
    bool is_loop;     /* false = the code of a function outside of loops, as one round */
    bool is_while;
    eos_span span; /* the iterable of a for, the test of a while; line 0 when it is no loop */
    const char *path, *scope;
    const struct eos_train_loop *outer; /* NULL = in no other */
    uint8_t role;                       /* eos_loop_role */
    bool is_conditional;                /* not in every round of the outer loop */
    bool is_over_data;                  /* over batches of a loader or data set */
    bool is_open;                       /* code that cannot be seen has a part in it */
    bool is_with_defaults;
    eos_value rounds;             /* of one run; unknown when it is not counted */
    eos_value batch_size;         /* of the loader; unknown otherwise */
    int64_t stride;               /* of a loop over numbers: from one to the next; 0 = not known */
    eos_value shuffle, drop_last; /* of the loader: BOOL; unknown otherwise */
    const eos_tensor *feed;       /* NULL = not over data */
    EOS_VECTOR(eos_loop_step)
    steps; /* of one round, in order, those of the loops inside included */
} eos_train_loop;

typedef struct eos_train_facts {
    EOS_VECTOR(eos_train_loop *) loops; /* in the order of their beginning */
    EOS_VECTOR(eos_torch_optimizer *) optimizers;
    EOS_VECTOR(eos_scheduler *) schedulers;
    bool is_cut; /* there is more than was kept: no absence is known */
} eos_train_facts;

/** It takes parameters of this module, whole or in part. */
bool eos_optimizer_trains(const eos_torch_optimizer *optimizer, uint32_t module);
/** A step of a round reaches parameters of the module. */
bool eos_step_reaches(const eos_loop_step *step, uint32_t module);
/** The loop calls, or trains, this module. */
bool eos_loop_concerns(const eos_train_loop *loop, uint32_t module);

#endif
