/* SPDX-License-Identifier: MIT */
/*
 * Shapes: comparing, joining, showing them, and the way from a layer to the rule of its family.
 *
 * Relies on the layer's bound arguments (flow.h). The rules stand in shape_conv.c, shape_space.c,
 * shape_arrange.c, shape_weights.c and shape_recurrent.c; what they share is in shape_rules.h.
 *
 * Questionable: an output size that is not positive becomes unknown instead of being told. A
 * collapsed axis is an error of the program, which a rule reports where it arises; behind it
 * nothing is claimed. Likewise a size beyond 2^31-1 counts as unknown, so that no formula over two
 * sizes can overflow.
 */
#include "flow/shape_rules.h"

#include <string.h>
#include <strings.h>

#define LARGEST_SIZE INT32_MAX

/* ---- shapes ---- */

bool eos_shape_equal(const eos_shape *left, const eos_shape *right)
{
    if (left->is_known != right->is_known)
        return false;
    if (!left->is_known)
        return true;
    return left->rank == right->rank &&
           memcmp(left->sizes, right->sizes, left->rank * sizeof *left->sizes) == 0;
}

eos_shape eos_shape_join(const eos_shape *left, const eos_shape *right)
{
    if (!left->is_known || !right->is_known || left->rank != right->rank)
        return (eos_shape){0};
    eos_shape joined = eos_shape_of_rank(left->rank);
    for (uint32_t i = 0; i < left->rank; i++)
        if (left->sizes[i] == right->sizes[i])
            joined.sizes[i] = left->sizes[i];
    return joined;
}

int64_t eos_shape_elements(const eos_shape *shape)
{
    if (!shape->is_known)
        return EOS_DIM_UNKNOWN;
    int64_t elements = 1;
    for (uint32_t i = 0; i < shape->rank; i++)
        elements = eos_dim_multiply(elements, shape->sizes[i]);
    return elements;
}

const char *eos_shape_show(eos_arena *arena, const eos_shape *shape)
{
    if (!shape->is_known)
        return "?";
    eos_buffer buffer;
    eos_buffer_init(&buffer, arena);
    eos_buffer_add_string(&buffer, "(");
    for (uint32_t i = 0; i < shape->rank; i++) {
        if (i > 0)
            eos_buffer_add_string(&buffer, ", ");
        if (shape->sizes[i] < 0)
            eos_buffer_add_string(&buffer, "?");
        else
            eos_buffer_printf(&buffer, "%lld", (long long)shape->sizes[i]);
    }
    eos_buffer_add_string(&buffer, shape->rank == 1 ? ",)" : ")");
    return buffer.data;
}

eos_shape eos_shape_of_rank(uint32_t rank)
{
    if (rank > EOS_LIMIT_RANK)
        return (eos_shape){0};
    eos_shape shape = {.is_known = true, .rank = (uint8_t)rank};
    for (uint32_t i = 0; i < rank; i++)
        shape.sizes[i] = EOS_DIM_UNKNOWN;
    return shape;
}

void eos_shape_settle(eos_shape *shape)
{
    for (uint32_t i = 0; i < shape->rank; i++)
        if (shape->sizes[i] <= 0 || shape->sizes[i] > LARGEST_SIZE)
            shape->sizes[i] = EOS_DIM_UNKNOWN;
    if (!shape->is_known)
        *shape = (eos_shape){0};
}

const eos_shape *eos_shape_input(const eos_shape_job *job)
{
    static const eos_shape unknown = {0};
    return job->input_count > 0 ? &job->inputs[0] : &unknown;
}

int32_t eos_shape_axis_index(const eos_shape *shape, int64_t axis)
{
    if (!shape->is_known || axis == EOS_ARGUMENT_UNKNOWN)
        return -1;
    if (axis < 0)
        axis += shape->rank + 1;
    return axis >= 1 && axis <= shape->rank ? (int32_t)axis - 1 : -1;
}

