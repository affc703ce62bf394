/* SPDX-License-Identifier: MIT */
/*
 * From comments and configuration to data sets, and from a data set to its labels. Relies on the
 * readers of native/data for everything about files.
 *
 * Comments are found by one walk over the text, made only when "eoslint:" occurs in it. The walk
 * knows Python's strings (prefixes do not matter, triple quotes, backslashes, an open string ends
 * with its line), so a comment quoted in a docstring is none. The approximation: an f-string that
 * uses its own quote inside braces (Python 3.12) looks like two strings; a `#` between them could
 * pass for a comment.
 */
#include "engine/dataset.h"

#include "data/reader.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MARK "eoslint:"

typedef struct finder {
    eos_datasets *out;
    eos_arena *arena;
    const eos_source *source;
} finder;

static bool exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

static bool is_url(const char *path)
{
    return strstr(path, "://") != NULL;
}

/* The program's folder first, then the root; if neither has it, the error names the folder. */
static const char *place_path(const finder *f, const char *path)
{
    if (!path || !*path || path[0] == '/' || is_url(path))
        return path;
    const char *places[] = {f->source->folder, f->source->root};
    const char *first = NULL;
    for (size_t i = 0; i < 2; i++) {
        if (!places[i])
            continue;
        const char *full = eos_arena_printf(f->arena, "%s/%s", places[i], path);
        if (exists(full))
            return full;
        first = first ? first : full;
    }
    return first ? first : path;
}

static const char *shown_path(const finder *f, const char *path)
{
    const char *root = f->source->root;
    size_t length = root ? strlen(root) : 0;
    if (path && length && strncmp(path, root, length) == 0 && path[length] == '/')
        return path + length + 1;
    return path;
}

static void add_dataset(finder *f, eos_dataset dataset)
{
    dataset.train_shown = shown_path(f, dataset.train);
    dataset.test_shown = shown_path(f, dataset.test);
    eos_vector_push(f->arena, &f->out->items, dataset);
}

static void add_trouble(finder *f, uint32_t line, const char *reason)
{
    eos_not_judged trouble = {.line = line, .what = "comment # " MARK, .reason = reason};
    eos_vector_push(f->arena, &f->out->troubles, trouble);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
}

/* key=value at `at`; the value may be quoted. False when there is none; NULL key at the end. */
static bool take_pair(finder *f, const char **at, const char *end, const char **key,
                      const char **value)
{
    const char *p = *at;
    while (p < end && is_blank(*p))
        p++;
    *key = *value = NULL;
    *at = p;
    if (p == end)
        return true;
    const char *start = p;
    while (p < end && *p != '=' && !is_blank(*p))
        p++;
    *key = eos_arena_copy(f->arena, start, (size_t)(p - start));
    if (p == end || *p != '=' || p == start)
        return false;
    start = ++p;
    if (p < end && (*p == '"' || *p == '\'')) {
        char quote = *p++;
        start = p;
        while (p < end && *p != quote)
            p++;
        if (p == end)
            return false;
        *value = eos_arena_copy(f->arena, start, (size_t)(p - start));
        p++;
    } else {
        while (p < end && !is_blank(*p))
            p++;
        *value = eos_arena_copy(f->arena, start, (size_t)(p - start));
    }
    *at = p;
    return true;
}

/* One comment from behind "eoslint:" to the end of its line. */
static void read_comment(finder *f, const char *at, const char *end, uint32_t line)
{
    eos_dataset dataset = {.line = line};
    const char *key, *value;
    /* not about data: another word after the mark is not ours to judge */
    const char *word = at;
    while (word < end && is_blank(*word))
        word++;
    size_t left = (size_t)(end - word);
    if (!(left >= 7 && memcmp(word, "dataset", 7) == 0) &&
        !(left >= 5 && memcmp(word, "train", 5) == 0) &&
        !(left >= 4 && memcmp(word, "test", 4) == 0) &&
        !(left >= 6 && memcmp(word, "target", 6) == 0))
        return;
    for (;;) {
        if (!take_pair(f, &at, end, &key, &value)) {
            add_trouble(
                f, line,
                eos_arena_printf(f->arena, "\"%.80s\" is no key=value (quotes closed?)", key));
            return;
        }
        if (!key)
            break;
        if (strcmp(key, "dataset") == 0 || strcmp(key, "train") == 0) {
            dataset.train = place_path(f, value);
        } else if (strcmp(key, "test") == 0) {
            dataset.test = *value ? place_path(f, value) : NULL;
        } else if (strcmp(key, "target") == 0) {
            dataset.target = *value ? value : NULL;
        } else {
            add_trouble(
                f, line,
                eos_arena_printf(f->arena,
                                 "unknown key \"%.80s\": known are dataset, test and target", key));
            return;
        }
    }
    if (dataset.train && *dataset.train)
        add_dataset(f, dataset);
    else
        add_trouble(f, line, "no dataset=PATH in it");
}

