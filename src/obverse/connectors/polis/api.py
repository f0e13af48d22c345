"""What the programming interface of Polis gives, laid out as the files of the export: votes, statements, groups."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.connectors.polis.sign import AGREE, TURNED
from obverse.connectors.texts import FolderTexts
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.json_document import as_text, read_json

# What the interface calls the columns of the export: the server's own names, then those of renamed copies.
NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "votes": {
        "timestamp": ("modified", "created"),
        "comment-id": ("tid", "statement_id"),
        "voter-id": ("pid", "participant_id"),
        "vote": ("vote",),
        "important": ("high_priority",),
    },
    "comments": {
        "timestamp": ("created",),
        "comment-id": ("tid", "statement_id"),
        "author-id": ("pid", "participant_id"),
        "agrees": ("agree_count",),
        "disagrees": ("disagree_count",),
        "moderated": ("mod", "moderated"),
        "is-seed": ("is_seed",),
        "comment-body": ("txt",),
    },
}
_NEEDED = {
    "votes": ("comment-id", "voter-id", "vote"),
    "comments": ("comment-id", "author-id", "comment-body"),
}
_GROUPS = (b'"group-clusters"', b'"base-clusters"')
_START = 1 << 18
_problem = FolderTexts(__package__).problem


def part_of(start: str, file: Path) -> str:
    """Which part of an export a JSON file stands for, told from its beginning; empty where it is none."""
    if start.lstrip().startswith("["):
        place = start.find("{")
        try:
            first, _ = json.JSONDecoder().raw_decode(start[place:]) if place >= 0 else ({}, 0)
        except (ValueError, RecursionError):
            return ""
        return next((part for part in _NEEDED if isinstance(first, dict) and _is(part, first)), "")
    try:
        content = file.read_bytes()
    except OSError:
        return ""
    return "math" if all(name in content for name in _GROUPS) else ""


def _is(part: str, item: Mapping[str, object]) -> bool:
    return all(any(name in item for name in NAMES[part][column]) for column in _NEEDED[part])


def sign_of(file: Path) -> int:
    """The sign of agreement in votes of the interface: -1 under the server's own names, 1 in renamed copies."""
    start = file.read_text(encoding="utf-8", errors="replace")[:_START]
    return AGREE if '"participant_id"' in start else TURNED


def read_part(part: str, file: Path) -> tuple[pa.Table | None, list[Problem]]:
    """Votes or statements as a table of texts with the headings of the export."""
    content, problems = read_json(file)
    if problems:
        return None, problems
    items = [item if isinstance(item, dict) else {} for item in content]
    if several := _conversations(items):
        return None, [_problem("several_conversations", file.name, details={"count": str(several)})]
    columns = {
        column: pa.array([_cell(column, _first(item, names)) for item in items], pa.string())
        for column, names in NAMES[part].items()
    }
    rows = pa.array(range(2, len(items) + 2), pa.int64())
    return pa.table({**columns, ROW: rows}), []


def read_groups(file: Path) -> tuple[pa.Table | None, list[Problem]]:
    """Every participant that the computation of the groups knows, with their group, as the export's participants."""
    content, problems = read_json(file)
    if problems:
        return None, problems
    try:
        base = content["base-clusters"]
        members = {
            as_text(number): people for number, people in zip(base["id"], base["members"], strict=True)
        }
        groups = {
            as_text(person): as_text(group["id"])
            for group in content["group-clusters"]
            for number in group["members"]
            for person in members[as_text(number)]
        }
        counts = {as_text(person): as_text(count) for person, count in content["user-vote-counts"].items()}
        heard = [as_text(person) for person in content.get("in-conv") or ()]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        details = {"error": f"{type(error).__name__} {error}"[:80]}
        return None, [Problem("unreadable", file.name, details=details)]
    people = list(dict.fromkeys([*counts, *heard, *groups]))
    columns = {
        "participant": people,
        "group-id": [groups.get(person, "") for person in people],
        "n-comments": [""] * len(people),
        "n-votes": [counts.get(person, "") for person in people],
        "n-agree": [""] * len(people),
        "n-disagree": [""] * len(people),
    }
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return table.append_column(ROW, pa.array(range(2, len(people) + 2), pa.int64())), []


def _conversations(items: Sequence[Mapping[str, Any]]) -> int:
    """How many conversations the items are of, where it is more than one."""
    found = {as_text(item.get("conversation_id")) for item in items} - {""}
    return len(found) if len(found) > 1 else 0


def _first(item: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def _cell(column: str, value: Any) -> str:
    if column == "vote" and value is None:
        # The server stores some passes as nothing, and writes 0 for them into its own export.
        return "0"
    if column == "important":
        return {"True": "1", "False": "0"}.get(str(value), as_text(value))
    return as_text(value)
