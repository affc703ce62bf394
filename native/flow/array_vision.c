/* SPDX-License-Identifier: MIT */
/*
 * torchvision: data sets of pictures, and what their transforms do to one picture.
 *
 * A picture is followed by height, width, channels and range, first as PIL image (bytes, channels last),
 * then as tensor (channels first). A transform that is not listed makes shape and range unknown; the
 * labels are touched by target_transform alone.
 */
#include "flow/array.h"

#include <math.h>

typedef struct picture {
    int64_t height, width, channels;
    double minimum, maximum;
    bool is_tensor, is_byte, is_exact;
    const char *scaled_by;
    bool is_lost; /* nothing is known any more */
} picture;

static void lose(picture *one)
{
    *one = (picture){.height = EOS_DIM_UNKNOWN,
                     .width = EOS_DIM_UNKNOWN,
                     .channels = EOS_DIM_UNKNOWN,
                     .minimum = (double)NAN,
                     .maximum = (double)NAN,
                     .is_lost = true};
}

static void lose_range(picture *one)
{
    one->minimum = one->maximum = (double)NAN;
    one->is_exact = false;
}

/* ---- the transforms ---- */

static void scale_bytes(picture *one, const char *by)
{
    if (!one->is_byte)
        return;
    one->minimum /= 255;
    one->maximum /= 255;
    one->is_byte = false;
    one->scaled_by = by;
}

/* (x - mean) / std per channel; the hull over the channels */
static void normalize(eos_flow *flow, picture *one, const eos_made *made)
{
    const eos_sequence *means = eos_iterate(flow, eos_made_value(made, "mean"));
    const eos_sequence *deviations = eos_iterate(flow, eos_made_value(made, "std"));
    uint32_t count = eos_sequence_count(means);
    double low = (double)INFINITY, high = -(double)INFINITY;
    one->scaled_by = "Normalize";
    bool is_known = one->is_tensor && !one->is_byte && !isnan(one->minimum) && count > 0 &&
                    count == eos_sequence_count(deviations);
    for (uint32_t i = 0; i < count && is_known; i++) {
        double mean, deviation;
        is_known = eos_value_number(means->items[i].value, &mean) &&
                   eos_value_number(deviations->items[i].value, &deviation) && deviation > 0;
        if (!is_known)
            break;
        low = fmin(low, (one->minimum - mean) / deviation);
        high = fmax(high, (one->maximum - mean) / deviation);
    }
    one->is_exact = false; /* the ends may stand in another channel */
    one->minimum = is_known ? low : (double)NAN;
    one->maximum = is_known ? high : (double)NAN;
}

/* 32, or (32, 48); `keeps_ratio`: one number is the shorter edge */
static void take_size(picture *one, eos_value size, bool keeps_ratio)
{
    int64_t edge;
    eos_shape both;
    bool is_square = one->height == one->width && one->height > 0;
    bool is_edge = eos_value_integer(size, &edge);
    one->is_exact = false;
    if (!is_edge && eos_shape_from_value(size, &both) && both.rank == 1) {
        is_edge = true;
        edge = both.sizes[0];
    }
    one->height = one->width = EOS_DIM_UNKNOWN;
    if (is_edge && (!keeps_ratio || is_square))
        one->height = one->width = edge;
    if (!is_edge && eos_shape_from_value(size, &both) && both.rank == 2) {
        one->height = both.sizes[0];
        one->width = both.sizes[1];
    }
}

static void pad(picture *one, const eos_made *made)
{
    int64_t edge;
    double fill = 0;
    bool is_even = eos_value_integer(eos_made_value(made, "padding"), &edge);
    const eos_text *mode = eos_value_string(eos_made_value(made, "padding_mode"));
    one->height = is_even && one->height >= 0 ? one->height + 2 * edge : EOS_DIM_UNKNOWN;
    one->width = is_even && one->width >= 0 ? one->width + 2 * edge : EOS_DIM_UNKNOWN;
    if (!eos_text_is(mode, "constant"))
        return;
    if (!eos_value_number(eos_made_value(made, "fill"), &fill)) {
        lose_range(one);
        return;
    }
    one->minimum = fmin(one->minimum, fill);
    one->maximum = fmax(one->maximum, fill);
}

