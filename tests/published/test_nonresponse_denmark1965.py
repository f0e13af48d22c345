"""Who answered a survey of 1965: hardly anybody's chance to answer depended on place and sex.

Checks: nonresponse_denmark1965
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, Result
from obverse.statistics.shares import share_of_register

Figure = Callable[[Result], Estimate]
Measure = Callable[[str, Path], Measurement]


def test_3731_of_4229_danes_answered_and_their_chances_to_were_alike(
    open_data: Path, build_dossier: Callable[..., Path], measure: Measure, estimate: Figure
) -> None:
    rows = duckdb.execute(
        "SELECT concat(residence, ' ', gender) AS cell, sum(Freq) FILTER (WHERE response = 'yes'), sum(Freq) "
        "FROM read_csv(?, header = true) GROUP BY cell ORDER BY cell",
        [str(open_data / "nonresponse_denmark1965" / "NonResponse.csv")],
    ).fetchall()
    answered, asked = (np.array([int(row[place]) for row in rows]) for place in (1, 2))
    response = estimate(share_of_register(int(answered.sum()), int(asked.sum())))
    assert (response.n, round(response.value, 5)) == (4229, 0.88224)
    directory = build_dossier(
        {
            "reference_population": "variable,category,count\n"
            + "".join(f"cell,{cell},{size}\n" for (cell, _, _), size in zip(rows, asked, strict=True)),
            "group_count": "stage,activity,variable,category,count\n"
            + "".join(
                f"attended,any,cell,{cell},{came}\n"
                for (cell, _, _), came in zip(rows, answered, strict=True)
            ),
        },
        attributes={
            "cell": {"label": "place and sex", "categories": [row[0] for row in rows], "order": "none"}
        },
    )
    spread = estimate(measure("L2.1", directory).results["any.cell.cv"])
    # The R-indicator 1 - 2S is not corrected for what chance alone adds, and its S² is divided by the people less one.
    part, rho = asked / asked.sum(), answered / asked
    chance = float(np.sum(part * (1 - part) * rho * (1 - rho) / (asked - 1)))
    seen = math.sqrt(((spread.value * response.value) ** 2 + chance) * response.n / (response.n - 1))
    assert round(1 - 2 * seen, 6) == 0.933647
    assert spread.interval.low > 0
