/* SPDX-License-Identifier: MIT */
/*
 * From bytes to units to traits.
 *
 *   bytes    |-- 256 KB --|-- 256 KB --|-- 256 KB --|
 *   rows     |---|-----|-----|---|----------|---|---|
 *   units    [ rows that begin here + the rest of the last one ]
 *
 * The thread that is here reads stretches, follows the quotes over them and finds where the first
 * row of each begins; the crew (csv_crew.h) does the rest. A row longer than a stretch makes its
 * unit grow, up to EOS_LIMIT_TABLE_ROW.
 */
#include "data/read_csv.h"

#include "data/cell.h"
#include "data/csv_crew.h"
#include "data/csv_marks.h"
#include "data/csv_quotes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDE_COLUMNS 2048u /* beyond, threads cost more memory than they are worth (opinion) */

typedef struct csv_reader {
    eos_byte_stream *stream;
    eos_csv_crew *crew; /* owned */
    char *sample;       /* owned: the file's beginning, zeros behind it */
    size_t sample_length, sample_given;
    eos_csv_dialect dialect;
    eos_csv_quotes quotes;
    uint64_t position; /* of the next byte given out */
} csv_reader;

static eos_status fail_memory(const csv_reader *reader, eos_error *err)
{
    return eos_fail(err, EOS_ERR_MEMORY, reader->stream->path, "not enough memory to describe it");
}

/* The file's beginning: at least one whole row, if the limit allows. */
static eos_status read_sample(csv_reader *reader, eos_error *err)
{
    size_t wanted = EOS_CSV_SAMPLE_BYTES;
    for (;;) {
        char *grown = realloc(reader->sample, wanted + EOS_CSV_MARK_BYTES);
        if (!grown)
            return fail_memory(reader, err);
        reader->sample = grown;
        size_t got;
        eos_status status = eos_byte_stream_read(reader->stream, grown + reader->sample_length,
                                                 wanted - reader->sample_length, &got, err);
        if (status != EOS_OK)
            return status;
        reader->sample_length += got;
        memset(grown + reader->sample_length, 0, EOS_CSV_MARK_BYTES);
        /* two row ends: the header's, and that of the first row */
        const char *first = memchr(grown, '\n', reader->sample_length);
        first = first ? first : memchr(grown, '\r', reader->sample_length);
        size_t behind = first ? (size_t)(first - grown) + 1 : 0;
        bool has_rows = first && (memchr(first + 1, '\n', reader->sample_length - behind) ||
                                  memchr(first + 1, '\r', reader->sample_length - behind));
        if (reader->sample_length < wanted || has_rows || wanted >= EOS_LIMIT_TABLE_ROW)
            return EOS_OK;
        wanted *= 4;
    }
}

static eos_status check_text(const csv_reader *reader, eos_error *err)
{
    const unsigned char *at = (const unsigned char *)reader->sample;
    const char *path = reader->stream->path;
    if (reader->sample_length >= 2 &&
        ((at[0] == 0xFF && at[1] == 0xFE) || (at[0] == 0xFE && at[1] == 0xFF)))
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "text in UTF-16: save it as UTF-8");
    for (size_t i = 0; i < reader->sample_length; i++)
        if (at[i] < ' ' && at[i] != '\n' && at[i] != '\r' && at[i] != '\t' && at[i] != '\f')
            return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "no text table: binary");
    return EOS_OK;
}

/* The next bytes of the file, the sample first. */
static eos_status read_bytes(csv_reader *reader, char *out, size_t wanted, size_t *got,
                             eos_error *err)
{
    size_t left = reader->sample_length - reader->sample_given;
    size_t own = left < wanted ? left : wanted, more = 0;
    if (own)
        memcpy(out, reader->sample + reader->sample_given, own);
    reader->sample_given += own;
    *got = own;
    if (own == wanted)
        return EOS_OK;
    eos_status status = eos_byte_stream_read(reader->stream, out + own, wanted - own, &more, err);
    *got += more;
    return status;
}

