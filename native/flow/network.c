/* SPDX-License-Identifier: MIT */
/*
 * Networks as classes: torch.nn.Module, LightningModule, keras.Model and keras.Layer subclasses.
 *
 * The class is the program's own code, so nothing about it is modelled: an instance is made by running
 * its constructor, its network is what its forward (or call) does to a symbolic tensor of unknown
 * size. A trace is rolled back, so that looking at a module changes nothing; the operations that it
 * recorded stay.
 *
 * A torch.nn.Sequential that nothing else holds is a network too; its forward is its items.
 */
#include "flow/interp.h"

/* ---- what is a module ---- */

static bool is_module_base(const eos_library_ref *library)
{
    if (library == NULL)
        return false;
    if (library->entry != NULL &&
        (library->entry->family == EOS_API_MODULE_CLASS || library->entry->family == EOS_API_MODEL))
        return true;
    if (library->entry != NULL && library->entry->is_torch && library->entry->is_class &&
        (library->entry->family == EOS_API_SEQUENTIAL || library->entry->family == EOS_API_LAYER ||
         library->entry->family == EOS_API_ACTIVATION))
        return true;
    if (eos_text_is(library->path, "torch.nn.ModuleList") ||
        eos_text_is(library->path, "torch.nn.ModuleDict"))
        return true;
    return eos_text_is(library->path, "keras.Layer");
}

bool eos_is_module_class(const eos_object *class_object)
{
    return class_object->kind == EOS_OBJECT_CLASS && is_module_base(class_object->library);
}

bool eos_is_module_instance(const eos_object *object)
{
    return object->kind == EOS_OBJECT_INSTANCE && is_module_base(object->library);
}

static bool is_torch_module(const eos_object *object)
{
    return !eos_text_starts_with(object->library->path, "keras.");
}

static bool is_any(const eos_text *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (eos_text_is(name, *names))
            return true;
    return false;
}

/* add_module(name, module), register_parameter(name, parameter) of an instance */
static eos_value register_part(eos_flow *flow, eos_object *object, const eos_arguments *arguments,
                               bool is_buffer)
{
    const eos_text *key = eos_value_string(eos_argument_at(arguments, 0, "name"));
    eos_value part = eos_argument_at(arguments, 1, "module");
    if (part.kind == EOS_VALUE_UNBOUND)
        part = eos_argument_at(arguments, 1, "param");
    if (part.kind == EOS_VALUE_UNBOUND)
        part = eos_argument_at(arguments, 1, "tensor");
    if (key != NULL && is_buffer && part.kind != EOS_VALUE_NONE && eos_tensor_of(part) == NULL)
        return eos_none(); /* whatever it is, it is neither module nor parameter */
    if (key != NULL) {
        eos_attribute_set(&flow->heap, object, key, part);
        return eos_none();
    }
    eos_content content = object->now; /* a part under a name that is not known */
    content.is_open = content.is_escaped = true;
    eos_heap_write(&flow->heap, object, content);
    return eos_none();
}

/* `function` NULL: what the library's class does */
static eos_value run_forward(eos_flow *flow, eos_frame *frame, eos_object *object,
                             const eos_function *function, const eos_arguments *arguments)
{
    if (function != NULL)
        return eos_call_function(flow, function, eos_object_value(object), arguments);
    return eos_has_built_forward(object) ? eos_run_built(flow, frame, object, arguments)
                                         : eos_run_items(flow, frame, object, arguments);
}

