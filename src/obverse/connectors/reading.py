"""Reading strangers' files in a child process: the gate, and the connector that knows them."""

from __future__ import annotations

import codecs
import datetime as dt
import importlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import obverse.connectors as rooms
from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.evidence.importing.extract import Extract
from obverse.evidence.importing.handing_over import hand_over
from obverse.evidence.importing.staging import Stage
from obverse.evidence.problems import EvidenceProblems, Problem, described, did_you_mean
from obverse.evidence.receiving.gate import Admitted, open_files
from obverse.evidence.receiving.limits import Limits, limits

MAPPING = "mapping"
READ = f"{__name__}:read_files"
LOOK = f"{__name__}:look_into"
_SURE_ENOUGH = 0.5
# Four MiB of one GiB; the reader holds some thirty pieces ahead.
_PIECES = 256
_TOO_CLOSE = 0.05


@cache
def connectors() -> tuple[Connector, ...]:
    """One instance of every connector, found by walking the folders of this package, in the order of their names.

    Raises:
        ValueError: a folder does not hold exactly one connector, or two connectors share a name.
    """
    found: dict[str, Connector] = {}
    for place in rooms.__path__:
        for file in sorted(Path(place).glob("*/connector.py")):
            name = f"{rooms.__name__}.{file.parent.name}.connector"
            module = importlib.import_module(name)
            classes = [
                item
                for item in vars(module).values()
                if isinstance(item, type) and issubclass(item, Connector) and item.__module__ == name
            ]
            if len(classes) != 1:
                raise ValueError(f"{name} should hold one connector, but holds {len(classes)}")
            connector = classes[0]()
            if connector.name in found:
                raise ValueError(f"two folders claim the name {connector.name}")
            found[connector.name] = connector
    return tuple(found[name] for name in sorted(found))


