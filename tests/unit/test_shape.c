/* SPDX-License-Identifier: MIT */
/*
 * Shape inference against live libraries: shape_cases.inc holds calls as programs write them, with
 * the shapes and counts that keras and torch gave (make_shape_cases.py). A small reader turns a
 * call into bound arguments; what is unknown, collapsed or absurd has tests of its own.
 */
#include "unit.h"

#include "flow/interp.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ARGUMENTS 16u
#define MOST_INPUTS 4u

/* ---- reading calls ---- */

typedef struct reader {
    eos_flow *flow;
    const char *at;
} reader;

static eos_value read_value(reader *in);

static void skip(reader *in)
{
    while (*in->at == ' ' || *in->at == ',')
        in->at++;
}

static const eos_text *read_name(reader *in)
{
    const char *start = in->at;
    while (isalnum((unsigned char)*in->at) || *in->at == '_' || *in->at == '.')
        in->at++;
    return eos_intern_bytes(in->flow->names, start, (size_t)(in->at - start));
}

static const eos_made *bind(reader *in, const eos_text *path, char end)
{
    const eos_api_entry *entry = eos_api_find(path->data, path->length);
    eos_argument items[MOST_ARGUMENTS] = {0};
    eos_arguments arguments = {.items = items};
    CU_ASSERT_PTR_NOT_NULL_FATAL(entry);
    for (skip(in); *in->at != end && arguments.count < MOST_ARGUMENTS; skip(in)) {
        eos_argument *item = &items[arguments.count++];
        size_t length = strcspn(in->at, "=(,'[");
        if (isalpha((unsigned char)*in->at) && in->at[length] == '=') {
            item->name = read_name(in);
            in->at++;
        } else {
            arguments.positional_count++;
        }
        item->value = read_value(in);
    }
    if (end != '\0')
        in->at++;
    return eos_bind_arguments(in->flow, entry, &arguments);
}

static eos_value read_items(reader *in, char end, eos_object_kind kind)
{
    eos_sequence *items = eos_sequence_copy(in->flow->arena, NULL, MOST_ARGUMENTS);
    in->at++;
    for (skip(in); *in->at != end && items->count < MOST_ARGUMENTS; skip(in))
        items->items[items->count++].value = read_value(in);
    in->at++;
    *items->used = items->count;
    if (end == ')')
        return (eos_value){.kind = EOS_VALUE_TUPLE, .as.items = items};
    eos_object *list = eos_heap_new(&in->flow->heap, kind, (eos_span){0});
    list->now.items = items;
    return (eos_value){.kind = EOS_VALUE_OBJECT, .as.object = list};
}

/* True, False, None, an unknown, or a layer: keras.layers.Dense(3) */
static eos_value read_word(reader *in)
{
    const eos_text *name = read_name(in);
    if (eos_text_is(name, "True") || eos_text_is(name, "False"))
        return eos_boolean(eos_text_is(name, "True"));
    if (eos_text_is(name, "None"))
        return eos_none();
    if (*in->at != '(')
        return eos_unknown("a name");
    in->at++;
    eos_object *layer = eos_heap_new(&in->flow->heap, EOS_OBJECT_LIBRARY, (eos_span){0});
    layer->now.facts = bind(in, name, ')');
    return (eos_value){.kind = EOS_VALUE_OBJECT, .as.object = layer};
}

static eos_value read_value(reader *in)
{
    if (*in->at == '(')
        return read_items(in, ')', EOS_OBJECT_LIST);
    if (*in->at == '[')
        return read_items(in, ']', EOS_OBJECT_LIST);
    if (*in->at == '\'') {
        size_t length = strcspn(++in->at, "'");
        const eos_text *text = eos_intern_bytes(in->flow->names, in->at, length);
        in->at += length + 1;
        return eos_string(text);
    }
    if (isalpha((unsigned char)*in->at))
        return read_word(in);
    char *end;
    double number = strtod(in->at, &end);
    CU_ASSERT_FATAL(end > in->at);
    bool is_float = memchr(in->at, '.', (size_t)(end - in->at)) != NULL;
    in->at = end;
    return is_float ? eos_number(number) : eos_integer((int64_t)number);
}

