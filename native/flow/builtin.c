/* SPDX-License-Identifier: MIT */
/*
 * Python's builtins: the table of all their names, numbers and strings made from values, and the
 * call. Builtins about sequences stand in builtin_sequence.c, about classes in builtin_class.c.
 *
 * A builtin without a handler makes what it is handed escape. call_opaque marks those of which is
 * known that they change nothing (id, hash, the exceptions), so that a print or a raise costs no
 * knowledge.
 */
#include "flow/python.h"

#include <math.h>

#define MOST_COMBINATIONS 64u /* of alternatives in one call: two full sets */

static eos_value argument(const eos_python_call *call, uint32_t position, const char *name)
{
    return eos_argument_at(call->arguments, position, name);
}

static eos_value unknown_like(eos_value value, const char *reason)
{
    return eos_unknown(value.kind == EOS_VALUE_UNKNOWN && value.as.reason != NULL ? value.as.reason
                                                                                  : reason);
}

/* ---- numbers ---- */

/* the text without the white space around it, in `out`; false = does not fit or none left */
static bool trimmed(const eos_text *text, char *out, size_t size)
{
    const char *start = text->data, *end = text->data + text->length;
    static const char *const spaces = " \t\n\r\f\v";
    while (start < end && *start != '\0' && strchr(spaces, *start) != NULL)
        start++;
    while (end > start && end[-1] != '\0' && strchr(spaces, end[-1]) != NULL)
        end--;
    size_t length = (size_t)(end - start);
    if (length == 0 || length >= size)
        return false;
    memcpy(out, start, length);
    out[length] = '\0';
    return strlen(out) == length;
}

static eos_value integer_of_text(const eos_text *text)
{
    char digits[24];
    if (!trimmed(text, digits, sizeof digits))
        return eos_unknown("a number in a string");
    size_t sign = digits[0] == '-' || digits[0] == '+' ? 1 : 0, length = strlen(digits);
    if (length == sign || length - sign > 18 ||
        strspn(digits + sign, "0123456789") != length - sign)
        return eos_unknown("a number in a string");
    return eos_integer(strtoll(digits, NULL, 10));
}

static eos_value integer_of_float(double number)
{
    if (!(fabs(number) < 9.0e18))
        return eos_unknown("an integer beyond 64 bits");
    return eos_integer((int64_t)number);
}

static eos_value call_int(const eos_python_call *call)
{
    eos_value value = argument(call, 0, NULL);
    int64_t integer;
    if (call->arguments->count == 0 && !call->arguments->is_open)
        return eos_integer(0);
    if (call->arguments->count != 1)
        return eos_unknown("a number in another base");
    if (eos_python_integer(value, &integer))
        return eos_integer(integer);
    switch (value.kind) {
    case EOS_VALUE_FLOAT:
        return integer_of_float(value.as.number);
    case EOS_VALUE_STRING: {
        const eos_text *text = value.as.text;
        eos_value number = integer_of_text(text);
        bool is_word = text->length > 0 && eos_python_is_ascii(text);
        for (uint32_t i = 0; i < text->length; i++)
            is_word &= (text->data[i] >= 'a' && text->data[i] <= 'z') ||
                       (text->data[i] >= 'A' && text->data[i] <= 'Z');
        if (is_word)
            eos_raise(call->flow, "ValueError");
        return number;
    }
    case EOS_VALUE_INTERVAL:
        return eos_python_interval(call->flow, trunc(value.as.interval->minimum),
                                   trunc(value.as.interval->maximum), true);
    default:
        return unknown_like(value, "a number that is not known");
    }
}

static eos_value float_of_text(const eos_text *text)
{
    char digits[64], *end;
    static const char *const unknown = "a number in a string";
    if (!trimmed(text, digits, sizeof digits))
        return eos_unknown(unknown);
    const char *first = digits + (digits[0] == '-' || digits[0] == '+' ? 1 : 0);
    if (strcmp(first, "inf") != 0 && strcmp(first, "nan") != 0 &&
        first[strspn(first, "0123456789.eE+-")] != '\0')
        return eos_unknown(unknown); /* strtod also takes hexadecimal, Python does not */
    double number = strtod(digits, &end);
    return *end == '\0' ? eos_number(number) : eos_unknown(unknown);
}

