/* SPDX-License-Identifier: MIT */
/*
 * From what flow saw to meta-models. model_build.c collects models and their layers, model_layer.c
 * reads one layer, model_graph.c
 * those that are graphs, model_registered.c counts what PyTorch registers, model_keras.c what Keras does, model_head.c finds the head, model_learner.c reads compile and fit calls.
 */
#ifndef EOS_MODEL_MODEL_BUILD_H
#define EOS_MODEL_MODEL_BUILD_H

#include "model/model.h"

/**
 * The models of a module: runs flow and reads its result. `given_up` are flow's own entries plus what
 * could not be read of models. Everything is in `arena`; jumps to its guard when memory is out.
 */
typedef struct eos_program {
    eos_models models;
    EOS_VECTOR(eos_given_up) given_up;
    const eos_train_facts *around; /* hand-written loops, optimisers; never NULL */
    eos_class_facts_list classes;  /* of the judged file: networks and layers */
} eos_program;

eos_program *eos_program_read(eos_arena *arena, eos_intern *names, const eos_ir_module *module,
                              const eos_module_provider *provider);

/* ---- inside of model/ ---- */

typedef struct eos_model_builder {
    eos_arena *arena;
    const eos_flow_result *flow;
    eos_program *program;
    const eos_condition *condition; /* under which the model being built was made or trained */
    const eos_round *round;         /* in which it was */
    uint32_t nesting;               /* models within models; bounded */
} eos_model_builder;

/* the table entry and, for instances, the arguments that a value means in a place of the API */
typedef struct eos_named_entry {
    const eos_api_entry *entry;
    const eos_made *made; /* NULL = no instance: the defaults hold */
} eos_named_entry;

/** An optimiser, a loss by their entry; `entry` NULL = not known. */
eos_optimizer eos_optimizer_read(eos_arena *arena, eos_value value, eos_span span,
                                 eos_named_entry named);
eos_loss eos_loss_read(eos_arena *arena, eos_value value, eos_span span, eos_named_entry named);
/** `tensor` NULL = nothing is known of what `y` stands for. */
eos_labels eos_labels_read(eos_value y, const eos_tensor *tensor, eos_span span);

/** Fills everything of a layer that its making tells (kind, family, parameters, activation, units). */
void eos_layer_read(eos_model_builder *builder, eos_layer *layer, const eos_made *made);
/** The activation that a value means; kind UNKNOWN when it cannot be told. */
eos_activation eos_activation_read(eos_value value, eos_activation_place place, eos_span span);
/** What a functional operation or an activation layer is by itself. */
eos_activation eos_activation_of_entry(const eos_api_entry *entry, const eos_made *made,
                                       eos_activation_place place, eos_span span);
/** The layer of an object on known inputs; the caller sets its links. `operation` is its execution, which
 *  tells what a layer of the program does; NULL = there is none. */
eos_layer eos_layer_make(eos_model_builder *builder, eos_model *model, const eos_object *object,
                         const eos_content *content, const eos_shape *inputs, uint32_t input_count,
                         const eos_operation *operation);
/** Numbers the layer and adds it. */
void eos_layer_push(eos_model_builder *builder, eos_model *model, eos_layer layer);
void eos_model_give_up(eos_model_builder *builder, eos_span span, const char *scope,
                       const char *what, const char *reason);
void eos_functional_build(eos_model_builder *builder, eos_model *model, const eos_made *made);
void eos_trace_build(eos_model_builder *builder, eos_model *model, const eos_trace *trace);
/** Parameters of all modules registered below a PyTorch module; -1 = not fully known. */
int64_t eos_registered_parameters(eos_model_builder *builder, const eos_object *module);
/** Weights that a Keras class of the program made itself; -1 = not known. */
int64_t eos_keras_own_parameters(const eos_model *inside, const eos_content *content);
/** Parameters of all layers, each object once; -1 = not fully known. */
int64_t eos_model_count_parameters(eos_arena *arena, const eos_model *model);
void eos_head_find(const eos_model *model, eos_head *head);
void eos_learner_read(eos_model_builder *builder, eos_model *model, const eos_event *event);
/** Loops, optimisers and schedulers of hand-written training. */
const eos_train_facts *eos_train_facts_build(eos_model_builder *builder);
/** Kind and rate of an optimiser of PyTorch; its schedulers are looked at by the caller. */
eos_optimizer eos_torch_optimizer_read(eos_model_builder *builder, const eos_object *object);
/** A learner per optimiser that trains the module, from the events of its loss and of an optimiser
 *  (either may be NULL), and the training around the loss. */
void eos_torch_learners_read(eos_model_builder *builder, eos_model *model, const eos_event *loss,
                             bool has_several_losses, const eos_event *optimizer);
void eos_training_read(eos_model_builder *builder, eos_model *model, const eos_event *event);
void eos_evaluation_read(eos_model_builder *builder, eos_model *model, const eos_event *event);

#endif
