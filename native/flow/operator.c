/* SPDX-License-Identifier: MIT */
/*
 * Python's arithmetic on abstract values: exact on numbers, strings and sequences, by bounds on
 * intervals, one by one on alternatives. Arrays and tensors go to eos_tensor_binary.
 *
 * What Python answers with an exception (division by zero, a list plus a tuple) is unknown: the
 * program does not go on from there, so nothing may be claimed of what follows. Integers beyond 64
 * bits are unknown too, although Python has them: no network has such a number.
 */
#include "flow/python.h"

#include <math.h>

#define EXACT_DOUBLE ((int64_t)1 << 53) /* integers up to here are doubles without loss */

static const char *const too_large = "an integer beyond 64 bits";
static const char *const not_defined = "an operation that Python does not have";

bool eos_python_integer(eos_value value, int64_t *out)
{
    if (value.kind == EOS_VALUE_INT)
        *out = value.as.integer;
    else if (value.kind == EOS_VALUE_BOOL)
        *out = value.as.boolean ? 1 : 0;
    else
        return false;
    return true;
}

bool eos_python_bounds(eos_value value, eos_interval *out)
{
    double number;
    if (value.kind == EOS_VALUE_INTERVAL) {
        *out = *value.as.interval;
        return true;
    }
    if (!eos_value_number(value, &number) || number != number)
        return false;
    *out = (eos_interval){number, number, value.kind != EOS_VALUE_FLOAT};
    return true;
}

eos_value eos_python_interval(eos_flow *flow, double minimum, double maximum, bool is_integer)
{
    if (minimum != minimum || maximum != maximum || minimum > maximum)
        return eos_unknown("a number whose bounds are not known");
    eos_interval *interval = EOS_NEW(flow->arena, eos_interval);
    *interval = (eos_interval){minimum, maximum, is_integer};
    return (eos_value){.kind = EOS_VALUE_INTERVAL, .as.interval = interval};
}

/* ---- integers ---- */

static int64_t floor_quotient(int64_t left, int64_t right)
{
    int64_t quotient = left / right;
    return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

static eos_value integer_power(int64_t base, int64_t exponent)
{
    if (exponent < 0)
        return base == 0 ? eos_unknown("a division by zero")
                         : eos_number(pow((double)base, (double)exponent));
    int64_t result = 1;
    while (exponent > 0) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result))
            return eos_unknown(too_large);
        exponent >>= 1;
        if (exponent > 0 && __builtin_mul_overflow(base, base, &base))
            return eos_unknown(too_large);
    }
    return eos_integer(result);
}

static eos_value shift_left(int64_t left, int64_t by)
{
    if (by < 0)
        return eos_unknown("a negative shift");
    if (left == 0)
        return eos_integer(0);
    int64_t result;
    if (by >= 63 || __builtin_mul_overflow(left, (int64_t)1 << by, &result))
        return eos_unknown(too_large);
    return eos_integer(result);
}

static eos_value shift_right(int64_t left, int64_t by)
{
    if (by < 0)
        return eos_unknown("a negative shift");
    if (by >= 63)
        return eos_integer(left < 0 ? -1 : 0);
    return eos_integer(left < 0 ? ~(~left >> by) : left >> by);
}

static eos_value integer_division(eos_ir_op op, int64_t left, int64_t right)
{
    if (right == 0)
        return eos_unknown("a division by zero");
    if (op == EOS_OP_Div) {
        if (left > EXACT_DOUBLE || left < -EXACT_DOUBLE || right > EXACT_DOUBLE ||
            right < -EXACT_DOUBLE)
            return eos_unknown("a quotient of large integers");
        return eos_number((double)left / (double)right);
    }
    if (right == -1) { /* the one quotient that can overflow; its remainder is 0 */
        if (op == EOS_OP_Mod)
            return eos_integer(0);
        return left == INT64_MIN ? eos_unknown(too_large) : eos_integer(-left);
    }
    int64_t quotient = floor_quotient(left, right);
    return eos_integer(op == EOS_OP_FloorDiv ? quotient : left - quotient * right);
}

