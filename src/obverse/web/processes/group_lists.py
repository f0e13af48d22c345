"""Who is affected, listed by two people separately: each sees only their own list until both are finished.

Two independent lists show what one person alone would have forgotten. In the evidence the two stand as ``list-1`` and
``list-2``, never by name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from obverse.web.journal.writing import note
from obverse.web.processes.models import GroupList, Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Row
from obverse.web.registers.numbering import next_id

if TYPE_CHECKING:
    from obverse.web.people.models import Person

TABLE = "stakeholder_group"
COLUMNS = ("label", "side", "affected", "advocate")
LISTERS = 2
Entry = Mapping[str, str]


class NotPossible(Exception):  # noqa: N818 - it says what is the matter; ``why`` is the name of a text
    """What was asked for cannot be done as the lists stand."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a process as one person may see them: their own, and how far the others are."""

    own: GroupList | None
    all: tuple[GroupList, ...]

    @property
    def may_begin(self) -> bool:
        """Whether this person can still begin a list."""
        return self.own is None and len(self.all) < LISTERS

    @property
    def others(self) -> tuple[GroupList, ...]:
        """The lists of others; their entries are shown to nobody before ``are_done``."""
        return tuple(one for one in self.all if self.own is None or one.pk != self.own.pk)

    @property
    def are_done(self) -> bool:
        """Whether both are finished, so that they can be seen side by side."""
        return len(self.all) == LISTERS and all(one.done_at for one in self.all)

    @property
    def are_joined(self) -> bool:
        """Whether they have become rows of the register."""
        return any(one.joined_at for one in self.all)


def lists_of(process: Process, person: Person) -> Lists:
    """The lists of a process as somebody may see them."""
    found = tuple(GroupList.objects.filter(process=process))
    return Lists(next((one for one in found if one.by == person.mark), None), found)


def write(
    process: Process, entries: Sequence[Entry], *, by: Person, is_done: bool, expected_version: int
) -> GroupList:
    """Write one's own list; ``expected_version`` is 0 where it has not been begun.

    Raises:
        NotPossible: two others list already, the list is finished, it says nothing, or it changed meanwhile.
    """
    kept = [{key: one[key] for key in COLUMNS if one.get(key)} for one in entries if one.get("label")]
    with transaction.atomic():
        Process.objects.select_for_update().get(pk=process.pk)
        lists = lists_of(process, by)
        own = lists.own
        if own is None and not lists.may_begin:
            raise NotPossible("taken")
        if own is not None and own.done_at:
            raise NotPossible("finished")
        if (own.version if own else 0) != expected_version:
            raise NotPossible("changed")
        if is_done and not kept:
            raise NotPossible("empty")
        if own is None:
            number = 1 + max((one.number for one in lists.all), default=0)
            own = GroupList(process=process, by=by.mark, number=number, version=0)
        own.entries, own.version = kept, own.version + 1
        own.done_at = timezone.now() if is_done else None
        own.save()
        what = "processes.list_finished" if is_done else "processes.list_written"
        note(what, by=by, process=process, about=f"list-{own.number}", details={"groups": len(kept)})
    return own


def reopen(process: Process, *, by: Person) -> None:
    """Take one's own list up again, as long as the other one has not been seen.

    Raises:
        NotPossible: both are finished, so that the other list may have been seen.
    """
    with transaction.atomic():
        Process.objects.select_for_update().get(pk=process.pk)
        lists = lists_of(process, by)
        if lists.own is None or lists.are_done:
            raise NotPossible("seen")
        lists.own.done_at, lists.own.version = None, lists.own.version + 1
        lists.own.save()
        note("processes.list_reopened", by=by, process=process, about=f"list-{lists.own.number}")


def give_up(process: Process, number: int, *, by: Person) -> None:
    """Throw an unfinished list away unseen, for one whose author will not finish it.

    Raises:
        NotPossible: it is finished or not there.
    """
    with transaction.atomic():
        Process.objects.select_for_update().get(pk=process.pk)
        deleted, _ = GroupList.objects.filter(process=process, number=number, done_at=None).delete()
        if not deleted:
            raise NotPossible("finished")
        note("processes.list_given_up", by=by, process=process, about=f"list-{number}")


def suggested(first: Sequence[Entry], second: Sequence[Entry]) -> list[int | None]:
    """For each group of the second list the place of the one in the first that bears the same name."""
    places = {_plain(one["label"]): place for place, one in reversed(list(enumerate(first)))}
    taken: set[int] = set()
    found: list[int | None] = []
    for one in second:
        place = places.get(_plain(one["label"]))
        found.append(place if place is not None and place not in taken else None)
        if place is not None:
            taken.add(place)
    return found


def join(process: Process, same: Sequence[int | None], *, by: Person) -> list[Row]:
    """Join both finished lists into the register.

    ``same`` holds for each group of the second list the place of the same group in the first, or None where the first
    does not have it.

    Raises:
        NotPossible: they are not both finished, were joined already, or two groups were called the same as one.
    """
    with transaction.atomic():
        Process.objects.select_for_update().get(pk=process.pk)
        lists = lists_of(process, by)
        if not lists.are_done:
            raise NotPossible("unfinished")
        if lists.are_joined:
            raise NotPossible("joined")
        first, second = lists.all
        named = [place for place in same if place is not None]
        fits = len(same) == len(second.entries) and all(0 <= place < len(first.entries) for place in named)
        if not fits or len(set(named)) != len(named):
            raise NotPossible("doubled")
        twins = {place: second.entries[at] for at, place in enumerate(same) if place is not None}
        names = [f"list-{one.number}" for one in lists.all]
        rows = []
        for place, one in enumerate(first.entries):
            twin = twins.get(place)
            values = agreed(one, twin) if twin else dict(one)
            rows.append((values, "|".join(names) if twin else names[0]))
        rows += [(dict(second.entries[at]), names[1]) for at, place in enumerate(same) if place is None]
        written = [_write(process, values, listed_by, by) for values, listed_by in rows]
        GroupList.objects.filter(process=process).update(joined_at=timezone.now())
        details = {"groups": len(rows), "on_both": len(named)}
        note("processes.lists_joined", by=by, process=process, about=TABLE, details=details)
    return written


def agreed(first: Entry, second: Entry) -> dict[str, str]:
    """One group of two lists: what only one says is taken, and where they differ nobody knows."""
    found = {"label": first["label"], "side": first.get("side") or second.get("side", "")}
    for key in ("affected", "advocate"):
        said = {one[key] for one in (first, second) if one.get(key) and one[key] != "unknown"}
        if len(said) == 1:
            found[key] = said.pop()
        elif said:
            found[key] = "unknown"
    return found


def _write(process: Process, values: Mapping[str, str], listed_by: str, by: Person) -> Row:
    full = {"id": next_id(process, TABLE), "side": "external", **values, "listed_by": listed_by}
    return add_row(process, TABLE, {key: value for key, value in full.items() if value}, by=by)


def _plain(label: str) -> str:
    bare = unicodedata.normalize("NFKD", label.casefold())
    return " ".join("".join(sign for sign in bare if sign.isalnum() or sign.isspace()).split())
