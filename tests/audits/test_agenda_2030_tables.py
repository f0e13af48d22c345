"""Every declared table of the invented town is filled, with valid rows and unique keys."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.audits.invented_town import COMMITTED_SEED, SAID_LATER, Tables, facts, town

DECLARATIONS = Path(__file__).resolve().parents[2] / "src" / "obverse" / "evidence" / "tables.toml"

_NUMBER = r"-?\d+(\.\d+)?(e[+-]?\d+)?"
_PATTERNS = {
    "flag": "yes|no|unknown",
    "int": r"-?\d+",
    "share": r"0(\.\d+)?|1(\.0+)?",
    "date": r"\d{4}-\d{2}-\d{2}",
    "moment": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
    "id": r"\S+",
    "text": r"\S(.*\S)?",
    **dict.fromkeys(("number", "money", "hours", "days"), _NUMBER),
}


@cache
def _declared() -> dict[str, dict[str, Any]]:
    content = tomllib.loads(DECLARATIONS.read_text(encoding="utf-8"))
    shared = content.pop("every_table")
    return {name: {**shared, **body} for name, body in content.items()}


def _fits(kind: str, cell: str) -> bool:
    word = kind.partition(";")[0].strip()
    if word.startswith("ref("):
        return True
    pattern = re.escape(word[5:-1]).replace(r"\|", "|") if word.startswith("code(") else _PATTERNS[word]
    if re.fullmatch(pattern, cell) is None:
        return False
    try:
        return word not in {"date", "moment"} or bool(dt.datetime.fromisoformat(cell))
    except ValueError:
        return False


def _problems(tables: Tables) -> Iterator[str]:
    attributes = facts()["attributes"]
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items() if rows and "id" in rows[0]}
    for name, rows in tables.items():
        body = _declared()[name]
        required, key = body["required"], body.get("key", ["id"])
        seen: Counter[tuple[str, ...]] = Counter()
        for number, row in enumerate(rows, start=2):
            place = f"{name}, row {number}"
            yield from (f"{place}: {column} is empty" for column in required if not row[column])
            for column, cell in row.items():
                if column.startswith("attr_"):
                    if cell and cell not in attributes[column.removeprefix("attr_")]["categories"]:
                        yield f"{place}: {column} holds {cell}"
                    continue
                kind = body.get(column)
                if kind is None:
                    yield f"{place}: no column {column} is declared"
                elif cell and not _fits(kind, cell):
                    yield f"{place}: {column} holds {cell}"
                elif cell and kind.startswith("ref(") and cell not in ids[kind.split(")")[0][4:]]:
                    yield f"{place}: {column} refers to {cell}"
            if key:
                seen[tuple(row.get(column, "") for column in key)] += 1
        yield from (f"{name}: {parts} stands {count} times" for parts, count in seen.items() if count > 1)


@pytest.mark.parametrize("planted", [True, False])
@pytest.mark.parametrize("seed", [COMMITTED_SEED, 1])
def test_every_declared_table_is_filled_with_valid_rows_and_unique_keys(seed: int, planted: bool) -> None:
    tables = town(seed, planted)
    assert set(tables) == set(_declared()) - {SAID_LATER}
    assert all(tables.values())
    assert list(_problems(tables)) == []


def test_the_own_validation_finds_seeded_faults() -> None:
    tables = {name: [dict(row) for row in rows] for name, rows in town(1, planted=True).items()}
    tables["event"][0]["decision"] = "perhaps"
    tables["vote"][0]["actor"] = "P999"
    tables["actor"][1]["id"] = tables["actor"][0]["id"]
    tables["benefit"][0]["amount"] = ""
    tables["contribution"][3]["answered_at"] = "2021-02-30"
    words = " ".join(_problems(tables))
    for fault in ("holds perhaps", "refers to P999", "stands 2 times", "amount is empty", "holds 2021-02-30"):
        assert fault in words
