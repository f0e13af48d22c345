"""The two sides of one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result
from obverse.statistics.ambivalence import (
    FourCells,
    ambivalence,
    ambivalence_by_cluster,
    four_cells,
    four_cells_by_cluster,
)
from obverse.statistics.shares import wilson_share

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def _answers(*people: tuple[int, int]) -> np.typing.NDArray[np.int64]:
    table = np.zeros((5, 5), dtype=np.int64)
    for strengthened, weakened in people:
        table[strengthened, weakened] += 1
    return table


def _values(cells: FourCells, estimate: Read) -> list[float]:
    shares = (cells.strengthened_only, cells.weakened_only, cells.both, cells.neither)
    return [estimate(share).value for share in shares]


def test_forty_against_forty_percent_do_not_net_to_nothing(estimate: Read) -> None:
    cells = four_cells(_answers(*[(3, 0)] * 4, *[(0, 3)] * 4, *[(0, 0)] * 2))
    assert _values(cells, estimate) == [0.4, 0.4, 0, 0.2]


def test_the_lowest_degree_counts_as_much_as_the_highest(estimate: Read) -> None:
    assert _values(four_cells(_answers((1, 0), (0, 1), (1, 1), (0, 0))), estimate) == [0.25] * 4


def test_each_share_is_wilsons() -> None:
    cells = four_cells(_answers((4, 0), (1, 1), (0, 0), (2, 3), (0, 4)))
    assert cells.both == wilson_share(2, 5)
    assert cells.weakened_only == wilson_share(1, 5)


@pytest.mark.parametrize(
    ("strengthened", "weakened", "score"),
    [(4, 4, 4), (4, 0, -2), (0, 4, -2), (0, 0, 0), (3, 2, 1.5), (1, 4, -0.5)],
)
def test_ambivalence_worked_by_hand(strengthened: int, weakened: int, score: float, estimate: Read) -> None:
    assert estimate(ambivalence(_answers(*[(strengthened, weakened)] * 3))).value == score


def test_clusters_give_the_same_shares_and_wider_intervals(estimate: Read) -> None:
    # six associations whose members answer alike
    table = np.stack([_answers(*[(3, 0)] * 8), _answers(*[(2, 3)] * 8), _answers(*[(0, 0)] * 8)] * 2)
    pooled, clustered = four_cells(table.sum(axis=0)), four_cells_by_cluster(table)
    assert _values(clustered, estimate) == pytest.approx(_values(pooled, estimate))
    one, other = (estimate(cells.both).interval for cells in (pooled, clustered))
    assert other.high - other.low > 1.5 * (one.high - one.low)
    assert estimate(ambivalence_by_cluster(table)).value == pytest.approx(
        estimate(ambivalence(table.sum(axis=0))).value
    )


def test_the_mean_ambivalence_is_covered(covered: Covered) -> None:
    rng = np.random.default_rng(1)
    chances = rng.dirichlet(np.ones(25))
    scores = [(s + w) / 2 - abs(s - w) for s in range(5) for w in range(5)]
    worlds = rng.multinomial(15, chances, size=1500)
    results = (ambivalence(world.reshape(5, 5)) for world in worlds)
    assert covered(results, float(chances @ scores)) >= 0.935


def test_nobody_who_answered_is_silence() -> None:
    nobody = np.zeros((5, 5), dtype=int)
    assert isinstance(four_cells(nobody).neither, NotEstimable)
    silence = ambivalence(nobody)
    assert isinstance(silence, NotEstimable)
    assert silence.remedy == "more_cases"


def test_four_associations_are_too_few() -> None:
    table = np.stack([_answers((1, 2), (0, 0))] * 4)
    silence = four_cells_by_cluster(table).both
    assert isinstance(silence, NotEstimable)
    assert silence.remedy == "more_clusters"


def test_other_scales_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees 0 to 4"):
        four_cells(np.zeros((4, 5), dtype=int))
