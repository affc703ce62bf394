/* SPDX-License-Identifier: MIT */
/*
 * torchvision.models: the module tree of the table as objects of the heap, each an instance of a class
 * of the library, and what their forward does. Relies on network.c and container.c, for which they are
 * modules like those of a program: children are attributes or items that may be replaced.
 *
 * forward is run from the table, one module deep: a child is called through the attribute that holds it
 * now. A forward that could not be traced gives unknown, so its network has no known layers; what is
 * registered is counted all the same.
 */
#include "flow/builder.h"

static const char *const SYMBOLS[] = {"num_classes", "dropout"};

/* ---- which model, with which arguments ---- */

static const eos_torch_builder *find_builder(const char *name)
{
    for (uint32_t i = 0; i < eos_torch_builder_count; i++)
        if (strcmp(eos_torch_builders[i].name, name) == 0)
            return &eos_torch_builders[i];
    return NULL;
}

static bool is_any(const eos_text *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (eos_text_is(name, *names))
            return true;
    return false;
}

typedef struct asked {
    eos_value weights, classes, dropout, aux_logits, aux_loss; /* UNBOUND = not given */
} asked;

/* what the program gives; false = something that the tables do not tell about */
static bool read_arguments(const eos_arguments *arguments, uint32_t skipped, asked *out)
{
    static const char *const free_of_effect[] = {
        "progress",        "weights_backbone",   "pretrained_backbone",       "init_weights",
        "transform_input", "zero_init_residual", "trainable_backbone_layers", NULL};
    *out = (asked){.weights = {0}};
    if (arguments->is_open || arguments->positional_count > skipped + 2)
        return false; /* beyond weights (once pretrained) and progress */
    for (uint32_t i = skipped; i < arguments->count; i++) {
        const eos_argument *one = &arguments->items[i];
        if (one->name == NULL) {
            if (i == skipped)
                out->weights = one->value;
        } else if (eos_text_is(one->name, "weights") || eos_text_is(one->name, "pretrained")) {
            out->weights = one->value;
        } else if (eos_text_is(one->name, "num_classes")) {
            out->classes = one->value;
        } else if (eos_text_is(one->name, "dropout")) {
            out->dropout = one->value;
        } else if (eos_text_is(one->name, "aux_logits")) {
            out->aux_logits = one->value;
        } else if (eos_text_is(one->name, "aux_loss")) {
            out->aux_loss = one->value;
        } else if (!is_any(one->name, free_of_effect)) {
            return false;
        }
    }
    return true;
}

static uint8_t weights_of(eos_value value)
{
    bool flag;
    if (value.kind == EOS_VALUE_UNBOUND || value.kind == EOS_VALUE_NONE)
        return EOS_WEIGHTS_NONE;
    if (eos_value_boolean(value, &flag))
        return flag ? EOS_WEIGHTS_TRAINED : EOS_WEIGHTS_NONE;
    bool is_enum = value.kind == EOS_VALUE_LIBRARY && /* ResNet18_Weights.DEFAULT */
                   eos_text_starts_with(value.as.library->path, "torchvision.models");
    return value.kind == EOS_VALUE_STRING || is_enum ? EOS_WEIGHTS_TRAINED : EOS_WEIGHTS_UNKNOWN;
}

/* whether a variant is meant; *is_known false = an argument that decides it is not known */
static bool is_meant(const eos_built_variant *variant, const asked *given, uint8_t weights,
                     bool *is_known)
{
    const char *when = eos_built_text_of(variant->when);
    bool flag;
    if (when[0] == '\0')
        return true;
    if (strcmp(when, "weights") == 0) {
        *is_known &= weights != EOS_WEIGHTS_UNKNOWN;
        return (weights == EOS_WEIGHTS_TRAINED) == (variant->wanted != 0);
    }
    eos_value value = strcmp(when, "aux_logits") == 0 ? given->aux_logits : given->aux_loss;
    if (value.kind == EOS_VALUE_UNBOUND || value.kind == EOS_VALUE_NONE)
        return false;
    if (!eos_value_boolean(value, &flag)) {
        *is_known = false;
        return false;
    }
    return flag == (variant->wanted != 0);
}

/* the variant that is meant; NULL = not known. The first that fits counts. */
static const eos_built_variant *find_variant(const eos_torch_builder *builder, const asked *given,
                                             uint8_t weights)
{
    for (uint32_t i = 0; i < builder->count; i++) {
        const eos_built_variant *variant = &eos_built_variants[builder->first + i];
        bool is_known = true, is_it = is_meant(variant, given, weights, &is_known);
        if (!is_known)
            return NULL;
        if (is_it)
            return variant;
    }
    return NULL;
}

