/* SPDX-License-Identifier: MIT */
/*
 * A tokenizer that knows only what comments need: strings, brackets, backslashes, line ends.
 *
 * State between lines: an open triple-quoted string (its quote), a backslash at the last line's end,
 * the depth of brackets. A line end inside a string or behind a backslash joins two lines; one inside
 * brackets does not (flake8 joins by tokens, and each line in brackets ends with a token of its own).
 *
 * Questionable: quotes inside the braces of an f-string (Python 3.12) are read as ends of the string.
 * Such a line may hide its comment from us, and then a finding is shown that the author silenced.
 */
#include "engine/source_lines.h"

#include "base/vector.h"

typedef struct line_reader {
    const char *text;
    size_t length, at;
    char quote; /* of the open string; 0 = none */
    bool is_triple;
    bool is_continued; /* the last line ended with a backslash */
    uint32_t depth;    /* of open brackets */
} line_reader;

static bool is_line_end(const line_reader *reader)
{
    return reader->at >= reader->length || reader->text[reader->at] == '\n' ||
           reader->text[reader->at] == '\r';
}

static char peek(const line_reader *reader, size_t ahead)
{
    return ahead < reader->length - reader->at ? reader->text[reader->at + ahead] : '\0';
}

static void skip_line_end(line_reader *reader)
{
    if (peek(reader, 0) == '\r' && peek(reader, 1) == '\n')
        reader->at++;
    reader->at++;
}

/* Inside a string: up to its end or the line's. A backslash takes the next character with it. */
static void read_string_part(line_reader *reader)
{
    while (!is_line_end(reader)) {
        char c = peek(reader, 0);
        if (c == '\\') {
            reader->at++;
            if (is_line_end(reader)) {
                reader->is_continued = true;
                return;
            }
            reader->at++;
        } else if (c == reader->quote && !reader->is_triple) {
            reader->at++;
            reader->quote = 0;
            return;
        } else if (c == reader->quote && peek(reader, 1) == c && peek(reader, 2) == c) {
            reader->at += 3;
            reader->quote = 0;
            return;
        } else {
            reader->at++;
        }
    }
    if (!reader->is_triple && reader->at < reader->length)
        reader->quote = 0; /* a broken program: the string ends with its line */
}

static void open_string(line_reader *reader, char quote)
{
    reader->quote = quote;
    reader->is_triple = peek(reader, 1) == quote && peek(reader, 2) == quote;
    reader->at += reader->is_triple ? 3 : 1;
}

/* Up to the line's end; the line end itself is left. */
static void read_line_rest(line_reader *reader, eos_source_line *line)
{
    while (!is_line_end(reader)) {
        char c = peek(reader, 0);
        if (reader->quote) {
            line->is_blank = false;
            read_string_part(reader);
        } else if (c == '#') {
            line->comment = (uint32_t)reader->at;
            while (!is_line_end(reader))
                reader->at++;
        } else if (c == '"' || c == '\'') {
            line->is_blank = false;
            open_string(reader, c);
        } else {
            line->is_blank = line->is_blank && (c == ' ' || c == '\t' || c == '\f');
            if (c == '(' || c == '[' || c == '{')
                reader->depth++;
            else if ((c == ')' || c == ']' || c == '}') && reader->depth > 0)
                reader->depth--;
            reader->at++;
            if (c == '\\' && is_line_end(reader))
                reader->is_continued = true;
        }
    }
}

static uint32_t measure_indent(const line_reader *reader)
{
    uint32_t indent = 0;
    for (size_t at = reader->at; at < reader->length; at++) {
        if (reader->text[at] == ' ')
            indent++;
        else if (reader->text[at] == '\t')
            indent = (indent / 8 + 1) * 8;
        else
            break;
    }
    return indent;
}

/* Line numbers of the run that ends here, in every line of it. */
static void close_run(eos_source_line *lines, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) {
        lines[i - 1].first = first;
        lines[i - 1].last = last;
    }
}

eos_source_lines eos_source_lines_read(eos_arena *arena, const char *text, size_t length)
{
    EOS_VECTOR(eos_source_line) lines = {0};
    line_reader reader = {.text = text, .length = length};
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        reader.at = 3;
    uint32_t first = 1;
    while (reader.at < length) {
        eos_source_line line = {.start = (uint32_t)reader.at,
                                .comment = UINT32_MAX,
                                .indent = measure_indent(&reader),
                                .is_blank = true,
                                .is_inner =
                                    reader.depth > 0 || reader.quote || reader.is_continued};
        reader.is_continued = false;
        if (reader.quote && is_line_end(&reader))
            line.is_blank = false;
        read_line_rest(&reader, &line);
        line.end = (uint32_t)reader.at;
        eos_vector_push(arena, &lines, line);
        if (reader.at < length)
            skip_line_end(&reader);
        if (!reader.quote && !reader.is_continued) {
            close_run(lines.items, first, lines.count);
            first = lines.count + 1;
        }
    }
    if (first <= lines.count)
        close_run(lines.items, first, lines.count);
    return (eos_source_lines){.text = text, .items = lines.items, .count = lines.count};
}
