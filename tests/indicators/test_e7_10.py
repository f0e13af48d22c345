"""E7.10: opposition alone is never a warning; only all three changes together are."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Audit, Facts, Process
from obverse.findings.verdict import Verdict, by_interval
from obverse.indicators.e7_destruction.e7_10_counter_democracy.indicator import CounterDemocracy
from obverse.indicators.indicator import Samples
from obverse.quantities import Estimate, NotEstimable, Result

FACTS = Facts(
    process=Process(id="x", title="x", start=dt.date(2023, 1, 1), population=20_000),
    audit=Audit(as_of=dt.date(2025, 1, 1)),
)
(LINE,) = CounterDemocracy().thresholds


def combination(
    acts: tuple[int, int], people: tuple[int, int], low: tuple[int, int], asked: int = 60
) -> Result:
    """The figure for acts and people in both halves, and answers of low trust in both waves."""

    def one(**columns: object) -> Reduction:
        return Reduction({name: np.array([value]) for name, value in columns.items()})

    samples = {
        "events": Reduction(
            {
                "kind": np.array(["prevention", "judgement"], dtype=object),
                "quarter": np.array([20231, 20241]),
                "half": np.array([1, 2]),
                "events": np.array(acts),
                "occasions": np.array(acts),
            }
        ),
        "span": one(days=730),
        "population": one(people=0),
        "people": one(first_half=people[0], second_half=people[1]),
        "trust": Reduction(
            {
                "wave": np.array([1, 1, 2, 2]),
                "unit": np.array([""] * 4, dtype=object),
                "low_trust": np.array([1, 0, 1, 0]),
                "people": np.array([low[0], asked - low[0], low[1], asked - low[1]]),
                "mass": np.ones(4, dtype=np.int64),
            }
        ),
    }
    return CounterDemocracy().estimate(Samples(samples, FACTS, 7))["combination"]


def verdict(result: Result) -> Verdict:
    assert isinstance(result, Estimate)
    return by_interval(result.envelope, LINE, result.unit).verdict


def test_all_three_together_are_a_warning() -> None:
    assert verdict(combination((4, 24), (120, 60), (12, 36))) is Verdict.CONCERN


@pytest.mark.parametrize(
    ("acts", "people", "low"),
    [((4, 400), (120, 120), (12, 12)), ((4, 400), (120, 40), (12, 12)), ((20, 20), (120, 40), (12, 40))],
)
def test_any_two_of_them_or_a_hundred_times_the_petitions_are_none(
    acts: tuple[int, int], people: tuple[int, int], low: tuple[int, int]
) -> None:
    assert verdict(combination(acts, people, low)) is not Verdict.CONCERN


def test_without_any_act_there_is_no_figure_and_no_praise() -> None:
    assert isinstance(combination((0, 0), (120, 40), (12, 40)), NotEstimable)


def test_where_two_change_and_one_does_not_at_most_one_world_in_twenty_is_warned_of() -> None:
    rng = np.random.default_rng(10)
    alarms = 0
    for _ in range(200):
        trust = (int(rng.binomial(60, 0.4)), int(rng.binomial(60, 0.4)))
        figure = combination((int(rng.poisson(5)), int(rng.poisson(60))), (200, 60), trust)
        alarms += isinstance(figure, Estimate) and verdict(figure) is Verdict.CONCERN
    assert alarms <= 10
