/* SPDX-License-Identifier: MIT */
/*
 * The heap: objects that the program can change, and the journal through which every change goes.
 *
 * An object's content is a small record of pointers to immutable data, so that a write replaces the
 * record and a snapshot is a copy of it. The journal keeps what was there before: a branch on an
 * unknown condition is mark, run one side, take its delta (which rolls back), run the other side, take,
 * merge. The cost is what was written, not what exists.
 *
 * Slots of frames are written through the same journal.
 *
 * Sequences are persistent and append-only: pushing shares the buffer when nobody has pushed there
 * since, so building a list of n items costs n, and old snapshots stay as they were.
 */
#ifndef EOS_FLOW_HEAP_H
#define EOS_FLOW_HEAP_H

#include "base/vector.h"
#include "flow/value.h"

typedef enum eos_presence {
    EOS_PRESENT, /* always there */
    EOS_MAYBE,   /* there when a condition that is not known holds */
    EOS_REPEATED /* part of a loop of unknown count; judged once */
} eos_presence;

typedef struct eos_item {
    eos_value key;      /* dict key, attribute name; UNBOUND for lists */
    eos_value value;    /* UNBOUND under a key = deleted */
    eos_span condition; /* of a maybe item; line 0 = none */
    uint8_t presence;   /* eos_presence */
} eos_item;

typedef struct eos_sequence {
    eos_item *items; /* shared buffer; only the first `count` belong to this sequence */
    uint32_t count, capacity;
    struct eos_key_index *keys; /* of the buffer (heap_index.c) */
    uint32_t *used; /* how much of the buffer is taken, by whichever sequence is longest */
} eos_sequence;

typedef enum eos_object_kind {
    EOS_OBJECT_LIST,
    EOS_OBJECT_DICT,
    EOS_OBJECT_SET,
    EOS_OBJECT_CLASS,    /* class of the program; items = bases, attributes = namespace */
    EOS_OBJECT_INSTANCE, /* of a class of the program */
    EOS_OBJECT_LIBRARY, /* made by a library: layer, model, optimiser, loss, schedule ... facts = eos_made */
    EOS_OBJECT_TENSOR, /* array or symbolic tensor; facts = eos_tensor */
    EOS_OBJECT_MODULE, /* file of the repository; facts = eos_program_file (interp.h) */
    EOS_OBJECT_IMPORT  /* in slots only: a name imported from such a file, read when first needed;
                            facts = eos_pending_import (interp.h) */
} eos_object_kind;

/* what can change; each pointer leads to immutable data */
typedef struct eos_content {
    const eos_sequence *items;      /* NULL = empty */
    const eos_sequence *attributes; /* keyed by name; NULL = empty */
    const void *facts;              /* eos_made, eos_tensor; NULL = none */
    bool is_escaped;                /* handed to code that cannot be seen: absence claims are off */
    bool is_open; /* may hold items that are not listed: unknown iterables, unknown keys */
} eos_content;

/* A branch on a condition that is not known, while it runs. */
typedef struct eos_condition {
    const struct eos_condition *outer; /* NULL = not under any */
    eos_span span;                     /* the test */
} eos_condition;

/* whose parameters an optimiser took: modules, and parameters that belong to none */
typedef struct eos_parameter_owners {
    EOS_VECTOR(struct eos_object *) items;
    bool is_open;    /* and perhaps others */
    bool has_groups; /* given in groups */
    bool has_data;   /* plain tensors among them: an image that is optimised, say */
} eos_parameter_owners;

/* A loop of which it is not known how often it runs, while its one round runs. */
typedef struct eos_round {
    const struct eos_round *outer; /* NULL = in none */
} eos_round;

