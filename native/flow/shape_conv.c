/* SPDX-License-Identifier: MIT */
/*
 * Shapes of layers that move a window over spatial axes: convolutions and pooling.
 *
 * The formulas are those of the libraries: Keras' compute_conv_output_shape and its transposed and
 * pooling sisters, and what the PyTorch documentation gives for each module. Keras counts weights
 * from the input's channels, PyTorch from in_channels, so a PyTorch layer has a count without any
 * input.
 *
 * Questionable: an input of the wrong rank gives an unknown output, also where PyTorch would take
 * it for a sample without batch axis: such a model would not run on the batches that the program
 * feeds.
 */
#include "flow/shape_rules.h"

#define MOST_AXES 3u

typedef enum padding_mode {
    PADDING_UNKNOWN,
    PADDING_VALID,
    PADDING_SAME,
    PADDING_NUMBER
} padding_mode;

typedef struct window {
    uint32_t rank;
    int64_t kernel[MOST_AXES], stride[MOST_AXES], dilation[MOST_AXES];
    int64_t padding[MOST_AXES]; /* of PADDING_NUMBER, each side */
    padding_mode mode;
    eos_answer is_ceiling; /* round up */
} window;

/* where the axes of the input lie */
typedef struct layout {
    bool is_fitting;         /* the input has the rank that the layer wants, or an unknown one */
    bool is_known;           /* the order of the axes */
    uint32_t rank;           /* spatial */
    uint32_t channel, first; /* indices of the channels and of the first spatial axis */
    int64_t channels;
    eos_shape input; /* of the wanted rank */
} layout;

static layout lay_out(const eos_shape_job *job, const eos_shape *input)
{
    eos_answer order = eos_argument_channels_first(job);
    layout place = {.rank = job->made->entry->rank, .is_known = order != EOS_ANSWER_UNKNOWN};
    place.is_fitting = place.rank >= 1 && place.rank <= MOST_AXES &&
                       (!input->is_known || input->rank == place.rank + 1);
    place.channel = order == EOS_ANSWER_YES ? 0 : place.rank;
    place.first = order == EOS_ANSWER_YES ? 1 : 0;
    place.input = place.is_fitting && input->is_known ? *input : eos_shape_of_rank(place.rank + 1);
    eos_shape_settle(&place.input);
    place.channels = place.is_known ? place.input.sizes[place.channel] : EOS_DIM_UNKNOWN;
    return place;
}

/* An argument per spatial axis; `otherwise` where the entry has no such parameter. */
static void read_axes(const eos_shape_job *job, const char *name, int64_t otherwise, uint32_t rank,
                      int64_t *out)
{
    eos_value value = eos_made_value(job->made, name);
    if (value.kind == EOS_VALUE_UNBOUND && !job->made->is_open)
        value = eos_integer(otherwise);
    eos_argument_per_axis(value, rank, out);
}

static bool is_torch(const eos_shape_job *job)
{
    return job->made->entry->is_torch;
}

/* F.conv2d(x, weight): the shape of the weight, when it is known data of this rank; NULL = a layer, or
 * not known */
static const eos_shape *functional_weight(const eos_shape_job *job, uint32_t rank)
{
    eos_value value = is_torch(job) ? eos_made_value(job->made, "weight") : (eos_value){0};
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_TENSOR)
        return NULL;
    const eos_tensor *weight = value.as.object->now.facts;
    return weight != NULL && !weight->is_symbolic && weight->shape.is_known &&
                   weight->shape.rank == rank + 2
               ? &weight->shape
               : NULL;
}