/* The comment at '#', if it is one of ours. */
static void look_at_comment(finder *f, const char *at, const char *end, uint32_t line)
{
    while (at < end && (*at == '#' || is_blank(*at)))
        at++;
    size_t length = strlen(MARK);
    if ((size_t)(end - at) > length && memcmp(at, MARK, length) == 0)
        read_comment(f, at + length, end, line);
}

/* Behind the string that begins at `at`. Counts the lines that it spans. */
static const char *skip_string(const char *at, const char *end, uint32_t *line)
{
    char quote = *at;
    bool is_triple = end - at >= 3 && at[1] == quote && at[2] == quote;
    at += is_triple ? 3 : 1;
    for (; at < end; at++) {
        if (*at == '\\' && at + 1 < end) {
            at++;
            if (*at == '\r' && at + 1 < end && at[1] == '\n')
                at++;
            *line += *at == '\n' || *at == '\r';
        } else if (*at == '\n' || *at == '\r') {
            if (!is_triple)
                return at;
            *line += *at == '\n' || !(at + 1 < end && at[1] == '\n');
        } else if (*at == quote) {
            if (!is_triple)
                return at + 1;
            if (end - at >= 3 && at[1] == quote && at[2] == quote)
                return at + 3;
        }
    }
    return end;
}

static void find_comments(finder *f)
{
    const char *at = f->source->text, *end = at + f->source->length;
    uint32_t line = 1;
    while (at < end) {
        if (*at == '"' || *at == '\'') {
            at = skip_string(at, end, &line);
        } else if (*at == '#') {
            const char *stop = at;
            while (stop < end && *stop != '\n' && *stop != '\r')
                stop++;
            look_at_comment(f, at, stop, line);
            at = stop;
        } else {
            line += *at == '\n' || (*at == '\r' && !(at + 1 < end && at[1] == '\n'));
            at++;
        }
    }
}

static bool contains_mark(const char *text, size_t length)
{
    size_t size = strlen(MARK);
    const char *end = text + length, *at = text;
    while ((size_t)(end - at) >= size &&
           (at = memchr(at, MARK[0], (size_t)(end - at) - size + 1))) {
        if (memcmp(at, MARK, size) == 0)
            return true;
        at++;
    }
    return false;
}

static bool is_name(const char *text)
{
    if (!*text)
        return false;
    for (; *text; text++)
        if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '_' ||
              *text == '.' || (*text >= '0' && *text <= '9') || (unsigned char)*text >= 0x80))
            return false;
    return true;
}

static void find_configured(finder *f, const eos_config *config)
{
    for (uint32_t i = 0; config && i < config->dataset_count; i++) {
        const eos_dataset_setting *setting = &config->datasets[i];
        eos_dataset dataset = {
            .train = setting->train, .test = setting->test, .target = setting->target};
        const char *programs = setting->programs;
        if (programs) {
            const char *colon = strrchr(programs, ':');
            if (colon && is_name(colon + 1)) {
                dataset.function = eos_arena_copy(f->arena, colon + 1, strlen(colon + 1));
                programs = eos_arena_copy(f->arena, programs, (size_t)(colon - programs));
            }
            if (!f->source->path || !eos_glob_match(programs, f->source->path))
                continue;
        }
        if (dataset.train || dataset.test)
            add_dataset(f, dataset);
    }
}

