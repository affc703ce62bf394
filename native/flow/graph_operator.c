/* SPDX-License-Identifier: MIT */
/*
 * Operators on symbolic tensors: x + y, x * 2, q @ k. Relies on graph.c for the operation; what stands
 * here is the shape of the result, and whose rows it has.
 *
 * Questionable: that the program runs is taken for granted. Beside a size above one that is known, a size
 * that is not known is taken for the same or one.
 */
#include "flow/interp.h"

/* Sizes that meet in an elementwise operation, aligned at the end. Where the shorter one's first axis,
 * which is not listed, meets one of the longer, that one is taken when it is no 1. */
static eos_shape broadcast(const eos_tensor *one, const eos_tensor *other)
{
    const eos_shape *left = &one->shape, *right = &other->shape;
    if (!left->is_known || !right->is_known)
        return (eos_shape){0};
    eos_shape out = left->rank >= right->rank ? *left : *right;
    const eos_shape *shorter = left->rank >= right->rank ? right : left;
    uint32_t offset = (uint32_t)(out.rank - shorter->rank);
    for (uint32_t i = 0; i < shorter->rank; i++) {
        int64_t a = out.sizes[offset + i], b = shorter->sizes[i];
        /* beside a size above one only the same or one can stand, known or not */
        bool is_first = a == b || b == 1 || (a > 1 && b < 0);
        out.sizes[offset + i] = is_first ? a : a == 1 || (b > 1 && a < 0) ? b : EOS_DIM_UNKNOWN;
    }
    if (offset > 0 && out.sizes[offset - 1] == 1)
        out.sizes[offset - 1] = EOS_DIM_UNKNOWN;
    return out;
}

/* data as it meets a symbolic tensor; NULL = not known to be an array */
static const eos_tensor *as_symbolic(eos_flow *flow, eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (tensor == NULL || tensor->is_symbolic)
        return tensor;
    if (tensor->holder != EOS_HOLDER_ARRAY || (tensor->shape.is_known && tensor->shape.rank == 0))
        return NULL;
    eos_tensor *out = eos_new_tensor(flow, tensor->span);
    eos_take_sample(flow, tensor, out);
    return out;
}

/* x @ y: a matrix that is data on the right, or two symbolic tensors of one rank, whose other axes are
 * those of a batch */
static eos_shape multiplied(const eos_shape *left, const eos_tensor *right)
{
    eos_shape out = *left;
    uint32_t last = left->rank - 1u;
    if (right == NULL || !left->is_known || left->rank == 0 || !right->shape.is_known)
        return (eos_shape){0};
    if (right->is_symbolic) {
        if (right->shape.rank != left->rank || left->rank < 2)
            return (eos_shape){0};
        for (uint32_t i = 0; i + 2 < left->rank; i++) {
            int64_t a = left->sizes[i], b = right->shape.sizes[i];
            out.sizes[i] = a == b || b == 1 ? a : a == 1 ? b : EOS_DIM_UNKNOWN;
        }
        out.sizes[last] = right->shape.sizes[last];
        return out;
    }
    if (right->shape.rank != 2)
        return (eos_shape){0};
    out.sizes[last] = right->shape.sizes[1];
    return out;
}

/* a weight that is one number */
static bool is_one_number(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    return tensor != NULL && !tensor->is_symbolic && tensor->shape.is_known &&
           tensor->shape.rank == 0;
}

eos_shape eos_broadcast_shape(eos_flow *flow, eos_value left, eos_value right)
{
    const eos_tensor *a = as_symbolic(flow, left), *b = as_symbolic(flow, right);
    double number;
    if (a != NULL && b != NULL)
        return broadcast(a, b);
    if (a != NULL && (eos_value_number(right, &number) || is_one_number(right)))
        return a->shape;
    if (b != NULL && (eos_value_number(left, &number) || is_one_number(left)))
        return b->shape;
    return (eos_shape){0};
}

/* whether the operand has the rows of `rows`, or one that stands for all */
static bool has_rows_of(const eos_tensor *rows, eos_value value)
{
    const eos_tensor *other = eos_tensor_of(value);
    double number;
    if (other == NULL)
        return eos_value_number(value, &number);
    if (!other->is_symbolic)
        return other->shape.is_known &&
               (other->shape.rank <= rows->shape.rank ||
                (other->shape.rank == rows->shape.rank + 1 && other->shape.sizes[0] == 1));
    const char *reason =
        other->batch_size.kind == EOS_VALUE_UNKNOWN ? other->batch_size.as.reason : NULL;
    return other->shape.is_known && other->shape.rank == rows->shape.rank && reason != NULL &&
           reason == rows->batch_size.as.reason;
}

/* x * 2 and x + y of one batch have its rows */
static void keep_rows(eos_flow *flow, eos_value result, eos_value left, eos_value right)
{
    const eos_tensor *rows = eos_is_symbolic(left) ? eos_tensor_of(left) : eos_tensor_of(right);
    const char *base;
    int64_t times;
    if (!rows->shape.is_known || !eos_batch_read(flow, rows->batch_size, &base, &times) ||
        !has_rows_of(rows, left) || !has_rows_of(rows, right))
        return;
    eos_tensor *facts = EOS_NEW(flow->arena, eos_tensor);
    *facts = *eos_tensor_of(result);
    facts->batch_size = rows->batch_size;
    result.as.object->now.facts = facts; /* new: nobody has seen it */
}

eos_value eos_graph_binary(eos_flow *flow, eos_frame *frame, eos_ir_op op, eos_value left,
                           eos_value right, eos_span span)
{
    static const struct {
        eos_ir_op op;
        const char *kind;
        eos_layer_family family;
    } merges[] = {{EOS_OP_Add, "add", EOS_LAYER_MERGE_ADD},
                  {EOS_OP_Sub, "subtract", EOS_LAYER_MERGE_OTHER},
                  {EOS_OP_Mult, "multiply", EOS_LAYER_MERGE_MULTIPLY},
                  {EOS_OP_Div, "divide", EOS_LAYER_MERGE_OTHER}};
    const char *kind = "operation";
    eos_layer_family family = EOS_LAYER_MERGE_OTHER;
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        if (merges[i].op == op) {
            kind = merges[i].kind;
            family = merges[i].family;
        }
    }
    eos_value inputs[2] = {left, right};
    eos_shape shape = {0};
    if (op != EOS_OP_MatMult)
        shape = eos_broadcast_shape(flow, left, right);
    else if (eos_is_symbolic(left))
        shape = multiplied(&eos_tensor_of(left)->shape, eos_tensor_of(right));
    eos_value result = eos_apply_functional(flow, frame, kind, family, inputs, 2, &shape, span);
    if (op != EOS_OP_MatMult && shape.is_known)
        keep_rows(flow, result, left, right);
    return result;
}
