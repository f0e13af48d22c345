"""What can be done about a concern: each evil has an answer, and each answer says how one would see that it worked."""

from __future__ import annotations

from collections import Counter

from obverse.vocabulary import evils, mitigations, planned_indicators


def test_every_evil_has_something_that_can_be_done_about_it() -> None:
    assert {one.evil for one in mitigations().values()} == set(evils())


def test_a_measure_answers_and_watches_indicators_that_exist() -> None:
    known = set(planned_indicators())
    for one in mitigations().values():
        assert one.answers, one.id
        assert one.watch, one.id
        assert {*one.answers, *one.watch} <= known, one.id


def test_no_two_measures_are_the_same_measure() -> None:
    for language in ("en", "fr"):
        said = Counter(one.measure.in_language(language) for one in mitigations().values())
        assert [text for text, times in said.items() if times > 1] == []


def test_a_harm_that_moves_elsewhere_is_watched_in_words_too() -> None:
    assert all(one.displacement.en and one.displacement.fr for one in mitigations().values())


def test_what_a_single_case_can_show_is_not_called_proof() -> None:
    for one in mitigations().values():
        assert "prove that" not in one.worked_if.en
        assert "guarantee" not in one.worked_if.en
