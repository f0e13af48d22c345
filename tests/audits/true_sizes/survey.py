"""What people said when they were asked."""

from __future__ import annotations

import numpy as np

from tests.audits.invented_town import Measure, Rows, Tables, share


def _pressed(tables: Tables, incomes: set[str]) -> float:
    rows = tables["survey_answer"]
    income = {row["respondent"]: row["value"] for row in rows if row["item"] == "attr_income_band"}
    said = [
        row["value"]
        for row in rows
        if row["item"] == "loss_if_stopped"
        and row["value"] not in {"cannot_say", "no_answer"}
        and income[row["respondent"]] in incomes
    ]
    assert all(word in {"none", "some", "much"} for word in said)
    return sum(word != "none" for word in said) / len(said)


def pressed_users(tables: Tables) -> float:
    return _pressed(tables, {"low", "middle", "high", "cannot_say", "no_answer"})


def pressed_poorer_minus_others(tables: Tables) -> float:
    return _pressed(tables, {"low"}) - _pressed(tables, {"middle", "high"})


def _said(tables: Tables, item: str, wave: str = "post") -> Rows:
    return [
        row
        for row in tables["survey_answer"]
        if row["item"] == item and row["wave"] == wave and row["value"] not in {"cannot_say", "no_answer"}
    ]


def _of(rows: Rows, *variants: str) -> Rows:
    return [row for row in rows if row["variant"] in variants]


def _mean(rows: Rows) -> float:
    return float(np.mean([float(row["value"]) for row in rows]))


def _poor_less_others(tables: Tables, *items: str) -> float:
    income = {row["respondent"]: row["value"] for row in _said(tables, "attr_income_band")}
    rows = [row for item in items for row in _said(tables, item) if row["respondent"] in income]
    poor, others = (
        [row for row in rows if (income[row["respondent"]] == "low") == wanted] for wanted in (True, False)
    )
    return _mean(poor) - _mean(others)


def the_body_does_less_say_those_outside(tables: Tables) -> float:
    return share(_of(_said(tables, "body_does"), "non_participant"), "value", "less")


def able_outside_less_participants(tables: Tables) -> float:
    rows = _said(tables, "able")
    return _mean(_of(rows, "non_participant")) - _mean(_of(rows, "participant"))


def care_first_outside_less_participants(tables: Tables) -> float:
    rows = _said(tables, "priority")
    return share(_of(rows, "non_participant"), "value", "care") - share(
        _of(rows, "participant"), "value", "care"
    )


def burden_of_low_income_less_others(tables: Tables) -> float:
    return _poor_less_others(tables, "burden_learning", "burden_compliance", "burden_psychological")


def evenhandedness_for_low_income_less_others(tables: Tables) -> float:
    return _poor_less_others(tables, "evenhanded")


def influence_experienced_less_expected(tables: Tables) -> float:
    return _mean(_said(tables, "experienced_influence")) - _mean(_said(tables, "expected_influence", "pre"))


def trust_of_participants_less_others_net(tables: Tables) -> float:
    before, after = (_said(tables, "trust_council", wave) for wave in ("pre", "post"))
    inside, outside = (
        _mean(_of(after, variant)) - _mean(_of(before, variant))
        for variant in ("participant", "non_participant")
    )
    return inside - outside


def people_who_feel_threatened(tables: Tables) -> float:
    return 1 - share(_said(tables, "threatened"), "value", "0")


def answers_found_by_outsiders(tables: Tables) -> float:
    return share(_said(tables, "found_answer"), "value", "yes")


def knowledge_gained_by_participants(tables: Tables) -> float:
    def right(wave: str) -> float:
        rows = [
            row for item in ("knowledge_budget", "knowledge_deadlines") for row in _said(tables, item, wave)
        ]
        return share(_of(rows, "participant"), "value", "right")

    return right("post") - right("pre")


MEASURES = (
    Measure(pressed_users, 0.401, 0.05),
    Measure(pressed_poorer_minus_others, 0.57, 0.0),
    Measure(the_body_does_less_say_those_outside, 0.55, 0.20),
    Measure(able_outside_less_participants, -1.048, 0.0),
    Measure(care_first_outside_less_participants, 0.51, 0.0),
    Measure(burden_of_low_income_less_others, 1.297, 0.0),
    Measure(evenhandedness_for_low_income_less_others, -1.141, 0.0),
    Measure(influence_experienced_less_expected, -1.224, 0.0),
    Measure(trust_of_participants_less_others_net, -1.571, 0.0),
    Measure(people_who_feel_threatened, 0.481, 0.10),
    Measure(answers_found_by_outsiders, 0.35, 0.95),
    Measure(knowledge_gained_by_participants, 0.20, 0.0),
)
