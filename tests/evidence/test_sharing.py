"""Shared reductions are computed once, and what was reduced is found again by its content."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import obverse
from obverse import auditing
from obverse.evidence import dossier as opening
from obverse.evidence.dossier import open_dossier
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.remembering import Memory
from obverse.evidence.sharing import OF_SINGLE_PEOPLE, listing_views, shared_views, sources_of
from obverse.indicators.catalogue import indicators

TABLES = {
    "actor": "id,kind,participant\np1,person,yes\np2,person,yes\np3,person,yes\n",
    "contribution": "id,kind,author,created_at\nc1,proposal,p1,2024-01-05\nc2,proposal,p2,2024-01-06\n",
    "vote": "actor,contribution,value,at\np1,c2,1,2024-02-01\np2,c1,-1,2024-02-02\np3,c1,1,2024-02-03\n",
    "event": "id,kind,start\ne1,meeting,2024-01-10\n",
    "complaint": "id,kind,at\nk1,redress,2024-03-01\n",
}


class Watched(DuckDB):
    """A real engine that notes what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.columns: list[set[str]] = []
        self.kept: list[str] = []

    def execute(self, statement: str) -> pa.Table:
        answer = super().execute(statement)
        self.asked.append(statement)
        self.columns.append(set(answer.column_names))
        return answer

    def keep(self, view: str, statement: str) -> None:
        self.kept.append(view)
        super().keep(view, statement)


@pytest.fixture
def town(build_dossier: Any) -> Path:
    directory: Path = build_dossier(
        TABLES, audit={"as_of": dt.date(2025, 1, 1)}, coverage={"complaint": {"complete": "yes"}}
    )
    return directory


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Every dossier, however small, is worth remembering, in a folder of this test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("OBVERSE_CACHE", str(folder))
    monkeypatch.setattr(opening, "WORTH_REMEMBERING", 0)
    return folder


def test_a_reduction_that_several_read_is_computed_once_and_what_only_it_reads_is_not_held(
    town: Path,
) -> None:
    engine = Watched()
    sharing = open_dossier(town, engine=engine).sharing
    one, other = "SELECT COUNT(*) AS n FROM voter", "SELECT COUNT(*) AS n FROM voter WHERE actor IS NOT NULL"
    sharing.announce([[one], [other], [one, other]])
    counted = [sharing.answer(statement).to_pylist()[0]["n"] for statement in (one, other, one)]
    assert counted == [3, 3, 3]
    # besides what a nation needs part by part
    assert [name for name in engine.kept if name in shared_views()] == ["repeated_pair", "voter"]


def test_no_reduction_is_computed_twice_in_an_audit(town: Path) -> None:
    engine = Watched()
    auditing.findings(open_dossier(town, engine=engine))
    shared = [name for name in engine.kept if name in shared_views()]
    assert shared
    assert len(shared) == len(set(shared))


def test_what_one_reader_alone_reads_is_not_held(town: Path) -> None:
    engine = Watched()
    auditing.findings(open_dossier(town, engine=engine), only=["E2.2"])
    assert [name for name in engine.kept if name in shared_views()] == []


def test_nothing_is_held_when_the_last_reader_has_read(town: Path) -> None:
    engine = DuckDB()
    auditing.findings(open_dossier(town, engine=engine))
    held = engine.execute("SELECT table_name FROM duckdb_tables() WHERE temporary ORDER BY table_name")
    assert not set(held.column("table_name").to_pylist()) & set(shared_views())


def test_a_second_audit_asks_only_for_single_people_and_says_the_same(town: Path, remembering: Path) -> None:
    first = obverse.audit(town)
    engine = Watched()
    second = obverse.audit(town, engine=engine)
    assert second.content == first.content
    assert all(columns & OF_SINGLE_PEOPLE for columns in engine.columns), engine.asked
    assert len(engine.asked) < 8
    assert list(remembering.rglob("*.arrow"))


def test_no_person_and_no_words_of_anybody_are_remembered(town: Path, remembering: Path) -> None:
    for file in (town / "evidence").glob("*.csv"):
        # One-letter names would be found by chance.
        file.write_text(re.sub(r"\b([pc][0-9])\b", r"canary-\1", file.read_text(encoding="utf-8")), "utf-8")
    obverse.audit(town)
    kept = [file.read_bytes() for file in remembering.rglob("*.arrow")]
    assert len(kept) > 20
    assert not [content for content in kept if b"canary-p" in content]


