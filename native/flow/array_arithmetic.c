/* SPDX-License-Identifier: MIT */
/*
 * Operators on arrays. Bounds are worked out end by end; both ends still occur after an operation
 * with one number, not after one with another array.
 *
 * An operand that is not known could be an array of higher rank and change the shape. That is
 * taken for impossible when the array has two axes or more without a size 1: programs shift and
 * scale data by numbers and by rows.
 */
#include "flow/array.h"

#include <math.h>

typedef struct bounds {
    double minimum, maximum;
} bounds;

static bool bounds_of(eos_value value, bounds *out)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    double number;
    if (tensor != NULL)
        *out = (bounds){tensor->minimum, tensor->maximum};
    else if (value.kind == EOS_VALUE_INTERVAL)
        *out = (bounds){value.as.interval->minimum, value.as.interval->maximum};
    else if (eos_value_number(value, &number))
        *out = (bounds){number, number};
    else
        return false;
    return isfinite(out->minimum) && isfinite(out->maximum);
}

static bounds hull_of(double a, double b, double c, double d)
{
    return (bounds){fmin(fmin(a, b), fmin(c, d)), fmax(fmax(a, b), fmax(c, d))};
}

static bool combine(eos_ir_op op, bounds left, bounds right, bounds *out)
{
    double a = left.minimum, b = left.maximum, c = right.minimum, d = right.maximum;
    switch (op) {
    case EOS_OP_Add:
        *out = (bounds){a + c, b + d};
        return true;
    case EOS_OP_Sub:
        *out = (bounds){a - d, b - c};
        return true;
    case EOS_OP_Mult:
        *out = hull_of(a * c, a * d, b * c, b * d);
        return true;
    case EOS_OP_Div:
        if (c <= 0 && d >= 0)
            return false;
        *out = hull_of(a / c, a / d, b / c, b / d);
        return true;
    case EOS_OP_Mod:
        if (c != d || c <= 0)
            return false;
        *out = (bounds){0, c};
        return true;
    case EOS_OP_Pow:
        if (c != d || c != 2)
            return false;
        *out = (bounds){a <= 0 && b >= 0 ? 0 : fmin(a * a, b * b), fmax(a * a, b * b)};
        return true;
    default:
        return false;
    }
}

/* the shape of `tensor` with an operand that is no array, or not known */
static eos_shape shape_beside(const eos_tensor *tensor, eos_value other)
{
    bounds ignored;
    if (bounds_of(other, &ignored) || eos_value_number(other, &(double){0}))
        return tensor->shape;
    eos_shape shape = tensor->shape;
    if (!shape.is_known || shape.rank < 2)
        return (eos_shape){0};
    for (uint32_t i = 1; i < shape.rank; i++)
        if (shape.sizes[i] == 1)
            shape.sizes[i] = EOS_DIM_UNKNOWN;
    return shape;
}

static bool is_whole_number(eos_value value)
{
    double number;
    return eos_value_number(value, &number) && number == floor(number);
}

/* ids moved by a whole number, `1 - y`, and targets scaled by a number keep what they are; ids that
 * are scaled become numbers */
static void keep_labels(eos_tensor *out, const eos_tensor *from, eos_ir_op op, eos_value other,
                        bool is_left)
{
    double number;
    bool is_number = eos_value_number(other, &number);
    bool is_shift = (op == EOS_OP_Add || op == EOS_OP_Sub) && is_whole_number(other);
    if (from->encoding == EOS_LABELS_INTEGER && is_shift)
        return;
    bool is_scaling =
        op == EOS_OP_Add || op == EOS_OP_Sub || op == EOS_OP_Mult || (op == EOS_OP_Div && is_left);
    if (from->encoding == EOS_LABELS_CONTINUOUS && is_number && is_scaling && number != 0)
        return;
    bool is_fraction = is_number && ((op == EOS_OP_Div && is_left && fabs(number) > 1) ||
                                     (op == EOS_OP_Mult && fabs(number) < 1 && number != 0));
    if (from->encoding == EOS_LABELS_INTEGER && is_fraction &&
        from->source != NULL) { /* ids no more: 0.0039 of 255 */
        out->encoding = EOS_LABELS_CONTINUOUS;
        out->classes = -1;
        return;
    }
    bool is_nothing = is_left && is_number &&
                      (((op == EOS_OP_Mult || op == EOS_OP_Div) && number == 1) ||
                       ((op == EOS_OP_Add || op == EOS_OP_Sub) && number == 0));
    if (!is_nothing)
        eos_facts_no_labels(out);
}

static void note_scaling(eos_flow *flow, eos_tensor *out, eos_ir_op op, eos_value other)
{
    double number;
    const char *before = out->scaled_by;
    if (eos_value_number(other, &number) && op == EOS_OP_Div && fabs(number) > 1)
        out->scaled_by = eos_arena_printf(flow->arena, "/ %g", number);
    else if (eos_value_number(other, &number) && op == EOS_OP_Mult && fabs(number) < 1)
        out->scaled_by = eos_arena_printf(flow->arena, "* %g", number);
    else if (op == EOS_OP_Div && !eos_value_number(other, &number))
        out->scaled_by = "a division";
    if (before != NULL && out->scaled_by != before)
        out->scaled_again = before;
}

