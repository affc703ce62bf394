/* SPDX-License-Identifier: MIT */
/*
 * IR of the files that programs import, kept from program to program: neighbours import the same
 * files, and parsing costs more than everything behind it. One cache per session, used by one thread
 * at a time.
 *
 * Cached IR and the programs that are judged with it share one table of texts, so that names compare
 * by address. When the cache has grown beyond EOS_LIMIT_MODULE_CACHE_BYTES it starts anew.
 */
#ifndef EOS_BINDING_MODULE_CACHE_H
#define EOS_BINDING_MODULE_CACHE_H

#include "state.h"

#include "base/vector.h"
#include "engine/judge.h"

typedef struct eos_cached_module {
    const char *path; /* absolute; its place in the list is the file's number, from 1 */
    char hash[65];    /* of the bytes that `module` or `reason` was made of; "" = none yet */
    const eos_ir_module *module;
    const char *reason;
} eos_cached_module;

typedef struct eos_module_cache {
    eos_arena arena; /* owned */
    eos_intern names;
    EOS_VECTOR(eos_cached_module) modules;
    bool is_ready;

    /* while a program is judged */
    const eos_core_state *state;
    PyThreadState *thread;                             /* ours, while the GIL is given back */
    PyObject *stop_type, *stop_value, *stop_traceback; /* an interrupt that came while parsing */
} eos_module_cache;

/** Before a program is lowered: makes the cache, or starts it anew when it is too large. False when
 *  memory is out. */
bool eos_module_cache_begin(eos_module_cache *cache, const eos_core_state *state);
void eos_module_cache_free(eos_module_cache *cache);

/** Gives the GIL back; between the two the parser may take it for the time of a parse. */
void eos_module_cache_leave_python(eos_module_cache *cache);
/** Takes the GIL again. False with the exception set when an interrupt came meanwhile. */
bool eos_module_cache_enter_python(eos_module_cache *cache);

eos_module_parser eos_module_cache_parser(eos_module_cache *cache);

#endif