/* Fills an empty buffer up to the next multiple of the unit's size. */
static eos_status fill_buffer(csv_reader *reader, eos_csv_buffer *buffer, size_t *got,
                              eos_error *err)
{
    size_t wanted = EOS_CSV_UNIT_BYTES - (size_t)(reader->position % EOS_CSV_UNIT_BYTES);
    if (!eos_csv_buffer_reserve(buffer, wanted))
        return fail_memory(reader, err);
    eos_status status = read_bytes(reader, buffer->text, wanted, got, err);
    buffer->length = *got;
    reader->position += *got;
    return status;
}

static bool append(eos_csv_buffer *buffer, const char *text, size_t length)
{
    if (!eos_csv_buffer_reserve(buffer, buffer->length + length))
        return false;
    if (length)
        memcpy(buffer->text + buffer->length, text, length);
    buffer->length += length;
    return true;
}

/* Hands out all units; `buffer` holds the rest of the first stretch. */
static eos_status cut_units(csv_reader *reader, eos_csv_buffer *buffer, eos_error *err)
{
    const eos_csv_dialect *dialect = &reader->dialect;
    size_t got = 0;
    eos_csv_quotes_skip(&reader->quotes, dialect, buffer->text + buffer->begin,
                        buffer->length - buffer->begin);
    for (;;) {
        eos_csv_buffer *next = eos_csv_crew_take(reader->crew);
        size_t row;
        do { /* until a row begins in the stretch: the open one goes on */
            eos_status status = fill_buffer(reader, next, &got, err);
            if (status != EOS_OK)
                return status;
            row = eos_csv_quotes_find_row(&reader->quotes, dialect, next->text, got);
            if (!append(buffer, next->text, row))
                return fail_memory(reader, err);
            if (row == got && buffer->length > EOS_LIMIT_TABLE_ROW && got)
                return eos_fail(err, EOS_ERR_LIMIT, reader->stream->path,
                                "a row is longer than %llu MB%s",
                                (unsigned long long)(EOS_LIMIT_TABLE_ROW >> 20),
                                reader->quotes.is_open ? ": a quote is not closed" : "");
        } while (row == got && got);
        eos_csv_crew_submit(reader->crew, buffer);
        if (got == 0)
            break;
        next->begin = row;
        eos_csv_quotes_skip(&reader->quotes, dialect, next->text + row, got - row);
        buffer = next;
    }
    if (reader->quotes.is_open)
        return eos_fail(err, EOS_ERR_FORMAT, reader->stream->path,
                        "a quote is not closed by the end of the file");
    return EOS_OK;
}

/* The first stretch, without what comes before the rows. */
static eos_status read_table(csv_reader *reader, unsigned threads, eos_error *err)
{
    if (reader->dialect.columns > WIDE_COLUMNS || reader->stream->is_at_end)
        threads = 0;
    reader->crew = eos_csv_crew_open(&reader->dialect, threads);
    if (!reader->crew)
        return fail_memory(reader, err);
    /* the header may reach into a later stretch; rows are counted from where it ends */
    reader->sample_given = (size_t)reader->dialect.data_start;
    reader->position = reader->dialect.data_start;
    reader->quotes = (eos_csv_quotes){.before = '\n'};
    eos_csv_buffer *buffer = eos_csv_crew_take(reader->crew);
    size_t got;
    eos_status status = fill_buffer(reader, buffer, &got, err);
    return status == EOS_OK ? cut_units(reader, buffer, err) : status;
}

/* ---- traits ---- */

static int compare_texts(const void *left, const void *right)
{
    return strcmp(((const eos_text_class *)left)->text, ((const eos_text_class *)right)->text);
}

static int compare_numbers(const void *left, const void *right)
{
    int64_t a = ((const eos_class_count *)left)->value, b = ((const eos_class_count *)right)->value;
    return (a > b) - (a < b);
}

