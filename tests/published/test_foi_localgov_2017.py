"""Councils' percentages are those of their counts, and reviews by the council itself mostly upheld the first decision.

Checks: foi_localgov_2017
Elsewhere: tests/indicators/test_e2_3.py, tests/audits/test_examples.py, tests/every_connector/test_examples.py
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from obverse.connectors.importing import import_files
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, Result
from obverse.statistics.shares import share_of_register

REGISTER = Path("foi_localgov_2017") / "total_fois_with_wdtk.csv"
SUPPLIED = {
    "granted": 221,
    "in_time": 298,
    "ir": 295,
    "ir_original_upheld": 231,
    "ico": 292,
    "ico_original_upheld": 207,
    "vex": 271,
}
# A review by the council that upheld its own first decision did not uphold the complaint about it.
REVIEWS = """
[file]
format = "csv"
empty = ["-"]

[[table]]
name = "complaint"

[[table.keep]]
column = "ir"
filled = true
reason = "the council did not say how many reviews it made"

[[table.keep]]
column = "ir_original_upheld"
filled = true
reason = "the council did not say how its reviews ended"

[table.columns]
id = { from = "wdtk_id", prefix = "refused-" }
kind = { constant = "redress" }
at = { constant = "2017-12-31" }
resolved_at = { constant = "2017-12-31" }
upheld = { constant = "no" }
n = "ir_original_upheld"

[[table]]
name = "complaint"

[[table.keep]]
column = "ir"
filled = true
reason = "the council did not say how many reviews it made"

[[table.keep]]
column = "ir_original_upheld"
filled = true
reason = "the council did not say how its reviews ended"

[table.columns]
id = { from = "wdtk_id", prefix = "upheld-" }
kind = { constant = "redress" }
at = { constant = "2017-12-31" }
resolved_at = { constant = "2017-12-31" }
upheld = { constant = "yes" }
n = { from = "ir", minus = "ir_original_upheld" }
"""


@pytest.mark.parametrize(("column", "supplied"), SUPPLIED.items())
def test_every_supplied_count_gives_the_published_percentage(
    column: str, supplied: int, open_data: Path, estimate: Callable[[Result], Estimate]
) -> None:
    rows = duckdb.execute(
        f'SELECT CAST({column} AS INT), CAST("all" AS INT), CAST({column}_p AS DOUBLE) '
        f"FROM read_csv(?, all_varchar = true) WHERE {column} <> '-' AND \"all\" <> '-'",
        [str(open_data / REGISTER)],
    ).fetchall()
    assert len(rows) == supplied
    for count, requests, published in rows:
        share = estimate(share_of_register(count, requests))
        assert 100 * share.value == pytest.approx(published, abs=0.00501)


def test_of_2440_internal_reviews_1298_upheld_the_first_decision(
    open_data: Path,
    build_dossier: Callable[..., Path],
    tmp_path: Path,
    measure: Callable[[str, Path], Measurement],
    estimate: Callable[[Result], Estimate],
) -> None:
    directory = build_dossier({})
    mapping = tmp_path / "reviews.toml"
    mapping.write_text(REVIEWS, encoding="utf-8")
    import_files(
        directory, [open_data / REGISTER], mapping=mapping, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    upheld = estimate(measure("E2.5", directory).results["upheld"])
    assert upheld.n == 2440
    assert round((1 - upheld.value) * upheld.n) == 1298
    assert round(100 * (1 - upheld.value), 1) == 53.2


def test_211_councils_had_reviews_and_told_how_they_ended(open_data: Path) -> None:
    councils = duckdb.execute(
        "SELECT count(*) FROM read_csv(?, all_varchar = true) "
        "WHERE TRY_CAST(ir AS INT) > 0 AND ir_original_upheld <> '-'",
        [str(open_data / REGISTER)],
    ).fetchall()
    assert councils == [(211,)]
