"""A publication is prepared only if, with all that was prepared before it, it tells nothing about a few people."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from obverse.web.audits.models import Audit
from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.publications import preparing, releasing
from obverse.web.publications.models import Publication

PLACE = "/processes/agenda/publications/"
Make = Callable[[int, int, int], Audit]


def share(key: str, group: str, cases: int, yes: int) -> dict[str, Any]:
    return {
        "key": key,
        "population": "survey_answer 1",
        "group": group,
        "item": "D-1:V06.weakened",
        "kind": "share",
        "unit": "share",
        "cases": {"shown": cases, "low": cases - 2, "high": cases + 2},
        "yes": {"shown": yes, "low": yes - 2, "high": yes + 2},
    }


@pytest.fixture
def audited(process: Process, people: dict[str, Person], report_files: Mapping[str, bytes]) -> Make:
    """A finished audit whose report tells a share of everybody (and of those who took part)."""

    def make(number: int, cases: int, yes: int) -> Audit:
        reports = dict(report_files)
        told = json.loads(reports["report.en.json"])
        told["safe_counts"] = [share("D-1:V06.weakened", "", cases, yes)]
        reports["report.en.json"] = json.dumps(told).encode()
        return Audit.objects.create(
            process=process,
            number=number,
            as_of=dt.date(2025, 1, number),
            evidence_version=0,
            reports={name: blobs.keep(content)[0] for name, content in reports.items()},
            is_done=True,
            by=people["clerk"].mark,
        )

    return make


def test_the_same_counts_may_be_published_again(audited: Make, people: dict[str, Person]) -> None:
    preparing.prepare(audited(1, 60, 30), by=people["owner"])
    assert preparing.prepare(audited(2, 60, 30), by=people["owner"]).number == 2


def test_a_count_that_changed_by_a_few_forms_is_not_prepared(
    as_: Callable[[str], Client], audited: Make, people: dict[str, Person]
) -> None:
    preparing.prepare(audited(1, 60, 30), by=people["owner"])
    late = audited(2, 65, 30)
    answer = as_("owner").post(PLACE, {"audit": late.pk}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "would tell too much about a few people" in page
    assert "D-1:V06.weakened: leave this figure as it was published" in page
    assert Publication.objects.count() == 1
    assert (
        "diffusé"
        in as_("owner").post(PLACE, {"audit": late.pk}, headers={"accept-language": "fr"}).content.decode()
    )


def test_what_a_second_person_sent_back_does_not_count(audited: Make, people: dict[str, Person]) -> None:
    first = preparing.prepare(audited(1, 60, 30), by=people["owner"])
    releasing.refuse(first, by=people["auditor"], remark="the title is wrong")
    assert preparing.prepare(audited(2, 65, 30), by=people["owner"]).number == 2


def test_nothing_is_prepared_after_a_publication_that_cannot_be_read(
    audited: Make, people: dict[str, Person]
) -> None:
    first = preparing.prepare(audited(1, 60, 30), by=people["owner"])
    blobs.path(first.files["report.en.json"]).unlink()
    with pytest.raises(preparing.NotReady, match="earlier_damaged"):
        preparing.prepare(audited(2, 65, 35), by=people["owner"])