/* Text classes; of a mixed column the numbers are left to the other list. */
static void list_texts(eos_table_column *column, const eos_tally *tally, eos_arena *arena)
{
    eos_text_class *list = EOS_NEW_ARRAY(arena, eos_text_class, tally->used);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < tally->capacity; i++) {
        const eos_tally_entry *entry = &tally->entries[i];
        if (entry->count && entry->text)
            list[filled++] = (eos_text_class){
                eos_arena_copy(arena, entry->text, strlen(entry->text)), entry->count};
    }
    qsort(list, filled, sizeof *list, compare_texts);
    column->classes = filled ? list : NULL;
    column->class_count = filled;
}

static void list_numbers(eos_value_traits *values, const eos_tally *tally, eos_arena *arena)
{
    eos_class_count *list = EOS_NEW_ARRAY(arena, eos_class_count, tally->used);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < tally->capacity; i++) {
        const eos_tally_entry *entry = &tally->entries[i];
        double value;
        memcpy(&value, &entry->key, sizeof value);
        if (entry->count && !entry->text && isfinite(value))
            list[filled++] = (eos_class_count){(int64_t)value, entry->count};
    }
    qsort(list, filled, sizeof *list, compare_numbers);
    values->classes = filled ? list : NULL;
    values->class_count = filled;
}

static eos_column_type find_type(const eos_table_column *column, const eos_value_traits *values,
                                 uint64_t decimals)
{
    if (column->texts == 0) {
        if (values->count == 0)
            return EOS_COLUMN_EMPTY;
        return decimals || values->nan_count ? EOS_COLUMN_FLOAT : EOS_COLUMN_INTEGER;
    }
    if (values->count)
        return EOS_COLUMN_MIXED;
    for (uint32_t i = 0; i < column->class_count; i++)
        if (!eos_cell_is_truth(column->classes[i].text))
            return EOS_COLUMN_TEXT;
    return column->classes ? EOS_COLUMN_BOOLEAN : EOS_COLUMN_TEXT;
}

/* 0, 1, 2 ... or 1, 2, 3 ... down the rows, under a name that says nothing else. */
static bool is_index(const eos_table_column *column, const eos_value_traits *values, uint64_t rows)
{
    static const char *const names[] = {"", "Unnamed: 0", "index", "Index", "id", "Id", "ID"};
    double n = (double)rows, spread = n * (n * n - 1) / 12;
    if (rows < 2 || values->count != rows || !values->is_integer || !values->is_ascending ||
        (values->minimum != 0 && values->minimum != 1) ||
        values->maximum - values->minimum != n - 1 || fabs(values->m2 - spread) > 1e-9 * spread)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(column->name, names[i]) == 0)
            return true;
    return false;
}

static void fill_column(eos_table_column *column, eos_value_traits *values,
                        const eos_csv_column *seen, const eos_csv_part *part, eos_arena *arena)
{
    bool is_exact = eos_tally_is_exact(&seen->tally);
    *values = part->values;
    bool has_numbers = values->count > 0;
    values->is_integer = has_numbers && !seen->has_fraction;
    values->has_more_classes = values->is_integer && (!is_exact || seen->has_large);
    values->classes = NULL;
    values->class_count = 0;
    if (values->is_integer && !values->has_more_classes)
        list_numbers(values, &seen->tally, arena);
    values->nan_count = seen->nan_count;
    values->infinite_count = seen->infinite_count;
    values->count += seen->nan_count + seen->infinite_count;
    if (seen->nan_count || seen->infinite_count || seen->texts) {
        values->is_ordered_known = values->is_ascending = values->is_descending = false;
        values->first = values->last = NAN;
    }
    column->missing = seen->missing;
    column->texts = seen->texts;
    if (is_exact && seen->texts)
        list_texts(column, &seen->tally, arena);
    column->is_distinct_exact = is_exact && !seen->has_large;
    column->distinct = seen->has_large ? -1 : (int64_t)eos_tally_distinct(&seen->tally);
    uint64_t cells = values->count - values->nan_count + seen->texts;
    if (column->distinct > (int64_t)cells) /* an estimate knows no better */
        column->distinct = (int64_t)cells;
    /* every text in one run: as many changes as there are others to change to */
    column->is_grouped = part->texts > 1 && !has_numbers && column->class_count > 1 &&
                         part->texts > column->class_count &&
                         part->text_changes + 1 == column->class_count;
    column->type = (uint8_t)find_type(column, values, seen->decimals);
}

