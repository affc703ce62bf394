/* SPDX-License-Identifier: MIT */
/*
 * torch.utils.data: data sets, their parts, and the loader that makes batches of them. All are feeds
 * (array_feed.c): a data set is one without a batch size, whose element is a sample; the loader puts a
 * batch axis in front of every tensor and number of the sample.
 *
 * A data set of the program's own class is asked for one sample of unknown index: __getitem__ runs
 * once, and what it changes is rolled back. While it runs, one number out of an array keeps the array's
 * facts (`is_sampling`), or the classes of the labels would be lost on the way.
 */
#include "flow/array.h"

#include <math.h>

#define UNBOUND ((eos_value){.kind = EOS_VALUE_UNBOUND})

/* ---- elements ---- */

static bool has_batches(const eos_tensor *feed)
{
    return feed->batch_size.kind != EOS_VALUE_UNBOUND;
}

/* rows of it: a batch of unknown size (the last is smaller), or one of them */
static eos_value part_of(eos_flow *flow, eos_frame *frame, const eos_tensor *from, bool is_batch,
                         eos_span span)
{
    eos_tensor *out = eos_array_copy(flow, from);
    out->is_standardised = out->is_arange = out->is_permutation = out->is_by_class = false;
    out->holder = EOS_HOLDER_ARRAY;
    if (!is_batch)
        out->shape = eos_shape_without(&from->shape, 0);
    else if (out->shape.is_known && out->shape.rank > 0)
        out->shape.sizes[0] = EOS_DIM_UNKNOWN;
    return eos_make_tensor(flow, frame, out, span);
}

eos_value eos_feed_element(eos_flow *flow, eos_frame *frame, const eos_tensor *feed, eos_span span)
{
    if (feed->has_batched_element)
        return eos_unknown("a sample of a data set");
    if (feed->element.kind != EOS_VALUE_UNBOUND)
        return feed->element;
    if (feed->inputs == NULL || feed->targets == NULL)
        return eos_unknown("a batch of a feed");
    return eos_array_pair(flow, part_of(flow, frame, feed->inputs, has_batches(feed), span),
                          part_of(flow, frame, feed->targets, has_batches(feed), span));
}

eos_value eos_feed_with(eos_flow *flow, eos_frame *frame, const eos_tensor *feed, eos_value element,
                        eos_span span)
{
    eos_tensor *out = eos_array_copy(flow, feed);
    if (element.kind != EOS_VALUE_UNBOUND)
        out->element = element;
    return eos_make_tensor(flow, frame, out, span);
}

void eos_feed_forget(eos_flow *flow, eos_value feed)
{
    eos_content content = feed.as.object->now;
    eos_tensor *out = eos_array_copy(flow, content.facts);
    out->inputs = out->targets = NULL;
    out->element = eos_unknown("a sample of a data set that the program changes");
    content.facts = out;
    eos_heap_write(&flow->heap, feed.as.object, content);
}

eos_value eos_feed_length(const eos_tensor *feed)
{
    int64_t rows = eos_facts_rows(feed->inputs), size;
    bool is_dropping = false;
    if (feed->inputs == NULL || rows < 0)
        return eos_unknown("the length of a data set");
    if (!has_batches(feed))
        return eos_integer(rows);
    if (feed->loader != NULL &&
        !eos_value_boolean(eos_made_value(feed->loader, "drop_last"), &is_dropping))
        return eos_unknown("the length of a data loader");
    if (!eos_value_integer(feed->batch_size, &size) || size < 1)
        return eos_unknown("the length of a data loader");
    return eos_integer(is_dropping ? rows / size : (rows + size - 1) / size);
}

/* ---- data sets ---- */

static const eos_tensor *any_array(eos_flow *flow, eos_value value, eos_span span)
{
    const eos_tensor *tensor = eos_tensor_of(value);
    return tensor != NULL && !tensor->is_symbolic && tensor->holder == EOS_HOLDER_ARRAY
               ? tensor
               : eos_new_tensor(flow, span);
}

