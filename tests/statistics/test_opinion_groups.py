"""Opinion groups: found where they are, withheld where any cloud would be cut, near those of the platform."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from obverse.quantities import NotEstimable
from obverse.statistics.group_consensus import group_informed_consensus
from obverse.statistics.opinion_groups import GroupStability, OpinionGroups, group_stability, opinion_groups
from obverse.statistics.planar_groups import adjusted_rand_index, planar_groups
from obverse.statistics.silhouettes import silhouette
from obverse.statistics.vote_matrix import principal_plane, vote_matrix

CONVERSATIONS = {
    # adjusted Rand index with the platform's own groups as measured, and whether our groups hold;
    # where they do not hold, the platform's depend on its own earlier rounds, which no export contains
    "15-per-hour-seattle": (0.584, False),
    "bg2050-volunteers": (0.335, False),
    "brexit-consensus": (0.876, True),
    "london.youth.policing": (0.105, False),
    "scoop-hivemind.taxes": (0.860, True),
    "scoop-hivemind.ubi": (0.095, False),
    "vtaiwan.uberx": (0.749, True),
}


def votes_of(groups: int, *, people: int, statements: int, seen: float, seed: int) -> tuple[np.ndarray, ...]:
    """People in as many groups of equal size, each with its own taste, who see a part of the statements."""
    rng = np.random.default_rng(seed)
    group = np.arange(people) % max(groups, 1)
    taste = rng.normal(0, 1.5 if groups > 1 else 0.0, (max(groups, 1), statements))
    leaning = rng.normal(0, 0.5, statements) + taste[group] + rng.normal(0, 1, (people, statements))
    value = np.where(leaning > 0.3, 1, np.where(leaning < -0.3, -1, 0))
    person, statement = np.nonzero(rng.random((people, statements)) < seen)
    return person, statement, value[person, statement], group


def read_conversation(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Votes on the statements that were not moderated out, and the platform's own group of each person."""
    with (folder / "participants-votes.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        out = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"}
    cast = [
        (place, int(name), round(float(row[name])))
        for place, row in enumerate(people)
        for name in row
        if name.isdigit() and name not in out and row[name] != ""
    ]
    group = np.array([int(row["group-id"]) if row["group-id"] else -1 for row in people])
    person, statement, value = np.array(cast).T
    return person, statement, value, group


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_groups_agree_with_those_of_the_platform_wherever_ours_hold(open_data: Path, name: str) -> None:
    person, statement, value, theirs = read_conversation(open_data / "polis" / name)
    found = opinion_groups(person, statement, value)
    stability = group_stability(person, statement, value, np.random.default_rng(0))
    assert isinstance(found, OpinionGroups)
    assert isinstance(stability, GroupStability)
    ours = np.full(len(theirs), -1)
    ours[found.persons] = found.label
    both = (ours >= 0) & (theirs >= 0)
    agreement = adjusted_rand_index(ours[both], theirs[both])
    expected, holds = CONVERSATIONS[name]
    assert agreement == pytest.approx(expected, abs=0.01)
    assert stability.holds == holds
    assert not holds or agreement > 0.7


def test_group_informed_consensus_is_that_of_the_platform_for_every_statement(open_data: Path) -> None:
    folder = open_data / "polis" / "bg2050-volunteers"
    with (folder / "participants-votes.csv").open(encoding="utf-8") as file:
        people = [row for row in csv.DictReader(file) if row["group-id"]]
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        statements = list(csv.DictReader(file))
    names = [row["comment-id"] for row in statements]
    groups = sorted({row["group-id"] for row in people})
    cast = [
        [[row.get(name) or "" for row in people if row["group-id"] == g] for name in names] for g in groups
    ]
    seen = np.array([[sum(vote != "" for vote in votes) for votes in group] for group in cast])
    agreed = np.array([[sum(vote in {"1", "1.0"} for vote in votes) for votes in group] for group in cast])
    published = np.array([float(row["group-informed-consensus"]) for row in statements])
    assert len(published) == 371
    assert group_informed_consensus(agreed, seen) == pytest.approx(published, abs=1e-12)


def test_a_small_group_against_brings_a_statement_down_that_the_average_would_carry() -> None:
    agrees, votes = np.array([[95, 95], [5, 0]]), np.array([[95, 95], [5, 5]])
    carried, refused = group_informed_consensus(agrees, votes)
    assert (agrees.sum(axis=0) / votes.sum(axis=0)).tolist() == [1.0, 0.95]
    assert carried > 0.8
    assert refused < 0.15


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_groups_are_found_and_hold(groups: int) -> None:
    person, statement, value, planted = votes_of(groups, people=180, statements=50, seen=0.6, seed=3)
    found = opinion_groups(person, statement, value)
    assert isinstance(found, OpinionGroups)
    assert len(found.sizes) == groups
    assert adjusted_rand_index(found.label, planted) > 0.9
    stability = group_stability(person, statement, value, np.random.default_rng(1))
    assert isinstance(stability, GroupStability)
    assert stability.holds


