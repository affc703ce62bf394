/* SPDX-License-Identifier: MIT */
/*
 * Methods and items of symbolic tensors, which torch has as functions too: torch.mean(x, dim=1). Relies
 * on graph.c for the operations; what stands here is what they do to the axes.
 *
 * A symbolic tensor lists its axes without the first, whatever that one holds. Here the first stands in
 * front, as a number when it is known. When it is not, it is an unknown of its own, by whose text
 * `x.view(x.size(0), -1)` is known to keep the batch, and `x.view(batch * frames, -1)` not to.
 */
#include "flow/interp.h"

#define MAX_PARTS 64 /* of split and chunk */

/* all axes, the first included */
typedef struct axes {
    bool is_known;
    uint32_t rank;
    int64_t sizes[EOS_LIMIT_RANK + 1]; /* EOS_DIM_UNKNOWN allowed */
    bool has_batch_first;              /* the first axis is that of the tensor it comes from */
    eos_value
        rows; /* otherwise: what the first axis is when its size is not known; UNBOUND = new */
} axes;

void eos_take_sample(eos_flow *flow, const eos_tensor *data, eos_tensor *out)
{
    out->batch_size = eos_new_batch_size(flow);
    if (data->is_symbolic) {
        out->shape = data->shape;
        out->batch_size = data->batch_size;
        return;
    }
    if (data->holder != EOS_HOLDER_ARRAY || !data->shape.is_known || data->shape.rank == 0)
        return;
    out->shape = data->shape;
    out->shape.rank--;
    memmove(out->shape.sizes, out->shape.sizes + 1, out->shape.rank * sizeof *out->shape.sizes);
    if (data->shape.sizes[0] >= 0)
        out->batch_size = eos_integer(data->shape.sizes[0]);
}

static axes axes_of(const eos_tensor *tensor)
{
    axes all = {.is_known = tensor->shape.is_known,
                .rank = tensor->shape.rank + 1u,
                .has_batch_first = true};
    int64_t batch;
    all.sizes[0] = eos_value_integer(tensor->batch_size, &batch) ? batch : EOS_DIM_UNKNOWN;
    memcpy(all.sizes + 1, tensor->shape.sizes, tensor->shape.rank * sizeof *all.sizes);
    return all;
}

static eos_value apply(eos_flow *flow, eos_frame *frame, const char *kind, eos_layer_family family,
                       eos_value value, const axes *all, eos_span span)
{
    eos_shape shape = {0};
    bool is_known = all->is_known && all->rank >= 1 && all->rank <= EOS_LIMIT_RANK;
    if (is_known) {
        shape.is_known = true;
        shape.rank = (uint8_t)(all->rank - 1);
        memcpy(shape.sizes, all->sizes + 1, shape.rank * sizeof *shape.sizes);
    }
    eos_value result = eos_apply_functional(flow, frame, kind, family, &value, 1, &shape, span);
    eos_tensor *facts = EOS_NEW(flow->arena, eos_tensor);
    *facts = *eos_tensor_of(result);
    if (all->has_batch_first)
        facts->batch_size = eos_tensor_of(value)->batch_size;
    else if (is_known && all->sizes[0] >= 0)
        facts->batch_size = eos_integer(all->sizes[0]);
    else if (is_known && all->rows.kind == EOS_VALUE_UNKNOWN)
        facts->batch_size = all->rows;
    else
        facts->batch_size = eos_new_batch_size(flow);
    result.as.object->now.facts = facts; /* new: nobody has seen it */
    return result;
}

/* an axis as written; false = not known or out of range. `room`: one more place, for unsqueeze */
static bool read_axis(const axes *all, eos_value value, uint32_t room, uint32_t *out)
{
    int64_t axis, rank = (int64_t)all->rank + room;
    if (!eos_value_integer(value, &axis))
        return false;
    axis = axis < 0 ? axis + rank : axis;
    if (axis < 0 || axis >= rank)
        return false;
    *out = (uint32_t)axis;
    return true;
}

static void drop_axis(axes *all, uint32_t at)
{
    memmove(all->sizes + at, all->sizes + at + 1, (all->rank - at - 1) * sizeof *all->sizes);
    all->rank--;
    all->has_batch_first &= at != 0;
    all->is_known &= all->rank > 0; /* a number has no axes to list */
}

