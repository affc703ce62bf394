/* SPDX-License-Identifier: MIT */
/*
 * What kind of network this is and what it is for, as the structural rules (EOS2xx to EOS4xx) ask it:
 * colour or grey images, classes or numbers, convolutional or not, pretrained or not. Every answer can
 * be "not known", and a rule stays silent then.
 *
 * Relies on the meta-model alone. Questionable: an image of four channels counts as colour (RGBA), one
 * of two or of more than four channels as neither, because the paper's bands know two kinds only.
 */
#ifndef EOS_RULES_NETWORK_FACTS_H
#define EOS_RULES_NETWORK_FACTS_H

#include "engine/rule.h"
#include "rules/layer_path.h"

typedef enum eos_input_kind {
    EOS_INPUT_UNKNOWN,
    EOS_INPUT_COLOUR,  /* images of 3 or 4 channels */
    EOS_INPUT_GREY,    /* images of one channel */
    EOS_INPUT_TABULAR, /* rows of numbers, or sequences of them */
    EOS_INPUT_OTHER    /* volumes, images of other channel counts */
} eos_input_kind;

typedef enum eos_task {
    EOS_TASK_UNKNOWN,
    EOS_TASK_CLASSES,
    EOS_TASK_NUMBERS,
    EOS_TASK_MAPS /* a value per pixel or step: the output keeps an extent beside its features */
} eos_task;

/* Where the axes of a map lie in a shape without the batch axis. */
typedef struct eos_map {
    bool is_known;          /* rank and order of the axes; sizes may be EOS_DIM_UNKNOWN */
    uint32_t first, extent; /* index of the first spatial axis, number of them */
    uint32_t channel;       /* index of the channels */
} eos_map;

/** The map of `shape`, as `layer` (a convolution, pooling ...) counts its axes. */
eos_map eos_map_find(const eos_model *model, const eos_layer *layer, const eos_shape *shape);

/** By the input shape of the model; images are inputs that a 2-D convolution or nothing but dense
 *  layers reads. */
eos_input_kind eos_input_kind_find(const eos_model *model);
/** Smallest spatial size of the model's input image; -1 = not known or no image. */
int64_t eos_input_extent(const eos_model *model);
/** "colour images", "grey images", "tables". */
const char *eos_input_kind_name(eos_input_kind kind);

/** By the losses it is trained with, else by the activation of its head. */
eos_task eos_task_find(const eos_model *model);

/** Fits `layer`, asked about with the payload of eos_model_count. */
typedef bool (*eos_layer_fn)(const eos_layer *layer);
/** How many layers of the model and of the models inside it fit; reused layers count once per use. */
uint32_t eos_model_count(const eos_model *model, eos_layer_fn fits);

bool eos_layer_is_plain_conv(const eos_layer *layer);  /* a convolution object, not transposed */
bool eos_layer_is_plain_dense(const eos_layer *layer); /* Dense, Linear: an object, no function */
bool eos_layer_is_dropout(const eos_layer *layer);     /* of any kind, functional too */
bool eos_layer_is_norm(const eos_layer *layer);
bool eos_layer_is_pooling(const eos_layer *layer);    /* local or global */
bool eos_layer_is_understood(const eos_layer *layer); /* not custom, wrapped, nested or a lambda */
/** Attention, recurrent, embedding, upsampling, transposed: no plain classifier of images. */
bool eos_layer_is_foreign(const eos_layer *layer);

/** An autoencoder by its sizes: the output has as many numbers as the input. */
bool eos_model_gives_what_it_takes(const eos_model *model);

/** All layers are known and certainly there, nothing else can add any: absence may be claimed. */
bool eos_model_is_closed(const eos_model *model);

#endif
