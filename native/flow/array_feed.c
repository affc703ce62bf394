/* SPDX-License-Identifier: MIT */
/*
 * What gives batches: image generators, directories, tf.data. A feed is one value with the facts
 * of all its inputs and targets, the first axis being the rows, and the batch size.
 *
 * A mapped function is run once on the facts of one element; where it cannot be seen through, the
 * feed keeps its batch size and nothing else.
 */
#include "flow/array.h"

#include <math.h>

eos_value eos_feed_make(const eos_array_call *call, const eos_tensor *inputs,
                        const eos_tensor *targets, eos_value batch_size, const char *source)
{
    eos_tensor *feed = eos_array_new(call);
    feed->holder = EOS_HOLDER_FEED;
    feed->inputs = inputs;
    feed->targets = targets;
    feed->batch_size = batch_size;
    feed->source = source;
    return eos_array_result(call, feed);
}

/* ---- pictures in folders ---- */

typedef struct picture_feed {
    const char *mode_name, *size_name, *color_name, *classes_name;
} picture_feed;

static int64_t channels_of(eos_value color)
{
    const eos_text *text = eos_value_string(color);
    return eos_text_is(text, "rgb")         ? 3
           : eos_text_is(text, "grayscale") ? 1
           : eos_text_is(text, "rgba")      ? 4
                                            : EOS_DIM_UNKNOWN;
}

static eos_tensor *pictures(const eos_array_call *call, const eos_made *made,
                            const picture_feed *names)
{
    eos_tensor *out = eos_array_new(call);
    eos_shape size;
    out->shape =
        (eos_shape){true, 4, {-1, -1, -1, channels_of(eos_made_value(made, names->color_name))}};
    if (eos_shape_from_value(eos_made_value(made, names->size_name), &size) && size.rank == 2) {
        out->shape.sizes[1] = size.sizes[0];
        out->shape.sizes[2] = size.sizes[1];
    }
    out->dtype = EOS_DTYPE_FLOAT;
    out->minimum = 0;
    out->maximum = 255;
    return out;
}

static eos_tensor *folder_labels(const eos_array_call *call, eos_value mode, int64_t classes)
{
    const eos_text *text = eos_value_string(mode);
    eos_tensor *out = eos_array_new(call);
    out->dtype = EOS_DTYPE_FLOAT;
    if (eos_text_is(text, "categorical")) {
        out->encoding = EOS_LABELS_ONE_HOT;
        out->classes = classes;
        out->minimum = 0;
        out->maximum = 1;
        out->shape = (eos_shape){true, 2, {EOS_DIM_UNKNOWN, classes}};
    } else if (eos_text_is(text, "binary")) {
        out->encoding = EOS_LABELS_INTEGER;
        out->classes = 2;
        out->minimum = 0;
        out->maximum = 1;
    } else if (eos_text_is(text, "sparse") || eos_text_is(text, "int")) {
        out->encoding = EOS_LABELS_INTEGER;
        out->classes = classes;
        out->minimum = 0;
        out->maximum = classes > 0 ? (double)(classes - 1) : (double)NAN;
        out->shape = (eos_shape){true, 1, {EOS_DIM_UNKNOWN}};
    } else {
        return NULL;
    }
    return out;
}

/* what the generator itself does to the values of its pictures */
static void apply_generator(const eos_array_call *call, eos_tensor *inputs)
{
    static const char *const changing[] = {"featurewise_center",
                                           "samplewise_center",
                                           "featurewise_std_normalization",
                                           "samplewise_std_normalization",
                                           "zca_whitening",
                                           "preprocessing_function",
                                           "brightness_range",
                                           "channel_shift_range",
                                           "cval",
                                           NULL};
    const eos_made *made = call->object != NULL ? call->object->now.facts : NULL;
    double factor = 1;
    inputs->is_range_exact = false;
    for (int i = 0; made != NULL && changing[i] != NULL; i++)
        if (eos_made_is_given(made, changing[i]))
            made = NULL;
    eos_value rescale = made != NULL ? eos_made_value(made, "rescale") : eos_unknown(NULL);
    if (made == NULL || made->is_open ||
        (eos_array_is_given(rescale) && !eos_value_number(rescale, &factor))) {
        eos_facts_no_range(inputs);
        return;
    }
    if (factor != 1) {
        inputs->scaled_again = inputs->scaled_by;
        inputs->scaled_by = "rescale";
    }
    double a = inputs->minimum * factor, b = inputs->maximum * factor;
    inputs->minimum = fmin(a, b);
    inputs->maximum = fmax(a, b);
    if (isnan(a) || isnan(b))
        eos_facts_no_range(inputs);
}

