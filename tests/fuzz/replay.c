/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target without libFuzzer over the files it is given (folders are read, not their
 * subfolders), so that every compiler and every ordinary test run covers the seeds. Each file is
 * tried whole, and with its head or its tail cut off at some places: truncated input is what
 * readers get wrong most often.
 */
#include "base/error.h"

#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 16 << 20, CUTS = 64 };

/* Each input in a block of exactly its size, so AddressSanitizer sees one byte too many. */
static void try_bytes(const uint8_t *data, size_t size)
{
    uint8_t *own = malloc(size ? size : 1);
    if (!own)
        return;
    if (size)
        memcpy(own, data, size);
    (void)LLVMFuzzerTestOneInput(own, size);
    free(own);
}

static int try_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = file ? malloc(LARGEST) : NULL;
    if (!data) {
        fprintf(stderr, "cannot read %s\n", path);
        if (file)
            fclose(file);
        return -1;
    }
    size_t size = fread(data, 1, LARGEST, file);
    fclose(file);
    try_bytes(data, size);
    size_t step = size / CUTS + 1;
    for (size_t cut = 0; cut < size; cut += step) {
        try_bytes(data, cut);
        try_bytes(data + cut, size - cut);
    }
    free(data);
    return 1;
}

/* Number of files tried, -1 when one could not be read. */
static int try_path(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return try_file(path);
    int tried = 0;
    for (struct dirent *entry = readdir(folder); entry && tried >= 0; entry = readdir(folder)) {
        char inner[4096];
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        int one = try_file(inner);
        tried = one < 0 ? -1 : tried + one;
    }
    closedir(folder);
    return tried;
}

int main(int argc, char **argv)
{
    int tried = 0;
    for (int i = 1; i < argc; i++) {
        int some = try_path(argv[i]);
        if (some < 0)
            return 1;
        tried += some;
    }
    printf("%d files replayed\n", tried);
    return tried > 0 ? 0 : 1; /* a target without seeds tests nothing */
}
