/* SPDX-License-Identifier: MIT */
/*
 * Arrays, frames and what feeds a model: what the array_*.c files share. Outside of them include
 * interp.h, which declares the entry points.
 *
 * Every file holds one idea and hands out one table: dotted path -> handler for functions and
 * classes' methods, name -> handler for methods of the arrays themselves. Tables are sorted by
 * name.
 *
 * A claim is kept by an operation only where the operation provably keeps it. Keeping nothing is
 * always right: a handler starts from empty facts, or from a copy and drops what it cannot vouch
 * for.
 */
#ifndef EOS_FLOW_ARRAY_H
#define EOS_FLOW_ARRAY_H

#include "flow/interp.h"

/* One call; methods of arrays have `self`, methods of library objects `object`. */
typedef struct eos_array_call {
    eos_flow *flow;
    eos_frame *frame;
    const eos_arguments *arguments;
    const char *path;           /* canonical path or method name */
    const eos_api_entry *entry; /* signature; NULL = the tables have none */
    eos_value receiver;         /* array of a method; UNBOUND otherwise */
    const eos_tensor *self;     /* its facts; NULL otherwise */
    eos_object *object;         /* library object of a method (an encoder); NULL otherwise */
} eos_array_call;

typedef eos_value eos_array_handler(const eos_array_call *call);

typedef struct eos_array_entry {
    const char *name; /* "numpy.zeros"; of methods "reshape" */
    eos_array_handler *run;
} eos_array_entry;

typedef struct eos_array_table {
    const eos_array_entry *entries;
    size_t count;
} eos_array_table;

extern const eos_array_table eos_array_numpy, eos_array_random, eos_array_numbers,
    eos_array_sklearn, eos_array_encoders, eos_array_samples, eos_array_pandas, eos_array_keras,
    eos_array_feeds, eos_array_torch, eos_array_loaders, eos_array_vision;
extern const eos_array_table eos_array_methods, eos_series_methods, eos_feed_methods;

/* ---- array.c: calls ---- */
eos_array_handler *eos_array_find(const eos_array_table *table, const char *name);
eos_value eos_array_argument(const eos_array_call *call, uint32_t position, const char *name);
bool eos_array_is_given(eos_value value); /* neither missing nor None */
/** Arguments bound to the signature, with its defaults; NULL = there is no signature. */
const eos_made *eos_array_bind(const eos_array_call *call);
eos_tensor *eos_array_new(const eos_array_call *call);
eos_tensor *eos_array_copy(eos_flow *flow, const eos_tensor *from);
eos_value eos_array_result(const eos_array_call *call, const eos_tensor *tensor);
eos_value eos_array_pair(eos_flow *flow, eos_value first, eos_value second);
/** Runs the array method of this name on the first argument: numpy.reshape(x, s). */
eos_value eos_array_delegate(const eos_array_call *call, const char *method);
/** Facts of a value: a tensor's own, those of numpy.array for literals; NULL = not known. */
const eos_tensor *eos_array_facts(const eos_array_call *call, eos_value value);
eos_value eos_array_unknown(void);
/** The receiver of a method, and what it is a view of, hold these facts from now on. */
void eos_array_replace(const eos_array_call *call, const eos_tensor *facts);

/* ---- array_facts.c: facts ---- */
void eos_facts_no_labels(eos_tensor *tensor); /* encoding and classes are given up */
void eos_facts_no_range(eos_tensor *tensor);
/** Rows in another order, fewer of them, or some twice: bounds stay, exactness does not. */
void eos_facts_some_rows(eos_tensor *tensor, int64_t rows, bool may_lose_classes);
/** Facts that hold whichever of the two it is. */
void eos_facts_hull(eos_tensor *out, const eos_tensor *left, const eos_tensor *right);
int64_t eos_facts_rows(const eos_tensor *tensor);    /* -1 = unknown */
int64_t eos_facts_columns(const eos_tensor *tensor); /* of the last of two axes; -1 = unknown */
/** One column: (n,), (n, 1) or a Series. */
bool eos_facts_is_column(const eos_tensor *tensor);
uint8_t eos_facts_dtype(eos_value value); /* eos_dtype that "float32", int, np.uint8 name */
/** What astype does to the facts. */
void eos_facts_cast(eos_tensor *tensor, eos_value type);

/* ---- array_shape.c: shapes ---- */
int64_t eos_data_size(eos_value value); /* a size as a number; EOS_DIM_UNKNOWN otherwise */
/** One -1 is worked out where the number of elements is known. */
eos_shape eos_shape_reshaped(const eos_shape *from, eos_shape wanted);
eos_shape eos_shape_without(const eos_shape *shape, uint32_t axis);
eos_shape eos_shape_with(const eos_shape *shape, uint32_t axis, int64_t size);
/** Axis counted from the front; false = out of range or not known. */
bool eos_array_axis(const eos_shape *shape, eos_value axis, uint32_t *out);
/** What numpy gives for two operands; unknown where it depends on unknown sizes. */
eos_shape eos_shape_broadcast(const eos_shape *left, const eos_shape *right);

/* ---- array_dataset.c ---- */
eos_value eos_load_dataset(const eos_array_call *call, const eos_api_dataset *set);

/* ---- array_vision.c ---- */
/** A data set of torchvision that is known by its public facts. */
eos_value eos_load_pictures(const eos_array_call *call, const eos_api_dataset *set);

/* ---- array_feed.c: batches ---- */
eos_value eos_feed_make(const eos_array_call *call, const eos_tensor *inputs,
                        const eos_tensor *targets, eos_value batch_size, const char *source);

/* ---- array_elements.c ---- */
/** The elements of a new array of one axis: start, start + step ... Too many are not kept. */
void eos_array_set_elements(eos_flow *flow, eos_value array, double start, double step,
                            int64_t count, bool is_whole);
/** Elements of an array of one axis, plain numbers; NULL = not known. */
const eos_sequence *eos_array_elements(eos_value array);
/** Whether elements keep their numbers in arrays of this type (UNBOUND = none is given). */
bool eos_array_reads_type(eos_value type, bool *is_float);
/** The elements of an array that a list of numbers makes, where `type` (UNBOUND = none) is understood. */
void eos_array_take_list(const eos_array_call *call, eos_value array, eos_value list,
                         eos_value type);
/** tolist and split of an array with known elements; UNBOUND = another method, or none are known. */
eos_value eos_array_element_method(const eos_array_call *call);

/* ---- array_compute.c: new elements from known ones ---- */
/** `result`, what an operator on two operands gives, with its elements where theirs are known. */
eos_value eos_array_compute_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                                   eos_value right, eos_value result, eos_span span);
/** The same for a method that maps every element. */
eos_value eos_array_compute_each(const eos_array_call *call, eos_value result);
eos_value eos_array_differences(const eos_array_call *call);
/** The distinct elements in order; UNBOUND = that cannot be told. */
eos_value eos_array_distinct(const eos_array_call *call, const eos_sequence *from);
/** torch.add(x, y) and its like: the operator. */
eos_value eos_array_operator(const eos_array_call *call);

#endif
