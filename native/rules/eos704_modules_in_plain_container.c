/* SPDX-License-Identifier: MIT */
/*
 * EOS704: modules with weights in a plain list, tuple or dict of a torch.nn.Module, which registers none of
 * them: the optimiser never sees their weights, .to() leaves them where they are, state_dict() forgets them.
 * What flow found in the attribute is the evidence; class_facts.c leaves out modules that another holder
 * registers.
 */
#include "rules/wording.h"

static void judge_member(eos_check *check, const eos_class_facts *facts,
                         const eos_class_member *member)
{
    eos_about about = eos_about_class(check, facts, member);
    const char *container = member->is_dict ? "ModuleDict" : "ModuleList";
    eos_finding *finding = eos_check_violated(
        check, &about,
        "self.%s of %s holds modules (%s) in a plain %s, so their weights are not registered%s: "
        "write nn.%s(...)",
        member->name, facts->name, member->kind, member->is_dict ? "dict" : "list",
        facts->asked_for ? eos_arena_printf(check->arena, " and %s() (line %u) leaves them out",
                                            facts->asked_for, facts->asked.line)
                         : "",
        container);
    eos_finding_fix(check, finding, "write self.%s = nn.%s(...)", member->name, container);
    eos_finding_evidence(check, finding, EOS_EVIDENCE_CODE, "modules that nothing registers",
                         eos_integer(member->count), member->span);
    if (facts->asked_for)
        eos_finding_related(check, finding, facts->asked_for, facts->asked);
    else
        eos_finding_severity(finding, EOS_SEVERITY_WARNING, EOS_CONFIDENCE_LIKELY);
}

static void check_class(eos_check *check, const eos_class_facts *facts)
{
    for (uint32_t i = 0; i < facts->plain.count; i++)
        judge_member(check, facts, &facts->plain.items[i]);
    if (facts->plain.count == 0 && facts->is_torch) {
        eos_about about = eos_about_class(check, facts, NULL);
        eos_check_satisfied(check, &about);
    }
}

const eos_rule eos_rule_704 = {
    .code = "EOS704",
    .name = "modules-in-plain-container",
    .summary = "Modules with weights stand in a plain list or dict",
    .category = "MODULE",
    .severity = EOS_SEVERITY_ERROR,
    .confidence = EOS_CONFIDENCE_CERTAIN,
    .profiles = EOS_PROFILE_DEFAULT | EOS_PROFILE_STRICT,
    .documentation =
        {
            .what = "Looks at the attributes of every instance of a torch.nn.Module class for "
                    "plain lists, tuples and dicts that hold modules with weights which no other "
                    "attribute registers.",
            .why = "torch.nn.Module registers modules that are attributes or stand in its own "
                   "containers. Weights in a plain list are not among parameters(), so no "
                   "optimiser moves them; they stay on the CPU when the model goes elsewhere and "
                   "are missing in its state_dict().",
            .example = "from torch import nn\n"
                       "\n"
                       "class Net(nn.Module):\n"
                       "    def __init__(self):\n"
                       "        super().__init__()\n"
                       "        self.layers = [nn.Linear(8, 8), nn.Linear(8, 2)]\n"
                       "\n"
                       "    def forward(self, x):\n"
                       "        for layer in self.layers:\n"
                       "            x = layer(x).relu()\n"
                       "        return x\n",
            .use_instead =
                "from torch import nn\n"
                "\n"
                "class Net(nn.Module):\n"
                "    def __init__(self):\n"
                "        super().__init__()\n"
                "        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 2)])\n"
                "\n"
                "    def forward(self, x):\n"
                "        for layer in self.layers:\n"
                "            x = layer(x).relu()\n"
                "        return x\n",
            .evidence =
                "The list, tuple or dict as it stands when the program has run, with modules that "
                "have weights. An error when parameters(), to(), state_dict() or their like of an "
                "instance are used in the file, else a warning. Silent when the modules are "
                "wrapped later in a container that registers, when they are attributes as well, "
                "when the list was handed to code that cannot be seen, and for a single module in "
                "a list, a known way to hide one on purpose.",
            .options = "",
            .known_problems = "A list that is deliberately kept out of parameters(), with an "
                              "optimiser of its own for each module, is reported.",
            .references = "PyTorch 2.13 documentation of torch.nn.ModuleList; design section 2.",
        },
    .check_class = check_class,
};
