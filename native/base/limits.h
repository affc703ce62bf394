/* SPDX-License-Identifier: MIT */
/*
 * Every ceiling of eoslint stands here (design section 10), so that a reader sees at one glance what
 * the program refuses. A ceiling that is reached is said: as an entry in `not_judged` (flow), or as
 * an error of the reader (data, JSON, source). Opinions unless a source is named.
 */
#ifndef EOS_BASE_LIMITS_H
#define EOS_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* memory of one analysed file: the arena refuses beyond it (a 10 MB program needs about 1 GB) */
#define EOS_LIMIT_ARENA_BYTES ((size_t)2 << 30)
/* blocks that a session keeps from file to file */
#define EOS_LIMIT_POOL_BYTES ((size_t)16 << 20)
/* program text; larger files are not judged */
#define EOS_LIMIT_SOURCE_BYTES ((size_t)16 << 20)
/* syntax tree: CPython's own parser stops near 200 levels of brackets, generated trees may not */
#define EOS_LIMIT_AST_DEPTH 400
#define EOS_LIMIT_AST_NODES 4000000u
/* JSON read from files: nesting (cJSON's own limit is 1000) and size */
#define EOS_LIMIT_JSON_BYTES ((size_t)256 << 20)

/* abstract interpretation */
#define EOS_LIMIT_STEPS 400000u        /* expressions and statements evaluated per file */
#define EOS_LIMIT_IMPORTED_STEPS 8000u /* of these, in other files that the program imports */
#define EOS_LIMIT_IMPORTED_FILES 64u   /* other files of the repository read for one program */
#define EOS_LIMIT_LINTED_FILES 8u      /* of these when no single model is asked for */
#define EOS_LIMIT_MODULE_CACHE_BYTES ((size_t)256 << 20) /* IR of such files kept by one session */
#define EOS_LIMIT_CONCERN_FILES 24u    /* files looked at to learn whether a program concerns us */
#define EOS_LIMIT_CONCERN_LOOKUPS 48u  /* names of modules looked for to learn it */
#define EOS_LIMIT_STAR_IMPORTS 16u     /* star imports of one file that are followed */
#define EOS_LIMIT_IMPORT_LOOKUPS 4096u /* names of modules looked for, for one program */
#define EOS_LIMIT_ENTRY_STEPS 30000u   /* of them in one function that nothing calls */
#define EOS_LIMIT_ENTRIES_ABROAD 1000u /* steps in imported files, all such functions together */
#define EOS_LIMIT_ENTRIES_FILES 0u     /* files read for them that nothing else needed */
#define EOS_LIMIT_ENTRIES_STEPS 60000u /* of them in all such functions, before ... */
#define EOS_LIMIT_ENTRY_LEAST 1500u    /* ... each further one gets this many */
#define EOS_LIMIT_CALL_DEPTH 48u       /* the program's own functions, nested */
#define EOS_LIMIT_LOOP_ITERATIONS 256u /* unrolled iterations of one loop */
#define EOS_LIMIT_ACTIONS 1024u        /* training actions kept of one file, and loops */
#define EOS_LIMIT_REACHED 64u          /* losses whose way back to the parameters is looked for */
#define EOS_LIMIT_ASKED_ITERATIONS 2048u /* the same when a single model is asked for */
#define EOS_LIMIT_ALL_ITERATIONS 2048u   /* unrolled iterations of one file, all loops together */
#define EOS_LIMIT_MAYBE_ROUNDS 8u /* rounds run one by one behind a break that may be taken */
#define EOS_LIMIT_ALTERNATIVES 8u /* values that a join keeps apart (design section 2) */
#define EOS_LIMIT_JOIN_STEPS                                                                       \
    512 /* layers looked at to see whether one way of a join is part of another */
#define EOS_LIMIT_ORIGIN_CHAIN 16u /* places told of one value */
#define EOS_LIMIT_SEQUENCE 65536u  /* items of a list or dict that are followed one by one */
#define EOS_LIMIT_REWRITTEN_ITEMS 1000000u /* items copied by writes and merges of large dicts */
#define EOS_LIMIT_TEXT_BYTES 65536u        /* a string constant that the program computes */
#define EOS_LIMIT_BUILT_LAYERS 40000u      /* of models that libraries build, all of one file */
#define EOS_LIMIT_REGEX_STEPS 20000        /* of one search with a regular expression */
#define EOS_LIMIT_REGEX_KIB 1024           /* KiB of its memory */
#define EOS_LIMIT_REGEX_DEPTH 50           /* nested groups of a pattern */
#define EOS_LIMIT_COPIED_OBJECTS 4096u     /* objects that one deep copy makes */
#define EOS_LIMIT_RANK 16u                 /* dimensions of a shape */
#define EOS_LIMIT_WRAPPER_DEPTH 4u /* layers within layers: TimeDistributed(Bidirectional(..)) */

/* data files */
#define EOS_LIMIT_NPY_HEADER 65536u   /* bytes; numpy itself refuses above 10,000 by default */
#define EOS_LIMIT_EXACT_CLASSES 4096u /* distinct integer values counted one by one */
#define EOS_LIMIT_LINT_READ                                                                        \
    ((size_t)64 << 20) /* bytes of a data set read during lint (section 4) */

#define EOS_LIMIT_UNPACKED_BYTES ((uint64_t)16 << 30) /* that one packed file or member may give */
#define EOS_LIMIT_ZIP_MEMBERS 20000u
#define EOS_LIMIT_TABLE_ROW ((size_t)16 << 20) /* bytes of one row of a text table */
#define EOS_LIMIT_TABLE_COLUMNS 32768u
#define EOS_LIMIT_TABLE_THREADS 4u /* each has counters of its own: the bound of memory is theirs */

/* history */
#define EOS_LIMIT_BUSY_MS 10000                /* wait for another writer's lock */
#define EOS_LIMIT_GIT_BYTES ((size_t)64 << 20) /* output of one git call */
#define EOS_LIMIT_GIT_COMMITS 20000u /* commits looked through for an ancestor or a match */

#endif
