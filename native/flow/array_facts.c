/* SPDX-License-Identifier: MIT */
/*
 * The facts of an array on their own: what is given up, joined, cast. Nothing here knows of
 * libraries.
 *
 * A loop of unknown count keeps a range only when its first round changed the array by indexed
 * writes: writing the same values again changes nothing, while `x += 1` goes on. The values
 * themselves were widened before, so that is sound.
 */
#include "flow/array.h"

#include <math.h>

void eos_facts_no_labels(eos_tensor *tensor)
{
    tensor->encoding = EOS_LABELS_UNKNOWN;
    tensor->classes = -1;
}

void eos_facts_no_range(eos_tensor *tensor)
{
    tensor->minimum = tensor->maximum = (double)NAN;
    tensor->is_range_exact = false;
}

void eos_facts_some_rows(eos_tensor *tensor, int64_t rows, bool may_lose_classes)
{
    if (tensor->shape.is_known && tensor->shape.rank > 0)
        tensor->shape.sizes[0] = rows;
    tensor->is_range_exact = false;
    tensor->is_arange = tensor->is_permutation = tensor->is_by_class = false;
    tensor->is_standardised = false;
    if (may_lose_classes && tensor->encoding == EOS_LABELS_INTEGER)
        tensor->classes = -1; /* columns of label rows stay */
}

void eos_facts_hull(eos_tensor *out, const eos_tensor *left, const eos_tensor *right)
{
    bool is_same = left->minimum == right->minimum && left->maximum == right->maximum;
    out->minimum = isnan(left->minimum) || isnan(right->minimum)
                       ? (double)NAN
                       : fmin(left->minimum, right->minimum);
    out->maximum = isnan(left->maximum) || isnan(right->maximum)
                       ? (double)NAN
                       : fmax(left->maximum, right->maximum);
    out->is_range_exact = is_same && left->is_range_exact && right->is_range_exact;
    out->dtype = left->dtype == right->dtype ? left->dtype : EOS_DTYPE_UNKNOWN;
    out->encoding = left->encoding == right->encoding ? left->encoding : EOS_LABELS_UNKNOWN;
    bool is_same_set = is_same || out->encoding != EOS_LABELS_INTEGER; /* columns of rows, or ids */
    out->classes = left->classes == right->classes && is_same_set ? left->classes : -1;
    out->is_known_data = left->is_known_data && right->is_known_data;
    out->is_standardised = left->is_standardised && right->is_standardised;
    out->scaled_by = left->scaled_by == right->scaled_by ? left->scaled_by : NULL;
    out->scaled_again = left->scaled_again == right->scaled_again ? left->scaled_again : NULL;
    out->is_random = left->is_random || right->is_random;
    out->is_by_class = left->is_by_class && right->is_by_class;
    out->split_after = left->split_after == right->split_after ? left->split_after : NULL;
    out->root = left->root == right->root ? left->root : 0;
    out->source = left->source == right->source ? left->source : NULL;
    out->holder = left->holder;
    out->is_byte = left->is_byte || right->is_byte;
    out->is_single = left->is_single || right->is_single;
    out->is_inexact = left->is_inexact || right->is_inexact;
    out->is_table = left->is_table && right->is_table;
    out->has_numbered_columns = left->has_numbered_columns && right->has_numbered_columns;
}

const eos_tensor *eos_tensor_join(eos_arena *arena, const eos_tensor *left, const eos_tensor *right)
{
    if (left == right)
        return left;
    if (left == NULL || right == NULL)
        return NULL;
    if (left->is_symbolic || right->is_symbolic)
        return eos_symbolic_join(arena, left, right);
    if (left->holder != right->holder)
        return NULL;
    eos_tensor *out = EOS_NEW(arena, eos_tensor);
    out->span = left->span;
    out->shape = eos_shape_join(&left->shape, &right->shape);
    eos_facts_hull(out, left, right);
    if (eos_value_equal(left->batch_size, right->batch_size))
        out->batch_size = left->batch_size;
    else if (left->batch_size.kind != EOS_VALUE_UNBOUND ||
             right->batch_size.kind != EOS_VALUE_UNBOUND)
        out->batch_size = eos_unknown("one of two batch sizes");
    if (eos_value_equal(left->element, right->element))
        out->element = left->element;
    else if (left->element.kind != EOS_VALUE_UNBOUND || right->element.kind != EOS_VALUE_UNBOUND)
        out->element = eos_unknown("a batch of one of two feeds");
    out->has_batched_element = left->has_batched_element || right->has_batched_element;
    out->loader = left->loader == right->loader ? left->loader : NULL;
    out->inputs = left->inputs == right->inputs ? left->inputs : NULL;
    out->targets = left->targets == right->targets ? left->targets : NULL;
    out->view_of = left->view_of == right->view_of ? left->view_of : NULL;
    return out;
}

static bool is_written_over(const eos_tensor *now, const eos_tensor *before)
{
    for (int depth = 0; now != NULL && depth < 64; depth++, now = now->written_over)
        if (now == before)
            return true;
    return false;
}

const eos_tensor *eos_tensor_widen(eos_arena *arena, const eos_tensor *before,
                                   const eos_tensor *after)
{
    if (before == NULL || after == NULL)
        return NULL;
    if (is_written_over(after, before))
        return after;
    const eos_tensor *joined = eos_tensor_join(arena, before, after);
    if (joined == NULL || joined == before)
        return joined;
    eos_tensor *out = EOS_NEW(arena, eos_tensor);
    *out = *joined;
    if (!eos_shape_equal(&before->shape, &after->shape))
        out->shape = (eos_shape){0};
    eos_facts_no_range(out);
    eos_facts_no_labels(out);
    out->is_standardised = false;
    return out;
}

