/* SPDX-License-Identifier: MIT */
/*
 * Short arrays whose elements are known: linspace and arange with known bounds, lists of numbers. Builders
 * spread rates over their blocks with them, and compute widths (array_compute.c). The elements are the
 * items of the array's object, plain numbers; what makes a new array makes a new object without them,
 * unless it knows them, and a write forgets them.
 *
 * Questionable: PyTorch's linspace keeps Python's own numbers, not those of 32 bits that it gives.
 * Programs ask whether a rate is above zero, and messages name the rate that was written.
 */
#include "flow/array.h"
#include "flow/python.h"

#define MOST_ELEMENTS 256

void eos_array_set_elements(eos_flow *flow, eos_value array, double start, double step,
                            int64_t count, bool is_whole)
{
    if (array.kind != EOS_VALUE_OBJECT || count < 0 || count > MOST_ELEMENTS)
        return;
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, (uint32_t)count);
    for (int64_t i = 0; i < count; i++) {
        double number = start + step * (double)i;
        items->items[items->count++].value =
            is_whole ? eos_integer((int64_t)number) : eos_number(number);
    }
    *items->used = items->count;
    eos_content content = array.as.object->now;
    content.items = items;
    eos_heap_write(&flow->heap, array.as.object, content);
}

const eos_sequence *eos_array_elements(eos_value array)
{
    const eos_tensor *facts = eos_tensor_of(array);
    if (facts == NULL || facts->is_symbolic || facts->holder != EOS_HOLDER_ARRAY ||
        !facts->shape.is_known || facts->shape.rank != 1)
        return NULL;
    const eos_sequence *items = array.as.object->now.items;
    if (items == NULL || !eos_sequence_is_complete(items) ||
        facts->shape.sizes[0] != (int64_t)items->count)
        return NULL;
    for (uint32_t i = 0; i < items->count; i++)
        if (items->items[i].value.kind != EOS_VALUE_INT &&
            items->items[i].value.kind != EOS_VALUE_FLOAT)
            return NULL;
    return items;
}

static bool names_type(eos_value type, const char *const *paths)
{
    if (type.kind != EOS_VALUE_LIBRARY)
        return false;
    for (; *paths != NULL; paths++)
        if (eos_text_is(type.as.library->path, *paths))
            return true;
    return false;
}

bool eos_array_reads_type(eos_value type, bool *is_float)
{
    static const char *const whole[] = {"torch.int",   "torch.int32", "torch.int64", "torch.long",
                                        "numpy.int32", "numpy.int64", NULL};
    static const char *const single[] = {"torch.float", "torch.float32", NULL};
    *is_float = names_type(type, single);
    return *is_float || !eos_array_is_given(type) || names_type(type, whole);
}

void eos_array_take_list(const eos_array_call *call, eos_value array, eos_value list,
                         eos_value type)
{
    bool is_torch = strncmp(call->path, "torch.", 6) == 0;
    bool is_float, is_whole = true, is_read = eos_array_reads_type(type, &is_float);
    const eos_sequence *from = eos_tensor_of(list) == NULL ? eos_iterate(call->flow, list) : NULL;
    if (array.kind != EOS_VALUE_OBJECT || (!is_torch && strncmp(call->path, "numpy.", 6) != 0) ||
        !is_read || eos_sequence_count(from) == 0 || from->count > MOST_ELEMENTS ||
        list.kind == EOS_VALUE_STRING)
        return;
    for (uint32_t i = 0; i < from->count; i++) {
        eos_value value = from->items[i].value;
        if (value.kind != EOS_VALUE_INT && value.kind != EOS_VALUE_FLOAT)
            return;
        is_whole &= value.kind == EOS_VALUE_INT && value.as.integer <= INT32_MAX &&
                    value.as.integer >= INT32_MIN;
    }
    if (eos_array_is_given(type) && !is_float && !is_whole)
        return;
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        double number = 0.0;
        (void)eos_value_number(from->items[i].value, &number);
        number = is_torch ? (double)(float)number : number;
        items->items[items->count++].value =
            is_whole && !is_float ? from->items[i].value : eos_number(number);
    }
    *items->used = items->count;
    eos_tensor *facts = eos_array_copy(call->flow, eos_tensor_of(array));
    facts->is_single = is_torch;
    eos_content content = array.as.object->now;
    content.facts = facts;
    content.items = items;
    eos_heap_write(&call->flow->heap, array.as.object, content);
}

/* a part of the array, as an array of its own */
static eos_value part_of(const eos_array_call *call, const eos_sequence *all, uint32_t from,
                         uint32_t count)
{
    eos_tensor *facts = eos_array_copy(call->flow, call->self);
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, count);
    for (uint32_t i = 0; i < count; i++)
        items->items[items->count++] = all->items[from + i];
    *items->used = items->count;
    facts->shape = (eos_shape){true, 1, {(int64_t)count}};
    eos_value part = eos_array_result(call, facts);
    eos_content content = part.as.object->now;
    content.items = items;
    eos_heap_write(&call->flow->heap, part.as.object, content);
    return part;
}

/* PyTorch's split: pieces of one size, or of the sizes of a list */
static eos_value split(const eos_array_call *call, const eos_sequence *all)
{
    eos_value sizes = eos_argument_at(call->arguments, 0, "split_size");
    if (sizes.kind == EOS_VALUE_UNBOUND)
        sizes = eos_argument_at(call->arguments, 0, "split_size_or_sections");
    const eos_sequence *given = sizes.kind == EOS_VALUE_INT ? NULL : eos_iterate(call->flow, sizes);
    eos_sequence *parts = eos_sequence_copy(call->flow->arena, NULL, all->count + 1);
    int64_t size = 0;
    if ((given == NULL && (!eos_value_integer(sizes, &size) || size <= 0)) ||
        call->arguments->count != 1 || eos_sequence_count(given) > all->count + 1)
        return eos_unknown("parts of an array");
    for (uint32_t at = 0, i = 0; given != NULL ? i < given->count : at < all->count; i++) {
        if (given != NULL && (!eos_value_integer(given->items[i].value, &size) || size < 0))
            return eos_unknown("parts of an array");
        uint32_t left = all->count - at, count = size > left ? left : (uint32_t)size;
        if (given != NULL && size > left)
            return eos_unknown("parts of an array");
        parts->items[parts->count++].value = part_of(call, all, at, count);
        at += count;
    }
    *parts->used = parts->count;
    return eos_make_tuple(call->flow, parts);
}

eos_value eos_array_element_method(const eos_array_call *call)
{
    eos_value none = {.kind = EOS_VALUE_UNBOUND};
    const eos_sequence *items =
        call->receiver.kind == EOS_VALUE_OBJECT ? call->receiver.as.object->now.items : NULL;
    if (items == NULL || call->self == NULL || call->self->is_symbolic ||
        call->self->shape.rank != 1)
        return none;
    if (strcmp(call->path, "tolist") == 0)
        return eos_make_list(call->flow, call->frame, items, call->arguments->span);
    if (strcmp(call->path, "split") == 0)
        return split(call, items);
    if (strcmp(call->path, "unique") == 0 && eos_array_elements(call->receiver) != NULL)
        return eos_array_distinct(call, items);
    return none;
}
