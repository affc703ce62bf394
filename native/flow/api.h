/* SPDX-License-Identifier: MIT */
/*
 * What eoslint knows of libraries, as tables. Signatures (names, positions, defaults) are harvested
 * from the installed libraries into schemas/api/<library>.json; meaning (what family, which layer
 * kind, old spellings) is laid over them by hand in schemas/api/<library>_meaning.json; the build
 * embeds both as static tables (schemas/api/embed.py writes api_tables.c). Nothing is read at run time.
 *
 * Names are canonical dotted paths: "keras.layers.Dense". eos_api_canonical maps what programs write
 * ("tensorflow.keras.layers.Dense", "keras.layers.core.Dense", "tf.keras.optimizers.legacy.SGD") to them.
 */
#ifndef EOS_FLOW_API_H
#define EOS_FLOW_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* what the interpreter does when the entry is called; each has one C function */
typedef enum eos_api_family {
    EOS_API_OPAQUE =
        0,         /* known signature, no modelled effect: the result is unknown. `detail` is 0,
                            or the layer that the operation acts as: F.max_pool2d, torch.flatten */
    EOS_API_LAYER, /* makes a layer; `detail` = eos_layer_family. Without is_class (keras.layers.add)
                            the function makes it and applies it to its first argument at once */
    EOS_API_SEQUENTIAL,   /* keras.Sequential, torch.nn.Sequential */
    EOS_API_MODEL,        /* keras.Model (functional or subclassed) */
    EOS_API_MODULE_CLASS, /* torch.nn.Module, lightning modules: a base class to inherit from */
    EOS_API_INPUT,        /* keras.Input, keras.layers.Input: a symbolic tensor */
    EOS_API_OPTIMIZER,    /* `detail` = eos_optimizer_family */
    EOS_API_SCHEDULE,     /* learning-rate schedule object or torch scheduler */
    EOS_API_LOSS,         /* loss class or function; `detail` = eos_loss_kind */
    EOS_API_METRIC,
    EOS_API_ACTIVATION, /* function; `detail` = eos_activation_kind */
    EOS_API_INITIALIZER,
    EOS_API_REGULARIZER,
    EOS_API_CALLBACK,
    EOS_API_DATASET, /* built-in data set loader; facts by path in the data-set table */
    EOS_API_ARRAY,   /* numpy, pandas, sklearn, keras.utils: moves or makes data; handled by name */
    EOS_API_GENERATOR, /* ImageDataGenerator, image_dataset_from_directory, tf.data, DataLoader */
    EOS_API_BACKBONE   /* keras.applications.*, torchvision.models.*: a model the library builds */
} eos_api_family;

/* ORDER: the names in the meaning files of schemas/api are these without the prefix, lower case */
typedef enum eos_layer_family {
    EOS_LAYER_CUSTOM = 0, /* not understood: judged as unknown */
    EOS_LAYER_INPUT,
    EOS_LAYER_DENSE,
    EOS_LAYER_CONV,
    EOS_LAYER_CONV_TRANSPOSE,
    EOS_LAYER_CONV_DEPTHWISE,
    EOS_LAYER_CONV_SEPARABLE,
    EOS_LAYER_POOL_MAX,
    EOS_LAYER_POOL_AVERAGE,
    EOS_LAYER_POOL_GLOBAL_MAX,
    EOS_LAYER_POOL_GLOBAL_AVERAGE,
    EOS_LAYER_POOL_ADAPTIVE,
    EOS_LAYER_NORM_BATCH,
    EOS_LAYER_NORM_LAYER,
    EOS_LAYER_NORM_GROUP,
    EOS_LAYER_NORM_OTHER,
    EOS_LAYER_DROPOUT,
    EOS_LAYER_DROPOUT_SPATIAL,
    EOS_LAYER_DROPOUT_OTHER,
    EOS_LAYER_ACTIVATION,
    EOS_LAYER_FLATTEN,
    EOS_LAYER_RESHAPE,
    EOS_LAYER_PERMUTE,
    EOS_LAYER_REPEAT,
    EOS_LAYER_CROP,
    EOS_LAYER_PAD,
    EOS_LAYER_UPSAMPLE,
    EOS_LAYER_MERGE_ADD,
    EOS_LAYER_MERGE_MULTIPLY,
    EOS_LAYER_MERGE_CONCAT,
    EOS_LAYER_MERGE_OTHER,
    EOS_LAYER_EMBEDDING,
    EOS_LAYER_RECURRENT,
    EOS_LAYER_ATTENTION,
    EOS_LAYER_RESCALE,
    EOS_LAYER_NORMALIZE_INPUT,
    EOS_LAYER_AUGMENT,
    EOS_LAYER_LAMBDA,
    EOS_LAYER_WRAPPER,
    EOS_LAYER_IDENTITY,
    EOS_LAYER_NOISE,
    EOS_LAYER_MASKING,
    EOS_LAYER_MODEL,
    EOS_LAYER_OTHER /* modelled by the library, no weights known */
} eos_layer_family;

