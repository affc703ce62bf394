/* SPDX-License-Identifier: MIT */
/*
 * The few parts of Python's own library that programs build networks with: functools.partial and reduce,
 * math, copy.copy, dataclasses, argparse. Anything else of it stays unknown.
 *
 * argparse: what parse_args() gives are the defaults, each marked as holding only with the defaults; a
 * program that is always called with other arguments is judged by what its author wrote down. Options
 * without a default are None, required ones are unknown.
 */
#include "flow/interp.h"

#include <math.h>

/* ---- objects of ours: attributes under names that no program can write ---- */

static eos_object *new_object(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                              eos_span span)
{
    eos_object *object = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, span);
    object->library = library;
    return object;
}

static void set_hidden(eos_flow *flow, eos_object *object, const char *name, eos_value value)
{
    eos_attribute_set(&flow->heap, object, eos_intern_string(flow->names, name), value);
}

static eos_value get_hidden(eos_flow *flow, const eos_object *object, const char *name)
{
    const eos_item *item = eos_attribute_find(object, eos_intern_string(flow->names, name));
    return item != NULL ? item->value : (eos_value){.kind = EOS_VALUE_UNBOUND};
}

static bool is_made_by(const eos_object *object, const char *path)
{
    return object->kind == EOS_OBJECT_LIBRARY && object->library != NULL &&
           eos_text_is(object->library->path, path);
}

/* ---- functools ---- */

typedef struct partial_call {
    eos_value function;
    eos_arguments arguments; /* given when it was made */
} partial_call;

/* what was given when it was made, then what is given now; a name given now counts */
static eos_arguments merge_arguments(eos_flow *flow, const eos_arguments *first,
                                     const eos_arguments *arguments)
{
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, first->count + arguments->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < first->positional_count; i++)
        items[count++] = first->items[i];
    for (uint32_t i = 0; i < arguments->count; i++)
        items[count++] = arguments->items[i];
    for (uint32_t i = first->positional_count; i < first->count; i++) {
        bool is_overridden = false;
        for (uint32_t k = arguments->positional_count; k < arguments->count; k++)
            is_overridden |= arguments->items[k].name == first->items[i].name;
        if (!is_overridden)
            items[count++] = first->items[i];
    }
    eos_arguments all = *arguments;
    all.items = items;
    all.count = count;
    all.positional_count = first->positional_count + arguments->positional_count;
    all.is_open |= first->is_open;
    return all;
}

static eos_value make_partial(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                              const eos_arguments *arguments)
{
    if (arguments->positional_count == 0)
        return eos_unknown("a partial call of nothing");
    eos_object *object = new_object(flow, frame, library, arguments->span);
    partial_call *partial = EOS_NEW(flow->arena, partial_call);
    partial->function = arguments->items[0].value;
    partial->arguments = *arguments;
    partial->arguments.items++;
    partial->arguments.count--;
    partial->arguments.positional_count--;
    if (partial->function.kind == EOS_VALUE_OBJECT &&
        partial->function.as.object->partial != NULL) { /* of a partial call: one with both */
        const partial_call *inner = partial->function.as.object->partial;
        partial->function = inner->function;
        partial->arguments = merge_arguments(flow, &inner->arguments, &partial->arguments);
    }
    object->partial = partial;
    return eos_object_value(object);
}

eos_value eos_partial_attribute(eos_flow *flow, eos_frame *frame, const eos_object *object,
                                const eos_text *name)
{
    const partial_call *partial = object->partial;
    const eos_arguments *given = &partial->arguments;
    if (eos_text_is(name, "func"))
        return partial->function;
    bool has_args = eos_text_is(name, "args"), has_keywords = eos_text_is(name, "keywords");
    if (given->is_open || (!has_args && !has_keywords))
        return eos_unknown("an attribute of a partial call");
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, given->count);
    uint32_t first = has_args ? 0 : given->positional_count;
    uint32_t end = has_args ? given->positional_count : given->count;
    for (uint32_t i = first; i < end; i++)
        items->items[items->count++] =
            (eos_item){.key = has_args ? (eos_value){0} : eos_string(given->items[i].name),
                       .value = given->items[i].value};
    *items->used = items->count;
    if (has_args)
        return eos_make_tuple(flow, items);
    eos_object *dict = eos_flow_object(flow, frame, EOS_OBJECT_DICT, object->span);
    dict->now.items = items;
    return eos_object_value(dict);
}

