/* SPDX-License-Identifier: MIT */
/* Text tables: dialects, headers, odd rows, quotes over the edges of units, any number of threads. */
#include "unit.h"

#include "data/read_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A file without a name that holds `length` bytes. */
static int make_file(const char *text, size_t length)
{
    char path[] = "/tmp/eos_csv_XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT(fd >= 0 && unlink(path) == 0);
    for (size_t done = 0; done < length;) {
        ssize_t put = write(fd, text + done, length - done);
        if (put <= 0)
            break;
        done += (size_t)put;
    }
    return fd;
}

static eos_status describe(eos_arena *arena, const char *text, size_t length, unsigned threads,
                           eos_traits **traits, eos_error *err)
{
    eos_byte_stream stream;
    int fd = make_file(text, length);
    *err = (eos_error){.message = ""};
    eos_status status =
        eos_byte_stream_open(&stream, fd, 0, length, EOS_PACKING_NONE, "t.csv", err);
    if (status == EOS_OK)
        status = eos_csv_describe(&stream, &(eos_csv_options){threads, true}, arena, traits, err);
    close(fd);
    return status;
}

static void dialects(void)
{
    static const struct {
        const char *text;
        char delimiter;
        bool has_header, is_certain;
        uint64_t columns, rows;
    } cases[] = {
        {"a,b\n1,2\n3,4\n", ',', true, true, 2, 2},
        {"1,2\n3,4\n5,6\n", ',', false, true, 2, 3},
        {"\xEF\xBB\xBF"
         "a;b\n1,5;2\n3,0;4\n",
         ';', true, true, 2, 2},
        {"a\tb c\td\r\n1\t2\t3\r\n4\t5\t6", '\t', true, true, 3, 2},
        {"18.0   8   307.0\n15.0   8   350.0\n 16.0\t8   304.0  \n", ' ', false, true, 3, 3},
        {"x|y\r1|2\r3|4\r", '|', true, true, 2, 2},
        {"0,1,2\n0.5,0.25,1\n0.5,0.75,2\n", ',', true, false, 3, 2},
        {"name,city\nAnn,Bonn\nBob,Rome\n", ',', true, false, 2, 2},
        {"red,cat\nblue,cat\nred,dog\n", ',', false, false, 2, 3},
        {"x\n1\n2\n3\n", ',', true, true, 1, 3},
        {"# made by a program\n1 2\n3 4\n", ' ', false, true, 2, 2},
        {"\n  \na,b\n\n1,2\n   \n3,4\n\n", ',', true, true, 2, 2},
    };
    UNIT_ARENA(arena) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            eos_traits *t = NULL;
            eos_error err;
            UNIT_SAME_INT(describe(&arena, cases[i].text, strlen(cases[i].text), 0, &t, &err),
                          EOS_OK);
            if (!t)
                continue;
            UNIT_SAME_INT(t->table->delimiter, cases[i].delimiter);
            UNIT_SAME_INT(t->table->has_header, cases[i].has_header);
            UNIT_SAME_INT(t->table->is_header_certain, cases[i].is_certain);
            UNIT_SAME_INT(t->shape[1], cases[i].columns);
            UNIT_SAME_INT(t->rows, cases[i].rows);
        }
    }
    UNIT_ARENA_END(arena);
}

static void cells(void)
{
    static const char text[] = "id,n,word,flag,none\n"
                               "0,1,a,True,\n"
                               "1,?,\"a\",False,NA\n"
                               "2,nan,\"b \"\"c\"\", d\",True,\n"
                               "3,-inf,5\" pipe,False,null\n"
                               "4, 7 ,\"q\"x,True\n"  /* a cell too few, text behind a quote */
                               "5,8,b,False,,extra\n" /* one too many */
                               "6,9,b,True,,\n";      /* only an empty one */
    UNIT_ARENA(arena) {
        eos_traits *t = NULL;
        eos_error err;
        UNIT_SAME_INT(describe(&arena, text, sizeof text - 1, 0, &t, &err), EOS_OK);
        if (t) {
            const eos_table_column *c = t->table->columns;
            const eos_value_traits *v = t->columns;
            UNIT_SAME_INT(t->rows, 7);
            UNIT_SAME_INT(t->table->short_rows, 1);
            UNIT_SAME_INT(t->table->long_rows, 1);
            CU_ASSERT_TRUE(c[0].is_index);
            UNIT_SAME_INT(c[0].type, EOS_COLUMN_INTEGER);
            UNIT_SAME_INT(c[1].type, EOS_COLUMN_FLOAT);
            UNIT_SAME_INT(c[1].missing, 1);
            UNIT_SAME_INT(v[1].nan_count, 1);
            UNIT_SAME_INT(v[1].infinite_count, 1);
            CU_ASSERT(v[1].minimum == 1 && v[1].maximum == 9 && v[1].sum == 25);
            UNIT_SAME_INT(c[1].distinct, 5);
            UNIT_SAME_INT(c[2].type, EOS_COLUMN_TEXT);
            UNIT_SAME_INT(c[2].class_count, 5);
            UNIT_SAME_TEXT(c[2].classes[0].text, "5\" pipe");
            UNIT_SAME_INT(c[2].classes[1].count, 2);
            UNIT_SAME_TEXT(c[2].classes[3].text, "b \"c\", d");
            UNIT_SAME_TEXT(c[2].classes[4].text, "qx");
            UNIT_SAME_INT(c[3].type, EOS_COLUMN_BOOLEAN);
            UNIT_SAME_INT(c[4].type, EOS_COLUMN_EMPTY);
            UNIT_SAME_INT(c[4].missing, 7);
        }
    }
    UNIT_ARENA_END(arena);
}