/* one array and something that is none */
static eos_tensor *with_scalar(eos_flow *flow, eos_ir_op op, const eos_tensor *tensor,
                               eos_value other, bool is_left)
{
    eos_tensor *out = eos_array_copy(flow, tensor);
    double number;
    out->shape = shape_beside(tensor, other);
    out->is_arange = out->is_permutation = out->is_standardised = false;
    keep_labels(out, tensor, op, other, is_left);
    if (is_left)
        note_scaling(flow, out, op, other);
    bool is_linear =
        op == EOS_OP_Add || op == EOS_OP_Sub || op == EOS_OP_Mult || (op == EOS_OP_Div && is_left);
    out->is_range_exact = tensor->is_range_exact && is_linear && eos_value_number(other, &number);
    if (op == EOS_OP_Div || (other.kind != EOS_VALUE_INT && other.kind != EOS_VALUE_BOOL))
        out->dtype = EOS_DTYPE_FLOAT;
    else if (out->dtype == EOS_DTYPE_BOOL)
        out->dtype = EOS_DTYPE_INTEGER;
    return out;
}

/* two arrays: the shape is what numpy makes of both, labels are gone */
static eos_tensor *with_array(eos_flow *flow, eos_ir_op op, const eos_tensor *left,
                              const eos_tensor *right, eos_span span)
{
    eos_tensor *out = eos_new_tensor(flow, span);
    bool is_mask = left->dtype == EOS_DTYPE_BOOL && right->dtype == EOS_DTYPE_BOOL;
    out->shape = eos_shape_broadcast(&left->shape, &right->shape);
    out->is_known_data = left->is_known_data && right->is_known_data;
    out->holder =
        left->holder == right->holder || right->shape.rank == 0 ? left->holder : EOS_HOLDER_ARRAY;
    if (op == EOS_OP_MatMult)
        out->shape = (eos_shape){0};
    if (is_mask && (op == EOS_OP_BitAnd || op == EOS_OP_BitOr || op == EOS_OP_BitXor))
        out->dtype = EOS_DTYPE_BOOL;
    else if (op == EOS_OP_Div || left->dtype == EOS_DTYPE_FLOAT || right->dtype == EOS_DTYPE_FLOAT)
        out->dtype = EOS_DTYPE_FLOAT;
    else if (left->dtype == EOS_DTYPE_INTEGER && right->dtype == EOS_DTYPE_INTEGER)
        out->dtype = EOS_DTYPE_INTEGER;
    return out;
}

eos_value eos_tensor_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                            eos_value right, eos_span span)
{
    if (eos_is_symbolic(left) || eos_is_symbolic(right))
        return eos_graph_binary(flow, frame, op, left, right, span);
    const eos_tensor *a = eos_tensor_of(left), *b = eos_tensor_of(right);
    if ((a != NULL && a->holder >= EOS_HOLDER_BY_POSITION) ||
        (b != NULL && b->holder >= EOS_HOLDER_BY_POSITION))
        return eos_unknown("an operator on what is no array");
    eos_tensor *out = a != NULL && b != NULL ? with_array(flow, op, a, b, span)
                      : a != NULL            ? with_scalar(flow, op, a, right, true)
                                             : with_scalar(flow, op, b, left, false);
    bounds first, second, both;
    if (out->dtype == EOS_DTYPE_BOOL) {
        out->minimum = 0;
        out->maximum = 1;
    } else if (bounds_of(left, &first) && bounds_of(right, &second) &&
               combine(op, first, second, &both)) {
        out->minimum = both.minimum;
        out->maximum = both.maximum;
        out->is_byte = out->dtype == EOS_DTYPE_INTEGER &&
                       ((a != NULL && a->is_byte) || (b != NULL && b->is_byte));
        if (out->is_byte && (both.minimum < 0 || both.maximum > 255)) { /* it wraps around */
            eos_facts_no_range(out);
            eos_facts_no_labels(out);
        }
    } else {
        eos_facts_no_range(out);
    }
    eos_value result = eos_make_tensor(flow, frame, out, span);
    result = eos_array_compute_binary(flow, frame, op, left, right, result, span);
    result.is_with_defaults = left.is_with_defaults || right.is_with_defaults;
    return result;
}

/* ---- comparisons ---- */

eos_value eos_array_compare(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                            eos_value right, eos_span span)
{
    const eos_tensor *a = eos_tensor_of(left), *b = eos_tensor_of(right);
    const eos_tensor *tensor = a != NULL ? a : b;
    bool is_by_element = op >= EOS_OP_Eq && op <= EOS_OP_GtE;
    if (tensor == NULL || !is_by_element || tensor->is_symbolic || (b != NULL && b->is_symbolic) ||
        tensor->holder >= EOS_HOLDER_BY_POSITION)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_tensor *out = eos_new_tensor(flow, span);
    bool is_constant = a == NULL || b == NULL;
    eos_value other = a == NULL ? left : right;
    if (is_constant && tensor->predicted_by != NULL && op != EOS_OP_Eq)
        eos_record_reading(flow, frame, tensor->predicted_by, "threshold", other, span);
    if (!is_constant)
        out->shape = eos_shape_broadcast(&a->shape, &b->shape);
    else if (other.kind == EOS_VALUE_STRING)
        out->shape = tensor->shape;
    else
        out->shape = shape_beside(tensor, other);
    out->dtype = EOS_DTYPE_BOOL;
    out->minimum = 0;
    out->maximum = 1;
    out->holder = tensor->holder;
    if (is_constant && eos_facts_is_column(out)) { /* `y == 3`: a task of two classes */
        out->encoding = EOS_LABELS_INTEGER;
        out->classes = 2;
    }
    return eos_make_tensor(flow, frame, out, span);
}
