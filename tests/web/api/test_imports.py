"""Programs send files to import: kept and put into the queue once, and asked after by number."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obverse.web.intake.models import Intake
from obverse.web.jobs.models import Job
from obverse.web.people.models import Person
from obverse.web.processes.models import Process

PLACE = "/api/v1/processes/agenda/imports"
CSV = b"id,text\nd1,keep the park clean\n"


def send(secret: str, *, key: str = "first-call", content: bytes = CSV, **told: str) -> Any:
    file = SimpleUploadedFile("duty.csv", content)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    return Client().post(PLACE, {"files": file, **told}, headers=headers)


def test_files_wait_for_a_worker_in_the_name_of_who_made_the_key(
    secret: str, people: dict[str, Person], process: Process
) -> None:
    answer = send(secret)
    assert answer.status_code == 202
    assert answer.json() == {
        "process": "agenda",
        "number": 1,
        "state": "waiting",
        "letter": {},
        "problems": [],
    }
    intake = Intake.objects.get(process=process)
    assert [file["name"] for file in intake.files] == ["duty.csv"]
    assert intake.by == people["owner"].mark
    assert Job.objects.count() == 1


def test_the_same_files_sent_twice_are_imported_once(secret: str) -> None:
    first, second = send(secret), send(secret)
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json() == second.json()
    assert (Intake.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize("other", [{"content": CSV + b"d2,x\n"}, {"replaces": "yes"}, {"mapping": "[x]"}])
def test_the_same_key_for_other_files_or_another_way_imports_nothing(secret: str, other: Any) -> None:
    send(secret)
    assert send(secret, **other).status_code == 409
    assert Intake.objects.count() == 1


def test_a_platform_that_nobody_knows_is_named_with_those_that_are(secret: str) -> None:
    answer = send(secret, platform="carrier-pigeon")
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    assert problem["where"] == "platform"
    assert "decidim" in problem["message"]
    assert not Intake.objects.exists()


def test_a_program_asks_how_far_its_import_is(secret: str, process: Process) -> None:
    send(secret)
    headers = {"Authorization": f"Bearer {secret}"}
    Intake.objects.update(state="done", letter={"en": "Read 1 row.", "fr": "1 ligne lue."})
    told = Client().get(f"{PLACE}/1", headers=headers).json()
    assert told["state"] == "done"
    assert told["letter"]["en"] == "Read 1 row."
    assert Client().get(f"{PLACE}/2", headers=headers).status_code == 404
    assert Client().get(f"{PLACE}/1").status_code == 401


def test_an_import_without_files_is_refused(secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "first-call"}
    answer = Client().post(PLACE, {"platform": ""}, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["where"] == "files"
