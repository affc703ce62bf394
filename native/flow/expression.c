/* SPDX-License-Identifier: MIT */
/*
 * Expressions. Each answers a value; what cannot be told is unknown with its reason. Alternatives are
 * carried through attribute access and operators one by one, so `layers[-1].units` of two possible
 * layers gives two possible numbers.
 */
#include "flow/interp.h"

#define MAX_NESTING 1500u /* C frames of evaluation: keeps the stack below 4 MB */

/* ---- names ---- */

eos_value *eos_symbol_slot(eos_flow *flow, eos_frame *frame, uint32_t symbol)
{
    (void)flow;
    const eos_ir_symbol *entry = &frame->scope->symbols[symbol];
    switch (entry->where) {
    case EOS_WHERE_LOCAL:
        return &frame->slots[symbol];
    case EOS_WHERE_OUTER:
        for (uint32_t i = 0; i < entry->hops && frame != NULL; i++)
            frame = frame->parent;
        return frame != NULL && entry->slot < frame->scope->count ? &frame->slots[entry->slot]
                                                                  : NULL;
    default:
        frame = eos_module_frame(frame);
        return entry->slot < frame->scope->count ? &frame->slots[entry->slot] : NULL;
    }
}

/* a name that nobody in the file binds: Python's own, a star import's, or a snippet's */
static eos_value evaluate_free_name(eos_flow *flow, eos_program_file *file, const eos_text *name)
{
    eos_value starred = eos_star_name(flow, file, name);
    if (starred.kind != EOS_VALUE_UNBOUND)
        return starred;
    if (eos_is_builtin(name))
        return (eos_value){.kind = EOS_VALUE_BUILTIN, .as.text = name};
    char path[256];
    for (uint32_t i = file->star_modules.count; i > 0; i--) {
        const eos_text *module = file->star_modules.items[i - 1];
        int length = snprintf(path, sizeof path, "%s.%s", module->data, name->data);
        if (length <= 0 || (size_t)length >= sizeof path)
            continue;
        const eos_library_ref *library = eos_library_ref_for(flow, path, (size_t)length);
        if (library->entry != NULL)
            return (eos_value){.kind = EOS_VALUE_LIBRARY, .as.library = library};
    }
    if (file->has_unseen_star)
        return eos_unknown("a name that a star import may bring");
    const eos_api_entry *bare = eos_api_find_bare(name->data, name->length, file->prefers_torch);
    if (bare != NULL)
        return eos_library_value(flow, bare->path, strlen(bare->path));
    const char *module = eos_api_snippet_module(name->data, name->length);
    if (module != NULL)
        return eos_library_value(flow, module, strlen(module));
    return eos_unknown("a name that is defined nowhere");
}

static bool tells_origin(eos_value value)
{
    switch (value.kind) {
    case EOS_VALUE_UNBOUND:
    case EOS_VALUE_UNKNOWN:
    case EOS_VALUE_FUNCTION:
    case EOS_VALUE_METHOD:
    case EOS_VALUE_LIBRARY:
    case EOS_VALUE_BUILTIN:
        return false;
    default:
        return true;
    }
}

static eos_value evaluate_name(eos_flow *flow, eos_frame *frame, const eos_ir_Name *name)
{
    eos_value *slot = eos_symbol_slot(flow, frame, name->id);
    const eos_ir_symbol *symbol = &frame->scope->symbols[name->id];
    if (slot != NULL && slot->kind == EOS_VALUE_UNBOUND && symbol->where == EOS_WHERE_LOCAL &&
        frame->scope->kind == EOS_SCOPE_CLASS) { /* not bound in the class body yet: the module's */
        eos_frame *module = eos_module_frame(frame);
        uint32_t outer = eos_ir_symbol_find(module->scope, symbol->name);
        if (outer != EOS_NO_SYMBOL)
            slot = &module->slots[outer];
    }
    if (slot == NULL || slot->kind == EOS_VALUE_UNBOUND) {
        if (symbol->where == EOS_WHERE_LOCAL && frame->scope->kind == EOS_SCOPE_FUNCTION)
            return eos_unknown("a local name that is not assigned yet");
        if (slot != NULL && symbol->where != EOS_WHERE_LOCAL &&
            eos_module_frame(frame)->scope->symbols[symbol->slot].is_assigned &&
            symbol->where == EOS_WHERE_MODULE)
            return eos_unknown("a module name that is not assigned yet");
        return evaluate_free_name(flow, eos_frame_file(frame), symbol->name);
    }
    eos_value value = eos_import_settle(flow, *slot);
    if (!tells_origin(value))
        return value;
    return eos_value_through(flow->arena, value, EOS_ORIGIN_NAME, name->head.span, flow->path,
                             symbol->name);
}

