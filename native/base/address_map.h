/* SPDX-License-Identifier: MIT */
/* From an address to a small number: what was seen already, and where. Grows; nothing is removed. */
#ifndef EOS_BASE_ADDRESS_MAP_H
#define EOS_BASE_ADDRESS_MAP_H

#include "base/arena.h"
#include <stdint.h>

typedef struct eos_address_map {
    eos_arena *arena;
    const void **keys;
    uint32_t *values;
    uint32_t mask, count;
} eos_address_map;

/** For about `entries` addresses; more are taken too. */
eos_address_map eos_address_map_make(eos_arena *arena, uint32_t entries);
/** The place of `key`, to be read and written until the next call; its value is 0 when the key is new. */
uint32_t *eos_address_map_place(eos_address_map *map, const void *key);
/** Its value; 0 = not there. */
uint32_t eos_address_map_find(const eos_address_map *map, const void *key);

#endif
