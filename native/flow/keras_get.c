/* SPDX-License-Identifier: MIT */
/*
 * keras.activations.get("relu") and its like in the other modules: what a string stands for. None stays
 * None but for activations, where it means linear; an object, function or class comes back as it is.
 * A config dict is not read.
 */
#include "flow/interp.h"

static const char *space_of(const char *path)
{
    static const char *const spaces[] = {"activations", "initializers", "losses",     "metrics",
                                         "optimizers",  "regularizers", "constraints"};
    if (strncmp(path, "keras.", 6) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        size_t length = strlen(spaces[i]);
        if (strncmp(path + 6, spaces[i], length) == 0 && strcmp(path + 6 + length, ".get") == 0)
            return spaces[i];
    }
    return NULL;
}

static eos_value named(eos_flow *flow, eos_frame *frame, const char *space, const eos_text *name,
                       eos_span span)
{
    const eos_api_entry *entry = eos_api_find_string(space, name->data, name->length);
    if (entry == NULL)
        return eos_unknown("a name that the library is not known to have");
    const eos_library_ref *library = eos_library_ref_for(flow, entry->path, strlen(entry->path));
    if (!entry->is_class)
        return (eos_value){.kind = EOS_VALUE_LIBRARY, .as.library = library};
    eos_arguments none = {.span = span, .callee = span};
    return eos_call_library(flow, frame, library, &none);
}

eos_value eos_call_keras_get(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                             const eos_arguments *arguments)
{
    const char *space = space_of(library->path->data);
    if (space == NULL || arguments->count == 0)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_value given = eos_argument_at(arguments, 0, "identifier");
    const eos_text *name = eos_value_string(given);
    if (name != NULL)
        return named(flow, frame, space, name, arguments->span);
    if (given.kind == EOS_VALUE_NONE && strcmp(space, "activations") == 0)
        return named(flow, frame, space, eos_intern_string(flow->names, "linear"), arguments->span);
    bool is_config = given.kind == EOS_VALUE_OBJECT && given.as.object->kind == EOS_OBJECT_DICT;
    return is_config || given.kind == EOS_VALUE_UNBOUND ? eos_unknown("a config of the library")
                                                        : given;
}