/* ---- constants and displays ---- */

static eos_value evaluate_constant(eos_flow *flow, const eos_ir_Constant *node)
{
    const eos_ir_const *constant = &node->value;
    eos_value value = eos_unknown("a constant that is not kept");
    switch (constant->kind) {
    case EOS_CONST_NONE:
        value = eos_none();
        break;
    case EOS_CONST_BOOL:
        value = eos_boolean(constant->as.boolean);
        break;
    case EOS_CONST_INT:
        value = eos_integer(constant->as.integer);
        break;
    case EOS_CONST_FLOAT:
        value = eos_number(constant->as.number);
        break;
    case EOS_CONST_STR:
        value = eos_string(constant->as.text);
        break;
    case EOS_CONST_ELLIPSIS:
        value.kind = EOS_VALUE_ELLIPSIS;
        break;
    default:
        return value;
    }
    return eos_flow_literal(flow, value, node->head.span);
}

eos_value eos_make_list(eos_flow *flow, eos_frame *frame, const eos_sequence *items, eos_span span)
{
    eos_object *list = eos_flow_object(flow, frame, EOS_OBJECT_LIST, span);
    list->now.items = items;
    return eos_object_value(list);
}

eos_value eos_make_tuple(eos_flow *flow, const eos_sequence *items)
{
    (void)flow;
    return (eos_value){.kind = EOS_VALUE_TUPLE, .as.items = items};
}

/* items of a list, tuple or set display; *is_open when a starred part is not known */
static const eos_sequence *evaluate_items(eos_flow *flow, eos_frame *frame,
                                          const eos_ir_nodes *nodes, bool *is_open)
{
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, nodes->count);
    const eos_sequence *out = items;
    for (uint32_t i = 0; i < nodes->count && !flow->is_exhausted; i++) {
        const eos_ir_node *node = nodes->items[i];
        if (node->kind != EOS_IR_Starred) {
            out = eos_sequence_push(flow->arena, out,
                                    (eos_item){.value = eos_evaluate(flow, frame, node)});
            continue;
        }
        eos_value spread = eos_evaluate(flow, frame, EOS_IR_AS(Starred, node)->value);
        const eos_sequence *known = eos_iterate(flow, spread);
        if (known == NULL && spread.kind == EOS_VALUE_OBJECT &&
            spread.as.object->kind == EOS_OBJECT_LIST) {
            known = spread.as.object->now.items; /* maybe items stay maybe */
            *is_open |= spread.as.object->now.is_open;
        } else if (known == NULL) {
            *is_open = true;
        }
        for (uint32_t k = 0; k < eos_sequence_count(known); k++)
            out = eos_sequence_push(flow->arena, out, known->items[k]);
    }
    return out;
}

static void yield_value(eos_flow *flow, eos_frame *frame, eos_value value)
{
    if (frame->yielded != NULL)
        eos_list_append(&flow->heap, frame->yielded, value);
    else /* in a frame that gives nothing: a lambda, say */
        eos_object_escape(&flow->heap, value);
}

static void yield_from(eos_flow *flow, eos_frame *frame, eos_value iterable)
{
    const eos_sequence *items = eos_iterate(flow, iterable);
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        yield_value(flow, frame, items->items[i].value);
    if (items == NULL && frame->yielded != NULL) {
        eos_content content = frame->yielded->now;
        content.is_open = true;
        eos_heap_write(&flow->heap, frame->yielded, content);
    }
}

static eos_value evaluate_display(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    bool is_open = false;
    const eos_ir_nodes *nodes = node->kind == EOS_IR_List    ? &EOS_IR_AS(List, node)->elts
                                : node->kind == EOS_IR_Tuple ? &EOS_IR_AS(Tuple, node)->elts
                                                             : &EOS_IR_AS(Set, node)->elts;
    const eos_sequence *items = evaluate_items(flow, frame, nodes, &is_open);
    if (node->kind == EOS_IR_Tuple) {
        if (is_open)
            return eos_unknown("a tuple with an unknown starred part");
        return eos_flow_literal(flow, eos_make_tuple(flow, items), node->span);
    }
    eos_object *object = eos_flow_object(
        flow, frame, node->kind == EOS_IR_List ? EOS_OBJECT_LIST : EOS_OBJECT_SET, node->span);
    object->now.items = items;
    object->now.is_open = is_open;
    if (object->kind == EOS_OBJECT_SET) { /* a set's items are its keys */
        object->now.items = NULL;
        for (uint32_t i = 0; i < eos_sequence_count(items); i++)
            eos_dict_set(&flow->heap, object, items->items[i].value, items->items[i].value);
    }
    return eos_flow_literal(flow, eos_object_value(object), node->span);
}

