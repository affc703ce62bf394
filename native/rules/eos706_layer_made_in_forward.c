/* SPDX-License-Identifier: MIT */
/*
 * EOS706: forward (or call) makes a layer with weights and calls it, so every batch meets new random weights
 * that no optimiser knows. Seen while the forward is run on a symbolic tensor; a layer that the module keeps,
 * or that is made under an unknown condition, is none.
 */
#include "rules/wording.h"

static void check_class(eos_check *check, const eos_class_facts *facts)
{
    eos_about whole = eos_about_class(check, facts, NULL);
    if (facts->remade.count == 0)
        eos_check_satisfied(check, &whole);
    for (uint32_t i = 0; i < facts->remade.count; i++) {
        const eos_class_member *member = &facts->remade.items[i];
        eos_about about = eos_about_class(check, facts, member);
        const char *forward = facts->is_torch ? "forward" : "call";
        eos_finding *finding = eos_check_violated(
            check, &about,
            "%s of %s makes a new %s at every call, so its weights are random and never trained: "
            "make it in __init__ and call it here",
            forward, facts->name, member->kind);
        eos_finding_fix(check, finding, "write self.layer = %s(...) in __init__ and call it in %s",
                        member->kind, forward);
        eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "layer with weights",
                             eos_unknown(NULL), member->span);
    }
}

const eos_rule eos_rule_706 = {
    .code = "EOS706",
    .name = "layer-made-in-forward",
    .summary = "A layer with weights is made inside forward or call",
    .category = "MODULE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Runs forward (Keras: call) on a tensor of unknown size and looks for layers "
                    "with weights that are made there and called at once.",
            .why =
                "Every call makes new random weights. They are no part of the model, the optimiser "
                "does not know them, and the output is noise behind the last trained layer.",
            .example = "from torch import nn\n"
                       "\n"
                       "class Net(nn.Module):\n"
                       "    def __init__(self):\n"
                       "        super().__init__()\n"
                       "        self.fc = nn.Linear(8, 8)\n"
                       "\n"
                       "    def forward(self, x):\n"
                       "        return nn.Linear(8, 2)(self.fc(x).relu())\n",
            .use_instead = "from torch import nn\n"
                           "\n"
                           "class Net(nn.Module):\n"
                           "    def __init__(self):\n"
                           "        super().__init__()\n"
                           "        self.fc = nn.Linear(8, 8)\n"
                           "        self.out = nn.Linear(8, 2)\n"
                           "\n"
                           "    def forward(self, x):\n"
                           "        return self.out(self.fc(x).relu())\n",
            .evidence = "The layer has weights, is made while forward runs and is called there. "
                        "Silent for layers that the module keeps as an attribute (lazy creation), "
                        "for those made under a condition, and for layers without weights.",
            .options = "",
            .known_problems = "",
            .references = "PyTorch 2.13 documentation of torch.nn.Module; Keras 3 documentation of "
                          "keras.Layer.",
        },
    .check_class = check_class,
};