eos_value eos_call_module_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_text *name, const eos_arguments *arguments)
{
    static const char *const returning_self[] = {"apply", "float",    "half",           "double",
                                                 "type",  "bfloat16", "requires_grad_", NULL};
    static const char *const registering[] = {"add_module", "register_module", "register_parameter",
                                              "register_buffer", NULL};
    bool is_instance = eos_is_module_instance(object);
    bool is_torch = is_instance ? is_torch_module(object)
                                : object->library != NULL && object->library->entry != NULL &&
                                      object->library->entry->is_torch;
    eos_value derived = eos_call_keras_derived(flow, object, name, arguments);
    if (derived.kind != EOS_VALUE_UNBOUND)
        return derived;
    if (is_instance && !is_torch)
        return eos_call_keras_layer_method(flow, frame, object, name, arguments);
    if (!is_torch)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (eos_text_is(name, "eval") || (eos_text_is(name, "train") && arguments->count > 0))
        flow->has_left_training = true;
    static const char *const asking[] = {"parameters",       "to",   "cuda",
                                         "state_dict",       "half", "load_state_dict",
                                         "named_parameters", NULL};
    if (object->asked_for == NULL && is_any(name, asking)) {
        object->asked_for = name;
        object->asked = arguments->span;
    }
    eos_value trained = eos_call_trained_module(flow, frame, object, name, arguments);
    if (trained.kind != EOS_VALUE_UNBOUND)
        return trained;
    if (is_any(name, returning_self))
        return eos_object_value(object);
    eos_value of_layer = eos_call_derived_method(flow, frame, object, name, arguments);
    if (of_layer.kind != EOS_VALUE_UNBOUND)
        return of_layer;
    if (is_instance && eos_is_container(object) && eos_text_is(name, "__init__")) {
        eos_init_container(flow, object, arguments);
        return eos_none();
    }
    if (is_instance && eos_is_container(object) && eos_text_is(name, "forward") &&
        arguments->count > 0)
        return run_forward(flow, frame, object, NULL, arguments);
    if (is_instance && eos_has_built_forward(object) && eos_text_is(name, "forward") &&
        arguments->count > 0)
        return eos_run_built(flow, frame, object, arguments);
    if (object->kind == EOS_OBJECT_LIBRARY && eos_text_is(name, "forward") &&
        eos_is_network_object(object) && arguments->count > 0)
        return eos_call_library_object(flow, frame, object, arguments);
    bool is_network = is_instance || eos_is_container(object) || eos_is_network_object(object);
    eos_value parts = is_network ? eos_walk_network(flow, frame, object, name, arguments)
                                 : (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (parts.kind != EOS_VALUE_UNBOUND)
        return parts;
    if (eos_is_container(object))
        return eos_call_container_method(flow, frame, object, name, arguments);
    if (is_instance && is_any(name, registering))
        return register_part(flow, object, arguments, eos_text_is(name, "register_buffer"));
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* A module is in training mode from its making on, and what it is in training is what is judged; where it
 * may have been switched, only a trace is known to ask about training. */
eos_value eos_module_property(const eos_flow *flow, const eos_object *object, const eos_text *name)
{
    if (!eos_text_is(name, "training") || !eos_is_module_instance(object) ||
        !is_torch_module(object) || (flow->has_left_training && !flow->is_tracing))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    return eos_boolean(true);
}

/* ---- what belongs to a network ---- */

bool eos_is_network_object(const eos_object *object)
{
    if (eos_is_module_instance(object))
        return true;
    if (object->kind != EOS_OBJECT_LIBRARY || object->library == NULL)
        return false;
    const eos_api_entry *entry = object->library->entry;
    return eos_is_container(object) ||
           (entry != NULL && entry->is_class &&
            (entry->family == EOS_API_LAYER || entry->family == EOS_API_SEQUENTIAL ||
             entry->family == EOS_API_ACTIVATION));
}

bool eos_is_layer_changed(const eos_object *layer, const eos_content *content)
{
    const eos_made *made = eos_layer_facts(layer, content);
    if (made == NULL || made->entry == NULL || !made->entry->is_torch)
        return false;
    for (uint32_t i = 0; i < eos_sequence_count(content->attributes); i++) {
        const eos_item *item = &content->attributes->items[i];
        const eos_text *name = eos_value_string(item->key);
        bool is_weight = eos_text_is(name, "weight") || eos_text_is(name, "bias");
        if (is_weight && item->value.kind == EOS_VALUE_OBJECT &&
            item->value.as.object->is_parameter)
            continue;
        if (is_weight ||
            (name != NULL && eos_api_param_index(made->entry, name->data, name->length) >= 0))
            return true;
    }
    return false;
}

/* ---- tracing ---- */

/* what a module was called on by the program, joined over all calls whose shape is known */
static const eos_module_input *find_input(const eos_flow *flow, const eos_object *object,
                                          uint32_t place)
{
    for (uint32_t i = 0; i < flow->module_inputs.count; i++) {
        const eos_module_input *one = &flow->module_inputs.items[i];
        if (one->module == object && one->place == place)
            return one;
    }
    return NULL;
}

void eos_note_module_input(eos_flow *flow, eos_object *object, uint32_t place,
                           const eos_shape *shape)
{
    if (!shape->is_known || flow->is_silent)
        return;
    const eos_module_input *known = find_input(flow, object, place);
    if (known == NULL) {
        eos_vector_push(flow->arena, &flow->module_inputs,
                        (eos_module_input){object, place, *shape});
        return;
    }
    eos_module_input *same = &flow->module_inputs.items[known - flow->module_inputs.items];
    same->shape = eos_shape_join(&same->shape, shape);
}

/* `given` is what the program calls the module on; UNBOUND = a trace */
static eos_value make_symbolic_input(eos_flow *flow, eos_frame *frame, eos_object *object,
                                     uint32_t place, eos_value given, eos_span span)
{
    eos_tensor *tensor = eos_new_tensor(flow, span);
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    const eos_module_input *seen = find_input(flow, object, place);
    const eos_tensor *data = eos_tensor_of(given);
    tensor->is_symbolic = true;
    tensor->is_torch = is_torch_module(object);
    tensor->module = object;
    tensor->batch_size = eos_new_batch_size(flow);
    if (data != NULL)
        eos_take_sample(flow, data, tensor);
    else if (seen != NULL && given.kind == EOS_VALUE_UNBOUND)
        tensor->shape = seen->shape;
    *operation = (eos_operation){.id = ++flow->next_operation,
                                 .kind = "Input",
                                 .is_input = true,
                                 .output = tensor->shape,
                                 .span = span,
                                 .path = flow->path,
                                 .condition = flow->condition,
                                 .is_fed_unknown = given.kind == EOS_VALUE_UNKNOWN,
                                 .fed = eos_is_symbolic(given) ? data : NULL};
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    tensor->operation = operation;
    return eos_make_tensor(flow, frame, tensor, span);
}

/* one symbolic tensor per parameter of forward that has no default, self left out */
static eos_arguments make_inputs(eos_flow *flow, const eos_function *function, eos_object *object)
{
    const eos_ir_arguments *parameters = function->parameters;
    uint32_t all = parameters->posonlyargs.count + parameters->args.count;
    uint32_t wanted =
        all - (all > 0) - (parameters->defaults.count < all ? parameters->defaults.count : all - 1);
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, wanted);
    eos_span span = function->node->span;
    for (uint32_t i = 0; i < wanted; i++)
        items[i] = (eos_argument){
            make_symbolic_input(flow, function->closure, object, i, (eos_value){0}, span), span,
            NULL};
    return (eos_arguments){
        .items = items, .count = wanted, .positional_count = wanted, .span = span, .callee = span};
}

/* What a trace sets aside while a forward runs on symbolic tensors. */
typedef struct trace_frame {
    const eos_condition *condition;
    const eos_round *round;
    bool is_with_defaults;
    eos_mark mark;
} trace_frame;

static trace_frame begin_trace(eos_flow *flow, const eos_object *object)
{
    trace_frame outer = {flow->condition, flow->round, flow->is_with_defaults,
                         eos_heap_mark(&flow->heap)};
    flow->condition = object->condition;
    flow->round = object->round;
    return outer;
}

/* keeps what the forward did and rolls its changes back */
static void end_trace(eos_flow *flow, const trace_frame *outer, eos_object *object,
                      eos_value output)
{
    eos_trace trace = {.module = object};
    trace.reason = output.kind == EOS_VALUE_UNKNOWN ? output.as.reason : NULL;
    trace.executed = flow->executed.items;
    trace.executed_count = flow->executed.count;
    /* read before the roll-back, which empties the lists that forward made */
    trace.outputs = eos_collect_tensors(flow, output, &trace.output_count, &trace.is_complete);
    trace.content = object->now;
    (void)eos_heap_take(&flow->heap, outer->mark);
    flow->is_with_defaults = outer->is_with_defaults;
    flow->condition = outer->condition;
    flow->round = outer->round;
    eos_vector_push(flow->arena, &flow->result->traces, trace);
}

/* a module whose forward is the library's: the items of a Sequential, or what the tables say */
static void trace_library_forward(eos_flow *flow, eos_object *object)
{
    trace_frame outer = begin_trace(flow, object);
    eos_argument input = {.span = object->span};
    input.value =
        make_symbolic_input(flow, flow->module_frame, object, 0, (eos_value){0}, object->span);
    eos_arguments inputs = {.items = &input,
                            .count = 1,
                            .positional_count = 1,
                            .span = object->span,
                            .callee = object->span};
    flow->forward_depth++;
    flow->is_tracing = true;
    eos_value output = run_forward(flow, flow->module_frame, object, NULL, &inputs);
    flow->forward_depth--;
    flow->is_tracing = false;
    end_trace(flow, &outer, object, output);
}

static void trace_own_forward(eos_flow *flow, eos_object *object, const eos_function *function)
{
    trace_frame outer = begin_trace(flow, object);
    eos_arguments inputs = make_inputs(flow, function, object);
    if (!is_torch_module(object))
        eos_build_keras_instance(flow, function->closure, object, &inputs);
    uint32_t remade = flow->remade.count;
    flow->trace_began = flow->heap.next_id;
    flow->trace_condition = flow->condition;
    flow->forward_depth++;
    flow->is_tracing = true;
    eos_value output = eos_call_function(flow, function, eos_object_value(object), &inputs);
    flow->forward_depth--;
    flow->is_tracing = false;
    flow->trace_began = 0;
    eos_forget_kept(flow, object, remade);
    end_trace(flow, &outer, object, output);
}

static void trace_module(eos_flow *flow, eos_object *object)
{
    const char *method = is_torch_module(object) ? "forward" : "call";
    const eos_item *found =
        eos_class_find(object->class_object, eos_intern_string(flow->names, method));
    if (found == NULL) {
        bool is_sequential = eos_is_container(object) && object->library->entry != NULL &&
                             object->library->entry->family == EOS_API_SEQUENTIAL;
        if ((is_sequential && !object->now.is_open) || eos_has_built_forward(object))
            trace_library_forward(flow, object);
    } else if (found->value.kind == EOS_VALUE_FUNCTION &&
               found->value.as.function->parameters != NULL) {
        trace_own_forward(flow, object, found->value.as.function);
    }
}

/* a Sequential has to be run when some of its items are more than layers of the library, or when it is
 * known what it is called on */
static bool needs_running(const eos_flow *flow, const eos_object *object)
{
    bool has_inner = find_input(flow, object, 0) != NULL;
    if (object->now.is_open || !eos_is_container(object) ||
        object->library->entry->family != EOS_API_SEQUENTIAL)
        return false;
    for (uint32_t i = 0; i < eos_sequence_count(object->now.items); i++) {
        const eos_item *item = &object->now.items->items[i];
        if (item->presence != EOS_PRESENT || item->value.kind != EOS_VALUE_OBJECT)
            return false;
        has_inner |= item->value.as.object->kind == EOS_OBJECT_INSTANCE ||
                     eos_is_container(item->value.as.object);
    }
    return has_inner;
}

/* ---- calls from the program ---- */

eos_arguments eos_symbolic_arguments(eos_flow *flow, eos_frame *frame, eos_object *module,
                                     const eos_arguments *arguments)
{
    eos_arguments out = *arguments;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count);
    module->called_on = arguments->count > 0 ? eos_tensor_of(arguments->items[0].value) : NULL;
    for (uint32_t i = 0; i < arguments->count; i++) {
        items[i] = arguments->items[i];
        const eos_tensor *data = eos_tensor_of(items[i].value);
        if (data == NULL && !eos_value_is_unknown(items[i].value))
            continue;
        items[i].value =
            make_symbolic_input(flow, frame, module, i, items[i].value, arguments->span);
        if (data != NULL && !data->is_symbolic && i < arguments->positional_count)
            eos_note_module_input(flow, module, i, &eos_tensor_of(items[i].value)->shape);
    }
    out.items = items;
    return out;
}

