/* SPDX-License-Identifier: MIT */
/*
 * Lightning: Trainer.fit runs the loop that other programs write by hand. Its rounds are followed as
 * loops of an engine: training_step sees a batch of the loader, validation_step one of the validation
 * loader without gradients. What the engine does itself (clearing, backward, step, modes) is right by
 * construction and is not listed.
 *
 * A module that nothing fits in this file has its methods run like any other function that nothing
 * calls; its loss and its optimiser are found that way.
 */
#include "flow/interp.h"

static const eos_item *method_of(eos_flow *flow, eos_value value, const char *name)
{
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_INSTANCE ||
        value.as.object->class_object == NULL)
        return NULL;
    const eos_item *found =
        eos_class_find(value.as.object->class_object, eos_intern_string(flow->names, name));
    return found != NULL && found->value.kind == EOS_VALUE_FUNCTION ? found : NULL;
}

static eos_value call_method(eos_flow *flow, eos_value value, const char *name,
                             const eos_argument *items, uint32_t count, eos_span span)
{
    const eos_item *found = method_of(flow, value, name);
    if (found == NULL)
        return (eos_value){.kind = EOS_VALUE_UNBOUND};
    const eos_function *function = found->value.as.function;
    const eos_ir_arguments *parameters = function->parameters;
    uint32_t wanted =
        parameters != NULL ? parameters->posonlyargs.count + parameters->args.count : 0;
    if (wanted > 0 && count > wanted - 1 && parameters->vararg == NULL)
        count = wanted - 1; /* training_step(self, batch): the index may be left out */
    eos_arguments arguments = {
        .items = items, .count = count, .positional_count = count, .span = span, .callee = span};
    return eos_call_function(flow, function, value, &arguments);
}

/* ---- what configure_optimizers gives ---- */

static void set_interval(eos_flow *flow, eos_value scheduler, const char *interval)
{
    if (scheduler.kind == EOS_VALUE_OBJECT && scheduler.as.object->kind == EOS_OBJECT_LIBRARY)
        eos_attribute_set(&flow->heap, scheduler.as.object,
                          eos_intern_string(flow->names, " interval"),
                          eos_string(eos_intern_string(flow->names, interval)));
}

/* {"scheduler": s, "interval": "step"}, also within {"optimizer": o, "lr_scheduler": ...}; a scheduler
 * by itself is stepped per epoch */
void eos_note_configured(eos_flow *flow, eos_value value, uint32_t depth)
{
    const eos_sequence *items = value.kind == EOS_VALUE_TUPLE ? value.as.items : NULL;
    if (value.kind == EOS_VALUE_OBJECT) {
        const eos_object *object = value.as.object;
        const eos_api_entry *entry = object->library != NULL ? object->library->entry : NULL;
        if (entry != NULL && entry->family == EOS_API_SCHEDULE) {
            set_interval(flow, value, "epoch");
            return;
        }
        if (object->kind == EOS_OBJECT_LIST || object->kind == EOS_OBJECT_DICT)
            items = object->now.items;
    }
    for (uint32_t i = 0; i < eos_sequence_count(items) && depth < 4; i++)
        eos_note_configured(flow, items->items[i].value, depth + 1);
    if (value.kind != EOS_VALUE_OBJECT || value.as.object->kind != EOS_OBJECT_DICT)
        return;
    const eos_item *scheduler =
        eos_entry_find(items, eos_string(eos_intern_string(flow->names, "scheduler")));
    const eos_item *interval =
        eos_entry_find(items, eos_string(eos_intern_string(flow->names, "interval")));
    const eos_text *unit = interval != NULL ? eos_value_string(interval->value) : NULL;
    if (scheduler != NULL && interval != NULL)
        set_interval(flow, scheduler->value, unit != NULL ? unit->data : "");
}

/* ---- the loops of the engine ---- */

/* one round of `step` over batches of `loader`, in `epochs` rounds of an outer loop */
static void run_rounds(eos_flow *flow, eos_frame *frame, eos_value module, const char *step,
                       eos_value loader, eos_value epochs, eos_span span)
{
    const eos_tensor *feed = eos_tensor_of(loader);
    eos_argument items[2];
    memset(items, 0, sizeof items);
    if (method_of(flow, module, step) == NULL)
        return;
    bool is_feed = feed != NULL && feed->holder == EOS_HOLDER_FEED;
    items[0] = (eos_argument){is_feed ? eos_feed_element(flow, frame, feed, span)
                                      : eos_unknown("a batch of a loader that is not known"),
                              span, NULL};
    items[1] = (eos_argument){eos_unknown("the number of a batch"), span, NULL};
    eos_span inner = span;
    inner.column += step[0] == 'v'; /* two loops at one place are two loops */
    eos_loop *around = eos_enter_loop(flow, frame, span, false, (eos_value){0});
    if (flow->loop != around) {
        flow->loop->rounds = epochs;
        flow->loop->is_engine = true;
        eos_begin_round(flow);
    }
    eos_loop *epoch = eos_enter_loop(flow, frame, inner, false, loader);
    if (flow->loop != epoch) {
        flow->loop->is_engine = true;
        eos_begin_round(flow);
    }
    (void)call_method(flow, module, step, items, 2, span);
    flow->loop = around;
}

