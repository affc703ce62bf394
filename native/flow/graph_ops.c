/* SPDX-License-Identifier: MIT */
/*
 * Functions of Keras and TensorFlow on tensors of a graph: keras.ops.mean(x, axis=1), K.expand_dims,
 * tf.concat. They are one set under several spellings, so what counts is the last part of the name and
 * the module that it stands in. graph_method.c does the same for PyTorch.
 *
 * Here the first axis is listed (full_shape), since these functions count it; where its size is not
 * known it is EOS_DIM_UNKNOWN.
 *
 * Questionable: a name that is not in the table still gives an operation of unknown shape (graph.c), so
 * leaving one out costs knowledge and never truth.
 */
#include "flow/interp.h"

typedef struct full_shape {
    bool is_known;
    uint32_t rank;
    int64_t sizes[EOS_LIMIT_RANK + 2];
} full_shape;

typedef struct op_call {
    eos_flow *flow;
    eos_frame *frame;
    const eos_arguments *arguments;
    const char *kind;
    eos_value x;     /* the first argument */
    full_shape full; /* of x; not known when x is no single tensor */
} op_call;

typedef eos_value op_handler(const op_call *call);

/* ---- shapes with the first axis ---- */

static full_shape full_of(eos_value value)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    full_shape full = {0};
    int64_t batch;
    if (tensor == NULL || !tensor->shape.is_known)
        return full;
    full.is_known = true;
    if (tensor->is_symbolic)
        full.sizes[full.rank++] =
            eos_value_integer(tensor->batch_size, &batch) ? batch : EOS_DIM_UNKNOWN;
    for (uint32_t i = 0; i < tensor->shape.rank; i++)
        full.sizes[full.rank++] = tensor->shape.sizes[i];
    return full;
}

static eos_shape sample_of(const full_shape *full)
{
    eos_shape shape = {0};
    if (!full->is_known || full->rank == 0 || full->rank > EOS_LIMIT_RANK)
        return shape;
    shape.is_known = true;
    for (uint32_t i = 1; i < full->rank; i++)
        shape.sizes[shape.rank++] = full->sizes[i];
    return shape;
}

static eos_value argument(const op_call *call, uint32_t position, const char *name)
{
    return eos_argument_at(call->arguments, position, name);
}

static bool is_given(eos_value value)
{
    return value.kind != EOS_VALUE_UNBOUND;
}

/* an axis as written; `room`: one more place, for expand_dims and stack */
static bool read_axis(const full_shape *full, eos_value value, uint32_t room, uint32_t *out)
{
    int64_t axis, rank = (int64_t)full->rank + room;
    if (!full->is_known || !eos_value_integer(value, &axis))
        return false;
    axis = axis < 0 ? axis + rank : axis;
    if (axis < 0 || axis >= rank)
        return false;
    *out = (uint32_t)axis;
    return true;
}

/* the operation on these inputs; a first axis of known size stays known */
static eos_value result(const op_call *call, const eos_value *inputs, uint32_t count,
                        const full_shape *full)
{
    eos_layer_family family = strncmp(call->kind, "conc", 4) == 0   ? EOS_LAYER_MERGE_CONCAT
                              : strcmp(call->kind, "add") == 0      ? EOS_LAYER_MERGE_ADD
                              : strcmp(call->kind, "multiply") == 0 ? EOS_LAYER_MERGE_MULTIPLY
                                                                    : EOS_LAYER_OTHER;
    eos_shape shape = sample_of(full);
    eos_value value = eos_apply_functional(call->flow, call->frame, call->kind, family, inputs,
                                           count, &shape, call->arguments->span);
    if (shape.is_known && full->sizes[0] >= 0) {
        eos_tensor *facts = EOS_NEW(call->flow->arena, eos_tensor);
        *facts = *eos_tensor_of(value);
        facts->batch_size = eos_integer(full->sizes[0]);
        value.as.object->now.facts = facts; /* new: nobody has seen it */
    }
    return value;
}

static eos_value result_of_x(const op_call *call, const full_shape *full)
{
    return result(call, &call->x, 1, full);
}

static eos_value without_shape(const op_call *call)
{
    const full_shape none = {0};
    return result_of_x(call, &none);
}

/* ---- one tensor ---- */

static eos_value keep(const op_call *call)
{
    return result_of_x(call, &call->full);
}

