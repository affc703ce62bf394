/* SPDX-License-Identifier: MIT */
/*
 * Networks as classes: torch.nn.Module, LightningModule, keras.Model and keras.Layer subclasses.
 *
 * The class is the program's own code, so nothing about it is modelled: an instance is made by running
 * its constructor, its network is what its forward (or call) does to a symbolic tensor of unknown
 * size. A trace is rolled back, so that looking at a module changes nothing; the operations that it
 * recorded stay.
 *
 * Containers (ModuleList, ModuleDict) are library objects with items, like Sequential.
 */
#include "flow/interp.h"

/* ---- what is a module ---- */

static bool is_module_base(const eos_library_ref *library)
{
    if (library == NULL)
        return false;
    if (library->entry != NULL && (library->entry->family == EOS_API_MODULE_CLASS ||
                                   library->entry->family == EOS_API_MODEL))
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

static bool is_container(const eos_library_ref *library)
{
    return eos_text_is(library->path, "torch.nn.ModuleList") ||
           eos_text_is(library->path, "torch.nn.ModuleDict") ||
           eos_text_is(library->path, "torch.nn.ParameterList");
}

/* ---- containers ---- */

/* torch.nn.ModuleList([..]), ModuleDict({..}), Sequential(OrderedDict([..])); false = something else */
bool eos_fill_container(eos_flow *flow, eos_object *object, const eos_made *made)
{
    if (!is_container(object->library))
        return false;
    eos_value given = made->rest_count > 0 ? made->rest[0] : eos_made_value(made, "modules");
    if (given.kind == EOS_VALUE_UNBOUND || given.kind == EOS_VALUE_NONE)
        return true;
    if (given.kind == EOS_VALUE_OBJECT &&
        (given.as.object->kind == EOS_OBJECT_LIST || given.as.object->kind == EOS_OBJECT_DICT ||
         given.as.object->kind == EOS_OBJECT_LIBRARY)) {
        object->now.items = given.as.object->now.items;
        object->now.is_open = given.as.object->now.is_open;
        return true;
    }
    object->now.items = eos_iterate(flow, given);
    object->now.is_open = object->now.items == NULL;
    return true;
}

static void append_all(eos_flow *flow, eos_object *object, eos_value given)
{
    eos_content content = object->now;
    const eos_sequence *items = eos_iterate(flow, given);
    if (items == NULL)
        content.is_open = true;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        content.items = eos_sequence_push(flow->arena, content.items, items->items[i]);
    eos_heap_write(&flow->heap, object, content);
}

static bool is_any(const eos_text *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (eos_text_is(name, *names))
            return true;
    return false;
}

/* the modules directly below, as a list; UNBOUND = not an object with items */
static eos_value children_of(eos_flow *flow, eos_frame *frame, eos_object *object, eos_span span)
{
    const eos_sequence *items = object->now.items;
    if (object->kind == EOS_OBJECT_INSTANCE) {
        items = NULL;
        for (uint32_t i = 0; i < eos_sequence_count(object->now.attributes); i++) {
            const eos_item *item = &object->now.attributes->items[i];
            if (item->value.kind == EOS_VALUE_OBJECT &&
                eos_is_network_object(item->value.as.object))
                items = eos_sequence_push(flow->arena, items, (eos_item){.value = item->value});
        }
    }
    eos_value list = eos_make_list(flow, frame, items, span);
    list.as.object->now.is_open = object->now.is_open;
    return list;
}

eos_value eos_call_module_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_text *name, const eos_arguments *arguments)
{
    static const char *const returning_self[] = {
        "to",   "cuda",  "cpu",    "eval", "train", "apply", "float", "half", "double",
        "type", "xpu",   "bfloat16", "requires_grad_", NULL};
    static const char *const registering[] = {"add_module", "register_module", "register_parameter",
                                              NULL};
    bool is_instance = eos_is_module_instance(object);
    bool is_torch = is_instance ? is_torch_module(object)
                                : object->library != NULL && object->library->entry != NULL &&
                                      object->library->entry->is_torch;
    if (!is_torch)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    /* parameters() stands for the module that it belongs to: an optimiser is told which one it steps */
    if (is_any(name, returning_self) || eos_text_is(name, "parameters"))
        return eos_object_value(object);
    eos_value first = eos_argument_at(arguments, 0, NULL);
    if (is_any(name, registering)) {
        const eos_text *key = eos_value_string(first);
        eos_value module = eos_argument_at(arguments, 1, "module");
        if (object->kind == EOS_OBJECT_LIBRARY) {
            eos_list_append(&flow->heap, object, module);
        } else if (key != NULL) {
            eos_attribute_set(&flow->heap, object, key, module);
        } else {
            eos_object_escape(&flow->heap, eos_object_value(object));
        }
        return eos_none();
    }
    if (eos_text_is(name, "children") || eos_text_is(name, "modules"))
        return children_of(flow, frame, object, arguments->span);
    if (object->kind != EOS_OBJECT_LIBRARY)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (eos_text_is(name, "append")) {
        eos_list_append(&flow->heap, object, first);
        return eos_object_value(object);
    }
    if (eos_text_is(name, "extend") || eos_text_is(name, "insert")) {
        append_all(flow, object, eos_text_is(name, "extend") ? first : eos_unknown("a place"));
        return eos_object_value(object);
    }
    if (eos_text_is(name, "values"))
        return children_of(flow, frame, object, arguments->span);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

/* ---- what belongs to a network ---- */

bool eos_is_network_object(const eos_object *object)
{
    if (eos_is_module_instance(object))
        return true;
    if (object->kind != EOS_OBJECT_LIBRARY || object->library == NULL)
        return false;
    const eos_api_entry *entry = object->library->entry;
    return is_container(object->library) ||
           (entry != NULL && entry->is_class &&
            (entry->family == EOS_API_LAYER || entry->family == EOS_API_SEQUENTIAL ||
             entry->family == EOS_API_ACTIVATION));
}

/* ---- tracing ---- */

static eos_value make_symbolic_input(eos_flow *flow, eos_frame *frame, eos_object *object, eos_span span)
{
    eos_tensor *tensor = eos_new_tensor(flow, span);
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    tensor->is_symbolic = true;
    tensor->is_torch = is_torch_module(object);
    tensor->module = object;
    *operation = (eos_operation){.id = ++flow->next_operation,
                                 .kind = "Input",
                                 .is_input = true,
                                 .span = span,
                                 .path = flow->path,
                                 .condition = flow->condition};
    operation->scope = eos_intern_string(flow->names, eos_flow_scope_name(frame));
    tensor->operation = operation;
    return eos_make_tensor(flow, frame, tensor, span);
}

/* one symbolic tensor per parameter of forward that has no default, self left out */
static eos_arguments make_inputs(eos_flow *flow, const eos_function *function, eos_object *object)
{
    const eos_ir_arguments *parameters = function->parameters;
    uint32_t all = parameters->posonlyargs.count + parameters->args.count;
    uint32_t wanted = all - (all > 0) - (parameters->defaults.count < all ? parameters->defaults.count
                                                                          : all - 1);
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, wanted);
    eos_span span = function->node->span;
    for (uint32_t i = 0; i < wanted; i++)
        items[i] = (eos_argument){make_symbolic_input(flow, function->closure, object, span), span, NULL};
    return (eos_arguments){.items = items,
                           .count = wanted,
                           .positional_count = wanted,
                           .span = span,
                           .callee = span};
}

