/* SPDX-License-Identifier: MIT */
/* Traits: blocks, merging at any split, class counts, labels. */
#include "unit.h"

#include "data/block_scan.h"
#include "data/label_traits.h"

#include <math.h>
#include <string.h>

enum { COUNT = 100003 };

static eos_value_traits scan_doubles(eos_arena *arena, const double *values, size_t count)
{
    eos_scan scan;
    eos_scan_init(&scan, arena, EOS_ARRAY_FLOAT64, 1, true);
    size_t block = eos_block_rows(1);
    for (size_t at = 0; at < count; at += block)
        eos_scan_add_block(&scan, values + at, count - at < block ? count - at : block);
    eos_scan_finish(&scan);
    return scan.columns[0];
}

static double *make_values(eos_arena *arena, int style)
{
    double *values = EOS_NEW_ARRAY(arena, double, COUNT);
    uint32_t state = 1;
    for (int i = 0; i < COUNT; i++) {
        state = state * 1664525u + 1013904223u;
        double random = (double)(state >> 8) / (1 << 24);
        values[i] = style == 0 ? 1e6 + random : (style == 1 ? (double)(state >> 27) : i);
    }
    return values;
}

static void merging_equals_reading_at_once(void)
{
    static const size_t splits[] = {0, 1, 16, 32768, 40000, COUNT - 1, COUNT};
    UNIT_ARENA(arena) {
        for (int style = 0; style < 3; style++) {
            const double *values = make_values(&arena, style);
            eos_value_traits whole = scan_doubles(&arena, values, COUNT);
            for (size_t s = 0; s < sizeof splits / sizeof *splits; s++) {
                eos_value_traits a = scan_doubles(&arena, values, splits[s]);
                eos_value_traits b = scan_doubles(&arena, values + splits[s], COUNT - splits[s]);
                eos_value_traits both = eos_value_traits_merge(&arena, &a, &b);
                UNIT_SAME_INT(both.count, COUNT);
                CU_ASSERT(both.minimum == whole.minimum && both.maximum == whole.maximum);
                CU_ASSERT(both.is_integer == whole.is_integer);
                CU_ASSERT(both.is_ascending == whole.is_ascending);
                CU_ASSERT(both.is_descending == whole.is_descending);
                UNIT_SAME_INT(both.class_count, whole.class_count);
                UNIT_SAME_INT(both.has_more_classes, whole.has_more_classes);
                int wrong = 0;
                for (uint32_t c = 0; c < whole.class_count && c < both.class_count; c++)
                    wrong += both.classes[c].value != whole.classes[c].value ||
                             both.classes[c].count != whole.classes[c].count;
                UNIT_SAME_INT(wrong, 0);
                double mean = eos_value_traits_mean(&whole),
                       variance = eos_value_traits_variance(&whole);
                CU_ASSERT_DOUBLE_EQUAL(eos_value_traits_mean(&both), mean, fabs(mean) * 1e-12);
                CU_ASSERT_DOUBLE_EQUAL(eos_value_traits_variance(&both), variance, variance * 1e-9);
            }
        }
    }
    UNIT_ARENA_END(arena);
}

/* A naive double checks the clever code: plain loops over one column of a wide block. */
static void columns_equal_plain_loops(void)
{
    static const uint32_t widths[] = {1, 2, 3, 15, 16, 17, 100, 255, 256};
    UNIT_ARENA(arena) {
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            uint32_t k = widths[w];
            size_t rows = eos_block_rows(k);
            float *values = EOS_NEW_ARRAY(&arena, float, rows *k);
            for (size_t i = 0; i < rows * k; i++)
                values[i] = (float)((i * 7919) % 1013) / 8.0f - 20.0f;
            eos_scan scan;
            eos_scan_init(&scan, &arena, EOS_ARRAY_FLOAT32, k, true);
            eos_scan_add_block(&scan, values, rows);
            eos_scan_finish(&scan);
            int wrong = 0;
            for (uint32_t c = 0; c < k; c++) {
                double sum = 0, m2 = 0, low = INFINITY, high = -INFINITY;
                for (size_t r = 0; r < rows; r++) {
                    double x = values[r * k + c];
                    sum += x; /* eighths: exact in any order */
                    low = x < low ? x : low;
                    high = x > high ? x : high;
                }
                for (size_t r = 0; r < rows; r++)
                    m2 += (values[r * k + c] - sum / (double)rows) *
                          (values[r * k + c] - sum / (double)rows);
                const eos_value_traits *t = &scan.columns[c];
                wrong += t->sum != sum || t->minimum != low || t->maximum != high ||
                         fabs(t->m2 - m2) > 1e-12 * m2;
            }
            UNIT_SAME_INT(wrong, 0);
        }
    }
    UNIT_ARENA_END(arena);
}