static int64_t count_names(const eos_array_call *call, eos_value names)
{
    const eos_sequence *items = eos_array_is_given(names) ? eos_iterate(call->flow, names) : NULL;
    return items != NULL ? (int64_t)items->count : -1;
}

static eos_value flow_from(const eos_array_call *call, bool is_directory)
{
    static const picture_feed names = {"class_mode", "target_size", "color_mode", "classes"};
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    eos_tensor *inputs = pictures(call, made, &names);
    eos_value mode = eos_made_value(made, names.mode_name);
    eos_tensor *targets =
        folder_labels(call, mode, count_names(call, eos_made_value(made, names.classes_name)));
    const eos_text *folder = eos_value_string(eos_made_value(made, "directory"));
    if (!is_directory && targets != NULL && targets->encoding == EOS_LABELS_ONE_HOT)
        eos_facts_no_labels(targets); /* a cell of the frame may list several classes */
    if (targets != NULL)
        targets->source = is_directory ? "flow_from_directory" : "flow_from_dataframe";
    if (targets != NULL && is_directory && folder != NULL)
        targets->source = folder->data;
    apply_generator(call, inputs);
    return eos_feed_make(call, inputs, targets, eos_made_value(made, "batch_size"), "pictures");
}

static eos_value flow_from_directory(const eos_array_call *call)
{
    return flow_from(call, true);
}

static eos_value flow_from_dataframe(const eos_array_call *call)
{
    return flow_from(call, false);
}

static eos_value flow_arrays(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    const eos_tensor *x = eos_tensor_of(eos_made_value(made, "x"));
    const eos_tensor *y = eos_tensor_of(eos_made_value(made, "y"));
    eos_tensor *inputs = x != NULL ? eos_array_copy(call->flow, x) : NULL;
    eos_tensor *targets = y != NULL ? eos_array_copy(call->flow, y) : NULL;
    if (inputs != NULL)
        apply_generator(call, inputs);
    return eos_feed_make(call, inputs, targets, eos_made_value(made, "batch_size"), "flow");
}

