"""What a workbook tells of the people who wrote it, outside of its cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PROPERTIES = "docProps/core.xml"
_WRITER = re.compile(rb"<(?:\w+:)?(?:creator|lastModifiedBy)\b[^>]*>\s*([^<]+?)\s*</")
# Remarks pinned to cells carry the names of those who wrote them (ECMA-376, part 1, 18.7); the newer ones that can be
# answered (xl/persons) always name an account.
_REMARKS = re.compile(r"xl/(comments[^/]*|comments/[^/]+)\.xml")
_REMARKED = re.compile(rb"<(?:\w+:)?author>\s*([^<]+?)\s*</")
_ACCOUNTS = "xl/persons/"
# Programs sign as people do.
_PROGRAMS = frozenset(
    {b"openpyxl", b"obverse", b"Obverse", b"Microsoft Excel", b"LibreOffice", b"Apache POI"}
)


def signatures(file: Path) -> tuple[str, ...]:
    """Where a workbook names people: ``author (name)`` in its properties, ``comments (author name)`` beside cells."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        properties = archive.read(_PROPERTIES) if _PROPERTIES in names else b""
        remarks = b"".join(archive.read(name) for name in names if _REMARKS.fullmatch(name))
    signed = ("author (name)",) if set(_WRITER.findall(properties)) - _PROGRAMS else ()
    accounts = any(name.startswith(_ACCOUNTS) for name in names)
    remarked = accounts or bool(set(_REMARKED.findall(remarks)) - _PROGRAMS)
    return (*signed, "comments (author name)") if remarked else signed
