/* SPDX-License-Identifier: MIT */
/*
 * Workers that read units of a text table, and the ring of buffers between them and the one who cuts
 * the file into units. Results are merged in the order of the units, so they do not depend on how
 * many workers there are; without any, the caller's own thread does the work.
 *
 * Use: open; then take a buffer, fill it, submit it, again and again; close; read `total` and
 * `parts`; release. All memory is the crew's own (malloc).
 */
#ifndef EOS_DATA_CSV_CREW_H
#define EOS_DATA_CSV_CREW_H

#include "data/csv_rows.h"

typedef struct eos_csv_buffer {
    char *text; /* `begin` to `length` are the unit */
    size_t begin, length, capacity;
    eos_csv_part *parts;
    uint8_t state; /* private */
} eos_csv_buffer;

typedef struct eos_csv_crew eos_csv_crew;

/** NULL when memory is out. `threads` 0 = none beside the caller's. */
eos_csv_crew *eos_csv_crew_open(const eos_csv_dialect *dialect, unsigned threads);
/** Ends all threads; work that was submitted is done first. Takes NULL. */
void eos_csv_crew_release(eos_csv_crew *crew);

/** An empty buffer; the order of taking is the order of the units. */
eos_csv_buffer *eos_csv_crew_take(eos_csv_crew *crew);
/** Room for `length` bytes and the zeros behind them; false when memory is out. */
bool eos_csv_buffer_reserve(eos_csv_buffer *buffer, size_t length);
/** Hands a filled buffer to the workers. Buffers are submitted in the order they were taken. */
void eos_csv_crew_submit(eos_csv_crew *crew, eos_csv_buffer *buffer);
/** Waits for all; afterwards *total and *parts are those of the whole table. */
bool eos_csv_crew_finish(eos_csv_crew *crew, eos_csv_worker **total, eos_csv_part **parts);

#endif
