/* SPDX-License-Identifier: MIT */
/*
 * Combinations of a head, a loss and labels: see head_case.h.
 *
 * The width is the size of the axis on which the classes lie. The output's shape tells it best; without
 * a shape it is the head's units, as long as nothing behind the head moves axes. A width that nothing
 * tells is tried as 1, 2 and many.
 *
 * Questionable: with an unknown width, EOS101 counts cells of one unit that belong to EOS102 as its own.
 * A linear head under a categorical loss is wrong for every width, and then the activation is the half
 * that the program shows.
 */
#include "rules/head_case.h"

#include <math.h>

eos_about eos_about_head_activation(eos_check *check, const eos_model *model)
{
    eos_about about = eos_about_head(check, model);
    const eos_layer *own = model->head.activation_layer;
    if (own && own != model->head.layer && model->head.activation.kind != EOS_ACT_LINEAR) {
        about.span = own->span;
        about.path = own->path;
    }
    return about;
}

/* ---- width ---- */

/* Layers that may stand behind the head without moving or merging axes of features. */
static bool keeps_features(uint8_t family)
{
    switch ((eos_layer_family)family) {
    case EOS_LAYER_ACTIVATION:
    case EOS_LAYER_DROPOUT:
    case EOS_LAYER_DROPOUT_SPATIAL:
    case EOS_LAYER_DROPOUT_OTHER:
    case EOS_LAYER_NORM_BATCH:
    case EOS_LAYER_NORM_LAYER:
    case EOS_LAYER_NORM_GROUP:
    case EOS_LAYER_NORM_OTHER:
    case EOS_LAYER_POOL_GLOBAL_AVERAGE:
    case EOS_LAYER_POOL_GLOBAL_MAX:
    case EOS_LAYER_POOL_AVERAGE:
    case EOS_LAYER_POOL_MAX:
    case EOS_LAYER_NOISE:
    case EOS_LAYER_IDENTITY:
        return true;
    default:
        return false;
    }
}

static bool is_width_units(const eos_model *model)
{
    const eos_layer *layer = model->head.layer;
    if (!layer || layer < model->layers.items || layer >= model->layers.items + model->layers.count)
        return false;
    for (uint32_t i = (uint32_t)(layer - model->layers.items) + 1; i < model->layers.count; i++)
        if (!keeps_features(model->layers.items[i].family))
            return false;
    return true;
}

static bool is_softmax(eos_activation_kind kind)
{
    return kind == EOS_ACT_SOFTMAX || kind == EOS_ACT_LOG_SOFTMAX;
}

/* Where the features of the output lie, as an axis of one sample; -1 = not known. */
static int find_feature_axis(const eos_model *model, const eos_learner *learner, uint8_t rank)
{
    const eos_layer *layer = model->head.layer;
    bool is_conv = layer && layer->family != EOS_LAYER_DENSE;
    if (model->framework == EOS_FRAMEWORK_KERAS || rank == 1)
        return rank - 1;
    if (is_conv)
        return 0;
    /* PyTorch's class losses read axis 1, wherever a Linear puts its features */
    bool is_by_class = learner && eos_loss_is_sparse((eos_loss_kind)learner->loss.kind);
    return is_by_class ? -1 : rank - 1;
}

static int find_class_axis(const eos_model *model, const eos_learner *learner, uint8_t rank)
{
    const eos_activation *activation = &model->head.activation;
    if (!is_softmax((eos_activation_kind)activation->kind))
        return find_feature_axis(model, learner, rank);
    if (activation->axis == INT32_MIN || activation->axis == 0)
        return -1;
    int axis = activation->axis < 0 ? rank + activation->axis : activation->axis - 1;
    return axis >= 0 && axis < rank ? axis : -1;
}

/* Without a shape: does the axis of a softmax hold the head's units? */
static bool is_axis_units(const eos_model *model)
{
    const eos_head *head = &model->head;
    if (!is_softmax((eos_activation_kind)head->activation.kind))
        return model->framework == EOS_FRAMEWORK_KERAS || !head->output_shape.is_known ||
               head->output_shape.rank == 1;
    bool is_conv = head->layer->family != EOS_LAYER_DENSE;
    if (model->framework == EOS_FRAMEWORK_TORCH && is_conv)
        return head->activation.axis == 1;
    return head->activation.axis == -1;
}

static eos_head_widths read_units(eos_value units)
{
    eos_head_widths widths = {.is_known = true, .count = eos_value_alternative_count(units)};
    for (uint32_t i = 0; i < widths.count; i++) {
        bool is_number = eos_value_integer(eos_value_alternative(units, i), &widths.items[i]);
        widths.is_known = widths.is_known && is_number && widths.items[i] > 0;
    }
    return widths;
}