/* mean(x, axis=None, keepdims=False); `otherwise` = what no axis means, UNBOUND = all of them */
static eos_value reduce_axes(const op_call *call, eos_value otherwise)
{
    eos_value axes = argument(call, 1, "axis"), kept = argument(call, 2, "keepdims");
    bool is_gone[EOS_LIMIT_RANK + 2] = {false}, is_kept = false;
    full_shape full = call->full;
    uint32_t axis;
    if (!is_given(kept))
        kept = argument(call, UINT32_MAX, "keep_dims");
    if (!is_given(axes))
        axes = otherwise;
    const eos_sequence *list = axes.kind == EOS_VALUE_INT ? NULL : eos_iterate(call->flow, axes);
    full.is_known &= !is_given(kept) || eos_value_boolean(kept, &is_kept);
    if (list == NULL && (full.is_known &= read_axis(&full, axes, 0, &axis)))
        is_gone[axis] = true;
    for (uint32_t i = 0; i < eos_sequence_count(list) && full.is_known; i++)
        if ((full.is_known = read_axis(&full, list->items[i].value, 0, &axis)))
            is_gone[axis] = true;
    full_shape out = {.is_known = full.is_known};
    for (uint32_t i = 0; i < full.rank && full.is_known; i++)
        if (!is_gone[i] || is_kept)
            out.sizes[out.rank++] = is_gone[i] ? 1 : full.sizes[i];
    return result_of_x(call, &out);
}

static eos_value reduce(const op_call *call)
{
    return reduce_axes(call, (eos_value){0});
}

static eos_value expand(const op_call *call)
{
    full_shape full = call->full;
    uint32_t axis;
    if (!read_axis(&full, argument(call, 1, "axis"), 1, &axis) || full.rank > EOS_LIMIT_RANK)
        return without_shape(call);
    memmove(full.sizes + axis + 1, full.sizes + axis, (full.rank - axis) * sizeof *full.sizes);
    full.sizes[axis] = 1;
    full.rank++;
    return result_of_x(call, &full);
}

static eos_value squeeze(const op_call *call)
{
    full_shape full = call->full;
    uint32_t axis;
    if (!read_axis(&full, argument(call, 1, "axis"), 0, &axis) || full.sizes[axis] != 1)
        return without_shape(call);
    memmove(full.sizes + axis, full.sizes + axis + 1, (full.rank - axis - 1) * sizeof *full.sizes);
    full.rank--;
    return result_of_x(call, &full);
}

static eos_value transpose(const op_call *call)
{
    static const char *const names[] = {"axes", "perm", "pattern"};
    full_shape out = {.is_known = call->full.is_known, .rank = call->full.rank};
    eos_value order = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names && !is_given(order); i++)
        order = argument(call, 1, names[i]);
    const eos_sequence *list = is_given(order) ? eos_iterate(call->flow, order) : NULL;
    bool is_used[EOS_LIMIT_RANK + 2] = {false};
    if (!out.is_known || (is_given(order) && eos_sequence_count(list) != out.rank))
        return without_shape(call);
    for (uint32_t i = 0; i < out.rank; i++) {
        uint32_t axis = out.rank - 1 - i;
        if (list != NULL && !read_axis(&call->full, list->items[i].value, 0, &axis))
            return without_shape(call);
        if (is_used[axis])
            return without_shape(call);
        is_used[axis] = true;
        out.sizes[i] = call->full.sizes[axis];
    }
    return result_of_x(call, &out);
}

/* elements of the axes from `from` on; -1 = not known */
static int64_t elements(const full_shape *full, uint32_t from)
{
    int64_t count = 1;
    for (uint32_t i = from; i < full->rank; i++) {
        if (full->sizes[i] <= 0 || count > INT64_MAX / full->sizes[i])
            return -1;
        count *= full->sizes[i];
    }
    return count;
}

static eos_value batch_flatten(const op_call *call)
{
    full_shape out = {.is_known = call->full.is_known && call->full.rank > 1, .rank = 2};
    out.sizes[0] = call->full.sizes[0];
    out.sizes[1] = elements(&call->full, 1);
    return result_of_x(call, &out);
}

