"""The page of reference about the questionnaire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from obverse.survey.instrument.items import items


@pytest.fixture(scope="module")
def page() -> str:
    root = Path(__file__).resolve().parents[3]
    return (root / "docs" / "reference" / "questionnaire.md").read_text(encoding="utf-8")


def test_the_page_has_every_item_in_both_languages(page: str) -> None:
    for item in items():
        assert item.text.en in page
        assert item.text.fr in page
        assert re.search(rf"^### `{item.id}…?` \(", page, re.MULTILINE), item.id


def test_the_page_says_what_an_item_feeds_as_the_indicators_read_it(page: str) -> None:
    def feeds(item: str) -> str:
        _, _, own = page.partition(f"### `{item}` (")
        return next(line for line in own.splitlines() if line.startswith("* Feeds:"))

    assert re.search(r"\bD-1 .*\bD-2 .*\bS144\b", feeds("weakened"))
    assert "NP-1" in feeds("stayed_away")
    assert "E6.6" in feeds("indebted")
    assert "E6.6" not in feeds("stayed_away")
    assert "no indicator" in feeds("again")


def test_the_page_marks_what_was_cited_from_memory(page: str) -> None:
    assert "(from memory)" in page
    assert "[M]" not in page
