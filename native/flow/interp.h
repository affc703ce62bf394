/* SPDX-License-Identifier: MIT */
/*
 * Inside of the abstract interpreter: what its files share. Outside of flow/ include flow.h.
 *
 * The interpreter runs the program statement by statement on values that are known or honestly
 * unknown (design section 2, "Partial evaluation"). Reading order: flow.c (entry points, what is
 * recorded), statement.c, loop.c, expression.c, call.c (the program's own functions and classes), library.c
 * (library classes and methods), tensor.c and array.c (data), builtin.c and operator.c (Python itself).
 */
#ifndef EOS_FLOW_INTERP_H
#define EOS_FLOW_INTERP_H

#include "base/address_map.h"
#include "flow/flow.h"

/* the slots of one scope while it runs; closures keep it alive (all in the arena) */
typedef struct eos_frame {
    struct eos_program_file *file; /* of a module's frame; NULL for the others (eos_frame_file) */
    const eos_ir_scope *scope;
    eos_value *slots;         /* scope->count of them; write only through the heap's journal */
    struct eos_frame *parent; /* frame of scope->parent; NULL for the module */
    eos_object *class_object; /* class whose method runs here, for super(); NULL = none */
    eos_value self;           /* first argument of that method */
    eos_object *yielded;      /* list of what a generator gives; NULL = no generator */
} eos_frame;

/* a number of rows that is so many times another one */
typedef struct eos_batch_multiple {
    const char *reason; /* whose address is the identity of the number */
    const char *base;   /* that of the other one */
    int64_t times;
} eos_batch_multiple;

/* a name of another file, or one that another file binds, followed when it is first needed */
typedef struct eos_pending_import {
    struct eos_program_file *file; /* NULL = there is no such file */
    const eos_text *module;        /* as the import names it, for messages */
    const eos_text *name;
    eos_span span;     /* of the import */
    const char *scope; /* that it stands in */
    const eos_ir_node
        *statement;  /* of `file`, run when its name is needed (deferral.c); NULL = an import */
    uint32_t symbol; /* that the statement binds */
    const eos_ir_ImportFrom
        *origin; /* `file` is still to be looked for, as it says; NULL = it was */
    struct eos_program_file *importer; /* from where */
    bool is_followed;
    eos_value value; /* UNBOUND while it is being followed */
} eos_pending_import;

/* one file of the program: the judged one, or one that it imports */
typedef struct eos_program_file {
    uint32_t number;             /* of the provider; 0 = the judged file */
    const eos_text *path;        /* NULL = the judged file */
    const eos_text *name;        /* that imports it, once it was asked for */
    const eos_ir_module *module; /* NULL = not read */
    eos_frame *frame;            /* of its module scope; NULL = it did not run */
    eos_object *object;          /* the module as a value; NULL = nothing has asked for it */
    const char *reason;          /* why it could not be read; NULL = it could, or was not tried */
    bool is_read;                /* `module` and `reason` say what came of it */
    bool is_started;             /* it ran, or runs now (imports in a circle) */
    bool has_star;               /* it has star imports, so it may bring any name */
    bool is_package;             /* names below it are modules too */
    bool is_searched;            /* a name is being looked for in its star imports */
    bool has_unseen_star;        /* a star import from a module that is not followed */
    bool prefers_torch;          /* bare names of snippets mean PyTorch */
    EOS_VECTOR(const eos_text *) star_modules;   /* library modules imported with * */
    EOS_VECTOR(struct eos_pending_import) stars; /* files imported with * */
} eos_program_file;

typedef struct eos_function {
    const eos_ir_node *node;            /* FunctionDef, AsyncFunctionDef or Lambda */
    const eos_ir_arguments *parameters; /* NULL = none */
    const eos_ir_scope *scope;
    eos_frame *closure;        /* frame that the definition stands in */
    const eos_value *defaults; /* of the last positional parameters, evaluated at the definition */
    const eos_value *keyword_defaults; /* per kwonlyargs; UNBOUND = required */
    eos_object *class_object;          /* class it is defined in; NULL = none */
    bool is_static, is_class_method, is_property;
    bool is_renamed; /* functools.wraps gave it the names of another one */
    bool is_opaque;  /* a decorator that we cannot see through: calls give unknown */
    bool is_no_grad; /* decorated with torch.no_grad() or inference_mode() */
} eos_function;

typedef struct eos_method {
    eos_value receiver;
    const eos_function *function; /* the program's; NULL = of a library or of Python */
    const eos_library_ref
        *library; /* "keras.Model.fit"; NULL = of Python ("append") or the program */
    const eos_text *name;
} eos_method;

typedef struct eos_argument {
    eos_value value;
    eos_span span;
    const eos_text *name; /* NULL = positional */
} eos_argument;

typedef struct eos_arguments {
    const eos_argument *items; /* positional first, then keywords */
    uint32_t count, positional_count;
    bool is_open; /* *args or **kwargs that are not known: there may be more */
    const eos_sequence
        *maybe_items; /* f(*layers) alone, of a list with items that may be missing */
    eos_span span;    /* of the whole call */
    eos_span callee;  /* of the function expression */
} eos_arguments;

typedef struct eos_active_call {
    const eos_arguments *arguments;
    const eos_condition *condition; /* innermost around the call */
} eos_active_call;

