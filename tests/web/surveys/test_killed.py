"""Whoever closes, destroys or takes in may die before any statement: nothing is lost, nothing comes twice.

With ``OBVERSE_EVERY_DEATH`` set, taking in dies before each of its statements, and not before some of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[3]


@pytest.mark.embedded
def test_a_wave_survives_death_before_statements_of_its_close_and_its_loading(tmp_path: Path) -> None:
    # Without a database of its own elsewhere: children that die share no connection with anybody.
    variables = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "ANSWERS_URL")
    }
    variables |= {
        "OBVERSE_DATA": str(tmp_path / "data"),
        "PYTHONPATH": f"{HOME}:{os.environ.get('PYTHONPATH', '')}",
    }
    command = (sys.executable, "-P", "-m", "tests.web.surveys.killing")
    done = subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    said = json.loads(done.stdout)
    address = said["address"]
    assert min(said["deaths"].values()) >= 4, said["deaths"]
    assert said["deaths"]["load"] > 20
    assert (said["state"], said["again"], said["answers"]) == ("loaded", False, 13)
    assert said["answered"] == [12, 1]
    assert said["entries"] == ["surveys.closed", "surveys.destroyed", "surveys.loaded"]
    assert said["files"] == [
        f"evidence/survey_answer/{address}.parquet",
        f"evidence/survey_stratum/{address}.parquet",
        f"sources/passages-{address}.csv",
    ]
    assert said["declared"] == [["survey_answer", 1], ["survey_stratum", 1]]
    assert (said["raised"], said["pepper"], said["broken"], said["problems"]) == (True, False, None, [])
