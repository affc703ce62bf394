/* SPDX-License-Identifier: MIT */
/*
 * IDX, the format of MNIST and its relatives: arrays of one type, big-endian.
 *
 *   0 0 type rank | size of each dimension, 4 bytes | values
 */
#ifndef EOS_DATA_READ_IDX_H
#define EOS_DATA_READ_IDX_H

#include "data/byte_stream.h"
#include "data/traits.h"

/** Do these bytes begin an IDX file? Four bytes at least. */
bool eos_idx_is_head(const uint8_t *bytes, size_t length);

/** EOS_ERR_FORMAT when values are missing or left over; EOS_ERR_LIMIT for a shape beyond 2^62 bytes. */
EOS_MUST_CHECK eos_status eos_idx_describe(eos_byte_stream *stream, eos_arena *arena,
                                           eos_traits **out, eos_error *err);

#endif
