/* SPDX-License-Identifier: MIT */
/*
 * The byte scan: does a text mention anything that we judge? It runs over every file of a project, so
 * its cost is the cost of eoslint for all files that do not concern us.
 *
 * One pass in the manner of Wu and Manber: all words have at least five bytes, so the pair of bytes at
 * the end of a window of five tells how far the window may move on; most pairs occur in no word and
 * move it by four. Only at a pair that ends some word's first five bytes are words compared. The table
 * of moves is indexed by a hash of the pair (12 bits, so that it stays in the first cache) and made
 * anew in each call: 4 KB, which is nothing beside a file.
 *
 * Questionable: words are found in comments and strings too, and "torch" in "torched". A file too many
 * costs one parse; a file missed would be a bug missed.
 */
#include "engine/judge.h"

#include <string.h>

enum { WINDOW = 5, HASH_BITS = 12, HASH_SIZE = 1 << HASH_BITS };

typedef struct scan_word {
    const char *text;
    size_t length;
} scan_word;

#define WORD(text) {(text), sizeof(text) - 1}
/* To add a word: at least WINDOW bytes. */
static const scan_word words[] = {
    WORD("keras"),       WORD("torch"),     WORD("tensorflow"), WORD("lightning"),
    WORD("Sequential("), WORD("nn.Module"), WORD("Dense("),     WORD("Conv2D("),
};
enum { WORD_COUNT = sizeof words / sizeof words[0] };

static unsigned hash_pair(unsigned char first, unsigned char second)
{
    return (((unsigned)first << 5) ^ second) & (HASH_SIZE - 1);
}

/* How far the window may move when it ends in a pair: to where the pair stands in some word. */
static void fill_moves(unsigned char *moves)
{
    memset(moves, WINDOW - 1, HASH_SIZE);
    for (size_t i = 0; i < WORD_COUNT; i++)
        for (size_t end = 1; end < WINDOW; end++) {
            const unsigned char *pair = (const unsigned char *)words[i].text + end - 1;
            unsigned char *move = &moves[hash_pair(pair[0], pair[1])];
            if (*move > WINDOW - 1 - end)
                *move = (unsigned char)(WINDOW - 1 - end);
        }
}

static bool is_word_at(const char *at, size_t left)
{
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (left >= words[i].length && memcmp(at, words[i].text, words[i].length) == 0)
            return true;
    return false;
}

bool eos_source_concerns_us(const char *text, size_t length)
{
    unsigned char moves[HASH_SIZE];
    if (length < WINDOW)
        return false;
    fill_moves(moves);
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t last = WINDOW - 1; last < length;) {
        unsigned char move = moves[hash_pair(bytes[last - 1], bytes[last])];
        if (move == 0) {
            size_t start = last - (WINDOW - 1);
            if (is_word_at(text + start, length - start))
                return true;
            move = 1;
        }
        last += move;
    }
    return false;
}
