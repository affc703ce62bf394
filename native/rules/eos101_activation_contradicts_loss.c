/* SPDX-License-Identifier: MIT */
/*
 * EOS101: the output activation contradicts the loss. Judges the last activation on the way from the
 * head to the loss by the decision tables (loss_tables.h); the subject is the head, the place the
 * activation when it is a layer of its own, else the head layer.
 */
#include "rules/class_maps.h"
#include "rules/head_case.h"
#include "rules/wording.h"

typedef struct loss_expectation {
    eos_loss_kind first, last;
    int8_t from_logits;        /* -1 = no matter */
    const char *expects;       /* "..., which <expects>" */
    const char *keras, *torch; /* what to write; one of the two for losses of one framework */
} loss_expectation;

static const loss_expectation expectations[] = {
    {EOS_LOSS_BINARY_CROSSENTROPY, EOS_LOSS_BINARY_CROSSENTROPY, 0, "expects probabilities",
     "activation=\"sigmoid\", or BinaryCrossentropy(from_logits=True)", NULL},
    {EOS_LOSS_BINARY_CROSSENTROPY, EOS_LOSS_BINARY_CROSSENTROPY, 1,
     "applies sigmoid itself (from_logits=True)", "no output activation, or from_logits=False",
     NULL},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 0,
     "expects probabilities that sum to 1",
     "activation=\"softmax\", or the loss object with from_logits=True", NULL},
    {EOS_LOSS_CATEGORICAL_CROSSENTROPY, EOS_LOSS_SPARSE_CATEGORICAL_CROSSENTROPY, 1,
     "applies softmax itself (from_logits=True)", "no output activation, or from_logits=False",
     NULL},
    {EOS_LOSS_KL_DIVERGENCE, EOS_LOSS_KL_DIVERGENCE, -1, "compares probabilities that sum to 1",
     "activation=\"softmax\"", NULL},
    {EOS_LOSS_POISSON, EOS_LOSS_POISSON, -1, "expects a positive rate",
     "activation=\"exponential\" or \"softplus\"", NULL},
    {EOS_LOSS_HINGE, EOS_LOSS_SQUARED_HINGE, -1, "expects scores on both sides of 0",
     "no output activation, or activation=\"tanh\"", NULL},
    {EOS_LOSS_CATEGORICAL_HINGE, EOS_LOSS_CATEGORICAL_HINGE, -1, "expects scores",
     "no output activation", NULL},
    {EOS_LOSS_TORCH_CROSS_ENTROPY, EOS_LOSS_TORCH_CROSS_ENTROPY, -1, "applies log_softmax itself",
     NULL, "the scores of the last layer without an activation"},
    {EOS_LOSS_TORCH_NLL, EOS_LOSS_TORCH_NLL, -1, "expects log-probabilities", NULL,
     "log_softmax on the output, or CrossEntropyLoss on the scores"},
    {EOS_LOSS_TORCH_BCE, EOS_LOSS_TORCH_BCE, -1, "expects probabilities", NULL,
     "sigmoid on the output, or BCEWithLogitsLoss on the scores"},
    {EOS_LOSS_TORCH_BCE_LOGITS, EOS_LOSS_TORCH_BCE_LOGITS, -1, "applies sigmoid itself", NULL,
     "the scores of the last layer without an activation, or BCELoss"},
    {EOS_LOSS_TORCH_MULTILABEL, EOS_LOSS_TORCH_MULTILABEL, -1, "expects scores", NULL,
     "the scores of the last layer without an activation"},
    {EOS_LOSS_TORCH_KL, EOS_LOSS_TORCH_KL, -1, "expects log-probabilities", NULL,
     "log_softmax on the output"},
    {EOS_LOSS_TORCH_POISSON, EOS_LOSS_TORCH_POISSON, 1,
     "takes the logarithm of the rate (log_input)", NULL,
     "the scores of the last layer without an activation"},
    {EOS_LOSS_TORCH_POISSON, EOS_LOSS_TORCH_POISSON, 0, "expects a positive rate (log_input=False)",
     NULL, "softplus or exp on the output"},
    {EOS_LOSS_TORCH_CTC, EOS_LOSS_TORCH_CTC, -1, "expects log-probabilities", NULL,
     "log_softmax on the output"},
};

static const loss_expectation *find_expectation(const eos_loss *loss)
{
    bool is_logits = false;
    (void)eos_value_boolean(loss->from_logits, &is_logits);
    for (size_t i = 0; i < sizeof expectations / sizeof expectations[0]; i++)
        if (loss->kind >= expectations[i].first && loss->kind <= expectations[i].last &&
            (expectations[i].from_logits < 0 || expectations[i].from_logits == (int8_t)is_logits))
            return &expectations[i];
    return NULL;
}

