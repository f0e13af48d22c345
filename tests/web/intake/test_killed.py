"""A worker that is killed in the middle of imports, again and again: nothing is lost, nothing comes twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.web.intake.installation import PREFIXES
from tests.web.serving.running import surroundings

# On a quick machine an import is over in a second: some of the moments come too late.
KILLS_EACH, LONGEST, PATIENCE = 2, 0.5, 300.0
INSTALLATION = (sys.executable, "-P", "-m", "tests.web.intake.installation")
WORKER = (sys.executable, "-P", "-m", "obverse.web.jobs.worker")
HOME = Path(__file__).resolve().parents[3]


def test_imports_survive_a_worker_that_is_killed_again_and_again(tmp_path: Path) -> None:
    with surroundings(tmp_path / "data") as variables:
        variables |= {"PYTHONPATH": str(HOME), "PYTHONWARNINGS": "default"}
        _ask("begin", variables)
        workers = [_start(WORKER, variables), _start(WORKER, variables)]
        watcher = _start((*INSTALLATION, "watch"), variables)
        try:
            kills = _kill_again_and_again(lambda: _look(watcher), tmp_path / "data", workers, variables)
            living = [worker for worker in workers if worker.poll() is None]
            for worker in living:
                worker.terminate()
            assert living
            assert {worker.wait(timeout=60) for worker in living} == {0}
        finally:
            for process in (*workers, watcher):
                process.kill()
                process.communicate()
        said = _ask("state", variables)
    assert kills >= 2
    assert [state for state, _ in said["imports"].values()] == ["done"] * len(PREFIXES)
    assert said["taken_in"] == sorted(said["imports"])
    added: Counter[str] = Counter()
    for _, rows in said["imports"].values():
        added.update(rows)
    assert min(added["vote"], added["contribution"]) > 0
    assert said["rows"] == dict(added)
    assert said["doubled"] == 0
    assert said["revisions"] == said["expected_revisions"]
    assert said["first_broken"] is None
    assert said["problems"] == []
    assert said["workshops"] == []
    assert {"intake", "jobs"} <= set(said["asked_today"])


def _kill_again_and_again(
    look: Callable[[], list[list[Any]]],
    data: Path,
    workers: list[subprocess.Popen[str]],
    variables: dict[str, str],
) -> int:
    """Kill whoever works, at a random moment, twice in each import; another worker stands by each time."""
    draw, kills, end = random.Random(6), 0, time.monotonic() + PATIENCE  # noqa: S311 - moments, not secrets
    while time.monotonic() < end:
        seen = look()
        if all(state == "done" for state, _, _ in seen):
            return kills
        assert not [one for one in seen if one[0] == "failed"], seen
        running = [one for one in seen if one[0] == "running"]
        if running and running[0][1] <= KILLS_EACH:
            time.sleep(draw.uniform(0.02, LONGEST))
            now = [one for one in look() if one == running[0]]
            lock = data / "work" / running[0][2] / "lock"
            if now and lock.exists():
                os.kill(int(lock.read_text()), signal.SIGKILL)
                kills += 1
                workers.append(_start(WORKER, variables))
        time.sleep(0.05)
    raise AssertionError(f"the imports did not end: {look()}")


def _start(command: tuple[str, ...], variables: dict[str, str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=variables, stdin=pipe, stdout=pipe, text=True)


def _look(watcher: subprocess.Popen[str]) -> list[list[Any]]:
    assert watcher.stdin is not None
    assert watcher.stdout is not None
    watcher.stdin.write("\n")
    watcher.stdin.flush()
    return list(json.loads(watcher.stdout.readline()))


def _ask(word: str, variables: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run((*INSTALLATION, word), env=variables, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))
