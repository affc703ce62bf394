/* SPDX-License-Identifier: MIT */
/*
 * Arena blocks.
 *
 * An arena is a list of blocks, newest first. Each block is
 *
 *     | next | size | fill | padding | data: used part | rest |
 *
 * Blocks start at 64 KB and double up to 4 MB; a request larger than the block that would be made
 * gets a block of its own, put behind the newest one, whose rest therefore stays in use.
 *
 * Handed-out memory is zero. Blocks hold what an earlier arena or the heap left there, up to `dirty`;
 * they are zeroed a piece ahead of what is handed out, when it is about to be written anyway, not all
 * at once.
 *
 * Under AddressSanitizer the rest of each block is poisoned, and only the bytes asked for are
 * opened: an overrun hits the 16-byte rounding or the next closed byte. With EOS_ARENA_MALLOC each
 * object is a block of its own, which also gives red zones before and behind it.
 *
 * Questionable: running out of memory jumps (longjmp) instead of returning NULL. Hundreds of small
 * constructors in flow and model would otherwise each carry an untested error path; here there is
 * one per stage, and tests reach it through `fail_after`.
 */
#include "base/arena.h"

#include "base/limits.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#define CLOSE_MEMORY(start, size) ASAN_POISON_MEMORY_REGION((start), (size))
#define OPEN_MEMORY(start, size) ASAN_UNPOISON_MEMORY_REGION((start), (size))
#else
#define CLOSE_MEMORY(start, size) ((void)0)
#define OPEN_MEMORY(start, size) ((void)0)
#endif

enum { ALIGNMENT = 16, FIRST_BLOCK = 64 << 10, LARGEST_BLOCK = 4 << 20, ZEROED_AHEAD = 4 << 10 };

struct eos_arena_block {
    eos_arena_block *next; /* older block, NULL = oldest; owned */
    size_t size;           /* bytes of `data` */
    size_t fill;           /* bytes of `data` handed out */
    size_t dirty;          /* bytes of `data` that an earlier arena used */
    size_t clean; /* bytes of `data` that were zeroed again; counts while less than `dirty` */
    alignas(ALIGNMENT) unsigned char data[];
};

void eos_arena_init(eos_arena *arena, size_t limit)
{
    *arena = (eos_arena){.limit = limit};
}

static void free_blocks(eos_arena_block *block)
{
    while (block) {
        eos_arena_block *next = block->next;
        OPEN_MEMORY(block->data, block->size);
        free(block);
        block = next;
    }
}

/* Large single objects go back to the system: nobody knows when their like is wanted again. */
static bool put_into_pool(eos_arena_pool *pool, eos_arena_block *block)
{
#ifdef EOS_ARENA_MALLOC
    pool = NULL; /* every object comes fresh, so that use after release is seen */
#endif
    bool is_usual = block->size >= FIRST_BLOCK && block->size <= LARGEST_BLOCK;
    if (!pool || !is_usual || block->size > EOS_LIMIT_POOL_BYTES - pool->bytes)
        return false;
    CLOSE_MEMORY(block->data, block->size);
    if (block->dirty < block->fill)
        block->dirty = block->fill;
    block->fill = block->clean = 0;
    block->next = pool->blocks;
    pool->blocks = block;
    pool->bytes += block->size;
    return true;
}

void eos_arena_pool_release(eos_arena_pool *pool)
{
    free_blocks(pool->blocks);
    *pool = (eos_arena_pool){0};
}

void eos_arena_release(eos_arena *arena)
{
    eos_arena_block *block = arena->head;
    while (block) {
        eos_arena_block *next = block->next;
        block->next = NULL;
        if (!put_into_pool(arena->pool, block))
            free_blocks(block);
        block = next;
    }
    arena->head = NULL;
    arena->used = 0;
}

/* Leaves the stage. Without a guard there is nobody to tell, and going on would write to NULL. */
static _Noreturn void jump_to_guard(eos_arena *arena)
{
    assert(arena->guard && "allocation outside EOS_ARENA_TRY");
    if (!arena->guard)
        abort();
    longjmp(*arena->guard, 1);
}

static eos_arena_block *make_block(eos_arena *arena, size_t size)
{
    /* calloc clears memory that the heap has used before at once, whether it is needed or not; fresh
     * pages, which large blocks are made of, it knows to be clear */
#ifdef EOS_ARENA_MALLOC
    bool is_cleared = true;
#else
    bool is_cleared = size > LARGEST_BLOCK;
#endif
    eos_arena_block *block =
        is_cleared ? calloc(1, sizeof *block + size) : malloc(sizeof *block + size);
    if (!block)
        jump_to_guard(arena);
    *block = (eos_arena_block){.size = size, .dirty = is_cleared ? 0 : size};
    CLOSE_MEMORY(block->data, size);
    return block;
}

