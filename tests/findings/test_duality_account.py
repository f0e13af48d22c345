"""The account of values: the weakest first, both sides at once, non-participants beside participants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from obverse.auditing import audit
from obverse.reports.html.account_view import value_views
from obverse.reports.html.words import Words

# Synthetic answers: by value, how well it was respected before and how many of sixty saw it weakened, of each side.
RESPECTED = {"V01": 3, "V02": 1, "V03": 2, "V06": 3, "V07": 2, "V10": 4}
WEAKENED = {"V01": 10, "V02": 20, "V03": 40, "V06": 30, "V07": 15, "V10": 25}


def _answers(*, with_before: bool) -> str:
    lines = ["respondent,wave,variant,role,item,public_value,value,half"]
    for side, role in (("participant", "volunteer"), ("non_participant", "neighbour")):
        for person in range(60):
            for place, value in enumerate(RESPECTED):
                # another person's before than after, so that the start does not share the error of the change
                own = f"{side}-{person}"
                lines.append(f"{own},post,{side},{role},strengthened,{value},{(person + place) % 3},b")
                weakened = 1 if person < WEAKENED[value] else 0
                lines.append(f"{own},post,{side},{role},weakened,{value},{weakened},b")
                if with_before:
                    shift = (person % 3) - 1
                    before = min(max(RESPECTED[value] + shift, 0), 4)
                    lines.append(f"before-{own},post,{side},{role},before,{value},{before},a")
    return "\n".join(lines)


def _account(build_dossier: Any, *, with_before: bool) -> Mapping[str, Any]:
    report = audit(build_dossier({"survey_answer": _answers(with_before=with_before)}))
    account: Mapping[str, Any] = report.content["duality"]["account"]
    return account


def test_the_least_respected_values_stand_first(build_dossier: Any) -> None:
    account = _account(build_dossier, with_before=True)
    assert account["ordered_by"] == "before"
    befores = [value["before"]["result"]["value"] for value in account["values"]]
    assert befores == sorted(befores)
    assert account["values"][0]["value"] == "V02"


def test_without_a_baseline_the_most_weakened_stand_first(build_dossier: Any) -> None:
    account = _account(build_dossier, with_before=False)
    assert account["ordered_by"] == "weakened"
    assert [value["value"] for value in account["values"]][:2] == ["V03", "V06"]


def test_those_who_did_not_take_part_stand_beside_those_who_did(build_dossier: Any) -> None:
    account = _account(build_dossier, with_before=False)
    eyes = [eye["id"] for eye in account["eyes"]]
    assert eyes.index("non_participant") == eyes.index("participant") + 1
    for value in account["values"]:
        assert {gap["between"] for gap in value["gaps"]} == {"participants_and_others"}


def test_both_sides_of_every_value_are_drawn_and_no_balance_of_them(build_dossier: Any) -> None:
    account = _account(build_dossier, with_before=False)
    for view in value_views(account, Words("en", "")):
        assert view.chart is not None
        assert len(view.chart.series) == 2
        drawn = {(bar.series, bar.is_gap) for bar in view.chart.drawing.bars}
        assert drawn == {(0, False), (1, False)}
        assert set(view.figures) <= {name for cell in view.entry["cells"] for name in cell["behind"]}
