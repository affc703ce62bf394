/* SPDX-License-Identifier: MIT */
/*
 * IDX to traits. The head has no text that marks it, so values that are left over are an error: they
 * tell that this is something else, or damaged.
 */
#include "data/read_idx.h"

#include "data/read_npy.h"

#define MOST_DIMENSIONS 8u /* known files have up to 4 */

/* eos_array_type of a type byte; -1 = none. */
static int find_type(uint8_t code)
{
    switch (code) {
    case 0x08:
        return EOS_ARRAY_UINT8;
    case 0x09:
        return EOS_ARRAY_INT8;
    case 0x0B:
        return EOS_ARRAY_INT16;
    case 0x0C:
        return EOS_ARRAY_INT32;
    case 0x0D:
        return EOS_ARRAY_FLOAT32;
    case 0x0E:
        return EOS_ARRAY_FLOAT64;
    default:
        return -1;
    }
}

bool eos_idx_is_head(const uint8_t *bytes, size_t length)
{
    return length >= 4 && bytes[0] == 0 && bytes[1] == 0 && find_type(bytes[2]) >= 0 &&
           bytes[3] >= 1 && bytes[3] <= MOST_DIMENSIONS;
}

eos_status eos_idx_describe(eos_byte_stream *stream, eos_arena *arena, eos_traits **out,
                            eos_error *err)
{
    uint8_t bytes[4 + 4 * MOST_DIMENSIONS];
    size_t got = 0;
    eos_status status = eos_byte_stream_read(stream, bytes, 4, &got, err);
    if (status != EOS_OK)
        return status;
    if (!eos_idx_is_head(bytes, got))
        return eos_fail(err, EOS_ERR_FORMAT, stream->path, "no IDX file");
    eos_npy_header head = {.dtype = (uint8_t)find_type(bytes[2]),
                           .is_big_endian = true,
                           .rank = bytes[3],
                           .value_count = 1,
                           .data_offset = 4 + 4 * (uint64_t)bytes[3]};
    status = eos_byte_stream_read(stream, bytes + 4, (size_t)4 * head.rank, &got, err);
    if (status == EOS_OK && got < (size_t)4 * head.rank)
        status = eos_fail(err, EOS_ERR_FORMAT, stream->path, "IDX file cut off in its head");
    if (status != EOS_OK)
        return status;
    for (uint32_t i = 0; i < head.rank; i++) {
        const uint8_t *at = bytes + 4 + (size_t)4 * i;
        uint64_t size =
            (uint64_t)at[0] << 24 | (uint64_t)at[1] << 16 | (uint64_t)at[2] << 8 | at[3];
        head.shape[i] = size;
        if (size && head.value_count > (UINT64_C(1) << 59) / size)
            return eos_fail(err, EOS_ERR_LIMIT, stream->path, "shape is too large to be true");
        head.value_count *= size;
    }
    status = eos_array_describe_stream(stream, &head, "IDX", arena, out, err);
    if (status != EOS_OK)
        return status;
    status = eos_byte_stream_read(stream, bytes, 1, &got, err);
    if (status == EOS_OK && got)
        status = eos_fail(err, EOS_ERR_FORMAT, stream->path,
                          "bytes are left over behind the values of the IDX file");
    return status;
}
