"""What people write into cells, in the form of the evidence; what cannot be understood stays, to be refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

from obverse.web.bridge import Column, codes_called, tables

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))
# All signs that steer instead of saying something, but for the tab and the end of a line; and those without width.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# The apostrophe that guards a cell before spreadsheets, which would take it for a formula.
_GUARDED = re.compile(r"'[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_TIME = re.compile(r"(\d{1,2})[:h](\d{2})(:\d{2})?(\.\d+)?\s*(Z|UTC)?", re.IGNORECASE)
_MOMENT = re.compile(r"(\S+?)(?:[T\s]\s*(\S.*))?", re.DOTALL)
_TRUE = {"true": "yes", "vrai": "yes", "false": "no", "faux": "no"}


def written(table: str, column: Column, text: str, language: str) -> str:
    """What somebody wrote into a cell, as the evidence writes it; ``language`` is theirs and decides how days stand.

    >>> written("event", tables()["event"].columns["planned_on"], "9/3/2026", "fr")
    '2026-03-09'
    """
    clean = cleaned(text)
    if not clean:
        return ""
    if column.kind in ("code", "flag"):
        return _word(table, column, clean)
    form = _FORMS.get(column.kind)
    return form(clean, language) if form else clean


def cleaned(text: str) -> str:
    """A text without signs that nobody sees, without spaces at its ends, and without the guard before formulas."""
    clean = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    clean = _STEERING.sub("", clean).strip()
    return clean[1:] if _GUARDED.match(clean) else clean


def _word(table: str, column: Column, text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())
    if column.kind == "flag" and plain in _TRUE:
        return _TRUE[plain]
    return _codes(table, column.name).get(plain, text)


@cache
def _codes(table: str, column: str) -> Mapping[str, str]:
    declared = tables()[table]
    found = declared.columns[column]
    words = codes_called(declared, found)
    return {**{word.replace("_", " "): code for word, code in words.items()}, **words}


def _number(text: str, language: str) -> str:  # noqa: ARG001 - numbers are read alike in all languages
    bare = text.translate(_SPACES).removesuffix("€")
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", bare):
        bare = bare.replace(",", "")
    elif not re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", bare):
        # One comma before three digits is a thousand to some and a fraction to others: such a cell stays.
        bare = bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
    return bare.removeprefix("+") if _NUMBER.fullmatch(bare) else text


def _share(text: str, language: str) -> str:
    if not text.endswith("%"):
        return _number(text, language)
    number = _number(text[:-1].strip(), language)
    return f"{(Decimal(number) / 100).normalize():f}" if _NUMBER.fullmatch(number) else text


def _date(text: str, language: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    first, second, year = (int(part) for part in found.groups())
    if first > 12 or language == "fr" or first == second:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    else:
        # The third of April, or the fourth of March: nobody knows.
        return text
    return f"{year:04d}-{month:02d}-{day:02d}"


def _moment(text: str, language: str) -> str:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    day, time = _date(found[1], language), found[2]
    if time is None:
        return day
    told = _TIME.fullmatch(time.strip())
    if told is None:
        return text
    return f"{day}T{int(told[1]):02d}:{told[2]}{told[3] or ':00'}{told[4] or ''}Z"


_FORMS: Mapping[str, Callable[[str, str], str]] = {
    **dict.fromkeys(("int", "number", "money", "hours", "days"), _number),
    "share": _share,
    "date": _date,
    "moment": _moment,
}