/* pictures of the same size whose values stay within the bounds: of a byte picture always; a tensor may
 * get zeros where it is turned out of sight */
static void keep(picture *one)
{
    one->is_exact = false;
    if (one->is_byte)
        return;
    if (isnan(one->minimum))
        return;
    one->minimum = fmin(one->minimum, 0);
    one->maximum = fmax(one->maximum, 0);
}

typedef enum effect {
    COMPOSES,
    TO_TENSOR,
    TO_BYTES,
    TO_FLOAT,
    NORMALIZES,
    RESIZES,
    CROPS,
    PADS,
    TO_GREY,
    KEEPS_ALL,
    KEEPS_BYTES
} effect;

static const struct transform {
    const char *name; /* behind torchvision.transforms. */
    effect does;
} TRANSFORMS[] = {
    {"AugMix", KEEPS_BYTES},
    {"AutoAugment", KEEPS_BYTES},
    {"CenterCrop", CROPS},
    {"ColorJitter", KEEPS_BYTES},
    {"Compose", COMPOSES},
    {"ConvertImageDtype", TO_FLOAT},
    {"GaussianBlur", KEEPS_BYTES},
    {"Grayscale", TO_GREY},
    {"Normalize", NORMALIZES},
    {"PILToTensor", TO_BYTES},
    {"Pad", PADS},
    {"RandAugment", KEEPS_BYTES},
    {"RandomAdjustSharpness", KEEPS_BYTES},
    {"RandomAffine", KEEPS_BYTES},
    {"RandomAutocontrast", KEEPS_BYTES},
    {"RandomCrop", CROPS},
    {"RandomEqualize", KEEPS_BYTES},
    {"RandomErasing", KEEPS_ALL},
    {"RandomGrayscale", KEEPS_BYTES},
    {"RandomHorizontalFlip", KEEPS_ALL},
    {"RandomInvert", KEEPS_BYTES},
    {"RandomPerspective", KEEPS_BYTES},
    {"RandomPosterize", KEEPS_BYTES},
    {"RandomResizedCrop", CROPS},
    {"RandomRotation", KEEPS_BYTES},
    {"RandomSolarize", KEEPS_BYTES},
    {"RandomVerticalFlip", KEEPS_ALL},
    {"Resize", RESIZES},
    {"ToDtype", TO_FLOAT},
    {"ToImage", TO_BYTES},
    {"ToTensor", TO_TENSOR},
    {"TrivialAugmentWide", KEEPS_BYTES},
};

static const struct transform *find_transform(const eos_object *object)
{
    static const char prefix[] = "torchvision.transforms.";
    if (object->kind != EOS_OBJECT_LIBRARY || object->library == NULL ||
        !eos_text_starts_with(object->library->path, prefix))
        return NULL;
    const char *name = object->library->path->data + sizeof prefix - 1;
    for (size_t i = 0; i < sizeof TRANSFORMS / sizeof *TRANSFORMS; i++)
        if (strcmp(TRANSFORMS[i].name, name) == 0)
            return &TRANSFORMS[i];
    return NULL;
}

static void apply(eos_flow *flow, picture *one, eos_value transform, int depth);

static void apply_all(eos_flow *flow, picture *one, eos_value list, int depth)
{
    const eos_sequence *items = eos_iterate(flow, list);
    if (items == NULL)
        lose(one);
    for (uint32_t i = 0; i < eos_sequence_count(items); i++)
        apply(flow, one, items->items[i].value, depth + 1);
}

static void to_float(picture *one, const eos_object *object, const eos_made *made)
{
    bool is_scaled = true, is_dtype = strstr(object->library->path->data, "ToDtype") != NULL;
    eos_value scale = made != NULL ? eos_made_value(made, "scale") : eos_unknown(NULL);
    eos_value dtype = made != NULL ? eos_made_value(made, "dtype") : eos_unknown(NULL);
    if (dtype.kind == EOS_VALUE_UNBOUND && made != NULL && made->rest_count > 0)
        dtype = made->rest[0];
    if (is_dtype && scale.kind == EOS_VALUE_UNBOUND)
        is_scaled = false;
    else if (is_dtype && !eos_value_boolean(scale, &is_scaled)) {
        lose_range(one);
        return;
    }
    if (!one->is_tensor || eos_facts_dtype(dtype) != EOS_DTYPE_FLOAT) {
        lose_range(one);
        return;
    }
    if (is_scaled)
        scale_bytes(one, object->library->entry != NULL ? object->library->entry->kind : "ToDtype");
    one->is_byte = false;
}

