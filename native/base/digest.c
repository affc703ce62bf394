/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 through libmd.
 *
 * Questionable: eos_hasher holds libmd's context as bytes, so that sha2.h stays out of the header
 * and no hasher needs an allocation. The union is aligned for it and its size is asserted below;
 * libmd's functions are the only code that reads the bytes.
 */
#include "base/digest.h"

#include "base/error.h"
#include <sha2.h>
#include <string.h>

_Static_assert(sizeof(SHA2_CTX) <= sizeof(((eos_hasher *)0)->state), "eos_hasher is too small");
_Static_assert(_Alignof(SHA2_CTX) <= _Alignof(eos_hasher), "eos_hasher is not aligned for libmd");
_Static_assert(SHA256_DIGEST_LENGTH == sizeof(((eos_digest *)0)->bytes), "SHA-256 has 32 bytes");

static SHA2_CTX *context_of(eos_hasher *hasher)
{
    return (SHA2_CTX *)(void *)&hasher->state;
}

void eos_hasher_init(eos_hasher *hasher)
{
    memset(hasher, 0, sizeof *hasher);
    SHA256Init(context_of(hasher));
}

void eos_hasher_add(eos_hasher *hasher, const void *data, size_t length)
{
    if (length)
        SHA256Update(context_of(hasher), data, length);
}

/* One mark byte (0 = no text, 1 = text), then for a text its length in eight bytes, lowest first.
 */
void eos_hasher_add_field(eos_hasher *hasher, const char *text)
{
    uint8_t head[9] = {0};
    if (!text) {
        eos_hasher_add(hasher, head, 1);
        return;
    }
    uint64_t length = strlen(text);
    head[0] = 1;
    for (int i = 0; i < 8; i++)
        head[i + 1] = (uint8_t)(length >> (8 * i));
    eos_hasher_add(hasher, head, sizeof head);
    eos_hasher_add(hasher, text, (size_t)length);
}

eos_digest eos_hasher_finish(eos_hasher *hasher)
{
    eos_digest digest;
    SHA256Final(digest.bytes, context_of(hasher));
    return digest;
}

void eos_digest_hex(const eos_digest *digest, size_t bytes, char *out)
{
    static const char digits[] = "0123456789abcdef";
    if (bytes > sizeof digest->bytes)
        bytes = sizeof digest->bytes;
    for (size_t i = 0; i < bytes; i++) {
        out[2 * i] = digits[digest->bytes[i] >> 4];
        out[2 * i + 1] = digits[digest->bytes[i] & 15];
    }
    out[2 * bytes] = '\0';
}

/* Line ends as Python's universal newlines see them: CR LF, CR alone and LF are one \n. */
eos_digest eos_digest_source(const char *text, size_t length)
{
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    size_t at = 0;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        at = 3;
    while (at < length) {
        const char *found = memchr(text + at, '\r', length - at);
        size_t end = found ? (size_t)(found - text) : length;
        eos_hasher_add(&hasher, text + at, end - at);
        if (!found)
            break;
        eos_hasher_add(&hasher, "\n", 1);
        at = end + 1;
        if (at < length && text[at] == '\n')
            at++;
    }
    return eos_hasher_finish(&hasher);
}
