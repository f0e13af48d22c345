"""E2.7: partners who come and go by chance are not called tired, partners who fall away are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Audit, Facts, Process
from obverse.findings.finding import threshold_for
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Samples
from obverse.quantities import Estimate, Result

FACTS = Facts(
    process=Process(id="simulated", title="Simulated (synthetic)", stage="after"),
    audit=Audit(as_of=dt.date(2025, 1, 1)),
)
STANDING = Standing(grade="A", sources=2, stage="after", stages=frozenset({"after"}))
DRAWS = 300
NO_MEETINGS = Reduction({name: np.array([], dtype=np.int64) for name in ("sixth", "held", "last_day")})
NO_PRESENCE = Reduction(
    {name: np.array([], dtype=np.int64) for name in ("partner", "sixth", "joined_day", "amount")}
)
NO_WORK = Reduction(
    {
        name: np.array([], dtype=np.int64)
        for name in ("partner", "on_month", "joined_day", "last_day", "amount")
    }
)
NO_ANSWERS = Reduction(
    {name: np.array([], dtype=np.int64) for name in ("unit", "benefits", "costs", "people", "mass")}
)


@pytest.fixture(scope="module")
def fatigue() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "E2.7")


def work(
    rng: np.random.Generator, partners: int, months: int, trend: float, active: float = 0.6
) -> Reduction:
    """Hours of partners who differ greatly and often give nothing; ``trend`` is what is left at the end."""
    size = rng.lognormal(sigma=1.2, size=partners)[:, None]
    course = np.linspace(1.0, trend, months)[None, :]
    minutes = np.round(600 * size * course * rng.gamma(1.0, size=(partners, months)))
    minutes *= rng.random((partners, months)) < active
    partner, month = np.nonzero(minutes)
    return Reduction(
        {
            "partner": partner.astype(str).astype(object),
            "on_month": 24000 + month,
            "joined_day": np.zeros(len(month), dtype=np.int64),
            "last_day": 30 * month,
            "amount": minutes[partner, month].astype(np.int64),
        }
    )


def change(indicator: Indicator, given: Reduction) -> Result:
    samples = Samples(
        {
            "meetings": NO_MEETINGS,
            "attendance": NO_PRESENCE,
            "work": given,
            "unpaid": NO_WORK,
            "balance": NO_ANSWERS,
        },
        FACTS,
        1,
    )
    results = indicator.estimate(samples)
    assert isinstance(results, dict)
    result: Result = results["work.change"]
    return result


def share_of_concerns(indicator: Indicator, draw: Callable[[np.random.Generator], Reduction]) -> float:
    threshold = threshold_for(indicator, "work.change", FACTS)
    assert threshold is not None
    rng = np.random.default_rng(7)
    found = [judge(change(indicator, draw(rng)), threshold, STANDING).verdict for _ in range(DRAWS)]
    return found.count(Verdict.CONCERN) / DRAWS


@pytest.mark.parametrize(
    ("partners", "months", "active"), [(6, 12, 0.6), (12, 8, 0.6), (40, 24, 0.6), (60, 12, 0.1)]
)
def test_partners_who_only_vary_are_called_tired_at_most_once_in_twenty(
    fatigue: Indicator, partners: int, months: int, active: float
) -> None:
    assert share_of_concerns(fatigue, lambda rng: work(rng, partners, months, 1.0, active)) <= 0.05


def test_partners_who_fall_to_a_fifth_are_found(fatigue: Indicator) -> None:
    assert share_of_concerns(fatigue, lambda rng: work(rng, 25, 24, 0.2)) >= 0.8


def test_partners_with_nothing_at_first_are_not_left_out(fatigue: Indicator) -> None:
    rng = np.random.default_rng(3)
    given = work(rng, 40, 24, 1.0, active=0.1)
    span = int(given["on_month"].max()) - 24000 + 1
    assert span == 24
    first, last = given["on_month"] < 24000 + span // 3, given["on_month"] >= 24000 + span - span // 3
    plain = given["amount"][last].sum() / given["amount"][first].sum()
    found = change(fatigue, given)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(plain)


def test_partners_who_all_stop_are_a_ratio_of_zero_and_not_a_silence(fatigue: Indicator) -> None:
    given = work(np.random.default_rng(4), 10, 24, 1.0)
    gone = (given["on_month"] < 24000 + 16) | (given["partner"] == "0")
    gone &= ~((given["on_month"] >= 24000 + 16) & (given["on_month"] < 24000 + 23))
    stopped = Reduction({name: column[gone] for name, column in given.columns.items()})
    stopped.columns["amount"][stopped["on_month"] >= 24000 + 16] = 0
    found = change(fatigue, stopped)
    assert isinstance(found, Estimate)
    assert found.value == 0.0
    assert found.interval.high < 1.0
