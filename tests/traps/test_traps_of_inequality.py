"""Traps of measuring who takes part and who speaks: rare events, small totals, silent people, direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.quantities import Estimate, Result
from obverse.statistics.concentration import histogram, unbiased_hhi
from obverse.statistics.concentration_index import erreygers_index, wagstaff_index
from obverse.statistics.equal_chances import excess_concentration
from obverse.statistics.speech_blocks import floor_excess

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]
Counts = npt.NDArray[np.int64]

LADDER = {"income": {"label": "income", "categories": ["poorer", "richer"], "order": "worst_to_best"}}
# 0.1 % of the poorer half and 0.9 % of the richer half take part
NINE_TO_ONE = {
    "reference_population": "variable,category,count\nincome,poorer,1000000\nincome,richer,1000000\n",
    "group_count": "stage,activity,variable,category,count\n"
    "attended,any,income,poorer,1000\nattended,any,income,richer,9000\n",
}


def gini(counts: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The naive coefficient of each row."""
    ordered = np.sort(np.asarray(counts, dtype=np.float64), axis=-1)
    n = ordered.shape[-1]
    return np.asarray((2 * np.arange(1, n + 1) - n - 1) @ ordered.T / (n * ordered.sum(axis=-1)))


def test_nine_to_one_at_rare_participation_is_a_concern_although_the_r_indicator_calls_it_perfect(
    judged: Judged, figure: Figure
) -> None:
    """Trap 1: the R-indicator at participation rates."""
    propensities = np.array([0.001, 0.009])
    naive = 1 - 2 * float(np.std(propensities))
    assert naive == pytest.approx(0.992)
    # the lowest value that it can take at 0.5 %: some take part for certain, all others never
    lowest = 1 - 2 * (0.005 * 0.995) ** 0.5
    assert lowest == pytest.approx(0.859, abs=5e-4)

    found = judged("L2.1", NINE_TO_ONE, attributes=LADDER)
    assert figure(found["any.income.cv"].result).value == pytest.approx(0.80, abs=0.005)
    poorer = found["any.income.poorer.ratio"]
    assert figure(poorer.result).value == pytest.approx(0.2)
    assert poorer.verdict is Verdict.CONCERN
    assert not any("r_indicator" in subject for subject in found)


def test_at_rare_participation_the_relative_index_decides_and_the_absolute_one_is_only_shown(
    judged: Judged, figure: Figure
) -> None:
    """Trap 2: Erreygers at rare participation."""
    concentration, mean = 0.4, 0.005
    naive = 4 * mean * concentration
    assert naive == pytest.approx(0.008)

    found = judged("E5.1", NINE_TO_ONE, attributes=LADDER)
    shown = {name: figure(found[f"any.income.{name}"].result).value for name in ("concentration", "index")}
    assert shown == pytest.approx({"concentration": 0.40, "index": 0.402}, abs=5e-4)
    absolute = found["any.income.absolute"]
    assert figure(absolute.result).value == pytest.approx(naive)
    # an absolute index below the difference that matters would have cleared the process
    line = found["any.income.index"].threshold
    assert line is not None
    assert naive < line.smallest_difference
    assert found["any.income.index"].verdict is Verdict.CONCERN
    assert absolute.judgement.reason is Reason.DESCRIBED


def test_where_half_are_covered_the_relative_and_the_absolute_index_are_the_same(figure: Figure) -> None:
    """Trap 2: near coverage of one half nothing depends on the choice."""
    shares, people = [0.3, 0.7], [1, 1]
    wagstaff, erreygers = (figure(one(shares, people)).value for one in (wagstaff_index, erreygers_index))
    assert wagstaff == pytest.approx(erreygers)


@pytest.mark.parametrize(("people", "turns", "mean", "high"), [(15, 60, 0.26, 0.35), (8, 20, 0.31, 0.45)])
def test_a_gini_of_a_third_is_what_equal_chances_give_and_is_no_concern(
    people: int, turns: int, mean: float, high: float
) -> None:
    """Trap 3: the Gini coefficient of speech under equal chances."""
    rng = np.random.default_rng(31)
    worlds = rng.multinomial(turns, [1 / people] * people, size=2000)
    naive = gini(worlds)
    assert naive.mean() == pytest.approx(mean, abs=0.01)
    assert np.quantile(naive, 0.95) == pytest.approx(high, abs=0.015)

    excesses = [excess_concentration(*histogram(world), rng, draws=300) for world in worlds[:150]]
    alarms = [isinstance(one, Estimate) and one.interval.low > 0 for one in excesses]
    assert len(alarms) == 150
    assert np.mean(alarms) <= 0.05
    assert np.mean([one.value for one in excesses if isinstance(one, Estimate)]) == pytest.approx(0, abs=0.02)


