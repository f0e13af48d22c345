"""What the charter says to the dossier."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from obverse.evidence.facts import Audit, Valuation
from obverse.evidence.facts import Process as DeclaredProcess
from obverse.web.processes.charter import questions
from obverse.web.processes.facts import charter_of, facts_of
from obverse.web.processes.models import Process

EXAMPLES = Path(__file__).parents[3] / "examples"


def test_what_is_unknown_or_unanswered_is_left_out(process: Process) -> None:
    process.charter = {
        "process.start": {"value": "2026-01-15"},
        "process.participation_level_promised": {"value": "4"},
        "process.problem": {"unknown": True},
        "valuation.quality": {"value": 30.0},
        "register.duty": {"unknown": True},
    }
    assert facts_of(process) == {
        "process": {
            "id": "agenda",
            "title": "2030 Agenda (synthetic)",
            "body": "Town of Exampleton (synthetic)",
            "start": dt.date(2026, 1, 15),
            "participation_level_promised": 4,
        },
        "audit": {},
        "attributes": {},
        "valuation": {"quality": 30.0},
    }


def test_every_question_is_a_key_that_the_evidence_knows() -> None:
    known = {
        f"{name}.{key}"
        for name, kind in (("process", DeclaredProcess), ("audit", Audit), ("valuation", Valuation))
        for key in kind.__dataclass_fields__
    }
    assert set(questions()) <= known


@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_a_dossier_read_into_the_charter_says_the_same_again(process: Process, example: str) -> None:
    content = tomllib.loads((EXAMPLES / example / "dossier.toml").read_text(encoding="utf-8"))
    process.charter = charter_of(content)
    process.save()
    process.refresh_from_db()
    said = facts_of(process)
    own = ("id", "title", "body")
    for section in ("process", "audit", "valuation"):
        expected = {
            key: value for key, value in content.get(section, {}).items() if key not in (*own, "as_of")
        }
        assert {key: value for key, value in said[section].items() if key not in own} == expected
    assert said["attributes"] == content.get("attributes", {})
    assert list(said["attributes"]) == list(content.get("attributes", {}))
