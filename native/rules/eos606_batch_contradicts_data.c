/* SPDX-License-Identifier: MIT */
/*
 * EOS606: a batch of one row under batch normalisation that has nothing else to average over (error), or
 * a batch larger than all rows (info). The subject is the training call.
 */
#include "rules/label_case.h"
#include "rules/wording.h"

#include <inttypes.h>
#include <stdlib.h>

/* A batch norm over features alone: what it sees of a batch of one is one number each. */
static const eos_layer *find_flat_norm(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        eos_value trainable = eos_layer_value(layer, "trainable");
        bool is_frozen = trainable.kind == EOS_VALUE_BOOL && !trainable.as.boolean;
        if (layer->family == EOS_LAYER_NORM_BATCH && layer->presence == EOS_PRESENT && !is_frozen &&
            layer->input_shape.is_known && layer->input_shape.rank == 1)
            return layer;
    }
    return NULL;
}

static bool is_accumulating(const eos_training *training)
{
    const eos_tensor *given = eos_array_of_value(training->x);
    return given && given->holder == EOS_HOLDER_FEED && !training->call;
}

static void report_one_row(eos_check *check, const eos_model *model, const eos_training *training,
                           const eos_about *about, const eos_layer *norm)
{
    eos_finding *finding = eos_check_violated(
        check, about,
        "a batch of one row reaches %s (line %u), which then takes the row for its mean: "
        "write a batch size of at least 8, or LayerNormalization",
        eos_say_layer(check, model, norm), norm->span.line);
    if (training->presence != EOS_PRESENT)
        eos_finding_severity(finding, EOS_SEVERITY_ERROR, EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write a batch size of at least 8");
    eos_finding_evidence(check, finding,
                         training->is_batch_size_given ? EOS_EVIDENCE_CODE : EOS_EVIDENCE_API,
                         "batch size", training->batch_size, training->span);
    eos_finding_related(check, finding, "batch normalisation", norm->span);
    eos_finding_related(check, finding, "training", training->span);
    if (eos_value_is_default(training->batch_size))
        eos_finding_with_defaults(check, finding);
}

static void report_few_rows(eos_check *check, const eos_training *training, const eos_about *about,
                            int64_t rows)
{
    eos_finding *finding = eos_check_violated(
        check, about, "batch size %s is larger than the %" PRId64 " rows: write a smaller batch",
        eos_say_value(check, training->batch_size, about->span.line), rows);
    eos_finding_severity(finding, EOS_SEVERITY_INFO, EOS_CONFIDENCE_CERTAIN);
    eos_finding_fix(check, finding, "write a batch size below %" PRId64, rows);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "batch size", training->batch_size,
                         training->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "rows", eos_integer(rows),
                         training->span);
    eos_finding_related(check, finding, "training", training->span);
}

static void judge_training(eos_check *check, const eos_model *model, const eos_training *training)
{
    eos_about about = eos_about_fit(check, model, training);
    const eos_tensor *inputs = eos_training_inputs(training);
    int64_t batch;
    if (!eos_value_integer(training->batch_size, &batch)) {
        eos_check_unknown(check, &about, "the batch size is not known");
        return;
    }
    const eos_layer *norm = batch == 1 && !is_accumulating(training) ? find_flat_norm(model) : NULL;
    bool has_rows = inputs && inputs->shape.is_known && inputs->shape.rank > 1 &&
                    inputs->shape.sizes[0] > 0 && training->call;
    if (norm)
        report_one_row(check, model, training, &about, norm);
    else if (has_rows && training->is_batch_size_given && batch > inputs->shape.sizes[0])
        report_few_rows(check, training, &about, inputs->shape.sizes[0]);
    else if (has_rows)
        eos_check_satisfied(check, &about);
    else
        eos_check_unknown(check, &about, "the number of rows is not known");
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->trainings.count; i++)
        judge_training(check, model, &model->trainings.items[i]);
}

const eos_rule eos_rule_606 = {
    .code = "EOS606",
    .name = "batch-contradicts-data",
    .summary = "The batch size contradicts the data or a norm layer",
    .category = "IBS",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Finds a batch size of 1 in front of batch normalisation that sees features "
                    "only, and a batch size above the number of rows.",
            .why = "Batch normalisation of one row subtracts the row from itself: the layer "
                   "gives its bias whatever comes in (PyTorch stops with an error). A batch "
                   "above the rows makes each epoch a single update, which is rarely what the "
                   "number was chosen for.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import BatchNormalization, Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(BatchNormalization())\n"
                       "model.add(Dense(1, activation=\"sigmoid\"))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                       "model.fit(x, y, batch_size=1)\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import BatchNormalization, Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(BatchNormalization())\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n"
                           "model.fit(x, y, batch_size=32)\n",
            .evidence =
                "The batch size as a number, the shape that reaches the norm layer, and the "
                "rows that reach fit. Silent when one is unknown, for maps (which average "
                "over their extent), for batch_size=len(x).",
            .options = "",
            .known_problems = "",
            .references =
                "Ioffe and Szegedy, Batch Normalization, section 3. PyTorch 2: nn.BatchNorm1d "
                "(\"Expected more than 1 value per channel when training\").",
        },

    .check = check_model,
};
