"""Traps of silence: few complaints, unknown as zero, empty tables as none, and citizens whom nobody asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from obverse.auditing import findings
from obverse.evidence.dossier import open_dossier
from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.quantities import Estimate, NotEstimable, Result, Why

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]
KEPT = {
    "complaint": {"kept_from": dt.date(2024, 1, 1), "kept_until": dt.date(2024, 12, 31), "complete": "yes"}
}
VISITS = "service,period_start,period_end,volume\nlibrary,2024-01-01,2024-12-31,2000\n"
SURVEY = "respondent,wave,role,item,public_value,value"


def complaints(kind: str, many: int, day: str = "2024-03-01") -> list[str]:
    return [f"{kind}{day}{number},{kind},{day}T09:00:00Z" for number in range(many)]


def test_a_body_with_fewer_complaints_is_not_therefore_the_better_one(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 13: low counts read as good."""
    naive = {many: 1000 * many / 2000 for many in (40, 6)}
    assert naive[6] < naive[40]
    rates = [
        judged(
            "E2.5",
            {"complaint": table("id,kind,at", complaints("redress", many)), "service_volume": VISITS},
            coverage=KEPT,
        )["rate"]
        for many in (40, 6)
    ]
    assert [figure(one.result).value for one in rates] == [20, 3]
    assert [(one.threshold, one.judgement.reason) for one in rates] == [(None, Reason.DESCRIBED)] * 2


@pytest.mark.parametrize(("coverage", "why"), [(KEPT, Why.UNDEFINED), ({}, Why.NOT_COLLECTED)])
def test_no_complaint_at_all_is_no_sign_of_anything(
    coverage: dict[str, Any], why: Why, judged: Judged
) -> None:
    """Trap 13: no complaint may mean no channel, fear or exit, whether or not a register was kept."""
    (silence,) = judged("E2.5", {"service_volume": VISITS}, coverage=coverage).values()
    assert isinstance(silence.result, NotEstimable)
    assert silence.result.why is why
    assert silence.verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_no_incident_in_few_hours_is_not_enough_evidence(judged: Judged, figure: Figure) -> None:
    """Trap 13: zero incidents with few hours."""
    naive = 1000 * 0 / 500
    assert naive == 0
    hours = "service,period_start,period_end,volunteer_hours\nkitchen,2024-01-01,2024-12-31,500\n"
    found = judged("E7.3", {"service_volume": hours}, coverage=KEPT)["harm"]
    assert figure(found.result).value == 0
    # exact: -ln(0.025) / 500 hours
    assert figure(found.result).interval.high == pytest.approx(7.38, abs=0.01)
    assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_petitions_that_cease_are_no_improvement_and_petitions_that_grow_no_warning(
    judged: Judged, table: Table
) -> None:
    """Trap 13: few petitions."""
    for early, late, naive in ((40, 2, "better"), (2, 40, "worse")):
        assert ("better" if late < early else "worse") == naive
        rows = complaints("prevention", early, "2024-02-01") + complaints("prevention", late, "2024-10-01")
        found = judged(
            "E7.10",
            {"complaint": table("id,kind,at", rows)},
            coverage=KEPT,
            process={"start": dt.date(2024, 1, 1), "population": 50_000},
        )
        assert {one.verdict for one in found.values()} == {
            Verdict.NOT_ENOUGH_EVIDENCE,
            Verdict.NOT_APPLICABLE,
        }
        assert found["rate.prevention"].judgement.reason is Reason.DESCRIBED
        assert found["combination"].verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_what_nobody_noted_is_between_none_and_all(judged: Judged, figure: Figure, table: Table) -> None:
    """Trap 14: unknown stored as zero."""
    noted = ["yes", "yes", "no", "", "unknown", ""]
    naive = noted.count("yes") / len(noted)
    assert naive == pytest.approx(1 / 3)
    rows = [f"d{number},a duty,no,public,citizen,{flag}" for number, flag in enumerate(noted)]
    found = judged("E1.4", {"duty": table("id,text,statutory,moved_from,moved_to,fallback", rows)})
    share = figure(found["covered"].result)
    assert share.value == pytest.approx(2 / 3)
    assert share.missing is not None
    assert (share.missing.low, share.missing.high) == pytest.approx((2 / 6, 5 / 6))


