"""Closing a wave and destroying what it left: each step may die at any moment and be done again.

The store is closed first, then one transaction says so; it is destroyed last, and then one transaction says so. What
a dead process left half done is done by the next click or by the work of the day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from obverse.web.booth.store import store
from obverse.web.bridge.surveys import FEWEST
from obverse.web.bridge.waves import Batch, write_batch
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.setting_up import Moved

if TYPE_CHECKING:
    from obverse.web.people.models import Person

# After the close sealed answers and codes stay here no longer than this.
KEPT = dt.timedelta(days=7)
CONFIRMED_BY = 8
_OVER = (Wave.State.CLOSED, Wave.State.LOADED, Wave.State.ABANDONED)


class Gone(Exception):  # noqa: N818 - it says how things stand, as the page does
    """The sealed answers were destroyed before: there is nothing to download any more."""


class NotTheFile(Exception):  # noqa: N818 - it says what was given
    """What was given does not come from the batch file of this wave."""


def destroyed_by(wave: Wave) -> dt.date | None:
    """The last day on which the sealed answers of a closed wave are here."""
    return (wave.closed_at + KEPT).date() if wave.closed_at else None


def is_early(wave: Wave, today: dt.date | None = None) -> bool:
    """Whether closing now takes days from people that they were promised."""
    return wave.closes_on is not None and (today or timezone.localdate()) < wave.closes_on


def close(wave: Wave, *, by: Person | None, reason: str = "") -> Wave:
    """Close an open wave; one with fewer than ten answers is abandoned, and all of it destroyed.

    Raises:
        Moved: it is not open.
        ValueError: it is closed early without a reason.
    """
    if wave.state != Wave.State.OPEN:
        raise Moved(wave)
    early = is_early(wave)
    if early and not reason.strip():
        raise ValueError("a wave is closed early for a reason")
    waiting = store()
    waiting.close(wave.address)
    batch = _batch(wave)
    spent = waiting.spent(wave.address)
    answers, at = len(batch.digests), timezone.now()
    state = Wave.State.CLOSED if answers >= FEWEST else Wave.State.ABANDONED
    facts = {"state": state, "closed_at": at, "early_reason": reason.strip() if early else ""}
    if state == Wave.State.CLOSED:
        facts |= {"answers": answers, "batch_digest": batch.root, "receipts": list(batch.digests)}
    else:
        # Of so few not even the number is kept.
        facts |= {"abandoned_because": Wave.Abandoned.TOO_FEW}
    with transaction.atomic():
        if not _advance(wave, (Wave.State.OPEN,), facts):
            raise Moved(Wave.objects.get(pk=wave.pk))
        details: dict[str, object] = {"early": early}
        if state == Wave.State.CLOSED:
            for stratum in Stratum.objects.select_for_update().filter(wave=wave, is_interviewed=False):
                Stratum.objects.filter(pk=stratum.pk).update(answered=spent.get(stratum.number, 0))
            details |= {"root": batch.root}
        what = "surveys.closed" if state == Wave.State.CLOSED else "surveys.abandoned"
        note(what, by=by, process=wave.process, about=wave.address, details=details)
    closed = Wave.objects.select_related("process").get(pk=wave.pk)
    return destroy(closed, by=by) if state == Wave.State.ABANDONED else closed


def give_up(wave: Wave, *, by: Person) -> Wave:
    """Abandon a draft, an open wave or a closed one, and destroy all that it left.

    Raises:
        Moved: it was loaded or abandoned already.
    """
    with transaction.atomic():
        facts: dict[str, object] = {
            "state": Wave.State.ABANDONED,
            "abandoned_because": Wave.Abandoned.GIVEN_UP,
        }
        if wave.closed_at is None:
            facts["closed_at"] = timezone.now()
        if not _advance(wave, (Wave.State.DRAFT, Wave.State.OPEN, Wave.State.CLOSED), facts):
            raise Moved(Wave.objects.get(pk=wave.pk))
        note("surveys.abandoned", by=by, process=wave.process, about=wave.address, details={"chosen": True})
    return destroy(Wave.objects.select_related("process").get(pk=wave.pk), by=by)


def batch_of(wave: Wave) -> bytes:
    """The batch file of a closed wave, as often as it is asked for until it is destroyed.

    Raises:
        Gone: it was destroyed.
    """
    try:
        batch = _batch(wave)
    except KeyError:
        raise Gone from None
    if wave.state != Wave.State.CLOSED or batch.root != wave.batch_digest:
        raise Gone
    return batch.content


def fetched(wave: Wave, *, by: Person) -> None:
    """Note that the batch file was downloaded."""
    with transaction.atomic():
        Wave.objects.filter(pk=wave.pk, fetched_at=None).update(fetched_at=timezone.now())
        details = {"root": wave.batch_digest}
        note("surveys.batch_fetched", by=by, process=wave.process, about=wave.address, details=details)


def confirm(wave: Wave, told: str | bytes, *, by: Person) -> Wave:
    """Destroy what is here, once somebody has shown that the file arrived: by its digest or by the file itself.

    Raises:
        NotTheFile: it is another digest, or another file.
        Gone: it was destroyed before.
    """
    digest = hashlib.sha256(batch_of(wave)).hexdigest()
    given = hashlib.sha256(told).hexdigest() if isinstance(told, bytes) else "".join(told.lower().split())
    if len(given) < CONFIRMED_BY or not digest.startswith(given):
        raise NotTheFile
    return destroy(wave, by=by)


def destroy(wave: Wave, *, by: Person | None) -> Wave:
    """Remove codes, their secret and the sealed answers of a wave that is over, and write down that it was done."""
    if wave.state not in _OVER:
        raise Moved(wave)
    store().destroy(wave.address)
    with transaction.atomic():
        over = Wave.objects.filter(pk=wave.pk, destroyed_at=None, state__in=_OVER)
        if over.update(destroyed_at=timezone.now(), version=F("version") + 1):
            details = {"what": ["codes", "pepper", "sealed answers"], "root": wave.batch_digest}
            note("surveys.destroyed", by=by, process=wave.process, about=wave.address, details=details)
    return Wave.objects.select_related("process").get(pk=wave.pk)


def overdue(today: dt.date | None = None) -> list[Wave]:
    """Waves that are over and whose answers and codes should not be here any more."""
    day = today or timezone.localdate()
    left = Wave.objects.select_related("process").filter(destroyed_at=None, state__in=_OVER)
    return [wave for wave in left if wave.state != Wave.State.CLOSED or (destroyed_by(wave) or day) < day]


def _batch(wave: Wave) -> Batch:
    return write_batch(wave.address, store().sealed(wave.address), bytes.fromhex(wave.key))


def _advance(wave: Wave, states: tuple[str, ...], facts: dict[str, object]) -> bool:
    Process.objects.select_for_update().get(pk=wave.process_id)
    standing = Wave.objects.filter(pk=wave.pk, state__in=states)
    return bool(standing.update(**facts, version=F("version") + 1))
