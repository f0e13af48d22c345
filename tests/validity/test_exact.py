"""Indicators listed as complete counts are that: in their own worked cases no judged figure rests on chance."""

from __future__ import annotations

import tomllib
from contextlib import closing
from fnmatch import fnmatchcase
from typing import Any

import pytest

from benchmarks.validity.exact import EXACT
from obverse.evidence.dossier import open_dossier
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator
from obverse.quantities import Basis, Estimate

COUNTING = [pytest.param(one, id=one.id) for one in indicators() if one.id in EXACT]
SECTIONS = ("process", "audit", "coverage", "attributes", "threshold")


@pytest.mark.parametrize("indicator", COUNTING)
def test_a_judged_figure_of_an_indicator_listed_as_counting_carries_no_sampling_interval(
    indicator: Indicator, build_dossier: Any, database: DuckDB
) -> None:
    figures: dict[str, Estimate] = {}
    text = (indicator.folder / "examples.toml").read_text(encoding="utf-8")
    for number, case in enumerate(tomllib.loads(text)["case"]):
        facts = {section: case[section] for section in SECTIONS if section in case}
        folder = build_dossier(case.get("tables", {}), name=f"case{number}", **facts)
        with closing(DuckDB(beside=database)) as engine:
            results = indicator.measure(Evidence(open_dossier(folder, engine=engine))).results
        figures |= {subject: one for subject, one in results.items() if isinstance(one, Estimate)}
        if any(_is_judged(indicator, subject) for subject in figures):
            break
    # where no worked case reaches a judged figure, those that it is made of stand for it
    judged = [one for subject, one in figures.items() if _is_judged(indicator, subject)]
    seen = {one.interval.basis for one in judged or figures.values()}
    assert seen
    assert Basis.SAMPLING not in seen


def _is_judged(indicator: Indicator, subject: str) -> bool:
    patterns = [*indicator.headline, *(threshold.subject for threshold in indicator.thresholds)]
    return any(fnmatchcase(subject, pattern) for pattern in patterns)
