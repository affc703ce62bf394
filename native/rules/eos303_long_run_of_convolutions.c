/* SPDX-License-Identifier: MIT */
/*
 * EOS303: many convolutions in a row at one size of the map. Runs are followed along the only way;
 * each is told once, at its first convolution.
 *
 * Questionable: profile theia lets a run of four pass when a pooling layer follows the fourth ("no
 * pooling after 4 consecutive convolutions"), and counts no stride as pooling; the others do.
 */
#include "rules/layer_chain.h"
#include "rules/wording.h"

typedef struct conv_run {
    uint32_t first, last; /* indices of layers */
    uint32_t count;       /* windows in the run: 1x1 convolutions are none */
    bool is_open;
    bool is_half;   /* it ends in the first of two factors, 1x7 and 7x1 */
    bool is_pooled; /* a pooling layer ends it */
} conv_run;

static bool is_on_run(const eos_layer *layer)
{
    return eos_layer_is_plain_conv(layer);
}

/* The stride makes the map smaller, where the profile counts that. */
static bool is_new_size(const eos_check *check, const eos_layer *layer)
{
    eos_window window = eos_window_find(layer);
    return eos_window_is_strided(&window) && !eos_check_is_profile(check, EOS_PROFILE_THEIA);
}

/* Convolutions without padding eat the map away: half of it gone is as good as a pooling layer. */
static bool is_eaten_away(const eos_check *check, const eos_model *model, const conv_run *run)
{
    const eos_shape *before = &model->layers.items[run->first].output_shape;
    const eos_shape *after = &model->layers.items[run->last].output_shape;
    if (eos_check_is_profile(check, EOS_PROFILE_THEIA))
        return false;
    eos_map map = eos_map_find(model, &model->layers.items[run->first], before);
    if (!map.is_known || !after->is_known || after->rank != before->rank)
        return false;
    int64_t was = before->sizes[map.first], is = after->sizes[map.first];
    return was > 0 && is > 0 && is * 2 <= was;
}

static void judge_run(eos_check *check, const eos_model *model, const conv_run *run)
{
    eos_about about = eos_about_layer(check, model, &model->layers.items[run->first]);
    bool is_theia = eos_check_is_profile(check, EOS_PROFILE_THEIA);
    double limit = eos_check_threshold(check, "conv-run-max") + (is_theia && run->is_pooled);
    if (run->count <= limit || is_eaten_away(check, model, run)) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (run->is_open || model->is_escaped) {
        eos_check_unknown(check, &about, "not all layers of the run are certain");
        return;
    }
    const eos_layer *last = &model->layers.items[run->last];
    eos_finding *finding = eos_check_violated(
        check, &about,
        "%u convolutions in a row, from %s to %s, and no pooling layer between: write a pooling "
        "layer after every two or three",
        run->count, eos_say_layer(check, model, about.layer),
        eos_say_at(check, eos_layer_label(check->arena, last), last->span, about.span.line));
    if (is_theia)
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_HEURISTIC);
    eos_finding_fix(check, finding, "add %s",
                    model->framework == EOS_FRAMEWORK_TORCH ? "nn.MaxPool2d(2)"
                                                            : "MaxPooling2D((2, 2))");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "convolutions in the run",
                         eos_integer(run->count), about.span);
    eos_finding_related(check, finding, "last convolution of the run", last->span);
}

/* A row of numbers comes out of maps: the network judges, it does not paint. */
static bool is_judging(const eos_model *model)
{
    const eos_head *head = &model->head;
    bool is_row = head->output_shape.is_known && head->output_shape.rank == 1;
    return head->is_known && head->layer && (head->layer->family == EOS_LAYER_DENSE || is_row) &&
           eos_model_count(model, eos_layer_is_foreign) == 0 && !eos_model_makes_maps(model) &&
           eos_input_kind_find(model) != EOS_INPUT_OTHER;
}

