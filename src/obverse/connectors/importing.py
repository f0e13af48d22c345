"""Importing files into a dossier: find the connector, read, check, and take in as one change."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import obverse.connectors as rooms
from obverse.connectors.connector import Connector, Recognition
from obverse.evidence.importing.letter import Letter, receive
from obverse.evidence.importing.taking_in import Call, seen_before, take_in
from obverse.evidence.problems import EvidenceProblems, Problem, did_you_mean

MAPPING = "mapping"
_SURE_ENOUGH = 0.5


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


def import_files(
    directory: Path | str,
    files: Sequence[Path | str],
    platform: str | None = None,
    mapping: Path | str | None = None,
    replace: bool = False,
    *,
    options: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Letter:
    """Read files into the dossier in ``directory``, as one change that happens wholly or not at all.

    The connector is found from what stands in the files, unless ``platform`` names it; a ``mapping`` is for the
    connector of that name. Rows that contradict rows of the dossier are refused, unless they may ``replace`` them.
    ``at`` is the moment that the journal tells (now, if it is not given).

    Raises:
        EvidenceProblems: all that is wrong with the files or with the dossier, which is then as it was.
    """
    directory = Path(directory)
    paths = list(dict.fromkeys(Path(file) for file in files))
    described = Path(mapping) if mapping is not None else None
    asked = [*paths, *([described] if described else [])]
    problems = [Problem("missing_file", file.name) for file in asked if not file.is_file()]
    if problems:
        raise EvidenceProblems(problems)
    connector, recognition = _choose(paths, MAPPING if described else platform)
    chosen = dict(options or {})
    unknown = [word for word in chosen if word not in connector.options]
    if unknown:
        hint = did_you_mean(unknown[0], connector.options)
        raise EvidenceProblems(
            [
                Problem("unknown_option", connector.name, details={"word": word, "hint": hint})
                for word in unknown
            ]
        )
    call = Call(
        connector=connector.name,
        generation=recognition.generation,
        given=tuple(receive(path) for path in paths),
        mapping=receive(described) if described else None,
        options=chosen,
        replace=replace,
        at=at or dt.datetime.now(dt.UTC),
    )
    letter = seen_before(directory, call)
    if letter is not None:
        return letter
    extract = connector.read(paths, {**chosen, **({MAPPING: str(described)} if described else {})})
    return take_in(directory, extract, call)


def _choose(files: Sequence[Path], platform: str | None) -> tuple[Connector, Recognition]:
    known = {connector.name: connector for connector in connectors()}
    if platform is not None:
        if platform not in known:
            hint = did_you_mean(platform, known)
            raise EvidenceProblems([Problem("no_such_platform", platform, details={"hint": hint})])
        return known[platform], known[platform].recognises(files)
    rated = [(connector.recognises(files), connector) for connector in known.values()]
    recognition, connector = max(rated, key=lambda pair: pair[0].sure)
    if not files or recognition.sure < _SURE_ENOUGH:
        names = ", ".join(known)
        raise EvidenceProblems(
            [Problem("unknown_platform", file.name, details={"known": names}) for file in files]
            or [Problem("missing_file", ".")]
        )
    return connector, recognition
