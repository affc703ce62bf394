/* SPDX-License-Identifier: MIT */
/*
 * Traits: derived numbers, merging and JSON. Relies on nothing but base. The questionable decision:
 * sums are kept as two doubles (Neumaier), because a plain running sum over a million blocks would
 * lose the 1e-12 that design section 4 promises for any split.
 */
#include "data/traits.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    size_t size;
} type_table[] = {
    [EOS_ARRAY_BOOL] = {"bool", 1},       [EOS_ARRAY_INT8] = {"int8", 1},
    [EOS_ARRAY_UINT8] = {"uint8", 1},     [EOS_ARRAY_INT16] = {"int16", 2},
    [EOS_ARRAY_UINT16] = {"uint16", 2},   [EOS_ARRAY_INT32] = {"int32", 4},
    [EOS_ARRAY_UINT32] = {"uint32", 4},   [EOS_ARRAY_INT64] = {"int64", 8},
    [EOS_ARRAY_UINT64] = {"uint64", 8},   [EOS_ARRAY_FLOAT16] = {"float16", 2},
    [EOS_ARRAY_FLOAT32] = {"float32", 4}, [EOS_ARRAY_FLOAT64] = {"float64", 8},
};

const char *eos_array_type_name(eos_array_type dtype)
{
    return type_table[dtype].name;
}

const char *eos_column_type_name(eos_column_type type)
{
    static const char *const names[] = {"empty", "integer", "float", "boolean", "text", "mixed"};
    return names[type];
}

size_t eos_array_type_size(eos_array_type dtype)
{
    return type_table[dtype].size;
}

eos_value_traits eos_value_traits_none(void)
{
    return (eos_value_traits){.minimum = NAN, .maximum = NAN, .first = NAN, .last = NAN};
}

uint64_t eos_value_traits_finite(const eos_value_traits *traits)
{
    return traits->count - traits->nan_count - traits->infinite_count;
}

double eos_value_traits_mean(const eos_value_traits *traits)
{
    uint64_t finite = eos_value_traits_finite(traits);
    return finite ? (traits->sum + traits->sum_low) / (double)finite : NAN;
}

double eos_value_traits_variance(const eos_value_traits *traits)
{
    uint64_t finite = eos_value_traits_finite(traits);
    return finite ? traits->m2 / (double)finite : NAN;
}

bool eos_value_traits_is_constant(const eos_value_traits *traits)
{
    return traits->count > 0 && eos_value_traits_finite(traits) == traits->count &&
           traits->minimum == traits->maximum;
}

/* Neumaier: adds `value` to sum + low without losing the small part. */
static void add_compensated(double *sum, double *low, double value)
{
    double total = *sum + value;
    if (isfinite(total)) {
        if (fabs(*sum) >= fabs(value))
            *low += (*sum - total) + value;
        else
            *low += (value - total) + *sum;
    }
    *sum = total;
}

/* Two sorted lists into one; too many distinct values end in has_more_classes. */
static void merge_classes(eos_arena *arena, eos_value_traits *out, const eos_value_traits *a,
                          const eos_value_traits *b)
{
    eos_class_count *list =
        EOS_NEW_ARRAY(arena, eos_class_count, (size_t)a->class_count + b->class_count);
    uint32_t i = 0, j = 0, filled = 0;
    while (i < a->class_count || j < b->class_count) {
        if (j == b->class_count ||
            (i < a->class_count && a->classes[i].value < b->classes[j].value)) {
            list[filled++] = a->classes[i++];
        } else if (i == a->class_count || b->classes[j].value < a->classes[i].value) {
            list[filled++] = b->classes[j++];
        } else {
            list[filled] = a->classes[i++];
            list[filled++].count += b->classes[j++].count;
        }
    }
    out->has_more_classes = filled > EOS_LIMIT_EXACT_CLASSES;
    out->classes = out->has_more_classes || filled == 0 ? NULL : list;
    out->class_count = out->classes ? filled : 0;
}

static void merge_order(eos_value_traits *out, const eos_value_traits *a, const eos_value_traits *b)
{
    out->is_ordered_known = a->is_ordered_known && b->is_ordered_known;
    out->is_ascending = out->is_descending = false;
    out->first = out->last = NAN;
    if (!out->is_ordered_known)
        return;
    out->is_ascending = a->is_ascending && b->is_ascending && a->last <= b->first;
    out->is_descending = a->is_descending && b->is_descending && a->last >= b->first;
    out->first = a->first;
    out->last = b->last;
}

