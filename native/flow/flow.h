/* SPDX-License-Identifier: MIT */
/*
 * flow: what the program computes, as far as networks and their data are concerned. In: a resolved
 * IR module. Out: the models that are made, in the order of their making, what is done to them
 * (compile, fit ...) with a snapshot of each model at that moment, and what was given up.
 *
 * Everything is in the arena; the model stage reads it and nothing else of the interpreter.
 */
#ifndef EOS_FLOW_FLOW_H
#define EOS_FLOW_FLOW_H

#include "flow/class_facts.h"
#include "flow/heap.h"
#include "flow/shape.h"
#include "flow/value.h"
#include "ir/ir.h"

/* Facts of an object that a library made: which entry of the tables, with which arguments. */
typedef struct eos_made {
    const eos_api_entry *entry;
    const eos_value
        *values; /* per parameter of the entry: given or default; UNBOUND = required, missing */
    const eos_span *spans;         /* per parameter: the argument; line 0 = not given */
    const bool *is_given;          /* per parameter */
    const eos_value *extra_values; /* keywords that the entry does not list (input_shape ...) */
    const eos_text **extra_names;
    const eos_span *extra_spans;
    uint32_t extra_count;
    const eos_value *rest; /* positional arguments beyond the listed ones (*args) */
    uint32_t rest_count;
    const eos_sequence *maybe_rest; /* all of them, when some may be missing; is_open then */
    bool is_open;  /* unknown *args or **kwargs: a parameter that is not given is unknown */
    eos_span span; /* of the call */
} eos_made;

/** Value of a parameter by canonical name, extra keywords included; UNBOUND = the entry has none. */
eos_value eos_made_value(const eos_made *made, const char *name);
/** Place of that argument; line 0 = not given. */
eos_span eos_made_span(const eos_made *made, const char *name);
bool eos_made_is_given(const eos_made *made, const char *name);

typedef enum eos_weights {
    EOS_WEIGHTS_NONE, /* initialised anew */
    EOS_WEIGHTS_TRAINED,
    EOS_WEIGHTS_UNKNOWN
} eos_weights;

/* What is known of an object that a library built whole: keras.applications, torchvision.models. */
typedef struct eos_built {
    const struct eos_built_module
        *module;               /* PyTorch: its row of the tables; NULL = Keras, or unknown */
    uint8_t weights;           /* eos_weights */
    bool is_other_in_training; /* forward gives another kind of result than in evaluation */
    const struct eos_sequence *layers; /* Keras: model.layers; NULL = not known */
} eos_built;

/* One execution in the graph: a layer, model or function applied to tensors. */
typedef struct eos_operation {
    uint32_t id;               /* grows in execution order */
    eos_object *layer;         /* NULL = functional */
    eos_content layer_content; /* of the layer at this moment */
    const eos_made *made; /* arguments of the layer or of the function; NULL = not understood */
    const char *kind;     /* name of the function: "relu", "add"; of a layer: its class */
    uint8_t family;       /* eos_layer_family of a functional operation */
    bool is_input;        /* an input of the graph */
    bool is_ready_made;   /* in the forward of a library's model */
    bool is_partial;      /* an input is not known: what it leads back to is missing */
    uint8_t gradient;     /* eos_gradient_mode when it ran */
    bool is_fed_unknown;  /* of an input: what the program calls the module on is not known */
    /* a way for gradients that is no part of the network: of an input, the symbolic tensor that it
     * stands for; of a loss, its target; NULL = none */
    const struct eos_tensor *fed;
    bool is_join;        /* no operation: one of the inputs, and which one is not known */
    uint16_t join_depth; /* of joins: above that of the joins among its alternatives */
    const char *reason;  /* why it is not; NULL = nobody tells */
    const struct eos_tensor **inputs;
    uint32_t input_count;
    eos_shape output;
    eos_value
        sizes; /* of view and reshape, as given: a tuple in which None is the size of the first
                        axis of what comes in; UNBOUND = no such operation, or not known */
    int64_t parameter_count;
    eos_span span; /* of this call */
    const eos_text *path, *scope;
    const eos_condition *condition;
    const eos_round *round;
    const struct eos_trace *inside; /* what a layer of the program did; NULL = nothing is known */
} eos_operation;

