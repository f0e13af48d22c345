"""How far a piece of work is, for those who may see the process that it is for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from obverse.web.jobs.models import Job
from obverse.web.jobs.working import ask
from obverse.web.people.models import Person
from obverse.web.processes.models import Process


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", 200),
        ("clerk", 200),
        ("auditor", 200),
        ("group", 200),
        ("administrator", 404),
        ("stranger", 404),
    ],
)
def test_who_may_see_a_process_may_see_how_far_its_work_is(
    as_: Callable[[str], Client], process: Process, role: str, status: int
) -> None:
    job = ask("count", by=None, process=process)
    assert as_(role).get(f"/jobs/{job.pk}/").status_code == status


def test_work_without_a_process_is_for_who_asked_and_for_administrators(
    as_: Callable[[str], Client], people: dict[str, Person]
) -> None:
    job = ask("count", by=people["clerk"], process=None)
    answers = {
        role: as_(role).get(f"/jobs/{job.pk}/").status_code for role in ("clerk", "administrator", "owner")
    }
    assert answers == {"clerk": 200, "administrator": 200, "owner": 404}
    assert as_("public").get(f"/jobs/{job.pk}/").status_code == 302


def test_it_says_what_is_being_done_and_when_it_is_over(
    as_: Callable[[str], Client], process: Process
) -> None:
    job = ask("count", by=None, process=process)
    Job.objects.update(state="running", done=0.5, step="intake.step.keeping")
    browser = as_("clerk")
    answered = browser.get(f"/jobs/{job.pk}/")
    assert answered.headers["Cache-Control"] == "no-store"
    assert answered.json() == {
        "done": 0.5,
        "step": "Taking it in.",
        "over": False,
        "state": "running",
        "seconds_left": None,
    }
    Job.objects.update(state="done")
    assert browser.get(f"/jobs/{job.pk}/").json()["over"] is True


def test_the_fragment_has_a_bar_with_a_name_and_says_what_failed(process: Process) -> None:
    job = ask("count", by=None, process=process)
    shown = render_to_string("jobs/progress.html", {"job": job})
    assert f'data-job="/jobs/{job.pk}/"' in shown
    assert 'aria-label="How far it is"' in shown
    job.state, job.result = Job.State.FAILED, {"problem": "worker_died"}
    assert "three times" in render_to_string("jobs/progress.html", {"job": job})
    job.state = Job.State.DONE
    assert render_to_string("jobs/progress.html", {"job": job}).strip() == ""