void eos_datasets_find(eos_datasets *out, eos_arena *arena, const eos_source *source,
                       const eos_config *config)
{
    *out = (eos_datasets){.items = {0}};
    finder f = {.out = out, .arena = arena, .source = source};
    if (source->text && contains_mark(source->text, source->length))
        find_comments(&f);
    if (out->items.count == 0)
        find_configured(&f, config);
}

void eos_datasets_hash(eos_hasher *hasher, const eos_datasets *datasets)
{
    for (uint32_t i = 0; i < datasets->items.count; i++) {
        const eos_dataset *dataset = &datasets->items.items[i];
        const char *paths[] = {dataset->train, dataset->test};
        for (size_t p = 0; p < 2; p++) {
            char hex[EOS_IDENTITY_HEX];
            bool is_known =
                paths[p] && !is_url(paths[p]) && eos_data_identity(paths[p], hex, NULL) == EOS_OK;
            eos_hasher_add_field(hasher, paths[p]);
            eos_hasher_add_field(hasher, is_known ? hex : NULL);
        }
        eos_hasher_add_field(hasher, dataset->target);
        eos_hasher_add_field(hasher, dataset->function);
    }
}

static void not_judged(eos_judgement *judgement, const eos_dataset *dataset, const char *reason)
{
    eos_not_judged entry = {
        .line = dataset->line,
        .what = dataset->train_shown,
        .reason = eos_arena_copy(&judgement->arena, reason, strlen(reason)),
    };
    eos_vector_push(&judgement->arena, &judgement->not_judged, entry);
}

static const char *now_as_text(eos_arena *arena)
{
    time_t now = time(NULL);
    struct tm utc;
    char text[32] = "";
    if (gmtime_r(&now, &utc))
        (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return eos_arena_copy(arena, text, strlen(text));
}

/* Fills identity, traits and time of a file that was read. */
static void describe_use(eos_data_use *use, const char *path, const eos_traits *traits,
                         eos_arena *arena)
{
    char hex[EOS_IDENTITY_HEX];
    if (eos_data_identity(path, hex, NULL) == EOS_OK)
        use->identity = eos_arena_copy(arena, hex, strlen(hex));
    eos_json *root = eos_traits_to_json(NULL, NULL, traits);
    char *text = eos_json_print(root, false);
    eos_json_free(root);
    if (text && use->identity) {
        /* copied through a guard of our own: the arena may be full while we hold `text` */
        EOS_ARENA_TRY(arena, guard) {
            use->traits = eos_arena_copy(arena, text, strlen(text));
        }
        EOS_ARENA_CATCH(arena, guard) {
            use->traits = NULL;
        }
        EOS_ARENA_END;
    }
    eos_json_text_free(text);
    use->read_at = use->identity ? now_as_text(arena) : NULL;
}

const eos_label_traits *eos_dataset_labels(const eos_dataset *dataset, eos_judgement *judgement)
{
    eos_arena *arena = &judgement->arena;
    eos_data_use use = {.path = dataset->train_shown};
    eos_traits *traits = NULL;
    eos_label_traits *labels = NULL;
    eos_error err = {.message = ""};
    if (!dataset->train)
        return NULL;
    eos_status status;
    if (is_url(dataset->train))
        status = eos_fail(&err, EOS_ERR_UNSUPPORTED, dataset->train, "addresses are not followed");
    else
        status = eos_data_describe(dataset->train, EOS_LIMIT_LINT_READ, arena, &traits, &err);
    if (status == EOS_ERR_IO && strpbrk(dataset->train, "*?["))
        status = eos_fail(&err, EOS_ERR_UNSUPPORTED, dataset->train, "not read yet: several files");
    if (status == EOS_OK) {
        describe_use(&use, dataset->train, traits, arena);
        status = eos_label_traits_find(arena, traits, dataset->target, &labels, &err);
    }
    eos_vector_push(arena, &judgement->data, use);
    if (status != EOS_OK) {
        not_judged(judgement, dataset, err.message);
        return NULL;
    }
    if (labels->encoding == EOS_LABEL_UNKNOWN) {
        not_judged(judgement, dataset, labels->reason);
        return NULL;
    }
    return labels;
}
