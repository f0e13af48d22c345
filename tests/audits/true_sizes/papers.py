"""What the papers promise, and what the registers say became of it."""

from __future__ import annotations

import numpy as np

from tests.audits.invented_town import Measure, Row, Tables, numbers, share


def moved_duties_with_fallback(tables: Tables) -> float:
    known = [row["fallback"] for row in tables["duty"] if row["moved_on"] and row["fallback"] != "unknown"]
    return known.count("yes") / len(known)


def moved_duties_without_money(tables: Tables) -> float:
    moved = [float(row["resource_moved"]) for row in tables["duty"] if row["moved_on"]]
    return moved.count(0.0) / len(moved)


def foreclosed_decisions(tables: Tables) -> float:
    return float(
        sum(
            row["irreversible"] == "yes" and row["date"] < row["input_closed_on"]
            for row in tables["decision"]
        )
    )


def statutory_duties_with_a_whole_chain(tables: Tables) -> float:
    rows = [row for row in tables["duty"] if row["statutory"] == "yes"]
    whole = [row["final_holders"] != "-" and row["forum"] == row["redress"] == "yes" for row in rows]
    return sum(whole) / len(whole)


def duties_that_nobody_holds(tables: Tables) -> float:
    return share(tables["duty"], "final_holders", "-")


def promises_kept_on_time(tables: Tables) -> float:
    due = [row for row in tables["commitment"] if row["due_on"] and row["kind"] not in {"benefit", "answer"}]
    return sum(row["state"] == "done" and row["done_on"] <= row["due_on"] for row in due) / len(due)


def benefits_contradicted(tables: Tables) -> float:
    return share(
        [row for row in tables["commitment"] if row["kind"] == "benefit"], "evidence", "contradicted"
    )


def days_late_at_the_last_step(tables: Tables) -> float:
    last = max(tables["milestone"], key=lambda row: row["planned_on"])
    return float((np.datetime64(last["actual_on"]) - np.datetime64(last["planned_on"])).astype(int))


def decisions_without_published_reasons(tables: Tables) -> float:
    hidden = {row["id"] for row in tables["document"] if row["public"] == "no"}
    return float(sum(row["reasons"] in hidden for row in tables["decision"]))


def delegated_decisions_reversed(tables: Tables) -> float:
    rows = [row for row in tables["decision"] if row["delegated"] == "yes"]
    return sum(bool(row["reversed_on"]) for row in rows) / len(rows)


def requirements_of_later_calls_by_earlier_ones(tables: Tables) -> float:
    calls = [
        row["call"]
        for row in tables["access_rule"]
        if row["call"] and row["kind"] in {"expertise", "document", "digital"}
    ]
    later = sum(call >= "2023" for call in calls)
    return later / (len(calls) - later)


def rule_changes_not_announced(tables: Tables) -> float:
    late = sum(row["announced_on"] > row["since"] for row in tables["access_rule"])
    hidden = sum(row["kind"] == "rules" and row["public"] == "no" for row in tables["document"])
    return float(late + hidden)


def refusals_without_a_rule(tables: Tables) -> float:
    return float(sum(row["outcome"] == "refused" and not row["rule"] for row in tables["applicant"]))


def _admitted(tables: Tables, tie: str) -> float:
    decided = [
        row
        for row in tables["applicant"]
        if row["outcome"] in {"admitted", "refused"} and row["prior_tie"] == tie
    ]
    return share(decided, "outcome", "admitted")


def admission_with_a_tie_less_without(tables: Tables) -> float:
    return _admitted(tables, "yes") - _admitted(tables, "no")


def statutory_groups_without_an_advocate(tables: Tables) -> float:
    return float(
        sum(
            row["side"] == "external" and row["statutory"] == "yes" and row["advocate"] == "no"
            for row in tables["stakeholder_group"]
        )
    )


def uses_of_data_beyond_the_notice(tables: Tables) -> float:
    return share(tables["data_use"], "within_notice", "no")


def breached_obligations(tables: Tables) -> float:
    return float(sum(row["state"] == "breached" for row in tables["obligation"]))


def _citizens_share(row: Row, basis: str) -> bool:
    return (
        row["actor_class"] == "citizens" and row["basis"] == basis and row["level"] in {"shared", "decides"}
    )


def steps_that_citizens_share_practised_less_promised(tables: Tables) -> float:
    rights = tables["decision_right"]
    return (
        sum(_citizens_share(row, "practised") for row in rights)
        - sum(_citizens_share(row, "promised") for row in rights)
    ) / 9


def citizens_rights_left_after_two_years(tables: Tables) -> float:
    held = [row for row in tables["decision_right"] if _citizens_share(row, "practised")]
    return sum(not row["valid_to"] or row["valid_to"] >= "2023-12-17" for row in held) / len(held)


def goals_reached_inside_less_outside(tables: Tables) -> float:
    inside = {row["id"] for row in tables["stakeholder_group"] if row["side"] == "internal"}

    def reached(of_inside: bool) -> float:
        rows = [row for row in tables["goal"] if (row["owner_group"] in inside) == of_inside]
        return float(np.mean(numbers(rows, "attainment_third") >= 0))

    return reached(of_inside=True) - reached(of_inside=False)


def signs_of_public_value_failure(tables: Tables) -> float:
    shown: dict[str, set[str]] = {}
    for row in tables["coded_statement"]:
        if row["code"].startswith("failure_") and row["direction"] == "weakened":
            shown.setdefault(row["code"], set()).add(row["document"])
    return float(sum(len(sources) >= 2 for sources in shown.values()))


def questions_without_a_choice(tables: Tables) -> float:
    rows = [row for row in tables["coded_statement"] if row["code"].startswith("options_")]
    return share(rows, "code", "options_missing")


MEASURES = (
    Measure(moved_duties_with_fallback, 2 / 8, 1.0),
    Measure(moved_duties_without_money, 5 / 9, 0.0),
    Measure(foreclosed_decisions, 1.0, 0.0),
    Measure(statutory_duties_with_a_whole_chain, 0.5, 1.0),
    Measure(duties_that_nobody_holds, 4 / 24, 0.0),
    Measure(promises_kept_on_time, 5 / 8, 1.0),
    Measure(benefits_contradicted, 0.5, 0.0),
    Measure(days_late_at_the_last_step, 127.0, 0.0),
    Measure(decisions_without_published_reasons, 2.0, 0.0),
    Measure(delegated_decisions_reversed, 2 / 6, 0.0),
    Measure(requirements_of_later_calls_by_earlier_ones, 3.0, 1.0),
    Measure(rule_changes_not_announced, 2.0, 0.0),
    Measure(refusals_without_a_rule, 8.0, 0.0),
    Measure(admission_with_a_tie_less_without, 0.36, 0.0),
    Measure(statutory_groups_without_an_advocate, 1.0, 0.0),
    Measure(uses_of_data_beyond_the_notice, 0.20, 0.0),
    Measure(breached_obligations, 1.0, 0.0),
    Measure(steps_that_citizens_share_practised_less_promised, -2 / 9, 0.0),
    Measure(citizens_rights_left_after_two_years, 0.0, 1.0),
    Measure(goals_reached_inside_less_outside, 0.67, 0.0),
    Measure(signs_of_public_value_failure, 3.0, 0.0),
    Measure(questions_without_a_choice, 4 / 12, 0.0),
)
