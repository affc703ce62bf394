/* SPDX-License-Identifier: MIT */
/*
 * Opening, recognising, refusing. Content decides: magic bytes first, then the ending for text
 * tables, which have no magic. The questionable decision: what is recognised but has no reader yet
 * is an error of its own (EOS_ERR_UNSUPPORTED) with the format's name, because "not read yet: CSV"
 * in the report is worth more to the user than silence.
 *
 * Safety: O_NONBLOCK, so that opening a FIFO cannot hang; only regular files are read; the kernel's
 * own limit ends loops of links (ELOOP).
 */
#include "data/reader.h"

#include "base/digest.h"
#include "data/npy_header.h"
#include "data/read_csv.h"
#include "data/read_idx.h"
#include "data/read_npy.h"
#include "data/read_zip.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define SNIFF_BYTES 512u
#define IDENTITY_BYTES ((size_t)64 << 10)
#define FOLDER_ENTRIES 200u /* names looked at to tell an image folder from another one (opinion) */

#define MOST_MEMBERS 256u /* arrays and tables of one zip that are described (opinion) */
#define THREADED_BYTES ((uint64_t)2 << 20)

typedef eos_status (*describe_fn)(int fd, uint64_t file_size, const char *path, uint64_t size_limit,
                                  eos_arena *arena, eos_traits **out, eos_error *err);

static eos_status describe_npy(int fd, uint64_t size, const char *path, uint64_t size_limit,
                               eos_arena *arena, eos_traits **out, eos_error *err)
{
    (void)size_limit; /* the file's size was checked, and nothing is packed */
    return eos_npy_describe(fd, size, path, arena, out, err);
}

static eos_status describe_gzip(int fd, uint64_t size, const char *path, uint64_t size_limit,
                                eos_arena *arena, eos_traits **out, eos_error *err);
static eos_status describe_zip(int fd, uint64_t size, const char *path, uint64_t size_limit,
                               eos_arena *arena, eos_traits **out, eos_error *err);

/* By content. A format without reader is reported by its name. */
static const struct {
    const char *magic;
    uint8_t length;
    const char *name;
    describe_fn describe;
} formats[] = {
    {EOS_NPY_MAGIC, EOS_NPY_MAGIC_BYTES, "NPY", describe_npy},
    {"\x89HDF\r\n\x1a\n", 8, "HDF5", NULL},
    {"\x89PNG\r\n\x1a\n", 8, "PNG", NULL},
    {"\xff\xd8\xff", 3, "JPEG", NULL},
    {"GIF8", 4, "GIF", NULL},
    {"PAR1", 4, "Parquet", NULL},
    {"SQLite format 3", 16, "SQLite", NULL},
    {"\x1f\x8b", 2, "gzip", describe_gzip},
    {"PK\x03\x04", 4, "zip", describe_zip},
    {"\x80\x02", 2, "pickle", NULL},
    {"\x80\x03", 2, "pickle", NULL},
    {"\x80\x04", 2, "pickle", NULL},
    {"\x80\x05", 2, "pickle", NULL},
};

/* By ending, for formats whose content has no mark. */
static const struct {
    const char *ending, *name;
} endings[] = {
    {".json", "JSON"},         {".jsonl", "JSON"}, {".arff", "ARFF"},  {".mat", "MAT"},
    {".npz", "NPZ"},           {".zip", "zip"},    {".bmp", "BMP"},    {".parquet", "Parquet"},
    {".h5", "HDF5"},           {".hdf5", "HDF5"},  {".pkl", "pickle"}, {".pickle", "pickle"},
    {".tfrecord", "TFRecord"},
};

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), size = strlen(ending);
    return length >= size && strcasecmp(path + length - size, ending) == 0;
}

static const char *name_by_ending(const char *path)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (has_ending(path, endings[i].ending))
            return endings[i].name;
    return NULL;
}

static bool is_image_name(const char *name)
{
    static const char *const images[] = {".png", ".jpg", ".jpeg", ".bmp", ".gif"};
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        if (has_ending(name, images[i]))
            return true;
    return false;
}

/* Looks at names only, in the folder and in its first sub-folder. */
static bool has_images(const char *path, int depth)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    bool found = false, has_looked_below = depth == 0;
    const struct dirent *entry;
    for (unsigned i = 0; !found && i < FOLDER_ENTRIES && (entry = readdir(folder)) != NULL; i++) {
        if (entry->d_name[0] == '.')
            continue;
        found = is_image_name(entry->d_name);
        char below[4096];
        struct stat info;
        int length = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (found || has_looked_below || length < 0 || (size_t)length >= sizeof below ||
            stat(below, &info) != 0 || !S_ISDIR(info.st_mode))
            continue;
        has_looked_below = true;
        found = has_images(below, depth - 1);
    }
    closedir(folder);
    return found;
}

