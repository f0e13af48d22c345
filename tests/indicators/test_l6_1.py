"""L6.1: one breach is one too many, and a clean bill needs a document for each obligation that was due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.finding import findings_of
from obverse.findings.verdict import Verdict
from obverse.indicators.l6_lawfulness.l6_1_legal_obligations_met.indicator import LegalObligationsMet

SHOWN = [f"o{number},Town code,{number},met,2024-01-01,doc" for number in range(30)]


@pytest.mark.parametrize(
    ("last", "verdict"),
    [
        ("x,Town code,x,met,2024-01-01,doc", Verdict.NO_SIGN),
        ("x,Town code,x,open,2026-01-01,", Verdict.NO_SIGN),
        ("x,Town code,x,met,2024-01-01,", Verdict.NOT_ENOUGH_EVIDENCE),
        ("x,Town code,x,unknown,2024-01-01,", Verdict.NOT_ENOUGH_EVIDENCE),
        ("x,Town code,x,open,2024-01-01,", Verdict.NOT_ENOUGH_EVIDENCE),
        ("x,Town code,x,breached,2024-01-01,", Verdict.CONCERN),
    ],
    ids=["met and shown", "not yet due", "met and not shown", "unknown", "past its due date", "breached"],
)
def test_thirty_obligations_that_were_met_do_not_decide_about_the_last(
    last: str, verdict: Verdict, build_dossier: Callable[..., Path]
) -> None:
    rows = "\n".join(["id,norm,article,state,due_on,evidence", *SHOWN, last])
    dossier = open_dossier(build_dossier({"obligation": rows + "\n", "document": "id,kind\ndoc,minutes\n"}))
    findings = findings_of([LegalObligationsMet().measure(Evidence(dossier))], dossier.facts)
    judged = {finding.subject: finding.verdict for finding in findings}
    assert judged["breached"] is verdict