/* torch.no_grad() and its like */
typedef enum eos_gradient_mode {
    EOS_GRADIENT_ON = 0,
    EOS_GRADIENT_OFF,
    EOS_GRADIENT_UNKNOWN /* set_grad_enabled(something that is not known) */
} eos_gradient_mode;

typedef enum eos_dtype {
    EOS_DTYPE_UNKNOWN = 0,
    EOS_DTYPE_BOOL,
    EOS_DTYPE_INTEGER,
    EOS_DTYPE_FLOAT,
    EOS_DTYPE_TEXT
} eos_dtype;

typedef enum eos_label_encoding {
    EOS_LABELS_UNKNOWN = 0,
    EOS_LABELS_INTEGER,   /* class ids, (n,) or (n, 1) */
    EOS_LABELS_ONE_HOT,   /* exactly one 1 per row, by construction or read */
    EOS_LABELS_MULTI_HOT, /* rows of independent 0/1 */
    EOS_LABELS_CONTINUOUS
} eos_label_encoding;

/* what holds the numbers: decides what [] and attributes mean */
typedef enum eos_holder {
    EOS_HOLDER_ARRAY = 0, /* numpy array, tensor */
    EOS_HOLDER_FRAME,
    EOS_HOLDER_SERIES, /* pandas */
    EOS_HOLDER_BY_POSITION,
    EOS_HOLDER_BY_LABEL, /* its .iloc and .loc; `view_of` is the frame */
    EOS_HOLDER_FEED,     /* gives batches: generator, tf.data, directory; see inputs and targets */
    EOS_HOLDER_BUNCH     /* scikit-learn's data sets: attributes data and target */
} eos_holder;

/* Facts of an array or tensor; immutable, replaced through the heap when the program writes to it. */
typedef struct eos_tensor {
    const eos_operation *operation; /* that made it; NULL = an input or plain data */
    bool is_symbolic;               /* of a graph: shape without batch axis */
    bool is_torch;                  /* symbolic: of a PyTorch module */
    bool is_of_several; /* symbolic: several modules were called on the way; `module` is NULL */
    struct eos_object *module; /* symbolic: the module whose call it comes from; NULL = none */
    eos_shape shape;           /* symbolic: one sample; data: all axes, the first = rows */
    uint8_t dtype;             /* eos_dtype */
    double minimum, maximum;   /* NaN = unknown */
    bool is_range_exact;       /* both really occur */
    uint8_t encoding;          /* eos_label_encoding */
    int64_t classes;           /* -1 = unknown */
    bool is_known_data;        /* facts come from a public data set */
    const char *source;        /* "MNIST", "data/y.npy" */
    eos_value batch_size;      /* of generators and loaders; UNBOUND = none */
    uint8_t holder;            /* eos_holder */
    bool is_standardised;      /* every column has mean 0 and deviation 1, by a scaler */
    const char *scaled_by;     /* "StandardScaler", "/ 255"; NULL = no scaling was seen */
    const char *scaled_again;  /* a second scaling by a number on top of `scaled_by`; NULL = none */
    bool is_refitted;          /* scaled by what was learned again, from test rows */
    bool is_byte;              /* uint8: wraps around outside of 0..255 */
    bool is_arange;            /* 0, 1, 2 ... */
    bool is_permutation;       /* 0 .. n-1 in some order */
    bool is_single;            /* with known elements: floats that come of them have 32 bits */
    bool is_inexact;           /* the last digit of the known elements may differ */
    bool is_table;             /* read from text: at most two axes */
    bool has_numbered_columns; /* frame whose column labels are 0, 1, 2 ... */

    /* where it comes from; operations on rows keep these */
    uint32_t root;           /* the array that its rows were made as; 0 = several */
    bool is_random;          /* drawn at random: perhaps a placeholder */
    bool is_by_class;        /* labels: rows stand in the order of their classes */
    uint8_t split_part;      /* of train_test_split: 1 + its place in the result; 0 = none */
    eos_span split;          /* that call */
    const char *split_after; /* the scaler that saw all rows before; NULL = none */
    struct eos_object *predicted_by; /* predict of this model gave it, as it is; NULL = none did */

    const struct eos_tensor *inputs, *targets; /* of a feed or bunch; NULL = not known */
    eos_value element;      /* of a feed: what a loop over it sees; UNBOUND = inputs and targets */
    const eos_made *loader; /* of a feed: the torch DataLoader call that makes the batches */
    bool has_batched_element;   /* of a data set: `element` is what a loader makes of its samples */
    struct eos_object *view_of; /* what a write through this one reaches; NULL = itself */
    const struct eos_tensor *written_over; /* these facts come from those by indexed writes alone */
    eos_span span;
} eos_tensor;

