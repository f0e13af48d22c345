"""Deleting what nobody needs any more: bytes that nothing names, sessions and invitations that are over."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from obverse.web.intake.models import Intake
from obverse.web.journal.writing import note
from obverse.web.people.models import Invitation

# What a transaction under way is about to name was written within the last hour.
YOUNG = 60 * 60
_ASIDE = ".going-"
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Their columns hold digests of other things, or values of evidence: none of them names a file that is kept.
_NAME_NO_FILES = {
    "journal.Entry",
    "journal.Head",
    "registers.Row",
    "registers.Revision",
    "people.Invitation",
    # Its files are named until they have been read, see below.
    "intake.Intake",
}


def sweep(*, young: int = YOUNG) -> dict[str, int]:
    """Delete bytes that no part of the installation names, and what has run out; returns how many of each."""
    done = {"files": _sweep_files(young), **_sweep_records()}
    if any(done.values()):
        with transaction.atomic():
            note("privacy.swept", by=None, details=dict(done))
    return done


def named() -> set[str]:
    """Every digest under which something is kept, in whatever column of whichever room it stands."""
    found = set(_digests(list(Intake.objects.exclude(mapping="").values_list("mapping", flat=True))))
    found.update(_digests(list(Intake.objects.filter(has_files=True).values_list("files", flat=True))))
    for model in apps.get_models():
        about = model._meta  # noqa: SLF001 - Django's documented way to ask what a model consists of
        if about.label in _NAME_NO_FILES or not model.__module__.startswith("obverse."):
            continue
        columns = [one.name for one in about.concrete_fields if _may_name(one)]
        if columns:
            kept: models.QuerySet[Any, tuple[Any, ...]] = models.QuerySet(model).values_list(*columns)
            for values in kept.iterator(chunk_size=2_000):
                for value in values:
                    found.update(_digests(value))
    return found


def _may_name(column: models.Field[Any, Any]) -> bool:
    if isinstance(column, models.JSONField):
        return True
    return isinstance(column, models.CharField) and (column.max_length or 0) >= 64


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _DIGEST.findall(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _digests(key)
            yield from _digests(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _digests(inner)


def _sweep_files(young: int) -> int:
    folder = Path(settings.DATA) / "files"
    before = time.time() - young
    for aside in folder.glob(f"*/{_ASIDE}*"):
        _put_back(aside)
    old = [file for file in folder.glob("*/*") if _is_older(file, before)]
    drafts = [file for file in folder.glob(".new-*") if _is_older(file, before)]
    for draft in drafts:
        draft.unlink(missing_ok=True)
    if not old:
        return len(drafts)
    needed = named()
    return len(drafts) + sum(_delete(file, before) for file in old if file.name not in needed)


def _is_older(file: Path, moment: float) -> bool:
    try:
        return file.is_file() and file.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _delete(file: Path, before: float) -> bool:
    """Delete a file, unless it was written anew since it was looked at: then it comes back to its place."""
    aside = file.with_name(_ASIDE + file.name)
    file.replace(aside)
    if _is_older(aside, before):
        aside.unlink()
        return True
    _put_back(aside)
    return False


def _put_back(aside: Path) -> None:
    aside.replace(aside.with_name(aside.name.removeprefix(_ASIDE)))


def _sweep_records() -> dict[str, int]:
    now = timezone.now()
    with transaction.atomic():
        sessions = Session.objects.filter(expire_date__lt=now).delete()[0]
        invitations = Invitation.objects.filter(expires_at__lt=now, used_at=None).delete()[0]
    return {"sessions": sessions, "invitations": invitations}
