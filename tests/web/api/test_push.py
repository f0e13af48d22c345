"""Programs push rows: by a key, all or none, once, and with every problem told at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from obverse.web.api import access
from obverse.web.api.models import AccessKey, Push
from obverse.web.journal.models import Entry
from obverse.web.people.models import Person, Role
from obverse.web.processes.models import Body, Process
from obverse.web.registers.models import Revision, Row

Call = Callable[..., Any]
DUTIES = [{"id": "d1", "text": "keep the park clean"}, {"id": "d2", "text": "answer letters"}]


def test_rows_are_stored_in_the_name_of_who_made_the_key(
    push: Call, process: Process, people: dict[str, Person]
) -> None:
    answer = push(DUTIES)
    assert answer.status_code == 201
    assert answer.json() == {"process": "agenda", "table": "duty", "rows": 2}
    assert [row.values["id"] for row in Row.objects.filter(process=process, table="duty")] == ["d1", "d2"]
    assert set(Revision.objects.values_list("author", flat=True)) == {people["owner"].mark}
    entry = Entry.objects.get(what="registers.rows_added")
    assert (entry.by, entry.details) == (people["owner"].mark, {"rows": 2})
    before = process.evidence_version
    process.refresh_from_db()
    assert process.evidence_version > before


def test_the_same_call_twice_stores_once_and_answers_alike(push: Call) -> None:
    first, second = push(DUTIES), push(DUTIES)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Row.objects.count() == 2
    assert Push.objects.count() == 1


def test_the_same_key_for_something_else_stores_nothing(push: Call) -> None:
    push(DUTIES)
    for other in (push([{"id": "d3", "text": "x"}]), push(DUTIES, table="commitment")):
        assert other.status_code == 409
        assert "used before for something else" in other.json()["message"]
    assert Row.objects.count() == 2


def test_all_problems_are_told_at_once_with_their_place_and_nothing_is_stored(push: Call) -> None:
    push([{"id": "d0", "text": "stands already"}], key="before-that")
    wrong = [
        {"id": "d1", "text": "fine"},
        {"id": "d2", "text": "fine", "moved_on": "soon"},
        {"text": "no id"},
        {"id": "d1", "text": "twice"},
        {"id": "d0", "text": "again"},
        {"id": "d4", "text": "x", "colour": "red"},
    ]
    answer = push(wrong)
    assert answer.status_code == 422
    told = {(one["row"], one["where"]) for one in answer.json()["problems"]}
    assert {(2, "moved_on"), (3, "id"), (4, "id"), (5, "id")} <= told
    assert 6 in {row for row, _ in told}
    assert all(len(one["message"]) > 10 for one in answer.json()["problems"])
    assert Row.objects.count() == 1
    # The key was not spent on what could not be stored.
    assert push(wrong[:1]).status_code == 201


def test_problems_are_told_in_the_language_that_was_asked_for(push: Call) -> None:
    answer = push([{"id": "d1"}], **{"Accept-Language": "fr"})
    assert "Rien n’a été enregistré" in answer.json()["message"]


@pytest.mark.parametrize(
    ("rows", "key", "status"),
    [
        ("[", "first-call", 400),
        ("{}", "first-call", 422),
        ([], "first-call", 422),
        ([{}], "first-call", 422),
        ([{"id": 3}], "first-call", 422),
        ([{"id": "\x00"}], "first-call", 422),
        ('[{"id": "\\ud800"}]', "first-call", 422),
        ("[" * 100_000, "first-call", 400),
        ([{"id": "d1"}] * 2_001, "first-call", 422),
        ("[" + " " * 6_000_000 + "]", "first-call", 413),
        (DUTIES, None, 422),
        (DUTIES, "short", 422),
        (DUTIES, "with space", 422),
    ],
)
def test_what_is_not_of_the_described_form_stores_nothing(
    push: Call, rows: Any, key: str | None, status: int
) -> None:
    answer = push(rows, key=key)
    assert answer.status_code == status, answer.content
    assert answer.json()["message"]
    assert not Row.objects.exists()


def test_a_key_opens_its_own_process_only(push: Call, people: dict[str, Person]) -> None:
    other = Process.objects.create(body=Body.objects.get(), slug="other", title="Other (synthetic)")
    Role.objects.create(person=people["owner"], process=other, kind="owner")
    assert push(DUTIES, slug="other").status_code == 404
    assert push(DUTIES, slug="nowhere").status_code == 404
    assert push(DUTIES, table="password").status_code == 404
    assert not Row.objects.exists()


def without_right(people: dict[str, Person]) -> None:
    Role.objects.filter(person=people["owner"]).update(kind="clerk")


def gone(people: dict[str, Person]) -> None:
    Person.objects.filter(pk=people["owner"].pk).update(is_active=False)


def over(_: dict[str, Person]) -> None:
    AccessKey.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def revoked(people: dict[str, Person]) -> None:
    assert access.revoke_key(AccessKey.objects.get(), by=people["owner"])


@pytest.mark.parametrize("end", [without_right, gone, over, revoked])
def test_a_key_ends_with_its_day_its_revocation_or_the_rights_of_its_maker(
    push: Call, people: dict[str, Person], end: Callable[[dict[str, Person]], None]
) -> None:
    assert push(DUTIES).status_code == 201
    end(people)
    answer = push([{"id": "d9", "text": "x"}], key="later-call")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert Row.objects.count() == 2


@pytest.mark.parametrize("bearer", ["", "wrong", "obverse_wrong", "\u00e9"])
def test_who_has_no_key_is_told_so(push: Call, bearer: str) -> None:
    assert push(DUTIES, bearer=bearer).status_code == 401


def test_a_key_that_asks_too_often_is_told_when_to_come_back(push: Call, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 3
    statuses = [push(DUTIES).status_code for _ in range(5)]
    assert statuses == [201, 200, 200, 429, 429]
    answer = push(DUTIES)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    AccessKey.objects.update(window_at=timezone.now() - dt.timedelta(seconds=61))
    assert push(DUTIES).status_code == 200


def test_a_long_register_that_is_kept_as_a_file_takes_no_rows(push: Call, process: Process) -> None:
    process.files.create(path="evidence/vote.csv", sha256="0" * 64, size=1)
    answer = push([{"contribution": "c1"}], table="vote")
    assert answer.status_code == 409


def test_the_example_of_the_manual_is_stored(push: Call, repository: Path) -> None:
    manual = (repository / "docs/how-to/push-evidence.md").read_text(encoding="utf-8")
    [rows] = re.findall(r"-d '(\[.*\])'", manual)
    assert push(rows, table="complaint").status_code == 201