eos_value eos_call_partial(eos_flow *flow, eos_frame *frame, const eos_object *object,
                           const eos_arguments *arguments)
{
    const partial_call *partial = object->partial;
    if (partial == NULL)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_arguments all = merge_arguments(flow, &partial->arguments, arguments);
    return eos_call(flow, frame, partial->function, &all);
}

/* math.prod and numpy.prod of a shape; UNBOUND = of something else */
static eos_value product(eos_flow *flow, const eos_arguments *arguments)
{
    const eos_sequence *items =
        arguments->count == 1 ? eos_iterate(flow, arguments->items[0].value) : NULL;
    int64_t total = 1, size;
    bool is_known = items != NULL;
    for (uint32_t i = 0; is_known && i < items->count; i++)
        is_known = items->items[i].value.kind == EOS_VALUE_INT &&
                   eos_value_integer(items->items[i].value, &size) &&
                   !__builtin_mul_overflow(total, size, &total);
    return is_known ? eos_integer(total) : (eos_value){.kind = EOS_VALUE_UNBOUND};
}

static eos_value reduce(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    eos_value function = eos_argument_at(arguments, 0, NULL);
    eos_value total = eos_argument_at(arguments, 2, NULL);
    const eos_sequence *items = eos_iterate(flow, eos_argument_at(arguments, 1, NULL));
    if (items == NULL || items->count > EOS_LIMIT_LOOP_ITERATIONS)
        return eos_unknown("a reduction of something that is not known");
    for (uint32_t i = 0; i < items->count; i++) {
        eos_argument pair[2] = {{total, arguments->span, NULL},
                                {items->items[i].value, arguments->span, NULL}};
        eos_arguments both = {.items = pair,
                              .count = 2,
                              .positional_count = 2,
                              .span = arguments->span,
                              .callee = arguments->callee};
        total = total.kind == EOS_VALUE_UNBOUND ? items->items[i].value
                                                : eos_call(flow, frame, function, &both);
    }
    return total.kind == EOS_VALUE_UNBOUND ? eos_unknown("a reduction of nothing") : total;
}

/* ---- tqdm, itertools ---- */

/* a progress bar gives what it is put around; trange is a range */
static eos_value progress(eos_flow *flow, eos_frame *frame, const char *path,
                          const eos_arguments *arguments)
{
    const char *name = strrchr(path, '.') + 1;
    bool is_range = strcmp(name, "trange") == 0 || strcmp(name, "tnrange") == 0;
    eos_value iterable = eos_argument_at(arguments, 0, "iterable");
    if (is_range) {
        eos_arguments bounds = *arguments; /* the rest is about the bar */
        bounds.count = bounds.positional_count;
        return eos_call_builtin(flow, frame, eos_intern_string(flow->names, "range"), &bounds);
    }
    if (strncmp(name, "tqdm", 4) != 0 || iterable.kind == EOS_VALUE_UNBOUND)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    return iterable;
}

/* chain of lists; cycle and islice of what feeds a model give its batches */
static eos_value call_itertools(eos_flow *flow, eos_frame *frame, const char *name,
                                const eos_arguments *arguments)
{
    eos_value first = eos_argument_at(arguments, 0, NULL);
    const eos_tensor *feed = eos_tensor_of(first);
    if ((strcmp(name, "cycle") == 0 || strcmp(name, "islice") == 0) && feed != NULL &&
        feed->holder == EOS_HOLDER_FEED)
        return first;
    if (strcmp(name, "chain") != 0 || arguments->is_open)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    const eos_sequence *all = NULL;
    for (uint32_t i = 0; i < arguments->positional_count; i++) {
        eos_value one = arguments->items[i].value;
        bool is_list = one.kind == EOS_VALUE_OBJECT && one.as.object->kind == EOS_OBJECT_LIST &&
                       !one.as.object->now.is_open;
        const eos_sequence *items = is_list ? one.as.object->now.items : eos_iterate(flow, one);
        if (items == NULL && !is_list)
            return eos_unknown("a chain of iterables that are not known");
        for (uint32_t k = 0; k < eos_sequence_count(items); k++)
            all = eos_sequence_push(flow->arena, all, items->items[k]);
    }
    return eos_make_list(flow, frame, all, arguments->span);
}

/* ---- math ---- */

static eos_value whole(double number)
{
    return fabs(number) < 9e15 ? eos_integer((int64_t)number)
                               : eos_unknown("a number out of range");
}