static void add_axis(axes *all, uint32_t at, int64_t size)
{
    if (all->rank > EOS_LIMIT_RANK) {
        all->is_known = false;
        return;
    }
    memmove(all->sizes + at + 1, all->sizes + at, (all->rank - at) * sizeof *all->sizes);
    all->sizes[at] = size;
    all->rank++;
    all->has_batch_first &= at != 0;
}

static int64_t elements(const axes *all)
{
    int64_t count = 1;
    for (uint32_t i = 0; i < all->rank; i++) {
        if (all->sizes[i] <= 0 || count > INT64_MAX / all->sizes[i])
            return EOS_DIM_UNKNOWN;
        count *= all->sizes[i];
    }
    return count;
}

/* ---- items ---- */

/* lower:upper:step of an axis */
static int64_t sliced(eos_value key, int64_t size)
{
    const eos_item *part = key.as.items->items;
    int64_t lower = 0, upper = size, step = 1;
    bool has_bound = part[0].value.kind != EOS_VALUE_NONE || part[1].value.kind != EOS_VALUE_NONE;
    if (part[2].value.kind != EOS_VALUE_NONE &&
        (!eos_value_integer(part[2].value, &step) || step < 1))
        return EOS_DIM_UNKNOWN;
    if (!has_bound && step == 1)
        return size;
    if (size < 0 ||
        (part[0].value.kind != EOS_VALUE_NONE && !eos_value_integer(part[0].value, &lower)) ||
        (part[1].value.kind != EOS_VALUE_NONE && !eos_value_integer(part[1].value, &upper)))
        return EOS_DIM_UNKNOWN;
    lower = lower < 0 ? lower + size : lower;
    upper = upper < 0 ? upper + size : upper;
    lower = lower < 0 ? 0 : lower > size ? size : lower;
    upper = upper < 0 ? 0 : upper > size ? size : upper;
    return upper > lower ? (upper - lower - 1) / step + 1 : 0;
}

/* one key on the axis at *at; false = what it does is not known */
static bool take_key(axes *all, uint32_t *at, eos_value key)
{
    int64_t index;
    if (key.kind == EOS_VALUE_NONE) {
        add_axis(all, (*at)++, 1);
        return all->is_known;
    }
    if (*at >= all->rank)
        return false;
    if (key.kind == EOS_VALUE_SLICE) {
        int64_t left = sliced(key, all->sizes[*at]);
        bool is_whole = key.as.items->items[0].value.kind == EOS_VALUE_NONE &&
                        key.as.items->items[1].value.kind == EOS_VALUE_NONE &&
                        key.as.items->items[2].value.kind == EOS_VALUE_NONE;
        all->has_batch_first &= is_whole || *at != 0;
        all->sizes[(*at)++] = left;
        return true;
    }
    if (key.kind == EOS_VALUE_INT && eos_value_integer(key, &index)) {
        drop_axis(all, *at);
        return all->is_known;
    }
    return false;
}

eos_value eos_graph_item(eos_flow *flow, eos_frame *frame, eos_value value, eos_value key,
                         eos_span span)
{
    axes all = axes_of(eos_tensor_of(value));
    const eos_item one = {.value = key};
    const eos_item *keys =
        key.kind == EOS_VALUE_TUPLE && key.as.items != NULL ? key.as.items->items : &one;
    uint32_t count = key.kind == EOS_VALUE_TUPLE ? eos_sequence_count(key.as.items) : 1, at = 0,
             taking = 0;
    for (uint32_t i = 0; i < count; i++)
        taking += keys[i].value.kind != EOS_VALUE_NONE && keys[i].value.kind != EOS_VALUE_ELLIPSIS;
    for (uint32_t i = 0; i < count && all.is_known; i++) {
        if (keys[i].value.kind != EOS_VALUE_ELLIPSIS) {
            all.is_known = take_key(&all, &at, keys[i].value);
            taking -= keys[i].value.kind != EOS_VALUE_NONE;
        } else if (all.rank - at >= taking) {
            at = all.rank - taking;
        } else {
            all.is_known = false;
        }
    }
    all.has_batch_first &= all.is_known;
    return apply(flow, frame, "item", EOS_LAYER_OTHER, value, &all, span);
}

/* ---- new sizes ---- */

