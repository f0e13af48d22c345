"""The questionnaire on paper asks what the screen asks, in the same order, and tells nobody apart."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest

from obverse.survey.instrument import VARIANTS, Form, form_for, instrument, new_form_number, paper_key
from obverse.survey.paper.questionnaire import questionnaire_pdf
from tests.survey.paper.pages import assert_accessible, pages, reader, tags, text

NUMBER = "0042"


def form(variant: str = "participant", language: str = "en", number: str = NUMBER) -> Form:
    return form_for(
        instrument(),
        variant,
        kind="main",
        key=paper_key(number),
        subject="the library <i>run</i> by A & B",
        place="Exampleton",
        language=language,
    )


@cache
def printed(variant: str = "participant", language: str = "en", *, is_large: bool = False) -> bytes:
    return questionnaire_pdf(
        form(variant, language),
        NUMBER,
        is_large=is_large,
        auditor="Example Audit (synthetic)",
        return_to=("1 Example Street",),
        phone="00 11 22",
        last_day=dt.date(2030, 5, 1),
    )


def plain(words: str) -> str:
    return re.sub(r"\s", "", words)


def all_of(variant: str, language: str, said: str) -> list[str]:
    """What the form asks and the paper does not say."""
    asked = form(variant, language)
    wanted = [asked.title, *(section.title for section in asked.sections)]
    for one in asked.questions():
        wanted += [one.label, one.definition, one.help, *(words for _, words in (*one.choices, *one.aside))]
    return [words for words in wanted if plain(words) not in plain(said)]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_paper_asks_all_that_the_form_asks(variant: str, language: str) -> None:
    assert all_of(variant, language, text(printed(variant, language))) == []


def test_the_questions_come_in_the_order_of_the_form_and_are_numbered() -> None:
    said = plain(text(printed()))
    places = [
        said.find(plain(f"{place}. {one.label}")) for place, one in enumerate(form().questions(), start=1)
    ]
    assert places == sorted(places)
    assert places[0] > 0


def test_large_print_asks_the_same_in_letters_of_sixteen_points() -> None:
    large = printed(is_large=True)
    assert all_of("participant", "en", text(large)) == []
    sizes: dict[float, int] = {}

    def count(said: str, _: list[float], placed: list[float], __: object, size: float) -> None:
        height = round(abs(size * placed[3]), 1)
        sizes[height] = sizes.get(height, 0) + len(said.strip())

    for page in reader(large).pages:
        page.extract_text(visitor_text=count)
    # 16 points, but for the foot of the page, and words below the boxes of a row.
    assert max(sizes, key=sizes.__getitem__) >= 16
    assert min(size for size, letters in sizes.items() if letters) >= 14


def test_every_page_tells_the_form_and_where_it_belongs() -> None:
    found = pages(printed())
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert f"Form {NUMBER}" in page
        assert f"Page {number} of {len(found)}" in page


def test_every_answer_has_a_box_and_no_words_have_two() -> None:
    answers = sum(len(one.choices) + len(one.aside) for one in form().questions())
    lists = [tag for tag in tags(printed()) if tag.kind == "/LI"]
    instructions = 6
    assert len(lists) == answers + instructions


def test_a_form_with_another_number_has_another_order() -> None:
    values = {form(number=new_form_number()).values for _ in range(20)}
    assert len(values) > 1
    others = [number for number in ("0001", "0002", "0003") if form(number=number).values != form().values]
    assert text(questionnaire_pdf(form(number=others[0]), others[0])) != text(
        questionnaire_pdf(form(), NUMBER)
    )


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="number of a form"):
        questionnaire_pdf(form(), '42"; } body { display: none')


def test_what_a_place_is_called_is_text_and_nothing_else() -> None:
    assert "the library <i>run</i> by A & B" in text(printed())


@pytest.mark.parametrize("is_large", [False, True])
def test_the_questionnaire_is_read_aloud_and_always_has_the_same_bytes(is_large: bool) -> None:
    assert_accessible(printed(language="fr", is_large=is_large), "fr")
    first = questionnaire_pdf(form(), NUMBER, is_large=is_large)
    assert questionnaire_pdf(form(), NUMBER, is_large=is_large) == first
