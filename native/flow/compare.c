/* SPDX-License-Identifier: MIT */
/*
 * Comparisons. Each has three answers: yes, no, cannot be told. Alternatives must agree; intervals
 * decide where their bounds do; classes of the program may define __eq__, so two instances are
 * never known to differ.
 *
 * Values can be graphs that are exponentially large when written out (x = (x, x) in a loop), so
 * one comparison has a budget of elements; what needs more cannot be told.
 */
#include "flow/python.h"

#include <math.h>

#define COMPARE_DEPTH 32      /* nested tuples and lists */
#define COMPARE_BUDGET 131072 /* elements looked at in one comparison: two full sequences */

typedef struct comparison {
    eos_flow *flow;
    uint32_t budget;
} comparison;

static bool order_values(comparison *run, eos_value left, eos_value right, int depth, int *order);
static eos_certainty equal_values(comparison *run, eos_value left, eos_value right, int depth);

eos_value eos_certainty_value(eos_certainty certainty, const char *reason)
{
    return certainty == EOS_UNCERTAIN ? eos_unknown(reason)
                                      : eos_boolean(certainty == EOS_CERTAINLY);
}

bool eos_python_with_defaults(eos_value value)
{
    if (value.is_with_defaults)
        return true;
    if (value.kind == EOS_VALUE_ONE_OF)
        for (uint32_t i = 0; i < value.as.one_of->count; i++)
            if (value.as.one_of->items[i].is_with_defaults)
                return true;
    return false;
}

static eos_certainty negation(eos_certainty certainty)
{
    if (certainty == EOS_UNCERTAIN)
        return EOS_UNCERTAIN;
    return certainty == EOS_CERTAINLY ? EOS_CERTAINLY_NOT : EOS_CERTAINLY;
}

static eos_certainty certainly(bool is_true)
{
    return is_true ? EOS_CERTAINLY : EOS_CERTAINLY_NOT;
}

/* ---- what kind of thing it is ---- */

typedef enum comparison_class {
    CLASS_UNKNOWN,
    CLASS_NONE,
    CLASS_NUMBER,
    CLASS_STRING,
    CLASS_ELLIPSIS,
    CLASS_TUPLE,
    CLASS_SLICE,
    CLASS_LIST,
    CLASS_DICT,
    CLASS_SET,
    CLASS_CALLABLE,
    CLASS_TENSOR,
    CLASS_OTHER_OBJECT
} comparison_class;

static comparison_class class_of_object(const eos_object *object)
{
    switch (object->kind) {
    case EOS_OBJECT_LIST:
        return CLASS_LIST;
    case EOS_OBJECT_DICT:
        return CLASS_DICT;
    case EOS_OBJECT_SET:
        return CLASS_SET;
    case EOS_OBJECT_TENSOR:
        return CLASS_TENSOR;
    case EOS_OBJECT_CLASS:
        return CLASS_CALLABLE;
    default:
        return CLASS_OTHER_OBJECT;
    }
}

static comparison_class class_of(eos_value value)
{
    switch (value.kind) {
    case EOS_VALUE_NONE:
        return CLASS_NONE;
    case EOS_VALUE_BOOL:
    case EOS_VALUE_INT:
    case EOS_VALUE_FLOAT:
    case EOS_VALUE_INTERVAL:
        return CLASS_NUMBER;
    case EOS_VALUE_STRING:
        return CLASS_STRING;
    case EOS_VALUE_ELLIPSIS:
        return CLASS_ELLIPSIS;
    case EOS_VALUE_TUPLE:
        return CLASS_TUPLE;
    case EOS_VALUE_SLICE:
        return CLASS_SLICE;
    case EOS_VALUE_FUNCTION:
    case EOS_VALUE_METHOD:
    case EOS_VALUE_BUILTIN:
        return CLASS_CALLABLE;
    case EOS_VALUE_LIBRARY:
        /* a function, class or top module; a longer path that no table knows may be a constant */
        return value.as.library->entry != NULL || strchr(value.as.library->path->data, '.') == NULL
                   ? CLASS_CALLABLE
                   : CLASS_UNKNOWN;
    case EOS_VALUE_OBJECT:
        return class_of_object(value.as.object);
    default:
        return CLASS_UNKNOWN;
    }
}

/* ---- numbers ---- */

