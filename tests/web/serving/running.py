"""Real installations for tests: a folder, a database of its own on the server in use, and the real command."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 120.0
COMMAND = (sys.executable, "-P", "-m", "obverse")


@contextmanager
def surroundings(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of an installation in a folder, its database a new one on the server that DATABASE_URL names."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("OBVERSE_", "DJANGO_"))}
    own |= {"OBVERSE_DATA": str(folder), "PYTHONWARNINGS": "default"}
    server = own.pop("DATABASE_URL", "")
    if not server:
        yield own
        return
    import dj_database_url  # noqa: PLC0415 - only where there is a server
    import psycopg  # noqa: PLC0415 - as above

    said = dj_database_url.parse(server)
    place = {
        "host": said["HOST"],
        "port": said["PORT"] or None,
        "user": said["USER"],
        "password": said["PASSWORD"],
    }
    name = f"serving_{uuid.uuid4().hex}"
    with psycopg.connect(dbname=said["NAME"], autocommit=True, **place) as connection:  # type: ignore[arg-type]  # as they stand in the address
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield own | {"DATABASE_URL": re.sub(r"/[^/]*$", f"/{name}", server)}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass(slots=True)
class Workspace:
    """``obverse serve`` as a process, from its start to its end."""

    folder: Path
    variables: dict[str, str]
    arguments: Sequence[str] = ()
    said: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] = field(init=False)
    _reader: threading.Thread = field(init=False)

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--data", str(self.folder), "--port", "0", *self.arguments],
            env=self.variables,
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.said.extend(iter(self.process.stdout.readline, ""))

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def heard(self, pattern: str, patience: float = PATIENCE) -> str:
        """What it says that fits a pattern, once it says so."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            text = "".join(self.said)
            if found := re.search(pattern, text):
                return found[0]
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"nothing like {pattern} was said, but: {''.join(self.said)}")

    @property
    def address(self) -> str:
        """Where it is, without the slash at the end."""
        return self.heard(r"http://127\.0\.0\.1:\d+/").rstrip("/")

    @property
    def way_in(self) -> str:
        """The link by which its first administrator joins."""
        return self.heard(r"http://\S+/join/\S+")

    def get(self, path: str = "/", patience: float = PATIENCE) -> str:
        """A page, once there is somebody to answer."""
        until = time.monotonic() + patience
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:  # noqa: S310 - our own address
                    return str(answer.read().decode())
            except urllib.error.HTTPError as refused:
                raise AssertionError(f"{path}: {refused.code}; {''.join(self.said)}") from refused
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.1)


def children_of(parent: int) -> dict[int, str]:
    """The ids and the command lines of a process's children, as Linux tells them."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
            line = (file.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found[int(file.parent.name)] = line
    return found