static eos_value call_float(const eos_python_call *call)
{
    eos_value value = argument(call, 0, NULL);
    double number;
    if (call->arguments->count == 0 && !call->arguments->is_open)
        return eos_number(0.0);
    if (eos_value_number(value, &number))
        return eos_number(number);
    if (value.kind == EOS_VALUE_STRING)
        return float_of_text(value.as.text);
    if (value.kind == EOS_VALUE_INTERVAL)
        return eos_python_interval(call->flow, value.as.interval->minimum,
                                   value.as.interval->maximum, false);
    return unknown_like(value, "a number that is not known");
}

static eos_value call_bool(const eos_python_call *call)
{
    if (call->arguments->count == 0 && !call->arguments->is_open)
        return eos_boolean(false);
    return eos_truth(call->flow, argument(call, 0, NULL));
}

static eos_value call_abs(const eos_python_call *call)
{
    eos_value value = argument(call, 0, NULL);
    int64_t integer;
    if (eos_python_integer(value, &integer))
        return integer == INT64_MIN ? eos_unknown("an integer beyond 64 bits")
                                    : eos_integer(integer < 0 ? -integer : integer);
    if (value.kind == EOS_VALUE_FLOAT)
        return eos_number(fabs(value.as.number));
    if (value.kind != EOS_VALUE_INTERVAL)
        return unknown_like(value, "a number that is not known");
    eos_interval bounds = *value.as.interval;
    double low = fabs(bounds.minimum), high = fabs(bounds.maximum);
    bool has_zero = bounds.minimum <= 0.0 && bounds.maximum >= 0.0;
    return eos_python_interval(call->flow, has_zero ? 0.0 : fmin(low, high), fmax(low, high),
                               bounds.is_integer);
}

/* halves go to the even side: the rounding mode that C starts with */
static eos_value call_round(const eos_python_call *call)
{
    eos_value value = argument(call, 0, "number"), digits = argument(call, 1, "ndigits");
    bool is_whole = digits.kind == EOS_VALUE_UNBOUND || eos_value_is_none(digits);
    int64_t integer, places = 0;
    if (!is_whole && (!eos_python_integer(digits, &places) || places < 0))
        return unknown_like(digits, "a rounded number");
    if (eos_python_integer(value, &integer))
        return eos_integer(integer);
    if (value.kind == EOS_VALUE_INTERVAL && is_whole)
        return eos_python_interval(call->flow, nearbyint(value.as.interval->minimum),
                                   nearbyint(value.as.interval->maximum), true);
    if (value.kind != EOS_VALUE_FLOAT)
        return unknown_like(value, "a rounded number");
    if (is_whole)
        return integer_of_float(nearbyint(value.as.number));
    if (!isfinite(value.as.number) || places > 20 || fabs(value.as.number) > 1.0e22)
        return value;
    char text[64]; /* printf rounds the exact value, as Python does */
    snprintf(text, sizeof text, "%.*f", (int)places, value.as.number);
    return eos_number(strtod(text, NULL));
}

static eos_value call_pow(const eos_python_call *call)
{
    if (call->arguments->count != 2)
        return eos_unknown("a power modulo a number");
    return eos_binary(call->flow, call->frame, EOS_OP_Pow, argument(call, 0, "base"),
                      argument(call, 1, "exp"), call->arguments->span);
}

static eos_value call_divmod(const eos_python_call *call)
{
    eos_value left = argument(call, 0, NULL), right = argument(call, 1, NULL);
    eos_span span = call->arguments->span;
    eos_sequence *pair = eos_sequence_copy(call->flow->arena, NULL, 2);
    if (right.kind == EOS_VALUE_UNBOUND)
        return eos_unknown("a division without a divisor");
    pair->items[0].value = eos_binary(call->flow, call->frame, EOS_OP_FloorDiv, left, right, span);
    pair->items[1].value = eos_binary(call->flow, call->frame, EOS_OP_Mod, left, right, span);
    pair->count = *pair->used = 2;
    return eos_make_tuple(call->flow, pair);
}