/* sizes of view(a, b), view((a, b)); NULL = not known */
static const eos_sequence *sizes_given(eos_flow *flow, const eos_arguments *arguments)
{
    int64_t size;
    if (arguments->is_open || arguments->count == 0)
        return NULL;
    eos_value first = arguments->items[0].value;
    if (arguments->count == 1 && !eos_value_integer(first, &size) && !eos_value_is_unknown(first))
        return eos_iterate(flow, first);
    if (arguments->positional_count != arguments->count)
        return NULL;
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, arguments->count);
    for (uint32_t i = 0; i < arguments->count; i++)
        out->items[out->count++].value = arguments->items[i].value;
    *out->used = out->count;
    return out;
}

static bool is_same_unknown(eos_value left, eos_value right)
{
    return left.kind == EOS_VALUE_UNKNOWN && right.kind == EOS_VALUE_UNKNOWN &&
           left.as.reason != NULL && left.as.reason == right.as.reason;
}

/* view(-1, 49, 96): as many rows as the batch has, or so many times as many; `all` elements are there
 * for each row of the batch that `base` names, `known` in each new row */
static void find_rows(eos_flow *flow, axes *out, const eos_tensor *tensor, const char *base,
                      int64_t all, int64_t known)
{
    if (all <= 0 || known <= 0 || all % known != 0)
        return;
    out->rows = eos_batch_times(flow, base, all / known);
    out->has_batch_first = is_same_unknown(out->rows, tensor->batch_size);
}

static axes viewed(eos_flow *flow, const eos_tensor *tensor, const eos_arguments *arguments)
{
    const eos_sequence *sizes = sizes_given(flow, arguments);
    axes old = axes_of(tensor), out = {.is_known = true};
    uint32_t open = 0, open_at = 0, lost = 0;
    if (eos_sequence_count(sizes) == 0 || sizes->count > EOS_LIMIT_RANK)
        return (axes){.is_known = false};
    for (uint32_t i = 0; i < sizes->count; i++) {
        int64_t size;
        bool is_number = eos_value_integer(sizes->items[i].value, &size);
        out.sizes[out.rank++] = is_number && size >= 0 ? size : EOS_DIM_UNKNOWN;
        if (is_number && size == -1) {
            open++;
            open_at = i;
        } else if (!is_number) {
            lost++;
        }
    }
    eos_value first = sizes->items[0].value;
    const char *base = NULL, *wanted = NULL;
    int64_t times = 1, wanted_times = 1;
    out.has_batch_first = is_same_unknown(first, tensor->batch_size);
    if (eos_batch_read(flow, first, &wanted, &wanted_times))
        out.rows = first;
    axes from = old, to = out;
    if (eos_batch_read(flow, tensor->batch_size, &base, &times))
        from.sizes[0] = times; /* of the batch that both count by */
    if (out.has_batch_first) { /* the same on both sides: what is left is reckoned with */
        lost--;
        from.sizes[0] = to.sizes[0] = 1;
    } else if (base != NULL && wanted == base) {
        lost--;
        to.sizes[0] = wanted_times;
    } else if (open_at != 0 || open == 0) {
        from.sizes[0] = old.sizes[0];
    }
    if (open == 1 && lost == 0 && old.is_known) {
        to.sizes[open_at] = 1;
        int64_t all = elements(&from), known = elements(&to);
        if (open_at == 0 && old.sizes[0] < 0 && base != NULL) {
            find_rows(flow, &out, tensor, base, all, known);
        } else if (open_at == 0 && old.sizes[0] < 0) {
            from.sizes[0] = 1;
            out.has_batch_first = known > 0 && elements(&from) == known;
        } else if (all > 0 && known > 0 && all % known == 0) {
            out.sizes[open_at] = all / known;
        }
    }
    return out;
}

/* the sizes become a fact of the operation, which nobody has seen yet */
static void keep_sizes(eos_flow *flow, eos_value result, const eos_tensor *tensor,
                       const eos_arguments *arguments)
{
    const eos_sequence *given = sizes_given(flow, arguments);
    if (result.kind != EOS_VALUE_OBJECT || eos_sequence_count(given) == 0)
        return;
    eos_sequence *sizes = eos_sequence_copy(flow->arena, given, given->count);
    if (is_same_unknown(given->items[0].value, tensor->batch_size))
        sizes->items[0].value = eos_none();
    eos_operation *operation = EOS_NEW(flow->arena, eos_operation);
    eos_tensor *facts = EOS_NEW(flow->arena, eos_tensor);
    *facts = *eos_tensor_of(result);
    *operation = *facts->operation;
    operation->sizes = (eos_value){.kind = EOS_VALUE_TUPLE, .as.items = sizes};
    facts->operation = operation;
    result.as.object->now.facts = facts;
}

