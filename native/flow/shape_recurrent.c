/* SPDX-License-Identifier: MIT */
/*
 * Shapes and weights of recurrent layers, attention, and the wrappers that repeat a layer. Relies
 * on shape_rules.h. The output is the first of the several that return_state and PyTorch give.
 *
 * Questionable: PyTorch's recurrent layers and its attention replace the last axis whatever
 * batch_first says: with or without it that axis holds the features, and the others stay in place.
 */
#include "flow/shape_rules.h"

#include <string.h>

static int64_t last_of(const eos_shape *shape)
{
    return eos_shape_axis(shape, -1);
}

/* ---- Keras ---- */

/* weight matrices of one step, and biases per matrix and unit */
typedef struct cell_kind {
    const char *kind, *cell;
    int64_t gates, biases;
} cell_kind;

static const cell_kind cell_kinds[] = {
    {"LSTM", "LSTMCell", 4, 1}, {"GRU", "GRUCell", 3, 2}, {"SimpleRNN", "SimpleRNNCell", 1, 1},
    {"CuDNNLSTM", NULL, 4, 2},  {"CuDNNGRU", NULL, 3, 2},
};

static const cell_kind *kind_of_cell(const char *kind)
{
    for (size_t i = 0; i < sizeof cell_kinds / sizeof *cell_kinds; i++)
        if (strcmp(kind, cell_kinds[i].kind) == 0 ||
            (cell_kinds[i].cell != NULL && strcmp(kind, cell_kinds[i].cell) == 0))
            return &cell_kinds[i];
    return NULL;
}

/* The layer or cell whose arguments tell the units: RNN(cell) hands it over; NULL = not
 * understood. */
static const eos_made *stepper_of(const eos_shape_job *job)
{
    if (!eos_kind_is(job, "RNN"))
        return job->made;
    eos_value cell = eos_made_value(job->made, "cell");
    if (cell.kind != EOS_VALUE_OBJECT || cell.as.object->kind != EOS_OBJECT_LIBRARY)
        return NULL;
    const eos_made *made = cell.as.object->now.facts;
    return made != NULL && made->entry != NULL && kind_of_cell(made->entry->kind) != NULL ? made
                                                                                          : NULL;
}

static int64_t count_cell(const eos_shape_job *cell, const cell_kind *kind, int64_t in,
                          int64_t units)
{
    eos_answer has_bias = eos_argument_flag(cell, "use_bias", EOS_ANSWER_YES);
    int64_t matrix = eos_dim_multiply(units, eos_dim_add(in, units));
    int64_t biases = kind->biases;
    if (strncmp(kind->kind, "GRU", 3) == 0) { /* reset_after keeps the two halves' biases apart */
        eos_answer is_after = eos_argument_flag(cell, "reset_after", EOS_ANSWER_UNKNOWN);
        biases = eos_dim_add(1, eos_dim_when(is_after, 1));
        if (has_bias == EOS_ANSWER_NO)
            biases = 0;
    }
    int64_t vector = eos_dim_when(has_bias, eos_dim_multiply(biases, units));
    return eos_dim_multiply(kind->gates, eos_dim_add(matrix, vector));
}

/* One step's output behind the time axis, or alone. */
static eos_shape over_time(const eos_shape_job *job, const eos_shape *step)
{
    const eos_shape *input = eos_shape_input(job);
    eos_answer is_sequence = eos_argument_flag(job, "return_sequences", EOS_ANSWER_NO);
    if (is_sequence == EOS_ANSWER_NO)
        return *step;
    if (is_sequence == EOS_ANSWER_UNKNOWN || !step->is_known || step->rank >= EOS_LIMIT_RANK)
        return (eos_shape){0};
    eos_shape output = eos_shape_of_rank(step->rank + 1u);
    output.sizes[0] = input->is_known && input->rank > 0 ? input->sizes[0] : EOS_DIM_UNKNOWN;
    memcpy(output.sizes + 1, step->sizes, step->rank * sizeof *step->sizes);
    return output;
}

static void apply_recurrent_keras(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    eos_shape_job cell = *job;
    cell.made = stepper_of(job);
    if (cell.made == NULL || (input->is_known && input->rank != 2))
        return;
    const cell_kind *kind = kind_of_cell(cell.made->entry->kind);
    if (kind == NULL)
        return;
    int64_t units = eos_argument_size(&cell, "units");
    job->parameters = count_cell(&cell, kind, last_of(input), units);
    eos_shape step = eos_shape_of_rank(1);
    step.sizes[0] = units;
    job->output = over_time(job, &step);
}