/* -1, 0, 1 of an integer and a float without rounding the integer; 2 = not ordered (NaN) */
static int order_integer_float(int64_t integer, double number)
{
    if (number != number)
        return 2;
    if (number >= 9223372036854775808.0)
        return -1;
    if (number < -9223372036854775808.0)
        return 1;
    double whole = floor(number);
    int64_t bound = (int64_t)whole;
    if (integer != bound)
        return integer < bound ? -1 : 1;
    return whole < number ? -1 : 0;
}

static int order_numbers(eos_value left, eos_value right)
{
    int64_t left_integer, right_integer;
    bool is_left_integer = eos_python_integer(left, &left_integer);
    bool is_right_integer = eos_python_integer(right, &right_integer);
    if (is_left_integer && is_right_integer)
        return left_integer < right_integer ? -1 : left_integer > right_integer ? 1 : 0;
    if (is_left_integer)
        return order_integer_float(left_integer, right.as.number);
    if (is_right_integer) {
        int order = order_integer_float(right_integer, left.as.number);
        return order == 2 ? 2 : -order;
    }
    double a = left.as.number, b = right.as.number;
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
}

static bool is_constant_number(eos_value value)
{
    double number;
    return eos_value_number(value, &number);
}

static eos_certainty equal_numbers(eos_value left, eos_value right)
{
    eos_interval a, b;
    if (is_constant_number(left) && is_constant_number(right))
        return certainly(order_numbers(left, right) == 0);
    if (!eos_python_bounds(left, &a) || !eos_python_bounds(right, &b))
        return EOS_CERTAINLY_NOT; /* a NaN */
    if (a.maximum < b.minimum || b.maximum < a.minimum)
        return EOS_CERTAINLY_NOT;
    if ((a.is_integer && b.minimum == b.maximum && b.minimum != floor(b.minimum)) ||
        (b.is_integer && a.minimum == a.maximum && a.minimum != floor(a.minimum)))
        return EOS_CERTAINLY_NOT;
    return a.minimum == a.maximum && b.minimum == b.maximum && a.minimum == b.minimum
               ? EOS_CERTAINLY
               : EOS_UNCERTAIN;
}

/* ---- equality ---- */

static eos_certainty equal_sequences(comparison *run, const eos_sequence *left,
                                     const eos_sequence *right, int depth)
{
    if (left == right)
        return EOS_CERTAINLY;
    uint32_t count = eos_sequence_count(left);
    if (count != eos_sequence_count(right))
        return EOS_CERTAINLY_NOT;
    eos_certainty all = EOS_CERTAINLY;
    for (uint32_t i = 0; i < count; i++) {
        eos_certainty one =
            equal_values(run, left->items[i].value, right->items[i].value, depth + 1);
        if (one == EOS_CERTAINLY_NOT)
            return EOS_CERTAINLY_NOT;
        if (one == EOS_UNCERTAIN)
            all = EOS_UNCERTAIN;
    }
    return all;
}

static eos_certainty equal_lists(comparison *run, const eos_object *left, const eos_object *right,
                                 int depth)
{
    if (left == right)
        return EOS_CERTAINLY;
    if (left->now.is_open || right->now.is_open || !eos_sequence_is_complete(left->now.items) ||
        !eos_sequence_is_complete(right->now.items))
        return EOS_UNCERTAIN;
    return equal_sequences(run, left->now.items, right->now.items, depth);
}

/* functions, classes, builtins, library names */
static eos_certainty same_callable(eos_value left, eos_value right)
{
    if (eos_value_equal(left, right))
        return EOS_CERTAINLY;
    if (left.kind == EOS_VALUE_METHOD || right.kind == EOS_VALUE_METHOD)
        return left.kind == right.kind ? EOS_UNCERTAIN : EOS_CERTAINLY_NOT;
    if (left.kind == EOS_VALUE_LIBRARY && right.kind == EOS_VALUE_LIBRARY)
        return left.as.library->entry != NULL && right.as.library->entry != NULL &&
                       left.as.library->entry != right.as.library->entry
                   ? EOS_CERTAINLY_NOT
                   : EOS_UNCERTAIN;
    return EOS_CERTAINLY_NOT;
}

static bool may_define_equality(comparison *run, eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind == EOS_OBJECT_LIBRARY)
        return false;
    const eos_object *class_object = value.as.object->class_object;
    return class_object == NULL || class_object->now.is_open ||
           eos_class_find(class_object, eos_intern_string(run->flow->names, "__eq__")) != NULL;
}

