"""Dossiers that nobody has seen: synthetic, drawn by lot from a seed, and made to tell two engines apart.

Every evidence table of the declaration is filled, whatever it is, so that a table added later is covered too.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import tomlkit

from obverse.evidence.declarations import Column, Table, tables
from tests.unseen.adversary_files import write_register
from tests.unseen.adversary_words import (
    AS_OF,
    CLOCK,
    DEFLATORS,
    END,
    FAR,
    HUGE,
    NEAR,
    NUMBERS,
    SHARES,
    START,
    TEXTS,
    WHOLE,
    words_of_columns,
)

Row = dict[str, Any]
ATTRIBUTES = {
    "sex": ("women", "MEN", "ΟΔΟΣ", "İstanbul", "10", "9"),
    "camp": ("left", "right", "ﬁn"),
    "opinion_group": ("a", "B", "none"),
    "interest": ("İ", "tenants", "ΣΑΣ", "owners"),
}
# The registers that grow; the others have a fifth as many rows.
_GROWING = {"actor": 1, "participation": 4, "contribution": 2, "vote": 12, "survey_answer": 10, "speech": 2}
# More rows would say nothing further of these.
_SPARSE = {"neighbourhood": 9, "stakeholder_group": 6, "event": 24, "goal": 8, "document": 12}
# One row stands for few, or a small dossier would tell of millions of people.
_SMALL_COLUMNS = {"deflator": DEFLATORS, "n": (1, 1, 1, 2, 3), "weight": (0.5, 1.0, 1.0, 1 / 3, 2.0, 0.0)}
_YEARS = (1899, 2019, 2020, 2021, 2022, 2023, 2024)


@dataclass(frozen=True)
class Plan:
    """What is drawn: from which ``seed``, how many ``people``, and whether numbers go as far as 64 bits do."""

    seed: int
    people: int = 60
    is_huge: bool = False
    as_csv: float = 0.4


def make(folder: Path, plan: Plan) -> Path:
    """Write the dossier of a plan and return its folder."""
    lot = random.Random(plan.seed)  # noqa: S311 - it draws test data, not secrets
    rows: dict[str, list[Row]] = {}
    for table in _ordered():
        rows[table.name] = _rows(lot, table, plan, rows)
    (folder / "evidence").mkdir(parents=True)
    (folder / "dossier.toml").write_text(tomlkit.dumps(_facts(plan)), encoding="utf-8")
    for name, found in rows.items():
        columns = [*tables()[name].columns]
        if tables()[name].takes_attributes:
            columns += [f"attr_{variable}" for variable in ATTRIBUTES]
        named = {*tables()[name].required, *tables()[name].key}
        kept = [one for one in columns if one in named or lot.random() < 0.93]
        write_register(lot, folder / "evidence", tables()[name], kept, found, as_csv=plan.as_csv)
    return folder


def _ordered() -> Iterator[Table]:
    """The tables, each after those into which it refers; the sources that any row may name come first."""
    behind = {
        name: {column.refers_to for column in table.columns.values() if column.kind == "ref"} - {name}
        for name, table in tables().items()
    }
    behind["document"] = set()
    for name in TopologicalSorter(behind).static_order():
        yield tables()[name]


def _rows(lot: random.Random, table: Table, plan: Plan, before: dict[str, list[Row]]) -> list[Row]:
    wanted = _GROWING.get(table.name, 0.2) * plan.people
    wanted = min(int(wanted) + 3, _SPARSE.get(table.name, 10**9))
    # Some registers hold one row, or none at all.
    chance = lot.random()
    if table.name not in _GROWING and table.name not in _SPARSE and chance < 0.1:
        wanted = 0 if chance < 0.03 else 1
    empty = {name for name in table.columns if name not in table.required and lot.random() < 0.04}
    found: list[Row] = []
    seen: set[tuple[str, ...]] = set()
    for _ in range(wanted):
        row = {
            column.name: None
            if column.name in empty
            else _cell(lot, table, column, plan, {**before, table.name: found})
            for column in table.columns.values()
        }
        if any(row[name] is None for name in table.required):
            continue
        if table.takes_attributes:
            for variable, categories in ATTRIBUTES.items():
                row[f"attr_{variable}"] = lot.choice((None, *categories))
        key = tuple(str(row[name]) for name in table.key)
        if key and key in seen:
            continue
        seen.add(key)
        found.append(row)
    return found


def _cell(
    lot: random.Random, table: Table, column: Column, plan: Plan, before: Mapping[str, list[Row]]
) -> Any:
    is_required, number = column.name in table.required, len(before[table.name])
    if column.kind == "id":
        # Ids that sort differently by letter, by byte and by number, of one and of several bytes a sign.
        stem = ("", "p", "P", "é", "e\u0301", "𝔘", "İ")[number % 7]
        return f"{stem}{number}" if column.name == "id" else f"r{lot.randrange(1 + plan.people)}"
    if column.kind == "ref":
        behind = before.get(column.refers_to, [])
        if not behind or (not is_required and lot.random() < 0.15):
            return None
        # A few are named very often, as it is with people who take part.
        return behind[min(int(lot.paretovariate(0.5)) - 1, len(behind) - 1)]["id"]
    if not is_required and lot.random() < 0.15:
        return None
    return _value(lot, table, column, plan)


def _value(lot: random.Random, table: Table, column: Column, plan: Plan) -> Any:
    if column.name in _SMALL_COLUMNS:
        return lot.choice(_SMALL_COLUMNS[column.name])
    if column.name == "year":
        return lot.choice(_YEARS)
    if column.kind == "code":
        return lot.choice(column.codes)
    if column.kind == "flag":
        return lot.random() < 0.5
    if column.kind == "int":
        if plan.is_huge and lot.random() < 0.1:
            return lot.choice(HUGE)
        within = [
            int(one)
            for one in column.note.replace("..", " ").split(";")[0].split()
            if one.lstrip("-").isdigit()
        ]
        if column.note and len(within) == 2:
            return lot.randint(*within)
        return lot.choice(WHOLE)
    if column.kind == "share":
        return lot.choice(SHARES)
    if table.name == "vote" and column.name == "value":
        return float(lot.choice((-1, 0, 1, 1, -0.0)))
    if column.kind in {"number", "money", "hours", "days"}:
        return (
            lot.choice(NUMBERS) if lot.random() < 0.7 else round(lot.lognormvariate(2, 2), lot.randrange(6))
        )
    if column.kind in {"date", "moment"}:
        day = lot.choice(FAR) if lot.random() < 0.04 else lot.choice(NEAR)
        if lot.random() < 0.5:
            day = START + dt.timedelta(lot.randrange((AS_OF - START).days))
        return day if column.kind == "date" else dt.datetime.combine(day, lot.choice(CLOCK))
    return _text(lot, table, column)


def _text(lot: random.Random, table: Table, column: Column) -> str:
    known = words_of_columns().get(column.name, ())
    if column.name == "item":
        known = (*known, *(f"attr_{variable}" for variable in ATTRIBUTES), "knowledge_1", "burden_time")
    if table.name == "survey_answer" and column.name == "value":
        known = (*(f"{number}" for number in range(5)), "3.0", *known)
        known = (
            *known,
            *(one for categories in ATTRIBUTES.values() for one in (*categories, categories[0].lower())),
        )
    if column.name == "category":
        known = tuple(one for categories in ATTRIBUTES.values() for one in categories)
    if column.name == "variable":
        known = (*known, *ATTRIBUTES)
    if column.name in {"text", "clause_text"}:
        return " ".join(lot.choice(TEXTS[:24]) for _ in range(lot.randrange(1, 24)))
    if not known or lot.random() < 0.1:
        # Few different ones, so that they meet again.
        return lot.choice(TEXTS[: lot.choice((3, 12, len(TEXTS)))])
    chosen = lot.choice(known)
    return chosen.upper() if lot.random() < 0.03 else chosen


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "process": {
            "id": f"adversary-{plan.seed}",
            "title": "Dossier drawn by lot (synthetic)",
            "start": START,
            "end": END,
            "currency": "EUR",
            "synthetic": True,
        },
        "audit": {"as_of": AS_OF, "auditor": "Nobody (synthetic)"},
        "attributes": {
            name: {
                "label": name,
                "categories": list(categories),
                "order": "none" if name != "sex" else "worst_to_best",
            }
            for name, categories in ATTRIBUTES.items()
        },
        "coverage": {
            name: {
                "kept_from": START,
                "kept_until": AS_OF,
                "complete": "yes",
                "grade": "A",
                "source": "drawn by lot",
            }
            for name in tables()
        },
    }
