"""Bursts of arrivals: honest rhythm and rush raise no alarm, votes cast in one go do."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.quantities import NotEstimable
from obverse.statistics.arrivals import Arrivals, unexplained_arrivals


def honest(people: int, days: int, rng: np.random.Generator) -> np.ndarray:
    """People who come by day rather than by night, after the opening, in a rush before the close, and on busy days."""
    hour = np.arange(days * 24)
    clock = (hour + int(rng.integers(24))) % 24
    rate = np.exp(1.2 * np.sin((clock - 9) * np.pi / 12) + 0.5 * np.sin((clock - 6) * np.pi / 6))
    rate = np.where(clock < 6, 0.2 * rate, rate)
    left = len(hour) - 1 - hour
    rush = rng.uniform(0, 15) * np.exp(-left / rng.choice([6, 12, 24]))
    rate *= (1 + rush + rng.uniform(0, 5) * np.exp(-hour / 24)) * np.repeat(rng.lognormal(0, 0.25, days), 24)
    arrived: np.ndarray = rng.poisson(rate * people / rate.sum())
    return arrived


def found(arrived: np.ndarray) -> Arrivals:
    result = unexplained_arrivals(arrived)
    assert isinstance(result, Arrivals)
    return result


def test_three_thousand_honest_votes_with_rhythm_and_rush_give_no_alarm() -> None:
    rng = np.random.default_rng(10)
    ballots = [honest(3000, 21, rng) for _ in range(60)]
    results = [found(ballot) for ballot in ballots]
    assert sum(bool(result.bursts) for result in results) <= 3
    assert all(result.unexplained.interval.low < 0.02 for result in results)
    # the naive detector: a constant rate, an alarm where chance gives one in ten thousand
    naive = [int((ballot > ballot.mean() + 3.72 * np.sqrt(ballot.mean())).sum()) for ballot in ballots]
    assert np.mean(naive) > 20


@pytest.mark.parametrize(("people", "days"), [(250, 5), (1000, 10), (10_000, 28)])
def test_small_and_large_honest_ballots_give_no_alarm_either(people: int, days: int) -> None:
    rng = np.random.default_rng(11)
    results = [unexplained_arrivals(honest(people, days, rng)) for _ in range(25)]
    assert sum(isinstance(result, Arrivals) and len(result.bursts) for result in results) <= 1


def test_votes_cast_in_one_hour_are_found_with_their_number() -> None:
    rng = np.random.default_rng(12)
    for _ in range(15):
        arrived = honest(3000, 21, rng)
        hour = int(rng.integers(30, 450))
        arrived[hour] += 150
        result = found(arrived)
        assert any(burst.first <= hour <= burst.last for burst in result.bursts)
        assert result.unexplained.interval.contains(150 / arrived.sum())


def test_a_slow_burst_over_six_hours_of_the_night_is_found() -> None:
    rng = np.random.default_rng(13)
    hits = 0
    for _ in range(15):
        arrived = honest(3000, 21, rng)
        arrived[200:206] += 30
        hits += bool(found(arrived).bursts)
    assert hits >= 14


def test_hours_after_a_mailing_are_not_judged() -> None:
    arrived = honest(3000, 21, np.random.default_rng(14))
    arrived[200:204] += 80
    assert found(arrived).bursts
    judged = unexplained_arrivals(arrived, explained=np.arange(200, 224))
    assert isinstance(judged, Arrivals)
    assert not judged.bursts


def test_a_quiet_ballot_says_how_much_could_have_passed_unnoticed() -> None:
    share = found(honest(3000, 21, np.random.default_rng(15))).unexplained
    assert share.value == 0
    assert share.interval.low == 0
    assert 0.005 < share.interval.high < 0.1


def test_few_people_or_hours_show_no_rhythm() -> None:
    for arrived in (np.full(500, 0), np.full(24, 50)):
        assert isinstance(unexplained_arrivals(arrived), NotEstimable)
    with pytest.raises(ValueError, match="negative"):
        unexplained_arrivals([-1, 3])
