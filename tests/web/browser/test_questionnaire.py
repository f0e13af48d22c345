"""The questionnaire as people meet it: on a phone, by keyboard alone, without scripts, twice as large, and printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.web.booth.holding import held
from tests.web.browser.conftest import Visitors
from tests.web.browser.looking import AXE, ENLARGED, NARROW, faults
from tests.web.browser.visiting import Visitor
from tests.web.serving.running import Workspace, surroundings

RECEIPT = re.compile(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}")
# What a thumb hits, in pixels: twice what WCAG 2.2 asks for at least.
THUMB = 40
_RUN = """() => axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
}).then(found => found.violations.map(
  one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160)).join(' | ')}`))"""
_SPOIL = """form => {
  const one = form.querySelector('input[type=radio]');
  one.value = 'nonsense';
  one.checked = true;
}"""
_HEIGHTS = "all => all.map(one => one.getBoundingClientRect().height)"


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, Any]]]:
    """A workspace with a wave that is open."""
    folder = tmp_path_factory.mktemp("survey") / "data"
    with surroundings(folder) as variables, Workspace(folder, variables) as started:
        started.get("/s/")
        yield started, held(variables, each=12)


_next = count()


def code_of(told: dict[str, Any], stratum: int) -> str:
    """A code that nobody has used yet."""
    return str(told["codes"][str(stratum)][next(_next) % 12])


def questions(visitor: Visitor) -> list[str]:
    """The names of all groups of circles on the page."""
    names = visitor.page.locator("fieldset input[type=radio]").evaluate_all(
        "all => [...new Set(all.map(one => one.name))]"
    )
    return list(names)


def enter(visitor: Visitor, code: str) -> None:
    visitor.open("/s/")
    visitor.write("Code", code)
    visitor.press("To the questions")


@pytest.mark.parametrize(
    ("how", "wishes"),
    [
        ("phone", {"viewport": NARROW, "has_touch": True}),
        ("keyboard", {"keyboard": True}),
        ("no script", {"script": False}),
        ("twice as large", {"viewport": ENLARGED}),
    ],
)
def test_somebody_answers(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors, how: str, wishes: dict[str, Any]
) -> None:
    workspace, told = survey
    person = visitor(workspace, **wishes)
    enter(person, code_of(told, 2 if how != "no script" else 3).lower())
    names = questions(person)
    assert len(names) > 20
    few = names[:6] if how == "keyboard" else names
    for name in few:
        if name.startswith(("largest-", "attribution-")):
            continue
        circle = person.page.locator(f"input[type=radio][name='{name}']").first
        if how == "keyboard":
            person._press_key(circle, "Space")
        else:
            circle.check()
    person.press("Seal and send")
    person.sees("Your answer has been sealed and kept")
    person.sees(RECEIPT)
    assert person.context.cookies() == []
    assert (
        person.page.evaluate("localStorage.length + sessionStorage.length") == 0
        if how != "no script"
        else True
    )


def test_a_scanned_slip_fills_the_field_and_leaves_the_address(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors
) -> None:
    workspace, told = survey
    person = visitor(workspace)
    asked: list[str] = []
    person.page.on(
        "request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}")
    )
    code = code_of(told, 1)
    person.page.goto(f"/s#{code}")
    assert person.page.get_by_label("Code").input_value() == code
    assert "#" not in person.page.url
    person.page.goto(f"/s/#{code_of(told, 1)}")
    person.follow("Français", within="header")
    person.press("Vers les questions")
    person.page.locator("h1").get_by_text("Votre regard").wait_for()
    assert not any(code in line for line in asked)
    assert all(line.endswith(" ") for line in asked if "/s" in line), "a page told where its reader came from"


def test_what_is_wrong_is_listed_and_tied_to_its_field(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors
) -> None:
    workspace, told = survey
    person = visitor(workspace, keyboard=True)
    enter(person, code_of(told, 1))
    person.page.locator("input[name=hours]").fill("often")
    person.page.locator("input[name=affected]").nth(3).check()
    person.press("Seal and send")
    link = person.page.locator("[role=alert] a")
    link.focus()
    person.page.keyboard.press("Enter")
    field = person.page.locator("input[name=hours]")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    said = " ".join(person.page.locator(f"#{one}").inner_text() for one in described)
    assert "could not be read as a number" in said
    assert person.page.locator("input[name=affected]").nth(3).is_checked()
    field.fill("3")
    person.press("Seal and send")
    person.sees("sealed and kept")


def test_all_answers_are_sent_at_the_same_length(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors
) -> None:
    workspace, told = survey
    lengths = set()
    for much in (False, True):
        person = visitor(workspace)
        enter(person, code_of(told, 2))
        for box in person.page.locator("textarea").all() if much else []:
            box.fill("words\nwords " * 10)
        with person.page.expect_request("**/s/answer") as sent:
            person.press("Seal and send")
        lengths.add(len(sent.value.post_data_buffer or b""))
    assert len(lengths) == 1
    assert lengths.pop() % 8192 == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, ENLARGED])
def test_the_questionnaire_is_usable_by_everybody(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors, scheme: str, size: dict[str, int]
) -> None:
    workspace, told = survey
    person = visitor(workspace, viewport=size, color_scheme=scheme)
    enter(person, code_of(told, 3))
    person.page.locator("input[name=expected_fairness], input[name=affected]").first.check()
    for wrong in (False, True):
        if wrong:
            person.page.locator("form.questionnaire").evaluate(_SPOIL)
            person.press("Seal and send")
        person.page.evaluate(AXE)
        assert person.page.evaluate(_RUN) == []
        assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    heights = person.page.locator(".answers label").evaluate_all(_HEIGHTS)
    assert min(heights) >= THUMB
    groups = person.page.locator("fieldset").evaluate_all(
        "all => all.map(one => one.firstElementChild.tagName)"
    )
    assert set(groups) == {"LEGEND"}


def test_the_other_pages_are_usable_by_everybody(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors
) -> None:
    workspace, told = survey
    person = visitor(workspace)
    for path in ("/s/", f"/s/{told['address']}/", f"/s/{told['address']}/receipts", "/s/nowhere/"):
        assert faults(person.page, path) == []


def test_the_questionnaire_prints_every_question(
    survey: tuple[Workspace, dict[str, Any]], visitor: Visitors, tmp_path: Path
) -> None:
    from pypdf import PdfReader  # noqa: PLC0415 - here only

    workspace, told = survey
    person = visitor(workspace)
    enter(person, code_of(told, 2))
    labels = person.page.locator("fieldset legend").all_inner_texts()
    file = tmp_path / "printed.pdf"
    file.write_bytes(person.page.pdf(format="A4"))
    words = _plain("".join(page.extract_text() for page in PdfReader(file).pages))
    missing = [label for label in labels if _plain(label) not in words]
    assert missing == []
    # The browser's own line with the address says nothing about the person.
    assert told["codes"]["2"][0] not in words


def _plain(text: str) -> str:
    """Letters without joins and without the ends of lines."""
    return "".join(unicodedata.normalize("NFKC", text).split())
