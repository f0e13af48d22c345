"""The engine that a call asks for, closed when the work is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click

from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.engine import Engine

_SIZE = re.compile(r"\d+(\.\d+)?\s*(%|[KMGT]i?B)", re.IGNORECASE)


@contextmanager
def running(name: str, *, master: str = "", memory: str = "") -> Iterator[Engine]:
    """Start an engine by its name.

    Raises:
        EvidenceProblems: Spark or its master cannot be reached.
        click.BadParameter: the memory is not written as a size.
    """
    if memory and not _SIZE.fullmatch(memory):
        raise click.BadParameter(f"{memory} is not a size such as 8GB.", param_hint="--memory")
    engine: Engine
    if name == "spark":
        from obverse.evidence.engines.spark import connect  # noqa: PLC0415 - who uses DuckDB needs no Spark

        engine = connect(master)
    else:
        engine = DuckDB(memory=memory)
    try:
        yield engine
    finally:
        engine.close()