int64_t eos_shape_axis(const eos_shape *shape, int64_t axis)
{
    int32_t index = eos_shape_axis_index(shape, axis);
    return index >= 0 ? shape->sizes[index] : EOS_DIM_UNKNOWN;
}

/* ---- numbers ---- */

int64_t eos_dim_multiply(int64_t left, int64_t right)
{
    int64_t product;
    if (left < 0 || right < 0 || __builtin_mul_overflow(left, right, &product))
        return EOS_DIM_UNKNOWN;
    return product;
}

int64_t eos_dim_add(int64_t left, int64_t right)
{
    int64_t sum;
    if (left < 0 || right < 0 || __builtin_add_overflow(left, right, &sum))
        return EOS_DIM_UNKNOWN;
    return sum;
}

int64_t eos_dim_when(eos_answer answer, int64_t count)
{
    if (answer == EOS_ANSWER_NO)
        return 0;
    return answer == EOS_ANSWER_YES ? count : EOS_DIM_UNKNOWN;
}

/* ---- arguments ---- */

static int64_t integer_of(eos_value value)
{
    int64_t integer;
    if (!eos_value_integer(value, &integer) || integer > LARGEST_SIZE || integer < -LARGEST_SIZE)
        return EOS_ARGUMENT_UNKNOWN;
    return integer;
}

int64_t eos_argument_integer(const eos_shape_job *job, const char *name)
{
    return integer_of(eos_made_value(job->made, name));
}

int64_t eos_argument_size(const eos_shape_job *job, const char *name)
{
    int64_t integer = eos_argument_integer(job, name);
    return integer >= 0 ? integer : EOS_DIM_UNKNOWN;
}

eos_answer eos_argument_flag(const eos_shape_job *job, const char *name, eos_answer otherwise)
{
    eos_value value = eos_made_value(job->made, name);
    double number;
    if (value.kind == EOS_VALUE_UNBOUND)
        return job->made->is_open ? EOS_ANSWER_UNKNOWN : otherwise;
    if (value.kind == EOS_VALUE_NONE)
        return EOS_ANSWER_NO;
    if (!eos_value_number(value, &number))
        return EOS_ANSWER_UNKNOWN;
    return number != 0 ? EOS_ANSWER_YES : EOS_ANSWER_NO;
}

bool eos_argument_is_none(const eos_shape_job *job, const char *name)
{
    eos_value value = eos_made_value(job->made, name);
    return value.kind == EOS_VALUE_NONE || (value.kind == EOS_VALUE_UNBOUND && !job->made->is_open);
}

bool eos_argument_is(const eos_shape_job *job, const char *name, const char *text)
{
    const eos_text *given = eos_value_string(eos_made_value(job->made, name));
    if (given == NULL || job->made->entry->is_torch ||
        (strcmp(name, "padding") != 0 && strcmp(name, "data_format") != 0))
        return eos_text_is(given, text);
    return strcasecmp(given->data, text) == 0; /* Keras lowers these */
}

const eos_sequence *eos_argument_items(eos_value value)
{
    static const eos_sequence empty = {0};
    const eos_sequence *items;
    if (value.kind == EOS_VALUE_TUPLE) {
        items = value.as.items;
    } else if (value.kind == EOS_VALUE_OBJECT && value.as.object->kind == EOS_OBJECT_LIST) {
        const eos_content *content = &value.as.object->now;
        if (content->is_open || content->is_escaped)
            return NULL;
        items = content->items;
    } else {
        return NULL;
    }
    for (uint32_t i = 0; items != NULL && i < items->count; i++)
        if (items->items[i].presence != EOS_PRESENT)
            return NULL;
    return items != NULL ? items : &empty;
}

eos_shape_list eos_argument_list(eos_value value)
{
    eos_shape_list list = {0};
    const eos_sequence *items = eos_argument_items(value);
    if (items == NULL || items->count > EOS_LIMIT_RANK)
        return list;
    list.is_known = true;
    list.count = items->count;
    for (uint32_t i = 0; i < items->count; i++)
        list.items[i] = integer_of(items->items[i].value);
    return list;
}

