"""Agreement between coders."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.agreement import Metric, krippendorff_alpha

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]

X = np.nan
# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example C: four observers, twelve units
EXAMPLE_C = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
        [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
    ]
).T


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_example_comes_out(metric: Metric, alpha: float, estimate: Read) -> None:
    result = estimate(krippendorff_alpha(EXAMPLE_C, metric=metric))
    assert result.value == pytest.approx(alpha, abs=5e-4)
    # the twelfth unit was coded once and cannot be compared
    assert result.n == 11


def test_alpha_worked_by_hand_comes_out(estimate: Read) -> None:
    # two coders, ten units, one disagreement: o_01 = o_10 = 1; n_0 = 9, n_1 = 11;
    # alpha = 1 - 19·(1 + 1)/(2·9·11)
    codes = [[0, 0]] * 4 + [[1, 1]] * 5 + [[0, 1]]
    assert estimate(krippendorff_alpha(codes)).value == pytest.approx(1 - 19 * 2 / (2 * 9 * 11))


def _codes(rng: np.random.Generator, units: int, coders: int, accuracy: float) -> np.typing.NDArray[np.int64]:
    truth = rng.integers(2, size=(units, 1))
    return np.where(rng.random((units, coders)) < accuracy, truth, rng.integers(2, size=(units, coders)))


@pytest.mark.parametrize(("units", "accuracy"), [(10, 0.8), (20, 0.5), (20, 0.95), (50, 0.8)])
def test_alpha_is_covered(units: int, accuracy: float, covered: Covered) -> None:
    rng = np.random.default_rng(1)
    # two coders who see the truth with chance a and guess otherwise agree beyond chance by a²
    results = (krippendorff_alpha(_codes(rng, units, 2, accuracy)) for _ in range(600))
    assert covered(results, accuracy**2) >= 0.93


def test_perfect_agreement_is_no_certainty(estimate: Read) -> None:
    alpha = estimate(krippendorff_alpha([[0, 0]] * 6 + [[1, 1]] * 6))
    assert (alpha.value, alpha.interval.high) == (1, 1)
    assert alpha.interval.low < 0.5


def test_one_code_only_cannot_show_agreement() -> None:
    alpha = krippendorff_alpha([[1, 1]] * 20)
    assert isinstance(alpha, NotEstimable)
    assert (alpha.why, alpha.remedy) == (Why.UNDEFINED, "more_cases")


def test_a_single_unit_with_another_code_cannot_either() -> None:
    assert isinstance(krippendorff_alpha([[1, 1]] * 20 + [[2, 2]]), NotEstimable)


def test_units_coded_once_do_not_count() -> None:
    alpha = krippendorff_alpha([[1, 1], [2, 2]] * 4 + [[1, X]] * 30)
    assert isinstance(alpha, NotEstimable)
    assert (alpha.have, alpha.need) == (8, 10)


def test_no_code_at_all_is_silence() -> None:
    assert isinstance(krippendorff_alpha(np.full((20, 2), X)), NotEstimable)


def test_impossible_codes_are_refused() -> None:
    with pytest.raises(ValueError, match="units by coders"):
        krippendorff_alpha([1, 2, 3])
    with pytest.raises(ValueError, match="negative"):
        krippendorff_alpha([[-1, 1]] * 12, metric="ratio")
