"""Archives whose parts lie over one another, or whose two lists of members disagree."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.hostile.corpus.case import Hostile, one
from tests.hostile.corpus.exports import comments, votes
from tests.hostile.corpus.zip_writing import (
    DESCRIBED,
    ENCRYPTED,
    STORED,
    UTF8,
    Member,
    archive,
    quoting,
)

LIES = ("archive_overlap", "archive_lies")
BROKEN = ("archive_broken", "archive_lies", "archive_overlap")
_VOTES = Member(name="votes.csv", content=votes())
_COMMENTS = Member(name="comments.csv", content=comments())


def cases() -> Iterator[Hostile]:
    """Overlaps, disagreements of the two lists, broken and encrypted archives."""
    yield _zip("sixty members that quote one another", lambda: quoting(60, votes(4000)), LIES)
    yield _zip("two members that quote one another", lambda: quoting(2, votes()), LIES)
    yield _zip("fifty names for one stream", lambda: archive([_VOTES, *_again(50)]), LIES)
    yield _zip("a member within a member", _within, LIES)
    yield _zip("a member that begins in the middle of another", _in_the_middle, LIES)
    yield _zip("a member that lies in the directory", _in_the_directory, BROKEN)
    yield _zip("a member beyond the end", lambda: archive([replace(_VOTES, offset=1 << 30)]), BROKEN)
    yield _zip(
        "another name before the stream", lambda: archive([replace(_VOTES, local_name=b"v0tes.csv")]), LIES
    )
    yield _zip("another size before the stream", lambda: archive([replace(_VOTES, local_size=7)]), LIES)
    yield _zip("a wrong checksum", lambda: archive([replace(_VOTES, crc=1)]), BROKEN)
    yield _zip(
        "a stream that is no DEFLATE", lambda: archive([replace(_VOTES, packed=b"\xff" * 300)]), BROKEN
    )
    yield _zip(
        "a stream that ends too early", lambda: archive([replace(_VOTES, packed=_VOTES.stream[:40])]), BROKEN
    )
    yield _zip(
        "bytes behind the end of the stream",
        lambda: archive([replace(_VOTES, packed=_VOTES.stream + b"x" * 900)]),
        LIES,
    )
    yield _zip(
        "a directory that says it has 9,000 members",
        lambda: archive([_VOTES], count=9000),
        (*BROKEN, "archive_members"),
    )
    yield _zip(
        "a directory that says it has no member",
        lambda: archive([_VOTES], count=0),
        (*BROKEN, "archive_empty"),
    )
    yield _zip("a directory that begins elsewhere", lambda: archive([_VOTES], directory_at=9), BROKEN)
    yield _zip("nothing but an end", lambda: archive([]), ("archive_empty", "archive_broken"))
    yield _zip("half an archive", lambda: archive([_VOTES, _COMMENTS])[:260], BROKEN)
    yield _zip("a beginning and nothing else", lambda: b"PK\x03\x04" + bytes(40), BROKEN)
    yield _zip(
        "an encrypted member",
        lambda: archive([replace(_VOTES, flags=UTF8 | ENCRYPTED)]),
        ("archive_encrypted",),
    )
    yield _zip(
        "an encrypted member among others",
        lambda: archive([_COMMENTS, _aes()]),
        ("archive_encrypted", "archive_method"),
    )
    yield _zip("an encrypted directory", _masked, ("archive_encrypted", "archive_name"))
    yield _zip("a member of nine exbibytes", _exbibytes, (*BROKEN, "archive_too_large", "member_too_large"))
    yield Hostile(
        family="overlaps",
        name="a program before the archive",
        write=one("export.zip", lambda: archive([_VOTES, _COMMENTS], before=b"MZ" + bytes(5000))),
        refused=(*BROKEN, "refused_program"),
    )
    yield Hostile(
        family="overlaps",
        name="sizes behind the streams, all true",
        write=one("export.zip", lambda: archive([_described(_VOTES), _described(_COMMENTS)])),
        read={"vote": 4, "contribution": 2},
    )
    yield Hostile(
        family="overlaps",
        name="a comment of 65,535 bytes with another end in it",
        write=one("export.zip", _comment),
        refused=BROKEN,
        read={"vote": 4},
    )


def _zip(name: str, content: Callable[[], bytes], refused: tuple[str, ...]) -> Hostile:
    return Hostile(family="overlaps", name=name, write=one("export.zip", content), refused=refused)


def _again(times: int) -> list[Member]:
    return [
        replace(_VOTES, name=f"votes-{number}.csv", offset=0, listed_only=True, local_name=b"votes.csv")
        for number in range(times)
    ]


def _within() -> bytes:
    inner = Member(name="inner.csv", content=comments(), method=STORED)
    outer = Member(name="votes.csv", content=votes() + inner.header() + inner.stream, method=STORED)
    place = len(outer.header()) + len(votes())
    return archive([outer, replace(inner, offset=place, listed_only=True)])


def _in_the_middle() -> bytes:
    outer = Member(name="votes.csv", content=votes(60), method=STORED)
    return archive([outer, Member(name="b.csv", content=b"x", offset=90, listed_only=True)])


def _in_the_directory() -> bytes:
    whole = archive([_VOTES])
    return archive([_VOTES, Member(name="b.csv", content=b"x", offset=len(whole) - 60, listed_only=True)])


def _described(member: Member) -> Member:
    return replace(member, flags=UTF8 | DESCRIBED)


def _aes() -> Member:
    # WinZip AE-2: method 99 with an extra field that names the true method.
    extra = struct.pack("<2HH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
    return Member(
        name="votes.csv",
        content=votes(),
        packed=bytes(80),
        method=99,
        flags=UTF8 | ENCRYPTED,
        extra=extra,
        crc=0,
    )


def _masked() -> bytes:
    return archive([replace(_VOTES, name=b"", local_name=b"", flags=0x2000 | ENCRYPTED | 0x40)])


def _exbibytes() -> bytes:
    extra = struct.pack("<2H2Q", 1, 16, 1 << 63, 1 << 63)
    return archive([replace(_VOTES, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra)])


def _comment() -> bytes:
    false_end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)
    comment = (bytes(1000) + false_end).ljust(65_535, b"x")
    return archive([_VOTES, _COMMENTS], comment=comment)
