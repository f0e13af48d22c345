"""How unequal the chances of a seat in five citizens' assemblies were, as printed with their selection algorithm.

Checks: sortition_flanigan

Of the sixth instance, which its authors made up, only the pool is in the folder: its chances are not, so that nothing
but the size of the pool can come out. Who was in the pools of the five is private: whether they resembled their
population (L2.1) cannot be measured.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pytest

from obverse.quantities import Estimate, Result
from obverse.statistics.concentration import gini_of_histogram

ASSEMBLIES = ("cca_75", "mass_24", "nexus_170", "sf_a_35", "sf_b_20")
MADE_UP = "example_small_20"
DRAWS = 10_000
"""The chances under the older algorithm were counted in so many runs; a chance of 0 was taken as one of them."""
FINE = 10**12
"""Chances as whole numbers of such parts: a Gini coefficient does not depend on the unit."""
Floats = npt.NDArray[np.float64]


def published(folder: Path, name: str) -> dict[str, str]:
    checks = json.loads((folder / "CHECKS.json").read_text(encoding="utf-8"))
    (section,) = (checks[key] for key in checks if key.startswith("sortition_flanigan"))
    found: dict[str, str] = section[name]
    return found


def chances(folder: Path, name: str, algorithm: str) -> Floats:
    rows = duckdb.execute(
        'SELECT "selection probability" FROM read_csv(?, header = true) WHERE algorithm = ?',
        [str(folder / "sortition_flanigan" / f"{name}_prob_allocs_data.csv"), algorithm],
    ).fetchnumpy()
    return np.asarray(rows["selection probability"], dtype=np.float64)


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


@pytest.mark.parametrize("algorithm", ["Legacy", "LexiMin"])
@pytest.mark.parametrize("name", ASSEMBLIES)
def test_the_gini_coefficient_of_the_chances_is_the_printed_one(
    name: str, algorithm: str, open_data: Path, estimate: Callable[[Result], Estimate]
) -> None:
    printed = published(open_data, name)
    parts, people = np.unique(
        np.rint(chances(open_data, name, algorithm) * FINE).astype(np.int64), return_counts=True
    )
    gini = estimate(gini_of_histogram(parts, people))
    assert gini.n == int(printed["pool size n"])
    assert percent(gini.value) == printed[f"gini coefficient of {algorithm.upper()}"]


@pytest.mark.parametrize("name", ASSEMBLIES)
def test_chances_add_up_to_the_seats_and_have_the_printed_least_and_geometric_mean(
    name: str, open_data: Path
) -> None:
    printed = published(open_data, name)
    older, newer = (chances(open_data, name, algorithm) for algorithm in ("Legacy", "LexiMin"))
    for found, algorithm in ((older, "LEGACY"), (newer, "LEXIMIN")):
        assert found.sum() == pytest.approx(int(printed["panel size k"]))
        mean = math.exp(float(np.log(np.maximum(found, 1 / DRAWS)).mean()))
        assert percent(mean) == printed[f"geometric mean of {algorithm}"]
    assert percent(float(newer.min())) == printed["LEXIMIN minimum probability (exact)"]
    below = "share selected by LEGACY with probability below LEXIMIN minimum selection probability"
    assert percent(float((older < newer.min()).mean())) == printed[below]


def test_of_the_made_up_instance_only_the_pool_can_be_counted(open_data: Path) -> None:
    folder = open_data / "sortition_flanigan"
    assert not list(folder.glob(f"{MADE_UP}_prob_allocs*"))
    pool = duckdb.execute(
        "SELECT count(*) FROM read_csv(?, header = true)", [str(folder / f"{MADE_UP}_respondents.csv")]
    ).fetchall()
    assert pool == [(int(published(open_data, MADE_UP)["pool size n"]),)]


def test_all_instances_of_the_list_are_tested(open_data: Path) -> None:
    checks = json.loads((open_data / "CHECKS.json").read_text(encoding="utf-8"))
    (section,) = (checks[key] for key in checks if key.startswith("sortition_flanigan"))
    assert set(section) == {*ASSEMBLIES, MADE_UP}