static eos_value integer_binary(eos_ir_op op, int64_t left, int64_t right)
{
    int64_t result;
    switch (op) {
    case EOS_OP_Add:
        return __builtin_add_overflow(left, right, &result) ? eos_unknown(too_large)
                                                            : eos_integer(result);
    case EOS_OP_Sub:
        return __builtin_sub_overflow(left, right, &result) ? eos_unknown(too_large)
                                                            : eos_integer(result);
    case EOS_OP_Mult:
        return __builtin_mul_overflow(left, right, &result) ? eos_unknown(too_large)
                                                            : eos_integer(result);
    case EOS_OP_Div:
    case EOS_OP_FloorDiv:
    case EOS_OP_Mod:
        return integer_division(op, left, right);
    case EOS_OP_Pow:
        return integer_power(left, right);
    case EOS_OP_LShift:
        return shift_left(left, right);
    case EOS_OP_RShift:
        return shift_right(left, right);
    case EOS_OP_BitOr:
        return eos_integer(left | right);
    case EOS_OP_BitXor:
        return eos_integer(left ^ right);
    case EOS_OP_BitAnd:
        return eos_integer(left & right);
    default:
        return eos_unknown(not_defined);
    }
}

/* ---- floats ---- */

static eos_value float_power(double base, double exponent)
{
    if (base == 0.0 && exponent < 0.0)
        return eos_unknown("a division by zero");
    if (base < 0.0 && isfinite(base) && isfinite(exponent) && exponent != floor(exponent))
        return eos_unknown("a complex number");
    double result = pow(base, exponent);
    if (isinf(result) && isfinite(base) && isfinite(exponent))
        return eos_unknown("a power beyond the range of a float");
    return eos_number(result);
}

/* quotient and remainder as CPython rounds them: the remainder has the divisor's sign */
static void float_divide(double left, double right, double *quotient, double *remainder)
{
    double rest = fmod(left, right);
    double whole = (left - rest) / right;
    if (rest != 0.0) {
        if ((right < 0.0) != (rest < 0.0)) {
            rest += right;
            whole -= 1.0;
        }
    } else {
        rest = copysign(0.0, right);
    }
    if (whole != 0.0) {
        double lower = floor(whole);
        whole = whole - lower > 0.5 ? lower + 1.0 : lower;
    } else {
        whole = copysign(0.0, left / right);
    }
    *quotient = whole;
    *remainder = rest;
}

static eos_value float_binary(eos_ir_op op, double left, double right)
{
    double quotient, remainder;
    switch (op) {
    case EOS_OP_Add:
        return eos_number(left + right);
    case EOS_OP_Sub:
        return eos_number(left - right);
    case EOS_OP_Mult:
        return eos_number(left * right);
    case EOS_OP_Div:
        return right == 0.0 ? eos_unknown("a division by zero") : eos_number(left / right);
    case EOS_OP_FloorDiv:
    case EOS_OP_Mod:
        if (right == 0.0)
            return eos_unknown("a division by zero");
        float_divide(left, right, &quotient, &remainder);
        return eos_number(op == EOS_OP_FloorDiv ? quotient : remainder);
    case EOS_OP_Pow:
        return float_power(left, right);
    default:
        return eos_unknown(not_defined);
    }
}

static eos_value number_binary(eos_ir_op op, eos_value left, eos_value right)
{
    int64_t left_integer, right_integer;
    double left_number, right_number;
    if (left.kind == EOS_VALUE_BOOL && right.kind == EOS_VALUE_BOOL) {
        bool a = left.as.boolean, b = right.as.boolean;
        if (op == EOS_OP_BitAnd)
            return eos_boolean(a && b);
        if (op == EOS_OP_BitOr)
            return eos_boolean(a || b);
        if (op == EOS_OP_BitXor)
            return eos_boolean(a != b);
    }
    if (eos_python_integer(left, &left_integer) && eos_python_integer(right, &right_integer))
        return integer_binary(op, left_integer, right_integer);
    (void)eos_value_number(left, &left_number);
    (void)eos_value_number(right, &right_number);
    return float_binary(op, left_number, right_number);
}

/* ---- intervals ---- */

/* least and greatest of what the corners give; a NaN stays and makes the result unknown */
static eos_value corner_interval(eos_flow *flow, const double corners[4], bool is_integer)
{
    double minimum = corners[0], maximum = corners[0];
    for (int i = 0; i < 4; i++) {
        if (corners[i] != corners[i])
            return eos_unknown("a number whose bounds are not known");
        minimum = fmin(minimum, corners[i]);
        maximum = fmax(maximum, corners[i]);
    }
    return eos_python_interval(flow, minimum, maximum, is_integer);
}

