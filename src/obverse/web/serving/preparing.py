"""The database made ready for this version of the program, by one start at a time."""

from __future__ import annotations

import fcntl
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

# Any number that nobody else takes: the advisory lock of PostgreSQL is named by one.
_LOCK = 0x0B7E25E


class Newer(Exception):  # noqa: N818 - a state of the database, told as a letter
    """The database was last used by a newer version of the program."""


def prepare() -> None:
    """Bring the database from nothing, or from an earlier version, to this version's state.

    Raises:
        Newer: it holds steps that this version does not know.
        django.db.DatabaseError: it cannot be reached or not be changed.
    """
    with alone():
        unknown = steps_of_a_newer_version()
        if unknown:
            raise Newer(", ".join(unknown))
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0, stdout=io.StringIO())
    connection.close()


def steps_of_a_newer_version() -> list[str]:
    """The migrations of our own rooms that were applied and that this version does not have."""
    loader = MigrationLoader(connection)
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("obverse.")}
    applied = loader.applied_migrations
    known = set(loader.disk_migrations)
    return sorted(f"{label}.{name}" for label, name in applied if label in own and (label, name) not in known)


@contextmanager
def alone() -> Iterator[None]:
    """Hold back every other start on the same database until this one is through."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Held by the connection: it ends with it, however this process ends.
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    with (Path(settings.DATA) / "starting.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