/* Of the new sizes one may be -1. When the first is not known it stands for the rows: x.shape[0], None. */
static eos_value reshape(const op_call *call)
{
    static const char *const names[] = {"newshape", "shape", "target_shape"};
    full_shape out = {.is_known = true};
    eos_value given = {0};
    uint32_t open = UINT32_MAX;
    for (size_t i = 0; i < sizeof names / sizeof *names && !is_given(given); i++)
        given = argument(call, 1, names[i]);
    const eos_sequence *list = eos_iterate(call->flow, given);
    if (eos_sequence_count(list) == 0 || list->count > EOS_LIMIT_RANK)
        return without_shape(call);
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t size;
        bool is_number = eos_value_integer(list->items[i].value, &size);
        out.sizes[out.rank++] = is_number && size >= 0 ? size : EOS_DIM_UNKNOWN;
        if (is_number && size == -1 && i > 0)
            open = i;
        else if (!is_number && i > 0)
            open = UINT32_MAX - 1; /* two that are not known */
    }
    bool has_rows =
        call->full.is_known && call->full.rank > 0 && list->items[0].value.kind != EOS_VALUE_INT;
    if (open < out.rank && has_rows) {
        out.sizes[open] = 1;
        int64_t all = elements(&call->full, 1), rest = elements(&out, 1);
        out.sizes[open] = all > 0 && rest > 0 && all % rest == 0 ? all / rest : EOS_DIM_UNKNOWN;
    }
    return result_of_x(call, &out);
}

static eos_value shape_tuple(const op_call *call)
{
    return eos_shape_value(call->flow, eos_tensor_of(call->x), false);
}

static eos_value rank_of(const op_call *call)
{
    return call->full.is_known ? eos_integer(call->full.rank)
                               : eos_unknown("a rank that is not known");
}

/* one_hot(ids, depth): an axis at the end */
static eos_value one_hot(const op_call *call)
{
    full_shape full = call->full;
    int64_t classes;
    eos_value given = argument(call, 1, "num_classes");
    if (!is_given(given))
        given = argument(call, UINT32_MAX, "depth");
    if (!full.is_known || full.rank > EOS_LIMIT_RANK || is_given(argument(call, 2, "axis")))
        return without_shape(call);
    full.sizes[full.rank++] =
        eos_value_integer(given, &classes) && classes > 0 ? classes : EOS_DIM_UNKNOWN;
    return result_of_x(call, &full);
}

/* image.resize(images, (rows, columns)) */
static eos_value resize(const op_call *call)
{
    full_shape full = call->full;
    eos_shape size;
    if (!full.is_known || full.rank != 4 ||
        !eos_shape_from_value(argument(call, 1, "size"), &size) || size.rank != 2 ||
        is_given(argument(call, UINT32_MAX, "data_format")) ||
        is_given(argument(call, UINT32_MAX, "preserve_aspect_ratio")))
        return without_shape(call);
    full.sizes[1] = size.sizes[0];
    full.sizes[2] = size.sizes[1];
    return result_of_x(call, &full);
}

/* pad(x, ((0, 0), (1, 1), ...)) */
static eos_value pad(const op_call *call)
{
    full_shape full = call->full;
    eos_value given = argument(call, 1, "pad_width");
    if (!is_given(given))
        given = argument(call, UINT32_MAX, "paddings");
    const eos_sequence *axes = eos_iterate(call->flow, given);
    if (!full.is_known || eos_sequence_count(axes) != full.rank)
        return without_shape(call);
    for (uint32_t i = 0; i < full.rank; i++) {
        eos_shape sides;
        bool is_pair = axes->items[i].value.kind != EOS_VALUE_INT &&
                       eos_shape_from_value(axes->items[i].value, &sides) && sides.rank == 2;
        bool is_known = is_pair && sides.sizes[0] >= 0 && sides.sizes[1] >= 0 && full.sizes[i] >= 0;
        if (i > 0 || !is_pair)
            full.sizes[i] =
                is_known ? full.sizes[i] + sides.sizes[0] + sides.sizes[1] : EOS_DIM_UNKNOWN;
    }
    return result_of_x(call, &full);
}

/* split(x, 3, axis): a list of equal parts */
static eos_value split(const op_call *call)
{
    full_shape full = call->full;
    eos_value axis_given = argument(call, 2, "axis");
    int64_t count;
    uint32_t axis;
    eos_value given = argument(call, 1, "indices_or_sections");
    if (!is_given(given))
        given = argument(call, UINT32_MAX, "num_or_size_splits");
    if (!eos_value_integer(given, &count) || count < 1 || count > EOS_LIMIT_LOOP_ITERATIONS)
        return eos_unknown("parts of a tensor whose number is not known");
    if (!is_given(axis_given))
        axis_given = eos_integer(0);
    if (!read_axis(&full, axis_given, 0, &axis))
        full.is_known = false;
    else
        full.sizes[axis] = full.sizes[axis] > 0 && full.sizes[axis] % count == 0
                               ? full.sizes[axis] / count
                               : EOS_DIM_UNKNOWN;
    eos_sequence *parts = eos_sequence_copy(call->flow->arena, NULL, (uint32_t)count);
    for (int64_t i = 0; i < count; i++)
        parts->items[parts->count++].value = result_of_x(call, &full);
    *parts->used = parts->count;
    return eos_make_list(call->flow, call->frame, parts, call->arguments->span);
}