static eos_value interval_quotient(eos_flow *flow, eos_ir_op op, eos_interval left,
                                   eos_interval right, bool is_integer)
{
    if (right.minimum <= 0.0 && right.maximum >= 0.0)
        return eos_unknown("a division by what may be zero");
    double corners[4] = {left.minimum / right.minimum, left.minimum / right.maximum,
                         left.maximum / right.minimum, left.maximum / right.maximum};
    if (op == EOS_OP_Div)
        return corner_interval(flow, corners, false);
    for (int i = 0; i < 4; i++)
        corners[i] = floor(corners[i]);
    return corner_interval(flow, corners, is_integer);
}

static eos_value interval_binary(eos_flow *flow, eos_ir_op op, eos_interval left,
                                 eos_interval right)
{
    bool is_integer = left.is_integer && right.is_integer;
    switch (op) {
    case EOS_OP_Add:
        return eos_python_interval(flow, left.minimum + right.minimum, left.maximum + right.maximum,
                                   is_integer);
    case EOS_OP_Sub:
        return eos_python_interval(flow, left.minimum - right.maximum, left.maximum - right.minimum,
                                   is_integer);
    case EOS_OP_Mult: {
        double corners[4] = {left.minimum * right.minimum, left.minimum * right.maximum,
                             left.maximum * right.minimum, left.maximum * right.maximum};
        return corner_interval(flow, corners, is_integer);
    }
    case EOS_OP_Div:
    case EOS_OP_FloorDiv:
        return interval_quotient(flow, op, left, right, is_integer);
    case EOS_OP_Mod:
        if (right.minimum <= 0.0)
            return eos_unknown("a division by what may be zero");
        if (left.minimum >= 0.0 && left.maximum < right.minimum)
            return eos_python_interval(flow, left.minimum, left.maximum, is_integer);
        return eos_python_interval(flow, 0.0, is_integer ? right.maximum - 1.0 : right.maximum,
                                   is_integer);
    case EOS_OP_Pow:
        if (left.minimum >= 0.0 && right.minimum >= 0.0 && right.minimum == right.maximum)
            return eos_python_interval(flow, pow(left.minimum, right.minimum),
                                       pow(left.maximum, right.minimum), is_integer);
        return eos_unknown("a power of a number that is not known");
    default:
        return eos_unknown(not_defined);
    }
}

/* ---- sequences ---- */

static bool is_object_of(eos_value value, eos_object_kind kind)
{
    return value.kind == EOS_VALUE_OBJECT && value.as.object->kind == kind;
}

static const eos_sequence *concatenate(eos_arena *arena, const eos_sequence *left,
                                       const eos_sequence *right)
{
    uint32_t more = eos_sequence_count(right);
    eos_sequence *out = eos_sequence_copy(arena, left, more + 4);
    for (uint32_t i = 0; i < more; i++)
        out->items[out->count++] = right->items[i];
    *out->used = out->count;
    return out;
}

/* NULL = longer than is followed item by item */
static const eos_sequence *repeat(eos_arena *arena, const eos_sequence *items, int64_t times)
{
    uint32_t count = eos_sequence_count(items);
    if (times <= 0 || count == 0)
        return eos_sequence_empty(arena);
    if (times > (int64_t)(EOS_LIMIT_SEQUENCE / count))
        return NULL;
    eos_sequence *out = eos_sequence_copy(arena, NULL, count * (uint32_t)times);
    for (int64_t round = 0; round < times; round++)
        for (uint32_t i = 0; i < count; i++)
            out->items[out->count++] = items->items[i];
    *out->used = out->count;
    return out;
}

static eos_value make_list(eos_flow *flow, eos_frame *frame, const eos_sequence *items,
                           bool is_open, eos_span span)
{
    eos_value list = eos_make_list(flow, frame, items, span);
    list.as.object->now.is_open = is_open;
    return list;
}

static eos_value add_sequences(eos_flow *flow, eos_frame *frame, eos_value left, eos_value right,
                               eos_span span)
{
    bool is_tuple = left.kind == EOS_VALUE_TUPLE;
    const eos_sequence *first = is_tuple ? left.as.items : left.as.object->now.items;
    const eos_sequence *second = is_tuple ? right.as.items : right.as.object->now.items;
    if (eos_sequence_count(first) + eos_sequence_count(second) > EOS_LIMIT_SEQUENCE)
        return eos_unknown("a sequence that is too long");
    const eos_sequence *items = concatenate(flow->arena, first, second);
    if (is_tuple)
        return eos_make_tuple(flow, items);
    return make_list(flow, frame, items,
                     left.as.object->now.is_open || right.as.object->now.is_open, span);
}

