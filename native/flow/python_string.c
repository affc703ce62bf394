/* SPDX-License-Identifier: MIT */
/*
 * Methods of strings. Case and white space beyond ASCII depend on Unicode tables that are not worth
 * their size here, so such text gives unknown; splitting and replacing work on any bytes of UTF-8.
 */
#include "flow/python.h"

static const char *const spaces = " \t\n\r\f\v";

static eos_value argument(const eos_python_call *call, uint32_t position)
{
    return eos_argument_at(call->arguments, position, NULL);
}

static eos_value text_value(const eos_python_call *call, const char *data, size_t length)
{
    return eos_string(eos_intern_bytes(call->flow->names, data, length));
}

static eos_value change_case(const eos_python_call *call, char first, char last, int by)
{
    const eos_text *text = call->receiver.as.text;
    if (!eos_python_is_ascii(text))
        return eos_unknown("the case of letters beyond ASCII");
    char *copy = eos_arena_copy(call->flow->arena, text->data, text->length);
    for (uint32_t i = 0; i < text->length; i++)
        if (copy[i] >= first && copy[i] <= last)
            copy[i] = (char)(copy[i] + by);
    return text_value(call, copy, text->length);
}

static eos_value string_lower(const eos_python_call *call)
{
    return change_case(call, 'A', 'Z', 'a' - 'A');
}

static eos_value string_upper(const eos_python_call *call)
{
    return change_case(call, 'a', 'z', 'A' - 'a');
}

static bool is_one_of(char character, const char *set)
{
    return character != '\0' && strchr(set, character) != NULL;
}

/* strip, lstrip and rstrip: the name tells which sides */
static eos_value string_strip(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text;
    eos_value set = argument(call, 0);
    const char *characters = spaces;
    if (set.kind != EOS_VALUE_UNBOUND && set.kind != EOS_VALUE_NONE) {
        if (set.kind != EOS_VALUE_STRING || !eos_python_is_ascii(set.as.text))
            return eos_unknown("a stripped string");
        characters = set.as.text->data;
    } else if (!eos_python_is_ascii(text)) {
        return eos_unknown("white space beyond ASCII");
    }
    uint32_t start = 0, end = text->length;
    while (!eos_text_is(call->name, "rstrip") && start < end &&
           is_one_of(text->data[start], characters))
        start++;
    while (!eos_text_is(call->name, "lstrip") && end > start &&
           is_one_of(text->data[end - 1], characters))
        end--;
    return text_value(call, text->data + start, end - start);
}

/* next place of `part` (not empty) from `at`; the text's length = none */
static uint32_t find_part(const eos_text *text, const eos_text *part, uint32_t at)
{
    for (; at + part->length <= text->length; at++)
        if (memcmp(text->data + at, part->data, part->length) == 0)
            return at;
    return text->length;
}

static const eos_sequence *split_spaces(const eos_python_call *call, const eos_text *text)
{
    const eos_sequence *out = eos_sequence_empty(call->flow->arena);
    uint32_t at = 0;
    for (;;) {
        while (at < text->length && is_one_of(text->data[at], spaces))
            at++;
        uint32_t start = at;
        while (at < text->length && !is_one_of(text->data[at], spaces))
            at++;
        if (at == start)
            return out;
        out = eos_sequence_push(
            call->flow->arena, out,
            (eos_item){.value = text_value(call, text->data + start, at - start)});
    }
}

