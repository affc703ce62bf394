/* SPDX-License-Identifier: MIT */
/* Quotes of a text table: see csv_quotes.h. The same rules as in csv_rows.c and csv_dialect.c. */
#include "data/csv_quotes.h"

#include <string.h>

static bool parts_cells(const eos_csv_dialect *dialect, char c)
{
    return c == dialect->delimiter || c == '\n' || c == '\r' ||
           (dialect->is_blank_run && (c == ' ' || c == '\t'));
}

static void take_quote(eos_csv_quotes *state, const eos_csv_dialect *dialect, char before,
                       bool is_adjacent)
{
    if (state->is_open) {
        state->is_open = false;
        state->is_just_closed = true;
    } else {
        state->is_open = parts_cells(dialect, before) || (is_adjacent && state->is_just_closed);
        state->is_just_closed = false;
    }
}

void eos_csv_quotes_skip(eos_csv_quotes *state, const eos_csv_dialect *dialect, const char *text,
                         size_t length)
{
    if (length == 0)
        return;
    const char *end = text + length, *behind = text; /* behind the last quote */
    const char *at = memchr(text, '"', length);
    for (; at; at = memchr(behind, '"', (size_t)(end - behind))) {
        take_quote(state, dialect, at == text ? state->before : at[-1], at == behind);
        behind = at + 1;
        if (behind == end)
            break;
    }
    if (behind != end)
        state->is_just_closed = false;
    state->before = end[-1];
}

bool eos_csv_quotes_is_row_begin(const eos_csv_quotes *state)
{
    return !state->is_open && (state->before == '\n' || state->before == '\r');
}

size_t eos_csv_quotes_find_row(eos_csv_quotes *state, const eos_csv_dialect *dialect,
                               const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (eos_csv_quotes_is_row_begin(state))
            return i;
        if (text[i] == '"')
            take_quote(state, dialect, state->before, true);
        else
            state->is_just_closed = false;
        state->before = text[i];
    }
    return length;
}
