/* SPDX-License-Identifier: MIT */
/*
 * Reading the settings of one file's judgement. Gives a checked eos_config whose digest enters the key
 * of every judgement; relies on the register (engine/rule.h) to know codes and thresholds.
 *
 * The table of a project comes here as it stands in its TOML file, so every complaint is made here, in
 * the same words for flake8, pylint and the command line, and names the nearest right word.
 *
 * Questionable: the settings of a session (history, root, record, host) travel in the same object. They
 * are let pass and left to session.c, because one JSON text per session is simpler for every host; they
 * do not enter the digest, so a judgement made by flake8 serves pylint too.
 */
#include "engine/config.h"

#include "base/text.h"
#include "engine/rule.h"

#include <math.h>

#define CONFIG_ARENA_BYTES ((size_t)16 << 20)
#define LONGEST_NAME 64

static const char *const profile_names[] = {"default", "theia", "strict", NULL};
static const char *const severity_names[] = {"info", "warning", "error",
                                             NULL}; /* ORDER eos_severity */
static const char *const setting_names[] = {"profile", "select",     "ignore",   "min_severity",
                                            "history", "thresholds", "datasets", NULL};
static const char *const session_names[] = {"root", "record", "host", NULL};
static const char *const dataset_names[] = {"programs", "train", "test", "target", NULL};

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Edits that turn one word into the other; words beyond LONGEST_NAME are far from everything. */
static size_t distance_between(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b);
    if (length_a >= LONGEST_NAME || length_b >= LONGEST_NAME)
        return LONGEST_NAME;
    size_t row[LONGEST_NAME];
    for (size_t j = 0; j <= length_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[length_b];
}

/* Index of `word` among `names`, or -1 with the nearest of them in *nearest (NULL = none is near). */
static int find_name(const char *word, const char *const *names, const char **nearest)
{
    size_t best = strlen(word) / 2 + 1;
    *nearest = NULL;
    for (int i = 0; names[i]; i++) {
        size_t distance = distance_between(word, names[i]);
        if (distance == 0)
            return i;
        if (distance <= best) {
            best = distance - (distance > 0);
            *nearest = names[i];
        }
    }
    return -1;
}

static eos_status fail_name(eos_error *err, const char *what, const char *word, const char *nearest)
{
    if (nearest)
        return eos_fail(err, EOS_ERR_USAGE, NULL, "unknown %s '%s': did you mean '%s'?", what, word,
                        nearest);
    return eos_fail(err, EOS_ERR_USAGE, NULL, "unknown %s '%s'", what, word);
}

/* A word that stands for a list: "a, b or c" into `out`. */
static void list_names(const char *const *names, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; names[i] && used < size; i++) {
        const char *before = i == 0 ? "" : names[i + 1] ? ", " : " or ";
        int wrote = snprintf(out + used, size - used, "%s%s", before, names[i]);
        used += wrote < 0 ? size : (size_t)wrote;
    }
}

static eos_status read_choice(int *out, const eos_json *node, const char *key,
                              const char *const *names, eos_error *err)
{
    char known[128];
    list_names(names, known, sizeof known);
    const char *word = eos_json_string(node);
    if (!word)
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'%s' must be one of %s", key, known);
    const char *nearest;
    *out = find_name(word, names, &nearest);
    if (*out < 0)
        return eos_fail(err, EOS_ERR_USAGE, NULL, "unknown %s '%s': it is one of %s", key, word,
                        known);
    return EOS_OK;
}

static bool is_code_prefix(const char *word)
{
    size_t length = strlen(word);
    if (length == 0)
        return false;
    for (uint32_t i = 0; i < eos_rule_count(); i++)
        if (strncmp(eos_rule_at(i)->code, word, length) == 0)
            return true;
    return false;
}

static eos_status read_codes(eos_config *config, const eos_json *node, const char *key,
                             const char ***out, uint32_t *count, eos_error *err)
{
    if (!eos_json_is_array(node))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'%s' must be a list of codes", key);
    *out = EOS_NEW_ARRAY(&config->arena, const char *, (size_t)eos_json_size(node));
    for (const eos_json *item = eos_json_first(node); item; item = eos_json_next(item)) {
        const char *word = eos_json_string(item);
        if (!word)
            return eos_fail(err, EOS_ERR_USAGE, NULL, "'%s' must be a list of codes", key);
        if (!is_code_prefix(word))
            return fail_name(err, "code", word, eos_rule_nearest(word));
        (*out)[(*count)++] = eos_arena_copy(&config->arena, word, strlen(word));
    }
    return EOS_OK;
}

