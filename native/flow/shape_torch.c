/* SPDX-License-Identifier: MIT */
/*
 * Weights and shapes of PyTorch's layers that are small networks themselves: cells, Bilinear, and the
 * transformer's layers and stacks. Relies on shape_rules.h.
 *
 * They keep the family "custom": what happens within them is not looked into, and rules stay silent.
 */
#include "flow/shape_rules.h"

#include <string.h>

static int64_t dense(int64_t in, int64_t out, eos_answer has_bias)
{
    return eos_dim_add(eos_dim_multiply(in, out), eos_dim_when(has_bias, out));
}

static int64_t norm(int64_t width, eos_answer has_bias)
{
    return eos_dim_add(width, eos_dim_when(has_bias, width));
}

/* self-attention of one width: three projections in, one out */
static int64_t attention(int64_t width, eos_answer has_bias)
{
    return eos_dim_add(dense(width, eos_dim_multiply(3, width), has_bias),
                       dense(width, width, has_bias));
}

static void keep_shape(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
}

static int64_t transformer_layer(const eos_shape_job *job, bool is_decoder)
{
    int64_t width = eos_argument_size(job, "d_model");
    int64_t inner = eos_argument_size(job, "dim_feedforward");
    eos_answer has_bias = eos_argument_flag(job, "bias", EOS_ANSWER_YES);
    int64_t count = eos_dim_add(dense(width, inner, has_bias), dense(inner, width, has_bias));
    int64_t part = eos_dim_add(attention(width, has_bias), norm(width, has_bias));
    count = eos_dim_add(count, norm(width, has_bias));
    return eos_dim_add(count, eos_dim_multiply(is_decoder ? 2 : 1, part));
}

/* TransformerEncoder(layer, num_layers, norm): copies of one layer */
static void apply_stack(eos_shape_job *job, const char *name)
{
    eos_shape_job layer, last;
    int64_t count = eos_argument_size(job, "num_layers");
    keep_shape(job);
    if (!eos_shape_infer_inner(job, name, job->inputs, job->input_count, &layer))
        return;
    int64_t parameters = eos_dim_multiply(count, layer.parameters);
    if (!eos_argument_is_none(job, "norm")) {
        if (!eos_shape_infer_inner(job, "norm", job->inputs, job->input_count, &last))
            return;
        parameters = eos_dim_add(parameters, last.parameters);
    }
    job->parameters = parameters;
}

static void apply_cell(eos_shape_job *job, int64_t gates)
{
    const eos_shape *input = eos_shape_input(job);
    int64_t in = eos_argument_size(job, "input_size");
    int64_t hidden = eos_argument_size(job, "hidden_size");
    eos_answer has_bias = eos_argument_flag(job, "bias", EOS_ANSWER_YES);
    int64_t one = eos_dim_add(eos_dim_multiply(hidden, eos_dim_add(in, hidden)),
                              eos_dim_when(has_bias, eos_dim_multiply(2, hidden)));
    job->parameters = eos_dim_multiply(gates, one);
    if (!input->is_known || input->rank == 0)
        return;
    job->output = *input;
    job->output.sizes[input->rank - 1] = hidden;
}

static void apply_bilinear(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    int64_t out = eos_argument_size(job, "out_features");
    int64_t in = eos_dim_multiply(eos_argument_size(job, "in1_features"),
                                  eos_argument_size(job, "in2_features"));
    job->parameters = dense(in, out, eos_argument_flag(job, "bias", EOS_ANSWER_YES));
    if (!input->is_known || input->rank == 0)
        return;
    job->output = *input;
    job->output.sizes[input->rank - 1] = out;
}

void eos_rule_custom(eos_shape_job *job)
{
    if (!job->made->entry->is_torch)
        return;
    if (eos_kind_is(job, "TransformerEncoderLayer") ||
        eos_kind_is(job, "TransformerDecoderLayer")) {
        job->parameters = transformer_layer(job, eos_kind_is(job, "TransformerDecoderLayer"));
        keep_shape(job);
    } else if (eos_kind_is(job, "TransformerEncoder")) {
        apply_stack(job, "encoder_layer");
    } else if (eos_kind_is(job, "TransformerDecoder")) {
        apply_stack(job, "decoder_layer");
    } else if (eos_kind_is(job, "GRUCell")) {
        apply_cell(job, 3);
    } else if (eos_kind_is(job, "LSTMCell")) { /* gives a pair: its shape is left open */
        apply_cell(job, 4);
        job->output = (eos_shape){0};
    } else if (eos_kind_is(job, "RNNCell")) {
        apply_cell(job, 1);
    } else if (eos_kind_is(job, "Bilinear")) {
        apply_bilinear(job);
    }
}
