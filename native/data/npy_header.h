/* SPDX-License-Identifier: MIT */
/*
 * The head of an NPY file: what its numbers are and where they begin. Pure bytes in, record out;
 * the fuzz target and the tests call it directly.
 */
#ifndef EOS_DATA_NPY_HEADER_H
#define EOS_DATA_NPY_HEADER_H

#include "data/traits.h"

#define EOS_NPY_MAGIC "\x93NUMPY"
#define EOS_NPY_MAGIC_BYTES 6u
#define EOS_NPY_PREAMBLE_BYTES 12u /* magic, version and the longer of the two length fields */

typedef struct eos_npy_header {
    uint8_t dtype; /* eos_array_type */
    bool is_big_endian, is_fortran;
    uint32_t rank;
    uint64_t shape[EOS_LIMIT_RANK];
    uint64_t value_count; /* product of shape, 1 for a scalar; times the size fits 63 bits */
    uint64_t data_offset; /* bytes from the start of the file */
} eos_npy_header;

/**
 * Bytes of magic, version, length field and text together, from the first EOS_NPY_PREAMBLE_BYTES
 * bytes (fewer are refused). EOS_ERR_FORMAT: no NPY file or cut off; EOS_ERR_UNSUPPORTED: version
 * above 3; EOS_ERR_LIMIT: longer than EOS_LIMIT_NPY_HEADER.
 */
EOS_MUST_CHECK eos_status eos_npy_header_size(const uint8_t *bytes, size_t length, const char *path,
                                              size_t *size_out, eos_error *err);

/**
 * Reads a whole head of `length` bytes. EOS_ERR_FORMAT: not what numpy writes (offset in the
 * error); EOS_ERR_UNSUPPORTED: a type that is never or not yet read; EOS_ERR_LIMIT: too many
 * dimensions, or a shape whose size in bytes does not fit 63 bits.
 */
EOS_MUST_CHECK eos_status eos_npy_header_parse(const uint8_t *bytes, size_t length,
                                               const char *path, eos_npy_header *out,
                                               eos_error *err);

#endif
