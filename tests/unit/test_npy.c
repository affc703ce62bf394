/* SPDX-License-Identifier: MIT */
/* NPY: heads, the checked-in arrays, what is refused, and the door in front of it. */
#include "unit.h"

#include "data/npy_header.h"
#include "data/reader.h"

#include <sys/stat.h>
#include <unistd.h>

/* Status of a version 1 head with this text. */
static eos_status parse_text(const char *text, eos_npy_header *head, eos_error *err)
{
    uint8_t bytes[1024] = "\x93NUMPY\x01\x00";
    size_t length = strlen(text);
    bytes[8] = (uint8_t)(length & 0xFF);
    bytes[9] = (uint8_t)(length >> 8);
    memcpy(bytes + 10, text, length);
    return eos_npy_header_parse(bytes, 10 + length, "x.npy", head, err);
}

static void heads(void)
{
    static const struct {
        const char *text;
        eos_status status;
    } cases[] = {
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (150, 4), }  \n", EOS_OK},
        {"{'shape': (3L,), 'fortran_order': True, 'descr': \"|b1\"}", EOS_OK},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (), }", EOS_OK},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387903), }",
         EOS_ERR_LIMIT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3), }", EOS_ERR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': 0, 'shape': (3,), }", EOS_ERR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } x", EOS_ERR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': 1}", EOS_ERR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3", EOS_ERR_FORMAT},
        {"{'descr': '<q9', 'fortran_order': False, 'shape': (3,)}", EOS_ERR_FORMAT},
        {"{'descr': '|O', 'fortran_order': False, 'shape': (3,)}", EOS_ERR_UNSUPPORTED},
        {"{'descr': '<c8', 'fortran_order': False, 'shape': (3,)}", EOS_ERR_UNSUPPORTED},
        {"{'descr': '<f16', 'fortran_order': False, 'shape': (3,)}", EOS_ERR_UNSUPPORTED},
        {"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}", EOS_ERR_UNSUPPORTED},
        {"", EOS_ERR_FORMAT},
        {"{", EOS_ERR_FORMAT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        eos_npy_header head;
        eos_error err = {.message = ""};
        UNIT_SAME_INT(parse_text(cases[i].text, &head, &err), cases[i].status);
        CU_ASSERT(cases[i].status == EOS_OK || err.message[0] != '\0');
    }
    eos_npy_header head;
    CU_ASSERT(parse_text(cases[0].text, &head, NULL) == EOS_OK);
    UNIT_SAME_INT(head.dtype, EOS_ARRAY_FLOAT32);
    UNIT_SAME_INT(head.rank, 2);
    UNIT_SAME_INT(head.value_count, 600);
    CU_ASSERT(parse_text(cases[1].text, &head, NULL) == EOS_OK && head.is_fortran);
    UNIT_SAME_INT(head.shape[0], 3);
    CU_ASSERT(parse_text(cases[2].text, &head, NULL) == EOS_OK && head.value_count == 1);
}

static eos_status describe(eos_arena *arena, const char *name, eos_traits **out, eos_error *err)
{
    const char *path = eos_arena_printf(arena, EOS_CORPUS_DIR "/data/%s", name);
    *out = NULL;
    return eos_data_describe(path, EOS_LIMIT_LINT_READ, arena, out, err);
}