eos_value_traits eos_value_traits_merge(eos_arena *arena, const eos_value_traits *a,
                                        const eos_value_traits *b)
{
    if (a->count == 0)
        return *b;
    if (b->count == 0)
        return *a;
    eos_value_traits out = *a;
    uint64_t a_finite = eos_value_traits_finite(a), b_finite = eos_value_traits_finite(b);
    out.count += b->count;
    out.nan_count += b->nan_count;
    out.infinite_count += b->infinite_count;
    merge_order(&out, a, b);
    /* a side without finite values says nothing about minimum, moments and wholeness */
    if (a_finite == 0 || b_finite == 0) {
        const eos_value_traits *filled = a_finite ? a : b;
        out.minimum = filled->minimum;
        out.maximum = filled->maximum;
        out.sum = filled->sum;
        out.sum_low = filled->sum_low;
        out.m2 = filled->m2;
        out.is_integer = filled->is_integer;
        out.classes = filled->classes;
        out.class_count = filled->class_count;
        out.has_more_classes = filled->has_more_classes;
        return out;
    }
    out.minimum = b->minimum < a->minimum ? b->minimum : a->minimum;
    out.maximum = b->maximum > a->maximum ? b->maximum : a->maximum;
    double distance = eos_value_traits_mean(b) - eos_value_traits_mean(a);
    double n = (double)a_finite, m = (double)b_finite;
    out.m2 = a->m2 + b->m2 + distance * distance * (n * (m / (n + m)));
    add_compensated(&out.sum, &out.sum_low, b->sum);
    add_compensated(&out.sum, &out.sum_low, b->sum_low);
    out.is_integer = a->is_integer && b->is_integer;
    out.classes = NULL;
    out.class_count = 0;
    out.has_more_classes = out.is_integer && (a->has_more_classes || b->has_more_classes);
    if (out.is_integer && !out.has_more_classes)
        merge_classes(arena, &out, a, b);
    return out;
}

static bool same_row_shape(const eos_traits *a, const eos_traits *b)
{
    if (a->dtype != b->dtype || a->rank != b->rank || a->rank == 0 ||
        a->column_count != b->column_count)
        return false;
    for (uint32_t i = 1; i < a->rank; i++)
        if (a->shape[i] != b->shape[i])
            return false;
    return true;
}

eos_status eos_traits_merge(eos_arena *arena, const eos_traits *a, const eos_traits *b,
                            eos_traits **out, eos_error *err)
{
    if (a->table || b->table || a->members ||
        b->members) /* distinct values of both cannot be told from two numbers */
        return eos_fail(err, EOS_ERR_UNSUPPORTED, b->path, "traits of tables cannot be joined");
    if (!same_row_shape(a, b))
        return eos_fail(err, EOS_ERR_USAGE, b->path,
                        "rows of another type or shape than those of %s: describe them apart",
                        a->path ? a->path : "the first part");
    eos_traits *sum = EOS_NEW(arena, eos_traits);
    *sum = *a;
    sum->rows += b->rows;
    sum->shape[0] += b->shape[0];
    sum->bytes_read += b->bytes_read;
    sum->is_exact = a->is_exact && b->is_exact;
    sum->all = eos_value_traits_merge(arena, &a->all, &b->all);
    if (a->columns) {
        eos_value_traits *columns = EOS_NEW_ARRAY(arena, eos_value_traits, a->column_count);
        for (uint32_t i = 0; i < a->column_count; i++)
            columns[i] = eos_value_traits_merge(arena, &a->columns[i], &b->columns[i]);
        sum->columns = columns;
    }
    eos_row_traits *rows = &sum->row_facts;
    rows->is_known = a->row_facts.is_known && b->row_facts.is_known;
    rows->is_binary = a->row_facts.is_binary && b->row_facts.is_binary;
    rows->rows_with_none =
        rows->is_binary ? a->row_facts.rows_with_none + b->row_facts.rows_with_none : 0;
    rows->rows_with_one =
        rows->is_binary ? a->row_facts.rows_with_one + b->row_facts.rows_with_one : 0;
    rows->rows_with_many =
        rows->is_binary ? a->row_facts.rows_with_many + b->row_facts.rows_with_many : 0;
    *out = sum;
    return EOS_OK;
}

/* JSON numbers keep 15 digits for sure; class values may have more, and travel as text then. */
static void add_exact_int(eos_json *array, int64_t value)
{
    const int64_t edge = INT64_C(1000000000000000);
    if (value >= -edge && value <= edge) {
        eos_json_add_int(array, NULL, value);
        return;
    }
    char text[32];
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t at = sizeof text - 1;
    text[at] = '\0';
    do {
        text[--at] = (char)('0' + size % 10);
        size /= 10;
    } while (size);
    if (value < 0)
        text[--at] = '-';
    eos_json_add_string(array, NULL, text + at);
}

