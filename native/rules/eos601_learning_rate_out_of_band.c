/* SPDX-License-Identifier: MIT */
/*
 * EOS601: the learning rate lies outside the band that is usual for its optimiser. The bands are wide;
 * plain SGD has two upper bounds, because a normalisation layer makes large rates bearable.
 *
 * The place is the rate itself when it is written in the optimiser's call, else that call; `related`
 * and the evidence lead to where the number stands.
 */
#include "rules/wording.h"

#include <float.h>

#define NEST_LIMIT 16 /* models in models that are searched for a normalisation layer */

typedef enum norm_presence { NORM_NO, NORM_YES, NORM_UNKNOWN } norm_presence;

typedef struct rate_band {
    const char *minimum, *maximum; /* names of thresholds; maximum NULL = none */
} rate_band;

static norm_presence find_norm(const eos_model *model, unsigned depth)
{
    norm_presence found = model->is_complete ? NORM_NO : NORM_UNKNOWN;
    for (uint32_t i = 0; i < model->layers.count; i++) {
        const eos_layer *layer = &model->layers.items[i];
        bool is_norm =
            (layer->family >= EOS_LAYER_NORM_BATCH && layer->family <= EOS_LAYER_NORM_OTHER);
        if (is_norm && layer->presence == EOS_PRESENT)
            return NORM_YES;
        if (is_norm || layer->family == EOS_LAYER_CUSTOM)
            found = NORM_UNKNOWN;
        if (layer->family == EOS_LAYER_MODEL && !layer->nested)
            found = NORM_UNKNOWN;
        if (!layer->nested)
            continue;
        norm_presence inside =
            depth < NEST_LIMIT ? find_norm(layer->nested, depth + 1) : NORM_UNKNOWN;
        if (inside == NORM_YES)
            return NORM_YES;
        if (inside == NORM_UNKNOWN)
            found = NORM_UNKNOWN;
    }
    return found;
}

/* Low rates are wanted when trained weights are refined: a model inside the model. */
static bool is_fine_tuning(const eos_model *model)
{
    for (uint32_t i = 0; i < model->layers.count; i++)
        if (model->layers.items[i].family == EOS_LAYER_MODEL)
            return true;
    return false;
}

static bool find_band(uint8_t family, rate_band *out)
{
    switch ((eos_optimizer_family)family) {
    case EOS_OPT_SGD:
        *out = (rate_band){"learning-rate-sgd-min", "learning-rate-sgd-max"};
        return true;
    case EOS_OPT_ADAM:
        *out = (rate_band){"learning-rate-adam-min", "learning-rate-adam-max"};
        return true;
    case EOS_OPT_RMSPROP:
        *out = (rate_band){"learning-rate-rmsprop-min", "learning-rate-rmsprop-max"};
        return true;
    case EOS_OPT_ADAGRAD:
        *out = (rate_band){"learning-rate-adagrad-min", "learning-rate-adagrad-max"};
        return true;
    case EOS_OPT_ADADELTA:
        *out = (rate_band){"learning-rate-adadelta-min", "learning-rate-adadelta-max"};
        return true;
    case EOS_OPT_FTRL:
    case EOS_OPT_RPROP:
    case EOS_OPT_LBFGS:
    case EOS_OPT_OTHER:
    case EOS_OPT_UNKNOWN:
        break;
    }
    return false;
}

/* Smallest and largest of the alternatives; false when one of them is no number. */
static bool read_rates(eos_value rate, double *lowest, double *highest)
{
    *lowest = DBL_MAX;
    *highest = -DBL_MAX;
    for (uint32_t i = 0, count = eos_value_alternative_count(rate); i < count; i++) {
        double number;
        if (!eos_value_number(eos_value_alternative(rate, i), &number))
            return false;
        *lowest = number < *lowest ? number : *lowest;
        *highest = number > *highest ? number : *highest;
    }
    return true;
}

static bool is_inside(eos_span inner, eos_span outer)
{
    bool is_after =
        inner.line > outer.line || (inner.line == outer.line && inner.column >= outer.column);
    bool is_before = inner.end_line < outer.end_line ||
                     (inner.end_line == outer.end_line && inner.end_column <= outer.end_column);
    return inner.line && outer.line && is_after && is_before;
}

static eos_about make_about(eos_check *check, const eos_model *model, const eos_learner *learner)
{
    eos_about about = eos_about_optimizer(check, model, learner);
    const eos_origin *origin = learner->optimizer.learning_rate.origin;
    const eos_origin *first = origin ? eos_origin_first(origin) : NULL;
    if (first && !first->path && is_inside(first->span, about.span))
        about.span = first->span;
    return about;
}

