"""What groups say to findings: read as it stands, for a report that prints it and never judges it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from obverse.evidence.dossier import Dossier

TABLE = "counter_statement"
STATEMENT = """
SELECT
    counter_statement.id AS id,
    counter_statement.finding AS finding,
    counter_statement."group" AS speaker,
    stakeholder_group.label AS label,
    counter_statement.text AS said,
    counter_statement.stated_on AS stated_on
FROM counter_statement
LEFT JOIN stakeholder_group ON stakeholder_group.id = counter_statement."group"
ORDER BY counter_statement.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterStatement:
    """What a group says to a finding.

    ``finding`` is a finding's key or an indicator's id; ``group`` and ``label`` are empty where nobody is named,
    ``stated_on`` is None where no day is.
    """

    id: str
    finding: str
    text: str
    group: str = ""
    label: str = ""
    stated_on: dt.date | None = None

    @property
    def indicator(self) -> str:
        """The id of the indicator whose finding is meant."""
        return self.finding.partition(":")[0]


def counter_statements(dossier: Dossier) -> tuple[CounterStatement, ...]:
    """All counter-statements of a dossier, the oldest first, those without a date last."""
    if not dossier.coverage[TABLE].rows:
        return ()
    # Not remembered with the figures: they are people's own words.
    rows = dossier.engine.execute(STATEMENT).to_pylist()
    found = [
        CounterStatement(
            id=row["id"],
            finding=row["finding"],
            text=row["said"],
            group=row["speaker"] or "",
            label=row["label"] or row["speaker"] or "",
            stated_on=row["stated_on"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.stated_on or dt.date.max, one.id)))