/* of a new tensor, as written */
static axes made(eos_flow *flow, const eos_arguments *arguments)
{
    const eos_sequence *sizes = sizes_given(flow, arguments);
    axes out = {.is_known = eos_sequence_count(sizes) > 0 && sizes->count <= EOS_LIMIT_RANK};
    const char *base;
    int64_t size;
    if (!out.is_known)
        return out;
    for (uint32_t i = 0; i < sizes->count; i++)
        out.sizes[out.rank++] =
            eos_value_integer(sizes->items[i].value, &size) && size >= 0 ? size : EOS_DIM_UNKNOWN;
    if (eos_batch_read(flow, sizes->items[0].value, &base, &size))
        out.rows = sizes->items[0].value;
    return out;
}

/* ---- axes in another order, away, or new ---- */

static void permute(eos_flow *flow, axes *all, const eos_arguments *arguments)
{
    const eos_sequence *order = sizes_given(flow, arguments);
    axes from = *all;
    bool is_used[EOS_LIMIT_RANK + 1] = {false};
    all->is_known &= order != NULL && order->count == from.rank;
    for (uint32_t i = 0; all->is_known && i < from.rank; i++) {
        uint32_t axis;
        all->is_known = read_axis(&from, order->items[i].value, 0, &axis) && !is_used[axis];
        if (!all->is_known)
            return;
        is_used[axis] = true;
        all->sizes[i] = from.sizes[axis];
        if (i == 0)
            all->has_batch_first = axis == 0;
    }
}

static void transpose(axes *all, eos_value first, eos_value second)
{
    uint32_t a, b;
    all->is_known &= read_axis(all, first, 0, &a) && read_axis(all, second, 0, &b);
    if (!all->is_known)
        return;
    int64_t size = all->sizes[a];
    all->sizes[a] = all->sizes[b];
    all->sizes[b] = size;
    all->has_batch_first &= a == b || (a != 0 && b != 0);
}

static void squeeze(axes *all, eos_value given)
{
    uint32_t axis;
    if (given.kind != EOS_VALUE_UNBOUND) {
        all->is_known &= read_axis(all, given, 0, &axis) && all->sizes[axis] >= 0;
        if (all->is_known && all->sizes[axis] == 1)
            drop_axis(all, axis);
        return;
    }
    for (uint32_t i = all->rank; i > 0 && all->is_known; i--) {
        if (all->sizes[i - 1] == 1)
            drop_axis(all, i - 1);
        else if (all->sizes[i - 1] < 0)
            all->is_known = false; /* it may be one */
    }
}

/* mean(dim=[2, 3], keepdim=True) and its like */
static void reduce(eos_flow *flow, axes *all, eos_value dim, eos_value keep)
{
    bool is_kept = false, is_gone[EOS_LIMIT_RANK + 1] = {false};
    int64_t number;
    uint32_t axis;
    if (dim.kind == EOS_VALUE_UNBOUND || dim.kind == EOS_VALUE_NONE ||
        (keep.kind != EOS_VALUE_UNBOUND && !eos_value_boolean(keep, &is_kept))) {
        all->is_known = false;
        return;
    }
    const eos_sequence *dims = eos_value_integer(dim, &number) ? NULL : eos_iterate(flow, dim);
    if (dims == NULL && (all->is_known &= read_axis(all, dim, 0, &axis)))
        is_gone[axis] = true;
    for (uint32_t i = 0; i < eos_sequence_count(dims) && all->is_known; i++)
        if ((all->is_known = read_axis(all, dims->items[i].value, 0, &axis)))
            is_gone[axis] = true;
    for (uint32_t i = all->rank; i > 0 && all->is_known; i--) {
        if (!is_gone[i - 1])
            continue;
        if (is_kept) {
            all->sizes[i - 1] = 1;
            all->has_batch_first &= i != 1;
        } else {
            drop_axis(all, i - 1);
        }
    }
}

/* ---- several results ---- */

static eos_value pair_of(eos_flow *flow, eos_frame *frame, const char *kind, eos_value value,
                         const axes *all, eos_span span)
{
    eos_sequence *pair = eos_sequence_copy(flow->arena, NULL, 2);
    for (uint32_t i = 0; i < 2; i++)
        pair->items[pair->count++].value =
            apply(flow, frame, kind, EOS_LAYER_OTHER, value, all, span);
    *pair->used = pair->count;
    return eos_make_tuple(flow, pair);
}