static const char *say_output(eos_check *check, const eos_model *model, uint32_t here)
{
    const eos_activation *activation = &model->head.activation;
    const char *layer = eos_say_layer(check, model, model->head.layer);
    if (activation->kind == EOS_ACT_LINEAR)
        return eos_arena_printf(check->arena, "the linear output of %s", layer);
    const char *name = activation->name
                           ? activation->name
                           : eos_activation_name((eos_activation_kind)activation->kind);
    return eos_arena_printf(check->arena, "the %s output of %s",
                            eos_say_at(check, name, activation->span, here), layer);
}

static void report(eos_check *check, const eos_head_case *item, const eos_about *about,
                   const eos_head_answer *answer)
{
    const eos_model *model = item->model;
    const eos_learner *learner = item->learner;
    const eos_loss *loss = &learner->loss;
    const loss_expectation *expectation = find_expectation(loss);
    uint32_t here = about->span.line;
    const char *what = expectation ? expectation->expects : "expects another output";
    const char *write = !expectation         ? "another activation"
                        : expectation->keras ? expectation->keras
                                             : expectation->torch;
    const char *name = loss->name ? loss->name : "the loss";
    bool is_redundant =
        model->head.activation.kind == EOS_ACT_LOG_SOFTMAX && answer->verdict == EOS_VERDICT_INFO;
    eos_finding *finding = eos_check_violated(
        check, about, "%s %s %s, which %s: write %s", say_output(check, model, here),
        is_redundant ? "is redundant before" : "contradicts",
        eos_say_at(check, name, loss->span, here), what, write);
    bool is_error = answer->verdict == EOS_VERDICT_ERROR;
    bool is_warning = answer->verdict == EOS_VERDICT_WARNING;
    eos_finding_severity(finding,
                         is_error     ? EOS_SEVERITY_ERROR
                         : is_warning ? EOS_SEVERITY_WARNING
                                      : EOS_SEVERITY_INFO,
                         is_error && learner->presence == EOS_PRESENT ? EOS_CONFIDENCE_CERTAIN
                                                                      : EOS_CONFIDENCE_LIKELY);
    eos_finding_fix(check, finding, "write %s", write);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "output activation",
                         model->head.activation.value, model->head.activation.span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "loss", loss->value, loss->span);
    if (eos_loss_table_needs_logits((eos_loss_kind)loss->kind))
        eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "from_logits", loss->from_logits,
                             loss->span);
    eos_finding_relate_learner(check, finding, model, learner);
    if (eos_value_is_default(model->head.activation.value) || eos_value_is_default(loss->value))
        eos_finding_with_defaults(check, finding);
}

static void judge_case(eos_check *check, const eos_head_case *item)
{
    eos_about about = eos_about_head_activation(check, item->model);
    eos_head_answer answer = eos_head_case_judge(item, 101);
    bool is_rectified_map = answer.answer == EOS_VIOLATED &&
                            item->model->head.activation.kind == EOS_ACT_RELU &&
                            eos_class_maps_find(check->arena, item->model).rectifier != NULL;
    if (is_rectified_map) /* a published design, told by EOS205 */
        eos_check_satisfied(check, &about);
    else if (answer.answer == EOS_SATISFIED)
        eos_check_satisfied(check, &about);
    else if (answer.answer == EOS_UNKNOWN_ANSWER)
        eos_check_unknown(check, &about, answer.reason);
    else
        report(check, item, &about, &answer);
}

static void check_model(eos_check *check, const eos_model *model)
{
    if (model->learners.count == 0) {
        eos_about about = eos_about_head_activation(check, model);
        eos_check_unknown(check, &about, "no loss is seen");
        return;
    }
    eos_head_case_each(check, model, judge_case);
}

const eos_rule eos_rule_101 = {
    .code = "EOS101",
    .name = "activation-contradicts-loss",
    .summary = "The output activation contradicts the loss",
    .category = "LLM",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the last activation before the loss with what the loss expects: "
                    "probabilities, scores (logits), log-probabilities, a positive rate.",
            .why =
                "The program runs and the loss may even fall, but the gradient is not the one that "
                "was meant. Keras clips a linear output to the range of probabilities, which "
                "leaves "
                "most rows without a gradient; a softmax before a loss that applies softmax itself "
                "flattens the gradient and keeps the model from being sure of anything.",
            .example = "from keras import Sequential\n"
                       "from keras.layers import Dense\n"
                       "\n"
                       "model = Sequential()\n"
                       "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                       "model.add(Dense(1))\n"
                       "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(16, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=\"adam\", loss=\"binary_crossentropy\")\n",
            .evidence =
                "The way from the last layer with weights to the output, the loss, and "
                "from_logits where the loss has it. Silent when one of them is unknown: a "
                "custom loss or activation, several outputs, a head that may be there or not.",
            .options = "",
            .known_problems =
                "Probabilities that are only used for prediction while the loss reads "
                "the scores are told apart only when the model's own graph shows it.",
            .references = "Theia (rule table in section 4.1). Keras 3: losses BinaryCrossentropy, "
                          "CategoricalCrossentropy, from_logits. PyTorch 2: nn.CrossEntropyLoss, "
                          "nn.NLLLoss, nn.BCELoss, nn.BCEWithLogitsLoss.",
        },
    .check = check_model,
};
