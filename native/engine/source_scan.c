/* SPDX-License-Identifier: MIT */
/*
 * The byte scan: does a text mention anything that we judge? It runs over every file of a project, so
 * its cost is the cost of eoslint for all files that do not concern us.
 *
 * Every word has at least five bytes, so of three neighbouring places of a text one is the start of a
 * block of three bytes that lies inside the word's first five, wherever the word stands. It is enough
 * to look at every third block. A table, indexed by a hash of the block, tells the few that occur in
 * words; only there words are compared. No step waits for the one before, so the processor overlaps
 * them. The table is made anew in each call: 4 KB, which is nothing beside a file.
 *
 * Questionable: words are found in comments and strings too, and "torch" in "torched". A file too many
 * costs one parse; a file missed would be a bug missed.
 */
#include "engine/judge.h"

#include <string.h>

enum { WINDOW = 5, BLOCK = 3, HASH_BITS = 12, HASH_SIZE = 1 << HASH_BITS };

typedef struct scan_word {
    const char *text;
    size_t length;
} scan_word;

#define WORD(text)                                                                                 \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
/* To add a word: at least WINDOW bytes. */
static const scan_word words[] = {
    WORD("keras"),       WORD("torch"),     WORD("tensorflow"), WORD("lightning"),
    WORD("Sequential("), WORD("nn.Module"), WORD("Dense("),     WORD("Conv2D("),
};
enum { WORD_COUNT = sizeof words / sizeof words[0] };

/* what a program does that trains a network of another file; behind the words in the table */
static const scan_word calls[] = {WORD(".compile("), WORD(".fit(")};
enum { CALL_COUNT = sizeof calls / sizeof calls[0] };

static uint32_t hash_block(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    uint32_t block = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
    return block * 2654435761u >> (32 - HASH_BITS);
}

static bool is_one_of(const scan_word *list, size_t count, const char *at, size_t left)
{
    for (size_t i = 0; i < count; i++)
        if (left >= list[i].length && memcmp(at, list[i].text, list[i].length) == 0)
            return true;
    return false;
}

/* One of the calls, at text + at; patterns of `re` are compiled everywhere. */
static bool is_call_at(const char *text, size_t at, size_t length)
{
    bool is_pattern = at >= 2 && text[at - 1] == 'e' && text[at - 2] == 'r' && text[at + 1] == 'c';
    return !is_pattern && is_one_of(calls, CALL_COUNT, text + at, length - at);
}

static void mark_blocks(bool *occurs, const scan_word *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t from = 0; from <= WINDOW - BLOCK; from++)
            occurs[hash_block(list[i].text + from)] = true;
}

eos_concern eos_source_scan(const char *text, size_t length)
{
    bool occurs[HASH_SIZE] = {false};
    eos_concern concern = EOS_CONCERNS_NOBODY;
    mark_blocks(occurs, words, WORD_COUNT);
    mark_blocks(occurs, calls, CALL_COUNT);
    for (size_t at = 0; at + BLOCK <= length; at += BLOCK) {
        if (!occurs[hash_block(text + at)])
            continue;
        for (size_t back = 0; back <= WINDOW - BLOCK && back <= at; back++) {
            if (is_one_of(words, WORD_COUNT, text + at - back, length - (at - back)))
                return EOS_CONCERNS;
            if (text[at - back] == '.' && is_call_at(text, at - back, length))
                concern = EOS_CONCERNS_IF_IMPORTED;
        }
    }
    return concern;
}
