"""What is worked out for all starts and all numbers of groups at once is what one after the other would give."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable

import numpy as np
import pytest

from obverse.statistics import k_means
from obverse.statistics.arrays import Floats as Points
from obverse.statistics.arrays import Ints
from obverse.statistics.k_means import settled
from obverse.statistics.planar_groups import planar_cuts, planar_groups
from obverse.statistics.silhouettes import silhouettes

Place = tuple[float, float]
CLOUDS: dict[str, Callable[[np.random.Generator], Points]] = {
    "one cloud": lambda rng: rng.normal(size=(70, 2)),
    "three camps": lambda rng: rng.normal(size=(70, 2)) + rng.normal(0, 5, (3, 2))[rng.integers(3, size=70)],
    "ties on a grid": lambda rng: rng.integers(-2, 3, size=(70, 2)).astype(float),
    "few different points": lambda rng: rng.normal(size=(6, 2))[rng.integers(6, size=70)],
    "a line": lambda rng: rng.normal(size=(70, 1)) * np.array([[1.0, 0.0]]),
}


def one_after_the_other(
    points: Points, start: Points, turns: int = 100
) -> tuple[list[int], list[Place], int]:
    """Lloyd's k-means from one start, point by point: groups, centres, and the turn in which nobody moved."""
    centre = [tuple(place) for place in start.tolist()]
    label: list[int] = []
    for turn in range(turns):
        before, label = label, []
        for x, y in points.tolist():
            gaps = [(x - cx) * (x - cx) + (y - cy) * (y - cy) for cx, cy in centre]
            label.append(gaps.index(min(gaps)))
        if label == before:
            return label, centre, turn
        for group in range(len(centre)):
            members = [place for place, own in zip(points.tolist(), label, strict=True) if own == group]
            if members:
                sums = [0.0, 0.0]
                for x, y in members:
                    sums = [sums[0] + x, sums[1] + y]
                centre[group] = (sums[0] / len(members), sums[1] / len(members))
    return label, centre, turns


def groups_one_by_one(points: Points, groups: int) -> list[int]:
    """The groups from five starts, each made and followed on its own, the best chosen and the largest put first."""
    middle = points.mean(axis=0)
    far = [int(((points - middle) ** 2).sum(axis=1).argmax())]
    while len(far) < groups:
        far.append(int(min_gap(points, points[far]).argmax()))
    turned = sorted(
        range(len(points)), key=lambda i: (*[math.atan2(*(points[i] - middle)[::-1])], *points[i], i)
    )
    half = len(points) // (2 * groups)
    orders = [
        sorted(range(len(points)), key=lambda i: (*points[i], i)),
        sorted(range(len(points)), key=lambda i: (*points[i][::-1], i)),
        turned,
        turned[len(points) - half :] + turned[: len(points) - half],
    ]
    starts = [points[far]]
    starts += [
        np.array([points[part].mean(axis=0) for part in np.array_split(order, groups)]) for order in orders
    ]
    found = [one_after_the_other(points, start) for start in starts]
    spreads = [
        round(sum(math.dist(p, centre[g]) ** 2 for p, g in zip(points.tolist(), label, strict=True)), 6)
        for label, centre, _ in found
    ]
    label, centre, _ = found[spreads.index(min(spreads))]
    ranked = sorted(range(groups), key=lambda g: (-label.count(g), *centre[g]))
    return [ranked.index(group) for group in label]


def min_gap(points: Points, chosen: Points) -> Points:
    """The squared distance of each point to the nearest of those that were chosen."""
    gaps: Points = ((points[:, None] - chosen) ** 2).sum(axis=2).min(axis=1)
    return gaps


def silhouette_by_hand(points: Points, label: Ints) -> float:
    """Rousseeuw's definition, point by point."""
    values: list[float] = []
    for i, own in enumerate(label):
        mean = {
            group: statistics.fmean(
                [math.dist(points[i], points[j]) for j in np.flatnonzero(label == group) if j != i]
            )
            for group in set(label.tolist())
            if (label == group).sum() > (group == own)
        }
        if own not in mean:
            values.append(0.0)
            continue
        inside = mean.pop(own)
        nearest = min(mean.values())
        values.append((nearest - inside) / max(nearest, inside) if max(nearest, inside) else 0.0)
    return statistics.fmean(values)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_starts_that_take_their_turns_together_settle_where_each_settles_alone(cloud: str) -> None:
    rng = np.random.default_rng(11)
    for _ in range(8):
        points = CLOUDS[cloud](rng)
        starts = [points[rng.integers(len(points), size=groups)] for groups in (2, 5, 3, 4, 5, 2)]
        label, centre = settled(points, starts)
        for row, start in enumerate(starts):
            alone, middles, _ = one_after_the_other(points, start)
            assert label[row].tolist() == alone
            assert centre[row, : len(start)].tolist() == [list(place) for place in middles]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_number_of_groups_is_cut_as_if_it_were_the_only_one(cloud: str) -> None:
    rng = np.random.default_rng(12)
    for _ in range(8):
        points = CLOUDS[cloud](rng)
        cuts = planar_cuts(points, 5)
        assert len(cuts) == 4
        for groups, cut in enumerate(cuts, start=2):
            assert cut.tolist() == planar_groups(points, groups).tolist() == groups_one_by_one(points, groups)


