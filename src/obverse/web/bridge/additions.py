"""What a town adds to the common questions: modules with the minutes that they take, and lists that only it has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from obverse.survey.instrument.duration import LONGEST, minutes
from obverse.survey.instrument.form import form_for
from obverse.survey.instrument.instrument import Instrument, instrument_from
from obverse.survey.instrument.items import items
from obverse.survey.instrument.items import modules as all_modules
from obverse.web.bridge.surveys import VARIANTS

__all__ = ["LONGEST", "Module", "lengths", "modules"]

# As many as the instrument takes of each list: more would break the ten minutes, or single people out.
MOST = {"duties": 2, "answerable": 6, "groups": 8, "traits": 2, "topics": 10, "statements": 4}
MOST_GROUPS_OF_A_TRAIT = 5
_LIST_OF = {"priorities": "topics", "knowledge": "statements", "standing": "traits"}
# Forms differ by chance: these keys give forms of both halves of the people.
_KEYS = tuple(hashlib.sha256(b"form %d" % number).digest() for number in range(6))


@dataclass(frozen=True, slots=True)
class Module:
    """A module that can be switched on.

    ``minutes`` is what it adds for those who are asked most by it, ``lacks`` the list without which it asks nothing.
    """

    id: str
    minutes: float
    questions: tuple[str, ...]
    variants: tuple[str, ...]
    is_on: bool
    lacks: str


def lengths(
    choices: Mapping[str, Any], kind: str, language: str, names: Mapping[str, str]
) -> Mapping[str, float]:
    """About how many minutes each variant takes somebody who reads everything and leaves nothing out."""
    asked = (names["subject"] or "…", names["place"] or "…")
    return _lengths(json.dumps(choices, sort_keys=True), kind, language, asked)


@lru_cache(maxsize=256)
def _lengths(choices: str, kind: str, language: str, names: tuple[str, str]) -> Mapping[str, float]:
    said = json.loads(choices)
    made = instrument_from(said)
    return {variant: max(_minutes(made, said, variant, kind, language, names)) for variant in VARIANTS}


def _minutes(  # noqa: PLR0917 - what a form depends on, in the order of the questions
    made: Instrument,
    choices: Mapping[str, Any],
    variant: str,
    kind: str,
    language: str,
    names: tuple[str, str],
) -> Iterator[float]:
    for key in _KEYS:
        form = form_for(
            made,
            variant,
            kind=kind,
            key=key,
            subject=names[0],
            place=names[1],
            language=language,
            role="told by the group",
            has_pre_wave=bool(choices.get("has_pre_wave", False)),
        )
        yield minutes(form)


def modules(choices: Mapping[str, Any], kind: str, language: str, names: Mapping[str, str]) -> list[Module]:
    """The modules that a wave of a kind can have, each with what it would add to the questions as they stand."""
    on = set(choices.get("optional", ()))
    found = []
    for name in all_modules():
        own = [item for item in items() if item.module == name and kind in item.waves]
        if not own:
            continue
        without = {**choices, "optional": sorted(on - {name})}
        shorter = lengths(without, kind, language, names)
        longer = lengths({**choices, "optional": sorted(on | {name})}, kind, language, names)
        lacks = _LIST_OF.get(name, "")
        found.append(
            Module(
                id=name,
                minutes=max(longer[variant] - shorter[variant] for variant in VARIANTS),
                questions=() if lacks else tuple(item.text.in_language(language) for item in own),
                variants=tuple(one for one in VARIANTS if any(one in item.variants for item in own)),
                is_on=name in on,
                lacks=lacks if lacks and not choices.get("lists", {}).get(lacks) else "",
            )
        )
    return found
