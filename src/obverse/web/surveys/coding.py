"""Bringing codes: made elsewhere by the auditor, or made here once, where nothing but their hashes stays.

A person-to-code list exists nowhere. What was brought before is destroyed first, so that the codes of a wave are always
those of one file; whoever dies in between leaves a wave without codes, and brings them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from obverse.web.booth.store import Ticket, store
from obverse.web.bridge.papers import CodeFiles
from obverse.web.journal.writing import note
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.surveys.standing import asked, most_codes
from obverse.web.texts import say

if TYPE_CHECKING:
    from obverse.web.people.models import Person


def problems(wave: Wave, counts: Mapping[int, int]) -> list[str]:
    """What does not agree between codes and the groups that are asked."""
    groups = {one.number: one for one in asked(wave)}
    found = [say("surveys.wrong.codes_group", group=number) for number in sorted(set(counts) - set(groups))]
    for number, one in sorted(groups.items()):
        said = {"group": one.label, "codes": counts.get(number, 0)}
        if counts.get(number, 0) < one.invited:
            found.append(say("surveys.missing.few_codes", invited=one.invited, **said))
        elif counts.get(number, 0) > most_codes(one):
            found.append(say("surveys.missing.many_codes", most=most_codes(one), **said))
    return found


def counted(codes: CodeFiles) -> dict[int, int]:
    """How many codes there are for each group."""
    return dict(Counter(group for _, group, _ in codes.marks))


def keep_codes(wave: Wave, codes: CodeFiles, *, made_here: bool, by: Person, expected_version: int) -> Wave:
    """Have the store know these codes and no others.

    Raises:
        Moved: the wave is no draft any more, or does not stand at the expected version.
    """
    forget_codes(wave, by=by, expected_version=expected_version, silent=True)
    waiting = store()
    waiting.begin(wave.address, codes.pepper)
    tickets = ((mark, Ticket(group, cluster)) for mark, group, cluster in codes.marks)
    waiting.add_codes(wave.address, tickets)
    counts = counted(codes)
    with transaction.atomic():
        _move_on(wave, expected_version + 1, made_here=made_here)
        for stratum in Stratum.objects.select_for_update().filter(wave=wave):
            number = counts.get(stratum.number, 0)
            reserve = max(number - stratum.invited, 0)
            Stratum.objects.filter(pk=stratum.pk).update(codes=number, reserve=reserve)
        details = {"codes": sum(counts.values()), "groups": len(counts), "made_here": made_here}
        note("surveys.codes_kept", by=by, process=wave.process, about=wave.address, details=details)
    return Wave.objects.get(pk=wave.pk)


def forget_codes(wave: Wave, *, by: Person, expected_version: int, silent: bool = False) -> None:
    """Destroy the codes of a draft.

    Raises:
        Moved: the wave is no draft any more, or does not stand at the expected version.
    """
    with transaction.atomic():
        _move_on(wave, expected_version, made_here=False)
        had = Stratum.objects.filter(wave=wave, codes__gt=0).update(codes=0, reserve=0)
        if had or not silent:
            note("surveys.codes_forgotten", by=by, process=wave.process, about=wave.address)
    store().destroy(wave.address)


def _move_on(wave: Wave, expected_version: int, *, made_here: bool) -> None:
    draft = Wave.objects.filter(pk=wave.pk, version=expected_version, state=Wave.State.DRAFT)
    if not draft.update(codes_made_here=made_here, version=F("version") + 1):
        raise Moved(Wave.objects.get(pk=wave.pk))