static eos_status fill_traits(csv_reader *reader, eos_arena *arena, eos_traits **out,
                              eos_error *err)
{
    const eos_csv_dialect *dialect = &reader->dialect;
    const eos_byte_stream *stream = reader->stream;
    eos_csv_worker *seen;
    eos_csv_part *parts;
    if (!eos_csv_crew_finish(reader->crew, &seen, &parts))
        return fail_memory(reader, err);
    if (seen->rows == 0)
        return eos_fail(err, EOS_ERR_FORMAT, stream->path, "no rows below the header");
    eos_traits *traits = EOS_NEW(arena, eos_traits);
    eos_table *table = EOS_NEW(arena, eos_table);
    eos_value_traits *values = EOS_NEW_ARRAY(arena, eos_value_traits, dialect->columns);
    eos_table_column *columns = EOS_NEW_ARRAY(arena, eos_table_column, dialect->columns);
    for (uint32_t c = 0; c < dialect->columns; c++) {
        columns[c].name = dialect->names ? dialect->names[c] : "";
        fill_column(&columns[c], &values[c], &seen->columns[c], &parts[c], arena);
        columns[c].is_index = is_index(&columns[c], &values[c], seen->rows);
    }
    *table = (eos_table){.delimiter = dialect->delimiter,
                         .has_header = dialect->has_header,
                         .is_header_certain = dialect->is_header_certain,
                         .short_rows = seen->short_rows,
                         .long_rows = seen->long_rows,
                         .columns = columns};
    *traits = (eos_traits){.format = dialect->delimiter == '\t' ? "TSV" : "CSV",
                           .path = eos_arena_copy(arena, stream->path, strlen(stream->path)),
                           .dtype = EOS_ARRAY_FLOAT64,
                           .rank = 2,
                           .shape = {seen->rows, dialect->columns},
                           .rows = seen->rows,
                           .bytes_read = stream->done,
                           .is_exact = true,
                           .all = eos_value_traits_none(),
                           .columns = values,
                           .column_count = dialect->columns,
                           .table = table};
    *out = traits;
    return EOS_OK;
}

static eos_status describe(csv_reader *reader, const eos_csv_options *options, eos_arena *arena,
                           eos_traits **out, eos_error *err)
{
    eos_status status = read_sample(reader, err);
    if (status == EOS_OK)
        status = check_text(reader, err);
    if (status != EOS_OK)
        return status;
    bool is_whole = reader->stream->is_at_end;
    if (!eos_csv_dialect_find(&reader->dialect, arena, reader->sample, reader->sample_length,
                              is_whole, options->is_named))
        return eos_fail(err, EOS_ERR_UNSUPPORTED, reader->stream->path,
                        "no table: its rows do not fall into columns");
    status = read_table(reader, options->threads, err);
    return status == EOS_OK ? fill_traits(reader, arena, out, err) : status;
}

eos_status eos_csv_describe(eos_byte_stream *stream, const eos_csv_options *options,
                            eos_arena *arena, eos_traits **out, eos_error *err)
{
    csv_reader reader = {.stream = stream};
    /* threads and buffers must not outlive a jump: they are released here, on both ways */
    csv_reader *volatile kept = &reader;
    volatile eos_status status = EOS_ERR_MEMORY;
    EOS_ARENA_TRY(arena, guard) {
        status = describe(kept, options, arena, out, err);
    }
    EOS_ARENA_CATCH(arena, guard) {
        status = fail_memory(kept, err);
    }
    EOS_ARENA_END;
    eos_csv_crew_release(kept->crew);
    free(kept->sample);
    return status;
}
