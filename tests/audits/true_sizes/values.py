"""Which values were strengthened and weakened, in whose eyes, and how the goals were ranked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.audits.invented_town import Measure, Numbers, Row, Tables

DUAL = {"V06", "V10", "V33"}
MANAGERS = {"senior_public_manager", "project_manager"}


def _answers(
    tables: Tables, item: str, values: set[str], chosen: Callable[[Row], bool]
) -> dict[tuple[str, str], int]:
    return {
        (row["respondent"], row["public_value"]): int(row["value"])
        for row in tables["survey_answer"]
        if row["item"] == item and row["public_value"] in values and row["value"].isdigit() and chosen(row)
    }


def both_strengthened_and_weakened(tables: Tables) -> float:
    strengthened = _answers(tables, "strengthened", DUAL, lambda _: True)
    weakened = _answers(tables, "weakened", DUAL, lambda _: True)
    pairs = strengthened.keys() & weakened.keys()
    return sum(strengthened[pair] > 0 and weakened[pair] > 0 for pair in pairs) / len(pairs)


def _share_of_transparency(tables: Tables, item: str, chosen: Callable[[Row], bool]) -> float:
    degrees = _answers(tables, item, {"V15"}, chosen).values()
    return sum(degree > 0 for degree in degrees) / len(degrees)


def transparency_strengthened_for_managers(tables: Tables) -> float:
    return _share_of_transparency(tables, "strengthened", lambda row: row["role"] in MANAGERS)


def transparency_weakened_for_managers(tables: Tables) -> float:
    return _share_of_transparency(tables, "weakened", lambda row: row["role"] in MANAGERS)


def transparency_weakened_for_participants(tables: Tables) -> float:
    return _share_of_transparency(tables, "weakened", lambda row: row["variant"] == "participant")


def transparency_weakened_for_non_participants(tables: Tables) -> float:
    return _share_of_transparency(tables, "weakened", lambda row: row["variant"] == "non_participant")


def net_change_per_starting_degree(tables: Tables) -> float:
    """Slope over the fourteen values of mean strengthened - mean weakened (half b) on mean before (half a)."""
    degrees: dict[tuple[str, str], list[int]] = {}
    for row in tables["survey_answer"]:
        if row["item"] in {"before", "strengthened", "weakened"} and row["value"].isdigit():
            degrees.setdefault((row["item"], row["public_value"]), []).append(int(row["value"]))
    names = sorted(name for item, name in degrees if item == "before")

    def means(item: str) -> Numbers:
        return np.array([np.mean(degrees[item, name]) for name in names])

    before, net = means("before"), means("strengthened") - means("weakened")
    return float(np.cov(before, net)[0, 1] / before.var(ddof=1))


def _concordance(tables: Tables, chosen: Callable[[str], bool]) -> float:
    """Kendall's W without ties."""
    ranks: dict[str, dict[str, int]] = {}
    for row in tables["goal_rank"]:
        if chosen(row["role"]):
            ranks.setdefault(row["respondent"], {})[row["goal"]] = int(row["rank"])
    matrix = np.array([[judge[goal] for goal in sorted(judge)] for judge in ranks.values()])
    judges, goals = matrix.shape
    deviations = matrix.sum(axis=0) - judges * (goals + 1) / 2
    return float(12 * (deviations**2).sum() / (judges**2 * (goals**3 - goals)))


def concordance_inside(tables: Tables) -> float:
    return _concordance(tables, lambda role: role in {"project_manager", "front_line_staff"})


def concordance_outside(tables: Tables) -> float:
    return _concordance(tables, lambda role: role not in {"project_manager", "front_line_staff"})


def concordance_of_all(tables: Tables) -> float:
    return _concordance(tables, lambda _: True)


MEASURES = (
    Measure(both_strengthened_and_weakened, 0.50, 0.0525),
    Measure(transparency_strengthened_for_managers, 0.90, 0.35),
    Measure(transparency_weakened_for_managers, 0.15, 0.15),
    Measure(transparency_weakened_for_participants, 0.30, 0.15),
    Measure(transparency_weakened_for_non_participants, 0.85, 0.15),
    Measure(net_change_per_starting_degree, 0.65, 0.0),
    Measure(concordance_inside, 0.69, 0.69, 0.02),
    Measure(concordance_outside, 0.69, 0.69, 0.02),
    Measure(concordance_of_all, 0.03, 0.69, 0.02),
)
