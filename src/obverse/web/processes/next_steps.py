"""What comes next in a process, in the order of the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from obverse.web.audits.models import Audit
from obverse.web.people import may
from obverse.web.publications.models import Publication
from obverse.web.texts import say

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from obverse.web.people.models import Person
    from obverse.web.processes.afternoon import Afternoon
    from obverse.web.processes.models import Process
    from obverse.web.processes.progress import Progress


@dataclass(frozen=True, slots=True)
class Next:
    """One step of the work; without an ``address`` it is somebody else's, or begins later."""

    id: str
    is_done: bool
    address: str

    @property
    def title(self) -> str:
        """What it is."""
        return say(f"processes.next.{self.id}.title")

    @property
    def text(self) -> str:
        """What it is good for."""
        return say(f"processes.next.{self.id}.text")


def next_steps(
    process: Process,
    reader: Person | AnonymousUser,
    progress: Sequence[Progress],
    afternoon: Afternoon,
) -> list[Next]:
    """All steps of the work, with the addresses of those that the reader may take."""
    audits = Audit.objects.filter(process=process, is_done=True).exists()
    published = Publication.objects.filter(process=process, state=Publication.State.PUBLISHED).exists()
    work = (
        ("setup", all(one.state == "done" for one in progress), "process_setup", may.edit_registers),
        ("evidence", afternoon.first_open is None, "process_afternoon", may.edit_registers),
        ("freeze", process.frozen_at is not None, "thresholds", may.set_thresholds),
        ("audit", audits, "audits", may.run_audit),
        ("publish", published, "publications", may.see_report),
    )
    return [
        Next(name, is_done, reverse(page, args=[process.slug]) if act(reader, process) else "")
        for name, is_done, page, act in work
    ]
