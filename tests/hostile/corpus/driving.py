"""Imports every file of one family as a person would, and writes down what came of each, one line of JSON a case.

python -m tests.hostile.corpus.driving FAMILY FOLDER [CASE]
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obverse.connectors.importing import import_files
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.receiving.nursery import last_effort
from tests.hostile.corpus.case import ESCAPED, SECRET, Hostile, family

FACTS = '[process]\nid = "x"\ntitle = "Made up"\n\n[audit]\nas_of = 2025-01-01\n'
EVENTS = "id,kind\ntown-hall,meeting\n"
# The lock is no part of what a dossier says.
PASSING = (".lock",)
_KEY = b"a key for tests, and for nothing else".ljust(32, b".")


def _most_in_use() -> int:
    """The most memory that this program ever used, in bytes.

    Of what it was started from, ``getrusage`` would count the memory too.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(peak) * 1024


def outcome_of(case: Hostile, folder: Path) -> dict[str, Any]:
    """Write a hostile file, import it into a small dossier, and tell what happened."""
    given, dossier = folder / "given", folder / "dossier"
    given.mkdir(parents=True)
    (dossier / "evidence").mkdir(parents=True)
    (dossier / "dossier.toml").write_text(FACTS, encoding="utf-8")
    (dossier / "evidence" / "event.csv").write_text(EVENTS, encoding="utf-8")
    before = picture(dossier)
    files = case.write(given)
    told: dict[str, Any] = {"name": case.name, "files": [file.name for file in files]}
    began = time.monotonic()
    try:
        told |= _imported(case, files, dossier)
    except BaseException as error:  # noqa: BLE001 - that there is none is what is tested
        trace = traceback.format_exc()[-3000:]
        told |= {"outcome": "failed", "kinds": [type(error).__name__], "letters": [trace, trace]}
    told["seconds"] = time.monotonic() - began
    told["child_bytes"] = last_effort().peak_bytes
    told["own_bytes"] = _most_in_use()
    after = picture(dossier)
    told["changed"] = after != before
    told["missing"] = [text for text in case.holds if not _holds(dossier / "evidence", text.encode())]
    told["leaked"] = [mark for mark in (SECRET, ESCAPED) if _holds(dossier, mark.encode())]
    told["elsewhere"] = sorted(path.name for path in folder.iterdir() if path not in {given, dossier})
    told["left"] = sorted(path.name for path in Path(os.environ["TMPDIR"]).iterdir())
    shutil.rmtree(folder)
    return told


def _imported(case: Hostile, files: list[Path], dossier: Path) -> dict[str, Any]:
    try:
        letter = import_files(
            dossier, files, platform=case.platform or None, encoding=case.encoding, secret=_KEY
        )
    except EvidenceProblems as refused:
        letters = ["\n".join(one.letter(language) for one in refused.problems) for language in ("en", "fr")]
        kinds = sorted({problem.kind for problem in refused.problems})
        return {"outcome": "refused", "kinds": kinds, "letters": letters}
    rows = {name: counts.read for name, counts in letter.tables.items()}
    return {"outcome": "read", "rows": rows, "letters": [letter.in_words("en"), letter.in_words("fr")]}


def picture(directory: Path) -> dict[str, bytes]:
    """All files of a dossier with their bytes."""
    return {
        file.relative_to(directory).as_posix(): file.read_bytes()
        for file in sorted(directory.rglob("*"))
        if file.is_file() and file.name not in PASSING
    }


def _holds(directory: Path, what: bytes) -> bool:
    return any(what in content for content in picture(directory).values())


def _outcomes(name: str, folder: Path, only: str) -> Iterator[dict[str, Any]]:
    for number, case in enumerate(family(name)):
        if only in case.name:
            yield outcome_of(case, folder / f"{number:03d}")


def main() -> None:
    """Drive one family."""
    name, folder, only = [*sys.argv[1:], ""][:3]
    for told in _outcomes(name, Path(folder), only):
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