static eos_value evaluate_dict(eos_flow *flow, eos_frame *frame, const eos_ir_Dict *node)
{
    eos_object *dict = eos_flow_object(flow, frame, EOS_OBJECT_DICT, node->head.span);
    eos_value result = eos_flow_literal(flow, eos_object_value(dict), node->head.span);
    for (uint32_t i = 0; i < node->values.count && !flow->is_exhausted; i++) {
        const eos_ir_node *key_node = i < node->keys.count ? node->keys.items[i] : NULL;
        if (key_node != NULL) {
            eos_value key = eos_evaluate(flow, frame, key_node);
            eos_dict_set(&flow->heap, dict, key, eos_evaluate(flow, frame, node->values.items[i]));
            continue;
        }
        eos_value spread = eos_evaluate(flow, frame, node->values.items[i]); /* {**other} */
        if (spread.kind != EOS_VALUE_OBJECT || spread.as.object->kind != EOS_OBJECT_DICT) {
            eos_dict_set(&flow->heap, dict, eos_unknown("unknown keys"), spread);
            continue;
        }
        const eos_content other = spread.as.object->now;
        for (uint32_t k = 0; k < eos_sequence_count(other.items); k++)
            eos_dict_set(&flow->heap, dict, other.items->items[k].key, other.items->items[k].value);
        if (other.is_open)
            eos_dict_set(&flow->heap, dict, eos_unknown("unknown keys"), eos_none());
    }
    return result;
}

/* ---- truth, conditions ---- */

eos_value eos_plain(eos_value value)
{
    const eos_method *method = value.kind == EOS_VALUE_METHOD ? value.as.method : NULL;
    bool is_guess = method != NULL && method->function == NULL &&
                    method->receiver.kind == EOS_VALUE_OBJECT &&
                    method->receiver.as.object->library != NULL &&
                    (method->library == NULL || method->library->entry == NULL);
    if (is_guess || (value.kind == EOS_VALUE_LIBRARY && value.as.library->entry == NULL))
        return eos_unknown("an attribute of a library that is not known");
    return value;
}

eos_value eos_truth(eos_flow *flow, eos_value value)
{
    double number;
    value = eos_plain(value);
    switch (value.kind) {
    case EOS_VALUE_NONE:
        return eos_boolean(false);
    case EOS_VALUE_BOOL:
    case EOS_VALUE_INT:
    case EOS_VALUE_FLOAT:
        (void)eos_value_number(value, &number);
        return eos_boolean(number != 0.0);
    case EOS_VALUE_STRING:
        return eos_boolean(value.as.text->length > 0);
    case EOS_VALUE_TUPLE:
        return eos_boolean(eos_sequence_count(value.as.items) > 0);
    case EOS_VALUE_INTERVAL:
        if (value.as.interval->minimum > 0 || value.as.interval->maximum < 0)
            return eos_boolean(true);
        return eos_unknown("a number that may be zero");
    case EOS_VALUE_FUNCTION:
    case EOS_VALUE_METHOD:
    case EOS_VALUE_LIBRARY:
    case EOS_VALUE_BUILTIN:
        return eos_boolean(true);
    case EOS_VALUE_ONE_OF: {
        eos_value first = eos_truth(flow, eos_value_alternative(value, 0));
        for (uint32_t i = 1; i < value.as.one_of->count; i++)
            if (!eos_value_equal(first, eos_truth(flow, eos_value_alternative(value, i))))
                return eos_unknown("alternatives that differ");
        return first;
    }
    case EOS_VALUE_OBJECT: {
        const eos_object *object = value.as.object;
        bool has_maybe = false;
        if (object->kind > EOS_OBJECT_SET)
            return object->kind == EOS_OBJECT_TENSOR ? eos_unknown("truth of an array")
                                                     : eos_boolean(true);
        for (uint32_t i = 0; i < eos_sequence_count(object->now.items); i++)
            if (object->now.items->items[i].presence == EOS_PRESENT &&
                object->now.items->items[i].value.kind != EOS_VALUE_UNBOUND)
                return eos_boolean(true);
            else if (object->now.items->items[i].value.kind != EOS_VALUE_UNBOUND)
                has_maybe = true; /* unlike a key that was deleted */
        if (object->now.is_open || has_maybe)
            return eos_unknown("a list that may be empty");
        return eos_boolean(false);
    }
    default:
        return value.kind == EOS_VALUE_UNKNOWN ? value : eos_unknown("truth that is not known");
    }
}

