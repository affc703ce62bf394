/* SPDX-License-Identifier: MIT */
/*
 * Parser of the NPY head (numpy/lib/_format_impl.py describes the format, NEP 1 its reasons).
 *
 *   offset 0         6       7       8                    10 (v1)   12 (v2, v3)
 *          | 93 NUMPY| major | minor | length, little end.| text ...        \n | data ...
 *                                      v1: 2 bytes, v2 and v3: 4 bytes
 *   text: {'descr': '<f4', 'fortran_order': False, 'shape': (150, 4), }   padded with blanks
 *
 * The text is a Python literal; numpy evaluates it, we read the small language that numpy writes:
 * one dict with these three keys in any order, strings in either quote, True/False, a tuple of
 * integers (with the L that Python 2 left behind). Anything else is refused with its byte offset.
 * Version 3 differs from 2 in the encoding of field names only, which we never read.
 */
#include "data/npy_header.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct parser {
    const uint8_t *bytes;
    size_t length, at;
    const char *path;
    eos_error *err;
} parser;

EOS_PRINTF(3, 4)
static eos_status refuse(const parser *p, eos_status code, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    eos_status status = eos_fail(p->err, code, p->path, "%s", text);
    if (p->err)
        p->err->offset = p->at;
    return status;
}

static eos_status refuse_head(const parser *p, const char *expected)
{
    return refuse(
        p, EOS_ERR_FORMAT,
        "NPY header: %s expected at byte %zu: the file is damaged, save it again with numpy.save",
        expected, p->at);
}

static void skip_blanks(parser *p)
{
    while (p->at < p->length && (p->bytes[p->at] == ' ' || p->bytes[p->at] == '\t' ||
                                 p->bytes[p->at] == '\n' || p->bytes[p->at] == '\r'))
        p->at++;
}

/* Takes one character after blanks, if it is there. */
static bool take(parser *p, char wanted)
{
    skip_blanks(p);
    if (p->at >= p->length || p->bytes[p->at] != (uint8_t)wanted)
        return false;
    p->at++;
    return true;
}

static bool take_word(parser *p, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(p);
    if (p->length - p->at < length || memcmp(p->bytes + p->at, word, length) != 0)
        return false;
    p->at += length;
    return true;
}

/* A quoted text without escapes, into `out` (NUL-terminated, cut when longer). */
static bool take_string(parser *p, char *out, size_t size)
{
    skip_blanks(p);
    if (p->at >= p->length || (p->bytes[p->at] != '\'' && p->bytes[p->at] != '"'))
        return false;
    uint8_t quote = p->bytes[p->at];
    size_t start = p->at + 1, end = start;
    while (end < p->length && p->bytes[end] != quote) {
        if (p->bytes[end] == '\\' || p->bytes[end] < ' ')
            return false;
        end++;
    }
    if (end >= p->length)
        return false;
    size_t length = end - start < size - 1 ? end - start : size - 1;
    memcpy(out, p->bytes + start, length);
    out[length] = '\0';
    p->at = end + 1;
    return true;
}

