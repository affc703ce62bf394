/* SPDX-License-Identifier: MIT */
/*
 * The loop over cells, and the passes over blocks of numbers.
 *
 * Marks are found 64 bytes at a time (csv_marks.h); between two marks stands a cell. Numbers go to
 * a block, column by column, and once a block is full each column is summed in eight lanes, then
 * measured around its mean: two passes, so that the variance does not suffer from cancellation.
 *
 * The questionable decision: cells beyond the table's width are dropped, missing ones are missing,
 * and both kinds of rows are counted. pandas stops at the first row that is too long.
 */
#include "data/csv_rows.h"

#include "data/cell.h"
#include "data/csv_marks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_VALUES 16384u /* 128 KB of numbers */
#define LANES 8u
#define WHOLE_LIMIT 9007199254740992.0 /* 2^53 */

/* Distinct values are counted one by one up to this many; wide tables share the memory. */
static uint32_t tally_limit(uint32_t columns)
{
    uint32_t share = (64 * EOS_LIMIT_EXACT_CLASSES) / columns;
    return share > EOS_LIMIT_EXACT_CLASSES ? EOS_LIMIT_EXACT_CLASSES : (share < 16 ? 16 : share);
}

static uint8_t sketch_bits(uint32_t columns)
{
    uint8_t bits = 12;
    while (bits > 6 && ((uint64_t)columns << bits) > (UINT64_C(1) << 22))
        bits--;
    return bits;
}

bool eos_csv_worker_init(eos_csv_worker *worker, const eos_csv_dialect *dialect)
{
    uint32_t columns = dialect->columns;
    size_t rows = BLOCK_VALUES / columns;
    *worker = (eos_csv_worker){.dialect = *dialect, .block_rows = rows ? rows : 1};
    worker->columns = calloc(columns, sizeof *worker->columns);
    worker->fill = calloc(columns, sizeof *worker->fill);
    worker->values = malloc(worker->block_rows * columns * sizeof *worker->values);
    if (!worker->columns || !worker->fill || !worker->values)
        return false;
    for (uint32_t c = 0; c < columns; c++)
        eos_tally_init(&worker->columns[c].tally, tally_limit(columns), sketch_bits(columns));
    return true;
}

void eos_csv_worker_release(eos_csv_worker *worker)
{
    for (uint32_t c = 0; worker->columns && c < worker->dialect.columns; c++)
        eos_tally_release(&worker->columns[c].tally);
    free(worker->columns);
    free(worker->fill);
    free(worker->values);
    free(worker->scratch);
    *worker = (eos_csv_worker){.rows = 0};
}

void eos_csv_parts_clear(eos_csv_part *parts, uint32_t columns)
{
    for (uint32_t c = 0; c < columns; c++)
        parts[c] = (eos_csv_part){.values = eos_value_traits_none()};
}

/* ---- numbers of a block ---- */

static void sum_values(const double *v, size_t count, eos_value_traits *out)
{
    double s[LANES] = {0}, low = v[0], high = v[0];
    size_t i = 0;
    if (count >= LANES) {
        double a[LANES], b[LANES];
        memcpy(a, v, sizeof a);
        memcpy(b, v, sizeof b);
        for (; i + LANES <= count; i += LANES) {
            for (size_t l = 0; l < LANES; l++) {
                double x = v[i + l];
                s[l] += x;
                a[l] = x < a[l] ? x : a[l];
                b[l] = x > b[l] ? x : b[l];
            }
        }
        for (size_t l = 0; l < LANES; l++) {
            low = a[l] < low ? a[l] : low;
            high = b[l] > high ? b[l] : high;
        }
    }
    for (size_t l = 0; i < count; i++, l++) {
        s[l] += v[i];
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
    }
    out->count = count;
    out->sum = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    out->minimum = low + 0.0;
    out->maximum = high + 0.0;
}

static double measure_spread(const double *v, size_t count, double mean)
{
    double first[LANES] = {0}, second[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        for (size_t l = 0; l < LANES; l++) {
            double d = v[i + l] - mean;
            first[l] += d;
            second[l] += d * d;
        }
    }
    for (size_t l = 0; i < count; i++, l++) {
        double d = v[i] - mean;
        first[l] += d;
        second[l] += d * d;
    }
    double f = 0, s = 0;
    for (size_t l = 0; l < LANES; l++) {
        f += first[l];
        s += second[l];
    }
    double m2 = s - f * f / (double)count; /* the first moment repairs the rounding of the mean */
    return m2 > 0 ? m2 : (isnan(m2) ? m2 : 0);
}

static void look_at_order(const double *v, size_t count, eos_csv_column *column,
                          eos_value_traits *out)
{
    bool is_ascending = true, is_descending = true;
    for (size_t i = 1; i < count && (is_ascending || is_descending); i++) {
        is_ascending = is_ascending && v[i] >= v[i - 1];
        is_descending = is_descending && v[i] <= v[i - 1];
    }
    out->is_ascending = is_ascending;
    out->is_descending = is_descending;
    column->is_unsorted = !is_ascending && !is_descending;
}

