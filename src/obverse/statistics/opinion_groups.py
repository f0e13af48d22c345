"""Groups of people who vote alike, where nobody says who belongs to which, and whether they are more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable
from obverse.statistics.arrays import Floats, Ints
from obverse.statistics.one_thread import on_one_thread
from obverse.statistics.planar_groups import adjusted_rand_index, planar_cuts, planar_groups
from obverse.statistics.results import too_few
from obverse.statistics.silhouettes import silhouettes
from obverse.statistics.vote_matrix import VoteMatrix, principal_plane, vote_matrix

FEWEST_PEOPLE = 20
FEWEST_STATEMENTS = 4
# A further group has to pay: the fewest groups whose silhouette comes this close to the best are taken.
AS_GOOD = 0.02
# Groups on one half of the statements that share less than this with those on the other half are a few people's.
LEAST_ALIKE = 0.1
# Whether groups hold is judged on at most so many people, drawn by lot.
MOST_PEOPLE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGroups:
    """People by how they vote.

    ``persons`` (n,) are the sorted indices of all who voted; ``label`` (n,) their group, 0 the largest, -1 with
    too few votes to tell; ``positions`` (n, 2) where they stand (0 where the label is -1); ``sizes`` (k,) people
    per group; ``silhouettes`` how well 2, 3 ... groups stand apart.
    """

    persons: Ints
    label: Ints
    positions: Floats
    sizes: Ints
    silhouettes: tuple[float, ...]

    @property
    def silhouette(self) -> float:
        """How well the groups that were chosen stand apart."""
        return self.silhouettes[len(self.sizes) - 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStability:
    """Whether opinion groups are more than the parts into which any cloud can be cut.

    ``silhouette`` and ``split_half`` (agreement of the groups found on one random half of the statements with
    those found on the other, adjusted Rand index, mean over the halvings) beside the largest of each among
    ``draws`` worlds in which the votes on every statement were dealt out anew among those who cast them.
    """

    silhouette: float
    split_half: float
    silhouette_by_chance: float
    split_half_by_chance: float
    draws: int

    @property
    def holds(self) -> bool:
        """Both lie above all of the worlds without groups, which chance alone does once in ``draws + 1`` or less.

        The halves also have to share at least 0.1: a handful of unusual voters stands apart without coming back.
        """
        alike = self.split_half > max(self.split_half_by_chance, LEAST_ALIKE)
        return alike and self.silhouette > self.silhouette_by_chance


@on_one_thread
def opinion_groups(
    person: npt.ArrayLike,
    statement: npt.ArrayLike,
    value: npt.ArrayLike,
    *,
    min_votes: int = 7,
    max_groups: int = 5,
) -> OpinionGroups | NotEstimable:
    """Groups of people who vote alike, in the usual way: principal plane, k-means, number of groups by silhouette.

    One triple for each vote: ``person[i]`` voted ``value[i]`` (-1, 0, 1) on ``statement[i]``. People with fewer than
    ``min_votes`` votes (or fewer than there are statements) are in no group. The number of groups is the smallest
    from 2 to ``max_groups`` whose mean silhouette comes within 0.02 of the best. Deterministic, whatever the order
    of the votes. Any cloud can be cut: ask ``group_stability`` whether the groups mean something.

    >>> votes = [(p, s, 1 if (p < 14) == (s % 2 == 0) else -1) for p in range(24) for s in range(8)]
    >>> groups = opinion_groups(*np.array(votes).T)
    >>> groups.sizes.tolist(), round(groups.silhouette, 2)
    ([14, 10], 1.0)

    Raises:
        ValueError: the votes are not as ``vote_matrix`` wants them, or fewer than two groups are allowed.

    Source: after Small, Bjorkegren, Erkkila, Shaw & Megill 2021 (Polis); silhouette after Rousseeuw 1987.
    """
    if max_groups < 2:
        raise ValueError("at least two groups have to be possible")
    votes = vote_matrix(person, statement, value)
    enough = votes.votes >= min(min_votes, len(votes.statements))
    if int(enough.sum()) < FEWEST_PEOPLE:
        return too_few("more_cases", int(enough.sum()), FEWEST_PEOPLE, "persons")
    if len(votes.statements) < FEWEST_STATEMENTS:
        return too_few("more_cases", len(votes.statements), FEWEST_STATEMENTS, "statements")
    place, grouping, standing = _grouped(votes.of_persons(enough), max_groups)
    label = np.full(len(votes.persons), -1, dtype=np.int64)
    label[enough] = grouping
    positions = np.zeros((len(votes.persons), 2))
    positions[enough] = place
    return OpinionGroups(
        persons=votes.persons,
        label=label,
        positions=positions,
        sizes=np.bincount(grouping).astype(np.int64),
        silhouettes=standing,
    )


@on_one_thread
def group_stability(
    person: npt.ArrayLike,
    statement: npt.ArrayLike,
    value: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    min_votes: int = 7,
    max_groups: int = 5,
    draws: int = 19,
    halvings: int = 10,
) -> GroupStability | NotEstimable:
    """Whether the groups that ``opinion_groups`` finds come back on other statements and stand apart beyond chance.

    Where each vote is dealt out anew among those who voted on the statement, what everybody saw and how each
    statement fared stay as they are, and only the bond between the votes of one person is cut. A single line from
    left to right without a gap counts as held together: its two ends are not chance, even if the cut is. At most
    600 people, drawn by lot, are looked at. Measured: of 174 conversations without groups (60 to 400
    people, 20 to 60 statements) none passed.

    >>> votes = [(p, s, 1 if (p < 14) == (s % 2 == 0) else -1) for p in range(24) for s in range(8)]
    >>> group_stability(*np.array(votes).T, np.random.default_rng(1), draws=9, halvings=3).holds
    True

    Raises:
        ValueError: the votes are not as ``vote_matrix`` wants them.

    Source: own; permutation within statements.
    """
    votes = vote_matrix(person, statement, value)
    enough = np.flatnonzero(votes.votes >= min(min_votes, len(votes.statements)))
    if len(enough) < FEWEST_PEOPLE:
        return too_few("more_cases", len(enough), FEWEST_PEOPLE, "persons")
    if len(votes.statements) < FEWEST_STATEMENTS:
        return too_few("more_cases", len(votes.statements), FEWEST_STATEMENTS, "statements")
    if len(enough) > MOST_PEOPLE:
        enough = np.sort(rng.permutation(enough)[:MOST_PEOPLE])
    chosen = np.zeros(len(votes.persons), dtype=bool)
    chosen[enough] = True
    votes = votes.of_persons(chosen)
    observed = _stands(votes, max_groups, halvings, rng)
    # fewer halvings spread wider, which makes a world without groups harder to beat
    few = max(1, halvings // 4)
    worlds = [_stands(votes.shuffled(rng), max_groups, few, rng) for _ in range(draws)]
    return GroupStability(
        silhouette=observed[0],
        split_half=observed[1],
        silhouette_by_chance=max(world[0] for world in worlds),
        split_half_by_chance=max(world[1] for world in worlds),
        draws=draws,
    )


def _grouped(votes: VoteMatrix, max_groups: int) -> tuple[Floats, Ints, tuple[float, ...]]:
    place, _ = principal_plane(votes)
    cuts = planar_cuts(place, max_groups)
    standing = silhouettes(place, cuts)
    best = next(cut for cut, s in zip(cuts, standing, strict=True) if s >= max(standing) - AS_GOOD)
    _, label = np.unique(best, return_inverse=True)
    return place, label.astype(np.int64), standing


def _stands(votes: VoteMatrix, most: int, halvings: int, rng: np.random.Generator) -> tuple[float, float]:
    _, label, standing = _grouped(votes, most)
    groups = int(label.max()) + 1
    if groups < 2:
        return 0.0, 0.0
    agreement = []
    for _ in range(halvings):
        first = np.zeros(len(votes.statements), dtype=bool)
        first[rng.permutation(len(first))[: len(first) // 2]] = True
        halves = [planar_groups(principal_plane(votes.on_statements(h))[0], groups) for h in (first, ~first)]
        agreement.append(adjusted_rand_index(*halves))
    return standing[groups - 2], float(np.mean(agreement))
