/* SPDX-License-Identifier: MIT */
/*
 * bench_npy FILE.npy [ROUNDS]: traits of an array against summing the same mapped file in plain C,
 * in one run (design section 9: more than 80 % of that speed). The sum is the honest one: mapped
 * anew each round as a reader would have to, eight partial sums so that the compiler can use
 * vectors, in double (64-bit integers for integer types). Prints bytes per second of both and the
 * ratio; best of ROUNDS.
 */
#include "data/npy_header.h"
#include "data/reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#define SUM(T, A)                                                                                  \
    do {                                                                                           \
        const T *v = data;                                                                         \
        A s[8] = {0};                                                                              \
        size_t i = 0;                                                                              \
        for (; i + 8 <= count; i += 8)                                                             \
            for (size_t l = 0; l < 8; l++)                                                         \
                s[l] += (A)v[i + l];                                                               \
        for (; i < count; i++)                                                                     \
            s[0] += (A)v[i];                                                                       \
        return (double)(((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])));        \
    } while (0)

static double sum_values(eos_array_type dtype, const void *data, size_t count)
{
    switch (dtype) {
    case EOS_ARRAY_FLOAT64:
        SUM(double, double);
    case EOS_ARRAY_FLOAT32:
        SUM(float, double);
    case EOS_ARRAY_INT64:
        SUM(int64_t, int64_t);
    case EOS_ARRAY_INT32:
        SUM(int32_t, int64_t);
    case EOS_ARRAY_INT16:
        SUM(int16_t, int64_t);
    case EOS_ARRAY_UINT8:
        SUM(uint8_t, uint64_t);
    default:
        return 0;
    }
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 7;
    double best_sum = 1e9, best_traits = 1e9, plain = 0, ours = 0, megabytes = 0;
    for (int round = 0; round < rounds; round++) {
        eos_arena arena;
        eos_arena_init(&arena, (size_t)1 << 30);
        eos_traits *traits;
        eos_error err;
        double start = now();
        if (eos_data_describe(argv[1], 0, &arena, &traits, &err) != EOS_OK) {
            fprintf(stderr, "%s: %s\n", argv[1], err.message);
            return 1;
        }
        double taken = now() - start;
        best_traits = taken < best_traits ? taken : best_traits;
        ours = traits->all.sum;

        start = now();
        int fd = open(argv[1], O_RDONLY);
        struct stat info;
        if (fd < 0 || fstat(fd, &info) != 0)
            return 1;
        char *map = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map == MAP_FAILED)
            return 1;
        size_t size = eos_array_type_size((eos_array_type)traits->dtype), count = 1;
        for (uint32_t i = 0; i < traits->rank; i++)
            count *= (size_t)traits->shape[i];
        plain = sum_values((eos_array_type)traits->dtype, map + (traits->bytes_read - count * size),
                           count);
        munmap(map, (size_t)info.st_size);
        close(fd);
        taken = now() - start;
        best_sum = taken < best_sum ? taken : best_sum;
        megabytes = (double)info.st_size / 1e6;
        eos_arena_release(&arena);
    }
    printf("%s: sum %.0f MB/s, traits %.0f MB/s, ratio %.2f (%.0f MB; sums %g, %g)\n", argv[1],
           megabytes / best_sum, megabytes / best_traits, best_sum / best_traits, megabytes, plain,
           ours);
    return 0;
}
