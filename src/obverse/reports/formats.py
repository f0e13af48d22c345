"""All report formats, found by walking the folders of this room."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import obverse.reports as room
from obverse.findings.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A form that a report can take: ``render`` turns it into the bytes of ``report.<name>``."""

    name: str
    render: Callable[[Report], bytes]

    @property
    def file_name(self) -> str:
        """The name of the file that holds a report of this format."""
        return f"report.{self.name}"


@cache
def formats() -> dict[str, Format]:
    """Every format by its name, which is the name of its folder."""
    names = sorted(file.parent.name for place in room.__path__ for file in Path(place).glob("*/render.py"))
    return {
        name: Format(name, importlib.import_module(f"obverse.reports.{name}.render").render) for name in names
    }
