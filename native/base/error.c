/* SPDX-License-Identifier: MIT */
/*
 * Filling the error record. A message is one line whatever its arguments hold, because every host
 * prints one line per error; so line ends and control characters in it become spaces, and a cut
 * never leaves half a UTF-8 character.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* Takes an incomplete last character away; `length` is that of a text that was cut. */
static size_t cut_before_character(const char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && is_continuation(text[start - 1]))
        start--;
    if (start == 0)
        return length; /* no lead byte at all: not UTF-8, leave it */
    unsigned char lead = (unsigned char)text[start - 1];
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return length - (start - 1) < wanted ? start - 1 : length;
}

static void copy_path(char *out, size_t size, const char *path)
{
    size_t length = strlen(path);
    if (length >= size) {
        path += length - (size - 1);
        while (is_continuation(*path))
            path++;
        length = strlen(path);
    }
    memmove(out, path, length + 1);
}

eos_status eos_fail(eos_error *err, eos_status code, const char *path, const char *format, ...)
{
    if (!err)
        return code;
    char message[sizeof err->message]; /* own room: an argument may be the old message */
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (wanted < 0)
        message[0] = '\0';
    size_t length = strlen(message);
    if (wanted >= (int)sizeof message) {
        length = cut_before_character(message, length);
        message[length] = '\0';
    }
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)message[i] < 0x20 || message[i] == 0x7F)
            message[i] = ' ';

    err->code = code;
    err->line = 0;
    err->column = 0;
    err->offset = 0;
    copy_path(err->path, sizeof err->path, path ? path : "");
    memcpy(err->message, message, length + 1);
    return code;
}

const char *eos_status_name(eos_status code)
{
    switch (code) {
    case EOS_OK:
        return "ok";
    case EOS_ERR_MEMORY:
        return "memory";
    case EOS_ERR_IO:
        return "io";
    case EOS_ERR_FORMAT:
        return "format";
    case EOS_ERR_LIMIT:
        return "limit";
    case EOS_ERR_BUSY:
        return "busy";
    case EOS_ERR_DAMAGED:
        return "damaged";
    case EOS_ERR_NEWER:
        return "newer";
    case EOS_ERR_READONLY:
        return "readonly";
    case EOS_ERR_USAGE:
        return "usage";
    case EOS_ERR_UNSUPPORTED:
        return "unsupported";
    case EOS_ERR_INTERNAL:
        return "internal";
    }
    return "unknown";
}
