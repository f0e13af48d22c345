"""What the charter says as sections of ``dossier.toml``, and sections of a dossier as answers of a charter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from obverse.web.processes.charter import ATTRIBUTES, questions

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

SECTIONS = ("process", "audit", "valuation")
# What the process itself holds, and what each audit is given anew.
_ELSEWHERE = frozenset({"process.id", "process.title", "process.body", "audit.as_of"})


def facts_of(process: Process) -> dict[str, dict[str, Any]]:
    """The sections ``process``, ``audit``, ``attributes`` and ``valuation`` of the dossier of a process.

    What is unknown or not yet answered is left out. Keys stand in an order of their own, the same each time; the day
    from which an audit looks (``audit.as_of``) is for whoever composes the dossier.
    """
    own = {"id": process.slug, "title": process.title, "body": process.body.name}
    found: dict[str, dict[str, Any]] = {"process": own, "audit": {}, "attributes": {}, "valuation": {}}
    order = {identifier: place for place, identifier in enumerate(questions())}
    for identifier in sorted(process.charter, key=lambda name: (order.get(name, len(order)), name)):
        section, _, key = identifier.partition(".")
        value = process.answer(identifier)
        if value is None or identifier in _ELSEWHERE:
            continue
        if section in SECTIONS:
            found[section][key] = _as_declared(identifier, value)
        elif identifier == ATTRIBUTES and isinstance(value, list):
            found["attributes"] = {one["name"]: _attribute(one) for one in value}
    return found


def charter_of(sections: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answers that the sections of a dossier give: what ``facts_of`` turns into the same sections again."""
    found = {
        f"{section}.{key}": {"value": _as_kept(f"{section}.{key}", value)}
        for section in SECTIONS
        for key, value in sections.get(section, {}).items()
        if f"{section}.{key}" not in _ELSEWHERE
    }
    attributes = sections.get("attributes", {})
    if attributes:
        # A list, because not every database keeps the order of names.
        found[ATTRIBUTES] = {"value": [{"name": name, **said} for name, said in attributes.items()]}
    return found


def _attribute(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _in_order(said[key]) for key in ("label", "categories", "order", "labels") if said.get(key)}


def _in_order(value: Any) -> Any:
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def _as_declared(identifier: str, value: Any) -> Any:
    question = questions().get(identifier)
    if question is None:
        return _in_order(value)
    if question.kind == "day":
        return dt.date.fromisoformat(value)
    if question.kind == "choice" and value.isdigit():
        return int(value)
    return value


def _as_kept(identifier: str, value: Any) -> Any:
    question = questions().get(identifier)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if question is not None and question.kind == "choice" else value
