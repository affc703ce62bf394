/* SPDX-License-Identifier: MIT */
/*
 * Cells by their text. The words for "missing" are those of pandas' read_csv, because that is how
 * most programs read such files, plus "?" (the UCI repository). The questionable decision: "?" and
 * "nan" count as missing even where pandas would need na_values to agree.
 */
#include "data/cell.h"

#include "data/number.h"

#include <math.h>
#include <string.h>

void eos_cell_trim(const char **text, size_t *length)
{
    const char *at = *text, *end = at + *length;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *text = at;
    *length = (size_t)(end - at);
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

static bool is_word_of(const char *text, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (is_word(text, length, *words))
            return true;
    return false;
}

/* Any case; `word` in lower case. */
static bool is_word_any_case(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((text[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool is_missing_word(const char *text, size_t length)
{
    static const char *const words[] = {"?",    "NA",   "N/A",  "n/a",      "NULL", "null",
                                        "None", "<NA>", "#N/A", "#N/A N/A", "#NA",  NULL};
    return length <= 8 && strchr("?Nn<#", *text) && is_word_of(text, length, words);
}

static bool is_nan_word(const char *text, size_t length)
{
    static const char *const words[] = {"nan",    "NaN",     "-nan",    "-NaN",     "NAN",
                                        "1.#IND", "1.#QNAN", "-1.#IND", "-1.#QNAN", NULL};
    return length <= 8 && is_word_of(text, length, words);
}

static bool read_infinity(const char *text, size_t length, double *value)
{
    bool is_negative = *text == '-';
    if (is_negative || *text == '+') {
        text++;
        length--;
    }
    if (!is_word_any_case(text, length, "inf") && !is_word_any_case(text, length, "infinity"))
        return false;
    *value = is_negative ? -INFINITY : INFINITY;
    return true;
}

eos_cell_kind eos_cell_read(const char *text, size_t length, double *value)
{
    if (length == 0)
        return EOS_CELL_MISSING;
    unsigned char first = (unsigned char)*text;
    if ((unsigned char)(first - '0') < 10 || first == '-' || first == '.' || first == '+') {
        eos_number_kind kind = eos_number_parse(text, length, value);
        if (kind != EOS_NUMBER_NONE)
            return kind == EOS_NUMBER_INTEGER ? EOS_CELL_INTEGER : EOS_CELL_DECIMAL;
    }
    if (length > 9 || !strchr("nN1-iI+?<#", first))
        return EOS_CELL_TEXT;
    if (is_nan_word(text, length))
        return EOS_CELL_NAN;
    if (is_missing_word(text, length))
        return EOS_CELL_MISSING;
    if (read_infinity(text, length, value))
        return EOS_CELL_DECIMAL;
    return EOS_CELL_TEXT;
}

bool eos_cell_is_truth(const char *text)
{
    static const char *const words[] = {"True", "False", "true", "false", "TRUE", "FALSE", NULL};
    return is_word_of(text, strlen(text), words);
}
