"""The 185 claims of the founding texts: complete, in both languages, and each answered by something."""

from __future__ import annotations

from collections import Counter

import pytest

from obverse.vocabulary import (
    VERBS,
    claims,
    evils,
    ideals,
    planned_indicators,
    questions,
    rules,
    sources,
)


def test_the_claims_run_from_1_to_185_without_a_gap() -> None:
    assert list(claims()) == [f"S{number}" for number in range(1, 186)]


def test_every_claim_says_something_of_its_own_in_each_language() -> None:
    for language in ("en", "fr"):
        said = Counter(claim.text.in_language(language) for claim in claims().values())
        assert [text for text, times in said.items() if times > 1] == []
    assert [claim.id for claim in claims().values() if claim.text.en == claim.text.fr] == []


def test_158_claims_come_from_the_dark_side_and_27_from_the_duality() -> None:
    from_duality = sum(claim.source == "duality" for claim in claims().values())
    assert (len(claims()) - from_duality, from_duality) == (158, 27)
    assert {claim.source for claim in claims().values()} <= set(sources())


# Counted by hand from the sentence-by-sentence reading of the texts.
@pytest.mark.parametrize(
    ("tag", "count"),
    [
        *[("E1", 16), ("E2", 23), ("E3", 15), ("E4", 15), ("E5", 54), ("E6", 17), ("E7", 35), ("D", 22)],
        *[("L", 29), ("Q", 35), ("CTX", 4), ("ALL", 6)],
    ],
)
def test_each_evil_ideal_question_and_the_duality_keeps_its_share_of_the_claims(tag: str, count: int) -> None:
    tags = [name for claim in claims().values() for name in claim.serves]
    assert sum(name == tag or (tag in "LQ" and name.startswith(tag)) for name in tags) == count


def test_a_claim_serves_only_what_exists() -> None:
    known = {*evils(), *ideals(), *questions(), "D", "CTX", "ALL"}
    assert {tag for claim in claims().values() for tag in claim.serves} == known


def test_every_evil_ideal_and_question_is_claimed_by_a_sentence_of_the_texts() -> None:
    served = {tag for claim in claims().values() for tag in claim.serves}
    assert {*evils(), *ideals(), *questions()} <= served


def test_a_claim_asks_for_something_that_an_audit_can_do() -> None:
    for claim in claims().values():
        assert claim.verbs, claim.id
        assert set(claim.verbs) <= set(VERBS), claim.id


def test_every_claim_is_answered_by_planned_indicators_or_by_rules() -> None:
    answers = {*planned_indicators(), *rules()}
    for claim in claims().values():
        assert claim.feeds, claim.id
        assert set(claim.feeds) <= answers, claim.id


def test_every_rule_is_asked_for_by_a_claim() -> None:
    assert set(rules()) <= {answer for claim in claims().values() for answer in claim.feeds}


def test_the_claim_whose_source_breaks_off_says_so_and_reads_it_with_caution() -> None:
    claim = claims()["S79"]
    assert "The source text breaks off here in mid-sentence" in claim.text.en
    assert "may be displaced" in claim.text.en
    assert "Le texte source s’interrompt ici au milieu de la phrase" in claim.text.fr
    assert "pourraient être écartées" in claim.text.fr
    assert claim.feeds == ("E4.2",)
    assert "evil 4" in claim.where.en
    assert "mal n°\u00a04" in claim.where.fr


def test_no_claim_reads_intent_into_what_happened() -> None:
    shedding = claims()["S26"]
    assert "META-4" in shedding.feeds
    assert "X" in shedding.verbs
