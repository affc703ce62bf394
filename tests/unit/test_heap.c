/* SPDX-License-Identifier: MIT */
/* Values, their joins, and the journal: what a branch changes, rolls back and merges. */
#include "unit.h"

#include "flow/heap.h"

static const eos_span HERE = {7, 0, 7, 4, 0};

static eos_value item(const eos_object *object, uint32_t index)
{
    return object->now.items->items[index].value;
}

static void joins_keep_few_alternatives_apart(void)
{
    UNIT_ARENA(arena) {
        eos_value joined = eos_integer(0);
        for (int64_t i = 1; i < EOS_LIMIT_ALTERNATIVES; i++)
            joined = eos_value_join(&arena, joined, eos_integer(i));
        UNIT_SAME_INT(joined.kind, EOS_VALUE_ONE_OF);
        UNIT_SAME_INT(eos_value_alternative_count(joined), EOS_LIMIT_ALTERNATIVES);
        joined = eos_value_join(&arena, joined, eos_integer(100));
        UNIT_SAME_INT(joined.kind, EOS_VALUE_INTERVAL);
        CU_ASSERT(joined.as.interval->minimum == 0.0 && joined.as.interval->maximum == 100.0);
    }
    UNIT_ARENA_END(arena);
}

static void unknown_wins_and_unbound_loses(void)
{
    UNIT_ARENA(arena) {
        eos_value unknown = eos_unknown("why");
        CU_ASSERT(eos_value_is_unknown(eos_value_join(&arena, eos_integer(1), unknown)));
        CU_ASSERT(eos_value_is_unknown(eos_value_join(&arena, unknown, eos_integer(1))));
        CU_ASSERT_FALSE(eos_value_equal(unknown, unknown));
        eos_value bound = eos_value_join(&arena, (eos_value){0}, eos_integer(3));
        UNIT_SAME_INT(bound.as.integer, 3);
        CU_ASSERT(eos_value_join(&arena, eos_integer(2), eos_integer(2)).kind == EOS_VALUE_INT);
        /* 1 and 1.0 and True are three things: a join never changes a type */
        CU_ASSERT(eos_value_join(&arena, eos_integer(1), eos_number(1.0)).kind == EOS_VALUE_ONE_OF);
    }
    UNIT_ARENA_END(arena);
}

static void values_show_as_programs_write_them(void)
{
    UNIT_ARENA(arena) {
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_number(0.1)), "0.1");
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_number(1.0)), "1.0");
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_number(1e-7)), "1e-07");
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_none()), "None");
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_unknown("x")), "?");
        eos_sequence *items = eos_sequence_copy(&arena, NULL, 1);
        items->items[items->count++].value = eos_integer(3);
        eos_value tuple = {.kind = EOS_VALUE_TUPLE, .as.items = items};
        UNIT_SAME_TEXT(eos_value_show(&arena, tuple), "(3,)");
    }
    UNIT_ARENA_END(arena);
}

static void origins_are_bounded(void)
{
    UNIT_ARENA(arena) {
        eos_value value = eos_integer(1);
        eos_span place = {0};
        for (uint32_t i = 0; i < 3 * EOS_LIMIT_ORIGIN_CHAIN; i++) {
            place.line = i + 1;
            value = eos_value_through(&arena, value, EOS_ORIGIN_NAME, place, NULL, NULL);
        }
        UNIT_SAME_INT(value.origin->length, EOS_LIMIT_ORIGIN_CHAIN);
        UNIT_SAME_INT(eos_origin_first(value.origin)->span.line, 1);
    }
    UNIT_ARENA_END(arena);
}

static void taking_a_delta_rolls_back(void)
{
    UNIT_ARENA(arena) {
        eos_heap heap;
        eos_heap_init(&heap, &arena);
        eos_value slot = eos_integer(1);
        eos_object *list = eos_heap_new(&heap, EOS_OBJECT_LIST, HERE);
        eos_list_append(&heap, list, eos_integer(10));
        eos_mark mark = eos_heap_mark(&heap);
        eos_heap_assign(&heap, &slot, eos_integer(2));
        eos_heap_assign(&heap, &slot, eos_integer(3));
        eos_list_append(&heap, list, eos_integer(11));
        eos_delta delta = eos_heap_take(&heap, mark);
        UNIT_SAME_INT(slot.as.integer, 1);
        UNIT_SAME_INT(eos_sequence_count(list->now.items), 1);
        UNIT_SAME_INT(delta.count, 2);
        eos_heap_apply(&heap, &delta);
        UNIT_SAME_INT(slot.as.integer, 3);
        UNIT_SAME_INT(item(list, 1).as.integer, 11);
    }
    UNIT_ARENA_END(arena);
}

