"""What a town may change of the questionnaire, and what it may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from obverse.survey.instrument import BadQuestionnaire, Form, Listed, Lists, LocalValue, Trait, instrument
from obverse.survey.instrument.instrument import instrument_from
from obverse.vocabulary.text import Text

WORDS = Text(en="night rest", fr="repos nocturne")
LOCAL = LocalValue(
    id="local:night_rest", label=WORDS, definition=Text(en="People sleep.", fr="On dort la nuit.")
)


def letters(**choices: object) -> list[str]:
    with pytest.raises(BadQuestionnaire) as told:
        instrument(**choices)  # type: ignore[arg-type]  # wrong choices are what is tested
    assert all(letter.fr for letter in told.value.letters)
    return [letter.en for letter in told.value.letters]


@pytest.mark.parametrize("alone", ["strengthened", "weakened"])
def test_one_of_the_two_scales_cannot_be_dropped_alone(alone: str) -> None:
    (letter,) = letters(dropped=[alone])
    assert "two scales that go together" in letter


def test_both_scales_can_be_dropped_together(form_of: Callable[..., Form]) -> None:
    made = instrument(dropped=["strengthened", "weakened"])
    asked = {question.item for question in form_of(made=made, has_pre_wave=True).questions()}
    assert not asked & {"strengthened", "weakened"}


def test_items_and_values_can_be_dropped(form_of: Callable[..., Form]) -> None:
    made = instrument(dropped=["trust_staff", "V20"])
    assert len(made.values) == 13
    assert "trust_staff" not in {item.id for item in made.questions("participant", "main")}
    for seed in range(30):
        assert "V20" not in form_of(made=made, seed=seed).values


def test_a_local_value_is_asked_like_any_other(form_of: Callable[..., Form]) -> None:
    made = instrument([LOCAL])
    assert made.values[-1] == LOCAL
    forms = [form_of(made=made, seed=seed, has_pre_wave=True) for seed in range(60)]
    asked = [form for form in forms if LOCAL.id in form.values]
    assert 10 < len(asked) < 50
    questions = [one for one in asked[0].questions() if one.public_value == LOCAL.id]
    assert {one.item for one in questions} == {"importance", "strengthened", "weakened"}
    assert questions[0].definition == "People sleep."
    assert questions[0].name == "importance-local-night_rest"
    assert questions[0].label.startswith("Night rest:")


@pytest.mark.parametrize(
    "name", ["night_rest", "local:", "local:Night", "local:a.b", "local:a b", "V01", "local:a__b"]
)
def test_the_id_of_a_local_value_can_be_told_from_those_of_the_vocabulary(name: str) -> None:
    assert any("local:" in letter for letter in letters(local_values=[replace(LOCAL, id=name)]))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = letters(
        local_values=[LOCAL, LOCAL],
        dropped=["weakened", "nonsense", "role"],
        optional=["magic"],
        lists=Lists(
            duties=tuple(Listed(id=f"d{place}", label=WORDS) for place in range(3)),
            answerable=(Listed(id="no_answer", label=WORDS),),
            groups=(Listed(id="g", label=WORDS), Listed(id="g", label=WORDS)),
            traits=(
                Trait(
                    id="age",
                    label=WORDS,
                    groups=tuple(Listed(id=f"t{place}", label=WORDS) for place in range(6)),
                ),
            ),
        ),
    )
    assert len(found) == 9
    for word in (
        "local:night_rest",
        "nonsense",
        "“role”",
        "together",
        "magic",
        "duties",
        "no_answer",
        "“g”",
        "age",
    ):
        assert any(word in letter for letter in found), word


def test_a_town_cannot_ask_about_everything_nor_about_nothing() -> None:
    many = [replace(LOCAL, id=f"local:v{place}") for place in range(7)]
    assert "1 to 20" in letters(local_values=many)[0]
    short = [value.id for value in instrument().values]
    assert "1 to 20" in letters(dropped=short)[0]


def test_choices_survive_being_kept_as_plain_data(full_lists: Lists) -> None:
    made = instrument([LOCAL], ["again", "V01"], optional=["burdens"], lists=full_lists, currency="CHF")
    kept = json.loads(json.dumps(made.declared()))
    assert instrument_from(kept) == made
    assert instrument_from(kept).digest() == made.digest()
    assert instrument_from({}) == instrument()


def test_the_digest_changes_with_anything_that_is_asked(full_lists: Lists) -> None:
    reworded = replace(LOCAL, definition=Text(en="People sleep well.", fr="On dort bien."))
    digests = [
        made.digest()
        for made in (
            instrument(),
            instrument([LOCAL]),
            instrument([reworded]),
            instrument(dropped=["again"]),
            instrument(optional=["burdens"]),
            instrument(lists=full_lists),
        )
    ]
    assert len(set(digests)) == len(digests)
    assert instrument().digest() == digests[0]


def test_money_is_asked_in_the_currency_of_the_place(form_of: Callable[..., Form]) -> None:
    def unit(currency: str) -> str:
        form = form_of(made=instrument(currency=currency))
        return next(one.unit for one in form.questions() if one.item == "out_of_pocket")

    assert (unit("EUR"), unit("CHF")) == ("€", "CHF")
