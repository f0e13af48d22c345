"""Whether a column looks as if it were about people who could be known by it, told from its heading and its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from obverse.connectors.mapping.plain_words import lists, plain, truth_words

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_PIECE, _OVERLAP = 400, 100
_EMAIL_WITHIN = re.compile(r"[\w.+-]+\s?(@|＠|%40|\(at\)|\[at\])\s?[\w-]+\.\w{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(\+|00|\(?0)\d[\d ()/-]{5,19}|0\d(\.\d\d){4}")
# A date is none, with a clock behind it or without.
_PHONE_WITHIN = re.compile(
    r"(?<![\w./-])(?!\d\d?[/-]\d\d?[/-]\d\d)(?:(\+|0)\d[\d ()/\u00a0\u202f-]{6,}\d|0\d(\.\d\d){4}(?![\d.]))"
)
_NETWORK_WITHIN = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|([0-9a-f]{1,4}:){4,}", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(\d+\w?,? .*\b(street|st|road|rd|avenue|ave|lane|drive|rue|boulevard|bd|allee|place)\b.*"
    r"|(rue|avenue|place|chemin|calle|c/|carrer|plaza|avda?\.?|av\.) ?.*\d+.*"
    r"|[\w. -]*(straße|strasse|str\.|weg|gasse|platz|straat|laan|plein) ?\d+.*)",
    re.IGNORECASE,
)
_NETWORK = re.compile(r"(\d{1,3}\.){3}\d{1,3}|([0-9a-f]{1,4}:){4,}[0-9a-f:]+", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_][^\W\d_'’.-]+(,? ([^\W\d_][\w'’.-]*|\d{1,5})){1,3}")
_SMALL = (
    "de",
    "van",
    "von",
    "der",
    "den",
    "la",
    "le",
    "del",
    "di",
    "da",
    "dos",
    "ten",
    "ter",
    "i",
    "y",
    "el",
)
_FEW = 0.2
_MANY = 0.6


def looks_personal(heading: str, cells: Mapping[str, int], *, known: bool = False) -> str:
    """What a column tells of people: email, phone, name, address, birth, number, place; empty where nothing.

    ``cells`` maps the distinct filled cells to how often they stand there. ``known`` says that the heading is one of
    a thing: then only given names in the cells make it a column of names. When in doubt it is called personal.

    >>> looks_personal("Contact", {"someone@example.org": 1, "other@example.org": 1})
    'email'
    >>> looks_personal("Category", {"Paths": 12, "Parks": 3}, known=True)
    ''
    """
    said = _by_heading(plain(heading))
    if said in {"email", "phone", "address", "birth", "number", "place"} and not _is_truth(cells):
        return said
    patterns = (("email", _EMAIL, 0.05), ("number", _NETWORK, _MANY), ("address", _ADDRESS, _FEW))
    for kind, pattern, enough in patterns:
        if _share(cells, pattern) >= enough:
            return kind
    if _share(cells, _PHONE) >= _MANY:
        return "phone"
    if said == "name":
        return "name"
    shape, given = _people(cells)
    if given >= _FEW and shape >= 0.4:
        return "name"
    # Things have two capital words too; where a heading says nothing of what stands below it, better hidden.
    return "name" if not known and shape >= _MANY else ""


def tells_of_people(cell: str) -> bool:
    """Whether a single cell has an address or a number in it by which somebody could be reached."""
    # In pieces that overlap: what reaches somebody is short, and a search through one long word takes long.
    pieces = [cell[place : place + _PIECE] for place in range(0, max(1, len(cell)), _PIECE - _OVERLAP)]
    patterns = (_EMAIL_WITHIN, _PHONE_WITHIN, _NETWORK_WITHIN)
    return any(pattern.search(piece) for piece in pieces for pattern in patterns)


@cache
def names_accounts(heading: str) -> bool:
    """Whether a heading is one of ids of people or of what they use: their accounts, devices, links of their own.

    >>> names_accounts("Author ID"), names_accounts("user_group/id"), names_accounts("Proposal ID")
    (True, True, False)
    """
    words = plain(heading)
    listed = lists("people.toml")["accounts"]
    parts = set(words.split())
    return words in _accounts() or bool(parts & set(listed["people"]) and parts & set(listed["ids"]))


@cache
def _headings() -> tuple[tuple[str, str], ...]:
    listed = lists("people.toml")["headings"].items()
    pairs = [(plain(word), kind) for kind, words in listed for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _accounts() -> frozenset[str]:
    listed = lists("people.toml")["accounts"]
    return frozenset((*listed["people"], *listed["alone"]))


@cache
def _given() -> frozenset[str]:
    return frozenset(lists("people.toml")["given"]["names"])


@cache
def _things() -> frozenset[str]:
    return frozenset(lists("people.toml")["things"]["words"])


def _by_heading(heading: str) -> str:
    words = heading.split()
    for known, kind in _headings():
        parts = known.split()
        if heading == known:
            return kind
        # A part of a short heading counts: "E-mail of the author", "Address 1".
        within = any(words[place : place + len(parts)] == parts for place in range(len(words)))
        if (
            within
            and (len(parts) > 1 or kind in {"email", "phone", "address"})
            and len(words) <= len(parts) + 3
        ):
            return kind
    return ""


def _is_truth(cells: Mapping[str, int]) -> bool:
    """Yes and no under "Phone" say whether there is one."""
    return bool(cells) and all(plain(cell) in truth_words() for cell in cells)


def _share(cells: Mapping[str, int], pattern: re.Pattern[str]) -> float:
    filled = sum(cells.values())
    fitting = sum(times for cell, times in cells.items() if pattern.fullmatch(cell.strip()))
    return fitting / filled if filled else 0.0


def _people(cells: Mapping[str, int]) -> tuple[float, float]:
    """The shares of cells that have the shape of a person's name, and that have a common given name in it."""
    shaped = given = filled = 0
    for cell, times in cells.items():
        filled += times
        text = cell.strip()
        if len(text) > 60 or not _PERSON.fullmatch(text) or _things() & set(plain(text).split()):
            continue
        words = [word.strip(",") for word in text.split()]
        if all(word[0].isupper() or word[0].isdigit() or word.casefold() in _SMALL for word in words):
            shaped += times
            given += times if any(plain(word) in _given() for word in words) else 0
    return (shaped / filled, given / filled) if filled else (0.0, 0.0)
