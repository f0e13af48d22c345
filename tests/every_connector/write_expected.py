"""Write the rows that the samples of connectors give: python tests/every_connector/write_expected.py [CONNECTOR...]."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path

import obverse.connectors as rooms
from obverse.connectors.importing import import_files

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SECRET = b"the key of the samples"
FACTS = '[process]\nid = "x"\ntitle = "Made up"\n\n[audit]\nas_of = 2025-01-01\n'


def given(case: Path) -> tuple[list[Path], Path | None]:
    """The files of a sample, and the mapping beside them where it is read by one."""
    mapping = case / "mapping.toml"
    return sorted(file for file in case.iterdir() if file != mapping), mapping if mapping.exists() else None


def write_expected(case: Path) -> list[str]:
    """Import a sample into an empty dossier, and keep the rows beside it; returns the letter's lines."""
    expected = case.parent.parent / "expected" / case.name
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "dossier"
        (directory / "evidence").mkdir(parents=True)
        (directory / "dossier.toml").write_text(FACTS, encoding="utf-8")
        files, mapping = given(case)
        letter = import_files(directory, files, mapping=mapping, secret=SECRET, at=AT)
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(directory / "evidence", expected)
    return letter.in_words("en").splitlines()


def main(names: list[str]) -> None:
    """Write the expected rows of the named connectors, or of all."""
    home = Path(rooms.__path__[0])
    for folder in sorted(file.parent for file in home.glob("*/connector.py")):
        if not names or folder.name in names:
            for case in sorted((folder / "sample").iterdir()):
                sys.stdout.write(f"== {folder.name} {case.name}\n")
                sys.stdout.write("\n".join(write_expected(case)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
