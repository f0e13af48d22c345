"""What every way into a dossier is: it recognises files, and reads them into rows of the evidence tables."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from obverse.connectors.texts import FolderTexts
from obverse.evidence.importing.extract import Extract
from obverse.evidence.importing.staging import Stage
from obverse.evidence.problems import Problem
from obverse.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a connector is that files are its own (0 not at all .. 1 certain), and of which generation."""

    sure: float
    generation: str = ""


UNKNOWN = Recognition(0.0)


class Connector(ABC):
    """A way in, in a folder ``connectors/<name>/`` of its own, with what it says in ``texts/<language>.toml``.

    ``options`` names what ``read`` understands besides the files. ``keeps_back`` are our tables that the platform holds
    but that the exports which were read do not contain: without rows they count as not exported. ``pseudonyms`` says
    that its ids of people are the platform's own, so that keyed pseudonyms take their place; ``keeps_originals`` that
    its files hold no people and may stay in the dossier as they came; ``streams`` that it has ``read_pieces``.
    """

    name: ClassVar[str]
    options: ClassVar[tuple[str, ...]] = ()
    keeps_back: ClassVar[tuple[str, ...]] = ()
    pseudonyms: ClassVar[bool] = True
    keeps_originals: ClassVar[bool] = False
    streams: ClassVar[bool] = False

    @abstractmethod
    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Whether the files are of this platform, told from what stands in them rather than from their names."""

    @abstractmethod
    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files; what is wrong with them stands in the extract's problems."""

    def read_pieces(
        self, files: Sequence[Path], options: Mapping[str, str], stage: Stage, *, today: dt.date
    ) -> Extract:
        """Read files that are too long to be held; what comes of them goes into the stage, piece by piece."""
        raise NotImplementedError(f"{self.name} holds what it reads")

    def say(self, key: str, **details: str) -> Text:
        """A sentence of this connector in all languages, its placeholders filled."""
        return self._texts.say(key, **details)

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
        """Something wrong with a file, in this connector's words where its texts have them (``[problem.<kind>]``).

        Modules beside ``connector.py`` have the same from ``FolderTexts(__package__).problem``.
        """
        return self._texts.problem(kind, file, row, column, sheet=sheet, details=details)

    @property
    def _texts(self) -> FolderTexts:
        return FolderTexts(type(self).__module__.rpartition(".")[0])
