/* SPDX-License-Identifier: MIT */
/*
 * EOS104: the labels are encoded in another way than the loss reads them: ids under a loss of rows, rows
 * under a loss of ids, numbers that are no ids, types that the loss refuses. The subject is the loss.
 *
 * What the tables of loss_tables.h cannot know is asked here: the type and the shape of the array.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

typedef struct label_clash {
    const char *what;  /* of the labels, as a noun; NULL = their kind and source */
    const char *reads; /* "..., which <reads>" */
    const char *write; /* the smallest repair */
} label_clash;

static const char *shape_of_loss(eos_loss_kind loss)
{
    if (eos_loss_is_sparse(loss))
        return "reads class ids";
    return eos_loss_is_binary(loss) ? "compares numbers of the output's shape"
                                    : "compares one-hot rows";
}

/* What PyTorch refuses by type or shape, and Keras by type; false = nothing of the kind. */
static bool find_type_clash(const eos_head_case *item, label_clash *out)
{
    const eos_tensor *targets = eos_training_targets(item->binding->training);
    eos_loss_kind loss = (eos_loss_kind)item->learner->loss.kind;
    if (!targets || item->binding->data_path)
        return false;
    bool is_torch = item->model->framework == EOS_FRAMEWORK_TORCH;
    bool is_whole = targets->dtype == EOS_DTYPE_INTEGER || targets->dtype == EOS_DTYPE_BOOL;
    bool is_row =
        targets->encoding == EOS_LABELS_ONE_HOT || targets->encoding == EOS_LABELS_MULTI_HOT;
    bool is_column = targets->shape.is_known && targets->shape.rank == 1;
    if (!is_torch && eos_loss_is_sparse(loss) && targets->dtype == EOS_DTYPE_TEXT) {
        *out = (label_clash){"text labels", "reads class ids",
                             "LabelEncoder().fit_transform(y) for the labels"};
        return true;
    }
    if (!is_torch)
        return false;
    if (loss == EOS_LOSS_TORCH_CROSS_ENTROPY && is_row && is_whole) {
        *out = (label_clash){"one-hot rows of an integer type",
                             "reads class ids, or rows of a floating type",
                             "y.argmax(dim=1), or y.float()"};
        return true;
    }
    if (eos_loss_is_sparse(loss) && is_column && targets->dtype == EOS_DTYPE_FLOAT) {
        *out = (label_clash){"a column of floating numbers", "reads class ids of type long",
                             "y.long()"};
        return true;
    }
    if (loss == EOS_LOSS_TORCH_BCE && is_whole && targets->dtype == EOS_DTYPE_INTEGER) {
        *out =
            (label_clash){"labels of an integer type", "takes floating numbers only", "y.float()"};
        return true;
    }
    return false;
}

static const char *repair_of(const eos_head_case *item)
{
    eos_loss_kind loss = (eos_loss_kind)item->learner->loss.kind;
    uint8_t encoding = item->binding->labels.encoding;
    if (loss == EOS_LOSS_CATEGORICAL_CROSSENTROPY && encoding == EOS_LABELS_INTEGER)
        return "loss=\"sparse_categorical_crossentropy\", or to_categorical(y)";
    if (loss == EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY && encoding == EOS_LABELS_ONE_HOT)
        return "loss=\"categorical_crossentropy\", or ids for the labels";
    if (encoding == EOS_LABELS_MULTI_HOT)
        return "sigmoid units under a binary loss";
    if (encoding == EOS_LABELS_ONE_HOT)
        return "ids for the labels: y.argmax(dim=1)";
    if (encoding == EOS_LABELS_CONTINUOUS)
        return "class ids for the labels, unscaled, or a regression loss";
    return "one-hot rows for the labels";
}

