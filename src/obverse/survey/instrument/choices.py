"""What a town adds to the questionnaire: values of its own, and the lists that only it can know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from obverse.vocabulary.text import Text, text_from

LOCAL = "local:"
_SLUG = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalValue:
    """A public value that matters here and is not in the vocabulary; its id is ``local:`` and a short word."""

    id: str
    label: Text
    definition: Text

    def has_good_id(self) -> bool:
        """Whether the id is ``local:`` and small letters, digits and single underscores."""
        return self.id.startswith(LOCAL) and _SLUG.fullmatch(self.id.removeprefix(LOCAL)) is not None

    def declared(self) -> dict[str, Any]:
        """The value as plain data, as ``local_value_from`` reads it."""
        return {"id": self.id, "label": _plain(self.label), "definition": _plain(self.definition)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry of a list of the town: a duty, one who could answer for it, a group, a topic, a category."""

    id: str
    label: Text

    def declared(self) -> dict[str, Any]:
        """The entry as plain data."""
        return {"id": self.id, "label": _plain(self.label)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that is true or false about the process; its answers stand under ``knowledge_<id>``."""

    id: str
    label: Text
    is_true: bool

    def declared(self) -> dict[str, Any]:
        """The statement as plain data."""
        return {"id": self.id, "label": _plain(self.label), "is_true": self.is_true}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A trait by which people are grouped, in broad groups; its answers stand under ``attr_<id>``."""

    id: str
    label: Text
    groups: tuple[Listed, ...]

    def declared(self) -> dict[str, Any]:
        """The trait as plain data."""
        groups = [group.declared() for group in self.groups]
        return {"id": self.id, "label": _plain(self.label), "groups": groups}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists that only the town can give; a question whose list is empty is not asked.

    ``duties`` are ids of the table ``duty``, ``answerable`` ids of actors, ``groups`` ids of the table
    ``stakeholder_group``; ``topics``, ``statements`` and ``traits`` belong to the modules ``priorities``, ``knowledge``
    and ``standing``.
    """

    duties: tuple[Listed, ...] = ()
    answerable: tuple[Listed, ...] = ()
    groups: tuple[Listed, ...] = ()
    topics: tuple[Listed, ...] = ()
    statements: tuple[Statement, ...] = ()
    traits: tuple[Trait, ...] = ()

    def declared(self) -> dict[str, Any]:
        """The lists as plain data."""
        names = ("duties", "answerable", "groups", "topics", "statements", "traits")
        return {name: [one.declared() for one in getattr(self, name)] for name in names}


def local_value_from(said: Mapping[str, Any]) -> LocalValue:
    """The value that plain data spell as ``{id, label: {en, fr}, definition: {en, fr}}``."""
    return LocalValue(id=said["id"], label=text_from(said["label"]), definition=text_from(said["definition"]))


def lists_from(said: Mapping[str, Any]) -> Lists:
    """The lists that plain data spell, each entry as ``{id, label: {en, fr}}``."""
    plain = ("duties", "answerable", "groups", "topics")
    return Lists(
        **{name: tuple(_listed(one) for one in said.get(name, ())) for name in plain},
        statements=tuple(
            Statement(id=one["id"], label=text_from(one["label"]), is_true=bool(one["is_true"]))
            for one in said.get("statements", ())
        ),
        traits=tuple(
            Trait(
                id=one["id"],
                label=text_from(one["label"]),
                groups=tuple(_listed(group) for group in one["groups"]),
            )
            for one in said.get("traits", ())
        ),
    )


def _listed(said: Mapping[str, Any]) -> Listed:
    return Listed(id=said["id"], label=text_from(said["label"]))


def _plain(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}