/* an argument, or what it is when it is not given; false = the variant fixes it */
static bool settle(eos_value given, uint16_t otherwise, eos_value *out)
{
    const eos_built_value *value = &eos_built_values[otherwise];
    bool is_fixed = value->kind == EOS_BUILT_NONE;
    *out = given;
    if (given.kind != EOS_VALUE_UNBOUND)
        return !is_fixed;
    *out = value->kind == EOS_BUILT_INT ? eos_integer(value->integer) : eos_number(value->number);
    return true;
}

/* ---- modules ---- */

static eos_object *make_module(eos_flow *flow, eos_frame *frame, uint16_t number,
                               const eos_built_scope *scope, int depth);

/* one class per class of the library, so that two blocks are of one class */
static eos_object *class_of(eos_flow *flow, eos_frame *frame, const char *path, const char *base,
                            eos_span span)
{
    const eos_text *key = eos_intern_string(flow->names, path);
    for (uint32_t i = 0; i < flow->built_classes.count; i++)
        if (flow->built_classes.items[i].path == key)
            return flow->built_classes.items[i].object;
    eos_object *made = eos_flow_object(flow, frame, EOS_OBJECT_CLASS, span);
    const char *dot = strrchr(path, '.');
    made->name = eos_intern_string(flow->names, dot != NULL ? dot + 1 : path);
    made->library = eos_library_ref_for(flow, base, strlen(base));
    eos_vector_push(flow->arena, &flow->built_classes, (eos_built_class){key, made});
    return made;
}

static const char *base_of(eos_built_module_kind kind)
{
    switch (kind) {
    case EOS_MODULE_SEQUENTIAL:
    case EOS_MODULE_OPAQUE_SEQUENTIAL:
        return "torch.nn.Sequential";
    case EOS_MODULE_LIST:
    case EOS_MODULE_OPAQUE_LIST:
        return "torch.nn.ModuleList";
    case EOS_MODULE_DICT:
    case EOS_MODULE_OPAQUE_DICT:
        return "torch.nn.ModuleDict";
    default:
        return "torch.nn.Module";
    }
}

/* children as items of a container or attributes of a module; false = one is not in the API tables */
static bool add_children(eos_flow *flow, eos_frame *frame, eos_object *module,
                         const eos_built_module *from, const eos_built_scope *scope, int depth)
{
    bool is_container = eos_is_container(module);
    eos_sequence *all =
        eos_sequence_copy(flow->arena, NULL, (uint32_t)from->child_count + from->parameter_count);
    for (uint32_t i = 0; i < from->child_count; i++) {
        const eos_built_child *child = &eos_built_children[from->child_first + i];
        eos_object *object = make_module(flow, frame, child->module, scope, depth + 1);
        if (object == NULL)
            return false;
        const eos_text *name = child->name == 0
                                   ? NULL
                                   : eos_intern_string(flow->names, eos_built_text_of(child->name));
        object->name = name;
        all->items[all->count++] =
            (eos_item){.key = name != NULL ? eos_string(name) : (eos_value){0},
                       .value = eos_object_value(object)};
    }
    uint32_t children = all->count;
    for (uint32_t i = 0; i < from->parameter_count; i++) {
        const eos_built_argument *one = &eos_built_arguments[from->parameter_first + i];
        eos_tensor *facts = eos_new_tensor(flow, scope->span);
        (void)eos_shape_from_value(eos_built_value_of(flow, frame, one->value, scope),
                                   &facts->shape);
        facts->dtype = EOS_DTYPE_FLOAT;
        eos_value parameter = eos_make_tensor(flow, frame, facts, scope->span);
        parameter.as.object->is_parameter = true;
        all->items[all->count++] = (eos_item){
            .key = eos_string(eos_intern_string(flow->names, eos_built_text_of(one->name))),
            .value = parameter};
    }
    *all->used = all->count;
    if (is_container && all->count > children)
        return false; /* a container with weights of its own */
    if (is_container)
        module->now.items = all;
    else
        module->now.attributes = all;
    return true;
}

/* class LayerNorm2d(nn.LayerNorm): a layer of its own name */
static eos_object *make_derived(eos_flow *flow, eos_frame *frame, const eos_built_module *from,
                                const eos_built_scope *scope)
{
    eos_object *layer = eos_built_layer_of(flow, frame, from->child_first, "", scope);
    eos_built *own = EOS_NEW(flow->arena, eos_built);
    if (layer == NULL)
        return NULL;
    *own = *scope->built;
    own->module = from;
    layer->kind = EOS_OBJECT_INSTANCE;
    layer->class_object = class_of(flow, frame, eos_built_text_of(from->text),
                                   layer->library->path->data, scope->span);
    layer->built = own;
    return layer;
}

