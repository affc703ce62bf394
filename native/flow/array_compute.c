/* SPDX-License-Identifier: MIT */
/*
 * Numbers that programs compute with short arrays: the widths of a network's stages as
 * torch.round(torch.pow(m, e) * w).int().tolist(). Relies on array_elements.c, which says what the elements
 * of an array are; here new elements come of known ones, one by one.
 *
 * PyTorch's floats have 32 bits, numpy's 64, and every result is rounded as theirs. A logarithm or a power
 * may still differ in the last digit. Its elements are marked (is_inexact), and what would depend on that
 * digit, rounding at a half and cutting off at a whole number, forgets them.
 *
 * Questionable: the distance at which a half or a whole number counts as near (NEAR). An error of a
 * few units in the last of 24 bits is 1000 times smaller; differences that cancel digits are given up.
 */
#include "flow/array.h"

#include <math.h>

#define NEAR 1e-4
#define CANCELS 1e-2 /* a sum this much smaller than its parts has lost digits */

typedef struct compute {
    eos_flow *flow;
    eos_tensor *facts; /* of the result */
    bool is_single, is_inexact, is_lost;
} compute;

static double as_number(eos_value value)
{
    double number = (double)NAN;
    return eos_value_number(value, &number) ? number : (double)NAN;
}

static eos_value float_element(compute *run, double number)
{
    if (run->is_single)
        number = (double)(float)number;
    run->is_lost |= !isfinite(number);
    return eos_number(number);
}

/* the result gets the elements, unless one of them is not known */
static eos_value finish(const compute *run, eos_value result, const eos_sequence *items)
{
    if (run->is_lost || result.kind != EOS_VALUE_OBJECT)
        return result;
    run->facts->is_single = run->is_single;
    run->facts->is_inexact = run->is_inexact;
    run->facts->shape = (eos_shape){true, 1, {items->count}};
    eos_content content = result.as.object->now;
    content.facts = run->facts;
    content.items = items;
    eos_heap_write(&run->flow->heap, result.as.object, content);
    return result;
}

/* ---- operators ---- */

/* an operand: an array with known elements, or a number that stands beside each of them */
typedef struct operand {
    const eos_sequence *items; /* NULL = `number` */
    eos_value number;
} operand;

static bool read_operand(eos_value value, operand *out)
{
    out->items = eos_array_elements(value);
    out->number = value;
    if (eos_tensor_of(value) != NULL)
        return out->items != NULL;
    return isfinite(as_number(value));
}

static eos_value element_of(const operand *from, uint32_t at)
{
    return from->items != NULL ? from->items->items[at].value : from->number;
}

static eos_value whole_result(compute *run, eos_frame *frame, eos_ir_op op, eos_value left,
                              eos_value right, eos_span span)
{
    eos_value value = eos_binary(run->flow, frame, op, left, right, span);
    /* 32 bits, whatever the array has: wider ones may wrap around */
    run->is_lost |=
        value.kind != EOS_VALUE_INT || value.as.integer > INT32_MAX || value.as.integer < INT32_MIN;
    return value;
}

static eos_value float_result(compute *run, eos_ir_op op, double left, double right)
{
    if (run->is_single) {
        left = (double)(float)left;
        right = (double)(float)right;
    }
    switch (op) {
    case EOS_OP_Add:
    case EOS_OP_Sub: {
        double sum = op == EOS_OP_Add ? left + right : left - right;
        run->is_lost |= run->is_inexact && fabs(sum) < CANCELS * fmax(fabs(left), fabs(right));
        return float_element(run, sum);
    }
    case EOS_OP_Mult:
        return float_element(run, left * right);
    case EOS_OP_Div:
        return float_element(run, left / right); /* by zero: not finite, so not known */
    case EOS_OP_Pow:
        return float_element(run, pow(left, right));
    default:
        run->is_lost = true;
        return eos_none();
    }
}

static bool is_inexact(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    return tensor != NULL && tensor->is_inexact;
}

/* numbers of the array: 64 bits in numpy, 32 in PyTorch; two arrays must agree */
static bool read_width(compute *run, eos_value left, eos_value right)
{
    const eos_tensor *a = eos_tensor_of(left), *b = eos_tensor_of(right);
    run->is_single = a != NULL ? a->is_single : b->is_single;
    return a == NULL || b == NULL || a->is_single == b->is_single;
}