/* '<f4' and friends; says of every other type why it is not read. */
static eos_status set_type(parser *p, const char *descr, eos_npy_header *out)
{
    static const struct {
        char text[3];
        uint8_t dtype;
    } types[] = {
        {"b1", EOS_ARRAY_BOOL},    {"i1", EOS_ARRAY_INT8},    {"u1", EOS_ARRAY_UINT8},
        {"i2", EOS_ARRAY_INT16},   {"u2", EOS_ARRAY_UINT16},  {"i4", EOS_ARRAY_INT32},
        {"u4", EOS_ARRAY_UINT32},  {"i8", EOS_ARRAY_INT64},   {"u8", EOS_ARRAY_UINT64},
        {"f2", EOS_ARRAY_FLOAT16}, {"f4", EOS_ARRAY_FLOAT32}, {"f8", EOS_ARRAY_FLOAT64},
    };
    const char *type = descr;
    char order = '=';
    if (*type == '<' || *type == '>' || *type == '|' || *type == '=')
        order = *type++;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i].text) != 0)
            continue;
        out->dtype = types[i].dtype;
        /* '=' is the writer's own order: little-endian on nearly every machine */
        out->is_big_endian = order == '>' && eos_array_type_size((eos_array_type)out->dtype) > 1;
        return EOS_OK;
    }
    const char *kind = NULL;
    if (*type == 'O')
        return refuse(p, EOS_ERR_UNSUPPORTED,
                      "array of Python objects: pickled objects are never read; save numbers "
                      "(array.astype(...)) instead");
    if (*type == 'c')
        kind = "complex numbers";
    else if (*type == 'V')
        kind = "raw records";
    else if (*type == 'U' || *type == 'S' || *type == 'a')
        kind = "texts";
    else if (*type == 'M' || *type == 'm')
        kind = "dates";
    else if (*type == 'f' || *type == 'g')
        kind = "extended floats";
    if (!kind)
        return refuse(p, EOS_ERR_FORMAT, "NPY header: unknown element type '%.20s'", descr);
    return refuse(p, EOS_ERR_UNSUPPORTED, "not read yet: NPY of %s ('%.20s')", kind, descr);
}

static eos_status parse_descr(parser *p, eos_npy_header *out)
{
    char descr[32];
    skip_blanks(p);
    if (p->at < p->length && (p->bytes[p->at] == '[' || p->bytes[p->at] == '('))
        return refuse(p, EOS_ERR_UNSUPPORTED,
                      "not read yet: NPY of structured records; save each field as its own array");
    if (!take_string(p, descr, sizeof descr))
        return refuse_head(p, "the element type as text");
    return set_type(p, descr, out);
}

static eos_status parse_shape(parser *p, eos_npy_header *out)
{
    if (!take(p, '('))
        return refuse_head(p, "a shape in parentheses");
    out->rank = 0;
    while (!take(p, ')')) {
        skip_blanks(p);
        size_t start = p->at;
        uint64_t size = 0;
        while (p->at < p->length && p->bytes[p->at] >= '0' && p->bytes[p->at] <= '9') {
            uint64_t digit = (uint64_t)(p->bytes[p->at] - '0');
            if (size > (UINT64_MAX - digit) / 10)
                return refuse(p, EOS_ERR_LIMIT, "NPY header: a dimension beyond 64 bits");
            size = 10 * size + digit;
            p->at++;
        }
        if (p->at == start)
            return refuse_head(p, "a dimension");
        if (p->at < p->length && p->bytes[p->at] == 'L')
            p->at++;
        if (out->rank == EOS_LIMIT_RANK)
            return refuse(p, EOS_ERR_LIMIT, "NPY header: more than %u dimensions", EOS_LIMIT_RANK);
        out->shape[out->rank++] = size;
        if (take(p, ','))
            continue;
        if (out->rank == 1)
            return refuse_head(p, "a comma after the only dimension");
        if (!take(p, ')'))
            return refuse_head(p, "a comma or the end of the shape");
        break;
    }
    return EOS_OK;
}

/* value_count, checked so that later sums of offsets cannot overflow. */
static eos_status count_values(const parser *p, eos_npy_header *out)
{
    uint64_t size = eos_array_type_size((eos_array_type)out->dtype),
             most = (uint64_t)INT64_MAX / 2 / size;
    uint64_t count = 1;
    bool is_empty = false;
    for (uint32_t i = 0; i < out->rank; i++) {
        if (out->shape[i] == 0) {
            is_empty = true;
            continue;
        }
        if (out->shape[i] > most / count)
            return refuse(
                p, EOS_ERR_LIMIT,
                "NPY header: the shape needs more bytes than any file has: the file is damaged");
        count *= out->shape[i];
    }
    out->value_count = is_empty ? 0 : count;
    return EOS_OK;
}

