"""The report of the invented town recovers what was planted, and raises hardly a concern where nothing was."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from obverse.auditing import findings
from obverse.evidence.dossier import open_dossier
from obverse.findings.finding import Finding
from obverse.findings.verdict import Verdict
from obverse.quantities import Basis, Estimate

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TOWN = REPOSITORY / "examples" / "agenda-2030"
NULL_SEEDS = 200
LOTS = 8

# What README.md of the example says was planted: figure, true size, verdict that a report should reach.
PLANTED = [
    ("E1.1:home_support.outturn_per_eligible", 0.78, Verdict.CONCERN),
    ("E1.1:home_support.outturn_per_eligible.net", 0.78, Verdict.CONCERN),
    ("E1.1:home_support.paid_hours_per_eligible.net", 0.78, Verdict.CONCERN),
    ("E1.2:home_support.task.accompanied_shopping", 0.90, Verdict.CONCERN),
    ("E1.2:home_support.task.meal_delivery", 0.00, Verdict.NO_SIGN),
    ("E2.3:reasoned.in_time", 0.45, Verdict.CONCERN),
    ("E2.6:meeting_points.survival_gap", None, Verdict.CONCERN),
    ("E3.4", 0.35, Verdict.CONCERN),
    ("E5.2:benefit.index", 0.333, Verdict.CONCERN),
    ("E5.4:agenda.excess", None, Verdict.CONCERN),
    ("E5.4:votes.excess", None, Verdict.NO_SIGN),
    ("E6.1:unjustified", 0.25, Verdict.CONCERN),
    ("E6.2:pressed", 0.402, Verdict.CONCERN),
    ("E6.2:worst_off.income_band", 0.34, Verdict.CONCERN),
    ("E7.5a:count", 1.0, Verdict.CONCERN),
    ("L1.2:any.tenure.tenant.overall", None, Verdict.CONCERN),
    ("L1.2:any.education.lower.overall", None, Verdict.CONCERN),
    ("L1.2:any.sex.woman.overall", 1.0, Verdict.NO_SIGN),
    ("L2.1:any.tenure.tenant.ratio", None, Verdict.CONCERN),
    ("L2.1:any.education.lower.ratio", None, Verdict.CONCERN),
    ("L3.1:moderation.opinion_group.B", None, Verdict.CONCERN),
    ("D-3:V15.strengthened", None, Verdict.CONCERN),
    ("D-3:V15.weakened", None, Verdict.CONCERN),
    ("D-5:V15.weakened", -0.37, Verdict.CONCERN),
]


@cache
def town() -> dict[str, Finding]:
    return {finding.key: finding for finding in findings(open_dossier(TOWN))}


@pytest.mark.parametrize(("key", "truth", "verdict"), PLANTED, ids=[key for key, _, _ in PLANTED])
def test_what_was_planted_is_found(key: str, truth: float | None, verdict: Verdict) -> None:
    finding = town()[key]
    assert finding.verdict is verdict, finding.judgement
    assert isinstance(finding.result, Estimate)
    if truth is not None:
        envelope = finding.result.envelope
        slack = 0.03 if envelope.low == envelope.high else 0.0
        assert envelope.low - slack <= truth <= envelope.high + slack


def test_who_was_planted_to_agree_within_and_not_between_is_seen_so() -> None:
    inside, everyone = town()["G-1:internal"].result, town()["G-1:all"].result
    assert isinstance(inside, Estimate)
    assert isinstance(everyone, Estimate)
    assert inside.interval.low > 0.5 > everyone.interval.high


@pytest.fixture(scope="module")
def generate() -> Any:
    name = "generate_agenda_2030"
    specification = importlib.util.spec_from_file_location(name, TOWN / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.path.insert(0, str(TOWN))
    try:
        specification.loader.exec_module(module)
        yield module.generate
    finally:
        sys.path.remove(str(TOWN))


@pytest.mark.parametrize("lot", range(LOTS))
def test_where_nothing_was_planted_at_most_one_statistical_finding_in_twenty_is_a_concern(
    generate: Any, tmp_path: Path, lot: int
) -> None:
    looked_at = concerns = 0
    raised = []
    for seed in range(lot + 1, NULL_SEEDS + 1, LOTS):
        directory = tmp_path / str(seed)
        generate(directory, seed, planted=False)
        for finding in findings(open_dossier(directory)):
            statistical = (
                isinstance(finding.result, Estimate) and finding.result.interval.basis is Basis.SAMPLING
            )
            if statistical and finding.threshold is not None:
                looked_at += 1
                if finding.verdict is Verdict.CONCERN:
                    concerns += 1
                    raised.append(f"seed {seed}: {finding.key}")
    assert looked_at > 1000
    assert concerns <= 0.05 * looked_at, raised
    # No single figure may hide behind the many: each is a concern in at most 3 of 25 towns (p = 0.03 at 5 %).
    figures = [line.partition(": ")[2] for line in raised]
    assert all(figures.count(key) <= 3 for key in figures), raised
