/* SPDX-License-Identifier: MIT */
/*
 * A judgement written as JSON for the cache and read back exactly: NULL stays NULL, "" stays "", and
 * every number returns (all are whole and below 2^53). Keys are short, one object per finding; texts that
 * the finding before has too, and answers that a finding repeats, are not written again. A body is
 * written for every changed file, so half its size is half of what a run writes.
 *
 * Questionable: the body is read back key by key without a schema. It is our own file, but it may be
 * damaged or edited, so every getter tolerates the wrong kind; what is missing becomes 0 or NULL, and a
 * text that must not be NULL becomes "".
 */
#include "store/store_judgement.h"

#include <stddef.h>
#include <stdio.h>

#include "base/text.h"

/* ---- writing ---- */

static void add_text(eos_json *parent, const char *key, const char *value)
{
    if (value != NULL) /* a missing key reads back as NULL */
        eos_json_add_string(parent, key, value);
}

static void add_count(eos_json *parent, const char *key, long long value)
{
    if (value != 0) /* a missing key reads back as 0 */
        eos_json_add_int(parent, key, value);
}

/* A text of a finding; what the finding before it has too is named by its letter in `same` instead. */
typedef struct text_field {
    const char *key; /* one letter */
    size_t offset;   /* of the const char * in eos_finding */
} text_field;

#define TEXT_FIELDS 14
static const text_field text_fields[TEXT_FIELDS] = {
    {"C", offsetof(eos_finding, code)},
    {"N", offsetof(eos_finding, name)},
    {"G", offsetof(eos_finding, category)},
    {"I", offsetof(eos_finding, cell_id)},
    {"M", offsetof(eos_finding, model)},
    {"L", offsetof(eos_finding, layer_name)},
    {"K", offsetof(eos_finding, layer_kind)},
    {"T", offsetof(eos_finding, message)},
    {"F", offsetof(eos_finding, fix)},
    {"S", offsetof(eos_finding, subject.scope)},
    {"R", offsetof(eos_finding, subject.role)},
    {"D", offsetof(eos_finding, subject.kind)},
    {"B", offsetof(eos_finding, subject.before)},
    {"A", offsetof(eos_finding, subject.after)},
};

static const char **text_of(const eos_finding *finding, const text_field *field)
{
    return (const char **)((uintptr_t)finding + field->offset);
}

static void print_texts(eos_json *object, const eos_finding *finding, const eos_finding *before)
{
    char same[TEXT_FIELDS + 1];
    size_t used = 0;
    for (size_t i = 0; i < TEXT_FIELDS; i++) {
        const char *text = *text_of(finding, &text_fields[i]);
        const char *old = before != NULL ? *text_of(before, &text_fields[i]) : NULL;
        if (text != NULL && old != NULL && strcmp(text, old) == 0)
            same[used++] = text_fields[i].key[0];
        else
            add_text(object, text_fields[i].key, text);
    }
    same[used] = '\0';
    if (used > 0)
        add_text(object, "=", same);
}

static void print_places(eos_json *object, const eos_finding *finding)
{
    eos_json *list = finding->evidence_count > 0 ? eos_json_array(object, "v") : NULL;
    for (uint32_t i = 0; i < finding->evidence_count; i++) {
        eos_json *entry = eos_json_object(list, NULL);
        add_count(entry, "s", finding->evidence[i].source);
        add_text(entry, "w", finding->evidence[i].what);
        add_text(entry, "v", finding->evidence[i].value);
        add_text(entry, "p", finding->evidence[i].path);
        add_count(entry, "l", finding->evidence[i].line);
        add_count(entry, "c", finding->evidence[i].cell);
    }
    list = finding->related_count > 0 ? eos_json_array(object, "r") : NULL;
    for (uint32_t i = 0; i < finding->related_count; i++) {
        eos_json *entry = eos_json_object(list, NULL);
        add_text(entry, "w", finding->related[i].what);
        add_text(entry, "p", finding->related[i].path);
        add_count(entry, "l", finding->related[i].line);
        add_count(entry, "c", finding->related[i].cell);
    }
}