/* ConvLSTM1D .. 3D: the frames go through a convolution, the state through another that keeps
 * its size */
static void apply_convolved(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    uint32_t rank = job->made->entry->rank;
    int64_t filters = eos_argument_size(job, "filters"), kernel[3], area = 1;
    eos_shape frame = {0};
    if (rank > 3 || (input->is_known && input->rank != rank + 2))
        return;
    if (input->is_known) {
        frame = eos_shape_of_rank(rank + 1);
        memcpy(frame.sizes, input->sizes + 1, frame.rank * sizeof *frame.sizes);
    }
    eos_shape step = eos_convolved_frame(job, &frame, filters);
    job->output = over_time(job, &step);
    eos_answer order = eos_argument_channels_first(job);
    eos_answer has_bias = eos_argument_flag(job, "use_bias", EOS_ANSWER_YES);
    if (!frame.is_known || order == EOS_ANSWER_UNKNOWN)
        return;
    int64_t channels = frame.sizes[order == EOS_ANSWER_YES ? 0 : rank];
    eos_argument_per_axis(eos_made_value(job->made, "kernel_size"), rank, kernel);
    for (uint32_t i = 0; i < rank; i++)
        area = eos_dim_multiply(area, kernel[i]);
    int64_t each =
        eos_dim_multiply(eos_dim_multiply(area, eos_dim_add(channels, filters)), filters);
    job->parameters = eos_dim_multiply(4, eos_dim_add(each, eos_dim_when(has_bias, filters)));
}

/* ---- PyTorch ---- */

/* The signature is (*args, **kwargs): arguments lie where the program put them. */
static eos_value torch_argument(const eos_shape_job *job, const char *name, uint32_t position,
                                eos_value otherwise)
{
    eos_value value = eos_made_value(job->made, name);
    if (value.kind != EOS_VALUE_UNBOUND)
        return value;
    if (position < job->made->rest_count)
        return job->made->rest[position];
    return job->made->is_open ? eos_unknown(NULL) : otherwise;
}

static int64_t torch_size(const eos_shape_job *job, const char *name, uint32_t position,
                          eos_value otherwise)
{
    int64_t size;
    eos_argument_per_axis(torch_argument(job, name, position, otherwise), 1, &size);
    return size >= 0 ? size : EOS_DIM_UNKNOWN;
}

static eos_answer torch_flag(const eos_shape_job *job, const char *name, uint32_t position,
                             bool otherwise)
{
    double number;
    eos_value value = torch_argument(job, name, position, eos_boolean(otherwise));
    if (!eos_value_number(value, &number))
        return EOS_ANSWER_UNKNOWN;
    return number != 0 ? EOS_ANSWER_YES : EOS_ANSWER_NO;
}

static int64_t gates_of(const eos_shape_job *job)
{
    if (eos_kind_is(job, "LSTM"))
        return 4;
    if (eos_kind_is(job, "GRU"))
        return 3;
    return eos_kind_is(job, "RNN") ? 1 : EOS_DIM_UNKNOWN;
}

static void apply_recurrent_torch(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    int64_t gates = gates_of(job);
    if (gates < 0)
        return;
    uint32_t shift = gates == 1; /* RNN has its nonlinearity before the rest */
    int64_t in = torch_size(job, "input_size", 0, eos_unknown(NULL));
    int64_t hidden = torch_size(job, "hidden_size", 1, eos_unknown(NULL));
    int64_t layers = torch_size(job, "num_layers", 2, eos_integer(1));
    eos_answer has_bias = torch_flag(job, "bias", 3 + shift, true);
    eos_answer is_double = torch_flag(job, "bidirectional", 6 + shift, false);
    int64_t projected = torch_size(job, "proj_size", 7 + shift, eos_integer(0));
    int64_t ways = eos_dim_add(1, eos_dim_when(is_double, 1));
    int64_t given = projected == 0 ? hidden : projected;
    if (projected < 0)
        given = EOS_DIM_UNKNOWN;
    int64_t width = eos_dim_multiply(given, ways);
    int64_t rows = eos_dim_multiply(gates, hidden);
    /* of one direction of one layer, but for the matrix of its input */
    int64_t fixed = eos_dim_add(eos_dim_multiply(rows, given),
                                eos_dim_when(has_bias, eos_dim_multiply(2, rows)));
    fixed = eos_dim_add(fixed, eos_dim_multiply(projected, hidden));
    int64_t first = eos_dim_add(eos_dim_multiply(rows, in), fixed);
    int64_t later = eos_dim_add(eos_dim_multiply(rows, width), fixed);
    if (layers >= 1) {
        int64_t all = layers == 1 ? first : eos_dim_add(first, eos_dim_multiply(layers - 1, later));
        job->parameters = eos_dim_multiply(ways, all);
    }
    if (!input->is_known || input->rank < 1)
        return;
    job->output = *input;
    job->output.sizes[input->rank - 1] = width;
}

