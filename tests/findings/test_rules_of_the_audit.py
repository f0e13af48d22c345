"""What the founding texts ask of an audit itself: declared interests, a profile, no intent, no loose comparison."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from obverse.auditing import audit
from obverse.quantities import Estimate
from obverse.reports.html.render import render
from obverse.vocabulary import mitigations, roles
from tests.audits.audited import report_of


@pytest.fixture(scope="module")
def town() -> Any:
    return report_of("agenda-2030")


def page(report: Any) -> str:
    return render(report).decode("utf-8")


def test_who_audits_who_pays_and_any_stake_are_asked_for_where_nobody_declared_them(
    build_dossier: Any,
) -> None:
    report = audit(build_dossier({}))
    head = page(report).split("</header>")[0]
    for asked in ("Auditor", "Paid by", "Stake in the result"):
        assert asked in head
    assert head.count("not declared") >= 3


def test_who_audits_and_any_stake_stand_at_the_head_of_the_report(town: Any) -> None:
    head = page(town).split("</header>")[0]
    for name in ("auditor", "payer", "stake"):
        assert town.content["audit"][name]
        assert town.content["audit"][name] in head


def test_the_profile_has_seven_evils_seven_ideals_six_questions_and_no_total(town: Any) -> None:
    assert [len(town.content[kind]) for kind in ("evils", "ideals", "questions")] == [7, 7, 6]
    words = json.dumps(town.content).casefold()
    for forbidden in ("total_score", "overall_score", '"score":', '"ranking"'):
        assert forbidden not in words


def test_an_ideal_of_concern_is_not_made_up_for_by_one_without(town: Any) -> None:
    verdicts = {row["id"]: row["verdict"] for row in town.content["ideals"]}
    assert "concern" in verdicts.values()
    for row in town.content["ideals"]:
        if row["concerns"]:
            assert row["verdict"] == "concern", row["id"]


INITIATIVES = "id,start,planned_end,ended_on,end_kind,operator\n" + "".join(
    f"i{number},2022-01-01,2022-12-31,2022-12-31,planned,association\n" for number in range(12)
)


def test_an_initiative_that_ended_as_planned_has_not_failed(build_dossier: Any) -> None:
    directory = build_dossier(
        {"initiative": INITIATIVES},
        process={"start": dt.date(2022, 1, 1)},
        audit={"as_of": dt.date(2024, 6, 30)},
    )
    report = audit(directory, only=["E2.6"])
    assert [item["key"] for item in report.content["findings"] if item["verdict"] == "concern"] == []


def test_without_another_way_to_compare_with_the_report_says_that_nothing_is_compared(
    build_dossier: Any,
) -> None:
    words = "Nothing here says that the process did better or worse than another way would have done."
    assert words in page(audit(build_dossier({})))


def test_sector_setting_problem_and_alternative_have_their_place_in_the_report(town: Any) -> None:
    process = town.content["process"]
    for name in ("sector", "territory", "population", "problem", "requested_by", "alternative_considered"):
        assert name in process


def test_politicians_and_managers_citizens_and_associations_are_kept_apart(town: Any) -> None:
    assert {"elected_majority", "elected_opposition", "senior_public_manager"} <= set(roles())
    eyes = {eye["id"] for eye in town.content["duality"]["account"]["eyes"]}
    assert {"elected", "administration", "citizens", "associations", "non_participant"} <= eyes


def test_undecided_is_a_result_with_the_datum_that_would_settle_it(town: Any) -> None:
    undecided = [item for item in town.content["findings"] if item["verdict"] == "not_enough_evidence"]
    assert undecided
    silent = [item for item in undecided if "why" in item["result"]]
    assert all(item["result"]["remedy"] for item in silent)
    figures = [finding for finding in town.findings if isinstance(finding.result, Estimate)]
    assert len(figures) > len(silent)


def test_a_concern_about_pressure_offers_designs_that_leave_people_a_choice(town: Any) -> None:
    offered = {measure["id"] for measure in town.content["mitigations"]}
    choice = {one.id for one in mitigations().values() if "E6.2" in one.answers or "E6.7" in one.answers}
    raised = {finding.indicator.id for finding in town.findings if finding.verdict.value == "concern"}
    assert "E6.2" in raised
    assert offered & choice