def test_people_who_were_silent_are_people_who_were_there(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 3: five silent people of 25 left out lower the coefficient from 0.54 to 0.42."""
    turns = [1] * 6 + [2] * 5 + [3] * 2 + [4] * 3 + [5, 6, 8, 13]
    naive = float(gini(turns))
    assert naive == pytest.approx(0.42, abs=0.005)

    rows = [f"p{number},m,{spoken}" for number, spoken in enumerate(turns + [0] * 5)]
    people = [f"p{number},person" for number in range(25)]
    found = judged(
        "L5.7",
        {
            "participation": table("actor,event,turns", rows),
            "actor": table("id,kind", people),
            "event": "id\nm\n",
        },
    )
    assert figure(found["gini"].result).value == pytest.approx(0.54, abs=0.005)
    assert figure(found["silent"].result).value == pytest.approx(0.2)


def test_the_chance_that_two_events_come_from_one_actor_is_not_doubled_by_small_totals(
    figure: Figure,
) -> None:
    """Trap 3: the Herfindahl index of 12 equal actors with 12 events."""
    worlds = np.random.default_rng(32).multinomial(12, [1 / 12] * 12, size=3000)
    naive = ((worlds / 12) ** 2).sum(axis=1)
    assert naive.mean() == pytest.approx(0.160, abs=0.003)
    unbiased = [figure(unbiased_hhi(world)).value for world in worlds]
    assert np.mean(unbiased) == pytest.approx(1 / 12, abs=0.003)


def test_speeches_change_hands_whole_because_seconds_do_not_come_one_by_one(figure: Figure) -> None:
    """Trap 3: floor time has heavier tails than turns."""
    rng = np.random.default_rng(33)
    false_alarms, ours = [], []
    for _ in range(100):
        speaker, length = rng.integers(10, size=60), np.ceil(rng.exponential(60, size=60))
        floor = np.bincount(speaker, weights=length, minlength=10)
        chance = gini(rng.multinomial(int(floor.sum()), [1 / 10] * 10, size=300))
        false_alarms.append(gini(floor) > np.quantile(chance, 0.975))
        excess = figure(floor_excess(np.zeros(60, dtype=int), speaker, length, [10], rng, draws=300))
        ours.append(excess.interval.low > 0)
    assert np.mean(false_alarms) > 0.95
    assert np.mean(ours) <= 0.06


def test_the_poor_among_those_who_work_and_among_those_who_decide_are_judged_apart(
    judged: Judged, figure: Figure
) -> None:
    """Trap 12: direction by activity; one number over both would hide both."""
    worked, decided = {"poorer": 60, "richer": 20}, {"poorer": 10, "richer": 70}
    naive = (worked["poorer"] + decided["poorer"]) / 160 / 0.5
    assert naive == pytest.approx(0.875)

    counted = "stage,activity,variable,category,count\n" + "".join(
        f"attended,{activity},income,{category},{count}\n"
        for activity, side in (("work", worked), ("decide", decided))
        for category, count in side.items()
    )
    tables: dict[str, Any] = {
        "reference_population": "variable,category,count\nincome,poorer,2000\nincome,richer,2000\n",
        "group_count": counted,
    }
    likeness = judged("L2.1", tables, attributes=LADDER)
    assert likeness["decide.income.poorer.ratio"].verdict is Verdict.CONCERN
    assert figure(likeness["decide.income.poorer.ratio"].result).value == pytest.approx(0.25)
    assert figure(likeness["work.income.poorer.ratio"].result).value == pytest.approx(1.5)
    assert likeness["work.income.poorer.ratio"].judgement.reason is Reason.DESCRIBED
    assert not any(subject.startswith("any.") for subject in likeness)
    unpaid = judged("E6.4", tables, attributes=LADDER)
    assert figure(unpaid["workers.income"].result).value == pytest.approx(-0.25)
    assert unpaid["workers.income"].verdict is Verdict.CONCERN
