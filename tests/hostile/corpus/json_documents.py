"""JSON that is too deep, too large, ambiguous, cut off, or not what an export would hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.hostile.corpus.case import Hostile, one
from tests.hostile.corpus.exports import as_json, service_requests

DEEP = ("json_too_deep",)
REFUSED = ("json_refused", "json_number_too_long", "json_no_number", "json_key_twice", "json_half_character")
BROKEN = ("not_json",)
LARGE = ("cell_too_long", "too_many_columns", "json_text_too_long")
# A JSON document that no export is may also simply not be recognised.
STRANGE = ("unknown_platform", "strange_file", *BROKEN)
_REQUESTS = as_json(service_requests())
_TWO = {"contribution": 2}


def cases() -> Iterator[Hostile]:
    """Depth, numbers, keys, texts, ends, and other things at the top."""
    yield _json("100 lists deep", b"[" * 100 + b"]" * 100, (*DEEP, *STRANGE))
    yield _json("100,000 lists deep", b"[" * 100_000 + b"]" * 100_000, (*DEEP, *STRANGE))
    yield _json("five million lists, never closed", b"[" * 5_000_000, (*DEEP, *STRANGE))
    yield _json("100,000 objects deep", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, (*DEEP, *STRANGE))
    yield _json(
        "depth within a request", _with("media_url", "DEEP").replace(b'"DEEP"', b"[" * 500 + b"]" * 500), DEEP
    )
    yield _json("brackets within a text", _with("description", "[" * 9000), (), _TWO)
    yield _json(
        "a number of 50,000 digits", _with("lat", 0).replace(b'"lat": 0', b'"lat": ' + b"9" * 50_000), REFUSED
    )
    yield _json(
        "a number of 41 digits", _with("lat", 0).replace(b'"lat": 0', b'"lat": ' + b"9" * 41), REFUSED
    )
    yield _json(
        "an exponent of a billion",
        _with("lat", 0).replace(b'"lat": 0', b'"lat": 1e1000000000'),
        REFUSED,
        _TWO,
    )
    yield _json("NaN", _with("lat", 0).replace(b'"lat": 0', b'"lat": NaN'), REFUSED)
    yield _json("minus infinity", _with("lat", 0).replace(b'"lat": 0', b'"lat": -Infinity'), REFUSED)
    yield _json("a key that stands twice", _REQUESTS.replace(b'"status"', b'"lat": 1, "status"'), REFUSED)
    yield _json(
        "a key that stands twice, once escaped",
        _REQUESTS.replace(b'"status"', b'"l\\u0061t": 1, "status"'),
        REFUSED,
    )
    yield _json("100,000 keys in one request", _many_keys, (*LARGE, *REFUSED, "unknown_platform"), _TWO)
    yield _json(
        "half a pair of surrogates",
        _with("description", "X").replace(b'"X"', b'"\\ud83d"'),
        (*REFUSED, *BROKEN, "json_half_character"),
        _TWO,
    )
    yield _json(
        "half a pair in a key",
        _REQUESTS.replace(b'"address"', b'"\\udc00address"'),
        (*REFUSED, *BROKEN, "json_half_character"),
        _TWO,
    )
    yield _json(
        "an escaped NUL in an id",
        _REQUESTS.replace(b'"1"', b'"1\\u0000"'),
        (*REFUSED, *BROKEN, "control_characters"),
        _TWO,
    )
    yield _json("a text of 40 MiB", lambda: _with("description", "x" * (40 << 20)), (*LARGE, *REFUSED))
    yield _json("cut off in a text", _REQUESTS[:-190], BROKEN)
    yield _json("cut off before the end", _REQUESTS[:-1], BROKEN)
    yield _json("something behind the end", _REQUESTS + b"<script>", BROKEN)
    yield _json("two documents, one behind the other", _REQUESTS + b"\n" + _REQUESTS, BROKEN)
    yield _json("a comma before the end", _REQUESTS[:-1] + b",]", BROKEN)
    yield _json("single quotes", _REQUESTS.replace(b'"', b"'"), (*BROKEN, *STRANGE))
    yield _json("a comment", b"/* made up */" + _REQUESTS, (*BROKEN, *STRANGE))
    yield _json("a line break in a text", _with("description", "X").replace(b'"X"', b'"a\nb"'), BROKEN, _TWO)
    yield _json(
        "a request that is a number",
        as_json([*service_requests(), 7]),
        (*REFUSED, *STRANGE, "left_out"),
        _TWO,
    )
    yield _json(
        "a request that is null", as_json([*service_requests(), None]), (*REFUSED, *STRANGE, "left_out"), _TWO
    )
    yield _json(
        "values of other kinds",
        as_json([service_requests()[0], _odd(service_requests()[1])]),
        ("not_a_moment", "empty_required", "not_a_code", *REFUSED),
        _TWO,
    )
    yield _json("null at the top", b"null", STRANGE)
    yield _json("a number at the top", b"7", STRANGE)
    yield _json("a text at the top", b'"requests"', STRANGE)
    yield _json("an empty list", b"[]", STRANGE)
    yield _json("an empty object", b"{}", STRANGE)
    yield _json("a list of empty lists", b"[[],[],[]]", STRANGE)
    yield _json(
        "lists of lists, 4 million brackets",
        b"[" + b"[]," * 2_000_000 + b"[]]",
        (*STRANGE, "file_too_large", "too_many_rows"),
    )
    yield _json(
        "an answer that is an error", as_json({"errors": [{"message": "made up"}], "data": None}), STRANGE
    )
    yield _json(
        "an object that redirects its own type",
        as_json({"__class__": "os.system", "py/reduce": ["echo"]}),
        STRANGE,
    )
    yield _json("UTF-16", _REQUESTS.decode().encode("utf-16"), ("wrong_encoding",), _TWO)
    yield _json("a mark of order before it", b"\xef\xbb\xbf" + _REQUESTS, (), _TWO)
    yield _json(
        "bytes that are no UTF-8",
        _with("description", "caf\xe9").replace("é".encode(), b"\xe9"),
        ("encoding_unsure", "wrong_encoding"),
    )


def _json(
    name: str,
    content: bytes | Callable[[], bytes],
    refused: tuple[str, ...],
    read: Mapping[str, int] | None = None,
) -> Hostile:
    write = one("requests.json", content)
    return Hostile(family="json_documents", name=name, write=write, refused=refused, read=read)


def _with(key: str, value: Any) -> bytes:
    *first, last = service_requests()
    return as_json([*first, {**last, key: value}])


def _many_keys() -> bytes:
    first, *rest = service_requests()
    return as_json([{**first, **{f"key {number}": "x" for number in range(100_000)}}, *rest])


def _odd(request: dict[str, Any]) -> dict[str, Any]:
    return {
        **request,
        "requested_datetime": {"day": 1},
        "status": ["closed"],
        "description": {"text": json.dumps(request)},
        "lat": "north",
        "updated_datetime": 20230304,
    }
