/* SPDX-License-Identifier: MIT */
/*
 * A backtracking matcher over a tree of nodes. A node is followed by `next`; the end of a chain goes on
 * with the continuation: the end of a group, or another round of a repetition. Repetitions of one
 * character, by far the most, loop without recursion.
 *
 * Questionable: characters are bytes. Callers hand over ASCII only.
 */
#include "base/regex.h"

#include "base/limits.h"

#include <string.h>

typedef enum node_kind { NODE_SET, NODE_START, NODE_END, NODE_GROUP, NODE_REPEAT } node_kind;

typedef struct node {
    node_kind kind;
    struct node *next;
    unsigned char set[32]; /* SET: a bit per byte */
    struct node **ways;    /* GROUP: alternatives; REPEAT: its body as the only one */
    uint32_t way_count;
    int group;       /* GROUP: its number; -1 = none */
    int least, most; /* REPEAT; most -1 = no end */
    bool is_lazy;
} node;

struct eos_regex {
    node *first;
    int group_count;
};

/* ---- reading ---- */

typedef struct reader {
    eos_arena *arena;
    const char *at, *end;
    int group_count, depth;
    bool is_wrong;
} reader;

static node *new_node(reader *in, node_kind kind)
{
    node *made = EOS_NEW(in->arena, node);
    made->kind = kind;
    made->group = -1;
    return made;
}

static void add_range(node *set, unsigned char first, unsigned char last)
{
    for (unsigned character = first; character <= last; character++)
        set->set[character / 8] |= (unsigned char)(1u << (character % 8));
}

static void invert(node *set)
{
    for (size_t i = 0; i < sizeof set->set; i++)
        set->set[i] = (unsigned char)~set->set[i];
}

/* what stands behind a backslash, into the set; false = not understood */
static bool add_escape(node *set, char letter)
{
    node part = {.kind = NODE_SET};
    switch (letter) {
    case 'd':
    case 'D':
        add_range(&part, '0', '9');
        break;
    case 'w':
    case 'W':
        add_range(&part, '0', '9');
        add_range(&part, 'a', 'z');
        add_range(&part, 'A', 'Z');
        add_range(&part, '_', '_');
        break;
    case 's':
    case 'S':
        add_range(&part, '\t', '\r');
        add_range(&part, ' ', ' ');
        break;
    case 'n':
        add_range(&part, '\n', '\n');
        break;
    case 't':
        add_range(&part, '\t', '\t');
        break;
    default:
        if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
            (letter >= '0' && letter <= '9'))
            return false; /* \b, back references ... */
        add_range(&part, (unsigned char)letter, (unsigned char)letter);
    }
    if (letter == 'D' || letter == 'W' || letter == 'S')
        invert(&part);
    for (size_t i = 0; i < sizeof set->set; i++)
        set->set[i] |= part.set[i];
    return true;
}

static node *read_class(reader *in)
{
    node *set = new_node(in, NODE_SET);
    bool is_inverted = in->at < in->end && *in->at == '^', is_first = true;
    in->at += is_inverted ? 1 : 0;
    while (in->at < in->end && (*in->at != ']' || is_first)) {
        char first = *in->at++;
        is_first = false;
        if (first == '\\') {
            if (in->at >= in->end || !add_escape(set, *in->at++))
                in->is_wrong = true;
            continue;
        }
        char last = first;
        if (in->end - in->at > 1 && in->at[0] == '-' && in->at[1] != ']') {
            last = in->at[1];
            in->at += 2;
            in->is_wrong |= last == '\\' || last < first;
        }
        add_range(set, (unsigned char)first, (unsigned char)last);
    }
    if (in->at >= in->end)
        in->is_wrong = true;
    in->at += in->at < in->end ? 1 : 0;
    if (is_inverted)
        invert(set);
    return set;
}

static node *read_ways(reader *in, int group);

