"""A worker that is killed in the middle of an audit: another one does it again, and there is one audit, never half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.web.serving.running import surroundings

PATIENCE = 240.0
INSTALLATION = (sys.executable, "-P", "-m", "tests.web.audits.installation")
WORKER = (sys.executable, "-P", "-m", "obverse.web.jobs.worker")
HOME = Path(__file__).resolve().parents[3]


def test_an_audit_survives_a_worker_that_is_killed(tmp_path: Path) -> None:
    with surroundings(tmp_path / "data") as variables:
        variables |= {"PYTHONPATH": str(HOME), "PYTHONWARNINGS": "default"}
        _ask("begin", variables)
        processes = [_start(WORKER, variables), _start(WORKER, variables)]
        watcher = _start((*INSTALLATION, "watch"), variables)
        try:
            _wait_for(watcher, lambda said: said[1].startswith("audits.step."))
            work = _look(watcher)
            assert work[0] == "running"
            os.kill(int((tmp_path / "data" / "work" / work[2] / "lock").read_text()), signal.SIGKILL)
            _wait_for(watcher, lambda said: said[0] != "running" or said[2] != work[2])
            _wait_for(watcher, lambda said: said[0] in ("done", "failed"))
        finally:
            for process in (*processes, watcher):
                process.kill()
                process.communicate()
        said = _ask("state", variables)
    assert said["attempts"] == 2
    assert said["done"]
    assert said["whole"]
    assert len(said["reports"]) == 6
    assert said["told"] == 1
    assert said["first_broken"] is None
    assert said["left"] == []


def _wait_for(watcher: subprocess.Popen[str], seen: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not seen(_look(watcher)):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def _start(command: tuple[str, ...], variables: dict[str, str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=variables, stdin=pipe, stdout=pipe, text=True)


def _look(watcher: subprocess.Popen[str]) -> list[str]:
    assert watcher.stdin is not None
    assert watcher.stdout is not None
    watcher.stdin.write("\n")
    watcher.stdin.flush()
    return list(json.loads(watcher.stdout.readline()))


def _ask(word: str, variables: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run((*INSTALLATION, word), env=variables, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))