static void label_files(void)
{
    UNIT_ARENA(arena) {
        eos_traits *t;
        eos_error err;
        CU_ASSERT_EQUAL_FATAL(describe(&arena, "labels_10_classes.npy", &t, &err), EOS_OK);
        UNIT_SAME_INT(t->rows, 200);
        UNIT_SAME_INT(t->all.class_count, 10);
        UNIT_SAME_INT(t->all.minimum, 0);
        UNIT_SAME_INT(t->all.maximum, 9);
        CU_ASSERT(t->all.is_integer && !t->all.is_ascending && t->is_exact);
        uint64_t total = 0;
        for (uint32_t i = 0; i < t->all.class_count; i++)
            total += t->all.classes[i].count;
        UNIT_SAME_INT(total, 200);
        CU_ASSERT(describe(&arena, "labels_sorted.npy", &t, &err) == EOS_OK && t->all.is_ascending);
        CU_ASSERT(describe(&arena, "big_endian.npy", &t, &err) == EOS_OK && t->is_big_endian);
        UNIT_SAME_INT(t->all.minimum, -5);
        UNIT_SAME_INT(t->all.maximum, 19);
        CU_ASSERT(describe(&arena, "no_rows.npy", &t, &err) == EOS_OK);
        UNIT_SAME_INT(t->rows, 0);
        UNIT_SAME_INT(t->column_count, 4);
        CU_ASSERT(t->all.minimum != t->all.minimum);
        CU_ASSERT(describe(&arena, "not_finite.npy", &t, &err) == EOS_OK);
        UNIT_SAME_INT(t->all.nan_count, 1);
        UNIT_SAME_INT(t->all.infinite_count, 2);
        UNIT_SAME_INT(t->all.minimum, -3);
        UNIT_SAME_INT(t->all.class_count, 3);
    }
    UNIT_ARENA_END(arena);
}

/* Both layouts of one table say the same of every column, to the last bit. */
static void layouts_agree(void)
{
    UNIT_ARENA(arena) {
        eos_traits *c, *f;
        eos_error err;
        CU_ASSERT_EQUAL_FATAL(describe(&arena, "table_label_last.npy", &c, &err), EOS_OK);
        CU_ASSERT_EQUAL_FATAL(describe(&arena, "table_fortran.npy", &f, &err), EOS_OK);
        CU_ASSERT(f->is_fortran && !c->is_fortran);
        UNIT_SAME_INT(c->column_count, 5);
        UNIT_SAME_INT(f->column_count, 5);
        for (uint32_t i = 0; i < 5; i++) {
            CU_ASSERT(c->columns[i].minimum == f->columns[i].minimum);
            CU_ASSERT(c->columns[i].maximum == f->columns[i].maximum);
            CU_ASSERT(c->columns[i].class_count == f->columns[i].class_count);
            CU_ASSERT_DOUBLE_EQUAL(c->columns[i].sum, f->columns[i].sum, 1e-12);
        }
        UNIT_SAME_INT(c->columns[4].class_count, 3);
    }
    UNIT_ARENA_END(arena);
}

static void refused(void)
{
    static const struct {
        const char *name;
        eos_status status;
        const char *says;
    } cases[] = {
        {"broken/truncated.npy", EOS_ERR_FORMAT, "cut off"},
        {"broken/cut_in_header.npy", EOS_ERR_FORMAT, "cut off"},
        {"broken/cut_in_magic.npy", EOS_ERR_FORMAT, "NUMPY"},
        {"broken/empty.npy", EOS_ERR_FORMAT, "empty"},
        {"broken/object.npy", EOS_ERR_UNSUPPORTED, "never read"},
        {"broken/structured.npy", EOS_ERR_UNSUPPORTED, "structured"},
        {"broken/complex.npy", EOS_ERR_UNSUPPORTED, "complex"},
        {"broken/overflow_shape.npy", EOS_ERR_LIMIT, "shape"},
        {"broken/overflow_dimension.npy", EOS_ERR_LIMIT, "64 bits"},
        {"broken/long_header.npy", EOS_ERR_LIMIT, "65536"},
        {"broken/version_9.npy", EOS_ERR_UNSUPPORTED, "version 9"},
        {"broken/not_npy.npy", EOS_ERR_FORMAT, "NUMPY"},
        {"missing.npy", EOS_ERR_IO, "no such file"},
        {"make.py", EOS_ERR_UNSUPPORTED, "no table"},
        {"broken", EOS_ERR_UNSUPPORTED, "not read yet: folder"},
    };
    UNIT_ARENA(arena) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            eos_traits *t;
            eos_error err = {.message = ""};
            UNIT_SAME_INT(describe(&arena, cases[i].name, &t, &err), cases[i].status);
            CU_ASSERT(strstr(err.message, cases[i].says) != NULL);
            CU_ASSERT(strstr(err.path, cases[i].name) != NULL);
            CU_ASSERT(t == NULL);
        }
    }
    UNIT_ARENA_END(arena);
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL(file);
    if (!file)
        return;
    fwrite(bytes, 1, length, file);
    fclose(file);
}

