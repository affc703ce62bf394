/* SPDX-License-Identifier: MIT */
/*
 * Texts of messages: see wording.h. A message names both halves of a contradiction with their lines;
 * the line that the finding stands at is not repeated.
 */
#include "rules/wording.h"

#include <inttypes.h>

const char *eos_say_layer(eos_check *check, const eos_model *model, const eos_layer *layer)
{
    if (!layer)
        return eos_arena_printf(check->arena, "the output of %s", model->name);
    return eos_arena_printf(check->arena, "%s of %s", eos_layer_label(check->arena, layer),
                            model->name);
}

/* The last name the value came through, unless it is where the value stands. */
static const eos_origin *find_name(const eos_origin *origin, const eos_origin *first, uint32_t here)
{
    for (; origin; origin = origin->from)
        if (origin != first && origin->name && origin->kind == EOS_ORIGIN_NAME &&
            origin->span.line && origin->span.line != here && origin->span.line != first->span.line)
            return origin;
    return NULL;
}

/* a line of the judged file */
static const char *say_line(eos_check *check, uint32_t line, uint32_t here)
{
    return eos_say_line(check->arena, check->source ? check->source->cells : NULL, line, here);
}

const char *eos_say_value(eos_check *check, eos_value value, uint32_t here)
{
    const char *shown = eos_value_show(check->arena, value);
    const eos_origin *first = value.origin ? eos_origin_first(value.origin) : NULL;
    if (!first)
        return shown;
    if (first->kind == EOS_ORIGIN_API)
        return eos_arena_printf(check->arena, "%s (the library's default)", shown);
    eos_buffer text;
    eos_buffer_init(&text, check->arena);
    const char *before = "";
    if (first->kind == EOS_ORIGIN_DEFAULT && first->name) {
        eos_buffer_printf(&text, "default of `%s`", first->name->data);
        before = ", ";
    }
    if (first->span.line && (first->span.line != here || first->path)) {
        if (first->path)
            eos_buffer_printf(&text, "%sline %" PRIu32 " of %s", before, first->span.line,
                              first->path->data);
        else
            eos_buffer_printf(&text, "%s%s", before, say_line(check, first->span.line, here));
        before = ", ";
    }
    const eos_origin *name = find_name(value.origin, first, here);
    if (name)
        eos_buffer_printf(&text, "%sthrough `%s` %s%s%s", before, name->name->data,
                          name->path
                              ? eos_arena_printf(check->arena, "line %" PRIu32, name->span.line)
                              : say_line(check, name->span.line, here),
                          name->path ? " of " : "", name->path ? name->path->data : "");
    return text.length ? eos_arena_printf(check->arena, "%s (%s)", shown, text.data) : shown;
}

const char *eos_say_at(eos_check *check, const char *name, eos_span span, uint32_t here)
{
    if (span.line == 0 || (span.line == here && span.file == 0))
        return name;
    if (span.file != 0)
        return eos_arena_printf(check->arena, "%s (line %" PRIu32 " of %s)", name, span.line,
                                eos_check_path(check, span));
    return eos_arena_printf(check->arena, "%s (%s)", name, say_line(check, span.line, here));
}

const char *eos_say_units(eos_check *check, int64_t units)
{
    return units == 1 ? "one unit" : eos_arena_printf(check->arena, "%" PRId64 " units", units);
}

bool eos_value_is_default(eos_value value)
{
    if (value.is_with_defaults)
        return true;
    for (uint32_t i = 0, count = eos_value_alternative_count(value); i < count; i++) {
        eos_value item = eos_value_alternative(value, i);
        if (item.is_with_defaults)
            return true;
        for (const eos_origin *origin = item.origin; origin; origin = origin->from)
            if (origin->kind == EOS_ORIGIN_DEFAULT)
                return true;
    }
    return false;
}