/* how a block may end; several bits when branches differ */
enum {
    EOS_ENDS_NORMALLY = 1,
    EOS_ENDS_BY_RETURN = 2,
    EOS_ENDS_BY_BREAK = 4,
    EOS_ENDS_BY_CONTINUE = 8
    /* 0: does not end (raise, sys.exit) */
};

typedef struct eos_ending {
    unsigned ways;
    eos_value result; /* of the returns; UNBOUND = none */
} eos_ending;

/* the shape of one sample of what the program calls a module on */
typedef struct eos_module_input {
    const eos_object *module;
    uint32_t place; /* positional argument */
    eos_shape shape;
} eos_module_input;

typedef struct eos_defined_class {
    eos_object *object;
    const eos_ir_node *node;
} eos_defined_class;

/* a class of a library whose instances a model of it is made of */
typedef struct eos_built_class {
    const eos_text *path;
    eos_object *object;
} eos_built_class;

/* a statement that catches exceptions, while its body runs */
typedef struct eos_guard {
    const eos_condition *condition; /* innermost around the statement */
    const struct eos_round *round;
} eos_guard;

struct eos_flow {
    eos_arena *arena;
    eos_intern *names;
    const eos_ir_module *module;
    const eos_module_provider *provider;  /* NULL = no import is followed */
    EOS_VECTOR(eos_program_file *) files; /* [0] is the judged one */
    const eos_text *path;                 /* of the file that runs; NULL = the judged one */
    eos_heap heap, spare_heap;            /* the spare one lends its journal to imported files */
    eos_frame *module_frame;
    eos_flow_result *result;
    const eos_condition *condition; /* innermost; NULL = none */
    const eos_round *round;         /* innermost; NULL = none */
    uint32_t files_left;            /* imported files that may still be read */
    uint32_t entry_steps;           /* spent in functions that nothing calls */
    uint32_t
        step_limit; /* the budget that holds now: of the file, or of a function that nothing calls */
    uint32_t steps, call_depth, nesting, iterations;
    uint32_t refused_loops;                         /* not unrolled, because too many were */
    EOS_VECTOR(eos_batch_multiple) batch_multiples; /* in the order of making */
    EOS_VECTOR(const eos_operation *) executed;     /* layers called while one model is asked for */
    const eos_guard *guard;                         /* innermost; NULL = none */
    const char *raised;                  /* class of the exception on its way; NULL = none */
    uint32_t next_operation;             /* identity of the next graph operation */
    uint32_t next_root;                  /* identity of the next array */
    uint32_t forward_depth;              /* calls of modules around this place */
    bool is_asked;                       /* the value of one expression is wanted (--call) */
    bool is_exhausted;                   /* the step budget is gone */
    bool is_abroad_exhausted;            /* the part of it for other files is gone */
    uint32_t steps_abroad, abroad_limit; /* steps in other files, and how many there may be */
    bool is_data_format_set;             /* keras.backend.set_image_data_format was called */
    bool is_sampling;       /* a number out of an array keeps the array's facts (array_loader.c) */
    bool is_silent;         /* a speculative pass: nothing is recorded */
    bool is_tracing;        /* a module is run to see its network */
    bool has_left_training; /* eval() or train(mode) was called on some module */
    bool is_looking;        /* the first, silent round of a loop of unknown count */
    bool is_with_defaults;  /* in an uncalled function, after a default decided a branch */
    eos_loop *loop;         /* innermost of the program's loops; NULL = in none */
    uint64_t place;         /* the calls that lead here, as one number */
    uint32_t next_round;
    uint32_t backwards;                    /* backward() calls so far, silent ones too */
    uint8_t gradient;                      /* eos_gradient_mode here */
    eos_action *buckets[256];              /* of actions, by hash */
    EOS_VECTOR(eos_object *) instances;    /* of module classes, and containers, in order */
    EOS_VECTOR(eos_defined_class) classes; /* of the judged file: networks and layers */
    EOS_VECTOR(eos_object *) remade;       /* layers that a forward made and called */
    uint32_t
        trace_began; /* objects from this one on are made in the forward that is traced; 0 = none is */
    const eos_condition *trace_condition; /* around the whole forward */
    EOS_VECTOR(eos_object *)
    called_modules; /* called while a forward runs, since its trace began */
    EOS_VECTOR(eos_module_input) module_inputs;
    EOS_VECTOR(const eos_function *) active;   /* functions being run, for recursion */
    eos_address_map entered;                   /* function nodes that were run at least once */
    EOS_VECTOR(const eos_function *) defined;  /* functions and methods met, in order */
    EOS_VECTOR(eos_built_class) built_classes; /* of library models */
    uint32_t built_layers;                     /* made for such models so far */
    uint32_t ready_made_depth;                 /* forwards of such models around this place */
    eos_library_ref **library_index;           /* interned refs: open addressing by path address */
    EOS_VECTOR(eos_active_call) active_calls;  /* how each of them was called */
    uint32_t library_capacity, library_count;
};

/* ---- flow.c ---- */
/** One step of the budget; false when it is gone (said once in not_judged). */
bool eos_flow_step(eos_flow *flow, eos_span span);
void eos_flow_not_judged(eos_flow *flow, eos_span span, const char *scope, const char *what,
                         const char *reason);
const char *eos_flow_scope_name(const eos_frame *frame);
eos_value eos_flow_literal(eos_flow *flow, eos_value value, eos_span span); /* with its place */
eos_value eos_flow_computed(eos_flow *flow, eos_value value, eos_span span, eos_value from);
eos_object *eos_flow_object(eos_flow *flow, eos_frame *frame, eos_object_kind kind, eos_span span);
eos_value eos_object_value(eos_object *object);
eos_condition *eos_flow_enter_condition(eos_flow *flow, eos_span span);
/** What happens until flow->round is set back happens nobody knows how often. */
void eos_flow_enter_round(eos_flow *flow);

