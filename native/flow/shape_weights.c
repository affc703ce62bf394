/* SPDX-License-Identifier: MIT */
/*
 * Shapes and weights of dense layers, normalisation, embeddings and activations. Relies on
 * shape_rules.h.
 *
 * Counts are what the library reports: Keras counts every weight, moving statistics included,
 * PyTorch only parameters(). Questionable: low-rank adapters and quantisation (lora_rank,
 * quantization_config) make a count unknown rather than being modelled; both are rare in programs.
 */
#include "flow/shape_rules.h"

/* The input with another last axis; unknown when its rank is. */
static eos_shape with_last(const eos_shape *input, int64_t size)
{
    eos_shape shape = *input;
    if (!shape.is_known || shape.rank == 0)
        return (eos_shape){0};
    shape.sizes[shape.rank - 1] = size;
    return shape;
}

static int64_t last_of(const eos_shape *shape)
{
    return eos_shape_axis(shape, -1);
}

static bool is_plain(const eos_shape_job *job)
{
    return eos_argument_is_none(job, "lora_rank") &&
           eos_argument_is_none(job, "quantization_config");
}

void eos_rule_dense(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    bool is_torch = job->made->entry->is_torch;
    bool is_lazy = eos_made_value(job->made, "in_features").kind == EOS_VALUE_UNBOUND;
    int64_t units = eos_argument_size(job, is_torch ? "out_features" : "units");
    int64_t in = is_torch && !is_lazy ? eos_argument_size(job, "in_features") : last_of(input);
    eos_answer has_bias = eos_argument_flag(job, is_torch ? "bias" : "use_bias", EOS_ANSWER_YES);
    if (is_plain(job))
        job->parameters = eos_dim_add(eos_dim_multiply(in, units), eos_dim_when(has_bias, units));
    job->output = with_last(input, units);
}

/* ---- normalisation ---- */

/* Weights per channel: of a scale and of a shift. */
static int64_t scale_and_center(const eos_shape_job *job)
{
    return eos_dim_add(eos_dim_when(eos_argument_flag(job, "scale", EOS_ANSWER_YES), 1),
                       eos_dim_when(eos_argument_flag(job, "center", EOS_ANSWER_YES), 1));
}

/* PyTorch: `affine` switches both, `bias` the shift. */
static int64_t affine(const eos_shape_job *job, const char *flag, eos_answer otherwise)
{
    eos_answer is_affine = eos_argument_flag(job, flag, otherwise);
    if (is_affine == EOS_ANSWER_NO)
        return 0;
    int64_t both = eos_dim_add(1, eos_dim_when(eos_argument_flag(job, "bias", EOS_ANSWER_YES), 1));
    return eos_dim_when(is_affine, both);
}

/* A count per channel; nothing is needed to know that 0 of them are 0. */
static int64_t per_channel(int64_t each, int64_t channels)
{
    return each == 0 ? 0 : eos_dim_multiply(each, channels);
}

/* Product of the axes that a Keras normalisation keeps weights for: one axis or several. */
static int64_t size_along(const eos_shape_job *job, const char *name)
{
    const eos_shape *input = eos_shape_input(job);
    eos_value value = eos_made_value(job->made, name);
    eos_shape_list axes = eos_argument_list(value);
    if (!axes.is_known)
        return eos_shape_axis(input, eos_argument_integer(job, name));
    int64_t product = 1;
    for (uint32_t i = 0; i < axes.count; i++)
        product = eos_dim_multiply(product, eos_shape_axis(input, axes.items[i]));
    return product;
}

/* Channels of a PyTorch layer: as told, or (lazy) those of the input. */
static int64_t features(const eos_shape_job *job, const char *name)
{
    if (eos_made_value(job->made, name).kind != EOS_VALUE_UNBOUND)
        return eos_argument_size(job, name);
    return eos_shape_axis(eos_shape_input(job), 1);
}

/* A number or the product of a tuple. */
static int64_t normalized_elements(const eos_shape_job *job)
{
    eos_value value = eos_made_value(job->made, "normalized_shape");
    eos_shape_list list = eos_argument_list(value);
    if (!list.is_known)
        return eos_argument_size(job, "normalized_shape");
    int64_t product = 1;
    for (uint32_t i = 0; i < list.count; i++)
        product = eos_dim_multiply(product, list.items[i]);
    return product;
}

void eos_rule_norm_batch(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    if (job->made->entry->is_torch) {
        job->parameters =
            per_channel(affine(job, "affine", EOS_ANSWER_YES), features(job, "num_features"));
        return;
    }
    /* the moving mean and variance are weights too; renorm keeps more of them */
    if (eos_argument_flag(job, "renorm", EOS_ANSWER_NO) == EOS_ANSWER_NO)
        job->parameters =
            per_channel(eos_dim_add(scale_and_center(job), 2), size_along(job, "axis"));
}

