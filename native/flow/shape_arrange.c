/* SPDX-License-Identifier: MIT */
/*
 * Shapes of layers that arrange the same numbers anew, and of those that merge several inputs.
 * Relies on shape_rules.h. Keras' Flatten, Reshape and Permute do not see the batch axis, its merge
 * layers and all of PyTorch do.
 *
 * Questionable: a merge says nothing unless every input's rank is known and the same. Keras
 * broadcasts inputs of different rank in ways that depend on the version.
 */
#include "flow/shape_rules.h"

#include <string.h>

static int64_t product_of(const eos_shape *shape, uint32_t from, uint32_t end)
{
    int64_t product = 1;
    for (uint32_t i = from; i < end; i++)
        product = eos_dim_multiply(product, shape->sizes[i]);
    return product;
}

/* Axes `from` .. `last` of the sample become one. */
static void flatten_axes(eos_shape_job *job, uint32_t from, uint32_t last)
{
    const eos_shape *input = eos_shape_input(job);
    job->output = eos_shape_of_rank(input->rank - (last - from));
    memcpy(job->output.sizes, input->sizes, from * sizeof *input->sizes);
    job->output.sizes[from] = product_of(input, from, last + 1);
    for (uint32_t i = last + 1; i < input->rank; i++)
        job->output.sizes[i - (last - from)] = input->sizes[i];
}

void eos_rule_flatten(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    bool is_torch = job->made->entry->is_torch;
    int64_t start = is_torch ? eos_argument_integer(job, "start_dim") : 1;
    int64_t end = is_torch ? eos_argument_integer(job, "end_dim") : -1;
    job->parameters = 0;
    if (start == 1 && end == -1 && !input->is_known) {
        job->output = eos_shape_of_rank(1);
        return;
    }
    if (!is_torch && input->is_known && input->rank == 0) {
        job->output = eos_shape_of_rank(1);
        job->output.sizes[0] = 1;
        return;
    }
    int32_t first = eos_shape_axis_index(input, start), last = eos_shape_axis_index(input, end);
    if (first >= 0 && last >= first)
        flatten_axes(job, (uint32_t)first, (uint32_t)last);
}

/* Fills in the one -1 of a target shape; `elements` is EOS_DIM_UNKNOWN when not known. */
static eos_shape shape_from_target(const int64_t *target, uint32_t count, int64_t elements)
{
    eos_shape shape = eos_shape_of_rank(count);
    int64_t known = 1;
    int32_t open = -1;
    for (uint32_t i = 0; i < count; i++) {
        if (target[i] == -1) {
            if (open >= 0)
                return eos_shape_of_rank(count);
            open = (int32_t)i;
        } else {
            shape.sizes[i] = target[i] > 0 ? target[i] : EOS_DIM_UNKNOWN;
            known = eos_dim_multiply(known, shape.sizes[i]);
        }
    }
    if (open >= 0 && known > 0 && elements > 0 && elements % known == 0)
        shape.sizes[open] = elements / known;
    return shape;
}

/* nn.Unflatten(dim, (a, b)): one axis becomes several */
static void unflatten(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    eos_shape_list list = eos_argument_list(eos_made_value(job->made, "unflattened_size"));
    int32_t axis = eos_shape_axis_index(input, eos_argument_integer(job, "dim"));
    if (!list.is_known || axis < 0 || list.count == 0 ||
        input->rank + list.count - 1 > EOS_LIMIT_RANK)
        return;
    eos_shape inner = shape_from_target(list.items, list.count, input->sizes[axis]);
    job->output = eos_shape_of_rank(input->rank + list.count - 1);
    for (uint32_t i = 0; i < job->output.rank; i++) {
        if (i < (uint32_t)axis)
            job->output.sizes[i] = input->sizes[i];
        else if (i < (uint32_t)axis + list.count)
            job->output.sizes[i] = inner.sizes[i - (uint32_t)axis];
        else
            job->output.sizes[i] = input->sizes[i + 1 - list.count];
    }
}

/* torch.reshape(x, (n, -1)), x.view(n, -1): the first size is the batch */
static void reshape_torch(eos_shape_job *job)
{
    eos_shape_list list = eos_argument_list(eos_made_value(job->made, "shape"));
    if (!list.is_known && job->made->rest_count == 1) {
        list = eos_argument_list(job->made->rest[0]);
    }
    if (!list.is_known && job->made->rest_count > 0 && job->made->rest_count <= EOS_LIMIT_RANK &&
        !job->made->is_open) {
        list.is_known = true;
        list.count = job->made->rest_count;
        for (uint32_t i = 0; i < list.count; i++)
            eos_argument_per_axis(job->made->rest[i], 1, &list.items[i]);
    }
    /* whether the first size is the batch's own cannot be seen: an open size behind it stays
     * unknown */
    if (list.is_known && list.count > 0)
        job->output = shape_from_target(list.items + 1, list.count - 1, EOS_DIM_UNKNOWN);
}

void eos_rule_reshape(eos_shape_job *job)
{
    job->parameters = 0;
    if (eos_kind_is(job, "Unflatten")) {
        unflatten(job);
    } else if (job->made->entry->is_torch) {
        reshape_torch(job);
    } else {
        eos_shape_list list = eos_argument_list(eos_made_value(job->made, "target_shape"));
        if (list.is_known)
            job->output =
                shape_from_target(list.items, list.count, eos_shape_elements(eos_shape_input(job)));
    }
}

/* Keras counts from 1 and leaves the batch out, PyTorch names it as 0: the same numbers in the
 * end */