eos_value eos_call_module(eos_flow *flow, eos_frame *frame, eos_object *module,
                          const eos_function *function, const eos_arguments *arguments)
{
    eos_value composite = eos_call_keras_instance(flow, frame, module, function, arguments);
    if (composite.kind != EOS_VALUE_UNBOUND)
        return composite;
    (void)eos_record_action(flow, frame, EOS_ACTION_FORWARD, module, "forward", arguments->span);
    uint32_t since = flow->next_operation;
    if (flow->forward_depth > 0) {
        eos_vector_push(flow->arena, &flow->called_modules, module);
        eos_value inner = run_forward(flow, frame, module, function, arguments);
        return function == NULL && !eos_has_built_forward(module)
                   ? inner
                   : eos_note_leaf(flow, frame, module, inner, since, arguments->span);
    }
    if (flow->is_silent)
        return eos_unknown("the output of a network");
    /* a module called on another's output is judged on its own: its input is cut off */
    eos_arguments symbolic = eos_symbolic_arguments(flow, frame, module, arguments);
    flow->forward_depth++;
    eos_value result = run_forward(flow, frame, module, function, &symbolic);
    flow->forward_depth--;
    if (module->built != NULL && module->built->is_other_in_training)
        return eos_unknown("what the model gives depends on whether it is trained");
    return result;
}

