"""Resampling of many worlds at once gives, to the last bit, what one world after the other gives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from obverse.quantities import Estimate, Unit
from obverse.statistics import bootstrapping, floor_of_groups
from obverse.statistics.bootstrapping import bootstrap_ratio_by_cluster
from obverse.statistics.floor_of_groups import floor_of_a_group
from obverse.statistics.speech_blocks import same_speakers

Floats = npt.NDArray[np.float64]


def meetings(seed: int, count: int = 12, people: int = 60) -> tuple[Floats, Floats, Floats]:
    """Meeting, person and seconds of synthetic attendances, in no order."""
    dice = np.random.default_rng(seed)
    rows = [(m, p) for m in range(count) for p in dice.choice(people, size=9 + 3 * m, replace=False)]
    meeting, person = dice.permutation(np.array(rows)).T
    return meeting, person, np.where(dice.random(len(rows)) < 0.3, 0.0, dice.exponential(60, len(rows)))


def ratio_one_by_one(meeting: Floats, share: Floats, inside: Floats) -> float:
    held = np.bincount(meeting, weights=share * inside)
    present = np.bincount(meeting, weights=inside) / np.bincount(meeting)
    both = (present > 0) & (present < 1)
    return float(held[both].sum()) / float(present[both].sum())


@pytest.mark.parametrize("members", [3, 30, 57])
def test_the_floor_of_a_group_is_that_of_worlds_one_by_one(members: int) -> None:
    meeting, person, time = meetings(seed=members)
    share = time / np.bincount(meeting, weights=time)[meeting]
    labels = (np.arange(60) < members).astype(np.int64)
    rng = np.random.default_rng(5)
    worlds = [ratio_one_by_one(meeting, share, rng.permutation(labels)[person]) for _ in range(999)]
    value = ratio_one_by_one(meeting, share, labels[person])
    held = np.bincount(meeting, weights=share * labels[person])
    present = np.bincount(meeting, weights=labels[person]) / np.bincount(meeting)
    both = (present > 0) & (present < 1)
    by_meeting = bootstrap_ratio_by_cluster(held[both], present[both], rng, unit=Unit.RATIO)
    assert isinstance(by_meeting, Estimate)
    most = np.quantile(worlds, 0.975, method="higher")
    least = np.quantile(worlds, 0.025, method="lower")
    found = floor_of_a_group(meeting, person, time, labels, np.random.default_rng(5))
    assert isinstance(found, Estimate)
    assert found.value == value
    assert found.interval.low == min(value + 1 - most, by_meeting.interval.low)
    assert found.interval.high == max(value + 1 - least, by_meeting.interval.high)


@pytest.mark.parametrize("members", [3, 30, 57])
def test_members_drawn_by_lot_are_labels_exchanged(members: int, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, person, time = meetings(seed=members)
    labels = (np.arange(60) < members).astype(np.int64)

    def interval(seed: int) -> tuple[float, float]:
        found = floor_of_a_group(meeting, person, time, labels, np.random.default_rng(seed), draws=1999)
        assert isinstance(found, Estimate)
        return found.interval.low, found.interval.high

    exchanged = np.array([interval(seed) for seed in range(20)])
    monkeypatch.setattr(floor_of_groups, "MOST_SHUFFLED", 0)
    drawn = np.array([interval(seed) for seed in range(100, 120)])
    # two means of twenty simulated ends each: four standard errors of their difference
    error = np.sqrt((exchanged.var(axis=0, ddof=1) + drawn.var(axis=0, ddof=1)) / 20)
    assert (np.abs(exchanged.mean(axis=0) - drawn.mean(axis=0)) <= 4 * error).all()
    assert (error > 0).all()


def test_everybody_has_the_same_chance_to_be_drawn_as_a_member() -> None:
    people, members = 600, 60
    worlds = list(
        floor_of_groups._exchanged(
            np.repeat([1, 0], [members, people - members]), np.random.default_rng(8), 4000
        )
    )
    assert {int(world.sum()) for world in worlds} == {members}
    often = np.sum(worlds, axis=0)
    expected = 4000 * members / people
    # without replacement the counts of people vary a little less than a binomial each, and sum to a constant
    chi_square = float(((often - expected) ** 2 / (expected * (1 - members / people))).sum())
    assert abs(chi_square - people) < 5 * np.sqrt(2 * people)


def test_the_same_speakers_are_those_of_worlds_one_by_one() -> None:
    meeting, person, time = meetings(seed=2)
    rng = np.random.default_rng(5)
    attended = np.bincount(person)
    own, sums, everything = np.zeros(60), np.zeros((2000, 60)), 0.0
    for place in range(12):
        here = meeting == place
        share = time[here] / time[here].sum() - 1 / here.sum()
        everything += float(share @ share)
        own[person[here]] += share
        drawn = rng.permuted(np.tile(share, (2000, 1)), axis=1)
        for world in range(2000):
            sums[world, person[here]] += drawn[world]
    null = np.array([(world**2 / attended).sum() for world in sums]) / everything
    seen, chance = float((own**2 / attended).sum()) / everything, float(null.mean())
    above = float(np.quantile(null, 0.975, method="higher")) - chance
    found = same_speakers(meeting, person, time, np.random.default_rng(5))
    assert isinstance(found, Estimate)
    # sums of different lengths round differently
    assert found.value == pytest.approx((seen - chance) / (1 - chance), rel=1e-12)
    assert found.interval.low == pytest.approx((seen - chance - above) / (1 - chance), rel=1e-12)


def test_clusters_drawn_in_parts_are_those_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = np.random.default_rng(1)
    base = dice.integers(1, 60, 137).astype(np.float64)
    top = base * dice.random(137)
    in_parts = bootstrap_ratio_by_cluster(top, base, np.random.default_rng(3))
    monkeypatch.setattr(bootstrapping, "_IN_CACHE", 10**9)
    assert bootstrap_ratio_by_cluster(top, base, np.random.default_rng(3)) == in_parts
    assert isinstance(in_parts, Estimate)
