"""L5.4 on real conversations, on clouds without groups, and on votes that nobody grouped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from obverse.connectors.importing import import_files
from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.quantities import Estimate, NotEstimable

INDICATOR = next(item for item in indicators() if item.id == "L5.4")


def votes_of(taste: np.ndarray, *, people: int, seed: int) -> dict[str, str]:
    """Tables of a vote in which person i has the tastes of row i modulo the number of tastes; no groups are named."""
    rng = np.random.default_rng(seed)
    statements = taste.shape[1]
    leaning = taste[np.arange(people) % len(taste)] + rng.normal(0, 1, (people, statements))
    seen = rng.random((people, statements)) < 0.6
    rows = [
        f"p{person},s{statement},{1 if leaning[person, statement] > 0 else -1}"
        for person, statement in zip(*np.nonzero(seen), strict=True)
    ]
    return {
        "actor": "id,kind\n" + "".join(f"p{i},person\n" for i in range(people)),
        "contribution": "id,kind\n" + "".join(f"s{i},statement\n" for i in range(statements)),
        "vote": "\n".join(["actor,contribution,value", *rows]) + "\n",
    }


def test_groups_that_nobody_named_are_found_and_none_is_averaged_away(build_dossier: Any) -> None:
    rng = np.random.default_rng(4)
    taste = rng.normal(0, 1.5, (1, 24)) * np.array([[1.0], [1.0], [1.0], [-1.0]])
    taste[:, :4] = 2.5
    results = INDICATOR.measure(
        Evidence(open_dossier(build_dossier(votes_of(taste, people=120, seed=1))))
    ).results
    assert [results[f"people.{letter}"].value for letter in "ab"] == pytest.approx([90, 30], abs=4)  # type: ignore[union-attr]
    shared = results["statements.shared"]
    assert isinstance(shared, Estimate)
    assert shared.value == pytest.approx(4 / 24, abs=0.05)
    assert {key.split(".")[1] for key in results if key.startswith("consensus.")} >= {"s0", "s1", "s2", "s3"}


def test_a_cloud_without_groups_is_not_cut_in_two(build_dossier: Any) -> None:
    tables = votes_of(np.zeros((1, 24)), people=80, seed=2)
    result = INDICATOR.measure(Evidence(open_dossier(build_dossier(tables)))).results["statements.shared"]
    assert isinstance(result, NotEstimable)
    assert result.why == "rejected"


def test_the_groups_of_the_platform_are_used_where_the_register_has_them(
    open_data: Path, build_dossier: Any
) -> None:
    directory = build_dossier(audit={"as_of": dt.date(2026, 1, 1)})
    files = sorted((open_data / "polis" / "bg2050-volunteers").glob("*.csv"))
    import_files(directory, files, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    results = INDICATOR.measure(Evidence(open_dossier(directory))).results
    assert [results[f"people.{letter}"].value for letter in "ab"] == [100, 8]  # type: ignore[union-attr]
    consensus = {key: result for key, result in results.items() if key.startswith("consensus.")}
    assert len(consensus) == 5
    assert all(isinstance(result, Estimate) and result.value > 0.6 for result in consensus.values())
    shared = results["statements.shared"]
    assert isinstance(shared, Estimate)
    assert shared.interval.low < shared.value < shared.interval.high
