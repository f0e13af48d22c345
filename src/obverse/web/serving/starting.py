"""One start of the workspace: listen, make the database ready, say where it is, look after the children."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from obverse.web.serving.children import Child, keep
from obverse.web.serving.listening import Unheard, address, listen, names
from obverse.web.texts import texts

WRONG_CALL, INTERRUPTED = 2, 130
ORDINARY, DEMO = "obverse.web.settings", "obverse.web.demo.settings"
# Its presence in the folder of an installation says that all people and processes in it are for show.
DEMO_MARK = "this-is-a-demo"


def start(arguments: Sequence[str]) -> int:
    """Serve until interrupted; returns the exit code."""
    wanted = _read(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)
    folder = _folder(wanted)
    mixed = _mixed(folder, demo=wanted.demo)
    if mixed:
        return _letter(wanted, mixed, folder=folder)
    try:
        listening = listen(wanted.host, wanted.port)
    except Unheard as problem:
        return _letter(wanted, f"cannot.{problem.why}", host=wanted.host, port=wanted.port)
    with listening:
        try:
            return _prepare(listening, folder, wanted)
        except KeyboardInterrupt:
            _show(wanted, "interrupted", sys.stderr)
            return INTERRUPTED


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="obverse serve")
    reader.add_argument("--data", default="")
    reader.add_argument("--host", default="127.0.0.1")
    reader.add_argument("--port", type=int, default=8000)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--demo", action="store_true")
    reader.add_argument("--lang", dest="language", default="en")
    return reader.parse_args(arguments)


def _folder(wanted: argparse.Namespace) -> Path:
    """The folder of the installation; a demo never takes that of an ordinary one by default, nor its database."""
    if wanted.demo:
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("OBVERSE_DATA", None)
    told = (
        wanted.data or os.environ.get("OBVERSE_DATA") or ("obverse-demo" if wanted.demo else "obverse-data")
    )
    folder = Path(told).absolute()
    os.environ["OBVERSE_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = DEMO if wanted.demo else ORDINARY
    os.environ.setdefault("OBVERSE_HOSTS", ",".join(names(wanted.host)))
    return folder


def _mixed(folder: Path, *, demo: bool) -> str:
    """The letter to send where a demo meets the folder of an ordinary installation, or the other way round."""
    if not folder.is_dir():
        return ""
    marked = (folder / DEMO_MARK).exists()
    if demo and not marked and any(folder.iterdir()):
        return "cannot.no_demo"
    return "cannot.only_demo" if marked and not demo else ""


def _prepare(listening: socket.socket, folder: Path, wanted: argparse.Namespace) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if wanted.demo:
            (folder / DEMO_MARK).touch()
        django.setup()
    except OSError as problem:
        return _letter(wanted, "cannot.write", folder=folder, why=problem.strerror)
    except (ImproperlyConfigured, ValueError) as problem:
        return _letter(wanted, "cannot.configure", why=problem)
    from obverse.web.serving.preparing import Newer, prepare  # noqa: PLC0415 - after the settings have been read

    try:
        prepare()
    except Newer as problem:
        return _letter(wanted, "cannot.newer", folder=folder, steps=problem)
    except DatabaseError as problem:
        return _letter(wanted, "cannot.use_database", why=str(problem).strip())
    if wanted.demo:
        _show(wanted, "demo_begins")
        # Elsewhere, so that this process, which lives as long as the workspace, stays small.
        code = subprocess.call([sys.executable, "-P", "-m", "obverse.web.demo"])
        if code:
            return code
    return _serve(listening, wanted)


def _serve(listening: socket.socket, wanted: argparse.Namespace) -> int:
    handle = listening.fileno()
    pages = [
        "--config=python:obverse.web.serving.pages",
        f"--bind=fd://{handle}",
        f"--workers={wanted.workers}",
    ]
    from obverse.web.people.invitations import first_invitation  # noqa: PLC0415 - after the settings have been read

    children = [
        Child("pages", "gunicorn", pages, handles=[handle]),
        Child("work", "obverse.web.jobs.worker"),
    ]
    where = address(listening)

    def told(name: str, code: int, pause: float) -> None:
        kind = texts(wanted.language)[f"serving.child.{name}"]
        how = signal.Signals(-code).name if code < 0 else str(code)
        _show(wanted, "died", sys.stderr, child=kind, how=how, pause=max(0, round(pause)))

    def ready() -> None:
        _show(wanted, "demo_ready" if wanted.demo else "ready", address=where)
        way_in = None if wanted.demo else first_invitation()
        if way_in:
            _show(wanted, "first", link=f"{where.rstrip('/')}{way_in}")
        _show(wanted, "how_to_end")

    keep(children, parent=os.getpid(), told=told, ready=ready)
    _show(wanted, "ended")
    return 0


def _letter(wanted: argparse.Namespace, name: str, **values: object) -> int:
    _show(wanted, name, sys.stderr, **values)
    return WRONG_CALL


def _show(wanted: argparse.Namespace, name: str, stream: TextIO | None = None, **values: object) -> None:
    said = texts(wanted.language)[f"serving.{name}"].format_map(values)
    try:
        print(said, file=stream or sys.stdout, flush=True)
    except OSError:
        # Nobody listens any more; the workspace goes on.
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, (stream or sys.stdout).fileno())
