/* SPDX-License-Identifier: MIT */
/*
 * Writing a judgement: its findings as tracked rows, its facts (what states rest on), and the complete
 * body for the cache. Relies on the caller's transaction.
 *
 * Questionable: facts leave out what follows from the rest. A subject that is satisfied or gone in a
 * scope that was fully followed is neither violated nor unknown nor named in `p`, so it is resolved
 * without being listed. That keeps the facts of a file to the few findings that it has.
 */
#include "store/store_internal.h"

#include <stdio.h>

#include "base/json.h"
#include "store/store_judgement.h"

void eos_store_read_hex(uint8_t *out, size_t size, const char *hex)
{
    for (size_t i = 0; i < size; i++) {
        unsigned value = 0;
        for (size_t j = 0; j < 2; j++) {
            const char c = *hex != '\0' ? *hex++ : '0';
            const unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                                   : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                                                          : 0u;
            value = value * 16 + digit;
        }
        out[i] = (uint8_t)value;
    }
}

/* ---- findings ---- */

static int64_t find_finding(eos_store *store, int64_t path_id, int64_t rule_id, const uint8_t *mark,
                            int64_t *model_id)
{
    static const char sql[] =
        "SELECT finding_id, model_id FROM finding WHERE path_id = ?1 AND "
        "substr(fingerprint, 1, 3) = substr(?2, 1, 3) AND fingerprint = ?2 AND rule_id = ?3";
    const void *const blob = mark;
    int64_t id = 0;
    sqlite3_stmt *statement =
        eos_db_bind(&store->db, sql, "ibi", path_id, blob, (size_t)16, rule_id);
    if (eos_db_step(&store->db, statement)) {
        id = sqlite3_column_int64(statement, 0);
        *model_id = sqlite3_column_int64(statement, 1);
        eos_db_done(statement);
    }
    return id;
}

/* The numbers of a message, for n1 to n6; those that it does not have stay NULL. */
static void bind_numbers(eos_db *db, sqlite3_stmt *statement, int first, const eos_message *message)
{
    for (int i = 0; statement != NULL && i < EOS_MESSAGE_VALUES; i++)
        eos_db_check(db, i < (int)message->count
                             ? sqlite3_bind_int64(statement, first + i, message->values[i])
                             : sqlite3_bind_null(statement, first + i));
}

static int64_t insert_finding(eos_store *store, const eos_finding *finding,
                              const eos_message *message, int64_t path_id, int64_t rule_id,
                              const uint8_t *mark)
{
    static const char sql[] = "INSERT INTO finding (path_id, rule_id, algorithm, fingerprint, "
                              "scope_id, severity, confidence, "
                              "line, col, model_id, message_id, n1, n2, n3, n4, n5, n6) "
                              "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    const char *const scope = finding->subject.scope != NULL ? finding->subject.scope : "";
    const int64_t scope_id = eos_store_text_id(store, scope);
    const int64_t model_id = eos_store_text_id(store, finding->model);
    const int64_t message_id = eos_store_text_id(store, message->skeleton);
    const void *const blob = mark;
    sqlite3_stmt *statement = eos_db_bind(
        &store->db, sql, "iiibiiiiiIi", path_id, rule_id, (int64_t)EOS_IDENTITY_ALGORITHM, blob,
        (size_t)16, scope_id, (int64_t)finding->severity, (int64_t)finding->confidence,
        (int64_t)finding->line, (int64_t)finding->column, model_id, message_id);
    bind_numbers(&store->db, statement, 12, message);
    (void)eos_db_step(&store->db, statement);
    return store->db.error.code == EOS_OK ? eos_db_last_id(&store->db) : 0;
}

/* Answers the id of the model's name. */
static int64_t update_finding(eos_store *store, const eos_finding *finding,
                              const eos_message *message, int64_t finding_id)
{
    static const char sql[] =
        "UPDATE finding SET severity = ?1, confidence = ?2, line = ?3, col = ?4, model_id = ?5, "
        "message_id = ?6, n1 = ?8, n2 = ?9, n3 = ?10, n4 = ?11, n5 = ?12, n6 = ?13 "
        "WHERE finding_id = ?7 AND (line <> ?3 OR col <> ?4 OR severity <> ?1 OR confidence <> ?2 "
        "OR "
        "model_id IS NOT ?5 OR message_id <> ?6 OR n1 IS NOT ?8 OR n2 IS NOT ?9 OR n3 IS NOT ?10 "
        "OR "
        "n4 IS NOT ?11 OR n5 IS NOT ?12 OR n6 IS NOT ?13)";
    const int64_t model_id = eos_store_text_id(store, finding->model);
    const int64_t message_id = eos_store_text_id(store, message->skeleton);
    sqlite3_stmt *statement = eos_db_bind(
        &store->db, sql, "iiiiIii", (int64_t)finding->severity, (int64_t)finding->confidence,
        (int64_t)finding->line, (int64_t)finding->column, model_id, message_id, finding_id);
    bind_numbers(&store->db, statement, 8, message);
    (void)eos_db_step(&store->db, statement);
    return model_id;
}

