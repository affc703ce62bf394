/* SPDX-License-Identifier: MIT */
/*
 * Values as text, as Python's str and repr write them, and the two old ways of formatting. Only
 * what is certain: a width, a precision or an object of a class gives "not known" rather than a
 * guess.
 *
 * Floats are written by looking for the fewest digits that read back as the same number, which is
 * what Python's repr promises; trying up to 17 precisions is slow and needs no second algorithm.
 */
#include "flow/python.h"

#include <inttypes.h>
#include <math.h>

#define TEXT_DEPTH 8 /* nested lists and tuples that are written out */

bool eos_python_is_ascii(const eos_text *text)
{
    for (uint32_t i = 0; i < text->length; i++)
        if (((unsigned char)text->data[i] & 0x80u) != 0)
            return false;
    return true;
}

eos_value eos_python_string(eos_flow *flow, const eos_buffer *buffer)
{
    if (buffer->length > EOS_LIMIT_TEXT_BYTES)
        return eos_unknown("a string that is too long");
    return eos_string(eos_intern_bytes(flow->names, buffer->data, buffer->length));
}

static void write_float(eos_buffer *buffer, double number)
{
    char text[40];
    if (!isfinite(number)) {
        eos_buffer_add_string(buffer, number != number ? "nan" : number > 0.0 ? "inf" : "-inf");
        return;
    }
    int digits = 1;
    for (; digits < 17; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, number);
        if (strtod(text, NULL) == number)
            break;
    }
    snprintf(text, sizeof text, "%.*e", digits - 1, number);
    long exponent = strtol(strchr(text, 'e') + 1, NULL, 10);
    if (exponent < -4 || exponent >= 16) {
        eos_buffer_add_string(buffer, text);
        return;
    }
    int places = digits - 1 - (int)exponent;
    eos_buffer_printf(buffer, "%.*f", places > 1 ? places : 1, number);
}

/* quotes as Python chooses them; text that needs an escape is left alone */
static bool write_quoted(eos_buffer *buffer, const eos_text *text)
{
    bool has_single = false;
    for (uint32_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->data[i];
        if (byte < 0x20 || byte >= 0x7F || byte == '\\' || byte == '"')
            return false;
        has_single |= byte == '\'';
    }
    eos_buffer_printf(buffer, has_single ? "\"%s\"" : "'%s'", text->data);
    return true;
}

static bool write_value(eos_buffer *buffer, eos_value value, bool is_repr, int depth);

static bool write_items(eos_buffer *buffer, const eos_sequence *items, const char *brackets,
                        int depth)
{
    uint32_t count = eos_sequence_count(items);
    eos_buffer_add(buffer, brackets, 1);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            eos_buffer_add_string(buffer, ", ");
        if (!write_value(buffer, items->items[i].value, true, depth + 1))
            return false;
    }
    if (count == 1 && brackets[0] == '(')
        eos_buffer_add_string(buffer, ",");
    eos_buffer_add(buffer, brackets + 1, 1);
    return true;
}

static bool write_value(eos_buffer *buffer, eos_value value, bool is_repr, int depth)
{
    if (depth > TEXT_DEPTH || buffer->length > EOS_LIMIT_TEXT_BYTES)
        return false;
    switch (value.kind) {
    case EOS_VALUE_NONE:
        eos_buffer_add_string(buffer, "None");
        return true;
    case EOS_VALUE_BOOL:
        eos_buffer_add_string(buffer, value.as.boolean ? "True" : "False");
        return true;
    case EOS_VALUE_INT:
        eos_buffer_printf(buffer, "%" PRId64, value.as.integer);
        return true;
    case EOS_VALUE_FLOAT:
        write_float(buffer, value.as.number);
        return true;
    case EOS_VALUE_STRING:
        if (is_repr)
            return write_quoted(buffer, value.as.text);
        eos_buffer_add(buffer, value.as.text->data, value.as.text->length);
        return true;
    case EOS_VALUE_TUPLE:
        return write_items(buffer, value.as.items, "()", depth);
    case EOS_VALUE_OBJECT: {
        const eos_content *now = &value.as.object->now;
        return value.as.object->kind == EOS_OBJECT_LIST && !now->is_open &&
               eos_sequence_is_complete(now->items) && write_items(buffer, now->items, "[]", depth);
    }
    default:
        return false;
    }
}

