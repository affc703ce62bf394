/* SPDX-License-Identifier: MIT */
/*
 * EOS103: the labels name another number of classes than the head has units. An error needs a label id
 * that surely occurs and has no unit, or label rows of another width; a head that is merely wider is
 * said as info, because a background or padding class may explain it.
 */
#include "rules/head_case.h"
#include "rules/wording.h"

#include <inttypes.h>

/* Ids that are known to occur. */
typedef struct id_range {
    bool is_known;
    bool is_exact; /* both ends occur */
    int64_t lowest, highest;
    int64_t classes; /* distinct ids; -1 = not known */
} id_range;

static id_range read_ids(const eos_labels *labels)
{
    id_range range = {.classes = -1};
    (void)eos_value_integer(labels->classes, &range.classes);
    if (labels->minimum > -9e15 && labels->maximum < 9e15) { /* false for NaN */
        range.is_known = true;
        range.is_exact = labels->is_range_exact;
        range.lowest = (int64_t)labels->minimum;
        range.highest = (int64_t)labels->maximum;
    }
    return range;
}

/* How many ids the head can tell apart: a sigmoid unit tells two. */
static int64_t count_places(const eos_head_case *item, int64_t width)
{
    return width == 1 && eos_loss_is_binary((eos_loss_kind)item->learner->loss.kind) ? 2 : width;
}

/* "the labels of MNIST", "the labels" */
static const char *say_source(eos_check *check, const eos_head_case *item)
{
    const eos_labels *labels = &item->binding->labels;
    const char *source = item->binding->data_path ? item->binding->data_path : labels->source;
    return source ? eos_arena_printf(check->arena, "the labels of %s", source) : "the labels";
}

static eos_finding *say_width(eos_check *check, const eos_head_case *item, const eos_about *about,
                              int64_t width, int64_t wanted, const char *what)
{
    const char *layer = eos_say_layer(check, item->model, about->layer);
    const char *labels =
        eos_say_at(check, say_source(check, item), item->binding->labels.span, about->span.line);
    eos_finding *finding =
        eos_check_violated(check, about, "%s has %s, but %s %s: write %" PRId64 " units", layer,
                           eos_say_units(check, width), labels, what, wanted);
    eos_finding_fix(check, finding, "write %" PRId64 " units", wanted);
    return finding;
}

static void add_label_fact(eos_check *check, eos_finding *finding, const eos_binding *binding,
                           const char *what, eos_value value)
{
    const eos_labels *labels = &binding->labels;
    if (binding->data_path)
        eos_finding_evidence_file(check, finding, what, value, binding->data_path);
    else
        eos_finding_evidence(check, finding, (eos_evidence_source)labels->evidence, what, value,
                             labels->span);
}

static void finish(eos_check *check, eos_finding *finding, const eos_head_case *item)
{
    const eos_model *model = item->model;
    const eos_labels *labels = &item->binding->labels;
    const eos_layer *layer = model->head.layer;
    uint32_t comment = item->binding->data_line;
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "units of the head", model->head.units,
                         layer ? layer->span : model->span);
    if (!eos_value_is_unknown(labels->classes))
        add_label_fact(check, finding, item->binding, "classes of the labels", labels->classes);
    id_range ids = read_ids(labels);
    if (labels->encoding == EOS_LABELS_INTEGER && ids.is_known) {
        add_label_fact(check, finding, item->binding, "smallest label", eos_integer(ids.lowest));
        add_label_fact(check, finding, item->binding, "largest label", eos_integer(ids.highest));
    }
    eos_finding_relate_learner(check, finding, model, item->learner);
    eos_finding_related(check, finding, "data set", (eos_span){comment, 0, comment, 0, 0});
    if (eos_value_is_default(model->head.units) || eos_value_is_default(labels->classes))
        eos_finding_with_defaults(check, finding);
}

/* An id without a unit: told by the largest id, or by more distinct ids than units. */
static bool report_ids(eos_check *check, const eos_head_case *item, const eos_about *about,
                       int64_t width, const id_range *ids)
{
    int64_t places = count_places(item, width);
    /* ignore_index makes negative ids right in PyTorch; it is not seen here */
    bool is_keras = item->model->framework == EOS_FRAMEWORK_KERAS;
    eos_finding *finding = NULL;
    if (ids->is_exact && ids->highest >= places)
        finding =
            say_width(check, item, about, width, ids->highest + 1,
                      eos_arena_printf(check->arena, "go up to %" PRId64 ", which has no unit",
                                       ids->highest));
    else if (ids->is_exact && ids->lowest < 0 && is_keras)
        finding = eos_check_violated(check, about,
                                     "label %" PRId64 " of %s has no unit in %s: write ids from 0",
                                     ids->lowest,
                                     eos_say_at(check, say_source(check, item),
                                                item->binding->labels.span, about->span.line),
                                     eos_say_layer(check, item->model, about->layer));
    else if (ids->classes > places)
        finding =
            say_width(check, item, about, width, ids->classes,
                      eos_arena_printf(check->arena, "hold %" PRId64 " classes", ids->classes));
    if (finding)
        finish(check, finding, item);
    return finding != NULL;
}