static eos_value tensor_dataset(const eos_array_call *call)
{
    const eos_arguments *all = call->arguments;
    if (all->is_open || all->positional_count == 0)
        return eos_feed_make(call, NULL, NULL, UNBOUND, "TensorDataset");
    const eos_tensor *inputs = any_array(call->flow, all->items[0].value, all->span);
    const eos_tensor *targets =
        all->positional_count > 1 ? any_array(call->flow, all->items[1].value, all->span) : NULL;
    eos_value feed = eos_feed_make(call, inputs, targets, UNBOUND, "TensorDataset");
    if (all->positional_count == 2)
        return feed;
    eos_sequence *parts = eos_sequence_copy(call->flow->arena, NULL, all->positional_count);
    for (uint32_t i = 0; i < all->positional_count; i++)
        parts->items[parts->count++].value =
            part_of(call->flow, call->frame, any_array(call->flow, all->items[i].value, all->span),
                    false, all->span);
    *parts->used = parts->count;
    return eos_feed_with(call->flow, call->frame, eos_tensor_of(feed),
                         eos_make_tuple(call->flow, parts), all->span);
}

/* what __getitem__ of the program's own data set gives for some index */
static eos_value sample_of(const eos_array_call *call, eos_object *dataset)
{
    static const char *const names[] = {"__getitem__", "__iter__"};
    eos_flow *flow = call->flow;
    eos_argument index = {.value = eos_facts_number(flow, 0, (double)INFINITY, true),
                          .span = call->arguments->span};
    eos_value sample = eos_unknown("a sample of a data set");
    for (uint32_t i = 0; i < 2; i++) {
        const eos_item *found =
            eos_class_find(dataset->class_object, eos_intern_string(flow->names, names[i]));
        if (found == NULL || found->value.kind != EOS_VALUE_FUNCTION)
            continue;
        eos_arguments arguments = {.items = &index,
                                   .count = 1 - i,
                                   .positional_count = 1 - i,
                                   .span = call->arguments->span,
                                   .callee = call->arguments->callee};
        bool was_sampling = flow->is_sampling;
        flow->is_sampling = true;
        sample = eos_call_function(flow, found->value.as.function, eos_object_value(dataset),
                                   &arguments);
        flow->is_sampling = was_sampling;
        if (i == 1) /* a generator: what it yields, once or in a loop */
            sample = sample.kind == EOS_VALUE_OBJECT &&
                             eos_sequence_count(sample.as.object->now.items) == 1
                         ? sample.as.object->now.items->items[0].value
                         : eos_unknown("a sample of a data set");
        break;
    }
    return sample;
}

static bool is_own_dataset(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_INSTANCE)
        return false;
    const eos_library_ref *library = value.as.object->library;
    return library != NULL && (eos_text_starts_with(library->path, "torch.utils.data.") ||
                               eos_text_starts_with(library->path, "torchvision.datasets."));
}

static eos_value batch_of(const eos_array_call *call, eos_value sample, int depth);

/* the two parts of an element when it is a pair of tensors */
static void take_parts(const eos_array_call *call, eos_value element, const eos_tensor **inputs,
                       const eos_tensor **targets)
{
    *inputs = *targets = NULL;
    if (element.kind != EOS_VALUE_TUPLE || eos_sequence_count(element.as.items) < 2)
        return;
    *inputs = any_array(call->flow, element.as.items->items[0].value, call->arguments->span);
    *targets = any_array(call->flow, element.as.items->items[1].value, call->arguments->span);
}

/* the feed that a data set is; NULL = not known to be one */
static const eos_tensor *dataset_of(const eos_array_call *call, eos_value value)
{
    const eos_tensor *feed = eos_tensor_of(value);
    if (feed != NULL && feed->holder == EOS_HOLDER_FEED)
        return feed;
    if (!is_own_dataset(value))
        return NULL;
    eos_flow *flow = call->flow;
    eos_mark mark = eos_heap_mark(&flow->heap);
    bool was_silent = flow->is_silent;
    flow->is_silent = true;
    /* batched before the roll-back, which empties the lists that it made */
    eos_value element = batch_of(call, sample_of(call, value.as.object), 0);
    eos_tensor *out = eos_array_new(call);
    take_parts(call, element, &out->inputs, &out->targets);
    (void)eos_heap_take(&flow->heap, mark);
    flow->is_silent = was_silent;
    out->holder = EOS_HOLDER_FEED;
    out->element = element;
    out->has_batched_element = true;
    return out;
}