static void look_at_wholeness(const double *v, size_t count, eos_csv_column *column, double largest)
{
    bool is_small = largest < WHOLE_LIMIT;
    for (size_t i = 0; i < count; i++) {
        if (is_small ? (double)(int64_t)v[i] != v[i] : floor(v[i]) != v[i]) {
            column->has_fraction = true;
            return;
        }
    }
}

static void read_numbers(eos_csv_worker *worker, uint32_t c, eos_csv_part *part)
{
    size_t count = worker->fill[c];
    const double *v = worker->values + c * worker->block_rows;
    eos_csv_column *column = &worker->columns[c];
    eos_value_traits block = eos_value_traits_none();
    sum_values(v, count, &block);
    block.m2 = measure_spread(v, count, block.sum / (double)count);
    double largest = fmax(fabs(block.minimum), fabs(block.maximum));
    column->has_large = column->has_large || largest >= WHOLE_LIMIT;
    if (!column->has_fraction)
        look_at_wholeness(v, count, column, largest);
    block.is_ordered_known = true;
    if (!column->is_unsorted)
        look_at_order(v, count, column, &block);
    block.first = v[0] + 0.0;
    block.last = v[count - 1] + 0.0;
    block.has_more_classes = true; /* classes are the tally's: nothing to merge here */
    part->values = eos_value_traits_merge(NULL, &part->values, &block);
    if (!eos_tally_add_numbers(&column->tally, v, count))
        worker->is_out_of_memory = true;
    worker->fill[c] = 0;
}

static void end_block(eos_csv_worker *worker, eos_csv_part *parts)
{
    for (uint32_t c = 0; c < worker->dialect.columns; c++)
        if (worker->fill[c])
            read_numbers(worker, c, &parts[c]);
}

/* ---- cells ---- */

static void add_text(eos_csv_worker *worker, uint32_t c, const char *text, size_t length,
                     eos_csv_part *part)
{
    uint64_t hash = eos_tally_hash(text, length);
    if (part->texts == 0)
        part->first_text = hash;
    else
        part->text_changes += hash != part->last_text;
    part->last_text = hash;
    part->texts++;
    worker->columns[c].texts++;
    if (!eos_tally_add_text(&worker->columns[c].tally, text, length, hash))
        worker->is_out_of_memory = true;
}

static inline void add_number(eos_csv_worker *worker, uint32_t c, double value)
{
    if (isfinite(value)) {
        worker->values[c * worker->block_rows + worker->fill[c]++] = value;
        return;
    }
    worker->columns[c].infinite_count++;
    if (!eos_tally_add_numbers(&worker->columns[c].tally, &value, 1))
        worker->is_out_of_memory = true;
}

static inline void add_cell(eos_csv_worker *worker, uint32_t c, const char *text, size_t length,
                            eos_csv_part *parts)
{
    double value = 0;
    eos_csv_column *column = &worker->columns[c];
    if (length && ((unsigned char)*text <= ' ' || (unsigned char)text[length - 1] <= ' '))
        eos_cell_trim(&text, &length);
    switch (eos_cell_read(text, length, &value)) {
    case EOS_CELL_DECIMAL:
        column->decimals++;
        add_number(worker, c, value);
        break;
    case EOS_CELL_INTEGER:
        add_number(worker, c, value);
        break;
    case EOS_CELL_MISSING:
        column->missing++;
        break;
    case EOS_CELL_NAN:
        column->nan_count++;
        break;
    case EOS_CELL_TEXT:
        add_text(worker, c, text, length, &parts[c]);
        break;
    }
}

/* A walk over the marks of a text. */
typedef struct walk {
    const char *text;
    size_t length, base;
    uint64_t found;
    eos_csv_marks marks;
} walk;

/* Position of the next mark; `length` at the end. */
static inline size_t next_mark(walk *w)
{
    while (!w->found) {
        w->base += 64;
        if (w->base >= w->length)
            return w->length;
        w->found = eos_csv_find_marks(w->text + w->base, w->marks);
    }
    size_t at = w->base + eos_csv_first_mark(w->found);
    w->found &= w->found - 1;
    return at < w->length ? at : w->length;
}

/*
 * The quoted cell that begins at `start`; answers the mark behind it. Two quotes inside are made
 * one; what follows the closing quote belongs to the cell.
 */
