/* SPDX-License-Identifier: MIT */
/*
 * The register: rules.def as a table, and finding in it by code or name (engine/rule.h declares it).
 *
 * Questionable: the engine declares these functions and the rules define them. The table must see every
 * rule, and no stage may include a later one; the linker may join what includes may not.
 */
#include "engine/rule.h"

#include <string.h>

#define EOS_RULE(code) extern const eos_rule eos_rule_##code;
#include "rules/rules.def"
#undef EOS_RULE

static const eos_rule *const all_rules[] = {
#define EOS_RULE(code) &eos_rule_##code,
#include "rules/rules.def"
#undef EOS_RULE
};
enum { RULE_COUNT = sizeof all_rules / sizeof all_rules[0], LONGEST_WORD = 64 };

uint32_t eos_rule_count(void)
{
    return RULE_COUNT;
}

const eos_rule *eos_rule_at(uint32_t index)
{
    return index < RULE_COUNT ? all_rules[index] : NULL;
}

const eos_rule *eos_rule_find(const char *code_or_name)
{
    for (uint32_t i = 0; code_or_name && i < RULE_COUNT; i++)
        if (strcmp(all_rules[i]->code, code_or_name) == 0 ||
            strcmp(all_rules[i]->name, code_or_name) == 0)
            return all_rules[i];
    return NULL;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static size_t least_of(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Insertions, deletions, replacements and swaps of neighbours, without regard to case. */
static size_t edit_distance(const char *left, const char *right)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *older = rows[0], *old = rows[1], *row = rows[2];
    size_t left_length = strlen(left), right_length = strlen(right);
    for (size_t j = 0; j <= right_length; j++)
        old[j] = j;
    for (size_t i = 1; i <= left_length; i++) {
        row[0] = i;
        for (size_t j = 1; j <= right_length; j++) {
            bool differs = lower(left[i - 1]) != lower(right[j - 1]);
            row[j] = least_of(old[j] + 1, row[j - 1] + 1, old[j - 1] + differs);
            bool is_swap = i > 1 && j > 1 && lower(left[i - 1]) == lower(right[j - 2]) &&
                           lower(left[i - 2]) == lower(right[j - 1]);
            if (is_swap && older[j - 2] + differs < row[j])
                row[j] = older[j - 2] + differs;
        }
        size_t *last = older;
        older = old;
        old = row;
        row = last;
    }
    return old[right_length];
}

/* Keeps `candidate` when it is nearer than what was found so far. */
static void try_word(const char *wrong, const char *candidate, const char **best, size_t *distance)
{
    if (strlen(candidate) > LONGEST_WORD)
        return;
    size_t found = edit_distance(wrong, candidate);
    if (found < *distance) {
        *distance = found;
        *best = candidate;
    }
}

const char *eos_rule_nearest(const char *wrong)
{
    if (!wrong || strlen(wrong) > LONGEST_WORD)
        return NULL;
    const char *best = NULL;
    size_t distance =
        strlen(wrong) / 3 + 2; /* further than a third of its letters is no near miss */
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        try_word(wrong, all_rules[i]->code, &best, &distance);
        try_word(wrong, all_rules[i]->name, &best, &distance);
        const eos_threshold *threshold = all_rules[i]->thresholds;
        for (; threshold && threshold->name; threshold++)
            try_word(wrong, threshold->name, &best, &distance);
    }
    return best;
}
