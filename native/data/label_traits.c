/* SPDX-License-Identifier: MIT */
/*
 * From traits to labels. Relies on the column facts of traits.h alone. The questionable decision: a
 * matrix of 0 and 1 without a named column is read as indicators only from two rows on, since a
 * single row proves nothing about the others.
 */
#include "data/label_traits.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *eos_label_kind_name(eos_label_kind encoding)
{
    static const char *const names[] = {"unknown",   "integer",    "one-hot",
                                        "multi-hot", "continuous", "text"};
    return names[encoding];
}

static void set_column(eos_label_traits *labels, const eos_value_traits *column)
{
    labels->values = column;
    labels->minimum = column->minimum;
    labels->maximum = column->maximum;
    labels->nan_count = column->nan_count;
    labels->is_sorted = column->is_ordered_known && column->count > 1 &&
                        (column->is_ascending || column->is_descending);
    if (eos_value_traits_finite(column) == 0) {
        labels->reason = column->count ? "no finite value" : "no rows";
    } else if (column->infinite_count) {
        labels->reason = "infinite values";
    } else if (column->is_integer) {
        labels->encoding = EOS_LABEL_INTEGER;
        labels->classes = column->class_count;
        labels->has_more_classes = column->has_more_classes;
    } else {
        labels->encoding = EOS_LABEL_CONTINUOUS;
    }
}

/* A whole number with sign and nothing else. */
static bool parse_column(const char *text, long long *out)
{
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0';
}

/* A table's column, which may hold words. */
static void set_table_column(eos_label_traits *labels, const eos_traits *traits, uint32_t index)
{
    const eos_table_column *column = &traits->table->columns[index];
    set_column(labels, &traits->columns[index]);
    labels->is_float = column->type == EOS_COLUMN_FLOAT;
    labels->missing = column->missing;
    if (column->texts == 0)
        return;
    labels->encoding = EOS_LABEL_UNKNOWN;
    labels->classes = 0;
    labels->has_more_classes = false;
    if (column->type == EOS_COLUMN_MIXED) {
        labels->reason = "numbers and words in one column";
        return;
    }
    labels->reason = NULL;
    labels->encoding = EOS_LABEL_TEXT;
    labels->classes = column->class_count;
    labels->has_more_classes = !column->classes;
    labels->is_sorted = column->is_grouped;
}

/* Index of the column with this name; -1 = none. */
static long long find_name(const eos_traits *traits, const char *name)
{
    for (uint32_t c = 0; traits->table && c < traits->column_count; c++)
        if (*name && strcmp(traits->table->columns[c].name, name) == 0)
            return (long long)c;
    return -1;
}

static eos_status fail_name(const eos_traits *traits, const char *target, eos_error *err)
{
    if (!traits->table)
        return eos_fail(err, EOS_ERR_USAGE, traits->path,
                        "target \"%.100s\": this array has no column names, give a column number",
                        target);
    if (!traits->table->has_header)
        return eos_fail(err, EOS_ERR_USAGE, traits->path,
                        "target \"%.100s\": this table has no header, give a column number",
                        target);
    return eos_fail(err, EOS_ERR_USAGE, traits->path,
                    "target \"%.100s\": no such column; the last one is \"%.100s\"", target,
                    traits->table->columns[traits->column_count - 1].name);
}

static eos_status set_target(eos_label_traits *labels, const eos_traits *traits, const char *target,
                             eos_error *err)
{
    long long column = find_name(traits, target);
    if (column < 0 && !parse_column(target, &column))
        return fail_name(traits, target, err);
    long long width = traits->rank == 1 ? 1 : (traits->rank == 2 ? (long long)traits->shape[1] : 0);
    if (width == 0) {
        labels->reason = "a target column needs an array of one or two dimensions";
        return EOS_OK;
    }
    if (column < -width || column >= width)
        return eos_fail(err, EOS_ERR_USAGE, traits->path,
                        "target column %lld: the %s has %lld (0 to %lld)", column,
                        traits->table ? "table" : "array", width, width - 1);
    if (column < 0)
        column += width;
    if (column >= (long long)traits->column_count)
        labels->reason = "too many columns to describe them one by one";
    else if (traits->table)
        set_table_column(labels, traits, (uint32_t)column);
    else
        set_column(labels, &traits->columns[column]);
    return EOS_OK;
}

