/* SPDX-License-Identifier: MIT */
/*
 * The key of a judgement: what it depends on, in one hash. Two judgements with one key are the same
 * judgement, so the cache may answer instead of the interpreter.
 *
 * Questionable: the program's path is not in it. Findings hold no path, and what depends on the path
 * (which data sets belong to the program) enters through the data sets themselves; so a file that was
 * moved need not be judged again.
 */
#include "engine/dataset.h"

#define KEY_ARENA_BYTES ((size_t)64 << 20)

void eos_judge_key(eos_judgement *judgement, const eos_source *source, const eos_config *config)
{
    eos_hasher hasher;
    eos_digest text = eos_digest_source(source->text, source->length);
    eos_digest_hex(&text, sizeof text.bytes, judgement->source_hash);
    eos_hasher_init(&hasher);
    eos_hasher_add_field(&hasher, "judgement 1"); /* form of the key itself */
    eos_hasher_add_field(&hasher, EOS_VERSION);
    eos_hasher_add_field(&hasher, judgement->source_hash);
    eos_hasher_add(&hasher, config->digest.bytes, sizeof config->digest.bytes);
    eos_cells_hash(&hasher, source->cells);
    eos_arena arena;
    eos_arena_init(&arena, KEY_ARENA_BYTES);
    EOS_ARENA_TRY(&arena, guard)
        eos_datasets datasets = {0};
    eos_datasets_find(&datasets, &arena, source, config);
    eos_datasets_hash(&hasher, &datasets);
    EOS_ARENA_CATCH(&arena, guard)
        /* the judge meets the same shortage and says it; this key must not meet a cached answer */
        eos_hasher_add_field(&hasher, "out of memory");
    EOS_ARENA_END;
    eos_arena_release(&arena);
    eos_digest key = eos_hasher_finish(&hasher);
    eos_digest_hex(&key, sizeof key.bytes, judgement->key);
}
