/* SPDX-License-Identifier: MIT */
/*
 * Builtins about sequences: range, zip, sorted, sum, list and their like.
 *
 * A range longer than a loop is unrolled is unknown instead of a long tuple: whoever loops over it
 * runs its body once as a repeated segment, and the numbers would only cost memory.
 */
#include "flow/python.h"

#include <math.h>

static const char *const unknown_elements = "elements that are not known";

static eos_value argument(const eos_python_call *call, uint32_t position, const char *name)
{
    return eos_argument_at(call->arguments, position, name);
}

static eos_value tuple_of(const eos_python_call *call, eos_sequence *items)
{
    *items->used = items->count;
    return eos_make_tuple(call->flow, items);
}

static eos_value unknown_like(eos_value value, const char *reason)
{
    return eos_unknown(value.kind == EOS_VALUE_UNKNOWN && value.as.reason != NULL ? value.as.reason
                                                                                  : reason);
}

/* ---- length ---- */

/* of a container with items that may be there: bounds, when nothing repeats */
static eos_value count_items(eos_flow *flow, const eos_content *now)
{
    uint32_t present = 0, all = 0;
    if (now->is_open)
        return eos_unknown("the length of a list that is not fully known");
    for (uint32_t i = 0; i < eos_sequence_count(now->items); i++) {
        const eos_item *item = &now->items->items[i];
        if (item->value.kind == EOS_VALUE_UNBOUND)
            continue; /* a deleted key */
        if (item->presence == EOS_REPEATED)
            return eos_unknown("the length of a list that a loop fills");
        all++;
        present += item->presence == EOS_PRESENT ? 1u : 0u;
    }
    return present == all ? eos_integer(all)
                          : eos_python_interval(flow, (double)present, (double)all, true);
}

eos_value eos_builtin_len(const eos_python_call *call)
{
    eos_value value = argument(call, 0, NULL);
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor != NULL && tensor->holder == EOS_HOLDER_FEED)
        return eos_feed_length(tensor);
    if (tensor != NULL)
        return eos_tensor_item(call->flow, call->frame,
                               eos_tensor_attribute(call->flow, call->frame, value,
                                                    eos_intern_string(call->flow->names, "shape"),
                                                    call->arguments->span),
                               eos_integer(0), call->arguments->span);
    if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind <= EOS_OBJECT_SET)
        return count_items(call->flow, &value.as.object->now);
    const eos_sequence *items = eos_iterate(call->flow, value);
    return items != NULL ? eos_integer(items->count)
                         : unknown_like(value, "a length that is not known");
}

/* ---- numbers in a row ---- */

eos_value eos_builtin_range(const eos_python_call *call)
{
    int64_t bounds[3] = {0, 0, 1};
    uint32_t count = call->arguments->count;
    if (count < 1 || count > 3 || call->arguments->is_open)
        return eos_unknown("a range that is not known");
    for (uint32_t i = 0; i < count; i++) {
        eos_value value = argument(call, i, NULL);
        if (!eos_python_integer(value, &bounds[count == 1 ? 1 : i]))
            return unknown_like(value, "a range that is not known");
    }
    int64_t start = bounds[0], stop = bounds[1], step = bounds[2];
    if (step == 0)
        return eos_unknown("a range with step zero");
    uint64_t length = 0; /* differences without overflow: modulo 2^64 */
    if (step > 0 && start < stop)
        length = ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1;
    else if (step < 0 && start > stop)
        length = ((uint64_t)start - (uint64_t)stop - 1) / (0 - (uint64_t)step) + 1;
    if (length > EOS_LIMIT_LOOP_ITERATIONS)
        return eos_unknown("a range longer than loops are unrolled");
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, (uint32_t)length);
    for (int64_t i = 0; i < (int64_t)length; i++)
        items->items[items->count++].value = eos_integer(start + i * step);
    return tuple_of(call, items);
}

static eos_value pair_of(eos_flow *flow, eos_value first, eos_value second)
{
    eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
    pair->items[0].value = first;
    pair->items[1].value = second;
    pair->count = *pair->used = 2;
    return eos_make_tuple(flow, pair);
}

static const eos_tensor *feed_of(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    return tensor != NULL && tensor->holder == EOS_HOLDER_FEED ? tensor : NULL;
}

/* zip(loader, other): rounds of the first that is a feed; NULL = none is one */
static const eos_tensor *zipped_feed(const eos_python_call *call, eos_value *element)
{
    const eos_tensor *first = NULL;
    uint32_t width = call->arguments->positional_count;
    eos_sequence *cells = eos_sequence_copy(call->flow->arena, NULL, width);
    for (uint32_t i = 0; i < width; i++) {
        const eos_tensor *feed = feed_of(call->arguments->items[i].value);
        cells->items[cells->count++].value =
            feed != NULL ? eos_feed_element(call->flow, call->frame, feed, call->arguments->span)
                         : eos_unknown(unknown_elements);
        first = first != NULL ? first : feed;
    }
    *element = tuple_of(call, cells);
    return first;
}

