"""Exports that are too long for memory: read piece by piece, written as Parquet parts, by the rules for all others."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from obverse.auditing import audit
from obverse.connectors.importing import import_files
from obverse.connectors.reading import READ
from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.importing.letter import Letter
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.receiving.limits import MEBIBYTE, Limits, limits
from obverse.evidence.receiving.nursery import in_child, last_effort
from obverse.reports.formats import formats

AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SECRET = bytes(32)
# The long way for files that are short: all that differs is where the bounds stand.
LONG = limits().with_(stream_bytes=200, held_rows=20)
MAPPING = """
[file]
format = "csv"

[codes.channel]
web = "online"
paper = "paper"

[[table]]
name = "vote"
[[table.keep]]
column = "test"
is_not = ["yes"]
reason = { en = "test votes", fr = "votes d’essai" }
[table.columns]
actor = { from = "voter", pseudonym = "person" }
contribution = "proposal"
value = "sign"
at = { from = "cast", moments = ["%d/%m/%Y %H:%M"] }
channel = { from = "way", codes = "channel" }

[[table]]
name = "actor"
distinct = true
[table.columns]
id = { from = "voter", pseudonym = "person" }
kind = { constant = "person" }

[[table]]
name = "contribution"
distinct = true
[table.columns]
id = "proposal"
topic = "heading"
"""
HEADER = "voter,proposal,heading,sign,cast,way,test"


def line(voter: int, proposal: int, sign: int | str = 1, test: str = "", way: str = "web") -> str:
    cast = f"{voter % 28 + 1:02d}/03/2025 {proposal % 24:02d}:15"
    title = f'"Idea {proposal}, as ""told"" by canary{proposal}@example.org"'
    return f"person-canary-{voter},P{proposal},{title},{sign},{cast},{way},{test}"


class Town(NamedTuple):
    """A dossier into which one export was imported the long way: nobody changes it."""

    directory: Path
    letter: Letter
    export: Path
    mapping: Path

    def copy(self, folder: Path) -> Path:
        """The same dossier, to be changed."""
        return Path(shutil.copytree(self.directory, folder / self.directory.name))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The usual export, imported the long way once for all."""
    folder = tmp_path_factory.mktemp("once")
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    file = export(folder)
    return Town(folder / "town", bring(folder / "town", file, mapping=mapping), file, mapping)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "mapping.toml"
    file.write_text(MAPPING, encoding="utf-8")
    return file


def export(
    tmp_path: Path, *lines: str, name: str = "votes.csv", voters: int = 40, proposals: int = 8
) -> Path:
    usual = [
        line(voter, proposal, (voter * proposal) % 3 - 1, "yes" if voter == 7 else "")
        for voter in range(voters)
        for proposal in range(proposals)
    ]
    file = tmp_path / name
    file.write_text("\n".join([HEADER, *usual, *lines, ""]), encoding="utf-8")
    return file


def bring(
    directory: Path, *files: Path, mapping: Path, limited: Limits = LONG, replace: bool = False
) -> Letter:
    return import_files(
        directory, files, mapping=mapping, limited=limited, at=AT, secret=SECRET, replace=replace
    )