/* ---- several tensors ---- */

static eos_value broadcast(const op_call *call)
{
    eos_value both[2] = {call->x, argument(call, 1, "x2")};
    if (!is_given(both[1]))
        both[1] = argument(call, UINT32_MAX, "y");
    eos_shape shape = eos_broadcast_shape(call->flow, both[0], both[1]);
    full_shape full = {.is_known = shape.is_known, .rank = shape.rank + 1u, .sizes = {-1}};
    memcpy(full.sizes + 1, shape.sizes, shape.rank * sizeof *shape.sizes);
    return result(call, both, 2, &full);
}

/* concatenate([a, b], axis) and stack([a, b], axis) */
static eos_value join(const op_call *call, bool is_stack, int64_t otherwise)
{
    const eos_sequence *list =
        eos_tensor_of(call->x) == NULL ? eos_iterate(call->flow, call->x) : NULL;
    uint32_t count = eos_sequence_count(list), axis = 0;
    eos_value given = argument(call, 1, "axis");
    if (count == 0)
        return without_shape(call);
    eos_value *inputs = EOS_NEW_ARRAY(call->flow->arena, eos_value, count);
    for (uint32_t i = 0; i < count; i++)
        inputs[i] = list->items[i].value;
    full_shape out = full_of(inputs[0]);
    out.is_known &=
        read_axis(&out, is_given(given) ? given : eos_integer(otherwise), is_stack, &axis) &&
        out.rank <= EOS_LIMIT_RANK;
    for (uint32_t i = 1; i < count && out.is_known; i++) {
        full_shape next = full_of(inputs[i]);
        out.is_known = next.is_known && next.rank == out.rank;
        for (uint32_t k = 0; k < out.rank && out.is_known; k++) {
            if (k == axis && !is_stack)
                out.sizes[k] =
                    out.sizes[k] >= 0 && next.sizes[k] >= 0 ? out.sizes[k] + next.sizes[k] : -1;
            else if (out.sizes[k] < 0)
                out.sizes[k] = next.sizes[k];
        }
    }
    if (is_stack && out.is_known) {
        memmove(out.sizes + axis + 1, out.sizes + axis, (out.rank - axis) * sizeof *out.sizes);
        out.sizes[axis] = count;
        out.rank++;
    }
    return result(call, inputs, count, &out);
}

static eos_value concatenate(const op_call *call)
{
    return join(call, false, 0);
}

static eos_value backend_concatenate(const op_call *call)
{
    return join(call, false, -1);
}

static eos_value stack(const op_call *call)
{
    return join(call, true, 0);
}

/* of matrices at the end; anything before them must be the same or missing on the right */
static eos_value matmul(const op_call *call)
{
    eos_value both[2] = {call->x, argument(call, 1, "x2")};
    if (!is_given(both[1]))
        both[1] = argument(call, UINT32_MAX, "b");
    full_shape out = full_of(both[0]), right = full_of(both[1]);
    bool is_plain = call->arguments->count == 2 && out.is_known && right.is_known &&
                    out.rank >= 2 && right.rank >= 2 && (right.rank == 2 || right.rank == out.rank);
    if (is_plain)
        out.sizes[out.rank - 1] = right.sizes[right.rank - 1];
    out.is_known &= is_plain;
    return result(call, both, 2, &out);
}

/* ---- which function ---- */

typedef struct op {
    const char *name;
    op_handler *run;
} op;

