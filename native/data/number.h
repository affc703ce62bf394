/* SPDX-License-Identifier: MIT */
/*
 * Numbers written in text: the nearest double, as a correct strtod gives it, without its price and
 * without the locale. Only the whole text counts: "12 kg" is no number.
 */
#ifndef EOS_DATA_NUMBER_H
#define EOS_DATA_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum eos_number_kind {
    EOS_NUMBER_NONE,    /* no number */
    EOS_NUMBER_INTEGER, /* digits only, with or without a sign */
    EOS_NUMBER_DECIMAL  /* with a point or an exponent */
} eos_number_kind;

/**
 * Reads all `length` bytes at `text` as [sign] digits [. digits] [e [sign] digits]; one side of the
 * point may be empty. *out is only written when the answer is a number; it is infinite when the
 * number is beyond the largest double. At least 8 bytes behind `text + length` must be readable.
 */
eos_number_kind eos_number_parse(const char *text, size_t length, double *out);

#endif
