"""What people wrote and voted on, what became of it, and whom it brought something."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np

from tests.audits.invented_town import Measure, Rows, Tables, numbers, share


def _answered_within(rows: Rows, days: int) -> float:
    """Cumulative incidence of a reasoned answer (Aalen-Johansen), all other ends competing."""
    as_of = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    duration, cause = [], []
    for row in rows:
        start = dt.datetime.fromisoformat(row["created_at"])
        ended = row["answered_at"] or row["withdrawn_at"]
        end = dt.datetime.fromisoformat(ended) if ended else as_of
        duration.append((end - start).total_seconds() / 86_400)
        cause.append(0 if not ended else 1 if row["reasoned"] == "yes" else 2)
    time, kind = np.array(duration), np.array(cause)
    surviving, incidence = 1.0, 0.0
    for day in np.unique(time[(kind > 0) & (time <= days)]):
        at_risk = (time >= day).sum()
        incidence += surviving * ((time == day) & (kind == 1)).sum() / at_risk
        surviving *= 1 - ((time == day) & (kind > 0)).sum() / at_risk
    return float(incidence)


def reasoned_within_60_days(tables: Tables) -> float:
    return _answered_within(tables["contribution"], 60)


def _of_areas(tables: Tables, *, poorer: bool) -> Rows:
    halves = {row["id"]: int(row["deprivation_rank"]) <= 10 for row in tables["neighbourhood"]}
    return [row for row in tables["contribution"] if halves[row["area"]] == poorer]


def reasoned_within_60_days_in_poorer_areas(tables: Tables) -> float:
    return _answered_within(_of_areas(tables, poorer=True), 60)


def reasoned_within_60_days_in_better_off_areas(tables: Tables) -> float:
    return _answered_within(_of_areas(tables, poorer=False), 60)


def adopted_of_the_answered(tables: Tables) -> float:
    states = [row["state"] for row in tables["contribution"] if row["answered_at"]]
    return sum(state in {"done", "accepted"} for state in states) / len(states)


def moderation_of_group_b(tables: Tables) -> float:
    """Mantel-Haenszel risk ratio of being moderated out, group B against the others, within topics."""
    group = {row["id"]: row["attr_opinion_group"] for row in tables["actor"]}
    above = below = 0.0
    for topic in {row["topic"] for row in tables["contribution"]}:
        rows = [row for row in tables["contribution"] if row["topic"] == topic]
        out = np.array([row["moderated"] == "out" for row in rows])
        of_b = np.array([group[row["author"]] == "B" for row in rows])
        above += (out & of_b).sum() * (~of_b).sum() / len(rows)
        below += (out & ~of_b).sum() * of_b.sum() / len(rows)
    return float(above / below)


def _concentration(tables: Tables, new: str) -> float:
    """Concentration index of money over areas ranked from the poorest, people being counted."""
    areas = sorted(tables["neighbourhood"], key=lambda row: int(row["deprivation_rank"]))
    people = numbers(areas, "population")
    rank = (np.cumsum(people) - people / 2) / people.sum()
    money = {row["id"]: 0.0 for row in areas}
    for row in tables["benefit"]:
        money[row["area"]] += float(row["amount"]) * (row["new"] == new)
    part = np.array([money[row["id"]] for row in areas]) / sum(money.values())
    return float(2 * (part * rank).sum() - 1)


def benefit_concentration(tables: Tables) -> float:
    return _concentration(tables, "yes")


def _unbiased_hhi(tables: Tables, table: str, column: str) -> float:
    counts = np.array(
        list(Counter(row[column] for row in tables[table] if row[column].startswith("P")).values())
    )
    return float((counts * (counts - 1)).sum() / (counts.sum() * (counts.sum() - 1)))


def concentration_of_authors(tables: Tables) -> float:
    return _unbiased_hhi(tables, "contribution", "author")


def concentration_of_voters(tables: Tables) -> float:
    return _unbiased_hhi(tables, "vote", "actor")


def change_of_benefit_concentration(tables: Tables) -> float:
    return _concentration(tables, "yes") - _concentration(tables, "no")


def more_results_for_individuals(tables: Tables) -> float:
    since, before = ([row for row in tables["benefit"] if row["new"] == word] for word in ("yes", "no"))
    return share(since, "kind", "individual") - share(before, "kind", "individual")


def _ranks(tables: Tables) -> dict[str, int]:
    return {row["id"]: int(row["deprivation_rank"]) for row in tables["neighbourhood"]}


def repeats_in_better_off_by_poorer_areas(tables: Tables) -> float:
    """Repeated reports per open day, the least deprived seven areas against the most deprived seven."""
    rank = _ranks(tables)
    reports = [row for row in tables["contribution"] if row["kind"] == "report"]
    repeats = {row["id"] for row in reports if row["merged_into"].startswith("R")}
    as_of = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)

    def rate(low: int, high: int) -> float:
        rows = [row for row in reports if low <= rank[row["area"]] <= high]
        days = 0.0
        for row in rows:
            if row["id"] not in repeats:
                start = dt.datetime.fromisoformat(row["created_at"])
                end = dt.datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else as_of
                days += min((end - start).total_seconds() / 86_400, 30.0)
        return sum(row["id"] in repeats for row in rows) / days

    return rate(14, 20) / rate(1, 7)


def adoption_if_planned_less_others(tables: Tables) -> float:
    answered = [row for row in tables["contribution"] if row["answered_at"] and row["aligned"]]

    def adopted(planned: bool) -> float:
        rows = [row for row in answered if (row["aligned"] == "1") == planned]
        return share(rows, "state", "done", "accepted", "partly")

    return adopted(planned=True) - adopted(planned=False)


def kept_in_the_synthesis_others_less_critical(tables: Tables) -> float:
    coded = [row for row in tables["contribution"] if row["in_synthesis"]]
    critical, others = (
        [row for row in coded if (row["aligned"] == "-1") == wanted] for wanted in (True, False)
    )
    return share(others, "in_synthesis", "yes") - share(critical, "in_synthesis", "yes")


def votes_of_test_accounts(tables: Tables) -> float:
    return sum(row["actor"].startswith("X") for row in tables["vote"]) / len(tables["vote"])


def feasible_statements_without_a_reasoned_decision(tables: Tables) -> float:
    rows = [
        row
        for row in tables["contribution"]
        if row["kind"] == "statement"
        and row["feasible"] == "yes"
        and row["state"] not in {"withdrawn", "merged"}
        and row["created_at"] < "2025-07"
    ]
    decided = [row["state"] in {"done", "accepted", "partly"} or row["reasoned"] == "yes" for row in rows]
    return 1 - sum(decided) / len(decided)


MEASURES = (
    Measure(reasoned_within_60_days, 0.45, 0.8556),
    Measure(reasoned_within_60_days_in_poorer_areas, 0.25, 0.8556),
    Measure(reasoned_within_60_days_in_better_off_areas, 0.65, 0.8556),
    Measure(adopted_of_the_answered, 0.16, 0.40),
    Measure(moderation_of_group_b, 3.0, 1.0, 0.1),
    Measure(benefit_concentration, 0.3325, 0.0),
    Measure(concentration_of_authors, 0.0325, 1 / 260),
    Measure(concentration_of_voters, 0.0038, 0.0038, 0.0001),
    Measure(change_of_benefit_concentration, 0.3325, 0.0),
    Measure(more_results_for_individuals, 0.30, 0.0),
    Measure(repeats_in_better_off_by_poorer_areas, 2.93, 1.0, 0.2),
    Measure(adoption_if_planned_less_others, 0.45, 0.0),
    Measure(kept_in_the_synthesis_others_less_critical, 0.50, 0.0),
    Measure(votes_of_test_accounts, 0.0625, 0.0),
    Measure(feasible_statements_without_a_reasoned_decision, 0.237, 0.029, 0.01),
)
