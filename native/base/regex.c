/* SPDX-License-Identifier: MIT */
/*
 * PCRE2 behind a gate: only what means the same to Python's re goes through, the rest is "not
 * understood". All of PCRE2's memory comes from the caller's arena and ends with it, so nothing is
 * freed here, and an arena that runs out may jump over PCRE2's frames.
 *
 * Questionable: characters are bytes. Callers hand over ASCII only.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/regex.h"

#include "base/limits.h"

#include <pcre2.h>
#include <string.h>

struct eos_regex {
    pcre2_code *code;
    pcre2_match_data *found;
    pcre2_match_context *bounds;
    int group_count;
};

static bool is_alphanumeric(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z');
}

/* {3} {3,} {3,5}: everything else in braces means different things to different readers */
static bool is_count(const char *at, const char *end)
{
    const char *digits = ++at;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    if (at == digits)
        return false;
    at += at < end && *at == ',';
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at < end && *at == '}';
}

/* (?: (?= (?! and plain groups; (?<, flags, names, and verbs of PCRE2 stay outside */
static bool is_common_group(const char *at, const char *end)
{
    if (end - at > 1 && at[1] == '*')
        return false;
    return end - at < 2 || at[1] != '?' || (end - at > 2 && strchr(":=!", at[2]) != NULL);
}

/* whether Python reads the pattern as PCRE2 does; what neither can read is left to PCRE2 */
static bool has_common_meaning(const char *at, const char *end)
{
    bool is_class = false, is_repeated = false;
    for (; at < end; at++) {
        bool was_repeated = is_repeated;
        is_repeated = false;
        if (*at == '\0')
            return false;
        if (*at == '\\') {
            at++;
            if (at == end || (is_alphanumeric(*at) && strchr("dDwWsSntrf", *at) == NULL &&
                              (*at != 'b' || is_class)))
                return false;
        } else if (is_class) {
            if (*at == '[' && end - at > 1 && strchr(":.=", at[1]) != NULL)
                return false;
            is_class = *at != ']';
        } else if (*at == '[') {
            is_class = true;
            at += end - at > 1 && at[1] == '^';
            at += end - at > 1 && at[1] == ']'; /* the first one is a character */
        } else if (*at == '(' && !is_common_group(at, end)) {
            return false;
        } else if (strchr("*+?{", *at) != NULL) {
            if ((was_repeated && *at != '?') || (*at == '{' && !is_count(at, end)))
                return false;
            is_repeated = *at != '?' || !was_repeated;
            while (*at == '{' || (*at >= '0' && *at <= '9') || *at == ',')
                at++;
        }
    }
    return true;
}

static void *arena_memory(PCRE2_SIZE size, void *arena)
{
    return eos_arena_alloc(arena, size);
}

static void leave_to_arena(void *memory, void *arena)
{
    (void)memory;
    (void)arena;
}

eos_regex *eos_regex_read(eos_arena *arena, const char *pattern, size_t length)
{
    int problem = 0;
    PCRE2_SIZE place = 0;
    uint32_t groups = 0;
    if (length > EOS_LIMIT_TEXT_BYTES || !has_common_meaning(pattern, pattern + length))
        return NULL;
    pcre2_general_context *memory =
        pcre2_general_context_create(arena_memory, leave_to_arena, arena);
    pcre2_compile_context *reading = pcre2_compile_context_create(memory);
    pcre2_set_parens_nest_limit(reading, EOS_LIMIT_REGEX_DEPTH);

    eos_regex *regex = EOS_NEW(arena, eos_regex);
    regex->code = pcre2_compile((PCRE2_SPTR)pattern, length, 0, &problem, &place, reading);
    if (regex->code == NULL || pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &groups) ||
        groups >= EOS_REGEX_GROUPS)
        return NULL;
    regex->group_count = (int)groups;
    regex->found = pcre2_match_data_create_from_pattern(regex->code, memory);
    regex->bounds = pcre2_match_context_create(memory);
    pcre2_set_match_limit(regex->bounds, EOS_LIMIT_REGEX_STEPS);
    pcre2_set_heap_limit(regex->bounds, EOS_LIMIT_REGEX_KIB);
    return regex;
}

int eos_regex_group_count(const eos_regex *regex)
{
    return regex->group_count;
}

int eos_regex_find(const eos_regex *regex, const char *text, size_t length, size_t from,
                   eos_regex_where where, eos_regex_match *match)
{
    static const uint32_t options[] = {0, PCRE2_ANCHORED, PCRE2_ANCHORED | PCRE2_ENDANCHORED};
    int found = pcre2_match(regex->code, (PCRE2_SPTR)text, length, from, options[where],
                            regex->found, regex->bounds);
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(regex->found);
    for (int i = 0; i < EOS_REGEX_GROUPS; i++)
        match->begins[i] = match->ends[i] = -1;
    for (int i = 0; i < found; i++) {
        match->begins[i] = places[2 * i] == PCRE2_UNSET ? -1 : (int)places[2 * i];
        match->ends[i] = places[2 * i] == PCRE2_UNSET ? -1 : (int)places[2 * i + 1];
    }
    return found > 0 ? 1 : found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}
