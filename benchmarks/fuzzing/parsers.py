"""What is fuzzed: each parser with the files it stands in, its seeds, and how bytes are given to it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import obverse
from benchmarks.fuzzing.repacking import Place, places, repacked

HOME = Path(next(iter(obverse.__path__)))
_RECEIVING = "obverse.evidence.receiving"
# Seeds longer than this leave the fuzzer no time to change them.
LONGEST = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """One parser: the ``modules`` whose branches count, its ``seeds``, and ``feed``, which must never raise.

    ``words`` are put into inputs by the fuzzer.
    """

    name: str
    modules: tuple[str, ...]
    seeds: Callable[[], list[bytes]]
    feed: Callable[[bytes], None]
    words: Callable[[], list[str]] = list

    @property
    def files(self) -> list[Path]:
        """The files whose branches count."""
        found: list[Path] = []
        for module in self.modules:
            place = HOME.parent.joinpath(*module.split("."))
            found += sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        return [file for file in found if "sample" not in file.parts]


@cache
def parsers() -> dict[str, Parser]:
    """All parsers by name: those that look at any file, and every connector, found by walking."""
    found = [
        Parser(
            name="encoding",
            modules=_of("encoding", "asking", "signs"),
            seeds=_hostile("encodings"),
            feed=_encoding,
        ),
        Parser(
            name="archive",
            modules=_of("archive", "zip_directory", "member_names", "kinds", "gate"),
            seeds=_hostile("members", "overlaps", "workbook_parts"),
            feed=_gate,
        ),
        Parser(
            name="delimited",
            modules=(*_of("delimited", "delimited_scan"), "obverse.evidence.reading"),
            seeds=_hostile("delimited", "encodings"),
            feed=_delimited,
        ),
        Parser(name="json", modules=_of("json_document"), seeds=_hostile("json_documents"), feed=_json),
        replace(
            _connector(HOME / "connectors" / "workbook"),
            name="sheets",
            modules=(*_of("workbook_scan", "xml_scan"), "obverse.evidence.importing.spreadsheet"),
        ),
    ]
    found += [_connector(file.parent) for file in sorted(HOME.glob("connectors/*/connector.py"))]
    return {parser.name: parser for parser in found}


def _of(*names: str) -> tuple[str, ...]:
    return tuple(f"{_RECEIVING}.{name}" for name in names)


def _hostile(*families: str) -> Callable[[], list[bytes]]:
    """The small files of the hostile corpus."""

    def seeds() -> list[bytes]:
        from tests.hostile.corpus.case import family

        found: list[bytes] = []
        for name in families:
            for case in family(name):
                with tempfile.TemporaryDirectory() as folder:
                    files = [file for file in case.write(Path(folder)) if file.is_file()]
                    found += [file.read_bytes() for file in files if file.stat().st_size <= LONGEST]
        return found

    return seeds


def _in_a_file(content: bytes, use: Callable[[Path, Path], None], name: str = "export.csv") -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, scratch = Path(folder, name), Path(folder, "scratch")
        file.write_bytes(content)
        scratch.mkdir()
        use(file, scratch)


def _encoding(content: bytes) -> None:
    from obverse.evidence.receiving.encoding import clean_text

    def use(file: Path, scratch: Path) -> None:
        for encoding in ("", "cp1252", "utf-16-le"):
            for problem in clean_text(file, scratch / f"x{encoding}", "export.csv", encoding).problems:
                problem.letter("fr")

    _in_a_file(content, use)


def _gate(content: bytes) -> None:
    from obverse.evidence.receiving.gate import open_files
    from obverse.evidence.receiving.limits import limits

    def use(file: Path, scratch: Path) -> None:
        for problem in open_files([file], scratch, limits()).problems:
            problem.letter("fr")
        outside = [path for path in file.parent.iterdir() if path not in {file, scratch}]
        if outside:
            raise AssertionError(f"written outside: {outside}")

    _in_a_file(content, use, "export.zip")


def _delimited(content: bytes) -> None:
    from obverse.evidence.receiving.delimited import read_delimited, read_header
    from obverse.evidence.receiving.gate import open_files
    from obverse.evidence.receiving.limits import limits

    def use(file: Path, scratch: Path) -> None:
        for admitted in open_files([file], scratch, limits()).admitted:
            read_header(admitted.path)
            for problem in read_delimited(admitted.path).problems:
                problem.letter("fr")

    _in_a_file(content, use)


def _json(content: bytes) -> None:
    from obverse.evidence.receiving.json_document import flattened, read_json

    def use(file: Path, scratch: Path) -> None:  # noqa: ARG001 - nothing is written
        value, problems = read_json(file)
        for problem in problems:
            problem.letter("fr")
        if isinstance(value, list):
            flattened([item for item in value if isinstance(item, dict)])

    _in_a_file(content, use, "export.json")


def _connector(folder: Path) -> Parser:
    """A connector is fed one file of a sample (or one member of one), changed, among the others as they are."""
    name = folder.name

    def seeds() -> list[bytes]:
        return [bytes([number]) + place.content for number, place in enumerate(places(folder)[:256])]

    def feed(data: bytes) -> None:
        known = places(folder)
        place = known[data[0] % len(known)] if data else known[0]
        _connect(name, place, data[1:])

    def words() -> list[str]:
        declared = folder / "fields.toml"
        text = declared.read_text(encoding="utf-8") if declared.exists() else ""
        return sorted({part for part in text.split('"')[1::2] if 2 < len(part) < 40})[:2000]

    return Parser(name=name, modules=(f"obverse.connectors.{name}",), seeds=seeds, feed=feed, words=words)


def _connect(name: str, place: Place, content: bytes) -> None:
    from obverse.connectors.reading import connectors
    from obverse.evidence.importing.handing_over import hand_over
    from obverse.evidence.receiving.gate import open_files
    from obverse.evidence.receiving.limits import limits

    connector = next(one for one in connectors() if one.name == name)
    with tempfile.TemporaryDirectory() as folder:
        given, scratch = Path(folder, "given"), Path(folder, "scratch")
        given.mkdir()
        scratch.mkdir()
        files = _written(repacked(place, content), given)
        opened = open_files(files, scratch, limits())
        if opened.problems:
            return
        paths = [file.path for file in opened.admitted]
        connector.recognises(paths)
        extract = connector.read(paths, {"mapping": str(place.mapping)} if place.mapping else {})
        for problem in extract.problems:
            problem.letter("fr")
        hand_over(extract, scratch)


def _written(contents: Mapping[str, bytes], folder: Path) -> list[Path]:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]
