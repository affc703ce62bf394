/* SPDX-License-Identifier: MIT */
/*
 * Python's re on known strings: split, match, search, fullmatch, findall, sub and compile. Builders of
 * whole families read strings like "ir_r2_k3_s2_e6_c24" with it.
 *
 * A compiled pattern and a match are library objects with attributes that no program can write. What
 * is not ASCII, has flags, or is beyond base/regex.h stays unknown.
 */
#include "base/regex.h"
#include "flow/python.h"

#define PATTERN_NAME " pattern"
#define GROUPS_NAME " groups"

typedef struct search {
    eos_flow *flow;
    eos_frame *frame;
    eos_span span;
    const eos_regex *regex;
    const eos_text *text;
} search;

static eos_value part_of(const search *in, int begin, int end)
{
    return begin < 0 ? eos_none()
                     : eos_string(eos_intern_bytes(in->flow->names, in->text->data + begin,
                                                   (size_t)(end - begin)));
}

static eos_object *hidden_object(const search *in, const char *path, const char *name,
                                 eos_value value)
{
    eos_object *object = eos_flow_object(in->flow, in->frame, EOS_OBJECT_LIBRARY, in->span);
    object->library = eos_library_ref_for(in->flow, path, strlen(path));
    eos_attribute_set(&in->flow->heap, object, eos_intern_string(in->flow->names, name), value);
    return object;
}

/* a match object: its groups as a tuple, the whole first */
static eos_value match_value(const search *in, const eos_regex_match *match)
{
    eos_sequence *groups = eos_sequence_copy(in->flow->arena, NULL, EOS_REGEX_GROUPS);
    for (int i = 0; i <= eos_regex_group_count(in->regex); i++)
        groups->items[groups->count++].value = part_of(in, match->begins[i], match->ends[i]);
    *groups->used = groups->count;
    return eos_object_value(
        hidden_object(in, "re.Match", GROUPS_NAME, eos_make_tuple(in->flow, groups)));
}

static eos_value too_much(void)
{
    return eos_unknown("a search that takes too many steps");
}

static eos_value find_first(const search *in, const char *name)
{
    eos_regex_match match;
    eos_regex_where where = strcmp(name, "search") == 0  ? EOS_REGEX_ANYWHERE
                            : strcmp(name, "match") == 0 ? EOS_REGEX_THERE
                                                         : EOS_REGEX_WHOLE;
    int found = eos_regex_find(in->regex, in->text->data, in->text->length, 0, where, &match);
    if (found < 0)
        return too_much();
    return found == 0 ? eos_none() : match_value(in, &match);
}

/* all matches in order: what lies between them for split, they themselves for findall */
static eos_value find_all(const search *in, bool is_split)
{
    const eos_sequence *out = eos_sequence_empty(in->flow->arena);
    eos_arena *arena = in->flow->arena;
    int groups = eos_regex_group_count(in->regex), from = 0, place = 0;
    eos_regex_match match;
    for (;;) {
        int found = place > (int)in->text->length
                        ? 0
                        : eos_regex_find(in->regex, in->text->data, in->text->length, (size_t)place,
                                         EOS_REGEX_ANYWHERE, &match);
        if (found < 0)
            return too_much();
        if (found == 0)
            break;
        if (match.ends[0] == match.begins[0]) /* empty ones follow rules of their own */
            return eos_unknown("matches of nothing");
        if (is_split)
            out = eos_sequence_push(arena, out,
                                    (eos_item){.value = part_of(in, from, match.begins[0])});
        eos_sequence *several = eos_sequence_copy(arena, NULL, EOS_REGEX_GROUPS);
        for (int i = is_split || groups > 0; i <= groups; i++) {
            eos_value part = part_of(in, match.begins[i], match.ends[i]);
            if (!is_split && part.kind == EOS_VALUE_NONE)
                part = part_of(in, 0, 0);
            if (is_split || groups < 2)
                out = eos_sequence_push(arena, out, (eos_item){.value = part});
            else
                several->items[several->count++].value = part;
        }
        *several->used = several->count;
        if (several->count > 0)
            out = eos_sequence_push(arena, out,
                                    (eos_item){.value = eos_make_tuple(in->flow, several)});
        from = place = match.ends[0];
    }
    if (is_split)
        out = eos_sequence_push(arena, out,
                                (eos_item){.value = part_of(in, from, (int)in->text->length)});
    return eos_make_list(in->flow, in->frame, out, in->span);
}

