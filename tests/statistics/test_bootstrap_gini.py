"""The Gini coefficient of a sample of persons."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.quantities import Basis, Estimate, NotEstimable, Result, Why
from obverse.statistics.bootstrapping import FEWEST_PERSONS, bootstrap_gini
from obverse.statistics.concentration import gini, histogram


def _estimate(result: Result) -> Estimate:
    assert isinstance(result, Estimate), result
    return result


def test_drawing_from_the_histogram_is_drawing_persons() -> None:
    counts = np.random.default_rng(1).negative_binomial(0.5, 0.1, 400)
    found = _estimate(bootstrap_gini(*histogram(counts), np.random.default_rng(2), draws=4000))
    rng = np.random.default_rng(3)
    drawn = [_estimate(gini(rng.choice(counts, len(counts)))).value for _ in range(2000)]
    assert found.value == pytest.approx(_estimate(gini(counts)).value)
    assert [found.interval.low, found.interval.high] == pytest.approx(
        np.quantile(drawn, [0.025, 0.975]), abs=0.004
    )
    assert found.interval.basis is Basis.SAMPLING


def test_the_interval_holds_the_coefficient_of_the_population_as_often_as_is_said() -> None:
    rng = np.random.default_rng(7)
    truth = _estimate(gini(rng.poisson(2, 400_000))).value
    held = 0
    for _ in range(300):
        ends = _estimate(bootstrap_gini(*histogram(rng.poisson(2, 200)), rng, draws=300)).interval
        held += ends.low <= truth <= ends.high
    assert 0.89 < held / 300 < 0.98


def test_memory_does_not_grow_with_the_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    value, persons = np.arange(40), np.full(40, 25)
    whole = _estimate(bootstrap_gini(value, persons, np.random.default_rng(5), draws=500))
    monkeypatch.setattr("obverse.statistics.bootstrapping._AT_ONCE", 400)
    parts = _estimate(bootstrap_gini(value, persons, np.random.default_rng(5), draws=500))
    assert parts == whole


def test_few_persons_equal_ones_and_a_silent_register_have_no_interval() -> None:
    rng = np.random.default_rng(1)
    few = bootstrap_gini([0, 1], [20, FEWEST_PERSONS - 21], rng)
    alike = bootstrap_gini([3], [100], rng)
    silent = bootstrap_gini([0], [100], rng)
    for nothing, why in ((few, Why.TOO_FEW), (alike, Why.UNDEFINED), (silent, Why.UNDEFINED)):
        assert isinstance(nothing, NotEstimable)
        assert nothing.why is why


def test_draws_in_which_nobody_has_an_event_are_left_out() -> None:
    lone = _estimate(bootstrap_gini([0, 7], [59, 1], np.random.default_rng(3), draws=400))
    assert 0.9 < lone.interval.low <= lone.value <= lone.interval.high < 1
