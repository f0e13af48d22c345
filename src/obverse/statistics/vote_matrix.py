"""Votes of people on statements as a sparse matrix, and the plane on which these people lie furthest apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh
from scipy.sparse import csc_array, csr_array

from obverse.statistics.arrays import Floats, Ints

# Above this number of people and of statements iteration is faster than a whole matrix of products.
LARGEST_PRODUCT = 200
# Up to this number of cells (16 MB) the votes are multiplied with a whole table of themselves, which has no gaps to
# search for; the terms of each product are added in the same order either way.
LARGEST_TABLE = 2_000_000
_TURNS, _STILL, _NOTHING = 100, 1e-8, 1e-10


@dataclass(frozen=True, slots=True)
class VoteMatrix:
    """Last votes by person and statement, in an order that does not depend on the order of the rows.

    ``persons`` (n,) and ``statements`` (s,) are the sorted indices; vote i was cast by the person in ``row[i]``
    on the statement in ``column[i]`` with ``value[i]`` in -1, 0, 1.
    """

    persons: Ints
    statements: Ints
    row: Ints
    column: Ints
    value: Floats

    @property
    def votes(self) -> Ints:
        """Votes of each person, (n,)."""
        return np.bincount(self.row, minlength=len(self.persons)).astype(np.int64)

    def of_persons(self, chosen: npt.NDArray[np.bool_]) -> VoteMatrix:
        """The votes of some of the people, the statements staying as they are."""
        if chosen.all():
            return self
        place = np.cumsum(chosen) - 1
        kept = chosen[self.row]
        return VoteMatrix(
            self.persons[chosen],
            self.statements,
            place[self.row[kept]].astype(np.int64),
            self.column[kept],
            self.value[kept],
        )

    def on_statements(self, chosen: npt.NDArray[np.bool_]) -> VoteMatrix:
        """The votes on some of the statements, the people staying as they are."""
        place = np.cumsum(chosen) - 1
        kept = chosen[self.column]
        return VoteMatrix(
            self.persons,
            self.statements[chosen],
            self.row[kept],
            place[self.column[kept]].astype(np.int64),
            self.value[kept],
        )

    def shuffled(self, rng: np.random.Generator) -> VoteMatrix:
        """The same people seeing the same statements, the votes on each statement dealt out anew among them."""
        by_statement = np.argsort(self.column, kind="stable")
        dealt = np.lexsort((rng.random(len(self.value)), self.column))
        value = np.empty_like(self.value)
        value[by_statement] = self.value[dealt]
        return VoteMatrix(self.persons, self.statements, self.row, self.column, value)


def vote_matrix(person: npt.ArrayLike, statement: npt.ArrayLike, value: npt.ArrayLike) -> VoteMatrix:
    """Votes given as three vectors, sorted and checked.

    >>> matrix = vote_matrix([7, 7, 3], [1, 0, 1], [1, -1, 0])
    >>> matrix.persons.tolist(), matrix.votes.tolist()
    ([3, 7], [1, 2])

    Raises:
        ValueError: lengths differ, an index is no whole number, a vote is not -1, 0 or 1, or somebody votes twice on
            a statement.
    """
    columns = [np.asarray(item) for item in (person, statement, value)]
    if any(item.ndim != 1 or len(item) != len(columns[0]) for item in columns):
        raise ValueError("votes: one person, one statement and one value for each vote are expected")
    if any(len(item) and item.dtype.kind not in "iu" for item in columns[:2]):
        raise ValueError("votes: persons and statements are whole numbers")
    votes = columns[2]
    if not ((votes == -1) | (votes == 0) | (votes == 1)).all():
        raise ValueError("votes: a vote is -1 (against), 0 (pass) or 1 (for)")
    persons, row = _numbered(columns[0].astype(np.int64))
    statements, column = _numbered(columns[1].astype(np.int64))
    width = max(1, len(statements))
    # place and vote in one number: sorting numbers is many times faster than sorting places by numbers
    packed = (row * width + column) * 4 + (votes.astype(np.int64) + 1)
    if not (packed[1:] > packed[:-1]).all():
        packed.sort()
    place = packed >> 2
    if (place[1:] == place[:-1]).any():
        raise ValueError("votes: somebody votes twice on a statement; keep the last vote only")
    row = place // width
    values = ((packed & 3) - 1).astype(np.float64)
    return VoteMatrix(persons, statements, row, place - row * width, values)


def _numbered(index: Ints) -> tuple[Ints, Ints]:
    """The indices that occur, sorted, and the place of each among them; without sorting where they lie dense."""
    lowest = int(index.min(initial=0))
    reach = int(index.max(initial=0)) - lowest + 1
    if reach > 4 * len(index) + 1000:
        occurring, place = np.unique(index, return_inverse=True)
        return occurring, place.astype(np.int64)
    there = np.zeros(reach, dtype=bool)
    there[index - lowest] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there).astype(np.int64) + lowest, place[index - lowest].astype(np.int64)


def principal_plane(votes: VoteMatrix) -> tuple[Floats, float]:
    """Where people stand on the two directions in which their votes differ most, and the larger variance, (n, 2).

    Each vote is taken less the mean of its statement, so that a missing vote counts as the mean (0). With V the
    first two principal directions, a person with m votes of s stands at ``√(s/m)·x·V``: those who voted little are
    not drawn to the middle. The sign of a direction is that of its largest entry. The larger variance is the largest
    eigenvalue of X'X per person.

    >>> votes = vote_matrix([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1], [1, 1, 1, 1, -1, -1])
    >>> principal_plane(votes)[0][:, 0].round(2).tolist()
    [0.94, 0.94, -1.89]

    Source: after Small et al. 2021 (Polis); missing votes as means after the code of Polis.
    """
    people, statements = len(votes.persons), len(votes.statements)
    seen = np.maximum(np.bincount(votes.column, minlength=statements), 1)
    mean = np.bincount(votes.column, weights=votes.value, minlength=statements) / seen
    starts = np.concatenate([[0], np.cumsum(votes.votes)]).astype(np.int32)
    gaps = votes.value - mean[votes.column]
    centred = csr_array((gaps, votes.column.astype(np.int32), starts), shape=(people, statements))
    values, directions = _leading(centred)
    largest = np.abs(directions).argmax(axis=0)
    directions = directions * np.where(directions[largest, [0, 1]] < 0, -1.0, 1.0)
    stretch = np.sqrt(statements / np.maximum(votes.votes, 1))
    # rounding in the last digits must not decide on which side of a border somebody stands
    place = np.round((centred @ directions) * stretch[:, np.newaxis], 9)
    return np.asarray(place, dtype=np.float64), float(values[0] / max(1, people))


def _leading(centred: csr_array) -> tuple[Floats, Floats]:
    """The two largest eigenvalues of X'X and their directions, (2,) and (s, 2)."""
    people, statements = centred.shape
    if min(people, statements) < 2:
        return np.zeros(2), np.zeros((statements, 2))
    if min(people, statements) > LARGEST_PRODUCT:
        return _by_iteration(centred)
    if statements <= people:
        return _two_largest(_with_itself(centred.T))
    values, stands = _two_largest(_with_itself(centred))
    length = np.sqrt(np.where(values > 0, values, 1.0))
    return values, np.asarray(centred.T @ stands) / length


