"""Rules that were broken on purpose: the attacker finds out each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from obverse.disclosure.attacker import attack
from obverse.disclosure.complement import safe_groups
from obverse.disclosure.programs import Contradiction
from obverse.disclosure.released import Released, SafeCount
from tests.disclosure.simulated import GROUPS, SHARES, SIDES, Person, people

_MOST_TRIED = 60


@dataclass(frozen=True)
class Rules:
    """The rules of rounding with every number in them open to be broken."""

    fewest: int = 10
    fewest_cases: int = 10
    fewest_no: int = 10
    step: int = 5
    step_cases: int = 5
    floor: bool = False
    fewest_for_share: int = 18
    complement: Callable[[dict[str, int]], set[str]] = safe_groups
    hides_low: bool = True
    hides_high: bool = True
    hidden_from: int = 0
    also_no: bool = False
    exact_everybody: bool = False
    exact_items: frozenset[str] = frozenset()
    decimals: int | None = None

    def count(self, people_: int, step: int, fewest: int) -> SafeCount:
        if people_ < fewest:
            return SafeCount(None, self.hidden_from, fewest - 1)
        if step == 1:
            return SafeCount(people_, people_, people_)
        low = people_ // step * step if self.floor else (people_ + step // 2) // step * step - step // 2
        return SafeCount(people_, max(low, fewest), low + step - 1)

    def share(self, yes: int, cases: int, *, exact: bool) -> SafeCount:
        if exact:
            return SafeCount(yes, yes, yes)
        if self.hides_high and yes >= self.fewest and cases - yes < self.fewest_no:
            around = self.count(cases, self.step_cases, self.fewest_cases)
            return SafeCount(None, max(around.low - self.fewest_no + 1, 10), around.high)
        if not self.hides_low and yes < self.fewest:
            low = max((yes + 2) // 5 * 5 - 2, 0)
            return SafeCount(yes, low, (yes + 2) // 5 * 5 + 2)
        return self.count(yes, self.step, self.fewest)

    def table(self, respondents: list[Person]) -> list[tuple[int, Released]]:
        counts = {group: sum(one.is_in(group) for one in respondents) for group in ("", *SIDES)}
        withheld = self.complement(counts)
        found = []
        for group, cases in counts.items():
            members = [one for one in respondents if one.is_in(group)]
            if group in withheld and cases >= self.fewest_cases:
                continue
            for item in ("weakened", "strengthened")[: 1 if self.decimals else 2]:
                yes = sum(SHARES[item](one.strengthened, one.weakened) for one in members)
                is_exact = (self.exact_everybody and not group) or item in self.exact_items
                around = self.count(cases, 1 if is_exact else self.step_cases, self.fewest_cases)
                one = Released(
                    key=f"{item}.{group}",
                    population="answers",
                    group=group,
                    item=f"V06.{item}",
                    kind="share" if cases >= self.fewest_for_share else "withheld",
                    unit="share",
                    cases=around,
                    yes=self.share(yes, cases, exact=is_exact) if cases >= self.fewest_for_share else None,
                )
                found.append((0, one))
                if self.decimals is not None and cases >= 10:
                    found += self._mean(item, group, members, around)
        return found

    def _mean(
        self, item: str, group: str, members: list[Person], around: SafeCount
    ) -> list[tuple[int, Released]]:
        mean = round(sum(getattr(one, item) for one in members) / len(members), self.decimals)
        # the bounds of the system are those of one decimal: a mean near an end shows a mean that was not withheld
        told = Released(
            key=f"mean.{item}.{group}",
            population="answers",
            group=group,
            item=f"V06.mean_{item}",
            kind="mean",
            unit="degree",
            cases=around,
            value=mean,
            scale=(0.0, 4.0),
        )
        return [(0, told)]


def _nothing(_: dict[str, int]) -> set[str]:
    return set()


def _only_small(counts: dict[str, int]) -> set[str]:
    return {group for group, count in counts.items() if count < 10}


def _largest_instead(counts: dict[str, int]) -> set[str]:
    small = _only_small(counts)
    rest = sum(counts[group] for group in small)
    shown = [group for group in counts if group and group not in small]
    return small | ({max(shown, key=counts.__getitem__)} if shown and rest == 9 else set())


def _threshold(least: int) -> Callable[[dict[str, int]], set[str]]:
    def groups(counts: dict[str, int]) -> set[str]:
        small = {group for group, count in counts.items() if count < 10}
        rest = sum(counts[group] for group in small)
        shown = [group for group in counts if group and group not in small]
        return small | ({min(shown, key=counts.__getitem__)} if 0 < rest < least and shown else set())

    return groups


RULES = Rules()
BROKEN = {
    "exact n beside rounded counts": replace(RULES, step_cases=1),
    "exact yes": replace(RULES, step=1),
    "everything exact": replace(RULES, step=1, step_cases=1),
    "everybody exact": replace(RULES, exact_everybody=True),
    "one item exact": replace(RULES, exact_items=frozenset({"weakened"})),
    "other item exact": replace(RULES, exact_items=frozenset({"strengthened"})),
    "margins before rounding": replace(RULES, exact_everybody=True, step=3),
    "rounded to two": replace(RULES, step=2, step_cases=2),
    "rounded to three": replace(RULES, step=3, step_cases=3),
    "n rounded to two": replace(RULES, step_cases=2),
    "n rounded to three": replace(RULES, step_cases=3),
    "yes rounded to two": replace(RULES, step=2),
    "yes rounded to three": replace(RULES, step=3),
    "yes rounded to four": replace(RULES, step=4, step_cases=4),
    "rounded down": replace(RULES, floor=True, step=3, step_cases=5),
    "threshold five": replace(RULES, fewest=5, fewest_cases=5),
    "threshold five for yes": replace(RULES, fewest=5),
    "threshold five for n": replace(RULES, fewest_cases=5),
    "threshold three": replace(RULES, fewest=3),
    "threshold eight": replace(RULES, fewest=8),
    "no threshold": replace(RULES, fewest=0),
    "below ten but not nothing": replace(RULES, hidden_from=1),
    "below ten but not one": replace(RULES, hidden_from=2),
    "saturated shares shown": replace(RULES, hides_high=False),
    "small counts rounded instead of hidden": replace(RULES, hides_low=False),
    "fewer than five said no": replace(RULES, fewest_no=5),
    "fewer than three said no": replace(RULES, fewest_no=3),
    "no complement rule": replace(RULES, complement=_nothing),
    "complement of the small groups only": replace(RULES, complement=_only_small),
    "complement withholds the largest": replace(RULES, complement=_largest_instead),
    "complement below five": replace(RULES, complement=_threshold(5)),
    "complement below three": replace(RULES, complement=_threshold(3)),
    "shares of ten people": replace(RULES, fewest_for_share=10),
    "means of ten people": replace(RULES, decimals=1),
}


def leaks(rules: Rules, respondents: list[Person]) -> bool:
    try:
        return bool(attack(rules.table(respondents)).leaks())
    except Contradiction:
        # a number that cannot be true is found out too
        return True


def test_at_least_thirty_rules_are_broken() -> None:
    assert len(BROKEN) >= 30
    assert len(GROUPS) == 8


@pytest.mark.parametrize("name", BROKEN)
def test_the_attacker_finds_out_a_broken_rule(name: str) -> None:
    for seed in range(_MOST_TRIED):
        respondents = people(np.random.default_rng([13, seed]))
        if leaks(BROKEN[name], respondents) and not leaks(RULES, respondents):
            return
    pytest.fail(f"{name}: nobody found out over {_MOST_TRIED} populations")
