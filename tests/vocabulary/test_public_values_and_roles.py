"""Public values and roles: the lists of the survey."""

from __future__ import annotations

import re

from obverse.vocabulary import SIDES, public_values, roles, texts

SHORT_LIST = [1, 2, 3, 6, 7, 10, 13, 15, 16, 19, 20, 24, 28, 33]


def test_there_are_33_values_without_a_gap_of_which_fourteen_are_asked_about() -> None:
    assert list(public_values()) == [f"V{number:02}" for number in range(1, 34)]
    short = [value.id for value in public_values().values() if value.short_list]
    assert short == [f"V{number:02}" for number in SHORT_LIST]


def test_every_constellation_has_values_and_a_name() -> None:
    groups: dict[int, set[str]] = {}
    for value in public_values().values():
        groups.setdefault(value.constellation, set()).add(value.constellation_label.en)
    assert sorted(groups) == list(range(1, 8))
    assert all(len(names) == 1 for names in groups.values())
    assert len(set.union(*groups.values())) == 7


def test_values_of_majorities_and_of_minorities_are_both_present() -> None:
    labels = {value.label.en for value in public_values().values()}
    assert {"majority rule", "protection of minorities"} <= labels


def test_a_definition_is_one_sentence() -> None:
    for value in public_values().values():
        for definition in (value.definition.en, value.definition.fr):
            assert re.fullmatch(r"[A-ZÀÉ][^.?!]*\.", definition), value.id


def test_the_roles_are_those_of_the_survey_side_by_side() -> None:
    by_side = {side: [role.id for role in roles().values() if role.side == side] for side in SIDES}
    assert {side: len(found) for side, found in by_side.items()} == {
        "internal": 6,
        "external_participant": 6,
        "external_non_participant": 7,
        "third": 4,
    }
    assert sum(map(len, by_side.values())) == len(roles())


def test_every_side_has_a_name_in_the_shared_texts() -> None:
    for language in ("en", "fr"):
        assert all(texts(language)[f"side.{side}.label"] for side in SIDES)


def test_no_french_role_is_named_in_the_masculine_alone() -> None:
    gendered = r"\b(élu|citoyen|tiré|agent|dirigeant|garant|riverain|aidant|usager|chargé)\b(?!·)"
    assert [role.id for role in roles().values() if re.search(gendered, role.label.fr)] == []