void eos_argument_per_axis(eos_value value, uint32_t count, int64_t *out)
{
    int64_t all = integer_of(value);
    eos_shape_list list = eos_argument_list(value);
    for (uint32_t i = 0; i < count; i++) {
        if (!list.is_known)
            out[i] = all;
        else if (list.count == count)
            out[i] = list.items[i];
        else /* torch takes (3,) for every axis as well */
            out[i] = list.count == 1 ? list.items[0] : EOS_ARGUMENT_UNKNOWN;
    }
}

eos_answer eos_argument_channels_first(const eos_shape_job *job)
{
    if (job->made->entry->is_torch)
        return EOS_ANSWER_YES;
    if (eos_argument_is_none(job, "data_format"))
        return EOS_ANSWER_NO;
    if (eos_argument_is(job, "data_format", "channels_last") ||
        eos_argument_is(job, "data_format", "tf") || eos_argument_is(job, "data_format", "default"))
        return EOS_ANSWER_NO;
    if (eos_argument_is(job, "data_format", "channels_first") ||
        eos_argument_is(job, "data_format", "th"))
        return EOS_ANSWER_YES;
    return EOS_ANSWER_UNKNOWN;
}

bool eos_kind_is(const eos_shape_job *job, const char *kind)
{
    return strcmp(job->made->entry->kind, kind) == 0;
}

/* ---- from layers to rules ---- */

static void leave_unknown(eos_shape_job *job)
{
    (void)job;
}

static void pass_through(eos_shape_job *job)
{
    job->output = *eos_shape_input(job);
    job->parameters = 0;
}

/* what a Lambda returns is the program's own, but it has no weights */
static void apply_lambda(eos_shape_job *job)
{
    job->parameters = 0;
}

static void apply_input(eos_shape_job *job)
{
    job->parameters = 0;
    bool has_batch = false;
    eos_value value = eos_made_value(job->made, "shape");
    if (eos_value_is_unknown(value) || eos_value_is_none(value))
        value = eos_made_value(job->made, "input_shape");
    if (eos_value_is_unknown(value) || eos_value_is_none(value)) {
        value = eos_made_value(job->made, "batch_shape");
        has_batch = true;
    }
    eos_shape_list list = eos_argument_list(value);
    if (!list.is_known || (has_batch && list.count == 0))
        return;
    job->output = eos_shape_of_rank(list.count - has_batch);
    for (uint32_t i = 0; i < job->output.rank; i++)
        if (list.items[i + has_batch] >= 0)
            job->output.sizes[i] = list.items[i + has_batch];
}

