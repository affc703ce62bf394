/* SPDX-License-Identifier: MIT */
/*
 * eos_describe PATH [TARGET]: the traits of a data file, and the labels in it, as JSON on stdout.
 * The side of test_npy_numpy.py that is ours. Several files: "-" reads lines "PATH" or
 * "PATH<tab>TARGET" from stdin and answers each with one line, so that a thousand cases need one
 * process. Exit code 0, or 1 when a file on the command line could not be described.
 */
#include "data/label_traits.h"
#include "data/reader.h"

static int describe(const char *path, const char *target)
{
    eos_arena arena;
    eos_arena_init(&arena, (size_t)1 << 30);
    eos_error err = {0};
    eos_traits *traits = NULL;
    eos_label_traits *labels = NULL;
    eos_json *root = eos_json_object(NULL, NULL);
    eos_status status = eos_data_describe(path, 0, &arena, &traits, &err);
    if (status == EOS_OK) {
        eos_traits_to_json(root, "traits", traits);
        jmp_buf guard;
        arena.guard = &guard;
        if (setjmp(guard) == 0)
            status = eos_label_traits_find(&arena, traits, target, &labels, &err);
        else
            status = eos_fail(&err, EOS_ERR_MEMORY, path, "not enough memory");
    }
    if (status == EOS_OK)
        eos_label_traits_to_json(root, "labels", labels);
    if (status != EOS_OK) {
        eos_json *error = eos_json_object(root, "error");
        eos_json_add_string(error, "code", eos_status_name(status));
        eos_json_add_string(error, "message", err.message);
        eos_json_add_int(error, "offset", (long long)err.offset);
    }
    char *text = eos_json_print(root, false);
    puts(text ? text : "{\"error\": {\"code\": \"memory\"}}");
    fflush(stdout);
    eos_json_text_free(text);
    eos_json_free(root);
    eos_arena_release(&arena);
    return status == EOS_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fputs("usage: eos_describe PATH [TARGET] | -\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "-") != 0)
        return describe(argv[1], argc > 2 ? argv[2] : NULL);
    char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *target = strchr(line, '\t');
        if (target)
            *target++ = '\0';
        (void)describe(line, target);
    }
    return 0;
}