static void judge_ids(eos_check *check, const eos_head_case *item, const eos_about *about,
                      int64_t width)
{
    id_range ids = read_ids(&item->binding->labels);
    int64_t places = count_places(item, width);
    if (report_ids(check, item, about, width, &ids))
        return;
    if (ids.is_exact && ids.lowest < 0) {
        eos_check_unknown(check, about, "negative labels may be ignored by the loss");
    } else if (ids.is_known && ids.highest < places - 2 && ids.is_exact && width > 2) {
        eos_finding *finding =
            say_width(check, item, about, width, ids.highest + 1,
                      eos_arena_printf(check->arena, "go up to %" PRId64 " only", ids.highest));
        eos_finding_severity(finding, EOS_SEVERITY_INFO, EOS_CONFIDENCE_LIKELY);
        finish(check, finding, item);
    } else if (ids.is_exact && ids.highest == places - 2) {
        eos_check_unknown(check, about, "one unit more than ids: perhaps a background class");
    } else if ((ids.is_known && ids.highest < places) || (!ids.is_known && ids.classes == places)) {
        eos_check_satisfied(check, about);
    } else {
        eos_check_unknown(check, about, "the largest label is not known");
    }
}

/* Label rows must be as wide as the head for every loss that compares them place by place. */
static void judge_rows(eos_check *check, const eos_head_case *item, const eos_about *about,
                       int64_t width)
{
    int64_t columns;
    if (!eos_value_integer(item->binding->labels.classes, &columns)) {
        eos_check_unknown(check, about, "the width of the label rows is not known");
    } else if (columns == width) {
        eos_check_satisfied(check, about);
    } else {
        eos_finding *finding =
            say_width(check, item, about, width, columns,
                      eos_arena_printf(check->arena, "are rows of %" PRId64, columns));
        finish(check, finding, item);
    }
}

/* The only width that is open; otherwise the answer is given here and -1 comes back. */
static int64_t find_width(eos_check *check, const eos_head_case *item, const eos_about *about)
{
    const eos_model *model = item->model;
    eos_head_widths widths = eos_head_widths_find(model, item->learner);
    int64_t width = eos_head_width_only(&widths);
    const char *reason = !model->head.is_known ? "the way to the output is not fully followed"
                         : width < 0           ? "the width of the head is not known"
                         : item->labels == EOS_LABEL_COLUMN_UNKNOWN     ? "the labels are not known"
                         : item->learner->loss.kind == EOS_LOSS_UNKNOWN ? "the loss is not known"
                                                                        : NULL;
    if (!reason)
        return width;
    eos_check_unknown(check, about, reason);
    return -1;
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    eos_about about = eos_about_head(check, item->model);
    int64_t width = find_width(check, item, &about);
    if (width < 0)
        return;
    eos_loss_kind loss = (eos_loss_kind)item->learner->loss.kind;
    bool is_class_loss = eos_loss_is_exclusive(loss) || eos_loss_is_binary(loss);
    switch ((eos_label_encoding)item->binding->labels.encoding) {
    case EOS_LABELS_INTEGER:
        if (width == 1 && eos_loss_is_exclusive(loss))
            eos_check_unknown(check, &about, "one unit under a categorical loss is EOS102's case");
        else if (eos_loss_is_sparse(loss) || (eos_loss_is_binary(loss) && width == 1))
            judge_ids(check, item, &about, width);
        else
            eos_check_unknown(check, &about, "the loss does not read class ids");
        break;
    case EOS_LABELS_ONE_HOT:
    case EOS_LABELS_MULTI_HOT:
        if (eos_loss_is_sparse(loss) || (width == 1 && eos_loss_is_exclusive(loss)))
            eos_check_unknown(check, &about, "label rows are another rule's case here");
        else
            judge_rows(check, item, &about, width);
        break;
    case EOS_LABELS_CONTINUOUS:
    case EOS_LABELS_UNKNOWN:
        if (is_class_loss)
            eos_check_unknown(check, &about, "the labels are not classes");
        else
            eos_check_satisfied(check, &about);
        break;
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (model->learners.count > 0) {
        eos_head_case_each(check, model, judge_case);
        return;
    }
    eos_about about = eos_about_head(check, model);
    eos_check_unknown(check, &about, "no loss is seen");
}

const eos_rule eos_rule_103 = {
    .code = "EOS103",
    .name = "classes-differ-from-head-width",
    .summary = "The labels name another number of classes than the head has units",
    .category = "LLM",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Compares the classes in the labels with the units of the output layer. Label ids "
                "must have a unit each; label rows must be as wide as the head.",
            .why = "A label id without a unit is an error at run time on one device and garbage on "
                   "another (TensorFlow on a GPU gives NaN instead of an exception); label rows of "
                   "another width fail or are broadcast.",
            .example =
                "import numpy as np\n"
                "from keras import Sequential\n"
                "from keras.datasets import mnist\n"
                "from keras.layers import Dense, Flatten\n"
                "\n"
                "(x, y), _ = mnist.load_data()\n"
                "model = Sequential()\n"
                "model.add(Flatten(input_shape=(28, 28)))\n"
                "model.add(Dense(9, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x / 255.0, y)\n",
            .use_instead =
                "import numpy as np\n"
                "from keras import Sequential\n"
                "from keras.datasets import mnist\n"
                "from keras.layers import Dense, Flatten\n"
                "\n"
                "(x, y), _ = mnist.load_data()\n"
                "model = Sequential()\n"
                "model.add(Flatten(input_shape=(28, 28)))\n"
                "model.add(Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x / 255.0, y)\n",
            .evidence =
                "The width of the head, the loss, and the labels: from a known data set, an "
                "encoder with its width, a generator with its arguments, or a data file that "
                "the configuration or a comment names. Silent when one is unknown.",
            .options = "",
            .known_problems =
                "A head that is one unit wider than the ids is never reported: a "
                "background or padding class may explain it. Negative labels in PyTorch "
                "are not reported, as ignore_index is not followed.",
            .references = "Keras 3: SparseCategoricalCrossentropy. PyTorch 2: nn.CrossEntropyLoss "
                          "(class indices in [0, C)).",
        },
    .check = check_model,
};
