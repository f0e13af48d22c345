"""The process and the decision without co-creation are held to the same yardstick, figure by figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.comparator import Comparison, Pair, side_by_side
from obverse.findings.finding import Finding, findings_of
from obverse.indicators.e3_transaction_costs.e3_7_who_pays_in_time.indicator import WhoPaysInTime
from obverse.indicators.indicator import Indicator
from obverse.indicators.l6_lawfulness.l6_1_legal_obligations_met.indicator import LegalObligationsMet

Build = Callable[..., Path]
HEADER = "id,norm,article,state,evidence"


def audited(indicator: Indicator, tables: dict[str, str], build: Build, name: str) -> list[Finding]:
    dossier = open_dossier(build({"document": "id,kind\ndoc,minutes\n", **tables}, name=name))
    return findings_of([indicator.measure(Evidence(dossier))], dossier.facts)


def obligations(*states: str) -> dict[str, str]:
    rows = [f"o{n},Town code,{n},{state},{'doc' if state == 'met' else ''}" for n, state in enumerate(states)]
    return {"obligation": "\n".join([HEADER, *rows]) + "\n"}


def breaches(pairs: tuple[Pair, ...]) -> Comparison:
    return next(pair.comparison for pair in pairs if pair.key == "L6.1:breached")


@pytest.mark.parametrize(
    ("own", "other", "comparison"),
    [
        (("met", "breached"), ("met", "met"), Comparison.WORSE),
        (("met", "met"), ("met", "breached"), Comparison.BETTER),
        (("met", "breached"), ("met", "breached"), Comparison.NOT_TOLD_APART),
        (("met", "unknown"), ("met", "breached"), Comparison.NOT_TOLD_APART),
        (("met",), (), Comparison.ONE_SIDE_ONLY),
    ],
)
def test_only_figures_that_do_not_meet_are_told_apart(
    own: tuple[str, ...], other: tuple[str, ...], comparison: Comparison, build_dossier: Build
) -> None:
    ours = audited(LegalObligationsMet(), obligations(*own), build_dossier, "own")
    theirs = audited(LegalObligationsMet(), obligations(*other) if other else {}, build_dossier, "other")
    assert breaches(side_by_side(ours, theirs, ["L6"])["L6"]) is comparison


def test_what_has_no_direction_is_shown_and_not_called_better_or_worse(build_dossier: Build) -> None:
    people = [f"p{n}" for n in range(5)]
    actors = "id,kind\n" + "".join(f"{person},person\n" for person in people)

    def attendance(hours: int) -> dict[str, str]:
        rows = "".join(f"{person},2024-01-01,{hours}\n" for person in people)
        return {"actor": actors, "participation": "actor,date,hours\n" + rows}

    ours, theirs = (
        audited(WhoPaysInTime(), attendance(hours), build_dossier, f"town{hours}") for hours in (2, 20)
    )
    pairs = side_by_side(ours, theirs, ["E3"])["E3"]
    assert {pair.comparison for pair in pairs} == {Comparison.NO_DIRECTION}


def test_an_ideal_that_only_one_audit_looked_at_is_not_compared(build_dossier: Build) -> None:
    ours = audited(LegalObligationsMet(), obligations("met"), build_dossier, "own")
    compared = side_by_side(ours, [], ["L1", "L6"])
    assert compared["L1"] == ()
    assert {pair.comparison for pair in compared["L6"]} == {Comparison.ONE_SIDE_ONLY}
