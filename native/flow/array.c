/* SPDX-License-Identifier: MIT */
/*
 * Data on its way to fit: finds the handler of a call in the tables of array_*.c. What no table
 * lists gives unknown, never a guess.
 *
 * Classes of scikit-learn and generators are made by library.c like any other library object;
 * here only their methods are answered. What fit learns stands in attributes of the object, where
 * branches and loops treat it as they treat everything else.
 */
#include "flow/array.h"

#include <math.h>

/* ---- calls ---- */

static int compare_name(const void *key, const void *entry)
{
    return strcmp(key, ((const eos_array_entry *)entry)->name);
}

eos_array_handler *eos_array_find(const eos_array_table *table, const char *name)
{
    const eos_array_entry *found =
        bsearch(name, table->entries, table->count, sizeof *table->entries, compare_name);
    return found != NULL ? found->run : NULL;
}

eos_value eos_array_argument(const eos_array_call *call, uint32_t position, const char *name)
{
    return eos_argument_at(call->arguments, position, name);
}

bool eos_array_is_given(eos_value value)
{
    return value.kind != EOS_VALUE_UNBOUND && value.kind != EOS_VALUE_NONE;
}

const eos_made *eos_array_bind(const eos_array_call *call)
{
    return call->entry != NULL ? eos_bind_arguments(call->flow, call->entry, call->arguments)
                               : NULL;
}

eos_tensor *eos_array_new(const eos_array_call *call)
{
    return eos_new_tensor(call->flow, call->arguments->span);
}

eos_tensor *eos_array_copy(eos_flow *flow, const eos_tensor *from)
{
    eos_tensor *copy = EOS_NEW(flow->arena, eos_tensor);
    *copy = *from;
    copy->view_of = NULL;
    copy->written_over = NULL;
    copy->predicted_by = NULL;
    return copy;
}

eos_value eos_array_result(const eos_array_call *call, const eos_tensor *tensor)
{
    return eos_make_tensor(call->flow, call->frame, tensor, call->arguments->span);
}

eos_value eos_array_pair(eos_flow *flow, eos_value first, eos_value second)
{
    eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
    pair->items[0].value = first;
    pair->items[1].value = second;
    pair->count = *pair->used = 2;
    return eos_make_tuple(flow, pair);
}

void eos_array_replace(const eos_array_call *call, const eos_tensor *facts)
{
    eos_object *object = call->receiver.as.object;
    eos_content content = object->now;
    content.facts = facts;
    content.items = NULL;      /* the elements that were known */
    content.attributes = NULL; /* of a frame: what its columns were */
    if (call->self->view_of != NULL) {
        eos_content base = call->self->view_of->now;
        base.items = NULL;
        base.facts = NULL; /* which part of it changed is not followed */
        eos_heap_write(&call->flow->heap, call->self->view_of, base);
    }
    eos_heap_write(&call->flow->heap, object, content);
}

eos_value eos_array_unknown(void)
{
    return eos_unknown("the result of an array function");
}

eos_value eos_array_delegate(const eos_array_call *call, const char *method)
{
    const eos_arguments *all = call->arguments;
    eos_array_handler *run = eos_array_find(&eos_array_methods, method);
    if (all->count == 0 || run == NULL)
        return eos_array_unknown();
    const eos_tensor *self = eos_array_facts(call, all->items[0].value);
    if (self == NULL || self->holder == EOS_HOLDER_FEED || self->holder == EOS_HOLDER_BUNCH)
        return eos_array_unknown();
    eos_arguments rest = *all;
    rest.items++;
    rest.count--;
    if (rest.positional_count > 0)
        rest.positional_count--;
    eos_array_call shifted = *call;
    shifted.arguments = &rest;
    shifted.path = method;
    shifted.receiver = all->items[0].value;
    shifted.self = self;
    shifted.entry = NULL;
    eos_value of_elements = eos_array_element_method(&shifted);
    if (of_elements.kind != EOS_VALUE_UNBOUND)
        return of_elements;
    return eos_array_compute_each(&shifted, run(&shifted));
}

