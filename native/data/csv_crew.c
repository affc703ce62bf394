/* SPDX-License-Identifier: MIT */
/*
 * Threads, one lock, two signals. A buffer is free, ready, in work, or done; the caller meets the
 * ring's buffers in order and merges each done one before it fills it again.
 */
#include "data/csv_crew.h"

#include "data/csv_marks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FREE, READY, IN_WORK, DONE };

#define SPARE_BUFFERS 2u /* one that is filled, one whose unit ends in it */
#define MOST_BUFFERS (EOS_LIMIT_TABLE_THREADS + SPARE_BUFFERS)

typedef struct hand {
    eos_csv_crew *crew;
    eos_csv_worker worker;
    pthread_t thread;
} hand;

struct eos_csv_crew {
    uint32_t columns;
    eos_csv_buffer buffers[MOST_BUFFERS];
    unsigned buffer_count;
    unsigned next_taken; /* index of the buffer that is taken next */
    unsigned next_read;  /* of the one that a worker reads next */
    hand hands[EOS_LIMIT_TABLE_THREADS];
    unsigned hand_count, thread_count; /* without threads the one hand is the caller's */
    eos_csv_part *parts;
    bool is_ending, has_lock;
    pthread_mutex_t lock;
    pthread_cond_t is_ready, is_done;
};

static void read_buffer(eos_csv_worker *worker, eos_csv_buffer *buffer)
{
    eos_csv_parts_clear(buffer->parts, worker->dialect.columns);
    eos_csv_worker_read(worker, buffer->text + buffer->begin, buffer->length - buffer->begin,
                        buffer->parts);
}

