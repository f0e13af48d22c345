"""How many pages and writes a second a real workspace answers, and how long each takes.

python -m benchmarks.web.load [--database sqlite|postgresql] [--seconds 20] [--at-once 8]

Starts ``obverse serve`` as it stands, fills it with the three examples, and asks from this second process over real
connections. PostgreSQL comes from ``scripts/postgresql --durable``. The result goes to ``results/`` and, by
``page.py``, to ``docs/reference/load.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.peers.environments import ROOT
from benchmarks.web.page import write

RESULTS = Path(__file__).parent / "results"
Ask = Callable[[http.client.HTTPConnection, int], tuple[int, bytes]]


@contextmanager
def workspace(folder: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """``obverse serve`` with what it comes with; its address."""
    call = [sys.executable, "-P", "-m", "obverse", "serve", "--data", str(folder), "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own command
        call, env=dict(variables), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in process.stdout or ():
                if found := re.search(r"http://\S+:\d+", line):
                    yield found[0]
                    break
        finally:
            process.terminate()


def measure(address: str, ask: Ask, expected: int, *, seconds: float, at_once: int) -> dict[str, Any]:
    """Ask at several connections at once for some time; how many answers a second, and how long they took."""
    host = urlsplit(address)
    took: list[float] = []
    sizes: list[int] = []
    wrong: list[int] = []
    until = time.perf_counter() + seconds

    def one_after_the_other(number: int) -> None:
        connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=120)
        count = 0
        while (began := time.perf_counter()) < until:
            count += 1
            status, body = ask(connection, number * 1_000_000 + count)
            took.append(time.perf_counter() - began)
            sizes.append(len(body))
            if status != expected:
                wrong.append(status)
        connection.close()

    began = time.perf_counter()
    askers = [threading.Thread(target=one_after_the_other, args=(number,)) for number in range(at_once)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    spent = time.perf_counter() - began
    ordered = sorted(took)
    return {
        "answers": len(ordered),
        "per_second": round(len(ordered) / spent, 1),
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "p99_ms": round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 1),
        "kilobytes": round(sum(sizes) / len(sizes) / 1000, 1),
        "wrong": len(wrong),
    }


def asking(path: str, headers: Mapping[str, str]) -> Ask:
    """Ask for a page."""

    def ask(connection: http.client.HTTPConnection, number: int) -> tuple[int, bytes]:  # noqa: ARG001 - as Ask says
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()

    return ask


def adding(path: str, session: str, proof: str) -> Ask:
    """Add a row to a register, as its form does."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={proof}",
        "X-CSRFToken": proof,
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def ask(connection: http.client.HTTPConnection, number: int) -> tuple[int, bytes]:
        body = urlencode({"version": "", "c-text": f"Duty {number} (synthetic)", "c-service": "parks"})
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    return ask


def run(database: str, seconds: float, at_once: int) -> dict[str, Any]:
    """Measure a workspace on one kind of database."""
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="obverse-load-") as folder:
        variables = {**os.environ, "OBVERSE_DATA": folder, "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.web.filling"],
            env=variables,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        told = json.loads(filled.stdout)
        with workspace(Path(folder), variables) as address:
            cookie = {"Cookie": f"sessionid={told['session']}"}
            proof = _proof(address, told["add"], cookie)
            work = {
                "first page": (asking("/", {}), 200),
                "published report": (asking(told["published"], {}), 200),
                "page of a register": (asking(told["register"], cookie), 200),
                "row added": (adding(told["add"], told["session"], proof), 302),
            }
            measured = {}
            for name, (ask, expected) in work.items():
                # What is loaded at the first time is not what is measured.
                measure(address, ask, expected, seconds=1, at_once=2)
                measured[name] = measure(address, ask, expected, seconds=seconds, at_once=at_once)
                print(database, name, measured[name], flush=True)
    return {
        "database": database,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}",
        "load_before": round(busy, 2),
        "rows": int(told["rows"]),
        "seconds": seconds,
        "at_once": at_once,
        "measured": measured,
    }


def _proof(address: str, path: str, headers: Mapping[str, str]) -> str:
    host = urlsplit(address)
    connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=120)
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    answer.read()
    found = re.search(r"csrftoken=(\w+)", answer.headers.get("Set-Cookie", ""))
    connection.close()
    if answer.status != 200 or found is None:
        raise RuntimeError(f"{path} answered {answer.status}, and no form stood on it")
    return found[1]


def main() -> int:
    """Measure and write."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    reader.add_argument("--seconds", type=float, default=20)
    reader.add_argument("--at-once", type=int, default=8)
    wanted = reader.parse_args()
    if wanted.database == "postgresql" and not os.environ.get("DATABASE_URL"):
        again = [sys.executable, "-m", "benchmarks.web.load", *sys.argv[1:]]
        beside = [str(ROOT / "scripts" / "postgresql"), "--durable", *again]
        return subprocess.call(beside, cwd=ROOT)  # noqa: S603 - our own script
    if wanted.database == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    result = run(wanted.database, wanted.seconds, wanted.at_once)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"load-{wanted.database}.json"
    file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
