"""The public page: the frozen report whole, errata before it, no cookie, no session, and caches that may keep it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from obverse.web.people.models import Person
from obverse.web.publications import releasing
from obverse.web.publications.models import Publication

Pages = Callable[[str], Client]
Make = Callable[[str], Publication]
DRAFT = "/processes/agenda/publications/1/"
PUBLIC = "/published/agenda/1/"
PUBLIC_ADDRESSES = (
    "/published/agenda/",
    "/published/agenda/en/",
    PUBLIC,
    f"{PUBLIC}en/",
    f"{PUBLIC}fr/",
    f"{PUBLIC}files/report.en.json",
    f"{PUBLIC}files/bundle.zip",
)


def content(answer: Any) -> bytes:
    # A file that is read to its end is closed by that.
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_holds_the_report_byte_for_byte(
    as_: Pages, at: Make, report_files: Mapping[str, bytes], language: str
) -> None:
    at("published")
    shown = as_("public").get(f"{PUBLIC}{language}/").content
    frozen = report_files[f"report.{language}.html"]
    body = frozen[frozen.index(b"<body>") + len(b"<body>") : frozen.rindex(b"</body>")]
    skip, end, rest = body.partition(b"</a>")
    assert len(rest) > 10_000
    assert skip + end in shown.partition(b'<nav class="public-bar"')[0]
    assert rest in shown


def test_the_page_may_load_its_own_style_and_nothing_else(as_: Pages, at: Make) -> None:
    at("published")
    answer = as_("public").get(f"{PUBLIC}en/")
    style = answer.content.decode().partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_public_pages_answer_without_session_or_cookie(
    as_: Pages, at: Make, address: str, django_assert_max_num_queries: Any
) -> None:
    at("published")
    browser = as_("public")
    with django_assert_max_num_queries(5) as asked:
        answer = browser.get(address)
    assert not [query for query in asked.captured_queries if "session" in query["sql"]]
    content(answer)
    assert answer.status_code in (200, 302)
    assert not answer.cookies
    assert not browser.cookies


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_public_pages_are_the_same_for_who_is_signed_in(as_: Pages, at: Make, address: str) -> None:
    at("published")
    assert content(as_("owner").get(address)) == content(as_("public").get(address))


def test_what_was_read_before_is_not_sent_again_until_an_erratum_comes(
    as_: Pages, at: Make, people: dict[str, Person]
) -> None:
    publication, browser = at("published"), as_("public")
    first = browser.get(f"{PUBLIC}en/")
    assert first.headers["Cache-Control"] == "public, no-cache"
    known = {"if-none-match": first.headers["ETag"]}
    assert browser.get(f"{PUBLIC}en/", headers=known).status_code == 304
    releasing.write_erratum(publication, by=people["owner"], text_en="Not 3 but 4.", text_fr="Pas 3 mais 4.")
    assert browser.get(f"{PUBLIC}en/", headers=known).status_code == 200


def test_a_frozen_file_is_the_bytes_of_its_digest_and_may_be_kept_for_ever(
    as_: Pages, at: Make, report_files: Mapping[str, bytes]
) -> None:
    publication, browser = at("published"), as_("public")
    for name, sha256 in publication.files.items():
        answer = browser.get(f"{PUBLIC}files/{name}")
        told = content(answer)
        assert int(answer.headers["Content-Length"]) == len(told)
        assert hashlib.sha256(told).hexdigest() == sha256
        assert report_files.get(name, told) == told
        assert answer.headers["ETag"] == f'"{sha256}"'
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        known = browser.get(f"{PUBLIC}files/{name}", headers={"if-none-match": f'"{sha256}"'})
        assert known.status_code == 304


def test_errata_stand_before_the_report_in_the_language_of_the_page(
    as_: Pages, at: Make, people: dict[str, Person]
) -> None:
    publication = at("published")
    for number in (1, 2):
        releasing.write_erratum(
            publication, by=people["owner"], text_en=f"Wrong <{number}>", text_fr=f"Faux <{number}>"
        )
    english = as_("public").get(f"{PUBLIC}en/").content.decode()
    places = [
        english.index(text) for text in ("Wrong &lt;1&gt;", "Wrong &lt;2&gt;", '<header class="masthead">')
    ]
    assert places == sorted(places)
    assert "Faux" not in english
    assert "Faux &lt;1&gt;" in as_("public").get(f"{PUBLIC}fr/").content.decode()


@pytest.mark.parametrize("state", ["prepared", "signed", "refused"])
@pytest.mark.parametrize("role", ["public", "stranger", "administrator"])
def test_a_draft_does_not_exist_for_strangers(as_: Pages, at: Make, state: str, role: str) -> None:
    at(state)
    browser = as_(role)
    for address in PUBLIC_ADDRESSES:
        assert browser.get(address).status_code == 404
    for address in ("", "preview/en/", "files/report.en.json"):
        assert browser.get(f"{DRAFT}{address}").status_code == (302 if role == "public" else 404)


@pytest.mark.parametrize("role", ["owner", "clerk", "auditor", "group"])
def test_a_draft_shows_its_members_the_very_page_and_says_what_it_is(
    as_: Pages, at: Make, role: str, report_files: Mapping[str, bytes]
) -> None:
    at("prepared")
    answer = as_(role).get(f"{DRAFT}preview/fr/")
    assert "Ceci est un brouillon" in answer.content.decode()
    assert report_files["report.fr.html"].partition(b"<main>")[2].rpartition(b"</main>")[0] in answer.content
    assert answer.headers["Cache-Control"] == "private, no-store"
    kept = as_(role).get(f"{DRAFT}files/report.fr.json")
    assert content(kept) == report_files["report.fr.json"]
    assert kept.headers["Cache-Control"] == "private, no-store"


def test_once_public_the_preview_leads_to_the_public_page(as_: Pages, at: Make) -> None:
    at("published")
    assert as_("owner").get(f"{DRAFT}preview/en/").headers["Location"] == f"{PUBLIC}en/"
    assert f'href="{PUBLIC}en/"' in as_("owner").get(DRAFT).content.decode()


def test_names_stand_on_the_page_only_where_the_person_chose_so(
    as_: Pages, at: Make, people: dict[str, Person], page: Callable[..., str]
) -> None:
    for role in ("owner", "auditor"):
        Person.objects.filter(pk=people[role].pk).update(name=f"{role.title()} Person (synthetic)")
    publication = at("prepared")
    as_("auditor").post(f"{DRAFT}sign/", {"seal": publication.seal, "read": "on", "named": "on"})
    as_("owner").post(f"{DRAFT}publish/")
    shown = page(as_("public").get(f"{PUBLIC}en/"))
    assert "Auditor Person (synthetic)" in shown
    assert "Owner Person" not in shown
    assert str(people["auditor"].mark) not in shown
    Person.objects.filter(pk=people["auditor"].pk).update(is_active=False)
    assert "Auditor Person" not in page(as_("public").get(f"{PUBLIC}en/"))


def test_the_page_tells_who_audited_who_paid_and_every_digest(as_: Pages, at: Make) -> None:
    publication = at("published")
    shown = as_("public").get(f"{PUBLIC}en/").content.decode()
    about = shown.partition('id="publication"')[2]
    for told in ("An association of Exampleton (synthetic)", "the town itself", publication.seal):
        assert told in about
    assert all(sha256 in about for sha256 in publication.files.values())


def test_a_file_that_is_not_of_the_publication_does_not_exist(as_: Pages, at: Make) -> None:
    at("published")
    for name in ("dossier.zip", "..%2Fsecret.key", "report.de.html"):
        assert as_("public").get(f"{PUBLIC}files/{name}").status_code == 404


def test_the_first_page_leads_to_what_is_published(as_: Pages, at: Make) -> None:
    assert at("published").get_absolute_url() in as_("public").get("/").content.decode()