static void guess_target(eos_label_traits *labels, const eos_traits *traits)
{
    const eos_row_traits *rows = &traits->row_facts;
    if (traits->column_count == 1) {
        if (traits->table)
            set_table_column(labels, traits, 0);
        else
            set_column(labels, &traits->columns[0]);
        return;
    }
    if (traits->table) {
        labels->reason = traits->table->has_header
                             ? "several columns: name the target column"
                             : "several columns: name the target column by its number";
        return;
    }
    labels->values = &traits->all;
    labels->minimum = traits->all.minimum;
    labels->maximum = traits->all.maximum;
    labels->nan_count = traits->all.nan_count;
    if (rows->is_known && rows->is_binary && traits->rows >= 2) {
        labels->classes = traits->shape[1];
        labels->encoding =
            rows->rows_with_one == traits->rows ? EOS_LABEL_ONE_HOT : EOS_LABEL_MULTI_HOT;
    } else if (traits->rank == 2) {
        labels->reason = "several columns: name the target column by its number";
    } else {
        labels->reason = "neither one column nor rows of indicators";
    }
}

/* "y_train" is y_train.npy in the zip. */
static bool is_member(const char *member, const char *target)
{
    size_t length = strlen(target);
    return member && strncmp(member, target, length) == 0 &&
           (member[length] == '\0' || strcmp(member + length, ".npy") == 0);
}

/* The member that is named, as a file of its own; NULL = none. */
static const eos_traits *find_member(const eos_traits *traits, const char *target)
{
    for (uint32_t i = 0; target && i < traits->member_count; i++)
        if (is_member(traits->members[i]->member, target))
            return traits->members[i];
    return NULL;
}

eos_status eos_label_traits_find(eos_arena *arena, const eos_traits *traits, const char *target,
                                 eos_label_traits **out, eos_error *err)
{
    eos_label_traits *labels = EOS_NEW(arena, eos_label_traits);
    labels->minimum = labels->maximum = NAN;
    labels->path = traits->path;
    if (traits->members) {
        const eos_traits *member = find_member(traits, target);
        if (!member && target && *target)
            return eos_fail(err, EOS_ERR_USAGE, traits->path,
                            "target \"%.100s\": no such array; the first one is \"%.100s\"", target,
                            traits->members[0]->member);
        if (member)
            return eos_label_traits_find(arena, member, NULL, out, err);
        labels->reason = "several arrays: name the one that holds the labels";
        *out = labels;
        return EOS_OK;
    }
    labels->rows = traits->rows;
    labels->is_float = traits->dtype >= EOS_ARRAY_FLOAT16;
    labels->is_exact = traits->is_exact;
    labels->path = traits->path;
    labels->target = target;
    if (target && *target) {
        eos_status status = set_target(labels, traits, target, err);
        if (status != EOS_OK)
            return status;
    } else {
        guess_target(labels, traits);
    }
    *out = labels;
    return EOS_OK;
}

eos_json *eos_label_traits_to_json(eos_json *parent, const char *key,
                                   const eos_label_traits *labels)
{
    eos_json *root = eos_json_object(parent, key);
    eos_json_add_string(root, "encoding", eos_label_kind_name((eos_label_kind)labels->encoding));
    if (labels->classes)
        eos_json_add_int(root, "classes", (long long)labels->classes);
    else
        eos_json_add_null(root, "classes");
    eos_json_add_bool(root, "more_classes", labels->has_more_classes);
    eos_json_add_number(root, "minimum", labels->minimum);
    eos_json_add_number(root, "maximum", labels->maximum);
    eos_json_add_int(root, "rows", (long long)labels->rows);
    eos_json_add_int(root, "nan", (long long)labels->nan_count);
    eos_json_add_int(root, "missing", (long long)labels->missing);
    eos_json_add_bool(root, "float", labels->is_float);
    eos_json_add_bool(root, "sorted", labels->is_sorted);
    eos_json_add_bool(root, "exact", labels->is_exact);
    eos_json_add_string(root, "target", labels->target);
    eos_json_add_string(root, "reason", labels->reason);
    return root;
}
