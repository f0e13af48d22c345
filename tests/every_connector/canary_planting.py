"""Planting made-up people into the files of a platform, whatever their format."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl

from obverse.evidence.receiving.delimited import find_delimiter
from obverse.evidence.receiving.fields import Field, FieldMap, read_fields
from tests.every_connector.canaries import UNREAD, Flock

# What tells of people in the files of connectors whose fields.toml names no people, by heading.
_TOLD = {
    "polis": {
        "xid": "email",
        "comment-body": "text",
        "comment": "text",
        "txt": "text",
        "voter-id": "id",
        "author-id": "id",
        "participant": "id",
    },
    "refi_qda": {"Document name": "name", "Segment": "text", "Modified by": "name"},
}
# Fields that name actors and fill no column of ours.
_TAKING_PART = {
    *(("loomio", "user_name"), ("loomio", "author_name"), ("consul", "username")),
    *(("govocal", "first_name"), ("govocal", "last_name"), ("pabulib", "proposer")),
}
# Whom a file names without making them actors: lists of guests that are read only where somebody asks for it. The
# authors of comments on Decidim are actors, but not under every name that the files give them.
_NOT_TAKING_PART = {("decidim", "comments"), ("govocal", "attendees")}
# Headings that cannot be added to: cells put together by hand, pairs of ratings.
_NO_MORE_COLUMNS = {"yourpriorities"}


def personal_kind(field: Field) -> str:
    """What kind of canary stands for a cell of a field: none where it holds ids of things."""
    things = {"contribution.id"} & set(field.ours)
    if not field.personal or (field.personal == "id" and things):
        return ""
    if field.personal == "name" and re.search("first", field.name):
        return "first"
    if field.personal == "name" and re.search("last", field.name):
        return "last"
    if field.personal == "name" and re.search("nick|slug|url", field.name):
        return "nick"
    return "ip" if "ip" in field.name.split("_") or field.name == "ipaddr" else field.personal


class Planter:
    """Plants one flock into the files of one sample of a connector."""

    def __init__(self, connector: str, flock: Flock) -> None:
        self.connector = connector
        self.flock = flock
        self.unread = connector not in _NO_MORE_COLUMNS
        self.known = _fields(connector)

    def plant(self, file: Path) -> None:
        """Replace the people of a file by canaries, in place."""
        ways: dict[str, Callable[[Path], None]] = {
            ".csv": self._csv,
            ".pb": self._pb,
            ".json": self._json,
            ".xlsx": self._xlsx,
            ".xml": self._xml,
            ".qdpx": self._zip,
        }
        if file.suffix in ways and self.connector != "mapping":
            ways[file.suffix](file)

    def _kinds(self, header: Sequence[str], kind: str = "") -> dict[int, tuple[str, bool]]:
        """By place in a header: the kind of canary, and whether it names a participant; None for no header."""
        told = _TOLD.get(self.connector, {})
        if self.known is None or told:
            return {place: (told[word], False) for place, word in enumerate(header) if word in told}
        match = self.known.match(header, kinds=[kind] if kind in self.known.kinds else ())
        if match is None:
            return {}
        places = {heading: place for place, heading in enumerate(header)}
        found = {}
        for name, headings in match.columns.items():
            field = match.kind.fields[name]
            takes_part = any(ours.startswith("actor.") for ours in field.ours)
            takes_part = takes_part or (self.connector, name) in _TAKING_PART
            takes_part = takes_part and (self.connector, match.kind.name) not in _NOT_TAKING_PART
            for heading in headings:
                if personal_kind(field):
                    found[places[heading]] = (personal_kind(field), takes_part)
        return found

    def _cell(self, told: str, kind: str, takes_part: bool) -> str:
        if not told or (kind == "email" and "@" not in told and self.connector != "polis"):
            return told
        if kind == "text":
            return self.flock.text(told)
        if kind == "first":
            return "Canarina"
        if kind in {"name", "last"} and takes_part:
            name = self.flock.of(kind, told)
            self.flock.names.append(name if kind == "name" else f"Canarina {name}")
        return self.flock.of(kind, told)

    def _rows(self, rows: list[list[str]], kinds: Mapping[int, tuple[str, bool]]) -> None:
        """Plant into the rows below a header: names first, so that texts can speak of them."""
        for texts in (False, True):
            for row in rows:
                for place, (kind, takes_part) in kinds.items():
                    if place < len(row) and (kind == "text") is texts:
                        row[place] = self._cell(row[place], kind, takes_part)

    def sections(self, rows: list[list[str]]) -> None:
        """Plant below every row that is a header of the platform, and a column that nobody reads beside."""
        headers = [number for number, row in enumerate(rows) if self._kinds(row)]
        for start, end in pairwise([*headers, len(rows)]):
            width = len(rows[start])
            inside = [row for row in rows[start + 1 : end] if len(row) == width]
            self._rows(inside, self._kinds(rows[start]))
            if self.unread:
                rows[start].append(UNREAD)
                for number, row in enumerate(inside):
                    row.append(self.flock.everything(f"{rows[start]} {number}"))

    def _csv(self, file: Path) -> None:
        delimiter = find_delimiter(file)
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=delimiter))
        planted = [list(row) for row in rows]
        self.sections(planted)
        if self.connector != "yourpriorities":
            with file.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, delimiter=delimiter).writerows(planted)
            return
        # A platform that puts its cells together by hand: only what stands in quotation marks of its own is replaced.
        text = file.read_text(encoding="utf-8-sig")
        for before, after in zip(rows, planted, strict=True):
            for old, new in zip(before, after, strict=True):
                text = text.replace(f'"{old}"', f'"{new}"') if old != new else text
        file.write_text(text, encoding="utf-8")

    def _pb(self, file: Path) -> None:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=";"))
        self.sections(rows)
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";", lineterminator="\n").writerows(rows)

    def _json(self, file: Path) -> None:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        file.write_text(json.dumps(self._walk(content, ""), ensure_ascii=False), encoding="utf-8")

    def _walk(self, value: Any, kind: str) -> Any:
        """Every object that may be a row, matched as a whole; ``kind`` is what the list is called that it is in."""
        if isinstance(value, list):
            return [self._walk(inner, kind) for inner in value]
        if not isinstance(value, dict):
            return value
        header = list(_paths(value))
        kinds = self._kinds(header, kind)
        if not kinds:
            return {key: self._walk(inner, key) for key, inner in value.items()}
        planted = self._object(value, "", {header[place]: told for place, told in kinds.items()})
        return {**planted, UNREAD: self.flock.everything(json.dumps(value))} if self.unread else planted

    def _object(self, value: Any, path: str, kinds: Mapping[str, tuple[str, bool]]) -> Any:
        if isinstance(value, dict):
            inside = ((key, f"{path}/{key}" if path else key) for key in value)
            return {key: self._object(value[key], place, kinds) for key, place in inside}
        if isinstance(value, list):
            return self._walk(value, path)
        if path not in kinds or not isinstance(value, str | int) or isinstance(value, bool):
            return value
        new = self._cell(str(value), *kinds[path])
        return int(new) if isinstance(value, int) and new.isdigit() else new

    def _xlsx(self, file: Path) -> None:
        book = openpyxl.load_workbook(file)
        for sheet in book.worksheets:
            rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
            planted = [list(row) for row in rows]
            self.sections(planted)
            for number, row in enumerate(planted, start=1):
                for place, text in enumerate(row, start=1):
                    cell = sheet.cell(number, place)
                    if place > len(rows[number - 1]) or text != rows[number - 1][place - 1]:
                        cell.value = text
                    if isinstance(cell.value, str):
                        # A text that begins like a formula is none.
                        cell.data_type = "s"
        book.save(file)

    def _xml(self, file: Path) -> None:
        told = {
            "first_name": "name",
            "email": "email",
            "phone": "phone",
            "account_id": "id",
            "address": "address",
        }
        requests = re.split("(?=</request>)", re.sub("<address>.*?</address>", "", file.read_text("utf-8")))
        for number in range(len(requests) - 1):
            cells = [f"<{tag}>{self.flock.of(kind, str(number))}</{tag}>" for tag, kind in told.items()]
            cells.append(f"<description>{self.flock.text(f'Lamp {number}')}</description>")
            cells.append(f"<ancillary_remark>{self.flock.everything(str(number))}</ancillary_remark>")
            requests[number] += "".join(cells)
        file.write_text("".join(requests), encoding="utf-8")

    def _zip(self, file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            members = {info: archive.read(info) for info in archive.infolist()}
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for info, content in members.items():
                text = content.decode("utf-8")
                if info.filename.endswith(".qde"):
                    for told in ("Coder One", "Coder Two", "somebody made up"):
                        text = text.replace(told, self.flock.of("name", told))
                archive.writestr(info, text)
        file.write_bytes(made.getvalue())


def _paths(value: Any, path: str = "") -> Iterator[str]:
    """The headings that the leaves of an object come to have."""
    if not isinstance(value, dict):
        yield path
        return
    for key, inner in value.items():
        yield from _paths(inner, f"{path}/{key}" if path else key)


def _fields(connector: str) -> FieldMap | None:
    try:
        return read_fields(f"obverse.connectors.{connector}")
    except (ValueError, KeyError, AttributeError, FileNotFoundError):
        return None
