"""The words of one indicator in one language, as its folder holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

SECTIONS = ("sentence", "meaning", "subjects", "left_out", "caveats", "remedies", "labels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What an indicator says.

    ``sentence`` maps patterns of subjects to the sentence that states the figure ({0}, {1} ... are the parts of
    the subject in words; {value}, {low}, {high}, {n} the formatted figure). ``meaning`` maps verdicts (or
    ``verdict:pattern``) to the sentence that says what the verdict means. ``caveats`` always stand beside the
    figure.
    """

    name: str
    question: str
    definition: str
    sentence: Mapping[str, str]
    meaning: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    caveats: Mapping[str, str] = field(default_factory=dict)
    remedies: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def sentence_for(self, subject: str) -> str:
        """The template of the sentence for a subject: the first pattern that fits."""
        return _first(self.sentence, subject) or ""

    def meaning_of(self, verdict: str, subject: str) -> str:
        """What a verdict means for a subject; empty where the folder says nothing of its own."""
        special = {
            key.partition(":")[2]: text for key, text in self.meaning.items() if key.startswith(verdict + ":")
        }
        return _first(special, subject) or self.meaning.get(verdict, "")


def _first(patterns: Mapping[str, str], subject: str) -> str | None:
    return next((text for pattern, text in patterns.items() if fnmatchcase(subject, pattern)), None)


@cache
def read_texts(file: Path, question: str = "") -> Texts:
    """Read ``texts/<language>.toml``; ``question`` stands in where the file has none of its own.

    Raises:
        ValueError: the file has keys that mean nothing, or lacks one that it needs.
    """
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    known = {"name", "question", "definition", *SECTIONS}
    if unknown := sorted(set(content) - known):
        raise ValueError(f"{file.name}: unknown keys {', '.join(unknown)}")
    if missing := sorted({"name", "definition", "sentence"} - set(content)):
        raise ValueError(f"{file.name}: missing keys {', '.join(missing)}")
    content.setdefault("question", question)
    return Texts(**content)
