"""A project in the REFI-QDA exchange format: its codes, the people who coded, and every coded passage."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from obverse.connectors.refi_qda.elements import (
    children_of,
    every,
    first_of,
    parsed,
    tag_of,
    target_of,
    whole_number,
)
from obverse.connectors.refi_qda.meanings import role_of
from obverse.connectors.refi_qda.passages import Paragraphs, fingerprint, sync_points, text_fingerprint

LARGEST_PROJECT = 200_000_000
LARGEST_TEXT = 20_000_000
_PASSING = ("guid", "name", "creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
_SOURCES = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")
_TEXTS = ("Representation", "Transcript")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code on one passage by one person; ``path`` is the code's name after those of its parents."""

    document: str
    passages: tuple[str, ...]
    coder: str
    path: tuple[str, ...]
    role: str
    number: int


@dataclass(slots=True)
class Project:
    """What a project file holds; ``without_text`` counts sources of which no plain text was found."""

    codings: list[Coding] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)
    without_text: int = 0
    unnamed_coders: int = 0
    nowhere: int = 0


def is_project(file: Path) -> bool:
    """Whether a file is an archive with a project of the exchange format in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _project_name(archive) is not None
    except (OSError, zipfile.BadZipFile):
        return False


def read_project(file: Path, unit: str) -> Project:
    """Read a .qdpx file; ``unit`` says whether a passage is a paragraph or the selection as it was made.

    Raises:
        ValueError: the file is no such archive, is too large, or its XML is broken or declares entities.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            name = _project_name(archive)
            if name is None:
                raise ValueError("there is no project.qde in it")
            root = parsed(_content(archive, name, LARGEST_PROJECT))
            return _Reading(archive, root, file.stem, unit).project
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValueError(str(error)) from error


def _project_name(archive: zipfile.ZipFile) -> str | None:
    return next((name for name in archive.namelist() if name.lower().endswith("project.qde")), None)


def _content(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    if archive.getinfo(name).file_size > largest:
        raise ValueError(f"{name} is larger than {largest // 1_000_000} MB")
    return archive.read(name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a code stands: the document, its passages, and the source in the project."""

    document: str
    passages: tuple[str, ...]
    source: str


class _Reading:
    """One project being read."""

    def __init__(self, archive: zipfile.ZipFile, root: Element, file: str, unit: str) -> None:
        self.archive = archive
        self.by_name = {name.lower().rpartition("/")[2]: name for name in archive.namelist()}
        self.root = root
        self.file = file
        self.unit = unit
        self.project = Project()
        self.users = {user.get("guid", ""): user.get("name", "") for user in every(root, "User")}
        self.codes = dict(_paths(first_of(root, "CodeBook"), ()))
        self.roles = self._roles()
        number = 1
        for source in children_of(first_of(root, "Sources")):
            if tag_of(source) in _SOURCES:
                number = self._source(source, number)

    def _roles(self) -> dict[str, str]:
        """The role of each source, from a variable called role of the source or of its case."""
        named = {
            variable.get("guid", "")
            for variable in every(self.root, "Variable")
            if variable.get("name", "").strip().lower() in {"role", "rôle"}
        }
        found: dict[str, str] = {}
        for holder in [
            *every(self.root, "Case"),
            *(one for tag in _SOURCES for one in every(self.root, tag)),
        ]:
            role = next(
                (
                    role_of("".join(value.itertext()))
                    for value in children_of(holder)
                    if tag_of(value) == "VariableValue" and target_of(value, "VariableRef") in named
                ),
                "",
            )
            if role:
                found[holder.get("guid", "")] = role
                found |= {one.get("targetGUID", ""): role for one in every(holder, "SourceRef")}
        return found

    def _source(self, source: Element, number: int) -> int:
        guid = source.get("guid", "")
        texts = [(part, self._text(part)) for part in (source, *children_of(source)) if _holds_text(part)]
        plain = next((text for _, text in texts if text), "")
        document = f"text-{text_fingerprint(plain)}" if plain else f"source-{fingerprint(guid)}"
        self.project.without_text += not plain
        self.project.documents.setdefault(document, number + 1)
        for part in (source, *(child for child in children_of(source) if tag_of(child) in _TEXTS)):
            text = next((text for owner, text in texts if owner is part), plain if part is source else "")
            paragraphs = Paragraphs.of(text)
            marks = sync_points(
                [
                    (one.get("guid", ""), int(one.get("position") or 0))
                    for one in children_of(part)
                    if tag_of(one) == "SyncPoint"
                ]
            )
            for selection in children_of(part):
                if tag_of(selection) == "Coding":
                    self._coding(
                        selection, selection, _Place(document, ("whole",), guid), number := number + 1
                    )
                elif tag_of(selection).endswith("Selection"):
                    passages = self._passages(document, selection, paragraphs, marks)
                    self.project.nowhere += not passages
                    for coding in children_of(selection) if passages else ():
                        if tag_of(coding) == "Coding":
                            self._coding(
                                coding, selection, _Place(document, passages, guid), number := number + 1
                            )
        return number

    def _passages(
        self, document: str, selection: Element, paragraphs: Paragraphs, marks: Mapping[str, int]
    ) -> tuple[str, ...]:
        first, last = (
            whole_number(selection.get(name))
            if selection.get(name) is not None
            else marks.get(selection.get(mark, ""))
            for name, mark in (("startPosition", "fromSyncPoint"), ("endPosition", "toSyncPoint"))
        )
        if first is not None and last is not None and paragraphs.places and self.unit == "paragraph":
            return tuple(
                f"paragraph-{fingerprint(document, at)}" for at in paragraphs.touched(first, last + 1)
            )
        if first is not None and last is not None:
            return (f"selection-{fingerprint(document, first, last)}",)
        place = sorted((key, value) for key, value in selection.attrib.items() if key not in _PASSING)
        return (f"selection-{fingerprint(document, tag_of(selection), *place)}",)

    def _coding(self, coding: Element, selection: Element, place: _Place, number: int) -> None:
        path = self.codes.get(target_of(coding, "CodeRef"))
        if path is None:
            self.project.nowhere += 1
            return
        user = (
            coding.get("creatingUser") or selection.get("creatingUser") or self.root.get("creatingUserGUID")
        )
        name = self.users.get(user or "", "")
        self.project.unnamed_coders += not name
        coder = (
            fingerprint("coder", name.strip().lower()) if name else fingerprint("project", self.file, user)
        )
        self.project.codings.append(
            Coding(
                document=place.document,
                passages=place.passages,
                coder=f"coder-{coder[:8]}",
                path=path,
                role=self.roles.get(place.source, ""),
                number=number,
            )
        )

    def _text(self, part: Element) -> str:
        inside = first_of(part, "PlainTextContent")
        if inside is not None:
            return "".join(inside.itertext())
        told = part.get("plainTextPath", "").replace("\\", "/").rpartition("/")[2].lower()
        name = self.by_name.get(told)
        if name is None:
            return ""
        content = _content(self.archive, name, LARGEST_TEXT)
        encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        return content.decode(encoding, errors="replace")


def _holds_text(part: Element) -> bool:
    return tag_of(part) in {"TextSource", *_TEXTS}


def _paths(book: Element | None, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for code in children_of(book):
        if tag_of(code) == "Codes":
            yield from _paths(code, above)
        elif tag_of(code) == "Code":
            path = (*above, code.get("name", "").strip())
            yield code.get("guid", ""), path
            yield from _paths(code, path)
