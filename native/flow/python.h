/* SPDX-License-Identifier: MIT */
/*
 * Python itself, for the files of the interpreter that model it: operator.c, compare.c, iterate.c,
 * python_text.c, builtin*.c, python_method.c and python_string.c. Outside of them include
 * interp.h, which declares what the rest of the interpreter calls.
 *
 * Questions that Python answers with True or False have a third answer here. It is a type of its
 * own, not a value, so that no caller takes "cannot be told" for a truth by accident.
 */
#ifndef EOS_FLOW_PYTHON_H
#define EOS_FLOW_PYTHON_H

#include "flow/interp.h"

typedef enum eos_certainty { EOS_CERTAINLY_NOT = 0, EOS_CERTAINLY, EOS_UNCERTAIN } eos_certainty;

/* the call of a builtin or of a method of Python's own types */
typedef struct eos_python_call {
    eos_flow *flow;
    eos_frame *frame;
    const eos_arguments *arguments;
    const eos_text *name;
    eos_value receiver; /* of a method; UNBOUND for a builtin */
} eos_python_call;

typedef eos_value eos_python_handler(const eos_python_call *call);

/* a row of a dispatch table, which is sorted by name */
typedef struct eos_python_entry {
    const char *name;
    eos_python_handler *run; /* NULL = known to exist, not modelled */
    bool is_pure; /* the result depends on the arguments' values alone: done per alternative */
} eos_python_entry;

/* ---- compare.c ---- */

eos_certainty eos_python_equal(eos_flow *flow, eos_value left, eos_value right);
/** -1, 0 or 1 in *order; false when the order is not known or there is none (a NaN, unlike
 *  types). */
bool eos_python_order(eos_flow *flow, eos_value left, eos_value right, int *order);
/** True, False or unknown with `reason` (static text). */
eos_value eos_certainty_value(eos_certainty certainty, const char *reason);
/** The value, or one of its alternatives, holds only with the defaults of an uncalled function. */
bool eos_python_with_defaults(eos_value value);

/* ---- operator.c ---- */

/** INT and BOOL, as Python counts with them: True is 1. */
bool eos_python_integer(eos_value value, int64_t *out);
/** Bounds of a number or interval; false for anything else. */
bool eos_python_bounds(eos_value value, eos_interval *out);
/** An interval; unknown when the bounds are no numbers. */
eos_value eos_python_interval(eos_flow *flow, double minimum, double maximum, bool is_integer);

/* ---- iterate.c ---- */

/** A sequence without items; never NULL. */
const eos_sequence *eos_sequence_empty(eos_arena *arena);
/** Every item is certainly there. NULL (no items) is complete. */
bool eos_sequence_is_complete(const eos_sequence *items);
/** A stable sort by `key` (UNBOUND or None = the items themselves); NULL when the order is not
 *  known. */
const eos_sequence *eos_python_sort(const eos_python_call *call, const eos_sequence *items,
                                    eos_value key, bool is_reverse);
/** Calls a value of the program with positional arguments. */
eos_value eos_python_apply(const eos_python_call *call, eos_value callee, const eos_value *values,
                           uint32_t count);
/** A new list, set or dict with this content. */
eos_value eos_python_container(const eos_python_call *call, eos_object_kind kind,
                               const eos_sequence *items, bool is_open);
/** dict.update: what `other` maps is put into `dict`, which is left open when that is not known. */
void eos_python_dict_update(eos_flow *flow, eos_object *dict, eos_value other);
/** set.update, the same for elements. */
void eos_python_set_update(eos_flow *flow, eos_object *set, eos_value other);

/* ---- python_text.c ---- */

/** Appends str(value), or repr(value); false (buffer undefined) when it is not known. */
bool eos_python_text(eos_buffer *buffer, eos_value value, bool is_repr);
/** The buffer as a string value; unknown when it is longer than is kept. */
eos_value eos_python_string(eos_flow *flow, const eos_buffer *buffer);
/** "..." % operand */
eos_value eos_python_percent(eos_flow *flow, const eos_text *format, eos_value operand);
/** "...".format(arguments) */
eos_value eos_python_brace_format(eos_flow *flow, const eos_text *format,
                                  const eos_arguments *arguments);
/** Every byte below 128: what upper, lower and strip understand. */
bool eos_python_is_ascii(const eos_text *text);

/* ---- python_collections.c ---- */

/** `unset` as what holds with the defaults, when `name` is a variable of the environment that only those
 *  set who want something; unknown for those that every system sets. */
eos_value eos_environment_variable(eos_value name, eos_value unset);

/* ---- handlers, for the table in builtin.c ---- */

eos_python_handler eos_builtin_range, eos_builtin_enumerate, eos_builtin_zip, eos_builtin_map,
    eos_builtin_filter, eos_builtin_sorted, eos_builtin_reversed, eos_builtin_sum, eos_builtin_min,
    eos_builtin_max, eos_builtin_any, eos_builtin_all, eos_builtin_next, eos_builtin_iter,
    eos_builtin_len, eos_builtin_list, eos_builtin_tuple, eos_builtin_set, eos_builtin_dict;
eos_python_handler eos_builtin_isinstance, eos_builtin_issubclass, eos_builtin_type,
    eos_builtin_callable, eos_builtin_hasattr, eos_builtin_getattr, eos_builtin_setattr,
    eos_builtin_delattr;

/** The row with this name; NULL = none. */
const eos_python_entry *eos_python_entry_find(const eos_python_entry *entries, size_t count,
                                              const eos_text *name);
/** A method of a string; UNBOUND = not modelled. */
eos_value eos_python_string_method(const eos_python_call *call);

#endif
