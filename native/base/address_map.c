/* SPDX-License-Identifier: MIT */
/* See address_map.h: open addressing with linear steps, at most half full. */
#include "base/address_map.h"

static eos_address_map make(eos_arena *arena, uint32_t capacity)
{
    return (eos_address_map){arena, EOS_NEW_ARRAY(arena, const void *, capacity),
                             EOS_NEW_ARRAY(arena, uint32_t, capacity), capacity - 1, 0};
}

eos_address_map eos_address_map_make(eos_arena *arena, uint32_t entries)
{
    uint32_t capacity = 4; /* most are of a few addresses, and very many are made */
    while (capacity / 2 < entries)
        capacity *= 2;
    return make(arena, capacity);
}

/* where `key` stands or would stand */
static uint32_t index_of(const eos_address_map *map, const void *key)
{
    uint32_t at = (uint32_t)(((uintptr_t)key >> 4) * 2654435761u) & map->mask;
    while (map->keys[at] != NULL && map->keys[at] != key)
        at = (at + 1) & map->mask;
    return at;
}

static void grow(eos_address_map *map)
{
    eos_address_map larger = make(map->arena, (map->mask + 1) * 2);
    for (uint32_t i = 0; i <= map->mask; i++) {
        if (map->keys[i] == NULL)
            continue;
        uint32_t at = index_of(&larger, map->keys[i]);
        larger.keys[at] = map->keys[i];
        larger.values[at] = map->values[i];
    }
    larger.count = map->count;
    *map = larger;
}

uint32_t *eos_address_map_place(eos_address_map *map, const void *key)
{
    uint32_t at = index_of(map, key);
    if (map->keys[at] == NULL) {
        if ((map->count + 1) * 2 > map->mask + 1) {
            grow(map);
            at = index_of(map, key);
        }
        map->keys[at] = key;
        map->count++;
    }
    return &map->values[at];
}

uint32_t eos_address_map_find(const eos_address_map *map, const void *key)
{
    uint32_t at = index_of(map, key);
    return map->keys[at] == key ? map->values[at] : 0;
}
