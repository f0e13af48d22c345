"""What a whole report says about small groups: nothing that tells how small, and no crossed answers of few."""

from __future__ import annotations

from typing import Any

import pytest

from obverse.auditing import audit

HEADER = "respondent,wave,variant,role,item,public_value,value\n"
PARTIES = "id,label,side,role\nv,ours,external,volunteer\nb,others,external,business\n"


def _answers(volunteers: int, businesses: int) -> str:
    people = [("volunteer", number) for number in range(volunteers)]
    people += [("business", number) for number in range(businesses)]
    return HEADER + "".join(
        f"{role}{number},post,participant,{role},{item},V01,{value}\n"
        for role, number in people
        for item, value in (("strengthened", number % 3), ("weakened", (number // 2) % 2))
    )


def _results(build_dossier: Any, volunteers: int, businesses: int = 0) -> dict[str, Any]:
    tables = {"survey_answer": _answers(volunteers, businesses), "stakeholder_group": PARTIES}
    directory = build_dossier(tables, name=f"dossier-{volunteers}-{businesses}")
    report = audit(directory, only=["D-1", "D-7"])
    safe = {one["key"]: one for one in report.content["safe_counts"]}
    return {
        item["key"]: {**item["result"], "safe": safe.get(item["key"])} for item in report.content["findings"]
    }


def test_that_nobody_answered_or_one_or_nine_is_told_alike(build_dossier: Any) -> None:
    told = [_results(build_dossier, 40, number)["D-7:people.business"] for number in (0, 1, 4, 9)]
    assert told[0]["why"] == told[0]["safe"]["kind"] == "withheld"
    assert all(one == told[0] for one in told)


@pytest.mark.parametrize("cell", ["both", "neither", "strengthened_only", "weakened_only", "ambivalence"])
def test_answers_of_few_people_are_not_crossed(build_dossier: Any, cell: str) -> None:
    few, many = (_results(build_dossier, people) for people in (29, 60))
    assert "value" in few["D-1:V01.weakened"]
    assert few[f"D-1:V01.{cell}.participant"]["why"] == "withheld"
    assert "value" in many[f"D-1:V01.{cell}.participant"]
