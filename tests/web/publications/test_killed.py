"""Whatever ends a publication midway, it is published whole or not at all."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from obverse.web.journal.models import Entry
from obverse.web.journal.writing import digest_of
from obverse.web.people.models import Person
from obverse.web.publications import releasing
from obverse.web.publications.models import Publication

KILLS = 12
CSRF = "a" * 32
BEGUN = """
import datetime as dt, json, pathlib, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.test import Client
from obverse.web.audits.models import Audit
from obverse.web.keeping import blobs
from obverse.web.people.models import Person, Role
from obverse.web.processes.models import Body, Process
from obverse.web.publications import preparing, releasing
body = Body.objects.create(name="Town of Exampleton (synthetic)")
process = Process.objects.create(body=body, slug="agenda", title="2030 Agenda (synthetic)")
owner, auditor = (Person.objects.create_user(f"{name}@example.org", name=name) for name in ("owner", "auditor"))
for person in (owner, auditor):
    Role.objects.create(person=person, process=process, kind=person.name)
reports = {file.name: blobs.keep(file)[0] for file in pathlib.Path(sys.argv[1]).iterdir()}
audit = Audit.objects.create(
    process=process, number=1, as_of=dt.date(2025, 1, 1), evidence_version=0, reports=reports, is_done=True
)
for _ in range(int(sys.argv[2])):
    made = preparing.prepare(audit, by=owner)
    releasing.sign(made, by=auditor, seal=made.seal)
browser = Client()
browser.force_login(owner)
print(json.dumps(browser.cookies["sessionid"].value))
"""


# All that a page needs is there before a process for pages begins: one that follows a killed one is quick.
READY = """
from django.urls import get_resolver
from obverse.web.wsgi import application
get_resolver().url_patterns
"""


def run(script: str, *arguments: str, data: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, *arguments],
        env=surroundings(data),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def surroundings(data: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return own | {"OBVERSE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}


class Server:
    """A real server with one process for pages, in a folder of its own."""

    def __init__(self, data: Path, session: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.cookies = f"sessionid={session}; csrftoken={CSRF}"
        command = [
            sys.executable,
            "-P",
            "-m",
            "gunicorn",
            "--preload",
            "--workers",
            "1",
            "--log-level",
            "error",
        ]
        command += ["--bind", f"127.0.0.1:{self.port}", "--pythonpath", str(data), "ready"]
        (data / "ready.py").write_text(READY, encoding="utf-8")
        self.master = subprocess.Popen(command, env=surroundings(data))
        self.answers("/")

    def answers(self, address: str) -> int:
        """The status of a page, once somebody answers."""
        for _ in range(200):
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
                    line.request("GET", address)
                    return line.getresponse().status
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def publish(self, number: int) -> None:
        headers = {"Cookie": self.cookies, "X-CSRFToken": CSRF}
        with (
            closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line,
            suppress(OSError, http.client.HTTPException),
        ):
            line.request("POST", f"/processes/agenda/publications/{number}/publish/", headers=headers)
            line.getresponse().read()

    def kill_worker(self) -> None:
        """Kill the process that serves pages, as nobody can be asked to be killed."""
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text()
        for child in children.split():
            os.kill(int(child), signal.SIGKILL)

    def end(self) -> None:
        self.master.terminate()
        self.master.wait(20)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def server(data: Path, tmp_path: Path, report_files: Mapping[str, bytes]) -> Iterator[Server]:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, content in report_files.items():
        (reports / name).write_bytes(content)
    session = json.loads(run(BEGUN, str(reports), str(KILLS + 1), data=data))
    server = Server(data, session)
    yield server
    server.end()


@pytest.mark.embedded
def test_a_server_killed_while_publishing_has_published_whole_or_not_at_all(
    server: Server, data: Path
) -> None:
    began = time.monotonic()
    server.publish(KILLS + 1)
    whole = time.monotonic() - began
    for number in range(1, KILLS + 1):
        asked = threading.Thread(target=server.publish, args=(number,))
        asked.start()
        time.sleep(whole * number / KILLS)
        server.kill_worker()
        asked.join()
        is_public = server.answers(f"/published/agenda/{number}/en/") == 200
        assert standing(data, number) == (("published", 1, 1) if is_public else ("signed", 0, 0))
        server.publish(number)
        server.publish(number)
        assert standing(data, number) == ("published", 1, 1)
        assert server.answers(f"/published/agenda/{number}/en/") == 200
    assert chain_holds(data)


def chain_holds(data: Path) -> bool:
    """Whether each entry of the server's journal is the one that the next one follows."""
    with closing(sqlite3.connect(data / "workspace.sqlite3")) as store:
        rows = store.execute(
            "SELECT number, at, by, process, what, about, details, previous, digest"
            " FROM journal_entry ORDER BY number"
        ).fetchall()
    previous = ""
    for number, at, by, process, what, about, details, before, digest in rows:
        entry = Entry(
            number=number,
            at=dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC),
            by=uuid.UUID(by) if by else None,
            process=process,
            what=what,
            about=about,
            details=json.loads(details),
            previous=before,
        )
        if before != previous or digest_of(entry) != digest:
            return False
        previous = digest
    return len(rows) > KILLS


def standing(data: Path, number: int) -> tuple[str, int, int]:
    """The state of a publication, whether it has a day, and how often the journal tells that it was published."""
    with closing(sqlite3.connect(data / "workspace.sqlite3")) as store:
        [(state, dated)] = store.execute(
            "SELECT state, published_at IS NOT NULL FROM publications_publication WHERE number = ?", [number]
        )
        [(told,)] = store.execute(
            "SELECT count(*) FROM journal_entry WHERE what = 'publications.published' AND about = ?",
            [str(number)],
        )
    return state, dated, told


class Failure(Exception):  # noqa: N818 - it stands for any failure
    """What no part of the program expects."""


@pytest.mark.parametrize("step", ["sign", "publish", "write_erratum"])
def test_a_step_that_fails_at_any_of_its_statements_leaves_nothing_behind(
    at: Callable[[str], Publication], people: dict[str, Person], step: str
) -> None:
    publication = at({"sign": "prepared", "publish": "signed", "write_erratum": "published"}[step])
    said: dict[str, dict[str, Any]] = {
        "sign": {"by": people["auditor"], "seal": publication.seal},
        "publish": {"by": people["owner"]},
        "write_erratum": {"by": people["owner"], "text_en": "a", "text_fr": "b"},
    }

    def everything() -> tuple[Any, ...]:
        return (
            list(Publication.objects.values()),
            publication.errata.count(),
            list(Entry.objects.values_list("number", flat=True)),
        )

    before, failures = everything(), 0
    while True:
        left = failures

        def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal left
            if "SAVEPOINT" not in sql:
                if left == 0:
                    raise Failure
                left -= 1
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(fail):
                getattr(releasing, step)(publication, **said[step])
        except Failure:
            failures += 1
            assert everything() == before
        else:
            break
    assert failures > 3
    assert everything() != before
