"""What is posted and what is kept of it: tolerant of what is missing, strict about what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obverse.survey.instrument import Answers, Fault, Form, Lists, Passage, form_for, instrument
from obverse.survey.instrument.reading import MOST_BYTES_OF_A_TEXT

FormOf = Callable[..., Form]


def read(form: Form, **posted: str | Sequence[str]) -> Answers | list[Fault]:
    """Read fields; a name is written with _ where the field has -."""
    names = {question.name for question in form.questions()} | {one.aside_name for one in form.questions()}
    by_word = {name.replace("-", "_"): name for name in names}
    return form.read(
        {by_word.get(name, name): [one] if isinstance(one, str) else one for name, one in posted.items()}
    )


def given_by(form: Form, **posted: str | Sequence[str]) -> set[tuple[str, str, str]]:
    answers = read(form, **posted)
    assert isinstance(answers, Answers), answers
    return set(answers.given)


def faults_of(form: Form, **posted: str | Sequence[str]) -> Mapping[str, str]:
    faults = read(form, **posted)
    assert isinstance(faults, list), faults
    return {fault.field: fault.letter for fault in faults}


@pytest.fixture
def form(form_of: FormOf, full_lists: Lists) -> Form:
    made = instrument(lists=full_lists, optional=["knowledge"])
    return form_of("participant", seed=5, made=made, has_pre_wave=True)


def test_nothing_is_an_answer_where_everything_was_left_out(form: Form) -> None:
    answers = form.read({})
    assert isinstance(answers, Answers)
    assert answers.given == ()
    assert answers.passages == ()
    assert dict(answers.asked)["strengthened"] == 7


def test_left_out_cannot_say_and_prefer_not_to_answer_stay_three_things(form: Form) -> None:
    said = given_by(form, affected="cannot_say", heard="no_answer", part="")
    assert said == {("affected", "", "cannot_say"), ("heard", "", "no_answer")}


def test_an_answer_about_a_value_is_kept_with_that_value(form: Form) -> None:
    value = form.values[2]
    assert given_by(form, **{f"weakened_{value}": "3", f"strengthened_{value}": "0"}) == {
        ("weakened", value, "3"),
        ("strengthened", value, "0"),
    }


@pytest.mark.parametrize("outside", ["5", "-1", "3.0", "very much", "<script>", "3 ; 4"])
def test_a_degree_outside_the_scale_is_told(form: Form, outside: str) -> None:
    letter = faults_of(form, affected=outside)["affected"]
    assert outside in letter


def test_a_value_that_this_person_was_not_asked_about_is_not_looked_at(form: Form) -> None:
    other = next(value.id for value in instrument().values if value.id not in form.values)
    assert given_by(form, **{f"weakened-{other}": "4", "code": "anything"}) == set()


def test_two_answers_to_a_question_that_takes_one_are_told(form: Form) -> None:
    assert "one" in faults_of(form, heard=["yes", "no"])["heard"]
    assert given_by(form, heard=["yes", "yes"]) == {("heard", "", "yes")}


def test_several_reasons_are_kept_each_by_itself(form: Form) -> None:
    assert given_by(form, reason=["company", "interest"], reason_aside="no_answer") == {
        ("reason", "company", "company"),
        ("reason", "interest", "interest"),
    }
    assert given_by(form, reason_aside="no_answer") == {("reason", "", "no_answer")}
    assert "reason" in faults_of(form, reason=["company", "gold"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3", "3"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("12.3", "12.5"),
        (" 1 2 ", "12"),
        ("0", "0"),
        ("744", "744"),
    ],
)
def test_hours_are_read_as_people_write_them_and_kept_to_half_hours(
    form: Form, typed: str, kept: str
) -> None:
    assert given_by(form, hours=typed) == {("hours", "", kept)}


def test_money_is_kept_in_whole_units(form: Form) -> None:
    assert given_by(form, out_of_pocket="1\u202f234,56") == {("out_of_pocket", "", "1235")}


@pytest.mark.parametrize("typed", ["many", "-3", "1e3", "nan", "inf", "٣", "1.2.3", "99999999999"])
def test_what_is_no_number_is_told(form: Form, typed: str) -> None:
    assert "number" in faults_of(form, hours=typed)["hours"]


def test_a_month_has_no_more_than_744_hours(form: Form) -> None:
    assert "744" in faults_of(form, hours="745")["hours"]


def test_a_number_stands_even_where_a_circle_beside_it_cannot_be_emptied(form: Form) -> None:
    assert given_by(form, hours="4", hours_aside="cannot_say") == {("hours", "", "4")}
    assert given_by(form, hours_aside="cannot_say") == {("hours", "", "cannot_say")}


def test_of_a_statement_only_right_or_wrong_is_kept(form: Form) -> None:
    assert given_by(form, knowledge_one="true", knowledge_two="true") == {
        ("knowledge_one", "", "right"),
        ("knowledge_two", "", "wrong"),
    }
    assert given_by(form, knowledge_one="cannot_say") == {("knowledge_one", "", "cannot_say")}


def test_who_one_is_becomes_the_role_and_no_row(form: Form) -> None:
    answers = read(form, role="volunteer", heard="yes")
    assert isinstance(answers, Answers)
    assert answers.given == (("heard", "", "yes"),)
    assert answers.record(1, "participant", "", "", "", paper=False)["role"] == "volunteer"
    assert answers.record(1, "participant", "business", "", "", paper=False)["role"] == "business"


def test_a_role_that_nobody_told_says_so(form: Form) -> None:
    for answers in (form.read({}), read(form, role="no_answer")):
        assert isinstance(answers, Answers)
        assert answers.record(1, "participant", "", "", "", paper=False)["role"] == "not_told"


def test_how_sure_one_is_is_kept_with_the_value_that_one_chose(form: Form) -> None:
    first, second = form.values[:2]
    answers = read(
        form,
        largest_1=first,
        attribution_1="4",
        what_happened_1="It opened.",
        largest_2=second,
        attribution_2="1",
    )
    assert isinstance(answers, Answers)
    assert set(answers.given) == {("attribution", first, "4"), ("attribution", second, "1")}
    assert answers.passages == (Passage(public_value=first, text="It opened."),)


def test_how_sure_about_nothing_is_asked_again_and_words_about_nothing_are_kept(form: Form) -> None:
    assert list(faults_of(form, attribution_1="4")) == ["largest-1"]
    assert given_by(form, attribution_1="no_answer", attribution_2="cannot_say") == set()
    answers = read(form, what_happened_2="It closed.")
    assert isinstance(answers, Answers)
    assert answers.passages == (Passage(public_value="", text="It closed."),)


def test_the_same_value_twice_is_told(form: Form) -> None:
    value = form.values[0]
    assert list(faults_of(form, largest_1=value, largest_2=value)) == ["largest-2"]
    assert given_by(form, largest_1="no_answer", largest_2="no_answer") == set()


def test_words_keep_their_lines_and_lose_what_cannot_be_printed(form: Form) -> None:
    answers = read(form, what_happened_1="  one\r\ntwo\x00\x1b[31m\u202e  ")
    assert isinstance(answers, Answers)
    assert answers.passages[0].text == "one\ntwo[31m"


def test_words_longer_than_allowed_are_told_by_how_much(form: Form) -> None:
    exact = read(form, what_happened_1="a\r\n" * 250)
    assert isinstance(exact, Answers)
    assert "500" in faults_of(form, what_happened_1="a" * 512)["what_happened-1"]
    assert "12" in faults_of(form, what_happened_1="a" * 512)["what_happened-1"]
    assert "what_happened-1" in faults_of(
        form, what_happened_1="\U0001f333" * (MOST_BYTES_OF_A_TEXT // 4 + 1)
    )


def test_all_faults_are_told_at_once_in_the_language_of_the_form(form_of: FormOf) -> None:
    faults = form_of(language="fr").read({"affected": ["9"], "hours": ["x" * 500]})
    assert isinstance(faults, list)
    assert [fault.field for fault in faults] == ["affected", "hours"]
    assert "n’est pas une réponse possible" in faults[0].letter
    assert len(faults[1].letter) < 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), seed=st.integers(0, 2**64), variant=st.sampled_from(["internal", "non_participant"]))
def test_whatever_of_the_offered_answers_is_chosen_is_kept(
    data: st.DataObject, seed: int, variant: str
) -> None:
    form = form_for(
        instrument(),
        variant,
        kind="main",
        key=seed.to_bytes(32, "big"),
        subject="s",
        place="p",
        language="fr",
    )
    asked = [one for one in form.questions() if one.kind in {"degree", "points", "choice"} and not one.about]
    asked = [one for one in asked if one.item not in {"largest", "role"}]
    chosen = {
        one.name: data.draw(st.sampled_from([code for code, _ in (*one.choices, *one.aside)]))
        for one in asked
    }
    answers = form.read({name: [code] for name, code in chosen.items()})
    assert isinstance(answers, Answers)
    assert sorted(answers.given) == sorted((one.item, one.public_value, chosen[one.name]) for one in asked)


@settings(max_examples=100, deadline=None)
@given(
    posted=st.dictionaries(
        st.sampled_from(
            ["affected", "hours", "reason", "largest-1", "attribution-1", "what_happened-1", "role"]
        ),
        st.lists(st.text(max_size=30), max_size=3),
    )
)
def test_nothing_that_is_posted_breaks_the_reading(posted: dict[str, Any]) -> None:
    form = form_for(
        instrument(), "participant", kind="main", key=bytes(32), subject="s", place="p", language="en"
    )
    found = form.read(posted)
    assert (
        isinstance(found, Answers)
        or all(fault.letter and "{" not in fault.letter for fault in found)
        or any("{" in text for texts in posted.values() for text in texts)
    )
