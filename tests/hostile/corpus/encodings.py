"""Texts that are not in the encoding they seem to be in, or in more than one, or hold characters nobody sees."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping

from tests.hostile.corpus.case import Hostile, one
from tests.hostile.corpus.exports import COMMENTS_HEADER, comment, comments, lined, proposals

UNSURE = ("encoding_unsure", "encoding_mixed")
CONTROLS = ("cell_too_long",)
WRONG = ("encoding_wrong", "encoding_wide", "encoding_unknown")
TWO = {"contribution": 2}
# Every sentence is made up. The Latin ones hold bytes that no UTF-8 has.
LATIN = ("Un café à côté, inventé.", "Größe für alle, erfunden.")


def cases() -> Iterator[Hostile]:
    """Older encodings, marks of order, mixtures, broken UTF-8, characters that control or hide."""
    text = comments(*LATIN).decode()
    for name in ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437"):
        yield _text(f"{name} without a word", text.encode(name), UNSURE)
        yield _text(f"{name}, said", text.encode(name), read=TWO, holds=LATIN, encoding=name)
    yield _text("Greek in cp1253", comments("Δρόμος", "Πλατεία").decode().encode("cp1253"), UNSURE)
    yield _text("Cyrillic in KOI8-R", comments("Дорога", "Площадь").decode().encode("koi8_r"), UNSURE)
    yield _text(
        "Cyrillic in cp1251, said",
        comments("Дорога", "Площадь").decode().encode("cp1251"),
        read=TWO,
        holds=("Дорога",),
        encoding="cp1251",
    )
    yield _text("Japanese in Shift JIS", comments("道路", "広場").decode().encode("shift_jis"), UNSURE)
    yield _text("Chinese in GB18030", comments("道路", "广场").decode().encode("gb18030"), UNSURE)
    yield _text("UTF-7", comments("+AOk-t+AOk", "x").decode().encode(), read=TWO, holds=("+AOk-t+AOk",))
    yield _text("EBCDIC", text.encode("cp500"), (*UNSURE, "unknown_platform"))
    yield _text("cp1252, said to be UTF-8", text.encode("cp1252"), (*UNSURE, *WRONG), encoding="utf-8")
    yield _text("UTF-8, said to be ASCII", text.encode(), (*UNSURE, *WRONG), encoding="ascii")
    yield _text(
        "an encoding that nobody knows",
        text.encode("cp1252"),
        WRONG,
        encoding="x-made-up",
    )
    yield _text(
        "an encoding that runs a program",
        text.encode("cp1252"),
        WRONG,
        encoding="rot13",
    )
    yield _text("UTF-8 with a mark of order", codecs.BOM_UTF8 + text.encode(), read=TWO, holds=LATIN)
    yield _text(
        "UTF-8 with two marks of order", codecs.BOM_UTF8 * 2 + text.encode(), ("unknown_platform",), read=TWO
    )
    yield _text("a mark of order in the middle", _between(text, codecs.BOM_UTF8), ("not_a_moment",), read=TWO)
    yield _text("UTF-16, little end first", text.encode("utf-16"), read=TWO, holds=LATIN)
    yield _text(
        "UTF-16, big end first", codecs.BOM_UTF16_BE + text.encode("utf-16-be"), read=TWO, holds=LATIN
    )
    yield _text("UTF-16 without a mark", text.encode("utf-16-le"), WRONG)
    yield _text("UTF-16 cut in the middle of a character", text.encode("utf-16")[:-1], (*UNSURE, *WRONG))
    yield _text("UTF-16 with half a pair", text.encode("utf-16") + b"\x3d\xd8x\x00", (*UNSURE, *WRONG))
    yield _text("UTF-32", text.encode("utf-32"), WRONG, read=TWO, holds=LATIN)
    yield _text(
        "a mark of UTF-16 before UTF-8",
        codecs.BOM_UTF16_LE + text.encode(),
        (*UNSURE, *WRONG, "unknown_platform"),
    )
    yield _text("a mark of UTF-8 before cp1252", codecs.BOM_UTF8 + text.encode("cp1252"), (*UNSURE, *WRONG))
    yield _text("UTF-8 with one row in cp1252", _mixed("cp1252"), ("encoding_mixed", *UNSURE))
    yield _text("UTF-8 with the last of 9,000 rows in cp1252", _late(), ("encoding_mixed", *UNSURE))
    yield _text(
        "UTF-8 with a row in UTF-16",
        comments("a", "b") + comment(2, "é").encode("utf-16-le"),
        (*UNSURE, *WRONG, "refused_binary"),
    )
    yield _broken("an overlong slash", b"\xc0\xaf")
    yield _broken("an overlong NUL", b"\xc0\x80")
    yield _broken("half a pair in UTF-8", b"\xed\xa0\xbd")
    yield _broken("a character beyond Unicode", b"\xf5\x80\x80\x80")
    yield _broken("a character cut off", b"\xe2\x82")
    yield _broken("bytes that never stand in UTF-8", b"\xfe\xff")
    yield _broken("a continuation without a beginning", b"\x80\x80")
    yield _text(
        "cut off within a character",
        comments("é", "é")[:-4] + b"\xc3",
        (*UNSURE, *WRONG),
    )
    yield _text(
        "mojibake",
        comments(*(said.encode().decode("cp1252") for said in LATIN)),
        read=TWO,
        holds=("Ã©",),
        says=("Ã",),
    )
    yield _text("mojibake twice over", comments("Ã\u0192Â©t\u00c3\u0192Â©, made up", "x"), read=TWO)
    yield _text(
        "characters already lost", comments("Un caf\ufffd, invent\ufffd", "x"), read=TWO, holds=("caf\ufffd",)
    )
    yield _text(
        "NULs between the letters",
        comments("a\x00b", "x\x00"),
        ("encoding_unsure", "refused_binary"),
        read=TWO,
    )
    yield _text(
        "a NUL at the very start",
        b"\x00" + comments(),
        ("refused_binary", "unknown_platform", *UNSURE),
        read=TWO,
    )
    yield _text(
        "nothing but NULs", bytes(100_000), ("refused_binary", "empty_file", "unknown_platform", *UNSURE)
    )
    yield _text("escapes of a terminal", comments("\x1b[2J\x1b]0;made up\x07", "\x08\x08x"), (), read=TWO)
    yield _text("controls of the second set", comments("a\x85b\x9bc", "x"), (), read=TWO)
    yield _text("separators of lines that are none", comments("a\u2028b\u2029c", "x\x0b\x0cy"), (), read=TWO)
    yield _text(
        "text that turns around", comments("\u202egnp.exe", "\u2066x\u2069"), read=TWO, says=("turn",)
    )
    yield _text("text that nobody sees", comments("a\u200bb\u200dc\u2060", "\ufeffx"), read=TWO)
    yield _text(
        "tags that nobody sees",
        comments("a" + "".join(chr(0xE0000 + ord(c)) for c in "secret"), "x"),
        read=TWO,
    )
    yield _text("one letter with 5,000 marks", comments("a" + "\u0301" * 5000, "x"), read=TWO)
    yield _text(
        "letters of other scripts that look alike",
        comments("\u0430dmin", "admin"),
        read=TWO,
        holds=("\u0430dmin",),
    )
    yield _text("characters for private use", comments("\ue000\uf8ff\U0010fffd", "x"), read=TWO)
    yield _text(
        "headings with what nobody sees",
        comments().replace(b"comment-id", "comment\u200b-id".encode()),
        ("unknown_platform",),
        read=TWO,
    )
    yield _text(
        "lone carriage returns for lines",
        comments("a", "b").replace(b"\n", b"\r"),
        ("unknown_platform", "unreadable"),
        read=TWO,
    )
    yield _text("three kinds of line ends", _ends(), (), read={"contribution": 3})
    yield _text(
        "proposals in cp1252", proposals(*LATIN).decode().encode("cp1252"), UNSURE, file="proposals.csv"
    )
    yield _text("ten MiB of mojibake in one line", lambda: comments("Ã©" * 2_500_000), ("cell_too_long",))
    yield _text(
        "ten MiB of mojibake in short lines",
        lambda: _many("Ã©" * 60, 30_000),
        read={"contribution": 30_000},
    )
    yield _text(
        "thirty MiB of controls", lambda: comments("\x01" * 30_000_000), ("refused_binary", *CONTROLS)
    )
    yield _text("thirty MiB of what nobody sees", lambda: comments("\u200b" * 10_000_000), ("cell_too_long",))
    yield _text("ten MiB of bytes that are no UTF-8", lambda: comments() + b"\xff\n" * 5_000_000, UNSURE)
    yield _text(
        "proposals in cp1252, said",
        proposals(*LATIN).decode().encode("cp1252"),
        read=TWO,
        holds=LATIN,
        encoding="cp1252",
        file="proposals.csv",
    )


def _text(
    name: str,
    content: bytes | Callable[[], bytes],
    refused: tuple[str, ...] = (),
    *,
    read: Mapping[str, int] | None = None,
    holds: tuple[str, ...] = (),
    says: tuple[str, ...] = (),
    encoding: str = "",
    file: str = "comments.csv",
) -> Hostile:
    return Hostile(
        family="encodings",
        name=name,
        write=one(file, content),
        refused=refused,
        read=read,
        holds=holds,
        says=says,
        encoding=encoding,
    )


def _broken(name: str, what: bytes) -> Hostile:
    return _text(name, comments("a HERE b", "x").replace(b"HERE", what), (*UNSURE, "encoding_mixed"))


def _between(text: str, what: bytes) -> bytes:
    lines = text.encode().split(b"\n")
    return b"\n".join([*lines[:2], what + lines[2], *lines[3:]])


def _mixed(other: str) -> bytes:
    lines = comments(*LATIN, *LATIN).split(b"\n")
    lines[3] = lines[3].decode().encode(other)
    return b"\n".join(lines)


def _late() -> bytes:
    said = [comment(number, "é, made up").encode() for number in range(9000)]
    last = comment(9000, "é, made up").encode("cp1252")
    return b"\n".join([COMMENTS_HEADER.encode(), *said, last, b""])


def _many(body: str, count: int) -> bytes:
    return lined([COMMENTS_HEADER, *(comment(number, body) for number in range(count))])


def _ends() -> bytes:
    lines = lined([COMMENTS_HEADER, *(comment(number, "a") for number in range(3))]).split(b"\n")
    return lines[0] + b"\r\n" + lines[1] + b"\n" + lines[2] + b"\r\n" + lines[3] + b"\n"