void eos_rule_norm_layer(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    if (job->made->entry->is_torch)
        job->parameters = per_channel(affine(job, "elementwise_affine", EOS_ANSWER_YES),
                                      normalized_elements(job));
    else if (eos_argument_flag(job, "rms_scaling", EOS_ANSWER_NO) == EOS_ANSWER_NO)
        job->parameters = per_channel(scale_and_center(job), size_along(job, "axis"));
}

void eos_rule_norm_group(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    if (job->made->entry->is_torch)
        job->parameters =
            per_channel(affine(job, "affine", EOS_ANSWER_YES), features(job, "num_channels"));
    else
        job->parameters = per_channel(scale_and_center(job), size_along(job, "axis"));
}

void eos_rule_norm_other(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    eos_answer is_affine = eos_argument_flag(job, "elementwise_affine", EOS_ANSWER_YES);
    if (eos_kind_is(job, "RMSNormalization"))
        job->parameters = size_along(job, "axis");
    else if (eos_kind_is(job, "RMSNorm"))
        job->parameters =
            is_affine == EOS_ANSWER_NO ? 0 : eos_dim_when(is_affine, normalized_elements(job));
    else if (eos_kind_is(job, "LayerScale")) /* of keras.applications: a factor per channel */
        job->parameters = eos_argument_size(job, "projection_dim");
    else if (job->made->entry->rank > 0) /* InstanceNorm1d .. 3d */
        job->parameters =
            per_channel(affine(job, "affine", EOS_ANSWER_NO), features(job, "num_features"));
    else
        job->parameters = 0; /* LocalResponseNorm, UnitNormalization */
}

/* keras.layers.Normalization: mean, variance and a counter, unless both were given */
void eos_rule_normalize_input(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    eos_value mean = eos_made_value(job->made, "mean");
    if (eos_value_is_none(eos_made_value(job->made, "axis")) && eos_value_is_none(mean))
        job->parameters = 3;
    else if (eos_value_is_none(mean))
        job->parameters = eos_dim_add(eos_dim_multiply(2, size_along(job, "axis")), 1);
    else if (!eos_value_is_unknown(mean))
        job->parameters = 0;
}

/* ---- embeddings ---- */

void eos_rule_embedding(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    bool is_torch = job->made->entry->is_torch;
    int64_t rows = eos_argument_size(job, is_torch ? "num_embeddings" : "input_dim");
    int64_t width = eos_argument_size(job, is_torch ? "embedding_dim" : "output_dim");
    if (is_plain(job) && eos_argument_flag(job, "tie_weights", EOS_ANSWER_YES) == EOS_ANSWER_YES)
        job->parameters = eos_dim_multiply(rows, width);
    if (!input->is_known || input->rank >= EOS_LIMIT_RANK)
        return;
    job->output = *input;
    job->output.sizes[job->output.rank++] = width;
}

/* ---- activations with something to say ---- */

/* Keras' PReLU: one weight per element of a sample, one for all along a shared axis */
static int64_t leaks(const eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    eos_shape sample = *input;
    eos_value value = eos_made_value(job->made, "shared_axes");
    eos_shape_list shared = eos_argument_list(value);
    if (!shared.is_known && !eos_value_is_none(value)) {
        shared.count = 1;
        eos_argument_per_axis(value, 1, shared.items);
    }
    for (uint32_t i = 0; i < shared.count; i++) {
        int32_t axis = eos_shape_axis_index(input, shared.items[i]);
        if (axis < 0)
            return EOS_DIM_UNKNOWN;
        sample.sizes[axis] = 1;
    }
    return eos_shape_elements(&sample);
}

/* A gated linear unit halves an axis. */
static void halve(eos_shape_job *job)
{
    const char *name = job->made->entry->is_torch ? "dim" : "axis";
    int32_t axis = eos_shape_axis_index(&job->output, eos_argument_integer(job, name));
    if (axis < 0) {
        job->output = eos_shape_of_rank(job->output.rank);
        job->output.is_known = eos_shape_input(job)->is_known;
        return;
    }
    int64_t *size = &job->output.sizes[axis];
    *size = *size >= 0 && *size % 2 == 0 ? *size / 2 : EOS_DIM_UNKNOWN;
}

void eos_rule_activation(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    job->parameters = 0;
    if (eos_kind_is(job, "GLU") || eos_kind_is(job, "glu"))
        halve(job);
    else if (eos_kind_is(job, "PReLU"))
        job->parameters =
            job->made->entry->is_torch ? eos_argument_size(job, "num_parameters") : leaks(job);
}
