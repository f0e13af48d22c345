"""Walking through XML before anything builds a tree of it: no document type, no entities, not too deep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.limits import Limits

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


class RefusedXml(Exception):  # noqa: N818 - a refusal is what it says
    """The XML is not taken; ``kind`` and ``details`` are those of the problem."""

    def __init__(self, kind: str, **details: str) -> None:
        self.kind = kind
        self.details = details
        super().__init__(kind)

    def problem(self, label: str, member: str = "") -> Problem:
        """The problem, for a letter; ``row`` and ``column`` of the details say where it stands."""
        details = dict(self.details)
        row, column = int(details.pop("row", "0")), details.pop("column", "")
        return Problem(self.kind, label, row, column, member, {"member": member or label, **details})


def walk(
    pieces: Iterable[bytes],
    limits: Limits,
    *,
    start: Start | None = None,
    end: End | None = None,
    data: Data | None = None,
) -> None:
    """Walk through an XML text that arrives in pieces, telling ``start``, ``end`` and ``data`` what comes by.

    Names of elements are as they stand in the text, with their prefix.

    Raises:
        RefusedXml: it is not well formed, declares a document type, or is nested deeper than the limit.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.xml_depth:
            raise RefusedXml("xml_too_deep", limit=str(limits.xml_depth))
        if start is not None:
            start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name)

    def declared(*_: object) -> None:
        raise RefusedXml("xml_entities")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    if data is not None:
        parser.CharacterDataHandler = data
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise RefusedXml("xml_broken", row=str(error.lineno)) from None
    except (LookupError, ValueError):
        # An encoding that Python does not know, or one of several bytes, which expat does not read.
        raise RefusedXml("xml_broken", row="1") from None
