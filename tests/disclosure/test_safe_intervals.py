"""Intervals made from rounded counts hold the truth at least as often as they say, whatever the rounding hides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import ndtri

from obverse.disclosure.envelope import difference_ends, mean_ends, share_box, share_ends
from obverse.disclosure.released import SafeCount, safe_count, safe_part

DRAWS = 4000
Floats = npt.NDArray[np.float64]


def wilson(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Wilson's ends written down a second time, over whole arrays."""
    z = float(ndtri(0.975))
    p = x / n
    centre, spread = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)


def boxes(counts: npt.NDArray[np.int64], n: int) -> tuple[Floats, Floats]:
    parts = {int(x): safe_part(int(x), n) for x in np.unique(counts)}
    low = np.array([parts[int(x)].low for x in counts], dtype=np.float64)
    high = np.array([parts[int(x)].high for x in counts], dtype=np.float64)
    return low, high


@pytest.mark.parametrize("n", [18, 20, 22, 30, 47, 50, 98, 100, 250, 503])
def test_the_envelope_of_a_share_holds_the_truth_at_least_nineteen_times_in_twenty(n: int) -> None:
    rng = np.random.default_rng(n)
    truth = rng.uniform(0.02, 0.98, DRAWS)
    counts = rng.binomial(n, truth)
    least, most = boxes(counts, n)
    around = safe_count(n)
    low, _ = wilson(least, np.full(DRAWS, float(around.high)))
    fewest = float(around.low)
    _, high = wilson(np.minimum(most, fewest), np.full(DRAWS, fewest))
    assert ((low <= truth) & (truth <= high)).mean() >= 0.95
    # and the arrays above are what the program computes
    for place in range(0, DRAWS, 400):
        ends = share_ends(safe_part(int(counts[place]), n), around)
        assert ends == pytest.approx((max(low[place], 0.0), min(high[place], 1.0)), abs=1e-9)


def test_widths_are_near_those_measured_when_the_rule_was_chosen() -> None:
    # (n, mean width) of the envelope over counts rounded to five, p uniform from 0.05 to 0.95
    for n, measured in ((50, 0.331), (100, 0.219), (500, 0.085)):
        rng = np.random.default_rng(1)
        counts = rng.binomial(n, rng.uniform(0.05, 0.95, 1000))
        widths = [
            np.diff(share_ends(safe_part(int(x), n), safe_count(n)))[0] for x in counts if 10 <= x <= n - 10
        ]
        assert np.mean(widths) == pytest.approx(measured, rel=0.20)


@pytest.mark.parametrize("p", [0.03, 0.2, 0.5, 0.8, 0.97])
def test_the_true_share_of_a_full_count_lies_in_the_rounding_box(p: float) -> None:
    for n in range(18, 140):
        x = round(p * n)
        low, high = share_box(safe_part(x, n), safe_count(n))
        assert low <= x / n <= high


@pytest.mark.parametrize(("n1", "n2"), [(20, 30), (33, 28), (60, 120), (250, 90)])
def test_the_envelope_of_a_difference_holds_the_truth(n1: int, n2: int) -> None:
    rng = np.random.default_rng(n1)
    held = 0
    for _ in range(600):
        p1, p2 = rng.uniform(0.05, 0.95, 2)
        x1, x2 = int(rng.binomial(n1, p1)), int(rng.binomial(n2, p2))
        low, high = difference_ends((safe_part(x1, n1), safe_count(n1)), (safe_part(x2, n2), safe_count(n2)))
        held += low <= p1 - p2 <= high
    assert held >= 0.95 * 600


@pytest.mark.parametrize("n", [30, 32, 44, 100, 300])
@pytest.mark.parametrize("weights", [(5, 0, 0, 0, 5), (9, 0, 0, 0, 1), (1, 2, 3, 2, 1), (6, 2, 1, 1, 0)])
def test_the_interval_of_a_mean_knows_no_answers_and_still_holds_the_truth(
    n: int, weights: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(n)
    part = np.array(weights) / sum(weights)
    truth = float(part @ np.arange(5))
    answers = rng.multinomial(n, part, size=20_000)
    means, times = np.unique(np.round(answers @ np.arange(5) / n, 1), return_counts=True)
    ends = [mean_ends(float(mean), (0.0, 4.0), safe_count(n)) for mean in means]
    held = sum(int(count) for (low, high), count in zip(ends, times, strict=True) if low <= truth <= high)
    # a hundredth less for single truths, as of every interval for counts (Wilson: 0.945 of fair coins among 32)
    assert held >= 0.94 * 20_000


def test_no_answers_with_this_mean_spread_more_than_the_interval_allows() -> None:
    n, value = 40, 1.5
    low, high = mean_ends(value, (0.0, 4.0), SafeCount(40, 38, 42))
    # the widest answers with this mean: all at the two ends of the scale
    share = value / 4
    widest = float(ndtri(0.975)) * np.sqrt(16 * share * (1 - share) / n)
    assert high - low >= 2 * widest
