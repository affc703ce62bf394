/* SPDX-License-Identifier: MIT */
/*
 * The symbols of the generated api_tables.c, for flow/api.c alone; everybody else uses flow/api.h.
 *
 * Every table is sorted by its key and has an index: open addressing over FNV-1a of the key, a slot
 * holds position + 1, 0 ends the search. The generator (schemas/api/embed.py) and api.c agree on
 * that and on nothing else.
 */
#ifndef EOS_FLOW_API_TABLES_H
#define EOS_FLOW_API_TABLES_H

#include "flow/api.h"

typedef struct eos_api_index {
    const uint16_t *slots;
    uint32_t mask; /* number of slots - 1; a power of two */
} eos_api_index;

typedef struct eos_api_pair {
    const char *written, *name;
} eos_api_pair;

typedef struct eos_api_string {
    const char *space, *name; /* the key is "space:name" */
    uint16_t entry;           /* position in eos_api_entries */
} eos_api_string;

extern const eos_api_entry eos_api_entries[];
extern const uint32_t eos_api_entry_count;
extern const eos_api_string eos_api_strings[];
extern const eos_api_dataset eos_api_datasets[];
extern const eos_api_pair eos_api_rewrite[]; /* old path -> canonical path, whole or as a prefix */
extern const eos_api_pair
    eos_api_collapse[];                      /* package -> where its sub-modules' names are found */
extern const eos_api_pair eos_api_bare[];    /* bare name -> canonical path */
extern const eos_api_pair eos_api_module[];  /* usual import name -> module path */
extern const eos_api_pair eos_api_library[]; /* first segments of library paths */
extern const eos_api_pair
    eos_api_space[]; /* modules that the tables speak for; name "*": with all that is below */

extern const eos_api_index eos_api_entry_index, eos_api_string_index, eos_api_dataset_index,
    eos_api_rewrite_index, eos_api_collapse_index, eos_api_bare_index, eos_api_module_index,
    eos_api_library_index, eos_api_space_index;

/* where classes with bare names are looked for, best place first; ends with NULL */
extern const char *const eos_api_keras_scopes[];
extern const char *const eos_api_torch_scopes[];

#endif
