/* SPDX-License-Identifier: MIT */
/*
 * Making, reading, comparing and joining values. Joining is the only place where precision is given up
 * on purpose: equal values stay one, up to EOS_LIMIT_ALTERNATIVES stay apart, more numbers become an
 * interval, anything else unknown.
 */
#include "flow/value.h"
#include "flow/flow.h" /* symbolic tensors join */
#include "flow/heap.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* ---- making ---- */

eos_value eos_unknown(const char *reason)
{
    return (eos_value){.kind = EOS_VALUE_UNKNOWN, .as.reason = reason};
}

eos_value eos_none(void)
{
    return (eos_value){.kind = EOS_VALUE_NONE};
}

eos_value eos_boolean(bool boolean)
{
    return (eos_value){.kind = EOS_VALUE_BOOL, .as.boolean = boolean};
}

eos_value eos_integer(int64_t integer)
{
    return (eos_value){.kind = EOS_VALUE_INT, .as.integer = integer};
}

eos_value eos_number(double number)
{
    return (eos_value){.kind = EOS_VALUE_FLOAT, .as.number = number};
}

eos_value eos_string(const eos_text *text)
{
    return (eos_value){.kind = EOS_VALUE_STRING, .as.text = text};
}

eos_value eos_value_through(eos_arena *arena, eos_value value, eos_origin_kind kind, eos_span span,
                            const eos_text *path, const eos_text *name)
{
    if (value.kind == EOS_VALUE_UNBOUND ||
        (value.origin != NULL && value.origin->length >= EOS_LIMIT_ORIGIN_CHAIN))
        return value;
    eos_origin *origin = EOS_NEW(arena, eos_origin);
    origin->kind = (uint8_t)kind;
    origin->length = (uint8_t)(value.origin != NULL ? value.origin->length + 1 : 1);
    origin->span = span;
    origin->path = path;
    origin->name = name;
    origin->from = value.origin;
    value.origin = origin;
    return value;
}

/* ---- reading ---- */

bool eos_value_is_none(eos_value value)
{
    return value.kind == EOS_VALUE_NONE;
}

bool eos_value_number(eos_value value, double *out)
{
    switch (value.kind) {
    case EOS_VALUE_BOOL:
        *out = value.as.boolean ? 1.0 : 0.0;
        return true;
    case EOS_VALUE_INT:
        *out = (double)value.as.integer;
        return true;
    case EOS_VALUE_FLOAT:
        *out = value.as.number;
        return true;
    default:
        return false;
    }
}

bool eos_value_integer(eos_value value, int64_t *out)
{
    if (value.kind == EOS_VALUE_INT) {
        *out = value.as.integer;
        return true;
    }
    if (value.kind == EOS_VALUE_FLOAT && fabs(value.as.number) < 9.0e15 &&
        value.as.number == floor(value.as.number)) {
        *out = (int64_t)value.as.number;
        return true;
    }
    return false;
}

bool eos_value_boolean(eos_value value, bool *out)
{
    if (value.kind != EOS_VALUE_BOOL)
        return false;
    *out = value.as.boolean;
    return true;
}

const eos_text *eos_value_string(eos_value value)
{
    return value.kind == EOS_VALUE_STRING ? value.as.text : NULL;
}

eos_value eos_value_alternative(eos_value value, uint32_t index)
{
    if (value.kind != EOS_VALUE_ONE_OF)
        return value;
    eos_value one = value.as.one_of->items[index];
    one.is_with_defaults |= value.is_with_defaults;
    return one;
}

const eos_origin *eos_origin_first(const eos_origin *origin)
{
    while (origin != NULL && origin->from != NULL)
        origin = origin->from;
    return origin;
}

#define EQUALITY_WORK 4096u /* compared parts: `x = (x, x)` in a loop grows exponentially */

static bool equal_within(eos_value left, eos_value right, uint32_t *work);

static bool sequence_equal(const eos_sequence *left, const eos_sequence *right, uint32_t *work)
{
    if (left == right)
        return true;
    uint32_t count = eos_sequence_count(left);
    if (count != eos_sequence_count(right))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!equal_within(left->items[i].value, right->items[i].value, work))
            return false;
    return true;
}

bool eos_value_equal(eos_value left, eos_value right)
{
    uint32_t work = EQUALITY_WORK;
    return equal_within(left, right, &work);
}

