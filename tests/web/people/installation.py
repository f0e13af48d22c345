"""An installation of its own for what needs real processes: its folder, its database, and programs that run in it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[3]
# Settings of tests, a migrated database, and a way to let several processes do something at once.
_BEGIN = """
import os, sys
import django
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()
from django.core.management import call_command
from django.db import connections

call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)

def at_once(number, act):
    connections.close_all()
    started = []
    for one in range(number):
        child = os.fork()
        if child == 0:
            try:
                act(one)
                connections.close_all()
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        started.append(child)
    for child in started:
        if os.waitpid(child, 0)[1]:
            raise SystemExit("a process failed")
"""


@cache
def _own() -> dict[str, str]:
    folder = tempfile.mkdtemp(prefix="obverse-own-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    told = {**os.environ, "OBVERSE_DATA": folder, "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}
    if url := os.environ.get("DATABASE_URL"):
        told["DATABASE_URL"] = _database_beside(url)
    return told


def run(program: str, *arguments: str) -> str:
    """Run a program in the installation, which is migrated first; returns what it printed.

    The program may call ``at_once(number, act)`` to let as many processes do something.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-c", _BEGIN + program, *arguments],
        env=_own(),
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _database_beside(url: str) -> str:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is in use

    name = f"obverse_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')

    def away() -> None:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    atexit.register(away)
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
