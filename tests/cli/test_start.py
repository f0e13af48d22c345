"""What is loaded before anything is asked: the command and the front door answer without heavy libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("scipy", "pandas", "django", "pyspark")
# `python -P -X importtime` would tell as much; the names in sys.modules are exact on every machine.
TELL = "\nimport json, sys\nsys.stdout.write(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
CALLED = """
import sys
from click.testing import CliRunner
from obverse.cli.main import main
answer = CliRunner().invoke(main, ["--help"])
assert answer.exit_code == 0 and "audit" in answer.output
"""


def loaded_by(statements: str) -> set[str]:
    """The libraries that a new process has loaded after some statements."""
    run = subprocess.run(
        [sys.executable, "-P", "-c", statements + TELL], capture_output=True, text=True, check=True
    )
    return set(run.stdout.strip('[]"').split('", "'))


@pytest.mark.parametrize("statements", ["import obverse", "import obverse; obverse.open; obverse.audit"])
def test_the_front_door_opens_without_heavy_libraries(statements: str) -> None:
    loaded = loaded_by(statements)
    assert "obverse" in loaded
    assert not loaded & set(HEAVY)


def test_import_alone_loads_not_even_the_engine() -> None:
    assert not loaded_by("import obverse") & {"numpy", "duckdb", "pyarrow", "babel", *HEAVY}


def test_help_is_answered_before_anything_heavy_is_loaded() -> None:
    loaded = loaded_by(CALLED)
    assert "click" in loaded
    assert not loaded & {"numpy", "duckdb", "pyarrow", "babel", *HEAVY}


def test_a_heavy_library_would_be_noticed() -> None:
    assert "scipy" in loaded_by("import obverse.statistics.shares")
