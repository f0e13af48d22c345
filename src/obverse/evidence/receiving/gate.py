"""The gate: what was given is opened, looked at, and let in as files that a reader may read, or refused by letter."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.archive import Archive, Budget
from obverse.evidence.receiving.delimited_scan import scan_delimited
from obverse.evidence.receiving.encoding import clean_text
from obverse.evidence.receiving.glance import is_regular
from obverse.evidence.receiving.kinds import (
    ARCHIVE,
    BESIDE,
    JSON,
    PROJECT,
    TEXT,
    WORKBOOK,
    XML,
    is_beside,
    kind_of,
    kind_of_archive,
    kind_of_text,
)
from obverse.evidence.receiving.limits import MEBIBYTE, Limits
from obverse.evidence.receiving.member_names import shown
from obverse.evidence.receiving.signs import Remark
from obverse.evidence.receiving.workbook_scan import scan_project, scan_workbook
from obverse.evidence.receiving.xml_scan import RefusedXml, walk
from obverse.evidence.receiving.zip_directory import Refused

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that may be read.

    ``path`` is a text in clean UTF-8, or a workbook or coding project that was looked through; it is the given file
    itself where nothing had to change. ``original`` is the file that was given, ``label`` what a person calls it
    ("export.zip/votes.csv"), ``encoding`` what it was read as (empty for a workbook or project).
    """

    path: Path
    original: Path
    label: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The files that may be read, what forbids reading others, and what was noticed.

    A remark is a key of ``[remark]`` in the texts of the evidence, with what fills its placeholders.
    """

    admitted: tuple[Admitted, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]


def open_files(
    files: Sequence[Path], scratch: Path, limits: Limits, *, encoding: str = "", streams: bool = False
) -> Opened:
    """Open files, folders and archives one level deep; whatever has to be written goes into the folder ``scratch``.

    Nothing is believed for its name: a file is what its content shows. ``encoding`` names how those texts are written
    that are neither marked nor UTF-8; ``streams`` lets in tables of text that are too long to be held in memory.
    """
    gate = _Gate(scratch, limits, encoding, streams)
    for file in files:
        gate.take(file)
    return Opened(tuple(gate.admitted), tuple(gate.problems), tuple(gate.remarks))


@dataclass(slots=True)
class _Gate:
    scratch: Path
    limits: Limits
    encoding: str
    streams: bool = False
    budget: Budget = field(init=False)
    admitted: list[Admitted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rooms: int = 0
    looked_at: int = 0

    def __post_init__(self) -> None:
        self.budget = Budget(self.limits.unpacked_bytes)

    def take(self, given: Path) -> None:
        try:
            mode = given.stat().st_mode
        except (OSError, ValueError):
            self.problems.append(Problem("missing_file", shown(given.name)))
            return
        if not stat.S_ISDIR(mode):
            self.file(given, given, given.name)
            return
        seen = self.looked_at
        for folder, folders, names in os.walk(given):
            folders.sort()
            hidden = [name for name in folders if is_beside(name)]
            folders[:] = [name for name in folders if name not in hidden]
            for name in sorted([*names, *hidden]):
                path = Path(folder, name)
                label = f"{given.resolve().name}/{path.relative_to(given).as_posix()}"
                if is_beside(name) or path.is_symlink():
                    self.remark("passed_over", label)
                else:
                    self.file(path, path, label)
        if self.looked_at == seen:
            self.problem("empty_folder", given.resolve().name)

    def file(self, path: Path, original: Path, label: str) -> None:
        """Look at one file that was given."""
        self.looked_at += 1
        if self.looked_at > self.limits.members:
            if self.looked_at == self.limits.members + 1:
                self.problem("too_many_files", label, limit=str(self.limits.members))
            return
        try:
            self.look(path, original, label)
        except OSError as error:
            self.problem("not_a_file", label, error=type(error).__name__)

    def look(self, path: Path, original: Path, label: str) -> None:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            self.problem("not_a_file", label)
            return
        table = self.streams and kind_of(path) == kind_of_text(path) == TEXT
        longest = self.limits.streamed_bytes if table else self.limits.file_bytes
        if found.st_size > longest:
            limit = str(longest // MEBIBYTE)
            self.problem("file_too_large", label, size=str(found.st_size // MEBIBYTE), limit=limit)
            return
        if not found.st_size:
            self.problem("empty_file", label)
            return
        if not _can_be_said(path):
            # Readers outside of Python cannot open a name that is no text.
            path = Path(shutil.copyfile(path, self.room() / shown(path.name)))
        kind = kind_of(path)
        if kind != ARCHIVE:
            self.content(path, original, label, kind)
            return
        try:
            with path.open("rb") as stream:
                archive = Archive(stream, shown(label), self.limits, self.budget)
                kind = kind_of_archive([member.name for member in archive.members])
                if kind in (WORKBOOK, PROJECT):
                    self.container(archive, path, original, label, kind)
                elif kind:
                    self.problem(kind, label)
                else:
                    self.members(archive, original, label)
        except Refused as refused:
            self.problems.append(refused.problem)

    def members(self, archive: Archive, original: Path, label: str) -> None:
        """Unpack an archive, all of it before any is read; then look at each member as at a file."""
        unpacked: list[tuple[Path, str]] = []
        for member in archive.members:
            inner = f"{label}/{member.name}"
            if any(is_beside(part) for part in member.name.split("/")):
                self.remark("passed_over", inner)
            else:
                path = self.room() / Path(member.name).name
                archive.write(member, path)
                if member.size:
                    unpacked.append((path, inner))
                else:
                    self.remark("empty_file", inner)
        for path, inner in unpacked:
            kind = kind_of(path)
            if kind == ARCHIVE:
                self.inner_container(path, original, inner)
            elif kind in BESIDE:
                self.remark("passed_over", inner)
            else:
                self.content(path, original, inner, kind)
        if not unpacked:
            self.problem("archive_empty", label)

    def inner_container(self, path: Path, original: Path, label: str) -> None:
        with path.open("rb") as stream:
            archive = Archive(stream, shown(label), self.limits, self.budget)
            kind = kind_of_archive([member.name for member in archive.members])
            if kind in (WORKBOOK, PROJECT):
                self.container(archive, path, original, label, kind)
            else:
                self.problem(kind or "archive_nested", label)

    def container(self, archive: Archive, path: Path, original: Path, label: str, kind: str) -> None:
        """Let in a workbook or a project as a whole, if all that it holds may be read."""
        archive.check()
        scan = scan_workbook if kind == WORKBOOK else scan_project
        problems = scan(archive, shown(label), self.limits)
        self.problems += problems
        if not problems:
            self.admit(path, original, label, "")

    def content(self, path: Path, original: Path, label: str, kind: str) -> None:
        if kind != TEXT:
            self.problem(kind, label)
            return
        text = clean_text(path, self.room() / path.name, shown(label), self.encoding)
        self.problems += text.problems
        self.remarks += text.remarks
        if text.path is None:
            return
        problems = self.text_problems(text.path, shown(label))
        self.problems += problems
        if not problems:
            self.admit(text.path, original, label, text.encoding)

    def text_problems(self, path: Path, label: str) -> list[Problem]:
        """What forbids reading a clean text as what it is; JSON is bounded by what reads it."""
        kind = kind_of_text(path)
        if kind == TEXT:
            limits = self.limits
            if self.streams and path.stat().st_size > limits.stream_bytes:
                limits = limits.for_stream(path.stat().st_size)
            return [] if is_regular(path, limits) else scan_delimited(path, label, limits)
        if kind == XML:
            with path.open("rb") as stream:
                try:
                    walk(iter(lambda: stream.read(_BLOCK), b""), self.limits)
                except RefusedXml as refused:
                    return [refused.problem(label)]
        return [] if kind in (JSON, XML) else [Problem(kind, label)]

    def admit(self, path: Path, original: Path, label: str, encoding: str) -> None:
        self.admitted.append(Admitted(path, original, shown(label), encoding))

    def room(self) -> Path:
        """A new folder, so that files of one name do not meet."""
        self.rooms += 1
        folder = self.scratch / f"{self.rooms:04d}"
        folder.mkdir(parents=True)
        return folder

    def problem(self, kind: str, label: str, **details: str) -> None:
        self.problems.append(Problem(kind, shown(label), details=details))

    def remark(self, key: str, label: str) -> None:
        self.remarks.append((key, {"file": shown(label)}))


def _can_be_said(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
