"""Which projects the rule named in a file takes: the greedy rules, which need the sums of support only.

As the library's own checker reads them (github.com/pabulib/checker, pabulib/checker.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GREEDY = ("greedy", "greedy-threshold", "greedy-no-skip")
# A cost that stands for a project that was taken out of the vote.
NO_COST = 999_999_999


@dataclass(frozen=True, slots=True)
class Standing:
    """A project as the rule sees it: what it costs, how much support it has, whether the file calls it selected."""

    project: str
    cost: float
    support: float
    selected: bool


def winners(rule: str, projects: Sequence[Standing], budget: float, threshold: float = 0.0) -> set[str]:
    """The projects that a greedy rule takes, those with most support first.

    ``greedy`` passes over a project that the rest of the budget does not pay for, ``greedy-no-skip`` ends there;
    both leave out projects with less support than ``threshold``. Of projects with equal support, those that the file
    calls selected come first, so that a difference is never one of how ties were broken.

    >>> three = [Standing("a", 60, 9, True), Standing("b", 50, 8, False), Standing("c", 40, 7, True)]
    >>> sorted(winners("greedy", three, 100)), sorted(winners("greedy-no-skip", three, 100))
    (['a', 'c'], ['a'])
    """
    taken: set[str] = set()
    for each in sorted(projects, key=lambda each: (-each.support, not each.selected, each.project)):
        if each.support < threshold or each.cost == NO_COST:
            continue
        if each.cost <= budget:
            taken.add(each.project)
            budget -= each.cost
        elif rule == "greedy-no-skip":
            break
    return taken