static void print_finding(eos_json *parent, const eos_finding *finding, const eos_finding *before)
{
    eos_json *object = eos_json_object(parent, NULL);
    print_texts(object, finding, before);
    add_text(object, "f", finding->fingerprint);
    add_count(object, "s", finding->severity);
    add_count(object, "c", finding->confidence);
    add_count(object, "l", finding->line);
    add_count(object, "k", finding->column);
    add_count(object, "el", finding->end_line);
    add_count(object, "ek", finding->end_column);
    add_count(object, "cell", (long long)finding->cell + 1);
    add_count(object, "layer", finding->layer_ordinal);
    add_count(object, "o", finding->ordinal);
    add_count(object, "by", finding->suppressed_by);
    add_count(object, "by_line", finding->suppressed_line);
    add_text(object, "by_reason", finding->suppressed_reason);
    add_count(object, "shown", finding->is_shown);
    if (finding->edit != NULL) {
        eos_json *edit = eos_json_object(object, "edit");
        add_count(edit, "l", finding->edit->line);
        add_count(edit, "c", finding->edit->column);
        add_count(edit, "el", finding->edit->end_line);
        add_count(edit, "ec", finding->edit->end_column);
        add_text(edit, "text", finding->edit->replacement);
        add_count(edit, "safe", finding->edit->is_safe);
    }
    print_places(object, finding);
}

/* Place (from 1) of the finding that a violated answer speaks of; 0 = none says all that it says. */
static uint32_t find_its_finding(const eos_judgement *judgement, const eos_answer *answer)
{
    if (answer->answer != EOS_VIOLATED || answer->reason != NULL || answer->scope == NULL)
        return 0;
    for (uint32_t i = 0; i < judgement->findings.count; i++) {
        const eos_finding *finding = &judgement->findings.items[i];
        if (strcmp(finding->fingerprint, answer->fingerprint) == 0 && finding->code != NULL &&
            strcmp(finding->code, answer->code) == 0 && finding->subject.scope != NULL &&
            strcmp(finding->subject.scope, answer->scope) == 0)
            return i + 1;
    }
    return 0;
}

static void print_lists(eos_json *root, const eos_judgement *judgement)
{
    eos_json *answers = eos_json_array(root, "answers");
    for (uint32_t i = 0; i < judgement->answers.count; i++) {
        const eos_answer *answer = &judgement->answers.items[i];
        eos_json *object = eos_json_object(answers, NULL);
        const uint32_t place = find_its_finding(judgement, answer);
        add_count(object, "i", place);
        add_count(object, "l", answer->line);
        if (place > 0)
            continue;
        add_text(object, "code", answer->code);
        add_count(object, "a", answer->answer);
        add_text(object, "scope", answer->scope);
        add_text(object, "f", answer->fingerprint);
        add_text(object, "why", answer->reason);
    }
    eos_json *gaps = eos_json_array(root, "not_judged");
    for (uint32_t i = 0; i < judgement->not_judged.count; i++) {
        const eos_not_judged *gap = &judgement->not_judged.items[i];
        eos_json *object = eos_json_object(gaps, NULL);
        add_count(object, "l", gap->line);
        add_text(object, "what", gap->what);
        add_text(object, "why", gap->reason);
        add_text(object, "scope", gap->scope);
        add_count(object, "c", gap->cell);
    }
    eos_json *problems = eos_json_array(root, "problems");
    for (uint32_t i = 0; i < judgement->problems.count; i++) {
        const eos_problem *problem = &judgement->problems.items[i];
        eos_json *object = eos_json_object(problems, NULL);
        add_text(object, "path", problem->path);
        add_count(object, "l", problem->line);
        add_text(object, "message", problem->message);
        add_count(object, "c", problem->cell);
    }
    eos_json *data = eos_json_array(root, "data");
    for (uint32_t i = 0; i < judgement->data.count; i++) {
        const eos_data_use *use = &judgement->data.items[i];
        eos_json *object = eos_json_object(data, NULL);
        add_text(object, "path", use->path);
        add_text(object, "identity", use->identity);
        add_text(object, "traits", use->traits);
        add_text(object, "read_at", use->read_at);
    }
    if (judgement->dependencies.count == 0)
        return;
    eos_json *files = eos_json_array(root, "files");
    for (uint32_t i = 0; i < judgement->dependencies.count; i++) {
        const eos_dependency *one = &judgement->dependencies.items[i];
        eos_json *object = eos_json_object(files, NULL);
        add_text(object, "from", one->from);
        add_text(object, "name", one->name);
        add_count(object, "level", one->level);
        add_text(object, "path", one->path);
        add_text(object, "hash", one->hash);
    }
}

