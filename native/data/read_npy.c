/* SPDX-License-Identifier: MIT */
/*
 * NPY arrays to traits in one pass and bounded memory.
 *
 *   | header (npy_header.c) | value 0 | value 1 | ...        | anything: ignored, as numpy does
 *   C order, shape (3, 2):    r0c0 r0c1 r1c0 r1c1 r2c0 r2c1         rows one after the other
 *   Fortran order:            r0c0 r1c0 r2c0 r0c1 r1c1 r2c1         columns one after the other
 *
 * 2-D arrays of up to 256 columns are described column by column: in C order the columns lie side
 * by side in a block, in Fortran order the same rows of every column are fetched with a read each,
 * so that rows can be looked at as a whole. Everything else is described as one bag of values, in
 * the order of the file.
 *
 * The questionable decision: pread into a buffer of one block instead of mmap. A file that is cut
 * while it is mapped ends the host process with SIGBUS; a read just comes back short. The price is
 * a copy of about 12 GB/s, where summing a mapping reaches 20 to 30 (tests/bench/bench_npy.c
 * measures both).
 */
#include "data/read_npy.h"

#include "data/block_scan.h"

#include <string.h>

/* rows of one-hot labels may be this wide; beyond it rows are not looked at (opinion) */
#define ROW_FACTS_COLUMNS 65536u
/* bytes fetched at once in C order, rounded down to whole blocks */
#define READ_BYTES ((size_t)256 << 10)

typedef struct npy_reader {
    int fd;
    eos_byte_stream *stream; /* instead of fd: packed bytes, which come in order only */
    const char *path;
    eos_npy_header head;
    size_t size;     /* bytes of a value in the file */
    uint8_t *buffer; /* bytes as they are in the file, then in native order */
    float *wide;     /* float16 widened; NULL otherwise */
    eos_scan scan;
    eos_row_scan rows;
    bool has_rows;
} npy_reader;

/* `offset` is where a stream stands anyhow. */
static eos_status read_at(const npy_reader *reader, void *out, size_t length, uint64_t offset,
                          eos_error *err)
{
    if (!reader->stream)
        return eos_read_at(reader->fd, out, length, offset, reader->path, err);
    size_t got;
    eos_status status = eos_byte_stream_read(reader->stream, out, length, &got, err);
    if (status == EOS_OK && got < length)
        status = eos_fail(err, EOS_ERR_FORMAT, reader->path,
                          "cut off: its shape needs more values than it holds");
    return status;
}

static bool is_machine_big_endian(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 0;
}

static void swap_bytes(uint8_t *bytes, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++, bytes += size) {
        if (size == 2) {
            uint16_t x;
            memcpy(&x, bytes, 2);
            x = (uint16_t)(x << 8 | x >> 8);
            memcpy(bytes, &x, 2);
        } else if (size == 4) {
            uint32_t x;
            memcpy(&x, bytes, 4);
            x = x << 24 | (x & 0xFF00u) << 8 | (x >> 8 & 0xFF00u) | x >> 24;
            memcpy(bytes, &x, 4);
        } else {
            uint64_t x;
            memcpy(&x, bytes, 8);
            x = x << 32 | x >> 32;
            x = (x & UINT64_C(0x0000FFFF0000FFFF)) << 16 | (x >> 16 & UINT64_C(0x0000FFFF0000FFFF));
            x = (x & UINT64_C(0x00FF00FF00FF00FF)) << 8 | (x >> 8 & UINT64_C(0x00FF00FF00FF00FF));
            memcpy(bytes, &x, 8);
        }
    }
}

/* Half to single: exponent and fraction into place, then times 2^112 (exact, subnormals too). */
static void widen_halves(float *out, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint16_t half;
        memcpy(&half, bytes + 2 * i, 2);
        uint32_t bits = (uint32_t)(half & 0x7FFFu) << 13;
        float value;
        memcpy(&value, &bits, 4);
        value *= 0x1p112f;
        memcpy(&bits, &value, 4);
        bits |= (half & 0x7C00u) == 0x7C00u ? 0x7F800000u : 0; /* NaN and infinity */
        bits |= (uint32_t)(half & 0x8000u) << 16;
        memcpy(&out[i], &bits, 4);
    }
}

/* Native values of `count` values just read to the buffer. */
static const void *prepare_values(npy_reader *reader, size_t count)
{
    if (reader->size > 1 && reader->head.is_big_endian != is_machine_big_endian())
        swap_bytes(reader->buffer, count, reader->size);
    if (reader->head.dtype == EOS_ARRAY_BOOL)
        for (size_t i = 0; i < count; i++)
            reader->buffer[i] = reader->buffer[i] != 0;
    if (!reader->wide)
        return reader->buffer;
    widen_halves(reader->wide, reader->buffer, count);
    return reader->wide;
}

