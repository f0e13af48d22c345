"""Who decides what at which step: the grid of steps and classes of actors, as rows of the register of rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from obverse.web.bridge import tables
from obverse.web.processes.answering import digest
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row, change_row, remove_row
from obverse.web.registers.models import Row

if TYPE_CHECKING:
    from obverse.web.people.models import Person

TABLE = "decision_right"
Place = tuple[str, str]
"""A step and a class of actors."""


class Conflict(Exception):  # noqa: N818 - what stands is read anew by whoever shows it
    """Somebody else changed the grid meanwhile."""


class NoReason(Exception):  # noqa: N818 - it says what is missing
    """Something that stands would be changed, and nobody said why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the grid; ``row`` is what stands there, and several rows (of several periods) are not for a grid."""

    place: Place
    level: str
    row: Row | None
    has_periods: bool = False


def codes(column: str) -> tuple[str, ...]:
    """The words among which a column of the register chooses."""
    return tuple(tables()[TABLE].columns[column].codes)


def grid(process: Process, basis: str) -> Mapping[Place, Cell]:
    """The whole grid for one basis: promised, formal or practised."""
    rows: dict[Place, list[Row]] = {}
    for row in Row.objects.filter(process=process, table=TABLE, is_removed=False).order_by("position"):
        if row.values.get("basis", "") == basis:
            rows.setdefault((row.values["step"], row.values["actor_class"]), []).append(row)
    found = {}
    for step in codes("step"):
        for actor in codes("actor_class"):
            here = rows.get((step, actor), [])
            last = here[-1] if here else None
            level = str(last.values.get("level", "")) if last else ""
            found[step, actor] = Cell((step, actor), level, last, has_periods=len(here) > 1)
    return found


def seen(cells: Mapping[Place, Cell]) -> str:
    """A digest of the grid as its reader saw it."""
    return digest(
        [[*place, str(cell.row.key) if cell.row else "", cell.level] for place, cell in cells.items()]
    )


def write(
    process: Process, basis: str, levels: Mapping[Place, str], *, by: Person, as_seen: str, reason: str
) -> int:
    """Write the grid: what is new is added, what differs changed, what was emptied removed. Returns how many rows.

    Raises:
        Conflict: it is not the grid that was seen any more.
        NoReason: something that stands would be changed or removed without a reason.
    """
    count = 0
    with transaction.atomic():
        now = Process.objects.select_for_update().get(pk=process.pk)
        cells = grid(now, basis)
        if seen(cells) != as_seen:
            raise Conflict
        for place, cell in cells.items():
            level = levels.get(place, cell.level)
            if cell.has_periods or level == cell.level:
                continue
            count += 1
            if cell.row is not None and not reason:
                raise NoReason
            if cell.row is None:
                step, actor = place
                values = {"step": step, "actor_class": actor, "level": level, "basis": basis}
                add_row(now, TABLE, values, by=by)
            elif level:
                changed = {**cell.row.values, "level": level}
                change_row(cell.row, changed, by=by, reason=reason, expected_version=cell.row.version)
            else:
                remove_row(cell.row, by=by, reason=reason, expected_version=cell.row.version)
    return count
