/* SPDX-License-Identifier: MIT */
/*
 * Shapes of layers that change spatial sizes without weights or windows: cropping, padding,
 * enlarging, resizing. Relies on shape_rules.h.
 *
 * Questionable: augmentation layers are taken to keep the shape, but for the few that are known to
 * change it by name (RandomCrop; RandomHeight and RandomWidth draw a size anew for each batch).
 */
#include "flow/shape_rules.h"

#include <math.h>
#include <string.h>

#define MOST_AXES 3u

/* Index of the first spatial axis; -1 when the order of the axes is not known. */
static int32_t first_spatial(const eos_shape_job *job)
{
    eos_answer order = eos_argument_channels_first(job);
    return order == EOS_ANSWER_UNKNOWN ? -1 : order == EOS_ANSWER_YES;
}

/* The input if it has this many spatial axes, else an unknown shape of that rank; false = does
 * not fit. */
static bool spatial_input(const eos_shape_job *job, uint32_t rank, eos_shape *out)
{
    const eos_shape *input = eos_shape_input(job);
    *out = input->is_known ? *input : eos_shape_of_rank(rank + 1);
    eos_shape_settle(out);
    return rank >= 1 && rank <= MOST_AXES && out->rank == rank + 1;
}

typedef struct margins {
    int64_t before[MOST_AXES], after[MOST_AXES]; /* EOS_ARGUMENT_UNKNOWN when not known */
} margins;

/* One number, one number per axis, or one pair per axis. A 1D layer takes its pair without
 * nesting. */
static margins read_margins(eos_value value, uint32_t rank)
{
    margins out;
    eos_argument_per_axis(value, rank, out.before);
    memcpy(out.after, out.before, sizeof out.after);
    const eos_sequence *items = eos_argument_items(value);
    if (items == NULL)
        return out;
    if (rank == 1) {
        eos_shape_list pair = eos_argument_list(value);
        bool is_pair = pair.is_known && pair.count == 2;
        out.before[0] = is_pair ? pair.items[0] : EOS_ARGUMENT_UNKNOWN;
        out.after[0] = is_pair ? pair.items[1] : EOS_ARGUMENT_UNKNOWN;
        return out;
    }
    for (uint32_t i = 0; i < rank && items->count == rank; i++) {
        eos_shape_list pair = eos_argument_list(items->items[i].value);
        if (!pair.is_known || pair.count != 2)
            continue;
        out.before[i] = pair.items[0];
        out.after[i] = pair.items[1];
    }
    return out;
}

/* Adds (sign 1) or takes away (-1) the margins of the spatial axes. */
static void apply_margins(eos_shape_job *job, const char *name, int sign)
{
    uint32_t rank = job->made->entry->rank;
    eos_shape shape;
    if (!spatial_input(job, rank, &shape))
        return;
    int32_t first = first_spatial(job);
    job->output = eos_shape_of_rank(rank + 1);
    if (first < 0)
        return;
    margins sides = read_margins(eos_made_value(job->made, name), rank);
    for (uint32_t i = 0; i < rank; i++) {
        int64_t *size = &shape.sizes[(uint32_t)first + i];
        if (*size < 0 || sides.before[i] < 0 || sides.after[i] < 0)
            *size = EOS_DIM_UNKNOWN;
        else
            *size += sign * (sides.before[i] + sides.after[i]);
    }
    job->output = shape;
}

/* height and width as arguments; the channels stay */
static void set_plane(eos_shape_job *job)
{
    eos_shape shape;
    job->parameters = 0;
    if (!spatial_input(job, 2, &shape))
        return;
    int32_t first = first_spatial(job);
    job->output = eos_shape_of_rank(3);
    if (first < 0)
        return;
    shape.sizes[first] = eos_argument_size(job, "height");
    shape.sizes[first + 1] = eos_argument_size(job, "width");
    job->output = shape;
}

void eos_rule_crop(eos_shape_job *job)
{
    job->parameters = 0;
    if (eos_kind_is(job, "CenterCrop"))
        set_plane(job);
    else
        apply_margins(job, "cropping", -1);
}

/* PyTorch lists pairs from the last axis on; they may be negative */
static void pad_torch(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    uint32_t rank = job->made->entry->rank;
    if (!input->is_known || (rank > 0 && input->rank != rank + 1))
        return;
    eos_value value = eos_made_value(job->made, rank > 0 ? "padding" : "pad");
    eos_shape_list list = eos_argument_list(value);
    int64_t all = EOS_ARGUMENT_UNKNOWN;
    if (!list.is_known)
        eos_argument_per_axis(value, 1, &all);
    uint32_t axes = list.is_known ? list.count / 2 : rank;
    job->output = *input;
    eos_shape_settle(&job->output);
    if (axes > input->rank || (!list.is_known && rank == 0)) {
        job->output = eos_shape_of_rank(input->rank);
        return;
    }
    for (uint32_t i = 0; i < axes; i++) {
        int64_t before = list.is_known ? list.items[2 * i] : all;
        int64_t after = list.is_known ? list.items[2 * i + 1] : all;
        int64_t *size = &job->output.sizes[input->rank - 1 - i];
        if (*size < 0 || before == EOS_ARGUMENT_UNKNOWN || after == EOS_ARGUMENT_UNKNOWN)
            *size = EOS_DIM_UNKNOWN;
        else
            *size += before + after;
    }
}