/* ---- batches ---- */

static eos_value numbers(const eos_array_call *call, eos_value number)
{
    eos_tensor *out = eos_array_new(call);
    double plain;
    out->shape = (eos_shape){true, 1, {EOS_DIM_UNKNOWN}};
    if (number.kind == EOS_VALUE_INTERVAL) {
        out->minimum = number.as.interval->minimum;
        out->maximum = number.as.interval->maximum;
        out->dtype = number.as.interval->is_integer ? EOS_DTYPE_INTEGER : EOS_DTYPE_FLOAT;
    } else if (eos_value_number(number, &plain)) {
        out->minimum = out->maximum = plain;
        out->dtype = number.kind == EOS_VALUE_FLOAT ? EOS_DTYPE_FLOAT : EOS_DTYPE_INTEGER;
    }
    return eos_array_result(call, out);
}

/* what the loader makes of many samples like this one */
static eos_value batch_of(const eos_array_call *call, eos_value sample, int depth)
{
    eos_flow *flow = call->flow;
    const eos_tensor *tensor = eos_tensor_of(sample);
    if (tensor != NULL && !tensor->is_symbolic && tensor->holder == EOS_HOLDER_ARRAY) {
        eos_tensor *out = eos_array_copy(flow, tensor);
        out->shape = eos_shape_with(&tensor->shape, 0, EOS_DIM_UNKNOWN);
        return eos_array_result(call, out);
    }
    if (sample.kind == EOS_VALUE_INT || sample.kind == EOS_VALUE_FLOAT ||
        sample.kind == EOS_VALUE_BOOL || sample.kind == EOS_VALUE_INTERVAL)
        return numbers(call, sample);
    bool is_dict = sample.kind == EOS_VALUE_OBJECT && sample.as.object->kind == EOS_OBJECT_DICT;
    bool is_list = sample.kind == EOS_VALUE_OBJECT && sample.as.object->kind == EOS_OBJECT_LIST;
    const eos_sequence *items = sample.kind == EOS_VALUE_TUPLE ? sample.as.items
                                : is_dict || is_list           ? sample.as.object->now.items
                                                               : NULL;
    if (items == NULL || depth > 4 || (is_list && sample.as.object->now.is_open))
        return eos_unknown("a batch of samples that are not known");
    eos_sequence *out = eos_sequence_copy(flow->arena, items, 0);
    for (uint32_t i = 0; i < out->count; i++) {
        if (out->items[i].presence != EOS_PRESENT)
            return eos_unknown("a batch of samples that are not known");
        out->items[i].value = batch_of(call, out->items[i].value, depth + 1);
    }
    if (!is_dict)
        return eos_make_tuple(flow, out);
    eos_object *dict = eos_flow_object(flow, call->frame, EOS_OBJECT_DICT, call->arguments->span);
    dict->now.items = out;
    dict->now.is_open = sample.as.object->now.is_open;
    return eos_object_value(dict);
}

/* `is_random`: drawn without regard to the labels, so that each class keeps some */
static const eos_tensor *fewer_rows(const eos_array_call *call, const eos_tensor *from,
                                    int64_t rows, bool is_random)
{
    if (from == NULL)
        return NULL;
    eos_tensor *out = eos_array_copy(call->flow, from);
    eos_facts_some_rows(out, rows, !is_random);
    return out;
}

static eos_value loader(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    const eos_tensor *dataset = dataset_of(call, eos_made_value(made, "dataset"));
    eos_tensor *out = eos_array_new(call);
    out->holder = EOS_HOLDER_FEED;
    out->loader = made;
    out->batch_size = eos_made_value(made, "batch_size");
    if (eos_array_is_given(eos_made_value(made, "batch_sampler")))
        out->batch_size = eos_unknown("batches that a sampler makes");
    else if (out->batch_size.kind == EOS_VALUE_NONE)
        out->batch_size = UNBOUND; /* samples one by one */
    out->source = dataset != NULL ? dataset->source : NULL;
    bool is_collated = !eos_array_is_given(eos_made_value(made, "collate_fn")) && !made->is_open;
    if (dataset != NULL && is_collated) {
        bool is_part = eos_array_is_given(eos_made_value(made, "sampler"));
        out->inputs =
            is_part ? fewer_rows(call, dataset->inputs, EOS_DIM_UNKNOWN, false) : dataset->inputs;
        out->targets =
            is_part ? fewer_rows(call, dataset->targets, EOS_DIM_UNKNOWN, false) : dataset->targets;
        if (dataset->has_batched_element)
            out->element = dataset->element;
        else if (dataset->element.kind != EOS_VALUE_UNBOUND)
            out->element = batch_of(call, dataset->element, 0);
        if (!has_batches(out) && dataset->has_batched_element)
            out->element = eos_unknown("a sample of a data set");
    }
    return eos_array_result(call, out);
}

