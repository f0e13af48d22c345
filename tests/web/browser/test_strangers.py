"""A stranger tries every address there is, with everything that can stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.browser.conftest import Visitors
from tests.web.browser.crawling import ADDRESSES
from tests.web.serving.running import Workspace

# What anybody may ask for: the frame, the ways in, what is published, the booth, and the description of the interface.
OPEN = (
    r"^$|^demo/$|^language/$|^join/|^published/|^api/|^s$|^s/",
    r"^account/(login|logout|inactive|signup|reauthenticate|confirm-email|password/reset|3rdparty|elsewhere|social|oidc|2fa/auth|login/)",
)
WORDS = {
    "slug": "libraries-england",
    "number": "1",
    "table": "service_volume",
    "name": "report.en.json",
    "language": "en",
    "spoken": "en",
    "other": "2",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of the workspace as it is written in the program."""
    for one in patterns:
        written = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, written)
        else:
            yield written


def filled(written: str, key: str) -> str:
    """An address with something real at each of its places, as far as that is known."""
    words = {**WORDS, "key": key}
    plain = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: words.get(place[1], "1"), written)
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda place: words.get(place[1], "1"), plain)
    return "/" + named.replace("^", "").replace("$", "")


@pytest.fixture
def key(demo: Workspace, visitor: Visitors) -> str:
    """The name of a row that is there."""
    owner = visitor(demo)
    owner.become("owner")
    start = "/processes/libraries-england/registers/service_volume/"
    text = owner.context.request.get(start).text()
    return str(re.findall(r"/rows/([0-9a-f-]{36})/", text)[0])


@pytest.mark.parametrize("part", ["public", "group", "administrator"])
def test_a_stranger_gets_nowhere_at_any_address(
    demo: Workspace, visitor: Visitors, key: str, part: str
) -> None:
    stranger = visitor(demo)
    if part == "public":
        stranger.open("/")
    else:
        stranger.become(part)
    # With the proof that the form is from here: nobody shall be refused for another reason than who they are.
    proof = next(one["value"] for one in stranger.context.cookies() if one["name"] == "csrftoken")
    headers = {"X-CSRFToken": proof}
    let_in = []
    tried = 0
    for written in addresses(get_resolver(ADDRESSES).url_patterns):
        if not re.match(r"processes/<slug:slug>/|jobs/", written):
            continue
        if part == "administrator" and re.match(r"processes/<slug:slug>/people/", written):
            # Who looks after the installation gives processes people, and sees nothing else of them.
            continue
        if part != "public" and written.startswith("jobs/"):
            # The number of a piece of work does not tell whose it is; the tests of jobs look at each.
            continue
        path = filled(written, key)
        for method in ("GET", "POST"):
            answer = stranger.context.request.fetch(path, method=method, headers=headers, max_redirects=0)
            refused = answer.status in (404, 405)
            to_the_door = answer.status == 302 and "/account/login/" in answer.headers.get("location", "")
            tried += 1
            if not refused and not to_the_door:
                let_in.append(f"{method} {path}: {answer.status}")
    assert let_in == []
    assert tried > 100


def test_who_is_not_signed_in_gets_only_what_is_for_everybody(
    demo: Workspace, visitor: Visitors, key: str
) -> None:
    stranger = visitor(demo)
    let_in = []
    for written in addresses(get_resolver(ADDRESSES).url_patterns):
        if any(re.match(allowed, written.replace("^", "")) for allowed in OPEN):
            continue
        answer = stranger.context.request.get(filled(written, key), max_redirects=0)
        door = answer.status == 302 and "/account/login/" in answer.headers.get("location", "")
        if not door and answer.status not in (403, 404, 405):
            let_in.append(f"{written}: {answer.status}")
    assert let_in == []


def test_the_same_addresses_are_there_for_who_has_a_part(
    demo: Workspace, visitor: Visitors, key: str
) -> None:
    owner = visitor(demo)
    owner.become("owner")
    answers = [
        owner.status(filled(written, key))
        for written in addresses(get_resolver(ADDRESSES).url_patterns)
        if re.match(r"processes/<slug:slug>/.*/$", written)
    ]
    assert answers.count(200) > 25
