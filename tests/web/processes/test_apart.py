"""Several processes of a body and several bodies: nothing of one is seen in another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Process

Browser = Callable[[str], Client]
PAGES = (
    "process",
    "process_afternoon",
    "process_setup",
    "process_basics",
    "process_groups",
    "process_groups_join",
    "process_rights",
    "process_attributes",
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_pages_of_another_process_do_not_exist(
    as_: Browser, neighbour: Process, name: str, method: str
) -> None:
    for role in ("owner", "clerk", "auditor", "group", "administrator"):
        answer = getattr(as_(role), method)(reverse(name, args=[neighbour.slug]))
        assert answer.status_code == 404
    neighbour.refresh_from_db()
    assert neighbour.version == 0


def test_the_page_of_a_body_is_for_those_who_have_a_part_there(
    as_: Browser, page: Callable[..., str], process: Process, neighbour: Process
) -> None:
    own, other = reverse("body", args=[process.body_id]), reverse("body", args=[neighbour.body_id])
    assert process.title in page(as_("clerk").get(own))
    page(as_("clerk").get(other), 404)
    page(as_("stranger").get(own), 404)
    assert neighbour.title in page(as_("stranger").get(other))


def test_the_page_of_a_body_hides_processes_in_which_one_has_no_part(
    as_: Browser, page: Callable[..., str], process: Process
) -> None:
    Process.objects.create(body=process.body, slug="closed", title="Closed circle (synthetic)")
    assert "Closed circle" not in page(as_("owner").get(reverse("body", args=[process.body_id])))


def test_an_administrator_sees_names_of_processes_and_no_more(
    as_: Browser, page: Callable[..., str], neighbour: Process
) -> None:
    text = page(as_("administrator").get(reverse("body", args=[neighbour.body_id])))
    assert neighbour.title in text
    assert neighbour.get_absolute_url() not in text


def test_one_person_in_two_processes_sees_each_for_itself(
    as_: Browser, page: Callable[..., str], process: Process, neighbour: Process, people: dict[str, Person]
) -> None:
    Role.objects.create(person=people["owner"], process=neighbour, kind=Kind.CLERK)
    browser = as_("owner")
    browser.post(
        reverse("process_list", args=[process.slug, "promises"]), {"c-text": "A promise of Exampleton"}
    )
    assert "A promise of Exampleton" in page(
        browser.get(reverse("process_list", args=[process.slug, "promises"]))
    )
    for name in PAGES[:7]:
        text = page(browser.get(reverse(name, args=[neighbour.slug])), 302 if "join" in name else 200)
        assert "A promise of Exampleton" not in text
    assert "A secret of Samplebury" not in page(browser.get(reverse("process_setup", args=[process.slug])))