typedef struct rate_breach {
    const char *side;  /* "above" or "below" */
    const char *bound; /* name of the threshold */
    double limit;
    bool is_without_norm;
} rate_breach;

static void report(eos_check *check, const eos_learner *learner, const eos_about *about,
                   const rate_breach *breach)
{
    const eos_optimizer *optimizer = &learner->optimizer;
    uint32_t here = about->span.line;
    const char *name = optimizer->name ? optimizer->name : "the optimizer";
    const char *write = breach->side[0] == 'a' ? "a smaller rate" : "a larger rate";
    const char *usual = optimizer->family == EOS_OPT_SGD        ? "0.01"
                        : optimizer->family == EOS_OPT_ADAGRAD  ? "0.01"
                        : optimizer->family == EOS_OPT_ADADELTA ? "1.0"
                                                                : "0.001";
    eos_finding *finding = eos_check_violated(
        check, about, "%slearning rate %s of %s is %s %g%s: write %s, %s is usual",
        optimizer->is_schedule ? "largest " : "",
        eos_say_value(check, optimizer->learning_rate, here),
        eos_say_at(check, name, optimizer->span, here),
        breach->side[0] == 'a' && breach->is_without_norm ? "not below" : breach->side,
        breach->limit, breach->is_without_norm ? " in a model without a normalisation layer" : "",
        write, usual);
    eos_finding_fix(check, finding, "write %s, %s is usual", write, usual);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "learning rate",
                         optimizer->learning_rate, optimizer->span);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "optimizer", optimizer->value,
                         optimizer->span);
    eos_finding_related(check, finding, "optimizer", optimizer->span);
    eos_finding_related(check, finding, "compile call", learner->span);
    if (eos_value_is_default(optimizer->learning_rate))
        eos_finding_with_defaults(check, finding);
}

/* SGD's upper bound depends on the model: says the answer itself when it is not a plain breach. */
static bool judge_sgd_top(eos_check *check, const eos_model *model, double lowest,
                          rate_breach *breach, const char **reason)
{
    double with_norm = eos_check_threshold(check, "learning-rate-sgd-norm-max");
    double without = eos_check_threshold(check, "learning-rate-sgd-max");
    *breach = (rate_breach){"above", "learning-rate-sgd-norm-max", with_norm, false};
    if (lowest > with_norm)
        return true;
    if (eos_check_is_profile(check, EOS_PROFILE_THEIA) || lowest < without)
        return false;
    norm_presence norm = find_norm(model, 0);
    if (norm == NORM_UNKNOWN)
        *reason = "whether the model has a normalisation layer is not known";
    *breach = (rate_breach){"above", "learning-rate-sgd-max", without, true};
    return norm == NORM_NO;
}

/* Above or below the band for every alternative; `reason` when that is not known. */
static bool find_breach(eos_check *check, const eos_model *model, const eos_optimizer *optimizer,
                        rate_breach *breach, const char **reason)
{
    double lowest, highest;
    rate_band band;
    if (!find_band(optimizer->family, &band)) {
        if (optimizer->family == EOS_OPT_UNKNOWN)
            *reason = "the optimizer is not known";
        return false;
    }
    if (!read_rates(optimizer->learning_rate, &lowest, &highest)) {
        *reason = "the learning rate is not known";
        return false;
    }
    if (lowest <= 0 && highest <= 0) {
        *reason = "a rate of 0 is set elsewhere, by a callback perhaps";
        return false;
    }
    double minimum = eos_check_threshold(check, band.minimum);
    double maximum = eos_check_threshold(check, band.maximum);
    bool is_top = lowest > maximum;
    *breach = (rate_breach){"above", band.maximum, maximum, false};
    if (optimizer->family == EOS_OPT_SGD)
        is_top = judge_sgd_top(check, model, lowest, breach, reason);
    if (is_top && optimizer->has_warmup)
        *reason = "the rate starts low (warm-up)";
    if (*reason || is_top)
        return is_top && !*reason;
    *breach = (rate_breach){"below", band.minimum, minimum, false};
    if (highest < minimum && is_fine_tuning(model))
        *reason = "a low rate may refine trained weights";
    else if (lowest < highest && (lowest < minimum || highest >= maximum))
        *reason = "one of several possible rates is outside the band";
    return highest < minimum && !*reason;
}

