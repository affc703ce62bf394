/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (libmd does the work) for identities: source text, configuration, judgements, fingerprints.
 */
#ifndef EOS_BASE_DIGEST_H
#define EOS_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct eos_digest {
    uint8_t bytes[32];
} eos_digest;

typedef struct eos_hasher {
    union {
        uint64_t align;
        uint8_t bytes[256]; /* libmd's SHA2_CTX; the size is asserted in digest.c */
    } state;
} eos_hasher;

void eos_hasher_init(eos_hasher *hasher);
void eos_hasher_add(eos_hasher *hasher, const void *data, size_t length);
/** Adds the length and the bytes of a text (NULL = a mark of its own), so fields cannot run together. */
void eos_hasher_add_field(eos_hasher *hasher, const char *text);
eos_digest eos_hasher_finish(eos_hasher *hasher);

/** `bytes` first bytes as lower-case hex; `out` holds 2 * bytes + 1 characters. */
void eos_digest_hex(const eos_digest *digest, size_t bytes, char *out);
/** Identity of program text: UTF-8 without BOM, line ends as \n (flake8's lines have lost both). */
eos_digest eos_digest_source(const char *text, size_t length);

#endif
