/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a text table, plain and as a gzip file. What holds for every input: no crash, a status
 * other than EOS_OK has a message, and each row accounts for each column: number, text or nothing.
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "data/label_traits.h"
#include "data/read_csv.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const eos_traits *traits)
{
    for (uint32_t c = 0; c < traits->column_count; c++) {
        const eos_table_column *column = &traits->table->columns[c];
        if (traits->columns[c].count + column->texts + column->missing != traits->rows)
            abort();
    }
    eos_json *root = eos_traits_to_json(NULL, NULL, traits);
    eos_json_text_free(eos_json_print(root, false));
    eos_json_free(root);
}

static void describe(int fd, size_t size, eos_packing packing, eos_arena *arena)
{
    eos_error err = {.message = ""};
    eos_traits *traits;
    eos_byte_stream stream;
    if (eos_byte_stream_open(&stream, fd, 0, size, packing, "fuzz.csv", &err) != EOS_OK)
        return;
    stream.limit = (uint64_t)1 << 20;
    eos_csv_options options = {.is_named = true};
    eos_status status = eos_csv_describe(&stream, &options, arena, &traits, &err);
    eos_byte_stream_release(&stream);
    if (status == EOS_OK)
        check(traits);
    else if (err.code == EOS_OK || !err.message[0])
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("csv", 0);
    if (fd < 0)
        return 0;
    if (write(fd, data, size) == (ssize_t)size) {
        eos_arena arena;
        eos_arena_init(&arena, (size_t)64 << 20);
        EOS_ARENA_TRY(&arena, guard) {
            describe(fd, size, EOS_PACKING_NONE, &arena);
            describe(fd, size, EOS_PACKING_GZIP, &arena);
        }
        EOS_ARENA_CATCH(&arena, guard) {
            /* out of memory is an answer */
        }
        EOS_ARENA_END;
        eos_arena_release(&arena);
    }
    close(fd);
    return 0;
}
