"""Writing answers into the charter: who saw another state than the one that stands is told so, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from obverse.web.journal.writing import note
from obverse.web.processes.models import Process

if TYPE_CHECKING:
    from obverse.web.people.models import Person

Answer = Mapping[str, Any]
"""``{"value": ...}``, ``{"unknown": true}``, or nothing where a question has not been answered yet."""


class Conflict(Exception):  # noqa: N818 - it carries the state that stands, the name says what it is
    """Somebody else answered meanwhile: ``process`` is the process as it stands now."""

    def __init__(self, process: Process) -> None:
        super().__init__(f"the charter of {process.slug} was changed meanwhile")
        self.process = process


def seen(process: Process, names: Iterable[str]) -> str:
    """A digest of what some entries of the charter say: a form carries it and shows thereby what its reader saw."""
    said = {name: process.charter.get(name) for name in names}
    return digest(said)


def digest(said: object) -> str:
    """A short digest of anything that JSON can say."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def answer(
    process: Process, answers: Mapping[str, Answer], *, by: Person | None, as_seen: str | None = None
) -> Process:
    """Write answers by the name of their question; an empty answer takes back what was said.

    ``as_seen`` is what ``seen`` gave for the same names when the form was shown.

    Raises:
        Conflict: the entries say something else by now.
    """
    with transaction.atomic():
        now = Process.objects.select_for_update().get(pk=process.pk)
        if as_seen is not None and seen(now, answers) != as_seen:
            raise Conflict(now)
        changed = [name for name, said in answers.items() if (now.charter.get(name) or {}) != dict(said)]
        if not changed:
            return now
        for name in changed:
            if answers[name]:
                now.charter[name] = dict(answers[name])
            else:
                now.charter.pop(name, None)
        Process.objects.filter(pk=now.pk).update(
            charter=now.charter, version=F("version") + 1, evidence_version=F("evidence_version") + 1
        )
        note("processes.answered", by=by, process=now, about="charter", details={"questions": changed})
    return Process.objects.select_related("body").get(pk=process.pk)