static eos_value substitute(const search *in, eos_value replacement)
{
    const eos_text *with = eos_value_string(replacement);
    eos_buffer buffer;
    eos_regex_match match;
    int from = 0;
    if (with == NULL || memchr(with->data, '\\', with->length) != NULL)
        return eos_unknown("a string with unknown replacements");
    eos_buffer_init(&buffer, in->flow->arena);
    for (;;) {
        int found = eos_regex_find(in->regex, in->text->data, in->text->length, (size_t)from,
                                   EOS_REGEX_ANYWHERE, &match);
        if (found < 0 || buffer.length > EOS_LIMIT_TEXT_BYTES)
            return too_much();
        if (found == 0)
            break;
        if (match.ends[0] == match.begins[0])
            return eos_unknown("matches of nothing");
        eos_buffer_add(&buffer, in->text->data + from, (size_t)(match.begins[0] - from));
        eos_buffer_add(&buffer, with->data, with->length);
        from = match.ends[0];
    }
    eos_buffer_add(&buffer, in->text->data + from, in->text->length - (size_t)from);
    return eos_python_string(in->flow, &buffer);
}

/* one function of re with the pattern, or one method of a pattern */
static eos_value apply(eos_flow *flow, eos_frame *frame, const char *name, eos_value pattern,
                       const eos_argument *items, uint32_t count, eos_span span)
{
    const eos_text *written = eos_value_string(pattern);
    bool is_substitution = strcmp(name, "sub") == 0;
    uint32_t wanted = is_substitution ? 2 : 1;
    const eos_text *text = count == wanted ? eos_value_string(items[wanted - 1].value) : NULL;
    if (written == NULL || text == NULL || !eos_python_is_ascii(written) ||
        !eos_python_is_ascii(text))
        return eos_unknown("a search in a string that is not known");
    search in = {flow, frame, span, eos_regex_read(flow->arena, written->data, written->length),
                 text};
    if (in.regex == NULL)
        return eos_unknown("a regular expression that is not understood");
    if (is_substitution)
        return substitute(&in, items[0].value);
    if (strcmp(name, "split") == 0 || strcmp(name, "findall") == 0)
        return find_all(&in, name[0] == 's');
    if (strcmp(name, "match") == 0 || strcmp(name, "search") == 0 || strcmp(name, "fullmatch") == 0)
        return find_first(&in, name);
    return eos_unknown("a search that is not followed");
}

eos_value eos_call_regex(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                         const eos_arguments *arguments)
{
    const char *path = library->path->data;
    if (strncmp(path, "re.", 3) != 0)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (arguments->positional_count != arguments->count || arguments->count == 0 ||
        arguments->is_open)
        return eos_unknown("a search with options");
    eos_value pattern = arguments->items[0].value;
    if (pattern.kind == EOS_VALUE_OBJECT && pattern.as.object->kind == EOS_OBJECT_LIBRARY) {
        const eos_item *item =
            eos_attribute_find(pattern.as.object, eos_intern_string(flow->names, PATTERN_NAME));
        pattern = item != NULL ? item->value : eos_unknown("a pattern that is not known");
    }
    if (strcmp(path, "re.compile") == 0 && arguments->count == 1) {
        search in = {.flow = flow, .frame = frame, .span = arguments->span};
        return eos_object_value(hidden_object(&in, "re.Pattern", PATTERN_NAME, pattern));
    }
    return apply(flow, frame, path + 3, pattern, arguments->items + 1, arguments->count - 1,
                 arguments->span);
}

eos_value eos_call_regex_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                const eos_text *name, const eos_arguments *arguments)
{
    const eos_item *pattern = NULL, *groups = NULL;
    if (object->library != NULL && eos_text_starts_with(object->library->path, "re.")) {
        pattern = eos_attribute_find(object, eos_intern_string(flow->names, PATTERN_NAME));
        groups = eos_attribute_find(object, eos_intern_string(flow->names, GROUPS_NAME));
    }
    if (pattern == NULL && groups == NULL)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    if (arguments->positional_count != arguments->count || arguments->is_open)
        return eos_unknown("a search with options");
    if (pattern != NULL)
        return apply(flow, frame, name->data, pattern->value, arguments->items, arguments->count,
                     arguments->span);
    const eos_sequence *parts = groups->value.as.items;
    int64_t number = 0;
    if (eos_text_is(name, "groups") && arguments->count == 0) {
        eos_sequence *rest = eos_sequence_copy(flow->arena, NULL, parts->count);
        for (uint32_t i = 1; i < parts->count; i++)
            rest->items[rest->count++] = parts->items[i];
        *rest->used = rest->count;
        return eos_make_tuple(flow, rest);
    }
    if (!eos_text_is(name, "group") || arguments->count > 1 ||
        (arguments->count == 1 && !eos_python_integer(arguments->items[0].value, &number)) ||
        number < 0 || number >= (int64_t)parts->count)
        return eos_unknown("a part of a match");
    return parts->items[number].value;
}