/* beyond the work bound two values count as different: less is joined, nothing is claimed */
static bool equal_within(eos_value left, eos_value right, uint32_t *work)
{
    if (left.kind != right.kind || *work == 0)
        return false;
    --*work;
    switch (left.kind) {
    case EOS_VALUE_NONE:
    case EOS_VALUE_ELLIPSIS:
        return true;
    case EOS_VALUE_BOOL:
        return left.as.boolean == right.as.boolean;
    case EOS_VALUE_INT:
        return left.as.integer == right.as.integer;
    case EOS_VALUE_FLOAT:
        return left.as.number == right.as.number;
    case EOS_VALUE_STRING:
    case EOS_VALUE_BUILTIN:
        return left.as.text == right.as.text;
    case EOS_VALUE_INTERVAL:
        return left.as.interval->minimum == right.as.interval->minimum &&
               left.as.interval->maximum == right.as.interval->maximum;
    case EOS_VALUE_ONE_OF:
        if (left.as.one_of->count != right.as.one_of->count)
            return false;
        for (uint32_t i = 0; i < left.as.one_of->count; i++)
            if (!equal_within(left.as.one_of->items[i], right.as.one_of->items[i], work))
                return false;
        return true;
    case EOS_VALUE_TUPLE:
    case EOS_VALUE_SLICE:
        return sequence_equal(left.as.items, right.as.items, work);
    case EOS_VALUE_FUNCTION:
        return left.as.function == right.as.function;
    case EOS_VALUE_METHOD:
        return left.as.method == right.as.method;
    case EOS_VALUE_LIBRARY:
        return left.as.library->path == right.as.library->path;
    case EOS_VALUE_OBJECT:
        return left.as.object == right.as.object;
    default:
        return false; /* unknown and unbound equal nothing, themselves included */
    }
}

/* ---- joining ---- */

/* the bounds of a number or interval; false for anything else */
static bool value_bounds(eos_value value, eos_interval *out)
{
    double number;
    if (value.kind == EOS_VALUE_INTERVAL) {
        *out = *value.as.interval;
        return true;
    }
    if (value.kind == EOS_VALUE_BOOL || !eos_value_number(value, &number))
        return false;
    *out = (eos_interval){number, number, value.kind == EOS_VALUE_INT};
    return true;
}

static eos_value join_to_interval(eos_arena *arena, eos_value left, eos_value right)
{
    eos_interval bounds, next;
    bool is_first = true;
    eos_value sides[2] = {left, right};
    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < eos_value_alternative_count(sides[side]); i++) {
            if (!value_bounds(eos_value_alternative(sides[side], i), &next))
                return eos_unknown("more alternatives than are kept apart");
            if (is_first) {
                bounds = next;
                is_first = false;
                continue;
            }
            bounds.minimum = fmin(bounds.minimum, next.minimum);
            bounds.maximum = fmax(bounds.maximum, next.maximum);
            bounds.is_integer &= next.is_integer;
        }
    }
    eos_interval *kept = EOS_NEW(arena, eos_interval);
    *kept = bounds;
    return (eos_value){.kind = EOS_VALUE_INTERVAL, .as.interval = kept, .origin = left.origin};
}

eos_value eos_value_join(eos_arena *arena, eos_value left, eos_value right)
{
    if (left.kind == EOS_VALUE_UNBOUND)
        return right; /* assigned on one side only: whoever reads it came that way */
    if (right.kind == EOS_VALUE_UNBOUND)
        return left;
    bool is_with_defaults = left.is_with_defaults || right.is_with_defaults;
    if (eos_value_equal(left, right)) {
        left.is_with_defaults = is_with_defaults;
        return left;
    }
    if (left.kind == EOS_VALUE_UNKNOWN)
        return left;
    if (right.kind == EOS_VALUE_UNKNOWN)
        return right;
    eos_value tensor = eos_join_symbolic_values(arena, left, right);
    if (tensor.kind != EOS_VALUE_UNBOUND)
        return tensor;
    eos_one_of joined = {0};
    eos_value sides[2] = {left, right};
    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < eos_value_alternative_count(sides[side]); i++) {
            eos_value one = eos_value_alternative(sides[side], i);
            bool is_there = false;
            for (uint32_t k = 0; k < joined.count && !is_there; k++)
                is_there = eos_value_equal(joined.items[k], one);
            if (is_there)
                continue;
            if (joined.count == EOS_LIMIT_ALTERNATIVES)
                return join_to_interval(arena, left, right);
            joined.items[joined.count++] = one;
        }
    }
    eos_one_of *kept = EOS_NEW(arena, eos_one_of);
    *kept = joined;
    return (eos_value){.kind = EOS_VALUE_ONE_OF,
                       .is_with_defaults = is_with_defaults,
                       .as.one_of = kept,
                       .origin = left.origin};
}

