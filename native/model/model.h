/* SPDX-License-Identifier: MIT */
/*
 * The meta-model: what network, learner and training a program describes, free of framework detail
 * (design section 3). Built by model_build.c from what flow saw, read by rules, printed by
 * model_json.c. Everything lives in the file's arena and is read-only once built.
 *
 * Unknown is said, never guessed: an eos_value that is unknown, a dimension EOS_DIM_UNKNOWN, a count
 * of -1, an enum member *_UNKNOWN, `is_complete` false.
 */
#ifndef EOS_MODEL_MODEL_H
#define EOS_MODEL_MODEL_H

#include "base/vector.h"
#include "flow/flow.h"
#include "flow/value.h"
#include "model/model_loops.h"

typedef enum eos_framework { EOS_FRAMEWORK_KERAS, EOS_FRAMEWORK_TORCH } eos_framework;
typedef enum eos_form {
    EOS_FORM_SEQUENTIAL,
    EOS_FORM_FUNCTIONAL,
    EOS_FORM_SUBCLASS,
    EOS_FORM_MODULE
} eos_form;

typedef struct eos_param {
    const char *name; /* canonical argument name: "units", "kernel_size", "rate" */
    eos_value value;  /* given or default (origin kind API); unknown stays unknown */
    bool is_given;    /* written by the program */
    eos_span span;    /* the written value; line 0 = a default */
} eos_param;

typedef enum eos_activation_place {
    EOS_ACTIVATION_DEFAULT,   /* nothing written: the library's default */
    EOS_ACTIVATION_ARGUMENT,  /* activation= of the layer itself */
    EOS_ACTIVATION_OWN_LAYER, /* a layer of its own: Activation("relu"), ReLU() */
    EOS_ACTIVATION_FUNCTIONAL /* a call: F.relu(x), keras.activations.relu(x) */
} eos_activation_place;

/* One activation as written. `alternatives` of a value that a join left open: kind is then UNKNOWN
 * unless all alternatives are of one kind. */
typedef struct eos_activation {
    uint8_t kind;     /* eos_activation_kind; LINEAR = certainly none */
    uint8_t place;    /* eos_activation_place */
    const char *name; /* "softmax"; NULL when unknown */
    int32_t axis;     /* of softmax: counted as written (-1 last); INT32_MIN = unknown */
    eos_span span;    /* where it is written; line 0 = a default */
    eos_value value;
} eos_activation;

typedef struct eos_layer {
    uint32_t ordinal;   /* from 1, as users count executions in their model */
    const char *name;   /* name= or variable / attribute; NULL = none */
    const char *kind;   /* canonical class name: "Dense", "Conv2D", "Linear", "Activation" */
    uint8_t family;     /* eos_layer_family */
    uint8_t presence;   /* eos_presence */
    uint8_t rank;       /* spatial dimensions of conv and pool layers; else 0 */
    bool is_functional; /* an operation, not a layer object: F.relu, +, flatten */
    bool
        is_learnable; /* has weights that are trained: dense, conv, recurrent, embedding, attention */
    bool is_ready_made; /* of a model that a library built: nobody's code is to blame for it */
    bool is_reuse;      /* the same object was executed before */
    uint32_t object;    /* identity of the layer object; 0 for functional operations */
    eos_span span;      /* the call that makes it (objects) or runs it (functional) */
    eos_span condition; /* of a maybe layer: the condition; line 0 = none */
    const char *path;   /* file it is written in; NULL = the judged file */
    const char *scope;  /* qualified name of the function or class it is written in; "" = module */
    const eos_param *params;
    uint32_t param_count;
    eos_activation
        activation; /* argument or default; of activation layers: the activation itself */
    eos_value
        units; /* units, filters, out_features, out_channels of learnable layers; else unknown */
    eos_value
        weight_filling; /* PyTorch: the number that torch.nn.init wrote everywhere into the weight;
                           None = drawn numbers; UNBOUND = it was left to the library */
    const uint32_t *inputs; /* indices into the model's layers; empty for the first */
    uint32_t input_count;
    eos_shape input_shape, output_shape;
    const eos_shape *input_shapes; /* of each tensor it takes; NULL = not all are known */
    uint32_t input_shape_count;
    int64_t parameter_count;        /* -1 = not fully known */
    const struct eos_model *nested; /* layers inside, for nested models and wrappers; NULL = none */
} eos_layer;

/*
 * The head: the last learnable layer before an output of the model, and what is done to its result
 * until it leaves the model. Judged by EOS101-EOS109.
 */
typedef struct eos_head {
    bool is_known; /* the path from the learnable layer to the output is fully followed, and
                                every layer on it is certainly there */
    const eos_layer *layer;    /* last learnable layer; NULL = none found */
    eos_value units;           /* its width */
    eos_activation activation; /* the last activation on the path (kind LINEAR = certainly none) */
    const eos_layer *activation_layer; /* the layer that carries it; == layer for an argument */
    eos_shape output_shape;            /* of the model's output */
} eos_head;

typedef struct eos_optimizer {
    uint8_t family;   /* eos_optimizer_family; UNKNOWN = not understood */
    const char *name; /* "Adam"; NULL = unknown */
    eos_value value;  /* as given to compile */
    eos_span span;    /* the call or string that names it; line 0 = not given (library default) */
    eos_value learning_rate; /* number, alternatives, or unknown; of a schedule: its largest rate */
    bool is_rate_given;      /* false = the library's default */
    bool is_schedule;        /* the rate is a schedule object (cosine, warm-up, one-cycle ...) */
    bool has_warmup;         /* schedule or callback that starts low, or OneCycle */
    bool has_clipping;       /* clipnorm, clipvalue, global_clipnorm */
} eos_optimizer;