/** What holds when either of the two may be there: for branches. */
const eos_tensor *eos_tensor_join(eos_arena *arena, const eos_tensor *left,
                                  const eos_tensor *right);
/** One of two symbolic tensors of one library (tensor_join.c); NULL = they are not. */
const eos_tensor *eos_symbolic_join(eos_arena *arena, const eos_tensor *left,
                                    const eos_tensor *right);
/** The same for values; UNBOUND = they are not both symbolic tensors. */
eos_value eos_join_symbolic_values(eos_arena *arena, eos_value left, eos_value right);
/** What holds in a loop of unknown count that turns symbolic `before` into `after`; UNBOUND = no such. */
eos_value eos_widen_symbolic_value(eos_arena *arena, eos_value before, eos_value after);
/** What holds in and after a loop that turns `before` into `after` in its first round. */
const eos_tensor *eos_tensor_widen(eos_arena *arena, const eos_tensor *before,
                                   const eos_tensor *after);

/** The tensors of a functional model, by argument name today and in Keras 1; one of one is the tensor. */
eos_value eos_model_tensors(const eos_made *made, const char *name, const char *old_name);
/** What a Keras model (with this content) gives on such inputs; unknown when that cannot be told. */
eos_shape eos_model_shape(eos_arena *arena, const eos_object *model, const eos_content *content,
                          const eos_shape *inputs, uint32_t input_count);

/** A shape written as tuple, list or number; unknown sizes (-1, None) stay unknown. */
bool eos_shape_from_value(eos_value value, eos_shape *out);

typedef enum eos_event_kind {
    EOS_EVENT_COMPILE,
    EOS_EVENT_FIT,
    EOS_EVENT_BUILD,
    EOS_EVENT_READ, /* what predict gave is read: argmax (value = axis), a threshold (value) */
    EOS_EVENT_USE,  /* evaluate, predict and their like: data that the model is not trained on */
    EOS_EVENT_LOSS, /* a PyTorch loss called on the output of a module; made = the loss */
    EOS_EVENT_OPTIMIZER /* a PyTorch optimiser made over the parameters of a module */
} eos_event_kind;

/*
 * A loop of the program while it runs. One record stands for all rounds, and for every time that the
 * same loop is reached again in a round of the loop around it.
 */
typedef struct eos_loop {
    uint32_t id;                  /* from 1, in the order of entering */
    const struct eos_loop *outer; /* NULL = in no other */
    eos_span span;                /* the iterable of a for, the test of a while */
    const eos_text *path, *scope;
    bool is_while;
    bool is_engine;      /* of Lightning's Trainer: what the program does not write is done there */
    bool is_conditional; /* reached under a condition within a round of the outer loop */
    bool is_with_defaults;      /* in an uncalled function, after a default decided a branch */
    const eos_tensor *feed;     /* what gives the batches; NULL = not known to be such */
    eos_value rounds;           /* of one run: INT when known; of a feed: unknown */
    int64_t stride;             /* of a loop over numbers: from one to the next; 0 = not known */
    uint32_t seen;              /* rounds that were followed */
    const eos_condition *under; /* when its present round began */
    uint32_t round;             /* number of that round, over all loops */
    uint64_t place;             /* where it stands and through which calls it was reached */
} eos_loop;