/* ---- literals ---- */

typedef struct literal_scan {
    double minimum, maximum;
    int64_t count;
    bool is_integer, is_truth;
} literal_scan;

/* shape of nested lists of numbers; false when they are ragged or not fully known */
static bool scan_literal(eos_flow *flow, eos_value value, eos_shape *shape, uint32_t depth,
                         literal_scan *scan)
{
    double number;
    if (eos_value_number(value, &number)) {
        scan->is_integer &= value.kind != EOS_VALUE_FLOAT;
        scan->is_truth &= value.kind == EOS_VALUE_BOOL;
        scan->minimum = scan->count == 0 ? number : fmin(scan->minimum, number);
        scan->maximum = scan->count == 0 ? number : fmax(scan->maximum, number);
        scan->count++;
        return depth == shape->rank && !isnan(number);
    }
    const eos_sequence *items = eos_iterate(flow, value);
    if (items == NULL || value.kind == EOS_VALUE_STRING || depth >= EOS_LIMIT_RANK)
        return false;
    if (scan->count == 0 && shape->rank == depth)
        shape->sizes[shape->rank++] = items->count;
    else if (depth >= shape->rank || shape->sizes[depth] != (int64_t)items->count)
        return false;
    for (uint32_t i = 0; i < items->count; i++) {
        if (!eos_flow_step(flow, (eos_span){0}) ||
            !scan_literal(flow, items->items[i].value, shape, depth + 1, scan))
            return false;
    }
    return true;
}

/* numpy.array([a, b]) of arrays of one shape */
static const eos_tensor *stacked_facts(const eos_array_call *call, const eos_sequence *items)
{
    const eos_tensor *first = items->count > 0 ? eos_tensor_of(items->items[0].value) : NULL;
    if (first == NULL || first->is_symbolic || first->holder >= EOS_HOLDER_FEED)
        return NULL;
    eos_tensor *out = eos_array_copy(call->flow, first);
    for (uint32_t i = 1; i < items->count; i++) {
        const eos_tensor *next = eos_tensor_of(items->items[i].value);
        if (next == NULL || !eos_shape_equal(&first->shape, &next->shape))
            return NULL;
        eos_tensor *hull = eos_array_new(call);
        hull->shape = out->shape;
        eos_facts_hull(hull, out, next);
        out = hull;
    }
    out->shape = eos_shape_with(&first->shape, 0, items->count);
    out->is_standardised = false;
    out->holder = EOS_HOLDER_ARRAY;
    if (out->encoding == EOS_LABELS_INTEGER)
        eos_facts_no_labels(out); /* ids side by side are no column of ids any more */
    return out;
}

const eos_tensor *eos_array_facts(const eos_array_call *call, eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor != NULL)
        return tensor->is_symbolic ? NULL : tensor;
    literal_scan scan = {.is_integer = true, .is_truth = true};
    eos_shape shape = {.is_known = true};
    const eos_sequence *items = eos_iterate(call->flow, value);
    if (items != NULL && value.kind != EOS_VALUE_STRING && items->count > 0 &&
        eos_tensor_of(items->items[0].value) != NULL)
        return stacked_facts(call, items);
    if (!scan_literal(call->flow, value, &shape, 0, &scan) || scan.count == 0)
        return NULL;
    eos_tensor *out = eos_array_new(call);
    out->shape = shape;
    out->minimum = scan.minimum;
    out->maximum = scan.maximum;
    out->is_range_exact = true;
    out->dtype = scan.is_truth     ? EOS_DTYPE_BOOL
                 : scan.is_integer ? EOS_DTYPE_INTEGER
                                   : EOS_DTYPE_FLOAT;
    if (scan.is_integer && scan.minimum == 0 && scan.maximum == 1 && eos_facts_is_column(out)) {
        out->encoding = EOS_LABELS_INTEGER; /* [0, 1, 1, 0]: whatever it is for, two classes */
        out->classes = 2;
    }
    return out;
}