static void apply_one(eos_flow *flow, picture *one, const struct transform *transform,
                      const eos_object *object, int depth)
{
    const eos_made *made = object->now.facts;
    int64_t channels;
    bool has_made = made != NULL && made->entry != NULL && !made->is_open;
    if (!has_made && transform->does != KEEPS_ALL && transform->does != TO_TENSOR &&
        transform->does != TO_BYTES) {
        lose(one);
        return;
    }
    switch (transform->does) {
    case COMPOSES:
        apply_all(flow, one, eos_made_value(made, "transforms"), depth);
        break;
    case TO_TENSOR:
        if (!one->is_tensor)
            scale_bytes(one, "ToTensor");
        one->is_tensor = true;
        break;
    case TO_BYTES:
        one->is_tensor = true;
        break;
    case TO_FLOAT:
        to_float(one, object, made);
        break;
    case NORMALIZES:
        normalize(flow, one, made);
        break;
    case RESIZES:
        if (!one->is_byte && eos_made_is_given(made, "interpolation"))
            lose_range(one); /* bicubic goes beyond the ends */
        take_size(one, eos_made_value(made, "size"), true);
        break;
    case CROPS:
        if (!one->is_byte && eos_made_is_given(made, "interpolation"))
            lose_range(one);
        take_size(one, eos_made_value(made, "size"), false);
        keep(one);
        break;
    case PADS:
        pad(one, made);
        break;
    case TO_GREY:
        one->channels = eos_value_integer(eos_made_value(made, "num_output_channels"), &channels)
                            ? channels
                            : EOS_DIM_UNKNOWN;
        one->is_exact = false;
        break;
    case KEEPS_ALL:
        keep(one);
        break;
    case KEEPS_BYTES: /* brightness and the like are clamped to the picture's own type */
        keep(one);
        if (!one->is_byte && !(one->minimum >= 0 && one->maximum <= 1))
            lose_range(one);
        break;
    }
}

static void apply(eos_flow *flow, picture *one, eos_value transform, int depth)
{
    if (transform.kind == EOS_VALUE_NONE || one->is_lost)
        return;
    const struct transform *known =
        transform.kind == EOS_VALUE_OBJECT ? find_transform(transform.as.object) : NULL;
    if (known == NULL || depth > 8 || transform.as.object->now.is_escaped)
        lose(one);
    else
        apply_one(flow, one, known, transform.as.object, depth);
}

/* ---- data sets ---- */

static eos_tensor *pictures_of(const eos_array_call *call, const picture *one, int64_t rows)
{
    eos_tensor *out = eos_array_new(call);
    if (one->is_lost || !one->is_tensor)
        return out; /* PIL images, or not known */
    out->shape = (eos_shape){true, 4, {rows, one->channels, one->height, one->width}};
    out->minimum = one->minimum;
    out->maximum = one->maximum;
    out->is_range_exact = one->is_exact && !isnan(one->minimum);
    out->dtype = one->is_byte ? EOS_DTYPE_INTEGER : EOS_DTYPE_FLOAT;
    out->is_byte = one->is_byte;
    out->scaled_by = one->scaled_by;
    return out;
}

static eos_tensor *ids_of(const eos_array_call *call, const eos_made *made, int64_t rows,
                          int64_t classes)
{
    eos_tensor *out = eos_array_new(call);
    if (eos_array_is_given(eos_made_value(made, "target_transform")) || made->is_open)
        return out;
    out->shape = (eos_shape){true, 1, {rows}};
    out->dtype = EOS_DTYPE_INTEGER;
    out->encoding = EOS_LABELS_INTEGER;
    out->classes = classes > 0 ? classes : -1;
    out->minimum = 0;
    out->maximum = classes > 0 ? (double)(classes - 1) : (double)NAN;
    out->is_range_exact = classes > 0;
    return out;
}

