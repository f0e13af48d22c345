"""Importing files into a dossier: read by a child process, checked, and taken in as one change."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import obverse.connectors as rooms
from obverse.connectors.reading import LOOK, MAPPING, READ, connectors
from obverse.evidence.facts import FILE
from obverse.evidence.importing import progress
from obverse.evidence.importing.call import Call, seen_before
from obverse.evidence.importing.extract import Extract
from obverse.evidence.importing.founding import found, is_vacant
from obverse.evidence.importing.handing_over import take_over
from obverse.evidence.importing.letter import Begun, Letter, receive, remark
from obverse.evidence.importing.taking_in import take_in
from obverse.evidence.problems import EvidenceProblems, Problem, understood
from obverse.evidence.receiving.limits import Limits, limits
from obverse.evidence.receiving.nursery import in_child

_HOME = Path(__file__).parent
__all__ = ["connectors", "import_files", "suggest_mapping"]


def import_files(
    directory: Path | str,
    files: Sequence[Path | str],
    platform: str | None = None,
    mapping: Path | str | None = None,
    replace: bool = False,
    *,
    options: Mapping[str, str] | None = None,
    encoding: str = "",
    keep_originals: bool = False,
    new_key: bool = False,
    secret: bytes | None = None,
    limited: Limits | None = None,
    at: dt.datetime | None = None,
    show: progress.Show | None = None,
) -> Letter:
    """Read files, folders or ZIP archives into the dossier in ``directory``, as one change or not at all.

    The connector is found from what stands in the files, unless ``platform`` names it; a ``mapping`` is for the
    connector of that name. Rows that contradict rows of the dossier are refused, unless they may ``replace`` them.
    Where there is no dossier yet, one is begun with what the files say about the process.

    People become pseudonyms under the dossier's key, which is kept outside of it (``secret`` stands for another one,
    ``new_key`` makes a new one); files in which people stand are not kept, unless ``keep_originals`` asks for it.
    ``encoding`` says how the files are written where they cannot be read as UTF-8, ``limited`` how much a stranger's
    file may take, ``at`` the moment that the journal tells (now, if it is not given).

    Tables of text that are longer than ``limited.stream_bytes`` are never held in memory where their connector can read
    them piece by piece: their rows become Parquet parts. ``show`` is told how far that has come.

    Raises:
        EvidenceProblems: all that is wrong with the files or with the dossier, which is then as it was.
    """
    directory = Path(directory)
    paths = list(dict.fromkeys(Path(file) for file in files))
    described = Path(mapping) if mapping is not None else None
    problems = [Problem("missing_file", file.name) for file in paths if not file.exists()]
    if described and not described.is_file():
        problems.append(Problem("missing_file", described.name))
    if problems:
        raise EvidenceProblems(problems)
    moment = at or dt.datetime.now(dt.UTC)
    bounds = limited or limits()
    given = [file for path in paths for file in _files_in(path)]
    size = sum(file.stat().st_size for file in given)
    # Only a mapping reads piece by piece so far, and it is never guessed.
    streams = described is not None and size > bounds.stream_bytes
    with tempfile.TemporaryDirectory(prefix="obverse-") as folder:
        scratch = Path(folder)
        argument = {
            "files": [str(file.absolute()) for file in paths],
            "scratch": folder,
            "platform": MAPPING if described else platform or "",
            "mapping": str(described.absolute()) if described else "",
            "options": dict(options or {}),
            "encoding": encoding,
            "streams": streams,
            "today": moment.date().isoformat(),
        }
        with progress.watched(scratch, show if streams else None):
            answer = _ask(
                READ,
                argument,
                bounds,
                ", ".join(file.name for file in paths),
                child=bounds.for_stream(size) if streams else None,
            )
        extract = take_over(answer["extract"], scratch)
        extract = changed(
            extract, notes=(*(remark(key, said) for key, said in answer["remarks"]), *extract.notes)
        )
        call = Call(
            connector=answer["connector"],
            generation=answer["generation"],
            sureness=float(answer["sure"]),
            given=tuple(receive(file) for file in given),
            read={
                path: receive(*_source(Path(path), Path(original), label))
                for path, original, label in answer["admitted"]
            },
            mapping=receive(described.absolute()) if described else None,
            options=dict(options or {}),
            replace=replace,
            pseudonyms=bool(answer["pseudonyms"]),
            keeps_originals=bool(answer["keeps_originals"]),
            keep_originals=keep_originals,
            secret=secret,
            new_key=new_key,
            at=moment,
        )
        return _take_in(directory, extract, call, bounds, show if streams else None)


def suggest_mapping(
    file: Path | str,
    language: str = "en",
    *,
    options: Mapping[str, str] | None = None,
    encoding: str = "",
    limited: Limits | None = None,
) -> str:
    """A mapping (TOML) to begin with, for a table that no connector knows; a person corrects it.

    ``options["table"]`` asks for certain tables of the evidence, several of them separated by a bar.

    Raises:
        EvidenceProblems: the file cannot be read, or an option is none or asks for no table of the evidence.
    """
    file = Path(file)
    if not file.is_file():
        raise EvidenceProblems([Problem("missing_file", file.name)])
    with tempfile.TemporaryDirectory(prefix="obverse-") as scratch:
        argument = {
            "file": str(file.absolute()),
            "scratch": scratch,
            "language": language,
            "options": dict(options or {}),
            "encoding": encoding,
        }
        return str(_ask(LOOK, argument, limited or limits(), file.name)["mapping"])


def _ask(
    task: str, argument: dict[str, Any], limited: Limits, label: str, *, child: Limits | None = None
) -> dict[str, Any]:
    """The answer of a child; ``limited`` bounds the files, ``child`` the process that reads them if others do."""
    answer = in_child(
        task,
        {**argument, "limits": asdict(limited)},
        limits=child or limited,
        places=[str(place) for place in rooms.__path__ if Path(place) != _HOME],
        label=label,
        writes=[argument["scratch"]],
    )
    problems = [understood(problem) for problem in answer["problems"]]
    if problems:
        raise EvidenceProblems(problems)
    return answer


def _take_in(
    directory: Path, extract: Extract, call: Call, bounds: Limits, show: progress.Show | None
) -> Letter:
    """Take an extract into a dossier; one that was only begun for it goes again if that fails."""
    if extract.problems:
        raise EvidenceProblems(extract.problems)
    if not is_vacant(directory):
        return seen_before(directory, call) or take_in(directory, extract, call, limited=bounds, show=show)
    was_there = directory.exists()
    as_of, told = found(
        directory,
        extract.process,
        extract.tables,
        title=call.given[0].path.stem if call.given else directory.name,
        today=call.at.date(),
        happened=extract.happened,
    )
    try:
        return changed(
            take_in(directory, extract, call, limited=bounds, show=show), begun=Begun(FILE, as_of, told)
        )
    except BaseException:
        shutil.rmtree(directory)
        if was_there:
            directory.mkdir()
        raise


def _files_in(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _source(path: Path, original: Path, label: str) -> tuple[Path, str]:
    """The file whose digest a source has, and its name: the file that was given, or a member of an archive."""
    is_member = label != original.name and not label.endswith(f"/{original.name}")
    return (path if is_member else original), label