char *eos_judgement_print(const eos_judgement *judgement)
{
    eos_json *root = eos_json_object(NULL, NULL);
    add_text(root, "key", judgement->key);
    if (judgement->base_key[0] != '\0')
        add_text(root, "base", judgement->base_key);
    add_text(root, "source", judgement->source_hash);
    add_count(root, "concerns", judgement->concerns_us);
    add_count(root, "models", judgement->model_count);
    eos_json *findings = eos_json_array(root, "findings");
    for (uint32_t i = 0; i < judgement->findings.count; i++)
        print_finding(findings, &judgement->findings.items[i],
                      i > 0 ? &judgement->findings.items[i - 1] : NULL);
    print_lists(root, judgement);
    char *text = eos_json_print(root, false);
    eos_json_free(root);
    return text;
}

/* ---- reading ---- */

static const char *read_text(eos_arena *arena, const eos_json *object, const char *key)
{
    const char *text = eos_json_string(eos_json_get(object, key));
    return text != NULL ? eos_arena_copy(arena, text, strlen(text)) : NULL;
}

static const char *read_needed(eos_arena *arena, const eos_json *object, const char *key)
{
    const char *text = read_text(arena, object, key);
    return text != NULL ? text : "";
}

static uint32_t read_count(const eos_json *object, const char *key)
{
    const double value = eos_json_number(eos_json_get(object, key), 0);
    return value > 0 && value <= UINT32_MAX ? (uint32_t)value : 0;
}

/* An enumeration stored in a byte; what is beyond `last` reads as 0. */
static uint8_t read_choice(const eos_json *object, const char *key, uint32_t last)
{
    const uint32_t value = read_count(object, key);
    return (uint8_t)(value <= last ? value : 0);
}

static void read_hex(char *out, size_t size, const eos_json *object, const char *key)
{
    const char *text = eos_json_string(eos_json_get(object, key));
    snprintf(out, size, "%s", text != NULL ? text : "");
}

static const eos_json *first_of(const eos_json *object, const char *key)
{
    const eos_json *array = eos_json_get(object, key);
    return eos_json_is_array(array) ? eos_json_first(array) : NULL;
}

static uint32_t count_of(const eos_json *object, const char *key)
{
    const eos_json *array = eos_json_get(object, key);
    const int size = eos_json_is_array(array) ? eos_json_size(array) : 0;
    return size > 0 ? (uint32_t)size : 0;
}

static void read_details(eos_arena *arena, eos_finding *finding, const eos_json *object)
{
    const eos_json *node = eos_json_get(object, "edit");
    if (eos_json_is_object(node)) {
        eos_edit *edit = EOS_NEW(arena, eos_edit);
        edit->line = read_count(node, "l");
        edit->column = read_count(node, "c");
        edit->end_line = read_count(node, "el");
        edit->end_column = read_count(node, "ec");
        edit->replacement = read_text(arena, node, "text");
        edit->is_safe = read_count(node, "safe") != 0;
        finding->edit = edit;
    }
    finding->evidence_count = count_of(object, "v");
    eos_evidence *evidence = EOS_NEW_ARRAY(arena, eos_evidence, finding->evidence_count);
    finding->evidence = finding->evidence_count > 0 ? evidence : NULL;
    for (node = first_of(object, "v"); node != NULL; node = eos_json_next(node), evidence++) {
        evidence->source = read_choice(node, "s", EOS_EVIDENCE_DATA_FILE);
        evidence->what = read_text(arena, node, "w");
        evidence->value = read_text(arena, node, "v");
        evidence->path = read_text(arena, node, "p");
        evidence->line = read_count(node, "l");
        evidence->cell = read_count(node, "c");
    }
    finding->related_count = count_of(object, "r");
    eos_related *related = EOS_NEW_ARRAY(arena, eos_related, finding->related_count);
    finding->related = finding->related_count > 0 ? related : NULL;
    for (node = first_of(object, "r"); node != NULL; node = eos_json_next(node), related++) {
        related->what = read_text(arena, node, "w");
        related->path = read_text(arena, node, "p");
        related->line = read_count(node, "l");
        related->cell = read_count(node, "c");
    }
}

