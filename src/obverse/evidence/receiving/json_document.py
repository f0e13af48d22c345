"""Reading JSON from strangers: within limits, every problem named, and lists of objects as rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.reading import ROW
from obverse.evidence.receiving.limits import limits
from obverse.evidence.receiving.member_names import shown

# A text, or the rest of one that never ends; possessive, so that no beginning is tried twice.
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_PIECE = 1 << 20
_OTHERS = bytes(code for code in range(256) if code not in b"[]{}")


class _Refused(Exception):  # noqa: N818 - a refusal is what it says
    def __init__(self, kind: str, **details: str) -> None:
        self.kind = kind
        self.details = details
        super().__init__(kind)


def read_json(file: Path) -> tuple[Any, list[Problem]]:
    """What stands in a JSON file, or None and the problem that forbids reading it.

    Refused are: what is not JSON in UTF-8, more levels, digits of a number or bytes of a text than the limits allow,
    numbers that are none (NaN, Infinity), an object that names the same key twice, and halves of characters.
    """
    content = file.read_bytes()
    if not content.strip():
        return None, [Problem("empty_file", file.name)]
    deepest = limits().json_depth
    if _depth(content) > deepest:
        return None, [Problem("json_too_deep", file.name, details={"limit": str(deepest)})]
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_whole, parse_float=_number, parse_constant=_none
        )
        if "\\ud" in text or "\\uD" in text:
            _check_characters(value)
    except _Refused as refused:
        return None, [Problem(refused.kind, file.name, details=refused.details)]
    except UnicodeDecodeError as error:
        details = {"byte": str(error.start + 1), "guess": "Windows-1252 (Western European)"}
        return None, [Problem("wrong_encoding", file.name, details=details)]
    except json.JSONDecodeError as error:
        place = {"column": str(error.colno)}
        return None, [Problem("not_json", file.name, row=error.lineno, details=place)]
    return value, []


def _depth(content: bytes) -> int:
    """How deep lists and objects stand in each other, whatever else is wrong with them."""
    brackets = _TEXTS.sub(b"", content).translate(None, _OTHERS)
    depth = deepest = 0
    for start in range(0, len(brackets), _PIECE):
        signs = np.frombuffer(brackets[start : start + _PIECE], dtype=np.uint8)
        # In ASCII, only closing brackets have the bit of four.
        depths = depth + (1 - ((signs & 4) >> 1).astype(np.int32)).cumsum()
        deepest = max(deepest, int(depths.max()))
        depth = int(depths[-1])
    return deepest


def _check_characters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        around = error.object[max(0, error.start - 20) : error.start]
        raise _Refused("json_half_character", before=shown(around)) from None


def flattened(objects: Iterable[Mapping[str, Any]], first_row: int = 2, *, file: str = "JSON") -> pa.Table:
    """Rows of texts from objects: keys of objects within objects are joined with ``/``, as headings.

    A list of plain values becomes one text, separated by ``, ``; a list of objects stays JSON. ``row_in_file``
    counts the objects from ``first_row`` (2, like the first row below a header); ``file`` is what letters call them.

    Raises:
        EvidenceProblems: they name more keys than a table may have columns.
    """
    rows = [_flat(item) for item in objects]
    names = list(dict.fromkeys(name for row in rows for name in row if name != ROW))
    most = limits().columns
    if len(names) > most:
        raise EvidenceProblems(
            [Problem("too_many_columns", file, row=1, details={"found": str(len(names)), "limit": str(most)})]
        )
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in names}
    return pa.table({**columns, ROW: pa.array(range(first_row, first_row + len(rows)), pa.int64())})


def as_text(value: Any) -> str:
    """A JSON value as the text of a cell: nothing for null, ``true`` and ``false``, numbers as written.

    >>> as_text(None), as_text(True), as_text(3.5), as_text(["a", 2])
    ('', 'true', '3.5', 'a, 2')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _flat(item: Mapping[str, Any], stem: str = "") -> dict[str, str]:
    row: dict[str, str] = {}
    for key, value in item.items():
        if isinstance(value, Mapping) and value:
            row |= _flat(value, f"{stem}{key}/")
        else:
            row[f"{stem}{key}"] = "" if value == {} else as_text(value)
    return row


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused("json_key_twice", key=shown(twice))
    longest = limits().text_cell_bytes
    for key, value in pairs:
        if type(value) is str and len(value) > longest:
            raise _Refused("json_text_too_long", key=shown(key), limit=str(longest))
    return item


def _whole(digits: str) -> int:
    if len(digits) > limits().number_digits:
        raise _Refused("json_number_too_long", digits=str(len(digits)), limit=str(limits().number_digits))
    return int(digits)


def _number(digits: str) -> float:
    if len(digits) > limits().number_digits:
        raise _Refused("json_number_too_long", digits=str(len(digits)), limit=str(limits().number_digits))
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _Refused("json_no_number", word=digits)
    return number


def _none(word: str) -> float:
    raise _Refused("json_no_number", word=word)
