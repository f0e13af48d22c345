"""A small synthetic town that was audited twice, before and after it began to answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.freezing import freeze_if_open
from obverse.web.audits.lines import set_line
from obverse.web.audits.models import Audit
from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_rows
from tests.web.audits.town import COMMITMENTS, FIRST, GROUPS, LINE, SECOND, contributions

Reports = dict[str, bytes]


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Reports]:
    """The two finished reports, made once by the engine itself."""
    return {
        number: bridge.audit_in(_dossier(tmp_path_factory.mktemp("town"), answered, str(as_of)), ("en", "fr"))
        for number, answered, as_of in ((1, 20, FIRST), (2, 60, SECOND))
    }


def _dossier(folder: Path, answered: int, as_of: str) -> Path:
    lines = [f'{name} = "{value}"' for name, value in LINE.items() if isinstance(value, str) and value]
    numbers = [f"{name} = {value}" for name, value in LINE.items() if isinstance(value, float)]
    coverage = [
        f'[coverage.{table}]\ncomplete = "yes"\ngrade = "A"'
        + ('\npublic_by = "a platform open to all (synthetic)"' if table == "contribution" else "")
        for table in ("contribution", "commitment", "stakeholder_group")
    ]
    told = [
        '[process]\nid = "agenda"\ntitle = "2030 Agenda (synthetic)"\nstage = "after"\nsynthetic = true',
        f"[audit]\nas_of = {as_of}",
        *coverage,
        "[[threshold]]",
        *lines,
        *numbers,
        "frozen_on = 2025-01-01",
    ]
    (folder / "dossier.toml").write_text("\n".join(told) + "\n", encoding="utf-8")
    (folder / "evidence").mkdir()
    registers = {
        "contribution": contributions(answered),
        "commitment": COMMITMENTS,
        "stakeholder_group": GROUPS,
    }
    for table, rows in registers.items():
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
        bridge.write_register(folder / "evidence" / f"{table}.csv", columns, rows)
    return folder


@pytest.fixture
def town(process: Process, people: dict[str, Person]) -> Process:
    """The process with its own threshold, which is frozen with the first row about people, and its registers."""
    by = people["clerk"]
    set_line(process, LINE, by=people["owner"])
    add_rows(process, "stakeholder_group", GROUPS, by=by)
    add_rows(process, "commitment", COMMITMENTS, by=by)
    add_rows(process, "contribution", contributions(20), by=by)
    process.refresh_from_db()
    return process


@pytest.fixture
def audited(
    process: Process, people: dict[str, Person], reports: dict[int, Reports]
) -> Callable[[int], Audit]:
    """Keep one of the two finished reports as an audit of the process, as the work of an audit does."""

    def keep(number: int) -> Audit:
        freeze_if_open(process, people["clerk"])
        process.refresh_from_db()
        return Audit.objects.create(
            process=process,
            number=number,
            as_of={1: FIRST, 2: SECOND}[number],
            evidence_version=process.evidence_version,
            dossier="0" * 64,
            reports={name: blobs.keep(content)[0] for name, content in reports[number].items()},
            is_done=True,
            by=people["clerk"].mark,
            at=timezone.now(),
        )

    return keep
