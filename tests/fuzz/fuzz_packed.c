/* SPDX-License-Identifier: MIT */
/*
 * Any bytes through the door of all readers: zip, gzip, IDX, NPY, tables, chosen by content. What holds
 * for every input: no crash, and a status other than EOS_OK comes with a message. The file is a memfd,
 * opened again by its place in /proc, because the door takes a path.
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "data/label_traits.h"
#include "data/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void describe(const char *path, eos_arena *arena)
{
    eos_error err = {.message = ""};
    eos_traits *traits;
    eos_label_traits *labels;
    /* as during lint: at most 1 MB, so that no input takes long */
    if (eos_data_describe(path, (uint64_t)1 << 20, arena, &traits, &err) != EOS_OK) {
        if (err.code == EOS_OK || !err.message[0])
            abort();
        return;
    }
    static const char *const targets[] = {NULL, "0", "-1", "a"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (eos_label_traits_find(arena, traits, targets[i], &labels, &err) == EOS_OK)
            eos_json_free(eos_label_traits_to_json(NULL, NULL, labels));
    eos_json *root = eos_traits_to_json(NULL, NULL, traits);
    eos_json_text_free(eos_json_print(root, false));
    eos_json_free(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("packed", 0);
    if (fd < 0)
        return 0;
    if (write(fd, data, size) == (ssize_t)size) {
        char path[64];
        eos_arena arena;
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        eos_arena_init(&arena, (size_t)64 << 20);
        EOS_ARENA_TRY(&arena, guard) {
            describe(path, &arena);
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