/** Layers of this family have weights that are trained: dense, convolution, recurrent, embedding,
 *  attention. Norm layers are none of them: what they scale with is rarely what a question is about. */
bool eos_family_is_learnable(uint8_t family);

typedef enum eos_activation_kind {
    EOS_ACT_UNKNOWN = 0, /* not known, or a value we cannot read: silences rules */
    EOS_ACT_LINEAR,      /* None, "linear", Identity: certainly no activation */
    EOS_ACT_RELU,
    EOS_ACT_RELU_LIKE, /* leaky, prelu, elu, selu, gelu, silu, swish, mish, relu6, hard_swish ... */
    EOS_ACT_SIGMOID,
    EOS_ACT_HARD_SIGMOID,
    EOS_ACT_TANH,
    EOS_ACT_SOFTMAX,
    EOS_ACT_LOG_SOFTMAX,
    EOS_ACT_LOG_SIGMOID,
    EOS_ACT_SOFTPLUS,
    EOS_ACT_SOFTSIGN,
    EOS_ACT_EXPONENTIAL,
    EOS_ACT_OTHER /* a known callable that is certainly a nonlinearity (user lambda, maxout ...) */
} eos_activation_kind;

typedef enum eos_loss_kind {
    EOS_LOSS_UNKNOWN = 0,
    EOS_LOSS_BINARY_CROSSENTROPY,
    EOS_LOSS_CATEGORICAL_CROSSENTROPY,
    EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY,
    EOS_LOSS_KL_DIVERGENCE,
    EOS_LOSS_POISSON,
    EOS_LOSS_HINGE,
    EOS_LOSS_SQUARED_HINGE,
    EOS_LOSS_CATEGORICAL_HINGE,
    EOS_LOSS_MSE,
    EOS_LOSS_MAE,
    EOS_LOSS_HUBER,
    EOS_LOSS_LOGCOSH,
    EOS_LOSS_MAPE,
    EOS_LOSS_MSLE,
    EOS_LOSS_COSINE,
    EOS_LOSS_CTC,
    EOS_LOSS_FOCAL,
    EOS_LOSS_OTHER,
    /* PyTorch */
    EOS_LOSS_TORCH_CROSS_ENTROPY,
    EOS_LOSS_TORCH_NLL,
    EOS_LOSS_TORCH_BCE,
    EOS_LOSS_TORCH_BCE_LOGITS,
    EOS_LOSS_TORCH_MULTILABEL,
    EOS_LOSS_TORCH_KL,
    EOS_LOSS_TORCH_POISSON,
    EOS_LOSS_TORCH_MSE,
    EOS_LOSS_TORCH_L1,
    EOS_LOSS_TORCH_HUBER,
    EOS_LOSS_TORCH_CTC,
    EOS_LOSS_TORCH_OTHER
} eos_loss_kind;

typedef enum eos_optimizer_family {
    EOS_OPT_UNKNOWN = 0,
    EOS_OPT_SGD,
    EOS_OPT_ADAM /* Adam, AdamW, Adamax, Nadam, RAdam, AMSGrad, Lamb, Lion */,
    EOS_OPT_RMSPROP,
    EOS_OPT_ADAGRAD,
    EOS_OPT_ADADELTA,
    EOS_OPT_FTRL,
    EOS_OPT_RPROP,
    EOS_OPT_LBFGS,
    EOS_OPT_OTHER
} eos_optimizer_family;

typedef enum eos_api_literal_kind {
    EOS_API_REQUIRED = 0, /* parameter without default */
    EOS_API_NONE,
    EOS_API_BOOL,
    EOS_API_INT,
    EOS_API_FLOAT,
    EOS_API_STRING,
    EOS_API_INT_TUPLE, /* (2, 2) */
    EOS_API_UNREADABLE /* a default exists, but no literal: unknown */
} eos_api_literal_kind;

typedef struct eos_api_literal {
    uint8_t kind;    /* eos_api_literal_kind */
    uint8_t count;   /* of an int tuple */
    int64_t integer; /* INT, BOOL */
    double number;
    const char *string;
    int32_t tuple[4];
} eos_api_literal;

typedef enum eos_api_param_kind {
    EOS_API_POSITIONAL, /* by position or keyword */
    EOS_API_KEYWORD,    /* by keyword only */
    EOS_API_ARGS,
    EOS_API_KWARGS
} eos_api_param_kind;