/* ---- text ---- */

static eos_value text_of(const eos_python_call *call, bool is_repr)
{
    eos_value value = argument(call, 0, NULL);
    eos_buffer buffer;
    eos_buffer_init(&buffer, call->flow->arena);
    if (call->arguments->count != 1 || !eos_python_text(&buffer, value, is_repr))
        return unknown_like(value, "the text of a value");
    return eos_python_string(call->flow, &buffer);
}

static eos_value call_str(const eos_python_call *call)
{
    if (call->arguments->count == 0 && !call->arguments->is_open)
        return eos_string(eos_intern_bytes(call->flow->names, "", 0));
    return text_of(call, false);
}

static eos_value call_format(const eos_python_call *call)
{
    return text_of(call, false); /* with a format: two arguments, unknown */
}

static eos_value call_repr(const eos_python_call *call)
{
    return text_of(call, true);
}

/* ---- the rest ---- */

static eos_value call_print(const eos_python_call *call)
{
    (void)call;
    return eos_none();
}

/* dir(library): a set that is asked for names (compare.c) */
static eos_value call_dir(const eos_python_call *call)
{
    eos_value value = argument(call, 0, NULL);
    if (value.kind != EOS_VALUE_LIBRARY)
        return eos_unknown("the names of something");
    eos_object *names =
        eos_flow_object(call->flow, call->frame, EOS_OBJECT_SET, call->arguments->span);
    names->library = value.as.library;
    names->now.is_open = true;
    return eos_object_value(names);
}

static eos_value call_opaque(const eos_python_call *call)
{
    (void)call;
    return eos_unknown("a builtin whose result is not followed");
}

/* staticmethod(f) as a plain call: the function itself, which is what a read through the class
   gives */
static eos_value call_decorator(const eos_python_call *call)
{
    eos_value function = argument(call, 0, "fget");
    return function.kind != EOS_VALUE_UNBOUND && eos_text_is(call->name, "staticmethod")
               ? function
               : eos_unknown("a descriptor made by a call");
}

static eos_value call_run_time_code(const eos_python_call *call)
{
    eos_flow_not_judged(call->flow, call->arguments->span, eos_flow_scope_name(call->frame),
                        eos_text_is(call->name, "exec") ? "exec" : "eval", "code made at run time");
    eos_escape_arguments(call->flow, call->arguments);
    return eos_unknown("code made at run time");
}

/* ---- the table ---- */

/* sorted by byte order; every name of Python 3.11's builtins that is not a keyword, and later
   ones */