/* x.split([8, 24], dim=1): a part per size; UNBOUND = another argument */
static eos_value split_sizes(eos_flow *flow, eos_frame *frame, eos_value value,
                             const eos_arguments *arguments)
{
    axes all = axes_of(eos_tensor_of(value));
    eos_value given = eos_argument_at(arguments, 0, "split_size");
    eos_value dim = eos_argument_at(arguments, 1, "dim");
    if (given.kind != EOS_VALUE_TUPLE &&
        (given.kind != EOS_VALUE_OBJECT || given.as.object->kind != EOS_OBJECT_LIST))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    const eos_sequence *sizes = eos_iterate(flow, given);
    if (eos_sequence_count(sizes) == 0 || sizes->count > MAX_PARTS)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    uint32_t axis = 0;
    all.is_known &= read_axis(&all, dim.kind == EOS_VALUE_UNBOUND ? eos_integer(0) : dim, 0, &axis);
    all.has_batch_first &= all.is_known && axis != 0;
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, sizes->count);
    for (uint32_t i = 0; i < sizes->count; i++) {
        int64_t size;
        if (all.is_known)
            all.sizes[axis] =
                eos_value_integer(sizes->items[i].value, &size) ? size : EOS_DIM_UNKNOWN;
        out->items[out->count++].value =
            apply(flow, frame, "split", EOS_LAYER_OTHER, value, &all, arguments->span);
    }
    *out->used = out->count;
    return eos_make_tuple(flow, out);
}

/* x.chunk(3, dim=1), x.split(8, dim=1); UNBOUND = the number of parts is not known */
static eos_value split(eos_flow *flow, eos_frame *frame, eos_value value, const char *kind,
                       const eos_arguments *arguments)
{
    axes all = axes_of(eos_tensor_of(value));
    bool is_chunk = strcmp(kind, "chunk") == 0;
    eos_value by_sizes = is_chunk ? (eos_value){0} : split_sizes(flow, frame, value, arguments);
    if (by_sizes.kind != EOS_VALUE_UNBOUND)
        return by_sizes;
    eos_value given = eos_argument_at(arguments, 0, is_chunk ? "chunks" : "split_size");
    eos_value dim = eos_argument_at(arguments, 1, "dim");
    int64_t number, parts, part = EOS_DIM_UNKNOWN;
    uint32_t axis;
    if (!all.is_known || !eos_value_integer(given, &number) || number < 1 ||
        !read_axis(&all, dim.kind == EOS_VALUE_UNBOUND ? eos_integer(0) : dim, 0, &axis) ||
        all.sizes[axis] <= 0 || all.sizes[axis] % number != 0)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    parts = is_chunk ? number : all.sizes[axis] / number;
    part = all.sizes[axis] / parts;
    if (parts > MAX_PARTS)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    all.sizes[axis] = part;
    all.has_batch_first &= axis != 0;
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, (uint32_t)parts);
    for (int64_t i = 0; i < parts; i++)
        out->items[out->count++].value =
            apply(flow, frame, kind, EOS_LAYER_OTHER, value, &all, arguments->span);
    *out->used = out->count;
    return eos_make_tuple(flow, out);
}

/* x.unbind(dim): a tensor for each index of the axis; UNBOUND = how many is not known */
static eos_value unbind(eos_flow *flow, eos_frame *frame, eos_value value, eos_value dim,
                        eos_span span)
{
    axes all = axes_of(eos_tensor_of(value));
    uint32_t axis;
    if (!all.is_known ||
        !read_axis(&all, dim.kind == EOS_VALUE_UNBOUND ? eos_integer(0) : dim, 0, &axis) ||
        all.sizes[axis] <= 0 || all.sizes[axis] > MAX_PARTS)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    uint32_t parts = (uint32_t)all.sizes[axis];
    drop_axis(&all, axis);
    eos_sequence *out = eos_sequence_copy(flow->arena, NULL, parts);
    for (uint32_t i = 0; i < parts; i++)
        out->items[out->count++].value =
            apply(flow, frame, "unbind", EOS_LAYER_OTHER, value, &all, span);
    *out->used = out->count;
    return eos_make_tuple(flow, out);
}

/* ---- methods ---- */

