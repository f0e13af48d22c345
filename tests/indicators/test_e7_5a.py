"""E7.5a: one decision is enough, an unknown one is not a clean bill."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.finding import findings_of
from obverse.findings.verdict import Verdict
from obverse.indicators.e7_destruction.e7_5a_decided_before_input_closed.indicator import (
    DecidedBeforeInputClosed,
)

HEADER = "id,date,irreversible,input_closed_on"
KEPT = "d1,2024-04-15,yes,2024-03-15"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([KEPT], Verdict.NO_SIGN),
        ([KEPT, "d2,2024-03-14,yes,2024-03-15"], Verdict.CONCERN),
        ([KEPT, "d2,2024-03-15,yes,2024-03-15"], Verdict.NO_SIGN),
        ([KEPT, "d2,2024-03-14,no,2024-03-15"], Verdict.NO_SIGN),
        ([KEPT, "d2,2024-03-14,unknown,2024-03-15"], Verdict.NOT_ENOUGH_EVIDENCE),
        ([KEPT, "d2,2024-03-14,yes,"], Verdict.NOT_ENOUGH_EVIDENCE),
        ([KEPT, "d2,2024-05-15,unknown,2024-03-15"], Verdict.NO_SIGN),
        ([KEPT, "d2,2024-12-01,yes,2025-06-01"], Verdict.CONCERN),
        ([KEPT, "d2,2025-02-01,yes,2025-06-01"], Verdict.NO_SIGN),
        (["d2,2024-03-14,no,2024-03-15"], Verdict.NOT_APPLICABLE),
    ],
    ids=[
        "after the close",
        "the day before",
        "on the closing day",
        "reversible",
        "of unknown nature and early",
        "without a closing day",
        "of unknown nature and late",
        "input still open at the audit",
        "after the audit",
        "nothing irreversible",
    ],
)
def test_the_order_of_two_dates_gives_the_verdict(
    rows: list[str], verdict: Verdict, build_dossier: Callable[..., Path]
) -> None:
    dossier = open_dossier(build_dossier({"decision": "\n".join([HEADER, *rows]) + "\n"}))
    measurement = DecidedBeforeInputClosed().measure(Evidence(dossier))
    judged = {finding.subject: finding.verdict for finding in findings_of([measurement], dossier.facts)}
    assert judged["count"] == verdict


def test_the_words_of_a_concern_speak_of_dates_and_of_nobodys_intent() -> None:
    for language, words in (
        ("en", ("deliberate", "manipulat", "pretend")),
        ("fr", ("délibér", "manipul", "prétend")),
    ):
        texts = DecidedBeforeInputClosed().texts(language)
        said = " ".join([*texts.meaning.values(), *texts.sentence.values(), *texts.caveats.values()]).lower()
        assert not [word for word in words if word in said]
