"""The desk of the survey as people see it: every page of a wave at every step, narrow and wide, and twice as large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browser.conftest import Visitors
from tests.web.browser.looking import faults
from tests.web.browser.visiting import Visitor
from tests.web.serving.running import Workspace, surroundings
from tests.web.surveys.showing import shown

# Every template of the desk at the steps at which it looks different.
PAGES = {
    "empty": ("", "open/", "letters/", "frame/", "questions/lists/"),
    "draft": (
        *("", "basics/", "people/?difference=15&response=40#plan", "people/new/", "people/1/", "questions/"),
        *("questions/optional/", "questions/lists/", "questions/participant/", "frame/", "key/", "codes/"),
        *("letters/", "open/"),
    ),
    "open": ("", "close/", "letters/"),
    "closed": ("", "close/", "destroy/", "load/"),
    "loaded": ("", "destroy/", "load/", "passages/", "passages/1/"),
}
Desk = tuple[Workspace, dict[str, Any]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A workspace with a wave at every step."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    with surroundings(folder) as variables, Workspace(folder, variables) as started:
        started.get("/s/")
        yield started, shown(variables)


def owner(desk: Desk, visitor: Visitors, **wishes: Any) -> Visitor:
    """An owner who is signed in."""
    workspace, told = desk
    person = visitor(workspace, **wishes)
    cookie = told["cookie"]
    person.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": workspace.address}])
    return person


@pytest.mark.parametrize("state", PAGES)
def test_every_page_of_the_desk_is_usable_by_everybody(desk: Desk, visitor: Visitors, state: str) -> None:
    person, told = owner(desk, visitor), desk[1]
    paths = [told["waves"][state] + page for page in PAGES[state]]
    paths += [told["desk"]] if state == "empty" else []
    assert [person.status(path) for path in paths] == [200] * len(paths)
    assert [fault for path in paths for fault in faults(person.page, path)] == []


def test_lists_are_filled_by_keyboard_alone_and_without_scripts(desk: Desk, visitor: Visitors) -> None:
    told = desk[1]
    for wishes in ({"keyboard": True}, {"script": False}):
        person = owner(desk, visitor, **wishes)
        person.open(f"{told['waves']['empty']}questions/lists/")
        person.tick("Watering the synthetic trees of the market square")
        person.write("Topics in English", "Water")
        person.press("Save")
        person.sees("In which words people read it")
        person.tick("Watering the synthetic trees of the market square")


def test_the_digest_is_copied_without_its_gaps(desk: Desk, visitor: Visitors) -> None:
    person = owner(desk, visitor)
    person.open(f"{desk[1]['waves']['closed']}load/")
    digest = person.page.locator("code.digest").first
    assert len(digest.inner_text().replace("\n", "")) == 64
    person.page.evaluate("getSelection().selectAllChildren(document.querySelector('code.digest'))")
    copied = person.page.evaluate("getSelection().toString()")
    assert len(copied) == len("".join(copied.split())) == 64