def test_a_start_that_settles_early_waits_for_nobody_and_is_not_moved_by_those_that_go_on() -> None:
    rng = np.random.default_rng(13)
    points = rng.normal(size=(200, 2))
    slow = points[:4]
    there = np.array(one_after_the_other(points, points[[0, 1, 2]])[1])
    turns = [one_after_the_other(points, start)[2] for start in (there, slow)]
    assert turns[0] == 1
    assert turns[1] > 5
    label, centre = settled(points, [there, slow])
    assert centre[0, :3].tolist() == there.tolist()
    assert label[1].tolist() == one_after_the_other(points, slow)[0]


def test_there_can_be_more_groups_than_a_byte_counts() -> None:
    points = np.random.default_rng(18).normal(size=(320, 2))
    label, _ = settled(points, [points[:300], points[:2]])
    assert label.max() == 299
    assert [row.tolist() for row in label] == [one_after_the_other(points, points[:k])[0] for k in (300, 2)]


def test_a_point_between_two_centres_goes_to_the_first() -> None:
    points = np.array([[-1.0, 0], [0, 0], [1, 0]])
    label, _ = settled(points, [points[[0, 2]], points[[2, 0]]])
    assert label.tolist() == [[0, 0, 1], [1, 0, 0]]


def test_a_centre_that_nobody_is_near_to_stays_where_it_is() -> None:
    points = np.array([[0.0, 0], [1, 0], [0, 1]])
    label, centre = settled(points, [np.array([[0.0, 0], [50, 50]]), points])
    assert label.tolist() == [[0, 0, 0], [0, 1, 2]]
    assert centre[0, 1].tolist() == [50, 50]


def test_those_who_have_not_settled_after_the_last_turn_stand_where_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = np.random.default_rng(14).normal(size=(150, 2))
    starts = [points[:3], points[:5]]
    monkeypatch.setattr(k_means, "_TURNS", 3)
    label, centre = settled(points, starts)
    for row, start in enumerate(starts):
        alone, middles, turns = one_after_the_other(points, start, turns=3)
        assert turns == 3
        assert label[row].tolist() == alone
        assert centre[row, : len(start)].tolist() == [list(place) for place in middles]


@pytest.mark.parametrize(("different", "cuts"), [(1, 1), (2, 1), (3, 2), (4, 3), (9, 4)])
def test_there_are_no_more_groups_than_different_points_but_always_two(different: int, cuts: int) -> None:
    points = np.random.default_rng(15).normal(size=(different, 2))[np.arange(30) % different]
    found = planar_cuts(points, 5)
    assert len(found) == cuts
    for groups, cut in enumerate(found, start=2):
        assert len(np.unique(cut)) == min(groups, different)
        assert all(len(np.unique(cut[place::different])) == 1 for place in range(different)), "alike, apart"


def test_groups_beyond_the_different_points_stay_empty() -> None:
    points = np.array([[0.0, 0], [0, 0], [3, 4], [3, 4], [3, 4]])
    assert planar_groups(points, 4).tolist() == groups_one_by_one(points, 4) == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("people", [23, 64, 150])
def test_silhouettes_are_those_by_hand_for_all_groupings_at_once(cloud: str, people: int) -> None:
    rng = np.random.default_rng(16)
    points = np.concatenate([CLOUDS[cloud](rng) for _ in range(3)])[:people]
    alone = np.zeros(people, dtype=np.int64)
    alone[-1] = 1
    cuts = [*planar_cuts(points, 5), rng.integers(3, size=people), alone]
    assert silhouettes(points, cuts) == pytest.approx([silhouette_by_hand(points, cut) for cut in cuts])


def test_one_group_has_no_other_to_stand_apart_from() -> None:
    points = np.random.default_rng(17).normal(size=(30, 2))
    assert silhouettes(points, [np.zeros(30, dtype=np.int64), planar_groups(points, 2)])[0] == 0.0