static eos_certainty equal_objects(comparison *run, eos_value left, eos_value right)
{
    if (may_define_equality(run, left) || may_define_equality(run, right))
        return EOS_UNCERTAIN;
    if (left.kind == EOS_VALUE_OBJECT && right.kind == EOS_VALUE_OBJECT)
        return left.as.object == right.as.object ? EOS_CERTAINLY : EOS_UNCERTAIN;
    /* a library's class may compare to anything, but nothing says that it equals None */
    return eos_value_is_none(left) || eos_value_is_none(right) ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
}

static eos_certainty equal_values(comparison *run, eos_value left, eos_value right, int depth)
{
    if (run->budget == 0 || depth > COMPARE_DEPTH)
        return EOS_UNCERTAIN;
    run->budget--;
    if (left.kind == EOS_VALUE_ONE_OF || right.kind == EOS_VALUE_ONE_OF) {
        eos_certainty first = EOS_UNCERTAIN;
        for (uint32_t i = 0; i < eos_value_alternative_count(left); i++)
            for (uint32_t k = 0; k < eos_value_alternative_count(right); k++) {
                eos_certainty one = equal_values(run, eos_value_alternative(left, i),
                                                 eos_value_alternative(right, k), depth + 1);
                if (one == EOS_UNCERTAIN || ((i > 0 || k > 0) && one != first))
                    return EOS_UNCERTAIN;
                first = one;
            }
        return first;
    }
    comparison_class left_class = class_of(left), right_class = class_of(right);
    if (left_class == CLASS_UNKNOWN || right_class == CLASS_UNKNOWN)
        return left.kind == EOS_VALUE_LIBRARY && eos_value_equal(left, right) ? EOS_CERTAINLY
                                                                              : EOS_UNCERTAIN;
    if (left_class == CLASS_TENSOR || right_class == CLASS_TENSOR)
        return EOS_UNCERTAIN; /* an array of truths */
    if (left_class == CLASS_OTHER_OBJECT || right_class == CLASS_OTHER_OBJECT)
        return equal_objects(run, left, right);
    if (left_class != right_class)
        return EOS_CERTAINLY_NOT;
    switch (left_class) {
    case CLASS_NUMBER:
        return equal_numbers(left, right);
    case CLASS_STRING:
        return certainly(left.as.text == right.as.text);
    case CLASS_TUPLE:
    case CLASS_SLICE:
        return equal_sequences(run, left.as.items, right.as.items, depth);
    case CLASS_LIST:
        return equal_lists(run, left.as.object, right.as.object, depth);
    case CLASS_DICT:
    case CLASS_SET:
        return left.as.object == right.as.object ? EOS_CERTAINLY : EOS_UNCERTAIN;
    case CLASS_CALLABLE:
        return same_callable(left, right);
    default:
        return EOS_CERTAINLY; /* None, Ellipsis */
    }
}

eos_certainty eos_python_equal(eos_flow *flow, eos_value left, eos_value right)
{
    comparison run = {flow, COMPARE_BUDGET};
    return equal_values(&run, left, right, 0);
}

/* ---- order ---- */

static bool order_sequences(comparison *run, const eos_sequence *left, const eos_sequence *right,
                            int depth, int *order)
{
    uint32_t left_count = eos_sequence_count(left), right_count = eos_sequence_count(right);
    for (uint32_t i = 0; i < left_count && i < right_count; i++) {
        eos_value a = left->items[i].value, b = right->items[i].value;
        eos_certainty same = equal_values(run, a, b, depth + 1);
        if (same == EOS_UNCERTAIN)
            return false;
        if (same == EOS_CERTAINLY_NOT)
            return order_values(run, a, b, depth + 1, order);
    }
    *order = left_count < right_count ? -1 : left_count > right_count ? 1 : 0;
    return true;
}

static bool order_bounds(eos_value left, eos_value right, int *order)
{
    eos_interval a, b;
    if (!eos_python_bounds(left, &a) || !eos_python_bounds(right, &b))
        return false;
    if (a.maximum < b.minimum)
        *order = -1;
    else if (a.minimum > b.maximum)
        *order = 1;
    else
        return false;
    return true;
}