/* ---- parts of data sets ---- */

static eos_value part(const eos_array_call *call, const eos_tensor *dataset, int64_t rows,
                      bool is_random)
{
    eos_tensor *out = eos_array_new(call);
    out->holder = EOS_HOLDER_FEED;
    if (dataset == NULL)
        return eos_array_result(call, out);
    *out = *dataset;
    out->inputs = fewer_rows(call, dataset->inputs, rows, is_random);
    out->targets = fewer_rows(call, dataset->targets, rows, is_random);
    return eos_array_result(call, out);
}

static eos_value random_split(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL)
        return eos_array_unknown();
    const eos_tensor *dataset = dataset_of(call, eos_made_value(made, "dataset"));
    const eos_sequence *lengths = eos_iterate(call->flow, eos_made_value(made, "lengths"));
    if (lengths == NULL || lengths->count > EOS_LIMIT_RANK)
        return eos_unknown("parts of a data set");
    eos_sequence *parts = eos_sequence_copy(call->flow->arena, NULL, lengths->count);
    for (uint32_t i = 0; i < lengths->count; i++) {
        int64_t rows;
        if (lengths->items[i].value.kind != EOS_VALUE_INT ||
            !eos_value_integer(lengths->items[i].value, &rows))
            rows = EOS_DIM_UNKNOWN; /* a fraction */
        parts->items[parts->count++].value = part(call, dataset, rows, true);
    }
    *parts->used = parts->count;
    return eos_make_list(call->flow, call->frame, parts, call->arguments->span);
}

static eos_value subset(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    return made == NULL ? eos_array_unknown()
                        : part(call, dataset_of(call, eos_made_value(made, "dataset")),
                               EOS_DIM_UNKNOWN, false);
}

static const eos_tensor *either(const eos_array_call *call, const eos_tensor *left,
                                const eos_tensor *right)
{
    if (left == NULL || right == NULL)
        return NULL;
    eos_tensor *out = eos_array_new(call);
    out->shape = eos_shape_join(&left->shape, &right->shape);
    if (out->shape.is_known && out->shape.rank > 0)
        out->shape.sizes[0] = EOS_DIM_UNKNOWN;
    eos_facts_hull(out, left, right);
    return out;
}

static eos_value concatenated(const eos_array_call *call)
{
    const eos_sequence *items = eos_iterate(call->flow, eos_array_argument(call, 0, "datasets"));
    const eos_tensor *all = NULL;
    for (uint32_t i = 0; i < eos_sequence_count(items); i++) {
        const eos_tensor *next = dataset_of(call, items->items[i].value);
        if (next == NULL || next->element.kind != EOS_VALUE_UNBOUND)
            return part(call, NULL, EOS_DIM_UNKNOWN, false);
        eos_tensor *both = eos_array_copy(call->flow, next);
        if (all != NULL) {
            both->inputs = either(call, all->inputs, next->inputs);
            both->targets = either(call, all->targets, next->targets);
        }
        all = both;
    }
    return all != NULL ? eos_array_result(call, all) : part(call, NULL, EOS_DIM_UNKNOWN, false);
}

static const eos_array_entry ENTRIES[] = {
    {"torch.utils.data.ConcatDataset", concatenated},
    {"torch.utils.data.DataLoader", loader},
    {"torch.utils.data.Subset", subset},
    {"torch.utils.data.TensorDataset", tensor_dataset},
    {"torch.utils.data.random_split", random_split},
};

const eos_array_table eos_array_loaders = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
