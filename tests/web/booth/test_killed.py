"""The processes that take answers are killed while they do: nothing acknowledged is lost, nothing counts twice."""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import threading
import time
from collections import defaultdict
from pathlib import Path

from obverse.survey.sealing import sealed
from tests.web.booth.ending import command, ended
from tests.web.booth.holding import held
from tests.web.booth.posting import Answering
from tests.web.serving.running import PATIENCE, Workspace, children_of, surroundings

# So often; OBVERSE_KILLS=200 asks for more.
KILLS = int(os.environ.get("OBVERSE_KILLS", "8"))
AT_ONCE = 4


class Crowd:
    """People who answer and change their minds, again and again; each answer says which it is."""

    def __init__(self, address: str, people: list[str]) -> None:
        self.server, self.people = Answering(address), people
        self.tried: dict[str, int] = defaultdict(int)
        self.acknowledged: dict[str, int] = {}
        self.over = threading.Event()
        self.wrong: list[str] = []
        self.threads = [
            threading.Thread(target=self._answer, args=(people[place::AT_ONCE],)) for place in range(AT_ONCE)
        ]

    def _answer(self, own: list[str]) -> None:
        while not self.over.is_set():
            for code in own:
                if self.over.is_set():
                    return
                self.tried[code] += 1
                self._once(code, self.tried[code])

    def _once(self, code: str, which: int) -> None:
        try:
            status, page = self.server.post(
                "/s/answer", {"code": code, "largest-1": "", "what_happened-1": f"answer {which}"}
            )
        except (OSError, http.client.HTTPException):
            # Killed in between: whether it was kept is not known.
            return
        if status == 200:
            self.acknowledged[code] = which
        elif status != 410:
            self.wrong.append(f"{status}: {page[-300:]}")

    def everybody(self) -> None:
        """Wait until everybody was told at least once that their answer is kept."""
        until = time.monotonic() + PATIENCE
        while len(self.acknowledged) < len(self.people):
            assert time.monotonic() < until, self.wrong
            time.sleep(0.05)

    def __enter__(self) -> Crowd:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()


def makers(workspace: Workspace) -> list[int]:
    """The processes that make pages."""
    masters = [one for one, line in children_of(workspace.process.pid).items() if "gunicorn" in line]
    return [child for master in masters for child in children_of(master)]


def test_what_was_acknowledged_is_there_once_however_often_processes_are_killed(tmp_path: Path) -> None:
    dice = random.Random(11)  # noqa: S311 - when to kill
    with surroundings(tmp_path / "data") as variables, Workspace(tmp_path / "data", variables) as workspace:
        workspace.get("/s/")
        told = held(variables, each=6)
        people = [code for stratum in ("1", "2", "3") for code in told["codes"][stratum]]
        with Crowd(workspace.address, people) as crowd:
            for _ in range(KILLS):
                time.sleep(dice.uniform(0.2, 0.9))
                for one in makers(workspace)[: dice.randint(1, 2)]:
                    os.kill(one, signal.SIGKILL)
            crowd.everybody()
            # The close itself is killed as well, at moments of chance, and done again.
            for _ in range(max(2, KILLS // 4)):
                closing = subprocess.Popen(command(told["address"], "close"), env=variables)
                time.sleep(dice.uniform(0.5, 1.5))
                closing.kill()
                closing.wait()
            seen = ended(variables, told["address"])
    private = bytes.fromhex(told["private"])
    kept = [sealed.unseal(one, private) for one in seen["sealed"]]
    assert crowd.wrong == []
    assert len(crowd.acknowledged) == len(people)
    # One answer for each person, and never an older one than the last that was acknowledged.
    assert len(kept) == seen["spent"] == len(people)
    by_stratum: dict[int, list[int]] = defaultdict(list)
    for record in kept:
        by_stratum[record["stratum"]].append(int(record["passages"][0][1].split()[1]))
    for stratum, which in by_stratum.items():
        codes = told["codes"][str(stratum)]
        # Nobody can say which row is whose: sorted, each is at least what was acknowledged and at most what was tried.
        acknowledged = sorted(crowd.acknowledged[code] for code in codes)
        tried = sorted(crowd.tried[code] for code in codes)
        assert all(
            least <= one <= most for least, one, most in zip(acknowledged, sorted(which), tried, strict=True)
        )
