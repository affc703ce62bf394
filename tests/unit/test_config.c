/* SPDX-License-Identifier: MIT */
/* Settings: what is accepted, what is refused and in which words, what enters the digest. */
#include "unit.h"

#include "engine/config.h"
#include <string.h>

/* The configuration of a JSON text; NULL with the message in `err`. */
static eos_config *read_config(const char *text, eos_error *err)
{
    eos_json *settings;
    eos_config *config = NULL;
    *err = (eos_error){0};
    if (eos_json_parse(&settings, text, strlen(text), NULL, err))
        return NULL;
    eos_status status = eos_config_from_json(&config, settings, err);
    CU_ASSERT((status == EOS_OK) == (config != NULL));
    eos_json_free(settings);
    return config;
}

static void refuse(const char *text, const char *message)
{
    eos_error err;
    eos_config *config = read_config(text, &err);
    CU_ASSERT_PTR_NULL(config);
    UNIT_SAME_INT(err.code, EOS_ERR_USAGE);
    UNIT_SAME_TEXT(err.message, message);
    eos_config_free(config);
}

static void nothing_given_is_the_default(void)
{
    eos_error err;
    eos_config *config = read_config("{}", &err);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    UNIT_SAME_INT(config->profile, EOS_PROFILE_DEFAULT);
    UNIT_SAME_INT(eos_config_min_severity(config), EOS_SEVERITY_WARNING);
    UNIT_SAME_INT(config->select_count + config->ignore_count, 0);
    eos_config_free(config);
    eos_config_free(NULL);
}

static void wrong_words_name_the_right_ones(void)
{
    refuse("[]", "settings must be a table");
    refuse("{\"profle\": \"theia\"}", "unknown key 'profle': did you mean 'profile'?");
    refuse("{\"xyzzy\": 1}", "unknown key 'xyzzy'");
    refuse("{\"profile\": \"thea\"}",
           "unknown profile 'thea': it is one of default, theia or strict");
    refuse("{\"profile\": 1}", "'profile' must be one of default, theia or strict");
    refuse("{\"min_severity\": \"fatal\"}",
           "unknown min_severity 'fatal': it is one of info, warning or error");
    refuse("{\"select\": \"EOS1\"}", "'select' must be a list of codes");
    refuse("{\"select\": [1]}", "'select' must be a list of codes");
    refuse("{\"thresholds\": []}", "'thresholds' must be a table of numbers");
    refuse("{\"thresholds\": {\"zzzzzzzzzzzzzz\": 1}}", "unknown threshold 'zzzzzzzzzzzzzz'");
    refuse("{\"datasets\": {}}", "'datasets' must be a list of tables");
    refuse("{\"datasets\": [{\"trian\": \"x\"}]}",
           "unknown key of a data set 'trian': did you mean 'train'?");
    refuse("{\"datasets\": [{\"train\": 1}]}", "'train' of a data set must be text");
    refuse("{\"datasets\": [{\"train\": \"x\", \"target\": 1.5}]}",
           "'target' of a data set must be text or a column number");
    refuse("{\"datasets\": [{\"target\": \"y\"}]}", "a data set needs 'train' or 'test'");
}

static void data_sets_are_read(void)
{
    eos_error err;
    eos_config *config = read_config(
        "{\"datasets\": [{\"train\": \"/d/a.npy\", \"target\": -1},"
        "{\"programs\": \"n*.py\", \"test\": \"/d/b\", \"target\": \"y\", \"train\": null}]}",
        &err);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    UNIT_SAME_INT(config->dataset_count, 2);
    UNIT_SAME_TEXT(config->datasets[0].train, "/d/a.npy");
    UNIT_SAME_TEXT(config->datasets[0].target, "-1");
    UNIT_SAME_TEXT(config->datasets[0].programs, NULL);
    UNIT_SAME_TEXT(config->datasets[1].programs, "n*.py");
    UNIT_SAME_TEXT(config->datasets[1].train, NULL);
    UNIT_SAME_TEXT(config->datasets[1].test, "/d/b");
    eos_config_free(config);
}

typedef struct selection {
    const char *settings;
    bool is_on; /* EOS102 */
} selection;

static void the_longer_prefix_decides(void)
{
    static const selection cases[] = {
        {"{}", true},
        {"{\"select\": [\"EOS1\"]}", true},
        {"{\"select\": [\"EOS6\"]}", false},
        {"{\"ignore\": [\"EOS1\"]}", false},
        {"{\"ignore\": [\"EOS6\"]}", true},
        {"{\"select\": [\"EOS102\"], \"ignore\": [\"EOS1\"]}", true},
        {"{\"select\": [\"EOS1\"], \"ignore\": [\"EOS102\"]}", false},
        {"{\"select\": [\"EOS1\"], \"ignore\": [\"EOS1\"]}", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        eos_error err;
        eos_config *config = read_config(cases[i].settings, &err);
        CU_ASSERT_PTR_NOT_NULL_FATAL(config);
        CU_ASSERT(eos_config_is_on(config, "EOS102", EOS_PROFILE_DEFAULT) == cases[i].is_on);
        CU_ASSERT(!eos_config_is_on(config, "EOS102", EOS_PROFILE_STRICT));
        eos_config_free(config);
    }
}

static bool have_same_digest(const char *a, const char *b)
{
    eos_error err;
    eos_config *first = read_config(a, &err), *second = read_config(b, &err);
    CU_ASSERT_PTR_NOT_NULL_FATAL(first);
    CU_ASSERT_PTR_NOT_NULL_FATAL(second);
    bool are_same = memcmp(&first->digest, &second->digest, sizeof first->digest) == 0;
    eos_config_free(first);
    eos_config_free(second);
    return are_same;
}

static void the_digest_knows_what_matters(void)
{
    CU_ASSERT(have_same_digest("{\"select\": [\"EOS1\", \"EOS6\"]}",
                               "{\"select\": [\"EOS6\", \"EOS1\"]}"));
    CU_ASSERT(have_same_digest("{}", "{\"host\": \"cli\", \"record\": false, \"history\": false}"));
    CU_ASSERT(!have_same_digest("{}", "{\"profile\": \"theia\"}"));
    CU_ASSERT(!have_same_digest("{}", "{\"min_severity\": \"info\"}"));
    CU_ASSERT(!have_same_digest("{\"select\": [\"EOS1\"]}", "{\"ignore\": [\"EOS1\"]}"));
    CU_ASSERT(!have_same_digest("{\"datasets\": [{\"train\": \"a\"}]}",
                                "{\"datasets\": [{\"test\": \"a\"}]}"));
}

static void a_profile_brings_its_severity(void)
{
    eos_error err;
    eos_config *config = read_config("{\"profile\": \"strict\"}", &err);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    UNIT_SAME_INT(eos_config_min_severity(config), EOS_SEVERITY_INFO);
    eos_config_free(config);
    config = read_config("{\"profile\": \"strict\", \"min_severity\": \"error\"}", &err);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    UNIT_SAME_INT(eos_config_min_severity(config), EOS_SEVERITY_ERROR);
    eos_config_free(config);
}

static const unit_test tests[] = {
    {"config: nothing given is the default", nothing_given_is_the_default},
    {"config: wrong words name the right ones", wrong_words_name_the_right_ones},
    {"config: data sets are read", data_sets_are_read},
    {"config: the longer prefix decides", the_longer_prefix_decides},
    {"config: the digest knows what matters", the_digest_knows_what_matters},
    {"config: a profile brings its severity", a_profile_brings_its_severity},
};
UNIT_SUITE(config, tests)