/* C order: blocks of whole rows, or of values when the array is described as a whole. */
static eos_status read_rows(npy_reader *reader, uint64_t columns, eos_error *err)
{
    uint64_t row_count = reader->head.value_count / columns, row = 0;
    size_t block = eos_block_rows(columns), row_bytes = (size_t)columns * reader->size;
    size_t at_once = READ_BYTES / (block * row_bytes) * block;
    if (at_once == 0)
        at_once = block;
    size_t native = reader->wide ? sizeof *reader->wide : reader->size;
    while (row < row_count) {
        size_t rows = row_count - row < at_once ? (size_t)(row_count - row) : at_once;
        eos_status status = read_at(reader, reader->buffer, rows * row_bytes,
                                    reader->head.data_offset + row * row_bytes, err);
        if (status != EOS_OK)
            return status;
        const char *values = prepare_values(reader, rows * (size_t)columns);
        if (reader->has_rows)
            eos_row_scan_add(&reader->rows, (eos_array_type)reader->head.dtype, values,
                             rows * (size_t)columns);
        for (size_t done = 0; done < rows; done += block)
            eos_scan_add_block(&reader->scan, values + done * (size_t)columns * native,
                               rows - done < block ? rows - done : block);
        row += rows;
    }
    return EOS_OK;
}

/* Fortran order, two dimensions, up to 256 columns: one block of rows from every column. */
static eos_status read_columns(npy_reader *reader, uint32_t columns, eos_error *err)
{
    uint64_t row_count = reader->head.shape[0];
    size_t block = eos_block_rows(columns),
           native = reader->wide ? sizeof *reader->wide : reader->size;
    for (uint64_t row = 0; row < row_count; row += block) {
        size_t rows = row_count - row < block ? (size_t)(row_count - row) : block;
        for (uint32_t c = 0; c < columns; c++) {
            eos_status status =
                read_at(reader, reader->buffer + c * rows * reader->size, rows * reader->size,
                        reader->head.data_offset + (c * row_count + row) * reader->size, err);
            if (status != EOS_OK)
                return status;
        }
        const char *values = prepare_values(reader, rows * columns);
        for (uint32_t c = 0; c < columns; c++)
            eos_scan_add_column(&reader->scan, c, values + c * rows * native, rows);
        if (reader->has_rows)
            eos_row_scan_add_columns(&reader->rows, (eos_array_type)reader->head.dtype, values,
                                     rows);
    }
    return EOS_OK;
}

/* The whole array from its columns; classes too, order only for a single column. */
static void fill_traits(npy_reader *reader, eos_traits *traits, bool by_column, eos_arena *arena)
{
    eos_scan_finish(&reader->scan);
    traits->all = eos_value_traits_none();
    for (uint32_t c = 0; c < reader->scan.column_count; c++)
        traits->all = eos_value_traits_merge(arena, &traits->all, &reader->scan.columns[c]);
    if (reader->scan.column_count > 1) {
        traits->all.is_ordered_known = traits->all.is_ascending = traits->all.is_descending = false;
        traits->all.first = traits->all.last = eos_value_traits_none().first;
    }
    if (by_column) {
        traits->columns = reader->scan.columns;
        traits->column_count = reader->scan.column_count;
    }
    if (reader->has_rows)
        traits->row_facts = eos_row_scan_finish(&reader->rows);
}

static eos_status read_head(npy_reader *reader, uint64_t file_size, eos_arena *arena,
                            eos_error *err)
{
    uint8_t start[EOS_NPY_PREAMBLE_BYTES];
    size_t known = file_size < sizeof start ? (size_t)file_size : sizeof start, size = 0;
    eos_status status = read_at(reader, start, known, 0, err);
    if (status == EOS_OK)
        status = eos_npy_header_size(start, known, reader->path, &size, err);
    if (status != EOS_OK)
        return status;
    uint8_t *bytes = eos_arena_alloc(arena, size);
    size_t there = file_size < size ? (size_t)file_size : size;
    status = read_at(reader, bytes, there, 0, err);
    if (status == EOS_OK)
        status = eos_npy_header_parse(bytes, there, reader->path, &reader->head, err);
    if (status != EOS_OK)
        return status;
    reader->size = eos_array_type_size((eos_array_type)reader->head.dtype);
    uint64_t wanted = reader->head.data_offset + reader->head.value_count * reader->size;
    if (file_size < wanted) {
        status = eos_fail(
            err, EOS_ERR_FORMAT, reader->path,
            "NPY file cut off: its shape needs %llu bytes, %llu are there; copy or save it again",
            (unsigned long long)wanted, (unsigned long long)file_size);
        if (err)
            err->offset = file_size;
    }
    return status;
}