eos_head_widths eos_head_widths_find(const eos_model *model, const eos_learner *learner)
{
    const eos_head *head = &model->head;
    if (head->output_shape.is_known && head->output_shape.rank > 0) {
        int axis = find_class_axis(model, learner, head->output_shape.rank);
        if (axis < 0)
            return (eos_head_widths){0};
        if (head->output_shape.sizes[axis] > 0)
            return (eos_head_widths){
                .is_known = true, .count = 1, .items = {head->output_shape.sizes[axis]}};
    }
    if (!head->layer || !is_width_units(model) || !is_axis_units(model))
        return (eos_head_widths){0};
    return read_units(head->units);
}

int64_t eos_head_width_only(const eos_head_widths *widths)
{
    return widths->is_known && widths->count == 1 ? widths->items[0] : -1;
}

/* ---- labels ---- */

static eos_label_column find_integer_column(const eos_labels *labels)
{
    int64_t classes = 0;
    if (labels->minimum >= 0 && labels->maximum <= 1)
        return EOS_LABEL_COLUMN_BINARY;
    if (labels->is_range_exact && (labels->minimum < 0 || labels->maximum > 1))
        return EOS_LABEL_COLUMN_MANY_IDS;
    if (eos_value_integer(labels->classes, &classes) && classes > 2)
        return EOS_LABEL_COLUMN_MANY_IDS;
    return EOS_LABEL_COLUMN_IDS;
}

eos_label_column eos_label_column_find(const eos_binding *binding)
{
    if (!binding)
        return EOS_LABEL_COLUMN_UNKNOWN;
    const eos_labels *labels = &binding->labels;
    switch ((eos_label_encoding)labels->encoding) {
    case EOS_LABELS_INTEGER:
        return find_integer_column(labels);
    case EOS_LABELS_ONE_HOT:
        return EOS_LABEL_COLUMN_EXCLUSIVE;
    case EOS_LABELS_MULTI_HOT:
        return EOS_LABEL_COLUMN_MULTI;
    case EOS_LABELS_CONTINUOUS:
        if (labels->minimum >= 0 && labels->maximum <= 1)
            return EOS_LABEL_COLUMN_FRACTION;
        if (labels->is_range_exact && (labels->minimum < 0 || labels->maximum > 1))
            return EOS_LABEL_COLUMN_BEYOND;
        return EOS_LABEL_COLUMN_CONTINUOUS;
    case EOS_LABELS_UNKNOWN:
        break;
    }
    return EOS_LABEL_COLUMN_UNKNOWN;
}

/* ---- combinations ---- */

typedef struct kind_list {
    uint32_t count;
    uint8_t items[EOS_LIMIT_ALTERNATIVES]; /* kinds; 0 = not understood */
} kind_list;

/* A kind that a join left open, when every alternative is a string that the library knows. */
static kind_list read_kinds(uint8_t kind, eos_value value, const char *space)
{
    kind_list list = {.count = 1, .items = {kind}};
    if (kind != 0 || value.kind != EOS_VALUE_ONE_OF)
        return list;
    list.count = eos_value_alternative_count(value);
    for (uint32_t i = 0; i < list.count; i++) {
        const eos_text *text = eos_value_string(eos_value_alternative(value, i));
        const eos_api_entry *entry =
            text ? eos_api_find_string(space, text->data, text->length) : NULL;
        list.items[i] = entry ? entry->detail : 0;
    }
    return list;
}

/* Bit 1: scores may be expected; bit 0: probabilities may be. */
static unsigned read_logits(const eos_loss *loss, eos_loss_kind kind)
{
    unsigned seen = 0;
    bool is_logits;
    if (!eos_loss_table_needs_logits(kind))
        return 1;
    for (uint32_t i = 0, count = eos_value_alternative_count(loss->from_logits); i < count; i++) {
        if (!eos_value_boolean(eos_value_alternative(loss->from_logits, i), &is_logits))
            return 3;
        seen |= is_logits ? 2 : 1;
    }
    return seen;
}

typedef struct case_fold {
    unsigned rule;
    bool is_width_open;
    bool
        has_several_units; /* whatever axis the classes lie on, the head makes more than one number */
    bool has_mine, has_other, has_silent;
    uint8_t mildest;
} case_fold;

static int rank_verdict(uint8_t verdict)
{
    return verdict == EOS_VERDICT_ERROR ? 3 : verdict == EOS_VERDICT_WARNING ? 2 : 1;
}