static void *work(void *payload)
{
    hand *self = payload;
    eos_csv_crew *crew = self->crew;
    (void)pthread_mutex_lock(&crew->lock);
    for (;;) {
        eos_csv_buffer *buffer = &crew->buffers[crew->next_read];
        if (buffer->state != READY) {
            if (crew->is_ending)
                break;
            (void)pthread_cond_wait(&crew->is_ready, &crew->lock);
            continue;
        }
        buffer->state = IN_WORK;
        crew->next_read = (crew->next_read + 1) % crew->buffer_count;
        (void)pthread_mutex_unlock(&crew->lock);
        read_buffer(&self->worker, buffer);
        (void)pthread_mutex_lock(&crew->lock);
        buffer->state = DONE;
        (void)pthread_cond_signal(&crew->is_done);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static bool open_hands(eos_csv_crew *crew, const eos_csv_dialect *dialect, unsigned threads)
{
    for (unsigned i = 0; i < (threads ? threads : 1); i++) {
        hand *one = &crew->hands[crew->hand_count++];
        one->crew = crew;
        if (!eos_csv_worker_init(&one->worker, dialect))
            return false;
    }
    /* fewer threads than asked for are no trouble; none is the caller's own */
    while (crew->thread_count < threads) {
        hand *one = &crew->hands[crew->thread_count];
        if (pthread_create(&one->thread, NULL, work, one) != 0)
            break;
        crew->thread_count++;
    }
    return true;
}

eos_csv_crew *eos_csv_crew_open(const eos_csv_dialect *dialect, unsigned threads)
{
    eos_csv_crew *crew = calloc(1, sizeof *crew);
    if (!crew)
        return NULL;
    if (threads > EOS_LIMIT_TABLE_THREADS)
        threads = EOS_LIMIT_TABLE_THREADS;
    crew->columns = dialect->columns;
    crew->buffer_count = threads + SPARE_BUFFERS;
    bool is_made = pthread_mutex_init(&crew->lock, NULL) == 0;
    crew->has_lock = is_made;
    if (is_made) {
        (void)pthread_cond_init(&crew->is_ready, NULL);
        (void)pthread_cond_init(&crew->is_done, NULL);
    }
    crew->parts = malloc(crew->columns * sizeof *crew->parts);
    is_made = is_made && crew->parts;
    for (unsigned i = 0; i < crew->buffer_count && is_made; i++) {
        crew->buffers[i].parts = malloc(crew->columns * sizeof *crew->parts);
        is_made = crew->buffers[i].parts != NULL;
    }
    if (is_made)
        eos_csv_parts_clear(crew->parts, crew->columns);
    if (is_made && open_hands(crew, dialect, threads))
        return crew;
    eos_csv_crew_release(crew);
    return NULL;
}

static void end_threads(eos_csv_crew *crew)
{
    if (crew->thread_count == 0)
        return;
    (void)pthread_mutex_lock(&crew->lock);
    crew->is_ending = true;
    (void)pthread_cond_broadcast(&crew->is_ready);
    (void)pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < crew->thread_count; i++)
        (void)pthread_join(crew->hands[i].thread, NULL);
    crew->thread_count = 0;
}

void eos_csv_crew_release(eos_csv_crew *crew)
{
    if (!crew)
        return;
    end_threads(crew);
    for (unsigned i = 0; i < crew->hand_count; i++)
        eos_csv_worker_release(&crew->hands[i].worker);
    for (unsigned i = 0; i < crew->buffer_count; i++) {
        free(crew->buffers[i].text);
        free(crew->buffers[i].parts);
    }
    if (crew->has_lock) {
        (void)pthread_cond_destroy(&crew->is_ready);
        (void)pthread_cond_destroy(&crew->is_done);
        (void)pthread_mutex_destroy(&crew->lock);
    }
    free(crew->parts);
    free(crew);
}

static void empty_buffer(eos_csv_crew *crew, eos_csv_buffer *buffer)
{
    if (buffer->state == DONE)
        eos_csv_parts_merge(crew->parts, buffer->parts, crew->columns);
    buffer->state = FREE;
    buffer->begin = buffer->length = 0;
}

eos_csv_buffer *eos_csv_crew_take(eos_csv_crew *crew)
{
    eos_csv_buffer *buffer = &crew->buffers[crew->next_taken];
    crew->next_taken = (crew->next_taken + 1) % crew->buffer_count;
    if (crew->thread_count) {
        (void)pthread_mutex_lock(&crew->lock);
        while (buffer->state == READY || buffer->state == IN_WORK)
            (void)pthread_cond_wait(&crew->is_done, &crew->lock);
        (void)pthread_mutex_unlock(&crew->lock);
    }
    empty_buffer(crew, buffer);
    return buffer;
}

bool eos_csv_buffer_reserve(eos_csv_buffer *buffer, size_t length)
{
    size_t wanted = length + EOS_CSV_MARK_BYTES;
    if (wanted <= buffer->capacity)
        return true;
    size_t capacity = wanted < 2 * buffer->capacity ? 2 * buffer->capacity : wanted;
    char *text = realloc(buffer->text, capacity);
    if (!text)
        return false;
    buffer->text = text;
    buffer->capacity = capacity;
    return true;
}

void eos_csv_crew_submit(eos_csv_crew *crew, eos_csv_buffer *buffer)
{
    memset(buffer->text + buffer->length, 0, EOS_CSV_MARK_BYTES);
    if (crew->thread_count == 0) {
        read_buffer(&crew->hands[0].worker, buffer);
        buffer->state = DONE;
        return;
    }
    (void)pthread_mutex_lock(&crew->lock);
    buffer->state = READY;
    (void)pthread_cond_signal(&crew->is_ready);
    (void)pthread_mutex_unlock(&crew->lock);
}

bool eos_csv_crew_finish(eos_csv_crew *crew, eos_csv_worker **total, eos_csv_part **parts)
{
    end_threads(crew);
    for (unsigned i = 0; i < crew->buffer_count; i++) {
        empty_buffer(crew, &crew->buffers[crew->next_taken]);
        crew->next_taken = (crew->next_taken + 1) % crew->buffer_count;
    }
    *total = &crew->hands[0].worker;
    *parts = crew->parts;
    for (unsigned i = 1; i < crew->hand_count; i++)
        eos_csv_worker_merge(*total, &crew->hands[i].worker);
    return !(*total)->is_out_of_memory;
}