static eos_value string_split(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text;
    eos_value separator = eos_argument_at(call->arguments, 0, "sep");
    eos_value most = eos_argument_at(call->arguments, 1, "maxsplit");
    int64_t limit = -1;
    const eos_sequence *out = NULL;
    if (most.kind != EOS_VALUE_UNBOUND &&
        (!eos_python_integer(most, &limit) || separator.kind != EOS_VALUE_STRING))
        return eos_unknown("a string that is split in part");
    if (separator.kind == EOS_VALUE_UNBOUND || separator.kind == EOS_VALUE_NONE) {
        if (!eos_python_is_ascii(text))
            return eos_unknown("white space beyond ASCII");
        return eos_python_container(call, EOS_OBJECT_LIST, split_spaces(call, text), false);
    }
    if (separator.kind != EOS_VALUE_STRING || separator.as.text->length == 0)
        return eos_unknown("a separator that is not known");
    uint32_t start = 0;
    for (;;) {
        uint32_t end = limit-- == 0 ? text->length : find_part(text, separator.as.text, start);
        out = eos_sequence_push(
            call->flow->arena, out,
            (eos_item){.value = text_value(call, text->data + start, end - start)});
        if (end == text->length)
            break;
        start = end + separator.as.text->length;
        if (start == text->length) {
            out = eos_sequence_push(call->flow->arena, out,
                                    (eos_item){.value = text_value(call, "", 0)});
            break;
        }
    }
    return eos_python_container(call, EOS_OBJECT_LIST, out, false);
}

/* partition and rpartition: before, separator, after */
static eos_value string_partition(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text, *separator = eos_value_string(argument(call, 0));
    if (separator == NULL || separator->length == 0)
        return eos_unknown("a separator that is not known");
    bool is_last = eos_text_is(call->name, "rpartition");
    uint32_t at = find_part(text, separator, 0);
    for (uint32_t next = at; is_last && next < text->length;
         next = find_part(text, separator, next + 1))
        at = next;
    uint32_t length = at < text->length ? separator->length : 0;
    eos_sequence *parts = eos_sequence_copy(call->flow->arena, NULL, 3);
    parts->count = *parts->used = 3;
    parts->items[0].value = text_value(call, text->data, is_last && length == 0 ? 0 : at);
    parts->items[1].value = text_value(call, separator->data, length);
    at = is_last && length == 0 ? 0 : at + length;
    parts->items[2].value = text_value(call, text->data + at, text->length - at);
    return eos_make_tuple(call->flow, parts);
}

/* removeprefix and removesuffix */
static eos_value string_remove(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text, *part = eos_value_string(argument(call, 0));
    if (part == NULL)
        return eos_unknown("a part of a string that is not known");
    bool is_start = eos_text_is(call->name, "removeprefix");
    uint32_t rest = text->length - part->length;
    if (part->length > text->length ||
        memcmp(is_start ? text->data : text->data + rest, part->data, part->length) != 0)
        return call->receiver;
    return text_value(call, is_start ? text->data + part->length : text->data, rest);
}

static eos_value string_find(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text, *part = eos_value_string(argument(call, 0));
    if (part == NULL || part->length == 0 || call->arguments->count != 1 ||
        !eos_python_is_ascii(text))
        return eos_unknown("a place in a string that is not known");
    uint32_t at = find_part(text, part, 0);
    return eos_integer(at < text->length ? (int64_t)at : -1);
}

static eos_value string_count(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text, *part = eos_value_string(argument(call, 0));
    if (part == NULL || part->length == 0 || call->arguments->count != 1)
        return eos_unknown("a count that is not known");
    int64_t count = 0;
    for (uint32_t at = find_part(text, part, 0); at < text->length;
         at = find_part(text, part, at + part->length))
        count++;
    return eos_integer(count);
}

