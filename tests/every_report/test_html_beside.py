"""What stands beside figures on the page: in sight, once, and told as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from obverse.findings.report import Report
from obverse.reports.html.words import Words
from tests.every_report.conftest import invented_statements

FOLDED = "details"


def in_sight(element: Element) -> Iterator[Element]:
    """All elements that no reader has to unfold."""
    yield element
    for child in element:
        if child.tag != FOLDED:
            yield from in_sight(child)


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def blocks(page: Element, kind: str) -> list[Element]:
    return [element for element in in_sight(page) if kind in element.get("class", "").split()]


def test_every_statement_stands_on_the_page_exactly_once_and_in_sight(rich_page: Element) -> None:
    told = [words_of(block) for block in blocks(rich_page, "said-against")]
    assert len(told) == len(invented_statements())
    for number in range(len(told)):
        assert sum(f"Statement {number} " in block for block in told) == 1


def test_a_statement_stands_within_what_its_figure_stands_in(rich_page: Element) -> None:
    cards = {card.get("data-key"): words_of(card) for card in rich_page.iter("article")}
    assert "Statement 0 " in cards["E1.1"]
    assert "Statement 3 " in cards["E5.2:kept"]
    (silent,) = [group for group in rich_page.iter("section") if group.get("id") == "i-L1.2"]
    assert "Statement 6 " in words_of(silent)


def test_every_amended_figure_tells_in_sight_what_the_verdict_would_be(
    rich: Report, rich_page: Element
) -> None:
    amended = [one for item in rich.content["findings"] for one in item.get("amendments", ())]
    told = [words_of(block) for block in blocks(rich_page, "amended")]
    assert len(told) == len(amended) > 2
    labels = {one["verdict_label"] for one in amended}
    assert all(any(label in block for label in labels) for block in told)
    assert len(labels) > 1


def test_the_short_answers_name_who_answers_them(rich: Report, rich_page: Element) -> None:
    said = {one["key"] for row in rich.content["questions"] for one in row["answer"]["said"]}
    assert "E1.1" in said
    somebody = Words(rich.language).text("beside.somebody")
    assert somebody in [words_of(link) for link in rich_page.iterfind(".//p[@class='answered-by']/a")]


def test_a_page_that_nobody_contests_carries_nothing_of_it(page: Element, report: Report) -> None:
    if "amendments" in report.content or "unplaced_statements" in report.content:
        pytest.skip("this report is contested")
    assert not any("said-against" in "".join(style.itertext()) for style in page.iter("style"))
    assert blocks(page, "said-against") == blocks(page, "amended") == []