static bool is_threshold(const char *name)
{
    for (uint32_t i = 0; i < eos_rule_count(); i++) {
        const eos_threshold *threshold = eos_rule_at(i)->thresholds;
        for (; threshold && threshold->name; threshold++)
            if (strcmp(threshold->name, name) == 0)
                return true;
    }
    return false;
}

static const char *nearest_threshold(const char *name)
{
    size_t best = strlen(name) / 2 + 1;
    const char *nearest = NULL;
    for (uint32_t i = 0; i < eos_rule_count(); i++) {
        const eos_threshold *threshold = eos_rule_at(i)->thresholds;
        for (; threshold && threshold->name; threshold++) {
            size_t distance = distance_between(name, threshold->name);
            if (distance <= best) {
                best = distance - (distance > 0);
                nearest = threshold->name;
            }
        }
    }
    return nearest;
}

static eos_status read_thresholds(eos_config *config, const eos_json *node, eos_error *err)
{
    if (!eos_json_is_object(node))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'thresholds' must be a table of numbers");
    eos_threshold_setting *settings =
        EOS_NEW_ARRAY(&config->arena, eos_threshold_setting, (size_t)eos_json_size(node));
    config->thresholds = settings;
    for (const eos_json *item = eos_json_first(node); item; item = eos_json_next(item)) {
        const char *name = eos_json_key(item);
        if (!is_threshold(name))
            return fail_name(err, "threshold", name, nearest_threshold(name));
        double value = eos_json_number(item, NAN);
        if (!isfinite(value))
            return eos_fail(err, EOS_ERR_USAGE, NULL, "threshold '%s' must be a number", name);
        settings[config->threshold_count].name = eos_arena_copy(&config->arena, name, strlen(name));
        settings[config->threshold_count++].value = value;
    }
    return EOS_OK;
}

/* A text, or for `target` a column number; null counts as not given. */
static eos_status read_dataset_text(eos_config *config, const eos_json *node, const char *key,
                                    const char **out, eos_error *err)
{
    const char *text = eos_json_string(node);
    double number = eos_json_number(node, NAN);
    if (text)
        *out = eos_arena_copy(&config->arena, text, strlen(text));
    else if (strcmp(key, "target") == 0 && isfinite(number) && floor(number) == number)
        *out = eos_arena_printf(&config->arena, "%.0f", number);
    else if (!eos_json_is_null(node))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'%s' of a data set must be text%s", key,
                        strcmp(key, "target") == 0 ? " or a column number" : "");
    return EOS_OK;
}

static eos_status read_dataset(eos_config *config, const eos_json *node, eos_dataset_setting *out,
                               eos_error *err)
{
    if (!eos_json_is_object(node))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'datasets' must be a list of tables");
    for (const eos_json *item = eos_json_first(node); item; item = eos_json_next(item)) {
        const char **fields[] = {&out->programs, &out->train, &out->test, &out->target};
        const char *key = eos_json_key(item), *nearest;
        int which = find_name(key, dataset_names, &nearest);
        if (which < 0)
            return fail_name(err, "key of a data set", key, nearest);
        eos_status status = read_dataset_text(config, item, key, fields[which], err);
        if (status)
            return status;
    }
    if (!out->train && !out->test)
        return eos_fail(err, EOS_ERR_USAGE, NULL, "a data set needs 'train' or 'test'");
    return EOS_OK;
}

static eos_status read_datasets(eos_config *config, const eos_json *node, eos_error *err)
{
    if (!eos_json_is_array(node))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'datasets' must be a list of tables");
    eos_dataset_setting *settings =
        EOS_NEW_ARRAY(&config->arena, eos_dataset_setting, (size_t)eos_json_size(node));
    config->datasets = settings;
    for (const eos_json *item = eos_json_first(node); item; item = eos_json_next(item)) {
        eos_status status = read_dataset(config, item, &settings[config->dataset_count], err);
        if (status)
            return status;
        config->dataset_count++;
    }
    return EOS_OK;
}

