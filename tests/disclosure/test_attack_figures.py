"""Attackers who need no solver: subtraction, moments, colluding colleagues, and figures in which all said the same."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from obverse.disclosure.complement import safe_groups
from obverse.disclosure.figures import Address, released_of
from obverse.disclosure.gate import gate
from obverse.disclosure.ledger import Release
from obverse.disclosure.recomputing import recompute
from obverse.disclosure.released import Released, safe_count, safe_part
from obverse.quantities import Estimate
from obverse.statistics.shares import wilson_share
from tests.disclosure.simulated import GROUPS, people

ADDRESS = Address(key="D-1:V06.weakened", population="survey_answer 1", group="", item="D-1:V06.weakened")


@pytest.mark.parametrize("block", range(4))
def test_no_published_groups_differ_by_one_to_nine_people(block: int) -> None:
    for seed in range(100 * block, 100 * (block + 1)):
        respondents = people(np.random.default_rng([11, seed]))
        members = {
            group: frozenset(number for number, one in enumerate(respondents) if one.is_in(group))
            for group in GROUPS
        }
        withheld = safe_groups({group: len(found) for group, found in members.items()})
        shown = {group: found for group, found in members.items() if group not in withheld}
        for whole, found in shown.items():
            inside = [group for group, part in shown.items() if group != whole and part <= found]
            for count in (1, 2, 3):
                for chosen in combinations(inside, count):
                    parts = [shown[group] for group in chosen]
                    if sum(map(len, parts)) == len(frozenset[int]().union(*parts)):
                        rest = len(found) - sum(map(len, parts))
                        assert not 0 < rest < 10 or _unknown_to_lie_in(whole, chosen), (seed, whole, chosen)


def _unknown_to_lie_in(whole: str, parts: tuple[str, ...]) -> bool:
    """Groups that happen to hold the same people, though nothing outside tells that one lies in the other."""
    from obverse.disclosure.groups import declared  # noqa: PLC0415 - only here

    known = declared()
    return whole != "" and not all(known[part][1] < known[whole][1] for part in parts)


@pytest.mark.parametrize("cases", range(10, 160))
def test_nobody_reads_that_all_or_none_said_the_same(cases: int) -> None:
    for yes in range(cases + 1):
        exact = wilson_share(yes, cases)
        assert isinstance(exact, Estimate)
        shown = recompute(released_of(ADDRESS, exact))
        if isinstance(shown, Estimate):
            assert 0 < shown.value < 1
            assert shown.interval.low * cases <= cases - 1
            assert shown.interval.high * cases >= 1


@pytest.mark.parametrize("cases", range(18, 80))
def test_two_colleagues_who_know_their_own_answers_learn_no_other(cases: int) -> None:
    for yes in range(cases + 1):
        around, part = safe_count(cases), safe_part(yes, cases)
        if part.shown is None:
            few = (0, 9)
        else:
            assert part.shown - 2 >= 8
            few = (around.low - part.high, around.high - part.low)
        for own in (0, 1, 2):
            low, high = max(few[0] - own, 0), few[1] - own
            assert high >= 5
            assert low == 0 or high >= 10


@cache
def answers(people_: int) -> npt.NDArray[np.int64]:
    """All ways in which a number of people can spread over five degrees."""
    bars = np.array(list(combinations(range(people_ + 4), 4)), dtype=np.int64)
    edges = np.concatenate([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), people_ + 4)], axis=1)
    return np.diff(edges, axis=1) - 1


def _compatible(cases: int, mean: float) -> npt.NDArray[np.int64]:
    around, found = safe_count(cases), []
    for count in range(around.low, around.high + 1):
        spread = answers(count)
        total = spread @ np.arange(5)
        is_near = np.abs(total - mean * count) <= 0.05 * count + 1e-9
        found.append(spread[is_near])
    return np.concatenate(found)


@pytest.mark.parametrize("cases", [30, 35, 40])
def test_a_mean_leaves_at_least_twenty_ways_to_answer_or_is_withheld(cases: int) -> None:
    kept = 0
    for tenths in range(41):
        mean = Released(
            key="D-1:V06.mean_weakened",
            population="survey_answer 1",
            group="",
            item="D-1:V06.mean_weakened",
            kind="mean",
            unit="degree",
            cases=safe_count(cases),
            value=tenths / 10,
            scale=(0.0, 4.0),
        )
        ways = _compatible(cases, tenths / 10)
        tells_an_extreme = any(
            ways[:, end].min(initial=9) >= 1 and ways[:, end].max(initial=0) <= 2 for end in (0, 4)
        )
        if not gate((), Release("one", "2026-11-22", (mean,))).changes:
            kept += 1
            assert len(ways) >= 20
            assert not tells_an_extreme
    assert kept > 30