/* Keras 1 named the sides of a kernel one by one */
static void read_kernel(const eos_shape_job *job, window *view)
{
    static const char *const planes[] = {"nb_row", "nb_col"};
    static const char *const volumes[] = {"kernel_dim1", "kernel_dim2", "kernel_dim3"};
    const eos_shape *weight = functional_weight(job, view->rank);
    if (weight != NULL) {
        memcpy(view->kernel, weight->sizes + 2, view->rank * sizeof *view->kernel);
        return;
    }
    if (eos_made_value(job->made, "kernel_size").kind != EOS_VALUE_UNBOUND || view->rank == 1) {
        read_axes(job, "kernel_size", EOS_ARGUMENT_UNKNOWN, view->rank, view->kernel);
        return;
    }
    for (uint32_t i = 0; i < view->rank; i++)
        view->kernel[i] = eos_argument_integer(job, view->rank == 2 ? planes[i] : volumes[i]);
}

static void read_padding(const eos_shape_job *job, window *view)
{
    if (eos_argument_is(job, "padding", "valid")) {
        view->mode = PADDING_VALID;
    } else if (eos_argument_is(job, "padding", "same") ||
               eos_argument_is(job, "padding", "causal")) {
        view->mode = PADDING_SAME;
    } else if (is_torch(job)) {
        view->mode = PADDING_NUMBER;
        read_axes(job, "padding", 0, view->rank, view->padding);
    }
}

static window read_convolution(const eos_shape_job *job, uint32_t rank)
{
    window view = {.rank = rank, .is_ceiling = EOS_ANSWER_NO};
    read_kernel(job, &view);
    read_axes(job, is_torch(job) ? "stride" : "strides", 1, rank, view.stride);
    read_axes(job, is_torch(job) ? "dilation" : "dilation_rate", 1, rank, view.dilation);
    read_padding(job, &view);
    return view;
}

static bool is_positive(int64_t number)
{
    return number > 0;
}

/* Positions of the window along one axis; all numbers are below 2^31, so nothing overflows. */
static int64_t slide(const window *view, uint32_t i, int64_t size)
{
    int64_t stride = view->stride[i];
    if (size <= 0 || !is_positive(stride) || view->mode == PADDING_UNKNOWN)
        return EOS_DIM_UNKNOWN;
    if (view->mode == PADDING_SAME)
        return (size - 1) / stride + 1;
    if (!is_positive(view->kernel[i]) || !is_positive(view->dilation[i]))
        return EOS_DIM_UNKNOWN;
    int64_t padding = view->mode == PADDING_NUMBER ? view->padding[i] : 0;
    if (padding < 0)
        return EOS_DIM_UNKNOWN;
    int64_t room = size + 2 * padding - view->dilation[i] * (view->kernel[i] - 1) - 1;
    if (room < 0)
        return EOS_DIM_UNKNOWN;
    int64_t down = room / stride + 1;
    int64_t up = (room + stride - 1) / stride + 1;
    if ((up - 1) * stride >=
        size + padding) /* a window must start within the input or its left edge */
        up--;
    if (view->is_ceiling == EOS_ANSWER_UNKNOWN)
        return up == down ? down : EOS_DIM_UNKNOWN;
    return view->is_ceiling == EOS_ANSWER_YES ? up : down;
}

/* The output of a window over the spatial axes, with this many channels. */
static eos_shape slide_all(const window *view, const layout *place, int64_t channels)
{
    eos_shape output = eos_shape_of_rank(place->rank + 1);
    if (!place->is_known)
        return output;
    for (uint32_t i = 0; i < place->rank; i++)
        output.sizes[place->first + i] = slide(view, i, place->input.sizes[place->first + i]);
    output.sizes[place->channel] = channels;
    return output;
}

static int64_t volume(const window *view)
{
    int64_t product = 1;
    for (uint32_t i = 0; i < view->rank; i++)
        product = eos_dim_multiply(product, view->kernel[i]);
    return product;
}

static int64_t part(int64_t whole, int64_t groups)
{
    return whole >= 0 && groups > 0 && whole % groups == 0 ? whole / groups : EOS_DIM_UNKNOWN;
}

static int64_t groups_of(const eos_shape_job *job)
{
    return eos_made_value(job->made, "groups").kind == EOS_VALUE_UNBOUND
               ? 1
               : eos_argument_size(job, "groups");
}