/* Truth of `a and b`, where what the value is may not be known: one operand that is certainly false is
 * enough, wherever it stands. */
static eos_value decide_bool_op(eos_flow *flow, eos_frame *frame, const eos_ir_BoolOp *node)
{
    eos_value result = eos_boolean(node->op == EOS_OP_And);
    for (uint32_t i = 0; i < node->values.count; i++) {
        eos_value truth = eos_decide(flow, frame, node->values.items[i]);
        bool is_true;
        if (!eos_value_boolean(truth, &is_true))
            result = truth;
        else if (is_true != (node->op == EOS_OP_And))
            return truth;
    }
    return result;
}

eos_value eos_decide(eos_flow *flow, eos_frame *frame, const eos_ir_node *test)
{
    if (test != NULL && test->kind == EOS_IR_BoolOp && flow->nesting < MAX_NESTING) {
        flow->nesting++;
        eos_value truth = decide_bool_op(flow, frame, EOS_IR_AS(BoolOp, test));
        flow->nesting--;
        return truth;
    }
    eos_value value = eos_evaluate(flow, frame, test);
    eos_value truth = eos_truth(flow, value);
    if (truth.kind == EOS_VALUE_BOOL && value.is_with_defaults)
        flow->is_with_defaults = true; /* what follows was chosen by a default */
    return truth;
}

static eos_value evaluate_bool_op(eos_flow *flow, eos_frame *frame, const eos_ir_BoolOp *node)
{
    eos_value result = {0};
    for (uint32_t i = 0; i < node->values.count; i++) {
        eos_value value = eos_evaluate(flow, frame, node->values.items[i]);
        eos_value truth = eos_truth(flow, value);
        bool is_last = i + 1 == node->values.count, is_true = false;
        bool is_known = eos_value_boolean(truth, &is_true);
        bool decides = node->op == EOS_OP_And ? !is_true : is_true;
        if (is_last || (is_known && decides)) {
            /* an unknown operand before leaves the result open, unless this one decides the truth */
            return result.kind == EOS_VALUE_UNBOUND ? value
                                                    : eos_value_join(flow->arena, result, value);
        }
        if (!is_known)
            result = eos_value_join(flow->arena, result, value);
    }
    return result;
}

static eos_value evaluate_if_exp(eos_flow *flow, eos_frame *frame, const eos_ir_IfExp *node)
{
    bool is_true;
    if (eos_value_boolean(eos_decide(flow, frame, node->test), &is_true))
        return eos_evaluate(flow, frame, is_true ? node->body : node->orelse);
    const eos_condition *outer = flow->condition;
    eos_flow_enter_condition(flow, node->test->span);
    eos_mark mark = eos_heap_mark(&flow->heap);
    eos_value left = eos_evaluate(flow, frame, node->body);
    eos_delta left_delta = eos_heap_take(&flow->heap, mark);
    flow->condition = outer;
    eos_flow_enter_condition(flow, node->test->span);
    eos_value right = eos_evaluate(flow, frame, node->orelse);
    eos_delta right_delta = eos_heap_take(&flow->heap, mark);
    flow->condition = outer;
    eos_heap_merge(&flow->heap, &left_delta, &right_delta, node->test->span);
    return eos_value_join(flow->arena, left, right);
}

