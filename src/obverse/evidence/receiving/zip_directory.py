"""What a ZIP archive says it holds: read from both of its accounts, which must agree.

Each member stands in the directory at the end and in a header before its data. Readers that believe different ones
see different archives, and headers that overlap make a small file into an endless one (CVE-2024-0450). The format is
that of APPNOTE.TXT, the specification published by PKWARE.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.limits import Limits
from obverse.evidence.receiving.member_names import is_name, leads_out, meeting, shown

STORED, DEFLATED = 0, 8
_METHODS = {
    1: "Shrink",
    6: "Implode",
    9: "Deflate64",
    12: "bzip2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
}
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_LOCATOR64 = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1 | 0x40 | 0x2000, 0x8, 0x800
_IN_ZIP64_SHORT, _IN_ZIP64 = 0xFFFF, 0xFFFFFFFF
_ZIP64_FIELD = 1
_ROOM_OF_ENTRY = 1024


class Refused(Exception):  # noqa: N818 - a refusal is what it says
    """An archive is not taken; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an archive: its name with ``/`` between folders, sizes in bytes, and where it stands in the file.

    ``begin`` is the offset of its header, ``start`` that of its data, ``end`` that of what comes after it.
    """

    name: str
    method: int
    packed: int
    size: int
    checksum: int
    begin: int
    start: int
    end: int

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, which holds nothing itself."""
        return self.name.endswith("/")


def read_members(stream: BinaryIO, label: str, limits: Limits) -> tuple[Member, ...]:
    """All members of an archive, in the order of its directory; ``label`` is what letters call the archive.

    Raises:
        Refused: it is damaged, contradicts itself, is encrypted, or names a member as no export does.
    """
    return _Reading(stream, label, limits).members()