eos_value eos_array_compute_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                                   eos_value right, eos_value result, eos_span span)
{
    operand one, other;
    compute run = {.flow = flow, .is_inexact = is_inexact(left) || is_inexact(right)};
    if (!read_operand(left, &one) || !read_operand(right, &other) ||
        eos_tensor_of(result) == NULL || !read_width(&run, left, right))
        return result;
    uint32_t count = one.items != NULL ? one.items->count : other.items->count;
    if (one.items != NULL && other.items != NULL && other.items->count != count)
        return result;
    eos_sequence *items = eos_sequence_copy(flow->arena, NULL, count);
    bool is_float = op == EOS_OP_Div || op == EOS_OP_Pow;
    for (uint32_t i = 0; i < count; i++)
        is_float |= element_of(&one, i).kind != EOS_VALUE_INT ||
                    element_of(&other, i).kind != EOS_VALUE_INT;
    for (uint32_t i = 0; i < count && !run.is_lost; i++) {
        eos_value a = element_of(&one, i), b = element_of(&other, i);
        items->items[items->count++].value =
            is_float ? float_result(&run, op, as_number(a), as_number(b))
                     : whole_result(&run, frame, op, a, b, span);
    }
    *items->used = items->count;
    run.is_inexact |= op == EOS_OP_Pow;
    run.is_lost |= op == EOS_OP_Pow && one.number.kind == EOS_VALUE_INT &&
                   other.number.kind == EOS_VALUE_INT; /* whole numbers, by other rules */
    run.facts = eos_array_copy(flow, eos_tensor_of(result));
    run.facts->dtype = is_float ? EOS_DTYPE_FLOAT : EOS_DTYPE_INTEGER;
    return finish(&run, result, items);
}

/* ---- functions ---- */

static bool is_near(double number, double other)
{
    return fabs(number - other) < NEAR * fmax(1.0, fabs(number));
}

static double round_element(compute *run, double number)
{
    run->is_lost |= run->is_inexact && is_near(number, floor(number) + 0.5);
    return nearbyint(number); /* halves to the even neighbour, as both libraries do */
}

static double truncate_element(compute *run, double number)
{
    run->is_lost |= run->is_inexact && is_near(number, nearbyint(number));
    return trunc(number);
}

static double log_element(compute *run, double number)
{
    run->is_inexact = true;
    return log(number); /* of what is not positive: not finite */
}

static double exp_element(compute *run, double number)
{
    run->is_inexact = true;
    return exp(number);
}

static double same_element(compute *run, double number)
{
    (void)run;
    return number;
}

static const struct function {
    const char *name;
    double (*run)(compute *run, double number);
    bool gives_whole; /* whole numbers as integers */
    bool settles;     /* the last digit counts no more */
} FUNCTIONS[] = {
    {"clone", same_element, false, false},  {"copy", same_element, false, false},
    {"exp", exp_element, false, false},     {"float", same_element, false, false},
    {"int", truncate_element, true, true},  {"log", log_element, false, false},
    {"long", truncate_element, true, true}, {"round", round_element, false, true},
};

eos_value eos_array_compute_each(const eos_array_call *call, eos_value result)
{
    const eos_sequence *from = eos_array_elements(call->receiver);
    const struct function *function = NULL;
    for (size_t i = 0; i < sizeof FUNCTIONS / sizeof *FUNCTIONS && from != NULL; i++)
        if (strcmp(call->path, FUNCTIONS[i].name) == 0)
            function = &FUNCTIONS[i];
    if (function == NULL || call->arguments->count > 0 || eos_tensor_of(result) == NULL)
        return result;
    compute run = {.flow = call->flow,
                   .is_single = call->self->is_single,
                   .is_inexact = call->self->is_inexact};
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, from->count);
    bool makes_float = function->run == log_element || function->run == exp_element ||
                       strcmp(function->name, "float") == 0;
    for (uint32_t i = 0; i < from->count && !run.is_lost; i++) {
        eos_value value = from->items[i].value;
        if (value.kind != EOS_VALUE_INT || makes_float) {
            value = float_element(&run, function->run(&run, as_number(value)));
            run.is_lost |= function->gives_whole && fabs(value.as.number) > INT32_MAX;
            if (function->gives_whole && !run.is_lost)
                value = eos_integer((int64_t)value.as.number);
        }
        items->items[items->count++].value = value;
    }
    *items->used = items->count;
    run.is_inexact &= !function->settles;
    run.facts = eos_array_copy(call->flow, eos_tensor_of(result));
    return finish(&run, result, items);
}

/* ---- of all elements ---- */

