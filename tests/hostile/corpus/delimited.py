"""Delimited files whose cells, rows or headings are hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.hostile.corpus.case import Hostile, one, several
from tests.hostile.corpus.exports import (
    COMMENTS_HEADER,
    PROPOSALS_HEADER,
    VOTES_HEADER,
    comment,
    comments,
    lined,
    proposals,
    votes,
)

TORN = ("cells_missing", "cells_too_many", "unreadable", "unclosed_quote", "empty_row")
WIDE = ("too_many_columns", "too_many_cells")
LONG = ("cell_too_long",)
STRANGE = ("unknown_platform", "empty_file")
# The beginnings that a spreadsheet takes for a formula, and the ways to hide them.
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "=cmd|'/c calc'!A1",
    "\uff1d1+1",
    '=HYPERLINK("http://192.0.2.1")',
)


def cases() -> Iterator[Hostile]:
    """Cells, rows, quotes, headings, numbers and sizes."""
    for number, formula in enumerate(FORMULAS, start=1):
        yield _comments(f"formula {number}: {formula!a}", comments(formula, "x"), read={"contribution": 2})
    yield _comments("a formula behind a guard", comments("'=1+1", "''=1+1"), read={"contribution": 2})
    yield _comments("a cell of 40 MiB", lambda: comments("x" * (40 << 20)), LONG)
    yield _comments("a cell of 2 MiB", comments("x" * 2_000_000), LONG)
    yield _comments(
        "a cell of 100 KiB of prose", comments("made up " * 12_500, "x"), LONG, {"contribution": 2}
    )
    yield _comments("100,000 columns", _wide(100_000), WIDE)
    yield _comments("600 columns of statements", _wide(600), WIDE, {"contribution": 2})
    yield _comments(
        "a million columns in one row only", comments() + b"," * 1_000_000 + b"\n", (*TORN, *WIDE)
    )
    yield _comments(
        "40 million delimiters", lambda: b"," * 40_000_000, (*WIDE, *STRANGE, "empty_header", *LONG)
    )
    yield _comments(
        "40 million line ends",
        lambda: COMMENTS_HEADER.encode() + b"\n" * 40_000_000,
        (*TORN, "too_many_rows"),
    )
    yield _comments(
        "five million rows of one cell",
        lambda: COMMENTS_HEADER.encode() + b"\na" * 5_000_000,
        (*TORN, "too_many_rows"),
    )
    yield _comments("a row too short", comments() + b"1,2\n", TORN)
    yield _comments("a row too long", comments() + comments().split(b"\n")[1] + b",x,x\n", TORN)
    yield _comments("a thousand rows too short", comments() + b"1,2\n" * 1000, TORN)
    yield _comments("a quote that is never closed", comments() + b'1699999999,x,2,3,0,0,1,0,"never', TORN)
    yield _comments("a quote that is never closed, and much behind it", comments()[:-4] + votes(20_000), TORN)
    yield _comments("a million quotes", comments() + b'"' * 1_000_000, (*TORN, *LONG))
    yield _comments(
        "a quote in the middle of a cell",
        comments("x") + b'1699999999,x,2,3,0,0,1,0,a"b"c\n',
        TORN,
        {"contribution": 2},
    )
    yield _comments(
        "text behind a closing quote",
        comments("x") + b'1699999999,x,2,3,0,0,1,0,"a"b\n',
        TORN,
        {"contribution": 2},
    )
    yield _comments(
        "quotes escaped with backslashes",
        comments("x") + b'1699999999,x,2,3,0,0,1,0,"a \\"b\\" c"\n',
        TORN,
        {"contribution": 2},
    )
    yield _comments("nothing", b"", STRANGE)
    yield _comments("spaces and line ends", b" \n\t\n \n", STRANGE)
    yield _comments("only a header", COMMENTS_HEADER.encode() + b"\n", ("nothing_to_read",), {})
    yield _comments("only a header, without a line end", COMMENTS_HEADER.encode(), ("nothing_to_read",), {})
    yield _comments("no header", b"\n".join(comments().split(b"\n")[1:]), STRANGE)
    yield _comments(
        "the header twice",
        COMMENTS_HEADER.encode() + b"\n" + comments(),
        ("not_a_code", "not_an_int", "not_a_moment", "mapping_fails", "not_a_number"),
    )
    yield _comments(
        "a heading that stands twice",
        comments().replace(b"importance", b"comment-id"),
        ("repeated_header", *STRANGE),
    )
    yield _comments(
        "a heading without a name", comments().replace(b"importance", b""), ("empty_header", *STRANGE)
    )
    yield _comments("headings of SQL", _headings('x"); DROP TABLE comments; --'), (), {"contribution": 2})
    yield _comments(
        "a heading that is our own",
        _headings("row_in_file"),
        ("repeated_header", "reserved_header"),
        {"contribution": 2},
    )
    yield _comments(
        "a heading that is our own, of the place",
        _headings("read_from_file"),
        ("repeated_header", "reserved_header"),
        {"contribution": 2},
    )
    yield _comments("a heading of placeholders", _headings("{0.__class__} %s ${x}"), (), {"contribution": 2})
    yield _comments("a heading of 10,000 letters", _headings("x" * 10_000), LONG, {"contribution": 2})
    yield _comments(
        "SQL in a cell", comments("'); DROP TABLE contribution; --", "x"), read={"contribution": 2}
    )
    yield _comments(
        "placeholders in a cell",
        comments("{0.__class__.__mro__} %(x)s {{7*7}}", "x"),
        read={"contribution": 2},
    )
    yield _comments(
        "a page in a cell",
        comments("<script>alert(1)</script><img src=x onerror=x>", "x"),
        read={"contribution": 2},
    )
    yield _votes("a moment beyond all time", b"99999999999999999999,x,0,9,1,0")
    yield _votes("a moment before all time", b"-99999999999999999,x,0,9,1,0")
    yield _votes("a moment that is none", b"NaN,x,0,9,1,0")
    yield _votes("a vote of a million", b"1700000001,x,0,9,1000000,0")
    yield _votes("a vote in other digits", "1700000001,x,0,9,\u0661,0".encode())
    yield _votes("a voter without an id", b"1700000001,x,0,,1,0")
    yield _votes("a statement with a negative id", b"1700000001,x,-5,9,1,0")
    yield _votes("an id of 100 KiB", b"1700000001,x," + b"7" * 100_000 + b",9,1,0")
    yield _hostile(
        "semicolons, commas and tabs in one file", "proposals.csv", _delimiters(), (*TORN, *STRANGE)
    )
    yield _hostile("two delimiters that fit as well", "proposals.csv", b"id,a;title,b\n1,2;3,4\n", STRANGE)
    yield _hostile(
        "votes and statements that are the same file twice",
        "",
        votes(),
        ("repeated_part", *STRANGE),
        twice=True,
    )
    yield _hostile(
        "proposals of two platforms in one file", "proposals.csv", proposals() + comments(), (*TORN, *STRANGE)
    )


def _hostile(
    name: str,
    file: str,
    content: bytes | Callable[[], bytes],
    refused: tuple[str, ...],
    read: Mapping[str, int] | None = None,
    *,
    twice: bool = False,
) -> Hostile:
    if twice and isinstance(content, bytes):
        write = several({"votes.csv": content, "again.csv": content})
    else:
        write = one(file, content)
    return Hostile(family="delimited", name=name, write=write, refused=refused, read=read)


def _comments(
    name: str,
    content: bytes | Callable[[], bytes],
    refused: tuple[str, ...] = (),
    read: Mapping[str, int] | None = None,
) -> Hostile:
    return _hostile(name, "comments.csv", content, refused, read)


def _votes(name: str, line: bytes, read: Mapping[str, int] | None = None) -> Hostile:
    wrong = (
        "not_a_code",
        "not_a_moment",
        "not_an_int",
        "empty_required",
        "refers_to_nothing",
        "not_a_number",
    )
    write = several({"votes.csv": votes() + line + b"\n", "comments.csv": comments()})
    return Hostile(family="delimited", name=name, write=write, refused=wrong, read=read)


def _wide(columns: int) -> bytes:
    header = COMMENTS_HEADER + "".join(f",column {number}" for number in range(columns))
    return lined([header, comment(0, "x") + "," * columns, comment(1, "y") + "," * columns])


def _headings(more: str) -> bytes:
    quoted = more.replace('"', '""')
    return lined([f'{COMMENTS_HEADER},"{quoted}"', comment(0, "x") + ",1", comment(1, "y") + ",2"])


def _delimiters() -> bytes:
    lines = proposals("a", "b", "c").decode().split("\n")
    return lined(
        [PROPOSALS_HEADER, lines[1], lines[2].replace(";", ","), lines[3].replace(";", "\t"), VOTES_HEADER]
    )