static eos_value repeat_string(eos_flow *flow, const eos_text *text, int64_t times)
{
    if (times <= 0 || text->length == 0)
        return eos_string(eos_intern_bytes(flow->names, "", 0));
    if (times > (int64_t)(EOS_LIMIT_TEXT_BYTES / text->length))
        return eos_unknown("a string that is too long");
    eos_buffer buffer;
    eos_buffer_init(&buffer, flow->arena);
    for (int64_t i = 0; i < times; i++)
        eos_buffer_add(&buffer, text->data, text->length);
    return eos_python_string(flow, &buffer);
}

/* string, tuple or list times a number; UNBOUND = not this case */
static eos_value repeat_value(eos_flow *flow, eos_frame *frame, eos_value value, eos_value times,
                              eos_span span)
{
    int64_t count;
    bool is_list = is_object_of(value, EOS_OBJECT_LIST);
    if (!eos_python_integer(times, &count))
        return (eos_value){0};
    if (value.kind == EOS_VALUE_STRING)
        return repeat_string(flow, value.as.text, count);
    if (value.kind != EOS_VALUE_TUPLE && !is_list)
        return (eos_value){0};
    const eos_sequence *items =
        repeat(flow->arena, is_list ? value.as.object->now.items : value.as.items, count);
    if (items == NULL)
        return eos_unknown("a sequence that is too long");
    if (!is_list)
        return eos_make_tuple(flow, items);
    return make_list(flow, frame, items, value.as.object->now.is_open && count > 0, span);
}

static eos_value merge_dicts(eos_flow *flow, eos_frame *frame, eos_value left, eos_value right,
                             eos_span span)
{
    eos_object *dict = eos_flow_object(flow, frame, EOS_OBJECT_DICT, span);
    eos_python_dict_update(flow, dict, left);
    eos_python_dict_update(flow, dict, right);
    return eos_object_value(dict);
}

/* ---- dispatch ---- */

static eos_value add_strings(eos_flow *flow, const eos_text *left, const eos_text *right)
{
    eos_buffer buffer;
    eos_buffer_init(&buffer, flow->arena);
    eos_buffer_add(&buffer, left->data, left->length);
    eos_buffer_add(&buffer, right->data, right->length);
    return eos_python_string(flow, &buffer);
}

/* operands that are neither unknown nor alternatives nor tensors */
static eos_value operate(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                         eos_value right, eos_span span)
{
    eos_interval left_bounds, right_bounds;
    double number;
    if (eos_value_number(left, &number) && eos_value_number(right, &number))
        return number_binary(op, left, right);
    if (eos_python_bounds(left, &left_bounds) && eos_python_bounds(right, &right_bounds))
        return interval_binary(flow, op, left_bounds, right_bounds);
    bool are_lists = is_object_of(left, EOS_OBJECT_LIST) && is_object_of(right, EOS_OBJECT_LIST);
    if (op == EOS_OP_Add) {
        if (left.kind == EOS_VALUE_STRING && right.kind == EOS_VALUE_STRING)
            return add_strings(flow, left.as.text, right.as.text);
        if (are_lists || (left.kind == EOS_VALUE_TUPLE && right.kind == EOS_VALUE_TUPLE))
            return add_sequences(flow, frame, left, right, span);
    }
    if (op == EOS_OP_Mult) {
        eos_value repeated = repeat_value(flow, frame, left, right, span);
        if (repeated.kind == EOS_VALUE_UNBOUND)
            repeated = repeat_value(flow, frame, right, left, span);
        if (repeated.kind != EOS_VALUE_UNBOUND)
            return repeated;
    }
    if (op == EOS_OP_Mod && left.kind == EOS_VALUE_STRING)
        return eos_python_percent(flow, left.as.text, right);
    if (op == EOS_OP_BitOr && is_object_of(left, EOS_OBJECT_DICT) &&
        is_object_of(right, EOS_OBJECT_DICT))
        return merge_dicts(flow, frame, left, right, span);
    return eos_unknown("an operator on what is not a number or sequence");
}

static eos_value with_provenance(eos_flow *flow, eos_value result, eos_span span, eos_value left,
                                 eos_value right)
{
    bool is_with_defaults = eos_python_with_defaults(left) || eos_python_with_defaults(right);
    result = eos_flow_computed(flow, result, span, left.origin != NULL ? left : right);
    result.is_with_defaults |= is_with_defaults;
    return result;
}