static void report(eos_check *check, const eos_head_case *item, const eos_about *about,
                   const label_clash *clash, bool is_error)
{
    const eos_learner *learner = item->learner;
    const eos_labels *labels = &item->binding->labels;
    uint32_t here = about->span.line;
    const char *what = clash->what ? eos_say_at(check, clash->what, labels->span, here)
                                   : eos_say_labels(check, item->binding, here);
    eos_finding *finding = eos_check_violated(check, about, "%s reach %s, which %s: write %s", what,
                                              learner->loss.name, clash->reads, clash->write);
    bool is_certain = is_error && learner->presence == EOS_PRESENT;
    eos_finding_severity(finding, is_error ? EOS_SEVERITY_ERROR : EOS_SEVERITY_WARNING,
                         is_certain ? EOS_CONFIDENCE_CERTAIN : EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", clash->write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", learner->loss.value,
                         learner->loss.span);
    eos_finding_label_evidence(check, finding, item->binding);
    eos_finding_relate_learner(check, finding, item->model, learner);
    eos_finding_related(check, finding, "labels", labels->span);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    eos_about about = eos_about_loss(check, item->model, item->learner);
    label_clash clash = {0};
    if (!item->binding || item->learner->loss.kind == EOS_LOSS_UNKNOWN) {
        eos_check_unknown(check, &about, "the labels or the loss are not known");
        return;
    }
    if (eos_head_case_judge(item, 102).answer == EOS_VIOLATED) { /* the head is the cause */
        eos_check_unknown(check, &about, "the head contradicts the loss");
        return;
    }
    if (find_type_clash(item, &clash)) {
        report(check, item, &about, &clash, true);
        return;
    }
    eos_head_answer answer = eos_head_case_judge(item, 104);
    if (answer.answer == EOS_VIOLATED) {
        clash.reads = shape_of_loss((eos_loss_kind)item->learner->loss.kind);
        clash.write = repair_of(item);
        report(check, item, &about, &clash, answer.verdict == EOS_VERDICT_ERROR);
    } else if (answer.answer == EOS_UNKNOWN_ANSWER || item->labels == EOS_LABEL_COLUMN_UNKNOWN) {
        eos_check_unknown(check, &about,
                          answer.reason ? answer.reason : "the labels are not known");
    } else {
        eos_check_satisfied(check, &about);
    }
}

static void check_model(eos_check *check, const eos_model *model)
{
    eos_head_case_each(check, model, judge_case);
}

const eos_rule eos_rule_104 = {
    .code = "EOS104",
    .name = "label-encoding-contradicts-loss",
    .summary = "The encoding of the labels contradicts the loss",
    .category = "LLM",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares how the labels are encoded (class ids, one-hot rows, continuous "
                    "numbers, text) with what the loss reads.",
            .why = "Some pairs stop with an error of shapes or types, others train on something "
                   "else: ids under categorical cross-entropy are taken for rows of "
                   "probabilities, and labels that were divided by 255 with the images are all "
                   "cut to class 0.",
            .example = "import keras\n"
                       "from keras import layers\n"
                       "\n"
                       "(x, y), _ = keras.datasets.mnist.load_data()\n"
                       "model = keras.Sequential()\n"
                       "model.add(layers.Flatten(input_shape=(28, 28)))\n"
                       "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"categorical_crossentropy\")\n"
                       "model.fit(x / 255.0, y)\n",
            .use_instead =
                "import keras\n"
                "from keras import layers\n"
                "\n"
                "(x, y), _ = keras.datasets.mnist.load_data()\n"
                "model = keras.Sequential()\n"
                "model.add(layers.Flatten(input_shape=(28, 28)))\n"
                "model.add(layers.Dense(10, activation=\"softmax\"))\n"
                "model.compile(optimizer=\"adam\", loss=\"sparse_categorical_crossentropy\")\n"
                "model.fit(x / 255.0, y)\n",
            .evidence =
                "How the labels are made (a known data set, an encoder, a generator, a data "
                "file) and the loss; for types and shapes the array itself. Silent when one "
                "is unknown. Right: ids of shape (n, 1) with a sparse loss, rows of floating "
                "numbers with PyTorch's cross-entropy. One unit is EOS102's case.",
            .options = "",
            .known_problems =
                "Labels that come from outside (a parameter, an array of unknown make) are "
                "not judged.",
            .references =
                "Keras 3: losses CategoricalCrossentropy, SparseCategoricalCrossentropy. "
                "PyTorch 2: nn.CrossEntropyLoss (target as class indices or probabilities), "
                "nn.BCELoss.",
        },

    .check = check_model,
};
