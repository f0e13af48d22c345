"""Writing what a wave shall be, as long as it is a draft: nobody overwrites what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max

from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Stratum, Wave

if TYPE_CHECKING:
    from obverse.web.people.models import Person


class Moved(Exception):  # noqa: N818 - it carries the state that stands, the name says what it is
    """Somebody else was quicker: ``wave`` is the wave as it stands now."""

    def __init__(self, wave: Wave) -> None:
        super().__init__(f"wave {wave.pk} stands at version {wave.version}, {wave.state}")
        self.wave = wave


class NameTaken(Exception):  # noqa: N818 - it says how things stand, as the page does
    """Another wave of the process, or another group of the wave, bears this name."""


def begin(process: Process, facts: Mapping[str, Any], *, by: Person) -> Wave:
    """Begin a wave.

    Raises:
        NameTaken: another wave bears its name.
    """
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        if Wave.objects.filter(process=held, name=facts["name"]).exists():
            raise NameTaken
        wave = Wave.objects.create(process=held, created_by=by.mark, **facts)
        note("surveys.begun", by=by, process=held, about=wave.address, details={"kind": str(wave.kind)})
    return wave


def change(
    wave: Wave,
    facts: Mapping[str, Any],
    *,
    by: Person,
    what: str,
    expected_version: int,
    states: Sequence[str] = (Wave.State.DRAFT,),
    **details: Any,
) -> Wave:
    """Write facts of a draft (or of a wave in other ``states``), and ``what`` was done into the journal.

    Raises:
        Moved: the wave is no draft any more (in none of the states), or does not stand at the expected version.
        NameTaken: another wave bears its new name.
    """
    with transaction.atomic():
        Process.objects.select_for_update().get(pk=wave.process_id)
        others = Wave.objects.filter(process=wave.process_id).exclude(pk=wave.pk)
        if "name" in facts and others.filter(name=facts["name"]).exists():
            raise NameTaken
        _move_on(wave, expected_version, facts, states)
        note(f"surveys.{what}", by=by, process=wave.process, about=wave.address, details=details)
    return Wave.objects.get(pk=wave.pk)


def put_stratum(
    wave: Wave, number: int | None, facts: Mapping[str, Any], *, by: Person, expected_version: int
) -> Stratum:
    """Add people who are asked alike, or change them where they have a number.

    Raises:
        Moved: the wave is no draft any more, or does not stand at the expected version.
        NameTaken: another group bears its name, by which the evidence tells them apart.
    """
    with transaction.atomic():
        _move_on(wave, expected_version, {})
        others = Stratum.objects.filter(wave=wave).exclude(number=number or 0)
        if others.filter(label=facts["label"]).exists():
            raise NameTaken
        if number is None:
            last = Stratum.objects.filter(wave=wave).aggregate(last=Max("number"))["last"] or 0
            stratum = Stratum.objects.create(wave=wave, number=last + 1, **facts)
        else:
            stratum = Stratum.objects.select_for_update().get(wave=wave, number=number)
            for name, value in facts.items():
                setattr(stratum, name, value)
            stratum.save()
        details = {
            "group": stratum.number,
            "eligible": stratum.eligible,
            "invited": stratum.invited,
            "interviewed": stratum.is_interviewed,
        }
        note("surveys.group_set", by=by, process=wave.process, about=wave.address, details=details)
    return stratum


def drop_stratum(wave: Wave, number: int, *, by: Person, expected_version: int) -> None:
    """Take people out who shall not be asked after all; their number is not used again while codes could know it.

    Raises:
        Moved: the wave is no draft any more, does not stand at the expected version, or codes were made for them.
    """
    with transaction.atomic():
        _move_on(wave, expected_version, {})
        if not Stratum.objects.filter(wave=wave, number=number, codes=0).delete()[0]:
            raise Moved(Wave.objects.get(pk=wave.pk))
        details = {"group": number}
        note("surveys.group_dropped", by=by, process=wave.process, about=wave.address, details=details)


def _move_on(
    wave: Wave, expected_version: int, facts: Mapping[str, Any], states: Sequence[str] = (Wave.State.DRAFT,)
) -> None:
    draft = Wave.objects.filter(pk=wave.pk, version=expected_version, state__in=states)
    if not draft.update(**facts, version=F("version") + 1):
        raise Moved(Wave.objects.get(pk=wave.pk))
