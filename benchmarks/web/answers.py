"""How many answers to the survey a second a real workspace takes, and whether every one that it acknowledged is kept.

python -m benchmarks.web.answers [--database sqlite|postgresql] [--seconds 60] [--at-once 8]

Starts ``obverse serve`` as it stands and answers from this second process over real connections, a new one for each
person as with browsers, through all that stands before a page. PostgreSQL comes from ``scripts/postgresql --durable``.
The result goes to ``results/`` and, by ``page.py``, to ``docs/reference/load.md``.
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
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.peers.environments import ROOT
from benchmarks.web.load import RESULTS, measure, workspace
from benchmarks.web.page import write

_RECEIPT = re.compile(rb"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_GROUP = re.compile(r'<input type="radio" id="q\d+-(\d)" name="([^"]+)" value="([^"]+)"')
# More than are answered; who is left over never came.
CODES_A_SECOND = 450


class People:
    """People who answer one after the other, each once; the receipts that they were given."""

    def __init__(self, address: str, codes: list[str], typed: Mapping[str, str]) -> None:
        self.host = urlsplit(address)
        self.codes, self.typed = iter(codes), typed
        self.receipts: list[str] = []

    def answer(self, connection: http.client.HTTPConnection, number: int) -> tuple[int, bytes]:  # noqa: ARG002 - as Ask says
        """Somebody answers, over a connection of their own."""
        own = http.client.HTTPConnection(str(self.host.hostname), self.host.port, timeout=120)
        own.request(
            "POST", "/s/answer", body=urlencode({**self.typed, "code": next(self.codes)}), headers=_FORM
        )
        answer = own.getresponse()
        page = answer.read()
        own.close()
        found = _RECEIPT.search(page)
        if found is not None:
            self.receipts.append(found[0].decode())
        return answer.status if found is not None else 0, page


def run(database: str, seconds: float, at_once: int) -> dict[str, Any]:
    """Measure a workspace on one kind of database."""
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="obverse-answers-") as folder:
        variables = {**os.environ, "OBVERSE_DATA": folder, "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}
        with workspace(Path(folder), variables) as address:
            _ready(address)
            told = _ask(variables, str(int(CODES_A_SECOND * (seconds + 2))))
            typed = _filled(address, told["codes"][0])
            people = People(address, told["codes"][1:], typed)
            measure(address, people.answer, 200, seconds=2, at_once=2)
            measured = measure(address, people.answer, 200, seconds=seconds, at_once=at_once)
            kept = set(_ask(variables, "count", told["address"]))
    lost = [one for one in people.receipts if one not in kept]
    return {
        "database": database,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}",
        "load_before": round(busy, 2),
        "seconds": seconds,
        "at_once": at_once,
        "fields": len(typed),
        "measured": measured,
        "acknowledged": len(people.receipts),
        "kept": len(kept),
        "lost": len(lost),
    }


def _ready(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/s/", timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the workspace did not start")


def _ask(variables: Mapping[str, str], *words: str) -> Any:
    call = [sys.executable, "-m", "benchmarks.web.survey", *words]
    done = subprocess.run(  # noqa: S603 - our own module
        call, env=dict(variables), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def _filled(address: str, code: str) -> dict[str, str]:
    """The first answer to every question of circles of one form; what another does not ask is passed over."""
    host = urlsplit(address)
    connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=120)
    connection.request("POST", "/s/", body=urlencode({"code": code}), headers=_FORM)
    page = connection.getresponse().read().decode()
    connection.close()
    first = {name: value for place, name, value in _GROUP.findall(page) if place == "1"}
    stories = ("largest-", "attribution-")
    return {name: value for name, value in first.items() if not name.startswith(stories)}


def main() -> int:
    """Measure and write."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--at-once", type=int, default=8)
    wanted = reader.parse_args()
    if wanted.database == "postgresql" and not os.environ.get("DATABASE_URL"):
        again = [sys.executable, "-m", "benchmarks.web.answers", *sys.argv[1:]]
        beside = [str(ROOT / "scripts" / "postgresql"), "--durable", *again]
        return subprocess.call(beside, cwd=ROOT)  # noqa: S603 - our own script
    if wanted.database == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    result = run(wanted.database, wanted.seconds, wanted.at_once)
    print(result)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"answers-{wanted.database}.json"
    file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    write()
    return 1 if result["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