static void fold_cell(case_fold *fold, eos_loss_cell cell, eos_activation_kind activation)
{
    bool is_mine = cell.owner == fold->rule;
    if (!is_mine && fold->rule == 101 && fold->is_width_open && cell.owner == 102 &&
        cell.verdict == EOS_VERDICT_ERROR && (!is_softmax(activation) || fold->has_several_units))
        is_mine = true;
    if (!is_mine || cell.verdict == EOS_VERDICT_RIGHT) {
        fold->has_other = true;
    } else if (cell.verdict == EOS_VERDICT_SILENT) {
        fold->has_silent = true;
    } else {
        if (!fold->has_mine || rank_verdict(cell.verdict) < rank_verdict(fold->mildest))
            fold->mildest = cell.verdict;
        fold->has_mine = true;
    }
}

static void fold_width(case_fold *fold, const eos_head_case *item, eos_loss_kind loss,
                       bool is_logits, eos_activation_kind activation, int64_t width)
{
    eos_head_column column;
    if (!eos_head_column_find(activation, width, &column)) {
        fold->has_silent = true;
        return;
    }
    if (width == 1 && eos_loss_is_exclusive(loss))
        fold_cell(fold, (eos_loss_cell){EOS_VERDICT_ERROR, 102}, activation);
    else
        fold_cell(fold, eos_loss_table_find(loss, is_logits, column, item->labels), activation);
}

static void fold_widths(case_fold *fold, const eos_head_case *item, eos_loss_kind loss,
                        bool is_logits, eos_activation_kind activation)
{
    static const int64_t tried[] = {1, 2, 3};
    eos_head_widths widths = eos_head_widths_find(item->model, item->learner);
    fold->is_width_open = !widths.is_known;
    const int64_t *list = widths.is_known ? widths.items : tried;
    uint32_t count = widths.is_known ? widths.count : 3;
    for (uint32_t i = 0; i < count; i++)
        fold_width(fold, item, loss, is_logits, activation, list[i]);
}

static void fold_combinations(case_fold *fold, const eos_head_case *item)
{
    const eos_head *head = &item->model->head;
    const eos_loss *loss = &item->learner->loss;
    kind_list activations =
        read_kinds(head->activation.kind, head->activation.value, "activations");
    kind_list losses = read_kinds(loss->kind, loss->value, "losses");
    for (uint32_t i = 0; i < activations.count; i++)
        for (uint32_t j = 0; j < losses.count; j++) {
            eos_loss_kind kind = (eos_loss_kind)losses.items[j];
            unsigned logits = read_logits(loss, kind);
            if (logits & 1)
                fold_widths(fold, item, kind, false, (eos_activation_kind)activations.items[i]);
            if (logits & 2)
                fold_widths(fold, item, kind, true, (eos_activation_kind)activations.items[i]);
        }
}

eos_head_answer eos_head_case_judge(const eos_head_case *item, unsigned rule)
{
    if (!item->model->head.is_known)
        return (eos_head_answer){EOS_UNKNOWN_ANSWER, 0,
                                 "the way to the output is not fully followed"};
    case_fold fold = {.rule = rule, .has_several_units = true};
    eos_value units = item->model->head.units;
    for (uint32_t i = 0; i < eos_value_alternative_count(units); i++) {
        int64_t count;
        if (!eos_value_integer(eos_value_alternative(units, i), &count) || count < 2)
            fold.has_several_units = false;
    }
    fold_combinations(&fold, item);
    if (fold.has_mine && !fold.has_other && !fold.has_silent)
        return (eos_head_answer){EOS_VIOLATED, fold.mildest, NULL};
    if (fold.has_mine || fold.has_silent) {
        const eos_loss *loss = &item->learner->loss;
        const char *reason = loss->kind == EOS_LOSS_UNKNOWN ? "the loss is not known"
                             : item->model->head.activation.kind == EOS_ACT_UNKNOWN
                                 ? "the output activation is not known"
                             : fold.is_width_open ? "the width of the head is not known"
                             : item->labels == EOS_LABEL_COLUMN_UNKNOWN
                                 ? "the labels are not known"
                                 : "depends on what is not known";
        return (eos_head_answer){EOS_UNKNOWN_ANSWER, 0, reason};
    }
    return (eos_head_answer){EOS_SATISFIED, 0, NULL};
}

void eos_head_case_each(eos_check *check, const eos_model *model, eos_head_case_fn judge)
{
    for (uint32_t i = 0; i < model->learners.count; i++) {
        eos_head_case item = {.model = model, .learner = &model->learners.items[i]};
        uint32_t seen = 0;
        for (uint32_t j = 0; check->bindings && j < check->bindings->items.count; j++) {
            const eos_binding *binding = &check->bindings->items.items[j];
            if (binding->model != model || (binding->training && binding->training->learner != i))
                continue;
            item.binding = binding;
            item.labels = eos_label_column_find(binding);
            judge(check, &item);
            seen++;
        }
        if (seen == 0)
            judge(check, &item);
    }
}