/* isdigit, isdecimal, isnumeric, isalpha, isalnum: of ASCII they ask for the same as in C */
static eos_value string_is(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text;
    bool may_be_digit = !eos_text_is(call->name, "isalpha");
    bool may_be_letter = eos_text_starts_with(call->name, "isal");
    if (!eos_python_is_ascii(text))
        return eos_unknown("the kind of characters beyond ASCII");
    bool is_all = text->length > 0;
    for (uint32_t i = 0; i < text->length; i++) {
        char character = text->data[i];
        bool is_digit = character >= '0' && character <= '9';
        bool is_letter =
            (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        is_all &= (is_digit && may_be_digit) || (is_letter && may_be_letter);
    }
    return eos_boolean(is_all);
}

static eos_value string_join(const eos_python_call *call)
{
    const eos_sequence *items = eos_iterate(call->flow, argument(call, 0));
    eos_buffer buffer;
    eos_buffer_init(&buffer, call->flow->arena);
    if (items == NULL)
        return eos_unknown("a string that is joined of unknown parts");
    for (uint32_t i = 0; i < items->count && buffer.length <= EOS_LIMIT_TEXT_BYTES; i++) {
        const eos_text *part = eos_value_string(items->items[i].value);
        if (part == NULL)
            return eos_unknown("a string that is joined of unknown parts");
        if (i > 0)
            eos_buffer_add(&buffer, call->receiver.as.text->data, call->receiver.as.text->length);
        eos_buffer_add(&buffer, part->data, part->length);
    }
    return eos_python_string(call->flow, &buffer);
}

static eos_value string_format(const eos_python_call *call)
{
    return eos_python_brace_format(call->flow, call->receiver.as.text, call->arguments);
}

static eos_value string_replace(const eos_python_call *call)
{
    const eos_text *text = call->receiver.as.text;
    const eos_text *old = eos_value_string(argument(call, 0));
    const eos_text *new_text = eos_value_string(argument(call, 1));
    if (old == NULL || new_text == NULL || old->length == 0 || call->arguments->count != 2)
        return eos_unknown("a string with unknown replacements");
    eos_buffer buffer;
    eos_buffer_init(&buffer, call->flow->arena);
    uint32_t start = 0;
    while (start < text->length && buffer.length <= EOS_LIMIT_TEXT_BYTES) {
        uint32_t end = find_part(text, old, start);
        eos_buffer_add(&buffer, text->data + start, end - start);
        if (end == text->length)
            break;
        eos_buffer_add(&buffer, new_text->data, new_text->length);
        start = end + old->length;
    }
    return eos_python_string(call->flow, &buffer);
}

static eos_value has_affix(const eos_python_call *call, eos_value affix, bool is_start)
{
    const eos_text *text = call->receiver.as.text, *part = eos_value_string(affix);
    if (part == NULL)
        return eos_unknown("a part of a string that is not known");
    if (part->length > text->length)
        return eos_boolean(false);
    const char *at = is_start ? text->data : text->data + (text->length - part->length);
    return eos_boolean(memcmp(at, part->data, part->length) == 0);
}

static eos_value string_affix(const eos_python_call *call)
{
    bool is_start = eos_text_is(call->name, "startswith");
    eos_value affix = argument(call, 0);
    if (call->arguments->count != 1)
        return eos_unknown("a part of a string that is not known");
    if (affix.kind != EOS_VALUE_TUPLE)
        return has_affix(call, affix, is_start);
    eos_value result = eos_boolean(false);
    for (uint32_t i = 0; i < eos_sequence_count(affix.as.items); i++) {
        eos_value one = has_affix(call, affix.as.items->items[i].value, is_start);
        if (one.kind != EOS_VALUE_BOOL)
            result = one;
        else if (one.as.boolean)
            return one;
    }
    return result;
}

/* sorted by name */
static const eos_python_entry methods[] = {
    {"count", string_count, false},
    {"endswith", string_affix, false},
    {"find", string_find, false},
    {"format", string_format, false},
    {"isalnum", string_is, false},
    {"isalpha", string_is, false},
    {"isdecimal", string_is, false},
    {"isdigit", string_is, false},
    {"isnumeric", string_is, false},
    {"join", string_join, false},
    {"lower", string_lower, false},
    {"lstrip", string_strip, false},
    {"partition", string_partition, false},
    {"removeprefix", string_remove, false},
    {"removesuffix", string_remove, false},
    {"replace", string_replace, false},
    {"rpartition", string_partition, false},
    {"rstrip", string_strip, false},
    {"split", string_split, false},
    {"startswith", string_affix, false},
    {"strip", string_strip, false},
    {"upper", string_upper, false},
};

eos_value eos_python_string_method(const eos_python_call *call)
{
    const eos_python_entry *entry =
        eos_python_entry_find(methods, sizeof methods / sizeof *methods, call->name);
    return entry != NULL ? entry->run(call) : (eos_value){0};
}