static eos_value size_of(eos_flow *flow, const eos_tensor *tensor, const eos_arguments *arguments)
{
    eos_value all = eos_shape_value(flow, tensor, false);
    int64_t axis;
    if (arguments->count == 0)
        return all;
    if (!eos_value_integer(eos_argument_at(arguments, 0, "dim"), &axis))
        return eos_unknown("a size that is not known");
    if (axis == 0 && tensor->batch_size.kind != EOS_VALUE_UNBOUND)
        return tensor->batch_size; /* known to be the batch, whatever the other axes are */
    int64_t count = all.kind == EOS_VALUE_TUPLE ? (int64_t)eos_sequence_count(all.as.items) : 0;
    axis = axis < 0 ? axis + count : axis;
    return axis >= 0 && axis < count ? all.as.items->items[axis].value
                                     : eos_unknown("a size that is not known");
}

static eos_value count_of(const axes *all)
{
    int64_t count = all->is_known ? elements(all) : EOS_DIM_UNKNOWN;
    return count >= 0 ? eos_integer(count) : eos_unknown("a number of elements that is not known");
}

typedef enum effect {
    KEEPS = 0,
    VIEWS,
    PERMUTES,
    TRANSPOSES,
    SQUEEZES,
    UNSQUEEZES,
    REDUCES,
    PICKS,
    SPLITS,
    UNBINDS,
    EXPANDS,
    COUNTS,
    FLATTENS,
    MAKES
} effect;

static const struct method {
    const char *name;
    eos_layer_family family;
    effect does;
} METHODS[] = {
    {"amax", EOS_LAYER_OTHER, REDUCES},
    {"amin", EOS_LAYER_OTHER, REDUCES},
    {"argmax", EOS_LAYER_OTHER, REDUCES},
    {"argmin", EOS_LAYER_OTHER, REDUCES},
    {"chunk", EOS_LAYER_OTHER, SPLITS},
    {"clamp", EOS_LAYER_OTHER, KEEPS},
    {"clone", EOS_LAYER_IDENTITY, KEEPS},
    {"contiguous", EOS_LAYER_IDENTITY, KEEPS},
    {"cpu", EOS_LAYER_IDENTITY, KEEPS},
    {"cuda", EOS_LAYER_IDENTITY, KEEPS},
    {"detach", EOS_LAYER_OTHER, KEEPS},
    {"expand_as", EOS_LAYER_OTHER, EXPANDS},
    {"flatten", EOS_LAYER_FLATTEN, FLATTENS},
    {"float", EOS_LAYER_IDENTITY, KEEPS},
    {"max", EOS_LAYER_OTHER, PICKS},
    {"mean", EOS_LAYER_OTHER, REDUCES},
    {"min", EOS_LAYER_OTHER, PICKS},
    {"nelement", EOS_LAYER_OTHER, COUNTS},
    {"new_empty", EOS_LAYER_OTHER, MAKES},
    {"new_ones", EOS_LAYER_OTHER, MAKES},
    {"new_zeros", EOS_LAYER_OTHER, MAKES},
    {"numel", EOS_LAYER_OTHER, COUNTS},
    {"permute", EOS_LAYER_PERMUTE, PERMUTES},
    {"reshape", EOS_LAYER_RESHAPE, VIEWS},
    {"split", EOS_LAYER_OTHER, SPLITS},
    {"squeeze", EOS_LAYER_RESHAPE, SQUEEZES},
    {"std", EOS_LAYER_OTHER, REDUCES},
    {"sum", EOS_LAYER_OTHER, REDUCES},
    {"swapaxes", EOS_LAYER_PERMUTE, TRANSPOSES},
    {"to", EOS_LAYER_IDENTITY, KEEPS},
    {"transpose", EOS_LAYER_PERMUTE, TRANSPOSES},
    {"type_as", EOS_LAYER_IDENTITY, KEEPS},
    {"unbind", EOS_LAYER_OTHER, UNBINDS},
    {"unsqueeze", EOS_LAYER_RESHAPE, UNSQUEEZES},
    {"var", EOS_LAYER_OTHER, REDUCES},
    {"view", EOS_LAYER_RESHAPE, VIEWS},
};

