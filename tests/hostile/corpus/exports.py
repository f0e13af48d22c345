"""The clothes that hostile files wear: small exports of real platforms, with made-up content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

VOTES_HEADER = "timestamp,datetime,comment-id,voter-id,vote,important"
COMMENTS_HEADER = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,importance,comment-body"
PROPOSALS_HEADER = (
    "id;author/id;author/name;author/url;participatory_space/id;participatory_space/url;component/id;title/en;body/en;"
    "state;reference;answer/en;answered_at;votes;endorsements/total_count;comments;published_at;url"
)
_WHEN = "Tue Nov 14 2023 22:13:21 GMT+0000 (Coordinated Universal Time)"


def votes(rows: int = 4) -> bytes:
    """The votes of a Polis conversation on two statements: one more voter every two rows."""
    lines = [
        f"{1700000001 + row},{_WHEN},{row % 2},{row // 2},{(1, -1, 0)[row % 3]},0" for row in range(rows)
    ]
    return lined([VOTES_HEADER, *lines])


def comment(number: int, body: str, *, author: int = 3) -> str:
    """A line of the statements of a Polis conversation; ``body`` is put into quotation marks."""
    quoted = body.replace('"', '""')
    return f'{1699999991 + number},{_WHEN},{number},{author},0,0,1,0,"{quoted}"'


def comments(*bodies: str) -> bytes:
    """The statements of a Polis conversation."""
    said = bodies or ("A cycle path, made up.", "A bench, made up.")
    return lined([COMMENTS_HEADER, *(comment(number, body) for number, body in enumerate(said))])


def proposal(number: int, title: str, body: str = "Made up.") -> str:
    """A line of the proposals of a Decidim open-data dump."""
    cells = [title.replace('"', '""'), body.replace('"', '""')]
    where = "https://decidim.example.org"
    return (
        f"{number};{100 + number};Person {number};{where}/profiles/p{number};7;{where}/processes/p;31;"
        f'"{cells[0]}";"{cells[1]}";accepted;ref-{number};;;{number};0;0;2023-02-07 07:58:01 UTC;{where}/p/{number}'
    )


def proposals(*titles: str) -> bytes:
    """The proposals of a Decidim open-data dump."""
    said = titles or ("Trees, made up", "Benches, made up")
    return lined([PROPOSALS_HEADER, *(proposal(number, title) for number, title in enumerate(said, start=1))])


def lined(lines: Iterable[str], end: str = "\n") -> bytes:
    """Lines with their ends, in UTF-8."""
    return "".join(line + end for line in lines).encode()


def service_requests(count: int = 2) -> list[dict[str, Any]]:
    """Requests as GeoReport v2 gives them."""
    return [
        {
            "service_request_id": str(number),
            "status": "closed",
            "service_name": "Street light, made up",
            "service_code": "7",
            "description": "It is dark, made up.",
            "agency_responsible": "Office, made up",
            "requested_datetime": "2023-03-01T10:00:00Z",
            "updated_datetime": "2023-03-04T10:00:00Z",
            "expected_datetime": "2023-03-09T10:00:00Z",
            "address": "",
            "lat": 50.5,
            "long": 4.5,
        }
        for number in range(1, count + 1)
    ]


def as_json(value: Any) -> bytes:
    """JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode()


EVENTS: Sequence[Sequence[str]] = (("id", "kind"), ("m1", "meeting"), ("m2", "workshop"))


def noise(seed: str, length: int) -> bytes:
    """Bytes without any order, always the same ones."""
    return hashlib.shake_128(seed.encode()).digest(length)
