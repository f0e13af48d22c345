"""Exampleton, an invented town: the program that writes its dossier.

One module per part of the town; ``effects`` says what is planted, ``columns`` how a table is written;
the tables in ``by_hand`` hold nothing random.
"""

from __future__ import annotations

from pathlib import Path

from exampleton import agenda, continuity, duties, meetings, papers, people, services, survey, town
from exampleton.columns import Table, by_hand, write
from exampleton.dossier import dossier
from exampleton.effects import NOTHING, PLANTED, Effects

__all__ = ["NOTHING", "PLANTED", "Effects", "evidence", "generate"]


def evidence(seed: int, effects: Effects) -> dict[str, Table]:
    """Every evidence table of the town, by name."""
    inhabitants = people.people(seed, effects)
    return {
        "document": papers.document(),
        "stakeholder_group": by_hand("stakeholder_group"),
        "reference_population": town.reference_population(),
        "group_count": town.group_count(seed, effects),
        "access_rule": by_hand("access_rule"),
        "applicant": people.applicant(seed),
        "actor": inhabitants.actor,
        **meetings.meetings(seed, effects),
        **agenda.agenda(seed, effects, inhabitants),
        "decision_right": papers.decision_right(),
        "duty": duties.duty(effects),
        "commitment": by_hand("commitment"),
        "goal": papers.goal(seed),
        "goal_rank": survey.goal_rank(seed, effects),
        "budget_line": services.budget_line(seed, effects),
        "service_volume": services.service_volume(seed, effects),
        "task_hours": services.task_hours(seed, effects),
        "neighbourhood": town.neighbourhood(),
        "cost_entry": meetings.cost_entry(seed),
        "complaint": papers.complaint(seed),
        "obligation": by_hand("obligation"),
        "data_use": by_hand("data_use"),
        "initiative": continuity.initiative(seed, effects),
        "milestone": by_hand("milestone"),
        "tie": people.tie(seed),
        "access_case": duties.access_case(seed, effects),
        "survey_answer": survey.survey_answer(seed, effects),
        "coded_statement": papers.coded_statement(seed),
        "mitigation": by_hand("mitigation"),
    }


def generate(directory: Path, seed: int, planted: bool) -> None:
    """Write ``dossier.toml`` and ``evidence/<table>.csv`` into ``directory``.

    The same seed and version of NumPy give the same bytes; ``planted`` chooses between the town with all the
    effects of README.md and the same town without any.
    """
    tables = evidence(seed, PLANTED if planted else NOTHING)
    folder = directory / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    (directory / "dossier.toml").write_text(dossier(tables), encoding="utf-8", newline="\n")
    for name, table in tables.items():
        write(table, folder / f"{name}.csv")
