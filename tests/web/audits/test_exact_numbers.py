"""No page about an audit holds an exact number of people: they are planted so that they can be recognised."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.models import Audit
from obverse.web.intake.composing import compose
from obverse.web.intake.loading import load_dossier
from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from tests.disclosure.planted import dossier, exact_numbers

_LINK = re.compile(r'href="(/[^"#]*)')
_TAG = re.compile(r"<(?:script|style)[^>]*>.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
HERE = "/processes/agenda/"
# Whoever keeps the registers sees their rows, and the journal says how many came in; only what is about the audit is
# walked.
WALKED = (
    f"{HERE}audits/",
    f"{HERE}thresholds/",
    f"{HERE}measures/",
    f"{HERE}publications/",
)


@pytest.fixture
def audited(process: Process, people: dict[str, Person], build_dossier: Any, tmp_path: Any) -> Audit:
    load_dossier(process, dossier(build_dossier), None)
    process.refresh_from_db()
    composed = compose(process, tmp_path / "composed")
    reports = bridge.audit_in(composed.folder, ("en", "fr"))
    return Audit.objects.create(
        process=process,
        number=1,
        as_of=timezone.localdate(),
        evidence_version=process.evidence_version,
        dossier=composed.digest,
        reports={name: blobs.keep(content)[0] for name, content in reports.items()},
        is_done=True,
        by=people["clerk"].mark,
        at=timezone.now(),
    )


def _read(client: Client, address: str) -> tuple[str, set[str]]:
    answer: Any = client.get(address)
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    content = whole.decode("utf-8", errors="replace")
    return content, {unescape(link) for link in _LINK.findall(content)}


def test_no_page_about_an_audit_holds_an_exact_number_of_people(
    audited: Audit, as_: Callable[[str], Client]
) -> None:
    client = as_("owner")
    first = f"{HERE}audits/{audited.number}/"
    beginnings = (
        "finding/?key=D-1:V06.weakened",
        "finding/rows/?key=D-1:V06.weakened",
        "report/en/",
        "files/report.en.csv",
    )
    waiting = [first, *(first + one for one in beginnings)]
    seen: set[str] = set()
    told: dict[str, set[str]] = {}
    while waiting and len(seen) < 80:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        content, links = _read(client, address)
        # an address holds keys of figures and digests, no numbers of people
        if found := exact_numbers(_TAG.sub(" ", content)):
            told[address] = found
        waiting += [link for link in sorted(links) if link.startswith(WALKED) and link not in seen]
    assert told == {}
    kinds = {
        kind for kind in ("/finding/", "/rows/", "/of/", "/report/", "/files/") for one in seen if kind in one
    }
    assert kinds == {"/finding/", "/rows/", "/of/", "/report/", "/files/"}, sorted(seen)
