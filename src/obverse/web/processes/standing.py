"""What the evidence of a process allows to be asked, looked up in the background and kept until the evidence moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from obverse.web.bridge import indicator_names
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import ask
from obverse.web.processes.models import Process, Standing
from obverse.web.processes.register_links import register_address
from obverse.web.texts import language

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from obverse.web.people.models import Person

KIND = "standing"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing worth getting: in a sentence, where its register stands, and the indicators that it opens."""

    remedy: str
    address: str
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """What was said of a state of the evidence; ``job`` is the work that looks at a newer one, where there is some."""

    kept: Standing | None
    process: Process
    job: Job | None

    @property
    def is_current(self) -> bool:
        """Whether it speaks of the evidence as it is now."""
        return self.kept is not None and self.kept.evidence_version == self.process.evidence_version

    @property
    def possible(self) -> int:
        """How many indicators find what they need."""
        return len(self._said("possible"))

    @property
    def total(self) -> int:
        """How many indicators there are."""
        return self.possible + sum(len(one["ids"]) for one in self._said("worth"))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What has to be mended before anything can be said: the register that it is about, and the letter."""
        return [(str(one["table"]), str(one[language()])) for one in self._said("problems")]

    @property
    def missing(self) -> list[Missing]:
        """What to get next, what opens most first."""
        names = indicator_names(language())
        return [
            Missing(
                str(one["remedy"][language()]),
                register_address(self.process, one["table"]) if one["table"] else "",
                tuple((name, names.get(name, "")) for name in one["ids"]),
            )
            for one in self._said("worth")
        ]

    def _said(self, part: str) -> list[Any]:
        return list(self.kept.said.get(part, [])) if self.kept is not None else []


def standing_of(process: Process, *, by: Person | AnonymousUser | None) -> Stand:
    """What is known of the evidence; where that is older than the evidence, the work to look again is asked for."""
    kept = Standing.objects.filter(process=process).first()
    if kept is not None and kept.evidence_version == process.evidence_version:
        return Stand(kept, process, None)
    if _under_way(process) is None and not _failed_on_it(process):
        with transaction.atomic():
            Process.objects.select_for_update().get(pk=process.pk)
            if _under_way(process) is None:
                person = by if by is not None and by.is_authenticated else None
                ask(KIND, by=person, process=process, version=process.evidence_version)
    return Stand(kept, process, _under_way(process))


def _under_way(process: Process) -> Job | None:
    going_on = (Job.State.WAITING, Job.State.RUNNING)
    return Job.objects.filter(process=process, kind=KIND, state__in=going_on).first()


def _failed_on_it(process: Process) -> bool:
    """Whether the program already failed on this very state: it would fail again, page after page."""
    last = Job.objects.filter(process=process, kind=KIND, state=Job.State.FAILED).order_by("-id").first()
    return last is not None and last.argument.get("version") == process.evidence_version


def keep(process: Process, version: int, said: dict[str, Any]) -> None:
    """Keep what was said of a state of the evidence, unless something newer is kept already."""
    with transaction.atomic():
        Process.objects.select_for_update().get(pk=process.pk)
        kept = Standing.objects.filter(process=process).first()
        if kept is None:
            Standing.objects.create(process=process, evidence_version=version, said=said)
        elif kept.evidence_version < version:
            kept.evidence_version, kept.said, kept.at = version, said, timezone.now()
            kept.save()
