"""Archives and streams that unpack to far more than they are."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.hostile.corpus.case import Hostile, one
from tests.hostile.corpus.exports import COMMENTS_HEADER, VOTES_HEADER, comments, noise, votes
from tests.hostile.corpus.zip_writing import DESCRIBED, UTF8, Member, archive, repeated

MIB = 1 << 20
ZEROS = bytes(MIB)
_VOTE = b"1700000001,x,0,0,1,0\n"
RATIO = ("archive_bomb", "archive_too_large")
LARGE = ("archive_too_large", "archive_bomb", "member_too_large")


def cases() -> Iterator[Hostile]:
    """Bombs: by ratio, by size, by number, nested, and those that lie about their size."""
    yield _zip("one member of 210 MiB of zeros", lambda: [repeated("votes.csv", ZEROS, 210)], LARGE)
    yield _zip("votes that go on for 210 MiB", lambda: [_long_votes(210)], LARGE)
    yield _zip(
        "five members of 110 MiB each", lambda: [_long_votes(110, f"{i}.csv") for i in range(5)], LARGE
    )
    yield _zip("a ratio of a thousand in four MiB", lambda: [repeated("votes.csv", ZEROS, 4)], RATIO)
    yield _zip("520 MiB in all, at a ratio of forty", _slowly, LARGE)
    yield _zip("210 MiB that the header calls one KiB", lambda: [_lying(size=1024)], (*LARGE, "archive_lies"))
    yield _zip("210 MiB that the header calls nothing", lambda: [_lying(size=0)], (*LARGE, "archive_lies"))
    yield _zip("one KiB that the header calls four GiB", lambda: [_boasting()], (*LARGE, "archive_lies"))
    yield _zip("a bomb whose sizes stand behind it", lambda: [_behind()], (*LARGE, "archive_lies"))
    yield _zip("1,200 small members", lambda: _many(1200), ("archive_members",))
    yield _zip("40,000 empty members", lambda: _empty(40_000), ("archive_members",))
    yield _hostile("a ZIP in a ZIP in a ZIP", "nested.zip", _nested, ("archive_nested",))
    yield _hostile("a bomb in a ZIP", "parcel.zip", _wrapped_bomb, ("archive_nested", *LARGE))
    yield _hostile("sixteen ZIPs in a ZIP", "parcel.zip", _sixteen, ("archive_nested",))
    yield _zip("bzip2 at a ratio of a hundred thousand", lambda: [_bzip2()], ("archive_method", *LARGE))
    yield _zip("LZMA", lambda: [_lzma()], ("archive_method", *LARGE))
    yield _zip("a method that nobody knows", lambda: [_unknown_method()], ("archive_method",))
    yield _hostile("gzip of 300 MiB of zeros", "votes.csv.gz", _gzip, ("refused_compressed", *LARGE))
    yield _hostile("XZ of 300 MiB of zeros", "votes.csv.xz", _xz, ("refused_compressed", *LARGE))
    yield _hostile("a workbook of one bomb", "events.xlsx", _workbook_bomb, (*LARGE, "sheet_too_large"))
    yield _hostile("a text of 60 MiB, unpacked", "votes.csv", _plain, ("file_too_large",))
    yield _zip("a folder of bombs", lambda: [repeated(f"a/{i}/v.csv", ZEROS, 60) for i in range(9)], LARGE)


def _hostile(name: str, file: str, content: Callable[[], bytes], refused: tuple[str, ...]) -> Hostile:
    return Hostile(family="bombs", name=name, write=one(file, content), refused=refused)


def _zip(name: str, members: Callable[[], list[Member]], refused: tuple[str, ...]) -> Hostile:
    return _hostile(name, "export.zip", lambda: archive(members()), refused)


def _long_votes(mebibytes: int, name: str = "votes.csv") -> Member:
    block = _VOTE * (MIB // len(_VOTE))
    return repeated(name, block, mebibytes + 1, start=VOTES_HEADER.encode() + b"\n")


def _slowly() -> list[Member]:
    block = (noise("slowly", 18_000).hex()[:27_000].encode() * 40)[:MIB]
    return [repeated(f"{number}.csv", block, 130) for number in range(4)]


def _lying(size: int) -> Member:
    bomb = repeated("votes.csv", ZEROS, 210)
    return replace(bomb, size=size, local_size=size)


def _boasting() -> Member:
    return Member(name="votes.csv", content=votes(), size=0xFFFFFFF0, local_size=0xFFFFFFF0)


def _behind() -> Member:
    return replace(repeated("votes.csv", ZEROS, 210), flags=UTF8 | DESCRIBED)


def _many(count: int) -> list[Member]:
    return [Member(name=f"votes-{number}.csv", content=votes()) for number in range(count)]


def _empty(count: int) -> list[Member]:
    return [Member(name=f"{number}.csv", packed=b"\x03\x00") for number in range(count)]


def _nested() -> bytes:
    inner = archive([Member(name="votes.csv", content=votes())])
    for depth in range(3):
        inner = archive([Member(name=f"inner-{depth}.zip", content=inner)])
    return inner


def _wrapped_bomb() -> bytes:
    bomb = archive([repeated("votes.csv", ZEROS, 300)])
    return archive([Member(name="votes.csv", content=votes()), Member(name="more.zip", content=bomb)])


def _sixteen() -> bytes:
    inner = archive([repeated("0.dll", ZEROS, 8)])
    return archive([Member(name=f"lib {number}.zip", content=inner) for number in range(16)])


def _bzip2() -> Member:
    return Member(name="votes.csv", packed=bz2.compress(ZEROS * 64), method=12, size=64 * MIB, crc=0)


def _lzma() -> Member:
    # PKWARE APPNOTE 5.8.8: version, size of the properties, properties, stream.
    packed = lzma.compress(votes(), format=lzma.FORMAT_ALONE)
    return Member(
        name="votes.csv", content=votes(), packed=b"\x09\x14\x05\x00" + packed[:5] + packed[13:], method=14
    )


def _unknown_method() -> Member:
    return Member(name="votes.csv", content=votes(), packed=votes(), method=177)


def _gzip() -> bytes:
    packing = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join([*(packing.compress(ZEROS) for _ in range(300)), packing.flush()]) or gzip.compress(b"")


def _xz() -> bytes:
    packing = lzma.LZMACompressor(preset=0)
    return b"".join([*(packing.compress(ZEROS) for _ in range(300)), packing.flush()])


def _workbook_bomb() -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet = repeated("xl/worksheets/sheet1.xml", b" " * MIB, 230, start=head)
    return archive(
        [
            Member(name="[Content_Types].xml", content=b"<Types/>"),
            Member(name="xl/workbook.xml", content=b"<workbook/>"),
            sheet,
        ]
    )


def _plain() -> bytes:
    line = (b"1699999991,x,%d,3,0,0,1,0,made up\n" * 1000) % tuple(range(1000))
    return COMMENTS_HEADER.encode() + b"\n" + line * (60 * MIB // len(line)) + comments()[-1:]