/* Finds or makes the tracked finding and brings what it looks like up to date. */
static int64_t write_finding(eos_store *store, const eos_finding *finding, int64_t path_id)
{
    uint8_t mark[EOS_FINGERPRINT_HEX / 2];
    eos_store_read_hex(mark, sizeof mark, finding->fingerprint);
    const eos_message message =
        eos_message_split(&store->work, finding->message != NULL ? finding->message : "");
    const int64_t rule_id =
        eos_store_rule_id(store, finding->code, finding->name, finding->category);
    int64_t model_id = 0;
    const int64_t id = find_finding(store, path_id, rule_id, mark, &model_id);
    if (id == 0)
        return insert_finding(store, finding, &message, path_id, rule_id, mark);
    if (update_finding(store, finding, &message, id) != model_id)
        eos_store_recount_models(store, path_id); /* the model has another name now */
    return id;
}

void eos_store_refresh_findings(eos_store *store, const eos_judgement *judgement, int64_t path_id)
{
    for (uint32_t i = 0; i < judgement->findings.count; i++)
        (void)write_finding(store, &judgement->findings.items[i], path_id);
}

/* ---- facts ---- */

static const char *suppressor_name(uint8_t by)
{
    return by == EOS_SUPPRESSED_NOQA ? "noqa" : by == EOS_SUPPRESSED_PYLINT ? "pylint" : "config";
}

/* Does a gap cover this scope: the scope itself or one around it. "" is the module's own body. */
static bool covers_scope(const char *gap, const char *scope)
{
    const size_t length = strlen(gap);
    return strncmp(gap, scope, length) == 0 &&
           (scope[length] == '\0' || (length > 0 && scope[length] == '.'));
}

static bool is_whole_file_open(const eos_judgement *judgement)
{
    if (judgement->problems.count > 0)
        return true;
    for (uint32_t i = 0; i < judgement->not_judged.count; i++)
        if (judgement->not_judged.items[i].line == 0 &&
            judgement->not_judged.items[i].scope != NULL)
            return true;
    return false;
}

static bool is_followed(const eos_judgement *judgement, const char *scope)
{
    for (uint32_t i = 0; i < judgement->not_judged.count; i++) {
        const char *gap = judgement->not_judged.items[i].scope;
        if (gap != NULL && covers_scope(gap, scope != NULL ? scope : ""))
            return false;
    }
    return true;
}

/* Adds to the list `key`, which is made by its first text. */
static void add_to_list(eos_json *facts, const char *key, eos_json **list, const char *text)
{
    if (*list == NULL)
        *list = eos_json_array(facts, key);
    eos_json_add_string(*list, NULL, text);
}

static void print_answers(eos_json *facts, const eos_judgement *judgement, bool is_file_open)
{
    eos_json *satisfied = NULL, *unknown = NULL, *gaps = NULL;
    for (uint32_t i = 0; i < judgement->answers.count; i++) {
        const eos_answer *answer = &judgement->answers.items[i];
        const bool is_sure = !is_file_open && is_followed(judgement, answer->scope);
        char text[64];
        snprintf(text, sizeof text, "%.15s:%.32s", answer->code, answer->fingerprint);
        if (answer->answer == EOS_SATISFIED && !is_sure)
            add_to_list(facts, "k", &satisfied, text);
        if (answer->answer == EOS_UNKNOWN_ANSWER && is_sure)
            add_to_list(facts, "u", &unknown, text);
    }
    for (uint32_t i = 0; i < judgement->not_judged.count; i++)
        if (judgement->not_judged.items[i].scope != NULL)
            add_to_list(facts, "p", &gaps, judgement->not_judged.items[i].scope);
    if (is_file_open)
        eos_json_add_bool(facts, "w", true);
}

/* Findings become rows here: the facts name them by id. Owned by the caller; NULL after an error. */
static char *print_facts(eos_store *store, const eos_judgement *judgement, int64_t path_id)
{
    const uint32_t count = judgement->findings.count;
    int64_t *ids = EOS_NEW_ARRAY(&store->work, int64_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        ids[i] = write_finding(store, &judgement->findings.items[i], path_id);
    eos_json *facts = eos_json_object(NULL, NULL); /* no arena is used from here on */
    eos_json *violated = NULL, *suppressed = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const eos_finding *finding = &judgement->findings.items[i];
        if (finding->suppressed_by == EOS_NOT_SUPPRESSED) {
            if (violated == NULL)
                violated = eos_json_array(facts, "v");
            eos_json_add_int(violated, NULL, ids[i]);
            continue;
        }
        if (suppressed == NULL)
            suppressed = eos_json_array(facts, "s");
        eos_json *entry = eos_json_array(suppressed, NULL);
        eos_json_add_int(entry, NULL, ids[i]);
        eos_json_add_string(entry, NULL, suppressor_name(finding->suppressed_by));
        eos_json_add_int(entry, NULL, finding->suppressed_line);
        eos_json_add_string(entry, NULL, finding->suppressed_reason);
    }
    print_answers(facts, judgement, is_whole_file_open(judgement));
    char *text = eos_json_print(facts, false);
    eos_json_free(facts);
    return text;
}

