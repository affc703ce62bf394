/* SPDX-License-Identifier: MIT */
/*
 * EOS501: inputs of a large range reach fit or the loop, and no layer in front normalises them. The
 * subject is the training call. Raw 8-bit images are certain; tables are judged by their largest value.
 *
 * Questionable: a network that begins with another model, a lambda or a layer that is not understood is
 * left alone, because each of them may rescale.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <math.h>
#include <string.h>

/* The first layers decide: what normalises, what reads ids, what is not understood. */
static const char *find_excuse(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        switch ((eos_layer_family)layer->family) {
        case EOS_LAYER_NORM_BATCH:
        case EOS_LAYER_NORM_LAYER:
        case EOS_LAYER_NORM_GROUP:
        case EOS_LAYER_NORM_OTHER:
        case EOS_LAYER_NORMALIZE_INPUT:
        case EOS_LAYER_RESCALE:
            return "a layer in front normalises";
        case EOS_LAYER_EMBEDDING:
            return "the inputs are ids";
        case EOS_LAYER_INPUT:
        case EOS_LAYER_FLATTEN:
        case EOS_LAYER_RESHAPE:
        case EOS_LAYER_PERMUTE:
        case EOS_LAYER_PAD:
        case EOS_LAYER_CROP:
        case EOS_LAYER_DROPOUT:
        case EOS_LAYER_AUGMENT:
        case EOS_LAYER_POOL_MAX:
        case EOS_LAYER_POOL_AVERAGE:
            break;
        default:
            return layer->is_learnable && layer->family != EOS_LAYER_MODEL &&
                           layer->presence == EOS_PRESENT && !layer->is_functional
                       ? NULL
                       : "what the first layers do to the inputs is not known";
        }
    }
    return "no layer with weights is seen";
}

typedef enum input_kind { INPUT_UNKNOWN, INPUT_IMAGES, INPUT_TABLE } input_kind;

static input_kind find_kind(const eos_training *training, const eos_tensor *inputs)
{
    const eos_tensor *given = eos_array_of_value(training->x);
    bool is_fed = given && given->holder == EOS_HOLDER_FEED;
    if (!inputs || isnan(inputs->minimum) || isnan(inputs->maximum) ||
        (!inputs->is_known_data && !inputs->is_range_exact && !is_fed))
        return INPUT_UNKNOWN;
    bool is_byte_range = inputs->maximum == 255 && inputs->minimum >= 0;
    bool is_map = inputs->shape.is_known && inputs->shape.rank >= 3;
    if (is_map || is_byte_range)
        return inputs->is_known_data || is_fed || (is_byte_range && inputs->source) ? INPUT_IMAGES
                                                                                    : INPUT_UNKNOWN;
    bool is_table =
        inputs->shape.is_known && inputs->shape.rank == 2 && inputs->encoding == EOS_LABELS_UNKNOWN;
    return is_table ? INPUT_TABLE : INPUT_UNKNOWN;
}

static eos_value show_range(eos_check *check, const eos_tensor *inputs)
{
    eos_interval *interval = EOS_NEW(check->arena, eos_interval);
    *interval = (eos_interval){inputs->minimum, inputs->maximum, false};
    return (eos_value){.kind = EOS_VALUE_INTERVAL, .as.interval = interval};
}

