"""Small synthetic dossiers, as many as wanted: invented from a seed, without any real process, place or person.

A process has twenty to four hundred participants, with contributions, votes, meetings, promises to answer, and counts
of who lives there. Most processes differ by chance only; a few have planted effects, so that there is something to see.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

START = dt.date(2024, 1, 15)
AGES = ("16-29", "30-49", "50-64", "65+")
_DOSSIER = """# Synthetic: written by a program from a seed. No process, place or person in it is real.

[process]
id = "synthetic-{number}"
title = "Invented process {number} (synthetic)"
body = "Invented body {number} (synthetic)"
sector = "neighbourhoods"
territory = "Invented district {number} (synthetic)"
population = {population}
start = 2024-01-15
end = 2024-09-30
stage = "after"
participation_level_promised = 3
currency = "EUR"
synthetic = true

[audit]
auditor = "Invented circle (synthetic)"
auditor_role = "association"
payer = "Invented fund (synthetic)"
stake = "none declared"
as_of = 2025-06-30
data_access = "full"

[attributes.sex]
label = "sex"
categories = ["woman", "man"]
order = "none"

[attributes.age_band]
label = "age"
categories = ["16-29", "30-49", "50-64", "65+"]
order = "none"
"""
_COVERAGE = """
[coverage.{table}]
kept_from = 2024-01-15
kept_until = 2025-06-30
complete = "yes"
grade = "B"
source = "invented register (synthetic)"
declared_by = "Invented body (synthetic)"
"""


def make_processes(folder: Path, processes: int, seed: int) -> list[Path]:
    """Write so many dossiers below a folder, which need not be there; the same seed gives the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(1, processes + 1):
        directory = folder / f"process-{number:05d}"
        _make(directory, number, np.random.default_rng([seed, number]))
        found.append(directory)
    return found


def _make(directory: Path, number: int, rng: np.random.Generator) -> None:
    evidence = directory / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    people = int(np.clip(rng.lognormal(4.3, 0.6), 20, 400))
    # one process in forty answers far less often than the others, one in forty asks far more women
    answered = 0.25 if number % 40 == 7 else 0.7
    women = 0.75 if number % 40 == 23 else 0.5
    tables = {
        "actor": _actors(rng, people, women),
        "contribution": _contributions(rng, people, answered),
        "event": _events(rng),
        "participation": _participation(rng, people),
        "vote": _votes(rng, people),
        "commitment": _commitments(),
        "reference_population": _population(),
        "document": _documents(number),
    }
    for name, rows in tables.items():
        with (evidence / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    declared = _DOSSIER.format(number=number, population=20 * people)
    declared += "".join(_COVERAGE.format(table=name) for name in tables)
    (directory / "dossier.toml").write_text(declared, encoding="utf-8")


def _day(offset: float | np.integer[Any]) -> str:
    return (START + dt.timedelta(days=int(offset))).isoformat()


Rows = list[Sequence[object]]


def _actors(rng: np.random.Generator, people: int, women: float) -> Rows:
    rows: Rows = [("id", "kind", "role", "joined_on", "participant", "attr_sex", "attr_age_band")]
    for number in range(people):
        sex = "woman" if rng.random() < women else "man"
        age = AGES[int(rng.choice(4, p=[0.2, 0.35, 0.25, 0.2]))]
        role = "citizen_self_selected"
        rows.append((f"P{number:04d}", "person", role, _day(rng.integers(0, 20)), "yes", sex, age))
    return rows


def _contributions(rng: np.random.Generator, people: int, answered: float) -> Rows:
    rows: Rows = [
        ("id", "kind", "author", "origin", "created_at", "text", "state", "answered_at", "reasoned")
    ]
    for number in range(max(12, people // 2)):
        posted = int(rng.integers(20, 120))
        is_answered = rng.random() < answered
        rows.append(
            (
                f"C{number:04d}",
                "proposal",
                f"P{int(rng.integers(people)):04d}",
                "citizen",
                f"{_day(posted)}T12:00:00Z",
                f"Invented proposal number {number}",
                ("accepted" if rng.random() < 0.4 else "rejected") if is_answered else "evaluating",
                f"{_day(posted + rng.integers(5, 90))}T12:00:00Z" if is_answered else "",
                ("yes" if rng.random() < 0.6 else "no") if is_answered else "",
            )
        )
    return rows


def _events(rng: np.random.Generator) -> Rows:
    rows: Rows = [("id", "kind", "start", "hours", "mode", "planned_on", "announced_on", "attendees")]
    for number in range(6):
        day = 20 + 30 * number
        announced = _day(day - int(rng.integers(3, 30)))
        rows.append(
            (
                f"EV{number}",
                "meeting",
                f"{_day(day)}T17:30:00Z",
                2.5,
                "in_person",
                _day(day),
                announced,
                int(rng.integers(15, 60)),
            )
        )
    return rows


def _participation(rng: np.random.Generator, people: int) -> Rows:
    rows: Rows = [("actor", "event", "date", "activity", "hours", "turns")]
    for number in range(people):
        for event in np.flatnonzero(rng.random(6) < 0.3):
            day = _day(20 + 30 * int(event))
            rows.append((f"P{number:04d}", f"EV{event}", day, "work", 2.5, int(rng.poisson(2))))
    return rows


def _votes(rng: np.random.Generator, people: int) -> Rows:
    rows: Rows = [("actor", "contribution", "value", "at", "channel")]
    for number in range(people):
        for contribution in np.flatnonzero(rng.random(12) < 0.4):
            value = int(rng.choice([1, 0, -1], p=[0.6, 0.15, 0.25]))
            at = f"{_day(130 + rng.integers(0, 30))}T10:00:00Z"
            rows.append((f"P{number:04d}", f"C{contribution:04d}", value, at, "online"))
    return rows


def _commitments() -> Rows:
    return [
        ("id", "text", "owner", "kind", "announced_on", "due_on", "done_on", "state"),
        (
            "CO1",
            "Each proposal gets a reasoned answer within 60 days",
            "P0000",
            "answer",
            _day(0),
            _day(180),
            "",
            "unknown",
        ),
    ]


def _population() -> Rows:
    rows: Rows = [("variable", "category", "count", "source", "year")]
    rows += [("sex", sex, 5000, "invented", 2023) for sex in ("woman", "man")]
    rows += [
        ("age_band", age, count, "invented", 2023)
        for age, count in zip(AGES, (2200, 3500, 2400, 1900), strict=True)
    ]
    return rows


def _documents(number: int) -> Rows:
    return [
        ("id", "kind", "title", "date", "public", "published_on", "language"),
        ("D1", "charter", f"Charter of invented process {number} (synthetic)", _day(0), "yes", _day(3), "en"),
    ]