static eos_value evaluate_compare(eos_flow *flow, eos_frame *frame, const eos_ir_Compare *node)
{
    eos_value left = eos_evaluate(flow, frame, node->left);
    eos_value result = eos_boolean(true);
    for (uint32_t i = 0; i < node->ops.count && i < node->comparators.count; i++) {
        eos_value right = eos_evaluate(flow, frame, node->comparators.items[i]);
        eos_value one = eos_array_compare(flow, frame, (eos_ir_op)node->ops.items[i], left, right,
                                          node->head.span);
        if (one.kind != EOS_VALUE_UNBOUND)
            return node->ops.count == 1 ? one : eos_unknown("a chain of comparisons of arrays");
        one = eos_compare(flow, (eos_ir_op)node->ops.items[i], left, right);
        bool is_true, is_with_defaults = one.is_with_defaults || result.is_with_defaults;
        bool is_known = eos_value_boolean(one, &is_true);
        if (!is_known || !is_true)
            result = one;
        result.is_with_defaults = is_with_defaults;
        if (is_known && !is_true)
            return result;
        left = right;
    }
    return result;
}

static eos_value evaluate_slice(eos_flow *flow, eos_frame *frame, const eos_ir_Slice *node)
{
    const eos_ir_node *parts[3] = {node->lower, node->upper, node->step};
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, 3);
    for (int i = 0; i < 3; i++)
        items->items[items->count++].value =
            parts[i] != NULL ? eos_evaluate(flow, frame, parts[i]) : eos_none();
    *items->used = 3;
    return (eos_value){.kind = EOS_VALUE_SLICE, .as.items = items};
}

/* ---- calls ---- */

static void add_argument(eos_flow *flow, eos_argument **items, uint32_t *count, uint32_t *capacity,
                         eos_argument argument)
{
    if (*count == *capacity)
        *items = eos_vector_grow(flow->arena, *items, capacity, sizeof **items);
    (*items)[(*count)++] = argument;
}

/* a list of which all items are known, though some may be missing */
static bool is_closed_list(eos_value value)
{
    return value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
           !value.as.object->now.is_open && !value.as.object->now.is_escaped;
}

static eos_arguments evaluate_arguments(eos_flow *flow, eos_frame *frame, const eos_ir_Call *call)
{
    eos_arguments arguments = {.span = call->head.span, .callee = call->func->span};
    uint32_t capacity = call->args.count + call->keywords.count; /* what is spread may need more */
    eos_argument *items = capacity > 0 ? EOS_NEW_ARRAY(flow->arena, eos_argument, capacity) : NULL;
    for (uint32_t i = 0; i < call->args.count; i++) {
        const eos_ir_node *node = call->args.items[i];
        if (node->kind != EOS_IR_Starred) {
            add_argument(flow, &items, &arguments.count, &capacity,
                         (eos_argument){eos_evaluate(flow, frame, node), node->span, NULL});
            continue;
        }
        eos_value spread = eos_evaluate(flow, frame, EOS_IR_AS(Starred, node)->value);
        const eos_sequence *known = eos_iterate(flow, spread);
        arguments.is_open |= known == NULL;
        for (uint32_t k = 0; k < eos_sequence_count(known); k++)
            add_argument(flow, &items, &arguments.count, &capacity,
                         (eos_argument){known->items[k].value, node->span, NULL});
        if (known == NULL && call->args.count == 1 && call->keywords.count == 0 &&
            is_closed_list(spread))
            arguments.maybe_items = spread.as.object->now.items;
        else if (known == NULL && spread.kind == EOS_VALUE_OBJECT) /* still handed over */
            eos_object_escape(&flow->heap, spread);
    }
    arguments.positional_count = arguments.count;
    for (uint32_t i = 0; i < call->keywords.count; i++) {
        const eos_ir_keyword *keyword = EOS_IR_AS(keyword, call->keywords.items[i]);
        eos_value value = eos_evaluate(flow, frame, keyword->value);
        eos_span span = keyword->head.span.line != 0 ? keyword->value->span : keyword->value->span;
        if (keyword->arg != NULL) {
            add_argument(flow, &items, &arguments.count, &capacity,
                         (eos_argument){value, span, keyword->arg});
            continue;
        }
        if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_DICT) {
            arguments.is_open = true;
            continue;
        }
        const eos_content dict = value.as.object->now;
        arguments.is_open |= dict.is_open;
        for (uint32_t k = 0; k < eos_sequence_count(dict.items); k++) {
            const eos_item *item = &dict.items->items[k];
            const eos_text *name = eos_value_string(item->key);
            if (name == NULL)
                arguments.is_open = true;
            else if (item->presence != EOS_PRESENT) /* given or left to its default */
                add_argument(
                    flow, &items, &arguments.count, &capacity,
                    (eos_argument){eos_unknown("an argument that may be given"), span, name});
            else if (item->value.kind != EOS_VALUE_UNBOUND)
                add_argument(flow, &items, &arguments.count, &capacity,
                             (eos_argument){item->value, span, name});
        }
    }
    arguments.items = items;
    return arguments;
}

