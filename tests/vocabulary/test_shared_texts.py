"""The shared texts: a word for everything that a report can say, in both languages."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from obverse.quantities import Basis, Unit, Why
from obverse.vocabulary import LANGUAGES, VERBS, texts

GROUPS = {
    "verdict": {"concern", "no_sign", "not_enough_evidence", "too_early", "not_applicable"},
    "why": {str(why) for why in Why},
    "basis": {str(basis) for basis in Basis},
    "unit": {unit.label for unit in Unit},
    "threshold": {"law", "promise", "baseline", "null_model", "convention", "set_locally"},
    "grade": set("ABCD"),
    "stage": {"before", "during", "after"},
    "verb": set(VERBS),
}
REMEDIES = {
    *("more_cases", "more_clusters", "both_groups", "nonzero_total", "longer_follow_up"),
    *("keep_register", "fill_column", "declare_coverage", "outside_source"),
    *("ask_to_show", "ask_to_show_register", "another_export", "another_export_register"),
    *("protect_people", "protect_few_people"),
}


def names(group: str) -> set[str]:
    return {key.split(".")[1] for key in texts("en") if key.startswith(f"{group}.")}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_texts_names_exactly_what_the_program_can_say(group: str) -> None:
    assert names(group) == GROUPS[group]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", ["verdict", "why", "basis", "threshold", "grade"])
def test_what_needs_explaining_has_a_label_and_a_sentence(group: str, language: str) -> None:
    for name in GROUPS[group]:
        assert not texts(language)[f"{group}.{name}.label"].endswith(".")
        assert texts(language)[f"{group}.{name}.explanation"].endswith(".")


def test_every_table_of_the_evidence_has_a_name_and_says_what_a_row_is(repository: Path) -> None:
    declared = tomllib.loads((repository / "src/obverse/evidence/tables.toml").read_text(encoding="utf-8"))
    assert names("table") == (set(declared) - {"every_table"}) | {"process"}
    for language in LANGUAGES:
        labels = [texts(language)[f"table.{table}.label"] for table in names("table")]
        assert len(set(labels)) == len(labels)
        assert all(texts(language)[f"table.{table}.row"] for table in names("table"))


def test_both_languages_have_the_same_keys() -> None:
    assert list(texts("en")) == list(texts("fr"))


def test_the_verdicts_differ_in_words_and_not_only_in_colour() -> None:
    for language in LANGUAGES:
        labels = {texts(language)[f"verdict.{name}.label"] for name in GROUPS["verdict"]}
        assert len(labels) == len(GROUPS["verdict"])


def test_a_suffix_never_breaks_away_from_its_figure() -> None:
    for language in LANGUAGES:
        for name in GROUPS["unit"]:
            assert not texts(language)[f"unit.{name}.suffix"].startswith(" ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shared_remedy_makes_a_sentence_with_and_without_numbers(language: str) -> None:
    words = texts(language)
    assert set(words.remedies) == REMEDIES
    for key in REMEDIES:
        for numbers in ({}, {"have": 3.0, "need": 10.0}):
            sentence = words.remedy(key, of="", table="complaint", column="resolved_at", **numbers)
            assert "{" not in sentence
            assert sentence.endswith(".")
            assert sentence[0].isupper()


def test_a_remedy_says_how_many_there_are_and_how_many_are_needed() -> None:
    english = texts("en").remedy("more_cases", have=4.0, need=10, of="contributions")
    assert english == "Collect more contributions: 4 so far, at least 10 needed."
    french = texts("fr").remedy("more_cases", have=4.5, need=10, of="contributions").replace("\u00a0", "~")
    assert french == "Recueillir davantage de données~: contributions (à ce jour~: 4,5~; minimum~: 10)."


def test_a_remedy_without_both_numbers_does_not_invent_the_missing_one() -> None:
    assert texts("en").remedy("more_cases", have=4, of="answers") == "Collect more answers."


def test_a_remedy_takes_the_register_and_the_column_from_what_is_counted() -> None:
    named = texts("fr").remedy("fill_column", table="contribution", column="answered_at")
    assert named == texts("fr").remedy("fill_column", of="contribution.answered_at")
    assert "«\u00a0contribution\u00a0»" in named


def test_a_remedy_that_names_a_register_refuses_to_leave_it_out() -> None:
    with pytest.raises(ValueError, match="needs to know which table"):
        texts("en").remedy("keep_register")
    with pytest.raises(ValueError, match="needs to know which column"):
        texts("en").remedy("fill_column", table="complaint")


def test_a_remedy_for_an_unknown_register_offers_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"did you mean table\.complaint\.label"):
        texts("en").remedy("keep_register", table="complaints")


def counted_words(source: str) -> set[str]:
    """The constants that a module gives as what is counted (``of``) where it has no figure."""
    place = {"too_few": 3, "undefined": 1}
    found = set()
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        given = [word.value for word in call.keywords if word.arg == "of"]
        if call.func.id in place:
            given += call.args[place[call.func.id] :]
        found |= {str(word.value) for word in given if isinstance(word, ast.Constant) and word.value}
    return found


def test_the_reader_of_counted_words_finds_them() -> None:
    source = (
        'too_few("more_cases", n, 1, "cases"); undefined("x", "pairs"); NotEstimable(of="turns"); f(of=g)'
    )
    assert counted_words(source) == {"cases", "pairs", "turns"}


def test_whatever_the_program_counts_has_a_word_in_both_languages(repository: Path) -> None:
    declared = tomllib.loads((repository / "src/obverse/evidence/tables.toml").read_text(encoding="utf-8"))
    known = names("counted") | set(declared)
    for room in ("statistics", "indicators"):
        for module in (repository / "src" / "obverse" / room).rglob("*.py"):
            words = {word.split(".")[0] for word in counted_words(module.read_text(encoding="utf-8"))}
            assert words <= known, f"{module.name} counts {words - known}; name it in vocabulary/texts.toml"