static eos_value call_math(const char *name, const eos_arguments *arguments)
{
    static const struct {
        const char *name;
        double (*of)(double);
        bool is_whole;
    } functions[] = {{"ceil", ceil, true},  {"floor", floor, true}, {"trunc", trunc, true},
                     {"sqrt", sqrt, false}, {"log2", log2, false},  {"log10", log10, false},
                     {"exp", exp, false},   {"fabs", fabs, false}};
    double number, other;
    if (arguments->count == 0 || !eos_value_number(arguments->items[0].value, &number))
        return eos_unknown("a function of a number that is not known");
    for (size_t i = 0; arguments->count == 1 && i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(name, functions[i].name) != 0)
            continue;
        double result = functions[i].of(number);
        if (!isfinite(result))
            break;
        return functions[i].is_whole ? whole(result) : eos_number(result);
    }
    bool has_two = arguments->count == 2 && eos_value_number(arguments->items[1].value, &other);
    double result = (double)NAN;
    if (strcmp(name, "log") == 0 && arguments->count == 1)
        result = log(number);
    else if (strcmp(name, "log") == 0 && has_two)
        result = log(number) / log(other);
    else if (strcmp(name, "pow") == 0 && has_two)
        result = pow(number, other);
    return isfinite(result) ? eos_number(result) : eos_unknown("a function of a number");
}

/* ---- dataclasses ---- */

static eos_value make_field(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                            const eos_arguments *arguments)
{
    eos_object *field = new_object(flow, frame, library, arguments->span);
    set_hidden(flow, field, " default", eos_argument_at(arguments, UINT32_MAX, "default"));
    set_hidden(flow, field, " factory", eos_argument_at(arguments, UINT32_MAX, "default_factory"));
    return eos_object_value(field);
}

/* what a field is when the call does not give it */
static eos_value field_default(eos_flow *flow, eos_frame *frame, eos_value value, eos_span span)
{
    if (value.kind != EOS_VALUE_OBJECT || !is_made_by(value.as.object, "dataclasses.field"))
        return value;
    eos_value factory = get_hidden(flow, value.as.object, " factory");
    eos_arguments none = {.span = span, .callee = span};
    return factory.kind == EOS_VALUE_UNBOUND ? get_hidden(flow, value.as.object, " default")
                                             : eos_call(flow, frame, factory, &none);
}

static const eos_sequence *add_field(eos_flow *flow, const eos_sequence *fields,
                                     const eos_text *name)
{
    for (uint32_t i = 0; i < eos_sequence_count(fields); i++)
        if (fields->items[i].value.as.text == name)
            return fields;
    return eos_sequence_push(flow->arena, fields, (eos_item){.value = eos_string(name)});
}

/* distinct names, those of the bases first */
static const eos_sequence *fields_of(eos_flow *flow, const eos_object *class_object,
                                     const eos_sequence *found, int depth)
{
    for (uint32_t i = 0; depth < 16 && i < eos_sequence_count(class_object->now.items); i++) {
        eos_value base = class_object->now.items->items[i].value;
        if (base.kind == EOS_VALUE_OBJECT && base.as.object->kind == EOS_OBJECT_CLASS)
            found = fields_of(flow, base.as.object, found, depth + 1);
    }
    eos_value own = get_hidden(flow, class_object, EOS_FIELDS_NAME);
    if (found == NULL && own.kind == EOS_VALUE_TUPLE)
        return own.as.items;
    for (uint32_t i = 0; own.kind == EOS_VALUE_TUPLE && i < eos_sequence_count(own.as.items); i++)
        found = add_field(flow, found, own.as.items->items[i].value.as.text);
    return found;
}

const eos_sequence *eos_class_fields(eos_flow *flow, const eos_object *class_object)
{
    return fields_of(flow, class_object, NULL, 0);
}