def refused(directory: Path, *files: Path, mapping: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(EvidenceProblems) as caught:
        bring(directory, *files, mapping=mapping)
    return [(one.kind, one.row, one.column) for one in caught.value.problems]


def parts(directory: Path, table: str = "vote") -> list[str]:
    return [part.name for part in sorted((directory / "evidence" / table).glob("*"))]


def votes(directory: Path) -> list[tuple[Any, ...]]:
    dossier = open_dossier(directory)
    rows = dossier.engine.execute(
        'SELECT actor, contribution, value, "at", channel, source_row FROM vote'
    ).to_pylist()
    return sorted(tuple(row.values()) for row in rows)


def figures(directory: Path) -> Any:
    """A report without what tells in which files the registers stand."""
    said = json.loads(formats()["json"].render(audit(directory)))

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            hidden = {"file", "sha256", "imports", "kept", "seconds"}
            return {key: plain(item) for key, item in value.items() if key not in hidden}
        return [plain(item) for item in value] if isinstance(value, list) else value

    return plain(said)


def test_both_ways_give_the_same_rows_and_the_same_report(tmp_path: Path, town: Town) -> None:
    short, long = tmp_path / "town", town.directory
    said = bring(short, town.export, mapping=town.mapping, limited=limits()), town.letter
    assert (short / "evidence" / "vote.csv").is_file()
    assert parts(long) == ["part-00000.parquet"]
    assert parts(long, "actor") == ["part-00000.parquet"]
    assert votes(long) == votes(short)
    assert said[0].tables == said[1].tables
    assert said[0].left_out == said[1].left_out
    assert said[0].kept_out == said[1].kept_out
    assert (short / "dossier.toml").read_bytes() == (long / "dossier.toml").read_bytes()
    assert figures(long) == figures(short)


def test_the_parts_have_natural_types(town: Town) -> None:
    schema = pq.read_schema(town.directory / "evidence" / "vote" / "part-00000.parquet")
    assert schema.field("value").type == pa.float64()
    assert schema.field("at").type == pa.timestamp("us")
    assert schema.field("source_row").type == pa.int64()
    assert pa.types.is_string(schema.field("actor").type)


def test_nobody_enters_the_parts(town: Town) -> None:
    tables = [file for file in town.directory.rglob("*") if file.is_file()]
    told = "".join(
        str(pq.read_table(file).to_pylist())
        if file.suffix == ".parquet"
        else file.read_text(encoding="utf-8")
        for file in tables
        if file.parent.name != "sources"
    )
    assert "canary" not in told
    assert "[e-mail]" in told
    assert town.letter.kept_out.screened["e_mail"] == 8
    assert not any(file.kept for file in town.letter.files)
    assert "example.org" not in "".join(file.read_text() for file in (town.directory / "sources").iterdir())


# The usual rows end with row 321. What is wrong is told at the first of three stages at which anything is.
@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (
            [
                line(90, 1, way="pigeon"),
                line(91, 1).replace("Idea 1", "Idea\n1"),
                line(92, 1) + ",more",
                "person-93,P1",
                line(94, 1, way="bottle"),
            ],
            {
                ("unknown_source_value", 322, "way"),
                ("cells_too_many", 324, ""),
                ("cells_missing", 325, ""),
                ("unknown_source_value", 326, "way"),
            },
        ),
        (
            [
                line(90, 1).replace("person-canary-90", ""),
                line(91, 1, "often"),
                line(92, 1).replace("Idea 1", "Idea\n1"),
                line(93, 1, "seldom"),
            ],
            {("empty_required", 322, "voter"), ("not_a_number", 323, "sign"), ("not_a_number", 325, "sign")},
        ),
        (
            [line(3, 4, -1), line(90, 1), line(3, 5)],
            {
                ("duplicate_key", 322, "voter, proposal, cast"),
                ("duplicate_key", 324, "voter, proposal, cast"),
            },
        ),
    ],
    ids=["while reading", "in the parts", "between rows"],
)
def test_bad_rows_are_told_with_their_numbers_and_nothing_is_begun(
    tmp_path: Path, mapping: Path, bad: list[str], told: set[tuple[str, int, str]]
) -> None:
    found = refused(tmp_path / "town", export(tmp_path, *bad), mapping=mapping)
    assert told <= set(found)
    assert not (tmp_path / "town").exists()


def test_a_second_import_adds_a_part_and_knows_what_is_there(tmp_path: Path, town: Town) -> None:
    directory, mapping = town.copy(tmp_path), town.mapping
    later = export(tmp_path, *(line(200 + number, 3) for number in range(30)), name="later.csv")
    letter = bring(directory, later, mapping=mapping)
    assert (letter.tables["vote"].added, letter.tables["vote"].already_there) == (30, 312)
    assert parts(directory) == ["part-00000.parquet", "part-00001.parquet"]
    assert len(votes(directory)) == 342
    assert examine(directory)[1] == []
    assert bring(directory, later, mapping=mapping).unchanged


