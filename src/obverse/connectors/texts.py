"""What a connector says, told by ``texts/<language>.toml`` of its own folder."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from obverse.evidence.problems import Problem, Words
from obverse.vocabulary.text import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class FolderTexts:
    """The texts of the connector whose folder is the package ``package`` (in its modules: ``__package__``)."""

    package: str

    def say(self, key: str, **details: str) -> Text:
        """A sentence in all languages, its placeholders filled."""
        return Text(**{language: said[key].format_map(details) for language, said in self._said().items()})

    def problem(
        self,
        kind: str,
        file: str,
        row: int = 0,
        column: str = "",
        *,
        sheet: str = "",
        details: Mapping[str, str] | None = None,
    ) -> Problem:
        """A problem in the words of the folder's ``[problem.<kind>]``, or else in those that all connectors share.

        >>> polis = FolderTexts("obverse.connectors.polis")
        >>> polis.problem("several_conversations", "votes.json", details={"count": "2"}).letter()[:53]
        'votes.json: there are rows of 2 conversations in it. '

        Raises:
            KeyError: the folder tells the problem in one language only.
        """
        said = self._said()
        own = any(kind in content.get("problem", {}) for content in said.values())
        words = _words(kind, said) if own else None
        return Problem(kind, file, row, column, sheet, dict(details or {}), words)

    def _said(self) -> dict[str, dict[str, Any]]:
        folder = Path(next(iter(importlib.import_module(self.package).__path__)))
        return {language: _read(folder, language) for language in LANGUAGES}


def _words(kind: str, said: Mapping[str, Mapping[str, Any]]) -> Words:
    what, remedy = (
        Text(**{language: content["problem"][kind][part] for language, content in said.items()})
        for part in ("what", "remedy")
    )
    return Words(what, remedy)


@cache
def _read(folder: Path, language: str) -> dict[str, Any]:
    return tomllib.loads((folder / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