static void report(eos_check *check, const eos_model *model, const eos_training *training,
                   const eos_about *about, const eos_tensor *inputs, bool is_image)
{
    bool is_byte = is_image && inputs->minimum >= 0 && inputs->maximum == 255;
    bool is_torch = model->framework == EOS_FRAMEWORK_TORCH;
    const char *write = !is_image  ? "StandardScaler, fitted on the training rows"
                        : !is_byte ? "a scaling to about 1"
                        : is_torch ? "transforms.ToTensor(), or x / 255"
                                   : "x / 255.0, rescale=1/255, or a Rescaling(1/255) layer";
    const char *source =
        inputs->source ? eos_arena_printf(check->arena, " of %s", inputs->source) : "";
    eos_finding *finding = eos_check_violated(
        check, about,
        "%s%s reach %s with values from %g to %g, and no layer in front scales them: "
        "write %s",
        is_image ? "images" : "columns", source, eos_say_method(training->method), inputs->minimum,
        inputs->maximum, write);
    bool is_theia = eos_check_is_profile(check, EOS_PROFILE_THEIA);
    eos_finding_severity(finding, EOS_SEVERITY_WARNING,
                         is_byte && training->presence == EOS_PRESENT && !is_theia
                             ? EOS_CONFIDENCE_CERTAIN
                             : EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    eos_value range = show_range(check, inputs);
    range.origin = training->x.origin;
    eos_finding_evidence(check, finding,
                         inputs->is_known_data ? EOS_EVIDENCE_KNOWN_DATA : EOS_EVIDENCE_CODE,
                         "range of the inputs", range, training->span);
    if (training->x.kind == EOS_VALUE_OBJECT)
        eos_finding_related(check, finding, "inputs", training->x.as.object->span);
    eos_finding_related(check, finding, "training", training->span);
    if (training->learner != EOS_NO_LEARNER)
        eos_finding_relate_learner(check, finding, model,
                                   &model->learners.items[training->learner]);
}

static bool is_far(eos_check *check, const eos_tensor *inputs, input_kind kind)
{
    double largest = fmax(fabs(inputs->minimum), fabs(inputs->maximum));
    if (eos_check_is_profile(check, EOS_PROFILE_THEIA))
        return largest > 1;
    return largest >
           eos_check_threshold(check, kind == INPUT_IMAGES ? "image-range-max" : "table-value-max");
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    const eos_tensor *inputs = eos_training_inputs(training);
    input_kind kind = find_kind(training, inputs);
    if (kind == INPUT_UNKNOWN) {
        eos_check_unknown(check, &about, "the range of the inputs is not known");
    } else if (!is_far(check, inputs, kind)) {
        eos_check_satisfied(check, &about);
    } else {
        const char *excuse = find_excuse(model);
        if (excuse)
            eos_check_unknown(check, &about, excuse);
        else
            report(check, model, training, &about, inputs, kind == INPUT_IMAGES);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

static const eos_threshold thresholds[] = {
    {"image-range-max",
     {2, 1, 2},
     "rules.md: standardised images stay within about 2; theia: section 4.1"},
    {"table-value-max", {100, 1, 100}, "opinion: two orders above unit size; theia: section 4.1"},
    {0},
};

const eos_rule eos_rule_501 = {
    .code = "EOS501",
    .name = "input-not-normalised",
    .summary = "The inputs reach training unscaled",
    .category = "IDN",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Looks at the range of the inputs that reach training: raw 8-bit images, and "
                    "tables with values of three digits and more.",
            .why = "Initial weights are made for inputs of about unit size. Inputs in the "
                   "hundreds saturate the first layer, make its gradient as large, and force a "
                   "learning rate that is too small for the rest.",
            .example =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), _ = keras.datasets.mnist.load_data()\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Flatten(input_shape=(28, 28)))\n"
                "model.add(layers.Dense(64, activation=\"relu\"))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x, y)\n",
            .use_instead =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), _ = keras.datasets.mnist.load_data()\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Flatten(input_shape=(28, 28)))\n"
                "model.add(layers.Dense(64, activation=\"relu\"))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x / 255.0, y)\n",
            .evidence = "The range of the inputs: a data set of a library, pictures from folders, "
                        "numbers in the program. Silent for a normalising layer in front, ids, "
                        "standardised or generated features, a network that begins with another "
                        "model, and anything done to the inputs that is not understood.",
            .options =
                "image-range-max (2): the largest absolute value of image inputs; "
                "table-value-max (100): of tables. In theia both are 1, as the paper has it.",
            .known_problems =
                "Columns of very different spread below table-value-max are not reported.",
            .references =
                "Theia (rule table in section 4.1: inputs outside [0, 1] and [-1, 1]). LeCun "
                "et al., Efficient BackProp, section 4.3.",
        },
    .thresholds = thresholds,
    .check = check_model,
};
