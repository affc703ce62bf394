# SPDX-License-Identifier: MIT
"""Harvest the call signatures of the installed libraries into schemas/api/<library>.json.

What this file gives: `python harvest.py [--out DIR] [keras|torch|arrays ...]` writes one JSON file
per library: every public class, function and wanted method with its signature as Python writes it,
without `self`. A default that is no literal (None, bool, int, float, str, tuple of ints) is `...`.
`signatures_of(library)` is what the tests compare with the checked-in files.

It relies on the libraries being importable (keras with the torch backend); neither the build nor
eoslint itself ever runs it.

The questionable decision: signatures are kept as text, `(units, activation=None)`, not as a list
of parameter records. A reviewer reads a diff of it at once, and embed.py has Python's own parser
for it.
"""

import argparse
import importlib
import inspect
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

KERAS_MODEL_METHODS = (
    "compile fit evaluate predict train_on_batch test_on_batch predict_on_batch summary"
    " compute_loss save save_weights load_weights get_layer build add_loss export to_json"
    " count_params get_weights set_weights"
)
KERAS_LAYER_METHODS = "add_weight build count_params get_weights set_weights add_loss"
TORCH_MODULE_METHODS = (
    "add_module append apply bfloat16 buffers children compile cpu cuda double eval extend float"
    " forward get_parameter get_submodule half insert load_state_dict modules named_buffers"
    " named_children named_modules named_parameters parameters register_buffer"
    " register_forward_hook register_full_backward_hook register_module register_parameter"
    " requires_grad_ share_memory state_dict to to_empty train type zero_grad items keys values"
    " pop clear update"
)
TORCH_STEP_METHODS = "step zero_grad add_param_group state_dict load_state_dict get_last_lr"
SCALER_METHODS = (
    "fit transform fit_transform inverse_transform partial_fit split predict predict_proba score"
)

# inner functions of the libraries that their modules happen to show
NOISE = set(
    "Any DType ScalingType SwizzleType Tensor factory_kwargs assert_int_or_pair"
    " boolean_dispatch handle_torch_function has_torch_function argument_validation"
    " functional_datapipe guaranteed_datapipes_determinism non_deterministic runtime_validation"
    " runtime_validation_disabled DFIterDataPipe DataChunk IterDataPipe MapDataPipe"
    " CallbackSupportMixin Hidden HasMethods MetadataRouter MethodMapping NotFittedError"
    " get_namespace get_namespace_and_device get_routing_for_object process_routing available_if"
    " check_is_fitted check_memory clone delayed Parallel get_tags Weights WeightsEnum"
    " GoogLeNetOutputs InceptionOutputs ClassifierTags DataConversionWarning InputTags"
    " RegressorTags Tags TargetTags TransformerTags f_oneway interpn".split()
)

