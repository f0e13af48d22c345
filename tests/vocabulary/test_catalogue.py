"""The planned indicators: what a report lists as not known is complete and says what to collect."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from obverse.vocabulary import claims, evils, ideals, planned_indicators, questions

TARGETS = [
    *(f"E{n}" for n in range(1, 8)),
    *(f"L{n}" for n in range(1, 8)),
    *(f"Q{n}" for n in range(1, 7)),
    "D",
]


def test_the_catalogue_holds_111_indicators_family_by_family() -> None:
    families = Counter(re.match(r"[A-Z]+\d?", name).group() for name in planned_indicators())  # type: ignore[union-attr]
    evil = {"E1": 7, "E2": 11, "E3": 8, "E4": 2, "E5": 13, "E6": 9, "E7": 16}
    ideal = {"L1": 2, "L2": 3, "L3": 3, "L4": 3, "L5": 7, "L6": 2, "L7": 4}
    assert families == evil | ideal | {"D": 8, "QDA": 1, "PW": 4, "NP": 1, "G": 5, "SV": 2}
    assert len(planned_indicators()) == 111


@pytest.mark.parametrize("target", TARGETS)
def test_every_evil_ideal_question_and_the_duality_has_a_planned_indicator(target: str) -> None:
    assert any(target in entry.serves for entry in planned_indicators().values())


def test_an_indicator_serves_only_what_exists_and_its_own_family_first() -> None:
    known = {*evils(), *ideals(), *questions(), "D"}
    for entry in planned_indicators().values():
        assert entry.serves, entry.id
        assert set(entry.serves) <= known, entry.id
        family = entry.id.partition(".")[0] if "." in entry.id else entry.id.partition("-")[0]
        if family in known:
            assert entry.serves[0] == family, entry.id


def test_what_serves_an_ideal_serves_the_fourth_evil_too() -> None:
    for entry in planned_indicators().values():
        if set(entry.serves) & set(ideals()):
            assert "E4" in entry.serves, entry.id


def test_what_serves_the_duality_profile_serves_the_seventh_evil_too() -> None:
    for number in range(1, 9):
        assert planned_indicators()[f"D-{number}"].serves[:2] == ("D", "E7")


def test_an_indicator_needs_tables_that_the_evidence_has(repository: Path) -> None:
    declared = tomllib.loads((repository / "src/obverse/evidence/tables.toml").read_text(encoding="utf-8"))
    tables = set(declared) - {"every_table"}
    for entry in planned_indicators().values():
        assert entry.needs, entry.id
        assert len(set(entry.needs)) == len(entry.needs), entry.id
        assert set(entry.needs) <= tables | {"process"}, entry.id


def test_an_indicator_answers_a_claim_or_says_why_it_exists_all_the_same() -> None:
    asked_for = {answer for claim in claims().values() for answer in claim.feeds}
    for entry in planned_indicators().values():
        assert (entry.id in asked_for) != (entry.reason is not None), entry.id


def test_a_reason_cites_the_same_claims_in_both_languages_and_they_exist() -> None:
    reasons = [entry.reason for entry in planned_indicators().values() if entry.reason]
    assert len(reasons) == 7
    for reason in reasons:
        cited = set(re.findall(r"\bS\d+\b", reason.en))
        assert cited == set(re.findall(r"\bS\d+\b", reason.fr))
        assert cited <= set(claims())


def test_the_next_datum_is_one_short_sentence_of_its_own() -> None:
    for language in ("en", "fr"):
        sentences = [entry.next_datum.in_language(language) for entry in planned_indicators().values()]
        assert len(set(sentences)) == len(sentences)
        for sentence in sentences:
            assert re.fullmatch(r"[A-ZÀÉ][^.?!]*\.", sentence), sentence
            assert len(sentence.split()) <= 45, sentence


def test_no_two_indicators_share_a_name() -> None:
    for language in ("en", "fr"):
        names = Counter(entry.name.in_language(language) for entry in planned_indicators().values())
        assert [name for name, times in names.items() if times > 1] == []


def test_a_name_is_a_heading_and_not_a_sentence() -> None:
    for entry in planned_indicators().values():
        for name in (entry.name.en, entry.name.fr):
            assert not name.endswith("."), entry.id
            assert name[0].isupper(), entry.id
