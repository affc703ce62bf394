/* SPDX-License-Identifier: MIT */
/*
 * The networks that libraries build themselves, as tables: keras.applications and torchvision.models,
 * harvested from the installed libraries (schemas/api/harvest_*_builders.py) and embedded at build
 * time. For flow/builder_*.c alone; everybody else sees the models that they make.
 *
 * Everything refers to other tables by index: a text to eos_built_text_at, a value to eos_built_values.
 * embed_builders.py checks the indices and that nothing refers to what comes after it.
 */
#ifndef EOS_FLOW_BUILDER_TABLES_H
#define EOS_FLOW_BUILDER_TABLES_H

#include <stdint.h>

typedef enum eos_built_kind {
    EOS_BUILT_NONE,
    EOS_BUILT_BOOL, /* integer */
    EOS_BUILT_INT,
    EOS_BUILT_FLOAT,  /* number */
    EOS_BUILT_STRING, /* first = text */
    EOS_BUILT_TUPLE,  /* count values from items[first] */
    EOS_BUILT_LIST,
    EOS_BUILT_SLICE,  /* three of them */
    EOS_BUILT_DICT,   /* key, value, key, value ... */
    EOS_BUILT_SYMBOL, /* what the program gives under the name `first`, times `integer` */
    EOS_BUILT_PAD,    /* Keras' correct_pad for a kernel of `integer` */
    EOS_BUILT_LAYER,  /* first = call that makes it */
    EOS_BUILT_NODE,   /* result of the node `integer` of the graph */
    EOS_BUILT_ELLIPSIS,
    EOS_BUILT_UNKNOWN
} eos_built_kind;

typedef struct eos_built_value {
    uint8_t kind; /* eos_built_kind */
    uint16_t count, first;
    int64_t integer;
    double number;
} eos_built_value;

typedef struct eos_built_argument {
    uint16_t name; /* text; 0 = by position */
    uint16_t value;
} eos_built_argument;

typedef struct eos_built_call {
    uint16_t path; /* text: "keras.layers.Conv2D" */
    uint16_t count, first;
} eos_built_call;

/* ---- Keras: lists of layers ---- */

typedef struct eos_built_layer {
    uint16_t call, name; /* name: text, empty when the library makes one up */
    uint16_t when;       /* mask of the ways to build (builder_keras.c) in which it is there */
    uint16_t input_count, input_first; /* distances back; one more than its index = the input */
} eos_built_layer;

typedef struct eos_keras_builder {
    const char *name;        /* "VGG16" */
    const char *model;       /* name of the model: "vgg16"; "" = it depends */
    int16_t top[3], open[3]; /* input with and without top when none is given; -1 = None */
    uint32_t first, count;   /* of eos_built_layers, in the order of the calls */
    uint32_t order_first,
        order_count; /* eos_built_inputs: their order in model.layers; 0 = the same */
} eos_keras_builder;

/* ---- PyTorch: modules, children before their parents ---- */

typedef enum eos_built_module_kind {
    EOS_MODULE_LEAF,    /* of torch.nn; text = call */
    EOS_MODULE_DERIVED, /* of a class derived from a layer of torch.nn; child_first = its call */
    EOS_MODULE_MODULE,
    EOS_MODULE_SEQUENTIAL,
    EOS_MODULE_LIST,
    EOS_MODULE_DICT,
    EOS_MODULE_OPAQUE_MODULE, /* what its forward does is not known */
    EOS_MODULE_OPAQUE_SEQUENTIAL,
    EOS_MODULE_OPAQUE_LIST,
    EOS_MODULE_OPAQUE_DICT
} eos_built_module_kind;

typedef struct eos_built_module {
    uint8_t kind;  /* eos_built_module_kind */
    uint16_t text; /* class: "torchvision.models.resnet.BasicBlock"; of a leaf: the call */
    uint16_t child_first, child_count;
    uint16_t parameter_first, parameter_count; /* of eos_built_arguments: name and shape */
    uint16_t node_first, node_count;           /* what forward does; none = that of the container */
} eos_built_module;

typedef struct eos_built_child {
    uint16_t name; /* text; 0 = its number */
    uint16_t module;
} eos_built_child;

typedef enum eos_built_node_kind {
    EOS_NODE_INPUT,
    EOS_NODE_CHILD,     /* text = its dotted name */
    EOS_NODE_FUNCTION,  /* text = path: "torch.flatten", "operator.add", "getattr" */
    EOS_NODE_METHOD,    /* text = name; the first argument is its receiver */
    EOS_NODE_ATTRIBUTE, /* text = dotted name in the module */
    EOS_NODE_SAME,      /* text = name of an operation that keeps the shape of its input */
    EOS_NODE_TUPLE,     /* of its arguments */
    EOS_NODE_OUTPUT
} eos_built_node_kind;

typedef struct eos_built_node {
    uint8_t kind; /* eos_built_node_kind */
    uint16_t text;
    uint16_t count, first; /* of eos_built_arguments */
} eos_built_node;

/* One way to build a model. `when`: the argument (text) that must be as said; empty = any. */
typedef struct eos_built_variant {
    uint16_t when;
    uint8_t wanted;
    uint16_t module;
    uint16_t classes,
        dropout; /* values: what the arguments are when they are not given; NONE = fixed */
    uint8_t is_other_in_training; /* forward gives another kind of result then */
} eos_built_variant;

typedef struct eos_torch_builder {
    const char *name;      /* "resnet18" */
    uint32_t first, count; /* of eos_built_variants, the most special first */
} eos_torch_builder;

extern const uint8_t eos_built_text[]; /* ends with 0 each */
extern const uint32_t eos_built_text_at[];
extern const eos_built_value eos_built_values[];
extern const uint16_t eos_built_items[], eos_built_inputs[];
extern const eos_built_argument eos_built_arguments[];
extern const eos_built_call eos_built_calls[];
extern const uint64_t eos_built_whens[];
extern const eos_built_layer eos_built_layers[];
extern const eos_built_child eos_built_children[];
extern const eos_built_node eos_built_nodes[];
extern const eos_built_module eos_built_modules[];
extern const eos_built_variant eos_built_variants[];
extern const eos_keras_builder eos_keras_builders[]; /* by name */
extern const uint32_t eos_keras_builder_count;
extern const eos_torch_builder eos_torch_builders[]; /* by name */
extern const uint32_t eos_torch_builder_count;

#endif
