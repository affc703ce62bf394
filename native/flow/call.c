/* SPDX-License-Identifier: MIT */
/*
 * Calls of the program's own functions and classes, run inline in their context. Depth is bounded and
 * recursion is cut; both are said in not_judged. Code that cannot be seen marks what it is handed as
 * escaped, so that no rule claims the absence of something it may have done.
 */
#include "flow/interp.h"

void eos_escape_arguments(eos_flow *flow, const eos_arguments *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        eos_object_escape(&flow->heap, arguments->items[i].value);
}

/* position UINT32_MAX: by name only */
eos_value eos_argument_at(const eos_arguments *arguments, uint32_t position, const char *name)
{
    if (position < arguments->positional_count)
        return arguments->items[position].value;
    for (uint32_t i = arguments->positional_count; i < arguments->count; i++)
        if (name != NULL && eos_text_is(arguments->items[i].name, name))
            return arguments->items[i].value;
    if (arguments->is_open)
        return eos_unknown("arguments that are not known");
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* ---- functions ---- */

static const char *function_name(const eos_function *function)
{
    return function->scope->qualname != NULL ? function->scope->qualname->data : "";
}

static const eos_ir_nodes *decorators_of(const eos_ir_node *node)
{
    if (node->kind == EOS_IR_FunctionDef)
        return &EOS_IR_AS(FunctionDef, node)->decorator_list;
    if (node->kind == EOS_IR_AsyncFunctionDef)
        return &EOS_IR_AS(AsyncFunctionDef, node)->decorator_list;
    return NULL;
}

/* decorators that leave what a call means: tf.function, torch.no_grad(), lru_cache ... */
static bool is_transparent(const eos_text *path)
{
    static const char *const paths[] = {"tensorflow.function",
                                        "tf.function",
                                        "torch.no_grad",
                                        "torch.inference_mode",
                                        "torch.jit.export",
                                        "torch.jit.ignore",
                                        "torch.jit.unused",
                                        "keras.saving.register_keras_serializable",
                                        "keras.utils.register_keras_serializable",
                                        "keras.api_export.keras_export",
                                        "functools.wraps",
                                        "functools.lru_cache",
                                        "functools.cache",
                                        "abc.abstractmethod",
                                        "typing.overload",
                                        "typing.final",
                                        "override"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (eos_text_is(path, paths[i]))
            return true;
    return false;
}

/* what a decorator of the program makes of a function; UNBOUND = it cannot be seen through */
static eos_value call_decorator(eos_flow *flow, eos_frame *frame, const eos_ir_node *node,
                                eos_value function)
{
    eos_value decorator = eos_evaluate(flow, frame, node);
    bool is_own = decorator.kind == EOS_VALUE_FUNCTION ||
                  (decorator.kind == EOS_VALUE_METHOD && decorator.as.method->function != NULL);
    eos_argument argument = {function, node->span, NULL};
    eos_arguments arguments = {.items = &argument,
                               .count = 1,
                               .positional_count = 1,
                               .span = node->span,
                               .callee = node->span};
    if (!is_own)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_value result = eos_call(flow, frame, decorator, &arguments);
    return result.kind == EOS_VALUE_FUNCTION ? result : (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* the value that the name is bound to: decorators apply from the last to the first */
static eos_value apply_decorators(eos_flow *flow, eos_frame *frame, eos_function *function)
{
    eos_value value = {.kind = EOS_VALUE_FUNCTION, .as.function = function};
    const eos_ir_nodes *nodes = decorators_of(function->node);
    for (uint32_t i = nodes != NULL ? nodes->count : 0; i > 0; i--) {
        const eos_ir_node *node = nodes->items[i - 1];
        const eos_ir_node *callee = node->kind == EOS_IR_Call ? EOS_IR_AS(Call, node)->func : node;
        eos_value decorator = eos_evaluate(flow, frame, callee);
        const eos_text *path = decorator.kind == EOS_VALUE_BUILTIN   ? decorator.as.text
                               : decorator.kind == EOS_VALUE_LIBRARY ? decorator.as.library->path
                                                                     : NULL;
        if (eos_text_is(path, "staticmethod")) {
            function->is_static = true;
        } else if (eos_text_is(path, "classmethod")) {
            function->is_class_method = true;
        } else if (eos_text_is(path, "property") ||
                   eos_text_is(path, "functools.cached_property")) {
            function->is_property = true;
        } else if (eos_text_is(path, "functools.wraps")) {
            function->is_renamed = true;
        } else if (is_transparent(path)) {
            function->is_no_grad |=
                eos_text_is(path, "torch.no_grad") || eos_text_is(path, "torch.inference_mode");
        } else {
            eos_value decorated = call_decorator(flow, frame, node, value);
            if (decorated.kind == EOS_VALUE_UNBOUND)
                function->is_opaque = true;
            else
                value = decorated;
        }
    }
    return value;
}

eos_value eos_make_function(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    eos_function *function = EOS_NEW(flow->arena, eos_function);
    const eos_ir_node *parameters;
    function->node = node;
    function->closure = frame;
    if (node->kind == EOS_IR_Lambda) {
        parameters = EOS_IR_AS(Lambda, node)->args;
        function->scope = EOS_IR_AS(Lambda, node)->scope;
    } else if (node->kind == EOS_IR_FunctionDef) {
        parameters = EOS_IR_AS(FunctionDef, node)->args;
        function->scope = EOS_IR_AS(FunctionDef, node)->scope;
    } else {
        parameters = EOS_IR_AS(AsyncFunctionDef, node)->args;
        function->scope = EOS_IR_AS(AsyncFunctionDef, node)->scope;
    }
    if (frame->scope->kind == EOS_SCOPE_CLASS)
        function->class_object = frame->class_object;
    if (parameters != NULL) {
        function->parameters = EOS_IR_AS(arguments, parameters);
        const eos_ir_nodes *defaults = &function->parameters->defaults;
        eos_value *values = EOS_NEW_ARRAY(flow->arena, eos_value, defaults->count);
        for (uint32_t i = 0; i < defaults->count; i++)
            values[i] = eos_evaluate(flow, frame, defaults->items[i]);
        function->defaults = values;
        const eos_ir_nodes *keyword_defaults = &function->parameters->kw_defaults;
        values = EOS_NEW_ARRAY(flow->arena, eos_value, keyword_defaults->count);
        for (uint32_t i = 0; i < keyword_defaults->count; i++)
            if (keyword_defaults->items[i] != NULL)
                values[i] = eos_evaluate(flow, frame, keyword_defaults->items[i]);
        function->keyword_defaults = values;
    }
    if (node->kind != EOS_IR_Lambda && flow->path == NULL) /* entry points are the judged file's */
        eos_vector_push(flow->arena, &flow->defined, function);
    return apply_decorators(flow, frame, function);
}

/* ---- binding arguments to parameters ---- */

typedef struct parameter_binding {
    eos_flow *flow;
    const eos_function *function;
    eos_frame *frame;
    bool *is_used; /* per argument */
    bool is_uncalled;
} parameter_binding;

static void set_parameter(parameter_binding *binding, const eos_ir_node *parameter, eos_value value)
{
    uint32_t symbol = EOS_IR_AS(arg, parameter)->arg;
    if (symbol != EOS_NO_SYMBOL)
        binding->frame->slots[symbol] = value; /* a fresh frame: nothing to roll back */
}

static eos_value default_value(parameter_binding *binding, const eos_ir_node *parameter,
                               eos_value value)
{
    eos_flow *flow = binding->flow;
    if (value.kind == EOS_VALUE_UNBOUND)
        return eos_unknown(binding->is_uncalled ? "a parameter of a function that nothing calls"
                                                : "a missing argument");
    const eos_text *name = binding->frame->scope->symbols[EOS_IR_AS(arg, parameter)->arg].name;
    value.is_with_defaults |= binding->is_uncalled;
    return eos_value_through(flow->arena, value, EOS_ORIGIN_DEFAULT, parameter->span, flow->path,
                             name);
}

static void bind_keyword(parameter_binding *binding, const eos_arguments *arguments,
                         const eos_ir_node *parameter, eos_value otherwise)
{
    const eos_text *name = binding->frame->scope->symbols[EOS_IR_AS(arg, parameter)->arg].name;
    for (uint32_t i = arguments->positional_count; i < arguments->count; i++) {
        if (arguments->items[i].name != name)
            continue;
        binding->is_used[i] = true;
        set_parameter(binding, parameter,
                      eos_value_through(binding->flow->arena, arguments->items[i].value,
                                        EOS_ORIGIN_NAME, parameter->span, binding->flow->path,
                                        name));
        return;
    }
    if (arguments->is_open)
        set_parameter(binding, parameter, eos_unknown("arguments that are not known"));
    else
        set_parameter(binding, parameter, default_value(binding, parameter, otherwise));
}

/* *args and **kwargs take what is left */
static void bind_rest(parameter_binding *binding, eos_value receiver,
                      const eos_arguments *arguments, uint32_t first)
{
    eos_flow *flow = binding->flow;
    const eos_ir_arguments *parameters = binding->function->parameters;
    if (parameters->vararg != NULL) {
        eos_sequence *rest = eos_sequence_copy(flow->arena, NULL, arguments->positional_count + 1);
        if (receiver.kind != EOS_VALUE_UNBOUND) /* def inner(*args): self is among them */
            rest->items[rest->count++].value = receiver;
        for (uint32_t i = first; i < arguments->positional_count; i++)
            rest->items[rest->count++].value = arguments->items[i].value;
        *rest->used = rest->count;
        set_parameter(binding, parameters->vararg,
                      arguments->is_open || binding->is_uncalled
                          ? eos_unknown("arguments that are not known")
                          : eos_make_tuple(flow, rest));
    }
    if (parameters->kwarg != NULL) {
        eos_object *dict =
            eos_flow_object(flow, binding->frame, EOS_OBJECT_DICT, parameters->kwarg->span);
        const eos_sequence *entries = NULL;
        for (uint32_t i = arguments->positional_count; i < arguments->count; i++)
            if (!binding->is_used[i])
                entries = eos_sequence_push(flow->arena, entries,
                                            (eos_item){.key = eos_string(arguments->items[i].name),
                                                       .value = arguments->items[i].value});
        dict->now.items = entries;
        dict->now.is_open = arguments->is_open || binding->is_uncalled;
        set_parameter(binding, parameters->kwarg, eos_object_value(dict));
    }
}

static void bind_parameters(parameter_binding *binding, eos_value receiver,
                            const eos_arguments *arguments)
{
    const eos_ir_arguments *parameters = binding->function->parameters;
    uint32_t only = parameters->posonlyargs.count, all = only + parameters->args.count;
    uint32_t defaults = parameters->defaults.count, taken = 0;
    for (uint32_t i = 0; i < all; i++) {
        const eos_ir_node *parameter =
            i < only ? parameters->posonlyargs.items[i] : parameters->args.items[i - only];
        eos_value otherwise = {0};
        if (i + defaults >= all)
            otherwise = binding->function->defaults[i + defaults - all];
        if (i == 0 && receiver.kind != EOS_VALUE_UNBOUND) {
            set_parameter(binding, parameter, receiver);
        } else if (taken < arguments->positional_count) {
            const eos_text *name =
                binding->frame->scope->symbols[EOS_IR_AS(arg, parameter)->arg].name;
            set_parameter(binding, parameter,
                          eos_value_through(binding->flow->arena, arguments->items[taken].value,
                                            EOS_ORIGIN_NAME, parameter->span, binding->flow->path,
                                            name));
            taken++;
        } else {
            bind_keyword(binding, arguments, parameter, otherwise);
        }
    }
    for (uint32_t i = 0; i < parameters->kwonlyargs.count; i++)
        bind_keyword(binding, arguments, parameters->kwonlyargs.items[i],
                     i < parameters->kw_defaults.count ? binding->function->keyword_defaults[i]
                                                       : (eos_value){0});
    bind_rest(binding, all == 0 ? receiver : (eos_value){0}, arguments, taken);
}

/* ---- running a function ---- */

/* Small recursive builders unfold, endless ones are cut: at once when no argument could end them, or when
 * nothing is known of what does. */
static uint32_t recursion_limit(const eos_arguments *arguments, bool is_decided)
{
    uint32_t limit = 1;
    for (uint32_t i = 0; i < arguments->count; i++) {
        eos_value value = arguments->items[i].value;
        if (value.kind == EOS_VALUE_UNKNOWN && !is_decided)
            return 1;
        if (value.kind == EOS_VALUE_UNKNOWN)
            continue;
        bool is_name = value.kind == EOS_VALUE_STRING || value.kind == EOS_VALUE_NONE;
        bool is_counted = value.kind != EOS_VALUE_OBJECT || value.as.object->kind <= EOS_OBJECT_SET;
        if (!is_name && is_counted)
            limit = 3;
        limit = limit == 1 ? 2 : limit; /* a path, an object: rarely what ends it */
    }
    return limit;
}

/* the part of a network that a call is handed; NULL = none */
static const eos_object *network_argument(const eos_arguments *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        eos_value value = arguments->items[i].value;
        if (value.kind == EOS_VALUE_OBJECT && eos_is_network_object(value.as.object))
            return value.as.object;
    }
    return NULL;
}

/* A function that walks a network calls itself on part after part: a tree that ends, so only the call
 * depth bounds it. */
static bool is_active(const eos_flow *flow, const eos_function *function,
                      const eos_arguments *arguments)
{
    uint32_t times = 0;
    const eos_object *part = network_argument(arguments);
    bool is_new_part = part != NULL, is_decided = false;
    for (uint32_t i = 0; i < flow->active.count; i++) {
        const eos_active_call *call = &flow->active_calls.items[i];
        if (flow->active.items[i]->node != function->node)
            continue;
        times++;
        is_new_part &= network_argument(call->arguments) != part;
        is_decided = call->condition == flow->condition; /* of the innermost one */
    }
    return times > 0 && !is_new_part && times >= recursion_limit(arguments, is_decided);
}

static const eos_text *function_text(const eos_function *function)
{
    if (function->node->kind != EOS_IR_FunctionDef || function->scope->parent == NULL)
        return NULL;
    return function->scope->parent->symbols[EOS_IR_AS(FunctionDef, function->node)->name].name;
}

bool eos_was_entered(const eos_flow *flow, const eos_ir_node *node)
{
    return eos_address_map_find(&flow->entered, node) != 0;
}

static void note_entered(eos_flow *flow, const eos_ir_node *node)
{
    *eos_address_map_place(&flow->entered, node) = 1;
}

/* A generator is run at once, as a list: what it yields is the same. */
static eos_value generated(eos_flow *flow, eos_frame *frame, eos_ending ending)
{
    if (ending.ways == 0) { /* it raises at some point */
        eos_content content = frame->yielded->now;
        content.is_open = true;
        eos_heap_write(&flow->heap, frame->yielded, content);
    }
    return eos_object_value(frame->yielded);
}

static eos_value run_function(eos_flow *flow, const eos_function *function, eos_value receiver,
                              const eos_arguments *arguments, bool is_uncalled)
{
    eos_frame *frame = EOS_NEW(flow->arena, eos_frame);
    const eos_text *outer_path = flow->path;
    uint64_t outer_place = flow->place;
    uint8_t outer_gradient = flow->gradient;
    flow->place = eos_place_through(flow->place, arguments->span);
    if (function->is_no_grad)
        flow->gradient = EOS_GRADIENT_OFF;
    flow->path = eos_frame_file(function->closure)->path;
    *frame = (eos_frame){.scope = function->scope,
                         .slots = EOS_NEW_ARRAY(flow->arena, eos_value, function->scope->count),
                         .parent = function->closure,
                         .class_object = function->class_object};
    parameter_binding binding = {flow, function, frame,
                                 EOS_NEW_ARRAY(flow->arena, bool, arguments->count), is_uncalled};
    if (function->parameters != NULL)
        bind_parameters(&binding, receiver, arguments);
    if (receiver.kind != EOS_VALUE_UNBOUND)
        frame->self = receiver;
    note_entered(flow, function->node);
    if (function->scope->has_yield)
        frame->yielded = eos_flow_object(flow, frame, EOS_OBJECT_LIST, arguments->span);
    eos_vector_push(flow->arena, &flow->active, function);
    eos_vector_push(flow->arena, &flow->active_calls,
                    (eos_active_call){arguments, flow->condition});
    flow->call_depth++;
    eos_value result = eos_none();
    if (function->node->kind == EOS_IR_Lambda) {
        result = eos_evaluate(flow, frame, EOS_IR_AS(Lambda, function->node)->body);
    } else {
        const eos_ir_nodes *body = function->node->kind == EOS_IR_FunctionDef
                                       ? &EOS_IR_AS(FunctionDef, function->node)->body
                                       : &EOS_IR_AS(AsyncFunctionDef, function->node)->body;
        eos_ending ending = eos_run_block(flow, frame, body, 0);
        if (ending.ways & EOS_ENDS_BY_RETURN) {
            result = ending.result;
            if (ending.ways & EOS_ENDS_NORMALLY)
                result = eos_value_join(flow->arena, result, eos_none());
        } else if (ending.ways == 0) {
            result = eos_unknown("a function that always raises");
        }
        if (function->scope->has_yield)
            result = generated(flow, frame, ending);
    }
    if (flow->is_abroad_exhausted && flow->path != NULL) { /* it stopped somewhere inside */
        eos_escape_arguments(flow, arguments);
        eos_object_escape(&flow->heap, receiver);
        result = eos_unknown("the step budget for imported files is spent");
    }
    flow->call_depth--;
    flow->active.count--;
    flow->active_calls.count--;
    flow->place = outer_place;
    if (function->is_no_grad)
        flow->gradient = outer_gradient;
    flow->path = outer_path;
    return result;
}

eos_value eos_call_function(eos_flow *flow, const eos_function *function, eos_value receiver,
                            const eos_arguments *arguments)
{
    const char *reason = NULL;
    if (function->is_opaque)
        reason = "a decorator that cannot be seen through";
    else if (flow->call_depth >= EOS_LIMIT_CALL_DEPTH)
        reason = "calls nested too deeply";
    else if (flow->is_abroad_exhausted && eos_frame_file(function->closure)->number != 0)
        reason = "the step budget for imported files is spent";
    else if (is_active(flow, function, arguments))
        reason = "recursion";
    if (reason != NULL) {
        if (!function->is_opaque)
            eos_flow_not_judged(
                flow, arguments->span, function_name(function),
                eos_arena_printf(flow->arena, "call of %s", function_name(function)), reason);
        eos_escape_arguments(flow, arguments);
        return eos_unknown(reason);
    }
    return run_function(flow, function, receiver, arguments, false);
}

/* self of a class that nothing instantiates: its constructor runs with defaults and unknowns, once */
static eos_value default_self(eos_flow *flow, eos_object *class_object, eos_frame *frame)
{
    if (class_object->default_instance != NULL)
        return eos_object_value(class_object->default_instance);
    eos_object *self = eos_flow_object(flow, frame, EOS_OBJECT_INSTANCE, class_object->span);
    self->class_object = class_object;
    self->library = class_object->library;
    self->name = class_object->name;
    self->now.is_open = class_object->now.is_open || eos_is_container(self);
    class_object->default_instance = self;
    if (eos_is_module_instance(self))
        eos_vector_push(flow->arena, &flow->instances, self);
    const eos_item *init = eos_class_find(class_object, eos_intern_string(flow->names, "__init__"));
    eos_arguments none = {.span = class_object->span, .callee = class_object->span};
    if (init != NULL && init->value.kind == EOS_VALUE_FUNCTION)
        (void)run_function(flow, init->value.as.function, eos_object_value(self), &none, true);
    return eos_object_value(self);
}

/* With a budget of its own, of steps and of unrolled rounds: a tangle that one function is the entry to costs the others nothing, and a
 * file of a hundred builders costs what it is worth. */
static eos_value run_with_budget(eos_flow *flow, const eos_function *function, eos_value receiver,
                                 const eos_arguments *arguments)
{
    uint32_t outer = flow->step_limit, before = flow->steps;
    flow->iterations = 0;
    uint32_t budget =
        flow->entry_steps < EOS_LIMIT_ENTRIES_STEPS ? EOS_LIMIT_ENTRY_STEPS : EOS_LIMIT_ENTRY_LEAST;
    if (before < outer && outer - before > budget)
        flow->step_limit = before + budget;
    eos_value result = run_function(flow, function, receiver, arguments, true);
    flow->entry_steps += flow->steps - before;
    bool is_cut = flow->is_exhausted && flow->step_limit != outer;
    flow->step_limit = outer;
    if (!is_cut)
        return result;
    flow->is_exhausted = false;
    eos_flow_not_judged(flow, function->node->span, function_name(function),
                        function_name(function), "the step budget of the analysis is spent");
    return eos_unknown("the step budget is spent");
}

void eos_run_uncalled(eos_flow *flow, const eos_function *function)
{
    eos_arguments none = {.span = function->node->span, .callee = function->node->span};
    eos_value receiver = {0};
    bool is_method = function->class_object != NULL && !function->is_static;
    if (is_method)
        receiver = function->is_class_method
                       ? eos_object_value(function->class_object)
                       : default_self(flow, function->class_object, function->closure);
    /* the constructor may just have run; forward, build and call run on symbolic tensors (network.c) */
    bool is_traced = is_method && eos_is_module_class(function->class_object) &&
                     (eos_text_is(function_text(function), "forward") ||
                      eos_text_is(function_text(function), "build") ||
                      eos_text_is(function_text(function), "call"));
    if (!is_traced && !eos_was_entered(flow, function->node)) {
        eos_value result = run_with_budget(flow, function, receiver, &none);
        if (is_method && eos_text_is(function_text(function), "configure_optimizers"))
            eos_note_configured(flow, result, 0);
    }
    flow->is_with_defaults = false; /* a branch may have been decided by a default */
}

/* ---- classes ---- */

static const eos_item *find_in_class(const eos_object *class_object, const eos_text *name,
                                     int depth)
{
    const eos_item *own = eos_attribute_find(class_object, name);
    if (own != NULL || depth > 16)
        return own;
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind != EOS_VALUE_OBJECT || base.as.object->kind != EOS_OBJECT_CLASS)
            continue;
        const eos_item *found = find_in_class(base.as.object, name, depth + 1);
        if (found != NULL)
            return found;
    }
    return NULL;
}

const eos_item *eos_class_find(const eos_object *class_object, const eos_text *name)
{
    return find_in_class(class_object, name, 0);
}

/* the class body runs in a frame of its own; what it bound becomes the namespace */
void eos_define_class(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    const eos_ir_ClassDef *definition = EOS_IR_AS(ClassDef, node);
    eos_object *class_object = eos_flow_object(flow, frame, EOS_OBJECT_CLASS, node->span);
    const eos_sequence *bases = NULL;
    for (uint32_t i = 0; i < definition->bases.count; i++) {
        eos_value base = eos_evaluate(flow, frame, definition->bases.items[i]);
        bases = eos_sequence_push(flow->arena, bases, (eos_item){.value = base});
        if (base.kind == EOS_VALUE_LIBRARY && class_object->library == NULL)
            class_object->library = base.as.library;
        else if (base.kind == EOS_VALUE_OBJECT && base.as.object->kind == EOS_OBJECT_CLASS &&
                 class_object->library == NULL)
            class_object->library = base.as.object->library;
        else if (eos_value_is_unknown(base))
            class_object->now.is_open = true; /* a base that cannot be seen */
    }
    class_object->now.items = bases;
    class_object->name = frame->scope->symbols[definition->name].name;
    eos_frame *body = EOS_NEW(flow->arena, eos_frame);
    *body = (eos_frame){.scope = definition->scope,
                        .slots = EOS_NEW_ARRAY(flow->arena, eos_value, definition->scope->count),
                        .parent = frame,
                        .class_object = class_object};
    (void)eos_run_block(flow, body, &definition->body, 0);
    const eos_sequence *namespace = NULL;
    for (uint32_t i = 0; i < definition->scope->count; i++)
        if (body->slots[i].kind != EOS_VALUE_UNBOUND)
    namespace = eos_sequence_push(
        flow->arena, namespace,
        (eos_item){.key = eos_string(definition->scope->symbols[i].name), .value = body->slots[i]});
    const eos_sequence *fields = eos_dataclass_fields(flow, frame, definition);
    if (fields != NULL)
    namespace = eos_sequence_push(
        flow->arena, namespace,
        (eos_item){.key = eos_string(eos_intern_string(flow->names, EOS_FIELDS_NAME)),
                   .value = {.kind = EOS_VALUE_TUPLE, .as.items = fields}});
    eos_content content = class_object->now;
    content.attributes = namespace;
    eos_heap_write(&flow->heap, class_object, content);
    if (flow->path == NULL && !flow->is_silent && eos_is_module_class(class_object))
        eos_vector_push(flow->arena, &flow->classes, ((eos_defined_class){class_object, node}));
    for (uint32_t i = 0; i < eos_sequence_count(bases); i++)
        if (eos_is_named_tuple_base(bases->items[i].value))
            eos_mark_named_tuple(flow, class_object);
    eos_value *slot = eos_symbol_slot(flow, frame, definition->name);
    if (slot != NULL)
        eos_heap_assign(&flow->heap, slot, eos_object_value(class_object));
}

static bool is_enumeration(const eos_object *class_object, int depth)
{
    for (uint32_t i = 0; depth < 16 && i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind == EOS_VALUE_LIBRARY && eos_text_starts_with(base.as.library->path, "enum."))
            return true;
        if (base.kind == EOS_VALUE_OBJECT && base.as.object->kind == EOS_OBJECT_CLASS &&
            is_enumeration(base.as.object, depth + 1))
            return true;
    }
    return false;
}