/* Mostly printable, no NUL: a text file. */
static bool is_text(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t' &&
            bytes[i] != '\f')
            return false;
    return length > 0;
}

/* Name of a format without reader. */
static const char *name_content(const char *path, const uint8_t *start, size_t length)
{
    const char *by_ending = name_by_ending(path);
    if (length >= 262 && memcmp(start + 257, "ustar", 5) == 0)
        return "tar";
    if (length >= 2 && start[0] == 'B' && start[1] == 'M' && has_ending(path, ".bmp"))
        return "BMP";
    if (by_ending)
        return by_ending;
    return is_text(start, length) ? "text" : "unknown format";
}

/* The name without the ending that says it is packed. */
static const char *strip_packing(const char *path, eos_arena *arena)
{
    if (!has_ending(path, ".gz"))
        return path;
    return eos_arena_copy(arena, path, strlen(path) - strlen(".gz"));
}

static bool is_table_name(const char *path)
{
    return has_ending(path, ".csv") || has_ending(path, ".tsv") || has_ending(path, ".tab");
}

/* Lint shares the machine with its own other processes: threads only where all is read. */
static unsigned count_threads(uint64_t size, uint64_t size_limit)
{
    long cores = size_limit || size < THREADED_BYTES ? 0 : sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 2 ? 0
                     : (cores < (long)EOS_LIMIT_TABLE_THREADS ? (unsigned)cores
                                                              : EOS_LIMIT_TABLE_THREADS);
}

/* What the first bytes of a stream promise, of the formats that streams are read for. */
typedef enum content { CONTENT_NONE, CONTENT_TABLE, CONTENT_IDX, CONTENT_NPY } content;

static content find_content(const char *name, const uint8_t *start, size_t length)
{
    if (length >= EOS_NPY_MAGIC_BYTES && memcmp(start, EOS_NPY_MAGIC, EOS_NPY_MAGIC_BYTES) == 0)
        return CONTENT_NPY;
    if (eos_idx_is_head(start, length))
        return CONTENT_IDX;
    return is_text(start, length) && !name_by_ending(name) && !has_ending(name, ".npy")
               ? CONTENT_TABLE
               : CONTENT_NONE;
}

static eos_status describe_stream(eos_byte_stream *stream, content what, const char *name,
                                  uint64_t size_limit, eos_arena *arena, eos_traits **out,
                                  eos_error *err)
{
    if (stream->unpacker && size_limit && size_limit < stream->limit)
        stream->limit = size_limit;
    if (what == CONTENT_NPY)
        return eos_npy_describe_stream(stream, arena, out, err);
    if (what == CONTENT_IDX)
        return eos_idx_describe(stream, arena, out, err);
    eos_csv_options options = {.threads = count_threads(stream->end - stream->next, size_limit),
                               .is_named = is_table_name(name)};
    return eos_csv_describe(stream, &options, arena, out, err);
}

/* Reads a stream under a guard, so that it is released on both ways; then it is closed. */
static eos_status describe_and_release(eos_byte_stream *stream, content what, const char *name,
                                       uint64_t size_limit, eos_arena *arena, eos_traits **out,
                                       eos_error *err)
{
    volatile eos_status status = EOS_ERR_MEMORY;
    EOS_ARENA_TRY(arena, guard) {
        status = describe_stream(stream, what, name, size_limit, arena, out, err);
    }
    EOS_ARENA_CATCH(arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, stream->path, "not enough memory to describe it");
    }
    EOS_ARENA_END;
    eos_byte_stream_release(stream);
    return status;
}

/* the first bytes of a stream, which is done with then */
static eos_status sniff(eos_byte_stream *stream, uint8_t start[SNIFF_BYTES], size_t *got,
                        eos_error *err)
{
    eos_status status = eos_byte_stream_read(stream, start, SNIFF_BYTES, got, err);
    eos_byte_stream_release(stream);
    return status;
}

/* Looks into a gzip file; what is inside is chosen as if it stood there by itself. */
static eos_status describe_gzip(int fd, uint64_t size, const char *path, uint64_t size_limit,
                                eos_arena *arena, eos_traits **out, eos_error *err)
{
    uint8_t start[SNIFF_BYTES];
    size_t got = 0;
    const char *name = strip_packing(path, arena);
    eos_byte_stream stream;
    eos_status status = eos_byte_stream_open(&stream, fd, 0, size, EOS_PACKING_GZIP, path, err);
    if (status != EOS_OK)
        return status;
    status = sniff(&stream, start, &got, err);
    if (status != EOS_OK)
        return status;
    if (got == 0)
        return eos_fail(err, EOS_ERR_FORMAT, path, "packed file is empty");
    content what = find_content(name, start, got);
    if (what == CONTENT_NONE)
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "not read yet: %s in gzip",
                        name_content(name, start, got));
    status = eos_byte_stream_open(&stream, fd, 0, size, EOS_PACKING_GZIP, path, err);
    if (status != EOS_OK)
        return status;
    return describe_and_release(&stream, what, name, size_limit, arena, out, err);
}

