"""The daily clock: once a day each room is asked what is due, by one worker of all."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Mapping
from functools import cache

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from obverse.web.jobs.models import Tick
from obverse.web.jobs.working import HOME

_log = logging.getLogger(__name__)


@cache
def rooms() -> Mapping[str, Callable[[], object]]:
    """The rooms in which something can become due: those whose ``work.py`` has ``ask_due_work``."""
    found: dict[str, Callable[[], object]] = {}
    for file in sorted(HOME.glob("*/work.py")):
        room = importlib.import_module(f"obverse.web.{file.parent.name}.work")
        if hasattr(room, "ask_due_work"):
            found[file.parent.name] = room.ask_due_work
    return found


def strike() -> list[str]:
    """Ask each room that was not asked today, and return which were; what they ask for is a part of the same moment."""
    asked = []
    today = timezone.localdate()
    known = dict(Tick.objects.values_list("room", "day"))
    for room, ask_due_work in rooms().items():
        if room in known and known[room] >= today:
            continue
        try:
            with transaction.atomic():
                if _moved_on(room):
                    ask_due_work()
                    asked.append(room)
        except IntegrityError:
            # Another worker struck first.
            continue
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - one room must not stop the others; it is asked again later
            _log.exception("what is due in %s could not be asked for", room)
    return asked


def _moved_on(room: str) -> bool:
    today = timezone.localdate()
    if Tick.objects.filter(room=room, day__lt=today).update(day=today):
        return True
    if Tick.objects.filter(room=room).exists():
        return False
    Tick.objects.create(room=room, day=today)
    return True