/* ---- showing ---- */

static void show_value(eos_buffer *buffer, eos_value value, int depth);

static void show_items(eos_buffer *buffer, const eos_sequence *items, const char *open,
                       const char *close, int depth)
{
    uint32_t count = eos_sequence_count(items);
    eos_buffer_add_string(buffer, open);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            eos_buffer_add_string(buffer, ", ");
        if (i == 8) {
            eos_buffer_add_string(buffer, "...");
            break;
        }
        show_value(buffer, items->items[i].value, depth + 1);
    }
    if (count == 1 && open[0] == '(')
        eos_buffer_add_string(buffer, ",");
    eos_buffer_add_string(buffer, close);
}

static void show_object(eos_buffer *buffer, const eos_object *object, int depth)
{
    switch (object->kind) {
    case EOS_OBJECT_LIST:
        show_items(buffer, object->now.items, "[", object->now.is_open ? ", ?]" : "]", depth);
        return;
    case EOS_OBJECT_LIBRARY:
        if (object->library != NULL && object->library->entry != NULL) {
            eos_buffer_printf(buffer, "%s(...)", object->library->entry->kind);
            return;
        }
        break;
    case EOS_OBJECT_CLASS:
    case EOS_OBJECT_INSTANCE:
        if (object->name != NULL) {
            eos_buffer_add_string(buffer, object->name->data);
            return;
        }
        break;
    default:
        break;
    }
    eos_buffer_add_string(buffer, object->name != NULL ? object->name->data : "?");
}

/* the shortest decimal that reads back as the same number, as Python prints it */
static void show_number(eos_buffer *buffer, double number)
{
    char text[40];
    if (isfinite(number) && number == floor(number) && fabs(number) < 1e16) {
        eos_buffer_printf(buffer, "%.1f", number);
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number || isnan(number))
            break;
    }
    eos_buffer_add_string(buffer, text);
}

static void show_value(eos_buffer *buffer, eos_value value, int depth)
{
    if (depth > 4) {
        eos_buffer_add_string(buffer, "...");
        return;
    }
    switch (value.kind) {
    case EOS_VALUE_NONE:
        eos_buffer_add_string(buffer, "None");
        return;
    case EOS_VALUE_BOOL:
        eos_buffer_add_string(buffer, value.as.boolean ? "True" : "False");
        return;
    case EOS_VALUE_INT:
        eos_buffer_printf(buffer, "%" PRId64, value.as.integer);
        return;
    case EOS_VALUE_FLOAT:
        show_number(buffer, value.as.number);
        return;
    case EOS_VALUE_STRING:
        eos_buffer_printf(buffer, "\"%.80s\"", value.as.text->data);
        return;
    case EOS_VALUE_INTERVAL:
        eos_buffer_printf(buffer, "%g to %g", value.as.interval->minimum,
                          value.as.interval->maximum);
        return;
    case EOS_VALUE_ONE_OF:
        for (uint32_t i = 0; i < value.as.one_of->count; i++) {
            if (i > 0)
                eos_buffer_add_string(buffer, " or ");
            show_value(buffer, value.as.one_of->items[i], depth + 1);
        }
        return;
    case EOS_VALUE_TUPLE:
        show_items(buffer, value.as.items, "(", ")", depth);
        return;
    case EOS_VALUE_LIBRARY: {
        const char *path = value.as.library->path->data;
        const char *dot = strrchr(path, '.');
        eos_buffer_add_string(buffer, dot != NULL ? dot + 1 : path);
        return;
    }
    case EOS_VALUE_BUILTIN:
        eos_buffer_add_string(buffer, value.as.text->data);
        return;
    case EOS_VALUE_OBJECT:
        show_object(buffer, value.as.object, depth);
        return;
    default:
        eos_buffer_add_string(buffer, "?");
        return;
    }
}

const char *eos_value_show(eos_arena *arena, eos_value value)
{
    eos_buffer buffer;
    eos_buffer_init(&buffer, arena);
    show_value(&buffer, value, 0);
    return buffer.data;
}