static void put_newest(eos_arena *arena, eos_arena_block *block)
{
    block->next = arena->head;
    arena->head = block;
}

#ifdef EOS_ARENA_MALLOC

static void *take_bytes(eos_arena *arena, size_t size, size_t rounded)
{
    (void)rounded; /* the exact size, so that the byte after it belongs to the red zone */
    eos_arena_block *block = make_block(arena, size);
    block->fill = size;
    put_newest(arena, block);
    OPEN_MEMORY(block->data, size);
    return block->data;
}

#else

static eos_arena_block *take_from_pool(eos_arena_pool *pool, size_t rounded)
{
    eos_arena_block **link = pool ? &pool->blocks : NULL;
    while (link && *link && (*link)->size < rounded)
        link = &(*link)->next;
    eos_arena_block *found = link ? *link : NULL;
    if (found) {
        *link = found->next;
        pool->bytes -= found->size;
    }
    return found;
}

static eos_arena_block *find_block(eos_arena *arena, size_t rounded)
{
    eos_arena_block *head = arena->head;
    if (head && head->size - head->fill >= rounded)
        return head;
    size_t usual = FIRST_BLOCK;
    if (head)
        usual = head->size >= LARGEST_BLOCK / 2 ? LARGEST_BLOCK : head->size * 2;
    if (rounded <= usual) {
        eos_arena_block *kept = take_from_pool(arena->pool, rounded);
        put_newest(arena, kept ? kept : make_block(arena, usual));
        return arena->head;
    }
    eos_arena_block *own = take_from_pool(arena->pool, rounded);
    if (!own)
        own = make_block(arena, rounded);
    if (head) {
        own->next = head->next;
        head->next = own;
    } else {
        put_newest(arena, own);
    }
    return own;
}

/* Zeroes the dirty part up to `fill` and a piece more. */
static void zero_ahead(eos_arena_block *block)
{
    size_t end =
        block->size - block->fill > ZEROED_AHEAD ? block->fill + ZEROED_AHEAD : block->size;
    if (end > block->dirty)
        end = block->dirty;
    unsigned char *start = block->data + block->clean;
    OPEN_MEMORY(start, end - block->clean);
    memset(start, 0, end - block->clean);
    CLOSE_MEMORY(start, end - block->clean);
    block->clean = end;
}

static void *take_bytes(eos_arena *arena, size_t size, size_t rounded)
{
    eos_arena_block *block = find_block(arena, rounded);
    unsigned char *data = block->data + block->fill;
    block->fill += rounded;
    if (block->clean < block->dirty && block->fill > block->clean)
        zero_ahead(block);
    OPEN_MEMORY(data, size);
    (void)size;
    return data;
}

#endif

void *eos_arena_alloc(eos_arena *arena, size_t size)
{
    if (arena->fail_after && --arena->fail_after == 0)
        jump_to_guard(arena);
    /* size 0 takes a place of its own: two objects never share an address */
    if (size > SIZE_MAX - 2 * ALIGNMENT - sizeof(eos_arena_block))
        jump_to_guard(arena);
    size_t rounded = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    if (arena->used > arena->limit || rounded > arena->limit - arena->used)
        jump_to_guard(arena);
    void *data = take_bytes(arena, size, rounded);
    arena->used += rounded;
    return data;
}

void *eos_arena_array(eos_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        jump_to_guard(arena);
    return eos_arena_alloc(arena, count * size);
}

char *eos_arena_copy(eos_arena *arena, const void *data, size_t size)
{
    if (size == SIZE_MAX)
        jump_to_guard(arena);
    char *copy = eos_arena_alloc(arena, size + 1);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

char *eos_arena_vprintf(eos_arena *arena, const char *format, va_list args)
{
    char usual[256];
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(usual, sizeof usual, format, again);
    va_end(again);
    /* negative: longer than INT_MAX or a character that the locale cannot write; we use neither */
    if (length < 0)
        jump_to_guard(arena);
    if ((size_t)length < sizeof usual)
        return eos_arena_copy(arena, usual, (size_t)length);
    char *text = eos_arena_alloc(arena, (size_t)length + 1);
    (void)vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *eos_arena_printf(eos_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = eos_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