static eos_status parse_dict(parser *p, eos_npy_header *out)
{
    enum { DESCR = 1, ORDER = 2, SHAPE = 4 };
    unsigned seen = 0;
    if (!take(p, '{'))
        return refuse_head(p, "'{'");
    while (!take(p, '}')) {
        char key[32];
        if (!take_string(p, key, sizeof key))
            return refuse_head(p, "a key");
        if (!take(p, ':'))
            return refuse_head(p, "':'");
        unsigned now = 0;
        eos_status status = EOS_OK;
        if (strcmp(key, "descr") == 0) {
            now = DESCR;
            status = parse_descr(p, out);
        } else if (strcmp(key, "shape") == 0) {
            now = SHAPE;
            status = parse_shape(p, out);
        } else if (strcmp(key, "fortran_order") == 0) {
            now = ORDER;
            out->is_fortran = take_word(p, "True");
            if (!out->is_fortran && !take_word(p, "False"))
                return refuse_head(p, "True or False");
        }
        if (status != EOS_OK)
            return status;
        if (now == 0 || (seen & now))
            return refuse_head(p, "descr, fortran_order and shape, each once");
        seen |= now;
        if (!take(p, ',')) {
            if (!take(p, '}'))
                return refuse_head(p, "',' or '}'");
            break;
        }
    }
    if (seen != (DESCR | ORDER | SHAPE))
        return refuse_head(p, "descr, fortran_order and shape");
    skip_blanks(p);
    if (p->at != p->length)
        return refuse_head(p, "the end of the header");
    return EOS_OK;
}

eos_status eos_npy_header_size(const uint8_t *bytes, size_t length, const char *path,
                               size_t *size_out, eos_error *err)
{
    parser p = {.bytes = bytes, .length = length, .path = path, .err = err};
    if (length < EOS_NPY_MAGIC_BYTES || memcmp(bytes, EOS_NPY_MAGIC, EOS_NPY_MAGIC_BYTES) != 0)
        return refuse(&p, EOS_ERR_FORMAT, "no NPY file: it does not begin with \\x93NUMPY");
    p.at = length;
    if (length < EOS_NPY_PREAMBLE_BYTES)
        return refuse(&p, EOS_ERR_FORMAT, "NPY file cut off in its header, after %zu bytes",
                      length);
    uint64_t size = 0;
    p.at = EOS_NPY_MAGIC_BYTES;
    if (bytes[6] == 1)
        size = 10 + ((uint64_t)bytes[8] | (uint64_t)bytes[9] << 8);
    else if (bytes[6] == 2 || bytes[6] == 3)
        size = 12 + ((uint64_t)bytes[8] | (uint64_t)bytes[9] << 8 | (uint64_t)bytes[10] << 16 |
                     (uint64_t)bytes[11] << 24);
    else
        return refuse(&p, EOS_ERR_UNSUPPORTED, "not read yet: NPY version %u.%u", bytes[6],
                      bytes[7]);
    if (size > EOS_LIMIT_NPY_HEADER)
        return refuse(&p, EOS_ERR_LIMIT, "NPY header of %llu bytes: at most %u are read",
                      (unsigned long long)size, EOS_LIMIT_NPY_HEADER);
    *size_out = (size_t)size;
    return EOS_OK;
}

eos_status eos_npy_header_parse(const uint8_t *bytes, size_t length, const char *path,
                                eos_npy_header *out, eos_error *err)
{
    size_t size;
    eos_status status = eos_npy_header_size(bytes, length, path, &size, err);
    if (status != EOS_OK)
        return status;
    parser p = {.bytes = bytes, .length = size, .path = path, .err = err};
    p.at = length;
    if (length < size)
        return refuse(&p, EOS_ERR_FORMAT,
                      "NPY file cut off in its header: %zu of %zu bytes are there", length, size);
    *out = (eos_npy_header){.data_offset = size};
    p.at = bytes[6] == 1 ? 10 : 12;
    status = parse_dict(&p, out);
    if (status != EOS_OK)
        return status;
    return count_values(&p, out);
}