def test_an_empty_table_is_a_zero_only_where_somebody_says_that_it_was_kept(
    judged: Judged, figure: Figure
) -> None:
    """Trap 14: empty tables as "none"."""
    tables = {
        "complaint": "id,kind,at\n",
        "service_volume": "service,period_start,period_end,volunteer_hours\n"
        "kitchen,2024-01-01,2024-12-31,9000\n",
    }
    naive = len(tables["complaint"].splitlines()) - 1
    assert naive == 0
    kept = judged("E7.3", tables, coverage=KEPT)
    assert figure(kept["harm"].result).value == 0
    assert kept["harm"].verdict is Verdict.NO_SIGN
    (silence,) = judged("E7.3", tables).values()
    assert isinstance(silence.result, NotEstimable)
    assert silence.result.why is Why.NOT_COLLECTED
    assert silence.verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_a_dossier_of_empty_tables_has_no_figure_and_no_clean_bill(
    build_dossier: Callable[..., Path],
) -> None:
    """Trap 14: no indicator of the catalogue turns what nobody recorded into a number."""
    found = findings(open_dossier(build_dossier({"contribution": "id,kind\n", "complaint": "id,kind,at\n"})))
    assert len(found) > 90
    assert [one.key for one in found if isinstance(one.result, Estimate)] == []
    assert {one.verdict for one in found} <= {Verdict.NOT_ENOUGH_EVIDENCE, Verdict.NOT_APPLICABLE}


def mailing_list(people: int, role: str = "volunteer") -> list[str]:
    """Everybody on the list took part; nine in ten saw equity strengthened."""
    return [
        f"{role}{number},post,{role},{item},equity,{value}"
        for number in range(people)
        for item, value in (("strengthened", 3 if number % 10 else 0), ("weakened", 0))
    ]


def test_a_survey_of_those_who_took_part_says_nothing_about_those_who_did_not(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 23: a survey of the mailing list called "citizens"."""
    answers = {"survey_answer": table(SURVEY, mailing_list(60))}
    profile = judged("D-1", answers)
    naive = figure(profile["equity.strengthened"].result).value
    assert naive == pytest.approx(0.9)
    assert figure(profile["equity.strengthened.participant"].result).value == pytest.approx(naive)
    assert not any("non_participant" in subject for subject in profile)
    for indicator, remedy in (("D-5", "ask_non_participants"), ("E5.11", "ask_population")):
        (silence,) = judged(indicator, answers).values()
        assert isinstance(silence.result, NotEstimable), indicator
        assert silence.result.remedy == remedy


def test_those_on_the_list_cannot_tell_why_others_stayed_away(judged: Judged, table: Table) -> None:
    """Trap 23: reasons for staying away come from people who stayed away."""
    rows = [f"r{number},post,volunteer,stayed_away,no_time" for number in range(40)]
    naive = sum(row.endswith("no_time") for row in rows) / len(rows)
    assert naive == 1
    found = judged("NP-1", {"survey_answer": table("respondent,wave,role,item,value", rows)})
    assert all(isinstance(one.result, NotEstimable) for one in found.values())
    assert all(one.provenance.left_out["took_part"] == 40 for one in found.values())


def test_parties_that_nobody_asked_are_named_with_a_zero(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 23: the list of affected parties is the frame, and the mailing list covers one of three."""
    parties = "id,label,side,role\na,Volunteers (synthetic),external,volunteer\n"
    parties += (
        "b,Never reached (synthetic),external,never_reached\nc,Neighbours (synthetic),external,neighbour\n"
    )
    found = judged("D-7", {"stakeholder_group": parties, "survey_answer": table(SURVEY, mailing_list(60))})
    assert figure(found["coverage"].result).value == pytest.approx(1 / 3)
    assert figure(found["people.never_reached"].result).value == 0
