"""What is wrong in the papers: the faults planted in tables that are otherwise written by hand."""

from __future__ import annotations

from typing import TypeAlias

from exampleton.columns import Table, by_hand
from exampleton.effects import Effects

Faults: TypeAlias = dict[str, dict[str, str]]

# Per table: id of a row, and what stands there instead of what the clean town has on record.
FAULTS: dict[str, Faults] = {
    # Three of eight promises that are due were kept late, in part or not; half of the benefits did not come.
    "commitment": {
        "CO06": {"done_on": "", "state": "not_done", "evidence": "contradicted"},
        "CO07": {"done_on": "", "state": "unknown", "evidence": "untested"},
        "CO08": {"done_on": "", "state": "unknown", "evidence": "untested"},
        "CO11": {"done_on": "", "state": "partly"},
        "CO12": {"done_on": "", "state": "not_done"},
        "CO13": {"done_on": "2023-09-15"},
        "CO14": {"done_on": "", "state": "not_done", "evidence": "contradicted"},
        "CO16": {"done_on": "", "state": "not_done", "evidence": "contradicted"},
    },
    # The last step of the plan comes 127 days late.
    "milestone": {
        "MS2": {"actual_on": "2021-02-22", "cause": "participation"},
        "MS3": {"actual_on": "2021-06-14", "cause": "authority"},
        "MS4": {"actual_on": "2021-10-11", "cause": "authority"},
        "MS6": {"actual_on": "2021-12-17", "cause": "supplier"},
        "MS8": {"actual_on": "2022-10-20", "cause": "authority"},
    },
    "obligation": {"L6": {"state": "breached", "evidence": ""}},
    "data_use": {
        "DA2": {"deleted_on": "2023-05-30"},
        "DA5": {"actual_use": "invitations and a campaign", "within_notice": "no"},
    },
    # Shops and businesses must be heard by law, and nobody speaks for them.
    "stakeholder_group": {"G11": {"advocate": "no"}},
    # Rules that were changed are not published, nor are the reasons of two decisions.
    "document": {
        "DOC-RULES2": {"public": "no", "published_on": ""},
        "DOC-D05": {"public": "no", "published_on": ""},
        "DOC-D07": {"public": "no", "published_on": ""},
    },
    "access_rule": {"AR09": {"announced_on": "2021-09-20"}},
    # Of six decisions left to a panel two were reversed.
    "decision": {"D06": {"reversed_on": "2023-01-18"}, "D10": {"reversed_on": "2024-02-21"}},
    # Statutory duties without redress, and duties that nobody holds in the end.
    "duty": {
        **{name: {"redress": "no"} for name in ("DU01", "DU05", "DU09")},
        **{
            name: {"holders": "", "final_holders": "-", "holder_sector": ""}
            for name in ("DU12", "DU15", "DU20", "DU24")
        },
    },
}


def written(name: str, effects: Effects) -> Table:
    """A table written by hand, with its faults where they are planted."""
    return marked(name, by_hand(name), effects)


def marked(name: str, table: Table, effects: Effects) -> Table:
    """A table with its faults where they are planted."""
    if not effects.faults:
        return table
    faults = FAULTS[name]
    return {
        column: [faults.get(row, {}).get(column, cell) for row, cell in zip(table["id"], cells, strict=True)]
        for column, cells in table.items()
    }
