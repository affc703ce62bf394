/* SPDX-License-Identifier: MIT */
/*
 * Status codes and the error record. A function that can fail returns eos_status and takes an
 * `eos_error *err` last (may be NULL); data leave through out parameters. Who meets an error fills
 * the record once with what, where and what to do; who passes it on changes nothing.
 * A record belongs to the caller; nothing here is global.
 */
#ifndef EOS_BASE_ERROR_H
#define EOS_BASE_ERROR_H

#include "base/banned.h"
#include <stdint.h>

typedef enum eos_status {
    EOS_OK = 0,
    EOS_ERR_MEMORY = -1,   /* out of memory or beyond EOS_LIMIT_ARENA_BYTES */
    EOS_ERR_IO = -2,       /* the operating system refused: open, read, stat, spawn */
    EOS_ERR_FORMAT = -3,   /* input is not what it should be: JSON, NPY, source */
    EOS_ERR_LIMIT = -4,    /* a ceiling of limits.h was reached */
    EOS_ERR_BUSY = -5,     /* database locked by another process for longer than we wait */
    EOS_ERR_DAMAGED = -6,  /* database is no database, or its pages are broken */
    EOS_ERR_NEWER = -7,    /* database made by a newer eoslint; never touched */
    EOS_ERR_READONLY = -8, /* database or folder cannot be written */
    EOS_ERR_USAGE =
        -9, /* the caller asked for something that does not exist: option, rule, column */
    EOS_ERR_UNSUPPORTED = -10, /* understood, but not read yet (a data format) */
    EOS_ERR_INTERNAL = -11     /* our own mistake; reported as EOS900 */
} eos_status;

typedef struct eos_error {
    eos_status code;
    uint32_t line;      /* 1-based; 0 = not about a line */
    uint32_t column;    /* 1-based; 0 = not about a column */
    uint64_t offset;    /* byte offset in a data file; 0 = not about one */
    char path[1024];    /* "" = not about a file; cut at the front if longer */
    char message[1024]; /* one line, impersonal, without the path */
} eos_error;

#if defined(__GNUC__)
#define EOS_PRINTF(format_index, first) __attribute__((format(printf, format_index, first)))
#define EOS_MUST_CHECK __attribute__((warn_unused_result))
#else
#define EOS_PRINTF(format_index, first)
#define EOS_MUST_CHECK
#endif

/** Fills `err` (may be NULL) and returns `code`, so a caller writes `return eos_fail(err, ...)`. */
eos_status eos_fail(eos_error *err, eos_status code, const char *path, const char *format, ...)
    EOS_PRINTF(4, 5);

/** The short constant name of a status ("io", "format", "busy", ...), for JSON and tests. */
const char *eos_status_name(eos_status code);

#endif
