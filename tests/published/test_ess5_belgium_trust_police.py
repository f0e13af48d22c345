"""The mean trust in the police of the people asked in Belgium.

Checks: ess5_belgium_trust_police
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from obverse.quantities import Estimate, Result, Unit
from obverse.statistics.means import mean_of_histogram


def test_1701_belgians_trust_the_police_with_six_of_ten_points(
    open_data: Path, estimate: Callable[[Result], Estimate]
) -> None:
    answers = duckdb.execute(
        "SELECT CAST(trstplc AS INT) AS answer, count(*) AS people FROM read_csv(?, header = true) "
        "WHERE trstplc IS NOT NULL GROUP BY answer ORDER BY answer",
        [str(open_data / "ess5_belgium_trust_police" / "ESSBE5.csv")],
    ).fetchnumpy()
    trust = estimate(
        mean_of_histogram(answers["answer"], answers["people"], unit=Unit.COEFFICIENT, limits=(0, 10))
    )
    assert (trust.n, round(trust.value, 4)) == (1701, 6.0059)