/* channels that the weights are made for */
static int64_t channels_in(const eos_shape_job *job, const layout *place)
{
    bool is_lazy = eos_made_value(job->made, "in_channels").kind == EOS_VALUE_UNBOUND;
    if (is_torch(job) && !is_lazy)
        return eos_argument_size(job, "in_channels");
    return place->is_fitting ? place->channels : EOS_DIM_UNKNOWN;
}

static int64_t bias(const eos_shape_job *job, int64_t channels)
{
    const char *name = is_torch(job) ? "bias" : "use_bias";
    return eos_dim_when(eos_argument_flag(job, name, EOS_ANSWER_YES), channels);
}

static void set_parameters(eos_shape_job *job, int64_t weights, int64_t bias_weights)
{
    if (eos_argument_is_none(job, "lora_rank"))
        job->parameters = eos_dim_add(weights, bias_weights);
}

static int64_t filters_of(const eos_shape_job *job)
{
    return eos_argument_size(job, is_torch(job) ? "out_channels" : "filters");
}

void eos_rule_conv(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    if (place.rank < 1 || place.rank > MOST_AXES)
        return;
    window view = read_convolution(job, place.rank);
    const eos_shape *weight = functional_weight(job, place.rank);
    int64_t filters = weight != NULL ? weight->sizes[0] : filters_of(job);
    int64_t depth = part(channels_in(job, &place), groups_of(job));
    set_parameters(job, eos_dim_multiply(eos_dim_multiply(volume(&view), depth), filters),
                   bias(job, filters));
    if (place.is_fitting)
        job->output = slide_all(&view, &place, filters);
}

eos_shape eos_convolved_frame(const eos_shape_job *job, const eos_shape *frame, int64_t channels)
{
    layout place = lay_out(job, frame);
    if (!place.is_fitting)
        return (eos_shape){0};
    window view = read_convolution(job, place.rank);
    return slide_all(&view, &place, channels);
}

/* ---- transposed ---- */

static int64_t unslide_torch(const window *view, uint32_t i, int64_t size, int64_t extra)
{
    if (view->mode != PADDING_NUMBER || view->padding[i] < 0 || extra < 0)
        return EOS_DIM_UNKNOWN;
    return (size - 1) * view->stride[i] - 2 * view->padding[i] +
           view->dilation[i] * (view->kernel[i] - 1) + extra + 1;
}

/* `extra` is EOS_ARGUMENT_UNKNOWN when it is; `is_automatic`: output_padding is None */
static int64_t unslide_keras(const window *view, uint32_t i, int64_t size, int64_t extra,
                             bool is_automatic)
{
    int64_t stride = view->stride[i], reach = (view->kernel[i] - 1) * view->dilation[i] + 1;
    if (view->mode == PADDING_UNKNOWN || (!is_automatic && extra < 0))
        return EOS_DIM_UNKNOWN;
    if (view->mode == PADDING_SAME)
        return is_automatic ? size * stride : (size - 1) * stride + reach % 2 + extra;
    if (is_automatic)
        extra = reach < stride ? stride - reach : 0;
    return (size - 1) * stride + reach + extra;
}

void eos_rule_conv_transpose(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    if (place.rank < 1 || place.rank > MOST_AXES)
        return;
    window view = read_convolution(job, place.rank);
    int64_t filters = filters_of(job), extra[MOST_AXES];
    int64_t weights = eos_dim_multiply(channels_in(job, &place), part(filters, groups_of(job)));
    set_parameters(job, eos_dim_multiply(volume(&view), weights), bias(job, filters));
    if (!place.is_fitting)
        return;
    job->output = eos_shape_of_rank(place.rank + 1);
    if (!place.is_known)
        return;
    job->output.sizes[place.channel] = filters;
    bool is_automatic = !is_torch(job) && eos_argument_is_none(job, "output_padding");
    read_axes(job, "output_padding", 0, place.rank, extra);
    for (uint32_t i = 0; i < place.rank; i++) {
        int64_t size = place.input.sizes[place.first + i];
        if (size <= 0 || !is_positive(view.kernel[i]) || !is_positive(view.stride[i]) ||
            !is_positive(view.dilation[i]))
            continue;
        job->output.sizes[place.first + i] =
            is_torch(job) ? unslide_torch(&view, i, size, extra[i])
                          : unslide_keras(&view, i, size, extra[i], is_automatic);
    }
}