typedef struct eos_loss {
    uint8_t kind;     /* eos_loss_kind; UNKNOWN = custom or not understood: silences rules */
    const char *name; /* as users know it: "categorical_crossentropy"; NULL = unknown */
    eos_value value;
    eos_span span;             /* the loss argument */
    eos_value from_logits;     /* BOOL or unknown; for losses without the notion: NONE */
    eos_value label_smoothing; /* number or unknown */
} eos_loss;

typedef struct eos_metric {
    const char *name; /* "accuracy"; NULL = unknown */
    eos_span span;
} eos_metric;

/* What is known of the array that reaches fit as target. */
typedef struct eos_labels {
    uint8_t encoding;        /* eos_label_encoding */
    eos_value classes;       /* INT: number of classes (width of one-hot rows); unknown otherwise */
    double minimum, maximum; /* of ids or targets; NaN = unknown */
    bool
        is_range_exact; /* minimum and maximum really occur (known data, read file), not just bounds */
    eos_value value;    /* the array's value, for its origin chain */
    eos_span span;      /* the argument of fit, or the encoder's call */
    const char *source; /* "MNIST", "data/labels.npy", "to_categorical"; NULL = none */
    uint8_t evidence;   /* eos_evidence_source (engine/finding.h): code, known data, data file */
} eos_labels;

typedef struct eos_learner {
    eos_span span;     /* the compile call (Keras), the loop's loss call (PyTorch) */
    const char *scope; /* qualified name of the enclosing function; "" = module */
    uint8_t presence;  /* eos_presence of the call */
    eos_optimizer optimizer;
    eos_loss loss;
    bool has_several_losses; /* list or dict: `loss` is UNKNOWN then */
    EOS_VECTOR(eos_metric) metrics;
    bool is_metrics_known;
} eos_learner;

typedef struct eos_training {
    eos_span span; /* the fit call */
    const char *scope;
    const char *method; /* "fit", "fit_generator", "train_on_batch", "loop" */
    uint8_t presence;
    uint32_t learner;         /* index into learners; EOS_NO_LEARNER = none seen before this call */
    eos_value batch_size;     /* from fit, or from the generator or loader that feeds it */
    bool is_batch_size_given; /* false = the library's default (Keras: 32) */
    bool is_repeated;         /* the same call runs in several rounds of a loop, or may */
    eos_value epochs, steps_per_epoch, validation_split;
    eos_value shuffle;          /* of a loader; unknown otherwise */
    const eos_train_loop *loop; /* of a hand-written loop; NULL = a call, or in no loop */
    eos_value x, y;             /* as passed */
    const eos_made *call; /* arguments of the fit call, values as they were then; NULL = a loop */
    eos_labels labels;
} eos_training;

#define EOS_NO_LEARNER UINT32_MAX

/* evaluate, predict: data that reach the model outside of its training. */
typedef struct eos_evaluation {
    eos_span span;
    const char *scope;
    const char *method; /* "evaluate", "predict" */
    uint8_t presence;
    eos_value x, y; /* as passed; y unknown when the method takes none */
} eos_evaluation;

/* What is made of the model's predictions. */
typedef struct eos_reading {
    eos_span span;
    const char *scope;
    const char *method; /* "argmax", "threshold" */
    uint8_t presence;
    eos_value value; /* axis, or what they are compared with; unknown or UNBOUND = not known */
} eos_reading;

typedef struct eos_model {
    const char *
        name; /* variable, function or class that builds it; never NULL ("model" if nothing names it) */
    eos_span span;     /* where it is made */
    const char *path;  /* file it is written in; NULL = the judged file */
    const char *scope; /* qualified name of the enclosing function or class; "" = module */
    uint8_t framework, form;
    uint32_t object;  /* its identity, by which loops and optimisers name it */
    bool is_complete; /* nothing was given up: every layer known, no maybe, no repeated segment */
    bool is_escaped;  /* handed to code that cannot be seen after it was made */
    bool is_open_at_compile; /* it was handed to such code before it was compiled */
    uint8_t
        weights; /* eos_weights: trained ones, of a model that a library built or that begins in one */
    bool is_with_defaults;        /* built only by calling an uncalled function with its defaults */
    EOS_VECTOR(eos_layer) layers; /* in execution order */
    eos_shape input_shape;
    int64_t parameter_count; /* -1 = not fully known */
    int64_t
        own_parameters; /* of a Keras class of the program: weights of its own; -1 = not known */
    bool has_several_outputs;
    eos_head head; /* of the only output; is_known false with several */
    EOS_VECTOR(eos_learner) learners;
    EOS_VECTOR(eos_training) trainings;
    EOS_VECTOR(eos_evaluation) evaluations;
    EOS_VECTOR(eos_reading) readings;
    const eos_train_facts *around; /* loops and optimisers of the program; of tests: NULL */
} eos_model;

typedef EOS_VECTOR(const eos_model *) eos_models;

/** The first parameter of this name; NULL = the layer has none. */
const eos_param *eos_layer_param(const eos_layer *layer, const char *name);
/** Its value; unknown when the layer has none. */
eos_value eos_layer_value(const eos_layer *layer, const char *name);
/** "layer 5 (conv2_1)", "layer 5": how messages name a layer. Arena text. */
const char *eos_layer_label(eos_arena *arena, const eos_layer *layer);
const char *eos_activation_name(eos_activation_kind kind);

#endif