/* Quotes with row ends in them, and rows of very different length, over several units. */
static char *make_long(size_t *length)
{
    size_t capacity = (size_t)6 << 20, at = 0;
    char *text = malloc(capacity);
    uint32_t state = 1;
    at += (size_t)snprintf(text, 64, "a,b,c\r\n");
    for (int row = 0; at + 400000 < capacity; row++) {
        state = state * 1664525u + 1013904223u;
        at += (size_t)snprintf(text + at, 100, "%d,\"", row);
        size_t fill = row % 4000 == 17 ? 300000 : state >> 27;
        for (size_t i = 0; i < fill; i++)
            text[at++] = i % 7 == 3 ? '\n' : (i % 11 == 5 ? ',' : 'x');
        at += (size_t)snprintf(text + at, 100, "\"\"\",%.6f\r\n", (double)state / 1e6 - 1000);
    }
    *length = at;
    return text;
}

static void threads_agree(void)
{
    size_t length = 0;
    char *text = make_long(&length), *first = NULL;
    for (unsigned threads = 0; text && threads <= 4; threads++) {
        UNIT_ARENA(arena) {
            eos_traits *t = NULL;
            eos_error err;
            UNIT_SAME_INT(describe(&arena, text, length, threads, &t, &err), EOS_OK);
            if (t) {
                /* column a counts the rows: none is lost, none is read twice */
                UNIT_SAME_INT((int64_t)t->columns[0].maximum + 1, (int64_t)t->rows);
                CU_ASSERT(t->columns[0].is_ascending && t->table->columns[0].distinct > 4096);
                UNIT_SAME_INT(t->table->short_rows + t->table->long_rows, 0);
                eos_json *root = eos_traits_to_json(NULL, NULL, t);
                char *json = eos_json_print(root, false);
                if (!first)
                    first = strdup(json);
                CU_ASSERT(strcmp(json, first) == 0); /* the same bytes, sums too */
                eos_json_text_free(json);
                eos_json_free(root);
            }
        }
        UNIT_ARENA_END(arena);
    }
    free(first);
    free(text);
}

static void refusals(void)
{
    static const struct {
        const char *text;
        size_t length;
        eos_status status;
        const char *word;
    } cases[] = {
        {"a,b\n1,\"2\n3,4\n", 12, EOS_ERR_FORMAT, "quote"},
        {"a,b\n", 4, EOS_ERR_FORMAT, "rows"},
        {"\xFF\xFE"
         "a\0,\0b\0",
         8, EOS_ERR_UNSUPPORTED, "UTF-16"},
        {"a,b\n1,\0\n", 8, EOS_ERR_UNSUPPORTED, "binary"},
        {"\n\n\n", 3, EOS_ERR_UNSUPPORTED, "table"},
    };
    UNIT_ARENA(arena) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            eos_traits *t = NULL;
            eos_error err;
            UNIT_SAME_INT(describe(&arena, cases[i].text, cases[i].length, 2, &t, &err),
                          cases[i].status);
            CU_ASSERT(strstr(err.message, cases[i].word) != NULL);
        }
    }
    UNIT_ARENA_END(arena);
}

static void work_in(eos_arena *arena, void *payload)
{
    static const char text[] = "a,b\n1,x\n2,y\n";
    eos_traits *t;
    eos_error err;
    (void)payload;
    (void)describe(arena, text, sizeof text - 1, 2, &t, &err);
}

static void memory_runs_out(void)
{
    eos_arena arena;
    for (size_t n = 1; n < 40; n++) {
        eos_arena_init(&arena, (size_t)1 << 20);
        arena.fail_after = n;
        work_in(&arena, NULL); /* threads and buffers go: the sanitizers see to it */
        eos_arena_release(&arena);
    }
}

static const unit_test tests[] = {
    {"csv: dialects and headers", dialects},
    {"csv: cells of every kind", cells},
    {"csv: the same for any number of threads", threads_agree},
    {"csv: what is refused, and why", refusals},
    {"csv: memory that runs out", memory_runs_out},
};
UNIT_SUITE(csv, tests)