static eos_shape_rule *const rules[] = {
    [EOS_LAYER_CUSTOM] = eos_rule_custom,
    [EOS_LAYER_INPUT] = apply_input,
    [EOS_LAYER_DENSE] = eos_rule_dense,
    [EOS_LAYER_CONV] = eos_rule_conv,
    [EOS_LAYER_CONV_TRANSPOSE] = eos_rule_conv_transpose,
    [EOS_LAYER_CONV_DEPTHWISE] = eos_rule_conv_depthwise,
    [EOS_LAYER_CONV_SEPARABLE] = eos_rule_conv_separable,
    [EOS_LAYER_POOL_MAX] = eos_rule_pool,
    [EOS_LAYER_POOL_AVERAGE] = eos_rule_pool,
    [EOS_LAYER_POOL_GLOBAL_MAX] = eos_rule_pool_global,
    [EOS_LAYER_POOL_GLOBAL_AVERAGE] = eos_rule_pool_global,
    [EOS_LAYER_POOL_ADAPTIVE] = eos_rule_pool_adaptive,
    [EOS_LAYER_NORM_BATCH] = eos_rule_norm_batch,
    [EOS_LAYER_NORM_LAYER] = eos_rule_norm_layer,
    [EOS_LAYER_NORM_GROUP] = eos_rule_norm_group,
    [EOS_LAYER_NORM_OTHER] = eos_rule_norm_other,
    [EOS_LAYER_DROPOUT] = pass_through,
    [EOS_LAYER_DROPOUT_SPATIAL] = pass_through,
    [EOS_LAYER_DROPOUT_OTHER] = pass_through,
    [EOS_LAYER_ACTIVATION] = eos_rule_activation,
    [EOS_LAYER_FLATTEN] = eos_rule_flatten,
    [EOS_LAYER_RESHAPE] = eos_rule_reshape,
    [EOS_LAYER_PERMUTE] = eos_rule_permute,
    [EOS_LAYER_REPEAT] = eos_rule_repeat,
    [EOS_LAYER_CROP] = eos_rule_crop,
    [EOS_LAYER_PAD] = eos_rule_pad,
    [EOS_LAYER_UPSAMPLE] = eos_rule_upsample,
    [EOS_LAYER_MERGE_ADD] = eos_rule_merge,
    [EOS_LAYER_MERGE_MULTIPLY] = eos_rule_merge,
    [EOS_LAYER_MERGE_CONCAT] = eos_rule_concat,
    [EOS_LAYER_MERGE_OTHER] = eos_rule_merge,
    [EOS_LAYER_EMBEDDING] = eos_rule_embedding,
    [EOS_LAYER_RECURRENT] = eos_rule_recurrent,
    [EOS_LAYER_ATTENTION] = eos_rule_attention,
    [EOS_LAYER_RESCALE] = pass_through,
    [EOS_LAYER_NORMALIZE_INPUT] = eos_rule_normalize_input,
    [EOS_LAYER_AUGMENT] = eos_rule_augment,
    [EOS_LAYER_LAMBDA] = apply_lambda,
    [EOS_LAYER_WRAPPER] = eos_rule_wrapper,
    [EOS_LAYER_IDENTITY] = pass_through,
    [EOS_LAYER_NOISE] = pass_through,
    [EOS_LAYER_MASKING] = pass_through,
    [EOS_LAYER_MODEL] = leave_unknown,
    [EOS_LAYER_OTHER] = eos_rule_other,
};

static eos_shape_rule *rule_for(const eos_api_entry *entry)
{
    if (entry->family == EOS_API_ACTIVATION)
        return eos_rule_activation;
    if (entry->family == EOS_API_INPUT)
        return apply_input;
    if (entry->family != EOS_API_LAYER && entry->family != EOS_API_OPAQUE)
        return leave_unknown;
    return entry->detail < sizeof rules / sizeof *rules ? rules[entry->detail] : leave_unknown;
}

static void run_rule(eos_shape_job *job)
{
    const eos_api_entry *entry = job->made->entry;
    job->output = (eos_shape){0};
    job->parameters = EOS_DIM_UNKNOWN;
    rule_for(entry)(job);
    eos_shape_settle(&job->output);
    /* a function has no weights of its own: F.conv2d is handed them */
    if (!entry->is_class)
        job->parameters = 0;
}

bool eos_shape_infer_inner(const eos_shape_job *outer, const char *name, const eos_shape *inputs,
                           uint32_t input_count, eos_shape_job *inner)
{
    eos_value value = eos_made_value(outer->made, name);
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_LIBRARY ||
        outer->depth >= EOS_LIMIT_WRAPPER_DEPTH)
        return false;
    const eos_made *made = value.as.object->now.facts;
    if (made == NULL || made->entry == NULL || made->entry->family != EOS_API_LAYER)
        return false;
    *inner = (eos_shape_job){
        .made = made, .inputs = inputs, .input_count = input_count, .depth = outer->depth + 1};
    run_rule(inner);
    return true;
}

void eos_shape_infer(const eos_made *layer, const eos_shape *inputs, uint32_t input_count,
                     eos_shape *output, int64_t *parameters)
{
    eos_shape_job job = {
        .made = layer, .inputs = inputs, .input_count = input_count, .parameters = EOS_DIM_UNKNOWN};
    if (layer != NULL && layer->entry != NULL)
        run_rule(&job);
    *output = job.output;
    *parameters = job.parameters;
}
