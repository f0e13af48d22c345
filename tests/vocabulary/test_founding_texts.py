"""Evils, ideals, questions, duality and rules: complete, in order, and tied to indicators that exist."""

from __future__ import annotations

import pytest

from obverse.vocabulary import duality, evils, ideals, planned_indicators, questions, rules, sources


def test_there_are_seven_evils_seven_ideals_and_six_questions_in_order() -> None:
    assert list(evils()) == [f"E{number}" for number in range(1, 8)]
    assert list(ideals()) == [f"L{number}" for number in range(1, 8)]
    assert list(questions()) == [f"Q{number}" for number in range(1, 7)]
    for register in (evils(), ideals(), questions()):
        assert [entry.order for entry in register.values()] == list(range(1, len(register) + 1))


def test_every_question_is_one_question_in_both_languages() -> None:
    asked = [entry.question for register in (evils(), ideals(), questions()) for entry in register.values()]
    for text in (*asked, duality().question):
        for language in ("en", "fr"):
            sentence = text.in_language(language)
            assert sentence.endswith("?")
            assert sentence.count("?") == 1
            assert "." not in sentence


def test_everything_names_a_source_that_is_listed() -> None:
    registers = (evils(), ideals(), questions())
    named = {entry.source for register in registers for entry in register.values()} | {duality().source}
    assert named <= set(sources())


def test_only_the_first_evil_needs_both_a_withdrawal_and_a_silence_or_a_missing_way_back() -> None:
    assert evils()["E1"].requires == (("E1.1", "E1.2", "E1.3"), ("E1.4", "E1.5"))
    assert {evil.id for evil in evils().values() if evil.requires} == {"E1"}


def test_the_rule_of_an_evil_names_indicators_of_that_evil() -> None:
    for evil in evils().values():
        for group in evil.requires:
            for indicator in group:
                assert evil.id in planned_indicators()[indicator].serves


def test_all_ideals_belong_to_the_loss_of_democracy() -> None:
    assert {ideal.evil for ideal in ideals().values()} == {"E4"}


@pytest.mark.parametrize("question", ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"])
def test_a_question_and_its_indicators_name_each_other(question: str) -> None:
    serving = {entry.id for entry in planned_indicators().values() if question in entry.serves}
    assert set(questions()[question].indicators) == serving


def test_the_rules_are_those_of_audit_context_roles_and_mitigation() -> None:
    assert {rule.kind for rule in rules().values()} == {"auditor", "context", "role", "mitigation"}
    assert [name for name in rules() if name.startswith("META-")] == [f"META-{n}" for n in range(1, 8)]
