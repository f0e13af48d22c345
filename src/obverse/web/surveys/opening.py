"""Opening a wave: all that is wrong is told at once, and what was promised stands from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from obverse.web.audits.freezing import ROW, freeze_if_open
from obverse.web.booth.store import store
from obverse.web.bridge.surveys import Unfit, questionnaire
from obverse.web.bridge.waves import key_digest
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.surveys.standing import Missing, asked, missing
from obverse.web.texts import language, say

if TYPE_CHECKING:
    from obverse.web.people.models import Person


class NotReady(Exception):  # noqa: N818 - it carries what is still to be done
    """A wave cannot be opened: ``missing`` says everything that stands in the way."""

    def __init__(self, lacking: list[Missing]) -> None:
        super().__init__("; ".join(one.text for one in lacking))
        self.missing = lacking


def in_the_way(wave: Wave) -> list[Missing]:
    """Everything that stands in the way of opening a wave, what only the store knows included."""
    found = missing(wave)
    try:
        questionnaire(wave.questionnaire, wave.kind, language())
    except Unfit as unfit:
        found += [Missing("questions", letter) for letter in unfit.told(language())]
    if not any(one.step == "codes" for one in found) and store().pepper(wave.address) is None:
        found.append(Missing("codes", say("surveys.missing.lost_codes")))
    return found


def open_wave(wave: Wave, *, by: Person, expected_version: int) -> Wave:
    """Let people answer. From here on nothing of what they are asked and told can be changed.

    Raises:
        NotReady: something is missing.
        Moved: it is no draft any more, or does not stand at the expected version.
    """
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=wave.process_id)
        held = Wave.objects.select_for_update().get(pk=wave.pk)
        if held.state != Wave.State.DRAFT or held.version != expected_version:
            raise Moved(held)
        lacking = in_the_way(held)
        if lacking:
            raise NotReady(lacking)
        # Whoever hears what people say may no longer choose the line by which it is judged.
        freeze_if_open(process, by, ROW)
        choices = {**held.questionnaire, "has_pre_wave": _has_pre_wave(held)}
        digest = questionnaire(choices, held.kind, language()).digest
        facts = {
            "state": Wave.State.OPEN,
            "opened_at": timezone.now(),
            "questionnaire": choices,
            "questionnaire_digest": digest,
        }
        Wave.objects.filter(pk=held.pk).update(**facts, version=F("version") + 1)
        details = {
            "questionnaire": digest,
            "key": key_digest(held.key),
            "holders": len(held.holders),
            "needed": held.holders_needed,
            "frame": held.frame_digest,
            "streets": held.streets_digest,
            "seed": held.seed,
            "closes_on": held.closes_on.isoformat() if held.closes_on else "",
            "codes_made_here": held.codes_made_here,
            "invited": {str(one.number): one.invited for one in asked(held)},
        }
        note("surveys.opened", by=by, process=process, about=held.address, details=details)
    return Wave.objects.select_related("process").get(pk=wave.pk)


def remind(wave: Wave, *, by: Person) -> Wave:
    """Note that the reminder went out to everybody; answers that come from now on are called late ones.

    Raises:
        Moved: it is not open, or the reminder was noted before.
    """
    with transaction.atomic():
        standing = Wave.objects.filter(pk=wave.pk, state=Wave.State.OPEN, reminded_on=None)
        if not standing.update(reminded_on=timezone.localdate(), version=F("version") + 1):
            raise Moved(Wave.objects.get(pk=wave.pk))
        note("surveys.reminded", by=by, process=wave.process, about=wave.address)
    return Wave.objects.select_related("process").get(pk=wave.pk)


def _has_pre_wave(wave: Wave) -> bool:
    """Whether an earlier wave tells how things were before, so that nobody has to remember it."""
    before = Wave.objects.filter(process=wave.process_id, kind=Wave.Kind.PRE).exclude(pk=wave.pk)
    told = before.filter(state__in=[Wave.State.CLOSED, Wave.State.LOADED]).exists()
    return wave.kind == Wave.Kind.MAIN and told