void eos_rule_recurrent(eos_shape_job *job)
{
    if (job->made->entry->is_torch)
        apply_recurrent_torch(job);
    else if (job->made->entry->rank > 0)
        apply_convolved(job);
    else
        apply_recurrent_keras(job);
}

/* ---- attention ---- */

/* A projection of `in` features to `out`, with its bias. */
static int64_t projection(int64_t in, int64_t out, eos_answer has_bias)
{
    return eos_dim_add(eos_dim_multiply(in, out), eos_dim_when(has_bias, out));
}

static void apply_heads_keras(eos_shape_job *job, bool is_grouped)
{
    const eos_shape *query = eos_shape_input(job);
    eos_answer has_bias = eos_argument_flag(job, "use_bias", EOS_ANSWER_YES);
    int64_t key_size = eos_argument_size(job, is_grouped ? "head_dim" : "key_dim");
    int64_t value_size = !is_grouped && !eos_argument_is_none(job, "value_dim")
                             ? eos_argument_size(job, "value_dim")
                             : key_size;
    int64_t heads = eos_argument_size(job, is_grouped ? "num_query_heads" : "num_heads");
    int64_t key_heads = is_grouped ? eos_argument_size(job, "num_key_value_heads") : heads;
    int64_t in = last_of(query), out = in;
    if (!query->is_known || query->rank == 0)
        return;
    job->output = *query;
    if (!is_grouped && !eos_argument_is_none(job, "output_shape")) {
        out = eos_argument_size(job, "output_shape");
        job->output.sizes[query->rank - 1] = out;
        if (out < 0) { /* a tuple may have several sizes */
            job->output = (eos_shape){0};
            return;
        }
    }
    if (job->input_count < 2 || eos_argument_flag(job, "use_gate", EOS_ANSWER_NO) != EOS_ANSWER_NO)
        return;
    int64_t value_in = last_of(&job->inputs[1]);
    int64_t key_in = job->input_count > 2 ? last_of(&job->inputs[2]) : value_in;
    int64_t all = projection(in, eos_dim_multiply(heads, key_size), has_bias);
    all = eos_dim_add(all, projection(key_in, eos_dim_multiply(key_heads, key_size), has_bias));
    all = eos_dim_add(all, projection(value_in, eos_dim_multiply(key_heads, value_size), has_bias));
    job->parameters =
        eos_dim_add(all, projection(eos_dim_multiply(heads, value_size), out, has_bias));
}

/* Attention and AdditiveAttention on [query, value, key]: the query's places, the value's
 * features */
static void apply_attention_keras(eos_shape_job *job, bool is_additive)
{
    eos_answer is_scaled = eos_argument_flag(job, "use_scale", EOS_ANSWER_UNKNOWN);
    const eos_shape *query = eos_shape_input(job);
    if (is_additive) {
        job->parameters = is_scaled == EOS_ANSWER_NO ? 0 : eos_dim_when(is_scaled, last_of(query));
    } else if (eos_argument_is(job, "score_mode", "dot") ||
               eos_argument_is(job, "score_mode", "concat")) {
        bool is_concat = eos_argument_is(job, "score_mode", "concat");
        job->parameters = eos_dim_add(eos_dim_when(is_scaled, 1), is_concat);
    }
    if (job->input_count < 2 || !query->is_known || query->rank == 0)
        return;
    job->output = *query;
    job->output.sizes[query->rank - 1] = last_of(&job->inputs[1]);
}

