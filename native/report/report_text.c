/* SPDX-License-Identifier: MIT */
/*
 * The text report.
 *
 *     net.py:31:11: EOS102 softmax over one unit (layer 5 of model) always gives 1.0, so ...
 *        31 | model.add(Dense(1, activation="softmax"))
 *           |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
 *           = units of layer 5: 1 (line 31)
 *           = see: loss argument (line 36)
 *           = fix: write Dense(1, activation="sigmoid")
 *
 * Findings come sorted by line, so one walk over the source finds all their lines. Program text is
 * printed as data: control characters become spaces, so a source cannot steer the terminal; tabs stay
 * and are repeated in front of the carets, so that both lines stand alike whatever a tab is worth.
 */
#include "report/report_text.h"

typedef struct cursor {
    const char *at, *end; /* the rest of the source; at = start of line `line` */
    uint32_t line;
} cursor;

/* A line ends as in Python's tokenizer: \n, \r\n or \r. */
static const char *end_of_line(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Moves to `line`, forwards only; false when the source has fewer lines. */
static bool move_to_line(cursor *where, uint32_t line)
{
    while (where->line < line) {
        const char *stop = end_of_line(where->at, where->end);
        if (stop == where->end)
            return false;
        where->at = stop + (*stop == '\r' && stop + 1 < where->end && stop[1] == '\n' ? 2 : 1);
        where->line++;
    }
    return where->line == line;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

static bool is_control(char byte)
{
    return (unsigned char)byte < 0x20u || (unsigned char)byte == 0x7Fu;
}

static void add_source_line(eos_buffer *out, const char *start, const char *stop)
{
    for (const char *at = start; at < stop; at++)
        eos_buffer_add(out, *at != '\t' && is_control(*at) ? " " : at, 1);
}

/* Underlines characters [column, end_column) of the line; a range over lines goes to the line's end. */
static void add_carets(eos_buffer *out, const eos_finding *finding, const char *start,
                       const char *stop)
{
    uint32_t column = 1;
    bool is_open = finding->end_line > finding->line;
    uint32_t until =
        finding->end_column > finding->column ? finding->end_column : finding->column + 1;
    for (const char *at = start; at < stop && (is_open || column < until); at++) {
        if (is_continuation(*at))
            continue;
        if (column >= finding->column)
            eos_buffer_add(out, "^", 1);
        else
            eos_buffer_add(out, *at == '\t' ? "\t" : " ", 1);
        column++;
    }
    if (column <= finding->column) { /* the place is the line's end */
        for (; column < finding->column; column++)
            eos_buffer_add(out, " ", 1);
        eos_buffer_add(out, "^", 1);
    }
}

static void add_excerpt(eos_buffer *out, const eos_finding *finding, const eos_cell *cell,
                        cursor *where)
{
    uint32_t line = cell ? cell->line + finding->line - 1 : finding->line;
    if (!where->at || !move_to_line(where, line))
        return;
    const char *stop = end_of_line(where->at, where->end);
    eos_buffer_printf(out, "%5u | ", finding->line);
    add_source_line(out, where->at, stop);
    eos_buffer_add_string(out, "\n      | ");
    add_carets(out, finding, where->at, stop);
    eos_buffer_add_string(out, "\n");
}

/* " (line 12)", " (cell 3 line 12)", " (other.py line 12)", " (other.py)" or nothing */
static void add_place(eos_buffer *out, const char *path, uint32_t line, uint32_t cell)
{
    if (cell && line)
        eos_buffer_printf(out, " (cell %u line %u)", cell - 1, line);
    else if (path && line)
        eos_buffer_printf(out, " (%s line %u)", path, line);
    else if (path)
        eos_buffer_printf(out, " (%s)", path);
    else if (line)
        eos_buffer_printf(out, " (line %u)", line);
}

static void add_evidence(eos_buffer *out, const eos_evidence *evidence)
{
    eos_buffer_printf(out, "      = %s", evidence->what);
    if (evidence->value)
        eos_buffer_printf(out, ": %s", evidence->value);
    add_place(out, evidence->path, evidence->line, evidence->cell);
    if (evidence->source == EOS_EVIDENCE_API)
        eos_buffer_add_string(out, " [library]");
    else if (evidence->source == EOS_EVIDENCE_KNOWN_DATA)
        eos_buffer_add_string(out, " [known data set]");
    eos_buffer_add_string(out, "\n");
}

static void add_finding(eos_buffer *out, const eos_finding *finding, const eos_cells *cells,
                        const char *path, cursor *where)
{
    const eos_cell *cell =
        finding->cell < 0 ? NULL : eos_cell_numbered(cells, (uint32_t)finding->cell + 1);
    eos_buffer_printf(out, "%s:", path);
    if (cell)
        eos_buffer_printf(out, "cell %u:", cell->index);
    eos_buffer_printf(out, "%u:%u: %s %s\n", finding->line, finding->column, finding->code,
                      finding->message);
    add_excerpt(out, finding, cell, where);
    for (uint32_t i = 0; i < finding->evidence_count; i++)
        add_evidence(out, &finding->evidence[i]);
    for (uint32_t i = 0; i < finding->related_count; i++) {
        eos_buffer_printf(out, "      = see: %s", finding->related[i].what);
        add_place(out, finding->related[i].path, finding->related[i].line,
                  finding->related[i].cell);
        eos_buffer_add_string(out, "\n");
    }
    if (finding->fix)
        eos_buffer_printf(out, "      = fix: %s\n", finding->fix);
}

void eos_report_text(eos_buffer *out, const eos_judgement *judgement, const char *path,
                     const char *text, size_t length, bool all)
{
    cursor where = {text, text ? text + length : NULL, 1};
    if (text && length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        where.at += 3;
    for (uint32_t i = 0; i < judgement->findings.count; i++)
        if (all || judgement->findings.items[i].is_shown)
            add_finding(out, &judgement->findings.items[i], judgement->cells, path, &where);
}