/* ---- dispatch ---- */

static eos_array_handler *find_anywhere(const char *path)
{
    static const eos_array_table *const tables[] = {
        &eos_array_numpy,   &eos_array_random,  &eos_array_numbers, &eos_array_sklearn,
        &eos_array_samples, &eos_array_pandas,  &eos_array_keras,   &eos_array_feeds,
        &eos_array_torch,   &eos_array_loaders, &eos_array_vision};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const eos_array_table *table = tables[i]; /* most are of one library, told by its letter */
        if (path[0] < table->entries[0].name[0] ||
            path[0] > table->entries[table->count - 1].name[0])
            continue;
        eos_array_handler *run = eos_array_find(table, path);
        if (run != NULL)
            return run;
    }
    return NULL;
}

/* what rests on the defaults of a function that nothing calls says so */
static eos_value with_defaults(eos_flow *flow, eos_value result, const eos_arguments *arguments)
{
    for (uint32_t i = 0; i < arguments->count && !result.is_with_defaults; i++) {
        eos_value value = arguments->items[i].value;
        result.is_with_defaults = value.is_with_defaults;
        if (value.kind != EOS_VALUE_TUPLE && value.kind != EOS_VALUE_OBJECT)
            continue;
        const eos_sequence *items = eos_iterate(flow, value);
        for (uint32_t k = 0; k < eos_sequence_count(items) && k < EOS_LIMIT_RANK; k++)
            result.is_with_defaults |= items->items[k].value.is_with_defaults;
    }
    return result;
}

static bool holds_symbolic(eos_flow *flow, eos_value value)
{
    for (uint32_t i = 0; i < eos_value_alternative_count(value); i++)
        if (eos_is_symbolic(eos_value_alternative(value, i)))
            return true;
    if (value.kind != EOS_VALUE_TUPLE && value.kind != EOS_VALUE_OBJECT)
        return false;
    const eos_sequence *items = eos_iterate(flow, value);
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        if (eos_is_symbolic(items->items[i].value))
            return true;
    return false;
}

eos_value eos_call_array_function(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                  const eos_arguments *arguments)
{
    const eos_api_entry *entry = library->entry;
    const eos_api_dataset *set =
        entry != NULL && entry->family == EOS_API_DATASET
            ? eos_api_find_dataset(library->path->data, library->path->length)
            : NULL;
    eos_array_handler *run = set == NULL ? find_anywhere(library->path->data) : NULL;
    for (uint32_t i = 0; run != NULL && i < arguments->count; i++)
        if (holds_symbolic(flow, arguments->items[i].value)) /* it belongs to the graph */
            run = NULL;
    if (run == NULL && set == NULL)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_array_call call = {.flow = flow,
                           .frame = frame,
                           .arguments = arguments,
                           .path = library->path->data,
                           .entry = entry};
    return with_defaults(flow, set != NULL ? eos_load_dataset(&call, set) : run(&call), arguments);
}

eos_value eos_call_array_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                const eos_text *name, const eos_arguments *arguments)
{
    char path[256];
    if (object->library == NULL || object->kind != EOS_OBJECT_LIBRARY)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    size_t head = object->library->path->length, length = head + 1 + name->length;
    if (length >= sizeof path)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    memcpy(path, object->library->path->data, head);
    path[head] = '.';
    memcpy(path + head + 1, name->data, name->length + 1);
    eos_array_handler *run = eos_array_find(&eos_array_encoders, path);
    if (run == NULL)
        run = eos_array_find(&eos_array_feeds, path);
    if (run == NULL)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_array_call call = {.flow = flow,
                           .frame = frame,
                           .arguments = arguments,
                           .path = eos_intern_bytes(flow->names, path, length)->data,
                           .entry = eos_api_find(path, length),
                           .object = object};
    return with_defaults(flow, run(&call), arguments);
}