static void class_limit(void)
{
    UNIT_ARENA(arena) {
        for (int extra = 0; extra < 2; extra++) {
            eos_class_counter counter;
            eos_value_traits traits = eos_value_traits_none();
            eos_class_counter_init(&counter, &arena);
            for (int64_t i = 0; i < (int64_t)EOS_LIMIT_EXACT_CLASSES + extra; i++) {
                eos_class_counter_add(&counter, i * 1000003 - 5000000, 2);
                eos_class_counter_add(&counter, i * 1000003 - 5000000, 1);
            }
            eos_class_counter_finish(&counter, &traits);
            UNIT_SAME_INT(traits.has_more_classes, extra);
            UNIT_SAME_INT(traits.class_count, extra ? 0 : EOS_LIMIT_EXACT_CLASSES);
            if (!extra) {
                UNIT_SAME_INT(traits.classes[0].value, -5000000);
                UNIT_SAME_INT(traits.classes[0].count, 3);
            }
        }
        eos_class_counter edge;
        eos_value_traits traits = eos_value_traits_none();
        eos_class_counter_init(&edge, &arena);
        eos_class_counter_add(&edge, INT64_MIN, 1);
        eos_class_counter_add(&edge, INT64_MAX, 1);
        eos_class_counter_add(&edge, 0, 1);
        eos_class_counter_finish(&edge, &traits);
        UNIT_SAME_INT(traits.class_count, 3);
        CU_ASSERT(traits.classes[0].value == INT64_MIN && traits.classes[2].value == INT64_MAX);
    }
    UNIT_ARENA_END(arena);
}

/* A matrix of `rows` x `columns` bytes as traits, the way a reader fills them. */
static eos_traits *make_matrix(eos_arena *arena, const uint8_t *values, size_t rows,
                               uint32_t columns)
{
    eos_scan scan;
    eos_row_scan row_scan;
    eos_scan_init(&scan, arena, EOS_ARRAY_UINT8, columns, true);
    eos_row_scan_init(&row_scan, columns);
    eos_scan_add_block(&scan, values, rows);
    eos_row_scan_add(&row_scan, EOS_ARRAY_UINT8, values, rows * columns);
    eos_scan_finish(&scan);
    eos_traits *traits = EOS_NEW(arena, eos_traits);
    *traits = (eos_traits){.format = "NPY",
                           .path = "m.npy",
                           .dtype = EOS_ARRAY_UINT8,
                           .rank = 2,
                           .shape = {rows, columns},
                           .rows = rows,
                           .is_exact = true,
                           .columns = scan.columns,
                           .column_count = columns};
    traits->all = eos_value_traits_none();
    for (uint32_t c = 0; c < columns; c++)
        traits->all = eos_value_traits_merge(arena, &traits->all, &scan.columns[c]);
    if (columns > 1)
        traits->row_facts = eos_row_scan_finish(&row_scan);
    return traits;
}