const eos_sequence *eos_dataclass_fields(eos_flow *flow, eos_frame *frame,
                                         const eos_ir_ClassDef *node)
{
    bool is_dataclass = false;
    const eos_sequence *fields = NULL;
    for (uint32_t i = 0; i < node->decorator_list.count; i++) {
        const eos_ir_node *one = node->decorator_list.items[i];
        if (one->kind == EOS_IR_Call)
            one = EOS_IR_AS(Call, one)->func;
        if (one->kind != EOS_IR_Name && one->kind != EOS_IR_Attribute)
            continue;
        eos_value value = eos_evaluate(flow, frame, one);
        is_dataclass |= value.kind == EOS_VALUE_LIBRARY &&
                        eos_text_is(value.as.library->path, "dataclasses.dataclass");
    }
    for (uint32_t i = 0; i < node->bases.count && !is_dataclass; i++)
        is_dataclass = eos_is_named_tuple_base(eos_evaluate(flow, frame, node->bases.items[i]));
    for (uint32_t i = 0; is_dataclass && i < node->body.count; i++) {
        const eos_ir_node *one = node->body.items[i];
        if (one == NULL || one->kind != EOS_IR_AnnAssign ||
            EOS_IR_AS(AnnAssign, one)->target->kind != EOS_IR_Name)
            continue;
        uint32_t symbol = EOS_IR_AS(Name, EOS_IR_AS(AnnAssign, one)->target)->id;
        if (symbol != EOS_NO_SYMBOL && symbol < node->scope->count)
            fields = add_field(flow, fields, node->scope->symbols[symbol].name);
    }
    return fields;
}

const eos_sequence *eos_dataclass_field_names(eos_flow *flow, const eos_object *class_object)
{
    return fields_of(flow, class_object, NULL, 0);
}

bool eos_dataclass_init(eos_flow *flow, eos_frame *frame, eos_object *instance,
                        const eos_arguments *arguments)
{
    const eos_sequence *fields = fields_of(flow, instance->class_object, NULL, 0);
    bool is_new = eos_sequence_count(instance->now.attributes) == 0; /* nothing to look for */
    eos_sequence *all =
        is_new ? eos_sequence_copy(flow->arena, NULL, eos_sequence_count(fields)) : NULL;
    for (uint32_t i = 0; i < eos_sequence_count(fields); i++) {
        const eos_text *name = fields->items[i].value.as.text;
        eos_value value = eos_argument_at(arguments, i, name->data);
        const eos_item *otherwise = eos_class_find(instance->class_object, name);
        if (value.kind == EOS_VALUE_UNBOUND && otherwise != NULL)
            value = field_default(flow, frame, otherwise->value, arguments->span);
        if (value.kind == EOS_VALUE_UNBOUND)
            value = eos_unknown("a missing argument");
        if (is_new)
            all->items[all->count++] = (eos_item){.key = eos_string(name), .value = value};
        else
            eos_attribute_set(&flow->heap, instance, name, value);
    }
    if (is_new && fields != NULL) {
        eos_content content = instance->now;
        *all->used = all->count;
        content.attributes = all;
        eos_heap_write(&flow->heap, instance, content);
    }
    const eos_item *more =
        eos_class_find(instance->class_object, eos_intern_string(flow->names, "__post_init__"));
    eos_arguments none = {.span = arguments->span, .callee = arguments->callee};
    if (fields != NULL && more != NULL && more->value.kind == EOS_VALUE_FUNCTION)
        (void)eos_call_function(flow, more->value.as.function, eos_object_value(instance), &none);
    return fields != NULL;
}

/* ---- argparse ---- */

/* the attribute that an option becomes: dest=, else the first long name; NULL = not known */
static const eos_text *option_name(eos_flow *flow, const eos_arguments *arguments)
{
    const eos_text *name = eos_value_string(eos_argument_at(arguments, UINT32_MAX, "dest"));
    for (uint32_t i = 0; name == NULL && i < arguments->positional_count; i++) {
        const eos_text *one = eos_value_string(arguments->items[i].value);
        bool is_last = i + 1 == arguments->positional_count;
        if (one != NULL && (is_last || strncmp(one->data, "--", 2) == 0))
            name = one;
    }
    if (name == NULL)
        return NULL;
    const char *text = name->data + strspn(name->data, "-");
    char *attribute = eos_arena_printf(flow->arena, "%s", text);
    for (char *at = attribute; text != name->data && *at != '\0'; at++)
        *at = *at == '-' ? '_' : *at;
    return eos_intern_string(flow->names, attribute);
}

