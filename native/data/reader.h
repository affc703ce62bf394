/* SPDX-License-Identifier: MIT */
/*
 * The door to data files: opens one, finds its format by content, lets the right reader describe
 * it. To add a format: read_x.c, and one line in `formats` of reader.c.
 */
#ifndef EOS_DATA_READER_H
#define EOS_DATA_READER_H

#include "data/traits.h"

#define EOS_IDENTITY_HEX 65 /* SHA-256 in hex and the NUL */

/**
 * Traits of the file at `path`, in `arena`. `size_limit` in bytes, 0 = none; during lint it is
 * EOS_LIMIT_LINT_READ. Errors name `path` and, where it helps, the byte offset:
 *   EOS_ERR_IO           missing, unreadable, or no regular file (FIFOs and devices are refused)
 *   EOS_ERR_UNSUPPORTED  "not read yet: CSV" and the like: a format or element type without reader
 *   EOS_ERR_LIMIT        larger than `size_limit` (the message names `eoslint traits`) or limits.h
 *   EOS_ERR_FORMAT       damaged
 *   EOS_ERR_MEMORY       the arena is full
 */
EOS_MUST_CHECK eos_status eos_data_describe(const char *path, uint64_t size_limit, eos_arena *arena,
                                            eos_traits **out, eos_error *err);

/**
 * A cheap identity: SHA-256 over size, time of change and the first and last 64 KB, in hex. It
 * changes when the content changes, except for an edit in the middle that keeps size and time.
 * EOS_ERR_IO when the file cannot be read; a folder's identity is its own size and time.
 */
EOS_MUST_CHECK eos_status eos_data_identity(const char *path, char hex[EOS_IDENTITY_HEX],
                                            eos_error *err);

#endif
