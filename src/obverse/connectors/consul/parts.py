"""Which kind of export of Consul each file is, told from what stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from obverse.connectors.consul.graphql import KINDS, snake
from obverse.evidence.receiving.delimited import read_header
from obverse.evidence.receiving.fields import Match, read_fields

GRAPHQL = "graphql"
_START = 1 << 16
_DATA = re.compile(r'"data"\s*:\s*\{\s*"(\w+)"\s*:\s*[\[{]')
_TYPE = re.compile(r'"__typename"\s*:\s*"(\w+)"')
# Of each kind, the fields that together tell a CSV file of it from the files of others.
_MARKS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "investments": (("feasibility", "valuation_finished"), ("feasibility", "selected", "author")),
    "notifications": (("title", "body", "proposal_id"),),
    "debates": (("title", "against"),),
    "comments": (("body", "commentable_id"), ("body", "debate_id"), ("body", "proposal_id")),
    "votes": (("vote_flag",), ("created_at",)),
    "tags": (("name",),),
    "proposals": (("title", "summary"), ("title", "supports")),
}
_GEOZONES = {"id", "name", "html_map_coordinates", "external_code", "census_code", "geojson", "color"}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export: a saved answer of GraphQL, or a table of one kind as CSV or JSON."""

    file: Path
    kind: str
    as_json: bool = False


def sort_files(files: Sequence[Path]) -> tuple[list[Part], list[Path]]:
    """Tell the files apart: those of Consul, and those that are strange to it."""
    parts, unsure, strange = [], [], []
    for file in files:
        kind = _kind(file)
        if kind:
            parts.append(Part(file, kind, _is_json(file)))
        elif not _is_json(file) and {"id", "name"} <= set(read_header(file)) <= _GEOZONES:
            unsure.append(file)
        else:
            strange.append(file)
    # A list of names is anybody's; beside other files of Consul it is its list of zones.
    if parts:
        parts += [Part(file, "geozones") for file in unsure]
    else:
        strange += unsure
    return parts, strange


def table_match(header: Sequence[str], kinds: Sequence[str] = tuple(_MARKS)) -> Match | None:
    """A header of a CSV file (or the keys of a JSON table) read as a kind of Consul's tables; None for others'."""
    declared = read_fields(__package__)
    for kind in kinds:
        match = declared.match(header, kinds=(kind,))
        if match is None or 2 * len(match.unknown) > len(header):
            continue
        if any(set(marks) <= set(match.columns) for marks in _MARKS.get(kind, ((),))):
            return match
    return None


def objects_in(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a JSON table."""
    return [item for item in value if isinstance(item, dict) and item] if isinstance(value, list) else []


def _kind(file: Path) -> str:
    start = _start(file)
    if start[:1] == "{":
        return GRAPHQL if _is_answer(start) else ""
    match = table_match(_keys(start) if start[:1] == "[" else read_header(file))
    return match.kind.name if match else ""


def _is_answer(start: str) -> bool:
    found = _DATA.search(start)
    if found is None:
        return False
    typed = _TYPE.search(start)
    return snake(found[1]) in KINDS or (typed is not None and snake(typed[1]) in KINDS)


def _keys(start: str) -> list[str]:
    try:
        first, _ = json.JSONDecoder().raw_decode(start, start.index("{"))
    except (ValueError, RecursionError):
        return []
    return [str(key) for key in first] if isinstance(first, dict) else []


def _is_json(file: Path) -> bool:
    return _start(file)[:1] in {"{", "["}


def _start(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(_START)
    except OSError:
        return ""
    return content.decode("utf-8-sig", errors="ignore").lstrip()
