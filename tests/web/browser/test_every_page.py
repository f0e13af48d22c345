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


# Who looks at which kinds of pages with axe: a page that is the same for several people is looked at once.
REGISTERS = r"register|row|audit|threshold"
SAME = r"account|mfa|own_data|leave|address|home|demo|publication-(preview|in)"
LOOKED_AT = {
    "public": r"",
    "owner": rf"(?!{REGISTERS})",
    "clerk": r"measure",
    "auditor": REGISTERS,
    "group": rf"(?!{SAME})",
    "administrator": rf"(?!{SAME})",
}


@pytest.mark.parametrize("part", LOOKED_AT)
def test_every_link_leads_to_a_page_that_anybody_can_use(
    demo: Workspace, visitor: Visitors, part: str
) -> None:
    looker = visitor(demo)
    found = walk(looker, part)
    assert len({one.kind for one in found}) > (3 if part == "public" else 8)
    kinds: dict[str, str] = {}
    for one in found:
        if one.is_page and one.status in (200, 404) and re.match(LOOKED_AT[part], one.kind):
            kinds.setdefault(one.kind, one.path)
    wrong = [
        f"{one.linked_from} leads to {one.path}: {one.status}"
        for one in found
        if one.path != "/nowhere/" and (one.status >= 400 or not one.kind)
    ]
    assert [*wrong, *(fault for path in kinds.values() for fault in faults(looker.page, path))] == []


def test_a_fault_would_be_noticed(demo: Workspace, visitor: Visitors) -> None:
    looker = visitor(demo)
    pale = "<p style='color:#999'>pale words</p><div style='width:900px'>D</div>"
    spoilt = f"<main><h1>A</h1><h3>B</h3><input>{pale}</main>"
    looker.page.route("**/demo/", lambda route: route.fulfill(body=spoilt, content_type="text/html"))
    said = " ".join(faults(looker.page, "/demo/"))
    for fault in ("label", "color-contrast", "html-has-lang", "heading-order", "wider than the window"):
        assert fault in said
