"""An import that is killed at any moment leaves the dossier as it was before, or as it should be after."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors import polis
from obverse.evidence.dossier import examine

# All imports of this file are into copies of one dossier, whose pseudonyms have one key.
KEYS: list[Path] = []
FACTS = '[process]\nid = "x"\ntitle = "Made up"\n\n[audit]\nas_of = 2025-01-01\n'
SAMPLES = Path(polis.__path__[0]) / "sample"
# A child that dies at its n-th step on the file system, for each n until one lives to the end. Every death is a real
# SIGKILL of a real process; the steps are counted where Python asks the system for them, on files of the dossier and
# of the folder of keys.
CHILD = """
import datetime as dt, io, json, os, pathlib, shutil, signal, sys
import duckdb, openpyxl, pyarrow, pyarrow.csv, pyarrow.parquet, tomlkit
from obverse.connectors.importing import connectors, import_files

template, work, *files = sys.argv[1:]
connectors()
STEPS = ("fsync", "rename", "replace", "unlink", "rmdir", "mkdir", "open")

def die_at(last, ours):
    taken = 0
    for name in STEPS:
        original = getattr(os, name)
        def step(*arguments, _original=original, **named):
            nonlocal taken
            if isinstance(arguments[0], int) or str(arguments[0]).startswith(ours):
                taken += 1
            if taken == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return _original(*arguments, **named)
        setattr(os, name, step)
    copy = shutil.copyfile
    def half_a_copy(source, target, **named):
        nonlocal taken
        taken += 1
        if taken == last:
            content = pathlib.Path(source).read_bytes()
            pathlib.Path(target).write_bytes(content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return copy(source, target, **named)
    shutil.copyfile = half_a_copy

outcomes = []
for last in range(1, 400):
    directory = pathlib.Path(work) / f"{last:03d}"
    shutil.copytree(template, directory)
    child = os.fork()
    if child == 0:
        die_at(last, (str(directory), os.environ["OBVERSE_KEYS"]))
        import_files(directory, [pathlib.Path(file) for file in files], at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    outcomes.append(-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
    if outcomes[-1] >= 0:
        break
print(json.dumps(outcomes))
"""
IMPORT = """
import datetime as dt, pathlib, sys
from obverse.connectors.importing import import_files
import_files(pathlib.Path(sys.argv[1]), [pathlib.Path(file) for file in sys.argv[2:]],
             at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
"""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier that holds one conversation and a table by hand."""
    KEYS[:] = [tmp_path_factory.mktemp("keys")]
    directory = tmp_path_factory.mktemp("killed") / "before"
    (directory / "evidence").mkdir(parents=True)
    (directory / "dossier.toml").write_text(FACTS, encoding="utf-8")
    (directory / "evidence" / "event.csv").write_text("id,kind\nm1,meeting\n", encoding="utf-8")
    run(IMPORT, directory, *sorted((SAMPLES / "openData").iterdir()))
    return directory


@pytest.fixture(scope="module")
def more(before: Path) -> list[Path]:
    """A later export of the same conversation, with more votes."""
    folder = Path(shutil.copytree(SAMPLES / "openData", before.parent / "later"))
    votes = folder / "votes.csv"
    late = "".join(f"17000{number:08d},later,0,{number},0\n" for number in range(10, 40))
    votes.write_text(votes.read_text(encoding="utf-8") + late, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def killed(before: Path, more: list[Path]) -> list[Path]:
    """One dossier for each step at which an import died, in order; in the last one it lived."""
    work = before.parent / "killed"
    work.mkdir()
    outcomes = json.loads(run(CHILD, before, work, *more))
    assert outcomes[-1] == 0, "the last child should have lived"
    assert set(outcomes[:-1]) == {-signal.SIGKILL}
    assert len(outcomes) > 20, "too few steps were counted for this test to mean anything"
    return [work / f"{number:03d}" for number in range(1, len(outcomes) + 1)]


def run(program: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OBVERSE_KEYS": str(KEYS[0])},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_killed_at_every_step_of_the_file_system_it_is_the_old_dossier_or_the_new_one(
    before: Path, killed: list[Path], tmp_path: Path, picture: Any
) -> None:
    old, new = picture(before), picture(killed[-1])
    assert old != new
    seen = []
    for number, dead in enumerate(killed[:-1], start=1):
        directory = Path(shutil.copytree(dead, tmp_path / dead.name))
        assert examine(directory)[1] == []
        after = picture(directory)
        assert after in (old, new), f"killed at step {number}: neither the old dossier nor the new one"
        assert not (directory / ".change").exists()
        seen.append(after == new)
    # Once the change is certain it stays certain: first only old dossiers, then only new ones.
    assert seen == sorted(seen)
    assert True in seen
    assert False in seen


def test_after_any_death_the_same_import_can_be_repeated(
    killed: list[Path], more: list[Path], tmp_path: Path, picture: Any
) -> None:
    new = picture(killed[-1])
    step = max(1, len(killed) // 4)
    for dead in killed[step - 1 :: step]:
        directory = Path(shutil.copytree(dead, tmp_path / dead.name))
        run(IMPORT, directory, *more)
        assert picture(directory) == new


def test_killed_at_random_moments_it_is_the_old_dossier_or_the_new_one(
    before: Path, more: list[Path], tmp_path: Path, picture: Any
) -> None:
    old = picture(before)
    calm = Path(shutil.copytree(before, tmp_path / "calm"))
    start = time.monotonic()
    run(IMPORT, calm, *more)
    usual = time.monotonic() - start
    new = picture(calm)
    dice = random.Random(7)  # noqa: S311 - moments of death, no secrets
    for number in range(8):
        directory = Path(shutil.copytree(before, tmp_path / f"random {number}"))
        child = subprocess.Popen(
            [sys.executable, "-c", IMPORT, str(directory), *map(str, more)],
            env={**os.environ, "OBVERSE_KEYS": str(KEYS[0])},
        )
        time.sleep(usual * dice.uniform(0.5, 1.05))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert examine(directory)[1] == []
        assert picture(directory) in (old, new)