# per library: modules whose public names are taken whole, then single names, then methods.
# A leading "." at a class list means "every class of this module".
PLAN = {
    "keras": {
        "packages": ["keras", "torch"],
        "modules": [
            "keras.layers",
            "keras.optimizers",
            "keras.optimizers.schedules",
            "keras.losses",
            "keras.metrics",
            "keras.activations",
            "keras.initializers",
            "keras.regularizers",
            "keras.constraints",
            "keras.callbacks",
            "keras.applications",
            "keras.utils",
            "keras.random",
            "keras.models",
            "keras.datasets.*",
            "keras.applications.*",
        ],
        "names": ["keras.Sequential", "keras.Model", "keras.Input", "keras.Layer"],
        "skip_modules": ["keras.utils.legacy", "keras.utils.bounding_boxes"],
        "methods": {
            "keras.Model": KERAS_MODEL_METHODS,
            "keras.Sequential": KERAS_MODEL_METHODS + " add pop",
            "keras.Layer": KERAS_LAYER_METHODS,
            "keras.layers.Normalization": "adapt",
            "keras.layers.TextVectorization": "adapt",
            "keras.layers.Discretization": "adapt",
            "keras.layers.StringLookup": "adapt",
            "keras.layers.IntegerLookup": "adapt",
        },
    },
    "torch": {
        "packages": ["torch", "torchvision"],
        "modules": [
            "torch.nn",
            "torch.nn.functional",
            "torch.nn.init",
            "torch.nn.utils",
            "torch.optim",
            "torch.optim.lr_scheduler",
            "torch.utils.data",
            "torchvision.datasets",
            "torchvision.models",
            "torchvision.transforms",
        ],
        "names": ["torch.no_grad", "torch.enable_grad", "torch.inference_mode",
                  "torch.set_grad_enabled", "torch.manual_seed", "torch.load", "torch.save",
                  "torch.compile", "torch.einsum", "torch.norm", "torch.split", "torch.stft",
                  "torch.autocast", "torch.amp.autocast", "torch.amp.GradScaler",
                  "torch.cuda.amp.autocast", "torch.cuda.amp.GradScaler",
                  "torch.autograd.grad", "torch.autograd.backward",
                  "torch.nn.parallel.DistributedDataParallel"],
        "methods": {
            "torch.nn.Module": TORCH_MODULE_METHODS,
            "torch.nn.Sequential": TORCH_MODULE_METHODS,
            "torch.nn.ModuleList": TORCH_MODULE_METHODS,
            "torch.nn.ModuleDict": TORCH_MODULE_METHODS,
            "torch.optim.Optimizer": TORCH_STEP_METHODS,
            "torch.optim.lr_scheduler.LRScheduler": TORCH_STEP_METHODS,
            "torch.optim.lr_scheduler.ReduceLROnPlateau": TORCH_STEP_METHODS,
            "torch.Tensor": "backward register_hook split unflatten norm",
            "torch.amp.GradScaler": "scale step update unscale_",
        },
    },
    "sklearn": {
        "packages": ["scikit-learn"],
        "modules": [
            "sklearn.model_selection",
            "sklearn.preprocessing",
            "sklearn.datasets",
            "sklearn.decomposition",
            "sklearn.impute",
            "sklearn.feature_selection",
            "sklearn.compose",
            "sklearn.pipeline",
            "sklearn.utils",
        ],
        "names": ["sklearn.metrics.accuracy_score", "sklearn.metrics.confusion_matrix",
                  "sklearn.metrics.classification_report", "sklearn.metrics.mean_squared_error"],
        "methods": {
            ".sklearn.preprocessing": SCALER_METHODS,
            ".sklearn.model_selection": "split",
            ".sklearn.impute": SCALER_METHODS,
            ".sklearn.decomposition": SCALER_METHODS,
            ".sklearn.feature_selection": SCALER_METHODS,
            "sklearn.compose.ColumnTransformer": SCALER_METHODS,
            "sklearn.pipeline.Pipeline": SCALER_METHODS,
        },
    },
}


def default_text(value):
    """A default as source text; `...` when it is no literal that embed.py can carry."""
    if value is None or isinstance(value, bool):
        return repr(value)
    if type(value) is int and abs(value) < 2**53:
        return repr(value)
    if type(value) is float and value == value and abs(value) != float("inf"):
        return repr(value)
    if type(value) is str and value.isprintable() and len(value) < 80:
        return json.dumps(value, ensure_ascii=True)
    if type(value) in (tuple, list) and 0 < len(value) <= 4:
        if all(type(item) is int and abs(item) < 2**31 for item in value):
            return repr(tuple(value))
    return "..."