/* Values and traits of an array whose head is known. */
static eos_status describe_values(npy_reader *reader, const char *format, eos_arena *arena,
                                  eos_traits **out, eos_error *err)
{
    const eos_npy_header *head = &reader->head;
    eos_status status = EOS_OK;
    eos_traits *traits = EOS_NEW(arena, eos_traits);
    traits->format = format;
    traits->path = eos_arena_copy(arena, reader->path, strlen(reader->path));
    traits->dtype = head->dtype;
    traits->is_big_endian = head->is_big_endian;
    traits->is_fortran = head->is_fortran;
    traits->rank = head->rank;
    memcpy(traits->shape, head->shape, sizeof traits->shape);
    traits->rows = head->rank ? head->shape[0] : 1;
    traits->bytes_read = head->data_offset + head->value_count * reader->size;
    traits->is_exact = true;

    uint64_t width = head->rank == 2 ? head->shape[1] : 1;
    bool by_column =
        head->rank == 1 || (head->rank == 2 && width >= 1 && width <= EOS_TRAITS_COLUMNS);
    /* with one column, or in one dimension, both orders are the same file */
    bool is_fortran = head->is_fortran && head->rank == 2 && width > 1;
    if (is_fortran && reader->stream) /* columns side by side need reads at many places */
        by_column = false;
    uint32_t columns = by_column ? (uint32_t)width : 1;
    reader->has_rows =
        head->rank == 2 && width >= 2 && width <= ROW_FACTS_COLUMNS && (by_column || !is_fortran);
    if (reader->has_rows)
        eos_row_scan_init(&reader->rows, width);
    eos_scan_init(&reader->scan, arena, (eos_array_type)head->dtype, columns, by_column);
    /* one block is at most EOS_BLOCK_VALUES values, or a read of whole blocks below READ_BYTES */
    reader->buffer = eos_arena_alloc(arena, (size_t)EOS_BLOCK_VALUES * 8);
    if (head->dtype == EOS_ARRAY_FLOAT16)
        reader->wide = eos_arena_array(arena, READ_BYTES / 2, sizeof *reader->wide);
    if (head->value_count > 0)
        status = by_column && is_fortran ? read_columns(reader, columns, err)
                                         : read_rows(reader, columns, err);
    if (status != EOS_OK)
        return status;
    fill_traits(reader, traits, by_column, arena);
    *out = traits;
    return EOS_OK;
}

eos_status eos_npy_describe(int fd, uint64_t file_size, const char *path, eos_arena *arena,
                            eos_traits **out, eos_error *err)
{
    npy_reader *reader = EOS_NEW(arena, npy_reader);
    reader->fd = fd;
    reader->path = path;
    eos_status status = read_head(reader, file_size, arena, err);
    return status == EOS_OK ? describe_values(reader, "NPY", arena, out, err) : status;
}

eos_status eos_npy_describe_stream(eos_byte_stream *stream, eos_arena *arena, eos_traits **out,
                                   eos_error *err)
{
    npy_reader *reader = EOS_NEW(arena, npy_reader);
    reader->stream = stream;
    reader->path = stream->path;
    uint8_t start[EOS_NPY_PREAMBLE_BYTES];
    size_t size = 0, known = 0;
    eos_status status = eos_byte_stream_read(stream, start, sizeof start, &known, err);
    if (status == EOS_OK)
        status = eos_npy_header_size(start, known, stream->path, &size, err);
    if (status != EOS_OK)
        return status;
    uint8_t *bytes = eos_arena_alloc(arena, size < known ? known : size);
    memcpy(bytes, start, known);
    if (size > known)
        status = read_at(reader, bytes + known, size - known, known, err);
    if (status == EOS_OK && size < known) /* no head is that short */
        status = eos_fail(err, EOS_ERR_FORMAT, stream->path, "no NPY array");
    if (status == EOS_OK)
        status = eos_npy_header_parse(bytes, size, stream->path, &reader->head, err);
    if (status != EOS_OK)
        return status;
    reader->size = eos_array_type_size((eos_array_type)reader->head.dtype);
    return describe_values(reader, "NPY", arena, out, err);
}

eos_status eos_array_describe_stream(eos_byte_stream *stream, const eos_npy_header *head,
                                     const char *format, eos_arena *arena, eos_traits **out,
                                     eos_error *err)
{
    npy_reader *reader = EOS_NEW(arena, npy_reader);
    reader->stream = stream;
    reader->path = stream->path;
    reader->head = *head;
    reader->size = eos_array_type_size((eos_array_type)head->dtype);
    return describe_values(reader, format, arena, out, err);
}
