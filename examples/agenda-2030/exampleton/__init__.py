"""Exampleton, an invented town: the program that writes its dossier.

One module per part of the town; ``effects`` says what is planted, ``columns`` how a table is written;
the tables in ``by_hand`` hold nothing random.
"""

from __future__ import annotations

from pathlib import Path

from exampleton import (
    agenda,
    coding,
    complaints,
    continuity,
    costs,
    duties,
    joining,
    meetings,
    papers,
    people,
    ranking,
    services,
    survey,
    town,
)
from exampleton.columns import Table, by_hand, write
from exampleton.dossier import dossier
from exampleton.effects import NOTHING, PLANTED, Effects
from exampleton.faults import written

__all__ = ["NOTHING", "PLANTED", "Effects", "evidence", "generate"]


def evidence(seed: int, effects: Effects) -> dict[str, Table]:
    """Every evidence table of the town, by name."""
    inhabitants = people.people(seed, effects)
    return {
        "document": papers.document(effects),
        "stakeholder_group": written("stakeholder_group", effects),
        "reference_population": town.reference_population(),
        "group_count": town.group_count(seed, effects),
        "access_rule": papers.access_rule(effects),
        "applicant": joining.applicant(seed, effects),
        "actor": inhabitants.actor,
        **meetings.meetings(seed, effects, inhabitants),
        **agenda.agenda(seed, effects, inhabitants),
        "decision_right": papers.decision_right(effects),
        "duty": duties.duty(effects),
        "commitment": written("commitment", effects),
        "goal": papers.goal(seed, effects),
        "goal_rank": ranking.goal_rank(seed, effects),
        "budget_line": services.budget_line(seed, effects),
        "service_volume": services.service_volume(seed, effects),
        "task_hours": services.task_hours(seed, effects),
        "neighbourhood": town.neighbourhood(),
        "cost_entry": costs.cost_entry(seed),
        "complaint": complaints.complaint(seed, effects),
        "obligation": written("obligation", effects),
        "data_use": written("data_use", effects),
        "initiative": continuity.initiative(seed, effects),
        "milestone": written("milestone", effects),
        "tie": joining.tie(seed, effects, inhabitants),
        "access_case": duties.access_case(seed, effects),
        "survey_answer": survey.survey_answer(seed, effects),
        "survey_stratum": by_hand("survey_stratum"),
        "coded_statement": coding.coded_statement(seed, effects),
        "mitigation": by_hand("mitigation"),
        "revision": by_hand("revision"),
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
