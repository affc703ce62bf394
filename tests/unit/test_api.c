/* SPDX-License-Identifier: MIT */
/* The API tables: canonical paths, lookups, old argument names, strings, snippets, data sets. */
#include "unit.h"

#include "base/text.h"
#include "flow/api.h"
#include "flow/api_tables.h"
#include <math.h>
#include <string.h>

static const eos_api_entry *find(const char *path)
{
    return eos_api_find(path, strlen(path));
}

static void canonical_paths(void)
{
    static const char *const table[][2] = {
        {"keras.layers.Dense", "keras.layers.Dense"},
        {"tensorflow.keras.layers.Dense", "keras.layers.Dense"},
        {"tf.keras.layers.Dense", "keras.layers.Dense"},
        {"tf_keras.layers.Dense", "keras.layers.Dense"},
        {"tensorflow.python.keras.layers.Dense", "keras.layers.Dense"},
        {"tensorflow.python.keras.layers.core.Dense", "keras.layers.Dense"},
        {"tensorflow.compat.v1.keras.layers.Dense", "keras.layers.Dense"},
        {"keras.src.layers.core.dense.Dense", "keras.layers.Dense"},
        {"keras.layers.core.Dense", "keras.layers.Dense"},
        {"keras.layers.convolutional.Conv2D", "keras.layers.Conv2D"},
        {"keras.layers.convolutional.Convolution2D", "keras.layers.Conv2D"},
        {"keras.layers.Convolution2D", "keras.layers.Conv2D"},
        {"keras.layers.MaxPool2D", "keras.layers.MaxPooling2D"},
        {"keras.layers.GlobalAvgPool2D", "keras.layers.GlobalAveragePooling2D"},
        {"keras.layers.Deconvolution2D", "keras.layers.Conv2DTranspose"},
        {"keras.layers.normalization.BatchNormalization", "keras.layers.BatchNormalization"},
        {"keras.layers.normalization.batch_normalization.BatchNormalization",
         "keras.layers.BatchNormalization"},
        {"keras.layers.advanced_activations.LeakyReLU", "keras.layers.LeakyReLU"},
        {"keras.layers.recurrent.LSTM", "keras.layers.LSTM"},
        {"tensorflow.keras.layers.experimental.preprocessing.Rescaling", "keras.layers.Rescaling"},
        {"keras.layers.Input", "keras.Input"},
        {"keras.engine.input_layer.Input", "keras.Input"},
        {"keras.models.Sequential", "keras.Sequential"},
        {"tensorflow.keras.models.Sequential.add", "keras.Sequential.add"},
        {"keras.engine.sequential.Sequential", "keras.Sequential"},
        {"keras.models.Model", "keras.Model"},
        {"keras.engine.training.Model", "keras.Model"},
        {"keras.models.load_model", "keras.models.load_model"},
        {"tf.keras.optimizers.legacy.SGD", "keras.optimizers.SGD"},
        {"keras.optimizers.adam_v2.Adam", "keras.optimizers.Adam"},
        {"keras.optimizer_v2.adam.Adam", "keras.optimizers.Adam"},
        {"keras.optimizers.sgd", "keras.optimizers.SGD"},
        {"tensorflow.keras.optimizers.schedules.ExponentialDecay",
         "keras.optimizers.schedules.ExponentialDecay"},
        {"tensorflow.compat.v1.train.AdamOptimizer", "tensorflow.train.AdamOptimizer"},
        {"keras.objectives.mse", "keras.losses.mean_squared_error"},
        {"tensorflow.losses.BinaryCrossentropy", "keras.losses.BinaryCrossentropy"},
        {"keras.utils.np_utils.to_categorical", "keras.utils.to_categorical"},
        {"keras.datasets.mnist.load_data", "keras.datasets.mnist.load_data"},
        {"keras.preprocessing.image.ImageDataGenerator",
         "keras.preprocessing.image.ImageDataGenerator"},
        {"keras.src.legacy.preprocessing.image.ImageDataGenerator",
         "keras.preprocessing.image.ImageDataGenerator"},
        {"keras.applications.resnet50.ResNet50", "keras.applications.ResNet50"},
        {"keras.applications.resnet50.preprocess_input",
         "keras.applications.resnet50.preprocess_input"},
        {"tensorflow.nn.softmax", "keras.activations.softmax"},
        {"tf.nn.relu", "keras.activations.relu"},
        {"tensorflow.math.sigmoid", "keras.activations.sigmoid"},
        {"keras.activations.swish", "keras.activations.silu"},
        {"torch.nn.functional.relu", "torch.nn.functional.relu"},
        {"torch.nn.modules.linear.Linear", "torch.nn.Linear"},
        {"torch.optim.adam.Adam", "torch.optim.Adam"},
        {"torch.utils.data.dataloader.DataLoader", "torch.utils.data.DataLoader"},
        {"torchvision.models.resnet.resnet18", "torchvision.models.resnet18"},
        {"pytorch_lightning.LightningModule", "lightning.LightningModule"},
        {"sklearn.cross_validation.train_test_split", "sklearn.model_selection.train_test_split"},
        {"sklearn.preprocessing.data.StandardScaler", "sklearn.preprocessing.StandardScaler"},
        /* not ours, and nearly ours */
        {"os.path.join", "os.path.join"},
        {"kerasx.layers.Dense", "kerasx.layers.Dense"},
        {"keras.layers", "keras.layers"},
        {"keras.layers.core", "keras.layers.core"},
        {"keras.layers.NoSuchLayer", "keras.layers.NoSuchLayer"},
        {"Dense", "Dense"},
        {"..", ".."},
        {"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char out[256];
        size_t length = eos_api_canonical(table[i][0], strlen(table[i][0]), out, sizeof out);
        UNIT_SAME_TEXT(out, table[i][1]);
        UNIT_SAME_INT(length, strlen(out));
    }
}

static void canonical_fits_or_says_so(void)
{
    char out[19];
    const char *path = "tensorflow.keras.layers.Dense";
    UNIT_SAME_INT(eos_api_canonical(path, strlen(path), out, sizeof out), 18);
    UNIT_SAME_TEXT(out, "keras.layers.Dense");
    UNIT_SAME_INT(eos_api_canonical(path, strlen(path), out, sizeof out - 1), 0);
    UNIT_SAME_INT(eos_api_canonical("", 0, out, sizeof out), 0);
    char large[1024], back[1024];
    memset(large, 'a', sizeof large);
    UNIT_SAME_INT(eos_api_canonical(large, sizeof large, back, sizeof back), 0);
    UNIT_SAME_INT(eos_api_canonical(large, sizeof large - 1, back, sizeof back), sizeof large - 1);
    memcpy(large, "tensorflow.keras.", 17); /* longer than any path of ours: as it is */
    UNIT_SAME_INT(eos_api_canonical(large, 900, back, sizeof back), 900);
}

/* Each entry is found under its own path, and that path is canonical already. */
static void every_entry_is_reachable(void)
{
    CU_ASSERT(eos_api_entry_count > 1500);
    for (uint32_t i = 0; i < eos_api_entry_count; i++) {
        const eos_api_entry *entry = &eos_api_entries[i];
        size_t length = strlen(entry->path);
        CU_ASSERT_PTR_EQUAL(eos_api_find(entry->path, length), entry);
        char out[256];
        CU_ASSERT_EQUAL(eos_api_canonical(entry->path, length, out, sizeof out), length);
        UNIT_SAME_TEXT(out, entry->path);
        CU_ASSERT_TRUE(eos_api_is_library(entry->path, length));
        for (int p = 0; p < entry->param_count; p++) {
            const char *name = entry->params[p].name;
            UNIT_SAME_INT(eos_api_param_index(entry, name, strlen(name)), p);
        }
        for (int a = 0; a < entry->alias_count; a++) {
            const char *written = entry->aliases[a].written;
            CU_ASSERT(eos_api_param_index(entry, written, strlen(written)) >= 0);
        }
    }
}

static void unknown_paths_are_null(void)
{
    CU_ASSERT_PTR_NULL(find(""));
    CU_ASSERT_PTR_NULL(find("keras"));
    CU_ASSERT_PTR_NULL(find("keras.layers.dense"));
    CU_ASSERT_PTR_NULL(eos_api_find("keras.layers.Dense\0x", 20));
    CU_ASSERT_PTR_NULL(eos_api_find("keras.layers.Dense", 17));
    CU_ASSERT_PTR_NOT_NULL(eos_api_find("keras.layers.Dense2", 18));
}

static void layers_have_family_and_rank(void)
{
    static const struct {
        const char *path;
        eos_layer_family family;
        int rank;
        eos_activation_kind activation;
        bool is_torch;
    } table[] = {
        {"keras.layers.Dense", EOS_LAYER_DENSE, 0, EOS_ACT_UNKNOWN, false},
        {"keras.layers.Conv1D", EOS_LAYER_CONV, 1, EOS_ACT_UNKNOWN, false},
        {"keras.layers.DepthwiseConv2D", EOS_LAYER_CONV_DEPTHWISE, 2, EOS_ACT_UNKNOWN, false},
        {"keras.layers.GlobalMaxPooling3D", EOS_LAYER_POOL_GLOBAL_MAX, 3, EOS_ACT_UNKNOWN, false},
        {"keras.layers.ReLU", EOS_LAYER_ACTIVATION, 0, EOS_ACT_RELU, false},
        {"keras.layers.LeakyReLU", EOS_LAYER_ACTIVATION, 0, EOS_ACT_RELU_LIKE, false},
        {"keras.layers.Activation", EOS_LAYER_ACTIVATION, 0, EOS_ACT_UNKNOWN, false},
        {"keras.layers.Concatenate", EOS_LAYER_MERGE_CONCAT, 0, EOS_ACT_UNKNOWN, false},
        {"keras.layers.add", EOS_LAYER_MERGE_ADD, 0, EOS_ACT_UNKNOWN, false},
        {"keras.layers.Normalization", EOS_LAYER_NORMALIZE_INPUT, 0, EOS_ACT_UNKNOWN, false},
        {"torch.nn.Linear", EOS_LAYER_DENSE, 0, EOS_ACT_UNKNOWN, true},
        {"torch.nn.ConvTranspose2d", EOS_LAYER_CONV_TRANSPOSE, 2, EOS_ACT_UNKNOWN, true},
        {"torch.nn.LogSoftmax", EOS_LAYER_ACTIVATION, 0, EOS_ACT_LOG_SOFTMAX, true},
        {"torch.nn.Dropout2d", EOS_LAYER_DROPOUT_SPATIAL, 2, EOS_ACT_UNKNOWN, true},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const eos_api_entry *entry = find(table[i].path);
        CU_ASSERT_PTR_NOT_NULL(entry);
        if (!entry)
            continue;
        UNIT_SAME_INT(entry->family, EOS_API_LAYER);
        UNIT_SAME_INT(entry->detail, table[i].family);
        UNIT_SAME_INT(entry->rank, table[i].rank);
        UNIT_SAME_INT(entry->activation, table[i].activation);
        UNIT_SAME_INT(entry->is_torch, table[i].is_torch);
    }
}

static void defaults_are_literals(void)
{
    const eos_api_entry *conv = find("keras.layers.Conv2D");
    CU_ASSERT_PTR_NOT_NULL(conv);
    if (!conv)
        return;
    UNIT_SAME_TEXT(conv->params[0].name, "filters");
    UNIT_SAME_INT(conv->params[0].otherwise.kind, EOS_API_REQUIRED);
    const eos_api_literal *strides = &conv->params[2].otherwise;
    UNIT_SAME_INT(strides->kind, EOS_API_INT_TUPLE);
    UNIT_SAME_INT(strides->count, 2);
    UNIT_SAME_INT(strides->tuple[1], 1);
    UNIT_SAME_TEXT(conv->params[3].otherwise.string, "valid");
    int bias = eos_api_param_index(conv, "bias", 4);
    UNIT_SAME_INT(conv->params[bias].otherwise.kind, EOS_API_BOOL);
    UNIT_SAME_INT(conv->params[bias].otherwise.integer, 1);
    int shape = eos_api_param_index(conv, "input_shape", 11);
    UNIT_SAME_INT(conv->params[shape].kind, EOS_API_KEYWORD);
    UNIT_SAME_INT(conv->params[conv->param_count - 1].kind, EOS_API_KWARGS);
    const eos_api_entry *sgd = find("keras.optimizers.SGD");
    CU_ASSERT_DOUBLE_EQUAL(sgd->params[0].otherwise.number, 0.01, 0);
    UNIT_SAME_INT(eos_api_param_index(sgd, "lr", 2), 0);
    const eos_api_entry *flow = find("keras.preprocessing.image.ImageDataGenerator"
                                     ".flow_from_directory");
    UNIT_SAME_INT(flow->params[1].otherwise.tuple[0], 256);
    UNIT_SAME_TEXT(flow->params[4].otherwise.string, "categorical");
}

static void old_argument_names(void)
{
    static const char *const table[][3] = {
        {"keras.Model.fit", "nb_epoch", "epochs"},
        {"keras.Sequential.fit", "nb_epoch", "epochs"},
        {"keras.Model.fit_generator", "nb_epoch", "epochs"},
        {"keras.layers.Dense", "init", "kernel_initializer"},
        {"keras.layers.Dense", "output_dim", "units"},
        {"keras.layers.Dense", "W_regularizer", "kernel_regularizer"},
        {"keras.layers.Conv2D", "nb_filter", "filters"},
        {"keras.layers.Conv2D", "border_mode", "padding"},
        {"keras.layers.Conv2D", "subsample", "strides"},
        {"keras.layers.Conv1D", "filter_length", "kernel_size"},
        {"keras.layers.Dropout", "p", "rate"},
        {"keras.layers.LSTM", "inner_activation", "recurrent_activation"},
        {"keras.layers.Embedding", "output_dim", "output_dim"},
        {"keras.layers.LeakyReLU", "alpha", "negative_slope"},
        {"keras.optimizers.Adam", "lr", "learning_rate"},
        {"keras.utils.to_categorical", "nb_classes", "num_classes"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const eos_api_entry *entry = find(table[i][0]);
        CU_ASSERT_PTR_NOT_NULL(entry);
        int at = entry ? eos_api_param_index(entry, table[i][1], strlen(table[i][1])) : -1;
        UNIT_SAME_TEXT(at < 0 ? NULL : entry->params[at].name, table[i][2]);
    }
    CU_ASSERT_EQUAL(eos_api_param_index(find("keras.layers.Dense"), "nb_epoch", 8), -1);
}

static void strings_mean_entries(void)
{
    static const char *const table[][3] = {
        {"losses", "mse", "keras.losses.mean_squared_error"},
        {"losses", "bce", "keras.losses.binary_crossentropy"},
        {"losses", "kld", "keras.losses.kl_divergence"},
        {"losses", "BinaryCrossentropy", "keras.losses.BinaryCrossentropy"},
        {"losses", "binary_Crossentropy", NULL},
        {"losses", "kullback_leibler_divergence", "keras.losses.kl_divergence"},
        {"activations", "swish", "keras.activations.silu"},
        {"activations", "softmax", "keras.activations.softmax"},
        {"activations", "Softmax", NULL},
        {"optimizers", "adam", "keras.optimizers.Adam"},
        {"optimizers", "Adam", "keras.optimizers.Adam"},
        {"optimizers", "RMSprop", "keras.optimizers.RMSprop"},
        {"metrics", "acc", "keras.metrics.Accuracy"},
        {"initializers", "uniform", "keras.initializers.RandomUniform"},
        {"regularizers", "l2", "keras.regularizers.L2"},
        {"nonsense", "adam", NULL},
        {"losses", "", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const eos_api_entry *entry =
            eos_api_find_string(table[i][0], table[i][1], strlen(table[i][1]));
        UNIT_SAME_TEXT(entry ? entry->path : NULL, table[i][2]);
    }
    char large[300];
    memset(large, 'x', sizeof large);
    CU_ASSERT_PTR_NULL(eos_api_find_string("losses", large, sizeof large));
    UNIT_SAME_INT(find("keras.losses.binary_crossentropy")->detail,
                  find("keras.losses.BinaryCrossentropy")->detail);
}

static void snippets_without_imports(void)
{
    static const struct {
        const char *name;
        bool torch;
        const char *path;
    } table[] = {
        {"Sequential", false, "keras.Sequential"},
        {"Sequential", true, "torch.nn.Sequential"},
        {"Dense", false, "keras.layers.Dense"},
        {"Dense", true, "keras.layers.Dense"},
        {"Adam", false, "keras.optimizers.Adam"},
        {"Adam", true, "torch.optim.Adam"},
        {"Convolution2D", false, "keras.layers.Conv2D"},
        {"Input", false, "keras.Input"},
        {"Linear", false, "torch.nn.Linear"},
        {"to_categorical", false, "keras.utils.to_categorical"},
        {"train_test_split", false, "sklearn.model_selection.train_test_split"},
        {"ResNet50", false, "keras.applications.ResNet50"},
        {"nn", false, NULL},
        {"relu", false, NULL},
        {"get", false, NULL},
        {"layers.Dense", false, NULL},
        {"", false, NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const eos_api_entry *entry =
            eos_api_find_bare(table[i].name, strlen(table[i].name), table[i].torch);
        UNIT_SAME_TEXT(entry ? entry->path : NULL, table[i].path);
    }
    UNIT_SAME_TEXT(eos_api_snippet_module("np", 2), "numpy");
    UNIT_SAME_TEXT(eos_api_snippet_module("nn", 2), "torch.nn");
    UNIT_SAME_TEXT(eos_api_snippet_module("F", 1), "torch.nn.functional");
    UNIT_SAME_TEXT(eos_api_snippet_module("layers", 6), "keras.layers");
    CU_ASSERT_PTR_NULL(eos_api_snippet_module("x", 1));
    CU_ASSERT_TRUE(eos_api_is_library("torch", 5));
    CU_ASSERT_TRUE(eos_api_is_library("numpy.linalg.svd", 16));
    CU_ASSERT_FALSE(eos_api_is_library("kerasx.layers", 13));
    CU_ASSERT_FALSE(eos_api_is_library("os", 2));
}

static void data_sets_have_facts(void)
{
    const char *loader = "keras.datasets.cifar10.load_data";
    const eos_api_dataset *cifar = eos_api_find_dataset(loader, strlen(loader));
    CU_ASSERT_PTR_NOT_NULL(cifar);
    if (!cifar)
        return;
    CU_ASSERT_PTR_EQUAL(cifar, eos_api_find_dataset(loader, strlen("keras.datasets.cifar10")));
    UNIT_SAME_INT(cifar->train_rows, 50000);
    UNIT_SAME_INT(cifar->rank, 3);
    UNIT_SAME_INT(cifar->shape[2], 3);
    UNIT_SAME_INT(cifar->label_rank, 2);
    UNIT_SAME_INT(cifar->classes, 10);
    CU_ASSERT_DOUBLE_EQUAL(cifar->maximum, 255, 0);
    const char *iris = "sklearn.datasets.load_iris";
    UNIT_SAME_INT(eos_api_find_dataset(iris, strlen(iris))->classes, 3);
    const char *boston = "keras.datasets.boston_housing";
    CU_ASSERT_TRUE(eos_api_find_dataset(boston, strlen(boston))->is_regression);
    CU_ASSERT(isnan(eos_api_find_dataset(boston, strlen(boston))->maximum));
    CU_ASSERT_PTR_NULL(eos_api_find_dataset(".load_data", 10));
    CU_ASSERT_PTR_NULL(eos_api_find_dataset("", 0));
}

static const unit_test tests[] = {
    {"api: canonical paths", canonical_paths},
    {"api: a canonical path fits or the answer is 0", canonical_fits_or_says_so},
    {"api: every entry is reachable", every_entry_is_reachable},
    {"api: unknown paths are NULL", unknown_paths_are_null},
    {"api: layers have family and rank", layers_have_family_and_rank},
    {"api: defaults are literals", defaults_are_literals},
    {"api: old argument names", old_argument_names},
    {"api: strings mean entries", strings_mean_entries},
    {"api: snippets without imports", snippets_without_imports},
    {"api: data sets have facts", data_sets_have_facts},
};
UNIT_SUITE(api, tests)
