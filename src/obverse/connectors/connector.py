"""What every way into a dossier is: it recognises files, and reads them into rows of the evidence tables."""

from __future__ import annotations

import sys
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from obverse.evidence.importing.extract import Extract
from obverse.vocabulary.text import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a connector is that files are its own (0 not at all .. 1 certain), and of which generation."""

    sure: float
    generation: str = ""


UNKNOWN = Recognition(0.0)


class Connector(ABC):
    """A way in, in a folder ``connectors/<name>/`` of its own, with its sentences in ``texts/<language>.toml``.

    ``options`` names what ``read`` understands besides the files. ``pseudonyms`` says that its ids of people are the
    platform's own, so that keyed pseudonyms take their place; ``keeps_originals`` that its files hold no people and may
    stay in the dossier as they came.
    """

    name: ClassVar[str]
    options: ClassVar[tuple[str, ...]] = ()
    pseudonyms: ClassVar[bool] = True
    keeps_originals: ClassVar[bool] = False

    @abstractmethod
    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Whether the files are of this platform, told from what stands in them rather than from their names."""

    @abstractmethod
    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files; what is wrong with them stands in the extract's problems."""

    def say(self, key: str, **details: str) -> Text:
        """A sentence of this connector in all languages, its placeholders filled."""
        folder = Path(str(sys.modules[type(self).__module__].__file__)).parent
        said = {language: _sentences(folder, language)[key].format_map(details) for language in LANGUAGES}
        return Text(**said)


@cache
def _sentences(folder: Path, language: str) -> dict[str, str]:
    content: dict[str, str] = tomllib.loads(
        (folder / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    )
    return content