eos_value eos_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                     eos_value right, eos_span span)
{
    if (eos_tensor_of(left) != NULL || eos_tensor_of(right) != NULL)
        return eos_tensor_binary(flow, frame, op, left, right, span);
    if (eos_value_is_unknown(left) || eos_value_is_unknown(right)) {
        eos_value rows = eos_batch_arithmetic(flow, op, left, right);
        if (rows.kind != EOS_VALUE_UNBOUND)
            return rows;
        eos_value unknown = eos_value_is_unknown(left) ? left : right;
        const char *reason = unknown.kind == EOS_VALUE_UNKNOWN ? unknown.as.reason : NULL;
        if (reason != NULL && strcmp(reason, EOS_BATCH_SIZE_REASON) == 0)
            reason = "a number that depends on the batch size"; /* not the size itself any more */
        eos_value result = eos_unknown(reason);
        result.is_with_defaults = left.is_with_defaults || right.is_with_defaults;
        return result;
    }
    if (left.kind != EOS_VALUE_ONE_OF && right.kind != EOS_VALUE_ONE_OF)
        return with_provenance(flow, operate(flow, frame, op, left, right, span), span, left,
                               right);
    eos_value joined = {0};
    for (uint32_t i = 0; i < eos_value_alternative_count(left); i++)
        for (uint32_t k = 0; k < eos_value_alternative_count(right); k++)
            joined = eos_value_join(flow->arena, joined,
                                    eos_binary(flow, frame, op, eos_value_alternative(left, i),
                                               eos_value_alternative(right, k), span));
    joined.is_with_defaults |= eos_python_with_defaults(left) || eos_python_with_defaults(right);
    return joined;
}

/* ---- unary ---- */

static eos_value negate(eos_flow *flow, eos_value operand)
{
    int64_t integer;
    if (eos_python_integer(operand, &integer))
        return integer == INT64_MIN ? eos_unknown(too_large) : eos_integer(-integer);
    if (operand.kind == EOS_VALUE_FLOAT)
        return eos_number(-operand.as.number);
    if (operand.kind == EOS_VALUE_INTERVAL)
        return eos_python_interval(flow, -operand.as.interval->maximum,
                                   -operand.as.interval->minimum, operand.as.interval->is_integer);
    return eos_unknown(not_defined);
}

static eos_value apply_unary(eos_flow *flow, eos_ir_op op, eos_value operand)
{
    int64_t integer;
    bool is_true;
    switch (op) {
    case EOS_OP_Not: {
        eos_value truth = eos_truth(flow, operand);
        return eos_value_boolean(truth, &is_true) ? eos_boolean(!is_true) : truth;
    }
    case EOS_OP_USub:
        return negate(flow, operand);
    case EOS_OP_UAdd:
        if (eos_python_integer(operand, &integer))
            return eos_integer(integer);
        return operand.kind == EOS_VALUE_FLOAT || operand.kind == EOS_VALUE_INTERVAL
                   ? operand
                   : eos_unknown(not_defined);
    case EOS_OP_Invert:
        return eos_python_integer(operand, &integer) ? eos_integer(~integer)
                                                     : eos_unknown(not_defined);
    default:
        return eos_unknown(not_defined);
    }
}

eos_value eos_unary(eos_flow *flow, eos_ir_op op, eos_value operand, eos_span span)
{
    if (eos_tensor_of(operand) != NULL && op != EOS_OP_Not) {
        if (op == EOS_OP_USub) /* the same shape, the range mirrored */
            return eos_tensor_binary(flow, flow->module_frame, EOS_OP_Mult, operand,
                                     eos_integer(-1), span);
        return op == EOS_OP_UAdd ? operand : eos_unknown("an operator on an array");
    }
    if (eos_value_is_unknown(operand))
        return operand.kind == EOS_VALUE_UNKNOWN ? operand : eos_unknown(NULL);
    if (operand.kind != EOS_VALUE_ONE_OF)
        return with_provenance(flow, apply_unary(flow, op, operand), span, operand, operand);
    eos_value joined = {0};
    for (uint32_t i = 0; i < operand.as.one_of->count; i++)
        joined = eos_value_join(flow->arena, joined,
                                eos_unary(flow, op, eos_value_alternative(operand, i), span));
    joined.is_with_defaults |= eos_python_with_defaults(operand);
    return joined;
}
