/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as an NPY file, through the whole reader: head, blocks, labels, JSON. What holds for
 * every input: no crash, and a status other than EOS_OK comes with a message. The file is a memfd
 * where there is one: no path, nothing left behind.
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "data/label_traits.h"
#include "data/read_npy.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void describe(int fd, size_t size, eos_arena *arena)
{
    eos_error err = {.message = ""};
    eos_traits *traits;
    eos_label_traits *labels;
    if (eos_npy_describe(fd, size, "fuzz.npy", arena, &traits, &err) != EOS_OK) {
        if (err.code == EOS_OK || !err.message[0])
            abort();
        return;
    }
    if (traits->all.class_count > EOS_LIMIT_EXACT_CLASSES ||
        eos_value_traits_finite(&traits->all) > traits->all.count)
        abort();
    static const char *const targets[] = {NULL, "0", "-1", "name"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (eos_label_traits_find(arena, traits, targets[i], &labels, &err) == EOS_OK)
            eos_json_free(eos_label_traits_to_json(NULL, NULL, labels));
    eos_json *root = eos_traits_to_json(NULL, NULL, traits);
    eos_json_text_free(eos_json_print(root, false));
    eos_json_free(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("npy", 0);
    if (fd < 0)
        return 0;
    if (write(fd, data, size) == (ssize_t)size) {
        eos_arena arena;
        eos_arena_init(&arena, (size_t)64 << 20);
        EOS_ARENA_TRY(&arena, guard) {
            describe(fd, size, &arena);
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
