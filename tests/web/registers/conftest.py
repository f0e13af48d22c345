"""Addresses of registers, and forms as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from obverse.web.registers.models import Row

At = Callable[..., str]


@pytest.fixture
def at() -> At:
    """The address of a page of the synthetic process: ``at("duty")``, ``at(row)``, ``at(row, "change")``."""

    def address(what: str | Row = "", *further: str) -> str:
        parts = ["processes", "agenda", "registers"]
        if isinstance(what, Row):
            parts += [what.table, "rows", str(what.key)]
        elif what:
            parts.append(what)
        return "/" + "/".join([*parts, *further]) + "/"

    return address


@pytest.fixture
def typed() -> Callable[..., dict[str, Any]]:
    """What a browser sends when somebody fills the form of a row."""

    def form(*, version: int | None = None, reason: str = "", **values: str) -> dict[str, Any]:
        sent = {f"c-{column}": text for column, text in values.items()}
        return {**sent, "reason": reason, **({"version": version} if version is not None else {})}

    return form