static node *read_group(reader *in)
{
    int group = -1;
    if (in->end - in->at > 1 && in->at[0] == '?' && in->at[1] == ':')
        in->at += 2;
    else if (in->at < in->end && *in->at == '?')
        in->is_wrong = true; /* names and looks ahead */
    else if (++in->group_count < EOS_REGEX_GROUPS)
        group = in->group_count;
    else
        in->is_wrong = true;
    if (in->is_wrong || ++in->depth > 16) {
        in->is_wrong = true;
        return NULL;
    }
    node *ways = read_ways(in, group);
    in->depth--;
    if (in->at >= in->end || *in->at != ')')
        in->is_wrong = true;
    in->at += in->at < in->end ? 1 : 0;
    return ways;
}

static int read_number(reader *in)
{
    int number = -1;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9' && number < 10000; in->at++)
        number = (number < 0 ? 0 : number * 10) + (*in->at - '0');
    return number;
}

/* a repetition mark behind what was read, if there is one */
static node *read_repeat(reader *in, node *body)
{
    if (in->at >= in->end || body == NULL || strchr("*+?{", *in->at) == NULL)
        return body;
    char mark = *in->at++;
    node *repeat = new_node(in, NODE_REPEAT);
    repeat->least = mark == '+' ? 1 : 0;
    repeat->most = mark == '?' ? 1 : -1;
    if (mark == '{') {
        repeat->least = read_number(in);
        bool has_comma = in->at < in->end && *in->at == ',';
        in->at += has_comma ? 1 : 0;
        repeat->most = has_comma ? read_number(in) : repeat->least;
        if (repeat->least < 0 || in->at >= in->end || *in->at++ != '}')
            in->is_wrong = true;
    }
    repeat->is_lazy = in->at < in->end && *in->at == '?';
    in->at += repeat->is_lazy ? 1 : 0;
    if ((in->at < in->end && strchr("*+{", *in->at) != NULL) ||
        (body->kind != NODE_SET && body->kind != NODE_GROUP))
        in->is_wrong = true;
    repeat->ways = EOS_NEW_ARRAY(in->arena, node *, 1);
    repeat->ways[0] = body;
    repeat->way_count = 1;
    return repeat;
}

static node *read_one(reader *in)
{
    char character = *in->at++;
    node *set;
    switch (character) {
    case '^':
        return new_node(in, NODE_START);
    case '$':
        return new_node(in, NODE_END);
    case '(':
        return read_group(in);
    case '[':
        return read_class(in);
    case '*':
    case '+':
    case '?':
    case '{':
        in->is_wrong = true;
        return NULL;
    default:
        break;
    }
    set = new_node(in, NODE_SET);
    if (character == '.') {
        add_range(set, '\n', '\n');
        invert(set);
    } else if (character == '\\') {
        if (in->at >= in->end || !add_escape(set, *in->at++))
            in->is_wrong = true;
    } else {
        add_range(set, (unsigned char)character, (unsigned char)character);
    }
    return set;
}

/* alternatives up to the closing bracket or the end */
static node *read_ways(reader *in, int group)
{
    node *out = new_node(in, NODE_GROUP);
    out->group = group;
    out->ways = EOS_NEW_ARRAY(in->arena, node *, 16);
    for (;;) {
        node *first = NULL, **last = &first;
        while (!in->is_wrong && in->at < in->end && *in->at != '|' && *in->at != ')') {
            *last = read_repeat(in, read_one(in));
            if (*last == NULL)
                break;
            last = &(*last)->next;
        }
        out->ways[out->way_count++] = first;
        if (in->is_wrong || in->at >= in->end || *in->at != '|' || out->way_count == 16)
            break;
        in->at++;
    }
    return out;
}

eos_regex *eos_regex_read(eos_arena *arena, const char *pattern, size_t length)
{
    reader in = {.arena = arena, .at = pattern, .end = pattern + length};
    eos_regex *regex = EOS_NEW(arena, eos_regex);
    regex->first = read_ways(&in, 0);
    regex->group_count = in.group_count;
    return in.is_wrong || in.at != in.end ? NULL : regex;
}

int eos_regex_group_count(const eos_regex *regex)
{
    return regex->group_count;
}

/* ---- matching ---- */

typedef struct then {
    const node *node; /* a GROUP that ends here, or a REPEAT whose round does */
    const struct then *outer;
    int count, begin; /* REPEAT: rounds so far, where this one began; GROUP: where it began */
} then;

typedef struct matching {
    const char *text;
    int length, steps, depth;
    eos_regex_match *match;
} matching;