static void merged_lists_keep_prefix_and_suffix(void)
{
    UNIT_ARENA(arena) {
        eos_heap heap;
        eos_heap_init(&heap, &arena);
        eos_object *list = eos_heap_new(&heap, EOS_OBJECT_LIST, HERE);
        eos_list_append(&heap, list, eos_integer(1));
        eos_mark mark = eos_heap_mark(&heap);
        eos_list_append(&heap, list, eos_integer(2));
        eos_list_append(&heap, list, eos_integer(9));
        eos_delta left = eos_heap_take(&heap, mark);
        eos_list_append(&heap, list, eos_integer(9));
        eos_delta right = eos_heap_take(&heap, mark);
        eos_heap_merge(&heap, &left, &right, HERE);
        UNIT_SAME_INT(eos_sequence_count(list->now.items), 3);
        UNIT_SAME_INT(list->now.items->items[0].presence, EOS_PRESENT);
        UNIT_SAME_INT(list->now.items->items[1].presence, EOS_MAYBE);
        UNIT_SAME_INT(list->now.items->items[1].condition.line, 7);
        UNIT_SAME_INT(list->now.items->items[2].presence, EOS_PRESENT);
        UNIT_SAME_INT(item(list, 2).as.integer, 9);
    }
    UNIT_ARENA_END(arena);
}

static void objects_of_one_side_stay_whole(void)
{
    UNIT_ARENA(arena) {
        eos_heap heap;
        eos_heap_init(&heap, &arena);
        eos_value slot = {0};
        eos_mark mark = eos_heap_mark(&heap);
        eos_object *made = eos_heap_new(&heap, EOS_OBJECT_LIST, HERE);
        eos_list_append(&heap, made, eos_integer(1));
        eos_heap_assign(&heap, &slot, (eos_value){.kind = EOS_VALUE_OBJECT, .as.object = made});
        eos_delta left = eos_heap_take(&heap, mark);
        eos_heap_assign(&heap, &slot, eos_none());
        eos_delta right = eos_heap_take(&heap, mark);
        eos_heap_merge(&heap, &left, &right, HERE);
        UNIT_SAME_INT(slot.kind, EOS_VALUE_ONE_OF);
        UNIT_SAME_INT(made->now.items->items[0].presence, EOS_PRESENT);
    }
    UNIT_ARENA_END(arena);
}

static void dicts_merge_by_key(void)
{
    UNIT_ARENA(arena) {
        eos_heap heap;
        eos_heap_init(&heap, &arena);
        eos_object *dict = eos_heap_new(&heap, EOS_OBJECT_DICT, HERE);
        eos_dict_set(&heap, dict, eos_integer(1), eos_integer(10));
        eos_mark mark = eos_heap_mark(&heap);
        eos_dict_set(&heap, dict, eos_integer(1), eos_integer(11));
        eos_delta left = eos_heap_take(&heap, mark);
        eos_dict_set(&heap, dict, eos_integer(2), eos_integer(20));
        eos_delta right = eos_heap_take(&heap, mark);
        eos_heap_merge(&heap, &left, &right, HERE);
        const eos_item *one = eos_entry_find(dict->now.items, eos_integer(1));
        const eos_item *two = eos_entry_find(dict->now.items, eos_integer(2));
        UNIT_SAME_INT(one->value.kind, EOS_VALUE_ONE_OF);
        UNIT_SAME_INT(one->presence, EOS_PRESENT);
        UNIT_SAME_INT(two->presence, EOS_MAYBE);
        eos_dict_set(&heap, dict, eos_unknown("any key"), eos_none());
        CU_ASSERT(dict->now.is_open);
    }
    UNIT_ARENA_END(arena);
}

static void old_snapshots_of_a_sequence_stay(void)
{
    UNIT_ARENA(arena) {
        const eos_sequence *one =
            eos_sequence_push(&arena, NULL, (eos_item){.value = eos_integer(1)});
        const eos_sequence *two =
            eos_sequence_push(&arena, one, (eos_item){.value = eos_integer(2)});
        const eos_sequence *other =
            eos_sequence_push(&arena, one, (eos_item){.value = eos_integer(3)});
        UNIT_SAME_INT(one->count, 1);
        UNIT_SAME_INT(two->items[1].value.as.integer, 2);
        UNIT_SAME_INT(other->items[1].value.as.integer, 3);
        CU_ASSERT_PTR_EQUAL(one->items, two->items); /* shared: pushing is not copying */
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"value: few alternatives stay apart, many become an interval",
     joins_keep_few_alternatives_apart},
    {"value: unknown wins a join, unbound loses it", unknown_wins_and_unbound_loses},
    {"value: shown as written", values_show_as_programs_write_them},
    {"value: origin chains are bounded", origins_are_bounded},
    {"heap: taking a delta rolls back", taking_a_delta_rolls_back},
    {"heap: merged lists keep prefix and suffix", merged_lists_keep_prefix_and_suffix},
    {"heap: what one side makes stays whole", objects_of_one_side_stay_whole},
    {"heap: dicts merge by key", dicts_merge_by_key},
    {"heap: snapshots of a sequence stay", old_snapshots_of_a_sequence_stay},
};
UNIT_SUITE(heap, tests)