/* functions and methods on one tensor that change its numbers alone */
static bool keeps_shape(const char *name)
{
    static const char *const in_place[] = {"add_", "bernoulli_", "clamp_",   "div_",  "fill_",
                                           "mul_", "normal_",    "uniform_", "zero_", NULL};
    static const char *const names[] = {
        "abs",        "bernoulli",   "ceil",  "cos",       "cumsum",     "erf",
        "exp",        "flip",        "floor", "half",      "log",        "log1p",
        "log2",       "masked_fill", "neg",   "ones_like", "rand_like",  "randn_like",
        "reciprocal", "roll",        "round", "rsqrt",     "sign",       "sin",
        "sqrt",       "square",      "tril",  "triu",      "zeros_like", NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    for (size_t i = 0; in_place[i] != NULL; i++)
        if (strcmp(name, in_place[i]) == 0)
            return true;
    return false;
}

static const struct method *find_method(const char *name)
{
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        if (strcmp(name, METHODS[i].name) == 0)
            return &METHODS[i];
    return NULL;
}

/* what the method does to the axes; UNBOUND = it is not understood with these arguments */
static eos_value run_method(eos_flow *flow, eos_frame *frame, const struct method *method,
                            eos_value value, const eos_arguments *arguments)
{
    axes all = axes_of(eos_tensor_of(value));
    eos_value first = eos_argument_at(arguments, 0, "dim");
    eos_value second =
        eos_argument_at(arguments, 1, method->does == TRANSPOSES ? "dim1" : "keepdim");
    uint32_t axis;
    switch (method->does) {
    case KEEPS:
        break;
    case VIEWS:
        all = viewed(flow, eos_tensor_of(value), arguments);
        break;
    case MAKES: /* x.new_zeros(sizes) */
        all = made(flow, arguments);
        break;
    case PERMUTES:
        permute(flow, &all, arguments);
        break;
    case TRANSPOSES:
        transpose(&all, eos_argument_at(arguments, 0, "dim0"), second);
        break;
    case SQUEEZES:
        squeeze(&all, first);
        break;
    case UNSQUEEZES:
        all.is_known &= read_axis(&all, first, 1, &axis);
        if (all.is_known)
            add_axis(&all, axis, 1);
        break;
    case REDUCES:
        if (strcmp(method->name, "std") == 0 || strcmp(method->name, "var") == 0)
            second =
                eos_argument_at(arguments, UINT32_MAX, "keepdim"); /* correction lies between */
        reduce(flow, &all, first, second);
        break;
    case PICKS: /* x.max() alone, or of two tensors */
        if (!eos_value_integer(first, &(int64_t){0}))
            return (eos_value){.kind = EOS_VALUE_UNBOUND};
        reduce(flow, &all, first, second);
        all.has_batch_first &= all.is_known;
        return pair_of(flow, frame, method->name, value, &all, arguments->span);
    case SPLITS:
        return split(flow, frame, value, method->name, arguments);
    case UNBINDS:
        return unbind(flow, frame, value, first, arguments->span);
    case EXPANDS:
        if (eos_tensor_of(first) == NULL)
            first = eos_argument_at(arguments, 0, "other");
        all = eos_is_symbolic(first) ? axes_of(eos_tensor_of(first)) : (axes){.is_known = false};
        all.has_batch_first = false;
        break;
    case COUNTS:
        return count_of(&all);
    case FLATTENS: /* with arguments it is the function of this name */
        if (arguments->count > 0)
            return (eos_value){.kind = EOS_VALUE_UNBOUND};
        all.sizes[0] = all.is_known ? elements(&all) : EOS_DIM_UNKNOWN;
        all.rank = 1;
        all.is_known = true;
        all.has_batch_first = false;
        break;
    }
    all.has_batch_first &= all.is_known || method->does == KEEPS;
    eos_value result =
        apply(flow, frame, method->name, method->family, value, &all, arguments->span);
    if (method->does == VIEWS)
        keep_sizes(flow, result, eos_tensor_of(value), arguments);
    return result;
}

/* a method that is also a function of torch: x.flatten(1) is torch.flatten(x, 1) */
static eos_value call_as_function(eos_flow *flow, eos_frame *frame, eos_value value,
                                  const eos_text *name, const eos_arguments *arguments)
{
    static const char *const modules[] = {"torch", "torch.nn.functional"};
    char path[128];
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        int length = snprintf(path, sizeof path, "%s.%s", modules[i], name->data);
        if (length <= 0 || (size_t)length >= sizeof path)
            break;
        const eos_library_ref *library = eos_library_ref_for(flow, path, (size_t)length);
        if (library->entry == NULL)
            continue;
        eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count + 1);
        items[0] = (eos_argument){value, arguments->callee, NULL};
        for (uint32_t k = 0; k < arguments->count; k++)
            items[k + 1] = arguments->items[k];
        eos_arguments all = *arguments;
        all.items = items;
        all.count++;
        all.positional_count++;
        return eos_call_library(flow, frame, library, &all);
    }
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

