"""Every page that a link leads to, as each role: it is there, anybody can use it, and it asks nobody else's server."""

from __future__ import annotations

import re

import pytest

from tests.web.browser.conftest import Visitors
from tests.web.browser.crawling import Reached, crawl
from tests.web.browser.looking import faults
from tests.web.browser.visiting import Visitor
from tests.web.serving.running import Workspace

PUBLIC = ("/", "/demo/", "/published/agenda-2030/", "/account/login/", "/nowhere/")


def walk(visitor: Visitor, part: str) -> list[Reached]:
    """All that somebody of a part comes to."""
    if part == "public":
        return crawl(visitor.context.request, visitor.home, PUBLIC)
    visitor.become(part)
    return crawl(visitor.context.request, visitor.home)


@pytest.mark.parametrize("part", ["public", "owner", "clerk", "auditor", "group", "administrator"])
def test_every_link_leads_somewhere(demo: Workspace, visitor: Visitors, part: str) -> None:
    found = walk(visitor(demo), part)
    assert len({one.kind for one in found}) > (3 if part == "public" else 8)
    assert [one for one in found if one.status >= 400 and one.path != "/nowhere/"] == []
    assert [one for one in found if not one.kind and one.path != "/nowhere/"] == []


# Pages that are the same for everybody who is signed in are looked at as the owner.
SAME = re.compile(r"account|mfa|own_data|leave|address|home|demo|publication-(preview|in)")


# The clerk and the auditor see no kind of page that the owner does not see.
@pytest.mark.parametrize("part", ["public", "owner", "group", "administrator"])
def test_axe_finds_nothing_on_any_page(demo: Workspace, visitor: Visitors, part: str) -> None:
    looker = visitor(demo)
    kinds: dict[str, str] = {}
    for one in walk(looker, part):
        seen_before = part in ("group", "administrator") and SAME.match(one.kind)
        if one.is_page and one.status in (200, 404) and not seen_before:
            kinds.setdefault(one.kind, one.path)
    assert [fault for path in kinds.values() for fault in faults(looker.page, path)] == []


def test_a_fault_would_be_noticed(demo: Workspace, visitor: Visitors) -> None:
    looker = visitor(demo)
    pale = "<p style='color:#999'>pale words</p><div style='width:900px'>D</div>"
    spoilt = f"<main><h1>A</h1><h3>B</h3><input>{pale}</main>"
    looker.page.route("**/demo/", lambda route: route.fulfill(body=spoilt, content_type="text/html"))
    said = " ".join(faults(looker.page, "/demo/"))
    for fault in ("label", "color-contrast", "html-has-lang", "heading-order", "wider than the window"):
        assert fault in said
