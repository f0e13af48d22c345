"""A saved answer of Decidim's GraphQL interface: its nodes as rows with the same headings as the open data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What asks for spaces in a query, and what stands for them in an address.
_SPACES = {
    "participatoryProcesses": "processes",
    "participatoryProcess": "processes",
    "assemblies": "assemblies",
    "assembly": "assemblies",
    "conferences": "conferences",
    "conference": "conferences",
    "initiatives": "initiatives",
    "initiative": "initiatives",
}
# Timeline entries are called milestones in the version after 0.31.
_TIMELINES = ("timelineEntries", "milestones")
_RESULT = {"progress", *_TIMELINES}
_PROPOSAL = {"answeredAt", "voteCount", "endorsementsCount", "likesCount", "originalProposal"}
_ALWAYS = {
    "results": ("id", "title", "progress", "component"),
    "proposals": ("id", "title", "body", "state", "component"),
    "milestones": ("id", "entry_date"),
    "processes": ("id", "slug", "title", "participatory_structure"),
}


@dataclass(slots=True)
class Answer:
    """What stands in an answer: rows by kind of file, and whether the platform has more pages than were saved."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    has_more: bool = False
    seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, kind: str, row: dict[str, Any]) -> None:
        """Take a row once, however often its node stands in the answer."""
        known = (kind, str(row.get("id", "")))
        if known in self.seen:
            return
        self.seen.add(known)
        self.rows.setdefault(kind, []).append(dict.fromkeys(_ALWAYS[kind], "") | row)


def read_answer(value: Any) -> Answer:
    """All nodes of an answer (or of a list of answers), wherever they stand in it."""
    answer = Answer()
    _walk(value, "", {}, answer)
    return answer


def _walk(value: Any, key: str, place: Mapping[str, Any], answer: Answer) -> None:
    if isinstance(value, list):
        for item in value:
            _walk(item, key, place, answer)
        return
    if not isinstance(value, dict):
        return
    if key in _SPACES and "slug" in value:
        place = {"id": value.get("id", ""), "url": f"/{_SPACES[key]}/{value['slug']}"}
        if _SPACES[key] == "processes":
            answer.add("processes", _plain(value))
    if key == "pageInfo" and value.get("hasNextPage") is True:
        answer.has_more = True
    if "id" in value and "title" in value:
        if _RESULT & set(value):
            _result(value, place, answer)
        elif _PROPOSAL & set(value) or ({"state", "publishedAt"} <= set(value) and key in {"node", "nodes"}):
            answer.add("proposals", _plain(value) | {"participatory_space": dict(place)})
    for name, inner in value.items():
        # Inside edges and nodes, what the connection was asked for still counts.
        _walk(inner, key if name in {"edges", "node", "nodes"} and key in _SPACES else name, place, answer)


def _result(value: Mapping[str, Any], place: Mapping[str, Any], answer: Answer) -> None:
    row = _plain(value) | {"participatory_space": dict(place)}
    if children := value.get("children"):
        row.setdefault("children_count", len(children) if isinstance(children, list) else "")
    for name in _TIMELINES:
        entries = value.get(name)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                told = _plain(entry) | {"result": {"id": value["id"]}, "participatory_space": dict(place)}
                answer.add("milestones", told)
    answer.add("results", row)


def _plain(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without the nodes inside it, its keys and translations as the open data writes them."""
    row: dict[str, Any] = {}
    for name, value in node.items():
        heading = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
        if isinstance(value, dict):
            if "translations" in value:
                row[heading] = _translated(value["translations"])
            elif "translation" in value:
                row[heading] = value["translation"]
            elif name in {"status", "parent", "author"}:
                row[heading] = _plain(value)
            elif set(value) <= {"latitude", "longitude"}:
                row |= value
        elif not isinstance(value, list) and name != "__typename":
            row[heading] = value
    return row


def _translated(translations: Any) -> Any:
    told = {
        str(item["locale"]): item.get("text")
        for item in (translations if isinstance(translations, list) else ())
        if isinstance(item, dict) and item.get("locale")
    }
    return told or ""