static bool run(matching *in, const node *at, int place, const then *after);

static bool has_byte(const node *set, char byte)
{
    return (set->set[(unsigned char)byte / 8] >> ((unsigned char)byte % 8) & 1) != 0;
}

/* one character again and again */
static bool run_characters(matching *in, const node *repeat, int place, const then *after)
{
    const node *set = repeat->ways[0];
    int count = 0, most = 0;
    while (place + most < in->length && (repeat->most < 0 || most < repeat->most) &&
           has_byte(set, in->text[place + most]))
        most++;
    if (most < repeat->least)
        return false;
    for (count = repeat->least; count <= most; count++) {
        int rounds = repeat->is_lazy ? count : most - (count - repeat->least);
        if (run(in, repeat->next, place + rounds, after))
            return true;
    }
    return false;
}

static bool run_rounds(matching *in, const node *repeat, int count, int place, const then *after)
{
    then round = {repeat, after, count, place};
    bool may_go_on = repeat->most < 0 || count < repeat->most;
    if (count < repeat->least)
        return run(in, repeat->ways[0], place, &round);
    if (repeat->is_lazy)
        return run(in, repeat->next, place, after) ||
               (may_go_on && run(in, repeat->ways[0], place, &round));
    return (may_go_on && run(in, repeat->ways[0], place, &round)) ||
           run(in, repeat->next, place, after);
}

static bool end_of_chain(matching *in, int place, const then *after)
{
    if (after == NULL) {
        in->match->ends[0] = place;
        return true;
    }
    const node *ended = after->node;
    if (ended->kind == NODE_REPEAT) {
        if (place == after->begin) /* a round that took nothing: no further ones */
            return run(in, ended->next, place, after->outer);
        return run_rounds(in, ended, after->count + 1, place, after->outer);
    }
    if (ended->group <= 0)
        return run(in, ended->next, place, after->outer);
    int begin = in->match->begins[ended->group], end = in->match->ends[ended->group];
    in->match->begins[ended->group] = after->begin;
    in->match->ends[ended->group] = place;
    if (run(in, ended->next, place, after->outer))
        return true;
    in->match->begins[ended->group] = begin;
    in->match->ends[ended->group] = end;
    return false;
}

static bool run(matching *in, const node *at, int place, const then *after)
{
    bool is_match = false;
    if (in->steps <= 0 || in->depth >= EOS_LIMIT_REGEX_DEPTH) {
        in->steps = 0;
        return false;
    }
    in->depth++;
    for (; at != NULL && in->steps-- > 0; at = at->next) {
        if (at->kind == NODE_SET) {
            if (place >= in->length || !has_byte(at, in->text[place]))
                break;
            place++;
        } else if (at->kind == NODE_START) {
            if (place != 0)
                break;
        } else if (at->kind == NODE_END) {
            if (place != in->length && (place + 1 != in->length || in->text[place] != '\n'))
                break;
        } else if (at->kind == NODE_REPEAT) {
            is_match = at->ways[0]->kind == NODE_SET ? run_characters(in, at, place, after)
                                                     : run_rounds(in, at, 0, place, after);
            break;
        } else {
            then end = {at, after, 0, place};
            for (uint32_t i = 0; i < at->way_count && !is_match; i++)
                is_match = run(in, at->ways[i], place, &end);
            break;
        }
    }
    if (at == NULL)
        is_match = end_of_chain(in, place, after);
    in->depth--;
    return is_match;
}

int eos_regex_find(const eos_regex *regex, const char *text, size_t length, size_t from,
                   bool is_anchored, eos_regex_match *match)
{
    matching in = {.text = text, .steps = EOS_LIMIT_REGEX_STEPS, .match = match};
    if (length > EOS_LIMIT_TEXT_BYTES)
        return -1;
    in.length = (int)length;
    for (int place = (int)from; place <= in.length; place++) {
        for (int i = 0; i < EOS_REGEX_GROUPS; i++)
            match->begins[i] = match->ends[i] = -1;
        match->begins[0] = place;
        if (run(&in, regex->first, place, NULL))
            return 1;
        if (in.steps <= 0)
            return -1;
        if (is_anchored)
            break;
    }
    return 0;
}
