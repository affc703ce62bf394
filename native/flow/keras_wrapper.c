/* SPDX-License-Identifier: MIT */
/*
 * Keras models as scikit-learn estimators: KerasClassifier(build_fn=make, epochs=150, batch_size=10).
 * The wrapper calls the builder, with those of its own keywords that are parameters of it; the others are
 * arguments of fit. Fitting the estimator, or handing it to cross_val_score, fits the model.
 *
 * Questionable: the model is made once where the library makes one per fit; they are all alike.
 */
#include "flow/interp.h"

static const char *const MODEL = " model";

static const eos_text *name_of(eos_flow *flow, const char *name)
{
    return eos_intern_string(flow->names, name);
}

static bool is_wrapper(const eos_text *path)
{
    static const char *const paths[] = {
        "keras.wrappers.KerasClassifier", "keras.wrappers.KerasRegressor",
        "keras.wrappers.SKLearnClassifier", "keras.wrappers.SKLearnRegressor"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (eos_text_is(path, paths[i]))
            return true;
    return false;
}

/* ---- making ---- */

static bool has_parameter(const eos_function *function, const eos_text *name)
{
    const eos_ir_arguments *parameters = function->parameters;
    if (parameters == NULL)
        return false;
    const eos_ir_nodes *lists[] = {&parameters->args, &parameters->kwonlyargs};
    for (size_t k = 0; k < 2; k++)
        for (uint32_t i = 0; i < lists[k]->count; i++)
            if (function->scope->symbols[EOS_IR_AS(arg, lists[k]->items[i])->arg].name == name)
                return true;
    return false;
}

/* model__units=8 of scikeras is units=8 of the builder */
static const eos_text *routed_name(eos_flow *flow, const eos_text *name)
{
    return eos_text_starts_with(name, "model__") ? name_of(flow, name->data + 7) : name;
}

static eos_value build(eos_flow *flow, eos_frame *frame, eos_value builder,
                       const eos_arguments *arguments)
{
    if (builder.kind != EOS_VALUE_FUNCTION)
        return builder.kind == EOS_VALUE_OBJECT ? builder : eos_unknown("a builder of a model");
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count);
    uint32_t count = 0;
    for (uint32_t i = arguments->positional_count; i < arguments->count; i++) {
        eos_argument one = arguments->items[i];
        one.name = routed_name(flow, one.name);
        if (has_parameter(builder.as.function, one.name))
            items[count++] = one;
    }
    eos_arguments given = {
        .items = items, .count = count, .span = arguments->span, .callee = arguments->callee};
    return eos_call(flow, frame, builder, &given);
}

static bool is_model(eos_value value)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->library == NULL ||
        value.as.object->library->entry == NULL || value.as.object->library->entry->is_torch)
        return false;
    uint8_t family = value.as.object->library->entry->family;
    return family == EOS_API_SEQUENTIAL || family == EOS_API_MODEL;
}

eos_value eos_call_keras_estimator(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                                   const eos_arguments *arguments)
{
    if (!is_wrapper(library->path))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    eos_object *object = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, arguments->span);
    object->library = library;
    eos_value builder = eos_argument_at(arguments, 0, "model");
    if (builder.kind == EOS_VALUE_UNBOUND)
        builder = eos_argument_at(arguments, UINT32_MAX, "build_fn");
    eos_value model = build(flow, frame, builder, arguments);
    if (is_model(model))
        eos_attribute_set(&flow->heap, object, name_of(flow, MODEL), model);
    for (uint32_t i = arguments->positional_count; i < arguments->count; i++)
        eos_attribute_set(&flow->heap, object, arguments->items[i].name, arguments->items[i].value);
    return eos_flow_literal(flow, eos_object_value(object), arguments->span);
}

/* ---- fitting ---- */

static void fit(eos_flow *flow, eos_frame *frame, const eos_object *estimator,
                const eos_arguments *arguments)
{
    static const char *const options[] = {"epochs",           "nb_epoch",  "batch_size",
                                          "validation_split", "callbacks", "shuffle"};
    static const char method[] = "keras.Model.fit";
    enum { MOST = sizeof options / sizeof *options };
    const eos_item *model = eos_attribute_find(estimator, name_of(flow, MODEL));
    const eos_api_entry *entry = eos_api_find(method, sizeof method - 1);
    if (model == NULL || !is_model(model->value) || entry == NULL)
        return;
    eos_argument *items = EOS_NEW_ARRAY(flow->arena, eos_argument, arguments->count + MOST);
    uint32_t count = arguments->count;
    memcpy(items, arguments->items, count * sizeof *items);
    for (uint32_t i = 0; i < count; i++) /* scikit-learn says X where Keras says x */
        if (eos_text_is(items[i].name, "X"))
            items[i].name = name_of(flow, "x");
    for (size_t i = 0; i < MOST; i++) {
        const eos_text *name = name_of(flow, options[i]);
        const eos_item *given = eos_attribute_find(estimator, name);
        if (given != NULL &&
            eos_argument_at(arguments, UINT32_MAX, options[i]).kind == EOS_VALUE_UNBOUND)
            items[count++] = (eos_argument){given->value, estimator->span, name};
    }
    eos_arguments all = *arguments;
    all.items = items;
    all.count = count;
    eos_record_event(flow, frame, EOS_EVENT_FIT, model->value.as.object,
                     eos_made_snapshot(flow, eos_bind_arguments(flow, entry, &all)), "fit",
                     arguments->span);
}

eos_value eos_call_estimator_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_text *name, const eos_arguments *arguments)
{
    if (object->library == NULL || !is_wrapper(object->library->path) || !eos_text_is(name, "fit"))
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    fit(flow, frame, object, arguments);
    return eos_object_value(object);
}

void eos_note_cross_validation(eos_flow *flow, eos_frame *frame, const eos_library_ref *library,
                               const eos_arguments *arguments)
{
    static const char *const functions[] = {"sklearn.model_selection.cross_val_score",
                                            "sklearn.model_selection.cross_val_predict",
                                            "sklearn.model_selection.cross_validate"};
    bool is_one = false;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        is_one |= eos_text_is(library->path, functions[i]);
    if (!is_one)
        return;
    eos_value estimator = eos_argument_at(arguments, 0, "estimator");
    if (estimator.kind != EOS_VALUE_OBJECT || estimator.as.object->library == NULL ||
        !is_wrapper(estimator.as.object->library->path))
        return;
    eos_argument data[2];
    uint32_t count = 0;
    static const char *const names[] = {"X", "y"};
    for (uint32_t i = 0; i < 2; i++) {
        eos_value value = eos_argument_at(arguments, i + 1, names[i]);
        if (value.kind == EOS_VALUE_UNBOUND)
            break;
        data[count++] = (eos_argument){value, arguments->span, NULL};
    }
    eos_arguments fitted = {.items = data,
                            .count = count,
                            .positional_count = count,
                            .span = arguments->span,
                            .callee = arguments->callee};
    fit(flow, frame, estimator.as.object, &fitted);
}