/** Frame of the module that the code belongs to, and its file. */
eos_frame *eos_module_frame(eos_frame *frame);
eos_program_file *eos_frame_file(eos_frame *frame);
/** Reads from the imports of a module which library its bare names mean. */
void eos_look_at_imports(eos_program_file *file, const eos_ir_nodes *body);

/* ---- import.c ---- */
void eos_run_import(eos_flow *flow, eos_frame *frame, const eos_ir_Import *node);
void eos_run_import_from(eos_flow *flow, eos_frame *frame, const eos_ir_ImportFrom *node);
/**
 * Splits the body of a file that is imported: what may wait becomes a pending name in its slot, the rest
 * is given back, in order, to be run now.
 */
eos_ir_nodes eos_defer_statements(eos_flow *flow, eos_program_file *file);
/** What a slot holds: an import that waits is followed now, anything else comes back as it is. */
eos_value eos_import_settle(eos_flow *flow, eos_value value);
/** Attribute of a module of the program; unknown when it has none. */
eos_value eos_module_attribute(eos_flow *flow, eos_object *module, const eos_text *name);
/** `module.name` is there; unknown = it may be. */
eos_value eos_module_has(eos_flow *flow, eos_object *module, const eos_text *name);
/** sys.modules[name]: a file of the program that was imported under this name. */
eos_value eos_loaded_module(eos_flow *flow, const eos_text *name);
/** Dotted name of the module that the frame belongs to (NULL = of none); NULL = not known. */
const eos_text *eos_module_name(eos_flow *flow, const eos_frame *frame);
void eos_module_assign(eos_flow *flow, eos_object *module, const eos_text *name, eos_value value);
/** A name that a star import of `file` brings; UNBOUND = none does. */
eos_value eos_star_name(eos_flow *flow, eos_program_file *file, const eos_text *name);

/* ---- statement.c ---- */
void eos_bind_symbol(eos_flow *flow, eos_frame *frame, uint32_t symbol, eos_value value);
eos_ending eos_run_block(eos_flow *flow, eos_frame *frame, const eos_ir_nodes *block,
                         uint32_t from);
void eos_bind_target(eos_flow *flow, eos_frame *frame, const eos_ir_node *target, eos_value value);
/** Runs `body` once per element of `iterable`, or once as a repeated segment when the count is not
 *  known; `target` may be NULL. */
typedef eos_ending eos_loop_body(eos_flow *flow, eos_frame *frame, void *payload);
eos_ending eos_run_loop(eos_flow *flow, eos_frame *frame, const eos_ir_node *target,
                        eos_value iterable, eos_span span, eos_loop_body *body, void *payload);

/** What holds when either of two ways of going on may be the case. */
eos_ending eos_join_endings(eos_flow *flow, eos_ending left, eos_ending right);
/** What happened since the mark only may have happened. */
void eos_merge_with_nothing(eos_flow *flow, eos_mark mark, eos_span condition);

/* ---- exception.c ---- */
/** An exception of this class (static text) happens for certain, should the code around it run. */
void eos_raise(eos_flow *flow, const char *name);
/** An except clause of this type takes it; *is_known false: it may. */
bool eos_catches(eos_flow *flow, const char *name, eos_value type, bool *is_known);
/** The clause that takes it; NULL = none. */
const eos_ir_ExceptHandler *eos_find_handler(eos_flow *flow, eos_frame *frame,
                                             const eos_ir_nodes *handlers, const char *name);

/* ---- loop.c ---- */
eos_ending eos_run_for(eos_flow *flow, eos_frame *frame, const eos_ir_node *target,
                       const eos_ir_node *iter, const eos_ir_nodes *block,
                       const eos_ir_nodes *orelse);
eos_ending eos_run_while(eos_flow *flow, eos_frame *frame, const eos_ir_While *node);

/* ---- expression.c ---- */
eos_value eos_evaluate(eos_flow *flow, eos_frame *frame, const eos_ir_node *node);
eos_value eos_evaluate_comprehension(eos_flow *flow, eos_frame *frame, const eos_ir_node *node);
eos_value *eos_symbol_slot(eos_flow *flow, eos_frame *frame, uint32_t symbol);

/* ---- access.c ---- */
eos_value eos_get_attribute(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                            eos_span span);
eos_value eos_get_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                       eos_span span);
/** A method that Python gives every object, bound to its receiver. */
eos_value eos_bind_instance_method(eos_flow *flow, eos_value receiver, const eos_text *name);
/** A method of a library class, bound to its receiver. */
eos_value eos_bind_library_method(eos_flow *flow, eos_value receiver,
                                  const eos_library_ref *library, const eos_text *name);
/** What an attribute of a class of the program gives when read through `receiver`: bound methods,
 *  results of properties. */
eos_value eos_bind_class_attribute(eos_flow *flow, eos_value receiver, eos_value found,
                                   eos_span span);

/* ---- iterate.c, expression.c ---- */
/** Elements of an iterable whose count and order are known; NULL otherwise. Lists with maybe items
 *  give NULL. */
const eos_sequence *eos_iterate(eos_flow *flow, eos_value iterable);
/** The same of lists and containers with items that may be missing or stand for many: look at their
 *  presence. NULL = not known even so. */
