"""The frame of all pages: doors, languages, the security headers, and texts that exist in both languages."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

import pytest
from django.test import Client

from obverse.web.texts import texts

Pages = Callable[[str], Client]


def test_every_text_exists_in_both_languages_with_the_same_places() -> None:
    english, french = texts("en"), texts("fr")
    assert set(english) == set(french)
    places = {name: (_places(english[name]), _places(french[name])) for name in english}
    assert {name: pair for name, pair in places.items() if pair[0] != pair[1]} == {}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


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
def test_a_process_exists_for_those_who_have_a_part_in_it(as_: Pages, role: str, status: int) -> None:
    assert as_(role).get("/processes/agenda/").status_code == status


def test_the_first_page_speaks_the_language_that_was_chosen(as_: Pages) -> None:
    browser = as_("public")
    assert 'lang="en"' in browser.get("/").content.decode()
    browser.post("/language/", {"language": "fr", "next": "/"})
    assert "Audits publiés" in browser.get("/").content.decode()


def test_no_page_may_run_what_is_not_ours(as_: Pages) -> None:
    policy = as_("public").get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in [directive.strip() for directive in policy.split(";")]