static eos_value images_from_directory(const eos_array_call *call)
{
    static const picture_feed names = {"label_mode", "image_size", "color_mode", "class_names"};
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    eos_tensor *inputs = pictures(call, made, &names), *targets = NULL;
    if (!eos_value_is_none(eos_made_value(made, "labels")))
        targets = folder_labels(call, eos_made_value(made, names.mode_name),
                                count_names(call, eos_made_value(made, names.classes_name)));
    const eos_text *folder = eos_value_string(eos_made_value(made, "directory"));
    if (targets != NULL)
        targets->source = folder != NULL ? folder->data : "image_dataset_from_directory";
    const eos_text *subset = eos_value_string(eos_made_value(made, "subset"));
    eos_value batch_size = eos_made_value(made, "batch_size");
    if (batch_size.kind == EOS_VALUE_NONE)
        batch_size = (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_value feed =
        eos_feed_make(call, inputs, targets, batch_size, "image_dataset_from_directory");
    return eos_text_is(subset, "both") ? eos_array_pair(call->flow, feed, feed) : feed;
}

/* ---- tf.data ---- */

static eos_value from_slices(const eos_array_call *call)
{
    eos_value from = eos_array_argument(call, 0, "tensors");
    const eos_tensor *inputs = NULL, *targets = NULL;
    if (from.kind == EOS_VALUE_TUPLE && eos_sequence_count(from.as.items) == 2) {
        inputs = eos_array_facts(call, from.as.items->items[0].value);
        targets = eos_array_facts(call, from.as.items->items[1].value);
    } else if (eos_tensor_of(from) != NULL) {
        inputs = eos_tensor_of(from);
    }
    return eos_feed_make(call, inputs, targets, (eos_value){.kind = EOS_VALUE_UNBOUND},
                         "from_tensor_slices");
}

static eos_value batch(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    out->batch_size = eos_array_argument(call, 0, "batch_size");
    return eos_array_result(call, out);
}

static eos_value same(const eos_array_call *call)
{
    return eos_array_result(call, eos_array_copy(call->flow, call->self));
}

static const eos_tensor *fewer(const eos_array_call *call, const eos_tensor *from)
{
    if (from == NULL)
        return NULL;
    eos_tensor *out = eos_array_copy(call->flow, from);
    eos_facts_some_rows(out, EOS_DIM_UNKNOWN, true);
    return out;
}

static eos_value some(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    out->inputs = fewer(call, out->inputs);
    out->targets = fewer(call, out->targets);
    return eos_array_result(call, out);
}

/* facts of what the mapped function is handed: a batch, or one element */
static eos_value element(const eos_array_call *call, const eos_tensor *from, bool is_batch)
{
    eos_tensor *out = eos_array_copy(call->flow, from);
    out->is_range_exact = out->is_standardised = false;
    out->holder = EOS_HOLDER_ARRAY;
    if (is_batch && out->shape.is_known && out->shape.rank > 0)
        out->shape.sizes[0] = EOS_DIM_UNKNOWN;
    else if (!is_batch)
        out->shape = eos_shape_without(&from->shape, 0);
    return eos_array_result(call, out);
}

static const eos_tensor *collected(const eos_array_call *call, eos_value value, int64_t rows,
                                   bool is_batch)
{
    const eos_tensor *from = eos_tensor_of(value);
    if (from == NULL || from->is_symbolic || from->holder != EOS_HOLDER_ARRAY)
        return NULL;
    eos_tensor *out = eos_array_copy(call->flow, from);
    if (!is_batch)
        out->shape = eos_shape_with(&from->shape, 0, rows);
    else if (out->shape.is_known && out->shape.rank > 0)
        out->shape.sizes[0] = rows;
    return out;
}

static eos_value map(const eos_array_call *call)
{
    eos_value function = eos_array_argument(call, 0, "map_func");
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    const eos_tensor *inputs = out->inputs, *targets = out->targets;
    bool is_batch = out->batch_size.kind != EOS_VALUE_UNBOUND;
    out->inputs = out->targets = NULL;
    if (function.kind != EOS_VALUE_FUNCTION || inputs == NULL) {
        if (function.kind != EOS_VALUE_FUNCTION)
            eos_escape_arguments(call->flow, call->arguments);
        return eos_array_result(call, out);
    }
    eos_argument items[2];
    memset(items, 0, sizeof items);
    items[0] = (eos_argument){element(call, inputs, is_batch), call->arguments->span, NULL};
    if (targets != NULL)
        items[1] = (eos_argument){element(call, targets, is_batch), call->arguments->span, NULL};
    eos_arguments arguments = {.items = items,
                               .count = targets != NULL ? 2 : 1,
                               .positional_count = targets != NULL ? 2 : 1,
                               .span = call->arguments->span,
                               .callee = call->arguments->callee};
    eos_value result = eos_call(call->flow, call->frame, function, &arguments);
    if (result.kind == EOS_VALUE_TUPLE && eos_sequence_count(result.as.items) == 2) {
        out->inputs =
            collected(call, result.as.items->items[0].value, eos_facts_rows(inputs), is_batch);
        out->targets =
            collected(call, result.as.items->items[1].value,
                      targets != NULL ? eos_facts_rows(targets) : EOS_DIM_UNKNOWN, is_batch);
    } else {
        out->inputs = collected(call, result, eos_facts_rows(inputs), is_batch);
    }
    return eos_array_result(call, out);
}

static eos_value unbatch(const eos_array_call *call)
{
    eos_tensor *out = eos_array_copy(call->flow, call->self);
    out->batch_size = (eos_value){.kind = EOS_VALUE_UNBOUND};
    return eos_array_result(call, out);
}

/* next(feed), feed.next() */
static eos_value next_batch(const eos_array_call *call)
{
    return eos_tensor_item(call->flow, call->frame, call->receiver, eos_integer(0),
                           call->arguments->span);
}

static eos_value nothing(const eos_array_call *call)
{
    (void)call;
    return eos_none();
}

static const eos_array_entry METHODS[] = {
    {"batch", batch},     {"cache", same},         {"filter", some},       {"map", map},
    {"next", next_batch}, {"padded_batch", batch}, {"prefetch", same},     {"repeat", same},
    {"reset", nothing},   {"shard", some},         {"shuffle", same},      {"skip", some},
    {"take", some},       {"unbatch", unbatch},    {"with_options", same},
};

const eos_array_table eos_feed_methods = {METHODS, sizeof METHODS / sizeof *METHODS};

static const eos_array_entry ENTRIES[] = {
    {"keras.preprocessing.image.ImageDataGenerator.fit", nothing},
    {"keras.preprocessing.image.ImageDataGenerator.flow", flow_arrays},
    {"keras.preprocessing.image.ImageDataGenerator.flow_from_dataframe", flow_from_dataframe},
    {"keras.preprocessing.image.ImageDataGenerator.flow_from_directory", flow_from_directory},
    {"keras.utils.image_dataset_from_directory", images_from_directory},
    {"tensorflow.data.Dataset.from_tensor_slices", from_slices},
};

const eos_array_table eos_array_feeds = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
