"""A dossier that nobody has seen, drawn from a seed, is audited to its end: every indicator, and every report as text.

``OBVERSE_UNSEEN_SEEDS=1-100`` draws further dossiers; ``OBVERSE_UNSEEN_PEOPLE=200`` makes them larger.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import obverse
from obverse.indicators.catalogue import indicators
from obverse.reports.formats import formats
from tests.unseen.adversary import Plan, make

FIRST, _, LAST = os.environ.get("OBVERSE_UNSEEN_SEEDS", "1-2").partition("-")
PEOPLE = int(os.environ.get("OBVERSE_UNSEEN_PEOPLE", "120"))


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("as_csv", [0.0, 1.0], ids=["Parquet", "CSV"])
@pytest.mark.parametrize("seed", range(int(FIRST), int(LAST or FIRST) + 1))
def test_no_dossier_ends_an_audit_before_its_last_indicator(seed: int, as_csv: float, tmp_path: Path) -> None:
    report = obverse.audit(make(tmp_path / "dossier", Plan(seed, PEOPLE, as_csv=as_csv)))
    answered = {finding["indicator"] for finding in report.content["findings"]}
    assert answered == {indicator.id for indicator in indicators()}
    for name, each in formats().items():
        if each.is_text:
            assert each.render(report), name
