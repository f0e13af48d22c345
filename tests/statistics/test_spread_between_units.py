"""How far places or professionals differ beyond chance.

Longer runs (150 samples per case, 95 %) with 10, 20 and 40 units of 10 to 60 cases and correlations of 0, 0.05 and 0.2:
0.95 to 0.99 of the intervals hold it for shares of 0.3 and 0.5, 0.91 to 0.97 for a share of 0.1; of those of
outside_funnel 0.91 to 0.99 hold 0 where units do not differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.spread_between_units import outside_funnel, spread_between_units

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Ints = npt.NDArray[np.int64]


def _world(units: int, share: float, icc: float, rng: np.random.Generator) -> tuple[Ints, Ints]:
    cases = rng.integers(10, 50, size=units)
    true = np.full(units, share)
    if icc:
        true = rng.beta(share * (1 / icc - 1), (1 - share) * (1 / icc - 1), size=units)
    return rng.binomial(cases, true), cases


def test_equal_units_are_solved_by_hand(estimate: Read) -> None:
    # ten units of 20, half of them with 5 and half with 15 events: p = ½, Σ(share - p)² = 10/16,
    # Q(ρ) = 10/16 · 20/(¼(1 + 19ρ)) = 50/(1 + 19ρ) = 9, so ρ = 41/171
    spread = spread_between_units([5, 15] * 5, [20] * 10)
    assert estimate(spread.icc).value == pytest.approx(41 / 171)
    assert estimate(spread.deviation).value == pytest.approx(math.sqrt(41 / 171) / 2)
    # the ends by chi-square with 9 degrees of freedom, 2.7004 and 19.0228
    interval = estimate(spread.icc).interval
    assert interval.low == pytest.approx((50 / 19.0228 - 1) / 19, abs=1e-5)
    assert interval.high == pytest.approx((50 / 2.7004 - 1) / 19, abs=1e-4)


@pytest.mark.parametrize(("units", "icc"), [(10, 0.0), (12, 0.1), (30, 0.05)])
def test_the_true_correlation_is_covered(units: int, icc: float, covered: Covered) -> None:
    rng = np.random.default_rng(1)
    results = [spread_between_units(*_world(units, 0.4, icc, rng)).icc for _ in range(150)]
    assert covered(results, icc) >= 0.92


def test_shares_that_look_unlike_by_chance_are_not_called_so(estimate: Read) -> None:
    events, cases = _world(15, 0.3, 0.0, np.random.default_rng(3))
    assert np.ptp(events / cases) > 0.25
    assert estimate(spread_between_units(events, cases).icc).interval.low == 0
    assert estimate(outside_funnel(events, cases)).interval.contains(0)


def test_units_that_are_all_alike_still_leave_a_spread_possible(estimate: Read) -> None:
    alike = estimate(spread_between_units([10] * 10, [20] * 10).icc)
    assert (alike.value, alike.interval.low) == (0, 0)
    # an average fit, Q(0) = 9: (9/2.7004 - 1)/19
    assert alike.interval.high == pytest.approx((9 / 2.7004 - 1) / 19, abs=1e-4)
    nearly = estimate(spread_between_units([10] * 9 + [11], [20] * 10).icc)
    assert nearly.interval.high == pytest.approx(alike.interval.high, abs=0.002)


def test_the_limits_of_a_funnel_are_exact(estimate: Read) -> None:
    # Binomial(10, ½): 0, 1 and 9, 10 have tails of 11/1024 = 0.0107; 2 has 56/1024 = 0.055. Chance puts 22/1024 outside
    funnel = estimate(outside_funnel([1, 9] + [5] * 8, [10] * 10, target=0.5))
    assert funnel.value == pytest.approx(2 / 10 - 22 / 1024)
    inside = estimate(outside_funnel([2, 8] + [5] * 8, [10] * 10, target=0.5))
    assert inside.value == pytest.approx(-22 / 1024)


def test_units_without_differences_rarely_stand_outside(covered: Covered) -> None:
    rng = np.random.default_rng(4)
    results = [outside_funnel(*_world(20, 0.3, 0.0, rng)) for _ in range(150)]
    assert covered(results, 0.0) >= 0.92
    assert np.mean([r.value for r in results if isinstance(r, Estimate)]) == pytest.approx(0, abs=0.015)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.05, 0.3]))
def test_order_and_what_is_called_an_event_do_not_matter(seed: int, icc: float) -> None:
    events, cases = _world(12, 0.4, icc, np.random.default_rng(seed))
    for one, other in (
        (
            spread_between_units(events, cases).icc,
            spread_between_units((cases - events)[::-1], cases[::-1]).icc,
        ),
        (outside_funnel(events, cases), outside_funnel((cases - events)[::-1], cases[::-1])),
    ):
        assert isinstance(one, Estimate)
        assert isinstance(other, Estimate)
        assert (one.value, one.interval.low, one.interval.high) == pytest.approx(
            (other.value, other.interval.low, other.interval.high), abs=1e-9
        )


def test_small_units_are_left_out_and_few_units_are_too_few() -> None:
    events, cases = [5, 15] * 5, [20] * 10
    assert spread_between_units([*events, 9], [*cases, 9]) == spread_between_units(events, cases)
    few = outside_funnel([*events[1:], 9], [*cases[1:], 9])
    assert isinstance(few, NotEstimable)
    assert (few.why, few.have, few.need) == (Why.TOO_FEW, 9, 10)


def test_events_everywhere_or_nowhere_have_no_spread_to_be_measured() -> None:
    for events in ([0] * 10, [20] * 10):
        spread = spread_between_units(events, [20] * 10)
        assert isinstance(spread.icc, NotEstimable)
        assert spread.icc is spread.deviation
        assert spread.icc.why is Why.UNDEFINED


def test_impossible_counts_and_targets_are_refused() -> None:
    with pytest.raises(ValueError, match="more of them than cases"):
        spread_between_units([21] * 10, [20] * 10)
    with pytest.raises(ValueError, match="between 0 and 1"):
        outside_funnel([5, 15] * 5, [20] * 10, target=1)
