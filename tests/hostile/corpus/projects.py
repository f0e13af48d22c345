"""Projects of qualitative coding (QDPX: an archive around XML) that are hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.hostile.corpus.case import ESCAPED, SECRET, Hostile, one
from tests.hostile.corpus.zip_writing import Member, archive, repeated

BROKEN = ("xml_broken", "unreadable", "unknown_platform", "archive_broken")
ENTITIES = ("xml_entities", "unreadable")
LARGE = ("archive_too_large", "archive_bomb", "member_too_large")
_CODER, _CODE, _TEXT, _ABOVE = (f"{number}1111111-1111-4111-8111-111111111111" for number in (1, 2, 3, 7))
_SAID = "People who work at night were not asked. Made up."
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_CODING = (
    f'<PlainTextSelection guid="41111111-1111-4111-8111-111111111111" startPosition="0" endPosition="39" '
    f'creatingUser="{_CODER}"><Coding guid="51111111-1111-4111-8111-111111111111" creatingUser="{_CODER}">'
    f'<CodeRef targetGUID="{_CODE}"/></Coding></PlainTextSelection>'
)
PROJECT = (
    f'{_HEAD}<Project xmlns="urn:QDA-XML:project:1.0" name="Made up" creatingUserGUID="{_CODER}">'
    f'<Users><User guid="{_CODER}" name="Coder One"/></Users>'
    f'<CodeBook><Codes><Code guid="{_ABOVE}" name="V06 inclusion"><Code guid="{_CODE}" name="weakened"/></Code>'
    "</Codes></CodeBook>"
    f'<Sources><TextSource guid="{_TEXT}" name="made up"><PlainTextContent>{_SAID}</PlainTextContent>{_CODING}'
    "</TextSource></Sources></Project>"
)


def cases() -> Iterator[Hostile]:
    """Entities, depth, size, broken XML, texts that lie elsewhere, positions that are nowhere."""
    yield _project("a project as it should be", PROJECT, (), {"coded_statement": 1})
    yield _fetching("an outside entity in a text", "file")
    yield _fetching("an outside entity for the whole", "document type")
    yield _project("a billion laughs", _laughs(), ENTITIES)
    yield _project("a document type", PROJECT.replace(_HEAD, _HEAD + "<!DOCTYPE Project>"), ENTITIES)
    yield _project("codes nested 50,000 deep", _deep_codes(50_000), ("xml_too_deep", *BROKEN))
    yield _project(
        "codes nested 600 deep", _deep_codes(600), ("xml_too_deep", *BROKEN), {"coded_statement": 1}
    )
    yield _project("cut off", PROJECT[:-200], BROKEN)
    yield _project("no XML", "this is no project, made up", BROKEN)
    yield _project("nothing", "", BROKEN)
    yield _project("another root", _HEAD + "<html/>", BROKEN, {})
    yield _project("UTF-16 that says UTF-8", PROJECT.encode("utf-16"), BROKEN, {"coded_statement": 1})
    yield _project(
        "a selection far behind the text",
        PROJECT.replace('"39"', '"99999999999999999999"'),
        BROKEN,
        {"coded_statement": 1},
    )
    yield _project(
        "a selection before the text",
        PROJECT.replace('startPosition="0"', 'startPosition="-9999999999"'),
        BROKEN,
        {"coded_statement": 1},
    )
    yield _project(
        "a position that is a word", PROJECT.replace('"39"', '"end"'), BROKEN, {"coded_statement": 1}
    )
    yield _project(
        "a position of 100,000 digits",
        PROJECT.replace('"39"', f'"{"9" * 100_000}"'),
        BROKEN,
        {"coded_statement": 1},
    )
    yield _project("a point in time that is a word", _points("never"), BROKEN, {"coded_statement": 1})
    yield _project(
        "a code that is its own parent", PROJECT.replace(_CODE, _TEXT), BROKEN, {"coded_statement": 1}
    )
    yield _project(
        "100,000 codings of a code that is not there",
        PROJECT.replace(_CODING, _lost() * 100_000),
        ("archive_bomb",),
        {},
    )
    yield _whole("a text that lies outside", _told("../../evil.txt"), ("archive_path",))
    yield _whole(
        "a text at a path of the system",
        lambda: archive([_qde(_elsewhere("/etc/passwd"))]),
        BROKEN,
        {"coded_statement": 1},
    )
    yield _whole(
        "a text at an address",
        lambda: archive([_qde(_elsewhere("http://192.0.2.1/x"))]),
        BROKEN,
        {"coded_statement": 1},
    )
    yield _whole("a text that unpacks to 210 MiB", _large_text, LARGE)
    yield _whole("a project that unpacks to 260 MiB", _large_project, LARGE)
    yield _whole(
        "two projects",
        lambda: archive([_qde(PROJECT), Member(name="b/project.qde", content=PROJECT.encode())]),
        ("archive_twice", *BROKEN),
        {"coded_statement": 1},
    )


def _qde(content: str | bytes) -> Member:
    return Member(name="project.qde", content=content.encode() if isinstance(content, str) else content)


def _whole(
    name: str, content: Callable[[], bytes], refused: tuple[str, ...], read: Mapping[str, int] | None = None
) -> Hostile:
    write = one("project.qdpx", content)
    return Hostile(family="projects", name=name, write=write, refused=refused, read=read)


def _project(
    name: str, content: str | bytes, refused: tuple[str, ...], read: Mapping[str, int] | None = None
) -> Hostile:
    return _whole(name, lambda: archive([_qde(content)]), refused, read)


def _fetching(name: str, how: str) -> Hostile:
    def write(folder: Path) -> list[Path]:
        secret = folder / "secret.txt"
        secret.write_text(SECRET, encoding="utf-8")
        inside = f'[<!ENTITY secret SYSTEM "{secret.as_uri()}">]'
        declared = inside if how == "file" else f'SYSTEM "{secret.as_uri()}"'
        content = PROJECT.replace(_HEAD, f"{_HEAD}<!DOCTYPE Project {declared}>")
        file = folder / "project.qdpx"
        file.write_bytes(archive([_qde(content.replace(_SAID, "&secret;") if how == "file" else content)]))
        return [file]

    return Hostile(family="projects", name=name, write=write, refused=ENTITIES)


def _laughs() -> str:
    grown = '<!ENTITY l0 "ha">'
    grown += "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return PROJECT.replace(_HEAD, f"{_HEAD}<!DOCTYPE Project [{grown}]>").replace(_SAID, "&l9;")


def _deep_codes(depth: int) -> str:
    opening = "".join(f'<Code guid="{number}" name="c">' for number in range(depth))
    return PROJECT.replace("</Codes>", f"{opening}{'</Code>' * depth}</Codes>")


def _points(position: str) -> str:
    return PROJECT.replace(_CODING, f'<SyncPoint guid="p" position="{position}"/>{_CODING}')


def _lost() -> str:
    return _CODING.replace(_CODE, "61111111-1111-4111-8111-111111111111")


def _elsewhere(path: str) -> str:
    return PROJECT.replace(
        f'name="made up"><PlainTextContent>{_SAID}</PlainTextContent>',
        f'name="made up" plainTextPath="{path}">',
    )


def _told(path: str) -> Callable[[], bytes]:
    outside = Member(name=path, content=ESCAPED.encode())
    return lambda: archive([_qde(_elsewhere(f"internal://{path}")), outside])


def _large_text() -> bytes:
    text = repeated("sources/x.txt", b"made up " * (1 << 17), 210)
    return archive([_qde(_elsewhere("internal://x.txt")), text])


def _large_project() -> bytes:
    before, _, behind = PROJECT.encode().partition(b"</PlainTextContent>")
    return archive(
        [
            repeated(
                "project.qde", b"made up " * (1 << 17), 260, start=before, end=b"</PlainTextContent>" + behind
            )
        ]
    )