/* "(4, ?)": a shape; "?": one of unknown rank */
static eos_shape read_shape(const char **at)
{
    eos_shape shape = {0};
    if (**at == '?') {
        ++*at;
        return shape;
    }
    shape.is_known = true;
    for (++*at; **at != ')'; ++*at) {
        if (**at == '?')
            shape.sizes[shape.rank++] = EOS_DIM_UNKNOWN;
        if (isdigit((unsigned char)**at)) {
            shape.sizes[shape.rank++] = strtoll(*at, NULL, 10);
            while (isdigit((unsigned char)(*at)[1]))
                ++*at;
        }
    }
    ++*at;
    return shape;
}

typedef struct shape_case {
    const char *path, *arguments, *inputs, *output;
    int64_t parameters;
} shape_case;

static void start(eos_flow *flow, eos_intern *names, eos_arena *arena)
{
    *flow = (eos_flow){.arena = arena, .names = names};
    eos_intern_init(names, arena);
    eos_heap_init(&flow->heap, arena);
}

static void check(eos_flow *flow, const shape_case *one)
{
    reader in = {flow, one->arguments};
    const eos_made *made = bind(&in, eos_intern_string(flow->names, one->path), '\0');
    eos_shape inputs[MOST_INPUTS], output;
    uint32_t count = 0;
    int64_t parameters;
    for (const char *at = one->inputs; *at != '\0' && count < MOST_INPUTS;) {
        inputs[count++] = read_shape(&at);
        at += strspn(at, " |");
    }
    eos_shape_infer(made, inputs, count, &output, &parameters);
    const char *shown = eos_shape_show(flow->arena, &output);
    bool is_same = unit_same_text(shown, one->output);
    is_same &= unit_same_int(parameters, one->parameters);
    if (!is_same)
        fprintf(stderr, "  of %s(%s) on %s\n", one->path, one->arguments, one->inputs);
    CU_ASSERT(is_same);
}

static void check_all(const shape_case *cases, size_t count)
{
    UNIT_ARENA(arena) {
        eos_flow flow;
        eos_intern names;
        start(&flow, &names, &arena);
        for (size_t i = 0; i < count; i++)
            check(&flow, &cases[i]);
    }
    UNIT_ARENA_END(arena);
}