static void labels(void)
{
    static const uint8_t one_hot[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0};
    static const uint8_t multi[] = {1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0};
    static const uint8_t table[] = {9, 0, 0, 8, 1, 1, 7, 0, 2, 6, 1, 2};
    UNIT_ARENA(arena) {
        eos_label_traits *l;
        eos_error err;
        eos_traits *t = make_matrix(&arena, one_hot, 4, 3);
        CU_ASSERT(eos_label_traits_find(&arena, t, NULL, &l, &err) == EOS_OK);
        UNIT_SAME_INT(l->encoding, EOS_LABEL_ONE_HOT);
        UNIT_SAME_INT(l->classes, 3);
        CU_ASSERT(eos_label_traits_find(&arena, make_matrix(&arena, multi, 4, 3), NULL, &l, &err) ==
                  EOS_OK);
        UNIT_SAME_INT(l->encoding, EOS_LABEL_MULTI_HOT);
        CU_ASSERT(eos_label_traits_find(&arena, make_matrix(&arena, one_hot, 1, 3), NULL, &l,
                                        &err) == EOS_OK);
        UNIT_SAME_INT(l->encoding, EOS_LABEL_UNKNOWN);
        t = make_matrix(&arena, table, 4, 3);
        CU_ASSERT(eos_label_traits_find(&arena, t, NULL, &l, &err) == EOS_OK);
        UNIT_SAME_INT(l->encoding, EOS_LABEL_UNKNOWN);
        CU_ASSERT_PTR_NOT_NULL(l->reason);
        CU_ASSERT(eos_label_traits_find(&arena, t, "-1", &l, &err) == EOS_OK);
        UNIT_SAME_INT(l->encoding, EOS_LABEL_INTEGER);
        UNIT_SAME_INT(l->classes, 3);
        UNIT_SAME_INT(l->maximum, 2);
        CU_ASSERT_TRUE(l->is_sorted);
        CU_ASSERT(eos_label_traits_find(&arena, t, "1", &l, &err) == EOS_OK);
        CU_ASSERT_FALSE(l->is_sorted);
        UNIT_SAME_INT(eos_label_traits_find(&arena, t, "3", &l, &err), EOS_ERR_USAGE);
        UNIT_SAME_INT(eos_label_traits_find(&arena, t, "-4", &l, &err), EOS_ERR_USAGE);
        UNIT_SAME_INT(eos_label_traits_find(&arena, t, "species", &l, &err), EOS_ERR_USAGE);
        CU_ASSERT(strstr(err.message, "species") != NULL);
    }
    UNIT_ARENA_END(arena);
}

static void matrices_merge(void)
{
    static const uint8_t values[] = {1, 0, 0, 1, 1, 0, 1, 1};
    UNIT_ARENA(arena) {
        eos_traits *both;
        eos_error err;
        CU_ASSERT(eos_traits_merge(&arena, make_matrix(&arena, values, 1, 2),
                                   make_matrix(&arena, values + 2, 3, 2), &both, &err) == EOS_OK);
        eos_traits *whole = make_matrix(&arena, values, 4, 2);
        UNIT_SAME_INT(both->rows, 4);
        UNIT_SAME_INT(both->row_facts.rows_with_one, 3);
        UNIT_SAME_INT(both->row_facts.rows_with_many, 1);
        /* the same JSON but for the fields of the file, which neither has */
        eos_json *a = eos_traits_to_json(NULL, NULL, both),
                 *b = eos_traits_to_json(NULL, NULL, whole);
        char *one = eos_json_print(a, false), *two = eos_json_print(b, false);
        UNIT_SAME_TEXT(one, two);
        eos_json_text_free(one);
        eos_json_text_free(two);
        eos_json_free(a);
        eos_json_free(b);
        UNIT_SAME_INT(
            eos_traits_merge(&arena, whole, make_matrix(&arena, values, 2, 4), &both, &err),
            EOS_ERR_USAGE);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"traits: merging parts equals reading at once", merging_equals_reading_at_once},
    {"traits: columns equal plain loops", columns_equal_plain_loops},
    {"traits: classes are counted up to the limit", class_limit},
    {"traits: labels by shape and target", labels},
    {"traits: matrices merge row-wise", matrices_merge},
};
UNIT_SUITE(traits, tests)
