"""``obverse import`` as a person meets it: one command from an export to a dossier, and what it says and asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import obverse.connectors as rooms

SAMPLES = Path(rooms.__path__[0])
POLIS = SAMPLES / "polis" / "sample" / "openData"


class Person:
    """Somebody at a terminal, whose keys are kept in a folder of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def types(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "obverse", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "OBVERSE_KEYS": str(self.home / "keys")},
            cwd=self.home,
        )


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A ZIP as a platform's download page gives it."""
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for member in sorted(POLIS.iterdir()):
            archive.write(member, f"conversation/{member.name}")
    return file


def test_two_commands_and_no_question_lead_from_a_download_to_a_report(person: Person, export: Path) -> None:
    brought = person.types("import", "town", export)
    assert brought.returncode == 0, brought.stderr
    assert "as polis (openData)" in brought.stdout
    assert "one was begun" in brought.stdout
    assert "indicators find their registers and columns (whether there are enough cases" in brought.stdout
    assert "Worth getting next:" in brought.stdout
    audited = person.types("audit", "town")
    assert audited.returncode == 0, audited.stderr
    assert (person.home / "town" / "report" / "report.html").is_file()


def test_rows_lead_back_to_the_member_of_the_archive(person: Person, export: Path) -> None:
    person.types("import", "town", export)
    documents = (person.home / "town" / "evidence" / "document.csv").read_text(encoding="utf-8")
    assert "export.zip/conversation/votes.csv" in documents
    assert not (person.home / "town" / "sources").exists()


def test_the_second_letter_counts_what_is_new(person: Person, export: Path) -> None:
    person.types("new", "town", "--lang", "fr")
    first = person.types("import", "town", export, "--lang", "fr")
    assert "de plus qu’avant" in first.stdout
    assert "trouvent leurs registres et leurs colonnes (s’il y a assez de cas" in first.stdout
    again = person.types("import", "town", export, "--lang", "fr")
    assert again.returncode == 0
    assert "Rien n’a été modifié" in again.stdout
    assert "À obtenir ensuite" not in again.stdout


def test_a_dossier_forgets_who_its_pseudonyms_were_and_says_so(person: Person, export: Path) -> None:
    person.types("import", "town", export)
    assert len(list((person.home / "keys").iterdir())) == 1
    gone = person.types("forget", "town")
    assert gone.returncode == 0, gone.stderr
    assert "Deleted: " in gone.stdout
    assert list((person.home / "keys").iterdir()) == []
    assert '"what": "forget"' in (person.home / "town" / "journal.jsonl").read_text(encoding="utf-8")
    assert "No key" in person.types("forget", "town").stdout
    later = shutil.copytree(POLIS, person.home / "later")
    votes = later / "votes.csv"
    votes.write_text(votes.read_text(encoding="utf-8") + "1700000099000,x,0,77,1\n", encoding="utf-8")
    refused = person.types("import", "town", *sorted(later.iterdir()))
    assert refused.returncode == 3
    assert "--new-key" in refused.stderr


def test_an_unknown_table_is_proposed_a_mapping_that_then_reads_it(person: Person) -> None:
    table = person.home / "meetings.csv"
    table.write_text(
        "Meeting;Date;People present\nOpening;2024-03-01;40\nWorkshop;2024-04-02;25\n", encoding="utf-8"
    )
    refused = person.types("import", "town", table)
    assert refused.returncode == 3
    assert "--suggest" in refused.stderr
    proposed = person.types("import", "town", table, "--suggest")
    assert proposed.returncode == 0, proposed.stderr
    assert not (person.home / "town").exists()
    (person.home / "mapping.toml").write_text(proposed.stdout, encoding="utf-8")
    read = person.types("import", "town", table, "--mapping", "mapping.toml")
    assert read.returncode == 0, read.stdout + read.stderr
    events = (person.home / "town" / "evidence" / "event.csv").read_text(encoding="utf-8")
    assert "40" in events
    assert "2024-04-02" in events


def test_an_encoding_that_cannot_be_known_is_shown_and_asked_for(person: Person) -> None:
    folder = shutil.copytree(POLIS, person.home / "old")
    comments = folder / "comments.csv"
    text = comments.read_text(encoding="utf-8")
    comments.write_bytes(
        f'{text}1700000000000,3,3,0,0,1,false,false,"Plus de vélos à Zoé"\n'.encode("cp1252")
    )
    asked = person.types("import", "town", folder)
    assert asked.returncode == 3
    assert "vélos" in asked.stderr
    assert "--encoding cp1252" in asked.stderr
    assert not (person.home / "town").exists()
    read = person.types("import", "town", folder, "--encoding", "cp1252")
    assert read.returncode == 0, read.stderr
    assert "vélos à Zoé" in (person.home / "town" / "evidence" / "contribution.csv").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("wrong", ["files=1", "file_bytes=many", "file_bytes"])
def test_a_limit_that_is_none_is_a_wrong_call(wrong: str, person: Person, export: Path) -> None:
    refused = person.types("import", "town", export, "--limit", wrong)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_a_limit_is_kept_and_named_in_the_letter(person: Person, export: Path) -> None:
    refused = person.types("import", "town", export, "--limit", "unpacked_bytes=100")
    assert refused.returncode == 3
    assert "export.zip" in refused.stderr
    assert not (person.home / "town").exists()