/* ---- depthwise and separable: Keras only ---- */

void eos_rule_conv_depthwise(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    if (!place.is_fitting)
        return;
    window view = read_convolution(job, place.rank);
    int64_t channels = eos_dim_multiply(place.channels, eos_argument_size(job, "depth_multiplier"));
    set_parameters(job, eos_dim_multiply(volume(&view), channels), bias(job, channels));
    job->output = slide_all(&view, &place, channels);
}

void eos_rule_conv_separable(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    if (!place.is_fitting)
        return;
    window view = read_convolution(job, place.rank);
    int64_t filters = filters_of(job);
    int64_t channels = eos_dim_multiply(place.channels, eos_argument_size(job, "depth_multiplier"));
    int64_t depthwise = eos_dim_multiply(volume(&view), channels);
    set_parameters(job, eos_dim_add(depthwise, eos_dim_multiply(channels, filters)),
                   bias(job, filters));
    job->output = slide_all(&view, &place, filters);
}

/* ---- pooling ---- */

void eos_rule_pool(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    job->parameters = 0;
    if (!place.is_fitting)
        return;
    window view = {.rank = place.rank};
    read_axes(job, is_torch(job) ? "kernel_size" : "pool_size", 2, place.rank, view.kernel);
    const char *stride = is_torch(job) ? "stride" : "strides";
    if (eos_argument_is_none(job, stride))
        for (uint32_t i = 0; i < place.rank; i++)
            view.stride[i] = view.kernel[i];
    else
        read_axes(job, stride, 1, place.rank, view.stride);
    read_axes(job, "dilation", 1, place.rank, view.dilation);
    read_padding(job, &view);
    view.is_ceiling = eos_argument_flag(job, "ceil_mode", EOS_ANSWER_NO);
    job->output = slide_all(&view, &place, place.channels);
}

void eos_rule_pool_global(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    job->parameters = 0;
    eos_answer keeps = eos_argument_flag(job, "keepdims", EOS_ANSWER_NO);
    if (!place.is_fitting || keeps == EOS_ANSWER_UNKNOWN)
        return;
    if (keeps == EOS_ANSWER_NO) {
        job->output = eos_shape_of_rank(1);
        job->output.sizes[0] = place.channels;
        return;
    }
    job->output = eos_shape_of_rank(place.rank + 1);
    for (uint32_t i = 0; place.is_known && i < place.rank; i++)
        job->output.sizes[place.first + i] = 1;
    if (place.is_known)
        job->output.sizes[place.channel] = place.channels;
}

/* output_size: None for an axis keeps it */
void eos_rule_pool_adaptive(eos_shape_job *job)
{
    layout place = lay_out(job, eos_shape_input(job));
    job->parameters = 0;
    if (!place.is_fitting)
        return;
    job->output = eos_shape_of_rank(place.rank + 1);
    if (!place.is_known)
        return;
    eos_value value = eos_made_value(job->made, "output_size");
    const eos_sequence *items = eos_argument_items(value);
    int64_t sizes[MOST_AXES];
    eos_argument_per_axis(value, place.rank, sizes);
    for (uint32_t i = 0; i < place.rank; i++) {
        bool is_kept = items == NULL
                           ? eos_value_is_none(value)
                           : items->count == place.rank && eos_value_is_none(items->items[i].value);
        job->output.sizes[place.first + i] =
            is_kept ? place.input.sizes[place.first + i] : sizes[i];
    }
    job->output.sizes[place.channel] = place.channels;
}
