"""The questions as data: what the two TOML files beside this module say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from obverse.vocabulary.text import Text, text_from

VARIANTS = ("internal", "participant", "non_participant")
KINDS_OF_WAVE = ("pre", "main")
CANNOT_SAY, NO_ANSWER = "cannot_say", "no_answer"
DEGREE, POINTS, CHOICE, SEVERAL, NUMBER, WRITTEN = "degree", "points", "choice", "several", "number", "text"
VALUE, DUTY, STATEMENT, ATTRIBUTE, STORY = "value", "duty", "statement", "attribute", "story"
EFFECTS = ("strengthened", "weakened")
ROLE, LARGEST, ATTRIBUTION, WHAT_HAPPENED = "role", "largest", "attribution", "what_happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of the instrument, as ``items.toml`` declares it."""

    id: str
    section: str
    kind: str
    text: Text
    variants: tuple[str, ...]
    waves: tuple[str, ...]
    pitfall: str
    answer: str
    source: str
    note: Text | None = None
    scale: str = ""
    list: str = ""
    module: str = ""
    each: str = ""
    unit: str = ""
    most: int = 0
    cannot_say: bool = True
    section_internal: str = ""
    section_participant: str = ""
    section_non_participant: str = ""
    said: Mapping[str, Text]

    def section_in(self, variant: str) -> str:
        """Where it stands in a variant."""
        own: str = getattr(self, f"section_{variant}")
        return own or self.section

    def words(self, variant: str, kind: str) -> Text:
        """The question as a variant and a kind of wave ask it; what stands in braces is filled by the form."""
        return self.said.get(kind) or self.said.get(variant) or self.text

    def scale_in(self, variant: str) -> str:
        """The name of the list of its answers; empty where the town gives the list."""
        if self.kind in {DEGREE, POINTS}:
            return self.kind
        return self.scale.format(variant=variant)


@cache
def items() -> tuple[Item, ...]:
    """All questions in the order in which they are asked."""
    return tuple(_item(row) for row in _read("items.toml")["item"])


@cache
def scales() -> Mapping[str, tuple[tuple[str, Text], ...]]:
    """The lists of answers: code and words, by the name of the list."""
    return {
        name: tuple((code, text_from(words)) for code, words in answers.items())
        for name, answers in _read("questionnaire.toml")["scales"].items()
    }


@cache
def words(part: str, name: str) -> Mapping[str, Text]:
    """The texts of a part of the questionnaire: ``form``, ``faults`` (``name`` empty), or a section by its name."""
    content = _read("questionnaire.toml")[part]
    body = content[name] if name else content
    return {key: text_from(entry) for key, entry in body.items()}


@cache
def modules() -> tuple[str, ...]:
    """The modules that a town can switch on."""
    return tuple(dict.fromkeys(item.module for item in items() if item.module))


def _item(row: Mapping[str, Any]) -> Item:
    said = {name: text_from(entry) for name, entry in row.get("said", {}).items()}
    note = text_from(row["note"]) if "note" in row else None
    spoken = {"text": text_from(row["text"]), "note": note, "said": said}
    return Item(**{**row, **spoken, "variants": tuple(row["variants"]), "waves": tuple(row["waves"])})


def _read(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