/* items that may be missing: their numbers are not known */
static eos_value enumerate_loosely(const eos_python_call *call, eos_value iterable)
{
    const eos_sequence *items = eos_iterate_loosely(call->flow, iterable);
    if (items == NULL)
        return unknown_like(iterable, unknown_elements);
    eos_sequence *out = eos_sequence_copy(call->flow->arena, items, 0);
    for (uint32_t i = 0; i < out->count; i++)
        out->items[i].value =
            pair_of(call->flow, unknown_like(iterable, unknown_elements), items->items[i].value);
    eos_object *list =
        eos_flow_object(call->flow, call->frame, EOS_OBJECT_LIST, call->arguments->span);
    list->now.items = out;
    return eos_object_value(list);
}

eos_value eos_builtin_enumerate(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, "iterable"), start = argument(call, 1, "start");
    const eos_tensor *feed = feed_of(iterable);
    if (feed != NULL)
        return eos_feed_with(
            call->flow, call->frame, feed,
            pair_of(call->flow, eos_unknown("the number of a round"),
                    eos_feed_element(call->flow, call->frame, feed, call->arguments->span)),
            call->arguments->span);
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    int64_t first = 0;
    if (items == NULL)
        return enumerate_loosely(call, iterable);
    if (start.kind != EOS_VALUE_UNBOUND && !eos_python_integer(start, &first))
        return unknown_like(start, unknown_elements);
    if (first > INT64_MAX - (int64_t)items->count)
        return eos_unknown("an integer beyond 64 bits");
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, items->count);
    for (uint32_t i = 0; i < items->count; i++)
        out->items[out->count++].value =
            pair_of(call->flow, eos_integer(first + i), items->items[i].value);
    return tuple_of(call, out);
}

/* the positional arguments from `from` on as sequences; NULL = one is not known. *shortest =
   rows. */
static const eos_sequence **columns_of(const eos_python_call *call, uint32_t from,
                                       uint32_t *shortest)
{
    uint32_t count = call->arguments->positional_count;
    const eos_sequence **columns =
        EOS_NEW_ARRAY(call->flow->arena, const eos_sequence *, count + 1);
    *shortest = 0;
    if (call->arguments->is_open)
        return NULL;
    for (uint32_t i = from; i < count; i++) {
        columns[i - from] = eos_iterate(call->flow, call->arguments->items[i].value);
        if (columns[i - from] == NULL)
            return NULL;
        if (i == from || columns[i - from]->count < *shortest)
            *shortest = columns[i - from]->count;
    }
    return columns;
}

eos_value eos_builtin_zip(const eos_python_call *call)
{
    uint32_t rows, width = call->arguments->positional_count;
    const eos_sequence **columns = columns_of(call, 0, &rows);
    eos_value element;
    const eos_tensor *feed = columns == NULL ? zipped_feed(call, &element) : NULL;
    if (feed != NULL)
        return eos_feed_with(call->flow, call->frame, feed, element, call->arguments->span);
    if (columns == NULL)
        return eos_unknown(unknown_elements);
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, rows);
    for (uint32_t row = 0; row < rows; row++) {
        eos_sequence *cells = eos_sequence_copy(call->flow->arena, NULL, width);
        for (uint32_t i = 0; i < width; i++)
            cells->items[cells->count++].value = columns[i]->items[row].value;
        out->items[out->count++].value = tuple_of(call, cells);
    }
    return tuple_of(call, out);
}

/* ---- functions over sequences ---- */

eos_value eos_builtin_map(const eos_python_call *call)
{
    uint32_t rows, count = call->arguments->positional_count;
    eos_value function = argument(call, 0, NULL);
    const eos_sequence **columns = count > 1 ? columns_of(call, 1, &rows) : NULL;
    if (columns == NULL || rows > EOS_LIMIT_LOOP_ITERATIONS) {
        eos_escape_arguments(call->flow, call->arguments); /* the function may change them */
        return eos_unknown(unknown_elements);
    }
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, rows);
    for (uint32_t row = 0; row < rows && !call->flow->is_exhausted; row++) {
        eos_value *values = EOS_NEW_ARRAY(call->flow->arena, eos_value, count);
        for (uint32_t i = 1; i < count; i++)
            values[i - 1] = columns[i - 1]->items[row].value;
        out->items[out->count++].value = eos_python_apply(call, function, values, count - 1);
    }
    return call->flow->is_exhausted ? eos_unknown(unknown_elements) : tuple_of(call, out);
}