/* super() and super(Class, self): the method after this class, along the bases */
static eos_value evaluate_super_attribute(eos_flow *flow, eos_frame *frame, const eos_text *name,
                                          eos_span span)
{
    const eos_object *class_object = frame->class_object;
    for (eos_frame *outer = frame; class_object == NULL && outer != NULL; outer = outer->parent) {
        class_object = outer->class_object;
        frame = outer;
    }
    if (class_object == NULL || frame->self.kind != EOS_VALUE_OBJECT)
        return eos_unknown("super outside of a method");
    for (uint32_t i = 0; i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind == EOS_VALUE_LIBRARY)
            return eos_bind_library_method(flow, frame->self, base.as.library, name);
        if (base.kind != EOS_VALUE_OBJECT || base.as.object->kind != EOS_OBJECT_CLASS)
            continue;
        const eos_item *found = eos_class_find(base.as.object, name);
        if (found != NULL)
            return eos_bind_class_attribute(flow, frame->self, found->value, span);
        if (base.as.object->library != NULL)
            return eos_bind_library_method(flow, frame->self, base.as.object->library, name);
    }
    if (eos_text_is(name, "__init__") && !class_object->now.is_open)
        return eos_bind_instance_method(flow, frame->self, name); /* of a dataclass, or of object */
    return eos_unknown("a base class that is not known");
}

static bool is_super_call(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    if (node->kind != EOS_IR_Call || EOS_IR_AS(Call, node)->func->kind != EOS_IR_Name)
        return false;
    eos_value callee = eos_evaluate(flow, frame, EOS_IR_AS(Call, node)->func);
    return callee.kind == EOS_VALUE_BUILTIN && eos_text_is(callee.as.text, "super");
}

static eos_value evaluate_attribute(eos_flow *flow, eos_frame *frame, const eos_ir_Attribute *node)
{
    if (is_super_call(flow, frame, node->value))
        return evaluate_super_attribute(flow, frame, node->attr, node->head.span);
    eos_value value = eos_evaluate(flow, frame, node->value);
    eos_value found = eos_get_attribute(flow, frame, value, node->attr, node->head.span);
    if (!tells_origin(found))
        return found;
    return eos_value_through(flow->arena, found, EOS_ORIGIN_NAME, node->head.span, flow->path,
                             node->attr);
}

static eos_value evaluate_call(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    const eos_ir_Call *call = EOS_IR_AS(Call, node);
    eos_value callee = eos_evaluate(flow, frame, call->func);
    eos_arguments arguments = evaluate_arguments(flow, frame, call);
    if (eos_value_is_unknown(callee))
        eos_note_unseen_call(flow, frame, call, &arguments);
    eos_note_handed(flow, frame, call, callee, &arguments);
    return eos_call(flow, frame, callee, &arguments);
}

/* ---- f-strings ---- */

static eos_value evaluate_joined_string(eos_flow *flow, eos_frame *frame,
                                        const eos_ir_JoinedStr *node)
{
    eos_buffer buffer;
    eos_buffer_init(&buffer, flow->arena);
    bool is_known = true;
    for (uint32_t i = 0; i < node->values.count; i++) {
        const eos_ir_node *part = node->values.items[i];
        bool is_plain = part->kind != EOS_IR_FormattedValue;
        if (!is_plain && EOS_IR_AS(FormattedValue, part)->format_spec != NULL)
            is_known = false;
        eos_value value =
            eos_evaluate(flow, frame, is_plain ? part : EOS_IR_AS(FormattedValue, part)->value);
        const eos_text *text = eos_value_string(value);
        if (text != NULL)
            eos_buffer_add(&buffer, text->data, text->length);
        else if (value.kind == EOS_VALUE_INT || value.kind == EOS_VALUE_FLOAT)
            eos_buffer_add_string(&buffer, eos_value_show(flow->arena, value));
        else
            is_known = false;
    }
    if (!is_known || buffer.length > EOS_LIMIT_TEXT_BYTES)
        return eos_unknown("a formatted string");
    return eos_flow_literal(flow,
                            eos_string(eos_intern_bytes(flow->names, buffer.data, buffer.length)),
                            node->head.span);
}

