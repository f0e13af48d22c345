"""Archives whose members have names that lead elsewhere, or are no files at all."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.hostile.corpus.case import ESCAPED, Hostile, one
from tests.hostile.corpus.exports import comments, votes
from tests.hostile.corpus.zip_writing import STORED, UTF8, Member, archive

NAME = ("archive_name", "archive_path")
KIND = ("archive_special",)
TWICE = ("archive_twice", "archive_name", "archive_overlap")
_VOTES = Member(name="votes.csv", content=votes())
_COMMENTS = Member(name="comments.csv", content=comments())
_EVIL = f"a,b\n{ESCAPED},1\n".encode()
# What leads out of the folder in one system or another.
LEADING_OUT = (
    "../evil.csv",
    "../../../../../../../../tmp/evil.csv",
    "a/../../evil.csv",
    "a/b/../../../evil.csv",
    "/obverse-evil.csv",
    "//server/share/evil.csv",
    "..\\evil.csv",
    "a\\..\\..\\evil.csv",
    "\\evil.csv",
    "\\\\server\\share\\evil.csv",
    "C:\\evil.csv",
    "C:evil.csv",
    "c:/evil.csv",
    "..",
    "../",
    "a/..",
    "..\\..\\",
    "./../evil.csv",
    ".../../../evil.csv",
    "votes.csv/../../evil.csv",
    "votes.csv\x00/../../evil.csv",
    "evil\x00.csv",
    "a//../../evil.csv",
    "\x1b]0;evil\x07.csv",
    "evil\n.csv",
)


def cases() -> Iterator[Hostile]:
    """Ways out of the folder, links and devices, names that are the same to some systems, names that are none."""
    for number, name in enumerate(LEADING_OUT, start=1):
        yield _zip(f"way out {number:02d}: {name!a}", [_VOTES, Member(name=name, content=_EVIL)], NAME)
    yield _zip(
        "a link to a file of the system", [_VOTES, _special("link.csv", stat.S_IFLNK, b"/etc/passwd")], KIND
    )
    link = _special("out", stat.S_IFLNK, b"../..")
    yield _zip(
        "a link, and a file through it", [link, Member(name="out/evil.csv", content=_EVIL)], (*KIND, *TWICE)
    )
    yield _zip("a link to itself", [_special("votes.csv", stat.S_IFLNK, b"votes.csv")], KIND)
    yield _zip("a device", [_VOTES, _special("zero.csv", stat.S_IFCHR, b"")], KIND)
    yield _zip("a block device", [_VOTES, _special("disk.csv", stat.S_IFBLK, b"")], KIND)
    yield _zip("a pipe", [_VOTES, _special("pipe.csv", stat.S_IFIFO, b"")], KIND)
    yield _zip("a socket", [_VOTES, _special("socket.csv", stat.S_IFSOCK, b"")], KIND)
    yield _zip("the same name twice", [_VOTES, replace(_COMMENTS, name="votes.csv")], TWICE)
    yield _zip("names that differ in case", [_VOTES, replace(_COMMENTS, name="VOTES.csv")], TWICE)
    yield _zip("names that differ in composition", [_named("é.csv"), _named("e\u0301.csv")], TWICE)
    yield _zip(
        "a file that is a folder", [_named("a.csv"), _named("a.csv/votes.csv")], (*TWICE, "repeated_part")
    )
    yield _zip("a name of 300 bytes", [_VOTES, _named("x" * 296 + ".csv")], NAME)
    yield _zip("a name of 65,000 bytes", [_VOTES, _named("y/" * 32_500)], NAME)
    yield _zip("no name", [_VOTES, Member(name="", content=_EVIL)], (*NAME, "archive_broken"))
    yield _zip(
        "a folder with content",
        [_VOTES, Member(name="a/", content=_EVIL)],
        ("archive_special", "archive_lies"),
    )
    yield _zip(
        "a second name in an extra field",
        [replace(_VOTES, extra=_second_name(b"../evil.csv")), _COMMENTS],
        (*NAME, "archive_lies"),
        {"vote": 4},
    )
    yield _zip(
        "a name that is no UTF-8 and says it is",
        [_VOTES, Member(name=b"b\xff\xfe.csv", content=_EVIL)],
        (*NAME, "archive_broken"),
    )
    yield _zip(
        "a name in an older encoding",
        [Member(name="é/votes.csv".encode("cp437"), content=votes(), flags=0), _COMMENTS],
        NAME,
        {"vote": 4},
    )
    yield _zip("a name that reads backwards", [_named("votes\u202evsc.exe"), _COMMENTS], NAME, {"vote": 4})
    yield _zip("a name of a Windows device", [_named("CON.csv"), _COMMENTS], NAME, {"vote": 4})
    yield _zip(
        "a name that looks like a way out", [_named("%2e%2e%2fvotes.csv"), _COMMENTS], NAME, {"vote": 4}
    )
    yield _zip("a name with shell in it", [_named("$(touch evil);votes.csv"), _COMMENTS], NAME, {"vote": 4})
    yield _zip("folders, and what systems leave behind", _litter(), (), {"vote": 4, "contribution": 2})
    yield _zip("thirty folders deep", [_named("a/" * 30 + "votes.csv"), _COMMENTS], NAME, {"vote": 4})


def _zip(
    name: str, members: Iterable[Member], refused: tuple[str, ...], read: dict[str, int] | None = None
) -> Hostile:
    listed = tuple(members)
    write = one("export.zip", lambda: archive(listed))
    return Hostile(family="members", name=name, write=write, refused=refused, read=read)


def _named(name: str) -> Member:
    return replace(_VOTES, name=name)


def _special(name: str, kind: int, target: bytes) -> Member:
    return Member(name=name, content=target, method=STORED, mode=kind | 0o777, flags=UTF8)


def _second_name(name: bytes) -> bytes:
    # PKWARE APPNOTE 4.6.9: the Unicode path, with the checksum of the first name.
    return struct.pack("<2HBL", 0x7075, 5 + len(name), 1, zlib.crc32(b"votes.csv")) + name


def _litter() -> list[Member]:
    return [
        Member(name="export/", method=STORED),
        replace(_VOTES, name="export/votes.csv"),
        replace(_COMMENTS, name="export/comments.csv"),
        Member(name="__MACOSX/export/._votes.csv", content=bytes(120)),
        Member(name="export/.DS_Store", content=b"\x00\x00\x00\x01Bud1" + bytes(90)),
        Member(name="export/Thumbs.db", content=b"\xd0\xcf\x11\xe0" + bytes(90)),
        Member(name="export/README.md", content=b"# Made up\n"),
    ]
