"""Reading the elements of an XML text that somebody else wrote."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from xml.parsers import expat


def parsed(content: bytes) -> ET.Element:
    """The root of an XML text that declares no document type and so no entities.

    Raises:
        ValueError: it is not well formed, or declares a document type.
    """

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type, which a project never does")

    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler = refuse
    try:
        guard.Parse(content, True)
        return ET.fromstring(content)  # noqa: S314 - document types were refused just before
    except (expat.ExpatError, ET.ParseError) as error:
        raise ValueError(str(error)) from error


def tag_of(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children_of(element: ET.Element | None) -> list[ET.Element]:
    """What stands directly in an element; nothing in no element."""
    return [] if element is None else list(element)


def every(element: ET.Element, tag: str) -> list[ET.Element]:
    """All elements of a name, however deep."""
    return [one for one in element.iter() if tag_of(one) == tag]


def first_of(element: ET.Element, tag: str) -> ET.Element | None:
    """The first element of a name that stands directly in another."""
    return next((one for one in element if tag_of(one) == tag), None)


def target_of(element: ET.Element, tag: str) -> str:
    """The guid to which a reference in an element points; empty where there is none."""
    found = first_of(element, tag)
    return "" if found is None else found.get("targetGUID", "")


def whole_number(word: str | None) -> int | None:
    """A whole number; None where there is none."""
    try:
        return int(word or "")
    except ValueError:
        return None
