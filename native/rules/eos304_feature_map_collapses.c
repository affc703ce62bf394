/* SPDX-License-Identifier: MIT */
/*
 * EOS304: a window that is larger than the map it slides over. Both libraries refuse such a layer when
 * it is built or first run, so the finding is certain wherever the sizes are known.
 *
 * Questionable: maps that shrink to one cell and are convolved with padding afterwards run, and are
 * left alone; only what cannot run is reported.
 */
#include "rules/layer_window.h"
#include "rules/network_facts.h"
#include "rules/wording.h"

#include <inttypes.h>

typedef struct squeeze {
    uint32_t axis;
    int64_t size, reach, margin;
} squeeze;

/* Rounding up keeps a last window that hangs over the edge, as far as it starts within a stride. */
static int64_t find_overhang(const eos_layer *layer, const eos_window *window, uint32_t axis)
{
    bool is_up = true;
    const eos_param *ceiling = eos_layer_param(layer, "ceil_mode");
    if (!ceiling || (eos_value_boolean(ceiling->value, &is_up) && !is_up))
        return 0;
    return window->stride[axis] > 0 ? window->stride[axis] - 1 : INT32_MAX;
}

/* 1 = larger than the map, 0 = fits, -1 = not known. */
static int judge_window(const eos_model *model, const eos_layer *layer, squeeze *out)
{
    eos_window window = eos_window_find(layer);
    eos_map map = eos_map_find(model, layer, &layer->input_shape);
    bool is_known = true;
    if (window.padding == EOS_PADDING_SAME)
        return 0;
    if (!map.is_known || map.extent != window.axes || window.padding == EOS_PADDING_UNKNOWN)
        return -1;
    for (uint32_t i = 0; i < window.axes; i++) {
        int64_t size = layer->input_shape.sizes[map.first + i];
        int64_t margin = window.padding == EOS_PADDING_NUMBER ? window.margin[i] : 0;
        int64_t reach = eos_window_reach(&window, i);
        if (size < 1 || margin < 0 || reach < 1) {
            is_known = false;
            continue;
        }
        *out = (squeeze){i, size, reach, margin};
        if (size + 2 * margin + find_overhang(layer, &window, i) < reach)
            return 1;
    }
    return is_known ? 0 : -1;
}

static void report(eos_check *check, const eos_model *model, const eos_layer *layer,
                   const squeeze *found)
{
    static const char *const axes[] = {"first", "second", "third"};
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const char *padded = found->margin > 0
                             ? eos_arena_printf(check->arena, " (with padding %" PRId64 ")",
                                                found->size + 2 * found->margin)
                             : "";
    const char *write = is_torch ? "a smaller kernel, padding, or fewer layers that shrink the map"
                                 : "padding=\"same\", a smaller kernel, or fewer pooling layers";
    eos_about about = eos_about_layer(check, model, layer);
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%s in %s spans %" PRId64 " cells, but the %s axis of the map that reaches it has "
        "%" PRId64 "%s: write %s",
        layer->kind, eos_say_layer(check, model, layer), found->reach, axes[found->axis],
        found->size, padded, write);
    eos_finding_fix(check, finding, "write %s", write);
    const eos_param *kernel = eos_layer_param(layer, "kernel_size");
    if (!kernel)
        kernel = eos_layer_param(layer, "pool_size");
    if (kernel)
        eos_finding_evidence(check, finding,
                             kernel->is_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                             "size of the window", kernel->value, layer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE,
                         eos_arena_printf(check->arena, "shape of the map, without the batch: %s",
                                          eos_shape_show(check->arena, &layer->input_shape)),
                         eos_unknown(NULL), layer->span);
    for (uint32_t i = 0; i < model->layers.count && &model->layers.items[i] != layer; i++) {
        const eos_layer *before = &model->layers.items[i];
        if (eos_window_find(before).axes > 0)
            eos_finding_related(check, finding, "layer that shrinks the map", before->span);
    }
    if (kernel && eos_value_is_default(kernel->value))
        eos_finding_with_defaults(check, finding);
}

static bool is_window(const eos_layer *layer)
{
    return layer->family != EOS_LAYER_CONV_TRANSPOSE && eos_window_find(layer).axes > 0 &&
           (!layer->is_functional || eos_layer_is_pooling(layer));
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (!is_window(layer))
            continue;
        squeeze found = {0};
        eos_about about = eos_about_layer(check, model, layer);
        int verdict = judge_window(model, layer, &found);
        if (verdict > 0 && layer->presence == EOS_REPEATED)
            verdict = -1;
        if (verdict > 0)
            report(check, model, layer, &found);
        else if (verdict == 0)
            eos_check_satisfied(check, &about);
        else
            eos_check_unknown(check, &about, "the size of the map or of the window is not known");
    }
}

const eos_rule eos_rule_304 = {
    .code = "EOS304",
    .name = "feature-map-collapses",
    .summary = "A convolution or pooling window is larger than the map it slides over",
    .category = "SHAPE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the window of each convolution and pooling layer, with dilation and "
                    "padding, with the size of the map that reaches it.",
            .why = "The libraries refuse the layer: Keras when the model is built, PyTorch when "
                   "the first batch reaches it, after the data were loaded.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(16, 3, activation=\"relu\", input_shape=(12, 12, 1)))\n"
                       "model.add(MaxPooling2D(4))\n"
                       "model.add(Conv2D(32, 3, activation=\"relu\"))\n"
                       "model.add(Flatten())\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead =
                "from keras import Sequential\n"
                "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Conv2D(16, 3, activation=\"relu\", input_shape=(12, 12, 1)))\n"
                "model.add(MaxPooling2D(4))\n"
                "model.add(Conv2D(32, 3, padding=\"same\", activation=\"relu\"))\n"
                "model.add(Flatten())\n"
                "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence = "The size of the map along one axis, kernel, dilation and padding. Silent "
                        "when one is unknown, for padding \"same\", and for layers in a loop of "
                        "unknown length.",
            .options = "",
            .known_problems =
                "PyTorch programs seldom say how large their images are; then nothing "
                "can be told.",
            .references = "Keras 3: layers.Conv2D (compute_output_shape). PyTorch 2: nn.Conv2d, "
                          "nn.MaxPool2d.",
        },
    .check = check_model,
};