static eos_object *make_module(eos_flow *flow, eos_frame *frame, uint16_t number,
                               const eos_built_scope *scope, int depth)
{
    const eos_built_module *from = &eos_built_modules[number];
    if (depth > 24 || flow->built_layers >= EOS_LIMIT_BUILT_LAYERS)
        return NULL;
    flow->built_layers++;
    if (from->kind == EOS_MODULE_LEAF)
        return eos_built_layer_of(flow, frame, from->text, "", scope);
    if (from->kind == EOS_MODULE_DERIVED)
        return make_derived(flow, frame, from, scope);
    const char *path = eos_built_text_of(from->text), *base = base_of(from->kind);
    const eos_library_ref *library = eos_library_ref_for(flow, base, strlen(base));
    bool is_plain = strcmp(path, base) == 0; /* nn.Sequential itself */
    eos_object *module = eos_flow_object(
        flow, frame, is_plain ? EOS_OBJECT_LIBRARY : EOS_OBJECT_INSTANCE, scope->span);
    module->library = library;
    module->built = scope->built;
    if (is_plain) {
        eos_arguments none = {.span = scope->span, .callee = scope->span};
        if (library->entry == NULL)
            return NULL;
        module->now.facts = eos_bind_arguments(flow, library->entry, &none);
    } else {
        eos_built *own = EOS_NEW(flow->arena, eos_built);
        *own = *scope->built;
        own->module = from;
        own->is_other_in_training = depth == 0 && own->is_other_in_training;
        module->class_object = class_of(flow, frame, path, base, scope->span);
        module->built = own;
    }
    return add_children(flow, frame, module, from, scope, depth) ? module : NULL;
}

eos_value eos_build_torch(eos_flow *flow, eos_frame *frame, const char *name,
                          const eos_arguments *arguments, uint32_t skipped)
{
    eos_value none = {.kind = EOS_VALUE_UNBOUND}, values[2];
    const eos_torch_builder *builder = find_builder(name);
    asked given;
    if (builder == NULL || !read_arguments(arguments, skipped, &given))
        return none;
    uint8_t weights = weights_of(given.weights);
    const eos_built_variant *variant = find_variant(builder, &given, weights);
    if (variant == NULL || !settle(given.classes, variant->classes, &values[0]) ||
        !settle(given.dropout, variant->dropout, &values[1]))
        return none;
    eos_built *built = EOS_NEW(flow->arena, eos_built);
    *built =
        (eos_built){.weights = weights, .is_other_in_training = variant->is_other_in_training != 0};
    eos_built_scope scope = {
        .names = SYMBOLS, .values = values, .count = 2, .built = built, .span = arguments->span};
    eos_object *module = make_module(flow, frame, variant->module, &scope, 0);
    if (module == NULL)
        return none;
    if (eos_is_module_instance(module) && !flow->is_silent)
        eos_vector_push(flow->arena, &flow->instances, module);
    return eos_flow_literal(flow, eos_object_value(module), arguments->span);
}

/* ---- forward ---- */

/* "block.0.weight" of a module, through whatever holds it now */
static eos_value find_part(eos_flow *flow, eos_frame *frame, eos_object *module, const char *path,
                           eos_span span)
{
    eos_value part = eos_object_value(module);
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        part =
            eos_get_attribute(flow, frame, part, eos_intern_bytes(flow->names, path, length), span);
        path += length + (path[length] == '.');
    }
    return part;
}

static eos_value call_operator(eos_flow *flow, eos_frame *frame, const char *name,
                               const eos_arguments *arguments)
{
    static const struct {
        const char *name;
        eos_ir_op op;
    } operators[] = {
        {"add", EOS_OP_Add},  {"iadd", EOS_OP_Add},       {"sub", EOS_OP_Sub},
        {"mul", EOS_OP_Mult}, {"truediv", EOS_OP_Div},    {"floordiv", EOS_OP_FloorDiv},
        {"mod", EOS_OP_Mod},  {"matmul", EOS_OP_MatMult}, {"pow", EOS_OP_Pow}};
    if (arguments->count != 2)
        return eos_unknown("an operation of a library's model");
    eos_value left = arguments->items[0].value, right = arguments->items[1].value;
    if (strcmp(name, "getitem") == 0)
        return eos_get_item(flow, frame, left, right, arguments->span);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i].name, name) == 0)
            return eos_binary(flow, frame, operators[i].op, left, right, arguments->span);
    return eos_unknown("an operation of a library's model");
}

