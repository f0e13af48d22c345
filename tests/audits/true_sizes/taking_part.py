"""Who took part, who spoke, and whose voice was heard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.audits.invented_town import Measure, Row, Tables, numbers

OUTCOMES = (
    "decision",
    "text_changed",
    "new_fact",
    "question_closed",
    "commitment_made",
    "relationship_aim_met",
)


def _person_hours(tables: Tables, chosen: Callable[[Row], bool]) -> float:
    events = {row["id"] for row in tables["event"] if chosen(row)}
    hours = numbers(tables["participation"], "hours")
    inside = np.array([row["event"] in events for row in tables["participation"]])
    return float(hours[inside].sum() / hours.sum())


def person_hours_without_value(tables: Tables) -> float:
    return _person_hours(tables, lambda row: all(row[name] == "no" for name in OUTCOMES))


def person_hours_of_unknown_value(tables: Tables) -> float:
    return _person_hours(
        tables,
        lambda row: (
            all(row[name] != "yes" for name in OUTCOMES) and any(row[name] == "unknown" for name in OUTCOMES)
        ),
    )


def _step(tables: Tables, variable: str, category: str, stages: tuple[str, str]) -> float:
    def passed(wanted: bool) -> float:
        first, second = (
            sum(
                int(row["count"])
                for row in tables["group_count"]
                if row["stage"] == stage
                and row["variable"] == variable
                and (row["category"] == category) == wanted
            )
            for stage in stages
        )
        return second / first

    return passed(True) / passed(False)


def _steps_by_choice(tables: Tables, variable: str, category: str) -> float:
    steps = [
        ("invited", "registered"),
        ("registered", "attended"),
        ("attended", "spoke"),
        ("attended", "returned"),
    ]
    ratios = [_step(tables, variable, category, pair) for pair in steps]
    return float(np.exp(np.mean(np.log(ratios))))


def step_of_tenants(tables: Tables) -> float:
    return _steps_by_choice(tables, "tenure", "tenant")


def step_of_lower_education(tables: Tables) -> float:
    return _steps_by_choice(tables, "education", "lower")


def step_of_women(tables: Tables) -> float:
    return _steps_by_choice(tables, "sex", "woman")


def invitation_of_tenants(tables: Tables) -> float:
    return _step(tables, "tenure", "tenant", ("affected", "invited"))


def _odds_of_taking_part(tables: Tables, variable: str, category: str) -> float:
    """Participation propensity of a category against the others, from the accounts and the population."""
    among = [
        row[f"attr_{variable}"]
        for row in tables["actor"]
        if row["participant"] == "yes" and row["staff_or_test"] == "no" and row[f"attr_{variable}"]
    ]
    people = {
        row["category"]: int(row["count"])
        for row in tables["reference_population"]
        if row["variable"] == variable
    }
    inside = among.count(category)
    return (inside / people[category]) / ((len(among) - inside) / (sum(people.values()) - people[category]))


def propensity_of_tenants(tables: Tables) -> float:
    return _odds_of_taking_part(tables, "tenure", "tenant")


def propensity_of_lower_education(tables: Tables) -> float:
    return _odds_of_taking_part(tables, "education", "lower")


def partners_at_late_meetings_by_early_ones(tables: Tables) -> float:
    """Attendances of volunteers and co-producing users, last fourteen meetings against the first twenty-six."""
    partner = {row["id"] for row in tables["actor"] if row["role"] in {"volunteer", "user_co_producer"}}
    there = [row["event"] for row in tables["participation"] if row["actor"] in partner]
    late = sum(event > "EV26" for event in there)
    return (late / 14) / ((len(there) - late) / 26)


def meetings_announced_fifteen_days_before(tables: Tables) -> float:
    early = [
        np.datetime64(row["start"][:10]) - np.datetime64(row["announced_on"]) >= np.timedelta64(15, "D")
        for row in tables["event"]
    ]
    return float(np.mean(early))


def work_that_people_of_poorer_areas_do(tables: Tables) -> float:
    poorer = {row["id"] for row in tables["neighbourhood"] if int(row["deprivation_rank"]) <= 10}
    lives = {row["id"]: row["area"] for row in tables["actor"]}

    def part(wanted: bool) -> float:
        rows = [row for row in tables["participation"] if (lives[row["actor"]] in poorer) == wanted]
        return sum(row["activity"] == "work" for row in rows) / len(rows)

    return part(wanted=True) - part(wanted=False)


def floor_of_the_tenth_who_speak_most(tables: Tables) -> float:
    turns: dict[str, float] = {}
    for row in tables["participation"]:
        turns[row["actor"]] = turns.get(row["actor"], 0.0) + float(row["turns"])
    spoken = np.sort(np.array(list(turns.values())))
    return float(spoken[-26:].sum() / spoken.sum())


def new_ties_across_tenure_by_chance(tables: Tables) -> float:
    """Share of ties after that join a tenant and an owner, over what exchange of people would give."""
    tenure = {row["id"]: row["attr_tenure"] for row in tables["actor"] if row["participant"] == "yes"}
    known = [word for word in tenure.values() if word]
    tenants = known.count("tenant")
    pairs = [
        (tenure[row["from_actor"]], tenure[row["to_actor"]]) for row in tables["tie"] if row["wave"] == "post"
    ]
    told = [one != other for one, other in pairs if one and other]
    people = len(known)
    return float(np.mean(told) / (2 * tenants * (people - tenants) / (people * (people - 1))))


def _a_day(tables: Tables, chosen: Callable[[Row], bool], first: str, last: str) -> float:
    days = (np.datetime64(last) - np.datetime64(first)).astype(int)
    return float(sum(chosen(row) and first <= row["at"] < last for row in tables["complaint"]) / days)


def voices_since_the_start_by_before(tables: Tables) -> float:
    def voice(row: Row) -> bool:
        return row["kind"] in {"oversight", "prevention", "judgement"}

    since = _a_day(tables, voice, "2021-01-18", "2026-06-30")
    return since / _a_day(tables, voice, "2019-01-01", "2021-01-18")


def complaints_settled_within_60_days(tables: Tables) -> float:
    rows = [
        row
        for row in tables["complaint"]
        if row["kind"] in {"redress", "judgement"} and row["at"] < "2026-04-30"
    ]
    return sum(
        bool(row["resolved_at"])
        and np.datetime64(row["resolved_at"][:10]) - np.datetime64(row["at"][:10]) <= np.timedelta64(60, "D")
        for row in rows
    ) / len(rows)


MEASURES = (
    Measure(person_hours_without_value, 0.35, 0.05),
    Measure(person_hours_of_unknown_value, 0.075, 0.025),
    Measure(step_of_tenants, 0.577, 1.0, 0.001),
    Measure(step_of_lower_education, 0.577, 1.0, 0.001),
    Measure(step_of_women, 1.0, 1.0),
    Measure(invitation_of_tenants, 1.0, 1.0),
    Measure(propensity_of_tenants, 1 / 3, 1.0, 0.01),
    Measure(propensity_of_lower_education, 1 / 3, 1.0, 0.01),
    Measure(partners_at_late_meetings_by_early_ones, 0.40, 1.0, 0.01),
    Measure(meetings_announced_fifteen_days_before, 2 / 3, 1.0),
    Measure(work_that_people_of_poorer_areas_do, 0.45, 0.0),
    Measure(floor_of_the_tenth_who_speak_most, 0.495, 0.165, 0.01),
    Measure(new_ties_across_tenure_by_chance, 0.203, 1.0, 0.03),
    Measure(voices_since_the_start_by_before, 0.50, 1.0, 0.02),
    Measure(complaints_settled_within_60_days, 0.35, 0.95),
)