eos_value eos_graph_method(eos_flow *flow, eos_frame *frame, eos_value value, const eos_text *name,
                           const eos_arguments *arguments)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    if (eos_text_is(name, "size"))
        return size_of(flow, tensor, arguments);
    if (eos_text_is(name, "dim"))
        return tensor->shape.is_known ? eos_integer(tensor->shape.rank + 1)
                                      : eos_unknown("a rank that is not known");
    if (eos_text_is(name, "backward")) {
        eos_note_backward(flow, frame, value, "backward", arguments);
        return eos_none();
    }
    const struct method *method = find_method(name->data);
    if (method != NULL) {
        eos_value result = run_method(flow, frame, method, value, arguments);
        if (result.kind != EOS_VALUE_UNBOUND)
            return result;
    }
    eos_value as_function = call_as_function(flow, frame, value, name, arguments);
    if (as_function.kind != EOS_VALUE_UNBOUND && !eos_value_is_unknown(as_function))
        return as_function;
    axes all = keeps_shape(name->data) ? axes_of(tensor) : (axes){.is_known = false};
    const char *kind = eos_text_is(name, "item") ? "item()" : name->data; /* "item" is x[i] */
    return apply(flow, frame, kind, EOS_LAYER_OTHER, value, &all, arguments->span);
}

/* F.linear(x, weight): the last axis is that of the weight's rows */
static eos_value linear(eos_flow *flow, eos_frame *frame, const eos_arguments *arguments)
{
    const eos_tensor *weight = eos_tensor_of(eos_argument_at(arguments, 1, "weight"));
    eos_value value = arguments->items[0].value;
    axes all = axes_of(eos_tensor_of(value));
    all.is_known &= weight != NULL && !weight->is_symbolic && weight->shape.is_known &&
                    weight->shape.rank == 2 && all.rank > 1;
    if (!all.is_known)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    all.sizes[all.rank - 1] = weight->shape.sizes[0];
    return apply(flow, frame, "linear", EOS_LAYER_OTHER, value, &all, arguments->span);
}

/* torch.mul(x, y) and x.mul(y) are x * y */
static eos_value as_operator(eos_flow *flow, eos_frame *frame, const char *path,
                             const eos_arguments *arguments)
{
    static const struct {
        const char *path;
        eos_ir_op op;
    } operators[] = {{"torch.add", EOS_OP_Add},     {"torch.sub", EOS_OP_Sub},
                     {"torch.mul", EOS_OP_Mult},    {"torch.multiply", EOS_OP_Mult},
                     {"torch.div", EOS_OP_Div},     {"torch.matmul", EOS_OP_MatMult},
                     {"torch.bmm", EOS_OP_MatMult}, {"torch.subtract", EOS_OP_Sub},
                     {"torch.divide", EOS_OP_Div}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (arguments->positional_count == 2 && arguments->count == 2 &&
            strcmp(path, operators[i].path) == 0)
            return eos_graph_binary(flow, frame, operators[i].op, arguments->items[0].value,
                                    arguments->items[1].value, arguments->span);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}

eos_value eos_graph_method_function(eos_flow *flow, eos_frame *frame,
                                    const eos_library_ref *library, const eos_arguments *arguments)
{
    const char *path = library->path->data;
    const struct method *method = strncmp(path, "torch.", 6) == 0 ? find_method(path + 6) : NULL;
    if (arguments->positional_count == 0 || !eos_is_symbolic(arguments->items[0].value))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (strcmp(path, "torch.nn.functional.linear") == 0)
        return linear(flow, frame, arguments);
    if (strncmp(path, "torch.", 6) == 0 && keeps_shape(path + 6)) {
        axes all = axes_of(eos_tensor_of(arguments->items[0].value));
        return apply(flow, frame, path + 6, EOS_LAYER_OTHER, arguments->items[0].value, &all,
                     arguments->span);
    }
    if (method == NULL || method->does == KEEPS)
        return as_operator(flow, frame, path, arguments);
    eos_arguments rest = *arguments;
    rest.items++;
    rest.count--;
    rest.positional_count--;
    return run_method(flow, frame, method, arguments->items[0].value, &rest);
}