/* clang-format off: one row per name */
static const eos_python_entry builtins[] = {
    {"ArithmeticError", call_opaque, false},
    {"AssertionError", call_opaque, false},
    {"AttributeError", call_opaque, false},
    {"BaseException", call_opaque, false},
    {"BaseExceptionGroup", call_opaque, false},
    {"BlockingIOError", call_opaque, false},
    {"BrokenPipeError", call_opaque, false},
    {"BufferError", call_opaque, false},
    {"BytesWarning", call_opaque, false},
    {"ChildProcessError", call_opaque, false},
    {"ConnectionAbortedError", call_opaque, false},
    {"ConnectionError", call_opaque, false},
    {"ConnectionRefusedError", call_opaque, false},
    {"ConnectionResetError", call_opaque, false},
    {"DeprecationWarning", call_opaque, false},
    {"EOFError", call_opaque, false},
    {"Ellipsis", call_opaque, false},
    {"EncodingWarning", call_opaque, false},
    {"EnvironmentError", call_opaque, false},
    {"Exception", call_opaque, false},
    {"ExceptionGroup", call_opaque, false},
    {"FileExistsError", call_opaque, false},
    {"FileNotFoundError", call_opaque, false},
    {"FloatingPointError", call_opaque, false},
    {"FutureWarning", call_opaque, false},
    {"GeneratorExit", call_opaque, false},
    {"IOError", call_opaque, false},
    {"ImportError", call_opaque, false},
    {"ImportWarning", call_opaque, false},
    {"IndentationError", call_opaque, false},
    {"IndexError", call_opaque, false},
    {"InterruptedError", call_opaque, false},
    {"IsADirectoryError", call_opaque, false},
    {"KeyError", call_opaque, false},
    {"KeyboardInterrupt", call_opaque, false},
    {"LookupError", call_opaque, false},
    {"MemoryError", call_opaque, false},
    {"ModuleNotFoundError", call_opaque, false},
    {"NameError", call_opaque, false},
    {"NotADirectoryError", call_opaque, false},
    {"NotImplemented", call_opaque, false},
    {"NotImplementedError", call_opaque, false},
    {"OSError", call_opaque, false},
    {"OverflowError", call_opaque, false},
    {"PendingDeprecationWarning", call_opaque, false},
    {"PermissionError", call_opaque, false},
    {"ProcessLookupError", call_opaque, false},
    {"PythonFinalizationError", call_opaque, false},
    {"RecursionError", call_opaque, false},
    {"ReferenceError", call_opaque, false},
    {"ResourceWarning", call_opaque, false},
    {"RuntimeError", call_opaque, false},
    {"RuntimeWarning", call_opaque, false},
    {"StopAsyncIteration", call_opaque, false},
    {"StopIteration", call_opaque, false},
    {"SyntaxError", call_opaque, false},
    {"SyntaxWarning", call_opaque, false},
    {"SystemError", call_opaque, false},
    {"SystemExit", call_opaque, false},
    {"TabError", call_opaque, false},
    {"TimeoutError", call_opaque, false},
    {"TypeError", call_opaque, false},
    {"UnboundLocalError", call_opaque, false},
    {"UnicodeDecodeError", call_opaque, false},
    {"UnicodeEncodeError", call_opaque, false},
    {"UnicodeError", call_opaque, false},
    {"UnicodeTranslateError", call_opaque, false},
    {"UnicodeWarning", call_opaque, false},
    {"UserWarning", call_opaque, false},
    {"ValueError", call_opaque, false},
    {"Warning", call_opaque, false},
    {"WindowsError", call_opaque, false},
    {"ZeroDivisionError", call_opaque, false},
    {"__build_class__", NULL, false},
    {"__import__", NULL, false},
    {"abs", call_abs, true},
    {"aiter", NULL, false},
    {"all", eos_builtin_all, true},
    {"anext", NULL, false},
    {"any", eos_builtin_any, true},
    {"ascii", call_opaque, false},
    {"bin", call_opaque, false},
    {"bool", call_bool, true},
    {"breakpoint", call_opaque, false},
    {"bytearray", NULL, false},
    {"bytes", call_opaque, false},
    {"callable", eos_builtin_callable, true},
    {"chr", call_opaque, false},
    {"classmethod", call_decorator, false},
    {"compile", NULL, false},
    {"complex", call_opaque, false},
    {"copyright", NULL, false},
    {"credits", NULL, false},
    {"delattr", eos_builtin_delattr, false},
    {"dict", eos_builtin_dict, false},
    {"dir", call_dir, false},
    {"divmod", call_divmod, true},
    {"enumerate", eos_builtin_enumerate, false},
    {"eval", call_run_time_code, false},
    {"exec", call_run_time_code, false},
    {"exit", call_opaque, false},
    {"filter", eos_builtin_filter, false},
    {"float", call_float, true},
    {"format", call_format, true},
    {"frozenset", eos_builtin_set, false},
    {"getattr", eos_builtin_getattr, true},
    {"globals", call_opaque, false},
    {"hasattr", eos_builtin_hasattr, true},
    {"hash", call_opaque, false},
    {"help", call_opaque, false},
    {"hex", call_opaque, false},
    {"id", call_opaque, false},
    {"input", call_opaque, false},
    {"int", call_int, true},
    {"isinstance", eos_builtin_isinstance, true},
    {"issubclass", eos_builtin_issubclass, true},
    {"iter", eos_builtin_iter, false},
    {"len", eos_builtin_len, true},
    {"license", NULL, false},
    {"list", eos_builtin_list, false},
    {"locals", call_opaque, false},
    {"map", eos_builtin_map, false},
    {"max", eos_builtin_max, true},
    {"memoryview", NULL, false},
    {"min", eos_builtin_min, true},
    {"next", eos_builtin_next, false},
    {"object", call_opaque, false},
    {"oct", call_opaque, false},
    {"open", call_opaque, false},
    {"ord", call_opaque, false},
    {"pow", call_pow, true},
    {"print", call_print, false},
    {"property", call_decorator, false},
    {"quit", call_opaque, false},
    {"range", eos_builtin_range, true},
    {"repr", call_repr, true},
    {"reversed", eos_builtin_reversed, false},
    {"round", call_round, true},
    {"set", eos_builtin_set, false},
    {"setattr", eos_builtin_setattr, false},
    {"slice", call_opaque, false},
    {"sorted", eos_builtin_sorted, false},
    {"staticmethod", call_decorator, false},
    {"str", call_str, true},
    {"sum", eos_builtin_sum, true},
    {"super", call_opaque, false},
    {"tuple", eos_builtin_tuple, false},
    {"type", eos_builtin_type, true},
    {"vars", call_opaque, false},
    {"zip", eos_builtin_zip, false},
};
/* clang-format on */

