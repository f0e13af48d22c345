"""The page's own words: the same in both languages, set as each language is set."""

from __future__ import annotations

import re
import string
from xml.etree import ElementTree as ET

import pytest

from obverse.reports.html.render import FOLDER
from obverse.reports.html.words import Words, page_texts

ENGLISH, FRENCH = page_texts("en"), page_texts("fr")
NO_BREAK = "\u00a0\u202f"


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_say_the_same_things() -> None:
    assert list(ENGLISH) == list(FRENCH)
    for key, text in ENGLISH.items():
        assert placeholders(text) == placeholders(FRENCH[key]), key
        assert text.endswith((".", "?", ":")) == FRENCH[key].endswith((".", "?", ":")), key


def test_no_text_is_left_in_the_other_language() -> None:
    same = {text for key, text in ENGLISH.items() if text == FRENCH[key]}
    assert {text for text in same if re.search(r"[A-Za-zÀ-ÿ]", re.sub(r"\{\w+\}|\bn\b", "", text))} == {
        *("Budget", "Questions", "Six questions", "Source", "Versions"),
    }


def test_the_french_is_set_as_french_is_set() -> None:
    checks = {
        "straight quote or apostrophe": r"['\"]",
        "English quotation mark": r"[“”‘]",
        "no no-break space before double punctuation": rf"[^{NO_BREAK}][:;?!%»]",
        "no no-break space after an opening guillemet": rf"«(?![{NO_BREAK}])",
        "space before a comma or a full stop": r"\s[.,](?!$)",
        "missing elision": r"\b(de|le|la|que|se|ne|je|me) [aeiouéèêâîôûœ]\w",
        "English word": r"\b(the|and|of|with|which|not|figure|threshold)\b",
    }
    faults = {
        key: fault
        for key, text in FRENCH.items()
        for fault, pattern in checks.items()
        if re.search(pattern, re.sub(r"\{\w+\}", "0", text)) and not key.startswith("list.")
    }
    assert faults == {}


def test_every_word_is_used_and_every_used_word_exists() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.html")))
    source += "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.parent.glob("*.py")))
    literal = set(re.findall(r"[\"']([a-z_]+(?:\.[a-z_0-9]+)+)[\"']", source))
    families = set(re.findall(r"[\"']([a-z_]+\.)[\"'] ~", source)) | set(
        re.findall(r"f\"([a-z_]+\.)\{", source)
    )
    families |= set(re.findall(r"[\"']([a-z_]+\.[a-z_]+_)[\"'] ~", source))
    counted = {key.rsplit(".", 1)[0] for key in ENGLISH if key.endswith((".one", ".other"))}
    unused = {
        key
        for key in ENGLISH
        if key not in literal
        and key.rsplit(".", 1)[0] not in literal & counted
        and not key.startswith(tuple(families))
    }
    assert unused == set()


@pytest.mark.parametrize("text", [*ENGLISH.values(), *FRENCH.values()])
def test_the_page_never_speaks_of_a_score_a_rank_or_an_intention(text: str) -> None:
    assert not re.search(
        r"\b(score|rank|ranking|total|overall|deliberately|classement|intention|note globale)\b",
        text,
        re.IGNORECASE,
    )


def test_the_french_page_has_no_english_left(french_page: ET.Element) -> None:
    page = french_page
    shown = {
        text.strip()
        for element in page.iter()
        for text in (element.text, element.tail)
        if text and text.strip()
    }
    shown |= {
        value for element in page.iter() for name, value in element.attrib.items() if name == "aria-label"
    }
    english = {text for key, text in ENGLISH.items() if text != FRENCH[key] and not placeholders(text)}
    assert {text for text in shown & english if len(text) > 2} == set()


@pytest.mark.parametrize(
    ("language", "figure", "tick", "date", "chance"),
    [
        ("en", "1,234 h", "−20%", "1 February 2024", "p\u00a0<\u00a00.001"),
        ("fr", "1\u202f234 h", "−20\u00a0%", "1 février 2024", "p\u00a0<\u00a00,001"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_writes_them(
    language: str, figure: str, tick: str, date: str, chance: str
) -> None:
    words = Words(language)
    assert (
        words.figure(1234.04, "hours", 5).replace(",0", "").replace(".0", "").replace("\u00a0h", " h")
        == figure
    )
    assert words.tick(-0.2, 0.1, "share") == tick
    assert words.date("2024-02-01") == date
    assert words.chance(1e-9) == chance


def test_a_tick_has_just_as_many_decimals_as_the_axis_needs() -> None:
    words = Words("en")
    assert [words.tick(value, 0.025, "share") for value in (0.0, 0.025)] == ["0.0%", "2.5%"]
    assert [words.tick(value, 0.5, "ratio") for value in (0.5, 1.0)] == ["0.5", "1.0"]
    assert words.tick(2000.0, 1000.0, "money") == "2,000"


def test_one_and_many_differ_as_the_language_has_it() -> None:
    assert [Words("en").count("counts.concerns", n) for n in (0, 1, 2)] == [
        "0 concerns",
        "1 concern",
        "2 concerns",
    ]
    assert [Words("fr").count("counts.concerns", n) for n in (0, 1, 2)] == [
        "0 alerte",
        "1 alerte",
        "2 alertes",
    ]
