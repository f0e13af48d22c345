"""Access keys: made, revoked, recognised in a call, and counted so that no program asks too often."""

from __future__ import annotations

import datetime as dt
import math
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from ninja.security import HttpBearer

from obverse.web.api.answers import TooOften
from obverse.web.api.models import AccessKey
from obverse.web.journal.writing import note
from obverse.web.people import may
from obverse.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest

    from obverse.web.processes.models import Process

# Recognisable in a leaked file, by people and by the scanners that look for such things.
_BEGINNING = "obverse_"
_WINDOW = dt.timedelta(minutes=1)
CALLS_A_MINUTE = 120


def make_key(process: Process, *, name: str, days: int, by: Person) -> tuple[AccessKey, str]:
    """A new key and its secret, which is told now and never again."""
    secret = _BEGINNING + secrets.token_urlsafe(32)
    until = timezone.now() + dt.timedelta(days=days)
    with transaction.atomic():
        key = AccessKey.objects.create(
            process=process, name=name, digest=AccessKey.digest_of(secret), made_by=by.mark, expires_at=until
        )
        note("api.key_made", by=by, process=process, about=str(key.pk), details={"days": days})
    return key, secret


def revoke_key(key: AccessKey, *, by: Person) -> bool:
    """Let a key open nothing any more; whether it did until now."""
    with transaction.atomic():
        alive = AccessKey.objects.filter(pk=key.pk, revoked_at=None)
        if not alive.update(revoked_at=timezone.now()):
            return False
        note("api.key_revoked", by=by, process=key.process, about=str(key.pk))
    return True


class Caller:
    """A program with a key, and the person in whose name it writes."""

    def __init__(self, key: AccessKey, person: Person) -> None:
        self.key = key
        self.person = person
        self.process = key.process


class WithKey(HttpBearer):
    """``Authorization: Bearer`` with an access key."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002 - ninja passes it
        """Who calls; nobody, where the key is unknown, over, or its maker may no longer make keys.

        Raises:
            TooOften: the key was used too often within a minute.
        """
        found = AccessKey.objects.select_related("process__body")
        key = found.filter(digest=AccessKey.digest_of(token)).first()
        if key is None or not key.is_alive:
            return None
        person = Person.objects.filter(mark=key.made_by).first()
        if person is None or not may.make_tokens(person, key.process):
            return None
        count_call(key)
        return Caller(key, person)


def count_call(key: AccessKey) -> None:
    """Count one call of a key, exactly, however many processes serve.

    Raises:
        TooOften: that was one too many.
    """
    now, own = timezone.now(), AccessKey.objects.filter(pk=key.pk)
    if not own.filter(window_at__gt=now - _WINDOW).update(window_count=F("window_count") + 1):
        own.update(window_at=now, window_count=1)
    if key.last_used_on != now.date():
        own.update(last_used_on=now.date())
    key.refresh_from_db(fields=["window_at", "window_count"])
    most = getattr(settings, "API_CALLS_A_MINUTE", CALLS_A_MINUTE)
    if key.window_count > most and key.window_at is not None:
        left = (key.window_at + _WINDOW - now).total_seconds()
        raise TooOften(max(1, math.ceil(left)))
