/* SPDX-License-Identifier: MIT */
/*
 * EOS707: a network or layer class whose __init__ assigns modules and does not initialise its base, or does
 * so too late. Read from the text of the class, because the program would stop there; which attributes are
 * modules is what flow found.
 */
#include "rules/wording.h"

static void check_class(eos_check *check, const eos_class_facts *facts)
{
    eos_about about = eos_about_class(check, facts, NULL);
    if (facts->base_init == EOS_BASE_INIT_FINE) {
        eos_check_satisfied(check, &about);
        return;
    }
    if (facts->base_init == EOS_BASE_INIT_UNKNOWN) {
        eos_check_unknown(check, &about, "a base class is not known");
        return;
    }
    about.span = facts->init;
    bool is_late = facts->base_init == EOS_BASE_INIT_LATE;
    eos_finding *finding =
        is_late ? eos_check_violated(check, &about,
                                     "%s assigns a module before super().__init__() (line %u): "
                                     "call super().__init__() first",
                                     facts->name, facts->base_call.line)
                : eos_check_violated(check, &about,
                                     "__init__ of %s never calls super().__init__(): write it as "
                                     "its first statement",
                                     facts->name);
    eos_finding_fix(check, finding, "write super().__init__() as the first statement of __init__");
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE,
                         is_late ? "module assigned first" : "__init__ without it",
                         eos_unknown(NULL), facts->init);
    if (is_late)
        eos_finding_related(check, finding, "super().__init__()", facts->base_call);
}

const eos_rule eos_rule_707 = {
    .code = "EOS707",
    .name = "base-not-initialised",
    .summary = "The base class is not initialised, or too late",
    .category = "MODULE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Compares the order of super().__init__() and the assignments of modules in "
                    "__init__ of network and layer classes.",
            .why = "PyTorch refuses to assign a module to an object whose base is not initialised "
                   "(AttributeError); a Keras layer or model without it cannot be called.",
            .example = "from torch import nn\n"
                       "\n"
                       "class Net(nn.Module):\n"
                       "    def __init__(self):\n"
                       "        self.fc = nn.Linear(8, 2)\n"
                       "\n"
                       "    def forward(self, x):\n"
                       "        return self.fc(x)\n",
            .use_instead = "from torch import nn\n"
                           "\n"
                           "class Net(nn.Module):\n"
                           "    def __init__(self):\n"
                           "        super().__init__()\n"
                           "        self.fc = nn.Linear(8, 2)\n"
                           "\n"
                           "    def forward(self, x):\n"
                           "        return self.fc(x)\n",
            .evidence =
                "All base classes are the library's or stand in this file, the class has its own "
                "__init__ and, for PyTorch, assigns a module in it; no method of the class "
                "mentions super() or __init__ (missing), or the first module is assigned in an "
                "earlier line (late, PyTorch only: Keras 3 allows attributes before it).",
            .options = "",
            .known_problems = "",
            .references = "PyTorch 2.13, torch.nn.Module.__setattr__; Keras 3, keras.Layer.",
        },
    .check_class = check_class,
};
