/* SPDX-License-Identifier: MIT */
/*
 * Guessing a dialect. A delimiter is believed when it cuts nearly all rows of the sample into the
 * same number of cells, two or more; the more rows agree the better, then the order of the list.
 *
 * The header, column by column against the other rows of the sample:
 *   a text above numbers                          a header for sure, if no cell of it is a number
 *   a number above numbers                        none for sure, if no text stands above numbers
 *   0, 1, 2 ... above anything (three or more)    likely a header: pandas writes it for no names
 *   only texts anywhere                           likely one if its cells differ from each other
 *                                                 and from all below them, otherwise likely none
 */
#include "data/csv_dialect.h"

#include "data/cell.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

#define SAMPLE_ROWS 500u
#define AGREEING 0.9 /* share of the rows that must have the same number of cells (opinion) */

static bool is_row_mark(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_delimiter(const eos_csv_cursor *cursor, char c)
{
    return c == cursor->delimiter || (cursor->is_blank_run && (c == ' ' || c == '\t'));
}

/* The text of a quoted cell, and what follows the closing quote, into `scratch`. */
static const char *take_quoted(eos_csv_cursor *cursor, const char *at, char *scratch)
{
    size_t length = 0;
    bool is_open = true;
    for (at++; at < cursor->end; at++) {
        if (is_open && *at == '"') {
            if (at + 1 < cursor->end && at[1] == '"') {
                at++;
            } else {
                is_open = false;
                continue;
            }
        } else if (!is_open && (is_row_mark(*at) || is_delimiter(cursor, *at))) {
            break;
        }
        scratch[length++] = *at;
    }
    cursor->is_cut = is_open || at == cursor->end;
    cursor->text = scratch;
    cursor->length = length;
    cursor->is_quoted = true;
    return at;
}

bool eos_csv_cursor_next(eos_csv_cursor *cursor, char *scratch)
{
    const char *at = cursor->at;
    cursor->is_quoted = cursor->is_cut = false;
    while (cursor->is_blank_run && at < cursor->end && (*at == ' ' || *at == '\t'))
        at++;
    if (at >= cursor->end) {
        /* a delimiter at the very end opens an empty cell */
        bool is_open = !cursor->is_row_end && !cursor->is_blank_run;
        cursor->at = cursor->end;
        if (!is_open)
            return false;
        cursor->text = cursor->end;
        cursor->length = 0;
        cursor->is_row_end = cursor->is_cut = true;
        return true;
    }
    if (*at == '"') {
        at = take_quoted(cursor, at, scratch);
    } else {
        const char *start = at;
        while (at < cursor->end && !is_row_mark(*at) && !is_delimiter(cursor, *at))
            at++;
        cursor->text = start;
        cursor->length = (size_t)(at - start);
        eos_cell_trim(&cursor->text, &cursor->length);
        cursor->is_cut = at == cursor->end;
    }
    /* blanks before the end of the row part nothing */
    while (cursor->is_blank_run && at < cursor->end && (*at == ' ' || *at == '\t'))
        at++;
    cursor->is_row_end = at >= cursor->end || is_row_mark(*at);
    if (at < cursor->end && *at == '\r' && at + 1 < cursor->end && at[1] == '\n')
        at++;
    bool is_mark = at < cursor->end && (cursor->is_row_end || !cursor->is_blank_run);
    cursor->at = at + is_mark;
    return true;
}

static eos_csv_cursor begin_rows(const eos_csv_dialect *dialect, const char *sample, size_t length)
{
    return (eos_csv_cursor){.at = sample,
                            .end = sample + length,
                            .delimiter = dialect->delimiter,
                            .is_blank_run = dialect->is_blank_run,
                            .is_row_end = true};
}

/* Cells of the next row that holds something; 0 = no more. *start is set to the row's beginning. */
static uint32_t count_cells(eos_csv_cursor *cursor, char *scratch, const char **start)
{
    uint32_t cells = 0;
    bool is_empty = true;
    *start = cursor->at;
    while (eos_csv_cursor_next(cursor, scratch)) {
        cells++;
        is_empty = is_empty && cursor->length == 0 && !cursor->is_quoted;
        if (!cursor->is_row_end)
            continue;
        if (cells > 1 || !is_empty)
            return cells;
        cells = 0;
        *start = cursor->at;
    }
    return 0;
}

/* How the rows of the sample fall apart. */
typedef struct shape {
    uint32_t rows, columns, agreeing; /* agreeing rows have `columns` cells */
    uint32_t first;                   /* cells of the first row */
} shape;

static shape measure(const eos_csv_dialect *dialect, const char *sample, size_t length,
                     bool is_whole, char *scratch)
{
    uint32_t counts[SAMPLE_ROWS], cells;
    shape s = {0};
    const char *start;
    eos_csv_cursor cursor = begin_rows(dialect, sample, length);
    while (s.rows < SAMPLE_ROWS && (cells = count_cells(&cursor, scratch, &start)) != 0) {
        if (cursor.is_cut && !is_whole && s.rows > 0)
            break; /* not known to be complete */
        counts[s.rows++] = cells;
    }
    s.first = s.rows ? counts[0] : 0;
    /* the most frequent count; the sample is small */
    for (uint32_t i = 0; i < s.rows; i++) {
        uint32_t same = 0;
        for (uint32_t j = 0; j < s.rows; j++)
            same += counts[j] == counts[i];
        if (same > s.agreeing || (same == s.agreeing && counts[i] > s.columns)) {
            s.agreeing = same;
            s.columns = counts[i];
        }
    }
    return s;
}

static double agreement(const shape *s)
{
    return s->rows ? (double)s->agreeing / s->rows : 0;
}

/* True when one was found that cuts rows into columns. */
static bool find_delimiter(eos_csv_dialect *dialect, shape *best, const char *sample, size_t length,
                           bool is_whole, char *scratch)
{
    static const char candidates[] = {'\t', ';', ',', '|', ' '};
    bool is_found = false;
    for (size_t i = 0; i < sizeof candidates; i++) {
        eos_csv_dialect tried = {.delimiter = candidates[i], .is_blank_run = candidates[i] == ' '};
        if (!memchr(sample, candidates[i], length) &&
            !(tried.is_blank_run && memchr(sample, '\t', length)))
            continue;
        shape s = measure(&tried, sample, length, is_whole, scratch);
        if (s.columns < 2 || agreement(&s) < AGREEING ||
            (is_found && agreement(&s) <= agreement(best)) || (tried.is_blank_run && is_found))
            continue;
        is_found = true;
        *best = s;
        dialect->delimiter = tried.delimiter;
        dialect->is_blank_run = tried.is_blank_run;
    }
    return is_found;
}

/* What the sample says of one column. */
typedef struct column_evidence {
    uint32_t numbers, texts; /* in the rows below the first */
    bool is_text_above, is_number_above, is_missing_above;
    bool is_repeated; /* the first row's cell occurs below it */
    const char *above;
} column_evidence;

static void note_cell(column_evidence *column, const eos_csv_cursor *cursor, bool is_first,
                      eos_arena *arena)
{
    double value;
    eos_cell_kind kind = eos_cell_read(cursor->text, cursor->length, &value);
    if (is_first) {
        column->above = eos_arena_copy(arena, cursor->text, cursor->length);
        column->is_text_above = kind == EOS_CELL_TEXT;
        column->is_missing_above = kind == EOS_CELL_MISSING || kind == EOS_CELL_NAN;
        column->is_number_above = !column->is_text_above && !column->is_missing_above;
        return;
    }
    column->texts += kind == EOS_CELL_TEXT;
    column->numbers += kind == EOS_CELL_INTEGER || kind == EOS_CELL_DECIMAL;
    if (column->above && strlen(column->above) == cursor->length &&
        memcmp(column->above, cursor->text, cursor->length) == 0)
        column->is_repeated = true;
}

static bool is_counting(const column_evidence *columns, uint32_t count)
{
    for (uint32_t c = 0; c < count; c++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%u", c);
        if (!columns[c].above || strcmp(columns[c].above, number) != 0)
            return false;
    }
    return count >= 3;
}

/* Texts only: a header's cells are there, differ, and do not occur below. */
static bool looks_like_names(const column_evidence *columns, uint32_t count)
{
    for (uint32_t c = 0; c < count; c++) {
        if (!columns[c].is_text_above || columns[c].is_repeated)
            return false;
        for (uint32_t d = 0; d < c && d < 256; d++) /* a bound: equal names stand close */
            if (strcmp(columns[d].above, columns[c].above) == 0)
                return false;
    }
    return true;
}

static void judge_header(eos_csv_dialect *dialect, const column_evidence *columns, uint32_t count,
                         uint32_t rows)
{
    uint32_t text_over_numbers = 0, number_over_numbers = 0, numbers_above = 0;
    for (uint32_t c = 0; c < count; c++) {
        bool is_numeric = columns[c].numbers > 0 && columns[c].texts == 0;
        text_over_numbers += is_numeric && columns[c].is_text_above;
        number_over_numbers += is_numeric && columns[c].is_number_above;
        numbers_above += columns[c].is_number_above;
    }
    if (rows < 2) { /* one row is data unless it is all words */
        dialect->has_header = numbers_above == 0 && looks_like_names(columns, count);
    } else if (text_over_numbers) {
        dialect->has_header = true;
        dialect->is_header_certain = numbers_above == 0;
    } else if (is_counting(columns, count)) {
        dialect->has_header = true;
    } else if (number_over_numbers) {
        dialect->is_header_certain = true;
    } else {
        dialect->has_header = looks_like_names(columns, count);
    }
}

/* True when a column of the sample holds numbers and nothing else. */
static bool find_header(eos_csv_dialect *dialect, eos_arena *arena, const char *sample,
                        size_t length, char *scratch, uint32_t first_cells)
{
    uint32_t width = dialect->columns, rows = 0;
    /* one name too few: the first cell of each row has none */
    uint32_t shift = first_cells + 1 == width && width > 2;
    column_evidence *columns = EOS_NEW_ARRAY(arena, column_evidence, width);
    eos_csv_cursor cursor = begin_rows(dialect, sample, length);
    const char *start, *second = sample + length;
    while (rows < SAMPLE_ROWS) {
        eos_csv_cursor ahead = cursor;
        uint32_t cells = count_cells(&ahead, scratch, &start);
        if (!cells)
            break;
        if (rows == 1)
            second = start;
        cursor.at = start;
        cursor.is_row_end = true;
        for (uint32_t c = 0; c < cells && eos_csv_cursor_next(&cursor, scratch); c++) {
            uint32_t column = rows == 0 ? c + shift : c;
            if (column < width && column >= shift)
                note_cell(&columns[column], &cursor, rows == 0, arena);
        }
        cursor = ahead;
        rows++;
    }
    judge_header(dialect, columns + shift, width - shift, rows);
    bool has_numbers = false;
    for (uint32_t c = 0; c < width; c++)
        has_numbers = has_numbers || (columns[c].numbers > 0 && columns[c].texts == 0);
    dialect->has_row_names = dialect->has_header && shift;
    if (!dialect->has_header)
        return has_numbers;
    dialect->data_start = (uint64_t)(second - sample);
    dialect->names = EOS_NEW_ARRAY(arena, const char *, width);
    for (uint32_t c = 0; c < width; c++)
        dialect->names[c] = columns[c].above ? columns[c].above : "";
    return has_numbers;
}

/* Lines before the table: comments as numpy.savetxt writes them. */
static size_t skip_comments(const char *sample, size_t length)
{
    size_t at = 0;
    while (at < length && sample[at] == '#') {
        size_t end = at;
        while (end < length && !is_row_mark(sample[end]))
            end++;
        /* "#id,name": a header that begins with the mark */
        bool has_cells = memchr(sample + at, ',', end - at) ||
                         memchr(sample + at, '\t', end - at) || memchr(sample + at, ';', end - at);
        if (has_cells || end == length)
            break;
        while (end < length && is_row_mark(sample[end]))
            end++;
        at = end;
    }
    return at;
}

static bool is_numeric_column(const char *sample, size_t length, bool is_whole, char *scratch)
{
    eos_csv_dialect lines = {.delimiter = '\n'};
    eos_csv_cursor cursor = begin_rows(&lines, sample, length);
    uint32_t numbers = 0, others = 0;
    for (uint32_t row = 0; row < SAMPLE_ROWS && eos_csv_cursor_next(&cursor, scratch); row++) {
        double value;
        if (cursor.length == 0 || (cursor.is_cut && !is_whole))
            continue;
        eos_cell_kind kind = eos_cell_read(cursor.text, cursor.length, &value);
        numbers += kind == EOS_CELL_INTEGER || kind == EOS_CELL_DECIMAL;
        others += kind == EOS_CELL_TEXT;
    }
    return numbers >= 2 && others <= 1;
}

bool eos_csv_dialect_find(eos_csv_dialect *dialect, eos_arena *arena, const char *sample,
                          size_t length, bool is_whole, bool is_named)
{
    *dialect = (eos_csv_dialect){.delimiter = ','};
    char *scratch = eos_arena_alloc(arena, length + 64); /* readable behind, as the sample */
    size_t begin = length >= 3 && memcmp(sample, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    begin += skip_comments(sample + begin, length - begin);
    const char *rows = sample + begin;
    size_t left = length - begin;
    shape s = {0};
    if (!find_delimiter(dialect, &s, rows, left, is_whole, scratch)) {
        if (!is_named && !is_numeric_column(rows, left, is_whole, scratch))
            return false;
        s = measure(dialect, rows, left, is_whole, scratch);
    } else if (s.rows < 2 && !is_named) {
        return false;
    }
    if (s.rows == 0 || s.columns > EOS_LIMIT_TABLE_COLUMNS)
        return false;
    dialect->columns = s.columns;
    bool has_numbers = find_header(dialect, arena, rows, left, scratch, s.first);
    dialect->data_start += begin;
    return has_numbers || !dialect->is_blank_run; /* words parted by blanks are prose */
}