/* Formats by content, odd files, the limit of a lint and identities, in a folder of its own. */
static void door(void)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
        const char *says;
    } cases[] = {
        {"a.json", "[1, 2]\n", 7, "not read yet: JSON"},
        {"a.arff", "@relation a\n", 12, "not read yet: ARFF"},
        {"a.txt", "some prose\nand more\n", 20, "no table: its rows do not fall into columns"},
        {"a.bin", "\x89HDF\r\n\x1a\n", 8, "not read yet: HDF5"},
        {"wrong.csv", "\x89PNG\r\n\x1a\n", 8, "not read yet: PNG"},
        {"junk", "\1\2\3\4", 4, "not read yet: unknown format"},
    };
    char folder[] = "/tmp/eos_npy_XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    UNIT_ARENA(arena) {
        eos_traits *t;
        eos_error err = {.message = ""};
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const char *path = eos_arena_printf(&arena, "%s/%s", folder, cases[i].name);
            write_bytes(path, cases[i].bytes, cases[i].length);
            UNIT_SAME_INT(eos_data_describe(path, 0, &arena, &t, &err), EOS_ERR_UNSUPPORTED);
            UNIT_SAME_TEXT(err.message, cases[i].says);
            unlink(path);
        }
        const char *pipe = eos_arena_printf(&arena, "%s/pipe.npy", folder);
        CU_ASSERT(mkfifo(pipe, 0600) == 0);
        UNIT_SAME_INT(eos_data_describe(pipe, 0, &arena, &t, &err), EOS_ERR_IO);
        unlink(pipe);
        const char *link = eos_arena_printf(&arena, "%s/loop.npy", folder);
        CU_ASSERT(symlink(link, link) == 0);
        UNIT_SAME_INT(eos_data_describe(link, 0, &arena, &t, &err), EOS_ERR_IO);
        CU_ASSERT(strstr(err.message, "circle") != NULL);
        unlink(link);
        UNIT_SAME_INT(eos_data_describe("/dev/zero", 0, &arena, &t, &err), EOS_ERR_IO);
        UNIT_SAME_INT(
            eos_data_describe(EOS_CORPUS_DIR "/data/labels_10_classes.npy", 100, &arena, &t, &err),
            EOS_ERR_LIMIT);
        CU_ASSERT(strstr(err.message, "eoslint traits") != NULL);

        const char *path = eos_arena_printf(&arena, "%s/a.npy", folder);
        char one[EOS_IDENTITY_HEX], two[EOS_IDENTITY_HEX];
        write_bytes(path, "1234", 4);
        CU_ASSERT(eos_data_identity(path, one, &err) == EOS_OK);
        CU_ASSERT(eos_data_identity(path, two, &err) == EOS_OK);
        UNIT_SAME_TEXT(one, two);
        write_bytes(path, "12345", 5);
        CU_ASSERT(eos_data_identity(path, two, &err) == EOS_OK && strcmp(one, two) != 0);
        unlink(path);
        UNIT_SAME_INT(eos_data_identity(path, two, &err), EOS_ERR_IO);
    }
    UNIT_ARENA_END(arena);
    rmdir(folder);
}

static void describe_once(eos_arena *arena, void *payload)
{
    eos_traits *t;
    (void)payload;
    jmp_buf *guard = arena->guard;
    if (eos_data_describe(EOS_CORPUS_DIR "/data/table_fortran.npy", 0, arena, &t, NULL) ==
        EOS_ERR_MEMORY)
        longjmp(*guard, 1); /* the reader answers; the harness counts jumps */
}

static void out_of_memory_is_an_answer(void)
{
    CU_ASSERT(unit_fail_allocations(describe_once, NULL, 60) > 5);
}

static const unit_test tests[] = {
    {"npy: heads that numpy writes, and others", heads},
    {"npy: label files", label_files},
    {"npy: C and Fortran order agree", layouts_agree},
    {"npy: damaged and unreadable arrays are refused with a reason", refused},
    {"npy: formats, pipes, loops, limits and identities", door},
    {"npy: running out of memory closes the file and answers", out_of_memory_is_an_answer},
};
UNIT_SUITE(npy, tests)