/* What a program does around its training. A loop of these is judged by EOS6xx and EOS7xx. */
typedef enum eos_action_kind {
    EOS_ACTION_ZERO_GRAD, /* of an optimiser or module; of a parameter: p.grad = None, p.grad.zero_() */
    EOS_ACTION_FORWARD, /* a module is called */
    EOS_ACTION_LOSS,    /* a loss of the library is called */
    EOS_ACTION_BACKWARD,
    EOS_ACTION_CLIP, /* of gradients */
    EOS_ACTION_STEP, /* of an optimiser, by itself, by a GradScaler, or with a closure */
    EOS_ACTION_SCHEDULER_STEP,
    EOS_ACTION_TRAIN, /* module.train(), module.train(True) */
    EOS_ACTION_EVAL,  /* module.eval(), module.train(False) */
    EOS_ACTION_MODE,  /* module.train(something that is not known) */
    EOS_ACTION_MOVE,  /* a module goes to a device */
    EOS_ACTION_UNSEEN /* code that cannot be seen is handed a module or optimiser */
} eos_action_kind;

typedef struct eos_action {
    uint8_t kind;             /* eos_action_kind */
    uint32_t order;           /* grows in the order in which they first happen */
    const eos_loop *loop;     /* innermost around it; NULL = in none */
    eos_object *subject;      /* module, optimiser or scheduler; NULL = not known */
    const char *receiver;     /* of an unknown subject: as written, "self.optimizer"; else NULL */
    const char *method;       /* "zero_grad", "scaler.step" */
    const eos_tensor *loss;   /* BACKWARD: what it starts from; LOSS: its input; NULL = not known */
    const eos_tensor *target; /* LOSS: the second argument; NULL = not known */
    const eos_tensor *fed;    /* LOSS: what the module was called on; NULL = not known */
    const eos_made *made;     /* LOSS: which; NULL = not known */
    eos_value value;          /* SCHEDULER_STEP: its argument; ZERO_GRAD: set_to_none; BACKWARD:
                               retain_graph; MOVE: the device; UNBOUND = not given */
    eos_span span;
    const eos_text *path, *scope;
    uint8_t gradient;           /* eos_gradient_mode around it */
    bool is_conditional;        /* in every round that was followed, under a condition within it */
    const eos_condition *under; /* conditions around it; NULL = none */
    bool is_with_defaults;
    uint32_t times;          /* rounds of its loop in which it happened */
    uint32_t last_round;     /* number of the last of them */
    uint64_t place;          /* as of the loop */
    struct eos_action *next; /* in its bucket (action.c) */
} eos_action;

typedef struct eos_event {
    uint8_t kind; /* eos_event_kind */
    eos_object *model;
    eos_content content;      /* of the model at that moment */
    const eos_made *made;     /* the call's arguments */
    const char *method;       /* "fit", "fit_generator"; "loss", "optimizer" */
    const eos_tensor *output; /* LOSS: what the loss is called on */
    const eos_tensor *input;  /* LOSS: what the module was called on; NULL = not known */
    eos_value target; /* LOSS: its second argument; READ: axis or threshold; UNBOUND = none */
    eos_span span;
    const eos_text *path, *scope;
    uint8_t presence;           /* eos_presence, relative to the model's making */
    eos_span condition;         /* of a maybe event */
    const eos_condition *under; /* conditions around the call; NULL = none */
    const eos_loop *loop;       /* innermost around the call; NULL = in none */
    uint8_t gradient;           /* eos_gradient_mode around the call */
    const eos_round *round;     /* loop of unknown count around it; NULL = none */
    bool is_with_defaults;
} eos_event;

/* What the forward (or call) of a module did to symbolic inputs. */
#define EOS_KERAS_CALLED                                                                           \
    " called" /* attribute of Keras Sequentials: the first tensor they are called on */
#define EOS_KERAS_RATE                                                                             \
    " rate" /* attribute of Keras optimisers whose rate the program got hold of */
#define EOS_KERAS_WEIGHTS                                                                          \
    " weights" /* attribute of Keras instances: elements of their own weights */

typedef struct eos_trace {
    eos_object *module;
    const eos_tensor **outputs; /* all tensors of the result */
    uint32_t output_count;
    const eos_operation **executed; /* calls of layers whether their result was used or not */
    uint32_t executed_count;
    bool is_complete;    /* the result is tensors and nothing else */
    eos_content content; /* of the module after the run, its build included */
    const char *reason;  /* why the result is not known; NULL = it is, or nobody tells */
} eos_trace;