static void trace_module(eos_flow *flow, eos_object *object)
{
    const char *method = is_torch_module(object) ? "forward" : "call";
    const eos_item *found =
        eos_class_find(object->class_object, eos_intern_string(flow->names, method));
    if (found == NULL || found->value.kind != EOS_VALUE_FUNCTION ||
        found->value.as.function->parameters == NULL)
        return;
    const eos_function *function = found->value.as.function;
    bool was_with_defaults = flow->is_with_defaults;
    const eos_condition *outer = flow->condition;
    flow->condition = object->condition;
    eos_mark mark = eos_heap_mark(&flow->heap);
    eos_arguments inputs = make_inputs(flow, function, object);
    flow->forward_depth++;
    eos_value output = eos_call_function(flow, function, eos_object_value(object), &inputs);
    flow->forward_depth--;
    eos_trace trace = {.module = object};
    /* read before the roll-back, which empties the lists that forward made */
    trace.outputs = eos_collect_tensors(flow, output, &trace.output_count, &trace.is_complete);
    (void)eos_heap_take(&flow->heap, mark);
    flow->is_with_defaults = was_with_defaults;
    flow->condition = outer;
    eos_vector_push(flow->arena, &flow->result->traces, trace);
}

/* ---- calls from the program ---- */

eos_arguments eos_symbolic_arguments(eos_flow *flow, eos_frame *frame, eos_object *module,
                                     const eos_arguments *arguments)
{
    eos_arguments out = *arguments;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count);
    for (uint32_t i = 0; i < arguments->count; i++) {
        items[i] = arguments->items[i];
        if (eos_value_is_unknown(items[i].value) || eos_tensor_of(items[i].value) != NULL)
            items[i].value = make_symbolic_input(flow, frame, module, arguments->span);
    }
    out.items = items;
    return out;
}

eos_value eos_call_module(eos_flow *flow, eos_frame *frame, eos_object *module,
                          const eos_function *function, const eos_arguments *arguments)
{
    eos_value self = eos_object_value(module);
    if (flow->forward_depth > 0)
        return eos_call_function(flow, function, self, arguments);
    if (flow->is_silent)
        return eos_unknown("the output of a network");
    /* a module called on another's output is judged on its own: its input is cut off */
    eos_arguments symbolic = eos_symbolic_arguments(flow, frame, module, arguments);
    flow->forward_depth++;
    eos_value result = eos_call_function(flow, function, self, &symbolic);
    flow->forward_depth--;
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

/* Traces every module that no other object holds, in the order of their making. */
void eos_trace_modules(eos_flow *flow)
{
    for (uint32_t i = 0; i < flow->instances.count; i++) {
        const eos_object *holder = flow->instances.items[i];
        mark_all_held(holder->now.attributes, 0);
        mark_all_held(holder->now.items, 0);
    }
    for (uint32_t i = 0; i < flow->instances.count && !flow->is_exhausted; i++) {
        eos_object *object = flow->instances.items[i];
        if (eos_is_module_instance(object) && !object->is_held && !object->is_traced) {
            object->is_traced = true;
            trace_module(flow, object);
        }
    }
}
