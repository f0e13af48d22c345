"""The six questions are answered by sentences on the first page, concerns first, and by what nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from obverse.auditing import audit
from obverse.quantities import Estimate
from tests.audits.audited import report_of


@pytest.fixture(scope="module")
def town() -> Any:
    return report_of("agenda-2030")


def test_every_question_is_answered_or_says_what_is_not_known(town: Any) -> None:
    for row in town.content["questions"]:
        answer = row["answer"]
        assert answer["said"] or answer["not_known"], row["id"]
        assert len(answer["said"]) <= 3


def test_a_question_with_a_concern_opens_with_it(town: Any) -> None:
    with_concern = [row for row in town.content["questions"] if row["concerns"]]
    assert with_concern
    for row in with_concern:
        assert row["answer"]["said"][0]["verdict"] == "concern", row["id"]


def test_an_answer_repeats_the_findings_own_sentence_with_its_interval(town: Any) -> None:
    findings = {item["key"]: item for item in town.content["findings"]}
    said = [said for row in town.content["questions"] for said in row["answer"]["said"]]
    assert said
    for one in said:
        assert one["sentence"] == findings[one["key"]]["sentence"]
        assert one["interval_text"] == findings[one["key"]]["result"]["interval_text"]


def test_an_indicator_that_speaks_is_not_listed_as_not_known(town: Any) -> None:
    for row in town.content["questions"]:
        speaking = {one["key"].partition(":")[0] for one in row["answer"]["said"]}
        assert not speaking & {item["indicator"] for item in row["answer"]["not_known"]}


def test_a_dossier_without_evidence_answers_nothing_and_says_what_to_collect(build_dossier: Any) -> None:
    report = audit(build_dossier({}))
    for row in report.content["questions"]:
        assert row["answer"]["said"] == [], row["id"]
        assert row["answer"]["not_known"], row["id"]


def test_the_account_shows_both_effects_and_never_their_difference(town: Any) -> None:
    account = town.content["duality"]["account"]
    assert account["values"]
    figures = {finding.key: finding.result for finding in town.findings}
    for value in account["values"]:
        for cell in value["cells"]:
            assert set(cell) == {"eyes", "strengthened", "weakened", "behind"}
            assert not {"net", "difference", "balance"} & set(cell["behind"])
            for effect in ("strengthened", "weakened"):
                seen = cell[effect]
                if seen is not None and isinstance(figures[seen["key"]], Estimate):
                    assert seen["result"]["value"] >= 0
                    assert seen["key"] == f"D-1:{value['value']}.{effect}.{cell['eyes']}"


HEARD = "\n".join(
    f"r{number},post,participant,volunteer,{item},V01,{value}"
    for number in range(12)
    for item, value in (("strengthened", 2), ("weakened", number % 2))
)


def test_those_whom_nobody_heard_stand_in_the_account_by_name(build_dossier: Any) -> None:
    tables = {
        "stakeholder_group": "id,label,side,role\nv,ours,external,volunteer\nn,others,external,never_reached\n",
        "survey_answer": f"respondent,wave,variant,role,item,public_value,value\n{HEARD}\n",
    }
    account = audit(build_dossier(tables)).content["duality"]["account"]
    # that nobody answered, and that only a few did, is told alike
    assert account["not_asked"] == []
    assert "D-7:people.never_reached" in [party["key"] for party in account["barely_heard"]]
    assert "person never reached" in [party["name"] for party in account["barely_heard"]]
    assert [value["value"] for value in account["values"]] == ["V01"]
    assert [eye["id"] for eye in account["eyes"]] == ["participant", "citizens"]


def test_a_measure_is_offered_for_raised_concerns_only(town: Any) -> None:
    concerns = {finding.key for finding in town.findings if finding.verdict.value == "concern"}
    offered = town.content["mitigations"]
    assert offered
    for measure in offered:
        assert set(measure["concerns"]) <= concerns
        assert measure["watch"]


def test_without_any_concern_no_measure_is_offered(build_dossier: Any) -> None:
    assert audit(build_dossier({})).content["mitigations"] == []


ASKED = """
wave,variant,role,stratum,frame,eligible,invited,answered,is_interviewed
post,participant,volunteer,volunteers,everyone,40,40,12,no
post,participant,business,businesses,everyone,30,0,0,no
"""


def test_those_whom_nobody_asked_stand_first_in_the_account(build_dossier: Any) -> None:
    groups = "id,label,side,role\nv,Volunteers,external,volunteer\nb,Businesses,external,business"
    tables = {
        "survey_answer": "respondent,wave,variant,role,item,public_value,value\n" + HEARD,
        "survey_stratum": ASKED,
        "stakeholder_group": groups,
    }
    account = audit(build_dossier(tables)).content["duality"]["account"]
    assert [party["key"] for party in account["not_asked"]] == ["D-8:people.business"]
    assert "D-7:people.business" not in [party["key"] for party in account["barely_heard"]]