static int64_t rows_of(const eos_made *made, const eos_api_dataset *set)
{
    bool is_train;
    eos_value train = eos_made_value(made, "train"), split = eos_made_value(made, "split");
    const eos_text *part = eos_value_string(split);
    int64_t rows = 0;
    if (eos_value_boolean(train, &is_train))
        rows = is_train ? set->train_rows : set->test_rows;
    else if (eos_text_is(part, "train"))
        rows = set->train_rows;
    else if (eos_text_is(part, "test"))
        rows = set->test_rows;
    return rows > 0 ? rows : EOS_DIM_UNKNOWN;
}

static eos_value feed_of(const eos_array_call *call, const eos_made *made, picture *one,
                         int64_t rows, int64_t classes, const char *source, bool is_by_class)
{
    eos_value transform = eos_made_value(made, "transform");
    eos_value both = eos_made_value(made, "transforms");
    if (transform.kind == EOS_VALUE_UNBOUND || eos_array_is_given(both) || made->is_open)
        lose(one);
    apply(call->flow, one, transform, 0);
    eos_tensor *inputs = pictures_of(call, one, rows), *targets = ids_of(call, made, rows, classes);
    inputs->source = targets->source = source;
    inputs->is_known_data = targets->is_known_data = classes > 0;
    targets->is_by_class = is_by_class;
    return eos_feed_make(call, inputs, targets, (eos_value){.kind = EOS_VALUE_UNBOUND}, source);
}

eos_value eos_load_pictures(const eos_array_call *call, const eos_api_dataset *set)
{
    const eos_made *made = eos_array_bind(call);
    if (made == NULL || set->is_regression || set->rank < 2 || set->rank > 3)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    picture one = {.height = set->shape[0],
                   .width = set->shape[1],
                   .channels = set->rank == 3 ? set->shape[2] : 1,
                   .minimum = set->minimum,
                   .maximum = set->maximum,
                   .is_byte = true,
                   .is_exact = true};
    return feed_of(call, made, &one, rows_of(made, set), set->classes, set->name, false);
}

static eos_value image_folder(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    picture one = {.height = EOS_DIM_UNKNOWN,
                   .width = EOS_DIM_UNKNOWN,
                   .channels = 3,
                   .minimum = 0,
                   .maximum = 255,
                   .is_byte = true};
    if (made == NULL)
        return eos_array_unknown();
    if (eos_made_is_given(made, "loader")) /* the program's own way to read a file */
        lose(&one);
    const eos_text *folder = eos_value_string(eos_made_value(made, "root"));
    return feed_of(call, made, &one, EOS_DIM_UNKNOWN, 0,
                   folder != NULL ? folder->data : "ImageFolder", true); /* folder by folder */
}

static eos_value fake_data(const eos_array_call *call)
{
    const eos_made *made = eos_array_bind(call);
    int64_t rows, classes;
    eos_shape shape;
    if (made == NULL)
        return eos_array_unknown();
    if (!eos_value_integer(eos_made_value(made, "num_classes"), &classes))
        classes = 0;
    if (!eos_value_integer(eos_made_value(made, "size"), &rows))
        rows = EOS_DIM_UNKNOWN;
    picture one = {.minimum = 0, .maximum = 255, .is_byte = true};
    one.height = one.width = one.channels = EOS_DIM_UNKNOWN;
    if (eos_shape_from_value(eos_made_value(made, "image_size"), &shape) && shape.rank == 3) {
        one.channels = shape.sizes[0];
        one.height = shape.sizes[1];
        one.width = shape.sizes[2];
    }
    return feed_of(call, made, &one, rows, classes, "FakeData", false);
}

static const eos_array_entry ENTRIES[] = {
    {"torchvision.datasets.DatasetFolder", image_folder},
    {"torchvision.datasets.FakeData", fake_data},
    {"torchvision.datasets.ImageFolder", image_folder},
};

const eos_array_table eos_array_vision = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
