"""Saved answers of Consul's GraphQL interface: items of every kind, wherever in the answer they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.evidence.importing.extract import FILE
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.json_document import as_text

# The fields of the schema that hold items, in the singular and in the plural (app/graphql/types/query_type.rb).
KINDS = {
    "budget": "budgets",
    "budgets": "budgets",
    "budget_investment": "investments",
    "budget_investments": "investments",
    "comment": "comments",
    "comments": "comments",
    "debate": "debates",
    "debates": "debates",
    "geozone": "geozones",
    "geozones": "geozones",
    "investment": "investments",
    "investments": "investments",
    "milestone": "milestones",
    "milestones": "milestones",
    "proposal": "proposals",
    "proposal_notification": "notifications",
    "proposal_notifications": "notifications",
    "proposals": "proposals",
    "public_author": "users",
    "public_comments": "comments",
    "public_debates": "debates",
    "public_proposals": "proposals",
    "tag": "tags",
    "tags": "tags",
    "user": "users",
    "users": "users",
    "vote": "votes",
    "votes": "votes",
    "votes_for": "votes",
}
# What an item says about these is told by the outer item as well.
_TOLD_BY_THE_OUTER = {"public_author": ("id", "username"), "geozone": ("id", "name")}
_VOTABLE = {
    "proposals": "Proposal",
    "debates": "Debate",
    "comments": "Comment",
    "investments": "Budget::Investment",
}
_KNOWS_ITS_PLACE = ("comments", "milestones")
Row = dict[str, str]


@dataclass(slots=True)
class Answers:
    """All items of several saved answers, each once; ``pages`` tells per list whether its last page is among them."""

    items: dict[tuple[str, str], Row] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[Path, int]] = field(default_factory=dict)
    pages: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    nameless: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    _rows: Counter[tuple[Path, str]] = field(default_factory=Counter)

    def take(self, file: Path, content: Mapping[str, Any]) -> None:
        """Take in what stands below ``data`` of one answer."""
        for key, value in content.items():
            kind = KINDS.get(snake(key)) or _kind_by_type(value)
            if kind is not None and isinstance(value, dict | list):
                self._visit(file, kind, value, "", "")

    def kinds(self) -> list[str]:
        """The kinds of items found."""
        return list(dict.fromkeys(kind for kind, _ in self.items))

    def table(self, kind: str) -> pa.Table:
        """The items of a kind as rows of texts, with their file and row."""
        keys = [key for key in self.items if key[0] == kind]
        names = list(dict.fromkeys(name for key in keys for name in self.items[key]))
        columns = {
            name: pa.array([self.items[key].get(name, "") for key in keys], pa.string()) for name in names
        }
        columns[FILE] = pa.array([str(self.places[key][0]) for key in keys], pa.string())
        columns[ROW] = pa.array([self.places[key][1] for key in keys], pa.int64())
        return pa.table(columns)

    def unfinished(self, kind: str) -> bool:
        """Whether a list of the kind goes on after the pages that were given."""
        return any(not closed for (what, _, _), closed in self.pages.items() if what == kind)

    def _visit(self, file: Path, kind: str, value: Any, under_kind: str, under_id: str) -> None:
        if isinstance(value, dict) and isinstance(
            info := value.get("pageInfo", value.get("page_info")), dict
        ):
            more = info.get("hasNextPage", info.get("has_next_page"))
            if isinstance(more, bool):
                place = (kind, under_kind, under_id)
                self.pages[place] = self.pages.get(place, False) or not more
        for item in _items(value):
            self._take_item(file, kind, item, under_kind, under_id)

    def _take_item(
        self, file: Path, kind: str, item: Mapping[str, Any], under_kind: str, under_id: str
    ) -> None:
        self._rows[file, kind] += 1
        number = self._rows[file, kind] + 1
        identity = as_text(item.get("id"))
        row: Row = {}
        if under_kind:
            row |= {"under_kind": under_kind, "under_id": under_id} if kind in _KNOWS_ITS_PLACE else {}
            if kind == "votes" and under_kind in _VOTABLE:
                row |= {"votable_type": _VOTABLE[under_kind], "votable_id": under_id}
        for key, value in item.items():
            name = snake(key)
            inner = KINDS.get(name)
            if inner == "tags" and isinstance(value, dict | list):
                row["tags"] = ", ".join(as_text(tag.get("name")) for tag in _items(value))
            elif name in _TOLD_BY_THE_OUTER and not isinstance(value, list):
                told = value if isinstance(value, dict) else {}
                row |= {f"{name}/{part}": as_text(told.get(part)) for part in _TOLD_BY_THE_OUTER[name]}
                if inner and told:
                    self._visit(file, inner, told, "", "")
            elif inner and isinstance(value, dict | list):
                self._visit(file, inner, value, kind, identity)
            elif name != "__typename":
                row[name] = as_text(value)
        if kind != "tags" or identity:
            self._keep(file, number, kind, identity, row)

    def _keep(self, file: Path, number: int, kind: str, identity: str, row: Row) -> None:
        if not identity:
            self.nameless[kind] += 1
            return
        key = (kind, identity)
        if key not in self.items:
            self.items[key], self.places[key] = row, (file, number)
            return
        known = self.items[key]
        for name, value in row.items():
            if value and known.get(name) and known[name] != value and not name.startswith("under_"):
                first, place = self.places[key]
                details = {
                    "value": f"'{kind} {identity}'",
                    "table": kind,
                    "first_file": first.name,
                    "first": str(place),
                }
                self.problems.append(Problem("contradicting_rows", file.name, number, name, details=details))
            elif value or name not in known:
                known.setdefault(name, value)
                known[name] = known[name] or value


def snake(key: str) -> str:
    """A key of an answer as the schema's source spells it.

    >>> snake("cachedVotesUp"), snake("cached_votes_up")
    ('cached_votes_up', 'cached_votes_up')
    """
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for entry in value:
            yield from _items(entry)
    elif isinstance(value, dict) and isinstance(value.get("edges"), list):
        for edge in value["edges"]:
            if isinstance(edge, dict) and isinstance(edge.get("node"), dict):
                yield edge["node"]
    elif isinstance(value, dict) and isinstance(value.get("nodes"), list):
        yield from (node for node in value["nodes"] if isinstance(node, dict))
    elif isinstance(value, dict) and set(value) - {"pageInfo", "page_info", "__typename", "totalCount"}:
        yield value


def _kind_by_type(value: Any) -> str | None:
    """The kind of a list that the query gave a name of its own."""
    first = next(_items(value), {})
    name = first.get("__typename")
    return KINDS.get(snake(name)) if isinstance(name, str) else None
