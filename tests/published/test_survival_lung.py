"""The log-rank test between men and women with lung cancer is that of the manual of R's survival package.

Checks: survival_lung
Elsewhere: tests/statistics/test_survival.py, tests/statistics/test_logrank.py
"""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy.special import chdtrc

from obverse.statistics.logrank import permutation_logrank
from obverse.statistics.permutation import PermutationTest


def test_women_with_lung_cancer_live_longer_by_the_printed_test(open_data: Path) -> None:
    rows = duckdb.execute(
        "SELECT time, count(*) FILTER (WHERE sex = 1 AND status = 2), count(*) FILTER (WHERE sex = 2 AND status = 2), "
        "count(*) FILTER (WHERE sex = 1 AND status = 1), count(*) FILTER (WHERE sex = 2 AND status = 1) "
        "FROM read_csv(?, header = true) GROUP BY time ORDER BY time",
        [str(open_data / "survival_lung" / "cancer.csv")],
    ).fetchnumpy()
    time, *counts = rows.values()
    test = permutation_logrank(time, counts[:2], counts[2:], np.random.default_rng(1))
    assert isinstance(test, PermutationTest)
    assert round(test.statistic, 4) == 10.3267
    assert float(chdtrc(1, test.statistic)) == pytest.approx(0.001311, abs=1e-6)
    # by exchanging patients instead of the large-sample law: the same within what 9,999 exchanges can tell
    assert test.p == pytest.approx(0.001311, abs=3 * math.sqrt(0.001311 / test.draws))