static void check_model(eos_check *check, const eos_model *model)
{
    for (uint32_t i = 0; i < model->learners.count; i++) {
        const eos_learner *learner = &model->learners.items[i];
        const char *reason = NULL;
        rate_breach breach;
        eos_about about = make_about(check, model, learner);
        if (!learner->optimizer.is_rate_given && learner->optimizer.family != EOS_OPT_UNKNOWN)
            eos_check_satisfied(check, &about);
        else if (find_breach(check, model, &learner->optimizer, &breach, &reason))
            report(check, learner, &about, &breach);
        else if (reason)
            eos_check_unknown(check, &about, reason);
        else
            eos_check_satisfied(check, &about);
    }
}

#define PAPER "Theia (rule table in section 4.1); else opinion, far outside the libraries' defaults"
static const eos_threshold thresholds[] = {
    {"learning-rate-sgd-min", {1e-5, 1e-4, 1e-5}, PAPER},
    {"learning-rate-sgd-max", {0.1, 1e-2, 0.1}, PAPER ", without a normalisation layer"},
    {"learning-rate-sgd-norm-max", {1.0, 1e-2, 1.0}, PAPER ", with one"},
    {"learning-rate-adam-min", {1e-6, 1e-4, 1e-6}, PAPER},
    {"learning-rate-adam-max", {0.05, 1e-2, 0.05}, PAPER},
    {"learning-rate-rmsprop-min", {1e-6, 1e-4, 1e-6}, PAPER},
    {"learning-rate-rmsprop-max", {0.05, 1e-2, 0.05}, PAPER},
    {"learning-rate-adagrad-min", {1e-3, 1e-4, 1e-3}, PAPER},
    {"learning-rate-adagrad-max", {0.5, 1e-2, 0.5}, PAPER},
    {"learning-rate-adadelta-min", {1e-3, 1e-4, 1e-3}, PAPER},
    {"learning-rate-adadelta-max", {2.0, 1e-2, 2.0}, PAPER},
    {0},
};

const eos_rule eos_rule_601 = {
    .code = "EOS601",
    .name = "learning-rate-out-of-band",
    .summary = "The learning rate is far outside what its optimizer is used with",
    .category = "LOB",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_THEIA | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Compares the learning rate, or the largest rate of a schedule, with a band per "
                "optimiser: Adam and its family, RMSprop, SGD with and without normalisation "
                "layers, Adagrad, Adadelta.",
            .why =
                "With a rate that is far too large the loss jumps or becomes NaN, and the network "
                "ends up answering one class; with one that is far too small nothing is learned in "
                "any number of epochs one would wait for.",
            .example =
                "from keras import Sequential\n"
                "from keras.layers import Dense\n"
                "from keras.optimizers import Adam\n"
                "\n"
                "model = Sequential()\n"
                "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                "model.add(Dense(1, activation=\"sigmoid\"))\n"
                "model.compile(optimizer=Adam(learning_rate=0.5), loss=\"binary_crossentropy\")\n",
            .use_instead = "from keras import Sequential\n"
                           "from keras.layers import Dense\n"
                           "from keras.optimizers import Adam\n"
                           "\n"
                           "model = Sequential()\n"
                           "model.add(Dense(64, activation=\"relu\", input_shape=(8,)))\n"
                           "model.add(Dense(1, activation=\"sigmoid\"))\n"
                           "model.compile(optimizer=Adam(learning_rate=0.001), "
                           "loss=\"binary_crossentropy\")\n",
            .evidence =
                "The optimiser and its rate as a number; for SGD from 0.1 to 1 also that no "
                "layer of the model normalises. Silent for other optimisers, for rates that "
                "are not known, for a rate of 0 (a callback sets it), with warm-up, and at the "
                "low end when a trained model is refined.",
            .options =
                "learning-rate-sgd-min, learning-rate-sgd-max (without a normalisation layer), "
                "learning-rate-sgd-norm-max (with one), learning-rate-adam-min, "
                "learning-rate-adam-max, learning-rate-rmsprop-min, learning-rate-rmsprop-max, "
                "learning-rate-adagrad-min, learning-rate-adagrad-max, "
                "learning-rate-adadelta-min, learning-rate-adadelta-max. Profile theia: 1e-4 "
                "to 1e-2 for all, as in the paper.",
            .known_problems =
                "A rate that is scaled by the batch size or the number of workers looks "
                "large here.",
            .references =
                "Theia (rule table in section 4.1). Keras 3 and PyTorch 2: the defaults of "
                "their optimizers.",
        },
    .thresholds = thresholds,
    .check = check_model,
};
