"""Reads the damaged samples of one connector, and writes down what came of each, one line of JSON a mutation.

python -m tests.hostile.reading_mutations CONNECTOR FOLDER COUNT FIRST

The first line is about the samples as they are. The gate, every connector's recognition and the connector's reading
run in this process, so that nothing is hidden; a part of the mutations is then imported as a person would.
"""

from __future__ import annotations

import json
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from obverse.connectors.importing import import_files
from obverse.connectors.reading import connectors
from obverse.evidence.importing.extract import FILE, ROW, Extract
from obverse.evidence.importing.handing_over import hand_over
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.receiving.child import hold_back_the_engine
from obverse.evidence.receiving.gate import Admitted, open_files
from obverse.evidence.receiving.limits import limits
from tests.hostile.corpus.driving import FACTS, picture
from tests.hostile.mutating import Sample, mutations, samples
from tests.hostile.operators.damage import Files

EVERYBODY, WHOLE = 5, 20
_SECONDS = 20
# Address space: several readings leave more reserved, though not in use, than the one of a child of the nursery.
_MEMORY = 4 << 30
_KEY = b"a key for tests, and for nothing else".ljust(32, b".")


def read(sample: Sample, files: Files, folder: Path, everybody: bool = False) -> dict[str, Any]:
    """What the gate and the connector make of files, in words and counts; ``everybody`` has all connectors look."""
    given, scratch = folder / "given", folder / "scratch"
    given.mkdir(parents=True)
    scratch.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    connector = next(one for one in connectors() if one.name == sample.connector)
    options = {"mapping": str(sample.mapping)} if sample.mapping else {}
    opened = open_files([given / name for name in files], scratch, limits(), encoding=sample.encoding)
    if opened.problems:
        return _refused(opened.problems)
    paths = [file.path for file in opened.admitted]
    sure = {one.name: one.recognises(paths).sure for one in (connectors() if everybody else (connector,))}
    extract = connector.read(paths, options)
    described = hand_over(extract, scratch)
    json.dumps(described)
    told = {"sure": sure}
    if extract.problems:
        return told | _refused(extract.problems)
    return told | _counts(extract, opened.admitted) | {"outcome": "read"}


def _refused(problems: tuple[Problem, ...]) -> dict[str, Any]:
    letters = [problem.letter(language) for problem in problems for language in ("en", "fr")]
    silent = [problem.kind for problem in problems if not problem.file]
    return {
        "outcome": "refused",
        "kinds": sorted({problem.kind for problem in problems}),
        "empty": not all(letters) or not letters,
        "silent": silent,
    }


def _counts(extract: Extract, admitted: tuple[Admitted, ...]) -> dict[str, Any]:
    labels = {str(file.path): file.label for file in admitted}
    used: dict[str, set[int]] = {}
    for rows in extract.tables.values():
        for path, row in zip(rows[FILE].to_pylist(), rows[ROW].to_pylist(), strict=True):
            used.setdefault(labels.get(path, ""), set()).add(row)
    said = [
        *(note.en for note in extract.notes),
        *(reason.en for reasons in extract.left_out.values() for reason in reasons),
        *extract.unknown,
    ]
    return {
        "rows": {name: rows.num_rows for name, rows in extract.tables.items()},
        "used": {name: len(found) for name, found in used.items()},
        "left_out": sum(count for reasons in extract.left_out.values() for count in reasons.values()),
        "said": " ".join(said),
    }


def imported(sample: Sample, files: Files, folder: Path) -> dict[str, Any]:
    """What a whole import makes of files; a refusal must leave the dossier as it was."""
    given, dossier = folder / "given", folder / "dossier"
    given.mkdir(parents=True)
    (dossier / "evidence").mkdir(parents=True)
    (dossier / "dossier.toml").write_text(FACTS, encoding="utf-8")
    for name, content in files.items():
        (given / name).write_bytes(content)
    before = picture(dossier)
    try:
        letter = import_files(
            dossier,
            [given / name for name in files],
            platform=None if sample.mapping else sample.connector,
            mapping=sample.mapping,
            secret=_KEY,
        )
    except EvidenceProblems as refused:
        told = _refused(tuple(refused.problems))
        return told | {"changed": picture(dossier) != before}
    return {"outcome": "read", "empty": not all(letter.in_words(language) for language in ("en", "fr"))}


def _tried(sample: Sample, files: Files, folder: Path, everybody: bool, whole: bool) -> Mapping[str, Any]:
    try:
        signal.alarm(_SECONDS)
        told = read(sample, files, folder / "read", everybody)
        signal.alarm(0)
        if whole:
            told["import"] = imported(sample, files, folder / "import")
    except BaseException as error:  # noqa: BLE001 - that there is none is what is tested
        return {"outcome": "failed", "error": type(error).__name__, "trace": traceback.format_exc()[-1800:]}
    finally:
        signal.alarm(0)
        shutil.rmtree(folder, ignore_errors=True)
    return told


def _late(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Read the samples and then their mutations, from one on."""
    connector, folder, count, first = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    connectors()
    hold_back_the_engine(asdict(limits()))
    signal.signal(signal.SIGALRM, _late)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    if not first:
        kept = {
            sample.case: _tried(sample, sample.files, folder / "sample", True, True)
            for sample in samples(connector)
        }
        sys.stdout.write(json.dumps(kept) + "\n")
    for number, mutation in enumerate(mutations(connector, count)[first:], start=first):
        sys.stdout.write(json.dumps({"begun": number}) + "\n")
        sys.stdout.flush()
        place = folder / f"{number:04d}"
        looked, whole = number % EVERYBODY == 0, number % WHOLE == 0
        told = _tried(mutation.sample, mutation.damaged.files, place, looked, whole)
        sys.stdout.write(json.dumps({"number": number, **told}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