/* One member; *out stays NULL when it is nothing that is read. */
static eos_status describe_member(int fd, uint64_t size, const char *path,
                                  const eos_zip_member *member, uint64_t size_limit,
                                  eos_arena *arena, eos_traits **out, eos_error *err)
{
    uint8_t start[SNIFF_BYTES];
    size_t got = 0;
    eos_byte_stream stream;
    eos_status status = eos_zip_open(&stream, fd, size, path, member, err);
    if (status != EOS_OK)
        return status;
    status = sniff(&stream, start, &got, err);
    if (status != EOS_OK)
        return status;
    content what = find_content(member->name, start, got);
    if (what == CONTENT_NONE || (what == CONTENT_TABLE && !is_table_name(member->name)))
        return EOS_OK;
    status = eos_zip_open(&stream, fd, size, path, member, err);
    if (status == EOS_OK)
        status = describe_and_release(&stream, what, member->name, size_limit, arena, out, err);
    if (status == EOS_OK)
        (*out)->member = member->name;
    return status;
}

static bool is_system_member(const char *name)
{
    return strncmp(name, "__MACOSX/", 9) == 0 || strstr(name, "/.") || name[0] == '.';
}

/* Arrays and tables of a zip; one alone stands for the file. What else is in it is not looked at. */
static eos_status describe_zip(int fd, uint64_t size, const char *path, uint64_t size_limit,
                               eos_arena *arena, eos_traits **out, eos_error *err)
{
    eos_zip_member *members;
    uint32_t count = 0, found = 0;
    uint64_t bytes = 0;
    eos_status status = eos_zip_list(fd, size, path, arena, &members, &count, err);
    if (status != EOS_OK)
        return status;
    const eos_traits **list = EOS_NEW_ARRAY(arena, const eos_traits *, MOST_MEMBERS);
    for (uint32_t i = 0; i < count && found < MOST_MEMBERS; i++) {
        eos_traits *one = NULL;
        bool is_wanted = has_ending(members[i].name, ".npy") || is_table_name(members[i].name);
        if (!is_wanted || is_system_member(members[i].name))
            continue;
        bytes += members[i].size;
        if (size_limit && bytes > size_limit)
            return eos_fail(err, EOS_ERR_LIMIT, path,
                            "unpacks to more than the %llu MB read during lint: run `eoslint "
                            "traits %s`",
                            (unsigned long long)(size_limit >> 20), path);
        status = describe_member(fd, size, path, &members[i], size_limit, arena, &one, err);
        if (status != EOS_OK)
            return status;
        if (one)
            list[found++] = one;
    }
    if (found == 0)
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "not read yet: zip without %s",
                        "arrays or tables");
    eos_traits *traits = EOS_NEW(arena, eos_traits);
    *traits = found == 1 ? *list[0]
                         : (eos_traits){.format = has_ending(path, ".npz") ? "NPZ" : "zip",
                                        .path = eos_arena_copy(arena, path, strlen(path)),
                                        .bytes_read = bytes,
                                        .is_exact = true,
                                        .all = eos_value_traits_none(),
                                        .members = list,
                                        .member_count = found};
    *out = traits;
    return EOS_OK;
}

static eos_status describe_plain(int fd, uint64_t size, const char *path, content what,
                                 uint64_t size_limit, eos_arena *arena, eos_traits **out,
                                 eos_error *err)
{
    eos_byte_stream stream;
    eos_status status = eos_byte_stream_open(&stream, fd, 0, size, EOS_PACKING_NONE, path, err);
    return status == EOS_OK ? describe_stream(&stream, what, path, size_limit, arena, out, err)
                            : status;
}

static eos_status open_file(const char *path, int *fd_out, struct stat *info, eos_error *err)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        if (errno == ELOOP)
            return eos_fail(err, EOS_ERR_IO, path, "links lead in a circle");
        if (errno == ENOENT || errno == ENOTDIR)
            return eos_fail(err, EOS_ERR_IO, path,
                            "no such file; relative paths are looked up from "
                            "where they are written");
        return eos_fail(err, EOS_ERR_IO, path, "cannot be opened: %s", strerror(errno));
    }
    if (fstat(fd, info) != 0) {
        int reason = errno;
        close(fd);
        return eos_fail(err, EOS_ERR_IO, path, "cannot be examined: %s", strerror(reason));
    }
    *fd_out = fd;
    return EOS_OK;
}

