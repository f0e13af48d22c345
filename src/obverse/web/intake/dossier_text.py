"""The text of ``dossier.toml`` as the workspace writes it: the same state gives the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import tomlkit

from obverse.web.audits.models import Threshold
from obverse.web.bridge import declared_keys, tables
from obverse.web.intake.models import Aside
from obverse.web.processes.facts import facts_of
from obverse.web.registers.models import Declaration
from obverse.web.surveys.models import Wave

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

FILE = "dossier.toml"
PARTS, LANGUAGES = ("label", "definition"), ("en", "fr")
_DAYS = ("kept_from", "kept_until")
_WITHHELD = ("hidden", "not_exported", "source")


def dossier_text(process: Process, aside: Aside, *, as_of: dt.date) -> str:
    """All that a process declares, as ``dossier.toml`` says it."""
    facts = facts_of(process)
    content: dict[str, Any] = {
        "process": _plain(facts["process"]),
        "audit": _plain({**facts["audit"], "as_of": as_of}),
    }
    if facts.get("valuation"):
        content["valuation"] = _plain(facts["valuation"])
    attributes = {name: _plain(said) for name, said in facts["attributes"].items()}
    sections = {"attributes": attributes, "coverage": _coverage(process), "platform": _platform(aside)}
    content |= {name: said for name, said in sections.items() if said}
    frozen, amended = _thresholds(process, aside)
    if frozen:
        content["threshold"] = frozen
    if amended:
        content["amendment"] = amended
    if asked := _local_values(process):
        content["local_value"] = asked
    return tomlkit.dumps(content)


def _local_values(process: Process) -> list[dict[str, str]]:
    """The town's own public values that a loaded wave asked about; the latest wording of each."""
    loaded = Wave.objects.filter(process=process, state=Wave.State.LOADED).order_by("id")
    values = {one["id"]: one for wave in loaded for one in wave.questionnaire.get("local_values", ())}
    return [
        {
            "id": name,
            **{
                f"{part}_{language}": values[name][part][language] for part in PARTS for language in LANGUAGES
            },
        }
        for name in sorted(values)
    ]


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same without what is unknown; texts by name in an order that no database changes."""
    return {
        key: dict(sorted(value.items())) if isinstance(value, Mapping) else value
        for key, value in said.items()
        if value not in (None, "", {})
    }


def _coverage(process: Process) -> dict[str, Any]:
    declared = {one.table: one.said for one in Declaration.objects.filter(process=process)}
    return {name: coverage_of(declared[name]) for name in tables() if name in declared}


def coverage_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was declared of a register, as dossier.toml says it; days are kept as texts here."""
    found = {key: said[key] for key in declared_keys() if said.get(key)}
    for key in _DAYS:
        if isinstance(found.get(key), str):
            found[key] = dt.date.fromisoformat(found[key])
    return found


def declared_in(said: Mapping[str, Any]) -> dict[str, Any]:
    """What dossier.toml says of a register, as it is kept here."""
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in said.items()}


def _platform(aside: Aside) -> dict[str, Any]:
    return {
        name: _plain({key: aside.platform[name].get(key) for key in _WITHHELD})
        for name in tables()
        if name in aside.platform
    }


def _thresholds(process: Process, aside: Aside) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    frozen, amended = [], []
    for one in Threshold.objects.filter(process=process).order_by("id"):
        # Whoever set it here stands in the journal, by their mark; a dossier may say it in words of its own.
        set_by = aside.set_by.get(str(one.pk), "") if one.set_by is None else ""
        line = {
            "indicator": one.indicator,
            "subject": one.subject if one.subject != "*" else "",
            "value": one.value,
            "smallest_difference": one.smallest_difference or None,
            "unit": one.unit,
            "klass": one.klass,
            "source": one.source,
        }
        if one.amends:
            amended.append(_plain({**line, "reason": one.reason, "amended_on": one.set_on, "set_by": set_by}))
        else:
            own = {"direction": one.direction, "frozen_on": one.set_on, "set_by": set_by}
            frozen.append(_plain({**line, **own}))
    return frozen, amended
