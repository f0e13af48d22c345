"""The questions as data: complete, in both languages, within ten minutes, and with something to read their answers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest

from obverse.evidence.declarations import tables
from obverse.indicators.catalogue import indicators
from obverse.survey.instrument import VARIANTS, Form, Lists, instrument, minutes
from obverse.survey.instrument.duration import LONGEST, SECONDS
from obverse.survey.instrument.items import items, modules, scales, words
from obverse.vocabulary import roles

VALUES = {"importance", "before", "strengthened", "weakened", "attribution"}
EVERYBODY = VALUES | {"affected", "heard", "part", "body_does"}
CORE = {
    "internal": EVERYBODY
    | {"responsible", "hours", "hours_from", "held_back", "settled_before", "free_to_report"},
    "participant": EVERYBODY
    | {"responsible", "hours", "hours_from", "experienced_influence", "voice", "respect", "evenhanded"}
    | {"honest_motives", "benefits", "costs", "out_of_pocket", "loss_if_stopped", "reason", "able"}
    | {"missing_interest", "got_reasons", "again", "trust_council", "trust_staff", "trust_fellows"},
    "non_participant": EVERYBODY
    | {"trust_council", "trust_staff", "trust_fellows", "informed", "invited", "stayed_away"}
    | {"service_change", "indebted", "expected_fairness"},
}
NO_BREAK = "\u00a0"


def texts(language: str) -> Iterator[str]:
    """Every text of the questionnaire in a language."""

    def within(entry: Any) -> Iterator[str]:
        if isinstance(entry, dict):
            if language in entry:
                yield entry[language]
            else:
                for one in entry.values():
                    yield from within(one)
        elif isinstance(entry, list):
            for one in entry:
                yield from within(one)

    for name in ("items.toml", "questionnaire.toml"):
        file = resources.files("obverse.survey.instrument").joinpath(name)
        yield from within(tomllib.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_variant_asks_what_it_is_there_for(variant: str, full_lists: Lists) -> None:
    asked = {item.id for item in instrument(lists=full_lists).questions(variant, "main")}
    assert asked >= CORE[variant]


def test_a_wave_before_the_process_asks_what_counts_how_it_stands_and_what_is_expected() -> None:
    asked = {item.id for item in instrument().questions("participant", "pre")}
    assert {"importance", "before", "expected_influence"} <= asked
    assert not asked & {"strengthened", "weakened", "experienced_influence", "attribution"}
    for variant in VARIANTS:
        assert "expected_influence" not in {item.id for item in instrument().questions(variant, "main")}


def test_every_item_that_an_indicator_compares_can_be_asked() -> None:
    compared = re.compile(r"\bitem (?:=|IN) (\([^)]*\)|'[^']*')")
    read = {
        word
        for one in indicators()
        if "survey_answer" in {name for need in one.needs for name in need} | set(one.also_reads)
        for statement in one.statements.values()
        for match in compared.findall(statement)
        for word in re.findall(r"'(\w+)'", match)
    }
    asked = {item.id for item in items()}
    assert len(read) > 30
    assert read - asked == set()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["pre", "main"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_each_variant_takes_ten_minutes_at_most(
    form_of: Callable[..., Form], full_lists: Lists, variant: str, kind: str, language: str
) -> None:
    made = instrument(lists=full_lists)
    longest = max(
        minutes(form_of(variant, seed=seed, made=made, kind=kind, language=language)) for seed in range(40)
    )
    assert longest <= LONGEST


def test_more_questions_and_more_words_take_longer(form_of: Callable[..., Form], full_lists: Lists) -> None:
    short = minutes(form_of("non_participant", seed=1))
    with_module = minutes(form_of("non_participant", seed=1, made=instrument(optional=["burdens"])))
    assert with_module - short > 4 * SECONDS["choice"] / 60
    assert minutes(form_of("participant", seed=1, made=instrument(lists=full_lists))) > minutes(
        form_of("participant", seed=1)
    )


def test_every_list_of_answers_exists_and_is_used() -> None:
    used = {item.scale_in(variant) for item in items() for variant in item.variants}
    assert used - {""} == set(scales())


def test_every_section_has_a_title_and_every_item_a_section() -> None:
    for item in items():
        for variant in item.variants:
            assert words("sections", item.section_in(variant))["title"]


def test_roles_are_those_of_the_vocabulary_but_inside_where_they_are_coarse() -> None:
    for variant in ("participant", "non_participant"):
        side = f"external_{variant}"
        said = {code for code, _ in scales()[f"role_{variant}"]}
        assert said == {role.id for role in roles().values() if role.side == side}
    assert [code for code, _ in scales()["role_internal"]] == ["elected", "administration"]


def test_every_item_says_what_goes_wrong_what_is_done_and_where_it_is_from() -> None:
    for item in items():
        assert item.pitfall, item.id
        assert item.answer, item.id
        assert item.source, item.id


def test_what_was_cited_from_memory_is_marked_and_nothing_of_it_is_told_to_respondents() -> None:
    assert any(item.source.endswith("[M]") or "[M]" in item.source for item in items())
    assert not [text for language in ("en", "fr") for text in texts(language) if "[M]" in text]


def test_modules_are_off_until_a_town_switches_them_on() -> None:
    assert set(modules()) >= {"burdens", "take_up", "fault", "finding", "priorities", "knowledge", "standing"}
    for variant in VARIANTS:
        assert not [item.id for item in instrument().questions(variant, "main") if item.module]


def test_no_question_asks_whether_one_agrees() -> None:
    said = " ".join(texts("en")).lower() + " ".join(texts("fr")).lower()
    assert not re.search(r"\b(agree|disagree|d’accord)\b", said)


def test_french_says_vous_and_is_set_as_a_french_printer_would() -> None:
    for text in texts("fr"):
        assert not re.search(r"\b(tu|toi|ton|ta|tes)\b", text, re.IGNORECASE), text
        assert not re.search(rf"[^{NO_BREAK}][:;?!%](?!\S*:)", text.replace("local:", "")), text
        assert not re.search(rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»", text), text
        assert "'" not in text, text
        assert "..." not in text, text


def test_names_never_follow_a_french_preposition_or_article() -> None:
    named = r"\{(?:subject|place|value|duty)\}"
    for text in texts("fr"):
        assert not re.search(rf"\b(?:de|à|le|la|les|du|des|au|aux|dans|en|pour|par) {named}", text), text
        assert not re.search(rf"[’]{named}", text), text


def test_languages_have_the_same_places_for_names() -> None:
    for english, french in zip(texts("en"), texts("fr"), strict=True):
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", french)), english


def test_the_table_of_answers_has_the_columns_that_answers_fill() -> None:
    assert {
        "respondent",
        "wave",
        "variant",
        "role",
        "item",
        "public_value",
        "value",
        "half",
        "cluster",
    } <= set(tables()["survey_answer"].columns)