def test_a_cloud_without_groups_is_cut_but_does_not_hold() -> None:
    held = 0
    for seed in range(12):
        person, statement, value, _ = votes_of(1, people=80, statements=24, seen=0.6, seed=seed)
        found = opinion_groups(person, statement, value)
        assert isinstance(found, OpinionGroups), "k-means cuts whatever it is given"
        stability = group_stability(person, statement, value, np.random.default_rng(seed))
        assert isinstance(stability, GroupStability)
        held += stability.holds
    assert held == 0


def test_the_order_of_the_votes_changes_nothing() -> None:
    person, statement, value, _ = votes_of(3, people=60, statements=30, seen=0.5, seed=9)
    turned = np.random.default_rng(2).permutation(len(person))
    first = opinion_groups(person, statement, value)
    again = opinion_groups(person[turned], statement[turned], value[turned])
    assert isinstance(first, OpinionGroups)
    assert isinstance(again, OpinionGroups)
    assert (first.label == again.label).all()
    assert (first.positions == again.positions).all()


def test_many_statements_give_the_same_plane_as_the_whole_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    person, statement, value, _ = votes_of(2, people=120, statements=60, seen=0.7, seed=4)
    whole, _ = principal_plane(vote_matrix(person, statement, value))
    monkeypatch.setattr("obverse.statistics.vote_matrix.LARGEST_PRODUCT", 10)
    by_iteration, _ = principal_plane(vote_matrix(person, statement, value))
    assert by_iteration[:, 0] == pytest.approx(whole[:, 0], abs=1e-4)


def test_people_with_few_votes_stand_in_no_group() -> None:
    person, statement, value, _ = votes_of(2, people=60, statements=30, seen=0.9, seed=5)
    extra = np.full(3, 1000), np.arange(3), np.ones(3, dtype=int)
    found = opinion_groups(
        *(np.concatenate(pair) for pair in zip((person, statement, value), extra, strict=True))
    )
    assert isinstance(found, OpinionGroups)
    assert found.label[found.persons == 1000].tolist() == [-1]
    assert found.sizes.sum() == 60


def test_a_handful_of_people_has_no_groups() -> None:
    person, statement, value, _ = votes_of(2, people=10, statements=30, seen=0.9, seed=5)
    for result in (
        opinion_groups(person, statement, value),
        group_stability(person, statement, value, np.random.default_rng(1)),
    ):
        assert isinstance(result, NotEstimable)
        assert result.have == 10


@pytest.mark.parametrize(
    ("votes", "problem"),
    [
        (([1, 1], [2, 2], [1, -1]), "votes twice"),
        (([1], [2], [3]), "-1"),
        (([1, 2], [2], [1]), "one person"),
        (([1.5], [2], [1]), "whole numbers"),
    ],
)
def test_votes_that_cannot_be_are_refused(votes: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        opinion_groups(*votes)


def test_group_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="more agree"):
        group_informed_consensus([[3]], [[2]])
    with pytest.raises(ValueError, match="one row"):
        group_informed_consensus([[3]], [[2, 4]])


def test_the_rand_index_is_nought_on_average_for_unrelated_groupings() -> None:
    rng = np.random.default_rng(1)
    index = [adjusted_rand_index(rng.integers(0, 3, 60), rng.integers(0, 4, 60)) for _ in range(300)]
    assert abs(np.mean(index)) < 0.01


def test_the_rand_index_of_a_worked_table() -> None:
    # table [[2, 1, 0], [0, 1, 2]]: 2 pairs together, 6 and 3 pairs, 15 in all: (2 - 1.2) / (4.5 - 1.2)
    assert adjusted_rand_index([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]) == pytest.approx(0.8 / 3.3)
    assert adjusted_rand_index([1, 1, 1], [4, 4, 4]) == 1.0
    with pytest.raises(ValueError, match="same"):
        adjusted_rand_index([1, 2], [1, 2, 3])


def test_many_points_in_squares_keep_their_silhouette() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(0, 1, (4000, 2)) + 4 * (np.arange(4000) % 2)[:, np.newaxis]
    label = planar_groups(points, 2)
    some = rng.permutation(4000)[:1400]
    assert silhouette(points, label) == pytest.approx(silhouette(points[some], label[some]), abs=0.01)