static void live_layers(void)
{
    static const shape_case cases[] = {
#include "shape_cases.inc"
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

/* names stand for values that are not known */
static void unknown_stays_unknown(void)
{
    static const shape_case cases[] = {
        {"keras.layers.Dense", "10", "?", "?", -1},
        {"keras.layers.Dense", "n", "(8,)", "(?,)", -1},
        {"keras.layers.Dense", "10", "(4, ?)", "(4, 10)", -1},
        {"keras.layers.Dense", "10, use_bias=flag", "(8,)", "(10,)", -1},
        {"keras.layers.Dense", "10, lora_rank=2", "(8,)", "(10,)", -1},
        {"keras.layers.Conv2D", "8, 3", "?", "(?, ?, 8)", -1},
        {"keras.layers.Conv2D", "8, 3", "(10, 10)", "?", -1},
        {"keras.layers.Conv2D", "8, k", "(10, 12, 3)", "(?, ?, 8)", -1},
        {"keras.layers.Conv2D", "8, (3, k)", "(10, 12, 3)", "(8, ?, 8)", -1},
        {"keras.layers.Conv2D", "8, k, padding='same'", "(10, 12, 3)", "(10, 12, 8)", -1},
        {"keras.layers.Conv2D", "8, 3, padding=p", "(10, 12, 3)", "(?, ?, 8)", 224},
        {"keras.layers.Conv2D", "8, 3, data_format=d", "(10, 12, 3)", "(?, ?, ?)", -1},
        {"keras.layers.Conv2D", "8, 3, groups=2", "(10, 12, 3)", "(8, 10, 8)", -1},
        {"keras.layers.MaxPooling2D", "2, strides=s", "(10, 12, 3)", "(?, ?, 3)", 0},
        {"keras.layers.GlobalAveragePooling2D", "", "?", "(?,)", 0},
        {"keras.layers.GlobalAveragePooling2D", "keepdims=k", "(4, 4, 3)", "?", 0},
        {"keras.layers.Flatten", "", "?", "(?,)", 0},
        {"keras.layers.Reshape", "(4, n)", "(8,)", "(4, ?)", 0},
        {"keras.layers.Reshape", "(3, -1)", "(8,)", "(3, ?)", 0},
        {"keras.layers.Reshape", "shape", "(8,)", "?", 0},
        {"keras.layers.BatchNormalization", "", "?", "?", -1},
        {"keras.layers.BatchNormalization", "axis=a", "(4, 8)", "(4, 8)", -1},
        {"keras.layers.Add", "", "(4, 8)", "?", 0},
        {"keras.layers.Add", "", "(4, 8) | ?", "?", 0},
        {"keras.layers.Add", "", "(4, 8) | (3, 8)", "(?, 8)", 0},
        {"keras.layers.Add", "", "(4, 8) | (8,)", "?", 0},
        {"keras.layers.Concatenate", "axis=a", "(4, 8) | (4, 6)", "(?, ?)", 0},
        {"keras.layers.Concatenate", "axis=7", "(4, 8) | (4, 6)", "(?, ?)", 0},
        {"keras.layers.Concatenate", "", "(4, 8) | (3, ?)", "(?, ?)", 0},
        {"keras.layers.Concatenate", "axis=0", "(4, 8) | (4, 8)", "(4, 8)", 0},
        {"keras.layers.LSTM", "4", "?", "(4,)", -1},
        {"keras.layers.LSTM", "4, return_sequences=True", "?", "(?, 4)", -1},
        {"keras.layers.LSTM", "4, return_sequences=flag", "(5, 3)", "?", 128},
        {"keras.layers.LSTM", "4", "(5, 3, 2)", "?", -1},
        {"keras.layers.RNN", "cell", "(5, 3)", "?", -1},
        {"keras.layers.Bidirectional", "layer", "(5, 3)", "?", -1},
        {"keras.layers.Bidirectional", "keras.layers.LSTM(4), merge_mode=m", "(5, 3)", "?", 256},
        {"keras.layers.Bidirectional", "keras.layers.LSTM(4), merge_mode=None", "(5, 3)", "?", 256},
        {"keras.layers.TimeDistributed", "keras.layers.Dense(4)", "?", "?", -1},
        {"keras.layers.MultiHeadAttention", "2, 4", "(5, 8)", "(5, 8)", -1},
        {"keras.layers.MultiHeadAttention", "2, 4, output_shape=(3, 4)", "(5, 8) | (5, 8)", "?",
         -1},
        {"keras.layers.Lambda", "f", "(8,)", "?", 0},
        {"keras.layers.EinsumDense", "'abc,cd->abd', (4, 5)", "(8, 3)", "?", -1},
        {"keras.layers.Hashing", "4", "(8,)", "?", -1},
        {"torch.nn.Linear", "20, 5", "?", "?", 105},
        {"torch.nn.Linear", "n, 5", "(20,)", "(5,)", -1},
        {"torch.nn.LazyLinear", "5", "?", "?", -1},
        {"torch.nn.Conv2d", "3, 8, 3", "?", "(8, ?, ?)", 224},
        {"torch.nn.Conv2d", "3, 8, 3, padding=p", "(3, 9, 9)", "(8, ?, ?)", 224},
        {"torch.nn.Conv2d", "3, 8, 3", "(9, 9)", "?", 224},
        {"torch.nn.MaxPool2d", "2, ceil_mode=c", "(3, 8, 9)", "(3, 4, ?)", 0},
        {"torch.nn.AdaptiveAvgPool2d", "n", "(3, 8, 9)", "(3, ?, ?)", 0},
        {"torch.nn.Flatten", "0", "(3, 8)", "?", 0},
        {"torch.nn.Flatten", "start_dim=2", "?", "?", 0},
        {"torch.nn.BatchNorm1d", "n", "(3,)", "(3,)", -1},
        {"torch.nn.BatchNorm1d", "n, affine=False", "(3,)", "(3,)", 0},
        {"torch.nn.LSTM", "8, h", "(5, 8)", "(5, ?)", -1},
        {"torch.nn.LSTM", "8, 4, bidirectional=b", "(5, 8)", "(5, ?)", -1},
        {"torch.nn.Upsample", "scale_factor=s", "(3, 8, 9)", "(3, ?, ?)", 0},
        {"torch.nn.Transformer", "8, 2", "(5, 8) | (5, 8)", "?", -1},
        {"torch.nn.Bilinear", "3, 4, 5", "(3,) | (4,)", "(5,)", 65},
        {"torch.nn.Bilinear", "n, 4, 5", "(3,) | (4,)", "(5,)", -1},
        {"torch.nn.GRUCell", "5, 6", "(5,)", "(6,)", 234},
        {"torch.nn.LSTMCell", "5, 6", "(5,)", "?", 312},
        {"torch.nn.RNNCell", "5, 6", "(5,)", "(6,)", 78},
        {"torch.nn.TransformerEncoderLayer", "8, 2, 16", "(5, 8)", "(5, 8)", 600},
        {"torch.nn.TransformerDecoderLayer", "8, 2, 16", "(5, 8) | (4, 8)", "(5, 8)", 904},
        {"torch.nn.TransformerDecoderLayer", "8, 2, 16, bias=False", "(5, 8)", "(5, 8)", 792},
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

static void no_claim_about_what_fails(void)
{
    static const shape_case cases[] = {
        {"keras.layers.Conv2D", "8, 5", "(4, 9, 3)", "(?, 5, 8)", 608},
        {"keras.layers.Conv2D", "8, 3, strides=0", "(9, 9, 3)", "(?, ?, 8)", 224},
        {"keras.layers.Conv2D", "8, -3", "(9, 9, 3)", "(?, ?, 8)", -1},
        {"keras.layers.Cropping1D", "5", "(10, 3)", "(?, 3)", 0},
        {"keras.layers.MaxPooling2D", "2", "(1, 9, 3)", "(?, 4, 3)", 0},
        {"keras.layers.Conv2DTranspose", "8, 3, strides=0", "(9, 9, 3)", "(?, ?, 8)", 224},
        {"keras.layers.Dense", "99999999999999999999", "(8,)", "(?,)", -1},
        {"keras.layers.Dense", "2147483647", "(2147483647,)", "(2147483647,)", 4611686016279904256},
        {"keras.layers.Embedding", "2147483647, 2147483647", "(5,)", "(5, 2147483647)",
         4611686014132420609},
        {"keras.layers.Flatten", "", "(2147483647, 2147483647, 2147483647)", "(?,)", 0},
        {"keras.layers.UpSampling2D", "2147483647", "(2147483647, 2, 1)", "(?, ?, 1)", 0},
        {"keras.layers.Conv2D", "8, 2147483647, dilation_rate=2147483647", "(9, 9, 3)", "(?, ?, 8)",
         -1},
        {"torch.nn.ZeroPad2d", "-5", "(3, 8, 30)", "(3, ?, 20)", 0},
        {"torch.nn.ConvTranspose2d", "3, 4, 3, padding=9", "(3, 5, 5)", "(4, ?, ?)", 112},
        {"torch.nn.LSTM", "8, 2147483647, 2147483647", "(5, 8)", "(5, 2147483647)", -1},
        {"torch.nn.Unflatten", "1, (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)", "(4, 8)", "?",
         0},
        {"keras.layers.TimeDistributed",
         "keras.layers.TimeDistributed(keras.layers.TimeDistributed(keras.layers.TimeDistributed("
         "keras.layers.TimeDistributed(keras.layers.Dense(2)))))",
         "(2, 2, 2, 2, 2, 2)", "?", -1},
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

/* old spellings, and functions that act as layers */
static void other_spellings(void)
{
    static const shape_case cases[] = {
        {"keras.layers.Conv2D", "8, nb_row=3, nb_col=5, border_mode='same'", "(9, 9, 3)",
         "(9, 9, 8)", 368},
        {"keras.layers.Conv2D", "8, 3, dim_ordering='th'", "(3, 9, 9)", "(8, 7, 7)", 224},
        {"keras.layers.Dense", "output_dim=4", "(8,)", "(4,)", 36},
        {"keras.layers.LSTM", "output_dim=4", "(5, 3)", "(4,)", 128},
        {"keras.layers.CuDNNLSTM", "4", "(5, 3)", "(4,)", 144},
        {"keras.layers.CuDNNGRU", "4", "(5, 3)", "(4,)", 108},
        {"keras.layers.Merge", "mode='concat', concat_axis=1", "(4, 8) | (3, 8)", "(7, 8)", 0},
        {"keras.layers.Merge", "mode=m", "(4, 8) | (4, 8)", "?", 0},
        {"keras.layers.concatenate", "x", "(4, 8) | (4, 2)", "(4, 10)", 0},
        {"keras.layers.add", "x", "(4, 8) | (4, 8)", "(4, 8)", 0},
        {"keras.layers.InputLayer", "shape=(28, None, 1)", "", "(28, ?, 1)", 0},
        {"keras.layers.InputLayer", "batch_shape=(None, 28)", "", "(28,)", 0},
        {"torch.nn.functional.max_pool2d", "x, 2", "(8, 9, 9)", "(8, 4, 4)", 0},
        {"torch.nn.functional.conv2d", "x, w", "(8, 9, 9)", "(?, ?, ?)", 0},
        {"torch.nn.functional.relu", "x", "(8, 9)", "(8, 9)", 0},
        {"torch.nn.functional.glu", "x", "(8, 6)", "(8, 3)", 0},
        {"torch.nn.functional.pad", "x, (1, 2)", "(8, 9)", "(8, 12)", 0},
        {"torch.nn.functional.adaptive_avg_pool2d", "x, (1, 1)", "(8, 9, 9)", "(8, 1, 1)", 0},
        {"torch.nn.functional.linear", "x, w", "(8, 9)", "(8, ?)", 0},
        {"torch.flatten", "x, 1", "(8, 9)", "(72,)", 0},
        {"torch.flatten", "x", "(8, 9)", "?", 0},
        {"torch.cat", "x, 1", "(8, 9) | (2, 9)", "(10, 9)", 0},
        {"torch.cat", "x", "(8, 9) | (8, 9)", "(8, 9)", 0},
        {"torch.permute", "x, (0, 2, 1)", "(8, 9)", "(9, 8)", 0},
        {"torch.permute", "x, (1, 0, 2)", "(8, 9)", "?", 0},
        {"torch.reshape", "x, (-1, 72)", "(8, 9)", "(72,)", 0},
        {"torch.Tensor.view", "-1, 6, 12", "(8, 9)", "(6, 12)", 0},
        {"torch.Tensor.view", "n, -1", "(8, 9)", "(?,)", 0},
    };
    check_all(cases, sizeof cases / sizeof *cases);
}

static void shapes_by_themselves(void)
{
    UNIT_ARENA(arena) {
        eos_shape unknown = {0}, none = {.is_known = true};
        eos_shape left = {true, 3, {4, 5, 6}}, right = {true, 3, {4, EOS_DIM_UNKNOWN, 7}};
        eos_shape huge = {true, 3, {INT64_MAX, 2, 0}}, short_one = {true, 1, {4}};
        eos_shape joined = eos_shape_join(&left, &right);
        UNIT_SAME_TEXT(eos_shape_show(&arena, &joined), "(4, ?, ?)");
        UNIT_SAME_TEXT(eos_shape_show(&arena, &unknown), "?");
        UNIT_SAME_TEXT(eos_shape_show(&arena, &none), "()");
        UNIT_SAME_TEXT(eos_shape_show(&arena, &short_one), "(4,)");
        joined = eos_shape_join(&left, &short_one);
        CU_ASSERT(!joined.is_known);
        joined = eos_shape_join(&unknown, &left);
        CU_ASSERT(!joined.is_known);
        CU_ASSERT(eos_shape_equal(&left, &left) && eos_shape_equal(&unknown, &unknown));
        CU_ASSERT(!eos_shape_equal(&left, &right) && !eos_shape_equal(&left, &short_one));
        CU_ASSERT(!eos_shape_equal(&left, &unknown));
        UNIT_SAME_INT(eos_shape_elements(&left), 120);
        UNIT_SAME_INT(eos_shape_elements(&none), 1);
        UNIT_SAME_INT(eos_shape_elements(&right), -1);
        UNIT_SAME_INT(eos_shape_elements(&unknown), -1);
        UNIT_SAME_INT(eos_shape_elements(&huge), -1);
    }
    UNIT_ARENA_END(arena);
}

/* values that only some runs of the program have, and lists that code out of sight may change */
static void only_constants_count(void)
{
    UNIT_ARENA(arena) {
        eos_flow flow;
        eos_intern names;
        start(&flow, &names, &arena);
        eos_object *list = eos_heap_new(&flow.heap, EOS_OBJECT_LIST, (eos_span){0});
        eos_list_append(&flow.heap, list, eos_integer(3));
        eos_list_append(&flow.heap, list, eos_integer(3));
        eos_one_of ways = {2, {eos_integer(8), eos_integer(16)}};
        eos_argument items[] = {
            {{.kind = EOS_VALUE_ONE_OF, .as.one_of = &ways}, {0}, NULL},
            {{.kind = EOS_VALUE_OBJECT, .as.object = list}, {0}, NULL},
        };
        eos_arguments arguments = {.items = items, .count = 2, .positional_count = 2};
        const char *path = "keras.layers.Conv2D";
        const eos_api_entry *entry = eos_api_find(path, strlen(path));
        const eos_made *made = eos_bind_arguments(&flow, entry, &arguments);
        eos_shape input = {true, 3, {9, 9, 3}}, output;
        int64_t parameters;
        eos_shape_infer(made, &input, 1, &output, &parameters);
        UNIT_SAME_TEXT(eos_shape_show(&arena, &output), "(7, 7, ?)");
        UNIT_SAME_INT(parameters, -1);
        list->now.is_escaped = true;
        eos_shape_infer(made, &input, 1, &output, &parameters);
        UNIT_SAME_TEXT(eos_shape_show(&arena, &output), "(?, ?, ?)");
        eos_shape_infer(NULL, &input, 1, &output, &parameters);
        CU_ASSERT(!output.is_known && parameters == -1);
        /* **options may hold anything that is not written out */
        items[0].value = eos_integer(8);
        items[1].value = eos_integer(3);
        arguments.is_open = true;
        eos_shape_infer(eos_bind_arguments(&flow, entry, &arguments), &input, 1, &output,
                        &parameters);
        UNIT_SAME_TEXT(eos_shape_show(&arena, &output), "(?, ?, ?)");
        UNIT_SAME_INT(parameters, -1);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"shape: as live keras and torch", live_layers},
    {"shape: unknown stays unknown", unknown_stays_unknown},
    {"shape: no claim about what fails", no_claim_about_what_fails},
    {"shape: old spellings and functions", other_spellings},
    {"shape: equal, join, elements, show", shapes_by_themselves},
    {"shape: only constants count", only_constants_count},
};
UNIT_SUITE(shape, tests)