typedef struct eos_given_up {
    eos_span span;
    const char *scope; /* qualified name of the scope that is not fully followed; NULL = none */
    const char *what, *reason;
} eos_given_up;

/*
 * `eoslint model FILE --call EXPR` asks for the one model that an expression makes in the context of
 * the file: the expression is appended to the module as an assignment to this name.
 */
#define EOS_CALLED_NAME "__eoslint_call__"

typedef struct eos_flow_result {
    bool is_call;                    /* only what `called` is counts */
    eos_value called;                /* value of EOS_CALLED_NAME */
    EOS_VECTOR(eos_object *) models; /* every object that is a model, in order */
    EOS_VECTOR(eos_event) events;    /* in execution order */
    EOS_VECTOR(eos_trace) traces;    /* of modules that no other object holds */
    EOS_VECTOR(eos_given_up) given_up;
    EOS_VECTOR(eos_object *) optimizers; /* of PyTorch, in the order of their making */
    EOS_VECTOR(eos_object *) schedulers;
    EOS_VECTOR(eos_loop *) loops;     /* in the order of entering */
    EOS_VECTOR(eos_action *) actions; /* in the order of `order` */
    bool has_more_actions;        /* EOS_LIMIT_ACTIONS was reached: nothing is known of absence */
    uint32_t objects;             /* identities are below */
    uint32_t operations;          /* how many the graphs have together */
    eos_class_facts_list classes; /* of the judged file: networks and layers */
    uint32_t steps;
} eos_flow_result;

typedef struct eos_flow eos_flow;

/* Attribute of a PyTorch layer that no program can write: what torch.nn.init last wrote into all of its
 * weight, a number; None = drawn numbers. */
#define EOS_WEIGHT_FILLING " weight"

/** What a layer's constructor was given: of a library's layer, or of an instance of a class of the
 *  program that inherits from one; NULL = another object, or not known. */
const eos_made *eos_layer_facts(const eos_object *object, const eos_content *content);
/** A layer whose options or weights the program replaced: what the tables say of it does not hold. */
bool eos_is_layer_changed(const eos_object *layer, const eos_content *content);
/** Part of a network: a layer, a container of layers, an instance of a module class. */
bool eos_is_network_object(const eos_object *object);

/*
 * Other files of the repository, for imports (design section 2, "Sources"). Who gives them decides
 * where names are looked for and how files become IR; flow asks for a file's IR only when something
 * in it is needed. Numbers stay the same for the run and stand in the spans of the file's nodes.
 */
#define EOS_FILE_NONE 0u           /* not a file of the repository */
#define EOS_FILE_JUDGED UINT32_MAX /* the judged file itself: modules import each other */

typedef struct eos_module_provider {
    /** Number of the file or folder that `import name` in the file `importer` (0 = the judged one)
     *  means; `level` counts the leading dots. *is_package: names below it are modules too. */
    uint32_t (*find)(void *payload, uint32_t importer, const char *name, int level,
                     bool *is_package);
    /** IR of a file that was found, texts in flow's own table. NULL: *reason says why in arena text;
     *  *reason NULL means a folder without code. */
    const eos_ir_module *(*load)(void *payload, uint32_t file, const char **reason);
    /** Its path as findings print it; of 0 the judged file's, which may be NULL. */
    const char *(*path)(void *payload, uint32_t file);
    /** Dotted name that imports it, from the top of its package (0 = the judged one); NULL = none. */
    const char *(*name)(void *payload, uint32_t file);
    void *payload;
} eos_module_provider;

/** Per statement of a module that others import: the symbol whose reading it may wait for, or
 *  EOS_NO_SYMBOL. The same for every program, so whoever keeps the module keeps this with it. */
const uint32_t *eos_deferral_plan(eos_arena *arena, const eos_ir_module *module);

/**
 * Runs the module. Jumps to the arena's guard when memory is out; otherwise always succeeds: what
 * cannot be followed is unknown and, where it matters, in given_up. `provider` NULL: no import is
 * followed.
 */
eos_flow_result *eos_flow_run(eos_arena *arena, eos_intern *names, const eos_ir_module *module,
                              const eos_module_provider *provider);

#endif