def test_a_few_rows_are_added_to_a_long_table_and_none_of_it_is_changed(tmp_path: Path, town: Town) -> None:
    directory, mapping = town.copy(tmp_path), town.mapping
    few = tmp_path / "few.csv"
    few.write_text("\n".join([HEADER, line(300, 2), line(3, 4, -1), ""]), encoding="utf-8")
    short = limits()
    letter = bring(directory, few, mapping=mapping, limited=short)
    assert (letter.tables["vote"].added, letter.tables["vote"].already_there) == (1, 1)
    few.write_text("\n".join([HEADER, line(3, 4, 0), ""]), encoding="utf-8")
    assert refused(directory, few, mapping=mapping) == [("conflicting_row", 2, "voter, proposal, cast")]
    with pytest.raises(EvidenceProblems) as caught:
        bring(directory, few, mapping=mapping, limited=short, replace=True)
    assert [one.kind for one in caught.value.problems] == ["parts_not_replaced"]
    assert len(votes(directory)) == 313


def test_rows_that_stood_in_one_file_move_into_the_first_part(tmp_path: Path, mapping: Path) -> None:
    directory = tmp_path / "town"
    few = tmp_path / "few.csv"
    few.write_text("\n".join([HEADER, line(3, 4, -1), line(300, 2), ""]), encoding="utf-8")
    bring(directory, few, mapping=mapping, limited=limits())
    letter = bring(directory, export(tmp_path), mapping=mapping)
    assert letter.tables["vote"].already_there == 1
    assert parts(directory) == ["part-00000.parquet", "part-00001.parquet"]
    assert not (directory / "evidence" / "vote.csv").exists()
    assert len(votes(directory)) == 313
    assert examine(directory)[1] == []


def test_a_row_that_refers_to_nobody_is_told(tmp_path: Path, mapping: Path) -> None:
    lonely = MAPPING.replace('id = "proposal"', 'id = { from = "proposal", prefix = "x" }')
    mapping.write_text(lonely, encoding="utf-8")
    found = refused(tmp_path / "town", export(tmp_path), mapping=mapping)
    assert ("refers_to_nothing", 2, "proposal") in found


