/* SPDX-License-Identifier: MIT */
/*
 * What is said of the last file, as text or JSON. Reports are made on demand, because most files have
 * none, and leave as one malloc'ed text, because the caller keeps them longer than the judgement.
 *
 * Questionable: the text report names the path as the user gave it, JSON the path inside the root. A
 * person clicks on the first, a machine compares the second across clones (design section 5).
 */
#include "report/report_json.h"
#include "report/report_text.h"
#include "session_internal.h"

#define REPORT_ARENA_BYTES ((size_t)256 << 20)

static char *copy_bytes(const char *data, size_t length)
{
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, data, length);
    copy[length] = '\0';
    return copy;
}

static char *report_json(const eos_session *session, const eos_judgement *judgement)
{
    eos_json *tree = eos_report_json(judgement, eos_session_shown_path(session));
    char *printed = eos_json_print(tree, false);
    char *text = printed ? copy_bytes(printed, strlen(printed)) : NULL;
    eos_json_text_free(printed);
    eos_json_free(tree);
    return text;
}

static char *report_text(const eos_session *session, const eos_judgement *judgement,
                         const char *path)
{
    eos_arena arena;
    char *volatile text = NULL;
    eos_arena_init(&arena, REPORT_ARENA_BYTES);
    EOS_ARENA_TRY(&arena, guard) {
        eos_buffer buffer;
        eos_buffer_init(&buffer, &arena);
        eos_report_text(&buffer, judgement, path, session->text, session->length, false);
        text = copy_bytes(buffer.data, buffer.length);
    }
    EOS_ARENA_CATCH(&arena, guard) {
        text = NULL;
    }
    EOS_ARENA_END;
    eos_arena_release(&arena);
    return text;
}

eos_status eos_session_report(const eos_session *session, eos_report_format format,
                              const char *path, char **out, eos_error *err)
{
    *out = NULL;
    const eos_judgement *judgement = eos_session_judgement(session);
    eos_judgement *nothing = judgement ? NULL : eos_judgement_new();
    if (!judgement)
        judgement = nothing;
    if (judgement)
        *out = format == EOS_REPORT_JSON ? report_json(session, judgement)
                                         : report_text(session, judgement, path);
    eos_judgement_free(nothing);
    return *out ? EOS_OK : eos_fail(err, EOS_ERR_MEMORY, path, "out of memory for a report");
}