/* ---- which modules are networks of their own ---- */

static void mark_held(eos_value value, int depth);

/* what an attribute or container holds, also through plain lists, tuples and dicts */
static void mark_all_held(const eos_sequence *items, int depth)
{
    for (uint32_t i = 0; i < eos_sequence_count(items) && depth < 4; i++)
        mark_held(items->items[i].value, depth + 1);
}

static void mark_held(eos_value value, int depth)
{
    for (uint32_t i = 0; i < eos_value_alternative_count(value); i++) {
        eos_value one = eos_value_alternative(value, i);
        if (one.kind == EOS_VALUE_TUPLE)
            mark_all_held(one.as.items, depth);
        if (one.kind != EOS_VALUE_OBJECT)
            continue;
        one.as.object->is_held = true;
        if (one.as.object->kind == EOS_OBJECT_LIST || one.as.object->kind == EOS_OBJECT_DICT)
            mark_all_held(one.as.object->now.items, depth);
    }
}

void eos_trace_value(eos_flow *flow, eos_value value)
{
    if (value.kind == EOS_VALUE_OBJECT && eos_is_module_instance(value.as.object))
        trace_module(flow, value.as.object);
    else if (value.kind == EOS_VALUE_OBJECT)
        eos_trace_keras_sequential(flow, value.as.object);
}