int64_t eos_facts_rows(const eos_tensor *tensor)
{
    return tensor != NULL && tensor->shape.is_known && tensor->shape.rank > 0
               ? tensor->shape.sizes[0]
               : EOS_DIM_UNKNOWN;
}

int64_t eos_facts_columns(const eos_tensor *tensor)
{
    return tensor != NULL && tensor->shape.is_known && tensor->shape.rank == 2
               ? tensor->shape.sizes[1]
               : EOS_DIM_UNKNOWN;
}

bool eos_facts_is_column(const eos_tensor *tensor)
{
    if (tensor == NULL || !tensor->shape.is_known)
        return false;
    return tensor->shape.rank == 1 || (tensor->shape.rank == 2 && tensor->shape.sizes[1] == 1);
}

/* ---- types ---- */

static const char *type_name(eos_value value)
{
    const eos_text *text = eos_value_string(value);
    if (text == NULL && value.kind == EOS_VALUE_BUILTIN)
        text = value.as.text;
    if (value.kind != EOS_VALUE_LIBRARY)
        return text != NULL ? text->data : NULL;
    const char *name = strrchr(value.as.library->path->data, '.');
    return name != NULL ? name + 1 : value.as.library->path->data;
}

uint8_t eos_facts_dtype(eos_value value)
{
    const char *name = type_name(value);
    if (name == NULL)
        return EOS_DTYPE_UNKNOWN;
    if (strncmp(name, "float", 5) == 0 || strcmp(name, "f") == 0 || strcmp(name, "f4") == 0 ||
        strcmp(name, "f8") == 0 || strcmp(name, "double") == 0 || strcmp(name, "half") == 0 ||
        strcmp(name, "bfloat16") == 0)
        return EOS_DTYPE_FLOAT;
    if (strncmp(name, "int", 3) == 0 || strncmp(name, "uint", 4) == 0 ||
        strcmp(name, "long") == 0 || strcmp(name, "i4") == 0 || strcmp(name, "i8") == 0 ||
        strcmp(name, "short") == 0 || strcmp(name, "u1") == 0 || strcmp(name, "i") == 0)
        return EOS_DTYPE_INTEGER;
    if (strncmp(name, "bool", 4) == 0)
        return EOS_DTYPE_BOOL;
    return strncmp(name, "str", 3) == 0 ? EOS_DTYPE_TEXT : EOS_DTYPE_UNKNOWN;
}

static bool is_byte_type(const char *name)
{
    return name != NULL && (strcmp(name, "uint8") == 0 || strcmp(name, "u1") == 0);
}

/* what small integer types can hold; wider ones hold all that programs put in */
static bool fits_type(const char *name, double minimum, double maximum)
{
    if (is_byte_type(name))
        return minimum > -1 && maximum < 256;
    if (name != NULL && strcmp(name, "int8") == 0)
        return minimum > -129 && maximum < 128;
    if (name != NULL && strncmp(name, "uint", 4) == 0)
        return minimum > -1 && maximum < 65536;
    return minimum > -32769 && maximum < 32768 ? true : name == NULL || strstr(name, "16") == NULL;
}

static void cast_to_bool(eos_tensor *tensor)
{
    bool is_bit = tensor->minimum >= 0 && tensor->maximum <= 1 && tensor->dtype != EOS_DTYPE_FLOAT;
    if (is_bit)
        return;
    eos_facts_no_labels(tensor);
    tensor->minimum = 0;
    tensor->maximum = 1;
    tensor->is_range_exact = false;
}

void eos_facts_cast(eos_tensor *tensor, eos_value type)
{
    uint8_t dtype = eos_facts_dtype(type);
    bool holds_whole = tensor->encoding == EOS_LABELS_INTEGER ||
                       tensor->encoding == EOS_LABELS_ONE_HOT ||
                       tensor->encoding == EOS_LABELS_MULTI_HOT ||
                       tensor->dtype == EOS_DTYPE_INTEGER || tensor->dtype == EOS_DTYPE_BOOL;
    if (dtype == EOS_DTYPE_BOOL) {
        cast_to_bool(tensor);
    } else if (dtype == EOS_DTYPE_INTEGER) {
        tensor->is_standardised = false;
        if (tensor->encoding == EOS_LABELS_CONTINUOUS)
            eos_facts_no_labels(tensor);
        if (!fits_type(type_name(type), tensor->minimum, tensor->maximum)) {
            eos_facts_no_range(tensor);
            eos_facts_no_labels(tensor);
        } else if (!holds_whole) {
            tensor->minimum = trunc(tensor->minimum);
            tensor->maximum = trunc(tensor->maximum);
        }
    } else if (dtype != EOS_DTYPE_FLOAT) {
        eos_facts_no_range(tensor);
        if (dtype == EOS_DTYPE_TEXT)
            eos_facts_no_labels(tensor);
    }
    tensor->dtype = dtype;
    tensor->is_byte = is_byte_type(type_name(type));
}

eos_value eos_facts_number(eos_flow *flow, double minimum, double maximum, bool is_integer)
{
    if (isnan(minimum) || isnan(maximum))
        return eos_unknown("a value of an array");
    bool is_whole = is_integer && fabs(minimum) < 9e15 && fabs(maximum) < 9e15;
    if (minimum == maximum)
        return is_whole ? eos_integer((int64_t)minimum) : eos_number(minimum);
    eos_interval *interval = EOS_NEW(flow->arena, eos_interval);
    *interval = (eos_interval){minimum, maximum, is_whole};
    return (eos_value){.kind = EOS_VALUE_INTERVAL, .as.interval = interval};
}
