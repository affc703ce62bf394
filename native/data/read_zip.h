/* SPDX-License-Identifier: MIT */
/*
 * The members of a zip file, NPZ included: where each stands and how it is packed. Reading one is a
 * stream's work (byte_stream.h), with the stream's bounds.
 */
#ifndef EOS_DATA_READ_ZIP_H
#define EOS_DATA_READ_ZIP_H

#include "data/byte_stream.h"
#include "base/arena.h"

typedef struct eos_zip_member {
    const char *name; /* as written in the zip; never used as a path */
    uint64_t head;    /* offset of its local head */
    uint64_t packed_size, size;
    uint16_t method; /* 0 = stored, 8 = deflate */
    bool is_encrypted;
} eos_zip_member;

/**
 * All members in the order of the central directory. EOS_ERR_FORMAT: no directory, or it points
 * outside the file; EOS_ERR_UNSUPPORTED: zip64 or several volumes; EOS_ERR_LIMIT: more members than
 * EOS_LIMIT_ZIP_MEMBERS.
 */
EOS_MUST_CHECK eos_status eos_zip_list(int fd, uint64_t file_size, const char *path,
                                       eos_arena *arena, eos_zip_member **members, uint32_t *count,
                                       eos_error *err);

/** A stream over one member. EOS_ERR_UNSUPPORTED: encrypted, or packed in another way. */
EOS_MUST_CHECK eos_status eos_zip_open(eos_byte_stream *stream, int fd, uint64_t file_size,
                                       const char *path, const eos_zip_member *member,
                                       eos_error *err);

#endif
