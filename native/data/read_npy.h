/* SPDX-License-Identifier: MIT */
/*
 * Traits of an NPY file that is already open. Callers use eos_data_describe (reader.h), which
 * opens, chooses the reader and closes; the fuzz target calls this one on a file in memory.
 */
#ifndef EOS_DATA_READ_NPY_H
#define EOS_DATA_READ_NPY_H

#include "data/byte_stream.h"
#include "data/npy_header.h"
#include "data/traits.h"

/**
 * Reads `file_size` bytes from `fd` (pread only, the position is not used) in one pass with about a
 * megabyte of buffers. *out lives in `arena`. Errors: those of eos_npy_header_parse; EOS_ERR_FORMAT
 * when the file is shorter than its shape says; EOS_ERR_IO. The arena's guard may be jumped to: the
 * caller keeps `fd` where its guard finds it.
 */
EOS_MUST_CHECK eos_status eos_npy_describe(int fd, uint64_t file_size, const char *path,
                                           eos_arena *arena, eos_traits **out, eos_error *err);

/** The same for an array out of a packed file. Two-dimensional Fortran order is described as a whole. */
EOS_MUST_CHECK eos_status eos_npy_describe_stream(eos_byte_stream *stream, eos_arena *arena,
                                                  eos_traits **out, eos_error *err);

/** Values whose head is known from elsewhere (IDX); the stream stands before the first of them. */
EOS_MUST_CHECK eos_status eos_array_describe_stream(eos_byte_stream *stream,
                                                    const eos_npy_header *head, const char *format,
                                                    eos_arena *arena, eos_traits **out,
                                                    eos_error *err);

#endif