/* A window taken apart into two factors is one window. */
static void count_layer(conv_run *run, const eos_layer *layer)
{
    eos_window window = eos_window_find(layer);
    bool is_factor = false;
    for (uint32_t i = 0; i < window.axes && window.axes > 1; i++)
        is_factor = is_factor || window.kernel[i] == 1;
    if (!eos_layer_is_window_conv(layer))
        return;
    run->is_half = is_factor && !run->is_half;
    run->count += !is_factor || run->is_half;
}

static void check_model(eos_check *check, const eos_model *model)
{
    uint32_t count = model->layers.count;
    if (eos_model_first_conv(model) == EOS_NO_LAYER || !is_judging(model) ||
        eos_model_is_ready_made(model))
        return;
    eos_layer_uses uses = eos_layer_uses_make(check->arena, model);
    conv_run *runs = EOS_NEW_ARRAY(check->arena, conv_run, count); /* run that reaches layer i */
    for (uint32_t i = 0; i < count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        if (!is_on_run(layer))
            continue;
        conv_run run = runs[i];
        if (run.count == 0 || is_new_size(check, layer)) {
            if (run.count > 0)
                judge_run(check, model, &run);
            run = (conv_run){.first = i};
        }
        run.last = i;
        count_layer(&run, layer);
        run.is_open = run.is_open || layer->presence != EOS_PRESENT;
        eos_chain_link link = eos_chain_link_find(model, &uses, i);
        bool is_going_on = link.next != EOS_NO_LAYER && !link.is_pooled && link.next > i &&
                           is_on_run(&model->layers.items[link.next]);
        run.is_open = run.is_open || (is_going_on && link.is_open);
        run.is_pooled = link.is_pooled;
        if (is_going_on)
            runs[link.next] = run;
        else if (run.count > 0)
            judge_run(check, model, &run);
    }
}

static const eos_threshold thresholds[] = {
    {"conv-run-max",
     {6, 3, 6},
     "Theia (rule table in section 4.1) for profile theia; opinion otherwise: published chains "
     "without shortcuts have at most four"},
    {0},
};

const eos_rule eos_rule_303 = {
    .code = "EOS303",
    .name = "long-run-of-convolutions",
    .summary = "Many convolutions in a row without making the map smaller",
    .category = "IDS",
    .severity = EOS_SEVERITY_INFO,
    .confidence = EOS_CONFIDENCE_HEURISTIC,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a chain of convolutions on maps of one size, without a pooling layer or "
                    "a stride between them: more than six, in profile theia four.",
            .why = "The window that a unit sees grows by two pixels per convolution only, time and "
                   "memory stay those of the full picture, and the row that flatten makes at the "
                   "end has most of the weights of the network.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Conv2D, Dense, Flatten\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Conv2D(32, 3, padding=\"same\", activation=\"relu\", "
                       "input_shape=(32, 32, 3)))\n"
                       "for _ in range(6):\n"
                       "    model.add(Conv2D(32, 3, padding=\"same\", activation=\"relu\"))\n"
                       "model.add(Flatten())\n"
                       "model.add(Dense(10, activation=\"softmax\"))\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Conv2D(32, 3, padding=\"same\", activation=\"relu\", "
                           "input_shape=(32, 32, 3)))\n"
                           "for _ in range(3):\n"
                           "    model.add(Conv2D(32, 3, padding=\"same\", activation=\"relu\"))\n"
                           "    model.add(MaxPooling2D((2, 2)))\n"
                           "model.add(Flatten())\n"
                           "model.add(Dense(10, activation=\"softmax\"))\n",
            .evidence =
                "The chain itself and that the network ends in a row of numbers. A 1x1 "
                "convolution does not count, a depthwise one with its pointwise one counts "
                "once. Silent for shortcuts, concatenations and branches, dense prediction, "
                "upsampling, and maps that shrink to half by missing padding.",
            .options = "`conv-run-max`: the most convolutions in a row. Profile theia: a warning; "
                       "strides do not count as pooling; a pooling layer right behind the fourth "
                       "convolution is enough.",
            .known_problems = "Dilated convolutions widen the window without pooling.",
            .references = "Theia (rule table in section 4.1; its Table 2 says \"more than 4\", the "
                          "text and its benchmark say 4).",
        },
    .thresholds = thresholds,
    .check = check_model,
};
