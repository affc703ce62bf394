/* SPDX-License-Identifier: MIT */
/*
 * Place in a program as CPython's ast gives it: lines from 1, columns from 0 in UTF-8 bytes, end
 * exclusive. Findings turn columns into characters from 1 (design section 5) with the source at hand.
 */
#ifndef EOS_BASE_SPAN_H
#define EOS_BASE_SPAN_H

#include <stdint.h>

typedef struct eos_span {
    uint32_t line, column, end_line, end_column; /* line 0 = no place known */
    uint32_t file; /* 0 = the judged file; else a number of eos_module_provider (flow/flow.h) */
} eos_span;

#endif