const eos_sequence *eos_iterate_loosely(eos_flow *flow, eos_value iterable);
/** True, false, or unknown (UNKNOWN value). */
eos_value eos_truth(eos_flow *flow, eos_value value);
/** What a library's name or attribute is when it is read instead of called: `self.training`, `x.is_cuda`
 *  may be anything, so unknown unless the tables know it as a function. Other values stay. */
eos_value eos_plain(eos_value value);
/** Truth of a test that decides which way the program goes. */
eos_value eos_decide(eos_flow *flow, eos_frame *frame, const eos_ir_node *test);
eos_value eos_make_list(eos_flow *flow, eos_frame *frame, const eos_sequence *items, eos_span span);
eos_value eos_make_tuple(eos_flow *flow, const eos_sequence *items);

/* ---- operator.c ---- */
eos_value eos_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                     eos_value right, eos_span span);
eos_value eos_unary(eos_flow *flow, eos_ir_op op, eos_value operand, eos_span span);
eos_value eos_compare(eos_flow *flow, eos_ir_op op, eos_value left, eos_value right);

/* ---- call.c ---- */
eos_value eos_call(eos_flow *flow, eos_frame *frame, eos_value callee,
                   const eos_arguments *arguments);
/** Calls it on one value, at the place of `around`. */
eos_value eos_call_one(eos_flow *flow, eos_frame *frame, eos_value callee, eos_value value,
                       const eos_arguments *around);
eos_value eos_call_function(eos_flow *flow, const eos_function *function, eos_value receiver,
                            const eos_arguments *arguments);
eos_value eos_make_function(eos_flow *flow, eos_frame *frame, const eos_ir_node *node);
void eos_define_class(eos_flow *flow, eos_frame *frame, const eos_ir_node *node);
/** Attribute of a class of the program along its bases; NULL = not there. */
const eos_item *eos_class_find(const eos_object *class_object, const eos_text *name);
bool eos_was_entered(const eos_flow *flow, const eos_ir_node *node);
/** Runs a function that nothing called: parameters take their defaults or are unknown. */
void eos_run_uncalled(eos_flow *flow, const eos_function *function);
void eos_escape_arguments(eos_flow *flow, const eos_arguments *arguments);

/* ---- builtin.c ---- */
eos_value eos_call_builtin(eos_flow *flow, eos_frame *frame, const eos_text *name,
                           const eos_arguments *arguments);
/** A method of a Python list, dict, string, tuple ... */
eos_value eos_call_python_method(eos_flow *flow, eos_frame *frame, const eos_method *method,
                                 const eos_arguments *arguments);
bool eos_is_builtin(const eos_text *name);

/* ---- library.c ---- */
const eos_library_ref *eos_library_ref_for(eos_flow *flow, const char *path, size_t length);
/** `name` below `library`; NULL when that is too long. */
const eos_library_ref *eos_library_member(eos_flow *flow, const eos_library_ref *library,
                                          const eos_text *name);
eos_value eos_library_value(eos_flow *flow, const char *path, size_t length);
eos_value eos_library_attribute(eos_flow *flow, const eos_library_ref *library,
                                const eos_text *name);
eos_value eos_call_library(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                           const eos_arguments *arguments);
eos_value eos_call_library_method(eos_flow *flow, eos_frame *frame, const eos_method *method,
                                  const eos_arguments *arguments);
/** Calling an object that a library made: a layer or model on tensors. */
eos_value eos_call_library_object(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_arguments *arguments);
/** Attribute of a library object that is no method: model.layers, optimizer.lr; UNBOUND = none. */
eos_value eos_library_property(eos_flow *flow, eos_frame *frame, eos_object *object,
                               const eos_text *name, eos_span span);
/** The layers that a Sequential is made with become its items; it is a model of the program. */
void eos_fill_sequential(eos_flow *flow, eos_object *model, const eos_made *made);
void eos_note_model(eos_flow *flow, eos_object *object);
/** Arguments by parameter, with the table's defaults. */
const eos_made *eos_bind_arguments(eos_flow *flow, const eos_api_entry *entry,
                                   const eos_arguments *arguments);

/* ---- python_library.c; UNBOUND = not of these ---- */
/** functools, math, dataclasses.field, argparse. */
eos_value eos_call_python_library(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                  const eos_arguments *arguments);
/** func, args and keywords of what functools.partial made. */
eos_value eos_partial_attribute(eos_flow *flow, eos_frame *frame, const eos_object *object,
                                const eos_text *name);
/** Calling what functools.partial made. */
eos_value eos_call_partial(eos_flow *flow, eos_frame *frame, const eos_object *object,
                           const eos_arguments *arguments);
eos_value eos_call_parser_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_text *name, const eos_arguments *arguments);
/** Names of the fields of a class with @dataclass, in order; NULL = it is none. */
const eos_sequence *eos_dataclass_fields(eos_flow *flow, eos_frame *frame,
                                         const eos_ir_ClassDef *node);
/** Names of the fields of a class, those of its bases first; NULL = it has none. */
const eos_sequence *eos_dataclass_field_names(eos_flow *flow, const eos_object *class_object);
/** Sets the fields of a new instance from the arguments; false = its class has none. */
bool eos_dataclass_init(eos_flow *flow, eos_frame *frame, eos_object *instance,
                        const eos_arguments *arguments);

