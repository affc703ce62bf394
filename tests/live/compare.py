# SPDX-License-Identifier: MIT
"""Compares what eoslint says about a network with what the library built; knows no framework and no test runner.

Unknown is never wrong: a null where the library knows is counted, a number that differs is an error. The number of
layers is claimed unless a layer may be there, or stands for several or for something that is not known.
"""
from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Comparison:
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    equal: int = 0  # facts that both know and agree on

    @property
    def result(self) -> str:
        return "wrong" if self.wrong else "unknown" if self.unknown else "equal"


def by_object(layers: list[dict]) -> list[dict]:
    """Layers once each, in the order of their first execution, with an output per execution."""
    found: dict[int, dict] = {}
    result = []
    for layer in layers:
        if layer["functional"]:
            continue
        if layer["object"] and layer["object"] in found:
            found[layer["object"]]["shapes"].append(layer["output_shape"])
            continue
        one = {**layer, "shapes": [layer["output_shape"]]}
        found[layer["object"]] = one
        result.append(one)
    return result


def compare_shape(comparison: Comparison, where: str, said, live) -> None:
    if live is None:  # the library does not know either: whatever is said cannot be checked
        return
    if said is None:
        comparison.unknown.append(f"{where}: shape")
        return
    if len(said) != len(live) or any(s is not None and s != n for s, n in zip(said, live)):
        comparison.wrong.append(f"{where}: shape {said}, really {live}")
    elif said != live:
        comparison.unknown.append(f"{where}: part of the shape {said}, really {live}")
    else:
        comparison.equal += 1


def compare_number(comparison: Comparison, where: str, said, live) -> None:
    if said is None:
        if live is not None:
            comparison.unknown.append(f"{where}: parameters")
    elif live is not None and said != live:
        comparison.wrong.append(f"{where}: {said} parameters, really {live}")
    else:
        comparison.equal += 1


def compare_layers(comparison: Comparison, where: str, said: list[dict], live: list[dict], is_complete: bool) -> None:
    layers = by_object(said)
    is_certain = all(layer["presence"] == "always" and layer["kind"] != "?" for layer in layers)
    if len(layers) != len(live) or any(layer["presence"] != "always" for layer in layers):
        is_claim = is_complete or (is_certain and len(layers) > len(live))
        kinds = f"{[layer['kind'] for layer in layers]}, really {[layer['kind'] for layer in live]}"
        (comparison.wrong if is_claim else comparison.unknown).append(f"{where}: layers {kinds}")
        return
    for index, (one, other) in enumerate(zip(layers, live), start=1):
        place = f"{where} layer {index} {other['kind']}"
        if one["kind"] == "?":
            comparison.unknown.append(f"{place}: kind")
        elif one["kind"] != other["kind"]:
            comparison.wrong.append(f"{place}: kind {one['kind']}")
        else:
            comparison.equal += 1
        if len(one["shapes"]) != len(other["shapes"]):
            comparison.wrong.append(f"{place}: {len(one['shapes'])} calls, really {len(other['shapes'])}")
        for shape, live_shape in zip(one["shapes"], other["shapes"]):
            compare_shape(comparison, place, shape, live_shape)
        compare_number(comparison, place, one["parameter_count"], other["parameters"])
        if "layers" in other and "layers" in one:
            compare_layers(comparison, place, one["layers"], other["layers"], is_complete)
        elif "layers" in other:
            comparison.unknown.append(f"{place}: layers inside")


def nested(layers: list[dict]):
    for layer in layers:
        if "layers" in layer:
            yield layer
            yield from nested(layer["layers"])


def compare_program(said: dict, live: dict, by_name_only: bool = False) -> Comparison:
    """`said` is the output of `eoslint model`, `live` the models by variable. `by_name_only`: a network that is
    not found under its name is unknown, whatever other networks are there."""
    comparison = Comparison()
    left = list(said["models"])
    for variable, truth in live.items():
        named = [model for model in left if model["name"] == variable]
        if not named:  # part of another model
            named = [part for model in said["models"] for part in nested(model["layers"]) if part["name"] == variable]
        if not named and not by_name_only:  # built under another name: the one that is like it
            named = [m for m in left if [k["kind"] for k in by_object(m["layers"])] == [k["kind"] for k in truth["layers"]]]
        if not named and not by_name_only:
            named = left if len(left) == 1 else []
        if not named:
            comparison.unknown.append(f"{variable}: no model of this name")
            continue
        tries = []
        for model in named:  # a name may be bound more than once
            one = Comparison()
            compare_layers(one, variable, model["layers"], truth["layers"], model.get("complete", False))
            compare_number(one, f"{variable} in all", model["parameter_count"], truth["total"])
            if not one.unknown and not model.get("complete", True) and truth["total"] is not None:
                one.unknown.append(f"{variable}: not complete")
            tries.append((len(one.wrong), len(one.unknown), one, model))
        best = min(tries, key=lambda item: item[:2])
        comparison.wrong += best[2].wrong
        comparison.unknown += best[2].unknown
        comparison.equal += best[2].equal
        if best[3] in left:
            left.remove(best[3])
    reasons = [f"{entry['what']}: {entry['reason']}" for entry in said["not_judged"]]
    if comparison.unknown and reasons:
        comparison.unknown.append("because " + "; ".join(sorted(set(reasons))))
    return comparison