static void add_values(eos_json *object, const eos_value_traits *traits)
{
    eos_json_add_int(object, "count", (long long)traits->count);
    eos_json_add_int(object, "nan", (long long)traits->nan_count);
    eos_json_add_int(object, "infinite", (long long)traits->infinite_count);
    eos_json_add_number(object, "minimum", traits->minimum);
    eos_json_add_number(object, "maximum", traits->maximum);
    eos_json_add_number(object, "sum", traits->sum + traits->sum_low);
    eos_json_add_number(object, "mean", eos_value_traits_mean(traits));
    eos_json_add_number(object, "variance", eos_value_traits_variance(traits));
    eos_json_add_bool(object, "integer", traits->is_integer);
    eos_json_add_bool(object, "constant", eos_value_traits_is_constant(traits));
    if (!traits->is_ordered_known)
        eos_json_add_null(object, "order");
    else
        eos_json_add_string(object, "order",
                            traits->is_ascending ? "ascending"
                                                 : (traits->is_descending ? "descending" : "none"));
    eos_json_add_bool(object, "more_classes", traits->has_more_classes);
    if (!traits->classes) {
        eos_json_add_null(object, "classes");
        return;
    }
    eos_json *classes = eos_json_array(object, "classes");
    for (uint32_t i = 0; i < traits->class_count; i++) {
        eos_json *pair = eos_json_array(classes, NULL);
        add_exact_int(pair, traits->classes[i].value);
        eos_json_add_int(pair, NULL, (long long)traits->classes[i].count);
    }
}

static void add_table_column(eos_json *object, const eos_table_column *column)
{
    eos_json_add_string(object, "name", column->name);
    eos_json_add_string(object, "type", eos_column_type_name((eos_column_type)column->type));
    eos_json_add_int(object, "missing", (long long)column->missing);
    eos_json_add_int(object, "texts", (long long)column->texts);
    if (column->distinct < 0)
        eos_json_add_null(object, "distinct");
    else
        eos_json_add_int(object, "distinct", (long long)column->distinct);
    eos_json_add_bool(object, "distinct_exact", column->is_distinct_exact);
    eos_json_add_bool(object, "grouped", column->is_grouped);
    eos_json_add_bool(object, "index", column->is_index);
    if (!column->classes) {
        eos_json_add_null(object, "text_classes");
        return;
    }
    eos_json *classes = eos_json_array(object, "text_classes");
    for (uint32_t i = 0; i < column->class_count; i++) {
        eos_json *pair = eos_json_array(classes, NULL);
        eos_json_add_string(pair, NULL, column->classes[i].text);
        eos_json_add_int(pair, NULL, (long long)column->classes[i].count);
    }
}

static void add_table(eos_json *root, const eos_table *table)
{
    char delimiter[] = {table->delimiter, '\0'};
    eos_json *object = eos_json_object(root, "table");
    eos_json_add_string(object, "delimiter", delimiter);
    eos_json_add_bool(object, "header", table->has_header);
    eos_json_add_bool(object, "header_certain", table->is_header_certain);
    eos_json_add_int(object, "short_rows", (long long)table->short_rows);
    eos_json_add_int(object, "long_rows", (long long)table->long_rows);
}

/* What an array has and a table has not. */
static void add_array(eos_json *root, const eos_traits *traits)
{
    eos_json_add_string(root, "dtype", eos_array_type_name((eos_array_type)traits->dtype));
    eos_json_add_string(root, "byte_order", traits->is_big_endian ? "big" : "little");
    eos_json_add_string(root, "layout", traits->is_fortran ? "F" : "C");
}

eos_json *eos_traits_to_json(eos_json *parent, const char *key, const eos_traits *traits)
{
    eos_json *root = eos_json_object(parent, key);
    eos_json_add_string(root, "format", traits->format);
    eos_json_add_string(root, "path", traits->path);
    if (traits->member)
        eos_json_add_string(root, "member", traits->member);
    if (traits->members) {
        eos_json *members = eos_json_array(root, "members");
        for (uint32_t i = 0; i < traits->member_count; i++)
            (void)eos_traits_to_json(members, NULL, traits->members[i]);
        return root;
    }
    if (traits->table)
        add_table(root, traits->table);
    else
        add_array(root, traits);
    eos_json *shape = eos_json_array(root, "shape");
    for (uint32_t i = 0; i < traits->rank; i++)
        eos_json_add_int(shape, NULL, (long long)traits->shape[i]);
    eos_json_add_int(root, "rows", (long long)traits->rows);
    eos_json_add_int(root, "bytes_read", (long long)traits->bytes_read);
    eos_json_add_bool(root, "exact", traits->is_exact);
    if (!traits->table)
        add_values(eos_json_object(root, "all"), &traits->all);
    if (traits->columns) {
        eos_json *columns = eos_json_array(root, "columns");
        for (uint32_t i = 0; i < traits->column_count; i++) {
            eos_json *column = eos_json_object(columns, NULL);
            if (traits->table)
                add_table_column(column, &traits->table->columns[i]);
            add_values(column, &traits->columns[i]);
        }
    } else {
        eos_json_add_null(root, "columns");
    }
    if (traits->row_facts.is_known) {
        eos_json *rows = eos_json_object(root, "row_facts");
        eos_json_add_bool(rows, "binary", traits->row_facts.is_binary);
        eos_json_add_int(rows, "with_none", (long long)traits->row_facts.rows_with_none);
        eos_json_add_int(rows, "with_one", (long long)traits->row_facts.rows_with_one);
        eos_json_add_int(rows, "with_many", (long long)traits->row_facts.rows_with_many);
    } else {
        eos_json_add_null(root, "row_facts");
    }
    return root;
}