static eos_value call_function(eos_flow *flow, eos_frame *frame, const char *path,
                               const eos_arguments *arguments)
{
    if (strncmp(path, "operator.", 9) == 0)
        return call_operator(flow, frame, path + 9, arguments);
    if (strcmp(path, "getattr") != 0)
        return eos_call_library(flow, frame, eos_library_ref_for(flow, path, strlen(path)),
                                arguments);
    const eos_text *name =
        arguments->count == 2 ? eos_value_string(arguments->items[1].value) : NULL;
    return name == NULL ? eos_unknown("an attribute that is not known")
                        : eos_plain(eos_get_attribute(flow, frame, arguments->items[0].value, name,
                                                      arguments->span));
}

/* arguments without the first, which is the receiver of a method */
static eos_arguments behind_receiver(const eos_arguments *arguments)
{
    eos_arguments out = *arguments;
    out.items++;
    out.count--;
    out.positional_count--;
    return out;
}

static eos_value run_node(eos_flow *flow, eos_frame *frame, eos_object *module,
                          const eos_built_node *node, const eos_arguments *arguments)
{
    const char *text = eos_built_text_of(node->text);
    eos_value first = eos_argument_at(arguments, 0, NULL);
    switch ((eos_built_node_kind)node->kind) {
    case EOS_NODE_CHILD:
        return eos_call(flow, frame, find_part(flow, frame, module, text, arguments->span),
                        arguments);
    case EOS_NODE_FUNCTION:
        return call_function(flow, frame, text, arguments);
    case EOS_NODE_ATTRIBUTE:
        return eos_plain(find_part(flow, frame, module, text, arguments->span));
    case EOS_NODE_SAME: {
        eos_value *inputs = EOS_NEW_ARRAY(flow->arena, eos_value, arguments->count);
        for (uint32_t i = 0; i < arguments->count; i++)
            inputs[i] = arguments->items[i].value;
        if (!eos_is_symbolic(first))
            return eos_unknown("an operation on something that is not known");
        return eos_apply_functional(flow, frame, text, EOS_LAYER_OTHER, inputs, arguments->count,
                                    &eos_tensor_of(first)->shape, arguments->span);
    }
    case EOS_NODE_TUPLE: {
        eos_sequence *items = eos_sequence_copy(flow->arena, NULL, arguments->count);
        for (uint32_t i = 0; i < arguments->count; i++)
            items->items[items->count++].value = arguments->items[i].value;
        *items->used = items->count;
        return eos_make_tuple(flow, items);
    }
    case EOS_NODE_METHOD: {
        if (arguments->positional_count == 0)
            return eos_unknown("a method of nothing");
        eos_arguments rest = behind_receiver(arguments);
        eos_value method = eos_get_attribute(flow, frame, first,
                                             eos_intern_string(flow->names, text), arguments->span);
        return eos_call(flow, frame, method, &rest);
    }
    default:
        return first;
    }
}

bool eos_has_built_forward(const eos_object *object)
{
    return object->built != NULL && object->built->module != NULL &&
           (object->built->module->node_count > 0 ||
            object->built->module->kind >= EOS_MODULE_OPAQUE_MODULE);
}

eos_value eos_run_built(eos_flow *flow, eos_frame *frame, eos_object *module,
                        const eos_arguments *arguments)
{
    const eos_built_module *from = module->built->module;
    eos_value *results = EOS_NEW_ARRAY(flow->arena, eos_value, from->node_count);
    eos_built_scope scope = {.nodes = results, .span = arguments->span};
    uint32_t inputs = 0;
    eos_value last = eos_unknown("what a library's module does is not known");
    if (flow->call_depth >= EOS_LIMIT_CALL_DEPTH ||
        eos_attribute_find(module, eos_intern_string(flow->names, "forward")) != NULL)
        return last;
    flow->call_depth++;
    flow->ready_made_depth++;
    for (uint32_t i = 0; i < from->node_count && eos_flow_step(flow, arguments->span); i++) {
        const eos_built_node *node = &eos_built_nodes[from->node_first + i];
        if (node->kind == EOS_NODE_INPUT) {
            results[i] = inputs < arguments->positional_count ? arguments->items[inputs].value
                                                              : eos_unknown("an argument");
            inputs++;
            continue;
        }
        eos_arguments given =
            eos_built_arguments_of(flow, frame, node->first, node->count, NULL, &scope);
        results[i] = run_node(flow, frame, module, node, &given);
        if (node->kind == EOS_NODE_OUTPUT)
            last = results[i];
    }
    flow->ready_made_depth--;
    flow->call_depth--;
    return last;
}