def signature_text(function, drop_self):
    """`(a, b=1, *, c=None)` of a callable, or None when Python does not know its signature."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return None
    if drop_self and parameters and parameters[0].kind in (
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        parameters = parameters[1:]
    out, star_seen = [], False
    for parameter in parameters:
        text = parameter.name
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            text, star_seen = "*" + text, True
        elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
            text = "**" + text
        elif parameter.kind is inspect.Parameter.KEYWORD_ONLY and not star_seen:
            out.append("*")
            star_seen = True
        if parameter.default is not inspect.Parameter.empty:
            text += "=" + default_text(parameter.default)
        out.append(text)
    return "(" + ", ".join(out) + ")"


def is_public(name, value):
    if name.startswith("_") or name.endswith("_Weights") or name in NOISE:
        return False
    return callable(value) and not inspect.ismodule(value)


def class_signature(value):
    """Signature of the constructor; wrapper metaclasses and __new__ are told apart by inspect."""
    own = value.__init__ if value.__init__ is not object.__init__ else None
    if own is not None:
        text = signature_text(own, True)
        # (*args, **kwargs) tells nothing: __new__ or the class itself may know more
        if text not in (None, "(*args, **kwargs)"):
            return text
    return signature_text(value, False) or "(*args, **kwargs)"


def methods_of(path, value, names, found):
    for name in names.split():
        method = inspect.getattr_static(value, name, None)
        if method is None or isinstance(method, property) or not callable(getattr(value, name)):
            continue
        is_static = isinstance(method, (staticmethod, classmethod))
        text = signature_text(getattr(value, name), not is_static)
        if text is not None:
            found[path + "." + name] = "method " + text


def expand(pattern, skip):
    """`keras.datasets.*` -> its public sub-modules; a plain name -> itself."""
    if not pattern.endswith(".*"):
        return [pattern]
    parent = importlib.import_module(pattern[:-2])
    return [
        pattern[:-1] + name
        for name, value in sorted(vars(parent).items())
        if inspect.ismodule(value) and not name.startswith("_") and pattern[:-1] + name not in skip
    ]


def parent_of(module_name):
    return importlib.import_module(module_name.rpartition(".")[0])


def belongs(module_name, value):
    """True when a module offers the name as its own: imports do not count."""
    home = getattr(value, "__module__", None) or ""
    return home.split(".")[0] in (module_name.split(".")[0], "torch", "builtins")


def entry_text(path, value, found):
    if inspect.isclass(value):
        found[path] = "class " + class_signature(value)
    else:
        text = signature_text(value, False)
        if text is not None:
            found[path] = "function " + text


def signatures_of(library):
    """{canonical path: "class|function|method (signature)"} of one library as installed.

    A second name of the same thing in one module ("MaxPool2D") is `same <first name's path>`.
    """
    plan, found = PLAN[library], {}
    for pattern in plan["modules"]:
        for module_name in expand(pattern, plan.get("skip_modules", [])):
            module = importlib.import_module(module_name)
            wanted = plan["methods"].get("." + module_name)
            for name, value in sorted(vars(module).items()):
                if not is_public(name, value) or not belongs(module_name, value):
                    continue
                path = module_name + "." + name
                if pattern.endswith(".*") and getattr(parent_of(module_name), name, None) is value:
                    found[path] = f"same {pattern[:-2]}.{name}"
                    continue
                first = getattr(value, "__name__", name)
                is_second = first != name and not first.startswith("_")
                if is_second and getattr(module, first, None) is value:
                    found[path] = f"same {module_name}.{first}"
                    continue
                entry_text(path, value, found)
                if wanted and inspect.isclass(value):
                    methods_of(path, value, wanted, found)
    for path in plan["names"]:
        module_name, name = path.rsplit(".", 1)
        entry_text(path, getattr(importlib.import_module(module_name), name), found)
    for path, names in plan["methods"].items():
        if not path.startswith("."):
            module_name, name = path.rsplit(".", 1)
            methods_of(path, getattr(importlib.import_module(module_name), name), names, found)
    return found


def strings_of(library):
    """{space: {spelling: canonical path}} that keras' own get() functions resolve."""
    if library != "keras":
        return {}
    found = {}
    for space in ("activations", "losses", "metrics", "optimizers", "initializers"):
        table = importlib.import_module("keras.src." + space).ALL_OBJECTS_DICT
        public = importlib.import_module("keras." + space)
        found[space] = {
            name: f"keras.{space}.{value.__name__}"
            for name, value in table.items()
            if getattr(public, value.__name__, None) is value
        }
    return found


def versions_of(library):
    from importlib.metadata import version

    return {name: version(name).split("+")[0] for name in PLAN[library]["packages"]}


def write(library, folder):
    document = {
        "about": "Written by harvest.py from the installed libraries; do not edit by hand.",
        "versions": versions_of(library),
        "signatures": signatures_of(library),
        "strings": strings_of(library),
    }
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=True) + "\n"
    (folder / (library + ".json")).write_text(text, encoding="utf-8")
    return len(document["signatures"])


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("libraries", nargs="*")
    options = parser.parse_args(arguments)
    for library in options.libraries or sorted(PLAN):
        print(f"{library}: {write(library, options.out)} entries", file=sys.stderr)


if __name__ == "__main__":
    main()
