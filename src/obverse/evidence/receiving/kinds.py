"""What a file is, told by how it begins or, for an archive, by what it holds."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path

TEXT, JSON, XML, ARCHIVE, WORKBOOK, PROJECT = "text", "json", "xml", "archive", "workbook", "project"
# What may lie in an archive beside the tables and is not missed.
BESIDE = ("refused_document", "refused_picture")
_START = 4096
# All that is not one of the words above is the kind of problem that names it.
_BEGINNINGS = (
    (b"PK\x03\x04", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"PK\x07\x08", "refused_compressed"),
    (b"\xd0\xcf\x11\xe0", "refused_old_office"),
    (b"\x89HDF", "refused_columns"),
    (b"\x1f\x8b", "refused_compressed"),
    (b"\x1f\x9d", "refused_compressed"),
    (b"\xfd7zXZ", "refused_compressed"),
    (b"7z\xbc\xaf\x27\x1c", "refused_compressed"),
    (b"\x28\xb5\x2f\xfd", "refused_compressed"),
    (b"%PDF-", "refused_document"),
    (b"{\\rtf", "refused_document"),
    (b"\x89PNG", "refused_picture"),
    (b"\xff\xd8\xff", "refused_picture"),
    (b"\x7fELF", "refused_program"),
    *((bytes([0x80, version]), "refused_program") for version in range(2, 6)),
)
# Words that a heading might begin with too: what is no text has empty bytes soon after.
_BEGINNINGS_OF_BYTES = (
    (b"PAR1", "refused_columns"),
    (b"ARROW1", "refused_columns"),
    (b"FEA1", "refused_columns"),
    (b"ORC", "refused_columns"),
    (b"SQLite format 3", "refused_columns"),
    (b"BZh", "refused_compressed"),
    (b"Rar!", "refused_compressed"),
    (b"GIF8", "refused_picture"),
    (b"RIFF", "refused_picture"),
    (b"II*", "refused_picture"),
    (b"MM", "refused_picture"),
    (b"MZ", "refused_program"),
)
_BY_PART = (
    ("xl/workbook.bin", "refused_binary_workbook"),
    ("word/document.xml", "refused_document"),
    ("ppt/presentation.xml", "refused_document"),
    ("mimetype", "refused_open_document"),
    ("index/document.iwa", "refused_open_document"),
)
_NOT_MEANT = ("__macosx", "thumbs.db", "desktop.ini")
_ABOUT = (
    *("readme", "license", "licence", "copying", "changelog", "changes"),
    *("source", "sources", "attribution", "citation"),
    *("lisezmoi", "lisez-moi", "leeme", "llegeixme", "liesmich", "leesmij", "leggimi"),
)
_PROSE = ("", ".md", ".txt", ".rst")


def kind_of(file: Path) -> str:
    """A text, an archive, or the kind of problem that refuses what else it is."""
    with file.open("rb") as stream:
        start = stream.read(_START)
    for signature, kind in _BEGINNINGS:
        if start.startswith(signature):
            return kind
    if b"\x00" in start:
        for signature, kind in _BEGINNINGS_OF_BYTES:
            if start.startswith(signature):
                return kind
    if start[257:262] == b"ustar":
        return "refused_compressed"
    return "refused_web_page" if _is_web_page(start) else TEXT


def kind_of_text(file: Path) -> str:
    """Whether a clean text is JSON, XML, a web page (which is refused) or, as any other text, perhaps a table."""
    with file.open("rb") as stream:
        start = stream.read(_START)
    if _is_web_page(start):
        return "refused_web_page"
    start = start.lstrip()
    if start.startswith(b"<"):
        return XML
    return JSON if start.startswith((b"{", b"[")) else TEXT


def _is_web_page(start: bytes) -> bool:
    plain = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return plain.startswith((b"<!doctype html", b"<html"))


def kind_of_archive(names: Iterable[str]) -> str:
    """A workbook, a coding project, a kind of problem that refuses what else it is, or nothing for a plain archive."""
    plain = {name.lower() for name in names}
    for part, kind in _BY_PART:
        if part in plain:
            return kind
    if {"[content_types].xml", "xl/workbook.xml"} <= plain:
        return WORKBOOK
    return PROJECT if any(name.endswith("project.qde") for name in plain) else ""


def is_beside(name: str) -> bool:
    """Whether a file of this name is nobody's data: hidden, left by a program, or about the others.

    >>> is_beside("README.md"), is_beside(".DS_Store"), is_beside("readme-votes.csv")
    (True, True, False)
    """
    plain = name.lower()
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    return (
        plain in _NOT_MEANT
        or (plain.startswith((".", "~$")) and plain not in (".", ".."))
        or ending == "md"
        or (stem in _ABOUT and f".{ending}".rstrip(".") in _PROSE)
    )