def read_files(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Open, recognise and read files; what comes of it is written into the folder ``scratch``.

    ``argument`` holds ``files``, ``scratch``, ``platform``, ``mapping``, ``options``, ``encoding``, ``limits``,
    ``streams`` (whether long tables are let in, to be read piece by piece) and ``today``; the answer holds
    ``problems``, or else the connector's name and what it handed over.
    """
    scratch = Path(argument["scratch"])
    bounds = limits().with_(**argument["limits"])
    opened = open_files(
        [Path(file) for file in argument["files"]],
        scratch,
        bounds,
        encoding=argument["encoding"] or _declared_encoding(argument["mapping"]),
        streams=bool(argument["streams"]),
    )
    if opened.problems:
        return {"problems": [described(problem) for problem in opened.problems]}
    try:
        connector, recognition = choose(opened.admitted, argument["platform"])
        options = _understood(connector, argument["options"])
    except EvidenceProblems as refused:
        return {"problems": [described(problem) for problem in refused.problems]}
    if argument["mapping"]:
        options[MAPPING] = argument["mapping"]
    paths = [file.path for file in opened.admitted]
    try:
        if argument["streams"] and connector.streams:
            today = dt.date.fromisoformat(argument["today"])
            extract = connector.read_pieces(paths, options, stage_in(scratch, bounds), today=today)
        else:
            extract = connector.read(paths, options)
    except EvidenceProblems as refused:
        extract = Extract(tables={}, files=(), problems=tuple(refused.problems))
    extract = replace(
        extract,
        problems=_as_a_person_calls_them(extract.problems, opened.admitted),
        not_exported={**extract.not_exported, **_kept_back(connector, extract)},
    )
    return {
        "problems": [],
        "connector": connector.name,
        "generation": recognition.generation,
        "sure": recognition.sure,
        "pseudonyms": connector.pseudonyms,
        "keeps_originals": connector.keeps_originals,
        "admitted": [[str(file.path), str(file.original), file.label] for file in opened.admitted],
        "remarks": [[key, details] for key, details in opened.remarks],
        "extract": hand_over(extract, scratch),
    }


def stage_in(scratch: Path, bounds: Limits) -> Stage:
    """Where rows go that are too many to be held; the more memory there is, the more is read at a time."""
    return Stage(scratch, bounds.held_rows, piece_bytes=bounds.memory_bytes // _PIECES)


def _kept_back(connector: Connector, extract: Extract) -> dict[str, tuple[str, ...]]:
    """Whole tables that the platform holds and that nothing of was read."""
    read = {name for name, rows in extract.tables.items() if rows.num_rows} | set(extract.streamed)
    return {table: ("*",) for table in connector.keeps_back if table not in read}


def _declared_encoding(mapping: str) -> str:
    """What a mapping says about the encoding of its files; nothing where it cannot be read, which is told later."""
    if not mapping:
        return ""
    try:
        form = tomllib.loads(Path(mapping).read_text(encoding="utf-8")).get("file", {})
    except (OSError, ValueError):
        return ""
    encoding = str(form.get("encoding", "")) if isinstance(form, dict) else ""
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        return ""
    return encoding


def look_into(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Look into one table that nobody described: the answer holds ``problems``, or the ``mapping`` to begin with."""
    # A mapping belongs to the connector of that name, which is loaded only when somebody asks for one.
    suggesting = importlib.import_module(f"{rooms.__name__}.{MAPPING}.suggesting")
    try:
        wanted = suggesting.understood(argument["options"])
    except EvidenceProblems as refused:
        return {"problems": [described(problem) for problem in refused.problems]}
    opened = open_files(
        [Path(argument["file"])],
        Path(argument["scratch"]),
        limits().with_(**argument["limits"]),
        encoding=argument["encoding"],
    )
    # How a text is written, the proposal can only guess: it says so, and the mapping has a place for it.
    wrong = [problem for problem in opened.problems if problem.kind != "encoding_unsure"]
    if wrong:
        return {"problems": [described(problem) for problem in wrong]}
    try:
        mapping = suggesting.suggest(Path(argument["file"]), argument["language"], tables=wanted)
    except EvidenceProblems as refused:
        return {"problems": [described(problem) for problem in refused.problems]}
    return {"problems": [], "mapping": mapping}


def choose(files: Sequence[Admitted], platform: str) -> tuple[Connector, Recognition]:
    """The connector that knows some files best, unless one is named.

    Raises:
        EvidenceProblems: none knows them, two know them as well, or there is none of the name.
    """
    known = {connector.name: connector for connector in connectors()}
    paths = [file.path for file in files]
    if platform:
        if platform not in known:
            hint = did_you_mean(platform, known)
            raise EvidenceProblems([Problem("no_such_platform", platform, details={"hint": hint})])
        return known[platform], Recognition(1.0, known[platform].recognises(paths).generation)
    rated = [(_recognition(connector, paths), connector) for connector in known.values()]
    rated.sort(key=lambda pair: -pair[0].sure)
    best, connector = rated[0]
    if not paths or best.sure < _SURE_ENOUGH:
        names = ", ".join(known)
        raise EvidenceProblems(
            [Problem("unknown_platform", file.label, details={"known": names}) for file in files]
            or [Problem("missing_file", ".")]
        )
    rivals = [pair for pair in rated if best.sure - pair[0].sure <= _TOO_CLOSE]
    if len(rivals) > 1:
        told = ", ".join(f"{one.name} ({found.sure:.0%})" for found, one in rivals)
        raise EvidenceProblems(
            [Problem("ambiguous_platform", file.label, details={"known": told}) for file in files]
        )
    return connector, best


def _recognition(connector: Connector, paths: Sequence[Path]) -> Recognition:
    try:
        return connector.recognises(paths)
    except EvidenceProblems:
        return UNKNOWN


def _as_a_person_calls_them(problems: Sequence[Problem], admitted: Sequence[Admitted]) -> tuple[Problem, ...]:
    """Problems with the label of the file they are about, where its bare name can mean no other."""
    labels: dict[str, list[str]] = {}
    for file in admitted:
        labels.setdefault(file.path.name, []).append(file.label)
    # What was said of no file by name is about one of those that were given.
    every = ", ".join(file.label for file in admitted)
    known = {name: told[0] if len(told) == 1 else name for name, told in labels.items()}
    known["JSON"] = known.get("JSON", every)
    return tuple(replace(problem, file=known.get(problem.file, problem.file)) for problem in problems)


def _understood(connector: Connector, options: Mapping[str, str]) -> dict[str, str]:
    unknown = [word for word in options if word not in connector.options]
    if unknown:
        hint = did_you_mean(unknown[0], connector.options)
        raise EvidenceProblems(
            [
                Problem("unknown_option", connector.name, details={"word": word, "hint": hint})
                for word in unknown
            ]
        )
    return dict(options)