/* ---- python_collections.c ---- */
/** collections.defaultdict, deque; dataclasses.replace, asdict. UNBOUND = not of these. */
eos_value eos_call_collections(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                               const eos_arguments *arguments);
/** What reading a key that is not there makes in a defaultdict; UNBOUND = a plain dict. */
eos_value eos_default_item(eos_flow *flow, eos_frame *frame, eos_object *dict, eos_value key,
                           eos_span span);

/* ---- python_regex.c; UNBOUND = not of re ---- */
eos_value eos_call_regex(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                         const eos_arguments *arguments);
eos_value eos_call_regex_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                const eos_text *name, const eos_arguments *arguments);

/** Names of the fields of a class of the program and of those that it inherits from; NULL = none. */
#define EOS_FIELDS_NAME " fields" /* attribute of a class that holds them */
const eos_sequence *eos_class_fields(eos_flow *flow, const eos_object *class_object);

/* ---- named_tuple.c ---- */
bool eos_is_named_tuple_base(eos_value base); /* typing.NamedTuple */
void eos_mark_named_tuple(eos_flow *flow, eos_object *class_object);
/** The fields' values in order; NULL = no named tuple, or not fully known. */
const eos_sequence *eos_named_tuple_items(eos_flow *flow, const eos_object *object);
/** collections.namedtuple: the class. */
eos_value eos_make_named_tuple(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments);
/** copy.copy: lists, dicts and instances get an identity of their own, what they hold does not. */
eos_value eos_copy_shallowly(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments);
/** What Python gives instances of the program's classes: the __init__ of dataclasses and object, _replace;
 *  UNBOUND = another method or object. */
eos_value eos_call_instance_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                   const eos_text *name, const eos_arguments *arguments);

/* ---- keras_model.c ---- */
/** input(s), output(s) and layers of a Keras model; UNBOUND = another attribute, or no Keras model. */
eos_value eos_model_property(eos_flow *flow, eos_frame *frame, eos_object *model,
                             const eos_text *name, eos_span span);
eos_value eos_model_get_layer(eos_flow *flow, eos_frame *frame, eos_object *model,
                              const eos_arguments *arguments);
/** A Keras layer was called: its `input` and `output` from now on. */
void eos_note_output(eos_flow *flow, eos_object *layer, eos_value input, eos_value output);

/* ---- keras_derived.c ---- */
/** The library's constructor on an instance of a class of the program that only configures it: from now
 *  on it is an object of the library. False = it stays what it is. */
bool eos_init_keras_derived(eos_flow *flow, eos_object *object, const eos_arguments *arguments);
/** super().__init__(...) of such a class; UNBOUND = another method. */
eos_value eos_call_keras_derived(eos_flow *flow, eos_object *object, const eos_text *name,
                                 const eos_arguments *arguments);

/* ---- keras_wrapper.c ---- */
/** KerasClassifier(build_fn=f, epochs=..) and its like; UNBOUND = another class. */
eos_value eos_call_keras_estimator(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                   const eos_arguments *arguments);
/** fit of such an estimator is fit of its model; UNBOUND = another method. */
eos_value eos_call_estimator_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_text *name, const eos_arguments *arguments);
/** scikit-learn's cross_val_score and its like fit such an estimator. */
void eos_note_cross_validation(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                               const eos_arguments *arguments);

/* ---- keras_get.c ---- */
/** keras.losses.get(identifier) and its like; UNBOUND = another function. */
eos_value eos_call_keras_get(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                             const eos_arguments *arguments);

/* ---- keras_layer.c ---- */
/** An instance of a program's subclass of keras.Layer or keras.Model. */
bool eos_is_keras_instance(const eos_object *object);
/** A Keras Sequential with items whose shapes only running them tells: such instances, Lambda ... */
bool eos_keras_needs_running(const eos_object *sequential, int depth);
/** Lambda, and TimeDistributed around a model, on tensors of a graph; UNBOUND = another layer. */
eos_value eos_call_keras_wrapper(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_made *made, const eos_arguments *arguments);
/** Runs its build with the shapes of the arguments, once. */
void eos_build_keras_instance(eos_flow *flow, eos_frame *frame, eos_object *object,
                              const eos_arguments *arguments);
/** Its call on tensors of a graph as one operation; UNBOUND = there is no such tensor among them. */
eos_value eos_call_keras_instance(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_function *function, const eos_arguments *arguments);
eos_value eos_call_keras_sequential(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_made *made, const eos_arguments *arguments);
/** A Keras Sequential of such instances is run when its input is known: a trace in the result. */
void eos_trace_keras_sequential(eos_flow *flow, eos_object *model);
/** add_weight; UNBOUND = another method. */
eos_value eos_call_keras_layer_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                      const eos_text *name, const eos_arguments *arguments);

/* ---- tensor.c, array.c ---- */
bool eos_is_symbolic(eos_value value); /* a tensor of a graph */
#define EOS_BATCH_SIZE_REASON "the batch size"
/** The size of a batch that is not known, unlike any other (batch_size.c). */
eos_value eos_new_batch_size(eos_flow *flow);
/** The size as so many times another that is not known; false = it is no size of a batch. */
bool eos_batch_read(const eos_flow *flow, eos_value size, const char **base, int64_t *times);
eos_value eos_batch_times(eos_flow *flow, const char *base, int64_t times);
/** A size times or divided by a whole number; UNBOUND = something else. */
eos_value eos_batch_arithmetic(eos_flow *flow, eos_ir_op op, eos_value left, eos_value right);
/** Of data or a symbolic tensor: the shape and batch size that it has as a symbolic one. */
void eos_take_sample(eos_flow *flow, const eos_tensor *data, eos_tensor *out);
/** Its shape as the program sees it, batch axis included. */
eos_value eos_shape_value(eos_flow *flow, const eos_tensor *tensor, bool has_known_data);

