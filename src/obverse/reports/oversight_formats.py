"""All formats that an oversight can take, found by walking the folders of this room."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import obverse.reports as room
from obverse.findings.oversight import Oversight


@dataclass(frozen=True, slots=True)
class OversightFormat:
    """A form that an oversight can take: ``render`` turns it into the bytes of ``oversight.<name>``."""

    name: str
    render: Callable[[Oversight], bytes]

    @property
    def file_name(self) -> str:
        """The name of the file that holds an oversight of this format."""
        return f"oversight.{self.name}"


@cache
def oversight_formats() -> dict[str, OversightFormat]:
    """Every format by its name, which is the name of the folder that holds an ``oversight.py``."""
    names = sorted(file.parent.name for place in room.__path__ for file in Path(place).glob("*/oversight.py"))
    return {
        name: OversightFormat(name, importlib.import_module(f"obverse.reports.{name}.oversight").render)
        for name in names
    }
