"""E4.2: steady voices seldom seem to fall silent, silenced ones are heard of, and a campaign is one occasion."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Audit, Declared, Facts, Process
from obverse.findings.finding import threshold_for
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.e4_democracy.e4_2_other_voices.indicator import OtherVoices
from obverse.indicators.indicator import Samples
from obverse.quantities import NotEstimable

START = dt.date(2020, 1, 1)
BEFORE, AFTER = 1096, 1462
STANDING = Standing(grade="A", sources=1, stage="after", stages=frozenset({"after"}))
NOBODY = Reduction(
    {
        **{name: np.array([], dtype=object) for name in ("role", "unit")},
        **{name: np.array([], dtype=np.int64) for name in ("degree", "people", "mass")},
    }
)


def facts(kept_from: dt.date | None = START - dt.timedelta(days=BEFORE)) -> Facts:
    return Facts(
        process=Process(id="simulated", title="Simulated (synthetic)", start=START, stage="after"),
        audit=Audit(as_of=START + dt.timedelta(days=AFTER - 1)),
        coverage={"complaint": Declared(kept_from=kept_from, complete="yes")},
    )


def verdict(days: np.ndarray, declared: Facts) -> Verdict:
    occasions = Reduction(
        {"kind": np.array(["prevention"] * len(days), dtype=object), "from_start": np.sort(days)}
    )
    results = OtherVoices().estimate(Samples({"occasions": occasions, "answers": NOBODY}, declared, 1))
    threshold = threshold_for(OtherVoices(), "voices.all", declared)
    assert threshold is not None
    return judge(results["voices.all"], threshold, STANDING).verdict


def drawn(rng: np.random.Generator, yearly_before: float, yearly_after: float) -> np.ndarray:
    before = rng.integers(-BEFORE, 0, size=rng.poisson(yearly_before * BEFORE / 365.25))
    after = rng.integers(0, AFTER, size=rng.poisson(yearly_after * AFTER / 365.25))
    return np.unique(np.concatenate([before, after]))


@pytest.mark.parametrize(
    "kept_from", [START - dt.timedelta(days=BEFORE), None], ids=["declared", "undeclared"]
)
@pytest.mark.parametrize("yearly", [2, 12, 60])
def test_steady_voices_give_a_concern_in_at_most_one_draw_in_twenty(
    yearly: int, kept_from: dt.date | None
) -> None:
    rng = np.random.default_rng(yearly)
    found = [verdict(drawn(rng, yearly, yearly), facts(kept_from)) for _ in range(400)]
    assert found.count(Verdict.CONCERN) <= 0.05 * len(found)


def test_voices_that_fell_to_a_third_are_noticed_at_a_dozen_a_year() -> None:
    rng = np.random.default_rng(1)
    found = [verdict(drawn(rng, 12, 4), facts()) for _ in range(200)]
    assert found.count(Verdict.CONCERN) >= 0.9 * len(found)


def test_a_register_without_a_year_before_the_process_says_nothing() -> None:
    late = facts(START - dt.timedelta(days=100))
    results = OtherVoices().estimate(
        Samples(
            {
                "occasions": Reduction(
                    {"kind": np.array(["prevention"], dtype=object), "from_start": np.array([-50])}
                ),
                "answers": NOBODY,
            },
            late,
            1,
        )
    )
    assert isinstance(results["voices.all"], NotEstimable)


def in_waves(rng: np.random.Generator, campaigns_a_year: float, days_each: float) -> np.ndarray:
    """Campaigns that come one by one, each heard on several days within three weeks."""
    whole = BEFORE + AFTER
    starts = rng.integers(-20, whole, size=rng.poisson(campaigns_a_year * whole / 365.25))
    heard = [start + rng.integers(0, 21, size=rng.geometric(1 / days_each)) for start in starts]
    days = np.unique(np.concatenate(heard))
    return days[(days >= 0) & (days < whole)] - BEFORE


@pytest.mark.parametrize(("campaigns_a_year", "days_each"), [(12, 3), (6, 6)])
def test_campaigns_of_several_days_are_not_as_many_independent_voices(
    campaigns_a_year: float, days_each: float
) -> None:
    rng = np.random.default_rng(5)
    found = [verdict(in_waves(rng, campaigns_a_year, days_each), facts()) for _ in range(400)]
    assert found.count(Verdict.CONCERN) <= 0.05 * len(found)