static bool order_values(comparison *run, eos_value left, eos_value right, int depth, int *order)
{
    if (run->budget == 0 || depth > COMPARE_DEPTH)
        return false;
    run->budget--;
    comparison_class kind = class_of(left);
    if (kind != class_of(right))
        return false;
    if (kind == CLASS_STRING) { /* the order of UTF-8 bytes is that of code points */
        const eos_text *a = left.as.text, *b = right.as.text;
        int bytes = memcmp(a->data, b->data, a->length < b->length ? a->length : b->length);
        *order = bytes < 0                ? -1
                 : bytes > 0              ? 1
                 : a->length < b->length  ? -1
                 : a->length == b->length ? 0
                                          : 1;
        return true;
    }
    if (kind == CLASS_NUMBER) {
        if (!is_constant_number(left) || !is_constant_number(right))
            return order_bounds(left, right, order);
        *order = order_numbers(left, right);
        return *order != 2;
    }
    if (kind == CLASS_TUPLE)
        return order_sequences(run, left.as.items, right.as.items, depth, order);
    if (kind != CLASS_LIST)
        return false;
    const eos_content *a = &left.as.object->now, *b = &right.as.object->now;
    return !a->is_open && !b->is_open && eos_sequence_is_complete(a->items) &&
           eos_sequence_is_complete(b->items) &&
           order_sequences(run, a->items, b->items, depth, order);
}

bool eos_python_order(eos_flow *flow, eos_value left, eos_value right, int *order)
{
    comparison run = {flow, COMPARE_BUDGET};
    return order_values(&run, left, right, 0, order);
}

/* <= and < of intervals may be decided where the order is not: [1, 5] <= [5, 9] */
static eos_certainty less_numbers(eos_value left, eos_value right, bool or_equal)
{
    eos_interval a, b;
    if (is_constant_number(left) && is_constant_number(right)) {
        int order = order_numbers(left, right);
        return certainly(order == -1 || (or_equal && order == 0));
    }
    if (!eos_python_bounds(left, &a) || !eos_python_bounds(right, &b))
        return EOS_CERTAINLY_NOT; /* a NaN */
    if (or_equal ? a.maximum <= b.minimum : a.maximum < b.minimum)
        return EOS_CERTAINLY;
    if (or_equal ? a.minimum > b.maximum : a.minimum >= b.maximum)
        return EOS_CERTAINLY_NOT;
    return EOS_UNCERTAIN;
}

static eos_certainty less(eos_flow *flow, eos_value left, eos_value right, bool or_equal)
{
    int order;
    if (class_of(left) == CLASS_NUMBER && class_of(right) == CLASS_NUMBER)
        return less_numbers(left, right, or_equal);
    if (!eos_python_order(flow, left, right, &order))
        return EOS_UNCERTAIN;
    return certainly(order < 0 || (or_equal && order == 0));
}

/* ---- identity ---- */

static eos_certainty identical(eos_value left, eos_value right)
{
    comparison_class left_class = class_of(left), right_class = class_of(right);
    if (left_class == CLASS_UNKNOWN || right_class == CLASS_UNKNOWN)
        return EOS_UNCERTAIN;
    if (left_class != right_class)
        return EOS_CERTAINLY_NOT;
    if (left.kind == EOS_VALUE_OBJECT && right.kind == EOS_VALUE_OBJECT)
        return certainly(left.as.object == right.as.object);
    switch (left_class) {
    case CLASS_NONE:
    case CLASS_ELLIPSIS:
        return EOS_CERTAINLY;
    case CLASS_CALLABLE:
        if (left.kind == EOS_VALUE_METHOD || right.kind == EOS_VALUE_METHOD)
            return EOS_UNCERTAIN; /* bound anew at each read */
        return same_callable(left, right);
    case CLASS_NUMBER:
        if (left.kind == EOS_VALUE_BOOL && right.kind == EOS_VALUE_BOOL)
            return certainly(left.as.boolean == right.as.boolean);
        if ((left.kind == EOS_VALUE_BOOL || right.kind == EOS_VALUE_BOOL) &&
            left.kind != EOS_VALUE_INTERVAL && right.kind != EOS_VALUE_INTERVAL)
            return EOS_CERTAINLY_NOT;
        return equal_numbers(left, right) == EOS_CERTAINLY_NOT ? EOS_CERTAINLY_NOT : EOS_UNCERTAIN;
    case CLASS_STRING: /* whether equal strings are one object is CPython's affair */
        return left.as.text == right.as.text ? EOS_UNCERTAIN : EOS_CERTAINLY_NOT;
    default:
        return EOS_UNCERTAIN;
    }
}

/* ---- membership ---- */

static bool contains_text(const eos_text *text, const eos_text *part)
{
    if (part->length == 0)
        return true;
    for (uint32_t at = 0; at + part->length <= text->length; at++)
        if (text->data[at] == part->data[0] &&
            memcmp(text->data + at, part->data, part->length) == 0)
            return true;
    return false;
}

