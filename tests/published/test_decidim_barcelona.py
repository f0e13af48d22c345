"""A genuine export of projects that people voted on: the money comes out, and what became of the projects does not.

Checks: decidim_barcelona

Nobody printed figures about this copy. Its sums are counted twice, by the mapping and by reading the file as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from obverse.connectors.importing import import_files
from obverse.evidence.dossier import open_dossier
from obverse.indicators.indicator import Measurement
from obverse.quantities import NotEstimable

MAPPING = """
[file]
format = "csv"

[[table]]
name = "neighbourhood"
distinct = true

[[table.keep]]
column = "scope/name/ca"
filled = true
reason = "the whole district"

[table.columns]
id = "scope/name/ca"

[[table]]
name = "contribution"

[table.columns]
id = { from = "id", prefix = "project-" }
kind = { constant = "project" }
topic = "category/name/ca"
area = "scope/name/ca"
created_at = { from = "created_at", moments = ["%Y-%m-%d %H:%M:%S UTC"], zone = "UTC" }
support = "confirmed_votes"
cost = "budget_amount"

[[table]]
name = "benefit"

[table.columns]
id = { from = "id", prefix = "money-" }
contribution = { from = "id", prefix = "project-" }
area = "scope/name/ca"
amount = "budget_amount"
unit = { constant = "EUR" }
"""


@pytest.fixture
def dossier(unlicensed_data: Path, build_dossier: Callable[..., Path], tmp_path: Path) -> Path:
    directory = build_dossier({})
    mapping = tmp_path / "projects.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    file = unlicensed_data / "decidim_barcelona" / "projects.csv"
    import_files(directory, [file], mapping=mapping, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return directory


def test_money_and_votes_for_220_projects_are_those_of_the_file(dossier: Path, unlicensed_data: Path) -> None:
    here = (
        open_dossier(dossier)
        .engine.execute(
            "SELECT count(*) AS projects, CAST(sum(cost) AS BIGINT) AS money, CAST(sum(support) AS BIGINT) AS votes, "
            "count(DISTINCT area) AS areas FROM contribution"
        )
        .to_pylist()[0]
    )
    file = duckdb.execute(
        "SELECT count(*), CAST(sum(budget_amount) AS BIGINT), CAST(sum(confirmed_votes) AS BIGINT), "
        'count(DISTINCT "scope/name/ca") FROM read_csv(?, header = true)',
        [str(unlicensed_data / "decidim_barcelona" / "projects.csv")],
    ).fetchall()
    assert [tuple(here.values())] == file == [(220, 93_779_000, 221_856, 63)]


@pytest.mark.parametrize(
    ("identifier", "missing"), [("L7.1", "contribution.state"), ("PS-2", "contribution.state")]
)
def test_an_export_without_states_says_nothing_of_what_became_of_projects(
    identifier: str, missing: str, dossier: Path, measure: Callable[[str, Path], Measurement]
) -> None:
    (silence,) = measure(identifier, dossier).results.values()
    assert isinstance(silence, NotEstimable)
    assert (silence.why, silence.of) == ("not_collected", missing)


def test_money_by_neighbourhood_says_nothing_of_inequality_without_a_rank(
    dossier: Path, measure: Callable[[str, Path], Measurement]
) -> None:
    (silence,) = measure("E5.2", dossier).results.values()
    assert isinstance(silence, NotEstimable)
    assert (silence.why, silence.of) == ("not_collected", "neighbourhood.deprivation_rank")