/* ---- dispatch ---- */

static eos_value evaluate_node(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    switch (node->kind) {
    case EOS_IR_Name:
        return evaluate_name(flow, frame, EOS_IR_AS(Name, node));
    case EOS_IR_Constant:
        return evaluate_constant(flow, EOS_IR_AS(Constant, node));
    case EOS_IR_Attribute:
        return evaluate_attribute(flow, frame, EOS_IR_AS(Attribute, node));
    case EOS_IR_Call:
        return evaluate_call(flow, frame, node);
    case EOS_IR_Subscript: {
        const eos_ir_Subscript *subscript = EOS_IR_AS(Subscript, node);
        eos_value value = eos_evaluate(flow, frame, subscript->value);
        eos_value key = eos_evaluate(flow, frame, subscript->slice);
        return eos_get_item(flow, frame, value, key, node->span);
    }
    case EOS_IR_List:
    case EOS_IR_Tuple:
    case EOS_IR_Set:
        return evaluate_display(flow, frame, node);
    case EOS_IR_Dict:
        return evaluate_dict(flow, frame, EOS_IR_AS(Dict, node));
    case EOS_IR_BinOp: {
        const eos_ir_BinOp *binary = EOS_IR_AS(BinOp, node);
        eos_value left = eos_evaluate(flow, frame, binary->left);
        eos_value right = eos_evaluate(flow, frame, binary->right);
        return eos_binary(flow, frame, (eos_ir_op)binary->op, left, right, node->span);
    }
    case EOS_IR_UnaryOp: {
        const eos_ir_UnaryOp *unary = EOS_IR_AS(UnaryOp, node);
        eos_value operand = eos_evaluate(flow, frame, unary->operand);
        return eos_unary(flow, (eos_ir_op)unary->op, operand, node->span);
    }
    case EOS_IR_BoolOp:
        return evaluate_bool_op(flow, frame, EOS_IR_AS(BoolOp, node));
    case EOS_IR_Compare:
        return evaluate_compare(flow, frame, EOS_IR_AS(Compare, node));
    case EOS_IR_IfExp:
        return evaluate_if_exp(flow, frame, EOS_IR_AS(IfExp, node));
    case EOS_IR_Lambda:
        return eos_make_function(flow, frame, node);
    case EOS_IR_ListComp:
    case EOS_IR_SetComp:
    case EOS_IR_DictComp:
    case EOS_IR_GeneratorExp:
        return eos_evaluate_comprehension(flow, frame, node);
    case EOS_IR_NamedExpr: {
        const eos_ir_NamedExpr *named = EOS_IR_AS(NamedExpr, node);
        eos_value value = eos_evaluate(flow, frame, named->value);
        eos_bind_target(flow, frame, named->target, value);
        return value;
    }
    case EOS_IR_JoinedStr:
        return evaluate_joined_string(flow, frame, EOS_IR_AS(JoinedStr, node));
    case EOS_IR_Slice:
        return evaluate_slice(flow, frame, EOS_IR_AS(Slice, node));
    case EOS_IR_Await:
        return eos_evaluate(flow, frame, EOS_IR_AS(Await, node)->value);
    case EOS_IR_Starred:
        return eos_evaluate(flow, frame, EOS_IR_AS(Starred, node)->value);
    case EOS_IR_Yield: {
        const eos_ir_node *value = EOS_IR_AS(Yield, node)->value;
        yield_value(flow, frame, value != NULL ? eos_evaluate(flow, frame, value) : eos_none());
        return eos_unknown("what a generator is sent");
    }
    case EOS_IR_YieldFrom:
        yield_from(flow, frame, eos_evaluate(flow, frame, EOS_IR_AS(YieldFrom, node)->value));
        return eos_unknown("the result of a generator");
    default:
        return eos_unknown("an expression that is not understood");
    }
}

eos_value eos_evaluate(eos_flow *flow, eos_frame *frame, const eos_ir_node *node)
{
    if (node == NULL || !eos_flow_step(flow, node->span))
        return eos_unknown("the step budget is spent");
    if (flow->nesting >= MAX_NESTING) {
        eos_flow_not_judged(flow, node->span, eos_flow_scope_name(frame), "an expression",
                            "nested too deeply");
        return eos_unknown("nested too deeply");
    }
    flow->nesting++;
    eos_value value = evaluate_node(flow, frame, node);
    flow->nesting--;
    return value;
}