class _Reading:
    def __init__(self, stream: BinaryIO, label: str, limits: Limits) -> None:
        self.stream = stream
        self.label = label
        self.limits = limits
        self.length = stream.seek(0, os.SEEK_END)

    def refuse(self, kind: str, name: str = "", **details: str) -> Refused:
        return Refused(Problem(kind, self.label, details={"member": shown(name), **details}))

    def at(self, offset: int, size: int) -> bytes:
        self.stream.seek(offset)
        content = self.stream.read(size)
        if len(content) != size:
            raise self.refuse("archive_broken")
        return content

    def members(self) -> tuple[Member, ...]:
        count, size, offset = self.directory()
        content = self.at(offset, size)
        found: list[Member] = []
        place = 0
        for _ in range(count):
            member, place = self.entry(content, place, offset)
            found.append(member)
        if place != size:
            raise self.refuse("archive_broken")
        self.check_extents(found)
        met = meeting([member.name for member in found])
        if met is not None:
            raise self.refuse("archive_twice", met[0], other=shown(met[1]))
        return tuple(found)

    def directory(self) -> tuple[int, int, int]:
        """Number of entries, length and offset of the directory."""
        tail_at = max(0, self.length - _END.size - 0xFFFF)
        tail = self.at(tail_at, self.length - tail_at)
        place = tail.rfind(b"PK\x05\x06")
        if place < 0 or len(tail) - place < _END.size:
            raise self.refuse("archive_broken")
        _, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(tail, place)
        end = tail_at + place
        if place + _END.size + comment != len(tail) or disk or first_disk or here != count:
            raise self.refuse("archive_broken")
        if count == _IN_ZIP64_SHORT or _IN_ZIP64 in (size, offset):
            count, size, offset, end = self.directory64(end)
        if count > self.limits.members or size > self.limits.members * _ROOM_OF_ENTRY:
            raise self.refuse("archive_members", count=str(count), limit=str(self.limits.members))
        if offset + size != end:
            # With something between them, two readers would find two directories.
            raise self.refuse("archive_broken")
        return count, size, offset

    def directory64(self, end: int) -> tuple[int, int, int, int]:
        if end < _LOCATOR64.size + _END64.size:
            raise self.refuse("archive_broken")
        signature, disk, at, _ = _LOCATOR64.unpack(self.at(end - _LOCATOR64.size, _LOCATOR64.size))
        if signature != b"PK\x06\x07" or disk or at != end - _LOCATOR64.size - _END64.size:
            raise self.refuse("archive_broken")
        signature, _, _, _, disk, _, here, count, size, offset = _END64.unpack(self.at(at, _END64.size))
        if signature != b"PK\x06\x06" or disk or here != count:
            raise self.refuse("archive_broken")
        return count, size, offset, at

    def entry(self, content: bytes, place: int, directory: int) -> tuple[Member, int]:
        if place + _ENTRY.size > len(content):
            raise self.refuse("archive_broken")
        (signature, made, _, flags, method, _, _, checksum, packed, size, *lengths, disk, _, kind, begin) = (
            _ENTRY.unpack_from(content, place)
        )
        end = place + _ENTRY.size + sum(lengths)
        if signature != b"PK\x01\x02" or end > len(content) or disk:
            raise self.refuse("archive_broken")
        name_end = place + _ENTRY.size + lengths[0]
        raw = content[place + _ENTRY.size : name_end]
        name = self.name(raw, flags)
        size, packed, begin = _from_zip64(content[name_end : name_end + lengths[1]], size, packed, begin)
        if flags & _ENCRYPTED:
            raise self.refuse("archive_encrypted", name)
        if method not in (STORED, DEFLATED):
            raise self.refuse("archive_method", name, method=_METHODS.get(method, str(method)))
        mode = stat.S_IFMT(kind >> 16) if made >> 8 else 0
        if mode not in (0, stat.S_IFREG, stat.S_IFDIR) or (name.endswith("/") and size):
            raise self.refuse("archive_special", name)
        if begin + _LOCAL.size > directory:
            raise self.refuse("archive_lies", name)
        start, follows = self.header(raw, name, (flags, method, checksum, packed, size), begin)
        if start + packed > directory:
            raise self.refuse("archive_overlap", name)
        after = start + packed
        if follows:
            after += self.descriptor(after, name, (checksum, packed, size))
        member = Member(
            name=name,
            method=method,
            packed=packed,
            size=size,
            checksum=checksum,
            begin=begin,
            start=start,
            end=after,
        )
        return member, end

    def name(self, raw: bytes, flags: int) -> str:
        try:
            # Many programs write UTF-8 without saying so.
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp437")
            if flags & _UTF8:
                raise self.refuse("archive_name", name) from None
        if len(raw) > self.limits.name_bytes or not is_name(name):
            raise self.refuse("archive_name", name)
        name = name.replace("\\", "/")
        if leads_out(name):
            raise self.refuse("archive_path", name)
        return name

    def header(
        self, raw: bytes, name: str, told: tuple[int, int, int, int, int], begin: int
    ) -> tuple[int, bool]:
        """Where the data of a member starts, and whether its sizes follow it; refused if the header says otherwise."""
        signature, _, flags, method, _, _, checksum, packed, size, length, extra = _LOCAL.unpack(
            self.at(begin, _LOCAL.size)
        )
        if signature != b"PK\x03\x04":
            raise self.refuse("archive_lies", name)
        variable = self.at(begin + _LOCAL.size, length + extra)
        size, packed, _ = _from_zip64(variable[length:], size, packed, 0)
        follows = bool(flags & _SIZES_FOLLOW)
        same = (checksum, packed, size) == told[2:]
        left_open = follows and not checksum and {packed, size} <= {0, _IN_ZIP64}
        if (
            variable[:length] != raw
            or method != told[1]
            or (flags ^ told[0]) & _ENCRYPTED
            or not (same or left_open)
        ):
            raise self.refuse("archive_lies", name)
        return begin + _LOCAL.size + length + extra, follows

    def descriptor(self, offset: int, name: str, told: tuple[int, int, int]) -> int:
        """The length of what follows the data and repeats its sizes, in one of the four forms that are in use."""
        self.stream.seek(offset)
        content = self.stream.read(24)
        for form in ("<LLL", "<LQQ"):
            for signature in (b"PK\x07\x08", b""):
                try:
                    expected = signature + struct.pack(form, *told)
                except struct.error:
                    continue
                if content.startswith(expected):
                    return len(expected)
        raise self.refuse("archive_lies", name)

    def check_extents(self, members: Sequence[Member]) -> None:
        ordered = sorted(members, key=lambda member: (member.begin, member.end))
        for before, after in pairwise(ordered):
            if after.begin < before.end:
                raise self.refuse("archive_overlap", after.name)


def _from_zip64(extra: bytes, size: int, packed: int, begin: int) -> tuple[int, int, int]:
    """The sizes and the offset, taken from the field for large archives where the short ones point there."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4 : place + 4 + length]
        if kind == _ZIP64_FIELD:
            numbers = [int.from_bytes(field[at : at + 8], "little") for at in range(0, len(field) - 7, 8)]
            size, packed, begin = (
                numbers.pop(0) if value == _IN_ZIP64 and numbers else value for value in (size, packed, begin)
            )
            break
        place += 4 + length
    return size, packed, begin