static eos_value option_default(const eos_arguments *arguments)
{
    eos_value value = eos_argument_at(arguments, UINT32_MAX, "default");
    eos_value type = eos_argument_at(arguments, UINT32_MAX, "type");
    const eos_text *action = eos_value_string(eos_argument_at(arguments, UINT32_MAX, "action"));
    const eos_text *first =
        arguments->positional_count > 0 ? eos_value_string(arguments->items[0].value) : NULL;
    bool is_required;
    if (!eos_value_boolean(eos_argument_at(arguments, UINT32_MAX, "required"), &is_required))
        is_required = first == NULL || first->data[0] != '-';
    if (is_required)
        return eos_unknown("an option of the command line");
    if (value.kind == EOS_VALUE_STRING && type.kind != EOS_VALUE_UNBOUND &&
        !(type.kind == EOS_VALUE_BUILTIN && eos_text_is(type.as.text, "str")))
        return eos_unknown("an option whose default is converted");
    if (value.kind == EOS_VALUE_UNBOUND && eos_text_is(action, "store_true"))
        return eos_boolean(false);
    if (value.kind == EOS_VALUE_UNBOUND && eos_text_is(action, "store_false"))
        return eos_boolean(true);
    return value.kind == EOS_VALUE_UNBOUND ? eos_none() : value;
}

static eos_value parse_arguments(eos_flow *flow, eos_frame *frame, const eos_object *parser,
                                 const eos_arguments *arguments)
{
    static const char path[] = "argparse.Namespace";
    eos_object *space =
        new_object(flow, frame, eos_library_ref_for(flow, path, sizeof path - 1), arguments->span);
    for (uint32_t i = 0; i < eos_sequence_count(parser->now.attributes); i++) {
        const eos_item *item = &parser->now.attributes->items[i];
        eos_value value = item->value;
        if (item->presence != EOS_PRESENT || parser->now.is_open)
            value = eos_unknown("an option that may not be there");
        value.is_with_defaults = true;
        value = eos_value_through(flow->arena, value, EOS_ORIGIN_DEFAULT, arguments->span,
                                  flow->path, item->key.as.text);
        eos_attribute_set(&flow->heap, space, item->key.as.text, value);
    }
    return eos_object_value(space);
}

eos_value eos_call_parser_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                 const eos_text *name, const eos_arguments *arguments)
{
    if (!is_made_by(object, "argparse.ArgumentParser"))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (eos_text_is(name, "add_argument")) {
        const eos_text *option = option_name(flow, arguments);
        if (option != NULL) {
            eos_attribute_set(&flow->heap, object, option, option_default(arguments));
        } else {
            eos_content content = object->now;
            content.is_open = true;
            eos_heap_write(&flow->heap, object, content);
        }
        return eos_none();
    }
    if (eos_text_is(name, "set_defaults")) {
        for (uint32_t i = arguments->positional_count; i < arguments->count; i++)
            eos_attribute_set(&flow->heap, object, arguments->items[i].name,
                              arguments->items[i].value);
        return eos_none();
    }
    if (eos_text_is(name, "add_argument_group") ||
        eos_text_is(name, "add_mutually_exclusive_group"))
        return eos_object_value(object); /* its options are the parser's */
    if (eos_text_is(name, "parse_args") && arguments->count < 2)
        return parse_arguments(flow, frame, object, arguments);
    return eos_unknown("a method of a parser");
}

/* ---- dispatch ---- */

eos_value eos_call_python_library(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                  const eos_arguments *arguments)
{
    const char *path = library->path->data;
    if (strcmp(path, "functools.partial") == 0)
        return make_partial(flow, frame, library, arguments);
    if (strcmp(path, "functools.reduce") == 0)
        return reduce(flow, frame, arguments);
    if (strcmp(path, "math.prod") == 0 || strcmp(path, "numpy.prod") == 0)
        return product(flow, arguments);
    if (strncmp(path, "math.", 5) == 0)
        return call_math(path + 5, arguments);
    if (strcmp(path, "collections.OrderedDict") == 0) /* dicts keep their order too */
        return eos_call_builtin(flow, frame, eos_intern_string(flow->names, "dict"), arguments);
    if (strcmp(path, "dataclasses.field") == 0)
        return make_field(flow, frame, library, arguments);
    if (strncmp(path, "tqdm.", 5) == 0)
        return progress(flow, frame, path, arguments);
    if (strncmp(path, "itertools.", 10) == 0) {
        eos_value feed = call_itertools(flow, frame, path + 10, arguments);
        if (feed.kind != EOS_VALUE_UNBOUND) /* the rest of it: python_collections.c */
            return feed;
    }
    if (strcmp(path, "collections.namedtuple") == 0)
        return eos_make_named_tuple(flow, frame, arguments);
    if (strcmp(path, "copy.copy") == 0)
        return eos_copy_shallowly(flow, frame, arguments);
    if (strcmp(path, "argparse.ArgumentParser") == 0)
        return eos_object_value(new_object(flow, frame, library, arguments->span));
    return eos_call_collections(flow, frame, library, arguments);
}