/* ---- graph.c, graph_method.c ---- */
eos_value eos_graph_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                           eos_value right, eos_span span);
eos_value eos_graph_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                         eos_span span);
eos_value eos_graph_method(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                           const eos_arguments *arguments);
/** One operation for a layer or model of the program that was run inside of it (keras_layer.c). */
eos_value eos_apply_composite(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_made *made, const eos_trace *inside,
                              const eos_shape *output, const eos_value *inputs,
                              uint32_t input_count, eos_span span);
/** An operation without a layer whose family and shape (NULL = not known) the caller tells. */
eos_value eos_apply_functional(eos_flow *flow, eos_frame *frame, const char *kind,
                               eos_layer_family family, const eos_value *inputs,
                               uint32_t input_count, const eos_shape *output, eos_span span);
/** A loss on symbolic output; a symbolic target is a way for gradients, not a part of the network. */
eos_value eos_apply_loss(eos_flow *flow, eos_frame *frame, eos_value output, eos_value target,
                         eos_span span);
/** The items of a torch.nn.Sequential, or of a subclass of it, one after the other. */
eos_value eos_run_items(eos_flow *flow, eos_frame *frame, const eos_object *object,
                        const eos_arguments *arguments);
/** A library function on arguments among which is a symbolic tensor: an operation of the graph, of
 *  unknown effect unless the tables give it a layer family. UNBOUND = no symbolic tensor among them. */
eos_value eos_graph_call(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                         const eos_arguments *arguments);
/** keras.ops, keras.backend and tensorflow functions whose shapes are known (graph_ops.c); UNBOUND =
 *  another function, or no symbolic tensor among its arguments. */
eos_value eos_graph_operation(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                              const eos_arguments *arguments);
/** Shape of an elementwise operation of two tensors, or of a tensor and a number. */
eos_shape eos_broadcast_shape(eos_flow *flow, eos_value left, eos_value right);
/** A function of torch that is a method of tensors too: torch.mean(x, dim=1); UNBOUND = another one. */
eos_value eos_graph_method_function(eos_flow *flow, eos_frame *frame,
                                    const eos_library_ref *library, const eos_arguments *arguments);
/** All tensors in a value: itself, or the items of tuples, lists and dicts. *is_complete: nothing else. */
const eos_tensor **eos_collect_tensors(eos_flow *flow, eos_value value, uint32_t *count,
                                       bool *is_complete);

/* ---- container.c: torch.nn.Sequential, ModuleList, ModuleDict ... ---- */
bool eos_is_container(const eos_object *object);
bool eos_fill_container(eos_flow *flow, eos_object *object, const eos_made *made);
/** The constructor of the library, called on an instance of a subclass. */
void eos_init_container(eos_flow *flow, eos_object *object, const eos_arguments *arguments);
/** What a loop over it gives: modules, or the keys of a ModuleDict; NULL = not fully known. */
const eos_sequence *eos_container_iterate(eos_flow *flow, const eos_object *object);
/** The same, with the presence of each, known fully or not. */
const eos_sequence *eos_container_values(eos_flow *flow, const eos_object *object);
eos_value eos_container_item(eos_flow *flow, eos_frame *frame, eos_object *object, eos_value key,
                             eos_span span);
/** The module under a name, or under its number; UNBOUND = none. */
eos_value eos_container_attribute(const eos_object *object, const eos_text *name);
void eos_container_set_item(eos_flow *flow, eos_object *object, eos_value key, eos_value value);
/** container.name = module; false = no container, or no module. */
bool eos_container_set_attribute(eos_flow *flow, eos_object *object, const eos_text *name,
                                 eos_value value);
void eos_container_delete_item(eos_flow *flow, eos_object *object, eos_value key);
/** UNBOUND = not one of a container's own methods. */
eos_value eos_call_container_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_text *name, const eos_arguments *arguments);

/* ---- parameter.c, deep_copy.c: calls; UNBOUND = another function ---- */
eos_value eos_call_parameter(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                             const eos_arguments *arguments);
/** torch.nn.init.zeros_(layer.weight) and its kin: notes at the layer what was written; the tensor. */
eos_value eos_initialise_parameter(eos_flow *flow, const eos_made *made);
/** layer.weight and layer.bias of a PyTorch layer; UNBOUND = another attribute. */
eos_value eos_layer_parameter(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_text *name, eos_span span);
/** An option of a PyTorch layer as its attribute gives it: conv.kernel_size; UNBOUND = another one. */
eos_value eos_torch_layer_option(eos_flow *flow, const eos_made *made, const eos_text *name);
eos_value eos_call_deep_copy(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                             const eos_arguments *arguments);

/* ---- builder.c, builder_torch.c: models that libraries build ---- */
/** A call of keras.applications or torchvision.models; UNBOUND = another function, or not understood. */
eos_value eos_call_builder(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                           const eos_arguments *arguments);
/** Its forward stands in the tables, or is known not to be known. */
bool eos_has_built_forward(const eos_object *object);
eos_value eos_run_built(eos_flow *flow, eos_frame *frame, eos_object *module,
                        const eos_arguments *arguments);