/* Format("NHWC") of an enumeration: its members are known by their values */
static eos_value find_member(const eos_object *class_object, const eos_arguments *arguments)
{
    const eos_sequence *names = class_object->now.attributes;
    if (arguments->count != 1 || arguments->is_open)
        return eos_unknown("a member of an enumeration");
    for (uint32_t i = 0; i < eos_sequence_count(names); i++) {
        eos_value value = names->items[i].value;
        if (value.kind != EOS_VALUE_FUNCTION && eos_value_equal(value, arguments->items[0].value))
            return value;
    }
    return eos_unknown("a member of an enumeration");
}

static eos_value make_instance(eos_flow *flow, eos_frame *frame, eos_object *class_object,
                               const eos_arguments *arguments)
{
    if (is_enumeration(class_object, 0))
        return find_member(class_object, arguments);
    eos_object *instance = eos_flow_object(flow, frame, EOS_OBJECT_INSTANCE, arguments->span);
    instance->class_object = class_object;
    instance->library = class_object->library;
    instance->now.is_open = class_object->now.is_open || eos_is_container(instance);
    if (eos_is_module_instance(instance) && !flow->is_silent)
        eos_vector_push(flow->arena, &flow->instances, instance);
    class_object->default_instance = instance; /* its methods have something to run on */
    eos_value self = eos_object_value(instance);
    const eos_item *init = eos_class_find(class_object, eos_intern_string(flow->names, "__init__"));
    if (init != NULL && init->value.kind == EOS_VALUE_FUNCTION)
        (void)eos_call_function(flow, init->value.as.function, self, arguments);
    else if (eos_is_container(instance))
        eos_init_container(flow, instance, arguments);
    else if (eos_init_keras_derived(flow, instance, arguments))
        return self;
    else if (eos_is_derived_layer(instance))
        eos_init_derived_layer(flow, instance, arguments);
    else if (!eos_dataclass_init(flow, frame, instance, arguments) && class_object->now.is_open)
        eos_escape_arguments(flow, arguments);
    return self;
}

