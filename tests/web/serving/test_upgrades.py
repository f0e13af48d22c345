"""Databases of earlier versions: from nothing and from the first state with data, on the database in use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.web.serving.running import COMMAND, PATIENCE


@pytest.fixture
def settings_of(variables: dict[str, str]) -> dict[str, str]:
    return {**variables, "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}


def do(variables: dict[str, str], what: str, repository: Path) -> Any:
    run = subprocess.run(
        [sys.executable, "-m", "tests.web.serving.upgrading", what],
        env=variables,
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def manage(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "django", *arguments],
        env=variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_the_migrations_say_all_that_the_models_say(settings_of: dict[str, str]) -> None:
    answer = manage(settings_of, "makemigrations", "--check", "--dry-run")
    assert answer.returncode == 0, answer.stdout


def test_an_empty_database_is_brought_to_the_present_state_and_stays_there(
    settings_of: dict[str, str], repository: Path
) -> None:
    first = do(settings_of, "prepare", repository)
    assert {"people_person", "processes_process", "registers_row"} <= set(first)
    assert do(settings_of, "prepare", repository) == first


def test_what_an_earlier_version_kept_is_kept(settings_of: dict[str, str], repository: Path) -> None:
    before = do(settings_of, "fill", repository)
    assert len(before) > 15
    assert {table: len(kept) for table, kept in before.items() if len(kept) != 1} == {}
    after = do(settings_of, "prepare", repository)
    for table, (row,) in before.items():
        (now,) = after[table]
        assert {name: now[name] for name in row} == row, table
    assert manage(settings_of, "migrate", "--check").returncode == 0


def test_a_database_of_a_newer_version_is_left_alone(
    settings_of: dict[str, str], repository: Path, tmp_path: Path
) -> None:
    do(settings_of, "prepare", repository)
    add = (
        "import django; django.setup(); from django.db.migrations.recorder import MigrationRecorder as R;"
        "from django.db import connection; R(connection).record_applied('registers', '9999_of_tomorrow')"
    )
    subprocess.run([sys.executable, "-P", "-c", add], env=settings_of, check=True)
    answer = subprocess.run(
        [*COMMAND, "serve", "--port", "0"],
        env=settings_of,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert answer.returncode == 2
    assert "A newer version of Obverse has used this database already" in answer.stderr
    assert "registers.9999_of_tomorrow" in answer.stderr