/* ---- network.c ---- */
bool eos_is_module_instance(const eos_object *object);
bool eos_is_module_class(const eos_object *class_object);
/** module.training; UNBOUND = another attribute. */
eos_value eos_module_property(const eos_flow *flow, const eos_object *object, const eos_text *name);
/** torch.nn.Module's own methods and those of containers; UNBOUND = not one of them. */
eos_value eos_call_module_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_text *name, const eos_arguments *arguments);
/** A call of a module instance; `function` NULL = a Sequential's own forward. From outside of any forward its inputs become symbolic tensors, so that
 *  what a loss is called on leads back to the network. */
eos_value eos_call_module(eos_flow *flow, eos_frame *frame, eos_object *module,
                          const eos_function *function, const eos_arguments *arguments);
eos_arguments eos_symbolic_arguments(eos_flow *flow, eos_frame *frame, eos_object *module,
                                     const eos_arguments *arguments);

/* ---- action.c: what programs do around their training ---- */
/** Keeps it, once per place, subject and loop. NULL = nothing is recorded now. */
eos_action *eos_record_action(eos_flow *flow, eos_frame *frame, eos_action_kind kind,
                              eos_object *subject, const char *method, eos_span span);
/** A loop statement begins; what was the innermost loop comes back, to be put back at its end. */
eos_loop *eos_enter_loop(eos_flow *flow, eos_frame *frame, eos_span span, bool is_while,
                         eos_value iterable);
void eos_begin_round(eos_flow *flow);
/** A call goes on from here: flow->place of what it runs. */
uint64_t eos_place_through(uint64_t place, eos_span span);
/** `node` is a method call on something that is not known: records what its name says. */
void eos_note_unseen_call(eos_flow *flow, eos_frame *frame, const eos_ir_Call *node,
                          const eos_arguments *arguments);
/** Records it where code that cannot be seen is handed what is called an optimiser. */
void eos_note_handed(eos_flow *flow, eos_frame *frame, const eos_ir_Call *node, eos_value callee,
                     const eos_arguments *arguments);
/** Code that cannot be seen is handed these; `path` of a library, or NULL. */
void eos_note_unseen(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments,
                     const char *path);
/** Gradient mode behind a call or with-item such as torch.no_grad(); false = it sets none. */
bool eos_gradient_mode_of(const eos_text *path, const eos_arguments *arguments, uint8_t *mode);

/* ---- class_facts.c ---- */
/** Fills the result's classes, when everything has run. */
void eos_read_classes(eos_flow *flow);
/** A layer is called: notes it when the forward that runs has just made it. */
void eos_note_remade(eos_flow *flow, eos_object *layer);
/** The forward of `module` ends: layers noted since then that it keeps are forgotten. */
void eos_forget_kept(eos_flow *flow, const eos_object *module, uint32_t since);

/* ---- derived_layer.c ---- */
/** An instance of a class of the program that inherits from a layer of PyTorch. */
bool eos_is_derived_layer(const eos_object *object);
/** Its library constructor: the class has none of its own, or calls it. */
void eos_init_derived_layer(eos_flow *flow, eos_object *object, const eos_arguments *arguments);
/** __init__ and forward of the library, on such an instance; UNBOUND = another method or object. */
eos_value eos_call_derived_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                  const eos_text *name, const eos_arguments *arguments);
/** The result of a module's forward; of a module without modules inside as a result of that module.
 *  `since`: the last operation before its call. */
eos_value eos_note_leaf(eos_flow *flow, eos_frame *frame, eos_object *module, eos_value result,
                        uint32_t since, eos_span span);
/** An operation that stands for a module of the program and passes its input on. */
eos_value eos_apply_module(eos_flow *flow, eos_frame *frame, eos_object *module, eos_value input,
                           eos_span span);
/* ---- network_walk.c ---- */
/** children(), modules() and their named forms, as a list; UNBOUND = another method. */
eos_value eos_walk_network(eos_flow *flow, eos_frame *frame, eos_object *object,
                           const eos_text *name, const eos_arguments *arguments);

/* ---- training.c ---- */
/** Methods of PyTorch's optimisers, schedulers and GradScaler; UNBOUND = another one. */
eos_value eos_call_training_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                   const eos_text *name, const eos_arguments *arguments);
/** A method of one of several optimisers or schedulers: the first of them stands for all; UNBOUND = of
 *  something else. */
eos_value eos_call_one_of_trainers(eos_flow *flow, eos_frame *frame, eos_value callee,
                                   const eos_arguments *arguments);
/** train, eval, to, zero_grad, parameters ... of a PyTorch module; UNBOUND = another method. */
eos_value eos_call_trained_module(eos_flow *flow, eos_frame *frame, eos_object *module,
                                  const eos_text *name, const eos_arguments *arguments);
/** optimizer.param_groups: a list that repeats one group, so that a rate written there is seen; UNBOUND
 *  = another attribute. */
eos_value eos_trainer_property(eos_flow *flow, eos_frame *frame, eos_object *object,
                               const eos_text *name, eos_span span);
/** A method of the program's own subclass of an optimiser or scheduler is about to run. */
void eos_note_own_trainer(eos_flow *flow, eos_frame *frame, eos_object *object,
                          const eos_text *name, const eos_arguments *arguments);
