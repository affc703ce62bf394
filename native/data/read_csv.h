/* SPDX-License-Identifier: MIT */
/*
 * Traits of a text table: CSV, TSV and their relatives, plain or packed with gzip. Callers use
 * eos_data_describe (reader.h); the fuzz target calls this one on a file in memory.
 */
#ifndef EOS_DATA_READ_CSV_H
#define EOS_DATA_READ_CSV_H

#include "data/byte_stream.h"
#include "data/traits.h"

typedef struct eos_csv_options {
    unsigned threads; /* beside the caller's; 0 = none. The result does not depend on it */
    bool is_named;    /* the file's name says that it is a table */
} eos_csv_options;

/**
 * Reads `stream` to its end in one pass; 20 to 60 MB of memory, whatever its size. *out lives in
 * `arena`; its columns are described one by one, its `all` is empty. Errors, beside the stream's:
 *   EOS_ERR_UNSUPPORTED  no table: prose, binary, UTF-16
 *   EOS_ERR_FORMAT       a quote is not closed; no rows
 *   EOS_ERR_LIMIT        a row beyond EOS_LIMIT_TABLE_ROW
 */
EOS_MUST_CHECK eos_status eos_csv_describe(eos_byte_stream *stream, const eos_csv_options *options,
                                           eos_arena *arena, eos_traits **out, eos_error *err);

#endif