/* Up to `wanted` bytes; fewer at the end of the file; -1 = the system refused. */
static ssize_t read_some(int fd, uint8_t *out, size_t wanted, off_t offset)
{
    size_t done = 0;
    while (done < wanted) {
        ssize_t got = pread(fd, out + done, wanted - done, offset + (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static eos_status describe_open(int fd, const struct stat *info, const char *path,
                                uint64_t size_limit, eos_arena *arena, eos_traits **out,
                                eos_error *err)
{
    if (S_ISDIR(info->st_mode))
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "not read yet: %s",
                        has_images(path, 1) ? "folder of images" : "folder");
    if (!S_ISREG(info->st_mode))
        return eos_fail(err, EOS_ERR_IO, path, "no regular file: pipes and devices are not read");
    uint8_t start[SNIFF_BYTES];
    ssize_t length = read_some(fd, start, sizeof start, 0);
    if (length < 0)
        return eos_fail(err, EOS_ERR_IO, path, "cannot be read: %s", strerror(errno));
    if (length == 0)
        return eos_fail(err, EOS_ERR_FORMAT, path, "file is empty");
    describe_fn describe = NULL;
    const char *name = NULL;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && !name; i++) {
        if ((size_t)length < formats[i].length ||
            memcmp(start, formats[i].magic, formats[i].length) != 0)
            continue;
        name = formats[i].name;
        describe = formats[i].describe;
    }
    if (!name)
        name = name_content(path, start, (size_t)length);
    content what = describe ? CONTENT_NONE : find_content(path, start, (size_t)length);
    if (!describe && !what && has_ending(path, ".npy"))
        return eos_fail(err, EOS_ERR_FORMAT, path,
                        "no NPY file: it does not begin with \\x93NUMPY");
    if (!describe && !what)
        return eos_fail(err, EOS_ERR_UNSUPPORTED, path, "not read yet: %s", name);
    uint64_t size = (uint64_t)info->st_size;
    if (size_limit && size > size_limit)
        return eos_fail(
            err, EOS_ERR_LIMIT, path,
            "%llu MB are more than the %llu MB read during lint: run `eoslint traits %s`",
            (unsigned long long)(size >> 20), (unsigned long long)(size_limit >> 20), path);
    return describe ? describe(fd, size, path, size_limit, arena, out, err)
                    : describe_plain(fd, size, path, what, size_limit, arena, out, err);
}

eos_status eos_data_describe(const char *path, uint64_t size_limit, eos_arena *arena,
                             eos_traits **out, eos_error *err)
{
    int fd = -1;
    struct stat info;
    eos_status opened = open_file(path, &fd, &info, err);
    if (opened != EOS_OK)
        return opened;
    volatile eos_status status = EOS_ERR_MEMORY;
    EOS_ARENA_TRY(arena, guard) {
        status = describe_open(fd, &info, path, size_limit, arena, out, err);
    }
    EOS_ARENA_CATCH(arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, path, "not enough memory to describe it");
    }
    EOS_ARENA_END;
    close(fd);
    return status;
}

eos_status eos_data_identity(const char *path, char hex[EOS_IDENTITY_HEX], eos_error *err)
{
    int fd = -1;
    struct stat info;
    eos_status status = open_file(path, &fd, &info, err);
    if (status != EOS_OK)
        return status;
    char facts[128];
    (void)snprintf(facts, sizeof facts, "%lld %lld.%09ld", (long long)info.st_size,
                   (long long)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add_field(&hasher, facts);
    if (S_ISREG(info.st_mode)) {
        static const off_t sample = (off_t)IDENTITY_BYTES;
        uint8_t bytes[4096];
        off_t tail = info.st_size > 2 * sample ? info.st_size - sample : sample;
        off_t end = info.st_size;
        for (off_t at = 0; at < end && status == EOS_OK;) {
            off_t stop = at < sample ? sample : end;
            size_t wanted = sizeof bytes;
            if ((off_t)wanted > stop - at)
                wanted = (size_t)(stop - at);
            ssize_t got = read_some(fd, bytes, wanted, at);
            if (got < 0)
                status = eos_fail(err, EOS_ERR_IO, path, "cannot be read: %s", strerror(errno));
            if (got <= 0)
                break;
            eos_hasher_add(&hasher, bytes, (size_t)got);
            at += got;
            if (at == sample)
                at = tail;
        }
    } else if (!S_ISDIR(info.st_mode)) {
        status = eos_fail(err, EOS_ERR_IO, path, "no regular file: pipes and devices are not read");
    }
    close(fd);
    eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, 32, hex);
    return status;
}