void eos_rule_pad(eos_shape_job *job)
{
    job->parameters = 0;
    if (job->made->entry->is_torch)
        pad_torch(job);
    else
        apply_margins(job, "padding", 1);
}

/* Size times a factor, rounded down as the library does it; EOS_DIM_UNKNOWN when not known. */
static int64_t scaled(int64_t size, eos_value factor)
{
    double number;
    if (size < 0 || !eos_value_number(factor, &number) || !(number > 0) || number > 1e9)
        return EOS_DIM_UNKNOWN;
    double product = floor((double)size * number);
    return product < 1e15 ? (int64_t)product : EOS_DIM_UNKNOWN;
}

static void upsample_torch(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    if (!input->is_known || input->rank < 2)
        return;
    uint32_t rank = input->rank - 1u;
    job->output = eos_shape_of_rank(input->rank);
    job->output.sizes[0] = input->sizes[0];
    bool is_sized = eos_argument_is_none(job, "scale_factor");
    if (!is_sized && !eos_argument_is_none(job, "size"))
        return;
    eos_value value = eos_made_value(job->made, is_sized ? "size" : "scale_factor");
    const eos_sequence *items = eos_argument_items(value);
    if (items != NULL && items->count != rank)
        return;
    for (uint32_t i = 0; i < rank; i++) {
        eos_value one = items != NULL ? items->items[i].value : value;
        if (is_sized)
            eos_argument_per_axis(one, 1, &job->output.sizes[1 + i]);
        else
            job->output.sizes[1 + i] = scaled(input->sizes[1 + i], one);
    }
}

void eos_rule_upsample(eos_shape_job *job)
{
    job->parameters = 0;
    if (job->made->entry->is_torch) {
        upsample_torch(job);
        return;
    }
    uint32_t rank = job->made->entry->rank;
    eos_shape shape;
    int64_t factors[MOST_AXES];
    int32_t first = first_spatial(job);
    if (!spatial_input(job, rank, &shape))
        return;
    job->output = eos_shape_of_rank(rank + 1);
    if (first < 0)
        return;
    eos_argument_per_axis(eos_made_value(job->made, "size"), rank, factors);
    for (uint32_t i = 0; i < rank; i++) {
        int64_t *size = &shape.sizes[(uint32_t)first + i];
        *size = eos_dim_multiply(*size, factors[i]);
    }
    job->output = shape;
}

/* a size is drawn for each batch */
static void forget_axis(eos_shape_job *job, int32_t offset)
{
    int32_t first = first_spatial(job);
    if (job->output.rank != 3 || first < 0)
        job->output = (eos_shape){0};
    else
        job->output.sizes[first + offset] = EOS_DIM_UNKNOWN;
}

void eos_rule_augment(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    job->parameters = 0;
    if (eos_kind_is(job, "RandomCrop")) {
        job->output = (eos_shape){0};
        set_plane(job);
    } else if (eos_kind_is(job, "RandomHeight")) {
        forget_axis(job, 0);
    } else if (eos_kind_is(job, "RandomWidth")) {
        forget_axis(job, 1);
    }
}

/* nn.PixelShuffle moves channels into the plane, nn.PixelUnshuffle back */
static void shuffle_pixels(eos_shape_job *job, bool is_back)
{
    const eos_shape *input = eos_shape_input(job);
    int64_t factor = eos_argument_size(job, is_back ? "downscale_factor" : "upscale_factor");
    job->parameters = 0;
    if (!input->is_known || input->rank < 3)
        return;
    job->output = eos_shape_of_rank(input->rank);
    memcpy(job->output.sizes, input->sizes, sizeof input->sizes);
    int64_t square = eos_dim_multiply(factor, factor);
    for (uint32_t i = input->rank - 3u; i < input->rank; i++) {
        bool is_channel = i == input->rank - 3u;
        int64_t by = is_channel ? square : factor, *size = &job->output.sizes[i];
        if (is_channel == is_back)
            *size = eos_dim_multiply(*size, by);
        else
            *size = *size >= 0 && by > 0 && *size % by == 0 ? *size / by : EOS_DIM_UNKNOWN;
    }
}

void eos_rule_other(eos_shape_job *job)
{
    if (eos_kind_is(job, "Resizing")) {
        set_plane(job);
    } else if (eos_kind_is(job, "PixelShuffle") || eos_kind_is(job, "PixelUnshuffle")) {
        shuffle_pixels(job, eos_kind_is(job, "PixelUnshuffle"));
    } else if (eos_kind_is(job, "ChannelShuffle")) {
        job->output = *eos_shape_input(job);
        job->parameters = 0;
    } else if (strncmp(job->made->entry->kind, "LPPool", 6) == 0) {
        eos_rule_pool(job);
    }
}