typedef struct eos_object {
    uint32_t id;           /* identity, from 1, in the order of creation */
    uint8_t kind;          /* eos_object_kind */
    eos_span span;         /* where it is made */
    const eos_text *path;  /* file; NULL = the judged one */
    const eos_text *scope; /* qualified name of the function it is made in */
    const eos_text *name;  /* first variable or attribute that it was bound to; NULL = none yet */
    struct eos_object *class_object; /* of an instance */
    const eos_library_ref
        *library; /* class it was made from (LIBRARY), or library base (INSTANCE, CLASS) */
    const eos_condition *condition;      /* under which it was made; NULL = certainly made */
    const eos_round *round;              /* in which it was made; NULL = in none */
    bool is_with_defaults;               /* made where a default of an uncalled function decided */
    struct eos_object *default_instance; /* of a class: made because nothing else made one */
    bool is_traced;                      /* of a module instance: its forward was run */
    bool is_held;                        /* of a part of a network: another part holds it */
    bool is_run;                         /* of a part: it stands in the graph of a network */
    const eos_text
        *asked_for; /* of a module: parameters, to ... as the program called it; or NULL */
    eos_span asked;
    bool is_parameter; /* of an array: torch.nn.Parameter, or the weights of a layer */
    struct eos_object *parameter_of; /* that layer; NULL = a parameter of its own */
    const struct eos_tensor
        *called_on; /* of a module: what the program last called it on; NULL = not
                                           known */
    struct eos_object
        *group; /* of a PyTorch optimiser: the dict that stands for its groups; NULL = the
                                 program does not look at them */
    const eos_parameter_owners *owners; /* of a PyTorch optimiser; else NULL */
    const struct eos_built *built; /* of a model that a library built, and of its parts: nobody's
                                      code is to blame for them (flow.h); NULL = others */
    const void *partial;           /* of functools.partial: the call that it makes; NULL = none */
    eos_content now;               /* write only through eos_heap_write */
} eos_object;

typedef struct eos_change {
    eos_value *slot; /* a frame's slot, or NULL for an object */
    eos_object *object;
    union {
        eos_value old_value;     /* of a slot */
        eos_content old_content; /* of an object */
    };
} eos_change;

typedef struct eos_heap {
    eos_arena *arena;
    uint32_t next_id;
    uint32_t rewritten; /* items copied for writes into, and merges of, large contents */
    eos_span
        given_up_at; /* the first one whose content is no longer followed for that; line 0 = none */
    EOS_VECTOR(eos_change) journal;
} eos_heap;

/* what one side of a branch changed: per slot and object the value at its end */
typedef struct eos_delta {
    eos_change *changes; /* old_* hold the *new* state here; each slot or object once */
    uint32_t count;
    uint32_t first_id, end_id; /* objects made on this side: they do not exist on the other */
} eos_delta;

void eos_heap_init(eos_heap *heap, eos_arena *arena);
eos_object *eos_heap_new(eos_heap *heap, eos_object_kind kind, eos_span span);
void eos_heap_assign(eos_heap *heap, eos_value *slot, eos_value value);
void eos_heap_write(eos_heap *heap, eos_object *object, eos_content content);

typedef struct eos_mark {
    uint32_t journal_count, next_id;
} eos_mark;
eos_mark eos_heap_mark(const eos_heap *heap);
/** Everything that changed since the mark, as it is now; then rolls back to the mark. */
eos_delta eos_heap_take(eos_heap *heap, eos_mark mark);
/** Brings a delta in as it is. */
void eos_heap_apply(eos_heap *heap, const eos_delta *delta);
/** Brings in what holds when one of the two happened; `condition` marks items of one side only. */
void eos_heap_merge(eos_heap *heap, const eos_delta *left, const eos_delta *right,
                    eos_span condition);

/* ---- sequences ---- */
const eos_sequence *eos_sequence_push(eos_arena *arena, const eos_sequence *sequence,
                                      eos_item item);
/** A copy with room, for changes in the middle; the caller fills it before it is shared. */
eos_sequence *eos_sequence_copy(eos_arena *arena, const eos_sequence *sequence, uint32_t room);
static inline uint32_t eos_sequence_count(const eos_sequence *sequence) /* NULL = 0 */
{
    return sequence == NULL ? 0 : sequence->count;
}

/* where the keys of a buffer stand, once somebody looks for one among many (heap_index.c) */
typedef struct eos_key_index {
    eos_arena *arena;
    uint32_t *places;         /* position + 1 by hash, open addressing; NULL = not made yet */
    uint32_t capacity, count; /* count: items of the buffer that were entered, the first ones */
} eos_key_index;

#define EOS_FEW_KEYS 16u /* as many are looked through one by one */
/** Newest entry under `key` of a sequence with more than EOS_FEW_KEYS; NULL = none. */
const eos_item *eos_key_index_find(const eos_sequence *entries, const eos_value *key);

/* ---- shorthands ---- */
void eos_list_append(eos_heap *heap, eos_object *list, eos_value value);
/** Newest entry under `key` (dicts, attributes); NULL = none. Keys compare by value. */
const eos_item *eos_entry_find(const eos_sequence *entries, eos_value key);
const eos_item *eos_attribute_find(const eos_object *object, const eos_text *name);
void eos_attribute_set(eos_heap *heap, eos_object *object, const eos_text *name, eos_value value);
void eos_dict_set(eos_heap *heap, eos_object *dict, eos_value key, eos_value value);
void eos_object_escape(eos_heap *heap, eos_value value);

#endif