static size_t take_quoted(eos_csv_worker *worker, walk *w, size_t start, const char **text,
                          size_t *size)
{
    bool is_doubled = false;
    size_t at, close;
    for (;;) {
        close = next_mark(w);
        if (close >= w->length)
            break;
        if (w->text[close] != '"')
            continue;
        if (w->text[close + 1] != '"') /* readable: zeros follow the text */
            break;
        (void)next_mark(w);
        is_doubled = true;
    }
    do {
        at = close < w->length ? next_mark(w) : w->length;
    } while (at < w->length && w->text[at] == '"');
    *text = w->text + start + 1;
    *size = close - start - 1;
    if (!is_doubled && at <= close + 1)
        return at;
    if (worker->scratch_size < at - start + EOS_CSV_MARK_BYTES) {
        free(worker->scratch);
        worker->scratch_size = 2 * (at - start) + EOS_CSV_MARK_BYTES;
        worker->scratch = malloc(worker->scratch_size);
    }
    if (!worker->scratch) {
        worker->scratch_size = 0;
        worker->is_out_of_memory = true;
        return at;
    }
    size_t length = 0;
    for (size_t i = start + 1; i < close; i++) {
        worker->scratch[length++] = w->text[i];
        i += w->text[i] == '"'; /* its twin */
    }
    for (size_t i = close + 1; i < at; i++)
        worker->scratch[length++] = w->text[i];
    memset(worker->scratch + length, 0, EOS_CSV_MARK_BYTES / 2);
    *text = worker->scratch;
    *size = length;
    return at;
}

static bool is_blank_text(const char *text, size_t length)
{
    eos_cell_trim(&text, &length);
    return length == 0;
}

/* A row of `cells` cells has ended. */
static void end_row(eos_csv_worker *worker, uint32_t cells, bool is_long, eos_csv_part *parts,
                    size_t *block_rows)
{
    uint32_t columns = worker->dialect.columns;
    worker->rows++;
    worker->long_rows += is_long;
    if (cells < columns) {
        worker->short_rows++;
        for (uint32_t c = cells; c < columns; c++)
            worker->columns[c].missing++;
    }
    if (++*block_rows == worker->block_rows) {
        end_block(worker, parts);
        *block_rows = 0;
    }
}

void eos_csv_worker_read(eos_csv_worker *worker, const char *text, size_t length,
                         eos_csv_part *parts)
{
    const eos_csv_dialect *dialect = &worker->dialect;
    const bool is_run = dialect->is_blank_run;
    const uint32_t columns = dialect->columns;
    walk w = {.text = text,
              .length = length,
              .marks = {dialect->delimiter, is_run ? '\t' : dialect->delimiter}};
    if (length == 0)
        return;
    w.found = eos_csv_find_marks(text, w.marks);
    size_t start = 0, block_rows = 0;
    uint32_t cells = 0;
    bool is_long = false;
    while (start < length) {
        size_t at = next_mark(&w), size = at - start;
        const char *cell = text + start;
        bool is_quoted = false;
        if (at < length && text[at] == '"') {
            if (at != start)
                continue; /* a quote inside a cell is one of its characters */
            at = take_quoted(worker, &w, start, &cell, &size);
            is_quoted = true;
        }
        bool is_row_end = at >= length || text[at] == '\n' || text[at] == '\r';
        bool is_none = !is_quoted && (size == 0 || is_row_end) && (is_run || cells == 0) &&
                       (is_run || is_row_end) && is_blank_text(cell, size);
        if (!is_none) {
            if (cells < columns)
                add_cell(worker, cells, cell, size, parts);
            else
                is_long = is_long || is_quoted || !is_blank_text(cell, size);
            cells++;
        }
        start = at + 1;
        if (is_row_end && cells) {
            end_row(worker, cells, is_long, parts, &block_rows);
            cells = 0;
            is_long = false;
        }
    }
    /* a delimiter was the last byte: the row ends with an empty cell */
    if (cells) {
        if (!is_run && cells < columns)
            worker->columns[cells++].missing++;
        end_row(worker, cells, is_long, parts, &block_rows);
    }
    end_block(worker, parts);
}

/* ---- joining ---- */

void eos_csv_parts_merge(eos_csv_part *into, const eos_csv_part *next, uint32_t columns)
{
    for (uint32_t c = 0; c < columns; c++) {
        eos_csv_part *a = &into[c];
        const eos_csv_part *b = &next[c];
        a->values = eos_value_traits_merge(NULL, &a->values, &b->values);
        if (b->texts == 0)
            continue;
        if (a->texts == 0)
            a->first_text = b->first_text;
        else
            a->text_changes += a->last_text != b->first_text;
        a->text_changes += b->text_changes;
        a->texts += b->texts;
        a->last_text = b->last_text;
    }
}

void eos_csv_worker_merge(eos_csv_worker *into, const eos_csv_worker *other)
{
    into->rows += other->rows;
    into->short_rows += other->short_rows;
    into->long_rows += other->long_rows;
    into->is_out_of_memory = into->is_out_of_memory || other->is_out_of_memory;
    for (uint32_t c = 0; c < into->dialect.columns && !into->is_out_of_memory; c++) {
        eos_csv_column *a = &into->columns[c];
        const eos_csv_column *b = &other->columns[c];
        a->missing += b->missing;
        a->nan_count += b->nan_count;
        a->infinite_count += b->infinite_count;
        a->decimals += b->decimals;
        a->texts += b->texts;
        a->has_fraction = a->has_fraction || b->has_fraction;
        a->is_unsorted = a->is_unsorted || b->is_unsorted;
        a->has_large = a->has_large || b->has_large;
        if (!eos_tally_merge(&a->tally, &b->tally))
            into->is_out_of_memory = true;
    }
}
