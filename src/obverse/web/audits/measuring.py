"""Measures against concerns: written down before they start, and looked at again when they are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.comparing import Pair, pair
from obverse.web.audits.models import Audit, Measure
from obverse.web.audits.reading import Item, Told, told
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row, change_row
from obverse.web.registers.models import Row

if TYPE_CHECKING:
    from obverse.web.people.models import Person

TABLE = "mitigation"
_OFFERED = 40


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure with its row, when it is due, and the figures before and after; None where there is no after yet."""

    measure: Measure
    row: Row | None
    values: Mapping[str, str]
    due_on: dt.date | None
    after: Audit | None
    moved: Pair | None
    displaced: Pair | None

    @property
    def state(self) -> str:
        """Whether it was taken back, waits for its day, waits for an audit, or was measured again."""
        if self.row is None or self.row.is_removed:
            return "removed"
        if self.after is not None:
            return "measured"
        if self.due_on is not None and self.due_on <= timezone.localdate():
            return "due"
        return "running"

    @property
    def as_expected(self) -> bool | None:
        """Whether the figure moved the way it was to; None where it cannot be told from chance."""
        if self.moved is None or self.moved.change not in ("moved", "counted_anew"):
            return None
        rose = self.moved.item["result"]["value"] > (self.moved.before or {})["result"]["value"]
        return bool(rose is (self.values.get("expected_direction") == "up"))


def begin(process: Process, audit: Audit, item: Item, written: Mapping[str, Any], *, by: Person) -> Measure:
    """Write a measure against a finding into its register, with the figure from which it starts."""
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        values = {
            "id": _free_id(held),
            "indicator": item["indicator"],
            "owner": written["owner"],
            "start_on": written["start_on"].isoformat(),
            "expected_direction": written["expected_direction"],
            "expected_change": digits(written["expected_change"]),
            "lag_days": str(written["lag_days"]),
            "displacement_indicator": written["displacement"],
            "stop_rule": written["stop_rule"],
            "baseline": digits(item["result"]["value"]) if "value" in item["result"] else "",
            "recorded_on": timezone.localdate().isoformat(),
        }
        row = add_row(held, TABLE, values, by=by)
        measure = Measure.objects.create(
            process=held,
            audit=audit,
            row=row.key,
            finding=item["key"],
            displacement=written["displacement"],
            what=written["what"].strip(),
            by=by.mark,
        )
        details = {"measure": measure.pk, "row": str(row.key), "audit": audit.number}
        note("audits.measure_begun", by=by, process=held, about=item["key"][:300], details=details)
    return measure


def followed(process: Process, language: str = "") -> list[Followed]:
    """All measures of a process, with what became of the figures at which they aimed."""
    measures = list(Measure.objects.filter(process=process).select_related("audit"))
    rows = {
        row.key: row for row in Row.objects.filter(process=process, key__in=[one.row for one in measures])
    }
    return [_followed(one, rows.get(one.row), language) for one in measures]


def write_outcome(one: Followed, *, by: Person, reason: str) -> None:
    """Write the figure after into the register, beside the one before.

    Raises:
        ValueError: there is no figure after.
        Conflict: the row was changed meanwhile.
    """
    if one.row is None or one.moved is None or "value" not in one.moved.item["result"]:
        raise ValueError("there is no figure to write down")
    values = {**one.row.values, "outcome": digits(one.moved.item["result"]["value"])}
    with transaction.atomic():
        change_row(one.row, values, by=by, reason=reason, expected_version=one.row.version)
        details = {"measure": one.measure.pk, "audit": one.after.number if one.after is not None else 0}
        note(
            "audits.outcome_written",
            by=by,
            process=one.row.process,
            about=one.measure.finding[:300],
            details=details,
        )


def offered(report: Told, item: Item) -> list[Item]:
    """The measures of the catalogue against a concern."""
    return [one for one in report.content["mitigations"] if item["key"] in one["concerns"]]


def watched(report: Told, item: Item) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The figures that would show whether the harm only moves elsewhere: suggested ones, then others."""
    named = {watch["indicator"] for one in offered(report, item) for watch in one["watch"]}
    figures = [
        one for one in report.content["findings"] if "value" in one["result"] and one["key"] != item["key"]
    ]
    judged = [one for one in figures if one["threshold"] is not None and one["reason"] != "described"]
    suggested = sorted(
        (one for one in figures if one["indicator"] in named), key=lambda one: one not in judged
    )[:_OFFERED]
    near = [one for one in figures if one["indicator"] == item["indicator"] and one not in judged]
    others = [one for one in [*judged, *near] if one not in suggested]
    return [_figure(one) for one in suggested], [_figure(one) for one in others]


def owners(process: Process) -> list[tuple[str, str]]:
    """The bodies of the register of actors, of which one can answer for a measure."""
    rows = Row.objects.filter(process=process, table="actor", is_removed=False)
    bodies = [row.values["id"] for row in rows if row.values.get("kind") == "organisation"]
    return [(body, body) for body in sorted(bodies)]


def _followed(measure: Measure, row: Row | None, language: str) -> Followed:
    values = row.values if row is not None else {}
    due_on = _due_on(values)
    later = Audit.objects.filter(process_id=measure.process_id, is_done=True, number__gt=measure.audit.number)
    after = later.filter(as_of__gte=due_on).order_by("-number").first() if due_on is not None else None
    if after is None:
        return Followed(measure, row, values, due_on, None, None, None)
    old, new = told(measure.audit, language).findings, told(after, language).findings

    def at_both(key: str) -> Pair | None:
        return pair(key, old.get(key), new.get(key), bridge.scale) if key in old or key in new else None

    return Followed(
        measure, row, values, due_on, after, at_both(measure.finding), at_both(measure.displacement)
    )


def _due_on(values: Mapping[str, str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(values["start_on"]) + dt.timedelta(days=int(float(values["lag_days"])))
    except (KeyError, ValueError, OverflowError):
        return None


def _free_id(process: Process) -> str:
    rows = Row.objects.filter(process=process, table=TABLE)
    taken = {row.values.get("id") for row in rows}
    number = len(taken) + 1
    while f"measure-{number}" in taken:
        number += 1
    return f"measure-{number}"


def digits(number: float) -> str:
    """A number as a register holds it."""
    return f"{number:.9f}".rstrip("0").rstrip(".")


def _figure(item: Item) -> tuple[str, str]:
    about = f", {item['about']}" if item["about"] else ""
    return item["key"], f"{item['indicator']} {item['name']}{about} ({item['result']['text']})"