/* one item that stands for many: what a loop of unknown count appends, model.parameters() */
static bool is_repeated_list(eos_value value)
{
    return value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST &&
           !value.as.object->now.is_open && eos_sequence_count(value.as.object->now.items) == 1 &&
           value.as.object->now.items->items[0].presence == EOS_REPEATED;
}

/* what a filter cannot decide may be there */
eos_value eos_builtin_filter(const eos_python_call *call)
{
    eos_value function = argument(call, 0, NULL), iterable = argument(call, 1, NULL);
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    if (items == NULL && is_repeated_list(iterable)) { /* filter(f, model.parameters()) */
        (void)eos_python_apply(call, function, &iterable.as.object->now.items->items[0].value, 1);
        return iterable;
    }
    if (items == NULL || items->count > EOS_LIMIT_LOOP_ITERATIONS) {
        eos_escape_arguments(call->flow, call->arguments);
        return unknown_like(iterable, unknown_elements);
    }
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, items->count);
    bool is_complete = true;
    for (uint32_t i = 0; i < items->count; i++) {
        bool is_kept;
        eos_item item = items->items[i];
        eos_value answer = eos_value_is_none(function)
                               ? item.value
                               : eos_python_apply(call, function, &item.value, 1);
        if (!eos_value_boolean(eos_truth(call->flow, answer), &is_kept)) {
            item.presence = EOS_MAYBE;
            item.condition = call->arguments->span;
            is_complete = false;
        } else if (!is_kept) {
            continue;
        }
        out->items[out->count++] = item;
    }
    if (is_complete)
        return tuple_of(call, out);
    *out->used = out->count;
    return eos_python_container(call, EOS_OBJECT_LIST, out, false);
}

eos_value eos_builtin_sorted(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, NULL), reverse = argument(call, UINT32_MAX, "reverse");
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    bool is_reverse = false;
    if (items == NULL)
        return unknown_like(iterable, unknown_elements);
    if (reverse.kind != EOS_VALUE_UNBOUND &&
        !eos_value_boolean(eos_truth(call->flow, reverse), &is_reverse))
        return eos_unknown("an order that is not known");
    const eos_sequence *sorted =
        eos_python_sort(call, items, argument(call, UINT32_MAX, "key"), is_reverse);
    return sorted != NULL ? eos_python_container(call, EOS_OBJECT_LIST, sorted, false)
                          : eos_unknown("an order that is not known");
}

eos_value eos_builtin_reversed(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, NULL);
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    if (items == NULL)
        return unknown_like(iterable, unknown_elements);
    eos_sequence *out = eos_sequence_copy(call->flow->arena, NULL, items->count);
    for (uint32_t i = items->count; i > 0; i--)
        out->items[out->count++] = items->items[i - 1];
    return tuple_of(call, out);
}

eos_value eos_builtin_sum(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, NULL), total = argument(call, 1, "start");
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    if (items == NULL)
        return unknown_like(iterable, unknown_elements);
    if (total.kind == EOS_VALUE_UNBOUND)
        total = eos_integer(0);
    for (uint32_t i = 0; i < items->count && !eos_value_is_unknown(total); i++)
        total = eos_binary(call->flow, call->frame, EOS_OP_Add, total, items->items[i].value,
                           call->arguments->span);
    return total;
}

/* ---- least, greatest ---- */

/* the bounds of the least (sign 1) or greatest (sign -1) of numbers within bounds */
static eos_value extreme_bounds(const eos_python_call *call, const eos_sequence *items, int sign)
{
    eos_interval out = {0}, next;
    for (uint32_t i = 0; i < items->count; i++) {
        if (!eos_python_bounds(items->items[i].value, &next))
            return eos_unknown("an order that is not known");
        if (i == 0) {
            out = next;
            continue;
        }
        out.minimum = sign > 0 ? fmin(out.minimum, next.minimum) : fmax(out.minimum, next.minimum);
        out.maximum = sign > 0 ? fmin(out.maximum, next.maximum) : fmax(out.maximum, next.maximum);
        out.is_integer &= next.is_integer;
    }
    return eos_python_interval(call->flow, out.minimum, out.maximum, out.is_integer);
}