def test_after_one_changed_register_only_what_reads_it_is_asked_again(town: Path, remembering: Path) -> None:
    assert not remembering.exists()
    obverse.audit(town)
    file = town / "evidence" / "complaint.csv"
    file.write_text(file.read_text(encoding="utf-8") + "k2,redress,2024-04-01\n", encoding="utf-8")
    engine = Watched()
    changed = obverse.audit(town, engine=engine)
    assert engine.asked
    assert len(engine.asked) < 80
    assert "voter" not in engine.kept
    assert changed.content == obverse.audit(town, engine=DuckDB()).content


def test_answers_that_no_audit_asks_for_any_more_are_let_go(town: Path, remembering: Path) -> None:
    obverse.audit(town)
    (before,) = [set(folder.iterdir()) for folder in remembering.iterdir()]
    file = town / "evidence" / "vote.csv"
    file.write_text(file.read_text(encoding="utf-8") + "p1,c1,1,2024-02-04\n", encoding="utf-8")
    obverse.audit(town)
    (after,) = [set(folder.iterdir()) for folder in remembering.iterdir()]
    assert before - after
    assert after - before
    obverse.audit(town)
    assert {file for folder in remembering.iterdir() for file in folder.iterdir()} == after


def test_a_broken_answer_is_computed_again(town: Path, remembering: Path) -> None:
    first = obverse.audit(town)
    for file in remembering.rglob("*.arrow"):
        file.write_bytes(file.read_bytes()[:40])
    assert obverse.audit(town).content == first.content


def test_a_small_dossier_leaves_nothing_behind(
    town: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OBVERSE_CACHE", str(tmp_path / "cache"))
    before = sorted(town.rglob("*"))
    obverse.audit(town)
    assert not (tmp_path / "cache").exists()
    assert sorted(town.rglob("*")) == before


def test_an_empty_variable_forbids_to_remember(
    town: Path, remembering: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBVERSE_CACHE", "")
    obverse.audit(town)
    assert not remembering.exists()


def test_another_dossier_of_the_same_rows_has_answers_of_its_own(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    one, other = memory.key("answer", "SELECT", "vote\0a"), memory.key("answer", "SELECT", "vote\0b")
    memory.remember(one, pa.table({"n": [1]}))
    assert memory.recall(other) is None
    answer = memory.recall(one)
    assert answer is not None
    assert answer.to_pylist() == [{"n": 1}]


def test_progress_is_the_share_of_rows_read_and_never_goes_back(town: Path) -> None:
    steps: list[auditing.Step] = []
    obverse.audit(town, progress=steps.append)
    shares = [step.done for step in steps]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0.8 < shares[-1] <= 1
    assert [step.number for step in steps] == list(range(1, steps[-1].total + 1))


def test_who_shares_the_largest_reductions_comes_first_and_is_told_in_its_place(town: Path) -> None:
    steps: list[auditing.Step] = []
    found = [one.indicator.id for one in auditing.findings(open_dossier(town), progress=steps.append)]
    # all that read votes by person or by contribution; nobody else then waits while a nation's are held
    assert {step.name for step in steps[:3]} == {"E5.4", "E7.5d", "L5.4"}
    catalogue = [one.id for one in indicators()]
    assert [step.name for step in steps] != catalogue
    assert list(dict.fromkeys(found)) == [name for name in catalogue if name in found]


@pytest.mark.parametrize(("place", "view"), listing_views().items())
def test_a_reduction_that_says_so_lists_every_word_of_a_column(
    place: tuple[str, str], view: str, repository: Path
) -> None:
    table, column = place
    dossier = open_dossier(repository / "examples" / "vtaiwan-uberx")
    listed = dossier.sharing.answer(f'SELECT DISTINCT "{column}" AS word FROM {view}')
    words = dossier.engine.execute(f'SELECT DISTINCT "{column}" AS word FROM "{table}"')
    assert set(listed.column("word").to_pylist()) == set(words.column("word").to_pylist())
    assert words.num_rows > 1


def test_every_shared_reduction_stands_after_those_that_it_reads() -> None:
    seen: set[str] = set()
    for name, statement in shared_views().items():
        assert not (sources_of(statement) & set(shared_views())) - seen, name
        seen.add(name)
