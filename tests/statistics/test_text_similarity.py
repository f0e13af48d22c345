"""Texts that share their wording: what is found and what is missed, measured on pairs whose link is known."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from obverse.statistics.near_duplicates import near_duplicates
from obverse.statistics.shingles import plain_text, resemblance, shingles
from obverse.statistics.text_similarity import SHARED_WORDING, closest_texts, passages

CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "london.youth.policing",
    "scoop-hivemind.taxes",
    "scoop-hivemind.ubi",
)
PLACES = (
    "the library",
    "the swimming pool",
    "the town hall square",
    "the canal path",
    "the old school",
    "the market",
)
WISHES = (
    "needs longer opening hours in the evening for people who work late",
    "should get more benches in the shade and a fountain for hot days",
    "must become reachable without steps for wheelchairs and prams",
    "deserves lights that go on when somebody walks by after dark",
    "could host a repair workshop on the first Saturday of each month",
    "ought to be cleaned more often, above all after the festival",
)


@pytest.fixture(scope="module")
def statements(open_data: Path) -> list[str]:
    """Statements that people really wrote, each long enough to be told from others."""
    found: dict[str, None] = {}
    for name in CONVERSATIONS:
        with (open_data / "polis" / name / "comments.csv").open(encoding="utf-8") as file:
            found.update(dict.fromkeys(row["comment-body"] for row in csv.DictReader(file)))
    with (open_data / "remesh_campus_protests" / "thoughts.csv").open(encoding="utf-8") as file:
        found.update(dict.fromkeys(row["Thought Text"] for row in csv.DictReader(file)))
    chosen = [text for text in found if len(plain_text(text)) >= 40]
    np.random.default_rng(2).shuffle(chosen)
    return chosen


def changed(text: str, share: float, words: list[str], dice: np.random.Generator) -> str:
    """The text with a share of its words left out or replaced, half of each."""
    kept = []
    for word in text.split():
        draw = dice.random()
        if draw >= share:
            kept.append(word)
        elif draw >= share / 2:
            kept.append(words[dice.integers(len(words))])
    return " ".join(kept)


def found_and_true(sources: list[str], others: list[str], share: float) -> tuple[float, float]:
    """Recall and precision at our mark: 150 of the sources stand, changed, in texts of three sentences each."""
    dice = np.random.default_rng(7)
    words = [word for text in others for word in text.split()]
    final: list[str] = []
    origin: list[int] = []
    for number in range(200):
        own = (
            [changed(sources[number], share, words, dice)]
            if number < 150
            else [others[dice.integers(len(others))]]
        )
        sentences = [*own, others[dice.integers(len(others))], others[dice.integers(len(others))]]
        dice.shuffle(sentences)
        cut = passages(". ".join(sentences))
        final += cut
        origin += [number if number < 150 else -1] * len(cut)
    near = closest_texts(sources, final)
    shown = near.nearness >= SHARED_WORDING
    true = shown & (np.array(origin)[near.place] == np.arange(len(sources)))
    return float(true[:150].mean()), float(true.sum() / max(1, shown.sum()))


@pytest.mark.parametrize(
    ("share", "recall", "precision"),
    [(0.0, 1.00, 0.93), (0.2, 0.97, 0.96), (0.4, 0.69, 0.87), (0.6, 0.23, 0.7)],
)
def test_what_is_found_and_what_is_true_is_as_the_report_says(
    statements: list[str], share: float, recall: float, precision: float
) -> None:
    found, true = found_and_true(statements[:400], statements[400:], share)
    assert found == pytest.approx(recall, abs=0.06)
    assert true == pytest.approx(precision, abs=0.1)


@pytest.mark.parametrize(("share", "fewest"), [(0.05, 0.95), (0.1, 0.85), (0.2, 0.45)])
def test_copies_with_small_changes_are_found(statements: list[str], share: float, fewest: float) -> None:
    dice = np.random.default_rng(1)
    words = [word for text in statements[300:] for word in text.split()]
    copies = [changed(text, share, words, dice) for text in statements[:300]]
    group = near_duplicates([*statements[:300], *copies]).group
    assert np.mean((group[:300] == group[300:]) & (group[:300] >= 0)) >= fewest


def test_real_statements_are_hardly_ever_near_duplicates_by_chance(statements: list[str]) -> None:
    found = near_duplicates(statements)
    assert np.mean(found.group >= 0) < 0.03


def test_a_campaign_letter_with_small_changes_is_one_group() -> None:
    letter = "I ask the council to keep the library in our street open on Saturdays, because it is the only warm place"
    copies = [
        f"{letter} for my {who}." for who in ("children", "parents", "neighbours", "friends", "colleagues")
    ]
    alone = [f"I think that {place} {wish}" for place, wish in zip(PLACES, WISHES, strict=True)]
    found = near_duplicates([*alone, *copies])
    assert found.group.tolist() == [-1] * 6 + [0] * 5


def test_a_mass_mailing_is_joined_without_comparing_everybody_with_everybody() -> None:
    letter = "Please vote against the plan for the new road through the park, it destroys the last trees of the quarter"
    texts = [f"{letter} and house number {number} agrees" for number in range(3000)]
    assert set(near_duplicates(texts).group.tolist()) == {0}


def test_short_sentences_that_are_the_same_say_nothing() -> None:
    found = near_duplicates(["More trees!", "More trees!", "more trees"])
    assert found.too_short.all()
    assert (found.group == -1).all()


def test_order_case_and_marks_change_nothing() -> None:
    texts = [f"I think that {place} {wish}" for place in PLACES for wish in WISHES] * 2
    first = near_duplicates(texts).group
    again = near_duplicates([text.upper().replace(" ", "  ") + "!" for text in texts]).group
    assert (first == again).all()
    assert (first[:36] == first[36:]).all()
    turned = near_duplicates(texts[::-1]).group[::-1]
    assert ((first[:, np.newaxis] == first) == (turned[:, np.newaxis] == turned)).all()


def test_a_sentence_is_found_in_the_text_that_took_it_over_in_any_script() -> None:
    texts = ["La bibliothèque doit rester ouverte le samedi", "Библиотека должна работать по субботам"]
    final = [
        "Décision : la bibliothèque restera ouverte le samedi.",
        "Решение: библиотека будет работать по субботам.",
        "Bäume.",
    ]
    near = closest_texts(texts, final)
    assert near.place.tolist() == [0, 1]
    assert (near.nearness > 0.3).all()


def test_nothing_in_common_is_nearest_to_nothing() -> None:
    near = closest_texts(["aaaa", ""], ["zzzz"])
    assert near.place.tolist() == [-1, -1]
    assert near.nearness.tolist() == [0.0, 0.0]
    assert closest_texts(["aaaa"], []).place.tolist() == [-1]


def test_resemblance_of_a_worked_pair() -> None:
    # abcde bcdef | bcdef cdefg: one of three runs in common
    assert resemblance(shingles("abcdef"), shingles("bcdefg")) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="at least one"):
        shingles("abc", 0)
    with pytest.raises(ValueError, match="above 0"):
        near_duplicates(["abc"], alike=0)