/* ORDER: by name, for the search */
static const op OPS[] = {
    {"abs", keep},
    {"absolute", keep},
    {"add", broadcast},
    {"all", reduce},
    {"amax", reduce},
    {"amin", reduce},
    {"any", reduce},
    {"argmax", reduce},
    {"argmin", reduce},
    {"batch_flatten", batch_flatten},
    {"cast", keep},
    {"ceil", keep},
    {"clip", keep},
    {"clip_by_value", keep},
    {"concat", concatenate},
    {"concatenate", concatenate},
    {"copy", keep},
    {"cos", keep},
    {"cumsum", keep},
    {"divide", broadcast},
    {"equal", broadcast},
    {"erf", keep},
    {"exp", keep},
    {"expand_dims", expand},
    {"expm1", keep},
    {"flip", keep},
    {"floor", keep},
    {"greater", broadcast},
    {"greater_equal", broadcast},
    {"identity", keep},
    {"int_shape", shape_tuple},
    {"l2_normalize", keep},
    {"less", broadcast},
    {"less_equal", broadcast},
    {"log", keep},
    {"log1p", keep},
    {"logsumexp", reduce},
    {"matmul", matmul},
    {"max", reduce},
    {"maximum", broadcast},
    {"mean", reduce},
    {"min", reduce},
    {"minimum", broadcast},
    {"multiply", broadcast},
    {"ndim", rank_of},
    {"negative", keep},
    {"normalize", keep},
    {"not_equal", broadcast},
    {"one_hot", one_hot},
    {"ones_like", keep},
    {"pad", pad},
    {"permute_dimensions", transpose},
    {"pow", broadcast},
    {"power", broadcast},
    {"prod", reduce},
    {"reduce_all", reduce},
    {"reduce_any", reduce},
    {"reduce_logsumexp", reduce},
    {"reduce_max", reduce},
    {"reduce_mean", reduce},
    {"reduce_min", reduce},
    {"reduce_prod", reduce},
    {"reduce_std", reduce},
    {"reduce_sum", reduce},
    {"reduce_variance", reduce},
    {"reshape", reshape},
    {"resize", resize},
    {"reverse", keep},
    {"round", keep},
    {"rsqrt", keep},
    {"shape", shape_tuple},
    {"sign", keep},
    {"sin", keep},
    {"split", split},
    {"sqrt", keep},
    {"square", keep},
    {"squared_difference", broadcast},
    {"squeeze", squeeze},
    {"stack", stack},
    {"std", reduce},
    {"stop_gradient", keep},
    {"subtract", broadcast},
    {"sum", reduce},
    {"transpose", transpose},
    {"var", reduce},
    {"zeros_like", keep},
};

static int compare_name(const void *name, const void *entry)
{
    return strcmp(name, ((const op *)entry)->name);
}

/* the function's own name, when the path is of a module whose functions these are */
static const char *op_name(const char *path)
{
    static const char *const modules[] = {
        "keras.ops.",       "keras.ops.numpy.", "keras.ops.nn.",     "keras.ops.math.",
        "keras.ops.core.",  "keras.ops.image.", "keras.ops.linalg.", "keras.backend.",
        "tensorflow.",      "tensorflow.math.", "tensorflow.nn.",    "tensorflow.linalg.",
        "tensorflow.image."};
    const char *dot = strrchr(path, '.');
    size_t length = dot != NULL ? (size_t)(dot - path) + 1 : 0;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (strlen(modules[i]) == length && strncmp(path, modules[i], length) == 0)
            return dot + 1;
    return NULL;
}

eos_value eos_graph_operation(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                              const eos_arguments *arguments)
{
    const char *name = op_name(library->path->data);
    const op *found = name != NULL
                          ? bsearch(name, OPS, sizeof OPS / sizeof *OPS, sizeof *OPS, compare_name)
                          : NULL;
    if (found == NULL || arguments->count == 0 || arguments->is_open)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    op_call call = {.flow = flow,
                    .frame = frame,
                    .arguments = arguments,
                    .kind = found->name,
                    .x = arguments->items[0].value};
    bool is_list = found->run == concatenate || found->run == stack;
    bool is_either = found->run == broadcast || found->run == matmul;
    bool has_tensor = eos_is_symbolic(call.x) || (is_either && arguments->count > 1 &&
                                                  eos_is_symbolic(arguments->items[1].value));
    const eos_sequence *list = is_list && !has_tensor ? eos_iterate(flow, call.x) : NULL;
    for (uint32_t i = 0; i < eos_sequence_count(list); i++)
        has_tensor |= eos_is_symbolic(list->items[i].value);
    if (!has_tensor)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    call.full = full_of(call.x);
    bool is_backend = strncmp(library->path->data, "keras.backend.", 14) == 0;
    if (is_backend && found->run == concatenate)
        return backend_concatenate(&call);
    if (is_backend && strncmp(name, "arg", 3) == 0)
        return reduce_axes(&call, eos_integer(-1));
    return found->run(&call);
}