static eos_status read_setting(eos_config *config, const eos_json *node, eos_error *err)
{
    const char *key = eos_json_key(node), *nearest;
    if (find_name(key, session_names, &nearest) >= 0 || strcmp(key, "history") == 0)
        return EOS_OK;
    if (find_name(key, setting_names, &nearest) < 0)
        return fail_name(err, "key", key, nearest);
    if (eos_json_is_null(node))
        return EOS_OK;
    if (strcmp(key, "profile") == 0) {
        int index;
        eos_status status = read_choice(&index, node, key, profile_names, err);
        if (!status)
            config->profile = (eos_profile)(1 << index);
        return status;
    }
    if (strcmp(key, "min_severity") == 0)
        return read_choice(&config->min_severity, node, key, severity_names, err);
    if (strcmp(key, "select") == 0)
        return read_codes(config, node, key, &config->select, &config->select_count, err);
    if (strcmp(key, "ignore") == 0)
        return read_codes(config, node, key, &config->ignore, &config->ignore_count, err);
    if (strcmp(key, "thresholds") == 0)
        return read_thresholds(config, node, err);
    return read_datasets(config, node, err);
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_thresholds(const void *a, const void *b)
{
    return strcmp(((const eos_threshold_setting *)a)->name,
                  ((const eos_threshold_setting *)b)->name);
}

static void hash_number(eos_hasher *hasher, double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.17g", value);
    eos_hasher_add_field(hasher, text);
}

/* Orders what has no order of its own, so that the same settings give the same digest. */
static void fill_digest(eos_config *config)
{
    if (config->select_count)
        qsort(config->select, config->select_count, sizeof *config->select, compare_codes);
    if (config->ignore_count)
        qsort(config->ignore, config->ignore_count, sizeof *config->ignore, compare_codes);
    if (config->threshold_count) /* the items were made here: not const by nature */
        qsort((eos_threshold_setting *)(uintptr_t)config->thresholds, config->threshold_count,
              sizeof *config->thresholds, compare_thresholds);
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    hash_number(&hasher, config->profile);
    hash_number(&hasher, config->min_severity);
    hash_number(&hasher, config->select_count);
    for (uint32_t i = 0; i < config->select_count; i++)
        eos_hasher_add_field(&hasher, config->select[i]);
    hash_number(&hasher, config->ignore_count);
    for (uint32_t i = 0; i < config->ignore_count; i++)
        eos_hasher_add_field(&hasher, config->ignore[i]);
    hash_number(&hasher, config->threshold_count);
    for (uint32_t i = 0; i < config->threshold_count; i++) {
        eos_hasher_add_field(&hasher, config->thresholds[i].name);
        hash_number(&hasher, config->thresholds[i].value);
    }
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        eos_hasher_add_field(&hasher, config->datasets[i].programs);
        eos_hasher_add_field(&hasher, config->datasets[i].train);
        eos_hasher_add_field(&hasher, config->datasets[i].test);
        eos_hasher_add_field(&hasher, config->datasets[i].target);
    }
    config->digest = eos_hasher_finish(&hasher);
}

static eos_status read_settings(eos_config *config, const eos_json *settings, eos_error *err)
{
    if (!eos_json_is_object(settings))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "settings must be a table");
    for (const eos_json *item = eos_json_first(settings); item; item = eos_json_next(item)) {
        eos_status status = read_setting(config, item, err);
        if (status)
            return status;
    }
    fill_digest(config);
    return EOS_OK;
}

eos_status eos_config_from_json(eos_config **out, const eos_json *settings, eos_error *err)
{
    *out = NULL;
    eos_config *config = calloc(1, sizeof *config);
    if (!config)
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory while reading the settings");
    eos_arena_init(&config->arena, CONFIG_ARENA_BYTES);
    config->profile = EOS_PROFILE_DEFAULT;
    config->min_severity = -1;
    volatile eos_status status = EOS_OK;
    EOS_ARENA_TRY(&config->arena, guard) {
        status = read_settings(config, settings, err);
    }
    EOS_ARENA_CATCH(&config->arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory while reading the settings");
    }
    EOS_ARENA_END;
    if (status)
        eos_config_free(config);
    else
        *out = config;
    return status;
}

void eos_config_free(eos_config *config)
{
    if (!config)
        return;
    eos_arena_release(&config->arena);
    free(config);
}

/* Length of the longest prefix in the list that fits the code; 0 = none fits. */
static size_t longest_match(const char *const *prefixes, uint32_t count, const char *code)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(prefixes[i], code, length) == 0 && length > longest)
            longest = length;
    }
    return longest;
}

bool eos_config_is_on(const eos_config *config, const char *code, unsigned profiles)
{
    if (!(profiles & (unsigned)config->profile))
        return false;
    const char *const *select = (const char *const *)config->select;
    const char *const *ignore = (const char *const *)config->ignore;
    size_t selected = longest_match(select, config->select_count, code);
    size_t ignored = longest_match(ignore, config->ignore_count, code);
    if (config->select_count && !selected)
        return false;
    return ignored == 0 || selected > ignored; /* the longer prefix decides, as in flake8 */
}

eos_severity eos_config_min_severity(const eos_config *config)
{
    if (config->min_severity >= 0)
        return (eos_severity)config->min_severity;
    return config->profile == EOS_PROFILE_DEFAULT ? EOS_SEVERITY_WARNING : EOS_SEVERITY_INFO;
}
