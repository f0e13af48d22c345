"""The form of one person: which questions, of whom, in which order and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from obverse.survey.instrument import CANNOT_SAY, NO_ANSWER, VARIANTS, Form, Lists, instrument
from obverse.vocabulary.register import UnknownId

EFFECTS = {"strengthened", "weakened"}
FormOf = Callable[..., Form]


def forms(form_of: FormOf, variant: str = "participant", **more: object) -> Iterator[Form]:
    return (form_of(variant, seed=seed, **more) for seed in range(60))


def items_of(form: Form) -> set[str]:
    return {question.item for question in form.questions()}


@pytest.mark.parametrize("variant", VARIANTS)
def test_in_a_single_wave_one_half_says_how_it_was_before_and_the_other_what_changed(
    form_of: FormOf, variant: str
) -> None:
    seen = set()
    for form in forms(form_of, variant):
        asked = items_of(form)
        seen.add(form.half)
        assert "importance" in asked
        assert ("before" in asked) is (form.half == "a")
        assert (asked >= EFFECTS) is (form.half == "b")
        assert ("attribution" in asked) is (form.half == "b")
    assert seen == {"a", "b"}


def test_after_a_wave_before_the_process_everybody_says_what_changed_and_nobody_remembers(
    form_of: FormOf,
) -> None:
    for form in forms(form_of, has_pre_wave=True):
        assert items_of(form) >= EFFECTS | {"attribution", "importance"}
        assert "before" not in items_of(form)


def test_before_the_process_everybody_says_how_it_stands_and_nobody_what_changed(form_of: FormOf) -> None:
    for form in forms(form_of, kind="pre"):
        assert items_of(form) >= {"importance", "before", "expected_influence"}
        assert not items_of(form) & EFFECTS
        assert "today" in next(one.label for one in form.questions() if one.item == "before")


def test_where_the_baseline_was_dropped_both_halves_say_what_changed(form_of: FormOf) -> None:
    for form in forms(form_of, made=instrument(dropped=["before"])):
        assert items_of(form) >= EFFECTS


def test_of_each_value_both_effects_are_asked_next_to_each_other(form_of: FormOf) -> None:
    firsts = set()
    for form in forms(form_of, has_pre_wave=True):
        for section in form.sections:
            if section.public_value:
                asked = [question.item for question in section.questions]
                assert asked[0] == "importance"
                assert set(asked[1:]) == EFFECTS
                assert len(asked) == 3
                firsts.add(asked[1])
    assert firsts == EFFECTS


def test_one_person_sees_the_two_effects_in_one_order_throughout(form_of: FormOf) -> None:
    for form in forms(form_of, has_pre_wave=True):
        assert len({section.questions[1].item for section in form.sections if section.public_value}) == 1


def test_seven_values_are_asked_each_with_its_definition_once(form_of: FormOf) -> None:
    form = form_of(seed=3)
    own = [section for section in form.sections if section.public_value]
    assert tuple(section.public_value for section in own) == form.values
    assert len(own) == 7
    for section in own:
        first, *others = section.questions
        assert first.definition
        assert not [question for question in others if question.definition]


def test_cannot_say_and_prefer_not_to_answer_stand_apart_from_the_scale(
    form_of: FormOf, full_lists: Lists
) -> None:
    for question in form_of(seed=2, made=instrument(lists=full_lists), has_pre_wave=True).questions():
        assert not {CANNOT_SAY, NO_ANSWER} & {code for code, _ in question.choices}
        if question.kind == "text":
            assert question.aside == ()
        else:
            assert question.aside[-1][0] == NO_ANSWER
        assert question.cannot_say is (CANNOT_SAY in {code for code, _ in question.aside})
        assert question.required is False


def test_every_degree_offers_cannot_say(form_of: FormOf) -> None:
    degrees = [one for one in form_of(seed=2).questions() if one.kind in {"degree", "points"}]
    assert len(degrees) > 20
    assert all(question.cannot_say for question in degrees)


@pytest.mark.parametrize("variant", VARIANTS)
def test_who_one_is_is_asked_only_where_the_stratum_does_not_say_it(form_of: FormOf, variant: str) -> None:
    assert "role" in items_of(form_of(variant))
    assert "role" not in items_of(form_of(variant, role="neighbour"))


def test_inside_the_public_body_roles_are_coarse(form_of: FormOf) -> None:
    question = next(one for one in form_of("internal").questions() if one.item == "role")
    assert [code for code, _ in question.choices] == ["elected", "administration"]


def test_what_needs_a_list_of_the_town_is_asked_once_there_is_one(form_of: FormOf, full_lists: Lists) -> None:
    without, made = instrument(), instrument(lists=full_lists)
    assert not items_of(form_of()) & {"responsible", "missing_interest"}
    assert {item.id for item in without.not_asked("participant", "main")} == {
        "responsible",
        "missing_interest",
    }
    assert made.not_asked("participant", "main") == ()
    asked = [one for one in form_of(made=made).questions() if one.item == "responsible"]
    assert [one.public_value for one in asked] == ["d0", "d1"]
    assert [code for code, _ in asked[0].choices][-1] == "nobody_clearly"


def test_all_modules_together_make_a_form(form_of: FormOf, full_lists: Lists) -> None:
    made = instrument(
        optional=["burdens", "take_up", "fault", "finding", "priorities", "knowledge", "standing", "refusal"],
        lists=full_lists,
    )
    asked = items_of(form_of("non_participant", made=made))
    assert asked >= {
        "burden_learning",
        "outcome",
        "not_taken_up",
        "told_own_fault",
        "found_answer",
        "priority",
    }
    assert asked >= {"knowledge_one", "knowledge_two", "attr_age"}
    assert "could_refuse" in items_of(form_of(made=made))
    assert "attr_age" not in items_of(form_of("internal", made=made))


def test_topics_come_in_another_order_for_another_person(form_of: FormOf, full_lists: Lists) -> None:
    made = instrument(optional=["priorities"], lists=full_lists)
    orders = {
        next(one.choices for one in form_of(seed=seed, made=made).questions() if one.item == "priority")
        for seed in range(20)
    }
    assert len(orders) > 15
    assert len({frozenset(order) for order in orders}) == 1


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_field_has_a_name_of_its_own_and_every_question_words_of_its_own(
    form_of: FormOf, full_lists: Lists, variant: str
) -> None:
    for form in forms(form_of, variant, made=instrument(lists=full_lists)):
        names = [question.name for question in form.questions()]
        asides = [one.aside_name for one in form.questions() if one.aside_name != one.name]
        assert len({*names, *asides}) == len(names) + len(asides)
        assert len({question.label for question in form.questions()}) == len(names)


def test_both_languages_ask_the_same_in_the_same_order(form_of: FormOf, full_lists: Lists) -> None:
    made = instrument(lists=full_lists)
    english = form_of(seed=4, made=made, language="en").questions()
    french = form_of(seed=4, made=made, language="fr").questions()
    for one, other in zip(english, french, strict=True):
        assert (one.name, one.kind, one.public_value, one.aside_name) == (
            other.name,
            other.kind,
            other.public_value,
            other.aside_name,
        )
        assert [code for code, _ in one.choices] == [code for code, _ in other.choices]


def test_no_place_for_a_name_is_left_open_and_braces_in_names_stay(
    form_of: FormOf, full_lists: Lists
) -> None:
    form = form_of(seed=1, made=instrument(lists=full_lists), subject="garden {value}", place="{0}")
    said = [form.title, form.intro, *(question.label for question in form.questions())]
    said += [text for section in form.sections for text in (section.title, section.intro)]
    assert "garden {value}" in form.title
    assert not [text for text in said if "{" in text.replace("garden {value}", "").replace("{0}", "")]


@pytest.mark.parametrize(
    "wrong",
    [{"variant": "everybody"}, {"kind": "post"}, {"language": "de"}],
    ids=["variant", "kind", "language"],
)
def test_there_is_no_form_of_another_kind(form_of: FormOf, wrong: dict[str, str]) -> None:
    variant = wrong.pop("variant", "participant")
    with pytest.raises((ValueError, UnknownId)):
        form_of(variant, **wrong)