typedef struct eos_api_param {
    const char *name;
    uint8_t kind;              /* eos_api_param_kind */
    eos_api_literal otherwise; /* the default */
} eos_api_param;

typedef struct eos_api_alias {
    const char *written; /* an old or second argument name: "nb_epoch", "init", "lr" */
    const char *name;    /* today's name: "epochs", "kernel_initializer", "learning_rate" */
} eos_api_alias;

typedef struct eos_api_entry {
    const char *path; /* canonical dotted path */
    const char *kind; /* name as users know it: "Dense", "Adam", "BinaryCrossentropy" */
    uint8_t family;   /* eos_api_family */
    uint8_t detail;   /* eos_layer_family, eos_loss_kind, ... by family */
    uint8_t rank;     /* spatial dimensions of conv, pool, pad, upsample layers: 1..3; else 0 */
    bool is_class;
    bool is_torch;               /* channels first, modules called in forward */
    const eos_api_param *params; /* without self */
    uint8_t param_count;
    const eos_api_alias *aliases; /* old argument names of this entry (e.g. Keras 1) */
    uint8_t alias_count;
    uint8_t
        activation; /* eos_activation_kind that a layer or function of this name is by itself: ReLU() */
} eos_api_entry;

/**
 * The entry for a canonical path; NULL when the tables do not know it. O(1). Methods are entries too:
 * "keras.Model.fit", "keras.Model.compile", "keras.Sequential.add".
 */
const eos_api_entry *eos_api_find(const char *path, size_t length);
/**
 * Canonical form of a dotted path as written after import resolution, into `out` (returns its length,
 * 0 when it does not fit). "tensorflow.keras.layers.Dense" -> "keras.layers.Dense",
 * "keras.layers.convolutional.Conv2D" -> "keras.layers.Conv2D", "keras.layers.Convolution2D" ->
 * "keras.layers.Conv2D", "tensorflow.nn.softmax" -> "keras.activations.softmax",
 * "torch.nn.functional.relu" stays. Unknown paths come back unchanged, but for a known prefix
 * ("tensorflow.keras.foo" -> "keras.foo"). `out` is NUL-terminated and may not overlap `path`.
 */
size_t eos_api_canonical(const char *path, size_t length, char *out, size_t out_size);
/** True when the path lies in a library that the tables cover ("keras", "torch", "numpy" ...). */
bool eos_api_is_library(const char *path, size_t length);
/**
 * True when the tables say what a canonical path is, or speak for it as a module ("keras.layers"). False
 * for what is understood from the library's own source where that is at hand: models that the library
 * builds (family BACKBONE) and its helpers that the tables do not know.
 */
bool eos_api_is_modelled(const char *path, size_t length);
/**
 * The entry that a string means in a place: space is "activations", "losses", "optimizers",
 * "metrics", "initializers", "regularizers"; Keras ignores case for optimisers ("Adam", "adam") as the library does.
 */
const eos_api_entry *eos_api_find_string(const char *space, const char *name, size_t length);
/**
 * The entry that a bare undefined name means in a snippet without imports: "Sequential", "Dense",
 * "Adam", "nn" gives NULL here but see eos_api_snippet_module. Keras names win unless `torch`.
 */
const eos_api_entry *eos_api_find_bare(const char *name, size_t length, bool torch);
/** Module path for usual import names in snippets: "np" -> "numpy", "nn" -> "torch.nn", "F" ->
 *  "torch.nn.functional", "pd", "tf", "keras", "layers" -> "keras.layers"; NULL otherwise. */
const char *eos_api_snippet_module(const char *name, size_t length);
/** Parameter index by name or old name; -1 when there is none. */
int eos_api_param_index(const eos_api_entry *entry, const char *name, size_t length);

/* Facts of public data sets (schemas/api/datasets.json), by canonical loader path; for keras.datasets
 * by the module, and eos_api_find_dataset takes its load_data too. */
typedef struct eos_api_dataset {
    const char *path;              /* "keras.datasets.mnist" */
    const char *name;              /* "MNIST" */
    uint8_t split_pairs;           /* load_data() gives this many (x, y) pairs */
    int32_t train_rows, test_rows; /* 0 = unknown */
    int32_t shape[4];              /* one row; -1 = varies */
    uint8_t rank;
    double minimum, maximum; /* value range of the inputs; NaN = unknown */
    const char *dtype;
    int32_t classes;    /* 0 = regression or unknown */
    uint8_t label_rank; /* 1 = (n,), 2 = (n, 1) */
    bool is_regression;
} eos_api_dataset;

const eos_api_dataset *eos_api_find_dataset(const char *path, size_t length);

#endif