const eos_python_entry *eos_python_entry_find(const eos_python_entry *entries, size_t count,
                                              const eos_text *name)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name->data, entries[middle].name);
        if (order == 0)
            return &entries[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static const eos_python_entry *find_builtin(const eos_text *name)
{
    return eos_python_entry_find(builtins, sizeof builtins / sizeof *builtins, name);
}

bool eos_is_builtin(const eos_text *name)
{
    return find_builtin(name) != NULL;
}

/* ---- the call ---- */

static bool has_place(eos_value value)
{
    return value.kind >= EOS_VALUE_NONE &&
           (value.kind < EOS_VALUE_FUNCTION || value.kind == EOS_VALUE_OBJECT);
}

/* where the result comes from: its own chain, or that of the first argument that has one */
static eos_value with_provenance(const eos_python_call *call, eos_value result)
{
    const eos_arguments *arguments = call->arguments;
    eos_value from = result;
    for (uint32_t i = 0; i < arguments->count; i++) {
        result.is_with_defaults |= eos_python_with_defaults(arguments->items[i].value);
        if (from.origin == NULL)
            from.origin = arguments->items[i].value.origin;
    }
    if (!has_place(result) || eos_value_is_none(result))
        return result;
    return eos_flow_computed(call->flow, result, arguments->span, from);
}

static uint32_t first_open_argument(const eos_arguments *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].value.kind == EOS_VALUE_ONE_OF)
            return i;
    return arguments->count;
}

/* a pure builtin of alternatives: once per combination, `left` of which may still be looked at */
static eos_value run_entry(const eos_python_call *call, const eos_python_entry *entry,
                           uint32_t left)
{
    uint32_t at = entry->is_pure ? first_open_argument(call->arguments) : call->arguments->count;
    if (at == call->arguments->count)
        return with_provenance(call, entry->run(call));
    eos_value value = call->arguments->items[at].value, joined = {0};
    uint32_t count = eos_value_alternative_count(value);
    if (count > left)
        return eos_unknown("too many alternatives");
    for (uint32_t i = 0; i < count; i++) {
        eos_argument *items =
            EOS_NEW_ARRAY(call->flow->arena, eos_argument, call->arguments->count);
        memcpy(items, call->arguments->items, call->arguments->count * sizeof *items);
        items[at].value = eos_value_alternative(value, i);
        eos_arguments arguments = *call->arguments;
        arguments.items = items;
        eos_python_call one = *call;
        one.arguments = &arguments;
        joined = eos_value_join(call->flow->arena, joined, run_entry(&one, entry, left / count));
    }
    joined.is_with_defaults |= value.is_with_defaults;
    return joined;
}

eos_value eos_call_builtin(eos_flow *flow, eos_frame *frame, const eos_text *name,
                           const eos_arguments *arguments)
{
    const eos_python_entry *entry = find_builtin(name);
    if (entry == NULL || entry->run == NULL) {
        eos_escape_arguments(flow, arguments);
        return eos_unknown("a builtin that is not followed");
    }
    eos_python_call call = {flow, frame, arguments, name, {0}};
    return run_entry(&call, entry, MOST_COMBINATIONS);
}
