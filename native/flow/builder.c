/* SPDX-License-Identifier: MIT */
/*
 * Which call builds a library's own model: found by path, so that a call of anything else costs the
 * comparison of a prefix. torchvision's get_model takes the name of the function as its argument.
 */
#include "flow/builder.h"

static const char *last_part(const eos_text *path)
{
    const char *dot = strrchr(path->data, '.');
    return dot != NULL ? dot + 1 : path->data;
}

eos_value eos_call_builder(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                           const eos_arguments *arguments)
{
    eos_value none = {.kind = EOS_VALUE_UNBOUND};
    if (eos_text_starts_with(library->path, "keras.applications."))
        return eos_build_keras(flow, frame, last_part(library->path), library, arguments);
    if (!eos_text_starts_with(library->path, "torchvision.models."))
        return none;
    const char *name = last_part(library->path);
    if (strcmp(name, "get_model") != 0)
        return eos_build_torch(flow, frame, name, arguments, 0);
    const eos_text *asked = eos_value_string(eos_argument_at(arguments, 0, "name"));
    bool is_first = arguments->positional_count > 0;
    return asked != NULL && is_first ? eos_build_torch(flow, frame, asked->data, arguments, 1)
                                     : none;
}
