/* SPDX-License-Identifier: MIT */
/*
 * Plain and unpacked bytes: see byte_stream.h. The questionable decision: a bomb is told by what it
 * does, not by what its header says. Deflate cannot exceed 1032 to 1; data of that kind exist
 * (an image of zeros), so only beyond 256 MB is a ratio above 200 refused.
 */
#include "data/byte_stream.h"

#include "base/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define PACKED_BYTES ((size_t)64 << 10)
#define BOMB_BYTES ((uint64_t)256 << 20)
#define BOMB_RATIO 200u

typedef struct unpacker {
    z_stream zlib;
    bool is_between; /* a gzip member has ended */
    uint8_t bytes[PACKED_BYTES];
} unpacker;

eos_status eos_read_at(int fd, void *out, size_t length, uint64_t offset, const char *path,
                       eos_error *err)
{
    size_t done = 0;
    while (done < length) {
        ssize_t got = pread(fd, (char *)out + done, length - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            eos_status status =
                got < 0 ? eos_fail(err, EOS_ERR_IO, path, "cannot be read: %s", strerror(errno))
                        : eos_fail(err, EOS_ERR_FORMAT, path,
                                   "file became shorter while it was read: try again");
            if (err)
                err->offset = offset + done;
            return status;
        }
        done += (size_t)got;
    }
    return EOS_OK;
}

eos_status eos_byte_stream_open(eos_byte_stream *stream, int fd, uint64_t offset, uint64_t size,
                                eos_packing packing, const char *path, eos_error *err)
{
    *stream = (eos_byte_stream){
        .fd = fd, .path = path, .next = offset, .end = offset + size, .packing = packing};
    if (packing == EOS_PACKING_NONE)
        return EOS_OK;
    unpacker *u = calloc(1, sizeof *u);
    if (!u)
        return eos_fail(err, EOS_ERR_MEMORY, path, "not enough memory to unpack it");
    /* 16 more than the largest window: zlib reads the gzip head and checks the sum */
    if (inflateInit2(&u->zlib, packing == EOS_PACKING_GZIP ? 16 + MAX_WBITS : -MAX_WBITS) != Z_OK) {
        free(u);
        return eos_fail(err, EOS_ERR_MEMORY, path, "not enough memory to unpack it");
    }
    stream->unpacker = u;
    stream->limit = EOS_LIMIT_UNPACKED_BYTES;
    return EOS_OK;
}

void eos_byte_stream_release(eos_byte_stream *stream)
{
    unpacker *u = stream->unpacker;
    if (u)
        (void)inflateEnd(&u->zlib);
    free(u);
    stream->unpacker = NULL;
}

static eos_status fail_packed(const eos_byte_stream *stream, const char *what, eos_error *err)
{
    eos_status status = eos_fail(err, EOS_ERR_FORMAT, stream->path, "%s", what);
    if (err)
        err->offset = stream->next;
    return status;
}

static eos_status fill_input(eos_byte_stream *stream, unpacker *u, eos_error *err)
{
    if (u->zlib.avail_in || stream->next == stream->end)
        return EOS_OK;
    uint64_t left = stream->end - stream->next;
    size_t part = left < PACKED_BYTES ? (size_t)left : PACKED_BYTES;
    eos_status status = eos_read_at(stream->fd, u->bytes, part, stream->next, stream->path, err);
    if (status != EOS_OK)
        return status;
    stream->next += part;
    stream->packed += part;
    u->zlib.next_in = u->bytes;
    u->zlib.avail_in = (uInt)part;
    return EOS_OK;
}

/* Between two gzip members: another one, zeros that pad the file, or the end. */
static bool begin_member(eos_byte_stream *stream, unpacker *u)
{
    while (u->zlib.avail_in && *u->zlib.next_in == 0) {
        u->zlib.next_in++;
        u->zlib.avail_in--;
    }
    if (u->zlib.avail_in == 0) {
        stream->is_at_end = stream->next == stream->end;
        return false;
    }
    /* gzip itself warns about what follows and keeps the data */
    if (*u->zlib.next_in != 0x1F || inflateReset(&u->zlib) != Z_OK)
        stream->is_at_end = true;
    else
        u->is_between = false;
    return !stream->is_at_end;
}

static eos_status check_bomb(const eos_byte_stream *stream, eos_error *err)
{
    if (stream->limit && stream->done > stream->limit)
        return eos_fail(err, EOS_ERR_LIMIT, stream->path, "unpacks to more than %llu MB: not read",
                        (unsigned long long)(stream->limit >> 20));
    if (stream->done > BOMB_BYTES && stream->done / BOMB_RATIO > stream->packed)
        return eos_fail(err, EOS_ERR_LIMIT, stream->path,
                        "unpacks to more than %u times its size: not read", BOMB_RATIO);
    return EOS_OK;
}

static eos_status unpack(eos_byte_stream *stream, uint8_t *out, size_t wanted, size_t *got,
                         eos_error *err)
{
    unpacker *u = stream->unpacker;
    u->zlib.next_out = out;
    u->zlib.avail_out = (uInt)wanted;
    while (u->zlib.avail_out && !stream->is_at_end) {
        eos_status status = fill_input(stream, u, err);
        if (status != EOS_OK)
            return status;
        if (u->is_between && !begin_member(stream, u))
            continue;
        uInt before = u->zlib.avail_in, space = u->zlib.avail_out;
        int answer = inflate(&u->zlib, Z_NO_FLUSH);
        if (answer == Z_STREAM_END) {
            u->is_between = stream->packing == EOS_PACKING_GZIP;
            stream->is_at_end = !u->is_between;
        } else if (answer == Z_MEM_ERROR) {
            return eos_fail(err, EOS_ERR_MEMORY, stream->path, "not enough memory to unpack it");
        } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
            return fail_packed(stream, "packed bytes are damaged: copy or pack it again", err);
        } else if (u->zlib.avail_in == before && u->zlib.avail_out == space &&
                   stream->next == stream->end) {
            return fail_packed(stream, "packed file is cut off: copy or pack it again", err);
        }
    }
    *got = wanted - u->zlib.avail_out;
    stream->done += *got;
    return check_bomb(stream, err);
}

eos_status eos_byte_stream_read(eos_byte_stream *stream, void *out, size_t wanted, size_t *got,
                                eos_error *err)
{
    *got = 0;
    if (stream->unpacker) {
        /* zlib counts in unsigned int */
        uint8_t *at = out;
        while (*got < wanted && !stream->is_at_end) {
            size_t part = wanted - *got < BOMB_BYTES ? wanted - *got : (size_t)BOMB_BYTES, some = 0;
            eos_status status = unpack(stream, at + *got, part, &some, err);
            if (status != EOS_OK)
                return status;
            *got += some;
        }
        return EOS_OK;
    }
    uint64_t left = stream->end - stream->next;
    size_t part = left < wanted ? (size_t)left : wanted;
    eos_status status = eos_read_at(stream->fd, out, part, stream->next, stream->path, err);
    if (status != EOS_OK)
        return status;
    stream->next += part;
    stream->packed += part;
    stream->done += part;
    stream->is_at_end = stream->next == stream->end;
    *got = part;
    return EOS_OK;
}
