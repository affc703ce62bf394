/* SPDX-License-Identifier: MIT */
/*
 * bench_csv FILE.csv [ROUNDS]: speed of CSV traits by number of threads; best of ROUNDS, and what
 * repeats of the same work cost. bench_csv.py sets it beside polars, DuckDB and pyarrow.
 */
#include "data/read_csv.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double measure(const char *path, unsigned threads)
{
    eos_arena arena;
    eos_error err = {.message = ""};
    eos_traits *traits;
    eos_byte_stream stream;
    struct stat info;
    double start = now();
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0)
        exit(1);
    eos_arena_init(&arena, (size_t)1 << 30);
    if (eos_byte_stream_open(&stream, fd, 0, (uint64_t)info.st_size, EOS_PACKING_NONE, path,
                             &err) != EOS_OK ||
        eos_csv_describe(&stream, &(eos_csv_options){threads, true}, &arena, &traits, &err) !=
            EOS_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        exit(1);
    }
    eos_byte_stream_release(&stream);
    eos_arena_release(&arena);
    close(fd);
    return now() - start;
}

int main(int argc, char **argv)
{
    struct stat info;
    if (argc < 2 || stat(argv[1], &info) != 0)
        return 2;
    int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    for (unsigned threads = 0; threads <= EOS_LIMIT_TABLE_THREADS; threads++) {
        double best = 1e9;
        for (int round = 0; round < rounds; round++) {
            double taken = measure(argv[1], threads);
            best = taken < best ? taken : best;
        }
        printf("threads %u seconds %.4f megabytes/s %.0f\n", threads, best,
               (double)info.st_size / 1e6 / best);
    }
    return 0;
}