static void apply_heads_torch(eos_shape_job *job)
{
    int64_t width = eos_argument_size(job, "embed_dim");
    int64_t keys = eos_argument_is_none(job, "kdim") ? width : eos_argument_size(job, "kdim");
    int64_t values = eos_argument_is_none(job, "vdim") ? width : eos_argument_size(job, "vdim");
    eos_answer has_bias = eos_argument_flag(job, "bias", EOS_ANSWER_YES);
    eos_answer has_more = eos_argument_flag(job, "add_bias_kv", EOS_ANSWER_NO);
    int64_t in = eos_dim_add(eos_dim_add(width, keys), values);
    int64_t all =
        eos_dim_add(projection(in, width, EOS_ANSWER_NO), projection(width, width, has_bias));
    all = eos_dim_add(all, eos_dim_when(has_bias, eos_dim_multiply(3, width)));
    job->parameters = eos_dim_add(all, eos_dim_when(has_more, eos_dim_multiply(2, width)));
    job->output = *eos_shape_input(job);
}

void eos_rule_attention(eos_shape_job *job)
{
    if (eos_kind_is(job, "MultiheadAttention"))
        apply_heads_torch(job);
    else if (eos_kind_is(job, "MultiHeadAttention"))
        apply_heads_keras(job, false);
    else if (eos_kind_is(job, "GroupQueryAttention") || eos_kind_is(job, "GroupedQueryAttention"))
        apply_heads_keras(job, true);
    else if (eos_kind_is(job, "Attention") || eos_kind_is(job, "AdditiveAttention"))
        apply_attention_keras(job, eos_kind_is(job, "AdditiveAttention"));
}

/* ---- wrappers ---- */

/* TimeDistributed: the layer sees one step */
static void apply_each_step(eos_shape_job *job)
{
    const eos_shape *input = eos_shape_input(job);
    eos_shape step = {0};
    eos_shape_job inner;
    if (input->is_known && input->rank > 0) {
        step = eos_shape_of_rank(input->rank - 1u);
        memcpy(step.sizes, input->sizes + 1, step.rank * sizeof *step.sizes);
    }
    if (!eos_shape_infer_inner(job, "layer", &step, 1, &inner))
        return;
    job->parameters = inner.parameters;
    if (!inner.output.is_known || inner.output.rank >= EOS_LIMIT_RANK)
        return;
    job->output = eos_shape_of_rank(inner.output.rank + 1u);
    job->output.sizes[0] = step.is_known ? input->sizes[0] : EOS_DIM_UNKNOWN;
    memcpy(job->output.sizes + 1, inner.output.sizes, inner.output.rank * sizeof *step.sizes);
}

static void apply_both_ways(eos_shape_job *job)
{
    eos_shape_job forward, backward;
    if (!eos_shape_infer_inner(job, "layer", job->inputs, job->input_count, &forward))
        return;
    if (eos_argument_is_none(job, "backward_layer"))
        job->parameters = eos_dim_multiply(2, forward.parameters);
    else if (eos_shape_infer_inner(job, "backward_layer", job->inputs, job->input_count, &backward))
        job->parameters = eos_dim_add(forward.parameters, backward.parameters);
    if (!forward.output.is_known || forward.output.rank == 0)
        return;
    int64_t *last = &forward.output.sizes[forward.output.rank - 1];
    if (eos_argument_is(job, "merge_mode", "concat"))
        *last = eos_dim_multiply(2, *last);
    else if (!eos_argument_is(job, "merge_mode", "sum") &&
             !eos_argument_is(job, "merge_mode", "mul") &&
             !eos_argument_is(job, "merge_mode", "ave"))
        return;
    job->output = forward.output;
}

void eos_rule_wrapper(eos_shape_job *job)
{
    eos_shape_job inner;
    if (eos_kind_is(job, "TimeDistributed")) {
        apply_each_step(job);
    } else if (eos_kind_is(job, "Bidirectional")) {
        apply_both_ways(job);
    } else if (eos_kind_is(job, "SpectralNormalization")) { /* keeps a vector beside the weights */
        if (!eos_shape_infer_inner(job, "layer", job->inputs, job->input_count, &inner))
            return;
        job->output = inner.output;
        uint8_t detail = inner.made->entry->detail;
        if (inner.output.is_known && inner.output.rank > 0 &&
            (detail == EOS_LAYER_DENSE ||
             (detail == EOS_LAYER_CONV && eos_argument_channels_first(&inner) == EOS_ANSWER_NO)))
            job->parameters =
                eos_dim_add(inner.parameters, inner.output.sizes[inner.output.rank - 1]);
    } else if (eos_kind_is(job, "DataParallel")) {
        if (!eos_shape_infer_inner(job, "module", job->inputs, job->input_count, &inner))
            return;
        job->output = inner.output;
        job->parameters = inner.parameters;
    }
}