static eos_value extreme(const eos_python_call *call, int sign)
{
    const eos_arguments *arguments = call->arguments;
    eos_value first = argument(call, 0, NULL), key = argument(call, UINT32_MAX, "key");
    const eos_sequence *items = NULL;
    if (arguments->is_open || (key.kind != EOS_VALUE_UNBOUND && key.kind != EOS_VALUE_NONE))
        return eos_unknown("an order that is not known");
    if (arguments->positional_count == 1) {
        items = eos_iterate(call->flow, first);
    } else {
        eos_sequence *own = eos_sequence_copy(call->flow->arena, NULL, arguments->positional_count);
        for (uint32_t i = 0; i < arguments->positional_count; i++)
            own->items[own->count++].value = arguments->items[i].value;
        items = own;
    }
    if (items == NULL)
        return unknown_like(first, unknown_elements);
    if (items->count == 0) {
        eos_value otherwise = argument(call, UINT32_MAX, "default");
        return otherwise.kind != EOS_VALUE_UNBOUND ? otherwise
                                                   : eos_unknown("nothing to choose from");
    }
    eos_value best = items->items[0].value;
    bool is_known = !eos_value_is_unknown(best);
    for (uint32_t i = 1; i < items->count && is_known; i++) {
        int order = 0;
        is_known = eos_python_order(call->flow, items->items[i].value, best, &order);
        if (is_known && order * sign < 0)
            best = items->items[i].value;
    }
    return is_known ? best : extreme_bounds(call, items, sign);
}

eos_value eos_builtin_min(const eos_python_call *call)
{
    return extreme(call, 1);
}

eos_value eos_builtin_max(const eos_python_call *call)
{
    return extreme(call, -1);
}

/* any (decides = true) and all (decides = false) */
static eos_value fold_truth(const eos_python_call *call, bool decides)
{
    eos_value iterable = argument(call, 0, NULL);
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    if (items == NULL)
        return unknown_like(iterable, unknown_elements);
    eos_value result = eos_boolean(!decides);
    for (uint32_t i = 0; i < items->count; i++) {
        bool is_true;
        eos_value truth = eos_truth(call->flow, items->items[i].value);
        if (!eos_value_boolean(truth, &is_true))
            result = truth;
        else if (is_true == decides)
            return eos_boolean(decides);
    }
    return result;
}

eos_value eos_builtin_any(const eos_python_call *call)
{
    return fold_truth(call, true);
}

eos_value eos_builtin_all(const eos_python_call *call)
{
    return fold_truth(call, false);
}

/* ---- iterators ---- */

eos_value eos_builtin_iter(const eos_python_call *call)
{
    if (call->arguments->count == 1)
        return argument(call, 0, NULL);
    eos_escape_arguments(call->flow, call->arguments);
    return eos_unknown("an iterator that calls a function");
}

/* how far an iterator is, nobody counts: any element, when they are few */
eos_value eos_builtin_next(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, NULL);
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    if (feed_of(iterable) != NULL)
        return eos_feed_element(call->flow, call->frame, feed_of(iterable), call->arguments->span);
    if (items == NULL || items->count == 0 || items->count > EOS_LIMIT_ALTERNATIVES)
        return unknown_like(iterable, "an element of an iterator");
    eos_value joined = argument(call, 1, NULL); /* the default */
    for (uint32_t i = 0; i < items->count; i++)
        joined = eos_value_join(call->flow->arena, joined, items->items[i].value);
    return joined;
}

/* ---- containers ---- */

eos_value eos_builtin_list(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, NULL);
    if (call->arguments->count == 0)
        return eos_python_container(call, EOS_OBJECT_LIST, NULL, call->arguments->is_open);
    if (iterable.kind == EOS_VALUE_OBJECT && iterable.as.object->kind == EOS_OBJECT_LIST)
        return eos_python_container(call, EOS_OBJECT_LIST, iterable.as.object->now.items,
                                    iterable.as.object->now.is_open);
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    return eos_python_container(call, EOS_OBJECT_LIST, items, items == NULL);
}

eos_value eos_builtin_tuple(const eos_python_call *call)
{
    eos_value iterable = argument(call, 0, NULL);
    if (iterable.kind == EOS_VALUE_UNBOUND)
        return eos_make_tuple(call->flow, eos_sequence_empty(call->flow->arena));
    const eos_sequence *items = eos_iterate(call->flow, iterable);
    return items != NULL ? eos_make_tuple(call->flow, items)
                         : unknown_like(iterable, unknown_elements);
}

eos_value eos_builtin_set(const eos_python_call *call)
{
    eos_value set = eos_python_container(call, EOS_OBJECT_SET, NULL, call->arguments->is_open);
    if (call->arguments->count > 0)
        eos_python_set_update(call->flow, set.as.object, argument(call, 0, NULL));
    return set;
}

eos_value eos_builtin_dict(const eos_python_call *call)
{
    const eos_arguments *arguments = call->arguments;
    eos_value dict = eos_python_container(call, EOS_OBJECT_DICT, NULL, arguments->is_open);
    if (arguments->positional_count > 0)
        eos_python_dict_update(call->flow, dict.as.object, arguments->items[0].value);
    for (uint32_t i = arguments->positional_count; i < arguments->count; i++)
        eos_dict_set(&call->flow->heap, dict.as.object, eos_string(arguments->items[i].name),
                     arguments->items[i].value);
    return dict;
}