/* calling an instance of a class of the program */
static eos_value call_instance(eos_flow *flow, eos_frame *frame, eos_object *instance,
                               const eos_arguments *arguments)
{
    static const char *const names[] = {"__call__", "forward", "call"};
    if (eos_has_built_forward(instance) && arguments->count > 0)
        return eos_call_module(flow, frame, instance, NULL, arguments);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const eos_item *found =
            eos_class_find(instance->class_object, eos_intern_string(flow->names, names[i]));
        if (found != NULL && found->value.kind == EOS_VALUE_FUNCTION &&
            (i == 0 || instance->library != NULL)) {
            const eos_function *function = found->value.as.function;
            return i > 0 && eos_is_module_instance(instance)
                       ? eos_call_module(flow, frame, instance, function, arguments)
                       : eos_call_function(flow, function, eos_object_value(instance), arguments);
        }
    }
    if (eos_is_derived_layer(instance))
        return eos_call_library_object(flow, frame, instance, arguments);
    if (eos_is_container(instance) && instance->library->entry != NULL &&
        instance->library->entry->family == EOS_API_SEQUENTIAL && !instance->now.is_open &&
        arguments->count > 0)
        return eos_call_module(flow, frame, instance, NULL, arguments);
    eos_escape_arguments(flow, arguments);
    return eos_unknown("a call of an object that is not understood");
}

