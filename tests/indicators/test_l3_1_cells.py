"""L3.1 on a million cells cuts them once; each comparison stays the one that is cut by itself."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.evidence.evidence import Reduction
from obverse.indicators.l3_impartiality.l3_1_equal_treatment.indicator import _by_attribute, _Compared
from obverse.quantities import Estimate
from obverse.statistics.cluster_differences import clustered_difference


def cells(seed: int) -> Reduction:
    """Cells of two outcomes, two attributes and three categories; strata and writers are not numbered from 0."""
    dice = np.random.default_rng(seed)
    rows = 900
    contributions = dice.integers(1, 9, rows)
    return Reduction({
        "outcome": dice.choice(np.array(["moderation", "answer"], dtype=object), rows),
        "variable": dice.choice(np.array(["sex", "region"], dtype=object), rows),
        "category": dice.choice(np.array(["a", "b", "c"], dtype=object), rows),
        "stratum": dice.choice(np.array([3, 7, 12]), rows),
        "writer": dice.choice(np.array([2, 5, 40, 41, 77, 900, 999]), rows),
        "met": dice.binomial(contributions, 0.4),
        "contributions": contributions,
    })  # fmt: skip


def test_a_comparison_is_that_of_its_own_rows() -> None:
    every = cells(seed=1)
    rows = list(zip(*(column.tolist() for column in every.columns.values()), strict=True))
    cut = _by_attribute(every)
    assert set(cut) == {(outcome, name) for outcome in ("moderation", "answer") for name in ("sex", "region")}
    for (outcome, variable), own in cut.items():
        compared = _Compared.of(own, "b")
        mine = [row[2:] for row in rows if row[:2] == (outcome, variable)]
        sizes = {
            (stratum, side): sum(n for c, s, _, _, n in mine if s == stratum and (c == "b") == side)
            for stratum in (3, 7, 12)
            for side in (True, False)
        }
        weights = [sizes[s, c != "b"] / (sizes[s, True] + sizes[s, False]) for c, s, *_ in mine]
        assert compared.weights[compared.stratum, 1 - compared.inside].tolist() == weights
        assert compared.tables[:, 0].sum(axis=1).tolist() == [sizes[s, True] for s in (3, 7, 12)]
        sides = []
        for side in (True, False):
            totals: dict[int, list[float]] = {}
            for (category, _, writer, met, contributions), weight in zip(mine, weights, strict=True):
                if (category == "b") == side:
                    of_writer = totals.setdefault(writer, [0.0, 0.0])
                    of_writer[0] += met * weight
                    of_writer[1] += contributions * weight
            sides += list(np.array([totals[writer] for writer in sorted(totals)]).T)
        everything = sum(row[4] for row in mine)
        assert compared.difference() == clustered_difference(*sides, cases=everything)


def test_single_contributions_counted_by_stratum_are_those_counted_one_by_one() -> None:
    for own in _by_attribute(cells(seed=2)).values():
        compared = _Compared.of(own, "a")
        weights = compared.weights[compared.stratum, 1 - compared.inside]
        sides = []
        for side in (1, 0):
            chosen = compared.inside == side
            met = np.repeat(weights[chosen], compared.met[chosen])
            unmet = np.repeat(weights[chosen], (compared.contributions - compared.met)[chosen])
            sides += [np.concatenate((met, np.zeros(len(unmet)))), np.concatenate((met, unmet))]
        one_by_one = clustered_difference(*sides, cases=int(compared.contributions.sum()))
        counted = compared.difference_of_single_contributions()
        assert isinstance(one_by_one, Estimate)
        assert isinstance(counted, Estimate)
        assert (counted.n, counted.method) == (one_by_one.n, one_by_one.method)
        ends = [(each.value, each.interval.low, each.interval.high) for each in (counted, one_by_one)]
        assert ends[0] == pytest.approx(ends[1], rel=1e-9)
