"""A finished audit with a real report of a small synthetic dossier, and publications at every step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

import obverse
from obverse.reports.formats import formats
from obverse.web.audits.models import Audit
from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.publications import preparing, releasing
from obverse.web.publications.models import Publication

DOSSIER = """
[process]
id = "agenda"
title = "2030 Agenda (synthetic)"
body = "Town of Exampleton (synthetic)"
[audit]
as_of = 2025-01-01
auditor = "An association of Exampleton (synthetic)"
payer = "the town itself"
"""


@pytest.fixture(scope="session")
def report_files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The report in every form and both languages, by file name."""
    folder = tmp_path_factory.mktemp("dossier")
    (folder / "dossier.toml").write_text(DOSSIER, encoding="utf-8")
    (folder / "evidence").mkdir()
    found = {}
    for language in ("en", "fr"):
        report = obverse.audit(folder, language=language, only=["L4.1"])
        for form in formats().values():
            if form.is_text:
                found[f"report.{language}.{form.name}"] = form.render(report)
    return found


@pytest.fixture
def audit(process: Process, people: dict[str, Person], report_files: Mapping[str, bytes]) -> Audit:
    """A finished audit, run by the clerk."""
    return Audit.objects.create(
        process=process,
        number=1,
        as_of=dt.date(2025, 1, 1),
        evidence_version=0,
        reports={name: blobs.keep(content)[0] for name, content in report_files.items()},
        is_done=True,
        by=people["clerk"].mark,
    )


Make = Callable[[str], Publication]


@pytest.fixture
def at(audit: Audit, people: dict[str, Person]) -> Make:
    """A publication that has come as far as it is told: prepared, signed, refused or published."""

    def make(state: str) -> Publication:
        made = preparing.prepare(audit, by=people["owner"])
        if state == "refused":
            return releasing.refuse(made, by=people["auditor"], remark="the title is wrong")
        if state != "prepared":
            made = releasing.sign(made, by=people["auditor"], seal=made.seal)
        if state == "published":
            made = releasing.publish(made, by=people["owner"])
        return made

    return make
