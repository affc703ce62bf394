/* SPDX-License-Identifier: MIT */
/*
 * EOS705: a module with weights is an attribute of a class and nothing in the file ever mentions that
 * attribute again. Judged per class, under any branch of any method; class_facts.c says when it cannot be
 * known (iteration over children, getattr, a base in another file, self handed over).
 */
#include "rules/wording.h"

static void check_class(eos_check *check, const eos_class_facts *facts)
{
    eos_about whole = eos_about_class(check, facts, NULL);
    if (facts->unknown) {
        eos_check_unknown(check, &whole, facts->unknown);
        return;
    }
    if (facts->unused.count == 0)
        eos_check_satisfied(check, &whole);
    for (uint32_t i = 0; i < facts->unused.count; i++) {
        const eos_class_member *member = &facts->unused.items[i];
        eos_about about = eos_about_class(check, facts, member);
        eos_finding *finding = eos_check_violated(
            check, &about, "self.%s of %s (%s) is never used: call it in %s, or remove it",
            member->name, facts->name, member->kind, facts->is_torch ? "forward" : "call");
        eos_finding_fix(check, finding, "call self.%s in %s, or remove it", member->name,
                        facts->is_torch ? "forward" : "call");
        eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "attribute that nothing mentions",
                             eos_unknown(NULL), member->span);
    }
}

const eos_rule eos_rule_705 = {
    .code = "EOS705",
    .name = "registered-module-unused",
    .summary = "A module with weights is never used",
    .category = "MODULE",
    .severity = EOS_SEVERITY_WARNING,
    .confidence = EOS_CONFIDENCE_LIKELY,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what =
                "Looks for attributes of a network or layer class that hold a module with weights "
                "and that no method, under any branch, and no other place of the file mentions.",
            .why =
                "Its weights are counted, saved and given to the optimiser, but never trained: "
                "usually a layer that forward forgot, or a second name where the first was meant.",
            .example = "from torch import nn\n"
                       "\n"
                       "class Net(nn.Module):\n"
                       "    def __init__(self):\n"
                       "        super().__init__()\n"
                       "        self.fc1 = nn.Linear(8, 8)\n"
                       "        self.fc2 = nn.Linear(8, 8)\n"
                       "        self.out = nn.Linear(8, 2)\n"
                       "\n"
                       "    def forward(self, x):\n"
                       "        return self.out(self.fc1(x).relu())\n",
            .use_instead = "from torch import nn\n"
                           "\n"
                           "class Net(nn.Module):\n"
                           "    def __init__(self):\n"
                           "        super().__init__()\n"
                           "        self.fc1 = nn.Linear(8, 8)\n"
                           "        self.fc2 = nn.Linear(8, 8)\n"
                           "        self.out = nn.Linear(8, 2)\n"
                           "\n"
                           "    def forward(self, x):\n"
                           "        return self.out(self.fc2(self.fc1(x).relu()).relu())\n",
            .evidence = "The attribute holds a module with weights whenever an instance is made, "
                        "the class has its own forward (call), all its bases are the library's or "
                        "stand in this file, and the name occurs nowhere else in the file. Silent "
                        "when modules are reached by iteration, getattr or _modules anywhere in "
                        "the file, when self is handed to other code, when the same module has a "
                        "second holder, and for modules without weights.",
            .options = "",
            .known_problems = "A subclass in another file may use the attribute.",
            .references = "PyTorch 2.13 documentation of torch.nn.Module; Keras 3 documentation of "
                          "keras.Layer.",
        },
    .check_class = check_class,
};
