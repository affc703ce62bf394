/* SPDX-License-Identifier: MIT */
/* JSON: what is read prints, and what was printed reads back to the same text. */
#include "base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *print_of(const char *text, size_t size)
{
    eos_error err = {0};
    eos_json *document = NULL;
    if (eos_json_parse(&document, text, size, "", &err) != EOS_OK) {
        if (err.line == 0 || err.column == 0)
            abort(); /* an error without a place */
        return NULL;
    }
    char *printed = eos_json_print(document, false);
    eos_json_free(document);
    return printed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *first = print_of((const char *)data, size);
    if (!first)
        return 0;
    char *second = print_of(first, strlen(first));
    if (!second || strcmp(first, second) != 0)
        abort();
    eos_json_text_free(first);
    eos_json_text_free(second);
    return 0;
}
