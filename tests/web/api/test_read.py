"""Everybody reads published audits: the frozen bytes, and nothing of what is not public."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from obverse.web.people.models import Person
from obverse.web.publications import releasing
from obverse.web.publications.models import Publication

Make = Callable[[str], Publication]
PLACE = "/api/v1/published"


def test_published_audits_are_listed_the_newest_first_page_by_page(at: Make) -> None:
    for state in ("published", "prepared", "published", "signed", "refused", "published"):
        at(state)
    first = Client().get(f"{PLACE}?per_page=2").json()
    second = Client().get(f"{PLACE}?per_page=2&page=2").json()
    assert [one["number"] for one in first["items"] + second["items"]] == [6, 3, 1]
    assert (first["total"], first["pages"]) == (3, 2)
    assert Client().get(f"{PLACE}?page=9").json()["items"] == []


def test_a_published_audit_says_who_answers_for_it_and_where_it_stands(at: Make) -> None:
    publication = at("published")
    told = Client().get(f"{PLACE}/agenda/1").json()
    assert told["auditor"] == "An association of Exampleton (synthetic)"
    assert told["payer"] == "the town itself"
    assert told["files"] == publication.files
    assert told["seal"] == publication.seal
    assert told["page"].endswith("/published/agenda/1/")
    assert told["report"].endswith("/api/v1/published/agenda/1/report")
    assert not {"prepared_by", "signed_by", "audited_by"} & set(told)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_is_the_frozen_bytes(at: Make, report_files: Mapping[str, bytes], language: str) -> None:
    publication = at("published")
    answer = Client().get(f"{PLACE}/agenda/1/report?language={language}")
    assert answer.content == report_files[f"report.{language}.json"]
    tag = answer.headers["ETag"]
    assert tag == f'"{publication.files[f"report.{language}.json"]}"'
    again = Client().get(f"{PLACE}/agenda/1/report?language={language}", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_errata_are_told_in_both_languages(at: Make, people: dict[str, Person]) -> None:
    publication = at("published")
    assert Client().get(f"{PLACE}/agenda/1/errata").json() == []
    releasing.write_erratum(publication, by=people["owner"], text_en="Not 3.", text_fr="Pas 3.")
    [told] = Client().get(f"{PLACE}/agenda/1/errata").json()
    assert (told["text_en"], told["text_fr"]) == ("Not 3.", "Pas 3.")


@pytest.mark.parametrize("state", ["prepared", "signed", "refused"])
@pytest.mark.parametrize("rest", ["", "/report", "/errata"])
def test_what_is_not_public_does_not_exist(at: Make, as_: Any, state: str, rest: str) -> None:
    at(state)
    for role in ("public", "owner"):
        answer = as_(role).get(f"{PLACE}/agenda/1{rest}")
        assert answer.status_code == 404
        assert answer.json()["problems"] == []


def test_reading_needs_neither_session_nor_cookie(at: Make) -> None:
    at("published")
    for rest in ("", "/agenda/1", "/agenda/1/report", "/agenda/1/errata"):
        answer = Client().get(f"{PLACE}{rest}")
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    "address", ["/api/v1/nothing", "/api/v1/published/agenda", "/api/v1/published/a/b/c/d"]
)
def test_an_address_that_leads_nowhere_answers_in_the_one_form(db: None, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert "There is no such thing here" in answer.json()["message"]


def test_the_page_for_people_tells_every_call_of_the_description(page: Callable[..., str], as_: Any) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    shown = page(as_("public").get("/api/v1/"))
    acts = [act for methods in described["paths"].values() for act in methods.values()]
    assert len(acts) == 7
    assert all(f'id="{act["operationId"]}"' in shown for act in acts)
    assert all(f"{address}</code>" in shown for address in described["paths"])
    for name in ("rows", "files", "platform", "mapping", "replaces", "Idempotency-Key"):
        assert f"<code>{name}</code>" in shown
    assert "<code></code>" not in shown
    assert "http://" not in shown.replace("http://www.w3.org", "")
    assert "https://" not in shown


def test_the_description_names_a_wrong_answer_for_every_call_that_needs_a_key(db: None) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    for methods in described["paths"].values():
        for act in methods.values():
            expected = {"401", "404", "422", "429"} if act.get("security") else {"422"}
            assert expected <= set(act["responses"])