static eos_certainty contains(eos_flow *flow, eos_value container, eos_value element)
{
    if (container.kind == EOS_VALUE_STRING)
        return element.kind == EOS_VALUE_STRING
                   ? certainly(contains_text(container.as.text, element.as.text))
                   : EOS_UNCERTAIN;
    bool is_object = container.kind == EOS_VALUE_OBJECT;
    if (!is_object && container.kind != EOS_VALUE_TUPLE)
        return EOS_UNCERTAIN;
    if (is_object && container.as.object->kind == EOS_OBJECT_SET &&
        container.as.object->library != NULL && element.kind == EOS_VALUE_STRING) { /* dir(torch) */
        eos_value found =
            eos_library_attribute(flow, container.as.object->library, element.as.text);
        return found.kind == EOS_VALUE_LIBRARY && found.as.library->entry != NULL &&
                       found.as.library->entry->is_torch
                   ? EOS_CERTAINLY
                   : EOS_UNCERTAIN;
    }
    if (is_object &&
        (container.as.object->kind > EOS_OBJECT_SET || container.as.object->now.is_open))
        return EOS_UNCERTAIN;
    bool is_keyed = is_object && container.as.object->kind != EOS_OBJECT_LIST;
    const eos_sequence *items = is_object ? container.as.object->now.items : container.as.items;
    comparison run = {flow, COMPARE_BUDGET};
    eos_certainty found = EOS_CERTAINLY_NOT;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        const eos_item *item = &items->items[i];
        if (is_keyed && item->value.kind == EOS_VALUE_UNBOUND)
            continue; /* deleted */
        eos_certainty one = equal_values(&run, is_keyed ? item->key : item->value, element, 0);
        if (one == EOS_CERTAINLY && item->presence == EOS_PRESENT)
            return EOS_CERTAINLY;
        if (one != EOS_CERTAINLY_NOT)
            found = EOS_UNCERTAIN;
    }
    return found;
}

/* ---- dispatch ---- */

static eos_certainty compare_one(eos_flow *flow, eos_ir_op op, eos_value left, eos_value right)
{
    switch (op) {
    case EOS_OP_Eq:
        return eos_python_equal(flow, left, right);
    case EOS_OP_NotEq:
        return negation(eos_python_equal(flow, left, right));
    case EOS_OP_Lt:
        return less(flow, left, right, false);
    case EOS_OP_LtE:
        return less(flow, left, right, true);
    case EOS_OP_Gt:
        return less(flow, right, left, false);
    case EOS_OP_GtE:
        return less(flow, right, left, true);
    case EOS_OP_Is:
        return identical(left, right);
    case EOS_OP_IsNot:
        return negation(identical(left, right));
    case EOS_OP_In:
        return contains(flow, right, left);
    case EOS_OP_NotIn:
        return negation(contains(flow, right, left));
    default:
        return EOS_UNCERTAIN;
    }
}

static eos_value compare_alternatives(eos_flow *flow, eos_ir_op op, eos_value left, eos_value right)
{
    eos_certainty all = EOS_UNCERTAIN;
    for (uint32_t i = 0; i < eos_value_alternative_count(left); i++) {
        for (uint32_t k = 0; k < eos_value_alternative_count(right); k++) {
            eos_certainty one = compare_one(flow, op, eos_value_alternative(left, i),
                                            eos_value_alternative(right, k));
            if (one == EOS_UNCERTAIN || ((i > 0 || k > 0) && one != all))
                return eos_unknown(one == EOS_UNCERTAIN ? "a comparison that is not decided"
                                                        : "alternatives that differ");
            all = one;
        }
    }
    return eos_certainty_value(all, "a comparison that is not decided");
}

eos_value eos_compare(eos_flow *flow, eos_ir_op op, eos_value left, eos_value right)
{
    bool is_membership = op == EOS_OP_In || op == EOS_OP_NotIn;
    if (is_membership && right.kind == EOS_VALUE_LIBRARY &&
        eos_text_is(right.as.library->path, "os.environ")) {
        eos_value found = eos_environment_variable(left, eos_boolean(op == EOS_OP_NotIn));
        return found;
    }
    left = eos_plain(left);
    right = eos_plain(right);
    eos_value result;
    if (eos_value_is_unknown(left) || eos_value_is_unknown(right)) {
        eos_value unknown = eos_value_is_unknown(left) ? left : right;
        result = eos_unknown(unknown.kind == EOS_VALUE_UNKNOWN ? unknown.as.reason : NULL);
    } else {
        result = compare_alternatives(flow, op, left, right);
    }
    result.is_with_defaults |= eos_python_with_defaults(left) || eos_python_with_defaults(right);
    return result;
}
