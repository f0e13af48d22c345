"""Texts of a dossier may come from anyone: what could mislead a reader's eye or break a page is made visible."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Controls that are not white space, surrogates, and the marks that reorder or hide the text around them
# (Unicode Standard Annex 9, and the attack described in "Trojan Source", Boucher and Anderson 2021).
_MISLEADING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(content: Any) -> Any:
    """The same content, with each misleading character spelled out as ``[U+202E]`` in all of its texts.

    >>> visible({"title": "abc\\u202edef", "rows": [1, None]})
    {'title': 'abc[U+202E]def', 'rows': [1, None]}
    """
    # Exact types are looked at one after the other, for a report holds some fifty thousand entries.
    kind = type(content)
    if kind is str:
        # None of the misleading characters counts as printable, and few texts hold others that do not.
        return content if content.isprintable() else _spelled_out(content)
    if kind is dict:
        return {visible(key): visible(value) for key, value in content.items()}
    if kind is list or kind is tuple:
        return [visible(value) for value in content]
    return _of_any_kind(content)


def _spelled_out(text: str) -> str:
    return _MISLEADING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _of_any_kind(content: Any) -> Any:
    if isinstance(content, str):
        return _spelled_out(content)
    if isinstance(content, Mapping):
        return {visible(key): visible(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [visible(value) for value in content]
    return content