/* a loader that is given, or what a method of the data module or of the module itself gives */
static eos_value find_loader(eos_flow *flow, eos_value given, eos_value data, eos_value module,
                             const char *name, eos_span span)
{
    eos_value loader = given;
    if (method_of(flow, loader, name) != NULL) { /* fit(model, datamodule) */
        data = loader;
        loader = (eos_value){.kind = EOS_VALUE_UNBOUND};
    }
    bool is_given = loader.kind != EOS_VALUE_UNBOUND && loader.kind != EOS_VALUE_NONE;
    if (is_given)
        return loader;
    if (method_of(flow, data, name) != NULL) {
        eos_argument stage = {eos_string(eos_intern_string(flow->names, "fit")), span, NULL};
        (void)call_method(flow, data, "setup", &stage, 1, span);
        return call_method(flow, data, name, NULL, 0, span);
    }
    return call_method(flow, module, name, NULL, 0, span);
}

static eos_value fit(eos_flow *flow, eos_frame *frame, const eos_object *trainer,
                     const eos_arguments *arguments)
{
    eos_value module = eos_argument_at(arguments, 0, "model");
    eos_value data = eos_argument_at(arguments, 3, "datamodule");
    const eos_made *made = trainer->now.facts;
    eos_span span = arguments->span;
    if (method_of(flow, module, "training_step") == NULL) {
        eos_escape_arguments(flow, arguments);
        return eos_none();
    }
    eos_note_configured(flow, call_method(flow, module, "configure_optimizers", NULL, 0, span), 0);
    eos_value epochs = made != NULL ? eos_made_value(made, "max_epochs") : eos_unknown(NULL);
    if (epochs.kind == EOS_VALUE_NONE || epochs.kind == EOS_VALUE_UNBOUND)
        epochs = eos_unknown("as many epochs as the engine takes");
    eos_value loader = find_loader(flow, eos_argument_at(arguments, 1, "train_dataloaders"), data,
                                   module, "train_dataloader", span);
    run_rounds(flow, frame, module, "training_step", loader, epochs, span);
    loader = find_loader(flow, eos_argument_at(arguments, 2, "val_dataloaders"), data, module,
                         "val_dataloader", span);
    uint8_t gradient = flow->gradient;
    flow->gradient = EOS_GRADIENT_OFF;
    run_rounds(flow, frame, module, "validation_step", loader, epochs, span);
    flow->gradient = gradient;
    return eos_none();
}

/* self.hparams: the arguments of the constructor */
static eos_value save_hyperparameters(eos_flow *flow, eos_frame *frame, eos_object *module)
{
    static const char path[] = "argparse.Namespace";
    eos_object *space = eos_flow_object(flow, frame, EOS_OBJECT_LIBRARY, module->span);
    space->library = eos_library_ref_for(flow, path, sizeof path - 1);
    for (uint32_t i = 0; i < frame->scope->count; i++) {
        eos_value value = frame->slots[i];
        if (value.kind != EOS_VALUE_UNBOUND &&
            !(value.kind == EOS_VALUE_OBJECT && value.as.object == module))
            eos_attribute_set(&flow->heap, space, frame->scope->symbols[i].name, value);
    }
    eos_attribute_set(&flow->heap, module, eos_intern_string(flow->names, "hparams"),
                      eos_object_value(space));
    return eos_none();
}

eos_value eos_call_lightning_method(eos_flow *flow, eos_frame *frame, eos_object *object,
                                    const eos_text *name, const eos_arguments *arguments)
{
    const eos_text *path = object->library != NULL ? object->library->path : NULL;
    if (object->kind == EOS_OBJECT_LIBRARY && eos_text_is(path, "lightning.Trainer") &&
        eos_text_is(name, "fit"))
        return fit(flow, frame, object, arguments);
    if (object->kind == EOS_OBJECT_INSTANCE && eos_text_starts_with(path, "lightning.") &&
        eos_text_is(name, "manual_backward")) {
        eos_note_backward(flow, frame, eos_argument_at(arguments, 0, "loss"), "manual_backward",
                          arguments);
        return eos_none();
    }
    if (object->kind == EOS_OBJECT_INSTANCE && eos_text_starts_with(path, "lightning.") &&
        eos_text_is(name, "save_hyperparameters") && frame->scope->kind == EOS_SCOPE_FUNCTION)
        return save_hyperparameters(flow, frame, object);
    return (eos_value){.kind = EOS_VALUE_UNBOUND};
}
