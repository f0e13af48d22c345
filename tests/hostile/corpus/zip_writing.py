"""Writing ZIP archives byte by byte, so that they can say what is not so."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIBED, UTF8 = 0x1, 0x8, 0x800
FILE_MODE = 0o100644


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an archive, true unless told otherwise.

    ``packed`` is the stream that stands in the archive, where it is not the content packed by ``method``. ``size``,
    ``packed_size``, ``crc`` and ``offset`` are what the directory states; ``local_name`` and ``local_size`` what the
    header before the stream states. ``listed_only`` writes no stream: the entry points to another's (``offset``).
    """

    name: str | bytes
    content: bytes = b""
    packed: bytes | None = None
    method: int = DEFLATED
    flags: int = UTF8
    mode: int = FILE_MODE
    system: int = 3
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    extra: bytes = b""
    listed_only: bool = False

    @property
    def stream(self) -> bytes:
        """The bytes that stand in the archive."""
        if self.packed is not None:
            return self.packed
        return self.content if self.method == STORED else deflated(self.content)

    @property
    def raw_name(self) -> bytes:
        """The name as it is written."""
        return self.name if isinstance(self.name, bytes) else self.name.encode()

    def settled(self) -> Member:
        """The member with all numbers that were not told, computed."""
        stream = self.stream
        return replace(
            self,
            packed=stream,
            size=len(self.content) if self.size is None else self.size,
            packed_size=len(stream) if self.packed_size is None else self.packed_size,
            crc=zlib.crc32(self.content) if self.crc is None else self.crc,
        )

    def header(self) -> bytes:
        """The header that stands before the stream."""
        one = self.settled()
        name = one.raw_name if one.local_name is None else one.local_name
        described = bool(one.flags & DESCRIBED)
        size = one.size if one.local_size is None else one.local_size
        numbers = (0, 0, 0) if described else (one.crc, one.packed_size, size)
        return (
            struct.pack(
                "<4s5H3L2H",
                b"PK\x03\x04",
                20,
                one.flags,
                one.method,
                0,
                0x21,
                *numbers,
                len(name),
                len(one.extra),
            )
            + name
            + one.extra
        )

    def entry(self, offset: int) -> bytes:
        """The entry in the directory at the end."""
        one = self.settled()
        name = one.raw_name
        place = offset if one.offset is None else one.offset
        return (
            struct.pack(
                "<4s6H3L5H2L",
                b"PK\x01\x02",
                one.system << 8 | 20,
                20,
                one.flags,
                one.method,
                0,
                0x21,
                one.crc,
                one.packed_size,
                one.size,
                len(name),
                len(one.extra),
                0,
                0,
                0,
                one.mode << 16,
                place,
            )
            + name
            + one.extra
        )


def archive(
    members: Iterable[Member],
    *,
    before: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    count: int | None = None,
    directory_at: int | None = None,
) -> bytes:
    """An archive of members; ``count`` and ``directory_at`` are what its end says about the directory."""
    parts, directory, place = [before], [], len(before)
    for member in members:
        one = member.settled()
        directory.append(one.entry(place))
        if one.listed_only:
            continue
        behind = b""
        if one.flags & DESCRIBED:
            behind = struct.pack("<4s3L", b"PK\x07\x08", one.crc, one.packed_size, one.size)
        parts += [one.header(), one.stream, behind]
        place += sum(len(part) for part in parts[-3:])
    listing = b"".join(directory)
    number = min(len(directory), 0xFFFF) if count is None else count
    end = struct.pack(
        "<4s4H2LH",
        b"PK\x05\x06",
        0,
        0,
        number,
        number,
        len(listing),
        place if directory_at is None else directory_at,
        len(comment),
    )
    return b"".join([*parts, listing, end, comment, after])


def deflated(content: bytes) -> bytes:
    """A content as a raw DEFLATE stream."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packing.compress(content) + packing.flush()


def repeated(name: str, block: bytes, times: int, *, start: bytes = b"", end: bytes = b"") -> Member:
    """A member of ``start``, ``block`` many times and ``end``, made without ever holding it unpacked."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packing.compress(start) + packing.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the packer has forgotten all: the same block gives the same bytes, as often as one likes.
    body = packing.compress(block) + packing.flush(zlib.Z_FULL_FLUSH)
    crc = zlib.crc32(start)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    tail = packing.compress(end) + packing.flush()
    size = len(start) + times * len(block) + len(end)
    return Member(name=name, packed=head + body * times + tail, size=size, crc=zlib.crc32(end, crc))


def quoting(members: int, kernel: bytes) -> bytes:
    """An archive whose members overlap: each one quotes the header of the next, and then is the next.

    After D. Fifield, "A better zip bomb" (WOOT 2019): a stored block of DEFLATE holds the header, so that every
    member is a valid stream of its own, and all share the kernel.
    """
    content, stream = kernel, deflated(kernel)
    chain: list[Member] = []
    parts: list[bytes] = []
    for number in reversed(range(members)):
        member = Member(name=f"{number:04d}.csv", content=content, packed=stream).settled()
        chain.insert(0, replace(member, content=b"", listed_only=True))
        header = member.header()
        parts.insert(0, header)
        stored = struct.pack("<BHH", 0, len(header), 0xFFFF ^ len(header)) + header
        content, stream = header + content, stored + stream
    first = stream[5:]
    listed, place = [], 0
    for number, member in enumerate(chain):
        listed.append(replace(member, offset=place))
        place += len(parts[number]) + 5
    return archive(listed, before=first)