/* Texts that must not be NULL: code, name, category and message. */
static bool is_needed(char letter)
{
    return strchr("CNGT", letter) != NULL;
}

static void read_texts(eos_arena *arena, eos_finding *finding, const eos_finding *before,
                       const eos_json *object)
{
    const char *same = eos_json_string(eos_json_get(object, "="));
    for (size_t i = 0; i < TEXT_FIELDS; i++) {
        const text_field *field = &text_fields[i];
        const bool is_same = same != NULL && strchr(same, field->key[0]) != NULL;
        const char *text = is_same && before != NULL ? *text_of(before, field)
                                                     : read_text(arena, object, field->key);
        *text_of(finding, field) = text == NULL && is_needed(field->key[0]) ? "" : text;
    }
}

static void read_finding(eos_judgement *judgement, const eos_json *object)
{
    eos_arena *arena = &judgement->arena;
    const uint32_t count = judgement->findings.count;
    eos_finding finding = {
        .severity = read_choice(object, "s", EOS_SEVERITY_ERROR),
        .confidence = read_choice(object, "c", EOS_CONFIDENCE_CERTAIN),
        .line = read_count(object, "l"),
        .column = read_count(object, "k"),
        .end_line = read_count(object, "el"),
        .end_column = read_count(object, "ek"),
        .cell = (int32_t)eos_json_number(eos_json_get(object, "cell"), 0) - 1,
        .layer_ordinal = read_count(object, "layer"),
        .ordinal = read_count(object, "o"),
        .suppressed_by = read_choice(object, "by", EOS_SUPPRESSED_CONFIG),
        .suppressed_line = read_count(object, "by_line"),
        .suppressed_reason = read_text(arena, object, "by_reason"),
        .is_shown = read_count(object, "shown") != 0,
    };
    read_texts(arena, &finding, count > 0 ? &judgement->findings.items[count - 1] : NULL, object);
    read_hex(finding.fingerprint, sizeof finding.fingerprint, object, "f");
    read_details(arena, &finding, object);
    eos_vector_push(arena, &judgement->findings, finding);
}

static void read_answer(eos_judgement *judgement, const eos_json *node)
{
    eos_arena *arena = &judgement->arena;
    const uint32_t place = read_count(node, "i");
    eos_answer answer = {.line = read_count(node, "l")};
    if (place > 0 && place <= judgement->findings.count) {
        const eos_finding *finding = &judgement->findings.items[place - 1];
        answer.code = finding->code;
        answer.answer = EOS_VIOLATED;
        answer.scope = finding->subject.scope;
        memcpy(answer.fingerprint, finding->fingerprint, sizeof answer.fingerprint);
    } else {
        answer.code = read_needed(arena, node, "code");
        answer.answer = read_choice(node, "a", EOS_VIOLATED);
        answer.scope = read_text(arena, node, "scope");
        answer.reason = read_text(arena, node, "why");
        read_hex(answer.fingerprint, sizeof answer.fingerprint, node, "f");
    }
    eos_vector_push(arena, &judgement->answers, answer);
}

