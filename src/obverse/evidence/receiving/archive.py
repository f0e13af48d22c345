"""What comes out of a ZIP archive, counted while it comes out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.limits import MEBIBYTE, Limits
from obverse.evidence.receiving.member_names import shown
from obverse.evidence.receiving.zip_directory import DEFLATED, Member, Refused, read_members

_BLOCK = 1 << 16
_PIECE = 1 << 20


@dataclass(slots=True)
class Budget:
    """How many bytes may still come out of all archives of one import."""

    left: int


class Archive:
    """An open archive whose directory was checked; ``members`` are its files, without folders.

    Raises:
        Refused: the archive is damaged, contradicts itself, is encrypted, or names a member as no export does.
    """

    def __init__(self, stream: BinaryIO, label: str, limits: Limits, budget: Budget) -> None:
        self._stream = stream
        self._label = label
        self._limits = limits
        self._budget = budget
        self.members = tuple(member for member in read_members(stream, label, limits) if not member.is_folder)

    def check(self) -> None:
        """Unpack everything once without keeping it; what is unpacked afterwards is no longer counted as new.

        Raises:
            Refused: as for :meth:`unpack`.
        """
        for member in self.members:
            for _ in self.unpack(member):
                pass
        self._budget = Budget(self._limits.unpacked_bytes)

    def unpack(self, member: Member) -> Iterator[bytes]:
        """The content of a member in pieces of at most a mebibyte.

        Raises:
            Refused: more comes out than the limits or the member's own headers allow, less, or something else.
        """
        came, checksum = 0, 0
        for piece in self._pieces(member):
            came += len(piece)
            self._budget.left -= len(piece)
            self._count(member, came)
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if came != member.size:
            raise self._refuse("archive_lies", member)
        if checksum != member.checksum:
            raise self._refuse("archive_broken", member)

    def write(self, member: Member, target: Path) -> None:
        """Unpack a member into a new file."""
        with target.open("xb") as stream:
            for piece in self.unpack(member):
                stream.write(piece)

    def _count(self, member: Member, came: int) -> None:
        limits = self._limits
        if came > MEBIBYTE and came > limits.ratio * member.packed:
            raise self._refuse("archive_bomb", member, limit=str(limits.ratio))
        if came > limits.member_bytes:
            raise self._refuse("member_too_large", member, limit=str(limits.member_bytes // MEBIBYTE))
        if self._budget.left < 0:
            raise self._refuse("archive_too_large", member, limit=str(limits.unpacked_bytes // MEBIBYTE))
        if came > member.size:
            raise self._refuse("archive_lies", member)

    def _pieces(self, member: Member) -> Iterator[bytes]:
        if member.method != DEFLATED:
            yield from self._packed(member)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for block in self._packed(member):
                waiting = block
                while waiting and not inflate.eof:
                    piece = inflate.decompress(waiting, _PIECE)
                    waiting = inflate.unconsumed_tail
                    if piece:
                        yield piece
                if inflate.eof and (
                    waiting or inflate.unused_data or self._stream.tell() < member.start + member.packed
                ):
                    raise self._refuse("archive_lies", member)
            while not inflate.eof:
                piece = inflate.decompress(b"", _PIECE)
                if not piece:
                    raise self._refuse("archive_broken", member)
                yield piece
        except zlib.error:
            raise self._refuse("archive_broken", member) from None

    def _packed(self, member: Member) -> Iterator[bytes]:
        self._stream.seek(member.start)
        left = member.packed
        while left:
            block = self._stream.read(min(_BLOCK, left))
            if not block:
                raise self._refuse("archive_broken", member)
            left -= len(block)
            yield block

    def _refuse(self, kind: str, member: Member, **details: str) -> Refused:
        return Refused(Problem(kind, self._label, details={"member": shown(member.name), **details}))
