"""The canonical report: every other format is a view of it."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from obverse.findings.report import Report

_WORDS = {None: "null", True: "true", False: "false"}


def render(report: Report) -> bytes:
    """The report as UTF-8 JSON with sorted keys: the same dossier gives the same bytes."""
    return (written(report.content) + "\n").encode("utf-8")


def written(content: Any, line: str = "\n") -> str:
    r"""What ``json.dumps`` writes with an indent of 1 and sorted keys; where it indents, it does so one step at a time.

    ``line`` is the line break with the indent of what surrounds the content.

    >>> written({"b": [], "a": [1, "é"]})
    '{\n "a": [\n  1,\n  "é"\n ],\n "b": []\n}'

    Raises:
        ValueError: a number is not finite.
    """
    kind = type(content)
    if kind is str:
        return encode_basestring(content)
    if kind is int or (kind is float and isfinite(content)):
        return repr(content)
    if content is None or kind is bool:
        return _WORDS[content]
    if kind is dict:
        deeper = line + " "
        entries = [f"{encode_basestring(key)}: {written(content[key], deeper)}" for key in sorted(content)]
        return f"{{{deeper}{f',{deeper}'.join(entries)}{line}}}" if entries else "{}"
    if kind is list:
        deeper = line + " "
        entries = [written(value, deeper) for value in content]
        return f"[{deeper}{f',{deeper}'.join(entries)}{line}]" if entries else "[]"
    # Mappings and sequences of another kind, and what has to be refused.
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text.replace("\n", line)