bool eos_python_text(eos_buffer *buffer, eos_value value, bool is_repr)
{
    return write_value(buffer, value, is_repr, 0);
}

/* ---- "%d of %s" % (...) ---- */

static bool write_percent(eos_buffer *buffer, char conversion, eos_value value)
{
    int64_t integer;
    switch (conversion) {
    case 's':
        return eos_python_text(buffer, value, false);
    case 'r':
        return eos_python_text(buffer, value, true);
    case 'd':
    case 'i':
        if (value.kind == EOS_VALUE_FLOAT && fabs(value.as.number) < 9.0e15)
            integer = (int64_t)value.as.number;
        else if (!eos_python_integer(value, &integer))
            return false;
        eos_buffer_printf(buffer, "%" PRId64, integer);
        return true;
    case 'f':
        if (value.kind != EOS_VALUE_FLOAT || !isfinite(value.as.number))
            return false;
        eos_buffer_printf(buffer, "%f", value.as.number);
        return true;
    default:
        return false;
    }
}

eos_value eos_python_percent(eos_flow *flow, const eos_text *format, eos_value operand)
{
    static const char *const unknown = "a formatted string";
    bool is_tuple = operand.kind == EOS_VALUE_TUPLE;
    uint32_t count = is_tuple ? eos_sequence_count(operand.as.items) : 1, next = 0;
    eos_buffer buffer;
    eos_buffer_init(&buffer, flow->arena);
    for (uint32_t i = 0; i < format->length; i++) {
        if (format->data[i] != '%') {
            eos_buffer_add(&buffer, format->data + i, 1);
            continue;
        }
        if (++i >= format->length)
            return eos_unknown(unknown);
        if (format->data[i] == '%') {
            eos_buffer_add(&buffer, "%", 1);
            continue;
        }
        if (next >= count)
            return eos_unknown(unknown);
        eos_value value = is_tuple ? operand.as.items->items[next].value : operand;
        next++;
        if (!write_percent(&buffer, format->data[i], value))
            return eos_unknown(unknown);
    }
    return next == count ? eos_python_string(flow, &buffer) : eos_unknown(unknown);
}

/* ---- "{} of {name}".format(...) ---- */

/* the argument that a replacement field without format means; unknown when it is anything else */
static eos_value field_value(const eos_arguments *arguments, const char *field, size_t length,
                             uint32_t *next)
{
    char name[64];
    if (length >= sizeof name)
        return eos_unknown(NULL);
    memcpy(name, field, length);
    name[length] = '\0';
    if (length == 0)
        return eos_argument_at(arguments, (*next)++, NULL);
    if (name[strspn(name, "0123456789")] == '\0')
        return eos_argument_at(arguments, (uint32_t)strtoul(name, NULL, 10), NULL);
    return eos_argument_at(arguments, UINT32_MAX, name); /* "x:.2f", "x.y" find nothing */
}

eos_value eos_python_brace_format(eos_flow *flow, const eos_text *format,
                                  const eos_arguments *arguments)
{
    static const char *const unknown = "a formatted string";
    uint32_t next = 0;
    eos_buffer buffer;
    eos_buffer_init(&buffer, flow->arena);
    for (uint32_t i = 0; i < format->length; i++) {
        char character = format->data[i];
        bool is_doubled = i + 1 < format->length && format->data[i + 1] == character;
        if ((character != '{' && character != '}') || is_doubled) {
            eos_buffer_add(&buffer, &character, 1);
            i += character == '{' || character == '}' ? 1u : 0u;
            continue;
        }
        const char *field = format->data + i + 1;
        const char *end = character == '{' ? memchr(field, '}', format->length - i - 1) : NULL;
        if (end == NULL)
            return eos_unknown(unknown);
        eos_value value = field_value(arguments, field, (size_t)(end - field), &next);
        if (!eos_python_text(&buffer, value, false))
            return eos_unknown(unknown);
        i = (uint32_t)(end - format->data);
    }
    return eos_python_string(flow, &buffer);
}
