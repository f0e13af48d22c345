"""Service requests in XML, as GeoReport servers give them: read element by element, without any DTD or entity."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

import pyarrow as pa

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.json_document import flattened

DEPTH = 32
ROOT, REQUEST = "service_requests", "request"


class _RefusedError(Exception):
    pass


class _Reader:
    """The leaves of each request, under the names of the elements around them joined with ``/``."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []
        self.path: list[str] = []
        self.text: list[str] = []
        self.leaf = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) > DEPTH:
            raise _RefusedError(f"more than {DEPTH} levels")
        if len(self.path) == 1 and name != ROOT:
            raise _RefusedError(f"it begins with <{name[:40]}>, not with <{ROOT}>")
        if self.path == [ROOT, REQUEST]:
            self.rows.append({})
        self.text, self.leaf = [], True

    def characters(self, text: str) -> None:
        self.text.append(text)

    def end(self, _name: str) -> None:
        if self.leaf and len(self.path) > 2 and self.path[1] == REQUEST:
            self.rows[-1].setdefault("/".join(self.path[2:]), "".join(self.text).strip())
        self.path.pop()
        self.leaf = False


def read_xml(file: Path) -> tuple[pa.Table | None, list[Problem]]:
    """The requests of a file as rows of texts; None and the problem where it cannot be read."""
    reader = _Reader()
    parser = expat.ParserCreate(encoding="UTF-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(file.read_bytes(), True)
    except (expat.ExpatError, _RefusedError, OSError) as error:
        details = {"error": f"XML: {error}"[:160]}
        return None, [Problem("unreadable", file.name, details=details)]
    return flattened(reader.rows), []


def _refuse(*_found: object) -> None:
    raise _RefusedError("a DTD or an entity is declared in it")