/* ---- judgement ---- */

static int64_t write_meta_model(eos_store *store, const char *models_json)
{
    static const char find[] = "SELECT meta_model_id FROM meta_model WHERE digest = ?";
    static const char make[] = "INSERT INTO meta_model (digest, body) VALUES (?, ?)";
    if (models_json == NULL)
        return 0;
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add(&hasher, models_json, strlen(models_json));
    const eos_digest digest = eos_hasher_finish(&hasher);
    const void *const mark = digest.bytes;
    const int64_t id = eos_db_number(&store->db, 0, find, "b", mark, (size_t)16);
    if (id != 0)
        return id;
    return eos_db_run(&store->db, make, "bt", mark, (size_t)16, models_json) == 1
               ? eos_db_last_id(&store->db)
               : 0;
}

static void write_data(eos_store *store, const eos_judgement *judgement, int64_t judgement_id)
{
    static const char make[] =
        "INSERT OR IGNORE INTO data_set (path, identity, traits, read_at) VALUES (?, ?, ?, ?)";
    static const char link[] =
        "INSERT OR IGNORE INTO judgement_data (judgement_id, data_set_id) "
        "SELECT ?, data_set_id FROM data_set WHERE path = ? AND identity = ?";
    for (uint32_t i = 0; i < judgement->data.count; i++) {
        const eos_data_use *use = &judgement->data.items[i];
        const char *const identity = use->identity != NULL ? use->identity : "";
        const char *const path = use->path != NULL ? use->path : "";
        eos_db_run(&store->db, make, "tttt", path, identity, use->traits, use->read_at);
        eos_db_run(&store->db, link, "itt", judgement_id, path, identity);
    }
}

int64_t eos_store_find_judgement(eos_store *store, const char *key, int64_t path_id)
{
    static const char sql[] = "SELECT judgement_id FROM judgement WHERE path_id = ?2 AND "
                              "substr(key, 1, 2) = substr(?1, 1, 2) AND key = ?1";
    uint8_t bytes[EOS_KEY_BYTES];
    eos_store_read_hex(bytes, sizeof bytes, key);
    const void *const blob = bytes;
    return eos_db_number(&store->db, 0, sql, "bi", blob, sizeof bytes, path_id);
}

int64_t eos_store_write_judgement(eos_store *store, const eos_judgement *judgement, int64_t path_id,
                                  const char *printed)
{
    static const char insert[] =
        "INSERT INTO judgement (key, path_id, meta_model_id, facts) VALUES (?, ?, ?, ?)";
    static const char cache[] =
        "INSERT OR IGNORE INTO judgement_cache (judgement_id, key, body, base) VALUES (?, ?, ?, ?)";
    static const char plain_cache[] =
        "INSERT OR IGNORE INTO judgement_cache (judgement_id, key, body) VALUES (?, ?, ?)";
    uint8_t key[EOS_KEY_BYTES], base[EOS_KEY_BYTES];
    eos_store_read_hex(key, sizeof key, judgement->key);
    int64_t id = eos_store_find_judgement(store, judgement->key, path_id);
    if (id == 0) {
        char *facts = print_facts(store, judgement, path_id);
        if (facts == NULL)
            eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
        const int64_t meta_model_id = write_meta_model(store, judgement->models_json);
        const void *const blob = key;
        if (eos_db_run(&store->db, insert, "biIt", blob, sizeof key, path_id, meta_model_id,
                       facts) == 1)
            id = eos_db_last_id(&store->db);
        eos_json_text_free(facts);
        write_data(store, judgement, id);
    } else {
        eos_store_refresh_findings(store, judgement, path_id);
    }
    char *const own = printed == NULL ? eos_judgement_print(judgement) : NULL;
    const char *const body = printed != NULL ? printed : own;
    if (body == NULL)
        eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
    const void *const key_blob = key;
    if (judgement->base_key[0] != '\0') {
        eos_store_read_hex(base, sizeof base, judgement->base_key);
        const void *const blob = base;
        eos_db_run(&store->db, cache, "ibtb", id, key_blob, sizeof key, body, blob, sizeof base);
    } else {
        eos_db_run(&store->db, plain_cache, "ibt", id, key_blob, sizeof key, body);
    }
    eos_json_text_free(own);
    return id;
}
