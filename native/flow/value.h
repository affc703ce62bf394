/* SPDX-License-Identifier: MIT */
/*
 * Values of the abstract interpreter: what an expression of the program is known to be.
 *
 * A value is small, immutable and passed by value; what it points to lives in the file's arena. It is
 * one of: not bound, unknown (with the reason), a constant, an interval, a few alternatives (what a
 * join of branches could not decide), something of the program (function, class), something of a
 * library (by canonical path), or a reference to an object of the heap (heap.h), which alone can change.
 *
 * Provenance stands beside the value: `origin` is a chain of places, newest first, so that a finding
 * can say "0.1 from line 12 through `sgd` line 49". Two values are equal whatever their origins are.
 */
#ifndef EOS_FLOW_VALUE_H
#define EOS_FLOW_VALUE_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/span.h"
#include "base/text.h"
#include "flow/api.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum eos_value_kind {
    EOS_VALUE_UNBOUND = 0, /* a slot that nothing was assigned to */
    EOS_VALUE_UNKNOWN,     /* as.reason says why */
    EOS_VALUE_NONE,
    EOS_VALUE_BOOL,
    EOS_VALUE_INT,
    EOS_VALUE_FLOAT,
    EOS_VALUE_STRING,
    EOS_VALUE_ELLIPSIS,
    EOS_VALUE_INTERVAL, /* a number within bounds */
    EOS_VALUE_ONE_OF,   /* 2..EOS_LIMIT_ALTERNATIVES alternatives */
    EOS_VALUE_TUPLE,    /* immutable items */
    EOS_VALUE_SLICE,    /* lower:upper:step, as a sequence of three */
    EOS_VALUE_FUNCTION, /* def or lambda of the program, with its closure */
    EOS_VALUE_METHOD,   /* function or library method bound to its receiver */
    EOS_VALUE_LIBRARY,  /* module, class or function of a library, by canonical path */
    EOS_VALUE_BUILTIN,  /* Python's own function or type, by name */
    EOS_VALUE_OBJECT    /* list, dict, class, instance, layer, model, tensor ...: a heap object */
} eos_value_kind;

typedef enum eos_origin_kind {
    EOS_ORIGIN_LITERAL,  /* written here */
    EOS_ORIGIN_NAME,     /* passed through the name `name` here */
    EOS_ORIGIN_DEFAULT,  /* default of the program's own parameter `name` */
    EOS_ORIGIN_API,      /* default or behaviour of the library */
    EOS_ORIGIN_COMPUTED, /* result of an operation or call here */
    EOS_ORIGIN_DATA      /* a public fact of a data set */
} eos_origin_kind;

typedef struct eos_origin {
    uint8_t kind;                  /* eos_origin_kind */
    uint8_t length;                /* of the chain from here; at most EOS_LIMIT_ORIGIN_CHAIN */
    eos_span span;                 /* line 0 = no place (a library default) */
    const eos_text *path;          /* NULL = the judged file */
    const eos_text *name;          /* variable, parameter; NULL = none */
    const struct eos_origin *from; /* older; NULL = the first */
} eos_origin;

struct eos_object;
struct eos_function;
struct eos_method;
struct eos_sequence;
struct eos_library_ref;
struct eos_one_of;

typedef struct eos_interval {
    double minimum, maximum; /* inclusive; infinities allowed */
    bool is_integer;
} eos_interval;

typedef struct eos_value {
    uint8_t kind; /* eos_value_kind */
    bool
        is_with_defaults; /* holds only when parameters of an uncalled function take their defaults */
    union {
        bool boolean;
        int64_t integer;
        double number;
        const eos_text *text; /* STRING; BUILTIN: its name */
        const char *reason;   /* UNKNOWN; static or arena text; NULL = not said */
        const eos_interval *interval;
        const struct eos_one_of *one_of;
        const struct eos_sequence *items; /* TUPLE, SLICE */
        const struct eos_function *function;
        const struct eos_method *method;
        const struct eos_library_ref *library;
        struct eos_object *object;
    } as;
    const eos_origin *origin; /* NULL = not told */
} eos_value;

typedef struct eos_one_of {
    uint32_t count;
    eos_value items[EOS_LIMIT_ALTERNATIVES]; /* none of them UNKNOWN, ONE_OF or UNBOUND */
} eos_one_of;

/* a name within a library, canonical; `entry` NULL = the tables do not know it (a module, say) */
typedef struct eos_library_ref {
    const eos_text *written; /* as the program composed it: "keras.layers.Convolution2D" */
    const eos_text *path;    /* canonical: "keras.layers.Conv2D" */
    const eos_api_entry *entry;
} eos_library_ref;

/* ---- reading, for model and rules ---- */

static inline bool eos_value_is_unknown(eos_value value) /* UNKNOWN or UNBOUND */
{
    return value.kind == EOS_VALUE_UNKNOWN || value.kind == EOS_VALUE_UNBOUND;
}
bool eos_value_is_none(eos_value value);
/** Number of a BOOL, INT or FLOAT constant. False (and *out untouched) otherwise. */
bool eos_value_number(eos_value value, double *out);
bool eos_value_integer(eos_value value, int64_t *out); /* INT, or a FLOAT that is whole; not BOOL */
bool eos_value_boolean(eos_value value, bool *out);    /* BOOL only */
/** Text of a STRING constant; NULL otherwise. */
const eos_text *eos_value_string(eos_value value);
/**
 * Alternatives: 1 for anything else than ONE_OF. A claim "for every alternative" loops over
 * eos_value_alternative(value, 0 .. count-1).
 */
static inline uint32_t eos_value_alternative_count(eos_value value)
{
    return value.kind == EOS_VALUE_ONE_OF ? value.as.one_of->count : 1;
}
eos_value eos_value_alternative(eos_value value, uint32_t index);
/** Same kind and content; objects by identity; origins do not count. Unknown equals nothing. */
bool eos_value_equal(eos_value left, eos_value right);
/** As a program would write it: 0.1, "relu", (3, 3), None; "?" when unknown. Arena text. */
const char *eos_value_show(eos_arena *arena, eos_value value);
/** The oldest place in the chain (where the literal stands) and the newest; NULL when not told. */
const eos_origin *eos_origin_first(const eos_origin *origin);

/* ---- making ---- */

eos_value eos_unknown(const char *reason);
eos_value eos_none(void);
eos_value eos_boolean(bool boolean);
eos_value eos_integer(int64_t integer);
eos_value eos_number(double number);
eos_value eos_string(const eos_text *text);
/** The same value with one more place in front of its chain. */
eos_value eos_value_through(eos_arena *arena, eos_value value, eos_origin_kind kind, eos_span span,
                            const eos_text *path, const eos_text *name);
/** What holds when either may be the case: equal values stay, few become ONE_OF, else unknown. */
eos_value eos_value_join(eos_arena *arena, eos_value left, eos_value right);

#endif
