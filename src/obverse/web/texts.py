"""All that the workspace says, in the language of whoever reads: ``texts/<language>.toml`` in each room.

A text is named by its room and its place in the file: ``registers.add`` is ``add`` in ``registers/texts/en.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.functional import lazy
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

HOME = Path(__file__).resolve().parent
LANGUAGES = ("en", "fr")
register = template.Library()


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text in one language by its full name."""
    found: dict[str, str] = {}
    for file in sorted(HOME.glob(f"*/texts/{language}.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        found.update(_flat(content, file.parent.parent.name))
    return found


def _flat(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", str(value)


def language() -> str:
    """The language of whoever is being answered."""
    spoken = (get_language() or "en")[:2]
    return spoken if spoken in LANGUAGES else "en"


def say(name: str, /, **values: object) -> str:
    """A text in the reader's language, its places filled, as plain text.

    Raises:
        KeyError: there is no such text: a mistake of the program, never shown to anyone.
    """
    return texts(language())[name].format_map(values)


@register.simple_tag(name="say")
def said(name: str, /, **values: object) -> SafeString:
    """A text on a page, what is filled in escaped: ``{% say "registers.rows" count=rows %}``."""
    text = texts(language())[name]
    return format_html(text, **values) if values else mark_safe(escape(text))  # noqa: S308 - escaped just here


later = lazy(say, str)
"""A text that is looked up when it is shown, for forms that are written once and read in many languages."""