/* torch.diff(x): each element less the one before */
eos_value eos_array_differences(const eos_array_call *call)
{
    eos_value given = eos_array_argument(call, 0, "input");
    const eos_sequence *from = eos_array_elements(given);
    eos_tensor *out = eos_array_new(call);
    if (from == NULL || from->count < 2 || call->arguments->count != 1)
        return eos_array_unknown();
    compute run = {.flow = call->flow,
                   .facts = out,
                   .is_single = eos_tensor_of(given)->is_single,
                   .is_inexact = eos_tensor_of(given)->is_inexact};
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, from->count - 1);
    for (uint32_t i = 1; i < from->count && !run.is_lost; i++) {
        eos_value a = from->items[i].value, b = from->items[i - 1].value;
        bool is_whole = a.kind == EOS_VALUE_INT && b.kind == EOS_VALUE_INT;
        out->dtype = is_whole ? EOS_DTYPE_INTEGER : EOS_DTYPE_FLOAT;
        items->items[items->count++].value =
            is_whole ? whole_result(&run, call->frame, EOS_OP_Sub, a, b, call->arguments->span)
                     : float_result(&run, EOS_OP_Sub, as_number(a), as_number(b));
    }
    *items->used = items->count;
    return finish(&run, eos_array_result(call, out), items);
}

static int order_numbers(const void *left, const void *right)
{
    double a = as_number(((const eos_item *)left)->value),
           b = as_number(((const eos_item *)right)->value);
    return (a > b) - (a < b);
}

/* how often each of the distinct elements is there */
static eos_value counts_of(const eos_array_call *call, const eos_sequence *sorted,
                           const eos_sequence *distinct)
{
    compute run = {
        .flow = call->flow, .facts = eos_array_new(call), .is_single = call->self->is_single};
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, distinct->count);
    run.facts->dtype = EOS_DTYPE_INTEGER;
    for (uint32_t i = 0, at = 0; i < distinct->count; i++) {
        uint32_t from = at;
        while (at < sorted->count && order_numbers(&sorted->items[at], &distinct->items[i]) == 0)
            at++;
        items->items[items->count++].value = eos_integer(at - from);
    }
    *items->used = items->count;
    return finish(&run, eos_array_result(call, run.facts), items);
}

eos_value eos_array_distinct(const eos_array_call *call, const eos_sequence *from)
{
    bool has_counts = false;
    eos_value counted = eos_array_argument(call, UINT32_MAX, "return_counts");
    bool is_read = call->arguments->count == 0 ||
                   (call->arguments->count == 1 && eos_value_boolean(counted, &has_counts));
    if (!is_read || call->self->is_inexact)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    compute run = {
        .flow = call->flow, .facts = eos_array_new(call), .is_single = call->self->is_single};
    run.facts->dtype = call->self->dtype;
    run.facts->minimum = call->self->minimum;
    run.facts->maximum = call->self->maximum;
    eos_sequence *sorted = eos_sequence_copy(call->flow->arena, from, 0);
    eos_sequence *items = eos_sequence_copy(call->flow->arena, NULL, from->count);
    qsort(sorted->items, sorted->count, sizeof *sorted->items, order_numbers);
    for (uint32_t i = 0; i < sorted->count; i++)
        if (i == 0 || order_numbers(&sorted->items[i - 1], &sorted->items[i]) != 0)
            items->items[items->count++] = sorted->items[i];
    *items->used = items->count;
    eos_value distinct = finish(&run, eos_array_result(call, run.facts), items);
    return has_counts ? eos_array_pair(call->flow, distinct, counts_of(call, sorted, items))
                      : distinct;
}

/* ---- functions that are operators ---- */

eos_value eos_array_operator(const eos_array_call *call)
{
    static const struct {
        const char *path;
        eos_ir_op op;
    } operators[] = {{"torch.add", EOS_OP_Add},        {"torch.div", EOS_OP_Div},
                     {"torch.divide", EOS_OP_Div},     {"torch.mul", EOS_OP_Mult},
                     {"torch.multiply", EOS_OP_Mult},  {"torch.pow", EOS_OP_Pow},
                     {"torch.sub", EOS_OP_Sub},        {"torch.subtract", EOS_OP_Sub},
                     {"torch.true_divide", EOS_OP_Div}};
    const eos_arguments *all = call->arguments;
    if (all->count != 2 || all->positional_count != 2 || all->is_open ||
        (eos_tensor_of(all->items[0].value) == NULL && eos_tensor_of(all->items[1].value) == NULL))
        return eos_array_unknown();
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(call->path, operators[i].path) == 0)
            return eos_binary(call->flow, call->frame, operators[i].op, all->items[0].value,
                              all->items[1].value, all->span);
    return eos_array_unknown();
}
