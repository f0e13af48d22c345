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
    """A form that a report or an oversight can take: ``render`` turns it into the bytes of its file.

    ``ready`` looks whether it can be made on this machine at all, before anything long is begun for it; ``is_text``
    says whether its bytes are text in UTF-8.
    """

    name: str
    stem: str
    render: Callable[[Told], bytes]
    ready: Callable[[], None]
    is_text: bool

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
    found = {name: importlib.import_module(f"obverse.reports.{name}.{module}") for name in names}
    return {
        name: Format(
            name, stem, form.render, getattr(form, "ready", _always), is_text=getattr(form, "IS_TEXT", True)
        )
        for name, form in found.items()
    }


def _always() -> None:
    """What most forms need is there wherever the program is."""
