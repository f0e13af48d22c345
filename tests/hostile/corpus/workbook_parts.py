"""Workbooks whose parts are hostile: entities, outside links, macros, broken or missing XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.hostile.corpus.case import SECRET, Hostile, one
from tests.hostile.corpus.exports import EVENTS, comments
from tests.hostile.corpus.xlsx_writing import (
    BOOK,
    BOOK_RELATIONS,
    DECLARATION,
    MAIN,
    OFFICE,
    RELATIONS,
    SHEET,
    STRINGS,
    TYPES,
    parts,
    rows,
    sheet,
    workbook,
)
from tests.hostile.corpus.zip_writing import Member, archive

ENTITIES = ("xml_entities",)
OUTSIDE = ("workbook_links", "xml_entities")
BROKEN = ("sheet_broken", "sheet_disordered", "not_xlsx", "xml_broken", "unknown_platform")
BOMB = ("archive_bomb",)
DEEP = ("xml_too_deep",)


def cases() -> Iterator[Hostile]:
    """Entities that fetch or grow, links and macros, parts that are broken, missing, or somewhere else."""
    for part in (SHEET, STRINGS, TYPES, BOOK, BOOK_RELATIONS, "docProps/core.xml"):
        yield _fetching(part)
    yield _hostile("a billion laughs in a sheet", {SHEET: _laughs(sheet(rows(EVENTS)))}, ENTITIES)
    yield _hostile("a billion laughs in the shared texts", {STRINGS: _laughs(_strings("&l9;"))}, ENTITIES)
    yield _hostile("one entity, repeated quadratically", {SHEET: _quadratic()}, ENTITIES)
    yield _hostile("a document type without entities", {SHEET: _typed("")}, ENTITIES)
    yield _hostile(
        "a document type at an address", {SHEET: _typed('SYSTEM "http://192.0.2.1/a.dtd"')}, ENTITIES
    )
    yield _hostile("entities in parameters", {SHEET: _parameters()}, ENTITIES)
    yield _hostile("links to another workbook", {"xl/externalLinks/externalLink1.xml": _link()}, OUTSIDE)
    yield _hostile(
        "a relation to an address",
        {BOOK_RELATIONS: _related("http://192.0.2.1/sheet.xml")},
        (*OUTSIDE, *BROKEN),
    )
    yield _hostile(
        "a relation out of the archive", {BOOK_RELATIONS: _related("../../../../etc/passwd")}, BROKEN
    )
    yield _hostile(
        "a sheet that is its own workbook", {BOOK_RELATIONS: _related("workbook.xml")}, BROKEN, read={}
    )
    yield _hostile(
        "macros", {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500)}, ("workbook_macros",), "events.xlsm"
    )
    yield _hostile(
        "macros that hide", {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500)}, ("workbook_macros",)
    )
    yield _hostile(
        "an embedded program",
        {"xl/embeddings/oleObject1.bin": b"MZ" + bytes(500)},
        ("workbook_macros", "workbook_links"),
        read={"event": 2},
    )
    yield _hostile(
        "connections to a database", {"xl/connections.xml": _connections()}, OUTSIDE, read={"event": 2}
    )
    yield _hostile("a sheet cut off", {SHEET: sheet(rows(EVENTS))[:-60]}, BROKEN)
    yield _hostile("a sheet that is no XML", {SHEET: b"\x00\x01\x02 no XML at all"}, BROKEN)
    yield _hostile("an empty sheet part", {SHEET: b""}, BROKEN)
    yield _hostile("no sheet part", {SHEET: None}, BROKEN)
    yield _hostile("no workbook part", {BOOK: None}, BROKEN)
    yield _hostile("no relations", {BOOK_RELATIONS: None}, BROKEN)
    yield _hostile("a list of types that is broken", {TYPES: b"<Types"}, BROKEN)
    yield _hostile("elements nested 5,000 deep", {SHEET: sheet("<x>" * 5000 + "</x>" * 5000)}, (*DEEP, *BOMB))
    yield _hostile(
        "elements nested 200,000 deep", {SHEET: sheet("<x>" * 200_000 + "</x>" * 200_000)}, (*DEEP, *BOMB)
    )
    yield _hostile(
        "an element of 100,000 attributes",
        {SHEET: _attributes()},
        (*BROKEN, *BOMB),
        read={"event": 2},
    )
    yield _hostile(
        "a name of ten million letters",
        {SHEET: sheet(f"<{'x' * 10_000_000}/>")},
        (*BROKEN, *BOMB),
    )
    yield _hostile("a sheet in UTF-7", {SHEET: _in_encoding("UTF-7")}, BROKEN)
    yield _hostile("a sheet in UTF-16", {SHEET: _utf16()}, BROKEN, read={"event": 2})
    yield _hostile("a sheet in an encoding that nobody knows", {SHEET: _in_encoding("x-made-up")}, BROKEN)
    yield _hostile(
        "a comment of five MiB",
        {SHEET: sheet(f"<!--{'-x' * 2_500_000}-->" + rows(EVENTS))},
        BOMB,
        read={"event": 2},
    )
    yield Hostile(
        family="workbook_parts",
        name="an ODS that is called XLSX",
        write=one("events.xlsx", _ods),
        refused=(*BROKEN, "refused_open_document"),
    )
    yield Hostile(
        family="workbook_parts",
        name="statements in CSV that are called XLSX",
        write=one("comments.xlsx", comments()),
        refused=("not_xlsx",),
        read={"contribution": 2},
    )
    yield Hostile(
        family="workbook_parts",
        name="an old XLS that is called XLSX",
        write=one("events.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)),
        refused=("refused_old_office",),
    )


def _hostile(
    name: str,
    changed: Mapping[str, bytes | None],
    refused: tuple[str, ...],
    file: str = "events.xlsx",
    read: Mapping[str, int] | None = None,
) -> Hostile:
    write = one(file, lambda: workbook(changed))
    return Hostile(family="workbook_parts", name=name, write=write, refused=refused, read=read)


def _fetching(part: str) -> Hostile:
    """A part that asks for a file beside the workbook."""

    def write(folder: Path) -> list[Path]:
        secret = folder / "secret.txt"
        secret.write_text(SECRET, encoding="utf-8")
        document = f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'
        whole = {**parts(), STRINGS: _strings("made up"), "docProps/core.xml": b"<core>made up</core>"}
        content = whole[part].decode().replace("made up", "&secret;").replace("m1", "&secret;")
        head, _, rest = content.partition("?>") if content.startswith("<?xml") else ("", "", content)
        changed = (f"{head}?>" if head else "") + document + rest
        file = folder / "events.xlsx"
        file.write_bytes(workbook({part: changed.encode()}))
        return [file]

    return Hostile(
        family="workbook_parts",
        name=f"an outside entity in {part}",
        write=write,
        refused=ENTITIES,
    )


def _strings(text: str) -> bytes:
    return f'{DECLARATION}<sst xmlns="{MAIN}" count="1"><si><t>{text}</t></si></sst>'.encode()


def _laughs(content: bytes) -> bytes:
    grown = ['<!ENTITY l0 "ha">']
    grown += [f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)]
    head, _, rest = content.decode().partition("?>")
    return f"{head}?><!DOCTYPE x [{''.join(grown)}]>{rest.replace('m1', '&l9;')}".encode()


def _quadratic() -> bytes:
    return _typed(f'[<!ENTITY a "{"a" * 60_000}">]').replace(b"m1", b"&a;" * 20_000)


def _typed(rest: str) -> bytes:
    head, _, body = sheet(rows(EVENTS)).decode().partition("?>")
    return f"{head}?><!DOCTYPE worksheet {rest}>{body}".encode()


def _parameters() -> bytes:
    return _typed(
        '[<!ENTITY % a "<!ENTITY b \'ha\'>"> %a; <!ENTITY % c SYSTEM "http://192.0.2.1/c.dtd"> %c;]'
    )


def _link() -> bytes:
    return f'{DECLARATION}<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'.encode()


def _related(target: str) -> bytes:
    mode = ' TargetMode="External"' if "://" in target else ""
    return (
        f'{DECLARATION}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        f'Target="{target}"{mode}/></Relationships>'
    ).encode()


def _connections() -> bytes:
    return f'{DECLARATION}<connections xmlns="{MAIN}"><connection id="1" type="4"/></connections>'.encode()


def _attributes() -> bytes:
    many = " ".join(f'a{number}="1"' for number in range(100_000))
    return sheet(rows(EVENTS)).replace(b"<sheetData>", f"<sheetPr {many}/><sheetData>".encode())


def _in_encoding(name: str) -> bytes:
    return sheet(rows(EVENTS)).replace(b'encoding="UTF-8"', f'encoding="{name}"'.encode())


def _utf16() -> bytes:
    return sheet(rows(EVENTS)).decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _ods() -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return archive(
        [Member(name="mimetype", content=kind, method=0), Member(name="content.xml", content=b"<x/>")]
    )
