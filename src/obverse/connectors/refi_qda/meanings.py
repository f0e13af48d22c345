"""What the name of a code says: a public value, what happened to it, when, who spoke, and why."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.vocabulary import public_values, roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a code stands for; one without ``code`` only adds to the other codes of its passage."""

    code: str = ""
    direction: str = ""
    phase: str = ""
    role: str = ""
    attribution: str = ""

    def with_added(self, others: Iterable[Meaning]) -> Meaning:
        """This meaning with what other codes of the passage add where it says nothing itself.

        >>> Meaning(code="V06").with_added([Meaning(phase="design")]).phase
        'design'
        """
        full = self
        for other in others:
            missing = {
                item.name: getattr(other, item.name)
                for item in fields(Meaning)
                if item.name != "code" and not getattr(full, item.name)
            }
            full = replace(full, **missing)
        return full


def meaning_of(path: tuple[str, ...], declared: Mapping[str, Meaning]) -> Meaning:
    """What a code with its parents says: as declared, or as its names let one read it.

    A name that is (or begins with) the id or is the label of a public value gives the value; words like weakened,
    renforcé, + and - its direction; design or delivery the phase; a role's id or label the role. Any other name
    is a code of its own.

    >>> meaning_of(("V06 inclusion", "weakened"), {})
    Meaning(code='V06', direction='weakened', phase='', role='', attribution='')
    >>> meaning_of(("Inclusion (−)",), {}).direction
    'weakened'
    >>> meaning_of(("fear of costs",), {}).code
    'fear_of_costs'
    """
    name = path[-1]
    for key in (" / ".join(path), name):
        if key in declared:
            return declared[key]
    found = Meaning()
    rest: list[str] = []
    for part in path:
        told = _told(part)
        if told == Meaning():
            rest.append(part)
        found = replace(
            found,
            **{item.name: getattr(told, item.name) for item in fields(Meaning) if getattr(told, item.name)},
        )
    if rest and not found.code and (rest[-1] == name or found.direction):
        return replace(found, code=_slug(rest[-1]))
    return found


def declared_meanings(file: Path) -> dict[str, Meaning]:
    """The table ``[codes]`` of a TOML file: a code's name (or path, with " / ") and what it stands for.

    Raises:
        ValueError: the file is no TOML, has no such table, or a key of it means nothing.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(str(error)) from error
    known = {item.name for item in fields(Meaning)}
    codes = content.get("codes")
    if not isinstance(codes, dict):
        raise ValueError("there is no table [codes]")  # noqa: TRY004 - one kind for all that is wrong
    for name, body in codes.items():
        if not isinstance(body, dict) or set(body) - known:
            raise ValueError(f"codes.{name} may have {', '.join(sorted(known))}")
    return {name: Meaning(**{key: str(value) for key, value in body.items()}) for name, body in codes.items()}


def _told(part: str) -> Meaning:
    """What one name says by itself."""
    plain = _plain(part)
    for field, words in _words().items():
        if plain in words:
            return Meaning(**{field: words[plain]})
    if plain in _roles():
        return Meaning(role=_roles()[plain])
    if plain in _values():
        return Meaning(code=_values()[plain])
    stem, direction = _without_direction(plain)
    # only an id may be followed by other words: an "inclusion officer" is not the value "inclusion"
    value = _values().get(stem) or _ids().get(stem.partition(" ")[0].strip(":.,-"), "")
    return Meaning(code=value, direction=direction) if value else Meaning()


def _without_direction(plain: str) -> tuple[str, str]:
    """A name without the word or sign of direction at its end, and this direction."""
    found = _direction_at_end().fullmatch(plain)
    return (found["stem"], _words()["direction"][found["mark"]]) if found else (plain, "")


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    content: dict[str, dict[str, str]] = tomllib.loads(
        resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    )
    return content


@cache
def _direction_at_end() -> re.Pattern[str]:
    marks = "|".join(sorted(map(re.escape, _words()["direction"]), key=len, reverse=True))
    return re.compile(rf"(?P<stem>.*?)(?:\s+\(?|\(|\s*:\s*)(?P<mark>{marks})\)?")


def _plain(word: str) -> str:
    """Small letters without accents, the signs of minus alike."""
    spread = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("−", "-").replace("–", "-"))
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", letters).strip().lower()


def _slug(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", _plain(name)).strip("_") or "code"


@cache
def _values() -> dict[str, str]:
    named = {
        _plain(label): value.id
        for value in public_values().values()
        for label in (value.label.en, value.label.fr)
    }
    return named | _ids()


@cache
def _ids() -> dict[str, str]:
    return {value.lower(): value for value in public_values()}


@cache
def _roles() -> dict[str, str]:
    named = {_plain(label): role.id for role in roles().values() for label in (role.label.en, role.label.fr)}
    return named | {role: role for role in roles()}


def role_of(word: str) -> str:
    """The id of a role from its id or its label; empty where there is none.

    >>> role_of("Volunteer"), role_of("bystander")
    ('volunteer', '')
    """
    return _roles().get(_plain(word), "")
