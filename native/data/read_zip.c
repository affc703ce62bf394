/* SPDX-License-Identifier: MIT */
/*
 * The central directory of a zip. Sizes come from it alone: local heads may leave them out. Every
 * offset is checked against the file before use. The questionable decision: no zip64; a data set
 * beyond 4 GB in one zip is unpacked by its owner anyhow.
 */
#include "data/read_zip.h"

#include "base/limits.h"

#include <string.h>

#define END_BYTES 22u
#define TAIL_BYTES (END_BYTES + 65535u) /* a comment may follow the end record */
#define ENTRY_BYTES 46u
#define LOCAL_BYTES 30u

static uint32_t read_16(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static uint32_t read_32(const uint8_t *at)
{
    return read_16(at) | read_16(at + 2) << 16;
}

static eos_status fail_damaged(const char *path, eos_error *err)
{
    return eos_fail(err, EOS_ERR_FORMAT, path, "zip file is damaged or cut off");
}

/* The end record within the file's last bytes; NULL = none. */
static const uint8_t *find_end(const uint8_t *tail, size_t length)
{
    for (size_t at = length < END_BYTES ? 0 : length - END_BYTES + 1; at-- > 0;)
        if (memcmp(tail + at, "PK\x05\x06", 4) == 0 &&
            at + END_BYTES + read_16(tail + at + 20) <= length)
            return tail + at;
    return NULL;
}

static eos_status parse_entries(const uint8_t *at, size_t left, uint32_t count, const char *path,
                                eos_arena *arena, eos_zip_member *members, eos_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (left < ENTRY_BYTES || memcmp(at, "PK\x01\x02", 4) != 0)
            return fail_damaged(path, err);
        size_t name = read_16(at + 28),
               size = ENTRY_BYTES + name + read_16(at + 30) + read_16(at + 32);
        if (size > left)
            return fail_damaged(path, err);
        members[i] = (eos_zip_member){
            .name = eos_arena_copy(arena, at + ENTRY_BYTES, name),
            .head = read_32(at + 42),
            .packed_size = read_32(at + 20),
            .size = read_32(at + 24),
            .method = (uint16_t)read_16(at + 10),
            .is_encrypted = (read_16(at + 8) & 1) != 0,
        };
        if (members[i].packed_size == UINT32_MAX || members[i].size == UINT32_MAX)
            return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "not read yet: zip64");
        at += size;
        left -= size;
    }
    return EOS_OK;
}

eos_status eos_zip_list(int fd, uint64_t file_size, const char *path, eos_arena *arena,
                        eos_zip_member **members, uint32_t *count, eos_error *err)
{
    size_t length = file_size < TAIL_BYTES ? (size_t)file_size : TAIL_BYTES;
    uint8_t *tail = eos_arena_alloc(arena, length);
    eos_status status = eos_read_at(fd, tail, length, file_size - length, path, err);
    if (status != EOS_OK)
        return status;
    const uint8_t *end = find_end(tail, length);
    if (!end)
        return fail_damaged(path, err);
    uint64_t size = read_32(end + 12), start = read_32(end + 16);
    *count = read_16(end + 10);
    if (read_16(end + 4) != 0 || start == UINT32_MAX || *count == UINT16_MAX)
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "not read yet: zip64 or several volumes");
    if (*count > EOS_LIMIT_ZIP_MEMBERS)
        return eos_fail(err, EOS_ERR_LIMIT, path, "zip file of more than %u members",
                        EOS_LIMIT_ZIP_MEMBERS);
    if (start + size > file_size || (uint64_t)*count * ENTRY_BYTES > size)
        return fail_damaged(path, err);
    uint8_t *entries = eos_arena_alloc(arena, (size_t)size);
    status = eos_read_at(fd, entries, (size_t)size, start, path, err);
    if (status != EOS_OK)
        return status;
    *members = EOS_NEW_ARRAY(arena, eos_zip_member, *count);
    return parse_entries(entries, (size_t)size, *count, path, arena, *members, err);
}

eos_status eos_zip_open(eos_byte_stream *stream, int fd, uint64_t file_size, const char *path,
                        const eos_zip_member *member, eos_error *err)
{
    uint8_t local[LOCAL_BYTES];
    if (member->is_encrypted)
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "member %.100s is encrypted", member->name);
    if (member->method != 0 && member->method != 8)
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "member %.100s is packed by method %u",
                        member->name, member->method);
    if (member->head + LOCAL_BYTES > file_size)
        return fail_damaged(path, err);
    eos_status status = eos_read_at(fd, local, sizeof local, member->head, path, err);
    if (status != EOS_OK)
        return status;
    uint64_t data = member->head + LOCAL_BYTES + read_16(local + 26) + read_16(local + 28);
    if (memcmp(local, "PK\x03\x04", 4) != 0 || data + member->packed_size > file_size)
        return fail_damaged(path, err);
    return eos_byte_stream_open(stream, fd, data, member->packed_size,
                                member->method == 8 ? EOS_PACKING_DEFLATE : EOS_PACKING_NONE, path,
                                err);
}