void eos_rule_permute(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    eos_shape_list dims = eos_argument_list(eos_made_value(job->made, "dims"));
    uint32_t skipped = job->made->entry->is_torch;
    job->parameters = 0;
    if (!dims.is_known || !input->is_known || dims.count != input->rank + skipped)
        return;
    if (skipped > 0 && dims.items[0] != 0)
        return;
    job->output = eos_shape_of_rank(input->rank);
    for (uint32_t i = 0; i < input->rank; i++)
        job->output.sizes[i] = eos_shape_axis(input, dims.items[i + skipped]);
}

void eos_rule_repeat(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    job->parameters = 0;
    if (input->is_known && input->rank != 1)
        return;
    job->output = eos_shape_of_rank(2);
    job->output.sizes[0] = eos_argument_size(job, "n");
    job->output.sizes[1] = input->is_known ? input->sizes[0] : EOS_DIM_UNKNOWN;
}

/* ---- merging ---- */

static bool have_one_rank(const eos_shape_job *job)
{
    for (uint32_t i = 0; i < job->input_count; i++)
        if (!job->inputs[i].is_known || job->inputs[i].rank != job->inputs[0].rank)
            return false;
    return job->input_count >= 2;
}

static int64_t broadcast(int64_t left, int64_t right)
{
    if (left == right || right == 1)
        return left;
    /* both known: an error of the program; one unknown: Keras leaves it so, although only one
     * fits */
    return left == 1 ? right : EOS_DIM_UNKNOWN;
}

static void merge_by_element(eos_shape_job *job)
{
    if (!have_one_rank(job))
        return;
    eos_shape shape = job->inputs[0];
    for (uint32_t k = 1; k < job->input_count; k++)
        for (uint32_t i = 0; i < shape.rank; i++)
            shape.sizes[i] = broadcast(shape.sizes[i], job->inputs[k].sizes[i]);
    job->output = shape;
}

static void concatenate(eos_shape_job *job, int64_t axis)
{
    if (job->input_count == 1 && job->made->entry->is_torch) { /* torch.cat([x]) */
        job->output = job->inputs[0];
        return;
    }
    if (!have_one_rank(job))
        return;
    eos_shape shape = eos_shape_of_rank(job->inputs[0].rank);
    job->output = shape;
    int64_t rank = shape.rank;
    if (axis < -rank - 1 || axis > rank) /* unknown too */
        return;
    int32_t along = eos_shape_axis_index(&shape, axis); /* -1: the batch axis */
    for (int32_t i = 0; i < (int32_t)shape.rank; i++) {
        int64_t size = job->inputs[0].sizes[i];
        bool is_wrong = false; /* sizes that cannot be put together */
        for (uint32_t k = 1; k < job->input_count; k++) {
            int64_t other = job->inputs[k].sizes[i];
            if (i == along)
                size = eos_dim_add(size, other);
            else /* Keras keeps the first input's sizes, unknown ones too */
                is_wrong |= size >= 0 && other >= 0 && size != other;
        }
        shape.sizes[i] = is_wrong ? EOS_DIM_UNKNOWN : size;
    }
    job->output = shape;
}

static int64_t axis_argument(const eos_shape_job *job, const char *name, int64_t otherwise)
{
    eos_value value = eos_made_value(job->made, name);
    if (value.kind == EOS_VALUE_UNBOUND && !job->made->is_open)
        return otherwise;
    return eos_argument_integer(job, name);
}

void eos_rule_concat(eos_shape_job *job)
{
    job->parameters = 0;
    bool is_torch = job->made->entry->is_torch;
    if (is_torch && job->input_count == 1) { /* cat([x]) */
        job->output = job->inputs[0];
        return;
    }
    concatenate(job, axis_argument(job, is_torch ? "dim" : "axis", is_torch ? 0 : -1));
}

/* keras.layers.Dot: the contracted axes go, the rest stands side by side */
static void contract(eos_shape_job *job)
{
    if (job->input_count != 2 || !job->inputs[0].is_known || !job->inputs[1].is_known)
        return;
    eos_value axes = eos_made_value(job->made, "axes");
    int64_t sides[2];
    eos_argument_per_axis(axes, 2, sides);
    eos_shape shape = eos_shape_of_rank(0);
    for (uint32_t k = 0; k < 2; k++) {
        const eos_shape *input = &job->inputs[k];
        int32_t gone = eos_shape_axis_index(input, sides[k]);
        if (gone < 0 || shape.rank + input->rank - 1u > EOS_LIMIT_RANK)
            return;
        for (int32_t i = 0; i < (int32_t)input->rank; i++)
            if (i != gone)
                shape.sizes[shape.rank++] = input->sizes[i];
    }
    if (shape.rank == 0)
        shape.sizes[shape.rank++] = 1;
    job->output = shape;
}

/* Keras 1: one Merge layer with a mode */
static void merge_by_mode(eos_shape_job *job)
{
    static const char *const by_element[] = {"sum", "mul", "ave", "max"};
    if (eos_argument_is(job, "mode", "concat")) {
        concatenate(job, axis_argument(job, "concat_axis", -1));
        return;
    }
    for (size_t i = 0; i < sizeof by_element / sizeof *by_element; i++)
        if (eos_argument_is(job, "mode", by_element[i]))
            merge_by_element(job);
}

void eos_rule_merge(eos_shape_job *job)
{
    job->parameters = 0;
    if (eos_kind_is(job, "Dot") || eos_kind_is(job, "dot"))
        contract(job);
    else if (eos_kind_is(job, "Merge") || eos_kind_is(job, "merge"))
        merge_by_mode(job);
    else
        merge_by_element(job);
}