static void trace_once(eos_flow *flow, eos_object *object)
{
    if (object->is_traced || flow->is_exhausted)
        return;
    bool is_module = eos_is_module_instance(object);
    if (!is_module && !needs_running(flow, object))
        return;
    object->is_traced = true;
    flow->called_modules.count = 0;
    uint32_t before = flow->result->traces.count;
    if (is_module)
        trace_module(flow, object);
    else
        trace_library_forward(flow, object);
    bool is_followed =
        flow->result->traces.count > before && flow->result->traces.items[before].output_count > 0;
    for (uint32_t i = 0; i < flow->called_modules.count && is_followed; i++)
        flow->called_modules.items[i]->is_run = true;
}

/* Traces every module that no other object holds, in the order of their making; then the program's own
 * modules that stand in no graph, because what holds them was given up or never calls them. Who holds a part is made
 * before it, so a part of a part comes later and is found in its graph. */
void eos_trace_modules(eos_flow *flow)
{
    uint32_t count = flow->instances.count;
    for (uint32_t i = 0; i < count; i++) {
        const eos_object *holder = flow->instances.items[i];
        mark_all_held(holder->now.attributes, 0);
        mark_all_held(holder->now.items, 0);
    }
    for (uint32_t i = 0; i < count; i++)
        if (!flow->instances.items[i]->is_held)
            trace_once(flow, flow->instances.items[i]);
    for (uint32_t i = 0; i < count; i++) {
        eos_object *object = flow->instances.items[i];
        if (object->is_held && !object->is_run && eos_is_module_instance(object))
            trace_once(flow, object);
        eos_trace_keras_sequential(flow, object);
    }
}
