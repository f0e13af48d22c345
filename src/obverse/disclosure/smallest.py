"""The smallest set of figures to withhold, so that the attacker learns nothing that has to stay hidden."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import highspy
import numpy as np

from obverse.disclosure.attacker import Attacker


def smallest(attacker: Attacker, costs: Mapping[int, float]) -> frozenset[int]:
    """The cheapest parts to withhold, among those that have a cost; empty where nothing leaks.

    What leaks already without any of them is not mended by withholding, and does not count.

    Cores of figures that leak together are collected, and the cheapest set that meets each of them is tried next,
    until nothing leaks: then no cheaper set would do, since it would miss a core.
    """
    if next(attacker.without(()).each_leak(), None) is None:
        return frozenset()
    # what is told without any of the parts: nothing, unless something is out already
    is_out = any(
        bound.parts.isdisjoint(costs) and bound.low != bound.high for bound in attacker.system.bounds
    )
    before = (
        {leak.place: (leak.low, leak.high) for leak in attacker.without(costs).each_leak()} if is_out else {}
    )
    chosen: frozenset[int] = frozenset()
    cores: list[frozenset[int]] = []
    while True:
        is_safe, met = True, chosen
        place = attacker.without(met).first_open(0)
        while place is not None:

            def tells(visible: Collection[int], place: int = place) -> bool:
                told = attacker.without(costs.keys() - set(visible)).leak_at(place)
                return told is not None and told != before.get(place)

            if tells(costs.keys() - met):
                core = frozenset(_core(_visible(attacker.without(met), place, costs, tells), tells))
                if core:
                    is_safe = False
                    cores.append(core)
                    # what follows is looked at as if the cheapest were hidden: then each core tells something new
                    met |= {min(core, key=lambda part: (costs[part], part))}
            place = attacker.without(met).first_open(place + 1)
        if is_safe:
            return chosen
        chosen = _hitting(cores, costs)


def _visible(
    attacker: Attacker, place: int, costs: Mapping[int, float], tells: Callable[[Sequence[int]], bool]
) -> list[int]:
    """The parts among which to look for a core: those that the ends rest on where these tell by themselves."""
    hidden = attacker.hidden
    behind = attacker.parts_behind(place)
    for among in (behind & costs.keys() - hidden, costs.keys() - hidden):
        ordered = sorted(among, key=lambda part: -costs[part])
        if tells(ordered):
            break
    return ordered


def _core(parts: Sequence[int], tells: Callable[[Sequence[int]], bool]) -> list[int]:
    """A part of ``parts`` that tells, of which nothing can be left out (QuickXplain, Junker 2004)."""

    def explain(given: list[int], is_new: bool, among: list[int]) -> list[int]:
        if is_new and tells(given):
            return []
        if len(among) == 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        needed = explain(given + first, bool(first), second)
        return explain(given + needed, bool(needed), first) + needed

    return explain([], False, list(parts)) if parts else []


def _hitting(cores: Sequence[frozenset[int]], costs: Mapping[int, float]) -> frozenset[int]:
    """The cheapest set that has something in common with every core."""
    if not cores:
        return frozenset()
    parts = sorted(frozenset[int]().union(*cores))
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy says no types here
    solver.setOptionValue("output_flag", False)
    count = len(parts)
    columns = np.arange(count, dtype=np.int32)
    solver.addVars(count, np.zeros(count), np.ones(count))
    solver.changeColsIntegrality(count, columns, np.full(count, highspy.HighsVarType.kInteger))
    solver.changeColsCost(count, columns, np.array([costs[part] for part in parts]))
    for core in cores:
        places = np.array([place for place, part in enumerate(parts) if part in core], dtype=np.int32)
        solver.addRow(1.0, np.inf, len(places), places, np.ones(len(places)))
    solver.run()
    taken = solver.getSolution().col_value
    return frozenset(part for part, is_taken in zip(parts, taken, strict=True) if is_taken > 0.5)