def _with_itself(votes: csr_array | csc_array) -> Floats:
    """The products of each row with each row."""
    whole = votes.shape[0] * votes.shape[1] <= LARGEST_TABLE
    product = votes @ np.ascontiguousarray(votes.toarray().T) if whole else (votes @ votes.T).toarray()
    return np.asarray(product, dtype=np.float64)


def _two_largest(product: Floats) -> tuple[Floats, Floats]:
    size = len(product)
    values, vectors = eigh(product, subset_by_index=(size - 2, size - 1))
    return np.maximum(values[::-1], 0.0), vectors[:, ::-1]


def _by_iteration(centred: csr_array) -> tuple[Floats, Floats]:
    """Block Krylov from two fixed waves: Rayleigh-Ritz over all products so far, until the residuals vanish.

    Source: block Lanczos after Golub & Underwood 1977, with full orthogonalisation.
    """
    statements = centred.shape[1]
    waves = np.outer(np.arange(1, statements + 1), np.sqrt([2.0, 3.0]))
    basis = _new_directions(np.cos(waves), np.zeros((statements, 0)))
    images = np.zeros((statements, 0))
    for _ in range(_TURNS):
        images = np.hstack([images, centred.T @ (centred @ basis[:, images.shape[1] :])])
        values, inner = np.linalg.eigh(basis.T @ images)
        values, inner = values[::-1][:2], inner[:, ::-1][:, :2]
        directions = basis @ inner
        left = np.sqrt(((images @ inner - directions * values) ** 2).sum(axis=0))
        further = _new_directions(images[:, -2:], basis)
        if np.all(left <= _STILL * values[0]) or not further.shape[1]:
            break
        basis = np.hstack([basis, further])
    return np.maximum(values, 0.0), directions


def _new_directions(columns: Floats, basis: Floats) -> Floats:
    """What the columns add to an orthonormal basis, as further columns of it; fewer where they add nothing new."""
    known = basis.shape[1]
    for column in columns.T:
        length = float(np.sqrt(column @ column))
        # a second pass removes what rounding left of the first
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)
        new = float(np.sqrt(rest @ rest))
        if new > _NOTHING * length:
            basis = np.hstack([basis, (rest / new)[:, np.newaxis]])
    return basis[:, known:]
