"""What the gate answers: a release may leave, or what has to be changed first, in words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """What has to be done to one figure, and why: ``act`` is withhold, withhold_group or keep.

    ``low`` and ``high`` are how closely a hidden number would be told; the figure of the release ``earlier`` stays.
    """

    key: str
    act: str
    because: str
    low: int = 0
    high: int = 0
    earlier: str = ""

    def letter(self, language: str = "en") -> str:
        """What to do with the figure, and why."""
        words = _words()
        act: str = words["do"][self.act][language].format(key=self.key, earlier=self.earlier)
        return f"{act} {words['because'][self.because][language].format(low=self.low, high=self.high)}"


@dataclass(frozen=True, slots=True)
class Passed:
    """The release may leave."""

    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The release may not leave as it is; with these changes it may."""

    changes: tuple[Change, ...]

    def letter(self, language: str = "en") -> str:
        """The refusal as people read it: what, where, how to mend it."""
        words = _words()
        head: str = words["summary"][language].format(count=len(self.changes))
        lines = [f"- {change.letter(language)}" for change in self.changes]
        return "\n".join([head, str(words["mend"][language]), *lines])


@cache
def _words() -> dict[str, Any]:
    file = resources.files("obverse.disclosure").joinpath("refusal.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