/* ---- dispatch ---- */

static eos_value call_method(eos_flow *flow, eos_frame *frame, const eos_method *method,
                             const eos_arguments *arguments)
{
    if (method->function != NULL) {
        if (method->receiver.kind == EOS_VALUE_OBJECT)
            eos_note_own_trainer(flow, frame, method->receiver.as.object, method->name, arguments);
        return eos_call_function(flow, method->function, method->receiver, arguments);
    }
    if (eos_tensor_of(method->receiver) != NULL)
        return eos_tensor_method(flow, frame, method->receiver, method->name, arguments);
    if (method->library != NULL)
        return eos_call_library_method(flow, frame, method, arguments);
    return eos_call_python_method(flow, frame, method, arguments);
}

eos_value eos_call(eos_flow *flow, eos_frame *frame, eos_value callee,
                   const eos_arguments *arguments)
{
    if (flow->raised != NULL)
        return eos_unknown("an exception");
    switch (callee.kind) {
    case EOS_VALUE_FUNCTION:
        return eos_call_function(flow, callee.as.function, (eos_value){0}, arguments);
    case EOS_VALUE_METHOD:
        return call_method(flow, frame, callee.as.method, arguments);
    case EOS_VALUE_LIBRARY:
        return eos_call_library(flow, frame, callee.as.library, arguments);
    case EOS_VALUE_BUILTIN:
        return eos_call_builtin(flow, frame, callee.as.text, arguments);
    case EOS_VALUE_OBJECT:
        if (callee.as.object->kind == EOS_OBJECT_CLASS)
            return make_instance(flow, frame, callee.as.object, arguments);
        if (callee.as.object->kind == EOS_OBJECT_INSTANCE)
            return call_instance(flow, frame, callee.as.object, arguments);
        if (callee.as.object->kind == EOS_OBJECT_LIBRARY && callee.as.object->partial != NULL)
            return eos_call_partial(flow, frame, callee.as.object, arguments);
        if (callee.as.object->kind == EOS_OBJECT_LIBRARY)
            return eos_call_library_object(flow, frame, callee.as.object, arguments);
        break;
    case EOS_VALUE_ONE_OF: {
        eos_value trained = eos_call_one_of_trainers(flow, frame, callee, arguments);
        if (trained.kind != EOS_VALUE_UNBOUND)
            return trained;
        /* making one of a few library objects is free of side effects; anything else is not */
        eos_value joined = {0};
        for (uint32_t i = 0; i < callee.as.one_of->count; i++) {
            eos_value one = eos_value_alternative(callee, i);
            if (one.kind != EOS_VALUE_LIBRARY)
                goto unknown;
            joined = eos_value_join(flow->arena, joined,
                                    eos_call_library(flow, frame, one.as.library, arguments));
        }
        return joined;
    }
    default:
        break;
    }
unknown:
    eos_note_unseen(flow, frame, arguments, NULL);
    eos_escape_arguments(flow, arguments);
    for (uint32_t i = 0; i < eos_value_alternative_count(callee); i++) {
        eos_value one = eos_value_alternative(callee, i);
        if (one.kind == EOS_VALUE_METHOD) /* one of these receivers may have been changed */
            eos_object_escape(&flow->heap, one.as.method->receiver);
    }
    if (callee.kind == EOS_VALUE_UNKNOWN && callee.as.reason != NULL)
        return eos_unknown(callee.as.reason);
    return eos_unknown("a call of something that is not known");
}

eos_value eos_call_one(eos_flow *flow, eos_frame *frame, eos_value callee, eos_value value,
                       const eos_arguments *around)
{
    eos_argument argument = {value, around->span, NULL};
    eos_arguments one = {.items = &argument,
                         .count = 1,
                         .positional_count = 1,
                         .span = around->span,
                         .callee = around->callee};
    return eos_call(flow, frame, callee, &one);
}
