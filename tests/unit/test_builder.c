/* SPDX-License-Identifier: MIT */
/*
 * The tables of networks that libraries build: what stands in them is in range, what they are read to
 * is what the library makes, and calls that are not understood make nothing. Whole networks are held
 * against the libraries in tests/live.
 */
#include "unit.h"

#include "flow/builder.h"
#include <string.h>

typedef struct place {
    eos_flow flow;
    eos_intern names;
    eos_ir_scope scope;
    eos_frame frame;
} place;

static void start(place *here, eos_arena *arena)
{
    *here = (place){.flow = {.arena = arena, .names = &here->names, .step_limit = 100000}};
    eos_intern_init(&here->names, arena);
    eos_heap_init(&here->flow.heap, arena);
    here->frame.scope = &here->scope;
    here->flow.module_frame = &here->frame;
    here->flow.result = EOS_NEW(arena, eos_flow_result);
}

static eos_value call(place *here, const char *path, const eos_argument *items, uint32_t count)
{
    eos_arguments arguments = {.items = items, .count = count};
    return eos_call_builder(&here->flow, &here->frame,
                            eos_library_ref_for(&here->flow, path, strlen(path)), &arguments);
}

static eos_argument named(place *here, const char *name, eos_value value)
{
    return (eos_argument){value, {0}, eos_intern_string(&here->names, name)};
}

static void tables_are_in_range(void)
{
    for (uint32_t i = 0; i < eos_keras_builder_count; i++) {
        const eos_keras_builder *one = &eos_keras_builders[i];
        CU_ASSERT(one->count > 0 && (one->order_count == 0 || one->order_count == one->count));
        CU_ASSERT(i == 0 || strcmp(eos_keras_builders[i - 1].name, one->name) < 0);
        for (uint32_t k = 0; k < one->count; k++) {
            const eos_built_layer *layer = &eos_built_layers[one->first + k];
            CU_ASSERT(layer->input_count > 0 && eos_built_whens[layer->when] != 0);
            for (uint32_t n = 0; n < layer->input_count; n++)
                CU_ASSERT(eos_built_inputs[layer->input_first + n] <= k + 1);
        }
    }
    for (uint32_t i = 0; i < eos_torch_builder_count; i++) {
        const eos_torch_builder *one = &eos_torch_builders[i];
        const eos_built_variant *last = &eos_built_variants[one->first + one->count - 1];
        CU_ASSERT(i == 0 || strcmp(eos_torch_builders[i - 1].name, one->name) < 0);
        CU_ASSERT(eos_built_text_of(last->when)[0] == '\0'); /* one of them always fits */
    }
}

/* the first padding for a kernel of 3 that depends on the input; UINT16_MAX = there is none */
static uint16_t find_pad(void)
{
    for (uint32_t i = 0; i < eos_keras_builder_count; i++) {
        for (uint32_t k = 0; k < eos_keras_builders[i].count; k++) {
            const eos_built_call *made =
                &eos_built_calls[eos_built_layers[eos_keras_builders[i].first + k].call];
            for (uint32_t n = 0; n < made->count; n++) {
                uint16_t value = eos_built_arguments[made->first + n].value;
                if (eos_built_values[value].kind == EOS_BUILT_PAD &&
                    eos_built_values[value].integer == 3)
                    return value;
            }
        }
    }
    return UINT16_MAX;
}

static void paddings_depend_on_the_input(void)
{
    uint16_t value = find_pad();
    CU_ASSERT_FATAL(value != UINT16_MAX);
    UNIT_ARENA(arena) {
        place here;
        start(&here, &arena);
        eos_shape input = {true, 3, {8, 9, 3}};
        eos_built_scope scope = {.input = &input};
        eos_value pad = eos_built_value_of(&here.flow, &here.frame, value, &scope);
        UNIT_SAME_TEXT(eos_value_show(&arena, pad), "((0, 1), (1, 1))");
        input.sizes[0] = EOS_DIM_UNKNOWN;
        pad = eos_built_value_of(&here.flow, &here.frame, value, &scope);
        CU_ASSERT(eos_value_is_unknown(pad));
    }
    UNIT_ARENA_END(arena);
}

static void heads_are_what_was_asked_for(void)
{
    UNIT_ARENA(arena) {
        place here;
        start(&here, &arena);
        eos_argument classes = named(&here, "num_classes", eos_integer(7));
        eos_value model = call(&here, "torchvision.models.resnet18", &classes, 1);
        CU_ASSERT_FATAL(model.kind == EOS_VALUE_OBJECT);
        CU_ASSERT(model.as.object->built->weights == EOS_WEIGHTS_NONE);
        UNIT_SAME_TEXT(model.as.object->class_object->name->data, "ResNet");
        const eos_item *head =
            eos_attribute_find(model.as.object, eos_intern_string(&here.names, "fc"));
        CU_ASSERT_FATAL(head != NULL && head->value.kind == EOS_VALUE_OBJECT);
        const eos_made *made = head->value.as.object->now.facts;
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_made_value(made, "out_features")), "7");
        UNIT_SAME_TEXT(eos_value_show(&arena, eos_made_value(made, "in_features")), "512");
        eos_argument trained = named(&here, "weights", eos_boolean(true));
        model = call(&here, "torchvision.models.vgg16", &trained, 1);
        CU_ASSERT_FATAL(model.kind == EOS_VALUE_OBJECT);
        CU_ASSERT(model.as.object->built->weights == EOS_WEIGHTS_TRAINED);
        eos_argument none = named(&here, "weights", eos_none());
        model = call(&here, "keras.applications.VGG16", &none, 1);
        CU_ASSERT_FATAL(model.kind == EOS_VALUE_OBJECT);
        UNIT_SAME_INT(eos_sequence_count(model.as.object->built->layers), 23); /* with its input */
    }
    UNIT_ARENA_END(arena);
}

static void unknown_arguments_make_nothing(void)
{
    UNIT_ARENA(arena) {
        place here;
        start(&here, &arena);
        eos_argument odd = named(&here, "norm_layer", eos_unknown("a function"));
        CU_ASSERT(call(&here, "torchvision.models.resnet18", &odd, 1).kind == EOS_VALUE_UNBOUND);
        odd = named(&here, "alpha", eos_number(0.5));
        CU_ASSERT(call(&here, "keras.applications.MobileNet", &odd, 1).kind == EOS_VALUE_UNBOUND);
        odd = named(&here, "include_top", eos_unknown("a flag"));
        CU_ASSERT(call(&here, "keras.applications.VGG16", &odd, 1).kind == EOS_VALUE_UNBOUND);
        CU_ASSERT(call(&here, "torchvision.models.resnet17", NULL, 0).kind == EOS_VALUE_UNBOUND);
        CU_ASSERT(call(&here, "torchvision.ops.nms", NULL, 0).kind == EOS_VALUE_UNBOUND);
        here.flow.built_layers = EOS_LIMIT_BUILT_LAYERS;
        CU_ASSERT(call(&here, "torchvision.models.resnet18", NULL, 0).kind == EOS_VALUE_UNBOUND);
        CU_ASSERT(call(&here, "keras.applications.VGG16", NULL, 0).kind == EOS_VALUE_UNBOUND);
    }
    UNIT_ARENA_END(arena);
}

static const unit_test tests[] = {
    {"builder: tables are in range", tables_are_in_range},
    {"builder: paddings depend on the input", paddings_depend_on_the_input},
    {"builder: heads are what was asked for", heads_are_what_was_asked_for},
    {"builder: unknown arguments make nothing", unknown_arguments_make_nothing},
};
UNIT_SUITE(builder, tests)
