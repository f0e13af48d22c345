"""Walking through a workbook before any library opens it: how large it claims to be, and what else is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.archive import Archive
from obverse.evidence.receiving.limits import Limits
from obverse.evidence.receiving.member_names import shown
from obverse.evidence.receiving.xml_scan import RefusedXml, walk

# The last cell of a sheet is XFD1048576, in every program that writes XLSX.
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_PLACE = re.compile("([A-Z]{1,7})([0-9]{1,40})")
_DIGITS = re.compile("[0-9]{1,40}")
_XML_MARKS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_MACROS = ("xl/macrosheets/", "xl/activex/", "xl/dialogsheets/")
_LINKS = "xl/externallinks/"


def scan_workbook(archive: Archive, label: str, limits: Limits) -> list[Problem]:
    """What forbids opening a workbook, member by member; nothing where it may be opened.

    Every member that begins as XML is walked through, whatever it is called, because a workbook may call its sheets
    as it likes; all others are inflated and counted.

    Raises:
        Refused: the archive lies, or more comes out of it than the limits allow.
    """
    problems = [
        Problem(kind, label, details={"member": shown(member.name)})
        for member in archive.members
        if (kind := _unwanted(member.name.lower()))
    ]
    for member in [] if problems else archive.members:
        pieces = archive.unpack(member)
        first = next(pieces, b"")
        whole = chain([first], pieces)
        named_xml = member.name.lower().endswith((".xml", ".rels"))
        if not named_xml and not first.lstrip(b" \t\r\n").startswith(_XML_MARKS):
            for _ in whole:
                pass
            continue
        part = _Part(limits)
        try:
            walk(whole, limits, start=part.start, end=part.end, data=part.data)
        except RefusedXml as refused:
            if refused.kind == "xml_broken" and not named_xml:
                # Old drawings are often not well formed, and no reader of cells opens them.
                for _ in whole:
                    pass
            else:
                problems.append(refused.problem(label, shown(member.name)))
                continue
        problems += part.problems(label, shown(member.name))
    return problems


def scan_project(archive: Archive, label: str, limits: Limits) -> list[Problem]:
    """What forbids opening a coding project: its XML is walked through, all else inflated and counted.

    Raises:
        Refused: the archive lies, or more comes out of it than the limits allow.
    """
    problems = []
    for member in archive.members:
        pieces = archive.unpack(member)
        if member.name.lower().endswith((".qde", ".xml")):
            try:
                walk(pieces, limits)
            except RefusedXml as refused:
                problems.append(refused.problem(label, shown(member.name)))
        else:
            for _ in pieces:
                pass
    return problems


def _unwanted(name: str) -> str:
    if name.startswith(_LINKS):
        return "workbook_links"
    return "workbook_macros" if name.startswith(_MACROS) or name.endswith("vbaproject.bin") else ""


class _Part:
    """What a walk through one member saw: the last row and column that it names, and how long its texts are.

    The order of rows and cells matters in sheets; other parts use the names of their elements for other things.
    """

    def __init__(self, limits: Limits) -> None:
        self.longest = limits.text_cell_bytes
        self.limits = limits
        self.columns: dict[str, int] = {}
        self.root = ""
        self.row = self.column = 0
        self.last_row = self.last_column = self.last_filled = 0
        self.length = 0
        self.in_cell = self.in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name == "c":
            self.length = 0
            self.in_cell = self.in_text = True
            self._cell(attributes.get("r"))
        elif name == "row":
            self._row(attributes.get("r"))
        elif name == "si":
            self.length = 0
            self.in_text = True
        elif self.in_cell and name in ("v", "is", "f"):
            self.last_filled = max(self.last_filled, self.column)
        self.root = self.root or name

    def end(self, name: str) -> None:
        if name in ("c", "si") or name.endswith((":c", ":si")):
            self.in_cell = self.in_text = False

    def data(self, text: str) -> None:
        if not self.in_text:
            return
        self.length += len(text) if text.isascii() else len(text.encode("utf-8"))
        if self.length > self.longest:
            place = {"row": str(self.row), "column": _letters(self.column)} if self.in_cell else {}
            raise RefusedXml("cell_too_long", limit=str(self.longest), **place)

    def _row(self, told: str | None) -> None:
        row = self.row + 1 if told is None else int(told) if _DIGITS.fullmatch(told) else 0
        self.last_row = max(self.last_row, row)
        # A reader that streams passes over a row that goes back.
        if self.root == "worksheet" and not self.row < row <= _LAST_ROW:
            raise self._refused()
        self.row, self.column = row, 0

    def _cell(self, reference: str | None) -> None:
        found = None if reference is None else _PLACE.fullmatch(reference)
        row, column = self.row, self.column + 1
        if found is not None:
            row, column = int(found[2]), self.columns.get(found[1]) or self._learn(found[1])
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.root == "worksheet" and (
            (found is None and reference is not None)
            or row != self.row
            or not self.column < column <= _LAST_COLUMN
        ):
            raise self._refused()
        self.column = column

    def _refused(self) -> RefusedXml:
        """Too large rather than out of order, where it is both."""
        area = self.last_row * max(self.last_column, 1)
        if area > self.limits.cells or self.last_row > _LAST_ROW or self.last_column > _LAST_COLUMN:
            return RefusedXml("sheet_too_large", cells=_grouped(area), limit=_grouped(self.limits.cells))
        return RefusedXml("sheet_disordered")

    def _learn(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        self.columns[letters] = number
        return number

    def problems(self, label: str, member: str) -> Iterator[Problem]:
        """What is too large about the part."""
        limits = self.limits
        area = self.last_row * self.last_column
        if area > limits.cells or self.last_row > limits.rows:
            claimed = {"cells": _grouped(area), "limit": _grouped(limits.cells)}
            yield Problem("sheet_too_large", label, sheet=member, details={"member": member, **claimed})
        elif self.last_filled > limits.columns:
            counts = {"found": str(self.last_filled), "limit": str(limits.columns)}
            yield Problem("too_many_columns", label, sheet=member, details=counts)


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
