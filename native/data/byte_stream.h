/* SPDX-License-Identifier: MIT */
/*
 * Bytes in order, from a plain file or out of a compressed part of one (gzip, a member of a zip), so
 * that readers need not know which. Relies on zlib, which stays behind byte_stream.c.
 *
 * The stream borrows the file descriptor and reads it with pread only. Its own memory is malloc'ed:
 * hold a stream where an arena's guard finds it, and release it there.
 */
#ifndef EOS_DATA_BYTE_STREAM_H
#define EOS_DATA_BYTE_STREAM_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum eos_packing {
    EOS_PACKING_NONE,
    EOS_PACKING_GZIP,   /* one gzip member or several, checksums verified */
    EOS_PACKING_DEFLATE /* bare deflate, as in a zip */
} eos_packing;

typedef struct eos_byte_stream {
    int fd;
    const char *path;   /* for errors */
    uint64_t next, end; /* the part of the file that is still to be read */
    uint64_t packed;    /* bytes of the file read so far */
    uint64_t done;      /* bytes given out so far */
    uint64_t limit;     /* bytes that may be given out; 0 = EOS_LIMIT_UNPACKED_BYTES if packed */
    eos_packing packing;
    bool is_at_end;
    void *unpacker; /* owned: zlib's state and an input buffer; NULL when plain or released */
} eos_byte_stream;

/** The `size` bytes of `fd` from `offset` on. EOS_ERR_MEMORY when zlib has none. */
EOS_MUST_CHECK eos_status eos_byte_stream_open(eos_byte_stream *stream, int fd, uint64_t offset,
                                               uint64_t size, eos_packing packing, const char *path,
                                               eos_error *err);
void eos_byte_stream_release(eos_byte_stream *stream);

/**
 * Up to `wanted` bytes; *got is less only at the end. EOS_ERR_FORMAT when packed bytes are damaged
 * or cut off, EOS_ERR_LIMIT when they unpack to more than allowed: `limit`, or a ratio that only a
 * bomb has. EOS_ERR_IO; EOS_ERR_FORMAT too when the file became shorter.
 */
EOS_MUST_CHECK eos_status eos_byte_stream_read(eos_byte_stream *stream, void *out, size_t wanted,
                                               size_t *got, eos_error *err);

/** pread until `length` bytes are there; errors as above. */
EOS_MUST_CHECK eos_status eos_read_at(int fd, void *out, size_t length, uint64_t offset,
                                      const char *path, eos_error *err);

#endif