static void read_lists(eos_judgement *judgement, const eos_json *root)
{
    eos_arena *arena = &judgement->arena;
    const eos_json *node;
    for (node = first_of(root, "answers"); node != NULL; node = eos_json_next(node))
        read_answer(judgement, node);
    for (node = first_of(root, "not_judged"); node != NULL; node = eos_json_next(node)) {
        const eos_not_judged gap = {.line = read_count(node, "l"),
                                    .what = read_text(arena, node, "what"),
                                    .reason = read_text(arena, node, "why"),
                                    .scope = read_text(arena, node, "scope"),
                                    .cell = read_count(node, "c")};
        eos_vector_push(arena, &judgement->not_judged, gap);
    }
    for (node = first_of(root, "problems"); node != NULL; node = eos_json_next(node)) {
        const eos_problem problem = {.path = read_text(arena, node, "path"),
                                     .line = read_count(node, "l"),
                                     .message = read_needed(arena, node, "message"),
                                     .cell = read_count(node, "c")};
        eos_vector_push(arena, &judgement->problems, problem);
    }
    for (node = first_of(root, "data"); node != NULL; node = eos_json_next(node)) {
        const eos_data_use use = {.path = read_text(arena, node, "path"),
                                  .identity = read_text(arena, node, "identity"),
                                  .traits = read_text(arena, node, "traits"),
                                  .read_at = read_text(arena, node, "read_at")};
        eos_vector_push(arena, &judgement->data, use);
    }
    for (node = first_of(root, "files"); node != NULL; node = eos_json_next(node)) {
        const eos_dependency one = {.from = read_text(arena, node, "from"),
                                    .name = read_text(arena, node, "name"),
                                    .level = read_count(node, "level"),
                                    .path = read_text(arena, node, "path"),
                                    .hash = read_text(arena, node, "hash")};
        eos_vector_push(arena, &judgement->dependencies, one);
    }
}

eos_status eos_judgement_parse(eos_judgement **out, const char *text, size_t length, eos_error *err)
{
    eos_json *volatile root = NULL;
    eos_json *parsed = NULL;
    *out = NULL;
    const eos_status status = eos_json_parse(&parsed, text, length, NULL, err);
    if (status != EOS_OK)
        return status;
    root = parsed;
    eos_judgement *const judgement = eos_judgement_new();
    volatile bool is_complete = false;
    if (judgement != NULL) {
        EOS_ARENA_TRY(&judgement->arena, saved) {
            read_hex(judgement->key, sizeof judgement->key, root, "key");
            read_hex(judgement->base_key, sizeof judgement->base_key, root, "base");
            read_hex(judgement->source_hash, sizeof judgement->source_hash, root, "source");
            judgement->concerns_us = read_count(root, "concerns") != 0;
            judgement->model_count = read_count(root, "models");
            for (const eos_json *node = first_of(root, "findings"); node;
                 node = eos_json_next(node))
                read_finding(judgement, node);
            read_lists(judgement, root);
            is_complete = true;
        }
        EOS_ARENA_CATCH(&judgement->arena, saved) {
            is_complete = false;
        }
        EOS_ARENA_END;
    }
    eos_json_free(root);
    if (!is_complete) {
        eos_judgement_free(judgement);
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory in a cached judgement");
    }
    *out = judgement;
    return EOS_OK;
}

/* ---- messages ---- */

eos_message eos_message_split(eos_arena *arena, const char *message)
{
    eos_message out = {.count = 0};
    eos_buffer text;
    eos_buffer_init(&text, arena);
    for (const char *at = message; *at != '\0';) {
        const size_t digits = strspn(at, "0123456789");
        if (digits == 0) {
            eos_buffer_add(&text, "%%", *at == '%' ? 2 : 0);
            eos_buffer_add(&text, at, *at == '%' ? 0 : 1);
            at++;
            continue;
        }
        /* a leading zero or more than 15 digits would not come back as written */
        if (out.count < EOS_MESSAGE_VALUES && digits <= 15 && (digits == 1 || at[0] != '0')) {
            eos_buffer_add_string(&text, "%d");
            out.values[out.count++] = (int64_t)strtoll(at, NULL, 10);
        } else {
            eos_buffer_add(&text, at, digits);
        }
        at += digits;
    }
    out.skeleton = text.data != NULL ? text.data : "";
    return out;
}