/** parameter.grad = None; the parameter may not be known. */
void eos_note_cleared(eos_flow *flow, eos_frame *frame, eos_value parameter, eos_span span);
/** `with manager:` sets the gradient mode; false = it is not about that. */
bool eos_enter_gradient_mode(eos_flow *flow, eos_value manager);
void eos_note_backward(eos_flow *flow, eos_frame *frame, eos_value loss, const char *method,
                       const eos_arguments *arguments);
/** Functions of torch that training uses: clip_grad_norm_, autograd.grad; UNBOUND = another one. */
eos_value eos_call_training_function(eos_flow *flow, eos_frame *frame,
                                     const eos_library_ref *library,
                                     const eos_arguments *arguments);
/** A loss called on the output of a module: an event. The loss as a symbolic value; UNBOUND = the
 *  arguments lead back to no module. */
eos_value eos_call_torch_loss(eos_flow *flow, eos_frame *frame, const eos_made *made,
                              const eos_arguments *arguments);
/** A PyTorch optimiser was made: whose parameters it took. */
void eos_note_torch_optimizer(eos_flow *flow, eos_frame *frame, eos_object *optimizer);
/** Keeps an event with where, when and under which condition it happens. */
eos_event *eos_record_event(eos_flow *flow, eos_frame *frame, eos_event_kind kind,
                            eos_object *model, const eos_made *made, const char *method,
                            eos_span span);
/** What predict of `model` gave is read: by "argmax" along an axis, or compared with a "threshold". */
void eos_record_reading(eos_flow *flow, eos_frame *frame, eos_object *model, const char *method,
                        eos_value value, eos_span span);

/** The program calls a module on something of this shape, as its argument at `place`. */
void eos_note_module_input(eos_flow *flow, eos_object *object, uint32_t place,
                           const eos_shape *shape);

/* ---- lightning.c ---- */
/** Trainer.fit, save_hyperparameters; UNBOUND = another method. */
eos_value eos_call_lightning_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_text *name, const eos_arguments *arguments);
/** What configure_optimizers gave: how often its schedulers are stepped. `depth` 0 to begin with. */
void eos_note_configured(eos_flow *flow, eos_value value, uint32_t depth);

/** Traces the module that a value is, whoever holds it. */
void eos_trace_value(eos_flow *flow, eos_value value);
/** Traces every module that no other object holds, in the order of their making. */
void eos_trace_modules(eos_flow *flow);

/** keras.Input(shape=...): a symbolic tensor. */
eos_value eos_make_input(eos_flow *flow, eos_frame *frame, const eos_made *made);
/** An activation or loss function called on values: a functional operation when a tensor is among them. */
eos_value eos_apply_function(eos_flow *flow, eos_frame *frame, const eos_made *made,
                             const eos_arguments *arguments);
const eos_tensor *eos_tensor_of(eos_value value); /* NULL = no tensor */
/** Empty facts: nothing known. */
eos_tensor *eos_new_tensor(eos_flow *flow, eos_span span);
eos_value eos_make_tensor(eos_flow *flow, eos_frame *frame, const eos_tensor *facts, eos_span span);
/** An operation of the graph: `layer` (NULL = functional) applied to tensors; the result. */
eos_value eos_apply_operation(eos_flow *flow, eos_frame *frame, eos_object *layer,
                              const eos_made *made, const char *kind, const eos_value *inputs,
                              uint32_t input_count, eos_span span);
eos_value eos_tensor_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                            eos_value right, eos_span span);
eos_value eos_tensor_attribute(eos_flow *flow, eos_frame *frame, eos_value value,
                               const eos_text *name, eos_span span);
eos_value eos_tensor_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                          eos_span span);
eos_value eos_tensor_method(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                            const eos_arguments *arguments);
/** `array == 3` and its like: an array of truths; UNBOUND = no array of data among the two. */
eos_value eos_array_compare(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                            eos_value right, eos_span span);
/** What a loop over a feed sees: a batch, or a sample of a data set. */
eos_value eos_feed_element(eos_flow *flow, eos_frame *frame, const eos_tensor *feed, eos_span span);
/** Something of a data set is replaced (dataset.transform = ...): what it gives is not known any more. */
void eos_feed_forget(eos_flow *flow, eos_value feed);
/** The feed with another element: enumerate, zip; `element` UNBOUND = the same one. */
eos_value eos_feed_with(eos_flow *flow, eos_frame *frame, const eos_tensor *feed, eos_value element,
                        eos_span span);
/** Samples of a data set, or batches of a loader. */
eos_value eos_feed_length(const eos_tensor *feed);
/** The value with its array as it is now. */
eos_value eos_value_snapshot(eos_flow *flow, eos_value value);
/** The arguments with their arrays as they are now: what fit sees, whatever the program writes later. */
const eos_made *eos_made_snapshot(eos_flow *flow, const eos_made *made);
/** A number within bounds. */
eos_value eos_facts_number(eos_flow *flow, double minimum, double maximum, bool is_integer);
/** array[key] = value: the interval of the array, and of what it is a view of, grows. */
void eos_array_write(eos_flow *flow, eos_object *object, eos_value key, eos_value value);
/** numpy, scikit-learn, keras.utils and data-set functions; UNBOUND = not modelled here. */
eos_value eos_call_array_function(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                  const eos_arguments *arguments);
/** A method of an object whose class array.c models: LabelEncoder().fit_transform, flow_from_directory. */
eos_value eos_call_array_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                const eos_text *name, const eos_arguments *arguments);

/** The argument at `position` or with this name; UNBOUND = not given. */
eos_value eos_argument_at(const eos_arguments *arguments, uint32_t position, const char *name);

#endif