HOSTILE = {
    "one line without end": (HEADER.encode() + b"\n" + b"x" * (12 << 20), "cell_too_long"),
    "bytes of another encoding": (
        f"{HEADER}\n{line(1, 1)}\n".encode() * 9 + b"\xe9t\xe9,P1,a,1,,web,\n",
        "encoding_unsure",
    ),
    "a quotation that never ends": (
        f'{HEADER}\n{line(1, 1)}\n1,"open\n2,P1,lost,1,,web,\n'.encode(),
        "unclosed_quote",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_by_letter(tmp_path: Path, mapping: Path, what: str) -> None:
    content, kind = HOSTILE[what]
    file = tmp_path / "votes.csv"
    file.write_bytes(content)
    assert [told for told, _, _ in refused(tmp_path / "town", file, mapping=mapping)] == [kind]
    assert not (tmp_path / "town").exists()


def test_empty_bytes_are_taken_out_and_told(tmp_path: Path, mapping: Path) -> None:
    file = export(tmp_path)
    file.write_bytes(file.read_bytes().replace(b"web", b"w\x00eb", 1))
    letter = bring(tmp_path / "town", file, mapping=mapping)
    assert letter.tables["vote"].added == 312
    assert "control" in letter.in_words()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    mapping, peaks, sizes = tmp_path / "mapping.toml", [], []
    # One table, to which all that is long belongs.
    table = '[file]\nformat = "csv"\n[[table]]\nname = "contribution"\n[table.columns]\n'
    mapping.write_text(table + 'id = "voter"\ntopic = "heading"\n', encoding="utf-8")
    # Pieces of a quarter of a MiB, of which the reader holds some thirty: the files are 130 and 520 pieces long.
    pieces = limits().with_(memory_bytes=64 * MEBIBYTE, held_rows=20)
    for rows in (6_000, 24_000):
        file, folder = tmp_path / f"{rows}.csv", tmp_path / str(rows)
        folder.mkdir()
        duckdb.execute(
            "COPY (SELECT 'voter-' || range AS voter, repeat('An idea ', 700) AS heading "
            f"FROM range({rows})) TO '{file}' (HEADER)"
        )
        argument: dict[str, object] = {"files": [str(file)], "scratch": str(folder), "platform": "mapping"}
        argument |= {"mapping": str(mapping), "options": {}, "encoding": "", "streams": True}
        argument |= {"today": "2026-01-02", "limits": asdict(pieces)}
        bounds = limits().for_stream(file.stat().st_size)
        answer = in_child(READ, argument, limits=bounds, writes=[str(folder)])
        assert answer["problems"] == answer["extract"]["problems"] == []
        sizes.append(file.stat().st_size)
        peaks.append(last_effort().peak_bytes)
    assert sizes[1] - sizes[0] > 90 * MEBIBYTE
    assert peaks[1] - peaks[0] < (sizes[1] - sizes[0]) // 4


STEPS = ("fsync", "rename", "replace", "unlink", "rmdir", "mkdir", "open")


def test_whatever_lies_there_at_any_step_is_the_old_dossier_or_the_new_one(
    tmp_path: Path, town: Town, picture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, work = town.copy(tmp_path), tmp_path / "moments"
    later = export(tmp_path, name="later.csv", voters=42, proposals=2)
    old, seen = picture(directory), list[list[tuple[str, int]]]()

    # A process that is killed leaves what lies on the disc at that moment: a copy is as good as a death.
    def look() -> None:
        files = [(str(file), file.stat().st_size) for file in sorted(directory.rglob("*")) if file.is_file()]
        if files not in seen:
            shutil.copytree(directory, work / f"{len(seen):03d}")
            seen.append(files)

    for name in STEPS:
        original = getattr(os, name)

        def step(*arguments: Any, _original: Any = original, **named: Any) -> Any:
            if isinstance(arguments[0], int) or str(arguments[0]).startswith(str(directory)):
                look()
            return _original(*arguments, **named)

        monkeypatch.setattr(os, name, step)
    bring(directory, later, mapping=town.mapping)
    monkeypatch.undo()
    new = picture(directory)
    moments = sorted(work.iterdir())
    certain = [(moment / ".change" / "moves.json").exists() for moment in moments]
    # The first step, the last ones before the change is announced, and all from then on.
    fates = []
    for moment in [moments[0], *moments[certain.index(True) - 2 :]]:
        announced = certain[moments.index(moment)]
        assert examine(moment)[1] == []
        after = picture(moment)
        assert after == new or (after == old and not announced)
        assert not (moment / ".change").exists()
        fates.append(after == new)
    # Once the change is certain it stays certain.
    assert fates == sorted(fates)
    assert fates[:3] == [False] * 3
    assert certain.count(True) > 3


KILLED = """
import datetime as dt, os, pathlib, signal, sys
from obverse.connectors.importing import import_files
from obverse.evidence.importing import progress
from obverse.evidence.receiving.limits import limits

directory, mapping, file = sys.argv[1:]
progress._LOOK_EVERY = 0.001

def die(done, total, rows, step):
    if step == progress.KEEPING:
        nurses = pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text()
        os.write(1, nurses.encode())
        os.kill(os.getpid(), signal.SIGKILL)

import_files(directory, [file], mapping=mapping, limited=limits().with_(stream_bytes=200, held_rows=20),
             secret=bytes(32), at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC), show=die)
"""


def over(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes where Linux lists them")
def test_killed_while_rows_are_poured_it_is_the_old_dossier_and_nobody_goes_on_writing(
    tmp_path: Path, town: Town, picture: Any
) -> None:
    directory = town.copy(tmp_path)
    old = picture(directory)
    later = export(tmp_path, name="later.csv", voters=60)
    program = [sys.executable, "-c", KILLED, str(directory), str(town.mapping), str(later)]
    dead = subprocess.run(program, capture_output=True, check=False, env=dict(os.environ))
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    assert (directory / ".change" / "pouring").is_dir()
    nurses = [int(process) for process in dead.stdout.split()]
    assert nurses
    patience = time.monotonic() + 20
    while not all(map(over, nurses)):
        assert time.monotonic() < patience, "the child works on although nobody waits for it"
        time.sleep(0.01)
    assert examine(directory)[1] == []
    assert picture(directory) == old
    assert not (directory / ".change").exists()
    assert bring(directory, later, mapping=town.mapping).tables["vote"].added == 160
