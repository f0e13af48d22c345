"""What became of the services and of those who use them."""

from __future__ import annotations

import datetime as dt

import numpy as np

from tests.audits.invented_town import Measure, Rows, Tables, numbers, share


def _after_by_before(rows: Rows, amount: str, time: str, *, real: bool = False) -> float:
    """Mean over the years from 2022 of amount per eligible user, against the mean of 2019 and 2020."""
    years = np.array([int(row[time][:4]) for row in rows])
    amounts = numbers(rows, amount) / (numbers(rows, "deflator") if real else 1.0)
    eligible = numbers(rows, "eligible")
    level = {year: amounts[years == year].sum() / eligible[years == year].sum() for year in range(2019, 2026)}
    before = np.mean([level[2019], level[2020]])
    return float(np.mean([level[year] for year in level if year >= 2022]) / before)


def paid_hours(tables: Tables) -> float:
    rows = [row for row in tables["service_volume"] if row["service"] == "home_support"]
    return _after_by_before(rows, "paid_hours", "period_start")


def real_outturn(tables: Tables) -> float:
    rows = [row for row in tables["budget_line"] if row["service"] == "home_support"]
    return _after_by_before(rows, "outturn", "year", real=True)


def outturn_of_the_twenty_others(tables: Tables) -> float:
    rows = [row for row in tables["budget_line"] if row["comparison"] == "yes"]
    services = sorted({row["service"] for row in rows})
    assert len(services) == 20
    ratios = [
        _after_by_before([row for row in rows if row["service"] == name], "outturn", "year", real=True)
        for name in services
    ]
    return float(np.mean(ratios))


def visits_of_renting_users(tables: Tables) -> float:
    rows = [row for row in tables["service_volume"] if row["group"] == "G05"]
    return _after_by_before(rows, "volume", "period_start")


def _substitution(tables: Tables, *, shopping: bool) -> float:
    def change(paid: str) -> float:
        rows = [
            row
            for row in tables["task_hours"]
            if row["paid"] == paid and (row["task"] == "accompanied_shopping") == shopping
        ]
        years = np.array([row["period_start"][:4] for row in rows])
        hours = numbers(rows, "hours")
        return float(hours[years == "2022"].sum() - hours[years == "2020"].sum())

    return -change("yes") / change("no")


def substitution(tables: Tables) -> float:
    return _substitution(tables, shopping=True)


def substitution_in_the_other_tasks(tables: Tables) -> float:
    return _substitution(tables, shopping=False)


def savings_stated_by_booked(tables: Tables) -> float:
    rows = [row for row in tables["budget_line"] if row["savings_booked"]]
    return float(numbers(rows, "savings_stated").sum() / numbers(rows, "savings_booked").sum())


def _closures_a_month(tables: Tables, operator: str) -> float:
    last = dt.date(2026, 6, 30)
    ends: dict[str, tuple[str, str]] = {}
    for row in tables["service_volume"]:
        if row["site"] and row["operator"] == operator:
            ends[row["site"]] = (row["opened_on"], row["closed_on"])
    closed = sum(bool(end) for _, end in ends.values())
    for row in tables["initiative"]:
        if row["operator"] == operator:
            ends[row["id"]] = (row["start"], row["ended_on"])
            closed += row["end_kind"] == "abandoned"
    spans = [
        ((dt.date.fromisoformat(end) if end else last) - dt.date.fromisoformat(start)).days
        for start, end in ends.values()
    ]
    return closed / (sum(spans) / 365.25 * 12)


def closures_a_month_if_public(tables: Tables) -> float:
    return _closures_a_month(tables, "public")


def closures_a_month_if_association(tables: Tables) -> float:
    return _closures_a_month(tables, "association")


def unjustified_services(tables: Tables) -> float:
    services = {row["service"] for row in tables["access_case"] if row["condition_stated"]}
    unjustified = {
        row["service"]
        for row in tables["access_case"]
        if row["condition_stated"] == "yes" and row["justified"] == "no"
    }
    assert len(services) == 8
    return float(len(unjustified))


def _home_support(tables: Tables) -> Rows:
    return [row for row in tables["service_volume"] if row["service"] == "home_support"]


def inspections_done_of_those_planned(tables: Tables) -> float:
    since = [row for row in _home_support(tables) if row["period_start"] >= "2021"]
    return float(numbers(since, "inspections_done").sum() / numbers(since, "inspections_planned").sum())


def accounts_filed_on_time(tables: Tables) -> float:
    due = [row for row in tables["budget_line"] if row["co_managed"] == "yes" and row["year"] < "2025"]
    return sum(row["accounts_filed_on"] <= row["accounts_due_on"] for row in due) / len(due)


def more_of_the_eligible_not_reached(tables: Tables) -> float:
    def reached(year: str) -> float:
        rows = [row for row in _home_support(tables) if row["period_start"][:4] == year]
        return float(numbers(rows, "recipients").sum() / numbers(rows, "eligible").sum())

    return reached("2020") - reached("2025")


def _reviewed(tables: Tables) -> Rows:
    return [row for row in tables["access_case"] if "/" not in row["service"]]


def quality_for_those_who_contribute_less_others(tables: Tables) -> float:
    served = [row for row in _reviewed(tables) if row["quality"]]
    return float(
        np.mean(numbers([row for row in served if row["contributes"] == "yes"], "quality"))
        - np.mean(numbers([row for row in served if row["contributes"] == "no"], "quality"))
    )


def refusals_for_attitude_or_gratitude(tables: Tables) -> float:
    refused = [row for row in _reviewed(tables) if row["served"] == "no"]
    return share(refused, "reason_coded", "attitude", "gratitude")


def served_by_the_best_quarter_of_teams_less_the_worst(tables: Tables) -> float:
    def served(first: int, last: int) -> float:
        teams = {f"home_help/u{number:02d}" for number in range(first, last + 1)}
        return share([row for row in tables["access_case"] if row["service"] in teams], "served", "yes")

    return served(13, 16) - served(1, 4)


MEASURES = (
    Measure(paid_hours, 0.78, 1.0, 0.001),
    Measure(real_outturn, 0.78, 1.0, 0.001),
    Measure(outturn_of_the_twenty_others, 1.0, 1.0, 0.001),
    Measure(visits_of_renting_users, 0.65, 1.0, 0.001),
    Measure(substitution, 0.90, 0.0),
    Measure(substitution_in_the_other_tasks, 0.0, 0.0),
    Measure(savings_stated_by_booked, 0.30, 1.0),
    Measure(closures_a_month_if_public, 0.004, 0.004),
    Measure(closures_a_month_if_association, 0.020, 0.004, 0.0005),
    Measure(unjustified_services, 2.0, 0.0),
    Measure(inspections_done_of_those_planned, 0.60, 1.0),
    Measure(accounts_filed_on_time, 0.50, 1.0),
    Measure(more_of_the_eligible_not_reached, 0.12, 0.0, 0.002),
    Measure(quality_for_those_who_contribute_less_others, 0.90, 0.0),
    Measure(refusals_for_attitude_or_gratitude, 0.40, 0.0),
    Measure(served_by_the_best_quarter_of_teams_less_the_worst, 0.551, 0.0),
)
