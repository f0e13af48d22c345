"""All formats of reports and of oversights, found by walking the folders of this room."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import obverse.reports as room
from obverse.findings.oversight import Oversight
from obverse.findings.report import Report

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Format(Generic[Told]):
    """A form that a report or an oversight can take: ``render`` turns it into the bytes of its file."""

    name: str
    stem: str
    render: Callable[[Told], bytes]

    @property
    def file_name(self) -> str:
        """The name of the file that holds it, such as ``report.html``."""
        return f"{self.stem}.{self.name}"


@cache
def formats() -> dict[str, Format[Report]]:
    """Every form of a report by its name, which is the name of the folder that holds a ``render.py``."""
    return _walked("render", "report")


@cache
def oversight_formats() -> dict[str, Format[Oversight]]:
    """Every form of an oversight by its name, which is the name of the folder that holds an ``oversight.py``."""
    return _walked("oversight", "oversight")


def _walked(module: str, stem: str) -> dict[str, Format[Told]]:
    names = sorted(file.parent.name for place in room.__path__ for file in Path(place).glob(f"*/{module}.py"))
    return {
        name: Format(name, stem, importlib.import_module(f"obverse.reports.{name}.{module}").render)
        for name in names
    }
